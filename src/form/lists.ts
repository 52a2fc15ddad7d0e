// Compiles the choice lists that a form uses: its own under `choices:`, shared ones from lists/*.yaml.
import type { Compiler } from './compiler.ts'
import { isName, reserved } from './compiler.ts'
import type { Choice } from './form.ts'
import { limits } from './source.ts'
import type { Table, Value } from './source.ts'

export interface ListSource {
  readonly value: Value
  /** Where its translations are looked for: in the form's own language files, or in lists/<language>.yaml. */
  readonly shared: boolean
}

/** All lists by name; the form's own hide shared ones of the same name. */
export function gatherLists(compiler: Compiler, form: Table, shared: readonly Table[]): ReadonlyMap<string, ListSource> {
  const found = new Map<string, ListSource>()
  for (const table of shared) for (const [name, { value }] of table.entries) found.set(name, { value, shared: true })
  const own = compiler.table(form.entries.get('choices')?.value, undefined, 'choices')
  for (const [name, { key, value }] of own?.entries ?? []) {
    if (!isName(name) || reserved.has(name.toLowerCase())) compiler.tell('name_invalid', key, name, { name })
    found.set(name, { value, shared: false })
  }
  return found
}

/** One list. `noSpaces`: a select_multiple uses it, and keeps its answers separated by spaces. */
export function compileList(compiler: Compiler, name: string, { value, shared }: ListSource, noSpaces: boolean, sharedCompiler: Compiler): readonly Choice[] {
  if (value.is !== 'list' || value.items.length === 0) {
    compiler.tell('list_empty', value, name, { list: name })
    return []
  }
  if (value.items.length > limits.choices) {
    compiler.tell('choices_too_many', value, name, { list: name, limit: limits.choices })
    return []
  }
  const teller = shared ? sharedCompiler : compiler
  const seen = new Set<string>()
  const choices: Choice[] = []
  for (const item of value.items) {
    const table = compiler.table(item, name, 'choice')
    if (table === undefined) continue
    const named = compiler.required(table, 'name', name)
    if (named === undefined) continue
    const choice = named.text
    if (choice === '' || (noSpaces && /\s/.test(choice)) || choice.length > 120) compiler.tell('choice_invalid', named, name, { list: name, name: choice })
    if (seen.has(choice)) compiler.tell('choice_twice', named, name, { list: name, name: choice })
    seen.add(choice)
    const path = shared ? [name, choice] : ['choices', name, choice]
    const labelled = compiler.scalar(table, 'label', name)
    if (labelled === undefined) compiler.tell('label_missing', named, choice, { language: compiler.language })
    const label = teller.text(labelled, path, choice)
    const columns: Record<string, string> = {}
    for (const [key, { key: spot, value: cell }] of table.entries) {
      if (key === 'name' || key === 'label') continue
      if (!isName(key) || reserved.has(key.toLowerCase())) compiler.tell('name_invalid', spot, name, { name: key })
      else if (cell.is === 'text') columns[key] = cell.text
      else compiler.tell('source_shape', cell, name, { expected: 'text', received: cell.is, key })
    }
    choices.push({ name: choice, label: label ?? {}, ...(Object.keys(columns).length === 0 ? {} : { columns }) })
  }
  return choices
}

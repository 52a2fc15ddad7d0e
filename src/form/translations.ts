// What translation files say beside what the form asks of them: words for nothing are a misspelt name, told where they stand.
import type { Compiler } from './compiler.ts'
import type { Problem } from './problem.ts'
import type { Table, Value } from './source.ts'

const translatable = ['label', 'hint', 'required_message', 'constraint_message', 'check', 'purpose']

/** Remarks as a list to be read: of each language one line, with how many texts it lacks and where the first is. */
export function gathered(warnings: readonly Problem[]): readonly Problem[] {
  const missing = warnings.filter(({ code }) => code === 'translation_missing')
  const firsts = new Map(missing.map((one) => [one.facts?.language, one] as const).reverse())
  return warnings.flatMap((one) => {
    if (one.code !== 'translation_missing') return [one]
    const { language = '', own = '' } = one.facts ?? {}
    return firsts.get(language) === one ? [{ ...one, code: 'translation_filled', facts: { language, own, count: missing.filter(({ facts }) => facts?.language === language).length } }] : []
  })
}

/** A form's own translations. The reader of a misspelt one would see the other language, and nobody would know why. */
export function unusedTranslations(compiler: Compiler, root: Table, language: string, declared: ReadonlySet<string>): void {
  for (const [key, { key: spot, value }] of root.entries) {
    if (!['title', 'survey', 'choices', 'indicators'].includes(key)) {
      compiler.tell('translation_unknown', spot, key, { name: key, language, ...compiler.hint(key, ['title', 'survey', 'choices', 'indicators']) })
      continue
    }
    if (value.is !== 'table') continue
    for (const [name, inner] of value.entries) {
      if (!compiler.used.has(inner.value)) {
        if (key === 'survey' && declared.has(name)) continue // its question is broken, and told
        compiler.tell('translation_unknown', inner.key, name, { name, language, ...compiler.hint(name, key === 'survey' ? declared : []) })
      } else unusedBelow(compiler, inner.value, name, language, key === 'survey' ? translatable : [])
    }
  }
}

function unusedBelow(compiler: Compiler, value: Value, at: string, language: string, words: readonly string[]): void {
  if (value.is === 'list') {
    value.items.forEach((item, i) => {
      if (!compiler.used.has(item)) compiler.tell('translation_unknown', item, at, { name: String(i + 1), language })
    })
  }
  if (value.is !== 'table') return
  for (const [part, leaf] of value.entries) {
    if (compiler.used.has(leaf.value)) unusedBelow(compiler, leaf.value, at, language, [])
    else compiler.tell('translation_unknown', leaf.key, at, { name: part, language, ...compiler.hint(part, words) })
  }
}

const nameOf = (choice: Value): string => {
  const name = choice.is === 'table' ? choice.entries.get('name')?.value : undefined
  return name?.is === 'text' ? name.text : ''
}

/** A shared list's translations are for all forms: only what no shared list has is unknown. */
export function unusedOfLists(compiler: Compiler, root: Table, language: string, shared: readonly Table[]): void {
  const lists = new Map(shared.flatMap((table) => [...table.entries].map(([name, { value }]) => [name, value] as const)))
  for (const [name, { key, value }] of root.entries) {
    const list = lists.get(name)
    if (list === undefined) compiler.tell('translation_unknown', key, name, { name, language, ...compiler.hint(name, lists.keys()) })
    if (list?.is !== 'list' || value.is !== 'table') continue
    const choices = new Set(list.items.map(nameOf))
    for (const [choice, { key: spot }] of value.entries) {
      if (!choices.has(choice)) compiler.tell('translation_unknown', spot, name, { name: choice, language, ...compiler.hint(choice, choices) })
    }
  }
}

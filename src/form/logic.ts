// Checks what expressions refer to, whether kinds fit where they are used, and finds circles; gives the order of calculation and who depends on whom.
import { references } from '../expression/references.ts'
import type { Tree } from '../expression/tree.ts'
import type { Compiler } from './compiler.ts'
import type { Choice, Question } from './form.ts'
import { kinds } from './kinds/index.ts'
import { expressionsOf } from './plan.ts'
import type { Scalar, Spot } from './source.ts'
import { within } from './source.ts'
import type { Placed } from './survey.ts'

export interface Names {
  readonly byName: ReadonlyMap<string, Placed>
  readonly lists: Readonly<Record<string, readonly Choice[]>>
  /** Columns of every register this form may look into. */
  readonly registers: Readonly<Record<string, Readonly<Record<string, 'text' | 'number'>>>>
  readonly levels: readonly string[]
}

const unitColumns = ['id', 'name', 'label', 'full_name', 'code', 'level', 'parent']
const entryColumns = ['id', 'name', 'label', 'unit']

/** Everything an expression names must be there. `self`: there is an answer at hand; `repeat`: it stands in one. */
export function checkReferences(
  compiler: Compiler, names: Names, tree: Tree, scalar: Scalar, at: string, around: { readonly self: boolean; readonly repeat: boolean; readonly columns?: readonly string[] },
): void {
  const found = references(tree)
  const where = (text: string): Spot => within(scalar, Math.max(0, scalar.text.indexOf(text)) + 1)
  const told = new Set<string>()
  for (const { name, column } of found.names) {
    const key = column === undefined ? name : `${name}.${column}`
    if (told.has(key)) continue
    told.add(key)
    const placed = names.byName.get(name)
    const spot = where(`\${${key}`)
    if (placed === undefined) {
      compiler.tell('reference_unknown', spot, at, { name, ...compiler.hint(name, names.byName.keys()) })
      continue
    }
    if (column === undefined) continue
    const { kind, register } = placed.question
    if (kind !== 'entry' && kind !== 'unit') {
      compiler.tell('reference_not_entry', spot, at, { name })
      continue
    }
    const columns = kind === 'unit' ? unitColumns : [...entryColumns, ...Object.keys(names.registers[register ?? ''] ?? {})]
    if (!columns.includes(column)) compiler.tell('reference_column', spot, at, { name, column, ...compiler.hint(column, columns) })
  }
  for (const column of found.columns) {
    if (around.columns !== undefined && !around.columns.includes(column)) {
      compiler.tell('reference_column', where(column), at, { name: '', column, ...compiler.hint(column, around.columns) })
    }
  }
  for (const list of found.lists) {
    if (names.lists[list] === undefined && names.registers[list] === undefined && !names.levels.includes(list)) {
      const all = [...Object.keys(names.lists), ...Object.keys(names.registers), ...names.levels]
      compiler.tell('list_unknown', where(`'${list}'`), at, { list, ...compiler.hint(list, all) })
    }
  }
  if (found.self && !around.self && !found.calls.includes('once')) compiler.tell('reference_self', within(scalar, 1), at)
  if ((found.instance || found.calls.includes('position')) && !around.repeat) compiler.tell('reference_out_of_repeat', where('position'), at)
  checkTypes(compiler, names, tree, scalar, at)
}

// Comparing a select with a choice it does not have, or a number with words, is always a slip.
function checkTypes(compiler: Compiler, names: Names, tree: Tree, scalar: Scalar, at: string): void {
  const visit = (node: Tree): void => {
    if (typeof node !== 'object') return
    if ((node[0] === '=' || node[0] === '!=') && node.length === 3) {
      compareWith(node[1] as Tree, node[2] as Tree)
      compareWith(node[2] as Tree, node[1] as Tree)
    } else if (node[0] === '()' && node[1] === 'selected') compareWith(node[2] as Tree, node[3] as Tree)
    else if (node[0] === '()' && node[1] === 'sum') arithmetic(node[2] as Tree, 'sum')
    else if (typeof node[0] === 'string' && ['+', '-', '*', 'div', 'mod', '<', '<=', '>', '>='].includes(node[0]) && node.length === 3) {
      arithmetic(node[1] as Tree, node[0])
      arithmetic(node[2] as Tree, node[0])
    }
    for (let i = 1; i < node.length; i++) if (typeof node[i] === 'object') visit(node[i] as Tree)
  }
  const named = (node: Tree): Question | undefined => {
    if (typeof node !== 'object') return undefined
    if (node[0] === '$' && node.length === 2) return names.byName.get(node[1])?.question
    return node[0] === '.' ? names.byName.get(at)?.question : undefined
  }
  const where = (text: string): Spot => within(scalar, Math.max(0, scalar.text.indexOf(text)) + 1)
  const compareWith = (left: Tree, right: Tree): void => {
    const question = named(left)
    if (question === undefined || (typeof right !== 'string' && typeof right !== 'number')) return
    if (question.list !== undefined && right !== '') {
      const choices = (names.lists[question.list] ?? []).map((choice) => choice.name)
      if (choices.length > 0 && !choices.includes(String(right))) {
        compiler.tell('choice_unknown', where(typeof right === 'string' ? `'${right}'` : String(right)), at, { list: question.list, name: String(right), ...compiler.hint(String(right), choices) })
      }
    } else if (kinds[question.kind].holds === 'number' && typeof right === 'string' && right !== '' && isNaN(Number(right))) {
      compiler.tell('type_mismatch', where(`'${right}'`), at, { name: question.name, type: question.kind, expected: 'number' })
    }
  }
  const arithmetic = (node: Tree, operator: string): void => {
    const question = named(node)
    if (question === undefined) return
    const { kind } = question
    if (['text', 'select_one', 'select_multiple', 'phone', 'geopoint', 'unit', 'entry', 'image', 'note', 'group', 'acknowledge'].includes(kind) && !(kind === 'select_one' && isNumeric(question))) {
      compiler.tell('type_mismatch', where(typeof node === 'object' && node[0] === '$' ? `\${${question.name}` : '.'), at, { name: question.name, type: kind, expected: operator === 'sum' ? 'sum' : 'number' })
    }
  }
  const isNumeric = (question: Question): boolean => (names.lists[question.list ?? ''] ?? []).every((choice) => choice.name !== '' && !isNaN(Number(choice.name)))
  visit(tree)
}

/** What a question must be looked at again for: all it refers to, the group it stands in, and the record's day for units. */
function needs(placed: Placed, dayNames: readonly string[]): { readonly hard: Set<string>; readonly soft: Set<string> } {
  const { question } = placed
  // Hard needs decide the value or relevance and must run first; soft ones (constraint, check, texts) only want another look.
  const hard = new Set<string>()
  const soft = new Set<string>()
  const hardTrees = [question.relevant, question.calculation, question.default, question.repeat_count].filter((tree) => tree !== undefined)
  for (const tree of hardTrees) for (const { name } of references(tree).names) hard.add(name)
  for (const tree of expressionsOf(question)) for (const { name } of references(tree).names) if (!hard.has(name)) soft.add(name)
  // once(…) and default look at the answer itself without going round in a circle.
  if (question.default !== undefined) hard.delete(question.name)
  if (placed.parent !== undefined) hard.add(placed.parent)
  if (question.kind === 'unit') for (const name of dayNames) if (name !== question.name) soft.add(name)
  soft.delete(question.name)
  return { hard, soft }
}

export interface Graph {
  readonly order: readonly string[]
  readonly dependents: Readonly<Record<string, readonly string[]>>
}

/** The order of calculation; a circle is told once, with its path. */
export function orderOf(compiler: Compiler, placed: readonly Placed[], dayNames: readonly string[]): Graph {
  const byName = new Map(placed.map((one) => [one.question.name, one]))
  const wants = new Map(placed.map((one) => [one.question.name, needs(one, dayNames)]))
  const dependents: Record<string, string[]> = {}
  for (const [name, { hard, soft }] of wants) {
    for (const other of [...hard, ...soft]) {
      if (!byName.has(other)) continue
      ;(dependents[other] ??= []).push(name)
    }
  }
  const order: string[] = []
  const state = new Map<string, 'open' | 'done'>()
  const path: string[] = []
  const visit = (name: string): void => {
    if (state.get(name) === 'done') return
    if (state.get(name) === 'open') {
      const circle = [...path.slice(path.indexOf(name)), name]
      const first = byName.get(circle[0] as string) as Placed
      compiler.tell('circle', first.logic.find(({ key }) => ['relevant', 'calculation', 'default', 'repeat_count'].includes(key))?.scalar ?? first.spot, name, { path: circle.join(' → ') })
      return
    }
    state.set(name, 'open')
    path.push(name)
    for (const other of wants.get(name)?.hard ?? []) {
      if (!byName.has(other)) continue
      visit(other)
      // Questions of a repeat that are summed outside come before the repeat's own row is left.
    }
    path.pop()
    state.set(name, 'done')
    order.push(name)
  }
  for (const one of placed) visit(one.question.name)
  return { order, dependents }
}

// Everything an expression names must be there: questions, columns of entries and lists, the lists themselves, an answer at hand.
import { references } from '../expression/references.ts'
import type { Tree } from '../expression/tree.ts'
import type { Compiler } from './compiler.ts'
import { kinds } from './kinds/index.ts'
import { placeOfColumn, placeOfLiteral, placeOfName, placeOfResult, placeOfSelf } from './place.ts'
import { within } from './source.ts'
import type { Scalar } from './source.ts'
import type { Names, Placed } from './survey.ts'
import { checkTypes } from './types.ts'

/** Where an expression stands: whether there is an answer at hand, a repeat around it, and (choice_filter) the columns of its rows. */
export interface Around {
  readonly self: boolean
  readonly repeat: boolean
  readonly columns?: readonly string[]
}

const unitColumns = ['id', 'name', 'label', 'full_name', 'code', 'level', 'parent']
const entryColumns = ['id', 'name', 'label', 'unit']

/** Tells what an expression refers to in vain, and where kinds do not fit. */
export function checkReferences(compiler: Compiler, names: Names, tree: Tree, scalar: Scalar, at: string, around: Around): void {
  const found = references(tree)
  const told = new Set<string>()
  for (const { name, column } of found.names) {
    const key = column === undefined ? name : `${name}.${column}`
    if (told.has(key)) continue
    told.add(key)
    checkName(compiler, names, name, column, scalar, at)
  }
  for (const list of found.lists) {
    if (names.lists[list] === undefined && names.registers[list] === undefined && !names.levels.includes(list)) {
      const all = [...Object.keys(names.lists), ...Object.keys(names.registers), ...names.levels]
      compiler.tell('list_unknown', placeOfLiteral(scalar, list), at, { list, ...compiler.hint(list, all) })
    }
  }
  for (const name of lastIn(tree)) checkLast(compiler, names, name, scalar, at)
  checkRows(compiler, names, tree, scalar, at, around.columns)
  if (found.self && !around.self && !found.calls.includes('once')) compiler.tell('reference_self', placeOfSelf(scalar), at)
  if ((found.instance || found.calls.includes('position')) && !around.repeat) {
    compiler.tell('reference_out_of_repeat', within(scalar, Math.max(0, scalar.text.search(/position|\.\./)) + 1), at)
  }
  checkTypes(compiler, names, tree, scalar, at, around.self)
}

/** Names that an expression looks up in the last submission. */
export function lastIn(tree: Tree): readonly string[] {
  if (typeof tree !== 'object') return []
  if (tree[0] === '()' && tree[1] === '[before]') return [String(tree[2])]
  return (tree as readonly unknown[]).slice(1).flatMap((inner) => lastIn(inner as Tree))
}

// A question outside all rows, and nobody's personal answer: it would stand in a later record that is somebody else's.
function checkLast(compiler: Compiler, names: Names, name: string, scalar: Scalar, at: string): void {
  const spot = placeOfName(scalar, `last-saved#${name}`)
  const placed = names.byName.get(name)
  if (placed === undefined) return names.declared.has(name) ? undefined : compiler.tell('reference_unknown', spot, at, { name, ...compiler.hint(name, names.byName.keys()) })
  for (let one: Placed | undefined = placed; one !== undefined; one = names.byName.get(one.parent ?? '')) {
    if (one.question.personal !== undefined) return compiler.tell('last_saved_personal', spot, at, { name })
  }
  if (placed.repeat !== undefined || kinds[placed.question.kind].holds === 'rows') compiler.tell('type_mismatch', spot, at, { name, type: placed.question.kind, expected: 'text' })
}

function checkName(compiler: Compiler, names: Names, name: string, column: string | undefined, scalar: Scalar, at: string): void {
  const placed = names.byName.get(name)
  const spot = placeOfName(scalar, column === undefined ? name : `${name}.${column}`)
  if (placed === undefined && names.declared.has(name)) return
  if (placed === undefined) return compiler.tell('reference_unknown', spot, at, { name, ...compiler.hint(name, names.byName.keys()) })
  if (column === undefined) return
  const { kind, register } = placed.question
  if (kind !== 'entry' && kind !== 'unit') return compiler.tell('reference_not_entry', spot, at, { name })
  // A register that is not there is told where it is asked for, once.
  if (kind === 'entry' && names.registers[register ?? ''] === undefined) return
  const columns = kind === 'unit' ? unitColumns : [...entryColumns, ...Object.keys(names.registers[register ?? ''] ?? {})]
  if (!columns.includes(column)) compiler.tell('reference_column', spot, at, { name, column, ...compiler.hint(column, columns) })
}

// Columns of a choice_filter's own rows, of instance('list')/root/item[…]/column and of pulldata(). A list that is worked out is not known here.
function checkRows(compiler: Compiler, names: Names, tree: Tree, scalar: Scalar, at: string, own: readonly string[] | undefined): void {
  const columnsOf = (list: Tree | undefined): readonly string[] | undefined => {
    if (typeof list !== 'string') return undefined
    const choices = names.lists[list]
    if (choices !== undefined) return ['name', 'label', ...new Set(choices.flatMap((choice) => Object.keys(choice.columns ?? {})))]
    const register = names.registers[list]
    if (register !== undefined) return [...entryColumns, ...Object.keys(register)]
    return names.levels.includes(list) ? unitColumns : undefined
  }
  const judge = (column: Tree | undefined, columns: readonly string[] | undefined, place: typeof placeOfColumn): void => {
    if (typeof column !== 'string' || columns === undefined || columns.includes(column)) return
    compiler.tell('reference_column', place(scalar, column), at, { name: '', column, ...compiler.hint(column, columns) })
  }
  const visit = (node: Tree, columns: readonly string[] | undefined): void => {
    if (typeof node !== 'object') return
    if (node[0] === '@') return judge(node[1], columns, placeOfColumn)
    if (node[0] === '[]') {
      const inner = columnsOf(node[1])
      judge(node[2], inner, placeOfResult)
      if (node[3] !== undefined) visit(node[3], inner)
      return visit(node[1], columns)
    }
    if (node[0] === '()' && node[1] === '[items]') {
      const inner = columnsOf(node[2])
      judge(node[3], inner, placeOfResult)
      for (const condition of node.slice(4)) visit(condition as Tree, inner)
      return visit(node[2] as Tree, columns)
    }
    if (node[0] === '()' && node[1] === 'pulldata') for (const column of [node[3], node[4]]) judge(column, columnsOf(node[2]), placeOfLiteral)
    for (let i = 1; i < node.length; i++) visit(node[i] as Tree, columns)
  }
  visit(tree, own)
}

// Compiles register rules: which entries an answer creates or updates, and what their columns hold.
import { signatures } from '../expression/signatures.ts'
import type { Tree } from '../expression/tree.ts'
import { references } from '../expression/references.ts'
import type { Compiler } from './compiler.ts'
import { isName, reserved } from './compiler.ts'
import type { RegisterRule } from './form.ts'
import { kinds } from './kinds/index.ts'
import { warnCodes } from './named.ts'
import { checkReferences } from './references.ts'
import type { Scalar, Table, Value } from './source.ts'
import type { Names } from './survey.ts'

/** What a register's rule may say. */
export const registerKeys = ['register', 'entity_id', 'create_if', 'update_if', 'repeat', 'label', 'unit', 'columns', 'alike'] as const

/** The register rules; their columns are added to `names.registers` by the caller before references are checked. */
export function compileRegisters(
  compiler: Compiler, items: readonly Value[],
): { readonly rules: readonly RegisterRule[]; check(names: Names): void } {
  const rules: RegisterRule[] = []
  const later: ((names: Names) => void)[] = []
  for (const item of items) {
    const table = compiler.table(item)
    if (table === undefined) continue
    const named = compiler.required(table, 'register')
    const register = named?.text ?? ''
    compiler.keys(table, registerKeys, register)
    if (named !== undefined && (!isName(register) || reserved.has(register.toLowerCase()))) compiler.tell('name_invalid', named, register, { name: register })
    const repeat = compiler.scalar(table, 'repeat', register)
    const take = (scalar: Scalar | undefined): Tree | undefined => {
      const tree = compiler.expression(scalar, register)
      if (tree !== undefined && scalar !== undefined) {
        later.push((names) => checkReferences(compiler, names, tree, scalar, register, { self: false, repeat: repeat !== undefined }))
      }
      return tree
    }
    if (repeat !== undefined) {
      later.push(({ byName }) => {
        if (byName.get(repeat.text)?.question.kind === 'repeat') return
        compiler.tell('reference_unknown', repeat, register, { name: repeat.text, ...compiler.hint(repeat.text, byName.keys()) })
      })
    }
    const columns: Record<string, { value: Tree; personal?: 'basic' | 'sensitive'; holds: 'text' | 'number' }> = {}
    const sources: { column: string; tree: Tree }[] = []
    for (const [column, { key, value }] of compiler.table(table.entries.get('columns')?.value, register)?.entries ?? []) {
      if (!isName(column)) compiler.tell('name_invalid', key, register, { name: column })
      else if (reserved.has(column.toLowerCase()) || ['label', 'unit', 'name'].includes(column)) compiler.tell('name_reserved', key, register, { name: column })
      if (value.is !== 'text') compiler.tell('source_shape', value, register, { expected: 'text', received: value.is, key: column })
      const tree = value.is === 'text' ? take(value) : undefined
      // Kept under its name even when it is broken: what is over it must not be told too.
      columns[column] = { value: tree ?? '', holds: tree === undefined ? 'number' : 'text' }
      if (tree === undefined) continue
      sources.push({ column, tree })
    }
    // A column that shows a personal answer is personal itself; one that is a number question or arithmetic holds numbers.
    later.push(({ byName, registers }) => {
      for (const { column, tree } of sources) {
        const held = columns[column] as { personal?: 'basic' | 'sensitive'; holds: 'text' | 'number' }
        for (const { name } of references(tree).names) {
          const personal = byName.get(name)?.question.personal
          if (personal !== undefined && held.personal !== 'sensitive') held.personal = personal
        }
        held.holds = holdsNumber(tree, { byName, registers }) ? 'number' : 'text'
      }
    })
    const words = compiler.required(table, 'label', register)
    const label = take(words)
    if (label !== undefined && words !== undefined) later.push((names) => warnCodes(compiler, label, words, register, names))
    const unit = take(compiler.required(table, 'unit', register))
    const entityId = take(compiler.scalar(table, 'entity_id', register))
    const createIf = take(compiler.scalar(table, 'create_if', register))
    const alike = alikeOf(compiler, table, register, columns)
    const updateIf = take(compiler.scalar(table, 'update_if', register))
    rules.push({
      register,
      ...(repeat === undefined ? {} : { repeat: repeat.text }),
      ...(entityId === undefined ? {} : { entity_id: entityId }),
      ...(createIf === undefined ? {} : { create_if: createIf }),
      ...(updateIf === undefined ? {} : { update_if: updateIf }),
      label: label ?? '',
      unit: unit ?? '',
      columns,
      ...(alike === undefined ? {} : { alike }),
    })
  }
  return { rules, check: (names) => later.forEach((run) => run(names)) }
}

// `alike: yes`, or the columns that tell two entries of the same name apart.
function alikeOf(compiler: Compiler, table: Table, register: string, columns: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  const given = table.entries.get('alike')?.value
  if (given === undefined || (given.is === 'text' && /^(no)?$/i.test(given.text.trim()))) return undefined
  if (given.is === 'text' && /^yes$/i.test(given.text.trim())) return []
  return compiler.items(table, 'alike', register).flatMap((item) => {
    if (item.is !== 'text') compiler.tell('source_shape', item, register, { expected: 'text', received: item.is, key: 'alike' })
    else if (Object.prototype.hasOwnProperty.call(columns, item.text)) return [item.text]
    else compiler.tell('reference_unknown', item, register, { name: item.text, ...compiler.hint(item.text, Object.keys(columns)) })
    return []
  })
}

// Whether what an expression gives is a number, as far as its form says.
function holdsNumber(tree: Tree, names: Pick<Names, 'byName' | 'registers'>, through: readonly string[] = []): boolean {
  if (typeof tree === 'number') return true
  if (typeof tree !== 'object') return false
  if (tree[0] === '$') {
    const question = names.byName.get(tree[1])?.question
    // A question that is broken or not there is told where it is: what would be wrong about its words is not.
    if (question === undefined) return true
    if (tree.length === 3) return names.registers[question.register ?? '']?.[tree[2] as string] === 'number'
    if (question.kind !== 'calculate') return kinds[question.kind].holds === 'number'
    // Calculations that go round are told elsewhere.
    return question.calculation !== undefined && !through.includes(tree[1]) && holdsNumber(question.calculation, names, [...through, tree[1]])
  }
  if (tree[0] === '()') {
    if (tree[1] === 'if' || tree[1] === 'coalesce') {
      const given = tree.slice(tree[1] === 'if' ? 3 : 2) as readonly Tree[]
      return given.some((one) => one !== '') && given.every((one) => one === '' || holdsNumber(one, names, through))
    }
    // What a path means: the place of a row, or what is wanted of it.
    if (tree[1] === '[rows]') return tree[3] === '' || holdsNumber(tree[3] as Tree, names, through)
    if (tree[1] === 'current' || tree[1] === 'indexed-repeat') return holdsNumber(tree[2] as Tree, names, through)
    return signatures[tree[1]]?.gives === 'number'
  }
  return ['+', '-', '*', 'div', 'mod', 'neg'].includes(tree[0])
}

/** Whether an expression can only give words: a literal, a question that holds no number, a function that makes text. */
export function holdsWords(tree: Tree, names: Names): boolean {
  if (typeof tree === 'string') return tree === '' || isNaN(Number(tree))
  if (typeof tree !== 'object') return false
  if (tree[0] === '()') return signatures[tree[1]]?.gives === 'words'
  if (tree[0] !== '$' || tree.length !== 2) return false
  const question = names.byName.get(tree[1])?.question
  return question !== undefined && question.kind !== 'calculate' && kinds[question.kind].holds !== 'number'
}

// Compiles what answers become beyond the record: register rules, and indicators with their measures and groupings.
import type { Tree } from '../expression/tree.ts'
import { references } from '../expression/references.ts'
import type { Compiler } from './compiler.ts'
import { isName } from './compiler.ts'
import type { Indicator, RegisterRule } from './form.ts'
import { kinds } from './kinds/index.ts'
import { checkReferences } from './references.ts'
import type { Scalar, Table, Value } from './source.ts'
import { within } from './source.ts'
import type { Names } from './survey.ts'

/** The register rules; their columns are added to `names.registers` by the caller before references are checked. */
export function compileRegisters(compiler: Compiler, items: readonly Value[]): { readonly rules: readonly RegisterRule[]; check(names: Names): void } {
  const rules: RegisterRule[] = []
  const later: ((names: Names) => void)[] = []
  for (const item of items) {
    const table = compiler.table(item)
    if (table === undefined) continue
    const named = compiler.required(table, 'register')
    const register = named?.text ?? ''
    compiler.keys(table, ['register', 'entity_id', 'create_if', 'update_if', 'repeat', 'label', 'unit', 'columns'], register)
    if (named !== undefined && !isName(register)) compiler.tell('name_invalid', named, register, { name: register })
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
        if (byName.get(repeat.text)?.question.kind !== 'repeat') compiler.tell('reference_unknown', repeat, register, { name: repeat.text })
      })
    }
    const columns: Record<string, { value: Tree; personal?: 'basic' | 'sensitive'; holds: 'text' | 'number' }> = {}
    const sources: { column: string; tree: Tree }[] = []
    for (const [column, { key, value }] of compiler.table(table.entries.get('columns')?.value, register)?.entries ?? []) {
      if (!isName(column) || ['id', 'label', 'unit', 'name'].includes(column)) compiler.tell('name_invalid', key, register, { name: column })
      const tree = value.is === 'text' ? take(value) : undefined
      if (tree === undefined) continue
      columns[column] = { value: tree, holds: 'text' }
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
    const label = take(compiler.required(table, 'label', register))
    const unit = take(compiler.required(table, 'unit', register))
    const entityId = take(compiler.scalar(table, 'entity_id', register))
    const createIf = take(compiler.scalar(table, 'create_if', register))
    const updateIf = take(compiler.scalar(table, 'update_if', register))
    if (label === undefined || unit === undefined) continue
    rules.push({
      register,
      ...(repeat === undefined ? {} : { repeat: repeat.text }),
      ...(entityId === undefined ? {} : { entity_id: entityId }),
      ...(createIf === undefined ? {} : { create_if: createIf }),
      ...(updateIf === undefined ? {} : { update_if: updateIf }),
      label,
      unit,
      columns,
    })
  }
  return { rules, check: (names) => later.forEach((run) => run(names)) }
}

function holdsNumber(tree: Tree, names: Pick<Names, 'byName' | 'registers'>): boolean {
  if (typeof tree === 'number') return true
  if (typeof tree !== 'object') return false
  if (tree[0] === '$') {
    const question = names.byName.get(tree[1])?.question
    if (question === undefined) return false
    if (tree.length === 3) return names.registers[question.register ?? '']?.[tree[2] as string] === 'number'
    return question.kind === 'calculate' ? question.calculation !== undefined && holdsNumber(question.calculation, names) : kinds[question.kind].holds === 'number'
  }
  if (tree[0] === '()') {
    if (tree[1] === 'if' || tree[1] === 'coalesce') return holdsNumber(tree[tree.length - 1] as Tree, names)
    return ['round', 'int', 'number', 'sum', 'count', 'count-selected', 'count-non-empty', 'min', 'max', 'abs', 'pow', 'decimal-date-time', 'string-length', 'position', 'distance', 'random'].includes(tree[1])
  }
  return ['+', '-', '*', 'div', 'mod', 'neg'].includes(tree[0])
}

const measures = ['count', 'sum', 'average', 'share', 'difference', 'distinct', 'median', 'min', 'max'] as const
const keys = ['name', 'label', ...measures, 'each', 'register', 'where', 'about', 'date', 'period', 'by', 'unit', 'scale', 'public', 'good']

/** The indicators; references of those over a register are columns of it. `others`: 'form.indicator' of the other forms. */
export function compileIndicators(compiler: Compiler, items: readonly Value[], names: Names, others: readonly string[]): readonly Indicator[] {
  const tables = items.map((item) => compiler.table(item)).filter((table) => table !== undefined)
  const own = new Set<string>()
  for (const table of tables) {
    const named = compiler.required(table, 'name')
    if (named === undefined) continue
    if (!isName(named.text)) compiler.tell('name_invalid', named, named.text, { name: named.text })
    if (own.has(named.text)) compiler.tell('name_twice', named, named.text, { name: named.text, line: table.line })
    own.add(named.text)
  }
  return tables.flatMap((table) => {
    const found = indicator(compiler, table, names, [...own, ...others])
    return found === undefined ? [] : [found]
  })
}

function indicator(compiler: Compiler, table: Table, names: Names, known: readonly string[]): Indicator | undefined {
  const name = compiler.scalar(table, 'name')?.text ?? ''
  compiler.keys(table, keys, name)
  const text = (key: string) => compiler.text(compiler.scalar(table, key, name), ['indicators', name, key], name)
  const label = text('label')
  if (label === undefined && !table.entries.has('label')) compiler.tell('label_missing', table, name, { language: compiler.language })
  const given = measures.filter((measure) => table.entries.has(measure))
  if (given.length !== 1) {
    compiler.tell('indicator_invalid', table, name, { indicator: name, reason: 'measure' })
    return undefined
  }
  const each = compiler.scalar(table, 'each', name)
  if (each !== undefined && names.byName.get(each.text)?.question.kind !== 'repeat') compiler.tell('reference_unknown', each, name, { name: each.text })
  const register = compiler.scalar(table, 'register', name)
  const columns = register === undefined ? undefined : names.registers[register.text]
  if (register !== undefined && columns === undefined) compiler.tell('register_unknown', register, name, { register: register.text, ...compiler.hint(register.text, Object.keys(names.registers)) })

  const expression = (key: string): Tree | undefined => {
    const scalar = compiler.scalar(table, key, name)
    const tree = compiler.expression(scalar, name)
    if (tree === undefined || scalar === undefined) return undefined
    if (register === undefined) checkReferences(compiler, names, tree, scalar, name, { self: false, repeat: each !== undefined })
    else if (columns !== undefined) {
      for (const reference of references(tree).names) {
        if (columns[reference.name] === undefined && !['id', 'label', 'unit'].includes(reference.name)) {
          const spot = within(scalar, Math.max(0, scalar.text.indexOf(`\${${reference.name}`)) + 1)
          compiler.tell('register_column', spot, name, { register: register.text, column: reference.name, ...compiler.hint(reference.name, Object.keys(columns)) })
        }
      }
    }
    return tree
  }
  const indicatorNamed = (scalar: Scalar | undefined): string => {
    if (scalar !== undefined && !known.includes(scalar.text)) compiler.tell('indicator_unknown', scalar, name, { indicator: scalar.text, ...compiler.hint(scalar.text, known) })
    return scalar?.text ?? ''
  }
  const column = (key: string): string | undefined => {
    const scalar = compiler.scalar(table, key, name)
    if (scalar === undefined) return undefined
    if (register === undefined) compiler.tell('indicator_invalid', scalar, name, { indicator: name, reason: 'register' })
    else if (columns !== undefined && columns[scalar.text] === undefined) compiler.tell('register_column', scalar, name, { register: register.text, column: scalar.text, ...compiler.hint(scalar.text, Object.keys(columns)) })
    return scalar.text
  }

  const draft: Record<string, unknown> = { name, label: label ?? {} }
  if (each !== undefined) draft.each = each.text
  if (register !== undefined) draft.register = register.text
  for (const key of ['where', 'about', 'date', 'sum', 'average'] as const) {
    const tree = expression(key)
    if (tree !== undefined) draft[key] = tree
  }
  if (table.entries.has('count')) draft.count = true
  if (table.entries.has('distinct')) draft.distinct = 'unit'
  for (const key of ['median', 'min', 'max'] as const) {
    const found = column(key)
    if (found !== undefined) draft[key] = found
  }
  const share = compiler.table(table.entries.get('share')?.value, name)
  if (share !== undefined) {
    compiler.keys(share, ['of', 'in'], name)
    const below = share.entries.get('in')?.value
    const units = below?.is === 'table' ? compiler.scalar(below, 'units', name) : undefined
    if (units !== undefined && !names.levels.includes(units.text)) compiler.tell('type_unknown', units, name, { type: units.text, ...compiler.hint(units.text, names.levels) })
    draft.share = { of: indicatorNamed(compiler.required(share, 'of', name)), in: units === undefined ? indicatorNamed(compiler.required(share, 'in', name)) : { units: units.text } }
  }
  const difference = compiler.table(table.entries.get('difference')?.value, name)
  if (difference !== undefined) {
    compiler.keys(difference, ['of', 'less'], name)
    const less = compiler.items(difference, 'less', name).map((item) => indicatorNamed(item.is === 'text' ? item : undefined))
    draft.difference = { of: indicatorNamed(compiler.required(difference, 'of', name)), less }
  }
  const period = compiler.scalar(table, 'period', name)
  if (period !== undefined && period.text !== 'month' && period.text !== 'day') compiler.tell('source_shape', period, name, { expected: 'month, day', received: period.text })
  if (period !== undefined) draft.period = period.text
  const by = compiler.items(table, 'by', name).filter((item) => item.is === 'text')
  for (const group of by) {
    for (const part of group.text.split('*')) {
      const isKnown = register === undefined ? names.byName.has(part) : columns === undefined || columns[part] !== undefined || part === register.text
      if (!isKnown) compiler.tell(register === undefined ? 'reference_unknown' : 'register_column', group, name, { name: part, register: register?.text ?? '', column: part, ...compiler.hint(part, register === undefined ? names.byName.keys() : Object.keys(columns ?? {})) })
    }
  }
  if (by.length > 0) draft.by = by.map((item) => item.text)
  const unit = text('unit')
  if (unit !== undefined) draft.unit = unit
  const scale = compiler.scalar(table, 'scale', name)
  if (scale !== undefined && !(Number(scale.text) > 0)) compiler.tell('parameter_invalid', scale, name, { parameter: 'scale', value: scale.text, expected: 'number' })
  if (scale !== undefined) draft.scale = Number(scale.text)
  const good = compiler.table(table.entries.get('good')?.value, name)
  if (good !== undefined) {
    compiler.keys(good, ['at_least', 'at_most'], name)
    const bounds: Record<string, number> = {}
    for (const [key, { value }] of good.entries) if (value.is === 'text') bounds[key] = Number(value.text)
    draft.good = bounds
  }
  if (compiler.scalar(table, 'public', name)?.text === 'yes') {
    draft.public = true
    for (const group of by) {
      const personal = group.text.split('*').find((part) => names.byName.get(part)?.question.personal !== undefined)
      if (personal !== undefined) compiler.tell('indicator_public_personal', group, name, { indicator: name, name: personal })
    }
    for (const key of ['sum', 'average'] as const) {
      const tree = draft[key] as Tree | undefined
      const personal = tree === undefined ? undefined : references(tree).names.find(({ name: one }) => names.byName.get(one)?.question.personal === 'sensitive')
      if (personal !== undefined) compiler.tell('indicator_public_personal', table, name, { indicator: name, name: personal.name })
    }
  }
  return draft as unknown as Indicator
}

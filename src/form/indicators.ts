// Compiles indicators: one measure each, what it is over, where it counts, how it is grouped, who may see it.
import { references } from '../expression/references.ts'
import type { Tree } from '../expression/tree.ts'
import type { Compiler } from './compiler.ts'
import { isName } from './compiler.ts'
import type { Indicator, KindName, RegisterRule } from './form.ts'
import type { PersonalColumns } from './personal.ts'
import { placeOfName } from './place.ts'
import { checkReferences } from './references.ts'
import { holdsWords } from './registers.ts'
import type { Scalar, Spot, Table, Value } from './source.ts'
import type { Names } from './survey.ts'
import { mayHaveFraction } from './whole.ts'

export const measures = ['count', 'sum', 'average', 'share', 'difference', 'distinct', 'median', 'min', 'max'] as const
/** What an indicator may say: one of the measures, and around it. */
export const indicatorKeys = ['name', 'label', ...measures, 'each', 'register', 'where', 'about', 'date', 'period', 'by', 'unit', 'scale', 'public', 'good'] as const
// What has few enough members to be grouped by.
const groupable: ReadonlySet<KindName> = new Set([
  'select_one', 'select_multiple', 'entry', 'unit', 'calculate', 'acknowledge', 'range', 'year', 'month', 'date', 'today',
])

/** What an indicator is compiled among: the form's names, its own register rules, and 'form.indicator' of the other forms. */
export interface Among {
  readonly names: Names
  readonly rules: readonly RegisterRule[]
  readonly others: readonly string[]
  /** Of every register: what tells of persons by the other forms that write it. */
  readonly personal: PersonalColumns
}

/** The indicators; names in those over a register are its columns. Those that rest on each other in a circle are told. */
export function compileIndicators(compiler: Compiler, items: readonly Value[], among: Among): readonly Indicator[] {
  const tables = items.map((item) => compiler.table(item)).filter((table) => table !== undefined)
  const own = new Map<string, Scalar>()
  for (const table of tables) {
    const named = compiler.required(table, 'name')
    if (named === undefined) continue
    const twin = own.get(named.text.toLowerCase())
    if (!isName(named.text)) compiler.tell('name_invalid', named, named.text, { name: named.text })
    else if (twin !== undefined) compiler.tell('name_twice', named, named.text, { name: named.text, line: twin.line })
    own.set(named.text.toLowerCase(), twin ?? named)
  }
  const known = [...[...own.values()].map(({ text }) => text), ...among.others]
  const rests = new Map<string, readonly Scalar[]>()
  const found = tables.flatMap((table) => new One(compiler, table, among, known, rests).compiled() ?? [])
  tellCircles(compiler, rests)
  return found
}

class One {
  private readonly compiler: Compiler
  private readonly table: Table
  private readonly among: Among
  private readonly known: readonly string[]
  private readonly rests: Map<string, readonly Scalar[]>
  private readonly name: string
  private readonly each: Scalar | undefined
  private readonly register: Scalar | undefined

  constructor(compiler: Compiler, table: Table, among: Among, known: readonly string[], rests: Map<string, readonly Scalar[]>) {
    this.compiler = compiler
    this.table = table
    this.among = among
    this.known = known
    this.rests = rests
    this.name = compiler.scalar(table, 'name')?.text ?? ''
    this.each = compiler.scalar(table, 'each', this.name)
    this.register = compiler.scalar(table, 'register', this.name)
  }

  compiled(): Indicator | undefined {
    const { compiler, table, name, each, register } = this
    compiler.keys(table, indicatorKeys, name)
    const label = this.text('label')
    if (label === undefined && !table.entries.has('label')) compiler.tell('label_missing', table, name, { language: compiler.language })
    const unit = this.text('unit')
    if (measures.filter((measure) => table.entries.has(measure)).length !== 1) {
      this.wrong(table, 'measure')
      return undefined
    }
    this.checkOver()
    this.flag('count', 'yes', 'yes')
    this.flag('distinct', 'unit', 'unit')
    this.flag('public', 'yes', 'yes, no')
    const draft: Record<string, unknown> = {
      name,
      label: label ?? {},
      each: each?.text,
      register: register?.text,
      where: this.expression('where'),
      about: this.expression('about'),
      date: this.expression('date'),
      sum: this.amount('sum'),
      average: this.amount('average'),
      count: table.entries.has('count') ? true : undefined,
      distinct: table.entries.has('distinct') ? 'unit' : undefined,
      median: this.column('median'),
      min: this.column('min'),
      max: this.column('max'),
      share: this.share(),
      difference: this.difference(),
      period: this.period(),
      by: this.by(),
      unit,
      scale: this.scale(),
      public: compiler.scalar(table, 'public', name)?.text === 'yes' ? true : undefined,
      good: this.good(),
    }
    for (const key of Object.keys(draft)) if (draft[key] === undefined) delete draft[key]
    const indicator = draft as unknown as Indicator
    this.checkPersonal(indicator)
    if (indicator.public === true) this.checkPublic(indicator)
    return indicator
  }

  private wrong(spot: Spot, reason: string): void {
    this.compiler.tell('indicator_invalid', spot, this.name, { indicator: this.name, reason })
  }

  private text(key: string): Indicator['unit'] {
    return this.compiler.text(this.compiler.scalar(this.table, key, this.name), ['indicators', this.name, key], this.name)
  }

  private get columns(): Readonly<Record<string, 'text' | 'number'>> | undefined {
    return this.among.names.registers[this.register?.text ?? '']
  }

  private checkOver(): void {
    const { compiler, each, register, among, name } = this
    const { byName, registers } = among.names
    if (each !== undefined && register !== undefined) this.wrong(register, 'each')
    if (each !== undefined && byName.get(each.text)?.question.kind !== 'repeat') {
      const repeats = [...byName.values()].filter(({ question }) => question.kind === 'repeat').map(({ question }) => question.name)
      compiler.tell('reference_unknown', each, name, { name: each.text, ...compiler.hint(each.text, repeats) })
    }
    if (register !== undefined && this.columns === undefined) {
      compiler.tell('register_unknown', register, name, { register: register.text, ...compiler.hint(register.text, Object.keys(registers)) })
    }
  }

  // A key that is there must say its one word (or no).
  private flag(key: string, word: string, expected: string): void {
    const scalar = this.compiler.scalar(this.table, key, this.name)
    if (scalar === undefined || scalar.text === word || (expected !== word && scalar.text === 'no')) return
    this.compiler.tell('source_shape', scalar, this.name, { expected, received: scalar.text, key })
  }

  private expression(key: string): Tree | undefined {
    const { compiler, name, register, among } = this
    const scalar = compiler.scalar(this.table, key, name)
    const tree = compiler.expression(scalar, name)
    if (tree === undefined || scalar === undefined) return undefined
    if (register === undefined) checkReferences(compiler, among.names, tree, scalar, name, { self: false, repeat: this.each !== undefined })
    else for (const { name: column } of references(tree).names) this.checkColumn(column, placeOfName(scalar, column))
    return tree
  }

  private checkColumn(column: string, spot: Spot): void {
    const { compiler, columns } = this
    if (columns === undefined || columns[column] !== undefined || ['id', 'label', 'unit'].includes(column)) return
    compiler.tell('register_column', spot, this.name, { register: this.register?.text ?? '', column, ...compiler.hint(column, Object.keys(columns)) })
  }

  // What is summed must be a number.
  private amount(key: 'sum' | 'average'): Tree | undefined {
    const tree = this.expression(key)
    const scalar = this.compiler.scalar(this.table, key, this.name)
    if (tree === undefined || scalar === undefined) return tree
    const bare = typeof tree === 'object' && tree[0] === '$' && tree.length === 2 ? tree[1] : undefined
    const isWords = this.register === undefined ? holdsWords(tree, this.among.names) : this.columns?.[bare ?? ''] === 'text' || typeof tree === 'string'
    if (isWords) this.compiler.tell('type_mismatch', scalar, this.name, { name: bare ?? this.name, type: 'text', expected: 'sum' })
    else if (this.register === undefined && mayHaveFraction(tree, this.among.names)) {
      const amount = scalar.text.trim().slice(0, 100)
      this.compiler.warn('amount_rounded', scalar, this.name, { key, suggestion: `round(${bare === undefined ? `(${amount})` : amount} * 10)` })
    }
    return tree
  }

  private column(key: 'median' | 'min' | 'max'): string | undefined {
    const scalar = this.compiler.scalar(this.table, key, this.name)
    if (scalar === undefined) return undefined
    if (this.register === undefined) this.wrong(scalar, 'register')
    this.checkColumn(scalar.text, scalar)
    if (this.columns?.[scalar.text] === 'text') this.compiler.tell('type_mismatch', scalar, this.name, { name: scalar.text, type: 'text', expected: 'number' })
    return scalar.text
  }

  // Another indicator, which this one rests on.
  private rest(scalar: Scalar | undefined): string {
    if (scalar === undefined) return ''
    if (!this.known.includes(scalar.text)) {
      this.compiler.tell('indicator_unknown', scalar, this.name, { indicator: scalar.text, ...this.compiler.hint(scalar.text, this.known) })
    }
    this.rests.set(this.name, [...(this.rests.get(this.name) ?? []), scalar])
    return scalar.text
  }

  private share(): Indicator['share'] {
    const { compiler, name } = this
    const share = compiler.table(this.table.entries.get('share')?.value, name, 'share')
    if (share === undefined) return undefined
    compiler.keys(share, ['of', 'in'], name)
    const of = this.rest(compiler.required(share, 'of', name))
    const below = share.entries.get('in')?.value
    if (below?.is !== 'table') return { of, in: this.rest(compiler.required(share, 'in', name)) }
    compiler.keys(below, ['units'], name)
    const units = compiler.required(below, 'units', name)
    const { levels } = this.among.names
    if (units !== undefined && !levels.includes(units.text)) {
      compiler.tell('type_unknown', units, name, { type: units.text, ...compiler.hint(units.text, levels) })
    }
    return { of, in: { units: units?.text ?? '' } }
  }

  private difference(): Indicator['difference'] {
    const { compiler, name } = this
    const difference = compiler.table(this.table.entries.get('difference')?.value, name, 'difference')
    if (difference === undefined) return undefined
    compiler.keys(difference, ['of', 'less'], name)
    const less = compiler.items(difference, 'less', name)
    if (less.length === 0) this.wrong(difference, 'less')
    return { of: this.rest(compiler.required(difference, 'of', name)), less: less.map((item) => this.rest(this.word(item))) }
  }

  private word(item: Value): Scalar | undefined {
    if (item.is === 'text') return item
    this.compiler.tell('source_shape', item, this.name, { expected: 'text', received: item.is })
    return undefined
  }

  private period(): string | undefined {
    const period = this.compiler.scalar(this.table, 'period', this.name)
    if (period !== undefined && period.text !== 'month' && period.text !== 'day') {
      this.compiler.tell('source_shape', period, this.name, { expected: 'month, day', received: period.text })
    }
    return period?.text
  }

  private by(): readonly string[] | undefined {
    const groups = this.compiler.items(this.table, 'by', this.name).flatMap((item) => this.word(item) ?? [])
    for (const group of groups) for (const part of group.text.split('*')) this.checkGroup(part, group)
    for (const group of groups) if (group.text.includes('*')) for (const part of group.text.split('*')) this.checkCrossed(part, group)
    return groups.length === 0 ? undefined : groups.map(({ text }) => text)
  }

  // In a cross-table the sign stands between two names: 'a*b' of one list and 'x' of another would be counted as 'a' and 'b*x'.
  private checkCrossed(part: string, spot: Scalar): void {
    const list = this.register === undefined ? this.among.names.byName.get(part)?.question.list : undefined
    for (const { name } of this.among.names.lists[list ?? ''] ?? []) if (name.includes('*')) this.compiler.tell('choice_invalid', spot, this.name, { list: list ?? '', name })
  }

  private checkGroup(part: string, spot: Scalar): void {
    const { compiler, name, register, among } = this
    if (register !== undefined) {
      if (part !== register.text) this.checkColumn(part, spot)
      return
    }
    const placed = among.names.byName.get(part)
    if (placed === undefined && among.names.declared.has(part)) return
    if (placed === undefined) compiler.tell('reference_unknown', spot, name, { name: part, in: 'by', ...compiler.hint(part, among.names.byName.keys()) })
    else if (!groupable.has(placed.question.kind)) compiler.tell('type_mismatch', spot, name, { name: part, type: placed.question.kind, expected: 'select_one' })
    else if (placed.repeat !== undefined && placed.repeat !== this.each?.text) compiler.tell('reference_out_of_repeat', spot, name, { name: part })
  }

  private scale(): number | undefined {
    const scale = this.compiler.scalar(this.table, 'scale', this.name)
    if (scale === undefined) return undefined
    if (!(Number(scale.text) > 0) || !isFinite(Number(scale.text))) this.noNumber('scale', scale)
    return Number(scale.text)
  }

  private noNumber(parameter: string, scalar: Scalar): void {
    this.compiler.tell('parameter_invalid', scalar, this.name, { parameter, value: scalar.text, expected: 'number' })
  }

  private good(): Indicator['good'] {
    const good = this.compiler.table(this.table.entries.get('good')?.value, this.name, 'good')
    if (good === undefined) return undefined
    this.compiler.keys(good, ['at_least', 'at_most'], this.name)
    const bounds: { at_least?: number; at_most?: number } = {}
    for (const key of ['at_least', 'at_most'] as const) {
      const scalar = this.compiler.scalar(good, key, this.name)
      if (scalar === undefined) continue
      if (!/^-?\d+(\.\d+)?$/.test(scalar.text)) this.noNumber(key, scalar)
      bounds[key] = Number(scalar.text)
    }
    return bounds
  }

  // No figure, public or not, may show a person's own words or numbers as its groups or its extremes: whoever may see figures need not see answers.
  // Groups of a choice question are kinds of people, not people.
  private checkPersonal(indicator: Indicator): void {
    if (indicator.public === true) return // told more strictly by checkPublic
    const { compiler, name, table } = this
    const { names } = this.among
    const tell = (spot: Spot, personal: string): void => compiler.tell('indicator_public_personal', spot, name, { indicator: name, name: personal })
    const isChoice = (part: string): boolean => this.register === undefined && names.byName.get(part)?.question.list !== undefined
    for (const item of compiler.items(table, 'by', name)) {
      const personal = item.is === 'text' ? item.text.split('*').find((part) => this.tells(part) && !isChoice(part)) : undefined
      if (personal !== undefined) tell(item, personal)
    }
    for (const key of ['median', 'min', 'max'] as const) {
      const column = indicator[key]
      const scalar = compiler.scalar(table, key, name)
      if (column !== undefined && scalar !== undefined && this.tells(column)) tell(scalar, column)
    }
  }

  // A public figure may count people, but not be grouped by what is theirs, nor add it up, nor pick by what is sensitive.
  private checkPublic(indicator: Indicator): void {
    const { compiler, name, table } = this
    const tell = (spot: Spot, personal: string): void => compiler.tell('indicator_public_personal', spot, name, { indicator: name, name: personal })
    for (const item of compiler.items(table, 'by', name)) {
      const personal = item.is === 'text' ? item.text.split('*').find((part) => this.tells(part)) : undefined
      if (personal !== undefined) tell(item, personal)
    }
    for (const key of ['sum', 'average', 'where', 'about'] as const) {
      const scalar = compiler.scalar(table, key, name)
      const tree = indicator[key]
      if (scalar === undefined || tree === undefined) continue
      const isOver = key === 'sum' || key === 'average'
      const isTheirs = (one: string): boolean => (isOver ? this.personal(one) !== undefined : this.personal(one) === 'sensitive')
      const found = references(tree).names.find(({ name: one, column }) => column === undefined && isTheirs(one))
      if (found !== undefined) tell(placeOfName(scalar, found.name), found.name)
    }
    for (const key of ['median', 'min', 'max'] as const) {
      const column = indicator[key]
      const scalar = compiler.scalar(table, key, name)
      if (column !== undefined && scalar !== undefined && this.tells(column)) tell(scalar, column)
    }
  }

  // Shown as it is, it would tell of a person: an answer; over a register a column or the name, whichever form writes it.
  private tells(name: string): boolean {
    const register = this.register?.text
    if (this.personal(name) !== undefined) return true
    if (register === undefined) return false
    const { names, rules, personal } = this.among
    const isNamed = rules.some((rule) => rule.register === register && references(rule.label).names.some((one) => names.byName.get(one.name)?.question.personal !== undefined))
    return personal.get(register)?.has(name) === true || (name === 'label' && isNamed)
  }

  // Of a question; over a register, of a column of this form's own rules.
  private personal(name: string): 'basic' | 'sensitive' | undefined {
    const { names, rules } = this.among
    if (this.register === undefined) return names.byName.get(name)?.question.personal
    const columns = rules.filter(({ register }) => register === this.register?.text).map((rule) => rule.columns)
    return columns.map((all) => (Object.prototype.hasOwnProperty.call(all, name) ? all[name]?.personal : undefined)).find((one) => one !== undefined)
  }
}

// An indicator that rests on itself has no figure. Other forms' indicators cannot rest on one that is not yet published.
function tellCircles(compiler: Compiler, rests: ReadonlyMap<string, readonly Scalar[]>): void {
  const done = new Set<string>()
  const visit = (name: string, path: readonly string[]): void => {
    if (done.has(name)) return
    for (const next of rests.get(name) ?? []) {
      const round = [...path, name].indexOf(next.text)
      if (round >= 0) compiler.tell('circle', next, name, { path: [...[...path, name].slice(round), next.text].join(' → ') })
      else visit(next.text, [...path, name])
    }
    done.add(name)
  }
  for (const name of rests.keys()) visit(name, [])
}

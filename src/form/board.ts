// What a public board is: sections of figures and of entries, for units of a level, checked against the forms that are there.
// Its source is a folder of YAML like a form's: board.yaml, and texts of other languages beside it. What stands on it when it is released is record/board.ts's.
import { nearest } from '../expression/nearest.ts'
import { Compiler } from './compiler.ts'
import type { Form, Indicator, Question, Text } from './form.ts'
import type { Problem } from './problem.ts'
import { personalColumns, personalNames } from './personal.ts'
import { readYaml } from './source.ts'
import type { Files, Spot, Table, Value } from './source.ts'

export interface FigureLine {
  /** form.name */
  readonly indicator: string
  readonly label: Text
  /** Why it is shown as it is although it tells of people; without, such a figure is protected. */
  readonly exact?: Text
  /** Tells of people, and is not exact. */
  readonly isProtected: boolean
}

export interface FigureSection {
  readonly is: 'figures'
  readonly name: string
  readonly title: Text
  /** How many years are shown, the present one last. */
  readonly years: number
  readonly lines: readonly FigureLine[]
}

export interface EntrySection {
  readonly is: 'entries'
  readonly name: string
  readonly title: Text
  readonly register: string
  readonly columns: readonly { readonly column: string; readonly label: Text; readonly choices?: Readonly<Record<string, Text>> }[]
  /** Only entries with one of these values in each of these columns. */
  readonly only: Readonly<Record<string, readonly string[]>>
  /** A column to sort by, the least first. */
  readonly order: string | undefined
  /** A column with the day of the last word on an entry: after 90 days without another it is shown as forgotten. */
  readonly updated: string | undefined
}

export interface Board {
  readonly id: string
  readonly title: Text
  readonly language: string
  readonly languages: readonly string[]
  /** The level of units that it is for; those above have it too. */
  readonly level: string
  /** A public form: who reads the board answers with it. */
  readonly feedback?: string
  readonly sections: readonly (FigureSection | EntrySection)[]
}

export type CompiledBoard = { readonly ok: true; readonly board: Board } | { readonly ok: false; readonly problems: readonly Problem[] }

const mostSections = 20
const mostLines = 40

/** A board from its files, or all that is wrong with them. `forms`: the latest version of each; `levels`: those of the units. */
export function compileBoard(files: Files, { forms, levels }: { readonly forms: readonly Form[]; readonly levels: readonly string[] }): CompiledBoard {
  const source = files['board.yaml']
  if (source === undefined) return { ok: false, problems: [{ code: 'source_missing', file: 'board.yaml', line: 1, column: 1, facts: { file: 'board.yaml' } }] }
  const read = readYaml('board.yaml', source)
  if (read.value === undefined || read.problems.length > 0) return { ok: false, problems: read.problems }
  const translations = new Map<string, Table>()
  const problems: Problem[] = []
  for (const [path, text] of Object.entries(files)) {
    const language = /^([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.yaml$/.exec(path)?.[1]
    if (language === undefined || path === 'board.yaml') continue
    const other = readYaml(path, text)
    problems.push(...other.problems)
    if (other.value?.is === 'table') translations.set(language, other.value)
  }
  const language = read.value.is === 'table' && read.value.entries.get('language')?.value.is === 'text' ? (read.value.entries.get('language')?.value as { text: string }).text : 'vi'
  const compiler = new Compiler(language, translations, undefined)
  const board = new BoardCompiler(compiler, forms, levels).board(read.value)
  problems.push(...compiler.problems)
  return board === undefined || problems.some(({ code }) => code !== 'translation_missing') ? { ok: false, problems } : { ok: true, board }
}

/**
 * What an indicator counts, if it tells of people: 'count' (which can be shown in fives), or 'amount' (which cannot: a sum of money, an average, the number of
 * places beside a number of people). undefined: of no people. A register tells of them when it has personal columns, or is filled by a form that holds anything personal.
 */
export function peopleIn(form: Form, indicator: Indicator, forms: readonly Form[], depth = 0): 'count' | 'amount' | undefined {
  const { share, difference, distinct, register } = indicator
  const parts = [share?.of, typeof share?.in === 'string' ? share.in : undefined, difference?.of, ...(difference?.less ?? [])].filter((one) => one !== undefined)
  if (parts.length > 0) {
    const all = parts.map((name) => {
      const [id, inner] = name.includes('.') ? (name.split('.', 2) as [string, string]) : [form.id, name]
      const other = forms.find((one) => one.id === id)
      const found = other?.indicators.find((one) => one.name === inner)
      return other === undefined || found === undefined || depth > 8 ? undefined : { of: peopleIn(other, found, forms, depth + 1), isCount: found.count === true || found.share !== undefined || found.difference !== undefined }
    })
    if (all.every((one) => one?.of === undefined)) return undefined
    return all.every((one) => one?.of === 'count' || one?.isCount === true) ? 'count' : 'amount'
  }
  // In how many places there is anything: counts places, not people.
  if (distinct !== undefined) return undefined
  const isTheirs = register === undefined ? holdsPersonal(form) : personalColumns(forms, register).size > 0 || forms.some((one) => holdsPersonal(one) && one.registers.some((rule) => rule.register === register && rule.entity_id === undefined))
  return isTheirs ? (indicator.count === true ? 'count' : 'amount') : undefined
}

const holdsPersonal = (form: Form): boolean => personalNames(form).size > 0

class BoardCompiler {
  private readonly compiler: Compiler
  private readonly forms: readonly Form[]
  private readonly levels: readonly string[]

  constructor(compiler: Compiler, forms: readonly Form[], levels: readonly string[]) {
    this.compiler = compiler
    this.forms = forms
    this.levels = levels
  }

  board(value: Value): Board | undefined {
    const { compiler } = this
    const table = compiler.table(value)
    if (table === undefined) return undefined
    compiler.keys(table, ['id', 'title', 'language', 'level', 'feedback', 'sections'])
    const id = compiler.required(table, 'id')
    if (id !== undefined && !/^[a-z][a-z0-9_]{0,63}$/.test(id.text)) compiler.tell('name_invalid', id, undefined, { name: id.text })
    const title = compiler.text(compiler.required(table, 'title'), ['title'])
    const level = compiler.required(table, 'level')
    if (level !== undefined && !this.levels.includes(level.text)) compiler.tell('source_shape', level, undefined, { expected: this.levels.join(', '), received: level.text, key: 'level' })
    const feedback = compiler.scalar(table, 'feedback')
    const open = this.forms.filter((form) => form.public === true).map((form) => form.id)
    if (feedback !== undefined && !open.includes(feedback.text)) compiler.tell('source_shape', feedback, undefined, { expected: open.join(', '), received: feedback.text, key: 'feedback' })
    const items = compiler.items(table, 'sections')
    if (items.length === 0 || items.length > mostSections) compiler.tell('source_shape', table, undefined, { expected: 'sections', received: String(items.length), key: 'sections' })
    const sections = items.map((item) => this.section(item)).filter((one) => one !== undefined)
    const names = sections.map(({ name }) => name)
    const twice = names.findIndex((name, i) => names.indexOf(name) !== i)
    if (twice >= 0) compiler.tell('name_twice', items[twice] as Spot, names[twice], { name: names[twice] ?? '', line: items[names.indexOf(names[twice] ?? '')]?.line ?? 0 })
    if (id === undefined || title === undefined || level === undefined) return undefined
    return { id: id.text, title, language: compiler.language, languages: [compiler.language, ...compiler.translations.keys()], level: level.text, ...(feedback === undefined ? {} : { feedback: feedback.text }), sections }
  }

  private section(value: Value): FigureSection | EntrySection | undefined {
    const { compiler } = this
    const table = compiler.table(value, undefined, 'sections')
    if (table === undefined) return undefined
    compiler.keys(table, ['name', 'title', 'years', 'figures', 'register', 'columns', 'only', 'order', 'updated'])
    const name = compiler.required(table, 'name')?.text ?? ''
    const title = compiler.text(compiler.required(table, 'title', name), ['sections', name, 'title'], name)
    if (title === undefined) return undefined
    return table.entries.has('register') ? this.entries(table, name, title) : this.figures(table, name, title)
  }

  private figures(table: Table, name: string, title: Text): FigureSection {
    const { compiler } = this
    const years = compiler.scalar(table, 'years', name)
    if (years !== undefined && !/^([1-9]|10)$/.test(years.text)) compiler.tell('source_shape', years, name, { expected: '1 – 10', received: years.text, key: 'years' })
    const items = compiler.items(table, 'figures', name)
    if (items.length === 0 || items.length > mostLines) compiler.tell('source_shape', table, name, { expected: 'figures', received: String(items.length), key: 'figures' })
    return { is: 'figures', name, title, years: Number(years?.text ?? 1), lines: items.map((item) => this.line(item, name)).filter((one) => one !== undefined) }
  }

  // `form.indicator`, or a table with it, its label and why it is exact.
  private line(value: Value, section: string): FigureLine | undefined {
    const { compiler } = this
    const table = value.is === 'table' ? value : undefined
    if (table !== undefined) compiler.keys(table, ['indicator', 'label', 'exact'], section)
    const scalar = table === undefined ? (value.is === 'text' ? value : undefined) : compiler.required(table, 'indicator', section)
    if (scalar === undefined) return undefined
    const found = this.indicator(scalar.text)
    if (found === undefined) {
      const suggestion = nearest(scalar.text, this.forms.flatMap(({ id, indicators }) => indicators.map(({ name }) => `${id}.${name}`)))
      compiler.tell('indicator_unknown', scalar, section, { indicator: scalar.text, ...(suggestion === undefined ? {} : { suggestion }) })
      return undefined
    }
    const { form, indicator } = found
    const spread = indicator.median ?? indicator.min ?? indicator.max
    if (spread !== undefined) compiler.tell('source_shape', scalar, section, { expected: 'count, sum, average, share, difference, distinct', received: scalar.text, key: 'indicator' })
    const path = ['sections', section, 'figures', scalar.text]
    const own = table === undefined ? undefined : compiler.scalar(table, 'label', section)
    const label = own === undefined ? indicator.label : (compiler.text(own, [...path, 'label'], section) ?? indicator.label)
    const why = table === undefined ? undefined : compiler.scalar(table, 'exact', section)
    const exact = why === undefined ? undefined : compiler.text(why, [...path, 'exact'], section)
    // What the form keeps from the public is no board's; its own rules (nothing added up or picked by what is personal) hold from there.
    if (indicator.public !== true) compiler.tell('source_shape', scalar, section, { expected: 'public: yes', received: scalar.text, key: 'indicator' })
    const people = exact === undefined ? peopleIn(form, indicator, this.forms) : undefined
    if (people === 'amount') compiler.tell('indicator_public_personal', scalar, section, { indicator: scalar.text, name: form.id })
    const isProtected = people !== undefined
    return { indicator: scalar.text, label, ...(exact === undefined ? {} : { exact }), isProtected }
  }

  private indicator(name: string): { readonly form: Form; readonly indicator: Indicator } | undefined {
    const [id, inner] = name.split('.', 2)
    const form = this.forms.find((one) => one.id === id)
    const indicator = form?.indicators.find((one) => one.name === inner)
    return form === undefined || indicator === undefined ? undefined : { form, indicator }
  }

  private entries(table: Table, name: string, title: Text): EntrySection | undefined {
    const { compiler } = this
    const scalar = compiler.required(table, 'register', name)
    const register = scalar?.text ?? ''
    const rules = this.forms.flatMap(({ registers }) => registers).filter((rule) => rule.register === register)
    if (scalar !== undefined && rules.length === 0) {
      compiler.tell('register_unknown', scalar, name, { register, ...compiler.hint(register, this.forms.flatMap(({ registers }) => registers.map((rule) => rule.register))) })
      return undefined
    }
    const columns = new Set(['label', ...rules.flatMap((rule) => Object.keys(rule.columns))])
    const personal = personalColumns(this.forms, register)
    const known = (spot: Spot, column: string): void => {
      if (!columns.has(column)) compiler.tell('register_column', spot, name, { register, column, ...compiler.hint(column, columns) })
      else if (personal.has(column)) compiler.tell('indicator_public_personal', spot, name, { indicator: name, name: column })
    }
    const shown = compiler.items(table, 'columns', name).flatMap((item) => {
      const one = compiler.table(item, name, 'columns')
      const column = one === undefined ? undefined : compiler.required(one, 'column', name)
      if (one === undefined || column === undefined) return []
      compiler.keys(one, ['column', 'label'], name)
      known(column, column.text)
      const label = compiler.text(compiler.required(one, 'label', name), ['sections', name, 'columns', column.text], name)
      const choices = this.choicesOf(register, column.text)
      return label === undefined ? [] : [{ column: column.text, label, ...(choices === undefined ? {} : { choices }) }]
    })
    if (shown.length === 0) compiler.tell('source_shape', table, name, { expected: 'columns', received: '', key: 'columns' })
    const only: Record<string, readonly string[]> = {}
    for (const [column, { key, value }] of compiler.table(table.entries.get('only')?.value, name, 'only')?.entries ?? []) {
      known(key, column)
      only[column] = (value.is === 'list' ? value.items : [value]).flatMap((one) => (one.is === 'text' ? [one.text] : []))
    }
    const named = (key: string): string | undefined => {
      const found = compiler.scalar(table, key, name)
      if (found !== undefined) known(found, found.text)
      return found?.text
    }
    return { is: 'entries', name, title, register, columns: shown, only, order: named('order'), updated: named('updated') }
  }

  // What the choices are called whose names stand in a column: of the first question that is written there as it is.
  private choicesOf(register: string, column: string): Readonly<Record<string, Text>> | undefined {
    for (const form of this.forms) {
      for (const rule of form.registers) {
        const name = rule.register === register ? referred(rule.columns[column]?.value) : undefined
        const list = name === undefined ? undefined : listOf(form.survey, name)
        if (list !== undefined) return Object.fromEntries((form.lists[list] ?? []).map((choice) => [choice.name, choice.label]))
      }
    }
    return undefined
  }
}

// `${state}`, or the first name inside `coalesce(${state}, …)` and `if(…, ${state}, '')`.
function referred(tree: unknown): string | undefined {
  if (!Array.isArray(tree)) return undefined
  if (tree[0] === '$' && tree.length === 2) return String(tree[1])
  const parts = tree[0] === '()' && tree[1] === 'if' ? tree.slice(3) : tree[0] === '()' && tree[1] === 'coalesce' ? tree.slice(2) : []
  return parts.map(referred).find((name) => name !== undefined)
}

function listOf(questions: readonly Question[], name: string): string | undefined {
  for (const question of questions) {
    const found = question.name === name ? question.list : listOf(question.questions ?? [], name)
    if (found !== undefined) return found
  }
  return undefined
}

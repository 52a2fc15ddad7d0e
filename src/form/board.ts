// What a public board is: sections of figures and of entries, for units of a level, checked against the forms that are there.
// Its source is a folder of YAML like a form's: board.yaml, and texts of other languages beside it. What stands on it when it is released is record/board.ts's.
import { nearest } from '../expression/nearest.ts'
import { averagesBehind, countsBehind, guard, placesBehind, sumsBehind } from './board_people.ts'
import type { Guarded } from './board_people.ts'
import { firstWidth, footHeight, headHeight, leastRows, rowHeight, sectionHeight, sheet } from './board_sheet.ts'
import { Compiler } from './compiler.ts'
import type { Form, Indicator, Question, Text } from './form.ts'
import type { Problem } from './problem.ts'
import { aboutPeople } from './personal.ts'
import type { AboutPeople } from './personal.ts'
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
  /** Before the years, all of them together. */
  readonly hasTotal: boolean
  readonly lines: readonly FigureLine[]
}

/** What stands in a column of a list, one cell for each entry. */
export type EntryColumn =
  | { readonly is: 'column'; readonly column: string; readonly label: Text; readonly choices?: Readonly<Record<string, Text>>; /** The column names an entry of this register: its name is shown. */ readonly names?: string }
  /** What an indicator comes to for the entry: grouped by `dimension`, which is the entry. */
  | { readonly is: 'figure'; readonly indicator: string; readonly dimension: string; readonly label: Text; readonly exact?: Text }
  /** Plan and result of each year, side by side: the first year stands in a column, plans and results in one column for each year from it. */
  | { readonly is: 'years'; readonly from: string; readonly plan: readonly string[]; readonly actual: readonly string[] }

export interface EntrySection {
  readonly is: 'entries'
  readonly name: string
  readonly title: Text
  readonly register: string
  readonly columns: readonly EntryColumn[]
  /** Only entries with one of these values in each of these columns. */
  readonly only: Readonly<Record<string, readonly string[]>>
  /** No entry with one of these values in any of these columns. */
  readonly except: Readonly<Record<string, readonly string[]>>
  /** With one of these values an entry is closed: shown while the quarter lasts in which it was (`on`), and neither forgotten nor late. */
  readonly closed: { readonly column: string; readonly values: readonly string[]; readonly on: string } | undefined
  /** A column to sort by, the least first; what is forgotten and what is late stands before all. */
  readonly order: string | undefined
  /** A column with the day of the last word on an entry: after 90 days without another it is shown as forgotten. */
  readonly updated: string | undefined
  /** A column with the day on which it should be done. */
  readonly due: string | undefined
  /** The column that says how far it is: where an entry is forgotten, that is what it says. */
  readonly state: string | undefined
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
  /** Counts of people that are protected, and which of them hold which: board_people.ts. */
  readonly people: Guarded
  /** Counts of people that are shown as they are, by a rule; and how many places they are in. */
  readonly exact: readonly string[]
}

export type CompiledBoard = { readonly ok: true; readonly board: Board } | { readonly ok: false; readonly problems: readonly Problem[] }

/** The keys of a source, part by part. */
export const boardKeys = ['id', 'title', 'language', 'level', 'feedback', 'sections'] as const
export const sectionKeys = ['name', 'title', 'years', 'total', 'figures', 'register', 'columns', 'only', 'except', 'closed', 'order', 'updated', 'due', 'state'] as const
export const lineKeys = ['indicator', 'label', 'exact'] as const
export const columnKeys = ['column', 'label', 'figure', 'exact', 'years'] as const
export const closedKeys = ['column', 'values', 'on'] as const
export const yearsKeys = ['from', 'plan', 'actual'] as const

/** A figure's line with its target, state and rule below. */
const figureHeight = 118
const mostSections = 20
const mostLines = 40

/** A board from its files, or all that is wrong with them. `forms`: the latest version of each; `about`: what is about people by any version of them; `levels`: those of the units. */
export function compileBoard(files: Files, { forms, levels, about = aboutPeople(forms) }: { readonly forms: readonly Form[]; readonly levels: readonly string[]; readonly about?: AboutPeople }): CompiledBoard {
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
  const board = new BoardCompiler(compiler, forms, levels, about).board(read.value)
  problems.push(...compiler.problems)
  return board === undefined || problems.length > 0 ? { ok: false, problems } : { ok: true, board }
}

/**
 * What an indicator counts, if it tells of people: 'count' (which can be shown in fives), or 'amount' (which cannot: a sum of money, an average, which is shown coarsely where there are enough). undefined: of no people. A register tells of them when it has personal columns, or is filled by a form that holds anything personal.
 */
export function peopleIn(form: Form, indicator: Indicator, forms: readonly Form[], about: AboutPeople, depth = 0): 'count' | 'amount' | undefined {
  const { share, difference, distinct, register } = indicator
  const parts = [share?.of, typeof share?.in === 'string' ? share.in : undefined, difference?.of, ...(difference?.less ?? [])].filter((one) => one !== undefined)
  if (parts.length > 0) {
    const all = parts.map((name) => {
      const [id, inner] = name.includes('.') ? (name.split('.', 2) as [string, string]) : [form.id, name]
      const other = forms.find((one) => one.id === id)
      const found = other?.indicators.find((one) => one.name === inner)
      return other === undefined || found === undefined || depth > 8 ? undefined : { of: peopleIn(other, found, forms, about, depth + 1), isCount: found.count === true || found.share !== undefined || found.difference !== undefined }
    })
    if (all.every((one) => one?.of === undefined)) return undefined
    // What is of no people stays as it is.
    return all.every((one) => one !== undefined && (one.of !== 'amount' || one.isCount)) ? 'count' : 'amount'
  }
  // In how many places there is anything: counts places, not people.
  if (distinct !== undefined) return undefined
  const isTheirs = register === undefined ? about.forms.has(form.id) : (about.columns.get(register)?.size ?? 0) > 0 || about.registers.has(register)
  return isTheirs ? (indicator.count === true ? 'count' : 'amount') : undefined
}

class BoardCompiler {
  private readonly compiler: Compiler
  private readonly forms: readonly Form[]
  private readonly levels: readonly string[]
  private readonly about: AboutPeople

  constructor(compiler: Compiler, forms: readonly Form[], levels: readonly string[], about: AboutPeople) {
    this.compiler = compiler
    this.forms = forms
    this.levels = levels
    this.about = about
  }

  board(value: Value): Board | undefined {
    const { compiler } = this
    const table = compiler.table(value)
    if (table === undefined) return undefined
    compiler.keys(table, boardKeys)
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
    const percent = Math.ceil((100 * leastHeight(sections)) / sheet.height)
    if (percent > 100) compiler.tell('board_too_long', table, undefined, { percent })
    const { people, exact } = this.people(sections, items)
    if (id === undefined || title === undefined || level === undefined) return undefined
    return { id: id.text, title, language: compiler.language, languages: [compiler.language, ...compiler.translations.keys()], level: level.text, ...(feedback === undefined ? {} : { feedback: feedback.text }), sections, people, exact }
  }

  // Counts of people, over all sections together: what one line hides, another must not give away.
  private people(sections: readonly (FigureSection | EntrySection)[], items: readonly Spot[]): { readonly people: Guarded; readonly exact: readonly string[] } {
    const { forms, compiler } = this
    const lines = sections.flatMap((section): readonly Pick<FigureLine, 'indicator' | 'isProtected'>[] =>
      section.is === 'figures' ? section.lines : section.columns.flatMap((column) => (column.is === 'figure' ? [{ indicator: column.indicator, isProtected: false }] : [])))
    const all = (isProtected: boolean): readonly string[] =>
      [...new Set(lines.filter((line) => line.isProtected === isProtected).flatMap(({ indicator }) => [...countsBehind(indicator, forms), ...(isProtected ? averagesBehind : sumsBehind)(indicator, forms)]))].filter((name) => this.countsPeople(name))
    // Four places with somebody in them, and fewer than five people: that is four.
    const places = [...new Set(lines.flatMap(({ indicator }) => placesBehind(indicator, forms)))].filter((name) => this.countsPeople(name))
    const [counts, exact] = [all(true), [...all(false), ...places]]
    const { guarded, clashes } = guard(counts, exact, forms)
    for (const clash of clashes.slice(0, 20)) compiler.tell('board_overlap', items[0] as Spot, undefined, { ...clash, board: '' })
    return { people: guarded, exact }
  }

  private countsPeople(name: string): boolean {
    const found = this.indicator(name)
    if (found === undefined) return false
    const { distinct: _, ...counted } = found.indicator
    return peopleIn(found.form, counted, this.forms, this.about) !== undefined
  }

  private section(value: Value): FigureSection | EntrySection | undefined {
    const { compiler } = this
    const table = compiler.table(value, undefined, 'sections')
    if (table === undefined) return undefined
    compiler.keys(table, sectionKeys)
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
    return { is: 'figures', name, title, years: Number(years?.text ?? 1), hasTotal: /^(yes|true)$/i.test(compiler.scalar(table, 'total', name)?.text ?? ''), lines: items.map((item) => this.line(item, name)).filter((one) => one !== undefined) }
  }

  // `form.indicator`, or a table with it, its label and why it is exact.
  private line(value: Value, section: string): FigureLine | undefined {
    const { compiler } = this
    const table = value.is === 'table' ? value : undefined
    if (table !== undefined) compiler.keys(table, lineKeys, section)
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
    const of = peopleIn(form, indicator, this.forms, this.about)
    // No rule asks for what each of a few has on average; and beside a sum it would say how many they are.
    if (of !== undefined && exact !== undefined && averagesBehind(scalar.text, this.forms).length > 0) compiler.tell('board_average', scalar, section, { indicator: scalar.text })
    const people = exact === undefined ? of : undefined
    if (people === 'amount' && indicator.average === undefined) compiler.tell('indicator_public_personal', scalar, section, { indicator: scalar.text, name: form.id })
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
    // A list of people is a list of people, whatever is left out of it.
    const { columns: personal } = this.about
    if (scalar !== undefined && personal.get(register)?.has('label') === true) compiler.tell('board_people', scalar, name, { register })
    const columns = new Set(['label', ...rules.flatMap((rule) => Object.keys(rule.columns))])
    const known = (spot: Spot, column: string): void => {
      if (!columns.has(column)) compiler.tell('register_column', spot, name, { register, column, ...compiler.hint(column, columns) })
      else if (personal.get(register)?.has(column) === true) compiler.tell('indicator_public_personal', spot, name, { indicator: name, name: column })
    }
    const items = compiler.items(table, 'columns', name)
    const shown = items.map((item) => this.column(item, name, register, known)).filter((one) => one !== undefined)
    if (items.length === 0) compiler.tell('source_shape', table, name, { expected: 'columns', received: '', key: 'columns' })
    const values = (value: Value | undefined): readonly string[] => (value === undefined ? [] : value.is === 'list' ? value.items : [value]).flatMap((one) => (one.is === 'text' ? [one.text] : []))
    const picked = (key: string): Readonly<Record<string, readonly string[]>> => {
      const found: Record<string, readonly string[]> = {}
      for (const [column, { key: spot, value }] of compiler.table(table.entries.get(key)?.value, name, key)?.entries ?? []) {
        known(spot, column)
        found[column] = values(value)
      }
      return found
    }
    const named = (of: Table, key: string): string | undefined => {
      const found = compiler.scalar(of, key, name)
      if (found !== undefined) known(found, found.text)
      return found?.text
    }
    const closing = compiler.table(table.entries.get('closed')?.value, name, 'closed')
    if (closing !== undefined) compiler.keys(closing, closedKeys, name)
    const [column, on] = closing === undefined ? [] : [named(closing, 'column'), named(closing, 'on')]
    if (closing !== undefined && (column === undefined || on === undefined)) compiler.tell('source_shape', closing, name, { expected: 'column, values, on', received: '', key: 'closed' })
    return {
      is: 'entries', name, title, register, columns: shown, only: picked('only'), except: picked('except'),
      closed: column === undefined || on === undefined ? undefined : { column, on, values: values(closing?.entries.get('values')?.value) },
      order: named(table, 'order'), updated: named(table, 'updated'), due: named(table, 'due'), state: named(table, 'state'),
    }
  }

  private column(item: Value, section: string, register: string, known: (spot: Spot, column: string) => void): EntryColumn | undefined {
    const { compiler } = this
    const one = compiler.table(item, section, 'columns')
    if (one === undefined) return undefined
    compiler.keys(one, columnKeys, section)
    if (one.entries.has('years')) return this.years(one, section, known)
    if (one.entries.has('figure')) return this.figure(one, section, register)
    const column = compiler.required(one, 'column', section)
    if (column === undefined) return undefined
    known(column, column.text)
    const label = compiler.text(compiler.required(one, 'label', section), ['sections', section, 'columns', column.text], section)
    const choices = this.choicesOf(register, column.text)
    const names = this.namesOf(register, column.text)
    // What is shown of it is that entry's name.
    if (names !== undefined && this.about.columns.get(names)?.has('label') === true) compiler.tell('indicator_public_personal', column, section, { indicator: section, name: column.text })
    return label === undefined ? undefined : { is: 'column', column: column.text, label, ...(choices === undefined ? {} : { choices }), ...(names === undefined ? {} : { names }) }
  }

  // Plan and result of each year: { from: term_from, plan: [plan_1, …], actual: [actual_1, …] }.
  private years(one: Table, section: string, known: (spot: Spot, column: string) => void): EntryColumn | undefined {
    const { compiler } = this
    const table = compiler.table(one.entries.get('years')?.value, section, 'years')
    if (table === undefined) return undefined
    compiler.keys(table, yearsKeys, section)
    const from = compiler.required(table, 'from', section)
    if (from !== undefined) known(from, from.text)
    const list = (key: string): readonly string[] =>
      compiler.items(table, key, section).flatMap((item) => {
        if (item.is !== 'text') return []
        known(item, item.text)
        return [item.text]
      })
    const [plan, actual] = [list('plan'), list('actual')]
    if (plan.length === 0 || plan.length !== actual.length || plan.length > 10) compiler.tell('source_shape', table, section, { expected: 'plan, actual: 1 – 10', received: `${plan.length}, ${actual.length}`, key: 'years' })
    return from === undefined ? undefined : { is: 'years', from: from.text, plan, actual }
  }

  private figure(one: Table, section: string, register: string): EntryColumn | undefined {
    const { compiler } = this
    const scalar = compiler.required(one, 'figure', section)
    if (scalar === undefined) return undefined
    const found = this.indicator(scalar.text)
    if (found === undefined) {
      compiler.tell('indicator_unknown', scalar, section, { indicator: scalar.text, ...compiler.hint(scalar.text, this.forms.flatMap(({ id, indicators }) => indicators.map(({ name }) => `${id}.${name}`))) })
      return undefined
    }
    const { form, indicator } = found
    if (indicator.public !== true) compiler.tell('source_shape', scalar, section, { expected: 'public: yes', received: scalar.text, key: 'figure' })
    const dimension = this.dimensionOf(form, indicator, register)
    if (dimension === undefined) {
      compiler.tell('board_figure', scalar, section, { indicator: scalar.text, register })
      return undefined
    }
    const path = ['sections', section, 'columns', scalar.text]
    const own = compiler.scalar(one, 'label', section)
    const label = own === undefined ? indicator.label : (compiler.text(own, [...path, 'label'], section) ?? indicator.label)
    const why = compiler.scalar(one, 'exact', section)
    const exact = why === undefined ? undefined : compiler.text(why, [...path, 'exact'], section)
    // So fine a figure of people cannot be rounded: by a rule it is exact, or it is not there.
    if (exact === undefined && peopleIn(form, indicator, this.forms, this.about) !== undefined) compiler.tell('indicator_public_personal', scalar, section, { indicator: scalar.text, name: form.id })
    return { is: 'figure', indicator: scalar.text, dimension, label, ...(exact === undefined ? {} : { exact }) }
  }

  // The grouping of a sum or count that is an entry of the register: of its own entries, or of those that name one.
  private dimensionOf(form: Form, { register: own, by = [], count, sum }: Indicator, register: string): string | undefined {
    if (count !== true && sum === undefined) return undefined
    return by.find((name) => (own === register && name === register) || (own === undefined ? everyOne(form.survey).some((question) => question.name === name && question.register === register) : this.namesOf(own, name) === register))
  }

  // The register whose entry a column names, where it holds nothing else.
  private namesOf(register: string, column: string): string | undefined {
    for (const form of this.forms) {
      for (const rule of form.registers) {
        const name = rule.register === register ? referred(rule.columns[column]?.value) : undefined
        const found = name === undefined ? undefined : everyOne(form.survey).find((question) => question.name === name)?.register
        if (found !== undefined) return found
      }
    }
    return undefined
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

const everyOne = (questions: readonly Question[]): readonly Question[] => questions.flatMap((question) => [question, ...everyOne(question.questions ?? [])])

// What stands in any case, and a few entries of each list.
function leastHeight(sections: readonly (FigureSection | EntrySection)[]): number {
  return headHeight + footHeight + sections.reduce((sum, section) => sum + sectionHeight + (section.is === 'figures' ? section.lines.length * figureHeight : leastRows * rowHeight(60, firstWidth(section.columns.slice(1).flatMap(typical)), [])), 0)
}

const typical = (column: EntryColumn): readonly number[] => (column.is === 'years' ? column.plan.map(() => 12) : [12])

/** What all figures of a section take. */
export const figuresHeight = ({ lines }: FigureSection): number => sectionHeight + lines.length * figureHeight

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

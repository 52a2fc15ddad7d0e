// A source becomes a form, or the whole list of what is wrong with it. One of the two doors: publish calls nothing else.
import { references } from '../expression/references.ts'
import type { Tree } from '../expression/tree.ts'
import { checkChange } from './change.ts'
import { addressWords, Compiler, reserved } from './compiler.ts'
import type { Example } from './example.ts'
import { readExamples } from './examples.ts'
import type { Choice, Form, Question } from './form.ts'
import { warnIdle } from './idle.ts'
import { compileKeep, warnNothingKept } from './keep.ts'
import { kinds } from './kinds/index.ts'
import { needs } from './rarer.ts'
import { compileIndicators } from './indicators.ts'
import type { PersonalColumns } from './personal.ts'
import { compileList, gatherLists } from './lists.ts'
import { orderOf } from './order.ts'
import { orderPairs } from './pairs.ts'
import { warnCodes } from './named.ts'
import type { Problem, SourceCode } from './problem.ts'
import { checkReferences, lastIn } from './references.ts'
import { rowsOf } from './rows.ts'
import { compileMigrate } from './migration.ts'
import { compilePublic } from './public.ts'
import { compileReview } from './review.ts'
import { compileRegisters } from './registers.ts'
import { compileShort } from './short.ts'
import { limits, readYaml } from './source.ts'
import type { Files, Spot, Table } from './source.ts'
import { compileSurvey } from './survey.ts'
import { readTable, tableName } from './table.ts'
import type { Names, Placed } from './survey.ts'
import { unusedOfLists, unusedTranslations } from './translations.ts'

/** What is known outside this form: levels of units, other forms' registers and indicators, the version before. */
export interface Known {
  readonly levels: readonly string[]
  readonly registers: Readonly<Record<string, Readonly<Record<string, 'text' | 'number'>>>>
  readonly indicators: readonly string[]
  readonly previous?: Form
  /** What of each register is personal, by any version of any other form. */
  readonly personal?: PersonalColumns
}

export interface Options {
  /** Says why a pattern might hang, or undefined. The checker is heavy, so whoever publishes hands it in. */
  readonly regexFault?: (pattern: string, flags: string) => string | undefined
}

export type Compiled =
  | { readonly ok: true; readonly form: Form; readonly examples: readonly Example[]; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] }

/** What a form may say. */
export const formKeys = ['id', 'title', 'language', 'public', 'date', 'unit', 'instance_name', 'review', 'keep', 'style', 'short', 'migrate', 'survey', 'choices', 'registers', 'indicators', 'examples'] as const
const isLanguage = (text: string): boolean => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(text)

/** Compiles `form.yaml` with its translations and shared lists. All problems at once, each with file, line and column (from 1). */
export function compile(files: Files, known: Known, options: Options = {}): Compiled {
  const main = files['form.yaml']
  if (main === undefined) return { ok: false, problems: [{ code: 'source_missing', file: 'form.yaml', line: 1, column: 1, facts: { file: 'form.yaml' } }], warnings: [] }
  const problems: Problem[] = []
  const tell = (code: SourceCode, file: string, facts: Record<string, string | number>): void => {
    problems.push({ code, file, line: 1, column: 1, facts })
  }
  const read = (file: string, text: string): Table | undefined => {
    const { value, problems: found } = readYaml(file, text)
    problems.push(...found)
    // A language that was only begun: all of it is missing.
    if (file !== 'form.yaml' && value?.is === 'text' && value.text === '' && found.length === 0) return emptyTable(file)
    if (value !== undefined && value.is !== 'table' && found.length === 0) tell('source_shape', file, { expected: 'table', received: value.is })
    return value?.is === 'table' ? value : undefined
  }
  const form = read('form.yaml', main)
  const translations = new Map<string, Table>()
  const shared: Shared = { lists: [], translations: new Map(), tables: new Map() }
  for (const [file, text] of Object.entries(files)) {
    if (file === 'form.yaml') continue
    if (tableName(file) !== undefined) {
      shared.tables.set(tableName(file) ?? '', { file, text })
      continue
    }
    const [, folder, stem = ''] = /^(lists\/)?([^/]+)\.yaml$/.exec(file) ?? []
    if (stem === '' || (folder === undefined && !isLanguage(stem))) {
      tell('language_invalid', file, { language: stem || file })
      continue
    }
    const table = read(file, text)
    if (table === undefined) continue
    if (folder === undefined) translations.set(stem, table)
    else if (isLanguage(stem)) shared.translations.set(stem, table)
    else shared.lists.push(table)
  }
  if (translations.size >= limits.languages) tell('languages_too_many', 'form.yaml', { limit: limits.languages })
  if (form === undefined) return { ok: false, problems, warnings: [] }
  const compiled = assemble(form, main, translations, shared, known, options)
  problems.push(...compiled.problems)
  if (problems.length > 0 || compiled.form === undefined) return { ok: false, problems: sorted(problems), warnings: sorted(compiled.warnings) }
  return { ok: true, form: compiled.form, examples: compiled.examples, warnings: sorted(compiled.warnings) }
}

interface Shared {
  readonly lists: Table[]
  /** Files of choices beside form.yaml, by the list they make. */
  readonly tables: Map<string, { readonly file: string; readonly text: string }>
  readonly translations: Map<string, Table>
}

function assemble(
  table: Table, text: string, files: ReadonlyMap<string, Table>, shared: Shared, known: Known, options: Options,
): { readonly form?: Form; readonly examples: readonly Example[]; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] } {
  const languageScalar = table.entries.get('language')?.value
  const language = languageScalar?.is === 'text' ? languageScalar.text : ''
  const translations = new Map([...files].filter(([one]) => one !== language))
  const compiler = new Compiler(language, translations, options.regexFault)
  // A shared list needs translating only into the languages that this form has.
  const wanted = new Map([...translations.keys()].map((one) => [one, shared.translations.get(one) ?? emptyTable(`lists/${one}.yaml`)]))
  const sharedCompiler = new Compiler(language, wanted, options.regexFault)
  compiler.keys(table, formKeys)
  const id = compiler.required(table, 'id')
  if (id !== undefined && !/^[a-z][a-z0-9_]{0,63}$/.test(id.text)) compiler.tell('name_invalid', id, 'id', { name: id.text })
  else if (id !== undefined && (reserved.has(id.text) || addressWords.has(id.text))) compiler.tell('name_reserved', id, 'id', { name: id.text })
  const named = compiler.required(table, 'language')
  if (named !== undefined && !isLanguage(named.text)) compiler.tell('language_invalid', named, 'language', { language: named.text })
  // The form's own language has its words in the form: a file for it would be read by nobody.
  const own = files.get(language)
  if (own !== undefined) compiler.tell('language_invalid', own, 'language', { language })
  const title = compiler.text(compiler.required(table, 'title'), ['title'], 'title')

  const { survey, placed, declared } = compileSurvey(compiler, compiler.items(table, 'survey'))
  if (declared.size === 0) compiler.tell('source_shape', table, undefined, { expected: 'survey', received: '', key: 'survey' })
  const byName = new Map(placed.map((one) => [one.question.name, one]))
  const registerRules = compileRegisters(compiler, compiler.items(table, 'registers'))
  const registers = mergedRegisters(known, registerRules.rules)
  const lists = usedLists(compiler, sharedCompiler, table, text, placed, shared)
  const names: Names = { byName, declared, lists, registers, levels: known.levels }

  for (const one of placed) {
    checkQuestion(compiler, names, one)
    warnIdle(compiler, one.table, one.question)
  }
  for (const { tree, scalar, at } of compiler.mentions) {
    checkReferences(compiler, names, tree, scalar, at, { self: false, repeat: byName.get(at)?.repeat !== undefined })
    warnCodes(compiler, tree, scalar, at, names, false)
  }
  registerRules.check(names)
  const top = (key: string) => {
    const scalar = compiler.scalar(table, key)
    const tree = compiler.expression(scalar, key)
    if (tree !== undefined && scalar !== undefined) checkReferences(compiler, names, tree, scalar, key, { self: false, repeat: false })
    return tree
  }
  const date = top('date')
  const unit = top('unit')
  // A name alone points at a question, and that has to be a day or a place; what is worked out is the author's own matter.
  for (const [key, tree, fits] of [['date', date, days], ['unit', unit, places]] as const) {
    const name = typeof tree === 'object' && tree[0] === '$' && tree.length === 2 ? tree[1] : undefined
    const kind = name === undefined ? undefined : byName.get(name)?.question.kind
    if (name !== undefined && kind !== undefined && !fits.includes(kind)) compiler.tell('type_mismatch', table.entries.get(key)?.value ?? table, key, { name, type: kind, expected: fits.slice(0, 2).join(', ') })
  }
  const instanceName = top('instance_name')
  if (instanceName !== undefined) warnCodes(compiler, instanceName, compiler.scalar(table, 'instance_name') ?? table, 'instance_name', names)
  const style = compiler.scalar(table, 'style')?.text
  const finalRegisters = mergedRegisters(known, registerRules.rules)
  const indicators = compileIndicators(compiler, compiler.items(table, 'indicators'), {
    names: { ...names, registers: finalRegisters },
    rules: registerRules.rules,
    others: known.indicators,
    personal: known.personal ?? new Map(),
  })
  const short = compileShort(compiler, table, names)
  const isPublic = compilePublic(compiler, table, placed, { ...names, registers: finalRegisters })
  const review = compileReview(compiler, table, known.levels)
  const keep = compileKeep(compiler, table)
  const migrate = compileMigrate(compiler, table, names, known.previous)
  const dayNames = date === undefined ? [] : references(date).names.map(({ name }) => name)
  const graph = orderOf(compiler, placed, dayNames)
  const examples = readExamples(compiler, compiler.items(table, 'examples'), byName, declared)
  for (const [lang, root] of translations) unusedTranslations(compiler, root, lang, declared)
  for (const [lang, root] of wanted) unusedOfLists(compiler, root, lang, shared.lists)
  if (known.previous !== undefined) checkChange(compiler, known.previous, byName, migrate?.renamed ?? {})

  for (const tree of compiler.trees) orderPairs(tree, byName)

  const problems = [...compiler.problems, ...sharedCompiler.problems]
  if (problems.length > 0 || id === undefined || title === undefined) return { examples, problems, warnings: [...compiler.warnings, ...sharedCompiler.warnings] }
  const last = [...new Set([...placed.flatMap(({ logic }) => logic.map(({ tree }) => tree)), ...compiler.mentions.map(({ tree }) => tree), date, unit, instanceName].flatMap((tree) => (tree === undefined ? [] : lastIn(tree))))]
  const tops = { ...(date === undefined ? {} : { date }), ...(unit === undefined ? {} : { unit }), ...(instanceName === undefined ? {} : { instance_name: instanceName }) }
  const form: Form = {
    id: id.text,
    title,
    language,
    languages: [language, ...translations.keys()],
    ...(style === undefined ? {} : { style }),
    survey,
    lists,
    ...tops,
    ...(last.length === 0 ? {} : { last }),
    ...(isPublic === undefined ? {} : { public: isPublic }),
    ...(short === undefined ? {} : { short }),
    ...(review === undefined ? {} : { review }),
    ...(keep === undefined ? {} : { keep }),
    ...(migrate === undefined ? {} : { migrate }),
    ...needs({ survey, registers: registerRules.rules, ...tops }),
    registers: registerRules.rules,
    indicators,
    order: graph.order,
    dependents: graph.dependents,
  }
  // Figures then have one total and no places, which nobody wants who has places: forgotten more often than meant.
  if (unit === undefined && known.levels.length > 0 && indicators.some(({ register }) => register === undefined)) {
    compiler.warn('place_missing', table.entries.get('title')?.value ?? table, 'unit', { name: placed.find(({ question, repeat }) => question.kind === 'unit' && repeat === undefined)?.question.name ?? '' })
  }
  warnNothingKept(compiler, table, form)
  return { form, examples, problems, warnings: [...compiler.warnings, ...sharedCompiler.warnings] }
}

const emptyTable = (file: string): Table => ({ is: 'table', entries: new Map(), file, line: 1, column: 1 })

const days: readonly string[] = ['date', 'dateTime', 'today', 'start', 'end', 'calculate', 'hidden', 'month']
const places: readonly string[] = ['unit', 'calculate', 'hidden']

type Columns = Record<string, 'text' | 'number'>

// Without prototypes: `toString` is no register and no column.
function mergedRegisters(known: Known, rules: Form['registers']): Record<string, Columns> {
  const merged = Object.create(null) as Record<string, Columns>
  for (const [register, columns] of Object.entries(known.registers)) merged[register] = Object.assign(Object.create(null) as Columns, columns)
  for (const { register, columns } of rules) {
    const all = (merged[register] ??= Object.create(null) as Columns)
    for (const [column, { holds }] of Object.entries(columns)) all[column] = holds
  }
  return merged
}

// The form's own lists, those that are asked, and shared ones that an expression names in quotes.
function usedLists(
  compiler: Compiler, shared: Compiler, table: Table, text: string, placed: readonly Placed[], { lists: tables, tables: beside }: Shared,
): Record<string, readonly Choice[]> {
  const sources = gatherLists(compiler, table, tables)
  const lists = Object.create(null) as Record<string, readonly Choice[]>
  const many = new Set(placed.filter(({ question }) => question.kind === 'select_multiple' || question.kind === 'rank').map(({ question }) => question.list))
  const asked = new Set(placed.map(({ question }) => question.list))
  for (const [name, source] of sources) {
    const isNamed = text.includes(`'${name}'`) || text.includes(`"${name}"`)
    if (!source.shared || asked.has(name) || isNamed) lists[name] = compileList(compiler, name, source, many.has(name), shared)
  }
  // A file's labels are in the form's own language: there is nothing to translate.
  const plain = new Compiler(compiler.language, new Map(), undefined)
  for (const [name, { file, text: content }] of beside) {
    const asking = placed.filter(({ question }) => question.list === name)
    if (asking.length === 0 && !text.includes(`'${name}'`) && !text.includes(`"${name}"`)) continue
    const [columns = {}, ...others] = asking.map(({ question: { parameters = {} } }) => ({ ...(parameters.value === undefined ? {} : { value: String(parameters.value) }), ...(parameters.label === undefined ? {} : { label: String(parameters.label) }) }))
    const odd = others.findIndex((one) => JSON.stringify(one) !== JSON.stringify(columns)) + 1
    if (odd > 0) compiler.tell('parameter_invalid', asking[odd]?.spot ?? table, asking[odd]?.question.name, { parameter: 'value, label', value: file, expected: JSON.stringify(columns) })
    const before = plain.problems.length
    lists[name] = compileList(plain, name, { value: readTable(plain, file, content, columns), shared: false }, many.has(name), plain)
    compiler.problems.push(...plain.problems.slice(before))
  }
  // Where `choices` itself is no table of lists, that is told, and not each list that is missing then.
  const choices = table.entries.get('choices')?.value
  if (choices !== undefined && choices.is !== 'table') return lists
  for (const { question, table: at } of placed) {
    if (question.list === undefined || question.list === '' || rowsOf(question.list) !== undefined || beside.has(question.list) || sources.has(question.list)) continue
    compiler.tell('list_unknown', at.entries.get('type')?.value ?? at, question.name, { list: question.list, ...compiler.hint(question.list, [...sources.keys(), ...beside.keys()]) })
  }
  return lists
}

const seesItself: readonly string[] = ['constraint', 'check', 'calculation', 'default', 'required']

// Choices that are rows of a repeat: its questions are their columns. `${age}` in the filter is the row's, unless the question stands in the row itself.
function repeatOf(compiler: Compiler, names: Names, question: Question, type: Spot): readonly string[] {
  const shown = names.byName.get(rowsOf(question.list) ?? '')
  const repeat = shown?.repeat
  if (repeat === undefined) {
    const name = rowsOf(question.list) ?? ''
    if (!names.declared.has(name) || shown !== undefined) compiler.tell(shown === undefined ? 'reference_unknown' : 'reference_out_of_repeat', type, question.name, { name, ...(shown === undefined ? compiler.hint(name, names.byName.keys()) : {}) })
    return []
  }
  const inside = [...names.byName.values()].filter((one) => one.repeat === repeat).map((one) => one.question.name)
  const kept = question.parameters?.value
  if (kept !== undefined && !inside.includes(String(kept))) compiler.tell('reference_unknown', type, question.name, { name: String(kept), ...compiler.hint(String(kept), inside) })
  if (question.choice_filter !== undefined && !inside.includes(question.name)) ofRow(question.choice_filter, inside)
  return inside
}

// In place: a tree that was just parsed is nobody's yet.
function ofRow(tree: Tree, inside: readonly string[]): void {
  if (typeof tree !== 'object') return
  const parts = tree as unknown as Tree[]
  if (parts[0] === '$' && parts.length === 2 && inside.includes(parts[1] as string)) parts[0] = '@'
  else for (const part of parts.slice(1)) ofRow(part, inside)
}

function checkQuestion(compiler: Compiler, names: Names, { question, table, repeat, logic }: Placed): void {
  const type = table.entries.get('type')?.value ?? table
  const { name, level, register, list, kind } = question
  if (level !== undefined && !names.levels.includes(level)) {
    const { suggestion } = compiler.hint(level, names.levels)
    compiler.tell('type_unknown', type, name, { type: `unit ${level}`.trim(), levels: names.levels.join(', '), ...(suggestion === undefined || level === '' ? {} : { suggestion: `unit ${suggestion}` }) })
  }
  if (register !== undefined && register !== '' && names.registers[register] === undefined) {
    compiler.tell('register_unknown', type, name, { register, ...compiler.hint(register, Object.keys(names.registers)) })
  }
  const isAnswered = kinds[kind].isAsked || kind === 'calculate'
  const rows = rowsOf(list) === undefined ? undefined : repeatOf(compiler, names, question, type)
  const own = new Set(rows ?? (names.lists[list ?? ''] ?? []).flatMap((choice) => Object.keys(choice.columns ?? {})))
  for (const { key, tree, scalar } of logic) {
    const columns = key === 'choice_filter' ? ['name', ...own] : undefined
    const self = seesItself.includes(key) && isAnswered
    checkReferences(compiler, names, tree, scalar, name, { self, repeat: repeat !== undefined, ...(columns === undefined ? {} : { columns }) })
  }
}

// In the order of the files and lines, each once: a slip made twice in one expression stands at one place.
function sorted(problems: readonly Problem[]): readonly Problem[] {
  const file = ({ file }: Problem): string => (file === 'form.yaml' ? '' : (file ?? ''))
  const seen = new Set<string>()
  return problems
    .filter((problem) => {
      const key = JSON.stringify(problem)
      return !seen.has(key) && seen.add(key)
    })
    .sort((a, b) => (file(a) < file(b) ? -1 : file(a) > file(b) ? 1 : (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)))
}

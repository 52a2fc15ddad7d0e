// A source becomes a form, or the whole list of what is wrong with it. One of the two doors: publish calls nothing else.
import { references } from '../expression/references.ts'
import { Compiler, reserved } from './compiler.ts'
import type { Example } from './example.ts'
import { readExamples } from './examples.ts'
import type { Choice, Form, Question } from './form.ts'
import { kinds } from './kinds/index.ts'
import { compileIndicators } from './indicators.ts'
import { compileList, gatherLists } from './lists.ts'
import { orderOf } from './order.ts'
import type { Problem } from './problem.ts'
import { checkReferences } from './references.ts'
import { compileRegisters } from './registers.ts'
import { limits, readYaml } from './source.ts'
import type { Files, Scalar, Table, Value } from './source.ts'
import { compileSurvey } from './survey.ts'
import type { Names, Placed } from './survey.ts'

/** What is known outside this form: levels of units, other forms' registers and indicators, the version before. */
export interface Known {
  readonly levels: readonly string[]
  readonly registers: Readonly<Record<string, Readonly<Record<string, 'text' | 'number'>>>>
  readonly indicators: readonly string[]
  readonly previous?: Form
}

export interface Options {
  /** Says why a pattern might hang, or undefined. The checker is heavy, so whoever publishes hands it in. */
  readonly regexFault?: (pattern: string, flags: string) => string | undefined
}

export type Compiled =
  | { readonly ok: true; readonly form: Form; readonly examples: readonly Example[] }
  | { readonly ok: false; readonly problems: readonly Problem[] }

const keys = ['id', 'title', 'language', 'date', 'unit', 'instance_name', 'survey', 'choices', 'registers', 'indicators', 'examples']
const isLanguage = (text: string): boolean => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(text)

/** Compiles `form.yaml` with its translations and shared lists. All problems at once, each with file, line and column (from 1). */
export function compile(files: Files, known: Known, options: Options = {}): Compiled {
  const main = files['form.yaml']
  if (main === undefined) return { ok: false, problems: [{ code: 'source_missing', file: 'form.yaml', line: 1, column: 1, facts: { file: 'form.yaml' } }] }
  const problems: Problem[] = []
  const read = (file: string, text: string): Table | undefined => {
    const { value, problems: found } = readYaml(file, text)
    problems.push(...found)
    if (value !== undefined && value.is !== 'table' && found.length === 0) problems.push({ code: 'source_shape', file, line: 1, column: 1, facts: { expected: 'table', received: value.is } })
    return value?.is === 'table' ? value : undefined
  }
  const form = read('form.yaml', main)
  const translations = new Map<string, Table>()
  const sharedTranslations = new Map<string, Table>()
  const sharedLists: Table[] = []
  for (const [file, text] of Object.entries(files)) {
    if (file === 'form.yaml') continue
    const [, folder, stem = ''] = /^(lists\/)?([^/]+)\.yaml$/.exec(file) ?? []
    if (stem === '' || (folder === undefined && !isLanguage(stem))) {
      problems.push({ code: 'language_invalid', file, line: 1, column: 1, facts: { language: stem || file } })
      continue
    }
    const table = read(file, text)
    if (table === undefined) continue
    if (folder === undefined) translations.set(stem, table)
    else if (isLanguage(stem)) sharedTranslations.set(stem, table)
    else sharedLists.push(table)
  }
  if (translations.size >= limits.languages) problems.push({ code: 'languages_too_many', file: 'form.yaml', line: 1, column: 1, facts: { limit: limits.languages } })
  if (form === undefined) return { ok: false, problems }
  const compiled = assemble(form, translations, sharedTranslations, sharedLists, known, options)
  problems.push(...compiled.problems)
  if (problems.length > 0 || compiled.form === undefined) return { ok: false, problems: sorted(problems) }
  return { ok: true, form: compiled.form, examples: compiled.examples }
}

function assemble(
  table: Table, translations: ReadonlyMap<string, Table>, sharedTranslations: ReadonlyMap<string, Table>, sharedLists: readonly Table[], known: Known, options: Options,
): { readonly form?: Form; readonly examples: readonly Example[]; readonly problems: readonly Problem[] } {
  const languageScalar = table.entries.get('language')?.value
  const language = languageScalar?.is === 'text' ? languageScalar.text : ''
  const compiler = new Compiler(language, translations, options.regexFault)
  // A shared list needs translating only into the languages that this form has.
  const wanted = new Map([...translations.keys()].map((one) => [one, sharedTranslations.get(one) ?? emptyTable(`lists/${one}.yaml`)]))
  const sharedCompiler = new Compiler(language, wanted, options.regexFault)
  compiler.keys(table, keys)
  const id = compiler.required(table, 'id')
  if (id !== undefined && !/^[a-z][a-z0-9_]{0,63}$/.test(id.text)) compiler.tell('name_invalid', id, 'id', { name: id.text })
  else if (id !== undefined && reserved.has(id.text)) compiler.tell('name_reserved', id, 'id', { name: id.text })
  const named = compiler.required(table, 'language')
  if (named !== undefined && !isLanguage(named.text)) compiler.tell('language_invalid', named, 'language', { language: named.text })
  // The form's own language has its words in the form: a file for it would be read by nobody.
  const own = translations.get(language)
  if (own !== undefined) compiler.tell('language_invalid', own, 'language', { language })
  const title = compiler.text(compiler.required(table, 'title'), ['title'], 'title')

  const { survey, placed } = compileSurvey(compiler, compiler.items(table, 'survey'))
  if (placed.length === 0) compiler.tell('source_shape', table, undefined, { expected: 'survey', received: '', key: 'survey' })
  const byName = new Map(placed.map((one) => [one.question.name, one]))
  const registerRules = compileRegisters(compiler, compiler.items(table, 'registers'))
  const registers = mergedRegisters(known, registerRules.rules)
  const lists = usedLists(compiler, sharedCompiler, table, placed, sharedLists)
  const names: Names = { byName, lists, registers, levels: known.levels }

  for (const one of placed) checkQuestion(compiler, names, one)
  for (const { tree, scalar, at } of compiler.mentions) {
    checkReferences(compiler, names, tree, scalar, at, { self: false, repeat: byName.get(at)?.repeat !== undefined })
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
  const instanceName = top('instance_name')
  const finalRegisters = mergedRegisters(known, registerRules.rules)
  const indicators = compileIndicators(compiler, compiler.items(table, 'indicators'), {
    names: { ...names, registers: finalRegisters },
    rules: registerRules.rules,
    others: known.indicators,
  })
  const dayNames = date === undefined ? [] : references(date).names.map(({ name }) => name)
  const graph = orderOf(compiler, placed, dayNames)
  const examples = readExamples(compiler, compiler.items(table, 'examples'), byName)
  for (const [lang, root] of translations) unusedTranslations(compiler, root, lang, byName)
  for (const [lang, root] of wanted) unusedOfLists(compiler, root, lang, sharedLists)
  if (known.previous !== undefined) checkChange(compiler, known.previous, byName)

  const problems = [...compiler.problems, ...sharedCompiler.problems]
  if (problems.length > 0 || id === undefined || title === undefined) return { examples, problems }
  const form: Form = {
    id: id.text,
    title,
    language,
    languages: [language, ...translations.keys()],
    survey,
    lists,
    ...(date === undefined ? {} : { date }),
    ...(unit === undefined ? {} : { unit }),
    ...(instanceName === undefined ? {} : { instance_name: instanceName }),
    registers: registerRules.rules,
    indicators,
    order: graph.order,
    dependents: graph.dependents,
  }
  return { form, examples, problems }
}

const emptyTable = (file: string): Table => ({ is: 'table', entries: new Map(), file, line: 1, column: 1 })

function mergedRegisters(known: Known, rules: Form['registers']): Record<string, Record<string, 'text' | 'number'>> {
  // No prototype: `toString` is no register and no column.
  const merged = Object.create(null) as Record<string, Record<string, 'text' | 'number'>>
  for (const [register, columns] of Object.entries(known.registers)) merged[register] = Object.assign(Object.create(null) as Record<string, 'text' | 'number'>, columns)
  for (const { register, columns } of rules) {
    const all = (merged[register] ??= Object.create(null) as Record<string, 'text' | 'number'>)
    for (const [column, { holds }] of Object.entries(columns)) all[column] = holds
  }
  return merged
}

function usedLists(compiler: Compiler, shared: Compiler, table: Table, placed: readonly Placed[], tables: readonly Table[]): Record<string, readonly Choice[]> {
  const sources = gatherLists(compiler, table, tables)
  const lists = Object.create(null) as Record<string, readonly Choice[]>
  const many = new Set(placed.filter(({ question }) => question.kind === 'select_multiple').map(({ question }) => question.list))
  const own = [...sources].filter(([, source]) => !source.shared).map(([name]) => name)
  const asked = placed.flatMap(({ question }) => (question.list === undefined ? [] : [question.list]))
  const looked = placed.flatMap(({ logic }) => logic.flatMap(({ tree }) => references(tree).lists))
  for (const name of new Set([...own, ...asked, ...looked])) {
    const source = sources.get(name)
    if (source !== undefined) lists[name] = compileList(compiler, name, source, many.has(name), shared)
  }
  for (const { question, table: at } of placed) {
    if (question.list === undefined || question.list === '' || sources.has(question.list)) continue
    compiler.tell('list_unknown', at.entries.get('type')?.value ?? at, question.name, { list: question.list, ...compiler.hint(question.list, sources.keys()) })
  }
  return lists
}

function checkQuestion(compiler: Compiler, names: Names, { question, table, repeat, logic }: Placed): void {
  const type = table.entries.get('type')?.value ?? table
  if (question.level !== undefined && !names.levels.includes(question.level)) compiler.tell('type_unknown', type, question.name, { type: `unit ${question.level}`, ...suggest(compiler, 'unit ', question.level, names.levels) })
  if (question.register !== undefined && question.register !== '' && names.registers[question.register] === undefined) {
    compiler.tell('register_unknown', type, question.name, { register: question.register, ...compiler.hint(question.register, Object.keys(names.registers)) })
  }
  const isAsked = kinds[question.kind].isAsked
  for (const { key, tree, scalar } of logic) {
    const columns = key === 'choice_filter' ? ['name', 'label', ...new Set((names.lists[question.list ?? ''] ?? []).flatMap((choice) => Object.keys(choice.columns ?? {})))] : undefined
    const self = (key === 'constraint' || key === 'check' || key === 'calculation' || key === 'default' || key === 'required') && (isAsked || question.kind === 'calculate')
    checkReferences(compiler, names, tree, scalar, question.name, { self, repeat: repeat !== undefined, ...(columns === undefined ? {} : { columns }) })
  }
}

function suggest(compiler: Compiler, prefix: string, wrong: string, words: readonly string[]): { suggestion?: string } {
  const { suggestion } = compiler.hint(wrong, words)
  return suggestion === undefined ? {} : { suggestion: prefix + suggestion }
}

const translatable = ['label', 'hint', 'required_message', 'constraint_message', 'check', 'purpose']

// A translation of nothing is a misspelt name: the reader would see the other language, and nobody would know why.
function unusedTranslations(compiler: Compiler, root: Table, language: string, byName: ReadonlyMap<string, Placed>): void {
  for (const [key, { key: spot, value }] of root.entries) {
    if (!['title', 'survey', 'choices', 'indicators'].includes(key)) {
      compiler.tell('translation_unknown', spot, key, { name: key, language, ...compiler.hint(key, ['title', 'survey', 'choices', 'indicators']) })
      continue
    }
    if (value.is !== 'table') continue
    for (const [name, inner] of value.entries) {
      if (!compiler.used.has(inner.value)) {
        compiler.tell('translation_unknown', inner.key, name, { name, language, ...compiler.hint(name, key === 'survey' ? byName.keys() : []) })
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

// A shared list's translations are for all forms: only what no shared list has is unknown.
function unusedOfLists(compiler: Compiler, root: Table, language: string, shared: readonly Table[]): void {
  const lists = new Map(shared.flatMap((table) => [...table.entries].map(([name, { value }]) => [name, value] as const)))
  for (const [name, { key, value }] of root.entries) {
    const list = lists.get(name)
    if (list === undefined) compiler.tell('translation_unknown', key, name, { name, language, ...compiler.hint(name, lists.keys()) })
    if (list?.is !== 'list' || value.is !== 'table') continue
    const choices = new Set(list.items.flatMap((item) => (item.is === 'table' && item.entries.get('name')?.value.is === 'text' ? [(item.entries.get('name')?.value as Scalar).text] : [])))
    for (const [choice, { key: spot }] of value.entries) {
      if (!choices.has(choice)) compiler.tell('translation_unknown', spot, name, { name: choice, language, ...compiler.hint(choice, choices) })
    }
  }
}

// Answers already kept must stay what they are: a question may go or come, but not hold something else under the same name.
function checkChange(compiler: Compiler, previous: Form, byName: ReadonlyMap<string, Placed>): void {
  const visit = (questions: readonly Question[], repeat: string | undefined): void => {
    for (const before of questions) {
      const now = byName.get(before.name)
      const [was, is] = [kinds[before.kind].holds, now === undefined ? undefined : kinds[now.question.kind].holds]
      if (now !== undefined && was !== 'nothing' && (was !== is || now.repeat !== repeat)) {
        const said = (kind: string, inside: string | undefined): string => (now.repeat === repeat || inside === undefined ? kind : `${kind} (${inside})`)
        compiler.tell('change_type', now.table.entries.get('type')?.value ?? now.spot, before.name, { was: said(before.kind, repeat), is: said(now.question.kind, now.repeat) })
      }
      visit(before.questions ?? [], before.kind === 'repeat' ? before.name : repeat)
    }
  }
  visit(previous.survey, undefined)
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

// What the figures of a version that is to be published would tell of persons, looked at beside all that was ever published: one source cannot know it. Whose own words would
// stand there as groups is nobody's figure; what looks at personal answers anew is for somebody who may see those. Who that is, is the server's.
import type { Tree } from '../expression/tree.ts'
import { references } from '../expression/references.ts'
import { renamed } from '../expression/rename.ts'
import { isSameCount } from '../form/counting.ts'
import type { Form, Indicator, Question } from '../form/form.ts'
import { isAmountPersonal } from '../form/personal.ts'
import type { PersonalColumns } from '../form/personal.ts'
import type { Problem } from '../form/problem.ts'
import { rowsOf } from '../form/rows.ts'
import { readYaml } from '../form/source.ts'
import type { Files, Table, Value } from '../form/source.ts'
import { looksAt } from './looks.ts'

/** What is personal: names of this form's questions by any of its versions, and the columns of every register. */
export interface Personal {
  readonly names: ReadonlySet<string>
  readonly columns: PersonalColumns
}

/** Where it stands: an indicator, or what the form says of its records' day and place; and under which key. */
export interface Telling {
  readonly of: string
  readonly key: string
  /** The question or column that it tells. */
  readonly name: string
}

/**
 * Groups that would show what somebody answered: also by what an earlier version marks, and by what is worked out from it. Choices, what comes to one of some fixed words, and what a register says of
 * an entry that is nobody's own, are kinds of people.
 */
export function ownWords(form: Form, { names, columns }: Personal): readonly Telling[] {
  const questions = new Map(everyOne(form.survey).map((one) => [one.name, one]))
  const isFixed = (tree: Tree): boolean => {
    if (typeof tree !== 'object') return true
    if (tree[0] === '$') {
      const question = questions.get(tree[1])
      return tree[2] === undefined ? isKind(question) : question?.register !== undefined && columns.get(question.register)?.has(tree[2]) !== true
    }
    if (tree[0] === '()') return tree[1] === 'true' || tree[1] === 'false' || (tree[1] === 'if' ? tree.slice(3) : tree[1] === 'coalesce' ? tree.slice(2) : [undefined]).every((part) => part !== undefined && isFixed(part as Tree))
    return ['or', 'and', '=', '!=', '<', '<=', '>', '>='].includes(tree[0])
  }
  const isKind = (question: Question | undefined): boolean => question !== undefined && ((question.list !== undefined && rowsOf(question.list) === undefined) || (question.calculation !== undefined && question.calculation !== '' && isFixed(question.calculation)))
  return form.indicators.flatMap(({ name: of, register, by = [] }) => {
    const tells = (name: string): boolean => (register === undefined ? names.has(name) && !isKind(questions.get(name)) : name !== register && columns.get(register)?.has(name) === true)
    return by.flatMap((group) => group.split('*')).filter(tells).map((name) => ({ of, key: 'by', name }))
  })
}

/** Figures that rest on personal answers, the middle and the extremes of them too, and counted so in no version before; and a day or place of records that does. */
export function looksAnew(form: Form, earlier: readonly Form[], { names, columns }: Personal): readonly Telling[] {
  const now = (name: string): string => (Object.prototype.hasOwnProperty.call(form.migrate?.renamed ?? {}, name) ? (form.migrate?.renamed?.[name] ?? name) : name)
  const dated = (['date', 'unit'] as const).flatMap((key) => {
    const tree = form[key]
    const name = tree === undefined ? undefined : references(tree).names.find((one) => names.has(one.name))?.name
    const was = earlier.some((one) => one[key] !== undefined && JSON.stringify(renamed(one[key], { question: now })) === JSON.stringify(tree))
    return name === undefined || was ? [] : [{ of: key, key, name }]
  })
  const figures = form.indicators.flatMap((indicator) => {
    const { name: of, register, by = [], median, min, max } = indicator
    const own = columns.get(register ?? '') ?? new Set()
    const isTheirs = register === undefined ? isAmountPersonal(form, indicator, by, names, columns) : looksAt(indicator, own) || [median, min, max].some((column) => column !== undefined && own.has(column))
    if (!isTheirs || earlier.some((one) => isSame(one, form, of))) return []
    return [{ of, key: ['where', 'sum', 'average', 'median', 'min', 'max', 'about', 'date', 'by'].find((key) => key in indicator) ?? 'name', name: of }]
  })
  return [...dated, ...figures]
}

/** As problems of the source, each where it stands. */
export function tellingProblems(found: readonly Telling[], files: Files, code: 'indicator_public_personal' | 'indicator_anew'): readonly Problem[] {
  const file = 'form.yaml'
  const root = found.length === 0 ? undefined : readYaml(file, files[file] ?? '').value
  return found.map(({ of, key, name }): Problem => {
    const table = root?.is !== 'table' ? undefined : key === of ? root : items(root, 'indicators').find((one) => textOf(one, 'name') === of)
    const { line = 1, column = 1 } = table?.entries.get(key)?.value ?? table ?? {}
    return { code, at: of, file, line, column, facts: { indicator: of, name } }
  })
}

// What is read each time and not kept (median …) is the same where it says the same.
function isSame(before: Form, after: Form, name: string): boolean {
  const [was, is] = [before, after].map((form) => form.indicators.find((one) => one.name === name))
  if (was === undefined || is === undefined || !isSameCount(before, after, name)) return false
  const said = ({ where, median, min, max, date, by }: Indicator): string => JSON.stringify([where, median, min, max, date, by])
  return is.register === undefined || said(was) === said(is)
}

const everyOne = (questions: readonly Question[]): readonly Question[] => questions.flatMap((question) => [question, ...everyOne(question.questions ?? [])])

function items(table: Table, key: string): readonly Table[] {
  const value = table.entries.get(key)?.value
  return value?.is === 'list' ? value.items.filter((one): one is Table => one.is === 'table') : []
}

function textOf(table: Table, key: string): string | undefined {
  const value: Value | undefined = table.entries.get(key)?.value
  return value?.is === 'text' ? value.text : undefined
}

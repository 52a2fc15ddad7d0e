// Records of an earlier version counted by the latest version's indicators. What was answered, and what was worked out from it, stays what it was when it
// was sealed; only what is looked at is new. So a changed `relevant`, `constraint` or `calculation` changes no figure of a record that is there already.
import { references } from '../expression/references.ts'
import { renamed } from '../expression/rename.ts'
import type { Tree } from '../expression/tree.ts'
import type { Answer, Answers, Form, Indicator, Question } from './form.ts'

/** Answers of an earlier version under the names of this one. Unlike in a draft nothing is left out: a choice that is gone goes on counting under its own name. */
export function carried(form: Form, answers: Answers): Answers {
  const { renamed: names, choices } = form.migrate ?? {}
  const lists = listsOf(form)
  const choose = (question: string, choice: string): string => {
    const offered = form.lists[lists.get(question) ?? ''] ?? []
    return offered.some(({ name }) => name === choice) ? choice : (own(own(choices, question), choice) ?? choice)
  }
  const carry = (given: Answers): Answers => {
    const all: Record<string, Answer> = {}
    for (const [name, answer] of Object.entries(given)) {
      const now = own(names, name) ?? name
      // Where both the old and the new name came, the new one is what was meant last.
      if (now !== name && Object.prototype.hasOwnProperty.call(given, now)) continue
      if (typeof answer === 'string') all[now] = choose(now, answer)
      else if (!Array.isArray(answer)) all[now] = answer
      else all[now] = (answer as readonly (string | Answers)[]).map((one) => (typeof one === 'string' ? choose(now, one) : carry(one))) as readonly string[] | readonly Answers[]
    }
    return all
  }
  return carry(answers)
}

const counting = new WeakMap<Form, WeakMap<Form, Form>>()

/**
 * The latest form as records of an earlier version are counted in it: what that version asked or worked out already stands as it was sealed,
 * shown or not; what it did not have is worked out as the latest says. To be opened with `carried` answers.
 */
export function countingForm(latest: Form, version: Form): Form {
  const known = counting.get(latest)?.get(version)
  if (known !== undefined) return known
  const names = new Set([...questionsOf(version.survey)].map(({ name }) => own(latest.migrate?.renamed, name) ?? name))
  const made: Form = { ...latest, survey: latest.survey.map((question) => settled(question, names)[0]) }
  const of = counting.get(latest) ?? new WeakMap<Form, Form>()
  of.set(version, made)
  counting.set(latest, of)
  return made
}

// Gives the question as it is counted, and whether it or something in it was there already.
function settled(question: Question, names: ReadonlySet<string>): readonly [Question, boolean] {
  const inner = (question.questions ?? []).map((one) => settled(one, names))
  const wasThere = names.has(question.name) || inner.some(([, was]) => was)
  const { relevant, calculation, trigger, repeat_count, ...sealed } = question
  const kept = wasThere ? sealed : question
  return [question.questions === undefined ? kept : { ...kept, questions: inner.map(([one]) => one) }, wasThere]
}

/** What records must be counted anew for: indicators over submissions that are new, gone, or count something else, by name; registers whose indicators are. */
export function touched(before: Form, after: Form): { readonly indicators: readonly string[]; readonly registers: readonly string[] } {
  const names = new Set([...before.indicators, ...after.indicators].map(({ name }) => name))
  const indicators: string[] = []
  const registers = new Set<string>()
  for (const name of names) {
    if (isSameCount(before, after, name)) continue
    const both = [before, after].flatMap((form) => form.indicators.find((one) => one.name === name) ?? [])
    if (both.some(({ register }) => register === undefined)) indicators.push(name)
    for (const { register } of both) if (register !== undefined) registers.add(register)
  }
  return { indicators, registers: [...registers] }
}

/**
 * Whether an indicator of this name adds the same for every record in both versions. False where it might not: what its expressions look at is
 * followed through calculations, conditions and lists.
 */
export function isSameCount(before: Form, after: Form, name: string): boolean {
  const [was, is] = [before, after].map((form) => form.indicators.find((one) => one.name === name))
  if (was === undefined || is === undefined) return was === is
  if (!isKept(was) && !isKept(is)) return true // nothing of it is kept: it is worked out each time
  const now = (one: string): string => own(after.migrate?.renamed, one) ?? one
  return JSON.stringify(countedBy(before, was, now)) === JSON.stringify(countedBy(after, is, same)) && !mapsAnew(before, after, is)
}

const same = (name: string): string => name

/** Whether sums of its own are kept: shares and differences are derived from others', median, min and max are read. */
function isKept({ count, sum, average, distinct }: Indicator): boolean {
  return count !== undefined || sum !== undefined || average !== undefined || distinct !== undefined
}

// All that decides what an indicator adds, with names as they are now: its own keys, and what the questions it looks at are worked out from.
function countedBy(form: Form, indicator: Indicator, now: (name: string) => string): unknown {
  const { each, register, where, count, sum, average, distinct, about, date, period, by = [] } = indicator
  const seen = (tree: Tree | undefined): Tree | undefined => (tree === undefined ? undefined : renamed(tree, { question: register === undefined ? now : same }))
  const own = [each === undefined ? undefined : now(each), register, seen(where), count, seen(sum), seen(average), distinct, seen(about), seen(date), period, by.map((group) => (register === undefined ? inGroup(group, now) : group))]
  if (register !== undefined) return own
  const questions = new Map([...questionsOf(form.survey)].map((one) => [one.name, one]))
  const reached: Record<string, unknown> = {}
  const waiting = [...namesIn([where, sum, average, about, date]), ...by.flatMap((group) => group.split('*')), ...(each === undefined ? [] : [each])]
  const lists = new Set(listsIn([where, sum, average, about, date]))
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const question = questions.get(name)
    if (question === undefined || reached[now(name)] !== undefined) continue
    const { kind, calculation, trigger, relevant, repeat_count, list, questions: inner } = question
    // What was only asked has its answer or none: when it is shown decides for those to come. What is worked out may be so for older records too.
    const trees = calculation === undefined && inner === undefined ? [] : [calculation, relevant, repeat_count]
    reached[now(name)] = [kind === 'select_multiple', trees.map(seen), trigger === undefined]
    waiting.push(...namesIn(trees), ...(trees.length === 0 ? [] : around(form.survey, name)))
    for (const one of listsIn(trees)) lists.add(one)
    if (list !== undefined && asksNames([...trees, where, sum, average, about, date])) lists.add(list)
  }
  const rows = [...lists].sort().map((list) => [list, form.lists[list]])
  return [own, Object.entries(reached).sort(([one], [other]) => (one < other ? -1 : 1)), rows]
}

/**
 * Whether what an indicator over submissions adds may rest on an answer to one of these questions of a form: looked at, worked out from, or deciding what is asked.
 */
export function restsOn({ survey, date, unit }: Form, { each, where, sum, average, about, date: dated, by = [] }: Indicator, names: ReadonlySet<string>): boolean {
  const questions = new Map([...questionsOf(survey)].map((one) => [one.name, one]))
  const seen = new Set<string>()
  const waiting = [...namesIn([where, sum, average, about, dated, date, unit]), ...by.flatMap((group) => group.split('*')), ...(each === undefined ? [] : [each])]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (names.has(name)) return true
    const question = questions.get(name)
    if (question === undefined || seen.has(name)) continue
    seen.add(name)
    const { calculation, default: begins, trigger, relevant, repeat_count } = question
    waiting.push(...namesIn([calculation, begins, relevant, repeat_count]), ...(trigger ?? []), ...around(survey, name))
  }
  return false
}

// A choice that has another name now moves the sums of its group, and what is compared with it.
function mapsAnew(before: Form, after: Form, { each, register, where, sum, average, about, date, by = [] }: Indicator): boolean {
  if (register !== undefined) return false
  const [was, is] = [before.migrate?.choices, after.migrate?.choices]
  const seen = new Set([...namesIn([where, sum, average, about, date]), ...by.flatMap((group) => group.split('*')), ...(each === undefined ? [] : [each])])
  const old = new Map(Object.entries(after.migrate?.renamed ?? {}).map(([one, now]) => [now, one]))
  return [...Object.keys(is ?? {}), ...Object.keys(was ?? {})].some((question) => {
    if (!seen.has(question)) return false
    return JSON.stringify(own(is, question)) !== JSON.stringify(own(was, question) ?? own(was, old.get(question) ?? ''))
  })
}

const inGroup = (group: string, now: (name: string) => string): string => group.split('*').map(now).join('*')
const namesIn = (trees: readonly (Tree | undefined)[]): string[] => trees.flatMap((tree) => (tree === undefined ? [] : references(tree).names.map(({ name }) => name)))
const listsIn = (trees: readonly (Tree | undefined)[]): string[] => trees.flatMap((tree) => (tree === undefined ? [] : references(tree).lists))
const asksNames = (trees: readonly (Tree | undefined)[]): boolean => trees.some((tree) => tree !== undefined && references(tree).calls.includes('jr:choice-name'))

// The groups and repeats that a question stands in: they decide too whether it was asked.
function around(survey: readonly Question[], name: string): readonly string[] {
  for (const { name: outer, questions = [] } of survey) {
    if (questions.some((one) => one.name === name)) return [outer]
    const found = around(questions, name)
    if (found.length > 0) return found
  }
  return []
}

function* questionsOf(survey: readonly Question[]): Generator<Question> {
  for (const question of survey) {
    yield question
    yield* questionsOf(question.questions ?? [])
  }
}

const listed = new WeakMap<Form, ReadonlyMap<string, string>>()

function listsOf(form: Form): ReadonlyMap<string, string> {
  const known = listed.get(form)
  if (known !== undefined) return known
  const made = new Map([...questionsOf(form.survey)].flatMap(({ name, list }) => (list === undefined ? [] : [[name, list] as const])))
  listed.set(form, made)
  return made
}

function own<T>(of: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return of !== undefined && Object.prototype.hasOwnProperty.call(of, name) ? of[name] : undefined
}

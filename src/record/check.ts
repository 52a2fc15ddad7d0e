// Sealed answers, checked in their own context by the very code that ran while they were given. Nothing is believed of them.
// What fails only because the phone could not know today's lists is a flag for the reviewer, never against the sender.
import { references } from '../expression/references.ts'
import { differences, hidden } from '../form/arrived.ts'
import { open } from '../form/filling.ts'
import type { Filling } from '../form/filling.ts'
import type { Answers, Form } from '../form/form.ts'
import { expressionsOf, planOf } from '../form/plan.ts'
import type { Problem } from '../form/problem.ts'
import type { World } from '../form/world.ts'
import type { Context, Flag, Submission } from './submission.ts'

export interface Checked {
  readonly filling: Filling
  readonly problems: readonly Problem[]
  readonly flags: readonly Flag[]
}

/** Checks answers under a form and the world of their context. `units_revision` is the unit list's number here, to be compared with the context's. */
export function check(form: Form, world: World, submission: Pick<Submission, 'answers' | 'context' | 'reasons'>, units_revision: number): Checked {
  const { answers, context, reasons } = submission
  const filling = open(form, world, answers)
  const stale = staleEntries(form, filling, world, context)
  const isOldList = context.units_revision !== undefined && context.units_revision !== units_revision
  const flags: Flag[] = stale.map(({ at, entry, knew, is }) => ({ code: 'stale_entry', at, facts: { entry, knew, is } }))
  const excused = excusedBy(form, stale, isOldList)
  const problems: Problem[] = []
  const judge = (problem: Problem): void => {
    const at = problem.at ?? ''
    const code = problem.code === 'unknown_question' ? undefined : excused.get(nameOf(at))
    if (code === undefined) problems.push(problem)
    else flags.push({ code, at, facts: { problem: problem.code } })
  }
  if (isOldList) flags.push({ code: 'stale_units', facts: { knew: context.units_revision ?? 0, is: units_revision } })
  filling.problems().forEach(judge)
  for (const at of hidden(filling)) judge({ code: 'not_relevant', at })
  for (const { at, expected, received } of differences(filling)) {
    flags.push({ code: 'calculated_differs', at, facts: { expected: expected.slice(0, 200), received: received.slice(0, 200) } })
  }
  for (const { at } of filling.fired()) flags.push({ code: 'check', at, facts: { reason: (own(reasons, at) ?? '').trim().slice(0, 500) } })
  for (const [at, text] of textsOf(answers)) if (mojibake.test(text)) flags.push({ code: 'mojibake', at })
  return { filling, problems, flags }
}

// UTF-8 read as Latin-1 or Windows-1252: 'Ä‘', 'á»‡', 'Æ°', 'Ã¡'. A Vietnamese Ã is followed by a letter or a space, never by these.
const mojibake = /Ã[\u0080-\u009f\u00a1-\u00bf]|Ä[\u0090\u0091\u2018]|Æ[\u00a0\u00b0\u00a1]|á[ºø»][\u0080-\u00bf\u0152-\u2122]/

interface Stale {
  readonly at: string
  readonly entry: string
  readonly knew: number
  readonly is: number
}

// Entry questions whose entry the phone knew in another state than we do (or that has not reached us yet: `is` 0).
function staleEntries(form: Form, filling: Filling, world: World, { entries }: Context): Stale[] {
  const found: Stale[] = []
  if (entries === undefined) return found
  for (const { question, repeat } of planOf(form).steps) {
    if (question.kind !== 'entry') continue
    const keys = repeat === undefined ? [question.name] : filling.rows(repeat).map((row) => `${row}.${question.name}`)
    for (const at of keys) {
      const id = filling.get(at)
      if (typeof id !== 'string' || !Object.prototype.hasOwnProperty.call(entries, id)) continue
      const knew = entries[id] as number
      const is = world.entry(question.register ?? '', id)?.revision ?? 0
      if (knew !== is) found.push({ at, entry: id, knew, is })
    }
  }
  return found
}

// Questions whose judgement rests on what the phone knew differently, and the flag that a failure of theirs becomes.
function excusedBy(form: Form, stale: readonly Stale[], isOldList: boolean): ReadonlyMap<string, 'stale_entry' | 'stale_units'> {
  const excused = new Map<string, 'stale_entry' | 'stale_units'>()
  const add = (name: string, code: 'stale_entry' | 'stale_units'): void => {
    if (!excused.has(name)) for (const reached of reach(form, name)) excused.set(reached, code)
  }
  for (const { at } of stale) add(nameOf(at), 'stale_entry')
  const looking = lookingThrough(form)
  for (const { question } of planOf(form).steps) {
    if (isOldList && question.kind === 'unit') add(question.name, 'stale_units')
    if (looking.has(question.name)) add(question.name, isOldList ? 'stale_units' : 'stale_entry')
  }
  return excused
}

const looked = new WeakMap<Form, ReadonlySet<string>>()

// Questions with an instance('households'): the whole register, which no context lists. The phone's copy is hardly ever ours. Worked out once for each form.
function lookingThrough(form: Form): ReadonlySet<string> {
  const had = looked.get(form)
  if (had !== undefined) return had
  const isForeign = (list: string): boolean => form.lists[list] === undefined
  const found = new Set(planOf(form).steps.flatMap(({ question }) => (expressionsOf(question).some((tree) => references(tree).lists.some(isForeign)) ? [question.name] : [])))
  looked.set(form, found)
  return found
}

function reach(form: Form, name: string): ReadonlySet<string> {
  const seen = new Set<string>([name])
  const waiting = [name]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const dependent of form.dependents[next] ?? []) {
      if (seen.has(dependent)) continue
      seen.add(dependent)
      waiting.push(dependent)
    }
  }
  return seen
}

const nameOf = (key: string): string => key.replace(/^.*\]\./, '')

function own(reasons: Readonly<Record<string, string>> | undefined, at: string): string | undefined {
  return reasons !== undefined && Object.prototype.hasOwnProperty.call(reasons, at) ? reasons[at] : undefined
}

function textsOf(answers: Answers): [at: string, text: string][] {
  return Object.entries(answers).flatMap(([name, answer]): [string, string][] => {
    if (typeof answer === 'string') return [[name, answer]]
    if (!Array.isArray(answer)) return []
    return (answer as readonly (string | Answers)[]).flatMap((row, i) =>
      typeof row !== 'object' || row === null ? [] : textsOf(row).map(([inner, text]): [string, string] => [`${name}[${i + 1}].${inner}`, text]),
    )
  })
}

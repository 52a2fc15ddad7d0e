// What records tell of a person, taken out for good: answers, labels, what they gave to entries, texts that may repeat it. The record itself stays, with where
// and when it counts and all that it adds. Decides, like receive.ts, and touches nothing.
import { holds } from '../form/states.ts'
import { kinds } from '../form/kinds/index.ts'
import type { Answer, Answers, Form } from '../form/form.ts'
import { planOf } from '../form/plan.ts'
import type { PersonalColumns } from '../form/personal.ts'
import type { Problem } from '../form/problem.ts'
import type { Decision, KnownState } from './decision.ts'
import { receiptOf } from './receipt.ts'
import { maySee } from './receive.ts'
import type { Asked } from './receive.ts'
import type { Flag, State, Submission } from './submission.ts'
import { withoutColumns } from './withheld.ts'
import { Working, views } from './working.ts'

/** On what ground (law 91/2025/QH15, article 14): asked for, consent withdrawn, its purpose reached, the time to keep it over, collected against the rules. */
export const grounds = ['request', 'consent', 'purpose', 'term', 'unlawful'] as const
export type Ground = (typeof grounds)[number]

/** What of a form's records is personal, over all its versions. */
export interface Secrets {
  readonly names: ReadonlySet<string>
  /** Whether the record's one-line name is, by the version it was filled under. */
  isLabel(version: number): boolean
  readonly columns: PersonalColumns
}

export interface Erasing extends Pick<Asked, 'actor' | 'now' | 'isUnder' | 'indicators'> {
  secrets(form: string): Secrets
  readonly ground: Ground
}

export interface EraseOutcome {
  readonly id: string
  /** Not there, or not the actor's to see. */
  readonly fault?: 'not_found'
  /** had_it: it was erased before. */
  readonly status: 'erased' | 'had_it'
  readonly seq: number
  readonly receipt: string
}

/** Decides on all of them together. Whether somebody may erase at all is the server's to ask. */
export function erase(ids: readonly string[], known: KnownState, asked: Erasing): { readonly outcomes: readonly EraseOutcome[]; readonly decision: Decision } {
  const working = new Working(known, asked.indicators)
  const outcomes = [...new Set(ids)].map((id) => eraseOne(id, working, asked))
  return { outcomes, decision: { outcomes: [], writes: working.writes() } }
}

function eraseOne(id: string, working: Working, { actor, now, isUnder, secrets, ground }: Erasing): EraseOutcome {
  const head = working.head(id)
  if (head === undefined || !maySee(actor, head, isUnder)) return { id, fault: 'not_found', status: 'erased', seq: 0, receipt: '' }
  const told = { id, seq: head.seq, receipt: receiptOf(head.seq) }
  if (head.erased === true) return { ...told, status: 'had_it' }
  const { isLabel, columns } = secrets(head.form)
  for (const [register, entry] of head.touches) {
    const taken = columns.get(register) ?? new Set<string>()
    const said = working.said(register, entry, id)
    const gave = views.flatMap((view) => (said[view] === null ? [] : [...Object.keys(said[view].columns), ...(said[view].label === '' ? [] : ['label'])])).filter((name) => taken.has(name))
    if (gave.length === 0) continue
    const [received, approved] = [said.received, said.approved].map((change) => (change === null ? null : withoutColumns(change, taken)))
    working.erase(register, entry, gave)
    working.say(register, entry, { submission: id, received: received ?? null, approved: approved ?? null })
  }
  // What was set aside says the same of the person and can never be taken again.
  for (const { revision, state } of working.revisions(id)) if (state === 'conflict') working.restate(id, revision, 'rejected')
  working.put({ ...head, label: isLabel(head.version) ? '' : head.label, flags: head.flags.map((flag) => withoutFacts(flag, head.state !== 'refused', () => true)), conflicts: 0, erased: true })
  working.note({ at: now, actor: actor.person, action: 'erased', subject: id, detail: `${ground}, ${working.revisions(id).length} revisions` })
  return { ...told, status: 'erased' }
}

export interface Emptied {
  readonly submission: Omit<Submission, 'sha256'>
  readonly problems: readonly Problem[]
  readonly flags: readonly Flag[]
}

/** Whether a revision was never found good: then anything may stand in any of its answers, and none of them is kept. Which stands was good, whatever was decided on it. */
export const isUnchecked = (state: State, revision: number, standing: number): boolean => state === 'refused' || state === 'conflict' || (state === 'rejected' && revision !== standing)

/**
 * A revision without what it says of a person: of the answers those stay that the form asks for, that are no personal ones and that have the shape of their kind; no
 * reason, no file but those that are still answered with (`isFileOf`). `form` undefined: nothing tells what in it is personal, and no answer stays.
 */
export function emptied(
  { submission, problems, flags }: Emptied, form: Form | undefined, names: ReadonlySet<string>, isFileOf: (form: Form, answers: Answers, name: string) => boolean,
): Emptied {
  const { answers, context: { last, ...context }, reasons: _, media, ...rest } = submission
  const erased = new Set(submission.erased ?? [])
  const left = form === undefined ? {} : leftOf(form, answers, undefined, names, erased)
  if (form === undefined) erased.add('*')
  const seen = last === undefined ? undefined : Object.fromEntries(Object.entries(last).filter(([name]) => form !== undefined && planOf(form).byName.has(name) && !names.has(name)))
  const files = form === undefined ? [] : media?.filter(({ name }) => isFileOf(form, left, name))
  const isKnown = (at: string): boolean => form !== undefined && at.replace(/\[\d+\]/g, '').split('.').every((name) => planOf(form).byName.has(name))
  return {
    submission: { ...rest, answers: left, context: { ...context, ...(seen === undefined ? {} : { last: seen }) }, ...(files === undefined ? {} : { media: files }), erased: [...erased].sort() },
    problems: problems.map(({ code, at }) => ({ code, ...(at !== undefined && isKnown(at) ? { at } : {}) })),
    flags: flags.map((flag) => withoutFacts(flag, form !== undefined, isKnown)),
  }
}

function leftOf(form: Form, from: Answers, repeat: string | undefined, names: ReadonlySet<string>, erased: Set<string>): Answers {
  const left: Record<string, Answer> = {}
  for (const [name, answer] of Object.entries(from)) {
    const step = planOf(form).byName.get(name)
    if (step === undefined) {
      erased.add('*')
      continue
    }
    const { question } = step
    const isRows = question.kind === 'repeat' && Array.isArray(answer) && answer.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))
    const fits = isRows || holds(kinds[question.kind].holds, answer) || (question.kind === 'calculate' && typeof answer === 'number')
    if (names.has(name) || step.repeat !== repeat || !fits) erased.add(name)
    else left[name] = isRows ? (answer as readonly Answers[]).map((row) => leftOf(form, row, name, names, erased)) : answer
  }
  return left
}

// Facts that are numbers of ours, or ids; any other may repeat what was typed.
const plainFacts: ReadonlySet<Flag['code']> = new Set<Flag['code']>(['clock', 'stale_form', 'stale_units', 'stale_entry', 'outside_scope_unit', 'rescued'])

function withoutFacts({ code, at, facts }: Flag, isChecked: boolean, isKnown: (at: string) => boolean): Flag {
  return { code, ...(at !== undefined && isKnown(at) ? { at } : {}), ...(facts !== undefined && isChecked && plainFacts.has(code) ? { facts } : {}) }
}

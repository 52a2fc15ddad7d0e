// Decides what becomes of sealed submissions: kept, had it, conflict or refused; and what is to be written. Touches nothing.
// The other one of the two doors: every answer, from wherever it comes, passes here.
import { references } from '../expression/references.ts'
import type { Clock } from '../expression/tree.ts'
import { asText } from '../expression/values.ts'
import { open } from '../form/filling.ts'
import type { Filling } from '../form/filling.ts'
import type { Answers, Form } from '../form/form.ts'
import { expressionsOf, planOf } from '../form/plan.ts'
import type { Problem } from '../form/problem.ts'
import type { Entry, World } from '../form/world.ts'
import type { Decision, Head, KnownState } from './decision.ts'
import { changesOf } from './register.ts'
import type { EntryData } from './register.ts'
import type { Actor, Context, Flag, Outcome, Submission } from './submission.ts'
import { addsOf } from './tally.ts'
import type { RegisterIndicator } from './tally.ts'
import { Working } from './working.ts'

export interface Incoming {
  readonly submission: Submission
  /** The form in the version under which it was filled. */
  readonly form: Form
  readonly latest: number
  readonly isClosed: boolean
  /** The canonical text that is kept. */
  readonly body: string
  /** The world as of the submission's context, with the entries that are handed in. */
  world(entry: (register: string, id: string) => Entry | undefined): World
  /** Whether the record's unit lies in the sender's scope. */
  isInScope(unit: string): boolean
}

export interface Asked {
  readonly actor: Actor
  /** The server's clock. */
  readonly clock: Clock
  readonly unitsRevision: number
  readonly indicators: ReadonlyMap<string, readonly RegisterIndicator[]>
}

const day_ms = 86_400_000

/** Decides for all of them in order; each sees what those before it did. */
export function decide(incoming: readonly Incoming[], known: KnownState, asked: Asked): Decision {
  const working = new Working(known, asked.indicators)
  const outcomes = incoming.map((one) => decideOne(one, working, asked))
  return { outcomes, writes: working.writes(asked.clock) }
}

function decideOne(incoming: Incoming, working: Working, asked: Asked): Outcome {
  const { submission, body } = incoming
  const { id, sha256: hash } = submission
  const base = submission.base ?? 0
  const head = working.head(id)
  const had = working.revisions(id)
  const twin = had.find((one) => one.hash === hash && (one.base === base || one.state === 'conflict'))
  const outcome = (status: Outcome['status'], revision: number, problems: readonly Problem[] = []): Outcome => ({ id, status, revision, hash, receipt: '', problems })
  if (twin !== undefined) {
    const status = twin.state === 'conflict' ? 'conflict' : twin.state === 'refused' ? 'refused' : 'had_it'
    return outcome(status, twin.revision, twin.problems)
  }
  const revision = had.reduce((most, one) => Math.max(most, one.revision), 0) + 1
  const isForeign = head !== undefined && (head.form !== submission.form || head.author !== asked.actor.person)
  // A correction of something that never arrived is whole by itself: it is kept as the first revision.
  if (head !== undefined && (isForeign || base !== head.revision)) {
    // Both are kept: which of them stands is for the office to say.
    working.revise({ submission: id, revision, state: 'conflict', base, hash, body, problems: [] })
    working.note('conflict', id, `revision ${revision}, base ${base}`)
    return outcome('conflict', revision)
  }
  return keep(incoming, working, asked, revision)
}

function keep(incoming: Incoming, working: Working, asked: Asked, revision: number): Outcome {
  const { submission, form, body } = incoming
  const { id, sha256: hash } = submission
  const head = working.head(id)
  const world = incoming.world((register, entry) => working.entry(register, entry))
  const checked = check(form, world, submission, asked.unitsRevision)
  const { filling, problems } = checked
  const flags = [...flagsOf(incoming, filling, asked), ...checked.flags]
  const isRefused = problems.length > 0
  const unit = filling.place ?? head?.unit ?? asked.actor.unit ?? ''
  const label = form.instance_name === undefined ? '' : asText(filling.value(form.instance_name)).slice(0, 200)
  working.revise({ submission: id, revision, state: isRefused ? 'refused' : 'received', base: submission.base ?? 0, hash, body, problems })
  working.note(isRefused ? 'refused' : revision === 1 ? 'received' : 'corrected', id, `revision ${revision}`)
  const before: Head = head ?? {
    id, seq: 0, form: form.id, version: submission.version, unit, day: filling.day, label, author: asked.actor.person, state: 'refused',
    revision: 0, receivedRevision: 0, approvedRevision: 0, addsReceived: {}, addsApproved: {}, touches: [], flags: [],
  }
  if (isRefused) {
    // Counted nowhere; what counted before goes on counting.
    working.put({ ...before, state: 'refused', revision, flags })
    return { id, status: 'refused', revision, hash, receipt: '', problems }
  }
  const touches = settleEntries(filling, submission.context, before, working)
  working.put({
    ...before,
    version: submission.version,
    unit,
    day: filling.day,
    label,
    state: 'received',
    revision,
    receivedRevision: revision,
    addsReceived: addsOf(filling),
    touches,
    flags,
  })
  return { id, status: 'kept', revision, hash, receipt: '', problems: [] }
}

/** Puts what these answers say of entries in the place of what the submission said of them before, in the received view. */
function settleEntries(filling: Filling, context: Context, head: Head, working: Working): Head['touches'] {
  const now = new Map<string, { register: string; entry: string; data: EntryData }>()
  for (const change of changesOf(filling, head.id)) {
    const key = `${change.register}/${change.entry}`
    const earlier = now.get(key)
    now.set(key, earlier === undefined ? change : { ...change, data: { ...change.data, columns: { ...earlier.data.columns, ...change.data.columns } } })
  }
  const touches = new Map(head.touches.map((touch) => [`${touch[0]}/${touch[1]}`, touch]))
  for (const [key, { register, entry }] of now) touches.set(key, [register, entry])
  for (const [key, [register, entry]] of touches) {
    const before = working.said(register, entry, head.id)
    const data = now.get(key)?.data
    working.change(register, entry, { submission: head.id, day: filling.day, at: context.at, received: data, approved: before?.approved })
  }
  return [...touches.values()]
}

export interface Checked {
  readonly filling: Filling
  readonly problems: readonly Problem[]
  readonly flags: readonly Flag[]
}

/** Checks answers in their own context, by the very code that ran while they were given. Nothing is believed of them. */
export function check(form: Form, world: World, { answers, context, reasons }: Pick<Submission, 'answers' | 'context' | 'reasons'>, unitsRevision: number): Checked {
  const filling = open(form, world, answers)
  const stale = staleEntries(form, filling, world, context)
  const isOldList = context.units_revision !== undefined && context.units_revision !== unitsRevision
  const flags: Flag[] = stale.map(({ at, entry, knew, is }) => ({ code: 'stale_entry', at, facts: { entry, knew, is } }))
  const problems: Problem[] = []
  const excused = new Set(stale.flatMap(({ at }) => [nameOf(at), ...reach(form, nameOf(at))]))
  for (const problem of filling.problems()) {
    // What fails only because the phone knew an older state of the world is for the reviewer, not against the sender.
    if (isOldList && (problem.code === 'not_unit' || problem.code === 'unit_not_valid')) flags.push({ code: 'stale_units', at: problem.at ?? '', facts: problem.facts ?? {} })
    else if (excused.has(nameOf(problem.at ?? '')) && problem.code !== 'unknown_question') flags.push({ code: 'stale_entry', at: problem.at ?? '', facts: { problem: problem.code } })
    else problems.push(problem)
  }
  for (const at of filling.hidden()) {
    if (excused.has(nameOf(at))) flags.push({ code: 'stale_entry', at, facts: { problem: 'not_relevant' } })
    else problems.push({ code: 'not_relevant', at })
  }
  for (const { at, expected, received } of filling.differences()) flags.push({ code: 'calculated_differs', at, facts: { expected, received } })
  for (const { at } of filling.fired()) {
    const reason = own(reasons, at)
    if (reason === undefined || reason.trim() === '') flags.push({ code: 'check', at, facts: { reason: '' } })
    else flags.push({ code: 'check', at, facts: { reason: reason.slice(0, 500) } })
  }
  return { filling, problems, flags }
}

function own(reasons: Readonly<Record<string, string>> | undefined, at: string): string | undefined {
  return reasons !== undefined && Object.prototype.hasOwnProperty.call(reasons, at) ? reasons[at] : undefined
}

const nameOf = (key: string): string => key.replace(/^.*\]\./, '')

interface Stale {
  readonly at: string
  readonly entry: string
  readonly knew: number
  readonly is: number
}

// Entry questions whose entry the phone knew in another state than we do (or that has not reached us yet).
function staleEntries(form: Form, filling: Filling, world: World, context: Context): Stale[] {
  const found: Stale[] = []
  for (const step of planOf(form).steps) {
    const { question } = step
    if (question.kind !== 'entry') continue
    const keys = step.repeat === undefined ? [question.name] : Array.from({ length: filling.count(step.repeat) }, (_, i) => `${step.repeat}[${i + 1}].${question.name}`)
    for (const at of keys) {
      const id = filling.get(at)
      const entries = context.entries
      if (typeof id !== 'string' || entries === undefined || !Object.prototype.hasOwnProperty.call(entries, id)) continue
      const knew = entries[id] as number
      const is = world.entry(question.register ?? '', id)?.revision ?? 0
      if (knew !== is) found.push({ at, entry: id, knew, is })
    }
  }
  return found
}

function reach(form: Form, name: string): Set<string> {
  const seen = new Set<string>()
  const stack = [name]
  while (stack.length > 0) {
    for (const next of form.dependents[stack.pop() as string] ?? []) {
      if (seen.has(next)) continue
      seen.add(next)
      stack.push(next)
    }
  }
  return seen
}

function flagsOf({ submission, latest, isClosed, isInScope }: Incoming, filling: Filling, { clock }: Asked): Flag[] {
  const flags: Flag[] = []
  const minutes = Math.round((submission.context.at - clock.at) / 60_000)
  // A phone may send months later; only a clock that is ahead, or before there were such phones, is wrong for sure.
  if (submission.context.at - clock.at > day_ms || submission.context.at < 1_500_000_000_000) flags.push({ code: 'clock', facts: { minutes } })
  if (submission.version < latest) flags.push({ code: 'stale_form', facts: { version: submission.version, current: latest } })
  if (isClosed) flags.push({ code: 'closed_form' })
  const unit = filling.place
  if (unit !== undefined && !isInScope(unit)) flags.push({ code: 'outside_scope_unit', facts: { unit } })
  for (const [at, text] of textsOf(submission.answers)) if (/Ã[\u00a0-\u00bf]|Ã[ ³¬©¨¢¡]|Æ[°¡]|á[»º]|Ä[‘©]/.test(text)) flags.push({ code: 'mojibake', at })
  return flags
}

function textsOf(answers: Answers): [string, string][] {
  return Object.entries(answers).flatMap(([name, answer]): [string, string][] => {
    if (typeof answer === 'string') return [[name, answer]]
    if (!Array.isArray(answer)) return []
    return (answer as readonly (string | Answers)[]).flatMap((row, i) =>
      typeof row === 'string' ? [] : textsOf(row).map(([inner, text]): [string, string] => [`${name}[${i + 1}].${inner}`, text]),
    )
  })
}

/** Ids of entries that answers name, by register: what must be read before they can be checked. */
export function entriesNamed(form: Form, answers: Answers): [register: string, id: string][] {
  const found: [string, string][] = []
  for (const step of planOf(form).steps) {
    const { question } = step
    if (question.kind !== 'entry') continue
    const rows = step.repeat === undefined ? [answers] : step.repeat in answers && Array.isArray(answers[step.repeat]) ? (answers[step.repeat] as readonly Answers[]) : []
    for (const row of rows) {
      const id = typeof row === 'object' && row !== null && Object.prototype.hasOwnProperty.call(row, question.name) ? row[question.name] : undefined
      if (typeof id === 'string' && id.length <= 120) found.push([question.register ?? '', id])
    }
  }
  return found
}

/** Registers whose whole list a form's expressions look through (instance, pulldata). */
export function registersScanned(form: Form): string[] {
  const lists = planOf(form).steps.flatMap(({ question }) => expressionsOf(question).flatMap((tree) => references(tree).lists))
  return [...new Set(lists)].filter((list) => form.lists[list] === undefined)
}

// Decides what becomes of sealed submissions: kept, had it, conflict or refused; and what is to be written. Touches nothing.
// The other one of the two doors: every answer, from wherever it comes, passes here.
import { asText } from '../expression/values.ts'
import type { Filling } from '../form/filling.ts'
import type { Form } from '../form/form.ts'
import type { Problem } from '../form/problem.ts'
import type { Entry, World } from '../form/world.ts'
import { check } from './check.ts'
import type { Decision, Head, KnownState, Reviewed, Touch } from './decision.ts'
import { byRule, isHeld } from './hold.ts'
import { labelOf } from './label.ts'
import { countsSomewhere, unlessLocked } from './period.ts'
import type { Lock, Locked } from './period.ts'
import { receiptOf } from './receipt.ts'
import { mayUse } from './may.ts'
import { changes } from './register.ts'
import { settled } from './settled.ts'
import type { Actor, Flag, FlagCode, Outcome, State, Status, Submission } from './submission.ts'
import { adds, placeOf } from './tally.ts'
import type { RegisterIndicator } from './tally.ts'
import { addsUnder } from './under.ts'
import { Working } from './working.ts'

/** One sealed submission whose shape and hash have been checked. */
export interface Incoming {
  readonly submission: Submission
  /** The form in the version under which it was filled. */
  readonly form: Form
  /** The latest version of it, where that is another: by its indicators every record counts. */
  readonly latest?: Form | undefined
  /** The canonical text that is kept: canonical.ts `unsigned`. */
  readonly body: string
  /** The world of the submission's context, with the entries that are handed in: what earlier ones of the same array made is among them. */
  world(entry: (register: string, id: string) => Entry | undefined): World
  /** Who sealed it, where another hands it in; and the flag that says so. */
  readonly actor?: Actor | undefined
  readonly rescued?: Flag | undefined
  /** Where it was set aside as it came and is looked at now: the flags that were kept with it. */
  readonly came?: readonly Flag[] | undefined
  /** Its number in the form's lot (hold.ts), where the form draws one. */
  readonly lot?: number | undefined
}

export interface Asked {
  readonly actor: Actor
  /** The server's clock, milliseconds since 1970 UTC. */
  readonly now: number
  /** Over registers, from the latest version of every form (tally.ts `registerIndicators`). */
  readonly indicators: ReadonlyMap<string, readonly RegisterIndicator[]>
  /** Whether a unit lies under another, or is it, in either era (within.ts `underIn`). */
  isUnder(unit: string, ancestor: string): boolean
  /** Whether a unit is one of a level, or lies in one. */
  isIn(unit: string, level: string): boolean
  /** Which periods are locked; undefined: none is. */
  readonly locked?: Locked | undefined
}

const day_ms = 86_400_000
/** As many problems and flags as anyone reads: a thousand strange names must not make a row that no database takes. */
const mostTold = 100

/**
 * Decides for all of them in order; each sees what those before it did. `known` must hold the heads and revisions of all ids, and the
 * entries that register.ts `entriesOf` names for each.
 */
export function decide(incoming: readonly Incoming[], known: KnownState, asked: Asked): Decision {
  const working = new Working(known, asked.indicators)
  const outcomes = incoming.map((one) => decideOne(one, working, one.actor === undefined ? asked : { ...asked, actor: one.actor }))
  return { outcomes, writes: working.writes() }
}

/** Whether an actor may see a record: officers their own, everyone else what lies in their unit and forms. */
export function maySee(actor: Actor, record: Pick<Head, 'author' | 'form' | 'unit'>, isUnder: Asked['isUnder']): boolean {
  if (actor.role === 'officer') return record.author === actor.person
  if (!mayUse(actor, record.form)) return false
  return actor.unit === null || isUnder(record.unit, actor.unit)
}

// Seeing is not mending: besides the author only those who review may send another revision.
function mayCorrect(actor: Actor, record: Pick<Head, 'author' | 'form' | 'unit'>, isUnder: Asked['isUnder']): boolean {
  return record.author === actor.person || ((actor.role === 'reviewer' || actor.role === 'admin') && maySee(actor, record, isUnder))
}

function decideOne(incoming: Incoming, working: Working, asked: Asked): Outcome {
  const { submission } = incoming
  const { id, sha256: hash, base = 0 } = submission
  const head = working.head(id)
  const had = working.revisions(id)
  const isForeign = head !== undefined && (head.form !== submission.form || !mayCorrect(asked.actor, head, asked.isUnder))
  const answer = (status: Status, revision: number, problems: readonly Problem[] = []): Outcome => ({
    id,
    status,
    revision: isForeign && status === 'conflict' ? 0 : revision,
    hash,
    receipt: head === undefined || head.seq === 0 || (isForeign && status === 'conflict') ? '' : receiptOf(head.seq),
    problems,
  })
  const twin = had.find((one) => one.hash === hash) // the hash is over the base, too
  // The same content again: told what it was told before, and nothing is written.
  if (twin !== undefined) return answer(twin.state === 'conflict' || twin.state === 'refused' ? twin.state : 'had_it', twin.revision, twin.problems)
  // Whatever came now would bring back what was taken out. Told as refused at what stands, so that a phone stops offering it; a stranger to it is told no number.
  if (head?.erased === true) return answer('refused', isForeign ? 1 : head.revision, [{ code: 'record_erased' }])
  const revision = had.reduce((most, one) => Math.max(most, one.revision), 0) + 1
  if (head !== undefined && (isForeign || base !== head.revision)) {
    // Both are kept: which of them stands is for the office to say.
    const { actor, now } = asked
    // How it came is said of it now: once it is taken, nobody knows any more where its sender belonged and how his clock went.
    const flags = look(incoming, working, asked).flags.filter(({ code }) => ofArrival.has(code))
    working.revise({ submission: id, revision, state: 'conflict', base, hash, author: actor.person, reviewer: '', device: actor.device, received_at: now, body: incoming.body, problems: [], flags })
    working.put({ ...head, conflicts: head.conflicts + 1 })
    working.note({ at: now, actor: actor.person, action: 'conflict', subject: id, detail: `revision ${revision}, base ${base}` })
    return answer('conflict', revision)
  }
  // A correction of what never arrived is whole by itself: it is kept as the first revision.
  const kept = keep(incoming, working, asked, revision)
  return answer(kept.length > 0 ? 'refused' : 'kept', revision, kept)
}

// Checks and keeps a new current revision. Gives the problems for which it is refused: counted nowhere, what counted before goes on counting.
function keep(incoming: Incoming, working: Working, asked: Asked, revision: number): readonly Problem[] {
  const { form, latest, body, submission: { id, sha256: hash, base = 0 } } = incoming
  const { actor, now } = asked
  const { filling, made, problems, flags } = look(incoming, working, asked)
  const before = working.head(id)
  const had = working.revisions(id)
  const isRefused = problems.length > 0
  const rule = (latest ?? form).review
  const isApproved = !isRefused && !isHeld(rule, { author: actor.person, flags: flags.length, conflicts: before?.conflicts ?? 0, before: had, lot: incoming.lot })
  const place = placed(incoming, filling, before, asked)
  // What lies in no unit of the level that approves first is approved once (review.ts).
  const verdict = rule?.first !== undefined && asked.isIn(place.unit, rule.first) ? 'endorsed' : 'approved'
  const isLate = !isRefused && undefined !== unlessLocked(working, asked.locked, before, { form: form.id, ...place }, () => {
    count(incoming, place, filling, made, flags, revision, working, asked)
    if (isApproved) working.put(settled(working.head(id) as Head, revision, verdict, { by: byRule, at: now, comment: '', question: undefined }, working))
  })
  const state = isRefused ? 'refused' : isLate ? 'late' : 'received'
  working.revise({ submission: id, revision, state, base, hash, author: actor.person, reviewer: '', device: actor.device, received_at: now, body, problems, flags })
  working.note({ at: now, actor: actor.person, action: isRefused || isLate || revision === 1 ? state : 'corrected', subject: id, detail: `revision ${revision}${isApproved && !isLate ? `, ${verdict} by the form’s rule` : ''}` })
  if (isRefused || isLate) {
    // What is refused says nothing yet of where and when the record belongs, and what is late must not say it where something counts: it stays with those who have it.
    const at = before !== undefined && (isRefused || countsSomewhere(before)) ? before : place
    working.put(headOf(incoming, before, at, state, revision, flags, asked))
  }
  return problems
}

/** Takes a revision that was set aside (late, or in conflict) for the one that counts, as if it came now but for how it came. Gives the lock that does not let it. */
export function takeIn(incoming: Incoming, revision: number, review: Reviewed, working: Working, reviewing: Asked): Lock | undefined {
  const { id } = incoming.submission
  // Whoever takes it is not its sender: it does not come to lie in his unit.
  const asked = { ...reviewing, actor: { ...reviewing.actor, unit: null } }
  const { filling, made, problems, flags } = look(incoming, working, asked)
  const before = working.head(id) as Head
  const was = working.revisions(id).find((one) => one.revision === revision)
  const conflicts = before.conflicts - (was?.state === 'conflict' ? 1 : 0)
  if (problems.length > 0) {
    working.restate(id, revision, 'refused', review, { problems, flags })
    working.put({ ...before, conflicts, ...(revision === before.revision ? { state: 'refused' as const } : {}) })
    return undefined
  }
  const place = placed(incoming, filling, before, asked)
  const lock = unlessLocked(working, asked.locked, before, { form: before.form, ...place }, () => count(incoming, place, filling, made, flags, revision, working, asked))
  if (lock !== undefined) return lock
  working.restate(id, revision, 'received', review, { problems, flags })
  working.put({ ...(working.head(id) as Head), conflicts })
  return undefined
}

// What there is to say of the answers as they stand: by the very code that ran on the phone.
function look({ submission, form, world, rescued, came }: Incoming, working: Working, asked: Asked): { filling: Filling; made: ReturnType<typeof changes>; problems: readonly Problem[]; flags: readonly Flag[] } {
  const { filling, problems: found, flags: seen } = check(form, world((register, entry) => working.entry(register, entry)), submission, working.known.units_revision)
  const made = found.length > 0 ? [] : changes(filling, submission.id, firstSealed(working, submission))
  const problems = [...found, ...unreadEntries(made, working, submission)].slice(0, mostTold)
  const arrived = came?.filter(({ code }) => ofArrival.has(code)) ?? [...(rescued === undefined ? [] : [rescued]), ...flagsOf(submission, form, filling, working.known, asked)]
  return { filling, made, problems, flags: [...arrived, ...seen].slice(0, mostTold) }
}

type Place = Pick<Head, 'version' | 'unit' | 'day' | 'label'>

// Where and when the record stands by these answers, and what it is called.
function placed({ submission, form }: Incoming, filling: Filling, before: Head | undefined, { actor }: Asked): Place {
  return {
    version: submission.version,
    unit: placeOf(filling) || before?.unit || actor.unit || '',
    day: filling.day,
    label: form.instance_name === undefined ? '' : labelOf(asText(filling.value(form.instance_name))),
  }
}

function headOf({ submission: { id }, form }: Incoming, before: Head | undefined, { version, unit, day, label }: Place, state: State, revision: number, flags: readonly Flag[], { actor, now }: Asked): Head {
  return {
    id,
    seq: before?.seq ?? 0,
    form: form.id,
    version,
    unit,
    day,
    label,
    author: before?.author ?? actor.person,
    state,
    revision,
    counts: before?.counts ?? { received: 0, approved: 0 },
    adds: before?.adds ?? { received: {}, approved: {} },
    touches: before?.touches ?? [],
    flags,
    conflicts: before?.conflicts ?? 0,
    received_at: before?.received_at ?? now,
    // A correction of what waits does not begin its wait anew.
    since: before === undefined ? undefined : before.state === state ? before.since : now,
    stamp: before?.stamp ?? 0,
  }
}

// From now on this revision is what the record says, and counts as received.
function count(incoming: Incoming, place: Place, filling: Filling, made: ReturnType<typeof changes>, flags: readonly Flag[], revision: number, working: Working, asked: Asked): void {
  const before = working.head(incoming.submission.id)
  const head = headOf(incoming, before, place, 'received', revision, flags, asked)
  const touches = settleEntries(made, head, working)
  const { latest } = incoming
  working.put({ ...head, touches, counts: { ...head.counts, received: revision }, adds: { ...head.adds, received: latest === undefined ? adds(filling) : addsUnder(latest, filling) } })
}

// A correction keeps its place among an entry's changes: mending yesterday's record must not put it over today's.
// What was taken back or rejected says nothing any more; sent anew it is said anew, at its own time.
function firstSealed(working: Working, { id, context }: Submission): number {
  for (const [register, entry] of working.head(id)?.touches ?? []) {
    const said = working.said(register, entry, id)
    const at = said.received?.at ?? said.approved?.at
    if (at !== undefined) return at
  }
  return context.at
}

// A change to an entry we do not have changes nothing: the sender is told. Unless the phone knew the entry: then it is on its way to us.
function unreadEntries(made: readonly { register: string; entry: string; creates: boolean }[], working: Working, { context }: Submission): Problem[] {
  const isOnItsWay = (entry: string): boolean => context.entries !== undefined && Object.prototype.hasOwnProperty.call(context.entries, entry)
  return made
    .filter(({ register, entry, creates }) => {
      const found = working.lookedUp(register, entry)
      return !creates && found !== 'there' && (found === 'unread' || !isOnItsWay(entry))
    })
    .map(({ register, entry }) => ({ code: 'not_entry', at: register, facts: { entry: entry.slice(0, 120) } }))
}

// Puts what these answers say of entries in the place of what the submission said before, in the received view.
function settleEntries(made: ReturnType<typeof changes>, head: Head, working: Working): readonly Touch[] {
  const now = new Map(made.map((change) => [`${change.register}/${change.entry}`, change]))
  const touches = new Map(head.touches.map((touch) => [`${touch[0]}/${touch[1]}`, touch]))
  for (const [key, { register, entry }] of now) touches.set(key, [register, entry])
  for (const [key, [register, entry]] of touches) {
    const change = now.get(key)
    const received = change === undefined ? null : { creates: change.creates, day: change.day, at: change.at, label: change.label, unit: change.unit, columns: change.columns }
    working.say(register, entry, { submission: head.id, received, approved: working.said(register, entry, head.id).approved })
  }
  return [...touches.values()]
}

/** What is said of how it came: by whom, from where, when, under which version. The rest is about its answers. */
const ofArrival: ReadonlySet<FlagCode> = new Set(['rescued', 'clock', 'stale_form', 'closed_form', 'outside_scope_unit'])

function flagsOf({ context, version }: Submission, form: Form, filling: Filling, known: KnownState, { actor, now, isUnder }: Asked): Flag[] {
  const flags: Flag[] = []
  const current = known.forms.get(form.id)
  // A phone may send weeks later; wrong for sure is a clock ahead of ours, or one from before there was such a form.
  const isWrong = context.at - now > day_ms || (current !== undefined && version === current.version && current.published_at - context.at > day_ms) || context.at < 1_500_000_000_000
  if (isWrong) flags.push({ code: 'clock', facts: { minutes: Math.round((context.at - now) / 60_000) } })
  if (current !== undefined && version < current.version) flags.push({ code: 'stale_form', facts: { version, current: current.version } })
  if (current?.state === 'closed') flags.push({ code: 'closed_form' })
  const unit = filling.place
  if (unit !== undefined && actor.unit !== null && !isUnder(unit, actor.unit)) flags.push({ code: 'outside_scope_unit', facts: { unit } })
  return flags
}

// The one door for decisions of the office on a record: reads, decides, writes, again when something moved. What was set aside as it came and is taken now
// is looked at as it would have been then: its answers are read first.
import { unsigned } from '../record/canonical.ts'
import type { Difference, KnownState } from '../record/decision.ts'
import type { Lock } from '../record/period.ts'
import type { Incoming } from '../record/receive.ts'
import { entriesOf } from '../record/register.ts'
import { review, setAside } from '../record/review.ts'
import type { ReviewFault, ReviewOutcome, ReviewRequest } from '../record/review.ts'
import type { Actor, Submission } from '../record/submission.ts'
import { namesOf } from '../store/people.ts'
import { bodiesOf, readState, write } from '../store/submissions.ts'
import { key, versions } from './catalogue.ts'
import { Refusal } from './failure.ts'
import { groundOf } from './ground.ts'
import type { Ground } from './ground.ts'
import { beyondHim } from './periods.ts'
import { knownEntry, scannedEntries, worldOf } from './world.ts'

const mostTries = 20

/** What is decided on one record. */
export interface Verdict {
  readonly id: string
  readonly state: ReviewRequest['state']
  readonly comment: string
  readonly question?: string | undefined
  readonly seen?: number | undefined
  readonly revision?: number | undefined
  readonly opens?: boolean | undefined
}

/**
 * Approves, returns, rejects, gives back to the level below, takes what was set aside. Only reviewers do; what lies outside their unit or forms is not there
 * for them. Errors: 403 not a reviewer, or the approver wrote it; 404; 409 nothing to review, not theirs to decide yet or any more, or the period is locked;
 * 422 no comment; 503 when others kept being faster.
 */
export async function reviewOne(db: D1Database, actor: Actor, verdict: Verdict, now: number): Promise<ReviewOutcome> {
  const [outcome] = await reviewMany(db, actor, [verdict], now)
  if (outcome === undefined) throw new Error('a review without an outcome')
  if (outcome.fault !== undefined) throw await refusalOf(db, outcome.fault, outcome.lock)
  return outcome
}

/** Whether a decision must say why: what somebody has to do something about. */
export const needsComment = ({ state, revision }: Pick<Verdict, 'state' | 'revision'>): boolean => state === 'returned' || (state === 'rejected' && revision === undefined)

/**
 * Many at once, in one batch: one outcome each, in order; what cannot be decided says its fault and does not stop the others.
 * Errors: 403 not a reviewer; 422 returned or rejected without a comment (then nothing is decided); 503 when others kept being faster.
 */
export async function reviewMany(db: D1Database, actor: Actor, verdicts: readonly Verdict[], now: number): Promise<readonly ReviewOutcome[]> {
  if (actor.role !== 'reviewer') throw new Refusal(403, 'forbidden')
  if (verdicts.some((one) => needsComment(one) && one.comment.trim() === '')) throw new Refusal(422, 'comment_missing')
  for (let tries = 0; tries < mostTries; tries++) {
    const { reviews, decision } = await decided(db, actor, verdicts, now)
    // What changes nothing writes nothing.
    if (decision.writes.audit.length === 0 || (await write(db, decision)) !== 'moved') return reviews
  }
  throw new Refusal(503, 'busy', { headers: { 'retry-after': '2' } })
}

/** What a decision would move in the kept sums; undefined where it cannot be done. Nothing is written. */
export async function movesOf(db: D1Database, actor: Actor, verdict: Verdict, now: number): Promise<readonly Difference[] | undefined> {
  if (actor.role !== 'reviewer') return undefined
  const { reviews: [outcome], decision } = await decided(db, actor, [verdict], now)
  return outcome === undefined || outcome.fault !== undefined ? undefined : decision.writes.tallies
}

async function decided(db: D1Database, actor: Actor, verdicts: readonly Verdict[], now: number): Promise<ReturnType<typeof review>> {
  const ids = [...new Set(verdicts.map(({ id }) => id))]
  const requests = verdicts.map(asRequest)
  let known = await readState(db, { ids, entries: [] })
  const aside = await opened(db, requests, known)
  // Once more, with the entries that the answers name: what was read before counts for nothing.
  if (aside.size > 0) known = await readState(db, { ids, entries: [...aside.values()].flatMap(({ entries }) => entries) })
  const ground = await groundOf(db, known)
  const { places, indicators, latest, locked, locks } = ground
  return review(requests, known, {
    actor, now, indicators, isUnder: places.isUnder, isIn: places.isIn, locked, review: (form) => latest.get(form)?.review, beyond: beyondHim(actor, locks, latest, places),
    incoming: (id, revision) => aside.get(`${id} ${revision}`)?.incoming(known, ground),
  })
}

function asRequest({ question, seen, revision, opens, ...one }: Verdict): ReviewRequest {
  return { ...one, ...(opens === true ? { opens } : {}), ...(question === undefined ? {} : { question }), ...(seen === undefined ? {} : { seen }), ...(revision === undefined ? {} : { revision }) }
}

interface Opened {
  readonly entries: readonly { readonly register: string; readonly id: string }[]
  incoming(known: KnownState, ground: Ground): Incoming
}

// The answers of what is to be taken in, by 'id revision', with all that they are looked at with. No trip where there is nothing of the kind.
async function opened(db: D1Database, requests: readonly ReviewRequest[], known: KnownState): Promise<ReadonlyMap<string, Opened>> {
  const wanted = requests.flatMap((request) => {
    const revision = setAside(request, known)
    return revision === undefined ? [] : [[request.id, revision] as const]
  })
  if (wanted.length === 0) return new Map()
  const bodies = await bodiesOf(db, wanted)
  const forms = await versions(db, bodies.map(({ body }) => ({ id: body.form, version: body.version })))
  const scanned = await scannedEntries(db, [...forms.values()], { unit: null })
  return new Map(bodies.flatMap(({ id, revision, hash, flags, body }): [string, Opened][] => {
    const form = forms.get(key({ id: body.form, version: body.version }))
    // Another form under the same id is nobody's correction.
    if (form === undefined || body.form !== known.heads.get(id)?.form) return []
    const submission: Submission = { ...body, sha256: hash }
    const { at, zone, seed, language = form.language, last } = body.context
    return [[`${id} ${revision}`, {
      entries: entriesOf(form, body.answers, id),
      incoming: (now, { places, latest }) => ({
        submission, form, body: unsigned(submission), came: flags,
        latest: now.forms.get(form.id)?.version === body.version ? undefined : latest.get(form.id),
        world: (entry) => worldOf(places, (register, one) => entry(register, one) ?? knownEntry(now, register, one), scanned, { clock: { at, zone }, seed, language, last }),
      }),
    }]]
  }))
}

async function refusalOf(db: D1Database, fault: ReviewFault, lock: Lock | undefined): Promise<Refusal> {
  if (fault === 'period_locked') return lockedRefusal(db, lock)
  return refusals[fault]()
}

/** The answer to whoever would move a locked period: who locked it and when, and what to do now. */
export async function lockedRefusal(db: D1Database, lock: Lock | undefined): Promise<Refusal> {
  if (lock === undefined) return new Refusal(409, 'period_locked')
  const names = await namesOf(db, [lock.by])
  return new Refusal(409, 'period_locked', { more: { period: lock.period, unit: lock.unit, locked_by: names[lock.by] ?? lock.by, locked_at: lock.at } })
}

const refusals: Readonly<Record<Exclude<ReviewFault, 'period_locked'>, () => Refusal>> = {
  not_found: () => new Refusal(404, 'not_found'),
  not_reviewer: () => new Refusal(403, 'forbidden'),
  own_work: () => new Refusal(403, 'own_submission'),
  nothing_to_review: () => new Refusal(409, 'review_impossible'),
  moved: () => new Refusal(409, 'review_impossible'),
  not_endorsed: () => new Refusal(409, 'not_endorsed'),
  both_levels: () => new Refusal(403, 'both_levels'),
  above: () => new Refusal(409, 'decided_above'),
  comment_missing: () => new Refusal(422, 'comment_missing'),
  erased: () => new Refusal(409, 'record_erased'),
}

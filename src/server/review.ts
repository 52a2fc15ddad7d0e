// The one door for decisions of the office on a record: reads, decides, writes, again when something moved.
import { review } from '../record/review.ts'
import type { ReviewOutcome } from '../record/review.ts'
import type { Actor } from '../record/submission.ts'
import { readState, write } from '../store/submissions.ts'
import { Refusal } from './failure.ts'
import { groundOf } from './ground.ts'

const mostTries = 20

/** What is decided on one record. */
export interface Verdict {
  readonly id: string
  readonly state: 'approved' | 'returned' | 'rejected'
  readonly comment: string
  readonly question?: string | undefined
  readonly seen?: number | undefined
}

/**
 * Approves, returns or rejects. Only reviewers do; what lies outside their unit or forms is not there for them.
 * Errors: 403 not a reviewer, or the approver wrote it; 404; 409 nothing to review; 422 no comment; 503 when others kept being faster.
 */
export async function reviewOne(db: D1Database, actor: Actor, verdict: Verdict, now: number): Promise<ReviewOutcome> {
  const [outcome] = await reviewMany(db, actor, [verdict], now)
  if (outcome === undefined) throw new Error('a review without an outcome')
  if (outcome.fault !== undefined) throw refusals[outcome.fault]()
  return outcome
}

/**
 * Many at once, in one batch: one outcome each, in order; what cannot be decided says its fault and does not stop the others.
 * Errors: 403 not a reviewer; 422 returned or rejected without a comment (then nothing is decided); 503 when others kept being faster.
 */
export async function reviewMany(db: D1Database, actor: Actor, verdicts: readonly Verdict[], now: number): Promise<readonly ReviewOutcome[]> {
  if (actor.role !== 'reviewer') throw new Refusal(403, 'forbidden')
  if (verdicts.some(({ state, comment }) => state !== 'approved' && comment.trim() === '')) throw new Refusal(422, 'comment_missing')
  const ids = [...new Set(verdicts.map(({ id }) => id))]
  for (let tries = 0; tries < mostTries; tries++) {
    const known = await readState(db, { ids, entries: [] })
    const { places, indicators } = await groundOf(db, known)
    const { reviews, decision } = review(verdicts.map(({ question, seen, ...one }) => ({ ...one, ...(question === undefined ? {} : { question }), ...(seen === undefined ? {} : { seen }) })), known, { actor, now, indicators, isUnder: places.isUnder })
    // What changes nothing writes nothing.
    if (decision.writes.audit.length === 0 || (await write(db, decision)) !== 'moved') return reviews
  }
  throw new Refusal(503, 'busy', { headers: { 'retry-after': '2' } })
}

const refusals: Readonly<Record<NonNullable<ReviewOutcome['fault']>, () => Refusal>> = {
  not_found: () => new Refusal(404, 'not_found'),
  not_reviewer: () => new Refusal(403, 'forbidden'),
  own_work: () => new Refusal(403, 'own_submission'),
  nothing_to_review: () => new Refusal(409, 'review_impossible'),
  moved: () => new Refusal(409, 'review_impossible'),
}

// The one door for decisions of the office on a record: reads, decides, writes, again when something moved.
import { review } from '../record/review.ts'
import type { ReviewOutcome } from '../record/review.ts'
import type { Actor } from '../record/submission.ts'
import { readState, write } from '../store/submissions.ts'
import { Refusal } from './failure.ts'
import { groundOf } from './ground.ts'

const mostTries = 20

/**
 * Approves, returns or rejects. Only reviewers do; what lies outside their unit or forms is not there for them.
 * Errors: 403 not a reviewer, or the approver wrote it; 404; 409 nothing to review; 422 no comment; 503 when others kept being faster.
 */
export async function reviewOne(
  db: D1Database,
  actor: Actor,
  id: string,
  wanted: { state: 'approved' | 'returned' | 'rejected'; comment: string; question?: string | undefined },
  now: number,
): Promise<ReviewOutcome> {
  if (actor.role !== 'reviewer') throw new Refusal(403, 'forbidden')
  if (wanted.state !== 'approved' && wanted.comment.trim() === '') throw new Refusal(422, 'comment_missing')
  for (let tries = 0; tries < mostTries; tries++) {
    const known = await readState(db, { ids: [id], entries: [] })
    const { places, indicators } = await groundOf(db, known)
    const { reviews, decision } = review([{ id, ...wanted }], known, { actor, now, indicators, isUnder: places.isUnder })
    const outcome = reviews[0]
    // Nor may anyone return or reject their own: the office would be looking at itself.
    if (outcome?.fault === undefined && known.heads.get(id)?.author === actor.person) throw new Refusal(403, 'own_submission')
    if (outcome === undefined) throw new Error('a review without an outcome')
    if (outcome.fault !== undefined) throw refusals[outcome.fault]()
    if ((await write(db, decision)) !== 'moved') return outcome
  }
  throw new Refusal(503, 'busy', { headers: { 'retry-after': '2' } })
}

const refusals: Readonly<Record<NonNullable<ReviewOutcome['fault']>, () => Refusal>> = {
  not_found: () => new Refusal(404, 'not_found'),
  not_reviewer: () => new Refusal(403, 'forbidden'),
  own_work: () => new Refusal(403, 'own_submission'),
  nothing_to_review: () => new Refusal(409, 'review_impossible'),
}

// What the office makes of a record: approved, returned with a question, rejected. Decides, like receive.ts, and touches nothing.
// Nothing is evaluated again: what a view counts is moved to the other, or taken out.
import type { Decision, Head, InViews, KnownState, View } from './decision.ts'
import { receiptOf } from './receipt.ts'
import { maySee } from './receive.ts'
import { isStranger } from './stranger.ts'
import type { Asked } from './receive.ts'
import type { Outcome } from './submission.ts'
import { views, Working } from './working.ts'

export interface ReviewRequest {
  readonly id: string
  readonly state: 'approved' | 'returned' | 'rejected'
  readonly comment: string
  /** The key of the question that is to be mended. */
  readonly question?: string
  /** The stamp of the record as it was looked at: what has moved since is not decided on unseen. */
  readonly seen?: number
}

/** Why a review does nothing. */
export type ReviewFault =
  | 'not_found' // or not the actor's to see
  | 'not_reviewer'
  | 'own_work' // who decides wrote it, or a revision of it
  | 'nothing_to_review' // refused, or rejected already
  | 'moved' // something came in since it was looked at; a stranger's cannot be returned

export interface ReviewOutcome {
  readonly id: string
  readonly fault?: ReviewFault
  /** The revision reviewed, and what it now is; `changed` is false when it was so already. */
  readonly revision: number
  readonly state: Head['state']
  readonly changed: boolean
  readonly receipt: string
}

/**
 * Decides reviews in order, one or many. The revision reviewed is the one that counts as received (for a record that only holds a refused
 * revision: that one, which can only be rejected). Approving takes the place of an earlier approval, which becomes `superseded`;
 * rejecting a correction of an approved revision leaves that one standing in both views, else the record counts in none.
 */
export function review(requests: readonly ReviewRequest[], known: KnownState, asked: Asked): { readonly reviews: readonly ReviewOutcome[]; readonly decision: Decision } {
  const working = new Working(known, asked.indicators)
  const reviews = requests.map((request) => reviewOne(request, working, asked))
  const outcomes: Outcome[] = []
  return { reviews, decision: { outcomes, writes: working.writes() } }
}

function reviewOne(request: ReviewRequest, working: Working, asked: Asked): ReviewOutcome {
  const { id, state, question } = request
  const comment = request.comment.replace(/\u0000/g, '')
  const { actor, now } = asked
  const head = working.head(id)
  const fault = (code: ReviewFault): ReviewOutcome => ({ id, fault: code, revision: 0, state: head?.state ?? 'received', changed: false, receipt: '' })
  if (head === undefined || !maySee(actor, head, asked.isUnder)) return fault('not_found')
  if (actor.role !== 'reviewer' && actor.role !== 'admin') return fault('not_reviewer')
  // Nor return or reject: the office would be looking at itself. Who corrected a record as a reviewer wrote it, too.
  if (isOwn(head, working.revisions(id), actor.person)) return fault('own_work')
  if (request.seen !== undefined && request.seen !== head.stamp) return fault('moved')
  const revision = head.counts.received !== 0 ? head.counts.received : head.state === 'refused' && state === 'rejected' ? head.revision : 0
  const was = working.revisions(id).find((one) => one.revision === revision)
  if (was === undefined) return fault('nothing_to_review')
  // Nobody could be told what is to be mended.
  if (state === 'returned' && isStranger(was.author)) return fault('nothing_to_review')
  const done = { id, revision, state, receipt: receiptOf(head.seq) }
  if (was.state === state && state !== 'returned') return { ...done, changed: false }

  const earlier = head.counts.approved
  working.restate(id, revision, state, { by: actor.person, at: now, comment, question })
  if (state === 'approved' && earlier !== 0 && earlier !== revision) working.restate(id, earlier, 'superseded')
  working.note({ at: now, actor: actor.person, action: state, subject: id, detail: `revision ${revision}${comment === '' ? '' : `: ${comment.slice(0, 200)}`}` })
  const from = sources(state, revision, earlier)
  // A rejected correction leaves the approved revision standing: the record is found where its figures are.
  const shown = state === 'rejected' && from.received === 'approved' ? 'approved' : state
  working.put({ ...moved(head, from, working), state: revision === head.revision ? shown : head.state })
  return { ...done, changed: true }
}

/** Whether somebody wrote a record or any revision of it, whichever stands: then it is not his to decide on. */
export function isOwn(head: Pick<Head, 'author'>, revisions: readonly { readonly author: string }[], person: string): boolean {
  return head.author === person || revisions.some(({ author }) => author === person)
}

// Which view's content each view shows from now on; undefined: none.
function sources(state: ReviewRequest['state'], revision: number, approved: number): InViews<View | undefined> {
  if (state === 'approved') return { received: 'received', approved: 'received' }
  if (state === 'returned') return { received: 'received', approved: approved === revision ? undefined : 'approved' }
  const standing = approved !== 0 && approved !== revision ? 'approved' : undefined
  return { received: standing, approved: standing }
}

/** A record with what each view counts taken from another view, or from none; its entries follow. */
export function moved(head: Head, from: InViews<View | undefined>, working: Working): Head {
  const pick = <T>(values: InViews<T>, none: T): InViews<T> => ({
    received: from.received === undefined ? none : values[from.received],
    approved: from.approved === undefined ? none : values[from.approved],
  })
  for (const [register, entry] of head.touches) {
    const said = working.said(register, entry, head.id)
    const now = pick(said, null)
    if (views.some((view) => now[view] !== said[view])) working.say(register, entry, { submission: head.id, ...now })
  }
  return { ...head, counts: pick(head.counts, 0), adds: pick(head.adds, {}) }
}

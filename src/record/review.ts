// What the office makes of a record: approved, returned with a question, rejected, given back to the level below; and which of two that disagree counts.
// Decides, like receive.ts, and touches nothing. Nothing is evaluated again but what was set aside as it came: what a view counts is moved to the other, or taken out.
import type { AuditAction } from './audit.ts'
import type { Review } from '../form/review.ts'
import type { Decision, Head, KnownState, Reviewed } from './decision.ts'
import { countsSomewhere, lockAmong, lockOn, openedFor } from './period.ts'
import type { Lock, Locked } from './period.ts'
import { receiptOf } from './receipt.ts'
import { maySee, takeIn } from './receive.ts'
import type { Asked, Incoming } from './receive.ts'
import { settled } from './settled.ts'
import { isStranger } from './stranger.ts'
import type { Flag, Outcome, State } from './submission.ts'
import { Working } from './working.ts'

export interface ReviewRequest {
  readonly id: string
  /** received: what waits for the level above goes back to the one below; what was set aside (`revision`) is taken for the one that counts. */
  readonly state: 'received' | 'approved' | 'returned' | 'rejected'
  readonly comment: string
  /** The key of the question that is to be mended. */
  readonly question?: string
  /** The stamp of the record as it was looked at: what has moved since is not decided on unseen. */
  readonly seen?: number
  /** A revision that was set aside, in conflict or late: taken (received) or put away (rejected). */
  readonly revision?: number
  /** Of one that came late: its locked period is opened for it alone, with the comment as the reason. For who may open what stands in its way. */
  readonly opens?: boolean
}

/** Why a review does nothing. */
export type ReviewFault =
  | 'not_found' // or not the actor's to see
  | 'not_reviewer'
  | 'own_work' // who decides wrote it, or a revision of it
  | 'nothing_to_review' // refused, or rejected already; a stranger's cannot be returned
  | 'moved' // something came in since it was looked at
  | 'not_endorsed' // the level that approves first has not
  | 'both_levels' // the same person approved it there
  | 'above' // the level above has decided: only it takes that back
  | 'comment_missing' // given back to the level below without saying why
  | 'erased' // its personal answers were taken out for good: there is nothing to be mended or looked at anew
  | 'period_locked'

export interface ReviewOutcome {
  readonly id: string
  readonly fault?: ReviewFault
  /** With `period_locked`: who locked it, and when. */
  readonly lock?: Lock
  /** The revision reviewed, and what it now is; `changed` is false when it was so already. */
  readonly revision: number
  readonly state: Head['state']
  readonly changed: boolean
  readonly receipt: string
}

/** What beside the records a review rests on. */
export interface Reviewing extends Asked {
  /** How a form has its records looked at, by its latest version. */
  review(form: string): Review | undefined
  /** The locks that are not the actor's to open; undefined: there are none. */
  readonly beyond?: Locked | undefined
  /** What was set aside, as it came: for those that `setAside` names. */
  incoming?(id: string, revision: number): Incoming | undefined
}

/** The revision of a record that a request takes in, so that its answers must be at hand; undefined: none. */
export function setAside(request: ReviewRequest, known: KnownState): number | undefined {
  const head = known.heads.get(request.id)
  const revision = request.revision ?? head?.revision
  const state = known.revisions.get(request.id)?.find((one) => one.revision === revision)?.state
  return request.state === 'received' && head !== undefined && (state === 'conflict' || isLate(head, state)) ? revision : undefined
}

// One that came when its period was locked, whatever the office has said of it since.
const isLate = (head: Head, state: State | undefined): boolean => state === 'late' || (state === 'returned' && head.state === 'returned' && head.counts.received !== head.revision)

/**
 * Decides reviews in order, one or many. The revision reviewed is the one that counts as received (for a record that only holds a refused
 * revision: that one, which can only be rejected). Approving takes the place of an earlier approval, which becomes `superseded`;
 * rejecting a correction of an approved revision leaves that one standing in both views, else the record counts in none.
 * Where a form has two levels (`first`), whose own unit lies in that level endorses, whoever stands above approves.
 */
export function review(requests: readonly ReviewRequest[], known: KnownState, asked: Reviewing): { readonly reviews: readonly ReviewOutcome[]; readonly decision: Decision } {
  const working = new Working(known, asked.indicators)
  const reviews = requests.map((request) => reviewOne(request, working, asked))
  const outcomes: Outcome[] = []
  return { reviews, decision: { outcomes, writes: working.writes() } }
}

/** Whether somebody wrote a record or any revision of it, whichever stands: then it is not his to decide on. */
export function isOwn(head: Pick<Head, 'author'>, revisions: readonly { readonly author: string }[], person: string): boolean {
  return head.author === person || revisions.some(({ author }) => author === person)
}

const isAside = ({ revision }: ReviewRequest, head: Head, revisions: readonly { readonly revision: number; readonly state: State }[]): boolean =>
  revision !== undefined || isLate(head, revisions.find((one) => one.revision === head.revision)?.state)

function reviewOne(request: ReviewRequest, working: Working, asked: Reviewing): ReviewOutcome {
  const { id, state, question } = request
  const comment = request.comment.replace(/\u0000/g, '')
  const { actor, now } = asked
  const head = working.head(id)
  const fault = (code: ReviewFault, lock?: Lock): ReviewOutcome => ({ id, fault: code, ...(lock === undefined ? {} : { lock }), revision: 0, state: head?.state ?? 'received', changed: false, receipt: '' })
  if (head === undefined || !maySee(actor, head, asked.isUnder)) return fault('not_found')
  if (actor.role !== 'reviewer' && actor.role !== 'admin') return fault('not_reviewer')
  const revisions = working.revisions(id)
  // Nor return or reject: the office would be looking at itself. Who corrected a record as a reviewer wrote it, too.
  if (isOwn(head, revisions, actor.person)) return fault('own_work')
  if (request.seen !== undefined && request.seen !== head.stamp) return fault('moved')
  if (head.erased === true && (state === 'returned' || (state === 'received' && isAside(request, head, revisions)))) return fault('erased')
  const verdictBy: Reviewed = { by: actor.person, at: now, comment, question }
  // What was said stands with the revision, where it can be taken out again: a comment may name somebody.
  const note = (action: AuditAction, revision: number): void => working.note({ at: now, actor: actor.person, action, subject: id, detail: `revision ${revision}` })

  const current = revisions.find((one) => one.revision === head.revision)
  const named = request.revision === undefined ? (isLate(head, current?.state) ? current : undefined) : revisions.find((one) => one.revision === request.revision)
  if (request.revision !== undefined && (named === undefined || (named.state !== 'conflict' && (named !== current || !isLate(head, named.state))))) return fault('nothing_to_review')
  if (named !== undefined) return aside(named, named.revision === head.revision)

  const revision = head.counts.received !== 0 ? head.counts.received : head.state === 'refused' && state === 'rejected' ? head.revision : 0
  const was = revisions.find((one) => one.revision === revision)
  if (was === undefined) return fault('nothing_to_review')
  // Nobody could be told what is to be mended.
  if (state === 'returned' && isStranger(was.author)) return fault('nothing_to_review')
  const done = { id, revision, receipt: receiptOf(head.seq) }

  const first = asked.review(head.form)?.first
  // What lies in no unit of the level that approves first is approved once.
  const isTwice = first !== undefined && asked.isIn(head.unit, first)
  const isBelow = isTwice && actor.unit !== null && asked.isIn(actor.unit, first)
  if (isBelow && was.state === 'approved' && state !== 'approved') return fault('above')
  const verdict = state === 'approved' && isBelow && was.state !== 'approved' ? 'endorsed' : state
  if (was.state === verdict && state !== 'returned') return { ...done, state: verdict, changed: false }
  if (verdict === 'approved' && isTwice && was.state !== 'endorsed') return fault('not_endorsed')
  if (verdict === 'approved' && isTwice && was.reviewer === actor.person) return fault('both_levels')
  if (verdict === 'received' && was.state !== 'endorsed') return fault('nothing_to_review')
  if (verdict === 'received' && comment.trim() === '') return fault('comment_missing')

  const locked = head.flags.some(({ code }) => code === 'opened') ? openedFor(head, asked.beyond) : asked.locked
  // Even what moves no sum: a locked period is as it was when it was locked.
  const standing = locked === undefined || !countsSomewhere(head) ? undefined : lockOn(head, locked)
  if (standing !== undefined) return fault('period_locked', standing)
  const decide = (): void => {
    // Once it is decided the period is locked for it again.
    const isOver = verdict === 'approved' || verdict === 'rejected'
    const flags: readonly Flag[] = [...head.flags.filter(({ code }) => code !== 'sent_back' && !(isOver && code === 'opened')), ...(verdict === 'received' ? [{ code: 'sent_back' as const }] : [])]
    working.put({ ...settled(head, revision, verdict, verdictBy, working), flags })
  }
  if (locked === undefined) decide()
  else {
    const lock = working.attempt(decide, (moves) => lockAmong(moves, locked))
    if (lock !== undefined) return fault('period_locked', lock)
  }
  note(verdict === 'received' ? 'sent_back' : verdict, revision)
  return { ...done, state: verdict, changed: true }

  // What came late, or in conflict: it counts nowhere, so saying no to it moves nothing; taking it is receiving it now.
  function aside(it: (typeof revisions)[number], isCurrent: boolean): ReviewOutcome {
    const told = { id, revision: it.revision, receipt: receiptOf((head as Head).seq), changed: true }
    if (state === 'approved') return fault('nothing_to_review')
    if (state === 'received') {
      const incoming = asked.incoming?.(id, it.revision)
      if (incoming === undefined) return fault('nothing_to_review')
      const lock = takeIn(incoming, it.revision, verdictBy, working, asked)
      if (lock === undefined) {
        note('taken_in', it.revision)
        return { ...told, state: working.head(id)?.state ?? 'received' }
      }
      if (request.opens !== true || it.state === 'conflict') return fault('period_locked', lock)
      if (comment.trim() === '') return fault('comment_missing')
      const other = takeIn(incoming, it.revision, verdictBy, working, { ...asked, locked: asked.beyond })
      if (other !== undefined) return fault('period_locked', other)
      const taken = working.head(id) as Head
      if (taken.state === 'received') working.put({ ...taken, flags: [...taken.flags, { code: 'opened', facts: { period: taken.day.slice(0, 7) } }] })
      working.note({ at: now, actor: actor.person, action: 'opened_late', subject: id, detail: `revision ${it.revision}, ${lock.period} ${lock.unit}` })
      note('taken_in', it.revision)
      return { ...told, state: taken.state }
    }
    if (state === 'returned' && (it.state === 'conflict' || isStranger(it.author))) return fault('nothing_to_review')
    working.restate(id, it.revision, state, verdictBy)
    note(state, it.revision)
    // What stands again waits since it came: how long before it was corrected is not known any more.
    const stands = isCurrent && state === 'returned' ? state : standsAs(head as Head)
    working.put(it.state === 'conflict' ? { ...(head as Head), conflicts: (head as Head).conflicts - 1 } : { ...(head as Head), state: stands, since: stands === 'returned' ? now : undefined })
    return { ...told, state }
  }

  // What a record is once its latest revision was put away: what counts of it goes on, and a correction of what was approved waits on.
  function standsAs({ counts }: Head): State {
    return revisions.find((one) => one.revision === counts.received)?.state ?? 'rejected'
  }
}

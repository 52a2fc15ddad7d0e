// What each view shows of a record once it is decided on, and its entries with it. For whoever decides: a person, the form's rule, the author who takes it back.
import type { Head, InViews, Reviewed, View } from './decision.ts'
import type { State } from './submission.ts'
import type { Working } from './working.ts'
import { views } from './working.ts'

export type Verdict = Extract<State, 'received' | 'endorsed' | 'approved' | 'returned' | 'rejected'>

/** Puts the revision that counts as received into a state. Approving takes the place of an earlier approval. Gives the record as it is then; nothing is put. */
export function settled(head: Head, revision: number, state: Verdict, review: Reviewed, working: Working): Head {
  const earlier = head.counts.approved
  // What came after it and was put away says no more how the record stands.
  const isLatest = revision === head.revision || working.revisions(head.id).find((one) => one.revision === head.revision)?.state === 'rejected'
  working.restate(head.id, revision, state, review)
  if (state === 'approved' && earlier !== 0 && earlier !== revision) working.restate(head.id, earlier, 'superseded')
  const from = sources(state, revision, earlier)
  // A rejected correction leaves the approved revision standing: the record is found where its figures are.
  const shown = state === 'rejected' && from.received === 'approved' ? 'approved' : state
  const now = isLatest ? shown : head.state
  return { ...moved(head, from, working), state: now, since: now === head.state ? head.since : review.at }
}

// Which view's content each view shows from now on; undefined: none.
function sources(state: Verdict, revision: number, approved: number): InViews<View | undefined> {
  if (state === 'approved') return { received: 'received', approved: 'received' }
  const standing = approved !== 0 && approved !== revision ? 'approved' : undefined
  return state === 'rejected' ? { received: standing, approved: standing } : { received: 'received', approved: standing }
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

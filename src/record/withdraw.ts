// An author takes a record back before the office has approved it: it stays, with all its revisions, and counts nowhere.
// Decides, like receive.ts, and touches nothing.
import type { Decision, Head, KnownState } from './decision.ts'
import { receiptOf } from './receipt.ts'
import type { Asked } from './receive.ts'
import { countsSomewhere, unlessLocked } from './period.ts'
import type { Lock } from './period.ts'
import { moved } from './settled.ts'
import type { Actor } from './submission.ts'
import { Working } from './working.ts'

export interface Withdrawal {
  readonly id: string
  /** The revision that the author takes back: what the phone knew as the current one; 0: whichever that is. */
  readonly base: number
  /** Who takes it back, where another hands it in. */
  readonly actor?: Actor
}

/** Why nothing is withdrawn. */
export type WithdrawFault =
  | 'not_found' // or another's
  | 'approved_already'
  | 'base_moved' // a newer revision is here
  | 'period_locked'

export interface WithdrawOutcome {
  readonly fault?: WithdrawFault
  /** With `period_locked`: who locked it, and when. */
  readonly lock?: Lock
  /** had_it: it was withdrawn before. */
  readonly status: 'withdrawn' | 'had_it'
  /** The current revision, also where a fault is told. */
  readonly revision: number
  readonly receipt: string
}

/** Decides withdrawals in order. Corrected after it, with its revision as the base, a record is received again. */
export function withdraw(all: readonly Withdrawal[], known: KnownState, asked: Asked): { readonly withdrawn: readonly WithdrawOutcome[]; readonly decision: Decision } {
  const working = new Working(known, asked.indicators)
  const withdrawn = all.map((one) => decideOne(one, working, asked))
  return { withdrawn, decision: { outcomes: [], writes: working.writes() } }
}

function decideOne({ id, base: named, actor: own }: Withdrawal, working: Working, { actor: asking, now, locked }: Asked): WithdrawOutcome {
  const actor = own ?? asking
  const head: Head | undefined = working.head(id)
  if (head === undefined || head.author !== actor.person) return { fault: 'not_found', status: 'withdrawn', revision: 0, receipt: '' }
  const base = named === 0 ? head.revision : named
  const told = { revision: head.revision, receipt: receiptOf(head.seq) }
  if (head.state === 'withdrawn' && base === head.revision) return { ...told, status: 'had_it' }
  // Whatever came after it: a correction that was refused does not open what the level below has approved.
  const isEndorsed = working.revisions(id).some(({ revision, state }) => revision === head.counts.received && state === 'endorsed')
  if (head.counts.approved !== 0 || isEndorsed) return { ...told, fault: 'approved_already', status: 'withdrawn' }
  if (base !== head.revision) return { ...told, fault: 'base_moved', status: 'withdrawn' }
  const take = (): void => {
    working.restate(id, head.revision, 'withdrawn')
    working.note({ at: now, actor: actor.person, action: 'withdrawn', subject: id, detail: `revision ${head.revision}` })
    working.put({ ...moved(head, { received: undefined, approved: undefined }, working), state: 'withdrawn' })
  }
  // What counts nowhere may be taken back from a locked period, too.
  if (countsSomewhere(head)) {
    const lock = unlessLocked(working, locked, head, head, take)
    if (lock !== undefined) return { ...told, fault: 'period_locked', lock, status: 'withdrawn' }
  } else take()
  return { ...told, status: 'withdrawn' }
}

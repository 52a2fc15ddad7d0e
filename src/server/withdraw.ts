// The one door by which an author takes a record back: reads, decides, writes, again when something moved.
import type { Actor } from '../record/submission.ts'
import { withdraw } from '../record/withdraw.ts'
import type { WithdrawFault, WithdrawOutcome, Withdrawal } from '../record/withdraw.ts'
import { readState, write } from '../store/submissions.ts'
import { Refusal } from './failure.ts'
import { groundOf } from './ground.ts'
import { lockedRefusal } from './review.ts'

const mostTries = 20

/** Withdraws one of one's own. Errors: 404 not there or another's; 409 approved already, a newer revision is here, or the period is locked; 503 when others kept being faster. */
export async function withdrawOne(db: D1Database, actor: Actor, id: string, base: number, now: number): Promise<WithdrawOutcome> {
  const [outcome] = await withdrawEach(db, [{ id, base, actor }], now)
  if (outcome === undefined) throw new Error('a withdrawal without an outcome')
  if (outcome.fault === 'period_locked') throw await lockedRefusal(db, outcome.lock)
  if (outcome.fault !== undefined) throw refusalOf(outcome.fault, outcome.revision)
  return outcome
}

/** Withdraws several, each its author's; what cannot be is told. Errors: 503. */
export async function withdrawEach(db: D1Database, all: readonly (Withdrawal & { readonly actor: Actor })[], now: number): Promise<readonly WithdrawOutcome[]> {
  const [first] = all
  if (first === undefined) return []
  for (let tries = 0; tries < mostTries; tries++) {
    const known = await readState(db, { ids: all.map(({ id }) => id), entries: [] })
    const { places, indicators, locked } = await groundOf(db, known)
    const { withdrawn, decision } = withdraw(all, known, { actor: first.actor, now, indicators, isUnder: places.isUnder, isIn: places.isIn, locked })
    if ((await write(db, decision)) !== 'moved') return withdrawn
  }
  throw new Refusal(503, 'busy', { headers: { 'retry-after': '2' } })
}

function refusalOf(fault: Exclude<WithdrawFault, 'period_locked'>, revision: number): Refusal {
  return fault === 'not_found' ? new Refusal(404, 'not_found') : new Refusal(409, fault, { more: { revision } })
}

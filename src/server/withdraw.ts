// The one door by which an author takes a record back: reads, decides, writes, again when something moved.
import type { Actor } from '../record/submission.ts'
import { withdraw } from '../record/withdraw.ts'
import type { WithdrawFault, WithdrawOutcome } from '../record/withdraw.ts'
import { readState, write } from '../store/submissions.ts'
import { indicatorsOf } from './catalogue.ts'
import { Refusal } from './failure.ts'
import { placesOf } from './world.ts'

const mostTries = 20

/** Withdraws. Errors: 404 not there or another's; 409 approved already, or a newer revision is here; 503 when others kept being faster. */
export async function withdrawOne(db: D1Database, actor: Actor, id: string, base: number, now: number): Promise<WithdrawOutcome> {
  for (let tries = 0; tries < mostTries; tries++) {
    const known = await readState(db, { ids: [id], entries: [] })
    const [places, indicators] = await Promise.all([placesOf(db, known.units_revision), indicatorsOf(db, known)])
    const { outcome, decision } = withdraw({ id, base }, known, { actor, now, indicators, isUnder: places.isUnder })
    if (outcome.fault !== undefined) throw refusalOf(outcome.fault, outcome.revision)
    if ((await write(db, decision)) !== 'moved') return outcome
  }
  throw new Refusal(503, 'busy', { headers: { 'retry-after': '2' } })
}

function refusalOf(fault: WithdrawFault, revision: number): Refusal {
  return fault === 'not_found' ? new Refusal(404, 'not_found') : new Refusal(409, fault, { more: { revision } })
}

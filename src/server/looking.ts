// Whose looks leave a line: office people who are shown personal answers. Officers look at what they wrote themselves; from masked readers what tells of persons is kept.
// It is asked of no form whether it tells of persons: its next version, or another form's register, may make that of any answer.
import type { Actor } from '../record/submission.ts'
import type { Looker, Looking } from '../store/looks.ts'
import { isMasked } from './masking.ts'
import type { Places } from './world.ts'

/** undefined: nobody keeps what he looks at. */
export function lookerOf(actor: Actor, now: number): Looker | undefined {
  return actor.role === 'officer' || isMasked(actor) ? undefined : { person: actor.person, at: now }
}

/** The same for a list: of a form's records, of a register's entries. */
export function lookingAt(actor: Actor, list: Looking['list'], now: number): Looking | undefined {
  const looker = lookerOf(actor, now)
  return looker === undefined ? undefined : { ...looker, list }
}

/** Whether somebody may read who looked at a record: a reviewer in whose unit it lies, an admin who may see persons. */
export function seesLookers(actor: Actor, { unit }: { readonly unit: string }, places: Places): boolean {
  return (actor.role === 'reviewer' || (actor.role === 'admin' && actor.personal)) && (actor.unit === null || places.isUnder(unit, actor.unit))
}

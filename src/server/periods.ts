// The one door for locking and opening periods (record/period.ts says what a lock means): who may, for which units; then one batch.
import { localDay } from '../form/date.ts'
import type { Review } from '../form/review.ts'
import { mayUse } from '../record/may.ts'
import { lockedIn } from '../record/period.ts'
import type { Lock, Locked } from '../record/period.ts'
import type { Actor } from '../record/submission.ts'
import { lock, locksOf, unlock } from '../store/locks.ts'
import { Refusal } from './failure.ts'
import type { Places } from './world.ts'

const zone = 420

export interface PeriodWish {
  readonly form: string
  /** 'YYYY-MM', not one to come. */
  readonly period: string
  /** '' is everywhere: for who answers for everywhere. */
  readonly units: readonly string[]
  readonly locked: boolean
  /** Why it is opened. */
  readonly reason: string
}

/** Whether an actor locks and opens a form's periods somewhere: a reviewer who stands above, where the form has two levels. */
export function locksPeriods(actor: Actor, form: string, review: Review | undefined, places: Places): boolean {
  if (actor.role !== 'reviewer' || !mayUse(actor, form)) return false
  return review?.first === undefined || actor.unit === null || !places.isIn(actor.unit, review.first)
}

/** The locks that an actor may not open: what holds for him where he opens a period for one record. */
export function beyondHim(actor: Actor, locks: readonly Lock[], latest: ReadonlyMap<string, { readonly review?: Review | undefined }>, places: Places): Locked | undefined {
  return lockedIn(locks.filter(({ form, unit }) => !locksPeriods(actor, form, latest.get(form)?.review, places) || !isBelow(actor, unit, places)), places.isUnder)
}

/** Whether a unit lies below the actor's own: nobody locks his own work. '' for who answers for everywhere. */
export function isBelow(actor: Actor, unit: string, places: Places): boolean {
  if (unit === '') return actor.unit === null
  return places.byId.has(unit) && unit !== actor.unit && (actor.unit === null || places.isUnder(unit, actor.unit))
}

/**
 * Locks or opens; gives how many units it changed, again none. Errors: 403 for who does not stand above; 404 for a form or a unit that is not there, or not
 * his; 422 opened without a reason, or a month to come.
 */
export async function setPeriods(db: D1Database, actor: Actor, wish: PeriodWish, review: Review | undefined, places: Places, now: number): Promise<number> {
  const { form, period, units, locked } = wish
  const reason = wish.reason.trim()
  if (!locksPeriods(actor, form, review, places)) throw new Refusal(403, 'forbidden')
  if (!units.every((unit) => isBelow(actor, unit, places))) throw new Refusal(404, 'not_found')
  if (period > localDay(now, zone).slice(0, 7)) throw new Refusal(422, 'period_to_come')
  if (!locked && reason === '') throw new Refusal(422, 'reason_missing')
  return locked ? lock(db, { form, period, units }, actor.person, now) : unlock(db, { form, period, units }, reason, actor.person, now)
}

/** The locks of a form that an actor is told of: on what lies in his unit, and on what his unit lies in. */
export async function locksFor(db: D1Database, actor: Actor, form: string, from: string, to: string, places: Places): Promise<readonly Lock[]> {
  const { unit: own } = actor
  return (await locksOf(db, form, from, to)).filter(({ unit }) => own === null || unit === '' || places.isUnder(unit, own) || places.isUnder(own, unit))
}

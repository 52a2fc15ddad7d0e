// Locked periods: a form's records of a month, in a unit and all below it, that no decision moves any more. What would move a sum of theirs, whatever
// it is, is not done; what an officer sends is kept beside them (state late) until the level above opens the period, or opens it for that record alone.
import type { Difference, Head } from './decision.ts'
import type { Working } from './working.ts'

export interface Lock {
  readonly form: string
  /** '' is everywhere. */
  readonly unit: string
  /** 'YYYY-MM'. */
  readonly period: string
  readonly by: string
  readonly at: number
}

/** The lock that holds a form's records of a month in a unit; undefined where that is open. */
export type Locked = (form: string, unit: string, period: string) => Lock | undefined

/** How locks are asked; undefined where there are none. */
export function lockedIn(locks: readonly Lock[], isUnder: (unit: string, ancestor: string) => boolean): Locked | undefined {
  if (locks.length === 0) return undefined
  const found = new Map<string, Lock[]>()
  for (const lock of locks) found.set(`${lock.form} ${lock.period}`, [...(found.get(`${lock.form} ${lock.period}`) ?? []), lock])
  return (form, unit, period) => found.get(`${form} ${period}`)?.find((lock) => lock.unit === '' || (unit !== '' && isUnder(unit, lock.unit)))
}

/** The lock on where a record stands. */
export function lockOn({ form, unit, day }: Pick<Head, 'form' | 'unit' | 'day'>, locked: Locked): Lock | undefined {
  return locked(form, unit, day.slice(0, 7))
}

/** The lock on one of these sums. A stock belongs to no month. How many wait (heap.ts) is no figure. */
export function lockAmong(moves: readonly Difference[], locked: Locked): Lock | undefined {
  for (const { indicator, unit, period } of moves) {
    const lock = period === '' ? undefined : locked(indicator.slice(0, indicator.indexOf('.')), unit, period.slice(0, 7))
    if (lock !== undefined) return lock
  }
  return undefined
}

/** The locks that hold a record whose period was opened for it alone: those of other places, months and forms, but for what whoever decides may open himself. */
export function openedFor({ form, unit, day }: Pick<Head, 'form' | 'unit' | 'day'>, beyond: Locked | undefined): Locked | undefined {
  return beyond && ((of, at, period) => (of === form && at === unit && period === day.slice(0, 7) ? undefined : beyond(of, at, period)))
}

/** Whether anything of it counts. */
export const countsSomewhere = ({ counts }: Pick<Head, 'counts'>): boolean => counts.received !== 0 || counts.approved !== 0

/**
 * Does what is decided on a record, unless a lock says no; gives that lock, and then nothing is done. Asked is where the record counts now, where it would
 * stand, and every sum that would move, a register's too.
 */
export function unlessLocked(working: Working, locked: Locked | undefined, before: Head | undefined, to: Pick<Head, 'form' | 'unit' | 'day'>, work: () => void): Lock | undefined {
  if (locked === undefined) {
    work()
    return undefined
  }
  const lock = (before !== undefined && countsSomewhere(before) ? lockOn(before, locked) : undefined) ?? lockOn(to, locked)
  return lock ?? working.attempt(work, (moves) => lockAmong(moves, locked))
}

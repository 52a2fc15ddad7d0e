// Locked periods: which there are, locking, opening; and the secret with which forms draw their lots. What a lock means is record/period.ts's.
import type { Lock } from '../record/period.ts'

/** All that is locked: a row for each form, month and unit that was locked by itself. */
export async function listLocks(db: D1Database): Promise<readonly Lock[]> {
  return (await db.prepare('select form, period, unit, by, at from locks order by form, period, unit').all<Lock>()).results
}

/** A form's locks of some months. Walks locks by primary key. */
export async function locksOf(db: D1Database, form: string, from: string, to: string): Promise<readonly Lock[]> {
  return (await db.prepare('select form, period, unit, by, at from locks where form = ? and period >= ? and period <= ? order by period, unit').bind(form, from, to).all<Lock>()).results
}

export interface Span {
  readonly form: string
  readonly period: string
  readonly units: readonly string[]
}

// ?1: [[form, period, unit]] that is not so yet.
const wanted = (isThere: boolean): string =>
  `select w.value->>0 as form, w.value->>1 as period, w.value->>2 as unit from json_each(?1) w
   where ${isThere ? '' : 'not '}exists (select 1 from locks l where l.form = w.value->>0 and l.period = w.value->>1 and l.unit = w.value->>2)`
const moveOn = (isThere: boolean): string => `update settings set value = value + 1 where key in ('epoch', 'locks_revision') and exists (${wanted(isThere)})`

/** Locks what is not locked yet, in one batch; gives how many were. Whatever is being decided at that moment is decided again. */
export async function lock(db: D1Database, { form, period, units }: Span, by: string, at: number): Promise<number> {
  const rows = JSON.stringify(units.map((unit) => [form, period, unit]))
  // locks: primary key
  const results = await db.batch([
    db.prepare(`insert into audit (at, actor, action, subject, detail) select ?2, ?3, 'locked', form, period || ' ' || unit from (${wanted(false)})`).bind(rows, at, by),
    db.prepare(moveOn(false)).bind(rows),
    db.prepare('insert into locks (form, period, unit, by, at) select value->>0, value->>1, value->>2, ?3, ?2 from json_each(?1) where true on conflict do nothing').bind(rows, at, by),
  ])
  return results[0]?.meta.changes ?? 0
}

/** Opens what is locked, in one batch, with the reason; gives how many were. */
export async function unlock(db: D1Database, { form, period, units }: Span, reason: string, by: string, at: number): Promise<number> {
  const rows = JSON.stringify(units.map((unit) => [form, period, unit]))
  const results = await db.batch([
    db.prepare(`insert into audit (at, actor, action, subject, detail) select ?2, ?3, 'unlocked', form, period || ' ' || unit || ': ' || ?4 from (${wanted(true)})`).bind(rows, at, by, reason),
    db.prepare(moveOn(true)).bind(rows),
    db.prepare('delete from locks where (form, period, unit) in (select value->>0, value->>1, value->>2 from json_each(?1))').bind(rows),
  ])
  return results[0]?.meta.changes ?? 0
}

/** What lots are drawn with. Never shown, never logged. */
export async function lotSecret(db: D1Database): Promise<string> {
  const row = await db.prepare(`select value from secrets where name = 'lot'`).first<{ value: string }>()
  if (row === null) throw new Error('the secret of the lots is not there')
  return row.value
}

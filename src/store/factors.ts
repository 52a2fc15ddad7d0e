// The second factor of an account: its secret as the server sealed it, the steps that were used, and what opens once when the phone is lost.
import { held, line } from './accounts.ts'

/** A secret that is being set up, in place of one that was begun before. It counts once its first code was given. */
export function proposing(db: D1Database, person: string, sealed: string): D1PreparedStatement {
  return db.prepare('update accounts set next_factor = ?2 where person = ?1').bind(person, sealed)
}

export interface Factors {
  readonly factor: string | null
  readonly next_factor: string | null
  /** Recovery codes that were not used. */
  readonly left: number
}

/** Primary keys. */
export async function factorsOf(db: D1Database, person: string): Promise<Factors | undefined> {
  const row = await db
    .prepare('select factor, next_factor, (select count(*) from recovery_codes r where r.person = a.person and r.used_at is null) as left from accounts a where a.person = ?')
    .bind(person)
    .first<Factors>()
  return row ?? undefined
}

/** A code's thirty seconds are used: a second time, the batch fails. What is older than any clock's error is let go. Primary key. */
export function usingStep(db: D1Database, person: string, step: number): readonly D1PreparedStatement[] {
  return [
    db.prepare('insert into used_steps (person, step) values (?, ?)').bind(person, step),
    db.prepare('delete from used_steps where person = ?1 and step < ?2').bind(person, step - 100),
  ]
}

/** Whether a batch failed because the code had been used. */
export const isUsed = (error: unknown): boolean => String(error).includes('used_steps')

/** A recovery code is used: of an unknown one, or a second time, the batch fails. Primary key. */
export function usingRecovery(db: D1Database, person: string, hash: string, at: number): readonly D1PreparedStatement[] {
  return [
    db.prepare('insert into guards (holds) select 0 where not exists (select 1 from recovery_codes where person = ?1 and hash = ?2 and used_at is null)').bind(person, hash),
    db.prepare('update recovery_codes set used_at = ?3 where person = ?1 and hash = ?2').bind(person, hash, at),
    line(db, at, person, 'recovery_used', person),
  ]
}

/** The secret that was being set up is the second factor from now on, with new recovery codes. */
export function settingFactor(db: D1Database, person: string, hashes: readonly string[], at: number): readonly D1PreparedStatement[] {
  return [
    db.prepare('update accounts set factor = next_factor, factor_at = ?2, next_factor = null, changed_at = ?2 where person = ?1 and next_factor is not null').bind(person, at),
    ...newCodes(db, person, hashes),
    line(db, at, person, 'factor_set', person),
  ]
}

/** Other recovery codes; the ones before open nothing. false: there is no second factor. */
export async function replaceCodes(db: D1Database, person: string, hashes: readonly string[], at: number): Promise<boolean> {
  return held(db, [hasFactor(db, person), ...newCodes(db, person, hashes), line(db, at, person, 'recovery_made', person)])
}

/** The second factor goes: of an admin also his sessions, because an admin has none without it. false: there is none. tokens_sessions */
export async function removeFactor(db: D1Database, person: string, by: string, at: number): Promise<boolean> {
  return held(db, [
    hasFactor(db, person),
    db.prepare('update accounts set factor = null, factor_at = null, next_factor = null, changed_at = ?2 where person = ?1').bind(person, at),
    db.prepare('delete from recovery_codes where person = ?').bind(person),
    db.prepare(`update tokens set revoked_at = ?2 where person = ?1 and session is not null and revoked_at is null and role = 'admin'`).bind(person, at),
    db.prepare('delete from sign_ins where person = ?').bind(person),
    line(db, at, by, 'factor_removed', person),
  ])
}

/** The secret that was looked at is still the one that is being set up. */
export function proposalHolds(db: D1Database, person: string, next_factor: string): D1PreparedStatement {
  return db.prepare('insert into guards (holds) select 0 where not exists (select 1 from accounts where person = ?1 and next_factor = ?2 and disabled_at is null)').bind(person, next_factor)
}

function hasFactor(db: D1Database, person: string): D1PreparedStatement {
  return db.prepare('insert into guards (holds) select 0 where not exists (select 1 from accounts where person = ?1 and factor is not null and disabled_at is null)').bind(person)
}

function newCodes(db: D1Database, person: string, hashes: readonly string[]): readonly D1PreparedStatement[] {
  return [
    db.prepare('delete from recovery_codes where person = ?').bind(person),
    db.prepare('insert into recovery_codes (person, hash) select ?1, value from json_each(?2)').bind(person, JSON.stringify(hashes)),
  ]
}

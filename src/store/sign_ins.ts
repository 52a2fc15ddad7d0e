// Signing in, as the database sees it: how often it was tried, who stands between password and second factor, and the session that comes of it.
// Every batch that goes on begins with a guard on what was proven: a password changed meanwhile opens nothing.
import { line, lockNamed } from './accounts.ts'
import type { Lock, LockRow } from './accounts.ts'
import type { Count } from './visits.ts'
import { countedBatch, counting } from './visits.ts'

/** What a session is made with. */
export interface NewSession {
  readonly id: string
  readonly hash: string
  readonly session: 'day' | 'own'
  readonly agent: string | null
  readonly seen_from: string | null
  readonly expires_at: number
  /** Hash of the token that this browser brought: a session there ends, its cookie is replaced. */
  readonly replaces: string | null
  readonly at: number
}

/** What browsers are sealed with in which somebody came in before; made when it is asked for first. Never shown, never logged. */
export async function knownSecret(db: D1Database): Promise<string> {
  const [, found] = await db.batch<{ value: string }>([
    db.prepare(`insert into secrets (name, value) values ('known', lower(hex(randomblob(32)))) on conflict do nothing`),
    db.prepare(`select value from secrets where name = 'known'`),
  ])
  const [row] = found?.results ?? []
  if (row === undefined) throw new Error('the secret of known browsers is not there')
  return row.value
}

/** Counts a try, then reads what stands under the name. Throws TooOften. Primary key of visits, unique index on fold. */
export async function tried(db: D1Database, counts: readonly Count[], fold: string): Promise<LockRow | undefined> {
  const [found] = await countedBatch<LockRow>(db, [counting(db, counts)], [lockNamed(db, fold)])
  return found?.results[0]
}

/** Counts a try of somebody known. Throws TooOften. */
export async function countTry(db: D1Database, counts: readonly Count[]): Promise<void> {
  await countedBatch(db, [counting(db, counts)], [])
}

/** A try that was right is taken off the count again. Primary key. */
export function uncounting(db: D1Database, counts: readonly Count[]): D1PreparedStatement {
  return db
    .prepare(
      `update visits set count = count - 1 where count > 0 and (hour, form, what, who) in (select value->>0, value->>1, value->>2, value->>3 from json_each(?))`,
    )
    .bind(JSON.stringify(counts.map(({ hour, form, what, who }) => [hour, form, what, who])))
}

/** Notes a try that was wrong, under the account where there is one; never what was typed. */
export async function failed(db: D1Database, action: 'sign_in_failed' | 'factor_failed', person: string | undefined, at: number): Promise<void> {
  await line(db, at, '', action, person ?? '').run()
}

/**
 * The right password: nothing goes on where it was changed or the account disabled since it was looked at, nor where a second factor is asked for that was not,
 * or the other way round.
 */
export function passwordHolds(db: D1Database, { person, role, has_factor }: Lock, password: string): D1PreparedStatement {
  return db
    .prepare(
      `insert into guards (holds) select 0 where not exists (select 1 from accounts where person = ?1 and password = ?2 and disabled_at is null
         and (role = 'admin') = ?3 and (factor is not null) = ?4)`,
    )
    .bind(person, password, Number(role === 'admin'), Number(has_factor))
}

/** The session of an account, with what the account opens at this very moment. A session that this browser had before ends. */
export function beginning(db: D1Database, person: string, given: NewSession): readonly D1PreparedStatement[] {
  return [
    // unique index on hash
    db.prepare('update tokens set revoked_at = ?2 where hash = ?1 and session is not null and revoked_at is null').bind(given.replaces, given.at),
    db
      .prepare(
        `insert into tokens (id, hash, person, role, unit, forms, personal, session, agent, seen_from, created_at, expires_at, last_seen)
         select ?2, ?3, person, role, unit, forms, personal, ?4, ?5, ?6, ?7, ?8, ?7 from accounts where person = ?1`,
      )
      .bind(person, given.id, given.hash, given.session, given.agent, given.seen_from, given.at, given.expires_at),
    // What ended long ago is let go; tokens_sessions
    db
      .prepare(
        `delete from tokens where id in (select id from tokens indexed by tokens_sessions where person = ?1 and session is not null and last_seen < ?2 and expires_at < ?2 order by last_seen limit 20)`,
      )
      .bind(person, given.at - 90 * 86_400_000),
    line(db, given.at, person, 'signed_in', given.id, 'password'),
  ]
}

/** Who has shown the password, on his way to the second factor. hash: of the secret in his cookie. Ones that are over go. */
export function halfway(db: D1Database, given: { hash: string; person: string; session: 'day' | 'own'; expires_at: number; at: number }): readonly D1PreparedStatement[] {
  return [
    // sign_ins_ended
    db.prepare('delete from sign_ins where expires_at < ?').bind(given.at),
    db.prepare('insert into sign_ins (hash, person, session, expires_at) values (?, ?, ?, ?)').bind(given.hash, given.person, given.session, given.expires_at),
  ]
}

export interface Halfway {
  readonly person: string
  readonly name: string
  readonly sign_in_name: string
  readonly fold: string
  readonly session: 'day' | 'own'
  readonly role: string
  readonly factor: string | null
  readonly next_factor: string | null
}

const waits = `select s.person, p.name, a.name as sign_in_name, a.fold, s.session, a.role, a.factor, a.next_factor from sign_ins s join accounts a on a.person = s.person join people p on p.id = s.person
  where s.hash = ?1 and s.expires_at > ?2 and a.disabled_at is null`

/** Who stands there; undefined when his time is over. Primary keys. */
export async function halfwayOf(db: D1Database, hash: string, now: number): Promise<Halfway | undefined> {
  return (await db.prepare(waits).bind(hash, now).first<Halfway>()) ?? undefined
}

/**
 * Counts one try of a code, by who stands there and by his person over the hour, and reads who it is. 'ended' after five on one password;
 * throws TooOften. Primary keys.
 */
export async function triedCode(db: D1Database, hash: string, now: number, { hour, most }: { readonly hour: number; readonly most: number }): Promise<Halfway | 'ended' | undefined> {
  try {
    const [, found] = await countedBatch<Halfway>(
      db,
      [
        db
          .prepare(
            `insert into visits (hour, form, what, who, count, most) select ?2, '', 'code', person, 1, ?3 from sign_ins where hash = ?1
             on conflict (hour, form, what, who) do update set count = count + 1, most = excluded.most`,
          )
          .bind(hash, hour, most),
      ],
      [db.prepare('update sign_ins set tries = tries + 1 where hash = ?').bind(hash), db.prepare(waits).bind(hash, now)],
    )
    return found?.results[0]
  } catch (error) {
    if (!String(error).includes('CHECK constraint failed: too_many_tries')) throw error
    await db.prepare('delete from sign_ins where hash = ?').bind(hash).run()
    return 'ended'
  }
}

/** He still stands there, with the same second factor; he does so once. */
export function stillHalfway(db: D1Database, hash: string, { person, factor, next_factor }: Halfway, now: number): readonly D1PreparedStatement[] {
  return [
    db
      .prepare(
        `insert into guards (holds) select 0 where not exists (select 1 from sign_ins s join accounts a on a.person = s.person
           where s.hash = ?1 and s.person = ?2 and s.expires_at > ?3 and a.disabled_at is null and a.factor is ?4 and a.next_factor is ?5)`,
      )
      .bind(hash, person, now, factor, next_factor),
    db.prepare('delete from sign_ins where hash = ?').bind(hash),
  ]
}

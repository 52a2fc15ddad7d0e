// Sessions: tokens that signing in made, each of an account, seen in one browser. They are listed and ended here; made by who signs in (sign_ins.ts).
//   sessionsOf(db, person, now)        those that go on, the one seen last at the top
//   endSession(db, …)                  one of a person's; false where it is not his
//   endSessions(db, …)                 all of a person's, or all but one
import { line } from './accounts.ts'

export interface Session {
  readonly id: string
  /** 'own': on a computer of one's own, which stays signed in for longer. */
  readonly session: 'day' | 'own'
  /** The browser in a few words; null: it did not say. */
  readonly agent: string | null
  /** The network it was last seen from; null: this server is not told. */
  readonly seen_from: string | null
  readonly created_at: number
  readonly last_seen: number
  readonly expires_at: number
}

/** Walks tokens_sessions. */
export async function sessionsOf(db: D1Database, person: string, now: number): Promise<readonly Session[]> {
  const { results } = await db
    .prepare(
      `select id, session, agent, seen_from, created_at, last_seen, expires_at from tokens indexed by tokens_sessions
       where person = ?1 and session is not null and revoked_at is null and expires_at > ?2 order by last_seen desc limit 100`,
    )
    .bind(person, now)
    .all<Session>()
  return results
}

/** Ends one session of a person; with `person` null, whoever's it is. false: none such goes on. Primary key. */
export async function endSession(db: D1Database, id: string, person: string | null, by: string, at: number): Promise<boolean> {
  const mine = `id = ?1 and session is not null and revoked_at is null and expires_at > ?2 and (?3 is null or person = ?3)`
  const [, done] = await db.batch([
    db.prepare(`insert into audit (at, actor, action, subject, detail) select ?2, ?4, 'session_ended', person, id from tokens where ${mine}`).bind(id, at, person, by),
    db.prepare(`update tokens set revoked_at = ?2 where ${mine}`).bind(id, at, person),
  ])
  return (done?.meta.changes ?? 0) > 0
}

/** Ends all sessions of a person but one, and what stands between password and second factor; says how many ended. Walks tokens_sessions. */
export async function endSessions(db: D1Database, person: string, by: string, at: number, keep: string | null = null): Promise<number> {
  const [done] = await db.batch([
    db
      .prepare('update tokens set revoked_at = ?2 where person = ?1 and session is not null and revoked_at is null and expires_at > ?2 and id is not ?3')
      .bind(person, at, keep),
    db.prepare('delete from sign_ins where person = ?').bind(person),
    line(db, at, by, 'sessions_ended', person),
  ])
  return done?.meta.changes ?? 0
}

/** Ends the session with this hash, as who leaves does it; of another token nothing is written. Unique index on hash. */
export async function leave(db: D1Database, hash: string, at: number): Promise<void> {
  const going = `hash = ?1 and session is not null and revoked_at is null`
  await db.batch([
    db.prepare(`insert into audit (at, actor, action, subject) select ?2, person, 'signed_out', id from tokens where ${going}`).bind(hash, at),
    db.prepare(`update tokens set revoked_at = ?2 where ${going}`).bind(hash, at),
  ])
}

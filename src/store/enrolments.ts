// A person's way onto one phone: a code that works once, within its time. Only hashes are kept, of the code as of the secret that the phone makes.
import type { Actor } from '../record/submission.ts'
import { parsed } from './rows.ts'

export interface Enrolment {
  readonly person: string
  readonly name: string
  readonly role: Actor['role']
  readonly unit: string | null
  readonly forms: readonly string[] | null
  readonly personal: boolean
  /** The name of the phone. */
  readonly device: string
  readonly expires_at: number
  /** Of the token that came of it; null: not used yet. */
  readonly token: string | null
  readonly token_hash: string | null
}

/** Keeps a code's hash with what it gives. */
export async function saveEnrolment(
  db: D1Database,
  given: Omit<Enrolment, 'name' | 'token' | 'token_hash'> & { readonly hash: string; readonly at: number; readonly by: string },
): Promise<void> {
  const { hash, person, role, unit, forms, personal, device, at, expires_at, by } = given
  await db.batch([
    db
      .prepare('insert into enrolments (hash, person, role, unit, forms, device, created_at, expires_at, by, personal) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .bind(hash, person, role, unit, forms === null ? null : JSON.stringify(forms), device, at, expires_at, by, personal ? 1 : 0),
    db.prepare(`insert into audit (at, actor, action, subject, detail) values (?, ?, 'enrolment', ?, ?)`).bind(at, by, person, role),
  ])
}

/** What a code gives, used or not. Walks the primary key. */
export async function enrolment(db: D1Database, hash: string): Promise<Enrolment | undefined> {
  const row = await db.prepare(`${shown} where e.hash = ?`).bind(hash).first<Row>()
  return row === null ? undefined : enrolmentFrom(row)
}

/**
 * Uses a code for the secret with this hash: the first comes through, whoever sends the same hash again gets the same token, and with another
 * hash or too late nothing is written. Gives the enrolment as it stands now; `token_hash` says for whom. Walks primary keys, and tokens by hash.
 */
export async function claim(db: D1Database, given: { hash: string; token_hash: string; token: string; device: string; at: number }): Promise<Enrolment | undefined> {
  const { hash, token_hash, token, device, at } = given
  const [, , , , found] = await db.batch<Row>([
    // A secret that already opens something is nobody's new one.
    db
      .prepare(
        `update enrolments set token_hash = ?2, token = ?3
         where hash = ?1 and token_hash is null and expires_at > ?4 and not exists (select 1 from tokens where hash = ?2)`,
      )
      .bind(hash, token_hash, token, at),
    db.prepare('insert into devices (id, person, name, created_at) select ?3, person, device, ?4 from enrolments where hash = ?1 and token = ?2').bind(hash, token, device, at),
    db
      .prepare(
        `insert into tokens (id, hash, person, device, role, unit, forms, personal, created_at, last_seen)
         select token, token_hash, person, ?3, role, unit, forms, personal, ?4, ?4 from enrolments where hash = ?1 and token = ?2`,
      )
      .bind(hash, token, device, at),
    db
      .prepare(`insert into audit (at, actor, action, subject, detail) select ?3, person, 'enrolled', token, role from enrolments where hash = ?1 and token = ?2`)
      .bind(hash, token, at),
    db.prepare(`${shown} where e.hash = ?`).bind(hash),
  ])
  const row = found?.results[0]
  return row === undefined ? undefined : enrolmentFrom(row)
}

/** A link that waits to be used; its hash is its name: nobody finds the code by it. */
export interface Waiting extends Omit<Enrolment, 'token' | 'token_hash'> {
  readonly hash: string
}

/** Links that were made and can still be used, the one that ends first at the top. Walks enrolments_waiting. */
export async function waitingEnrolments(db: D1Database, now: number): Promise<readonly Waiting[]> {
  const { results } = await db
    .prepare(
      `select e.hash, e.person, p.name, e.role, e.unit, e.forms, e.personal, e.device, e.expires_at
       from enrolments e indexed by enrolments_waiting join people p on p.id = e.person where e.token is null and e.expires_at > ? order by e.expires_at limit 500`,
    )
    .bind(now)
    .all<Omit<Waiting, 'forms' | 'personal'> & { forms: string | null; personal: number }>()
  return results.map((row) => ({ ...row, forms: parsed<readonly string[] | null>(row.forms, null), personal: row.personal === 1 }))
}

/** Ends a link that was not used; false when there is none, or it was used or had ended. Walks the primary key. */
export async function cancelEnrolment(db: D1Database, hash: string, by: string, now: number): Promise<boolean> {
  const [, ended] = await db.batch([
    db
      .prepare(`insert into audit (at, actor, action, subject, detail) select ?2, ?3, 'enrolment_cancelled', person, role from enrolments where hash = ?1 and token is null and expires_at > ?2`)
      .bind(hash, now, by),
    db.prepare('update enrolments set expires_at = ?2 where hash = ?1 and token is null and expires_at > ?2').bind(hash, now),
  ])
  return (ended?.meta.changes ?? 0) > 0
}

type Row = Omit<Enrolment, 'forms' | 'personal'> & { readonly forms: string | null; readonly personal: number }

const shown = `select e.person, p.name, e.role, e.unit, e.forms, e.personal, e.device, e.expires_at, e.token, e.token_hash from enrolments e join people p on p.id = e.person`

function enrolmentFrom(row: Row): Enrolment {
  return { ...row, forms: parsed<readonly string[] | null>(row.forms, null), personal: row.personal === 1 }
}

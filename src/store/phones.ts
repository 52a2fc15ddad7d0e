// What phones tell of themselves at each visit, and which of them stay away. The phones are the tokens that have a device.
import { parsed } from './rows.ts'

const day_ms = 86_400_000

/** What a phone tells: how many records it could not send, since when the oldest waits by its clock (0: none), of which build it is. */
export interface Telling {
  readonly unsent: number
  readonly since: number
  readonly build: string
}

/** Keeps what a phone told. Within a day the same again writes nothing. Walks the primary key. */
export async function hearPhone(db: D1Database, token: string, { unsent, since, build }: Telling, now: number): Promise<void> {
  await db
    .prepare(
      `update tokens set unsent = ?2, waits_since = ?3, build = ?4, told_at = ?5
       where id = ?1 and (told_at is null or told_at <= ?5 - ${day_ms} or unsent is not ?2 or waits_since is not ?3 or build is not ?4)`,
    )
    .bind(token, unsent, unsent === 0 ? null : since, build, now)
    .run()
}

export interface Phone {
  readonly token: string
  readonly person: string
  readonly name: string
  readonly device: string
  readonly role: string
  readonly unit: string | null
  readonly forms: readonly string[] | null
  readonly created_at: number
  readonly last_seen: number
  readonly unsent: number | null
  readonly waits_since: number | null
  readonly build: string | null
  readonly told_at: number | null
}

/** All phones that may come in. Reads the tables that hold a row a person or device. */
export async function phones(db: D1Database, now: number): Promise<readonly Phone[]> {
  const { results } = await db
    .prepare(
      `select t.id as token, t.person, p.name, d.name as device, t.role, t.unit, t.forms, t.created_at, t.last_seen, t.unsent, t.waits_since, t.build, t.told_at
       from tokens t join people p on p.id = t.person join devices d on d.id = t.device where t.revoked_at is null and (t.expires_at is null or t.expires_at > ?) order by t.id`,
    )
    .bind(now)
    .all<Omit<Phone, 'forms'> & { forms: string | null }>()
  return results.map((row) => ({ ...row, forms: parsed<readonly string[] | null>(row.forms, null) }))
}

/** A link that ended before anybody opened it. */
export interface EndedLink {
  readonly name: string
  readonly device: string
  readonly role: string
  readonly unit: string | null
  readonly expires_at: number
}

/**
 * Links of the last thirty days that nobody opened in time, the latest first; not those taken back, nor of people who have come in since. Walks
 * enrolments_waiting, tokens by person and the audit by subject.
 */
export async function endedLinks(db: D1Database, now: number): Promise<readonly EndedLink[]> {
  const { results } = await db
    .prepare(
      `select p.name, e.device, e.role, e.unit, e.expires_at from enrolments e indexed by enrolments_waiting join people p on p.id = e.person
       where e.token is null and e.expires_at > ?1 and e.expires_at <= ?2
         and not exists (select 1 from tokens t indexed by tokens_person where t.person = e.person and t.created_at >= e.created_at)
         and not exists (select 1 from audit a indexed by audit_subject where a.subject = e.person and a.action = 'enrolment_cancelled' and a.at = e.expires_at) order by e.expires_at desc limit 200`,
    )
    .bind(now - 30 * day_ms, now)
    .all<EndedLink>()
  return results
}

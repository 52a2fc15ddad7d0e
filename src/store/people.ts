// People, their devices, and the tokens that prove who acts. Only hashes of tokens are kept; a token's scope is the actor's.
import type { Actor } from '../record/submission.ts'
import { sortKey } from '../record/fold.ts'
import { parsed } from './rows.ts'

export interface Person {
  readonly id: string
  readonly name: string
}

export interface Token {
  readonly id: string
  readonly person: string
  readonly name: string
  readonly device: string | null
  /** Of the phone; or what a program uses it for. */
  readonly device_name: string | null
  readonly role: Actor['role']
  readonly unit: string | null
  readonly forms: readonly string[] | null
  readonly personal: boolean
  readonly created_at: number
  readonly expires_at: number | null
  readonly revoked_at: number | null
  readonly last_seen: number
}

const day_ms = 86_400_000
/** A session is looked at for where it was last seen, so it is noted more often than other tokens. */
const sessionSeen_ms = 600_000

/** A token by its id, at a moment, with what it gives: what a batch asks for beside its own business, so that who acts costs no trip of its own. */
export interface Bearer {
  readonly token: string
  readonly now: number
  readonly scope: string
}

/** Role, place and forms as one text. They may be changed while somebody is remembered with what he had. */
export function scopeOf({ role, unit, forms }: Pick<Actor, 'role' | 'unit' | 'forms'>): string {
  return `${role} ${unit ?? ''} ${forms === null ? '' : JSON.stringify(forms)}`
}

/** Whether a row of tokens opens anything at a moment. */
export const isValid = (now: string): string => `revoked_at is null and (expires_at is null or expires_at > ${now})`

/** Whether it does, and still gives what it gave. */
export const stillGives = (now: string, scope: string): string => `${isValid(now)} and role || ' ' || coalesce(unit, '') || ' ' || coalesce(forms, '') = ${scope}`

/** Keeps a person; a known id gets the new name, and `by` is told of in the audit with the name before: records show the new one. Primary key. */
export async function savePerson(db: D1Database, person: Person & { at: number; by: string }): Promise<void> {
  await db.batch([
    db
      .prepare(`insert into audit (at, actor, action, subject, detail) select ?1, ?2, 'renamed', id, name from people where id = ?3 and name <> ?4`)
      .bind(person.at, person.by, person.id, person.name),
    db
      .prepare('insert into people (id, name, created_at) values (?1, ?2, ?3) on conflict (id) do update set name = ?2 where name <> ?2')
      .bind(person.id, person.name, person.at),
  ])
}

/** Names of people by id, for pages. Walks the primary key. */
export async function namesOf(db: D1Database, ids: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const { results } = await db
    .prepare('select p.id, p.name from json_each(?) i cross join people p on p.id = i.value')
    .bind(JSON.stringify(ids))
    .all<Person>()
  return Object.fromEntries(results.map((row) => [row.id, row.name]))
}

/** All people by name. Reads the table whole: it is the list. */
export async function listPeople(db: D1Database): Promise<readonly Person[]> {
  const { results } = await db.prepare('select id, name from people').all<Person>()
  return [...results].sort((one, other) => (sortKey(one.name) < sortKey(other.name) ? -1 : 1))
}

/** Keeps a device of a person. */
export async function saveDevice(db: D1Database, device: { id: string; person: string; name: string; at: number }): Promise<void> {
  await db
    .prepare('insert into devices (id, person, name, created_at) values (?1, ?2, ?3, ?4) on conflict (id) do update set name = ?3')
    .bind(device.id, device.person, device.name, device.at)
    .run()
}

/** Keeps a token's hash (SHA-256, hex) with its scope; `by` issued it. */
export async function saveToken(
  db: D1Database,
  token: {
    id: string
    hash: string
    person: string
    device?: string | null
    role: Actor['role']
    unit: string | null
    forms: readonly string[] | null
    personal?: boolean
    /** What a program uses it for, where it is on no phone. */
    purpose?: string
    expires_at?: number | null
    at: number
    by: string
  },
): Promise<void> {
  await db.batch([
    db
      .prepare(
        `insert into tokens (id, hash, person, device, role, unit, forms, created_at, expires_at, last_seen, personal, agent) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?8, ?10, ?11)`,
      )
      .bind(
        token.id, token.hash, token.person, token.device ?? null, token.role, token.unit, token.forms === null ? null : JSON.stringify(token.forms), token.at,
        token.expires_at ?? null, token.personal === true ? 1 : 0, token.purpose ?? null,
      ),
    db.prepare(`insert into audit (at, actor, action, subject, detail) values (?, ?, 'token', ?, ?)`).bind(token.at, token.by, token.id, token.role),
  ])
}

/**
 * Who acts through a token; undefined when it is unknown, expired or revoked. Walks the unique index on hash. Notes that it was seen: once a day, of a
 * session every ten minutes and from which network.
 */
export async function findActor(db: D1Database, hash: string, now: number, from: string | null = null): Promise<Actor | undefined> {
  const found = await db
    .prepare(
      `select t.id as token, t.person, p.name, t.device, t.role, t.unit, t.forms, t.personal, t.session, t.last_seen from tokens t join people p on p.id = t.person
       where t.hash = ?1 and ${isValid('?2')}`,
    )
    .bind(hash, now)
    .first<Bare & { last_seen: number }>()
  if (found === null) return undefined
  const { last_seen, ...actor } = found
  if (last_seen < now - (actor.session === null ? day_ms : sessionSeen_ms)) {
    await db
      .prepare('update tokens set last_seen = ?2, seen_from = case when session is null then null else coalesce(?3, seen_from) end where hash = ?1 and last_seen < ?2')
      .bind(hash, now, from)
      .run()
  }
  return actorFrom(actor)
}

/** An actor as a row holds him. */
type Bare = Omit<Actor, 'forms' | 'personal' | 'session'> & { readonly forms: string | null; readonly personal: number; readonly session: 'day' | 'own' | null }

const actorFrom = ({ forms, personal, session, ...row }: Bare): Actor => ({
  ...row, forms: parsed<readonly string[] | null>(forms, null), personal: personal === 1, ...(session === null ? {} : { session }),
})

/** Who seals with a token's secret: also with one that opens nothing any more. */
export interface Sealer {
  /** Of the secret: what a record is proven by. */
  readonly hash: string
  readonly actor: Actor
  readonly ended: 'revoked' | 'expired' | undefined
}

/** The holders of tokens by their ids, ended ones too. Walks the primary key. */
export async function sealers(db: D1Database, ids: readonly string[], now: number): Promise<ReadonlyMap<string, Sealer>> {
  const { results } = await db
    .prepare(
      `select t.id as token, t.hash, t.person, p.name, t.device, t.role, t.unit, t.forms, t.personal, t.session, t.revoked_at, t.expires_at
       from json_each(?) i cross join tokens t on t.id = i.value join people p on p.id = t.person`,
    )
    .bind(JSON.stringify(ids))
    .all<Bare & { hash: string; revoked_at: number | null; expires_at: number | null }>()
  return new Map(
    results.map(({ hash, revoked_at, expires_at, ...actor }) => {
      const ended = revoked_at !== null ? 'revoked' : expires_at !== null && expires_at <= now ? 'expired' : undefined
      return [actor.token, { hash, actor: actorFrom(actor), ended }] as const
    }),
  )
}

/** Why a token opens nothing (any more): for the one sentence that its holder gets. Walks the unique index on hash. */
export async function tokenState(db: D1Database, hash: string, now: number): Promise<'unknown' | 'expired' | 'revoked' | 'valid'> {
  const row = await db.prepare('select revoked_at, expires_at from tokens where hash = ?').bind(hash).first<{ revoked_at: number | null; expires_at: number | null }>()
  if (row === null) return 'unknown'
  if (row.revoked_at !== null) return 'revoked'
  return row.expires_at !== null && row.expires_at <= now ? 'expired' : 'valid'
}

/** Ends a token now; false when there is none or it had ended. */
export async function revokeToken(db: D1Database, id: string, by: string, now: number): Promise<boolean> {
  const row = await db.prepare('select revoked_at from tokens where id = ?').bind(id).first<{ revoked_at: number | null }>()
  if (row === null || row.revoked_at !== null) return false
  await db.batch([
    db.prepare('update tokens set revoked_at = ? where id = ? and revoked_at is null').bind(now, id),
    db.prepare(`insert into audit (at, actor, action, subject) values (?, ?, 'token_revoked', ?)`).bind(now, by, id),
  ])
  return true
}

/** Tokens that are no session, never their hashes, by name; of one person where asked. Reads tables that hold a row a person or device. */
export async function listTokens(db: D1Database, person?: string): Promise<readonly Token[]> {
  const { results } = await db
    .prepare(
      `select t.id, t.person, p.name, t.device, coalesce(d.name, t.agent) as device_name, t.role, t.unit, t.forms, t.personal, t.created_at, t.expires_at, t.revoked_at, t.last_seen
       from tokens t join people p on p.id = t.person left join devices d on d.id = t.device where t.session is null and (?1 is null or t.person = ?1) order by p.name, t.created_at`,
    )
    .bind(person ?? null)
    .all<Omit<Token, 'forms' | 'personal'> & { forms: string | null; personal: number }>()
  return results.map((row) => ({ ...row, forms: parsed<readonly string[] | null>(row.forms, null), personal: row.personal === 1 }))
}

// The office's list of people: whose token is whose, a scope changed for all that a person uses, many people at once, and one who leaves.
import type { Actor } from '../record/submission.ts'
import { scopeOf } from './people.ts'
import { parsed, pieces } from './rows.ts'

export interface TokenHead {
  readonly id: string
  readonly person: string
  readonly role: Actor['role']
  readonly unit: string | null
  readonly device: string | null
  readonly forms: readonly string[] | null
}

/** A token by its id, ended ones too. Walks the primary key. */
export async function tokenHead(db: D1Database, id: string): Promise<TokenHead | undefined> {
  const row = await db.prepare('select id, person, role, unit, device, forms from tokens where id = ?').bind(id).first<Omit<TokenHead, 'forms'> & { forms: string | null }>()
  return row === null ? undefined : { ...row, forms: parsed<readonly string[] | null>(row.forms, null) }
}

/** A person by id, and when they left. Walks the primary key. */
export async function personOf(db: D1Database, id: string): Promise<{ readonly id: string; readonly name: string; readonly left_at: number | null } | undefined> {
  return (await db.prepare('select id, name, left_at from people where id = ?').bind(id).first<{ id: string; name: string; left_at: number | null }>()) ?? undefined
}

/** Those who left. Reads the table whole: it is the list. */
export async function listLeft(db: D1Database): Promise<ReadonlyMap<string, number>> {
  const { results } = await db.prepare('select id, left_at from people where left_at is not null').all<{ id: string; left_at: number }>()
  return new Map(results.map(({ id, left_at }) => [id, left_at]))
}

/**
 * Gives all tokens of a person that are no session, and the links that wait, another role, place and forms; they hold at the next request.
 * What was issued for trying a form stays for that. tokens_person, enrolments_waiting.
 */
export async function rescope(
  db: D1Database, { person, by, at, ...scope }: Pick<Actor, 'role' | 'unit' | 'forms'> & { readonly person: string; readonly by: string; readonly at: number },
): Promise<number> {
  const forms = scope.forms === null ? null : JSON.stringify(scope.forms)
  const theirs = `person = ?1 and session is null and revoked_at is null and coalesce(forms, '') not like '%~trial"%'`
  const [, done] = await db.batch([
    db
      .prepare(`insert into audit (at, actor, action, subject, detail) select ?3, ?4, 'scope', id, ?2 from tokens where ${theirs} and role || ' ' || coalesce(unit, '') || ' ' || coalesce(forms, '') <> ?2`)
      .bind(person, scopeOf(scope), at, by),
    db.prepare(`update tokens set role = ?2, unit = ?3, forms = ?4 where ${theirs}`).bind(person, scope.role, scope.unit, forms),
    db
      .prepare(`update enrolments set role = ?2, unit = ?3, forms = ?4 where token is null and expires_at > ?5 and person = ?1 and coalesce(forms, '') not like '%~trial"%'`)
      .bind(person, scope.role, scope.unit, forms, at),
  ])
  return done?.meta.changes ?? 0
}

/** Ends everything of a person: phones, links, sessions, the account. Their records stay, under their name. Twice is once. Primary keys, tokens_person. */
export async function leave(db: D1Database, person: string, by: string, at: number): Promise<boolean> {
  const [done] = await db.batch([
    db
      .prepare(
        `insert into audit (at, actor, action, subject) select ?2, ?3, 'left', id from people where id = ?1 and (left_at is null or exists (
           select 1 from tokens where person = ?1 and revoked_at is null) or exists (select 1 from enrolments indexed by enrolments_waiting where token is null and expires_at > ?2 and person = ?1))`,
      )
      .bind(person, at, by),
    db.prepare('update tokens set revoked_at = ?2 where person = ?1 and revoked_at is null').bind(person, at),
    db.prepare('update enrolments set expires_at = ?2 where token is null and expires_at > ?2 and person = ?1').bind(person, at),
    db.prepare('update invitations set expires_at = ?2 where person = ?1 and used_at is null and expires_at > ?2').bind(person, at),
    db.prepare('delete from sign_ins where person = ?').bind(person),
    db.prepare('update accounts set disabled_at = ?2, changed_at = ?2 where person = ?1 and disabled_at is null').bind(person, at),
    db.prepare('update people set left_at = ?2 where id = ?1 and left_at is null').bind(person, at),
  ])
  return (done?.meta.changes ?? 0) > 0
}

/** Many people, each with a link for one phone, in one batch. Links that were made for the same people and not used end with it. Primary keys, enrolments_waiting. */
export async function enrolMany(
  db: D1Database,
  many: readonly { readonly hash: string; readonly person: string; readonly name: string; readonly role: Actor['role']; readonly unit: string; readonly device: string }[],
  { at, expires_at, by }: { readonly at: number; readonly expires_at: number; readonly by: string },
): Promise<ReadonlySet<string>> {
  const rows = pieces(many.map(({ hash, person, name, role, unit, device }) => [hash, person, name, role, unit, device]))
  const isIn = `exists (select 1 from enrolments e cross join tokens t on t.id = e.token where e.person = value->>1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > ?2))`
  const results = await db.batch<{ hash?: string }>(rows.flatMap((list) => [
    db.prepare('insert into people (id, name, created_at) select value->>1, value->>2, ?2 from json_each(?1) where true on conflict (id) do update set name = excluded.name').bind(list, at),
    db.prepare('update enrolments set expires_at = ?2 where token is null and expires_at > ?2 and person in (select value->>1 from json_each(?1))').bind(list, at),
    db
      .prepare(`insert into enrolments (hash, person, role, unit, device, created_at, expires_at, by) select value->>0, value->>1, value->>3, value->>4, value->>5, ?2, ?3, ?4 from json_each(?1)
         where not ${isIn} returning hash`)
      .bind(list, at, expires_at, by),
    db.prepare(`insert into audit (at, actor, action, subject, detail) select ?2, ?3, 'enrolment', value->>1, value->>3 from json_each(?1) where not ${isIn}`).bind(list, at, by),
  ]))
  return new Set(results.flatMap((result) => result.results.flatMap(({ hash }) => hash ?? [])))
}

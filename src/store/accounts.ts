// Accounts: who signs in with a name and a password, what that opens for him, and the links by which he chooses the password. For whoever writes pages over it:
//   listAccounts, accountOf            what there is, never a password
//   saveAccount                        a new one for a person who is there
//   changeAccount                      its name, role, unit, forms, right to personal answers: on its sessions in the same batch
//   disableAccount, enableAccount      disabling ends all of the person's tokens, phones' too, and links that wait
//   saveInvitation, invitation         a link; an older one of the same person ends with it
//   choosePassword, changePassword     by a link once, or by who knows the old one; sessions end
// Hashing, scope checks and words are the server's; sessions stand in sessions.ts, the second factor in factors.ts.
import type { AuditAction } from '../record/audit.ts'
import { sortKey } from '../record/fold.ts'
import type { Actor } from '../record/submission.ts'
import { parsed } from './rows.ts'

/** What an account opens. */
export interface Scope {
  readonly role: Actor['role']
  readonly unit: string | null
  readonly forms: readonly string[] | null
  /** Sees personal answers where the role alone would not. */
  readonly personal: boolean
}

export interface Account extends Scope {
  readonly person: string
  /** The person's. */
  readonly name: string
  readonly sign_in_name: string
  readonly has_password: boolean
  readonly has_factor: boolean
  readonly created_at: number
  readonly disabled_at: number | null
  /** Until when a link for a new password can be used; null: none waits. */
  readonly invited_until: number | null
  /** When one of the sessions was last seen, about; null: none is kept. */
  readonly last_seen: number | null
}

/** What signing in is decided on. */
export interface Lock {
  readonly person: string
  /** His sign-in name, as it is found. */
  readonly fold: string
  readonly password: string | null
  readonly role: Actor['role']
  readonly has_factor: boolean
  readonly disabled_at: number | null
}

/** Thrown away by a guard: what it was decided on no longer holds. */
export const isMoved = (error: unknown): boolean => String(error).includes('CHECK constraint failed: moved')

/** All accounts by the person's name. Reads the table whole: it is the list, a row a person. */
export async function listAccounts(db: D1Database, now: number): Promise<readonly Account[]> {
  const { results } = await db.prepare(shown('true')).bind(now).all<Row>()
  return results.map(accountFrom).sort((one, other) => (sortKey(one.name) < sortKey(other.name) ? -1 : 1))
}

/** One person's account. Primary keys, invitations_person, tokens_sessions. */
export async function accountOf(db: D1Database, person: string, now: number): Promise<Account | undefined> {
  const row = await db.prepare(shown('a.person = ?2')).bind(now, person).first<Row>()
  return row === null ? undefined : accountFrom(row)
}

/** Reads what stands under a folded name, used or not. Unique index on fold. */
export function lockNamed(db: D1Database, fold: string): D1PreparedStatement {
  return db.prepare(`${lock} where fold = ?`).bind(fold)
}

/** The same of a person. Primary key. */
export async function lockOf(db: D1Database, person: string): Promise<Lock | undefined> {
  return lockFrom((await db.prepare(`${lock} where person = ?`).bind(person).first<LockRow>()) ?? undefined)
}

/** A row of `lockNamed` as it is meant. */
export function lockFrom(row: LockRow | undefined): Lock | undefined {
  return row === undefined ? undefined : { ...row, has_factor: row.has_factor === 1 }
}

/** Makes an account. Nothing is written where the name is another's ('name_taken') or the person has one ('has_account'). */
export async function saveAccount(
  db: D1Database,
  { person, sign_in_name, fold, at, by, ...scope }: Scope & { person: string; sign_in_name: string; fold: string; at: number; by: string },
): Promise<'made' | 'name_taken' | 'has_account'> {
  try {
    await db.batch([
      db
        .prepare('insert into accounts (person, name, fold, role, unit, forms, personal, created_at, changed_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)')
        .bind(person, sign_in_name, fold, scope.role, scope.unit, formsText(scope), Number(scope.personal), at),
      line(db, at, by, 'account_made', person, scopeText(scope)),
    ])
    return 'made'
  } catch (error) {
    const said = String(error)
    if (said.includes('accounts.fold')) return 'name_taken'
    if (said.includes('accounts.person')) return 'has_account'
    throw error
  }
}

/**
 * Changes what an account opens, and its name. Its sessions have it at their next request; where it becomes an admin's they end, because an admin signs in
 * with a second factor and for a day.
 * 'none': no such account. Primary key, tokens_sessions.
 */
export async function changeAccount(
  db: D1Database,
  { person, sign_in_name, fold, at, by, ...scope }: Scope & { person: string; sign_in_name: string; fold: string; at: number; by: string },
): Promise<'changed' | 'name_taken' | 'none'> {
  try {
    const [done] = await db.batch([
      db
        .prepare('update accounts set name = ?2, fold = ?3, role = ?4, unit = ?5, forms = ?6, personal = ?7, changed_at = ?8 where person = ?1')
        .bind(person, sign_in_name, fold, scope.role, scope.unit, formsText(scope), Number(scope.personal), at),
      db
        .prepare(`update tokens set revoked_at = ?2 where person = ?1 and session is not null and revoked_at is null and role <> 'admin' and ?3 = 'admin'`)
        .bind(person, at, scope.role),
      db
        .prepare(`update tokens set role = ?2, unit = ?3, forms = ?4, personal = ?5 where person = ?1 and session is not null and revoked_at is null`)
        .bind(person, scope.role, scope.unit, formsText(scope), Number(scope.personal)),
      db.prepare('delete from sign_ins where person = ?').bind(person),
      db
        .prepare(`insert into audit (at, actor, action, subject, detail) select ?2, ?3, 'account_changed', person, ?4 from accounts where person = ?1`)
        .bind(person, at, by, scopeText(scope)),
    ])
    return (done?.meta.changes ?? 0) > 0 ? 'changed' : 'none'
  } catch (error) {
    if (String(error).includes('accounts.fold')) return 'name_taken'
    throw error
  }
}

/** Shuts a person out, on every phone and computer, at the next request; links that wait end too. false: no such account, or it was shut. */
export async function disableAccount(db: D1Database, person: string, by: string, at: number): Promise<boolean> {
  const [, , , , , done] = await db.batch([
    db
      .prepare(`insert into audit (at, actor, action, subject) select ?2, ?3, 'account_disabled', person from accounts where person = ?1 and disabled_at is null`)
      .bind(person, at, by),
    // tokens_person
    db
      .prepare(`update tokens set revoked_at = ?2 where person = ?1 and revoked_at is null and exists (select 1 from accounts where person = ?1 and disabled_at is null)`)
      .bind(person, at),
    // enrolments_waiting
    db
      .prepare(
        `update enrolments set expires_at = ?2 where token is null and expires_at > ?2 and person = ?1 and exists (select 1 from accounts where person = ?1 and disabled_at is null)`,
      )
      .bind(person, at),
    endInvitations(db, person, at),
    db.prepare('delete from sign_ins where person = ?').bind(person),
    db.prepare('update accounts set disabled_at = ?2, changed_at = ?2 where person = ?1 and disabled_at is null').bind(person, at),
  ])
  return (done?.meta.changes ?? 0) > 0
}

/** Lets a person sign in again; what ended stays ended. false: no such account, or it was open. */
export async function enableAccount(db: D1Database, person: string, by: string, at: number): Promise<boolean> {
  const [, done] = await db.batch([
    db
      .prepare(`insert into audit (at, actor, action, subject) select ?2, ?3, 'account_enabled', person from accounts where person = ?1 and disabled_at is not null`)
      .bind(person, at, by),
    db.prepare('update accounts set disabled_at = null, changed_at = ?2 where person = ?1 and disabled_at is not null').bind(person, at),
  ])
  return (done?.meta.changes ?? 0) > 0
}

/** Keeps the hash of a link's code; an older link of the person ends. false: no such account, or it is disabled. */
export async function saveInvitation(db: D1Database, given: { hash: string; person: string; expires_at: number; at: number; by: string }): Promise<boolean> {
  const { hash, person, expires_at, at, by } = given
  const [, done] = await db.batch([
    endInvitations(db, person, at),
    db
      .prepare('insert into invitations (hash, person, created_at, expires_at, by) select ?1, person, ?3, ?4, ?5 from accounts where person = ?2 and disabled_at is null')
      .bind(hash, person, at, expires_at, by),
    db.prepare(`insert into audit (at, actor, action, subject) select ?2, ?3, 'invited', person from accounts where person = ?1 and disabled_at is null`).bind(person, at, by),
  ])
  return (done?.meta.changes ?? 0) > 0
}

export interface Invitation {
  readonly person: string
  readonly name: string
  readonly sign_in_name: string
  readonly role: Actor['role']
  readonly expires_at: number
  readonly used_at: number | null
}

/** What a link's code stands for, used or not. Primary keys. */
export async function invitation(db: D1Database, hash: string): Promise<Invitation | undefined> {
  const row = await db
    .prepare(
      `select i.person, p.name, a.name as sign_in_name, a.role, i.expires_at, i.used_at
       from invitations i join accounts a on a.person = i.person join people p on p.id = i.person where i.hash = ?`,
    )
    .bind(hash)
    .first<Invitation>()
  return row ?? undefined
}

/** Keeps the password that was chosen on a link, once and in time; all sessions end. false: the link opens nothing any more, and nothing was written. */
export async function choosePassword(db: D1Database, given: { hash: string; person: string; password: string; at: number }): Promise<boolean> {
  const { hash, person, password, at } = given
  return held(db, [
    db
      .prepare(
        `insert into guards (holds) select 0 where not exists (select 1 from invitations i join accounts a on a.person = i.person
           where i.hash = ?1 and i.person = ?2 and i.used_at is null and i.expires_at > ?3 and a.disabled_at is null)`,
      )
      .bind(hash, person, at),
    db.prepare('update invitations set used_at = ?2 where hash = ?1').bind(hash, at),
    ...newPassword(db, person, password, at, null),
    line(db, at, person, 'password_chosen', person),
  ])
}

/** Keeps another password of who knew the one before; all sessions end but his. false: it was changed meanwhile, or the account is disabled. */
export async function changePassword(db: D1Database, given: { person: string; before: string; password: string; keep: string; at: number }): Promise<boolean> {
  const { person, before, password, keep, at } = given
  return held(db, [
    db.prepare('insert into guards (holds) select 0 where not exists (select 1 from accounts where person = ?1 and password = ?2 and disabled_at is null)').bind(person, before),
    ...newPassword(db, person, password, at, keep),
    endInvitations(db, person, at),
    line(db, at, person, 'password_changed', person),
  ])
}

/** The same password, hashed with more work, where nobody changed it meanwhile. */
export async function strengthen(db: D1Database, person: string, before: string, password: string): Promise<void> {
  await db.prepare('update accounts set password = ?3 where person = ?1 and password = ?2').bind(person, before, password).run()
}

/** Runs a batch that begins with a guard; false when the guard said no. */
export async function held(db: D1Database, statements: readonly D1PreparedStatement[]): Promise<boolean> {
  try {
    await db.batch([...statements])
    return true
  } catch (error) {
    if (isMoved(error)) return false
    throw error
  }
}

/** A line of the audit log, as a statement of a batch. */
export function line(db: D1Database, at: number, actor: string, action: AuditAction, subject: string, detail: string | null = null): D1PreparedStatement {
  return db.prepare('insert into audit (at, actor, action, subject, detail) values (?, ?, ?, ?, ?)').bind(at, actor, action, subject, detail)
}

function newPassword(db: D1Database, person: string, password: string, at: number, keep: string | null): readonly D1PreparedStatement[] {
  return [
    db.prepare('update accounts set password = ?2, password_at = ?3, changed_at = ?3 where person = ?1').bind(person, password, at),
    db.prepare('update tokens set revoked_at = ?2 where person = ?1 and session is not null and revoked_at is null and id is not ?3').bind(person, at, keep),
    db.prepare('delete from sign_ins where person = ?').bind(person),
  ]
}

// invitations_person
function endInvitations(db: D1Database, person: string, at: number): D1PreparedStatement {
  return db.prepare('update invitations set expires_at = ?2 where person = ?1 and used_at is null and expires_at > ?2').bind(person, at)
}

/** The same as a row. */
export type LockRow = Omit<Lock, 'has_factor'> & { readonly has_factor: number }
type Row = Omit<Account, 'forms' | 'personal' | 'has_password' | 'has_factor'> & { readonly forms: string | null; readonly personal: number; readonly has_password: number; readonly has_factor: number }

const lock = 'select person, fold, password, role, factor is not null as has_factor, disabled_at from accounts'

const shown = (which: string): string =>
  `select a.person, p.name, a.name as sign_in_name, a.role, a.unit, a.forms, a.personal, a.password is not null as has_password, a.factor is not null as has_factor, a.created_at, a.disabled_at,
     (select max(i.expires_at) from invitations i where i.person = a.person and i.used_at is null and i.expires_at > ?1) as invited_until,
     (select max(t.last_seen) from tokens t indexed by tokens_sessions where t.person = a.person and t.session is not null) as last_seen
   from accounts a join people p on p.id = a.person where ${which}`

function accountFrom(row: Row): Account {
  return { ...row, forms: parsed<readonly string[] | null>(row.forms, null), personal: row.personal === 1, has_password: row.has_password === 1, has_factor: row.has_factor === 1 }
}

const formsText = ({ forms }: Scope): string | null => (forms === null ? null : JSON.stringify(forms))
const scopeText = (scope: Scope): string => JSON.stringify({ role: scope.role, unit: scope.unit, forms: scope.forms, personal: scope.personal })

// What an admin does with accounts, for the API and for pages alike: made with a link for the first password, changed, shut and opened, a link for another password,
// the second factor taken away. Scope and names are checked here; an admin does none of it to himself, so that nobody gives himself a right or shuts himself out.
import type { Actor } from '../record/submission.ts'
import type { Account, Scope } from '../store/accounts.ts'
import { accountOf, changeAccount, disableAccount, enableAccount, invitation, saveAccount, saveInvitation } from '../store/accounts.ts'
import type { Invitation } from '../store/accounts.ts'
import { removeFactor } from '../store/factors.ts'
import { namesOf } from '../store/people.ts'
import { endSessions } from '../store/sessions.ts'
import { qr } from '../view/qr.ts'
import { newCode, sha256Hex } from './digest.ts'
import { Refusal } from './failure.ts'
import { givesPersonal, mayGive, mayTouch, readsPeople } from './grants.ts'
import { signInName } from './sign_in_name.ts'
import { placesNow } from './world.ts'

export interface AccountWish extends Scope {
  readonly sign_in_name: string
}

/** A link for one person, to be shown this once. */
export interface Invited {
  readonly code: string
  readonly link: string
  /** SVG text. */
  readonly qr: string
  readonly expires_at: number
}

/** Makes an account for a person who is there, and the link on which he chooses his password. Errors: 403 more than the actor has; 422 person, unit, name; 409 the name is taken, he has one. */
export async function inviteAccount(db: D1Database, actor: Actor, wish: AccountWish & { readonly person: string; readonly minutes: number }, origin: string, now: number): Promise<Invited> {
  const { person, minutes, ...given } = wish
  if (!Object.hasOwn(await namesOf(db, [person]), person)) throw new Refusal(422, 'person_unknown')
  const fold = await checkedWish(db, given)
  await mayTouch(db, actor, person, now)
  await mayGive(db, actor, person, given)
  const done = await saveAccount(db, { ...given, person, sign_in_name: given.sign_in_name.trim(), fold, at: now, by: actor.person })
  if (done !== 'made') throw new Refusal(409, done === 'name_taken' ? 'sign_in_name_taken' : 'account_exists')
  return inviteAgain(db, actor, person, minutes, origin, now)
}

/** A link for another password: for who forgot his, or whose first link is over. Errors: 403 it would open more than the actor may give; 404 no such account, or disabled. */
export async function inviteAgain(db: D1Database, actor: Actor, person: string, minutes: number, origin: string, now: number): Promise<Invited> {
  await mayEnter(db, actor, person, now)
  const code = newCode()
  const expires_at = now + minutes * 60_000
  if (!(await saveInvitation(db, { hash: await sha256Hex(code), person, expires_at, at: now, by: actor.person }))) throw new Refusal(404, 'not_found')
  const link = `${origin}/invitation/${code}`
  return { code, link, qr: qr(link).markup, expires_at }
}

/** Changes what an account opens. Errors: 403 his own; 404; 422; 409 the name is taken. */
export async function alterAccount(db: D1Database, actor: Actor, person: string, wish: AccountWish, now: number): Promise<Account> {
  notOwn(actor, person)
  const fold = await checkedWish(db, wish)
  await mayTouch(db, actor, person, now)
  // What he has already, he keeps, whoever changes the rest.
  const had = await accountOf(db, person, now)
  await mayGive(db, actor, person, { ...wish, personal: wish.personal && had?.personal !== true }, had)
  const done = await changeAccount(db, { ...wish, person, sign_in_name: wish.sign_in_name.trim(), fold, at: now, by: actor.person })
  if (done === 'name_taken') throw new Refusal(409, 'sign_in_name_taken')
  const account = done === 'none' ? undefined : await accountOf(db, person, now)
  if (account === undefined) throw new Refusal(404, 'not_found')
  return account
}

/** Shuts an account, which ends all of the person's tokens, or opens it again; twice is once. Errors: 403 his own; 404. */
export async function setAccountState(db: D1Database, actor: Actor, person: string, state: 'open' | 'disabled', now: number): Promise<Account> {
  notOwn(actor, person)
  await mayTouch(db, actor, person, now)
  await (state === 'disabled' ? disableAccount : enableAccount)(db, person, actor.person, now)
  const account = await accountOf(db, person, now)
  if (account === undefined) throw new Refusal(404, 'not_found')
  return account
}

/** Takes the second factor of somebody who lost his phone; an admin sets up another one when he signs in next. Errors: 403 his own; 404 there is none. */
export async function takeFactor(db: D1Database, actor: Actor, person: string, now: number): Promise<void> {
  notOwn(actor, person)
  await mayEnter(db, actor, person, now)
  if (!(await removeFactor(db, person, actor.person, now))) throw new Refusal(404, 'not_found')
}

/** Ends all sessions of a person. Errors: 404 no such account. */
export async function endAllOf(db: D1Database, actor: Actor, person: string, now: number): Promise<number> {
  await mayTouch(db, actor, person, now)
  if ((await accountOf(db, person, now)) === undefined) throw new Refusal(404, 'not_found')
  return endSessions(db, person, actor.person, now)
}

/** What a link's code stands for now; or why it opens nothing. */
export async function lookUpInvitation(db: D1Database, code: string, now: number): Promise<(Invitation & { readonly hash: string }) | { readonly fault: 'not_found' | 'used' | 'expired' }> {
  const hash = /^[\w-]{22}$/.test(code) ? await sha256Hex(code) : undefined
  const found = hash === undefined ? undefined : await invitation(db, hash)
  if (found === undefined || hash === undefined) return { fault: 'not_found' }
  if (found.used_at !== null) return { fault: 'used' }
  return found.expires_at <= now ? { fault: 'expired' } : { ...found, hash }
}

// The folded name. Errors: 422 name or unit.
async function checkedWish(db: D1Database, { sign_in_name, unit }: AccountWish): Promise<string> {
  const fold = signInName(sign_in_name)
  if (fold === undefined) throw new Refusal(422, 'sign_in_name_invalid')
  if (unit !== null && !(await placesNow(db)).byId.has(unit)) throw new Refusal(422, 'unit_unknown')
  return fold
}

// With a password of his choosing, and without the other's second factor, somebody could come in as him.
async function mayEnter(db: D1Database, actor: Actor, person: string, now: number): Promise<void> {
  await mayTouch(db, actor, person, now)
  const account = givesPersonal(actor) ? undefined : await accountOf(db, person, now)
  if (account !== undefined && readsPeople(account)) throw new Refusal(403, 'personal_not_yours')
}

function notOwn(actor: Actor, person: string): void {
  if (actor.person === person) throw new Refusal(403, 'own_account')
}

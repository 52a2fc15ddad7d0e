// The walk of somebody who signs in: name and password, then where it is asked for the second factor, then a session. Pages draw it; this decides.
// An unknown name, a wrong password, an account without one or disabled: the same work, the same answer.
import type { Actor } from '../record/submission.ts'
import type { Invitation, Lock } from '../store/accounts.ts'
import { choosePassword, held, lockFrom, lockOf, strengthen } from '../store/accounts.ts'
import { factorsOf, isUsed, proposalHolds, proposing, settingFactor, usingRecovery, usingStep } from '../store/factors.ts'
import type { Halfway, NewSession } from '../store/sign_ins.ts'
import { beginning, countTry, failed, halfway, halfwayOf, passwordHolds, stillHalfway, tried, triedCode, uncounting } from '../store/sign_ins.ts'
import { newCode, newSecret, sha256Hex } from './digest.ts'
import type { Visit } from './env.ts'
import { agentOf, countsOf, hourOf, networkOf, tries } from './guessing.ts'
import { know, knownAs } from './known_browser.ts'
import { decoy, hashPassword, isPassword, isWeaker } from './password.ts'
import { newFactor, newRecoveryCodes, openFactor, recoveryHash, sealFactor, stepOf } from './second_factor.ts'
import { endHalfway, halfwaySecret, sessionToken, startHalfway, startSession } from './session.ts'
import { signInName } from './sign_in_name.ts'
import { orRefused, sweepStrangers } from './stranger.ts'

/** How long a session goes on: a working day, or a month on a computer of one's own. An admin's is always a day's. */
export const sessionSeconds = { day: 12 * 3_600, own: 30 * 86_400 } as const
const halfwaySeconds = 600

/** Where somebody stands after a step: inside; before the second factor; before setting one up; or where he was. */
export type Step = { readonly at: 'in'; readonly role: Actor['role'] } | { readonly at: 'code' | 'factor' } | { readonly at: 'wrong' }

/** Name and password. Errors: 429 with when to try again. */
export async function signIn(visit: Visit, typed: { readonly name: string; readonly password: string; readonly own: boolean }, now: number): Promise<Step> {
  const { DB } = visit.env
  const name = signInName(typed.name) ?? `?${typed.name.slice(0, 100)}`
  const counts = await countsOf(visit, name, now, await knownAs(visit, name, now))
  const found = lockFrom(await orRefused(now, () => tried(DB, counts, name)))
  const isRight = await isPassword(typed.password.slice(0, 1_000), found?.password ?? decoy)
  if (found === undefined || found.password === null || found.disabled_at !== null || !isRight) {
    await failed(DB, 'sign_in_failed', found?.person, now)
    return { at: 'wrong' }
  }
  const step = await afterPassword(visit, found, typed.own ? 'own' : 'day', now, [passwordHolds(DB, found, found.password), uncounting(DB, counts)])
  if (step.at !== 'wrong' && isWeaker(found.password)) await strengthen(DB, found.person, found.password, await hashPassword(typed.password))
  // Whoever comes in tidies up a little.
  if (step.at !== 'wrong') await sweepStrangers(visit.env, now)
  return step
}

/** Who chose his password on a link goes on as after typing it. 'wrong': the link opens nothing any more. */
export async function acceptInvitation(visit: Visit, hash: string, { person }: Invitation, password: string, now: number): Promise<Step> {
  const { DB } = visit.env
  const kept = await hashPassword(password)
  if (!(await choosePassword(DB, { hash, person, password: kept, at: now }))) return { at: 'wrong' }
  const lock = await lockOf(DB, person)
  return lock === undefined ? { at: 'wrong' } : afterPassword(visit, lock, 'day', now, [passwordHolds(DB, lock, kept)])
}

// `first` is what must hold, in the batch that goes on.
async function afterPassword(visit: Visit, lock: Lock, session: 'day' | 'own', now: number, first: readonly D1PreparedStatement[]): Promise<Step> {
  const { DB } = visit.env
  const length = lock.role === 'admin' ? 'day' : session
  const { person } = lock
  if (!lock.has_factor && lock.role !== 'admin') {
    return (await enter(visit, lock, length, now, first)) ? { at: 'in', role: lock.role } : { at: 'wrong' }
  }
  const secret = newCode()
  const waiting = halfway(DB, { hash: await sha256Hex(secret), person, session: length, expires_at: now + halfwaySeconds * 1_000, at: now })
  const proposed = lock.has_factor ? [] : [proposing(DB, person, await sealFactor(visit.env, person, newFactor()))]
  if (!(await held(DB, [...first, ...waiting, ...proposed]))) return { at: 'wrong' }
  startHalfway(visit, secret, halfwaySeconds)
  return { at: lock.has_factor ? 'code' : 'factor' }
}

/** Who stands between password and second factor in this browser. */
export async function waitingHere(visit: Visit, now: number): Promise<Halfway | undefined> {
  const secret = halfwaySecret(visit)
  return secret === undefined ? undefined : halfwayOf(visit.env.DB, await sha256Hex(secret), now)
}

/** The secret that is being set up, to be shown as a QR code; undefined: there is none, or it was sealed under another key. */
export async function proposalOf(visit: Visit, person: string): Promise<string | undefined> {
  const kept = (await factorsOf(visit.env.DB, person))?.next_factor ?? null
  return kept === null ? undefined : openFactor(visit.env, person, kept)
}

export type CodeStep = { readonly at: 'in'; readonly role: string; readonly recovery?: readonly string[] } | { readonly at: 'wrong' | 'used' | 'over' }

/**
 * The second factor of who has shown his password: six digits, or a recovery code. Where a second factor is being set up, the first digits of the new one;
 * then recovery codes come back, shown this once. Errors: 429.
 */
export async function giveCode(visit: Visit, typed: string, now: number): Promise<CodeStep> {
  const { DB } = visit.env
  const secret = halfwaySecret(visit)
  if (secret === undefined) return { at: 'over' }
  const hash = await sha256Hex(secret)
  const found = await orRefused(now, () => triedCode(DB, hash, now, { hour: hourOf(now), most: tries.codes }))
  if (found === undefined || found === 'ended') {
    endHalfway(visit)
    return { at: 'over' }
  }
  const { person, factor, next_factor } = found
  const kept = factor ?? next_factor
  const opened = kept === null ? undefined : await openFactor(visit.env, person, kept)
  const step = opened === undefined ? undefined : stepOf(opened, typed, now)
  const recovery = factor === null || step !== undefined ? undefined : await recoveryHash(person, typed)
  if (step === undefined && recovery === undefined) {
    await failed(DB, 'factor_failed', person, now)
    return { at: 'wrong' }
  }
  const made = factor === null ? newRecoveryCodes() : undefined
  const statements = [
    ...stillHalfway(DB, hash, found, now),
    ...(step !== undefined ? usingStep(DB, person, step) : usingRecovery(DB, person, recovery ?? '', now)),
    ...(made === undefined ? [] : settingFactor(DB, person, await hashesOf(person, made), now)),
    uncounting(DB, [{ hour: hourOf(now), form: '', what: 'code', who: person, count: 1, most: tries.codes }]),
  ]
  try {
    if (!(await enter(visit, found, found.session, now, statements))) {
      await failed(DB, 'factor_failed', person, now)
      return { at: 'wrong' }
    }
  } catch (error) {
    if (!isUsed(error)) throw error
    await failed(DB, 'factor_failed', person, now)
    return { at: 'used' }
  }
  endHalfway(visit)
  return { at: 'in', role: found.role, ...(made === undefined ? {} : { recovery: made }) }
}

/** What recovery codes are kept as. */
export async function hashesOf(person: string, codes: readonly string[]): Promise<readonly string[]> {
  return (await Promise.all(codes.map((code) => recoveryHash(person, code)))).filter((hash) => hash !== undefined)
}

/** Whether somebody inside knows his password: asked before what would shut him out, or let another stay in. Errors: 429. */
export async function proves(visit: Visit, person: string, password: string, now: number): Promise<Lock | undefined> {
  const { DB } = visit.env
  const counts = await countsOf(visit, `me ${person}`, now)
  await orRefused(now, () => countTry(DB, counts))
  const lock = await lockOf(DB, person)
  if (lock === undefined || lock.password === null || !(await isPassword(password.slice(0, 1_000), lock.password))) {
    await failed(DB, 'sign_in_failed', lock?.person, now)
    return undefined
  }
  await uncounting(DB, counts).run()
  return lock
}

/** Sets up the second factor of somebody inside with the first digits of it: his recovery codes, shown this once; or what is wrong. Errors: 429. */
export async function setUp(visit: Visit, person: string, typed: string, now: number): Promise<readonly string[] | 'wrong' | 'used' | 'over'> {
  const { DB } = visit.env
  const kept = (await factorsOf(DB, person))?.next_factor ?? null
  const opened = kept === null ? undefined : await openFactor(visit.env, person, kept)
  if (kept === null || opened === undefined) return 'over'
  const counts = [{ hour: hourOf(now), form: '', what: 'code', who: person, count: 1, most: tries.codes }] as const
  await orRefused(now, () => countTry(DB, counts))
  const step = stepOf(opened, typed, now)
  if (step === undefined) return 'wrong'
  const codes = newRecoveryCodes()
  try {
    const isDone = await held(DB, [proposalHolds(DB, person, kept), ...usingStep(DB, person, step), ...settingFactor(DB, person, await hashesOf(person, codes), now), uncounting(DB, counts)])
    return isDone ? codes : 'over'
  } catch (error) {
    if (!isUsed(error)) throw error
    return 'used'
  }
}

// The session, under a secret of its own: what the browser held before opens nothing of it, and a session among that ends.
async function enter(visit: Visit, { person, fold }: Pick<Lock, 'person' | 'fold'>, session: 'day' | 'own', now: number, first: readonly D1PreparedStatement[]): Promise<boolean> {
  const secret = newSecret()
  const before = sessionToken(visit)
  const made: NewSession = {
    id: crypto.randomUUID(), hash: await sha256Hex(secret), session, agent: agentOf(visit), seen_from: networkOf(visit), at: now, expires_at: now + sessionSeconds[session] * 1_000,
    replaces: before === undefined ? null : await sha256Hex(before),
  }
  if (!(await held(visit.env.DB, [...first, ...beginning(visit.env.DB, person, made)]))) return false
  startSession(visit, secret, sessionSeconds[session])
  await know(visit, fold, now)
  return true
}

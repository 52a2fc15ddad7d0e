// The way of a person onto a phone, for the API and for pages alike: the link with its QR, and the claim that uses it up.
import type { Actor } from '../record/submission.ts'
import { claim, enrolment, saveEnrolment } from '../store/enrolments.ts'
import type { Enrolment } from '../store/enrolments.ts'
import { namesOf } from '../store/people.ts'
import { qr } from '../view/qr.ts'
import { newCode, sha256Hex } from './digest.ts'
import { Refusal } from './failure.ts'
import { mayGive, mayTouch } from './grants.ts'
import { placesNow } from './world.ts'

export interface Wish {
  readonly person: string
  readonly role: Actor['role']
  readonly unit: string | null
  readonly forms: readonly string[] | null
  /** Sees personal answers where the role alone would not. */
  readonly personal?: boolean
  readonly device: string
  readonly minutes: number
}

export interface Made {
  readonly code: string
  readonly link: string
  /** SVG text. */
  readonly qr: string
  readonly expires_at: number
}

/** Makes a link for one phone. Errors: 422 no such person, no such unit; 403 more than the actor has; 404 not his. */
export async function makeEnrolment(db: D1Database, actor: Actor, { minutes, ...wish }: Wish, origin: string, now: number): Promise<Made> {
  const names = await namesOf(db, [wish.person])
  if (!Object.hasOwn(names, wish.person)) throw new Refusal(422, 'person_unknown')
  if (wish.unit !== null && !(await placesNow(db)).byId.has(wish.unit)) throw new Refusal(422, 'unit_unknown')
  await mayTouch(db, actor, wish.person, now)
  await mayGive(db, actor, wish.person, wish)
  const code = newCode()
  const expires_at = now + minutes * 60_000
  await saveEnrolment(db, { ...wish, personal: wish.personal === true, hash: await sha256Hex(code), expires_at, at: now, by: actor.person })
  const link = `${origin}/enrol/${code}`
  return { code, link, qr: qr(link).markup, expires_at }
}

export type Fault = 'not_found' | 'enrolment_used' | 'enrolment_expired' | 'malformed'

export interface Claimed {
  readonly isNew: boolean
  readonly token: string
  readonly person: string
  readonly name: string
  readonly role: Actor['role']
  readonly unit: string | null
  readonly forms: readonly string[] | null
  readonly device: string
}

/** What a code stands for now; or why it opens nothing. */
export async function lookUp(db: D1Database, code: string, now: number): Promise<Enrolment | { readonly fault: Fault }> {
  const found = isCode(code) ? await enrolment(db, await sha256Hex(code)) : undefined
  if (found === undefined) return { fault: 'not_found' }
  if (found.token_hash !== null) return { fault: 'enrolment_used' }
  return found.expires_at <= now ? { fault: 'enrolment_expired' } : found
}

/** Uses a code up for whoever holds the secret with this hash; for him it may be said again. */
export async function claimEnrolment(db: D1Database, code: string, token_hash: string, now: number): Promise<Claimed | { readonly fault: Fault }> {
  if (!isCode(code)) return { fault: 'not_found' }
  const [token, device] = [crypto.randomUUID(), crypto.randomUUID()]
  const found = await claim(db, { hash: await sha256Hex(code), token_hash, token, device, at: now })
  if (found === undefined) return { fault: 'not_found' }
  if (found.token_hash !== null && found.token_hash !== token_hash) return { fault: 'enrolment_used' }
  // Not used, and in time: then the secret was one that opens something already.
  if (found.token === null) return { fault: found.expires_at <= now ? 'enrolment_expired' : 'malformed' }
  const { person, name, role, unit, forms, device: phone } = found
  return { isNew: found.token === token, token: found.token, person, name, role, unit, forms, device: phone }
}

const isCode = (text: string): boolean => /^[\w-]{22}$/.test(text)

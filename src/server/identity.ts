// Who is asking: a token (a bearer's, or the one in a page's cookie) becomes an Actor by its hash. One read of D1.
// What an actor may do is said by each route; what he may see, by the record's unit.
import type { Actor } from '../record/submission.ts'
import { findActor, tokenState } from '../store/people.ts'
import { sameSecret, sha256Hex } from './digest.ts'
import type { Env } from './env.ts'
import { Refusal } from './failure.ts'

// Who was met by this isolate, by the hash of the secret.
const met = new Map<string, { readonly actor: Actor; readonly at: number }>()
const mostMet = 1_000
const hour_ms = 3_600_000

/** The actor a secret stands for; undefined when it is unknown, expired or revoked. */
export async function actorOf(secret: string, env: Env, now: number, from: string | null = null): Promise<Actor | undefined> {
  if (!/^[\w-]{20,200}$/.test(secret)) return undefined
  if (env.PHIEU_ADMIN_TOKEN !== undefined && env.PHIEU_ADMIN_TOKEN.length >= 20 && (await sameSecret(secret, env.PHIEU_ADMIN_TOKEN))) return deploymentAdmin
  const hash = await sha256Hex(secret)
  const actor = await findActor(env.DB, hash, now, from)
  if (met.size >= mostMet) met.clear()
  // What a session opens may change while it goes on; of other tokens nothing changes but that they end.
  if (actor === undefined || actor.session !== undefined) met.delete(hash)
  else met.set(hash, { actor, at: now })
  return actor
}

/**
 * The actor of a call as this isolate met him within the hour, without a trip. He is supposed, not known: for routes whose own reading and writing
 * ask whether the token still holds. undefined: whoever it is has to be identified.
 */
export async function recall(request: Request, now: number): Promise<Actor | undefined> {
  const secret = secretIn(request)
  const found = secret === undefined ? undefined : met.get(await sha256Hex(secret))
  return found === undefined || now - found.at > hour_ms ? undefined : found.actor
}

/**
 * The actor of a call to the API. Bearer tokens alone: what a browser attaches by itself (a cookie) opens nothing here, so no other site
 * can act through it. Errors: 401 with a code that says whether the token is missing, unknown, expired or revoked.
 */
export async function identify(request: Request, env: Env, now: number): Promise<Actor> {
  if (request.headers.get('authorization') === null) throw unauthorised('token_missing')
  const secret = secretIn(request)
  if (secret === undefined) throw unauthorised('token_unknown')
  const actor = await actorOf(secret, env, now)
  if (actor !== undefined) return actor
  // Only who holds the secret learns that it once was good.
  const state = await tokenState(env.DB, await sha256Hex(secret), now)
  throw unauthorised(state === 'revoked' ? 'token_revoked' : state === 'expired' ? 'token_expired' : 'token_unknown')
}

function secretIn(request: Request): string | undefined {
  return /^Bearer ([\w-]{20,200})$/i.exec((request.headers.get('authorization') ?? '').trim())?.[1]
}

/**
 * Whether a post from a browser comes from our own pages. Browsers send Origin with every POST (Fetch standard); a post without it
 * is refused too. For pages, whose cookie travels by itself.
 */
export function isSameOrigin(request: Request): boolean {
  const origin = request.headers.get('origin')
  return origin !== null && origin === new URL(request.url).origin
}

const deploymentAdmin: Actor = { person: 'admin', name: 'Quản trị', role: 'admin', unit: null, forms: null, personal: false, token: 'deployment', device: null }

function unauthorised(code: 'token_missing' | 'token_unknown' | 'token_expired' | 'token_revoked'): Refusal {
  return new Refusal(401, code, { headers: { 'www-authenticate': 'Bearer realm="phieu"' } })
}

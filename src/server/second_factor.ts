// The second factor: six digits of an authenticator app (TOTP, RFC 6238, by otpauth), its secret as it lies in the database, and the codes that open once
// when the phone is lost. What is used is used by a constraint of the database (store/factors.ts).
import node from 'node:crypto'
import { Secret, TOTP } from 'otpauth/bare'
import type { Env } from './env.ts'
import { sha256Hex } from './digest.ts'

const period = 30
const utf8 = new TextEncoder()

/** A new secret: 160 random bits in base32, as apps take it. */
export const newFactor = (): string => new Secret({ size: 20 }).base32

/** The address that an app reads from the QR code. */
export function factorLink(secret: string, name: string, issuer: string): string {
  return totp(secret, name, issuer).toString()
}

/** The thirty seconds that a code belongs to, of those just before and after too: clocks differ. undefined: it is no code of these. */
export function stepOf(secret: string, code: string, now: number): number | undefined {
  const digits = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) return undefined
  const delta = totp(secret, '', '').validate({ token: digits, timestamp: now, window: 1 })
  return delta === null ? undefined : Math.floor(now / 1000 / period) + delta
}

function totp(secret: string, label: string, issuer: string): TOTP {
  return new TOTP({
    label, ...(issuer === '' ? {} : { issuer }), algorithm: 'SHA1', digits: 6, period, secret: Secret.fromBase32(secret),
    hmac: (_algorithm, key, message) => new Uint8Array(node.createHmac('sha1', key).update(message).digest()),
  })
}

/**
 * A secret as it is kept: AES-256-GCM under a key made (HKDF) of PHIEU_FACTOR_KEY, bound to its person. Where the deployment has no such key it lies
 * open in the database: docs/operating.md says what that means.
 */
export async function sealFactor(env: Env, person: string, secret: string): Promise<string> {
  const key = await keyOf(env)
  if (key === undefined) return `open:${secret}`
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8.encode(person) }, key, utf8.encode(secret))
  return `sealed:${base64(iv)}:${base64(new Uint8Array(sealed))}`
}

/** The secret again; undefined where the key is another or missing: then recovery codes open, or an admin takes the second factor away. */
export async function openFactor(env: Env, person: string, kept: string): Promise<string | undefined> {
  if (kept.startsWith('open:')) return kept.slice(5)
  const [, iv = '', sealed = ''] = kept.split(':')
  const key = await keyOf(env)
  if (key === undefined) return undefined
  try {
    return new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes(iv), additionalData: utf8.encode(person) }, key, bytes(sealed)))
  } catch {
    return undefined // sealed under another key
  }
}

/** Whether secrets are sealed here: a key that is too short is none. */
export const hasFactorKey = ({ PHIEU_FACTOR_KEY: given }: Env): boolean => given !== undefined && given.length >= 20

async function keyOf(env: Env): Promise<CryptoKey | undefined> {
  const { PHIEU_FACTOR_KEY: given = '' } = env
  if (!hasFactorKey(env)) return undefined
  const own = await crypto.subtle.importKey('raw', utf8.encode(given), 'HKDF', false, ['deriveKey'])
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: utf8.encode('phieu second factor') }, own, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

const letters = 'abcdefghjkmnpqrstuvwxyz23456789' // without those that look alike on paper
const codesMade = 10

/** Ten codes of 79 random bits, to be written down: 'abcd-efgh-jkmn-pqrs'. */
export function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: codesMade }, () => Array.from({ length: 4 }, () => Array.from({ length: 4 }, letter).join('')).join('-'))
}

/** What a recovery code is kept as; undefined: it is none, whatever it is. Random enough to need no slow hash. */
export async function recoveryHash(person: string, typed: string): Promise<string | undefined> {
  const code = typed.toLowerCase().replace(/[\s-]/g, '')
  return /^[a-z2-9]{16}$/.test(code) ? sha256Hex(`${person} ${code}`) : undefined
}

// Every letter as likely as the others: bytes beyond the last whole alphabet are thrown again.
function letter(): string {
  for (;;) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1))
    if (byte < 8 * letters.length) return letters[byte % letters.length] ?? ''
  }
}

const base64 = (raw: Uint8Array): string => btoa(String.fromCharCode(...raw))
const bytes = (text: string): Uint8Array => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))

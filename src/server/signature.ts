// The signature under a receipt: proof, without asking us, that we hold this very content. Ed25519; the public key is open to all.
import type { Env } from './env.ts'

export interface Signed {
  readonly receipt: string
  readonly id: string
  readonly revision: number
  readonly hash: string
}

interface Keys {
  readonly secret: CryptoKey
  readonly open: CryptoKey
  readonly jwk: JsonWebKey
}

// A key given to the deployment is read once by an isolate.
const read = new Map<string, Promise<Keys | undefined>>()

/** The signature of a receipt, base64url; '' where there is nothing to sign or no key to sign with. */
export async function signatureOf(env: Env, signed: Signed): Promise<string> {
  const keys = await keysOf(env)
  if (keys === undefined || signed.receipt === '' || signed.revision === 0) return ''
  return base64url(await crypto.subtle.sign('Ed25519', keys.secret, textOf(signed)))
}

/** Whether we signed this. Anything that is no signature is false. */
export async function isSignedBy(env: Env, signed: Signed, signature: string): Promise<boolean> {
  const keys = await keysOf(env)
  if (keys === undefined || !/^[\w-]{86}$/.test(signature)) return false
  const bytes = Uint8Array.from(atob(signature.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
  return crypto.subtle.verify('Ed25519', keys.open, bytes, textOf(signed))
}

/** The public key (JWK, RFC 8037) with which anyone checks a receipt; null when receipts are not signed. */
export async function receiptKey(env: Env): Promise<JsonWebKey | null> {
  return (await keysOf(env))?.jwk ?? null
}

// The first line keeps what is signed here from ever meaning anything else.
function textOf({ receipt, id, revision, hash }: Signed): Uint8Array {
  return new TextEncoder().encode(`phieu receipt 1\n${receipt}\n${id}\n${revision}\n${hash}`)
}

async function keysOf({ PHIEU_RECEIPT_KEY: text }: Env): Promise<Keys | undefined> {
  if (text === undefined || text === '') return undefined
  // A secret that was cut short when it was set must keep nobody's records from being acknowledged: they were kept before this is asked for.
  const had = read.get(text)
  if (had !== undefined) return had
  const found = keysFrom(text).catch(() => void console.error('PHIEU_RECEIPT_KEY is no Ed25519 key (PKCS8 in base64): receipts are not signed'))
  read.set(text, found)
  return found
}

async function keysFrom(text: string): Promise<Keys> {
  const bytes = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0))
  const secret = await crypto.subtle.importKey('pkcs8', bytes, 'Ed25519', true, ['sign'])
  const { kty, crv, x } = (await crypto.subtle.exportKey('jwk', secret)) as JsonWebKey
  const jwk: JsonWebKey = { kty: kty ?? 'OKP', crv, x }
  return { secret, jwk, open: await crypto.subtle.importKey('jwk', jwk, 'Ed25519', true, ['verify']) }
}

function base64url(buffer: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

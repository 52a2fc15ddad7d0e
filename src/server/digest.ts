// SHA-256 as lower-case hex, and comparing two secrets without telling by the time how alike they are.

const utf8 = new TextEncoder()
const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** SHA-256 of a text's UTF-8 bytes. */
export async function sha256Hex(text: string): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', utf8.encode(text)))
}

/** SHA-256 of bytes. */
export async function bytesSha256Hex(bytes: Uint8Array): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', bytes))
}

/** HMAC-SHA-256 of a text under a key that is text too, as hex. */
export async function hmacSha256Hex(key: string, text: string): Promise<string> {
  const own = await crypto.subtle.importKey('raw', utf8.encode(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return hex(await crypto.subtle.sign('HMAC', own, utf8.encode(text)))
}

/** Equal or not, in a time that depends on neither: both are hashed first, so that lengths do not show. */
export async function sameSecret(one: string, other: string): Promise<boolean> {
  const [left, right] = await Promise.all([crypto.subtle.digest('SHA-256', utf8.encode(one)), crypto.subtle.digest('SHA-256', utf8.encode(other))])
  return crypto.subtle.timingSafeEqual(left, right)
}

/** A new bearer token: 256 random bits (ASVS 11.5.1: a UUID has too few), recognisable by its beginning when it leaks. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return `phieu_${btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`
}

/** A code that opens something once, for a short time: 128 random bits, short enough for a QR that a cheap camera reads. */
export function newCode(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function hex(buffer: ArrayBuffer): string {
  let text = ''
  for (const byte of new Uint8Array(buffer)) text += pairs[byte] as string
  return text
}

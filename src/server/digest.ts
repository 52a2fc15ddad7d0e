// SHA-256 as lower-case hex, and comparing two secrets without telling by the time how alike they are.

/** SHA-256 of a text's UTF-8 bytes. */
export async function sha256Hex(text: string): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}

/** SHA-256 of bytes. */
export async function bytesSha256Hex(bytes: Uint8Array): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', bytes))
}

/** HMAC-SHA-256 of a text under a key that is text too, as hex. */
export async function hmacSha256Hex(key: string, text: string): Promise<string> {
  const bytes = new TextEncoder()
  const own = await crypto.subtle.importKey('raw', bytes.encode(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return hex(await crypto.subtle.sign('HMAC', own, bytes.encode(text)))
}

/** Equal or not, in a time that depends on neither: both are hashed first, so that lengths do not show. */
export async function sameSecret(one: string, other: string): Promise<boolean> {
  const bytes = new TextEncoder()
  const [left, right] = await Promise.all([crypto.subtle.digest('SHA-256', bytes.encode(one)), crypto.subtle.digest('SHA-256', bytes.encode(other))])
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
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

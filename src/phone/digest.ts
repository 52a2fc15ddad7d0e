// Hashes and marks of what is sealed here, by the browser's own cryptography.

export const hex = (bytes: ArrayBuffer | Uint8Array): string => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

/** SHA-256 in lower-case hex; of a text, of its UTF-8 bytes. */
export async function sha256Hex(content: string | ArrayBuffer): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', typeof content === 'string' ? utf8(content) : content))
}

/** HMAC-SHA-256 over a record's hash by which the server knows whose it is when somebody else hands it in: the key is the secret's hash, which is all that the server has. */
export async function macOf(secret: string, sha256: string): Promise<string> {
  const key = await crypto.subtle.importKey('raw', utf8(await sha256Hex(secret)), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return hex(await crypto.subtle.sign('HMAC', key, utf8(sha256)))
}

/** A new bearer secret of 256 random bits, recognisable by its beginning when it leaks. */
export function newSecret(): string {
  const letters = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
  return `phieu_${letters.replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')}`
}

// Base64, bytes and texts, for the rarer functions: nothing of it stands in the language itself.
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The bytes that base64 stands for; undefined when it is none. */
export function bytesOf(base64: string): Uint8Array | undefined {
  const bytes: number[] = []
  let [bits, count] = [0, 0]
  for (const letter of base64.replace(/[\s=]/g, '')) {
    const value = alphabet.indexOf(letter)
    if (value < 0) return undefined
    bits = ((bits << 6) | value) & 0xfff
    count += 6
    if (count < 8) continue
    count -= 8
    bytes.push((bits >> count) & 0xff)
  }
  return Uint8Array.from(bytes)
}

export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const three = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    const letters = [18, 12, 6, 0].map((shift) => alphabet.charAt((three >> shift) & 63)).join('')
    text += letters.slice(0, Math.min(4, bytes.length - i + 1)).padEnd(4, '=')
  }
  return text
}

/** The text that bytes of UTF-8 stand for, in NFC as answers are; empty when they are none. */
export function textOf(bytes: Uint8Array): string {
  try {
    return decodeURIComponent([...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')).normalize('NFC')
  } catch {
    return ''
  }
}

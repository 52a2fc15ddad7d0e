// Which records a form's rule leaves to chance: a number made of the record's id and a secret of the server. Whoever sends cannot know it, so he cannot
// choose an id that nobody looks at; and the same record has the same number for good.
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'

const encoder = new TextEncoder()

/** From 0 up to 1. */
export function lotOf(secret: string, id: string): number {
  const bytes = hmac(sha256, encoder.encode(secret), encoder.encode(id))
  return bytes.slice(0, 6).reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 48
}

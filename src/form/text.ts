// What may stand in a text answer, and when it is as good as empty.

export const longest = 10_000

// Spaces, zero-width marks, Hangul fillers, braille blank: nothing a reader could see.
const unseen = /[\s\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u2800\u3164\ufeff\uffa0]/g

/** Whether nothing in it can be seen. */
export function isBlank(text: string): boolean {
  return text.replace(unseen, '') === ''
}

/** Whether it holds what no database gives back as it was: NUL (cuts SQLite's length short), a surrogate without its other half. */
export function isUnkeepable(text: string): boolean {
  if (text.includes('\u0000')) return true
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code >= 0xd800 && code <= 0xdbff) {
      const next = text.charCodeAt(i + 1)
      if (!(next >= 0xdc00 && next <= 0xdfff)) return true
      i++
    } else if (code >= 0xdc00 && code <= 0xdfff) return true
  }
  return false
}

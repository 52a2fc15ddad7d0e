// What may stand in a text answer, and when it is as good as empty.

export const longest = 10_000

// Spaces, zero-width marks, Hangul fillers, braille blank: nothing a reader could see.
const unseen = /^[\s\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u2800\u3164\ufeff\uffa0]*$/

/** Whether nothing in it can be seen. */
export function isBlank(text: string): boolean {
  return unseen.test(text)
}

/** Without what no database gives back: for texts that nobody is asked to mend. */
export function keepable(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '')
}

/** Whether it holds what no database gives back as it was: NUL (cuts SQLite's length short), a surrogate without its other half. */
export function isUnkeepable(text: string): boolean {
  return /[\0\p{Surrogate}]/u.test(text) // with `u`, two halves that belong together are one letter
}

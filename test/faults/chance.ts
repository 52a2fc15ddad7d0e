// Chance that comes out the same for the same seed: what a fault run draws from. Whoever draws has a stream of their own, so that the order in
// which things happen between them changes nothing.

export interface Chance {
  /** 0 ≤ x < 1 */
  (): number
}

/** mulberry32, seeded by the words. */
export function chance(...words: readonly (string | number)[]): Chance {
  let state = 0x811c9dc5
  for (const letter of words.join(' ')) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A number between two. */
export function between(draw: Chance, least: number, most: number): number {
  return least + draw() * (most - least)
}

export function whole(draw: Chance, below: number): number {
  return Math.floor(draw() * below)
}

export function oneOf<T>(draw: Chance, all: readonly T[]): T {
  return all[whole(draw, all.length)] as T
}

// Chance that comes again: the same seed gives the same numbers, on every machine.

export interface Chance {
  /** From 0 up to 1. */
  next(): number
  /** A whole number, both ends included. */
  between(least: number, most: number): number
  /** True this often. */
  often(share: number): boolean
  pick<T>(from: readonly T[]): T
  /** By weight. */
  weighed<T>(from: readonly (readonly [T, number])[]): T
}

/** A stream of its own for each name, so that one more draw in one place moves nothing elsewhere. */
export function chance(name: string): Chance {
  let state = 0x811c9dc5
  for (let i = 0; i < name.length; i++) state = Math.imul(state ^ name.charCodeAt(i), 0x01000193)
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    between,
    often: (share) => next() < share,
    pick: (from) => from[Math.floor(next() * from.length)] as never,
    weighed(from) {
      let at = next() * from.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [one, weight] of from) if ((at -= weight) < 0) return one
      return (from[from.length - 1] as (typeof from)[number])[0]
    },
  }
}

/** A UUID in lower case (version 8: our own making), the same for the same name. */
export function uuidOf(name: string): string {
  const draw = chance(name)
  const hex = (digits: number): string => Array.from({ length: digits }, () => draw.between(0, 15).toString(16)).join('')
  return `${hex(8)}-${hex(4)}-8${hex(3)}-${draw.pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`
}

// Figures about people on public boards: attacked.
// 1  What is shown is a multiple of five; every count under five may stand behind it.
// 2  From a whole table with its row and column totals, no count under five can be told, by any reasoning over what is shown.
// 3  10,000 changes of one record between releases: what is seen to move is a step of five, and tells no count under five.
// 4  The same for who knows that exactly one record came or went each time.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { behindShown, blurred } from '../../src/record/protect.ts'

const counts = fc.nat({ max: 40 })
const shifts = fc.integer({ min: 0, max: 4 })

test('1 shown', () => {
  fc.assert(fc.property(counts, shifts, (count, shift) => {
    const shown = blurred(count, shift)
    const { least, most } = behindShown(shown)
    expect(shown % 5).toBe(0)
    expect(least <= count && count <= most).toBe(true)
    // At least two counts stand behind whatever is shown, for who does not know the shift.
    expect(most - least).toBeGreaterThanOrEqual(4)
  }))
})

describe('2 a table', () => {
  // Tightest bounds of each cell, by passing over rows and columns until nothing moves. Totals shown are the sums of the cells shown.
  function attacked(shown: readonly (readonly number[])[]): readonly (readonly (readonly [number, number])[])[] {
    const bounds = shown.map((row) => row.map((one): [number, number] => [behindShown(one).least, behindShown(one).most]))
    const lines = [...bounds, ...(bounds[0] ?? []).map((_, i) => bounds.map((row) => row[i] as [number, number]))]
    // All that a total adds: a true total that could be behind what is shown of it. It is made of the cells' own rounding, so it bounds nothing further;
    // an attacker who takes it for a rounding of its own reads it as `behindShown(total)`, which the true total need not keep to.
    const totals = lines.map((line) => [line.reduce((sum, [least]) => sum + least, 0), line.reduce((sum, [, most]) => sum + most, 0)] as const)
    for (let moved = true; moved; ) {
      moved = false
      for (const [i, line] of lines.entries()) {
        const [low, high] = totals[i] as readonly [number, number]
        for (const cell of line) {
          const [others, most] = [line.reduce((sum, [least]) => sum + least, 0) - cell[0], line.reduce((sum, [, up]) => sum + up, 0) - cell[1]]
          const [least, up] = [Math.max(cell[0], low - most), Math.min(cell[1], high - others)]
          if (least !== cell[0] || up !== cell[1]) [moved, cell[0], cell[1]] = [true, least, up]
        }
      }
    }
    return bounds
  }
  test('of small counts', () => {
    fc.assert(fc.property(fc.array(fc.array(fc.tuple(fc.nat({ max: 8 }), shifts), { minLength: 4, maxLength: 4 }), { minLength: 2, maxLength: 5 }), (table) => {
      const shown = table.map((row) => row.map(([count, shift]) => blurred(count, shift)))
      for (const row of attacked(shown)) for (const [least, most] of row) expect(most - least).toBeGreaterThanOrEqual(4)
    }), { numRuns: 500 })
  })
  test('a total rounded by itself would tell: four cells of four under a total of sixteen', () => {
    const cells = [4, 4, 4, 4].map(() => blurred(4, 0))
    const total = blurred(16, 4)
    expect([cells, total]).toEqual([[0, 0, 0, 0], 20])
    expect(behindShown(total).least).toBe(4 * behindShown(0).most) // so each must be four
  })
})

/** Counts (and shifts) that explain a series of what was shown, when each step is one of `moves`. */
function explanations(seen: readonly number[], moves: readonly number[]): ReadonlySet<number> {
  const last = new Set<number>()
  for (let shift = 0; shift < 5; shift++) {
    let possible = new Set(Array.from({ length: 60 }, (_, count) => count).filter((count) => blurred(count, shift) === seen[0]))
    for (const shown of seen.slice(1)) possible = new Set([...possible].flatMap((count) => moves.map((move) => count + move)).filter((count) => count >= 0 && blurred(count, shift) === shown))
    possible.forEach((count) => last.add(count))
  }
  return last
}

describe('3 4 between releases', () => {
  test('10,000 single changes: only steps of five are seen', () => {
    let random = 7
    const next = (below: number): number => (random = (random * 48_271) % 2_147_483_647) % below
    let [count, shift, told] = [next(12), next(5), 0]
    for (let i = 0; i < 10_000; i++) {
      const before = blurred(count, shift)
      count = Math.max(0, count + (next(2) === 0 ? 1 : -1))
      const after = blurred(count, shift)
      expect([-5, 0, 5]).toContain(after - before)
      // Two releases, and the knowledge that one record lies between them.
      const behind = explanations([before, after], [-1, 1])
      if (count < 5 && behind.size === 1) told++
      if (i % 50 === 0) [count, shift] = [next(12), next(5)]
    }
    expect(told).toBe(0)
  })
  test('any two releases of which nothing is known', () => {
    fc.assert(fc.property(fc.nat({ max: 4 }), fc.nat({ max: 12 }), shifts, (small, other, shift) => {
      const all = Array.from({ length: 60 }, (_, i) => i - 30)
      expect(explanations([blurred(other, shift), blurred(small, shift)], all).size).toBeGreaterThan(1)
    }))
  })
})

// Figures about people on public boards: attacked.
// 1  What is shown is a multiple of five; every count under five may stand behind it.
// 2  From a whole table with its row and column totals, no count under five can be told, by any reasoning over what is shown.
// 3  10,000 changes of one record between releases: what is seen to move is a step of five, and tells no count under five.
// 4  The same for who knows that exactly one record came or went each time.
// 5  A whole board: four categories, their total, the difference and the share, year by year and in all, for four communes and the province above them, with each of the four on it. Whatever stands on
//    it follows from cells that share nobody; under each cell that is under five, five counts are possible with the very same boards.
// 7  Averages: said of five people at least, and only where the count that is shown beside them says so itself; no fraction tells a divisor; above communes they
//    are made of what is shown. A sum as it is stands beside no count and no average of the same people.
// 6  10,000 single records come, go and change their category: of all pairs of releases none tells a count under five, also to who knows how many records lie between.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileBoard } from '../../src/form/board.ts'
import type { Board } from '../../src/form/board.ts'
import { compile } from '../../src/form/compile.ts'
import { cellsOf, contentOf } from '../../src/record/board.ts'
import { finder } from '../../src/record/indicator.ts'
import { behindShown, blurred, roughly } from '../../src/record/protect.ts'

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

const levels = ['province', 'commune', 'village']
const kinds = ['a', 'b', 'c', 'd'] as const
const form = compile({ 'form.yaml': `id: home
title: Nhà
language: vi
date: \${seen_on}
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn, required: yes }
  - { type: date, name: seen_on, label: Ngày }
  - { type: text, name: head, label: Chủ hộ, personal: basic }
  - { type: select_one kind, name: kind, label: Loại }
choices:
  kind: [${kinds.map((kind) => `{ name: ${kind}, label: ${kind} }`).join(', ')}]
indicators:
  - { name: all, label: Tất cả, count: yes, public: yes }
${kinds.map((kind) => `  - { name: ${kind}, label: ${kind}, count: yes, public: yes, where: "\${kind} = '${kind}'" }`).join('\n')}
  - { name: rest, label: Còn lại, difference: { of: all, less: [a, b] }, public: yes }
  - { name: part, label: Phần, share: { of: a, in: all }, public: yes }
` }, { levels, registers: {}, indicators: [] })
if (!form.ok) throw new Error(JSON.stringify(form.problems))
const made = compileBoard({ 'board.yaml': `id: wall
title: Bảng
language: vi
level: commune
sections:
  - { name: one, title: Một, years: 2, total: yes, figures: [home.a, home.b, home.c, home.d, home.all, home.rest, home.part] }
` }, { forms: [form.form], levels })
if (!made.ok) throw new Error(JSON.stringify(made.problems))
const board: Board = made.board
const communes = ['c1', 'c2', 'c3', 'c4'] as const
const years = ['2024', '2025', '2026'] as const
const rest = cellsOf(board).find((cell) => cell.includes('-')) as string
const cells = [...kinds.map((kind) => `home.${kind}`), rest] // the last: households without a category
type Key = string
const keyOf = (cell: string, unit: string, year: string): Key => `${cell} ${unit} ${year}`
const keys: readonly Key[] = cells.flatMap((cell) => communes.flatMap((unit) => years.map((year) => keyOf(cell, unit, year))))

/** All that is public: the board of each commune and of the province, as text. */
function boards(counts: ReadonlyMap<Key, number>, shifts: ReadonlyMap<Key, number>): readonly string[] {
  const at = (cell: string, unit: string, year: string): number => counts.get(keyOf(cell, unit, year)) ?? 0
  const read = (unit: string) => (year: string) => ({
    sum: (name: string) => (name === 'home.all' ? cells : [name]).reduce((all, cell) => all + at(cell, unit, year), 0), distinct: () => 0, units: () => 0, column: () => [],
  })
  return [[...communes], ...communes.map((one) => [one])].map((units) =>
    JSON.stringify(contentOf(board, { id: 'x', name: 'X' }, '2026-11-24', {
      find: finder([form.ok ? form.form : (undefined as never)]), years, finest: units.map((id) => ({ id, name: id, read: read(id) })), read: () => ({ sum: () => 0, distinct: () => 0, units: () => 0, column: () => [] }),
      shift: (cell, unit, year) => shifts.get(keyOf(cell, unit, year)) ?? 0, target: () => undefined, last: () => undefined, entries: () => [], figureOf: () => ({ value: null, isAbout: false }), nameOf: () => undefined,
    }).sections))
}

const chance = (seed: number): ((below: number) => number) => {
  let random = seed
  return (below) => (random = (random * 48_271) % 2_147_483_647) % below
}

describe('5 a whole board', () => {
  test('its total is its categories and what is left', () => {
    expect([board.people.within, [...cellsOf(board)].sort()]).toEqual([{ 'home.all': ['home.a', 'home.b', 'home.c', 'home.d'] }, [...cells].sort()])
  })
  test('above the communes each stands as on its own board, and all together are their sum: taking one from the other leaves what the others show', () => {
    interface Part { lines: { cells: { year: string; value: number | null; isFew: boolean }[] }[]; places?: { rows: { name: string; cells: { value: number | null; isFew: boolean }[] }[] } }
    const next = chance(5)
    for (let round = 0; round < 60; round++) {
      const [above, ...own] = boards(new Map(keys.map((key) => [key, next(9)])), new Map(keys.map((key) => [key, next(5)]))).map((text) => (JSON.parse(text) as [Part])[0])
      expect(above?.places?.rows.map(({ name }) => name)).toEqual([...communes])
      for (const [i, row] of (above?.places?.rows ?? []).entries()) expect(row.cells).toEqual(own[i]?.lines.slice(0, row.cells.length).map(({ cells: all }) => all.find(({ year }) => year === '2026')))
      // Five counts: four categories and their total. What follows from them is no more.
      for (const line of [0, 1, 2, 3, 4]) {
        const whole = above?.lines[line]?.cells.find(({ year }) => year === '2026')
        const sum = own.reduce((all, one) => all + (one.lines[line]?.cells.find(({ year }) => year === '2026')?.value ?? 0), 0)
        expect(whole?.value ?? 0).toBe(sum)
      }
    }
  })
  test('four categories of four and their total of sixteen', () => {
    const counts = new Map(kinds.map((kind) => [keyOf(`home.${kind}`, 'c1', '2026'), 4]))
    const [, commune = ''] = boards(counts, new Map())
    expect(commune).not.toMatch(/"value":[1-9]/)
  })
  test('under each small cell five counts are possible with the very same boards', () => {
    const next = chance(11)
    for (let round = 0; round < 25; round++) {
      const counts = new Map(keys.map((key) => [key, next(9)]))
      const shifts = new Map(keys.map((key) => [key, next(5)]))
      const seen = boards(counts, shifts)
      for (let tries = 0; tries < 12; tries++) {
        const key = keys[next(keys.length)] as Key
        const count = counts.get(key) ?? 0
        if (count >= 5) continue
        const others = Array.from({ length: 10 }, (_, other) => other).filter((other) => [0, 1, 2, 3, 4].some((shift) => {
          if (blurred(other, shift) !== blurred(count, shifts.get(key) ?? 0)) return false
          expect(boards(new Map([...counts, [key, other]]), new Map([...shifts, [key, shift]]))).toEqual(seen)
          return true
        }))
        expect(others.length, key).toBeGreaterThanOrEqual(5)
      }
    }
  }, 60_000)
})

describe('6 releases', () => {
  // What a cell may count in the later of two releases, for who knows how many single records at most lie between them.
  const known: (number | undefined)[] = []
  const explained = (before: number, after: number, between: number): number => {
    const key = (before * 40 + after) * 13 + Math.min(between, 12)
    const had = known[key]
    if (had !== undefined) return had
    const last = new Set<number>()
    for (let shift = 0; shift < 5; shift++) {
      for (let one = 0; one < 24; one++) if (blurred(one, shift) === before) for (let other = 0; other < 24; other++) if (blurred(other, shift) === after && Math.abs(other - one) <= between) last.add(other)
    }
    known[key] = last.size
    return last.size
  }
  test('all pairs of them', () => {
    const next = chance(7)
    let [changes, pairs, told] = [0, 0, 0]
    while (changes < 10_000) {
      const counts = new Map(keys.map((key) => [key, next(7)]))
      const shifts = new Map(keys.map((key) => [key, next(5)]))
      const shownOf = (): readonly number[] => keys.map((key) => blurred(counts.get(key) ?? 0, shifts.get(key) ?? 0))
      const releases = [{ shown: shownOf(), small: keys.map((key) => (counts.get(key) ?? 0) < 5) }]
      let before = boards(counts, shifts)
      for (let i = 0; i < 40; i++, changes++) {
        // One comes, one goes, or one becomes of another category in its commune and year.
        const [from, to] = [keys[next(keys.length)] as Key, next(3)]
        const other = to === 2 ? (keys.find((key) => key !== from && key.split(' ').slice(1).join(' ') === from.split(' ').slice(1).join(' ')) as Key) : undefined
        counts.set(from, Math.max(0, (counts.get(from) ?? 0) + (to === 0 ? 1 : -1)))
        if (other !== undefined) counts.set(other, (counts.get(other) ?? 0) + 1)
        releases.push({ shown: shownOf(), small: keys.map((key) => (counts.get(key) ?? 0) < 5) })
        if (i % 8 > 0) continue
        // Boards move only where a cell is seen to move: nothing else of a record is told.
        const after = boards(counts, shifts)
        const [was, is] = [releases[Math.max(0, releases.length - 9)], releases[releases.length - 1]]
        if (was !== undefined && is !== undefined && was.shown.join() === is.shown.join()) expect(after).toEqual(before)
        before = after
      }
      for (const [i, one] of releases.entries()) {
        for (const [j, other] of releases.entries()) {
          if (j <= i) continue
          pairs++
          for (const [cell, isSmall] of other.small.entries()) if (isSmall && explained(one.shown[cell] ?? 0, other.shown[cell] ?? 0, j - i) < 2) told++
        }
      }
    }
    expect([changes, pairs > 200_000, told]).toEqual([10_000, true, 0])
  }, 60_000)
})

describe('7 averages', () => {
  const made = compile({ 'form.yaml': `id: home
title: Nhà
language: vi
date: \${seen_on}
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn, required: yes }
  - { type: date, name: seen_on, label: Ngày }
  - { type: text, name: head, label: Chủ hộ, personal: basic }
  - { type: integer, name: people, label: Số người }
indicators:
  - { name: all, label: Số hộ, count: yes, public: yes }
  - { name: paid, label: Tiền, sum: "\${people}", public: yes }
  - { name: mean, label: Người mỗi hộ, average: "\${people}", public: yes }
` }, { levels, registers: {}, indicators: [] })
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  const forms = [made.form]
  const boardWith = (figures: string) => compileBoard({ 'board.yaml': `id: wall\ntitle: Bảng\nlanguage: vi\nlevel: commune\nsections:\n  - { name: one, title: Một, years: 2, total: yes, figures: [${figures}] }\n` }, { forms, levels })
  const found = boardWith('home.all, home.mean')
  if (!found.ok) throw new Error(JSON.stringify(found.problems))
  const wall = found.board
  const units = ['c1', 'c2', 'c3'] as const
  interface Cell { readonly count: number; readonly sum: number; readonly silent: number; readonly shifts: readonly [number, number] }
  /** Households that said how many they are, what they say together, and those that said nothing, by commune and year. */
  type Cells = ReadonlyMap<string, Cell>
  const shown = (cells: Cells, of: readonly string[]): string =>
    JSON.stringify(contentOf(wall, { id: 'x', name: 'X' }, '2026-11-24', {
      find: finder(forms), years: ['2025', '2026'], read: () => ({ sum: () => 0, distinct: () => 0, units: () => 0, column: () => [] }),
      finest: of.map((id) => ({ id, name: id, read: (year: string) => {
        const { count, sum, silent } = cells.get(`${id} ${year}`) ?? { count: 0, sum: 0, silent: 0 }
        return { sum: (name: string) => (name === 'home.all' ? count + silent : name === 'home.mean#' ? count : sum), distinct: () => 0, units: () => 0, column: () => [] }
      } })),
      shift: (cell, unit, year) => cells.get(`${unit} ${year}`)?.shifts[cell === 'home.mean' ? 0 : 1] ?? 0,
      target: () => undefined, last: () => undefined, entries: () => [], figureOf: () => ({ value: null, isAbout: false }), nameOf: () => undefined,
    }).sections)
  const boardsOf = (cells: Cells): readonly string[] => [...units.map((unit) => shown(cells, [unit])), shown(cells, units)]
  const meanIn = (text: string, year: string): number | null => ((JSON.parse(text) as [{ lines: [unknown, { cells: { year: string; value: number | null }[] }] }])[0].lines[1].cells.find((cell) => cell.year === year)?.value ?? null)
  const drawn = (next: (below: number) => number): Map<string, Cell> =>
    new Map(units.flatMap((unit) => ['2025', '2026'].map((year) => {
      const count = next(14)
      return [`${unit} ${year}`, { count, sum: count * (2 + next(4)) + (count === 0 ? 0 : next(3)), silent: next(3), shifts: [next(5), next(5)] as const }] as const
    })))

  test('never of fewer than five, nowhere', () => {
    const next = chance(17)
    let said = 0
    for (let round = 0; round < 400; round++) {
      const cells = drawn(next)
      for (const [i, unit] of units.entries()) {
        for (const year of ['2025', '2026']) {
          const mean = meanIn(boardsOf(cells)[i] ?? '', year)
          if (mean === null) continue
          said++
          expect(cells.get(`${unit} ${year}`)?.count).toBeGreaterThanOrEqual(6)
          expect(mean).toBe(roughly(mean))
        }
      }
    }
    expect(said).toBeGreaterThan(200)
  }, 60_000)
  test('under a count below five each other one is possible, with the very same boards of communes and of what lies above them', () => {
    const next = chance(23)
    let tried = 0
    for (let round = 0; round < 150; round++) {
      const cells = drawn(next)
      const seen = boardsOf(cells)
      for (const [key, cell] of cells) {
        if (cell.count >= 5) continue
        const others = Array.from({ length: 10 }, (_, count) => count).filter((count) => [0, 1, 2, 3, 4].some((shift) => blurred(count, shift) === blurred(cell.count, cell.shifts[0]) && boardsOf(new Map([...cells, [key, { ...cell, count, sum: count * 3, shifts: [shift, cell.shifts[1]] }]])).join() === seen.join()))
        expect(others.length, key).toBeGreaterThanOrEqual(5)
        tried++
      }
    }
    expect(tried).toBeGreaterThan(100)
  }, 60_000)
  test('as one household after another comes, it is said with the step that is seen anyway', () => {
    for (let shift = 0; shift < 5; shift++) {
      const seen = Array.from({ length: 14 }, (_, count) => {
        const text = shown(new Map([['c1 2026', { count, sum: 4 * count, silent: 0, shifts: [shift, 0] as const }]]), ['c1'])
        return [meanIn(text, '2026') !== null, blurred(count, shift) >= 10]
      })
      for (const [isSaid, isSeen] of seen) expect(isSaid).toBe(isSeen)
    }
  })
  test('a sum as it is beside a count or an average of the same people is refused: 84 days, seven each, are twelve', () => {
    for (const figures of ['home.all, { indicator: home.paid, exact: Luật }', 'home.mean, { indicator: home.paid, exact: Luật }']) {
      const refused = boardWith(figures)
      expect(refused.ok ? [] : refused.problems.map(({ code }) => code)).toEqual(['board_overlap'])
    }
    expect(boardWith('{ indicator: home.mean, exact: Luật }')).toMatchObject({ ok: false, problems: [{ code: 'board_average' }] })
  })
})

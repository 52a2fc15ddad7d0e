// What was used, and what it costs.
// 1  Sums of days; the size of the database is the last that was told.
// 2  A thousand records cost what their rows and requests cost; of too few nothing is said.
// 3  Limits are reached over their own time: a day, a month, or what lies there; warnings at 50, 80 and 100 %.
// 4  A size is said in the unit in which it reads as a number: never as nothing with noughts behind the comma.
import { expect, test } from 'vitest'
import { dong_per_dollar, free, paid } from '../../src/record/prices.ts'
import { dollars, nothingUsed, perThousand, reached, readable, total } from '../../src/record/usage.ts'
import type { Day } from '../../src/record/usage.ts'

const day = (name: string, what: Day['what'], more: Partial<Day>): Day => ({ day: name, what, ...nothingUsed, ...more })

test('1 together', () => {
  const days = [day('2026-11-30', 'look', { requests: 2, rows_read: 7, database_bytes: 0 }), day('2026-11-29', 'receive', { requests: 1, database_bytes: 500 }), day('2026-11-28', 'look', { database_bytes: 900 })]
  expect(total(days)).toEqual({ ...nothingUsed, requests: 3, rows_read: 7, database_bytes: 500 })
})

test('2 a thousand records', () => {
  const used = [day('2026-11-30', 'receive', { requests: 100, submissions: 100, rows_written: 1_300, rows_read: 1_400 }), day('2026-11-30', 'look', { requests: 9_000, rows_read: 1e9 })]
  // 13,000 rows written are 1.3 cents, 14,000 read next to nothing, 1,000 requests 0.03 cents.
  const found = perThousand(used)
  expect(found).toMatchObject({ rows_written: 13_000, rows_read: 14_000, requests: 1_000 })
  expect(found?.dollars).toBeCloseTo(0.013 + 0.000014 + 0.0003, 10)
  expect(found?.dong).toBeCloseTo((0.013314) * dong_per_dollar, 6)
  expect(perThousand([day('2026-11-30', 'receive', { submissions: 19, rows_written: 1 })])).toBeUndefined()
  expect(dollars({ ...nothingUsed, file_writes: 2_000_000, file_reads: 1_000_000 })).toBeCloseTo(9.36, 10)
})

test.each([[0, 'low'], [49_999, 'low'], [50_000, 'half'], [79_999, 'half'], [80_000, 'near'], [100_000, 'over'], [250_000, 'over']] as const)('3 %i rows written today: %s', (rows_written, sign) => {
  const days = [day('2026-11-30', 'receive', { rows_written }), day('2026-11-29', 'receive', { rows_written: 90_000 })]
  expect(reached(free, days, '2026-11-30').find(({ what }) => what === 'rows_written')).toMatchObject({ used: rows_written, sign })
  expect(reached(paid, days, '2026-11-30').find(({ what }) => what === 'rows_written')).toMatchObject({ used: rows_written + 90_000, sign: 'low' })
  expect(reached(paid, days, '2026-12-01').find(({ what }) => what === 'rows_written')).toMatchObject({ used: 0 })
})

test('3 the size of the database', () => {
  const of = (database_bytes: number) => [free, paid].map((limits) => reached(limits, [day('2026-11-30', 'look', { database_bytes })], '2026-12-31').find(({ what }) => what === 'database_bytes')?.sign)
  expect(of(260_000_000)).toEqual(['half', 'low'])
  expect(of(9_000_000_000)).toEqual(['over', 'near'])
})

test.each([
  [0, 0, 'B'], [288, 288, 'B'], [999, 999, 'B'], [1_000, 1, 'kB'], [84_312, 84.3, 'kB'], [999_499, 999, 'kB'], [999_500, 1, 'MB'], [5_740_000, 5.74, 'MB'], [999_500_000, 1, 'GB'], [10_400_000_000, 10.4, 'GB'],
] as const)('4 %i bytes', (bytes, number, of) => expect(readable(bytes)).toEqual({ of, number }))

// What keeping costs, counted by the database itself, behind production's limits.
// 1  One submission writes at most 10 rows of its own, 4 for each entry it touches, 25 sums; sent again: none.
// 2  The same number of statements for one submission and for a hundred, in two round trips (one reads, one writes), within what production allows.
// 3  At most 3 kB of D1 for 1.5 kB of answers.
// 4  The same holds for a correction and for a review.
// 5  A post of a hundred large ones is cut into values that D1 takes; what would be too much for one statement takes another.
// 6  An entry that leaves its unit, or is no more, costs one row beside; one that stays costs none.
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Answers } from '../../src/form/form.ts'
import { limited } from '../limits.ts'
import { Desk, officer, road, seal, work } from './desk.ts'

const db = (env as unknown as { DB: D1Database }).DB
const counted = limited(db)
const setup = new Desk(db)
const desk = new Desk(counted.db)

/** Nothing but texts, of a given length in all: what a record itself costs, no entries. */
const diary = `
id: diary
title: Nhật ký
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn }
  - { type: text, name: one, label: Một }
  - { type: text, name: two, label: Hai }
  - { type: integer, name: people, label: Người }
indicators:
  - { name: records, label: Số phiếu, count: yes }
  - { name: people, label: Người, sum: "\${people}", by: [village] }
`

beforeAll(async () => {
  await setup.open([road, work, diary])
  for (const [key, form] of setup.forms) desk.forms.set(key, form)
  Object.assign(desk, { latest: (setup as unknown as { latest: unknown }).latest })
})

const roadAnswers = { village: 'e1', seen_on: '2026-11-20', road_name: 'Đường Nà Hồ', length_m: 1200, exactness: 'guess', surface: ['soil', 'stone'], main_surface: 'soil' } as const
const roadOf = (more: Record<string, unknown> = {}) => ({ ...roadAnswers, ...more }) as unknown as Answers

/** Every record is counted in the heap where it waits: one more kept sum. */
const heap = 1

/** Rows written to a table and its indexes, by trying the same statement alone, are not told by D1: counted as a whole, less what sums and entries take. */
async function cost(run: () => Promise<unknown>): Promise<typeof counted.seen> {
  counted.reset()
  await run()
  return { ...counted.seen }
}

describe('1 rows written', () => {
  test('a record without entries: its own rows and its sums', async () => {
    const one = await seal({ form: 'diary', answers: { village: 'n1', one: 'a', people: 3 } })
    const sums = 3 + heap
    const seen = await cost(() => desk.post([one]))
    expect(seen.rowsWritten - sums).toBeLessThanOrEqual(10)
    expect(seen.rowsWritten - sums).toBeGreaterThanOrEqual(4)
    expect((await cost(() => desk.post([one]))).rowsWritten).toBe(0)
  })
  test('an entry created, then changed', async () => {
    const one = await seal({ form: 'road', answers: roadOf() })
    const before = Object.keys(await setup.sums()).length
    const created = await cost(() => desk.post([one]))
    const sums = Object.keys(await setup.sums()).length - before
    expect(sums).toBe(10)
    expect(created.rowsWritten - sums - heap).toBeLessThanOrEqual(10 + 4)
    expect(sums).toBeLessThanOrEqual(25)
    const visit = await seal({ form: 'work', answers: { road_ref: one.id, done_on: '2026-11-21', rise: 3 } })
    expect((await cost(() => desk.post([visit]))).rowsWritten - 1 - heap).toBeLessThanOrEqual(10 + 4)
    expect((await cost(() => desk.post([visit]))).rowsWritten).toBe(0)
  })
  test('what is refused, and a conflict', async () => {
    const one = await seal({ form: 'road', answers: roadOf({ length_m: -3 }) })
    expect((await cost(() => desk.post([one]))).rowsWritten - heap).toBeLessThanOrEqual(10)
    const other = await seal({ id: one.id, form: 'road', base: 9, answers: roadOf() })
    expect((await cost(() => desk.post([other]))).rowsWritten - heap).toBeLessThanOrEqual(10)
    expect((await cost(() => desk.post([one, other]))).rowsWritten).toBe(0)
  })
})

describe('2 statements and round trips', () => {
  test('one and a hundred', async () => {
    const hundred = await Promise.all(
      Array.from({ length: 100 }, (_, i) => seal({ form: 'road', answers: roadOf({ road_name: `Đường ${i}`, length_m: 100 + i, village: ['e1', 'e2', 'n1', 's1'][i % 4] }) })),
    )
    const one = await seal({ form: 'road', answers: roadOf() })
    const single = await cost(() => desk.post([one]))
    const many = await cost(() => desk.post(hundred))
    expect(single.trips).toBe(2)
    expect(many.trips).toBe(2)
    expect(many.statements).toBe(single.statements)
    expect(single.statements).toBeLessThanOrEqual(40)
    const again = await cost(() => desk.post(hundred))
    expect(again).toMatchObject({ trips: 1, rowsWritten: 0 })
    // A hundred different ones meet in the same sums: less than a hundred times the rows of one.
    expect(many.rowsWritten).toBeLessThan(100 * single.rowsWritten)
  })
  test('a review of one and of fifty', async () => {
    const fifty = await Promise.all(Array.from({ length: 50 }, (_, i) => seal({ form: 'road', answers: roadOf({ length_m: i }) })))
    await desk.post(fifty)
    const ids = fifty.map(({ id }) => ({ id, state: 'approved' as const, comment: '' }))
    const single = await cost(() => desk.review(ids.slice(0, 1)))
    const many = await cost(() => desk.review(ids.slice(1)))
    expect(many.statements).toBe(single.statements)
    expect(single).toMatchObject({ trips: 2 })
  })
})

test('3 at most 3 kB of D1 for 1.5 kB of answers', async () => {
  const size = async (): Promise<number> => (await db.prepare('select 1').run()).meta.size_after
  const text = 'Nhà nước và nhân dân cùng làm, mỗi hộ góp ba công. ' // 67 bytes
  const answers = { village: 's1', one: text.repeat(11), two: text.repeat(10), people: 4 }
  const bytes = new TextEncoder().encode(JSON.stringify(answers)).length
  expect(bytes).toBeGreaterThan(1_400)
  expect(bytes).toBeLessThan(1_600)
  const before = await size()
  const rows = 400
  for (let i = 0; i < rows; i += 100) await setup.post(await Promise.all(Array.from({ length: 100 }, () => seal({ form: 'diary', answers, at: 1_790_000_000_000 + i }))))
  const each = ((await size()) - before) / rows
  console.log(`D1 bytes for a record of ${bytes} bytes of answers: ${Math.round(each)}`)
  expect((each / bytes) * 1_500).toBeLessThanOrEqual(3_000)
})

describe('4 a correction and a review', () => {
  test('of an approved record that made an entry', async () => {
    const one = await seal({ form: 'road', answers: roadOf() })
    await desk.post([one])
    const approved = await cost(() => desk.review([{ id: one.id, state: 'approved', comment: '' }]))
    expect(approved.rowsWritten).toBeLessThanOrEqual(10 + 4 + 25)
    const second = await seal({ id: one.id, form: 'road', base: 1, answers: roadOf({ length_m: 1300, village: 's2' }) })
    const corrected = await cost(() => desk.post([second]))
    // What moved leaves one unit's sums and enters another's.
    expect(corrected.rowsWritten).toBeLessThanOrEqual(10 + 4 + 2 * 25)
    const third = await seal({ id: one.id, form: 'road', base: 2, answers: roadOf({ length_m: 1300, village: 's2', road_name: 'Đường khác' }) })
    // Only a name: no sum is touched.
    expect((await cost(() => desk.post([third]))).rowsWritten).toBeLessThanOrEqual(10 + 4)
  })
})

test('6 departures', async () => {
  const left = async (): Promise<number> => await setup.count('departures')
  const one = await seal({ form: 'road', answers: roadOf() })
  await desk.post([one])
  const before = await left()
  const stays = await cost(async () => desk.post([await seal({ id: one.id, form: 'road', base: 1, answers: roadOf({ road_name: 'Đường mới' }) })]))
  expect(await left()).toBe(before)
  const moves = await cost(async () => desk.post([await seal({ id: one.id, form: 'road', base: 2, answers: roadOf({ road_name: 'Đường mới', village: 's2' }) })]))
  expect(await left()).toBe(before + 1)
  // One statement for departures, one for sums, one for the heap that is empty now: only what moves has them.
  expect(moves.statements).toBe(stays.statements + 3)
  await desk.withdraw(one.id, 3)
  expect(await left()).toBe(before + 2)
})

test('5 a hundred with hundreds of rows that each make an entry', async () => {
  const grove = `
id: grove
title: Vườn
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn }
  - { type: repeat, name: tree, label: Cây, questions: [{ type: text, name: kind, label: Loại }] }
registers:
  - { register: a_register_with_quite_a_long_name_of_trees, repeat: tree, label: "\${kind}", unit: "\${village}", columns: { kind: "\${kind}" } }
`
  await setup.publish(grove)
  for (const [key, form] of setup.forms) desk.forms.set(key, form)
  const many = await Promise.all(Array.from({ length: 60 }, () => seal({ form: 'grove', answers: { village: 's2', tree: Array.from({ length: 300 }, () => ({ kind: 'chè shan tuyết cổ thụ' })) } })))
  const seen = await cost(async () => expect((await desk.post(many, officer)).every(({ status }) => status === 'kept')).toBe(true))
  expect(seen.statements).toBeLessThanOrEqual(40)
  expect(seen.trips).toBe(2)
  expect(await setup.count('entries')).toBeGreaterThanOrEqual(18_000)
  expect(await cost(() => desk.post(many, officer))).toMatchObject({ rowsWritten: 0, trips: 1 })
})

test('5 a hundred large ones', async () => {
  const large = await Promise.all(Array.from({ length: 100 }, () => seal({ form: 'diary', answers: { village: 's2', one: 'ố'.repeat(9_000), two: '"'.repeat(9_000) } })))
  const bytes = new TextEncoder().encode(JSON.stringify(large)).length
  expect(bytes).toBeGreaterThan(4_000_000)
  const seen = await cost(async () => expect((await desk.post(large, officer)).every(({ status }) => status === 'kept')).toBe(true))
  expect(seen.statements).toBeLessThanOrEqual(40)
  expect(seen.trips).toBe(2)
})

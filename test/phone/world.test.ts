// The world that a form is filled in on the phone, over what lies on the shelf.
// 1  10,000 entries: found by name without marks, đ included; those that begin so first; it is said when the list was cut.
// 2  Units in their order, under others in either era, valid on the day.
// 3  A household registered here is there for the next form before it was sent, as the server will know it.
// 4  A list that is not whole yet is not seen; a delta changes and removes; many deltas are written together.
import { describe, expect, test } from 'vitest'
import { open } from '../../src/form/filling.ts'
import { sealDraft } from '../../src/phone/seal.ts'
import { loadWorld, registersOf } from '../../src/phone/world.ts'
import { check } from '../../src/record/check.ts'
import { unsigned } from '../../src/record/canonical.ts'
import { fold } from '../../src/record/fold.ts'
import type { Submission } from '../../src/record/submission.ts'
import { macOf, sha256Hex } from '../../src/phone/digest.ts'
import { form, q } from '../form/stage.ts'
import { account, draft, freshShelf, households } from './given.ts'
import type { Whole } from '../../src/phone/whole.ts'

const clock = { at: Date.UTC(2026, 10, 24, 5), zone: 420 }
const asking = form(q('entry road', 'which') + '\n' + q('unit village', 'village'))
const load = (shelf: Whole, what = asking) => loadWorld(shelf, account(), what, { clock, seed: 7, language: 'vi' })
const row = (id: string, label: string, revision = 1) => ({ id, label, fold: fold(label), unit: 'v1', revision, columns: {} })

const families = ['Đặng', 'Lò', 'Vàng', 'Hoàng', 'Nguyễn', 'Sùng', 'Đàm', 'Giàng', 'Phàn', 'Chảo']
const middles = ['Thị', 'Văn', 'Mí', 'Đức', 'A']
const givens = ['Mẫu', 'Đông', 'Bình', 'Sáu', 'Một', 'Ước', 'Hương', 'Điệp', 'Lình', 'Dợ']
const many = Array.from({ length: 10_000 }, (_, i) => row(`e${i}`, `${families[i % 10]} ${middles[Math.floor(i / 10) % 5]} ${givens[Math.floor(i / 50) % 10]} ${Math.floor(i / 500)}`))

describe('1 entries by name', () => {
  test.each([
    ['đặng thị mẫu', 'Đặng Thị Mẫu 0', 20],
    ['dang thi mau', 'Đặng Thị Mẫu 0', 20],
    ['DANG THI MAU 19', 'Đặng Thị Mẫu 19', 1],
    ['duc', 'Đặng Đức Mẫu 0', 2_000],
    ['dong', 'Đặng Thị Đông 0', 1_000],
    ['dam', 'Đàm Thị Mẫu 0', 1_000],
    ['mau dang 3', 'Đặng Thị Mẫu 3', 5],
    ['  uoc ', 'Đặng Thị Ước 0', 1_000],
    ['zzz', undefined, 0],
  ])('%s', async (typed, first, all) => {
    const shelf = await freshShelf()
    await shelf.keepPage({ person: 'mai', scope: 'u1', register: 'road', from: 0, next: 0, stamp: 1 }, { rows: many, gone: [] })
    const world = await load(shelf)
    expect(world.entries('road')).toHaveLength(10_000)
    expect(world.entry('road', 'e7777')?.label).toBe(many[7_777]?.label)
    const { found, isCut } = world.search('road', typed, 20)
    expect(found[0]?.label).toBe(first)
    expect(found.length).toBe(Math.min(20, all))
    expect(isCut).toBe(all > 20)
    expect(world.search('road', typed, 10_000).found).toHaveLength(all)
  })

  test('every name is found without its marks', async () => {
    const shelf = await freshShelf()
    await shelf.keepPage({ person: 'mai', scope: 'u1', register: 'road', from: 0, next: 0, stamp: 1 }, { rows: many, gone: [] })
    const world = await load(shelf)
    const missed = many.filter((_, i) => i % 37 === 0).filter(({ id, label }) => !world.search('road', fold(label), 10_000).found.some((one) => one.id === id))
    expect(missed).toEqual([])
  })

  test('those that begin so stand first, then words that do', async () => {
    const shelf = await freshShelf()
    await shelf.keepPage({ person: 'mai', scope: 'u1', register: 'road', from: 0, next: 0, stamp: 1 }, { rows: [row('1', 'Hoàng Vân'), row('2', 'Lò Văn An'), row('3', 'Vân Anh'), row('4', 'Đỗ An Văn')], gone: [] })
    const world = await load(shelf)
    expect(world.search('road', 'van', 9).found.map(({ id }) => id)).toEqual(['3', '1', '2', '4'])
    expect(world.search('road', 'van an', 9).found.map(({ id }) => id)).toEqual(['3', '2', '4'])
    expect(world.search('road', '', 2)).toMatchObject({ isCut: true })
  })
})

test('2 units: order, era, day', async () => {
  const shelf = await freshShelf()
  const unit = (id: string, more = {}) => ({ id, level: 'village', name: id, full_name: id, code: null, parent: 'c1', valid_from: null, valid_to: null, successors: [], ...more })
  await shelf.keepUnits({
    person: 'mai', scope: 'u1', revision: 4,
    units: [unit('c1', { level: 'commune', parent: null }), unit('c0', { level: 'commune', parent: null, valid_to: '2025-06-30', successors: ['c1'] }), unit('v1'), unit('v2', { parent: 'c0' }), unit('v3', { valid_to: '2025-06-30' })],
  })
  const world = await load(shelf)
  const ids = (day: string, under?: string) => world.units('village', day, under).map(({ id }) => id)
  expect(ids('2026-11-24')).toEqual(['v1', 'v2'])
  expect(ids('2025-01-01', 'c1')).toEqual(['v1', 'v2', 'v3'])
  expect(ids('2026-11-24', 'c0')).toEqual(['v2'])
  expect(world.unit('v3')?.level).toBe('village')
  expect(world.units_revision).toBe(4)
})

describe('3 a household registered here', () => {
  test('is there for the next form, and the server would see the same', async () => {
    const shelf = await freshShelf()
    await shelf.keepUnits({ person: 'mai', scope: 'u1', revision: 3, units: [{ id: 'v1', level: 'village', name: 'Thượng I', full_name: 'Thôn Thượng I', code: null, parent: null, valid_from: null, valid_to: null, successors: [] }] })
    const registering = households()
    expect(registersOf(registering)).toContain('households')
    const one = draft({ form: registering.id })
    await shelf.keepDraft(one, [])
    const world = await load(shelf, registering)
    const filling = open(registering, world)
    filling.answer('village', 'v1')
    filling.answer('head', 'Đàm Thị Ước')
    filling.answer('people', 4)
    const later = { at: clock.at + 60_000, zone: 420 }
    const n = await sealDraft(shelf, { account: account(), draft: one, filling, world, reasons: {}, clock: later })
    const record = await shelf.record(n)
    const body = JSON.parse(record?.body ?? '') as Submission
    expect(body.context).toEqual({ at: later.at, zone: 420, seed: 7, language: 'vi', units_revision: 3, entries: {} })
    expect(body.sha256).toBe(await sha256Hex(unsigned(body)))
    expect(record).toMatchObject({ label: 'Đàm Thị Ước', sha256: body.sha256, mac: await macOf('phieu_mai', body.sha256), state: 'waiting', tries: 0, base: 0 })
    const seen = check(registering, { ...world, clock: later }, body, 3)
    expect([seen.problems, seen.flags]).toEqual([[], []])

    const next = await load(shelf, households())
    expect(next.search('households', 'dam thi uoc', 5).found).toMatchObject([{ id: one.id, label: 'Đàm Thị Ước', unit: 'v1', revision: 1, columns: { people: 4 } }])

    // The next record changes it: both lie over each other, the revision is the one that the server will give.
    const second = draft({ form: registering.id })
    await shelf.keepDraft(second, [])
    const changing = open(registering, next)
    changing.answer('which', one.id)
    changing.answer('village', 'v1')
    changing.answer('people', 5)
    await sealDraft(shelf, { account: account(), draft: second, filling: changing, world: next, reasons: {}, clock: later })
    expect((JSON.parse((await shelf.records('mai'))[1]?.body ?? '') as Submission).context.entries).toEqual({ [one.id]: 1 })
    const third = await load(shelf, registering)
    expect(third.entry('households', one.id)).toMatchObject({ label: 'Đàm Thị Ước', revision: 2, columns: { people: 5 } })

    // Taken back before it was sent, its change is gone with it.
    const [, kept] = await shelf.records('mai')
    expect(await shelf.reopen(kept?.n ?? 0, second, [])).toBe(true)
    expect((await load(shelf, registering)).entry('households', one.id)).toMatchObject({ revision: 1, columns: { people: 4 } })

    // Once the server's list shows it, the phone's own copy goes.
    await shelf.keepPage({ person: 'mai', scope: 'u1', register: 'households', from: 0, next: 0, stamp: 9 }, { rows: [{ ...row(one.id, 'Đàm Thị Ước', 3), columns: { people: 6 } }], gone: [] }, [one.id])
    expect((await load(shelf, registering)).entry('households', one.id)).toMatchObject({ revision: 3, columns: { people: 6 } })
  })
})

describe('4 downloads', () => {
  test('the first one is seen whole or not at all', async () => {
    const shelf = await freshShelf()
    const head = await shelf.keepPage({ person: 'mai', scope: 'u1', register: 'road', from: 0, next: 0, cursor: 'more' }, { rows: [row('1', 'Một')], gone: [] })
    expect(await shelf.entries('mai', 'road')).toEqual([])
    await shelf.keepPage({ ...head, stamp: 5, cursor: undefined }, { rows: [row('2', 'Hai')], gone: [] })
    expect((await shelf.entries('mai', 'road')).map(({ id }) => id)).toEqual(['1', '2'])
    expect(await shelf.entries('sau', 'road')).toEqual([])
  })

  test('a whole download anew replaces the old one at its end', async () => {
    const shelf = await freshShelf()
    let head = await shelf.keepPage({ person: 'mai', scope: 'u1', register: 'road', from: 0, next: 0, stamp: 1 }, { rows: [row('1', 'Một')], gone: [] })
    head = await shelf.keepPage({ ...head, fresh: head.next, cursor: 'more' }, { rows: [row('2', 'Hai')], gone: [] })
    expect((await shelf.entries('mai', 'road')).map(({ id }) => id)).toEqual(['1'])
    head = await shelf.keepPage({ ...head, stamp: 2, cursor: undefined }, { rows: [row('3', 'Ba')], gone: [] })
    expect((await shelf.entries('mai', 'road')).map(({ id }) => id)).toEqual(['2', '3'])
    expect(head).toMatchObject({ from: 1, next: 3, fresh: undefined })
  })

  test('thirty deltas', async () => {
    const shelf = await freshShelf()
    let head = await shelf.keepPage({ person: 'mai', scope: 'u1', register: 'road', from: 0, next: 0, stamp: 1 }, { rows: many.slice(0, 2_500), gone: [] })
    for (let i = 0; i < 30; i++) head = await shelf.keepPage({ ...head, stamp: i + 2 }, { rows: [row(`e${i}`, `Mới ${i}`, 2)], gone: [`e${i + 100}`] })
    const entries = await shelf.entries('mai', 'road')
    expect(entries).toHaveLength(2_470)
    expect(entries.find(({ id }) => id === 'e29')).toMatchObject({ label: 'Mới 29', revision: 2 })
    expect(head.next - head.from).toBeLessThan(14)
  })
})

// 5  A reason with half a letter in it (a keyboard's, or cut) does not keep a form from being sealed.
test('5 half a letter in a reason', async () => {
  const shelf = await freshShelf()
  const counted = form(q('integer', 'people', 'check: [{ expect: ". < 20", message: Đông quá }]'))
  const one = draft({ form: counted.id })
  await shelf.keepDraft(one, [])
  const world = await load(shelf, counted)
  const filling = open(counted, world)
  filling.answer('people', 30)
  const n = await sealDraft(shelf, { account: account(), draft: one, filling, world, reasons: { people: 'đông \ud83d' }, clock })
  expect((JSON.parse((await shelf.record(n))?.body ?? '') as Submission).reasons).toEqual({ people: 'đông ' })
})

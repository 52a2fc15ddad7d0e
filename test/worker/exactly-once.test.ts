// Sent often, kept once; counted once in each view.
// 1  One submission sent 50 times at the same moment is one row, one revision, counted once, and 50 equal answers.
// 2  A correction moves the sums; the late resend of an old revision changes nothing.
// 3  A rejection takes a record out of both views; a rejected correction of an approved one leaves that one standing in both.
// 4  A revision received over an approved one counts once in each view.
// 5  A correction with another base is a conflict: kept, counted nowhere, and nothing of another's record is told.
// 6  What does not hold is refused: kept with its problems, counted nowhere; told the same when it is sent again; mended by a correction.
// 7  Several of one array that touch the same id or entry are decided in order.
// 8  An entry counts once, by its latest valid state, in each view; it is gone when its creation is rejected.
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Answers } from '../../src/form/form.ts'
import { Desk, officer, reviewer, road, seal, work } from './desk.ts'

const db = (env as unknown as { DB: D1Database }).DB
const desk = new Desk(db, true)
beforeAll(() => desk.open([road, work, diary]))

/** A form that makes no entries: nothing but its own rows stands between two that come at once. */
const diary = `
id: diary
title: Nhật ký
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn }
  - { type: integer, name: people, label: Người }
indicators:
  - { name: people, label: Người, sum: "\${people}" }
`

const answers = (more: Record<string, unknown> = {}) =>
  ({ village: 'e1', seen_on: '2026-11-20', road_name: 'Đường Nà Hồ', length_m: 1200, exactness: 'guess', surface: ['soil', 'stone'], main_surface: 'soil', ...more }) as unknown as Answers

/** Sums that changed between two moments. */
async function difference(run: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await desk.sums()
  await run()
  const after = await desk.sums()
  const changed: Record<string, number> = {}
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const amount = (after[key] ?? 0) - (before[key] ?? 0)
    if (amount !== 0) changed[key] = amount
  }
  return changed
}

const counted = (view: string, sign = 1) => ({
  [`road.seen ${view} = e1 2026-11`]: sign,
  [`road.seen ${view} surface=soil e1 2026-11`]: sign,
  [`road.seen ${view} surface=stone e1 2026-11`]: sign,
  [`road.seen ${view} exactness*main_surface=guess*soil e1 2026-11`]: sign,
  [`road.metres ${view} = e1 2026-11-20`]: sign * 1200,
  [`road.metres~ ${view} = e1 2026-11-20`]: sign * 1200,
  [`road.mean ${view} = e1 2026-11`]: sign * 1200,
  [`road.mean# ${view} = e1 2026-11`]: sign,
  [`road.stock ${view} = e1 `]: sign,
  [`road.stock ${view} surface=soil e1 `]: sign,
})

test('1 fifty at once', async () => {
  const one = await seal({ form: 'road', answers: answers() })
  let outcomes: unknown[] = []
  const changed = await difference(async () => {
    outcomes = (await Promise.all(Array.from({ length: 50 }, () => desk.post([one])))).flat()
  })
  expect(changed).toEqual(counted('received'))
  expect(desk.moved).toBeGreaterThan(0) // they did meet
  const bare = outcomes.map((outcome) => ({ ...(outcome as object), status: '' }))
  expect(new Set(bare.map((outcome) => JSON.stringify(outcome))).size).toBe(1)
  expect(outcomes.filter((outcome) => (outcome as { status: string }).status === 'kept')).toHaveLength(1)
  expect(outcomes.filter((outcome) => (outcome as { status: string }).status === 'had_it')).toHaveLength(49)
  expect(bare[0]).toMatchObject({ revision: 1, hash: one.sha256, problems: [], receipt: expect.stringMatching(/^\d+-\d\d$/) })
  const rows = await db.prepare('select (select count(*) from submissions where id = ?1) as heads, (select count(*) from revisions r join submissions s on s.seq = r.submission where s.id = ?1) as revisions, (select count(*) from audit where subject = ?1) as audited').bind(one.id).first()
  expect(rows).toEqual({ heads: 1, revisions: 1, audited: 1 })
})

test('1 fifty at once that make no entry; then two corrections and many reviews at once', async () => {
  const people = async (): Promise<Record<string, number>> => Object.fromEntries(Object.entries(await desk.sums()).filter(([key]) => key.startsWith('diary.')))
  const one = await seal({ form: 'diary', answers: { village: 's2', people: 5 } })
  const outcomes = (await Promise.all(Array.from({ length: 50 }, () => desk.post([one])))).flat()
  expect(outcomes.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 49 }, () => 'had_it'), 'kept'])
  expect(await people()).toEqual({ 'diary.people received = s2 2026-11': 5 })
  const corrections = await Promise.all([7, 8, 9].map((n) => seal({ id: one.id, form: 'diary', base: 1, answers: { village: 's2', people: n } })))
  const answered = (await Promise.all(corrections.map((correction) => desk.post([correction])))).flat()
  expect(answered.map(({ status }) => status).sort()).toEqual(['conflict', 'conflict', 'kept'])
  const stands = [7, 8, 9][answered.findIndex(({ status }) => status === 'kept')] as number
  expect(await people()).toEqual({ 'diary.people received = s2 2026-11': stands })
  const reviews = await Promise.all(Array.from({ length: 20 }, (_, i) => desk.review([{ id: one.id, state: i % 2 === 0 ? 'approved' : 'returned', comment: 'xem' }])))
  expect(reviews.flat().every(({ fault }) => fault === undefined)).toBe(true)
  const state = (await db.prepare('select state, counts_approved from submissions where id = ?').bind(one.id).first<{ state: string; counts_approved: number }>()) as { state: string; counts_approved: number }
  expect(state.counts_approved > 0).toBe(state.state === 'approved')
  expect(await people()).toEqual({ 'diary.people received = s2 2026-11': stands, ...(state.state === 'approved' ? { 'diary.people approved = s2 2026-11': stands } : {}) })
})

test('2 a correction moves the sums, an old revision sent late does not', async () => {
  const first = await seal({ form: 'road', answers: answers() })
  await desk.post([first])
  const second = await seal({ id: first.id, form: 'road', base: 1, answers: answers({ length_m: 1500, village: 's1' }) })
  const changed = await difference(() => desk.post([second]))
  expect(changed['road.metres received = e1 2026-11-20']).toBe(-1200)
  expect(changed['road.metres received = s1 2026-11-20']).toBe(1500)
  expect(changed['road.stock received = s1 ']).toBe(1)
  expect(await difference(async () => expect(await desk.post([first])).toMatchObject([{ status: 'had_it', revision: 1 }]))).toEqual({})
  expect(await desk.post([second])).toMatchObject([{ status: 'had_it', revision: 2 }])
})

describe('3 rejection', () => {
  test('of a received one', async () => {
    const one = await seal({ form: 'road', answers: answers() })
    await desk.post([one])
    expect(await difference(() => desk.review([{ id: one.id, state: 'rejected', comment: 'trùng' }]))).toEqual(counted('received', -1))
    expect(await desk.review([{ id: one.id, state: 'approved', comment: '' }])).toMatchObject([{ fault: 'nothing_to_review' }])
  })
  test('of an approved one, then again: nothing more', async () => {
    const one = await seal({ form: 'road', answers: answers() })
    await desk.post([one])
    expect(await difference(() => desk.review([{ id: one.id, state: 'approved', comment: '' }]))).toEqual(counted('approved'))
    expect(await difference(() => desk.review([{ id: one.id, state: 'approved', comment: '' }]))).toEqual({})
    expect(await difference(() => desk.review([{ id: one.id, state: 'rejected', comment: 'nhầm' }]))).toEqual({ ...counted('approved', -1), ...counted('received', -1) })
    expect(await difference(() => desk.review([{ id: one.id, state: 'rejected', comment: 'nhầm' }]))).toEqual({})
  })
  test('of a correction of an approved one', async () => {
    const one = await seal({ form: 'road', answers: answers() })
    await desk.post([one])
    await desk.review([{ id: one.id, state: 'approved', comment: '' }])
    const before = await desk.sums()
    await desk.post([await seal({ id: one.id, form: 'road', base: 1, answers: answers({ length_m: 9000 }) })])
    await desk.review([{ id: one.id, state: 'rejected', comment: 'không đúng' }])
    expect(await desk.sums()).toEqual(before)
  })
  test('by its own author is not an approval', async () => {
    const one = await seal({ form: 'road', answers: answers() })
    await desk.post([one], reviewer)
    expect(await desk.review([{ id: one.id, state: 'approved', comment: '' }])).toMatchObject([{ fault: 'own_work' }])
    expect(await desk.review([{ id: one.id, state: 'approved', comment: '' }], officer)).toMatchObject([{ fault: 'not_found' }])
  })
})

test('4 received over approved', async () => {
  const one = await seal({ form: 'road', answers: answers() })
  await desk.post([one])
  await desk.review([{ id: one.id, state: 'approved', comment: '' }])
  const changed = await difference(async () => desk.post([await seal({ id: one.id, form: 'road', base: 1, answers: answers({ length_m: 1300 }) })]))
  expect(changed).toEqual({
    'road.metres received = e1 2026-11-20': 100,
    'road.metres~ received = e1 2026-11-20': 100,
    'road.mean received = e1 2026-11': 100,
  })
  expect(await difference(() => desk.review([{ id: one.id, state: 'approved', comment: '' }]))).toEqual({
    'road.metres approved = e1 2026-11-20': 100,
    'road.metres~ approved = e1 2026-11-20': 100,
    'road.mean approved = e1 2026-11': 100,
  })
  const states = await db.prepare('select r.state from revisions r join submissions s on s.seq = r.submission where s.id = ? order by r.revision').bind(one.id).all()
  expect(states.results.map((row) => row.state)).toEqual(['superseded', 'approved'])
})

describe('5 conflict', () => {
  test.each([
    ['no base', undefined],
    ['an older base', 1],
    ['a base still to come', 7],
  ])('%s', async (_, base) => {
    const one = await seal({ form: 'road', answers: answers() })
    await desk.post([one])
    await desk.post([await seal({ id: one.id, form: 'road', base: 1, answers: answers({ length_m: 1300 }) })])
    const other = await seal({ id: one.id, form: 'road', base, answers: answers({ length_m: 5000 }) })
    expect(await difference(async () => expect(await desk.post([other])).toMatchObject([{ status: 'conflict', revision: 3 }]))).toEqual({})
    const rows = await desk.count('revisions')
    expect(await desk.post([other])).toMatchObject([{ status: 'conflict', revision: 3 }])
    expect(await desk.count('revisions')).toBe(rows)
    // The head is where it was: the next correction names revision 2.
    expect(await desk.post([await seal({ id: one.id, form: 'road', base: 2, answers: answers({ length_m: 1400 }) })])).toMatchObject([{ status: 'kept', revision: 4 }])
  })
  test('an id of another person, or of another form', async () => {
    const one = await seal({ form: 'road', answers: answers() })
    const [kept] = await desk.post([one])
    const stranger = { ...officer, person: 'chu' }
    const theirs = await seal({ id: one.id, form: 'road', base: 1, answers: answers({ length_m: 7 }) })
    const [outcome] = await desk.post([theirs], stranger)
    expect(outcome).toEqual({ id: one.id, status: 'conflict', revision: 0, hash: theirs.sha256, receipt: '', problems: [] })
    expect(JSON.stringify(outcome)).not.toContain(kept?.receipt)
    const elsewhere = await seal({ id: one.id, form: 'work', base: 1, answers: { road_ref: one.id, done_on: '2026-11-21' } })
    expect(await desk.post([elsewhere])).toMatchObject([{ status: 'conflict', receipt: '' }])
    expect(await desk.post([one], stranger)).toMatchObject([{ status: 'had_it', hash: one.sha256 }]) // a rescue file, sent by a colleague
  })
})

test('6 refused', async () => {
  const one = await seal({ form: 'road', answers: answers({ length_m: -1 }) })
  const changed = await difference(async () => {
    const [outcome] = await desk.post([one])
    expect(outcome).toMatchObject({ status: 'refused', revision: 1, problems: [{ code: 'constraint', at: 'length_m' }], receipt: expect.stringMatching(/-\d\d$/) })
    expect(await desk.post([one])).toEqual([outcome])
  })
  expect(changed).toEqual({})
  expect(await desk.review([{ id: one.id, state: 'approved', comment: '' }])).toMatchObject([{ fault: 'nothing_to_review' }])
  const mended = await seal({ id: one.id, form: 'road', base: 1, answers: answers() })
  expect(await difference(async () => expect(await desk.post([mended])).toMatchObject([{ status: 'kept', revision: 2 }]))).toEqual(counted('received'))
  // A refused correction leaves what counted.
  const bad = await seal({ id: one.id, form: 'road', base: 2, answers: answers({ length_m: -5 }) })
  expect(await difference(async () => expect(await desk.post([bad])).toMatchObject([{ status: 'refused', revision: 3 }]))).toEqual({})
  expect(await difference(() => desk.review([{ id: one.id, state: 'approved', comment: '' }]))).toEqual(counted('approved'))
})

test('7 an array in order', async () => {
  const one = await seal({ form: 'road', answers: answers() })
  const two = await seal({ id: one.id, form: 'road', base: 1, answers: answers({ length_m: 500 }) })
  const visit = await seal({ form: 'work', answers: { road_ref: one.id, done_on: '2026-11-21', opens: 'yes', hand: [{ sex: 'male', days: 2 }, { sex: 'female', days: 3 }] } })
  const again = await seal({ form: 'work', answers: { road_ref: one.id, done_on: '2026-11-22', opens: 'no' } })
  const changed = await difference(async () => {
    expect((await desk.post([one, two, visit, one, again, two])).map(({ status, revision }) => [status, revision])).toEqual([
      ['kept', 1], ['kept', 2], ['kept', 1], ['had_it', 1], ['kept', 1], ['had_it', 2],
    ])
  })
  expect(changed).toMatchObject({
    'road.metres received = e1 2026-11-20': 500,
    'road.stock received = e1 ': 1,
    'work.visits received = e1 2026-11': 2,
    'work.days received = e1 2026-11': 5,
    'work.days received sex=female e1 2026-11': 3,
    [`work.days received road_ref=${one.id} e1 2026-11`]: 5,
    'work.hands received = e1 2026-11': 2,
  })
  expect(changed['road.opened received = e1 2026-11']).toBeUndefined() // closed again by the later one
})

test('8 an entry in both views', async () => {
  const one = await seal({ form: 'road', answers: answers({ village: 'n1', length_m: 800 }) })
  const opens = await seal({ form: 'work', answers: { road_ref: one.id, done_on: '2026-11-22', opens: 'yes' } })
  const earlier = await seal({ form: 'work', answers: { road_ref: one.id, done_on: '2026-11-21', opens: 'no', rise: 4 } })
  expect(await difference(() => desk.post([one, opens, earlier]))).toMatchObject({ 'road.stock_m received = n1 ': 800, 'road.opened received = n1 2026-11': 1, [`road.opened received roads=${one.id} n1 2026-11`]: 1 })
  // Approved before its creation is: it does not exist there yet.
  expect(Object.keys(await difference(() => desk.review([{ id: opens.id, state: 'approved', comment: '' }]))).filter((key) => key.startsWith('road.'))).toEqual([])
  expect(await difference(() => desk.review([{ id: one.id, state: 'approved', comment: '' }]))).toMatchObject({ 'road.stock_m approved = n1 ': 800, 'road.opened approved = n1 2026-11': 1 })
  expect(await difference(() => desk.review([{ id: opens.id, state: 'rejected', comment: 'chưa thông' }]))).toMatchObject({
    'road.stock_m approved = n1 ': -800, 'road.opened approved = n1 2026-11': -1, 'road.stock_m received = n1 ': -800, 'road.opened received = n1 2026-11': -1,
  })
  const row = await db.prepare(`select received, approved, revision from entries where register = 'roads' and id = ?`).bind(one.id).first<{ received: string; approved: string; revision: number }>()
  expect(JSON.parse(row?.received ?? '')).toMatchObject({ day: '2026-11-21', label: 'Đường Nà Hồ', unit: 'n1', columns: { length_m: 800, rise: 4, open: 0 } })
  expect(JSON.parse(row?.approved ?? '')).toMatchObject({ columns: { length_m: 800, open: 0 } })
  expect(await difference(() => desk.review([{ id: one.id, state: 'rejected', comment: '' }]))).toMatchObject({ 'road.stock approved = n1 ': -1, 'road.stock received = n1 ': -1 })
})

test('8 twenty at once about one entry', async () => {
  const one = await seal({ form: 'road', answers: answers({ village: 's2', length_m: 700 }) })
  await desk.post([one])
  const visits = await Promise.all(
    Array.from({ length: 20 }, (_, i) => seal({ form: 'work', answers: { road_ref: one.id, done_on: `2026-11-${String(i + 1).padStart(2, '0')}`, rise: i, ...(i === 19 ? { opens: 'yes' as const } : {}) } })),
  )
  const before = desk.moved
  const changed = await difference(() => Promise.all([...visits].reverse().map((visit) => desk.post([visit]))))
  expect(desk.moved).toBeGreaterThan(before)
  expect(changed).toMatchObject({ 'work.visits received = s2 2026-11': 20, 'road.stock_m received = s2 ': 700, 'road.opened received = s2 2026-11': 1 })
  const row = await db.prepare(`select received, revision from entries where register = 'roads' and id = ?`).bind(one.id).first<{ received: string; revision: number }>()
  expect(row?.revision).toBe(21)
  expect(JSON.parse(row?.received ?? '')).toMatchObject({ day: '2026-11-20', columns: { rise: 19, open: 1 } })
})

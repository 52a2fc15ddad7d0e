// Deeds on units, through the API.
// 1  After each deed, with records before and after it: nothing of "then" moved, "today" is what succeeded, and a recount gives the same.
// 2  The same deed again changes nothing; with another content its id is refused; two at once are both done, or the later one is told what is wrong.
// 3  What it would change is told before, and nothing is written.
// 4  A phone that holds the old list: its record in a place that ended is received, flagged, counted there "then" and at the successor "today".
// 5  People and phones of a place that ended follow at their next request, also where an isolate remembers them; without the wish they stay.
// 6  A reviewer adds the lowest places in his own unit and nothing else. Everything wrong is told at once, with codes, never a 5xx.
// 7  What became another place is counted once among today's places.
// 8  Each place has its audit line with the legal ground; a PUT that does not know of former names does not take them away.
import { beforeAll, describe, expect, test } from 'vitest'
import { adminToken, call, counted, db, said, sealed, send, settle, tokenFor } from './visitor.ts'
import type { Loose } from './visitor.ts'

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
  tokens.field = (await tokenFor('Lò Thị Đi', 'officer', null)).token
  tokens.all = (await tokenFor('Lý Văn Xem', 'reviewer', null)).token
})

const day = '2026-08-01'
const deed = async (what: Loose, { id = crypto.randomUUID() as string, ground = 'Nghị quyết 12/NQ-HĐND', more = {}, token = adminToken, dry = false }: { id?: string; ground?: string; more?: Loose; token?: string; dry?: boolean } = {}) => {
  const answer = await call('POST', `/api/units/deeds${dry ? '?dry_run=1' : ''}`, { token, body: JSON.stringify({ id, ground, deed: what, ...more }) })
  return { status: answer.status, body: (await said(answer)) as unknown as Loose & { problems: { code: string; at: string; title: string }[]; units: { id: string; name: string }[]; weights: Loose[]; moves: Record<'then' | 'today', Loose[]>; revision: number; indicators: string[] } }
}
const record = async (village: string, seen_on: string, labour: number, more: Loose = {}) => {
  const answer = await send(tokens.field ?? '', await sealed({ village, seen_on, labour, head_name: crypto.randomUUID() }, more))
  return { status: answer.status, body: (await said(answer)) as unknown as { id: string; problems: unknown[] } }
}
type Cells = Record<string, number>
const sums = async (era: string, level: string): Promise<Cells> => {
  const found = (await said(await call('GET', `/api/aggregates/trial/labour_days?by=unit:${level},month&units=${era}`, { token: tokens.all ?? '' }))) as unknown as { rows: { unit: string; period: string; value: number }[]; total: { value: number } }
  expect(found.rows.reduce((sum, { value }) => sum + value, 0)).toBe(found.total.value)
  return Object.fromEntries(found.rows.map(({ unit, period, value }) => [`${unit} ${period}`, value]))
}
const exact = async (): Promise<void> => {
  const found = (await said(await call('POST', '/api/figures/check', { token: adminToken, body: '{}' }))) as unknown as Loose
  expect(found.differences).toEqual([])
}

describe('1 7 figures', () => {
  test('add: later records count there', async () => {
    await record('n1', '2026-03-05', 10)
    const before = [await sums('then', 'commune'), await sums('today', 'commune')]
    const made = await deed({ kind: 'add', level: 'village', parent: 'north', name: 'Nà Mới', from: day })
    expect([made.status, made.body.units.map(({ id }) => id), made.body.moves]).toEqual([201, ['village.na-moi.20260801'], { then: [], today: [] }])
    expect([await sums('then', 'commune'), await sums('today', 'commune')]).toEqual(before)
    expect((await record('village.na-moi.20260801', '2026-09-05', 1)).status).toBe(201)
    expect(await sums('then', 'village')).toEqual({ 'n1 2026-03': 10, 'village.na-moi.20260801 2026-09': 1 })
    await exact()
  })
  test('rename: one place, the name of its days', async () => {
    const before = [await sums('then', 'village'), await sums('today', 'village')]
    expect((await deed({ kind: 'rename', unit: 'n1', name: 'Nà Đổi', from: day })).status).toBe(201)
    expect([await sums('then', 'village'), await sums('today', 'village')]).toEqual(before)
    await record('n1', '2026-09-05', 2)
    expect(await sums('then', 'village')).toMatchObject({ 'n1 2026-03': 10, 'n1 2026-09': 2 })
    const names = async (era: string) => ((await said(await call('GET', `/api/aggregates/trial/labour_days?by=unit:village,month&under=n1&units=${era}`, { token: tokens.all ?? '' }))).rows as unknown as { period: string; unit_name: string }[]).map(({ period, unit_name }) => `${period} ${unit_name}`)
    expect(await names('then')).toEqual(['2026-03 Thôn Bản n1', '2026-09 Thôn Nà Đổi'])
    expect(await names('today')).toEqual(['2026-03 Thôn Nà Đổi', '2026-09 Thôn Nà Đổi'])
    await exact()
  })
  test('merge: villages', async () => {
    await record('n2', '2026-03-06', 20)
    const [then, today] = [await sums('then', 'village'), await sums('today', 'commune')]
    const made = await deed({ kind: 'merge', units: ['n1', 'n2'], into: { name: 'Nà Chung' }, from: day })
    expect(made.status).toBe(201)
    const chung = 'village.na-chung.20260801'
    expect(await sums('then', 'village')).toEqual(then)
    expect(await sums('today', 'commune')).toEqual(today)
    expect(await sums('today', 'village')).toEqual({ [`${chung} 2026-03`]: 30, [`${chung} 2026-09`]: 2, 'village.na-moi.20260801 2026-09': 1 })
    expect((await record(chung, '2026-09-07', 3)).status).toBe(201)
    expect(await sums('then', 'village')).toEqual({ ...then, [`${chung} 2026-09`]: 3 })
    expect(await sums('today', 'village')).toMatchObject({ [`${chung} 2026-03`]: 30, [`${chung} 2026-09`]: 5 })
    await exact()
  })
  test('merge: communes, with their villages', async () => {
    await record('s1', '2026-03-08', 100)
    const then = await sums('then', 'commune')
    const made = await deed({ kind: 'merge', units: ['south'], into: { unit: 'north' }, from: day })
    expect(made.body.units.map(({ id }) => id).sort()).toEqual(['s1', 'south', 'village.ban-s1.20260801'])
    expect(await sums('then', 'commune')).toEqual(then)
    expect((await record('village.ban-s1.20260801', '2026-09-08', 7)).status).toBe(201)
    // What is recorded from that day on lies in the new commune "then" too.
    expect(await sums('then', 'commune')).toEqual({ ...then, 'north 2026-09': 6 + 7 })
    expect(await sums('today', 'commune')).toEqual({ 'north 2026-03': 130, 'north 2026-09': 13 })
    expect(await sums('today', 'village')).toMatchObject({ 'village.ban-s1.20260801 2026-03': 100, 'village.ban-s1.20260801 2026-09': 7 })
    await exact()
  })
  test('split: what was stays where it was', async () => {
    const [then, today] = [await sums('then', 'village'), await sums('today', 'village')]
    expect((await deed({ kind: 'split', unit: 'village.na-moi.20260801', into: [{ name: 'Nà Trên' }, { name: 'Nà Dưới' }], from: '2026-10-01' })).status).toBe(201)
    expect([await sums('then', 'village'), await sums('today', 'village')]).toEqual([then, today])
    await record('village.na-tren.20261001', '2026-10-03', 4)
    expect(await sums('today', 'village')).toEqual({ ...today, 'village.na-tren.20261001 2026-10': 4 })
    await exact()
  })
  test('close: no figure moves, and later records there are asked about', async () => {
    const [then, today] = [await sums('then', 'village'), await sums('today', 'village')]
    expect((await deed({ kind: 'close', unit: 'village.na-duoi.20261001', from: '2026-11-01' })).status).toBe(201)
    expect([await sums('then', 'village'), await sums('today', 'village')]).toEqual([then, today])
    expect((await record('village.na-duoi.20261001', '2026-11-02', 9)).status).toBe(422)
    expect((await record('village.na-duoi.20261001', '2026-10-31', 9)).status).toBe(201)
    expect(await sums('then', 'village')).toEqual({ ...then, 'village.na-duoi.20261001 2026-10': 9 })
    await exact()
  })
})

test('4 a phone with the old list', async () => {
  const { revision } = (await said(await call('GET', '/api/units', { token: tokens.field ?? '' }))) as unknown as { revision: number }
  await deed({ kind: 'merge', units: ['village.na-tren.20261001'], into: { unit: 'village.na-chung.20260801' }, from: '2026-11-10' })
  const then = await sums('then', 'village')
  const late = await record('village.na-tren.20261001', '2026-11-12', 11, { context: { at: Date.now(), zone: 420, seed: 7, units_revision: revision } })
  expect([late.status, late.body.problems]).toEqual([201, []])
  const kept = (await said(await call('GET', `/api/submissions/${late.body.id}`, { token: tokens.all ?? '' }))) as unknown as { flags: { code: string }[]; unit: string }
  expect(kept.unit).toBe('village.na-tren.20261001')
  expect(kept.flags.map(({ code }) => code)).toContain('stale_units')
  expect(await sums('then', 'village')).toEqual({ ...then, 'village.na-tren.20261001 2026-11': 11 })
  expect(await sums('today', 'village')).toMatchObject({ 'village.na-chung.20260801 2026-11': 11 })
  await exact()
})

describe('2 once', () => {
  test('again, and with another content', async () => {
    const id = crypto.randomUUID()
    const what = { kind: 'add', level: 'village', parent: 'north', name: 'Nà Một', from: null }
    const first = await deed(what, { id })
    const rows = async () => (await db.prepare('select (select count(*) from units) as units, (select count(*) from audit) as audit, (select count(*) from unit_deeds) as deeds').first<Loose>())
    const before = await rows()
    const again = await deed(what, { id })
    expect([first.status, again.status, again.body.revision, again.body.changed]).toEqual([201, 200, first.body.revision, false])
    const other = await deed({ ...what, name: 'Nà Hai' }, { id })
    expect([other.status, other.body.code]).toEqual([409, 'deed_other'])
    expect(await rows()).toEqual(before)
  })
  test('two at once', async () => {
    const made = await Promise.all(['Nà Ba', 'Nà Bốn', 'Nà Ba'].map((name) => deed({ kind: 'add', level: 'village', parent: 'north', name, from: null })))
    expect(made.map(({ status }) => status).sort()).toEqual([201, 201, 422])
    const refused = made.find(({ status }) => status === 422)
    expect(refused?.body.problems.map(({ code }) => code)).toEqual(['unit_name_taken'])
    const same = { kind: 'add', level: 'village', parent: 'north', name: 'Nà Năm', from: null }
    const id = crypto.randomUUID()
    expect((await Promise.all([1, 2, 3].map(() => deed(same, { id })))).map(({ status }) => status).sort()).toEqual([200, 200, 201])
    const { results } = await db.prepare(`select revision from unit_deeds order by revision`).all<{ revision: number }>()
    expect(new Set(results.map(({ revision }) => revision)).size).toBe(results.length)
  })
})

test('3 told before', async () => {
  const before = [await counted(), await db.prepare('select count(*) as n from audit').first()]
  const would = await deed({ kind: 'merge', units: ['village.na-chung.20260801'], into: { unit: 'village.ban-s1.20260801' }, from: '2026-11-20' }, { dry: true })
  expect(would.status).toBe(200)
  expect(would.body.weights).toEqual([{ unit: 'village.na-chung.20260801', records: 1, entries: 1, targets: 0, people: 0, phones: 0 }])
  expect(would.body.moves.then).toEqual([])
  expect(would.body.moves.today.map(({ unit }) => unit).sort()).toEqual(['n1', 'n2', 'village.na-chung.20260801', 'village.na-tren.20261001'])
  expect(would.body.indicators).toContain('trial.labour_days')
  expect([await counted(), await db.prepare('select count(*) as n from audit').first()]).toEqual(before)
})

describe('5 people follow', () => {
  test.each([[true, 'village.ca-hai.20261115'], [false, '']])('move_people %s', async (move_people, expected) => {
    const names = move_people ? ['Cũ Một', 'Cũ Hai', 'Cả Hai'] : ['Cũ Ba', 'Cũ Bốn', 'Cả Bốn']
    const ids: string[] = []
    for (const name of names.slice(0, 2)) ids.push((await deed({ kind: 'add', level: 'village', parent: 'north', name, from: null })).body.units[0]?.id ?? '')
    const { token } = await tokenFor('Giàng Thị Thôn', 'officer', ids[0] ?? '')
    const me = async () => (await said(await call('GET', '/api/me', { token }))).unit
    expect((await send(token, await sealed({ village: ids[0], head_name: 'Một' }))).status).toBe(201)
    const made = await deed({ kind: 'merge', units: ids, into: { name: names[2] }, from: '2026-11-15' }, { more: { move_people } })
    expect(made.body.weights[0]).toMatchObject({ people: move_people ? 0 : 1 })
    // This isolate met him in the old place: what he sends next is his in the new one.
    const after = await send(token, await sealed({ village: made.body.units[0]?.id, seen_on: '2026-11-20', head_name: 'Hai' }))
    expect(after.status).toBe(201)
    const { id } = (await said(after)) as unknown as { id: string }
    const flags = ((await said(await call('GET', `/api/submissions/${id}`, { token: tokens.all ?? '' }))).flags as unknown as { code: string }[]).map(({ code }) => code)
    expect(flags.includes('outside_scope_unit')).toBe(!move_people)
    expect(await me()).toBe(move_people ? expected : ids[0])
  })
  test('forms that were taken away are not there for who is remembered', async () => {
    const { token, id } = await tokenFor('Giàng Văn Nhớ', 'officer', 'north')
    expect((await send(token, await sealed({ village: 'village.na-mot', head_name: 'Ba' }))).status).toBe(201)
    await db.prepare(`update tokens set forms = '["another"]' where id = ?`).bind(id).run()
    expect((await send(token, await sealed({ village: 'village.na-mot', head_name: 'Bốn' }))).status).toBe(404)
    await db.prepare(`update tokens set forms = null, role = 'viewer' where id = ?`).bind(id).run()
    expect((await send(token, await sealed({ village: 'village.na-mot', head_name: 'Bốn' }))).status).toBe(403)
  })
})

describe('6 who, and what is wrong', () => {
  const add = { kind: 'add', level: 'village', parent: 'north', name: 'Nà Xã', from: null }
  test.each<[string, Loose, number]>([
    ['reviewer', add, 201], ['reviewer', { ...add, parent: 'p', level: 'commune' }, 403], ['reviewer', { ...add, parent: null }, 403], ['far', { ...add, name: 'Nà Khác' }, 403], ['far', { ...add, parent: 'nowhere' }, 403],
    ['reviewer', { kind: 'close', unit: 'village.na-mot', from: day }, 403], ['all', { ...add, name: 'Nà Tỉnh' }, 201], ['all', { ...add, parent: 'p' }, 403], ['viewer', add, 403], ['officer', add, 403],
  ])('%s %j → %i', async (who, what, status) => {
    expect((await deed(what, { token: tokens[who] ?? '' })).status).toBe(status)
  })
  test('everything at once', async () => {
    const made = await deed({ ...add, level: 'commune', parent: 'nowhere', name: 'bản north' })
    expect([made.status, made.body.code]).toEqual([422, 'units_invalid'])
    expect(made.body.problems.map(({ code, at }) => `${code} ${at}`)).toEqual(['unit_missing parent'])
    for (const { title } of made.body.problems) expect(title).toMatch(/\p{L}/u)
    const broken = await deed({ kind: 'merge', units: ['village.na-mot', 'north', 'none'], into: { name: 'x' }, from: '2026-02-31' })
    expect([400, 422]).toContain(broken.status)
    expect((await deed({ kind: 'fly' })).status).toBe(400)
    expect((await deed(add, { ground: '  ' })).status).toBe(400)
  })
  test('a whole list is held to the same', async () => {
    const put = async (units: readonly Loose[]) => {
      const answer = await call('PUT', '/api/units', { token: adminToken, body: JSON.stringify({ units }) })
      return { status: answer.status, codes: ((await said(answer)).problems as unknown as { code: string; at: string }[] | undefined)?.map(({ code, at }) => `${code} ${at}`) }
    }
    const one = { id: 'x1', level: 'village', name: 'X', full_name: 'X', code: null, parent: 'north', valid_from: null, valid_to: null, successors: [] }
    expect(await put([{ ...one, name: 'bản s1', parent: 'south', valid_from: '2026-01-02', valid_to: '2026-01-01', successors: ['north'] }, { ...one, id: 'x2', parent: 'x2' }])).toEqual({
      status: 422, codes: ['malformed /units/1/parent', 'unit_period /units/0/valid_to', 'unit_level /units/0/successors', 'unit_name_taken /units/0/name', 'unit_cycle /units/1/parent'],
    })
    expect((await put([one])).status).toBe(200)
  })
})

test('8 ground, audit and former names', async () => {
  const { deeds } = (await said(await call('GET', '/api/units/deeds', { token: adminToken }))) as unknown as { deeds: { kind: string; ground: string }[] }
  expect(deeds.length).toBeGreaterThan(10)
  expect(deeds.every(({ ground }) => ground === 'Nghị quyết 12/NQ-HĐND')).toBe(true)
  const { results } = await db.prepare(`select action, detail from audit where subject = 'n1' order by seq`).all<Loose>()
  expect(results).toEqual([{ action: 'unit_rename', detail: 'Nghị quyết 12/NQ-HĐND' }, { action: 'unit_merge', detail: 'Nghị quyết 12/NQ-HĐND' }])
  const { units } = (await said(await call('GET', '/api/units', { token: adminToken }))) as unknown as { units: (Loose & { former?: unknown })[] }
  const n1 = units.find(({ id }) => id === 'n1')
  expect(n1?.former).toEqual([{ name: 'Bản n1', full_name: 'Thôn Bản n1', until: '2026-07-31' }])
  const { former: _, ...bare } = n1 ?? {}
  expect((await said(await call('PUT', '/api/units', { token: adminToken, body: JSON.stringify({ units: [bare] }) }))).changed).toBe(false)
})

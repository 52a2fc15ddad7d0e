// Trying a form before it is published.
// 1  What is tried has its own records, lists, figures and files: nothing real changes, whatever is done in the trial, and nothing real rests on it.
// 2  It is open to whoever is named for it and to those who publish; to everybody else it is not there.
// 3  It says on every page that it is a trial; its lists begin with the entries of the examples, which can be changed like any.
// 4  A newer source takes its place: what was filled stays, and counts by it.
// 5  It is thrown away whole, on demand and when the form is published: records, entries, sums, drafts, files. No number of it is given again.
// 6  A recount finds no difference, with it and without it.
import { beforeAll, describe, expect, test } from 'vitest'
import { underIn, within } from '../../src/record/within.ts'
import { lock } from '../../src/store/locks.ts'
import { recount } from '../../src/store/recount.ts'
import { adminToken, call, db, hashOf, media, said, sealed, send, settle, tokenFor, units } from './visitor.ts'
import type { Loose } from './visitor.ts'

let tokens: Awaited<ReturnType<typeof settle>>
const isUnder = underIn(within(units as never))
const recounted = async () => (await recount(db, { isUnder, units: new Map(units.map((unit) => [unit.id, unit as never])) })).differences

const upkeep = (more = ''): string => `
id: upkeep
title: Sửa nhà
language: vi
date: \${day}
unit: \${house.unit}
survey:
  - { type: entry trial_house, name: house, label: Nhà nào?, required: yes }
  - { type: date, name: day, label: Ngày, required: yes }
  - { type: integer, name: days, label: Công }
  - { type: image, name: photo, label: Ảnh }
  - { type: calculate, name: labour, calculation: "\${house.labour} + \${days}" }
registers:
  - { register: trial_house, entity_id: "\${house}", label: "''", unit: "''", columns: { labour: "\${labour}" } }
indicators:
  - { name: times, label: Số lần, count: yes, by: [house] }
  - { name: days_all, label: Công, sum: "\${days}${more}" }
  - { name: worked, label: Nhà nhiều công, count: yes, register: trial_house, where: "\${labour} > 5", by: [trial_house] }
examples:
  - name: một lần
    entries: { trial_house: { h1: { label: Nhà mẫu, unit: n1, labour: 4, title: Cũ } } }
    given: { house: h1, day: 2026-11-24, days: 2 }
    expect: { values: { labour: 6 } }
`
const id = 'upkeep~trial'
const open = async (text = upkeep(), query = ''): Promise<{ status: number; body: Loose }> => {
  const answer = await call('POST', `/api/trials${query}`, { token: adminToken, body: text, type: 'application/yaml' })
  return { status: answer.status, body: (await answer.json()) as Loose }
}
const publish = async (text: string): Promise<number> => (await call('POST', '/api/forms', { token: adminToken, body: text, type: 'application/yaml' })).status
/** Somebody named for it, and for nothing else. */
const testing = async (): Promise<string> => (await tokenFor('Lò Thị Thử', 'officer', 'north', { forms: [id] })).token
async function fill(token: string, version: number, answers: Loose, more: Loose = {}): Promise<{ status: number; id: string; receipt: string; problems: readonly Loose[] }> {
  const body = { id: crypto.randomUUID(), form: id, version, answers: { house: 'h1', day: '2026-11-24', days: 2, labour: 6, ...answers }, context: { at: Date.now(), zone: 420, seed: 7 }, ...more }
  const answer = await call('POST', '/api/submissions', { token, body: JSON.stringify({ ...body, sha256: await hashOf(body) }) })
  const { receipt, problems } = (await answer.json()) as { receipt: string; problems: readonly Loose[] }
  return { status: answer.status, id: body.id, receipt, problems }
}

/** Everything real that anybody can come to see: rows, lists, figures, exports. */
async function real(): Promise<Record<string, unknown>> {
  const rows = async (sql: string): Promise<unknown> => (await db.prepare(sql).all()).results
  const seen = async (path: string, token = tokens.reviewer): Promise<unknown> => (await call('GET', path, { token })).text()
  return {
    submissions: await rows(`select * from submissions where form not like '%~%' order by seq`),
    revisions: await rows(`select * from revisions where submission in (select seq from submissions where form not like '%~%') order by 1, 2`),
    entries: await rows(`select * from entries where register not like '%~%' order by 1, 2`),
    changes: await rows(`select * from changes where register not like '%~%' order by 1, 2, 3`),
    tallies: await rows(`select * from tallies where indicator not like '%~trial.%' order by 1, 2, 3, 4, 5, 6`),
    forms: await seen('/api/forms'),
    list: await seen('/api/submissions?form=trial'),
    register: String(await seen('/api/registers/trial_house')).replace(/"stamp":\d+/, ''),
    figure: ((await (await call('GET', '/api/aggregates/trial/houses', { token: tokens.reviewer })).json()) as Loose).total,
    export: await seen('/api/forms/trial/export'),
    phone: ((await (await call('GET', '/api/phone', { token: tokens.officer })).json()) as Loose).forms,
    office: (await (await call('GET', '/office', { headers: { cookie: `__Host-phieu=${tokens.reviewer}`, accept: 'text/html' } })).text()).replace(/\d\d:\d\d/g, ''),
  }
}

const photo = Uint8Array.from(atob('/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA='), (sign) => sign.charCodeAt(0))
const hash = async (bytes: Uint8Array): Promise<string> => [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

let named = ''
let reviewing = ''
beforeAll(async () => {
  tokens = await settle()
  expect((await send(tokens.officer, await sealed({ labour: 3 }))).status).toBe(201)
  named = await testing()
  reviewing = (await tokenFor('Mùa Văn Thử', 'reviewer', 'north', { forms: [id] })).token
})

describe('1 2 3 apart', () => {
  test('1 whatever is done in it, nothing real changes', async () => {
    const before = await real()
    expect(await open()).toMatchObject({ status: 201, body: { form: id, version: 1, status: 'published', differences: [] } })
    const sha256 = await hash(photo)
    const one = await fill(named, 1, { photo: 'nha.jpg' }, { media: [{ name: 'nha.jpg', sha256, bytes: photo.byteLength }] })
    expect([one.status, one.problems]).toEqual([201, []])
    expect((await call('PUT', `/api/submissions/${one.id}/media/nha.jpg?sha256=${sha256}`, { token: named, body: photo, type: 'image/jpeg' })).status).toBeLessThan(300)
    const two = await fill(named, 1, { days: 5, labour: 11 })
    expect((await call('POST', `/api/submissions/${two.id}/review`, { token: reviewing, body: '{"state":"approved"}' })).status).toBe(200)
    expect((await fill(named, 1, { days: 9, labour: 20 }, { id: two.id, base: 1 })).status).toBe(201)
    const draft = await call('POST', `/forms/${id}`, { headers: { cookie: `__Host-phieu=${named}`, origin: 'https://phieu.example', accept: 'text/html' }, body: '', type: 'application/x-www-form-urlencoded' })
    expect(draft.status).toBe(303)
    expect(await real()).toEqual(before)
    expect(await recounted()).toEqual([])
  })
  test('1 what is real cannot name it', async () => {
    for (const text of [upkeep().replace('id: upkeep', 'id: other').replaceAll('trial_house', 'trial_house~upkeep'), upkeep().replace('id: upkeep', 'id: upkeep~trial'), upkeep().replace('id: upkeep', 'id: other').replace('count: yes, by: [house]', 'difference: { of: upkeep~trial.times, less: [] }')]) expect(await publish(text)).toBe(422)
    expect((await call('POST', `/api/forms/${id}/versions`, { token: adminToken, body: '{"version":1}' })).status).toBe(404)
  })
  test.each(['officer', 'neighbour', 'reviewer', 'viewer'] as const)('2 it is not there for %s', async (who) => {
    for (const path of [`/api/forms/${id}`, `/api/aggregates/${id}/times`, `/api/registers/trial_house~upkeep`, `/api/forms/${id}/audio/vi`]) {
      const answer = await call('GET', path, { token: tokens[who] })
      expect([path, answer.status]).toEqual([path, 404])
    }
    expect((await said(await call('GET', `/api/submissions?form=${id}`, { token: tokens[who] }))).rows).toEqual([])
    if (who === 'officer') expect((await fill(tokens[who], 1, {})).status).toBe(404)
    expect((await call('GET', `/office/${id}`, { headers: { cookie: `__Host-phieu=${tokens[who]}`, accept: 'text/html' } })).status).not.toBe(200)
  })
  test('2 it is there for who is named, and nothing else is; and for those who publish', async () => {
    expect(((await said(await call('GET', '/api/forms', { token: named }))).forms as unknown as Loose[]).map((form) => form.id)).toEqual([id])
    expect(((await said(await call('GET', '/api/phone', { token: named }))) as Loose).registers).toEqual(['trial_house~upkeep'])
    expect(((await said(await call('GET', `/api/aggregates/${id}/days_all`, { token: reviewing }))).total as unknown as Loose).value).toBe(11)
    expect(((await said(await call('GET', '/api/trials', { token: adminToken }))).trials as unknown as Loose[])).toMatchObject([{ id, form: 'upkeep', version: 1, title: { vi: 'THỬ: Sửa nhà' } }])
  })
  test('3 marked, and begun with the entries of the examples', async () => {
    for (const path of ['/', `/office/${id}`]) expect(await (await call('GET', path, { headers: { cookie: `__Host-phieu=${path === '/' ? named : reviewing}`, accept: 'text/html' } })).text()).toContain('THỬ: Sửa nhà')
    const { rows } = (await said(await call('GET', '/api/registers/trial_house~upkeep', { token: named }))) as unknown as { rows: Loose[] }
    expect(rows).toMatchObject([{ id: 'h1', label: 'Nhà mẫu', unit: 'n1', columns: { title: 'Cũ' } }])
    expect((await said(await call('GET', `/api/aggregates/${id}/worked?by=trial_house~upkeep`, { token: reviewing }))).total).toMatchObject({ value: 1 })
    // The record that holds them is in no list.
    expect(((await said(await call('GET', `/api/submissions?form=${id}`, { token: reviewing }))).rows as unknown as Loose[]).length).toBe(2)
  })
})

test('4 a newer source: what was filled stays, and counts by it', async () => {
  expect((await open()).status).toBe(200)
  expect((await open(upkeep(' * 10'))).body).toMatchObject({ version: 2, status: 'published' })
  expect(((await said(await call('GET', `/api/aggregates/${id}/days_all`, { token: reviewing }))).total as unknown as Loose).value).toBe(110)
  expect((await fill(named, 1, { days: 1, labour: 21 })).status).toBe(201)
  expect((await fill(named, 2, { days: 1, labour: 22 })).status).toBe(201)
  expect(((await said(await call('GET', `/api/aggregates/${id}/days_all`, { token: reviewing }))).total as unknown as Loose).value).toBe(130)
  expect(await recounted()).toEqual([])
  const { status, body } = await open(upkeep().replace('days: 2 }\n    expect', 'days: 3 }\n    expect'))
  expect([status, (body.problems as Loose[]).map(({ code }) => code)]).toEqual([422, ['example_failed']])
  expect((await open(upkeep(), '?unit=nowhere')).status).toBe(422)
})

test('1 it is no form to be written: that is the form itself', async () => {
  const page = async (path: string) => call('GET', path, { headers: { cookie: `__Host-phieu=${adminToken}`, accept: 'text/html' } })
  expect((await page(`/office/forms/${id}/edit`)).status).toBe(404)
  expect(await (await page('/office/forms')).text()).not.toContain(id)
})

describe('5 thrown away', () => {
  const tables = ['submissions', 'revisions', 'changes', 'entries', 'tallies', 'drafts', 'forms', 'versions', 'sources', 'media', 'recounts', 'departures', 'locks']
  const left = async (): Promise<Record<string, number>> => {
    const key: Readonly<Record<string, string>> = { changes: 'register', entries: 'register', departures: 'register', tallies: 'indicator', forms: 'id', recounts: 'subject' }
    const count = async (table: string): Promise<number> => {
      const where = table === 'revisions' || table === 'media' ? `submission in (select seq from submissions where form like '%~%') or submission not in (select seq from submissions)` : `${key[table] ?? 'form'} like '%~%'`
      return (await db.prepare(`select count(*) as n from ${table} where ${where}`).first<{ n: number }>())?.n ?? -1
    }
    return Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await count(table)] as const)))
  }
  test('5 whole, and no number of it comes again', async () => {
    const before = await real()
    const last = await fill(named, 2, {})
    const sha256 = await hash(photo)
    expect(await media.head(`media/${sha256}`)).not.toBeNull()
    expect(await lock(db, { form: id, period: '2026-10', units: [''] }, 'up', Date.now())).toBe(1)
    expect((await call('DELETE', '/api/trials/upkeep', { token: adminToken })).status).toBe(204)
    expect(await left()).toEqual({ ...Object.fromEntries(tables.map((table) => [table, 0])), submissions: 1 })
    expect(await media.head(`media/${sha256}`)).toBeNull()
    expect(await real()).toEqual(before)
    expect(await recounted()).toEqual([])
    expect((await call('DELETE', '/api/trials/upkeep', { token: adminToken })).status).toBe(404)
    // What was issued for it alone ended with it; whoever uses more is told that there is no such form.
    expect((await fill(named, 2, {})).status).toBe(401)
    expect((await fill(tokens.officer, 2, {})).status).toBe(404)
    named = await testing()
    const next = await sealed()
    expect((await (await send(tokens.officer, next)).json() as Loose).receipt).not.toBe(last.receipt)
    expect((await call('GET', `/r/${last.receipt}`, { headers: { accept: 'application/json' } })).status).toBe(404)
  })
  test('5 a file that a real record has too stays', async () => {
    await open()
    expect((await said(await call('GET', `/api/forms/${id}`, { token: named }))).version).toBe(3)
    const sha256 = await hash(photo)
    const keep = async (record: string, token: string): Promise<void> => {
      expect((await call('PUT', `/api/submissions/${record}/media/nha.jpg?sha256=${sha256}`, { token, body: photo, type: 'image/jpeg' })).status).toBeLessThan(300)
    }
    const more = { media: [{ name: 'nha.jpg', sha256, bytes: photo.byteLength }] }
    const tried = await fill(named, 3, { photo: 'nha.jpg' }, more)
    await keep(tried.id, named)
    await publish(upkeep().replace('id: upkeep', 'id: mending'))
    const { rows } = (await said(await call('GET', '/api/registers/trial_house', { token: tokens.officer }))) as unknown as { rows: { id: string; columns: { labour: number } }[] }
    const house = rows[0] as { id: string; columns: { labour: number } }
    const body = { id: crypto.randomUUID(), form: 'mending', version: 1, answers: { house: house.id, day: '2026-11-24', days: 1, photo: 'nha.jpg', labour: house.columns.labour + 1 }, context: { at: Date.now(), zone: 420, seed: 7 }, ...more }
    expect((await call('POST', '/api/submissions', { token: tokens.officer, body: JSON.stringify({ ...body, sha256: await hashOf(body) }) })).status).toBe(201)
    await keep(body.id, tokens.officer)
    expect((await call('DELETE', `/api/trials/${encodeURIComponent(id)}`, { token: adminToken })).status).toBe(204)
    expect(await media.head(`media/${sha256}`)).not.toBeNull()
    expect(await recounted()).toEqual([])
    named = await testing()
  })
  test('5 when it is published: the form begins with nothing of it', async () => {
    await open()
    expect((await fill(named, 4, {})).status).toBe(201)
    expect(await publish(upkeep())).toBe(201)
    expect((await left()).submissions).toBeLessThanOrEqual(1)
    expect((await call('GET', `/api/forms/${id}`, { token: named })).status).toBe(401)
    named = await testing()
    expect((await call('GET', `/api/forms/${id}`, { token: named })).status).toBe(404)
    expect(((await said(await call('GET', '/api/aggregates/upkeep/days_all', { token: tokens.reviewer }))).total as unknown as Loose).value).toBe(0)
    expect((await call('GET', '/api/forms/upkeep', { token: named })).status).toBe(404)
    expect((await said(await call('GET', '/api/recounts', { token: adminToken }))).recounts).toMatchObject([{ of: 'register', name: 'trial_house' }])
    expect((await said(await call('POST', '/api/recounts', { token: adminToken }))).recounts).toEqual([])
    expect(await recounted()).toEqual([])
  })
})

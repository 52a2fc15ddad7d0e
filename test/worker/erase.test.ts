// Erasing what records say of a person: planted values are looked for in every row of every table and in every stored object, before and after.
// 1  Before, they are found where they can lie: every revision, conflicts, late and refused ones, reasons, comments, flags, labels, entries, drafts, files. After: nowhere, nor in any page or file
//    that anybody may open. What another record says too stays with it until it is erased as well.
// 2  Nothing that is counted moves: kept sums are the same bytes, counting again finds no difference, entries rebuilt are the same; and so after approving, after a new version that counts anew.
// 3  The record stays, with its state, place, day, receipt and hashes, and says that it was erased, by whom, when, on which ground; so do the list, the export, the API. The log of what was done holds
//    no value.
// 4  It is not corrected: the sender is told by a code, nothing of what he sent is kept; the very revision that was there is had. It is not returned; conflicts are put away. It can be approved and rejected.
// 5  Again is the same. Of several all or none.
// 6  Who may not: 403; what lies elsewhere is not there, byte for byte. A ground and a reason are asked for, all at once.
// 7  A correction, a review, an upload at that very moment: either before, and erased with it, or after, and refused; never kept with what was erased.
// 8  A file that another record has stays; a file on its way is let go later; a large record is worked off in stretches; whatever dies in between is finished by the next minute.
// 9  An export that runs meanwhile holds each record as it was or as it is.
// 10 Phones: an entry without its name leaves their lists and does not come again.
import { beforeAll, describe, expect, test } from 'vitest'
import { bytesSha256Hex } from '../../src/server/digest.ts'
import { doDeeds } from '../../src/server/deeds.ts'
import { adminToken, bugs, call, counted, db, home, log, media, said, sealed, send, settle, tokenFor } from './visitor.ts'
import type { Loose } from './visitor.ts'

const source = `
id: visit
title: Thăm hộ
language: vi
date: \${seen_on}
unit: \${village}
instance_name: \${head_name}
survey:
  - { type: unit village, name: village, label: Thôn nào?, required: yes }
  - { type: entry home, name: house, label: Hộ }
  - { type: text, name: head_name, label: Chủ hộ, personal: basic }
  - { type: integer, name: born, label: Năm sinh, personal: basic }
  - { type: image, name: face, label: Ảnh chủ hộ, personal: basic }
  - { type: image, name: roof, label: Ảnh mái nhà }
  - { type: integer, name: people, label: Số người, check: [{ expect: . < 20, message: Đông thế? }] }
  - { type: integer, name: rice, label: Gạo, relevant: "\${born} < 19600000" }
  - { type: calculate, name: greeting, calculation: "concat('Chào ', \${head_name})" }
  - { type: date, name: seen_on, label: Ngày }
  - type: repeat
    name: member
    label: Thành viên
    questions:
      - { type: text, name: name, label: Tên, personal: basic }
      - { type: integer, name: age, label: Tuổi }
registers:
  - { register: home, entity_id: "\${house}", update_if: "\${house} != ''", label: "\${head_name}", unit: "\${village}", columns: { people: "\${people}", born: "\${born}", head: "\${head_name}" } }
indicators:
  - { name: visits, label: Số lần, count: yes, unit: lần }
  - { name: old, label: Chủ hộ già, count: yes, where: "\${born} < 19600000" }
  - { name: rice, label: Gạo, sum: "\${rice}" }
  - { name: grown, label: Người lớn, each: member, count: yes, where: "\${age} >= 18" }
  - { name: homes, label: Số hộ, count: yes, register: home }
  - { name: old_homes, label: Hộ có chủ hộ già, count: yes, register: home, where: "\${born} < 19600000" }
  - { name: souls, label: Nhân khẩu, sum: "\${people}", register: home }
`

const secret = 'Quàng Thị Chôn Giấu'
const born = 19470123
const needles = ['Chôn Giấu', 'chon giau', encodeURIComponent('Chôn Giấu'), '19470123']
const face = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...new TextEncoder().encode(`${secret} ảnh`)])
const roof = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...new TextEncoder().encode('mái nhà')])

let tokens: Record<string, string>
let version = 1
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
  tokens.keeper = (await tokenFor('Cà Thị Giữ', 'admin', null, { personal: true })).token
  tokens.elsewhere = (await tokenFor('Cà Thị Xa', 'admin', 'south', { personal: true })).token
  await publish(source)
})

async function publish(text: string): Promise<void> {
  const answer = await call('POST', '/api/forms', { token: adminToken, body: text, type: 'application/yaml' })
  expect([200, 201], await answer.clone().text()).toContain(answer.status)
  version = (await said(answer)).version as unknown as number
}
const personal = { head_name: secret, born, member: [{ name: `${secret} con`, age: 30 }, { name: `${secret} cháu`, age: 3 }] }
async function made(answers: Loose = {}, more: Loose = {}): Promise<Loose> {
  const body = await sealed({}, {})
  const { sha256: _, ...rest } = body
  const { hashOf } = await import('./visitor.ts')
  const own = { ...rest, form: 'visit', version, answers: { village: 'n1', people: 4, rice: 50, greeting: `Chào ${secret}`, seen_on: '2026-10-05', ...personal, ...answers }, ...more }
  return { ...own, sha256: await hashOf(own) }
}
async function sent(answers: Loose = {}, more: Loose = {}, who = 'officer'): Promise<string> {
  const one = await made(answers, more)
  const answer = await send(tokens[who] ?? '', one)
  if (![200, 201, 409, 422].includes(answer.status)) throw new Error(await answer.text())
  return one.id as string
}
const read = async (id: string, who = 'reviewer'): Promise<Loose> => said(await call('GET', `/api/submissions/${id}`, { token: tokens[who] ?? '' }))
const erase = async (id: string, body: Loose = {}, who = 'keeper'): Promise<{ status: number; body: Loose; text: string }> => {
  const post = (): Promise<Response> => call('POST', `/api/submissions/${id}/erase`, { token: tokens[who] ?? '', body: JSON.stringify({ ground: 'request', reason: 'Đơn số 12', ...body }) })
  let answer = await post()
  // Others kept being faster: asked for again, as whoever is told so does.
  for (let tries = 0; answer.status === 503 && tries < 10; tries++) answer = await post()
  const text = await answer.text()
  return { status: answer.status, body: JSON.parse(text) as Loose, text }
}
const review = async (id: string, body: Loose): Promise<{ status: number; code: unknown }> => {
  const answer = await call('POST', `/api/submissions/${id}/review`, { token: tokens.reviewer ?? '', body: JSON.stringify({ comment: 'xem', ...body }) })
  return { status: answer.status, code: (await said(answer)).code }
}
const checked = async (): Promise<unknown> => (await said(await call('POST', '/api/figures/check', { token: adminToken, body: '{}' }))).differences
const media0 = async (files: Record<string, Uint8Array>): Promise<Loose[]> => Promise.all(Object.entries(files).map(async ([name, bytes]) => ({ name, sha256: await bytesSha256Hex(bytes), bytes: bytes.byteLength })))
const upload = async (id: string, name: string, bytes: Uint8Array, who = 'officer'): Promise<number> => (await call('PUT', `/api/submissions/${id}/media/${name}`, { token: tokens[who] ?? '', body: bytes, type: 'image/jpeg' })).status
const cookie = (who: string): Record<string, string> => ({ cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html' })

/** Every value of every row of every table, and every object with its bytes, that holds one of the needles: where it lies. */
async function found(about: (row: string) => boolean = () => true): Promise<string[]> {
  const { results: all } = await db.prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite%' and name not like '_cf%' and name <> 'd1_migrations'").all<{ name: string }>()
  const places: string[] = []
  for (const { name } of all) {
    for (const row of (await db.prepare(`select * from ${name}`).all<Loose>()).results) {
      if (!about(JSON.stringify(row))) continue
      for (const [column, value] of Object.entries(row)) if (needles.some((needle) => String(value).includes(needle))) places.push(`${name}.${column}`)
    }
  }
  for (const { key } of (await media.list()).objects) {
    const text = new TextDecoder().decode(await (await media.get(key))?.arrayBuffer())
    if (needles.some((needle) => text.includes(needle))) places.push(`object ${key.split('/')[0] ?? ''}`)
  }
  return [...new Set(places)].sort()
}
/** Nothing of anybody before a case. */
async function nothing(): Promise<void> {
  expect(await found((row) => !row.includes('"source"') && !row.includes('"compiled"'))).toEqual([])
}

describe('1 2 3 everywhere, and nothing of it afterwards', () => {
  let id = ''
  let sums = ''
  let before: Loose
  test('1 planted wherever it can lie', async () => {
    await nothing()
    const files = await media0({ 'face.jpg': face, 'thumb-face.jpg': face, 'roof.jpg': roof })
    id = await sent({ face: 'face.jpg', roof: 'roof.jpg', people: 30 }, { media: files, reasons: { people: `${secret} đông con` } })
    for (const [name, bytes] of [['face.jpg', face], ['thumb-face.jpg', face], ['roof.jpg', roof]] as const) expect(await upload(id, name, bytes)).toBe(201)
    // Another revision in conflict, one that is refused, and one that is not listed by any question.
    await sent({ people: 5 }, { id })
    await review(id, { state: 'approved', comment: `${secret} đã gọi` })
    await sent({ people: 6, face: 'face.jpg', roof: 'roof.jpg' }, { id, base: 1, media: files })
    await sent({ people: 'nhiều', stranger: `${secret}`, village: secret }, { id, base: 3 })
    await review(id, { state: 'returned', comment: `${secret} hỏi lại` })
    // A correction that was begun on the server, with a file.
    await db.prepare(`insert into drafts (id, form, version, author, answers, updated_at) values (?, 'visit', 1, 'somebody', ?, 0)`).bind(id, JSON.stringify({ answers: personal })).run()
    await media.put(`draft/${id}/x`, face)
    expect(await found((row) => !row.includes('"compiled"'))).toEqual(['changes.approved', 'changes.received', 'drafts.answers', 'entries.approved', 'entries.fold', 'entries.label', 'entries.received', 'object draft', 'object media', 'revisions.body', 'revisions.comment', 'revisions.flags', 'revisions.problems', 'submissions.flags', 'submissions.fold', 'submissions.label'].sort())
    before = await read(id)
    sums = await counted()
    expect(await checked()).toEqual([])
  })
  test('1 the page says what goes', async () => {
    const text = await (await call('GET', `/office/submissions/${id}/erase`, { headers: cookie('keeper') })).text()
    for (const part of ['Chủ hộ', 'Năm sinh', 'Tên', 'Trong mọi lần sửa (4)', '1 tệp kèm', '1 mục trong sổ']) expect(text).toContain(part)
    expect(await (await call('GET', `/office/submissions/${id}`, { headers: cookie('keeper') })).text()).toContain(`/office/submissions/${id}/erase`)
    for (const who of ['reviewer', 'viewer', 'admin']) expect(await (await call('GET', `/office/submissions/${id}`, { headers: cookie(who) })).text()).not.toContain('/erase')
  })
  test('1 gone', async () => {
    const { status, body } = await erase(id)
    expect([status, body]).toEqual([200, { erased: [{ id, status: 'erased', receipt: before.receipt }], done: true }])
    await nothing()
    expect((await media.list()).objects.map(({ key }) => key)).toEqual([`media/${await bytesSha256Hex(roof)}`])
    expect((await db.prepare('select name from media').all()).results).toEqual([{ name: 'roof.jpg' }])
  })
  test('2 no figure moved', async () => {
    expect(await counted()).toBe(sums)
    expect(await checked()).toEqual([])
  })
  test('3 the record stands, and says it', async () => {
    const after = await read(id)
    for (const key of ['state', 'unit', 'day', 'receipt', 'revision', 'author', 'version']) expect([key, after[key]]).toEqual([key, before[key]])
    const [old, now] = [before.revisions, after.revisions] as [Loose[], Loose[]]
    expect(now.map(({ hash }) => hash)).toEqual(old.map(({ hash }) => hash))
    expect(now.map(({ state }) => state)).toEqual(old.map(({ state }) => (state === 'conflict' ? 'rejected' : state)))
    expect(now.map(({ submission }) => (submission as Loose).erased)).toEqual([['born', 'face', 'greeting', 'head_name', 'name'], ['*'], ['born', 'face', 'greeting', 'head_name', 'name'], ['*']])
    expect((now[2]?.submission as Loose).answers).toEqual({ village: 'n1', people: 6, rice: 50, roof: 'roof.jpg', seen_on: '2026-10-05', member: [{ age: 30 }, { age: 3 }] })
    expect(after).toMatchObject({ label: '', conflicts: 0, erased: { ground: 'request', reason: 'Đơn số 12' } })
    expect((after.audit as Loose[]).at(-1)).toMatchObject({ action: 'erased', detail: 'request, 4 revisions' })
    expect((await read(id, 'officer')).erased).toMatchObject({ ground: 'request', reason: null })
    expect((await read(id, 'viewer')).erased).toMatchObject({ ground: 'request', reason: null })
    for (const who of ['reviewer', 'viewer', 'admin', 'keeper']) {
      const text = await (await call('GET', `/office/submissions/${id}`, { headers: cookie(who) })).text()
      expect(text).toContain('Đã xóa theo yêu cầu')
      expect(text).toContain('Cà Thị Giữ')
      expect(text).toContain('<dd>đã xóa theo yêu cầu')
      expect(text.includes('Đơn số 12'), who).toBe(who === 'reviewer' || who === 'keeper')
      expect(needles.filter((needle) => text.includes(needle))).toEqual([])
    }
    const mine = await (await call('GET', `/receipts/${id}`, { headers: cookie('officer') })).text()
    expect(mine).toContain('đã được xóa theo quy định')
    expect(mine).not.toContain('/correct')
    const lines = (await (await call('GET', '/api/forms/visit/export?format=csv', { token: tokens.reviewer ?? '' })).text()).split('\r\n')
    const at = (lines[0] ?? '').split(',').indexOf('_erased')
    expect(lines.find((line) => line.includes(id))?.split(',')[at]).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(log.filter((line) => needles.some((needle) => line.includes(needle)))).toEqual([])
  })
  test('2 also when it is approved, and rejected', async () => {
    const other = await sent({ people: 3 })
    expect((await erase(other)).status).toBe(200)
    expect((await review(other, { state: 'approved' })).status).toBe(200)
    expect(await checked()).toEqual([])
    const { results } = await db.prepare("select view, sum(amount) as n from tallies where indicator = 'visit.old_homes' group by view order by view").all()
    expect(results).toEqual([{ view: 'approved', n: 2 }, { view: 'received', n: 2 }])
    expect((await review(other, { state: 'rejected' })).status).toBe(200)
    expect(await checked()).toEqual([])
    await nothing()
  })
  test('2 also when a new version counts anew: what rested on erased answers stays, the rest is counted', async () => {
    const sum = async (indicator: string): Promise<number> => (await db.prepare('select coalesce(sum(amount), 0) as n from tallies where indicator = ? and view = ? and dimension = ?').bind(`visit.${indicator}`, 'received', '').first<{ n: number }>())?.n ?? -1
    const had = [await sum('old'), await sum('rice'), await sum('grown'), await sum('old_homes'), await sum('souls')]
    await publish(source.replace('count: yes, where: "${born} < 19600000" }\n  - { name: rice', 'count: yes, where: "${born} < 19610000" }\n  - { name: rice').replace('sum: "${rice}"', 'sum: "${rice} + 1"').replace('"${age} >= 18"', '"${age} >= 2"').replace('register: home, where: "${born} < 19600000"', 'register: home, where: "${born} < 19610000"').replace('sum: "${people}", register', 'sum: "${people} * 2", register'))
    for (let n = 0; n < 20; n++) await call('POST', '/api/recounts', { token: adminToken, body: '{}' })
    expect([await sum('old'), await sum('rice'), await sum('grown'), await sum('old_homes'), await sum('souls')]).toEqual([had[0], had[1], (had[2] ?? 0) * 2, had[3], (had[4] ?? 0) * 2])
    expect(await checked()).toEqual([])
    await publish(source)
    for (let n = 0; n < 20; n++) await call('POST', '/api/recounts', { token: adminToken, body: '{}' })
    expect([await sum('old'), await sum('rice'), await sum('grown'), await sum('old_homes'), await sum('souls')]).toEqual(had)
    expect(await checked()).toEqual([])
  })
})

describe('4 it is not corrected', () => {
  test('4 refused by a code, and nothing of it is kept', async () => {
    const first = await made({ people: 2 })
    const id = first.id as string
    await send(tokens.officer ?? '', first)
    await erase(id)
    const [before, sums] = [await db.prepare('select count(*) as n from revisions').first('n'), await counted()]
    for (const more of [{ base: 1 }, {}, { base: 7 }]) {
      const answer = await send(tokens.officer ?? '', await made({ people: 9 }, { id, ...more }))
      const outcome = await said(answer)
      expect([answer.status, outcome]).toMatchObject([422, { status: 'refused', revision: 1, problems: [{ code: 'record_erased' }] }])
      expect((outcome.problems as unknown as Loose[])[0]?.title).toMatch(/đã được xóa/)
    }
    expect((await said(await send(tokens.stranger ?? '', await made({}, { id })))).problems).toMatchObject([{ code: 'record_erased' }])
    expect(await said(await send(tokens.officer ?? '', first))).toMatchObject({ status: 'had_it', revision: 1 })
    expect([await db.prepare('select count(*) as n from revisions').first('n'), await counted()]).toEqual([before, sums])
    expect(await review(id, { state: 'returned' })).toEqual({ status: 409, code: 'record_erased' })
    expect((await call('POST', `/submissions/${id}/correct`, { headers: { ...cookie('officer'), origin: home }, body: '', type: 'application/x-www-form-urlencoded' })).headers.get('location')).toBe(`/receipts/${id}`)
    await nothing()
  })
})

describe('5 6 who, again, together', () => {
  test('5 again is the same', async () => {
    const id = await sent()
    const first = await erase(id)
    const rows = async (): Promise<unknown> => [(await db.prepare('select * from revisions order by 1, 2').all()).results, (await db.prepare('select * from audit').all()).results, (await db.prepare('select submission, at, by, ground, reason from erasures').all()).results]
    const before = await rows()
    const again = await erase(id, { ground: 'unlawful', reason: 'khác' })
    expect(again.body).toEqual({ erased: [{ ...(first.body.erased as Loose[])[0], status: 'had_it' }], done: true })
    expect(await rows()).toEqual(before)
  })
  test('5 of several all or none; what only others say stays with them', async () => {
    const one = await sent({ people: 4 })
    const entry = one
    const two = await sent({ house: entry, born: 19480123, head_name: `${secret} Hai` }, { context: { at: Date.now() + 1000, zone: 420, seed: 7 } })
    expect((await erase(one, { also: [two, '0195c000-0000-7000-8000-000000000000'] })).status).toBe(404)
    expect((await read(one)).erased).toBe(null)
    const page = await (await call('GET', `/office/submissions/${one}/erase`, { headers: cookie('keeper') })).text()
    expect(page).toContain(`value="${two}"`)
    await erase(one)
    const shown = async (): Promise<Loose> => JSON.parse((await db.prepare("select received from entries where register = 'home' and id = ?").bind(entry).first<string>('received')) ?? 'null') as Loose
    expect(await shown()).toMatchObject({ label: `${secret} Hai`, columns: { people: 4, born: 19480123, head: `${secret} Hai` } })
    expect(await checked()).toEqual([])
    await erase(two)
    expect(await shown()).toMatchObject({ label: '', columns: { people: 4 } })
    expect(await checked()).toEqual([])
    await nothing()
  })
  test('2 what another record said before does not come back as today’s', async () => {
    const one = await sent({ born: 19300505 })
    const two = await sent({ house: one, born: 19991231, people: 9, rice: undefined }, { context: { at: Date.now() + 1000, zone: 420, seed: 7 } })
    const old = async (): Promise<unknown> => db.prepare("select adds_received from entries where register = 'home' and id = ?").bind(one).first('adds_received')
    expect(await old()).not.toContain('old_homes')
    const before = await counted()
    await erase(two)
    expect(await counted()).toBe(before)
    expect(JSON.parse((await db.prepare("select received from entries where register = 'home' and id = ?").bind(one).first<string>('received')) ?? 'null')).toMatchObject({ label: secret, columns: { people: 9 } })
    expect(await checked()).toEqual([])
    await erase(one)
    expect(await counted()).toBe(before)
    expect(await checked()).toEqual([])
    // Said anew it is counted as ever.
    const three = await sent({ house: one, born: 19400101, head_name: 'Lò Văn Ba', greeting: 'Chào Lò Văn Ba', member: [] }, { context: { at: Date.now() + 2000, zone: 420, seed: 7 } })
    expect(await old()).toContain('old_homes')
    expect(await checked()).toEqual([])
    expect((await erase(three)).status).toBe(200)
    await nothing()
  })
  test('6 who may not', async () => {
    const id = await sent({ head_name: 'Lò Văn Còn', born: 19900123, greeting: 'Chào Lò Văn Còn', member: [] })
    for (const who of ['officer', 'neighbour', 'reviewer', 'far', 'viewer', 'admin']) expect([who, (await erase(id, {}, who)).status]).toEqual([who, 403])
    const [theirs, none] = [await erase(id, {}, 'elsewhere'), await erase('0195c000-0000-7000-8000-000000000000', {}, 'elsewhere')]
    expect([theirs.status, theirs.text]).toEqual([404, none.text])
    expect((await call('GET', `/office/submissions/${id}/erase`, { headers: cookie('elsewhere') })).status).toBe(404)
    const wrong = await erase(id, { ground: 'because', reason: ' ', also: ['x'] })
    expect([wrong.status, wrong.body.code, (wrong.body.problems as Loose[]).map(({ at }) => at)]).toEqual([400, 'malformed', ['/ground', '/reason', '/also/0']])
    expect((await read(id)).erased).toBe(null)
    const posted = async (body: string, who = 'keeper'): Promise<Response> => call('POST', `/office/submissions/${id}/erase`, { headers: { ...cookie(who), origin: home }, body, type: 'application/x-www-form-urlencoded' })
    expect((await posted('ground=request&reason=x', 'admin')).status).toBe(403)
    expect([(await posted('reason=x')).status, (await posted('ground=term&reason=+')).status, (await posted('ground=request&reason=x&also=0195c000-0000-7000-8000-000000000000')).status]).toEqual([422, 422, 422])
    expect((await read(id)).erased).toBe(null)
    expect((await posted('ground=consent&reason=Đơn')).headers.get('location')).toBe(`/office/submissions/${id}`)
    expect((await read(id)).erased).toMatchObject({ ground: 'consent' })
    expect((await call('GET', `/office/submissions/${id}/erase`, { headers: cookie('keeper') })).status).toBe(303)
  })
})

describe('7 at that very moment', () => {
  test('7 corrections, reviews and erasing, all at once', async () => {
    for (let round = 0; round < 8; round++) {
      const id = await sent({ people: 4 + round })
      const corrections = await Promise.all([1, 1, 1].map((base, n) => made({ people: 10 + n }, { id, base })))
      const [first, , taken, ...rest] = await Promise.all([send(tokens.officer ?? '', corrections[0]), review(id, { state: 'approved' }), erase(id), ...corrections.slice(1).map((one) => send(tokens.officer ?? '', one))])
      expect((taken as { status: number }).status, bugs.join('')).toBe(200)
      for (const answer of [first, ...rest] as Response[]) expect([200, 201, 409, 422]).toContain(answer.status)
      await nothing()
      expect(await checked()).toEqual([])
      expect((await read(id)).erased).not.toBe(null)
    }
  })
  test('7 twice at once: done once', async () => {
    const id = await sent()
    const both = await Promise.all([erase(id), erase(id), erase(id)])
    expect(both.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(both.flatMap(({ body }) => (body.erased as Loose[]).map(({ status }) => status)).sort()).toEqual(['erased', 'had_it', 'had_it'])
    expect((await db.prepare("select count(*) as n from audit where subject = ? and action = 'erased'").bind(id).first('n'))).toBe(1)
  })
})

describe('8 files, large ones, dying in between', () => {
  test('8 a file that another record has stays there', async () => {
    const files = await media0({ 'face.jpg': face })
    const [one, two] = [await sent({ face: 'face.jpg' }, { media: files }), await sent({ face: 'face.jpg' }, { media: files })]
    for (const id of [one, two]) await upload(id, 'face.jpg', face)
    await erase(one)
    expect((await call('GET', `/api/submissions/${two}/media/face.jpg`, { token: tokens.reviewer ?? '' })).status).toBe(200)
    expect((await call('GET', `/api/submissions/${one}/media/face.jpg`, { token: tokens.reviewer ?? '' })).status).toBe(404)
    expect(await upload(one, 'face.jpg', face)).toBe(404)
    await erase(two)
    await nothing()
  })
  test('8 what was on its way is let go an hour later', async () => {
    const files = await media0({ 'face.jpg': face })
    const id = await sent({ face: 'face.jpg' }, { media: files })
    const seq = (await db.prepare('select seq from submissions where id = ?').bind(id).first<number>('seq')) ?? 0
    await erase(id)
    // As an upload that had looked before would leave it.
    await media.put(`media/${files[0]?.sha256 as string}`, face)
    await media.put('part/late', face)
    await db.prepare(`insert into media (submission, name, sha256, bytes, received, parts, type, kept_at) values (?1, 'face.jpg', ?2, 9, 9, '[["part/late",9]]', 'image/jpeg', 1)`).bind(seq, files[0]?.sha256 as string).run()
    const env = { DB: db, MEDIA: media }
    await doDeeds(env, Date.now() + 60_000)
    expect((await media.head('part/late')) === null).toBe(false)
    await doDeeds(env, Date.now() + 3_700_000)
    await nothing()
    expect(await db.prepare('select count(*) as n from erasures where due is not null').first('n')).toBe(0)
  })
  test('8 many long revisions: in stretches, whatever dies', async () => {
    const long = 'một chữ dài '.repeat(6_000)
    const id = await sent({ head_name: `${secret} ${'x'.repeat(60)}` })
    const seq = (await db.prepare('select seq from submissions where id = ?').bind(id).first<number>('seq')) ?? 0
    const body = JSON.parse((await db.prepare('select body from revisions where submission = ?').bind(seq).first<string>('body')) ?? '{}') as { answers: Loose }
    const text = JSON.stringify({ ...body, answers: { ...body.answers, stranger: long } })
    for (let n = 2; n <= 90; n++) await db.prepare(`insert into revisions (submission, revision, state, base, hash, author, received_at, body) values (?, ?, 'rejected', 1, ?, '', 0, ?)`).bind(seq, n, `h${n}`, text).run()
    // The Worker dies after the first batch.
    const dying = new Proxy(db, { get: (of, key) => (key === 'batch' ? async (all: D1PreparedStatement[]) => { const done = await of.batch(all); if (all.length > 6) throw new Error('died'); return done } : typeof Reflect.get(of, key) === 'function' ? (Reflect.get(of, key) as () => unknown).bind(of) : Reflect.get(of, key)) })
    const { eraseRecords } = await import('../../src/server/erase.ts')
    const keeper = { person: 'k', name: '', role: 'admin' as const, unit: null, forms: null, personal: true, token: '', device: null }
    await expect(eraseRecords({ DB: dying as D1Database, MEDIA: media }, keeper, { ids: [id], ground: 'term', reason: 'x' }, Date.now())).rejects.toThrow('died')
    expect((await read(id, 'keeper')).erased).toMatchObject({ ground: 'term' })
    expect(await (await call('GET', `/office/submissions/${id}`, { headers: cookie('keeper') })).text()).toContain('đang xóa tiếp')
    expect((await found()).filter((place) => place === 'revisions.body')).toEqual(['revisions.body'])
    expect((await said(await send(tokens.officer ?? '', await made({}, { id, base: 1 })))).status).toBe('refused')
    await doDeeds({ DB: db, MEDIA: media }, Date.now())
    await nothing()
  })
})

describe('9 10 exports and phones', () => {
  test('9 an export that runs meanwhile is whole', async () => {
    const ids: string[] = []
    for (let n = 0; n < 12; n++) ids.push(await sent({ people: n + 1 }))
    const answer = await call('GET', '/api/forms/visit/export?format=csv', { token: tokens.reviewer ?? '' })
    const [text] = await Promise.all([answer.text(), ...ids.slice(0, 6).map((id) => erase(id))])
    const lines = text.trim().split('\r\n')
    for (const id of ids) expect(lines.filter((line) => line.includes(id)).length).toBe(1)
    for (const id of ids.slice(6)) await erase(id)
    await nothing()
    expect((await (await call('GET', '/api/forms/visit/export?format=csv', { token: tokens.reviewer ?? '' })).text()).includes(secret)).toBe(false)
  })
  test('10 an entry without its name leaves the lists', async () => {
    const id = await sent({ people: 8 })
    const list = async (since?: number): Promise<Loose> => said(await call('GET', `/api/registers/home?limit=200${since === undefined ? '' : `&since=${since}`}`, { token: tokens.officer ?? '' }))
    const before = await list()
    expect((before.rows as Loose[]).some((row) => row.id === id)).toBe(true)
    await erase(id)
    const delta = await list(before.stamp as number)
    expect((delta.rows as Loose[]).some((row) => row.id === id)).toBe(false)
    expect(delta.gone).toContain(id)
    expect(((await list()).rows as Loose[]).some((row) => row.id === id)).toBe(false)
    // Whoever chose it before can still send that.
    expect((await said(await send(tokens.officer ?? '', await made({ house: id, head_name: '', born: 19900123, greeting: 'Chào ', member: [], rice: undefined })))).status).toBe('kept')
    expect(await checked()).toEqual([])
  })
})

// A form's submissions taken away.
// 1  CSV: one line a submission with the answers that stand, names and codes or what people read; RFC 4180, a byte order mark, nothing that a spreadsheet runs.
// 2  A repeat is its count, and in the zip a table of its own; what only an older version asked comes behind.
// 3  GeoJSON: longitude first, by the form's first position; none for whom it is personal.
// 4  Who may not see an answer finds it in no file; outside one's unit and forms there is nothing; officers take nothing away here.
// 5  As the page and the API differ in sign-in only: the office's link gives the labels.
// 6  What was refused was kept as it came, and breaks no file; of a refused correction what stands is what was there before. Names and labels that meet
//    are told apart; digits that are no number stay as they are; what is personal in any version, under any name, is so in all.
// 7  100,000 submissions: written while they are read, a page of bounded size at a time and none ahead of the reader, each row once, within the queries of one request on the paid plan (a million would be).
// 8  A workbook: a sheet a table, days and numbers as such, texts as texts with their zeros, nothing a formula; the same rights; it opens in another's reader.
import { unzipSync } from 'fflate'
import { readXlsx } from 'hucre/xlsx'
import { beforeAll, describe, expect, test } from 'vitest'
import { receiptOf } from '../../src/record/receipt.ts'
import { app } from '../../src/server/index.ts'
import { limited } from '../limits.ts'
import { adminToken, call, db, home, receiptKey, said, sealed, send, settle, tokenFor } from './visitor.ts'
import type { Loose } from './visitor.ts'

const survey = (more: string): string => `
id: wells
title: Giếng nước
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn nào? }
  - { type: text, name: owner, label: Chủ giếng, personal: basic }
  - type: group
    name: g
    label: Giếng
    questions:
      - { type: select_one state, name: state_of, label: Giếng thế nào? }
      - { type: select_multiple state, name: seen, label: Thấy gì? }
      - { type: decimal, name: depth, label: Sâu mấy mét? }
      - { type: geopoint, name: spot, label: Chỗ giếng }
      - { type: acknowledge, name: done, label: Đã xem }
${more}
  - type: repeat
    name: user
    label: Hộ dùng
    questions:
      - { type: text, name: who, label: Tên hộ, personal: basic }
      - { type: integer, name: people, label: Mấy người }
choices:
  state: [{ name: good, label: Tốt }, { name: dry, label: "Cạn, mùa khô" }]
`
const first = survey('  - { type: text, name: old_note, label: Ghi chú cũ }')
const second = survey('  - { type: note, name: told, label: Cảm ơn }')

let tokens: Record<string, string>
const ids: string[] = []
beforeAll(async () => {
  tokens = await settle()
  expect((await call('POST', '/api/forms', { token: adminToken, body: first, type: 'application/yaml' })).status).toBe(201)
  const well = async (who: string, answers: Loose, version = 1): Promise<void> => {
    const one = await sealed({}, { form: 'wells', version, answers })
    expect((await send(tokens[who] ?? '', one)).status).toBe(201)
    ids.push(String(one.id))
  }
  await well('officer', {
    village: 'n1', owner: 'Lò Thị Kín', state_of: 'good', seen: ['good', 'dry'], depth: 4.5, spot: '22.7412 104.6833 0 8', done: true, old_note: '=HYPERLINK("x")', user: [{ who: 'Sùng A Kín', people: 4 }, { who: 'Vàng Thị Kín', people: 2 }],
  })
  expect((await call('POST', '/api/forms', { token: adminToken, body: second, type: 'application/yaml' })).status).toBe(201)
  await well('officer', { village: 'n2', owner: 'Nông "Văn"\nKín', state_of: 'dry', spot: '22.7 104.6 851.5 5' }, 2)
  await well('stranger', { village: 's1', owner: 'Lý Kín', depth: 12 }, 2)
})

const take = async (who: string, query = ''): Promise<Response> => call('GET', `/api/forms/wells/export${query}`, { token: who === 'admin' ? adminToken : (tokens[who] ?? '') })
const read = async (who: string, query = ''): Promise<string> => {
  const answer = await take(who, query)
  expect(answer.status).toBe(200)
  return decoded(new Uint8Array(await answer.arrayBuffer()))
}
const decoded = (bytes: Uint8Array | undefined): string => new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes)

/** A reader of RFC 4180 that knows nothing of ours. */
function parse(csv: string): string[][] {
  expect(csv.startsWith('\ufeff')).toBe(true)
  const lines: string[][] = [[]]
  for (const [, quoted, bare, end] of csv.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    lines[lines.length - 1]?.push(quoted?.replaceAll('""', '"') ?? bare ?? '')
    if (end === '\r\n') lines.push([])
  }
  expect(lines.pop()).toEqual([])
  return lines
}
const tableOf = (csv: string): Record<string, string>[] => {
  const [head = [], ...rows] = parse(csv)
  return rows.map((row) => {
    expect(row.length).toBe(head.length)
    return Object.fromEntries(head.map((name, i) => [name, row[i] ?? '']))
  })
}

describe('1 2 CSV', () => {
  test('names and codes', async () => {
    const answer = await take('reviewer')
    expect([answer.headers.get('content-type'), answer.headers.get('content-disposition'), answer.headers.get('cache-control')]).toEqual(['text/csv; charset=utf-8', 'attachment; filename="wells.csv"', 'private, no-store'])
    const csv = await read('reviewer')
    expect(parse(csv)[0]).toEqual(['_receipt', '_id', '_version', '_revision', '_state', '_day', '_received_at', '_unit_id', '_unit', '_erased', 'village', 'owner', 'state_of', 'seen', 'depth', 'spot', 'done', 'user', 'old_note'])
    const [one, two, ...others] = tableOf(csv)
    expect(others).toEqual([])
    expect(one).toMatchObject({ _id: ids[0], _version: '1', _revision: '1', _state: 'received', _unit_id: 'n1', _unit: 'Thôn Bản n1', village: 'n1', owner: 'Lò Thị Kín', state_of: 'good', seen: 'good dry', depth: '4.5', done: 'OK', user: '2', old_note: '\'=HYPERLINK("x")' })
    expect(one?._received_at).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}.*\+07:00$/)
    expect(two).toMatchObject({ _id: ids[1], owner: 'Nông "Văn"\nKín', depth: '', user: '', old_note: '' })
    const seq = (await db.prepare('select seq from submissions where id = ?').bind(ids[0]).first<{ seq: number }>())?.seq ?? 0
    expect(one?._receipt).toBe(receiptOf(seq))
  })

  test('what people read', async () => {
    const [one] = tableOf(await read('reviewer', '?header=label'))
    expect(one).toMatchObject({ 'Tình trạng': 'đã nhận', 'Đơn vị': 'Thôn Bản n1', 'Thôn nào?': 'Thôn Bản n1', 'Giếng thế nào?': 'Tốt', 'Thấy gì?': 'Tốt; Cạn, mùa khô', 'Sâu mấy mét?': '4.5', 'Ghi chú cũ': '\'=HYPERLINK("x")' })
  })

  test.each([['?under=n2', [1]], ['?state=approved', []], ['?state=received', [0, 1]], ['?from=2000-01-01&to=2000-12-31', []], ['?under=s1', []]] as const)('%s', async (query, which) => {
    expect(tableOf(await read('reviewer', query)).map(({ _id }) => _id)).toEqual(which.map((i) => ids[i]))
  })

  test('zip', async () => {
    const answer = await take('reviewer', '?format=zip')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip'])
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()))
    expect(Object.keys(files)).toEqual(['wells.csv', 'wells.user.csv'])
    expect(decoded(files['wells.csv'])).toBe(await read('reviewer'))
    expect(tableOf(decoded(files['wells.user.csv']))).toMatchObject([{ _id: ids[0], _revision: '1', row: '1', who: 'Sùng A Kín', people: '4' }, { _id: ids[0], _revision: '1', row: '2', who: 'Vàng Thị Kín', people: '2' }])
  })
})

test('3 GeoJSON', async () => {
  const { type, features } = JSON.parse(await read('reviewer', '?format=geojson')) as { type: string; features: { type: string; id: string; geometry: Loose; properties: Loose }[] }
  expect(type).toBe('FeatureCollection')
  expect(features.map(({ id, geometry }) => [id, geometry])).toEqual([
    [ids[0], { type: 'Point', coordinates: [104.6833, 22.7412] }],
    [ids[1], { type: 'Point', coordinates: [104.6, 22.7, 851.5] }],
  ])
  expect(features[0]?.properties).toMatchObject({ _state: 'received', depth: 4.5, user: 2 })
  expect(features[0]?.properties).not.toHaveProperty('spot')
  expect(JSON.parse(await read('far', '?format=geojson'))).toEqual({ type: 'FeatureCollection', features: [] })
})

describe('4 who may take what', () => {
  test.each(['viewer', 'admin'])('%s: no personal answer in any file', async (who) => {
    for (const query of ['', '?header=label', '?format=geojson']) {
      const file = await read(who, query)
      expect(file.length, query).toBeGreaterThan(100)
      expect(file, query).not.toMatch(/Kín|Chủ giếng|owner/)
    }
    const files = unzipSync(new Uint8Array(await (await take(who, '?format=zip')).arrayBuffer()))
    for (const file of Object.values(files)) expect(decoded(file)).not.toMatch(/Kín|Tên hộ|who/)
    expect(tableOf(decoded(files['wells.user.csv'])).map(({ people }) => people)).toEqual(['4', '2'])
  })
  test('a reviewer of another commune', async () => {
    expect(tableOf(await read('far')).map(({ _id }) => _id)).toEqual([ids[2]])
    expect(tableOf(await read('admin')).map(({ _id }) => _id)).toEqual(ids)
  })
  test('officers, strangers, other forms', async () => {
    expect((await take('officer')).status).toBe(403)
    expect((await take('nobody')).status).toBe(401)
    const { token } = await tokenFor('Người Xem Khác', 'reviewer', 'north', { forms: ['trial'] })
    const [theirs, none] = [await call('GET', '/api/forms/wells/export', { token }), await call('GET', '/api/forms/nothing/export', { token })]
    expect([theirs.status, none.status]).toEqual([404, 404])
    expect({ ...(await said(theirs)), instance: '', path: '' }).toEqual({ ...(await said(none)), instance: '', path: '' })
  })
})

test('5 from the office’s page', async () => {
  const cookie = { cookie: `__Host-phieu=${tokens.reviewer ?? ''}` }
  const page = await (await call('GET', '/office/wells', { headers: cookie })).text()
  expect(page).toContain('href="/office/wells/export?format=csv"')
  const file = await call('GET', '/office/wells/export?format=csv', { headers: cookie })
  expect([file.status, file.headers.get('content-disposition')]).toEqual([200, 'attachment; filename="wells.csv"'])
  expect(await file.text()).toContain('Giếng thế nào?')
  expect((await call('GET', '/office/wells/export?format=exe', { headers: cookie })).status).toBe(404)
  expect((await call('GET', '/office/wells/export', { headers: { cookie: `__Host-phieu=${tokens.officer ?? ''}` } })).status).toBe(403)
})

describe('6 what meets and what was refused', () => {
  const meeting = (more = ''): string => `
id: meeting
title: Họp
language: vi
unit: \${unit}
${more.includes('place') ? 'migrate: { renamed: { spot: place } }' : ''}
survey:
  - { type: unit village, name: unit, label: Đơn vị }
  - { type: text, name: state, label: Tình trạng, constraint: "string-length(.) < 40" }
  - { type: text, name: phone, label: Điện thoại }
  - { type: integer, name: depth, label: Tình trạng }
  - { type: text, name: secret, label: Điều kín${more.includes('place') ? ', personal: basic' : ''} }
${more.includes('place') ? '  - { type: geopoint, name: place, label: Chỗ }' : '  - { type: geopoint, name: spot, label: Chỗ }\n  - { type: geopoint, name: gate, label: Cổng }\n  - { type: calculate, name: told, label: Kể lại, calculation: "concat(${secret}, 1)" }'}
  - { type: repeat, name: row, label: Dòng, questions: [{ type: text, name: unit_row, label: Gì }] }
`
  const take6 = async (who: string, query = ''): Promise<string> => {
    const answer = await call('GET', `/api/forms/meeting/export${query}`, { token: who === 'admin' ? adminToken : (tokens[who] ?? '') })
    expect(answer.status).toBe(200)
    return decoded(new Uint8Array(await answer.arrayBuffer()))
  }
  const own: string[] = []
  beforeAll(async () => {
    const publish = async (source: string): Promise<void> => {
      const answer = await call('POST', '/api/forms', { token: adminToken, body: source, type: 'application/yaml' })
      expect(answer.status, await answer.clone().text()).toBe(201)
    }
    const give = async (answers: Loose, more: Loose = {}): Promise<number> => {
      const one = await sealed({}, { form: 'meeting', version: 1, ...more, answers: { unit: 'n1', ...answers } })
      if (!own.includes(String(one.id))) own.push(String(one.id))
      return (await send(tokens.officer ?? '', one)).status
    }
    await publish(meeting())
    expect(await give({ state: 'còn tốt', phone: '0912345678', depth: 3, secret: 'Kín lắm', gate: '22.5 104.5 0 5', row: [{ unit_row: 'một' }] })).toBe(201)
    // Kept aside as they came.
    for (const odd of [{ phone: null }, { phone: { x: 1 } }, { phone: false }, { row: [null] }, { row: [[1]] }, { row: 'không' }, { spot: '200 900' }, { depth: 'ba' }]) expect(await give(odd), JSON.stringify(odd)).toBe(422)
    // A correction that is refused: what counts is what was there before.
    expect(await give({ state: 'x'.repeat(50) }, { id: own[0], base: 1 })).toBe(422)
    await publish(meeting('place'))
  })

  test('no file breaks, and what stands is what counts', async () => {
    const rows = tableOf(await take6('reviewer'))
    expect(rows.map(({ _id }) => _id)).toEqual(own)
    expect(rows[0]).toMatchObject({ _state: 'received', _revision: '1', _unit: 'Thôn Bản n1', unit: 'n1', state: 'còn tốt', phone: '0912345678', row: '1' })
    expect(rows.slice(1).map(({ _state }) => _state)).toEqual(own.slice(1).map(() => 'refused'))
    expect(tableOf(await take6('reviewer', '?state=received'))).toHaveLength(1)
    const answer = await call('GET', '/api/forms/meeting/export?format=zip', { token: tokens.reviewer ?? '' })
    const files = unzipSync(new Uint8Array(await answer.arrayBuffer()))
    expect(tableOf(decoded(files['meeting.csv'])).map(({ _id }) => _id)).toEqual(own)
    expect(tableOf(decoded(files['meeting.row.csv']))).toMatchObject([{ _id: own[0], unit_row: 'một' }])
  })

  test('names and labels apart, telephones whole', async () => {
    const csv = await take6('reviewer', '?header=label')
    const [head = []] = parse(csv)
    expect(new Set(head).size).toBe(head.length)
    expect(head).toEqual(expect.arrayContaining(['Đơn vị', 'Đơn vị (unit)', 'Tình trạng', 'Tình trạng (state)', 'Tình trạng (depth)']))
    expect(csv).toContain('"=""0912345678"""')
  })

  test('a position under any question, and none that is none', async () => {
    const { features } = JSON.parse(await take6('reviewer', '?format=geojson')) as { features: { id: string; geometry: Loose; properties: Loose }[] }
    expect(features.map(({ id, geometry }) => [id, geometry])).toEqual([[own[0], { type: 'Point', coordinates: [104.5, 22.5] }]])
    expect(features[0]?.properties).toMatchObject({ _state: 'received', state: 'còn tốt' })
  })

  test('personal in the newest version is personal in all, with what an older one made of it', async () => {
    expect(await take6('reviewer')).toContain('Kín lắm')
    for (const query of ['', '?header=label', '?format=geojson']) expect(await take6('viewer', query)).not.toMatch(/Kín|secret|told/)
  })

  test('conflicts', async () => {
    expect(tableOf(await take6('reviewer', '?state=conflict'))).toEqual([])
    await db.prepare('update submissions set conflicts = 1 where id = ?').bind(own[0]).run()
    expect(tableOf(await take6('reviewer', '?state=conflict')).map(({ _id }) => _id)).toEqual([own[0]])
  })
})

test('7 a hundred thousand', async () => {
  const count = 100_000
  const begin = (await db.prepare('select max(seq) as n from submissions').first<{ n: number }>())?.n ?? 0
  const numbers = 'with recursive n (i) as (select 1 union all select i + 1 from n where i < ?1)'
  const id = "printf('01900000-0000-7000-8000-%012d', i)"
  const body = `json_object('id', ${id}, 'form', 'wells', 'version', 2, 'answers', json_object('village', 'n' || (1 + i % 2), 'owner', 'Hộ số ' || i, 'depth', i, 'state_of', 'dry'))`
  const like = await db.prepare('select * from submissions where id = ?').bind(ids[1]).first<Loose>()
  const revision = await db.prepare('select r.* from revisions r join submissions s on s.seq = r.submission where s.id = ?').bind(ids[1]).first<Loose>()
  const copy = (row: Loose, changed: Readonly<Record<string, string>>): [string, string, unknown[]] => {
    const names = Object.keys(row)
    const values: unknown[] = []
    const cells = names.map((name) => changed[name] ?? `?${values.push(row[name]) + 1}`)
    return [names.join(', '), cells.join(', '), values]
  }
  for (const [table, row, changed] of [['submissions', like, { seq: `${begin} + i`, id, unit: "'n' || (1 + i % 2)" }], ['revisions', revision, { submission: `${begin} + i`, body }]] as const) {
    const [names, cells, values] = copy(row ?? {}, changed)
    await db.prepare(`${numbers} insert into ${table} (${names}) select ${cells} from n`).bind(count, ...values).run()
  }

  const counting = limited(db, 1_000)
  const answer = await app().fetch(new Request(`${home}/api/forms/wells/export`, { headers: { authorization: `Bearer ${adminToken}` } }), { DB: counting.db, PHIEU_ADMIN_TOKEN: adminToken, PHIEU_RECEIPT_KEY: receiptKey })
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
  const text = new TextDecoder()
  // The first lines are here before the rest was read.
  let file = text.decode((await reader.read()).value, { stream: true })
  file += text.decode((await reader.read()).value, { stream: true })
  const early = counting.seen.statements
  let largest = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    largest = Math.max(largest, part.value.length)
    file += text.decode(part.value, { stream: true })
  }
  const lines = file.split('\r\n')
  expect(lines.length).toBe(1 + 3 + count + 1)
  expect(new Set(lines.map((line) => line.split(',')[1])).size).toBe(1 + 3 + count + 1)
  expect(lines[lines.length - 2]).toContain(`01900000-0000-7000-8000-${String(count).padStart(12, '0')}`)
  expect(early).toBeLessThan(counting.seen.statements / 2)
  expect(counting.seen.statements).toBeLessThanOrEqual(70)
  expect(largest).toBeLessThan(2_000_000)
  expect(file).not.toContain('Hộ số')

  // A commune's reviewer walks the rows of the commune, each once.
  counting.reset()
  const scoped = await app().fetch(new Request(`${home}/api/forms/wells/export?under=n1`, { headers: { authorization: `Bearer ${tokens.reviewer}` } }), { DB: counting.db, PHIEU_ADMIN_TOKEN: adminToken, PHIEU_RECEIPT_KEY: receiptKey })
  expect((await scoped.text()).split('\r\n').length).toBe(1 + 1 + count / 2 + 1)
  // An index's row, the submission, how long its revision is, then that by its number; nothing of the other village.
  expect(counting.seen.rowsRead).toBeLessThan((5 * count) / 2 + 5_000)
  expect(counting.seen.statements).toBeLessThanOrEqual(70)
})

test('7 long ones are taken fewer at a time, also behind short ones', async () => {
  // A thousand of 60 kB: 60 MB, of which never more than 2 MB are in hand.
  await db.prepare("update revisions set body = json_set(body, '$.answers.state_of', printf('%.*c', 60000, 'x')) where submission in (select submission from revisions order by submission desc limit 1000)").run()
  const answer = await app().fetch(new Request(`${home}/api/forms/wells/export`, { headers: { authorization: `Bearer ${adminToken}` } }), { DB: db, PHIEU_ADMIN_TOKEN: adminToken, PHIEU_RECEIPT_KEY: receiptKey })
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
  const sizes: number[] = []
  for (let part = await reader.read(); !part.done; part = await reader.read()) sizes.push(part.value.length)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(60_000_000)
  expect(Math.max(...sizes)).toBeLessThan(2_500_000)
})

test.each(['csv', 'zip', 'xlsx'])('7 %s: nothing is read ahead of who reads slowly, and answers come in meanwhile', async (format) => {
  const counting = limited(db, 1_000)
  const answer = await app().fetch(new Request(`${home}/api/forms/wells/export?format=${format}`, { headers: { authorization: `Bearer ${tokens.reviewer}` } }), { DB: counting.db, PHIEU_ADMIN_TOKEN: adminToken, PHIEU_RECEIPT_KEY: receiptKey })
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
  const still = async (): Promise<number> => {
    for (let [before, quiet] = [-1, 0]; quiet < 5; before = counting.seen.statements) {
      await new Promise((done) => setTimeout(done, 50))
      quiet = before === counting.seen.statements ? quiet + 1 : 0
    }
    return counting.seen.statements
  }
  await reader.read()
  let before = await still()
  for (let step = 0; step < 4; step++) {
    const part = await reader.read()
    expect(part.done).toBe(false)
    const after = await still()
    // Two pages, each with the look at what is in its stretch.
    expect(after - before).toBeLessThanOrEqual(4)
    before = after
  }
  expect((await send(tokens.officer ?? '', await sealed({}, { form: 'wells', version: 2, answers: { village: 'n1', depth: 3 } }))).status).toBe(201)
  await reader.cancel()
  const { n } = (await db.prepare("select count(*) as n from audit where action = 'export_broken' and detail like ?").bind(`${format}%`).first<{ n: number }>()) ?? { n: 0 }
  expect(n).toBe(1)
})

describe('8 a workbook', () => {
  const source = `
id: sheet
title: "Sổ [thử]: 1/2"
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn }
  - { type: text, name: code, label: Mã }
  - { type: phone, name: phone, label: Điện thoại, personal: basic }
  - { type: decimal, name: weight, label: Cân nặng }
  - { type: date, name: born, label: Sinh ngày }
  - { type: dateTime, name: met, label: Gặp lúc }
  - { type: select_one yes, name: agreed, label: Đồng ý }
  - { type: text, name: told, label: Kể lại }
  - type: repeat
    name: child
    label: Con
    questions:
      - { type: text, name: nickname, label: Tên ở nhà, personal: basic }
      - { type: date, name: child_born, label: Sinh ngày }
choices: { yes: [{ name: "01", label: Có }, { name: "02", label: Không }] }
`
  const odd = { code: '00123', told: '=HYPERLINK("http://x")' }
  const strange = ['+1', '-1', '@x', '\tx', "'x", '<b>&"]]>', 'a_x0041_b', 'dòng\nhai', 'hai\r\ndòng', ' trước sau ', '1e5', 'TRUE', 'đủ dấu ẫ 𝄞', 'x'.repeat(40_000)]
  beforeAll(async () => {
    expect((await call('POST', '/api/forms', { token: adminToken, body: source, type: 'application/yaml' })).status).toBe(201)
    const give = async (answers: Loose): Promise<void> => {
      const answer = await send(tokens.officer ?? '', await sealed({}, { form: 'sheet', version: 1, answers: { village: 'n1', ...answers } }))
      // What is longer than an answer may be is kept aside, and leaves with the others.
      expect(answer.status, await answer.clone().text()).toBe(String(answers.told).length > 10_000 ? 422 : 201)
    }
    await give({ ...odd, phone: '0912345678', weight: 2.5, born: '1990-02-28', met: '2026-11-24T07:05:00.000+07:00', agreed: '01', child: [{ nickname: 'Bé Kín', child_born: '2020-02-29' }, { nickname: 'Tí Kín' }] })
    for (const told of strange) await give({ told })
  })
  const book = async (who: string, query = ''): Promise<{ bytes: Uint8Array; sheets: readonly { name: string; rows: readonly (readonly unknown[])[] }[] }> => {
    const answer = await call('GET', `/api/forms/sheet/export?format=xlsx${query}`, { token: who === 'admin' ? adminToken : (tokens[who] ?? '') })
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'attachment; filename="sheet.xlsx"'])
    const bytes = new Uint8Array(await answer.arrayBuffer())
    return { bytes, sheets: (await readXlsx(bytes)).sheets }
  }

  test('days and numbers are such, texts are texts, and nothing is a formula', async () => {
    const { bytes, sheets } = await book('reviewer')
    expect(sheets.map(({ name }) => name)).toEqual(['sheet', 'child', 'Các cột'])
    const [head = [], row = []] = sheets[0]?.rows ?? []
    expect(head).toEqual(['_receipt', '_id', '_version', '_revision', '_state', '_day', '_received_at', '_unit_id', '_unit', '_erased', 'village', 'code', 'phone', 'weight', 'born', 'met', 'agreed', 'told', 'child'])
    const of = (name: string): unknown => row[head.indexOf(name)]
    expect(['_version', '_revision', 'code', 'phone', 'weight', 'agreed', 'told', 'child'].map(of)).toEqual([1, 1, '00123', '0912345678', 2.5, '01', odd.told, 2])
    expect([of('born'), of('met')]).toEqual([new Date('1990-02-28T00:00:00Z'), new Date('2026-11-24T07:05:00Z')])
    expect(of('_received_at')).toBeInstanceOf(Date)
    expect(sheets[0]?.rows.slice(2).map((one) => one[head.indexOf('told')])).toEqual(strange.map((told) => (told.length > 32_767 ? `${told.slice(0, 32_766)}…` : told)))
    expect(sheets[1]?.rows[0]).toEqual(['_receipt', '_id', '_revision', 'row', 'nickname', 'child_born'])
    expect(sheets[1]?.rows.slice(1).map((one) => one.slice(2))).toEqual([[1, 1, 'Bé Kín', new Date('2020-02-29T00:00:00Z')], [1, 2, 'Tí Kín', null].slice(0, sheets[1]?.rows[2]?.slice(2).length)])
    const files = unzipSync(bytes)
    expect(Object.keys(files).sort()).toEqual(['[Content_Types].xml', '_rels/.rels', 'xl/_rels/workbook.xml.rels', 'xl/styles.xml', 'xl/workbook.xml', 'xl/worksheets/sheet1.xml', 'xl/worksheets/sheet2.xml', 'xl/worksheets/sheet3.xml'])
    for (const [path, content] of Object.entries(files)) expect(decoded(content), path).not.toMatch(/<f[ >]/)
    expect(decoded(files['xl/worksheets/sheet1.xml'])).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>')
  })

  test('what people read, and which column is which', async () => {
    const { sheets } = await book('reviewer', '&header=label')
    expect(sheets.map(({ name }) => name)).toEqual(['Sổ thử 1 2', 'Con', 'Các cột'])
    const [head = [], row = []] = sheets[0]?.rows ?? []
    expect(row[head.indexOf('Đồng ý')]).toBe('Có')
    expect(row[head.indexOf('Điện thoại')]).toBe('0912345678')
    expect(sheets[2]?.rows).toEqual(expect.arrayContaining([['Trang tính', 'Cột', 'Tên câu', 'Câu hỏi'], ['Sổ thử 1 2', 'L', 'code', 'Mã'], ['Con', 'F', 'child_born', 'Sinh ngày']]))
    const english = await call('GET', '/api/forms/sheet/export?format=xlsx&header=label&lang=en', { token: tokens.reviewer ?? '' })
    expect((await readXlsx(new Uint8Array(await english.arrayBuffer()))).sheets.map(({ name }) => name)).toContain('Columns')
  })

  test.each(['viewer', 'admin'])('%s finds no personal answer and no column of one', async (who) => {
    const { bytes, sheets } = await book(who, '&header=label')
    expect(sheets[0]?.rows).toHaveLength(2 + strange.length)
    for (const content of Object.values(unzipSync(bytes))) expect(decoded(content)).not.toMatch(/Kín|0912345678|phone|nickname|Tên ở nhà|Điện thoại/)
  })

  test('another unit’s reviewer has the head alone; the office’s link gives labels', async () => {
    expect((await book('far')).sheets.slice(0, 2).map(({ rows }) => rows.length)).toEqual([1, 1])
    const file = await call('GET', '/office/sheet/export?format=xlsx', { headers: { cookie: `__Host-phieu=${tokens.reviewer ?? ''}` } })
    expect((await readXlsx(new Uint8Array(await file.arrayBuffer()))).sheets[1]?.name).toBe('Con')
    expect(await (await call('GET', '/office/sheet', { headers: { cookie: `__Host-phieu=${tokens.reviewer ?? ''}` } })).text()).toContain('href="/office/sheet/export?format=xlsx"')
  })
})

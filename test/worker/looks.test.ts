// Who looked is written, and what was written stays.
// 1  A record opened by somebody who is shown personal answers (page, API, its files) leaves one line for him, the record and the hour, however often and by whichever road.
// 2  Officers, whoever wrote the record, and masked readers leave none; nor does who finds nothing.
// 3  A list with names leaves one for the list: a form's records, a register's entries; by whichever page or call.
// 4  The line is written in the batch of the read: where it cannot be, nothing is shown; it takes no trip of its own.
// 5  Two at once are one line, by the table itself. Nothing of what was seen stands in it.
// 6  Reviewers of the unit and admins who may see persons read on the record's page, and over the API, who looked, when and how often.
// 7  No line of the audit or of looks is changed, taken out or written over.
// 8  Taking away is written each time: CSV, XLSX, zip, GeoJSON.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bytesSha256Hex } from '../../src/server/digest.ts'
import { readerOf } from '../../src/server/scope.ts'
import { one } from '../../src/store/submissions.ts'
import type { Actor } from '../../src/record/submission.ts'
import { adminToken, call, counting, db, said, sealed, send, settle, tokenFor, trial } from './visitor.ts'

const tokens: Record<string, string> = {}
const people: Record<string, string> = {}
let record = ''
let own = ''
let otherUnit = ''
const photo = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 40 }, (_, i) => i)])
const hour = () => Math.floor(Date.now() / 3_600_000)

beforeAll(async () => {
  Object.assign(tokens, await settle(), { admin: adminToken })
  const source = trial.replace('  - { type: text, name: note', '  - { type: image, name: photo, label: Ảnh }\n  - { type: geopoint, name: at, label: Ở đâu, personal: basic }\n  - { type: text, name: note')
  expect((await call('POST', '/api/forms', { token: adminToken, body: source, type: 'application/yaml' })).status).toBe(201)
  for (const [who, role, unit, more] of [['keeper', 'admin', null, { personal: true }], ['second', 'reviewer', 'north', {}], ['above', 'reviewer', 'p', {}]] as const) {
    const made = await tokenFor(`Người ${who}`, role, unit, more)
    ;[tokens[who], people[who]] = [made.token, made.person]
  }
  for (const who of ['officer', 'reviewer', 'viewer']) people[who] = (await said(await call('GET', '/api/me', { token: tokens[who] ?? '' }))).person as unknown as string
  const media = [{ name: 'photo.jpg', sha256: await bytesSha256Hex(photo), bytes: photo.byteLength }]
  const sent = async (who: string, village: string): Promise<string> => {
    const sealing = await sealed({ village, photo: 'photo.jpg', head_name: 'Chôn Giấu', at: '22.7 104.9 0 0' }, { version: 2, media })
    expect((await send(tokens[who] ?? '', sealing)).status).toBe(201)
    return sealing.id as string
  }
  ;[record, own, otherUnit] = [await sent('officer', 'n1'), await sent('reviewer', 'n2'), await sent('stranger', 's1')]
  expect((await call('PUT', `/api/submissions/${record}/media/photo.jpg`, { token: tokens.officer ?? '', body: photo, type: 'image/jpeg' })).status).toBe(201)
})

const page = (who: string, path: string): Promise<Response> => call('GET', path, { headers: { cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html' } })
const api = (who: string, path: string): Promise<Response> => call('GET', path, { token: tokens[who] ?? '' })
const lines = async () => (await db.prepare('select subject, person, hour from looks where seq > ? order by seq').bind(before).all<{ subject: string; person: string; hour: number }>()).results
let before = 0
beforeEach(async () => {
  before = (await db.prepare('select coalesce(max(seq), 0) as seq from looks').first<{ seq: number }>())?.seq ?? 0
})

describe('1 a record', () => {
  test('1 a page, a call, a file: one line', async () => {
    for (const path of [`/office/submissions/${record}`, `/office/submissions/${record}/media/photo.jpg`, `/office/submissions/${record}/print`, `/office/submissions/${record}`]) expect((await page('reviewer', path)).status).toBe(200)
    for (const path of [`/api/submissions/${record}`, `/api/submissions/${record}/media/photo.jpg`]) expect((await api('reviewer', path)).status).toBe(200)
    expect(await lines()).toEqual([{ subject: record, person: people.reviewer, hour: hour() }])
  })
  test.each(['keeper', 'second', 'above'])('1 each reader his own: %s', async (who) => {
    expect((await page(who, `/office/submissions/${record}`)).status).toBe(200)
    expect(await lines()).toEqual([{ subject: record, person: people[who], hour: hour() }])
  })
  test('1 a file alone is a look, too; the next hour is another', async () => {
    const fresh = await tokenFor('Người Xem Ảnh', 'reviewer', 'north')
    expect((await call('GET', `/api/submissions/${record}/media/photo.jpg`, { token: fresh.token })).status).toBe(200)
    const actor: Actor = { person: fresh.person, name: '', role: 'reviewer', unit: 'north', forms: null, personal: false, token: fresh.id, device: null }
    for (const later of [3_600_000, 3_600_000, 7_200_000]) await one(db, record, readerOf(actor, Date.now() + later))
    expect(await lines()).toEqual([0, 1, 2].map((more) => ({ subject: record, person: fresh.person, hour: hour() + more })))
  })
})

describe('2 none', () => {
  test.each([
    ['his author', 'officer', (): string => `/api/submissions/${record}`, 200],
    ['a reviewer who wrote it', 'reviewer', (): string => `/api/submissions/${own}`, 200],
    ['a viewer, masked', 'viewer', (): string => `/api/submissions/${record}`, 200],
    ['an admin, masked', 'admin', (): string => `/api/submissions/${record}`, 200],
    ['one of another unit', 'far', (): string => `/api/submissions/${record}`, 404],
    ['of another unit', 'reviewer', (): string => `/api/submissions/${otherUnit}`, 404],
    ['nothing is there', 'keeper', (): string => `/api/submissions/${crypto.randomUUID()}`, 404],
    ['an officer’s own list', 'officer', (): string => '/api/submissions?form=trial', 200],
    ['his phone’s list', 'officer', (): string => '/api/registers/trial_house', 200],
    ['a masked list', 'viewer', (): string => '/api/submissions?form=trial', 200],
    ['a masked register', 'admin', (): string => '/api/registers/trial_house', 200],
  ] as const)('2 %s', async (_, who, path, status) => {
    expect((await api(who, path())).status).toBe(status)
    expect(await lines()).toEqual([])
  })
  test('2 nor on the pages', async () => {
    for (const [who, path, status] of [['officer', `/receipts/${record}`, 200], ['viewer', `/office/submissions/${record}`, 200], ['admin', '/office/trial/queue', 200], ['viewer', '/office/trial/rows', 200], ['far', `/office/submissions/${record}`, 404]] as const) expect((await page(who, path)).status, path).toBe(status)
    expect(await lines()).toEqual([])
  })
})

describe('3 lists', () => {
  const roads: readonly (readonly [subject: string, is: 'page' | 'api', path: string])[] = [
    ['form:trial', 'page', '/office/trial/queue'],
    ['form:trial', 'page', '/office/trial/rows'],
    ['form:trial', 'page', '/office/trial/rows?indicator=records'],
    ['register:trial_house', 'page', '/office/trial/rows?indicator=houses'],
    ['form:trial', 'page', '/office/trial/map'],
    ['form:trial', 'page', '/office/trial/quality'],
    ['register:trial_house', 'page', '/office/quality/alike/trial_house'],
    ['form:trial', 'api', '/api/submissions?form=trial'],
    ['register:trial_house', 'api', '/api/registers/trial_house'],
    ['register:trial_house', 'api', '/api/quality/alike/trial_house'],
    ['form:trial', 'api', '/api/quality/records/trial'],
  ]
  test.each(roads)('3 %s by %s %s', async (subject, is, path) => {
    const { token, person } = await tokenFor('Người Xem Danh Sách', 'reviewer', 'north')
    tokens.fresh = token
    for (let i = 0; i < 2; i++) expect((await (is === 'page' ? page : api)('fresh', path)).status).toBe(200)
    expect(await lines()).toEqual([{ subject, person, hour: hour() }])
  })
  test('3 a pair side by side', async () => {
    const twin = await sealed({ village: 'n1', head_name: 'Chôn Giấu', labour: 12 }, { version: 2 })
    expect((await send(tokens.officer ?? '', twin)).status).toBe(201)
    const { token, person } = await tokenFor('Người Xem Cặp', 'reviewer', 'north')
    tokens.fresh = token
    expect((await page('fresh', `/office/quality/pair?register=trial_house&one=${record}&other=${String(twin.id)}`)).status).toBe(200)
    expect(await lines()).toEqual([{ subject: 'register:trial_house', person, hour: hour() }])
  })
})

describe('4 with the read', () => {
  test('4 no trip more than for whoever leaves none', async () => {
    const fresh = await tokenFor('Người Đếm', 'reviewer', 'north')
    for (const path of [`/api/submissions/${record}`, '/api/submissions?form=trial']) {
      await api('viewer', path)
      const first = await counting(() => call('GET', path, { token: fresh.token }))
      const again = await counting(() => call('GET', path, { token: fresh.token }))
      // The officer's own is read in as many.
      const plain = await counting(() => api('officer', path))
      expect([first.trips, again.trips], path).toEqual([plain.trips, plain.trips])
    }
  })
  test('4 where it cannot be written nothing is shown', async () => {
    const { token } = await tokenFor('Người Bị Chặn', 'reviewer', 'north')
    tokens.fresh = token
    await db.prepare("create trigger looks_broken before insert on looks begin select raise(abort, 'no room'); end").run()
    try {
      for (const [is, path] of [[page, `/office/submissions/${record}`], [api, `/api/submissions/${record}`], [page, '/office/trial/queue'], [api, '/api/registers/trial_house']] as const) {
        const answer = await is('fresh', path)
        expect([answer.status, (await answer.text()).includes('Chôn Giấu')], path).toEqual([500, false])
      }
    } finally {
      await db.prepare('drop trigger looks_broken').run()
    }
    expect(await lines()).toEqual([])
    expect((await page('fresh', `/office/submissions/${record}`)).status).toBe(200)
  })
})

test('5 twenty at once are one line, and it tells of nobody but the reader', async () => {
  const { token, person } = await tokenFor('Người Mở Nhiều', 'reviewer', 'north')
  const answers = await Promise.all(Array.from({ length: 20 }, () => call('GET', `/api/submissions/${record}`, { token })))
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
  expect(await lines()).toEqual([{ subject: record, person, hour: hour() }])
  const { results } = await db.prepare('select * from looks').all()
  expect(JSON.stringify(results)).not.toContain('Giấu')
})

describe('6 who looked', () => {
  const shown = async (who: string, id = record): Promise<readonly { person: string; times: number }[] | undefined> => ((await said(await api(who, `/api/submissions/${id}`))) as { looked?: { person: string; times: number }[] }).looked
  test.each(['reviewer', 'above', 'keeper'])('6 for %s, himself among them', async (who) => {
    const looked = (await shown(who)) ?? []
    expect(looked.map(({ person }) => person)).toEqual(expect.arrayContaining([people.reviewer, people.keeper, people[who]]))
    expect(looked.find(({ person }) => person === people.reviewer)?.times).toBe(1)
    const text = await (await page(who, `/office/submissions/${record}`)).text()
    expect(text).toContain('<h2>Ai đã xem</h2>')
    expect(/<section id="looked">.*?<\/section>/s.exec(text)?.[0]).toContain('<strong>Hoàng Văn Bốn</strong>')
  })
  test.each(['viewer', 'admin', 'officer'])('6 not for %s', async (who) => {
    expect(await shown(who)).toBeUndefined()
    if (who !== 'officer') expect(await (await page(who, `/office/submissions/${record}`)).text()).not.toContain('Ai đã xem')
  })
  test('6 how often is in how many hours', async () => {
    const { person, id } = await tokenFor('Người Xem Lại', 'reviewer', 'north')
    const actor: Actor = { person, name: '', role: 'reviewer', unit: 'north', forms: null, personal: false, token: id, device: null }
    for (let i = 0; i < 6; i++) await one(db, record, readerOf(actor, Date.now() + i * 1_800_000))
    const all = (await shown('reviewer')) ?? []
    expect([3, 4]).toContain(all.find((line) => line.person === person)?.times)
  })
})

describe('7 what was written stays', () => {
  test.each([
    ['update audit set actor = ?1 where seq = 1', ['nobody']],
    ['update audit set detail = ?1', ['']],
    ['delete from audit where actor = ?1', ['admin']],
    ['delete from audit where ?1 is null', [null]],
    ["insert or replace into audit (seq, at, actor, action, subject) values (1, 0, ?1, 'x', 'y')", ['nobody']],
    ['insert into audit (seq, at, actor, action, subject) select seq, at, ?1, action, subject from audit where seq = 1 on conflict (seq) do update set actor = excluded.actor', ['nobody']],
    ['update looks set person = ?1', ['nobody']],
    ['delete from looks where person <> ?1', ['nobody']],
    ['insert or replace into looks (seq, subject, person, hour, at) select seq, subject, ?1, hour, at from looks limit 1', ['nobody']],
  ] as const)('7 %s', async (sql, bound) => {
    const all = async () => JSON.stringify([(await db.prepare('select * from audit').all()).results, (await db.prepare('select * from looks').all()).results])
    const held = await all()
    const isEmpty = sql.includes('?1 is null')
    const run = db.prepare(isEmpty ? sql.replace('?1 is null', '?1 is null or true') : sql).bind(...bound).run()
    await expect(run).rejects.toThrow(/lines stay/)
    expect(await all()).toBe(held)
  })
  test('7 in the middle of a batch nothing of it is done', async () => {
    const count = async () => db.prepare('select (select count(*) from people) as people, (select count(*) from audit) as audit').first()
    const held = await count()
    await expect(db.batch([db.prepare("insert into people (id, name, created_at) values ('zz', 'Ai Đó', 0)"), db.prepare('delete from audit where seq = 1')])).rejects.toThrow(/lines stay/)
    expect(await count()).toEqual(held)
  })
})

describe('8 taken away', () => {
  test.each(['csv', 'xlsx', 'zip', 'geojson'])('8 %s', async (format) => {
    const taken = async () => (await db.prepare("select action, actor, detail from audit where action in ('export', 'exported') and subject = 'trial' and actor = ? and detail like ? order by seq").bind(people.keeper, `${format}%`).all()).results
    expect(await taken()).toEqual([])
    await (await api('keeper', `/api/forms/trial/export?format=${format}`)).arrayBuffer()
    const once = await taken()
    expect(once.map((line) => [line.action, line.detail])).toEqual([['export', format], ['exported', expect.stringMatching(new RegExp(`^${format}, \\d+ rows$`))]])
    await (await page('keeper', `/office/trial/export?format=${format}`)).arrayBuffer()
    expect(await taken()).toHaveLength(4)
  })
})

// People: the office's pages and the API's addresses.
// 1  A person's scope is changed for all tokens and waiting links, and holds at the next request, also where an isolate remembers him; nobody changes his own.
// 2  Who leaves is refused at the next request on every phone; the records stay under the name; twice is once.
// 3  A sheet of people: everything wrong at once by line, nothing made; then a link each, that works once; the same sheet again makes the same people and ends unused links.
// 4  A reviewer sees the officers of his unit with their phones and ends one; others' and other sorts of token are not there.
// 5  A token for a program has a scope and an end, and is shown once; an account is opened with a link.
// 7  Nobody gives more than he has, and himself nothing; the right to personal answers comes from who has it; whoever reaches further than an admin is not there for him.
// 6  A trial that is closed takes along what was issued for it alone; a person's other uses go on without it.
import { beforeAll, describe, expect, test } from 'vitest'
import { readNewcomers } from '../../src/server/roster.ts'
import { adminToken, call, db, home, said, sealed, send, settle, tokenFor, trial } from './visitor.ts'
import type { Loose } from './visitor.ts'

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
})

const cookie = (who: string): Record<string, string> => ({ cookie: `__Host-phieu=${tokens[who] ?? who}`, accept: 'text/html' })
const page = async (path: string, who = 'admin') => {
  const answer = await call('GET', path, { headers: cookie(who) })
  return { status: answer.status, text: await answer.text() }
}
const press = async (path: string, boxes: Record<string, string>, who = 'admin') => {
  const answer = await call('POST', path, { body: new URLSearchParams(boxes).toString(), type: 'application/x-www-form-urlencoded', headers: { origin: home, ...cookie(who) } })
  return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') }
}
const me = async (token: string) => (await said(await call('GET', '/api/me', { token }))) as unknown as Loose
const put = async (path: string, body: unknown, token = adminToken, method = 'PUT') => (await call(method, path, { token, body: JSON.stringify(body) })).status
const phoneOf = async (name: string, role: string, unit: string | null, more: Loose = {}) => tokenFor(name, role, unit, { device: { name: 'Máy thử' }, ...more })

describe('1 scope', () => {
  test('by the API, for who is remembered', async () => {
    const { token, person } = await phoneOf('Lò Văn Đổi', 'officer', 'north')
    const second = await said(await call('POST', '/api/tokens', { token: adminToken, body: JSON.stringify({ person, role: 'officer', unit: 'north', forms: null }) }))
    expect((await send(token, await sealed({ village: 'n1' }))).status).toBe(201)
    await call('POST', '/api/enrolments', { token: adminToken, body: JSON.stringify({ person, role: 'officer', unit: 'north', forms: null, device: { name: 'x' }, minutes: 5 }) })
    const answer = await call('PUT', `/api/people/${person}/scope`, { token: adminToken, body: JSON.stringify({ role: 'viewer', unit: 'south', forms: ['trial'] }) })
    expect([answer.status, await answer.json()]).toEqual([200, { tokens: 2 }])
    for (const one of [token, second.token as unknown as string]) expect(await me(one)).toMatchObject({ role: 'viewer', unit: 'south', forms: ['trial'] })
    expect((await send(token, await sealed({ village: 'n1' }))).status).toBe(403)
    expect(await db.prepare('select role, unit, forms from enrolments where person = ?').bind(person).first()).toEqual({ role: 'viewer', unit: 'south', forms: '["trial"]' })
    expect((await db.prepare(`select count(*) as n from audit where action = 'scope' and subject in (select id from tokens where person = ?)`).bind(person).first<{ n: number }>())?.n).toBe(2)
  })
  test('what is wrong, and one’s own', async () => {
    const { token, person } = await tokenFor('Quản Trị Một', 'admin', null)
    const scope = { role: 'officer', unit: null, forms: null }
    expect(await put(`/api/people/${person}/scope`, scope, token)).toBe(403)
    expect(await put(`/api/people/${person}/leave`, undefined, token, 'POST')).toBe(403)
    expect(await put(`/api/people/${person}/scope`, { ...scope, unit: 'nowhere' })).toBe(422)
    expect(await put(`/api/people/${person}/scope`, { ...scope, forms: [] })).toBe(400)
    expect(await put('/api/people/none/scope', scope)).toBe(404)
    tokens.one = token
    expect((await press(`/office/people/${person}/scope`, { role: 'viewer', unit: '' }, 'one')).status).toBe(422)
    expect((await press(`/office/people/${person}/leave`, { sure: 'yes' }, 'one')).status).toBe(422)
    expect(await me(token)).toMatchObject({ role: 'admin' })
  })
  test('by the page: a place without marks; what is wrong stays on it', async () => {
    const { token, person } = await phoneOf('Lò Thị Trang', 'officer', 'north')
    const wrong = await press(`/office/people/${person}/scope`, { role: 'king', unit: 'Atlantis <b>' })
    expect(wrong.status).toBe(422)
    for (const expected of ['role-problem', 'unit-problem', 'Atlantis &lt;b&gt;']) expect(wrong.text).toContain(expected)
    expect((await press(`/office/people/${person}/scope`, { role: 'officer', unit: 'ban s1' })).to).toBe(`/office/people/${person}?done`)
    expect(await me(token)).toMatchObject({ unit: 's1' })
    expect((await press(`/office/people/${person}/name`, { name: ' Lò Thị  Mới ' })).status).toBe(303)
    expect(await me(token)).toMatchObject({ name: 'Lò Thị Mới' })
    // Records show the new name: which it was stands in the audit, once.
    expect((await press(`/office/people/${person}/name`, { name: 'Lò Thị Mới' })).status).toBe(303)
    expect((await db.prepare(`select actor, detail from audit where action = 'renamed' and subject = ?`).bind(person).all()).results).toEqual([{ actor: 'admin', detail: 'Lò Thị Trang' }])
    expect((await press(`/office/people/${person}/name`, { name: ' ' })).status).toBe(422)
  })
  test('the right to personal answers is none of it: who has it keeps it', async () => {
    const { person } = await tokenFor('Lò Thị Quyền', 'viewer', 'north')
    await call('POST', '/api/accounts', { token: adminToken, body: JSON.stringify({ person, sign_in_name: 'loquyen', role: 'viewer', unit: 'north', forms: null, personal: true }) })
    expect((await press(`/office/people/${person}/scope`, { role: 'viewer', unit: 'south' })).status).toBe(303)
    expect(await db.prepare('select unit, personal from accounts where person = ?').bind(person).first()).toEqual({ unit: 'south', personal: 1 })
  })
})

test('2 leaving', async () => {
  const { token, person } = await phoneOf('Lò Văn Nghỉ', 'officer', 'north')
  const kept = await sealed({ village: 'n1' })
  expect((await send(token, kept)).status).toBe(201)
  expect((await press(`/office/people/${person}/leave`, {})).status).toBe(422)
  expect((await me(token)).name).toBe('Lò Văn Nghỉ')
  for (let i = 0; i < 2; i++) expect((await press(`/office/people/${person}/leave`, { sure: 'yes' })).status).toBe(303)
  expect((await me(token)).code).toBe('token_revoked')
  expect((await send(token, await sealed({ village: 'n1' }))).status).toBe(401)
  expect((await db.prepare(`select count(*) as n from audit where action = 'left' and subject = ?`).bind(person).first<{ n: number }>())?.n).toBe(1)
  expect((await page(`/office/submissions/${String(kept.id)}`, 'reviewer')).text).toContain('Lò Văn Nghỉ')
  expect((await page('/office/people?q=nghi')).text).toContain('Đã nghỉ từ')
})

describe('3 a sheet', () => {
  const batch = crypto.randomUUID()
  test('everything wrong at once, nothing made', async () => {
    const before = (await db.prepare('select count(*) as n from people').first<{ n: number }>())?.n
    const answer = await press('/office/people/many', { batch, rows: 'Họ tên\tNơi\tVai trò\nLò Văn Một\tban n1\n\tban n2\tofficer\nLò Văn Ba\tAtlantis <b>\tking\nLò Văn Bốn\tthon ban\t\nLò Văn Năm\t\t\nlo van mot\tn1\t' })
    expect(answer.status).toBe(422)
    for (const expected of ['Dòng 3: thiếu họ tên.', 'Dòng 4: không có nơi nào tên “Atlantis &lt;b&gt;”.', 'Dòng 4: không có vai trò “king”.', 'Dòng 6: thiếu nơi.', 'Dòng 7: “lo van mot” ghi hai lần.']) expect(answer.text).toContain(expected)
    expect(answer.text).toContain('Lò Văn Một\tban n1')
    expect((await press('/office/people/many', { batch, rows: '' })).status).toBe(422)
    expect((await db.prepare('select count(*) as n from people').first<{ n: number }>())?.n).toBe(before)
    expect((await press('/office/people/many', { batch, rows: 'x;n1' }, 'reviewer')).status).toBe(403)
  })
  test('too many, and none called as a place is: each place is looked at once', async () => {
    const { status, text } = await press('/office/people/many', { batch, rows: Array.from({ length: 20_000 }, (_, i) => `Lò Văn ${i};Atlantis`).join('\n') })
    expect([status, text.includes('nhiều người quá'), text.includes('Atlantis”')]).toEqual([422, true, false])
    let read = 0
    const all = Array.from({ length: 300 }, (_, i) => ({ id: `u${i}`, code: null, valid_to: null, name: '', get full_name() { read++; return `Thôn ${i}` } }))
    const places = { all, byId: new Map(all.map((unit) => [unit.id, unit])), isUnder: () => true } as unknown as Parameters<typeof readNewcomers>[1]
    const { people, faults } = readNewcomers(Array.from({ length: 200 }, (_, i) => [`Lò Văn ${i}`, `thon ${i}`]), places, new Map(), '2026-11-30')
    expect([people.length, faults.length, read]).toEqual([200, 0, 300])
  })
  test('a link each, once; again ends those not used, and who came in gets no second one', async () => {
    const rows = 'Lò Văn Một;ban n1;trưởng thôn\nLò Thị Hai;"Bản n2, Bản north";\nLò Văn Ba;s1;người duyệt'
    const make = async () => {
      const { status, text } = await press('/office/people/many', { batch, rows, days: '7' })
      expect(status, text.slice(0, 3000)).toBe(200)
      return [...text.matchAll(/https:[^<"]+(\/enrol\/[\w-]{22})/g)].map(([, path = '']) => path)
    }
    const first = await make()
    expect(first).toHaveLength(3)
    const people = async () => (await db.prepare(`select count(*) as n from people where name in ('Lò Văn Một', 'Lò Thị Hai', 'Lò Văn Ba')`).first<{ n: number }>())?.n
    expect(await people()).toBe(3)
    const enter = (path = '') => call('POST', path, { body: '', type: 'application/x-www-form-urlencoded', headers: { origin: home } })
    const entered = await enter(first[0])
    expect(entered.status).toBe(303)
    const token = /__Host-phieu=([^;]+)/.exec(entered.headers.get('set-cookie') ?? '')?.[1] ?? ''
    expect(await me(token)).toMatchObject({ name: 'Lò Văn Một', role: 'officer', unit: 'n1' })
    const second = await make()
    expect(await people()).toBe(3)
    expect(second).toHaveLength(2)
    expect([(await enter(first[1])).status, (await enter(second[0])).status, (await enter(second[0])).status]).toEqual([410, 303, 410])
    expect((await press('/office/people/many', { batch, rows, days: '7' })).text.split('Đã vào máy bằng đường dẫn trước').length - 1).toBe(2)
    expect((await db.prepare(`select count(*) as n from enrolments e join people p on p.id = e.person where p.name = 'Lò Văn Một'`).first<{ n: number }>())?.n).toBe(1)
    // The phone that came in stays in.
    expect(await me(token)).toMatchObject({ name: 'Lò Văn Một' })
    expect((await db.prepare(`select role, unit from enrolments where person = (select id from people where name = 'Lò Văn Ba') limit 1`).first())).toEqual({ role: 'reviewer', unit: 's1' })
  })
})

describe('4 a reviewer', () => {
  test('the list is of his officers', async () => {
    await phoneOf('Cán Bộ Bắc', 'officer', 'n1')
    await phoneOf('Cán Bộ Nam', 'officer', 's1')
    const { text } = await page('/office/people', 'reviewer')
    expect(text).toContain('Cán Bộ Bắc')
    for (const other of ['Cán Bộ Nam', 'Lý Thị Năm', 'Quản Trị Một', '/office/people/many']) expect(text).not.toContain(other)
    expect((await page('/office/people', 'viewer')).status).toBe(403)
    expect((await page('/office/people/many', 'reviewer')).status).toBe(403)
  })
  test.each<[string, string, string | null, boolean, number]>([['officer', 'n1', 'north', true, 204], ['officer', 's1', 'south', true, 404], ['reviewer', 'north', 'x', true, 404], ['officer', 'n1', 'x', false, 404], ['officer', '', null, true, 404]])('%s of %s, by API and page', async (role, unit, _, isPhone, status) => {
    const made = async () => tokenFor('Người Có Máy', role, unit === '' ? null : unit, isPhone ? { device: { name: 'Máy' } } : {})
    const [one, other] = [await made(), await made()]
    expect((await call('DELETE', `/api/tokens/${one.id}`, { token: tokens.reviewer ?? '' })).status).toBe(status)
    expect((await press(`/office/devices/${other.id}/revoke`, {}, 'reviewer')).status).toBe(status === 204 ? 303 : 404)
    expect((await me(one.token)).code).toBe(status === 204 ? 'token_revoked' : undefined)
    expect((await me(other.token)).code).toBe(status === 204 ? 'token_revoked' : undefined)
  })
})

describe('5 programs and accounts', () => {
  test('a token, shown once, with an end', async () => {
    const { person } = await tokenFor('Phòng Thống Kê', 'viewer', null)
    const boxes = { 't-name': 'Bảng tính', 't-role': 'viewer', 't-unit': 'north', 't-until.day': '31', 't-until.month': '12', 't-until.year': '2099' }
    expect((await press(`/office/people/${person}/token`, { ...boxes, 't-until.year': '2020', 't-name': '' })).text).toContain('Hãy ghi một ngày sau hôm nay.')
    const made = await press(`/office/people/${person}/token`, boxes)
    const token = /value="(phieu_[\w-]{43})"/.exec(made.text)?.[1] ?? ''
    expect(await me(token)).toMatchObject({ role: 'viewer', unit: 'north' })
    const shown = (await page(`/office/people/${person}`)).text
    for (const expected of ['31/12/2099', 'Bảng tính']) expect(shown).toContain(expected)
    expect(shown).not.toContain(token)
    expect(await db.prepare('select expires_at from tokens where person = ? and expires_at is not null').bind(person).first()).toEqual({ expires_at: Date.parse('2099-12-31T23:59:59+07:00') })
  })
  test('an account, its state, another link', async () => {
    const { person } = await phoneOf('Văn Phòng Mới', 'reviewer', 'north')
    const wrong = await press(`/office/people/${person}/account`, { 'a-name': '!', 'a-role': 'reviewer', 'a-unit': 'north' })
    expect([wrong.status, wrong.text.includes('a-name-problem')]).toEqual([422, true])
    const made = await press(`/office/people/${person}/account`, { 'a-name': 'vanphong', 'a-role': 'reviewer', 'a-unit': 'north' })
    expect(made.text).toMatch(/https:\/\/phieu\.example\/invitation\/[\w-]{22}/)
    expect((await page(`/office/people/${person}`)).text).toContain('chưa đặt mật khẩu')
    expect((await press(`/office/people/${person}/account`, {})).text).toMatch(/\/invitation\/[\w-]{22}/)
    expect((await call('PUT', `/api/people/${person}/scope`, { token: adminToken, body: JSON.stringify({ role: 'reviewer', unit: 'south', forms: null }) })).status).toBe(200)
    expect(await db.prepare('select unit from accounts where person = ?').bind(person).first()).toEqual({ unit: 'south' })
  })
})

test('6 a trial takes along what was issued for it', async () => {
  const open = await call('POST', '/api/trials', { token: adminToken, body: trial.replace('id: trial', 'id: tried').replace('register: trial_house', 'register: tried_house').replace('register: trial_house', 'register: tried_house'), type: 'application/yaml' })
  expect(open.status, await open.clone().text()).toBe(201)
  const name = 'tried~trial'
  const alone = await phoneOf('Người Thử', 'officer', 'north')
  await db.prepare('update tokens set forms = ? where id = ?').bind(JSON.stringify([name]), alone.id).run()
  const both = await phoneOf('Người Làm', 'officer', 'north')
  await db.prepare('update tokens set forms = ? where id = ?').bind(JSON.stringify(['trial', name]), both.id).run()
  const all = await phoneOf('Người Khác', 'officer', 'north')
  const [person] = [alone.person]
  await call('POST', '/api/enrolments', { token: adminToken, body: JSON.stringify({ person, role: 'officer', unit: 'north', forms: ['trial'], device: { name: 'x' }, minutes: 5 }) })
  const waits = async () => (await db.prepare('select count(*) as n from enrolments where person = ? and expires_at > ?').bind(person, Date.now()).first<{ n: number }>())?.n
  await db.prepare('update enrolments set forms = ? where person = ?').bind(JSON.stringify([name]), person).run()
  expect(await waits()).toBe(1)
  expect((await call('DELETE', '/api/trials/tried', { token: adminToken })).status).toBe(204)
  expect((await me(alone.token)).code).toBe('token_revoked')
  expect(await waits()).toBe(0)
  expect(await me(both.token)).toMatchObject({ forms: ['trial'] })
  expect((await send(both.token, await sealed({ village: 'n1' }))).status).toBe(201)
  expect(await me(all.token)).toMatchObject({ forms: null })
})

describe('7 no more than one has', () => {
  const post = async (path: string, body: unknown, token: string, method = 'POST') => {
    const answer = await call(method, path, { token, body: body === undefined ? null : JSON.stringify(body) })
    return [answer.status, ((await answer.json().catch(() => ({}))) as Loose).code]
  }
  const roads: readonly (readonly [string, (person: string) => Loose])[] = [
    ['/api/tokens', (person) => ({ person })], ['/api/enrolments', (person) => ({ person, device: { name: 'Máy' } })], ['/api/accounts', (person) => ({ person, sign_in_name: `u${crypto.randomUUID().slice(0, 8)}` })],
  ]
  let made = 0
  const anyone = async () => (await tokenFor('Người Nào Đó', 'viewer', 'n1')).person
  describe.each(roads)('%s', (path, body) => {
    test('the reviewing of a place reads people: it comes from who may', async () => {
      const [one, keeper] = [await tokenFor('Quản Trị Dựng', 'admin', null), await tokenFor('Quản Trị Kín Ba', 'admin', null, { personal: true })]
      for (const unit of [null, 'north', 'n1']) expect(await post(path, { ...body(await anyone()), role: 'reviewer', unit, forms: null }, one.token), String(unit)).toEqual([403, 'personal_not_yours'])
      expect((await db.prepare(`select count(*) as n from (select person from tokens where role = 'reviewer' union all select person from accounts where role = 'reviewer' union all select person from enrolments where role = 'reviewer') r
        join people p on p.id = r.person where p.name = 'Người Nào Đó'`).first<{ n: number }>())?.n).toBe(made)
      for (const token of [keeper.token, adminToken]) expect((await post(path, { ...body(await anyone()), role: 'reviewer', unit: 'north', forms: null }, token))[0]).toBe(201)
      made += 2
      // Officers he enrols, and who sees no people.
      for (const role of ['officer', 'viewer']) expect((await post(path, { ...body(await anyone()), role, unit: 'north', forms: null }, one.token))[0], role).toBe(201)
    })
    test('to oneself', async () => {
      const one = await tokenFor('Quản Trị Mình', 'admin', null)
      const keeper = await tokenFor('Quản Trị Kín', 'admin', null, { personal: true })
      const wish = { role: 'admin', unit: null, forms: null }
      expect(await post(path, { ...body(one.person), ...wish, personal: true }, one.token)).toEqual([403, 'own_account'])
      for (const role of ['reviewer', 'officer']) expect(await post(path, { ...body(one.person), ...wish, role }, one.token)).toEqual([403, 'own_account'])
      expect((await post(path, { ...body(one.person), ...wish }, one.token))[0]).toBe(201)
      expect((await post(path, { ...body(keeper.person), ...wish, personal: true }, keeper.token))[0]).toBe(201)
    })
    test('the right to personal answers', async () => {
      const [one, keeper] = [await tokenFor('Quản Trị Hai', 'admin', null), await tokenFor('Quản Trị Kín Hai', 'admin', null, { personal: true })]
      const wish = { role: 'viewer', unit: null, forms: null, personal: true }
      expect(await post(path, { ...body(await anyone()), ...wish }, one.token)).toEqual([403, 'personal_not_yours'])
      for (const token of [keeper.token, adminToken]) expect((await post(path, { ...body(await anyone()), ...wish }, token))[0]).toBe(201)
    })
    test('an admin of one place, of one form', async () => {
      const [north, narrow] = [await tokenFor('Quản Trị Bắc', 'admin', 'north', { personal: true }), await tokenFor('Quản Trị Phiếu', 'admin', null, { forms: ['trial'], personal: true })]
      for (const [unit, status] of [[null, 403], ['p', 403], ['south', 403], ['s1', 403], ['north', 201], ['n1', 201]] as const) expect((await post(path, { ...body(await anyone()), role: 'viewer', unit, forms: null }, north.token))[0], String(unit)).toBe(status)
      for (const [forms, status] of [[null, 403], [['trial', 'other'], 403], [['trial'], 201]] as const) {
        const { person } = await tokenFor('Người Một Phiếu', 'viewer', 'n1', { forms: ['trial'] })
        expect((await post(path, { ...body(person), role: 'viewer', unit: null, forms }, narrow.token))[0], String(forms)).toBe(status)
      }
    })
  })
  test('who reaches further is not there for an admin of one place', async () => {
    const north = (await tokenFor('Quản Trị Bắc Hai', 'admin', 'north')).token
    tokens.northern = north
    const { person, id } = await tokenFor('Lãnh Đạo Tỉnh', 'reviewer', 'p')
    await call('POST', '/api/accounts', { token: adminToken, body: JSON.stringify({ person, sign_in_name: 'lanhdaotinh', role: 'reviewer', unit: 'p', forms: null }) })
    const wish = { role: 'reviewer', unit: 'n1', forms: null }
    for (const [method, path, body] of [
      ['PUT', `/api/accounts/${person}`, { ...wish, sign_in_name: 'lanhdao' }], ['PUT', `/api/accounts/${person}/state`, { state: 'disabled' }], ['POST', `/api/accounts/${person}/invitation`, {}], ['DELETE', `/api/accounts/${person}/factor`, undefined],
      ['GET', `/api/accounts/${person}/sessions`, undefined], ['DELETE', `/api/accounts/${person}/sessions`, undefined], ['POST', '/api/tokens', { ...wish, person }], ['POST', '/api/enrolments', { ...wish, person, device: { name: 'x' } }],
      ['PUT', `/api/people/${person}/scope`, wish], ['POST', `/api/people/${person}/leave`, undefined], ['POST', '/api/people', { id: person, name: 'Ai Khác' }], ['DELETE', `/api/tokens/${id}`, undefined],
    ] as const) expect(await post(path, body, north, method), `${method} ${path}`).toEqual([404, 'not_found'])
    for (const [path, boxes] of [['name', { name: 'Ai Khác' }], ['leave', { sure: 'yes' }], ['scope', { role: 'viewer', unit: 'n1' }], ['account', {}]] as const) expect((await press(`/office/people/${person}/${path}`, boxes as Record<string, string>, 'northern')).status, path).toBe(404)
    expect((await page(`/office/people/${person}`, 'northern')).status).toBe(404)
    for (const path of ['/office/people', '/office/devices']) expect((await page(path, 'northern')).text.includes('Lãnh Đạo Tỉnh') && path === '/office/people', path).toBe(false)
    for (const path of ['/api/accounts', '/api/tokens', '/api/enrolments']) expect(await (await call('GET', path, { token: north })).text()).not.toContain(person)
    expect((await db.prepare('select name, left_at from people where id = ?').bind(person).first())).toEqual({ name: 'Lãnh Đạo Tỉnh', left_at: null })
    expect((await page('/office/people?q=lanh dao')).text).toContain('Lãnh Đạo Tỉnh')
  })
  test('nobody comes in by a link as who sees what he may not', async () => {
    const one = (await tokenFor('Quản Trị Ba', 'admin', null)).token
    const { person } = await tokenFor('Người Giữ Kín', 'viewer', null)
    await call('POST', '/api/accounts', { token: adminToken, body: JSON.stringify({ person, sign_in_name: 'giukin', role: 'viewer', unit: null, forms: null, personal: true }) })
    expect(await post(`/api/accounts/${person}/invitation`, {}, one)).toEqual([403, 'personal_not_yours'])
    expect(await post(`/api/accounts/${person}/factor`, undefined, one, 'DELETE')).toEqual([403, 'personal_not_yours'])
    expect((await post(`/api/accounts/${person}`, { sign_in_name: 'giukinhon', role: 'viewer', unit: null, forms: null, personal: true }, one, 'PUT'))[0]).toBe(200)
    expect((await post(`/api/accounts/${person}/invitation`, {}, adminToken))[0]).toBe(201)
  })
  test('nor as a reviewer, nor by another scope, a sheet or a page; what a reviewer has he keeps, whoever changes his name', async () => {
    tokens.plain = (await tokenFor('Quản Trị Bốn', 'admin', null)).token
    const { person } = await tokenFor('Người Duyệt Cũ', 'viewer', 'north')
    const account = { sign_in_name: 'duyetcu', role: 'reviewer', unit: 'north', forms: null, personal: false }
    expect((await post('/api/accounts', { ...account, person }, adminToken))[0]).toBe(201)
    for (const [path, body, method] of [[`/api/accounts/${person}/invitation`, {}, 'POST'], [`/api/accounts/${person}/factor`, undefined, 'DELETE'], [`/api/accounts/${person}`, { ...account, unit: 'south' }, 'PUT'], [`/api/people/${person}/scope`, { role: 'reviewer', unit: 'south', forms: null }, 'PUT']] as const) {
      expect(await post(path, body, tokens.plain, method), path).toEqual([403, 'personal_not_yours'])
    }
    expect((await post(`/api/accounts/${person}`, { ...account, sign_in_name: 'duyetmoi' }, tokens.plain, 'PUT'))[0]).toBe(200)
    const sheet = await press('/office/people/many', { rows: 'Lò Văn Bịa;n1;người duyệt' }, 'plain')
    expect([sheet.status, /chưa có quyền xem thông tin cá nhân nên không giao được vai trò/.test(sheet.text)]).toEqual([422, true])
    for (const [path, boxes] of [['/office/devices', { name: 'Lò Văn Bịa', role: 'reviewer', device: 'Máy', unit: 'n1' }], [`/office/people/${person}/scope`, { role: 'reviewer', unit: 'n1' }], [`/office/people/${person}/token`, { 't-role': 'reviewer', 't-unit': 'n1', 't-name': 'x', 't-until.day': '1', 't-until.month': '1', 't-until.year': '2030' }]] as const) {
      const answer = await press(path, boxes, 'plain')
      expect([answer.status, answer.text.includes('Bạn chưa có quyền xem thông tin cá nhân')], path).toEqual([422, true])
    }
    expect(await db.prepare(`select count(*) as n from people where name = 'Lò Văn Bịa'`).first()).toEqual({ n: 0 })
  })
  test('the first admin: from the deployment’s, by the page, and he appoints others', async () => {
    const { person } = await tokenFor('Quản Trị Đầu', 'viewer', 'n1')
    expect((await press(`/office/people/${person}/account`, { 'a-name': 'quantridau', 'a-role': 'admin', 'a-unit': '', 'a-personal': 'yes' })).status).toBe(200)
    expect(await db.prepare('select role, personal from accounts where person = ?').bind(person).first()).toEqual({ role: 'admin', personal: 1 })
    expect([(await page(`/office/people/${(await anyone())}`)).text.includes('name="a-personal"'), (await page(`/office/people/${(await anyone())}`, 'plain')).text.includes('name="a-personal"')]).toEqual([true, false])
  })
  test('an admin of one place, of one form: what holds for everybody is not his', async () => {
    tokens.bound = (await tokenFor('Quản Trị Bắc Ba', 'admin', 'north', { personal: true })).token
    tokens.narrow = (await tokenFor('Quản Trị Một Phiếu', 'admin', null, { forms: ['trial'] })).token
    const { units: list } = (await said(await call('GET', '/api/units', { token: adminToken }))) as unknown as { units: Loose[] }
    const given = list.map(({ changed: _, ...one }) => one)
    for (const who of ['bound', 'narrow']) {
      for (const [method, path, body, type] of [
        ['POST', '/api/forms', trial, 'application/yaml'], ['POST', '/api/forms/trial/versions', '{"version":1}'], ['PUT', '/api/forms/trial/state', '{"state":"closed"}'], ['POST', '/api/trials', trial, 'application/yaml'],
        ['DELETE', '/api/trials/trial', undefined], ['POST', '/api/boards', 'id: x', 'application/yaml'], ['PUT', '/api/boundaries', '{}', 'application/geo+json'], ['DELETE', '/api/boundaries', undefined], ['PUT', '/api/units', JSON.stringify({ units: given })],
      ] as const) expect([who, method, path, (await call(method, path, { token: tokens[who] ?? '', ...(body === undefined ? {} : { body }), ...(type === undefined ? {} : { type }) })).status]).toEqual([who, method, path, 403])
      for (const path of ['/office/forms', '/office/forms/new', '/office/forms/trial', '/office/forms/trial/edit', '/office/forms/trial/known', '/office/boundaries']) expect([path, (await page(path, who)).status]).toEqual([path, 403])
      for (const path of ['/office/forms/new', '/office/forms/trial/publish', '/office/forms/trial/state', '/office/forms/trial/again', '/office/boundaries']) expect([path, (await press(path, {}, who)).status]).toEqual([path, 403])
      const shown = (await page('/office', who)).text
      expect([shown.includes('href="/office/forms"'), shown.includes('href="/office/people"')]).toEqual([false, true])
    }
    expect((await page('/office', 'admin')).text).toContain('href="/office/forms"')
  })
  test('an admin of one place does nothing to another’s: with it he would read what is told there', async () => {
    const sees = async (): Promise<number> => ((await said(await call('GET', '/api/submissions?form=trial&limit=200', { token: tokens.bound ?? '' }))).rows as unknown as Loose[]).length
    await send(tokens.stranger ?? '', await sealed({ village: 's1' }))
    const had = await sees()
    const deed = async (what: Loose, dry = false): Promise<number> =>
      (await call('POST', `/api/units/deeds${dry ? '?dry_run=1' : ''}`, { token: tokens.bound ?? '', body: JSON.stringify({ id: crypto.randomUUID(), ground: 'NQ 1', move_people: true, deed: what }) })).status
    for (const what of [
      { kind: 'merge', units: ['south'], into: { unit: 'north' }, from: '2026-01-01' }, { kind: 'merge', units: ['north'], into: { unit: 'south' }, from: '2026-01-01' }, { kind: 'merge', units: ['s1'], into: { unit: 'n1' }, from: '2026-01-01' },
      { kind: 'merge', units: ['n1'], into: { unit: 's1' }, from: '2026-01-01' }, { kind: 'split', unit: 'n1', into: [{ name: 'Bản Mới' }, { unit: 's1' }], from: '2026-01-01' }, { kind: 'close', unit: 's1', from: '2026-01-01' },
      { kind: 'rename', unit: 'south', name: 'Bản Khác', from: '2026-01-01' }, { kind: 'rename', unit: 'north', name: 'Bản Khác', from: '2026-01-01' }, { kind: 'add', level: 'village', parent: 'south', name: 'Bản Xa', from: null }, { kind: 'add', level: 'commune', parent: null, name: 'Bản Xa', from: null },
    ] as Loose[]) for (const dry of [true, false]) expect([what, dry, await deed(what, dry)]).toEqual([what, dry, 403])
    expect(await sees()).toBe(had)
    expect((await page('/office/units?unit=south', 'bound')).text).not.toContain('/office/units/deed')
    expect((await page('/office/units/deed?kind=merge&unit=south', 'bound')).status).toBe(403)
    expect((await press('/office/units/deed', { kind: 'merge', unit: 'south', into: 'north', from_d: '1', from_m: '1', from_y: '2026', ground: 'NQ', id: crypto.randomUUID(), sure: 'yes' }, 'bound')).status).toBe(403)
    // Among his own places all of it is his.
    expect((await page('/office/units/deed?kind=add&unit=north', 'bound')).status).toBe(200)
    expect(await deed({ kind: 'add', level: 'village', parent: 'north', name: 'Bản Gần', from: null })).toBe(201)
    expect(await deed({ kind: 'rename', unit: 'village.ban-gan', name: 'Bản Gần Hơn', from: '2026-01-01' })).toBe(201)
  })
  test('a sheet of people of elsewhere', async () => {
    tokens.southern = (await tokenFor('Quản Trị Nam', 'admin', 'south')).token
    expect((await press('/office/people/many', { rows: 'Lò Văn Xa;n1' }, 'southern')).status).toBe(403)
    expect((await press('/office/people/many', { rows: 'Lò Văn Gần;s1' }, 'southern')).status).toBe(200)
    expect((await press('/office/devices', { name: 'Lò Văn Lạc', role: 'admin', device: 'Máy', unit: '' }, 'southern')).status).toBe(403)
    expect(await db.prepare(`select count(*) as n from people where name in ('Lò Văn Xa', 'Lò Văn Lạc')`).first()).toEqual({ n: 0 })
  })
})

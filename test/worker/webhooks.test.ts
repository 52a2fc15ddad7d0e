// Other programs are told of what happens to records.
// 1  Addresses: https to names of the open internet; nothing private, whatever it is written like.
// 2  Made by admins for their forms and units; the secret is told once; all answers only by who may see the personal ones.
// 3  What is told: each event that was asked for, of these forms, within this unit, from then on; ids and state, or answers without the personal ones, or all while its maker may see them.
//    Of what is erased each is told, whatever it asked for: the record's id and nothing else; what waits to be told of it holds no more than is left.
// 4  Signed as Standard Webhooks says; the same id however often it is sent.
// 5  What is not taken is tried again after growing waits, then set aside; of one record in order, others go on meanwhile; 410 stops it; a redirect is not followed.
// 6  Keeping a record writes nothing more for it, and reads nothing.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { limited } from '../limits.ts'
import { deliver, mostCalls, waits } from '../../src/server/deliver.ts'
import { doDeeds } from '../../src/server/deeds.ts'
import type { Env } from '../../src/server/env.ts'
import { amiss } from '../../src/server/outward.ts'
import { adminToken, call, db, media, said, sealed, send, settle, tokenFor } from './visitor.ts'
import type { Loose } from './visitor.ts'

const env = { DB: db, MEDIA: media } as Env
interface Told {
  readonly id: string
  readonly body: { type: string; data: Loose & { sequence: number; id: string; answers?: Loose } }
  readonly headers: Headers
  readonly text: string
  readonly options: RequestInit
}
let told: Told[] = []
let answering: (told: Told) => number | Promise<number> = () => 204
let tokens: Record<string, string>

beforeAll(async () => {
  tokens = await settle()
  Object.assign(tokens, { keeper: (await tokenFor('Cà Thị Giữ', 'admin', null, { personal: true })).token, north: (await tokenFor('Lù Văn Xã', 'admin', 'north')).token })
})
beforeEach(() => {
  told = []
  answering = () => 204
  vi.stubGlobal('fetch', async (url: string, options: RequestInit) => {
    expect(url).toBe('https://hooks.example.vn/x')
    const headers = new Headers(options.headers)
    const one = { id: headers.get('webhook-id') ?? '', headers, text: String(options.body), body: JSON.parse(String(options.body)) as Told['body'], options }
    told.push(one)
    return new Response(null, { status: await answering(one) })
  })
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await db.batch([db.prepare('delete from webhooks'), db.prepare('delete from deliveries')])
})

const wanted = { name: 'Phần mềm huyện', url: 'https://hooks.example.vn/x', forms: ['trial'], events: ['new', 'edited', 'reviewed', 'withdrawn'] }
const make = async (more: Loose = {}, token = adminToken): Promise<{ id: string; secret: string }> => {
  const answer = await call('POST', '/api/webhooks', { token, body: JSON.stringify({ ...wanted, ...more }) })
  expect(answer.status, await answer.clone().text()).toBe(201)
  return (await answer.json()) as { id: string; secret: string }
}
const kept = async (answers: Loose = {}, more: Loose = {}, who = 'officer'): Promise<string> => {
  const one = await sealed(answers, more)
  expect((await send(tokens[who] ?? '', one)).status).toBe(201)
  return String(one.id)
}
const listed = async (token = adminToken): Promise<Loose[]> => ((await said(await call('GET', '/api/webhooks', { token }))) as unknown as { webhooks: Loose[] }).webhooks
const seen = (): unknown[] => told.map(({ body: { type, data } }) => [type, data.id])

describe('1 addresses', () => {
  test.each(['https://hooks.example.vn/x', 'https://a.b.c.example.com', 'https://example.vn./x?y=1', 'https://xn--hi-oya.vn/', 'https://10.example.vn/'])('%s may be sent to', (url) => expect(amiss(url)).toBeUndefined())
  test.each([
    ['không phải', 'url'], ['', 'url'], ['//example.vn', 'url'], ['http://example.vn', 'scheme'], ['ftp://example.vn', 'scheme'], ['file:///etc/passwd', 'scheme'], ['data:text/plain,x', 'scheme'],
    ['https://user:pass@example.vn', 'userinfo'], ['https://example.vn@10.0.0.1/', 'userinfo'], ['https://@127.0.0.1', 'userinfo'], ['https://example.vn\\@10.0.0.1/', 'userinfo'],
    ['https://example.vn:8443', 'port'], ['https://example.vn:22', 'port'],
    ...['127.0.0.1', '10.0.0.1', '172.16.5.4', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '255.255.255.255', '8.8.8.8', '127.1', '127.0.1', '0', '2130706433', '0x7f000001', '0x7f.1', '0177.0.0.1', '017700000001', '0x7f.0x0.0x0.0x1', '127.0.0.1.', '１２７.0.0.1', '①②⑦.0.0.1', '127。0。0。1', '%31%32%37.0.0.1',
      '[::1]', '[::]', '[fc00::1]', '[fd12:3456::1]', '[fe80::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[64:ff9b::7f00:1]', '[2001:db8::1]', '[::127.0.0.1]'].map((host) => [`https://${host}/`, 'address'] as const),
    ...['localhost', 'LOCALHOST', 'localhost.', 'a.localhost', 'ｌｏｃａｌｈｏｓｔ', 'db', 'db.internal', 'metadata.google.internal', 'metadata.google.internal.', 'printer.local', 'x.lan', 'x.home.arpa', '1.0.0.127.in-addr.arpa', 'kho.onion', 'a.test', 'a。internal', 'nas.home', 'x.corp', 'localhost.localdomain', 'example.vn..'].map((host) => [`https://${host}/`, 'name'] as const),
    ['http://127.0.0.1:8080/', 'scheme'], ['http://localhost/', 'scheme'],
  ] as const)('%s may not: %s', (url, why) => {
    // What no parser takes is no address either.
    expect([why, 'url']).toContain(amiss(url))
    expect(amiss(url)).toBeDefined()
  })
  test('this very machine only where the deployment says so', () => {
    expect([amiss('http://127.0.0.1:8080/x', true), amiss('http://localhost:1/', true)]).toEqual([undefined, undefined])
    expect([amiss('http://10.0.0.1/', true), amiss('http://127.0.0.2/', true), amiss('http://example.vn', true), amiss('https://[::1]/', true)]).toEqual(['scheme', 'scheme', 'scheme', 'address'])
  })
})

describe('2 made', () => {
  test('everything that is wrong at once, and nothing is kept', async () => {
    const answer = await call('POST', '/api/webhooks', { token: adminToken, body: JSON.stringify({ name: ' ', url: 'https://10.0.0.1', forms: ['none'], events: [], under: 'nowhere' }) })
    expect(answer.status).toBe(400)
    expect(((await said(answer)) as unknown as { problems: { at: string }[] }).problems.map(({ at }) => at)).toEqual(['/name', '/url', '/forms', '/events', '/under'])
    expect(await listed()).toEqual([])
  })
  test('the secret is told once', async () => {
    const { id, secret } = await make()
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const list = await call('GET', '/api/webhooks', { token: adminToken })
    const text = await list.text()
    expect(text).not.toContain('whsec_')
    expect((JSON.parse(text) as { webhooks: Loose[] }).webhooks).toMatchObject([{ id, name: wanted.name, events: wanted.events, sends: 'state', unit: null, waiting: 0, aside: 0, stopped: null }])
  })
  test('all answers only by who may see them', async () => {
    expect((await call('POST', '/api/webhooks', { token: adminToken, body: JSON.stringify({ ...wanted, sends: 'all' }) })).status).toBe(403)
    await make({ sends: 'all' }, tokens.keeper)
  })
  test('an admin of one commune tells of that commune, and sees no other’s', async () => {
    const everywhere = await make()
    const own = await make({}, tokens.north)
    expect((await listed(tokens.north)).map(({ id, unit }) => [id, unit])).toEqual([[own.id, 'north']])
    for (const path of [`/api/webhooks/${everywhere.id}/stop`, '/api/webhooks/none/stop']) expect((await call('POST', path, { token: tokens.north, body: '{}' })).status).toBe(404)
    expect((await call('POST', '/api/webhooks', { token: tokens.north, body: JSON.stringify({ ...wanted, under: 'south' }) })).status).toBe(400)
  })
  test('on the page, without script', async () => {
    const headers = { cookie: `__Host-phieu=${adminToken}`, origin: 'https://phieu.example', accept: 'text/html' }
    const post = (body: string, path = '/office/webhooks'): Promise<Response> => call('POST', path, { headers, body, type: 'application/x-www-form-urlencoded' })
    const bad = await post('name=&url=http%3A%2F%2F10.0.0.1&sends=all')
    const page = await bad.text()
    expect(bad.status).toBe(422)
    for (const sentence of ['Địa chỉ phải bắt đầu bằng https://', 'Chỗ này còn trống.', 'Bạn không được xem thông tin cá nhân']) expect(page).toContain(sentence)
    expect(page).toContain('value="http://10.0.0.1"')
    const made = await post('name=Kho&url=https%3A%2F%2Fhooks.example.vn%2Fx&forms=trial&events=new&sends=state&unit=')
    expect(await made.text()).toMatch(/value="whsec_/)
    const [hook] = await listed()
    expect(await (await call('GET', '/office/webhooks', { headers })).text()).toContain('Kho')
    expect((await post('do=stop', `/office/webhooks/${String(hook?.id)}`)).status).toBe(303)
    expect((await listed())[0]?.stopped).toBe('hand')
    await post('do=drop', `/office/webhooks/${String(hook?.id)}`)
    expect(await listed()).toEqual([])
  })
})

describe('3 what is told', () => {
  test('erased, to whoever asked for anything: the id alone', async () => {
    const before = await kept({ head_name: 'Lò Thị Trước' })
    const hook = await make({ events: ['reviewed'], sends: 'all' }, tokens.keeper)
    const [after, elsewhere] = [await kept({ head_name: 'Lò Thị Sau' }), await kept({ head_name: 'Lò Thị Xa', village: 's1' }, {}, 'stranger')]
    const south = await make({ events: ['new'], under: 'south' })
    await deliver(env, Date.now())
    expect(seen()).toEqual([])
    for (const id of [before, after, elsewhere]) expect((await call('POST', `/api/submissions/${id}/erase`, { token: tokens.keeper ?? '', body: JSON.stringify({ ground: 'request', reason: 'Đơn của bà Trước' }) })).status).toBe(200)
    await deliver(env, Date.now())
    const of = (id: string): unknown[] => told.filter((one) => one.id.endsWith(`_${id}`)).map(({ body: { type, data } }) => [type, data.id])
    expect(of(hook.id)).toEqual([before, after, elsewhere].map((id) => ['record.erased', id]))
    expect(of(south.id)).toEqual([['record.erased', elsewhere]])
    for (const { body: { data }, text } of told) {
      expect(Object.keys(data).sort()).toEqual(['form', 'id', 'receipt', 'sequence'])
      expect(text).not.toMatch(/Trước|Sau|Xa|Mở đường|request/)
    }
    // Erased twice is told once.
    told = []
    await call('POST', `/api/submissions/${before}/erase`, { token: tokens.keeper ?? '', body: JSON.stringify({ ground: 'request', reason: 'Đơn' }) })
    await deliver(env, Date.now())
    expect(seen()).toEqual([])
  })
  test('what was not told yet when it was erased comes without it, and the erasing after it', async () => {
    await make({ sends: 'all' }, tokens.keeper)
    answering = () => 503
    const id = await kept({ head_name: 'Lò Thị Chậm' })
    await deliver(env, Date.now())
    expect(told.map(({ text }) => text.includes('Lò Thị Chậm'))).toEqual([true])
    expect((await call('POST', `/api/submissions/${id}/erase`, { token: tokens.keeper ?? '', body: JSON.stringify({ ground: 'request', reason: 'Đơn' }) })).status).toBe(200)
    told = []
    answering = () => 204
    await deliver(env, Date.now() + 60_000)
    expect(seen()).toEqual([['record.new', id], ['record.erased', id]])
    expect(told.map(({ text }) => text.includes('Lò Thị Chậm'))).toEqual([false, false])
  })
  test('new, edited, reviewed, withdrawn, from when it was made; refused and conflicting answers are not told', async () => {
    await kept()
    await make()
    const id = await kept({ labour: 3 })
    const corrected = await sealed({ labour: 4 }, { id, base: 1 })
    expect((await send(tokens.officer ?? '', corrected)).status).toBe(201)
    expect((await send(tokens.officer ?? '', await sealed({ labour: 5 }, { id, base: 1 }))).status).toBe(409)
    expect((await send(tokens.officer ?? '', await sealed({ labour: -5 }))).status).toBe(422)
    expect((await call('POST', `/api/submissions/${id}/review`, { token: tokens.reviewer, body: JSON.stringify({ state: 'returned', comment: 'Xem lại' }) })).status).toBe(200)
    expect((await call('POST', `/api/submissions/${id}/review`, { token: tokens.reviewer, body: JSON.stringify({ state: 'approved', comment: '' }) })).status).toBe(200)
    const other = await kept()
    expect((await call('POST', `/api/submissions/${other}/withdraw`, { token: tokens.officer, body: '{"base":1}' })).status).toBe(200)
    await deliver(env, Date.now())
    expect(told.filter(({ body }) => body.data.id === id).map(({ body: { type, data } }) => [type, data.revision, data.state])).toEqual([
      ['record.new', 1, 'received'], ['record.edited', 2, 'received'], ['record.returned', 2, 'returned'], ['record.approved', 2, 'approved'],
    ])
    expect(told.filter(({ body }) => body.data.id === other).map(({ body }) => body.type)).toEqual(['record.new', 'record.withdrawn'])
    expect(told).toHaveLength(6)
    expect(Object.keys(told[0]?.body.data ?? {}).sort()).toEqual(['day', 'form', 'id', 'receipt', 'revision', 'sequence', 'state', 'unit', 'version'])
    expect(told[0]?.body.data).toMatchObject({ form: 'trial', version: 1, unit: 'n1' })
    expect(JSON.stringify(told.map(({ text }) => text))).not.toContain('Lò Văn Mẫu')
    // Taken is done.
    told = []
    await deliver(env, Date.now() + 100_000_000)
    expect(told).toEqual([])
    expect((await listed())[0]).toMatchObject({ waiting: 0, last_status: 204 })
  })
  test('only the events, the forms and the unit that were asked for', async () => {
    await make({ events: ['reviewed'] })
    await make({ under: 'south' })
    const here = await kept()
    const there = await kept({ village: 's1' }, {}, 'stranger')
    await deliver(env, Date.now())
    expect(seen()).toEqual([['record.new', there]])
    await call('POST', `/api/submissions/${here}/review`, { token: tokens.reviewer, body: JSON.stringify({ state: 'approved', comment: '' }) })
    await deliver(env, Date.now())
    expect(seen()).toEqual([['record.new', there], ['record.approved', here]])
  })
  test('answers without the personal ones; all of them while its maker may see them', async () => {
    await make({ sends: 'answers' })
    const keeper = await tokenFor('Quàng Thị Giữ', 'admin', null, { personal: true })
    await make({ sends: 'all' }, keeper.token)
    await kept({ head_name: 'Lò Thị Kín', labour: 9 })
    await deliver(env, Date.now())
    expect(told.map(({ body }) => [body.data.answers?.labour, body.data.answers?.head_name]).sort()).toEqual([[9, 'Lò Thị Kín'], [9, undefined]].sort())
    expect((await call('DELETE', `/api/tokens/${keeper.id}`, { token: adminToken })).status).toBe(204)
    told = []
    await kept({ head_name: 'Lò Thị Kín', labour: 9 })
    await deliver(env, Date.now())
    expect(told.map(({ text }) => text.includes('Kín'))).toEqual([false, false])
  })
  test.each<[string, Loose, Loose, boolean]>([
    ['as it was', {}, {}, true], ['in a narrower place', { unit: 'south' }, {}, false], ['in the place that is told of', { unit: 'north' }, { under: 'north' }, true], ['of other forms', { forms: ['another'] }, {}, false], ['as a viewer of all', { role: 'viewer' }, {}, true],
  ])('its maker sees them %s', async (_, scope, more, is) => {
    const keeper = await tokenFor('Quàng Thị Đổi', 'admin', null, { personal: true })
    await make({ sends: 'all', ...more }, keeper.token)
    expect((await call('PUT', `/api/people/${keeper.person}/scope`, { token: adminToken, body: JSON.stringify({ role: 'admin', unit: null, forms: null, ...scope }) })).status).toBe(200)
    await kept({ head_name: 'Lò Thị Kín' })
    await deliver(env, Date.now())
    expect(told.map(({ text }) => text.includes('Kín'))).toEqual([is])
  })
})

describe('3 two levels and a form’s own rule', () => {
  const publish = async (id: string, rule: string): Promise<void> => {
    const source = `id: ${id}\ntitle: Hai cấp\nlanguage: vi\nunit: \${village}\nreview: ${rule}\nsurvey:\n  - { type: unit village, name: village, label: Thôn }\n  - { type: text, name: words, label: Ghi gì? }\n`
    const answer = await call('POST', '/api/forms', { token: adminToken, body: source, type: 'application/yaml' })
    expect(answer.status, await answer.clone().text()).toBe(201)
  }
  const decided = async (who: string, id: string, state: string, comment = ''): Promise<void> => {
    const answer = await call('POST', `/api/submissions/${id}/review`, { token: tokens[who] ?? '', body: JSON.stringify({ state, comment }) })
    expect(answer.status, await answer.clone().text()).toBe(200)
  }
  test('what each level said', async () => {
    await publish('levels', '{ hold: all, first: commune }')
    Object.assign(tokens, { above: (await tokenFor('Lê Văn Trên', 'reviewer', 'p')).token })
    await make({ forms: ['levels'] })
    const id = await kept({}, { form: 'levels', answers: { village: 'n1', words: 'x' } })
    await decided('reviewer', id, 'approved')
    await decided('above', id, 'received', 'Xem lại')
    await decided('reviewer', id, 'approved')
    await decided('above', id, 'approved')
    await deliver(env, Date.now())
    expect(told.map(({ body: { type, data } }) => [type, data.state])).toEqual([
      ['record.new', 'received'], ['record.endorsed', 'endorsed'], ['record.sent_back', 'received'], ['record.endorsed', 'endorsed'], ['record.approved', 'approved'],
    ])
    expect((await listed())[0]?.events).toEqual(wanted.events)
  })
  test.each([['ruled', '{ hold: flagged }', 'approved'], ['ruled_first', '{ hold: flagged, first: commune }', 'endorsed']])('what a rule made of it as it came: %s', async (form, rule, state) => {
    await publish(form, rule)
    await make({ forms: [form] })
    await kept({}, { form, answers: { village: 'n1', words: 'x' } })
    await deliver(env, Date.now())
    expect(told.map(({ body: { type, data } }) => [type, data.state])).toEqual([['record.new', state]])
  })
})

test('4 signed, by a verifier of its own, and the same id each time', async () => {
  const { id, secret } = await make()
  await kept()
  answering = () => 500
  const now = Date.now()
  await deliver(env, now)
  await deliver(env, now + 60_000)
  expect(told).toHaveLength(2)
  expect(told[0]?.id).toBe(told[1]?.id)
  expect(told[0]?.id).toMatch(new RegExp(`^evt_\\d+_${id}$`))
  for (const { headers, text } of told) {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    const good = createHmac('sha256', key).update(`${headers.get('webhook-id')}.${headers.get('webhook-timestamp')}.${text}`).digest()
    const [version, signature = ''] = (headers.get('webhook-signature') ?? '').split(',')
    expect(version).toBe('v1')
    expect(timingSafeEqual(good, Buffer.from(signature, 'base64'))).toBe(true)
    expect(Math.abs(Number(headers.get('webhook-timestamp')) - now / 1_000)).toBeLessThan(90)
  }
})

describe('5 what is not taken', () => {
  test('growing waits of almost two days, then set aside, and tried again when asked', async () => {
    const { id } = await make()
    await kept()
    answering = () => 503
    let now = Date.now()
    for (const wait of waits) {
      await deliver(env, now)
      await deliver(env, now + wait - 2_000)
      now += wait + 2_000
    }
    expect(told).toHaveLength(waits.length)
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(36 * 3_600_000)
    await deliver(env, now)
    expect(told).toHaveLength(waits.length + 1)
    expect((await listed())[0]).toMatchObject({ waiting: 0, aside: 1, last_status: 503, stopped: null })
    await deliver(env, now + 400_000_000)
    expect(told).toHaveLength(waits.length + 1)
    answering = () => 200
    expect((await call('POST', `/api/webhooks/${id}/again`, { token: adminToken, body: '{}' })).status).toBe(200)
    await deliver(env, now + 400_000_000)
    expect((await listed())[0]).toMatchObject({ waiting: 0, aside: 0, last_status: 200, failures: 0 })
  })
  test('of one record in order, and another is not held up by it', async () => {
    await make()
    const first = await kept({ labour: 1 })
    expect((await send(tokens.officer ?? '', await sealed({ labour: 2 }, { id: first, base: 1 }))).status).toBe(201)
    const second = await kept()
    answering = ({ body }) => (body.data.id === first && told.filter(({ body: { data } }) => data.id === first).length === 1 ? 500 : 200)
    const now = Date.now()
    await deliver(env, now)
    expect(seen()).toEqual([['record.new', first], ['record.new', second]])
    await deliver(env, now + 30_000)
    expect(seen().slice(2)).toEqual([['record.new', first], ['record.edited', first]])
  })
  test('whoever takes nothing is tried with one, not with all', async () => {
    await make()
    for (let n = 0; n < 8; n++) await kept()
    answering = () => 500
    const now = Date.now()
    await deliver(env, now)
    const before = told.length
    await deliver(env, now + 11_000)
    expect([before, told.length - before]).toEqual([5, 1])
    answering = () => 200
    await deliver(env, now + 400_000)
    expect((await listed())[0]).toMatchObject({ waiting: 0, failures: 0 })
  })
  test('410 stops it; what happens meanwhile is told when it goes on', async () => {
    const { id } = await make()
    await kept()
    answering = () => 410
    await deliver(env, Date.now())
    expect((await listed())[0]).toMatchObject({ stopped: 'gone', last_status: 410 })
    await kept()
    await deliver(env, Date.now() + 400_000)
    expect(told).toHaveLength(1)
    answering = () => 200
    await call('POST', `/api/webhooks/${id}/start`, { token: adminToken, body: '{}' })
    await deliver(env, Date.now() + 400_000)
    expect(told).toHaveLength(3)
  })
  test('long silent: it is not told any more', async () => {
    await make()
    await kept()
    answering = () => 500
    await deliver(env, Date.now())
    await db.prepare("update deliveries set tries = ?").bind(waits.length).run()
    await deliver(env, Date.now() + 4 * 86_400_000)
    expect((await listed())[0]).toMatchObject({ aside: 1, stopped: 'silent' })
  })
  test('two rounds at once send nothing twice', async () => {
    await make()
    for (let n = 0; n < 6; n++) await kept()
    answering = () => new Promise((done) => setTimeout(() => done(200), 20))
    await Promise.all([deliver(env, Date.now()), deliver(env, Date.now()), deliver(env, Date.now())])
    expect(told).toHaveLength(6)
    expect(new Set(told.map(({ id }) => id)).size).toBe(6)
  })
  test('a run makes so many calls at most, its trips to the database among them; the rest comes with the next ones, each once, and no webhook waits for ever', async () => {
    for (let n = 0; n < 8; n++) await make({ sends: n % 2 === 0 ? 'state' : 'answers' })
    for (let n = 0; n < 9; n++) await kept()
    const hooks = new Set<string>()
    let runs = 0
    for (; told.length < 72 && runs < 40; runs++) {
      const before = told.length
      const watched = limited(db)
      await deliver({ ...env, DB: watched.db }, Date.now() + runs)
      expect(told.length - before + watched.seen.trips, `run ${runs}`).toBeLessThanOrEqual(mostCalls)
      expect(told.length).toBeGreaterThan(before)
      if (runs < 8) for (const { id } of told) hooks.add(id.split('_')[2] ?? '')
    }
    expect([told.length, new Set(told.map(({ id }) => id)).size, hooks.size]).toEqual([72, 72, 8])
    // Where the plan has more, it is told at once.
    told = []
    for (let n = 0; n < 9; n++) await kept()
    await deliver({ ...env, PHIEU_CALLS: '900' }, Date.now())
    expect(told).toHaveLength(72)
  })
  test('a redirect is not followed, and who is slow is not waited for', async () => {
    await make()
    await kept()
    answering = () => 302
    await deliver(env, Date.now())
    expect(told[0]?.options.redirect).toBe('manual')
    expect(told[0]?.options.signal).toBeInstanceOf(AbortSignal)
    expect((await listed())[0]).toMatchObject({ waiting: 1, last_status: 302 })
  })
  test('every minute, and one deed that fails stops no other', async () => {
    await make()
    await kept()
    const lines: string[] = []
    await doDeeds(env, Date.now(), (line) => void lines.push(line))
    expect([told.length, lines]).toEqual([1, []])
    await doDeeds({} as Env, Date.now(), (line) => void lines.push(line))
    expect(lines.join('')).toContain('deed:webhooks')
  })
})

test('6 keeping a record costs the same with a webhook as without', async () => {
  const cost = async (): Promise<number[]> => {
    const counting = limited(db)
    const { worker } = await import('./visitor.ts')
    const answer = await worker.fetch(new Request('https://phieu.example/api/submissions', { method: 'POST', headers: { authorization: `Bearer ${tokens.officer}`, 'content-type': 'application/json' }, body: JSON.stringify(await sealed()) }), { DB: counting.db, MEDIA: media, PHIEU_ADMIN_TOKEN: adminToken })
    expect(answer.status).toBe(201)
    return [counting.seen.statements, counting.seen.rowsWritten]
  }
  await cost()
  const without = await cost()
  await make()
  await cost()
  expect(await cost()).toEqual(without)
})

// Public forms, filled in by whoever comes, without signing in.
// 1  Only a form that says so itself is open, and while it is open; nothing of what people who are signed in have.
// 2  Filled in on the same pages and received by the same door, once, however often a button is pressed; the receipt is looked up without showing answers.
// 3  Nobody else sees a draft, its files or its receipt: not without the browser's secret, not with another, not under another form.
// 4  A place in the address is put where the form asks for one.
// 5  What is too much for an hour, from one address or for one form, is answered 429 with the time to wait; nothing of it is written, everything typed is still on the page.
// 6  No address is kept, and under another day's salt it is another hash.
// 7  What strangers leave lying is let go after two days, with its files.
// 8  Posts from other sites do nothing; a body with files is read only for a draft that is there.
// 9  An id that is somebody else's record begins another one.
// 10 The office sees that nobody signed in, and prints the address with its QR.
import { beforeAll, describe, expect, test } from 'vitest'
import { addressHash } from '../../src/server/stranger.ts'
import { adminToken, call, counted, db, home, media, said, sealed, send, settle } from './visitor.ts'

const talk = `
id: talk
title: Ý kiến
language: vi
public: yes
unit: \${village}
instance_name: \${topic}
survey:
  - type: group
    name: g_one
    label: Phần một
    questions:
      - { type: unit commune, name: commune, label: Xã nào? }
      - { type: unit village, name: village, label: Thôn nào?, required: yes }
      - { type: text, name: topic, label: Việc gì?, required: yes }
      - { type: text, name: words, label: Ý kiến, personal: basic }
  - type: group
    name: g_two
    label: Phần hai
    questions:
      - { type: image, name: photo, label: Ảnh }
      - { type: text, name: more, label: Nói thêm }
indicators:
  - { name: voices, label: Số ý kiến, count: yes }
`

let tokens: Awaited<ReturnType<typeof settle>>
beforeAll(async () => {
  tokens = await settle()
  const published = await call('POST', '/api/forms', { token: adminToken, body: talk, type: 'application/yaml' })
  expect(published.status).toBe(201)
})

interface Browser {
  cookie: string
  readonly address: string
}
let made = 0
const newId = (): string => `01a20d2b-0000-7000-a000-${String(++made).padStart(12, '0')}`
const browser = (address = `203.0.113.${++made}`): Browser => ({ cookie: '', address })

function headersOf({ cookie, address }: Browser): Record<string, string> {
  return { accept: 'text/html', 'cf-connecting-ip': address, ...(cookie === '' ? {} : { cookie }) }
}
async function see(who: Browser, path: string): Promise<Response> {
  const answer = await call('GET', path, { headers: headersOf(who) })
  const set = /(__Host-phieu-guest=[\w-]+)/.exec(answer.headers.get('set-cookie') ?? '')?.[1]
  if (set !== undefined) who.cookie = set
  return answer
}
const post = (who: Browser, path: string, boxes: Record<string, string>, more: Record<string, string> = { origin: home }): Promise<Response> =>
  call('POST', path, { headers: { ...headersOf(who), ...more }, body: new URLSearchParams(boxes).toString(), type: 'application/x-www-form-urlencoded' })

async function begin(who: Browser, boxes: Record<string, string> = {}): Promise<string> {
  await see(who, '/f/talk')
  const id = newId()
  const begun = await post(who, '/f/talk', { id, ...boxes })
  expect(begun.headers.get('location')).toBe(`/f/talk/${id}`)
  return id
}
const first = (more: Record<string, string> = {}): Record<string, string> => ({ '.do': 'next', '.language': 'vi', '.shown': 'commune village topic words', commune: 'north', village: 'n1', topic: 'Đường', words: 'Sạt từ hôm qua', ...more })
async function filled(who: Browser, more: Record<string, string> = {}): Promise<string> {
  const id = await begin(who)
  expect((await post(who, `/f/talk/${id}/1`, first(more))).headers.get('location')).toBe(`/f/talk/${id}/2`)
  expect((await post(who, `/f/talk/${id}/2`, { '.do': 'next', '.language': 'vi', '.shown': 'photo more', more: 'Hết' })).headers.get('location')).toBe(`/f/talk/${id}/check`)
  return id
}
const rowsOf = async (table: string): Promise<string> => JSON.stringify((await db.prepare(`select * from ${table}`).all()).results)

describe('1 what is open', () => {
  test.each([['talk', 200], ['trial', 404], ['nothing', 404], ['__proto__', 404]])('/f/%s → %i', async (form, status) => {
    expect((await see(browser(), `/f/${form}`)).status).toBe(status)
    if (status === 404) expect((await post(browser(), `/f/${form}`, { id: newId() })).status).toBe(404)
  })
  test('a closed form takes nothing new, and says so', async () => {
    await db.prepare(`update forms set state = 'closed' where id = 'talk'`).run()
    const [seen, begun] = [await see(browser(), '/f/talk'), await post(browser(), '/f/talk', { id: newId() })]
    await db.prepare(`update forms set state = 'open' where id = 'talk'`).run()
    expect([seen.status, begun.status]).toEqual([409, 409])
    expect(await seen.text()).toContain('đã đóng')
  })
  test('a form that is not public any more takes nothing of what was begun; one that is only closed does', async () => {
    const who = browser()
    const [first, second] = [await filled(who), await filled(who)]
    await db.prepare(`update forms set state = 'closed' where id = 'talk'`).run()
    expect((await post(who, `/f/talk/${first}/send`, {})).headers.get('location')).toBe(`/f/talk/${first}/sent`)
    await db.prepare(`update forms set state = 'open' where id = 'talk'`).run()
    const put = async (text: string) => expect((await call('POST', '/api/forms', { token: adminToken, body: text, type: 'application/yaml' })).status).toBe(201)
    await put(talk.replace('public: yes', 'public: no'))
    expect((await post(who, `/f/talk/${second}/send`, {})).status).toBe(404)
    expect((await see(who, '/f/talk')).status).toBe(404)
    await put(talk)
    expect((await post(who, `/f/talk/${second}/send`, {})).headers.get('location')).toBe(`/f/talk/${second}/sent`)
  })
  test.each(['/', '/office', '/office/talk', '/forms/talk'])('the secret opens nothing at %s', async (path) => {
    const who = browser()
    await begin(who)
    expect((await see(who, path)).status).toBe(401)
  })
  test('nor of the API', async () => {
    const who = browser()
    await begin(who)
    expect((await call('GET', '/api/me', { headers: headersOf(who) })).status).toBe(401)
  })
})

describe('2 filled in, sent, found again', () => {
  test('2 once, however often the buttons are pressed', async () => {
    const who = browser()
    await see(who, '/f/talk')
    const id = newId()
    const before = (await db.prepare(`select coalesce(sum(amount), 0) as n from tallies where indicator = 'talk.voices' and view = 'received' and dimension = ''`).first<{ n: number }>())?.n ?? 0
    const sums = await counted()
    const begun = await Promise.all([1, 2].map(() => post(who, '/f/talk', { id })))
    expect(begun.map((answer) => answer.headers.get('location'))).toEqual([`/f/talk/${id}`, `/f/talk/${id}`])
    expect((await see(who, `/f/talk/${id}`)).headers.get('location')).toBe(`/f/talk/${id}/1`)
    for (let i = 0; i < 2; i++) expect((await post(who, `/f/talk/${id}/1`, first())).status).toBe(303)
    const wrong = await post(who, `/f/talk/${id}/1`, first({ topic: '' }))
    expect(wrong.headers.get('location')).toBe(`/f/talk/${id}/1?check#problems`)
    expect(await (await see(who, `/f/talk/${id}/1?check`)).text()).toContain('Câu này chưa ghi')
    await post(who, `/f/talk/${id}/1`, first())
    expect(await counted()).toBe(sums)
    const sent = await Promise.all([1, 2, 3].map(() => post(who, `/f/talk/${id}/send`, {})))
    expect(sent.map((answer) => answer.headers.get('location'))).toEqual([`/f/talk/${id}/sent`, `/f/talk/${id}/sent`, `/f/talk/${id}/sent`])
    expect((await post(who, '/f/talk', { id })).headers.get('location')).toBe(`/f/talk/${id}/sent`)
    const { revision, author, unit } = (await db.prepare('select revision, author, unit from submissions where id = ?').bind(id).first<{ revision: number; author: string; unit: string }>()) ?? {}
    expect([revision, unit]).toEqual([1, 'n1'])
    expect(author).toMatch(/^~[0-9a-f]{32}$/)
    const { results } = await db.prepare(`select amount from tallies where indicator = 'talk.voices' and view = 'received' and dimension = ''`).all<{ amount: number }>()
    expect(results.map(({ amount }) => amount)).toEqual([before + 1])

    const page = await (await see(who, `/f/talk/${id}/sent`)).text()
    const receipt = /number-big">([\d-]+)</.exec(page)?.[1] ?? ''
    expect(page).not.toContain('/submissions/')
    const proof = await see(browser(), `/r/${receipt}`)
    const shown = await proof.text()
    expect([proof.status, shown.includes('đã nhận')]).toEqual([200, true])
    for (const secret of ['Đường', 'Sạt từ hôm qua', author ?? '', id]) expect(shown).not.toContain(secret)
  })
  test('2 two records of one browser are of two authors', async () => {
    const who = browser()
    for (const id of [await filled(who), await filled(who)]) await post(who, `/f/talk/${id}/send`, {})
    const { results } = await db.prepare(`select distinct author from submissions where form = 'talk'`).all()
    const { n } = (await db.prepare(`select count(*) as n from submissions where form = 'talk'`).first<{ n: number }>()) ?? { n: 0 }
    expect(results.length).toBe(n)
  })
  test('2 problems stop it as anyone’s', async () => {
    const who = browser()
    const id = await begin(who)
    expect((await post(who, `/f/talk/${id}/send`, {})).headers.get('location')).toBe(`/f/talk/${id}/check#problems`)
    expect(await (await see(who, `/f/talk/${id}/check`)).text()).toContain('Phiếu chưa gửi được')
  })
  test('2 thrown away by whoever began it', async () => {
    const who = browser()
    const id = await filled(who)
    expect((await post(who, `/f/talk/${id}/discard`, {})).headers.get('location')).toBe('/f/talk')
    expect((await see(who, `/f/talk/${id}/1`)).status).toBe(404)
  })
})

describe('3 nobody else', () => {
  const paths = ['', '/1', '/check', '/discard', '/sent', '/files/photo-1.jpg', '/remove/part.1']
  test.each(paths)('%s', async (path) => {
    const [who, other, none] = [browser(), browser(), browser()]
    const id = await filled(who)
    if (path === '/sent') await post(who, `/f/talk/${id}/send`, {})
    await begin(other)
    for (const stranger of [other, none]) {
      const theirs = await see(stranger, `/f/talk/${id}${path}`)
      const nothing = await see(stranger, `/f/talk/${newId()}${path}`)
      expect([theirs.status, await theirs.text()]).toEqual([404, (await nothing.text()).replaceAll(/[0-9a-f-]{36}/g, id)])
    }
    expect((await see(who, `/f/trial/${id}${path}`)).status).toBe(404)
  })
  test('posts of another browser change nothing', async () => {
    const [who, other] = [browser(), browser()]
    const id = await filled(who)
    await begin(other)
    const before = await rowsOf('drafts')
    // Throwing away what is not there is done already.
    for (const [path, status] of [['/1', 404], ['/send', 404], ['/discard', 303], ['/remove/part.1', 404]] as const) expect((await post(other, `/f/talk/${id}${path}`, first({ topic: 'Khác' }))).status, path).toBe(status)
    expect(await rowsOf('drafts')).toBe(before)
  })
  test('nor an officer who is signed in', async () => {
    const who = browser()
    const id = await filled(who)
    expect((await call('GET', `/drafts/${id}/1`, { headers: { cookie: `__Host-phieu=${tokens.officer}`, accept: 'text/html' } })).status).toBe(404)
  })
})

test.each([['n2', { commune: 'north', village: 'n2' }], ['south', { commune: 'south', village: undefined }], ['nowhere', { commune: undefined, village: undefined }]] as const)('4 ?unit=%s', async (unit, expected) => {
  const who = browser()
  const page = await (await see(who, `/f/talk?unit=${unit}`)).text()
  expect(page.includes(`name="unit" value="${unit}"`)).toBe(unit !== 'nowhere')
  const id = await begin(who, { unit })
  const { answers } = JSON.parse((await db.prepare('select answers from drafts where id = ?').bind(id).first<{ answers: string }>())?.answers ?? '{}') as { answers: Record<string, string> }
  expect({ commune: answers.commune, village: answers.village }).toEqual(expected)
})

describe('5 too much for an hour', () => {
  const fill = (what: string, who: 'address' | 'form') => db.prepare(`update visits set count = most where form = 'talk' and what = ?1 and (who = '') = ?2`).bind(what, who === 'form' ? 1 : 0).run()
  const free = () => db.prepare('delete from visits').run()

  test.each(['address', 'form'] as const)('5 of a page, by %s: what was typed is on the page, and nothing is written', async (of) => {
    const who = browser()
    const id = await begin(who)
    await fill('steps', of)
    const before = [await rowsOf('drafts'), await rowsOf('visits')]
    const late = await post(who, `/f/talk/${id}/1`, first({ words: 'Chữ <vừa> gõ', village: '' }))
    expect(late.status).toBe(429)
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(Number(late.headers.get('retry-after'))).toBeLessThanOrEqual(3600)
    const page = await late.text()
    for (const part of ['Chữ &lt;vừa&gt; gõ', 'value="Đường"', 'CHƯA lưu được', `action="/f/talk/${id}/1"`]) expect(page).toContain(part)
    expect([await rowsOf('drafts'), await rowsOf('visits')]).toEqual(before)
    if (of === 'address') expect(await begin(browser())).not.toBe('')
    await free()
    expect((await post(who, `/f/talk/${id}/1`, first())).headers.get('location')).toBe(`/f/talk/${id}/2`)
  })
  test('5 of whole forms: the draft stays, sent later it counts once', async () => {
    const who = browser()
    const other = await filled(who)
    await post(who, `/f/talk/${other}/send`, {})
    const id = await filled(who)
    await fill('sent', 'address')
    const before = [await rowsOf('submissions'), await rowsOf('audit'), await counted(), await rowsOf('visits')]
    const late = await post(who, `/f/talk/${id}/send`, {})
    expect([late.status, Number(late.headers.get('retry-after')) > 0]).toEqual([429, true])
    expect(await late.text()).toContain(`/f/talk/${id}/check`)
    expect([await rowsOf('submissions'), await rowsOf('audit'), await counted(), await rowsOf('visits')]).toEqual(before)
    // What is kept already is found again however much came.
    expect((await post(who, `/f/talk/${other}/send`, {})).status).toBe(303)
    await free()
    expect((await post(who, `/f/talk/${id}/send`, {})).headers.get('location')).toBe(`/f/talk/${id}/sent`)
  })
  test('5 of photos: they are not taken, the words stay on the page', async () => {
    const who = browser()
    const id = await begin(who)
    await post(who, `/f/talk/${id}/1`, first())
    expect((await photo(who, id, 'Lời một')).status).toBe(303)
    await fill('megabytes', 'address')
    const objects = (await media.list({ prefix: `draft/${id}/` })).objects.length
    const late = await photo(who, id, 'Lời hai', 2)
    expect([late.status, (await late.text()).includes('value="Lời hai"')]).toEqual([429, true])
    expect((await media.list({ prefix: `draft/${id}/` })).objects.length).toBe(objects)
    await free()
  })
  test('5 beginning', async () => {
    const who = browser()
    await begin(who)
    await fill('steps', 'address')
    const late = await post(who, '/f/talk', { id: newId() })
    expect([late.status, Number(late.headers.get('retry-after')) > 0]).toEqual([429, true])
    await free()
  })
  test('5 people who are signed in are not counted', async () => {
    const before = await rowsOf('visits')
    expect((await send(tokens.officer, await sealed())).status).toBe(201)
    expect(await rowsOf('visits')).toBe(before)
  })
})

const png = (byte: number): Uint8Array<ArrayBuffer> => Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, byte])
function photo(who: Browser, id: string, more: string, byte = 1): Promise<Response> {
  const body = new FormData()
  for (const [name, value] of Object.entries({ '.do': 'later', '.language': 'vi', '.shown': 'photo more', more })) body.set(name, value)
  body.set('.file.photo', new File([png(byte)], 'a.png', { type: 'image/png' }))
  const encoded = new Response(body)
  return encoded.arrayBuffer().then((bytes) => call('POST', `/f/talk/${id}/2`, { headers: { ...headersOf(who), origin: home }, body: bytes, type: encoded.headers.get('content-type') ?? '' }))
}

describe('6 addresses', () => {
  test('6 none is kept', async () => {
    const who = browser('198.51.100.77')
    const id = await filled(who)
    await post(who, `/f/talk/${id}/send`, {})
    const { results } = await db.prepare(`select name from sqlite_master where type = 'table' and name not like '\\_cf%' escape '\\'`).all<{ name: string }>()
    expect(results.length).toBeGreaterThan(15)
    for (const { name } of results) expect(await rowsOf(name), name).not.toContain('198.51.100.77')
    expect(await rowsOf('visits')).toMatch(/"who":"[0-9a-f]{32}"/)
  })
  test('6 of one network one hash, of another salt another', async () => {
    const salt = 'a'.repeat(22)
    const same = await Promise.all(['2001:db8:1:2::1', '2001:0db8:0001:0002:ffff::9', '2001:DB8:1:2:0:0:0:7'].map((one) => addressHash(one, salt)))
    expect(new Set(same).size).toBe(1)
    const others = await Promise.all([addressHash('2001:db8:1:3::1', salt), addressHash('2001:db8:1:2::1', `${salt}b`), addressHash('203.0.113.9', salt)])
    expect(new Set([...others, same[0]]).size).toBe(4)
  })
})

test('7 let go after two days, with its files', async () => {
  const who = browser()
  const [old, young] = [await filled(who), await filled(who)]
  expect((await photo(who, old, 'x')).status).toBe(303)
  expect((await media.list({ prefix: `draft/${old}/` })).objects.length).toBe(1)
  await db.prepare('update drafts set updated_at = updated_at - ?2 where id = ?1').bind(old, 2 * 86_400_000 + 60_000).run()
  await db.prepare('insert into visits (hour, form, what, who, count, most) values (7, ?, ?, ?, 1, 2)').bind('talk', 'steps', 'x').run()
  await db.prepare(`insert into salts (day, salt) values (7, 'x')`).run()
  await db.prepare(`insert into drafts (id, form, version, author, answers, updated_at) values ('kept', 'trial', 1, 'somebody', '{}', 1)`).run()
  await begin(browser())
  const { results } = await db.prepare('select id from drafts where id in (?, ?, ?) order by id').bind(old, young, 'kept').all<{ id: string }>()
  expect(results.map(({ id }) => id).sort()).toEqual([young, 'kept'].sort())
  expect((await media.list({ prefix: `draft/${old}/` })).objects).toEqual([])
  expect((await db.prepare('select count(*) as n from visits where hour = 7').first<{ n: number }>())?.n).toBe(0)
  expect((await db.prepare('select count(*) as n from salts').first<{ n: number }>())?.n).toBe(1)
})

describe('8 posts', () => {
  test.each([{ origin: 'https://evil.example' }, {}, { origin: 'null' }])('8 from elsewhere: %o', async (headers) => {
    const who = browser()
    const id = await filled(who)
    const before = await rowsOf('drafts')
    for (const path of ['/f/talk', `/f/talk/${id}/1`, `/f/talk/${id}/send`, `/f/talk/${id}/discard`]) expect((await post(who, path, first(), headers as Record<string, string>)).status, path).toBe(403)
    expect(await rowsOf('drafts')).toBe(before)
  })
  test('8 a body with files for no draft is not read', async () => {
    const who = browser()
    await begin(who)
    let read = false
    const body = new ReadableStream({ pull: (stream) => ((read = true), stream.enqueue(new Uint8Array(100_000)), stream.close()) }, { highWaterMark: 0 })
    const answer = await call('POST', `/f/talk/${newId()}/2`, { headers: { ...headersOf(who), origin: home }, body, type: 'multipart/form-data; boundary=x' })
    expect([answer.status, read]).toEqual([404, false])
  })
  test.each([['', 303], ['no-id', 303], ['x'.repeat(5_000), 303]])('8 an id of %j begins under another', async (id, status) => {
    const who = browser()
    await see(who, '/f/talk')
    const begun = await post(who, '/f/talk', { id, unit: '\u0000<x>' })
    expect([begun.status, /^\/f\/talk\/[0-9a-f-]{36}$/.test(begun.headers.get('location') ?? '')]).toEqual([status, true])
  })
})

test('9 an id that is somebody else’s record', async () => {
  const theirs = await sealed()
  expect((await send(tokens.officer, theirs)).status).toBe(201)
  const who = browser()
  await see(who, '/f/talk')
  const begun = await post(who, '/f/talk', { id: String(theirs.id) })
  expect(begun.headers.get('location')).toMatch(/^\/f\/talk\/[0-9a-f-]{36}$/)
  expect(begun.headers.get('location')).not.toContain(String(theirs.id))
})

describe('10 in the office', () => {
  const office = (who: 'reviewer' | 'viewer' | 'officer', path: string): Promise<Response> => call('GET', path, { headers: { cookie: `__Host-phieu=${tokens[who]}`, accept: 'text/html' } })
  test('10 from a citizen who did not sign in; not to be given back', async () => {
    const who = browser()
    const id = await filled(who)
    await post(who, `/f/talk/${id}/send`, {})
    const page = await (await office('reviewer', `/office/submissions/${id}`)).text()
    expect(page.split('người dân, không đăng nhập').length).toBeGreaterThan(2)
    expect(page).not.toMatch(/~[0-9a-f]{8}/)
    expect(page).toContain('Sạt từ hôm qua')
    expect([page.includes('value="approved"'), page.includes('value="returned"')]).toEqual([true, false])
    const returned = await call('POST', `/api/submissions/${id}/review`, { token: tokens.reviewer, body: JSON.stringify({ state: 'returned', comment: 'Ở đâu?' }) })
    expect([returned.status, (await said(returned)).code]).toEqual([409, 'review_impossible'])
    expect(await (await office('viewer', `/office/submissions/${id}`)).text()).not.toContain('Sạt từ hôm qua')
    const { author } = (await said(await call('GET', `/api/submissions/${id}`, { token: tokens.reviewer }))) as unknown as { author: string }
    expect(author).toMatch(/^~/)
  })
  test.each([['?unit=Bản n2', 'n2'], ['?unit=', '']])('10 the address %s', async (query, unit) => {
    const page = await (await office('reviewer', `/office/talk/address${query}`)).text()
    expect(page).toContain('<svg')
    expect(page).toMatch(new RegExp(`href="${home}/f/talk${unit === '' ? '' : `\\?unit=${unit}`}"`))
  })
  test('10 a place that is not there, and a form that is not public', async () => {
    expect(await (await office('reviewer', '/office/talk/address?unit=zzz')).text()).toContain('Không có nơi nào')
    expect((await office('reviewer', '/office/trial/address')).status).toBe(404)
    expect((await office('officer', '/office/talk/address')).status).toBe(403)
    expect(await (await office('reviewer', '/office/talk')).text()).toContain('/office/talk/address')
    expect(await (await office('reviewer', '/office/trial')).text()).not.toContain('/office/trial/address')
  })
})

// A rescue file: what a phone could not send for itself.
// 1  Its records are received as their authors', whoever hands the file in; the flag says who did; twice is once, and so is the phone's own sending after it.
// 2  A record that its author's phone did not seal is not taken: changed, another's, of an unknown token. The other lines are.
// 3  A token that has ended still proves; the flag says that it had ended.
// 4  Photos come with their records, drafts become drafts of their authors; what is there stays.
// 5  A torn, changed or senseless file: what is whole is taken, each bad line told by its number; no 5xx.
// 6  Withdrawals.
// 7  The office's page, without script.
import { beforeAll, describe, expect, test } from 'vitest'
import { bytesSha256Hex, hmacSha256Hex, sha256Hex } from '../../src/server/digest.ts'
import { publishCamera } from './camera.ts'
import { adminToken, call, counted, db, hashOf, home, rows, said, sealed, send, settle, tokenFor } from './visitor.ts'
import type { Loose } from './visitor.ts'

interface Author {
  readonly token: string
  readonly id: string
  readonly person: string
}

let tokens: Record<string, string>
let author: Author
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
  await publishCamera()
  author = await tokenFor('Tẩn A Mười Lăm', 'officer', 'north')
})

const text = new TextEncoder()

/** A record as it lies on the phone of its author. */
async function record(answers: Loose = {}, more: Loose = {}, by: Author = author): Promise<{ line: Loose; sent: Loose }> {
  const sent = await sealed(answers, more)
  return { sent, line: await lineOf(sent, by) }
}
async function lineOf(sent: Loose, by: Author): Promise<Loose> {
  const mac = await hmacSha256Hex(await sha256Hex(by.token), sent.sha256 as string)
  return {
    record: {
      id: sent.id, author: by.person, token: by.id, kind: 'submission', form: sent.form, version: 1, label: 'x', body: JSON.stringify(sent), sha256: sent.sha256, mac, base: 0, sealed_at: 1, media: [], tries: 0,
      state: 'waiting', revision: 0, receipt: '', signature: '', problems: [],
    },
  }
}

async function fileOf(lines: readonly (Loose | string)[], { end = true, newline = '\n' } = {}): Promise<string> {
  const head = { phieu: 1, made_at: '2026-11-29T10:00:00Z', device: 'Máy của thôn', records: lines.length, drafts: 0, media: 0 }
  const before = [head, ...lines].map((line) => (typeof line === 'string' ? line : JSON.stringify(line)) + newline).join('')
  return end ? before + JSON.stringify({ end: true, lines: lines.length + 1, sha256: await sha256Hex(before) }) : before
}

async function hand(body: BodyInit, who = 'reviewer'): Promise<{ status: number; body: Loose & { problems: { line: number; code: string; title: string }[] } }> {
  const answer = await call('POST', '/api/rescue', { token: tokens[who] ?? who, body, type: 'text/plain; charset=utf-8' })
  return { status: answer.status, body: (await answer.json()) as never }
}
const codes = ({ body }: Awaited<ReturnType<typeof hand>>) => body.problems.map(({ line, code }) => [line, code])
const read = async (id: unknown, token = tokens.reviewer ?? ''): Promise<Loose> => (await (await call('GET', `/api/submissions/${String(id)}`, { token })).json()) as Loose

describe('1 records of their authors', () => {
  test.each(['neighbour', 'reviewer', 'admin', 'stranger'])('handed in by %s', async (who) => {
    const [one, two] = [await record({ head_name: 'Cứu một' }), await record({ head_name: 'Cứu hai', labour: -1 })]
    const before = await counted()
    const done = await hand(await fileOf([one.line, two.line]), who)
    expect(done).toMatchObject({ status: 200, body: { kept: 1, had_it: 0, conflict: 0, refused: 1, drafts: 0, media: 0, problems: [] } })
    expect(await counted()).not.toBe(before)
    const found = await read(one.sent.id)
    expect(found).toMatchObject({ author: author.person, unit: 'n1', state: 'received' })
    expect((found.revisions as Loose[])[0]).toMatchObject({ hash: one.sent.sha256, author: author.person })
    expect(found.flags).toContainEqual(expect.objectContaining({ code: 'rescued' }))
    const [sums, all] = [await counted(), await rows()]
    expect((await hand(await fileOf([one.line, two.line]), who)).body).toMatchObject({ kept: 0, had_it: 1, refused: 1, problems: [] })
    // Then the phone finds its network again.
    expect(await said(await send(author.token, one.sent))).toMatchObject({ status: 'had_it', hash: one.sent.sha256 })
    expect([await counted(), await rows()]).toEqual([sums, all])
  })
  test('one’s own is not flagged', async () => {
    const own = await record()
    expect((await hand(await fileOf([own.line]), author.token)).body.kept).toBe(1)
    expect((await read(own.sent.id)).flags).toEqual([])
  })
  test('of several people and forms at once, a record and its correction', async () => {
    const other = await tokenFor('Cháng Thị Mười Sáu', 'officer', 'south')
    const first = await record({ labour: 5 })
    const second = await record({ labour: 6 }, { id: first.sent.id, base: 1 })
    const theirs = await record({ village: 's1' }, {}, other)
    const photo = await record({}, { form: 'camera', answers: { village: 'n1' } })
    expect((await hand(await fileOf([first.line, theirs.line, second.line, photo.line]))).body).toMatchObject({ kept: 4, problems: [] })
    expect((await read(theirs.sent.id, tokens.far)).author).toBe(other.person)
    expect((await read(first.sent.id)).revision).toBe(2)
  })
  test('what is outside the author’s scope is flagged as ever', async () => {
    const away = await record({ village: 's1' })
    await hand(await fileOf([away.line]))
    expect((await read(away.sent.id, adminToken)).flags).toContainEqual(expect.objectContaining({ code: 'outside_scope_unit' }))
  })
})

describe('2 what the author’s phone did not seal', () => {
  const forged: readonly (readonly [string, (line: Loose) => Promise<Loose>, string])[] = [
    ['another answer in the body', async (line) => ({ ...line, body: String(line.body).replace('Mở đường', 'Mở trường') }), 'hash_mismatch'],
    ['another answer, hashed anew', async (line) => {
      const { sha256: _, ...rest } = JSON.parse(String(line.body)) as Loose
      const body = { ...rest, answers: { ...(rest.answers as Loose), labour: 99 } }
      const sha256 = await hashOf(body)
      return { ...line, body: JSON.stringify({ ...body, sha256 }), sha256 }
    }, 'rescue_mac'],
    ['no secret', async (line) => ({ ...line, mac: '0'.repeat(64) }), 'rescue_mac'],
    ['another’s name', async (line) => ({ ...line, author: '0195c000-0000-7000-8000-000000000000' }), 'rescue_mac'],
    ['another’s token', async (line) => ({ ...line, token: (await tokenFor('Ai đó', 'officer', 'north')).id }), 'rescue_mac'],
    ['a token that is none', async (line) => ({ ...line, token: 'nothing' }), 'token_unknown'],
    ['the deployment’s token', async (line) => ({ ...line, token: 'deployment' }), 'token_unknown'],
    ['a body that is no JSON', async (line) => ({ ...line, body: '{' }), 'json_syntax'],
    ['another id beside it', async (line) => ({ ...line, id: '0195c000-0000-7000-8000-000000000000' }), 'hash_mismatch'],
    ['no body', async ({ body: _, ...line }) => line, 'malformed'],
    ['a hash of its own kind', async (line) => ({ ...line, sha256: 'x' }), 'malformed'],
    ['an unknown sort', async (line) => ({ ...line, kind: 'payment' }), 'malformed'],
  ]
  test.each(forged)('%s', async (_, change, code) => {
    const [bad, good] = [await record(), await record()]
    const line = { record: await change(bad.line.record as Loose) }
    const done = await hand(await fileOf([line, good.line]))
    expect([done.status, done.body.kept, codes(done)]).toEqual([200, 1, [[2, code]]])
    expect((await call('GET', `/api/submissions/${bad.sent.id as string}`, { token: adminToken })).status).toBe(404)
  })
  test('a viewer’s token seals nothing', async () => {
    const viewer = await tokenFor('Người xem', 'viewer', 'north')
    const one = await record({}, {}, viewer)
    expect(codes(await hand(await fileOf([one.line])))).toEqual([[2, 'forbidden']])
  })
  test('a form that is not the author’s', async () => {
    const bound = await tokenFor('Chỉ một biểu mẫu', 'officer', 'north', { forms: ['camera'] })
    const one = await record({}, {}, bound)
    expect(codes(await hand(await fileOf([one.line])))).toEqual([[2, 'form_unknown']])
  })
})

describe('3 a token that has ended', () => {
  test.each(['revoked', 'expired'])('%s', async (how) => {
    const gone = await tokenFor('Vừ Thị Mười Bảy', 'officer', 'north')
    const one = await record({}, {}, gone)
    if (how === 'revoked') await call('DELETE', `/api/tokens/${gone.id}`, { token: adminToken })
    else await db.prepare('update tokens set expires_at = 1 where id = ?').bind(gone.id).run()
    expect((await send(gone.token, one.sent)).status).toBe(401)
    expect((await hand(await fileOf([one.line]))).body.kept).toBe(1)
    expect((await read(one.sent.id)).flags).toContainEqual({ code: 'rescued', facts: { by: 'Hoàng Văn Bốn', ended: how } })
  })
})

describe('4 photos and drafts', () => {
  const jpeg = (length: number): Uint8Array => {
    const bytes = crypto.getRandomValues(new Uint8Array(length))
    bytes.set([0xff, 0xd8, 0xff])
    return bytes
  }
  const mediaLine = async (bytes: Uint8Array): Promise<Loose> => ({ media: { sha256: await bytesSha256Hex(bytes), type: 'image/jpeg', bytes: bytes.byteLength, body: btoa(String.fromCharCode(...bytes)) } })

  test('a photo and its thumbnail, once', async () => {
    const [photo, thumbnail] = [jpeg(3_000), jpeg(300)]
    const media = await Promise.all([['a.jpg', photo], ['thumb-a.jpg', thumbnail]].map(async ([name, bytes]) => ({ name, sha256: await bytesSha256Hex(bytes as Uint8Array), bytes: (bytes as Uint8Array).byteLength })))
    const one = await record({}, { form: 'camera', answers: { village: 'n1', photo: 'a.jpg' }, media })
    const file = await fileOf([one.line, await mediaLine(photo), await mediaLine(thumbnail)])
    expect((await hand(file)).body).toMatchObject({ kept: 1, media: 2, problems: [] })
    expect((await hand(file)).body).toMatchObject({ kept: 0, had_it: 1, media: 0 })
    const answer = await call('GET', `/api/submissions/${one.sent.id as string}/media/a.jpg`, { token: author.token })
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(photo)
  })
  test('twenty-five photos of five records, half of one sent before', async () => {
    const lines: Loose[] = []
    const photos: Loose[] = []
    let first: { sent: Loose; bytes: Uint8Array } | undefined
    for (let i = 0; i < 25; i++) {
      const bytes = jpeg(500)
      const one = await record({}, { form: 'camera', answers: { village: 'n1', photo: 'p.jpg' }, media: [{ name: 'p.jpg', sha256: await bytesSha256Hex(bytes), bytes: 500 }] })
      first ??= { sent: one.sent, bytes }
      lines.push(one.line)
      photos.push(await mediaLine(bytes))
    }
    await send(author.token, first?.sent)
    await call('PUT', `/api/submissions/${first?.sent.id as string}/media/p.jpg`, { token: author.token, body: first?.bytes.slice(0, 250) as BodyInit, headers: { 'content-range': 'bytes 0-249/500', 'content-type': 'image/jpeg' } })
    expect((await hand(await fileOf([...lines, ...photos]))).body).toMatchObject({ kept: 24, had_it: 1, media: 25, problems: [] })
    expect((await call('PUT', `/api/submissions/${first?.sent.id as string}/media/p.jpg`, { token: author.token, body: first?.bytes.slice(250) as BodyInit, headers: { 'content-range': 'bytes 250-499/500', 'content-type': 'image/jpeg' } })).status).toBe(200)
  })
  test.each([
    ['other bytes than their hash', (line: Loose) => ({ media: { ...(line.media as Loose), body: btoa('other') } }), 0, []],
    ['base64 that is none', (line: Loose) => ({ media: { ...(line.media as Loose), body: '<<<' } }), 0, []],
    ['no body', (line: Loose) => ({ media: { ...(line.media as Loose), body: undefined } }), 0, [[3, 'malformed']]],
  ])('a photo with %s', async (_, change, count, problems) => {
    const bytes = jpeg(100)
    const one = await record({}, { form: 'camera', answers: { village: 'n1', photo: 'a.jpg' }, media: [{ name: 'a.jpg', sha256: await bytesSha256Hex(bytes), bytes: 100 }] })
    const done = await hand(await fileOf([one.line, change(await mediaLine(bytes))]))
    expect([done.body.kept, done.body.media, codes(done)]).toEqual([1, count, problems])
  })
  test('a script called a photo', async () => {
    const bytes = text.encode('<script>alert(1)</script>')
    const one = await record({}, { form: 'camera', answers: { village: 'n1', photo: 'a.jpg' }, media: [{ name: 'a.jpg', sha256: await bytesSha256Hex(bytes), bytes: bytes.byteLength }] })
    expect(codes(await hand(await fileOf([one.line, await mediaLine(bytes)])))).toEqual([[2, 'media_unfit']])
  })

  const draftLine = (more: Loose = {}, parts: Loose[] = []): Loose => {
    const id = crypto.randomUUID()
    return {
      draft: { id, author: author.person, form: 'camera', version: 1, seed: 7, started_at: 1_795_000_000_000, updated_at: 1_795_000_100_000, label: 'Đang ghi', screen: 1, media: {}, ...more },
      parts: [{ draft: (more.id as string | undefined) ?? id, name: 'village', answer: 'n1' }, { draft: (more.id as string | undefined) ?? id, name: 'note', answer: 'viết dở', reasons: { note: 'vì thế' } }, ...parts],
    }
  }
  const page = async (path: string) => call('GET', path, { headers: { cookie: `__Host-phieu=${author.token}` } })

  test('a draft with its photo is gone on with on the plain pages', async () => {
    const bytes = jpeg(400)
    const sha256 = await bytesSha256Hex(bytes)
    const id = crypto.randomUUID()
    const line = draftLine({ id, media: { 'a.jpg': { sha256 } } }, [{ draft: id, name: 'photo', answer: 'a.jpg' }])
    const file = await fileOf([line, await mediaLine(bytes)])
    expect((await hand(file)).body).toMatchObject({ drafts: 1, problems: [] })
    expect((await hand(file)).body).toMatchObject({ drafts: 0 })
    expect(await (await page('/')).text()).toContain('Đang ghi')
    expect(await (await page(`/drafts/${id}/1`)).text()).toContain('viết dở')
    expect(new Uint8Array(await (await page(`/drafts/${id}/files/a.jpg`)).arrayBuffer())).toEqual(bytes)
  })
  test('one that is there stays as it is, and one that was sent does not come back', async () => {
    const id = crypto.randomUUID()
    await hand(await fileOf([draftLine({ id })]))
    expect((await hand(await fileOf([draftLine({ id, label: 'Người khác viết đè' })]))).body.drafts).toBe(0)
    expect((await db.prepare(`select json_extract(answers, '$.label') as label from drafts where id = ?`).bind(id).first<{ label: string }>())?.label).toBe('Đang ghi')
    const sent = await sealed({}, { form: 'camera', answers: { village: 'n1' } })
    await send(author.token, sent)
    expect((await hand(await fileOf([draftLine({ id: sent.id })]))).body.drafts).toBe(0)
    expect((await hand(await fileOf([draftLine({ id: sent.id, base: 1 })]))).body.drafts).toBe(1)
  })
  test.each([
    ['nobody’s', { author: '0195c000-0000-7000-8000-000000000000' }, 'person_unknown'], ['of an unknown form', { form: 'nothing' }, 'form_unknown'], ['of a version to come', { version: 9 }, 'form_unknown'],
    ['without an id', { id: 'x' }, 'malformed'], ['from the year 20000', { updated_at: 600_000_000_000_000 }, 'malformed'],
  ])('a draft %s', async (_, more, code) => {
    expect(codes(await hand(await fileOf([draftLine(more as Loose)])))).toEqual([[2, code]])
  })
  test('wild answers in a draft open all the same', async () => {
    const id = crypto.randomUUID()
    const line = draftLine({ id }, [{ draft: id, name: 'photo', answer: { a: [1, null] } }, { draft: id, name: 'nothing', answer: 'x' }, { draft: 'other'.padEnd(8), name: 'x' }].slice(0, 2))
    expect((await hand(await fileOf([line]))).body.drafts).toBe(1)
    expect((await page(`/drafts/${id}/1`)).status).toBe(200)
    expect((await page(`/drafts/${id}/check`)).status).toBe(200)
  })
})

describe('4 handed in five times at once', () => {
  test('each record, photo and draft once', async () => {
    const bytes = new Uint8Array([0xff, 0xd8, 0xff, ...new Uint8Array(50)])
    const sha256 = await bytesSha256Hex(bytes)
    const records = await Promise.all(Array.from({ length: 5 }, () => record({}, { form: 'camera', answers: { village: 'n1', photo: 'a.jpg' }, media: [{ name: 'a.jpg', sha256, bytes: 53 }] })))
    const id = crypto.randomUUID()
    const draft = { draft: { id, author: author.person, form: 'camera', version: 1, seed: 7, started_at: 1, updated_at: 2, label: '', media: {} }, parts: [] }
    const file = await fileOf([...records.map(({ line }) => line), draft, { media: { sha256, type: 'image/jpeg', bytes: 53, body: btoa(String.fromCharCode(...bytes)) } }])
    const done = await Promise.all(Array.from({ length: 5 }, () => hand(file)))
    const sum = (name: string): number => done.reduce((all, { body }) => all + Number(body[name]), 0)
    expect(done.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect([sum('kept'), sum('had_it'), sum('conflict'), sum('drafts'), sum('media')]).toEqual([5, 20, 0, 1, 5])
  })
})

describe('5 torn, changed and senseless files', () => {
  test('broken off in the last record', async () => {
    const [one, two] = [await record(), await record()]
    const whole = await fileOf([one.line, two.line])
    const done = await hand(whole.slice(0, whole.length - 900))
    expect(done.body.kept).toBe(1)
    expect(codes(done)).toEqual([[3, 'json_syntax'], [3, 'rescue_torn']])
    expect((await hand(whole)).body).toMatchObject({ kept: 1, had_it: 1, problems: [] })
  })
  test('without its end, with another end, with CR LF and a byte order mark', async () => {
    const one = await record()
    expect(codes(await hand(await fileOf([one.line], { end: false })))).toEqual([[2, 'rescue_torn']])
    expect(codes(await hand((await fileOf([one.line])).replace('Máy của thôn', 'Máy của bản')))).toEqual([[3, 'rescue_torn']])
    const two = await record()
    expect((await hand(`\ufeff${await fileOf([two.line], { newline: '\r\n' })}`)).body.kept).toBe(1)
  })
  test.each([
    ['nothing', ''], ['a text', 'xin chào'], ['HTML', '<!doctype html><title>Đăng nhập</title>'], ['JSON of another sort', '{"a":1}'], ['an array', '[1,2]'], ['a version to come', '{"phieu":2}'], ['only line ends', '\n\n\r\n'],
  ])('%s is no rescue file', async (_, body) => {
    const done = await hand(body)
    expect([done.status, done.body.code]).toEqual([400, 'rescue_none'])
  })
  test('bad lines between good ones', async () => {
    const one = await record()
    const lines = ['{', 'null', '[]', '{"a":1}', '{"record":null}', '{"record":{"__proto__":1}}', '{"draft":{},"parts":[]}', '{"media":{}}', '['.repeat(100), '{"record":{"id":"a","id":"b"}}', one.line]
    const done = await hand(await fileOf(lines))
    expect([done.status, done.body.kept]).toEqual([200, 1])
    expect(codes(done).map(([line]) => line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(done.body.problems.every(({ title }) => /\p{L}/u.test(title))).toBe(true)
  })
  test('bytes that are no text', async () => {
    const one = await record()
    const bytes = text.encode(await fileOf(['XX', one.line]))
    bytes[bytes.indexOf(0x58)] = 0xff
    expect(codes(await hand(bytes as BodyInit)).slice(0, 1)).toEqual([[2, 'json_syntax']])
  })
  test('too large', async () => {
    expect((await hand(new Uint8Array(33_554_433) as BodyInit)).status).toBe(413)
  })
  test('a thousand lines of nothing', async () => {
    const done = await hand(await fileOf(Array.from({ length: 1_000 }, () => '{}')))
    expect([done.status, done.body.problems.length]).toEqual([200, 1_000])
  })
})

describe('6 withdrawals', () => {
  const wish = async (id: unknown, by: Author = author, base = 0): Promise<Loose> => {
    const body = JSON.stringify({ id, base, at: 1 })
    const sha256 = await sha256Hex(body)
    return { record: { id, author: by.person, token: by.id, kind: 'withdrawal', body, sha256, mac: await hmacSha256Hex(await sha256Hex(by.token), sha256) } }
  }
  test('of what came in the same file, and of what was here', async () => {
    const [one, two] = [await record(), await record()]
    await send(author.token, two.sent)
    const file = await fileOf([one.line, await wish(one.sent.id), await wish(two.sent.id)])
    expect((await hand(file)).body).toMatchObject({ kept: 3, had_it: 0, problems: [] })
    expect([(await read(one.sent.id)).state, (await read(two.sent.id)).state]).toEqual(['withdrawn', 'withdrawn'])
    expect((await hand(file)).body).toMatchObject({ kept: 0, had_it: 3 })
  })
  test('of another record than was sealed, of another’s, of an approved one', async () => {
    const [one, theirs] = [await record(), await sealed()]
    await send(author.token, one.sent)
    await send(tokens.officer ?? '', theirs)
    const moved = (await wish(crypto.randomUUID())).record as Loose
    const done = await hand(await fileOf([{ record: { ...moved, id: one.sent.id } }, await wish(theirs.id)]))
    expect(codes(done)).toEqual([[2, 'hash_mismatch'], [3, 'not_found']])
    await call('POST', `/api/submissions/${one.sent.id as string}/review`, { token: tokens.reviewer ?? '', body: JSON.stringify({ state: 'approved' }) })
    expect(codes(await hand(await fileOf([await wish(one.sent.id)])))).toEqual([[2, 'approved_already']])
  })
})

describe('7 the office’s page', () => {
  const post = async (content: string | undefined, who = 'reviewer', origin = home): Promise<Response> => {
    const form = new FormData()
    if (content !== undefined) form.set('file', new File([content], 'phieu.txt', { type: 'text/plain' }))
    const request = new Request(home, { method: 'POST', body: form })
    return call('POST', '/office/rescue', { body: await request.arrayBuffer(), type: request.headers.get('content-type') ?? '', headers: { origin, cookie: `__Host-phieu=${tokens[who] ?? ''}` } })
  }
  test('a file is chosen, taken in, and told', async () => {
    const [one, bad] = [await record(), await record()]
    expect(await (await call('GET', '/office/rescue', { headers: { cookie: `__Host-phieu=${tokens.reviewer ?? ''}` } })).text()).toContain('type="file"')
    const answer = await post(await fileOf([one.line, { record: { ...(bad.line.record as Loose), mac: '0'.repeat(64) } }]))
    const page = await answer.text()
    expect(answer.status).toBe(200)
    expect(page).toContain('Phiếu mới nhận')
    expect(page).toContain('Dòng 3')
    expect((await read(one.sent.id)).state).toBe('received')
  })
  test.each([['no file', undefined, 'reviewer', home, 400], ['the wrong file', '<script>alert(1)</script>', 'reviewer', home, 400], ['a viewer', '', 'viewer', home, 403], ['an officer', '', 'officer', home, 403], ['another site', '', 'reviewer', 'https://elsewhere.example', 403]])(
    '%s', async (_, content, who, origin, status) => {
      const answer = await post(content, who, origin)
      expect(answer.status).toBe(status)
      expect(await answer.text()).not.toContain('<script>')
    })
})

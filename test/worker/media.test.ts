// Photos, voices and files of submissions.
// 1  A file comes whole or in pieces of any size; the last piece makes it whole if it has the sealed hash; sent again it is there already.
// 2  A piece twice, overlapping, too early, out of order, cut off or lied about: what is there is said, nothing wrong is ever kept.
// 3  Two phones with the same piece at once, twenty with the whole: one file, its bytes right, nothing left over in R2.
// 4  Only what a revision of the sender's own lists and answers (or a thumbnail of it); everything else is the same 404.
// 5  The bytes are what the name says, or 415; a wrong hash is 422 and begins again; too large is 413.
// 6  Read by whoever may see the answer: not viewers where it is personal, not other officers, not while it has not come; inert, with one Range.
// 7  Names as people write them (NFD, spaces, marks), and as nobody should.
// 8  What R2 lost is asked for again.
import { beforeAll, describe, expect, test } from 'vitest'
import { bytesSha256Hex } from '../../src/server/digest.ts'
import { typeOf } from '../../src/server/sort.ts'
import { publishCamera } from './camera.ts'
import { adminToken, call, db, media as bucket, said, sealed, send, settle, tokenFor } from './visitor.ts'
import type { Loose } from './visitor.ts'

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
  await publishCamera()
})
const officer = (): string => tokens.officer ?? ''

const beginnings: Readonly<Record<string, readonly number[]>> = {
  jpg: [0xff, 0xd8, 0xff, 0xe0], png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], webp: [0x52, 0x49, 0x46, 0x46, 1, 2, 3, 4, 0x57, 0x45, 0x42, 0x50],
  webm: [0x1a, 0x45, 0xdf, 0xa3], ogg: [0x4f, 0x67, 0x67, 0x53], m4a: [0, 0, 0, 0x20, 0x66, 0x74, 0x79, 0x70], pdf: [0x25, 0x50, 0x44, 0x46, 0x2d],
}

/** A file that begins as its sort does; the rest is different for each. */
function bytesOf(ending: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(length, at + 65_536)))
  bytes.set((beginnings[ending] ?? []).slice(0, length))
  return bytes
}

/** A kept submission whose answers name these files; its id. */
async function withFiles(files: Readonly<Record<string, Uint8Array>>, answers: Loose, more: Loose = {}, token = officer()): Promise<string> {
  const media = await Promise.all(Object.entries(files).map(async ([name, bytes]) => ({ name, sha256: await bytesSha256Hex(bytes), bytes: bytes.byteLength })))
  const one = await sealed({}, { form: 'camera', answers: { village: 'n1', ...answers }, media, ...more })
  const answer = await send(token, one)
  expect(answer.status, await answer.clone().text()).toBe(201)
  return one.id as string
}

const path = (id: string, name: string, query = ''): string => `/api/submissions/${id}/media/${encodeURIComponent(name)}${query}`

async function put(id: string, name: string, body: Uint8Array | undefined, range?: string, token = officer(), more: Record<string, string> = {}): Promise<{ status: number; body: Loose }> {
  const headers = { 'content-type': 'application/octet-stream', ...(range === undefined ? {} : { 'content-range': range }), ...more }
  const answer = await call('PUT', path(id, name), { token, ...(body === undefined ? {} : { body: body as BodyInit }), headers })
  return { status: answer.status, body: (await answer.json()) as Loose }
}

const piece = (id: string, name: string, all: Uint8Array, from: number, to: number, token = officer()) => put(id, name, all.slice(from, to), `bytes ${from}-${to - 1}/${all.byteLength}`, token)

async function fetched(id: string, name: string, token = officer(), headers: Record<string, string> = {}): Promise<Response> {
  return call('GET', path(id, name), { token, headers })
}

async function left(): Promise<number> {
  return (await bucket.list({ prefix: 'part/' })).objects.length
}

describe('1 whole and in pieces', () => {
  test.each([[1], [100], [1_000], [16_384], [300_000]])('pieces of %i bytes', async (size) => {
    const length = size === 1 ? 30 : size * 3 + 7
    const photo = bytesOf('jpg', length)
    const id = await withFiles({ 'a.jpg': photo }, { photo: 'a.jpg' })
    for (let from = 0; from < length; from += size) {
      const to = Math.min(length, from + size)
      const { status, body } = await piece(id, 'a.jpg', photo, from, to)
      expect([status, body.received, body.of]).toEqual([to === length ? 201 : 202, to, length])
      expect(body.sha256).toBe(to === length ? await bytesSha256Hex(photo) : undefined)
    }
    expect(new Uint8Array(await (await fetched(id, 'a.jpg')).arrayBuffer())).toEqual(photo)
    expect((await put(id, 'a.jpg', photo)).status).toBe(200)
    expect((await piece(id, 'a.jpg', photo, 0, 5)).status).toBe(200)
    expect(await put(id, 'a.jpg', undefined, `bytes */${length}`)).toMatchObject({ status: 200, body: { received: length } })
    expect(await left()).toBe(0)
  })
  test('several megabytes lie in a few parts', async () => {
    const photo = bytesOf('jpg', 5_000_000)
    const id = await withFiles({ 'a.jpg': photo }, { photo: 'a.jpg' })
    for (let from = 0; from < 4_900_000; from += 200_000) expect((await piece(id, 'a.jpg', photo, from, Math.min(4_900_000, from + 200_000))).status).toBe(202)
    expect(await left()).toBeLessThanOrEqual(5)
    expect((await piece(id, 'a.jpg', photo, 4_900_000, 5_000_000)).status).toBe(201)
    expect(await bytesSha256Hex(new Uint8Array(await (await fetched(id, 'a.jpg')).arrayBuffer()))).toBe(await bytesSha256Hex(photo))
    expect(await left()).toBe(0)
  })
  test('asked before anything came', async () => {
    const id = await withFiles({ 'a.jpg': bytesOf('jpg', 50) }, { photo: 'a.jpg' })
    expect(await put(id, 'a.jpg', undefined, 'bytes */50')).toEqual({ status: 202, body: { name: 'a.jpg', received: 0, of: 50 } })
  })
  test.each([['photo', 'a.png', 'png'], ['photo', 'a.JPEG', 'jpg'], ['photo', 'a.webp', 'webp'], ['voice', 'a.webm', 'webm'], ['voice', 'a.ogg', 'ogg'], ['voice', 'a.m4a', 'm4a'], ['paper', 'a.pdf', 'pdf'], ['paper', 'a.jpg', 'jpg']])(
    '%s: %s', async (question, name, sort) => {
      const bytes = bytesOf(sort, 200)
      const id = await withFiles({ [name]: bytes }, { [question]: name })
      expect((await put(id, name, bytes)).status).toBe(201)
      expect((await fetched(id, name)).headers.get('content-type')).toBe(typeOf(bytes)?.type)
    })
  test('the list of what was sent says that it has come', async () => {
    const photo = bytesOf('jpg', 60)
    const id = await withFiles({ 'a.jpg': photo }, { photo: 'a.jpg' })
    await put(id, 'a.jpg', photo)
    const { rows } = (await said(await call('GET', '/api/sent', { token: officer() }))) as unknown as { rows: Loose[] }
    expect(rows.find((row) => row.id === id)?.media).toEqual([{ name: 'a.jpg', bytes: 60, kept: true }])
  })
})

describe('2 pieces that do not fit', () => {
  const cases: readonly (readonly [string, (all: Uint8Array) => { body?: Uint8Array; range?: string }, number, string | undefined])[] = [
    ['beyond what is there', (all) => ({ body: all.slice(60, 80), range: 'bytes 60-79/100' }), 409, 'media_gap'],
    ['the first again', (all) => ({ body: all.slice(0, 40), range: 'bytes 0-39/100' }), 202, undefined],
    ['overlapping', (all) => ({ body: all.slice(20, 40), range: 'bytes 20-39/100' }), 202, undefined],
    ['another total', (all) => ({ body: all.slice(40, 50), range: 'bytes 40-49/101' }), 409, 'media_total'],
    ['a huge total', (all) => ({ body: all.slice(40, 50), range: 'bytes 40-49/999999999999999' }), 409, 'media_total'],
    ['a total too long to be a number', (all) => ({ body: all.slice(40, 50), range: 'bytes 40-49/9999999999999999' }), 400, 'malformed'],
    ['the whole, but shorter', (all) => ({ body: all.slice(0, 99) }), 409, 'media_total'],
    ['fewer bytes than the range says', (all) => ({ body: all.slice(40, 45), range: 'bytes 40-49/100' }), 400, 'malformed'],
    ['more bytes than the range says', (all) => ({ body: all.slice(40, 60), range: 'bytes 40-49/100' }), 400, 'malformed'],
    ['ends beyond the total', (all) => ({ body: all.slice(40, 50), range: 'bytes 95-104/100' }), 400, 'malformed'],
    ['backwards', (all) => ({ body: all.slice(40, 50), range: 'bytes 49-40/100' }), 400, 'malformed'],
    ['negative', (all) => ({ body: all.slice(40, 50), range: 'bytes -10-49/100' }), 400, 'malformed'],
    ['an open total', (all) => ({ body: all.slice(40, 50), range: 'bytes 40-49/*' }), 400, 'malformed'],
    ['nothing of nothing', () => ({ range: 'bytes */0' }), 400, 'malformed'],
    ['asking with a body', (all) => ({ body: all.slice(40, 50), range: 'bytes */100' }), 400, 'malformed'],
    ['another unit', (all) => ({ body: all.slice(40, 50), range: 'items 40-49/100' }), 400, 'malformed'],
    ['two ranges', (all) => ({ body: all.slice(40, 50), range: 'bytes 40-44/100, 45-49/100' }), 400, 'malformed'],
    ['an empty piece', () => ({ body: new Uint8Array(), range: 'bytes 40-40/100' }), 400, 'malformed'],
  ]
  test.each(cases)('%s → %i', async (_, make, status, code) => {
    const all = bytesOf('jpg', 100)
    const id = await withFiles({ 'a.jpg': all }, { photo: 'a.jpg' })
    expect((await piece(id, 'a.jpg', all, 0, 40)).status).toBe(202)
    const { body, range } = make(all)
    const answer = await put(id, 'a.jpg', body, range)
    expect([answer.status, answer.body.code]).toEqual([status, code])
    if (status === 409 || status === 202) expect(answer.body.received).toBe(40)
    if (status >= 400) expect(answer.body.title).toMatch(/\p{L}/u)
    // Whatever came between: going on from where it was makes it whole.
    expect((await piece(id, 'a.jpg', all, 40, 100)).status).toBe(201)
    expect(new Uint8Array(await (await fetched(id, 'a.jpg')).arrayBuffer())).toEqual(all)
  })
  test('a body that breaks off leaves nothing', async () => {
    const all = bytesOf('jpg', 100)
    const id = await withFiles({ 'a.jpg': all }, { photo: 'a.jpg' })
    const broken = new ReadableStream({
      pull(controller) {
        controller.enqueue(all.slice(0, 30))
        controller.error(new Error('the network'))
      },
    })
    const answer = await call('PUT', path(id, 'a.jpg'), { token: officer(), body: broken, headers: { 'content-range': 'bytes 0-99/100', 'content-type': 'image/jpeg' } })
    expect([answer.status, (await said(answer)).code]).toEqual([400, 'body_broken'])
    expect((await put(id, 'a.jpg', undefined, 'bytes */100')).body.received).toBe(0)
    expect(await left()).toBe(0)
  })
  test('all orders of four pieces end whole', async () => {
    const all = bytesOf('jpg', 80)
    for (const order of [[3, 2, 1, 0], [0, 2, 1, 3], [1, 0, 3, 2], [2, 2, 0, 0]]) {
      const id = await withFiles({ 'a.jpg': all }, { photo: 'a.jpg' })
      for (const i of [...order, 0, 1, 2, 3]) expect([200, 201, 202, 409]).toContain((await piece(id, 'a.jpg', all, i * 20, i * 20 + 20)).status)
      expect((await put(id, 'a.jpg', undefined, 'bytes */80')).status).toBe(200)
    }
    expect(await left()).toBe(0)
  })
  test('the last piece never comes: it is told as waiting, and not there', async () => {
    const all = bytesOf('jpg', 100)
    const id = await withFiles({ 'a.jpg': all }, { photo: 'a.jpg' })
    await piece(id, 'a.jpg', all, 0, 90)
    expect((await fetched(id, 'a.jpg')).status).toBe(404)
    expect((await piece(id, 'a.jpg', all, 90, 100)).status).toBe(201)
  })
})

describe('3 at once', () => {
  test('two phones with the same piece', async () => {
    const all = bytesOf('jpg', 1_000)
    const id = await withFiles({ 'a.jpg': all }, { photo: 'a.jpg' })
    for (let from = 0; from < 1_000; from += 250) {
      const answers = await Promise.all([piece(id, 'a.jpg', all, from, from + 250), piece(id, 'a.jpg', all, from, from + 250), piece(id, 'a.jpg', all, from, from + 100)])
      for (const { status, body } of answers) {
        expect([200, 201, 202]).toContain(status)
        expect(body.received).toBeGreaterThanOrEqual(from + 100)
      }
    }
    expect(new Uint8Array(await (await fetched(id, 'a.jpg')).arrayBuffer())).toEqual(all)
    expect(await left()).toBe(0)
  })
  test('twenty times the whole', async () => {
    const all = bytesOf('jpg', 40_000)
    const id = await withFiles({ 'a.jpg': all }, { photo: 'a.jpg' })
    const statuses = (await Promise.all(Array.from({ length: 20 }, () => put(id, 'a.jpg', all)))).map(({ status }) => status)
    expect(statuses.filter((status) => status !== 200 && status !== 201 && status !== 202)).toEqual([])
    expect(new Uint8Array(await (await fetched(id, 'a.jpg')).arrayBuffer())).toEqual(all)
    expect(await left()).toBe(0)
    expect((await db.prepare(`select count(*) as n from media where name = 'a.jpg' and bytes = 40000`).first<{ n: number }>())?.n).toBe(1)
  })
})

describe('4 whose file', () => {
  const photo = bytesOf('jpg', 100)
  let id = ''
  beforeAll(async () => {
    const thumbnail = bytesOf('webp', 40)
    id = await withFiles({ 'a.jpg': photo, 'thumb-a.jpg': thumbnail, 'not-answered.jpg': photo, 'thumb-not-answered.jpg': photo, 'note.jpg': photo }, { photo: 'a.jpg', note: 'note.jpg', side: [{ view: 'row.jpg' }] })
    expect((await put(id, 'thumb-a.jpg', thumbnail)).status).toBe(201)
  })
  test.each([
    ['listed, but no answer', () => [id, 'not-answered.jpg', 'officer']], ['listed, the thumbnail of no answer', () => [id, 'thumb-not-answered.jpg', 'officer']],
    ['listed, the answer of a text', () => [id, 'note.jpg', 'officer']], ['answered, but not listed', () => [id, 'row.jpg', 'officer']],
    ['neither', () => [id, 'b.jpg', 'officer']], ['another officer', () => [id, 'a.jpg', 'neighbour']], ['a stranger', () => [id, 'a.jpg', 'stranger']],
    ['the reviewer, who did not write it', () => [id, 'a.jpg', 'reviewer']], ['no such submission', () => ['0195c000-0000-7000-8000-000000000000', 'a.jpg', 'officer']], ['no id at all', () => ['%00', 'a.jpg', 'officer']],
    ['prototype', () => [id, '__proto__', 'officer']],
  ] as readonly (readonly [string, () => readonly [string, string, string]])[])('%s → 404', async (_, make) => {
    const [where, name, who] = make()
    const answer = await put(where, name, photo, undefined, tokens[who])
    const none = await put('0195c000-0000-7000-8000-000000000001', 'x.jpg', photo, undefined, tokens[who])
    expect(answer).toEqual(none)
    expect(answer.status).toBe(404)
  })
  test('in a row of a repeat', async () => {
    const row = await withFiles({ 'row.jpg': photo }, { side: [{}, { view: 'row.jpg' }] })
    expect((await put(row, 'row.jpg', photo)).status).toBe(201)
  })
  test('a corrected revision keeps what came with the first, and takes its own', async () => {
    const first = await withFiles({ 'a.jpg': photo }, { photo: 'a.jpg' })
    expect((await put(first, 'a.jpg', photo)).status).toBe(201)
    const other = bytesOf('jpg', 120)
    await withFiles({ 'a.jpg': photo, 'b.jpg': other }, { photo: 'a.jpg', side: [{ view: 'b.jpg' }] }, { id: first, base: 1 })
    expect((await put(first, 'a.jpg', photo)).status).toBe(200)
    expect((await put(first, 'b.jpg', other)).status).toBe(201)
    const retaken = bytesOf('jpg', 100)
    await withFiles({ 'a.jpg': retaken }, { photo: 'a.jpg' }, { id: first, base: 2 })
    expect((await fetched(first, 'a.jpg')).status).toBe(404)
    expect((await put(first, 'a.jpg', retaken)).status).toBe(201)
    expect(new Uint8Array(await (await fetched(first, 'a.jpg')).arrayBuffer())).toEqual(retaken)
    const old = await call('GET', path(first, 'a.jpg', '?revision=1'), { token: officer() })
    expect(new Uint8Array(await old.arrayBuffer())).toEqual(photo)
  })
  test('a photo of an earlier revision that comes late is asked for by its hash', async () => {
    const first = await withFiles({ 'a.jpg': photo }, { photo: 'a.jpg' })
    const retaken = bytesOf('jpg', 130)
    await withFiles({ 'a.jpg': retaken }, { photo: 'a.jpg' }, { id: first, base: 1 })
    expect((await put(first, 'a.jpg', photo)).status).toBe(409)
    const late = await call('PUT', path(first, 'a.jpg', `?sha256=${await bytesSha256Hex(photo)}`), { token: officer(), body: photo as BodyInit, type: 'image/jpeg' })
    expect(late.status).toBe(201)
  })
  test('two photos both called image.jpg are both kept', async () => {
    const other = bytesOf('jpg', 100)
    const media = await Promise.all([photo, other].map(async (bytes) => ({ name: 'image.jpg', sha256: await bytesSha256Hex(bytes), bytes: 100 })))
    const one = await sealed({}, { form: 'camera', answers: { village: 'n1', photo: 'image.jpg', side: [{ view: 'image.jpg' }] }, media })
    expect((await send(officer(), one)).status).toBe(201)
    for (const [i, bytes] of [photo, other].entries()) {
      expect((await call('PUT', path(one.id as string, 'image.jpg', `?sha256=${media[i]?.sha256}`), { token: officer(), body: bytes as BodyInit, type: 'image/jpeg' })).status).toBe(201)
    }
    expect((await db.prepare(`select count(*) as n from media where name = 'image.jpg' and kept_at is not null`).first<{ n: number }>())?.n).toBe(2)
  })
  test('the same photo under another name, and of another record', async () => {
    const both = await withFiles({ 'a.jpg': photo, 'b.jpg': photo }, { photo: 'a.jpg', face: 'b.jpg' })
    expect((await put(both, 'a.jpg', photo)).status).toBe(201)
    // To know its hash is not to have it: the bytes must come, also for who sent them before.
    expect((await fetched(both, 'b.jpg')).status).toBe(404)
    expect((await put(both, 'b.jpg', photo)).status).toBe(201)
  })
})

describe('5 what the bytes are', () => {
  const text = new TextEncoder()
  const html = text.encode('<!doctype html><script>alert(1)</script>')
  const cases: readonly (readonly [string, string, string, Uint8Array])[] = [
    ['HTML called a photo', 'photo', 'a.jpg', html], ['SVG with a script', 'photo', 'a.jpg', text.encode('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['a zip called a photo', 'photo', 'a.jpg', new Uint8Array([0x50, 0x4b, 3, 4, ...new Uint8Array(60)])], ['EICAR called a document', 'paper', 'a.pdf', text.encode('X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*')],
    ['a voice called a photo', 'photo', 'a.jpg', bytesOf('ogg', 60)], ['a photo called a document', 'paper', 'a.pdf', bytesOf('jpg', 60)], ['a document called a photo', 'photo', 'a.png', bytesOf('pdf', 60)],
    ['a GIF', 'photo', 'a.png', text.encode('GIF89a and more of it')], ['empty', 'photo', 'a.jpg', new Uint8Array()], ['three bytes', 'photo', 'a.jpg', new Uint8Array([1, 2, 3])],
  ]
  test.each(cases)('%s → 415', async (_, question, name, bytes) => {
    const id = await withFiles({ [name]: bytes }, { [question]: name })
    const answer = await put(id, name, bytes)
    expect([answer.status, answer.body.code, answer.body.received]).toEqual([415, 'media_unfit', 0])
    expect((await fetched(id, name)).status).toBe(404)
    expect(await bucket.head(`media/${await bytesSha256Hex(bytes)}`)).toBeNull()
  })
  test('what is no photo is told with its first piece, before the rest is carried here', async () => {
    const bytes = new Uint8Array([...html, ...new Uint8Array(5_000)])
    const id = await withFiles({ 'a.jpg': bytes }, { photo: 'a.jpg' })
    const answer = await piece(id, 'a.jpg', bytes, 0, 100)
    expect([answer.status, answer.body.code, await left()]).toEqual([415, 'media_unfit', 0])
  })
  test('a wrong beginning in single bytes is seen in the end', async () => {
    const bytes = html.slice(0, 20)
    const id = await withFiles({ 'a.jpg': bytes }, { photo: 'a.jpg' })
    let last = { status: 0, body: {} as Loose }
    for (let at = 0; at < 20; at++) last = await piece(id, 'a.jpg', bytes, at, at + 1)
    expect([last.status, last.body.code]).toEqual([415, 'media_unfit'])
    expect(await left()).toBe(0)
  })
  test('other bytes than were sealed: 422, and from the beginning again', async () => {
    const [right, wrong] = [bytesOf('jpg', 500), bytesOf('jpg', 500)]
    const id = await withFiles({ 'a.jpg': right }, { photo: 'a.jpg' })
    await piece(id, 'a.jpg', wrong, 0, 300)
    const answer = await piece(id, 'a.jpg', wrong, 300, 500)
    expect([answer.status, answer.body.code, answer.body.received]).toEqual([422, 'hash_mismatch', 0])
    expect((await put(id, 'a.jpg', undefined, 'bytes */500')).body.received).toBe(0)
    expect((await put(id, 'a.jpg', right)).status).toBe(201)
    expect(await left()).toBe(0)
  })
  test('too large: by what was sealed, and by what comes', async () => {
    const one = await sealed({}, { form: 'camera', answers: { village: 'n1', photo: 'a.jpg' }, media: [{ name: 'a.jpg', sha256: 'a'.repeat(64), bytes: 10_485_761 }] })
    expect((await send(officer(), one)).status).toBe(201)
    expect((await put(one.id as string, 'a.jpg', bytesOf('jpg', 10), 'bytes 0-9/10485761')).status).toBe(413)
    const most = bytesOf('jpg', 10_485_760)
    const id = await withFiles({ 'a.jpg': most }, { photo: 'a.jpg' })
    expect((await put(id, 'a.jpg', bytesOf('jpg', 10_485_761))).status).toBe(413)
    expect((await put(id, 'a.jpg', most)).status).toBe(201)
  })
  test.each([['multipart/form-data', 415], ['text/html', 415], ['image/svg+xml', 415], ['image/jpeg', 201]])('sent as %s → %i', async (type, status) => {
    const bytes = bytesOf('jpg', 50)
    const id = await withFiles({ 'a.jpg': bytes }, { photo: 'a.jpg' })
    expect((await put(id, 'a.jpg', bytes, undefined, officer(), { 'content-type': type })).status).toBe(status)
  })
  test('compressed bodies are not taken', async () => {
    const bytes = bytesOf('jpg', 50)
    const id = await withFiles({ 'a.jpg': bytes }, { photo: 'a.jpg' })
    expect((await put(id, 'a.jpg', bytes, undefined, officer(), { 'content-encoding': 'gzip' })).status).toBe(415)
  })
})

describe('6 reading', () => {
  const bytes = bytesOf('jpg', 1_000)
  let id = ''
  beforeAll(async () => {
    id = await withFiles({ 'a.jpg': bytes, 'face.jpg': bytes, 'late.jpg': bytes }, { photo: 'a.jpg', face: 'face.jpg', side: [{ view: 'late.jpg' }] })
    for (const name of ['a.jpg', 'face.jpg']) expect((await put(id, name, bytes)).status).toBe(201)
  })
  test.each([
    ['officer', 'a.jpg', 200], ['officer', 'face.jpg', 200], ['reviewer', 'a.jpg', 200], ['reviewer', 'face.jpg', 200], ['viewer', 'a.jpg', 200], ['viewer', 'face.jpg', 404], ['admin', 'a.jpg', 200], ['admin', 'face.jpg', 404],
    ['neighbour', 'a.jpg', 404], ['stranger', 'a.jpg', 404], ['far', 'a.jpg', 404], ['officer', 'late.jpg', 404], ['officer', 'nothing.jpg', 404], ['expired', 'a.jpg', 401], ['revoked', 'a.jpg', 401],
  ])('%s reads %s → %i', async (who, name, status) => {
    const answer = await fetched(id, name, tokens[who])
    expect(answer.status).toBe(status)
    if (status === 404) expect(await answer.text()).toBe(await (await fetched('0195c000-0000-7000-8000-000000000000', name, tokens[who])).text())
  })
  test('inert', async () => {
    const { headers } = await fetched(id, 'a.jpg')
    expect(headers.get('content-security-policy')).toContain('sandbox')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-type')).toBe('image/jpeg')
    expect(headers.get('content-disposition')).toContain('inline')
  })
  test.each([
    ['bytes=0-9', 206, 0, 10], ['bytes=990-', 206, 990, 1_000], ['bytes=-10', 206, 990, 1_000], ['bytes=990-5000', 206, 990, 1_000], ['bytes=1000-', 416, 0, 0], ['bytes=5-2', 200, 0, 1_000], ['bytes=-', 200, 0, 1_000],
    ['items=0-1', 200, 0, 1_000], [`bytes=${'0-1,'.repeat(1_000)}2-3`, 200, 0, 1_000], ['bytes=-0', 416, 0, 0],
  ])('%s → %i', async (range, status, from, to) => {
    const answer = await fetched(id, 'a.jpg', officer(), { range })
    expect(answer.status).toBe(status)
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes.slice(from, to))
  })
  test('not sent again when it is known', async () => {
    const etag = (await fetched(id, 'a.jpg')).headers.get('etag') ?? ''
    expect((await fetched(id, 'a.jpg', officer(), { 'if-none-match': etag })).status).toBe(304)
  })
  test('a document is a download', async () => {
    const paper = bytesOf('pdf', 60)
    const one = await withFiles({ 'Giấy tờ "1".pdf': paper, 'giay.pdf': paper }, { paper: 'giay.pdf' })
    await put(one, 'giay.pdf', paper)
    expect((await fetched(one, 'giay.pdf')).headers.get('content-disposition')).toMatch(/^attachment; filename="file"; filename\*=UTF-8''giay\.pdf$/)
  })
  test('a conflict’s photo is its sender’s, and the office’s', async () => {
    const other = bytesOf('jpg', 70)
    const { token } = await tokenFor('Hảng Thị Mười Ba', 'officer', 'north')
    const one = await sealed({}, { id, form: 'camera', base: 7, answers: { village: 'n1', photo: 'mine.jpg' }, media: [{ name: 'mine.jpg', sha256: await bytesSha256Hex(other), bytes: 70 }] })
    expect((await send(token, one)).status).toBe(409)
    expect((await put(id, 'mine.jpg', other, undefined, token)).status).toBe(201)
    expect((await fetched(id, 'mine.jpg')).status).toBe(404)
    expect((await call('GET', path(id, 'mine.jpg', '?revision=2'), { token: officer() })).status).toBe(404)
    expect((await call('GET', path(id, 'mine.jpg', '?revision=2'), { token: tokens.reviewer ?? '' })).status).toBe(200)
  })
})

describe('7 names', () => {
  test('NFC and NFD twins are two files', async () => {
    const [one, two] = [bytesOf('jpg', 40), bytesOf('jpg', 41)]
    const [nfc, nfd] = ['Phòng.jpg'.normalize('NFC'), 'Phòng.jpg'.normalize('NFD')]
    const id = await withFiles({ [nfc]: one, [nfd]: two }, { photo: nfc, face: nfd })
    expect((await put(id, nfc, one)).status).toBe(201)
    expect((await put(id, nfd, two)).status).toBe(201)
    expect(new Uint8Array(await (await fetched(id, nfd)).arrayBuffer())).toEqual(two)
    expect((await fetched(id, nfd)).headers.get('content-disposition')).toMatch(/^inline; filename="file"; filename\*=UTF-8''[\w%.-]+$/)
  })
  test('with spaces and marks', async () => {
    const bytes = bytesOf('jpg', 40)
    const name = 'Nhà ông Sùng (sau bão) 2.jpg'
    const id = await withFiles({ [name]: bytes }, { photo: name })
    expect((await put(id, name, bytes)).status).toBe(201)
    expect((await fetched(id, name)).status).toBe(200)
  })
  test.each([
    ['C:\\Windows\\win.ini'], ['../../etc/passwd'], ['a/b.jpg'], ['a";filename="b.html'], ['a\u0000.jpg'], ['..'], ['=cmd|calc.jpg'], [`${'a'.repeat(10_000)}.jpg`], ['a.jpg\r\nset-cookie: x=1'], ['%2e%2e%2f'],
  ])('%s is nobody’s file', async (name) => {
    const bytes = bytesOf('jpg', 40)
    const id = await withFiles({ 'a.jpg': bytes }, { photo: 'a.jpg' })
    const answer = await call('PUT', path(id, name), { token: officer(), body: bytes as BodyInit, type: 'image/jpeg' })
    expect(answer.status).toBe(404)
    // Nor can a record be sealed with it as an answer that holds.
    const one = await sealed({}, { form: 'camera', answers: { village: 'n1', photo: name }, media: [{ name, sha256: await bytesSha256Hex(bytes), bytes: 40 }] })
    expect([400, 413, 422]).toContain((await send(officer(), one)).status)
    // A strange name of a refused record is only ever text: the file lies under its hash.
    const [sent, strange] = [await call('PUT', path(one.id as string, name), { token: officer(), body: bytes as BodyInit, type: 'image/jpeg' }), name.startsWith('=')]
    expect(strange ? [201] : [404, 415]).toContain(sent.status)
    expect((await fetched(one.id as string, name)).status).toBe(strange ? 200 : 404)
  })
  test.each([['%', '%'], ['an unfinished escape', '%E0%A4%A'], ['a lone surrogate', '%ED%A0%80']])('an address that is no text: %s', async (_, raw) => {
    const id = await withFiles({ 'a.jpg': bytesOf('jpg', 40) }, { photo: 'a.jpg' })
    expect((await call('PUT', `/api/submissions/${id}/media/${raw}`, { token: officer(), body: 'x', type: 'image/jpeg' })).status).toBe(404)
  })
})

describe('8 what R2 lost', () => {
  test('a kept file', async () => {
    const bytes = bytesOf('jpg', 90)
    const id = await withFiles({ 'a.jpg': bytes }, { photo: 'a.jpg' })
    await put(id, 'a.jpg', bytes)
    await bucket.delete(`media/${await bytesSha256Hex(bytes)}`)
    expect((await fetched(id, 'a.jpg')).status).toBe(404)
    expect(await put(id, 'a.jpg', undefined, 'bytes */90')).toEqual({ status: 202, body: { name: 'a.jpg', received: 0, of: 90 } })
    expect((await put(id, 'a.jpg', bytes)).status).toBe(201)
  })
  test('a part', async () => {
    const bytes = bytesOf('jpg', 90)
    const id = await withFiles({ 'a.jpg': bytes }, { photo: 'a.jpg' })
    await piece(id, 'a.jpg', bytes, 0, 50)
    for (const { key } of (await bucket.list({ prefix: 'part/' })).objects) await bucket.delete(key)
    const answer = await piece(id, 'a.jpg', bytes, 50, 90)
    expect([answer.status, answer.body.code, answer.body.received]).toEqual([409, 'media_gap', 0])
    expect((await put(id, 'a.jpg', bytes)).status).toBe(201)
  })
  test('the Worker ended between the last piece and the whole', async () => {
    const bytes = bytesOf('jpg', 90)
    const id = await withFiles({ 'a.jpg': bytes }, { photo: 'a.jpg' })
    await piece(id, 'a.jpg', bytes, 0, 50)
    const part = 'part/left-behind'
    await bucket.put(part, bytes as never)
    await db.prepare(`update media set received = 90, parts = ? where sha256 = ?`).bind(JSON.stringify([[part, 90]]), await bytesSha256Hex(bytes)).run()
    expect((await put(id, 'a.jpg', undefined, 'bytes */90')).status).toBe(201)
    expect((await fetched(id, 'a.jpg')).status).toBe(200)
  })
})

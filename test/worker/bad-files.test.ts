// The bad inputs of the corpus that are about files, and an old phone before a new server.
// 1  reject, limit, auth: a 4xx that says why; nothing of it is kept, in D1 or in R2, and nobody can read it.
// 2  accept: kept and read back byte for byte. neutralise: refused, or kept where no name leads anywhere and told in no header or page as it was typed.
// 3  accept_warn: kept, and the office is told. exactly_once_or_not: not there until it is whole, and then once.
// 4  An old phone: its sealing is kept (or its token refused by a code), whatever has been published since.
import { beforeAll, describe, expect, test } from 'vitest'
import cases from '../bad-inputs.json'
import { bytesSha256Hex } from '../../src/server/digest.ts'
import { publishCamera } from './camera.ts'
import { adminToken, call, db, home, media as bucket, said, sealed, send, settle, trial } from './visitor.ts'
import type { Loose } from './visitor.ts'

interface Case {
  readonly id: string
  readonly area: string
  readonly name: string
  readonly input: Loose
  readonly class: string
  readonly status?: readonly number[]
}
const all = cases as unknown as readonly Case[]
const here = all.filter(({ area }) => area === 'file')

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = await settle()
  await publishCamera()
})

test('the corpus is here', () => {
  expect(here.length).toBe(23)
})

const text = new TextEncoder()
const jpeg = (length = 60): Uint8Array => {
  const bytes = new Uint8Array(length)
  crypto.getRandomValues(bytes.subarray(0, 65_536))
  bytes.set([0xff, 0xd8, 0xff, 0xe0])
  return bytes
}
const contents: Readonly<Record<string, () => Uint8Array>> = {
  html: () => text.encode('<!doctype html><script>alert(1)</script>'),
  svg_script: () => text.encode('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  zip: () => new Uint8Array([0x50, 0x4b, 3, 4, ...new Uint8Array(60)]),
  eicar: () => text.encode('X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'),
  jpeg_exif_gps: () => new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0, 16, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]),
}

interface Given {
  readonly id: string
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[]
  /** What the case sent last. */
  readonly answer: Response
}

async function recordOf(files: Given['files'], answers: Loose, who = 'officer'): Promise<string> {
  const media = await Promise.all(files.map(async ({ name, bytes }) => ({ name, sha256: await bytesSha256Hex(bytes), bytes: bytes.byteLength })))
  const one = await sealed({}, { form: 'camera', answers: { village: 'n1', ...answers }, media })
  // A record whose answer is no name of a file is refused and set aside; its file is then nobody's answer, or only bytes.
  expect([201, 422, 400]).toContain((await send(tokens[who] ?? '', one)).status)
  return one.id as string
}
async function put(id: string, name: string, bytes: Uint8Array | string, more: Record<string, string> = {}, query = ''): Promise<Response> {
  return call('PUT', `/api/submissions/${id}/media/${encodeURIComponent(name)}${query}`, { token: tokens.officer ?? '', body: bytes as BodyInit, headers: { 'content-type': 'image/jpeg', ...more } })
}

async function fire(one: Case): Promise<Given> {
  const { input } = one
  const alone = async (name: string, bytes: Uint8Array, more: Record<string, string> = {}): Promise<Given> => {
    const id = await recordOf([{ name, bytes }], { photo: name })
    return { id, files: [{ name, bytes }], answer: await put(id, name, bytes, more) }
  }
  if (input.gen === 'multipart') {
    const body = `--x\r\n${input.badHeader === true ? 'nonsense' : 'content-disposition: form-data; name="file"; filename="a.jpg"'}\r\n\r\nx\r\n${input.close === false ? '' : '--x--\r\n'}`
    const type = input.boundary === null ? 'multipart/form-data' : 'multipart/form-data; boundary=x'
    // On the plain pages and in the office it is a post of a browser; there too it is a plain 4xx.
    const page = await call('POST', '/office/rescue', { body, type, headers: { origin: home, cookie: `__Host-phieu=${tokens.reviewer ?? ''}` } })
    expect([400, 415]).toContain(page.status)
    const bytes = jpeg()
    const id = await recordOf([{ name: 'a.jpg', bytes }], { photo: 'a.jpg' })
    return { id, files: [{ name: 'a.jpg', bytes: text.encode(body) }], answer: await put(id, 'a.jpg', body, { 'content-type': type }) }
  }
  if ('filename' in input) {
    const name = typeof input.filename === 'string' ? input.filename : `${'a'.repeat(10_000)}.jpg`
    return alone(name, jpeg())
  }
  if (input.gen === 'files') {
    const names = (input.names as readonly string[] | undefined) ?? ['one.jpg', 'two.jpg']
    const [first, second] = one.id === 'file-020' ? [names[0]?.normalize('NFC') ?? '', names[1]?.normalize('NFD') ?? ''] : [names[0] ?? '', names[1] ?? '']
    const bytes = jpeg()
    const files = [{ name: first, bytes }, { name: second, bytes: input.same === true ? bytes : jpeg() }]
    const id = await recordOf(files, { photo: first, other: second })
    let answer = new Response()
    for (const file of files) {
      answer = await put(id, file.name, file.bytes, {}, `?sha256=${await bytesSha256Hex(file.bytes)}`)
      expect(answer.status).toBe(201)
    }
    return { id, files, answer }
  }
  if (input.gen === 'chunks') {
    const bytes = jpeg(90)
    const id = await recordOf([{ name: 'a.jpg', bytes }], { photo: 'a.jpg' })
    const piece = (from: number, total = 90) => put(id, 'a.jpg', bytes.slice(from, from + 30), { 'content-range': `bytes ${from}-${from + 29}/${total}` })
    await piece(0)
    return { id, files: [{ name: 'a.jpg', bytes }], answer: input.totalChanges === true ? await piece(30, 120) : await piece(30) }
  }
  const bytes = input.bytes !== undefined ? jpeg(10_485_761) : (contents[String(input.magic)] ?? jpeg)()
  if (input.owner === 'other') {
    const id = await recordOf([{ name: 'a.jpg', bytes }], { photo: 'a.jpg' }, 'neighbour')
    return { id, files: [{ name: 'a.jpg', bytes }], answer: await put(id, 'a.jpg', bytes) }
  }
  if (input.field !== undefined) {
    const id = await recordOf([{ name: 'a.jpg', bytes }], {})
    return { id, files: [{ name: 'a.jpg', bytes }], answer: await put(id, 'a.jpg', bytes) }
  }
  if (input.missing === true) {
    const id = await recordOf([{ name: 'a.jpg', bytes }], { photo: 'a.jpg' })
    return { id, files: [{ name: 'a.jpg', bytes }], answer: await call('GET', `/api/submissions/${id}`, { token: tokens.officer ?? '' }) }
  }
  return alone('a.jpg', bytes, input.type === undefined ? {} : { 'content-type': String(input.type) })
}

const read = (id: string, name: string) => call('GET', `/api/submissions/${id}/media/${encodeURIComponent(name)}`, { token: tokens.officer ?? '' })
const pageOf = async (id: string): Promise<string> => (await call('GET', `/office/submissions/${id}`, { headers: { cookie: `__Host-phieu=${tokens.reviewer ?? ''}` } })).text()

describe('1 2 3 files', () => {
  test.each(here)('$id $name', async (one) => {
    const parts = async (): Promise<number> => (await bucket.list({ prefix: 'part/' })).objects.length
    const before = await parts()
    const { id, files, answer } = await fire(one)
    const told = await answer.clone().text()
    expect(answer.status, told.slice(0, 200)).toBeLessThan(500)
    expect(told).not.toMatch(/\bat .*\.ts:\d|SQLITE|D1_ERROR|\/src\/|<script>/)
    if (answer.status >= 400) expect(JSON.parse(told)).toMatchObject({ code: expect.stringMatching(/^[a-z_]+$/) as string, title: expect.stringMatching(/\p{L}/u) as string })
    const kept = async (): Promise<number> => (await db.prepare('select count(*) as n from media m join submissions s on s.seq = m.submission where s.id = ? and m.kept_at is not null').bind(id).first<{ n: number }>())?.n ?? 0
    switch (one.class) {
      case 'reject':
      case 'limit':
      case 'auth':
        expect(answer.status).toBeGreaterThanOrEqual(400)
        if (one.id !== 'file-040') expect(await parts()).toBe(before)
        expect(await kept()).toBe(0)
        for (const { name, bytes } of files) {
          expect((await read(id, name)).status).toBe(404)
          expect(await bucket.head(`media/${await bytesSha256Hex(bytes)}`)).toBeNull()
        }
        return
      case 'accept':
        for (const { name, bytes } of one.id === 'file-021' ? [] : files) expect(new Uint8Array(await (await read(id, name)).arrayBuffer())).toEqual(bytes)
        expect(await kept()).toBe(2)
        return
      case 'neutralise': {
        const [{ name } = { name: '' }] = files
        const shown = await read(id, name)
        expect(shown.headers.get('content-disposition') ?? '').toMatch(/^$|^inline; filename="file"; filename\*=UTF-8''[\w%.~-]+$/)
        for (const { key } of (await bucket.list({ prefix: 'media/' })).objects) expect(key).toMatch(/^media\/[0-9a-f]{64}$/)
        expect(await kept()).toBe(answer.status < 300 ? 1 : 0)
        return
      }
      case 'accept_warn':
        expect(answer.status).toBeLessThan(300)
        expect(await pageOf(id)).toMatch(one.id === 'file-036' ? /1 ảnh còn trên máy của người ghi/ : /có thể có vị trí/)
        return
      case 'exactly_once_or_not':
        expect([answer.status, (await read(id, 'a.jpg')).status, await kept()]).toEqual([202, 404, 0])
        expect((await put(id, 'a.jpg', (files[0]?.bytes ?? jpeg()).slice(60), { 'content-range': 'bytes 60-89/90' })).status).toBe(201)
        expect(await kept()).toBe(1)
        return
      default:
        throw new Error(`no rule for ${one.class}`)
    }
  })
})

test('4 client-014 old app shell, new API', async () => {
  expect(all.some(({ id }) => id === 'client-014')).toBe(true)
  const old = await sealed()
  // Meanwhile the form went on by a version, and a phone of that day knows nothing of what answers have gained.
  expect((await call('POST', '/api/forms', { token: adminToken, body: trial.replace('Ghi chú', 'Ghi chú thêm'), type: 'application/yaml' })).status).toBe(201)
  const answer = await send(tokens.officer ?? '', old)
  const outcome = await said(answer)
  expect([answer.status, outcome.status, outcome.hash]).toEqual([201, 'kept', old.sha256])
  for (const member of ['id', 'status', 'revision', 'hash', 'receipt', 'problems']) expect(outcome).toHaveProperty(member)
  expect((await call('GET', '/api/forms/trial?version=1', { token: tokens.officer ?? '' })).status).toBe(200)
})

// Sending: what counts as an answer, in which order, with whose token, and how long to wait.
// 1  Only our own JSON with the record's id and hash lets a record go; anything else, and the same bytes are sent again.
// 2  Batches of at most 20 and 256 kB, in the order of sealing; one that stops the others is sent by itself.
// 3  Texts, then thumbnails, then files in pieces that go on where the server stands.
// 4  Waits are counted, not read from the clock.
// 5  Two tabs: one sender.
// 6  Nothing is sent with another's token; a token that ended leaves everything sealed.
// 7  A restored server is offered everything again.
// 8  What became of records: returned, refused, conflict, withdrawn; tasks from other phones; letting go by the server's clock.
// 9  Lists: first whole or not at all, deltas, removals, another scope.
// 11 With its question for news it tells what it could not send, and since when the oldest waits.
// 10 The phone dies at each await of a drain, before the step or after it: in the end everything is there once.
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { correction, mayCorrect, withdraw } from '../../src/phone/seal.ts'
import { newsKey } from '../../src/phone/shapes.ts'
import type { Sealed } from '../../src/phone/shapes.ts'
import { ShelfFull } from '../../src/phone/database.ts'
import type { Whole } from '../../src/phone/whole.ts'
import { drain, keepSending } from '../../src/phone/sync.ts'
import type { Given } from '../../src/phone/wire.ts'
import { account, draft, freshShelf, id, sealed } from './given.ts'
import { FakeServer, json, problem } from './server.ts'

async function phone(): Promise<Given & { readonly server: FakeServer; readonly shelf: Whole; readonly waits: number[] }> {
  const shelf = await freshShelf()
  await shelf.keepAccount(account())
  const server = new FakeServer()
  const waits: number[] = []
  const clock = { now: () => 1_800_000_000_000, wait: async (ms: number) => void waits.push(ms) }
  const given = { server, shelf, waits, send: server.send, clock, random: () => 1 }
  // Enrolled with a network: what the server says first is known.
  await drain(given)
  server.log.length = 0
  return given
}

const seal = (shelf: Whole, given: Partial<Sealed> = {}): Promise<number> => shelf.seal(undefined, sealed(given), [])
const sent = (server: FakeServer): string[] => server.log.map(({ method, path }) => `${method} ${path.replace(/0190[-0-9]{32}/, 'ID')}`)

describe('1 what counts as an answer', () => {
  const html = (status: number) => new Response('<html>Đăng nhập WiFi</html>', { status, headers: { 'content-type': 'text/html' } })
  const one = '01900000-0000-7000-8000-999999999999'
  const good = { id: one, status: 'kept', revision: 1, hash: `h-${one}`, receipt: '1-00', signature: '', problems: [] }
  const wrong: [string, () => Response][] = [
    ['204', () => new Response(null, { status: 204 })],
    ['HTML with 200', () => html(200)],
    ['HTML with 502', () => html(502)],
    ['the right JSON called HTML', () => new Response(JSON.stringify([good]), { headers: { 'content-type': 'text/html' } })],
    ['no content type', () => new Response(new TextEncoder().encode(JSON.stringify([good])))],
    ['truncated JSON', () => new Response(JSON.stringify([good]).slice(0, -3), { headers: { 'content-type': 'application/json' } })],
    ['nothing with 200', () => new Response('', { headers: { 'content-type': 'application/json' } })],
    ['null', () => json(200, null)],
    ['{"ok":true}', () => json(200, { ok: true })],
    ['an empty array', () => json(200, [])],
    ['two answers for one', () => json(200, [good, good])],
    ['another id', () => json(200, [{ ...good, id: id() }])],
    ['another hash', () => json(200, [{ ...good, hash: 'h-other' }])],
    ['no hash', () => json(200, [{ ...good, hash: undefined }])],
    ['an unknown status', () => json(200, [{ ...good, status: 'ok' }])],
    ['revision 0 and refused, for what changed on the way', () => json(200, [{ ...good, status: 'refused', revision: 0, hash: '', problems: [{ code: 'hash_mismatch' }] }])],
    ['kept with revision as text', () => json(200, [{ ...good, revision: '1' }])],
    ['202 with our array', () => json(202, [good])],
    ['500 of ours', () => problem(500, 'internal')],
    ['503 of ours', () => problem(503, 'busy')],
    ['403 of ours', () => problem(403, 'forbidden')],
    ['401 of a captive portal', () => html(401)],
    ['401 JSON of a captive portal', () => json(401, { error: 'login required' })],
    ['a redirect followed to a page of JSON', () => Object.defineProperty(json(200, [good]), 'redirected', { value: true })],
  ]
  test.each(wrong)('%s is none', async (_, answer) => {
    const given = await phone()
    const n = await seal(given.shelf, { id: one })
    given.server.fault = ({ path }) => (path === '/api/submissions' ? answer() : undefined)
    expect((await drain(given)).isWell).toBe(false)
    expect(await given.shelf.record(n)).toMatchObject({ state: 'waiting', revision: 0 })
    expect(await given.shelf.account('mai')).not.toHaveProperty('ended')
    const [first] = given.server.log
    given.server.fault = () => undefined
    const drained = await drain(given)
    expect(drained).toEqual({ isIdle: false, isWell: true, isOdd: false, left: 0 })
    expect(await given.shelf.record(n)).toMatchObject({ state: 'kept', revision: 1, head: 1, receipt: '1-00' })
    // The very same bytes.
    expect(given.server.log.filter(({ path }) => path === '/api/submissions').every(({ text }) => text === first?.text)).toBe(true)
  })

  test('redirects are not followed, no cookie goes along, nothing comes from a cache', async () => {
    const given = await phone()
    await seal(given.shelf)
    const options: (RequestInit | undefined)[] = []
    await drain({ ...given, send: (input, init) => (options.push(init), given.send(input, init)) })
    expect(options.length).toBeGreaterThan(1)
    for (const option of options) expect(option).toMatchObject({ redirect: 'error', credentials: 'omit', cache: 'no-store' })
  })

  test.each([
    ['kept', {}, { state: 'kept', revision: 1, head: 1 }],
    ['refused with its problems', { bad: true }, { state: 'refused', revision: 1, head: 1, problems: [{ code: 'required', at: 'a' }] }],
    ['malformed: refused, and nothing of it was kept', { malformed: true }, { state: 'refused', revision: 0 }],
  ])('%s', async (_, more, expected) => {
    const given = await phone()
    const own = id()
    const n = await seal(given.shelf, { id: own, body: JSON.stringify({ id: own, sha256: `h-${own}`, ...more }) })
    await drain(given)
    expect(await given.shelf.record(n)).toMatchObject(expected)
    const posts = given.server.log.filter(({ path }) => path === '/api/submissions').length
    await drain(given)
    expect(given.server.log.filter(({ path }) => path === '/api/submissions')).toHaveLength(posts)
  })

  test('an answer that was lost: had it', async () => {
    const given = await phone()
    const n = await seal(given.shelf)
    given.server.fault = () => 'dropped'
    await drain(given)
    expect(await given.shelf.record(n)).toMatchObject({ state: 'waiting', tries: 1 })
    given.server.fault = () => undefined
    await drain(given)
    expect(await given.shelf.record(n)).toMatchObject({ state: 'kept', revision: 1 })
    expect([...given.server.held().values()].flat()).toHaveLength(1)
  })

  test('what is too large for the server is told, and can be opened and made shorter', async () => {
    const given = await phone()
    const [large, small] = [id(), id()]
    const n = await seal(given.shelf, { id: large, body: JSON.stringify({ id: large, sha256: `h-${large}`, answers: {}, long: 'x'.repeat(5_000) }) })
    await seal(given.shelf, { id: small })
    given.server.fault = ({ path, text }) => (path === '/api/submissions' && text.length > 4_000 ? problem(413, 'too_large', { title: 'Dài quá' }) : undefined)
    await drain(given)
    const record = (await given.shelf.record(n))!
    expect(record).toMatchObject({ state: 'refused', revision: 0, problems: [{ code: 'too_large', title: 'Dài quá' }] })
    expect(mayCorrect([record])).toBe('reopen')
    expect([...given.server.held().keys()]).toEqual([small])
  })

  test('from the first byte sent it is not opened again', async () => {
    const given = await phone()
    const n = await seal(given.shelf)
    given.server.fault = () => 'lost'
    expect(mayCorrect([(await given.shelf.record(n))!])).toBe('reopen')
    await drain(given)
    const record = (await given.shelf.record(n))!
    expect(mayCorrect([record])).toBe('wait')
    expect(await given.shelf.reopen(n, draft({ id: record.id }), [])).toBe(false)
  })
})

describe('2 batches', () => {
  test('45 small ones in order, then as many as 256 kB hold', async () => {
    const given = await phone()
    const ids = Array.from({ length: 45 }, () => id())
    for (const own of ids) await seal(given.shelf, { id: own })
    for (let i = 0; i < 4; i++) {
      const own = id()
      ids.push(own)
      await seal(given.shelf, { id: own, body: JSON.stringify({ id: own, sha256: `h-${own}`, answers: { long: 'x'.repeat(100_000) } }) })
    }
    await drain(given)
    const batches = given.server.log.filter(({ path }) => path === '/api/submissions').map(({ text }) => (JSON.parse(text) as { id: string }[]).map((one) => one.id))
    expect(batches.map((batch) => batch.length)).toEqual([20, 20, 7, 2])
    expect(batches.flat()).toEqual(ids)
  })

  test('one that the server cannot take stops no other', async () => {
    const given = await phone()
    const ids = [id(), id(), id()]
    for (const own of ids) await seal(given.shelf, { id: own })
    given.server.fault = ({ path, text }) => (path === '/api/submissions' && text.includes(ids[1]!) ? problem(400, 'malformed') : undefined)
    expect(await drain(given)).toEqual({ isIdle: false, isWell: false, isOdd: true, left: 1 })
    expect([...given.server.held().keys()]).toEqual([ids[0], ids[2]])
    expect((await given.shelf.records('mai')).map(({ state }) => state)).toEqual(['kept', 'waiting', 'kept'])
  })

  test('one answer of three is odd: that one waits', async () => {
    const given = await phone()
    const ids = [id(), id(), id()]
    for (const own of ids) await seal(given.shelf, { id: own })
    given.server.fault = ({ path }) =>
      path === '/api/submissions' ? json(200, ids.map((own, i) => ({ id: own, status: 'kept', revision: 1, hash: i === 1 ? 'h-x' : `h-${own}`, receipt: '', problems: [] }))) : undefined
    await drain(given)
    expect((await given.shelf.records('mai')).map(({ state }) => state)).toEqual(['kept', 'waiting', 'kept'])
  })
})

async function withPhotos(shelf: Whole, sizes: readonly number[], own = id()): Promise<{ id: string; n: number }> {
  const media = []
  for (const [i, bytes] of sizes.entries()) {
    for (const isThumbnail of [true, false]) {
      const body = Uint8Array.from({ length: isThumbnail ? 300 : bytes }, (_, at) => (at * 31 + i * 7 + Number(isThumbnail) + own.charCodeAt(35)) % 251).buffer
      const sha256 = createHash('sha256').update(new Uint8Array(body)).digest('hex')
      await shelf.keepMedia({ sha256, type: 'image/jpeg', bytes: body.byteLength, body })
      media.push({ name: `${isThumbnail ? 'thumb-' : ''}photo${i}.jpg`, sha256, bytes: body.byteLength, type: 'image/jpeg', isThumbnail, sent: 0, isKept: false })
    }
  }
  const n = await seal(shelf, { id: own, media, body: JSON.stringify({ id: own, sha256: `h-${own}`, media: media.map(({ name, sha256, bytes }) => ({ name, sha256, bytes })) }) })
  return { id: own, n }
}

describe('3 files', () => {
  test('texts, thumbnails, files, then the news', async () => {
    const given = await phone()
    await withPhotos(given.shelf, [40_000])
    await withPhotos(given.shelf, [40_000])
    expect(await given.shelf.counts('mai')).toMatchObject({ waiting: 2, media: 0 })
    expect((await drain(given)).left).toBe(0)
    expect([...new Set(sent(given.server))]).toEqual([
      'POST /api/submissions', 'PUT /api/submissions/ID/media/thumb-photo0.jpg', 'PUT /api/submissions/ID/media/photo0.jpg', 'GET /api/phone', 'GET /api/sent',
    ])
    expect([...given.server.records.values()].every(({ media }) => media.size === 2 && [...media.values()].every(({ isKept }) => isKept))).toBe(true)
    expect(await given.shelf.counts('mai')).toMatchObject({ waiting: 0, kept: 2, media: 0 })
  })

  test('pieces grow on a good line, stay on a slow one, shrink on a bad one', async () => {
    const given = await phone()
    let now = 0
    let took = 100
    const slow: Given = { ...given, clock: { ...given.clock, now: () => (now += took) } }
    const { id: own } = await withPhotos(given.shelf, [400_000])
    await drain(slow)
    const sizes = (name: string) => given.server.log.filter(({ path }) => path.endsWith(`/${name}`)).map(({ bytes }) => bytes.length)
    expect(sizes('photo0.jpg')).toEqual([16_384, 32_768, 65_536, 131_072, 154_240])
    expect(given.server.records.get(own)?.media.get('photo0.jpg')?.isKept).toBe(true)

    const other = await phone()
    took = 4_000
    await withPhotos(other.shelf, [60_000])
    let cut = 2
    other.server.fault = ({ path }) => (path.endsWith('/photo0.jpg') && cut-- === 0 ? 'lost' : undefined)
    const bad: Given = { ...other, clock: { ...other.clock, now: () => (now += took) } }
    await drain(bad)
    await drain(bad)
    expect(other.server.log.filter(({ path }) => path.endsWith('/photo0.jpg')).map(({ bytes }) => bytes.length)).toEqual([16_384, 16_384, 16_384, 8_192, 8_192, 8_192, 2_656])
  })

  test('20 photos of 150 kB, torn off after each: all there, at most 1.15 × the bytes', async () => {
    const given = await phone()
    let now = 0
    const slow: Given = { ...given, clock: { ...given.clock, now: () => (now += 4_000) } }
    await withPhotos(given.shelf, Array.from({ length: 20 }, () => 150_000))
    let pieces = 0
    // Each 11th piece arrives, and its answer does not.
    given.server.fault = ({ path }) => (path.includes('/media/') && ++pieces % 11 === 0 ? 'dropped' : undefined)
    for (let i = 0; i < 40; i++) await drain({ ...slow })
    const [record] = [...given.server.records.values()]
    expect([...(record?.media.values() ?? [])].filter(({ isKept }) => isKept)).toHaveLength(40)
    expect(given.server.bytes / (20 * 150_300)).toBeLessThan(1.15)
    expect(await given.shelf.counts('mai')).toMatchObject({ media: 0 })
  })

  test('a file that the server will never take, or that is lost here, does not stand in the way', async () => {
    const given = await phone()
    const { n } = await withPhotos(given.shelf, [5_000, 6_000, 7_000])
    given.server.fault = ({ path }) => (path.endsWith('/photo0.jpg') ? problem(415, 'media_unfit') : undefined)
    const lost = (await given.shelf.record(n))!.media.find(({ name }) => name === 'photo1.jpg')!
    await given.shelf.keepMedia({ sha256: lost.sha256, type: 'image/jpeg', bytes: 1, body: new ArrayBuffer(1) })
    expect((await drain(given)).left).toBe(0)
    const media = (await given.shelf.record(n))!.media.filter(({ isThumbnail }) => !isThumbnail)
    expect(media.map(({ name, isKept, problem: said }) => [name, isKept, said])).toEqual([['photo0.jpg', false, 'media_unfit'], ['photo1.jpg', false, 'lost'], ['photo2.jpg', true, undefined]])
  })
})

describe('4 waiting', () => {
  test('1, 2, 4 … 300 s, whatever the clock says; a sign of life begins anew', async () => {
    const given = await phone()
    await seal(given.shelf)
    given.server.fault = () => 'lost'
    let now = 1_800_000_000_000
    let rounds = 0
    const waits: number[] = []
    await new Promise<void>((resolve) => {
      const clock = {
        // Three years back while the queue waits.
        now: () => (now -= 86_400_000 * 365),
        wait: async (ms: number) => void waits.push(ms / 1_000),
      }
      const sender = keepSending({ ...given, clock }, () => {
        rounds++
        if (rounds === 11) sender.wake()
        if (rounds === 14) {
          sender.stop()
          resolve()
        }
      })
    })
    expect(waits.slice(0, 12)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 1, 2])
    expect(await given.shelf.counts('mai')).toMatchObject({ waiting: 1 })
  })

  test('what breaks on the phone does not end the sending', async () => {
    const given = await phone()
    await seal(given.shelf)
    let broken = 2
    const shelf = { ...given.shelf, accounts: async () => (broken-- > 0 ? Promise.reject(new Error('broken')) : given.shelf.accounts()) } as Whole
    const seen = await new Promise<(string | undefined)[]>((resolve) => {
      const told: (string | undefined)[] = []
      const sender = keepSending({ ...given, shelf }, ({ failure }) => {
        told.push(failure instanceof Error ? failure.message : undefined)
        if (told.length === 3) {
          sender.stop()
          resolve(told)
        }
      })
    })
    expect(seen).toEqual(['broken', 'broken', undefined])
    expect(await given.shelf.counts('mai')).toMatchObject({ waiting: 0, kept: 1 })
  })

  test('a full phone can still send, and one account’s trouble is not another’s', async () => {
    const given = await phone()
    await given.shelf.keepAccount(account({ person: 'sau', secret: 'phieu_sau', token: 't-sau' }))
    const own = [await seal(given.shelf), await seal(given.shelf, { author: 'sau' })]
    const full = { ...given.shelf, changeRecords: () => Promise.reject(new ShelfFull('no room')) } as Whole
    const drained = await drain({ ...given, shelf: full })
    expect(drained).toMatchObject({ isWell: false, left: 2 })
    expect(drained.failure).toBeInstanceOf(ShelfFull)
    expect(given.server.records.size).toBe(2)
    await drain(given)
    expect(await Promise.all(own.map(async (n) => (await given.shelf.record(n))?.state))).toEqual(['kept', 'kept'])
    expect([...given.server.held().values()].map((hashes) => hashes.length)).toEqual([1, 1])
  })

  test('offline nothing is tried', async () => {
    const given = await phone()
    await seal(given.shelf)
    expect(await drain({ ...given, online: () => false })).toEqual({ isIdle: true, isWell: false, left: 1 })
    expect(given.server.log).toEqual([])
  })
})

describe('5 two tabs', () => {
  const locks = (): LockManager => {
    const held = new Set<string>()
    const request = async (name: string, _: object, work: (lock: object | null) => Promise<unknown>): Promise<unknown> => {
      if (held.has(name)) return work(null)
      held.add(name)
      try {
        return await work({ name })
      } finally {
        held.delete(name)
      }
    }
    return { request } as unknown as LockManager
  }
  test.each([['with locks', locks()], ['without', undefined]])('%s: one request for one record', async (_, manager) => {
    const given = await phone()
    await seal(given.shelf)
    const results = await Promise.all([1, 2, 3].map(() => drain({ ...given, locks: manager })))
    expect(results.filter(({ isIdle }) => isIdle)).toHaveLength(2)
    expect(given.server.log.filter(({ path }) => path === '/api/submissions')).toHaveLength(1)
  })
})

describe('6 whose token', () => {
  test('two officers: each with their own', async () => {
    const given = await phone()
    await given.shelf.keepAccount(account({ person: 'sau', secret: 'phieu_sau', token: 't-sau' }))
    for (let i = 0; i < 6; i++) await seal(given.shelf, { author: i % 2 === 0 ? 'mai' : 'sau' })
    await drain(given)
    expect([...given.server.records.values()].map(({ author }) => author).sort()).toEqual(['mai', 'mai', 'mai', 'sau', 'sau', 'sau'])
    const owner = new Map((await Promise.all(['mai', 'sau'].map((who) => given.shelf.records(who)))).flat().map((record) => [record.id, record.author]))
    for (const [own, { author }] of given.server.records) expect(owner.get(own)).toBe(author)
  })

  test('revoked with 20 queued; another goes on; enrolled again, they are sent as the author', async () => {
    const given = await phone()
    await given.shelf.keepAccount(account({ person: 'sau', secret: 'phieu_sau', token: 't-sau' }))
    for (let i = 0; i < 20; i++) await seal(given.shelf)
    await seal(given.shelf, { author: 'sau' })
    given.server.tokens.set('phieu_mai', { person: 'mai', ended: 'token_revoked' })
    await drain(given)
    expect(await given.shelf.account('mai')).toMatchObject({ ended: 'token_revoked' })
    expect(await given.shelf.counts('mai')).toMatchObject({ waiting: 20 })
    expect([...given.server.records.values()].map(({ author }) => author)).toEqual(['sau'])
    const asked = given.server.log.filter(({ secret }) => secret === 'phieu_mai').length
    await drain(given)
    // An ended token is not tried again and again.
    expect(given.server.log.filter(({ secret }) => secret === 'phieu_mai')).toHaveLength(asked)
    given.server.tokens.set('phieu_new', { person: 'mai' })
    await given.shelf.keepAccount(account({ secret: 'phieu_new', token: 't-new' }))
    await drain(given)
    expect([...given.server.records.values()].filter(({ author }) => author === 'mai')).toHaveLength(20)
    expect(await given.shelf.counts('mai')).toMatchObject({ waiting: 0, kept: 20 })
    expect(await given.shelf.counts('sau')).toMatchObject({ waiting: 0, kept: 1 })
  })

  test('an account is not dropped while anything of theirs is unsent', async () => {
    const given = await phone()
    await seal(given.shelf)
    expect(await given.shelf.dropAccount('mai')).toBe(false)
    await drain(given)
    expect(await given.shelf.dropAccount('mai')).toBe(true)
    expect(await given.shelf.account('mai')).toBeUndefined()
  })

  test('nor while something is here that the server kept nothing of', async () => {
    const given = await phone()
    await seal(given.shelf, { state: 'refused', revision: 0 })
    expect(await given.shelf.dropAccount('mai')).toBe(false)
    expect(await given.shelf.account('mai')).toBeDefined()
  })

  test('with the account go its records, their files and what was noted of it; a colleague’s stay', async () => {
    const given = await phone()
    const { shelf } = given
    const body = new TextEncoder().encode('ảnh').buffer
    const media = (sha256: string) => ({ name: `${sha256}.jpg`, sha256, bytes: 4, type: 'image/jpeg', isThumbnail: false, sent: 4, isKept: true })
    for (const [author, sha256] of [['mai', 'aa'], ['sau', 'bb']] as const) {
      await shelf.keepMedia({ sha256, type: 'image/jpeg', bytes: 4, body })
      await seal(shelf, { author, state: 'kept', revision: 1, media: [media(sha256)] })
    }
    await shelf.keepAccount(account({ person: 'sau', token: 't-sau', secret: 'phieu_sau' }))
    const theirs: readonly (readonly [string, unknown])[] = [['sent mai', 5], ['tidied mai', 5]]
    const others: readonly (readonly [string, unknown])[] = [['sent sau', 7]]
    for (const [key, value] of [...theirs, ...others]) await shelf.keepSetting(key, value)
    expect(await shelf.dropAccount('mai')).toBe(true)
    await shelf.dropMedia()
    for (const [key] of [...theirs, [newsKey('mai')]] as const) expect([key, await shelf.setting(key)]).toEqual([key, undefined])
    for (const [key, value] of others) expect(await shelf.setting(key)).toBe(value)
    expect([(await shelf.records('mai')).length, (await shelf.records('sau')).length]).toEqual([0, 1])
    expect([await shelf.media('aa'), (await shelf.media('bb'))?.bytes]).toEqual([undefined, 4])
    expect(await shelf.account('sau')).toBeDefined()
  })

  test('a server that does not take something is not one that was not reached', async () => {
    const given = await phone()
    await seal(given.shelf)
    given.server.fault = ({ path }) => (path === '/api/submissions' ? problem(403, 'forbidden') : undefined)
    expect(await drain(given)).toMatchObject({ isWell: false, isOdd: true, left: 1 })
    given.server.fault = () => new Response(null, { status: 204 })
    expect(await drain(given)).toMatchObject({ isWell: false, isOdd: false, left: 1 })
  })

  test('a token that speaks for somebody else changes nothing here', async () => {
    const given = await phone()
    given.server.tokens.set('phieu_mai', { person: 'sau' })
    given.server.stamp = 5
    expect((await drain(given)).isWell).toBe(false)
    expect(await given.shelf.setting(newsKey('mai'))).toMatchObject({ me: { person: 'mai' }, stamp: 0 })
  })
})

describe('7 a restored server', () => {
  test.each([['with its count of restores', true], ['known by its stamp alone', false]])('%s', async (_, isCounted) => {
    const given = await phone()
    await seal(given.shelf)
    await drain(given)
    const restore = given.server.copy()
    const { id: lost, n } = await withPhotos(given.shelf, [9_000])
    for (let i = 0; i < 3; i++) await seal(given.shelf)
    await drain(given)
    given.server.review(lost, 'returned', 'Sai thôn')
    await drain(given)
    const before = given.server.held()
    restore()
    if (!isCounted) given.server.restored = 0
    expect(given.server.records.has(lost)).toBe(false)
    await drain(given)
    expect(given.server.held()).toEqual(before)
    expect(await given.shelf.counts('mai')).toMatchObject({ waiting: 0, media: 0 })
    expect(await given.shelf.record(n)).toMatchObject({ state: 'kept' })
    await drain(given)
    expect(given.server.records.get(lost)?.media.get('photo0.jpg')?.isKept).toBe(true)
    expect(await given.shelf.counts('mai')).toMatchObject({ waiting: 0, media: 0, kept: 5 })
  })
})

test('7 what was corrected comes before its correction, and before its withdrawal', async () => {
  const given = await phone()
  const restore = given.server.copy()
  const [one, other] = [id(), id()]
  for (const own of [one, other]) await seal(given.shelf, { id: own })
  await drain(given)
  const next = { id: one, base: 1, sha256: 'h-next', body: JSON.stringify({ id: one, sha256: 'h-next', base: 1 }) }
  await seal(given.shelf, next)
  await withdraw(given.shelf, account(), other, { at: 1, zone: 420 })
  restore()
  expect(given.server.records.size).toBe(0)
  await drain(given)
  await drain(given)
  expect(given.server.held()).toEqual(new Map([[one, [`h-${one}`, 'h-next']], [other, [`h-${other}`]]]))
  expect([one, other].map((own) => given.server.records.get(own)?.state)).toEqual(['received', 'withdrawn'])
  expect(await given.shelf.counts('mai')).toMatchObject({ waiting: 0, conflict: 0, refused: 0 })
})

test('7 nothing is sent before it is known how often the server was restored', async () => {
  const given = await phone()
  await given.shelf.keepAccount(account({ person: 'sau', secret: 'phieu_sau', token: 't-sau' }))
  const n = await seal(given.shelf, { author: 'sau' })
  const restore = given.server.copy()
  given.server.fault = ({ path, secret }) => (path === '/api/phone' && secret === 'phieu_sau' ? 'lost' : undefined)
  await drain(given)
  expect(given.server.records.size).toBe(0)
  given.server.fault = ({ path }) => (path === '/api/sent' ? 'lost' : undefined)
  await drain(given)
  expect(await given.shelf.record(n)).toMatchObject({ state: 'kept' })
  restore()
  given.server.fault = () => undefined
  await drain(given)
  expect(given.server.records.size).toBe(1)
})

describe('8 what became of it', () => {
  test('returned, corrected, kept', async () => {
    const given = await phone()
    const own = id()
    const n = await seal(given.shelf, { id: own, body: JSON.stringify({ id: own, sha256: `h-${own}`, answers: { head: 'Lò Văn Mẫu', rows: [{ a: 1 }] }, context: { at: 1, zone: 420, seed: 99 }, reasons: { 'rows[1].a': 'đúng' }, started_at: '2026-11-24T09:00:00.000+07:00' }) })
    await drain(given)
    given.server.review(own, 'returned', 'Sai tên')
    await drain(given)
    expect(await given.shelf.record(n)).toMatchObject({ state: 'returned', asked: { comment: 'Sai tên' } })
    const records = await given.shelf.recordsOf(own)
    expect(mayCorrect(records)).toBe('now')
    const { draft: again, parts } = correction(records, 5)
    expect(again).toMatchObject({ id: own, base: 1, seed: 99, asked: { comment: 'Sai tên' }, started_at: Date.UTC(2026, 10, 24, 2) })
    expect(parts).toEqual([{ draft: own, name: 'head', answer: 'Lò Văn Mẫu' }, { draft: own, name: 'rows', answer: [{ a: 1 }], reasons: { 'rows[1].a': 'đúng' } }])
    expect(await given.shelf.keepDraft(again, parts)).toBe(true)
    await given.shelf.seal(own, sealed({ id: own, base: 1, sha256: 'h-2', body: JSON.stringify({ id: own, sha256: 'h-2', base: 1 }) }), [])
    expect(await given.shelf.counts('mai')).toMatchObject({ waiting: 1, returned: 0, kept: 1 })
    await drain(given)
    expect(given.server.records.get(own)).toMatchObject({ head: 2, state: 'received' })
    given.server.review(own, 'approved')
    await drain(given)
    const [first, second] = await given.shelf.recordsOf(own)
    expect([first?.state, second?.state]).toEqual(['kept', 'approved'])
    expect(mayCorrect([first!, second!])).toBe('never')
  })

  test('a lost answer is made good by what the server says it has', async () => {
    const given = await phone()
    const n = await seal(given.shelf)
    given.server.fault = ({ path }) => (path === '/api/submissions' ? 'dropped' : undefined)
    await drain(given)
    given.server.fault = ({ path }) => (path === '/api/submissions' ? problem(403, 'forbidden') : undefined)
    await drain(given)
    expect(await given.shelf.record(n)).toMatchObject({ state: 'kept', revision: 1, receipt: '1-00' })
  })

  test('conflict: both stay, and the next correction is of what stands', async () => {
    const given = await phone()
    const own = id()
    await seal(given.shelf, { id: own })
    await drain(given)
    const record = given.server.records.get(own)!
    record.revisions.push({ hash: 'office', base: 1, author: 'office', state: 'received', body: {} })
    record.head = 2
    record.stamp = ++given.server.stamp
    await given.shelf.seal(undefined, sealed({ id: own, base: 1, sha256: 'h-2', body: JSON.stringify({ id: own, sha256: 'h-2', base: 1 }) }), [])
    // Only the text gets through: which revision stands is not known yet.
    given.server.fault = ({ path }) => (path === '/api/sent' ? 'lost' : undefined)
    await drain(given)
    expect((await given.shelf.records('mai')).map(({ state }) => state)).toEqual(['kept', 'conflict'])
    given.server.fault = () => undefined
    await drain(given)
    expect((await given.shelf.recordsOf(own)).map(({ state, head }) => [state, head])).toEqual([['kept', 2], ['conflict', 2]])
  })

  test('withdrawn offline, after its text was sent; too late; never sent', async () => {
    const given = await phone()
    const [one, two] = [id(), id()]
    await seal(given.shelf, { id: one })
    await seal(given.shelf, { id: two })
    await withdraw(given.shelf, account(), one, { at: 7, zone: 420 })
    const again = await withdraw(given.shelf, account(), one, { at: 8, zone: 420 })
    expect(again).toBeUndefined()
    await drain(given)
    expect(given.server.records.get(one)?.state).toBe('withdrawn')
    expect((await given.shelf.recordsOf(one)).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn'])
    given.server.review(two, 'approved')
    const n = await withdraw(given.shelf, account(), two, { at: 9, zone: 420 })
    await drain(given)
    expect(await given.shelf.record(n!)).toMatchObject({ kind: 'withdrawal', state: 'refused', problems: [{ code: 'approved_already' }] })
    expect((await given.shelf.recordsOf(two))[0]).toMatchObject({ state: 'approved' })
  })

  test('a correction begins with what stands, also where another phone of theirs put it there', async () => {
    const given = await phone()
    const own = id()
    const text = (sha256: string, answers: object, base = 0): string => JSON.stringify({ id: own, sha256, form: 'trial', version: 1, base, answers, context: { at: 1, zone: 420, seed: 3 } })
    await seal(given.shelf, { id: own, body: text(`h-${own}`, { head: 'Lò Văn Mẫu', people: 4 }) })
    await drain(given)
    const elsewhere = (body: string): Promise<Response> => given.send('/api/submissions', { method: 'POST', headers: { authorization: 'Bearer phieu_mai' }, body: `[${body}]` })
    await elsewhere(text('h-2', { head: 'Lò Văn Mẫu', people: 5 }, 1))
    await drain(given)
    const records = await given.shelf.recordsOf(own)
    expect(mayCorrect(records)).toBe('now')
    expect(correction(records, 9)).toMatchObject({ draft: { base: 2 }, parts: [{ name: 'head', answer: 'Lò Văn Mẫu' }, { name: 'people', answer: 5 }] })
    // Heard again, it is not fetched again; and one that waits here still meets it as a conflict.
    await given.shelf.seal(undefined, sealed({ id: own, base: 2, sha256: 'h-mine', body: text('h-mine', { people: 6 }, 2) }), [])
    await elsewhere(text('h-3', { head: 'Lò Văn Mẫu', people: 7 }, 2))
    await drain(given)
    const now = await given.shelf.recordsOf(own)
    expect(now.map(({ sha256, state }) => [sha256, state])).toEqual([[`h-${own}`, 'kept'], ['h-2', 'kept'], ['h-mine', 'conflict'], ['h-3', 'kept']])
    expect(correction(now, 9)).toMatchObject({ draft: { base: 3 }, parts: [{ name: 'head' }, { name: 'people', answer: 7 }] })
  })

  test('a withdrawal that came too late leaves the record as it was: to be corrected, to be withdrawn, and itself let go', async () => {
    const given = await phone()
    const own = id()
    const context = { at: 1, zone: 420, seed: 3 }
    await seal(given.shelf, { id: own, body: JSON.stringify({ id: own, sha256: `h-${own}`, answers: { a: 1 }, context }) })
    await drain(given)
    await withdraw(given.shelf, account(), own, { at: 7, zone: 420 })
    const record = given.server.records.get(own)!
    record.revisions.push({ hash: 'office', base: 1, author: 'office', state: 'received', body: { id: own, answers: { a: 2 }, context } })
    record.head = 2
    record.stamp = ++given.server.stamp
    await drain(given)
    given.server.review(own, 'returned', 'Xem lại')
    await drain(given)
    const records = await given.shelf.recordsOf(own)
    expect(records.map(({ kind, state }) => [kind, state])).toContainEqual(['withdrawal', 'refused'])
    expect(mayCorrect(records)).toBe('now')
    expect(correction(records, 9)).toMatchObject({ draft: { base: 2 }, parts: [{ name: 'a', answer: 2 }] })
    const again = await withdraw(given.shelf, account(), own, { at: 8, zone: 420 })
    expect(again).toBeDefined()
    await drain(given)
    expect(record.state).toBe('withdrawn')
    given.server.now += 86_400_000
    await drain(given)
    given.server.now += 32 * 86_400_000
    await drain(given)
    expect(await given.shelf.records('mai')).toEqual([])
  })

  test('what the office asked is asked again when its answer is taken back before it left', async () => {
    const given = await phone()
    const own = id()
    const first = await seal(given.shelf, { id: own, body: JSON.stringify({ id: own, sha256: `h-${own}`, answers: { a: 1 }, context: { at: 1, zone: 420, seed: 3 } }) })
    await drain(given)
    given.server.review(own, 'returned', 'Sai tên')
    await drain(given)
    const { draft: again, parts } = correction(await given.shelf.recordsOf(own), 5)
    await given.shelf.keepDraft(again, parts)
    const n = await given.shelf.seal(own, sealed({ id: own, base: 1, sha256: 'h-2' }), [])
    expect(await given.shelf.record(first)).toMatchObject({ state: 'kept' })
    expect(await given.shelf.reopen(n, again, parts)).toBe(true)
    await given.shelf.dropDraft(own)
    expect(await given.shelf.record(first)).toMatchObject({ state: 'returned', asked: { comment: 'Sai tên' } })
  })

  test('a task for a record that is not here comes with its answers', async () => {
    const given = await phone()
    const own = id()
    await given.send('/api/submissions', { method: 'POST', headers: { authorization: 'Bearer phieu_mai' }, body: JSON.stringify([{ id: own, sha256: 'h', form: 'trial', version: 1, answers: { a: 1 }, context: { at: 1, zone: 420, seed: 3 } }]) })
    given.server.review(own, 'returned', 'Ghi lại')
    await drain(given)
    const records = await given.shelf.recordsOf(own)
    expect(records).toMatchObject([{ state: 'returned', author: 'mai', asked: { comment: 'Ghi lại' }, head: 1 }])
    expect(correction(records, 9)).toMatchObject({ draft: { id: own, base: 1, seed: 3 }, parts: [{ name: 'a', answer: 1 }] })
  })

  test('let go after 30 days of the server’s clock; tasks are not', async () => {
    const given = await phone()
    const [kept, task] = [id(), id()]
    await seal(given.shelf, { id: kept })
    await seal(given.shelf, { id: task })
    given.server.now += 86_400_000
    await drain({ ...given, clock: { ...given.clock, now: () => 0 } })
    given.server.review(task, 'returned', 'Sai')
    given.server.now += 29 * 86_400_000
    await drain({ ...given, clock: { ...given.clock, now: () => 4_000_000_000_000 } })
    expect(await given.shelf.records('mai')).toHaveLength(2)
    given.server.now += 2 * 86_400_000
    await drain(given)
    expect((await given.shelf.records('mai')).map((record) => record.id)).toEqual([task])
  })
})

describe('9 lists', () => {
  const entry = (own: string, changed: number, revision = 1) => ({ id: own, label: `Hộ ${own}`, unit: 'v1', revision, columns: {}, changed })
  test('pages, an interruption, deltas, removals', async () => {
    const given = await phone()
    const { server, shelf } = given
    server.pageRows = 2
    server.stamp = 10
    server.registers.set('households', { rows: ['a', 'b', 'c', 'd', 'e'].map((own) => entry(own, 5)), gone: [] })
    let pages = 0
    server.fault = ({ path }) => (path.startsWith('/api/registers') && ++pages === 3 ? 'lost' : undefined)
    await drain(given)
    expect(await shelf.entries('mai', 'households')).toEqual([])
    await drain(given)
    expect((await shelf.entries('mai', 'households')).map((one) => one.id)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(pages).toBe(4)
    // Nothing changed: nothing is asked.
    await drain(given)
    expect(pages).toBe(4)
    server.stamp = 12
    server.registers.set('households', { rows: [...['a', 'c', 'd', 'e'].map((own) => entry(own, 5)), entry('b', 11, 2)], gone: [{ id: 'd', stamp: 12 }] })
    await drain(given)
    expect((await shelf.entries('mai', 'households')).map((one) => [one.id, one.revision])).toEqual([['a', 1], ['b', 2], ['c', 1], ['e', 1]])
    expect(pages).toBe(5)
  })

  test('another scope is another list, seen when it is whole', async () => {
    const given = await phone()
    const { server, shelf } = given
    server.pageRows = 2
    server.stamp = 10
    server.registers.set('households', { rows: ['a', 'b', 'c'].map((own) => entry(own, 5)), gone: [] })
    await drain(given)
    server.unit = 'u2'
    server.registers.set('households', { rows: ['x', 'y', 'z'].map((own) => entry(own, 5)), gone: [] })
    let pages = 0
    server.fault = ({ path }) => (path.startsWith('/api/registers') && ++pages === 2 ? 'lost' : undefined)
    await drain(given)
    expect((await shelf.entries('mai', 'households')).map((one) => one.id)).toEqual(['a', 'b', 'c'])
    server.fault = () => undefined
    await drain(given)
    expect((await shelf.entries('mai', 'households')).map((one) => one.id)).toEqual(['x', 'y', 'z'])
  })

  test('after a restoring the lists are read anew, whatever the stamps have grown to', async () => {
    const given = await phone()
    const { server, shelf } = given
    server.stamp = 10
    server.registers.set('households', { rows: ['a', 'b'].map((own) => entry(own, 5)), gone: [] })
    await drain(given)
    server.restored++
    server.stamp = 30
    server.registers.set('households', { rows: [entry('a', 5), entry('c', 9)], gone: [] })
    await drain(given)
    expect((await shelf.entries('mai', 'households')).map((one) => one.id)).toEqual(['a', 'c'])
  })

  test('an entry made here stays until the list was read after its record was kept', async () => {
    const given = await phone()
    const { server, shelf } = given
    server.registers.set('households', { rows: [], gone: [] })
    const own = id()
    await shelf.seal(undefined, sealed({ id: own }), [{ person: 'mai', register: 'households', id: own, label: 'Hộ mới', fold: 'ho moi', unit: 'v1', revision: 1, columns: {}, local: own }])
    server.fault = ({ path }) => (path === '/api/submissions' ? 'lost' : undefined)
    await drain(given)
    expect(await shelf.entries('mai', 'households')).toMatchObject([{ id: own, local: own }])
    server.fault = () => undefined
    server.registers.set('households', { rows: [entry(own, 1)], gone: [] })
    await drain(given)
    expect(await shelf.entries('mai', 'households')).toMatchObject([{ id: own, label: `Hộ ${own}` }])
    expect((await shelf.entries('mai', 'households'))[0]).not.toHaveProperty('local')
  })

  test('forms by version, units in order', async () => {
    const given = await phone()
    const { server, shelf } = given
    server.forms = [{ id: 'trial', version: 2, hash: 'f2', state: 'open', title: { vi: 'Thử' } }]
    server.units = { revision: 3, units: [{ id: 'b', name: 'Đản Ván' }, { id: 'a', name: 'Bản Cũ' }, { id: 'c', name: 'Dợ' }] }
    await drain(given)
    expect(await shelf.form('trial', 2)).toMatchObject({ hash: 'f2' })
    expect((await shelf.units('mai'))?.units.map((unit) => unit.id)).toEqual(['a', 'c', 'b'])
    const asked = server.log.length
    await drain(given)
    expect(sent(server).slice(asked)).toEqual(['GET /api/phone', 'GET /api/sent'])
  })
})

describe('10 dying at each await', () => {
  class Crash extends Error {}
  // A shelf and a net of a phone that dies at its so-manyth step; whether it did.
  function mortal(given: Given, at: number, isAfter: boolean): { mortal: Given; died(): boolean } {
    let left = at
    let isDead = false
    const step = async <T>(does: () => Promise<T>): Promise<T> => {
      if (isDead) throw new Crash()
      const isLast = left-- === 0
      if (isLast && !isAfter) isDead = true
      const result = isDead ? undefined : await does()
      if (isLast) isDead = true
      if (isDead) throw new Crash()
      return result as T
    }
    const shelf = Object.fromEntries(Object.entries(given.shelf).map(([name, does]) => [name, (...args: unknown[]) => step(() => (does as (...all: unknown[]) => Promise<unknown>)(...args))])) as unknown as Whole
    return { mortal: { ...given, shelf, send: (input, init) => step(() => given.send(input, init)) }, died: () => isDead }
  }

  test.each([['fresh records', false], ['a restored server', true]])('%s', { timeout: 60_000 }, async (_, isRestored) => {
    let steps = 0
    for (const isAfter of [false, true]) {
      for (let at = 0, isOver = false; !isOver; at++) {
        const given = await phone()
        await withPhotos(given.shelf, [9_000])
        await seal(given.shelf)
        if (isRestored) {
          const restore = given.server.copy()
          await drain(given)
          restore()
        }
        const { mortal: dying, died } = mortal(given, at, isAfter)
        await drain(dying).catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error
        })
        isOver = !died()
        for (let i = 0; i < 2; i++) await drain(given)
        expect([...given.server.held().values()].map((hashes) => hashes.length)).toEqual([1, 1])
        expect([...given.server.records.values()].flatMap(({ media }) => [...media.values()].map(({ isKept }) => isKept))).toEqual([true, true])
        expect(await given.shelf.counts('mai')).toMatchObject({ waiting: 0, media: 0, kept: 2 })
        steps++
      }
    }
    expect(steps).toBeGreaterThan(60)
  })
})

test('11 what could not be sent', async () => {
  const given = await phone()
  const told = (): readonly (string | null)[][] => given.server.log.filter(({ path }) => path === '/api/phone').map(({ query }) => ['unsent', 'since', 'build'].map((name) => query.get(name)))
  await drain(given)
  expect(told()).toEqual([['0', '0', '']])
  // The server takes neither of two; what is sealed first waits longest.
  for (const sealed_at of [1_799_500_000_000, 1_799_900_000_000]) await seal(given.shelf, { id: id(), sealed_at })
  given.server.fault = ({ path }) => (path === '/api/submissions' ? problem(400, 'malformed') : undefined)
  given.server.log.length = 0
  await drain(given)
  expect(told()).toEqual([['2', '1799500000000', '']])
  given.server.fault = () => undefined
  given.server.log.length = 0
  await drain(given)
  expect(told()).toEqual([['0', '0', '']])
})

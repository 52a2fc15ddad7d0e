// What the log holds.
// 1  One line of JSON a request: when, its number, method, the pattern of its address, status, milliseconds, the code of a refusal; nothing else.
// 2  Nothing that comes with a request is in it: whatever is put into path, query, body, headers and cookies of every address, by whoever.
// 3  A bug has a line of its own under the same number, with where it happened, without what was given to it.
// 4  The number is in X-Request-Id and on the page that says that something went wrong; one that a caller brings along is not taken.
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bugLine } from '../../src/server/log.ts'
import { adminToken, bugs, call, db, home, log, media, sealed, send, settle, worker } from './visitor.ts'

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
})
beforeEach(() => {
  log.length = 0
  bugs.length = 0
})

const name = 'Lò Thị Cấy'
const planted = [name, 'Lo-Thi-Cay', 'phieu_planted-secret-000000000000000000', '0912345678', '198.51.100.200', 'planted-cookie', 'planted_word'] as const
const [, plain, secret, number, address, cookie, word] = planted
const patterns = new Set(worker.routes.map(({ path }) => path))
const isClean = (lines: readonly string[]): void => {
  const text = lines.map((line) => `${line} ${decodeURIComponent(line.replace(/%(?![0-9a-f]{2})/gi, ''))} ${JSON.stringify(JSON.parse(line))}`).join('\n')
  for (const value of [...planted, encodeURIComponent(name), ...Object.values(tokens)]) if (value !== '') expect(text).not.toContain(value)
}

interface Line {
  readonly time: string
  readonly request: string
  readonly method: string
  readonly route: string
  readonly status: number
  readonly ms: number
  readonly code?: string
}
const last = (): Line => JSON.parse(log[log.length - 1] ?? '{}') as Line

test.each([
  ['GET', '/healthz', '/healthz', 200, undefined],
  ['GET', '/api/me', '/api/me', 401, 'token_missing'],
  ['DELETE', '/api/me', '/api/me', 405, 'method_not_allowed'],
  ['GET', '/drafts/01a20d2b-0000-7000-9000-000000000001/2', '/drafts/:id/:screen{[0-9]+}', 401, undefined],
  ['GET', '/in/phieu_something-0000000000000', '/in/:token', 404, undefined],
  ['GET', '/r/1-95', '/r/:code', 404, undefined],
  ['GET', '/nothing/of/that/sort', '(none)', 404, 'not_found'],
  ['POST', '/out', '/out', 403, 'cross_site'],
] as const)('1 %s %s', async (method, path, route, status, code) => {
  const answer = await call(method, path, { headers: { accept: 'text/html' } })
  expect(answer.status).toBe(status)
  expect(log.length).toBe(1)
  const { time, request, ms, ...rest } = last()
  expect(rest).toEqual({ method, route, status, ...(code === undefined ? {} : { code }) })
  expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(60_000)
  expect([request, Number.isInteger(ms) && ms >= 0]).toEqual([answer.headers.get('x-request-id'), true])
})

describe('2 nothing that came with it', () => {
  const bodies: readonly (readonly [type: string, body: () => BodyInit])[] = [
    ['application/json', () => JSON.stringify({ [word]: name, name, token: secret, answers: { head_name: name, phone: number }, id: plain })],
    ['application/json', () => `{"name": ${name}`],
    ['application/x-www-form-urlencoded', () => new URLSearchParams({ token: secret, name, [word]: number, '.shown': plain, '.do': `find ${plain}`, id: plain }).toString()],
    ['text/plain', () => `phieu-rescue 1\n${name} ${number}`],
    [`multipart/form-data; boundary=${word}`, () => `--${word}\r\ncontent-disposition: form-data; name="${plain}"; filename="${name}"\r\n\r\n${number}\r\n--${word}--\r\n`],
    ['application/yaml', () => `id: ${word}\ntitle: ${name}\n${plain}: [`],
  ]
  const headers = (who: string): Record<string, string> => ({
    origin: home, cookie: `__Host-phieu=${tokens[who] ?? secret}; __Host-phieu-guest=${'g'.repeat(22)}; other=${cookie}`, 'user-agent': `${plain} ${number}`, 'x-request-id': word, 'cf-connecting-ip': address, referer: `${home}/in/${secret}`,
    'x-forwarded-for': address, 'accept-language': word, accept: 'text/html',
  })
  // Each address with every parameter filled in, as nobody, and as whoever may do most there.
  const addresses = [...new Map(worker.routes.filter(({ method, path }) => method !== 'ALL' && !path.includes('*')).map((route) => [`${route.method} ${route.path}`, route])).values()]
  const filled = (path: string): string => path.replace(/:screen\{[^}]*\}/, '1').replace(/:code/, encodeURIComponent(name)).replace(/:token/, secret).replace(/:[a-z_]+/g, plain)

  test('2 there are addresses enough', () => expect(addresses.length).toBeGreaterThan(80))
  test.each(['', 'officer', 'reviewer', 'admin'])('2 as %j', async (who) => {
    let calls = 0
    for (const { method, path } of addresses) {
      for (const [type, body] of method === 'GET' || method === 'DELETE' ? [['', undefined] as const] : bodies) {
        calls++
        const at = `${filled(path)}?${word}=${plain}&q=${encodeURIComponent(name)}&code=${number}&unit=${plain}&s=${secret}`
        await call(method, at, { headers: headers(who), ...(tokens[who] === undefined ? {} : { token: tokens[who] }), ...(body === undefined ? {} : { body: body(), type }) })
      }
    }
    expect(log.length).toBe(calls)
    isClean([...log, ...bugs])
    for (const line of log) {
      const one = JSON.parse(line) as Line
      expect(Object.keys(one).filter((key) => !['time', 'request', 'method', 'route', 'status', 'ms', 'code'].includes(key))).toEqual([])
      expect(patterns.has(one.route) || one.route === '(none)', one.route).toBe(true)
      expect([one.status, bugs]).not.toEqual([500, expect.anything()])
    }
  })
  test('2 what is kept, refused, malformed', async () => {
    for (const answers of [{ head_name: name }, { head_name: name, labour: -1 }, { village: plain }]) await send(tokens.officer ?? '', await sealed({ ...answers, note: number }))
    await send(tokens.officer ?? '', { ...(await sealed()), [word]: name })
    expect(log.map((line) => (JSON.parse(line) as Line).status)).toEqual([201, 422, 422, 400])
    isClean([...log, ...bugs])
  })
})

describe('3 a bug', () => {
  const broken = (message: string, kind: new (message: string) => Error): D1Database => new Proxy(db, { get: () => () => { throw new kind(message) } })
  test.each<[string, new (message: string) => Error, string]>([
    [`${name} and ${number}`, Error, ''],
    [`Unexpected token 'L', "${name}" is not valid JSON`, SyntaxError, ''],
    [`Invalid regular expression: /${plain}/`, SyntaxError, ''],
    [`Cannot create property '${plain}' on string '${name}'`, TypeError, 'Cannot create property … on string …'],
    [`number ${number} is not iterable`, TypeError, 'number # is not iterable'],
    [`D1_ERROR: UNIQUE constraint failed: people.id: SQLITE_CONSTRAINT`, Error, 'D#_ERROR: UNIQUE constraint failed: people.id: SQLITE_CONSTRAINT'],
  ])('3 %s', async (message, kind, said) => {
    const answer = await worker.fetch(new Request(`${home}/r/1-95?s=${plain}`, { headers: { accept: 'text/html', 'x-request-id': word } }), { DB: broken(message, kind), MEDIA: media })
    expect([answer.status, bugs.length, log.length]).toEqual([500, 1, 1])
    const bug = JSON.parse(bugs[0] ?? '{}') as { request: string; bug: string; message: string; at: string[] }
    expect([bug.request, bug.bug, bug.message]).toEqual([last().request, kind.name, said])
    expect(bug.at.length).toBeGreaterThan(1)
    expect(bug.at.every((frame) => frame.startsWith('at '))).toBe(true)
    isClean([...log, ...bugs])
    expect(last()).toMatchObject({ status: 500, code: 'internal', route: '/r/:code' })

    // 4
    expect([answer.headers.get('x-request-id'), answer.headers.get('x-failure')]).toEqual([bug.request, bug.request])
    expect(await answer.text()).toContain(bug.request)
  })
  test.each<[string, unknown]>([['a text', name], ['nothing', undefined], ['a strange name', Object.assign(new Error(name), { name: plain })], ['no stack', Object.assign(new Error(name), { stack: undefined })]])('3 thrown: %s', (_, thrown) => {
    isClean([bugLine('1a2b3c4d', thrown)])
  })
})

test('4 on the page of a refusal too', async () => {
  const page = await call('GET', '/nothing', { headers: { accept: 'text/html' } })
  expect(await page.text()).toContain(page.headers.get('x-request-id'))
  expect(page.headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}$/)
})

// The API as other people's programs meet it.
// 1  Every answer carries the security headers; refusals are RFC 9457 in the language asked for, Vietnamese first.
// 2  405 names what is taken; an unknown address is 404, for people a page that repeats nothing of the request.
// 3  Bodies: type, encoding, size (counted while streaming, also without Content-Length), UTF-8, depth, one meaning only.
// 4  One submission: 201, again 200 with the same receipt, 409, 422; an array 200 with one outcome each; the hash is checked.
// 5  A form: the zip of its folder or a lone YAML; 201, the same again 200; 422 with every problem and its line; a dry run keeps nothing.
// 6  Lists: pages by an opaque cursor, every row once; unknown, repeated and wild parameters are 400.
// 7  Review: the sums follow; states; comment.
// 8  Aggregates: rows, total, derived figures, both eras, CSV for Excel, ETag.
// 9  The description is made of the schemas, and every JSON answer fits its own.
// 10 A token's secret is shown once and kept as a hash.
// 11 Two people's requests at the same moment are never mixed.
// 12 A new submission takes one round trip to D1 once its sender, form and units are at hand, what is known already two; 1 and 100 the same number of statements.
// 13 A pattern that may hang is refused when a form is published.
import { zipSync } from 'fflate'
import * as v from 'valibot'
import { beforeAll, describe, expect, test } from 'vitest'
import { routes } from '../../src/server/api/routes.ts'
import { app } from '../../src/server/index.ts'
import { limited } from '../limits.ts'
import { adminToken, call, db, home, rows, said, sealed, send, settle, tokenFor, trial } from './visitor.ts'
import type { Loose } from './visitor.ts'

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
})
const officer = (): string => tokens.officer ?? ''
const text = new TextEncoder()

describe('1 headers', () => {
  test.each([['/healthz', 200], ['/api/openapi.json', 200], ['/api/me', 401], ['/api/nothing', 404], ['/nothing', 404]])('%s %i', async (path, status) => {
    const { headers, status: got } = await call('GET', path)
    expect(got).toBe(status)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('strict-transport-security')).toContain('max-age=')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('permissions-policy')).toContain('microphone=(self)')
    if (status !== 200) expect(headers.get('cache-control')).toBe('no-store')
  })
  test.each([[{}, '', 'Chưa biết'], [{ 'accept-language': 'en-GB,en;q=0.9' }, '', 'Who'], [{ 'accept-language': 'fr, en;q=0.2, vi;q=0.8' }, '', 'Chưa'], [{ 'accept-language': 'en' }, '?lang=vi', 'Chưa'], [{}, '?lang=en', 'Who']])(
    '1 the language of %j%s',
    async (headers, query, beginning) => {
      const answer = await call('GET', `/api/me${query}`, { headers: headers as Record<string, string> })
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      const body = await said(answer)
      expect(String(body.title)).toMatch(new RegExp(`^${beginning}`))
      expect(Object.keys(body)).toEqual(['type', 'title', 'status', 'detail', 'code', 'problems'])
      expect(body.status).toBe(401)
    },
  )
})

describe('2 addresses', () => {
  test.each([['PUT', '/api/submissions', 'GET, POST, HEAD'], ['GET', '/api/submissions/x/review', 'POST'], ['DELETE', '/healthz', 'GET, HEAD'], ['OPTIONS', '/api/forms', 'GET, POST, HEAD']])('%s %s', async (method, path, allow) => {
    const answer = await call(method, path)
    expect(answer.status).toBe(405)
    expect((answer.headers.get('allow') ?? '').split(', ').sort()).toEqual(allow.split(', ').sort())
  })
  test('a page for people repeats nothing', async () => {
    const answer = await call('GET', '/<script>alert(1)</script>', { headers: { accept: 'text/html' } })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(await answer.text()).not.toMatch(/alert|script/)
  })
  test('HEAD is GET without its body', async () => {
    const answer = await call('HEAD', '/healthz')
    expect([answer.status, await answer.text()]).toEqual([200, ''])
  })
})

describe('3 bodies', () => {
  const stream = (length: number): ReadableStream => {
    let left = length
    return new ReadableStream({
      pull(controller) {
        const size = Math.min(left, 65_536)
        left -= size
        if (size > 0) controller.enqueue(new Uint8Array(size).fill(32))
        else controller.close()
      },
    })
  }
  test.each([
    ['no type', '{}', { 'content-type': '' }, 415, 'media_type'],
    ['a form', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'media_type'],
    ['text/plain (a simple request)', '{}', { 'content-type': 'text/plain' }, 415, 'media_type'],
    ['gzip', '{}', { 'content-encoding': 'gzip' }, 415, 'content_encoding'],
    ['identity', '{}', { 'content-encoding': 'identity' }, 400, 'malformed'],
    ['nothing', '', {}, 400, 'json_syntax'],
    ['not UTF-8', new Uint8Array([0x22, 0xc3, 0x22]), {}, 400, 'not_utf8'],
    ['65 levels', `${'['.repeat(65)}${']'.repeat(65)}`, {}, 400, 'too_deep'],
    ['a million levels', '['.repeat(1_000_000), {}, 400, 'too_deep'],
    ['a key twice', '{"id":"a","id":"b"}', {}, 400, 'malformed'],
    ['a key twice, written differently', '{"id":"a","\\u0069d":"b"}', {}, 400, 'malformed'],
    ['__proto__', '{"__proto__":{}}', {}, 400, 'malformed'],
    ['half of a character', '{"id":"\\ud83d"}', {}, 400, 'malformed'],
    ['101 submissions', `[${'{},'.repeat(100)}{}]`, {}, 413, 'too_many'],
    ['no submissions', '[]', {}, 400, 'malformed'],
  ])('%s', async (_, body, headers, status, code) => {
    const before = await rows()
    const answer = await call('POST', '/api/submissions', { token: officer(), body, headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) } })
    expect([answer.status, (await said(answer)).code]).toEqual([status, code])
    expect(await rows()).toEqual(before)
  })
  test.each([[1_048_576, 400], [1_048_577, 413], [40_000_000, 413]])('%i bytes in a stream → %i', async (length, status) => {
    const request = new Request(`${home}/api/submissions`, {
      method: 'POST', body: stream(length), headers: { authorization: `Bearer ${officer()}`, 'content-type': 'application/json' }, duplex: 'half',
    } as RequestInit)
    expect(request.headers.get('content-length')).toBeNull()
    expect((await app().fetch(request, { DB: db })).status).toBe(status)
  })
  test('a submission over 90 kB of canonical JSON', async () => {
    const part = Array.from({ length: 10 }, (_, i) => [`n${i}`, 'a'.repeat(9_500)])
    const answer = await send(officer(), await sealed(Object.fromEntries(part)))
    expect([answer.status, (await said(answer)).code]).toEqual([413, 'too_large'])
  })
})

describe('4 submissions', () => {
  test('kept, had, corrected, in conflict, refused', async () => {
    const first = await sealed()
    const kept = await send(officer(), first)
    const outcome = await said(kept)
    expect([kept.status, outcome.status, outcome.revision, outcome.hash, outcome.problems]).toEqual([201, 'kept', 1, first.sha256, []])
    expect(outcome.receipt).toMatch(/^\d+-\d\d$/)
    const before = await rows()
    const again = await send(officer(), first)
    expect([again.status, await said(again)]).toEqual([200, { ...outcome, status: 'had_it' }])
    expect(await rows()).toEqual(before)
    const mended = await sealed({ labour: 14 }, { id: first.id, base: 1 })
    const second = await send(officer(), mended)
    expect([second.status, (await said(second)).revision]).toEqual([201, 2])
    const late = await sealed({ labour: 15 }, { id: first.id, base: 1 })
    const conflict = await send(officer(), late)
    expect([conflict.status, (await said(conflict)).status]).toEqual([409, 'conflict'])
    const refused = await send(officer(), await sealed({ labour: -1, title: '' }))
    const why = await said(refused)
    expect([refused.status, why.status, why.revision]).toEqual([422, 'refused', 1])
    expect((why.problems as unknown as Loose[]).map(({ at, code }) => `${String(at)} ${String(code)}`).sort()).toEqual(['labour constraint', 'title required'])
    expect((why.problems as unknown as Loose[]).every(({ title }) => String(title).length > 5)).toBe(true)
  })
  test('the hash of something else', async () => {
    const before = await rows()
    const one = await sealed()
    const answer = await send(officer(), { ...one, answers: { ...(one.answers as Loose), labour: 13 } })
    expect([answer.status, (await said(answer)).code]).toEqual([400, 'hash_mismatch'])
    expect(await rows()).toEqual(before)
  })
  test('an array: each for itself, in order', async () => {
    const good = await sealed()
    const answer = await send(officer(), [good, 7, { ...(await sealed()), extra: 1 }, await sealed({ labour: 'x' }), good])
    expect(answer.status).toBe(200)
    const outcomes = (await answer.json()) as Loose[]
    expect(outcomes.map(({ status, revision }) => [status, revision])).toEqual([['kept', 1], ['refused', 0], ['refused', 0], ['refused', 1], ['had_it', 1]])
    expect((outcomes[2]?.problems as Loose[])[0]).toMatchObject({ code: 'malformed', at: '/extra' })
  })
  test('a bad key in one item does not sink the other', async () => {
    const good = JSON.stringify(await sealed())
    const answer = await call('POST', '/api/submissions', { token: officer(), body: `[{"id":"x","id":"y"},${good}]` })
    expect(((await answer.json()) as Loose[]).map(({ status }) => status)).toEqual(['refused', 'kept'])
  })
  test('an unknown form or version', async () => {
    for (const more of [{ form: 'nothing' }, { version: 99 }]) {
      const answer = await send(officer(), await sealed({}, more))
      expect([answer.status, (await said(answer)).code]).toEqual([404, 'form_unknown'])
    }
  })
})

describe('5 forms', () => {
  const publish = (body: BodyInit, type: string, query = ''): Promise<Response> => call('POST', `/api/forms${query}`, { token: adminToken, body, type })
  const small = 'id: small\ntitle: Nhỏ\nlanguage: vi\nsurvey:\n  - { type: text, name: a, label: A }\n'
  test('a lone YAML, again, a new version', async () => {
    const made = await publish(small, 'application/yaml')
    expect([made.status, await said(made)]).toEqual([201, expect.objectContaining({ form: 'small', version: 1, status: 'published' })])
    const again = await publish(small, 'text/yaml; charset=utf-8')
    expect([again.status, await said(again)]).toEqual([200, expect.objectContaining({ version: 1, status: 'had_it' })])
    expect(await said(await publish(small.replace('Nhỏ', 'Nhỏ hơn'), 'application/yaml'))).toMatchObject({ version: 2 })
  })
  test('the zip of a folder, with its folder or without', async () => {
    const files = { 'form.yaml': text.encode(small.replaceAll('small', 'zipped')), 'en.yaml': text.encode('title: Small\nsurvey:\n  a: { label: A }\n') }
    const made = await publish(zipSync({ zipped: files }), 'application/zip')
    expect([made.status, await said(made)]).toEqual([201, expect.objectContaining({ form: 'zipped', version: 1 })])
    expect((await publish(zipSync(files), 'application/zip')).status).toBe(200)
    const one = await said(await call('GET', '/api/forms/zipped', { token: officer() }))
    expect((one.form as unknown as Loose).languages).toEqual(['vi', 'en'])
  })
  test('all problems, each with its line', async () => {
    const answer = await publish(small.replaceAll('small', 'broken').replace('label: A }', 'label: A, relevant: "${zz} = 1", constraint: "foo(1)" }'), 'application/yaml')
    const { code, problems } = await said(answer)
    expect([answer.status, code]).toEqual([422, 'form_invalid'])
    expect((problems as unknown as Loose[]).map(({ code: what, file, line }) => [what, file, line])).toEqual(
      expect.arrayContaining([['reference_unknown', 'form.yaml', 5], ['expression_unknown_function', 'form.yaml', 5]]),
    )
  })
  test('a dry run keeps nothing', async () => {
    const before = await rows()
    const answer = await publish(small.replaceAll('small', 'dry'), 'application/yaml', '?dry_run=1')
    expect([answer.status, await said(answer)]).toEqual([200, expect.objectContaining({ status: 'dry_run', version: 0 })])
    expect(await rows()).toEqual(before)
  })
  test.each([
    ['no zip', text.encode('PK nothing'), 400],
    ['a path that leads out', zipSync({ '../form.yaml': text.encode(small) }), 400],
    ['no form in it', zipSync({ 'readme.txt': text.encode('x') }), 400],
    ['a bomb', zipSync({ 'form.yaml': new Uint8Array(30_000_000) }), 413],
  ])('%s', async (_, body, status) => {
    expect((await publish(body, 'application/zip')).status).toBe(status)
  })
  test('an example may say what its entries add up to in another form’s figures', async () => {
    const annex = (houses: number): string => `id: annex
title: Nhà thêm
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn }
  - { type: text, name: owner, label: Chủ nhà }
registers:
  - { register: trial_house, label: "\${owner}", unit: "\${village}", columns: { title: "\${owner}" } }
examples:
  - { name: một nhà, given: { village: n1, owner: Lò Văn Ví }, expect: { indicators: { trial.houses: ${houses} } } }
`
    const wrong = await publish(annex(2), 'application/yaml')
    expect([wrong.status, ((await said(wrong)).problems as unknown as Loose[])[0]]).toMatchObject([422, { code: 'example_failed', facts: { expected: 'trial.houses: 2', received: 'trial.houses: 1' } }])
    expect((await publish(annex(1), 'application/yaml')).status).toBe(201)
  })
  test('an example that fails is a problem', async () => {
    const answer = await publish(`${small.replaceAll('small', 'exampled')}examples:\n  - { name: x, given: { a: b }, expect: { values: { a: c } } }\n`, 'application/yaml')
    expect([answer.status, ((await said(answer)).problems as unknown as Loose[])[0]?.code]).toEqual([422, 'example_failed'])
  })
  test('one form by version, with its ETag', async () => {
    const answer = await call('GET', '/api/forms/small?version=1', { token: officer() })
    expect(await said(answer.clone())).toMatchObject({ id: 'small', version: 1, title: { vi: 'Nhỏ' } })
    const again = await call('GET', '/api/forms/small?version=1', { token: officer(), headers: { 'if-none-match': answer.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
    expect((await call('GET', '/api/forms/small?version=9', { token: officer() })).status).toBe(404)
  })
})

describe('6 lists', () => {
  test('every row once, the newest first', async () => {
    const { token } = await tokenFor('Tẩn Thị Ba Mươi', 'officer', 'south')
    const ids: string[] = []
    for (let i = 0; i < 7; i++) {
      const one = await sealed({ village: 's1' })
      ids.push(one.id as string)
      await send(token, one)
    }
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = await said(await call('GET', `/api/submissions?form=trial&limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`, { token: tokens.far ?? '' }))
      seen.push(...(page.rows as unknown as Loose[]).map(({ id }) => id as string))
      cursor = page.cursor as unknown as string | null
    }
    expect(seen).toEqual([...ids].reverse())
  })
  test.each([
    'nope=1', 'limit=0', 'limit=201', 'limit=-1', 'limit=1e2', 'from=2026-13-01', 'from=yesterday', 'state=lost', 'form=trial&form=other', 'cursor=made-up', 'cursor=', 'under=a;b', '__proto__=1',
  ])('%s is 400', async (query) => {
    const answer = await call('GET', `/api/submissions?${query.includes('form=') ? '' : 'form=trial&'}${query}`, { token: tokens.reviewer ?? '' })
    expect([answer.status, (await said(answer)).code]).toEqual([400, 'query_invalid'])
  })
  test.each([['lo van mau', true], ['LÒ VĂN', true], ["x' or 1=1--", false], ['%', false], ['Nậm Dịch '.repeat(20), false]])('search %s', async (q, finds) => {
    await send(officer(), await sealed())
    const answer = await call('GET', `/api/submissions?form=trial&q=${encodeURIComponent(q)}`, { token: tokens.reviewer ?? '' })
    expect(answer.status).toBe(200)
    expect(((await said(answer)).rows as unknown as unknown[]).length > 0).toBe(finds)
  })
})

const total = async (indicator: string, query = ''): Promise<number | null> => {
  const answer = await call('GET', `/api/aggregates/trial/${indicator}${query}`, { token: tokens.reviewer ?? '' })
  expect(answer.status).toBe(200)
  return ((await said(answer)).total as unknown as { value: number | null }).value
}

test('7 the sums follow what the office decides', async () => {
  const one = await sealed({ labour: 1000 })
  const judge = (body: Loose): Promise<Response> => call('POST', `/api/submissions/${String(one.id)}/review`, { token: tokens.reviewer ?? '', body: JSON.stringify(body) })
  const both = async (): Promise<(number | null)[]> => [await total('labour_days'), await total('labour_days', '?state=approved')]
  const [received = 0, approved = 0] = (await both()) as number[]
  await send(officer(), one)
  expect(await both()).toEqual([received + 1000, approved])
  expect((await judge({ state: 'returned' })).status).toBe(422)
  expect(await said(await judge({ state: 'approved' }))).toMatchObject({ state: 'approved', changed: true, revision: 1 })
  expect(await said(await judge({ state: 'approved' }))).toMatchObject({ changed: false })
  expect(await both()).toEqual([received + 1000, approved + 1000])
  expect((await judge({ state: 'rejected', comment: 'Sai thôn', question: 'village' })).status).toBe(200)
  expect(await both()).toEqual([received, approved])
  const found = await said(await call('GET', `/api/submissions/${String(one.id)}`, { token: officer() }))
  expect((found.revisions as unknown as Loose[])[0]).toMatchObject({ state: 'rejected', review: { comment: 'Sai thôn', question: 'village' } })
  expect((found.audit as unknown as Loose[]).map(({ action }) => action)).toEqual(['received', 'approved', 'rejected'])
  expect((await judge({ state: 'approved' })).status).toBe(409)
})

describe('8 aggregates', () => {
  let reader = ''
  beforeAll(async () => {
    reader = (await tokenFor('Giàng A Bốn Mươi', 'reviewer', null)).token
    await call('POST', '/api/forms', { token: adminToken, type: 'application/yaml', body: trial.replace('id: trial\n', 'id: sums\n').replaceAll('trial_house', 'sums_house') })
    const day = (month: string, answers: Loose): Promise<Loose> => sealed({ seen_on: `2026-${month}-05`, ...answers }, { form: 'sums' })
    const all = [await day('09', { labour: 3 }), await day('09', { labour: 5, village: 'n2', kind: 'house' }), await day('10', { labour: 4 })]
    expect((await send(officer(), all)).status).toBe(200)
  })
  const read = async (indicator: string, query = ''): Promise<Loose> => said(await call('GET', `/api/aggregates/sums/${indicator}${query}`, { token: reader }))
  const values = (found: Loose, ...names: string[]): unknown[] => (found.rows as Loose[]).map((row) => [...names.map((name) => row[name]), row.value])

  test.each([
    ['records', '', [], [], 3],
    ['records', '?by=month', ['period'], [['2026-09', 2], ['2026-10', 1]], 3],
    ['records', '?by=quarter', ['period'], [['2026-Q3', 2], ['2026-Q4', 1]], 3],
    ['records', '?by=unit:village,month', ['unit', 'period'], [['n1', '2026-09', 1], ['n1', '2026-10', 1], ['n2', '2026-09', 1]], 3],
    ['records', '?by=unit:commune,kind', ['unit', 'member'], [['north', 'house', 1], ['north', 'road', 2]], 3],
    ['records', '?from=2026-10', [], [], 1],
    ['records', '?under=n2', [], [], 1],
    ['records', '?under=south', [], [], 0],
    ['labour_days', '?by=unit:village', ['unit'], [['n1', 7], ['n2', 5]], 12],
    ['mean', '?by=unit:village', ['unit'], [['n1', 3.5], ['n2', 5]], 4],
    ['villages', '?by=unit:commune', ['unit'], [['north', 2]], 2],
    ['covered', '?by=unit:commune', ['unit'], [['north', 100], ['south', 0]], 200 / 3],
    ['rest', '?by=month', ['period'], [['2026-09', 6], ['2026-10', 3]], 9],
    ['houses', '?by=unit:village', ['unit'], [['n1', 2], ['n2', 1]], 3],
  ] as const)('%s%s', async (indicator, query, names, expected, sum) => {
    const found = await read(indicator, query)
    expect(values(found, ...names)).toEqual(expected)
    expect((found.total as Loose).value).toBeCloseTo(sum, 9)
    expect(found.total).toMatchObject({ target: null, expected_by_today: null, about: false })
  })
  test.each([['records', '?by=nothing'], ['records', '?by=month,year'], ['records', '?by=unit:planet'], ['labour_days', '?by=kind'], ['records', '?by='], ['records', '?from=2026-13']])('%s%s is 400', async (indicator, query) => {
    expect((await call('GET', `/api/aggregates/sums/${indicator}${query}`, { token: reader })).status).toBe(400)
  })
  test('an unknown indicator is not there', async () => {
    expect((await call('GET', '/api/aggregates/sums/nothing', { token: reader })).status).toBe(404)
  })
  test('names for people', async () => {
    const found = await read('records', '?by=unit:village,kind')
    expect((found.rows as Loose[])[0]).toMatchObject({ unit_name: 'Thôn Bản n1', member: 'road', member_name: { vi: 'Đường' } })
    expect(found).toMatchObject({ label: { vi: 'Số phiếu' }, unit: { vi: 'phiếu' }, state: 'received', units: 'then', scale: 1, good: null })
    expect((await read('covered')).good).toEqual({ at_least: 50 })
  })
  test('CSV opens in Excel', async () => {
    const answer = await call('GET', '/api/aggregates/sums/records?by=unit:village,kind', { token: reader, headers: { accept: 'text/csv' } })
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const bytes = new Uint8Array(await answer.arrayBuffer())
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(new TextDecoder().decode(bytes).split('\r\n')).toEqual(['unit_id,unit,group,Số phiếu – phiếu,about', 'n1,Thôn Bản n1,Đường,2,', 'n2,Thôn Bản n2,Nhà,1,', ''])
  })
  test('an ETag for what is unchanged, another after a submission', async () => {
    const one = await call('GET', '/api/aggregates/sums/records', { token: reader })
    const etag = one.headers.get('etag') ?? ''
    const again = await call('GET', '/api/aggregates/sums/records', { token: reader, headers: { 'if-none-match': etag } })
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag])
    await send(officer(), await sealed({ seen_on: '2026-08-01', village: 's1' }, { form: 'sums' }))
    expect((await call('GET', '/api/aggregates/sums/records', { token: reader, headers: { 'if-none-match': etag } })).status).toBe(200)
  })
})

describe('9 the description', () => {
  test('has every route, its parameters and bodies', async () => {
    const described = await said(await call('GET', '/api/openapi.json'))
    const paths = described.paths as unknown as Record<string, Record<string, Loose>>
    const listed = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/{(\w+)}/g, ':$1')}`))
    expect(listed.sort()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).sort())
    const parameters = paths['/api/submissions']?.get?.parameters as Loose[]
    expect(parameters.map(({ name }) => name)).toEqual(['form', 'under', 'state', 'from', 'to', 'q', 'cursor', 'limit', 'lang'])
    expect(JSON.stringify(paths['/api/submissions']?.post)).toContain('sha256')
  })
  const examples: readonly [method: string, path: string][] = [
    ['GET', '/healthz'], ['GET', '/api/me'], ['GET', '/api/forms'], ['GET', '/api/forms/trial'], ['GET', '/api/submissions?form=trial'], ['GET', '/api/registers/trial_house'],
    ['GET', '/api/aggregates/trial/records?by=unit:village,month'], ['GET', '/api/units'], ['GET', '/api/tokens'],
  ]
  test.each(examples)('%s %s fits its schema', async (method, path) => {
    const body = await said(await call(method, path, { token: adminToken }))
    const at = path.split('?')[0]?.replace('/trial_house', '/:register').replace('/trial/records', '/:form/:indicator').replace('/trial', '/:form')
    const schema = routes.find((one) => one.method === method && one.path === at)?.answers[200]?.schema
    expect(schema).toBeDefined()
    if (schema !== undefined) expect(v.safeParse(schema, body).issues?.map((issue) => [v.getDotPath(issue), issue.message])).toBeUndefined()
  })
})

test('10 a secret is shown once and kept as its hash', async () => {
  const { token } = await tokenFor('Chảo Thị Năm Mươi', 'officer', 'north')
  expect(token).toMatch(/^phieu_[\w-]{43}$/)
  const { results } = await db.prepare('select * from tokens').all()
  expect(JSON.stringify(results)).not.toContain(token.slice(6))
  expect(await (await call('GET', '/api/tokens', { token: adminToken })).text()).not.toMatch(/phieu_|"hash"/)
})

test('11 two people at the same moment', async () => {
  const asked = Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? officer() : (tokens.stranger ?? '')))
  const names = await Promise.all(asked.map(async (token) => (await said(await call('GET', '/api/me', { token }))).name as unknown as string))
  expect(names).toEqual(asked.map((token) => (token === officer() ? 'Lò Thị Một' : 'Vàng Thị Ba')))
})

describe('12 trips', () => {
  const worker = app()
  const post = async (body: unknown): Promise<{ trips: number; statements: number; rowsWritten: number }> => {
    const spy = limited(db)
    const request = new Request(`${home}/api/submissions`, { method: 'POST', body: JSON.stringify(body), headers: { authorization: `Bearer ${officer()}`, 'content-type': 'application/json' } })
    expect((await worker.fetch(request, { DB: spy.db })).status).toBeLessThan(300)
    const { trips, statements, rowsWritten } = spy.seen
    return { trips, statements, rowsWritten }
  }
  test('one and a hundred', async () => {
    await post(await sealed()) // forms and units are at hand from now on
    const one = await post(await sealed())
    const hundred = await post(await Promise.all(Array.from({ length: 100 }, () => sealed())))
    // guard, audit, submissions, revisions, changes, entries, tallies
    expect(one).toMatchObject({ trips: 1, statements: 7 })
    expect([hundred.trips, hundred.statements]).toEqual([one.trips, one.statements])
  })
  test('a resend writes nothing', async () => {
    const one = await sealed()
    await post(one)
    expect(await post(one)).toMatchObject({ trips: 2, rowsWritten: 0 })
  })
  test('a correction is read, then written', async () => {
    const one = await sealed()
    await post(one)
    expect((await post(await sealed({ labour: 13 }, { id: one.id, base: 1 }))).trips).toBe(2)
  })
  test('what another isolate published or renamed meanwhile is noticed, and then at hand', async () => {
    await post(await sealed())
    await db.prepare(`update settings set value = value + 1 where key = 'epoch'`).run()
    expect((await post(await sealed())).trips).toBe(3)
    expect((await post(await sealed())).trips).toBe(1)
  })
})

describe('13 patterns', () => {
  const publish = async (pattern: string): Promise<Response> =>
    call('POST', '/api/forms?dry_run=1', {
      token: adminToken, type: 'application/yaml',
      body: `id: pattern\ntitle: T\nlanguage: vi\nsurvey:\n  - type: text\n    name: a\n    label: A\n    constraint: ${JSON.stringify(`regex(., '${pattern}')`)}\n`,
    })
  test.each(['^(a+)+$', '^(a|aa)+$', '(.*a){20}', '^(\\w+\\s?)*$', '^(a{1,10}){1,10}$', '(a?){30}a{30}', '^(a|aa){1,40}$', '^a{0,200}a{0,200}a{0,200}a{0,200}b$'])('%s may hang', async (pattern) => {
    const answer = await publish(pattern)
    const { problems } = await said(answer)
    expect([answer.status, (problems as unknown as Loose[])[0]?.code, (problems as unknown as Loose[])[0]?.line]).toEqual([422, 'expression_regex', 8])
  })
  test.each(['^[A-Z]{2}[0-9]{6}$', '^[\\p{L} .]+$', '[A-Z]+', '[^@]*@.*', '^(0|\\+84)[0-9]{9}$', '^([a-z]{1,50}-){1,20}$', '^.{0,200}[0-9]{3,20}x?$', '^[^@ ]{1,60}@[a-z0-9.]{1,60}$', '^[A-ZÀ-Ỹ][a-zà-ỹ]+( [A-ZÀ-Ỹ][a-zà-ỹ]+)*$'])('%s is fine', async (pattern) => {
    expect(await said(await publish(pattern))).toMatchObject({ status: 'dry_run' })
  })
})

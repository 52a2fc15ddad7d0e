// Questions read aloud.
// 1  Recorded by the office, replaced, the same again changes nothing; listed by language, heard with an ETag.
// 2  Only of a form, language and question that are there and the token's; only a sound, of a bounded length.
// 3  The office's page: each question with its player and box, what went wrong beside its question, no recording by who only looks.
import { beforeAll, describe, expect, test } from 'vitest'
import { bytesSha256Hex } from '../../src/server/digest.ts'
import { adminToken, call, home, rows, said, settle, tokenFor } from './visitor.ts'
import type { Loose } from './visitor.ts'

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
})

function sound(length = 200, beginning: readonly number[] = [0x1a, 0x45, 0xdf, 0xa3]): Uint8Array {
  const bytes = new Uint8Array(length)
  crypto.getRandomValues(bytes.subarray(0, Math.min(length, 65_536)))
  bytes.set(beginning)
  return bytes
}
const put = async (question: string, body: Uint8Array, who = 'reviewer', language = 'vi', form = 'trial', type = 'audio/webm'): Promise<{ status: number; body: Loose }> => {
  const answer = await call('PUT', `/api/forms/${form}/audio/${language}/${question}`, { token: tokens[who] ?? who, body: body as BodyInit, type })
  return { status: answer.status, body: (await answer.json()) as Loose }
}
const list = async (who = 'officer', language = 'vi'): Promise<unknown> => (await said(await call('GET', `/api/forms/trial/audio/${language}`, { token: tokens[who] ?? who }))).prompts
const hear = (question: string, who = 'officer', headers: Record<string, string> = {}) => call('GET', `/api/forms/trial/audio/vi/${question}`, { token: tokens[who] ?? who, headers })

describe('1 recorded and heard', () => {
  test('kept, again, replaced', async () => {
    const [one, two] = [sound(), sound(300, [0x4f, 0x67, 0x67, 0x53])]
    expect(await put('village', one)).toEqual({ status: 201, body: { question: 'village', sha256: await bytesSha256Hex(one), bytes: 200 } })
    const written = await rows()
    expect((await put('village', one, 'admin')).status).toBe(200)
    expect(await rows()).toEqual(written)
    expect(await list()).toEqual([{ question: 'village', sha256: await bytesSha256Hex(one), bytes: 200 }])
    expect((await put('village', two, 'admin', 'vi', 'trial', 'audio/ogg')).status).toBe(201)
    expect((await put('amount', one)).status).toBe(201) // inside a repeat
    expect(await list()).toMatchObject([{ question: 'amount' }, { question: 'village', bytes: 300 }])
    const answer = await hear('village')
    expect([answer.headers.get('content-type'), answer.headers.get('content-security-policy')]).toEqual(['audio/ogg', "default-src 'none'; sandbox; frame-ancestors 'none'"])
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(two)
    expect((await hear('village', 'viewer', { 'if-none-match': answer.headers.get('etag') ?? '' })).status).toBe(304)
  })
  test('ten at once: one recording', async () => {
    const bytes = sound()
    const statuses = (await Promise.all(Array.from({ length: 10 }, () => put('title', bytes)))).map(({ status }) => status).sort()
    expect(statuses).toEqual([...Array.from({ length: 9 }, () => 200), 201])
  })
})

describe('2 what is not taken', () => {
  test.each([
    ['another language', 'village', 'en', 'trial', 404], ['no language', 'village', '%00', 'trial', 404], ['no question', 'nothing', 'vi', 'trial', 404], ['a calculation', 'ratio', 'vi', 'trial', 404],
    ['no form', 'village', 'vi', 'nothing', 404], ['prototype', '__proto__', 'vi', 'trial', 404], ['a path', '..%2f..', 'vi', 'trial', 404],
  ])('%s', async (_, question, language, form, status) => {
    expect((await put(question, sound(), 'admin', language, form)).status).toBe(status)
  })
  test('a form that is not the reviewer’s', async () => {
    const { token } = await tokenFor('Người duyệt khác', 'reviewer', 'north', { forms: ['another'] })
    expect((await put('village', sound(), token)).status).toBe(404)
    expect((await call('GET', '/api/forms/trial/audio/vi', { token })).status).toBe(404)
    expect((await hear('village', token)).status).toBe(404)
  })
  test.each([['HTML', new TextEncoder().encode('<script>alert(1)</script>'), 415], ['a picture', sound(100, [0xff, 0xd8, 0xff]), 415], ['nothing', new Uint8Array(), 415], ['too long', sound(2_097_153), 413], ['as long as may be', sound(2_097_152), 201]])('%s → %i', async (_, bytes, status) => {
    expect((await put('note', bytes)).status).toBe(status)
  })
})

describe('3 the office’s page', () => {
  const cookie = (who: string): Record<string, string> => ({ cookie: `__Host-phieu=${tokens[who] ?? ''}` })
  const page = async (who = 'reviewer', query = '') => await call('GET', `/office/trial/audio${query}`, { headers: cookie(who) })
  const post = async (question: string, content: Uint8Array | undefined, who = 'reviewer', origin = home) => {
    const form = new FormData()
    if (content !== undefined) form.set('sound', new File([content], 'a.webm', { type: 'audio/webm' }))
    const request = new Request(home, { method: 'POST', body: form })
    return call('POST', `/office/trial/audio/vi/${question}`, { body: await request.arrayBuffer(), type: request.headers.get('content-type') ?? '', headers: { origin, ...cookie(who) } })
  }
  test('a recording is put in its place and can be heard', async () => {
    const answer = await post('kind', sound())
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/office/trial/audio?language=vi&done=kind#kind'])
    const text = await (await page('reviewer', '?language=vi&done=kind')).text()
    expect(text).toContain('/office/trial/audio/vi/kind?')
    expect(text).toContain('Đã lưu.')
    expect((await call('GET', '/office/trial/audio/vi/kind', { headers: cookie('viewer') })).status).toBe(200)
  })
  test.each([['no file', undefined], ['no sound', new TextEncoder().encode('<script>alert(1)</script>')]])('%s is said beside its question', async (_, content) => {
    expect((await post('note', content)).headers.get('location')).toBe('/office/trial/audio?language=vi&wrong=note#note')
    expect(await (await page('reviewer', '?wrong=note')).text()).toContain('id="wrong-note"')
  })
  test('who only looks has no box, officers and other sites nothing', async () => {
    expect(await (await page('viewer')).text()).not.toContain('type="file"')
    expect((await post('note', sound(), 'viewer')).status).toBe(403)
    expect((await page('officer')).status).toBe(403)
    expect((await post('note', sound(), 'reviewer', 'https://elsewhere.example')).status).toBe(403)
    expect((await page('reviewer', '?language=fr')).status).toBe(404)
    expect((await post('nothing', sound())).status).toBe(404)
  })
})

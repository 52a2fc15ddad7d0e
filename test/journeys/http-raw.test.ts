// HTTP as no client library would send it, over a real socket.
// 1  A length that does not fit, two lengths, a bad chunk, a negative length: never half a submission, never a 5xx of ours; the server lives.
// 2  TRACE is not taken; an absolute address and HTTP/1.0 without Host change nothing.
// 3  Expect: 100-continue is served as ever.
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { roads, sealed } from '../seed/seed.ts'
import type { Submission } from '../../src/record/submission.ts'
import { start } from './harness.ts'
import type { Journey } from './harness.ts'

let journey: Journey
beforeAll(async () => {
  journey = await start()
})
afterAll(() => journey?.stop())

function one(): Submission {
  const [template] = roads()
  return sealed('road_registration', { ...(template as Submission).answers, road_name: 'Tuyến giả định' })
}

/** Sends these very bytes, then closes; gives what came back (the status of each answer, and the whole text). */
async function raw(bytes: string, { end = true, wait_ms = 1_500 } = {}): Promise<{ statuses: readonly number[]; text: string }> {
  const { hostname, port } = new URL(journey.url)
  return await new Promise((done, fail) => {
    let text = ''
    const socket = connect(Number(port), hostname, () => {
      socket.write(bytes)
      if (end) setTimeout(() => socket.end(), 300)
    })
    const timer = setTimeout(() => socket.destroy(), wait_ms)
    socket.on('data', (chunk) => (text += chunk.toString('utf8')))
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' || error.code === 'EPIPE' ? undefined : fail(error)))
    socket.on('close', () => {
      clearTimeout(timer)
      done({ statuses: [...text.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map((found) => Number(found[1])), text })
    })
  })
}

function post(body: string, headers: readonly string[], version = '1.1'): string {
  const host = new URL(journey.url).host
  return [`POST /api/submissions HTTP/${version}`, `Host: ${host}`, `Authorization: Bearer ${journey.officerToken}`, 'Content-Type: application/json', ...headers, '', body].join('\r\n')
}

async function kept(id: string): Promise<number> {
  const row = await journey.db.prepare('select count(*) as n from submissions where id = ?').bind(id).first<{ n: number }>()
  return row?.n ?? -1
}

async function alive(): Promise<void> {
  expect((await fetch(`${journey.url}/healthz`)).status).toBe(200)
}

describe('1 lengths that lie', () => {
  const cases: readonly (readonly [id: string, headers: (bytes: number) => readonly string[], body: (json: string) => string])[] = [
    ['http-014 longer than the body, then closed', (bytes) => [`Content-Length: ${bytes + 50}`], (json) => json],
    ['http-015 shorter than the body', (bytes) => [`Content-Length: ${bytes - 20}`, 'Connection: close'], (json) => json],
    ['http-016 a length and chunks', (bytes) => [`Content-Length: ${bytes}`, 'Transfer-Encoding: chunked'], (json) => `${Buffer.byteLength(json).toString(16)}\r\n${json}\r\n0\r\n\r\n`],
    ['http-017 a chunk size that is none', () => ['Transfer-Encoding: chunked'], (json) => `zz\r\n${json}\r\n0\r\n\r\n`],
    ['http-018 a negative length', () => ['Content-Length: -5'], (json) => json],
  ]
  test.each(cases)('%s', async (id, headers, body) => {
    const submission = one()
    const json = JSON.stringify(submission)
    const { statuses } = await raw(post(body(json), headers(Buffer.byteLength(json))))
    expect(statuses.filter((status) => status >= 500 && status !== 501)).toEqual([])
    // A length beside chunks may be refused, or read as chunks (RFC 9112 §6.3); then the submission is whole.
    if (id.startsWith('http-016')) expect(await kept(submission.id)).toBeLessThanOrEqual(1)
    else expect(await kept(submission.id)).toBe(0)
    await alive()
    const again = await journey.api('POST', '/api/submissions', journey.officerToken, submission)
    expect([200, 201]).toContain(again.status)
    expect(await kept(submission.id)).toBe(1)
  })
})

describe('2 odd requests', () => {
  test('http-003 TRACE', async () => {
    const { statuses, text } = await raw(`TRACE / HTTP/1.1\r\nHost: ${new URL(journey.url).host}\r\nCookie: a=secret-of-a-browser\r\nConnection: close\r\n\r\n`)
    expect(statuses.every((status) => status >= 400)).toBe(true)
    expect(text).not.toContain('secret-of-a-browser')
    await alive()
  })
  test('http-043 an absolute address', async () => {
    const { statuses } = await raw(`GET http://evil.example/api/me HTTP/1.1\r\nHost: ${new URL(journey.url).host}\r\nConnection: close\r\n\r\n`)
    expect(statuses.every((status) => [400, 401, 404].includes(status))).toBe(true)
    await alive()
  })
  test('http-055 HTTP/1.0 without Host', async () => {
    const { statuses } = await raw('GET /healthz HTTP/1.0\r\n\r\n')
    expect(statuses.every((status) => [200, 400, 404, 505].includes(status))).toBe(true)
    await alive()
  })
})

test('3 http-054 Expect: 100-continue', async () => {
  const submission = one()
  const json = JSON.stringify(submission)
  const { statuses } = await raw(post(json, [`Content-Length: ${Buffer.byteLength(json)}`, 'Expect: 100-continue', 'Connection: close']))
  expect(statuses.filter((status) => status !== 100)).toEqual([201])
  expect(await kept(submission.id)).toBe(1)
})

// A real receiver is told over a real line, by the Worker in workerd.
// 1  Soon after the answer to whoever sent the record, signed; a verifier that knows nothing of ours agrees.
// 2  workerd is killed between the record and its telling: it is told after it comes up, at least once, under the same id.
// 3  A receiver that is down, slow or says 500 is told later; of one record in order; nobody who sends records waits for it.
// 4  410: nothing comes any more.
// 5  On a server of one's own nothing is sent into private networks, whatever a name leads to.
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { enrol, putUnits } from '../../scripts/links.ts'
import { isOpen, outbound } from '../../scripts/outbound.ts'
import { newReceiptKey, serve } from '../../scripts/serve.ts'
import type { Running } from '../../scripts/serve.ts'
import { Request } from 'miniflare'
import { unsigned } from '../../src/record/canonical.ts'
import { sha256Hex } from '../../src/server/digest.ts'

const adminToken = 'phieu_journeys-admin-token-0000000000000000000000'
const data = mkdtempSync(join(tmpdir(), 'phieu-webhooks-'))
const receiptKey = newReceiptKey()
interface Got {
  readonly id: string
  readonly type: string
  readonly record: string
  readonly isGood: boolean
}
let running: Running
let worker: string
let officer = ''
let secret = ''
let hook = ''
const got: Got[] = []
/** How the receiver answers the next ones. */
let answering: (one: Got) => number | Promise<number> = () => 204
const receiver = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    void (async () => {
      const text = Buffer.concat(parts).toString('utf8')
      const head = (name: string): string => String(request.headers[name])
      const good = createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64')).update(`${head('webhook-id')}.${head('webhook-timestamp')}.${text}`).digest('base64')
      const { type, data: inner } = JSON.parse(text) as { type: string; data: { id: string } }
      const one = { id: head('webhook-id'), type, record: inner.id, isGood: head('webhook-signature') === `v1,${good}` }
      got.push(one)
      response.writeHead(await answering(one)).end()
    })()
  })
})

const start = async (): Promise<void> => {
  running = await serve({ port: 0, data, adminToken, receiptKey, worker, webhooksLocal: true, every: 500 })
}
const api = async (method: string, path: string, token: string, body?: unknown): Promise<Response> =>
  fetch(running.url + path, { method, headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': typeof body === 'string' ? 'application/yaml' : 'application/json' }) }, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }) })
const kept = async (more: Record<string, unknown> = {}): Promise<string> => {
  const body = { id: crypto.randomUUID(), form: 'note', version: 1, answers: { village: 'vn.v.01045.thuong-i', words: `Ghi ${Math.random()}` }, context: { at: Date.now(), zone: 420, seed: 1 }, ...more }
  const answer = await api('POST', '/api/submissions', officer, { ...body, sha256: await sha256Hex(unsigned(body as never)) })
  expect(answer.status, await answer.clone().text()).toBe(201)
  return body.id
}
const until = async (holds: () => boolean | Promise<boolean>, ms = 20_000): Promise<void> => {
  for (const end = Date.now() + ms; !(await holds()); ) {
    if (Date.now() > end) throw new Error(`it did not come: ${JSON.stringify(got)}`)
    await new Promise((done) => setTimeout(done, 50))
  }
}
/** As if the wait were over. */
const hurry = async (): Promise<void> => {
  await running.db.batch([running.db.prepare('update deliveries set due = 0'), running.db.prepare('update webhooks set rest_until = 0')])
}

beforeAll(async () => {
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
  worker = inject('worker')
  await start()
  await putUnits({ url: running.url, adminToken })
  const form = 'id: note\ntitle: Ghi\nlanguage: vi\nunit: ${village}\nsurvey:\n  - { type: unit village, name: village, label: Thôn }\n  - { type: text, name: words, label: Ghi gì? }\n'
  expect((await api('POST', '/api/forms', adminToken, form)).status).toBe(201)
  officer = await enrol({ url: running.url, adminToken }, { name: 'Lý Văn Thử', role: 'officer', unit: 'vn.2025.01021' })
  const made = await api('POST', '/api/webhooks', adminToken, { name: 'Nơi nhận', url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/x`, forms: ['note'], events: ['new', 'edited'], sends: 'answers' })
  ;({ secret, id: hook } = (await made.json()) as { secret: string; id: string })
})
afterAll(async () => {
  await running?.stop()
  receiver.closeAllConnections()
  receiver.close()
  rmSync(data, { recursive: true, force: true })
})

test('1 told soon, signed', async () => {
  const id = await kept()
  await until(() => got.some(({ record }) => record === id))
  expect(got.every(({ isGood }) => isGood)).toBe(true)
})

test('2 killed before it was told', async () => {
  // What is under way when it dies was taken in hand; the receiver holds its answer back meanwhile.
  got.splice(0)
  answering = () => new Promise(() => {})
  const ids = [await kept(), await kept(), await kept()]
  await until(() => got.length > 0)
  await running.kill()
  answering = () => 204
  await start()
  await hurry()
  await until(() => ids.every((id) => got.some(({ record }) => record === id)))
  await until(async () => (await running.db.prepare('select count(*) as n from deliveries').first<{ n: number }>())?.n === 0)
  for (const id of ids) expect(new Set(got.filter(({ record }) => record === id).map((one) => one.id)).size).toBe(1)
  expect(got.every(({ isGood }) => isGood)).toBe(true)
})

test('3 a receiver in trouble', async () => {
  got.splice(0)
  answering = () => 500
  const id = await kept()
  await kept({ id, base: 1 })
  await until(() => got.length > 0)
  answering = () => new Promise((done) => setTimeout(() => done(204), 3_000))
  await hurry()
  await until(() => got.filter(({ record }) => record === id).length > 1)
  const began = Date.now()
  await kept()
  expect(Date.now() - began).toBeLessThan(2_500)
  answering = () => 204
  await until(() => got.some(({ record, type }) => record === id && type === 'record.edited'), 30_000)
  const own = got.filter(({ record }) => record === id).map(({ type }) => type)
  expect(own.lastIndexOf('record.new')).toBeLessThan(own.indexOf('record.edited'))
})

test('4 410', async () => {
  await until(async () => (await running.db.prepare('select count(*) as n from deliveries').first<{ n: number }>())?.n === 0)
  got.splice(0)
  answering = () => 410
  await kept()
  await until(() => got.length === 1)
  await until(async () => (await running.db.prepare('select stopped from webhooks where id = ?').bind(hook).first<{ stopped: string | null }>())?.stopped === 'gone')
  await kept()
  await new Promise((done) => setTimeout(done, 2_000))
  expect(got).toHaveLength(1)
})

test.each(['10.0.0.1', '127.0.0.1', '127.8.8.8', '169.254.169.254', '100.64.1.1', '172.31.0.1', '192.168.1.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '198.18.0.1', '::1', '::', 'fc00::1', 'fd00::1', 'fe80::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '64:ff9b::a00:1', '2002:7f00:1::', '2001:db8::1', 'không'])('5 %s is closed', (address) => expect(isOpen(address)).toBe(false))
test.each(['1.1.1.1', '8.8.8.8', '203.162.4.190', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2400:cb00::1'])('5 %s is open', (address) => expect(isOpen(address)).toBe(true))
test('5 a name that leads to this machine', async () => {
  const { port } = receiver.address() as AddressInfo
  const before = got.length
  for (const host of ['localhost', '127.0.0.1', '0.0.0.0', '[::1]', '2130706433']) expect((await outbound(false)(new Request(`http://${host}:${port}/x`, { method: 'POST', body: '{}' }))).status, host).toBe(502)
  expect(got).toHaveLength(before)
  answering = () => 204
  expect((await outbound(true)(new Request(`http://localhost:${port}/x`, { method: 'POST', body: '{"type":"x","data":{"id":"y"}}' }))).status).toBe(204)
})

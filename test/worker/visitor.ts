// A caller of the API in workerd: the app as it is deployed, a small unit register, one form with a question of each troublesome sort, people with tokens.
// Every call runs behind production's limits.
import { env } from 'cloudflare:workers'
import { unsigned } from '../../src/record/canonical.ts'
import { app } from '../../src/server/index.ts'
import { sha256Hex } from '../../src/server/digest.ts'
import { limited } from '../limits.ts'

export const { DB: db, MEDIA: media } = env as unknown as { DB: D1Database; MEDIA: R2Bucket }
/** A key for these tests only. */
export const receiptKey = 'MC4CAQAwBQYDK2VwBCIEIGNc+cdXi7cJ99uQ2ZEr1hz35+qTDJN7SZ/lFZMbaapp'
export const adminToken = 'phieu_admin-of-the-tests-000000000000000000000000'
/** What the log would hold. */
export const log: string[] = []
export const bugs: string[] = []
export const worker = app((line) => void log.push(line), (line) => void bugs.push(line))

export const home = 'https://phieu.example'

let seen: { readonly trips: number; readonly rowsRead: number } = { trips: 0, rowsRead: 0 }

/** An answer with what it took of the database until it was there. */
export async function counting(ask: () => Promise<Response>): Promise<{ readonly answer: Response; readonly trips: number; readonly read: number }> {
  const answer = await ask()
  return { answer, trips: seen.trips, read: seen.rowsRead }
}

export async function call(method: string, path: string, given: { token?: string; body?: BodyInit | null; type?: string; headers?: Record<string, string> } = {}): Promise<Response> {
  const headers = new Headers(given.headers)
  if (given.token !== undefined) headers.set('authorization', `Bearer ${given.token}`)
  if (given.body !== undefined && !headers.has('content-type')) headers.set('content-type', given.type ?? 'application/json')
  const door = limited(db)
  seen = door.seen
  return await worker.fetch(new Request(path.startsWith('http') ? path : home + path, { method, headers, body: given.body }), { DB: door.db, MEDIA: media, PHIEU_ADMIN_TOKEN: adminToken, PHIEU_RECEIPT_KEY: receiptKey, PHIEU_ADDRESS_HEADER: 'cf-connecting-ip' })
}

export async function said(answer: Response): Promise<Record<string, never>> {
  return (await answer.json()) as Record<string, never>
}

const unit = (id: string, level: string, parent: string | null) => ({
  id, level, name: `Bản ${id}`, full_name: `Thôn Bản ${id}`, code: null, parent, valid_from: null, valid_to: null, successors: [],
})

export const units = [unit('p', 'province', null), unit('north', 'commune', 'p'), unit('south', 'commune', 'p'), unit('n1', 'village', 'north'), unit('n2', 'village', 'north'), unit('s1', 'village', 'south')]

export const trial = `
id: trial
title: Phiếu thử
language: vi
date: \${seen_on}
unit: \${village}
instance_name: \${head_name}
survey:
  - { type: unit village, name: village, label: Thôn nào?, required: yes }
  - { type: text, name: title, label: Tên việc, required: yes }
  - { type: text, name: head_name, label: Chủ hộ, personal: basic }
  - { type: text, name: note, label: Ghi chú }
  - { type: integer, name: labour, label: Ngày công, constraint: . >= 0 and . <= 100000, check: [{ expect: . > 0, message: Không có công nào? }] }
  - { type: acknowledge, name: done, label: Đã xong }
  - { type: select_one kind, name: kind, label: Loại }
  - { type: date, name: seen_on, label: Ngày }
  - { type: date, name: born_on, label: Ngày sinh, personal: basic, constraint: . <= today() }
  - { type: integer, name: capacity, label: Sức chứa }
  - { type: integer, name: moved, label: Đã chuyển, check: [{ expect: ". <= \${capacity}", message: Quá sức chứa }] }
  - { type: integer, name: total, label: Cộng, constraint: ". >= sum(\${amount})" }
  - type: repeat
    name: part
    label: Phần
    questions:
      - { type: integer, name: amount, label: Bao nhiêu }
  - { type: calculate, name: ratio, calculation: "\${labour} div 0" }
choices:
  kind: [{ name: road, label: Đường }, { name: house, label: Nhà }]
registers:
  - { register: trial_house, label: "\${head_name}", unit: "\${village}", columns: { labour: "\${labour}", title: "\${title}" }, alike: [labour] }
indicators:
  - { name: records, label: Số phiếu, count: yes, by: [kind], unit: phiếu }
  - { name: labour_days, label: Ngày công, sum: "\${labour}", unit: công }
  - { name: mean, label: Trung bình, average: "\${labour}" }
  - { name: villages, label: Số thôn có việc, distinct: unit }
  - { name: covered, label: Phần thôn có việc, share: { of: villages, in: { units: village } }, good: { at_least: 50 } }
  - { name: rest, label: Còn lại, difference: { of: labour_days, less: [records] } }
  - { name: houses, label: Số nhà, count: yes, register: trial_house }
`

/** Units, the form and the people of these tests; gives a token for each. */
export async function settle(): Promise<Record<'officer' | 'neighbour' | 'stranger' | 'reviewer' | 'far' | 'viewer' | 'expired' | 'revoked', string>> {
  await good(call('PUT', '/api/units', { token: adminToken, body: JSON.stringify({ units }) }))
  await good(call('POST', '/api/forms', { token: adminToken, body: trial, type: 'application/yaml' }))
  const tokens = {
    officer: await enrol('Lò Thị Một', 'officer', 'north'),
    neighbour: await enrol('Sùng Văn Hai', 'officer', 'north'),
    stranger: await enrol('Vàng Thị Ba', 'officer', 'south'),
    reviewer: await enrol('Hoàng Văn Bốn', 'reviewer', 'north'),
    far: await enrol('Lý Thị Năm', 'reviewer', 'south'),
    viewer: await enrol('Nông Văn Sáu', 'viewer', 'north'),
    expired: await enrol('Đặng Thị Bảy', 'officer', 'north', { expires_at: '2020-01-01T00:00:00Z' }),
    revoked: '',
  }
  const { token, id } = await tokenFor('Mùa A Tám', 'officer', 'north')
  await good(call('DELETE', `/api/tokens/${id}`, { token: adminToken }))
  return { ...tokens, revoked: token }
}

export async function tokenFor(name: string, role: string, at: string | null, more: Record<string, unknown> = {}): Promise<{ token: string; id: string; person: string }> {
  const person = (await said(await good(call('POST', '/api/people', { token: adminToken, body: JSON.stringify({ name }) })))).id as unknown as string
  const made = await said(await good(call('POST', '/api/tokens', { token: adminToken, body: JSON.stringify({ person, role, unit: at, forms: null, ...more }) })))
  return { token: made.token as unknown as string, id: made.id as unknown as string, person }
}

async function enrol(name: string, role: string, at: string | null, more: Record<string, unknown> = {}): Promise<string> {
  return (await tokenFor(name, role, at, more)).token
}

async function good(answer: Promise<Response>): Promise<Response> {
  const given = await answer
  if (!given.ok) throw new Error(`${given.status}: ${await given.text()}`)
  return given
}

export type Loose = Record<string, unknown>

/** A submission of the form, sealed as a phone seals it. */
export async function sealed(answers: Loose = {}, more: Loose = {}): Promise<Loose> {
  const body = {
    id: crypto.randomUUID(), form: 'trial', version: 1, answers: { village: 'n1', title: 'Mở đường', head_name: 'Lò Văn Mẫu', labour: 12, kind: 'road', ...answers },
    context: { at: Date.now(), zone: 420, seed: 7 }, ...more,
  }
  return { ...body, sha256: await hashOf(body) }
}

/** The hash where there can be one: text that no canonical JSON holds gets any. */
export async function hashOf(body: Loose): Promise<string> {
  try {
    return await sha256Hex(unsigned(body as never))
  } catch {
    return '0'.repeat(64)
  }
}

export async function send(token: string, body: unknown): Promise<Response> {
  return call('POST', '/api/submissions', { token, body: JSON.stringify(body) })
}

const tables = ['submissions', 'revisions', 'changes', 'entries', 'tallies', 'audit', 'forms', 'versions', 'people', 'tokens', 'units']

/** How many rows each table holds. */
export async function rows(): Promise<Record<string, number>> {
  const counts = await db.batch<{ n: number }>(tables.map((table) => db.prepare(`select count(*) as n from ${table}`)))
  return Object.fromEntries(tables.map((table, i) => [table, counts[i]?.results[0]?.n ?? -1]))
}

/** All that figures count, as one text; not how many records wait. */
export async function counted(): Promise<string> {
  const { results } = await db.prepare(`select * from tallies where amount <> 0 and dimension <> 'heap' order by 1, 2, 3, 4, 5, 6`).all()
  return JSON.stringify(results)
}

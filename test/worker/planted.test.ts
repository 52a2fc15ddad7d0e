// Planted values: unmistakable personal answers are put into every personal question of every shipped form, and looked for wherever they must not be.
// 1  Every shipped form has its records, and every personal question that takes words, a number to call, a place or a file has its planted value in one of them.
// 2  Whoever may not see them, whatever he opens of all that a page leads him to, finds none: anyone outside (boards, receipts), a viewer, an admin, another commune's reviewer and officer.
// 3  So in the API: lists, records, registers, figures, exports of every sort; and a personal question has no column and no member in them.
// 4  No address, no link and no redirect holds one, not even on the pages of who may see them; nor does the log, nor the audit.
// 5  Whoever may see them does: the search is one that finds.
import { strToU8, unzipSync, zipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { references } from '../../src/expression/references.ts'
import { chance, uuidOf } from '../../src/cli/demo/random.ts'
import { district } from '../../src/cli/demo/district.ts'
import { fill } from '../../src/cli/demo/fill.ts'
import type { Answer, Form } from '../../src/form/form.ts'
import { personalInAny, personalRegisters } from '../../src/form/personal.ts'
import type { Unit } from '../../src/form/world.ts'
import { unsigned } from '../../src/record/canonical.ts'
import { sha256Hex } from '../../src/server/digest.ts'
import unitsText from '../../forms/units.json?raw'
import { adminToken, bugs, call, db, home, log, said, send, tokenFor } from './visitor.ts'

const sources = import.meta.glob('../../forms/**/*.yaml', { query: '?raw', import: 'default', eager: true })
const folder = (path: string): Record<string, string> => Object.fromEntries(Object.entries(sources).filter(([at]) => at.startsWith(`../../forms/${path}/`)).map(([at, text]) => [at.slice(`../../forms/${path}/`.length), text]))
const ids = [...new Set(Object.keys(sources).flatMap((at) => /forms\/([a-z_]+)\/form\.yaml$/.exec(at)?.[1] ?? []))]
const boardIds = [...new Set(Object.keys(sources).flatMap((at) => /forms\/boards\/([a-z_]+)\/board\.yaml$/.exec(at)?.[1] ?? []))]
const units = (JSON.parse(unitsText) as { units: Unit[] }).units

const name = (n: number): string => `Quàng Thị Chôn Giấu ${n}`
const number = '0970123789'
const place = '22.71717 104.71717'
/** As it was typed, folded as lists are searched, written into an address, as a phone writes it, as a map does. */
const planted = ['Chôn Giấu', 'chon giau', encodeURIComponent('Chôn Giấu'), 'Ch%C3%B4n+Gi%E1%BA%A5u', number, number.slice(1), '22.71717', '104.71717', '22,71717', '104,71717']
const clean = (text: string): string[] => planted.filter((value) => text.includes(value))

const tokens: Record<string, string> = {}
const forms: Form[] = []
const sent = new Map<string, string>()
const told: { form: string; question: string }[] = []
const commune = 'vn.2025.01021'
const now = Date.now()

beforeAll(async () => {
  const good = async (answer: Promise<Response>): Promise<Response> => {
    const given = await answer
    expect(given.ok, `${given.status} ${given.ok ? '' : (await given.clone().text()).slice(0, 300)}`).toBe(true)
    return given
  }
  const commune0 = units.find(({ level, valid_to: end, id }) => level === 'commune' && end === null && units.some((one) => one.level === 'village' && around.isUnder(one.id, id)))
  home0 = commune0?.id ?? commune
  const other = units.find(({ level, valid_to: end, id }) => level === 'commune' && end === null && id !== home0)?.id ?? ''
  await good(call('PUT', '/api/units', { token: adminToken, body: unitsText }))
  for (let waiting = ids, before = -1; waiting.length > 0 && waiting.length !== before; ) {
    before = waiting.length
    const left: string[] = []
    for (const id of waiting) {
      const files = { ...folder(id), ...Object.fromEntries(Object.entries(folder('lists')).map(([at, text]) => [`lists/${at}`, text])) }
      const answer = await call('POST', '/api/forms', { token: adminToken, body: zipSync(Object.fromEntries(Object.entries(files).map(([at, text]) => [at, strToU8(text)]))), type: 'application/zip' })
      if (!answer.ok) left.push(id)
      else forms.push((await said(await call('GET', `/api/forms/${id}`, { token: adminToken }))).form as unknown as Form)
    }
    waiting = left
  }
  for (const id of boardIds) await good(call('POST', '/api/boards', { token: adminToken, body: folder(`boards/${id}`)['board.yaml'] ?? '', type: 'application/yaml' }))
  const of = async (who: string, role: string, unit: string | null, more = {}): Promise<void> => void (tokens[who] = (await tokenFor(`Người ${who}`, role, unit, more)).token)
  await of('officer', 'officer', home0)
  await of('reviewer', 'reviewer', home0)
  await of('viewer', 'viewer', null)
  await of('far', 'reviewer', other)
  await of('stranger', 'officer', other)
  await of('keeper', 'admin', null, { personal: true })
  tokens.admin = adminToken
  for (const form of forms) {
    const open = new Set(takesWords(form))
    for (let n = 0; n < 40 && (n < 6 || open.size > 0); n++) {
      const draw = chance(`${form.id} ${n}`)
      const day = new Date(now - (n + 1) * 86_400_000).toISOString().slice(0, 10)
      const at = Date.parse(`${day}T03:00:00Z`)
      const made = fill(form, { world: around.world(form, at, n + 1, home0), draw, day, units: (level) => around.of(level, day, home0) })
      if (made === undefined) continue
      const { filling } = made
      // What chance leaves unasked is asked by answering what it hangs on.
      for (const key of filling.keys()) {
        const question = filling.step(key)?.question
        if (question?.relevant === undefined || !open.has(question.name) || filling.isRelevant(key)) continue
        for (const { name: on } of references(question.relevant).names) {
          const had = filling.get(on)
          for (const answer of filling.has(on) ? [1, 'yes', ...filling.offered(on).map((one) => one.name)] : []) {
            filling.answer(on, answer)
            if (filling.isRelevant(key) && filling.problems().every(({ at: wrong }) => wrong === key)) break
            filling.answer(on, had)
          }
        }
      }
      const mine: string[] = []
      const media: { name: string; sha256: string; bytes: number }[] = []
      for (const key of filling.keys()) {
        const question = filling.step(key)?.question
        if (question === undefined || !personal(form).has(question.name) || !filling.isRelevant(key) || filling.isReadOnly(key)) continue
        const value: Answer | undefined = question.kind === 'text' ? name(n) : question.kind === 'phone' ? number : question.kind === 'geopoint' ? place : question.kind === 'image' ? 'Quàng Thị Chôn Giấu.jpg' : question.kind === 'audio' ? 'Quàng Thị Chôn Giấu.webm' : undefined
        if (value === undefined) continue
        const had = filling.get(key)
        filling.answer(key, value)
        if (filling.problems().length > 0) filling.answer(key, had)
        else {
          mine.push(question.name)
          if (question.kind === 'image' || question.kind === 'audio') media.push({ name: String(value), sha256: await sha256Hex(`${form.id} ${key} ${n}`), bytes: 9 })
        }
      }
      if (filling.problems().length > 0) continue
      const id = uuidOf(`planted ${form.id} ${n}`)
      const reasons = Object.fromEntries(filling.fired().map(({ at: key }) => [key, `${name(n)} nói thế`]))
      const body = { id, form: form.id, version: 1, answers: filling.seal(), context: { at, zone: 420, seed: n + 1 }, ...(Object.keys(reasons).length > 0 ? { reasons } : {}), ...(media.length > 0 ? { media } : {}) }
      const answer = await send(tokens.officer ?? '', { ...body, sha256: await sha256Hex(unsigned(body as never)) })
      if (answer.status !== 201) continue
      around.keep(filling, id, at)
      sent.set(id, form.id)
      told.push(...mine.map((question) => ({ form: form.id, question })))
      mine.forEach((question) => open.delete(question))
    }
  }
  const all = [...sent.keys()]
  for (let i = 0; i < all.length; i += 100) {
    const wishes = all.slice(i, i + 100).map((id, n) => (n % 7 === 6 ? { id, state: 'returned', comment: `Hỏi lại ${name(1)}` } : { id, state: 'approved' }))
    await good(call('POST', '/api/reviews', { token: tokens.reviewer ?? '', body: JSON.stringify(wishes) }))
  }
  const cookie = { cookie: `__Host-phieu=${tokens.reviewer ?? ''}`, accept: 'text/html' }
  for (const id of boardIds) {
    const board = await (await call('GET', `/office/boards/${id}?unit=${home0}`, { headers: cookie })).text()
    const seen = /name="seen" value="(\w+)"/.exec(board)?.[1] ?? ''
    const released = await call('POST', `/office/boards/${id}?unit=${home0}`, { headers: { ...cookie, origin: home }, body: `seen=${seen}&decision=Q1&day=1&month=1&year=2026`, type: 'application/x-www-form-urlencoded' })
    expect(released.status, (await released.text()).slice(0, 300)).toBe(303)
  }
}, 240_000)

const around = district(units)
let home0 = commune
const known = new Map<Form, ReadonlySet<string>>()
/** What is personal in a form, by all forms that are there. */
function personal(form: Form): ReadonlySet<string> {
  const had = known.get(form)
  if (had !== undefined) return had
  const names = personalInAny([form], personalRegisters(forms))
  known.set(form, names)
  return names
}

interface Found {
  readonly at: string
  readonly text: string
  readonly status: number
}

/** Everything that pages lead somebody to, from these addresses on; of addresses alike but for ids a few. */
async function walked(who: string, starts: readonly string[], most = 260): Promise<readonly Found[]> {
  const [seen, waiting, alike] = [new Set<string>(), [...starts], new Map<string, number>()]
  const found: Found[] = []
  while (waiting.length > 0 && found.length < most) {
    const at = waiting.shift() ?? ''
    const sort = at.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/\?.*$/, '').replace(/\d+/g, '#')
    if (seen.has(at) || (alike.get(sort) ?? 0) >= 12) continue
    seen.add(at)
    alike.set(sort, (alike.get(sort) ?? 0) + 1)
    const answer = await call('GET', at, { headers: { cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html' } })
    const to = answer.headers.get('location')
    const bytes = new Uint8Array(await answer.arrayBuffer())
    const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
    const text = isZip ? Object.values(unzipSync(bytes)).map((file) => new TextDecoder().decode(file)).join('\n') : new TextDecoder().decode(bytes)
    found.push({ at, text: `${text}\n${to ?? ''}`, status: answer.status })
    const links = [...text.matchAll(/(?:href|src|action)="(\/[^"#]*)/g)].map(([, link = '']) => link.replaceAll('&amp;', '&'))
    waiting.push(...links.filter((link) => !/\.(?:css|js|png)$/.test(link.replace(/\?.*/, ''))), ...(to?.startsWith('/') === true ? [to] : []))
  }
  return found
}

const office = (): readonly string[] => ['/office', '/', ...[...sent.keys()].slice(0, 60).map((id) => `/office/submissions/${id}`), ...forms.flatMap(({ id }) => [`/office/${id}/queue`, `/office/${id}/queue?heap=approved`, `/office/${id}/rows`, ...['csv', 'zip', 'xlsx', 'geojson'].map((format) => `/office/${id}/export?format=${format}`)])]

describe('1 planted', () => {
  test('1 in every form that is shipped', () => {
    expect(ids.length).toBeGreaterThanOrEqual(14)
    expect(forms.length).toBe(ids.length)
    expect(forms.filter(({ id }) => ![...sent.values()].includes(id)).map(({ id }) => id)).toEqual([])
  })
  test('1 in every personal question that takes words, a number to call or a place', () => {
    const takes = forms.flatMap((form) => takesWords(form).map((question) => `${form.id}:${question}`))
    const have = new Set(told.map(({ form, question }) => `${form}:${question}`))
    expect(takes.length).toBeGreaterThan(15)
    expect(takes.filter((one) => !have.has(one))).toEqual([])
  })
})

const takesWords = (form: Form): readonly string[] =>
  everyOne(form).filter(({ name: question, kind, calculation, read_only: fixed }) => ['text', 'phone', 'geopoint'].includes(kind) && personal(form).has(question) && calculation === undefined && fixed === undefined).map(({ name: question }) => question)

const everyOne = ({ survey }: Form): readonly Form['survey'][number][] => {
  // But for rows that are as many as an earlier record had: these tests fill one after the other, without a story.
  const all = (questions: Form['survey']): readonly Form['survey'][number][] => questions.filter(({ repeat_count: rows }) => rows === undefined || references(rows).names.every(({ column }) => column === undefined)).flatMap((question) => [question, ...all(question.questions ?? [])])
  return all(survey)
}

describe('2 on pages', () => {
  test.each([
    ['nobody', () => [`/board/${home0}`, ...boardIds.flatMap((id) => [`/board/${home0}/${id}`, `/board/${home0}/${id}/text`]), '/r', ...forms.map(({ id }) => `/f/${id}`), '/', ...[...sent.keys()].map((_, i) => `/r/${i + 1}`)]],
    ['viewer', office], ['admin', office], ['far', office], ['stranger', () => ['/', ...[...sent.keys()].slice(0, 20).map((id) => `/receipts/${id}`)]],
  ] as const)('2 of all that %s is led to', async (who, starts) => {
    const pages = await walked(who, starts())
    expect(pages.filter(({ status }) => status >= 500).map(({ at }) => at)).toEqual([])
    expect(pages.flatMap(({ at, text }) => clean(`${at} ${text}`).map((value) => [at, value, text.slice(Math.max(0, text.indexOf(value) - 120), text.indexOf(value) + 40)]))).toEqual([])
    if (who === 'viewer' || who === 'admin') expect(pages.filter(({ status }) => status === 200).length).toBeGreaterThan(100)
  }, 240_000)
})

describe('3 over the API', () => {
  test.each(['viewer', 'admin', 'far', 'stranger'])('3 as %s', async (who) => {
    const token = tokens[who] ?? ''
    const registers = [...new Set(forms.flatMap((form) => form.registers.map(({ register }) => register)))]
    const paths = [
      '/api/phone', '/api/me', '/api/targets', '/api/sent', '/api/audit',
      ...forms.flatMap(({ id, indicators }) => [`/api/forms/${id}`, `/api/submissions?form=${id}`, ...['csv', 'zip', 'xlsx', 'geojson'].flatMap((format) => [`/api/forms/${id}/export?format=${format}`, `/api/forms/${id}/export?format=${format}&header=label`]), ...indicators.flatMap((one) => ['', ...(one.by ?? [])].map((by) => `/api/aggregates/${id}/${one.name}${by === '' ? '' : `?by=${by}`}`))]),
      ...registers.map((register) => `/api/registers/${register}`), ...[...sent.keys()].map((id) => `/api/submissions/${id}`),
    ]
    for (const path of paths) {
      const answer = await call('GET', path, { token })
      const bytes = new Uint8Array(await answer.arrayBuffer())
      const text = bytes[0] === 0x50 && bytes[1] === 0x4b ? Object.values(unzipSync(bytes)).map((file) => new TextDecoder().decode(file)).join('\n') : new TextDecoder().decode(bytes)
      expect([path, answer.status < 500, clean(text).map((value) => text.slice(Math.max(0, text.indexOf(value) - 100), text.indexOf(value) + 40))]).toEqual([path, true, []])
    }
  }, 240_000)
  test('3 no personal question has a column, a member or a file', async () => {
    for (const form of forms) {
      const hidden = personal(form)
      const csv = await (await call('GET', `/api/forms/${form.id}/export`, { token: tokens.viewer ?? '' })).text()
      expect((csv.slice(1).split('\r\n')[0] ?? '').split(',').filter((column) => hidden.has(column))).toEqual([])
    }
    for (const [id, of] of sent) {
      const { revisions } = (await said(await call('GET', `/api/submissions/${id}`, { token: tokens.viewer ?? '' }))) as unknown as { revisions: { submission: { answers: unknown; media?: unknown[]; reasons?: unknown } }[] }
      const hidden = personal(forms.find((form) => form.id === of) as Form)
      for (const { submission } of revisions) {
        expect([...JSON.stringify(submission.answers).matchAll(/"(\w+)":/g)].filter(([, key = '']) => hidden.has(key))).toEqual([])
        expect([submission.media ?? [], submission.reasons]).toEqual([[], undefined])
      }
    }
  })
})

describe('4 addresses, log, audit', () => {
  test.each(['reviewer', 'keeper', 'officer'])('4 no link on the pages of %s', async (who) => {
    const pages = await walked(who, who === 'officer' ? ['/', ...[...sent.keys()].slice(0, 20).map((id) => `/receipts/${id}`)] : office(), 200)
    const links = pages.flatMap(({ at, text }) => [at, ...[...text.matchAll(/(?:href|action)="([^"]*)"/g)].map(([, link = '']) => link)])
    expect(links.filter((link) => clean(decodeURIComponent(link.replace(/%(?![0-9a-fA-F]{2})/g, ''))).length > 0)).toEqual([])
    // 5
    if (who !== 'officer') expect(pages.filter(({ text }) => text.includes('Chôn Giấu')).length).toBeGreaterThan(20)
  }, 240_000)
  test('4 nothing in the log, nothing in the audit', async () => {
    expect(log.length).toBeGreaterThan(1_000)
    expect([...log, ...bugs].flatMap(clean)).toEqual([])
    const { results } = await db.prepare("select action, detail from audit where detail is not null").all<{ action: string; detail: string }>()
    expect(results.filter(({ detail }) => clean(detail).length > 0)).toEqual([])
    // Nor in who looked, nor where both are read by whoever may see persons.
    const { results: looks } = await db.prepare('select * from looks').all()
    expect(looks.length).toBeGreaterThan(50)
    expect(clean(JSON.stringify(looks))).toEqual([])
    for (const query of ['', '?action=looked', '?action=erased']) {
      expect(clean(await (await call('GET', `/api/audit${query}`, { token: tokens.keeper ?? '' })).text())).toEqual([])
      const page = await call('GET', `/office/audit${query}`, { headers: { cookie: `__Host-phieu=${tokens.keeper}`, accept: 'text/html' } })
      expect([page.status, clean(await page.text())]).toEqual([200, []])
    }
  })
})

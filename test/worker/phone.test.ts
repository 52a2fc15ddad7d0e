// A phone and its server: enrolment, lists as differences, what became of what was sent, receipts that anyone can check.
// 1  A link enrols one phone: the first secret gets the token, the same again gets it again, another or too late gets 410; only hashes are kept.
// 2  The page behind the link signs nobody in by being looked at; its button does, once; two presses are one.
// 3  GET /api/phone: person, forms and lists of the token, the numbers of this server, the key of its receipts.
// 4  A form's part for filling has no indicators; by version it may be kept for good.
// 5  Units: mine with all that they hang on; what changed since; whole where who lies under whom has changed.
// 6  A register: what changed since, what left (moved, withdrawn, refused away), nothing twice and nothing missed over pages; whole where there is no difference to tell.
// 7  What was sent: one's own only, after a number, with the office's question, in pages.
// 8  A receipt: signed, checked by anyone as dictated, with no person and no answer; a forged signature and a misread number are told.
// 9  The app's files: the service worker may load what it shares with the windows; whoever has a file already is told so, whatever marked its tag on the way.
import { beforeAll, describe, expect, test } from 'vitest'
import { unsigned } from '../../src/record/canonical.ts'
import { sha256Hex } from '../../src/server/digest.ts'
import { app } from '../../src/server/index.ts'
import { adminToken, call, db, home, said, sealed, send, settle, tokenFor, units } from './visitor.ts'
import type { Loose } from './visitor.ts'

let tokens: Record<string, string>
let person = ''
beforeAll(async () => {
  tokens = await settle()
  person = (await said(await call('GET', '/api/me', { token: tokens.officer ?? '' }))).person as unknown as string
})

const text = new TextEncoder()
const officer = (): string => tokens.officer ?? ''
const admin = (method: string, path: string, body?: unknown) => call(method, path, { token: adminToken, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
const read = async (path: string, token = officer()): Promise<Loose> => {
  const answer = await call('GET', path, { token })
  expect(answer.status, path).toBe(200)
  return (await answer.json()) as Loose
}

async function link(more: Loose = {}): Promise<{ code: string; link: string; qr: string; expires_at: string }> {
  const made = await admin('POST', '/api/enrolments', { person, role: 'officer', unit: 'north', forms: null, device: { name: 'Máy của thôn' }, ...more })
  expect(made.status).toBe(201)
  return (await made.json()) as { code: string; link: string; qr: string; expires_at: string }
}
const claim = (code: string, token_hash: string) => call('POST', `/api/enrolments/${code}/claim`, { body: JSON.stringify({ token_hash }) })
const form = (path: string, headers: Record<string, string> = {}) =>
  call('POST', path, { body: '', type: 'application/x-www-form-urlencoded', headers: { origin: home, ...headers } })

describe('1 enrolment', () => {
  test('the first secret, the same again, another', async () => {
    const { code, link: address, qr } = await link()
    expect(address).toBe(`${home}/enrol/${code}`)
    expect(qr).toMatch(/^<svg /)
    const secret = 'phone-made-secret-0123456789abcdef'
    const hash = await sha256Hex(secret)
    const first = await claim(code, hash)
    expect(first.status).toBe(201)
    const token = await said(first)
    expect(token).toMatchObject({ person, role: 'officer', unit: 'north', forms: null, device: 'Máy của thôn' })
    const again = await claim(code, hash)
    expect([again.status, (await said(again)).token]).toEqual([200, token.token])
    const other = await claim(code, await sha256Hex('somebody else'))
    expect([other.status, (await said(other)).code]).toEqual([410, 'enrolment_used'])
    expect((await said(await call('GET', '/api/me', { token: secret }))).person).toBe(person)
    const kept = JSON.stringify((await db.prepare('select * from enrolments').all()).results)
    expect(kept).not.toContain(code)
    expect(kept).not.toContain(secret)
  })
  test('twenty phones at once: one wins', async () => {
    const { code } = await link()
    const hashes = await Promise.all(Array.from({ length: 20 }, (_, i) => sha256Hex(`phone ${i}`)))
    const statuses = (await Promise.all(hashes.map((hash) => claim(code, hash)))).map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(1)
    expect(statuses.filter((status) => status === 410)).toHaveLength(19)
  })
  test('one phone twenty times at once: one token', async () => {
    const { code } = await link()
    const hash = await sha256Hex('one impatient phone')
    const answers = await Promise.all(Array.from({ length: 20 }, () => claim(code, hash)))
    expect(new Set(await Promise.all(answers.map(async (answer) => (await said(answer)).token))).size).toBe(1)
    expect(answers.map(({ status }) => status).sort().slice(-2)).toEqual([200, 201])
  })
  test('too late', async () => {
    const { code } = await link({ minutes: 1 })
    await db.prepare('update enrolments set expires_at = 1 where hash = ?').bind(await sha256Hex(code)).run()
    const late = await claim(code, await sha256Hex('late'))
    expect([late.status, (await said(late)).code]).toEqual([410, 'enrolment_expired'])
  })
  test.each([
    ['a code that is none', 'x', 404], ['a well-formed code that is not there', 'A'.repeat(22), 404], ['a path', '..%2f..%2fapi%2fme', 404], ['NUL', `${'A'.repeat(21)}%00`, 404],
  ])('%s → %i', async (_, code, status) => {
    expect((await claim(code, await sha256Hex('a'))).status).toBe(status)
  })
  test('a secret that opens something already', async () => {
    const { code } = await link()
    const answer = await claim(code, await sha256Hex(officer()))
    expect([answer.status, (await said(answer)).code]).toEqual([422, 'malformed'])
    expect((await claim(code, await sha256Hex('a fresh one'))).status).toBe(201)
  })
  test.each([
    [{ minutes: 0 }, 400], [{ minutes: 10_081 }, 400], [{ person: crypto.randomUUID() }, 422], [{ unit: 'nowhere' }, 422], [{ device: { name: '' } }, 400], [{ role: 'king' }, 400], [{ extra: 1 }, 400],
  ])('a wish %j → %i', async (more, status) => {
    expect((await admin('POST', '/api/enrolments', { person, role: 'officer', unit: null, forms: null, device: { name: 'Máy' }, ...more })).status).toBe(status)
  })
  test('a token of a phone is revoked like any other', async () => {
    const { code } = await link()
    const secret = 'phone-made-secret-to-be-revoked-1234'
    const { token } = await said(await claim(code, await sha256Hex(secret)))
    expect((await admin('DELETE', `/api/tokens/${token as unknown as string}`)).status).toBe(204)
    expect((await said(await call('GET', '/api/phone', { token: secret }))).code).toBe('token_revoked')
  })
})

describe('2 the page behind the link', () => {
  test('looking, pressing, pressing again', async () => {
    const { code } = await link()
    const page = await (await call('GET', `/enrol/${code}`)).text()
    expect(page).toContain('data-in="officer"')
    expect(page).toContain('Lò Thị Một')
    expect(page.match(/<script/g)).toHaveLength(1) // the app's; without it the button works all the same
    await call('GET', `/enrol/${code}`)
    const entered = await form(`/enrol/${code}`)
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/'])
    const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    expect((await call('GET', '/', { headers: { cookie } })).status).toBe(200)
    const again = await form(`/enrol/${code}`, { cookie })
    expect([again.status, again.headers.get('location')]).toEqual([303, '/'])
    expect((await form(`/enrol/${code}`)).status).toBe(410)
    expect((await call('GET', `/enrol/${code}`)).status).toBe(410)
  })
  test('the answer was lost: pressed again it is the same way in; another page’s button comes too late', async () => {
    const { code } = await link()
    const secretOf = async () => /name="secret" value="(phieu_[\w-]{43})"/.exec(await (await call('GET', `/enrol/${code}`)).text())?.[1] ?? ''
    const [mine, theirs] = [await secretOf(), await secretOf()]
    expect(mine).not.toBe(theirs)
    const press = (secret: string) => call('POST', `/enrol/${code}`, { body: `secret=${secret}`, type: 'application/x-www-form-urlencoded', headers: { origin: home } })
    const answers = await Promise.all([press(mine), press(mine), press(mine)])
    expect(answers.map(({ status, headers }) => [status, headers.get('set-cookie')?.includes(mine)])).toEqual([[303, true], [303, true], [303, true]])
    expect((await press(theirs)).status).toBe(410)
    expect((await said(await call('GET', '/api/me', { token: mine }))).person).toBe(person)
  })
  test.each(['', 'secret=x', `secret=${'a'.repeat(5_000)}`, 'secret=phieu_%00', 'a=b&secret=<script>'])('a button with %s makes a secret of its own', async (body) => {
    const { code } = await link()
    const answer = await call('POST', `/enrol/${code}`, { body, type: 'application/x-www-form-urlencoded', headers: { origin: home } })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('set-cookie')).toMatch(/phieu_[\w-]{43}/)
  })
  test('not from another site', async () => {
    const { code } = await link()
    expect((await call('POST', `/enrol/${code}`, { body: '', type: 'application/x-www-form-urlencoded', headers: { origin: 'https://elsewhere.example' } })).status).toBe(403)
  })
  test.each(['x', '<script>', '%00', 'a'.repeat(2_000)])('no such link: %s', async (code) => {
    const answer = await call('GET', `/enrol/${encodeURIComponent(code)}`)
    expect(answer.status).toBe(404)
    expect(await answer.text()).not.toContain('<script>')
  })
  test('the link of old says that a phone may adopt it', async () => {
    expect(await (await call('GET', `/in/${officer()}`)).text()).toContain('data-in')
  })
})

test('3 what a phone asks first', async () => {
  const phone = await read('/api/phone')
  expect(phone).toMatchObject({ restored: 0, keep_days: 30, units_revision: 1, registers: [] })
  expect(phone.me).toMatchObject({ person, role: 'officer', unit: 'north' })
  expect((phone.forms as Loose[]).map(({ id, version, state }) => ({ id, version, state }))).toEqual([{ id: 'trial', version: 1, state: 'open' }])
  expect((phone.forms as Loose[])[0]?.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(phone.stamp).toBeGreaterThan(0)
  expect(Object.keys(phone.receipt_key as Loose).sort()).toEqual(['crv', 'kty', 'x'])
  const { token } = await tokenFor('Giàng Thị Chín', 'officer', 'north', { forms: ['another'] })
  expect((await read('/api/phone', token)).forms).toEqual([])
})

test('4 the part for filling', async () => {
  const whole = await read('/api/forms/trial')
  const answer = await call('GET', '/api/forms/trial?version=1&part=filling', { token: officer() })
  const part = (await answer.json()) as Loose
  expect(answer.headers.get('cache-control')).toBe('private, max-age=31536000, immutable')
  expect(part).toEqual({ ...whole, form: { ...(whole.form as Loose), indicators: [] } })
  expect((await call('GET', '/api/forms/trial?part=filling', { token: officer() })).headers.get('cache-control')).toBe('private, no-cache')
  const etag = answer.headers.get('etag') ?? ''
  expect((await call('GET', '/api/forms/trial?version=1&part=filling', { token: officer(), headers: { 'if-none-match': etag } })).status).toBe(304)
  expect((await call('GET', '/api/forms/trial?part=other', { token: officer() })).status).toBe(400)
})

describe('5 units', () => {
  const ids = (list: Loose): string[] => (list.units as Loose[]).map(({ id }) => id as string).sort()
  test('mine, changed, moved', async () => {
    const first = await read('/api/units?under=mine')
    expect([first.whole, ids(first)]).toEqual([true, ['n1', 'n2', 'north', 'p']])
    const since = `/api/units?under=mine&since=${first.revision as number}`
    expect(await read(since)).toEqual({ revision: first.revision, whole: false, units: [] })
    await admin('PUT', '/api/units', { units: [{ ...units[3], name: 'Bản Mới' }, { ...units[5], name: 'Bản khác' }] })
    const second = await read(since)
    expect([second.whole, ids(second)]).toEqual([false, ['n1']])
    // s1 comes under north: nobody knows who else came along, so the list is taken whole.
    await admin('PUT', '/api/units', { units: [{ ...units[5], parent: 'north' }] })
    const third = await read(`/api/units?under=mine&since=${second.revision as number}`)
    expect([third.whole, ids(third)]).toEqual([true, ['n1', 'n2', 'north', 'p', 's1']])
    await admin('PUT', '/api/units', { units: [units[5]] })
    const fourth = await read(`/api/units?under=mine&since=${third.revision as number}`)
    expect([fourth.whole, ids(fourth)]).toEqual([true, ['n1', 'n2', 'north', 'p']])
    expect((await read('/api/units?under=mine&since=999')).whole).toBe(true)
    expect(ids(await read('/api/units')).length).toBe(units.length)
  })
  test.each(['since=-1', 'since=x', 'under=south', 'since=1&since=2'])('%s is refused', async (query) => {
    expect((await call('GET', `/api/units?${query}`, { token: officer() })).status).toBe(400)
  })
})

describe('6 a register', () => {
  const list = (query = '', token = officer()) => read(`/api/registers/trial_house?${query}`, token) as Promise<{ rows: Loose[]; gone: string[]; whole: boolean; stamp: number; cursor: string | null }>
  const ids = ({ rows }: { rows: Loose[] }): string[] => rows.map(({ id }) => id as string)
  const post = async (answers: Loose, more: Loose = {}): Promise<string> => {
    const one = await sealed(answers, more)
    expect((await send(officer(), one)).status).toBe(201)
    return one.id as string
  }
  const review = async (id: string, state: string) => {
    expect((await call('POST', `/api/submissions/${id}/review`, { token: tokens.reviewer ?? '', body: JSON.stringify({ state, comment: 'x' }) })).status).toBe(200)
  }

  test('changed, moved away, rejected, come back', async () => {
    const [here, mover, passing] = [await post({ head_name: 'Ở lại' }), await post({ head_name: 'Chuyển đi' }), await post({ head_name: 'Bị loại' })]
    const first = await list()
    expect([first.whole, ids(first).sort(), first.gone]).toEqual([true, [here, mover, passing].sort(), []])
    expect(await list(`since=${first.stamp}`)).toMatchObject({ rows: [], gone: [], whole: false })
    await post({ head_name: 'Chuyển đi', village: 's1' }, { id: mover, base: 1 })
    await review(passing, 'rejected')
    const second = await list(`since=${first.stamp}`)
    expect([ids(second), [...second.gone].sort()]).toEqual([[], [mover, passing].sort()])
    // To the commune where it came it is new, and nothing left there.
    expect(await list(`since=${first.stamp}`, tokens.stranger)).toMatchObject({ rows: [{ id: mover }], gone: [] })
    await post({ head_name: 'Chuyển về', village: 'n2' }, { id: mover, base: 2 })
    // Away and back again since the first visit: changed, not gone.
    const third = await list(`since=${first.stamp}`)
    expect([ids(third), third.gone]).toEqual([[mover], [passing]])
    const fourth = await list(`since=${second.stamp}`)
    expect([ids(fourth), fourth.gone]).toEqual([[mover], []])
    expect((await list(`since=${first.stamp}`, adminToken)).gone).toEqual([passing])
  })
  test('within one scope nothing is gone', async () => {
    const id = await post({ head_name: 'Sang thôn bên' })
    const { stamp } = await list()
    await post({ head_name: 'Sang thôn bên', village: 'n2' }, { id, base: 1 })
    const next = await list(`since=${stamp}`)
    expect([ids(next), next.gone]).toEqual([[id], []])
  })
  test('pages: what changes while they are turned is told again, never missed', async () => {
    for (let i = 0; i < 5; i++) await post({ head_name: `Hộ ${i}` })
    const known = new Set<string>()
    let page = await list('limit=2')
    const { stamp } = page
    const early = ids(page)[0] as string
    const { revision } = await read(`/api/submissions/${early}`)
    await post({ head_name: 'Đổi tên giữa chừng' }, { id: early, base: revision })
    for (;;) {
      for (const id of ids(page)) {
        expect(known.has(id)).toBe(false)
        known.add(id)
      }
      expect([page.stamp, page.whole]).toEqual([stamp, true])
      if (page.cursor === null) break
      page = await list(`limit=2&cursor=${page.cursor}`)
    }
    expect(known.size).toBe(ids(await list('limit=200')).length)
    expect(ids(await list(`since=${stamp}`))).toEqual([early])
  })
  test('whole: a stamp from the future, and after places were rearranged', async () => {
    const { stamp } = await list()
    expect((await list(`since=${stamp + 1_000_000}`)).whole).toBe(true)
    await admin('PUT', '/api/units', { units: [{ ...units[5], parent: 'north' }] })
    const after = await list(`since=${stamp}&limit=1`)
    expect([after.whole, after.gone]).toEqual([true, []])
    const turned = await list(`since=${stamp}&limit=1&cursor=${after.cursor}`)
    expect([turned.whole, turned.rows.length]).toEqual([true, 1])
    await admin('PUT', '/api/units', { units: [units[5]] })
  })
  test.each(['limit=1001', 'limit=0', 'since=1.5', 'cursor=x', 'since=1&since=2'])('%s is refused', async (query) => {
    expect((await call('GET', `/api/registers/trial_house?${query}`, { token: officer() })).status).toBe(400)
  })
})

describe('7 what was sent', () => {
  const list = (query = '', token = officer()) => read(`/api/sent?${query}`, token) as Promise<{ rows: Loose[]; stamp: number; cursor: string | null }>
  test('one’s own, returned with its question, after a number', async () => {
    const { stamp } = await list()
    const one = await sealed({ head_name: 'Bị hỏi lại' })
    await send(officer(), one)
    await send(tokens.neighbour ?? '', await sealed())
    const mine = await list(`since=${stamp}`)
    expect(mine.rows).toMatchObject([{ id: one.id, form: 'trial', version: 1, revision: 1, state: 'received', hash: one.sha256, comment: null, question: null, problems: [], media: [] }])
    await call('POST', `/api/submissions/${one.id as string}/review`, { token: tokens.reviewer ?? '', body: JSON.stringify({ state: 'returned', comment: 'Sai thôn?', question: 'village' }) })
    const returned = await list(`since=${mine.stamp}`)
    expect(returned.rows).toMatchObject([{ id: one.id, state: 'returned', comment: 'Sai thôn?', question: 'village' }])
    expect((await list(`since=${returned.stamp}`)).rows).toEqual([])
    expect((await list(`since=${returned.stamp}`)).stamp).toBe(returned.stamp)
  })
  test('refused: with its problems as sentences', async () => {
    const { stamp } = await list()
    const wrong = await sealed({ labour: -1 })
    expect((await send(officer(), wrong)).status).toBe(422)
    const [row] = (await list(`since=${stamp}`)).rows
    expect(row).toMatchObject({ id: wrong.id, state: 'refused' })
    expect((row?.problems as Loose[])[0]).toMatchObject({ code: 'constraint', at: 'labour' })
  })
  test('media that have not come yet', async () => {
    const { stamp } = await list()
    const one = await sealed({}, { media: [{ name: 'a.jpg', sha256: 'a'.repeat(64), bytes: 5 }] })
    await send(officer(), one)
    expect((await list(`since=${stamp}`)).rows[0]?.media).toEqual([{ name: 'a.jpg', bytes: 5, kept: false }])
  })
  test('pages: every record once', async () => {
    const all = (await list()).rows.map(({ id }) => id)
    const seen: unknown[] = []
    let cursor: string | null = null
    do {
      const page: { rows: Loose[]; cursor: string | null } = await list(`limit=3${cursor === null ? '' : `&cursor=${cursor}`}`)
      seen.push(...page.rows.map(({ id }) => id))
      cursor = page.cursor
    } while (cursor !== null)
    expect(seen).toEqual(all)
    expect(new Set(seen).size).toBe(all.length)
  })
  test('a number from before a restore: all is told', async () => {
    expect((await list('since=99999999')).rows.length).toBe((await list()).rows.length)
  })
})

describe('8 receipts', () => {
  let sent: Loose
  let outcome: Loose
  beforeAll(async () => {
    sent = await sealed({ head_name: 'Tên riêng không lộ' })
    outcome = (await (await send(officer(), sent)).json()) as Loose
  })
  const look = async (code: string, query = ''): Promise<{ status: number; body: Loose }> => {
    const answer = await call('GET', `/r/${encodeURIComponent(code)}${query}`, { headers: { accept: 'application/json' } })
    return { status: answer.status, body: (await answer.json()) as Loose }
  }

  test('the signature holds with the key that phones are given, and is the same again', async () => {
    const key = await crypto.subtle.importKey('jwk', (await read('/api/phone')).receipt_key as JsonWebKey, 'Ed25519', false, ['verify'])
    const signed = text.encode(`phieu receipt 1\n${outcome.receipt as string}\n${sent.id as string}\n1\n${sent.sha256 as string}`)
    const bytes = Uint8Array.from(atob((outcome.signature as string).replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
    expect(await crypto.subtle.verify('Ed25519', key, bytes, signed)).toBe(true)
    const again = (await (await send(officer(), sent)).json()) as Loose
    expect([again.status, again.signature]).toEqual(['had_it', outcome.signature])
  })
  test('what was not kept is not signed', async () => {
    const foreign = await sealed({}, { id: sent.id, base: 1 })
    const answer = (await (await send(tokens.stranger ?? '', foreign)).json()) as Loose
    expect([answer.status, answer.receipt, answer.signature]).toEqual(['conflict', '', ''])
  })
  test('as dictated, for programs', async () => {
    const code = outcome.receipt as string
    for (const spoken of [code, code.replace('-', ' '), code.replace('-', ''), ` ${code.split('').join(' ')} `, code.replace('-', '–')]) {
      const { status, body } = await look(spoken)
      expect([status, body.kept, body.receipt, body.title, body.state, body.revision]).toEqual([200, true, code, 'Phiếu thử', 'received', 1])
      expect(body.hash).toBe((sent.sha256 as string).slice(0, 8))
    }
  })
  test('no person, no answer', async () => {
    const page = await (await call('GET', `/r/${outcome.receipt as string}`, { headers: { accept: 'text/html' } })).text()
    expect(page).toContain('Phiếu thử')
    expect(page + JSON.stringify((await look(outcome.receipt as string)).body)).not.toMatch(/Tên riêng|Lò Thị Một|Mở đường|n1/)
  })
  test.each([
    ['ours', (signature: string) => signature, true],
    ['one sign changed', (signature: string) => `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`, false],
    ['too short', () => 'abc', false], ['empty', () => '', false], ['no base64', () => '<'.repeat(86), false], ['another’s', () => 'A'.repeat(86), false],
  ])('a signature: %s', async (_, change, ours) => {
    const { body } = await look(outcome.receipt as string, `?s=${encodeURIComponent(change(outcome.signature as string))}`)
    expect((body.signed as Loose).ours).toBe(ours)
  })
  test('an earlier revision’s signature is genuine and says so', async () => {
    const first = await sealed()
    const { receipt, signature } = (await (await send(officer(), first)).json()) as Loose
    expect((await send(officer(), await sealed({ labour: 13 }, { id: first.id, base: 1 }))).status).toBe(201)
    expect((await look(receipt as string, `?s=${signature as string}`)).body.signed).toEqual({ ours: true, revision: 1 })
    const page = await (await call('GET', `/r/${receipt as string}?s=${signature as string}`)).text()
    expect(page).toContain('cho bản 1')
  })
  test.each([['misread', '1042-38', 404], ['misread', 'abc', 404], ['misread', '9'.repeat(5_000), 404], ['misread', '0', 404], ['misread', '<script>', 404], ['unknown', '999999-04', 404]])('%s: %s', async (reason, code, status) => {
    const answer = await look(code)
    if (code.startsWith('999999')) expect(answer.body.kept).toBe(false)
    else expect(answer).toEqual({ status, body: { kept: false, reason } })
    expect(await (await call('GET', `/r/${encodeURIComponent(code)}`)).text()).not.toContain('<script>')
  })
  test('a box to type into', async () => {
    expect(await (await call('GET', '/r')).text()).toContain('name="code"')
    expect((await call('GET', '/r?code=1042 37')).headers.get('location')).toBe('/r/1042%2037')
    expect((await call('GET', '/r?code=//elsewhere')).headers.get('location')).toBe('/r/%2F%2Felsewhere')
  })
  test('the hash is what was sent', async () => {
    const { sha256, ...rest } = sent
    expect(await sha256Hex(unsigned(rest as never))).toBe(sha256)
  })
})

test('9 the app’s files', async () => {
  const worker = await call('GET', '/sw.js')
  expect(worker.headers.get('content-security-policy')).toBe("default-src 'none'; script-src 'self'; connect-src 'self'")
  const loads = [...(await worker.clone().text()).matchAll(/"(\/phone\/(?:keep|send)\.[0-9a-f]+\.js)"/g)].map(([, path]) => path ?? '')
  expect(new Set(loads).size).toBe(2)
  for (const path of ['/sw.js', ...loads]) {
    const whole = await call('GET', path)
    expect([whole.status, whole.headers.get('content-type'), (await whole.text()).length > 1_000]).toEqual([200, 'text/javascript; charset=utf-8', true])
    const etag = whole.headers.get('etag') ?? ''
    for (const theirs of [etag, `W/${etag}`, `"another", W/${etag}`]) {
      const again = await call('GET', path, { headers: { 'if-none-match': theirs } })
      expect([again.status, await again.text()], `${path} ${theirs}`).toEqual([304, ''])
    }
    expect((await call('GET', path, { headers: { 'if-none-match': '"another"' } })).status).toBe(200)
  }
})

test('8 a receipt key that is none: kept, acknowledged, not signed', async () => {
  const one = await sealed()
  const answer = await app().fetch(new Request(`${home}/api/submissions`, { method: 'POST', body: JSON.stringify(one), headers: { authorization: `Bearer ${officer()}`, 'content-type': 'application/json' } }), { DB: db, PHIEU_ADMIN_TOKEN: adminToken, PHIEU_RECEIPT_KEY: 'MC4CAQAwBQYDK2Vw' })
  expect([answer.status, await said(answer)]).toEqual([201, expect.objectContaining({ status: 'kept', hash: one.sha256, signature: '' })])
})

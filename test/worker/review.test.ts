// What a form holds back, two levels, locked periods, and choosing between two that disagree: through the doors of the API and of pages.
// 1  Held is what the form says: all, what has something to look at, a share by lot that nobody can choose and that never changes; the rest is approved
//    as it comes, by the rule and not by a person. What a person decided on stays with people. Another rule changes nothing that was decided.
// 2  Two levels: the commune endorses, whoever stands above approves; only then is it approved. Given back to the commune, or to the officer with a question.
//    Nobody does both, nobody decides on his own, what is approved above only the level above takes back.
// 3  A locked period: no decision, correction or withdrawal moves it, and it is said who locked it and what to do; what is sent is kept as late. Opened with a
//    reason, it is taken in; or opened for that record alone, by who may open it, who is told before what moves. Who may lock what; each lock and each opening has its line in the audit.
// 4  Of two that disagree either is taken on the page; the other stays readable.
// 5  The pages say all this, and nothing of another's.
// 6  A lock meets whoever is writing at that moment.
// 7  What was put away says no more how a record stands: it waits, is approved, is returned with its question as what counts of it, and is taken away so.
import { beforeAll, describe, expect, test } from 'vitest'
import { lotOf } from '../../src/server/lot.ts'
import { adminToken, call, counted, db, home, rows, said, sealed, send, settle, tokenFor, trial } from './visitor.ts'
import type { Loose } from './visitor.ts'

let tokens: Record<string, string>
let version = 1
const publish = async (rule: string): Promise<void> => {
  const text = trial.replace('language: vi\n', `language: vi\n${rule}`)
  const answer = await call('POST', '/api/forms', { token: adminToken, body: text, type: 'application/yaml' })
  expect([200, 201]).toContain(answer.status)
  version = (await said(answer)).version as unknown as number
}
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
  tokens.above = (await tokenFor('Tẩn Văn Chín', 'reviewer', 'p')).token
  tokens.top = (await tokenFor('Lê Thị Cao', 'reviewer', null)).token
  // One who stands on both levels, with two tokens.
  const both = await tokenFor('Cà Văn Kép', 'reviewer', 'north')
  tokens.below = both.token
  tokens.twice = ((await said(await call('POST', '/api/tokens', { token: adminToken, body: JSON.stringify({ person: both.person, role: 'reviewer', unit: 'p', forms: null }) }))).token as unknown as string) ?? ''
})

async function sent(answers: Loose = {}, who = 'officer', more: Loose = {}): Promise<string> {
  const one = await sealed(answers, { version, ...more })
  const answer = await send(tokens[who] ?? '', one)
  if (![200, 201, 409, 422].includes(answer.status)) throw new Error(await answer.text())
  return one.id as string
}
const read = async (id: string): Promise<Loose> => said(await call('GET', `/api/submissions/${id}`, { token: tokens.top ?? '' }))
const stateOf = async (id: string): Promise<unknown> => (await read(id)).state
const review = async (id: string, body: Loose, who = 'reviewer'): Promise<{ status: number; body: Loose }> => {
  const answer = await call('POST', `/api/submissions/${id}/review`, { token: tokens[who] ?? '', body: JSON.stringify({ comment: 'xem lại', ...body }) })
  return { status: answer.status, body: await said(answer) }
}
const total = async (state: string): Promise<number> => ((await said(await call('GET', `/api/aggregates/trial/records?state=${state}`, { token: adminToken }))).total as unknown as { value: number }).value
const checked = async (): Promise<unknown> => {
  const report = await said(await call('POST', '/api/figures/check', { token: adminToken, body: '{}' }))
  return report.differences
}

describe('1 what is held', () => {
  test('all, without a word of it', async () => {
    expect(await stateOf(await sent())).toBe('received')
  })
  test('what has something to look at', async () => {
    await publish('review: { hold: flagged }\n')
    const approved = await total('approved')
    const [plain, odd] = [await sent(), await sent({ labour: 0 }, 'officer', { reasons: { labour: 'không ai làm' } })]
    expect([await stateOf(plain), await stateOf(odd)]).toEqual(['approved', 'received'])
    expect(await total('approved')).toBe(approved + 1)
    const found = await read(plain)
    expect(found).toMatchObject({ revisions: [{ state: 'approved', review: { by: '=', comment: '' } }], audit: [{ action: 'received', detail: 'revision 1, approved by the form’s rule' }] })
    expect(await checked()).toEqual([])
  })
  test('a correction goes by the rule, too; of what a person decided on it waits', async () => {
    const ruled = await sent()
    await sent({ labour: 14 }, 'officer', { id: ruled, base: 1 })
    expect((await read(ruled)).revisions).toMatchObject([{ state: 'superseded' }, { state: 'approved' }])
    await review(ruled, { state: 'returned' })
    await sent({ labour: 15 }, 'officer', { id: ruled, base: 2 })
    expect((await read(ruled)).revisions).toMatchObject([{ state: 'superseded' }, { state: 'returned' }, { state: 'received' }])
    await review(ruled, { state: 'approved' })
    await sent({ labour: 16 }, 'officer', { id: ruled, base: 3 })
    expect(await stateOf(ruled)).toBe('received')
    expect(await checked()).toEqual([])
  })
  test('a conflict is looked at; what was approved stays so until somebody says otherwise', async () => {
    const id = await sent({ title: 'Bản một' })
    await sent({ title: 'Bản hai' }, 'officer', { id })
    expect(await read(id)).toMatchObject({ state: 'approved', conflicts: 1 })
    await sent({ title: 'Bản ba' }, 'officer', { id, base: 1 })
    expect(await read(id)).toMatchObject({ state: 'received', conflicts: 1 })
  })
  test('sent again, it is what it was', async () => {
    const one = await sealed({}, { version })
    await send(tokens.officer ?? '', one)
    const [before, sums] = [await rows(), await counted()]
    expect((await said(await send(tokens.officer ?? '', one))).status).toBe('had_it')
    expect([await rows(), await counted()]).toEqual([before, sums])
  })
  test('a share by lot, of which the id alone decides', async () => {
    await publish('review: { hold: 30 % }\n')
    const all = await Promise.all(Array.from({ length: 100 }, async () => sealed({}, { version })))
    expect((await send(tokens.officer ?? '', all)).status).toBe(200)
    const states = new Map<string, unknown>()
    for (const { id } of all) states.set(id as string, await stateOf(id as string))
    const held = [...states].filter(([, state]) => state === 'received').map(([id]) => id)
    // Thirty of a hundred: fewer than 12 or more than 50 come once in some millions of times.
    expect(held.length).toBeGreaterThan(11)
    expect(held.length).toBeLessThan(51)
    // Taken back and sent anew, corrected, sent by another version: the same lot.
    const [one = '', other = ''] = held
    await sent({ labour: 17 }, 'officer', { id: one, base: 1 })
    expect(await stateOf(one)).toBe('received')
    await call('POST', `/api/submissions/${other}/withdraw`, { token: tokens.officer ?? '', body: '{"base":1}' })
    await sent({ labour: 18 }, 'officer', { id: other, base: 1, version: 1 })
    expect((await read(other)).revisions).toMatchObject([{ state: 'withdrawn' }, { state: 'received' }])
    const free = [...states].find(([, state]) => state === 'approved')?.[0] ?? ''
    await sent({ labour: 19 }, 'officer', { id: free, base: 1 })
    expect(await stateOf(free)).toBe('approved')
  })
  test('another rule decides nothing anew', async () => {
    const all = async (): Promise<unknown> => (await db.prepare('select submission, revision, state, reviewer from revisions order by 1, 2').all()).results
    const [states, sums] = [await all(), await counted()]
    for (const rule of ['', 'review: { hold: flagged }\n', 'review: { first: commune }\n', '']) await publish(rule)
    expect([await all(), await counted()]).toEqual([states, sums])
    expect(await checked()).toEqual([])
  })
  test.each([['hold: none', 'hold', 'none'], ['hold: 0 %', 'hold', '0 %'], ['hold: 100 %', 'hold', '100 %'], ['hold: 2,5 %', 'hold', '2,5 %']])('%s is told with its place', async (said_, key, received) => {
    const answer = await call('POST', '/api/forms?dry_run=1', { token: adminToken, body: trial.replace('language: vi\n', `language: vi\nreview:\n  ${said_}\n`), type: 'application/yaml' })
    expect([answer.status, (await said(answer)).problems]).toMatchObject([422, [{ code: 'source_shape', at: 'review', line: 6, column: 9, facts: { key, received, expected: 'all, flagged, 1 % … 99 %' } }]])
  })
  test('a level that is none, a key that is none', async () => {
    const answer = await call('POST', '/api/forms?dry_run=1', { token: adminToken, body: trial.replace('language: vi\n', 'language: vi\nreview: { first: comune, holds: all }\n'), type: 'application/yaml' })
    expect((await said(answer)).problems).toMatchObject([{ code: 'type_unknown', facts: { type: 'comune', suggestion: 'commune' } }, { code: 'source_unknown_key', facts: { key: 'holds', suggestion: 'hold' } }])
  })
  test('the difference is told before', async () => {
    const answer = await call('POST', '/api/forms?dry_run=1', { token: adminToken, body: trial.replace('language: vi\n', 'language: vi\nreview: { hold: 5 %, first: commune }\n'), type: 'application/yaml' })
    expect(((await said(answer)).differences as unknown as Loose[]).map(({ code, title }) => [code, title])).toEqual([
      ['review_hold', 'Từ nay phiếu có điểm cần xem và 5 % phiếu khác, chọn ngẫu nhiên, chờ người duyệt; còn lại được duyệt ngay khi nhận. Phiếu đã nhận giữ nguyên.'],
      ['review_first', 'Từ nay cấp “commune” duyệt trước, rồi cấp trên duyệt. Phiếu đã duyệt giữ nguyên.'],
    ])
  })
})

describe('2 two levels', () => {
  beforeAll(() => publish('review: { first: commune }\n'))
  test('the commune, then above; approved after that', async () => {
    const approved = await total('approved')
    const id = await sent()
    expect(await review(id, { state: 'approved' }, 'above')).toMatchObject({ status: 409, body: { code: 'not_endorsed' } })
    expect(await review(id, { state: 'approved' })).toMatchObject({ status: 200, body: { state: 'endorsed', changed: true } })
    expect(await total('approved')).toBe(approved)
    expect(await review(id, { state: 'approved' })).toMatchObject({ status: 200, body: { state: 'endorsed', changed: false } })
    expect(await review(id, { state: 'approved' }, 'above')).toMatchObject({ status: 200, body: { state: 'approved', changed: true } })
    expect(await total('approved')).toBe(approved + 1)
    expect(((await read(id)).audit as Loose[]).map(({ action }) => action)).toEqual(['received', 'endorsed', 'approved'])
  })
  test('the phone hears of both, and not of what the levels say to each other', async () => {
    const id = await sent()
    const heard = async (): Promise<Loose | undefined> => ((await said(await call('GET', '/api/sent', { token: tokens.officer ?? '' }))).rows as unknown as Loose[]).find((row) => row.id === id)
    await review(id, { state: 'approved', comment: 'Xã thấy đúng' })
    expect(await heard()).toMatchObject({ state: 'endorsed', comment: null })
    await review(id, { state: 'received', comment: 'Xã kiểm lại số công' }, 'above')
    expect(await heard()).toMatchObject({ state: 'received', comment: null, question: null })
  })
  test('above gives it back to the commune, which sees why and approves again', async () => {
    const id = await sent()
    await review(id, { state: 'approved' })
    expect(await review(id, { state: 'received', comment: ' ' }, 'above')).toMatchObject({ status: 422, body: { code: 'comment_missing' } })
    expect(await review(id, { state: 'received', comment: 'Xã kiểm lại số công' }, 'above')).toMatchObject({ status: 200, body: { state: 'received' } })
    expect(await read(id)).toMatchObject({ state: 'received', flags: [{ code: 'sent_back' }], revisions: [{ review: { comment: 'Xã kiểm lại số công' } }] })
    const page = await (await call('GET', `/office/submissions/${id}`, { headers: cookie('reviewer') })).text()
    expect([page.includes('Cấp trên trả lại để xã xem lại'), page.includes('Xã kiểm lại số công')]).toEqual([true, true])
    await review(id, { state: 'approved' })
    expect(await read(id)).toMatchObject({ state: 'endorsed', flags: [] })
    expect(await review(id, { state: 'approved' }, 'above')).toMatchObject({ status: 200 })
  })
  test('above returns it to the officer with a question; his correction begins below', async () => {
    const id = await sent()
    await review(id, { state: 'approved' })
    expect(await review(id, { state: 'returned', question: 'labour', comment: 'Bao nhiêu công?' }, 'above')).toMatchObject({ status: 200, body: { state: 'returned' } })
    expect(((await said(await call('GET', '/api/sent', { token: tokens.officer ?? '' }))).rows as unknown as Loose[]).find((row) => row.id === id)).toMatchObject({ state: 'returned', question: 'labour', comment: 'Bao nhiêu công?' })
    await sent({ labour: 20 }, 'officer', { id, base: 1 })
    expect(await review(id, { state: 'approved' }, 'above')).toMatchObject({ status: 409, body: { code: 'not_endorsed' } })
  })
  test('nobody does both; nobody takes back from below what is approved above', async () => {
    const id = await sent()
    await review(id, { state: 'approved' }, 'below')
    expect(await review(id, { state: 'approved' }, 'twice')).toMatchObject({ status: 403, body: { code: 'both_levels' } })
    expect(await review(id, { state: 'approved' }, 'top')).toMatchObject({ status: 200, body: { state: 'approved' } })
    for (const state of ['returned', 'rejected', 'received']) expect(await review(id, { state })).toMatchObject({ status: 409, body: { code: 'decided_above' } })
    expect(await review(id, { state: 'rejected' }, 'above')).toMatchObject({ status: 200 })
  })
  test('nobody decides on his own, at either level', async () => {
    expect((await review(await sent({}, 'reviewer'), { state: 'approved' })).body.code).toBe('own_submission')
    const id = await sent({}, 'above')
    await review(id, { state: 'approved' })
    expect((await review(id, { state: 'approved' }, 'above')).body.code).toBe('own_submission')
  })
  test('endorsed, it is not taken back by its author', async () => {
    const id = await sent()
    await review(id, { state: 'approved' })
    const withdraw = async (base: number): Promise<number> => (await call('POST', `/api/submissions/${id}/withdraw`, { token: tokens.officer ?? '', body: JSON.stringify({ base }) })).status
    expect(await withdraw(1)).toBe(409)
    // Nor behind a correction that was refused.
    await sent({ labour: -5 }, 'officer', { id, base: 1 })
    expect(await read(id)).toMatchObject({ state: 'refused', revision: 2 })
    expect(await withdraw(2)).toBe(409)
  })
  test('many at once: what each level may, the rest is told', async () => {
    const [one, two] = [await sent(), await sent()]
    await review(one, { state: 'approved' })
    const answer = await said(await call('POST', '/api/reviews', { token: tokens.above ?? '', body: JSON.stringify([{ id: one, state: 'approved' }, { id: two, state: 'approved' }]) }))
    expect(answer.reviews).toMatchObject([{ fault: null, state: 'approved' }, { fault: 'not_endorsed', state: null }])
  })
  test('a rule stands for the first level alone', async () => {
    await publish('review: { hold: flagged, first: commune }\n')
    const id = await sent()
    expect(await read(id)).toMatchObject({ state: 'endorsed', revisions: [{ review: { by: '=' } }] })
    expect(await review(id, { state: 'approved' }, 'above')).toMatchObject({ status: 200, body: { state: 'approved' } })
    await publish('review: { first: commune }\n')
  })
  test('of one level again, what waits above is approved by anyone', async () => {
    const id = await sent()
    await review(id, { state: 'approved' })
    await publish('')
    expect(await review(id, { state: 'approved' })).toMatchObject({ status: 200, body: { state: 'approved' } })
    expect(await checked()).toEqual([])
  })
})

const lock = async (body: Loose, who = 'above'): Promise<{ status: number; body: Loose }> => {
  const answer = await call('POST', '/api/locks', { token: tokens[who] ?? '', body: JSON.stringify({ form: 'trial', period: '2026-03', units: ['north'], locked: true, ...body }) })
  return { status: answer.status, body: await said(answer) }
}
const march = { seen_on: '2026-03-15' }

describe('3 a locked period', () => {
  let [approved, waiting, own]: [string, string, string] = ['', '', '']
  let sums = ''
  beforeAll(async () => {
    await publish('')
    ;[approved, waiting, own] = [await sent(march), await sent({ ...march, labour: 3 }), await sent({ ...march, labour: 4 })]
    await review(approved, { state: 'approved' })
    expect(await lock({})).toEqual({ status: 200, body: { changed: 1 } })
    sums = await counted()
  })
  test('again it is so already', async () => {
    const before = await rows()
    expect(await lock({}, 'top')).toEqual({ status: 200, body: { changed: 0 } })
    expect(await rows()).toEqual(before)
  })
  test.each(['approved', 'returned', 'rejected'])('%s: refused, with who locked it and what to do', async (state) => {
    const answer = await review(waiting, { state })
    expect(answer).toMatchObject({ status: 409, body: { code: 'period_locked', period: '2026-03', unit: 'north', locked_by: 'Tẩn Văn Chín', detail: 'Số liệu của kỳ này không đổi nữa. Nếu cần sửa, hãy nhờ cấp trên mở kỳ và nói rõ lý do.' } })
    expect(answer.body.locked_at).toBeGreaterThan(1_700_000_000_000)
    expect(await counted()).toBe(sums)
  })
  test('nor is it withdrawn', async () => {
    const answer = await call('POST', `/api/submissions/${own}/withdraw`, { token: tokens.officer ?? '', body: '{"base":1}' })
    expect([answer.status, (await said(answer)).code]).toEqual([409, 'period_locked'])
    expect(await counted()).toBe(sums)
  })
  test('what is sent is kept, late; its sender is told and has his receipt', async () => {
    const one = await sealed(march, { version })
    const answer = await send(tokens.officer ?? '', one)
    expect(answer.status).toBe(201)
    expect(await said(answer)).toMatchObject({ status: 'kept', revision: 1, hash: one.sha256 })
    expect(await read(one.id as string)).toMatchObject({ state: 'late', unit: 'n1', day: '2026-03-15' })
    expect(((await said(await call('GET', '/api/sent', { token: tokens.officer ?? '' }))).rows as unknown as Loose[]).find(({ id }) => id === one.id)).toMatchObject({ state: 'late' })
    expect(await counted()).toBe(sums)
    const written = await rows()
    expect((await said(await send(tokens.officer ?? '', one))).status).toBe('had_it')
    expect(await rows()).toEqual(written)
    const receipt = await (await call('GET', `/receipts/${one.id as string}`, { headers: cookie('officer') })).text()
    expect(receipt).toContain('đến sau khi khóa kỳ')
  })
  test.each<[string, Loose]>([['a correction', march], ['one that moves out of it', { seen_on: '2026-04-02' }], ['one that moves to another place', { ...march, village: 's1' }]])('%s is late, what it corrects goes on counting', async (_, answers) => {
    const base = (await read(approved)).revision as number
    await sent({ ...answers, labour: 99 }, 'officer', { id: approved, base })
    expect(await read(approved)).toMatchObject({ state: 'late', revision: base + 1, unit: 'n1', day: '2026-03-15' })
    expect(await counted()).toBe(sums)
  })
  test('one that moves into it is late; another month, another place go on', async () => {
    const id = await sent({ seen_on: '2026-04-02' })
    const before = await counted()
    await sent(march, 'officer', { id, base: 1 })
    expect(await read(id)).toMatchObject({ state: 'late', day: '2026-04-02' })
    expect(await counted()).toBe(before)
    expect(await stateOf(await sent({ ...march, village: 's1' }, 'stranger'))).toBe('received')
    sums = await counted()
  })
  test('late ones are returned and rejected though it is locked: that moves nothing', async () => {
    const [one, two] = [await sent(march), await sent(march)]
    expect(await review(one, { state: 'returned', question: 'seen_on' })).toMatchObject({ status: 200, body: { state: 'returned' } })
    expect(await review(two, { state: 'rejected' })).toMatchObject({ status: 200, body: { state: 'rejected' } })
    expect(await counted()).toBe(sums)
    // The day was wrong: mended, it counts where it belongs.
    await sent({ seen_on: '2026-04-03' }, 'officer', { id: one, base: 1 })
    expect(await read(one)).toMatchObject({ state: 'received', day: '2026-04-03' })
    sums = await counted()
  })
  test('and a late correction put away leaves what stands', async () => {
    expect(await review(approved, { state: 'rejected' })).toMatchObject({ status: 200 })
    expect(await read(approved)).toMatchObject({ state: 'approved' })
    expect(await counted()).toBe(sums)
  })
  test('late ones are not taken in before it is open', async () => {
    const id = await sent(march)
    expect(await review(id, { state: 'received' })).toMatchObject({ status: 409, body: { code: 'period_locked' } })
    expect(await lock({ locked: false, reason: ' ' })).toMatchObject({ status: 422, body: { code: 'reason_missing' } })
    expect(await lock({ locked: false, reason: 'Xã ghi sót hai tuyến' })).toEqual({ status: 200, body: { changed: 1 } })
    const before = await total('received')
    expect(await review(id, { state: 'received' })).toMatchObject({ status: 200, body: { state: 'received' } })
    expect(await total('received')).toBe(before + 1)
    expect(await review(id, { state: 'approved' })).toMatchObject({ status: 200, body: { state: 'approved' } })
    expect((await call('POST', `/api/submissions/${own}/withdraw`, { token: tokens.officer ?? '', body: '{"base":1}' })).status).toBe(200)
    expect(await checked()).toEqual([])
  })
  test('each has its line in the audit', async () => {
    const { results } = await db.prepare(`select action, detail from audit where subject = 'trial' and action in ('locked', 'unlocked') order by seq`).all()
    expect(results).toEqual([{ action: 'locked', detail: '2026-03 north' }, { action: 'unlocked', detail: '2026-03 north: Xã ghi sót hai tuyến' }])
  })
  describe('opened for one record alone', () => {
    const may = { seen_on: '2026-05-20', labour: 5 }
    const span = { period: '2026-05' }
    const sum = async (indicator: string, state = 'received'): Promise<number> => ((await said(await call('GET', `/api/aggregates/trial/${indicator}?from=2026-05&to=2026-05&by=month&state=${state}`, { token: adminToken }))).total as unknown as { value: number }).value
    let [id, other, days] = ['', '', 0]
    const opening = { state: 'received', opens: true, comment: 'Xã ghi sót, đã đối chiếu biên bản' }
    test('not by who may not open it, nor without a reason', async () => {
      expect(await lock(span)).toMatchObject({ body: { changed: 1 } })
      ;[id, other] = [await sent(may), await sent(may)]
      days = await sum('labour_days')
      expect(await review(id, opening)).toMatchObject({ status: 409, body: { code: 'period_locked', locked_by: 'Tẩn Văn Chín' } })
      expect(await review(id, { ...opening, comment: ' ' }, 'above')).toMatchObject({ status: 422, body: { code: 'comment_missing' } })
      expect(await review(id, { ...opening, opens: false }, 'above')).toMatchObject({ status: 409 })
      expect([await stateOf(id), await sum('labour_days')]).toEqual(['late', days])
    })
    test('the page says before what moves, to who may open it alone', async () => {
      const [above, below] = [await see(`/office/submissions/${id}`, 'above'), await see(`/office/submissions/${id}`)]
      expect(/<ul id="moves">(.*?)<\/ul>/s.exec(above)?.[1]).toContain('<li>Ngày công, Thôn Bản n1, tháng 5/2026: <strong>+5\u00a0công</strong></li>')
      expect([above.includes('name="opens"'), below.includes('name="opens"'), below.includes('id="moves"')]).toEqual([true, false, false])
    })
    test('it counts, in its own month; nothing else of the period opens; two lines in the audit, with the reason beside it', async () => {
      const seen = /name="seen" value="(\d+)"/.exec(await see(`/office/submissions/${id}`, 'above'))?.[1] ?? ''
      expect(await press(`/office/submissions/${id}/review`, [['seen', seen], ['opens', 'yes'], ['state', 'received']], 'above')).toContain('wrong=comment')
      expect(await press(`/office/submissions/${id}/review`, [['seen', seen], ['opens', 'yes'], ['state', 'received'], ['comment', opening.comment]], 'above')).toContain('?done')
      expect(await sum('labour_days')).toBe(days + 5)
      const found = await read(id)
      expect(found).toMatchObject({ state: 'received', flags: [{ code: 'opened', facts: { period: '2026-05' } }], revisions: [{ review: { comment: opening.comment } }] })
      expect((found.audit as Loose[]).slice(-2).map(({ action, detail }) => `${String(action)}: ${String(detail)}`)).toEqual(['opened_late: revision 1, 2026-05 north', 'taken_in: revision 1'])
      expect(await see(`/office/submissions/${id}`)).toContain('kỳ được mở cho riêng phiếu này')
      expect(await review(other, { state: 'received' })).toMatchObject({ status: 409 })
      expect(await stateOf(await sent(may))).toBe('late')
      expect(await see('/office/audit', 'above')).toContain('(bản 1, tháng 5/2026')
    })
    test('the commune approves it like any other; then it is locked again', async () => {
      expect(await review(id, { state: 'approved' })).toMatchObject({ status: 200, body: { state: 'approved' } })
      expect([await sum('labour_days', 'approved'), (await read(id)).flags]).toEqual([5, []])
      expect(await review(id, { state: 'rejected' })).toMatchObject({ status: 409, body: { code: 'period_locked' } })
      expect(await checked()).toEqual([])
    })
    test('one who wrote it opens nothing for it', async () => {
      const mine = await sent({ ...may, village: 'n2' }, 'above')
      expect(await review(mine, opening, 'above')).toMatchObject({ status: 403, body: { code: 'own_submission' } })
    })
    test('with two levels it goes through both', async () => {
      await publish('review: { first: commune }\n')
      expect(await review(other, opening, 'above')).toMatchObject({ status: 200, body: { state: 'received' } })
      expect(await review(other, { state: 'approved' }, 'above')).toMatchObject({ status: 409, body: { code: 'not_endorsed' } })
      expect(await review(other, { state: 'approved' })).toMatchObject({ status: 200, body: { state: 'endorsed' } })
      expect(await review(other, { state: 'approved' }, 'above')).toMatchObject({ status: 200, body: { state: 'approved' } })
      expect(await review(other, { state: 'rejected' }, 'above')).toMatchObject({ status: 409, body: { code: 'period_locked' } })
      await publish('')
      await lock({ ...span, locked: false, reason: 'Hết thử' })
      expect(await checked()).toEqual([])
    })
  })
  test('what would move a sum of it by way of a register is late, too', async () => {
    const stock = `
id: ledger
title: Sổ
language: vi
date: \${on}
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn }
  - { type: date, name: on, label: Ngày }
  - { type: entry works, name: work, label: Việc }
  - { type: integer, name: size, label: Cỡ }
  - { type: date, name: opened, label: Ngày mở }
registers:
  - { register: works, entity_id: "\${work}", create_if: "\${work} = ''", update_if: "\${work} != ''", label: "'v'", unit: "\${village}", columns: { size: "\${size}", opened: "\${opened}" } }
indicators:
  - { name: opened, label: Đã mở, sum: "\${size}", register: works, date: "\${opened}" }
  - { name: stock, label: Tất cả, sum: "\${size}", register: works }
`
    expect((await call('POST', '/api/forms', { token: adminToken, body: stock, type: 'application/yaml' })).status).toBe(201)
    const post = async (answers: Loose): Promise<string> => {
      const one: Loose = await sealed({}, { form: 'ledger', version: 1, answers })
      expect((await send(tokens.officer ?? '', one)).status).toBe(201)
      return one.id as string
    }
    const work = await post({ village: 'n1', on: '2026-02-01', size: 5, opened: '2026-02-20' })
    expect(await lock({ form: 'ledger', period: '2026-02' })).toMatchObject({ body: { changed: 1 } })
    const before = await counted()
    // Of April itself, but it would change what was opened in February.
    const later = await post({ village: 'n1', on: '2026-04-01', work, size: 9, opened: '2026-02-20' })
    expect([await stateOf(later), await counted()]).toEqual(['late', before])
    // What changes only what stands goes on.
    const fresh = await post({ village: 'n1', on: '2026-04-01', size: 2, opened: '2026-04-01' })
    expect(await stateOf(fresh)).toBe('received')
  })
  test.each([
    ['a commune’s reviewer, his own commune', 'reviewer', { units: ['north'] }, 404], ['another’s commune', 'reviewer', { units: ['south'] }, 404], ['a village of his', 'reviewer', { units: ['n2'], period: '2026-01' }, 200],
    ['everywhere, from a province', 'above', { units: [''] }, 404], ['everywhere, from everywhere', 'top', { units: [''], period: '2026-01' }, 200], ['a place that is none', 'above', { units: ['nowhere'] }, 404],
    ['one of several that is not his', 'above', { units: ['north', 'p'] }, 404], ['a form that is none', 'above', { form: 'nothing' }, 404], ['a month to come', 'above', { period: '2999-01' }, 422], ['no month', 'above', { period: '2026-13' }, 400],
    ['no units', 'above', { units: [] }, 400], ['an officer', 'officer', {}, 403], ['a viewer', 'viewer', {}, 403], ['an admin', 'admin', {}, 403],
  ] as readonly (readonly [string, string, Loose, number])[])('who may: %s', async (_, who, body, status) => {
    const before = await rows()
    expect((await lock(body, who)).status).toBe(status)
    if (status !== 200) expect(await rows()).toEqual(before)
  })
  test('of two levels only who stands above', async () => {
    await publish('review: { first: commune }\n')
    expect((await lock({ units: ['n1'], period: '2025-12' })).status).toBe(200)
    expect((await lock({ units: ['n2'], period: '2025-12' }, 'reviewer')).status).toBe(403)
    await publish('')
  })
  test('each is told of the locks that touch his unit', async () => {
    const told = async (who: string): Promise<unknown> => ((await said(await call('GET', '/api/locks?form=trial', { token: tokens[who] ?? '' }))).locks as unknown as Loose[]).map(({ period, unit, locked_by }) => `${String(period)} ${String(unit)} ${String(locked_by)}`)
    expect(await told('far')).toEqual(['2026-01  Lê Thị Cao'])
    expect(await told('reviewer')).toEqual(['2025-12 n1 Tẩn Văn Chín', '2026-01  Lê Thị Cao', '2026-01 n2 Hoàng Văn Bốn'])
    await lock({ units: [''], period: '2026-01', locked: false, reason: 'hết thử' }, 'top')
  })
})

const cookie = (who: string): Record<string, string> => ({ cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html' })
const see = async (path: string, who = 'reviewer'): Promise<string> => (await call('GET', path, { headers: cookie(who) })).text()
const press = async (path: string, boxes: readonly (readonly [string, string])[], who = 'reviewer'): Promise<string> =>
  (await call('POST', path, { headers: { ...cookie(who), origin: home }, body: new URLSearchParams(boxes.map(([name, value]) => [name, value])).toString(), type: 'application/x-www-form-urlencoded' })).headers.get('location') ?? ''

describe('4 two that disagree', () => {
  let id = ''
  test.each([['the one set aside', 'received', 200, 'Bản hai'], ['the one that counts', 'rejected', 100, 'Bản một']])('%s is taken', async (_, state, labour, title) => {
    id = await sent({ title: 'Bản một', labour: 100 })
    const before = ((await said(await call('GET', '/api/aggregates/trial/labour_days', { token: adminToken }))).total as unknown as { value: number }).value
    await sent({ title: 'Bản hai', labour: 200 }, 'officer', { id })
    const page = await see(`/office/submissions/${id}`)
    expect([page.includes('Bản một'), page.includes('<strong>Bản hai'), page.includes('Lấy bản 2'), page.includes('Giữ bản 1, bỏ bản này')]).toEqual([true, true, true, true])
    const seen = /name="seen" value="(\d+)"/.exec(page)?.[1] ?? ''
    expect(await press(`/office/submissions/${id}/review`, [['seen', seen], ['revision', '2'], ['state', state]])).toBe(`/office/submissions/${id}?done`)
    const found = await read(id)
    expect(found).toMatchObject({ state: 'received', conflicts: 0 })
    expect(((found.revisions as Loose[]).find(({ revision }) => revision === found.revision)?.submission as { answers: Loose }).answers.title).toBe(title)
    expect(((await said(await call('GET', '/api/aggregates/trial/labour_days', { token: adminToken }))).total as unknown as { value: number }).value).toBe(before - 100 + labour)
    expect(await see('/office/trial/queue?heap=conflict')).not.toContain(id)
    expect((found.audit as Loose[]).map(({ action }) => action)).toEqual(['received', 'conflict', state === 'received' ? 'taken_in' : 'rejected'])
  })
  test('then it is corrected from the one that counts', async () => {
    id = await sent({ title: 'Một' })
    await sent({ title: 'Hai' }, 'officer', { id })
    await review(id, { state: 'received', revision: 2 })
    await sent({ title: 'Ba' }, 'officer', { id, base: 2 })
    expect(await read(id)).toMatchObject({ state: 'received', revision: 3, conflicts: 0 })
    expect(await checked()).toEqual([])
  })
  test('taken by whoever stands above, it lies where it says and comes as it came: its sender’s place and clock', async () => {
    id = await sent()
    await sent({ village: 's1', moved: 3, capacity: 1 }, 'officer', { id, context: { at: Date.now() + 3 * 86_400_000, zone: 420, seed: 7 }, reasons: { moved: 'ghép hai điểm' } })
    expect(await review(id, { state: 'received', revision: 2 }, 'top')).toMatchObject({ status: 200 })
    const found = await read(id)
    expect([found.unit, (found.flags as Loose[]).map(({ code }) => code)]).toEqual(['s1', ['clock', 'outside_scope_unit', 'check']])
  })
  test('what fails the checks is not taken; its slips are shown', async () => {
    id = await sent()
    await sent({ labour: -5 }, 'officer', { id })
    expect(await review(id, { state: 'received', revision: 2 })).toMatchObject({ status: 200, body: { state: 'received' } })
    expect((await read(id)).revisions).toMatchObject([{ state: 'received' }, { state: 'refused', problems: [{ code: 'constraint', at: 'labour' }] }])
  })
  test.each([[{ state: 'received', revision: 1 }], [{ state: 'received', revision: 9 }], [{ state: 'approved', revision: 2 }], [{ state: 'returned', revision: 2 }]])('%j is not to be decided', async (body) => {
    id = await sent()
    await sent({ title: 'Khác' }, 'officer', { id })
    expect(await review(id, body)).toMatchObject({ status: 409, body: { code: 'review_impossible' } })
  })
  test('an approved one keeps counting as approved until the other is', async () => {
    id = await sent({ labour: 7 })
    await review(id, { state: 'approved' })
    await sent({ labour: 8 }, 'officer', { id })
    await review(id, { state: 'received', revision: 2 })
    expect((await read(id)).revisions).toMatchObject([{ state: 'approved' }, { state: 'received' }])
    await review(id, { state: 'approved' })
    expect((await read(id)).revisions).toMatchObject([{ state: 'superseded' }, { state: 'approved' }])
    expect(await checked()).toEqual([])
  })
})

describe('7 what was put away', () => {
  const taken = async (id: string, query = ''): Promise<string | undefined> => {
    const text = await (await call('GET', `/api/forms/trial/export${query}`, { token: tokens.top ?? '' })).text()
    return text.split('\r\n').find((line) => line.includes(id))
  }
  const told = async (id: string): Promise<Loose | undefined> => ((await said(await call('GET', '/api/sent', { token: tokens.officer ?? '' }))).rows as unknown as Loose[]).find((row) => row.id === id)
  const waiting = async (): Promise<number> => Number(/class="button plain" href="\/office\/trial\/queue\?heap=received"[^>]*>[^:]*: (\d+)</.exec(await see('/office/trial/queue'))?.[1])

  test('a late correction: what waited waits on, and is done with when it is approved', async () => {
    await publish('')
    const id = await sent({ ...march, labour: 11 })
    const before = await waiting()
    await lock({})
    await sent({ ...march, labour: 99 }, 'officer', { id, base: 1 })
    expect(await taken(id)).toContain(',1,received,')
    expect(await review(id, { state: 'rejected' })).toMatchObject({ status: 200 })
    expect([await stateOf(id), await waiting()]).toEqual(['received', before])
    await lock({ locked: false, reason: 'Sửa' })
    expect(await review(id, { state: 'approved' })).toMatchObject({ status: 200, body: { state: 'approved', revision: 1 } })
    expect([await stateOf(id), await waiting()]).toEqual(['approved', before - 1])
    expect(await taken(id, '?state=approved')).toContain(',1,approved,')
    expect(await checked()).toEqual([])
  })
  test('of an approved one with a correction that waits, the correction waits on', async () => {
    const id = await sent({ ...march, labour: 11 })
    await review(id, { state: 'approved' })
    await sent({ ...march, labour: 12 }, 'officer', { id, base: 1 })
    await lock({})
    await sent({ ...march, labour: 13 }, 'officer', { id, base: 2 })
    await review(id, { state: 'rejected' })
    await lock({ locked: false, reason: 'Sửa' })
    expect(await read(id)).toMatchObject({ state: 'received', revision: 3 })
    await review(id, { state: 'approved' })
    expect((await read(id)).revisions).toMatchObject([{ state: 'superseded' }, { state: 'approved' }, { state: 'rejected' }])
    expect(await stateOf(id)).toBe('approved')
  })
  test('a rejected correction: what was approved before it stands, is taken away, and is returned with its own question', async () => {
    const id = await sent({ labour: 11 })
    await review(id, { state: 'approved' })
    await sent({ labour: 12 }, 'officer', { id, base: 1 })
    await review(id, { state: 'rejected', comment: 'số cũ đúng' })
    expect(await read(id)).toMatchObject({ state: 'approved', revision: 2 })
    expect(await told(id)).toMatchObject({ state: 'approved', comment: 'số cũ đúng', question: null })
    expect(await taken(id, '?state=approved')).toContain(',1,approved,')
    expect(await review(id, { state: 'returned', comment: 'đo lại', question: 'labour' })).toMatchObject({ status: 200, body: { state: 'returned', revision: 1 } })
    expect(await stateOf(id)).toBe('returned')
    expect(await told(id)).toMatchObject({ state: 'returned', revision: 2, comment: 'đo lại', question: 'labour' })
    await sent({ labour: 13 }, 'officer', { id, base: 2 })
    expect(await read(id)).toMatchObject({ state: 'received', revision: 3 })
    expect(await review(id, { state: 'rejected' })).toMatchObject({ status: 200 })
    expect(await stateOf(id)).toBe('rejected')
    expect(await checked()).toEqual([])
  })
})

describe('5 the pages', () => {
  test('two levels: each is offered what it may', async () => {
    await publish('review: { first: commune }\n')
    const id = await sent()
    const offered = async (who: string): Promise<string[]> => [...(await see(`/office/submissions/${id}`, who)).matchAll(/name="state" value="(\w+)"/g)].map((one) => one[1] ?? '')
    expect([await offered('reviewer'), await offered('above')]).toEqual([['approved', 'returned', 'rejected'], ['returned', 'rejected']])
    expect(await see(`/office/submissions/${id}`)).toContain('Duyệt ở cấp xã')
    await review(id, { state: 'approved' }, 'below')
    expect([await offered('reviewer'), await offered('above'), await offered('twice')]).toEqual([['returned', 'rejected'], ['approved', 'received', 'returned', 'rejected'], ['received', 'returned', 'rejected']])
    expect(await see('/office/queue', 'above')).toMatch(/Chờ bạn duyệt: [1-9]/)
    expect(await see('/office/trial/queue?heap=endorsed', 'above')).toContain(id)
    const stamp = (await read(id)).stamp as unknown as number
    expect(await press('/office/trial/queue?heap=endorsed', [['id', `${id}:${stamp}`], ['state', 'received']], 'above')).toBe('/office/trial/queue?heap=endorsed&wrong=comment#decide')
    expect(await press('/office/trial/queue?heap=endorsed', [['id', `${id}:${stamp}`], ['state', 'approved']], 'above')).toBe('/office/trial/queue?heap=endorsed&done=1&left=0')
    expect(await offered('reviewer')).toEqual([])
    expect(await see(`/office/submissions/${id}`)).toContain('Cấp trên đã duyệt phiếu này')
    const other = await sent()
    const seen = (await read(other)).stamp as unknown as number
    const to = await press('/office/trial/queue', [['id', `${other}:${seen}`], ['state', 'approved']], 'above')
    expect(to).toBe('/office/trial/queue?done=0&left=1&why=not_endorsed')
    expect(await see(to, 'above')).toContain('Xã duyệt phiếu này trước')
    await publish('')
  })
  test('periods: locked, told, opened with a reason', async () => {
    const at = '/office/trial/periods?period=2026-02'
    expect(await see(at, 'above')).toMatch(/<th scope="row">Thôn Bản north<\/th><td>Đang mở/)
    expect(await press(at, [['unit', 'north'], ['do', 'lock']], 'above')).toBe('/office/trial/periods?period=2026-02&done=1')
    const commune = await see(at)
    expect(await see(at, 'above')).toMatch(/href="\/office\/trial\/queue\?heap=received&amp;unit=north"/)
    expect(commune).toMatch(/<a href="\/office\/queue" aria-current="true">/)
    expect([commune.includes('Đã khóa'), commune.includes('Tẩn Văn Chín'), commune.includes('Thôn Bản south')]).toEqual([true, true, false])
    const id = await sent({ seen_on: '2026-02-10' })
    expect(await see('/office/trial/queue?heap=late')).toContain(id)
    const record = await see(`/office/submissions/${id}`)
    expect([record.includes('Kỳ tháng 2/2026 đã khóa: Tẩn Văn Chín'), record.includes('value="received"'), record.includes('value="returned"')]).toEqual([true, false, true])
    expect(await press(at, [['unit', 'north'], ['do', 'unlock']], 'above')).toContain('wrong=reason#decide')
    expect(await see('/office/trial/periods?period=2026-02&wrong=reason', 'above')).toContain('role="alert"')
    expect(await press(at, [['do', 'lock']], 'above')).toContain('wrong=none#decide')
    expect(await press(at, [['unit', 'north'], ['do', 'unlock'], ['reason', 'Ghi sót']], 'above')).toContain('done=1')
    const stamp = (await read(id)).stamp as unknown as number
    expect(await press('/office/trial/queue?heap=late', [['id', `${id}:${stamp}`], ['state', 'received']])).toBe('/office/trial/queue?heap=late&done=1&left=0')
    expect(await stateOf(id)).toBe('received')
  })
  test('what the rule approved says so', async () => {
    await publish('review: { hold: flagged }\n')
    const id = await sent()
    expect(await see(`/office/submissions/${id}`)).toMatch(/đã duyệt<\/span> <span class="about">theo quy định của biểu mẫu/)
    await publish('')
  })
})

test('6 a lock meets whoever is writing', async () => {
  const ids: string[] = []
  const post = async (i: number): Promise<void> => {
    const one = await sealed({ seen_on: '2025-11-10', labour: i }, { version })
    expect((await send(tokens.officer ?? '', one)).status).toBe(201)
    ids.push(one.id as string)
  }
  await Promise.all([...Array.from({ length: 12 }, (_, i) => post(i)), lock({ period: '2025-11' }), ...Array.from({ length: 12 }, (_, i) => post(i))])
  // Each is either before the lock, and counts, or behind it.
  const states = await Promise.all(ids.map(stateOf))
  const before = states.filter((state) => state === 'received').length
  expect(states.filter((state) => state === 'late').length).toBe(24 - before)
  await post(99)
  expect(await stateOf(ids[24] ?? '')).toBe('late')
  const { total: figure } = (await said(await call('GET', '/api/aggregates/trial/records?from=2025-11&to=2025-11', { token: adminToken }))) as unknown as { total: { value: number } }
  expect(figure.value).toBe(before)
  expect(await checked()).toEqual([])
})

test('which records are left to chance is drawn by a secret: nobody who knows an id knows its number', async () => {
  const ids = Array.from({ length: 200 }, () => crypto.randomUUID())
  const [one, again, other] = [ids.map((id) => lotOf('one', id)), ids.map((id) => lotOf('one', id)), ids.map((id) => lotOf('other', id))]
  expect(again).toEqual(one)
  expect(one.filter((lot, i) => lot === other[i])).toEqual([])
  expect(one.every((lot) => lot >= 0 && lot < 1)).toBe(true)
  // Some on either side of a half: of 200 fewer than 60 on one is less likely than one in a million.
  for (const lots of [one, other]) expect(Math.abs(lots.filter((lot) => lot < 0.5).length - 100)).toBeLessThan(40)
})

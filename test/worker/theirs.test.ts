// What is theirs: the rules of docs/access.md that no cell of its table can show. The cells are access.test.ts's.
// 1  What is not there and what is not theirs is answered alike, byte for byte.
// 2  Personal answers are left out for viewers and admins who were not given the right to them.
// 3  Lists hold only what lies in the reader's unit; an officer's only his own.
// 4  Nobody approves his own work; a revoked token is refused by the next request.
import { beforeAll, describe, expect, test } from 'vitest'
import { adminToken, call, db, rows, said, sealed, send, settle, tokenFor } from './visitor.ts'

let tokens: Record<string, string>
let record = ''
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
  const one = await sealed()
  record = one.id as string
  expect((await send(tokens.officer ?? '', one)).status).toBe(201)
})

describe('1 not there and not theirs are the same answer', () => {
  const random = '0195c000-0000-7000-8000-000000000000'
  test.each([
    ['stranger', () => record],
    ['far', () => record],
    ['neighbour', () => record],
    ['officer', () => record.toUpperCase()],
    ['officer', () => 'no-such-thing'],
  ])('%s', async (who, id) => {
    const mine = await call('GET', `/api/submissions/${id()}`, { token: tokens[who] ?? '' })
    const none = await call('GET', `/api/submissions/${random}`, { token: tokens[who] ?? '' })
    // But for the number that every request has of its own.
    const headers = (answer: Response) => [...answer.headers].filter(([name]) => name !== 'x-request-id')
    expect([mine.status, await mine.text(), headers(mine)]).toEqual([none.status, await none.text(), headers(none)])
    expect(none.status).toBe(404)
  })

  test('a review outside the unit', async () => {
    const body = JSON.stringify({ state: 'approved' })
    const theirs = await call('POST', `/api/submissions/${record}/review`, { token: tokens.far ?? '', body })
    const none = await call('POST', `/api/submissions/${random}/review`, { token: tokens.far ?? '', body })
    expect([theirs.status, await theirs.text()]).toEqual([404, await none.text()])
  })

  test('a form that is not assigned', async () => {
    const { token } = await tokenFor('Giàng Thị Chín', 'officer', 'north', { forms: ['another'] })
    const theirs = await call('GET', '/api/forms/trial', { token })
    const none = await call('GET', '/api/forms/nothing', { token })
    expect([theirs.status, await theirs.text()]).toEqual([404, await none.text()])
    expect((await said(await call('GET', '/api/forms', { token }))).forms).toEqual([])
    expect((await send(token, await sealed())).status).toBe(404)
    expect((await call('GET', '/api/aggregates/trial/records', { token })).status).toBe(404)
  })
})

describe('2 personal answers', () => {
  const read = async (who: string) => (await call('GET', `/api/submissions/${record}`, { token: tokens[who] ?? '' })).text()
  beforeAll(async () => {
    tokens.keeper = (await tokenFor('Cà Thị Giữ', 'admin', null, { personal: true })).token
    tokens.trusted = (await tokenFor('Tòng Văn Tin', 'viewer', 'north', { personal: true })).token
  })
  test.each([['officer', true], ['reviewer', true], ['viewer', false], ['admin', false], ['keeper', true], ['trusted', true]] as const)('%s: %s', async (who, sees) => {
    expect((await read(who)).includes('Lò Văn Mẫu')).toBe(sees)
    const list = await call('GET', '/api/submissions?form=trial', { token: tokens[who] ?? '' })
    expect((await list.text()).includes('Lò Văn Mẫu')).toBe(sees)
    const register = await call('GET', '/api/registers/trial_house', { token: tokens[who] ?? '' })
    expect((await register.text()).includes('Lò Văn Mẫu')).toBe(sees)
  })
  test('a label that is hidden cannot be searched', async () => {
    expect((await call('GET', '/api/registers/trial_house?q=lo', { token: tokens.viewer ?? '' })).status).toBe(403)
    expect((await call('GET', '/api/registers/trial_house?q=lo', { token: tokens.trusted ?? '' })).status).toBe(200)
  })
})

describe('3 lists hold what is theirs', () => {
  test.each([['officer', 1], ['neighbour', 0], ['stranger', 0], ['reviewer', 1], ['far', 0], ['viewer', 1], ['admin', 1]] as const)('%s sees %i', async (who, count) => {
    const { rows } = await said(await call('GET', '/api/submissions?form=trial', { token: tokens[who] ?? '' }))
    expect((rows as unknown as unknown[]).length).toBe(count)
  })
  test.each([['officer', 1], ['neighbour', 1], ['stranger', 0], ['far', 0], ['admin', 1]] as const)('register: %s sees %i', async (who, count) => {
    const { rows } = await said(await call('GET', '/api/registers/trial_house', { token: tokens[who] ?? '' }))
    expect((rows as unknown as unknown[]).length).toBe(count)
  })
  test.each([['reviewer', 1], ['far', 0], ['admin', 1]] as const)('totals: %s reads %i', async (who, value) => {
    const { total } = await said(await call('GET', '/api/aggregates/trial/records', { token: tokens[who] ?? '' }))
    expect((total as unknown as { value: number }).value).toBe(value)
  })
  test('a wish for another unit finds nothing', async () => {
    const { rows } = await said(await call('GET', '/api/submissions?form=trial&under=north', { token: tokens.far ?? '' }))
    expect(rows).toEqual([])
  })
})

describe('4 approving', () => {
  test('not one’s own', async () => {
    const own = await sealed()
    expect((await send(tokens.reviewer ?? '', own)).status).toBe(201)
    const answer = await call('POST', `/api/submissions/${own.id}/review`, { token: tokens.reviewer ?? '', body: JSON.stringify({ state: 'approved' }) })
    expect([answer.status, (await said(answer)).code]).toEqual([403, 'own_submission'])
  })
  test('a revoked token is refused by the next request', async () => {
    const { token, id } = await tokenFor('Thào A Mười', 'officer', 'north')
    expect((await call('GET', '/api/me', { token })).status).toBe(200)
    expect((await call('DELETE', `/api/tokens/${id}`, { token: adminToken })).status).toBe(204)
    expect((await call('GET', '/api/me', { token })).status).toBe(401)
  })
  // Whoever sent a moment ago is at hand here, and is decided about before he is looked up: nothing may come of it.
  describe.each([
    ['revoked', 'revoked_at = 1'],
    ['expired', 'expires_at = 1'],
  ])('a token that was %s elsewhere', (end, set) => {
    test('opens nothing from the next request on, whatever is sent, and nothing of it is kept', async () => {
      const { token, id } = await tokenFor('Thào A Mười Một', 'officer', 'north')
      const kept = await sealed()
      expect((await send(token, kept)).status).toBe(201)
      await db.prepare(`update tokens set ${set} where id = ?`).bind(id).run()
      const before = await rows()
      const [fresh, correction, other] = [await sealed(), await sealed({ labour: 3 }, { id: kept.id, base: 1 }), await sealed()]
      for (const body of [fresh, kept, correction, [other, kept], [{}], {}, { ...fresh, sha256: '0'.repeat(64) }, { ...fresh, form: 'none' }, await sealed({ labour: -1 })]) {
        const answer = await call('POST', '/api/submissions', { token, body: JSON.stringify(body) })
        expect([answer.status, (await said(answer)).code]).toEqual([401, `token_${end}`])
      }
      const broken = await call('POST', '/api/submissions', { token, body: '{' })
      expect([broken.status, (await said(broken)).code]).toEqual([401, `token_${end}`])
      expect(await rows()).toEqual(before)
    })
  })
})

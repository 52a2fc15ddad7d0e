// What is theirs: the rules of docs/access.md that no cell of its table can show. The cells are access.test.ts's.
// 1  What is not there and what is not theirs is answered alike, byte for byte.
// 2  Personal answers are left out for viewers and admins who were not given the right to them.
// 3  Lists hold only what lies in the reader's unit; an officer's only his own.
// 4  Nobody decides on what he wrote or corrected, by whichever road and token of his; a revoked token is refused by the next request.
// 5  A unit, form, register or id of others that is named in a query or a body is answered as one that is not there.
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

describe('4 nobody decides on what he wrote', () => {
  const state = async (id: unknown): Promise<unknown> => (await said(await call('GET', `/api/submissions/${String(id)}`, { token: tokens.reviewer ?? '' }))).state
  const review = (id: unknown, who: string, wish = 'approved'): Promise<Response> => call('POST', `/api/submissions/${String(id)}/review`, { token: tokens[who] ?? '', body: JSON.stringify({ state: wish, comment: 'vì' }) })
  const post = (path: string, who: string, boxes: readonly (readonly [string, string])[]): Promise<Response> =>
    call('POST', path, { headers: { cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html', origin: 'https://phieu.example' }, body: new URLSearchParams(boxes.map(([name, value]) => [name, value])).toString(), type: 'application/x-www-form-urlencoded' })
  // The same person by another token, as officer and as reviewer above; somebody else who may.
  beforeAll(async () => {
    const { token, person } = await tokenFor('Hà Văn Hai Vai', 'reviewer', 'north')
    const again = async (role: string, unit: string | null): Promise<string> => (await said(await call('POST', '/api/tokens', { token: adminToken, body: JSON.stringify({ person, role, unit, forms: null }) }))).token as unknown as string
    Object.assign(tokens, { both: token, asOfficer: await again('officer', 'north'), above: await again('reviewer', 'p'), second: (await tokenFor('Bạc Thị Khác', 'reviewer', 'p')).token })
  })
  const written: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['sent as a reviewer', async () => {
      const one = await sealed()
      expect((await send(tokens.both ?? '', one)).status).toBe(201)
      return one.id
    }],
    ['sent as an officer, by another token of his', async () => {
      const one = await sealed()
      expect((await send(tokens.asOfficer ?? '', one)).status).toBe(201)
      return one.id
    }],
    ['corrected as a reviewer, where another wrote it', async () => {
      const one = await sealed()
      expect((await send(tokens.officer ?? '', one)).status).toBe(201)
      expect((await send(tokens.both ?? '', await sealed({ labour: 13 }, { id: one.id, base: 1 }))).status).toBe(201)
      return one.id
    }],
    ['corrected by another after him: what stands is not his, the record is', async () => {
      const one = await sealed()
      expect((await send(tokens.both ?? '', one)).status).toBe(201)
      expect((await send(tokens.second ?? '', await sealed({ labour: 13 }, { id: one.id, base: 1 }))).status).toBe(201)
      return one.id
    }],
  ]
  describe.each(written)('4 %s', (_, make) => {
    test.each(['both', 'above'])('4 as %s: one by one, many at once, on the page, in the queue', async (who) => {
      for (const wish of ['approved', 'returned', 'rejected']) {
        const id = await make()
        const before = await rows()
        const alone = await review(id, who, wish)
        expect([alone.status, (await said(alone)).code]).toEqual([403, 'own_submission'])
        const many = (await said(await call('POST', '/api/reviews', { token: tokens[who] ?? '', body: JSON.stringify([{ id, state: wish, comment: 'vì' }]) }))).reviews as unknown as { fault: string }[]
        expect(many[0]?.fault).toBe('own_work')
        const { stamp } = (await db.prepare('select stamp from submissions where id = ?').bind(id).first<{ stamp: number }>()) ?? { stamp: 0 }
        expect((await post(`/office/submissions/${String(id)}/review`, who, [['state', wish], ['comment', 'vì'], ['seen', String(stamp)]])).status).toBe(303)
        await post('/office/trial/queue', who, [['id', `${String(id)}:${stamp}`], ['state', wish], ['comment', 'vì']])
        await post('/office/trial/queue', who, [['plain', `${String(id)}:${stamp}`], ['all', 'plain'], ['state', wish], ['comment', 'vì']])
        expect([await state(id), { ...(await rows()), looks: 0 }]).toEqual(['received', { ...before, looks: 0 }])
      }
    })
  })
  test('4 somebody else may', async () => {
    const one = await sealed()
    await send(tokens.both ?? '', one)
    expect((await review(one.id, 'second')).status).toBe(200)
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

describe('5 names of others in a query or a body', () => {
  const cookie = (who: string): Record<string, string> => ({ cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html' })
  // Which places there are is no secret: a page may call the one that was asked for by its name.
  const plain = (text: string): string =>
    text.replace(/"as_of":"[^"]*"/g, '').replace(/Thôn Bản south(?: · )?/g, '').replace(/south|nowhere|another|nothing/g, 'X').replace(/\b[0-9a-f]{8}\b/g, '#').replace(/<option value="X"[^>]*>[^<]*<\/option>/g, '')
  const ask = async (path: string, who: string): Promise<readonly [number, string]> => {
    const answer = await (path.startsWith('/api') ? call('GET', path, { token: tokens[who] ?? '' }) : call('GET', path, { headers: cookie(who) }))
    return [answer.status, plain(await answer.text())]
  }
  beforeAll(async () => {
    expect((await send(tokens.stranger ?? '', await sealed({ village: 's1', head_name: 'Vàng Văn Xa' }))).status).toBe(201)
    tokens.some = (await tokenFor('Lường Thị Riêng', 'reviewer', 'north', { forms: ['another'] })).token
  })
  test.each([
    '/api/submissions?form=trial&under=UNIT', '/api/registers/trial_house?under=UNIT', '/api/aggregates/trial/records?under=UNIT', '/api/aggregates/trial/records?by=unit:village&under=UNIT', '/api/targets?form=trial&under=UNIT',
    '/api/forms/trial/export?under=UNIT', '/office/trial?unit=UNIT', '/office/trial/rows?unit=UNIT', '/office/trial/rows?indicator=records&unit=UNIT', '/office/trial/rows?indicator=houses&unit=UNIT', '/office/trial/queue?unit=UNIT', '/office/queue?unit=UNIT', '/office/trial/export?under=UNIT', '/office/boards/wall?unit=UNIT',
    '/api/targets/history?indicator=trial.records&period=2026&unit=UNIT', '/office/trial/targets/one?indicator=records&period=2026&unit=UNIT',
  ])('5 %s: another unit is none', async (path) => {
    const [theirs, none] = [await ask(path.replace('UNIT', 'south'), 'reviewer'), await ask(path.replace('UNIT', 'nowhere'), 'reviewer')]
    expect(theirs).toEqual(none)
    expect(theirs[1]).not.toContain('Vàng Văn Xa')
  })
  test.each([
    '/api/forms/FORM', '/api/submissions?form=FORM', '/api/aggregates/FORM/records', '/api/forms/FORM/export', '/api/targets?form=FORM', '/api/forms/FORM/audio/vi', '/office/FORM', '/office/FORM/rows', '/office/FORM/queue', '/office/FORM/export', '/office/FORM/targets', '/office/FORM/audio', '/office/FORM/address', '/forms/FORM',
  ])('5 %s: another form is none', async (path) => {
    const same = (text: string): string => text.replaceAll('trial', 'X')
    const [[status, text], [none, nothing]] = [await ask(path.replace('FORM', 'trial'), 'some'), await ask(path.replace('FORM', 'nothing'), 'some')]
    expect([status, same(text)]).toEqual([none, nothing])
  })
  test('5 a register of a form that is another’s', async () => {
    expect(await ask('/api/registers/trial_house', 'some')).toEqual(await ask('/api/registers/nothing', 'some'))
  })
  test.each([['review', { state: 'approved' }], ['withdraw', { base: 1 }]] as const)('5 %s: an id in the body beside the one in the address is refused, and nothing is done', async (what, body) => {
    const other = await sealed()
    await send(tokens.officer ?? '', other)
    const who = what === 'review' ? 'reviewer' : 'officer'
    const answer = await call('POST', `/api/submissions/${record}/${what}`, { token: tokens[who] ?? '', body: JSON.stringify({ ...body, id: other.id }) })
    expect(answer.status).toBe(400)
    for (const id of [record, String(other.id)]) expect((await said(await call('GET', `/api/submissions/${id}`, { token: tokens.officer ?? '' }))).state).toBe('received')
  })
  test('5 many at once: what is another’s is told as what is not there', async () => {
    const theirs = await sealed({ village: 's1' })
    await send(tokens.stranger ?? '', theirs)
    const decide = async (id: unknown): Promise<string> => (await (await call('POST', '/api/reviews', { token: tokens.reviewer ?? '', body: JSON.stringify([{ id, state: 'approved' }]) })).text()).replace(String(id), 'ID')
    expect(await decide(theirs.id)).toBe(await decide(crypto.randomUUID()))
  })
})

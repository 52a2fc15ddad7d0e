// An author takes a submission back.
// 1  Before it is approved: it counts nowhere, its entries are gone, it is kept with its revisions and its audit; again it was so before.
// 2  Not after approval, not another's, not from an older revision: each is told apart, and nothing is written.
// 3  A correction brings it back; a review of what is withdrawn finds nothing.
// 4  Without script: asked once more, then done; an own record that is not approved can be corrected.
import { beforeAll, describe, expect, test } from 'vitest'
import { call, counted, home, rows, said, sealed, send, settle } from './visitor.ts'
import type { Loose } from './visitor.ts'

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = await settle()
})
const officer = (): string => tokens.officer ?? ''

async function post(answers: Loose = {}, more: Loose = {}): Promise<string> {
  const one = await sealed(answers, more)
  expect((await send(officer(), one)).status).toBe(201)
  return one.id as string
}
async function take(id: string, base: number, token = officer(), body: Loose = {}): Promise<{ status: number; body: Loose }> {
  const answer = await call('POST', `/api/submissions/${id}/withdraw`, { token, body: JSON.stringify({ base, at: Date.now(), ...body }) })
  return { status: answer.status, body: (await answer.json()) as Loose }
}
const review = async (id: string, state: string): Promise<number> =>
  (await call('POST', `/api/submissions/${id}/review`, { token: tokens.reviewer ?? '', body: JSON.stringify({ state, comment: 'xem lại' }) })).status
const read = async (id: string): Promise<Loose> => (await (await call('GET', `/api/submissions/${id}`, { token: officer() })).json()) as Loose

describe('1 withdrawn', () => {
  test.each([['received', undefined], ['returned', 'returned'], ['rejected', 'rejected']])('%s', async (_, state) => {
    const before = await counted()
    const id = await post({ head_name: 'Sẽ rút' })
    if (state !== undefined) expect(await review(id, state)).toBe(200)
    expect(await take(id, 1)).toMatchObject({ status: 200, body: { id, status: 'withdrawn', revision: 1 } })
    expect(await counted()).toBe(before)
    const found = await read(id)
    expect(found).toMatchObject({ state: 'withdrawn', revisions: [{ state: 'withdrawn', revision: 1 }] })
    expect((found.audit as Loose[]).map(({ action }) => action).slice(-1)).toEqual(['withdrawn'])
    expect((await said(await call('GET', '/api/registers/trial_house', { token: officer() }))).rows).not.toContainEqual(expect.objectContaining({ id }))
    const written = await rows()
    expect(await take(id, 1)).toMatchObject({ status: 200, body: { status: 'had_it', revision: 1 } })
    expect(await rows()).toEqual(written)
  })
  test('a refused one', async () => {
    const wrong = await sealed({ labour: -1 })
    expect((await send(officer(), wrong)).status).toBe(422)
    expect((await take(wrong.id as string, 1)).status).toBe(200)
  })
  test('twenty at once: one changes it', async () => {
    const id = await post()
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => take(id, 1)))
    expect(outcomes.map(({ body }) => body.status).sort()).toEqual([...Array.from({ length: 19 }, () => 'had_it'), 'withdrawn'])
  })
  test('it is among what became of what was sent, and found by its state', async () => {
    const id = await post()
    const { stamp } = await said(await call('GET', '/api/sent', { token: officer() }))
    await take(id, 1)
    expect((await said(await call('GET', `/api/sent?since=${stamp as unknown as number}`, { token: officer() }))).rows).toMatchObject([{ id, state: 'withdrawn' }])
    const { rows: found } = (await said(await call('GET', '/api/submissions?state=withdrawn&form=trial', { token: tokens.reviewer ?? '' }))) as unknown as { rows: Loose[] }
    expect(found.some((row) => row.id === id)).toBe(true)
  })
})

describe('2 not withdrawn', () => {
  test('approved', async () => {
    const id = await post()
    await review(id, 'approved')
    const [sums, written] = [await counted(), await rows()]
    expect(await take(id, 1)).toMatchObject({ status: 409, body: { code: 'approved_already', revision: 1 } })
    await post({ labour: 14 }, { id, base: 1 })
    expect((await take(id, 2)).body.code).toBe('approved_already')
    expect(await counted()).not.toBe(sums)
    expect((await rows()).audit).toBe((written.audit ?? 0) + 1)
  })
  test('a newer revision is here', async () => {
    const id = await post()
    await post({ labour: 14 }, { id, base: 1 })
    expect(await take(id, 1)).toMatchObject({ status: 409, body: { code: 'base_moved', revision: 2 } })
    expect((await take(id, 9)).body.code).toBe('base_moved')
    expect((await take(id, 2)).status).toBe(200)
  })
  test.each(['neighbour', 'stranger', 'reviewer', 'far'])('another’s: %s', async (who) => {
    const id = await post()
    const [theirs, none] = [await take(id, 1, tokens[who]), await take('0195c000-0000-7000-8000-000000000000', 1, tokens[who])]
    expect([theirs.status, theirs.body]).toEqual([404, none.body])
  })
  test.each([[{ base: 0 }], [{ base: -1 }], [{ base: 1.5 }], [{ base: '1' }], [{ base: 1, at: 'x' }], [{ base: 1, more: 1 }]])('%j is malformed', async (body) => {
    const id = await post()
    const written = await rows()
    expect((await take(id, 1, officer(), body as Loose)).status).toBe(400)
    expect(await rows()).toEqual(written)
  })
})

describe('3 after it', () => {
  test('a correction brings it back, a review finds nothing', async () => {
    const id = await post({ labour: 20 })
    const sums = await counted()
    await take(id, 1)
    expect(await review(id, 'approved')).toBe(409)
    await post({ labour: 20, note: 'gửi lại' }, { id, base: 1 })
    expect(await counted()).toBe(sums)
    expect((await read(id)).state).toBe('received')
  })
})

describe('4 without script', () => {
  const page = async (path: string) => await (await call('GET', path, { headers: { cookie: `__Host-phieu=${officer()}` } })).text()
  const press = (path: string, body: string) => call('POST', path, { body, type: 'application/x-www-form-urlencoded', headers: { cookie: `__Host-phieu=${officer()}`, origin: home } })
  test('asked, withdrawn, shown', async () => {
    const id = await post({ head_name: 'Rút trên trang' })
    expect(await page(`/receipts/${id}`)).toContain(`/submissions/${id}/withdraw`)
    expect(await page(`/submissions/${id}/withdraw`)).toContain('Rút lại phiếu?')
    expect((await read(id)).state).toBe('received')
    expect((await press(`/submissions/${id}/withdraw`, 'base=1')).headers.get('location')).toBe(`/receipts/${id}`)
    expect((await read(id)).state).toBe('withdrawn')
    const receipt = await page(`/receipts/${id}`)
    expect(receipt).toContain('người ghi đã rút lại')
    expect(receipt).not.toContain(`/submissions/${id}/withdraw`)
  })
  test('a wrong base withdraws nothing, another’s is not there', async () => {
    const id = await post()
    for (const body of ['base=7', 'base=x', '']) expect((await press(`/submissions/${id}/withdraw`, body)).status).toBe(303)
    expect((await read(id)).state).toBe('received')
    const theirs = await sealed()
    await send(tokens.neighbour ?? '', theirs)
    expect((await press(`/submissions/${theirs.id as string}/withdraw`, 'base=1')).status).toBe(404)
    expect((await call('GET', `/submissions/${theirs.id as string}/withdraw`, { headers: { cookie: `__Host-phieu=${officer()}` } })).status).toBe(404)
  })
  test('what is only received can be corrected too', async () => {
    const id = await post()
    expect((await press(`/submissions/${id}/correct`, '')).headers.get('location')).toBe(`/drafts/${id}`)
  })
})

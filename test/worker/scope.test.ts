// Whose record it is, is said by what counts of it.
// 1  A correction that is refused leaves the record with those who have it; its figures stay.
// 2  Whoever may not see a name may not search for it.
// 4  What is marked as personal later is so for what was answered before, on pages, in lists, files and what is taken away alike.
// 3  A correction that the office rejects leaves the approved record standing, and found as such.
import { beforeAll, expect, test } from 'vitest'
import { adminToken, call, said, sealed, send, settle } from './visitor.ts'

let tokens: Awaited<ReturnType<typeof settle>>
beforeAll(async () => {
  tokens = await settle()
})

test('1 a refused correction moves nothing', async () => {
  const first = await sealed({ village: 'n1', title: 'Sửa mương', head_name: 'Lò Văn Thử', labour: 5 })
  expect((await send(tokens.officer, first)).status).toBe(201)
  const id = String(first.id)
  expect((await call('POST', `/api/submissions/${id}/review`, { token: tokens.reviewer, body: JSON.stringify({ state: 'approved' }) })).status).toBe(200)
  // Another commune's village, and labour beyond its constraint.
  expect((await send(tokens.officer, await sealed({ village: 's1', title: 'Sửa mương', head_name: 'Lò Văn Thử', labour: 999_999 }, { id, base: 1 }))).status).toBe(422)
  expect((await call('GET', `/api/submissions/${id}`, { token: tokens.reviewer })).status).toBe(200)
  expect((await call('GET', `/api/submissions/${id}`, { token: tokens.far })).status).toBe(404)
  expect((await call('POST', `/api/submissions/${id}/review`, { token: tokens.far, body: JSON.stringify({ state: 'rejected', comment: 'x' }) })).status).toBe(404)
  const { total } = await said(await call('GET', '/api/aggregates/trial/labour_days?state=approved', { token: tokens.reviewer }))
  expect((total as unknown as { value: number }).value).toBe(5)
})

test.each(['viewer', 'admin'] as const)('2 %s', async (who) => {
  const token = who === 'admin' ? adminToken : tokens[who]
  expect((await call('GET', '/api/submissions?form=trial&q=lo', { token })).status).toBe(403)
  expect((await call('GET', '/api/submissions?form=trial', { token })).status).toBe(200)
  expect((await call('GET', '/api/submissions?form=trial&q=lo', { token: tokens.reviewer })).status).toBe(200)
})

test('3 a rejected correction leaves the approved record', async () => {
  const first = await sealed({ village: 'n2', title: 'Làm cầu', head_name: 'Lò Văn Ví', labour: 7 })
  const id = String(first.id)
  await send(tokens.officer, first)
  const review = (state: string): Promise<Response> => call('POST', `/api/submissions/${id}/review`, { token: tokens.reviewer, body: JSON.stringify({ state, comment: 'x' }) })
  expect((await review('approved')).status).toBe(200)
  expect((await send(tokens.officer, await sealed({ village: 'n2', title: 'Làm cầu', head_name: 'Lò Văn Ví', labour: 8 }, { id, base: 1 }))).status).toBe(201)
  expect((await review('rejected')).status).toBe(200)
  const { rows } = await said(await call('GET', '/api/submissions?form=trial&state=approved&under=n2', { token: tokens.reviewer }))
  expect((rows as unknown as { id: string }[]).map((row) => row.id)).toEqual([id])
  const { total } = await said(await call('GET', '/api/aggregates/trial/labour_days?under=n2', { token: tokens.reviewer }))
  expect((total as unknown as { value: number }).value).toBe(7)
})

test('4 marked as personal later', async () => {
  const source = (personal: string) => `id: later\ntitle: Đánh dấu sau\nlanguage: vi\nunit: \${village}\ninstance_name: \${who}\nsurvey:\n  - { type: unit village, name: village, label: Thôn }\n  - { type: text, name: who, label: Ai${personal} }\n`
  const publish = async (personal: string) => expect((await call('POST', '/api/forms', { token: adminToken, body: source(personal), type: 'application/yaml' })).status).toBe(201)
  await publish('')
  const one = await sealed({}, { form: 'later', answers: { village: 'n1', who: 'Quàng Thị Sớm' } })
  expect((await send(tokens.officer, one)).status).toBe(201)
  const paths = [`/api/submissions/${String(one.id)}`, '/api/submissions?form=later', '/api/forms/later/export', `/office/submissions/${String(one.id)}`, '/office/later/queue', '/office/later/rows']
  const shows = async (token: string) => Promise.all(paths.map(async (path) => {
    const answer = await call('GET', path, path.startsWith('/api') ? { token } : { headers: { cookie: `__Host-phieu=${token}`, accept: 'text/html' } })
    expect([path, answer.status]).toEqual([path, 200])
    return (await answer.text()).includes('Thị Sớm')
  }))
  const all = paths.map(() => true)
  expect(await shows(tokens.viewer)).toEqual(all)
  await publish(', personal: basic')
  expect([await shows(tokens.viewer), await shows(adminToken), await shows(tokens.reviewer)]).toEqual([all.map(() => false), all.map(() => false), all])
})

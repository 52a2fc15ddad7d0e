// What leaves a trace, what can be taken back, and what a nought means.
// 1  Who took a form's submissions away, in which way and how many, stands in the audit: when it begins and when it ends, also when it broke off.
// 2  Who came in by a link on a page stands there too; who only looked at it does not.
// 3  A link that was not used yet is listed without its code and can be cancelled, once; then it opens nothing. One that was used cannot.
// 4  A form that nobody has sent yet says so, instead of a nought that is as it should be.
// 5  A version says whether it came from the folder of the code.
import { beforeAll, describe, expect, test } from 'vitest'
import { adminToken, call, db, home, said, sealed, send, settle, tokenFor, trial } from './visitor.ts'

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
})

const lines = async (action: string) => (await db.prepare('select actor, subject, detail from audit where action = ? order by seq').bind(action).all<{ actor: string; subject: string; detail: string | null }>()).results
const page = (who: string, path: string): Promise<Response> => call('GET', path, { headers: { cookie: `__Host-phieu=${tokens[who]}`, accept: 'text/html' } })
const press = (who: string, path: string, body = ''): Promise<Response> =>
  call('POST', path, { headers: { cookie: `__Host-phieu=${tokens[who]}`, accept: 'text/html', origin: home }, body, type: 'application/x-www-form-urlencoded' })

test('4 nothing sent yet', async () => {
  const good = trial.replace('id: trial', 'id: judged').replace(/indicators:[\s\S]*/, 'indicators:\n  - { name: late, label: Quá hạn, count: yes, where: "${labour} > 50", good: { at_most: 0 } }\n').replace(/registers:[\s\S]*?indicators:/, 'indicators:')
  const published = await call('POST', '/api/forms', { token: adminToken, body: good, type: 'application/yaml' })
  expect(published.status, await published.clone().text()).toBe(201)
  const empty = await (await page('reviewer', '/office/judged')).text()
  expect(empty).toContain('Chưa có phiếu nào.')
  expect(empty).not.toContain('class="good"')
  expect((await send(tokens.officer ?? '', await sealed({ labour: 3 }, { form: 'judged' }))).status).toBe(201)
  const one = await (await page('reviewer', '/office/judged')).text()
  expect(one).toContain('class="good"')
  expect(one).not.toContain('Chưa có phiếu nào.')
  // Nobody in the other commune has sent any.
  expect(await (await page('far', '/office/judged')).text()).toContain('Chưa có phiếu nào.')
})

describe('1 taken away', () => {
  test('1 over the API and from the office’s page', async () => {
    for (let i = 0; i < 3; i++) await send(tokens.officer ?? '', await sealed())
    const { token, person } = await tokenFor('Lý Thị Lấy', 'viewer', 'north')
    expect((await (await call('GET', '/api/forms/trial/export?format=csv', { token })).text()).length).toBeGreaterThan(100)
    await (await page('reviewer', '/office/trial/export?format=zip')).arrayBuffer()
    const [begun, ended] = [await lines('export'), await lines('exported')]
    expect(begun[0]).toEqual({ actor: person, subject: 'trial', detail: 'csv, without personal answers' })
    expect(ended[0]).toEqual({ actor: person, subject: 'trial', detail: 'csv, 3 rows' })
    expect([begun[1]?.detail, ended[1]?.detail]).toEqual(['zip', 'zip, 3 rows'])
  })
  test('1 nothing where nothing was given', async () => {
    const before = (await lines('export')).length
    for (const [who, path, status] of [['officer', 'trial', 403], ['reviewer', 'nothing', 404]] as const) expect((await call('GET', `/api/forms/${path}/export?format=csv`, { token: tokens[who] ?? '' })).status).toBe(status)
    expect((await lines('export')).length).toBe(before)
  })
  test('1 broken off', async () => {
    const answer = await call('GET', '/api/forms/trial/export?format=csv', { token: tokens.reviewer ?? '', headers: { 'accept-encoding': 'identity' } })
    const reader = answer.body?.getReader()
    await reader?.read()
    await reader?.cancel()
    expect((await lines('export_broken')).map(({ subject, detail }) => [subject, /^csv, \d+ rows$/.test(detail ?? '')])).toEqual([['trial', true]])
  })
})

test('2 signed in', async () => {
  const { token, id, person } = await tokenFor('Giàng A Vào', 'officer', 'north')
  expect((await call('GET', `/in/${token}`, { headers: { accept: 'text/html' } })).status).toBe(200)
  expect(await lines('signed_in')).toEqual([])
  expect((await call('POST', '/in', { headers: { origin: home }, body: `token=${token}`, type: 'application/x-www-form-urlencoded' })).status).toBe(303)
  expect((await call('POST', '/in', { headers: { origin: home }, body: 'token=phieu_wrong-000000000000000000000', type: 'application/x-www-form-urlencoded' })).status).toBe(404)
  expect(await lines('signed_in')).toEqual([{ actor: person, subject: id, detail: 'officer' }])
  expect(JSON.stringify(await lines('signed_in'))).not.toContain(token)
})

describe('3 links not used yet', () => {
  const make = async (): Promise<{ code: string; person: string }> => {
    const { person } = await tokenFor('Sùng Thị Máy', 'officer', 'north')
    const made = await said(await call('POST', '/api/enrolments', { token: adminToken, body: JSON.stringify({ person, role: 'officer', unit: 'north', forms: null, device: { name: 'Máy mới' }, minutes: 60 }) }))
    return { code: String(made.code), person }
  }
  const waiting = async (person: string): Promise<{ id: string; device: { name: string } } | undefined> =>
    ((await said(await call('GET', '/api/enrolments', { token: adminToken }))) as unknown as { enrolments: { id: string; person: string; device: { name: string } }[] }).enrolments.find((one) => one.person === person)
  const claim = (code: string): Promise<Response> => call('POST', `/api/enrolments/${code}/claim`, { body: JSON.stringify({ token_hash: 'ab'.repeat(32) }) })

  test('3 over the API: listed, cancelled, once; then it opens nothing', async () => {
    const { code, person } = await make()
    const found = await waiting(person)
    expect([found?.device.name, JSON.stringify(found).includes(code)]).toEqual(['Máy mới', false])
    const gone = () => call('DELETE', `/api/enrolments/${found?.id}`, { token: adminToken })
    expect([(await gone()).status, (await gone()).status]).toEqual([204, 404])
    expect(await waiting(person)).toBeUndefined()
    expect((await claim(code)).status).toBe(410)
    expect((await lines('enrolment_cancelled')).filter(({ subject }) => subject === person)).toEqual([{ actor: 'admin', subject: person, detail: 'officer' }])
  })
  test('3 one that was used cannot be', async () => {
    const { code, person } = await make()
    const found = await waiting(person)
    expect((await claim(code)).status).toBe(201)
    expect(await waiting(person)).toBeUndefined()
    expect((await call('DELETE', `/api/enrolments/${found?.id}`, { token: adminToken })).status).toBe(404)
    expect((await call('GET', '/api/me', { token: code })).status).toBe(401)
  })
  test('3 on the page', async () => {
    const { code, person } = await make()
    const { id } = (await waiting(person)) ?? { id: '' }
    const shown = await (await page('admin', '/office/devices')).text()
    expect(shown).toContain(`action="/office/devices/links/${id}/cancel"`)
    expect(shown).not.toContain(code)
    expect((await press('reviewer', `/office/devices/links/${id}/cancel`)).status).toBe(403)
    expect((await press('admin', `/office/devices/links/${id}/cancel`)).headers.get('location')).toBe('/office/devices?cancelled')
    expect(await (await page('admin', '/office/devices?cancelled')).text()).toContain('Đã hủy đường dẫn.')
    expect((await press('admin', `/office/devices/links/${id}/cancel`)).headers.get('location')).toBe('/office/devices')
    expect((await claim(code)).status).toBe(410)
  })
})

test('5 where a version came from', async () => {
  const source = trial.replace('id: trial', 'id: origin')
  const put = async (query: string, text: string): Promise<number> => (await call('POST', `/api/forms${query}`, { token: adminToken, body: text, type: 'application/yaml' })).status
  expect(await put('?origin=shipped', source)).toBe(201)
  expect(await put('', source.replace('Phiếu thử', 'Phiếu thử khác'))).toBe(201)
  expect(await put('?origin=elsewhere', source)).toBe(400)
  const { versions } = (await said(await call('GET', '/api/forms/origin/versions', { token: adminToken }))) as unknown as { versions: { version: number; origin: string | null }[] }
  expect(versions.map(({ version, origin }) => [version, origin])).toEqual([[2, null], [1, 'shipped']])
})

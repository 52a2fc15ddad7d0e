// The plain pages behind production's limits, without a browser: what browsers do not show.
// 1  On https the session cookie is bound to the host, out of reach of scripts, and not sent along from other sites; leaving takes it away.
// 2  A post from another site, or from nowhere, does nothing.
// 3  Every page stays within the queries of one invocation.
// 4  What would be too large for one row is not lost: the draft stays.
// 5  A language switch leads nowhere else.
// 6  Sent, and the answer lost: what is changed since is the correction, not a conflict.
// 7  The stylesheet may be kept for good; pages may not.
// 8  Rows behind every sort of figure.
// 9  Rows: taken away twice takes one; a page from before a row went overwrites nobody.
import { beforeAll, describe, expect, test } from 'vitest'
import { call, home, settle } from './visitor.ts'
import { db } from './visitor.ts'

let tokens: Awaited<ReturnType<typeof settle>>
beforeAll(async () => {
  tokens = await settle()
})

type Who = keyof typeof tokens
const cookie = (who: Who): Record<string, string> => ({ cookie: `__Host-phieu=${tokens[who]}`, accept: 'text/html' })
const see = (who: Who, path: string): Promise<Response> => call('GET', path, { headers: cookie(who) })
const post = (who: Who, path: string, boxes: Record<string, string> | readonly (readonly [string, string])[], headers: Record<string, string> = { origin: home }): Promise<Response> =>
  call('POST', path, { headers: { ...cookie(who), ...headers }, body: new URLSearchParams(Array.isArray(boxes) ? boxes.map(([name, value]) => [name, value]) : (boxes as Record<string, string>)).toString(), type: 'application/x-www-form-urlencoded' })

let made = 0
async function begin(who: Who = 'officer'): Promise<string> {
  const id = `01a20d2b-0000-7000-9000-${String(++made).padStart(12, '0')}`
  const begun = await post(who, '/forms/trial', { id })
  expect(begun.headers.get('location')).toBe(`/drafts/${id}`)
  return id
}

const shown = '.shown'
const answers = { '.do': 'next', '.language': 'vi', village: 'n1', title: 'Sửa mương', head_name: 'Lò Thị Ví Dụ', labour: '1.500', capacity: '5', [shown]: 'village title head_name labour capacity' }

describe('1 the session', () => {
  test('a cookie for this host alone', async () => {
    const entered = await call('POST', '/in', { body: `token=${tokens.officer}`, type: 'application/x-www-form-urlencoded', headers: { origin: home, accept: 'text/html' } })
    expect(entered.status).toBe(303)
    const set = entered.headers.get('set-cookie') ?? ''
    expect(set).toMatch(/^__Host-phieu=phieu_/)
    for (const part of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) expect(set).toContain(part)
    expect(set).not.toContain('Domain')
    const left = await post('officer', '/out', {})
    expect(left.headers.get('set-cookie')).toMatch(/^__Host-phieu=;.*Max-Age=0/)
  })

  test.each(['revoked', 'expired'] as const)('a %s token opens nothing', async (who) => {
    expect((await see(who, '/')).status).toBe(401)
  })

  test('the cookie opens nothing of the API', async () => {
    expect((await call('GET', '/api/me', { headers: cookie('officer') })).status).toBe(401)
  })
})

describe('2 posts from elsewhere', () => {
  const foreign = [{ origin: 'https://evil.example' }, {}, { origin: 'null' }, { origin: home.replace('https', 'http') }, { 'sec-fetch-site': 'cross-site' }] as readonly Record<string, string>[]
  test.each(foreign)('%o', async (headers) => {
    const id = await begin()
    for (const path of [`/drafts/${id}/1`, `/drafts/${id}/send`, `/drafts/${id}/discard`, '/forms/trial', '/out', '/language', '/in']) {
      expect((await post('officer', path, answers, headers)).status, path).toBe(403)
    }
    expect(await (await see('officer', `/drafts/${id}/1`)).text()).not.toContain('Sửa mương')
  })
})

test('3, 8 every page within the queries of one invocation', async () => {
  const id = await begin()
  expect((await post('officer', `/drafts/${id}/1`, answers)).status).toBe(303)
  const done = await post('officer', `/drafts/${id}/send`, {})
  expect(done.headers.get('location')).toBe(`/receipts/${id}`)
  for (const path of ['/', '/forms/trial', `/receipts/${id}`]) expect((await see('officer', path)).status, path).toBe(200)
  const figures = ['records', 'labour_days', 'mean', 'villages', 'covered', 'rest', 'houses']
  const pages = ['/office', '/office/trial', '/office/trial?group=kind&level=village&units=today', `/office/submissions/${id}`, '/office/trial/rows', ...figures.map((name) => `/office/trial/rows?indicator=${name}`)]
  for (const path of pages) {
    const page = await see('reviewer', path)
    expect(page.status, path).toBe(200)
    const text = await page.text()
    expect(text, path).not.toMatch(/undefined|NaN|\[object/)
    if (path.includes('indicator=')) expect(text, path).toContain('Lò Thị Ví Dụ')
  }
  // Outside the unit there is nothing, and it does not say so.
  expect(await (await see('far', '/office/trial/rows?indicator=records')).text()).not.toContain('Lò Thị Ví Dụ')
  expect((await see('far', `/office/submissions/${id}`)).status).toBe(404)
  expect((await see('officer', '/office/trial')).status).toBe(403)
  expect((await see('viewer', `/office/submissions/${id}`)).status).toBe(200)
  expect((await post('viewer', `/office/submissions/${id}/review`, { state: 'approved' })).status).toBe(403)
})

test('4 what is too large for a row stays in the draft', async () => {
  const id = await begin()
  const long = 'ả'.repeat(10_000)
  await post('officer', `/drafts/${id}/1`, { ...answers, title: long, head_name: long, note: long, [shown]: 'village title head_name labour capacity note' })
  expect(await (await see('officer', `/drafts/${id}/check`)).text()).toContain('Gửi phiếu')
  const sent = await post('officer', `/drafts/${id}/send`, {})
  expect(sent.status).toBe(413)
  expect(await (await see('officer', `/drafts/${id}/1`)).text()).toContain(long)
})

test.each([
  ['/office/trial?x=1', '/office/trial?x=1'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/a\nb', '/'],
  ['/\u0000', '/'],
  ['/\u0001', '/'],
  ['', '/'],
])('5 back to %j', async (back, location) => {
  expect((await post('officer', '/language', { language: 'en', back })).headers.get('location')).toBe(location)
})

test('6 sent, the answer lost, changed since: a correction', async () => {
  const id = await begin()
  await post('officer', `/drafts/${id}/1`, answers)
  const { answers: kept } = (await db.prepare('select answers from drafts where id = ?').bind(id).first<{ answers: string }>()) ?? { answers: '' }
  await post('officer', `/drafts/${id}/send`, {})
  await db.prepare('insert into drafts (id, form, version, author, answers, updated_at) select id, form, version, author, ?2, 1 from submissions where id = ?1').bind(id, kept).run()
  await post('officer', `/drafts/${id}/1`, { ...answers, title: 'Sửa mương, đoạn hai' })
  expect((await post('officer', `/drafts/${id}/send`, {})).headers.get('location')).toBe(`/receipts/${id}`)
  const { revision, conflicts } = (await db.prepare('select revision, conflicts from submissions where id = ?').bind(id).first<{ revision: number; conflicts: number }>()) ?? {}
  expect([revision, conflicts]).toEqual([2, 0])
})

test('7 the stylesheet may be kept for good, pages may not', async () => {
  const page = await see('officer', '/')
  expect(page.headers.get('cache-control')).toBe('no-store')
  expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*style-src 'self'/)
  const style = await call('GET', /href="(\/style\.\w+\.css)"/.exec(await page.text())?.[1] ?? '')
  expect(style.headers.get('cache-control')).toContain('immutable')
  expect(style.headers.get('content-type')).toContain('text/css')
})

test.each([
  ['an unknown draft', '/drafts/01a20d2b-0000-7000-9000-00000000ffff/1'],
  ['a row that is not there', '/drafts/ID/1/part.7'],
  ['a screen that is not there', '/drafts/ID/99'],
  ['a row of nothing', '/drafts/ID/2/title.1'],
  ['an unknown form', '/forms/none'],
  ['an unknown receipt', '/receipts/x'],
])('%s is a plain 404', async (_, path) => {
  const id = await begin()
  const page = await see('officer', path.replace('ID', id))
  expect(page.status).toBe(404)
  expect(await page.text()).toContain('Không có trang này')
})

test('boxes that no page has change nothing and break nothing', async () => {
  const id = await begin()
  const odd: readonly (readonly [string, string])[] = [
    [shown, 'title __proto__ constructor part[1].amount part[900].amount ratio nothing'],
    ['title', 'Giữ'], ['__proto__', 'x'], ['constructor', 'x'], ['part[900].amount', '1'], ['ratio', '7'], ['.in.title', 'p'], ['.search.title', 'a'], ['.reason.title', 'b'], ['.do', 'row part[3]'],
  ]
  expect((await post('officer', `/drafts/${id}/1`, odd)).status).toBe(303)
  for (const what of ['add nothing', 'drop part[9]', 'find x', 'open y', 'language xx', 'back', '']) {
    expect((await post('officer', `/drafts/${id}/1`, { [shown]: 'title', title: 'Giữ', '.do': what })).status, what).toBe(303)
  }
  expect(await (await see('officer', `/drafts/${id}/1`)).text()).toContain('value="Giữ"')
})

describe('9 rows', () => {
  const amounts = async (id: string): Promise<unknown> => {
    const row = await db.prepare('select answers from drafts where id = ?').bind(id).first<{ answers: string }>()
    return (JSON.parse(row?.answers ?? '{}') as { answers?: { part?: { amount: number }[] } }).answers?.part?.map(({ amount }) => amount)
  }
  async function three(): Promise<{ id: string; screen: string }> {
    const id = await begin()
    const screen = await screenOfRows(id)
    for (const [i, amount] of ['1', '2', '3'].entries()) {
      await post('officer', screen, { '.do': 'add part', '.language': 'vi', [shown]: '' })
      await post('officer', `${screen}/part.${i + 1}`, { '.do': 'next', '.language': 'vi', [`part[${i + 1}].amount`]: amount, [shown]: `part[${i + 1}].amount`, '.removed': '0' })
    }
    return { id, screen }
  }
  // The screen on which a row can be added.
  async function screenOfRows(id: string): Promise<string> {
    for (let number = 1; number < 9; number++) {
      const page = await (await see('officer', `/drafts/${id}/${number}`)).text()
      if (page.includes('value="add part"')) return `/drafts/${id}/${number}`
    }
    throw new Error('no screen with rows')
  }

  test('9 taken away twice takes one', async () => {
    const { id } = await three()
    expect(await amounts(id)).toEqual([1, 2, 3])
    await post('officer', `/drafts/${id}/remove/part.2`, { '.removed': '0' })
    await post('officer', `/drafts/${id}/remove/part.2`, { '.removed': '0' })
    expect(await amounts(id)).toEqual([1, 3])
    await post('officer', `/drafts/${id}/remove/part.2`, { '.removed': '1' })
    expect(await amounts(id)).toEqual([1])
  })

  test.each([[2, [2, 3, 20]], [3, [2, 3, 20]]] as const)('9 a page of row %i from before another went is kept as a row of its own', async (number, expected) => {
    const { id, screen } = await three()
    await post('officer', `/drafts/${id}/remove/part.1`, { '.removed': '0' })
    await post('officer', `${screen}/part.${number}`, { '.do': 'next', '.language': 'vi', [`part[${number}].amount`]: '20', [shown]: `part[${number}].amount`, '.removed': '0' })
    expect(await amounts(id)).toEqual(expected)
  })
})

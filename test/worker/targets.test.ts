// Targets as data.
// 1  Set, changed, taken back: each a revision with who and when; the same again changes nothing; what has moved since is not overwritten.
// 2  Only for an indicator, a unit and a period that are there and theirs; nothing is set when one is wrong; all that is wrong is said.
// 3  A figure says its target, what is expected by now and how far it is, where the figure is of the target's place and period; else nothing.
// 4  Why it is behind, and what will be done.
// 5  The office's page: typed in the reader's way, what is wrong beside its box, a target that another has just set is not overwritten.
import { beforeAll, describe, expect, test } from 'vitest'
import { adminToken, call, db, home, rows, said, sealed, send, settle, tokenFor, units } from './visitor.ts'

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
  tokens.north = (await tokenFor('Lò Thị Bảy', 'reviewer', 'north')).token
})

type Wish = { indicator?: string; period?: string; unit?: string; value?: number | null | string; base?: number }
const put = async (wishes: readonly Wish[], who = 'admin'): Promise<{ status: number; body: Record<string, never> }> => {
  const body = wishes.map((wish) => ({ indicator: 'trial.labour_days', period: '2026', unit: 'north', ...wish }))
  const answer = await call('PUT', '/api/targets', { token: tokens[who] ?? '', body: JSON.stringify(body) })
  return { status: answer.status, body: await said(answer) }
}
const outcomes = async (wishes: readonly Wish[], who = 'admin'): Promise<unknown> => (await put(wishes, who)).body.targets
const history = async (who = 'admin', unit = 'north'): Promise<Record<string, never>> => said(await call('GET', `/api/targets/history?indicator=trial.labour_days&period=2026&unit=${unit}`, { token: tokens[who] ?? '' }))
const figure = async (query: string, who = 'admin', name = 'labour_days'): Promise<Record<string, never>> => said(await call('GET', `/api/aggregates/trial/${name}?${query}`, { token: tokens[who] ?? '' }))

describe('1 revisions', () => {
  test('set, again, changed, taken back', async () => {
    expect(await outcomes([{ value: 900 }])).toEqual([{ status: 'set', revision: 1, value: 900 }])
    const written = await rows()
    expect(await outcomes([{ value: 900 }])).toEqual([{ status: 'had_it', revision: 1, value: 900 }])
    expect(await rows()).toEqual(written)
    expect(await outcomes([{ value: 1000, base: 1 }, { unit: 'n1', value: 12.5 }, { unit: '', value: 2000 }])).toEqual([
      { status: 'set', revision: 2, value: 1000 }, { status: 'set', revision: 1, value: 12.5 }, { status: 'set', revision: 1, value: 2000 },
    ])
    expect(await outcomes([{ value: 700, base: 1 }])).toEqual([{ status: 'conflict', revision: 2, value: 1000 }])
    expect(await outcomes([{ value: null }])).toEqual([{ status: 'set', revision: 3, value: null }])
    expect(await outcomes([{ value: null }])).toEqual([{ status: 'had_it', revision: 3, value: null }])
    expect((await history()).targets).toMatchObject([{ revision: 3, value: null, by: 'admin' }, { revision: 2, value: 1000 }, { revision: 1, value: 900 }])
    const { results } = await db.prepare(`select actor, action, detail from audit where subject = 'trial.labour_days' order by seq desc limit 1`).all()
    expect(results).toEqual([{ actor: 'admin', action: 'target', detail: '["2026","north",null]' }])
  })
  test('ten at once with the same base: one is set', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, (_, i) => outcomes([{ unit: 'south', value: 100 + i, base: 0 }])))
    expect(all.map((one) => (one as { status: string }[])[0]?.status).sort()).toEqual([...Array.from({ length: 9 }, () => 'conflict'), 'set'])
  })
  test('those that hold are listed, within what is theirs', async () => {
    const list = async (who: string, query = 'form=trial'): Promise<unknown> => (await said(await call('GET', `/api/targets?${query}`, { token: tokens[who] ?? '' }))).targets
    expect(((await list('admin')) as unknown as { unit: string }[]).map(({ unit }) => unit)).toEqual(['', 'n1', 'south'])
    expect(await list('north')).toMatchObject([{ unit: 'n1', value: 12.5, cause: null, remedy: null }])
    expect(await list('officer')).toMatchObject([{ unit: 'n1' }])
    expect(await list('admin', 'form=trial&from=2027')).toEqual([])
    expect(await list('admin', 'form=another')).toEqual([])
  })
})

describe('2 what is not set', () => {
  test.each([
    ['no such indicator', { indicator: 'trial.nothing', value: 1 }, '/0/indicator'], ['no such form', { indicator: 'nothing.labour_days', value: 1 }, '/0/indicator'],
    ['no such unit', { unit: 'nowhere', value: 1 }, '/0/unit'], ['a unit of others', { unit: 'south', value: 1 }, '/0/unit'], ['all together', { unit: '', value: 1 }, '/0/unit'],
  ] as const)('%s', async (_, wish, at) => {
    const written = await rows()
    const { status, body } = await put([wish, { unit: 'n2', value: 5 }], 'north')
    expect([status, body.code, (body.problems as unknown as { at: string }[]).map((one) => one.at)]).toEqual([422, 'malformed', [at]])
    expect(await rows()).toEqual(written)
  })
  test('all that is wrong at once; each target once', async () => {
    const { body } = await put([{ unit: 'nowhere', indicator: 'trial.nothing', value: 1 }, { value: 1 }, { value: 2 }])
    expect((body.problems as unknown as { at: string }[]).map((one) => one.at)).toEqual(['/0/indicator', '/0/unit', '/2/'])
  })
  test.each([[{ period: '2026-13', value: 1 }], [{ period: '2026-Q0', value: 1 }], [{ value: '12' }], [{ value: 1e13 }], [{ value: 1, base: -1 }], [{ unit: '../x', value: 1 }]] as const)('%j → 400', async (wish) => {
    expect((await put([wish])).status).toBe(400)
  })
  test('nothing, and more than a thousand', async () => {
    expect((await put([])).status).toBe(400)
    expect((await put(Array.from({ length: 1_001 }, (_, i) => ({ period: String(1000 + i), value: 1 })))).status).toBe(400)
    expect((await put(Array.from({ length: 1_000 }, (_, i) => ({ period: String(1000 + i), value: null })))).status).toBe(200)
  })
})

describe('3 beside figures', () => {
  beforeAll(async () => {
    const year = new Date().toISOString().slice(0, 4)
    await outcomes([{ period: year, unit: 'n1', value: 12.5 }, { period: year, unit: 'n2', value: 40 }, { period: year, unit: '', value: 1_000_000 }, { period: `${Number(year) - 1}`, unit: 'n2', value: 10 }])
    for (const labour of [30, 12]) expect((await send(tokens.officer ?? '', await sealed({ village: 'n2', labour, seen_on: `${year}-01-02` }))).status).toBe(201)
  })
  const year = new Date().toISOString().slice(0, 4)
  const at = (found: Record<string, never>, unit: string): unknown => (found.rows as unknown as { unit: string }[]).find((row) => row.unit === unit)
  test('of a place in the very year', async () => {
    const found = await figure(`by=unit:village&from=${year}&to=${year}`)
    expect(at(found, 'n2')).toMatchObject({ value: 42, target: 40, standing: expect.stringMatching(/^(met|exceeded)$/) })
    expect(at(found, 'n1')).toMatchObject({ value: 0, target: 12.5 })
    expect(found.total).toMatchObject({ target: 1_000_000 })
    expect((found.total as unknown as { expected_by_today: number }).expected_by_today).toBeLessThanOrEqual(1_000_000)
  })
  test('nothing done is a figure too', async () => {
    await outcomes([{ period: `${Number(year) - 2}`, unit: 's1', value: 8 }])
    const found = await figure(`by=unit:village&from=${Number(year) - 2}&to=${Number(year) - 2}`)
    expect(found.rows).toEqual([{ unit: 's1', unit_name: 'Thôn Bản s1', value: 0, about: false, target: 8, expected_by_today: 8, standing: 'not_started' }])
    expect((await figure(`by=unit:commune&from=${Number(year) - 2}&to=${Number(year) - 2}`)).rows).toEqual([])
  })
  test('by year', async () => {
    expect(((await figure('by=unit:village,year')).rows as unknown as { unit: string; period: string }[]).find((row) => row.unit === 'n2' && row.period === year)).toMatchObject({ value: 42, target: 40 })
  })
  test.each([['all time', ''], ['another window', `from=${year}-01&to=${year}-02`], ['two years', `from=${Number(year) - 1}&to=${year}`], ['a month', `from=${year}-01&to=${year}-01`]])('%s has none', async (_, query) => {
    expect((await figure(query)).total).toMatchObject({ target: null, expected_by_today: null, standing: null })
  })
  test('a part of a grouping has none', async () => {
    await put([{ indicator: 'trial.records', period: year, unit: '', value: 10 }])
    const found = await figure(`by=kind&from=${year}&to=${year}`, 'admin', 'records')
    const parts = found.rows as unknown as { target: number | null }[]
    expect([parts.length > 0, parts.filter(({ target }) => target !== null), (found.total as unknown as { target: number }).target]).toEqual([true, [], 10])
  })
  test('what stands has this year’s without a window', async () => {
    await put([{ indicator: 'trial.houses', period: year, unit: 'north', value: 1_000 }])
    expect((await figure('', 'north', 'houses')).total).toMatchObject({ target: 1_000, expected_by_today: 1_000 })
  })
  test('the reader’s own unit is the whole', async () => {
    await outcomes([{ period: year, unit: 'north', value: 84 }])
    expect((await figure(`from=${year}&to=${year}`, 'north')).total).toMatchObject({ target: 84 })
    expect((await figure(`from=${year}&to=${year}&under=north`)).total).toMatchObject({ target: 84 })
  })
})

describe('4 why, and what now', () => {
  const say = async (given: object, who = 'north'): Promise<number> =>
    (await call('POST', '/api/targets/remarks', { token: tokens[who] ?? '', body: JSON.stringify({ indicator: 'trial.labour_days', period: '2026', unit: 'n1', cause: 'Mưa lũ', remedy: 'Làm bù tháng sau', ...given }) })).status
  test('kept, again, another word', async () => {
    expect(await say({})).toBe(201)
    const written = await rows()
    expect(await say({})).toBe(200)
    expect(await rows()).toEqual(written)
    expect(await say({ remedy: 'Huy động thêm' })).toBe(201)
    expect((await history('north', 'n1')).remarks).toMatchObject([{ revision: 2, remedy: 'Huy động thêm' }, { revision: 1, cause: 'Mưa lũ' }])
    expect((await said(await call('GET', '/api/targets?form=trial&under=n1', { token: adminToken }))).targets).toMatchObject([{ remedy: 'Huy động thêm' }])
  })
  test.each([['a unit of others', { unit: 'south' }], ['all together', { unit: '' }], ['no indicator', { indicator: 'trial.nothing' }]])('%s: 404', async (_, given) => {
    expect(await say(given)).toBe(404)
  })
  test.each([['viewer', 403], ['officer', 403]])('%s: %i', async (who, status) => {
    expect(await say({}, who)).toBe(status)
  })
})

describe('5 the page', () => {
  const cookie = (who: string): Record<string, string> => ({ cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html' })
  const path = '/office/trial/targets?indicator=labour_days&period=2027&level=village'
  const see = async (who = 'north', address = path): Promise<string> => (await call('GET', address, { headers: cookie(who) })).text()
  const post = async (boxes: Record<string, string>, who = 'north', address = path): Promise<Response> =>
    call('POST', address, { headers: { ...cookie(who), origin: home }, body: new URLSearchParams(boxes).toString(), type: 'application/x-www-form-urlencoded' })
  test('a number as people write it', async () => {
    const answer = await post({ 'value.n1': '1.500', 'shown.n1': '', 'base.n1': '0', 'value.n2': '2,5', 'shown.n2': '', 'base.n2': '0' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path}&done=2`])
    const text = await see()
    expect([text.includes('name="value.n1" value="1.500"'), text.includes('name="value.n2" value="2,5"'), text.includes('value.s1'), text.includes('Tất cả các nơi')]).toEqual([true, true, false, false])
  })
  test('what cannot be read is said beside its box, and nothing is set', async () => {
    const answer = await post({ 'value.n1': '1.5', 'shown.n1': '1.500', 'base.n1': '1', 'value.n2': '9', 'shown.n2': '2,5', 'base.n2': '1' })
    const text = await answer.text()
    expect([answer.status, text.includes('chưa rõ là số nào'), text.includes('value="1.5"'), text.includes('name="value.n2" value="9"')]).toEqual([422, true, true, true])
    expect(await see()).toContain('name="value.n2" value="2,5"')
  })
  test('another was faster: not overwritten, both numbers are there', async () => {
    await outcomes([{ period: '2027', unit: 'n1', value: 1600 }])
    const answer = await post({ 'value.n1': '1.700', 'shown.n1': '1.500', 'base.n1': '1' })
    const text = await answer.text()
    expect([answer.status, text.includes('vừa đặt số này là 1.600'), text.includes('value="1.700"')]).toEqual([422, true, true])
    expect(await see()).toContain('name="value.n1" value="1.600"')
  })
  test('an empty box takes it back; a box left as it was says nothing', async () => {
    expect((await post({ 'value.n1': '', 'shown.n1': '1.600', 'base.n1': '2', 'value.n2': '2,5', 'shown.n2': '2,5', 'base.n2': '0' })).headers.get('location')).toBe(`${path}&done=1`)
    expect(await see()).toContain('name="value.n1" value=""')
  })
  test('a place of others is not set, whatever is posted', async () => {
    const written = await rows()
    expect((await post({ 'value.s1': '5', 'shown.s1': '', 'base.s1': '0', 'value.': '7', 'shown.': '', 'base.': '0' })).headers.get('location')).toBe(`${path}&done=0`)
    expect(await rows()).toEqual(written)
  })
  test.each([['Q3/2026', '2026-Q3'], ['quý 3/2026', '2026-Q3'], ['7/2026', '2026-07'], ['2026', '2026']])('the period %s', async (typed, period) => {
    expect(await see('north', `/office/trial/targets?indicator=labour_days&period=${encodeURIComponent(typed)}`)).toContain(`period=${period}&`)
  })
  test('a period that is none is said', async () => {
    const text = await see('north', '/office/trial/targets?indicator=labour_days&period=m%C3%B9a%20xu%C3%A2n')
    expect(text).toContain('Không hiểu kỳ “mùa xuân”')
  })
  test('why: both are asked for, then kept', async () => {
    const one = '/office/trial/targets/one?indicator=labour_days&period=2027&level=village&unit=n2'
    const answer = await post({ cause: '<b>Đá</b> lăn', remedy: ' ' }, 'north', one)
    const text = await answer.text()
    expect([answer.status, text.includes('Chỗ này chưa ghi'), text.includes('&lt;b&gt;Đá&lt;/b&gt; lăn')]).toEqual([422, true, true])
    expect((await post({ cause: 'Đá lăn', remedy: 'Nổ mìn' }, 'north', one)).status).toBe(303)
    expect(await see('north', one)).toContain('Nổ mìn')
  })
  test.each([['viewer', 403], ['officer', 403]])('%s sets nothing', async (who, status) => {
    expect((await post({ 'value.n1': '1', 'shown.n1': '', 'base.n1': '0' }, who)).status).toBe(status)
  })
  test.each(['/office/nothing/targets', '/office/trial/targets?indicator=nothing', '/office/trial/targets/one?indicator=labour_days&unit=south', '/office/trial/targets/one?indicator=labour_days&unit='])('%s is not there', async (address) => {
    expect((await call('GET', address, { headers: cookie('north') })).status).toBe(404)
  })
  test('the form’s own page says plan and state', async () => {
    const text = await see('north', '/office/trial')
    expect(text).toMatch(/Kế hoạch.*84.*Đã đạt/s)
  })
  test('a place of today has what lies in it today, as on the first page; one that is gone has what was counted in it', async () => {
    const east = { ...(units[1] as (typeof units)[number]), id: 'east', name: 'Xã Đông', full_name: 'Xã Đông', valid_to: '2025-06-30', successors: ['north'] }
    const e1 = { ...(units[3] as (typeof units)[number]), id: 'e1', name: 'Bản e1', full_name: 'Thôn Bản e1', parent: 'east' }
    const added = await call('PUT', '/api/units', { token: adminToken, body: JSON.stringify({ units: [east, e1] }) })
    expect(added.status, await added.text()).toBe(200)
    const far = await tokenFor('Giàng Thị Đông', 'officer', 'p')
    const sent = await send(far.token, await sealed({ village: 'e1', labour: 4321 }))
    expect(sent.status, await sent.text()).toBe(201)
    const year = new Date(Date.now() + 7 * 3_600_000).getUTCFullYear()
    expect(await outcomes([{ unit: 'east', period: '2025', value: 5 }])).toEqual([{ status: 'set', revision: 1, value: 5 }])
    tokens.above = (await tokenFor('Nguyễn Văn Trên', 'reviewer', 'p')).token
    const row = async (unit: string, period: string): Promise<string> => new RegExp(`<tr><th scope="row">[^<]*</th><td class="n"><input[^>]*name="value.${unit}".*?</tr>`, 's').exec(await see('above', `/office/trial/targets?indicator=labour_days&period=${period}&level=commune`))?.[0] ?? 'no row'
    expect(await row('north', String(year))).toMatch(/4\.\d{3}/)
    expect(await row('east', String(year))).toBe('no row')
    expect(await row('east', '2025')).toContain('value="5"')
    expect(await see('above', `/office/trial/targets/one?indicator=labour_days&period=${year}&level=commune&unit=north`)).toMatch(/4\.\d{3}/)
  })
})

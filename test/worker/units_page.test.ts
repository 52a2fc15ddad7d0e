// The office's page of units.
// 1  The tree is looked through and found by name without marks, by former name, by code; what is over stands apart with its time.
// 2  A deed is shown before it is done: nothing is written; then it is done once, however often it is pressed.
// 3  What is missing and what is wrong is told at once, what was typed stays, and is escaped.
// 4  A commune's reviewer sees the tree, adds a village in his own commune, and is offered nothing else.
import { beforeAll, describe, expect, test } from 'vitest'
import { adminToken, call, db, home, said, settle, units } from './visitor.ts'

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
  const old = { ...units[2], id: 'old', name: 'Đản Ván', full_name: 'Xã Đản Ván', code: '01045', valid_to: '2025-06-30', successors: ['south'] }
  expect((await call('PUT', '/api/units', { token: adminToken, body: JSON.stringify({ units: [old] }) })).status).toBe(200)
})

const cookie = (who: string): Record<string, string> => ({ cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html' })
const page = async (path: string, who = 'admin') => {
  const answer = await call('GET', path, { headers: cookie(who) })
  return { status: answer.status, text: await answer.text() }
}
const press = async (boxes: readonly (readonly [string, string])[], who = 'admin') => {
  const answer = await call('POST', '/office/units/deed', { body: new URLSearchParams(boxes.map(([name, value]) => [name, value])).toString(), type: 'application/x-www-form-urlencoded', headers: { origin: home, ...cookie(who) } })
  return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') }
}
const august: readonly (readonly [string, string])[] = [['from.day', '1'], ['from.month', '8'], ['from.year', '2026'], ['ground', 'NQ 12']]
const names = async (): Promise<number> => (await db.prepare('select count(*) as n from units').first<{ n: number }>())?.n ?? 0

describe('1 the tree', () => {
  test('levels', async () => {
    expect((await page('/office/units')).text).toContain('Thôn Bản p')
    const { text } = await page('/office/units?unit=p')
    expect(text).toContain('/office/units?unit=north')
    expect(text.split('Không còn dùng: 1 nơi')[1]).toContain('Xã Đản Ván')
    expect((await page('/office/units?unit=nowhere')).status).toBe(404)
  })
  test.each([['dan van', 'Xã Đản Ván'], ['01045', 'Xã Đản Ván'], ['BAN S1', 'Thôn Bản s1']])('%s', async (q, expected) => {
    expect((await page(`/office/units?q=${encodeURIComponent(q)}`)).text.split('Kết quả cho')[1]).toContain(expected)
  })
  test('what is none, escaped', async () => {
    const { text } = await page('/office/units?q=%3Cscript%3E')
    expect(text).toContain('Không có nơi nào như vậy')
    expect(text).not.toContain('<script>alert')
    expect(text).toContain('&lt;script&gt;')
  })
})

test('2 shown, then done, once', async () => {
  const id = crypto.randomUUID()
  const boxes = [['kind', 'merge'], ['unit', 'n1'], ['id', id], ['units', 'n2'], ['into', ''], ['name', 'Nà Chung'], ...august] as const
  const before = await names()
  const look = await press(boxes)
  expect(look.status).toBe(200)
  for (const expected of ['Thôn Nà Chung', 'từ 01/08/2026', 'đến 31/07/2026', 'Như khi ghi: không có số nào thay đổi.', 'Số của Thôn Bản n1 tính thêm vào Thôn Nà Chung.', 'name="sure" value="yes"']) expect(look.text).toContain(expected)
  expect(await names()).toBe(before)
  const sure = [...boxes, ['sure', 'yes']] as const
  const pressed = await Promise.all([1, 2, 3].map(() => press(sure)))
  expect(pressed.map(({ status, to }) => `${status} ${to}`)).toEqual(Array.from({ length: 3 }, () => '303 /office/units?unit=n1&done'))
  expect(await names()).toBe(before + 1)
  expect((await press([...boxes.filter(([name]) => name !== 'name'), ['name', 'Nà Khác'], ['sure', 'yes']])).status).toBe(409)
  expect((await press(sure)).status).toBe(303)
  expect(await names()).toBe(before + 1)
  const card = (await page('/office/units?unit=n1&done')).text
  for (const expected of ['Đã ghi.', 'Thôn Nà Chung', 'NQ 12', 'Sáp nhập']) expect(card).toContain(expected)
})

test('2 each sort of deed comes through its boxes', async () => {
  const sure = (boxes: readonly (readonly [string, string])[]) => press([['id', crypto.randomUUID()], ['sure', 'yes'], ...boxes, ...august])
  expect((await sure([['kind', 'add'], ['unit', 'south'], ['level', 'village'], ['name', 'Bản Tới']])).status).toBe(303)
  expect((await sure([['kind', 'rename'], ['unit', 's1'], ['name', 'Bản Đổi']])).status).toBe(303)
  expect((await sure([['kind', 'split'], ['unit', 'village.na-chung.20260801'], ['names', 'Nà Một\nNà Hai\n']])).status).toBe(422) // it begins on that day
  expect((await press([['id', crypto.randomUUID()], ['sure', 'yes'], ['kind', 'split'], ['unit', 'village.na-chung.20260801'], ['names', 'Nà Một\nNà Hai\n'], ['from.day', '1'], ['from.month', '9'], ['from.year', '2026'], ['ground', 'NQ']])).status).toBe(303)
  expect((await press([['id', crypto.randomUUID()], ['sure', 'yes'], ['kind', 'close'], ['unit', 'village.na-mot.20260901'], ['from.day', '1'], ['from.month', '10'], ['from.year', '2026'], ['ground', 'NQ']])).status).toBe(303)
  expect((await page('/office/units?q=ban+s1')).text.split('Kết quả cho')[1]).toContain('Thôn Bản Đổi')
  const { deeds } = (await said(await call('GET', '/api/units/deeds', { token: adminToken }))) as unknown as { deeds: { kind: string }[] }
  expect(deeds.map(({ kind }) => kind).sort()).toEqual(['add', 'close', 'merge', 'rename', 'split'])
})

test('3 everything at once, what was typed stays', async () => {
  const answer = await press([['kind', 'add'], ['unit', 'south'], ['level', 'village'], ['name', '<b>'], ['from.day', '31'], ['from.month', '2'], ['from.year', '2026'], ['ground', ' '], ['id', 'none']])
  expect(answer.status).toBe(422)
  for (const expected of ['Không có ngày như vậy.', 'Hãy ghi căn cứ.', 'value="&lt;b&gt;"', 'value="31"']) expect(answer.text).toContain(expected)
  const taken = await press([['kind', 'add'], ['unit', 'south'], ['level', 'village'], ['name', 'bản tới'], ['ground', '']])
  expect(taken.text).toContain('Đã có nơi tên “bản tới”')
  expect(taken.text).toContain('Hãy ghi căn cứ.')
  expect((await press([['kind', 'fly'], ['unit', 'south']])).status).toBe(404)
})

describe('4 a reviewer', () => {
  test('is offered to add in his commune, and nothing else', async () => {
    expect((await page('/office/units?unit=north', 'reviewer')).text).toContain('kind=add&amp;unit=north')
    expect((await page('/office/units?unit=south', 'reviewer')).text).not.toContain('kind=add')
    expect((await page('/office/units?unit=n1', 'reviewer')).text).not.toContain('/office/units/deed')
    expect((await page('/office/units?unit=north', 'viewer')).text).not.toContain('/office/units/deed')
    expect((await page('/office/units?unit=north', 'officer')).status).toBe(403)
  })
  test.each([['north', 'reviewer', 303], ['south', 'reviewer', 403], ['north', 'far', 403], ['p', 'reviewer', 403], ['north', 'viewer', 403]])('in %s, %s → %i', async (unit, who, status) => {
    expect((await press([['kind', 'add'], ['unit', unit], ['level', 'village'], ['name', `Nà ${who}`], ['id', crypto.randomUUID()], ['sure', 'yes'], ['ground', 'NQ']], who)).status).toBe(status)
    expect((await page(`/office/units/deed?kind=add&unit=${unit}`, who)).status).toBe(status === 303 ? 200 : 403)
  })
})

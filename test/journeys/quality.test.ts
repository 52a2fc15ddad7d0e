// The quality of what came in, as a reviewer works with it at the commune.
// 1  From the office to a pair of households that look alike, side by side; that they are two is kept, and the pair is gone from the list.
// 2  That they are one leads to the record: it is returned with a question, nothing is merged.
// 3  A number far from the usual, and a filling that was too fast, lead to their records.
// 4  A phone that could not send for five days stands first.
// 5  axe finds nothing at 360 and at 1366 px, in either language, and nothing sticks out.
import { createHash } from 'node:crypto'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unsigned } from '../../src/record/canonical.ts'
import type { Answers } from '../../src/form/form.ts'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { enter, expectClean, phone, press, seen } from './person.ts'
import { idOf } from './sent.ts'

let desk: Journey
let page: Page
let small: BrowserContext
let large: BrowserContext
const [thuong1, thuong2, commune] = ['vn.v.01045.thuong-i', 'vn.v.01045.thuong-ii', 'vn.2025.01021']
let next = 500

const household = (head_name: string, head_birth_year: number, members: number, more: Answers = {}): Answers => ({
  consent: 'yes', unit: thuong2, survey_date: '2026-11-24', head_name, head_birth_year, head_sex: 'male', lang: 'nung', members, vulnerable: ['elderly'], poverty: 'poor', risk_type: ['landslide'], risk_signs: ['crack_ground'],
  risk_level: 'l2', house_kind: 'temporary', toilet: 'none', water: 'stream', power: 'none', answered_by: 'both', willing: 'now', ...more,
})

async function sent(answers: Answers, seconds: number): Promise<string> {
  const id = idOf(next++)
  const from = Date.now() - 3_600_000
  const body = {
    id, form: 'resettlement_household_survey', version: 1, answers, context: { at: from + seconds * 1_000, zone: 420, seed: 7, language: 'vi' },
    started_at: new Date(from).toISOString(), finished_at: new Date(from + seconds * 1_000).toISOString(),
  }
  const answer = await desk.api('POST', '/api/submissions', desk.officerToken, { ...body, sha256: createHash('sha256').update(unsigned(body)).digest('hex') })
  expect(answer.status, await answer.text()).toBe(201)
  return id
}

const ids: Record<string, string> = {}
beforeAll(async () => {
  desk = await start()
  const names = ['Phàn Văn Dụ', 'Lèng Thị Mẩy', 'Vàng Seo Páo', 'Đặng Văn Đản', 'Lù Thị Sen', 'Hoàng A Tủa', 'Sùng Mí Lử', 'Triệu Mềnh Kinh', 'Cồ Văn Vàng', 'Lý Thị Khé']
  for (const [i, name] of names.entries()) await sent(household(name, 1_960 + 3 * i, 4 + (i % 3), { unit: i % 2 === 0 ? thuong1 : thuong2 }), 500 + 20 * i)
  ids.one = await sent(household('Lèng Văn San', 1974, 5), 610)
  ids.two = await sent(household('LENG VAN SAN', 1974, 5, { unit: thuong1 }), 590)
  await sent(household('Giàng Mí Sính', 1981, 4), 640)
  ids.again = await sent(household('Giàng Mí Sính', 1981, 4), 630)
  ids.many = await sent(household('Thào Thị Dở', 1990, 38), 600)
  ids.fast = await sent(household('Ma Văn Mau', 1988, 5), 20)
  const person = (await (await desk.api('POST', '/api/people', adminToken, { name: 'Bàn Văn Chậm' })).json()) as { id: string }
  const token = (await (await desk.api('POST', '/api/tokens', adminToken, { person: person.id, role: 'officer', unit: commune, forms: null, device: { name: 'Máy thôn Thượng I' } })).json()) as { id: string; token: string }
  await desk.db.prepare('update tokens set created_at = created_at - 864000000 where id = ?').bind(token.id).run()
  expect((await desk.api('GET', `/api/phone?unsent=3&since=${Date.now() - 5 * 86_400_000 - 60_000}&build=older`, token.token)).status).toBe(200)
  const browser = await desk.browser()
  ;({ page } = await enter(browser, desk.reviewerLink))
  ;({ context: small } = await enter(browser, desk.reviewerLink, { scripts: true, viewport: phone }))
  ;({ context: large } = await enter(browser, desk.reviewerLink, { scripts: true, viewport: { width: 1366, height: 768 } }))
})
afterAll(() => desk?.stop())

const list = (): string => `${desk.url}/office/quality/alike/household?unit=${commune}`

test('1 two that are two', async () => {
  await page.goto(`${desk.url}/office`)
  await page.locator('nav summary').first().click()
  await page.getByRole('link', { name: 'Chất lượng số liệu' }).first().click()
  await page.locator('main a[href$="/alike/household"]').click()
  expect(await seen(page)).toContain('Hãy chọn một xã')
  await page.getByLabel('Xã').selectOption(commune)
  await press(page, 'Xem')
  expect(await seen(page)).toMatch(/LENG VAN SAN[\s\S]*rất giống: cùng tên, một bên gõ không dấu; cùng năm sinh chủ hộ; khác nơi/)
  expect(await page.locator('ul.cards > li').count()).toBe(2)
  await press(page, /Xem cạnh nhau ?: .*LENG VAN SAN/, 'link')
  expect(await page.locator('tbody tr', { hasText: 'Năm sinh chủ hộ' }).innerText()).toMatch(/1974\s+1974/)
  await press(page, 'Không phải trùng')
  expect(await seen(page)).toContain('Đã ghi lại quyết định')
  expect(await page.locator('main > ul.cards > li').count()).toBe(1)
  await page.locator('main > details summary').click()
  expect(await seen(page)).toMatch(/Hoàng Thị Mẫu xác nhận không trùng lúc/)
})

test('2 two that are one', async () => {
  await page.goto(list())
  await press(page, /Xem cạnh nhau ?: Giàng/, 'link')
  await page.locator(`a[href$="${ids.again}"]`).click()
  await page.getByLabel('Trả lại để sửa', { exact: true }).check()
  await page.locator('#comment').fill('Hộ này đã ghi hôm trước. Có phải cùng một hộ không?')
  await press(page, 'Quyết định')
  expect(await seen(page)).toContain('Trả lại')
  const { results } = await desk.db.prepare(`select count(*) as n from entries where register = 'household' and received is not null`).all<{ n: number }>()
  expect(results[0]?.n).toBe(next - 500)
})

test('3 numbers and speed', async () => {
  await page.goto(`${desk.url}/office/resettlement_household_survey/quality?unit=${commune}`)
  const text = await seen(page)
  expect(text).toMatch(/Thào Thị Dở[\s\S]*38[\s\S]*gấp 7,6 lần mức thường thấy ở xã này \(5\)/)
  expect(text).toMatch(/Ma Văn Mau[\s\S]*20 giây/)
  await page.locator('table').first().getByRole('link', { name: 'Thào Thị Dở' }).click()
  await page.waitForURL(new RegExp(ids.many ?? '-'))
})

test('4 the phone that could not send', async () => {
  await page.goto(`${desk.url}/office/quality/phones`)
  expect(await page.locator('tbody tr').first().innerText()).toMatch(/Bàn Văn Chậm[\s\S]*có phiếu chưa gửi được[\s\S]*3 phiếu, cũ nhất đã chờ 5 ngày/)
})

test('5 axe, at both widths and in both languages', async () => {
  const pair = await page.goto(list()).then(() => page.locator('ul.cards a.button').first().getAttribute('href'))
  const addresses = ['/office/quality', '/office/quality/phones', '/office/quality/alike/household', `/office/quality/alike/household?unit=${commune}`, pair ?? '', `/office/resettlement_household_survey/quality?unit=${commune}`].map((path) => desk.url + path)
  for (const context of [small, large]) await expectClean(context, addresses)
  const [one] = small.pages()
  await one?.goto(`${desk.url}/office/quality`)
  if (one !== undefined) await press(one, 'English')
  await expectClean(small, addresses)
  // What they look like: kept for whoever wants to see.
  if (process.env.LOOK === undefined) return
  for (const [width, context] of [['360', small], ['1366', large]] as const) {
    const look = await context.newPage()
    for (const [i, address] of addresses.entries()) {
      await look.goto(address)
      await look.screenshot({ path: `${process.env.LOOK}/quality-${i}-${width}.png`, fullPage: true })
    }
  }
})

// Who looked and who did what, as the office reads it.
// 1  A reviewer opens a record; on its page stands who looked, himself among them; from there whoever answers for more goes to the record's lines.
// 2  An admin finds in the audit what the reviewer did, by his name, by the record's receipt, by day; what is mistyped is told.
// 3  A commune's reviewer is shown no way there, and none opens.
// 4  axe finds nothing at 360 and at 1366 px, in either language, and nothing sticks out.
import { createHash } from 'node:crypto'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unsigned } from '../../src/record/canonical.ts'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { enter, expectClean, phone, press, seen } from './person.ts'
import { idOf } from './sent.ts'

let desk: Journey
let reviewer: Page
let above: Page
let keeper: Page
let small: BrowserContext
let large: BrowserContext
let receipt = ''
const record = idOf(700)

const linkOf = async (name: string, role: string, more: Record<string, unknown>): Promise<string> => {
  const person = (await (await desk.api('POST', '/api/people', adminToken, { name })).json()) as { id: string }
  const token = (await (await desk.api('POST', '/api/tokens', adminToken, { person: person.id, role, unit: null, forms: null, ...more })).json()) as { token: string }
  return `${desk.url}/in/${token.token}`
}

beforeAll(async () => {
  desk = await start()
  const from = Date.now() - 3_600_000
  const answers = {
    consent: 'yes', unit: 'vn.v.01045.thuong-ii', survey_date: '2026-11-24', head_name: 'Lèng Văn San', head_birth_year: 1974, head_sex: 'male', lang: 'nung', members: 5, vulnerable: ['elderly'], poverty: 'poor', risk_type: ['landslide'], risk_signs: ['crack_ground'],
    risk_level: 'l2', house_kind: 'temporary', toilet: 'none', water: 'stream', power: 'none', answered_by: 'both', willing: 'now',
  }
  const body = { id: record, form: 'resettlement_household_survey', version: 1, answers, context: { at: from + 600_000, zone: 420, seed: 7, language: 'vi' }, started_at: new Date(from).toISOString(), finished_at: new Date(from + 600_000).toISOString() }
  const sent = await desk.api('POST', '/api/submissions', desk.officerToken, { ...body, sha256: createHash('sha256').update(unsigned(body)).digest('hex') })
  expect(sent.status, await sent.clone().text()).toBe(201)
  receipt = ((await sent.json()) as { receipt: string }).receipt
  const browser = await desk.browser()
  const keeperLink = await linkOf('Cà Thị Giữ', 'admin', { personal: true })
  ;({ page: reviewer } = await enter(browser, await linkOf('Nông Thị Duyệt', 'reviewer', { unit: 'vn.2025.01021' })))
  ;({ page: above } = await enter(browser, await linkOf('Lê Văn Trên', 'reviewer', {})))
  ;({ page: keeper } = await enter(browser, keeperLink))
  ;({ context: small } = await enter(browser, keeperLink, { scripts: true, viewport: phone }))
  ;({ context: large } = await enter(browser, keeperLink, { scripts: true, viewport: { width: 1366, height: 768 } }))
})
afterAll(() => desk?.stop())

test('1 who looked, on the record’s page', async () => {
  await reviewer.goto(`${desk.url}/office/submissions/${record}`)
  expect(await reviewer.locator('#looked').innerText()).toMatch(/Ai đã xem[\s\S]*Nông Thị Duyệt: \d\d:\d\d/)
  expect(await seen(reviewer)).not.toContain('Xem trong nhật ký')
  await above.goto(`${desk.url}/office/submissions/${record}`)
  expect(await above.locator('#looked li').allInnerTexts()).toEqual([expect.stringContaining('Lê Văn Trên'), expect.stringContaining('Nông Thị Duyệt')])
  await press(above, 'Xem trong nhật ký', 'link')
  const lines = await above.locator('ul.lines li').allInnerTexts()
  expect(lines).toHaveLength(3)
  expect(lines.join('\n')).toMatch(new RegExp(`Lê Văn Trên xem phiếu ${receipt}[\\s\\S]*Nông Thị Duyệt xem phiếu ${receipt}[\\s\\S]*gửi phiếu ${receipt}`))
  expect(await seen(above)).toContain('Ở đây chỉ có những dòng về phiếu trong địa bàn của bạn.')
})

test('2 an admin looks for it', async () => {
  await keeper.goto(`${desk.url}/office`)
  await keeper.locator('nav summary').first().click()
  await keeper.getByRole('link', { name: 'Nhật ký' }).first().click()
  expect(await keeper.locator('h1').innerText()).toBe('Nhật ký')
  await keeper.getByLabel('Tên người làm').fill('nong thi duyet')
  await press(keeper, 'Xem')
  expect(await seen(keeper)).toContain('Đang xem riêng: Nông Thị Duyệt')
  expect((await keeper.locator('ul.lines li').allInnerTexts()).join('\n')).toContain(`xem phiếu ${receipt}`)
  await press(keeper, 'Xem tất cả', 'link')
  await keeper.getByLabel('Việc').selectOption('looked')
  await keeper.getByLabel('Số biên nhận').fill(receipt.replace('-', ' '))
  await press(keeper, 'Xem')
  expect(await keeper.locator('ul.lines li').count()).toBe(2)
  await keeper.getByLabel('Từ ngày').fill('ngày mai')
  await press(keeper, 'Xem')
  expect(await keeper.locator('[role=alert]').innerText()).toContain('“ngày mai” không phải một ngày')
  expect(await keeper.getByLabel('Từ ngày').inputValue()).toBe('ngày mai')
  await keeper.getByLabel('Từ ngày').fill('1/1/2031')
  await press(keeper, 'Xem')
  expect(await seen(keeper)).toContain('Không có dòng nào.')
})

test('3 not for a commune', async () => {
  expect((await reviewer.goto(`${desk.url}/office/audit`))?.status()).toBe(403)
  expect(await reviewer.getByRole('link', { name: 'Nhật ký' }).count()).toBe(0)
})

test('4 axe, at both widths and in both languages', async () => {
  const addresses = ['/office/audit', '/office/audit?action=looked', `/office/audit?subject=${record}`, '/office/audit?from=x', '/office/audit?name=v', `/office/submissions/${record}`].map((path) => desk.url + path)
  for (const language of ['vi', 'en']) {
    for (const [width, context] of [['360', small], ['1366', large]] as const) {
      const [one] = context.pages()
      if (one === undefined) throw new Error('no page')
      if (language === 'en') {
        await one.goto(`${desk.url}/office/audit`)
        await press(one, 'English')
      }
      await expectClean(context, addresses)
      // What they look like: kept for whoever wants to see.
      if (process.env.LOOK === undefined) continue
      const look = await context.newPage()
      for (const [i, address] of addresses.entries()) {
        await look.goto(address)
        await look.screenshot({ path: `${process.env.LOOK}/audit-${i}-${width}-${language}.png`, fullPage: true })
      }
      await look.close()
    }
  }
})

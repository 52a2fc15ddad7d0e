// Erasing what a record says of a person, in the browser, by an admin with the right to personal answers.
// 1  From the record to the page that says what goes and what stays; without a ground or a reason nothing happens, and it is said which is missing.
// 2  Erased: the record says so in the place of each answer, on the screen and on paper; its name is gone from the queue.
// 3  axe finds nothing at 360 and at 1366 px, in either language, and nothing sticks out.
import { createHash } from 'node:crypto'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unsigned } from '../../src/record/canonical.ts'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { enter, expectClean, faultsOn, phone, press, seen } from './person.ts'
import { idOf } from './sent.ts'

let desk: Journey
let page: Page
let small: BrowserContext
let large: BrowserContext
const [one, two] = [idOf(900), idOf(901)]

async function sent(id: string, head_name: string): Promise<void> {
  const body = {
    id, form: 'resettlement_household_survey', version: 1, context: { at: Date.now() - 3_600_000, zone: 420, seed: 7, language: 'vi' },
    answers: {
      consent: 'yes', unit: 'vn.v.01045.thuong-ii', survey_date: '2026-11-24', head_name, head_birth_year: 1974, head_sex: 'male', lang: 'nung', members: 4, vulnerable: ['elderly'], poverty: 'poor', risk_type: ['landslide'], risk_signs: ['crack_ground'],
      risk_level: 'l2', house_kind: 'temporary', toilet: 'none', water: 'stream', power: 'none', answered_by: 'both', willing: 'now',
    },
  }
  const answer = await desk.api('POST', '/api/submissions', desk.officerToken, { ...body, sha256: createHash('sha256').update(unsigned(body)).digest('hex') })
  expect(answer.status, await answer.text()).toBe(201)
}

beforeAll(async () => {
  desk = await start()
  await sent(one, 'Lèng Văn Mẫu')
  await sent(two, 'Giàng Thị Mẫu')
  const person = (await (await desk.api('POST', '/api/people', adminToken, { name: 'Cà Thị Giữ' })).json()) as { id: string }
  const { token } = (await (await desk.api('POST', '/api/tokens', adminToken, { person: person.id, role: 'admin', unit: null, forms: null, personal: true })).json()) as { token: string }
  const browser = await desk.browser()
  const link = `${desk.url}/in/${token}`
  ;({ page } = await enter(browser, link))
  ;({ context: small } = await enter(browser, link, { scripts: true, viewport: phone }))
  ;({ context: large } = await enter(browser, link, { scripts: true, viewport: { width: 1366, height: 768 } }))
})
afterAll(() => desk?.stop())

test('1 what goes and what stays', async () => {
  await page.goto(`${desk.url}/office/submissions/${one}`)
  await page.getByRole('link', { name: 'Xóa thông tin cá nhân…' }).click()
  expect(await seen(page)).toMatch(/Sẽ mất hẳn[\s\S]*Họ và tên chủ hộ[\s\S]*Giữ lại[\s\S]*không con số nào đổi/)
  await press(page, 'Xóa hẳn')
  expect(await page.getByRole('alert').innerText()).toBe('Hãy chọn căn cứ.')
  await page.getByLabel('Người đó (hoặc người đại diện) yêu cầu xóa').check()
  await press(page, 'Xóa hẳn')
  expect(await page.getByRole('alert').innerText()).toBe('Hãy ghi lý do.')
  expect(await page.getByLabel('Người đó (hoặc người đại diện) yêu cầu xóa').isChecked()).toBe(true)
})

test('2 erased', async () => {
  await page.locator('#reason').fill('Đơn số 12 ngày 5/11/2026')
  await press(page, 'Xóa hẳn')
  const text = await seen(page)
  expect(text).toMatch(/Đã xóa theo yêu cầu[\s\S]*Cà Thị Giữ[\s\S]*Người đó \(hoặc người đại diện\) yêu cầu xóa[\s\S]*Đơn số 12/)
  expect(text).toMatch(/Họ và tên chủ hộ\s+đã xóa theo yêu cầu/)
  expect(text).not.toContain('Lèng Văn Mẫu')
  await page.goto(`${desk.url}/office/submissions/${one}/print`)
  expect(await seen(page)).toContain('đã xóa theo yêu cầu')
  await page.goto(`${desk.url}/office/resettlement_household_survey/queue`)
  const queue = await seen(page)
  expect([queue.includes('Giàng Thị Mẫu'), queue.includes('Lèng Văn Mẫu')]).toEqual([true, false])
})

test.each([['at 360', (): BrowserContext => small], ['at 1366', (): BrowserContext => large]])('3 clean %s', async (_, context) => {
  await expectClean(context(), ['vi', 'en'].flatMap((language) => [`${desk.url}/office/submissions/${two}/erase?lang=${language}`, `${desk.url}/office/submissions/${one}?lang=${language}`, `${desk.url}/office/submissions/${one}/print?lang=${language}`]))
  const asking = await context().newPage()
  await asking.goto(`${desk.url}/office/submissions/${two}/erase?lang=vi`)
  await press(asking, 'Xóa hẳn')
  expect(await asking.getByRole('alert').innerText()).toBe('Hãy chọn căn cứ.')
  expect(await faultsOn(asking)).toEqual([])
}, 120_000)

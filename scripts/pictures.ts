// The pictures of the README, taken from the running thing: `node scripts/pictures.ts`. The people and places of the answers are invented.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Answers } from '../src/form/form.ts'
import { start } from '../test/journeys/harness.ts'
import { enter, press } from '../test/journeys/person.ts'
import { idOf, send } from '../test/journeys/sent.ts'
import { bundle, root } from './serve.ts'

const folder = join(root, 'docs/pictures')
mkdirSync(folder, { recursive: true })
const desk = await start({ worker: await bundle() })
const browser = await desk.browser()

const villages = ['vn.v.01045.thuong-i', 'vn.v.01045.thuong-ii', 'vn.v.01045.lung-khum']
const names = ['Bàn Văn Thử', 'Triệu Thị Mẫu', 'Lò Văn Ví', 'Phàn Thị Dụ', 'Giàng Văn Nháp', 'Đặng Thị Tập', 'Lý Văn Giả', 'Hoàng Thị Định']
const household = (n: number): Answers => ({
  consent: 'yes', unit: villages[n % 3] ?? '', survey_date: `2026-${['09', '10', '11'][n % 4 === 3 ? 1 : n % 3]}-${String(3 + n).padStart(2, '0')}`, head_name: names[n % 8] ?? '', head_birth_year: 1970 + n, head_sex: 'male', lang: 'dao',
  members: 3 + (n % 4), vulnerable: ['none'], poverty: 'poor', risk_type: ['landslide'], risk_signs: ['none'], risk_level: ['l1', 'l2', 'l3', 'l4'][n % 4] ?? 'l3', ...(n % 4 === 0 ? { urgent_to: 'Trực ban xã, 9 giờ' } : {}),
  house_kind: 'semi', toilet: 'none', water: 'stream', power: 'grid', answered_by: 'both', willing: 'now',
})
const sent = [await send(desk, desk.officerToken, { id: idOf(1), form: 'site_register', answers: { site_name: 'Khu mới Thượng I', unit: villages[0] ?? '', move_form: 'concentrated', capacity: 70, before_hh: 0, power_len_km: 5, power_exact: 'about', power_stage: 'surveyed', recorded_on: '2026-11-03' } })]
for (let n = 0; n < 12; n++) sent.push(await send(desk, desk.officerToken, { id: idOf(10 + n), form: 'resettlement_household_survey', answers: household(n) }))
for (const answer of sent) if (answer.status !== 201) throw new Error(await answer.text())

const { page } = await enter(browser, desk.officerLink)
await page.goto(`${desk.url}/forms/resettlement_household_survey`)
await press(page, 'Bắt đầu ghi')
await page.getByLabel('Có', { exact: true }).check()
await page.getByLabel('Thôn Thượng I', { exact: true }).check()
await press(page, 'Lưu và đi tiếp')
await press(page, 'Lưu và đi tiếp')
await page.locator('[name=cluster]').fill('Xóm Đầu Nguồn')
await page.locator('[name=head_name]').fill('Bàn Văn Thử')
await page.locator('[name=head_birth_year]').fill('1981')
await page.locator('[name=phone]').fill('0912 34')
await page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
await page.screenshot({ path: join(folder, 'form.png') })
await press(page, 'Lưu và đi tiếp')
await page.screenshot({ path: join(folder, 'problems.png') })

await page.goto(`${desk.url}/forms/resettlement_household_survey`)
await press(page, 'Bắt đầu ghi')
await page.getByLabel('Không', { exact: true }).check()
await page.getByLabel('Thôn Thượng I', { exact: true }).check()
while (!new URL(page.url()).pathname.endsWith('/check')) await press(page, 'Lưu và đi tiếp')
await page.screenshot({ path: join(folder, 'check.png') })
await press(page, 'Gửi phiếu')
await page.screenshot({ path: join(folder, 'receipt.png') })

// The app: enrolled, then without a network.
const context = await browser.newContext({ viewport: { width: 360, height: 640 }, permissions: ['geolocation'], geolocation: { latitude: 22.7412, longitude: 104.6833, accuracy: 8 } })
const app = await context.newPage()
await app.goto(desk.officerLink)
await app.waitForSelector('html[data-app=ready]')
await app.getByRole('button', { name: /Đúng, tôi là/ }).click()
await app.getByRole('link', { name: 'Khảo sát hộ vùng nguy cơ sạt lở' }).first().waitFor({ timeout: 30_000 })
await app.waitForFunction('navigator.serviceWorker.controller !== null')
await context.setOffline(true)
await app.goto(`${desk.url}/forms/resettlement_household_survey`)
await app.getByRole('button', { name: 'Bắt đầu ghi' }).click()
await app.getByLabel('Không', { exact: true }).check()
await app.getByLabel('Thôn Thượng I', { exact: true }).check()
await app.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
await app.screenshot({ path: join(folder, 'app-form.png') })
for (let part = 0; part < 9 && !app.url().endsWith('/check'); part++) {
  await app.getByRole('button', { name: 'Lưu và đi tiếp' }).last().click()
  await app.waitForTimeout(300)
}
await app.getByRole('button', { name: 'Gửi phiếu' }).click()
await app.getByRole('heading', { name: 'Đã lưu, chờ gửi' }).waitFor()
await app.screenshot({ path: join(folder, 'app-waiting.png') })
await context.setOffline(false)
await app.getByRole('heading', { name: 'Đã nhận' }).waitFor({ timeout: 30_000 })
await app.screenshot({ path: join(folder, 'app-receipt.png') })
await context.close()

const { page: office } = await enter(browser, desk.reviewerLink, { viewport: { width: 1366, height: 900 } })
await office.goto(`${desk.url}/office/resettlement_household_survey?level=village`)
await office.screenshot({ path: join(folder, 'office.png') })
await office.goto(`${desk.url}/office/submissions/${idOf(10)}`)
await office.screenshot({ path: join(folder, 'record.png') })
await office.setViewportSize({ width: 360, height: 640 })
await office.goto(`${desk.url}/office/resettlement_household_survey?level=village`)
await office.screenshot({ path: join(folder, 'office-phone.png') })

const { page: author } = await enter(browser, desk.adminLink, { scripts: true, viewport: { width: 1366, height: 900 } })
await author.goto(`${desk.url}/office/forms/site_register/edit`)
await author.locator('html[data-desk=checked]').waitFor()
await author.screenshot({ path: join(folder, 'desk.png') })
await desk.stop()

// The office looks: from what is red on the first page down to the record, on a phone and on a wide screen, in both languages, on paper.
// 1  A red figure leads to its form, from there to the rows behind it, from a row to its record, and back to where one was.
// 2  axe finds nothing on any of these pages, at 360 and at 1366 px, in Vietnamese and in English, and nothing sticks out.
// 3  On paper there is no way around and no button; when it was counted stands there; it is A4.
// 4  On a phone the ways of the office open without script, and where one is, is marked.
// 5  An admin uploads boundaries without script; the map is shaded by them.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { enter, expectClean, phone, press, seen } from './person.ts'
import { idOf, send } from './sent.ts'

let desk: Journey
let page: Page
let small: BrowserContext
let large: BrowserContext
const wide = { width: 1366, height: 768 }
const year = String(new Date().getFullYear())
const square = (x: number): number[][] => [[x, 22.6], [x + 0.2, 22.6], [x + 0.2, 22.8], [x, 22.8], [x, 22.6]]

beforeAll(async () => {
  desk = await start()
  const villages = ['vn.v.01045.thuong-i', 'vn.v.01045.thuong-ii', 'vn.v.01045.lung-khum']
  for (const [i, unit] of villages.entries()) {
    const sent = await send(desk, desk.officerToken, { id: idOf(i + 1), form: 'resettlement_household_survey', answers: { consent: 'no', unit, survey_date: `${year}-0${i + 1}-05` } })
    expect(sent.status, await sent.text()).toBe(201)
  }
  const targets = [['', 90], ['vn.2025.01021', 40]].map(([unit, value]) => ({ indicator: 'resettlement_household_survey.refusals', period: year, unit, value }))
  expect((await desk.api('PUT', '/api/targets', adminToken, targets)).status).toBe(200)
  const browser = await desk.browser()
  ;({ page, context: small } = await enter(browser, desk.reviewerLink, { scripts: true, viewport: phone }))
  ;({ context: large } = await enter(browser, desk.reviewerLink, { scripts: true, viewport: wide }))
})
afterAll(() => desk?.stop())

const pages = (): readonly string[] => [
  '/office', '/office/resettlement_household_survey?units=today', '/office/resettlement_household_survey?level=village&group=risk_level&cross=month*risk_level', '/office/resettlement_household_survey/map',
  '/office/resettlement_household_survey/rows?indicator=refusals&back=units%3Dtoday', '/office/resettlement_household_survey/rows?indicator=willing_share',
].map((path) => desk.url + path)

test('1 from red to the record, and back', async () => {
  await page.goto(`${desk.url}/office`)
  expect(await seen(page)).toMatch(/Chậm, cần xem trước: 1 chỉ tiêu/)
  await page.locator('.stands h3 a').first().click()
  await page.waitForURL(/resettlement_household_survey\?units=today#f-refusals/)
  const figure = page.locator('[aria-labelledby="f-refusals"]')
  expect(await figure.innerText()).toMatch(/So với kế hoạch/)
  await figure.locator('tbody td a').first().click()
  await page.waitForURL(/\/rows\?/)
  expect(await page.locator('tbody tr:not(.total)').count()).toBe(3)
  expect(await page.locator('tr.total td.n').innerText()).toMatch(/^3/)
  const rows = page.url()
  await page.locator('tbody a').first().click()
  await page.waitForURL(/\/office\/submissions\//)
  await page.goto(rows)
  await page.locator('p.step a').click()
  await page.waitForURL(/resettlement_household_survey\?units=today#f-refusals/)
})

describe('2 axe', () => {
  test('in Vietnamese', async () => {
    await expectClean(small, pages())
    await expectClean(large, pages())
  })
  test('in English', async () => {
    for (const context of [small, large]) {
      const other = await context.newPage()
      await other.goto(`${desk.url}/office`)
      await press(other, 'English')
      expect(await seen(other)).toMatch(/Behind, to look at first: 1 indicator/)
      await expectClean(context, pages())
      await press(other, 'Tiếng Việt')
      await other.close()
    }
  })
})

test('3 on paper', async () => {
  const paper = await large.newPage()
  for (const address of pages().slice(0, 4)) {
    await paper.goto(address)
    await paper.emulateMedia({ media: 'print' })
    expect(await paper.locator('nav, button, .button, footer').filter({ visible: true }).count(), address).toBe(0)
    expect(await paper.getByText(/^Tính đến/).first().isVisible()).toBe(true)
    const pdf = (await paper.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(pdf).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/)
  }
  await paper.close()
})

test('4 the ways on a phone, without script', async () => {
  const { page: plain, context } = await enter(await desk.browser(), desk.reviewerLink, { viewport: phone })
  await plain.goto(`${desk.url}/office/resettlement_household_survey`)
  const way = plain.getByRole('navigation').getByRole('link', { name: 'Bảng công khai' })
  expect(await way.isVisible()).toBe(false)
  await plain.getByText(/^Mục: Tổng quan/).click()
  expect(await plain.getByRole('navigation').locator('[aria-current]').filter({ visible: true }).innerText()).toBe('Tổng quan')
  await way.filter({ visible: true }).click()
  await plain.waitForURL(/\/office\/boards$/)
  expect(await plain.getByText(/^Mục: Bảng công khai/).isVisible()).toBe(true)
  await context.close()
})

test('5 boundaries, without script', async () => {
  const file = join(desk.data, 'xa.geojson')
  const area = (name: string, x: number): object => ({ type: 'Feature', properties: { ten: name }, geometry: { type: 'Polygon', coordinates: [square(x)] } })
  writeFileSync(file, JSON.stringify({ type: 'FeatureCollection', features: [area('Xã Hoàng Su Phì', 104.5), area('BAN MAY', 104.7), area('Nơi lạ', 105)] }))
  const { page: admin, context } = await enter(await desk.browser(), desk.adminLink, { viewport: phone })
  await admin.goto(`${desk.url}/office/boundaries`)
  await admin.locator('input[type=file]').setInputFiles(file)
  await press(admin, 'Đưa lên')
  expect(await seen(admin)).toMatch(/Đã nhận ranh giới của 2 đơn vị[\s\S]*Nơi lạ: không có đơn vị nào/)
  await context.close()
  await page.goto(`${desk.url}/office/resettlement_household_survey/map?indicator=refusals`)
  expect(await page.locator('svg.map path[fill^="#"]').count()).toBe(1)
  expect(await page.locator('svg.map .label').allTextContents()).toEqual(expect.arrayContaining([expect.stringMatching(/Hoàng Su Phì/)]))
  const { context: scripted } = await enter(await desk.browser(), desk.adminLink, { scripts: true, viewport: phone })
  await expectClean(small, [page.url()])
  await expectClean(large, [page.url()])
  await expectClean(scripted, [`${desk.url}/office/boundaries`])
  await scripted.close()
})

// A reviewer's morning, from a figure that is red to the board on the wall. One wrong number, seen, asked about, put right, approved, shown.
// 1  Signed in by name and password, the first page says in red that the commune's new road is far behind its plan.
// 2  From the red figure down to the record: the road is 2,5 km and was written down as 0,25.
// 3  It is returned with a question on that one answer; on the officer's phone it opens there and is corrected.
// 4  Approved, the approved sum moves from nothing to what is right, and the figure is red no more.
// 5  The board shows it after its release and not before; the table taken away has it, once.
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { road } from './answers.ts'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { expectClean, press, seen } from './person.ts'
import { answerByThumb, beginForm, enrolOn, fillAll, phoneIn, photos, sendForm, tap, until } from './phone.ts'
import type { Phone } from './phone.ts'

const commune = 'vn.2025.01021'
const password = 'nương ngô dưới suối 7'

let desk: Journey
let phone: Phone
let office: { context: BrowserContext; page: Page }
let id = ''

beforeAll(async () => {
  desk = await start()
  const browser = await desk.browser()
  phone = await phoneIn(browser, desk.url)
  const officer = (await (await desk.api('POST', '/api/people', adminToken, { name: 'Phàn Thị Dụ' })).json()) as { id: string }
  const made = await desk.api('POST', '/api/enrolments', adminToken, { person: officer.id, role: 'officer', unit: commune, forms: null, device: { name: 'Máy của bản' } })
  await enrolOn(phone, ((await made.json()) as { link: string }).link)
  const planned = await desk.api('PUT', '/api/targets', adminToken, [{ indicator: 'road_registration.km_opened', unit: commune, period: String(new Date().getFullYear()), value: 2.5 }])
  expect(planned.status, await planned.text()).toBe(200)
})
afterAll(async () => {
  await phone?.close()
  await desk?.stop()
})

test('an officer writes 0,25 where the road is 2,5 km long', async () => {
  const [minutes] = await photos(1)
  id = await beginForm(phone.page, desk.url, 'road_registration')
  await fillAll(phone.page, { ...road, recorded_on: today(), meeting_date: today(), length_km: '0,25', length_exact: 'exact', minutes_photo: { photo: minutes as Buffer } })
  await sendForm(phone.page)
  await until(async () => (await desk.api('GET', `/api/submissions/${id}`, desk.reviewerToken)).status === 200)
})

test('1 a reviewer signs in; what is far behind its plan is red on the first page', async () => {
  const person = (await (await desk.api('POST', '/api/people', adminToken, { name: 'Hoàng Thị Mẫu Hai' })).json()) as { id: string }
  const invited = await desk.api('POST', '/api/accounts', adminToken, { person: person.id, sign_in_name: 'hoang.mau', role: 'reviewer', unit: commune, forms: null, personal: false, minutes: 60 })
  expect(invited.status).toBe(201)
  const { link } = (await invited.json()) as { link: string }
  const context = await (await desk.browser()).newContext({ viewport: { width: 1366, height: 768 } })
  const page = await context.newPage()
  office = { context, page }
  await page.goto(link)
  for (const box of await page.locator('input[type=password]').all()) await box.fill(password)
  await submit(page)
  // The next morning, at the same desk.
  await context.clearCookies()
  await page.goto(`${desk.url}/office`)
  await page.goto(`${desk.url}/sign-in`)
  await page.locator('[name=name]').fill('Hoang.Mau')
  await page.locator('[name=password]').fill(password)
  await submit(page)
  await page.goto(`${desk.url}/office`)
  expect(await read(page)).toMatch(/Số km đường mới mở[\s\S]*0,25 km/)
  expect(await page.locator('li', { hasText: 'Số km đường mới mở' }).first().locator('.bad').count()).toBeGreaterThan(0)
  await expectClean(context, [page.url()])
})

test('2 from the red figure to the record', async () => {
  const { page } = office
  await press(page, 'Số km đường mới mở', 'link')
  const figure = page.locator('[aria-labelledby="f-km_opened"]')
  expect(plain(await figure.innerText())).toContain('0,25 km')
  await follow(page, figure.locator('tbody a').first())
  expect(await page.locator('main a[href^="/office/submissions/"]').count()).toBe(1)
  await follow(page, page.locator('main a[href^="/office/submissions/"]').first())
  expect(page.url()).toContain(`/office/submissions/${id}`)
  expect(await read(page)).toMatch(/0,25/)
})

test('3 returned with a question on that answer, which opens there on the phone and is corrected', async () => {
  const { page } = office
  await page.getByLabel('Trả lại để sửa', { exact: false }).check()
  await page.locator('#question').selectOption('length_km')
  await page.locator('#comment').fill('Biên bản ghi 2,5 km. Xem lại giúp.')
  await press(page, 'Quyết định')
  expect(await page.locator('.sign.is-returned').count()).toBeGreaterThan(0)

  await phone.open('/')
  await until(async () => (await seen(phone.page)).includes('Biên bản ghi 2,5 km'))
  await phone.page.locator('main a[href^="/sent/"]', { hasText: 'Nậm Thử' }).first().tap()
  await tap(phone.page, 'Sửa và gửi lại')
  await phone.page.waitForURL(/#q-length_km$/)
  await answerByThumb(phone.page, 'length_km', '2,5')
  await fillAll(phone.page, {})
  await sendForm(phone.page)
  await until(async () => (await standing()).revision === 2)
})

test('4 approved, the sum moves and the figure is red no more', async () => {
  const { page } = office
  expect(await approved()).toBe(0)
  await page.goto(`${desk.url}/office/submissions/${id}`)
  // What was and what is, side by side.
  expect(await page.locator('section[id^=compare-]').innerText()).toMatch(/0,25[\s\S]*2,5/)
  await page.getByLabel('Duyệt', { exact: true }).check()
  await press(page, 'Quyết định')
  expect(await approved()).toBe(2.5)
  await page.goto(`${desk.url}/office`)
  expect(await read(page)).toMatch(/Số km đường mới mở[\s\S]*2,5 km/)
  expect(await page.locator('li', { hasText: 'Số km đường mới mở' }).first().locator('.bad').count()).toBe(0)
})

test('5 the board has it after its release and not before, and the table taken away has it once', async () => {
  const { page, context } = office
  const board = async (): Promise<string> => (await fetch(`${desk.url}/board/${commune}/roads`)).text().then(plain)
  const shown = /Số km đường mới mở \(km\)[\s\d,]*\s2,5/
  expect(await board()).not.toContain('2,5')
  await page.goto(`${desk.url}/office/boards`)
  await follow(page, page.locator(`a[href*="/office/boards/roads"][href*="${commune}"]`).first())
  expect(await read(page)).toMatch(shown)
  expect(await board()).not.toContain('2,5')
  await page.locator('#decision').fill('Thông báo 12/TB-UBND')
  await press(page, /^Công bố$/)
  expect(await board()).toContain('2,5')
  expect(await board()).not.toMatch(/Phàn Thị Dụ|Hoàng Thị Mẫu/)

  const table = await (await context.request.get(`${desk.url}/office/road_registration/export?format=csv`)).text()
  const lines = table.split('\r\n').filter((line) => line.includes(id))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatch(/2[.,]5/)
  expect(lines[0]).not.toMatch(/0[.,]25/)
})

// — how —

// Numbers and their units are held together by spaces that do not break.
const plain = (text: string): string => text.replace(/\u00a0|\u202f|&nbsp;/g, ' ')
const read = async (page: Page): Promise<string> => plain(await seen(page))

const today = (): Record<string, string> => {
  const now = new Date(Date.now() + 7 * 3_600_000)
  return { day: String(now.getUTCDate()), month: String(now.getUTCMonth() + 1), year: String(now.getUTCFullYear()) }
}

const standing = async (): Promise<{ state: string; revision: number }> => (await desk.api('GET', `/api/submissions/${id}`, desk.reviewerToken)).json() as Promise<{ state: string; revision: number }>

/** Kilometres of new road in the sums of what is approved. */
async function approved(): Promise<number> {
  const answer = await desk.api('GET', '/api/aggregates/road_registration/km_opened?state=approved', desk.reviewerToken)
  return ((await answer.json()) as { total: { value: number | null } }).total.value ?? 0
}

async function submit(page: Page): Promise<void> {
  const arrived = page.waitForEvent('framenavigated')
  await page.locator('main form button:not([type=button])').first().click()
  await arrived
  await page.waitForLoadState()
}

async function follow(page: Page, link: ReturnType<Page['locator']>): Promise<void> {
  const arrived = page.waitForEvent('framenavigated')
  await link.click()
  await arrived
  await page.waitForLoadState()
}

// The app as it is seen and used, on a small phone.
// 1  axe finds nothing on any page, in both languages, with and without problems; nothing sticks out at 360 px.
// 2  A browser in Vietnamese and one in English show the same numbers and dates, and keep the same answers.
// 3  The survey is finished by keyboard alone.
// 4  Before the first news came, the phone says that it is fetching the forms, not that there are none.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { household, participant, training } from './answers.ts'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { faultsOn, fillByKeyboard, seen } from './person.ts'
import { beginForm, drawn, enrolOn, fillAll, fillByThumb, goOn, heading, kept, phoneIn, sendForm, tap, until } from './phone.ts'
import type { Phone } from './phone.ts'

let desk: Journey
// PICTURES names a folder: every page that axe looks at is kept there as it looked.
const pictures = process.env.PICTURES

beforeAll(async () => {
  desk = await start()
})
afterAll(() => desk?.stop())

async function enrolled(name: string, locale = 'vi-VN'): Promise<Phone> {
  const phone = await phoneIn(await desk.browser(), desk.url, { locale })
  const { id } = (await (await desk.api('POST', '/api/people', adminToken, { name })).json()) as { id: string }
  const made = await desk.api('POST', '/api/enrolments', adminToken, { person: id, role: 'officer', unit: 'vn.2025.01021', forms: null, device: { name: 'Máy thử' } })
  const { link } = (await made.json()) as { link: string }
  await phone.page.goto(link)
  await drawn(phone.page)
  await clean(phone.page, 'entrance')
  await enrolOn(phone, link)
  return phone
}

let shots = 0
async function clean(page: Page, what: string): Promise<void> {
  await kept(page)
  const language = (await page.locator('html').getAttribute('lang')) ?? ''
  if (pictures !== undefined) {
    mkdirSync(pictures, { recursive: true })
    await page.screenshot({ path: join(pictures, `${String(++shots).padStart(2, '0')}-${what.replace(/[^a-z0-9]+/gi, '-')}-${language}.png`), fullPage: true })
  }
  expect(await faultsOn(page), `${what} ${language}`).toEqual([])
}

/** This page in both languages; ends in Vietnamese. */
async function both(page: Page, what: string): Promise<void> {
  await clean(page, what)
  await tap(page, 'English')
  await page.locator('html[lang=en]').waitFor({ state: 'attached' })
  await drawn(page)
  await clean(page, what)
  await tap(page, 'Tiếng Việt')
  await page.locator('html[lang=vi]').waitFor({ state: 'attached' })
}

test('1 axe finds nothing on any page of the app', async () => {
  const phone = await enrolled('Lý Văn Thử')
  const { page } = phone
  await both(page, 'home')
  await page.locator('main a[href="/forms/resettlement_household_survey"]').first().tap()
  await page.getByRole('button', { name: 'Bắt đầu ghi' }).waitFor()
  await both(page, 'begin')
  await phone.open('/')
  const id = await beginForm(page, desk.url, 'resettlement_household_survey')
  await fillByThumb(page, { consent: 'yes', unit: 'vn.v.01045.thuong-i' })
  for (let screen = 1; screen <= 7; screen++) {
    await phone.open(`/fill/${id}/${screen}`)
    await both(page, `screen ${screen}`)
    await phone.open(`/fill/${id}/${screen}?check`)
    await clean(page, `screen ${screen} with problems`)
  }
  await phone.open(`/fill/${id}/check`)
  await both(page, 'check with problems')
  await phone.open(`/fill/${id}/1`)
  await fillAll(page, household)
  await both(page, 'check')
  await tap(page, 'Bỏ phiếu đang ghi này', 'link')
  await heading(page, 'Bỏ phiếu đang ghi?')
  await both(page, 'discard')
  await page.goBack()
  await heading(page, 'Xem lại trước khi gửi')
  await phone.offline(true)
  const n = await sendForm(page)
  await both(page, 'waiting')

  await beginForm(page, desk.url, 'training_session')
  await fillByThumb(page, training)
  await goOn(page)
  await both(page, 'no rows')
  await tap(page, 'Thêm một dòng')
  await page.waitForURL(/attend\.1$/)
  await both(page, 'row')
  await fillByThumb(page, participant)
  await goOn(page, 'Lưu dòng này')
  await both(page, 'rows')
  await tap(page, /^Xóa Dòng 1/)
  await heading(page, /^Xóa Dòng 1/)
  await both(page, 'remove a row')
  await phone.open('/')
  await both(page, 'home with a queue')
  for (const path of ['/sent', '/sent?state=waiting', '/phone']) {
    await phone.open(path)
    await both(page, path)
  }
  await phone.offline(false)
  await phone.open('/')
  await tap(page, 'Gửi ngay')
  await until(async () => (await phone.shelf<{ state: string }>('records')).every(({ state }) => state === 'kept'))
  await phone.open(`/sent/${n}`)
  await both(page, 'receipt')
  await phone.open(`/sent/${n}?withdraw`)
  await both(page, 'withdraw')
  const kept1 = (await phone.shelf<{ id: string }>('records'))[0]
  await desk.api('POST', `/api/submissions/${kept1?.id}/review`, desk.reviewerToken, { state: 'returned', comment: 'Xem lại số người', question: 'members' })
  await phone.open('/')
  await until(async () => (await seen(page)).includes('Xem lại số người'))
  await both(page, 'home with a question')
  await phone.open(`/sent/${n}`)
  await both(page, 'returned')
  await tap(page, 'Sửa và gửi lại')
  await page.waitForURL(/\/fill\//)
  await both(page, 'correction')
  await phone.open('/fill/01a20d2b-0000-7000-8000-000000000000')
  await both(page, 'nowhere')
  await phone.open('/phone')
  await page.locator('#pin').fill('2468')
  await Promise.all([page.waitForEvent('load'), tap(page, 'Đặt PIN')])
  await drawn(page)
  const other = await phone.context.newPage()
  await other.goto(`${desk.url}/`)
  await drawn(other)
  await clean(other, 'PIN')
  await phone.close()
}, 300_000)

test('2 numbers and dates come out the same in a browser of any language', async () => {
  const shown: string[] = []
  const bodies: unknown[] = []
  for (const locale of ['vi-VN', 'en-US']) {
    const phone = await enrolled(`Người ${locale}`, locale)
    const { page } = phone
    expect(await page.evaluate('navigator.language')).toBe(locale)
    await phone.offline(true)
    await beginForm(page, desk.url, 'resettlement_household_survey')
    await fillAll(page, household)
    const summary = await seen(page)
    for (const text of ['2,5', '1.500', '1981', 'thứ Sáu, 20/11/2026']) expect(summary, locale).toContain(text)
    shown.push(summary)
    await sendForm(page)
    // What became of it is read from its top, not from where the button was.
    expect(await page.evaluate('scrollY'), locale).toBe(0)
    const [record] = await phone.shelf<{ body: string }>('records')
    bodies.push((JSON.parse(record?.body ?? '{}') as { answers: unknown }).answers)
    await phone.close()
  }
  expect(shown[1]).toBe(shown[0])
  expect(bodies[1]).toEqual(bodies[0])
})

test('3 the survey by keyboard alone', async () => {
  const phone = await enrolled('Bàn Phím Thử')
  const { page } = phone
  const answers = Object.fromEntries(Object.entries(household).filter(([, given]) => typeof given === 'string' || Array.isArray(given))) as Record<string, string | readonly string[]>
  const follow = async (href: string | RegExp): Promise<void> => {
    for (let stops = 0; stops < 80; stops++) {
      await page.keyboard.press('Tab')
      if (new RegExp(href).test(await page.evaluate<string>("document.activeElement.getAttribute('href') ?? document.activeElement.textContent ?? ''"))) return page.keyboard.press('Enter')
    }
    throw new Error(`${String(href)} was not reached by the Tab key`)
  }
  await follow('/forms/resettlement_household_survey')
  await page.getByRole('button', { name: 'Bắt đầu ghi' }).waitFor()
  await follow('^Bắt đầu ghi$')
  await page.waitForURL(/\/fill\/.*\/1$/)
  for (let screens = 0; screens < 8 && !page.url().endsWith('/check'); screens++) {
    const before = page.url()
    await fillByKeyboard(page, answers, 'next', () => kept(page))
    await until(() => page.url() !== before)
    await drawn(page)
  }
  await heading(page, 'Xem lại trước khi gửi')
  await follow('^Gửi phiếu$')
  await page.waitForURL(/\/sent\/\d+$/)
  await until(async () => (await seen(page)).includes('Số biên nhận'))
  const [record] = await phone.shelf<{ body: string; state: string }>('records')
  expect(JSON.parse(record?.body ?? '{}')).toMatchObject({ answers: { head_name: 'Lò Thị Ví Dụ', members: 5, slope_m: 2.5, house_land_m2: 1500 } })
  await phone.close()
})

test('4 before anything was heard the phone does not say that there is no form', async () => {
  const phone = await phoneIn(await desk.browser(), desk.url)
  const { page } = phone
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => { release = resolve })
  await phone.context.route(/\/api\/phone\?unsent/, async (route) => {
    await held
    await route.continue()
  })
  await page.goto(desk.officerLink)
  await drawn(page)
  await tap(page, /Đúng, tôi là/)
  await heading(page, 'Phiếu của tôi')
  expect(await seen(page)).toContain('Đang lấy biểu mẫu từ văn phòng')
  expect(await seen(page)).not.toContain('Chưa có biểu mẫu nào')
  release()
  await page.locator('main a[href="/forms/resettlement_household_survey"]').first().waitFor({ timeout: 30_000 })
  expect(await seen(page)).not.toContain('Đang lấy biểu mẫu')
  await phone.close()
})

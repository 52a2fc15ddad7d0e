// Somebody from the village with the address of a public form, without any script, on a small phone.
// 1  The poster's address opens the form with the place filled in; to the receipt it takes no sign-in and no script.
// 2  What is wrong is said as to everyone, and everything typed stays.
// 3  axe finds nothing on any page, nothing sticks out at 360 px; the page that comes when too much was sent neither.
// 4  A recording and a photo chosen from the phone arrive at the office.
// 5  The receipt's number says at /r which step it is at.
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { start } from './harness.ts'
import type { Journey } from './harness.ts'
import { enter, expectClean, faultsOn, phone, press, seen } from './person.ts'

let desk: Journey
let context: BrowserContext
let page: Page
beforeAll(async () => {
  desk = await start()
  context = await (await desk.browser()).newContext({ javaScriptEnabled: false, viewport: phone })
  page = await context.newPage()
})
afterAll(() => desk.stop())

// The same browser with scripts, for axe to look through.
async function seeing(): Promise<BrowserContext> {
  const other = await (await desk.browser()).newContext({ viewport: phone })
  await other.addCookies(await context.cookies())
  return other
}
const ogg = Buffer.from('4f676753000200000000000000000000000000000000', 'hex')

test('1 to 5', async () => {
  await page.goto(`${desk.url}/f/public_feedback?unit=vn.v.01045.thuong-i`)
  expect(await seen(page)).toContain('Thượng I')
  expect(await page.locator('header').innerText()).not.toContain('Bạn là')
  await press(page, 'Bắt đầu ghi')
  const first = page.url()
  // As it lies today: the commune that the village belongs to since 2025.
  expect(await page.locator('input[name=commune]:checked').getAttribute('value')).toBe('vn.2025.01021')
  expect(await page.locator('input[name=unit]:checked').getAttribute('value')).toBe('vn.v.01045.thuong-i')
  await press(page, 'Lưu và đi tiếp')
  expect(await seen(page)).toMatch(/Có \d chỗ cần xem lại/)
  await page.locator('input[name=lang][value=dao]').check()
  await page.locator('input[name=topic][value=road]').check()
  await page.locator('textarea[name=message], input[name=message]').first().fill('Đường lên thôn “bị sạt” <từ hôm qua>')
  await page.locator('input[type=file][name=".file.voice"]').setInputFiles({ name: 'y-kien.ogg', mimeType: 'audio/ogg', buffer: ogg })
  await press(page, 'Lưu và đi tiếp')
  await page.locator('input[name=want_reply][value=no]').check()
  const second = page.url()
  await press(page, 'Lưu và đi tiếp')
  expect(new URL(page.url()).pathname).toMatch(/\/check$/)
  expect(await seen(page)).toContain('Đường lên thôn “bị sạt” <từ hôm qua>')
  expect(await seen(page)).toContain('Thôn Thượng I')

  const eyes = await seeing()
  await expectClean(eyes, [`${desk.url}/f/public_feedback?unit=vn.v.01045.thuong-i`, first, `${first}?check`, second, page.url(), page.url().replace('/check', '/discard'), `${desk.url}/f/public_feedback/01a20d2b-0000-7000-9000-000000000000`])

  // Too much came: the page is there with what was typed, and it is a page for people.
  await desk.db.prepare(`update visits set count = most`).run()
  const late = await eyes.newPage()
  await late.goto(first)
  await late.locator('textarea[name=message], input[name=message]').first().fill('Chữ vừa gõ thêm')
  await late.getByRole('button', { name: 'Lưu và đi tiếp' }).last().click()
  await late.locator('#late').waitFor()
  expect(await late.locator('textarea[name=message], input[name=message]').first().inputValue()).toBe('Chữ vừa gõ thêm')
  expect(await faultsOn(late)).toEqual([])
  await desk.db.prepare(`insert into visits (hour, form, what, who, count, most) values (unixepoch() / 3600, 'public_feedback', 'sent', '', 1500, 1500)`).run()
  await press(page, 'Gửi phiếu')
  expect(await seen(page)).toContain('Phiếu chưa gửi được, nhưng những gì đã ghi vẫn còn')
  await desk.db.prepare(`delete from visits`).run()
  await press(page, 'Xem lại trước khi gửi', 'link')
  await press(page, 'Gửi phiếu')

  const receipt = /\d+-\d\d/.exec(await seen(page))?.[0] ?? ''
  expect(receipt).not.toBe('')
  await expectClean(eyes, [page.url(), `${desk.url}/r/${receipt}`])
  await page.reload()
  expect(await seen(page)).toContain(receipt)
  await page.goto(`${desk.url}/r/${receipt}`)
  expect(await seen(page)).toContain('đã nhận')
  expect(await seen(page)).not.toContain('sạt')

  const office = await enter(await desk.browser(), desk.reviewerLink)
  await office.page.goto(`${desk.url}/office/public_feedback/rows`)
  await office.page.locator('table a').first().click()
  const record = await seen(office.page)
  for (const part of ['người dân, không đăng nhập', 'Đường lên thôn “bị sạt” <từ hôm qua>', receipt]) expect(record).toContain(part)
  expect(await office.page.locator('audio').count()).toBe(1)
  const eyesOfOffice = await enter(await desk.browser(), desk.reviewerLink, { scripts: true })
  await expectClean(eyesOfOffice.context, [`${desk.url}/office/public_feedback/address?unit=vn.v.01045.thuong-i`, `${desk.url}/office/public_feedback/address?unit=zz`, `${desk.url}/office/public_feedback/address?unit=thuong`])
})

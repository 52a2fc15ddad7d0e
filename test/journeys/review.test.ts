// A reviewer's day in the commune, and the level above: what waits, worked off by keys; a question to a phone; two that disagree; approved twice; the month locked.
// 1  The morning: what waits over all forms, the longest first; from there into the form's queue.
// 2  By keys from record to record; a key chooses, the button decides. Written text is left alone, keys can be switched off, without script all of it works by buttons.
// 3  A question goes to the phone and leads to its answer; both of two that disagree are shown, and one is taken.
// 4  Approved in the commune, then above; the phone says each.
// 5  The level above locks the month; what comes afterwards is kept, and said to be late on the phone; opened with a reason, it is counted.
// 6  axe finds nothing on these pages, at 360 and at 1366 px.
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answers } from '../../src/form/form.ts'
import { putUnits } from '../../scripts/links.ts'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { enter, expectClean, phone as small, press, seen } from './person.ts'
import { answerByThumb, beginForm, enrolOn, fillAll, phoneIn, sendForm, tap, until } from './phone.ts'
import type { Phone } from './phone.ts'
import { idOf, send } from './sent.ts'

const wide = { width: 1366, height: 768 }
const commune = 'vn.2025.01021'
const village = 'vn.v.01045.thuong-i'
const form = `
id: work_day
title: Ngày công làm đường
language: vi
date: \${done_on}
unit: \${village}
instance_name: \${road}
review: { hold: all, first: commune }
survey:
  - { type: unit village, name: village, label: Thôn nào?, required: yes }
  - { type: date, name: done_on, label: Ngày nào?, required: yes }
  - { type: text, name: road, label: Tuyến đường nào?, required: yes }
  - { type: integer, name: days, label: Bao nhiêu công?, required: yes, constraint: . >= 0, check: [{ expect: . < 500, message: Nhiều hơn 500 công trong một ngày? }] }
indicators:
  - { name: all, label: Số phiếu, count: yes }
  - { name: labour, label: Ngày công, sum: "\${days}", unit: công }
`
let desk: Journey
let below: { page: Page; context: BrowserContext }
let above: { page: Page; context: BrowserContext }
let officer = ''
let phone: Phone
const ids: Record<string, string> = {}
let today = ''

async function submit(name: string, more: Answers = {}, { id = idOf(Object.keys(ids).length + 1), reasons }: { id?: string; reasons?: Readonly<Record<string, string>> } = {}): Promise<void> {
  ids[name] = id
  const answer = await send(desk, officer, { id, form: 'work_day', answers: { village, done_on: today, road: name, days: 12, ...more }, ...(reasons === undefined ? {} : { reasons }) })
  expect([201, 409], await answer.clone().text()).toContain(answer.status)
}
const stateOf = async (name: string): Promise<string> => ((await (await desk.api('GET', `/api/submissions/${ids[name]}`, adminToken)).json()) as { state: string }).state
const labour = async (state: string): Promise<number> => ((await (await desk.api('GET', `/api/aggregates/work_day/labour?state=${state}`, adminToken)).json()) as { total: { value: number } }).total.value
const focused = (page: Page): Promise<string> => page.evaluate<string>(`(document.activeElement.name || document.activeElement.textContent || document.activeElement.tagName).trim()`)
const queue = (): string => `${desk.url}/office/work_day/queue`
const onPhone = async (): Promise<readonly { readonly id: string; readonly state: string }[]> => phone.shelf('records')
const heardOnPhone = async (state: string): Promise<void> => {
  await phone.open('/')
  await until(async () => (await onPhone()).filter(({ id }) => id === ids.phone).at(-1)?.state === state)
}

beforeAll(async () => {
  desk = await start({ forms: false })
  today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
  await putUnits({ url: desk.url, adminToken })
  const made = await fetch(`${desk.url}/api/forms`, { method: 'POST', headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/yaml' }, body: form })
  expect(made.status, await made.text()).toBe(201)
  officer = await desk.enrol({ name: 'Lý Văn Thử', role: 'officer', unit: commune })
  const browser = await desk.browser()
  below = await enter(browser, `${desk.url}/in/${await desk.enrol({ name: 'Hoàng Thị Mẫu', role: 'reviewer', unit: commune })}`, { scripts: true, viewport: wide })
  above = await enter(browser, `${desk.url}/in/${await desk.enrol({ name: 'Vàng Văn Trên', role: 'reviewer', unit: 'vn.2025.p08' })}`, { scripts: true, viewport: wide })
  phone = await phoneIn(browser, desk.url)
  const person = (await (await desk.api('POST', '/api/people', adminToken, { name: 'Phàn Thị Dụ' })).json()) as { id: string }
  const { link } = (await (await desk.api('POST', '/api/enrolments', adminToken, { person: person.id, role: 'officer', unit: commune, forms: null, device: { name: 'Máy của bản' } })).json()) as { link: string }
  await enrolOn(phone, link)
  await submit('Đường Một')
  await submit('Đường Hai')
  await submit('Đường Ba', { days: 700 }, { reasons: { days: 'cả bản cùng làm' } })
  await submit('Đường Bốn', { days: 20 })
  await submit('Đường Bốn', { days: 25 }, { id: ids['Đường Bốn'] ?? '' })
  ids.phone = await beginForm(phone.page, desk.url, 'work_day')
  await fillAll(phone.page, { village, done_on: { day: today.slice(8), month: today.slice(5, 7), year: today.slice(0, 4) }, road: 'Đường Bản', days: '30' })
  await sendForm(phone.page)
  await until(async () => (await onPhone()).at(-1)?.state === 'kept')
})
afterAll(async () => {
  await phone?.close()
  await desk?.stop()
})

describe('the morning', () => {
  test('1, 6 what waits, and into it', async () => {
    const { page } = below
    await page.goto(`${desk.url}/office`)
    await press(page, 'Việc chờ duyệt', 'link')
    const text = await seen(page)
    expect(text).toContain('Chờ bạn duyệt: 5')
    expect(text).toMatch(/Chờ lâu nhất: Ngày công làm đường, .* hôm nay/)
    expect((await page.locator('main details li').allInnerTexts()).map((card) => card.replace(/\s+/g, ' '))).toEqual(['Ngày công làm đường: 5 Chờ lâu nhất: hôm nay · Có điểm cần xem: 1 , Ngày công làm đường · Trùng lệch: 1 , Ngày công làm đường'])
    await expectClean(below.context, [page.url()])
    await page.locator('main details li a', { hasText: 'Ngày công làm đường: 5' }).click()
    await page.waitForURL(/\/office\/work_day\/queue\?heap=received/)
    await expectClean(below.context, [page.url()])
    await page.setViewportSize(small)
    await expectClean(below.context, [`${desk.url}/office/queue`, page.url(), `${desk.url}/office/submissions/${ids['Đường Bốn']}`, `${desk.url}/office/work_day/periods`])
    await page.setViewportSize(wide)
  })
})

describe('by keys', () => {
  test('2 told on the page; they move and choose, the button decides', async () => {
    const { page } = below
    await page.goto(queue())
    await page.getByText('Phím tắt', { exact: true }).click()
    expect(await page.locator('[data-keys]').innerText()).toMatch(/S\s+phiếu sau[\s\S]*D\s+duyệt/)
    await page.keyboard.press('s')
    expect(await focused(page)).toBe('Đường Bản')
    for (let i = 0; i < 2; i++) await page.keyboard.press('s')
    expect(await focused(page)).toBe('Đường Ba')
    await page.keyboard.press('t')
    await page.keyboard.press('s')
    await page.keyboard.press('s')
    expect(await focused(page)).toBe('Đường Hai')
    await page.keyboard.press('c')
    await page.keyboard.press('s')
    await page.keyboard.press('c')
    expect(await page.locator('tbody [type=checkbox]:checked').count()).toBe(2)
    await page.keyboard.press('d')
    expect([await focused(page), await page.locator('[name=state]:checked').getAttribute('value')]).toEqual(['Quyết định các phiếu đã chọn', 'approved'])
    expect(await stateOf('Đường Hai')).toBe('received')
    const arrived = page.waitForURL(/done=2/)
    await page.keyboard.press('Enter')
    await arrived
    expect([await stateOf('Đường Một'), await stateOf('Đường Hai')]).toEqual(['endorsed', 'endorsed'])
  })
  test('2 in a box they are letters; with Ctrl they are the browser’s; switched off they do nothing', async () => {
    const { page } = below
    await page.goto(queue())
    await page.keyboard.press('s')
    await page.keyboard.press('l')
    expect(await focused(page)).toBe('comment')
    await page.keyboard.type('sai ldk')
    expect(await page.locator('#comment').inputValue()).toBe('sai ldk')
    await page.goto(queue())
    await page.keyboard.press('Control+s')
    await page.keyboard.press('Alt+s')
    expect(await page.evaluate('document.activeElement.tagName')).toBe('BODY')
    await page.getByText('Phím tắt', { exact: true }).click()
    await page.getByLabel('Dùng phím tắt').uncheck()
    await page.reload()
    await page.keyboard.press('s')
    expect(await page.evaluate('document.activeElement.tagName')).toBe('BODY')
    await page.getByText('Phím tắt', { exact: true }).click()
    await page.getByLabel('Dùng phím tắt').check()
  })
  test('2 on a record: the next of the queue, and back', async () => {
    const { page } = below
    await page.goto(queue())
    await page.keyboard.press('s')
    const first = page.waitForURL(/\/office\/submissions\//)
    await page.keyboard.press('Enter')
    await first
    expect(await page.locator('h1').innerText()).toBe('Đường Bản')
    const next = page.waitForURL(`**/${ids['Đường Bốn']}`)
    await page.keyboard.press('s')
    await next
    const back = page.waitForURL(/\/office\/work_day\/queue/)
    await page.keyboard.press('h')
    await back
  })
  test('2 without script there are no keys, and nothing is missing', async () => {
    const link = `${desk.url}/in/${await desk.enrol({ name: 'Sùng Thị Giấy', role: 'reviewer', unit: commune })}`
    const plain = await enter(await desk.browser(), link)
    await plain.page.goto(queue())
    expect(await plain.page.locator('[data-keys]').isVisible()).toBe(false)
    await plain.page.getByLabel('Chọn phiếu Đường Ba').check()
    await plain.page.getByLabel('Duyệt', { exact: true }).check()
    await press(plain.page, 'Quyết định các phiếu đã chọn')
    expect(await seen(plain.page)).toContain('Đã ghi quyết định cho 1 phiếu.')
    expect(await stateOf('Đường Ba')).toBe('endorsed')
    await plain.context.close()
  })
})

describe('questions', () => {
  test('3 to the phone: it leads to the answer, which comes back', async () => {
    const { page } = below
    await page.goto(`${desk.url}/office/submissions/${ids.phone}`)
    await page.keyboard.press('l')
    await page.keyboard.type('Có đúng là 30 công không?')
    await page.locator('#question').selectOption('days')
    await press(page, 'Quyết định')
    await phone.open('/')
    await until(async () => (await seen(phone.page)).includes('Có đúng là 30 công không?'))
    await phone.page.locator('main a[href^="/sent/"]', { hasText: 'Đường Bản' }).tap()
    await tap(phone.page, 'Sửa và gửi lại')
    await phone.page.waitForURL(/#q-days$/)
    expect(await seen(phone.page)).toContain('Văn phòng hỏi: Có đúng là 30 công không?')
    await answerByThumb(phone.page, 'days', '33')
    await fillAll(phone.page, {})
    await sendForm(phone.page)
    await until(async () => (await stateOf('phone')) === 'received')
  })
  test('3 two that disagree: both values, and one is taken', async () => {
    const { page } = below
    await page.goto(`${desk.url}/office/submissions/${ids['Đường Bốn']}`)
    expect(await page.locator('section[id^=compare] tbody tr').allInnerTexts()).toEqual([expect.stringMatching(/Bao nhiêu công\?\s+20\s+25/)])
    const before = await labour('received')
    await press(page, 'Lấy bản 2')
    expect(await labour('received')).toBe(before + 5)
    expect(await seen(page)).toContain('25')
  })
})

describe('two levels', () => {
  test('4 the commune, then above; the phone says each', async () => {
    await below.page.goto(queue())
    for (const name of ['Đường Bản', 'Đường Bốn']) await below.page.getByLabel(`Chọn phiếu ${name}`).check()
    await below.page.getByLabel('Duyệt', { exact: true }).check()
    await press(below.page, 'Quyết định các phiếu đã chọn')
    expect(await labour('approved')).toBe(0)
    await heardOnPhone('endorsed')
    await phone.open('/sent')
    expect(await seen(phone.page)).toContain('đã duyệt ở xã')
    const { page } = above
    await page.goto(`${desk.url}/office/queue`)
    expect(await seen(page)).toContain('Chờ bạn duyệt: 5')
    await page.goto(`${queue()}?heap=endorsed`)
    await page.getByLabel('Mọi phiếu trên trang này không có điểm cần xem').check()
    await page.getByLabel('Duyệt', { exact: true }).check()
    await expectClean(above.context, [page.url(), `${desk.url}/office/queue`])
    await press(page, 'Quyết định các phiếu đã chọn')
    expect(await labour('approved')).toBe(12 + 12 + 25 + 33)
    await heardOnPhone('approved')
  })
})

describe('the month is over', () => {
  test('5, 6 locked above; late ones are kept, said, and counted once it is open', async () => {
    const month = today.slice(0, 7)
    const { page } = above
    await page.goto(`${desk.url}/office/work_day/periods?period=${month}`)
    await expectClean(above.context, [page.url()])
    await page.getByLabel('Chọn Xã Hoàng Su Phì').check()
    await press(page, 'Khóa các nơi đã chọn')
    expect(await seen(page)).toMatch(/Xã Hoàng Su Phì\s+Đã khóa – Vàng Văn Trên/)
    const sums = [await labour('received'), await labour('approved')]
    await below.page.goto(`${desk.url}/office/submissions/${ids['Đường Ba']}`)
    expect(await seen(below.page)).toContain('đã khóa: Vàng Văn Trên')
    expect(await below.page.locator('#decide').count()).toBe(0)
    ids.phone = await beginForm(phone.page, desk.url, 'work_day')
    await fillAll(phone.page, { village, done_on: { day: today.slice(8), month: today.slice(5, 7), year: today.slice(0, 4) }, road: 'Đường Muộn', days: '8' })
    await sendForm(phone.page)
    // Received first, late as soon as the phone asks what became of it.
    await until(async () => ['kept', 'late'].includes((await onPhone()).at(-1)?.state ?? ''))
    await heardOnPhone('late')
    await phone.open('/sent')
    expect(await seen(phone.page)).toContain('đến sau khi khóa kỳ')
    expect([await labour('received'), await labour('approved')]).toEqual(sums)
    await below.page.goto(`${queue()}?heap=late`)
    await expectClean(below.context, [below.page.url(), `${desk.url}/office/submissions/${ids.phone}`])
    await page.goto(`${desk.url}/office/work_day/periods?period=${month}`)
    await page.getByLabel('Chọn Xã Hoàng Su Phì').check()
    await page.getByLabel('Lý do mở kỳ').fill('Bản gửi muộn vì mất sóng')
    await press(page, 'Mở các nơi đã chọn')
    await below.page.goto(`${queue()}?heap=late`)
    await below.page.getByLabel('Chọn phiếu Đường Muộn').check()
    await below.page.getByLabel('Nhận vào số liệu').check()
    await press(below.page, 'Quyết định các phiếu đã chọn')
    expect(await labour('received')).toBe((sums[0] ?? 0) + 8)
  })
})

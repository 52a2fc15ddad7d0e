// Quick, odd and shaking hands on the phone: what people do to a page before it is ready for it.
// 1  A page left at once after a photo was chosen, also by the browser's own way back: the photo is kept.
// 2  A draft tapped twice opens; it is not "open in another window".
// 3  What one language cannot read is read when the other is chosen, and nothing typed is lost by it.
// 4  A form that was closed cannot be begun from its link; what is being filled in still opens.
// 5  A page drawn anew under the hand: the button that has the focus keeps it.
// 6  Addresses that somebody cut short or made up are pages that say so.
// 7  A phone without anybody says how to come in, on the app's own pages too.
// 8  A phone whose app breaks before it has drawn says so, and that nothing kept is lost.
// 9  Lists that come while somebody writes are offered at once; what is typed stays, and nothing is shown that rests on a key which is not kept yet.
// 10 A group that gets its label from an answer, or loses it, keeps its questions on the page and what stands in them.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { seen } from './person.ts'
import { answerByThumb, beginForm, drawn, fillAll, goOn, heading, kept, phoneIn, photos, sendForm, tap, until } from './phone.ts'
import type { Phone } from './phone.ts'
import { enrolNew, startTrial, trial, village, write } from './trial.ts'
import type { Trial } from './trial.ts'

const houses = `id: houses
title: Nhà
language: vi
unit: \${place}
instance_name: \${head}
survey:
  - type: group
    name: g
    label: Phần thử
    questions:
      - { type: entry trial_house, name: which, label: Nhà nào }
      - { type: unit village, name: place, label: Thôn, required: yes }
      - { type: text, name: head, label: Chủ nhà }
      - { type: integer, name: people, label: Số người }
      - { type: text, name: story, label: "Nhà \${people} người" }
      - { type: calculate, name: first, calculation: "once(\${people})" }
      - { type: text, name: late, label: Nhà đông người, relevant: "\${people} > 4" }
      - { type: geopoint, name: spot, label: Chỗ nhà }
      - { type: note, name: told, label: "\${first} và \${people}" }
      - type: group
        name: inner
        label: "\${head}"
        questions:
          - { type: text, name: inside, label: Trong nhà }
registers:
  - { register: trial_house, entity_id: "\${which}", label: "\${head}", unit: "\${place}", columns: { people: "\${people}" } }
`

let desk: Trial
const open: Phone[] = []
beforeAll(async () => {
  desk = await startTrial(`${trial}      - { type: decimal, name: km, label: Dài mấy km }\n`, houses)
})
afterEach(() => Promise.all(open.splice(0).map((phone) => phone.close())))
afterAll(() => desk?.stop())

let count = 0
async function fresh(script?: string): Promise<Phone> {
  const phone = await phoneIn(await desk.browser(), desk.proxy.url, script === undefined ? {} : { script })
  open.push(phone)
  await enrolNew(desk, phone, `Cán bộ Vội ${++count}`)
  return phone
}

test.each(['back', 'link'] as const)('1 left at once after choosing a photo: %s', async (way) => {
  const phone = await fresh()
  const { page } = phone
  const id = await write(phone, 'Ảnh vội')
  const [photo] = await photos(1, 2400)
  // The browser's own way back, or a link: before the photo can have been made small.
  await page.locator('[data-key="photo"] input[type=file]').setInputFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: photo as Buffer })
  if (way === 'back') await page.evaluate('history.back()')
  else await page.locator('header a[href="/"], main a[href="/"], nav a[href="/"]').first().tap()
  await page.locator('[data-key="photo"]').waitFor({ state: 'detached' })
  const parts = await phone.shelf<{ draft: string; name: string; answer?: unknown }>('parts')
  expect(String(parts.find((part) => part.draft === id && part.name === 'photo')?.answer)).toMatch(/^photo-[0-9a-f]{12}\.jpg$/)
  expect(await phone.shelf('media')).toHaveLength(2)
})

test('2 a draft tapped twice', async () => {
  const phone = await fresh()
  const { page } = phone
  await write(phone, 'Chạm đôi')
  await phone.open('/')
  await page.evaluate("{ const at = document.querySelector('main a[href^=\"/fill/\"]'); at.click(); at.click() }")
  await page.waitForURL(/\/fill\/[0-9a-f-]{36}\/\d/)
  await page.locator('[data-key="name"] input').waitFor()
  expect(await page.locator('[data-key="name"] input').inputValue()).toBe('Chạm đôi')
  expect(await seen(page)).not.toContain('cửa sổ khác')
})

test('3 read in the other language', async () => {
  const phone = await fresh()
  const { page } = phone
  const id = await write(phone, 'Hai thứ tiếng', { km: '1.5' })
  const part = async () => (await phone.shelf<{ draft: string; name: string; answer?: unknown; typed?: unknown }>('parts')).find((one) => one.draft === id && one.name === 'km')
  expect(await part()).toMatchObject({ typed: { km: expect.anything() } })
  expect((await part())?.answer).toBeUndefined()
  await tap(page, 'English')
  await page.locator('html[lang=en]').waitFor()
  expect(await page.locator('[data-key="km"] input').inputValue()).toBe('1.5')
  await until(async () => (await part())?.answer === 1.5)
  expect((await part())?.typed).toBeUndefined()
  // And back: the number as it is written here.
  await tap(page, 'Tiếng Việt')
  await page.locator('html[lang=vi]').waitFor()
  expect(await page.locator('[data-key="km"] input').inputValue()).toBe('1,5')
  expect(await page.locator('[data-key="name"] input').inputValue()).toBe('Hai thứ tiếng')
})

test('4 a form that was closed', async () => {
  const phone = await fresh()
  const { page } = phone
  const id = await write(phone, 'Trước khi đóng')
  await desk.db.prepare("update forms set state = 'closed' where id = 'trial'").run()
  try {
    await phone.open('/')
    await tap(page, 'Gửi ngay')
    await until(async () => (await page.locator('main a[href="/forms/trial"]').count()) === 0)
    await phone.open('/forms/trial')
    await heading(page, 'Biểu mẫu này đã đóng')
    expect(await page.getByRole('button', { name: 'Bắt đầu ghi' }).count()).toBe(0)
    await phone.open(`/fill/${id}`)
    expect(await page.locator('[data-key="name"] input').inputValue()).toBe('Trước khi đóng')
    await goOn(page)
    await fillAll(page, {})
    await sendForm(page)
    await until(async () => (await desk.rows()).some((row) => row.id === id))
  } finally {
    await desk.db.prepare("update forms set state = 'open' where id = 'trial'").run()
  }
})

test('5 the focus stays', async () => {
  const phone = await fresh()
  const { page } = phone
  await phone.open('/')
  const button = page.getByRole('button', { name: 'Gửi ngay' })
  await button.focus()
  await page.keyboard.press('Enter')
  await until(async () => /Không có gì phải gửi/.test(await page.locator('#told').innerText()))
  expect(await page.evaluate("document.activeElement?.getAttribute('value')")).toBe('send')
})

test.each(['/fill/%E0%A4%A', '/fill/xyz/1', '/sent/99999', '/sent/%', '/fill/0190ffff-0000-7000-8000-000000000000/3/%5B'])('6 %s', async (path) => {
  const phone = await fresh()
  await phone.open(path)
  const text = await seen(phone.page)
  expect(text).toMatch(/Phiếu này không có|không còn|Không có/i)
  expect(text).not.toContain('Có lỗi')
})

test('7 nobody on this phone', async () => {
  const phone = await phoneIn(await desk.browser(), desk.proxy.url)
  open.push(phone)
  await phone.page.goto(`${desk.proxy.url}/shell`)
  await drawn(phone.page)
  expect(await seen(phone.page)).not.toContain('Đang mở')
  expect(await phone.page.locator('h1').innerText()).not.toBe('')
})

test('8 the app breaks before it has drawn', async () => {
  const phone = await fresh()
  const { page } = phone
  await page.addInitScript("IDBObjectStore.prototype.getAll = () => { throw new Error('broken on purpose') }")
  await page.goto(`${desk.proxy.url}/sent`)
  await page.locator('html[data-app=failed]').waitFor({ state: 'attached' })
  expect(await seen(page)).toContain('Những gì đã lưu trong máy vẫn còn')
})

test('9 lists that come while somebody writes', async () => {
  const [here, other] = [await fresh(), await fresh()]
  const { page } = here
  const register = async (head: string): Promise<void> => {
    await beginForm(other.page, other.url, 'houses')
    await answerByThumb(other.page, 'place', village)
    await answerByThumb(other.page, 'head', head)
    await goOn(other.page)
    await fillAll(other.page, {})
    await sendForm(other.page)
    await until(async () => (await desk.rows()).some(({ label }) => label === head))
  }
  const offered = async (): Promise<string> => page.locator('[data-key="which"]').innerText()
  const story = page.locator('[data-key="story"] label')
  await beginForm(page, here.url, 'houses')
  await answerByThumb(page, 'head', 'Đang gõ')
  await register('Nhà mới về')
  expect(await offered()).not.toContain('Nhà mới về')
  await page.evaluate("dispatchEvent(new Event('online'))")
  await until(async () => (await offered()).includes('Nhà mới về'))
  expect(await page.locator('[data-key="head"] input').inputValue()).toBe('Đang gõ')
  expect(await page.evaluate("document.activeElement?.getAttribute('name')")).toBe('head')

  // The disk is slow: somebody else's transaction holds the place where parts are kept.
  await page.evaluate(`new Promise((ready) => {
    window.isHeld = true
    indexedDB.open('phieu').onsuccess = ({ target: { result } }) => {
      const parts = result.transaction('parts', 'readwrite').objectStore('parts')
      const hold = () => { if (window.isHeld) parts.get(['', '']).onsuccess = hold; else result.close() }
      hold()
      ready()
    }
  })`)
  await answerByThumb(page, 'people', '5')
  await register('Nhà về sau')
  await page.evaluate("dispatchEvent(new Event('online'))")
  // A button that draws by itself, pressed meanwhile: there is no position to be had here.
  await page.locator('[data-key="spot"] button').tap()
  await page.waitForTimeout(1_500)
  expect(await story.innerText()).not.toContain('5')
  expect(await page.locator('[data-key="late"]').count()).toBe(0)
  expect(await page.locator('body[data-keeping]').count()).toBe(1)
  await page.evaluate('window.isHeld = false')
  await until(async () => (await story.innerText()).includes('Nhà 5 người'))
  expect(await page.locator('[data-key="late"]').count()).toBe(1)
  await until(async () => (await offered()).includes('Nhà về sau'))

  // What was frozen stays so when the draft is opened anew.
  expect((await here.shelf<{ name: string; answer?: unknown }>('parts')).find(({ name }) => name === 'people')?.answer).toBe(5)
  await answerByThumb(page, 'people', '7')
  await kept(page)
  await page.reload()
  await drawn(page)
  expect(await page.locator('[data-key="told"]').innerText()).toContain('5 và 7')
})

test('10 a group whose label is an answer', async () => {
  const phone = await fresh()
  const { page } = phone
  await beginForm(page, phone.url, 'houses')
  await answerByThumb(page, 'inside', 'có bếp')
  await kept(page)
  const inside = page.locator('[data-key="inside"] input')
  for (const head of ['Nam', '', 'Bắc']) {
    await answerByThumb(page, 'head', head)
    await kept(page)
    await until(async () => (head === '' ? (await page.locator('[data-key="inner"]').count()) === 0 : (await page.locator('[data-key="inner"] legend').innerText()) === head))
    expect(await inside.inputValue(), head).toBe('có bếp')
    expect(await page.locator('main i[data-key]').count()).toBe(0)
  }
})

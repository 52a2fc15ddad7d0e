// A workbook (XLSForm) brought to the author's desk in the browser.
// 1  A good one opens at the desk, is published from there, and is filled in by an officer.
// 2  One with five slips: all five are told at once, each with sheet, cell and column, in the order of the sheet; nothing is published.
// 3  What is no workbook, empty, nothing at all, behind its limits or larger than 34 MB says what it is and what to do, and leaves the desk as it was.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import { zipSync } from 'fflate'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adminToken } from './harness.ts'
import { enter, expectClean, press, seen } from './person.ts'
import { startTrial } from './trial.ts'
import type { Trial } from './trial.ts'

let desk: Trial
let context: BrowserContext
let page: Page
const folder = mkdtempSync(join(tmpdir(), 'phieu-workbook-'))
beforeAll(async () => {
  desk = await startTrial()
  ;({ context, page } = await enter(await desk.browser(), desk.adminLink, { scripts: true, viewport: { width: 1366, height: 768 } }))
}, 120_000)
afterAll(async () => {
  await desk?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function book(sheets: Readonly<Record<string, string>>): Promise<Buffer> {
  const rows = (text: string) => text.trim().split('\n').map((line) => line.split('|').map((cell) => (cell.trim() === '' ? null : cell.trim())))
  return Buffer.from(await writeXlsx({ sheets: Object.entries(sheets).map(([name, text]) => ({ name, rows: rows(text) })) }))
}
async function bring(name: string, buffer: Buffer | undefined): Promise<string> {
  await page.goto(`${desk.url}/office/forms`)
  // On the disk, as it is for everybody: what is large is not handed over as a text.
  if (buffer !== undefined) {
    writeFileSync(join(folder, name), buffer)
    await page.locator('input[type=file]').setInputFiles(join(folder, name))
  }
  await press(page, 'Mở ra')
  return seen(page)
}

const settings = 'form_title|form_id|default_language\nGiếng làng|gieng_lang|vi'
const good = {
  survey: 'type|name|label|required|relevant\nunit village|thon|Thôn nào?|yes|\ntext|ten|Tên giếng|yes|\nselect_one muc|nuoc|Nước thế nào?||\ninteger|sau|Sâu mấy mét?||${nuoc} = \'can\'',
  choices: 'list_name|name|label\nmuc|day|Đầy\nmuc|can|Cạn', settings,
}

test('1 a good one', async () => {
  await bring('Giếng làng.xlsx', await book(good))
  await page.waitForURL(/\/office\/forms\/gieng_lang\/edit$/)
  expect(await page.locator('textarea[name="file:form.yaml"]').inputValue()).toContain('Tên giếng')
  await page.locator('#desk-told', { hasText: 'Đã lưu.' }).waitFor({ timeout: 45_000 }).catch(() => undefined)
  await press(page, /^Công bố/)
  await press(page, /Công bố/)
  expect(page.url()).toContain('?done=1')
  const officer = await desk.enrol({ name: 'Lý Văn Thử', role: 'officer', unit: 'vn.2025.01021' })
  const { context: theirs, page: filling } = await enter(await desk.browser(), `${desk.url}/in/${officer}`)
  await filling.goto(`${desk.url}/forms/gieng_lang`)
  await press(filling, 'Bắt đầu ghi')
  await filling.getByLabel('Thượng I', { exact: false }).first().check()
  await filling.getByLabel('Tên giếng').fill('Giếng Đầu Bản')
  await filling.getByLabel('Đầy').check()
  await press(filling, 'Đi tiếp')
  await press(filling, 'Gửi phiếu')
  expect(await seen(filling)).toMatch(/Đã nhận/)
  await theirs.close()
}, 120_000)

test('2 five slips at once', async () => {
  const text = await bring('Hỏng.xlsx', await book({
    survey: 'type|name|label|constraint|relevant\ntext|ten|Tên||\ntxet|hai|Hai||\ninteger|sau|Sâu mấy mét?|. >= 0 an . < 9|\nselect_one khong_co|muc|Mức nước||\ntext|ghi|Ghi chú||${tenn} = 1\ntext|ten|Tên lần nữa||',
    settings: 'form_title|form_id|default_language\nHỏng|hong|vi',
  }))
  const places = [...text.matchAll(/survey!([A-Z]+\d+)/g)].map((found) => found[1])
  expect(places).toEqual(['A3', 'D4', 'A5', 'E6', 'B7'])
  expect(text).toContain('5 chỗ phải sửa mới công bố được')
  for (const word of ['txet', 'khong_co', 'tenn', 'ten']) expect(text).toContain(word)
  await expectClean(context, [`${desk.url}/office/forms`])
  expect((await desk.api('GET', '/api/forms/hong', adminToken)).status).toBe(404)
}, 60_000)

test.each<[string, string, () => Buffer | undefined | Promise<Buffer>, RegExp]>([
  ['words called a workbook', 'ghi-chu.xlsx', () => Buffer.from('Đây là ghi chú, không phải bảng tính.'), /không phải là bảng tính Excel/],
  ['a zip of something else', 'anh.xlsx', () => Buffer.from(zipSync({ 'anh.txt': new Uint8Array(9) })), /không phải là bảng tính Excel/],
  ['a picture', 'anh.png', () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]), /Hãy chọn tệp \.yaml/],
  ['empty', 'rong.xlsx', () => Buffer.alloc(0), /tệp rỗng \(0 byte\)/],
  ['nothing chosen', '', () => undefined, /Chưa chọn tệp/],
  ['no sheet of that name', 'khac.xlsx', () => book({ 'Trang 1': 'a|b\n1|2' }), /Thiếu trang tính “survey”/],
  ['34 MB', 'to.xlsx', () => Buffer.alloc(34_000_000, 0x50), /34 MB/],
  ['33 MB that is no workbook', 'gan.xlsx', () => Buffer.alloc(33_000_000, 0x50), /không phải là bảng tính Excel/],
])('3 %s', async (_, name, make, said) => {
  const text = await bring(name, await make())
  expect(text).toMatch(said)
  expect(await page.locator('h1').innerText()).toBe('Đưa tệp lên')
  await page.locator('main a[href="/office/forms"]').click()
  expect(new URL(page.url()).pathname).toBe('/office/forms')
}, 60_000)

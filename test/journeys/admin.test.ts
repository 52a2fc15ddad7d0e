// Those who run the office, in the browser: units, people, costs.
// 1  A village is merged into another: found by its name without marks, what it changes is shown, done, and its history says by which resolution.
// 2  Village heads are brought from a sheet; the page of codes prints on A4, no person's code over two pages; one of them comes in and is let go.
// 3  axe finds nothing at 360 and at 1366 px, in either language, also where something is wrong, and nothing sticks out.
import { mkdirSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { start } from './harness.ts'
import type { Journey } from './harness.ts'
import { enter, expectClean, faultsOn, phone, press, seen } from './person.ts'

// PICTURES names a folder: what axe looks at is kept there as it looked.
const folder = process.env.PICTURES
let desk: Journey
let page: Page
let small: BrowserContext
let large: BrowserContext
const wide = { width: 1366, height: 768 }
const commune = 'vn.2025.01021'

beforeAll(async () => {
  desk = await start()
  const browser = await desk.browser()
  page = (await enter(browser, desk.adminLink)).page
  small = (await enter(browser, desk.adminLink, { scripts: true, viewport: phone })).context
  large = (await enter(browser, desk.adminLink, { scripts: true, viewport: wide })).context
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
}, 240_000)
afterAll(() => desk.stop())

async function keep(from: Page, name: string): Promise<void> {
  if (folder !== undefined) await from.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

test('1 a village is merged', async () => {
  await page.goto(`${desk.url}/office/units`)
  await page.getByLabel(/Tìm theo tên/).fill('thuong ii')
  await press(page, 'Tìm')
  await press(page, 'Thôn Thượng II', 'link')
  await press(page, 'Sáp nhập', 'link')
  await page.getByLabel('Thôn Thượng I', { exact: true }).check()
  await page.getByLabel('Tên mới').fill('Thượng')
  for (const [box, value] of [['Ngày', '1'], ['Tháng', '8'], ['Năm', '2026']] as const) await page.getByLabel(box, { exact: true }).fill(value)
  await press(page, 'Xem trước')
  expect(await seen(page)).toContain('Hãy ghi căn cứ.')
  expect(await page.getByLabel('Tên mới').inputValue()).toBe('Thượng')
  await page.getByLabel('Căn cứ').fill('Nghị quyết 12/NQ-HĐND')
  await press(page, 'Xem trước')
  expect(await seen(page)).toContain('Như khi ghi: không có số nào thay đổi.')
  expect(await seen(page)).toContain('Số của Thôn Thượng II tính thêm vào Thôn Thượng.')
  await keep(page, 'units-sure-360')
  await press(page, 'Ghi thay đổi này')
  const text = await seen(page)
  for (const expected of ['Đã ghi.', 'đến 31/07/2026', 'Thôn Thượng']) expect(text).toContain(expected)
  await page.getByText('Đã thay đổi').click()
  expect(await seen(page)).toContain('Sáp nhập: Nghị quyết 12/NQ-HĐND')
})

test('2 village heads from a sheet, one comes in and leaves', async () => {
  await page.goto(`${desk.url}/office/people/many`)
  const heads = Array.from({ length: 7 }, (_, i) => `Lò Văn Thử ${['Một', 'Hai', 'Ba', 'Bốn', 'Năm', 'Sáu', 'Bảy'][i]}\tLủng Khum\ttrưởng thôn`)
  await page.getByLabel('Dán vào đây').fill([...heads, 'Lò Thị Sai\tAtlantis\tvua'].join('\n'))
  await press(page, 'Tạo trang để in')
  expect(await seen(page)).toContain('Dòng 8: không có nơi nào tên “Atlantis”.')
  await page.getByLabel('Dán vào đây').fill(heads.join('\n'))
  await press(page, 'Tạo trang để in')
  const text = await seen(page)
  expect(text).toContain('7 người.')
  const links = [...text.matchAll(/http[^\s]+\/enrol\/[\w-]{22}/g)].map(([link]) => link)
  expect(links).toHaveLength(7)
  const bytes = await page.pdf({ format: 'A4', ...(folder === undefined ? {} : { path: `${folder}/sheet.pdf` }) })
  // Two beside each other, three or four below: seven are two pages, not seven.
  expect([...bytes.toString('latin1').matchAll(/\/Type\s*\/Page\b/g)].length).toBeLessThanOrEqual(3)
  const { page: theirs } = await (async () => {
    const context = await (await desk.browser()).newContext({ viewport: phone, javaScriptEnabled: false })
    const opened = await context.newPage()
    await opened.goto(links[0] ?? '')
    await press(opened, /Đúng, tôi là/)
    return { page: opened }
  })()
  expect(await theirs.locator('header').innerText()).toContain('Lò Văn Thử Một')
  await page.goto(`${desk.url}/office/people?q=thu+mot`)
  await press(page, 'Lò Văn Thử Một', 'link')
  await page.getByText('Người này nghỉ việc').first().click()
  await page.getByLabel(/Đúng, Lò Văn Thử Một/).check()
  await press(page, 'Kết thúc tất cả')
  expect(await seen(page)).toContain('Đã nghỉ từ')
  await theirs.goto(`${desk.url}/`)
  expect(await theirs.locator('main').innerText()).not.toContain('Lò Văn Thử Một')
})

test('3 axe', async () => {
  const month = (name: string, rows: number): string => `insert into usage values ('${name}', 'receive', 400, 380, 5300, ${rows}, 1900, 12, 30, 42000000, 260000000), ('${name}', 'look', 900, 0, 61000, 40, 5200, 80, 0, 0, 260000000) on conflict do update set rows_written = excluded.rows_written, submissions = excluded.submissions`
  await desk.db.batch([['2026-10-05', 4_900], ['2026-11-29', 5_100], [new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10), 85_000]].map(([day, rows]) => desk.db.prepare(month(String(day), Number(rows)))))
  const { people } = await (await desk.api('GET', '/api/tokens', 'phieu_journeys-admin-token-0000000000000000000000')).json().then((body) => ({ people: (body as { tokens: { person: string }[] }).tokens.map(({ person }) => person) }))
  const addresses = [
    ['units', '/office/units'], ['unit', `/office/units?unit=${commune}`], ['village', '/office/units?unit=vn.v.01045.thuong-ii'], ['found', '/office/units?q=ban'], ...['add', 'rename', 'merge', 'split', 'close'].map((kind) => [`deed-${kind}`, `/office/units/deed?kind=${kind}&unit=${kind === 'add' ? commune : 'vn.v.01045.lung-khum'}`]),
    ['people', '/office/people'], ['person', `/office/people/${people[0] ?? ''}`], ['many', '/office/people/many'], ['devices', '/office/devices'], ['cost', '/office/cost'],
  ] as const
  for (const language of ['vi', 'en']) {
    for (const [size, context] of [['360', small], ['1366', large]] as const) {
      await context.addCookies([{ name: 'phieu-language', value: language, url: desk.url }])
      await expectClean(context, addresses.map(([, path]) => desk.url + path))
      if (folder === undefined) continue
      for (const [name, path] of addresses) {
        const shot = await context.newPage()
        await shot.goto(desk.url + path)
        if (name === 'person') for (const summary of await shot.locator('main summary').all()) await summary.click()
        await keep(shot, `${name}-${size}-${language}`)
        await shot.close()
      }
    }
  }
  // Where something is wrong, and everything is unfolded.
  const looked = await small.newPage()
  await looked.goto(`${desk.url}/office/units/deed?kind=merge&unit=vn.v.01045.lung-khum`)
  await looked.getByRole('button', { name: 'See what changes' }).click()
  await looked.waitForLoadState()
  expect(await faultsOn(looked)).toEqual([])
  await looked.goto(`${desk.url}/office/people/${people[0] ?? ''}`)
  for (const summary of await looked.locator('main summary').all()) await summary.click()
  expect(await faultsOn(looked)).toEqual([])
}, 240_000)

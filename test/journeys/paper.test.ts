// Pages that are printed, by a browser as a printer would have them.
// 1  A month's report: A4, figures against the plan, what waits, place by place, why something is behind, where to sign; nothing cut at the edge.
// 2  One record: questions and answers as the form has them, its position, its photo whole, its receipt with its QR; a viewer's paper hides what his screen hides.
// 3  Both on a small phone and a wide screen, in both languages, nothing for axe to find.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Submission } from '../../src/record/submission.ts'
import { root } from '../../scripts/root.ts'
import { communeToday, households, roads, sealed } from '../seed/seed.ts'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { enter, faultsOn } from './person.ts'

let journey: Journey
const shots = join(root, 'dist/paper')
const month = new Date(Date.now() + 25_200_000).toISOString().slice(0, 7)
const year = month.slice(0, 4)
let id = ''
let household: Submission

beforeAll(async () => {
  mkdirSync(shots, { recursive: true })
  journey = await start()
  const [template] = roads()
  const answers = { ...(template as Submission).answers, unit: 'vn.v.01045.thuong-ii', length_km: 2, length_exact: 'exact', recorded_on: `${month}-01` }
  const photo = picture(1_600, 1_200)
  for (let n = 0; n < 12; n++) {
    const media = n === 0 ? [{ name: 'bien-ban.png', sha256: createHash('sha256').update(photo).digest('hex'), bytes: photo.length }] : undefined
    const one = sealed('road_registration', { ...answers, road_name: `Tuyến giả định số ${n + 1}`, ...(media === undefined ? {} : { meeting_date: `${month}-01`, hh_total: 40, hh_attend: 36, hh_agree: 35, minutes_photo: 'bien-ban.png', start_gps: '22.74012 104.68034 800 8' }) } as Submission['answers'], media === undefined ? {} : { media })
    const answer = await journey.api('POST', '/api/submissions', journey.officerToken, one)
    expect(answer.status, await answer.clone().text()).toBe(201)
    if (n === 0) {
      id = one.id
      const sent = await fetch(`${journey.url}/api/submissions/${id}/media/bien-ban.png`, { method: 'PUT', headers: { authorization: `Bearer ${journey.officerToken}`, 'content-type': 'image/png' }, body: photo })
      expect(sent.status).toBe(201)
    }
    if (n < 3) expect((await journey.api('POST', `/api/submissions/${one.id}/review`, journey.reviewerToken, { state: n === 2 ? 'returned' : 'approved', comment: n === 2 ? 'Xem lại chiều dài' : '' })).status).toBe(200)
  }
  household = households()[9] as Submission
  expect((await journey.api('POST', '/api/submissions', journey.officerToken, household)).status).toBe(201)
  const key = { indicator: 'road_registration.km_total', period: year, unit: communeToday }
  expect((await journey.api('PUT', '/api/targets', adminToken, [{ ...key, value: 400 }, { ...key, indicator: 'road_registration.roads', value: 6 }])).status).toBe(200)
  expect((await journey.api('POST', '/api/targets/remarks', adminToken, { ...key, cause: 'Mưa kéo dài, sạt lở đường chở vật liệu', remedy: 'Huy động thêm hai đội vào tháng sau' })).status).toBe(201)
})
afterAll(() => journey?.stop())

/** A grey picture of that size, as a phone's: whether it is cut is seen at its edges. */
function picture(width: number, height: number): Buffer {
  const part = (type: string, data: Buffer): Buffer => {
    const [length, sum, body] = [Buffer.alloc(4), Buffer.alloc(4), Buffer.concat([Buffer.from(type, 'latin1'), data])]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0], 8) // eight bits, grey
  const line = (y: number): Buffer => Buffer.concat([Buffer.from([0]), Buffer.alloc(width, y < 40 || y >= height - 40 ? 0 : 160)])
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), part('IHDR', head), part('IDAT', deflateSync(Buffer.concat(Array.from({ length: height }, (_, y) => line(y))))), part('IEND', Buffer.alloc(0))])
}

/** The pages of what the printer gets, in points, and the text on them where this machine can read it. */
async function printed(page: Page, name: string): Promise<{ pages: number; sizes: readonly string[]; text: string | undefined }> {
  const file = join(shots, `${name}.pdf`)
  const bytes = await page.pdf({ path: file, preferCSSPageSize: true, printBackground: true })
  const raw = bytes.toString('latin1')
  const hasReader = spawnSync('pdftotext', ['-v']).error === undefined
  return {
    pages: (raw.match(/\/Type \/Page\b(?!s)/g) ?? []).length,
    sizes: [...new Set((raw.match(/\/MediaBox \[[^\]]+\]/g) ?? []).map((box) => (box.match(/[\d.]+/g) ?? []).slice(2).map((side) => String(Math.round(Number(side)))).join('×')))],
    text: hasReader ? execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).normalize('NFC') : undefined,
  }
}

// Nothing is wider than the sheet: A4 without its margins, in CSS pixels.
const sheet = Math.floor(((210 - 28) / 25.4) * 96)
async function wider(page: Page): Promise<unknown> {
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: sheet, height: 1_000 })
  const found = await page.evaluate(`[...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !one.closest('.away')).map((one) => one.tagName + ' ' + one.textContent.slice(0, 40))`)
  await page.emulateMedia({ media: null })
  await page.setViewportSize({ width: 1366, height: 900 })
  return found
}

test('1 a month’s report', async () => {
  const { context, page } = await enter(await journey.browser(), journey.reviewerLink, { scripts: true, viewport: { width: 1366, height: 900 } })
  await page.goto(`${journey.url}/office/road_registration`)
  await page.getByRole('link', { name: 'Báo cáo tháng' }).click()
  await page.getByLabel('Nơi', { exact: true }).selectOption(communeToday)
  await page.getByRole('button', { name: 'Xem' }).click()
  await page.waitForURL(/unit=/)
  const text = await page.locator('main').innerText()
  for (const says of [`Báo cáo tháng ${month.slice(5)}/${year}`, 'Mưa kéo dài, sạt lở đường chở vật liệu', 'Huy động thêm hai đội', 'Thủ trưởng đơn vị', 'đúng tiến độ', '400 km', '24 km', 'Thôn Thượng II', 'Đến hôm nay còn 9 phiếu chờ duyệt', 'không riêng tháng này']) expect(text.replaceAll('\u00a0', ' ')).toContain(says)
  expect(await wider(page)).toEqual([])
  const pdf = await printed(page, 'report')
  expect(pdf.sizes).toEqual(['595×842'])
  expect(pdf.pages).toBeGreaterThanOrEqual(1)
  expect(pdf.pages).toBeLessThanOrEqual(8)
  if (pdf.text !== undefined) for (const says of ['Chỉ tiêu', 'Thủ trưởng đơn vị', 'Nguyên nhân']) expect(pdf.text.replaceAll('\u00a0', ' ')).toContain(says)
  if (pdf.text !== undefined) expect(pdf.text).not.toMatch(/Chọn tháng|Tài khoản của tôi/)
  await context.close()
})

test('1 another month, another unit, no month', async () => {
  const get = async (token: string, path: string): Promise<Response> => fetch(journey.url + path, { headers: { cookie: `phieu=${token}` } })
  const last = await get(journey.reviewerToken, '/office/road_registration/report?month=1/2020')
  const text = await last.text()
  expect([last.status, text.includes('Báo cáo tháng 01/2020'), text.includes('Năm 2020 '), text.includes('Năm nay')]).toEqual([200, true, true, false])
  const wrong = await (await get(journey.reviewerToken, '/office/road_registration/report?month=13/2026')).text()
  expect(wrong).toContain('13/2026')
  expect(wrong).toContain('role="alert"')
  const own = await journey.enrol({ name: 'Lý Thị Xã', role: 'reviewer', unit: communeToday })
  for (const path of ['/office/road_registration/report?unit=vn.nowhere', '/office/none/report']) expect((await get(own, path)).status).toBe(404)
})

test('2 one record', async () => {
  const { context, page } = await enter(await journey.browser(), journey.reviewerLink, { scripts: true, viewport: { width: 1366, height: 900 } })
  await page.goto(`${journey.url}/office/submissions/${id}`)
  await page.getByRole('link', { name: 'Bản để in' }).click()
  await page.waitForURL(/print$/)
  const text = await page.locator('main').innerText()
  for (const says of ['Tuyến giả định số 1', 'Lý Văn Thử', 'Hoàng Thị Mẫu', '/r/']) expect(text.replaceAll('\u00a0', ' ')).toContain(says)
  expect(await page.evaluate(`[...document.querySelectorAll('img.whole-photo')].map((one) => one.complete && one.naturalWidth > 0 && one.loading)`)).toEqual(['auto'])
  expect(text).toMatch(/22[.,]74012/)
  expect(await page.locator('.qr svg').count()).toBe(1)
  expect(await wider(page)).toEqual([])
  const pdf = await printed(page, 'record')
  expect(pdf.sizes).toEqual(['595×842'])
  expect(pdf.pages).toBeLessThanOrEqual(4)
  if (pdf.text !== undefined) for (const says of ['Tuyến giả định số 1', 'Số biên nhận']) expect(pdf.text.replaceAll('\u00a0', ' ')).toContain(says)
  if (pdf.text !== undefined) expect(pdf.text).not.toContain('Tài khoản của tôi')
  await context.close()
})

test('2 hides on paper what the screen hides', async () => {
  const viewer = await journey.enrol({ name: 'Vàng Thị Xem', role: 'viewer', unit: communeToday })
  const { head_name: head } = household.answers
  const paper = async (token: string): Promise<string> => (await fetch(`${journey.url}/office/submissions/${household.id}/print`, { headers: { cookie: `phieu=${token}` } })).text()
  expect(await paper(journey.reviewerToken)).toContain(String(head))
  const hidden = await paper(viewer)
  expect(hidden).toContain('Số biên nhận')
  expect(hidden).not.toContain(String(head))
  const elsewhere = await journey.enrol({ name: 'Lý Văn Xa', role: 'reviewer', unit: 'vn.2025.01033' })
  expect((await fetch(`${journey.url}/office/submissions/${household.id}/print`, { headers: { cookie: `phieu=${elsewhere}` } })).status).toBe(404)
})

test.each(['vi', 'en'])('3 on a small phone and a wide screen, for axe: %s', async (language) => {
  for (const viewport of [{ width: 360, height: 640 }, { width: 1366, height: 768 }]) {
    const { context, page } = await enter(await journey.browser(), journey.reviewerLink, { scripts: true, viewport })
    await context.addCookies([{ name: 'phieu-language', value: language, url: journey.url }])
    for (const [name, path] of [['report', `/office/road_registration/report?unit=${communeToday}`], ['record', `/office/submissions/${id}/print`], ['waiting', '/office/queue']] as const) {
      await page.goto(journey.url + path)
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
      expect(await faultsOn(page), page.url()).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), page.url()).toBe(true)
      writeFileSync(join(shots, `${name}-${viewport.width}-${language}.png`), await page.screenshot({ fullPage: true }))
    }
    await context.close()
  }
})

test('3 what waits stands under the commune of today', async () => {
  const page = await (await fetch(`${journey.url}/office/queue`, { headers: { cookie: `phieu=${journey.reviewerToken}` } })).text()
  expect(page).toMatch(/<summary><h2>Xã Hoàng Su Phì: 10 phiếu chờ bạn/)
  expect(page).not.toContain('Đản Ván')
  const [to] = /\/office\/road_registration\/queue\?heap=received&amp;unit=[\w.]+/.exec(page) ?? []
  expect((await (await fetch(journey.url + String(to).replace('&amp;', '&'), { headers: { cookie: `phieu=${journey.reviewerToken}` } })).text()).match(/<tr><td>/g)).toHaveLength(9)
})

test('3 webhooks on a small phone', async () => {
  const { context, page } = await enter(await journey.browser(), `${journey.url}/in/${adminToken}`, { scripts: true })
  await page.goto(`${journey.url}/office/webhooks`)
  expect(await faultsOn(page), page.url()).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), page.url()).toBe(true)
  writeFileSync(join(shots, 'webhooks-360.png'), await page.screenshot({ fullPage: true }))
  await context.close()
})

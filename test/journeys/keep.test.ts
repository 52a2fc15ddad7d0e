// How long a form keeps what is personal, as its author and its officer read it in the browser.
// 1  At the form: what it says, how many are due, that it has not run; a shipped form that says nothing of it says so.
// 2  Another time is told before it is published, with how many records that means; both languages.
// 3  A record, and its author's receipt, say until when it is kept.
// 4  axe finds nothing at 360 and at 1366 px, in either language, and nothing sticks out.
import { createHash } from 'node:crypto'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unsigned } from '../../src/record/canonical.ts'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { enter, expectClean, phone, press, seen } from './person.ts'
import { idOf } from './sent.ts'

const source = (keep: string): string => `id: kept
title: Thăm hộ
language: vi
${keep}
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn nào? }
  - { type: text, name: head_name, label: Chủ hộ, personal: basic }
`
let desk: Journey
let page: Page
let officer: Page
let small: BrowserContext
let large: BrowserContext
const id = idOf(950)

async function publish(keep: string): Promise<void> {
  const answer = await fetch(`${desk.url}/api/forms`, { method: 'POST', headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/yaml' }, body: source(keep) })
  expect(answer.status, await answer.text()).toBe(201)
}

beforeAll(async () => {
  desk = await start()
  await publish('keep: 90 days')
  await publish('keep: 1 year')
  const body = { id, form: 'kept', version: 2, context: { at: Date.now() - 3_600_000, zone: 420, seed: 7, language: 'vi' }, answers: { village: 'vn.v.01045.thuong-ii', head_name: 'Lèng Văn Mẫu' } }
  const answer = await desk.api('POST', '/api/submissions', desk.officerToken, { ...body, sha256: createHash('sha256').update(unsigned(body)).digest('hex') })
  expect(answer.status, await answer.text()).toBe(201)
  const browser = await desk.browser()
  const link = `${desk.url}/in/${adminToken}`
  ;({ page } = await enter(browser, link))
  ;({ page: officer } = await enter(browser, desk.officerLink))
  ;({ context: small } = await enter(browser, link, { scripts: true, viewport: phone }))
  ;({ context: large } = await enter(browser, link, { scripts: true, viewport: { width: 1366, height: 768 } }))
})
afterAll(() => desk?.stop())

test('1 at the form', async () => {
  await page.goto(`${desk.url}/office/forms/kept`)
  expect(await page.locator('#keep').innerText()).toMatch(/Lưu giữ thông tin cá nhân[\s\S]*được giữ 1 năm[\s\S]*Đã đến hạn xóa: 0 phiếu. Đến hạn trong 30 ngày tới: 0 phiếu/)
  await page.goto(`${desk.url}/office/forms/public_feedback`)
  expect(await page.locator('#keep').innerText()).toContain('được giữ 90 ngày')
  await page.goto(`${desk.url}/office/forms/road_registration`)
  expect(await page.locator('#keep').innerText()).toContain('không ghi thời hạn lưu giữ')
})

test('2 before another time is published', async () => {
  await page.goto(`${desk.url}/office/forms/kept`)
  await press(page, /Dùng lại bản 1/)
  expect(await seen(page)).toMatch(/Từ nay thông tin cá nhân được giữ 90 ngày kể từ ngày văn phòng xử lý xong phiếu \(trước là 1 năm\)/)
  expect(await page.locator('#keep-due').innerText()).toBe('Công bố xong, hệ thống bắt đầu xóa hẳn thông tin cá nhân ở 0 phiếu đã hết hạn lưu giữ, và thêm 0 phiếu trong 30 ngày tới. Không lấy lại được.')
})

test('3 at the record, and for its author', async () => {
  await page.goto(`${desk.url}/office/submissions/${id}`)
  expect(await page.locator('#kept').innerText()).toContain('được giữ 1 năm kể từ ngày văn phòng xử lý xong phiếu này')
  await officer.goto(`${desk.url}/receipts/${id}`)
  expect(await seen(officer)).toContain('được giữ 1 năm kể từ ngày văn phòng xử lý xong phiếu này')
})

test.each([['at 360', (): BrowserContext => small], ['at 1366', (): BrowserContext => large]])('4 clean %s', async (_, context) => {
  await expectClean(context(), ['vi', 'en'].flatMap((language) => [`${desk.url}/office/forms/kept?lang=${language}`, `${desk.url}/office/submissions/${id}?lang=${language}`]))
}, 120_000)

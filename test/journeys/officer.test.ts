// The officer without any script, on a small phone.
// 1  A link says whose it is; looking signs nobody in, its button does; a stranger is told what to do.
// 2  The household survey is finished by keyboard alone to a receipt number that can be read aloud; the record is in the books.
// 3  All problems of a page come at once, each a link to its field; everything typed is still there, to the letter.
// 4  Sent twice at the same moment it is one record; going back or sending again shows the same receipt.
// 5  Another language keeps the answers; a number is then written its way.
// 6  Rows are added, changed and, after a question, removed.
// 7  A soft check asks for a reason and keeps it.
// 8  Nobody sees another's draft or receipt; a post from elsewhere does nothing.
// 9  axe finds nothing on any page, with or without problems; nothing sticks out at 360 px.
// 10 The survey's first page with its stylesheet is 14 kB at most, brotli.
// 11 A draft goes on under the version it was begun with.
// 12 What the office returned comes back with its question and is corrected under the same number.
import { brotliCompressSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { enter, expectClean, fillByKeyboard, press, seen } from './person.ts'

let desk: Journey
let page: Page
let context: BrowserContext
let seeing: BrowserContext

beforeAll(async () => {
  desk = await start()
  const browser = await desk.browser()
  ;({ context, page } = await enter(browser, desk.officerLink))
  ;({ context: seeing } = await enter(browser, desk.officerLink, { scripts: true }))
})
afterAll(() => desk.stop())

const survey = '/forms/resettlement_household_survey'
const idIn = (address: string): string => /(?:drafts|receipts)\/([0-9a-f-]{36})/.exec(address)?.[1] ?? ''
const pathOf = (address: string): string => new URL(address).pathname

const household: readonly Readonly<Record<string, string | readonly string[]>>[] = [
  { consent: 'yes', unit: 'vn.v.01045.thuong-i' },
  { head_name: 'Lò Thị Ví Dụ', head_birth_year: '1981', head_sex: 'female', lang: 'dao' },
  { members: '5', members_f: '2', vulnerable: ['none'], poverty: 'poor' },
  { risk_type: ['landslide'], risk_signs: ['none'], slope_m: '2,5', risk_level: 'l3' },
  { house_kind: 'temp', toilet: 'none', water: 'spring', power: 'grid', house_land_m2: '1.500', paddy_m2: '3' },
  { answered_by: 'head', willing: 'no', barriers: ['land'] },
  { note: 'Ghi chú thử' },
]

/** Goes through the pages of the survey; a page that shows new questions is filled in once more. */
async function fillHousehold(at: Page): Promise<void> {
  for (let step = 0; step < 24 && !pathOf(at.url()).endsWith('/check'); step++) {
    const screen = Number(/\/(\d+)$/.exec(pathOf(at.url()))?.[1])
    await fillByKeyboard(at, await known(at, household[screen - 1] ?? {}))
  }
}

// Choices are named by the form; where a name is not offered the first one is taken, so that a list may change without this test.
async function known(at: Page, answers: Readonly<Record<string, string | readonly string[]>>): Promise<Record<string, string | readonly string[]>> {
  const result: Record<string, string | readonly string[]> = {}
  for (const [name, wanted] of Object.entries(answers)) {
    const inputs = await at.locator(`input[type=radio][name="${name}"], input[type=checkbox][name="${name}"]`).all()
    const offered = await Promise.all(inputs.map((input) => input.inputValue()))
    const ticked = await at.locator(`input[type=checkbox][name="${name}"]:checked`).count()
    if (ticked > 0) continue
    const fits = offered.length === 0 || [wanted].flat().every((value) => offered.includes(value))
    result[name] = fits ? wanted : (offered[0] ?? '')
  }
  return result
}

async function begin(at: Page, form: string): Promise<string> {
  await at.goto(desk.url + form)
  await press(at, 'Bắt đầu ghi')
  return idIn(at.url())
}

describe('the way in', () => {
  test('1 a link says whose it is, and only its button signs in', async () => {
    const fresh = await (await desk.browser()).newContext({ javaScriptEnabled: false })
    const look = await fresh.newPage()
    expect((await look.goto(`${desk.url}/`))?.status()).toBe(401)
    expect(await seen(look)).toContain('Cần đường dẫn của xã')
    await look.goto(desk.officerLink)
    expect(await seen(look)).toContain('Lý Văn Thử')
    expect(await fresh.cookies()).toEqual([])
    await press(look, /Đúng, tôi là/)
    expect(await seen(look)).toContain('Chọn biểu mẫu')
    const [cookie] = await fresh.cookies()
    expect(cookie).toMatchObject({ name: 'phieu', httpOnly: true, sameSite: 'Lax' })
    expect((await look.goto(`${desk.url}/in/phieu_khong-co-that-000000000000000000000000000`))?.status()).toBe(404)
    await look.goto(`${desk.url}/`)
    await press(look, 'Thoát khỏi máy này')
    expect(await seen(look)).toContain('Cần đường dẫn của xã')
    await fresh.close()
  })
})

describe('filling', () => {
  test('2, 4 by keyboard alone to the receipt; sent twice at once it is one', async () => {
    const id = await begin(page, survey)
    await fillHousehold(page)
    const summary = await seen(page)
    expect(summary).toContain('Xem lại trước khi gửi')
    for (const text of ['Lò Thị Ví Dụ', '1981', '1.500', 'Ghi chú thử']) expect(summary).toContain(text)
    await expectClean(seeing, [page.url(), `${desk.url}/`])

    const again = await context.newPage()
    await again.goto(page.url())
    await Promise.all([press(page, 'Gửi phiếu'), press(again, 'Gửi phiếu')])
    for (const at of [page, again]) {
      expect(pathOf(at.url())).toBe(`/receipts/${id}`)
      expect(await seen(at)).toMatch(/Đã nhận[\s\S]*\d+-\d\d/)
    }
    const kept = (await (await desk.api('GET', `/api/submissions/${id}`, desk.reviewerToken)).json()) as { state: string; revisions: { submission: { answers: Record<string, unknown> } }[] }
    expect(kept.state).toBe('received')
    expect(kept.revisions).toHaveLength(1)
    expect(kept.revisions[0]?.submission.answers).toMatchObject({ consent: 'yes', head_name: 'Lò Thị Ví Dụ', members: 5, slope_m: 2.5, house_land_m2: 1500 })

    await again.goBack()
    await again.reload()
    expect(pathOf(again.url())).toBe(`/receipts/${id}`)
    expect((await again.goto(`${desk.url}/drafts/${id}/3`))?.status()).toBe(404)
    await page.goto(`${desk.url}/`)
    expect(await seen(page)).toContain('Lò Thị Ví Dụ')
    await expectClean(seeing, [`${desk.url}/receipts/${id}`, `${desk.url}/`])
    await again.close()
  })

  test('3, 9 all problems at once, and what was typed stands as it was typed', async () => {
    const id = await begin(page, survey)
    await page.getByLabel('Có', { exact: true }).check()
    await page.getByLabel('Thôn Thượng I', { exact: true }).check()
    await page.locator('input[name="survey_date.day"]').fill('31')
    await page.locator('input[name="survey_date.month"]').fill('2')
    await press(page, 'Lưu và đi tiếp')
    expect(await seen(page)).toContain('không phải là một ngày có thật')
    expect(await page.locator('input[name="survey_date.day"]').inputValue()).toBe('31')
    await page.locator('input[name="survey_date.day"]').fill('1')
    await press(page, 'Lưu và đi tiếp')
    await page.goto(`${desk.url}/drafts/${id}/2`)
    await page.locator('input[name="head_name"]').fill('  Lò <b>"Ví" Dụ</b> ')
    await page.locator('input[name="head_birth_year"]').fill('tám mốt')
    await page.locator('input[name="phone"]').fill('0912 34')
    await press(page, 'Lưu và đi tiếp')
    expect(pathOf(page.url())).toBe(`/drafts/${id}/2`)
    expect(await page.locator('input[name="head_name"]').inputValue()).toBe('  Lò <b>"Ví" Dụ</b> ')
    expect(await page.locator('input[name="head_birth_year"]').inputValue()).toBe('tám mốt')
    expect(await page.locator('input[name="phone"]').inputValue()).toBe('0912 34')
    const lines = page.locator('#problems li')
    expect(await lines.allInnerTexts()).toEqual([expect.stringContaining('Năm sinh'), expect.stringContaining('Giới tính'), expect.stringContaining('tiếng gì'), expect.stringContaining('điện thoại')])
    for (const link of await lines.locator('a').all()) {
      const target = (await link.getAttribute('href')) ?? ''
      expect(await page.locator(target).count(), target).toBe(1)
    }
    expect(await page.locator('[aria-invalid=true]').count()).toBeGreaterThanOrEqual(4)
    await expectClean(seeing, [1, 2, 3, 4, 5, 6, 7].map((screen) => `${desk.url}/drafts/${id}/${screen}?check`))
    await press(page, 'Để sau, sang phần tiếp theo')
    expect(pathOf(page.url())).toBe(`/drafts/${id}/3`)
    await page.goto(`${desk.url}/drafts/${id}/check`)
    expect(await page.getByRole('button', { name: 'Gửi phiếu' }).count()).toBe(0)
    await expectClean(seeing, [page.url(), `${desk.url}/drafts/${id}/discard`])
    await press(page, 'Bỏ phiếu đang ghi này', 'link')
    await press(page, 'Bỏ phiếu này')
    expect((await page.goto(`${desk.url}/drafts/${id}/1`))?.status()).toBe(404)
  })

  test('5 another language keeps the answers', async () => {
    const id = await begin(page, survey)
    await page.getByLabel('Có', { exact: true }).check()
    await page.getByLabel('Thôn Thượng I', { exact: true }).check()
    await press(page, 'Lưu và đi tiếp')
    await page.goto(`${desk.url}/drafts/${id}/4`)
    await page.locator('input[name="slope_m"]').fill('2,5')
    await press(page, 'English')
    expect(pathOf(page.url())).toBe(`/drafts/${id}/4`)
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect(await page.locator('input[name="slope_m"]').inputValue()).toBe('2.5')
    await press(page, 'Tiếng Việt')
    expect(await page.locator('input[name="slope_m"]').inputValue()).toBe('2,5')
  })

  test('7 a soft check asks for a reason and keeps it', async () => {
    const id = await begin(page, survey)
    await page.getByLabel('Có', { exact: true }).check()
    await page.getByLabel('Thôn Thượng I', { exact: true }).check()
    await press(page, 'Lưu và đi tiếp')
    await page.goto(`${desk.url}/drafts/${id}/7`)
    await page.locator('input[name="gps.latitude"]').fill('22.7')
    await page.locator('input[name="gps.longitude"]').fill('104,6')
    await page.locator('input[name="gps.accuracy"]').fill('80')
    await press(page, 'Lưu và đi tiếp')
    expect(await seen(page)).toContain('Sai số lớn')
    await expectClean(seeing, [page.url()])
    await page.locator('input[name=".reason.gps"]').fill('Trong hẻm núi')
    await press(page, 'Lưu và đi tiếp')
    expect(pathOf(page.url())).toBe(`/drafts/${id}/check`)
    expect(await seen(page)).toContain('Trong hẻm núi')
  })
})

describe('rows', () => {
  test('6, 9 rows are added, changed and removed', async () => {
    const id = await begin(page, '/forms/training_session')
    await expectClean(seeing, [`${desk.url}/forms/training_session`, page.url()])
    await page.goto(`${desk.url}/drafts/${id}/2`)
    for (const name of ['Bàn Văn Một', 'Triệu Thị Hai']) {
      await press(page, 'Thêm một dòng')
      expect(pathOf(page.url())).toMatch(/\/2\/attend\.\d$/)
      await page.locator('input[name$="full_name"]').fill(name)
      await press(page, 'Lưu dòng này')
      expect(await seen(page)).toContain('Giới tính: Câu này chưa ghi')
      await press(page, 'Để sau, về danh sách')
    }
    expect(await seen(page)).toMatch(/Dòng 1: Bàn Văn Một[\s\S]*Dòng 2: Triệu Thị Hai/)
    await expectClean(seeing, [page.url(), `${desk.url}/drafts/${id}/2/attend.1?check`, `${desk.url}/drafts/${id}/remove/attend.1`])
    await press(page, /Xóa Dòng 1/)
    expect(await seen(page)).toContain('Xóa Dòng 1: Bàn Văn Một?')
    await press(page, 'Xóa')
    expect(await seen(page)).not.toContain('Bàn Văn Một')
    expect(await seen(page)).toContain('Dòng 1: Triệu Thị Hai')
  })
})

describe('others', () => {
  test('8 nobody sees another’s draft or receipt; a post from elsewhere does nothing', async () => {
    const id = await begin(page, survey)
    const token = await desk.enrol({ name: 'Người Khác', role: 'officer', unit: 'vn.2025.01021' })
    const cookie = { cookie: `phieu=${token}` }
    expect((await fetch(`${desk.url}/drafts/${id}/1`, { headers: cookie })).status).toBe(404)
    const own = { cookie: `phieu=${desk.officerToken}`, 'content-type': 'application/x-www-form-urlencoded' }
    const body = new URLSearchParams({ '.shown': 'consent', consent: 'no', '.do': 'next' }).toString()
    const post = (headers: Record<string, string>): Promise<Response> => fetch(`${desk.url}/drafts/${id}/1`, { method: 'POST', body, redirect: 'manual', headers: { ...own, ...headers } })
    expect((await post({ origin: 'https://example.org' })).status).toBe(403)
    expect((await post({})).status).toBe(403)
    await page.goto(`${desk.url}/drafts/${id}/1`)
    expect(await page.locator('input[name=consent]:checked').count()).toBe(0)
    expect((await post({ origin: desk.url })).status).toBe(303)
    await page.reload()
    expect(await page.locator('input[name=consent]:checked').getAttribute('value')).toBe('no')
  })

  test('10 the first page and its stylesheet are small', async () => {
    const id = await begin(page, survey)
    const html = await (await fetch(`${desk.url}/drafts/${id}/1`, { headers: { cookie: `phieu=${desk.officerToken}` } })).text()
    const style = await (await fetch(desk.url + (/href="(\/style\.[^"]+)"/.exec(html)?.[1] ?? ''))).text()
    expect(html).toContain('<form')
    expect(style).toContain('48px')
    expect(brotliCompressSync(html).length + brotliCompressSync(style).length).toBeLessThanOrEqual(14_000)
  })

  test('11 a draft goes on under the version it was begun with', async () => {
    const id = await begin(page, '/forms/site_register')
    const { source } = (await desk.db.prepare(`select source from sources where form = 'site_register' order by version desc limit 1`).first<{ source: string }>()) ?? { source: '{}' }
    const files = JSON.parse(source) as Record<string, string>
    const newer = { ...files, 'form.yaml': (files['form.yaml'] ?? '').replace('title: ', 'title: Bản mới của ') }
    const zip = zipSync(Object.fromEntries(Object.entries(newer).map(([name, text]) => [name, strToU8(text)])))
    const published = await fetch(`${desk.url}/api/forms`, { method: 'POST', body: zip as BodyInit, headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/zip' } })
    expect(await published.json()).toMatchObject({ version: 2 })
    await page.goto(`${desk.url}/drafts/${id}/1`)
    expect(await seen(page)).toContain('bản 1 của biểu mẫu')
    expect(await seen(page)).not.toContain('Bản mới của')
    await page.goto(`${desk.url}/forms/site_register`)
    expect(await seen(page)).toContain('Bản mới của')
  })

  test('12 what was returned comes back with its question and is corrected under the same number', async () => {
    const id = await begin(page, survey)
    await page.getByLabel('Không', { exact: true }).check()
    await page.getByLabel('Thôn Thượng I', { exact: true }).check()
    await press(page, 'Lưu và đi tiếp')
    while (!pathOf(page.url()).endsWith('/check')) await press(page, 'Lưu và đi tiếp')
    await press(page, 'Gửi phiếu')
    const receipt = await page.locator('.number-big').innerText()
    const review = await desk.api('POST', `/api/submissions/${id}/review`, desk.reviewerToken, { state: 'returned', comment: 'Vì sao không đồng ý?', question: 'no_consent_reason' })
    expect(review.status).toBe(200)
    await page.goto(`${desk.url}/`)
    expect(await seen(page)).toContain('Vì sao không đồng ý?')
    await expectClean(seeing, [`${desk.url}/`, `${desk.url}/receipts/${id}`])
    await press(page, 'Sửa và gửi lại')
    await page.locator('input[name="no_consent_reason"]').fill('Chủ hộ đi vắng')
    while (!pathOf(page.url()).endsWith('/check')) await press(page, 'Lưu và đi tiếp')
    await press(page, 'Gửi phiếu')
    expect(await page.locator('.number-big').innerText()).toBe(receipt)
    const kept = (await (await desk.api('GET', `/api/submissions/${id}`, desk.reviewerToken)).json()) as { state: string; revision: number }
    expect(kept).toMatchObject({ state: 'received', revision: 2 })
  })

  test('9 the pages of strangers and of failures are clean too', async () => {
    const stranger = await (await desk.browser()).newContext({ viewport: { width: 360, height: 640 } })
    await expectClean(stranger, [`${desk.url}/`, desk.officerLink, `${desk.url}/in/phieu_khong-co-that-000000000000000000000000000`, `${desk.url}/nowhere`])
    await expectClean(seeing, [`${desk.url}/drafts/00000000-0000-7000-8000-000000000000/1`, desk.url + survey])
    await stranger.close()
  })
})

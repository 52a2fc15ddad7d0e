// The office: what the forms add up to, down to the record, and what a decision does to the figures.
// 1  The list of forms says how much of each there is and how much waits.
// 2  A form's page shows each indicator by commune and month, as a table and as a chart; ≈ where an estimate is inside; when it was counted.
// 3  A figure leads to the rows behind it, a row to its record: answers, what to look at, revisions, who did what.
// 4  A reviewer approves, returns with a question, rejects: the figures of both views move accordingly.
// 5  What is over is said in a word beside the figure.
// 6  Viewers see no personal answer; officers have no office.
// 7  axe finds nothing on any page, at 360 and at 1366 px, and nothing sticks out.
// 8  A month that is not understood is said, and what is shown is said to be without it.
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answers } from '../../src/form/form.ts'
import { start } from './harness.ts'
import { idOf, send } from './sent.ts'
import type { Journey } from './harness.ts'
import { enter, expectClean, phone, press, seen } from './person.ts'

let desk: Journey
let page: Page
let small: BrowserContext
let large: BrowserContext
const ids: Record<string, string> = {}

const wide = { width: 1366, height: 768 }

async function submit(name: string, form: string, answers: Answers): Promise<Response> {
  const id = idOf(Object.keys(ids).length + 1)
  ids[name] = id
  return send(desk, desk.officerToken, { id, form, answers })
}

const site = { site_name: 'Điểm Thử', unit: 'vn.v.01045.thuong-i', move_form: 'concentrated', capacity: 70, before_hh: 0, power_len_km: 5, power_exact: 'about', power_stage: 'surveyed', recorded_on: '2026-11-03' }
const refusing = (month: string, unit: string): Answers => ({ consent: 'no', unit, survey_date: `2026-${month}-05` })

beforeAll(async () => {
  desk = await start()
  for (const sent of [
    await submit('site', 'site_register', site),
    await submit('september', 'resettlement_household_survey', refusing('09', 'vn.v.01045.thuong-i')),
    await submit('october', 'resettlement_household_survey', refusing('10', 'vn.v.01045.thuong-ii')),
  ]) expect(sent.status, await sent.text()).toBe(201)
  const browser = await desk.browser()
  ;({ page, context: small } = await enter(browser, desk.reviewerLink, { scripts: true, viewport: phone }))
  ;({ context: large } = await enter(browser, desk.reviewerLink, { scripts: true, viewport: wide }))
})
afterAll(() => desk?.stop())

const total = async (indicator: string): Promise<string> => (await page.locator(`[aria-labelledby="f-${indicator}"] .total-figure`).innerText()).replace(/\s+/g, ' ').trim()

describe('figures', () => {
  test('1, 7 the list of forms', async () => {
    await page.goto(`${desk.url}/office`)
    // Each number is a link of its own: for who hears it, it says what it counts.
    expect((await seen(page)).replace(/\s+/g, ' ')).toMatch(/Khảo sát hộ[^]*Số phiếu: 2 Số phiếu · Chờ duyệt: 2 Chờ duyệt/)
    await expectClean(small, [`${desk.url}/office`])
    await expectClean(large, [`${desk.url}/office`])
  })

  test('2, 5, 7 a form’s indicators, with ≈, a word for what is not reached, and when it was counted', async () => {
    await page.goto(`${desk.url}/office/site_register`)
    expect(await total('site_count')).toBe('1 điểm')
    expect(await total('capacity_total')).toBe('70 hộ')
    expect(await total('power_line_km')).toBe('≈ 5 km')
    expect(await total('site_power')).toBe('0 % chưa đạt')
    expect(await seen(page)).toMatch(/Tính đến \d\d:\d\d/)
    await expectClean(small, [page.url()])
    await expectClean(large, [page.url(), `${page.url()}?group=move_form&units=today`])
  })

  test('2, 3, 7 months, a chart, and the rows behind a figure', async () => {
    await page.goto(`${desk.url}/office/resettlement_household_survey?level=village`)
    const refused = page.locator('section.figure', { hasText: 'không đồng ý' }).first()
    expect(await refused.locator('thead th').allInnerTexts()).toEqual(['Nơi', 'Cộng', '09/2026', '10/2026'])
    expect(await refused.locator('svg[role=img] title').count()).toBe(2) // places beside each other, and the months
    await expectClean(small, [page.url()])
    await expectClean(large, [page.url(), `${desk.url}/office/resettlement_household_survey`])
    await refused.locator('tbody tr', { hasText: 'Thượng II' }).getByRole('link').first().click()
    await page.waitForURL(/\/rows\?/)
    await expectClean(small, [page.url()])
    expect(await page.locator('tbody tr:not(.total)').count()).toBe(1)
    await page.locator('tbody tr a').first().click()
    await page.waitForURL(/\/office\/submissions\//)
    expect(page.url()).toContain(ids.october)
    expect(await seen(page)).toMatch(/Gia đình đồng ý trả lời không\?\s*Không/)
    expect(await seen(page)).toContain('Lý Văn Thử – gửi phiếu')
    await expectClean(small, [page.url()])
    await expectClean(large, [page.url()])
    await page.goto(`${desk.url}/office/resettlement_household_survey/rows`)
    expect(await page.locator('tbody tr').count()).toBe(2)
    await expectClean(small, [page.url()])
  })

  test('3, 5 what the form asked back stands in the record, with its reason', async () => {
    const id = idOf(900)
    const over = { ...site, site_name: 'Điểm chật', planned_hh: 80 }
    const sent = await send(desk, desk.officerToken, { id, form: 'site_register', answers: over, reasons: { planned_hh: 'Mở thêm khu hai' } })
    expect(sent.status, await sent.text()).toBe(201)
    await page.goto(`${desk.url}/office/submissions/${id}`)
    expect(await page.locator('.note .bad').count()).toBe(1)
    expect(await seen(page)).toContain('Mở thêm khu hai')
    await expectClean(small, [page.url()])
    // It does not belong to the figures of the other tests.
    expect((await desk.api('POST', `/api/submissions/${id}/review`, desk.reviewerToken, { state: 'rejected', comment: 'Thử' })).status).toBe(200)
  })

  test('8 a month that is not understood is said', async () => {
    await page.goto(`${desk.url}/office/site_register?from=th%C3%A1ng+m%C6%B0%E1%BB%9Di`)
    expect(await seen(page)).toContain('Không hiểu tháng “tháng mười”')
    await page.goto(`${desk.url}/office/resettlement_household_survey?level=village&from=10/2026`)
    const refused = page.locator('section.figure', { hasText: 'không đồng ý' }).first()
    expect(await refused.locator('thead th').allInnerTexts()).toEqual(['Nơi', 'Cộng', '10/2026'])
  })
})

describe('decisions', () => {
  async function decide(name: string, choice: string, comment = ''): Promise<void> {
    await page.goto(`${desk.url}/office/submissions/${ids[name]}`)
    if (choice !== '') await page.getByLabel(choice, { exact: true }).check()
    await page.locator('#comment').fill(comment)
    await press(page, 'Quyết định')
  }
  async function figure(state: string): Promise<string> {
    await page.goto(`${desk.url}/office/site_register?state=${state}`)
    return total('site_count')
  }

  test('4 approving moves the approved figures, rejecting takes back both', async () => {
    expect(await figure('approved')).toBe('0 điểm')
    await decide('site', '')
    expect(await seen(page)).toContain('Hãy chọn một quyết định')
    await expectClean(small, [page.url()])
    await decide('site', 'Không nhận')
    expect(await seen(page)).toContain('Hãy ghi lời nhắn')
    await decide('site', 'Duyệt')
    expect(await seen(page)).toContain('Đã ghi quyết định')
    expect(await figure('approved')).toBe('1 điểm')
    await decide('site', 'Không nhận', 'Ghi nhầm điểm')
    expect(await figure('approved')).toBe('0 điểm')
    expect(await figure('received')).toBe('0 điểm')
  })

  test('4 returned with a question on one answer', async () => {
    await page.goto(`${desk.url}/office/submissions/${ids.september}`)
    await page.getByLabel('Trả lại để sửa').check()
    await page.locator('#comment').fill('Vì sao?')
    await page.locator('#question').selectOption('no_consent_reason')
    await press(page, 'Quyết định')
    expect(await seen(page)).toContain('trả lại để sửa')
    const kept = (await (await desk.api('GET', `/api/submissions/${ids.september}`, desk.reviewerToken)).json()) as { revisions: { review?: { question?: string } }[] }
    expect(kept.revisions[0]?.review?.question).toBe('no_consent_reason')
  })
})

describe('who sees what', () => {
  test('6 viewers see no personal answer; officers have no office', async () => {
    // A list may change: whether it is good or refused, its name is a person's.
    await submit('person', 'resettlement_household_survey', {
      consent: 'yes', unit: 'vn.v.01045.thuong-i', survey_date: '2026-11-05', head_name: 'Lò Thị Ví Dụ', head_birth_year: 1981, head_sex: 'f', lang: 'dao', members: 5, vulnerable: ['none'], poverty: 'poor',
      risk_type: ['landslide'], risk_signs: ['none'], risk_level: 'l3', house_kind: 'semi', toilet: 'none', water: 'stream', power: 'grid', answered_by: 'both', willing: 'now',
    })
    const token = await desk.enrol({ name: 'Người Xem', role: 'viewer', unit: null })
    const viewer = await enter(await desk.browser(), `${desk.url}/in/${token}`)
    await viewer.page.goto(`${desk.url}/office/submissions/${ids.person}`)
    const text = await seen(viewer.page)
    expect(text).toContain('đã che')
    expect(text).not.toContain('Ví Dụ')
    expect(await viewer.page.getByRole('button', { name: 'Quyết định' }).count()).toBe(0)
    await viewer.page.goto(`${desk.url}/office/resettlement_household_survey/rows`)
    expect(await seen(viewer.page)).not.toContain('Ví Dụ')
    await page.goto(`${desk.url}/office/submissions/${ids.person}`)
    expect(await seen(page)).toContain('Lò Thị Ví Dụ')
    const officer = await enter(await desk.browser(), desk.officerLink)
    expect((await officer.page.goto(`${desk.url}/office/site_register`))?.status()).toBe(403)
    expect((await officer.page.goto(`${desk.url}/office/submissions/${ids.site}`))?.status()).toBe(403)
  })
})

// The founding document's boards, from records to the wall.
// 1  Over its figures the shipped boards show them: 33 of 80 households in the target's year, 11.6 km with ≈ and each road with its length, 6 of 8 villages, room for 70; what
//    is of households in fives, and so that it adds up.
// 2  A reviewer looks, releases by a decision, and everyone sees it without script; the office says what is new since, and takes it back with a reason.
// 3  With a commune's real size each board is 14 kB at most with its style, prints on one A3 page, says how many more there are, and is read out.
// 4  axe finds nothing on boards and the office's pages, at 360 and at 1366 px.
import { gzipSync } from 'node:zlib'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answers } from '../../src/form/form.ts'
import type { BoardContent, BoardSection } from '../../src/record/board.ts'
import type { Outcome, Submission } from '../../src/record/submission.ts'
import { style } from '../../src/view/style.ts'
import { commune, communeToday, households, invented, progress, roads, sealed, seminar, site } from '../seed/seed.ts'
import { adminToken, start } from './harness.ts'
import type { Journey } from './harness.ts'
import { enter, expectClean, phone, press, seen } from './person.ts'

let desk: Journey
let sender: string
let page: Page
let small: BrowserContext
let large: BrowserContext
const wide = { width: 1366, height: 768 }
const shots = process.env.SHOTS

async function approve(submissions: readonly Submission[]): Promise<void> {
  for (let i = 0; i < submissions.length; i += 50) {
    const part = submissions.slice(i, i + 50)
    const sent = await desk.api('POST', '/api/submissions', sender, part)
    const outcomes = (await sent.json()) as Outcome[]
    expect(outcomes.filter(({ status }) => status !== 'kept').slice(0, 2)).toEqual([])
    const reviewed = await desk.api('POST', '/api/reviews', desk.reviewerToken, part.map(({ id }) => ({ id, state: 'approved' })))
    expect(((await reviewed.json()) as { reviews: { fault: string | null }[] }).reviews.filter(({ fault }) => fault !== null)).toEqual([])
  }
}

const define = (owner: string, code: string, name: string, more: Answers): Submission =>
  sealed('target_board', {
    mode: 'define', unit: commune, recorded_on: '2011-01-10', code, name, area: 'society', resolution: 'NQ Đại hội Đảng bộ xã, 2010–2015', breakthrough: 'yes', measure_unit: 'hộ', measure: 'flow', direction: 'up', owner_position: 'chair',
    owner_ref: owner, term_end: 80, term_from: 2011, plan_years: 1, plan: [{ plan_value: 80 }], ...more,
  })
const update = (target: string, year: number, asof: string, actual: number, more: Answers = {}): Submission => sealed('target_board', { mode: 'update', target_ref: target, year, asof, actual, actual_exact: 'exact', evidence: 'Sổ theo dõi', ...more })
const task = (owner: string, title: string, more: Answers): Submission =>
  sealed('task_followup', { mode: 'assign', report_date: '2026-10-01', period_kind: 'month', period: '2026-10', title, commune: communeToday, lead_position: 'head', lead_ref: owner, due: '2026-10-31', ...more })

beforeAll(async () => {
  desk = await start()
  expect((await desk.api('PUT', '/api/units', adminToken, { units: invented })).status).toBe(200)
  sender = await desk.enrol({ name: 'Cán bộ số liệu', role: 'reviewer', unit: null })
  const opened = roads()
  const places = site(opened[3]?.id as string)
  const people = households()
  await approve([...opened, seminar()])
  await approve([places, ...people])
  await approve(progress(places.id, people.map(({ id }) => id)))
  const { rows } = (await (await desk.api('GET', '/api/registers/person', sender)).json()) as { rows: { id: string }[] }
  const owner = rows[0]?.id ?? ''
  const moved = define(owner, 'XH-01', 'Số hộ chuyển ra khỏi nơi sạt lở', {})
  await approve([moved])
  await approve([update(moved.id, 2011, '2011-04-27', 33)])
  await approve([task(owner, 'Lập hai bảng công khai ở trụ sở và nhà văn hóa', { lead_position: 'chair' }), task(owner, 'Mở nền đường Thượng II – Quốc lộ 4D', { period_kind: 'quarter', due: '2026-12-31' })])
  const browser = await desk.browser()
  ;({ page, context: small } = await enter(browser, desk.reviewerLink, { scripts: true, viewport: phone }))
  ;({ context: large } = await enter(browser, desk.reviewerLink, { scripts: true, viewport: wide }))
})
afterAll(() => desk?.stop())

const boards = ['targets', 'tasks', 'roads', 'resettlement'] as const
const office = (board: string): string => `${desk.url}/office/boards/${board}?unit=${communeToday}`
async function release(board: string, decision: string): Promise<void> {
  await page.goto(office(board))
  await page.locator('#decision').fill(decision)
  await press(page, /^Công bố$/)
  expect(await seen(page)).toContain('Đã công bố')
}
async function content(board: string): Promise<BoardContent> {
  const row = await desk.db.prepare(`select content from releases where board = ? and unit = ? order by number desc limit 1`).bind(board, communeToday).first<{ content: string }>()
  return JSON.parse(row?.content ?? '{}') as BoardContent
}
const inAll = (section: BoardSection | undefined): readonly unknown[] => (section?.is === 'figures' ? section.lines.map(({ cells: [cell] }) => (cell?.isFew === true ? 'few' : [cell?.value, cell?.isAbout])) : [])

describe('1 2 the founding figures', () => {
  test('nothing is seen before it is released', async () => {
    expect((await fetch(`${desk.url}/board/${communeToday}`)).status).toBe(404)
    for (const board of boards) await release(board, 'QĐ 05/QĐ-UBND')
  })
  test('the target: 80 planned, 33 reached, and forgotten since', async () => {
    const { sections: [section] } = await content('targets')
    expect(section).toMatchObject({
      columns: [{}, {}, { year: '2011' }, {}, {}, {}], more: 0,
      rows: [{ cells: ['XH-01 · Số hộ chuyển ra khỏi nơi sạt lở', 'hộ', ['year', 80, 33], ['forgotten'], { vi: 'Chủ tịch UBND' }, '2011-04-27'], isForgotten: true }],
    })
  })
  test('roads: 4 new ones, 11.6 km with ≈, 6 villages of 8, each with its length', async () => {
    const { sections: [all, list] } = await content('roads')
    const [opened, km, , , villages, share] = inAll(all)
    expect([opened, km, villages]).toEqual([[4, false], [11.6, true], [6, false]])
    expect(share).toEqual([expect.any(Number), false]) // of all villages of today's commune, not of Đản Ván's eight alone
    if (list?.is !== 'entries') throw new Error('no list')
    expect(list.rows.map(({ cells: [name, length] }) => [name, length]).sort()).toEqual([
      ['Lủng Khum – hồ treo', ['figure', 2.6, false]], ['Thượng II – Quốc lộ 4D', ['figure', 3, true]], ['Thượng II – khu dân cư mới', ['figure', 3, true]], ['Trụ sở cũ – hồ treo', ['figure', 3, true]],
      ['Đường có sẵn B (giả định)', ['figure', 1, false]], ['Đường có sẵn C (giả định)', ['figure', 1, false]],
    ].sort())
  })
  test('households: in fives, within four of what they are, and adding up; room for 70, and more than it holds', async () => {
    const { sections: [people, sites] } = await content('resettlement')
    const [moved, waiting, planned] = inAll(people).map((cell) => (cell as readonly [number, boolean])[0])
    expect([Math.abs((moved ?? 0) - 33) <= 4, Math.abs((waiting ?? 0) - 47) <= 4, (moved ?? 0) % 5, (waiting ?? 0) % 5, planned]).toEqual([true, true, 0, 0, (moved ?? 0) + (waiting ?? 0)])
    expect(inAll(sites)).toEqual([[1, false], [70, false], [Math.round(((planned ?? 0) / 70) * 100), true]])
  })
  test('tasks by position, what is late first', async () => {
    const { sections: [month, quarter] } = await content('tasks')
    expect([month, quarter]).toMatchObject([{ rows: [{ cells: ['Lập hai bảng công khai ở trụ sở và nhà văn hóa', { vi: 'Chủ tịch UBND' }, '2026-10-31', { vi: 'Chưa làm' }], isLate: true }] }, { rows: [{ isLate: expect.anything() }] }].map((one, i) => (i === 0 ? one : { rows: [{ cells: ['Mở nền đường Thượng II – Quốc lộ 4D', {}, '2026-12-31', {}] }] })))
  })
  test('everyone sees it, without script; no name of anybody', async () => {
    const browser = await desk.browser()
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: phone })
    const visitor = await context.newPage()
    for (const board of boards) {
      await visitor.goto(`${desk.url}/board/${communeToday}/${board}`)
      const text = await seen(visitor)
      expect(text).toContain('QĐ 05/QĐ-UBND')
      expect(text).not.toMatch(/Văn Thử|Thị Mẫu|Văn Ví|Lý |Phàn /)
      expect(await visitor.locator('script').count()).toBe(0)
      expect(await visitor.locator('.answering svg').count()).toBe(1)
      // On paper: one sheet in larger letters, and no word that means something on a screen alone.
      expect(await visitor.locator('.board.large, .board.larger, .board.largest').count()).toBe(1)
      const sheet = (await visitor.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1')
      expect([board, (sheet.match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length]).toEqual([board, 1])
      await visitor.emulateMedia({ media: 'print' })
      expect(await visitor.locator('a, button').filter({ visible: true }).count()).toBe(0)
      await visitor.emulateMedia({ media: null })
    }
    await press(visitor, 'Bảng chỉ tiêu nghị quyết', 'link')
    expect(await seen(visitor)).toContain('33 / 80')
    await context.close()
  })
  test('what is new, and the release taken back', async () => {
    await approve([roads()[1] as Submission].map((one) => sealed('road_registration', { ...one.answers, road_name: 'Đường mới trong tuần', recorded_on: '2026-11-20' })))
    await page.goto(office('roads'))
    expect(await seen(page)).toMatch(/Có gì mới so với bảng mọi người đang thấy[\s\S]*Đường mới trong tuần[\s\S]*mới có/)
    await release('roads', 'QĐ 06/QĐ-UBND')
    const visitor = async (): Promise<string> => (await fetch(`${desk.url}/board/${communeToday}/roads`)).text()
    expect(await visitor()).toContain('Đường mới trong tuần')
    await page.locator('#reason').fill('Đăng ký hai lần một tuyến')
    await press(page, 'Rút lại lần công bố')
    expect(await seen(page)).toContain('Đã rút lại')
    expect(await visitor()).not.toContain('Đường mới trong tuần')
  })
})

describe('3 4 as large as a commune', () => {
  beforeAll(async () => {
    const { rows } = (await (await desk.api('GET', '/api/registers/person', sender)).json()) as { rows: { id: string }[] }
    const owner = rows[0]?.id ?? ''
    const verbs = ['Rà soát', 'Vận động', 'Tổ chức', 'Kiểm tra', 'Hoàn thành', 'Báo cáo', 'Hướng dẫn']
    const what = ['nhà tiêu hợp vệ sinh của các hộ mới chuyển đến', 'mặt bằng điểm bố trí dân cư và đường vào', 'họp thôn lấy ý kiến về đóng góp làm đường', 'hồ treo và đường ống nước về thôn', 'lớp cầm tay chỉ việc cho bí thư chi bộ, trưởng thôn', 'sổ theo dõi ngày công, tiền và vật liệu', 'hộ đăng ký mô hình dân vận khéo']
    const title = (i: number): string => `${verbs[i % 7]} ${what[(i * 3) % 7]}, đợt ${i + 1} tại các thôn vùng cao và hai bên Quốc lộ`.slice(0, 160)
    await approve(Array.from({ length: 60 }, (_, i) => task(owner, title(i), { period_kind: i % 2 === 0 ? 'month' : 'quarter', due: `2026-${i % 3 === 0 ? '11-05' : '12-31'}`, report_date: i % 5 === 0 ? '2026-07-01' : '2026-11-10' })))
    const targets = Array.from({ length: 35 }, (_, i) => define(owner, `KT-${10 + i}`, `${what[i % 7]} (${i + 1})`.slice(0, 90), { recorded_on: '2025-12-20', unit: communeToday, term_from: 2026, plan_years: 5, plan: Array.from({ length: 5 }, (__, year) => ({ plan_value: 1200 + 10 * i + year })) }))
    await approve(targets)
    await approve(targets.slice(0, 30).map(({ id }, i) => update(id, 2026, `2026-${i % 4 === 0 ? '06' : '11'}-15`, 1300 + 3 * i)))
    const ways = Array.from({ length: 40 }, (_, i) => sealed('road_registration', { ...(roads()[i % 6] as Submission).answers, road_name: `Đường trục thôn ${i + 1}: nhà văn hóa – điểm trường số ${i % 5}`, recorded_on: '2026-03-01', unit: 'vn.v.01045.thuong-ii' }))
    await approve(ways)
  })
  test.each(boards)('%s', async (board) => {
    await release(board, 'Quyết định số 112/QĐ-UBND về công khai chỉ tiêu, nhiệm vụ')
    const address = `${desk.url}/board/${communeToday}/${board}`
    const text = await (await fetch(address)).text()
    expect(gzipSync(text).length + gzipSync(style).length).toBeLessThanOrEqual(14_000)
    if (board !== 'resettlement') expect(text).toMatch(/và \d+ mục khác không hiện ở đây/)
    const printed = await large.newPage()
    await printed.goto(address)
    const pdf = await printed.pdf({ preferCSSPageSize: true, printBackground: true, ...(shots === undefined ? {} : { path: `${shots}/${board}.pdf` }) })
    await printed.close()
    const bytes = pdf.toString('latin1')
    expect([(bytes.match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length, /\/MediaBox\s*\[0 0 119\d(?:\.\d+)? 84[12](?:\.\d+)?\]/.test(bytes)]).toEqual([1, true])
    const spoken = await (await fetch(`${address}/text`)).text()
    expect(spoken).toMatch(/^Kính thưa bà con! Bảng [\s\S]*Xin cảm ơn bà con đã lắng nghe\.\n$/)
  })
  test('axe, at 360 and 1366', async () => {
    const all = [...boards.flatMap((board) => [`${desk.url}/board/${communeToday}/${board}`, office(board)]), `${desk.url}/office/boards`, `${desk.url}/office/road_registration/targets`, `${desk.url}/office/road_registration/targets/import`]
    await expectClean(small, all)
    await expectClean(large, all)
    if (shots === undefined) return
    for (const [name, context] of [['360', small], ['1366', large]] as const) {
      for (const [i, address] of all.entries()) {
        const shot = await context.newPage()
        await shot.goto(address)
        await shot.screenshot({ path: `${shots}/${name}-${i}.png`, fullPage: true })
        await shot.close()
      }
    }
  })
  test('targets brought as a file, looked at and put in place', async () => {
    await page.goto(`${desk.url}/office/road_registration/targets/import`)
    await page.locator('#file').setInputFiles({ name: 'ke-hoach.csv', mimeType: 'text/csv', buffer: Buffer.from('Chỉ tiêu;Nơi;Kỳ;Kế hoạch\nSố km đường mới mở;Xã Hoàng Su Phì;2026;1.234,5\nSố km đường mới;Xã Hoàng Su Phì;quý 5/2026;ba\n') })
    await press(page, 'Xem những gì thay đổi')
    expect(await seen(page)).toMatch(/Có 3 chỗ phải sửa[\s\S]*A3[\s\S]*C3[\s\S]*D3/)
    await expectClean(small, [page.url()])
    await page.locator('#file').setInputFiles({ name: 'ke-hoach.csv', mimeType: 'text/csv', buffer: Buffer.from('Chỉ tiêu;Nơi;Kỳ;Kế hoạch\nSố km đường mới mở;Xã Hoàng Su Phì;2026;1.234,5\n') })
    await press(page, 'Xem những gì thay đổi')
    expect(await seen(page)).toMatch(/Sẽ thay đổi 1 số[\s\S]*1\.234,5/)
    if (shots !== undefined) await page.screenshot({ path: `${shots}/360-preview.png`, fullPage: true })
    await press(page, 'Lưu những thay đổi này')
    expect(await seen(page)).toContain('Đã lưu 1 số kế hoạch')
  })
})

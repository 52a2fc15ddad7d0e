// A month's report: what is of the month, and what is of all time, is said to be so.
// 1  Its figures are those of the month's records alone, by the record's own day as it is in Vietnam; counting the records by hand gives the same.
// 2  How many lie in which state is of all records up to today, and says so.
// 3  Plans are those of the month's year, and named by it.
import { beforeAll, expect, test } from 'vitest'
import { deskWordsOf } from '../../src/words/desk.ts'
import { call, db, sealed, send, settle } from './visitor.ts'

const tokens: Record<string, string> = {}
const days = ['2025-12-31', '2026-01-01', '2026-02-28', '2026-03-01', '2024-02-29', '2024-03-01', '2026-11-30', '2026-12-01']
beforeAll(async () => {
  Object.assign(tokens, await settle())
  for (const seen_on of days) {
    const one = await sealed({ seen_on, labour: 10 })
    expect((await send(tokens.officer ?? '', one)).status).toBe(201)
    if (seen_on < '2026') expect((await call('POST', `/api/submissions/${String(one.id)}/review`, { token: tokens.reviewer ?? '', body: '{"state":"approved"}' })).status).toBe(200)
  }
})
const report = async (month: string): Promise<string> =>
  (await (await call('GET', `/office/trial/report?month=${month}&unit=north`, { headers: { cookie: `__Host-phieu=${tokens.reviewer ?? ''}`, accept: 'text/html' } })).text()).replace(/<style[\s\S]*?<\/style>|<script[\s\S]*?<\/script>/g, '')
/** The cells of a line, by its head. */
const cells = (page: string, head: string): readonly string[] => [...(new RegExp(`<th scope="row">${head}</th>((?:<td[^>]*>.*?</td>)+)</tr>`).exec(page)?.[1] ?? '').matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, text = '']) => text.replace(/<[^>]+>/g, '').replaceAll('\u00a0', ' '))

test.each(['12/2025', '1/2026', '2/2026', '3/2026', '2/2024', '3/2024', '11/2026', '12/2026', '6/2026'])('1 %s', async (typed) => {
  const [month = '', year = ''] = typed.split('/')
  const prefix = `${year}-${month.padStart(2, '0')}`
  const counted = async (more: string): Promise<number> => (await db.prepare(`select count(*) as n from submissions where form = 'trial' and substr(day, 1, 7) = ?1 ${more}`).bind(prefix).first<{ n: number }>())?.n ?? -1
  const page = await report(typed)
  const [inMonth, approved, inYear] = cells(page, 'Số phiếu')
  const of = (count: number): string => `${count} phiếu`
  expect([inMonth, approved]).toEqual([of(await counted('')), of(await counted(`and state = 'approved'`))])
  expect(inYear).toBe(of(days.filter((day) => day.startsWith(year)).length))
})

test('2 states are of all records, whichever month is looked at', async () => {
  for (const month of ['6/2026', '12/2025']) {
    const page = await report(month)
    expect([cells(page, deskWordsOf('vi').state.approved), cells(page, 'Cộng').slice(0, 1)]).toEqual([['3'], [String(days.length)]])
    expect(page).toContain('Phiếu từ trước đến nay')
    expect(page).toContain('không riêng tháng này')
    expect(page).toContain('Đến hôm nay còn 5 phiếu chờ duyệt')
  }
})

test('3 the year of the month', async () => {
  for (const year of ['2024', '2026']) {
    const page = await report(`2/${year}`)
    expect([page.includes(`Năm ${year} chưa giao kế hoạch`), page.includes('Năm nay')]).toEqual([true, false])
  }
})

// A form's page: places beside each other, months, cross-tables, and down to the rows.
// 1  Behind every figure of every table stand exactly the rows that make it: what they add is the figure; of an average, so is how many they are.
// 2  A share and a difference say what they are worked out from, each with the way to its own rows at the same place and time.
// 3  The sums of a cross-table add up, across and down, whatever was not answered and wherever several were; only what the form declares can be crossed.
// 4  Places stand best first, each against its plan worst first; a place from which nothing ever came says so.
// 5  The way back leads to the page as it was looked at.
// 6  What an address asks for that there is not, is nothing, not an error.
// 8  Who may not see persons is not told which record adds what, where that is made of personal answers; sums he is.
// 7  Where a place lies in two of a level, each of the two has it, and all together count it once.
import { beforeAll, describe, expect, test } from 'vitest'
import { readNumber } from '../../src/form/number.ts'
import { adminToken, bugs, call, hashOf, said, send, settle, tokenFor, trial, units } from './visitor.ts'
import type { Loose } from './visitor.ts'

const works = `
id: works
title: Việc làng
language: vi
date: \${seen_on}
unit: \${village}
survey:
  - { type: unit village, name: village, label: Nơi nào? }
  - { type: date, name: seen_on, label: Ngày }
  - { type: select_one kind, name: kind, label: Loại việc }
  - { type: select_one stage, name: stage, label: Giai đoạn }
  - { type: select_multiple helper, name: helpers, label: Ai giúp }
  - { type: integer, name: labour, label: Ngày công }
  - { type: integer, name: planned, label: Dự kiến }
choices:
  kind: [{ name: road, label: Đường }, { name: house, label: Nhà }]
  stage: [{ name: begun, label: Đang làm }, { name: done, label: Xong }]
  helper: [{ name: youth, label: Thanh niên }, { name: women, label: Phụ nữ }]
registers:
  - { register: works_place, label: "\${kind}", unit: "\${village}", columns: { labour: "\${labour}" } }
indicators:
  - { name: records, label: Số việc, count: yes, by: [kind, kind*stage, helpers], unit: việc }
  - { name: labour, label: Tổng công, sum: "\${labour}", by: [kind, kind*stage], unit: công }
  - { name: planned, label: Công dự kiến, sum: "\${planned}", by: [kind], unit: công }
  - { name: mean, label: Công mỗi việc, average: "\${labour}", by: [kind] }
  - { name: rough, label: Công ước chừng, sum: "\${labour}", about: "\${stage} = 'begun'", by: [kind], unit: công }
  - { name: kept, label: Tỷ lệ làm được, share: { of: labour, in: planned } }
  - { name: gap, label: Còn thiếu, difference: { of: planned, less: [labour] }, unit: công }
  - { name: spread, label: Thôn có việc, share: { of: reached, in: { units: village } } }
  - { name: reached, label: Số thôn có việc, distinct: unit }
  - { name: stock, label: Việc trong sổ, count: yes, register: works_place, unit: việc }
  - { name: stock_labour, label: Công trong sổ, sum: "\${labour}", register: works_place, unit: công }
  - { name: middle, label: Trung vị, median: labour, register: works_place }
`

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
  tokens.all = (await tokenFor('Lù Thị Chín', 'viewer', null)).token
  tokens.writer = (await tokenFor('Lù Văn Mười', 'officer', null)).token
  const published = await call('POST', '/api/forms', { token: adminToken, body: works, type: 'application/yaml' })
  expect(published.status, await published.clone().text()).toBeLessThan(300)
  const places = ['n1', 'n2', 's1', '', 'n1']
  const bodies = await Promise.all(Array.from({ length: 45 }, async (_, i): Promise<Loose> => {
    const place = places[i % 5] ?? ''
    const answers: Loose = { ...(place === '' ? {} : { village: place }), seen_on: `2026-${['07', '08', '09'][i % 3]}-1${i % 10}`, labour: (i * 13) % 29 }
    if (i % 5 > 0) answers.kind = i % 2 === 0 ? 'road' : 'house'
    if (i % 4 > 0) answers.stage = i % 3 === 0 ? 'begun' : 'done'
    if (i % 3 > 0) answers.helpers = i % 6 === 1 ? ['youth', 'women'] : ['women']
    if (i % 6 > 0) answers.planned = 40
    const body = { id: crypto.randomUUID(), form: 'works', version: 1, answers, context: { at: Date.now(), zone: 420, seed: 7 } }
    return { ...body, sha256: await hashOf(body) }
  }))
  const sent = await send(tokens.writer, bodies)
  expect(sent.status, await sent.clone().text()).toBeLessThan(300)
}, 60_000)

const see = async (path: string, who = 'all'): Promise<{ status: number; html: string }> => {
  bugs.length = 0
  const answer = await call('GET', path.replaceAll('&amp;', '&'), { headers: { cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html' } })
  expect(bugs).toEqual([])
  return { status: answer.status, html: (await answer.text()).replace(/\u00a0/g, ' ') }
}
const plainText = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/&gt;/g, '>').replace(/\s+/g, ' ').trim()
const number = (text: string): number => {
  const read = readNumber(text.replace(/[^\d.,-]/g, ''), 'vi')
  if ('slip' in read) throw new Error(`no number: ${text}`)
  return read.value
}
const tableAfter = (html: string, heading: string): string => html.slice(html.indexOf(heading)).match(/<table>[\s\S]*?<\/table>/)?.[0] ?? ''
const cellsOf = (table: string): string[][] => [...table.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = '']) => [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => plainText(cell)))
const sectionOf = (html: string, name: string): string => html.match(new RegExp(`<section class="figure" aria-labelledby="f-${name}">[\\s\\S]*?</section>`))?.[0] ?? ''

const views = ['level=commune&group=kind&cross=unit*kind', 'level=village&group=helpers&cross=month*helpers', 'level=village&cross=kind*stage&units=today', 'level=commune&cross=month*kind&from=08/2026&to=09/2026', 'cross=unit*helpers&level=village']

describe('1 behind every figure', () => {
  test.each(views)('%s', async (view) => {
    const { html } = await see(`/office/works?${view}`)
    let looked = 0
    for (const name of ['records', 'labour', 'planned', 'mean', 'stock', 'stock_labour']) {
      const links = new Set([...sectionOf(html, name).matchAll(/href="(\/office\/works\/rows\?[^"]*figure=[^"]*)"/g)].map(([, to = '']) => to))
      expect(links.size, name).toBeGreaterThan(1)
      for (const link of links) {
        const figure = new URLSearchParams(link.replaceAll('&amp;', '&').split('?')[1]).get('figure') ?? ''
        const { status, html: behind } = await see(link)
        expect(status).toBe(200)
        const total = cellsOf(behind.match(/<tr class="total">[\s\S]*?<\/tr>/)?.[0] ?? '')[0]?.[3]
        const sum = total === undefined ? 0 : number(total)
        const of = name === 'mean' ? number(plainText(behind).match(/Trung bình của ([\d.]+) lần ghi/)?.[1] ?? '') : 1
        expect([link, Math.round((sum / of) * 100) / 100]).toEqual([link, number(figure)])
        const rows = cellsOf(behind.match(/<tbody>[\s\S]*?<\/tbody>/)?.[0] ?? '').slice(0, total === undefined ? undefined : -1)
        expect(rows.reduce((all, row) => all + number(row[3] ?? ''), 0)).toBe(sum)
        looked++
      }
    }
    expect(looked).toBeGreaterThan(30)
  }, 120_000)
})

test('1 an estimate stays one behind the figure, for each row and all together; months are written as people write them', async () => {
  const { html } = await see('/office/works?cross=month*kind&from=07/2026&to=09/2026')
  const section = sectionOf(html, 'rough')
  const figures = [...section.matchAll(/href="(\/office\/works\/rows\?[^"]*figure=[^"]*)"/g)].map(([, to = '']) => to)
  const of = (link: string): string => new URLSearchParams(link.replaceAll('&amp;', '&').split('?')[1]).get('figure') ?? ''
  expect(figures.filter((link) => of(link).startsWith('≈')).length).toBeGreaterThan(3)
  for (const link of new Set(figures)) {
    const behind = (await see(link)).html
    const cells = cellsOf(behind.match(/<tbody>[\s\S]*?<\/tbody>/)?.[0] ?? '').map((row) => row[3] ?? '')
    expect([link, cells.pop()?.startsWith('≈')]).toEqual([link, cells.some((cell) => cell.startsWith('≈'))])
    expect([link, of(link).startsWith('≈') || !cells.some((cell) => cell.startsWith('≈'))]).toEqual([link, true])
  }
  expect(plainText((await see(figures[0] ?? '')).html)).toMatch(/0[789]\/2026/)
  expect(plainText((await see('/office/works/rows?indicator=rough&from=2026-08')).html)).toContain('08/2026 – …')
})

describe('2 worked out from others', () => {
  test('a share: what is divided, and by what', async () => {
    const { html } = await see('/office/works?level=commune&from=08/2026&to=08/2026')
    const link = sectionOf(html, 'kept').match(/href="(\/office\/works\/rows\?[^"]*unit=north[^"]*figure=[^"]*)"/)?.[1] ?? ''
    const share = number(new URLSearchParams(link.replaceAll('&amp;', '&')).get('figure') ?? '')
    const { html: behind } = await see(link)
    expect(plainText(behind)).toMatch(/Số này là phép chia: Tử số: Tổng công : [\d.]+ công Mẫu số: Công dự kiến : [\d.]+ công Dưới đây là các phiếu của: Tổng công/)
    const [of, below] = await Promise.all([...behind.matchAll(/<li>(?:Tử số|Mẫu số): <a href="([^"]*)"/g)].map(async ([, to = '']) => number(cellsOf((await see(to)).html.match(/<tr class="total">[\s\S]*?<\/tr>/)?.[0] ?? '')[0]?.[3] ?? '')))
    expect(share).toBe(Math.round(((of ?? 0) / (below ?? 1)) * 10_000) / 100)
  })
  test('a difference, a share of units, what is read', async () => {
    expect(plainText((await see('/office/works/rows?indicator=gap')).html)).toMatch(/Số này tính từ: Lấy: Công dự kiến : [\d.]+ công trừ đi: Tổng công : [\d.]+ công/)
    expect(plainText((await see('/office/works/rows?indicator=spread')).html)).toMatch(/Mẫu số: số thôn, bản đang có : \d+/i)
    expect(plainText((await see('/office/works/rows?indicator=middle')).html)).toContain('đọc từ cột “labour”')
  })
})

describe('3 cross-tables', () => {
  test.each([['records', 'unit*kind', true], ['labour', 'month*kind', true], ['records', 'kind*stage', false], ['planned', 'unit*kind', true]] as const)('%s by %s adds up', async (name, way, hasRest) => {
    const { html } = await see(`/office/works?level=commune&cross=${way}`)
    const table = cellsOf(tableAfter(sectionOf(html, name), 'Bảng chéo:'))
    const [head = [], ...rows] = table
    expect(head.includes('Chưa ghi')).toBe(hasRest)
    const values = rows.map((row) => row.slice(1).map((cell) => (cell === '–' ? 0 : number(cell))))
    for (const row of values) expect(row.slice(0, -1).reduce((sum, value) => sum + value, 0)).toBe(row[row.length - 1])
    const last = values.pop() ?? []
    expect(last).toEqual(last.map((_, i) => values.reduce((sum, row) => sum + (row[i] ?? 0), 0)))
    const whole = number(plainText(sectionOf(html, name).match(/total-figure">(?:<a [^>]*>)?([^<]*)/)?.[1] ?? ''))
    if (hasRest) expect(last[last.length - 1]).toBe(whole)
    else expect(plainText(sectionOf(html, name))).toMatch(new RegExp(`Ngoài bảng còn ${whole - (last[last.length - 1] ?? 0)} việc chưa trả lời đủ hai câu; tất cả là ${whole} việc`))
  })
  test('a place of which nothing was said has its line', async () => {
    const body = { id: crypto.randomUUID(), form: 'works', version: 1, answers: { village: 'n2', seen_on: '2025-02-01', labour: 500, stage: 'done' }, context: { at: Date.now(), zone: 420, seed: 7 } }
    expect((await send(tokens.writer ?? '', { ...body, sha256: await hashOf(body) })).status).toBe(201)
    const { html } = await see('/office/works?cross=month*kind')
    const [, ...rows] = cellsOf(tableAfter(sectionOf(html, 'labour'), 'Bảng chéo:'))
    expect(rows[0]).toEqual(['02/2025', '–', '–', '500 công', '500 công'])
    const values = rows.map((row) => row.slice(1).map((cell) => (cell === '–' ? 0 : number(cell))))
    const last = values.pop() ?? []
    expect(last).toEqual(last.map((_, i) => values.reduce((sum, row) => sum + (row[i] ?? 0), 0)))
  })
  test('of very many groups, each with its name, the largest; the others together', async () => {
    const visits = `
id: visits
title: Thăm việc
language: vi
date: \${seen_on}
unit: \${work.unit}
survey:
  - { type: entry works_place, name: work, label: Việc nào? }
  - { type: date, name: seen_on, label: Ngày }
  - { type: integer, name: hours, label: Giờ }
indicators:
  - { name: hours, label: Số giờ, sum: "\${hours}", by: [work], unit: giờ }
  - { name: mean, label: Giờ mỗi lần, average: "\${hours}", by: [work] }
`
    expect((await call('POST', '/api/forms', { token: adminToken, body: visits, type: 'application/yaml' })).status).toBe(201)
    const made = await Promise.all(Array.from({ length: 33 }, async (_, i): Promise<Loose[]> => {
      const place = { id: crypto.randomUUID(), form: 'works', version: 1, answers: { village: 'n1', seen_on: '2026-07-01', kind: 'road', stage: 'done', labour: 1 }, context: { at: Date.now(), zone: 420, seed: 7 } }
      const visit = { id: crypto.randomUUID(), form: 'visits', version: 1, answers: { work: place.id, seen_on: '2026-07-02', hours: i + 1 }, context: { at: Date.now(), zone: 420, seed: 7 } }
      return Promise.all([place, visit].map(async (body) => ({ ...body, sha256: await hashOf(body) })))
    }))
    for (const bodies of [made.map(([place]) => place as Loose), made.map(([, visit]) => visit as Loose)]) expect((await send(tokens.writer ?? '', bodies)).status).toBe(200)
    const { html } = await see('/office/visits?level=commune&group=work&cross=unit*work')
    const [head = [], ...rows] = cellsOf(tableAfter(sectionOf(html, 'hours'), 'Bảng chéo:'))
    expect(head).toEqual(['Nơi', ...Array.from({ length: 30 }, () => 'road'), '3 nhóm khác', 'Cộng'])
    expect(rows.map((row) => [row[1], row[31], row[32]])).toEqual([['33 giờ', '6 giờ', '561 giờ'], ['33 giờ', '6 giờ', '561 giờ']])
    expect(plainText(sectionOf(html, 'mean'))).toContain('Bảng chỉ có 30 nhóm lớn nhất; còn 3 nhóm không hiện.')
    const link = sectionOf(html, 'hours').match(/href="(\/office\/visits\/rows\?[^"]*by=work[^"]*)"/)?.[1] ?? ''
    expect(plainText((await see(link)).html)).toMatch(/ road · [^·]+ · /)
    expect(html.replace(/href="[^"]*"/g, '')).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
  })
  test('a grouping that is called like a time is the form’s own, by each way to it', async () => {
    const plans = `
id: plans
title: Kế hoạch
language: vi
date: \${seen_on}
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn }
  - { type: date, name: seen_on, label: Ngày }
  - { type: select_one term, name: year, label: Năm của nhiệm kỳ }
choices:
  term: [{ name: first, label: Năm đầu }, { name: last, label: Năm cuối }]
indicators:
  - { name: plans, label: Số kế hoạch, count: yes, by: [year] }
`
    expect((await call('POST', '/api/forms', { token: adminToken, body: plans, type: 'application/yaml' })).status).toBe(201)
    const bodies = ['first', 'first', 'last'].map((year) => ({ id: crypto.randomUUID(), form: 'plans', version: 1, answers: { village: 'n1', seen_on: '2026-07-01', year }, context: { at: Date.now(), zone: 420, seed: 7 } }))
    expect((await send(tokens.writer ?? '', await Promise.all(bodies.map(async (body) => ({ ...body, sha256: await hashOf(body) }))))).status).toBe(200)
    for (const way of ['unit*year', 'month*year']) {
      const { status, html } = await see(`/office/plans?level=commune&cross=${way}`)
      const [head, ...rows] = status === 200 ? cellsOf(tableAfter(sectionOf(html, 'plans'), 'Bảng chéo:')) : []
      expect([way, status, head?.slice(1), rows.pop()?.slice(1)]).toEqual([way, 200, ['Năm đầu', 'Năm cuối', 'Cộng'], ['2', '1', '3']])
    }
    expect(plainText(sectionOf((await see('/office/plans?group=year')).html, 'plans'))).toContain('Năm đầu')
    const members = async (by: string): Promise<unknown> => ((await said(await call('GET', `/api/aggregates/plans/plans?by=${by}`, { token: tokens.reviewer ?? adminToken }))) as { rows?: readonly Loose[] }).rows?.map(({ member, period, value }) => [member, period, value])
    expect([await members('group:year'), await members('year')]).toEqual([[['first', undefined, 2], ['last', undefined, 1]], [[undefined, '2026', 3]]])
  })
  test('where one record stands in several cells it is said', async () => {
    expect(plainText(sectionOf((await see('/office/works?level=village&cross=month*helpers')).html, 'records'))).toMatch(/Chưa ghi|nhiều ô/)
  })
  test('what can be chosen is what the form declares', async () => {
    const select = (await see('/office/works')).html.match(/<select id="w-cross"[\s\S]*?<\/select>/)?.[0] ?? ''
    expect([...select.matchAll(/value="([^"]*)"/g)].map(([, value]) => value)).toEqual(['', 'unit*kind', 'month*kind', 'kind*stage', 'unit*helpers', 'month*helpers'])
  })
})

describe('4 places', () => {
  test('the best first, with what all are held against', async () => {
    const section = sectionOf((await see('/office/works?level=commune')).html, 'labour')
    const rows = cellsOf(section.match(/<table>[\s\S]*?<\/table>/)?.[0] ?? '').slice(1, -1)
    const totals = rows.map((row) => number(row[1] ?? ''))
    expect(totals.length).toBeGreaterThan(2)
    expect(totals).toEqual([...totals].sort((one, other) => other - one))
    expect(plainText(section)).toMatch(/Trung bình mỗi nơi: [\d.,]+ công/)
  })
  test('against the plan the worst first; nothing came is said', async () => {
    const year = new Date().getFullYear()
    await call('PUT', '/api/targets', { token: adminToken, body: JSON.stringify([['n1', 10_000], ['n2', 1], ['s1', 20_000]].map(([unit, value]) => ({ indicator: 'works.labour', period: String(year), unit, value }))) })
    await call('PUT', '/api/units', { token: adminToken, body: JSON.stringify({ units: [] }) })
    const section = sectionOf((await see('/office/works?level=village')).html, 'labour')
    const rows = cellsOf(tableAfter(section, 'So với kế hoạch')).slice(1)
    expect(rows[rows.length - 1]?.[0]).toContain('n2')
    expect(rows.map((row) => row[4])).toEqual(['Chậm', 'Chậm', expect.stringMatching(/Vượt|Đạt/)])
    expect(section).toMatch(/href="\/office\/works\/targets\/one\?[^"]*unit=n1"/)
  })
})

test('5 the way back', async () => {
  const query = 'level=village&group=kind&cross=unit*kind&units=today'
  const { html } = await see(`/office/works?${query}`)
  const link = sectionOf(html, 'records').match(/href="(\/office\/works\/rows\?[^"]*)"/)?.[1] ?? ''
  const { html: behind } = await see(link)
  const back = behind.match(/<p class="step"><a href="([^"]*)"/)?.[1]?.replaceAll('&amp;', '&') ?? ''
  expect(Object.fromEntries(new URL(back, 'https://x.example').searchParams)).toEqual(Object.fromEntries(new URLSearchParams(query)))
  expect(back.endsWith('#f-records')).toBe(true)
  // Only ever to the form's own page.
  expect((await see('/office/works/rows?indicator=records&back=https://evil.example/')).html).toMatch(/<p class="step"><a href="\/office\/works\?/)
})

test.each(['cross=kind*nothing', 'cross=__proto__', 'cross=unit*', 'group=kind*stage', 'level=nowhere&cross=unit*kind'])('6 ?%s', async (query) => {
  expect((await see(`/office/works?${query}`)).status).toBe(200)
})
test.each(['indicator=records&by=nothing&member=x', 'indicator=records&by=kind&member=%27%3B--', 'indicator=records&unit=~', 'indicator=records&unit=~&level=nothing', 'indicator=records&by=kind*stage&member=road'])('6 rows?%s', async (query) => {
  expect((await see(`/office/works/rows?${query}`)).status).toBe(200)
})

test('7 in two of a level', async () => {
  const before = number(plainText(sectionOf((await see('/office/works?level=commune')).html, 'records').match(/total-figure">(?:<a [^>]*>)?([^<]*)/)?.[1] ?? ''))
  const old = { id: 'old', level: 'province', name: 'Cũ', full_name: 'Tỉnh Cũ', code: null, parent: null, valid_from: null, valid_to: null, successors: [] }
  const changed = units.map((unit) => (unit.id === 'north' ? { ...unit, extra_parents: ['old'] } : unit))
  expect((await call('PUT', '/api/units', { token: adminToken, body: JSON.stringify({ units: [old, ...changed] }) })).status).toBe(200)
  const answer = await said(await call('GET', '/api/aggregates/works/records?by=unit:province', { token: adminToken }))
  const [rows, total] = [answer.rows as unknown as { unit: string; value: number }[], answer.total as unknown as { value: number }]
  const [both, whole] = ['old', 'p'].map((id) => rows.find(({ unit }) => unit === id)?.value)
  expect(both).toBeLessThan(whole ?? 0)
  expect(total.value).toBe(before)
  const { html } = await see('/office/works?level=province&cross=unit*kind')
  expect(number(plainText(sectionOf(html, 'records').match(/total-figure">(?:<a [^>]*>)?([^<]*)/)?.[1] ?? ''))).toBe(before)
  const last = cellsOf(tableAfter(sectionOf(html, 'records'), 'Bảng chéo:')).pop()?.slice(1).map(number) ?? []
  expect(last[last.length - 1]).toBe(before)
  expect(last.slice(0, -1).reduce((sum, value) => sum + value, 0)).toBe(before)
})

describe('8 made of personal answers', () => {
  const families = `
id: families
title: Các nhà
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Nơi nào? }
  - { type: integer, name: members, label: Số người, personal: basic }
  - { type: select_one tongue, name: tongue, label: Tiếng nói, personal: basic }
  - { type: integer, name: rice, label: Gạo, relevant: "\${members} > 3" }
  - { type: calculate, name: twice, calculation: "\${members} * 2" }
  - { type: integer, name: cows, label: Bò }
choices:
  tongue: [{ name: tay, label: Tày }, { name: dao, label: Dao }]
registers:
  - { register: family, label: "\${village}", unit: "\${village}", columns: { members: "\${members}", cows: "\${cows}" } }
indicators:
  - { name: many, label: Nhà đông, count: yes, where: "\${members} > 4" }
  - { name: doubled, label: Gấp đôi, sum: "\${twice}" }
  - { name: rice, label: Gạo, sum: "\${rice}" }
  - { name: souls, label: Nhân khẩu, sum: "\${members}", register: family }
  - { name: cows, label: Số bò, sum: "\${cows}", by: [tongue] }
  - { name: herds, label: Bò trong sổ, sum: "\${cows}", register: family }
`
  beforeAll(async () => {
    expect((await call('POST', '/api/forms', { token: adminToken, body: families, type: 'application/yaml' })).status).toBe(201)
    const body = { id: crypto.randomUUID(), form: 'families', version: 1, answers: { village: 'n1', members: 7, tongue: 'dao', rice: 60, twice: 14, cows: 3 }, context: { at: Date.now(), zone: 420, seed: 7 } }
    expect((await send(tokens.writer ?? '', { ...body, sha256: await hashOf(body) })).status).toBe(201)
    tokens.masked = (await tokenFor('Người Xem', 'viewer', null)).token
    tokens.reader = (await tokenFor('Người Duyệt', 'reviewer', null)).token
  })
  test.each(['many', 'doubled', 'rice', 'souls'])('%s: the sum alone', async (name) => {
    const seen = await see(`/office/families/rows?indicator=${name}`, 'masked')
    expect([seen.status, seen.html.includes('/office/submissions/'), seen.html.includes('bạn chỉ xem được số cộng')]).toEqual([200, false, true])
    expect((await see('/office/families', 'masked')).html).toContain(`id="f-${name}"`)
    expect((await see(`/office/families/rows?indicator=${name}`, 'reader')).html).toContain('/office/submissions/')
  })
  test('and stays so where a later version marks it no more: in the register, too', async () => {
    const unmarked = families.replaceAll(', personal: basic', '').replace('Các nhà', 'Các nhà ta')
    expect((await call('POST', '/api/forms', { token: adminToken, body: unmarked, type: 'application/yaml' })).status).toBe(201)
    const list = await said(await call('GET', '/api/registers/family', { token: tokens.masked ?? '' }))
    expect([list.masked, (list.rows as unknown as Loose[])[0]?.columns]).toEqual([['members'], { cows: 3 }])
    for (const name of ['doubled', 'souls']) expect((await see(`/office/families/rows?indicator=${name}`, 'masked')).html).not.toContain('/office/submissions/')
    expect((await call('POST', '/api/forms', { token: adminToken, body: families, type: 'application/yaml' })).status).toBe(201)
  })
  test('nor does anybody draw it out by a figure of another form, or by the name', async () => {
    const spy = (part: string): string => `id: spy\ntitle: Dò\nlanguage: vi\nsurvey:\n  - { type: text, name: a, label: A }\nindicators:\n  - { name: heads, label: Tên, register: REGISTER, ${part} }\n`
    const publish = async (text: string): Promise<unknown[]> => {
      const answer = await call('POST', '/api/forms', { token: adminToken, body: text, type: 'application/yaml' })
      return [answer.status, ((await said(answer)).problems as unknown as Loose[] | undefined)?.map(({ code }) => code)]
    }
    for (const part of ['count: yes, by: [members]', 'count: yes, by: [cows*members]', 'max: members', 'median: members', 'count: yes, public: yes, by: [members]']) {
      expect([part, ...(await publish(spy(part).replace('REGISTER', 'family')))]).toEqual([part, 422, ['indicator_public_personal']])
    }
    expect(await publish(spy('count: yes, by: [cows]').replace('REGISTER', 'family'))).toEqual([201, undefined])
    // The name of an entry of the form's own register, too.
    expect(await publish(trial.replace('register: trial_house }', 'register: trial_house, by: [label] }'))).toEqual([422, ['indicator_public_personal']])
  })
  test('what is not personal is shown, but not by a grouping that is', async () => {
    for (const name of ['cows', 'herds']) expect((await see(`/office/families/rows?indicator=${name}`, 'masked')).html).toContain('/office/submissions/')
    for (const by of ['by=tongue&member=dao', 'by=tongue']) expect((await see(`/office/families/rows?indicator=cows&${by}`, 'masked')).html).not.toContain('/office/submissions/')
    expect((await see('/office/families/rows?indicator=cows&by=tongue&member=dao', 'reader')).html).toContain('/office/submissions/')
  })
})

test('3 signs in the name of a choice: each is called by its own words', async () => {
  const signs = `id: signs
title: Dấu
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Nơi nào? }
  - { type: select_one kind, name: kind, label: Loại }
choices:
  kind: [{ name: a, label: Một }, { name: 'a*b', label: Hai }, { name: 'x,y=z', label: Ba }]
indicators:
  - { name: n, label: Số, count: yes, by: [kind] }
`
  expect((await call('POST', '/api/forms', { token: adminToken, body: signs, type: 'application/yaml' })).status).toBe(201)
  for (const kind of ['a', 'a*b', 'a*b', 'x,y=z']) {
    const body = { id: crypto.randomUUID(), form: 'signs', version: 1, answers: { village: 'n1', kind }, context: { at: Date.now(), zone: 420, seed: 7 } }
    expect((await send(tokens.writer ?? '', { ...body, sha256: await hashOf(body) })).status).toBe(201)
  }
  const { rows } = (await said(await call('GET', '/api/aggregates/signs/n?by=kind', { token: adminToken }))) as unknown as { rows: { member: string; member_name: { vi: string }; value: number }[] }
  expect(rows.map(({ member, member_name, value }) => [member, member_name.vi, value])).toEqual([['a', 'Một', 1], ['a*b', 'Hai', 2], ['x,y=z', 'Ba', 1]])
})

test('1 taken away as CSV an estimate stays one', async () => {
  const csv = async (name: string): Promise<readonly string[]> => (await (await call('GET', `/api/aggregates/works/${name}?by=kind`, { token: adminToken, headers: { accept: 'text/csv' } })).text()).trim().split('\r\n').slice(1)
  const [rough, labour] = [await csv('rough'), await csv('labour')]
  const { rows } = (await said(await call('GET', '/api/aggregates/works/rough?by=kind', { token: adminToken }))) as unknown as { rows: { about: boolean }[] }
  expect(rows.some(({ about }) => about)).toBe(true)
  expect(rough.map((line) => line.endsWith(',≈'))).toEqual(rows.map(({ about }) => about))
  expect(labour.filter((line) => line.includes('≈'))).toEqual([])
})

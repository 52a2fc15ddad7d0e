// Down to the rows: over an invented year, every figure of the office's pages that is a link leads to what makes it, and comes to the same there.
// 1  A count, a sum: what the rows add up to. An average: their sum by their number. A number of places: in how many of them the rows lie.
// 2  A share, a difference: from its parts, each with its own rows. A middle: from the entries that have a value.
// 3  A target and what is expected by now: the page of that target says the same.
// 4  A heap, a number of records: as many as are listed there.
// 5  Every figure of a cross-table of two groupings is such a link: cells, sums of rows and columns, groups taken together, the whole.
// 6  So it is for who sees all and for a commune's own; in today's places and in those of then; received and approved.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/root.ts'
import type { Indicator } from '../../src/form/form.ts'
import { readNumber } from '../../src/form/number.ts'
import { adminToken, start } from '../journeys/harness.ts'
import type { Journey } from '../journeys/harness.ts'

const commune = 'vn.2025.01021'
const year = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 4)
let desk: Journey
let own: string
const forms = new Map<string, readonly Indicator[]>()

beforeAll(async () => {
  desk = await start()
  const code = await new Promise<number | null>((resolve) => {
    spawn(process.execPath, [join(root, 'scripts/phieu.ts'), 'demo', '--records', '100', '--seed', 'behind'], { env: { ...process.env, PHIEU_SERVER: desk.url, PHIEU_TOKEN: adminToken }, stdio: 'ignore' }).on('close', resolve)
  })
  expect(code).toBe(0)
  own = await desk.enrol({ name: 'Hoàng Thị Riêng', role: 'reviewer', unit: commune })
  for (const { id } of ((await (await desk.api('GET', '/api/forms', adminToken)).json()) as { forms: readonly { id: string }[] }).forms) {
    forms.set(id, ((await (await desk.api('GET', `/api/forms/${id}`, adminToken)).json()) as { form: { indicators: readonly Indicator[] } }).form.indicators)
  }
  // Of all places together, and of a quarter and a month: what the invented year does not set.
  const month = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 7)
  const quarter = `${year}-Q${Math.ceil(Number(month.slice(5)) / 3)}`
  const wishes = [...forms].flatMap(([form, all]) => all.filter(({ median, min, max }) => (median ?? min ?? max) === undefined).slice(0, 6).flatMap(({ name }, i) => ['', commune].map((unit) => ({ indicator: `${form}.${name}`, unit, period: [year, year, quarter, month][i % 4], value: 7 + 3 * i }))))
  const set = await desk.api('PUT', '/api/targets', adminToken, wishes)
  expect(set.status, await set.text()).toBe(200)
}, 120_000)
afterAll(() => desk?.stop())

const pages = new Map<string, string>()
async function page(path: string, token: string): Promise<string> {
  const had = pages.get(`${token} ${path}`)
  if (had !== undefined) return had
  const answer = await fetch(desk.url + path, { headers: { cookie: `phieu=${token}`, accept: 'text/html' } })
  const text = await answer.text()
  expect([path, answer.status]).toEqual([path, 200])
  const main = (/<main[\s\S]*<\/main>/.exec(text)?.[0] ?? '').replace(/\u00a0/g, ' ')
  pages.set(`${token} ${path}`, main)
  return main
}

const plain = (html: string): string => html.replace(/<span class="away">.*?<\/span>/g, '').replace(/<[^>]*>/g, ' ').replace(/&amp;/g, '&').replace(/&gt;/g, '>').replace(/&lt;/g, '<').replace(/\s+/g, ' ').trim()
function number(text: string): number {
  const read = readNumber(text.replace(/[^\d.,-]/g, ''), 'vi')
  if ('slip' in read) throw new Error(`no number: ${text}`)
  return read.value
}
const linksIn = (html: string): readonly (readonly [string, string])[] => [...html.matchAll(/<a [^>]*?href="([^"]+)"[^>]*>([\s\S]*?)<\/a>/g)].map(([, to = '', text = '']) => [to.replaceAll('&amp;', '&'), plain(text)] as const)
const rowsIn = (html: string): readonly (readonly string[])[] =>
  [...(/<tbody>[\s\S]*?<\/tbody>/.exec(html)?.[0] ?? '').matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = '']) => [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => plain(cell)))

/** All pages of a list, from its first. */
async function listed(path: string, token: string): Promise<{ readonly first: string; readonly rows: readonly (readonly string[])[] }> {
  const first = await page(path, token)
  const rows = [...rowsIn(first)]
  for (let at = first; ; ) {
    const next = linksIn(at).find(([to, text]) => text === 'Xem tiếp' && to.includes('cursor='))
    if (next === undefined) return { first, rows }
    at = await page(next[0].startsWith('/') ? next[0] : `${path.split('?')[0] ?? ''}${next[0]}`, token)
    rows.push(...rowsIn(at))
  }
}

/** What a figure comes to by what its link leads to; undefined: nothing to divide by, or nothing there. `slack`: what rounding each row may make. */
async function behind(path: string, token: string): Promise<{ readonly value: number | undefined; readonly slack: number }> {
  const to = new URL(path, desk.url)
  const form = to.pathname.split('/')[2] ?? ''
  const name = to.searchParams.get('indicator')
  const { first, rows } = await listed(path, token)
  if (name === null) {
    const said = /Có tất cả ([\d.]+) phiếu/.exec(first)?.[1]
    expect([path, rows.length]).toEqual([path, number(said ?? '0')])
    return { value: rows.length, slack: 0 }
  }
  const indicator = forms.get(form)?.find((one) => one.name === name)
  if (indicator === undefined) throw new Error(`no indicator: ${path}`)
  const parts = [...first.matchAll(/<li>[^<]*: <a href="([^"]*)">[^<]*<\/a>: <strong>([^<]*)<\/strong>/g)].map(([, href = '', shown = '']) => [href.replaceAll('&amp;', '&'), shown] as const)
  if (indicator.share !== undefined || indicator.difference !== undefined) {
    expect([path, parts.length]).toEqual([path, indicator.share === undefined ? 1 + (indicator.difference?.less.length ?? 0) : 2])
    const values = await Promise.all(parts.map(async ([href, shown]) => {
      if (href.startsWith('/office/units')) return { value: number(shown), slack: 0 }
      return same(href, shown, token)
    }))
    const [one, ...others] = values.map(({ value }) => value)
    const slack = values.reduce((sum, each) => sum + each.slack, 0)
    if (one === undefined) return { value: undefined, slack }
    if (indicator.share === undefined) return { value: others.reduce<number>((left, value) => left - (value ?? 0), one), slack }
    const below = others[0]
    return { value: below === undefined || below === 0 ? undefined : (one / below) * 100, slack: below === undefined || below === 0 ? 0 : (slack / below) * 100 * 2 }
  }
  const amounts = rows.map((row) => number(row[3] ?? ''))
  if ((indicator.median ?? indicator.min ?? indicator.max) !== undefined) {
    const sorted = [...amounts].sort((a, b) => a - b)
    const middle = sorted.length >> 1
    const median = sorted.length % 2 === 1 ? sorted[middle] : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
    return { value: sorted.length === 0 ? undefined : indicator.min !== undefined ? sorted[0] : indicator.max !== undefined ? sorted[sorted.length - 1] : median, slack: 0.01 }
  }
  if (indicator.distinct !== undefined) return { value: new Set(rows.map((row) => row[1])).size, slack: 0 }
  const whole = /<tr class="total">[\s\S]*<td class="n">([^<]*)<\/td>/.exec(first)?.[1]
  // All on one page: then the page says what they add up to, without what rounding each would make.
  const sum = whole === undefined ? amounts.reduce((all, one) => all + one, 0) : number(whole)
  expect(Math.abs(sum - amounts.reduce((all, one) => all + one, 0)), path).toBeLessThanOrEqual(0.006 * amounts.length)
  if (indicator.average === undefined) return { value: sum, slack: whole === undefined ? 0.006 * amounts.length : 0.006 }
  const of = /Trung bình của ([\d.]+) lần ghi/.exec(first)?.[1]
  return of === undefined ? { value: undefined, slack: 0 } : { value: sum / number(of), slack: 0.006 }
}

async function same(path: string, shown: string, token: string): Promise<{ readonly value: number | undefined; readonly slack: number }> {
  const found = await behind(path, token)
  const is = shown === '–' ? undefined : number(shown)
  const isEqual = is === undefined ? found.value === undefined : found.value !== undefined && Math.abs(is - found.value) <= found.slack + 0.0051 + (shown.includes('%') ? 0.05 : 0)
  expect([path, shown, isEqual ? 'the same' : found.value]).toEqual([path, shown, 'the same'])
  return { value: is === undefined ? undefined : (found.value ?? is), slack: found.slack }
}

const looked = { rows: 0, plans: 0, heaps: 0 }
const done = new Set<string>()
/** Follows every figure of a page. */
async function follow(path: string, token: string): Promise<void> {
  for (const [to, text] of linksIn(await page(path, token))) {
    const at = to.replace(/&?back=[^&]*/, '').replace('?&', '?')
    if (!/\d/.test(text) || done.has(`${token} ${at} ${text}`)) continue
    done.add(`${token} ${at} ${text}`)
    if (/^\/office\/\w+\/rows/.test(to)) {
      looked.rows++
      await same(at, text, token)
    } else if (/\/targets\/one\?/.test(to)) {
      looked.plans++
      const line = plain(/<p>Kế hoạch[\s\S]*?<\/p>/.exec(await page(to, token))?.[0] ?? '')
      expect([to, line, line.includes(text.replace('≈ ', ''))]).toEqual([to, line, true])
    } else if (/\/queue\?/.test(to) && /^[\d.]+$/.test(text)) {
      looked.heaps++
      expect([to, (await listed(to, token)).rows.length]).toEqual([to, number(text)])
    }
  }
}

const options = (html: string, name: string): readonly string[] => [...(new RegExp(`<select id="w-${name}"[\\s\\S]*?</select>`).exec(html)?.[0] ?? '').matchAll(/<option value="([^"]+)"/g)].map(([, value = '']) => value)

describe.each(['all', 'own'])('6 who sees %s', (who) => {
  const token = (): string => (who === 'all' ? desk.reviewerToken : own)
  test('the first page', async () => {
    await follow('/office', token())
    await follow('/office/queue', token())
    // Each place with a target is a first page of its own, which says as many behind as its line here.
    const places = linksIn(await page('/office', token())).filter(([to]) => to.startsWith('/office?unit='))
    expect(places.length > 1).toBe(who === 'all')
    for (const [to, text] of places) expect([to, /Nơi này chậm ([\d.]+) trong/.exec(await page(to, token()))?.[1]]).toEqual([to, text])
    for (const [to] of places.slice(0, 2)) await follow(to, token())
  }, 240_000)
  test('each form: figures, groups, cross-tables, plans, map, report', async () => {
    for (const form of forms.keys()) {
      const first = await page(`/office/${form}`, token())
      const [groups, ways] = [options(first, 'group'), options(first, 'cross')]
      const looks = who === 'own' ? ['', ...ways.filter((way) => !/^(unit|month)\*/.test(way)).map((way) => `cross=${way}`)] : [
        '', `from=${year}-01&to=${year}-12`, ...(form.startsWith('r') ? ['level=village&units=then&state=approved'] : []), ...groups.map((group) => `group=${group}`), ...ways.map((way) => `cross=${way}`),
      ]
      for (const look of looks) await follow(`/office/${form}?${look}`, token())
      await follow(`/office/${form}/map`, token())
      await follow(`/office/${form}/report`, token())
      for (const indicator of options(await page(`/office/${form}/targets`, token()), 'indicator').slice(0, 6)) for (const period of [year, `Q4/${year}`]) await follow(`/office/${form}/targets?indicator=${indicator}&period=${period}`, token())
    }
  }, 900_000)
})

test('1 2 3 4 were looked at', () => {
  console.log(`figures followed: ${JSON.stringify(looked)}`)
  expect(looked.rows).toBeGreaterThan(1_500)
  expect(looked.plans).toBeGreaterThan(100)
  expect(looked.heaps).toBeGreaterThan(10)
})

test('5 no figure of a cross-table stands alone', async () => {
  let tables = 0
  for (const form of forms.keys()) {
    for (const way of options(await page(`/office/${form}`, desk.reviewerToken), 'cross')) {
      const html = await page(`/office/${form}?cross=${way}`, desk.reviewerToken)
      for (const [, table = ''] of html.matchAll(/<h3>Bảng chéo:[^<]*<\/h3>[\s\S]*?<table>([\s\S]*?)<\/table>/g)) {
        tables++
        for (const [, cell = ''] of table.matchAll(/<td class="n">([\s\S]*?)<\/td>/g)) expect([form, way, cell]).toEqual([form, way, /^(0|–|<a href=.*<\/a>)$/.exec(cell)?.[0]])
      }
    }
  }
  expect(tables).toBeGreaterThan(20)
})

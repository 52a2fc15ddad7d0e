// What the office sees.
// 1  The whole: what has a target first, red before green, with what should be there by today; then what waits, by form; only what is the reader's.
// 2  It reads kept sums and targets alone: the same rows and the same trips for 50 records and for 5,000.
// 3  Where nothing was ever sent it says so instead of a nought.
// 4  However many targets there are, six are drawn whole and every other is a line under its count, with the figure, the plan and how many places of each standing are behind.
import { beforeAll, describe, expect, test } from 'vitest'
import { limited } from '../limits.ts'
import { localDay } from '../../src/form/date.ts'
import { overview } from '../../src/server/overview.ts'
import { adminToken, call, db, sealed, send, settle, tokenFor } from './visitor.ts'
import type { Loose } from './visitor.ts'

let tokens: Record<string, string>
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken }
  tokens.all = (await tokenFor('Lù Thị Chín', 'viewer', null)).token
})

const today = localDay(Date.now(), 420)
const year = today.slice(0, 4)
const page = async (who: string, path: string): Promise<string> => {
  const answer = await call('GET', path, { headers: { cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html' } })
  expect(answer.status, path).toBe(200)
  return (await answer.text()).replace(/\u00a0/g, ' ')
}
/** A page as it reads, without its markup. */
const text = async (who: string, path: string): Promise<string> => (await page(who, path)).replace(/[\s\S]*<main/, '<main').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

test('3 before anything was sent', async () => {
  expect(await text('all', '/office')).toContain('Chưa có phiếu nào')
  expect(await text('all', '/office/trial')).toContain('Chưa có phiếu nào')
  expect(await text('all', '/office')).toContain('chưa giao kế hoạch')
})

describe('1 the whole', () => {
  const set = async (wishes: readonly Loose[]): Promise<void> => {
    expect((await call('PUT', '/api/targets', { token: adminToken, body: JSON.stringify(wishes.map((wish) => ({ period: year, unit: '', ...wish }))) })).status).toBe(200)
  }
  test('red first, with pace, the places behind, and what waits', async () => {
    await send(tokens.officer ?? '', await sealed({ village: 'n1', seen_on: today, labour: 300 }))
    await send(tokens.stranger ?? '', await sealed({ village: 's1', seen_on: today, labour: 5 }))
    await set([{ indicator: 'trial.records', value: 1 }, { indicator: 'trial.labour_days', value: 100_000 }, { indicator: 'trial.labour_days', unit: 'north', value: 40 }, { indicator: 'trial.labour_days', unit: 'south', value: 90_000 }])
    const read = await text('all', '/office')
    expect(read.indexOf('Chậm, cần xem trước: 1 chỉ tiêu')).toBeGreaterThan(0)
    expect(read.indexOf('Ngày công')).toBeLessThan(read.indexOf('Số phiếu'))
    expect(read).toMatch(/Kế hoạch: 100\.000 công · Đến hôm nay cần đạt: [\d.]+ công Chậm|Kế hoạch: 100\.000 công Chậm/)
    expect(read).toMatch(/Chậm ở 1 trong 2 nơi được giao: Thôn Bản south: 5 công \/ 90\.000 công/)
    expect(read).toMatch(/Tính đến \d\d:\d\d/)
    expect(read).toMatch(/Phiếu thử Số phiếu: \d+ Số phiếu · Chờ duyệt: \d/)
  })
  test('only what is the reader’s', async () => {
    const read = await text('viewer', '/office')
    expect(read).not.toContain('south')
    expect(read).not.toContain('100.000')
    expect(read).toMatch(/Kế hoạch: 40 công/)
    const of = (read.match(/Số phiếu: (\d+) Số phiếu · Chờ duyệt/) ?? [])[1]
    const { results } = await db.prepare(`select count(*) as n from submissions where unit in ('n1', 'n2', 'north')`).all<{ n: number }>()
    expect(Number(of)).toBe(results[0]?.n)
  })
})

test('1 where most is behind, each place a first page of its own that says the same; others’ are not there', async () => {
  const html = await page('all', '/office')
  const found = [...html.matchAll(/<a href="\/office\?unit=(\w+)">(\d+)/g)].map(([, unit = '', count = '']) => [unit, count] as const)
  expect(found.map(([unit]) => unit).sort()).toEqual(['north', 'south'])
  for (const [unit, count] of found) expect(await text('all', `/office?unit=${unit}`)).toMatch(new RegExp(`Nơi này chậm ${count} trong 1 chỉ tiêu được giao`))
  for (const unit of ['south', 'nowhere']) expect((await call('GET', `/office?unit=${unit}`, { headers: { cookie: `__Host-phieu=${tokens.viewer ?? ''}`, accept: 'text/html' } })).status).toBe(404)
})

describe('2 what it reads', () => {
  const actor = { role: 'viewer', unit: null, forms: null, person: 'x', name: 'x' } as unknown as Parameters<typeof overview>[1]
  const measured = async (): Promise<{ read: number; trips: number; statements: number }> => {
    const counting = limited(db)
    await overview(counting.db, actor, Date.now())
    return { read: counting.seen.rowsRead, trips: counting.seen.trips, statements: counting.seen.statements }
  }
  const fill = async (from: number, to: number): Promise<void> => {
    for (let i = from; i < to; i += 100) {
      const bodies = await Promise.all(Array.from({ length: Math.min(100, to - i) }, (_, j) => sealed({ village: (i + j) % 2 === 0 ? 'n1' : 'n2', seen_on: today, labour: 10 + ((i + j) % 7) })))
      expect((await send(tokens.officer ?? '', bodies)).status).toBeLessThan(300)
    }
  }
  test('with targets of every sort, in the year, the quarter and the month, of all and of places, it stays within one invocation', async () => {
    const quarter = `${year}-Q${Math.ceil(Number(today.slice(5, 7)) / 3)}`
    const wishes = ['records', 'labour_days', 'mean', 'villages', 'covered', 'rest', 'houses'].flatMap((name) => [year, quarter, today.slice(0, 7)].flatMap((period) => ['', 'north', 'south'].map((unit) => ({ indicator: `trial.${name}`, period, unit, value: 5 }))))
    expect((await call('PUT', '/api/targets', { token: adminToken, body: JSON.stringify(wishes) })).status).toBe(200)
    const { statements, trips } = await measured()
    expect(statements).toBeLessThanOrEqual(42)
    expect(trips).toBeLessThanOrEqual(40)
    expect(await text('all', '/office')).toMatch(/quý \d\/\d{4}/)
  })
  test('4 a phone’s page: the worst whole, the others a line each, none without its figure and its place in the count', async () => {
    const html = await page('all', '/office')
    const { standpoints } = await overview(db, actor, Date.now())
    const reds = standpoints.filter(({ total, places }) => [total, ...places.map(({ figure }) => figure)].some(({ standing }) => standing === 'behind' || standing === 'not_started' || standing === 'forgotten'))
    expect(standpoints.length).toBeGreaterThan(12)
    expect(reds.length).toBeGreaterThan(6)
    const [whole = '', ...folded] = html.split('<details class="more">')
    expect((html.match(/<h3 id="s-/g) ?? []).length).toBe(6)
    expect((whole.match(/<h3 id="s-/g) ?? []).length).toBe(6)
    const lines = folded.map((part) => [Number(/<summary>\D*(\d+)/.exec(part)?.[1]), (/<ul[\s\S]*?<\/ul>/.exec(part)?.[0].match(/<li>/g) ?? []).length] as const)
    expect(lines).toEqual([[reds.length - 6, reds.length - 6], ...(standpoints.length === reds.length ? [] : [[standpoints.length - reds.length, standpoints.length - reds.length]])])
    const first = /<li>[\s\S]*?<\/li>/.exec(folded[0] ?? '')?.[0] ?? ''
    expect(first).toMatch(/<a class="whole" href="\/office\/trial\?units=today#f-\w+">/)
    expect(first).toMatch(/href="\/office\/trial\/rows\?|href="\/office\/trial\/targets\/one\?/)
    expect(html).toMatch(/Chậm ở \d trong 2 nơi \((?:bị bỏ quên|chưa làm|chậm): \d/)
  })
  test('50 and 5,000', async () => {
    await fill(0, 50)
    await measured()
    const few = await measured()
    await fill(50, 5_000)
    const many = await measured()
    console.log(`the whole: ${JSON.stringify(few)}`)
    expect(many).toEqual(few)
    expect(few.trips).toBeLessThanOrEqual(40)
  }, 240_000)
})

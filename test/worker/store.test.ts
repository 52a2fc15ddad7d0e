// What the store keeps and finds again.
// 1  Forms: the same source again is the same version; versions are found by number or as the latest; a closed form says so; others may refer to what it offers.
// 2  Units: a list again changes nothing; who lies under whom is known in both eras; units of a level are counted as valid on a day.
// 3  Sums are read by unit, period and member, as counted then and in today's units; distinct units are counted; stocks have no period.
// 4  What reading sums and pages costs depends on units and periods, not on how much was sent.
// 5  Submissions by page, the newest first, within a scope, by state, day, words without marks, author; each once though others arrive.
// 6  One submission with its revisions, reviews and audit.
// 7  Entries by page, by scope, changed since, searched, by id; columns for a median.
// 8  Tokens: only a hash opens; expired and revoked ones do not.
// 9  Drafts are their author's.
// 10 A recount finds what was falsified, and mends it.
// 11 A raced batch writes nothing at all.
// 12 A changed indicator over a register counts the entries that were there before, a page at a time.
// 13 No statement walks a table that grows with what is sent: each finds its rows by a key or an index.
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Answers } from '../../src/form/form.ts'
import { decide } from '../../src/record/receive.ts'
import { unsigned } from '../../src/record/canonical.ts'
import { entriesOf } from '../../src/record/register.ts'
import { review } from '../../src/record/review.ts'
import { worldOfContext } from '../../src/record/world.ts'
import { auditOf } from '../../src/store/audit.ts'
import { dropDraft, draftsOf, loadDraft, saveDraft } from '../../src/store/drafts.ts'
import { entriesBehind, submissionsBehind } from '../../src/store/behind.ts'
import { countHeaps } from '../../src/store/heaps.ts'
import * as entries from '../../src/store/entries.ts'
import { knownFor, listForms, loadForms, loadSource, setFormState } from '../../src/store/forms.ts'
import { findActor, listTokens, revokeToken, saveDevice, savePerson, saveToken } from '../../src/store/people.ts'
import { recount } from '../../src/store/recount.ts'
import { resettle } from '../../src/store/resettle.ts'
import { readState } from '../../src/store/state.ts'
import { one as oneSubmission, page, write } from '../../src/store/submissions.ts'
import * as tallies from '../../src/store/tallies.ts'
import { countUnits, loadUnits, saveUnits } from '../../src/store/units.ts'
import { limited } from '../limits.ts'
import { Desk, day_ms, isUnder, noon, officer, reviewer, road, seal, units, work } from './desk.ts'

const bare = (env as unknown as { DB: D1Database }).DB
const prepared = new Set<string>()
const db = new Proxy(bare, {
  get(target, name) {
    if (name !== 'prepare') return (target[name as keyof D1Database] as () => unknown).bind(target)
    return (sql: string) => {
      prepared.add(sql)
      return target.prepare(sql)
    }
  },
})
const desk = new Desk(db)
const roadOf = (more: Record<string, unknown> = {}) =>
  ({ village: 'e1', seen_on: '2026-11-20', road_name: 'Đường Nà Hồ', length_m: 1200, main_surface: 'soil', ...more }) as unknown as Answers
beforeAll(() => desk.open([road, work]))

describe('1 forms', () => {
  test('again is the same, changed is the next', async () => {
    expect(await desk.publish(road)).toBe(1)
    expect(await desk.publish(road.replace('title: Đường', 'title: Đường làng'))).toBe(2)
    expect((await listForms(db)).map(({ id, version, title }) => [id, version, title.vi])).toEqual([['road', 2, 'Đường làng'], ['work', 1, 'Ngày công']])
    const loaded = await loadForms(db, [{ id: 'road', version: 1 }, { id: 'road', version: 'latest' }, { id: 'road', version: 9 }, { id: 'nothing', version: 1 }])
    expect(loaded.map(({ version, latest, state, form }) => [version, latest, state, form.title.vi])).toEqual([[1, 2, 'open', 'Đường'], [2, 2, 'open', 'Đường làng']])
    expect(JSON.parse((await loadSource(db, 'road', 1))?.source ?? '{}')).toEqual({ 'form.yaml': road })
  })
  test('closed, and open again', async () => {
    expect(await setFormState(db, 'work', 'closed', 'admin', noon)).toBe(true)
    expect(await setFormState(db, 'work', 'closed', 'admin', noon)).toBe(false)
    expect((await readState(db, { ids: [], entries: [] })).forms.get('work')?.state).toBe('closed')
    await setFormState(db, 'work', 'open', 'admin', noon)
    expect((await auditOf(db, 'work', 2)).map(({ action, detail }) => [action, detail])).toEqual([['form_state', 'open'], ['form_state', 'closed']])
  })
  test('what others may refer to', async () => {
    const known = await knownFor(db, 'work')
    expect(known.levels.slice().sort()).toEqual(['commune', 'district', 'province', 'village'])
    expect(known.registers.roads).toMatchObject({ length_m: 'number', surface: 'text' })
    expect(known.indicators).toContain('road.stock')
    expect(known.indicators).not.toContain('work.days')
    expect(known.previous?.id).toBe('work')
    expect((await knownFor(db, 'new')).previous).toBeUndefined()
  })
})

describe('2 units', () => {
  test('a list again keeps its number; one change moves it', async () => {
    const { revision } = await loadUnits(db)
    expect(await saveUnits(db, units, noon, 'admin')).toEqual({ revision, changed: false })
    expect(await saveUnits(db, [{ ...(units[0] as (typeof units)[number]), name: 'Tỉnh' }], noon, 'admin')).toEqual({ revision: revision + 1, changed: true })
    expect((await loadUnits(db)).units).toHaveLength(units.length)
  })
  test.each([
    ['e1', 'east', ['then']],
    ['e1', 'north', ['today']],
    ['e1', 'd', ['then', 'today']],
    ['e1', 'p', ['then', 'today']],
    ['n1', 'd', ['then', 'today']],
    ['s1', 'd', []],
    ['s1', 'south', ['then', 'today']],
  ])('%s under %s: %j', async (unit, ancestor, eras) => {
    const { results } = await db.prepare('select era from unit_within where unit = ? and ancestor = ? order by era').bind(unit, ancestor).all<{ era: string }>()
    expect(results.map(({ era }) => era)).toEqual([...eras].sort())
  })
  test('counted on a day', async () => {
    const communes = (day: string) => countUnits(db, { level: 'commune', under: null, era: 'today', day })
    expect(await communes('2026-11-24')).toEqual([{ unit: '', count: 2 }])
    expect(await communes('2020-01-01')).toEqual([{ unit: '', count: 1 }])
    expect(await countUnits(db, { level: 'village', under: ['p'], era: 'today', day: '2026-11-24', by: 'commune' })).toEqual([{ unit: 'north', count: 3 }, { unit: 'south', count: 2 }])
  })
})

describe('3 sums', () => {
  const read = (more: Partial<tallies.TallyQuery>) => tallies.read(db, { indicators: ['road.metres'], view: 'received', under: null, era: 'today', ...more })
  beforeAll(async () => {
    await desk.post(
      await Promise.all(
        [
          roadOf({ length_m: 100 }), roadOf({ village: 'e2', length_m: 20, seen_on: '2026-10-05' }), roadOf({ village: 'n1', length_m: 3, surface: ['soil', 'stone'] }),
          roadOf({ village: 's1', length_m: 4000, seen_on: '2025-12-31', exactness: 'guess' }),
        ].map((answers) => seal({ form: 'road', answers })),
      ),
    )
  })
  test.each<[string, Partial<tallies.TallyQuery>, [string, string, string, number][]]>([
    ['all in all', {}, [['', '', '', 4123]]],
    ['by commune today', { level: 'commune' }, [['north', '', '', 123], ['south', '', '', 4000]]],
    ['by commune then', { level: 'commune', era: 'then' }, [['east', '', '', 120], ['north', '', '', 3], ['south', '', '', 4000]]],
    ['in an old commune', { under: ['east'], era: 'then' }, [['', '', '', 120]]],
    ['by district: the rest above it', { level: 'district' }, [['', '', '', 4000], ['d', '', '', 123]]],
    ['two that overlap count once', { under: ['north', 'e1'] }, [['', '', '', 123]]],
    ['by month', { by: 'month' }, [['', '2025-12', '', 4000], ['', '2026-10', '', 20], ['', '2026-11', '', 103]]],
    ['by quarter', { by: 'quarter' }, [['', '2025-Q4', '', 4000], ['', '2026-Q4', '', 123]]],
    ['by year', { by: 'year' }, [['', '2025', '', 4000], ['', '2026', '', 123]]],
    ['from a day to a day', { from: '2026-10-05', to: '2026-11-19' }, [['', '', '', 20]]],
    ['from a month on', { from: '2026-11' }, [['', '', '', 103]]],
    ['a year', { from: '2025', to: '2025' }, [['', '', '', 4000]]],
    ['estimates apart', { indicators: ['road.metres~'] }, [['', '', '', 4000]]],
    ['by a grouping', { indicators: ['road.seen'], dimension: 'surface' }, [['', '', 'soil', 1], ['', '', 'stone', 1]]],
    ['nothing approved yet', { view: 'approved' }, []],
    ['nowhere', { under: [] }, []],
    ['a stock, whatever the period', { indicators: ['road.stock'], from: '2026-11', level: 'commune' }, [['north', '', '', 3], ['south', '', '', 1]]],
  ])('%s', async (_, query, rows) => {
    expect((await read(query)).map(({ unit, period, member, amount }) => [unit, period, member, amount])).toEqual(rows)
  })
  test('units in which there is anything', async () => {
    const lines = await tallies.countDistinct(db, { indicators: ['road.seen'], view: 'received', under: null, era: 'today', level: 'commune' })
    expect(lines.map(({ unit, amount }) => [unit, amount])).toEqual([['north', 3], ['south', 1]])
  })
  test('a member with spaces and signs comes back as it was', async () => {
    await db.prepare(`insert into tallies values ('x.y', 'received', 'who', 'e1', '2026-11', 'Lò Thị = An', 5)`).run()
    expect(await read({ indicators: ['x.y'], dimension: 'who' })).toEqual([{ indicator: 'x.y', unit: '', period: '', member: 'Lò Thị = An', amount: 5 }])
  })
})

describe('4 what reading costs', () => {
  const seed = (count: number, from: number) =>
    db.batch([
      db
        .prepare(
          `with recursive n (i) as (select ?2 union all select i + 1 from n where i < ?2 + ?1 - 1)
           insert into submissions (id, form, version, revision, state, unit, day, author, label, fold, conflicts, counts_received, counts_approved, received_at, stamp)
           select 'seed-' || i, 'seeded', 1, 1, 'received', case i % 3 when 0 then 'e1' when 1 then 'n1' else 's1' end, '2026-' || printf('%02d', 1 + i % 12) || '-10', 'an',
             'phiếu ' || i, 'phieu ' || i, 0, 1, 0, 0, 1 from n`,
        )
        .bind(count, from),
      db
        .prepare(
          `with recursive n (i) as (select ?2 union all select i + 1 from n where i < ?2 + ?1 - 1)
           insert into tallies select 'seeded.all', 'received', '', case i % 3 when 0 then 'e1' when 1 then 'n1' else 's1' end, '2026-' || printf('%02d', 1 + i % 12), '', 1 from n where true
           on conflict do update set amount = amount + 1`,
        )
        .bind(count, from),
    ])
  test('the same rows at 1,000 and at 100,000', async () => {
    const counted = limited(db)
    const costs = async (): Promise<number[]> => {
      const found: number[] = []
      for (const run of [
        () => tallies.read(counted.db, { indicators: ['seeded.all'], view: 'received', level: 'commune', by: 'month', under: ['p'], era: 'today' }),
        () => tallies.read(counted.db, { indicators: ['seeded.all'], view: 'received', under: ['n1'], from: '2026-03', to: '2026-05', era: 'then' }),
        () => tallies.countDistinct(counted.db, { indicators: ['seeded.all'], view: 'received', under: null, era: 'today' }),
        () => page(counted.db, { form: 'seeded', limit: 20 }),
        () => page(counted.db, { form: 'seeded', under: ['north'], limit: 20 }),
        () => page(counted.db, { author: 'an', limit: 20 }),
      ]) {
        counted.reset()
        expect(await run()).toBeTruthy()
        found.push(counted.seen.rowsRead)
      }
      return found
    }
    await seed(1_000, 1)
    const few = await costs()
    await seed(99_000, 1_001)
    const many = await costs()
    console.log(`rows read at 1,000 and 100,000 submissions: ${few.join(', ')} and ${many.join(', ')}`)
    expect(many).toEqual(few)
    expect(Math.max(...few)).toBeLessThan(300)
    const [sum] = await tallies.read(db, { indicators: ['seeded.all'], view: 'received', under: null, era: 'today' })
    expect(sum?.amount).toBe(100_000)
    await db.batch([db.prepare(`delete from submissions where form = 'seeded'`), db.prepare(`delete from tallies where indicator = 'seeded.all'`)])
  })
})

describe('5 pages of submissions', () => {
  const all = async (wanted: Parameters<typeof page>[1]): Promise<string[]> => {
    const labels: string[] = []
    let cursor: string | undefined
    for (let i = 0; i < 50; i++) {
      const found = await page(db, { ...wanted, ...(cursor === undefined ? {} : { cursor }) })
      labels.push(...found.rows.map(({ label }) => label))
      if (found.cursor === undefined) return labels
      cursor = found.cursor
    }
    throw new Error('pages without end')
  }
  beforeAll(async () => {
    await desk.publish(road.replace('id: road', 'id: lane').replaceAll('register: roads', 'register: lanes').replace('by: [roads]', 'by: [lanes]'))
    const places = ['e1', 's1', 'n1', 'e2', 's2', 'e1', 's1']
    for (const [i, village] of places.entries()) {
      await desk.post([await seal({ form: 'lane', answers: roadOf({ village, road_name: `Bản Đông ${i}`, seen_on: `2026-11-1${i}` }) })], i % 2 === 0 ? officer : { ...officer, person: 'chu' })
    }
    const { rows } = await page(db, { form: 'lane', limit: 1 })
    await desk.review([{ id: rows[0]?.id ?? '', state: 'approved', comment: '' }])
  })
  test.each<[string, Parameters<typeof page>[1], number[]]>([
    ['the newest first', { form: 'lane', limit: 3 }, [6, 5, 4, 3, 2, 1, 0]],
    ['in today’s north', { form: 'lane', under: ['north'], limit: 2 }, [5, 3, 2, 0]],
    ['in the old east', { form: 'lane', under: ['east'], limit: 2 }, [5, 3, 0]],
    ['overlapping scopes', { form: 'lane', under: ['east', 'e1', 'p'], limit: 4 }, [6, 5, 4, 3, 2, 1, 0]],
    ['no scope at all', { form: 'lane', under: [], limit: 4 }, []],
    ['approved', { form: 'lane', state: 'approved', limit: 4 }, [6]],
    ['received, in a scope', { form: 'lane', state: 'received', under: ['south'], limit: 1 }, [4, 1]],
    ['days', { form: 'lane', from: '2026-11-12', to: '2026-11-14', limit: 10 }, [4, 3, 2]],
    ['without marks', { form: 'lane', q: 'ban dong 4', limit: 10 }, [4]],
    ['by its author', { form: 'lane', author: 'chu', limit: 2 }, [5, 3, 1]],
    ['by its author, in a scope', { form: 'lane', author: 'chu', under: ['south'], limit: 2 }, [1]],
    ['a cursor typed by hand', { form: 'lane', cursor: '"; drop', limit: 10 }, [6, 5, 4, 3, 2, 1, 0]],
  ])('%s', async (_, wanted, numbers) => {
    expect(await all(wanted)).toEqual(numbers.map((n) => `Bản Đông ${n}`))
  })
  test('each once, though others arrive while paging', async () => {
    const first = await page(db, { form: 'lane', limit: 3 })
    await desk.post([await seal({ form: 'lane', answers: roadOf({ road_name: 'mới' }) })])
    const second = await page(db, { form: 'lane', limit: 3, cursor: first.cursor })
    expect([...first.rows, ...second.rows].map(({ label }) => label)).toEqual([6, 5, 4, 3, 2, 1].map((n) => `Bản Đông ${n}`))
  })
})

test('6 one submission with its history', async () => {
  const first = await seal({ form: 'road', answers: roadOf(), reasons: { length_m: 'đo lại' } })
  const [outcome] = await desk.post([first])
  await desk.review([{ id: first.id, state: 'returned', comment: 'Đo lại giúp', question: 'length_m' }])
  await desk.post([await seal({ id: first.id, form: 'road', base: 1, answers: roadOf({ length_m: 1250 }) })])
  await desk.post([await seal({ id: first.id, form: 'road', answers: roadOf({ length_m: 1 }) })])
  const found = await oneSubmission(db, first.id)
  expect(found).toMatchObject({ id: first.id, form: 'road', state: 'received', revision: 2, conflicts: 1, unit: 'e1', label: 'Đường Nà Hồ', receipt: outcome?.receipt, touches: [['roads', first.id]] })
  expect(found?.revisions.map(({ revision, state, base, review }) => [revision, state, base, review?.comment, review?.question])).toEqual([
    [1, 'returned', 0, 'Đo lại giúp', 'length_m'],
    [2, 'received', 1, undefined, undefined],
    [3, 'conflict', 0, undefined, undefined],
  ])
  const { sha256, ...rest } = first
  expect(found?.revisions[0]?.submission).toEqual(rest)
  expect(found?.revisions[0]?.hash).toBe(sha256)
  expect(found?.audit.map(({ actor, action }) => [actor, action])).toEqual([['an', 'received'], ['binh', 'returned'], ['an', 'corrected'], ['an', 'conflict']])
  expect((await oneSubmission(db, found?.seq ?? 0))?.id).toBe(first.id)
  expect(await oneSubmission(db, 'nothing')).toBeUndefined()
})

describe('7 entries', () => {
  beforeAll(async () => {
    await desk.publish(road.replace('id: road', 'id: path').replaceAll('register: roads', 'register: paths').replace('by: [roads]', 'by: [paths]'))
    for (const [i, village] of ['e1', 'n1', 's1', 's2'].entries()) {
      await desk.post([await seal({ id: `00000000-0000-4000-8000-00000000000${i}`, form: 'path', answers: roadOf({ village, road_name: `Lối Đản Ván ${i}`, length_m: 100 * (i + 1) }) })])
    }
  })
  const labels = async (wanted: Partial<Parameters<typeof entries.page>[2]>): Promise<string[]> => (await entries.page(db, 'paths', { limit: 10, ...wanted })).rows.map(({ label }) => label.slice(-1))
  test.each<[string, Partial<Parameters<typeof entries.page>[2]>, string[]]>([
    ['all', {}, ['0', '1', '2', '3']],
    ['today’s north', { under: ['north'] }, ['0', '1']],
    ['the old east', { under: ['east'] }, ['0']],
    ['nowhere', { under: [] }, []],
    ['without marks', { q: 'dan van 2' }, ['2']],
    ['by id', { ids: ['00000000-0000-4000-8000-000000000003', 'nothing'] }, ['3']],
    ['by id, outside the scope', { ids: ['00000000-0000-4000-8000-000000000003'], under: ['north'] }, []],
    ['approved: none', { view: 'approved' }, []],
  ])('%s', async (_, wanted, found) => {
    expect(await labels(wanted)).toEqual(found)
  })
  test('by page, and what has changed since', async () => {
    const first = await entries.page(db, 'paths', { limit: 3 })
    expect(first.rows).toHaveLength(3)
    expect((await entries.page(db, 'paths', { limit: 3, cursor: first.cursor })).rows.map(({ label }) => label.slice(-1))).toEqual(['3'])
    const since = Math.max(...first.rows.map(({ changed }) => changed), 0)
    const known = (await labels({ since })).length
    await desk.post([await seal({ id: first.rows[0]?.id, form: 'path', base: 1, answers: roadOf({ road_name: 'Lối Đản Ván 0', length_m: 150 }) })])
    expect(await labels({ since, under: ['north'] })).toEqual(['0'])
    expect((await labels({ since })).length).toBe(known + 1)
    expect((await entries.page(db, 'paths', { limit: 1 })).rows[0]).toMatchObject({ revision: 2, unit: 'e1', columns: { length_m: 150 } })
  })
  test('a column, bounded', async () => {
    const wanted = { register: 'paths', name: 'length_m', view: 'received', under: ['p'], limit: 10 } as const
    const { values, cut } = await entries.column(db, wanted)
    expect([...values].sort()).toEqual([150, 200, 300, 400])
    expect(cut).toBe(false)
    expect(await entries.column(db, { ...wanted, under: null, limit: 2 })).toMatchObject({ cut: true })
  })
})

test('8 tokens', async () => {
  await savePerson(db, { id: 'dung', name: 'Giàng A Dũng', at: noon, by: 'binh' })
  await saveDevice(db, { id: 'phone', person: 'dung', name: 'Máy xã', at: noon })
  const base = { person: 'dung', role: 'officer', unit: 'north', forms: ['road'], at: noon, by: 'admin' } as const
  await saveToken(db, { ...base, id: 'k1', hash: 'h1', device: 'phone' })
  await saveToken(db, { ...base, id: 'k2', hash: 'h2', forms: null, expires_at: noon + 1000 })
  expect(await findActor(db, 'h1', noon)).toEqual({ person: 'dung', name: 'Giàng A Dũng', role: 'officer', unit: 'north', forms: ['road'], personal: false, token: 'k1', device: 'phone' })
  expect(await findActor(db, 'h2', noon + 999)).toMatchObject({ forms: null })
  expect(await findActor(db, 'h2', noon + 1000)).toBeUndefined()
  expect(await findActor(db, 'k1', noon)).toBeUndefined()
  expect(await findActor(db, 'h1', noon + 2 * day_ms)).toBeDefined()
  expect((await listTokens(db, 'dung')).map(({ id, last_seen }) => [id, last_seen])).toEqual([['k1', noon + 2 * day_ms], ['k2', noon]])
  expect(JSON.stringify(await listTokens(db))).not.toContain('"h1"')
  expect(await revokeToken(db, 'k1', 'admin', noon)).toBe(true)
  expect(await revokeToken(db, 'k1', 'admin', noon)).toBe(false)
  expect(await findActor(db, 'h1', noon)).toBeUndefined()
})

test('9 drafts', async () => {
  const draft = { id: 'd1', form: 'road', version: 1, author: 'an', answers: { road_name: 'Nà' }, updated_at: noon }
  expect(await saveDraft(db, draft)).toBe(true)
  expect(await saveDraft(db, { ...draft, author: 'chu', answers: {} })).toBe(false)
  expect(await saveDraft(db, { ...draft, answers: { road_name: 'Nà Hồ' }, updated_at: noon + 1 })).toBe(true)
  expect(await loadDraft(db, 'd1', 'an')).toMatchObject({ answers: { road_name: 'Nà Hồ' } })
  expect(await loadDraft(db, 'd1', 'chu')).toBeUndefined()
  await dropDraft(db, 'd1', 'chu')
  expect(await draftsOf(db, 'an')).toHaveLength(1)
  await dropDraft(db, 'd1', 'an')
  expect(await draftsOf(db, 'an')).toEqual([])
})

test('10 a recount finds and mends', async () => {
  const lists = { units: new Map(units.map((unit) => [unit.id, unit])), isUnder }
  await db.prepare(`delete from tallies where indicator = 'x.y'`).run()
  expect(await recount(db, lists)).toMatchObject({ differences: [], isBusy: false, isMended: false })
  const right = await desk.sums()
  await db.batch([
    db.prepare(`update tallies set amount = amount + 7 where indicator = 'road.metres' and view = 'received' and unit = 'n1'`),
    db.prepare(`delete from tallies where indicator = 'road.stock' and dimension = '' and unit = 's1'`),
    db.prepare(`update submissions set adds_received = null where seq = (select min(seq) from submissions where form = 'lane')`),
  ])
  const { differences } = await recount(db, lists)
  expect(differences.map(({ where }) => where).sort()).toEqual(['submission', 'tally', 'tally'])
  expect(await recount(db, lists, { repair: true })).toMatchObject({ isMended: true })
  expect(await recount(db, lists)).toMatchObject({ differences: [] })
  expect(await desk.sums()).toEqual(right)
})

test('10 what was decided on sums as they were before they were mended is decided again', async () => {
  const lists = { units: new Map(units.map((unit) => [unit.id, unit])), isUnder }
  const one = await seal({ form: 'road', answers: roadOf() })
  await desk.post([one])
  await db.prepare('update submissions set adds_received = null where id = ?').bind(one.id).run()
  const known = await readState(db, { ids: [one.id], entries: [] })
  expect(await recount(db, lists, { repair: true })).toMatchObject({ isMended: true })
  const { decision } = review([{ id: one.id, state: 'rejected', comment: 'nhầm' }], known, { ...desk.asked(reviewer, noon), review: () => undefined })
  expect(await write(db, decision)).toBe('moved')
  expect((await desk.review([{ id: one.id, state: 'rejected', comment: 'nhầm' }]))[0]).toMatchObject({ changed: true })
  expect(await recount(db, lists)).toMatchObject({ differences: [] })
})

test('11 a raced batch writes nothing at all', async () => {
  const one = await seal({ form: 'road', answers: roadOf() })
  const form = desk.forms.get('road 1') as Parameters<typeof entriesOf>[0]
  const wanted = { ids: [one.id], entries: entriesOf(form, one.answers, one.id) }
  const decision = async () => {
    const known = await readState(db, wanted)
    const world = (entry: Parameters<typeof worldOfContext>[0]['entry']) =>
      worldOfContext({ units: new Map(units.map((unit) => [unit.id, unit])), isUnder, entry, entries: () => [] }, one.context, 'vi')
    return decide([{ submission: one, form, body: unsigned(one), world }], known, desk.asked(officer, noon))
  }
  const counts = async () => Promise.all(['submissions', 'revisions', 'changes', 'entries', 'audit', 'guards'].map((table) => desk.count(table)))
  const [early, late] = [await decision(), await decision()]
  expect(await write(db, early)).not.toBe('moved')
  const [before, sums] = [await counts(), await desk.sums()]
  expect(await write(db, late)).toBe('moved')
  // A form published meanwhile: what it counts over registers may have changed.
  const third = await decision()
  expect(third.writes.audit).toEqual([])
  const other = await seal({ form: 'road', answers: roadOf() })
  const knownBefore = await readState(db, { ids: [other.id], entries: [] })
  await setFormState(db, 'work', 'closed', 'admin', noon)
  const stale = decide([], knownBefore, desk.asked(reviewer, noon))
  expect(await write(db, { ...stale, writes: { ...stale.writes, audit: [{ at: noon, actor: 'an', action: 'copied', subject: 'y', detail: '' }] } })).toBe('moved')
  expect(await desk.sums()).toEqual(sums)
  expect((await counts()).map((n, i) => n - (before[i] ?? 0))).toEqual([0, 0, 0, 0, 1, 0])
})

test('12 a changed indicator over a register', async () => {
  const text = road.replace('id: road', 'id: ford').replaceAll('register: roads', 'register: fords').replace('by: [roads]', 'by: [fords]')
  await desk.publish(text)
  const lengths = [10, 20, 30, 40, 50]
  const sent = await Promise.all(lengths.map((length_m) => seal({ form: 'ford', answers: roadOf({ length_m, village: 's2' }) })))
  await desk.post(sent)
  await desk.review([{ id: sent[0]?.id ?? '', state: 'approved', comment: '' }])
  await desk.publish(`${text.replace('- { name: stock, label: Số đường, count: yes, register: fords, by: [surface] }', '- { name: stock, label: Số đường, count: yes, register: fords, where: "${length_m} > 25" }')}
  - { name: all_m, label: Mét, sum: "\${length_m}", register: fords }
`)
  const before = Object.entries(await desk.sums()).filter(([key]) => key.startsWith('ford.stock') || key.startsWith('ford.all_m'))
  expect(before.map(([key, amount]) => [key.replace(/ s2.*/, ''), amount])).toEqual([['ford.stock approved =', 1], ['ford.stock approved surface=soil', 1], ['ford.stock received =', 5], ['ford.stock received surface=soil', 5]])
  const indicators = desk.asked(reviewer, noon).indicators.get('fords') ?? []
  const visited: number[] = []
  for (let after: string | undefined = ''; after !== undefined; ) {
    const done: Awaited<ReturnType<typeof resettle>> = await resettle(db, 'fords', indicators, { after, limit: 2, by: 'admin', at: noon })
    if (done === 'moved') throw new Error('moved')
    visited.push(done.changed)
    after = done.after
  }
  expect(visited).toEqual([2, 2, 1])
  const now = Object.entries(await desk.sums()).filter(([key]) => key.startsWith('ford.stock') || key.startsWith('ford.all_m'))
  expect(now.map(([key, amount]) => [key.replace(/ s2.*/, ''), amount])).toEqual([['ford.all_m approved =', 10], ['ford.all_m received =', 150], ['ford.stock received =', 3]])
  expect(await resettle(db, 'fords', indicators, { after: '', limit: 10, by: 'admin', at: noon })).toEqual({ after: undefined, changed: 0 })
  expect((await recount(db, { units: new Map(units.map((unit) => [unit.id, unit])), isUnder })).differences).toEqual([])
})

test('13 no statement walks a growing table', async () => {
  for (const under of [null, ['north']]) {
    const query = { indicator: 'road.metres', view: 'received', under, era: 'today', limit: 5 } as const
    await submissionsBehind(db, 'road', query)
    await entriesBehind(db, 'roads', { ...query, indicator: 'road.stock' })
    await countHeaps(db, ['road'], under)
  }
  const ours = [...prepared].filter((sql) => !/seed-|count\(\*\) as n from|from tokens t join/.test(sql))
  expect(ours.length).toBeGreaterThan(50)
  const walks: string[] = []
  for (const sql of ours) {
    const { results } = await bare.prepare(`explain query plan ${sql}`).bind(...Array.from({ length: Math.max(0, ...[...sql.matchAll(/\?(\d+)/g)].map((found) => Number(found[1])), (sql.match(/\?(?!\d)/g) ?? []).length) }, () => null)).all<{ detail: string }>()
    for (const { detail } of results) {
      if (/^SCAN (submissions|revisions|changes|entries|tallies|audit|s|r|a|e|c|t)\b(?! VIRTUAL)/.test(detail)) walks.push(`${detail}: ${sql.replace(/\s+/g, ' ').slice(0, 160)}`)
    }
  }
  // The test's own looks, and nothing else.
  expect(walks.filter((walk) => !/amount <> 0$|delete from tallies|update tallies set amount = amount \+ 7|delete from submissions/.test(walk))).toEqual([])
})

// Rules, levels and locked periods, in whatever order they meet: random operations on the store, the seed is printed.
// 1  After each stretch every kept sum is that of a recount from the answers by its independent path, and every heap's count that of the records;
//    a record stands as its latest revision does, or where that was rejected as the one that counts.
// 2  While a period is locked no figure of it moves, whatever is sent, corrected, reviewed, withdrawn or published; what came meanwhile is kept, as late.
//    But for what came late and for which whoever may opens it: then what was decided on that record moved it, and nothing else did.
// 3  What counts as approved was approved: by the form's rule, or by a person who neither wrote it nor approved it at the level below.
// 4  A version with another rule changes nothing of what was decided.
// 5  Locking meets whatever is being written at that moment: it is written before the lock, or decided again behind it.
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { byRule } from '../../src/record/hold.ts'
import type { Actor, Submission } from '../../src/record/submission.ts'
import { lock, unlock } from '../../src/store/locks.ts'
import { recount } from '../../src/store/recount.ts'
import { Desk, day_ms, isUnder, noon, officer, road, seal, units, work } from './desk.ts'

const db = (env as unknown as { DB: D1Database }).DB
const operations = 4_000
// `VITE_SEED=892178 npx vitest run --project worker test/worker/periods.test.ts` runs the same operations again; what was run before is remembered with its
// seed, so node_modules/.vitest-cache goes first.
const seed = Number((import.meta as unknown as { env?: { VITE_SEED?: string } }).env?.VITE_SEED ?? Date.now() % 1_000_000)

// mulberry32: the same seed, the same run.
let state = seed
const chance = (): number => {
  state = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(state ^ (state >>> 15), state | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}
const below = (n: number): number => Math.floor(chance() * n)
const one = <T>(list: readonly T[]): T => list[below(list.length)] as T
const uuid = (): string => `${[8, 4, 4, 4, 12].map((length) => Array.from({ length }, () => below(16).toString(16)).join('')).join('-')}`
const day = (): string => new Date(noon - below(75) * day_ms).toISOString().slice(0, 10)

const villages = ['e1', 'e2', 'n1', 's1', 's2']
const officers: readonly Actor[] = [officer, { ...officer, person: 'chu' }]
const person = (name: string, unit: string | null): Actor => ({ person: name, name, role: 'reviewer', unit, forms: null, personal: false, token: name, device: null })
const communes = [person('north-1', 'north'), person('north-2', 'north'), person('south-1', 'south')]
// One of them stands on both levels, with two tokens.
const above = [person('up-1', null), person('up-2', 'p'), person('north-1', 'p')]
const rules = ['', 'review: { hold: flagged }', 'review: { hold: 30 % }', 'review: { hold: all, first: commune }', 'review: { hold: 30 %, first: commune }']
const withRule = (text: string, rule: string): string => text.replace('language: vi\n', `language: vi\n${rule === '' ? '' : `${rule}\n`}`)

// A record stands as its latest revision; where that one was put away, as what counts of it.
const standing = `select s.id, s.state, l.state as latest, c.state as counting from submissions s join revisions l on l.submission = s.seq and l.revision = s.revision
  left join revisions c on c.submission = s.seq and c.revision = s.counts_received where s.state <> case l.state when 'rejected' then coalesce(c.state, 'rejected') else l.state end`
const counting = `select s.form, s.unit, s.day, s.state, s.author, r.state as approved, r.reviewer, r.author as wrote from submissions s join revisions r on r.submission = s.seq and r.revision = s.counts_approved where s.counts_approved > 0`

test(`1 to 4: ${operations} random operations, seed ${seed}`, { timeout: 240_000 }, async () => {
  console.log(`periods test: seed ${seed} (again with VITE_SEED=${seed})`)
  const desk = new Desk(db, true)
  await desk.open([road, work])
  const sent: { submission: Submission; actor: Actor }[] = []
  const roads: string[] = []
  const locked = new Map<string, { form: 'road' | 'work'; unit: string; period: string; sums: Record<string, number> }>()
  const seen: Record<string, number> = {}
  const levels = new Map<string, number>()
  /** Approved when the form had two levels: 'id revision n' → by whom. */
  const twice = new Map<string, string>()
  const note = (what: string): void => void (seen[what] = (seen[what] ?? 0) + 1)

  const inLock = ({ form, unit, period }: { form: string; unit: string; period: string }, sums: Record<string, number>): Record<string, number> =>
    Object.fromEntries(Object.entries(sums).filter(([name]) => {
      const [indicator = '', , , at = '', when = ''] = name.split(' ')
      return indicator.startsWith(`${form}.`) && when.slice(0, 7) === period && (unit === '' || isUnder(at, unit))
    }))
  const check = async (after: number): Promise<void> => {
    const report = await recount(db, { isUnder, units: new Map(units.map((unit) => [unit.id, unit])) })
    expect(report.differences, `seed ${seed}, after ${after}`).toEqual([])
    expect(await desk.heaps(), `seed ${seed}, heaps after ${after}`).toEqual(await desk.heapsCounted())
    expect((await db.prepare(standing).all()).results, `seed ${seed}, after ${after}`).toEqual([])
    const { results } = await db.prepare(counting).all<{ approved: string; reviewer: string | null; wrote: string }>()
    for (const row of results) {
      expect(row.approved, `seed ${seed}`).toMatch(/^(approved|returned)$/)
      if (row.approved === 'approved') expect(row.reviewer, `seed ${seed}`).not.toBe(row.wrote)
    }
  }
  const frozen = async (after: number): Promise<void> => {
    const sums = await desk.sums()
    for (const one of locked.values()) expect(inLock(one, sums), `seed ${seed}, operation ${after}: ${one.form} ${one.unit} ${one.period}`).toEqual(one.sums)
  }

  let done = 0
  while (done < operations) {
    const dice = chance()
    const before = locked.size > 0
    if (dice < 0.03) {
      const [rule, text] = [one(rules), one([road, work])]
      const [sums, { results: states }] = [await desk.sums(), await db.prepare('select submission, revision, state from revisions').all()]
      await desk.publish(withRule(text, rule))
      levels.set(text === road ? 'road' : 'work', rule.includes('first') ? 2 : 1)
      expect(await desk.sums()).toEqual(sums)
      expect((await db.prepare('select submission, revision, state from revisions').all()).results).toEqual(states)
      note('published')
      done++
    } else if (dice < 0.08) {
      const span = { form: one(['road', 'work'] as const), period: one(['2026-09', '2026-10', '2026-11']), unit: one(['', 'north', 'south', 'e1']) }
      const name = `${span.form} ${span.period} ${span.unit}`
      if (locked.has(name)) {
        expect(await unlock(db, { ...span, units: [span.unit] }, 'sửa số', 'up-1', noon)).toBe(1)
        locked.delete(name)
        note('unlocked')
      } else if (locked.size < 4) {
        expect(await lock(db, { ...span, units: [span.unit] }, 'up-1', noon)).toBe(1)
        expect(await lock(db, { ...span, units: [span.unit] }, 'up-2', noon)).toBe(0)
        locked.set(name, { ...span, sums: inLock(span, await desk.sums()) })
        note('locked')
      }
      done++
    } else if (dice < 0.45 && sent.length > 0) {
      const actor = chance() < 0.5 ? one(communes) : one(above)
      const { results: conflicts } = await db.prepare(`select s.id, r.revision from revisions r join submissions s on s.seq = r.submission where r.state = 'conflict' order by s.id, r.revision`).all<{ id: string; revision: number }>()
      // What the first level endorsed waits for the second: by chance alone it would hardly ever be met there.
      const { results: waiting } = await db.prepare(`select id from submissions where state = 'endorsed' order by id`).all<{ id: string }>()
      const requests = Array.from({ length: 1 + below(6) }, () => {
        if (waiting.length > 0 && chance() < 0.06) return { id: one(waiting).id, state: 'approved' as const, comment: 'xem lại' }
        const verdict = one(['approved', 'approved', 'approved', 'approved', 'returned', 'rejected', 'received', 'received'] as const)
        const aside = conflicts.length > 0 && chance() < 0.2 ? one(conflicts) : undefined
        return { id: aside?.id ?? one(sent).submission.id, state: verdict, comment: 'xem lại', ...(verdict === 'received' && chance() < 0.4 ? { opens: true } : {}), ...(aside === undefined ? {} : { revision: aside.revision }) }
      })
      const isOpened = async (): Promise<number> => (await db.prepare(`select count(*) as n from submissions where flags like '%"opened"%' and id in (select value from json_each(?))`).bind(JSON.stringify(requests.map(({ id }) => id))).first<{ n: number }>())?.n ?? 0
      const openedBefore = await isOpened()
      const reviews = await desk.review(requests, actor)
      if (openedBefore > 0 || (await isOpened()) > 0) {
        note('opened for one')
        const sums = await desk.sums()
        for (const one of locked.values()) one.sums = inLock(one, sums)
      }
      reviews.forEach(({ id, fault, state: now, changed, revision }) => {
        note(fault ?? (changed ? now : 'again'))
        const form = sent.find(({ submission }) => submission.id === id)?.submission.form ?? ''
        if (fault === undefined && changed && now === 'approved' && levels.get(form) === 2) twice.set(`${id} revision ${revision}`, actor.person)
      })
      done += requests.length
    } else if (dice < 0.5 && sent.length > 0) {
      const { submission, actor } = one(sent)
      const head = await db.prepare('select revision from submissions where id = ?').bind(submission.id).first<{ revision: number }>()
      const { fault, status } = await desk.withdraw(submission.id, head?.revision ?? 1, actor)
      note(`withdrawing: ${fault ?? status}`)
      done++
    } else {
      const actor = one(officers)
      const array: Submission[] = []
      for (let size = 1 + below(6); array.length < size; ) {
        const old = sent.length > 0 && chance() < 0.4 ? one(sent) : undefined
        const form = old?.submission.form ?? (roads.length < 4 || chance() < 0.35 ? 'road' : 'work')
        const id = old?.submission.id ?? uuid()
        const head = old === undefined ? null : await db.prepare('select revision from submissions where id = ?').bind(id).first<{ revision: number }>()
        const base = head === null ? 0 : chance() < 0.85 ? head.revision : below(4)
        const answers = form === 'road'
          ? { village: one(villages), seen_on: day(), road_name: one(['Nà Hồ', 'Bản Péo']), length_m: below(300), main_surface: one(['soil', 'stone']), ...(chance() < 0.3 ? { exactness: 'guess' } : {}) }
          : { road_ref: one(roads), done_on: day(), opens: one(['yes', 'no']), rise: below(9), hand: [{ sex: 'male', days: below(30) }] }
        if (form === 'road' && old === undefined) roads.push(id)
        const version = Math.max(...[...desk.forms.keys()].filter((name) => name.startsWith(`${form} `)).map((name) => Number(name.split(' ')[1])))
        array.push(await seal({ id, form, version: chance() < 0.9 ? version : 1, answers: answers as never, at: noon - below(20 * day_ms), ...(base === 0 ? {} : { base }) }))
      }
      const outcomes = await desk.post(array, actor)
      outcomes.forEach(({ status }) => note(status))
      array.forEach((submission) => sent.push({ submission, actor }))
      done += array.length
    }
    if (before || locked.size > 0) await frozen(done)
    if (done % 400 < 6) await check(done)
  }
  // Two levels over one record, which chance does not bring every time: in a month that nobody locks.
  await desk.publish(withRule(road, 'review: { hold: all, first: commune }'))
  const latest = Math.max(...[...desk.forms.keys()].filter((name) => name.startsWith('road ')).map((name) => Number(name.split(' ')[1])))
  const last = await seal({ id: uuid(), form: 'road', version: latest, answers: { village: 'n1', seen_on: '2026-08-15', road_name: 'Nà Hồ', length_m: 12, main_surface: 'soil' } as never, at: noon })
  expect((await desk.post([last], officer)).map(({ status }) => status)).toEqual(['kept'])
  for (const [by, stands] of [['north-2', 'endorsed'], ['up-1', 'approved']] as const) {
    const [ruling] = await desk.review([{ id: last.id, state: 'approved', comment: '' }], [...communes, ...above].find((actor) => actor.person === by) as Actor)
    expect([ruling?.state, ruling?.changed], by).toEqual([stands, true])
    if (stands === 'approved') twice.set(`${last.id} revision ${ruling?.revision}`, by)
  }
  // And some that the rule lets through to the second.
  await desk.publish(withRule(road, 'review: { hold: flagged, first: commune }'))
  const through = await Promise.all(Array.from({ length: 6 }, () => seal({ id: uuid(), form: 'road', version: latest + 1, answers: { village: 'n1', seen_on: '2026-08-15', road_name: 'Nà Hồ', length_m: 12, main_surface: 'soil' } as never, at: noon })))
  expect((await desk.post(through, officer)).map(({ status }) => status)).toEqual(through.map(() => 'kept'))
  await frozen(done)
  await check(done)
  const { results } = await db.prepare(`select state, count(*) as n, sum(reviewer = '${byRule}') as ruled from revisions group by 1`).all<{ state: string; n: number; ruled: number }>()
  console.log(`periods test: ${JSON.stringify(seen)} ${JSON.stringify(results)}`)
  // 3: who approved is not who endorsed the same revision.
  const { results: lines } = await db.prepare(`select subject, actor, detail from audit where action = 'endorsed' order by seq`).all<{ subject: string; actor: string; detail: string }>()
  const endorsed = new Map(lines.map(({ subject, actor, detail }) => [`${subject} ${/^revision \d+/.exec(detail)?.[0]}`, actor]))
  for (const [revision, by] of twice) expect(endorsed.get(revision), `seed ${seed}: ${revision}`).not.toBe(by)
  expect([...twice.keys()].filter((revision) => endorsed.has(revision)).length).toBeGreaterThan(0)
  // A run that never met one of these has tried nothing.
  for (const what of ['kept', 'conflict', 'approved', 'endorsed', 'received', 'returned', 'rejected', 'not_endorsed', 'period_locked', 'published', 'locked', 'unlocked', 'opened for one', 'withdrawing: withdrawn']) expect(seen[what] ?? 0, what).toBeGreaterThan(3)
  const of = (name: string): { n: number; ruled: number } => results.find((row) => row.state === name) ?? { n: 0, ruled: 0 }
  expect(of('late').n).toBeGreaterThan(20)
  expect(of('approved').ruled).toBeGreaterThan(20)
  expect(of('endorsed').ruled).toBeGreaterThan(5)
})

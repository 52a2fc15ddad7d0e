// 1  After 10,000 random operations (sent, sent again, corrected from the right and the wrong revision, late, in any order, many in one array,
//    reviewed in every way, withdrawn) every kept sum, every heap's count, every entry and every state is that of a model counted from the answers. The seed is printed.
// 2  A recount of the database by its own independent path finds no difference either.
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import type { Submission } from '../../src/record/submission.ts'
import { recount } from '../../src/store/recount.ts'
import { Desk, day_ms, isUnder, noon, officer, road, seal, units, work } from './desk.ts'
import { Model } from './model.ts'
import type { RoadAnswers, Sent, WorkAnswers } from './model.ts'

const db = (env as unknown as { DB: D1Database }).DB
const operations = 10_000
// `VITE_SEED=892178 npx vitest run --project worker test/worker/property.test.ts` runs the same operations again.
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
const maybe = <T>(value: T, odds = 0.6): T | undefined => (chance() < odds ? value : undefined)
const uuid = (): string => `${[8, 4, 4, 4, 12].map((length) => Array.from({ length }, () => below(16).toString(16)).join('')).join('-')}`
const day = (): string => new Date(noon - below(60) * day_ms).toISOString().slice(0, 10)
const without = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value)) as T

const villages = ['e1', 'e2', 'n1', 's1', 's2']
const roadAnswers = (): RoadAnswers =>
  without({
    village: one(villages), seen_on: day(), road_name: one(['Nà Hồ', 'Bản Péo', 'Đèo Gió']), length_m: below(12) === 0 ? -below(5) - 1 : below(300),
    exactness: maybe(one(['exact', 'guess'])), surface: maybe(one([['soil'], ['soil', 'stone'], ['stone', 'concrete', 'soil']])), main_surface: maybe(one(['soil', 'stone', 'concrete'])),
  })
const workAnswers = (roads: readonly string[]): WorkAnswers =>
  without({
    road_ref: roads.length > 0 && chance() < 0.93 ? one(roads) : uuid(), done_on: day(), rise: maybe(below(20) - 1, 0.4), opens: maybe(one(['yes', 'no'] as const)),
    hand: maybe(Array.from({ length: 1 + below(4) }, () => ({ sex: maybe(one(['male', 'female'])), days: maybe(below(34) - 1, 0.9) }))),
  })

test(`1 and 2: ${operations} random operations, seed ${seed}`, { timeout: 240_000 }, async () => {
  console.log(`property test: seed ${seed} (again with VITE_SEED=${seed})`)
  const desk = new Desk(db, true)
  await desk.open([road, work])
  const model = new Model()
  const sentEver: { submission: Submission; sent: Sent; actor: typeof officer }[] = []
  const held: typeof sentEver = []
  const roads: string[] = []
  const seen: Record<string, number> = {}
  const note = (what: string): void => {
    seen[what] = (seen[what] ?? 0) + 1
  }
  const officers = [officer, { ...officer, person: 'chu' }]

  const make = async (): Promise<(typeof sentEver)[number]> => {
    const old = sentEver.length > 0 && chance() < 0.45 ? one(sentEver) : undefined
    const record = old === undefined ? undefined : model.records.get(old.sent.id)
    const form = old === undefined ? (roads.length < 4 || chance() < 0.3 ? 'road' : 'work') : chance() < 0.02 ? one(['road', 'work'] as const) : old.sent.form
    const id = old?.sent.id ?? uuid()
    // Mostly the right base; sometimes an older one, one to come, or none.
    const base = old === undefined ? 0 : chance() < 0.8 ? (record?.current ?? 0) : below(4)
    const answers = form === 'road' ? roadAnswers() : workAnswers(roads)
    const actor = old === undefined ? one(officers) : chance() < 0.95 ? old.actor : one(officers)
    const at = noon - below(20 * day_ms)
    const knew = form === 'work' && chance() < 0.5 ? [(answers as WorkAnswers).road_ref] : []
    if (form === 'road' && old === undefined) roads.push(id)
    const submission = await seal({
      id, form, answers: answers as never, at, ...(base === 0 ? {} : { base }), context: knew.length === 0 ? {} : { entries: Object.fromEntries(knew.map((entry) => [entry, 1 + below(3)])) },
    })
    return { submission, actor, sent: { id, form, base, hash: submission.sha256, at, author: actor.person, knew, answers } }
  }

  let done = 0
  let checked = 0
  while (done < operations) {
    if (sentEver.length > 0 && chance() < 0.25) {
      const requests = Array.from({ length: 1 + below(8) }, () => ({ id: one(sentEver).sent.id, state: one(['approved', 'approved', 'returned', 'rejected'] as const), comment: 'xem lại' }))
      const reviews = await desk.review(requests)
      requests.forEach(({ id, state }, i) => {
        const changed = model.review(id, state)
        note(`${state}${changed ? '' : ' (nothing)'}`)
        if (reviews[i]?.changed !== changed) throw new Error(`seed ${seed}, operation ${done + i}: ${state} of ${id}: ${JSON.stringify(reviews[i])}, the model says ${changed}`)
      })
      done += requests.length
    } else if (sentEver.length > 0 && chance() < 0.1) {
      const { sent, actor } = one(sentEver)
      const current = model.records.get(sent.id)?.current ?? 0
      const base = chance() < 0.8 ? current : 1 + below(3)
      const outcome = await desk.withdraw(sent.id, base, actor)
      const expected = model.withdraw(sent.id, base, actor.person)
      note(expected)
      if ((outcome.fault ?? outcome.status) !== expected) throw new Error(`seed ${seed}, operation ${done}: withdrawing ${sent.id}: ${JSON.stringify(outcome)}, the model says ${expected}`)
      done++
    } else {
      const actor = one(officers)
      const array: typeof sentEver = []
      const size = 1 + below(10)
      while (array.length < size) {
        const dice = chance()
        const next = dice < 0.12 && sentEver.length > 0 ? one(sentEver) : dice < 0.2 && held.length > 0 ? (held.splice(below(held.length), 1)[0] as (typeof held)[number]) : await make()
        // A held one comes later than what was made after it: reordered.
        if (dice > 0.9 && held.length < 40) held.push(next)
        else array.push({ ...next, actor, sent: { ...next.sent, author: actor.person } })
        if (array.length > 0 && next.actor !== actor && chance() < 0.9) array.pop() // mostly people send their own
      }
      const outcomes = await desk.post(array.map(({ submission }) => submission), actor)
      array.forEach(({ sent, submission }, i) => {
        const status = model.receive(sent)
        note(status)
        if (outcomes[i]?.status !== status) throw new Error(`seed ${seed}, operation ${done + i}: ${JSON.stringify(submission)} is ${JSON.stringify(outcomes[i])}, the model says ${status}`)
      })
      sentEver.push(...array)
      done += array.length
    }
    if (done - checked >= operations / 5) {
      checked = done
      expect(await desk.sums(), `seed ${seed}, after ${done}`).toEqual(model.sums())
    }
  }

  expect(await desk.sums(), `seed ${seed}`).toEqual(model.sums())
  expect(await desk.heaps(), `seed ${seed}, heaps`).toEqual(await desk.heapsCounted())
  for (const view of ['received', 'approved'] as const) {
    const { results } = await db.prepare(`select id, ${view} as kept from entries where ${view} is not null`).all<{ id: string; kept: string }>()
    const kept = Object.fromEntries(
      results.map(({ id, kept: text }) => {
        const { label, unit, columns } = JSON.parse(text) as { label: string; unit: string; columns: Record<string, unknown> }
        return [id, { unit, label, surface: '', opened_on: '', rise: undefined, ...columns }]
      }),
    )
    expect(kept, `seed ${seed}, entries ${view}`).toEqual(Object.fromEntries(model.roads(view)))
  }
  const { results } = await db.prepare('select s.id, r.revision, r.state from revisions r join submissions s on s.seq = r.submission').all<{ id: string; revision: number; state: string }>()
  const states = Object.fromEntries(results.map((row) => [`${row.id} ${row.revision}`, row.state]))
  expect(states).toEqual(Object.fromEntries([...model.records.values()].flatMap(({ id, revisions }) => revisions.map((one) => [`${id} ${one.number}`, one.state]))))

  console.log(`property test: ${done} operations, ${model.records.size} records, ${Object.keys(model.sums()).length} sums; ${JSON.stringify(seen)}`)
  // A run that never met one of these has tried nothing.
  for (const what of ['kept', 'had_it', 'conflict', 'refused', 'approved', 'returned', 'rejected']) expect(seen[what], what).toBeGreaterThan(50)
  expect(desk.guessed, 'decided without reading').toBeGreaterThan(5)

  const report = await recount(db, { isUnder, units: new Map(units.map((unit) => [unit.id, unit])) })
  expect(report.differences, `seed ${seed}`).toEqual([])
  expect(report.submissions).toBe(model.records.size)
})

// What a form keeps for a time of what its records say of persons, and no longer: the deed that erases, against a real D1 behind production's limits.
// 1  Only what is over its time, counted from the day on which the office was done with it: not a day earlier; never what waits for somebody (received, returned, in conflict), nor what is being corrected;
//    rejected, withdrawn and refused records as well; those of a locked period too, for no figure moves.
// 2  It erases exactly as a person does: planted values nowhere, the figures the same bytes, counting again finds no difference; the record says by which rule; the audit says that the form's rule did it.
// 3  A correction that comes afterwards gets the answer that erasing gives; nothing of it is kept.
// 4  In bounded stretches, each one batch within the smallest plan's statements, with a bounded number of rows; a minute with nothing to do reads a row a form. Each form once a day.
// 5  Killed before or after its batch, run twice at once, or again: each record is erased once.
// 6  What comes in, or is published, between looking and writing, lets nothing be written.
// 7  A new version counts for what is there: longer, shorter, none; how many are due is told before it is published. What was erased stays so.
// 8  What another record needs yet, waits: an entry's name stays while somebody still works with that entry, and the form's time after that.
// 9  A trial is never touched, and never touches what is real.
// 10 It is told: at the form, at the record, to its author, in the audit and by the API.
// 11 The migration finds since when what is there is settled.
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import { dayOf, dayText, localDay } from '../../src/form/date.ts'
import { doDeeds } from '../../src/server/deeds.ts'
import { bytesSha256Hex } from '../../src/server/digest.ts'
import { eraseOver, overBefore, stretch } from '../../src/server/terms.ts'
import { settleArrivals, termOf } from '../../src/store/terms.ts'
import { limited } from '../limits.ts'
import { adminToken, bugs, call, counted, db, hashOf, media, said, send, settle, tokenFor } from './visitor.ts'
import type { Loose } from './visitor.ts'

const visit = `
id: visit
title: Thăm hộ
language: vi
keep: 90 days
date: \${seen_on}
unit: \${village}
instance_name: \${head_name}
survey:
  - { type: unit village, name: village, label: Thôn nào?, required: yes }
  - { type: text, name: head_name, label: Chủ hộ, personal: basic }
  - { type: integer, name: born, label: Năm sinh, personal: basic }
  - { type: image, name: face, label: Ảnh chủ hộ, personal: basic }
  - { type: integer, name: people, label: Số người, constraint: . < 1000 }
  - { type: date, name: seen_on, label: Ngày }
registers:
  - { register: home, label: "\${head_name}", unit: "\${village}", columns: { people: "\${people}", born: "\${born}" } }
indicators:
  - { name: visits, label: Số lần, count: yes, unit: lần }
  - { name: old, label: Chủ hộ già, count: yes, where: "\${born} < 19600000" }
  - { name: homes, label: Số hộ, count: yes, register: home }
  - { name: old_homes, label: Hộ có chủ hộ già, count: yes, register: home, where: "\${born} < 19600000" }
`
/** Of the same homes, and without a time. */
const follow = `
id: follow
title: Thăm lại
language: vi
unit: \${house.unit}
survey:
  - { type: entry home, name: house, label: Hộ, required: yes }
  - { type: integer, name: people, label: Số người }
registers:
  - { register: home, entity_id: "\${house}", update_if: 1 = 1, label: "''", unit: "\${house.unit}", columns: { people: "\${people}" } }
indicators:
  - { name: visits, label: Số lần, count: yes, unit: lần }
`
const secret = 'Quàng Thị Giữ Kín'
const needles = ['Giữ Kín', 'giu kin', '19470123']
const face = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, ...new TextEncoder().encode(`${secret} ảnh`)])

const day_ms = 86_400_000
const today = localDay(Date.now(), 420)
/** Noon of the day so many days from now. */
const noon = (days: number): number => (dayOf(today) + days) * day_ms + 5 * 3_600_000
const stores = { DB: db, MEDIA: media }
let clock = 0

let tokens: Record<string, string>
let versions: Record<string, number> = {}
beforeAll(async () => {
  tokens = { ...(await settle()), admin: adminToken, keeper: (await tokenFor('Cà Thị Giữ', 'admin', null, { personal: true })).token }
  await publish(visit)
  await publish(follow)
})

async function publish(text: string, query = ''): Promise<Loose> {
  const answer = await call('POST', `/api/forms${query}`, { token: adminToken, body: text, type: 'application/yaml' })
  expect([200, 201], await answer.clone().text()).toContain(answer.status)
  const done = await said(answer) as Loose
  if (query === '') versions = { ...versions, [done.form as string]: done.version as number }
  return done
}
async function made(answers: Loose = {}, more: Loose = {}): Promise<Loose> {
  const form = (more.form as string | undefined) ?? 'visit'
  const own = { id: crypto.randomUUID(), form, version: versions[form], context: { at: Date.now() + clock++, zone: 420, seed: 7 }, answers: { ...(form === 'visit' ? { village: 'n1', people: 4, seen_on: '2026-10-05', head_name: secret, born: 19470123 } : {}), ...answers }, ...more }
  return { ...own, sha256: await hashOf(own) }
}
async function sent(answers: Loose = {}, more: Loose = {}): Promise<string> {
  const one = await made(answers, more)
  const answer = await send(tokens.officer ?? '', one)
  if (![200, 201, 409, 422].includes(answer.status)) throw new Error(await answer.text())
  return one.id as string
}
async function review(id: string, state: string, more: Loose = {}): Promise<void> {
  const answer = await call('POST', `/api/submissions/${id}/review`, { token: tokens.reviewer ?? '', body: JSON.stringify({ state, comment: 'xem', ...more }) })
  expect(answer.status, await answer.clone().text()).toBe(200)
}
const approved = async (answers: Loose = {}, more: Loose = {}): Promise<string> => {
  const id = await sent(answers, more)
  await review(id, 'approved')
  return id
}
const read = async (id: string, who = 'reviewer'): Promise<Loose> => said(await call('GET', `/api/submissions/${id}`, { token: tokens[who] ?? '' }))
const isErased = async (id: string): Promise<boolean> => (await db.prepare('select erased from submissions where id = ?').bind(id).first('erased')) !== null
const checked = async (): Promise<unknown> => (await said(await call('POST', '/api/figures/check', { token: adminToken, body: '{}' }))).differences
const page = async (path: string, who = 'admin'): Promise<string> => (await call('GET', path, { headers: { cookie: `__Host-phieu=${tokens[who] ?? ''}`, accept: 'text/html' } })).text()
const term = async (form = 'visit'): Promise<Loose | null> => db.prepare('select * from terms where form = ?').bind(form).first<Loose>()

/** The minutes that only look through what came. */
async function look(now: number): Promise<void> {
  for (;;) {
    const here = await termOf(db, 'visit')
    if (here === undefined || !(await settleArrivals(db, here, overBefore(here.keep, localDay(now, 420)), 7))) return
  }
}
/** The minutes of a day until nothing is left to do. How many were erased. */
async function day(now: number): Promise<number> {
  let all = 0
  for (let n = 0; n < 50; n++) {
    const erased = await eraseOver(stores, now)
    if (erased === undefined) return all
    all += erased
  }
  throw new Error('a day without an end')
}
/** Everything that is settled goes, and what waits is rejected first: nothing of anybody before a case. */
async function nothing(): Promise<void> {
  await db.batch([db.prepare(`update submissions set settled_at = 0, state = 'rejected', conflicts = 0 where erased is null`), db.prepare('delete from drafts'), db.prepare(`update terms set day = '', after_at = 0, after_seq = 0`)])
  await day(noon(0))
  expect(await found()).toEqual([])
}
/** Where a value lies: every column of every row of every table, every object. */
async function found(): Promise<string[]> {
  const { results: all } = await db.prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite%' and name not like '_cf%' and name <> 'd1_migrations'").all<{ name: string }>()
  const places: string[] = []
  for (const { name } of all) for (const row of (await db.prepare(`select * from ${name}`).all<Loose>()).results) for (const [column, value] of Object.entries(row)) if (needles.some((needle) => String(value).includes(needle))) places.push(`${name}.${column}`)
  for (const { key } of (await media.list()).objects) {
    const text = new TextDecoder().decode(await (await media.get(key))?.arrayBuffer())
    if (needles.some((needle) => text.includes(needle))) places.push(`object ${key.split('/')[0] ?? ''}`)
  }
  return [...new Set(places)].sort()
}
/** The same database; `before` is asked of each batch, and may die or do something first; `after` may die once it is written. */
function meddled(before: (all: D1PreparedStatement[]) => Promise<void>, after: (all: D1PreparedStatement[]) => void = () => {}): D1Database {
  return new Proxy(db, {
    get: (of, key) => {
      if (key === 'batch') return async (all: D1PreparedStatement[]) => {
        await before(all)
        const done = await of.batch(all)
        after(all)
        return done
      }
      const value: unknown = Reflect.get(of, key)
      return typeof value === 'function' ? (value as () => unknown).bind(of) : value
    },
  })
}
/** The batch that erases is the one with many statements. */
const isErasing = (all: readonly unknown[]): boolean => all.length > 7

describe('1 2 only what is over its time', () => {
  const ids: Record<string, string> = {}
  let [sums, before]: [string, Loose] = ['', {}]
  test('1 not a day earlier, and never what waits', async () => {
    ids.approved = await approved({ face: 'face.jpg' }, { media: [{ name: 'face.jpg', sha256: await bytesSha256Hex(face), bytes: face.byteLength }] })
    expect((await call('PUT', `/api/submissions/${ids.approved}/media/face.jpg`, { token: tokens.officer ?? '', body: face, type: 'image/jpeg' })).status).toBe(201)
    ids.rejected = await sent()
    await review(ids.rejected, 'rejected')
    ids.withdrawn = await sent()
    expect((await call('POST', `/api/submissions/${ids.withdrawn}/withdraw`, { token: tokens.officer ?? '', body: JSON.stringify({ base: 1 }) })).status).toBe(200)
    ids.refused = await sent({ people: 5000 })
    ids.received = await sent()
    ids.returned = await sent()
    await review(ids.returned, 'returned')
    ids.conflict = await approved()
    await sent({ people: 7 }, { id: ids.conflict, base: 9 })
    ids.corrected = await approved()
    await sent({ people: 8 }, { id: ids.corrected, base: 1 })
    ids.refusedOver = await sent()
    await sent({ people: 5000 }, { id: ids.refusedOver, base: 1 })
    expect(Object.fromEntries(await Promise.all(Object.entries(ids).map(async ([name, id]) => [name, (await read(id)).state])))).toEqual({
      approved: 'approved', rejected: 'rejected', withdrawn: 'withdrawn', refused: 'refused', received: 'received', returned: 'returned', conflict: 'approved', corrected: 'received', refusedOver: 'refused',
    })
    ;[sums, before] = [await counted(), await read(ids.approved)]
    for (const days of [0, 1, 30, 89, 90]) expect([days, await day(noon(days))]).toEqual([days, 0])
    // The last hour of the last day, and the first minute of the next, by the clocks of Vietnam.
    expect(await day((dayOf(today) + 91) * day_ms - 7 * 3_600_000 - 1)).toBe(0)
    expect(await day((dayOf(today) + 91) * day_ms - 7 * 3_600_000)).toBe(4)
    expect((await Promise.all(Object.entries(ids).map(async ([name, id]) => ((await isErased(id)) ? name : '')))).filter((name) => name !== '').sort()).toEqual(['approved', 'refused', 'rejected', 'withdrawn'])
    expect(await day(noon(10_000))).toBe(0)
  })
  test('2 as a person erases: figures as they were, the record stands and says it', async () => {
    expect(await counted()).toBe(sums)
    expect(await checked()).toEqual([])
    const after = await read(ids.approved ?? '')
    for (const key of ['state', 'unit', 'day', 'receipt', 'revision', 'author', 'version']) expect([key, after[key]]).toEqual([key, before[key]])
    expect(after.erased).toMatchObject({ by: '=', ground: 'term', reason: 'keep: 90 days, version 1' })
    expect((after.audit as Loose[]).at(-1)).toMatchObject({ actor: '=', action: 'erased', detail: 'term, 1 revisions' })
    expect(((after.revisions as Loose[])[0]?.submission as Loose).answers).toEqual({ village: 'n1', people: 4, seen_on: '2026-10-05' })
    expect((await media.list()).objects).toEqual([])
  })
  test('3 a correction that comes afterwards', async () => {
    const rows = await db.prepare('select count(*) as n from revisions').first('n')
    const outcome = await said(await send(tokens.officer ?? '', await made({ people: 9 }, { id: ids.approved, base: 1 })))
    expect(outcome).toMatchObject({ status: 'refused', problems: [{ code: 'record_erased' }] })
    expect([await db.prepare('select count(*) as n from revisions').first('n'), await counted()]).toEqual([rows, sums])
  })
  test('1 what waited goes when the office is done with it, and its time has passed from then on', async () => {
    await review(ids.received ?? '', 'approved')
    await review(ids.returned ?? '', 'rejected')
    await review(ids.conflict ?? '', 'rejected', { revision: 2 })
    await review(ids.corrected ?? '', 'approved')
    await review(ids.refusedOver ?? '', 'approved')
    await db.prepare(`update terms set day = ''`).run()
    expect(await day(noon(90))).toBe(0)
    expect(await day(noon(91))).toBe(5)
    expect(await checked()).toEqual([])
    expect(await found()).toEqual([])
  })
  test('1 a locked period: no figure of it moves, so it is erased like any other', async () => {
    const id = await approved()
    await db.prepare(`insert into locks (form, period, unit, by, at) values ('visit', '2026-10', '', 'x', 1)`).run()
    await db.prepare(`update settings set value = value + 1 where key in ('epoch', 'locks_revision')`).run()
    const was = await counted()
    await db.prepare(`update terms set day = ''`).run()
    expect([await day(noon(91)), await isErased(id), await counted()]).toEqual([1, true, was])
    await db.prepare('delete from locks').run()
    await db.prepare(`update settings set value = value + 1 where key in ('epoch', 'locks_revision')`).run()
    expect(await found()).toEqual([])
  })
  test('1 a correction that is being written waits, until it is as old itself', async () => {
    const id = await sent({ people: 5000 })
    await db.prepare(`insert into drafts (id, form, version, author, answers, updated_at) values (?, 'visit', 1, 'somebody', ?, ?)`).bind(id, JSON.stringify({ answers: { head_name: secret } }), noon(50)).run()
    await db.prepare(`update terms set day = ''`).run()
    expect([await day(noon(91)), await isErased(id), (await term())?.waits]).toEqual([0, false, 1])
    expect([await day(noon(140)), await day(noon(141)), await isErased(id)]).toEqual([0, 1, true])
    expect(await found()).toEqual([])
  })
})

describe('4 5 in stretches', () => {
  test('4 bounded, and each form once a day', async () => {
    await nothing()
    const ids: string[] = []
    for (let n = 0; n < stretch * 2 + 5; n++) ids.push(await approved())
    const [sums, all] = [await counted(), (await db.prepare('select count(*) as n from submissions').first<number>('n')) ?? 0]
    expect(all).toBeGreaterThan(50)
    const now = noon(91)
    const door = limited(db)
    const stores = { DB: door.db, MEDIA: media }
    const run = async (): Promise<{ erased: number | undefined; read: number; written: number; statements: number }> => {
      door.reset()
      const erased = await eraseOver(stores, now)
      return { erased, read: door.seen.rowsRead, written: door.seen.rowsWritten, statements: door.seen.statements }
    }
    // First what came is looked through, each record once.
    const looked = await run()
    expect([looked.erased, looked.written, looked.statements]).toEqual([0, 1, 4])
    expect(looked.read).toBeLessThanOrEqual(all * 3 + 20)
    const runs = [await run(), await run(), await run(), await run()]
    expect(runs.map(({ erased }) => erased)).toEqual([stretch, stretch, 5, undefined])
    for (const { erased = 0, read, written, statements } of runs) {
      // Its head with its indexes, its body, its say and its entry, its order, its line in the audit; and the stretch's own few.
      expect(written).toBeLessThanOrEqual(erased * 22 + 4)
      expect(read).toBeLessThanOrEqual(erased * 80 + 400)
      expect(statements).toBeLessThanOrEqual(42)
    }
    expect(runs[3]).toMatchObject({ read: 2, written: 0, statements: 1 })
    expect(await term()).toMatchObject({ day: localDay(now, 420), erased: stretch * 2 + 5, waits: 0, after_at: 0, ran_at: now })
    expect(await counted()).toBe(sums)
    expect(await checked()).toEqual([])
    expect(await found()).toEqual([])
    // All deeds of a minute together: one more record, and what was erased before is looked at once more.
    await approved()
    await look(noon(92))
    door.reset()
    await doDeeds(stores, noon(92), (line) => expect(line).toBe(''))
    expect(door.seen.statements).toBeLessThanOrEqual(50)
    expect(await found()).toEqual([])
    expect(bugs).toEqual([])
  })
  test('5 killed before and after its batch, and twice at once', async () => {
    const ids: string[] = []
    for (let n = 0; n < stretch + 3; n++) ids.push(await approved())
    const now = noon(93)
    const lines = async (): Promise<number> => (await db.prepare(`select count(*) as n from audit where action = 'erased'`).first<number>('n')) ?? 0
    const had = await lines()
    await look(now)
    const dies = async (all: readonly unknown[]): Promise<void> => {
      if (isErasing(all)) throw new Error('died')
    }
    await expect(eraseOver({ DB: meddled(dies), MEDIA: media }, now)).rejects.toThrow('died')
    expect(await lines()).toBe(had)
    await expect(eraseOver({ DB: meddled(async () => {}, (all) => void (isErasing(all) && (() => { throw new Error('died') })())), MEDIA: media }, now)).rejects.toThrow('died')
    expect(await lines()).toBe(had + stretch)
    expect(await found()).not.toEqual([])
    const both = await Promise.all([eraseOver(stores, now), eraseOver(stores, now)])
    expect(both.reduce<number>((sum, one) => sum + (one ?? 0), 0)).toBe(3)
    expect(await day(now)).toBe(0)
    // What the one that died had not come to: the next minute's deed.
    await doDeeds(stores, now)
    expect(await lines()).toBe(had + stretch + 3)
    expect((await db.prepare(`select count(*) as n from erasures where submission in (select seq from submissions where id in (select value from json_each(?)))`).bind(JSON.stringify(ids)).first('n'))).toBe(ids.length)
    expect(await term()).toMatchObject({ erased: stretch + 3 })
    expect(await found()).toEqual([])
    expect(await day(now)).toBe(0)
    expect(await checked()).toEqual([])
  })
})

describe('6 what comes between looking and writing', () => {
  const racing = (first: () => Promise<unknown>): D1Database => {
    let isDone = false
    return meddled(async (all) => {
      if (isDone || !isErasing(all)) return
      isDone = true
      await first()
    })
  }
  test('a correction: the record is work again, and stays whole', async () => {
    const id = await approved()
    await look(noon(94))
    expect(await eraseOver({ DB: racing(() => sent({ people: 9 }, { id, base: 1 })), MEDIA: media }, noon(94))).toBe(0)
    expect([await isErased(id), (await read(id)).state, await day(noon(94))]).toEqual([false, 'received', 0])
    await review(id, 'approved')
    await db.prepare(`update terms set day = ''`).run()
    expect([await day(noon(94)), await found()]).toEqual([1, []])
  })
  test('another record of its entry', async () => {
    const id = await approved()
    await db.prepare(`update terms set day = ''`).run()
    await look(noon(95))
    expect(await eraseOver({ DB: racing(() => sent({ house: id, people: 3 }, { form: 'follow' })), MEDIA: media }, noon(95))).toBe(0)
    expect([await day(noon(95)), await isErased(id), (await term())?.waits]).toEqual([0, false, 1])
    await nothing()
  })
  test('a draft of a correction, which no stamp tells of', async () => {
    const id = await approved()
    const begun = (): Promise<unknown> => db.prepare(`insert into drafts (id, form, version, author, answers, updated_at) values (?, 'visit', 1, 'somebody', '{}', ?)`).bind(id, noon(95)).run()
    await db.prepare(`update terms set day = ''`).run()
    await look(noon(96))
    expect(await eraseOver({ DB: racing(begun), MEDIA: media }, noon(96))).toBe(0)
    expect(await isErased(id)).toBe(false)
    await nothing()
  })
  test('a new version that keeps it longer', async () => {
    const id = await approved()
    await db.prepare(`update terms set day = ''`).run()
    await look(noon(97))
    expect(await eraseOver({ DB: racing(() => publish(visit.replace('90 days', '2 years'))), MEDIA: media }, noon(97))).toBe(0)
    expect([await day(noon(97)), await isErased(id)]).toEqual([0, false])
    await publish(visit)
    expect([await day(noon(97)), await isErased(id)]).toEqual([1, true])
  })
})

describe('7 a new version', () => {
  test('told before: how many are due now, and soon; kept to afterwards', async () => {
    const ids = [await approved(), await approved(), await approved()]
    const settled = async (id: string, days: number): Promise<unknown> => db.prepare('update submissions set settled_at = ? where id = ?').bind(noon(-days), id).run()
    await Promise.all([settled(ids[0] ?? '', 100), settled(ids[1] ?? '', 50), settled(ids[2] ?? '', 10)])
    const dry = async (keep: string): Promise<unknown> => {
      const done = await publish(visit.replace('90 days', keep), '?dry_run=1')
      return [(done.differences as Loose[]).map(({ code, facts }) => [code, facts]), (done.preview as Loose).due]
    }
    expect(await dry('90 days')).toEqual([[], null])
    expect(await dry('2 years')).toEqual([[['form_keep', { was: '90 days', is: '2 years' }]], { now: 0, soon: 0, isMore: false }])
    expect(await dry('30 days')).toEqual([[['form_keep', { was: '90 days', is: '30 days' }]], { now: 2, soon: 1, isMore: false }])
    expect(await dry('49 days')).toEqual([[['form_keep', { was: '90 days', is: '49 days' }]], { now: 2, soon: 0, isMore: false }])
    expect(await dry('50 days')).toEqual([[['form_keep', { was: '90 days', is: '50 days' }]], { now: 1, soon: 1, isMore: false }])
    expect((await publish(visit.replace('keep: 90 days\n', ''), '?dry_run=1')).preview).toMatchObject({ due: null })
    // Nothing of a dry run is kept to.
    expect(await term()).toMatchObject({ keep: '90 days' })
    await publish(visit.replace('90 days', '2 years'))
    expect([await day(noon(0)), (await term())?.keep, (await term())?.day]).toEqual([0, '2 years', today])
    // Shorter: the same day anew.
    await publish(visit.replace('90 days', '49 days'))
    expect([await term(), await day(noon(0))]).toMatchObject([{ keep: '49 days', day: '', version: versions.visit }, 2])
    expect((await read(ids[1] ?? '')).erased).toMatchObject({ reason: `keep: 49 days, version ${versions.visit}` })
    // The same time in another version: nothing is gone through twice a day.
    await publish(visit.replace('90 days', '49 days').replace('Thăm hộ', 'Thăm các hộ'))
    expect(await term()).toMatchObject({ keep: '49 days', day: today, version: versions.visit })
    // None: nothing is erased by itself any more, and what was erased stays so.
    await publish(visit.replace('keep: 90 days\n', ''))
    expect([await term(), await day(noon(5_000)), await isErased(ids[2] ?? ''), await isErased(ids[0] ?? '')]).toEqual([null, 0, false, true])
    await publish(visit)
    expect([await day(noon(80)), await day(noon(81)), await found()]).toEqual([0, 1, []])
  })
})

describe('8 what another record needs yet', () => {
  test('an entry is worked with: its name stays, and the time runs from the last of that', async () => {
    const id = await approved()
    const again = await sent({ house: id, people: 6 }, { form: 'follow' })
    const label = async (): Promise<unknown> => db.prepare(`select label from entries where register = 'home' and id = ?`).bind(id).first('label')
    // Not decided on: somebody still works with it, however long that is ago.
    expect([await day(noon(500)), await isErased(id), (await term())?.waits, await label()]).toEqual([0, false, 1, secret])
    await review(again, 'approved')
    await db.prepare('update submissions set settled_at = ? where id = ?').bind(noon(500), again).run()
    expect([await day(noon(590)), await isErased(id)]).toEqual([0, false])
    expect([await day(noon(591)), await isErased(id), (await term())?.waits, await label()]).toEqual([1, true, 0, ''])
    // What the later record says stays with it, as when a person erases.
    await nothing()
  })
  test('rejected, erased and withdrawn ones need nothing; nor does a record of which the entry has nothing personal', async () => {
    const id = await approved()
    await review(await sent({ house: id, people: 6 }, { form: 'follow' }), 'rejected')
    await db.prepare(`update terms set day = ''`).run()
    expect([await day(noon(91)), await isErased(id)]).toEqual([1, true])
    const plain = await approved({ head_name: undefined, born: undefined })
    await sent({ house: plain, people: 6 }, { form: 'follow' })
    await db.prepare(`update terms set day = ''`).run()
    expect([await day(noon(91)), await isErased(plain)]).toEqual([1, true])
    await nothing()
  })
})

test('9 a trial is nobody’s: it has no time, and none of it is erased by itself', async () => {
  const opened = await said(await call('POST', '/api/trials', { token: adminToken, body: visit, type: 'application/yaml' }))
  versions = { ...versions, 'visit~trial': opened.version as unknown as number }
  expect(await db.prepare(`select count(*) as n from terms`).first('n')).toBe(1)
  const one = await made({ village: 'n1', head_name: 'Lò Thị Thử', born: 19800101, people: 3, seen_on: '2026-10-05' }, { form: 'visit~trial' })
  const { token } = await tokenFor('Mùa Văn Thử', 'officer', 'north', { forms: ['visit~trial'] })
  expect((await said(await send(token, one))).status).toBe('kept')
  await db.prepare(`update submissions set settled_at = 0, state = 'rejected' where id = ?`).bind(one.id).run()
  await db.prepare(`update terms set day = ''`).run()
  expect([await day(noon(5_000)), await isErased(one.id as string)]).toEqual([0, false])
  expect((await call('DELETE', '/api/trials/visit', { token: adminToken })).status).toBe(204)
  expect(await term()).toMatchObject({ keep: '90 days' })
})

describe('10 told', () => {
  test('at the form, at the record, to its author, in the audit', async () => {
    await db.prepare(`update terms set day = '', erased = 0, ran_at = null`).run()
    const id = await approved()
    const waiting = await sent()
    let text = await page('/office/forms/visit')
    for (const part of ['Thông tin cá nhân được giữ 90 ngày', 'Đã đến hạn xóa: 0 phiếu', 'Chưa chạy lần nào']) expect(text).toContain(part)
    expect(await page('/office/forms/follow')).toContain('không ghi thời hạn lưu giữ')
    const last = dayText(dayOf(today) + 90).split('-').map(Number)
    expect(await page(`/office/submissions/${id}`, 'reviewer')).toContain(`${last[2]}/${last[1]}/${last[0]}, rồi hệ thống tự xóa`)
    expect(await page(`/office/submissions/${waiting}`, 'reviewer')).toContain('được giữ 90 ngày kể từ ngày văn phòng xử lý xong')
    expect(await page(`/receipts/${id}`, 'officer')).toContain('rồi hệ thống tự xóa')
    await db.prepare('update submissions set settled_at = ? where id = ?').bind(noon(-70), id).run()
    expect(await page('/office/forms/visit')).toContain('Đến hạn trong 30 ngày tới: 1 phiếu')
    await db.prepare('update submissions set settled_at = ? where id = ?').bind(noon(-100), id).run()
    expect(await page('/office/forms/visit')).toContain('Đã đến hạn xóa: 1 phiếu')
    expect(await day(noon(0))).toBe(1)
    text = await page('/office/forms/visit')
    for (const part of ['Đã đến hạn xóa: 0 phiếu', 'đã xóa ở 1 phiếu']) expect(text).toContain(part)
    for (const who of ['reviewer', 'viewer', 'admin', 'keeper']) {
      text = await page(`/office/submissions/${id}`, who)
      for (const part of ['Đã xóa vì hết thời hạn lưu giữ', 'hệ thống, theo biểu mẫu', `Biểu mẫu (bản ${versions.visit}) giữ thông tin cá nhân 90 ngày`]) expect(text).toContain(part)
      expect(text).not.toContain('id="kept"')
    }
    const audit = await page('/office/audit')
    expect(audit).toContain('xóa thông tin cá nhân hết hạn lưu giữ của')
    expect(audit).toContain('theo quy định của biểu mẫu')
    await nothing()
  })
})

test('11 the migration: since when what is there is settled', async () => {
  const { TEST_MIGRATIONS } = env as unknown as { TEST_MIGRATIONS: { name: string; queries: string[] }[] }
  const update = TEST_MIGRATIONS.find(({ name }) => name === '0018_keep.sql')?.queries.find((query) => /\bupdate submissions\b/.test(query)) ?? ''
  const ids = [await approved(), await sent(), await sent({ people: 5000 })]
  await review(ids[1] ?? '', 'returned')
  const conflicting = await approved()
  await sent({ people: 7 }, { id: conflicting, base: 9 })
  const all = async (): Promise<unknown> => (await db.prepare(`select id, coalesce(settled_at, case state when 'refused' then received_at end) as settled_at from submissions where id in (select value from json_each(?)) order by id`).bind(JSON.stringify([...ids, conflicting])).all()).results
  const was = await all()
  await db.prepare('update submissions set settled_at = null').run()
  await db.prepare(update).run()
  expect(await all()).toEqual(was)
  expect((was as Loose[]).filter(({ settled_at }) => settled_at !== null)).toHaveLength(2)
})


// What publishing a new version does to drafts, to records and to figures that are there.
// 1  A figure that the new version does not touch does not change: renames, choices and questions that come and go, rules that change, new wording.
// 2  Records count by the latest version, whichever they were filled under: those that are there, those that come late, corrections, approvals.
// 3  A changed, new or gone indicator is counted anew over all records; what is shown before is what comes after, and what an independent recount says.
// 4  A publish that dies between two stretches leaves nothing silent: its figures are marked, and whoever comes by finishes it.
// 5  An earlier version published again is a new version; nothing is deleted, what came between follows, figures are as they were.
// 6  A form is closed and opened; the versions are listed, each source can be had again.
// 7  Whatever is published, sent, corrected, reviewed, in any order, the sums are those of a recount.
import { beforeEach, describe, expect, test } from 'vitest'
import type { CountDifference } from '../../src/store/recount.ts'
import { recount } from '../../src/store/recount.ts'
import { underIn, within } from '../../src/record/within.ts'
import { advance } from '../../src/server/recounts.ts'
import { adminToken, call, counted, db, hashOf, said, settle, units } from './visitor.ts'
import type { Loose } from './visitor.ts'

let officer = ''
let reviewer = ''
let id = ''
let number = 0

const isUnder = underIn(within(units as never))
const recounted = async (): Promise<readonly CountDifference[]> => (await recount(db, { isUnder, units: new Map(units.map((unit) => [unit.id, unit as never])) })).differences

const first = (form: string): string => `
id: ${form}
title: Đường
language: vi
date: \${day}
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn, required: yes }
  - { type: date, name: day, label: Ngày, required: yes }
  - { type: text, name: head, label: Chủ }
  - { type: integer, name: km, label: Dài }
  - { type: select_one surface, name: surface, label: Mặt }
  - { type: select_multiple surface, name: had, label: Đã có }
  - type: repeat
    name: hand
    label: Người
    questions:
      - { type: integer, name: days, label: Công }
  - { type: calculate, name: work, calculation: "sum(\${days}) * 2" }
choices:
  surface: [{ name: soil, label: Đất }, { name: stone, label: Đá }, { name: concrete, label: Bê tông }]
registers:
  - { register: ${form}_roads, label: "\${head}", unit: "\${village}", columns: { km: "\${km}", surface: "\${surface}" } }
indicators:
  - { name: all, label: Số đường, count: yes, by: [surface, had] }
  - { name: long, label: Dài, sum: "\${km}", about: "\${surface} = 'soil'" }
  - { name: mean, label: Bình quân, average: "\${km}" }
  - { name: working, label: Công, sum: "\${work}" }
  - { name: days_each, label: Ngày, sum: "\${days}", each: hand }
  - { name: places, label: Số thôn, distinct: unit, where: "\${km} > 10" }
  - { name: part, label: Phần, share: { of: places, in: { units: village } } }
  - { name: stock, label: Trong sổ, count: yes, register: ${form}_roads, by: [surface] }
`

beforeEach(async () => {
  if (officer === '') {
    const tokens = await settle()
    officer = tokens.officer
    reviewer = tokens.reviewer
  }
  id = `road${++number}`
})

interface Said {
  readonly status: number
  readonly version: number
  readonly differences: readonly { readonly code: string; readonly at: string }[]
  readonly preview: { readonly records: number; readonly cursor: string | null; readonly figures: readonly { indicator: string; state: string; before: number | null; after: number | null; units: readonly { unit: string; before: number; after: number }[] }[] } | null
  readonly recounting: readonly string[]
  readonly problems?: readonly Loose[]
}
const post = async (text: string, query = ''): Promise<Said> => {
  const answer = await call('POST', `/api/forms${query}`, { token: adminToken, body: text, type: 'application/yaml' })
  return { ...((await answer.json()) as Omit<Said, 'status'>), status: answer.status }
}
async function publish(text: string): Promise<Said> {
  const done = await post(text)
  expect([done.status, done.problems]).toEqual([201, undefined])
  return done
}
const edited = (text: string, ...pairs: readonly (readonly [string, string])[]): string =>
  pairs.reduce((all, [from, to]) => {
    expect(all, from).toContain(from)
    return all.replaceAll(from, to)
  }, text)

async function send(version: number, answers: Loose, more: Loose = {}, token = officer): Promise<string> {
  const body = { id: crypto.randomUUID(), form: id, version, answers: { village: 'n1', day: '2026-11-24', ...answers }, context: { at: Date.now(), zone: 420, seed: 7 }, ...more }
  const answer = await call('POST', '/api/submissions', { token, body: JSON.stringify({ ...body, sha256: await hashOf(body) }) })
  const done = (await answer.json()) as { status: string; problems: unknown }
  expect([done.status, done.problems]).toEqual(['kept', []])
  return body.id
}
const approve = async (record: string, state = 'approved'): Promise<void> => {
  expect((await call('POST', `/api/submissions/${record}/review`, { token: reviewer, body: JSON.stringify({ state, comment: 'xem' }) })).status).toBe(200)
}
const records = async (): Promise<string[]> => [
  await send(1, { head: 'Giàng', km: 12, surface: 'soil', had: ['soil', 'stone'], hand: [{ days: 3 }, { days: 4 }], work: 14 }),
  await send(1, { head: 'Mị', km: 5, surface: 'stone', had: ['stone'], work: 0 }),
  await send(1, { village: 'n2', head: 'Pá', km: 40, surface: 'concrete', hand: [{ days: 1 }], work: 2, day: '2026-10-02' }),
]
const figure = async (indicator: string, query = ''): Promise<{ value: number | null; recounting: boolean; rows: readonly Loose[] }> => {
  const answer = await call('GET', `/api/aggregates/${id}/${indicator}${query}`, { token: adminToken })
  expect(answer.status).toBe(200)
  const { total, recounting, rows } = (await answer.json()) as { total: { value: number | null }; recounting: boolean; rows: readonly Loose[] }
  return { value: total.value, recounting, rows }
}
const totals = async (...names: string[]): Promise<(number | null)[]> => Promise.all(names.map(async (name) => (await figure(name)).value))
const members = async (indicator: string, by: string): Promise<Loose> => Object.fromEntries((await figure(indicator, `?by=${by}`)).rows.map((row) => [row.member, row.value]))

describe('1 what the new version does not touch', () => {
  test.each<[string, (text: string) => string]>([
    ['a renamed question', (text) => edited(text, ['name: head,', 'name: owner,'], ['${head}', '${owner}'], ['survey:\n', 'migrate: { renamed: { head: owner } }\nsurvey:\n'])],
    ['a question that is counted, renamed', (text) => edited(text, ['name: km,', 'name: length,'], ['${km}', '${length}'], ['survey:\n', 'migrate: { renamed: { km: length } }\nsurvey:\n'])],
    ['a repeat and what is in it, renamed', (text) => edited(text, ['name: hand\n', 'name: worker\n'], ['each: hand', 'each: worker'], ['name: days,', 'name: labour,'], ['${days}', '${labour}'], ['survey:\n', 'migrate: { renamed: { hand: worker, days: labour } }\nsurvey:\n'])],
    ['a choice more', (text) => edited(text, ['label: Đá }', 'label: Đá }, { name: sand, label: Cát }'])],
    ['a choice less, which records chose', (text) => edited(text, [', { name: stone, label: Đá }', ''])],
    ['a question less', (text) => edited(text, ['  - { type: text, name: head, label: Chủ }\n', ''], ['"${head}"', '"${surface}"'])],
    ['rules that many records would break', (text) => edited(text, ['label: Dài }', 'label: Dài, required: yes, constraint: ". > 100", relevant: "${head} = \'nobody\'" }'])],
    ['another calculation', (text) => edited(text, ['sum(${days}) * 2', 'sum(${days}) * 3'])],
    ['a repeat that old records would not show', (text) => edited(text, ['    name: hand\n', '    name: hand\n    relevant: "${head} = \'nobody\'"\n'])],
    ['another day and place of the record', (text) => edited(text, ['date: ${day}\n', ''], ['unit: ${village}\nsurvey', 'unit: "if(${km} > 1000, ${village}, \'\')"\nsurvey'])],
    ['words, and how a figure is good', (text) => edited(text, ['label: Dài, sum', 'label: Chiều dài, good: { at_least: 3 }, sum'], ['title: Đường', 'title: Những con đường'])],
    ['questions in another order, in groups', (text) => edited(text, ['  - { type: integer, name: km, label: Dài }\n', '  - type: group\n    name: more\n    label: Thêm\n    relevant: "${head} = \'nobody\'"\n    questions:\n      - { type: integer, name: km, label: Dài }\n'])],
  ])('1 %s', async (_, change) => {
    const text = first(id)
    await publish(text)
    const [one = ''] = await records()
    await approve(one)
    const before = await counted()
    const dry = await post(change(text), '?dry_run=1')
    expect([dry.status, dry.preview?.figures, dry.preview?.cursor]).toEqual([200, [], null])
    expect(dry.differences.length).toBeGreaterThan(0)
    const { recounting } = await publish(change(text))
    expect(recounting).toEqual([])
    expect(await counted()).toBe(before)
    expect(await recounted()).toEqual([])
  })
})

describe('2 every record counts by the latest version', () => {
  test('2 a renamed choice is one group, whenever and under whatever version it was chosen', async () => {
    const text = first(id)
    await publish(text)
    const [, stone = ''] = await records()
    await approve(stone)
    const paved = edited(text, ['name: stone,', 'name: gravel,'], ['survey:\n', 'migrate: { choices: { surface: { stone: gravel } } }\nsurvey:\n'])
    const dry = await post(paved, '?dry_run=1')
    expect(dry.preview?.figures.map(({ indicator, state, before, after }) => [indicator, state, before, after])).toEqual([['all', 'received', 3, 3], ['all', 'approved', 1, 1]])
    await publish(paved)
    await send(2, { surface: 'gravel', had: ['gravel', 'soil'] })
    await send(1, { surface: 'stone', had: ['stone'] }) // late, from a phone that was out of reach
    expect(await members('all', 'surface')).toEqual({ soil: 1, gravel: 3, concrete: 1 })
    expect(await members('all', 'had')).toEqual({ soil: 2, gravel: 4 })
    expect((await figure('all', '?state=approved&by=surface')).rows.map(({ member, value }) => [member, value])).toEqual([['gravel', 1]])
    expect(await recounted()).toEqual([])
  })
  test('2 a late record of the old version counts by the new indicator, its correction and its approval too', async () => {
    const text = first(id)
    await publish(text)
    await records()
    await publish(edited(text, ['sum: "${km}"', 'sum: "${km} * 1000"']))
    expect(await totals('long')).toEqual([57_000])
    const late = await send(1, { km: 2, surface: 'soil' })
    expect(await totals('long')).toEqual([59_000])
    await send(1, { km: 3, surface: 'soil' }, { id: late, base: 1 })
    expect(await totals('long')).toEqual([60_000])
    await approve(late)
    expect((await figure('long', '?state=approved')).value).toBe(3_000)
    await send(2, { km: 4, surface: 'soil' }, { id: late, base: 2 })
    expect([await totals('long'), (await figure('long', '?state=approved')).value]).toEqual([[61_000], 3_000])
    expect(await recounted()).toEqual([])
  })
  test('2 what the new version asks and works out by itself is worked out for old records; what is only asked is empty', async () => {
    const text = first(id)
    await publish(text)
    await records()
    await publish(edited(text, ['choices:\n', '  - { type: calculate, name: metres, calculation: "${km} * 1000" }\n  - { type: integer, name: width, label: Rộng }\nchoices:\n'], ['indicators:\n', 'indicators:\n  - { name: metres_all, label: Mét, sum: "${metres}" }\n  - { name: wide, label: Rộng, sum: "${width}" }\n']))
    await send(2, { km: 1, width: 4, metres: 1000 })
    expect(await totals('metres_all', 'wide')).toEqual([58_000, 4])
    expect(await recounted()).toEqual([])
  })
})

describe('3 counted anew', () => {
  test.each<[string, (text: string) => string, Record<string, (number | null)[]>]>([
    ['what it adds up', (text) => edited(text, ['sum: "${km}"', 'sum: "${km} * 1000"']), { long: [57, 57_000] }],
    ['which it counts', (text) => edited(text, ['count: yes, by: [surface, had]', 'count: yes, where: "${km} > 10"']), { all: [3, 2] }],
    ['an average', (text) => edited(text, ['average: "${km}"', 'average: "${km}", where: "${km} > 10"']), { mean: [19, 26] }],
    ['over rows', (text) => edited(text, ['sum: "${days}", each: hand', 'sum: "${days}", each: hand, where: "${days} > 2"']), { days_each: [8, 7] }],
    ['a number of places, and the share that rests on it', (text) => edited(text, ['where: "${km} > 10" }', 'where: "${km} > 30" }']), { places: [2, 1], part: [66.6666666666667, 33.3333333333333] }],
    ['over a register', (text) => edited(text, [`register: ${id}_roads, by: [surface]`, `register: ${id}_roads, where: "\${km} > 10"`]), { stock: [3, 2] }],
    ['one that is new', (text) => edited(text, ['indicators:\n', 'indicators:\n  - { name: far, label: Xa, count: yes, where: "${km} > 10" }\n']), { far: [null, 2] }],
    ['one that is gone', (text) => edited(text, ['  - { name: working, label: Công, sum: "${work}" }\n', '']), { working: [16, null] }],
    ['one that has another name', (text) => edited(text, ['name: working,', 'name: effort,']), { working: [16, null], effort: [null, 16] }],
    ['shown in another unit', (text) => edited(text, ['sum: "${km}", about', 'sum: "${km} * 1000", scale: 1000, about']), { long: [57, 57] }],
  ])('3 %s', async (_, change, expected) => {
    const text = first(id)
    await publish(text)
    const [one = ''] = await records()
    await approve(one)
    const before = await counted()
    const next = change(text)
    const dry = await post(next, '?dry_run=1')
    expect(await counted()).toBe(before)
    const shown = Object.fromEntries((dry.preview?.figures ?? []).filter(({ state }) => state === 'received').map((one) => [one.indicator, [one.before, one.after]]))
    for (const [name, values] of Object.entries(expected)) if (values[0] !== values[1]) expect(shown[name], name).toEqual(values)
    for (const name of Object.keys(shown)) expect(Object.keys(expected)).toContain(name)
    for (const [name, [value]] of Object.entries(expected)) if (value !== null) expect((await figure(name)).value, name).toBe(value)
    expect((await publish(next)).recounting).toEqual([])
    for (const [name, [, value]] of Object.entries(expected)) {
      if (next.includes(`name: ${name},`)) expect((await figure(name)).value, name).toBe(value)
      // By places too: what was shown before is what a reader sees now.
      for (const { unit, after } of (dry.preview?.figures ?? []).find((one) => one.indicator === name && one.state === 'received')?.units ?? []) {
        if (next.includes(`name: ${name},`)) expect((await figure(name, `?under=${unit}`)).value, `${name} ${unit}`).toBe(after)
      }
    }
    expect(await recounted()).toEqual([])
    // And the same again changes nothing more.
    const after = await counted()
    expect((await post(next)).status).toBe(200)
    expect(await counted()).toBe(after)
  })
  test('3 what rests on an entry that has moved on stands as it was counted, where its indicator is the same', async () => {
    const text = first(id)
    await publish(text)
    const [road = ''] = await records()
    const upkeep = (more: string): string => `
id: upkeep${number}
title: Sửa đường
language: vi
survey:
  - { type: entry ${id}_roads, name: road, label: Đường, required: yes }
  - { type: integer, name: hours, label: Giờ }
  - { type: calculate, name: far, calculation: "\${road.km} * \${hours}" }
registers:
  - { register: ${id}_roads, entity_id: "\${road}", label: "''", unit: "''", columns: { km: "\${hours} * 100" } }
indicators:
  - { name: hours_all, label: Giờ, sum: "\${hours}" }
  - { name: far_all, label: Xa, sum: "\${far}" }
${more}`
    await publish(upkeep(''))
    const roads = id
    id = `upkeep${number}`
    const body = { id: crypto.randomUUID(), form: id, version: 1, answers: { road, hours: 2, far: 24 }, context: { at: Date.now(), zone: 420, seed: 7 } }
    expect((await call('POST', '/api/submissions', { token: officer, body: JSON.stringify({ ...body, sha256: await hashOf(body) }) })).status).toBe(201)
    expect(await totals('far_all')).toEqual([24])
    // The road is 200 km long now. A new figure over what was worked out then is of what it was then.
    await publish(upkeep('  - { name: twice, label: Hai, sum: "${far} * 2" }\n'))
    expect(await totals('hours_all', 'far_all', 'twice')).toEqual([2, 24, 48])
    id = roads
  })
})

describe('4 killed in the middle', () => {
  test('4 what is not yet counted anew is marked; the next one finishes it; what came meanwhile counts once', async () => {
    const text = first(id)
    await publish(text)
    await records()
    const marked = edited(text, ['sum: "${km}"', 'sum: "${km} * 1000"'], [`register: ${id}_roads, by: [surface]`, `register: ${id}_roads, where: "\${km} > 10"`])
    // The database goes away with the first stretch: the version is published, nothing is counted anew.
    await killed(0, () => post(marked))
    expect(await figure('all')).toMatchObject({ value: 3, recounting: false })
    expect((await said(await call('GET', '/api/recounts', { token: adminToken }))).recounts).toMatchObject([{ of: 'form', name: id, indicators: [`${id}.long`] }, { of: 'register', name: `${id}_roads` }])
    // Meanwhile: a new record, a late one, a correction, an approval.
    const late = await send(1, { km: 2 })
    await send(2, { km: 3 })
    await send(2, { km: 4 }, { id: late, base: 1 })
    await approve(late)
    // What was there before counts as it did, and says so; the page too.
    expect(await figure('stock')).toMatchObject({ value: 3, recounting: true })
    expect(await figure('long')).toMatchObject({ recounting: false })
    const page = await (await call('GET', `/office/${id}`, { headers: { cookie: `__Host-phieu=${reviewer}` } })).text()
    expect(page).toContain('Đang tính lại')
    expect((await said(await call('POST', '/api/recounts', { token: adminToken }))).recounts).toEqual([])
    expect(await figure('long')).toMatchObject({ value: 64_000, recounting: false })
    expect((await figure('long', '?state=approved')).value).toBe(4_000)
    expect(await figure('stock')).toMatchObject({ value: 2, recounting: false })
    expect(await recounted()).toEqual([])
  })
  test('4 a second version before the first is counted: one count over both, and a stretch counted twice is counted once', async () => {
    const text = first(id)
    await publish(text)
    await records()
    const second = edited(text, ['sum: "${km}"', 'sum: "${km} * 1000"'])
    await killed(0, () => post(second))
    await killed(0, () => post(edited(second, ['sum: "${work}"', 'sum: "${work} * 10"'])))
    expect((await said(await call('GET', '/api/recounts', { token: adminToken }))).recounts).toMatchObject([{ of: 'form', name: id, indicators: [`${id}.long`, `${id}.working`] }])
    await Promise.all([1, 2, 3].map(async () => advance(db, Date.now(), { statements: 500 })))
    expect(await totals('long', 'working')).toEqual([57_000, 160])
    expect(await recounted()).toEqual([])
  })
})

describe('4 between two stretches', () => {
  test('4 half is counted anew, half is not: marked, and finished from where it stood', { timeout: 120_000 }, async () => {
    const text = first(id)
    await publish(text)
    for (let array = 0; array < 4; array++) {
      const bodies = await Promise.all(
        Array.from({ length: 80 }, async () => {
          const body = { id: crypto.randomUUID(), form: id, version: 1, answers: { village: 'n1', day: '2026-11-24', km: 1, work: 0 }, context: { at: Date.now(), zone: 420, seed: 7 } }
          return { ...body, sha256: await hashOf(body) }
        }),
      )
      expect((await call('POST', '/api/submissions', { token: officer, body: JSON.stringify(bodies) })).status).toBe(200)
    }
    const next = edited(text, ['sum: "${km}"', 'sum: "${km} * 1000"'])
    const dry = await post(next, '?dry_run=1')
    expect(dry.preview).toMatchObject({ records: 320, cursor: null })
    expect(dry.preview?.figures).toMatchObject([{ indicator: 'long', state: 'received', before: 320, after: 320_000, units: [{ unit: 'n1', before: 320, after: 320_000 }] }])
    // One stretch goes with the publish.
    expect((await publish(next)).recounting).toEqual([`${id}.long`])
    const half = async (): Promise<unknown> => (await said(await call('GET', '/api/recounts', { token: adminToken }))).recounts
    expect(await half()).toMatchObject([{ of: 'form', name: id, changed: 250 }])
    // Nothing of the next is kept when the database goes away with it.
    await killed(1, () => call('POST', '/api/recounts', { token: adminToken }), true)
    expect(await half()).toMatchObject([{ changed: 250 }])
    const page = await (await call('GET', `/office/${id}`, { headers: { cookie: `__Host-phieu=${reviewer}` } })).text()
    expect([page.includes('Đang tính lại'), page.includes('250.070')]).toEqual([true, true])
    expect((await said(await call('POST', '/api/recounts', { token: adminToken }))).recounts).toEqual([])
    expect(await figure('long')).toMatchObject({ value: 320_000, recounting: false })
    expect(await recounted()).toEqual([])
  })
})

describe('5 an earlier version again', () => {
  test('5 is a new version, and everything follows back', async () => {
    const text = first(id)
    await publish(text)
    await records()
    const before = await counted()
    await publish(edited(text, ['name: km,', 'name: length,'], ['${km}', '${length}'], ['name: stone,', 'name: gravel,'], ['sum: "${length}"', 'sum: "${length} * 1000"'], ['survey:\n', 'migrate: { renamed: { km: length }, choices: { surface: { stone: gravel } } }\nsurvey:\n']))
    const between = await send(2, { length: 7, surface: 'gravel' })
    expect(await totals('long')).toEqual([64_000])
    const dry = await call('POST', `/api/forms/${id}/versions?dry_run=1`, { token: adminToken, body: '{"version":1}' })
    expect(((await dry.json()) as Said).preview?.figures.find(({ indicator, state }) => indicator === 'long' && state === 'received')).toMatchObject({ before: 64_000, after: 64 })
    const again = await call('POST', `/api/forms/${id}/versions`, { token: adminToken, body: '{"version":1}' })
    expect([again.status, ((await again.json()) as Said).version]).toEqual([201, 3])
    expect(await totals('long', 'all')).toEqual([64, 4])
    expect(await members('all', 'surface')).toEqual({ soil: 1, stone: 2, concrete: 1 })
    // A late one of the version between.
    const late = await send(2, { length: 8, surface: 'gravel' })
    expect(await totals('long')).toEqual([72])
    expect(await recounted()).toEqual([])
    // Without what came after it, every sum is what it was under the first version.
    for (const record of [between, late]) await approve(record, 'rejected')
    expect(await counted()).toBe(before)
    const { versions } = (await said(await call('GET', `/api/forms/${id}/versions`, { token: adminToken }))) as unknown as { versions: { version: number; hash: string }[] }
    expect(versions.map(({ version }) => version)).toEqual([3, 2, 1])
    expect(versions[0]?.hash).toBe(versions[2]?.hash)
    expect((await call('POST', `/api/forms/${id}/versions`, { token: adminToken, body: '{"version":3}' })).status).toBe(200)
    expect((await call('POST', `/api/forms/${id}/versions`, { token: adminToken, body: '{"version":9}' })).status).toBe(404)
  })
})

describe('6 closed, opened, listed', () => {
  test('6 a closed form still takes what was filled, marked so; opened again it does not mark', async () => {
    await publish(first(id))
    const state = async (wanted: string) => call('PUT', `/api/forms/${id}/state`, { token: adminToken, body: JSON.stringify({ state: wanted }) })
    expect(await said(await state('closed'))).toEqual({ form: id, state: 'closed', changed: true })
    expect(await said(await state('closed'))).toEqual({ form: id, state: 'closed', changed: false })
    const record = await send(1, { km: 1 })
    const { flags } = (await said(await call('GET', `/api/submissions/${record}`, { token: reviewer }))) as unknown as { flags: { code: string }[] }
    expect(flags.map(({ code }) => code)).toEqual(['closed_form'])
    expect(await totals('all')).toEqual([1])
    expect(await said(await state('open'))).toMatchObject({ changed: true })
    expect((await said(await call('GET', `/api/forms/${id}`, { token: officer }))).state).toBe('open')
    expect((await call('PUT', '/api/forms/nothing/state', { token: adminToken, body: '{"state":"open"}' })).status).toBe(404)
    const { results } = await db.prepare(`select action, detail from audit where subject = ? order by seq`).bind(id).all()
    expect(results).toEqual([{ action: 'publish', detail: '1' }, { action: 'form_state', detail: 'closed' }, { action: 'form_state', detail: 'open' }])
  })
  test('6 each source can be had again', async () => {
    const text = first(id)
    await publish(text)
    await publish(edited(text, ['title: Đường', 'title: Đường thôn']))
    const source = async (query: string) => ((await said(await call('GET', `/api/forms/${id}/source${query}`, { token: adminToken }))) as unknown as { version: number; files: Record<string, string> })
    expect(await source('?version=1')).toEqual({ form: id, version: 1, files: { 'form.yaml': text } })
    expect([(await source('')).version, (await source('')).files['form.yaml']]).toEqual([2, edited(text, ['title: Đường', 'title: Đường thôn'])])
    expect((await call('GET', `/api/forms/${id}/source?version=7`, { token: adminToken })).status).toBe(404)
    const { differences } = await post(text, '?dry_run=1')
    expect(differences).toMatchObject([{ code: 'title_changed', title: 'Tên biểu mẫu đổi từ “Đường thôn” thành “Đường”.', drafts: 'same', answers: 'same', tallies: 'same' }])
  })
})

test('7 whatever happens in whatever order', { timeout: 240_000 }, async () => {
  const seed = Number((import.meta as unknown as { env?: { VITE_SEED?: string } }).env?.VITE_SEED ?? Date.now() % 1_000_000)
  console.log(`versions: seed ${seed} (again with VITE_SEED=${seed})`)
  let state = seed
  const chance = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number): number => Math.floor(chance() * n)
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T

  // Every version has its own names; `names[v]` says how it calls what the first one called so.
  interface Version { readonly number: number; readonly km: string; readonly stone: string | undefined; readonly text: string }
  const versions: Version[] = []
  const sent: { record: string; revision: number }[] = []
  const build = (): Omit<Version, 'number'> => {
    const last = versions[versions.length - 1]
    const km = last === undefined ? 'km' : chance() < 0.3 ? `km_${versions.length}` : last.km
    const stone = last === undefined ? 'stone' : chance() < 0.3 ? `stone_${versions.length}` : last.stone
    const moves = last === undefined ? [] : [...(km === last.km ? [] : [`renamed: { ${last.km}: ${km} }`]), ...(stone === last.stone ? [] : [`choices: { surface: { ${last.stone}: ${stone} } }`])]
    const indicators = [
      `all, label: A, count: yes${one(['', ', by: [surface]', ', by: [surface, had]', `, where: "\${${km}} > ${below(40)}"`])}`,
      `long, label: L, sum: "\${${km}} * ${1 + below(3)}"${one(['', ', period: day', `, about: "\${surface} = '${stone}'"`])}`,
      ...(chance() < 0.5 ? [`mean, label: M, average: "\${${km}}"`] : []),
      ...(chance() < 0.5 ? [`working, label: W, sum: "\${work}"`] : []),
      `stock, label: S, count: yes, register: ${id}_roads${one(['', ', by: [surface]', `, where: "\${km} > ${below(40)}"`])}`,
      ...(chance() < 0.3 ? [`i${versions.length}, label: I, count: yes, each: hand, where: "\${days} > ${below(5)}"`] : []),
    ]
    return {
      km, stone,
      text: edited(first(id), ['name: km,', `name: ${km},`], ['${km}', `\${${km}}`], ['name: stone,', `name: ${stone},`], ['* 2', `* ${1 + below(4)}`])
        .replace('survey:\n', `${moves.length === 0 ? '' : `migrate: { ${moves.join(', ')} }\n`}survey:\n`)
        .replace(/indicators:\n[\s\S]*$/, `indicators:\n${indicators.map((text) => `  - { name: ${text} }\n`).join('')}`),
    }
  }
  const answersOf = (version: Version): Loose => {
    const days = Array.from({ length: below(3) }, () => ({ days: below(9) }))
    return {
      village: one(['n1', 'n2']), day: `2026-${one(['09', '10', '11'])}-0${1 + below(9)}`, head: one(['Giàng', 'Mị']), [version.km]: below(50),
      surface: one(['soil', version.stone, 'concrete']), ...(days.length === 0 ? {} : { hand: days }), ...(chance() < 0.5 ? { had: ['soil', version.stone] } : {}),
    }
  }
  const seen: Record<string, number> = {}
  for (let step = 0; step < 160; step++) {
    const dice = chance()
    if (versions.length === 0 || dice < 0.12) {
      const next = build()
      const dead = chance() < 0.3
      if (dead) await killed(below(4), () => post(next.text))
      else {
        const done = await post(next.text)
        expect([200, 201], JSON.stringify(done.problems)).toContain(done.status)
      }
      const { versions: all } = (await said(await call('GET', `/api/forms/${id}/versions`, { token: adminToken }))) as unknown as { versions: { version: number }[] }
      if (all.length > versions.length) versions.push({ ...next, number: all[0]?.version ?? 0 })
      seen[dead ? 'killed' : 'published'] = (seen[dead ? 'killed' : 'published'] ?? 0) + 1
    } else if (dice < 0.6 || sent.length === 0) {
      const version = one(versions)
      sent.push({ record: await send(version.number, answersOf(version)), revision: 1 })
      seen.sent = (seen.sent ?? 0) + 1
    } else if (dice < 0.8) {
      const old = one(sent)
      const version = one(versions)
      await send(version.number, answersOf(version), { id: old.record, base: old.revision })
      old.revision++
      seen.corrected = (seen.corrected ?? 0) + 1
    } else {
      const answer = await call('POST', `/api/submissions/${one(sent).record}/review`, { token: reviewer, body: JSON.stringify({ state: one(['approved', 'approved', 'returned', 'rejected']), comment: 'xem' }) })
      expect([200, 409]).toContain(answer.status)
      seen.reviewed = (seen.reviewed ?? 0) + 1
    }
    if (step % 40 === 39) {
      await advance(db, Date.now(), { statements: 500 })
      expect(await recounted(), `seed ${seed}, step ${step}`).toEqual([])
    }
  }
  console.log(`versions: ${versions.length} versions, ${JSON.stringify(seen)}`)
  expect(versions.length).toBeGreaterThan(5)
})

/** A request during which the database goes away: so many batches after the one that publishes (or from its beginning) are still done. */
async function killed(after: number, request: () => Promise<unknown>, isAtOnce = false): Promise<void> {
  const real = { prepare: db.prepare.bind(db), batch: db.batch.bind(db) }
  const log = console.error
  console.error = () => undefined // what the Worker logs of it is meant
  let left = isAtOnce ? after : Infinity
  const gone = (): void => {
    if (left-- <= 0) throw new Error('the database is gone')
  }
  const spy = db as unknown as { batch: D1Database['batch'] }
  spy.batch = (async (statements: D1PreparedStatement[]) => {
    gone()
    const results = await real.batch(statements)
    if (left === Infinity && statements.length >= 5) {
      const { results: last } = await real.prepare('select action from audit order by seq desc limit 1').all<{ action: string }>()
      if (last[0]?.action === 'publish') left = after
    }
    return results
  }) as D1Database['batch']
  try {
    await request()
  } catch {
    // the Worker died
  } finally {
    spy.batch = real.batch
    console.error = log
  }
}

// All deeds together, several at one moment, through the doors that anybody has: what is sent, corrected, sent again, taken back, decided on both levels, put aside and taken in, locked and
// opened, erased by hand and when its time is over, places merged and renamed, forms published anew and rolled back. The seed is printed.
// 1  What is kept of sums is what the rows say that they add; heaps are what the records say; counting again from the answers finds no difference.
// 2  What is locked stands: no sum of such a month moves, whatever is done, until it is opened or a new version counts anew.
// 3  Erasing moves no sum, and no value of an erased record is found in any row afterwards; what waits for somebody is not erased by the form's own time.
// 4  Each record's states agree with what counts of it; nobody decided on what he wrote; of a form with two levels no two by the same person.
// 5  Nothing of it is a bug, and every answer is one of the API's own.
import { expect, test } from 'vitest'
import { eraseOver } from '../../src/server/terms.ts'
import type { Env } from '../../src/server/env.ts'
import { adminToken, bugs, call, db, hashOf, media, said, settle, tokenFor } from './visitor.ts'
import type { Loose } from './visitor.ts'

const rounds = Number((import.meta as unknown as { env?: { VITE_ROUNDS?: string } }).env?.VITE_ROUNDS ?? 260)
// `VITE_SEED=892178 npx vitest run --project worker test/worker/storm.test.ts` does the same again, but for what the database makes of a moment.
const seed = Number((import.meta as unknown as { env?: { VITE_SEED?: string } }).env?.VITE_SEED ?? Date.now() % 1_000_000)

// mulberry32: the same seed, the same run.
let dice = seed
const chance = (): number => {
  dice = (dice + 0x6d2b79f5) | 0
  let mixed = Math.imul(dice ^ (dice >>> 15), dice | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}
const below = (n: number): number => Math.floor(chance() * n)
const one = <T>(list: readonly T[]): T => list[below(list.length)] as T
const uuid = (): string => [8, 4, 4, 4, 12].map((length) => Array.from({ length }, () => below(16).toString(16)).join('')).join('-')

const visit = (born: number, age: number, column = 'people'): string => `
id: visit
title: Thăm hộ
language: vi
keep: 40 days
date: \${seen_on}
unit: \${village}
instance_name: \${head_name}
review: { hold: 60 %, first: commune }
survey:
  - { type: unit village, name: village, label: Thôn nào?, required: yes }
  - { type: entry home, name: house, label: Hộ }
  - { type: text, name: head_name, label: Chủ hộ, personal: basic }
  - { type: integer, name: born, label: Năm sinh, personal: basic }
  - { type: integer, name: people, label: Số người, constraint: . >= 0, check: [{ expect: . < 20, message: Đông thế? }] }
  - { type: integer, name: rice, label: Gạo }
  - { type: date, name: seen_on, label: Ngày }
  - type: repeat
    name: member
    label: Thành viên
    questions:
      - { type: text, name: name, label: Tên, personal: basic }
      - { type: integer, name: age, label: Tuổi }
registers:
  - { register: home, entity_id: "\${house}", update_if: "\${house} != ''", label: "\${head_name}", unit: "\${village}", columns: { people: "\${${column}}", born: "\${born}" } }
indicators:
  - { name: visits, label: Số lần, count: yes }
  - { name: old, label: Chủ hộ già, count: yes, where: "\${born} < ${born}" }
  - { name: rice, label: Gạo, sum: "\${rice}" }
  - { name: grown, label: Người lớn, each: member, count: yes, where: "\${age} >= ${age}" }
  - { name: homes, label: Số hộ, count: yes, register: home }
  - { name: old_homes, label: Hộ có chủ hộ già, count: yes, register: home, where: "\${born} < ${born}" }
  - { name: souls, label: Nhân khẩu, sum: "\${people}", register: home }
`
const build = (times: number): string => `
id: build
title: Sửa nhà
language: vi
date: \${done_on}
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn nào?, required: yes }
  - { type: entry home, name: house, label: Hộ }
  - { type: integer, name: people, label: Số người, constraint: . >= 0 }
  - { type: integer, name: days, label: Công }
  - { type: select_one kind, name: kind, label: Loại }
  - { type: date, name: done_on, label: Ngày }
choices:
  kind: [{ name: roof, label: Mái }, { name: wall, label: Tường }]
registers:
  - { register: home, entity_id: "\${house}", update_if: "\${house} != ''", label: "''", unit: "''", columns: { people: "\${people}" } }
indicators:
  - { name: built, label: Số lần, count: yes, by: [kind] }
  - { name: days, label: Công, sum: "\${days} * ${times}", by: [kind] }
`
const months = ['2026-08', '2026-09', '2026-10']

interface Kept {
  readonly id: string
  readonly form: 'visit' | 'build'
  readonly who: string
  readonly secrets: Set<string>
  readonly bodies: Loose[]
  erased: boolean
}

test(`1 to 5: ${rounds} rounds, seed ${seed}`, { timeout: 580_000 }, async () => {
  console.log(`storm: seed ${seed} (again with VITE_SEED=${seed})`)
  const tokens: Record<string, string> = { ...(await settle()), admin: adminToken }
  tokens.keeper = (await tokenFor('Cà Thị Giữ', 'admin', null, { personal: true })).token
  tokens.above = (await tokenFor('Hà Văn Trên', 'reviewer', 'p')).token
  tokens.above2 = (await tokenFor('Hà Thị Trên', 'reviewer', null)).token
  tokens.near = (await tokenFor('Hà Thị Gần', 'reviewer', 'north')).token
  const publish = async (text: string): Promise<number> => {
    const answer = await call('POST', '/api/forms', { token: adminToken, body: text, type: 'application/yaml' })
    const told = await said(answer)
    if (![200, 201].includes(answer.status)) throw new Error(JSON.stringify(told))
    return told.version as unknown as number
  }
  const latest = { visit: await publish(visit(1960, 18)), build: await publish(build(1)) }
  const records: Kept[] = []
  const all = new Map<string, Kept>()
  const villages = ['n1', 'n2', 's1']
  const closed = new Set<string>()
  const seen: Record<string, number> = {}
  const note = (what: string): void => void (seen[what] = (seen[what] ?? 0) + 1)
  let number = 0
  const locks = new Map<string, string>() // 'form period unit' → its sums

  // The sums of a form's month below a unit, as they were counted.
  const sumsOf = async (form: string, period: string, unit: string): Promise<string> => {
    const { results } = await db
      .prepare(
        `select t.indicator, t.view, t.dimension, t.unit, t.period, t.member, t.amount from tallies t where t.indicator glob ?1 and t.dimension <> 'heap' and t.period = ?2 and t.amount <> 0
           and (?3 = '' or exists (select 1 from unit_within w where w.era = 'then' and w.ancestor = ?3 and w.unit = t.unit)) order by 1, 2, 3, 4, 5, 6`,
      )
      .bind(`${form}.*`, period, unit)
      .all()
    return JSON.stringify(results)
  }
  const lock = async (form: string, period: string, unit: string, locked: boolean): Promise<void> => {
    const answer = await call('POST', '/api/locks', { token: tokens.above2 ?? '', body: JSON.stringify({ form, period, units: [unit], locked, reason: 'thiếu' }) })
    note(`${locked ? 'lock' : 'open'} ${answer.status}`)
    if (locked) locks.set(`${form} ${period} ${unit}`, await sumsOf(form, period, unit))
    else locks.delete(`${form} ${period} ${unit}`)
  }
  const seal = async (kept: Kept | undefined, form: 'visit' | 'build', base: number | undefined): Promise<Loose> => {
    const secret = `Chôn${seed}x${++number}y`
    const owner = records.filter((other) => other.form === 'visit' && !other.erased)
    const house = owner.length > 0 && chance() < 0.35 ? one(owner).id : undefined
    const month = one(months)
    const day = `${month}-${String(1 + below(28)).padStart(2, '0')}`
    const own: Loose =
      form === 'visit'
        ? { village: one(villages), head_name: secret, born: 1900 + below(120), people: chance() < 0.05 ? -1 : below(24), rice: below(100), seen_on: day, member: Array.from({ length: below(3) }, (_, i) => ({ name: `${secret}con${i}`, age: below(60) })) }
        : { village: one(villages), people: chance() < 0.05 ? -1 : below(12), days: below(40), kind: one(['roof', 'wall']), done_on: day }
    const body: Loose = {
      id: kept?.id ?? uuid(), form, version: chance() < 0.8 ? latest[form] : 1, answers: { ...own, ...(house === undefined ? {} : { house }) },
      context: { at: Date.now() - below(1_000_000), zone: 420, seed: 7 }, ...(base === undefined || base === 0 ? {} : { base }),
      ...((own.people as number) >= 20 ? { reasons: { people: `${secret} đông` } } : {}),
    }
    return { ...body, sha256: await hashOf(body) }
  }
  const currentOf = async (id: string): Promise<{ revision: number; state: string; revisions: { revision: number; state: string }[] }> => {
    const head = await db.prepare('select seq, revision, state from submissions where id = ?').bind(id).first<{ seq: number; revision: number; state: string }>()
    if (head === null) return { revision: 0, state: '', revisions: [] }
    return { ...head, revisions: (await db.prepare('select revision, state from revisions where submission = ? order by 1').bind(head.seq).all<{ revision: number; state: string }>()).results }
  }
  const told = async (what: string, answer: Response, fine: readonly number[]): Promise<Loose> => {
    const text = await answer.text()
    const code = (JSON.parse(text === '' ? '{}' : text) as { code?: string }).code
    note(`${what} ${answer.status}${answer.status >= 400 && code !== undefined ? ` ${code}` : ''}`)
    // Others kept being faster: the whole is as it was.
    if (answer.status === 503 && code === 'busy') return {}
    if (!fine.includes(answer.status)) throw new Error(`seed ${seed}: ${what}: ${answer.status} ${text} ${bugs.join('\n')}`)
    return JSON.parse(text) as Loose
  }

  const send = async (): Promise<void> => {
    const old = records.length > 0 && chance() < 0.5 ? one(records) : undefined
    const form = old?.form ?? one(['visit', 'visit', 'build'] as const)
    const who = old === undefined ? one(['officer', 'stranger', 'neighbour']) : chance() < 0.85 ? old.who : one(['officer', 'stranger', 'reviewer', 'above'])
    const { revision } = old === undefined ? { revision: undefined } : await currentOf(old.id)
    const again = old !== undefined && chance() < 0.2 ? one(old.bodies) : undefined
    const body = again ?? (await seal(old, form, old === undefined ? undefined : chance() < 0.75 ? revision : below(3)))
    const kept: Kept = old ?? { id: body.id as string, form, who, secrets: new Set(), bodies: [], erased: false }
    if (old === undefined) {
      records.push(kept)
      all.set(kept.id, kept)
    }
    if (again === undefined) kept.bodies.push(body)
    const secret = form === 'visit' ? ((body.answers as Loose).head_name as string) : undefined
    if (secret !== undefined) kept.secrets.add(secret)
    const done = await told('send', await call('POST', '/api/submissions', { token: tokens[who] ?? '', body: JSON.stringify([body]) }), [200])
    note(`  ${((done as unknown as { status?: string }[])[0] ?? {}).status ?? 'busy'}`)
  }
  const decide = async (): Promise<void> => {
    if (records.length === 0) return
    const body = await Promise.all(
      Array.from({ length: 1 + below(4) }, async () => {
        const { id } = one(records)
        const { revisions } = await currentOf(id)
        const aside = revisions.filter(({ state }) => state === 'conflict' || state === 'late')
        const state = one(['approved', 'approved', 'approved', 'returned', 'rejected', 'received'] as const)
        return { id, state, comment: 'xem lại', ...(aside.length > 0 && chance() < 0.6 ? { revision: one(aside).revision } : {}) }
      }),
    )
    const done = await told('review', await call('POST', '/api/reviews', { token: tokens[one(['reviewer', 'near', 'far', 'above', 'above2'])] ?? '', body: JSON.stringify(body) }), [200])
    for (const { fault, state } of (done.reviews ?? []) as { fault: string | null; state: string }[]) note(`  ${fault ?? `is ${state}`}`)
  }
  const withdraw = async (): Promise<void> => {
    if (records.length === 0) return
    const { id, who } = one(records)
    const { revision } = await currentOf(id)
    await told('withdraw', await call('POST', `/api/submissions/${id}/withdraw`, { token: tokens[who] ?? '', body: JSON.stringify({ base: Math.max(1, revision) }) }), [200, 404, 409])
  }
  const erase = async (): Promise<void> => {
    if (records.length === 0) return
    const [kept, other] = [one(records), one(records)]
    const also = other !== kept && chance() < 0.3 ? [other.id] : []
    const answer = await call('POST', `/api/submissions/${kept.id}/erase`, { token: tokens.keeper ?? '', body: JSON.stringify({ ground: 'request', reason: 'Đơn', also }) })
    const done = await told('erase', answer, [200, 404])
    if (done.done === undefined) return
    for (const id of [kept.id, ...also]) (all.get(id) as Kept).erased = true
  }
  // Days of nothing else, after which what was settled by now is over its time: gone through as every minute does it.
  let later = 0
  const overTime = async (): Promise<void> => {
    later += 60 * 86_400_000
    const now = Date.now() + later
    for (let tries = 0; tries < 100; tries++) {
      const erased = await eraseOver({ DB: db, MEDIA: media } as Env, now)
      if (erased === undefined) break
      note(`over time ${erased === 0 ? 'looked' : 'erased'}`)
    }
    await takeErased()
  }
  const takeErased = async (): Promise<void> => {
    for (const { id } of (await db.prepare('select id from submissions where erased is not null').all<{ id: string }>()).results) {
      const kept = all.get(id)
      if (kept !== undefined) kept.erased = true
    }
  }
  const units = async (): Promise<void> => {
    const free = villages.filter((id) => !closed.has(id))
    const dice = chance()
    const name = `Bản ${++number}`
    const deed =
      dice < 0.4 || free.length < 3
        ? { kind: 'add', level: 'village', parent: one(['north', 'south']), name, from: null }
        : dice < 0.7
          ? { kind: 'merge', units: [one(free)], into: chance() < 0.5 ? { unit: one(free) } : { name }, from: '2026-09-15', carry: true }
          : { kind: 'rename', unit: one(free), name, from: '2026-09-20' }
    const done = await told('units', await call('POST', '/api/units/deeds', { token: adminToken, body: JSON.stringify({ id: uuid(), ground: 'NQ 12', deed, move_people: chance() < 0.5 }) }), [201, 422])
    for (const { id, level, valid_to } of (done.units ?? []) as { id: string; level: string; valid_to: string | null }[]) {
      if (level !== 'village') continue
      if (!villages.includes(id)) villages.push(id)
      if (valid_to !== null) closed.add(id)
    }
  }
  const publishOne = async (): Promise<void> => {
    const form = one(['visit', 'build'] as const)
    const back = chance() < 0.3
    const answer = back
      ? await call('POST', `/api/forms/${form}/versions`, { token: adminToken, body: JSON.stringify({ version: 1 + below(latest[form]) }) })
      : await call('POST', '/api/forms', { token: adminToken, body: form === 'visit' ? visit(one([1950, 1960, 1970]), one([15, 18]), one(['people', 'rice'])) : build(1 + below(3)), type: 'application/yaml' })
    const done = await told(back ? 'roll back' : 'publish', answer, [200, 201])
    if (done.version !== undefined) latest[form] = done.version as number
    // Of a new version all is counted anew, what is locked too.
    for (const key of [...locks.keys()]) if (key.startsWith(`${form} `)) locks.set(key, '')
  }
  const goOn = async (): Promise<void> => void (await told('recount', await call('POST', '/api/recounts', { token: adminToken, body: '{}' }), [200]))

  const deeds: readonly (readonly [number, () => Promise<void>])[] = [[44, send], [22, decide], [5, withdraw], [4, erase], [0.3, overTime], [2, units], [1, publishOne], [3, goOn]]
  const any = (): (() => Promise<void>) => {
    let at = chance() * deeds.reduce((sum, [weight]) => sum + weight, 0)
    return (deeds.find(([weight]) => (at -= weight) < 0) as (typeof deeds)[number])[1]
  }

  const whole = async (): Promise<string> => JSON.stringify((await db.prepare(`select * from tallies where dimension <> 'heap' and amount <> 0 order by 1, 2, 3, 4, 5, 6`).all()).results)
  const check = async (when: string): Promise<void> => {
    const at = `seed ${seed}, ${when}`
    await takeErased()
    for (let tries = 0; tries < 50; tries++) {
      const { recounts } = await told('recount', await call('POST', '/api/recounts', { token: adminToken, body: '{}' }), [200])
      if ((recounts as unknown as unknown[]).length === 0) break
    }
    for (const [key, had] of locks) {
      const [form = '', period = '', unit = ''] = key.split(' ')
      const now = await sumsOf(form, period, unit)
      if (had === '') locks.set(key, now)
      else expect(now, `${at}, locked ${key}`).toBe(had)
    }
    // Rows beside sums, by nothing but adding.
    const added = new Map<string, number>()
    for (const table of ['submissions', 'entries']) {
      for (const view of ['received', 'approved']) {
        for (const { adds } of (await db.prepare(`select adds_${view} as adds from ${table} where adds_${view} is not null`).all<{ adds: string }>()).results) {
          for (const [slot, measures] of Object.entries(JSON.parse(adds) as Record<string, Record<string, number>>)) {
            for (const [measure, amount] of Object.entries(measures)) {
              const space = measure.indexOf(' ')
              const [name, dimension, member] = space < 0 ? [measure, '', ''] : [measure.slice(0, space), measure.slice(space + 1, measure.indexOf('=', space)), measure.slice(measure.indexOf('=', space) + 1)]
              const [period, unit] = [slot.slice(0, slot.indexOf(' ')), slot.slice(slot.indexOf(' ') + 1)]
              const key = [name, view, dimension, unit, period, member].join('|')
              added.set(key, (added.get(key) ?? 0) + amount)
            }
          }
        }
      }
    }
    const { results: sums } = await db.prepare(`select indicator, view, dimension, unit, period, member, amount from tallies where dimension <> 'heap' and amount <> 0`).all<Record<string, string | number>>()
    const kept = Object.fromEntries(sums.map((row) => [[row.indicator, row.view, row.dimension, row.unit, row.period, row.member].join('|'), row.amount]).sort())
    expect(kept, at).toEqual(Object.fromEntries([...added].filter(([, amount]) => amount !== 0).sort()))
    const told2 = await told('check', await call('POST', '/api/figures/check', { token: adminToken, body: '{}' }), [200])
    expect(told2.differences, at).toEqual([])
    // States beside what counts.
    const { results: heads } = await db.prepare('select seq, id, form, author, revision, state, counts_received, counts_approved, conflicts, erased from submissions').all<Record<string, never>>()
    const { results: revisions } = await db.prepare('select submission, revision, state, author, reviewer, body from revisions order by 1, 2').all<Record<string, never>>()
    const { results: lines } = await db.prepare(`select subject, action, actor from audit where action in ('endorsed', 'approved', 'received') order by seq`).all<{ subject: string; action: string; actor: string }>()
    for (const head of heads as unknown as { seq: number; id: string; form: string; author: string; revision: number; state: string; counts_received: number; counts_approved: number; conflicts: number; erased: number | null }[]) {
      const own = (revisions as unknown as { submission: number; revision: number; state: string; author: string; reviewer: string | null; body: string }[]).filter(({ submission }) => submission === head.seq)
      const stateOf = (revision: number): string | undefined => own.find((row) => row.revision === revision)?.state
      const where = `${at}, ${JSON.stringify(head)} ${JSON.stringify(own.map(({ body: _, ...row }) => row))}`
      if (head.counts_approved !== 0) expect(stateOf(head.counts_approved), where).toBe('approved')
      if (head.counts_received !== 0) expect(['received', 'endorsed', 'approved', 'returned'], where).toContain(stateOf(head.counts_received))
      expect(own.filter(({ state, revision }) => state === 'approved' && revision !== head.counts_approved), where).toEqual([])
      expect(own.filter(({ state }) => state === 'conflict').length, where).toBe(head.conflicts)
      if (head.conflicts === 0 && head.counts_received === head.revision) expect(head.state, where).toBe(stateOf(head.revision))
      // Whoever decided may have corrected it afterwards: that revision is another's to decide on.
      for (const { reviewer, state, revision } of own) {
        const writers = new Set([head.author, ...own.flatMap((row) => (row.revision <= revision ? [row.author] : []))])
        if (reviewer !== null && ['approved', 'endorsed'].includes(state) && reviewer !== '=') expect(writers.has(reviewer), `${where}, decided by who wrote it`).toBe(false)
      }
      // A record that came once is said to have come once.
      expect(lines.filter(({ subject, action }) => subject === head.id && action === 'received').length, where).toBeLessThanOrEqual(1)
    }
    // What was erased is nowhere: looked for in all that can hold it.
    const gone = records.filter(({ erased }) => erased).flatMap(({ secrets }) => [...secrets])
    if (gone.length > 0) {
      for (const [table, columns] of Object.entries({ revisions: ['body', 'problems', 'flags', 'comment'], submissions: ['label', 'fold', 'flags', 'touches'], entries: ['received', 'approved', 'label', 'fold'], changes: ['received', 'approved'], audit: ['detail'] })) {
        for (const column of columns) {
          const { results: hits } = await db
            .prepare(`select t.value as secret, x.* from json_each(?) t cross join ${table} x where instr(lower(coalesce(x.${column}, '')), lower(t.value)) > 0 limit 1`)
            .bind(JSON.stringify(gone))
            .all()
          expect(hits, `${at}, ${table}.${column}`).toEqual([])
        }
      }
    }
    expect(bugs, at).toEqual([])
  }

  for (let round = 0; round < rounds; round++) {
    if (chance() < 0.04 && records.length > 10) {
      // Alone, so that what moves is told.
      const key = [...locks.keys()]
      if (key.length > 0 && chance() < 0.5) {
        const [form = '', period = '', unit = ''] = one(key).split(' ')
        await lock(form, period, unit, false)
      } else await lock(one(['visit', 'build']), one(months), one(['', 'north', 'south', one(villages)]), true)
    } else if (chance() < 0.06 && records.length > 10) {
      for (let tries = 0; tries < 50; tries++) {
        const { recounts } = await told('recount', await call('POST', '/api/recounts', { token: adminToken, body: '{}' }), [200])
        if ((recounts as unknown as unknown[]).length === 0) break
      }
      const before = await whole()
      await erase()
      expect(await whole(), `seed ${seed}, round ${round}, erased`).toBe(before)
    } else if (chance() < 0.01 && records.length > 10) {
      for (let tries = 0; tries < 50; tries++) {
        const { recounts } = await told('recount', await call('POST', '/api/recounts', { token: adminToken, body: '{}' }), [200])
        if ((recounts as unknown as unknown[]).length === 0) break
      }
      const waiting = async (): Promise<readonly string[]> =>
        (await db.prepare(`select id from submissions where form = 'visit' and erased is null and (state not in ('approved', 'rejected', 'refused', 'withdrawn') or conflicts > 0) order by id`).all<{ id: string }>()).results.map(({ id }) => id)
      const [sums, waits] = [await whole(), await waiting()]
      await overTime()
      expect([await whole(), await waiting()], `seed ${seed}, round ${round}, over time`).toEqual([sums, waits])
    } else await Promise.all(Array.from({ length: 1 + below(5) }, () => any()()))
    if (round % 25 === 24) await check(`round ${round}`)
  }
  await check('the end')
  console.log(`storm: ${records.length} records; ${JSON.stringify(seen)}`)
})

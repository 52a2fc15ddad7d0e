// Deciding on what was sealed, without any database.
// 1  Good answers are kept; what fails is refused with all its problems.
// 2  Work done with an older list, entry, clock or form is kept and flagged, not refused; the same failure without that excuse is refused.
// 3  Soft checks that fired are flags with their reasons; a capacity passed is one of them.
// 4  A calculation that came with another result, text that was misread, a unit outside the sender's scope, a closed form: flags.
// 5  An entry that an earlier one of the same array creates is there for the next; a correction keeps its place in time.
// 6  Rows create entries of their own; two rows about one entry are laid over each other; a row taken away takes its entry along.
// 7  The order of arrival decides nothing: all orders of the same records give the same entries and sums.
// 8  Nothing is written for what was known.
// 9  Where a form has two levels, what its rule lets through is endorsed in a unit of the first, and approved where it lies in none.
// 10 A record that was returned waits since it was corrected; a correction of what waits waits on.
// 11 What comes in conflict keeps how it came: what it says is looked at when it is taken.
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import type { Answers, Form } from '../../src/form/form.ts'
import type { Unit } from '../../src/form/world.ts'
import { unsigned } from '../../src/record/canonical.ts'
import type { Decision, Head, KnownEntry, KnownState, RevisionHead, Writes } from '../../src/record/decision.ts'
import { decide } from '../../src/record/receive.ts'
import type { Asked } from '../../src/record/receive.ts'
import { entriesOf } from '../../src/record/register.ts'
import type { Actor, Context, Submission } from '../../src/record/submission.ts'
import { registerIndicators } from '../../src/record/tally.ts'
import { worldOfContext } from '../../src/record/world.ts'

const now = Date.UTC(2026, 10, 24, 5)
const day_ms = 86_400_000
const officer: Actor = { person: 'an', name: 'Lò Thị An', role: 'officer', unit: 'north', forms: null, personal: false, token: 't', device: null }
const unit = (id: string, level: string, parent: string | null, valid_to: string | null = null): Unit => ({ id, level, name: id, full_name: id, code: null, parent, valid_from: null, valid_to, successors: [] })
const units = new Map([unit('north', 'commune', null), unit('n1', 'village', 'north'), unit('n9', 'village', 'north', '2025-06-30'), unit('s1', 'village', 'south')].map((one) => [one.id, one]))
const isUnder = (one: string, above: string): boolean => one === above || units.get(one)?.parent === above

function form(text: string, registers: Record<string, Record<string, 'text' | 'number'>> = {}): Form {
  const compiled = compile({ 'form.yaml': text }, { levels: ['commune', 'village'], registers, indicators: [] })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.form
}

const site = form(`
id: site
title: Điểm
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn, required: yes }
  - { type: text, name: title, label: Tên, required: yes }
  - { type: integer, name: capacity, label: Sức chứa, constraint: . > 0 }
  - type: repeat
    name: plot
    label: Lô
    questions:
      - { type: text, name: plot_name, label: Tên lô }
      - { type: integer, name: size, label: Rộng }
registers:
  - { register: site, label: "\${title}", unit: "\${village}", columns: { capacity: "\${capacity}", moved: 0 } }
  - { register: plot, repeat: plot, label: "\${plot_name}", unit: "\${village}", columns: { size: "\${size}" } }
indicators:
  - { name: sites, label: Điểm, count: yes, register: site }
  - { name: plots, label: Lô, count: yes, register: plot }
  - { name: moved, label: Hộ, sum: "\${moved}", register: site }
`)
const move = form(
  `
id: move
title: Chuyển
language: vi
date: \${moved_on}
unit: \${site_ref.unit}
survey:
  - { type: entry site, name: site_ref, label: Điểm, required: yes }
  - { type: date, name: moved_on, label: Ngày }
  - type: integer
    name: moved
    label: Số hộ đã chuyển
    required: yes
    constraint: . >= 0 and . <= \${site_ref.capacity} * 2
    check: [{ expect: ". <= \${site_ref.capacity}", message: Quá sức chứa }]
  - { type: calculate, name: free, calculation: "\${site_ref.capacity} - \${moved}" }
  - { type: text, name: note, label: Ghi chú }
registers:
  - { register: site, entity_id: "\${site_ref}", label: "''", unit: "''", columns: { moved: "\${moved}" } }
indicators:
  - { name: moves, label: Lần, count: yes }
`,
  { site: { capacity: 'number', moved: 'number' } },
)
const forms = new Map([site, move].map((one) => [one.id, one]))

interface Given {
  readonly id?: string
  readonly form?: 'site' | 'move'
  readonly version?: number
  readonly answers: Answers
  readonly context?: Partial<Context>
  readonly base?: number
  readonly reasons?: Record<string, string>
}
let made = 0
const submission = ({ id = `id-${++made}`, form: name = 'site', version = 1, answers, context, base, reasons }: Given): Submission => {
  const rest = { id, form: name, version, answers, context: { at: now, zone: 420, seed: 1, ...context }, ...(base === undefined ? {} : { base }), ...(reasons === undefined ? {} : { reasons }) }
  return { ...rest, sha256: `hash of ${unsigned(rest)}` } // any text does: here nothing looks inside
}

const empty: KnownState = {
  epoch: 1, units_revision: 3, locks_revision: 0, forms: new Map([['site', { version: 1, state: 'open', published_at: now - 90 * day_ms }], ['move', { version: 1, state: 'open', published_at: now - 90 * day_ms }]]),
  heads: new Map(), revisions: new Map(), entries: new Map(),
}
const asked: Asked = { actor: officer, now, indicators: registerIndicators([site, move]), isUnder, isIn: () => false }

function run(given: readonly Submission[], known: KnownState = empty, more: Partial<Asked> = {}, rule?: Form['review']): Decision {
  const entries = new Map(known.entries)
  for (const one of given) {
    for (const { register, id } of entriesOf(forms.get(one.form) as Form, one.answers, one.id)) {
      const key = `${register}/${id}`
      if (!entries.has(key)) entries.set(key, { register, id, revision: 0, received: null, approved: null, adds: { received: {}, approved: {} }, said: [], stamp: 0 })
    }
  }
  const incoming = given.map((one) => ({
    submission: one,
    form: { ...(forms.get(one.form) as Form), ...(rule === undefined ? {} : { review: rule }) },
    body: unsigned(one),
    world: (entry: Parameters<typeof worldOfContext>[0]['entry']) => worldOfContext({ units, isUnder, entry, entries: () => [] }, one.context, 'vi'),
  }))
  return decide(incoming, { ...known, entries }, { ...asked, ...more })
}

/** What would be known after a decision was written. */
function after(known: KnownState, writes: Writes): KnownState {
  const heads = new Map<string, Head>(known.heads)
  const revisions = new Map<string, readonly RevisionHead[]>(known.revisions)
  const entries = new Map<string, KnownEntry>(known.entries)
  for (const head of writes.heads) heads.set(head.id, { ...head, seq: head.seq || heads.size + 1, stamp: head.stamp + 1 })
  for (const one of writes.revisions) revisions.set(one.submission, [...(revisions.get(one.submission) ?? []), one])
  for (const row of writes.entries) {
    const key = `${row.register}/${row.id}`
    const before = entries.get(key)
    const said = new Map((before?.said ?? []).map((one) => [one.submission, one]))
    for (const one of writes.said) if (`${one.register}/${one.entry}` === key) said.set(one.submission, one)
    entries.set(key, { ...row, said: [...said.values()], stamp: (before?.stamp ?? 0) + 1 })
  }
  return { ...known, heads, revisions, entries }
}

const here = submission({ id: 's', answers: { village: 'n1', title: 'Thượng', capacity: 70 } })
const withSite = after(empty, run([here]).writes)
const moving = (moved: number, more: Partial<Given> = {}): Submission => submission({ form: 'move', answers: { site_ref: 's', moved_on: '2026-11-20', moved, free: 70 - moved }, ...more })
const codes = (decision: Decision): string[] => (decision.writes.revisions[0]?.flags ?? []).map(({ code }) => code)

describe('1 kept and refused', () => {
  test('kept', () => {
    const { outcomes, writes } = run([here])
    expect(outcomes).toEqual([{ id: 's', status: 'kept', revision: 1, hash: here.sha256, receipt: '', problems: [] }])
    expect(writes.heads[0]).toMatchObject({ unit: 'n1', day: '2026-11-24', state: 'received', counts: { received: 1, approved: 0 }, flags: [] })
    expect(writes.tallies).toEqual([
      { indicator: 'site.sites', view: 'received', dimension: '', member: '', unit: 'n1', period: '', amount: 1 },
      { indicator: 'site.?', view: 'received', dimension: 'heap', member: 'received', unit: 'n1', period: '2026-11-24', amount: 1 },
    ])
  })
  test('refused with all that is wrong', () => {
    const { outcomes, writes } = run([submission({ answers: { village: 'nowhere', capacity: -3, strange: 'x' } as unknown as Answers })])
    expect(outcomes[0]?.status).toBe('refused')
    expect(outcomes[0]?.problems.map(({ code, at }) => `${at} ${code}`).sort()).toEqual(['capacity constraint', 'strange unknown_question', 'title required', 'village not_unit'])
    expect(writes.tallies.filter(({ dimension }) => dimension !== 'heap')).toEqual([])
    expect(writes.entries).toEqual([])
    expect(writes.heads[0]).toMatchObject({ state: 'refused', counts: { received: 0, approved: 0 } })
  })
})

describe('1 who may send another revision', () => {
  test.each<[string, Partial<Actor>, string]>([
    ['its author', {}, 'kept'],
    ['another officer', { person: 'chu' }, 'conflict'],
    ['a viewer, though he may see it', { person: 'chu', role: 'viewer' }, 'conflict'],
    ['a reviewer of its unit', { person: 'chu', role: 'reviewer' }, 'kept'],
    ['a reviewer of another unit', { person: 'chu', role: 'reviewer', unit: 'south' }, 'conflict'],
    ['a reviewer of other forms', { person: 'chu', role: 'reviewer', forms: ['move'] }, 'conflict'],
    ['an admin', { person: 'chu', role: 'admin', unit: null }, 'kept'],
  ])('%s: %s', (_, more, status) => {
    const correction = submission({ id: 's', base: 1, answers: { village: 'n1', title: 'Thượng I', capacity: 71 } })
    expect(run([correction], withSite, { actor: { ...officer, ...more } }).outcomes[0]?.status).toBe(status)
  })
})

describe('2 honest work done offline', () => {
  const old = (context: Partial<Context>, more: Partial<Given> = {}): Submission => moving(150, { context, ...more })
  test.each<[string, Submission, string, readonly string[]]>([
    ['more than twice the capacity of today', old({}), 'refused', []],
    ['but the phone knew another state of the site', old({ entries: { s: 7 } }), 'kept', ['stale_entry', 'stale_entry', 'check']],
    ['it knew this very state: no excuse', old({ entries: { s: 1 } }), 'refused', []],
    ['an entry that nobody knows', moving(5, { answers: { site_ref: 'later', moved: 5 } }), 'refused', []],
    ['an entry that is still on its way to us', moving(5, { answers: { site_ref: 'later', moved: 5 }, context: { entries: { later: 1 } } }), 'kept', ['stale_entry']],
    ['a village that is gone', submission({ answers: { village: 'n9', title: 'T', capacity: 1 } }), 'refused', []],
    ['a village that is gone, by an older list', submission({ answers: { village: 'n9', title: 'T', capacity: 1 }, context: { units_revision: 2 } }), 'kept', ['stale_units', 'stale_units']],
    ['the same, by the list of today', submission({ answers: { village: 'n9', title: 'T', capacity: 1 }, context: { units_revision: 3 } }), 'refused', []],
    ['an older list does not excuse a missing title', submission({ answers: { village: 'n1', capacity: 1 }, context: { units_revision: 2 } }), 'refused', ['stale_units']],
    ['a clock two days ahead', submission({ answers: here.answers, context: { at: now + 2 * day_ms } }), 'kept', ['clock']],
    ['a clock of 1970', submission({ answers: here.answers, context: { at: 86_400_000 } }), 'kept', ['clock']],
    ['a clock from before the form', submission({ answers: here.answers, context: { at: now - 100 * day_ms } }), 'kept', ['clock']],
    ['three weeks without a network', submission({ answers: here.answers, context: { at: now - 21 * day_ms } }), 'kept', []],
  ])('%s', (_, one, status, flags) => {
    const decision = run([one], withSite)
    expect(decision.outcomes[0]?.status).toBe(status)
    if (status === 'kept') expect(codes(decision)).toEqual(expect.arrayContaining([...flags]))
    if (flags.length === 0 && status === 'kept') expect(codes(decision)).toEqual([])
  })
  test('an older form is checked by itself; a closed one still takes what was filled under it', () => {
    const known: KnownState = { ...empty, forms: new Map([['site', { version: 4, state: 'closed', published_at: now }]]) }
    const decision = run([submission({ answers: here.answers })], known)
    expect(decision.outcomes[0]?.status).toBe('kept')
    expect(decision.writes.revisions[0]?.flags).toEqual([{ code: 'stale_form', facts: { version: 1, current: 4 } }, { code: 'closed_form' }])
  })
})

describe('3 soft checks', () => {
  test.each([
    ['with a reason', { moved: 'hai điểm ghép' }, 'hai điểm ghép'],
    ['without', undefined, ''],
  ])('80 for a capacity of 70, %s', (_, reasons, reason) => {
    const decision = run([moving(80, { reasons })], withSite)
    expect(decision.outcomes[0]?.status).toBe('kept')
    expect(decision.writes.heads[0]?.flags).toEqual([{ code: 'check', at: 'moved', facts: { reason } }])
  })
})

describe('4 flags', () => {
  test.each<[string, Submission, string]>([
    ['a calculation', moving(10, { answers: { site_ref: 's', moved_on: '2026-11-20', moved: 10, free: 99 } }), 'calculated_differs'],
    ['misread text', moving(10, { answers: { site_ref: 's', moved_on: '2026-11-20', moved: 10, note: 'ThÆ°á»£ng I' } }), 'mojibake'],
    ['outside the scope', submission({ answers: { village: 's1', title: 'T', capacity: 3 } }), 'outside_scope_unit'],
  ])('%s', (_, one, code) => {
    const decision = run([one], withSite)
    expect(decision.outcomes[0]?.status).toBe('kept')
    expect(codes(decision)).toEqual([code])
  })
  test.each(['Đường Nà Hồ', 'XÃ BẢN MÁY', 'Ô tô tải', 'ÁO, «Cá»'])('%s is no misread text', (note) => {
    expect(codes(run([moving(10, { answers: { site_ref: 's', moved_on: '2026-11-20', moved: 10, note } })], withSite))).toEqual([])
  })
})

describe('5 in one array', () => {
  test('created, used, corrected', () => {
    const first = moving(20, { id: 'm' })
    const later = moving(40, { id: 'm2', context: { at: now + 60_000 } })
    const mended = moving(30, { id: 'm', base: 1, context: { at: now + 120_000 } })
    const { outcomes, writes } = run([here, first, later, mended])
    expect(outcomes.map(({ status, revision }) => [status, revision])).toEqual([['kept', 1], ['kept', 1], ['kept', 1], ['kept', 2]])
    // The correction of the earlier record does not overtake the later one.
    expect(writes.entries.find(({ register }) => register === 'site')?.received?.columns.moved).toBe(40)
    expect(writes.tallies.find(({ indicator }) => indicator === 'site.moved')?.amount).toBe(40)
    expect(writes.heads).toHaveLength(3)
    expect(writes.revisions).toHaveLength(4)
    expect(writes.guard.submissions).toEqual([['s', 0], ['m', 0], ['m2', 0]])
  })
})

describe('6 rows', () => {
  const rows = (...plot: { plot_name: string; size: number }[]): Answers => ({ village: 'n1', title: 'T', capacity: 3, plot })
  test('one entry each, with ids that a correction finds again', () => {
    const one = submission({ id: 'r', answers: rows({ plot_name: 'A', size: 1 }, { plot_name: 'B', size: 2 }) })
    const first = run([one])
    expect(first.writes.entries.map(({ register, id, label }) => [register, id, label])).toEqual([['site', 'r', 'T'], ['plot', 'r.1', 'A'], ['plot', 'r.2', 'B']])
    const known = after(empty, first.writes)
    const second = run([submission({ id: 'r', base: 1, answers: rows({ plot_name: 'A2', size: 5 }) })], known)
    expect(second.writes.entries.map(({ register, id, received }) => [register, id, received?.label])).toEqual([['site', 'r', 'T'], ['plot', 'r.1', 'A2'], ['plot', 'r.2', undefined]])
    expect(second.writes.tallies).toEqual([{ indicator: 'site.plots', view: 'received', dimension: '', member: '', unit: 'n1', period: '', amount: -1 }])
  })
})

test('7 all orders of arrival', () => {
  const records = [
    here,
    moving(20, { id: 'a', answers: { site_ref: 's', moved_on: '2026-11-02', moved: 20 }, context: { entries: { s: 1 } } }),
    moving(30, { id: 'b', answers: { site_ref: 's', moved_on: '2026-11-03', moved: 30 }, context: { entries: { s: 1 } } }),
    moving(25, { id: 'c', answers: { site_ref: 's', moved_on: '2026-11-03', moved: 25 }, context: { entries: { s: 1 } } }),
  ]
  const orders = (list: readonly Submission[]): Submission[][] => (list.length === 0 ? [[]] : list.flatMap((one, i) => orders([...list.slice(0, i), ...list.slice(i + 1)]).map((rest) => [one, ...rest])))
  const ends = orders(records).map((order) => {
    let known: KnownState = empty
    const sums = new Map<string, number>()
    for (const one of order) {
      const { writes, outcomes } = run([one], known)
      expect(outcomes[0]?.status).toBe('kept')
      for (const { indicator, amount } of writes.tallies) sums.set(indicator, (sums.get(indicator) ?? 0) + amount)
      known = after(known, writes)
    }
    return JSON.stringify([known.entries.get('site/s')?.received, sums.get('site.moved'), sums.get('move.moves'), sums.get('site.sites')])
  })
  expect(ends).toHaveLength(24)
  expect(new Set(ends).size).toBe(1)
  expect(JSON.parse(ends[0] as string)).toMatchObject([{ columns: { moved: 25 } }, 25, 3, 1])
})

test('8 nothing for what was known', () => {
  const { outcomes, writes } = run([here, here], withSite)
  expect(outcomes.map(({ status }) => status)).toEqual(['had_it', 'had_it'])
  expect(outcomes[0]?.receipt).toMatch(/^1-\d\d$/)
  expect(Object.values(writes).filter(Array.isArray).flat()).toEqual([])
})

describe('9 two levels and what the rule lets through', () => {
  test.each([['in a commune', true, 'endorsed', 0], ['in none', false, 'approved', 1]] as const)('%s', (_, isIn, state, approved) => {
    const { writes } = run([submission({ id: 'two', answers: here.answers })], empty, { isIn: () => isIn }, { hold: 0, first: 'commune' })
    expect(writes.heads[0]).toMatchObject({ state, counts: { received: 1, approved } })
  })
})

describe('10 since when it waits', () => {
  const early = submission({ id: 's', answers: here.answers, context: { at: now - 20 * day_ms } })
  const known = after(empty, run([early], empty, { now: now - 20 * day_ms }).writes)
  const head = known.heads.get('s') as Head
  const corrected = submission({ id: 's', base: 1, answers: { ...here.answers, capacity: 71 } })
  const heaps = (state: Head['state'], at: KnownState = known): readonly string[] =>
    run([corrected], { ...at, heads: new Map([['s', { ...head, state }]]) }).writes.tallies.filter(({ dimension }) => dimension === 'heap').map(({ member, period, amount }) => `${member} ${period} ${amount}`)
  test('returned and corrected: since today', () => expect(heaps('returned')).toEqual(['returned  -1', 'received 2026-11-24 1']))
  test('corrected while it waits: as before', () => expect(heaps('received')).toEqual([]))
})

test('11 how it came is kept with what comes in conflict', () => {
  const other = submission({ id: 's', answers: { ...here.answers, village: 's1' }, context: { at: now + 3 * day_ms } })
  const { outcomes, writes } = run([other], withSite)
  expect([outcomes[0]?.status, writes.revisions[0]?.flags.map(({ code }) => code)]).toEqual(['conflict', ['clock', 'outside_scope_unit']])
})

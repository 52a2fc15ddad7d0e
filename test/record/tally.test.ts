// What answers and entries add up to.
// 1  Counts, sums, averages and distinct units, with where, each, about, date, period and by, in whole numbers; what is no number adds nothing.
// 2  Indicators over a register look at columns; without a date they are stocks; an entry without its date is not counted.
// 3  The difference between two counts is what moves; what cancels out is not written.
// 4  Figures derived when read: averages, shares, differences, distinct counts, median, min, max; nothing is divided by nothing; circles end.
// 5  The recount's own way of counting comes to the same.
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import { open } from '../../src/form/filling.ts'
import type { Answers, Form } from '../../src/form/form.ts'
import type { Unit, World } from '../../src/form/world.ts'
import type { Adds } from '../../src/record/decision.ts'
import { figureOf, finder, needsOf } from '../../src/record/indicator.ts'
import type { Read } from '../../src/record/indicator.ts'
import { addsOf, amountsOf, countAnswers, countEntry, isSame } from '../../src/record/recount.ts'
import { adds, differences, entryAdds, merged, readMeasure } from '../../src/record/tally.ts'

const village: Unit = { id: 'v', level: 'village', name: 'V', full_name: 'V', code: null, parent: null, valid_from: null, valid_to: null, successors: [] }
const world: World = { clock: { at: Date.UTC(2026, 10, 24, 5), zone: 420 }, seed: 1, language: 'vi', unit: (id) => (id === 'v' ? village : undefined), units: () => [village], entry: () => undefined, entries: () => [] }

function form(indicators: string, more = ''): Form {
  const compiled = compile(
    {
      'form.yaml': `
id: f
title: F
language: vi
unit: \${village}
${more}
survey:
  - { type: unit village, name: village, label: V }
  - { type: date, name: done_on, label: D }
  - { type: decimal, name: km, label: K }
  - { type: select_one kind, name: kind, label: K }
  - { type: select_multiple kind, name: many, label: M }
  - { type: select_one yes_no, name: rows, label: R }
  - type: repeat
    name: person
    label: P
    relevant: "\${rows} != 'no'"
    questions:
      - { type: select_one kind, name: sort, label: S }
      - { type: integer, name: days, label: N }
choices:
  kind: [{ name: a, label: A }, { name: b, label: B }]
  yes_no: [{ name: yes, label: Y }, { name: no, label: N }]
registers:
  - { register: things, label: "\${kind}", unit: "\${village}", columns: { km: "\${km}", kind: "\${kind}", done_on: "\${done_on}", many: "\${many}" } }
indicators:
${indicators}
`,
    },
    { levels: ['village'], registers: {}, indicators: ['other.total'] },
  )
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.form
}

const answers: Answers = { village: 'v', done_on: '2026-10-05', km: 2.6, kind: 'a', many: ['a', 'b'], person: [{ sort: 'a', days: 3 }, { sort: 'b' }, { days: 4 }] }

describe('1 submissions and rows; 5 the recount agrees', () => {
  test.each<[string, string, Answers, Adds]>([
    ['a count', 'count: yes', answers, { '2026-11 v': { 'f.i': 1 } }],
    ['a sum in metres', "sum: 'round(${km} * 1000)'", answers, { '2026-11 v': { 'f.i': 2600 } }],
    ['a sum is rounded', "sum: '${km}'", answers, { '2026-11 v': { 'f.i': 3 } }],
    ['a sum of nothing', "sum: '${km}'", { village: 'v' }, {}],
    ['a sum of text', "sum: 'number(${kind})'", answers, {}],
    ['divided by zero', "sum: '1 div 0'", answers, {}],
    ['more than a number can hold', "sum: '${km} * 10000000000000000'", answers, {}],
    ['less than nothing', "sum: '0 - ${km} * 10'", answers, { '2026-11 v': { 'f.i': -26 } }],
    ['where', "count: yes, where: \"${kind} = 'b'\"", answers, {}],
    ['an estimate', "sum: '${km} * 10', about: \"${kind} = 'a'\"", answers, { '2026-11 v': { 'f.i': 26, 'f.i~': 26 } }],
    ['an average', "average: '${km} * 10'", answers, { '2026-11 v': { 'f.i': 26, 'f.i#': 1 } }],
    ['an average of nothing', "average: '${km}'", { village: 'v' }, {}],
    ['distinct units', 'distinct: unit', answers, { '2026-11 v': { 'f.i': 1 } }],
    ['its own date', "count: yes, date: '${done_on}'", answers, { '2026-10 v': { 'f.i': 1 } }],
    ['its own date, by day', "count: yes, date: '${done_on}', period: day", answers, { '2026-10-05 v': { 'f.i': 1 } }],
    ['its own date is empty', "count: yes, date: '${done_on}'", { village: 'v' }, {}],
    ['by a choice', 'count: yes, by: [kind]', answers, { '2026-11 v': { 'f.i': 1, 'f.i kind=a': 1 } }],
    ['by several choices', 'count: yes, by: [many]', answers, { '2026-11 v': { 'f.i': 1, 'f.i many=a': 1, 'f.i many=b': 1 } }],
    ['a cross-table', "count: yes, by: ['kind*many']", answers, { '2026-11 v': { 'f.i': 1, 'f.i kind*many=a*a': 1, 'f.i kind*many=a*b': 1 } }],
    ['by nothing answered', 'count: yes, by: [kind]', { village: 'v' }, { '2026-11 v': { 'f.i': 1 } }],
    ['each row', 'count: yes, each: person, by: [sort]', answers, { '2026-11 v': { 'f.i': 3, 'f.i sort=a': 1, 'f.i sort=b': 1 } }],
    ['a sum over rows', "sum: '${days}', each: person, where: '${days} > 3'", answers, { '2026-11 v': { 'f.i': 4 } }],
    ['rows by an answer above them', "sum: '${days}', each: person, by: [kind]", answers, { '2026-11 v': { 'f.i': 7, 'f.i kind=a': 7 } }],
    ['rows that are not relevant', 'count: yes, each: person', { ...answers, rows: 'no' }, {}],
    ['a unit that is not known', 'count: yes', { village: 'nowhere' }, { '2026-11 ': { 'f.i': 1 } }],
    ['no unit', 'count: yes', {}, { '2026-11 ': { 'f.i': 1 } }],
    ['a share keeps nothing', 'share: { of: j, in: j }', answers, {}],
  ])('%s', (_, measure, given, expected) => {
    const compiled = form(`  - { name: i, label: I, ${measure} }${measure.startsWith('share') ? '\n  - { name: j, label: J, count: yes, where: "false()" }' : ''}`)
    const filling = open(compiled, world, given)
    expect(adds(filling)).toEqual(expected)
    expect(isSame(countAnswers(filling), amountsOf(expected))).toBe(true)
  })
})

describe('2 entries; 5 the recount agrees', () => {
  const entry = { day: '2026-11-03', label: 'Đường', unit: 'v', columns: { km: 2.6, kind: 'a', done_on: '2026-10-05', many: 'a b' } }
  test.each<[string, string, Partial<typeof entry>, Adds]>([
    ['a stock', 'count: yes', {}, { ' v': { 'f.i': 1 } }],
    ['a sum where', "sum: '${km} * 1000', where: \"${kind} = 'a'\"", {}, { ' v': { 'f.i': 2600 } }],
    ['not where', "count: yes, where: \"${kind} = 'b'\"", {}, {}],
    ['dated', "count: yes, date: '${done_on}'", {}, { '2026-10 v': { 'f.i': 1 } }],
    ['without its date', "count: yes, date: '${done_on}'", { columns: { ...entry.columns, done_on: '' } }, {}],
    ['by itself', 'count: yes, by: [things]', {}, { ' v': { 'f.i': 1, 'f.i things=e1': 1 } }],
    ['by a column of several', 'count: yes, by: [many]', {}, { ' v': { 'f.i': 1, 'f.i many=a': 1, 'f.i many=b': 1 } }],
    ['by its label and unit', "count: yes, where: \"${label} = 'Đường' and ${unit} = 'v' and ${id} = 'e1'\"", {}, { ' v': { 'f.i': 1 } }],
    ['today is the day of its last change', "count: yes, where: \"today() = '2026-11-03'\"", {}, { ' v': { 'f.i': 1 } }],
    ['no unit', 'count: yes', { unit: '' }, { ' ': { 'f.i': 1 } }],
  ])('%s', (_, measure, more, expected) => {
    const compiled = form(`  - { name: i, label: I, register: things, ${measure} }`)
    const indicators = compiled.indicators.map((indicator) => ({ form: 'f', indicator }))
    expect(entryAdds('things', 'e1', { ...entry, ...more }, indicators)).toEqual(expected)
    expect(isSame(countEntry('things', 'e1', { ...entry, ...more }, indicators), amountsOf(expected))).toBe(true)
    expect(addsOf(amountsOf(expected))).toEqual(expected)
  })
})

describe('3 differences', () => {
  test('what moves', () => {
    const moved = differences({ '2026-11 v': { 'f.i': 2, 'f.i who=a = b': 1 }, '2026-10 w': { 'f.i': 5 } }, { '2026-11 v': { 'f.i': 3, 'f.i who=a = b': 1 }, ' w': { 'f.i': 5 } }, 'approved')
    expect(moved.map(({ indicator, dimension, member, unit, period, amount }) => [indicator, dimension, member, unit, period, amount])).toEqual([
      ['f.i', '', '', 'v', '2026-11', 1],
      ['f.i', '', '', 'w', '2026-10', -5],
      ['f.i', '', '', 'w', '', 5],
    ])
    expect(merged([...moved, ...differences({}, { '2026-10 w': { 'f.i': 5 } }, 'approved')])).toHaveLength(2)
  })
  test.each([['f.i', ['f.i', '', '']], ['f.i~', ['f.i~', '', '']], ['f.i a*b=x*y', ['f.i', 'a*b', 'x*y']], ['f.i who=Lò = An\n2', ['f.i', 'who', 'Lò = An\n2']]])('%j', (measure, parts) => {
    expect(Object.values(readMeasure(measure))).toEqual(parts)
  })
})

describe('4 figures', () => {
  const compiled = form(`
  - { name: total, label: T, count: yes }
  - { name: done, label: D, count: yes, where: "\${kind} = 'a'" }
  - { name: metres, label: M, sum: "\${km}", about: "true()" }
  - { name: mean, label: M, average: "\${km}" }
  - { name: places, label: P, distinct: unit }
  - { name: part, label: P, share: { of: done, in: total } }
  - { name: far, label: P, share: { of: done, in: other.total } }
  - { name: covered, label: P, share: { of: places, in: { units: village } } }
  - { name: left, label: L, difference: { of: total, less: [done, metres] } }
  - { name: middle, label: M, register: things, median: km }
  - { name: least, label: M, register: things, min: km }
  - { name: most, label: M, register: things, max: km }`)
  const find = finder([compiled])
  // Within a form compiling finds a circle; across forms, each published when the other was still honest, only reading can.
  const round = finder([compiled, { ...compiled, id: 'other', indicators: [{ name: 'total', label: {}, share: { of: 'f.far', in: 'f.total' } }] }])
  const sums: Record<string, number> = { 'f.total': 8, 'f.done': 6, 'f.metres': 11, 'f.metres~': 9, 'f.mean': 10, 'f.mean#': 4 }
  const read = (more: Partial<Record<string, number>> = {}, values: readonly number[] = [5, 1, 3, 2]): Read => ({
    sum: (name) => ({ ...sums, ...more })[name] ?? 0, distinct: () => 6, units: () => 8, column: () => values,
  })
  test.each<[string, Partial<Record<string, number>>, number | null, boolean]>([
    ['total', {}, 8, false],
    ['metres', {}, 11, true],
    ['metres', { 'f.metres~': 0 }, 11, false],
    ['mean', {}, 2.5, false],
    ['mean', { 'f.mean#': 0 }, null, false],
    ['places', {}, 6, false],
    ['part', {}, 75, false],
    ['part', { 'f.total': 0 }, null, false],
    ['far', {}, null, false], // the other form is not at hand
    ['covered', {}, 75, false],
    ['left', {}, -9, true],
    ['middle', {}, 2.5, false],
    ['least', {}, 1, false],
    ['most', {}, 5, false],
    ['nothing', {}, null, false],
  ])('%s %j is %j', (name, more, value, isAbout) => {
    expect(figureOf(`f.${name}`, find, read(more))).toMatchObject({ value, isAbout })
  })
  test('a circle across forms ends', () => {
    expect(figureOf('f.far', round, read())).toMatchObject({ value: null })
    expect(needsOf('f.far', round).sums).toEqual(['f.done', 'f.total'])
  })
  test('a median of nothing, of one', () => {
    expect(figureOf('f.middle', find, read({}, []))).toMatchObject({ value: null })
    expect(figureOf('f.middle', find, read({}, [7]))).toMatchObject({ value: 7 })
  })
  test.each<[string, ReturnType<typeof needsOf>]>([
    ['metres', { sums: ['f.metres', 'f.metres~'], distinct: [], levels: [], columns: [] }],
    ['mean', { sums: ['f.mean', 'f.mean#'], distinct: [], levels: [], columns: [] }],
    ['covered', { sums: [], distinct: ['f.places'], levels: ['village'], columns: [] }],
    ['left', { sums: ['f.total', 'f.done', 'f.metres', 'f.metres~'], distinct: [], levels: [], columns: [] }],
    ['middle', { sums: [], distinct: [], levels: [], columns: [{ register: 'things', column: 'km' }] }],
  ])('%s needs %j', (name, needs) => {
    expect(needsOf(`f.${name}`, find)).toEqual(needs)
  })
})

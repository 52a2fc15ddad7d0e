// What is unusual among records, against each other.
// 1  A number far from what its place says of the same question, with how many times; not where the place itself is so, nor from too few, nor by a little.
// 2  A filling in less than a quarter of the time that as many answers usually take; corrections and clocks set back say nothing.
// 3  The same answers one record after another; many records of a day on one spot.
// 4  Soft checks: how often, by whom, where, what was written.
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import type { Answers, Form } from '../../src/form/form.ts'
import { fired, oneSpot, outliers, repeated, tooFast } from '../../src/record/unusual.ts'
import type { Weighed } from '../../src/record/unusual.ts'

const compiled = compile({ 'form.yaml': `
id: farm
title: Ruộng
language: vi
survey:
  - { type: text, name: who, label: Ai }
  - { type: year, name: born, label: Năm sinh }
  - { type: integer, name: money, label: Tiền }
  - { type: decimal, name: rice, label: Lúa }
  - { type: integer, name: pigs, label: Lợn }
  - { type: integer, name: hens, label: Gà }
  - { type: select_one yes_no, name: water, label: Nước }
  - { type: select_multiple yes_no, name: tools, label: Máy }
  - { type: calculate, name: twice, calculation: "\${money} * 2" }
  - { type: geopoint, name: gps, label: Ở đâu }
  - type: repeat
    name: field
    label: Thửa
    questions:
      - { type: area, name: m2, label: Rộng }
choices:
  yes_no: [{ name: yes, label: Có }, { name: no, label: Không }]
`.replaceAll('\\$', '$') }, { levels: [], registers: {}, indicators: [] })
if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
const form: Form = compiled.form

let next = 0
const record = (answers: Answers, more: Partial<Weighed> = {}): Weighed => ({ id: `r${next++}`, author: 'an', unit: 'n1', day: '2026-11-20', answers, flags: [], isCorrection: false, ...more })
const many = (count: number, answers: (i: number) => Answers, more: (i: number) => Partial<Weighed> = () => ({})): Weighed[] => Array.from({ length: count }, (_, i) => record(answers(i), more(i)))
const placeOf = (unit: string): string => unit.slice(0, 1)
const told = (records: readonly Weighed[]): string[] => outliers(form, records, placeOf).map(({ at, value, usual, times }) => `${at} ${value} of ${usual} ×${times === undefined ? '' : Math.round(times * 100) / 100}`)

describe('1 outliers', () => {
  const usual = many(20, (i) => ({ money: 40 + (i % 5) * 5 }))
  test('twelve times the usual', () => {
    const one = record({ money: 600 })
    expect(outliers(form, [...usual, one], placeOf)).toEqual([{ id: one.id, at: 'money', question: 'money', value: 600, usual: 50, of: 21, times: 12 }])
  })
  test('a zero left out', () => {
    expect(told([...usual, record({ money: 5 })])).toEqual(['money 5 of 50 ×0.1'])
  })
  test('a wild one does not hide another', () => {
    expect(told([...usual, record({ money: 600_000 }), record({ money: 900 })])).toEqual(['money 600000 of 50 ×12000', 'money 900 of 50 ×18'])
  })
  test('somewhat more is no outlier', () => {
    expect(told([...usual, record({ money: 120 })])).toEqual([])
  })
  test('where it is usual, it is none', () => {
    expect(told([...usual, ...many(10, (i) => ({ money: 600 + i }), () => ({ unit: 's1' }))])).toEqual([])
    expect(told([...usual, ...many(9, () => ({ money: 50 }), () => ({ unit: 's1' })), record({ money: 600 }, { unit: 's1' })])).toEqual(['money 600 of 50 ×12'])
  })
  test('from too few nothing is said', () => {
    expect(told([...usual.slice(0, 6), record({ money: 600 })])).toEqual([])
  })
  test('all the same but one', () => {
    expect(told([...many(10, () => ({ pigs: 2 })), record({ pigs: 90 })])).toEqual(['pigs 90 of 2 ×45'])
  })
  test('where most have none', () => {
    expect(told([...many(30, () => ({ hens: 0 })), ...many(9, (i) => ({ hens: 8 + i % 3 })), record({ hens: 500 })])).toEqual(['hens 500 of 9 ×55.56'])
    expect(told([...many(30, () => ({ hens: 0 })), record({ hens: 3 })])).toEqual([])
  })
  test('in rows, by the question', () => {
    const rows = many(6, (i) => ({ field: [{ m2: 360 + i }, { m2: 400 + i }] }))
    expect(told([...rows, record({ field: [{ m2: 380 }, { m2: 144_000 }] })])).toEqual(['field[2].m2 144000 of 390 ×369.23'])
  })
  test('not a year, not what is worked out, not words', () => {
    expect(told([...many(20, (i) => ({ born: 1970 + i % 3, twice: 100 + i, who: '50' })), record({ born: 19, twice: 10_000, who: '9999' })])).toEqual([])
  })
})

describe('2 too fast', () => {
  const at = (seconds: number): Partial<Weighed> => ({ started_at: '2026-11-20T08:00:00+07:00', finished_at: new Date(Date.parse('2026-11-20T08:00:00+07:00') + seconds * 1_000).toISOString() })
  const said = { who: 'a', money: 1, rice: 2, pigs: 3, hens: 4, water: 'yes' } as const
  const usual = many(12, () => said, (i) => at(300 + i * 10))
  test('a tenth of the usual', () => {
    const one = record(said, at(35))
    expect(tooFast(form, [...usual, one])).toEqual([{ id: one.id, seconds: 35, answered: 6, usual: 350 }])
  })
  test('few answers take little time', () => {
    expect(tooFast(form, [...usual, record({ who: 'a', money: 1, rice: 2 }, at(60))])).toEqual([])
  })
  test('what says nothing', () => {
    expect(tooFast(form, [...usual, record(said, { ...at(10), isCorrection: true }), record(said, at(-3_600)), record(said), record({ who: 'a' }, at(1))])).toEqual([])
    expect(tooFast(form, [...usual.slice(0, 5), record(said, at(10))])).toEqual([])
  })
})

describe('3 series', () => {
  const same = { who: 'x', money: 5, rice: 2.5, pigs: 1, hens: 0, water: 'yes' } as const
  test('the same, whoever it is said of', () => {
    const run = many(3, (i) => ({ ...same, who: `Người ${i}` }))
    expect(repeated(form, [record({ ...same, money: 6 }), ...run, record({ ...same, pigs: 2 })])).toEqual([{ author: 'an', ids: run.map(({ id }) => id), same: 5, day: '2026-11-20' }])
  })
  test('two are none; nor three of three people; nor what says little', () => {
    expect(repeated(form, many(2, () => same))).toEqual([])
    expect(repeated(form, many(3, () => same, (i) => ({ author: `p${i}` })))).toEqual([])
    expect(repeated(form, many(5, () => ({ money: 1, pigs: 1 })))).toEqual([])
    expect(repeated(form, many(5, () => same, () => ({ author: '~x' })))).toEqual([])
  })
  test('four on one spot in a day', () => {
    const spot = many(4, (i) => ({ gps: `22.7400${i} 104.6800${i} 0 8` }))
    expect(oneSpot(form, [...spot, record({ gps: '22.75 104.68' }), record({ gps: '' }), record({})])).toEqual([{ author: 'an', ids: spot.map(({ id }) => id), same: 4, day: '2026-11-20' }])
    expect(oneSpot(form, many(4, () => ({ gps: '22.74 104.68' }), (i) => ({ day: `2026-11-2${i}` })))).toEqual([])
    expect(oneSpot(form, many(4, (i) => ({ gps: `22.74${i} 104.68` })))).toEqual([])
  })
})

test('4 checks', () => {
  const flag = (at: string, reason: string) => ({ code: 'check' as const, at, facts: { reason } })
  const records = [
    record({}, { flags: [flag('money', 'vay ngân hàng'), flag('field[2].m2', '')] }), record({}, { flags: [flag('money', 'bán trâu')], author: 'bình', unit: 's1' }),
    record({}, { flags: [{ code: 'clock', facts: { minutes: 90 } }] }),
  ]
  const [money, m2, ...rest] = fired(records, placeOf)
  expect([money?.question, money?.count, [...(money?.by ?? [])], [...(money?.in ?? [])], money?.reasons.map(({ reason }) => reason)]).toEqual(['money', 2, [['an', 1], ['bình', 1]], [['n', 1], ['s', 1]], ['vay ngân hàng', 'bán trâu']])
  expect([m2?.question, m2?.count, rest]).toEqual(['m2', 1, []])
})

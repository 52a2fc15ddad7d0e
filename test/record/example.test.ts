// Examples that stand in a form.
// 1  What is as expected says nothing; every way of being otherwise is told at the example's line, with both sides.
// 2  Answers are given as a person gives them: defaults are put, rows are added, entries named are there, the clock is the example's.
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import { runExample } from '../../src/record/example.ts'

const source = (expectation: string): string => `
id: water
title: Nước
language: vi
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn, required: yes }
  - { type: entry source, name: known, label: Nguồn cũ }
  - { type: date, name: seen_on, label: Ngày, default: today() }
  - { type: decimal, name: km, label: Xa, constraint: . <= 30, default: "\${known.km}", check: [{ expect: . <= 5, message: Xa quá }] }
  - { type: text, name: why, label: Vì sao, relevant: "\${km} > 5" }
  - type: repeat
    name: tap
    label: Vòi
    questions:
      - { type: select_one state, name: state, label: Tình trạng }
      - { type: text, name: broken_how, label: Hỏng gì, relevant: "\${state} = 'broken'" }
  - { type: calculate, name: taps, calculation: "count(\${tap})" }
choices:
  state: [{ name: works, label: Tốt }, { name: broken, label: Hỏng }]
registers:
  - { register: source, entity_id: "\${known}", label: Nguồn, unit: "\${village}", columns: { km: "\${km}", taps: "\${taps}" } }
indicators:
  - { name: sources, label: Nguồn, count: yes, register: source, by: [source] }
  - { name: taps, label: Vòi, count: yes, each: tap, by: [state] }
examples:
  - name: một
    at: 2026-11-05
    entries: { source: { w1: { label: Mó cũ, unit: v, km: 7 } } }
    given: { village: v, known: w1, tap: [{ state: works }, { state: broken }] }
    expect: ${expectation}
`.replace('label: Nguồn, unit', `label: "'Nguồn'", unit`)

const run = (expectation: string): readonly string[] => {
  const compiled = compile({ 'form.yaml': source(expectation) }, { levels: ['village'], registers: {}, indicators: [] })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.examples.flatMap((example) =>
    runExample(compiled.form, example).map(({ code, at, file, line, facts }) => {
      expect([code, at, file, typeof line]).toEqual(['example_failed', 'một', 'form.yaml', 'number'])
      return `${facts?.expected} ≠ ${facts?.received}`
    }),
  )
}

describe('1 and 2', () => {
  test('all as expected', () => {
    expect(
      run(`{ visible: [why, state, broken_how], hidden: [], values: { km: 7, taps: 2, seen_on: 2026-11-05, "tap[2].state": broken }, checks: [km],
        registers: { source: { km: 7, taps: 2, label: Nguồn, unit: v } }, indicators: { water.sources: 1, "water.sources[w1]": 1, taps: 2, "taps[broken]": 1, "taps[none]": 0 } }`),
    ).toEqual([])
  })
  test.each([
    ['{ hidden: [why] }', ['why: hidden ≠ why: visible']],
    ['{ visible: ["tap[1].broken_how"] }', ['tap[1].broken_how: visible ≠ tap[1].broken_how: hidden']],
    ['{ values: { taps: 3, why: x } }', ['taps: 3 ≠ taps: 2', 'why: x ≠ why: ']],
    ['{ problems: [{ at: km, code: constraint }] }', ['problems: km constraint ≠ problems: ']],
    ['{ checks: [] }', ['checks:  ≠ checks: km']],
    ['{ registers: { source: { km: 8 } } }', ['source: km 8 ≠ source: km 7']],
    ['{ registers: { nothing: { km: 8 } } }', ['nothing: km 8 ≠ nothing: ']],
    ['{ indicators: { taps: 5, "taps[works]": 0 } }', ['taps: 5 ≠ taps: 2', 'taps[works]: 0 ≠ taps[works]: 1']],
  ])('%s', (expectation, told) => {
    expect(run(expectation)).toEqual(told)
  })
  test('a problem that is not expected', () => {
    const text = source('{ values: {} }').replace('given: { village: v,', 'given: {').replace('tap: [', 'km: 40, tap: [')
    const compiled = compile({ 'form.yaml': text }, { levels: ['village'], registers: {}, indicators: [] })
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
    expect(compiled.examples.flatMap((example) => runExample(compiled.form, example))[0]?.facts?.received).toBe('problems: km constraint, village required')
  })
  test('with an admin tree at hand, units must be in it', () => {
    const compiled = compile({ 'form.yaml': source('{}') }, { levels: ['village'], registers: {}, indicators: [] })
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
    expect(compiled.examples.flatMap((example) => runExample(compiled.form, example, { units: new Map() }))[0]?.facts?.received).toBe('problems: village not_unit')
  })
})

// What figures of a new version would tell of persons, looked at beside what was published before.
// 1  Nobody's own words stand as groups: what an earlier version marks, under any name it has now; what is worked out from it; a personal column of a register.
// 2  Kinds of people may: choices, and what comes to one of some fixed words.
// 3  A figure that rests on personal answers, or shows their middle or extremes, is new, unless an earlier version counted just so; a day or place of records that rests on them, too.
// 4  Each is told where it stands in the source.
import { expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import type { Form } from '../../src/form/form.ts'
import { personalInAny, personalRegisters } from '../../src/form/personal.ts'
import { looksAnew, ownWords, tellingProblems } from '../../src/record/tells.ts'

interface Parts {
  readonly mark?: string
  readonly who?: string
  readonly more?: string
  readonly top?: string
  readonly figures?: readonly string[]
}
const source = ({ mark = ', personal: basic', who = 'who', more = '', top = '', figures = [] }: Parts): string => `
id: clinic
title: Khám
language: vi
unit: \${village}
${top}
survey:
  - { type: unit village, name: village, label: Thôn }
  - { type: text, name: ${who}, label: Ai${mark} }
  - { type: year, name: born, label: Năm sinh${mark} }
  - { type: date, name: seen_on, label: Ngày }
  - { type: select_one sex, name: sex, label: Giới${mark} }
${more}
choices: { sex: [{ name: m, label: Nam }, { name: f, label: Nữ }] }
registers:
  - { register: patient, label: "\${${who}}", unit: "\${village}", columns: { born: "\${born}", sex: "\${sex}", village: "\${village}" } }
indicators:
  - { name: visits, label: Lượt, count: yes }
${figures.map((one, i) => `  - { name: f${i}, label: F, ${one} }`).join('\n')}
`
const made = (parts: Parts, previous?: Form): { readonly form: Form; readonly text: string } => {
  const text = source(parts)
  const compiled = compile({ 'form.yaml': text }, { levels: ['village'], registers: {}, indicators: [], ...(previous === undefined ? {} : { previous }) })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return { form: compiled.form, text }
}
const first = made({ figures: ["count: yes, where: \"${who} = 'x'\"", 'average: "${born}"'] }).form
const theirs = (form: Form, earlier: readonly Form[] = [first]) => {
  const columns = personalRegisters([...earlier, form])
  return { columns, names: personalInAny([...earlier, form], columns) }
}
const words = (parts: Parts): readonly string[] => {
  const { form } = made(parts, first)
  return ownWords(form, theirs(form)).map(({ of, key, name }) => `${of} ${key} ${name}`)
}
const anew = (parts: Parts): readonly string[] => {
  const { form } = made(parts, first)
  return looksAnew(form, [first], theirs(form)).map(({ of }) => of)
}

test.each<[string, Parts, readonly string[]]>([
  ['marked no more', { mark: '', figures: ['count: yes, by: [born]'] }, ['f0 by born']],
  ['under another name', { mark: '', who: 'called', top: 'migrate: { renamed: { who: called } }', more: '  - { type: calculate, name: copy, calculation: "${called}" }', figures: ['count: yes, by: [copy]'] }, ['f0 by copy']],
  ['worked out from it', { more: '  - { type: calculate, name: copy, calculation: "${who}" }', figures: ['count: yes, by: [copy]'] }, ['f0 by copy']],
  ['what a register says of somebody', { more: '  - { type: entry patient, name: before, label: Lần trước, personal: basic }\n  - { type: calculate, name: lived, calculation: "${before.born}" }', figures: ['count: yes, by: [lived]'] }, ['f0 by lived']],
  ['in a cross-table', { more: '  - { type: calculate, name: copy, calculation: "substr(${who}, 0, 3)" }', figures: ['count: yes, by: [sex*copy]'] }, ['f0 by copy']],
  ['chosen among words that are not fixed', { more: '  - { type: calculate, name: copy, calculation: "if(${sex} = \'m\', \'Nam\', ${who})" }', figures: ['count: yes, by: [copy]'] }, ['f0 by copy']],
  ['a column', { mark: '', figures: ['count: yes, register: patient, by: [born]'] }, ['f0 by born']],
  ['of an earlier version alone', { mark: '', figures: ['count: yes, register: patient, by: [label]'] }, ['f0 by label']],
])('1 %s', (_, parts, expected) => {
  expect(words(parts)).toEqual(expected)
})

test.each<[string, Parts]>([
  ['a choice', { figures: ['count: yes, by: [sex]'] }],
  ['a choice that is marked no more', { mark: '', figures: ['count: yes, by: [sex]'] }],
  ['an age, in groups', { more: '  - { type: calculate, name: age, calculation: "if(${born} > 2010, \'young\', if(${born} > 1960, \'grown\', \'old\'))" }', figures: ['count: yes, by: [age]'] }],
  ['a choice, worked out', { more: '  - { type: calculate, name: kind, calculation: "coalesce(${sex}, \'none\')" }', figures: ['count: yes, by: [kind]'] }],
  ['yes or no', { more: '  - { type: calculate, name: grown, calculation: "${born} < 2008" }', figures: ['count: yes, by: [grown]'] }],
  ['what a register says of somebody’s entry, and of no person', { more: '  - { type: entry patient, name: before, label: Lần trước, personal: basic }\n  - { type: calculate, name: lived, calculation: "${before.village}" }', figures: ['count: yes, by: [lived]'] }],
  ['what is nobody’s', { figures: ['count: yes, register: patient, by: [village, patient]'] }],
])('2 %s', (_, parts) => {
  expect(words(parts)).toEqual([])
})

test.each<[string, Parts, readonly string[]]>([
  ['as it was', { figures: ["count: yes, where: \"${who} = 'x'\"", 'average: "${born}"'] }, []],
  ['as it was, under a new name', { who: 'called', top: 'migrate: { renamed: { who: called } }', figures: ["count: yes, where: \"${called} = 'x'\"", 'average: "${born}"'] }, []],
  ['over what is nobody’s', { figures: ["count: yes, where: \"${who} = 'x'\"", 'average: "${born}"', 'count: yes, where: "${seen_on} > \'2026-01-01\'"'] }, []],
  ['another name is asked for', { figures: ["count: yes, where: \"${who} = 'y'\""] }, ['f0']],
  ['marked no more', { mark: '', figures: ["count: yes, where: \"${who} = 'y'\""] }, ['f0']],
  ['by what is worked out from it', { mark: '', more: '  - { type: calculate, name: is_x, calculation: "${who} = \'x\'" }', figures: ["count: yes, where: \"${who} = 'x'\"", 'average: "${born}"', 'count: yes, where: "${is_x}"'] }, ['f2']],
  ['by what is worked out only where it fits', { more: '  - { type: calculate, name: is_x, relevant: "${who} = \'x\'", calculation: "1" }', figures: ["count: yes, where: \"${who} = 'x'\"", 'average: "${born}"', 'count: yes, where: "${is_x} = 1"'] }, ['f2']],
  ['added up', { figures: ["count: yes, where: \"${who} = 'x'\"", 'sum: "${born}"'] }, ['f1']],
  ['by a kind of people', { figures: ["count: yes, where: \"${who} = 'x'\"", 'average: "${born}"', 'count: yes, by: [sex]'] }, ['f2']],
  ['the middle and the extremes', { mark: '', figures: ["count: yes, where: \"${who} = 'x'\"", 'average: "${born}"', 'register: patient, max: born', 'register: patient, min: born', 'register: patient, median: born'] }, ['f2', 'f3', 'f4']],
  ['over a register', { figures: ["count: yes, where: \"${who} = 'x'\"", 'average: "${born}"', 'count: yes, register: patient, where: "${born} = 1980"', 'count: yes, register: patient, where: "${label} = \'x\'"'] }, ['f2', 'f3']],
  ['the records’ day', { top: 'date: "date(concat(${born}, \'-01-01\'))"' }, ['date']],
])('3 %s', (_, parts, expected) => {
  expect(anew(parts)).toEqual(expected)
})

test('4 where it stands', () => {
  const { form, text } = made({ top: 'date: "date(concat(${born}, \'-01-01\'))"', figures: ["count: yes, where: \"${who} = 'y'\""] }, first)
  const lines = text.split('\n')
  const [date, figure] = tellingProblems(looksAnew(form, [first], theirs(form)), { 'form.yaml': text }, 'indicator_anew')
  expect([date, figure].map((one) => [one?.code, one?.at, one?.facts])).toEqual([['indicator_anew', 'date', { indicator: 'date', name: 'born' }], ['indicator_anew', 'f0', { indicator: 'f0', name: 'f0' }]])
  expect([date, figure].map((one) => (lines[(one?.line ?? 0) - 1] ?? '').slice((one?.column ?? 0) - 1, (one?.column ?? 0) + 11))).toEqual(['"date(concat', '"${who} = \'y'])
})

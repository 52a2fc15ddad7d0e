// Choices that are rows of a repeat: select_one ${name}.
// 1  What was answered row by row is offered, once each, nothing empty; rows of a repeat that is not asked are none.
// 2  choice_filter chooses among the rows: ${age} and age are the row's, everything else is seen from the question.
// 3  What is chosen and no longer there is told, like any choice that is not in a list.
// 4  Whoever draws learns that the choices are others now.
// 5  A name that is not there, or stands in no repeat, is told; the form says that it takes more than every phone has.
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import { open } from '../../src/form/filling.ts'
import type { Filling } from '../../src/form/filling.ts'
import type { Answers, Form } from '../../src/form/form.ts'
import type { World } from '../../src/form/world.ts'

const world: World = { clock: { at: 0, zone: 420 }, seed: 1, language: 'vi', unit: () => undefined, units: () => [], entry: () => undefined, entries: () => [] }
const source = (ask: string): string => `id: f
title: F
language: vi
survey:
  - { type: integer, name: least, label: L }
  - { type: repeat, name: person, label: P, relevant: "\${least} != 99", questions: [{ type: text, name: who, label: W }, { type: integer, name: age, label: A }] }
  - { ${ask}, name: head, label: H }
`
const compiled = (ask: string) => compile({ 'form.yaml': source(ask) }, { levels: [], registers: {}, indicators: [] })
const form = (ask: string): Form => {
  const made = compiled(ask)
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  return made.form
}
const people: Answers = { least: 20, person: [{ who: 'An', age: 30 }, { who: 'Bình', age: 12 }, { age: 50 }, { who: 'An', age: 41 }] }
const names = (filling: Filling): readonly string[] => filling.offered('head').map(({ name }) => name)

describe('1 rows are offered', () => {
  const one = form('type: "select_one ${who}"')
  test.each<[string, Answers, readonly string[]]>([
    ['each once', people, ['An', 'Bình']],
    ['none without rows', {}, []],
    ['none of a repeat that is not asked', { ...people, least: 99 }, []],
  ])('1 %s', (_, answers, expected) => {
    expect(names(open(one, world, answers))).toEqual(expected)
  })
  test('1 with words to read', () => {
    const filling = open(one, world, people)
    expect(filling.offered('head').map(({ label }) => filling.text(label, undefined, 'en'))).toEqual(['An', 'Bình'])
  })
  test('1 what another question of the row says may be what is kept', () => {
    const filling = open(form('type: "select_one ${who}", parameters: { value: age }'), world, people)
    expect(filling.offered('head').map(({ name, label }) => [name, label.vi])).toEqual([['30', 'An'], ['12', 'Bình'], ['50', ''], ['41', 'An']])
  })
  test('1 several may be chosen', () => {
    expect(open(form('type: "select_multiple ${who}"'), world, { ...people, head: ['Bình', 'An'] }).problems()).toEqual([])
  })
})

test.each<[string, readonly string[]]>([
  ['${age} > 18', ['An']],
  ['age < ${least}', ['Bình']],
  ["starts-with(${who}, 'B') and ${least} > 0", ['Bình']],
  ["name != 'An'", ['Bình']],
])('2 %s', (filter, expected) => {
  expect(names(open(form(`type: "select_one \${who}", choice_filter: "${filter}"`), world, people))).toEqual(expected)
})

test('3 what is not there any more is told', () => {
  const filling = open(form('type: "select_one ${who}"'), world, { ...people, head: 'Bình' })
  expect(filling.problems()).toEqual([])
  filling.remove('person[2]')
  expect(filling.problems().map(({ at, code }) => [at, code])).toEqual([['head', 'not_choice']])
})

test('4 the question is named among what may look different', () => {
  const filling = open(form('type: "select_one ${who}", choice_filter: "${age} > 18"'), world, people)
  expect(filling.answer('person[1].who', 'Ân').has('head')).toBe(true)
  expect(filling.answer('person[1].age', 3).has('head')).toBe(true)
  expect(filling.remove('person[1]').has('head')).toBe(true)
})

describe('5 at publishing', () => {
  test.each<[string, readonly string[]]>([
    ['type: "select_one ${whom}"', ['reference_unknown']],
    ['type: "select_one ${least}"', ['reference_out_of_repeat']],
    ['type: "select_one ${who}", choice_filter: "size > 1"', ['reference_column']],
    ['type: "select_one ${who}", parameters: { value: least }', ['reference_unknown']],
  ])('5 %s', (ask, expected) => {
    const made = compiled(ask)
    expect(made.ok ? [] : made.problems.map(({ code }) => code)).toEqual(expected)
  })
  test('5 it takes more', () => {
    expect([form('type: "select_one ${who}"').more, form('type: text').more]).toEqual([true, undefined])
  })
})

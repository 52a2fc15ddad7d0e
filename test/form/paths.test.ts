// Paths and conditions on rows, in a form that is filled in.
// 1  A path means the question that it ends at, in the same row or in all.
// 2  What rests on a condition follows every answer that it looks at, and rows that come and go.
// 3  A row looks at the others, through current() at itself.
// 4  What a path leads through or a condition stands on must be there and fit, and is told where it stands.
// 5  In repeats inside repeats each step finds its row, however many groups lie between.
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import { open } from '../../src/form/filling.ts'
import { form, q, world } from './stage.ts'

const people = (inner: string): string => `  - type: repeat\n    name: people\n    label: P\n    questions:\n${[q('text', 'who'), q('integer', 'age'), ...inner.split('\n')].filter((line) => line !== '').map((line) => `    ${line}`).join('\n')}`
const calculate = (name: string, expression: string): string => `  - { type: calculate, name: ${name}, calculation: ${JSON.stringify(expression)} }`

function filled(survey: string, rows: readonly { readonly who: string; readonly age?: number }[]) {
  const filling = open(form(survey), world)
  for (const row of rows) {
    const key = filling.add('people')
    for (const [name, answer] of Object.entries(row)) filling.answer(`${key}.${name}`, answer)
  }
  return filling
}
const family = [{ who: 'Mẹ', age: 34 }, { who: 'Con', age: 9 }, { who: 'Bà', age: 61 }]

test('1 a path is the question that it ends at', () => {
  const survey = `${q('integer', 'km')}\n  - { type: group, name: g, label: G, questions: [{ type: integer, name: m, label: M }] }\n${people(calculate('twice', '../age * 2 + /data/g/m + current()/../../km'))}\n${calculate('all', "join(', ', /data/people/age)")}`
  const filling = filled(survey, family)
  filling.answer('m', 100)
  filling.answer('km', 1000)
  expect(filling.get('people[2].twice')).toBe(1118)
  expect(filling.get('all')).toBe('34, 9, 61')
})

describe('2 what rests on a condition follows', () => {
  const survey = `${q('integer', 'least', 'default: 18')}\n${people('')}\n${calculate('grown', 'count(${people}[${age} >= ${least}])')}\n${calculate('names', "join(', ', ${people}[${age} >= ${least}]/who)")}\n${calculate('second', '${people}[2]/who')}\n${calculate('rest', 'sum(${people}[position() > 1]/age)')}`
  test('2 an answer, a row, what the condition compares with', () => {
    const filling = filled(survey, family)
    const now = () => ['grown', 'names', 'second', 'rest'].map((name) => filling.get(name))
    expect(now()).toEqual([2, 'Mẹ, Bà', 'Con', 70])
    filling.answer('people[2].age', 19)
    expect(now()).toEqual([3, 'Mẹ, Con, Bà', 'Con', 80])
    filling.remove('people[1]')
    expect(now()).toEqual([2, 'Con, Bà', 'Bà', 61])
    filling.answer('least', 60)
    expect(now()).toEqual([1, 'Bà', 'Bà', 61])
    filling.add('people')
    filling.answer('people[3].age', 60)
    expect(now()).toEqual([2, 'Bà, ', 'Bà', 121])
  })
  test('2 rows of a repeat that is not asked are none', () => {
    const hidden = survey.replace('    label: P\n', '    label: P\n    relevant: ${least} > 0\n')
    const filling = filled(hidden, family)
    filling.answer('least', 0)
    expect(['grown', 'names', 'second', 'rest'].map((name) => filling.get(name))).toEqual([0, undefined, undefined, 0])
  })
})

test('3 a row looks at the others', () => {
  const survey = people([calculate('older', 'count(${people}[${age} > current()/../age])'), calculate('before', '${people}[position() = position(current()/..) - 1]/who'), calculate('others', 'sum(../../people/age) - ${age}')].join('\n'))
  const filling = filled(survey, family)
  const of = (name: string) => [1, 2, 3].map((row) => filling.get(`people[${row}].${name}`))
  expect([of('older'), of('before'), of('others')]).toEqual([[1, 2, 0], [undefined, 'Mẹ', 'Con'], [70, 95, 43]])
  filling.answer('people[1].age', 70)
  expect([of('older'), of('others')]).toEqual([[0, 2, 1], [70, 131, 79]])
  filling.answer('people[2].who', 'Cháu')
  expect(of('before')).toEqual([undefined, 'Mẹ', 'Cháu'])
})

describe('4 what does not fit is told where it stands', () => {
  const told = (expression: string) => {
    const text = `id: f\ntitle: F\nlanguage: vi\nsurvey:\n${q('integer', 'km')}\n  - { type: group, name: g, label: G, questions: [{ type: integer, name: m, label: M }] }\n${people('')}\n${q('select_one kind', 'k')}\n${calculate('x', expression)}\nchoices: { kind: [{ name: a, label: A, group: x }] }\n`
    const compiled = compile({ 'form.yaml': text }, { levels: [], registers: { road: { width: 'number' } }, indicators: [] })
    const start = text.split('\n').find((line) => line.includes('name: x,'))?.indexOf(expression.slice(0, 3)) ?? 0
    return compiled.ok ? [] : compiled.problems.map(({ code, column = 0, facts = {} }) => [code, column - start, facts.suggestion ?? facts.expected])
  }
  test.each<[string, unknown[]]>([
    ['/data/g/m + ../km', []], ['${people}[k = /data/k]/age', []], ['/data/gg/m', [['reference_unknown', 7, 'g']]], ['/data/g/mm', [['reference_unknown', 9, 'km']]], ['count(${people}[agee > 3])', [['reference_unknown', 17, 'age']]], ['${people}[who > 3]/age', [['type_mismatch', 1, 'number']]],
    ['${people}[k = 7]/age', [['choice_unknown', 15, 'a']]], ['${km}[1]', [['type_mismatch', 1, 'repeat']]], ['${g}[m = 1]/m', [['type_mismatch', 1, 'repeat']]], ['${g}/m', []], ["instance('kind')/root/item[2]/grop", [['reference_column', 31, 'group']]], ["instance('kind')/root/item[grop = 1 and position() = 2]/label", [['reference_column', 28, 'group']]],
    ["instance('kin')/root/item[2]/label", [['list_unknown', 10, 'kind']]], ['position(../..)', [['reference_out_of_repeat', 1, undefined]]],
  ])('4 %s', (expression, expected) => {
    expect(told(expression)).toEqual(expected)
  })
})

describe('5 repeats in repeats', () => {
  const survey = `  - type: repeat
    name: house
    label: H
    questions:
      - { type: text, name: address, label: A }
      - type: repeat
        name: person
        label: P
        questions:
          - type: group
            name: about
            label: G
            questions:
              - { type: integer, name: age, label: A }
              - { type: calculate, name: here, calculation: "position(..)" }
              - { type: calculate, name: through, calculation: "position(../..)" }
              - { type: calculate, name: outer, calculation: "position(../../..)" }
              - { type: calculate, name: far, calculation: "position(../../../../..)" }
              - { type: calculate, name: of_house, calculation: "position(\${house})" }
              - { type: calculate, name: of_person, calculation: "position(\${person})" }
  - { type: calculate, name: one, calculation: "indexed-repeat(\${age}, \${house}, 2, \${person}, 1)" }
  - { type: calculate, name: none, calculation: "indexed-repeat(\${age}, \${house}, 1, \${person}, 3)" }
  - { type: calculate, name: some, calculation: "join(' ', \${house}[\${address} = 'B']/person[age > 10]/age)" }
  - { type: calculate, name: full, calculation: "count(\${house}[count(\${person}) > 1])" }
  - { type: calculate, name: groups, calculation: "join(' ', \${about}/age)" }
  - { type: calculate, name: all, calculation: "join(' ', \${house}/person/age)" }`
  const filling = open(form(survey), world)
  for (const [address, ages] of [['A', [30, 4]], ['B', [61, 9, 12]]] as const) {
    const house = filling.add('house')
    filling.answer(`${house}.address`, address)
    for (const age of ages) filling.answer(`${filling.add(`${house}.person`)}.age`, age)
  }
  test.each<[string, unknown]>([
    ['house[2].person[3].here', 3], ['house[2].person[3].through', 3], ['house[2].person[3].outer', 2], ['house[2].person[3].far', 0], ['house[2].person[3].of_house', 2], ['house[2].person[3].of_person', 3],
    ['one', 61], ['none', undefined], ['some', '61 12'], ['full', 2], ['groups', '30 4 61 9 12'], ['all', '30 4 61 9 12'],
  ])('5 %s is %s', (key, expected) => {
    expect(filling.get(key)).toBe(expected)
  })
  test('5 what rests on them follows', () => {
    filling.answer('house[2].person[1].age', 8)
    filling.remove('house[1].person[1]')
    expect(['one', 'some', 'full', 'all'].map((key) => filling.get(key))).toEqual([8, '12', 1, '4 8 9 12'])
    expect(filling.get('house[1].person[1].here')).toBe(1)
  })
})

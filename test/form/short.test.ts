// The short mode.
// 1  Left out is what need not be answered and is not named, itself or by a group or repeat around it; notes too.
// 2  What must be answered (required, or required sometimes) and what the form works out stays.
// 3  A repeat stays when it is named or asks something that must be answered in a row; one with a repeat_count always.
// 4  What is answered already stays, so that nothing typed disappears; no default is put into what is left out.
// 5  What is sealed in the short mode passes the checks of the whole form.
// 6  A form without `short` has no short mode; names in it must be there.
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import { differences, hidden } from '../../src/form/arrived.ts'
import { open } from '../../src/form/filling.ts'
import { form, q, world } from './stage.ts'

const survey = [
  q('text', 'head', 'required: yes'), q('text', 'nickname'), q('integer', 'days'), q('text', 'why', 'required: "${days} > 5"'), q('note', 'thanks'), q('integer', 'width', 'default: 3'), q('integer', 'twice', 'calculation: "${days} * 2"'),
  `  - type: group\n    name: house\n    label: H\n    questions:\n    ${q('text', 'roof')}\n    ${q('text', 'wall', "relevant: \"${roof} = 'lá'\"")}`,
  `  - type: group\n    name: land\n    label: L\n    questions:\n    ${q('text', 'plot')}\n    ${q('text', 'paper', 'required: yes')}`,
  `  - type: repeat\n    name: member\n    label: M\n    questions:\n    ${q('text', 'name', 'required: yes')}\n    ${q('text', 'job')}`,
  `  - type: repeat\n    name: animal\n    label: A\n    questions:\n    ${q('text', 'species')}\n      - { type: calculate, name: nth, calculation: position(..) }`,
  `  - type: repeat\n    name: month\n    label: T\n    repeat_count: 2\n    questions:\n    ${q('text', 'harvest')}`,
  '  - { type: calculate, name: sum, calculation: "${days} + 1" }',
].join('\n')
const f = form(survey, 'short: [days, house]')
const shown = (short: boolean, answers?: Parameters<typeof open>[2]): string[] => {
  const filling = open(f, world, answers, short)
  return filling.keys().filter((key) => filling.isRelevant(key))
}

test('1, 2, 3 what stays', () => {
  expect(shown(true)).toEqual(['head', 'days', 'why', 'twice', 'house', 'roof', 'land', 'paper', 'member', 'month', 'sum'])
  expect(shown(false)).toEqual(['head', 'nickname', 'days', 'why', 'thanks', 'width', 'twice', 'house', 'roof', 'land', 'plot', 'paper', 'member', 'animal', 'month', 'month[1].harvest', 'month[2].harvest', 'sum'])
})
test('3 rows are short too', () => {
  const filling = open(f, world, undefined, true)
  expect(filling.add('member')).toBe('member[1]')
  expect([filling.isRelevant('member[1].name'), filling.isRelevant('member[1].job')]).toEqual([true, false])
})

describe('4 what is there', () => {
  test('4 stays, in rows too, and its repeat with it', () => {
    expect(shown(true, { nickname: 'Pá', member: [{ name: 'Mị', job: 'dệt' }, { name: 'Sùng' }], animal: [{ species: 'trâu' }] })).toEqual(
      ['head', 'nickname', 'days', 'why', 'twice', 'house', 'roof', 'land', 'paper', 'member', 'member[1].name', 'member[1].job', 'member[2].name', 'animal', 'animal[1].species', 'animal[1].nth', 'month', 'sum'],
    )
  })
  test('4 also while it is cleared', () => {
    const filling = open(f, world, { nickname: 'Pá' }, true)
    filling.answer('nickname', undefined)
    expect(filling.isRelevant('nickname')).toBe(true)
  })
  test('4 no default is put into what is left out', () => {
    expect([open(f, world, undefined, true).get('width'), open(f, world).get('width')]).toEqual([undefined, 3])
  })
})

test('5 the whole form finds nothing wrong with it', () => {
  const filling = open(f, world, undefined, true)
  filling.answer('head', 'Giàng')
  filling.answer('days', 8)
  filling.answer('why', 'xa')
  filling.answer('paper', 'có')
  filling.add('member')
  filling.answer('member[1].name', 'Mị')
  expect(filling.problems()).toEqual([])
  const whole = open(f, world, filling.seal())
  expect([whole.problems(), hidden(whole), differences(whole)]).toEqual([[], [], []])
  expect(whole.seal()).toEqual(filling.seal())
})

describe('6 forms', () => {
  test('6 without it, asking for it changes nothing', () => {
    const plain = form(q('text', 'a'))
    expect(open(plain, world, undefined, true).isRelevant('a')).toBe(true)
  })
  test.each([
    ['[a]', []],
    ['[aa]', ['reference_unknown 4:9']],
    ['[[a]]', ['source_shape 4:9']],
    ['a', ['source_shape 4:8']],
  ])('6 short: %s', (short, expected) => {
    const compiled = compile({ 'form.yaml': `id: f\ntitle: F\nlanguage: vi\nshort: ${short}\nsurvey:\n${q('text', 'a')}\n` }, { levels: [], registers: {}, indicators: [] })
    expect(compiled.ok ? [] : compiled.problems.map(({ code, line, column }) => `${code} ${line}:${column}`)).toEqual(expected)
  })
})

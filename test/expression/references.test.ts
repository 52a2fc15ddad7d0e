// 1  Everything an expression looks at is told, in the order it is written: names, columns, lists, functions, the answer at hand, the row around.
// 2  A chain of any length is walked.
// 3  A misspelt word finds the one that was meant, and nothing when none is near.
import { expect, test } from 'vitest'
import { nearest } from '../../src/expression/nearest.ts'
import { parse } from '../../src/expression/parse.ts'
import { references } from '../../src/expression/references.ts'
import type { References } from '../../src/expression/references.ts'

const of = (text: string): References => {
  const parsed = parse(text)
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  return references(parsed.tree)
}
const none: References = { names: [], columns: [], lists: [], calls: [], self: false, instance: false }

test.each<[string, Partial<References>]>([
  ['1 + 2', {}],
  ['${a} + ${b.c} * ${a}', { names: [{ name: 'a' }, { name: 'b', column: 'c' }, { name: 'a' }] }],
  ['. > 1', { self: true }],
  ['once(1)', { self: true, calls: ['once'] }],
  ['string-length()', { self: true, calls: ['string-length'] }],
  ['string-length(${a})', { names: [{ name: 'a' }], calls: ['string-length'] }],
  ['position(..)', { instance: true, calls: ['position'] }],
  ['today() > now()', { calls: ['today', 'now'] }],
  ["instance('v')/root/item[id = ${a} and x > 1]/label", { lists: ['v'], names: [{ name: 'a' }], columns: ['id', 'x'] }],
  ["pulldata('v', 'x', 'id', ${a})", { lists: ['v'], names: [{ name: 'a' }], calls: ['pulldata'] }],
  ['${r}[${a} > b]/c', { names: [{ name: 'r' }, { name: 'c' }, { name: 'a' }, { name: 'b' }], calls: ['[rows]'] }],
  ["instance('v')/root/item[x > 1][2]/label", { lists: ['v'], columns: ['x'], calls: ['[items]', '[nth]'] }],
  ['/data/g/a | current()/.', { names: [{ name: 'a' }], self: true, calls: ['|'] }],
  ['position(../..)', { instance: true, calls: ['[around]'] }],
  ['normalize-space()', { self: true, calls: ['normalize-space'] }],
  ['indexed-repeat(${a}, ${r}, 2)', { names: [{ name: 'a' }, { name: 'r' }], calls: ['indexed-repeat'] }],
  ["jr:choice-name('x', '${kind}')", { names: [{ name: 'kind' }], calls: ['jr:choice-name'] }],
])('1 %s', (text, expected) => {
  expect(of(text)).toEqual({ ...none, ...expected })
})

test('2 a chain of a thousand names', () => {
  expect(of(Array.from({ length: 570 }, () => '${a}').join(' + ')).names.length).toBe(570)
})

test.each<[string, string | undefined]>([
  ['selectd', 'selected'], ['lenght', 'length'], ['KM', 'km'], ['xyz', undefined], ['', 'km'], ['length', 'length'],
])('3 %s → %s', (wrong, meant) => {
  expect(nearest(wrong, ['selected', 'length', 'km'])).toBe(wrong === '' ? undefined : meant)
})

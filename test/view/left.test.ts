// What a draft held for which the new version has no place.
// 1  It is said in the words of the version that was answered: labels, choices, numbers; row by row.
// 2  What is in no form, or has a label with references, is said by its name; everything is escaped.
// 3  Nothing left, nothing shown.
import { expect, test } from 'vitest'
import type { Answers } from '../../src/form/form.ts'
import { leftOver } from '../../src/view/left.ts'
import { deskWordsOf } from '../../src/words/desk.ts'
import { form, q, world } from '../form/stage.ts'

const old = form([q('integer', 'age').replace('label: age', 'label: Tuổi'), q('select_one kind', 'k'), q('text', 'about', '').replace('label: about', 'label: "Nhà ${age}"'), '  - { type: repeat, name: r, label: R, questions: [{ type: text, name: x, label: Tên }] }'].join('\n'))
const shown = (left: Answers): string => leftOver({ left, form: old, world, words: deskWordsOf('vi'), language: 'vi' }).markup
const lines = (left: Answers): string[] => [...shown(left).matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(([, label, said]) => `${label}: ${said}`)

test.each<[string, Answers, string[]]>([
  ['1 a number', { age: 1500 }, ['Tuổi: 1.500']],
  ['1 a choice', { k: 'a' }, ['k: A']],
  ['1 a choice that the version before did not have either', { k: 'zz' }, ['k: zz']],
  ['1 rows', { r: [{}, { x: 'Mị' }, { x: 'Pá' }] }, ['Tên: Mị', 'Tên: Pá']],
  ['2 a reference in the label', { about: 'tốt' }, ['about: tốt']],
  ['2 nothing known', { 'r[2].was': '31 2', constructor: '<b>' } as unknown as Answers, ['r[2].was: 31 2', 'constructor: &lt;b&gt;']],
])('%s', (_, left, expected) => {
  expect(lines(left)).toEqual(expected)
})

test('3 nothing', () => {
  expect(shown({})).toBe('')
  expect(shown({ r: [{}, {}] })).toBe('')
})

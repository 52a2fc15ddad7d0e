// How a form is cut into screens.
// 1  Each top-level group or repeat is one, loose questions between them another; calculations alone are none.
// 2  What is too long goes on over several of about the same length, each with its label and which part it is.
// 3  A nested group that fits on a screen is never cut; one that does not goes on under its own label.
// 4  A long list of choices weighs as the screen feels it.
// 5  A key is found on the screen where it stands, also in a cut group.
// 6  No question is lost or shown twice.
// 7  A thousand questions never make a screen of 3,000 nodes, and are cut once a form.
import { describe, expect, test } from 'vitest'
import { open } from '../../src/form/filling.ts'
import type { Form, Question } from '../../src/form/form.ts'
import { fields } from '../../src/view/screen.ts'
import { isOpen, screensOf, whereIs } from '../../src/view/screens.ts'
import { titleOf } from '../../src/view/title.ts'
import { wordsOf } from '../../src/words/words.ts'
import { form, q, world } from '../form/stage.ts'
import { hub, thousand } from '../form/thousand.ts'

const texts = (count: number, prefix: string): string => Array.from({ length: count }, (_, i) => q('text', `${prefix}${i + 1}`)).join('\n')
const group = (name: string, inner: string): string => `  - type: group\n    name: ${name}\n    label: Nhóm ${name}\n    questions:\n${inner.replace(/^/gm, '    ')}`
const leaves = (questions: readonly Question[]): string[] => questions.flatMap((one) => (one.kind === 'group' ? leaves(one.questions ?? []) : [one.name]))
const lengths = (of: Form): number[] => screensOf(of).map(({ questions }) => leaves(questions).length)

test.each<[string, string, number[]]>([
  ['1 loose, group, loose', `${texts(3, 'a')}\n${group('g', texts(2, 'b'))}\n${texts(1, 'c')}`, [3, 2, 1]],
  ['1 a repeat', `${texts(1, 'a')}\n  - { type: repeat, name: r, label: R, questions: [{ type: text, name: x, label: X }] }`, [1, 1]],
  ['1 calculations alone are none', `${group('g', texts(2, 'b'))}\n  - { type: calculate, name: k, calculation: 1 + 1 }`, [2]],
  ['2 as many as fit', texts(40, 'a'), [40]],
  ['2 one more', texts(41, 'a'), [21, 20]],
  ['2 a long group', `${texts(1, 'a')}\n${group('g', texts(100, 'b'))}`, [1, 34, 34, 32]],
  ['3 nested groups stay whole', group('g', [1, 2, 3].map((i) => group(`n${i}`, texts(30, `b${i}_`))).join('\n')), [30, 30, 30]],
  ['3 a nested one of just a screen', group('g', `${texts(5, 'a')}\n${group('n', texts(40, 'b'))}`), [5, 40]],
  ['3 a nested one that is too long', group('g', `${texts(5, 'a')}\n${group('n', texts(50, 'b'))}\n${texts(1, 'c')}`), [5, 25, 26]],
  ['3 calculations before it make no screen', group('g', `      - { type: calculate, name: k, calculation: 1 + 1 }\n${group('n', texts(50, 'b'))}`.replace(/^      - /, '  - ')), [26, 25]],
])('%s', (_, survey, expected) => {
  expect(lengths(form(survey))).toEqual(expected)
})

test('2, 3 each says its label, and which part it is', () => {
  const long = form(`${texts(50, 'a')}\n${group('g', group('n', texts(50, 'b')))}`)
  const filling = open(long, world)
  const [words, language] = [wordsOf('vi'), 'vi']
  expect(screensOf(long).map((screen) => titleOf(screen, { filling, words, language }))).toEqual(['Mở đầu', 'Mở đầu (phần 2)', 'Nhóm g', 'Nhóm g (phần 2)'])
  const last = screensOf(long)[3]?.questions ?? []
  expect(fields(last, '', { filling, words, language, typed: {}, pickers: {}, reasons: {}, problems: new Map(), doubts: new Map(), fresh: new Set() }).markup).toContain('<legend>Nhóm n</legend>')
  expect(screensOf(long).every((screen) => isOpen(screen, filling))).toBe(true)
})

test('4 two lists of 1,000 choices stand on two screens', () => {
  const two = form([q('select_one kind', 'a'), q('select_one kind', 'b'), q('text', 'c')].join('\n'))
  const choices = Array.from({ length: 1_000 }, (_, i) => ({ name: `c${i}`, label: { vi: `Mục ${i}` } }))
  expect(lengths({ ...two, lists: { kind: choices } })).toEqual([1, 2])
})

test('5 keys are found where they stand', () => {
  const long = form(`${group('g', `${texts(5, 'a')}\n${group('n', texts(50, 'b'))}`)}\n  - { type: repeat, name: r, label: R, questions: [{ type: text, name: x, label: X }] }`)
  expect(['g', 'a1', 'n', 'b25', 'b26', 'r', 'r[2].x', 'nowhere'].map((key) => whereIs(key, long))).toEqual([
    ...[1, 1, 2, 2, 3, 4].map((screen) => ({ screen, row: undefined })),
    { screen: 4, row: 'r[2]' },
    { screen: 1, row: undefined },
  ])
})

describe('a thousand questions', () => {
  const large = thousand()
  const asked = (questions: readonly Question[]): string[] => questions.flatMap((one) => (one.kind === 'group' ? asked(one.questions ?? []) : one.kind === 'calculate' ? [] : [one.name]))
  test('6 none is lost or shown twice', () => {
    expect(leaves(large.survey)).toHaveLength(1_000)
    const shown = screensOf(large).flatMap(({ questions }) => asked(questions))
    expect(shown).toEqual(asked(large.survey))
    expect(shown).toHaveLength(800)
  })
  test('7 cut once, and every screen is small', () => {
    expect(screensOf(large)).toBe(screensOf(large))
    const filling = open(large, world)
    filling.answer(hub, 10)
    for (const name of leaves(large.survey)) if (name.startsWith('n_')) filling.answer(name, 1)
    const nodes = screensOf(large).map(
      ({ questions }) => fields(questions, '', { filling, words: wordsOf('vi'), language: 'vi', typed: {}, pickers: {}, reasons: {}, problems: new Map(), doubts: new Map(), fresh: new Set() }).markup.split(/<[a-z]/).length,
    )
    expect(Math.max(...nodes)).toBeLessThan(1_000)
  })
})

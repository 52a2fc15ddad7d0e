// What the author's desk puts into a source.
// 1  The small form compiles as it is, and its example comes out.
// 2  A question of each kind, put in anywhere, leaves a form that compiles; its lines are the ones that are said to be new.
// 3  It stands behind the question that the cursor is on, as far in; a group stays whole; without a survey one is begun.
// 4  Names are free ones, however often something is put in.
// 5  Indicator, register and example go to their own part; a part that is not there is begun where it belongs.
// 6  What was filled in comes out of the example that is made of it.
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import type { Compiled } from '../../src/form/compile.ts'
import { kinds } from '../../src/form/kinds/index.ts'
import type { KindName } from '../../src/form/form.ts'
import { offered, putExample, putIndicator, putQuestion, putRegister, quoted, renamed, template } from '../../src/form/snippets.ts'
import { runExample } from '../../src/record/example.ts'
import { deskWordsOf } from '../../src/words/desk.ts'

const outside = { levels: ['province', 'commune', 'village'], registers: ['road'] }
const words = deskWordsOf('vi').author.sample
const small = template({ id: 'thu', title: 'Thử: một', level: 'village', language: 'vi', words })
const compiled = (text: string): Compiled => compile({ 'form.yaml': text }, { levels: outside.levels, registers: { road: { length: 'number' } }, indicators: [] })
const problems = (text: string): readonly unknown[] => {
  const made = compiled(text)
  return made.ok ? made.examples.flatMap((example) => runExample(made.form, example)) : made.problems
}
const lineOf = (text: string, part: string): number => text.split('\n').findIndex((line) => line.includes(part)) + 1

test.each(['vi', 'en'])('1 the small form, %s', (language) => {
  const made = template({ id: 'thu', title: 'Thử', level: 'village', language, words: deskWordsOf(language).author.sample })
  expect(problems(made)).toEqual([])
  expect(made).toContain(`language: ${language}\n`)
  expect(problems(renamed(small, 'khac', 'Mẫu "khác": hai'))).toEqual([])
})

describe('2 each kind', () => {
  test('all of them are offered', () => {
    expect(offered(outside)).toEqual(Object.keys(kinds))
    for (const language of ['vi', 'en']) expect(Object.keys(kinds).filter((kind) => deskWordsOf(language).author.kind[kind] === undefined)).toEqual([])
    expect(offered({ levels: [], registers: [] }).filter((kind) => kind === 'unit' || kind === 'entry')).toEqual([])
  })
  test.each(Object.keys(kinds) as KindName[])('%s', (kind) => {
    for (const line of [1, lineOf(small, 'name: ngay'), lineOf(small, 'constraint_message'), 999]) {
      const put = putQuestion(small, line, kind, words, outside)
      expect(problems(put.text), put.text).toEqual([])
      expect(put.text.split('\n').slice(put.line - 1, put.line - 1 + put.lines)[0]).toMatch(new RegExp(`^  - type: ${kind}\\b`))
    }
  })
})

describe('3 where it stands', () => {
  const grouped = `id: f
title: F
language: vi
survey:
  - type: group
    name: g
    label: G
    questions:
      - type: text
        name: a
        label: A
        check:
          - expect: . != ''
            message: Sao?
      - { type: text, name: b, label: B }

  # the end
choices: {}
`
  test.each([
    ['behind the question with its check', 'message', 6, 'cau_1', ['a', 'cau_1', 'b']],
    ['behind a question on one line', 'name: b', 6, 'cau_1', ['a', 'b', 'cau_1']],
    ['behind the whole group', 'label: G', 2, 'cau_1', ['a', 'b', 'cau_1']],
    ['at the end', 'id: f', 2, 'cau_1', ['a', 'b', 'cau_1']],
  ])('%s', (_, part, indent, name, order) => {
    const { text } = putQuestion(grouped, lineOf(grouped, part), 'text', words, outside)
    expect(text.split('\n').find((line) => line.includes('- type: text') && text.indexOf(line) >= 0 && text.includes(`${line}\n${' '.repeat(indent)}  name: ${name}`))).toBe(`${' '.repeat(indent)}- type: text`)
    expect([...text.matchAll(/name: (a|b|cau_1)\b/g)].map((found) => found[1])).toEqual(order)
    expect(problems(text)).toEqual([])
  })
  test('choices that were empty', () => {
    expect(problems(putQuestion(grouped, 1, 'select_one', words, outside).text)).toEqual([])
  })
  test('no survey yet', () => {
    expect(problems(putQuestion('id: f\ntitle: F\nlanguage: vi\n', 1, 'text', words, outside).text)).toEqual([])
    expect(putQuestion('', 1, 'text', words, outside).text).toContain('survey:\n  - type: text')
  })
})

test('4 again and again', () => {
  let text = small
  for (let i = 0; i < 12; i++) text = putQuestion(text, 999, i % 2 === 0 ? 'select_one' : 'repeat', words, outside).text
  for (let i = 0; i < 3; i++) text = putIndicator(putRegister(text, words).text, words).text
  expect(problems(text)).toEqual([])
})

test('5 parts that are there, and parts that are not', () => {
  const bare = 'id: f\ntitle: F\nlanguage: vi\nsurvey:\n  - { type: unit village, name: noi, label: Nơi }\n  - { type: text, name: ten, label: Tên }\n'
  const text = putRegister(putIndicator(putQuestion(bare, 6, 'select_multiple', words, outside).text, words).text, words).text
  expect(problems(text)).toEqual([])
  expect([...text.matchAll(/^(\w+):/gm)].map((found) => found[1])).toEqual(['id', 'title', 'language', 'survey', 'choices', 'registers', 'indicators'])
  expect(text).toContain('label: ${ten}\n    unit: ${noi}')
})

test('6 an example of what was filled in', () => {
  const { text, line, lines } = putExample(small, words, { at: '2026-11-30', entries: {}, given: { noi: 'vn.v.1', ngay: '2026-11-20', cau_1: 4 }, expect: { indicators: { so_phieu: 1 } } })
  expect(problems(text)).toEqual([])
  expect(text.split('\n').slice(line - 1, line - 1 + lines)[0]).toBe(`  - name: ${words.example}`)
  const wrong = putExample(small, words, { at: '2026-11-30', entries: {}, given: { noi: 'vn.v.1', cau_1: -4 }, expect: {} })
  expect(problems(wrong.text)).not.toEqual([])
})

test.each([['Mó nước', 'Mó nước'], ['a: b', '"a: b"'], ['', '""'], ['- x', '"- x"'], ['1,5', '"1,5"'], ['vn.v.1', 'vn.v.1'], ['x ', '"x "'], ["l'eau", '"l\'eau"']])('quoted %s', (text, expected) => {
  expect(quoted(text)).toBe(expected)
})

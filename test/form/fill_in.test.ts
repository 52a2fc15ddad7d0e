// A translation is written where it belongs.
// 1  Every text that is said to be missing has its place: filled in, none is missing any more.
// 2  What stands there stays: comments, order, the short way of writing a label.
// 3  A file that cannot be read is left alone.
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import { fillIn, whereMissing } from '../../src/form/fill_in.ts'

const form = `id: f
title: F
language: vi
survey:
  - type: select_one way
    name: a
    label: A
    hint: H
    required_message: R
    constraint_message: C
    check: [{ expect: . != '', message: M0 }, { expect: . != '', message: "M: 1" }]
  - { type: select_one common, name: b, label: B }
choices:
  way: [{ name: n.1, label: Một }, { name: n2, label: Hai }]
indicators:
  - { name: i, label: I, unit: u, count: yes }
`
const lists = 'common: [{ name: x.y, label: X }]'
const known = { levels: [], registers: {}, indicators: [] }

describe('1 all of it', () => {
  test.each([['nothing', ''], ['a comment', '# mine\n'], ['labels alone', 'title: F\nsurvey:\n  a: A in English\n'], ['an empty map', '{}']])('begun with %s', (_, begun) => {
    const files: Record<string, string> = { 'form.yaml': form, 'en.yaml': begun, 'lists/common.yaml': lists }
    let told = 0
    for (;;) {
      const compiled = compile(files, known)
      expect(compiled.ok).toBe(true)
      const [problem] = compiled.warnings
      if (problem === undefined) break
      expect(problem.code).toBe('translation_missing')
      const { file, path } = whereMissing(problem)
      files[file] = fillIn(files[file] ?? '', path, `t: ${told++}`)
      expect(told).toBeLessThan(30)
    }
    expect(told).toBeGreaterThan(10)
    expect(files['lists/en.yaml']).toContain('x.y: "t: ')
  })
})

test('2 what stands there', () => {
  const before = '# by hand\ntitle: F # the title\nsurvey:\n  b: B\n  a: { label: "A: x" }\n'
  expect(fillIn(before, ['survey', 'a', 'hint'], 'H')).toBe('# by hand\ntitle: F # the title\nsurvey:\n  b: B\n  a: { label: "A: x", hint: H }\n')
  expect(fillIn(before, ['survey', 'b', 'hint'], 'H')).toBe('# by hand\ntitle: F # the title\nsurvey:\n  b:\n    label: B\n    hint: H\n  a: { label: "A: x" }\n')
  expect(fillIn(before, ['survey', 'c', 'label'], 'C')).toContain('  c: C\n')
  expect(fillIn('survey:\n  a:\n    check: [ "", two ]\n', ['survey', 'a', 'check', '0'], 'one')).toContain('one')
})

test.each(['a: [', '- a', 'words'])('3 %s', (text) => {
  expect(fillIn(text, ['survey', 'a', 'label'], 'x')).toBe(text)
})

// Sentences.
// 1  Every problem and flag has a sentence in every language; with its facts it holds no gap and no "undefined".
// 2  Languages have the same keys, and no sentence was left in the other language.
// 3  The author's own message wins, in the reader's language, else in Vietnamese.
// 4  Facts are written the reader's way: numbers, days, levels.
// 5  A sentence for a person filling says what to do: it has a second part, or asks.
// 6  The phone's words say every problem of an answer as the desk's do; a code that they do not know is told as itself.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ProblemCode } from '../../src/form/problem.ts'
import type { FlagCode } from '../../src/record/submission.ts'
import { deskWordsOf, sayFlag, sayProblem } from '../../src/words/desk.ts'
import { problemsVi } from '../../src/words/problems.vi.ts'
import { sayProblem as sayAnswersProblem, spoken, wordsOf } from '../../src/words/words.ts'

// The codes with the facts that their declarations name, read from the source so that a new one cannot be forgotten.
function declared(path: string, types: readonly string[]): readonly { code: string; facts: Record<string, string> }[] {
  const text = readFileSync(path, 'utf8')
  return types.flatMap((type) => {
    const body = new RegExp(`export type ${type} =([\\s\\S]*?)\\n\\n`).exec(`${text}\n\n`)?.[1] ?? ''
    return [...body.matchAll(/\| '(\w+)'(?: \/\/(.*))?/g)].map(([, code = '', comment = '']) => {
      const names = /facts: ([\w?, ]+)/.exec(comment)?.[1] ?? ''
      return { code, facts: Object.fromEntries(names.split(',').map((name) => [name.trim().replace('?', ''), `‹${name.trim().replace('?', '')}›`]).filter(([name]) => name !== '')) }
    })
  })
}

const problems = [...declared('src/form/problem.ts', ['DoorCode', 'SourceCode', 'WorkbookCode', 'TargetCode', 'BoardCode', 'FillingCode']), ...declared('src/expression/tree.ts', ['FaultCode'])]
const flags = declared('src/record/submission.ts', ['FlagCode'])
const filling = declared('src/form/problem.ts', ['FillingCode']).map(({ code }) => code)

describe.each(spoken)('%s', (language) => {
  test.each(problems)('1 $code', ({ code, facts }) => {
    for (const given of [facts, {}]) {
      const said = sayProblem({ code: code as ProblemCode, facts: given }, language)
      expect(said).not.toMatch(/undefined|null|NaN|\[object/)
      expect(said.length).toBeGreaterThan(8)
    }
  })

  test.each(flags)('1 $code', ({ code, facts }) => {
    for (const given of [facts, {}]) expect(sayFlag({ code: code as FlagCode, facts: given }, language)).not.toMatch(/undefined|null|NaN/)
  })

  test.each(filling)('5 %s says what to do', (code) => {
    expect(sayProblem({ code: code as ProblemCode }, language)).toMatch(/[.?:].+|^(Hãy|Tick) /)
  })
})

test('1 all codes were found', () => {
  const { problem, flag } = deskWordsOf('vi')
  expect(problems.length).toBe(Object.keys(problem).length)
  expect(filling.length).toBe(Object.keys(problemsVi).length)
  expect(flags.length).toBe(Object.keys(flag).length)
})

test('2 the same keys, and nothing left untranslated', () => {
  const same: string[] = []
  const walk = (one: unknown, other: unknown, path: string): void => {
    if (typeof one === 'object' && one !== null) {
      expect(Object.keys(other as object).sort(), path).toEqual(Object.keys(one).sort())
      for (const key of Object.keys(one)) walk((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key], `${path}.${key}`)
    } else {
      expect(typeof other, path).toBe(typeof one)
      if (typeof one === 'string' && one === other) same.push(path)
    }
  }
  walk(deskWordsOf('vi'), deskWordsOf('en'), 'words')
  // The product's name and two names of measures are the same everywhere.
  expect(same).toEqual(['words.product', 'words.field.measures.m2', 'words.field.measures.sao'])
})

describe('3 the author’s own message', () => {
  const says = { vi: 'Từ 2 đến 60 chữ', en: '2 to 60 letters' }
  test.each([
    ['vi', 'Từ 2 đến 60 chữ'],
    ['en', '2 to 60 letters'],
    ['hmn', 'Từ 2 đến 60 chữ'],
  ])('%s', (language, expected) => {
    expect(sayProblem({ code: 'constraint', says }, language)).toBe(expected)
    expect(sayAnswersProblem({ code: 'constraint', says }, language)).toBe(expected)
  })
})

test.each([
  ['vi', { code: 'number_too_large', facts: { limit: 1500.5 } }, '1.500,5'],
  ['en', { code: 'number_too_large', facts: { limit: 1500.5 } }, '1,500.5'],
  ['vi', { code: 'unit_not_valid', facts: { date: '2026-11-24' } }, 'thứ Ba, 24/11/2026'],
  ['vi', { code: 'unit_level', facts: { level: 'village' } }, 'thôn, bản'],
  ['en', { code: 'unit_level', facts: { level: 'village' } }, 'village'],
] as const)('4 facts as %s writes them: %o', (language, problem, expected) => {
  expect(sayProblem(problem, language)).toContain(expected)
})

test.each(filling)('6 %s', (code) => {
  for (const language of spoken) expect(sayAnswersProblem({ code: code as ProblemCode }, language)).toBe(sayProblem({ code: code as ProblemCode }, language))
  expect(sayAnswersProblem({ code: 'list_empty' }, 'vi')).toBe('list_empty')
})

test('an unknown language is Vietnamese', () => {
  expect(wordsOf('hmn')).toBe(wordsOf('vi'))
  expect(wordsOf('en-GB')).toBe(wordsOf('en'))
})

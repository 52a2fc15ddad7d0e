// 1  Every fault has its code and the column where it is seen.
// 2  A misspelt function, another language's operator and a name without braces come with a suggestion.
// 3  Length and depth are bounded.
// 4  Nothing is thrown, whatever is parsed.
// 5  A pattern is compiled and asked about when it is published, never later.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from '../../src/expression/parse.ts'
import type { FaultCode } from '../../src/expression/tree.ts'

const faults = (text: string, options = {}) => {
  const parsed = parse(text, options)
  return 'faults' in parsed ? parsed.faults : []
}

describe('1 faults and their columns', () => {
  test.each<[string, FaultCode, number]>([
    ['', 'expression_empty', 1], ['   ', 'expression_empty', 1], ['(', 'expression_unexpected', 2], ['(1', 'expression_unclosed', 1], ['1 + (2 * 3', 'expression_unclosed', 5], ['1)', 'expression_unexpected', 2],
    ["'abc", 'expression_unclosed', 1], ['1 + "x', 'expression_unclosed', 5], ['${km', 'expression_unclosed', 1], ['1 + ${km', 'expression_unclosed', 5], ['${}', 'expression_unexpected', 1], ['${a b}', 'expression_unexpected', 1], ['${1a}', 'expression_unexpected', 1],
    ['${a.b.c}', 'expression_unexpected', 1], ['1 +', 'expression_unexpected', 4], ['+ 1', 'expression_unexpected', 1], ['1 2', 'expression_unexpected', 3], ['1 == 2', 'expression_unexpected', 3], ['1 && 2', 'expression_unexpected', 3],
    ['1 || 2', 'expression_unexpected', 3], ['!1', 'expression_unexpected', 1], ['1 <> 2', 'expression_unexpected', 3], ['1 / 2', 'expression_unexpected', 3], ['7 % 2', 'expression_unexpected', 3], ['km > 1', 'expression_unexpected', 1],
    ['${km} > limit', 'expression_unexpected', 9], ['globalThis', 'expression_unexpected', 1], ['this', 'expression_unexpected', 1], ['and 1', 'expression_unexpected', 1], ['1 and', 'expression_unexpected', 6], ['foo(1)', 'expression_unknown_function', 1],
    ['1 + foo(1)', 'expression_unknown_function', 5], ['fetch("//x")', 'expression_unknown_function', 1], ['constructor(1)', 'expression_unknown_function', 1], ['toString()', 'expression_unknown_function', 1], ['if(1)', 'expression_arity', 1],
    ['if(1, 2)', 'expression_arity', 1], ['if(1, 2, 3, 4)', 'expression_arity', 1], ['today(1)', 'expression_arity', 1], ['selected(1)', 'expression_arity', 1], ['1 + not()', 'expression_arity', 5], ['sum()', 'expression_arity', 1],
    ['coalesce(1)', 'expression_arity', 1], ['substr(1)', 'expression_arity', 1], ['pow(1)', 'expression_arity', 1], ['round(1, 2, 3)', 'expression_arity', 1], ['concat(1,)', 'expression_unexpected', 10], ['concat(,1)', 'expression_unexpected', 8],
    ["instance('a')/root", 'expression_unexpected', 19], ["instance('a')/item/b", 'expression_unexpected', 15], ["instance('a')/root/item[b = 1", 'expression_unclosed', 24], ["instance('a')/root/item[b = 1]", 'expression_unexpected', 31],
    ["instance('a', 'b')/root/item/c", 'expression_arity', 1], ["regex(., '(')", 'expression_regex', 10], ["regex(., '[')", 'expression_regex', 10], ["regex(., '(?<=a)b')", 'expression_regex', 10], ['regex(., ${p})', 'expression_regex', 10],
    ["regex(., concat('a', 'b'))", 'expression_regex', 10], ['1 @ 2', 'expression_unexpected', 3], ['#', 'expression_unexpected', 1], ['$km > 1', 'expression_unexpected', 1], ['{km}', 'expression_unexpected', 1], ['1;2', 'expression_unexpected', 2],
    ['...', 'expression_unexpected', 3], ['. .', 'expression_unexpected', 3], ['${a}${b}', 'expression_unexpected', 5],
  ])('%s → %s at %i', (text, code, column) => {
    const [first] = faults(text)
    expect([first?.code, first?.column]).toEqual([code, column])
  })

  test('1 several wrong calls are told at once', () => {
    expect(faults('foo(1) + bar(2) + if(1)').map((fault) => [fault.code, fault.column])).toEqual([
      ['expression_unknown_function', 1],
      ['expression_unknown_function', 10],
      ['expression_arity', 19],
    ])
  })
})

test.each([
  ['iff(1,2,3)', 'if'], ['selectd(${a}, 1)', 'selected'], ['count_selected(${a})', 'count-selected'], ['km > 1', '${km}'], ['1 == 2', '='], ['1 && 2', 'and'], ['1 / 2', 'div'], ['todya()', 'today'],
])('2 %s suggests %s', (text, suggestion) => {
  expect(faults(text)[0]?.facts.suggestion).toBe(suggestion)
})

describe('3 bounds', () => {
  test('3 ten thousand brackets', () => {
    expect(faults(`${'('.repeat(3_900)}1`)[0]?.code).toBe('expression_too_deep')
    expect(faults(`${'('.repeat(10_000)}1`)[0]?.code).toBe('expression_too_long')
    expect(faults(`${'-'.repeat(3_900)}1`)[0]?.code).toBe('expression_too_deep')
  })
  test('3 a megabyte', () => {
    expect(faults(`${'1+'.repeat(500_000)}1`)[0]?.code).toBe('expression_too_long')
  })
  test('3 sixty brackets and two thousand terms are fine', () => {
    expect(faults(`${'('.repeat(60)}1${')'.repeat(60)}`)).toEqual([])
    expect(faults(`${'1+'.repeat(1_999)}1`)).toEqual([])
  })
})

test('4 whatever is typed, it parses or has faults (seed printed on failure)', () => {
  const piece = fc.constantFrom('(', ')', '[', ']', '${a}', '${', '}', "'", '"', ' ', '1', '.', '..', 'and', 'if', ',', '+', 'instance', '/', 'root', 'item', '=', 'ộ', '\u0000', '💧')
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.array(piece).map((parts) => parts.join(''))), (text) => {
      const parsed = parse(text)
      if ('faults' in parsed) for (const fault of parsed.faults) expect(fault.column).toBeGreaterThan(0)
    }),
    { numRuns: 5000 },
  )
})

test('5 the one who publishes may refuse a pattern', () => {
  const regexFault = (pattern: string) => (pattern.includes('+)+') ? 'hangs' : undefined)
  expect(faults("regex(., '^(a+)+$')", { regexFault })[0]?.facts.reason).toBe('hangs')
  expect(faults("regex(., '^a+$')", { regexFault })).toEqual([])
})

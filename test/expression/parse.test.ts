// 1  Every fault has its code and the column where it is seen.
// 2  A misspelt function, another language's operator and a name without braces come with a suggestion.
// 3  Length and depth are bounded.
// 4  Nothing is thrown, whatever is parsed.
// 5  A pattern is compiled and asked about when it is published, never later.
// 6  Operators bind as in XPath 1.0; the tree is what tree.ts says.
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
    ["instance('a')/root", 'expression_unexpected', 19], ["instance('a')/item/b", 'expression_unexpected', 15], ["instance('a')/root/item[b = 1", 'expression_unclosed', 24], ["instance('a')/root/item[b = 1]/", 'expression_unexpected', 32],
    ["instance('a', 'b')/root/item/c", 'expression_arity', 1], ["regex(., '(')", 'expression_regex', 10], ["regex(., '[')", 'expression_regex', 10], ["regex(., '(?<=a)b')", 'expression_regex', 10], ['regex(., ${p})', 'expression_regex', 10],
    ["regex(., concat('a', 'b'))", 'expression_regex', 10], ['1 @ 2', 'expression_unexpected', 3], ['#', 'expression_unexpected', 1], ['$km > 1', 'expression_unexpected', 1], ['{km}', 'expression_unexpected', 1], ['1;2', 'expression_unexpected', 2],
    ['...', 'expression_unexpected', 1], ['. .', 'expression_unexpected', 3], ['${a}${b}', 'expression_unexpected', 5],
    ['..', 'expression_unexpected', 1], ['1 + ..', 'expression_unexpected', 5], ['../..', 'expression_unexpected', 1], ['/', 'expression_unexpected', 2], ['/data/', 'expression_unexpected', 7], ['/data/..', 'expression_unexpected', 9], ['/data/*', 'expression_unexpected', 7], ['../@id', 'expression_unexpected', 4], ['ancestor::km', 'expression_unexpected', 9], ['position(.)', 'expression_unexpected', 10], ['position(../km + 1)', 'expression_unexpected', 10],
    ['last()', 'expression_unexpected', 1], ['${a}[${b} > 1', 'expression_unclosed', 5], ['${a}[.. = 1]', 'expression_unexpected', 6], ['${a}[. > 1]', 'expression_unexpected', 6], ['${a}[]', 'expression_unexpected', 6], ['${a.b}[1]', 'expression_unexpected', 1], ['${a}/..', 'expression_unexpected', 5], ['1 | ', 'expression_unexpected', 5],
    ["instance('a')/root/item[../b = 1]/c", 'expression_unexpected', 25], ['count(1 2)', 'expression_unexpected', 9], [`${'../'.repeat(70)}a`, 'expression_unexpected', 198],
    ["indexed-repeat('a', ${r}, 1)", 'expression_unexpected', 16], ['indexed-repeat(${a}, r, 1)', 'expression_unexpected', 22], ['jr:choice-name(${a}, ${a})', 'expression_unexpected', 22], ["jr:choice-name(${a}, 'a')", 'expression_unexpected', 22],
    ["instance('a')", 'expression_unexpected', 14], ["regex(., '(a+)+')", 'expression_regex', 10], ["regex(., 'a)(b')", 'expression_regex', 10], ['${km} > 2,5', 'expression_unexpected', 10], ['1 AND 2', 'expression_unexpected', 3],
    ['${a} và ${b}', 'expression_unexpected', 6], ['${a} = “x”', 'expression_unexpected', 8], ['${đường} > 1', 'expression_unexpected', 1], ['đường > 1', 'expression_unexpected', 1], ['1 or2x', 'expression_unexpected', 6],
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

  test('1 bare names and broken references do not hide what follows; all in the order of their columns', () => {
    expect(faults('foo(km) > limit + ${a b} and $x = iff(1)').map((fault) => [fault.code, fault.column])).toEqual([
      ['expression_unknown_function', 1],
      ['expression_unexpected', 5],
      ['expression_unexpected', 11],
      ['expression_unexpected', 19],
      ['expression_unexpected', 30],
      ['expression_unknown_function', 35],
    ])
  })
})

test.each<[string, string | undefined]>([
  ['iff(1,2,3)', 'if'], ['selectd(${a}, 1)', 'selected'], ['count_selected(${a})', 'count-selected'], ['km > 1', '${km}'], ['1 == 2', '='], ['1 && 2', 'and'], ['1 / 2', 'div'], ['todya()', 'today'],
  ['$km > 1', '${km}'], ['{km} > 1', '${km}'], ['${a} / ${b}', 'div'], ['${a}[.. = 1]', 'current()/..'], ["instance('a')/root/item[../b = 1]/c", 'current()/..'], ['$road.length', '${road.length}'], ['${km} > 2,5', '2.5'], ['1 AND 2', 'and'], ['${a} và ${b}', 'and'], ['${a} = “x”', '"'],
  ['IF(1, 2, 3)', 'if'], ['instanc(1)', 'instance'], ['..', 'position(..)'], ['1 ≥ 2', '>='], ["instance('a')[1]", "instance('…')/root/item[…]"], ['constructor', '${constructor}'], ['1 constructor', undefined],
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
  const piece = fc.constantFrom('|', '//', '::', 'self', 'position(', 'current()', '(', ')', '[', ']', '${a}', '${', '}', "'", '"', ' ', '1', '.', '..', 'and', 'if', ',', '+', 'instance', '/', 'root', 'item', '=', 'ộ', '\u0000', '💧')
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.array(piece).map((parts) => parts.join(''))), (text) => {
      const parsed = parse(text)
      if ('faults' in parsed) for (const fault of parsed.faults) expect(fault.column).toBeGreaterThan(0)
    }),
    { numRuns: 5000 },
  )
})

test('5 without a checker, a repetition in a repeated group is refused', () => {
  const reason = (pattern: string) => faults(`regex(., '${pattern}')`)[0]?.facts.reason
  expect(['(a+)+', '^(\\d*)*$', '(a{2,})+', '(a+b){3,}', '(?:x*)*'].map(reason)).toEqual(['hang', 'hang', 'hang', 'hang', 'hang'])
  expect(['a+', '(ab)+', '(a|b)*', '[a+]+', '(a+)', '\\(a+\\)+', '(a+){3}', '0\\-9'].map(reason)).toEqual(Array.from({ length: 8 }, () => undefined))
})

test('5 a pattern is asked about as it will run: anchored, with its flags', () => {
  const asked: string[][] = []
  parse("regex(., 'a|b') and regex(., '0\\-9')", { regexFault: (pattern, flags) => void asked.push([pattern, flags]) })
  expect(asked).toEqual([['^(?:a|b)$', 'u'], ['^(?:0\\-9)$', '']])
})

test('5 the one who publishes may refuse a pattern', () => {
  const regexFault = (pattern: string) => (pattern.includes('+)+') ? 'hangs' : undefined)
  expect(faults("regex(., '^(a+)+$')", { regexFault })[0]?.facts.reason).toBe('hangs')
  expect(faults("regex(., '^a+$')", { regexFault })).toEqual([])
})

describe('6 what parses, and how it binds', () => {
  test.each<[string, unknown]>([
    ['1 + 2 * 3', ['+', 1, ['*', 2, 3]]],
    ['1 - 2 - 3', ['-', ['-', 1, 2], 3]],
    ['1 or 2 and 3', ['or', 1, ['and', 2, 3]]],
    ['1 = 2 < 3', ['=', 1, ['<', 2, 3]]],
    ['-${a} * 2', ['*', ['neg', ['$', 'a']], 2]],
    ['-2', -2],
    ['${a}-${b}', ['-', ['$', 'a'], ['$', 'b']]],
    ['${a-b}', ['$', 'a-b']],
    ['${ a }', ['$', 'a']],
    ['${a.b}', ['$', 'a', 'b']],
    ['1or 0', ['or', 1, 0]],
    ['7mod2', ['mod', 7, 2]],
    ["'a\"b'", 'a"b'],
    ["'Thu\u031bo\u031b\u0323ng'", 'Thượng'],
    ['if (1, 2, 3)', ['()', 'if', 1, 2, 3]],
    ['position(..)', ['()', 'position', ['..']]],
    ["instance('v')/root/item/label", ['[]', 'v', 'label']],
    ['/data/group/km', ['$', 'km']],
    ['../km', ['$', 'km']],
    ['current()/../km', ['$', 'km']],
    ['${a} | ${b} | ../c', ['()', '|', ['$', 'a'], ['$', 'b'], ['$', 'c']]],
    ['-${a} | ${b}', ['neg', ['()', '|', ['$', 'a'], ['$', 'b']]]],
    ['${r}[${a} > 3]/b', ['()', '[rows]', ['$', 'r'], ['$', 'b'], ['>', ['$', 'a'], 3]]],
    ['${r}[./a > 3]/b', ['()', '[rows]', ['$', 'r'], ['$', 'b'], ['>', ['$', 'a'], 3]]],
    ['/data/r[a > 3]/b', ['()', '[rows]', ['$', 'r'], ['$', 'b'], ['>', ['$', 'a'], 3]]],
    ['${r}[2]', ['()', '[rows]', ['$', 'r'], '', ['=', ['()', '[nth]'], 2]]],
    ['${r}[a = current()/../c]/b', ['()', '[rows]', ['$', 'r'], ['$', 'b'], ['=', ['$', 'a'], ['()', 'current', ['$', 'c']]]]],
    ['${r}[position() = position(current()/..) - 1]/b', ['()', '[rows]', ['$', 'r'], ['$', 'b'], ['=', ['()', '[nth]'], ['-', ['()', 'current', ['()', 'position', ['..']]], 1]]]],
    ['position(../..)', ['()', '[around]', 2]],
    ["instance('v')/root/item[a = 1][b = 2]/c", ['[]', 'v', 'c', ['and', ['=', ['@', 'a'], 1], ['=', ['@', 'b'], 2]]]],
    ["instance('v')/root/item[a = current()/../c]/b", ['[]', 'v', 'b', ['=', ['@', 'a'], ['$', 'c']]]],
    ["instance('v')/root/item[2]/c", ['()', '[items]', 'v', 'c', ['=', ['()', '[nth]'], 2]]],
    ["instance('v')/root/item[a-b = 1 and div = 2]/label", undefined],
    ["instance('v')/root/item[a-b = 1 and mod2 = 2]/label", ['[]', 'v', 'label', ['and', ['=', ['@', 'a-b'], 1], ['=', ['@', 'mod2'], 2]]]],
  ])('6 %s', (text, tree) => {
    const parsed = parse(text)
    expect('tree' in parsed ? parsed.tree : undefined).toEqual(tree)
  })
  test('6 in a choice filter a bare name is a column', () => {
    expect(parse('region = ${region}', { columns: true })).toEqual({ tree: ['=', ['@', 'region'], ['$', 'region']], through: [] })
  })
  test('6 a tree is plain JSON', () => {
    const parsed = parse("if(${a.b} > 1, instance('v')/root/item[x = .]/y, -today())")
    expect('tree' in parsed && JSON.parse(JSON.stringify(parsed.tree))).toEqual('tree' in parsed && parsed.tree)
  })
})

// The small pure things that records stand on.
// 1  Canonical JSON is RFC 8785: members sorted by UTF-16, numbers and texts as ECMAScript writes them; the same as a known implementation.
// 2  What is hashed of a submission is all but the hash; what JSON cannot hold is an error.
// 3  A receipt reads back; one wrong digit or two swapped do not.
// 4  Folding finds words typed without marks; the sort key is the Vietnamese order.
// 6  A label is one line, not too long, never half a character.
// 5  Who lies under whom: by parents then, through successors today; circles end; a divided unit stays where it was.
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Unit } from '../../src/form/world.ts'
import { canonical, unsigned } from '../../src/record/canonical.ts'
import { fold, sortKey } from '../../src/record/fold.ts'
import { labelOf } from '../../src/record/label.ts'
import { readReceipt, receiptOf } from '../../src/record/receipt.ts'
import { underIn, within } from '../../src/record/within.ts'

describe('1 canonical', () => {
  test.each<[string, unknown, string]>([
    ['members in order', { b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    ['by UTF-16, not by code point', { '\u{1f600}': 1, '\ufb33': 2, ö: 3, '€': 4, '1': 5 }, '{"1":5,"ö":3,"€":4,"\u{1f600}":1,"\ufb33":2}'],
    ['numbers', [333333333.33333329, 1e30, 4.5, 2e-3, 1e-27, -0], '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]'],
    ['texts', '€$\u000f\nA\'B"\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\"/"'],
    ['undefined members are not there', { a: undefined, b: 2 }, '{"b":2}'],
  ])('%s', (_, value, text) => {
    expect(canonical(value)).toBe(text)
  })
  test('as a known implementation writes it', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => canonical(value) === canonicalize(value)), { seed: 7, numRuns: 500 })
  })
})

describe('2 unsigned', () => {
  const submission = { id: 'a', form: 'f', version: 1, answers: { x: 'Đản Ván' }, context: { at: 1, zone: 420, seed: 1 } }
  test('without the hash, whatever the order', () => {
    expect(unsigned({ ...submission, sha256: 'ff' })).toBe(unsigned({ context: submission.context, version: 1, answers: submission.answers, form: 'f', id: 'a' }))
    expect(JSON.parse(unsigned({ ...submission, sha256: 'ff' }))).toEqual(submission)
  })
  test.each([[NaN], [Infinity], ['\ud800'], ['a\udc00b'], [{ '\ud83d': 1 }], [() => 1]])('%j is no JSON', (value) => {
    expect(() => canonical(value)).toThrow()
  })
  test('pairs are well formed', () => {
    expect(canonical('\ud83d\ude00\ud83d\ude00')).toBe('"😀😀"')
  })
})

describe('3 receipts', () => {
  test.each([1, 9, 10, 97, 1042, 99_999, 1_234_567_890])('%d', (seq) => {
    const receipt = receiptOf(seq)
    expect(receipt).toMatch(/^\d+-\d\d$/)
    expect(readReceipt(receipt)).toBe(seq)
    expect(readReceipt(` ${receipt.replace('-', ' – ')} `)).toBe(seq)
    const digits = receipt.replace('-', '')
    // ISO 7064, MOD 97-10: the whole number leaves 1.
    expect(BigInt(digits) % 97n).toBe(1n)
    for (let i = 0; i < digits.length; i++) {
      for (const digit of '0123456789') if (digit !== digits[i]) expect(readReceipt(digits.slice(0, i) + digit + digits.slice(i + 1))).not.toBe(seq)
      const swapped = digits.slice(0, i) + (digits[i + 1] ?? '') + (digits[i] ?? '') + digits.slice(i + 2)
      if (swapped !== digits && swapped.length === digits.length) expect(readReceipt(swapped)).toBeUndefined()
    }
  })
  test.each(['', '12', 'abc-12', '0-01', '١٢٣٤', '1042', '99999999999999999999'])('%j is none', (text) => {
    expect(readReceipt(text)).toBeUndefined()
  })
})

describe('4 fold and sort', () => {
  test.each([['Đản  Ván', 'dan van'], ['ĐƯỜNG Nà Hồ', 'duong na ho'], ['Thèn Chu Phìn'.normalize('NFD'), 'then chu phin'], ['  Pờ Ly Ngài\n', 'po ly ngai']])('%s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })
  test('Vietnamese order', () => {
    const right = ['an', 'ăn', 'ân', 'Bản Máy', 'bàn', 'Chiến Phố', 'da', 'Đản Ván', 'ma', 'mà', 'mả', 'mã', 'má', 'mạ', 'Nậm Dịch', 'Nậm Tỵ', 'Xuân Minh']
    const mixed = [...right].reverse()
    const sorted = mixed.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
    // 'bàn' and 'bản máy': letters first (ban < ban may), so the shorter word stands before.
    expect(sorted).toEqual(['an', 'ăn', 'ân', 'bàn', 'Bản Máy', 'Chiến Phố', 'da', 'Đản Ván', 'ma', 'mà', 'mả', 'mã', 'má', 'mạ', 'Nậm Dịch', 'Nậm Tỵ', 'Xuân Minh'])
  })
})

describe('5 within', () => {
  const unit = (id: string, parent: string | null, successors: readonly string[] = []): Unit => ({
    id, level: 'l', name: id, full_name: id, code: null, parent, valid_from: null, valid_to: null, successors,
  })
  const above = (units: readonly Unit[], id: string, era: string): string[] => within(units).filter((row) => row.unit === id && row.era === era).map((row) => row.ancestor).sort()
  const merged = [unit('p', null), unit('old', 'p0', ['new']), unit('p0', null, ['p']), unit('new', 'p'), unit('v', 'old')]
  test.each<[string, readonly Unit[], string, string[], string[]]>([
    ['a village of a merged commune', merged, 'v', ['old', 'p0', 'v'], ['new', 'p', 'v']],
    ['the merged commune itself', merged, 'old', ['old', 'p0'], ['new', 'old', 'p']],
    ['merged twice', [unit('a', null, ['b']), unit('b', null, ['c']), unit('c', null), unit('v', 'a')], 'v', ['a', 'v'], ['c', 'v']],
    ['divided in two', [unit('a', null, ['b', 'c']), unit('b', null), unit('c', null), unit('v', 'a')], 'v', ['a', 'v'], ['a', 'v']],
    ['a circle of parents', [unit('a', 'b'), unit('b', 'a')], 'a', ['a', 'b'], ['a', 'b']],
    ['a circle of successors', [unit('a', null, ['b']), unit('b', null, ['a']), unit('v', 'a')], 'v', ['a', 'v'], ['v']],
    ['a parent that is not known', [unit('v', 'nowhere')], 'v', ['v'], ['v']],
  ])('%s', (_, units, id, then, today) => {
    expect(above(units, id, 'then')).toEqual(then)
    expect(above(units, id, 'today')).toEqual(today)
  })
  test('asked in either era', () => {
    const isUnder = underIn(within(merged))
    expect(['v old', 'v new', 'v p', 'v v', 'new old', 'p v'].map((pair) => isUnder(...(pair.split(' ') as [string, string])))).toEqual([true, true, true, true, false, false])
  })
})

test.each([
  ['Nà\u0000Hồ\n2', 'Nà Hồ 2'],
  [`${'a'.repeat(199)}😀`, 'a'.repeat(199)],
  ['a'.repeat(300), 'a'.repeat(200)],
])('6 label %#', (text, label) => {
  expect(labelOf(text)).toBe(label)
})

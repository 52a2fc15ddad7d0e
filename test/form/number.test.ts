// 1  Vietnamese: 1.500 is fifteen hundred, 2,5 is two and a half. English the other way round.
// 2  What can be read two ways is asked, with both readings.
// 3  What is no number is said to be none; nothing is guessed.
// 4  What is written is read back as the same number, in both languages.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readNumber, writeNumber } from '../../src/form/number.ts'

describe('1 read', () => {
  test.each<[string, string, number]>([
    ['2,5', 'vi', 2.5], ['1.500', 'vi', 1500], ['1.500,5', 'vi', 1500.5], ['12.345.678', 'vi', 12345678], ['0,125', 'vi', 0.125], ['-3', 'vi', -3], [' 7 ', 'vi', 7], ['1 500', 'vi', 1500], ['1 500,25', 'vi', 1500.25], ['60.000.000', 'vi', 60000000], ['007', 'vi', 7], ['-0', 'vi', 0], ['12,75', 'vi', 12.75], ['1234,5', 'vi', 1234.5], ['1234,567', 'vi', 1234.567], ['3,0', 'vi', 3],
    ['2.5', 'en', 2.5], ['1,500', 'en', 1500], ['1,500.5', 'en', 1500.5], ['12,345,678', 'en', 12345678], ['0.125', 'en', 0.125], ['1\u00a0500', 'en', 1500],
  ])('1 %s in %s is %d', (typed, language, value) => {
    expect(readNumber(typed, language)).toEqual({ value })
  })
})

describe('2 asked', () => {
  test.each<[string, string, string, string]>([
    ['1,500', 'vi', '1,5', '1.500'], ['1.5', 'vi', '1,5', '15'], ['12.50', 'vi', '12,5', '1.250'], ['1.500', 'en', '1.5', '1,500'], ['2,5', 'en', '2.5', '25'], ['-1,500', 'vi', '-1,5', '-1.500'],
  ])('2 %s in %s: %s or %s?', (typed, language, one, other) => {
    expect(readNumber(typed, language)).toEqual({ slip: { code: 'number_ambiguous', facts: { typed, one, other } } })
  })
})

describe('3 no numbers', () => {
  test.each(['abc', '1e3', '+5', '1..5', '1,,5', '1,5,5', '.5', '5.', '--5', '1-5', '１２３', '๒', '1.50.00', '1.500.5', '12 34', '1,5.000', '∞', 'NaN', '0x10'])('3 %s', (typed) => {
    expect(readNumber(typed, 'vi')).toEqual({ slip: { code: 'not_number', facts: { typed } } })
  })
  test('3 more than a double holds exactly', () => {
    expect(readNumber('9223372036854775807', 'vi')).toMatchObject({ slip: { code: 'number_too_large' } })
  })
})

test('4 written and read again (seed printed on failure)', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: 0, max: 2 }), fc.constantFrom('vi', 'en'), (whole, digits, language) => {
      const value = whole / 10 ** digits
      const read = readNumber(writeNumber(value, language), language)
      expect('value' in read ? read.value : read).toBe(value === 0 ? 0 : value)
    }),
  )
})

// Entries that may be the same twice.
// 1  One name, written as people write it: case, blanks, marks, the place of a mark, đ and d, i and y, an apostrophe.
// 2  Brothers, twins, father and son, namesakes in another village: nobody's double.
// 3  A missing year, a year off by one, another place: how likely it is follows from what agrees.
// 4  What is compared grows with what there is, not with its square; each pair once, the likely ones first.
import { describe, expect, test } from 'vitest'
import { alikeAmong, alikeness } from '../../src/record/alike.ts'
import type { Candidate } from '../../src/record/alike.ts'

let next = 0
const entry = (label: string, born?: number | '', unit = 'v1', more: Readonly<Record<string, string>> = {}): Candidate => ({ id: `e${String(next++).padStart(6, '0')}`, label, unit, columns: { ...(born === undefined ? {} : { born }), ...more } })
const judged = (one: Candidate, other: Candidate, columns: readonly string[] = ['born']): string => {
  const [found, among] = [alikeness(one, other, columns), alikeAmong([one, other], columns)]
  expect(among).toEqual(found === undefined ? [] : [found])
  return found === undefined ? '' : `${found.likely} ${found.name}`
}

describe('1 one name', () => {
  test.each([
    ['Nguyễn Văn A', 'NGUYỄN VĂN A', 'likely same'],
    ['Nguyễn Văn A', 'NGUYEN VAN A', 'likely unmarked'],
    ['Nguyễn Văn A', '  Nguyễn   Văn  A ', 'likely same'],
    ['Nguyễn Văn A', 'Nguyễn Văn A'.normalize('NFD'), 'likely same'],
    ['Lý Thị Hoà', 'Lý Thị Hòa', 'likely same'],
    ['Lý Thị Thuý', 'Lý Thị Thúy', 'likely same'],
    ['Đặng Văn Đản', 'Dang Van Dan', 'likely unmarked'],
    ['Đặng Thị Sen', 'Dặng Thị Sen', 'possible tones'],
    ["H'Mông Thị Súa", 'HMông Thị Súa', 'likely same'],
    ['K’Brôi', "K'Brôi", 'likely same'],
    ['Giàng Mí Sính', 'Giàng Mý Sính', 'possible letter'],
    ['Lý Seo Vàng', 'Ly Seo Vang', 'likely unmarked'],
    ['Hờ Mí Lử', 'HờMí Lử', 'likely same'],
    ['Giàng Mí Sính', 'Giàng Mí Sình', 'possible tones'],
    ['Lèng Văn San', 'Lèng San', 'possible shorter'],
    ['Nguyễn Văn Bách', 'Nguễn Văn Bách', 'possible letter'],
  ])('%s · %s', (one, other, expected) => {
    expect(judged(entry(one, 1974), entry(other, 1974))).toBe(expected)
    expect(judged(entry(other, 1974), entry(one, 1974))).toBe(expected)
  })
})

describe('2 others', () => {
  test.each([
    ['twins', 'Giàng Mí Lử', 'Giàng Mí Lúa', 1990, 1990],
    ['twins whose names rhyme', 'Nguyễn Văn Minh', 'Nguyễn Văn Linh', 1990, 1990],
    ['twins with one letter more', 'Lò Thị Lan', 'Lò Thị Loan', 1990, 1990],
    ['twins with other vowels', 'Nguyễn Văn Hùng', 'Nguyễn Văn Hưng', 1990, 1990],
    ['twins, as they are called', 'Triệu Mùi Nam', 'Triệu Mùi Năm', 1990, 1990],
    ['brothers of one name but for the tone', 'Vàng A Tủa', 'Vàng A Tùa', 1990, 1994],
    ['father and son of one name', 'Sùng A Páo', 'Sùng A Páo', 1960, 1985],
    ['a family name in common', 'Lèng Văn San', 'Lèng Thị San Mẩy', 1974, 1974],
    ['one word', 'Páo', 'Sùng A Páo', 1974, 1974],
    ['another family', 'Lừu Mí Sính', 'Thào Mí Sính', 1974, 1974],
    ['no name', '', '', 1974, 1974],
    ['signs only', '–', '…', 1974, 1974],
  ])('%s', (_, one, other, born, then) => {
    expect(judged(entry(one, born), entry(other, then))).toBe('')
  })
  test('another village, and no year', () => {
    expect(judged(entry('Vàng Thị Mỷ', '', 'v1'), entry('Vàng Thị Mỷ', 1980, 'v2'))).toBe('')
  })
  test('a man and a woman of one name and year', () => {
    expect(judged(entry('Lò Sao', 1980, 'v1', { sex: 'male' }), entry('Lò Sao', 1980, 'v1', { sex: 'female' }), ['born', 'sex'])).toBe('')
  })
})

describe('3 how likely', () => {
  test.each([
    ['the year is missing in one', entry('Lò Văn Tư', ''), entry('Lo Van Tu', 1980), 'possible unmarked'],
    ['in both', entry('Lò Văn Tư'), entry('Lò Văn Tư'), 'possible same'],
    ['a year off by one, in one place', entry('Lò Văn Tư', 1979), entry('Lò Văn Tư', 1980), 'possible same'],
    ['a year off by one, elsewhere', entry('Lò Văn Tư', 1979), entry('Lò Văn Tư', 1980, 'v2'), ''],
    ['moved to another village', entry('Lò Văn Tư', 1980), entry('Lò Văn Tư', 1980, 'v2'), 'likely same'],
    ['moved, and the tone heard otherwise', entry('Lò Văn Tư', 1980), entry('Lò Văn Tứ', 1980, 'v2'), ''],
  ])('%s', (_, one, other, expected) => {
    expect(judged(one, other)).toBe(expected)
  })
  test('by the label alone', () => {
    expect(judged(entry('Đường Nà Hồ'), entry('đường nà hồ'), [])).toBe('likely same')
    expect(judged(entry('Đường Nà Hồ'), entry('đường nà hồ', undefined, 'v2'), [])).toBe('')
  })
  test('a road from the same place', () => {
    const [one, other] = [entry('Thượng II', undefined, 'v1', { from: 'Nhà văn hóa' }), entry('Thượng II', undefined, 'v1', { from: 'nhà  văn hoá' })]
    expect(judged(one, other, ['from'])).toBe('likely same')
    expect(judged(one, entry('Thượng II', undefined, 'v1', { from: 'Quốc lộ 4D' }), ['from'])).toBe('')
  })
  test('why', () => {
    const one = entry('Lò Văn Tư', 1980, 'v1', { sex: 'male' })
    const other = entry('LO VAN TU', '', 'v1', { sex: 'male' })
    expect(alikeness(one, other, ['born', 'sex'])).toEqual({ one, other, likely: 'likely', name: 'unmarked', columns: [{ column: 'born', is: 'unknown' }, { column: 'sex', is: 'same' }], isSamePlace: true })
  })
})

test('4 five thousand entries, among them many of one name', () => {
  const surnames = ['Lèng', 'Vàng', 'Giàng', 'Thào', 'Sùng', 'Triệu', 'Đặng', 'Lò', 'Hoàng', 'Phàn']
  const given = ['Sính', 'Páo', 'Mỷ', 'Lử', 'Chính', 'Dũng', 'Tư', 'Mẩy', 'Sao', 'Khé', 'Vần', 'Sơn', 'Thanh']
  const many = Array.from({ length: 5_000 }, (_, i) => entry(`${surnames[i % 10] ?? ''} ${['Văn', 'Thị', 'A', 'Seo'][i % 4] ?? ''} ${given[i % 13] ?? ''}`, 1940 + ((i * 7) % 67), `v${i % 19}`))
  const twice = [entry('Lù Văn Bảy', 1971), entry('LU VAN BAY', 1971)]
  const began = performance.now()
  const found = alikeAmong([...many, ...twice], ['born'])
  expect(performance.now() - began).toBeLessThan(1_000)
  expect(found.filter(({ one }) => one.label === 'Lù Văn Bảy').length).toBe(1)
  expect(new Set(found.map(({ one, other }) => `${one.id} ${other.id}`)).size).toBe(found.length)
  const ranks = found.map(({ likely }) => likely)
  expect(ranks).toEqual([...ranks].sort())
})

// A sheet of targets as people write one.
// 1  Periods in the ways they are written, and in those that a spreadsheet makes of them.
// 2  Heads anywhere in the first rows, by any of their names; years as columns; other columns and headings between the lines are looked past.
// 3  An indicator by code, name or label without marks; a place by id, code (zeros lost), name; one name of several places is the one that was there then.
// 4  Numbers as Vietnamese writes them, and as cells hold them; what can be read two ways is asked.
// 5  All that is wrong at once, each with its sheet, row and cell; an empty box says nothing unless the line says its revision.
import { describe, expect, test } from 'vitest'
import { readPeriod, readTargetSheets } from '../../src/record/target_sheet.ts'
import type { SheetKnown } from '../../src/record/target_sheet.ts'

describe('1 periods', () => {
  test.each([
    ['2026', '2026'], [2026, '2026'], ['Năm 2026', '2026'], ['2026.0', '2026'],
    ['Q3/2026', '2026-Q3'], ['quý 3/2026', '2026-Q3'], ['Quý III/2026', '2026-Q3'], ['QUÝ IV năm 2026', '2026-Q4'], ['quí 1/2026', undefined], ['quý 3 - 2026', '2026-Q3'], ['2026-Q3', '2026-Q3'], ['Q5/2026', undefined],
    ['7/2026', '2026-07'], ['Tháng 7/2026', '2026-07'], ['tháng 07 năm 2026', '2026-07'], ['T7/2026', '2026-07'], ['2026-07', '2026-07'], ['2026-07-01', '2026-07'], ['07.2026', '2026-07'],
    ['13/2026', undefined], ['2026-07-15', undefined], ['26', undefined], ['', undefined], ['năm nay', undefined], [46204, undefined],
  ] as const)('%s is %s', (typed, period) => {
    expect(readPeriod(typed)).toBe(period)
  })
})

const unit = (id: string, full_name: string, more: Partial<SheetKnown['units'][number]> = {}): SheetKnown['units'][number] => ({ id, full_name, name: full_name.replace(/^(Xã|Thôn) /, ''), code: null, valid_from: null, valid_to: null, ...more })
const known: SheetKnown = {
  form: 'road', language: 'vi', all: ['Tất cả các nơi cộng lại'],
  indicators: [
    { name: 'road.km_opened', labels: ['Số km đường mới mở', 'Km opened'], isShare: false }, { name: 'road.share', labels: ['Tỷ lệ đường cứng'], isShare: true },
    { name: 'other.km_opened', labels: ['Số km đường mới mở'], isShare: false }, { name: 'other.moved', labels: ['Số hộ đã chuyển'], isShare: false },
  ],
  units: [unit('v.a', 'Xã Đản Ván', { code: '01045', valid_to: '2025-06-30' }), unit('v.b', 'Xã Hoàng Su Phì', { code: '01021', valid_from: '2025-07-01' }), unit('v.old', 'Xã Hồ Thầu', { valid_to: '2025-06-30' }), unit('v.new', 'Xã Hồ Thầu', { valid_from: '2025-07-01' })],
}
type Cell = string | number
const read = (rows: readonly (readonly Cell[])[], more: Partial<SheetKnown> = {}, name = 'Kế hoạch') => readTargetSheets([{ name, rows }], { ...known, ...more })
const brief = ({ targets, problems }: ReturnType<typeof read>) => ({ targets: targets.map(({ indicator, period, unit: at, value, base, cell }) => [indicator, period, at, value, base, cell]), problems: problems.map(({ code, cell }) => `${cell ?? ''} ${code}`) })
const heads = ['Chỉ tiêu', 'Nơi', 'Kỳ', 'Kế hoạch']

describe('2 heads', () => {
  test('below a title, in another order, with other columns; headings between the lines', () => {
    expect(brief(read([['KẾ HOẠCH NĂM 2026'], [], ['STT', 'Kỳ', 'CHỈ TIÊU (tên)', 'Đơn vị tính', 'Nơi', 'Kế hoạch'], ['I', '', 'Đường', '', '', ''], [1, '2026', 'Số km đường mới mở', 'km', 'Xã Đản Ván', 2.5]]))).toEqual({
      targets: [['road.km_opened', '2026', 'v.a', 2.5, undefined, 'F5']], problems: [],
    })
  })
  test('years as columns', () => {
    expect(brief(read([['Chỉ tiêu', 'Nơi', 'Kế hoạch 2025', 2026, 'Quý 1/2027'], ['km_opened', 'v.b', '1,5', 3, '']]))).toEqual({
      targets: [['road.km_opened', '2025', 'v.b', 1.5, undefined, 'C2'], ['road.km_opened', '2026', 'v.b', 3, undefined, 'D2']], problems: [],
    })
  })
  test('a sheet without heads is looked past where another has them', () => {
    expect(readTargetSheets([{ name: 'Bìa', rows: [['Ủy ban nhân dân']] }, { name: 'B', rows: [heads, ['km_opened', 'v.b', '2026', 1]] }], known).targets).toHaveLength(1)
  })
  test.each([
    ['none', [['a', 'b'], ['1', '2']], { missing: 'indicator, unit, period, value' }], ['no place', [['Chỉ tiêu', 'Kỳ', 'Kế hoạch'], ['x', '2026', 1]], { missing: 'unit' }], ['no number', [['Chỉ tiêu', 'Nơi', 'Kỳ']], { missing: 'value' }],
  ] as const)('%s', (_, rows, facts) => {
    expect(read(rows).problems).toEqual([{ code: 'target_heads', sheet: 'Kế hoạch', row: 1, facts }])
  })
  test.each([['no cell', []], ['only heads', [heads]], ['only empty boxes', [heads, ['km_opened', 'v.b', '2026', '']]]] as const)('%s: nothing in it', (_, rows) => {
    expect(brief(read(rows)).problems).toEqual([' target_empty'])
  })
})

describe('3 what and where', () => {
  test.each([
    ['road.km_opened', 'road.km_opened'], ['km_opened', 'road.km_opened'], ['so km duong moi mo', 'road.km_opened'], ['Km opened', 'road.km_opened'], ['other.km_opened', 'other.km_opened'], ['SỐ HỘ ĐÃ CHUYỂN', 'other.moved'],
  ])('indicator %s', (typed, name) => {
    expect(read([heads, [typed, 'v.b', '2026', 1]]).targets[0]?.indicator).toBe(name)
  })
  test.each([
    ['v.b', '2026', 'v.b'], ['01021', '2026', 'v.b'], [1021, '2026', 'v.b'], ['xa hoang su phi', '2026', 'v.b'], ['Hoàng Su Phì', '2026', 'v.b'], ['Xã Hồ Thầu', '2024', 'v.old'], ['Xã Hồ Thầu', 'Q4/2026', 'v.new'], ['*', '2026', ''],
    ['tat ca cac noi cong lai', '2026', ''], ['Đản Ván', '2026', 'v.a'],
  ])('place %s in %s', (typed, period, id) => {
    expect(read([heads, ['km_opened', typed, period, 1]]).targets[0]?.unit).toBe(id)
  })
  test('in a year with both, or of nobody', () => {
    const { problems } = read([heads, ['km_opened', 'Hồ Thầu', '2025', 1], ['km_opned', 'Hoang Su Phy', '2026', 1], ['km_opened', '*', '2026', 1]], { all: [] })
    expect(problems.map(({ code, cell, facts }) => [code, cell, facts?.found ?? facts?.suggestion])).toEqual([
      ['target_several', 'B2', 'Xã Hồ Thầu (v.old), Xã Hồ Thầu (v.new)'], ['target_none', 'A3', 'km_opened'], ['target_none', 'B3', 'Xã Hoàng Su Phì'], ['target_none', 'B4', undefined],
    ])
  })
})

describe('4 numbers', () => {
  test.each([['1.234,5', 1234.5], ['2,5', 2.5], ['1.500', 1500], ['-3', -3], [1.5, 1.5], [1500, 1500], [0.1 + 0.2, 0.3]])('%s is %d', (typed, value) => {
    expect(read([heads, ['km_opened', 'v.b', '2026', typed]]).targets[0]?.value).toBe(value)
  })
  test.each([['1,500', 'number_ambiguous'], ['2.5', 'number_ambiguous'], ['ba', 'not_number'], ['1e3', 'not_number'], [1e13, 'number_too_large'], ['9.999.999.999.999', 'number_too_large']])('%s: %s', (typed, code) => {
    expect(brief(read([heads, ['km_opened', 'v.b', '2026', typed]])).problems).toEqual([`D2 ${code}`])
  })
  test.each([[0.85, true], [1, true], [85, false], ['0,85', false]])('a share of %s: asked %s', (typed, isAsked) => {
    expect(read([heads, ['share', 'v.b', '2026', typed]]).problems.map(({ code, facts }) => [code, facts])).toEqual(isAsked ? [['target_percent', { typed: String(typed).replace('.', ','), whole: typed === 1 ? '100' : '85' }]] : [])
  })
  test.each([[0.005, 0.5], [0.01, 1], [0.5, 50], [1, 100], [1.5, 150]])('a share of %s in a cell written as percent is %d', (kept, value) => {
    const { targets, problems } = readTargetSheets([{ name: 'A', rows: [heads, ['share', 'v.b', '2026', kept], ['km_opened', 'v.b', '2026', kept]], percents: new Set(['1,3', '2,3']) }], known)
    expect([problems, targets.map((one) => one.value)]).toEqual([[], [value, kept]])
  })
  test.each([['0,5 %', 0.5], ['1%', 1], ['50 %', 50], ['100%', 100], ['150 %', 150], [50, 50], [100, 100], [150, 150]])('a share of %s is %d', (typed, value) => {
    expect(read([heads, ['share', 'v.b', '2026', typed]]).targets.map((one) => one.value)).toEqual([value])
  })
  test.each([[0.5, '50'], [1, '100'], [0.005, '0,5']])('a share of %s as a plain number is asked about: it may mean %s %%', (typed, whole) => {
    expect(read([heads, ['share', 'v.b', '2026', typed]]).problems.map(({ code, facts }) => [code, facts?.whole])).toEqual([['target_percent', whole]])
  })
  test('English numbers for who reads English', () => {
    expect(read([heads, ['km_opened', 'v.b', '2026', '1,234.5']], { language: 'en' }).targets[0]?.value).toBe(1234.5)
  })
})

describe('5 what is wrong', () => {
  test('all at once', () => {
    expect(brief(read([heads, ['nothing at all', 'nowhere at all', 'soon', 'many'], ['km_opened', 'v.b', '2026', 1], ['km_opened', '01021', 'năm 2026', 2], ['km_opened', 'v.b', '2027', 4]]))).toEqual({
      targets: [['road.km_opened', '2026', 'v.b', 1, undefined, 'D3'], ['road.km_opened', '2027', 'v.b', 4, undefined, 'D5']],
      problems: ['A2 target_none', 'C2 target_period', 'B2 target_none', 'D2 not_number', 'D4 target_twice'],
    })
  })
  test('an empty box takes back only where the line says its revision', () => {
    expect(brief(read([[...heads, 'Lần sửa'], ['km_opened', 'v.b', '2026', '', 3], ['km_opened', 'v.b', '2027', '', ''], ['km_opened', 'v.b', '2028', 5, 'ba']]))).toEqual({ targets: [['road.km_opened', '2026', 'v.b', null, 3, 'D2']], problems: ['E4 target_revision'] })
  })
  test('too many', () => {
    const rows = Array.from({ length: 5_001 }, (_, i) => ['km_opened', 'v.b', String(1000 + i), i])
    expect(brief(read([heads, ...rows])).problems).toEqual([' target_too_many'])
  })
  test('another kind of file: it is read no further than anybody looks, and not guessed at for each line', () => {
    const wrong = read([heads, ...Array.from({ length: 50_000 }, (_, i) => ['km_opened', `Xã Hoàng Su Phi${i}`, '2026', 1])]).problems
    expect(wrong).toHaveLength(1_000)
    expect(wrong.filter(({ facts }) => facts?.suggestion !== undefined)).toHaveLength(20)
  })
})

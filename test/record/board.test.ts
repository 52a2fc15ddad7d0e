// A board: its source, and what stands on it.
// 1  All slips of a source at once, each at its line: what is not there, what is personal, what cannot be shown in fives.
// 2  What tells of people is protected without being asked; with a reason it is exact.
// 3  Figures year by year with target and state; what stands has no past; protected sums follow from the rounded cells alone, also above the finest level.
// 4  Entries: only those asked for, in order, choices in words, forgotten after 90 days; at most sixty.
// 5  The shipped boards compile, and have their English.
// 6  Drawn, escaped, and as sentences for the loudspeaker.
import { describe, expect, test } from 'vitest'
import { compileAll, levels } from '../../scripts/shipped.ts'
import { boardFilesOf, boardIds } from '../../scripts/sources.ts'
import { compileBoard } from '../../src/form/board.ts'
import type { Board } from '../../src/form/board.ts'
import { compile } from '../../src/form/compile.ts'
import type { Form } from '../../src/form/form.ts'
import { contentOf } from '../../src/record/board.ts'
import type { BoardContent, BoardReading, BoardSection } from '../../src/record/board.ts'
import { finder } from '../../src/record/indicator.ts'
import { boardMain, speech } from '../../src/view/board.ts'
import { deskWordsOf } from '../../src/words/desk.ts'

const source = `id: house
title: Nhà
language: vi
date: \${seen_on}
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn, required: yes }
  - { type: date, name: seen_on, label: Ngày }
  - { type: text, name: head, label: Chủ hộ, personal: basic }
  - { type: integer, name: people, label: Số người }
  - { type: decimal, name: land, label: Đất }
  - { type: select_one state, name: state, label: Tình trạng }
choices:
  state: [{ name: moved, label: Đã chuyển }, { name: waiting, label: Đang chờ }]
registers:
  - { register: household, label: "\${head}", unit: "\${village}", columns: { head: "\${head}", state: "\${state}" } }
  - { register: work, label: "concat('Việc ', \${state})", unit: "\${village}", columns: { state: "\${state}", told_on: "\${seen_on}" } }
indicators:
  - { name: moved, label: Số hộ đã chuyển, count: yes, public: yes, where: "\${state} = 'moved'", unit: hộ }
  - { name: all, label: Số hộ, count: yes, public: yes, unit: hộ }
  - { name: inner, label: Nội bộ, count: yes }
  - { name: paid, label: Tiền, sum: "\${people}", public: yes }
  - { name: both, label: Cả hai, share: { of: all, in: paid }, public: yes }
  - { name: share, label: Phần đã chuyển, share: { of: moved, in: all }, public: yes, unit: "%" }
  - { name: rest, label: Còn lại, difference: { of: all, less: [moved] }, public: yes, unit: hộ }
  - { name: mean, label: Người mỗi hộ, average: "\${people}", public: yes }
  - { name: land, label: Đất, sum: "round(\${land} * 1000)", scale: 1000, public: yes }
  - { name: places, label: Số thôn, distinct: unit, public: yes, unit: thôn }
  - { name: works, label: Số việc, count: yes, register: work, public: yes, unit: việc }
  - { name: homes, label: Số hộ trong sổ, count: yes, register: household, public: yes, unit: hộ }
`
const compiled = compile({ 'form.yaml': source }, { levels, registers: {}, indicators: [] })
if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
const forms: readonly Form[] = [compiled.form]
const boardOf = (sections: string): string => `id: wall\ntitle: Bảng\nlanguage: vi\nlevel: commune\nsections:\n${sections}`
const made = (sections: string): Board => {
  const found = compileBoard({ 'board.yaml': boardOf(sections) }, { forms, levels })
  if (!found.ok) throw new Error(JSON.stringify(found.problems))
  return found.board
}
const slips = (text: string): readonly string[] => {
  const found = compileBoard({ 'board.yaml': text }, { forms, levels })
  return found.ok ? [] : found.problems.map(({ code, line }) => `${line} ${code}`)
}

describe('1 slips', () => {
  test('all at once, each at its line', () => {
    expect(slips(boardOf(`  - name: one
    title: Một
    years: 0
    figures: [house.moved, house.nothing, house.mean, house.land]
    colour: red
  - name: two
    title: Hai
    register: household
    columns: [{ column: head, label: Chủ hộ }, { column: label, label: Tên }, { column: nowhere, label: Không có }]
    order: gone
  - name: two
    title: Ba
    register: nothing
    columns: [{ column: a, label: A }]
`))).toEqual(['10 source_unknown_key', '8 source_shape', '9 indicator_unknown', '9 indicator_public_personal', '9 indicator_public_personal', '14 indicator_public_personal', '14 indicator_public_personal', '14 register_column', '15 register_column', '18 register_unknown'])
  })
  test.each(['house.inner', 'house.paid', 'house.both', 'house.mean'])('%s is no figure for everyone', (name) => {
    expect(slips(boardOf(`  - { name: one, title: Một, figures: [${name}] }\n`)).length).toBe(1)
    // By a rule, what the form shows to everyone may be exact; what it keeps from them may not.
    expect(slips(boardOf(`  - { name: one, title: Một, figures: [{ indicator: ${name}, exact: Luật }] }\n`)).length).toBe(name === 'house.inner' ? 1 : 0)
  })
  test.each([
    ['no file', undefined, ['1 source_missing']], ['no YAML', 'id: [', ['1 yaml_syntax']], ['nothing in it', 'id: wall\ntitle: B\nlevel: commune\n', ['1 source_shape']],
    ['another level', 'id: wall\ntitle: B\nlevel: planet\nsections: [{ name: a, title: A, figures: [house.all] }]\n', ['3 source_shape']],
    ['a form for everyone that is none', 'id: wall\ntitle: B\nlevel: commune\nfeedback: house\nsections: [{ name: a, title: A, figures: [house.all] }]\n', ['4 source_shape']],
    ['a bad id', 'id: Wall 1\ntitle: B\nlevel: commune\nsections: [{ name: a, title: A, figures: [house.all] }]\n', ['1 name_invalid']],
  ] as const)('%s', (_, text, wanted) => {
    const found = compileBoard(text === undefined ? {} : { 'board.yaml': text }, { forms, levels })
    expect(found.ok ? [] : found.problems.slice(0, 1).map(({ code, line }) => `${line} ${code}`)).toEqual(wanted)
  })
})

test('2 what tells of people', () => {
  const board = made(`  - { name: a, title: A, figures: [house.moved, house.share, house.rest, house.homes, house.places, house.works, { indicator: house.land, exact: Luật }, { indicator: house.mean, label: Trung bình, exact: Luật }] }\n`)
  expect(board.sections[0]).toMatchObject({ lines: [
    { indicator: 'house.moved', isProtected: true }, { indicator: 'house.share', isProtected: true }, { indicator: 'house.rest', isProtected: true }, { indicator: 'house.homes', isProtected: true },
    { indicator: 'house.places', isProtected: false }, { indicator: 'house.works', isProtected: true }, { indicator: 'house.land', isProtected: false, exact: { vi: 'Luật' } }, { indicator: 'house.mean', label: { vi: 'Trung bình' }, isProtected: false },
  ] })
})

const day = '2026-11-24'
// Sums by name, unit and year.
function reading(sums: Readonly<Record<string, number>>, more: Partial<BoardReading> = {}): BoardReading {
  const at = (unit: string | undefined, year: string) => ({
    sum: (name: string) => Object.entries(sums).reduce((all, [key, amount]) => {
      const [one, place, when] = key.split(' ')
      return one === name && (unit === undefined || place === unit) && (when === year || when === undefined) ? all + amount : all
    }, 0),
    distinct: () => 3, units: () => 8, column: () => [],
  })
  return {
    find: finder(forms), read: (year) => at(undefined, year), finest: ['c1', 'c2', 'c3', 'c4'].map((id) => ({ id, read: (year: string) => at(id, year) })), shift: () => 0, target: () => undefined, entries: () => [], ...more,
  }
}
const content = (board: Board, given: BoardReading): BoardContent => contentOf(board, { id: 'p', name: 'Tỉnh Thử' }, day, given)
const cells = (section: BoardSection | undefined, line = 0): unknown => (section?.is === 'figures' ? section.lines[line]?.cells.map(({ year, value, isFew, isAbout }) => [year, isFew ? 'few' : value, isAbout]) : undefined)

describe('3 figures', () => {
  const board = made(`  - { name: a, title: A, years: 2, figures: [house.moved, house.share, house.rest, { indicator: house.works, exact: Luật }, house.places, { indicator: house.all, exact: Luật }] }\n`)
  const sums = { 'house.moved c1 2026': 33, 'house.moved c2 2026': 4, 'house.moved c3 2025': 3, 'house.all c1 2026': 80, 'house.all c2 2026': 6, 'house.all c3 2025': 3, 'house.works c1': 7 }
  const { sections: [section] } = content(board, reading(sums))
  test.each([
    ['rounded in each commune: 33 is 30, 4 is too few to be seen', 0, [['2025', 'few', false], ['2026', 30, true]]],
    ['a share of what is shown: 30 of 85', 1, [['2025', null, true], ['2026', 35, true]]],
    ['a difference of what is shown', 2, [['2025', 'few', false], ['2026', 55, true]]],
    ['what stands has no past', 3, [['2025', null, false], ['2026', 7, false]]],
    ['places are exact', 4, [['2025', 3, false], ['2026', 3, false]]],
    ['exact by a rule', 5, [['2025', 3, false], ['2026', 86, false]]],
  ] as const)('%s', (_, line, wanted) => {
    expect(cells(section, line)).toEqual(wanted)
  })
  test('four communes of four under a province: nothing is seen, and no total tells', () => {
    const four = Object.fromEntries(['c1', 'c2', 'c3', 'c4'].map((id) => [`house.moved ${id} 2026`, 4]))
    expect(cells(content(board, reading(four)).sections[0])).toEqual([['2025', 'few', false], ['2026', 'few', false]])
  })
  test('the shift of a cell counts', () => {
    expect(cells(content(board, reading(sums, { shift: (name, unit) => (name === 'house.moved' && unit === 'c2' ? 1 : 0) })).sections[0])).toEqual([['2025', 'few', false], ['2026', 35, true]])
  })
  test('target and state', () => {
    const target: BoardReading['target'] = (name, year) => (name === 'house.all' ? (year === '2026' ? 80 : 10) : name === 'house.works' ? 9 : undefined)
    const found = content(board, reading(sums, { target })).sections[0]
    const held = (line: number): unknown => (found?.is === 'figures' ? found.lines[line]?.cells.map(({ target: one, expected, standing }) => [one, expected === null ? null : Math.round(expected), standing]) : undefined)
    expect([held(0), held(3), held(5)]).toEqual([[[null, null, null], [null, null, null]], [[9, 9, null], [9, 9, 'behind']], [[10, 10, 'behind'], [80, 72, 'met']]])
  })
})

describe('4 entries', () => {
  const board = made(`  - { name: a, title: A, register: work, columns: [{ column: label, label: Việc }, { column: state, label: Tình trạng }, { column: told_on, label: Ngày }], only: { state: [moved, waiting] }, order: told_on, updated: told_on }\n`)
  const entry = (label: string, state: string, told_on: string | number) => ({ label, columns: { state, told_on } })
  test('those asked for, in order, in words', () => {
    const all = [entry('C', 'waiting', ''), entry('A', 'moved', '2026-08-25'), entry('B', 'waiting', '2026-08-27'), entry('D', 'gone', '2026-11-01'), entry('E', 'constructor', '2026-01-01')]
    expect(content(board, reading({}, { entries: () => all })).sections[0]).toMatchObject({
      columns: [{ vi: 'Việc' }, { vi: 'Tình trạng' }, { vi: 'Ngày' }], more: 0,
      rows: [{ cells: ['A', { vi: 'Đã chuyển' }, '2026-08-25'], isForgotten: true }, { cells: ['B', { vi: 'Đang chờ' }, '2026-08-27'], isForgotten: false }, { cells: ['C', { vi: 'Đang chờ' }, ''], isForgotten: false }],
    })
  })
  test('sixty at most, and how many more', () => {
    const found = content(board, reading({}, { entries: () => Array.from({ length: 75 }, (_, i) => entry(`Việc ${i}`, 'moved', '2026-11-01')) })).sections[0]
    expect(found?.is === 'entries' ? [found.rows.length, found.more] : []).toEqual([60, 15])
  })
})

describe('5 the shipped boards', () => {
  const shipped = compileAll().flatMap(({ compiled: one }) => (one.ok ? [one.form] : []))
  test.each(boardIds())('%s', (id) => {
    const found = compileBoard(boardFilesOf(id), { forms: shipped, levels })
    expect(found.ok ? [] : found.problems).toEqual([])
    if (!found.ok) return
    for (const section of found.board.sections) {
      expect(Object.keys(section.title)).toEqual(['vi', 'en'])
      if (section.is === 'entries') for (const { label } of section.columns) expect(Object.keys(label)).toEqual(['vi', 'en'])
    }
  })
})

describe('6 drawn and said', () => {
  const board = made(`  - { name: a, title: Số hộ, figures: [house.moved, { indicator: house.all, exact: Luật }] }
  - { name: b, title: Việc, register: work, columns: [{ column: label, label: Việc }, { column: told_on, label: Ngày }], updated: told_on }\n`)
  const shown = content(board, reading({ 'house.moved c1 2026': 3, 'house.all c1 2026': 1500 }, { target: (name) => (name === 'house.all' ? 2000 : undefined), entries: () => [{ label: '<b>Mở</b> đường', columns: { told_on: '2026-01-02' } }] }))
  const words = deskWordsOf('vi').board
  test('a page', () => {
    const markup = boardMain({ content: shown, language: 'vi', words, decision: { text: 'QĐ 12', day } }).markup
    for (const text of ['dưới 5', '1.500', 'Kế hoạch: 2.000', 'Chậm', 'Luật', '&lt;b&gt;Mở&lt;/b&gt; đường', '2/1/2026', 'Quá 90 ngày', 'Công bố theo QĐ 12, thứ Ba, 24/11/2026', 'làm tròn theo 5']) expect(markup).toContain(text)
    expect(markup).not.toMatch(/<b>|undefined|\[object/)
  })
  test('sentences', () => {
    expect(speech({ content: shown, language: 'vi', words })).toEqual([
      'Kính thưa bà con! Bảng, Tỉnh Thử, số liệu đến thứ Ba, 24/11/2026.', 'Số hộ.', 'Số hộ đã chuyển: dưới năm.', 'Số hộ: 1.500 hộ. Kế hoạch là 2.000 hộ, chậm.', 'Việc.', '<b>Mở</b> đường, 2/1/2026. Quá chín mươi ngày chưa có số mới.',
      'Xin cảm ơn bà con đã lắng nghe.',
    ])
    expect(speech({ content: shown, language: 'en', words: deskWordsOf('en').board })[2]).toBe('Số hộ đã chuyển: fewer than five.')
  })
})

// A board: its source, and what stands on it.
// 1  All slips of a source at once, each at its line: what is not there, what is personal (also by another register's entries), what cannot be shown in fives, what
//    is longer than a page.
// 2  What tells of people is protected without being asked; with a reason it is exact. Counts of the same people stand together only where it is known which lies in
//    which; then those that hold others follow from them.
// 3  Figures year by year with target and state, and all years together; what stands has no past; protected sums follow from the rounded cells alone, also above the finest level.
// 4  Entries: only those asked for, in order, choices and other entries in words; forgotten after 90 days, before what is late; closed ones while the quarter lasts; plan
//    and result of each year of the term; figures of each; where they are of several places, where. As many as fit on the page, the others as a number.
// 5  The shipped boards compile, and have their English.
// 6  Drawn, escaped, and as sentences for the loudspeaker.
// 7  A short board is printed in larger letters, as large as surely fit its sheet; one that fills it as it is.
import { describe, expect, test } from 'vitest'
import { compileAll, levels } from '../../scripts/shipped.ts'
import { boardFilesOf, boardIds } from '../../scripts/sources.ts'
import { clashBetween } from '../../src/form/board_people.ts'
import { compileBoard } from '../../src/form/board.ts'
import type { Board } from '../../src/form/board.ts'
import { compile } from '../../src/form/compile.ts'
import type { Form } from '../../src/form/form.ts'
import { contentOf, printedAt } from '../../src/record/board.ts'
import type { BoardContent, BoardEntry, BoardReading, BoardSection } from '../../src/record/board.ts'
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
  state: [{ name: moved, label: Đã chuyển }, { name: waiting, label: Đang chờ }, { name: gone, label: Đi nơi khác }, { name: stayed, label: Ở lại }]
registers:
  - { register: household, label: "\${head}", unit: "\${village}", columns: { head: "\${head}", state: "\${state}" } }
indicators:
  - { name: moved, label: Số hộ đã chuyển, count: yes, public: yes, where: "\${state} = 'moved'", unit: hộ }
  - { name: waiting, label: Số hộ đang chờ, count: yes, public: yes, where: "\${state} = 'waiting'", unit: hộ }
  - { name: gone, label: Số hộ đi nơi khác, count: yes, public: yes, where: "'gone' = \${state}", unit: hộ }
  - { name: stayed, label: Số hộ ở lại, count: yes, public: yes, where: "\${state} = 'stayed' and \${people} > 0", unit: hộ }
  - { name: large, label: Số hộ đông người, count: yes, public: yes, where: "\${people} > 5", unit: hộ }
  - { name: all, label: Số hộ, count: yes, public: yes, unit: hộ }
  - { name: inner, label: Nội bộ, count: yes }
  - { name: paid, label: Tiền, sum: "\${people}", public: yes }
  - { name: both, label: Cả hai, share: { of: all, in: paid }, public: yes }
  - { name: share, label: Phần đã chuyển, share: { of: moved, in: all }, public: yes, unit: "%" }
  - { name: rest, label: Còn lại, difference: { of: all, less: [moved] }, public: yes, unit: hộ }
  - { name: mean, label: Người mỗi hộ, average: "\${people}", public: yes }
  - { name: land, label: Đất, sum: "round(\${land} * 1000)", scale: 1000, public: yes }
  - { name: places, label: Số thôn, distinct: unit, public: yes, unit: thôn }
  - { name: reach, label: Phần thôn, share: { of: places, in: { units: village } }, public: yes }
  - { name: homes, label: Số hộ trong sổ, count: yes, register: household, public: yes, unit: hộ }
`
const compiled = compile({ 'form.yaml': source }, { levels, registers: {}, indicators: [] })
if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
const jobs = compile({ 'form.yaml': `id: job
title: Việc
language: vi
date: \${seen_on}
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn, required: yes }
  - { type: date, name: seen_on, label: Ngày }
  - { type: text, name: what, label: Việc gì }
  - { type: entry household, name: whose, label: Của nhà nào }
  - { type: entry road, name: road, label: Đường nào }
  - { type: text, name: who, label: Ai làm, personal: basic }
  - { type: integer, name: days, label: Ngày công }
  - { type: select_one state, name: state, label: Tình trạng }
choices:
  state: [{ name: moved, label: Đã chuyển }, { name: waiting, label: Đang chờ }]
registers:
  - { register: work, label: "\${what}", unit: "\${village}", columns: { state: "\${state}", told_on: "\${seen_on}", due: "\${seen_on}", whose: "\${whose}", road: "\${road}", who: "\${who}", from: "\${days}", plan_1: "\${days}", plan_2: "\${days}", actual_1: "\${days}", actual_2: "\${days}" } }
  - { register: road, label: "concat('Đường ', \${what})", unit: "\${village}", columns: { state: "\${state}" } }
indicators:
  - { name: works, label: Số việc, count: yes, register: work, public: yes, by: [road], unit: việc }
  - { name: days, label: Ngày công, sum: "\${days}", by: [road], public: yes, unit: công }
  - { name: kept, label: Nội bộ, sum: "\${days}", by: [road] }
` }, { levels, registers: { household: { head: 'text' }, road: { state: 'text' } }, indicators: [] })
if (!jobs.ok) throw new Error(JSON.stringify(jobs.problems))
const yards = compile({ 'form.yaml': `id: yard
title: Sân
language: vi
unit: \${village}
survey: [{ type: unit village, name: village, label: Thôn, required: yes }]
indicators: [{ name: places, label: Số thôn có sân, distinct: unit, public: yes, unit: thôn }]
` }, { levels, registers: {}, indicators: [] })
if (!yards.ok) throw new Error(JSON.stringify(yards.problems))
const forms: readonly Form[] = [compiled.form, jobs.form, yards.form]
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
`))).toEqual(['10 source_unknown_key', '8 source_shape', '9 indicator_unknown', '9 indicator_public_personal', '13 board_people', '14 indicator_public_personal', '14 indicator_public_personal', '14 register_column', '15 register_column', '18 register_unknown', '6 board_overlap'])
  })
  test.each(['house.inner', 'house.paid', 'house.both'])('%s is no figure for everyone', (name) => {
    expect(slips(boardOf(`  - { name: one, title: Một, figures: [${name}] }\n`)).length).toBe(1)
    // By a rule, what the form shows to everyone may be exact; what it keeps from them may not.
    expect(slips(boardOf(`  - { name: one, title: Một, figures: [{ indicator: ${name}, exact: Luật }] }\n`)).length).toBe(name === 'house.inner' ? 1 : 0)
  })
  test('an average over people stands on a board, but never as it is, by whatever rule', () => {
    expect(slips(boardOf('  - { name: one, title: Một, figures: [house.mean] }\n'))).toEqual([])
    expect(slips(boardOf('  - { name: one, title: Một, figures: [{ indicator: house.mean, exact: Luật }] }\n'))).toEqual(['6 board_average'])
  })
  const list = (columns: string, more = ''): string => boardOf(`  - { name: one, title: Một, register: work, columns: [${columns}]${more} }\n`)
  const label = '{ column: label, label: Việc }'
  test.each([
    ['a column of a person', list('{ column: who, label: Ai }'), ['6 indicator_public_personal']], ['the name of another register’s person', list('{ column: whose, label: Nhà nào }'), ['6 indicator_public_personal']],
    ['the name of a road', list('{ column: road, label: Đường }'), []], ['picked by what is personal', list(label, ', only: { who: [a] }'), ['6 indicator_public_personal']], ['left out by it', list(label, ', except: { who: [a] }'), ['6 indicator_public_personal']],
    ['closed by it', list(label, ', closed: { column: who, values: [a], on: told_on }'), ['6 indicator_public_personal']], ['closed on no day', list(label, ', closed: { column: state, values: [moved] }'), ['6 source_shape']],
    ['due by nothing there', list(label, ', due: nothing'), ['6 register_column']], ['a figure of no such entry', list('{ figure: job.days, label: Công }'), ['6 board_figure']], ['a figure of nothing there', list('{ figure: job.dayz }'), ['6 indicator_unknown']],
    ['years of two lengths', list('{ years: { from: from, plan: [plan_1], actual: [] } }'), ['6 source_shape']], ['years by nothing there', list('{ years: { from: gone, plan: [plan_1], actual: [actual_1] } }'), ['6 register_column']],
  ])('a list with %s', (_, text, wanted) => {
    expect(slips(text)).toEqual(wanted)
  })
  test.each([
    ['of people without a rule', '{ figure: job.days }', ['6 indicator_public_personal']], ['by a rule', '{ figure: job.days, exact: Luật }', []], ['kept from everyone', '{ figure: job.kept, exact: Luật }', ['6 source_shape']],
  ])('a figure for each entry, %s', (_, column, wanted) => {
    expect(slips(boardOf(`  - { name: one, title: Một, register: road, columns: [{ column: label, label: Đường }, ${column}] }\n`))).toEqual(wanted)
  })
  test('longer than a page', () => {
    const many = Array.from({ length: 24 }, () => 'house.places').join(', ')
    expect(slips(boardOf(`  - { name: one, title: Một, figures: [${many}] }\n`))).toEqual(['1 board_too_long'])
    expect(slips(boardOf(`  - { name: one, title: Một, figures: [${many.slice(0, 15 * 14 - 2)}] }\n`))).toEqual([])
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

describe('2 what tells of people', () => {
  test('is protected, or exact by a rule', () => {
    const board = made(`  - { name: a, title: A, figures: [house.moved, house.share, house.rest, yard.places, job.works] }\n`)
    expect(board.sections[0]).toMatchObject({ lines: [
      { indicator: 'house.moved', isProtected: true }, { indicator: 'house.share', isProtected: true }, { indicator: 'house.rest', isProtected: true }, { indicator: 'yard.places', isProtected: false },
      { indicator: 'job.works', isProtected: true },
    ] })
    expect(board.people).toEqual({ counts: ['house.moved', 'house.all', 'job.works'], within: { 'house.all': ['house.moved'] } })
    expect(made('  - { name: a, title: A, figures: [house.all, house.mean] }\n').people).toEqual({ counts: ['house.all', 'house.mean'], within: { 'house.all': ['house.mean'] } })
    expect(made('  - { name: a, title: A, figures: [{ indicator: house.land, exact: Luật }, job.works] }\n').sections[0]).toMatchObject({ lines: [{ indicator: 'house.land', isProtected: false, exact: { vi: 'Luật' } }, { isProtected: true }] })
  })
  const clash = (figures: string): readonly string[] => {
    const found = compileBoard({ 'board.yaml': boardOf(`  - { name: a, title: A, figures: [${figures}] }\n`) }, { forms, levels })
    return found.ok ? [] : found.problems.map(({ code, facts }) => `${code} ${facts?.indicator} ${facts?.other}`)
  }
  test.each([
    ['one in the other', 'house.moved, house.all', []], ['one beside the other', 'house.moved, house.waiting', []], ['four and their total', 'house.moved, house.waiting, house.gone, house.stayed, house.all', []], ['nobody knows', 'house.moved, house.large', ['board_overlap house.moved house.large']],
    ['a part of what nobody knows', 'house.large, house.all', []], ['entries and the records that made them', 'house.moved, house.homes', ['board_overlap house.moved house.homes']], ['as it is, and rounded', 'house.moved, { indicator: house.all, exact: Luật }', ['board_overlap house.moved house.all']],
    ['a sum as it is, and a count', 'house.moved, { indicator: house.paid, exact: Luật }', ['board_overlap house.moved house.paid']], ['a sum as it is, and an average of the same', '{ indicator: house.paid, exact: Luật }, house.mean', ['board_overlap house.mean house.paid']],
    ['an average, and how many they are', 'house.all, house.mean', []], ['an average, and a part', 'house.moved, house.mean', ['board_overlap house.moved house.mean']], ['a sum as it is, of others', 'job.works, { indicator: house.land, exact: Luật }', []],
    ['as it is, beside', 'house.moved, { indicator: house.waiting, exact: Luật }', []], ['other people', 'house.moved, job.works', []], ['as it is, of others', 'house.moved, { indicator: job.works, exact: Luật }', []], ['as many places as people', 'house.moved, house.places', ['board_overlap house.moved house.places']], ['a share of places', 'house.moved, house.reach', ['board_overlap house.moved house.places']], ['places alone', 'house.places', []], ['places of others', 'house.moved, yard.places', []], ['a share of both', 'house.share, house.large', ['board_overlap house.moved house.large']],
  ])('%s', (_, figures, wanted) => {
    expect(clash(figures)).toEqual(wanted)
  })
  test.each([
    ['the same', 'house.moved', 'house.moved', false], ['beside', 'house.moved', 'house.waiting', false], ['whole and in parts', 'house.all', 'house.all, house.moved', true], ['the part alone, and in its whole', 'house.moved', 'house.all, house.moved', false],
    ['as it is', 'house.all', '{ indicator: house.all, exact: Luật }', true], ['nobody knows', 'house.moved', 'house.large', true],
  ])('on two boards: %s', (_, one, other, isClash) => {
    const [a, b] = [one, other].map((figures) => made(`  - { name: a, title: A, figures: [${figures}] }\n`)).map((board) => ({ guarded: board.people, exact: board.exact }))
    expect(a !== undefined && b !== undefined && clashBetween(a, b, forms) !== undefined).toBe(isClash)
  })
})

const day = '2026-11-24'
// Sums by name, unit and year.
function reading(sums: Readonly<Record<string, number>>, more: Partial<BoardReading> = {}): BoardReading {
  const at = (unit: string | undefined, year: string) => ({
    sum: (name: string) => Object.entries(sums).reduce((all, [key, amount]) => {
      const [one, place, when] = key.split(' ')
      return one === name && (unit === undefined || place === unit) && (when === year || when === undefined || year === '') ? all + amount : all
    }, 0),
    distinct: () => 3, units: () => 8, column: () => [],
  })
  return {
    find: finder(forms), read: (year) => at(undefined, year), finest: ['c1', 'c2', 'c3', 'c4'].map((id) => ({ id, name: id, read: (year: string) => at(id, year) })), shift: () => 0, target: () => undefined, years: ['2024', '2025', '2026'], last: () => undefined, figureOf: () => ({ value: null, isAbout: false }), nameOf: () => undefined, entries: () => [], ...more,
  }
}
const content = (board: Board, given: BoardReading): BoardContent => contentOf(board, { id: 'p', name: 'Tỉnh Thử' }, day, given)
const cells = (section: BoardSection | undefined, line = 0): unknown => (section?.is === 'figures' ? section.lines[line]?.cells.map(({ year, value, isFew, isAbout }) => [year, isFew ? 'few' : value, isAbout]) : undefined)

describe('3 figures', () => {
  const board = made(`  - { name: a, title: A, years: 2, total: yes, figures: [house.moved, house.share, house.rest, { indicator: job.works, exact: Luật }, yard.places, { indicator: job.days, exact: Luật }, house.all] }\n`)
  const sums = { 'house.moved c1 2026': 33, 'house.moved c2 2026': 4, 'house.moved c3 2025': 3, 'house.moved c3 2024': 5, 'house.all c1 2026': 80, 'house.all c2 2026': 6, 'house.all c3 2025': 3, 'house.all c3 2024': 7, 'job.works c1': 7, 'job.days c1 2026': 86, 'job.days c1 2025': 3, 'job.days c1 2024': 1 }
  const { sections: [section] } = content(board, reading(sums))
  test.each([
    ['rounded in each commune: 33 is 30, 4 is too few to be seen; in all, what is shown of each year', 0, [['', 35, true], ['2025', 'few', false], ['2026', 30, true]]],
    ['a share of what is shown: 30 of 75', 1, [['', 44, true], ['2025', null, true], ['2026', 40, true]]],
    ['a difference of what is shown', 2, [['', 45, true], ['2025', 'few', false], ['2026', 45, true]]],
    ['what stands has no past', 3, [['', 7, false], ['2025', null, false], ['2026', 7, false]]],
    ['places are exact', 4, [['', 3, false], ['2025', 3, false], ['2026', 3, false]]],
    ['exact by a rule', 5, [['', 90, false], ['2025', 3, false], ['2026', 86, false]]],
    ['a whole is its part and what is left: 30 and 47, 4 and 2', 6, [['', 80, true], ['2025', 'few', false], ['2026', 75, true]]],
  ] as const)('%s', (_, line, wanted) => {
    expect(cells(section, line)).toEqual(wanted)
  })
  test('four communes of four under a province: nothing is seen, and no total tells', () => {
    const four = Object.fromEntries(['c1', 'c2', 'c3', 'c4'].map((id) => [`house.moved ${id} 2026`, 4]))
    expect(cells(content(board, reading(four)).sections[0])).toEqual([['', 'few', false], ['2025', 'few', false], ['2026', 'few', false]])
  })
  test('above the level each place stands with its own figures and targets, as its own board has them: all of them, or none where the sheet is too small', () => {
    const held = content(board, reading(sums, { target: (name, year, unit) => (name === 'job.days' && year === '2026' && unit === 'c1' ? 100 : undefined) })).sections[0]
    const places = held?.is === 'figures' ? held.places : undefined
    expect(places?.rows.map(({ name }) => name)).toEqual(['c1', 'c2', 'c3', 'c4'])
    expect(places?.rows[0]?.cells.map(({ value, isFew }) => (isFew ? 'few' : value)).slice(0, 2)).toEqual([30, 40])
    expect(places?.rows[1]?.cells[0]).toMatchObject({ value: null, isFew: true })
    expect(places?.rows.map(({ cells: [, , , , , days] }) => days?.target)).toEqual([100, null, null, null])
    const many = Array.from({ length: 60 }, (_, i) => ({ id: `m${i}`, name: `Xã ${i}`, read: reading(sums).read }))
    expect(content(board, reading(sums, { finest: many })).sections[0]).not.toHaveProperty('places')
    expect(content(board, reading(sums, { finest: reading(sums).finest.slice(0, 1) })).sections[0]).not.toHaveProperty('places')
  })
  test('the shift of a cell counts; what stands has one for all years', () => {
    expect(cells(content(board, reading(sums, { shift: (name, unit, year) => (name === 'house.moved' && unit === 'c2' && year === '2026' ? 1 : 0) })).sections[0])).toEqual([['', 40, true], ['2025', 'few', false], ['2026', 35, true]])
    const asked: string[] = []
    content(made(`  - { name: a, title: A, years: 2, total: yes, figures: [house.homes] }\n`), reading({}, { shift: (name, _, year) => (asked.push(`${name} ${year}`), 0) }))
    expect([...new Set(asked)]).toEqual(['house.homes '])
  })
  test('target and state', () => {
    const target: BoardReading['target'] = (name, year) => (name === 'job.days' ? (year === '2026' ? 80 : 10) : name === 'job.works' ? 9 : undefined)
    const held = (line: number, more: Partial<BoardReading> = {}): unknown => {
      const found = content(board, reading(sums, { target, ...more })).sections[0]
      return found?.is === 'figures' ? found.lines[line]?.cells.slice(1).map(({ target: one, expected, standing }) => [one, expected === null ? null : Math.round(expected), standing]) : undefined
    }
    expect([held(0), held(3), held(5)]).toEqual([[[null, null, null], [null, null, null]], [[9, 9, null], [9, 9, 'behind']], [[10, 10, 'behind'], [80, 72, 'met']]])
    // Nothing new for more than 90 days.
    expect([held(3, { last: () => '2026-08-25' }), held(3, { last: () => '2026-08-26' })]).toEqual([[[9, 9, null], [9, 9, 'forgotten']], [[9, 9, null], [9, 9, 'behind']]])
  })
})

describe('4 entries', () => {
  const listed = (more: string, columns = '{ column: label, label: Việc }, { column: state, label: Tình trạng }'): Board => made(`  - { name: a, title: A, register: work, columns: [${columns}]${more} }\n`)
  const entry = (label: string, columns: Readonly<Record<string, string | number>> = {}, id = label) => ({ id, label, columns })
  const shown = (board: Board, all: readonly BoardEntry[], more: Partial<BoardReading> = {}) => content(board, reading({}, { entries: () => all, ...more })).sections[0] as Extract<BoardSection, { is: 'entries' }>
  const labels = (section: ReturnType<typeof shown>): unknown => section.rows.map(({ cells: [first], isForgotten, isLate }) => `${String(first)}${isForgotten ? ' forgotten' : ''}${isLate === true ? ' late' : ''}`)

  test('those asked for, in order, in words', () => {
    const all = [entry('C', { state: 'waiting', told_on: '' }), entry('A', { state: 'moved', told_on: '2026-08-25' }), entry('B', { state: 'waiting', told_on: '2026-08-27' }), entry('D', { state: 'gone', told_on: '2026-11-01' }), entry('E', { state: 'constructor' })]
    expect(shown(listed(', only: { state: [moved, waiting] }, order: told_on, updated: told_on', '{ column: label, label: Việc }, { column: state, label: Tình trạng }, { column: told_on, label: Ngày }'), all)).toMatchObject({
      columns: [{ vi: 'Việc' }, { vi: 'Tình trạng' }, { vi: 'Ngày' }], more: 0,
      rows: [{ cells: ['A', { vi: 'Đã chuyển' }, '2026-08-25'], isForgotten: true }, { cells: ['B', { vi: 'Đang chờ' }, '2026-08-27'], isForgotten: false }, { cells: ['C', { vi: 'Đang chờ' }, ''], isForgotten: false }],
    })
    expect(labels(shown(listed(', except: { state: [gone, constructor] }'), all))).toEqual(['C', 'A', 'B'])
  })
  test('what was forgotten first, then what is late, then by day', () => {
    const all = [entry('soon', { due: '2026-12-01', told_on: '2026-11-01' }), entry('late', { due: '2026-11-23', told_on: '2026-11-01' }), entry('today', { due: '2026-11-24', told_on: '2026-11-01' }), entry('silent', { due: '2026-12-31', told_on: '2026-08-25' }), entry('both', { due: '2026-01-31', told_on: '2026-01-02' }), entry('90 days', { due: '', told_on: '2026-08-26' })]
    expect(labels(shown(listed(', order: due, due: due, updated: told_on'), all))).toEqual(['both forgotten late', 'silent forgotten', 'late late', 'today', 'soon', '90 days'])
  })
  test('closed while the quarter lasts, neither forgotten nor late', () => {
    const all = [entry('now', { state: 'moved', told_on: '2026-10-01', due: '2026-09-01' }), entry('before', { state: 'moved', told_on: '2026-09-30' }), entry('open', { state: 'waiting', told_on: '2026-05-01' })]
    expect(labels(shown(listed(', closed: { column: state, values: [moved], on: told_on }, due: due, updated: told_on'), all))).toEqual(['open forgotten', 'now'])
  })
  test('forgotten is what its state says', () => {
    expect(shown(listed(', updated: told_on, state: state'), [entry('A', { state: 'moved', told_on: '2026-01-01' })]).rows[0]?.cells).toEqual(['A', ['forgotten']])
  })
  test('other entries by their names, figures of each', () => {
    expect(shown(listed('', '{ column: label, label: Việc }, { column: road, label: Đường }'), [entry('A', { road: 'r1' }), entry('B')], { nameOf: (register, id) => (register === 'road' && id === 'r1' ? 'Đường lên bản' : undefined) }).rows.map(({ cells: all }) => all)).toEqual([['A', 'Đường lên bản'], ['B', '']])
    const roads = made(`  - { name: a, title: A, register: road, columns: [{ column: label, label: Đường }, { figure: job.days, exact: Luật }] }\n`)
    const found = shown(roads, [entry('Lên bản', {}, 'r1')], { figureOf: (indicator, dimension, id) => (indicator === 'job.days' && dimension === 'road' && id === 'r1' ? { value: 12.5, isAbout: true } : { value: null, isAbout: false }) })
    expect([found.columns[1], found.rows[0]?.cells]).toEqual([{ label: { vi: 'Ngày công' }, unit: { vi: 'công' }, exact: { vi: 'Luật' } }, ['Lên bản', ['figure', 12.5, true]]])
  })
  test('plan and result of each year of the term that has begun', () => {
    const term = listed('', '{ column: label, label: Việc }, { years: { from: from, plan: [plan_1, plan_2], actual: [actual_1, actual_2] } }')
    const found = shown(term, [entry('new', { from: 2026, plan_1: 80, plan_2: 90, actual_1: 33 }), entry('old', { from: 2025, plan_1: 5, plan_2: 7, actual_2: 6 }), entry('next', { from: 2031, plan_1: 1 })])
    expect([found.columns, found.rows.map(({ cells: all }) => all)]).toEqual([
      [{ vi: 'Việc' }, { year: '2026', unit: null }, { year: '2027', unit: null }],
      [['new', ['year', 80, 33], ['year', 90, null]], ['old', ['year', 7, 6], ['year', null, null]], ['next', ['year', null, null], ['year', null, null]]],
    ])
    expect(shown(term, [entry('next', { from: 2031, plan_1: 1 })]).columns).toEqual([{ vi: 'Việc' }, { year: '2031', unit: null }])
    expect(shown(term, []).columns).toEqual([{ vi: 'Việc' }])
  })
  test('of several places: where', () => {
    const found = shown(listed(''), [{ ...entry('A', { state: 'moved' }), place: 'Hoàng Su Phì' }])
    expect([found.columns, found.rows[0]?.cells]).toEqual([[{ vi: 'Việc' }, 'place', { vi: 'Tình trạng' }], ['A', 'Hoàng Su Phì', { vi: 'Đã chuyển' }]])
  })
  test('as many as fit, the others and the forgotten among them as a number', () => {
    const short = shown(listed(', updated: told_on'), Array.from({ length: 75 }, (_, i) => entry(`Việc ${i}`, { told_on: '2026-01-01' })))
    const long = shown(listed(', updated: told_on'), Array.from({ length: 75 }, (_, i) => entry(`${'Việc dài '.repeat(17)} ${i}`, { told_on: '2026-11-01' })))
    expect([short.rows.length + short.more, short.forgotten, short.rows.length > 25, long.rows.length < short.rows.length, long.rows.length >= 6, long.forgotten]).toEqual([75, short.more, true, true, true, undefined])
  })
  test('two lists share the page; what one leaves the other takes', () => {
    const two = made(`  - { name: a, title: A, register: work, columns: [{ column: label, label: Việc }], only: { state: [moved] } }\n  - { name: b, title: B, register: work, columns: [{ column: label, label: Việc }], only: { state: [waiting] } }\n`)
    const counts = (moved: number, waiting: number): unknown => {
      const all = [...Array.from({ length: moved }, (_, i) => entry(`M ${i}`, { state: 'moved' })), ...Array.from({ length: waiting }, (_, i) => entry(`W ${i}`, { state: 'waiting' }))]
      return content(two, reading({}, { entries: () => all })).sections.map((section) => (section.is === 'entries' ? section.rows.length : 0))
    }
    const [half = 0] = counts(75, 75) as readonly number[]
    const [few = 0, most = 0] = counts(2, 75) as readonly number[]
    expect([half > 6, few, most > half, most < 2 * half + 2]).toEqual([true, 2, true, true])
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
      if (section.is === 'entries') for (const column of section.columns) if (column.is !== 'years') expect(Object.keys(column.label)).toEqual(['vi', 'en'])
    }
  })
})

describe('6 drawn and said', () => {
  const board = made(`  - { name: a, title: Số hộ, total: yes, figures: [house.moved, { indicator: job.days, exact: Luật }] }
  - { name: b, title: Việc, register: work, columns: [{ column: label, label: Việc }, { column: told_on, label: Ngày }, { years: { from: from, plan: [plan_1], actual: [actual_1] } }], updated: told_on, due: due }
  - { name: c, title: Đường, register: road, columns: [{ column: label, label: Đường }, { figure: job.days, label: Công, exact: Luật khác }] }\n`)
  const shown = content(board, reading({ 'house.moved c1 2026': 3, 'job.days c1 2026': 1500 }, {
    target: (name) => (name === 'job.days' ? 2000 : undefined), figureOf: () => ({ value: 2.5, isAbout: true }),
    entries: (register) => (register === 'road' ? [{ id: 'r', label: 'Lên bản', columns: {}, place: 'Xã A' }] : [{ id: 'a', label: '<b>Mở</b> đường', columns: { told_on: '2026-01-02', due: '2026-03-04', from: 2026, plan_1: 80, actual_1: 33 } }]),
  }))
  const words = deskWordsOf('vi').board
  test('a page', () => {
    const markup = boardMain({ content: shown, language: 'vi', words, decision: { text: 'QĐ 12', day } }).markup
    for (const text of ['dưới 5', '1.500', 'Kế hoạch: 2.000', 'Chậm', 'Luật', '&lt;b&gt;Mở&lt;/b&gt; đường', '2/1/2026', 'Quá 90 ngày', 'Quá hạn', 'Công bố theo QĐ 12, thứ Ba, 24/11/2026', 'làm tròn theo 5', 'Từ trước đến nay', '<strong>33</strong> / 80', '≈ 2,5', 'Xã A', 'Luật khác', '(công)']) expect(markup).toContain(text)
    expect(markup).not.toMatch(/<b>|undefined|\[object/)
  })
  test('sentences', () => {
    expect(speech({ content: shown, language: 'vi', words })).toEqual([
      'Kính thưa bà con! Bảng, Tỉnh Thử, số liệu đến thứ Ba, 24/11/2026.', 'Số hộ.', 'Số hộ đã chuyển: dưới năm.', 'Ngày công: 1.500 công. Kế hoạch là 2.000 công, chậm.', 'Việc.',
      '<b>Mở</b> đường, 2/1/2026, năm 2026 thực hiện 33 trên kế hoạch 80. Quá chín mươi ngày chưa có số mới. Đã quá hạn.', 'Đường.', 'Lên bản, Xã A, Công khoảng 2,5 công.', 'Xin cảm ơn bà con đã lắng nghe.',
    ])
    expect(speech({ content: shown, language: 'en', words: deskWordsOf('en').board })[2]).toBe('Số hộ đã chuyển: fewer than five.')
  })
  test('what was released before lists had places, figures and years', () => {
    const before: BoardContent = { ...shown, sections: [{ is: 'entries', title: { vi: 'Việc' }, columns: [{ vi: 'Việc' }], rows: [{ cells: ['Mở đường'], isForgotten: false }], more: 3 }] }
    expect(boardMain({ content: before, language: 'vi', words }).markup).toContain('và 3 mục khác')
  })
})

describe('7 letters as large as the sheet allows', () => {
  const columns = (count: number) => Array.from({ length: count }, (_, i) => ({ vi: `Cột ${i}` }))
  const list = (rows: number, more = 0, across = 3): BoardContent => ({
    board: 'b', title: { vi: 'Bảng' }, unit: 'u', unit_name: 'Xã', day: '2026-11-30',
    sections: [{ is: 'entries', title: { vi: 'Việc' }, columns: columns(across), rows: Array.from({ length: rows }, () => ({ cells: columns(across).map(() => 'mười hai chữ'), isForgotten: false })), more }],
  })
  test.each([
    ['nothing yet', list(0), 2], ['a few', list(8), 2], ['more', list(18), 1.5], ['more yet', list(24), 1.25], ['a full sheet', list(34, 12), 1], ['a few, of more columns than large letters leave room for', list(5, 0, 12), 1],
  ] as const)('7 %s', (_, content, times) => expect(printedAt(content)).toBe(times))
  test('7 a figure with its plan takes three lines', () => {
    const line = { label: { vi: 'Số km đường đã cứng hóa' }, unit: { vi: 'km' }, isProtected: false, exact: null }
    const cell = (target: number | null) => ({ year: '2026', value: 1, isFew: false, isAbout: false, target, expected: null, standing: null })
    const of = (target: number | null): BoardContent => ({ ...list(0), sections: [{ is: 'figures', title: { vi: 'Chung' }, years: ['2026'], lines: Array.from({ length: 11 }, () => ({ ...line, cells: [cell(target)] })) }] })
    expect([printedAt(of(null)), printedAt(of(5))]).toEqual([2, 1])
    expect(boardMain({ content: of(null), language: 'vi', words: deskWordsOf('vi').board }).markup).toMatch(/^<div class="board largest">/)
  })
})

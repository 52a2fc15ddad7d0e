// Choices and dates as few forms want them to look.
// 1  A long list behind a search: what is chosen stands first and is sent along, what is found after it, by names without marks; twenty at most, and said so.
// 2  A short list is no search: one line that opens for one choice, ticks for several.
// 3  Beside each other: a class for each width; what leads on says so to the phone, of one choice only.
// 4  `label` shows words and no box; nothing is answered by it.
// 5  A date of which month or year is asked: those boxes, the first day kept, nothing read back that nobody said; what is wrong is told in its words.
// 6  axe's rules in small: every box has its label, every id is there once.
import { describe, expect, test } from 'vitest'
import '../more.ts'
import { compile } from '../../src/form/compile.ts'
import { open } from '../../src/form/filling.ts'
import type { Answers } from '../../src/form/form.ts'
import { apply } from '../../src/view/boxes.ts'
import type { Kept } from '../../src/view/kept.ts'
import type { Picker } from '../../src/view/kinds/kind.ts'
import { views } from '../../src/view/kinds/index.ts'
import { fields } from '../../src/view/screen.ts'
import { vi } from '../../src/words/vi.ts'

const villages = ['Đản Ván', 'Lủng Khum', 'Tả Sử Choóng', 'Thượng I', 'Thượng II', ...Array.from({ length: 25 }, (_, i) => `Bản số ${i + 1}`)]
const source = (question: string): string => `id: f
title: F
language: vi
survey:
  - { ${question}, name: a, label: Thôn nào? }
choices:
  long: [${villages.map((label, i) => `{ name: v${i}, label: ${label} }`).join(', ')}]
  short: [{ name: x, label: Tốt }, { name: y, label: Hỏng }]
`
const world = { clock: { at: 1_795_518_032_413, zone: 420 }, seed: 1, language: 'vi', unit: () => undefined, units: () => [], entry: () => undefined, entries: () => [] }
const opened = (question: string, answers: Answers = {}) => {
  const made = compile({ 'form.yaml': source(question) }, { levels: [], registers: {}, indicators: [] })
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  return open(made.form, world, answers)
}
function page(question: string, answers: Answers = {}, picker: Picker = {}): string {
  const filling = opened(question, answers)
  return fields(filling.form.survey, '', { filling, words: vi, language: 'vi', typed: {}, pickers: { a: picker }, reasons: {}, problems: new Map(), doubts: new Map(), fresh: new Set() }).markup
}
const boxes = (markup: string): string[] => [...markup.matchAll(/<input type="(?:radio|checkbox)" name="a" value="([^"]*)"([^>]*)>/g)].map(([, value = '', more = '']) => value + (more.includes('checked') ? '*' : ''))
const one = (appearance: string, list = 'long'): string => `type: select_one ${list}, appearance: ${appearance}`
const some = (appearance: string, list = 'long'): string => `type: select_multiple ${list}, appearance: ${appearance}`

describe('1 a long list behind a search', () => {
  test.each(['minimal', 'search', 'autocomplete', 'minimal search'])('%s: the first twenty, and that there are more', (word) => {
    const markup = page(one(word))
    expect([boxes(markup).length, markup.includes(vi.field.foundMany('20')), markup.includes('name=".search.a"'), markup.includes('value="find a"')]).toEqual([20, true, true, true])
  })
  test.each([['dan van', ['v0']], ['thuong', ['v3', 'v4']], ['I thượng', ['v3', 'v4']], ['choong ta', ['v2']], ['ung', []], ['không có', []]])('found by “%s”', (search, expected) => {
    const markup = page(one('search'), {}, { search })
    expect(boxes(markup)).toEqual(expected)
    expect(markup).toContain(expected.length === 0 ? vi.field.foundNone(search) : vi.field.found(String(expected.length)))
  })
  test('what is chosen is there whatever is looked for', () => {
    expect(boxes(page(one('search'), { a: 'v20' }, { search: 'dan van' }))).toEqual(['v20*', 'v0', ''])
    expect(boxes(page(some('search'), { a: ['v20', 'v1'] }, { search: 'dan van' }))).toEqual(['v1*', 'v20*', 'v0'])
  })
  test('once it is chosen, it is not said that nothing was found', () => {
    expect(page(one('search'), { a: 'v0' }, { search: 'dan van' })).not.toContain(vi.field.foundNone('dan van'))
    expect(page(one('search'), { a: 'v0' }, { search: 'không có' })).toContain(vi.field.foundNone('không có'))
  })
  test('and so the page sends it along', () => {
    const filling = opened(some('search'), { a: ['v1', 'v20'] })
    const kept: Kept = { answers: {}, typed: {}, reasons: {}, paths: {}, searches: {}, seed: 1, started_at: 0 }
    const now = apply(filling, kept, new Map([['.shown', ['a']], ['.search.a', ['dan']], ['a', ['v1', 'v20', 'v0']]]), 'vi', undefined)
    expect([filling.get('a'), now.searches, now.isPicking]).toEqual([['v1', 'v20', 'v0'], { a: 'dan' }, true])
  })
})

describe('2 a short list', () => {
  test('minimal', () => {
    expect(page(one('minimal', 'short'))).toContain('<select id="q-a" name="a"')
    expect(boxes(page(some('minimal', 'short')))).toEqual(['x', 'y'])
  })
  test('search', () => {
    expect(page(one('search', 'short'))).toBe(page('type: select_one short'))
  })
})

describe('3 beside each other', () => {
  test.each([
    ['columns', 'class="columns"'], ['columns-2', 'class="columns columns-2"'], ['columns-9', 'class="columns columns-5"'], ['compact-3', 'class="columns columns-3"'], ['columns-pack', 'class="packed"'], ['horizontal-compact', 'class="packed"'],
    ['Columns-2', 'class="columns columns-2"'], ['quick', '<div data-quick>'], ['quickcompact', '<div class="columns" data-quick>'], ['quick columns-2', '<div class="columns columns-2" data-quick>'],
  ])('%s', (word, expected) => {
    expect(page(one(word, 'short'))).toContain(expected)
  })
  test('several never lead on', () => {
    expect(page(some('quick columns', 'short'))).not.toContain('data-quick')
  })
  test('a choice that may be left out can be taken back', () => {
    expect(boxes(page(one('columns', 'short'), { a: 'x' }))).toEqual(['x*', 'y', ''])
  })
})

test('4 label', () => {
  const markup = page(one('label', 'short'))
  expect([markup.includes('Thôn nào?'), /<input|<select/.test(markup)]).toEqual([true, false])
  expect(page(`${one('label', 'short')}, required: yes`)).toContain('<input')
})

describe('5 a date without its day', () => {
  const typed = (question: string, boxes: Readonly<Record<string, string>>): unknown => {
    const filling = opened(question)
    const kept: Kept = { answers: {}, typed: {}, reasons: {}, paths: {}, searches: {}, seed: 1, started_at: 0 }
    const now = apply(filling, kept, new Map([['.shown', ['a']], ...Object.entries(boxes).map(([part, text]) => [`a.${part}`, [text]] as const)]), 'vi', undefined)
    return filling.get('a') ?? (now.typed.a === undefined ? 'nothing' : 'unread')
  }
  const [month, year] = ['type: date, appearance: month-year', 'type: date, appearance: year']
  test.each([
    [month, { month: '3', year: '2024' }, '2024-03-01'], [month, { month: '13', year: '2024' }, 'unread'], [month, { month: '', year: '2024' }, 'unread'], [month, { month: '', year: '' }, 'nothing'],
    [year, { year: '1998' }, '1998-01-01'], [year, { year: '98' }, 'unread'], [year, { year: '' }, 'nothing'],
    ['type: date', { day: '5', month: '3', year: '2024' }, '2024-03-05'], ['type: date', { day: '', month: '3', year: '2024' }, 'unread'],
  ])('%s %o → %s', (question, given, expected) => {
    expect(typed(question, given)).toBe(expected)
  })
  test('its boxes, and what is read back', () => {
    const parts = (question: string): string[] => [...page(question, { a: '2024-03-01' }).matchAll(/name="a\.(\w+)" value="(\d+)"/g)].map(([, part, value]) => `${part} ${value}`)
    expect([parts(month), parts(year), parts('type: date')]).toEqual([['month 3', 'year 2024'], ['year 2024'], ['day 1', 'month 3', 'year 2024']])
    const read = (question: string): string | undefined => {
      const { form } = opened(question)
      return views.date.reading('2024-03-01', { question: form.survey[0] as (typeof form.survey)[0], form, world, words: vi, language: 'vi' })
    }
    expect([read(month), read(year)]).toEqual(['tháng 3/2024', '2024'])
    expect(page(month, { a: '2024-03-01' })).not.toContain('ngày 1')
  })
  test('a whole day that came from elsewhere is a day', () => {
    expect(opened(month, { a: '2024-03-17' }).problems()).toEqual([])
  })
})

test.each([one('search'), some('search'), one('minimal', 'short'), one('columns-2', 'short'), 'type: date, appearance: year', 'type: image, appearance: signature'])('6 %s', (question) => {
  const markup = page(question)
  const ids = [...markup.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const [, id] of markup.matchAll(/<(?:input type="(?:text|file)"|select|textarea)[^>]* id="([^"]+)"/g)) expect(markup).toContain(`<label for="${id}"`)
})

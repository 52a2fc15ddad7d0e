// How long what a form's records say of persons is kept.
// 1  A number and days, months or years, up to a hundred years; all else is told where it stands, in both languages.
// 2  What is short for a phone without a network, and what is about nobody, is told and published all the same.
// 3  The last day to keep: at month ends, in leap years, over years, as a clerk counts on the calendar.
// 4  The latest day that is over is the latest one whose last day is before today, for every day of eight years and every time to keep.
// 5  It is part of the form, goes into a trial, is read from a workbook and written into one.
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import type { Compiled } from '../../src/form/compile.ts'
import { dayOf, dayText } from '../../src/form/date.ts'
import { keptThrough, overOn, readKeep, writeKeep } from '../../src/form/keep.ts'
import type { Keep } from '../../src/form/keep.ts'
import { asTrial } from '../../src/form/trial.ts'
import { toXlsform } from '../../src/translate/xlsform_out.ts'
import { sayProblem } from '../../src/words/desk.ts'

const source = (keep: string, personal = true): string => `id: visit
title: Thăm hộ
language: vi
${keep}
survey:
  - { type: text, name: head, label: Chủ hộ${personal ? ', personal: basic' : ''} }
`
const compiled = (keep: string, personal?: boolean): Compiled => compile({ 'form.yaml': source(keep, personal) }, { levels: ['village'], registers: {}, indicators: [] })
const keepOf = (text: string): Keep => readKeep(text) ?? { days: NaN }

describe('1 what may be written', () => {
  test.each<[string, Keep, string]>([
    ['keep: 90 days', { days: 90 }, '90 days'], ['keep: 1 day', { days: 1 }, '1 day'], ['keep: 18 months', { months: 18 }, '18 months'], ['keep: 24 months', { months: 24 }, '2 years'],
    ['keep: 1 year', { months: 12 }, '1 year'], ['keep: 100 years', { months: 1200 }, '100 years'], ['keep: "5  years"', { months: 60 }, '5 years'], ['keep: 36525 days', { days: 36525 }, '36525 days'],
  ])('%s', (line, keep, written) => {
    const made = compiled(line)
    expect(made.ok && made.form.keep).toEqual(keep)
    expect(writeKeep(keep)).toBe(written)
    expect(readKeep(written)).toEqual(keep)
  })
  test('nothing said: nothing kept to', () => {
    const made = compiled('')
    expect(made.ok && 'keep' in made.form).toBe(false)
  })
  test.each(['90', 'days', '0 days', '90 ngày', '90days', '-3 days', '1.5 years', '2 weeks', '101 years', '1201 months', '36526 days', 'forever', '90 days after approval', '""'])('%s is told where it stands', (text) => {
    const made = compiled(`keep: ${text}`)
    expect(made.ok ? [] : made.problems.map(({ code, file, line, column, at }) => [code, file, line, column, at])).toEqual([['keep_invalid', 'form.yaml', 4, 7, 'keep']])
    const [problem] = made.ok ? [] : made.problems
    expect(problem && sayProblem(problem, 'vi')).toContain('Hãy ghi số rồi days, months hoặc years')
    expect(problem && sayProblem(problem, 'en')).toContain('Write a number and days, months or years')
  })
  test('a table is not a time', () => {
    const made = compiled('keep: { for: 90 days }')
    expect(made.ok ? [] : made.problems.map(({ code, line, column }) => [code, line, column])).toEqual([['source_shape', 4, 7]])
  })
})

test('2 told, and published all the same', () => {
  const told = (made: Compiled): unknown => [made.ok, made.warnings.map(({ code, line, column, facts }) => [code, line, column, facts])]
  expect(told(compiled('keep: 30 days'))).toEqual([true, []])
  expect(told(compiled('keep: 29 days'))).toEqual([true, [['keep_short', 4, 7, { keep: '29 days', days: 30 }]]])
  expect(told(compiled('keep: 1 month'))).toEqual([true, []])
  expect(told(compiled('keep: 2 years', false))).toEqual([true, [['keep_nothing', 4, 7, { keep: '2 years' }]]])
  const [warning] = compiled('keep: 2 years', false).warnings
  expect(warning && [sayProblem(warning, 'vi'), sayProblem(warning, 'en')]).toEqual([expect.stringContaining('không có câu nào là dữ liệu cá nhân'), expect.stringContaining('no question is personal')])
})

test.each([
  ['2026-01-01', '90 days', '2026-04-01'], ['2024-01-01', '90 days', '2024-03-31'], ['2025-12-31', '1 day', '2026-01-01'],
  ['2026-01-15', '1 month', '2026-02-15'], ['2026-01-31', '1 month', '2026-02-28'], ['2024-01-31', '1 month', '2024-02-29'], ['2026-01-29', '1 month', '2026-02-28'], ['2026-03-31', '1 month', '2026-04-30'],
  ['2026-10-31', '4 months', '2027-02-28'], ['2026-12-31', '2 months', '2027-02-28'], ['2027-12-31', '2 months', '2028-02-29'],
  ['2024-02-29', '1 year', '2025-02-28'], ['2024-02-29', '4 years', '2028-02-29'], ['2025-02-28', '3 years', '2028-02-28'], ['2026-11-30', '5 years', '2031-11-30'], ['2026-07-01', '100 years', '2126-07-01'],
])('3 decided on %s and kept for %s: through %s', (day, keep, last) => {
  expect(keptThrough(day, keepOf(keep))).toBe(last)
  const next = dayText(dayOf(last) + 1)
  expect(overOn(last, keepOf(keep)) < day).toBe(true)
  expect(overOn(next, keepOf(keep)) >= day).toBe(true)
})

test.each(['1 day', '29 days', '30 days', '365 days', '1 month', '2 months', '11 months', '18 months', '1 year', '4 years', '7 years'])('4 what is over, day by day, of %s', (text) => {
  const keep = keepOf(text)
  for (let day = dayOf('2023-12-25'); day < dayOf('2032-01-10'); day++) {
    const [today, over] = [dayText(day), overOn(dayText(day), keep)]
    expect([keptThrough(over, keep) < today, keptThrough(dayText(dayOf(over) + 1), keep) < today], today).toEqual([true, false])
  }
})

test('5 in a trial, and out into a workbook', () => {
  const made = compiled('keep: 2 years')
  if (!made.ok) throw new Error('not compiled')
  expect(asTrial(made.form, new Set(), () => 'THỬ').keep).toEqual({ months: 24 })
  const { sheets, left } = toXlsform({ 'form.yaml': source('keep: 18 months') })
  const [head = [], row = []] = sheets.find(({ name }) => name === 'settings')?.rows ?? []
  expect(row[head.indexOf('keep')]).toBe('18 months')
  expect(left).toEqual([])
})

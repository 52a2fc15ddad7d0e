// What an indicator should reach, and how far it is.
// 1  Periods: a year, a quarter, a month; their days; the window that is one; the share of it gone by.
// 2  What grows is held against the share of the period gone by, what stands against the target itself; a figure that should be small the other way round.
// 3  Exceeded (5 % beyond, at the end), met, on track (nine tenths of what is due), behind, not started (nothing after the first quarter), forgotten (90 days of silence).
import { describe, expect, test } from 'vitest'
import type { Indicator } from '../../src/form/form.ts'
import { asksWhy, daysOf, elapsed, expectedBy, isTargetPeriod, mannerOf, periodOf, standingOf } from '../../src/record/target.ts'
import type { Manner } from '../../src/record/target.ts'

describe('1 periods', () => {
  test.each([['2026', true], ['2026-Q1', true], ['2026-Q5', false], ['2026-12', true], ['2026-13', false], ['2026-1', false], ['26', false], ['', false], ['2026-12-01', false]])('%s: %s', (text, is) => {
    expect(isTargetPeriod(text)).toBe(is)
  })
  test.each([
    ['2026', '2026-01-01', '2026-12-31'], ['2026-Q1', '2026-01-01', '2026-03-31'], ['2026-Q4', '2026-10-01', '2026-12-31'], ['2026-02', '2026-02-01', '2026-02-28'], ['2028-02', '2028-02-01', '2028-02-29'],
    ['2026-12', '2026-12-01', '2026-12-31'],
  ])('%s is %s to %s', (period, first, last) => {
    expect(daysOf(period)).toEqual({ first, last })
  })
  test.each([
    ['2026', '2026', '2026'], ['2026-01', '2026-12', '2026'], ['2026-04', '2026-06', '2026-Q2'], ['2026-07', '2026-07', '2026-07'], ['2026-02', '2026-04', undefined], ['2025', '2026', undefined],
    ['2026-01', undefined, undefined], ['2026-01-01', '2026-12-31', undefined],
  ])('%s to %s is %s', (from, to, period) => {
    expect(periodOf(from, to)).toBe(period)
  })
  test.each([['2026', '2025-12-31', 0], ['2026', '2026-12-31', 1], ['2026', '2027-05-01', 1], ['2011', '2011-04-27', 117 / 365], ['2026-Q1', '2026-01-09', 0.1]])('of %s, by %s: %d', (period, day, share) => {
    expect(elapsed(period, day)).toBe(share)
  })
})

const flow: Manner = { isFlow: true, isLower: false }
const stock: Manner = { isFlow: false, isLower: false }
const fewer: Manner = { isFlow: true, isLower: true }
const small: Manner = { isFlow: false, isLower: true }

describe('2 how an indicator is held', () => {
  const label = { vi: 'x' }
  const known: Record<string, Indicator> = {
    'f.moved': { name: 'moved', label, count: true },
    'f.planned': { name: 'planned', label, count: true },
    'f.rest': { name: 'rest', label, difference: { of: 'planned', less: ['moved'] } },
    'f.share': { name: 'share', label, share: { of: 'moved', in: 'planned' } },
    'f.roads': { name: 'roads', label, register: 'road', count: true },
    'f.opened': { name: 'opened', label, register: 'road', count: true, date: ['$', 'opened_on'] as never },
    'f.late': { name: 'late', label, count: true, good: { at_most: 0 } },
    'f.left': { name: 'left', label, difference: { of: 'f.roads', less: [] }, good: { at_most: 3 } },
    'f.mean': { name: 'mean', label, average: ['$', 'km'] as never },
    'f.loop': { name: 'loop', label, difference: { of: 'loop', less: [] } },
  }
  test.each([
    ['f.moved', flow], ['f.rest', flow], ['f.share', stock], ['f.roads', stock], ['f.opened', flow], ['f.late', fewer], ['f.left', small], ['f.mean', stock], ['f.loop', stock], ['f.nothing', stock],
  ])('%s', (name, manner) => {
    expect(mannerOf(name, (one) => known[one])).toEqual(manner)
  })
  test.each([[80, '2011', '2011-04-27', flow, 25.6438356164], [80, '2011', '2011-04-27', stock, 80], [0.3, '2026', '2026-12-31', flow, 0.3]] as const)('%d of %s by %s', (target, period, day, manner, due) => {
    expect(expectedBy(target, period, day, manner)).toBe(due)
  })
})

describe('3 how far', () => {
  test.each([
    // the founding year: 33 of 80 households by 27 April 2011
    ['33 of 80 after 117 days', 33, 80, '2011', '2011-04-27', flow, undefined, 'on_track'],
    ['6 of 8 villages, which stand', 6, 8, '2011', '2011-04-27', stock, undefined, 'behind'],
    ['nine tenths of what is due', 90, 365, '2011', '2011-04-10', flow, undefined, 'on_track'],
    ['a little less', 89.9, 365, '2011', '2011-04-10', flow, undefined, 'behind'],
    ['reached before the end', 80, 80, '2026', '2026-06-01', flow, undefined, 'met'],
    ['far beyond, before the end', 200, 80, '2026', '2026-06-01', flow, undefined, 'met'],
    ['5 % beyond at the end', 84, 80, '2026', '2026-12-31', flow, undefined, 'exceeded'],
    ['a little less beyond', 83.9, 80, '2026', '2026-12-31', flow, undefined, 'met'],
    ['just reached, of tenths', 0.3, 0.1 * 3, '2026', '2026-12-31', flow, undefined, 'met'],
    ['missed at the end', 79, 80, '2026', '2027-02-01', flow, undefined, 'behind'],
    ['nothing on 31 March', 0, 80, '2026', '2026-03-31', flow, undefined, 'behind'],
    ['nothing on 1 April', 0, 80, '2026', '2026-04-01', flow, undefined, 'not_started'],
    ['no figure', null, 80, '2026', '2026-04-01', stock, undefined, 'not_started'],
    ['nothing in the first week of a month', 0, 4, '2026-07', '2026-07-07', flow, undefined, 'behind'],
    ['nothing in its second', 0, 4, '2026-07', '2026-07-08', flow, undefined, 'not_started'],
    ['nothing in a quarter’s second month', 0, 4, '2026-Q3', '2026-08-01', flow, undefined, 'not_started'],
    ['90 days of silence', 20, 80, '2026', '2026-06-01', flow, '2026-03-03', 'behind'],
    ['91 days', 20, 80, '2026', '2026-06-01', flow, '2026-03-02', 'forgotten'],
    ['met is not forgotten', 80, 80, '2026', '2026-12-01', flow, '2026-01-31', 'met'],
    ['over is not forgotten', 30, 80, '2025', '2026-06-01', flow, '2025-01-31', 'behind'],
    ['too many late, none yet', 0, 0, '2026', '2026-06-01', fewer, undefined, 'on_track'],
    ['one late, none allowed', 1, 0, '2026', '2026-06-01', fewer, undefined, 'behind'],
    ['few enough at the end', 2, 3, '2026', '2026-12-31', fewer, undefined, 'exceeded'],
    ['just few enough at the end', 3, 3, '2026', '2026-12-31', fewer, undefined, 'met'],
    ['none at the end', 0, 0, '2026', '2026-12-31', fewer, undefined, 'met'],
    ['more than the share gone by', 3, 4, '2026', '2026-04-02', fewer, undefined, 'behind'],
    ['few left, which stand', 3, 3, '2026', '2026-04-02', small, undefined, 'met'],
    ['too many left', 4, 3, '2026', '2026-04-02', small, undefined, 'behind'],
  ] as const)('%s', (_, value, target, period, day, manner, last, standing) => {
    expect(standingOf(value, target, period, day, manner, last)).toBe(standing)
  })
  test('who must say why', () => {
    expect((['exceeded', 'met', 'on_track', 'behind', 'not_started', 'forgotten'] as const).filter(asksWhy)).toEqual(['behind', 'not_started', 'forgotten'])
  })
})

// What an indicator should reach, and how far it is: unit × period × value beside what was counted. Knows no clock; where targets are kept is the store's.
import { dayOf, dayText } from '../form/date.ts'
import type { Indicator } from '../form/form.ts'
import type { Find } from './indicator.ts'

/** A whole period as targets name it: a year '2026', a quarter '2026-Q3', a month '2026-07'. */
export const isTargetPeriod = (text: string): boolean => /^\d{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$/.test(text)

/** How far a figure is against its target, in the order from best to worst. */
export const standings = ['exceeded', 'met', 'on_track', 'behind', 'not_started', 'forgotten'] as const
export type Standing = (typeof standings)[number]

/** How an indicator is held against its target. */
export interface Manner {
  /** Grows through the period, and so is compared with the share of it gone by; what stands as it stands (a stock, a share, an average) with the target itself. */
  readonly isFlow: boolean
  /** The less the better: it says what is good `at_most`. */
  readonly isLower: boolean
}

/** First and last day of a period, 'YYYY-MM-DD'. */
export function daysOf(period: string): { readonly first: string; readonly last: string } {
  const year = period.slice(0, 4)
  const quarter = /-Q(\d)$/.exec(period)?.[1]
  const from = quarter !== undefined ? Number(quarter) * 3 - 2 : period.length === 7 ? Number(period.slice(5)) : 1
  const to = quarter !== undefined ? from + 2 : period.length === 7 ? from : 12
  const first = dayOf(`${year}-${two(from)}-01`)
  // The day before the first of the month after.
  const last = dayOf(to === 12 ? `${Number(year) + 1}-01-01` : `${year}-${two(to + 1)}-01`) - 1
  return { first: dayText(first), last: dayText(last) }
}

/** The period that a window of months or years makes up exactly; undefined when it is none, or longer than a year. */
export function periodOf(from: string | undefined, to: string | undefined): string | undefined {
  if (from === undefined || to === undefined) return undefined
  const [first, last] = [from.length === 4 ? `${from}-01` : from, to.length === 4 ? `${to}-12` : to]
  if (first.length !== 7 || last.length !== 7 || first.slice(0, 4) !== last.slice(0, 4)) return undefined
  const [begin, end] = [Number(first.slice(5)), Number(last.slice(5))]
  if (begin === 1 && end === 12) return first.slice(0, 4)
  if (begin === end) return first
  return begin % 3 === 1 && end === begin + 2 ? `${first.slice(0, 4)}-Q${(begin + 2) / 3}` : undefined
}

/** The share of a period that has gone by at the end of a day: 0 before it, 1 from its last day on. */
export function elapsed(period: string, day: string): number {
  const { first, last } = daysOf(period)
  const [begin, end] = [dayOf(first), dayOf(last)]
  return Math.max(0, Math.min(1, (dayOf(day) - begin + 1) / (end - begin + 1)))
}

const deepest = 8

/** How an indicator ('form.name') is held against a target; a difference as what it begins with. */
export function mannerOf(name: string, find: Find): Manner {
  const indicator = find(name)
  return { isFlow: isFlow(name, find, 0), isLower: indicator?.good?.at_most !== undefined && indicator.good.at_least === undefined }
}

function isFlow(name: string, find: Find, depth: number): boolean {
  const indicator: Indicator | undefined = find(name)
  if (indicator === undefined || depth > deepest) return false
  const { count, sum, difference, register, date } = indicator
  if (difference !== undefined) return isFlow(difference.of.includes('.') ? difference.of : `${name.slice(0, name.indexOf('.'))}.${difference.of}`, find, depth + 1)
  return (count === true || sum !== undefined) && (register === undefined || date !== undefined)
}

/** What should have been reached by the end of a day: of what grows the share of the period gone by, of what stands all of it. */
export function expectedBy(target: number, period: string, day: string, { isFlow }: Manner): number {
  return isFlow ? exact(target * elapsed(period, day)) : target
}

/**
 * How far a figure is. `last` is the last day of what was counted last ('' for nothing, undefined where that is not known).
 * The rules are those of the resolution boards: exceeded from 5 % beyond (once the period is over), met, on track from nine tenths of what is expected by now,
 * else behind; not started when there is nothing after the first quarter of the period; forgotten when nothing new came for more than 90 days.
 */
export function standingOf(counted: number | null, wanted: number, period: string, day: string, manner: Manner, last?: string): Standing {
  const [value, target] = [counted === null ? null : exact(counted), exact(wanted)]
  const isOver = elapsed(period, day) >= 1
  const expected = expectedBy(target, period, day, manner)
  const isReached = value !== null && (manner.isLower ? value <= target && (!manner.isFlow || isOver) : value >= target)
  if (isReached) return isOver && (manner.isLower ? value < target && exact(value * 1.05) <= target : value > target && value >= exact(target * 1.05)) ? 'exceeded' : 'met'
  if (last !== undefined && last !== '' && !isOver && dayOf(day) - dayOf(last) > mostSilentDays) return 'forgotten'
  if ((value === null || (value === 0 && !manner.isLower)) && day > firstQuarterOf(period)) return 'not_started'
  if (value === null || isOver) return 'behind'
  return (manner.isLower ? exact(value * 0.9) <= expected : value >= exact(expected * 0.9)) ? 'on_track' : 'behind'
}

/** A figure without anything new for longer is forgotten. */
export const mostSilentDays = 90

/** Whether somebody has to say why, and what will be done. */
export const asksWhy = (standing: Standing): boolean => standing === 'behind' || standing === 'not_started' || standing === 'forgotten'

// The last day of a period's first quarter: 31 March of a year, the first month of a quarter, the seventh of a month.
function firstQuarterOf(period: string): string {
  const { first } = daysOf(period)
  if (period.length === 4) return `${period}-03-31`
  return period.includes('Q') ? daysOf(first.slice(0, 7)).last : `${first.slice(0, 7)}-07`
}

const two = (n: number): string => String(n).padStart(2, '0')

// 0.1 × 3 is 0.30000000000000004: a figure that is just reached must not fail by that.
const exact = (n: number): number => Number(n.toPrecision(12))

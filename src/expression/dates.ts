// Days as functions read and write them: today's and now's clock, format-date's codes, the day in a text.
import type { Value } from './tree.ts'
import { asNumber, daysOf } from './values.ts'

/** An instant (milliseconds since 1970 UTC, minutes east of UTC) as ISO 8601 with its offset, as ODK writes it: 2026-11-24T08:30:00.000+07:00. */
export function instant(at: number, zone: number): string {
  const local = new Date(at + zone * 60_000).toISOString().slice(0, 23)
  const minutes = Math.abs(zone)
  return `${local}${zone < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** Days since 1970 of a date, a month, a date and time (its day in its own zone) or a number; NaN when it is none of these. */
export function dayIn(value: Value): number {
  if (typeof value !== 'string' || !/^\d{4}-/.test(value)) return typeof value === 'string' && value.includes(':') ? NaN : asNumber(value)
  return isNaN(daysOf(value)) ? NaN : daysOf(value.slice(0, 10))
}

/** In English, from January, and from Sunday. */
export const months = 'January February March April May June July August September October November December'.split(' ')
export const weekdays = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

const short = (name: string | undefined): string => (name ?? '').slice(0, 3)

/** format-date's codes; names of months and days are English, as in XLSForm's reference. */
export function writeDay(days: number, pattern: string): string {
  const date = new Date(Math.floor(days) * 86_400_000)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
  const parts: Record<string, string> = {
    Y: String(year).padStart(4, '0'),
    y: two(year % 100),
    m: two(month),
    n: String(month),
    b: short(months[month - 1]),
    d: two(day),
    e: String(day),
    a: short(weekdays[date.getUTCDay()]),
  }
  return pattern.replace(/%(.)/g, (whole, code: string) => parts[code] ?? whole)
}

const two = (n: number): string => String(n).padStart(2, '0')

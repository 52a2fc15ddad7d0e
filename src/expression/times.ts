// Dates with times, among the rarer functions: written, taken apart, moved on, compared by months.
import { instant, writeDay } from './dates.ts'
import { number, one, text } from './functions.ts'
import type { At, Run } from './functions.ts'
import type { Value } from './tree.ts'
import { asNumber, dayNumber, dayText, daysOf } from './values.ts'

const day = 86_400_000
const offset = /(Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/

// Days since 1970 as a clock on the wall of the filling shows them: what has an offset, and a number with a part of a day, in its zone; what has none as it stands.
function local(value: Value, at: At): number {
  const days = typeof value === 'string' && value.trim().length >= 5 ? daysOf(value.trim()) : asNumber(value)
  const isInstant = typeof value === 'string' ? /T/.test(value) && offset.test(value) : !Number.isInteger(days)
  return isInstant ? days + at.scope.clock.zone / 1440 : days
}

const two = (n: number): string => String(n).padStart(2, '0')

function writeTime(days: number, pattern: string): string {
  const at = new Date(Math.round(days * day))
  const parts: Record<string, string> = {
    H: two(at.getUTCHours()), h: String(at.getUTCHours()), M: two(at.getUTCMinutes()), S: two(at.getUTCSeconds()), 3: String(at.getUTCMilliseconds()).padStart(3, '0'),
  }
  return writeDay(Math.floor(Math.round(days * day) / day), pattern).replace(/%(.)/g, (whole, code: string) => parts[code] ?? whole)
}

// The part of the day of a time '06:00:00.000-07:00', in the zone of the filling where it has one of its own.
function partOfDay(time: string, zone: number): number {
  const found = /^(?:\d{4}-\d{2}-\d{2}T)?([\d:.]+)(.*)$/.exec(time.trim())
  const [, clock = '', own = ''] = found ?? []
  if (!clock.includes(':') || (own !== '' && !offset.test(own)) || own.length > 6) return NaN
  const part = daysOf(clock)
  if (own === '') return part
  const east = own === 'Z' ? 0 : (Number(own.slice(1, 3)) * 60 + Number(own.slice(-2))) * (own.startsWith('-') ? -1 : 1)
  const minutes = Math.round((part * 1440 - east + zone) * 60_000) / 60_000
  return ((minutes % 1440) + 1440) % 1440 / 1440
}

const calendar = (days: number): readonly [number, number, number] => {
  const date = new Date(Math.floor(days) * day)
  return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
}

// The same day of another month, or the last that it has: 31 January and a month is 28 February.
function moved(days: number, months: number): number {
  const [year, month, date] = calendar(days)
  const at = year * 12 + month + months
  const first = dayNumber(Math.floor(at / 12), (((at % 12) + 12) % 12) + 1, 1)
  const next = dayNumber(Math.floor((at + 1) / 12), ((((at + 1) % 12) + 12) % 12) + 1, 1)
  return first + Math.min(date, next - first) - 1
}

export const times = {
  'decimal-date-time': (args, at) => {
    const value = one(args[0], at)
    const isLocal = typeof value === 'string' && /^\d{4}-[\d-]+(T[\d:.]+)?$/.test(value)
    return asNumber(value) - (isLocal ? at.scope.clock.zone / 1440 : 0)
  },
  'decimal-time': (args, at) => partOfDay(text(args, 0, at), at.scope.clock.zone),
  'date-time': (args, at) => {
    const value = one(args[0], at)
    const days = local(value, at)
    if (isNaN(days) || typeof value === 'boolean' || /^\d{1,2}:/.test(String(value)) || dayText(Math.floor(days)) === '') return ''
    // What has no time of day stays a date.
    return Number.isInteger(days) && !String(value).includes('T') ? dayText(days) : instant(Math.round(days * day) - at.scope.clock.zone * 60_000, at.scope.clock.zone)
  },
  'format-date-time': (args, at) => {
    const days = local(one(args[0], at), at)
    return dayText(Math.floor(days)) === '' ? '' : writeTime(days, text(args, 1, at))
  },
  'difference-in-months': (args, at) => {
    const [from, to] = [local(one(args[0], at), at), local(one(args[1], at), at)]
    if (isNaN(from) || isNaN(to)) return ''
    const [early, late] = from <= to ? [from, to] : [to, from]
    const [a, b] = [calendar(early), calendar(late)]
    const months = (b[0] - a[0]) * 12 + b[1] - a[1] - (b[2] < a[2] && Math.floor(late) < moved(early, (b[0] - a[0]) * 12 + b[1] - a[1]) ? 1 : 0)
    return from <= to ? months : -months
  },
  'add-date': (args, at) => {
    const value = one(args[0], at)
    const days = local(value, at)
    const given = (i: number): number => (args[i] === undefined ? 0 : number(args, i, at))
    const later = moved(days, given(1) * 12 + given(2)) + (days - Math.floor(days)) + given(3) + given(4) / 24 + given(5) / 1440
    if (isNaN(later) || dayText(Math.floor(later)) === '') return ''
    if (args.length < 5 && !String(value).includes('T') && Number.isInteger(days)) return dayText(Math.floor(later))
    return instant(Math.round(later * day) - at.scope.clock.zone * 60_000, at.scope.clock.zone)
  },
} satisfies Record<string, Run>

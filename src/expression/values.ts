// How values turn into numbers, texts and truths: XPath 1.0 §4, with ODK's dates. Knows no operators and no functions.
import type { Row, Value, Values } from './tree.ts'

/** Days from 1970-01-01 to a calendar day; NaN when there is no such day (30 February). Proleptic Gregorian, years 1 to 9999. */
export function dayNumber(year: number, month: number, day: number): number {
  const at = Date.UTC(2000, month - 1, day) // a year of two digits would be read as 19xx
  const date = new Date(at)
  date.setUTCFullYear(year, month - 1, day)
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real && year > 0 && year < 10000 ? date.getTime() / 86_400_000 : NaN
}

/** 'YYYY-MM-DD' of a day number; empty outside the years 1 to 9999, which no calendar of ours writes. */
export function dayText(days: number): string {
  const date = new Date(days * 86_400_000)
  const year = date.getUTCFullYear()
  return year > 0 && year < 10000 ? date.toISOString().slice(0, 10) : ''
}

const calendar = /^(\d{4})-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?(Z|[+-]\d{2}:?\d{2})?)?)?$/
const clock = /^(\d{2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?(?:Z|[+-]\d{2}:?\d{2})?$/

/**
 * Days since 1970-01-01 UTC of a date or of a date and time; of a month ('2026-11') its first day; of a time ('08:30') the part of
 * the day gone by on the wall. NaN when it is none of these. A date and time without offset is read as UTC, so that days stay whole.
 */
export function daysOf(text: string): number {
  const time = clock.exec(text)
  if (time !== null) return partOfDay(time[1], time[2], time[3])
  const found = calendar.exec(text)
  if (found === null) return NaN
  const days = dayNumber(Number(found[1]), Number(found[2]), Number(found[3] ?? 1))
  return found[4] === undefined ? days : days + partOfDay(found[4], found[5], found[6]) - offsetMinutes(found[7]) / 1440
}

function partOfDay(hours = '', minutes = '', seconds = '0'): number {
  const real = Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60
  return real ? (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) / 86_400 : NaN
}

// Minutes east of UTC of 'Z', '+07:00' or nothing.
function offsetMinutes(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return zone.startsWith('-') ? -minutes : minutes
}

/** XPath number(): empty and anything else that is no number is NaN; dates, months and times count as days. */
export function asNumber(value: Value): number {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  const text = value.trim()
  if (/^-?(\d+(\.\d*)?|\.\d+)$/.test(text)) return Number(text)
  return text.length >= 5 ? daysOf(text) : NaN
}

/** XPath string(): numbers without exponent; what is not a number (or not finite) is empty, so it never gets into an answer. */
export function asText(value: Value): string {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (!isFinite(value)) return ''
  const text = String(value === 0 ? 0 : value)
  return text.includes('e') ? plain(value) : text
}

function plain(value: number): string {
  if (Math.abs(value) >= 1) return BigInt(Math.trunc(value)).toString()
  const text = value.toFixed(20).replace(/\.?0+$/, '')
  return text === '-0' ? '0' : text
}

/** XPath boolean(): a number is true unless 0 or NaN, a text unless empty. */
export function asBoolean(value: Value): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return value !== 0 && !isNaN(value)
  return value !== ''
}

/** XPath boolean() of many: true when one of them is not empty; a single value as it is. */
export function asTruth(values: Values): boolean {
  return Array.isArray(values) ? values.some((value) => value !== '') : asBoolean(values as Value)
}

/** One value as a list of one; all values as they are. */
export function asList(values: Values): readonly Value[] {
  return Array.isArray(values) ? (values as readonly Value[]) : [values as Value]
}

/** The first of several values, as XPath does when a node-set stands where one value is needed; empty when there is none. */
export function first(values: Values): Value {
  return Array.isArray(values) ? ((values as readonly Value[])[0] ?? '') : (values as Value)
}

/** A column of a row. Only its own: a column called `constructor` that is not there is empty, not a function. */
export function cell(row: Row | undefined, name: string): Value {
  return row !== undefined && Object.prototype.hasOwnProperty.call(row, name) ? (row[name] ?? '') : ''
}

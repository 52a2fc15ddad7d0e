// How long what a form's records say of persons is kept, and when that time is over. Knows no clock: days are handed in. What counts as the first day, and the
// erasing, are the server's (server/term.ts).
import { dayOf, dayText, dayNumber } from './date.ts'
import type { Compiler } from './compiler.ts'
import type { Form, Question } from './form.ts'
import type { Table } from './source.ts'

/** A time to keep, from the day on which a record was decided on. Years are twelve months each. */
export type Keep = { readonly days: number } | { readonly months: number }

const [mostDays, mostMonths] = [36_525, 1_200] // a hundred years
/** So long a phone may be without a network, and then send a correction: what is kept for less is told. */
const phoneDays = 30

/** `keep: 90 days`, `18 months`, `5 years`. */
export function compileKeep(compiler: Compiler, table: Table): Keep | undefined {
  const said = compiler.scalar(table, 'keep', 'keep')
  if (said === undefined) return undefined
  const keep = readKeep(said.text)
  if (keep === undefined) compiler.tell('keep_invalid', said, 'keep', { received: said.text.slice(0, 80) })
  else if ('days' in keep && keep.days < phoneDays) compiler.warn('keep_short', said, 'keep', { keep: writeKeep(keep), days: phoneDays })
  return keep
}

/** Warns where nothing in the form is marked as personal. By its own marks alone: an earlier version, or an entry of another form's register, may say something of a person yet. */
export function warnNothingKept(compiler: Compiler, table: Table, { keep, survey }: Form): void {
  const spot = table.entries.get('keep')?.value
  const isMarked = (questions: readonly Question[]): boolean => questions.some(({ personal, questions: inner }) => personal !== undefined || (inner !== undefined && isMarked(inner)))
  if (keep !== undefined && spot !== undefined && !isMarked(survey)) compiler.warn('keep_nothing', spot, 'keep', { keep: writeKeep(keep) })
}

/** What an author wrote; undefined where it is no time, none at all, or more than a hundred years. */
export function readKeep(text: string): Keep | undefined {
  const [, digits, unit] = /^\s*([1-9]\d{0,4})\s+(day|month|year)s?\s*$/.exec(text) ?? []
  const count = Number(digits)
  if (unit === 'day') return count <= mostDays ? { days: count } : undefined
  const months = unit === 'year' ? count * 12 : count
  return unit !== undefined && months <= mostMonths ? { months } : undefined
}

/** As an author writes it: '90 days', '18 months', '2 years'. */
export function writeKeep(keep: Keep): string {
  const [count, unit] = 'days' in keep ? [keep.days, 'day'] : keep.months % 12 === 0 ? [keep.months / 12, 'year'] : [keep.months, 'month']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}

/** The last day on which it is kept, of what was decided on on a day. A month without that day ends with its last one: 31/1 and a month is 28/2, or 29/2. */
export function keptThrough(day: string, keep: Keep): string {
  return dayText('days' in keep ? dayOf(day) + keep.days : monthsOn(day, keep.months))
}

/** The latest day of a decision that is kept too long by `today`: of what was decided then, the last day to keep is over. */
export function overOn(today: string, keep: Keep): string {
  if ('days' in keep) return dayText(dayOf(today) - keep.days - 1)
  // Months are of several lengths: the day that so many of them lead back to is near, and looked for.
  for (let day = monthsOn(today, -keep.months) + 3; ; day--) if (keptThrough(dayText(day), keep) < today) return dayText(day)
}

function monthsOn(day: string, months: number): number {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))]
  const all = year * 12 + month - 1 + months
  for (let last = date; ; last--) {
    const found = dayNumber(Math.floor(all / 12), (((all % 12) + 12) % 12) + 1, last)
    if (!isNaN(found)) return found
  }
}

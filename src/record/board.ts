// What stands on a board when it is released: figures year by year beside their targets, entries with their state; protected where they tell of people.
// Worked out from what was read, for a unit and a day; kept as it is shown, so that what was released never changes by itself.
import type { Board, EntrySection, FigureLine, FigureSection } from '../form/board.ts'
import { dayOf } from '../form/date.ts'
import type { Text } from '../form/form.ts'
import type { Row } from '../expression/tree.ts'
import { figureOf } from './indicator.ts'
import type { Find, Read } from './indicator.ts'
import { blurred, step } from './protect.ts'
import { expectedBy, mannerOf, mostSilentDays, standingOf } from './target.ts'
import type { Standing } from './target.ts'

export interface BoardCell {
  /** '2026' */
  readonly year: string
  /** As shown; null: nothing to say. */
  readonly value: number | null
  /** Protected, and under five: shown as such, never as a number. */
  readonly isFew: boolean
  /** An estimate, or rounded for protection: shown with ≈. */
  readonly isAbout: boolean
  readonly target: number | null
  readonly expected: number | null
  readonly standing: Standing | null
}

export interface BoardLine {
  readonly label: Text
  readonly unit: Text | null
  readonly isProtected: boolean
  readonly exact: Text | null
  readonly cells: readonly BoardCell[]
}

export type BoardSection =
  | { readonly is: 'figures'; readonly title: Text; readonly years: readonly string[]; readonly lines: readonly BoardLine[] }
  | {
      readonly is: 'entries'
      readonly title: Text
      readonly columns: readonly Text[]
      readonly rows: readonly { readonly cells: readonly (string | number | Text)[]; readonly isForgotten: boolean }[]
      /** How many more there are than are shown. */
      readonly more: number
    }

export interface BoardContent {
  readonly board: string
  readonly title: Text
  readonly unit: string
  readonly unit_name: string
  /** The day of the figures. */
  readonly day: string
  /** The public form with which who reads it answers. */
  readonly feedback?: string
  readonly sections: readonly BoardSection[]
}

/** Where protected figures are rounded: one cell for each of these units and each year. */
export interface FinestUnit {
  readonly id: string
  read(year: string): Read
}

export interface BoardReading {
  readonly find: Find
  /** The board's unit as a whole, in a year; what stands has the same in every year. */
  read(year: string): Read
  /** The units of the board's level inside (the unit itself where it is one). */
  readonly finest: readonly FinestUnit[]
  /** 0 to 4, secret, always the same for a sum ('form.name') of a unit and year. */
  shift(sum: string, unit: string, year: string): number
  /** The unit's target for a year. */
  target(indicator: string, year: string): number | undefined
  /** A register's entries as approved, within the unit. */
  entries(register: string): readonly { readonly label: string; readonly columns: Row }[]
}

/** More entries are not read by anyone standing before a wall. */
export const mostEntries = 60

/** The content of a board for one unit, as of a day. */
export function contentOf(board: Board, unit: { readonly id: string; readonly name: string }, day: string, reading: BoardReading): BoardContent {
  const sections = board.sections.map((section) => (section.is === 'figures' ? figures(section, day, reading) : entries(section, day, reading)))
  return { board: board.id, title: board.title, unit: unit.id, unit_name: unit.name, day, ...(board.feedback === undefined ? {} : { feedback: board.feedback }), sections }
}

function figures({ title, years, lines }: FigureSection, day: string, reading: BoardReading): BoardSection {
  const last = Number(day.slice(0, 4))
  const shown = Array.from({ length: years }, (_, i) => String(last - years + 1 + i))
  return { is: 'figures', title, years: shown, lines: lines.map((line) => lineOf(line, shown, day, reading)) }
}

function lineOf({ indicator, label, exact, isProtected }: FigureLine, years: readonly string[], day: string, reading: BoardReading): BoardLine {
  const found = reading.find(indicator)
  const manner = mannerOf(indicator, reading.find)
  const thisYear = day.slice(0, 4)
  // A register without dates says how it stands now; how it stood at the end of a year, nobody kept.
  const isNow = found?.register !== undefined && found.date === undefined
  const cells = years.map((year): BoardCell => {
    const { value, isFew, isAbout } = isNow && year !== thisYear ? { value: null, isFew: false, isAbout: false } : isProtected ? protectedFigure(indicator, year, reading) : exactFigure(indicator, year, reading)
    const target = reading.target(indicator, year)
    if (target === undefined) return { year, value, isFew, isAbout, target: null, expected: null, standing: null }
    const standing = isFew || (value === null && isNow && year !== thisYear) ? null : standingOf(value, target, year, day, manner)
    return { year, value, isFew, isAbout, target, expected: expectedBy(target, year, day, manner), standing }
  })
  return { label, unit: found?.unit ?? null, isProtected, exact: exact ?? null, cells }
}

function exactFigure(indicator: string, year: string, { find, read }: BoardReading): Pick<BoardCell, 'value' | 'isFew' | 'isAbout'> {
  const { value, isAbout } = figureOf(indicator, find, read(year))
  const one = find(indicator)
  const scale = one?.share === undefined ? (one?.scale ?? 1) : 1
  return { value: value === null ? null : Number((value / scale).toPrecision(12)), isFew: false, isAbout }
}

// Every kept sum is rounded in its own cell, then all else follows from what is shown: whoever sees the board knows no more than the rounded sums.
function protectedFigure(indicator: string, year: string, { find, finest, shift }: BoardReading): Pick<BoardCell, 'value' | 'isFew' | 'isAbout'> {
  const sums = finest.map(({ id, read }) => ({ id, read: read(year) }))
  const sum = (name: string): number => sums.reduce((all, one) => all + blurred(one.read.sum(name), shift(name, one.id, year)), 0)
  const { value, of, in: below } = figureOf(indicator, find, { sum, distinct: () => 0, units: (level) => sums.reduce((all, one) => all + one.read.units(level), 0), column: () => [] })
  const isShare = find(indicator)?.share !== undefined
  if (isShare) {
    // Of few nothing can be said in percent. More than the whole stays so: 98 households on a site for 70 must be seen.
    const isFew = (of ?? 0) < step || (typeof find(indicator)?.share?.in === 'string' && (below ?? 0) < step)
    return { value: isFew || value === null ? null : Math.round(value), isFew: false, isAbout: true }
  }
  if (value === null) return { value: null, isFew: false, isAbout: false }
  return Math.abs(value) < step ? { value: null, isFew: true, isAbout: false } : { value, isFew: false, isAbout: true }
}

function entries({ title, register, columns, only, order, updated }: EntrySection, day: string, reading: BoardReading): BoardSection {
  const valueOf = (entry: { readonly label: string; readonly columns: Row }, column: string): string | number => {
    const value = column === 'label' ? entry.label : (entry.columns[column] ?? '')
    return typeof value === 'boolean' ? String(value) : value
  }
  const fitting = reading.entries(register).filter((entry) => Object.entries(only).every(([column, values]) => values.includes(String(valueOf(entry, column)))))
  const sorted = order === undefined ? fitting : [...fitting].sort((one, other) => compared(valueOf(one, order), valueOf(other, order)))
  const rows = sorted.slice(0, mostEntries).map((entry) => {
    const told = updated === undefined ? '' : String(valueOf(entry, updated))
    return {
      cells: columns.map(({ column, choices }) => {
        const value = valueOf(entry, column)
        return (typeof value === 'string' && choices !== undefined && Object.prototype.hasOwnProperty.call(choices, value) ? choices[value] : undefined) ?? value
      }),
      isForgotten: /^\d{4}-\d{2}-\d{2}$/.test(told) && dayOf(day) - dayOf(told) > mostSilentDays,
    }
  })
  return { is: 'entries', title, columns: columns.map(({ label }) => label), rows, more: Math.max(0, sorted.length - mostEntries) }
}

function compared(one: string | number, other: string | number): number {
  // What has no value comes last.
  if (one === '' || other === '') return one === other ? 0 : one === '' ? 1 : -1
  return one < other ? -1 : one > other ? 1 : 0
}

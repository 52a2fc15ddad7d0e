// What stands on a board when it is released: figures year by year beside their targets, entries with their state; protected where they tell of people.
// Worked out from what was read, for a unit and a day; kept as it is shown, so that what was released never changes by itself.
import { figuresHeight } from '../form/board.ts'
import type { Board, EntryColumn, EntrySection, FigureLine, FigureSection } from '../form/board.ts'
import { firstWidth, footHeight, headHeight, leastRows, moreHeight, placesHead, rowHeight, sectionHeight, sheet } from '../form/board_sheet.ts'
import { dayOf } from '../form/date.ts'
import type { Text } from '../form/form.ts'
import type { Row } from '../expression/tree.ts'
import { figureOf, needsOf } from './indicator.ts'
import type { Find, Read } from './indicator.ts'
import { blurred, enough, roughly, step } from './protect.ts'
import { countOf } from './tally.ts'
import { expectedBy, mannerOf, mostSilentDays, standingOf } from './target.ts'
import type { Standing } from './target.ts'

export interface BoardCell {
  /** '2026'; '' for all years together. */
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

/** What stands in one column of one entry: a text or number, a choice's name, a figure (with ≈ or without), or plan and result of a year. */
export type EntryCell = string | number | Text | readonly ['figure', number | null, boolean] | readonly ['forgotten'] | readonly ['year', number | string | null, number | string | null]

export interface BoardRow {
  readonly cells: readonly EntryCell[]
  readonly isForgotten: boolean
  /** It should have been done before. */
  readonly isLate?: boolean
}

export type BoardSection =
  | {
      readonly is: 'figures'
      readonly title: Text
      readonly years: readonly string[]
      readonly lines: readonly BoardLine[]
      /** Above the board's level: the newest year place by place, as each place's own board has it; the first of the lines. */
      readonly places?: { readonly year: string; readonly rows: readonly { readonly name: string; readonly cells: readonly BoardCell[] }[] }
    }
  | {
      readonly is: 'entries'
      readonly title: Text
      /** 'place' where entries of several places stand together; a year by itself. */
      readonly columns: readonly (Text | 'place' | { readonly year: string; readonly unit: Text | null } | { readonly label: Text; readonly unit: Text | null; readonly exact: Text | null })[]
      readonly rows: readonly BoardRow[]
      /** How many more there are than are shown, and of these how many were forgotten. */
      readonly more: number
      readonly forgotten?: number
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
  readonly name: string
  read(year: string): Read
}

export interface BoardReading {
  readonly find: Find
  /** The board's unit as a whole, in a year or ('') in all; what stands has the same in every year. */
  read(year: string): Read
  /** All years in which anything was counted. */
  readonly years: readonly string[]
  /** The units of the board's level inside (the unit itself where it is one). */
  readonly finest: readonly FinestUnit[]
  /** 0 to 4, secret, always the same for a cell (`cellsOf`) of a unit and year; the year is '' for what stands, so that a new one tells nothing new of it. */
  shift(sum: string, unit: string, year: string): number
  /** The target of the board's unit, or of one inside, for a year. */
  target(indicator: string, year: string, unit?: string): number | undefined
  /** The last day with anything counted of an indicator; '' for nothing, undefined where that is not known. */
  last(indicator: string): string | undefined
  /** A register's entries as approved, within the unit; `place` where the board is of more than one. */
  entries(register: string): readonly BoardEntry[]
  /** What an indicator comes to for an entry that it is grouped by. */
  figureOf(indicator: string, dimension: string, entry: string): { readonly value: number | null; readonly isAbout: boolean }
  /** An entry's name. */
  nameOf(register: string, entry: string): string | undefined
}

export interface BoardEntry {
  readonly id: string
  readonly label: string
  readonly columns: Row
  readonly place?: string
}

/** More entries are not read by anyone standing before a wall. */
export const mostEntries = 60

/** The content of a board for one unit, as of a day. */
export function contentOf(board: Board, unit: { readonly id: string; readonly name: string }, day: string, reading: BoardReading): BoardContent {
  const lists = board.sections.map((section) => (section.is === 'entries' ? listOf(section, day, reading) : undefined))
  const isAbove = reading.finest.length > 1
  // Places where there are several stand first, all of them or none, with a few entries of each list below. Lists share what figures leave of the sheet: each takes what it needs of its share, what is left goes on to those after it.
  let room = sheet.height - headHeight - footHeight - board.sections.reduce((sum, section) => sum + (section.is === 'figures' ? figuresHeight(section) : sectionHeight + (section.columns.some((column) => column.is !== 'column') ? moreHeight : 0)), 0)
  const least = isAbove ? leastAbove : leastRows
  let waiting = lists.filter((list) => list !== undefined).length
  const sections = board.sections.map((section, i): BoardSection => {
    const list = lists[i]
    if (section.is === 'figures' || list === undefined) {
      const { shown, height } = figures(section as FigureSection, board, day, reading, isAbove ? room - waiting * least * rowHeight(20, sheet.width / 2, []) : 0)
      room -= height
      return shown
    }
    const { shown, height } = fitting(list, room / waiting, least)
    room -= height
    waiting -= 1
    return shown
  })
  return { board: board.id, title: board.title, unit: unit.id, unit_name: unit.name, day, ...(board.feedback === undefined ? {} : { feedback: board.feedback }), sections }
}

function figures({ title, years, hasTotal, lines }: FigureSection, board: Board, day: string, reading: BoardReading, room: number): { readonly shown: BoardSection; readonly height: number } {
  const last = Number(day.slice(0, 4))
  const shown = [...(hasTotal ? [''] : []), ...Array.from({ length: years }, (_, i) => String(last - years + 1 + i))]
  const section = { is: 'figures', title, years: shown, lines: lines.map((line) => lineOf(line, shown, board, day, reading)) } as const
  const year = String(last)
  const places = reading.finest.map((place) => {
    const own: BoardReading = { ...reading, read: place.read, finest: [place], target: (indicator, at) => reading.target(indicator, at, place.id), last: () => undefined }
    return { name: place.name, cells: lines.slice(0, mostBeside).flatMap((line) => lineOf(line, [year], board, day, own).cells) }
  })
  const widths = lines.slice(0, mostBeside).map(() => 16)
  const height = places.reduce((all, { name, cells }) => all + rowHeight(name.length, firstWidth(widths), cells.map(besideLength)), placesHead)
  // Some of them would say nothing of the others: where there is no room for all, the board is of all together.
  return height > room ? { shown: section, height: 0 } : { shown: { ...section, places: { year, rows: places } }, height }
}

// A figure beside its plan, and a sign where it is short of it.
function besideLength({ value, target, standing }: BoardCell): number {
  return (value === null ? 6 : value.toFixed(0).length + 5) + (target === null ? 0 : target.toFixed(0).length + 1) + (standing !== null && isShort(standing) ? 2 : 0)
}

/** Whether a figure is short of its plan: where there is little room, only that is said. */
export const isShort = (standing: Standing): boolean => standing === 'behind' || standing === 'not_started' || standing === 'forgotten'

/** So many entries of a list stand in any case where places stand beside each other. */
const leastAbove = 3

/** So many figures stand beside each other, place by place. */
const mostBeside = 8

function lineOf({ indicator, label, exact, isProtected }: FigureLine, years: readonly string[], board: Board, day: string, reading: BoardReading): BoardLine {
  const found = reading.find(indicator)
  const manner = mannerOf(indicator, reading.find)
  const thisYear = day.slice(0, 4)
  // A register without dates says how it stands now; how it stood at the end of a year, nobody kept.
  const isNow = needsOf(indicator, reading.find).sums.some((name) => isStock(name, reading.find))
  const cells = years.map((year): BoardCell => {
    const { value, isFew, isAbout } = isNow && year !== thisYear && year !== '' ? { value: null, isFew: false, isAbout: false } : isProtected ? protectedFigure(indicator, board, year, reading) : exactFigure(indicator, year, reading)
    const target = year === '' ? undefined : reading.target(indicator, year)
    if (target === undefined) return { year, value, isFew, isAbout, target: null, expected: null, standing: null }
    const standing = isFew || (value === null && isNow && year !== thisYear) ? null : standingOf(value, target, year, day, manner, reading.last(indicator))
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

// Counts of people are rounded in cells that share nobody, then all else follows from what is shown: whoever sees the board knows no more than the cells.
function protectedFigure(indicator: string, { people }: Board, wanted: string, { find, finest, shift, years }: BoardReading): Pick<BoardCell, 'value' | 'isFew' | 'isAbout'> {
  const inYears = (name: string, year: string): readonly string[] => (isStock(name, find) ? [''] : year === '' ? years : [year])
  // Of an average it is those that it is of who are counted.
  const kept = (name: string): string => (find(name)?.average === undefined ? name : name + countOf)
  const counted = (name: string, unit: FinestUnit, year: string): number => inYears(name, year).reduce((all, one) => all + unit.read(one).sum(kept(name)), 0)
  // All years together are what is shown of each: rounded by itself, their sum would tell of them.
  const shown = (name: string, unit: FinestUnit, year: string): number => inYears(name, year).reduce((all, one) => all + cell(name, unit, one), 0)
  const cell = (name: string, unit: FinestUnit, year: string): number => {
    if (!people.counts.includes(name)) return unit.read(year).sum(name)
    const inner = people.within[name] ?? []
    // What lies within it, and as a cell of its own what is left.
    const rest = counted(name, unit, year) - inner.reduce((all, one) => all + counted(one, unit, year), 0)
    return inner.reduce((all, one) => all + shown(one, unit, year), blurred(rest, shift(inner.length === 0 ? name : restOf(name, inner), unit.id, year)))
  }
  const one = find(indicator)
  if (one?.average !== undefined) {
    // Only cells that are seen to hold enough, each by itself and roughly; what is coarser is made of these, weighed by what is seen of them.
    const cells = finest.flatMap((unit) => inYears(indicator, wanted).map((year) => ({ weight: shown(indicator, unit, year), value: roughly(unit.read(year).sum(indicator) / unit.read(year).sum(kept(indicator)) / (one.scale ?? 1)) }))).filter(({ weight }) => weight >= enough)
    const weights = cells.reduce((all, { weight }) => all + weight, 0)
    return { value: weights === 0 ? null : roughly(cells.reduce((all, { weight, value }) => all + weight * value, 0) / weights), isFew: false, isAbout: weights > 0 }
  }
  const sum = (name: string): number => finest.reduce((all, unit) => all + shown(name, unit, wanted), 0)
  const { value, of, in: below } = figureOf(indicator, find, { sum, distinct: () => 0, units: (level) => finest.reduce((all, one) => all + one.read(wanted).units(level), 0), column: () => [] })
  const isShare = find(indicator)?.share !== undefined
  if (isShare) {
    // Of few nothing can be said in percent. More than the whole stays so: 98 households on a site for 70 must be seen.
    const isFew = (of ?? 0) < step || (typeof find(indicator)?.share?.in === 'string' && (below ?? 0) < step)
    return { value: isFew || value === null ? null : Math.round(value), isFew: false, isAbout: true }
  }
  if (value === null) return { value: null, isFew: false, isAbout: false }
  return Math.abs(value) < step ? { value: null, isFew: true, isAbout: false } : { value, isFew: false, isAbout: true }
}

// Of a register without a date of its own: how it stands.
function isStock(name: string, find: Find): boolean {
  const indicator = find(name.replace(/[~#]$/, ''))
  return indicator?.register !== undefined && indicator.date === undefined
}

/** The name of the cell that is left of a count beside what lies within it. */
export const restOf = (name: string, inner: readonly string[]): string => `${name}-${inner.join('-')}`

/** Names of all cells in which counts of people are rounded. */
export function cellsOf({ people }: Pick<Board, 'people'>): readonly string[] {
  return people.counts.map((name) => (people.within[name] === undefined ? name : restOf(name, people.within[name])))
}

type Entries = Extract<BoardSection, { is: 'entries' }>

function valueOf(entry: BoardEntry, column: string): string | number {
  const value = column === 'label' ? entry.label : (entry.columns[column] ?? '')
  return typeof value === 'boolean' ? String(value) : value
}

// All entries that belong on the board, what was forgotten first, then what is late.
function listOf(section: EntrySection, day: string, reading: BoardReading): Entries {
  const { title, register, columns, only, except, closed, order, updated, due, state } = section
  const at = (entry: BoardEntry, column: string | undefined): string => (column === undefined ? '' : String(valueOf(entry, column)))
  const isOne = (entry: BoardEntry) => ([column, values]: [string, readonly string[]]): boolean => values.includes(at(entry, column))
  const quarter = `${day.slice(0, 4)}-${String(Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`
  const found = reading.entries(register).flatMap((entry) => {
    if (!Object.entries(only).every(isOne(entry)) || Object.entries(except).some(isOne(entry))) return []
    const isClosed = closed !== undefined && closed.values.includes(at(entry, closed.column))
    if (isClosed && at(entry, closed.on) < quarter) return []
    const [told, until] = [at(entry, updated), at(entry, due)]
    return [{ entry, isForgotten: !isClosed && isDay(told) && dayOf(day) - dayOf(told) > mostSilentDays, isLate: !isClosed && isDay(until) && until < day }]
  })
  const rank = ({ isForgotten, isLate }: (typeof found)[number]): number => (isForgotten ? 0 : isLate ? 1 : 2)
  const sorted = [...found].sort((one, other) => rank(one) - rank(other) || (order === undefined ? 0 : compared(valueOf(one.entry, order), valueOf(other.entry, order))))
  const years = yearsOf(columns, sorted.map(({ entry }) => entry), day)
  const hasPlaces = sorted.some(({ entry }) => entry.place !== undefined)
  const rows = sorted.map(({ entry, isForgotten, isLate }): BoardRow => {
    const cells = columns.flatMap((column): readonly EntryCell[] => {
      if (column.is === 'years') return years.map((year) => yearOf(column, entry, year))
      if (column.is === 'figure') {
        const { value, isAbout } = reading.figureOf(column.indicator, column.dimension, entry.id)
        return [['figure', value, isAbout]]
      }
      const value = valueOf(entry, column.column)
      // A figure that nobody has renewed says no more how far it is.
      if (isForgotten && column.column === state) return [['forgotten']]
      if (column.names !== undefined) return [reading.nameOf(column.names, String(value)) ?? '']
      return [(typeof value === 'string' && column.choices !== undefined && Object.prototype.hasOwnProperty.call(column.choices, value) ? column.choices[value] : undefined) ?? value]
    })
    return { cells: hasPlaces ? [...cells.slice(0, 1), entry.place ?? '', ...cells.slice(1)] : cells, isForgotten, ...(isLate ? { isLate } : {}) }
  })
  const heads = columns.flatMap((column): Entries['columns'] => {
    if (column.is === 'years') return years.map((year) => ({ year, unit: null }))
    return [column.is === 'figure' ? { label: column.label, unit: reading.find(column.indicator)?.unit ?? null, exact: column.exact ?? null } : column.label]
  })
  return { is: 'entries', title, columns: hasPlaces ? [...heads.slice(0, 1), 'place', ...heads.slice(1)] : heads, rows, more: 0 }
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text)

// The years of the newest term that has begun: from its first year on as many as anyone of it has a plan for.
function yearsOf(columns: readonly EntryColumn[], entries: readonly BoardEntry[], day: string): readonly string[] {
  const column = columns.find((one) => one.is === 'years')
  if (column === undefined) return []
  const firsts = entries.map((entry) => Number(valueOf(entry, column.from))).filter((year) => Number.isInteger(year) && year > 0)
  if (firsts.length === 0) return []
  const begun = firsts.filter((year) => year <= Number(day.slice(0, 4)))
  const first = begun.length > 0 ? Math.max(...begun) : Math.min(...firsts)
  const planned = entries.filter((entry) => Number(valueOf(entry, column.from)) === first).map((entry) => column.plan.reduce((most, name, i) => (valueOf(entry, name) === '' ? most : i + 1), 0))
  return Array.from({ length: Math.max(1, ...planned) }, (_, i) => String(first + i))
}

function yearOf({ from, plan, actual }: Extract<EntryColumn, { is: 'years' }>, entry: BoardEntry, year: string): EntryCell {
  const i = Number(year) - Number(valueOf(entry, from))
  const said = (names: readonly string[]): number | string | null => (names[i] === undefined || valueOf(entry, names[i]) === '' ? null : valueOf(entry, names[i]))
  return ['year', said(plan), said(actual)]
}

/** How many times as large as a full sheet's letters those of a board are printed: who stands two metres away reads a short board by them. */
export function printedAt({ sections }: BoardContent): 1 | 1.25 | 1.5 | 2 {
  const isExplained = sections.some((section) => (section.is === 'figures' ? section.lines.some(({ isProtected, cells }) => isProtected || cells.some(({ isAbout }) => isAbout)) : section.rows.some(({ cells }) => cells.some((cell) => Array.isArray(cell) && cell[2] === true))))
  const fits = (times: number): boolean => times * sections.reduce((sum, section) => sum + heightOf(section, sheet.width / times), headHeight + (isExplained ? footHeight : 0)) <= sheet.height
  return fits(2) ? 2 : fits(1.5) ? 1.5 : fits(1.25) ? 1.25 : 1
}

// On paper of that width; on the large side, as all that is reckoned of a sheet.
function heightOf(section: BoardSection, width: number): number {
  if (section.is === 'figures') {
    const { lines, places } = section
    const [first, across] = [section.years, lines.slice(0, mostBeside)].map((columns) => firstWidth(columns.map(() => besideFigure), width, 0)) as [number, number]
    if (first < leastFirst || (places !== undefined && across < leastFirst)) return Infinity
    const own = lines.reduce((sum, { label, unit, exact, cells }) => {
      const beside = cells.map(({ target }) => (target === null ? besideFigure : 3 * besideFigure))
      return sum + rowHeight(longest(label) + longest(unit) + 3, first, beside) + (exact === null ? 0 : rowHeight(longest(exact) + 20, first, []))
    }, sectionHeight)
    return own + (places?.rows ?? []).reduce((sum, { name, cells }) => sum + rowHeight(name.length, across, cells.map(besideLength)), places === undefined ? 0 : placesHead)
  }
  const first = firstWidth(besideOf(section), width, 0)
  return first < leastFirst ? Infinity : section.rows.reduce((sum, row) => sum + heightOfRow(row, first), sectionHeight + (section.more > 0 ? moreHeight : 0))
}

/** A figure's letters; its plan and how it stands are lines of their own. */
const besideFigure = 16
/** Where less is left of the first column, larger letters are none that are read more easily. */
const leastFirst = 500
const longest = (text: Text | null): number => Math.max(0, ...Object.values(text ?? {}).map((one) => one.length))

// Of each column but the first, the longest that stands in it.
const besideOf = ({ columns, rows }: Entries): readonly number[] => columns.map((head, i) => Math.max(headLength(head), ...rows.slice(0, mostEntries).map(({ cells }) => lengthOf(cells[i] ?? '')))).slice(1)

function heightOfRow({ cells, isForgotten, isLate }: BoardRow, width: number): number {
  const [first = 0, ...beside] = cells.map(lengthOf)
  // What is said of it behind its name.
  return rowHeight(first + (isForgotten ? 30 : 0) + (isLate === true ? 9 : 0), width, beside)
}

// As many rows as fit into so much of the sheet, and at least a few: their texts were bounded by the form.
function fitting(list: Entries, room: number, least: number): { readonly shown: Entries; readonly height: number } {
  const width = firstWidth(besideOf(list))
  let height = 0
  let count = 0
  for (const row of list.rows) {
    const next = heightOfRow(row, width)
    const isLast = count === list.rows.length - 1
    if (count >= mostEntries || (count >= least && height + next + (isLast ? 0 : moreHeight) > room)) break
    height += next
    count += 1
  }
  const left = list.rows.slice(count)
  const forgotten = left.filter(({ isForgotten }) => isForgotten).length
  return { shown: { ...list, rows: list.rows.slice(0, count), more: left.length, ...(forgotten > 0 ? { forgotten } : {}) }, height: height + (left.length > 0 ? moreHeight : 0) }
}

function headLength(head: Entries['columns'][number]): number {
  if (head === 'place') return 3
  if ('year' in head && typeof head.year === 'string') return 4
  // A head goes on below its first word.
  return 'exact' in head && 'label' in head ? 10 : 8
}

function lengthOf(cell: EntryCell): number {
  if (typeof cell === 'string') return cell.length
  if (typeof cell === 'number') return String(cell).length
  if (Array.isArray(cell)) return cell[0] === 'year' ? cell.slice(1).reduce((sum: number, one) => sum + String(one ?? '–').length, 4) : cell[0] === 'figure' ? String(cell[1] ?? '–').length + 3 : 10
  return Math.max(0, ...Object.values(cell as Text).map((text) => (typeof text === 'string' ? text.length : 20)))
}

function compared(one: string | number, other: string | number): number {
  // What has no value comes last.
  if (one === '' || other === '') return one === other ? 0 : one === '' ? 1 : -1
  return one < other ? -1 : one > other ? 1 : 0
}

// Figures derived from kept sums when they are read: averages, shares, differences, distinct counts. What is kept is tally.ts's.
import type { Form, Indicator } from '../form/form.ts'
import { about, countOf, isKept } from './tally.ts'

/** Finds an indicator by 'form.name'. */
export type Find = (name: string) => Indicator | undefined

export interface Needs {
  /** Kept sums to read, as tallies name them. */
  readonly sums: readonly string[]
  /** Indicators whose lowest units with anything at all are to be counted. */
  readonly distinct: readonly string[]
  /** Levels whose units are to be counted. */
  readonly levels: readonly string[]
  /** Columns of registers to be read: median, min, max. */
  readonly columns: readonly { readonly register: string; readonly column: string }[]
}

export interface Figure {
  /** Before `scale`; a share in percent. null: nothing to divide by, or nothing there. */
  readonly value: number | null
  /** Contains an estimate: shown with ≈. */
  readonly isAbout: boolean
  /** Of a share: what is divided by what. */
  readonly of?: number
  readonly in?: number
}

/** What was read for one cell (a unit, a period, a member). */
export interface Read {
  sum(name: string): number
  distinct(name: string): number
  units(level: string): number
  column(register: string, column: string): readonly number[]
}

const deepest = 8 // a share of a difference of …; deeper is a circle

/** Looks indicators up in forms. */
export function finder(forms: readonly Form[]): Find {
  const found = new Map<string, Indicator>(forms.flatMap((form) => form.indicators.map((indicator) => [`${form.id}.${indicator.name}`, indicator] as const)))
  return (name) => found.get(name)
}

/** Everything that must be read to say what an indicator ('form.name') is, those that it is derived from included. */
export function needsOf(name: string, find: Find): Needs {
  const sums = new Set<string>()
  const distinct = new Set<string>()
  const levels = new Set<string>()
  const columns = new Map<string, { register: string; column: string }>()
  const visit = (one: string, depth: number): void => {
    const indicator = find(one)
    if (indicator === undefined || depth > deepest) return
    const { share, difference } = indicator
    if (indicator.distinct !== undefined) distinct.add(one)
    else if (isKept(indicator)) {
      sums.add(one)
      if (indicator.about !== undefined) sums.add(one + about)
      if (indicator.average !== undefined) sums.add(one + countOf)
    }
    if (share !== undefined) {
      visit(full(share.of, one), depth + 1)
      if (typeof share.in === 'string') visit(full(share.in, one), depth + 1)
      else levels.add(share.in.units)
    }
    for (const other of difference === undefined ? [] : [difference.of, ...difference.less]) visit(full(other, one), depth + 1)
    const column = indicator.median ?? indicator.min ?? indicator.max
    if (column !== undefined && indicator.register !== undefined) columns.set(`${indicator.register}.${column}`, { register: indicator.register, column })
  }
  visit(name, 0)
  return { sums: [...sums], distinct: [...distinct], levels: [...levels], columns: [...columns.values()] }
}

/** What an indicator is, from what was read for one cell. */
export function figureOf(name: string, find: Find, read: Read, depth = 0): Figure {
  const none: Figure = { value: null, isAbout: false }
  const indicator = find(name)
  if (indicator === undefined || depth > deepest) return none
  const other = (one: string): Figure => figureOf(full(one, name), find, read, depth + 1)
  if (indicator.distinct !== undefined) return { value: read.distinct(name), isAbout: false }
  if (indicator.average !== undefined) {
    const number = read.sum(name + countOf)
    return { value: number === 0 ? null : read.sum(name) / number, isAbout: isEstimate(indicator, name, read) }
  }
  if (isKept(indicator)) return { value: read.sum(name), isAbout: isEstimate(indicator, name, read) }
  if (indicator.share !== undefined) {
    const of = other(indicator.share.of)
    const below = typeof indicator.share.in === 'string' ? other(indicator.share.in) : { value: read.units(indicator.share.in.units), isAbout: false }
    if (of.value === null || below.value === null) return none
    return { value: below.value === 0 ? null : (of.value / below.value) * 100, isAbout: of.isAbout || below.isAbout, of: of.value, in: below.value }
  }
  if (indicator.difference !== undefined) {
    const of = other(indicator.difference.of)
    const less = indicator.difference.less.map(other)
    if (of.value === null) return none
    return { value: less.reduce((value, one) => value - (one.value ?? 0), of.value), isAbout: of.isAbout || less.some((one) => one.isAbout) }
  }
  return spread(indicator, read)
}

function isEstimate(indicator: Indicator, name: string, read: Read): boolean {
  return indicator.about !== undefined && read.sum(name + about) !== 0
}

function spread({ register, median, min, max }: Indicator, read: Read): Figure {
  const column = median ?? min ?? max
  const values = register === undefined || column === undefined ? [] : [...read.column(register, column)].sort((a, b) => a - b)
  if (values.length === 0) return { value: null, isAbout: false }
  const at = (i: number): number => values[i] as number
  const middle = values.length >> 1
  const value = min !== undefined ? at(0) : max !== undefined ? at(values.length - 1) : values.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2
  return { value, isAbout: false }
}

// 'sites' in form road_pledge is road_pledge.sites; 'site_register.sites' is itself.
function full(name: string, from: string): string {
  return name.includes('.') ? name : `${from.slice(0, from.indexOf('.'))}.${name}`
}

// Kept sums, read once for all figures wanted, and found again by cell: a unit, a period, a member of a grouping.
import type { Find, Needs, Read } from '../record/indicator.ts'
import { needsOf } from '../record/indicator.ts'
import { column } from '../store/entries.ts'
import { countDistinct, read } from '../store/tallies.ts'
import type { TallyLine, TallyQuery } from '../store/tallies.ts'
import { countUnits } from '../store/units.ts'
import type { Grouping } from './grouping.ts'

/** What is counted, where and when: the same for every figure of one answer. */
export interface Question {
  readonly view: 'received' | 'approved'
  readonly era: 'then' | 'today'
  readonly under: readonly string[] | null
  readonly from: string | undefined
  readonly to: string | undefined
  /** Units that are denominators are counted as valid on this day. */
  readonly day: string
}

export interface Cell {
  readonly unit: string
  readonly period: string
  readonly member: string
}

export const nowhere: Cell = { unit: '', period: '', member: '' }
export const cellKey = ({ unit, period, member }: Cell): string => `${unit}\n${period}\n${member}`

const mostValues = 20_000

/** Amounts by name and cell. What is not kept as finely as asked (a stock has no period) stands under '' and serves every cell. */
export class Sums {
  private readonly amounts = new Map<string, Map<string, number>>()
  private readonly cells = new Map<string, Cell>()
  private readonly columns = new Map<string, readonly number[]>()

  put(name: string, cell: Cell, amount: number): void {
    const own = this.amounts.get(name) ?? new Map<string, number>()
    own.set(cellKey(cell), (own.get(cellKey(cell)) ?? 0) + amount)
    this.amounts.set(name, own)
    this.cells.set(cellKey(cell), cell)
  }

  putColumn(register: string, name: string, values: readonly number[]): void {
    this.columns.set(`${register}.${name}`, values)
  }

  /** One cell, as figures are derived from it. */
  at(cell: Cell): Read {
    return {
      sum: (name) => this.get(name, cell),
      distinct: (name) => this.get(name, cell),
      units: (level) => this.get(unitsName(level), cell),
      column: (register, name) => this.columns.get(`${register}.${name}`) ?? [],
    }
  }

  /** Where there is something of these names. */
  cellsOf(names: readonly string[]): readonly Cell[] {
    const keys = new Set(names.flatMap((name) => [...(this.amounts.get(name)?.keys() ?? [])]))
    return [...keys].map((key) => this.cells.get(key)).filter((cell) => cell !== undefined)
  }

  private get(name: string, cell: Cell): number {
    const own = this.amounts.get(name)
    if (own === undefined) return 0
    const { unit, period, member } = cell
    for (const coarser of [cell, { unit, period: '', member }, { unit, period, member: '' }, { unit, period: '', member: '' }]) {
      const found = own.get(cellKey(coarser))
      if (found !== undefined) return found
    }
    return 0
  }
}

/** The name under which the units of a level are counted. */
export const unitsName = (level: string): string => `units:${level}`

/** What several groupings of one question have in common, read once: the sums as finely as any of them without a declared grouping wants, units, columns. */
export interface Shared {
  readonly finest: Grouping
  /** All kept sums that any of them rests on. */
  readonly sums: readonly string[]
  /** Whether a unit may lie in two of a level: then what stands there does not add up to the whole. */
  overlap(level: string): boolean
  readonly reads: Map<string, Promise<unknown>>
}

/** For these indicators in these groupings; the finest is that by place and time, where there is one. */
export function sharedBy(indicators: readonly string[], find: Find, groupings: readonly Grouping[], overlap: Shared['overlap']): Shared {
  const plain = groupings.filter(({ dimension }) => dimension === undefined)
  const finest = plain.find(({ level, period }) => level !== undefined && period !== undefined) ?? plain.find(({ level }) => level !== undefined) ?? plain.find(({ period }) => period !== undefined) ?? {}
  return { finest, sums: [...new Set(indicators.flatMap((name) => needsOf(name, find).sums))], overlap, reads: new Map() }
}

const covers = ({ finest, overlap }: Shared, { level, period }: Grouping): boolean =>
  (level === finest.level || (level === undefined && finest.level !== undefined && !overlap(finest.level))) && (period === undefined || period === finest.period)

/** Reads all that some indicators ('form.name') rest on. The number of queries depends on the kinds of figures, not on how many there are. */
export async function sumsFor(db: D1Database, indicators: readonly string[], find: Find, grouping: Grouping, question: Question, shared?: Shared): Promise<Sums> {
  const once = <T>(key: string, run: () => Promise<T>): Promise<T> => {
    const found = (shared?.reads.get(key) as Promise<T> | undefined) ?? run()
    shared?.reads.set(key, found)
    return found
  }
  const needs = indicators.map((name) => needsOf(name, find))
  const all = <T>(pick: (one: Needs) => readonly T[]): readonly T[] => [...new Set(needs.flatMap(pick))]
  const { view, era, under, from, to, day } = question
  const { level, period, dimension } = grouping
  const query = (names: readonly string[], by: string, { level, period }: Grouping = grouping): TallyQuery => ({
    indicators: names, view, under, era,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(level === undefined ? {} : { level }),
    ...(period === undefined ? {} : { by: period }),
    ...(by === '' ? {} : { dimension: by }),
  })
  const byDimension = (names: readonly string[]): readonly (readonly [string, readonly string[]])[] => {
    const isGrouped = (name: string): boolean => dimension !== undefined && (find(name.replace(/[~#]$/, ''))?.by ?? []).includes(dimension)
    const halves = [['', names.filter((name) => !isGrouped(name))], [dimension ?? '', names.filter(isGrouped)]] as const
    return halves.filter(([, half]) => half.length > 0)
  }
  const sums = new Sums()
  const put = (lines: readonly TallyLine[]): void => lines.forEach(({ indicator, amount, ...cell }) => sums.put(indicator, cell, amount))
  const columns = new Map(needs.flatMap((one) => one.columns).map((one) => [`${one.register}.${one.column}`, one]))
  await Promise.all([
    ...byDimension(all((one) => one.sums)).map(async ([by, names]) => {
      if (by !== '' || shared === undefined || !covers(shared, grouping)) return put(await read(db, query(names, by)))
      const own = new Set(names)
      for (const { indicator, amount, ...cell } of await once('sums', () => read(db, query(shared.sums, '', shared.finest)))) {
        if (own.has(indicator)) sums.put(indicator, { ...cell, unit: level === undefined ? '' : cell.unit, period: period === undefined ? '' : cell.period }, amount)
      }
    }),
    ...byDimension(all((one) => one.distinct)).map(async ([by, names]) => put(await countDistinct(db, query(names, by)))),
    ...all((one) => one.levels).map(async (counted) => {
      const counts = await once(`units ${counted} ${level ?? ''}`, () => countUnits(db, { level: counted, under, era, day, ...(level === undefined ? {} : { by: level }) }))
      for (const { unit, count } of counts) sums.put(unitsName(counted), { ...nowhere, unit: level === undefined ? '' : unit }, count)
    }),
    ...[...columns.values()].map(async ({ register, column: name }) => {
      // Too many to look through: then there is no figure, rather than one of a part.
      const { values, cut } = await once(`column ${register}.${name}`, () => column(db, { register, name, view, under, limit: mostValues }))
      sums.putColumn(register, name, cut ? [] : values.map(Number).filter((value) => Number.isFinite(value)))
    }),
  ])
  return sums
}

// A month of a form in a unit, for the paper that goes up and lies in the folder: kept sums against the plan, what waits, place by place, what was said of what is behind.
// No record is read for it.
import { localDay } from '../form/date.ts'
import type { Actor } from '../record/submission.ts'
import { asksWhy } from '../record/target.ts'
import { countHeaps } from '../store/heaps.ts'
import type { HeapCount } from '../store/heaps.ts'
import { targetsOf } from '../store/targets.ts'
import type { Remark } from '../store/targets.ts'
import { aggregatesBy } from './aggregate.ts'
import type { Aggregate, Figure } from './aggregate.ts'
import { underOf } from './scope.ts'
import type { Places } from './world.ts'

/** So long a record may wait for the office before it is late, in days. */
export const lateAfter = 7
const zone = 420

export interface Line {
  readonly of: Aggregate
  /** In the month: all that counts, and what of it is approved; with the month's plan, where one was set. */
  readonly month: Figure
  readonly approved: Figure | undefined
  /** In the whole year so far, with the year's plan. */
  readonly year: Figure | undefined
  /** In the month, place by place. */
  readonly places: ReadonlyMap<string, Figure>
}

/** What is behind its plan of the year, and what was said of it. */
export interface Behind {
  readonly of: Aggregate
  /** '' for all of it. */
  readonly unit: string
  readonly figure: Figure
  readonly remark: Remark | undefined
}

export interface Report {
  readonly lines: readonly Line[]
  readonly level: string
  /** The units of that level, by name. */
  readonly places: readonly { readonly id: string; readonly name: string }[]
  readonly behind: readonly Behind[]
  readonly heaps: readonly HeapCount[]
  /** How many have waited too long, and since when the oldest waits. */
  readonly late: number
  readonly since: string | undefined
}

/** The report of a form's month under a unit of the actor's. Errors: 404 no such form, or not his. */
export async function reportOf(db: D1Database, actor: Actor, wish: { readonly form: string; readonly month: string; readonly unit: string | undefined }, places: Places, now: number): Promise<Report> {
  const { form, month, unit } = wish
  const year = month.slice(0, 4)
  const under = underOf(actor, unit, places)
  const day = localDay(now, zone)
  const level = levelBelow(unit ?? actor.unit ?? undefined, places, day)
  const by = level === '' ? [[]] : [[], [`unit:${level}`]]
  // In the units of today: who reports is the commune that there is now.
  const asked = { form, units: 'today' as const, ...(unit === undefined ? {} : { under: unit }) }
  const [[whole = [], placed = []], [approved = []], [yearly = [], yearlyPlaced = []], heaps] = await Promise.all([
    aggregatesBy(db, actor, { ...asked, from: month, to: month }, by, now),
    aggregatesBy(db, actor, { ...asked, from: month, to: month, state: 'approved' }, [[]], now),
    aggregatesBy(db, actor, { ...asked, from: year, to: year }, by, now),
    countHeaps(db, [form], under),
  ])
  const of = (all: readonly Aggregate[], { indicator }: Aggregate): Aggregate | undefined => all.find((one) => one.indicator === indicator)
  const lines = whole.map((one): Line => ({
    of: one, month: one.total, approved: of(approved, one)?.total, year: of(yearly, one)?.total,
    places: new Map((of(placed, one)?.rows ?? []).flatMap((row) => (row.unit === undefined || row.unit === '' ? [] : [[row.unit, row]]))),
  }))
  const isBehind = ({ standing }: Figure): boolean => standing !== null && asksWhy(standing)
  const late = yearly.flatMap((one) => [
    ...(isBehind(one.total) ? [{ of: one, unit: unit ?? actor.unit ?? '', figure: one.total }] : []),
    ...(of(yearlyPlaced, one)?.rows ?? []).filter((row) => row.unit !== undefined && row.unit !== '' && isBehind(row)).map((row) => ({ of: one, unit: row.unit ?? '', figure: row })),
  ])
  const said = late.length === 0 ? [] : await targetsOf(db, { indicators: [...new Set(late.map((one) => `${form}.${one.of.indicator}`))], from: year, to: year, under })
  const waits = heaps.filter(({ heap, since }) => heap === 'received' && since !== null)
  const tooLong = localDay(now - lateAfter * 86_400_000, zone)
  return {
    lines, level, heaps,
    places: level === '' ? [] : places.of(level, day, unit ?? actor.unit ?? undefined).map(({ id, full_name }) => ({ id, name: full_name })),
    behind: late.map((one) => ({ ...one, remark: said.find((target) => target.indicator === `${form}.${one.of.indicator}` && target.period === year && target.unit === one.unit)?.remark })),
    late: waits.filter(({ since }) => (since ?? '') < tooLong).length,
    since: waits.reduce<string | undefined>((oldest, { since }) => (since !== null && (oldest === undefined || since < oldest) ? since : oldest), undefined),
  }
}

// The level on which its parts are compared: of those that lie under it today the one with the fewest, which is the highest; of everything, communes where there are any.
function levelBelow(unit: string | undefined, places: Places, day: string): string {
  const levels = [...new Set(places.all.map(({ level }) => level))]
  if (unit === undefined) return levels.includes('commune') ? 'commune' : (levels[0] ?? '')
  const own = places.byId.get(unit)?.level
  const counted = levels.filter((level) => level !== own).map((level) => [level, places.of(level, day, unit).length] as const).filter(([, count]) => count > 0)
  return counted.sort(([, one], [, other]) => one - other)[0]?.[0] ?? ''
}

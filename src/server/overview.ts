// Where everything stands that has a target, for one reader: figures of the present year, quarter and month, of all that is theirs and of each unit in it.
// In today's units, for targets are given to those. Kept sums and targets only; the number of queries depends on the lengths of periods, not on forms, indicators, units or records.
import { localDay } from '../form/date.ts'
import type { Form, Indicator, Text } from '../form/form.ts'
import { finder, needsOf } from '../record/indicator.ts'
import type { Find } from '../record/indicator.ts'
import { mayUse } from '../record/may.ts'
import type { Actor } from '../record/submission.ts'
import { daysOf, standings } from '../record/target.ts'
import type { Standing } from '../record/target.ts'
import { countHeaps } from '../store/heaps.ts'
import type { HeapCount } from '../store/heaps.ts'
import { readState } from '../store/submissions.ts'
import { targetsOf } from '../store/targets.ts'
import { shown } from './aggregate.ts'
import type { Figure } from './aggregate.ts'
import { latestForms } from './catalogue.ts'
import { recounting } from './recounts.ts'
import { underOf } from './scope.ts'
import { nowhere, sharedBy, sumsFor } from './sums.ts'
import type { Question } from './sums.ts'
import { untargeted, yardstick } from './targets.ts'
import type { Places } from './world.ts'
import { placesOf } from './world.ts'

const zone = 420
const monthsShown = 12

export interface PlaceFigure {
  readonly unit: string
  readonly name: string
  readonly figure: Figure
}

/** One indicator in one period, held against its targets. */
export interface Standpoint {
  readonly form: string
  readonly formTitle: Text
  readonly indicator: Indicator
  readonly period: string
  /** Of all that is the reader's. */
  readonly total: Figure
  /** Each unit with a target of its own, the worst first. */
  readonly places: readonly PlaceFigure[]
  /** By month, the last twelve, as shown; null: nothing to say. Empty for what has no time. */
  readonly trend: readonly { readonly month: string; readonly value: number | null; readonly about: boolean }[]
  readonly recounting: boolean
}

export interface Overview {
  readonly standpoints: readonly Standpoint[]
  readonly forms: readonly { readonly id: string; readonly title: Text; readonly heaps: readonly HeapCount[] }[]
}

/** The level by which a reader's own is parted: communes for who sees all, else that of the units right below. */
export function levelBelow({ unit }: Pick<Actor, 'unit'>, places: Places): string | undefined {
  if (unit === null) return places.all.some(({ level }) => level === 'commune') ? 'commune' : places.all[0]?.level
  return places.all.find(({ parent }) => parent === unit)?.level
}

/** All of it; a form without targets is there with its heaps alone. */
export async function overview(db: D1Database, actor: Actor, now: number): Promise<Overview> {
  const known = await readState(db, { ids: [], entries: [] })
  const [places, all] = await Promise.all([placesOf(db, known.units_revision), latestForms(db, known)])
  const find = finder(all)
  const forms = all.filter(({ id }) => mayUse(actor, id))
  const of = new Map<string, { readonly form: Form; readonly indicator: Indicator }>(forms.flatMap((form) => form.indicators.map((indicator) => [`${form.id}.${indicator.name}`, { form, indicator }] as const)))
  // What is read from columns instead of kept has no place on a page that reads kept sums only.
  const names = [...of.keys()].filter((name) => needsOf(name, find).columns.length === 0)
  const under = underOf(actor, undefined, places)
  const today = localDay(now, zone)
  const present = [today.slice(0, 4), quarterOf(today), today.slice(0, 7)]
  const [targets, heaps, anew] = await Promise.all([
    targetsOf(db, { indicators: names, from: today.slice(0, 4), to: today.slice(0, 4), under }), countHeaps(db, forms.map(({ id }) => id), under), recounting(db, names, find),
  ])
  const level = levelBelow(actor, places)
  const wanted = new Set(targets.map(({ indicator, period }) => `${indicator}\n${period}`))
  const targeted = [...new Set(targets.filter(({ period }) => present.includes(period)).map(({ indicator }) => indicator))]
  const [trends, ...windows] = await Promise.all([
    trendsOf(db, targeted, of, find, under, today),
    ...present.map(async (period) => {
      const own = targeted.filter((name) => wanted.has(`${name}\n${period}`))
      return own.length === 0 ? [] : standpointsIn(own, period)
    }),
  ])
  const standpoints = windows.flat().map((one) => ({ ...one, trend: trends.get(`${one.form}.${one.indicator.name}`) ?? [], recounting: anew.has(`${one.form}.${one.indicator.name}`) }))
  return { standpoints: [...standpoints].sort(worseFirst), forms: forms.map(({ id, title }) => ({ id, title, heaps: heaps.filter(({ form }) => form === id) })) }

  async function standpointsIn(own: readonly string[], period: string): Promise<readonly Omit<Standpoint, 'trend' | 'recounting'>[]> {
    const { first, last } = daysOf(period)
    const question: Question = { view: 'received', era: 'today', under, from: first.slice(0, 7), to: last.slice(0, 7), day: today }
    const grouping = level === undefined ? {} : { level }
    const shared = sharedBy(own, find, [{}, grouping], places.overlap)
    const [whole, placed, measure] = await Promise.all([
      sumsFor(db, own, find, {}, question, shared), level === undefined ? undefined : sumsFor(db, own, find, grouping, question, shared), yardstick(db, own, find, question, [{}, grouping], today),
    ])
    return own.flatMap((name) => {
      const found = of.get(name)
      if (found === undefined) return []
      const { form, indicator } = found
      const cells = placed === undefined ? [] : measure.cells(name, grouping, (unit) => places.byId.get(unit)?.level)
      const figures = cells.map((cell): PlaceFigure => ({ unit: cell.unit, name: places.byId.get(cell.unit)?.full_name ?? '', figure: shown(indicator, name, find, placed ?? whole, cell, measure, grouping) }))
      const total = shown(indicator, name, find, whole, nowhere, measure, {})
      return total.target === null && figures.length === 0
        ? []
        : [{ form: form.id, formTitle: form.title, indicator, period, total, places: [...figures].sort((one, other) => badness(other.figure.standing) - badness(one.figure.standing)) }]
    })
  }
}

// The whole of what is the reader's, month by month; what stands (a stock) has no months.
async function trendsOf(
  db: D1Database, names: readonly string[], of: ReadonlyMap<string, { readonly indicator: Indicator }>, find: Find, under: readonly string[] | null, today: string,
): Promise<ReadonlyMap<string, Standpoint['trend']>> {
  if (names.length === 0) return new Map()
  const months = lastMonths(today, monthsShown)
  const sums = await sumsFor(db, names, find, { period: 'month' }, { view: 'received', era: 'today', under, from: months[0], to: months[months.length - 1], day: today })
  return new Map(names.map((name) => {
    const needs = needsOf(name, find)
    const there = new Set(sums.cellsOf([...needs.sums, ...needs.distinct]).map(({ period }) => period))
    const isTimed = [...there].some((period) => period !== '')
    const at = (month: string): Figure => {
      const { indicator } = of.get(name) as { indicator: Indicator }
      return shown(indicator, name, find, sums, { ...nowhere, period: month }, { targeted: new Set(), held: () => untargeted, cells: () => [] }, {})
    }
    return [name, isTimed ? months.map((month) => ({ month, value: at(month).value, about: at(month).about })) : []] as const
  }))
}

/** How bad a standing is: the forgotten most of all; without a target not at all. */
export function badness(standing: Standing | null): number {
  return standing === null ? -1 : standings.indexOf(standing)
}

export const isRed = (standing: Standing | null): boolean => badness(standing) >= standings.indexOf('behind')

function worseFirst(one: Standpoint, other: Standpoint): number {
  const worst = ({ total, places }: Standpoint): number => Math.max(badness(total.standing), ...places.map(({ figure }) => badness(figure.standing)))
  const reds = ({ places }: Standpoint): number => places.filter(({ figure }) => isRed(figure.standing)).length
  return badness(other.total.standing) - badness(one.total.standing) || worst(other) - worst(one) || reds(other) - reds(one)
}

function quarterOf(day: string): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
}

/** The months up to a day's own, the oldest first. */
export function lastMonths(day: string, count: number): readonly string[] {
  const last = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
  return Array.from({ length: count }, (_, i) => last - count + 1 + i).map((month) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`)
}

// Figures held against their targets: which target belongs to which cell, and how far it is. The rules are record/target.ts's, the rows the store's.
import type { Find } from '../record/indicator.ts'
import { needsOf } from '../record/indicator.ts'
import { daysOf, expectedBy, mannerOf, periodOf, standingOf } from '../record/target.ts'
import type { Standing } from '../record/target.ts'
import { lastCounted, targetsOf } from '../store/targets.ts'
import type { Grouping } from './grouping.ts'
import type { Cell, Question } from './sums.ts'

export interface Held {
  readonly target: number | null
  readonly expected_by_today: number | null
  readonly standing: Standing | null
}

export interface Yardstick {
  /** Which of the indicators have a target at all in what is asked. */
  readonly targeted: ReadonlySet<string>
  /** One cell's figure against its target. */
  held(name: string, cell: Cell, grouping: Grouping, value: number | null): Held
  /** Cells that have a target, whether anything is counted there or not: nothing done is a figure too. */
  cells(name: string, grouping: Grouping, levelOf: (unit: string) => string | undefined): readonly Cell[]
}

export const untargeted: Held = { target: null, expected_by_today: null, standing: null }

/**
 * Reads the targets of some indicators for what is asked, and when their places were last heard of; two queries, none of the second kind where there is no target.
 * What grows (a flow) is held only against the target of the very period that is looked at; what stands against that, or else against this year's.
 */
export async function yardstick(db: D1Database, names: readonly string[], find: Find, question: Question, groupings: readonly Grouping[], today: string): Promise<Yardstick> {
  const { view, era, under, from, to } = question
  // All together is '' ; a reader of one unit sees its target; of several, no target is theirs together.
  const whole = under === null ? '' : under.length === 1 ? under[0] : undefined
  const found = await targetsOf(db, { indicators: names, from, to, under })
  if (found.length === 0) return { targeted: new Set(), held: () => untargeted, cells: () => [] }
  const targets = new Map(found.map(({ indicator, unit, period, value }) => [`${indicator}\n${unit}\n${period}`, value as number]))
  const levels = [...new Set([undefined, ...groupings.map(({ level }) => level)])]
  const own = new Map(found.map(({ indicator }) => [indicator, needsOf(indicator, find).sums]))
  const kept = [...new Set([...own.values()].flat())]
  const last = new Map<string, string>()
  for (const [i, lines] of (await Promise.all(levels.map((level) => lastCounted(db, { indicators: kept, view, era, under, level })))).entries()) {
    for (const { indicator, unit, period } of lines) last.set(`${levels[i] ?? ''}\n${indicator}\n${unit}`, period)
  }
  const window = periodOf(from, to)
  const around = (name: string): string | undefined => window ?? (mannerOf(name, find).isFlow ? undefined : today.slice(0, 4))
  const held: Yardstick['held'] = (name, cell, { level, period }, value) => {
    const manner = mannerOf(name, find)
    const place = level === undefined ? whole : cell.unit === '' ? undefined : cell.unit
    const at = period === undefined ? around(name) : cell.period === '' ? undefined : cell.period
    const target = place === undefined || at === undefined ? undefined : targets.get(`${name}\n${place}\n${at}`)
    if (target === undefined || at === undefined) return untargeted
    const expected = { target, expected_by_today: expectedBy(target, at, today, manner) }
    // A register shows what is in it now: how it stood when a period ended that is over, nobody kept.
    if (isNowOnly(name, find) && daysOf(at).last < today) return { ...expected, standing: null }
    const periods = (own.get(name) ?? []).map((one) => last.get(`${level ?? ''}\n${one}\n${level === undefined ? '' : cell.unit}`) ?? '')
    const newest = periods.reduce((one, other) => (one > other ? one : other), '')
    const heard = newest === '' ? undefined : newest.length === 10 ? newest : [daysOf(newest).last, today].sort()[0]
    return { ...expected, standing: standingOf(value, target, at, today, manner, heard) }
  }
  const cells: Yardstick['cells'] = (name, { level, period, dimension }, levelOf) => {
    if (level === undefined || period !== undefined || dimension !== undefined) return []
    return found.filter((one) => one.indicator === name && one.period === around(name) && one.unit !== '' && levelOf(one.unit) === level).map(({ unit }) => ({ unit, period: '', member: '' }))
  }
  return { targeted: new Set(own.keys()), held, cells }
}

function isNowOnly(name: string, find: Find): boolean {
  const indicator = find(name)
  return indicator?.register !== undefined && indicator.date === undefined
}

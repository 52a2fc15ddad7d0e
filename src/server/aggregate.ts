// What answers add up to, as asked: kept sums read once for all figures wanted, then what is derived from them. Never reads a submission.
import type { Form, Indicator, Text } from '../form/form.ts'
import { localDay } from '../form/date.ts'
import { figureOf, finder, needsOf } from '../record/indicator.ts'
import type { Find } from '../record/indicator.ts'
import type { Actor } from '../record/submission.ts'
import type { Standing } from '../record/target.ts'
import { mayUse } from '../record/may.ts'
import { readState } from '../store/submissions.ts'
import { latestForms } from './catalogue.ts'
import { Refusal } from './failure.ts'
import { badGrouping, isGroupable, namesOf, readGrouping } from './grouping.ts'
import type { Grouping } from './grouping.ts'
import { recounting } from './recounts.ts'
import { underOf } from './scope.ts'
import { cellKey, nowhere, sharedBy, sumsFor, unitsName } from './sums.ts'
import type { Cell, Question, Sums } from './sums.ts'
import { untargeted, yardstick } from './targets.ts'
import type { Yardstick } from './targets.ts'
import { placesOf } from './world.ts'

export interface Wish {
  readonly form: string
  /** Names of its indicators; all that can be grouped so when left out. */
  readonly indicators?: readonly string[]
  /** `unit:<level>`, one of day, month, quarter, year, and one grouping, in any order. */
  readonly by?: readonly string[]
  readonly under?: string
  readonly from?: string
  readonly to?: string
  readonly units?: 'then' | 'today'
  readonly state?: 'received' | 'approved'
  /** Only what has a target in the time that is asked for; where nothing has, no sums are read. */
  readonly targeted?: boolean
}

export interface Figure {
  /** As shown: kept amount ÷ scale; a share in percent. null: there is nothing to divide by. */
  readonly value: number | null
  /** Contains an estimate: shown with ≈. */
  readonly about: boolean
  /** What it should reach in the period that it is of, as shown; null: nobody said, or the figure is of no such period. */
  readonly target: number | null
  /** What of that should be reached by today (or by the end of a period that is over). */
  readonly expected_by_today: number | null
  readonly standing: Standing | null
}

export interface FigureRow extends Figure {
  /** Absent unless grouped so; '' what was counted above the level asked for. */
  readonly unit?: string
  readonly unit_name?: string
  /** '' for a stock. */
  readonly period?: string
  readonly member?: string
  readonly member_name?: Text
}

export interface Aggregate {
  readonly form: string
  readonly indicator: string
  readonly label: Text
  readonly unit: Text | null
  readonly state: 'received' | 'approved'
  readonly units: 'then' | 'today'
  readonly scale: number
  readonly good: Indicator['good'] | null
  readonly as_of: string
  /** A version that counts it differently was published, and not every record is counted by it yet. */
  readonly recounting: boolean
  readonly by: readonly string[]
  readonly rows: readonly FigureRow[]
  readonly total: Figure
}

const zone = 420

/** One indicator. Errors: 404 no such form or indicator, or not the actor's; 400 a grouping that it does not have. */
export async function aggregate(db: D1Database, actor: Actor, wish: Wish & { indicator: string }, now: number): Promise<Aggregate> {
  const [found] = await aggregates(db, actor, { ...wish, indicators: [wish.indicator] }, now)
  if (found === undefined) throw new Error('no aggregate')
  return found
}

/** Several indicators of one form at once, with the same number of queries as one. */
export async function aggregates(db: D1Database, actor: Actor, wish: Wish, now: number): Promise<readonly Aggregate[]> {
  return (await aggregatesBy(db, actor, wish, [wish.by ?? []], now))[0] ?? []
}

/** The same, looked at in several groupings: what does not depend on the grouping is read once. One list of aggregates for each grouping. */
export async function aggregatesBy(
  db: D1Database, actor: Actor, wish: Omit<Wish, 'by'>, groupings: readonly (readonly string[])[], now: number,
): Promise<readonly (readonly Aggregate[])[]> {
  const known = await readState(db, { ids: [], entries: [] })
  const [places, forms] = await Promise.all([placesOf(db, known.units_revision), latestForms(db, known)])
  const form = mayUse(actor, wish.form) ? forms.find(({ id }) => id === wish.form) : undefined
  if (form === undefined) throw new Refusal(404, 'not_found')
  const find = finder(forms)
  const nameOf = ({ name }: Indicator): string => `${form.id}.${name}`
  const asked = groupings.map((by) => {
    const grouping = readGrouping(by, places)
    return { by, grouping, indicators: chosen(form, wish.indicators, grouping) }
  })
  const question: Question = {
    view: wish.state ?? 'received', era: wish.units ?? 'then', under: underOf(actor, wish.under, places), from: wish.from, to: wish.to, day: lastDay(wish.to) ?? localDay(now, zone),
  }
  const all = [...new Set(asked.flatMap(({ indicators }) => indicators.map(nameOf)))]
  const measuring = yardstick(db, all, find, question, asked.map(({ grouping }) => grouping), localDay(now, zone))
  const names = wish.targeted === true ? [...(await measuring).targeted] : all
  if (wish.targeted === true && names.length === 0) return groupings.map(() => [])
  const shared = sharedBy(names, find, asked.map(({ grouping }) => grouping), places.overlap)
  const [whole, measure, anew] = await Promise.all([sumsFor(db, names, find, {}, question, shared), measuring, recounting(db, names, find)])
  const one = async ({ by, grouping, indicators: some }: (typeof asked)[number]): Promise<readonly Aggregate[]> => {
    const indicators = wish.targeted === true ? some.filter((indicator) => names.includes(nameOf(indicator))) : some
    const isGrouped = Object.keys(grouping).length > 0
    const grouped = isGrouped ? await sumsFor(db, indicators.map(nameOf), find, grouping, question, shared) : whole
    return indicators.map((indicator): Aggregate => {
      const name = nameOf(indicator)
      const cells = isGrouped ? cellsOf(grouped, name, find, grouping, measure.cells(name, grouping, (unit) => places.byId.get(unit)?.level)) : []
      return {
        form: form.id,
        indicator: indicator.name,
        label: indicator.label,
        unit: indicator.unit ?? null,
        state: question.view,
        units: question.era,
        scale: indicator.scale ?? 1,
        good: indicator.good ?? null,
        as_of: new Date(now).toISOString(),
        recounting: anew.has(name),
        by,
        rows: cells.map((cell): FigureRow => ({ ...namesOf(cell, grouping, form, places, question.era), ...shown(indicator, name, find, grouped, cell, measure, grouping) })),
        total: shown(indicator, name, find, whole, nowhere, measure, {}),
      }
    })
  }
  return Promise.all(asked.map(one))
}

function chosen(form: Form, wanted: readonly string[] | undefined, grouping: Grouping): readonly Indicator[] {
  if (wanted === undefined) return form.indicators.filter((one) => isGroupable(one, grouping))
  return wanted.map((name) => {
    const found = form.indicators.find((one) => one.name === name)
    if (found === undefined) throw new Refusal(404, 'not_found')
    if (!isGroupable(found, grouping)) throw badGrouping(grouping.dimension ?? Object.values(grouping).join(','), (found.by ?? []).join(', '))
    return found
  })
}

/** What an indicator is in one cell of what was read, as shown and held against its target there. */
export function shown(indicator: Indicator, name: string, find: Find, sums: Sums, cell: Cell, measure: Yardstick, grouping: Grouping): Figure {
  const { value, isAbout } = figureOf(name, find, sums.at(cell))
  const scale = indicator.share === undefined ? (indicator.scale ?? 1) : 1
  // Fifteen digits: what was divided is the same text everywhere, and whole sums stay whole.
  const figure = { value: value === null ? null : Number((value / scale).toPrecision(15)), about: isAbout }
  // A target is of a place and a period, never of one group of what is counted there.
  return { ...figure, ...(cell.member === '' ? measure.held(name, cell, grouping, figure.value) : untargeted) }
}

// The cells in which there is something to show, or something to reach, in order of unit, period, member.
function cellsOf(sums: Sums, name: string, find: Find, { dimension }: Grouping, targeted: readonly Cell[]): readonly Cell[] {
  const needs = needsOf(name, find)
  const kept = [...needs.sums, ...needs.distinct]
  const cells = sums.cellsOf([...kept, ...needs.levels.map(unitsName)])
  // A stock or a number of units stands beside what has periods and members; it is divided by, and has no row of its own there.
  const hasMembers = dimension !== undefined && kept.some((one) => (find(one)?.by ?? []).includes(dimension))
  const hasPeriods = cells.some(({ period }) => period !== '')
  const shown = cells.filter(({ period, member }) => (!hasPeriods || period !== '') && (!hasMembers || member !== ''))
  const there = new Set(shown.map(cellKey))
  return [...shown, ...targeted.filter((cell) => !there.has(cellKey(cell)))]
    .sort((one, other) => (cellKey(one) < cellKey(other) ? -1 : 1))
}

/** The day on which units that are divided by are counted, where figures end before today. */
export function lastDay(to: string | undefined): string | undefined {
  if (to === undefined) return undefined
  return to.length === 10 ? to : to.length === 7 ? `${to}-28` : `${to}-12-31`
}

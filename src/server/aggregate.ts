// What answers add up to, as asked: kept sums read once for all figures wanted, then what is derived from them. Never reads a submission.
import type { Form, Indicator, Text } from '../form/form.ts'
import { localDay } from '../form/date.ts'
import type { Actor } from '../record/submission.ts'
import { column } from '../store/entries.ts'
import { countDistinct, read } from '../store/tallies.ts'
import type { TallyLine, TallyQuery } from '../store/tallies.ts'
import { readState } from '../store/submissions.ts'
import { countUnits } from '../store/units.ts'
import { latestForms } from './catalogue.ts'
import { Refusal } from './failure.ts'
import type { Slip } from './failure.ts'
import { underOf } from './scope.ts'
import type { Places } from './world.ts'
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
}

export interface Figure {
  /** As shown: kept amount ÷ scale; a share in percent. null: there is nothing to divide by. */
  readonly value: number | null
  /** Contains an estimate: shown with ≈. */
  readonly about: boolean
  readonly target: null
  readonly expected_by_today: null
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
  readonly by: readonly string[]
  readonly rows: readonly FigureRow[]
  readonly total: Figure
}

const periods = ['day', 'month', 'quarter', 'year'] as const
type Period = (typeof periods)[number]

interface Grouping {
  readonly level?: string
  readonly period?: Period
  readonly dimension?: string
}

const mostValues = 20_000
const zone = 420

/** One indicator. Errors: 404 no such form or indicator, or not the actor's; 400 a grouping that it does not have. */
export async function aggregate(db: D1Database, actor: Actor, wish: Wish & { indicator: string }, now: number): Promise<Aggregate> {
  const [found] = await aggregates(db, actor, { ...wish, indicators: [wish.indicator] }, now)
  if (found === undefined) throw new Error('no aggregate')
  return found
}

/** Several indicators of one form at once, with the same number of queries as one. */
export async function aggregates(db: D1Database, actor: Actor, wish: Wish, now: number): Promise<readonly Aggregate[]> {
  const known = await readState(db, { ids: [], entries: [] })
  const [places, forms] = await Promise.all([placesOf(db, known.units_revision), latestForms(db, known)])
  const book = new Map(forms.map((form) => [form.id, form]))
  const form = actor.forms === null || actor.forms.includes(wish.form) ? book.get(wish.form) : undefined
  if (form === undefined) throw new Refusal(404, 'not_found')
  const grouping = readGrouping(wish.by ?? [], places)
  const wanted = wish.indicators === undefined ? form.indicators.filter((one) => isGroupable(one, grouping)) : wish.indicators.map((name) => form.indicators.find((one) => one.name === name))
  if (wanted.includes(undefined)) throw new Refusal(404, 'not_found')
  const indicators = wanted.filter((one) => one !== undefined)
  for (const one of indicators) if (!isGroupable(one, grouping)) throw badGrouping(grouping.dimension ?? String(wish.by), [...(one.by ?? [])].join(', '))

  const question: Question = {
    view: wish.state ?? 'received', era: wish.units ?? 'then', under: underOf(actor, wish.under, places), from: wish.from, to: wish.to,
    day: lastDay(wish.to) ?? localDay(now, zone),
  }
  const [grouped, whole] = await Promise.all([sumsFor(db, form, indicators, book, grouping, question), sumsFor(db, form, indicators, book, {}, question)])
  return Promise.all(
    indicators.map(async (indicator): Promise<Aggregate> => {
      const scanned = isScanned(indicator) ? await scan(db, indicator, question) : undefined
      const shown = (sums: Sums, cell: Cell): Figure => {
        const value = scanned ?? figureOf(sums, { form: form.id, indicator }, book, cell)
        const isDivided = indicator.share !== undefined
        return {
          value: value === null ? null : round(isDivided ? value : value / (indicator.scale ?? 1)),
          about: isAbout(sums, { form: form.id, indicator }, book, cell),
          target: null,
          expected_by_today: null,
        }
      }
      const isWhole = Object.keys(grouping).length === 0
      const rows = isWhole ? [] : cellsOf(grouped, { form: form.id, indicator }, book, grouping).map((cell): FigureRow => ({ ...named(cell, grouping, form, places), ...shown(grouped, cell) }))
      return {
        form: form.id, indicator: indicator.name, label: indicator.label, unit: indicator.unit ?? null, state: question.view, units: question.era,
        scale: indicator.scale ?? 1, good: indicator.good ?? null, as_of: new Date(now).toISOString(), by: wish.by ?? [], rows, total: shown(whole, nowhere),
      }
    }),
  )
}

interface Question {
  readonly view: 'received' | 'approved'
  readonly era: 'then' | 'today'
  readonly under: readonly string[] | null
  readonly from: string | undefined
  readonly to: string | undefined
  /** Units that are denominators are counted as valid on this day. */
  readonly day: string
}

interface Measured {
  readonly form: string
  readonly indicator: Indicator
}

interface Cell {
  readonly unit: string
  readonly period: string
  readonly member: string
}

const nowhere: Cell = { unit: '', period: '', member: '' }

/** Kept sums by name and cell. Sums that have no member or period of their own stand under '' and serve every cell. */
class Sums {
  readonly cells = new Map<string, Cell>()
  private readonly amounts = new Map<string, Map<string, number>>()

  put(name: string, cell: Cell, amount: number): void {
    const own = this.amounts.get(name) ?? new Map<string, number>()
    own.set(cellKey(cell), (own.get(cellKey(cell)) ?? 0) + amount)
    this.amounts.set(name, own)
    this.cells.set(cellKey(cell), cell)
  }

  /** The amount of a cell; what is not grouped as finely counts for all of it. */
  get(name: string, cell: Cell): number {
    const own = this.amounts.get(name)
    if (own === undefined) return 0
    const { unit, period, member } = cell
    const candidates = [cell, { unit, period: '', member }, { unit, period, member: '' }, { unit, period: '', member: '' }]
    for (const candidate of candidates) {
      const found = own.get(cellKey(candidate))
      if (found !== undefined) return found
    }
    return 0
  }

  cellsOf(name: string): readonly Cell[] {
    return [...(this.amounts.get(name)?.keys() ?? [])].map((key) => this.cells.get(key)).filter((cell) => cell !== undefined)
  }
}

const cellKey = ({ unit, period, member }: Cell): string => `${unit}\n${period}\n${member}`
const unitsName = (level: string): string => `units:${level}`

async function sumsFor(
  db: D1Database, form: Form, indicators: readonly Indicator[], book: ReadonlyMap<string, Form>, grouping: Grouping, question: Question,
): Promise<Sums> {
  const kept = new Map<string, Measured>()
  const levels = new Set<string>()
  for (const indicator of indicators) gather({ form: form.id, indicator }, book, kept, levels, 0)
  const query = (names: readonly string[], dimension: string | undefined): TallyQuery => ({
    indicators: names, view: question.view, under: question.under, era: question.era,
    ...(question.from === undefined ? {} : { from: question.from }),
    ...(question.to === undefined ? {} : { to: question.to }),
    ...(grouping.level === undefined ? {} : { level: grouping.level }),
    ...(grouping.period === undefined ? {} : { by: grouping.period }),
    ...(dimension === undefined ? {} : { dimension }),
  })
  const groups = { added: new Map<string, string[]>(), distinct: new Map<string, string[]>() }
  for (const [name, { indicator }] of kept) {
    const dimension = grouping.dimension !== undefined && (indicator.by ?? []).includes(grouping.dimension) ? grouping.dimension : ''
    const group = indicator.distinct === undefined ? groups.added : groups.distinct
    const names = indicator.distinct === undefined ? [name, `${name}~`, ...(indicator.average === undefined ? [] : [`${name}#`])] : [name]
    group.set(dimension, [...(group.get(dimension) ?? []), ...names])
  }
  const sums = new Sums()
  const put = (lines: readonly TallyLine[]): void => lines.forEach(({ indicator, unit, period, member, amount }) => sums.put(indicator, { unit, period, member }, amount))
  await Promise.all([
    ...[...groups.added].map(async ([dimension, names]) => put(await read(db, query(names, dimension || undefined)))),
    ...[...groups.distinct].map(async ([dimension, names]) => put(await countDistinct(db, query(names, dimension || undefined)))),
    ...[...levels].map(async (level) => {
      const counts = await countUnits(db, { level, under: question.under, era: question.era, day: question.day, ...(grouping.level === undefined ? {} : { by: grouping.level }) })
      for (const { unit, count } of counts) sums.put(unitsName(level), { unit: grouping.level === undefined ? '' : unit, period: '', member: '' }, count)
    }),
  ])
  return sums
}

// The kept sums and unit counts that an indicator rests on, through as many derivations as a form would ever need.
function gather(measured: Measured, book: ReadonlyMap<string, Form>, kept: Map<string, Measured>, levels: Set<string>, depth: number): void {
  const { indicator } = measured
  if (depth > 8 || isScanned(indicator)) return
  if (indicator.share !== undefined && typeof indicator.share.in !== 'string') levels.add(indicator.share.in.units)
  if (indicator.share === undefined && indicator.difference === undefined) kept.set(nameOf(measured), measured)
  for (const name of partsOf(indicator)) {
    const part = find(name, measured.form, book)
    if (part !== undefined) gather(part, book, kept, levels, depth + 1)
  }
}

function figureOf(sums: Sums, measured: Measured, book: ReadonlyMap<string, Form>, cell: Cell, depth = 0): number | null {
  const { indicator } = measured
  const part = (name: string): number | null => {
    const found = find(name, measured.form, book)
    return found === undefined || depth > 8 ? null : figureOf(sums, found, book, cell, depth + 1)
  }
  if (indicator.difference !== undefined) {
    const values = [indicator.difference.of, ...indicator.difference.less].map(part)
    return values.includes(null) ? null : values.slice(1).reduce<number>((left, value) => left - (value ?? 0), values[0] ?? 0)
  }
  if (indicator.share !== undefined) {
    const above = part(indicator.share.of)
    const below = typeof indicator.share.in === 'string' ? part(indicator.share.in) : sums.get(unitsName(indicator.share.in.units), cell)
    return above === null || below === null || below === 0 ? null : (above / below) * 100
  }
  const name = nameOf(measured)
  if (indicator.average !== undefined) {
    const count = sums.get(`${name}#`, cell)
    return count === 0 ? null : sums.get(name, cell) / count
  }
  return sums.get(name, cell)
}

function isAbout(sums: Sums, measured: Measured, book: ReadonlyMap<string, Form>, cell: Cell, depth = 0): boolean {
  if (sums.get(`${nameOf(measured)}~`, cell) !== 0) return true
  return partsOf(measured.indicator).some((name) => {
    const part = find(name, measured.form, book)
    return part !== undefined && depth < 8 && isAbout(sums, part, book, cell, depth + 1)
  })
}

// The cells in which there is something to show, in order of unit, period, member.
function cellsOf(sums: Sums, measured: Measured, book: ReadonlyMap<string, Form>, grouping: Grouping): readonly Cell[] {
  const kept = new Map<string, Measured>()
  const levels = new Set<string>()
  gather(measured, book, kept, levels, 0)
  const cells = new Map<string, Cell>()
  const isCoarse = (cell: Cell): boolean => grouping.dimension !== undefined && cell.member === '' && [...kept.values()].some(({ indicator }) => (indicator.by ?? []).includes(grouping.dimension ?? ''))
  for (const name of [...kept.keys(), ...[...levels].map(unitsName)]) for (const cell of sums.cellsOf(name)) if (!isCoarse(cell)) cells.set(cellKey(cell), cell)
  const hasPeriods = [...cells.values()].some(({ period }) => period !== '')
  return [...cells.values()].filter(({ period }) => !hasPeriods || period !== '').sort((one, other) => (cellKey(one) < cellKey(other) ? -1 : 1))
}

async function scan(db: D1Database, indicator: Indicator, question: Question): Promise<number | null> {
  const name = indicator.median ?? indicator.min ?? indicator.max ?? ''
  const { values, cut } = await column(db, { register: indicator.register ?? '', name, view: question.view, under: question.under, limit: mostValues })
  const numbers = values.map(Number).filter((value) => Number.isFinite(value)).sort((one, other) => one - other)
  if (numbers.length === 0 || cut) return null
  if (indicator.min !== undefined) return numbers[0] ?? null
  if (indicator.max !== undefined) return numbers[numbers.length - 1] ?? null
  const middle = Math.floor(numbers.length / 2)
  const [low, high] = [numbers[Math.max(0, numbers.length % 2 === 0 ? middle - 1 : middle)], numbers[middle]]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

function named(cell: Cell, grouping: Grouping, form: Form, places: Places): Partial<FigureRow> {
  const { unit, period, member } = cell
  return {
    ...(grouping.level === undefined ? {} : { unit, unit_name: places.byId.get(unit)?.full_name ?? '' }),
    ...(grouping.period === undefined ? {} : { period }),
    ...(grouping.dimension === undefined ? {} : { member, member_name: memberName(form, grouping.dimension, member) }),
  }
}

function memberName(form: Form, dimension: string, member: string): Text {
  const names = dimension.split('*')
  const parts = member.split('*')
  const labels = names.map((name, i) => choiceLabel(form, name, parts[i] ?? ''))
  if (labels.length === 1) return labels[0] ?? {}
  return Object.fromEntries(form.languages.map((language) => [language, labels.map((label, i) => label[language] ?? parts[i] ?? '').join(' × ')]))
}

function choiceLabel(form: Form, name: string, value: string): Text {
  const list = listOf(form.survey, name)
  return (list === undefined ? undefined : form.lists[list]?.find((choice) => choice.name === value)?.label) ?? { [form.language]: value }
}

interface Listed {
  readonly name: string
  readonly list?: string
  readonly questions?: readonly Listed[]
}

function listOf(questions: readonly Listed[], name: string): string | undefined {
  for (const question of questions) {
    const found = question.name === name ? question.list : listOf(question.questions ?? [], name)
    if (found !== undefined) return found
  }
  return undefined
}

function readGrouping(by: readonly string[], places: Places): Grouping {
  let grouping: Grouping = {}
  for (const part of by) {
    const period = periods.find((one) => one === part)
    const level = part.startsWith('unit:') ? part.slice(5) : undefined
    if (level !== undefined && !places.all.some((unit) => unit.level === level)) throw badGrouping(part, [...new Set(places.all.map((unit) => `unit:${unit.level}`))].join(', '))
    const added: Grouping = level !== undefined ? { level } : period !== undefined ? { period } : { dimension: part }
    if (Object.keys(added).some((name) => name in grouping)) throw badGrouping(part, 'one of each')
    grouping = { ...grouping, ...added }
  }
  return grouping
}

function isGroupable(indicator: Indicator, grouping: Grouping): boolean {
  // What is read instead of kept (median, min, max) has one figure for the units asked for.
  if (isScanned(indicator)) return Object.keys(grouping).length === 0
  if (grouping.dimension === undefined) return true
  return (indicator.by ?? []).includes(grouping.dimension) || indicator.share !== undefined || indicator.difference !== undefined
}

function badGrouping(received: string, expected: string): Refusal {
  const slip: Slip = { code: 'query_invalid', at: 'by', facts: { expected: expected === '' ? 'no grouping' : expected, received } }
  return new Refusal(400, 'query_invalid', { problems: [slip] })
}

const isScanned = ({ median, min, max }: Indicator): boolean => median !== undefined || min !== undefined || max !== undefined
const nameOf = ({ form, indicator }: Measured): string => `${form}.${indicator.name}`

function partsOf({ share, difference }: Indicator): readonly string[] {
  if (share !== undefined) return [share.of, ...(typeof share.in === 'string' ? [share.in] : [])]
  return difference === undefined ? [] : [difference.of, ...difference.less]
}

function find(name: string, own: string, book: ReadonlyMap<string, Form>): Measured | undefined {
  const [form, inner] = name.includes('.') ? [name.slice(0, name.indexOf('.')), name.slice(name.indexOf('.') + 1)] : [own, name]
  const indicator = book.get(form)?.indicators.find((one) => one.name === inner)
  return indicator === undefined ? undefined : { form, indicator }
}

// Sums are whole; what was divided keeps six digits, so that equal figures are equal texts.
const round = (value: number): number => Number(value.toPrecision(15))

function lastDay(to: string | undefined): string | undefined {
  if (to === undefined) return undefined
  return to.length === 10 ? to : to.length === 7 ? `${to}-28` : `${to}-12-31`
}

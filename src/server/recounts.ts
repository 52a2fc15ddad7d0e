// Figures counted anew after a publish: a stretch at a time, each written whole, so that whatever dies in the middle is finished by the next who comes by.
// And the same beforehand, writing nothing: what a source would change in the figures.
import { touched } from '../form/counting.ts'
import { localDay } from '../form/date.ts'
import type { Form } from '../form/form.ts'
import type { Adds, Difference, View } from '../record/decision.ts'
import { figureOf, finder, needsOf } from '../record/indicator.ts'
import type { Find, Read } from '../record/indicator.ts'
import { entriesOf } from '../record/register.ts'
import type { Submission } from '../record/submission.ts'
import { differences, merged, registerIndicators } from '../record/tally.ts'
import { countedAnew, indicatorOf } from '../record/under.ts'
import { named } from '../store/entries.ts'
import { listRecounts, moveOn, readStretch, sumsByUnit, writeStretch } from '../store/recounts.ts'
import type { CountedRecord, Open, SumLine, Wanted } from '../store/recounts.ts'
import { countEntriesAnew, resettle } from '../store/resettle.ts'
import { readState } from '../store/submissions.ts'
import { countUnits } from '../store/units.ts'
import { key, versions } from './catalogue.ts'
import { Refusal } from './failure.ts'
import { groundOf } from './ground.ts'
import type { Ground } from './ground.ts'
import { dueUnder } from './terms.ts'
import type { Due } from './terms.ts'
import { scannedEntries, worldOf } from './world.ts'
import type { Places } from './world.ts'

const page = 250
const mostTries = 20
/** The most statements that the ground and one stretch take; the smallest plan gives a request fifty. */
const groundCost = 7
const stretchCost = 12
const zone = 420

/** What a new version makes to be counted anew. */
export function recountsOf(before: Form | undefined, after: Form): readonly Wanted[] {
  if (before === undefined) {
    // Nothing was counted by it yet; but a register may have entries already.
    const registers = new Set(after.indicators.flatMap(({ register }) => register ?? []))
    return [...registers].map((register) => ({ of: 'register', name: register, indicators: namesIn(after, after.indicators.flatMap((one) => (one.register === register ? [one.name] : []))) }))
  }
  const { indicators, registers } = touched(before, after)
  const over = (register: string): readonly string[] =>
    [...new Set([...before.indicators, ...after.indicators].flatMap((one) => (one.register === register ? [one.name] : [])))]
  return [
    ...(indicators.length === 0 ? [] : [{ of: 'form' as const, name: after.id, indicators: namesIn(after, indicators) }]),
    ...registers.map((register) => ({ of: 'register' as const, name: register, indicators: namesIn(after, over(register)) })),
  ]
}

const namesIn = ({ id }: Form, indicators: readonly string[]): readonly string[] => indicators.map((name) => `${id}.${name}`)

export interface Left {
  /** What is still being counted anew. */
  readonly left: readonly Open[]
  /** Rows that were counted differently now. */
  readonly changed: number
}

/**
 * Goes on counting what is open, as far as so many statements reach: without more, one stretch. What others keep writing meanwhile waits for the next.
 * Called after a publish, by whoever asks for it, and by whoever looks at a figure that is not whole. `first`: the form whose figures are waited for.
 */
export async function advance(db: D1Database, at: number, { statements = groundCost + stretchCost, first }: { statements?: number | undefined; first?: string } = {}): Promise<Left> {
  const isFirst = ({ indicators }: Open): boolean => indicators.some((name) => name.startsWith(`${first}.`))
  const list = async (): Promise<readonly Open[]> => [...(await listRecounts(db))].sort((one, other) => Number(isFirst(other)) - Number(isFirst(one)))
  let changed = 0
  let tries = 0
  for (let cost = 0; ; cost += groundCost + stretchCost) {
    const left = await list()
    const next = left[0]
    if (next === undefined || cost + groundCost + stretchCost > statements || tries >= mostTries) return { left, changed }
    // Read after the list: a version that opened this recount is in it. One that comes after it changes the epoch, and the stretch is not counted.
    const ground = await groundOf(db, await readState(db, { ids: [], entries: [] }))
    const done = next.of === 'form' ? await formStretch(db, next, ground, at) : await registerStretch(db, next, ground, at)
    if (done === 'moved') tries++
    else changed += done
  }
}

async function formStretch(db: D1Database, open: Open, { known, latest: forms, places }: Ground, at: number): Promise<number | 'moved'> {
  const latest = forms.get(open.name)
  if (latest === undefined) return 'moved' // a trial that was thrown away meanwhile
  const indicators = new Set(open.indicators.map((name) => name.slice(name.indexOf('.') + 1)))
  const stretch = await readStretch(db, open.name, Number(open.after), open.until, page)
  if (stretch.records.length > 0 && stretch.epoch !== known.epoch) return 'moved'
  const records = await anew(db, stretch.records, latest, indicators, places)
  const changed = records.filter(({ moves }) => moves.length > 0)
  const tallies = merged(changed.flatMap(({ moves }) => moves))
  const done = await writeStretch(db, open, changed, tallies, { epoch: stretch.epoch, next: stretch.after, at })
  return done === 'moved' ? 'moved' : changed.length
}

async function registerStretch(db: D1Database, open: Open, { known, indicators }: Ground, at: number): Promise<number | 'moved'> {
  const done = await resettle(db, open.name, indicators.get(open.name) ?? [], { after: open.after, limit: page, by: open.by, at, epoch: known.epoch })
  if (done === 'moved') return 'moved'
  await moveOn(db, open, done.after, done.changed)
  return done.changed
}

interface Anew {
  readonly seq: number
  readonly stamp: number
  readonly adds: Readonly<Record<View, Adds>>
  readonly moves: readonly Difference[]
}

// Records as they count by the latest form, with the difference to what they add now.
async function anew(db: D1Database, records: readonly CountedRecord[], latest: Form, indicators: ReadonlySet<string>, places: Places): Promise<readonly Anew[]> {
  const bodies = records.flatMap(({ counts }) => [counts.received, counts.approved].filter((one) => one !== undefined))
  const forms = await versions(db, bodies.map((body) => ({ id: body.form, version: body.version })))
  const formOf = (body: Submission): Form => {
    const form = forms.get(key({ id: body.form, version: body.version }))
    if (form === undefined) throw new Error(`submission ${body.id} is of form ${body.form} ${body.version}, which is not there`)
    return form
  }
  const wanted = bodies.flatMap((body) => entriesOf(formOf(body), body.answers, body.id))
  const [near, scanned] = await Promise.all([
    wanted.length === 0 ? [] : named(db, wanted), bodies.length === 0 ? new Map() : scannedEntries(db, [latest, ...new Set(bodies.map(formOf))], { unit: null }),
  ])
  const entries = new Map(near.map((entry) => [`${entry.register}/${entry.id}`, entry]))
  return records.map(({ seq, stamp, adds, counts }) => {
    const one = (view: View): Adds => {
      const body = counts[view]
      if (body === undefined) return {}
      const { at, zone: offset, seed, language = latest.language, last } = body.context
      const world = worldOf(places, (register, id) => entries.get(`${register}/${id}`), scanned, { clock: { at, zone: offset }, seed, language, last })
      return countedAnew(adds[view], latest, indicators, formOf(body), body, world)
    }
    const received = one('received')
    const isSame = counts.approved === counts.received && JSON.stringify(adds.approved) === JSON.stringify(adds.received)
    const now = { received, approved: isSame ? received : one('approved') }
    return { seq, stamp, adds: now, moves: (['received', 'approved'] as const).flatMap((view) => differences(adds[view], now[view], view)) }
  })
}

export interface Shown {
  readonly indicator: string
  readonly state: View
  /** As pages show it; null: nothing to divide by, or not there. */
  readonly before: number | null
  readonly after: number | null
  /** The lowest units whose figure changes, the largest change first; '' is a place unknown. */
  readonly units: readonly { readonly unit: string; readonly before: number; readonly after: number }[]
  /** Groups whose figure changes. */
  readonly groups: readonly { readonly by: string; readonly member: string; readonly before: number; readonly after: number }[]
}

export interface Preview {
  /** Records and entries looked at. */
  readonly records: number
  /** Not everything was looked at: go on from here, and add up the changes of sums. */
  readonly cursor: string | null
  /** Where it says another time to keep what is personal: how many records are over it, and soon will be. */
  readonly due: Due | null
  /** Only figures that change. */
  readonly figures: readonly Shown[]
}

const mostPreviewed = 5_000
const mostUnits = 100

/** What publishing this would change in figures that are there: nothing is written. `cursor`: where an earlier look ended. */
export async function preview(db: D1Database, before: Form | undefined, after: Form, now: number, cursor?: string): Promise<Preview> {
  const wanted = recountsOf(before, after)
  let [subject, from] = startOf(cursor)
  const moves: Difference[] = []
  let records = 0
  let cost = 0
  const { latest, places } = await groundOf(db, await readState(db, { ids: [], entries: [] }))
  const indicators = registerIndicators([...[...latest.values()].filter(({ id }) => id !== after.id), after])
  while (subject < wanted.length && records < mostPreviewed && cost < 24) {
    const { of, name, indicators: touchedNames } = wanted[subject] as Wanted
    let next: string | undefined
    if (of === 'form') {
      const stretch = await readStretch(db, name, Number(from), Number.MAX_SAFE_INTEGER, page * 2)
      const counted = await anew(db, stretch.records, after, new Set(touchedNames.map((one) => one.slice(one.indexOf('.') + 1))), places)
      moves.push(...counted.flatMap((one) => one.moves))
      records += counted.length
      next = stretch.after === undefined ? undefined : String(stretch.after)
      cost += 3
    } else {
      const { rows, last } = await countEntriesAnew(db, name, indicators.get(name) ?? [], from, page * 2)
      moves.push(...rows.flatMap((row) => row.moves))
      records += rows.length
      next = last
      cost += 1
    }
    if (next === undefined) subject++
    from = next ?? ''
  }
  const figures = wanted.length === 0 && before === undefined ? [] : await figuresOf(db, before, after, merged(moves), places, now)
  return { records, cursor: subject < wanted.length ? JSON.stringify([subject, from]) : null, due: await dueUnder(db, before, after, now), figures }
}

function startOf(cursor: string | undefined): [subject: number, from: string] {
  if (cursor === undefined) return [0, '']
  try {
    const [subject, from]: unknown[] = JSON.parse(cursor) as unknown[]
    if (typeof subject === 'number' && typeof from === 'string') return [subject, from]
  } catch {
    // typed by hand
  }
  throw new Refusal(400, 'query_invalid', { problems: [{ code: 'query_invalid', at: 'cursor', facts: { expected: 'a cursor as it was given', received: cursor.slice(0, 80) } }] })
}

type ByUnit = ReadonlyMap<string, readonly SumLine[]> // indicator view → lines

async function figuresOf(db: D1Database, before: Form | undefined, after: Form, moves: readonly Difference[], places: Places, now: number): Promise<readonly Shown[]> {
  const [was, is] = [finder(before === undefined ? [] : [before]), finder([after])]
  const names = [...new Set([...(before?.indicators ?? []), ...after.indicators].map(({ name }) => `${after.id}.${name}`))]
  const needs = names.flatMap((name) => [needsOf(name, was), needsOf(name, is)])
  const kept = [...new Set(needs.flatMap(({ sums, distinct }) => [...sums, ...distinct]).concat(moves.map(({ indicator }) => indicator)))]
  const levels = [...new Set(needs.flatMap((one) => one.levels))]
  const [lines, ...counts] = await Promise.all([
    sumsByUnit(db, kept),
    ...levels.map((level) => countUnits(db, { level, under: null, era: 'then', day: localDay(now, zone) })),
  ])
  const units = new Map(levels.map((level, i) => [level, (counts[i] ?? []).reduce((sum, { count }) => sum + count, 0)]))
  const old = grouped(lines)
  const found: Shown[] = []
  for (const name of names) {
    for (const view of ['received', 'approved'] as const) {
      const mine = moves.filter((move) => move.view === view)
      const fresh = grouped([...lines.filter((line) => line.view === view), ...mine])
      const figure = (find: Find, sums: ByUnit): number | null => shown(name, find, { ...readOf(sums, view), units: (level) => units.get(level) ?? 0 })
      const [beforeValue, afterValue] = [figure(was, old), figure(is, fresh)]
      const own = mine.filter(({ indicator }) => indicator === name)
      const changed = own.length === 0 ? [] : changesBy(name, view, old, fresh, was, is, ({ unit }) => unit, '')
      const groups = own.length === 0 ? [] : groupsOf(name, view, own, old, fresh, was, is)
      if (beforeValue === afterValue && changed.length === 0 && groups.length === 0) continue
      found.push({
        indicator: name.slice(after.id.length + 1), state: view, before: beforeValue, after: afterValue,
        units: changed.slice(0, mostUnits).map(([unit, one, other]) => ({ unit: places.byId.has(unit) ? unit : '', before: one, after: other })), groups,
      })
    }
  }
  return found
}

function shown(name: string, find: Find, read: Read): number | null {
  const indicator = find(name)
  const { value } = figureOf(name, find, read)
  return value === null ? null : scaled(value, indicator?.share === undefined ? (indicator?.scale ?? 1) : 1)
}

const scaled = (value: number, scale: number): number => Number((value / scale).toPrecision(15))

function readOf(sums: ByUnit, view: View): Omit<Read, 'units'> {
  const total = (name: string): readonly SumLine[] => (sums.get(`${name} ${view}`) ?? []).filter(({ dimension }) => dimension === '')
  return {
    sum: (name) => total(name).reduce((sum, { amount }) => sum + amount, 0),
    distinct: (name) => [...byKey(total(name), ({ unit }) => unit).values()].filter((amount) => amount > 0).length,
    column: () => [],
  }
}

function byKey(lines: readonly SumLine[], keyOf: (line: SumLine) => string): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const line of lines) sums.set(keyOf(line), (sums.get(keyOf(line)) ?? 0) + line.amount)
  return sums
}

// What differs by a key, with the sums as shown before and after; the largest change first.
function changesBy(
  name: string, view: View, old: ByUnit, fresh: ByUnit, was: Find, is: Find, keyOf: (line: SumLine) => string, dimension: string,
): readonly (readonly [key: string, before: number, after: number])[] {
  const lines = (sums: ByUnit): ReadonlyMap<string, number> => byKey((sums.get(`${name} ${view}`) ?? []).filter((line) => line.dimension === dimension), keyOf)
  const [before, after] = [lines(old), lines(fresh)]
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((one) => [one, scaled(before.get(one) ?? 0, was(name)?.scale ?? 1), scaled(after.get(one) ?? 0, is(name)?.scale ?? 1)] as const)
    .filter(([, one, other]) => one !== other)
    .sort(([a, b, c], [d, e, f]) => Math.abs(f - e) - Math.abs(c - b) || (a < d ? -1 : 1))
}

function groupsOf(name: string, view: View, own: readonly Difference[], old: ByUnit, fresh: ByUnit, was: Find, is: Find): Shown['groups'] {
  const dimensions = [...new Set(own.map(({ dimension }) => dimension))].filter((dimension) => dimension !== '')
  return dimensions.flatMap((by) => changesBy(name, view, old, fresh, was, is, ({ member }) => member, by).map(([member, before, after]) => ({ by, member, before, after }))).slice(0, mostUnits)
}

function grouped(lines: readonly SumLine[]): ByUnit {
  const found = new Map<string, SumLine[]>()
  for (const line of lines) {
    const own = found.get(`${line.indicator} ${line.view}`)
    if (own === undefined) found.set(`${line.indicator} ${line.view}`, [line])
    else own.push(line)
  }
  return found
}

/** Which of these indicators ('form.name', those that they are derived from included) are being counted anew. */
export async function recounting(db: D1Database, names: readonly string[], find: Find): Promise<ReadonlySet<string>> {
  const open = new Set((await listRecounts(db)).flatMap(({ indicators }) => indicators))
  if (open.size === 0) return open
  return new Set(
    names.filter((name) => {
      const { sums, distinct } = needsOf(name, find)
      return [...sums, ...distinct].some((one) => open.has(indicatorOf(one)))
    }),
  )
}


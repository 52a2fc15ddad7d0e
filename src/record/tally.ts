// What a submission or an entry adds to the kept sums. Pure: the store settles the difference between these and what was counted before.
import { evaluate, Stopped } from '../expression/evaluate.ts'
import type { Row, Scope, Tree, Value } from '../expression/tree.ts'
import { asBoolean, asNumber, asText } from '../expression/values.ts'
import { dayOf, isDay } from '../form/date.ts'
import type { Filling } from '../form/filling.ts'
import type { Form, Indicator } from '../form/form.ts'
import { planOf } from '../form/plan.ts'
import type { Adds, Difference, Projection, View } from './decision.ts'

/** What an indicator keeps beside its own sum: the part that is an estimate, and how many an average is of. */
export const about = '~'
export const countOf = '#'

interface Seen {
  value(tree: Tree): Value
  readonly day: string
  readonly unit: string
}

/**
 * What these answers add up to, by the form's indicators over submissions and rows. Measures carry the form's id. `at`: where and when they count,
 * where another version of the form has settled that.
 */
export function adds(filling: Filling, at: { readonly day: string; readonly unit: string } = { day: filling.day, unit: placeOf(filling) }): Adds {
  const sums = new Sums()
  for (const indicator of filling.form.indicators) {
    if (indicator.register !== undefined || !isKept(indicator)) continue
    const rows = indicator.each === undefined ? [undefined] : filling.rows(indicator.each)
    for (const row of rows) {
      const seen: Seen = { value: (tree) => filling.value(tree, row), ...at }
      count(indicator, `${filling.form.id}.${indicator.name}`, sums, seen, (name) => choicesOf(filling, name, row))
    }
  }
  return sums.adds
}

/** An indicator over a register, with the form that declares it. */
export interface RegisterIndicator {
  readonly form: string
  readonly indicator: Indicator
}

/** The record's unit where it is one we know; '' counts above all units. */
export function placeOf(filling: Filling): string {
  const unit = filling.place ?? ''
  return filling.world.unit(unit) === undefined ? '' : unit
}

/**
 * What an entry adds in one view. Without a date of its own an indicator over a register is a stock: period ''.
 * `today()` is the day of the entry's last change, so that the same entry always adds the same.
 */
export function entryAdds(register: string, id: string, entry: Projection, indicators: readonly RegisterIndicator[]): Adds {
  const sums = new Sums()
  const columns: Row = { ...entry.columns, id, label: entry.label, unit: entry.unit, [register]: id }
  const scope = columnScope(columns, entry.day)
  for (const { form, indicator } of indicators) {
    if (!isKept(indicator)) continue
    const seen: Seen = { value: (tree) => valueOf(tree, scope), day: '', unit: entry.unit }
    count(indicator, `${form}.${indicator.name}`, sums, seen, (name) => asText(columns[name] ?? '').split(' '))
  }
  return sums.adds
}

// An expression that never ends has no value, as in a filling.
function valueOf(tree: Tree, scope: Scope): Value {
  try {
    return evaluate(tree, scope)
  } catch (error) {
    if (error instanceof Stopped) return ''
    throw error
  }
}

/** Whether an indicator keeps sums of its own; shares and differences are derived from others', median, min and max are read. */
export function isKept(indicator: Indicator): boolean {
  return indicator.count === true || indicator.sum !== undefined || indicator.average !== undefined || indicator.distinct !== undefined
}

function count(indicator: Indicator, name: string, sums: Sums, seen: Seen, choices: (name: string) => readonly string[]): void {
  if (indicator.where !== undefined && !asBoolean(seen.value(indicator.where))) return
  const tree = indicator.sum ?? indicator.average
  const value = tree === undefined ? 1 : asNumber(seen.value(tree))
  const amount = Math.round(value)
  if (!Number.isSafeInteger(amount)) return // not a number, or one that no sum could hold: adds nothing
  const day = indicator.date === undefined ? seen.day : asText(seen.value(indicator.date)).slice(0, 10)
  if (indicator.date !== undefined && !isDay(day)) return
  const period = day === '' ? '' : indicator.period === 'day' ? day : day.slice(0, 7)
  const slot = `${period} ${seen.unit}`
  const isAbout = indicator.about !== undefined && asBoolean(seen.value(indicator.about))
  for (const group of ['', ...groupsOf(indicator, choices)]) {
    sums.add(slot, name + group, amount)
    if (isAbout) sums.add(slot, `${name}${about}${group}`, amount)
    if (indicator.average !== undefined) sums.add(slot, `${name}${countOf}${group}`, 1)
  }
}

// ' kind=official' for a grouping, ' kind*place=official*xa' for a cross-table; several for a select_multiple.
function groupsOf(indicator: Indicator, choices: (name: string) => readonly string[]): string[] {
  return (indicator.by ?? []).flatMap((group) => {
    let members = ['']
    for (const [i, name] of group.split('*').entries()) {
      const own = choices(name).filter((choice) => choice !== '')
      members = members.flatMap((before) => own.map((choice) => (i === 0 ? choice : `${before}*${choice}`)))
    }
    return members.map((member) => ` ${group}=${member}`)
  })
}

function choicesOf(filling: Filling, name: string, row: string | undefined): readonly string[] {
  const value = asText(filling.value(['$', name], row))
  return planOf(filling.form).byName.get(name)?.question.kind === 'select_multiple' ? value.split(' ') : [value]
}

class Sums {
  readonly adds: Record<string, Record<string, number>> = {}
  add(slot: string, measure: string, amount: number): void {
    if (amount === 0) return
    const own = (this.adds[slot] ??= {})
    own[measure] = (own[measure] ?? 0) + amount
  }
}

function columnScope(columns: Row, day: string): Scope {
  const days = dayOf(day)
  return {
    self: '',
    position: 0,
    clock: { at: isNaN(days) ? 0 : days * 86_400_000, zone: 0 },
    get: (name) => columns[name] ?? '',
    column: () => '',
    around: () => 0,
    instances: () => [],
    rows: () => [],
    choiceName: (_, value) => value,
    random: () => 0,
  }
}

/** The difference between what was counted and what is to be. */
export function differences(before: Adds, after: Adds, view: View): Difference[] {
  const found: Difference[] = []
  for (const slot of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[slot] ?? {}, after[slot] ?? {}]
    const space = slot.indexOf(' ')
    for (const measure of new Set([...Object.keys(was), ...Object.keys(is)])) {
      const amount = (is[measure] ?? 0) - (was[measure] ?? 0)
      if (amount !== 0) found.push({ ...readMeasure(measure), view, unit: slot.slice(space + 1), period: slot.slice(0, space), amount })
    }
  }
  return found
}

/** 'form.name kind=road' → its parts. */
export function readMeasure(measure: string): { indicator: string; dimension: string; member: string } {
  const [, indicator = '', dimension = '', member = ''] = /^(\S+)(?: ([^=]+)=([\s\S]*))?$/.exec(measure) ?? []
  return { indicator, dimension, member }
}

/** Differences of the same sum put together; those that cancel out are gone. */
export function merged(all: readonly Difference[]): Difference[] {
  const sums = new Map<string, Difference>()
  for (const one of all) {
    const key = [one.indicator, one.view, one.dimension, one.unit, one.period, one.member].join('\n')
    const known = sums.get(key)
    sums.set(key, known === undefined ? one : { ...one, amount: known.amount + one.amount })
  }
  return [...sums.values()].filter(({ amount }) => amount !== 0)
}

/** Indicators over each register, from the latest version of every form. */
export function registerIndicators(forms: readonly Form[]): ReadonlyMap<string, readonly RegisterIndicator[]> {
  const found = new Map<string, RegisterIndicator[]>()
  for (const form of forms) {
    for (const indicator of form.indicators) {
      if (indicator.register === undefined) continue
      const own = found.get(indicator.register) ?? []
      own.push({ form: form.id, indicator })
      found.set(indicator.register, own)
    }
  }
  return found
}

// What a submission or an entry adds to the kept sums. Pure: the store settles the difference between these and what was counted before.
import { evaluate } from '../expression/evaluate.ts'
import type { Clock, Row, Scope, Tree, Value } from '../expression/tree.ts'
import { asBoolean, asNumber, asText } from '../expression/values.ts'
import { isDay } from '../form/date.ts'
import type { Filling } from '../form/filling.ts'
import type { Form, Indicator } from '../form/form.ts'

/** 'period unit' → measure → whole amount. A measure is an indicator's name, with '~' (estimated part) or '#' (how many, of an average), and ' dimension=member'. */
export type Adds = Readonly<Record<string, Readonly<Record<string, number>>>>

export const views = ['received', 'approved'] as const
export type View = (typeof views)[number]

/** One change of one kept sum. */
export interface Change {
  readonly indicator: string // 'form.name', with ~ or #
  readonly view: View
  readonly dimension: string
  readonly member: string
  readonly unit: string
  readonly period: string // '2026-11', '2026-11-24', or '' for a stock
  readonly amount: number
}

interface Seen {
  value(tree: Tree): Value
  readonly day: string
  readonly unit: string
}

/** What these answers add up to, by the form's indicators over submissions and rows. */
export function addsOf(filling: Filling): Adds {
  const sums = new Sums()
  for (const indicator of filling.form.indicators) {
    if (indicator.register !== undefined || !isKept(indicator)) continue
    const rows = indicator.each === undefined ? [undefined] : Array.from({ length: filling.isRelevant(indicator.each) ? filling.count(indicator.each) : 0 }, (_, i) => `${indicator.each}[${i + 1}]`)
    for (const row of rows) {
      count(indicator, indicator.name, sums, { value: (tree) => filling.value(tree, row), day: filling.day, unit: filling.place ?? '' }, (name) => choicesOf(filling, name, row))
    }
  }
  return sums.adds
}

/** An indicator over a register, with the form that declares it. */
export interface RegisterIndicator {
  readonly form: string
  readonly indicator: Indicator
}

/** What an entry adds in one view; measures carry the form's id. Without its own date an indicator over a register is a stock: period ''. */
export function entryAdds(register: string, entry: { readonly id: string; readonly label: string; readonly unit: string; readonly columns: Row }, indicators: readonly RegisterIndicator[], clock: Clock): Adds {
  const sums = new Sums()
  const columns: Row = { ...entry.columns, id: entry.id, label: entry.label, unit: entry.unit, [register]: entry.id }
  const scope = columnScope(columns, clock)
  for (const { form, indicator } of indicators) {
    if (!isKept(indicator)) continue
    count(indicator, `${form}.${indicator.name}`, sums, { value: (tree) => evaluate(tree, scope), day: '', unit: entry.unit }, (name) => asText(columns[name] ?? '').split(' '))
  }
  return sums.adds
}

/** Whether an indicator keeps sums of its own; shares and differences are derived from others', median, min and max are read. */
export function isKept(indicator: Indicator): boolean {
  return indicator.count === true || indicator.sum !== undefined || indicator.average !== undefined || indicator.distinct !== undefined
}

function count(indicator: Indicator, name: string, sums: Sums, seen: Seen, choices: (name: string) => readonly string[]): void {
  if (indicator.where !== undefined && !asBoolean(seen.value(indicator.where))) return
  const tree = indicator.sum ?? indicator.average
  const value = tree === undefined ? 1 : asNumber(seen.value(tree))
  if (!isFinite(value)) return
  const amount = Math.round(value)
  const day = indicator.date === undefined ? seen.day : asText(seen.value(indicator.date)).slice(0, 10)
  if (indicator.date !== undefined && !isDay(day)) return
  const period = day === '' ? '' : indicator.period === 'day' ? day : day.slice(0, 7)
  const slot = `${period} ${seen.unit}`
  const isAbout = indicator.about !== undefined && asBoolean(seen.value(indicator.about))
  for (const group of ['', ...groupsOf(indicator, choices)]) {
    sums.add(slot, name + group, amount)
    if (isAbout) sums.add(slot, `${name}~${group}`, amount)
    if (indicator.average !== undefined) sums.add(slot, `${name}#${group}`, 1)
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
  return asText(filling.value(['$', name], row)).split(' ')
}

class Sums {
  readonly adds: Record<string, Record<string, number>> = {}
  add(slot: string, measure: string, amount: number): void {
    if (amount === 0) return
    const own = (this.adds[slot] ??= {})
    own[measure] = (own[measure] ?? 0) + amount
  }
}

function columnScope(columns: Row, clock: Clock): Scope {
  return {
    self: '',
    position: 0,
    clock,
    get: (name) => columns[name] ?? '',
    column: () => '',
    indexed: () => '',
    rows: () => [],
    choiceName: (_, value) => value,
    random: () => 0,
  }
}

/** The difference between what was counted and what is to be; `form` is put before the measures of a submission. */
export function differences(before: Adds, after: Adds, view: View, form?: string): Change[] {
  const changes: Change[] = []
  for (const slot of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [before[slot] ?? {}, after[slot] ?? {}]
    const space = slot.indexOf(' ')
    for (const measure of new Set([...Object.keys(was), ...Object.keys(is)])) {
      const amount = (is[measure] ?? 0) - (was[measure] ?? 0)
      if (amount === 0) continue
      const [, name = '', dimension = '', member = ''] = /^(\S+)(?: ([^=]+)=([\s\S]*))?$/.exec(measure) ?? []
      changes.push({ indicator: form === undefined ? name : `${form}.${name}`, view, dimension, member, unit: slot.slice(space + 1), period: slot.slice(0, space), amount })
    }
  }
  return changes
}

/** Changes of the same sum put together; those that cancel out are gone. */
export function merged(changes: readonly Change[]): Change[] {
  const sums = new Map<string, Change>()
  for (const change of changes) {
    const key = [change.indicator, change.view, change.dimension, change.unit, change.period, change.member].join('\n')
    const known = sums.get(key)
    sums.set(key, known === undefined ? change : { ...change, amount: known.amount + change.amount })
  }
  return [...sums.values()].filter(({ amount }) => amount !== 0)
}

/** Indicators over a register, from the latest version of every form. */
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

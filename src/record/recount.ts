// Counting again, from answers and from entries, by a way of its own: plain loops that share nothing with tally.ts but the language.
// A sum that both ways agree on is right, or wrong twice in the same way.
import { evaluate } from '../expression/evaluate.ts'
import type { Scope, Tree, Value } from '../expression/tree.ts'
import type { Filling } from '../form/filling.ts'
import type { Indicator, Question } from '../form/form.ts'
import { planOf } from '../form/plan.ts'
import type { Adds, EntryChange, Projection } from './decision.ts'

/** Amounts by 'indicator ⇥ dimension ⇥ unit ⇥ period ⇥ member'. */
export type Amounts = Map<string, number>

/**
 * What a filling counts for, in the indicators of its form that are over submissions and rows. `sealed`: the filling under the version in which it was
 * sealed, which settles where and when it counts.
 */
export function countAnswers(filling: Filling, sealed: Filling = filling): Amounts {
  const amounts: Amounts = new Map()
  const { form, world } = filling
  const unit = sealed.place !== undefined && world.unit(sealed.place) !== undefined ? sealed.place : ''
  for (const indicator of form.indicators) {
    if (indicator.register !== undefined) continue
    const keys: (string | undefined)[] = []
    if (indicator.each === undefined) keys.push(undefined)
    else {
      const walk = (question: Question, at: string): void => {
        const key = at + question.name
        if (!filling.isRelevant(key)) return
        if (question.kind !== 'repeat') question.questions?.forEach((inner) => walk(inner, at))
        for (let row = 1; question.kind === 'repeat' && row <= filling.count(key); row++) {
          if (question.name === indicator.each) keys.push(`${key}[${row}]`)
          question.questions?.forEach((inner) => walk(inner, `${key}[${row}].`))
        }
      }
      form.survey.forEach((question) => walk(question, ''))
    }
    for (const key of keys) {
      const members = (name: string): string[] => {
        const text = String(filling.value(['$', name], key))
        return planOf(form).byName.get(name)?.question.kind === 'select_multiple' ? text.split(' ') : [text]
      }
      count(amounts, form.id, indicator, (tree) => filling.value(tree, key), sealed.day, unit, members)
    }
  }
  return amounts
}

/**
 * What an entry counts for, in indicators over its register. Where columns of it were erased, what looks at one of them is believed: those amounts of `kept` stand.
 */
export function countEntry(
  register: string, id: string, entry: Projection, indicators: readonly { readonly form: string; readonly indicator: Indicator }[], { erased, kept }: { readonly erased: readonly string[]; readonly kept: Amounts } = { erased: [], kept: new Map() },
): Amounts {
  const amounts: Amounts = new Map()
  const gone = erased.filter((column) => ((column === 'label' ? entry.label : (entry.columns[column] ?? '')) === ''))
  const seen: Record<string, Value> = { ...entry.columns, id, label: entry.label, unit: entry.unit }
  seen[register] = id
  const scope: Scope = {
    self: '', position: 0, clock: { at: Date.parse(`${entry.day}T00:00:00Z`) || 0, zone: 0 }, get: (name) => seen[name] ?? '', column: () => '', around: () => 0, instances: () => [], rows: () => [],
    choiceName: (_, value) => value, random: () => 0,
  }
  for (const { form, indicator } of indicators) {
    if (gone.some((column) => mentions(indicator, column))) {
      const own = `${form}.${indicator.name}`
      for (const [key, amount] of kept) if ([own, `${own}~`, `${own}#`].includes(key.split('\t')[0] ?? '')) amounts.set(key, amount)
    } else count(amounts, form, indicator, (tree) => evaluate(tree, scope), '', entry.unit, (name) => String(seen[name] ?? '').split(' '))
  }
  return amounts
}

// ${name} in any of its expressions, or among its groupings.
function mentions(indicator: Indicator, name: string): boolean {
  const inTree = (tree: unknown): boolean => Array.isArray(tree) && ((tree[0] === '$' && tree[1] === name) || tree.some(inTree))
  const { where, sum, average, about, date, by = [] } = indicator
  return [where, sum, average, about, date].some(inTree) || by.some((group) => group.split('*').includes(name))
}

/** An entry from all that is said of it in one view: the creation, then one change after the other. */
export function replay(changes: readonly EntryChange[]): Projection | null {
  const creations = changes.filter((change) => change.creates)
  const updates = changes.filter((change) => !change.creates)
  if (creations.length === 0) return null
  const inTime = (list: readonly EntryChange[]): EntryChange[] => [...list].sort((a, b) => a.day.localeCompare(b.day) || a.at - b.at)
  const columns: Record<string, Value> = {}
  let [day, label, unit] = ['', '', '']
  for (const change of [...inTime(creations), ...inTime(updates)]) {
    if (change.day > day) day = change.day
    if (change.label !== '') label = change.label
    if (change.unit !== '') unit = change.unit
    for (const [column, value] of Object.entries(change.columns)) columns[column] = value
  }
  return { day, label, unit, columns }
}

/** Kept adds, in the same shape. */
export function amountsOf(adds: Adds): Amounts {
  const amounts: Amounts = new Map()
  for (const [slot, measures] of Object.entries(adds)) {
    const [period = '', unit = ''] = [slot.slice(0, slot.indexOf(' ')), slot.slice(slot.indexOf(' ') + 1)]
    for (const [measure, amount] of Object.entries(measures)) {
      const space = measure.indexOf(' ')
      const group = space < 0 ? '' : measure.slice(space + 1)
      const equals = group.indexOf('=')
      amounts.set([space < 0 ? measure : measure.slice(0, space), group.slice(0, Math.max(0, equals)), unit, period, group.slice(equals + 1)].join('\t'), amount)
    }
  }
  return amounts
}

/** What was counted, put in the shape that rows keep. */
export function addsOf(amounts: Amounts): Adds {
  const adds: Record<string, Record<string, number>> = {}
  for (const [key, amount] of amounts) {
    const [indicator = '', dimension = '', unit = '', period = '', member = ''] = key.split('\t')
    const slot = (adds[`${period} ${unit}`] ??= {})
    slot[dimension === '' ? indicator : `${indicator} ${dimension}=${member}`] = amount
  }
  return adds
}

export function isSame(one: Amounts, other: Amounts): boolean {
  return one.size === other.size && [...one].every(([key, amount]) => other.get(key) === amount)
}

function count(
  amounts: Amounts, form: string, indicator: Indicator, value: (tree: Tree) => Value, recordDay: string, unit: string, members: (name: string) => string[],
): void {
  const { count: counts, sum, average, distinct, where, about, date, by = [] } = indicator
  if (counts === undefined && sum === undefined && average === undefined && distinct === undefined) return
  const holds = (tree: Tree): boolean => {
    const found = value(tree)
    return typeof found === 'number' ? found !== 0 && !isNaN(found) : found === true || (typeof found === 'string' && found !== '')
  }
  if (where !== undefined && !holds(where)) return
  const measured = sum ?? average
  let amount = 1
  if (measured !== undefined) {
    const found = value(measured)
    amount = typeof found === 'boolean' ? Number(found) : typeof found === 'number' ? found : /^\s*-?(\d+\.?\d*|\.\d+)\s*$/.test(found) ? Number(found) : NaN
    amount = Math.round(amount)
    if (!isFinite(amount) || Math.abs(amount) > Number.MAX_SAFE_INTEGER) return
  }
  const day = date === undefined ? recordDay : String(value(date)).slice(0, 10)
  if (date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(day)) return
  const period = indicator.period === 'day' ? day : day.slice(0, 7)
  const isEstimate = about !== undefined && holds(about)
  const groups: [dimension: string, member: string][] = [['', '']]
  for (const group of by) {
    const [first = '', second] = group.split('*')
    for (const one of members(first)) {
      if (one === '') continue
      if (second === undefined) groups.push([group, one])
      else for (const other of members(second)) if (other !== '') groups.push([group, `${one}*${other}`])
    }
  }
  for (const [dimension, member] of groups) {
    const add = (name: string, more: number): void => {
      const key = [`${form}.${name}`, dimension, unit, period, member].join('\t')
      const now = (amounts.get(key) ?? 0) + more
      if (now === 0) amounts.delete(key)
      else amounts.set(key, now)
    }
    add(indicator.name, amount)
    if (isEstimate) add(`${indicator.name}~`, amount)
    if (average !== undefined) add(`${indicator.name}#`, 1)
  }
}

// Counts of people on public boards: which of them lie within others, which beside them. Each is rounded in cells that share nobody, so that totals, parts and
// differences follow from what is rounded and tell nothing more. Where that cannot be told from the definitions, the board is refused.
// How a cell is rounded is record/protect.ts's.
import type { Tree } from '../expression/tree.ts'
import type { Form, Indicator } from './form.ts'

/** Counts as they are rounded: those that hold others are the sum of these and of what is left beside them. */
export interface Guarded {
  /** All protected counts, 'form.name'. */
  readonly counts: readonly string[]
  /** What lies directly within each that holds others; no two of them share anybody. */
  readonly within: Readonly<Record<string, readonly string[]>>
}

export interface Clash {
  readonly indicator: string
  readonly other: string
}

/** The counts that figures rest on, shares and differences taken apart. */
export const countsBehind = (name: string, forms: readonly Form[]): readonly string[] => behind(name, forms, ({ count }) => count === true)

/** The averages, likewise: each has a count behind it, of those that it is of. */
export const averagesBehind = (name: string, forms: readonly Form[]): readonly string[] => behind(name, forms, ({ average }) => average !== undefined)

/** The sums, likewise: who knows about what one adds (a day's wage, four to a household) reads a count from them. */
export const sumsBehind = (name: string, forms: readonly Form[]): readonly string[] => behind(name, forms, ({ sum }) => sum !== undefined)

/** The numbers of places with anything in them, likewise: as many as there are places there are people at least, and where there is no place there is nobody. */
export const placesBehind = (name: string, forms: readonly Form[]): readonly string[] => behind(name, forms, ({ distinct }) => distinct !== undefined)

function behind(name: string, forms: readonly Form[], isWanted: (indicator: Indicator) => boolean, depth = 0): readonly string[] {
  const found = find(name, forms)
  if (found === undefined || depth > 8) return []
  const { form, indicator } = found
  const { share, difference } = indicator
  const parts = [share?.of, typeof share?.in === 'string' ? share.in : undefined, difference?.of, ...(difference?.less ?? [])].filter((one) => one !== undefined)
  return [...new Set(parts.length > 0 ? parts.flatMap((one) => behind(one.includes('.') ? one : `${form.id}.${one}`, forms, isWanted, depth + 1)) : isWanted(indicator) ? [name] : [])]
}

/**
 * Puts protected counts in order (those of averages with them), or says which cannot stand on one board. `exact`: what is shown as it is of the same people, by a
 * rule: counts, sums, the places where they are.
 */
export function guard(counts: readonly string[], exact: readonly string[], forms: readonly Form[]): { readonly guarded: Guarded; readonly clashes: readonly Clash[] } {
  const sets = new Map([...counts, ...exact].map((name) => [name, setOf(name, forms)] as const))
  const of = (name: string): Counted | undefined => sets.get(name)
  const clashes: Clash[] = []
  const holders = new Map<string, string[]>() // of each, those that it lies within
  for (const [i, one] of counts.entries()) {
    for (const other of counts.slice(i + 1)) {
      const [a, b] = [of(one), of(other)]
      if (a === undefined || b === undefined || isBeside(a, b)) continue
      if (isWithin(a, b)) holders.set(one, [...(holders.get(one) ?? []), other])
      else if (isWithin(b, a)) holders.set(other, [...(holders.get(other) ?? []), one])
      else clashes.push({ indicator: one, other })
    }
    for (const shown of exact) {
      const [a, b] = [of(one), of(shown)]
      // Shown as it is, a count says all of what lies within it: one household that moved, out of one.
      if (a !== undefined && b !== undefined && !isBeside(a, b)) clashes.push({ indicator: one, other: shown })
    }
  }
  const within: Record<string, readonly string[]> = {}
  for (const name of counts) {
    // Directly: within no other that lies within it too.
    const inner = counts.filter((one) => holders.get(one)?.includes(name) === true)
    const direct = inner.filter((one) => !inner.some((between) => holders.get(one)?.includes(between) === true))
    if (direct.length > 0) within[name] = [...direct].sort()
  }
  return { guarded: { counts, within }, clashes }
}

/**
 * Whether counts that stand on two boards are rounded alike: what one shows whole, the other must not show in parts, and what one shows as it is, the other
 * must not protect. Undefined: they are.
 */
export function clashBetween(one: { readonly guarded: Guarded; readonly exact: readonly string[] }, other: { readonly guarded: Guarded; readonly exact: readonly string[] }, forms: readonly Form[]): Clash | undefined {
  const all = [...new Set([...one.guarded.counts, ...other.guarded.counts])]
  const together = guard(all, [...new Set([...one.exact, ...other.exact])], forms)
  if (together.clashes[0] !== undefined) return together.clashes[0]
  for (const board of [one, other]) {
    for (const name of board.guarded.counts) {
      const [alone, now] = [board.guarded.within[name] ?? [], together.guarded.within[name] ?? []]
      const part = now.find((inner) => !alone.includes(inner))
      if (part !== undefined) return { indicator: name, other: part }
    }
  }
  return undefined
}

interface Counted {
  readonly population: string
  /** What the columns are columns of: a register, a form's rows, or its submissions. */
  readonly of: string
  readonly date: string
  /** A register's entries as they stand, whenever they came to be. */
  readonly isStock: boolean
  /** For a column, the only values it has where this counts. Without one it may have any. */
  readonly box: ReadonlyMap<string, ReadonlySet<string>>
  /** Everything in the box counts. Of an average only who said a number does. */
  readonly isWhole: boolean
}

function setOf(name: string, forms: readonly Form[]): Counted | undefined {
  const found = find(name, forms)
  if (found === undefined) return undefined
  const { form, indicator } = found
  return { population: populationOf(form, indicator, forms), of: indicator.register ?? `${form.id} ${indicator.each ?? ''}`, date: indicator.date === undefined ? '' : JSON.stringify(indicator.date), isStock: indicator.register !== undefined && indicator.date === undefined, ...boxOf(indicator.where), ...(indicator.average === undefined ? {} : { isWhole: false }) }
}

// Nobody counts in both: other people altogether, or the same column with other values.
function isBeside(one: Counted, other: Counted): boolean {
  if (one.population !== other.population) return true
  return one.of === other.of && [...one.box].some(([column, values]) => {
    const theirs = other.box.get(column)
    return theirs !== undefined && [...values].every((value) => !theirs.has(value))
  })
}

function isWithin(one: Counted, other: Counted): boolean {
  // What stands holds what came to be on any day; of two days nobody knows.
  if (!other.isWhole || one.of !== other.of || (one.date !== other.date && !other.isStock)) return false
  return [...other.box].every(([column, values]) => {
    const own = one.box.get(column)
    return own !== undefined && [...own].every((value) => values.has(value))
  })
}

// ${stage} = 'moved' or ${stage} = 'settled', and … : what a condition says of columns. What else it says makes it narrower than the box.
function boxOf(tree: Tree | undefined): Pick<Counted, 'box' | 'isWhole'> {
  if (tree === undefined) return { box: new Map(), isWhole: true }
  if (!Array.isArray(tree)) return { box: new Map(), isWhole: false }
  const [operator, left, right] = tree as readonly [string, Tree, Tree]
  if (operator === '=') {
    const [name, value] = Array.isArray(left) ? [left, right] : [right, left]
    if (Array.isArray(name) && name[0] === '$' && name.length === 2 && typeof value === 'string') return { box: new Map([[String(name[1]), new Set([value])]]), isWhole: true }
  }
  if (operator === 'and' || operator === 'or') {
    const [one, other] = [boxOf(left), boxOf(right)]
    if (operator === 'and') {
      const box = new Map(one.box)
      for (const [column, values] of other.box) {
        const own = box.get(column)
        box.set(column, own === undefined ? values : new Set([...own].filter((value) => values.has(value))))
      }
      return { box, isWhole: one.isWhole && other.isWhole }
    }
    const columns = [...one.box.keys()].filter((column) => other.box.has(column))
    const box = new Map(columns.map((column) => [column, new Set([...(one.box.get(column) ?? []), ...(other.box.get(column) ?? [])])] as const))
    // Of one column alone, either is the whole of both.
    return { box, isWhole: one.isWhole && other.isWhole && one.box.size === 1 && other.box.size === 1 && columns.length === 1 }
  }
  return { box: new Map(), isWhole: false }
}

// A register's entries and the submissions that made them are the same people.
function populationOf(form: Form, { register }: Indicator, forms: readonly Form[]): string {
  const parent = new Map<string, string>()
  const root = (name: string): string => {
    const above = parent.get(name)
    return above === undefined ? name : root(above)
  }
  for (const one of forms) {
    for (const rule of one.registers) {
      const [a, b] = [root(`form ${one.id}`), root(`register ${rule.register}`)]
      if (rule.entity_id === undefined && a !== b) parent.set(a, b)
    }
  }
  return root(register === undefined ? `form ${form.id}` : `register ${register}`)
}

function find(name: string, forms: readonly Form[]): { readonly form: Form; readonly indicator: Indicator } | undefined {
  const [id, inner] = name.split('.', 2)
  const form = forms.find((one) => one.id === id)
  const indicator = form?.indicators.find((one) => one.name === inner)
  return form === undefined || indicator === undefined ? undefined : { form, indicator }
}

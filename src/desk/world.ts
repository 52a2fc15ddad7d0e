// The world of a preview: the places that there are, and invented entries of each register. Real entries are people's; a trial needs none of them.
import type { Row } from '../expression/tree.ts'
import type { Example } from '../form/example.ts'
import type { Form } from '../form/form.ts'
import { isValidOn } from '../form/kinds/unit.ts'
import type { Entry, Unit, World } from '../form/world.ts'
import { fold, sortKey } from '../record/fold.ts'
import { above } from '../record/within.ts'

export interface Surroundings {
  readonly form: Form
  readonly examples: readonly Example[]
  readonly units: readonly Unit[]
  /** Columns of every register that the form may look into, its own too. */
  readonly registers: Readonly<Record<string, Readonly<Record<string, 'text' | 'number'>>>>
  readonly language: string
  readonly at: number
  readonly zone: number
  /** What an invented entry is called. */
  invented(n: string): string
}

export interface TrialWorld extends World {
  /** Entries whose name holds the text, typed with marks or without; all without a text. */
  search(register: string, text: string): readonly Entry[]
}

/** Entries of the examples come first: the author made them for what he wants to see. */
export function trialWorld({ form, examples, units, registers, language, at, zone, invented }: Surroundings): TrialWorld {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const sorted = [...units].map((unit) => [sortKey(unit.name), unit] as const).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)).map(([, unit]) => unit)
  const parents = new Set(units.map(({ parent }) => parent))
  const lowest = sorted.find(({ id }) => !parents.has(id))?.id ?? ''
  const ways = new Map<string, ReadonlySet<string>>()
  const isUnder = (unit: Unit, ancestor: string): boolean => {
    let way = ways.get(unit.id)
    if (way === undefined) ways.set(unit.id, (way = new Set([...above(unit, 'then', byId), ...above(unit, 'today', byId)])))
    return way.has(ancestor)
  }
  const lists = new Map<string, readonly Entry[]>()
  const entriesOf = (register: string): readonly Entry[] => {
    const had = lists.get(register)
    if (had !== undefined) return had
    const given = new Map<string, Entry>()
    for (const { entries } of examples) {
      for (const [id, { label = id, unit = '', ...columns }] of Object.entries(entries[register] ?? {})) given.set(id, { id, label: String(label), unit: String(unit), revision: 1, columns })
    }
    const own = Object.fromEntries(form.registers.filter((rule) => rule.register === register).flatMap(({ columns }) => Object.entries(columns).map(([column, { holds }]) => [column, holds] as const)))
    const columns = Object.entries({ ...registers[register], ...own })
    const made = ['1', '2'].map((n): Entry => {
      const row: Row = Object.fromEntries(columns.map(([column, holds]) => [column, holds === 'number' ? Number(n) : `${column} ${n}`]))
      return { id: `trial-${n}`, label: invented(n), unit: lowest, revision: 1, columns: row }
    })
    const all = [...given.values(), ...made]
    lists.set(register, all)
    return all
  }
  return {
    clock: { at, zone },
    seed: 1,
    language,
    unit: (id) => byId.get(id),
    units: (level, day, under) => sorted.filter((unit) => unit.level === level && isValidOn(unit, day) && (under === undefined || isUnder(unit, under))),
    entry: (register, id) => entriesOf(register).find((one) => one.id === id),
    entries: entriesOf,
    search: (register, text) => entriesOf(register).filter(({ label }) => fold(label).includes(fold(text))),
  }
}

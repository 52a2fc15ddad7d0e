// What receiving a submission costs in kept sums: the rows of tallies that change, its own and those of the entries it touches. For `check` and the tests.
import type { Example } from '../form/example.ts'
import { open } from '../form/filling.ts'
import type { Form } from '../form/form.ts'
import type { Entry, Unit, World } from '../form/world.ts'
import type { Projection } from './decision.ts'
import { changes, project } from './register.ts'
import { adds, differences, entryAdds, merged, registerIndicators } from './tally.ts'

export interface Cost {
  readonly entries: number
  readonly tallies: number
}

/** What an example's answers cost in one view; entries that it names had the columns that it gives them. `forms`: all whose indicators look at registers. */
export function costOf(form: Form, example: Example, units: ReadonlyMap<string, Unit>, forms: readonly Form[]): Cost {
  const world = worldOf(form, example, units)
  const filling = open(form, world, example.given)
  const indicators = registerIndicators(forms)
  const touched = changes(filling, 'example', world.clock.at)
  const sums = touched.flatMap((change) => {
    const before = world.entry(change.register, change.entry)
    const was: Projection | null = before === undefined ? null : { day: '', label: before.label, unit: before.unit, columns: before.columns }
    const is = project(was === null ? [change] : [{ ...was, creates: true, at: 0 }, change])
    const sumsOf = (entry: Projection | null) => (entry === null ? {} : entryAdds(change.register, change.entry || 'example', entry, indicators.get(change.register) ?? []))
    return differences(sumsOf(was), sumsOf(is), 'received')
  })
  return { entries: touched.length, tallies: merged([...differences({}, adds(filling), 'received'), ...sums]).length }
}

function worldOf(form: Form, example: Example, units: ReadonlyMap<string, Unit>): World {
  const entry = (register: string, id: string): Entry | undefined => {
    const given = example.entries[register]?.[id]
    if (given === undefined) return undefined
    const { label = id, unit = '', ...columns } = given
    return { id, label: String(label), unit: String(unit), revision: 1, columns }
  }
  return {
    clock: { at: Date.parse(`${example.at.slice(0, 10)}T05:00:00Z`), zone: 420 }, // noon in Vietnam
    seed: 1,
    language: form.language,
    unit: (id) => units.get(id),
    units: (level) => [...units.values()].filter((unit) => unit.level === level),
    entry,
    entries: (register) => Object.keys(example.entries[register] ?? {}).flatMap((id) => entry(register, id) ?? []),
  }
}

// What is known where the records are filled: units, forms, and the registers as they grow. The same laying over of changes as the server's.
import type { Filling } from '../../form/filling.ts'
import type { Form } from '../../form/form.ts'
import type { Entry, Unit, World } from '../../form/world.ts'
import type { EntryChange } from '../../record/decision.ts'
import { changes, project } from '../../record/register.ts'
import { underIn, within } from '../../record/within.ts'

export interface District {
  readonly units: readonly Unit[]
  isUnder(unit: string, ancestor: string): boolean
  /** Communes of that day, as a person of that day chooses them. */
  communes(day: string): readonly Unit[]
  /** Units of a level that lie in a commune and are valid on a day. */
  of(level: string, day: string, commune: string): readonly Unit[]
  /** The world of somebody of a commune who fills at `at`; he chooses among his commune's entries. */
  world(form: Form, at: number, seed: number, commune: string): World
  /** A record was kept: its changes are laid over the entries. */
  keep(filling: Filling, id: string, at: number): void
  /** Whether a filling changes an entry that another record made. */
  updates(filling: Filling, id: string): boolean
}

export function district(units: readonly Unit[]): District {
  const isUnder = underIn(within(units))
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const isValid = (unit: Unit, day: string): boolean => (unit.valid_from ?? '') <= day && (unit.valid_to === null || day <= unit.valid_to)
  const said = new Map<string, EntryChange[]>()
  const registers = new Map<string, Map<string, Entry>>()
  // By register and commune: nobody looks through the whole district for one household.
  const near = new Map<string, Map<string, Entry>>()
  const ofToday = units.filter(({ level, valid_to: end }) => level === 'commune' && end === null)
  const places = new Map<string, readonly Unit[]>()
  const of: District['of'] = (level, day, commune) => {
    const key = `${level} ${day.slice(0, 7)} ${commune}`
    const found = places.get(key) ?? units.filter((unit) => unit.level === level && isValid(unit, day) && isUnder(unit.id, commune))
    places.set(key, found)
    return found
  }
  return {
    units,
    isUnder,
    communes: (day) => units.filter((unit) => unit.level === 'commune' && isValid(unit, day)),
    of,
    world: (form, at, seed, commune) => ({
      clock: { at, zone: 420 },
      seed,
      language: form.language,
      unit: (id) => byId.get(id),
      units: (level, day, under) => units.filter((unit) => unit.level === level && isValid(unit, day) && (under === undefined || isUnder(unit.id, under))),
      entry: (register, id) => registers.get(register)?.get(id),
      entries: (register) => [...(near.get(`${register} ${commune}`)?.values() ?? [])],
    }),
    keep: (filling, id, at) => {
      for (const change of changes(filling, id, at)) {
        const key = `${change.register}/${change.entry}`
        const all = [...(said.get(key) ?? []), change]
        said.set(key, all)
        const now = project(all)
        if (now === null) continue
        const entries = registers.get(change.register) ?? new Map<string, Entry>()
        registers.set(change.register, entries)
        const entry: Entry = { id: change.entry, label: now.label, unit: now.unit, revision: all.length, columns: now.columns }
        entries.set(change.entry, entry)
        for (const { id: commune } of ofToday) {
          if (!isUnder(entry.unit, commune)) continue
          const there = near.get(`${change.register} ${commune}`) ?? new Map<string, Entry>()
          near.set(`${change.register} ${commune}`, there)
          there.set(entry.id, entry)
        }
      }
    },
    updates: (filling, id) => changes(filling, id, 0).some(({ creates }) => !creates),
  }
}

/** Two invented villages for each commune that was there before the places were rearranged: the villages that are known lie in a few of them. */
export function inventedVillages(units: readonly Unit[]): readonly Unit[] {
  return units.filter(({ level, valid_to: end }) => level === 'commune' && end === '2025-06-30').flatMap(({ id, code, name }) =>
    [1, 2].map((n): Unit => ({
      id: `demo.v.${code}.${n}`, level: 'village', name: `Thôn Mẫu ${n}`, full_name: `Thôn Mẫu ${n} (${name})`, code: null, parent: id, valid_from: null, valid_to: null, successors: [],
    })),
  )
}

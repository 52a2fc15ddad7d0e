// The world that a form is filled in on the phone: the account's units and the registers that the form needs, read once before a filling opens.
// From then on everything answers from memory, so that no answer waits for the disk.
import { references } from '../expression/references.ts'
import type { Clock, Row } from '../expression/tree.ts'
import type { Form } from '../form/form.ts'
import { isValidOn } from '../form/kinds/unit.ts'
import { expressionsOf, planOf } from '../form/plan.ts'
import type { Entry, Unit, World } from '../form/world.ts'
import { fold } from '../record/fold.ts'
import { above } from '../record/within.ts'
import type { Account } from './shapes.ts'
import type { Listed, Shelf } from './shelf.ts'

export interface PhoneWorld extends World {
  /** The number of the unit list, for the context. */
  readonly units_revision: number
  /** Entries whose name holds the text, typed with marks or without: those that begin with it first. Without a text, the first ones. */
  search(register: string, text: string, limit: number): { readonly found: readonly Entry[]; readonly isCut: boolean }
}

interface List {
  readonly all: readonly Listed[]
  readonly byId: ReadonlyMap<string, Listed>
}

/** Reads what filling this form needs. The clock is handed in and read at each question: on a phone it moves on. */
export async function loadWorld(shelf: Shelf, account: Account, form: Form, given: { clock: Clock; seed: number; language: string; last?: Row | undefined }): Promise<PhoneWorld> {
  const [units, ...lists] = await Promise.all([
    shelf.units(account.person),
    ...registersOf(form).map(async (register) => [register, await shelf.entries(account.person, register)] as const),
  ])
  const byRegister = new Map<string, List>(lists.map(([register, entries]) => [register, { all: entries, byId: new Map(entries.map((entry) => [entry.id, entry])) }]))
  const places = units?.units ?? []
  const byId = new Map(places.map((unit) => [unit.id, unit]))
  const ways = new Map<string, ReadonlySet<string>>()
  const isUnder = (unit: Unit, ancestor: string): boolean => {
    let way = ways.get(unit.id)
    if (way === undefined) ways.set(unit.id, (way = new Set([...above(unit, 'then', byId), ...above(unit, 'today', byId)])))
    return way.has(ancestor)
  }
  const all = (register: string): readonly Listed[] => byRegister.get(register)?.all ?? []
  return {
    ...given,
    who: account,
    units_revision: units?.revision ?? 0,
    unit: (id) => byId.get(id),
    // Kept in the order in which Vietnamese sorts names (lists.ts).
    units: (level, day, under) => places.filter((unit) => unit.level === level && isValidOn(unit, day) && (under === undefined || isUnder(unit, under))),
    entry: (register, id) => byRegister.get(register)?.byId.get(id),
    entries: all,
    search: (register, text, limit) => search(all(register), fold(text), limit),
  }
}

/** Registers that a form asks for, changes, or looks through. */
export function registersOf(form: Form): readonly string[] {
  const steps = planOf(form).steps.map(({ question }) => question)
  const lists = steps.flatMap((question) => expressionsOf(question).flatMap((tree) => references(tree).lists))
  return [
    ...new Set([
      ...steps.flatMap(({ register }) => (register === undefined ? [] : [register])),
      ...form.registers.map(({ register }) => register),
      ...lists.filter((list) => !Object.prototype.hasOwnProperty.call(form.lists, list)),
    ]),
  ]
}

function search(all: readonly Listed[], text: string, limit: number): { found: readonly Entry[]; isCut: boolean } {
  const words = text.split(' ')
  // Beginning so, a word beginning so, somewhere inside, words that begin so in any order.
  const ranks: Listed[][] = [[], [], [], []]
  for (const entry of all) {
    const at = entry.fold.indexOf(text)
    const rank = at === 0 ? 0 : at > 0 ? (entry.fold.includes(` ${text}`) ? 1 : 2) : words.every((word) => ` ${entry.fold}`.includes(` ${word}`)) ? 3 : undefined
    if (rank !== undefined) ranks[rank]?.push(entry)
  }
  const found = ranks.flat()
  return { found: found.slice(0, limit), isCut: found.length > limit }
}

// A world made of lists at hand: what a filling is judged in when units and entries have been read already. Reads nothing itself.
import type { Clock, Row } from '../expression/tree.ts'
import { isValidOn } from '../form/kinds/unit.ts'
import type { Entry, Unit, World } from '../form/world.ts'
import type { Context } from './submission.ts'

export interface Lists {
  readonly units: ReadonlyMap<string, Unit>
  /** Whether a unit lies under another in either era. */
  isUnder(unit: string, ancestor: string): boolean
  entry(register: string, id: string): Entry | undefined
  entries(register: string): readonly Entry[]
}

/** The world of a clock, a seed and a language over these lists. */
export function worldOf(lists: Lists, { clock, seed, language, last }: { clock: Clock; seed: number; language: string; last?: Row | undefined }): World {
  return {
    clock,
    seed,
    language,
    last,
    unit: (id) => lists.units.get(id),
    units: (level, day, under) =>
      [...lists.units.values()].filter((unit) => unit.level === level && isValidOn(unit, day) && (under === undefined || lists.isUnder(unit.id, under))),
    entry: (register, id) => lists.entry(register, id),
    entries: (register) => lists.entries(register),
  }
}

/** The world as a submission's context knew it, as far as clock, seed and language go. */
export function worldOfContext(lists: Lists, context: Context, language: string): World {
  return worldOf(lists, { clock: { at: context.at, zone: context.zone }, seed: context.seed, language: context.language ?? language, last: context.last })
}

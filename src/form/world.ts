// What a filling is told about the world outside it: clock, units, entries, seed. The phone hands in what it keeps, the Worker what the database holds.
import type { Clock, Row } from '../expression/tree.ts'

/** A place in the admin tree. Ids are our own: official codes were given to other places in 2025. Dates are 'YYYY-MM-DD', inclusive; null = open. */
export interface Unit {
  readonly id: string
  readonly level: string
  readonly name: string
  readonly full_name: string
  readonly code: string | null
  readonly parent: string | null
  readonly valid_from: string | null
  readonly valid_to: string | null
  readonly successors: readonly string[]
}

/** One entry of a register as it is chosen in a question: id, label, unit and its columns. */
export interface Entry {
  readonly id: string
  readonly label: string
  readonly unit: string
  readonly revision: number
  readonly columns: Row
}

export interface World {
  readonly clock: Clock
  /** Decides random() and uuid(): the same seed gives the same filling again. */
  readonly seed: number
  /** BCP 47; decides jr:choice-name and labels with references in them. */
  readonly language: string
  /** What questions that the form looks back to (`Form.last`) held in the last submission of whoever fills in, as expressions see it. */
  readonly last?: Row | undefined
  /** Who fills in, and on which phone, for questions that note it down. */
  readonly who?: { readonly [what in 'person' | 'device' | 'email' | 'phonenumber']?: string | null } | undefined
  unit(id: string): Unit | undefined
  /** Units of a level that are valid on a day and lie under `under` (all when undefined), for instance() and pickers. */
  units(level: string, day: string, under?: string): readonly Unit[]
  entry(register: string, id: string): Entry | undefined
  /** All entries of a register that are at hand, for instance(). */
  entries(register: string): readonly Entry[]
}

// The whole shelf, for what is fetched after the first answer: with its ledger of sealed records and its stock of lists.
import { ledgerOf } from './ledger.ts'
import type { Shelf } from './shelf.ts'
import { stockOf } from './stock.ts'

export type Whole = Shelf & ReturnType<typeof ledgerOf> & ReturnType<typeof stockOf>

const known = new WeakMap<Shelf, Whole>()

/** The same for the same shelf. */
export function whole(shelf: Shelf): Whole {
  const found = known.get(shelf) ?? { ...shelf, ...ledgerOf(shelf), ...stockOf(shelf) }
  known.set(shelf, found)
  known.set(found, found)
  return found
}

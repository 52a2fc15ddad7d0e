// What decisions stand on beside the records themselves: forms, units, indicators. Kept by an isolate as it last read them, to decide on before reading;
// whatever is decided so is written behind a guard that compares the epoch, which changes with every form and every unit list.
import type { Form } from '../form/form.ts'
import type { KnownState } from '../record/decision.ts'
import { registerIndicators } from '../record/tally.ts'
import type { RegisterIndicator } from '../record/tally.ts'
import { latestForms } from './catalogue.ts'
import { lockedIn } from '../record/period.ts'
import type { Lock, Locked } from '../record/period.ts'
import { listLocks, lotSecret } from '../store/locks.ts'
import { placesOf } from './world.ts'
import type { Places } from './world.ts'

export interface Ground {
  readonly known: Pick<KnownState, 'epoch' | 'units_revision' | 'locks_revision' | 'forms'>
  readonly places: Places
  /** The latest version of each form, by id. */
  readonly latest: ReadonlyMap<string, Form>
  /** Over each register, as the latest forms declare them. */
  readonly indicators: ReadonlyMap<string, readonly RegisterIndicator[]>
  /** Which periods are locked; undefined: none is. */
  readonly locked: Locked | undefined
  readonly locks: readonly Lock[]
  /** What the lots of forms are drawn with (lot.ts). */
  readonly secret: string
}

let last: Ground | undefined // an isolate has one database

/** The ground as it was when this isolate last read it. Good to decide on, never to believe. */
export function lastGround(): Ground | undefined {
  return last
}

/** The ground of a state that was just read. */
export async function groundOf(db: D1Database, { epoch, units_revision, locks_revision, forms }: KnownState): Promise<Ground> {
  if (last?.known.epoch === epoch && last.known.units_revision === units_revision) return last
  const known = { epoch, units_revision, locks_revision, forms }
  const [places, all, locks, secret] = await Promise.all([placesOf(db, units_revision), latestForms(db, known), locksOf(db, locks_revision), last?.secret ?? lotSecret(db)])
  last = { known, places, latest: new Map(all.map((form) => [form.id, form])), indicators: registerIndicators(all), locked: lockedIn(locks, places.isUnder), locks, secret }
  return last
}

let kept: { readonly revision: number; readonly locks: readonly Lock[] } = { revision: 0, locks: [] }

// Those of a revision that this isolate holds are not read again. Read after their number: newer ones may be among them, then the epoch has moved, too.
async function locksOf(db: D1Database, revision: number): Promise<readonly Lock[]> {
  if (kept.revision !== revision) kept = { revision, locks: await listLocks(db) }
  return kept.locks
}

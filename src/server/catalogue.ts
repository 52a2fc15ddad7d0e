// Compiled forms at hand: a version never changes, so an isolate reads each once. Which version is the latest is read anew every time.
import type { Form } from '../form/form.ts'
import { isTrial } from '../form/trial.ts'
import type { KnownState } from '../record/decision.ts'
import { loadForms } from '../store/forms.ts'

export interface Version {
  readonly id: string
  readonly version: number
}

// Immutable rows only, keyed by form and version.
const known = new Map<string, Form>()
const most = 200

/** Forms in these versions, by `form version`; those that do not exist are missing from the answer. At most one trip, none when all are at hand. */
export async function versions(db: D1Database, wanted: readonly Version[]): Promise<ReadonlyMap<string, Form>> {
  // What is at hand is taken now: another request may clear it while this one waits.
  const found = new Map(wanted.flatMap((one) => (isTrial(one.id) || !known.has(key(one)) ? [] : [[key(one), known.get(key(one)) as Form] as const])))
  const missing = new Map(wanted.filter((one) => !found.has(key(one))).map((one) => [key(one), one]))
  if (missing.size === 0) return found
  // A version never changes, but a trial may be gone.
  for (const one of missing.keys()) known.delete(one)
  if (known.size + missing.size > most) known.clear()
  for (const { id, version, form } of await loadForms(db, [...missing.values()])) {
    known.set(key({ id, version }), form)
    found.set(key({ id, version }), form)
  }
  return new Map(wanted.flatMap((one) => [[key(one), found.get(key(one))] as const]).filter((pair): pair is [string, Form] => pair[1] !== undefined))
}

export const key = ({ id, version }: Version): string => `${id} ${version}`

/** The latest version of every form that the state knows. */
export async function latestForms(db: D1Database, state: Pick<KnownState, 'forms'>): Promise<readonly Form[]> {
  const found = await versions(db, [...state.forms].map(([id, { version }]) => ({ id, version })))
  return [...found.values()]
}

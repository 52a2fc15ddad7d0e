// When the office is done with a record: from that day on the time runs for which its form keeps what it says of persons (form/keep.ts).
import type { Head } from './decision.ts'
import type { State } from './submission.ts'

/** Nobody is asked to do anything with these: they were decided on, taken back, or never found good. All others are work that somebody has yet to do. */
const ends: ReadonlySet<State> = new Set<State>(['approved', 'rejected', 'withdrawn', 'refused'])

/** Whether a record waits for nobody: no revision of it is set aside, and none counts that is not decided on. */
export function isSettled({ state, conflicts, counts }: Pick<Head, 'state' | 'conflicts' | 'counts'>): boolean {
  return ends.has(state) && conflicts === 0 && counts.received === counts.approved
}

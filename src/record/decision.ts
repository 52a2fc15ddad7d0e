// What is known before a decision, and what is to be written after it. Shapes only; the store reads the one and executes the other.
import type { Row } from '../expression/tree.ts'
import type { Adds, Change } from './tally.ts'
import type { EntryData } from './register.ts'
import type { Flag, Outcome, State } from './submission.ts'
import type { Problem } from '../form/problem.ts'

export interface Head {
  readonly id: string
  readonly seq: number // 0: not yet kept
  readonly form: string
  readonly version: number
  readonly unit: string
  readonly day: string
  readonly label: string
  readonly author: string
  readonly state: State
  /** The latest revision that is no conflict. */
  readonly revision: number
  readonly receivedRevision: number // 0: none counts
  readonly approvedRevision: number
  readonly addsReceived: Adds
  readonly addsApproved: Adds
  /** Entries this submission has ever touched. */
  readonly touches: readonly (readonly [register: string, entry: string])[]
  readonly flags: readonly Flag[]
}

export interface RevisionHead {
  readonly revision: number
  readonly state: State
  readonly base: number
  readonly hash: string
  readonly problems: readonly Problem[]
}

/** A submission's say on an entry, in either view. */
export interface StoredChange {
  readonly submission: string
  readonly day: string
  readonly at: number
  readonly received: EntryData | undefined
  readonly approved: EntryData | undefined
}

export interface KnownEntry {
  readonly register: string
  readonly id: string
  readonly label: string
  readonly unit: string
  readonly columns: Row // the received view
  readonly revision: number // 0: not there
  readonly addsReceived: Adds
  readonly addsApproved: Adds
  readonly changes: readonly StoredChange[]
}

export interface KnownState {
  readonly heads: ReadonlyMap<string, Head>
  readonly revisions: ReadonlyMap<string, readonly RevisionHead[]>
  /** By `register/entry`. */
  readonly entries: ReadonlyMap<string, KnownEntry>
}

export interface NewRevision {
  readonly submission: string
  readonly revision: number
  readonly state: State
  readonly base: number
  readonly hash: string
  readonly body: string
  readonly problems: readonly Problem[]
}

export interface EntryRow {
  readonly register: string
  readonly id: string
  readonly label: string
  readonly fold: string
  readonly unit: string
  readonly received: EntryData | undefined
  readonly approved: EntryData | undefined
  readonly addsReceived: Adds
  readonly addsApproved: Adds
  readonly revision: number
}

export interface Audited {
  readonly action: string
  readonly subject: string
  readonly detail: string
}

/** What to write, all of it or nothing. */
export interface Writes {
  /** What the decision rests on; when one no longer holds, nothing is written. */
  readonly guards: readonly { readonly kind: 'submission' | 'entry'; readonly register: string; readonly id: string; readonly revision: number; readonly state: string }[]
  readonly heads: readonly Head[]
  readonly revisions: readonly NewRevision[]
  readonly states: readonly { readonly submission: string; readonly revision: number; readonly state: State }[]
  readonly changes: readonly (StoredChange & { readonly register: string; readonly entry: string })[]
  readonly entries: readonly EntryRow[]
  readonly tallies: readonly Change[]
  readonly audit: readonly Audited[]
}

export interface Decision {
  /** One for each incoming, in order; the receipt is filled in by the store, which gives the number. */
  readonly outcomes: readonly Outcome[]
  readonly writes: Writes
}

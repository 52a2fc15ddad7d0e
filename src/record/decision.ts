// What is known before a decision, and what is to be written after it. Shapes only; the store reads the one and executes the other.
import type { AuditAction } from './audit.ts'
import type { Row } from '../expression/tree.ts'
import type { Problem } from '../form/problem.ts'
import type { Flag, Outcome, State } from './submission.ts'

/** received: all that counts; approved: what the office has approved. */
export type View = 'received' | 'approved'

/** 'period unit' → measure → whole amount. A measure is an indicator's name, with '~' (estimated part) or '#' (how many, of an average), and ' dimension=member'. */
export type Adds = Readonly<Record<string, Readonly<Record<string, number>>>>

/** What one submission says of one entry. Columns it leaves empty are not there: they change nothing. One that is there and empty was taken out for good (withheld.ts). */
export interface EntryChange {
  readonly creates: boolean
  /** Place in time among an entry's changes: the record's day, then the phone's clock when it was first sealed. */
  readonly day: string
  readonly at: number
  readonly label: string
  readonly unit: string
  readonly columns: Row
}

/** What an entry is in one view, all its changes laid over each other; `day` is that of the latest. */
export interface Projection {
  readonly day: string
  readonly label: string
  readonly unit: string
  readonly columns: Row
}

export type InViews<T> = Readonly<Record<View, T>>
export type Touch = readonly [register: string, entry: string]

/** A record: its current revision, and what of it counts. */
export interface Head {
  readonly id: string
  readonly seq: number // 0: not yet kept
  readonly form: string
  readonly version: number
  readonly unit: string
  readonly day: string
  readonly label: string
  readonly author: string
  /** Of the current revision. */
  readonly state: State
  /** The current revision, which a correction must name as its base: the latest that is no conflict. */
  readonly revision: number
  /** The revision that counts in each view; 0: none. */
  readonly counts: InViews<number>
  readonly adds: InViews<Adds>
  /** Entries that have a change by this submission. */
  readonly touches: readonly Touch[]
  readonly flags: readonly Flag[]
  /** Revisions set aside as conflicts. */
  readonly conflicts: number
  readonly received_at: number
  /** When it came to the state it is in; undefined: when it was received. */
  readonly since?: number | undefined
  /** Number of the last write that touched it; 0: never. What a guard compares. */
  readonly stamp: number
  /** Its personal answers were taken out for good: it stands as it is, and is not corrected any more. */
  readonly erased?: boolean | undefined
}

export interface RevisionHead {
  readonly revision: number
  readonly state: State
  readonly base: number // 0: none
  readonly hash: string
  readonly author: string
  /** Who decided on it last: a person, or the form's rule (hold.ts `byRule`); '' nobody yet. */
  readonly reviewer: string
  readonly problems: readonly Problem[]
}

/** A submission's say on an entry, in each view. */
export interface Said extends InViews<EntryChange | null> {
  readonly submission: string // its id
}

export interface KnownEntry extends InViews<Projection | null> {
  readonly register: string
  readonly id: string
  readonly revision: number
  readonly adds: InViews<Adds>
  readonly said: readonly Said[]
  /** Columns, 'label' among them, that were taken out for good; none where it is not said. */
  readonly erased?: readonly string[] | undefined
  readonly stamp: number
}

export interface KnownForm {
  readonly version: number
  readonly state: 'open' | 'closed'
  readonly published_at: number
}

/** What the store held at one moment; a decision on it holds only while that does. */
export interface KnownState {
  /** Changes with every published or closed form and every unit list. */
  readonly epoch: number
  readonly units_revision: number
  /** Changes with every period that is locked or opened, and the epoch with it. */
  readonly locks_revision: number
  readonly forms: ReadonlyMap<string, KnownForm>
  readonly heads: ReadonlyMap<string, Head>
  readonly revisions: ReadonlyMap<string, readonly RevisionHead[]>
  /** By `register/entry`, every one that was asked for; stamp 0: there is none. */
  readonly entries: ReadonlyMap<string, KnownEntry>
}

export interface NewRevision extends RevisionHead {
  readonly submission: string
  readonly device: string | null
  readonly received_at: number
  /** Canonical JSON without sha256: the one copy of the answers. */
  readonly body: string
  readonly flags: readonly Flag[]
  /** When it was decided on as it came, by the form's rule. */
  readonly reviewed_at?: number | undefined
}

/** What a person said in a review. */
export interface Reviewed {
  readonly by: string
  readonly at: number
  readonly comment: string
  /** The key of the question that is to be mended. */
  readonly question: string | undefined
}

export interface Restated {
  readonly submission: string
  readonly revision: number
  readonly state: State
  /** Only where a person reviewed it. */
  readonly review: Reviewed | undefined
  /** Only where it was set aside as it came, and is looked at now. */
  readonly found?: { readonly problems: readonly Problem[]; readonly flags: readonly Flag[] } | undefined
}

export interface EntryRow extends InViews<Projection | null> {
  readonly register: string
  readonly id: string
  readonly label: string
  readonly fold: string
  readonly unit: string
  readonly adds: InViews<Adds>
  readonly revision: number
  readonly erased?: readonly string[] | undefined
  /** The unit in which it was listed until now, when it is not any more. */
  readonly left?: string | undefined
}

/** A difference to be added to one kept sum. */
export interface Difference {
  readonly indicator: string // 'form.name', with ~ or #
  readonly view: View
  readonly dimension: string // '': the total
  readonly member: string
  readonly unit: string
  readonly period: string // '2026-11', '2026-11-24', or '' for a stock
  readonly amount: number
}

export interface Audited {
  readonly at: number
  readonly actor: string
  readonly action: AuditAction
  readonly subject: string
  readonly detail: string
}

/** What to write, all of it or nothing. */
export interface Writes {
  /** What the decision rests on, by stamp (0: is not there); when one no longer holds, nothing is written. */
  readonly guard: {
    readonly epoch: number
    readonly submissions: readonly (readonly [id: string, stamp: number])[]
    readonly entries: readonly (readonly [register: string, entry: string, stamp: number])[]
  }
  readonly heads: readonly Head[]
  readonly revisions: readonly NewRevision[]
  readonly states: readonly Restated[]
  readonly said: readonly (Said & { readonly register: string; readonly entry: string })[]
  readonly entries: readonly EntryRow[]
  readonly tallies: readonly Difference[]
  readonly audit: readonly Audited[]
}

export interface Decision {
  /** One for each that came in, in order. A receipt is '' where the number is still to be given (the store fills it in) or is not the sender's to know. */
  readonly outcomes: readonly Outcome[]
  readonly writes: Writes
}

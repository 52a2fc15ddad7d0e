// A submission as it travels and as it is kept. Shapes only; deciding is in receive.ts, keeping in store/.
import type { Row } from '../expression/tree.ts'
import type { Answers } from '../form/form.ts'
import type { Problem } from '../form/problem.ts'

/** What the phone knew when it sealed: its clock, its seed, and the revisions of the lists and entries that it used. */
export interface Context {
  readonly at: number // ms since 1970 UTC, the phone's clock at sealing
  readonly zone: number // minutes east of UTC
  readonly seed: number
  readonly language?: string
  readonly units_revision?: number
  readonly entries?: Readonly<Record<string, number>> // entry id → revision
  /** What the record before it said, where the form looks back to it. */
  readonly last?: Row
}

/** A sealed submission. `sha256` is over the canonical JSON (RFC 8785) of all other members, lower-case hex. */
export interface Submission {
  readonly id: string // UUID, lower case, made by the phone
  readonly form: string
  readonly version: number
  readonly answers: Answers
  readonly context: Context
  readonly reasons?: Readonly<Record<string, string>> // question key → why a soft check was passed over
  readonly base?: number // the revision this one corrects
  readonly started_at?: string // ISO 8601 with offset
  readonly finished_at?: string
  readonly media?: readonly { readonly name: string; readonly sha256: string; readonly bytes: number }[]
  /** Names whose answers were taken out for good after it was kept (erase.ts). Nobody sends it. */
  readonly erased?: readonly string[]
  readonly sha256: string
}

export type Status = 'kept' | 'had_it' | 'conflict' | 'refused'

/**
 * A revision's state. Only received, returned, endorsed and approved count. `endorsed`: approved by the level that approves first, it waits for the one above;
 * `late`: it came when its period was locked, and counts nowhere yet; `superseded`: an approved one that a later approval replaced; `withdrawn`: its author took it back.
 */
export type State = 'received' | 'endorsed' | 'approved' | 'returned' | 'rejected' | 'refused' | 'conflict' | 'late' | 'superseded' | 'withdrawn'

/** What the sender is told of one submission. */
export interface Outcome {
  readonly id: string
  readonly status: Status
  readonly revision: number
  readonly hash: string
  readonly receipt: string
  readonly problems: readonly Problem[]
}

/** Something the reviewer should look at; never a reason to refuse. */
export interface Flag {
  readonly code: FlagCode
  readonly at?: string
  readonly facts?: Readonly<Record<string, string | number>>
}

export type FlagCode =
  | 'check' // a soft check fired; facts: reason
  | 'clock' // the phone's clock was off; facts: minutes
  | 'stale_entry' // filled with an older state of an entry; facts: entry, knew, is
  | 'stale_units' // filled with an older unit list
  | 'stale_form' // filled under an older version; facts: version, current
  | 'closed_form' // the form was closed when it arrived
  | 'calculated_differs' // a calculation gives another result with today's data
  | 'outside_scope_unit' // facts: unit
  | 'rescued' // it came in a file that somebody else handed in; facts: by, ended (why the author's own token opens nothing any more)
  | 'sent_back' // the level above gave it back to the one that had approved it
  | 'opened' // it came late, and its locked period was opened for it alone, until it is approved or put away; facts: period
  | 'mojibake' // text that looks like UTF-8 read as Latin-1

/** Who acts: a person through a token. Scope comes from here and from the record, never from the request. */
export interface Actor {
  readonly person: string
  readonly name: string
  readonly role: 'admin' | 'reviewer' | 'officer' | 'viewer'
  readonly unit: string | null // null: everywhere
  readonly forms: readonly string[] | null // null: all
  /** Whether he sees personal answers where his role alone would not (admins, viewers). */
  readonly personal: boolean
  readonly token: string // id of the token, not its secret
  readonly device: string | null
  /** Set where he signed in with name and password: for a day, or on a computer of his own. */
  readonly session?: 'day' | 'own'
}

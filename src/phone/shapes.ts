// What the phone keeps, as it lies on its shelf. Shapes only: keeping is in shelf.ts, sealing in seal.ts, sending in sync.ts.
import type { Row } from '../expression/tree.ts'
import type { Answer, Answers, Form, Text } from '../form/form.ts'
import type { Typed } from '../form/kinds/kind.ts'
import type { Unit } from '../form/world.ts'

/** An officer enrolled on this phone. */
export interface Account {
  readonly person: string
  readonly name: string
  readonly role: string
  readonly unit: string | null
  readonly forms: readonly string[] | null
  readonly device: string | null
  /** The token's id. */
  readonly token: string
  /** The bearer token itself. */
  readonly secret: string
  /** PBKDF2-SHA-256. It keeps colleagues apart; it is no encryption. */
  readonly pin?: { readonly salt: string; readonly hash: string; readonly rounds: number }
  /** The server said so: nothing is sent until the officer is enrolled again. */
  readonly ended?: 'token_revoked' | 'token_expired' | 'token_unknown'
}

/** What the server last told an account: GET /api/phone. Under the setting `news <person>` (newsKey). */
export interface News {
  readonly me: { readonly person: string; readonly name: string; readonly role: string; readonly unit: string | null; readonly forms: readonly string[] | null; readonly device: string | null; readonly token: string }
  /** How often the server was restored from a copy; another number, and all that it kept is offered again. */
  readonly restored: number
  /** The highest number it has written; lower than before, it forgot something. */
  readonly stamp: number
  readonly now: number
  readonly keep_days: number
  readonly units_revision: number
  readonly receipt_key: JsonWebKey | null
  readonly forms: readonly { readonly id: string; readonly version: number; readonly hash: string; readonly state: string; readonly title: Text }[]
  /** Registers that these forms ask for or look through. */
  readonly registers: readonly string[]
  /** The phone's own count of histories: one more each time the server turned out to be restored. Lists of another history are not added to. */
  readonly history?: number
}

export const newsKey = (person: string): string => `news ${person}`

/** A version of a form, as it was published. It never changes. */
export interface KeptForm {
  readonly id: string
  readonly version: number
  readonly hash: string
  readonly form: Form
}

/** The units of an account's scope, with all above them. */
export interface KeptUnits {
  readonly person: string
  /** Which list it is (lists.ts): of the token's unit, in one history of the server. */
  readonly scope: string
  readonly revision: number
  readonly units: readonly Unit[]
}

/** A register's entry as the phone has it. */
export interface ShelfEntry {
  readonly person: string
  readonly register: string
  readonly id: string
  readonly label: string
  readonly fold: string
  readonly unit: string
  readonly revision: number
  readonly columns: Row
  /** Id of the record sealed here that made or changed it, while the server's list does not show that yet. */
  readonly local?: string
}

/** Where the download of a register's list stands. Its rows lie in pages, in the order in which they came: later ones over earlier ones. */
export interface ListHead {
  readonly person: string
  readonly register: string
  /** As of KeptUnits. */
  readonly scope: string
  /** What is here is whole up to this stamp; undefined while the first download goes on, and then nothing of it is seen. */
  readonly stamp?: number
  /** Pages that are seen: from this one, to before `fresh` or `next`. */
  readonly from: number
  readonly next: number
  /** A whole download anew began at this page; it takes the place of the old one when it is complete. */
  readonly fresh?: number
  /** Where an interrupted download goes on. */
  readonly cursor?: string
}

export interface ListPage {
  readonly rows: readonly Omit<ShelfEntry, 'person' | 'register' | 'local'>[]
  readonly gone: readonly string[]
}

/** A photo, a sound or a file, by its content. */
export interface Media {
  readonly sha256: string
  readonly type: string
  readonly bytes: number
  readonly body: ArrayBuffer
}

/** A filling that is going on. What stands in its questions is in its parts, one for each top-level question or repeat, so that one answer costs one small write. */
export interface Draft {
  /** UUIDv7: the id of the coming submission. */
  readonly id: string
  /** A person. */
  readonly author: string
  readonly form: string
  readonly version: number
  readonly seed: number
  readonly started_at: number
  readonly updated_at: number
  readonly label: string
  readonly screen: number
  /** The revision it corrects. */
  readonly base?: number
  /** What the office asked back. */
  readonly asked?: { readonly comment: string; readonly question?: string }
  readonly short?: boolean
  /** What the last submission before it said, of the questions that the form looks back to. */
  readonly last?: Row
  /** What had no place in the version that the draft followed to, under the names it had. */
  readonly left?: Answers
  /** File name → media. */
  readonly media: Readonly<Record<string, { readonly sha256: string; readonly thumbnail?: string }>>
}

export interface Part {
  readonly draft: string
  readonly name: string
  readonly answer?: Answer
  readonly typed?: Readonly<Record<string, Typed>>
  readonly reasons?: Readonly<Record<string, string>>
}

export type RecordState = 'waiting' | 'kept' | 'late' | 'endorsed' | 'conflict' | 'refused' | 'returned' | 'approved' | 'rejected' | 'withdrawn'

/** A file of a record on its way. */
export interface SealedMedia {
  readonly name: string
  readonly sha256: string
  readonly bytes: number
  readonly type: string
  readonly isThumbnail: boolean
  /** Bytes that the server said it has; -1: it is not here any more, and cannot be sent. */
  readonly sent: number
  readonly isKept: boolean
  /** Why it cannot be sent: `lost` here, or what the server said of it. */
  readonly problem?: string
}

/** A sealed revision of a submission (or a withdrawal), waiting to be sent or sent. */
export interface Sealed {
  /** The order of sealing; the clock decides nothing. */
  readonly n?: number
  readonly id: string
  readonly author: string
  readonly token: string
  readonly kind: 'submission' | 'withdrawal'
  readonly form: string
  readonly version: number
  readonly label: string
  /** The exact JSON text that is sent, sha256 included; sent again it is the very same. */
  readonly body: string
  readonly sha256: string
  /** HMAC-SHA-256 (key: the hex SHA-256 of the bearer secret as UTF-8; message: sha256) in hex: lets a colleague hand it in. */
  readonly mac: string
  /** 0: new. */
  readonly base: number
  readonly sealed_at: number
  readonly media: readonly SealedMedia[]
  /** > 0: its bytes may have reached the server, so it is never changed again. */
  readonly tries: number
  readonly state: RecordState
  readonly revision: number
  /** The revision of this id that stands on the server, as far as it is known. */
  readonly head?: number
  readonly receipt: string
  readonly signature: string
  readonly problems: readonly unknown[]
  readonly asked?: { readonly comment: string; readonly question?: string }
  readonly kept_at?: number
  /** Its state before a correction that was not sent yet took what the office asked as answered. */
  readonly was?: RecordState
}

/** A record as it is read from the shelf. */
export type Kept = Sealed & { readonly n: number }

/** Records of an author by state, and those whose text is kept while a file of theirs is still here only. */
export type Counts = Readonly<Record<RecordState | 'drafts' | 'media', number>>

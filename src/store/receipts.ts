// What anyone may know of a kept submission by its number: nothing of a person, nothing that was answered.
import { receiptOf } from '../record/receipt.ts'
import type { State } from '../record/submission.ts'

export interface Provable {
  readonly id: string
  readonly form: string
  readonly version: number
  readonly revision: number
  readonly state: State
  readonly received_at: number
  readonly receipt: string
  /** Of all revisions: each may have been signed. */
  readonly hashes: readonly (readonly [revision: number, hash: string])[]
}

/** A submission by its number. Walks the row number, and revisions by key. */
export async function provable(db: D1Database, seq: number): Promise<Provable | undefined> {
  const row = await db
    .prepare(
      `select s.id, s.form, s.version, s.revision, s.state, s.received_at,
         (select json_group_array(json_array(r.revision, r.hash)) from revisions r where r.submission = s.seq) as hashes
       from submissions s where s.seq = ? and s.form <> '~'`,
    )
    .bind(seq)
    .first<Omit<Provable, 'hashes' | 'receipt'> & { hashes: string }>()
  return row === null ? undefined : { ...row, receipt: receiptOf(seq), hashes: JSON.parse(row.hashes) as Provable['hashes'] }
}

// The ledger on the phone's shelf: records once they are sealed, in the order of sealing, until the server has had them long enough. Sealing takes the
// draft out and puts the record in as one; what may have left is never changed again.
import { under } from './database.ts'
import type { Row, Writing } from './database.ts'
import type { Counts, Draft, Kept, Part, RecordState, Sealed, ShelfEntry } from './shapes.ts'
import { putDraft } from './shelf.ts'
import type { Shelf } from './shelf.ts'

const states: readonly RecordState[] = ['waiting', 'kept', 'late', 'endorsed', 'approved', 'conflict', 'refused', 'returned', 'rejected', 'withdrawn']

export function ledgerOf({ database: { read, write }, counted }: Shelf) {
  return {
    /** The record in, its draft (if it has one here) out, the entries that it makes in: one transaction. Sealed twice, the first one stands; its number is given. */
    seal: (draft: string | undefined, sealed: Sealed, entries: readonly ShelfEntry[]) =>
      counted(
        write(['records', 'drafts', 'parts', 'local'], async (tx) => {
          const records = tx.objectStore('records')
          const had = (await records.index('id').getAll(sealed.id)).filter(({ kind, base, state }) => kind === sealed.kind && (draft === undefined ? state === 'waiting' : base === sealed.base))
          const twin = had[had.length - 1]
          if (twin !== undefined) {
            if (draft !== undefined) await deleteDraft(tx, draft)
            return twin.n as number
          }
          // What was asked back is answered by this one.
          for (const record of await records.index('id').getAll(sealed.id)) {
            if (record.state === 'returned' || (record.state === 'refused' && record.revision > 0)) await records.put(withDue({ ...record, state: 'kept', was: record.state }))
          }
          const n = await records.add(withDue(sealed))
          for (const entry of entries) await tx.objectStore('local').put({ ...entry, n })
          if (draft !== undefined) await deleteDraft(tx, draft)
          return n
        }),
      ),
    /** A record that never left (or of which the server kept nothing) becomes a draft again. False when it is too late. */
    reopen: (n: number, draft: Draft, parts: readonly Part[]) =>
      counted(
        write(['records', 'drafts', 'parts', 'local'], async (tx) => {
          const record = await tx.objectStore('records').get(n)
          if (record === undefined || !isReopenable(record)) return false
          await tx.objectStore('records').delete(n)
          const local = tx.objectStore('local')
          for (const key of await local.index('n').getAllKeys(n)) await local.delete(key)
          // What it answered is asked again.
          for (const { was, ...one } of await tx.objectStore('records').index('id').getAll(record.id)) {
            if (was !== undefined && one.revision === record.base) await tx.objectStore('records').put(withDue({ ...one, state: was }))
          }
          await putDraft(tx, draft, parts)
          return true
        }),
      ),

    /** Records in the order of sealing. */
    records: (author: string, state?: RecordState) =>
      read(['records'], async (tx) => {
        const found = await tx.objectStore('records').index('state').getAll(under(author, state))
        return (found as Kept[]).sort((a, b) => a.n - b.n)
      }),
    record: (n: number) => read(['records'], (tx) => tx.objectStore('records').get(n) as Promise<Kept | undefined>),
    recordsOf: (id: string) => read(['records'], (tx) => tx.objectStore('records').index('id').getAll(id) as Promise<Kept[]>),
    /** Numbers of an author's records of which the text (1) or a file (2) is still to be sent. */
    due: (author: string, what: 1 | 2) => read(['records'], (tx) => tx.objectStore('records').index('due').getAllKeys([author, what])),
    /** Changes records as they are now, not as somebody read them earlier. Those that are gone, or that `change` leaves alone (undefined), are not among those given back. */
    changeRecords: (numbers: readonly number[], change: (now: Kept) => Sealed | undefined) =>
      counted(
        write(['records'], async (tx) => {
          const table = tx.objectStore('records')
          const changed: Kept[] = []
          for (const n of numbers) {
            const now = await table.get(n)
            const next = now === undefined ? undefined : change(now as Kept)
            if (next === undefined) continue
            await table.put(withDue(next))
            changed.push(next as Kept)
          }
          return changed
        }),
      ),
    /** Lets go of records that the server has had long enough. */
    dropRecords: (numbers: readonly number[]) =>
      counted(
        write(['records'], async (tx) => {
          for (const n of numbers) if ((await tx.objectStore('records').get(n))?.due === undefined) await tx.objectStore('records').delete(n)
        }),
      ),
    counts: (author: string): Promise<Counts> =>
      read(['records', 'drafts'], async (tx) => {
        const table = tx.objectStore('records')
        const numbers = await Promise.all([
          ...states.map((state) => table.index('state').count([author, state])),
          table.index('due').count([author, 2]),
          tx.objectStore('drafts').index('author').count(author),
        ])
        return Object.fromEntries([...states, 'media', 'drafts'].map((name, i) => [name, numbers[i] ?? 0])) as unknown as Counts
      }),
    /** Bytes of an author's files that only this phone has, of sealed records. */
    unsentBytes: (author: string) =>
      read(['records'], async (tx) => {
        const records = await tx.objectStore('records').index('due').getAll(under(author))
        return records.flatMap(({ media }) => media).reduce((sum, { bytes, isKept }) => sum + (isKept ? 0 : bytes), 0)
      }),
    drafts: (author: string) => read(['drafts'], (tx) => tx.objectStore('drafts').index('author').getAll(author)),
    dropDraft: (id: string) => counted(write(['drafts', 'parts'], (tx) => deleteDraft(tx, id))),

  }
}

/** Whether a record may become a draft again: nothing of it can be on the server. */
export function isReopenable({ kind, state, tries, revision }: Sealed): boolean {
  return kind === 'submission' && ((state === 'waiting' && tries === 0) || (state === 'refused' && revision === 0))
}

/** The revision of a record that stands on the server, as far as it is known here; by all records of its id. */
export function headOf(records: readonly Sealed[]): number {
  return records.reduce((most, record) => Math.max(most, record.head ?? 0), 0)
}

async function deleteDraft(tx: Writing, id: string): Promise<void> {
  await Promise.all([tx.objectStore('drafts').delete(id), tx.objectStore('parts').delete(under(id))])
}

function withDue(sealed: Row): Row {
  const { due: _, ...record } = sealed
  if (record.state === 'waiting') return { ...record, due: 1 }
  const isHere = record.revision > 0 && record.state !== 'withdrawn' && record.media.some((one) => !one.isKept && one.sent >= 0)
  return isHere ? { ...record, due: 2 } : record
}

// The phone's database and its transactions: every write is one strict transaction, on the disk, whole, before anybody is told that it is kept. A
// connection that the browser closed is opened again. What lies in it is the shelf's (shelf.ts) and the ledger's (ledger.ts).
import { openDB } from 'idb'
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import type { Account, Draft, KeptForm, KeptUnits, ListHead, ListPage, Media, Part, Sealed, ShelfEntry } from './shapes.ts'

/** The phone has no room left: nothing of this write was kept, everything before it still is. */
export class ShelfFull extends Error {}

/** An entry made here, by the number of its record. */
export interface Local extends ShelfEntry {
  readonly n: number
}

// `due` is there only while something of a record must still be sent: 1 its text, 2 its files. An index over it holds no other record.
export type Row = Sealed & { readonly due?: 1 | 2 }

interface Tables extends DBSchema {
  accounts: { key: string; value: Account }
  settings: { key: string; value: unknown }
  forms: { key: [string, number]; value: KeptForm }
  units: { key: string; value: KeptUnits }
  lists: { key: [string, string]; value: ListHead }
  pages: { key: [string, string, number]; value: ListPage }
  local: { key: [string, string, string, number]; value: Local; indexes: { n: number } }
  drafts: { key: string; value: Draft; indexes: { author: string } }
  parts: { key: [string, string]; value: Part }
  media: { key: string; value: Media }
  records: { key: number; value: Row; indexes: { id: string; state: [string, string]; due: [string, number] } }
}
export type Name = StoreNames<Tables>
export type Writing = IDBPTransaction<Tables, Name[], 'readwrite'>
export type Reading = IDBPTransaction<Tables, Name[], 'readonly'>

export interface Database {
  read<T>(stores: Name[], work: (tx: Reading) => Promise<T>): Promise<T>
  write<T>(stores: Name[], work: (tx: Writing) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** The database of that name, made when it is not there yet. `makeRoom` is asked once when a write finds no room: how much it could drop. */
export function databaseOf(name: string, makeRoom: () => Promise<number>): Database {
  let open: Promise<IDBPDatabase<Tables>> | undefined
  const base = (): Promise<IDBPDatabase<Tables>> => (open ??= connect(name, () => (open = undefined)))

  // Chrome closes a database under memory pressure, another tab when it brings a newer one: opened again, once.
  const transact = async <T>(stores: Name[], mode: IDBTransactionMode, work: (tx: never) => Promise<T>): Promise<T> => {
    for (let isFirst = true; ; isFirst = false) {
      let failure: unknown
      try {
        const tx = (await base()).transaction(stores, mode as 'readwrite', mode === 'readonly' ? undefined : { durability: 'strict' })
        // What ended the transaction says more than the request that fell with it.
        const ended = tx.done.then(() => undefined, (error: unknown) => error)
        const result = await work(tx as never).catch((error: unknown) => {
          failure = error
          try {
            tx.abort()
          } catch {
            // It was over already.
          }
        })
        const end = await ended
        if (failure === undefined && end === undefined) return result as T
        if (nameOf(end) === 'QuotaExceededError' || failure === undefined) failure = end
      } catch (error) {
        failure = error
      }
      if (nameOf(failure) === 'QuotaExceededError') throw new ShelfFull(String(failure))
      if (!isFirst || !['InvalidStateError', 'AbortError', 'UnknownError'].includes(nameOf(failure))) {
        throw failure
      }
      const old = open
      open = undefined
      old?.then((db) => db.close(), () => undefined)
    }
  }
  const read = <T>(stores: Name[], work: (tx: Reading) => Promise<T>): Promise<T> => transact(stores, 'readonly', work)
  let isMakingRoom = false
  const write = async <T>(stores: Name[], work: (tx: Writing) => Promise<T>): Promise<T> => {
    try {
      return await transact(stores, 'readwrite', work)
    } catch (error) {
      if (!(error instanceof ShelfFull) || isMakingRoom) throw error
      // What the server has of photos may go before anything that is only here is turned away.
      isMakingRoom = true
      const dropped = await makeRoom().catch(() => 0)
      isMakingRoom = false
      if (dropped === 0) throw error
      return transact(stores, 'readwrite', work)
    }
  }

  return { read, write, close: async () => (await base()).close() }
}

/** All keys that begin with these parts. */
export function under(...parts: readonly (string | undefined)[]): IDBKeyRange {
  const begin = parts.filter((part) => part !== undefined)
  return IDBKeyRange.bound(begin, [...begin, []])
}

async function connect(name: string, onClosed: () => void): Promise<IDBPDatabase<Tables>> {
  const open = (version: number | undefined): Promise<IDBPDatabase<Tables>> =>
    openDB<Tables>(name, version, {
      upgrade: (db) => {
        db.createObjectStore('accounts', { keyPath: 'person' })
        void db.createObjectStore('settings').put(Array.from(crypto.getRandomValues(new Uint8Array(8))).join('.'), 'born')
        db.createObjectStore('forms', { keyPath: ['id', 'version'] })
        db.createObjectStore('units', { keyPath: 'person' })
        db.createObjectStore('lists', { keyPath: ['person', 'register'] })
        db.createObjectStore('pages')
        db.createObjectStore('local', { keyPath: ['person', 'register', 'id', 'n'] }).createIndex('n', 'n')
        db.createObjectStore('drafts', { keyPath: 'id' }).createIndex('author', 'author')
        db.createObjectStore('parts', { keyPath: ['draft', 'name'] })
        db.createObjectStore('media', { keyPath: 'sha256' })
        const records = db.createObjectStore('records', { keyPath: 'n', autoIncrement: true })
        records.createIndex('id', 'id')
        records.createIndex('state', ['author', 'state'])
        records.createIndex('due', ['author', 'due'])
      },
      blocking: (_old, _new, event) => {
        onClosed()
        ;(event.target as IDBDatabase).close()
      },
      terminated: onClosed,
    })
  try {
    return await open(1)
  } catch (error) {
    onClosed()
    // A newer app was here: what it added is not in our way.
    if (nameOf(error) === 'VersionError') return open(undefined)
    throw error
  }
}

const nameOf = (error: unknown): string => (error instanceof Error || (typeof error === 'object' && error !== null && 'name' in error) ? String((error as Error).name) : '')

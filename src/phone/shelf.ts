// The phone's shelf: everything that must outlive a killed tab, in one IndexedDB database. Knows neither forms nor network.
// Every write is one strict transaction: it is on the disk, whole, before anybody is told that it is kept.
import { openDB } from 'idb'
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb'
import type { Account, Counts, Draft, Kept, KeptForm, KeptUnits, ListHead, ListPage, Media, Part, RecordState, Sealed, ShelfEntry } from './shapes.ts'

/** The phone has no room left: nothing of this write was kept, everything before it still is. */
export class ShelfFull extends Error {}

/** An entry as it is listed: whose list and which register is known where it was asked for. */
export type Listed = Omit<ShelfEntry, 'person' | 'register'>

interface Local extends ShelfEntry {
  readonly n: number
}

// `due` is there only while something of a record must still be sent: 1 its text, 2 its files. An index over it holds no other record.
type Row = Sealed & { readonly due?: 1 | 2 }

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
type Name = StoreNames<Tables>
type Writing = IDBPTransaction<Tables, Name[], 'readwrite'>
type Reading = IDBPTransaction<Tables, Name[], 'readonly'>

const states: readonly RecordState[] = ['waiting', 'kept', 'conflict', 'refused', 'returned', 'approved', 'rejected', 'withdrawn']
/** A list in more pages than this is written together anew. */
const mostPages = 12
const pageRows = 1_000
/** Beside the database, to notice that the browser threw all of it away. */
const canary = 'phieu'

export type Shelf = ReturnType<typeof shelfOver>

export interface Lost {
  readonly unsent: number
  readonly lastSync: number
}

/** Opens the shelf, made when it is not there yet. */
export async function openShelf(name = 'phieu'): Promise<Shelf> {
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
      const dropped = await shelf.dropMedia(true).catch(() => 0)
      isMakingRoom = false
      if (dropped === 0) throw error
      return transact(stores, 'readwrite', work)
    }
  }

  const [born, noticed] = await read(['settings'], (tx) => Promise.all([tx.objectStore('settings').get('born'), tx.objectStore('settings').get('lost') as Promise<Lost | undefined>]))
  const before = readCanary()
  const isLost = before !== undefined && before.born !== born && before.records > 0
  // Kept until it was said (keepSetting('lost', undefined)): the tab may die before anybody reads it.
  const lost = isLost ? { unsent: before.unsent, lastSync: before.lastSync } : noticed
  const shelf = shelfOver(read, write, born, lost, async () => (await base()).close())
  if (isLost) await shelf.keepSetting('lost', lost)
  void shelf.keepCanary().catch(() => undefined)
  return shelf
}

function shelfOver(
  read: <T>(stores: Name[], work: (tx: Reading) => Promise<T>) => Promise<T>,
  write: <T>(stores: Name[], work: (tx: Writing) => Promise<T>) => Promise<T>,
  born: unknown,
  lost: Lost | undefined,
  close: () => Promise<void>,
) {
  /** Writes how much lies here beside the database, so that its loss is noticed. `lastSync` when something was heard from the server. */
  const keepCanary = async (lastSync = readCanary()?.lastSync ?? 0): Promise<void> => {
    if (typeof localStorage === 'undefined') return
    const [records, drafts, unsent] = await read(['records', 'drafts'], async (tx) => {
      const table = tx.objectStore('records')
      const drafts = tx.objectStore('drafts').count()
      return Promise.all([table.count(), drafts, table.index('due').count()])
    })
    try {
      localStorage.setItem(canary, JSON.stringify({ born, records: records + drafts, unsent: unsent + drafts, lastSync }))
    } catch {
      // It only notices; what it notices is not kept here.
    }
  }
  // A count of what may be lost that fails must not make a kept record look lost.
  const counted = async <T>(written: Promise<T>): Promise<T> => {
    const result = await written
    await keepCanary().catch(() => undefined)
    return result
  }

  return {
    close,
    /** What was here when the browser threw the whole shelf away, if it did since it was last open. */
    lost: (): Lost | undefined => lost,
    keepCanary,

    accounts: () => read(['accounts'], (tx) => tx.objectStore('accounts').getAll()),
    account: (person: string) => read(['accounts'], (tx) => tx.objectStore('accounts').get(person)),
    keepAccount: (account: Account) => write(['accounts'], (tx) => tx.objectStore('accounts').put(account)),
    /** Takes an officer off this phone with the lists; false while anything of theirs is unsent or unfinished. */
    dropAccount: (person: string) =>
      write(['accounts', 'units', 'lists', 'pages', 'local', 'settings', 'drafts', 'records'], async (tx) => {
        const unsent = await tx.objectStore('records').index('due').count(under(person))
        if (unsent + (await tx.objectStore('drafts').index('author').count(person)) > 0) return false
        await Promise.all([
          tx.objectStore('accounts').delete(person),
          tx.objectStore('units').delete(person),
          tx.objectStore('settings').delete(`news ${person}`),
          tx.objectStore('lists').delete(under(person)),
          tx.objectStore('pages').delete(under(person)),
          tx.objectStore('local').delete(under(person)),
        ])
        return true
      }),

    setting: <T>(key: string) => read(['settings'], (tx) => tx.objectStore('settings').get(key) as Promise<T | undefined>),
    keepSetting: (key: string, value: unknown) => write(['settings'], (tx) => tx.objectStore('settings').put(value, key)),

    form: (id: string, version: number) => read(['forms'], (tx) => tx.objectStore('forms').get([id, version])),
    /** Ids and versions of the forms that are here. */
    forms: () => read(['forms'], (tx) => tx.objectStore('forms').getAllKeys()),
    keepForm: (form: KeptForm) => write(['forms'], (tx) => tx.objectStore('forms').put(form)),

    units: (person: string) => read(['units'], (tx) => tx.objectStore('units').get(person)),
    keepUnits: (units: KeptUnits) => write(['units'], (tx) => tx.objectStore('units').put(units)),

    list: (person: string, register: string) => read(['lists'], (tx) => tx.objectStore('lists').get([person, register])),
    /** One more page of a register's list, and where its download stands then. `landed`: ids of records that the list now shows by itself. */
    keepPage: (head: ListHead, page: ListPage, landed: readonly string[] = []) =>
      write(['lists', 'pages', 'local'], async (tx) => {
        const pages = tx.objectStore('pages')
        const { person, register } = head
        const key = (n: number): [string, string, number] => [person, register, n]
        let now = head
        if (page.rows.length + page.gone.length > 0) {
          await pages.put(page, key(head.next))
          now = { ...now, next: head.next + 1 }
        }
        if (head.cursor === undefined) {
          if (head.fresh !== undefined) now = { ...now, from: head.fresh, fresh: undefined }
          if (now.next - now.from > mostPages) {
            const rows = [...laid(await pages.getAll(IDBKeyRange.bound(key(now.from), key(now.next)))).values()]
            const from = now.next
            for (let at = 0; at < rows.length; at += pageRows) {
              await pages.put({ rows: rows.slice(at, at + pageRows), gone: [] }, key(now.next))
              now = { ...now, next: now.next + 1 }
            }
            now = { ...now, from }
          }
          if (now.from > 0) await pages.delete(IDBKeyRange.bound(key(0), key(now.from), false, true))
          const local = tx.objectStore('local')
          for (const one of await local.getAll(under(person, register))) {
            if (landed.includes(one.local ?? '')) await local.delete([person, register, one.id, one.n])
          }
        }
        await tx.objectStore('lists').put(now)
        return now
      }),
    /** All entries of a register at hand: the server's list once it is whole, and over it what was sealed here. */
    entries: (person: string, register: string): Promise<Listed[]> =>
      read(['lists', 'pages', 'local'], async (tx) => {
        const head = await tx.objectStore('lists').get([person, register])
        const [pages, local] = await Promise.all([
          // Browsers throw at a range that holds nothing.
          head?.stamp === undefined || head.from === (head.fresh ?? head.next) ? [] : tx.objectStore('pages').getAll(IDBKeyRange.bound([person, register, head.from], [person, register, head.fresh ?? head.next], false, true)),
          tx.objectStore('local').getAll(under(person, register)),
        ])
        const found = new Map<string, Listed>(laid(pages))
        for (const one of local.sort((a, b) => a.n - b.n)) found.set(one.id, one)
        return [...found.values()]
      }),

    drafts: (author: string) => read(['drafts'], (tx) => tx.objectStore('drafts').index('author').getAll(author)),
    draft: (id: string) =>
      read(['drafts', 'parts'], async (tx) => {
        const [draft, parts] = await Promise.all([tx.objectStore('drafts').get(id), tx.objectStore('parts').getAll(under(id))])
        return draft === undefined ? undefined : { draft, parts }
      }),
    /** The header and one part, and the files that it names. False, and nothing is written, when the draft is no longer here: sealed or dropped elsewhere. */
    keepPart: (draft: Draft, part: Part, media: readonly Media[] = []) =>
      write(media.length === 0 ? ['drafts', 'parts'] : ['drafts', 'parts', 'media'], async (tx) => {
        if ((await tx.objectStore('drafts').getKey(draft.id)) === undefined) return false
        await Promise.all([tx.objectStore('drafts').put(draft), tx.objectStore('parts').put(part), ...media.map((one) => tx.objectStore('media').put(one))])
        return true
      }),
    /** The draft whole; a new one begins so. False, and nothing is written, when it was sealed meanwhile: a late key must not raise a ghost. */
    keepDraft: (draft: Draft, parts: readonly Part[]) =>
      counted(
        write(['drafts', 'parts', 'records'], async (tx) => {
          const sealed = await tx.objectStore('records').index('id').getAll(draft.id)
          if (sealed.some((record) => record.kind === 'submission' && record.base >= (draft.base ?? 0))) return false
          await putDraft(tx, draft, parts)
          return true
        }),
      ),
    dropDraft: (id: string) => counted(write(['drafts', 'parts'], (tx) => deleteDraft(tx, id))),

    /** A file that no draft names is dropped one day: with an answer, hand it to keepPart. */
    keepMedia: (media: Media) => write(['media'], (tx) => tx.objectStore('media').put(media)),
    media: (sha256: string) => read(['media'], (tx) => tx.objectStore('media').get(sha256)),
    /** Drops files that nothing here names any more; with `all` also those that the server has, to make room. Returns how many. */
    dropMedia: (all = false) =>
      write(['media', 'drafts', 'records'], async (tx) => {
        const table = tx.objectStore('media')
        const [keys, drafts, records] = await Promise.all([table.getAllKeys(), tx.objectStore('drafts').getAll(), tx.objectStore('records').getAll()])
        const named = new Set([
          ...drafts.flatMap((draft) => Object.values(draft.media).flatMap(({ sha256, thumbnail }) => [sha256, thumbnail])),
          ...records.flatMap((record) => record.media.filter((one) => !all || !one.isKept).map((one) => one.sha256)),
        ])
        const unused = keys.filter((key) => !named.has(key))
        await Promise.all(unused.map((key) => table.delete(key)))
        return unused.length
      }),

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
            if (record.state === 'returned' || (record.state === 'refused' && record.revision > 0)) await records.put(withDue({ ...record, state: 'kept' }))
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

// All keys that begin with these parts.
function under(...parts: readonly (string | undefined)[]): IDBKeyRange {
  const begin = parts.filter((part) => part !== undefined)
  return IDBKeyRange.bound(begin, [...begin, []])
}

function laid(pages: readonly ListPage[]): ReadonlyMap<string, ListPage['rows'][number]> {
  const found = new Map<string, ListPage['rows'][number]>()
  for (const { rows, gone } of pages) {
    for (const row of rows) found.set(row.id, row)
    for (const id of gone) found.delete(id)
  }
  return found
}

async function putDraft(tx: Writing, draft: Draft, parts: readonly Part[]): Promise<void> {
  await tx.objectStore('parts').delete(under(draft.id))
  await Promise.all([tx.objectStore('drafts').put(draft), ...parts.map((part) => tx.objectStore('parts').put(part))])
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

function readCanary(): { readonly born: unknown; readonly records: number; readonly unsent: number; readonly lastSync: number } | undefined {
  try {
    return JSON.parse(localStorage.getItem(canary) ?? '') as ReturnType<typeof readCanary>
  } catch {
    return undefined
  }
}

const nameOf = (error: unknown): string => (error instanceof Error || (typeof error === 'object' && error !== null && 'name' in error) ? String((error as Error).name) : '')

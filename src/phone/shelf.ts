// The phone's shelf: what filling needs of it. Who is enrolled, forms, units and entries, drafts with their parts and files. What is sealed lies in
// the ledger (ledger.ts), what comes from the server is put here by stock.ts; neither is needed before the first answer. Knows neither forms nor network.
import { databaseOf, under } from './database.ts'
import type { Database, Writing } from './database.ts'
import type { Account, Draft, ListPage, Media, Part, ShelfEntry } from './shapes.ts'

/** An entry as it is listed: whose list and which register is known where it was asked for. */
export type Listed = Omit<ShelfEntry, 'person' | 'register'>

export interface Lost {
  readonly unsent: number
  readonly lastSync: number
}

/** Beside the database, to notice that the browser threw all of it away. */
const canary = 'phieu'

const gone = new Error('no such draft')

export type Shelf = ReturnType<typeof shelfOver>

/** Opens the shelf, made when it is not there yet. */
export async function openShelf(name = 'phieu'): Promise<Shelf> {
  const database = databaseOf(name, () => dropMedia(database, true))
  const [born, noticed] = await database.read(['settings'], (tx) => Promise.all([tx.objectStore('settings').get('born'), tx.objectStore('settings').get('lost') as Promise<Lost | undefined>]))
  const before = readCanary()
  const isLost = before !== undefined && before.born !== born && before.records > 0
  // Kept until it was said (keepSetting('lost', undefined)): the tab may die before anybody reads it.
  const lost = isLost ? { unsent: before.unsent, lastSync: before.lastSync } : noticed
  const shelf = shelfOver(database, born, lost)
  if (isLost) await shelf.keepSetting('lost', lost)
  void shelf.keepCanary().catch(() => undefined)
  return shelf
}

function shelfOver(database: Database, born: unknown, lost: Lost | undefined) {
  const { read, write, close } = database
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
    database,
    close,
    counted,
    /** What was here when the browser threw the whole shelf away, if it did since it was last open. */
    lost: (): Lost | undefined => lost,
    keepCanary,

    accounts: () => read(['accounts'], (tx) => tx.objectStore('accounts').getAll()),
    account: (person: string) => read(['accounts'], (tx) => tx.objectStore('accounts').get(person)),
    keepAccount: (account: Account) => write(['accounts'], (tx) => tx.objectStore('accounts').put(account)),
    setting: <T>(key: string) => read(['settings'], (tx) => tx.objectStore('settings').get(key) as Promise<T | undefined>),
    keepSetting: (key: string, value: unknown) => write(['settings'], (tx) => tx.objectStore('settings').put(value, key)),

    form: (id: string, version: number) => read(['forms'], (tx) => tx.objectStore('forms').get([id, version])),
    /** Ids and versions of the forms that are here. */
    forms: () => read(['forms'], (tx) => tx.objectStore('forms').getAllKeys()),
    units: (person: string) => read(['units'], (tx) => tx.objectStore('units').get(person)),
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

    draft: (id: string) =>
      read(['drafts', 'parts'], async (tx) => {
        const [draft, parts] = await Promise.all([tx.objectStore('drafts').get(id), tx.objectStore('parts').getAll(under(id))])
        return draft === undefined ? undefined : { draft, parts }
      }),
    /** The header and some parts, and the files that they name. False, and nothing is written, when the draft is no longer here: sealed or dropped elsewhere. */
    keepParts: (draft: Draft, parts: readonly Part[], media: readonly Media[] = []) =>
      write(media.length === 0 ? ['drafts', 'parts'] : ['drafts', 'parts', 'media'], async (tx) => {
        // Asked and written at once, and taken back where there is no draft: a key waits for the disk once, not twice.
        const found = tx.objectStore('drafts').getKey(draft.id)
        found.catch(() => undefined)
        const written = Promise.all([tx.objectStore('drafts').put(draft), ...parts.map((part) => tx.objectStore('parts').put(part)), ...media.map((one) => tx.objectStore('media').put(one))])
        written.catch(() => undefined)
        if ((await found) === undefined) throw gone
        await written
        return true
      }).catch((error: unknown) => {
        if (error === gone) return false
        throw error
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
    /** A file that no draft names is dropped one day: with an answer, hand it to keepParts. */
    keepMedia: (media: Media) => write(['media'], (tx) => tx.objectStore('media').put(media)),
    media: (sha256: string) => read(['media'], (tx) => tx.objectStore('media').get(sha256)),
  }
}

/** Drops files that nothing here names any more; with `all` also those that the server has, to make room. Returns how many. */
export function dropMedia({ write }: Database, all = false): Promise<number> {
  return write(['media', 'drafts', 'records'], async (tx) => {
    const table = tx.objectStore('media')
    const [keys, drafts, records] = await Promise.all([table.getAllKeys(), tx.objectStore('drafts').getAll(), tx.objectStore('records').getAll()])
    const named = new Set([
      ...drafts.flatMap((draft) => Object.values(draft.media).flatMap(({ sha256, thumbnail }) => [sha256, thumbnail])),
      ...records.flatMap((record) => record.media.filter((one) => !all || !one.isKept).map((one) => one.sha256)),
    ])
    const unused = keys.filter((key) => !named.has(key))
    await Promise.all(unused.map((key) => table.delete(key)))
    return unused.length
  })
}

/** A register's rows as its pages leave them: later ones over earlier ones. */
export function laid(pages: readonly ListPage[]): ReadonlyMap<string, ListPage['rows'][number]> {
  const found = new Map<string, ListPage['rows'][number]>()
  for (const { rows, gone } of pages) {
    for (const row of rows) found.set(row.id, row)
    for (const id of gone) found.delete(id)
  }
  return found
}

/** Puts a draft in place, whole. */
export async function putDraft(tx: Writing, draft: Draft, parts: readonly Part[]): Promise<void> {
  await tx.objectStore('parts').delete(under(draft.id))
  await Promise.all([tx.objectStore('drafts').put(draft), ...parts.map((part) => tx.objectStore('parts').put(part))])
}

function readCanary(): { readonly born: unknown; readonly records: number; readonly unsent: number; readonly lastSync: number } | undefined {
  try {
    return JSON.parse(localStorage.getItem(canary) ?? '') as ReturnType<typeof readCanary>
  } catch {
    return undefined
  }
}

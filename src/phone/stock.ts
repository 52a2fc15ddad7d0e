// What comes onto the phone's shelf from the server, and what goes: forms, units, pages of lists, officers who leave, files that nobody needs any more.
import { under } from './database.ts'
import type { KeptForm, KeptUnits, ListHead, ListPage } from './shapes.ts'
import { dropMedia, laid } from './shelf.ts'
import type { Shelf } from './shelf.ts'

/** A list in more pages than this is written together anew. */
const mostPages = 12
const pageRows = 1_000

export function stockOf({ database, counted }: Shelf) {
  const { read, write } = database
  return {
    /** Takes an officer off this phone with lists, secrets and all that was sent; false while anything of theirs is only here. Their files go with the next dropMedia. */
    dropAccount: (person: string) =>
      counted(
        write(['accounts', 'units', 'lists', 'pages', 'local', 'settings', 'drafts', 'records'], async (tx) => {
          const [settings, records] = [tx.objectStore('settings'), tx.objectStore('records')]
          const byAuthor = records.index('state')
          const [theirs, numbers] = await Promise.all([byAuthor.getAll(under(person)), byAuthor.getAllKeys(under(person))])
          // Refused without a revision: the server kept nothing of it.
          const isHereOnly = theirs.some(({ due, kind, state, revision }) => due !== undefined || (kind === 'submission' && state === 'refused' && revision === 0))
          if (isHereOnly || (await tx.objectStore('drafts').index('author').count(person)) > 0) return false
          const keys = (await settings.getAllKeys()).filter((key) => key.endsWith(` ${person}`))
          await Promise.all([
            ...keys.map((key) => settings.delete(key)),
            tx.objectStore('accounts').delete(person),
            tx.objectStore('units').delete(person),
            ...numbers.map((n) => records.delete(n)),
            ...(['lists', 'pages', 'local'] as const).map((name) => tx.objectStore(name).delete(under(person))),
          ])
          return true
        }),
      ),

    keepForm: (form: KeptForm) => write(['forms'], (tx) => tx.objectStore('forms').put(form)),
    keepUnits: (units: KeptUnits) => write(['units'], (tx) => tx.objectStore('units').put(units)),

    list: (person: string, register: string) => read(['lists'], (tx) => tx.objectStore('lists').get([person, register])),
    /** How many pages ever came, of all lists: another number when there is something new in one. */
    listed: () => read(['lists'], async (tx) => (await tx.objectStore('lists').getAll()).reduce((sum, { next }) => sum + next, 0)),
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

    /** Drops files that nothing here names any more; with `all` also those that the server has. Returns how many. */
    dropMedia: (all = false) => dropMedia(database, all),
  }
}

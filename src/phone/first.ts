// The first visit to a form by its link: the form and the places to choose from are fetched straight away, before all that sending and its lists need.
// What is missing then, and what changes later, comes with the lists (lists.ts).
import type { App } from './screen.ts'
import type { KeptForm, KeptUnits } from './shapes.ts'

/** Puts a form on the shelf that is not there yet; without a network nothing comes. */
export async function fetchFirst({ shelf, account }: App, id: string): Promise<void> {
  const { person, secret } = account
  const get = async <T>(path: string): Promise<T> => (await fetch(path, { headers: { authorization: `Bearer ${secret}` } })).json()
  try {
    const [{ version, hash, form }, units] = await Promise.all([get<KeptForm>(`/api/forms/${id}?part=filling`), (await shelf.units(person)) ?? get<Omit<KeptUnits, 'scope'>>('/api/units?under=mine')])
    if (form.id !== id) return
    if (form.more === true) await (await import('./more.ts')).ready(form)
    await shelf.database.write(['forms', 'units'], (tx) => {
      // Of no scope: the list is taken once more with the others, in their order.
      void tx.objectStore('units').put({ scope: '', ...units, person })
      return tx.objectStore('forms').put({ id, version, hash, form })
    })
  } catch {
    // No network, not theirs, not our server: nothing is here, and the page says so.
  }
}

// Functions and kinds that few forms use, in a piece of their own: only phones that have such a form fetch it, before it is opened, and keep it for when
// there is no network, in a cache that outlives the app's version (service-worker.ts renews what lies in it).
import './start.ts'
import '../view/more.ts'
import './rarer.ts'
import type { Form } from '../form/form.ts'

// Whether a piece lies there now, or nothing can.
const keep = (url: string): Promise<boolean> => (typeof caches === 'undefined' ? Promise.resolve(true) : caches.open('more').then((cache) => cache.add(url)).then(() => true, () => false))

const kept = keep(import.meta.url)

/** Brings what else a form takes; whether all of it is kept. */
export async function ready({ hashes }: Form): Promise<boolean> {
  return (hashes !== true || (await keep((await import('./hashes.ts')).url))) && kept
}

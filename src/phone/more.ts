// Functions and kinds that few forms use, in a piece of their own: only phones that have such a form fetch it, before it is opened, and keep it for when
// there is no network, in a cache that outlives the app's version (service-worker.ts renews what lies in it).
import './start.ts'
import '../view/more.ts'

/** Whether it lies there now, or nothing can. */
export const kept = typeof caches === 'undefined' ? Promise.resolve(true) : caches.open('more').then((cache) => cache.add(import.meta.url)).then(() => true, () => false)

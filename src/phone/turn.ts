// One sender at a time, among all windows of a phone and its service worker.
import type { Given } from './wire.ts'

const busy = new WeakSet<object>()

/** Does the work in its turn; undefined when somebody else is at it. */
export async function inTurn<T>({ shelf, locks }: Given, work: () => Promise<T>): Promise<T | undefined> {
  if (locks !== undefined) return locks.request('phieu-send', { ifAvailable: true }, async (lock) => (lock === null ? undefined : work()))
  // Without locks two tabs may both send: twice is once.
  if (busy.has(shelf)) return undefined
  busy.add(shelf)
  try {
    return await work()
  } finally {
    busy.delete(shelf)
  }
}

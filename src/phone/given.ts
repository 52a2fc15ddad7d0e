// What sending is done with in a browser: its network, its clock, its locks.
import type { Shelf } from './shelf.ts'
import { patient } from './wire.ts'
import type { Given } from './wire.ts'
import { whole } from './whole.ts'

const send = patient((input, init) => fetch(input, init))
const made = new WeakMap<Shelf, Given>()

/** For this window or worker; the same for the same shelf. */
export function given(shelf: Shelf): Given {
  const known = made.get(shelf)
  if (known !== undefined) return known
  const now: Given = {
    shelf: whole(shelf),
    send,
    clock: { now: () => Date.now(), wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) },
    random: () => Math.random(),
    locks: navigator.locks,
    // False is believed, true is not: a captive portal is "online" too.
    online: () => navigator.onLine,
  }
  made.set(shelf, now)
  return now
}

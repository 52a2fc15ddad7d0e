// Sending when no window is open, in the service worker.
import { given } from './given.ts'
import { openShelf } from './shelf.ts'
import { drain } from './sync.ts'

/** Sends once; fails where something is left, so that the browser tries again. */
export async function drainInBackground(): Promise<void> {
  const { left } = await drain(given(await openShelf()))
  if (left > 0) throw new Error('not all could be sent')
}

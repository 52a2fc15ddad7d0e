// Where the phone's app begins, on every page of an officer's that the server sends and on the empty one that the service worker keeps. The one place
// that catches. Without a shelf, or before anybody was enrolled on this phone, the page stays as the server made it.
import { run } from './app.ts'
import { insideOf } from './inside.ts'
import { languageOf, wordsOf } from './language.ts'
import { openShelf } from './shelf.ts'
import type { Shelf } from './shelf.ts'
import { whoUses } from './who.ts'

/** Sending waits a moment where there is something to fill in: on a bad line the first question comes first. */
const pause_ms = 2_000

async function start(): Promise<unknown> {
  const app = insideOf(navigator.userAgent)
  const shelf = app === undefined ? await shelfHere() : undefined
  if (shelf === undefined) return (await import('./rarely.ts')).hinder(app)
  if (/^\/(enrol|in)\//.test(location.pathname)) return (await import('./rarely.ts')).entrance(shelf, run)
  const account = await whoUses(shelf)
  // The app's own empty page with nobody to draw it for: said, instead of a page that opens for ever. The server's pages stay as they are.
  if (account === undefined) return document.getElementById('shell') && (await import('./rarely.ts')).stranger(shelf)
  const running = await run(shelf, account)
  if ((await shelf.forms()).length > 0) await new Promise((done) => setTimeout(done, pause_ms))
  await (await import('./later.ts')).beat(running)
}

// A browser may have no IndexedDB, or forbid it; what is hashed needs a secure origin.
async function shelfHere(): Promise<Shelf | undefined> {
  try {
    return crypto.subtle === undefined ? undefined : await openShelf()
  } catch {
    return undefined
  }
}

// A test that loads a piece by itself has no page to start on.
if ('document' in globalThis) start().catch((error: unknown) => {
  document.documentElement.dataset.app = 'failed'
  // Our bug: the page under it still works without us; the app's own empty one has nothing under it.
  const empty = document.getElementById('shell')
  if (empty !== null) void wordsOf(languageOf()).then(({ phone }) => (empty.textContent = phone.broken))
  throw error
})

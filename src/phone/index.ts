// Where the phone's app begins, on every page of an officer's that the server sends and on the empty one that the service worker keeps. The one place
// that catches. Without IndexedDB, or before anybody was enrolled on this phone, the page stays as the server made it.
import { run } from './app.ts'
import { hindrance } from './hindrance.ts'
import { languageOf, wordsOf } from './language.ts'
import { openShelf } from './shelf.ts'
import { whoUses } from './who.ts'

async function start(): Promise<void> {
  const words = await wordsOf(languageOf())
  if (hindrance(words)) return
  const shelf = await openShelf()
  const path = location.pathname
  if (/^\/(enrol|in)\//.test(path)) return (await import('./later.ts')).entrance(shelf, words)
  const account = await whoUses(shelf)
  if (account === undefined) return
  const app = await run(shelf, account)
  const { beat } = await import('./later.ts')
  await beat(app)
}

start().catch((error: unknown) => {
  document.documentElement.dataset.app = 'failed'
  // Our bug: the page under it still works without us.
  throw error
})

// Sending when no window is open, in the service worker: texts and files only. What the server has to say is heard when somebody looks.
import { sendFiles } from './files.ts'
import { given } from './given.ts'
import { sendTexts } from './outbox.ts'
import { newsKey } from './shapes.ts'
import { openShelf } from './shelf.ts'
import { inTurn } from './turn.ts'

/** Sends once; fails where something is left, so that the browser tries again. */
export async function sendInBackground(): Promise<void> {
  const now = given(await openShelf())
  const { shelf } = now
  const isDone = await inTurn(now, async () => {
    let isWell = true
    for (const account of await shelf.accounts()) {
      // The first word is the window's: it must have heard the news before anything leaves (sync.ts).
      if (account.ended !== undefined || (await shelf.setting(newsKey(account.person))) === undefined) continue
      isWell = (await sendTexts(now, account)) === 'well' && (await sendFiles(now, account)) === 'well' && isWell
    }
    return isWell
  })
  if (isDone === false) throw new Error('not all could be sent')
}

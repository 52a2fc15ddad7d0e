// When the phone sends: when it is opened, when a network comes, when it is looked at again, now and then, when something was sealed, and when somebody
// presses the button. How it sends is sync.ts's.
import { writeNumber } from '../form/number.ts'
import { laterWordsOf } from './around.ts'
import { ShelfFull } from './database.ts'
import { headsOf } from './forms.ts'
import { given } from './given.ts'
import { awaitOffer } from './install.ts'
import { fetchPrompts } from './prompt_list.ts'
import type { Form } from '../form/form.ts'
import type { App } from './screen.ts'
import type { Shelf } from './shelf.ts'
import { drain, keepSending } from './sync.ts'
import type { Drained, Sender } from './sync.ts'
import { workOffline } from './update.ts'
import { whole } from './whole.ts'
import type { Given } from './wire.ts'

let sender: Sender | undefined

/** What sending is done with, and the piece of the app that a form may take: a window brings it (a service worker pulls no forms). */
export const withMore = (shelf: Shelf): Given => Object.assign(given(shelf), { more: (form: Form) => import('./more.ts').then(({ ready }) => ready(form)).catch(() => false) })

/** Begins to send by itself, for as long as the window lives. */
export async function beat(app: App): Promise<void> {
  const { account } = app
  const shelf = whole(app.shelf)
  let before = ''
  let areHeard = false
  const heard = async ({ isWell, failure }: Drained): Promise<void> => {
    // A page that only shows is drawn anew when something changed; on one that somebody types on only what the new lists offer.
    const now = JSON.stringify([await shelf.counts(account.person), (await shelf.forms()).length, await headsOf(app), await shelf.listed(), (await shelf.account(account.person))?.ended])
    if (now !== before && (isQuiet() || /^\/fill\/[^/]+\/\d/.test(location.pathname))) await app.redraw()
    before = now
    if (failure instanceof ShelfFull) app.tell(app.words.phone.full)
    // Our bug: it is tried again all the same, and must not go unseen.
    else if (failure !== undefined) throw failure
    if (!isWell || areHeard) return
    areHeard = true
    for (const form of new Set((await shelf.forms()).map(([id]) => id))) await fetchPrompts(form, app.language, account.secret, fetch).catch(() => undefined)
  }
  sender = keepSending(withMore(shelf), (drained) => void heard(drained))
  const wake = (): void => sender?.wake()
  addEventListener('online', wake)
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake())
  awaitOffer(() => isQuiet() && void app.redraw())
  await workOffline(() => void (isQuiet() && app.redraw()))
}

/** Sends what waits, and says what came of it. */
export async function sendNow(app: App): Promise<void> {
  const { account, language } = app
  const shelf = whole(app.shelf)
  const { app: says } = laterWordsOf(language)
  app.tell(says.sending)
  const { waiting, media } = await shelf.counts(account.person)
  const { isWell, isIdle, isOdd } = await drain(withMore(shelf))
  const after = await shelf.counts(account.person)
  if (isQuiet()) await app.redraw()
  const count = waiting - after.waiting
  const hasEnded = (await shelf.account(account.person))?.ended !== undefined
  app.tell(hasEnded ? says.ended : count > 0 ? says.sent(writeNumber(count, language)) : isOdd === true ? says.notTaken : !isWell ? (isIdle && !navigator.onLine ? says.offline : says.unreached) : waiting + media === 0 ? says.nothingToSend : says.sending)
}

/** After a record was sealed: at once, and by the browser itself when this window is gone by then. */
export function sendSoon(): void {
  sender?.wake()
  void navigator.serviceWorker?.ready
    .then((registration) => (registration as ServiceWorkerRegistration & { readonly sync?: { register(tag: string): Promise<void> } }).sync?.register('phieu-send'))
    .catch(() => undefined)
}

function isQuiet(): boolean {
  return /^\/(?:$|sent)/.test(location.pathname)
}

// The app's own page where nobody is enrolled (any more): what the browser threw away, and how to come in. The pages without script work here too, so the
// service worker, which would only send this page again, goes.
import { html } from '../view/html.ts'
import { laterWordsOf } from './around.ts'
import { languageOf, wordsOf } from './language.ts'
import type { Opened } from './claim.ts'
import { lostWords } from './news.ts'
import type { App, Drawn } from './screen.ts'
import type { Shelf } from './shelf.ts'

/** Says so in the middle of the page. */
export async function stranger(shelf: Shelf): Promise<void> {
  const words = await wordsOf(languageOf())
  const { app: says } = laterWordsOf(languageOf())
  const main = document.getElementById('main')
  const lost = lostWords(shelf, languageOf())
  document.title = `${says.nobody} – ${words.product}`
  if (main !== null) main.innerHTML = html`<h1>${says.nobody}</h1>${lost !== undefined && html`<p class="news problem" role="alert">${lost}</p>`}<p>${says.nobodyAbout}</p>`.markup
  document.documentElement.dataset.app = 'ready'
  await (await navigator.serviceWorker?.getRegistration())?.unregister()
}

/** The page of a draft that is not to be opened here: gone or another person's (undefined), open in another window, or without its form. */
export function refused({ words }: App, opened: Opened | undefined): Drawn {
  const why = opened === undefined ? words.phone.goneAbout : opened.isMine ? words.phone.noForm : words.phone.elsewhere
  const title = opened === undefined ? words.phone.gone : opened.draft.label || words.product
  return { title, main: html`<h1>${title}</h1><p>${why}</p><p class="buttons"><a class="button" href="/">${words.home}</a></p>` }
}

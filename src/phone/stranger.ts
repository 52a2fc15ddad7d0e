// The app's own page where nobody is enrolled (any more): what the browser threw away, and how to come in. The pages without script work here too, so the
// service worker, which would only send this page again, goes.
import { html } from '../view/html.ts'
import { laterWordsOf } from './around.ts'
import { languageOf, wordsOf } from './language.ts'
import { lostWords } from './news.ts'
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

/** The same page where the app broke before it had drawn anything. */
export async function broken(): Promise<void> {
  const words = await wordsOf(languageOf())
  const main = document.getElementById('main')
  if (main !== null) main.innerHTML = html`<p role="alert">${words.phone.broken}</p><p class="buttons"><a class="button" href="/">${words.home}</a></p>`.markup
}

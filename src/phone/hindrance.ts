// Where the app cannot be: said above the plain page, which does its work. Out of another app's browser officers are led before the first question.
import { html } from '../view/html.ts'
import { laterWordsOf } from './around.ts'
import { languageOf, wordsOf } from './language.ts'

/** The same page in Chrome, as Android opens it; on other systems the address itself. */
export function chromeLink(address: string, agent: string): string {
  if (!/Android/.test(agent)) return address
  const { host, pathname, search, protocol } = new URL(address)
  return `intent://${host}${pathname}${search}#Intent;scheme=${protocol.slice(0, -1)};package=com.android.chrome;end`
}

/** Says what will not work here; `app`: the one whose browser this is. */
export async function hinder(app: string | undefined): Promise<void> {
  await wordsOf(languageOf())
  const { app: says } = laterWordsOf(languageOf())
  const box = document.createElement('div')
  box.className = 'news'
  box.setAttribute('role', 'status')
  box.innerHTML = (
    app === undefined
      ? html`<p>${says.noStore}</p>`
      : html`<p><strong>${says.inApp(app)}</strong></p><p class="buttons"><a class="button" href="${chromeLink(location.href, navigator.userAgent)}">${says.openChrome}</a></p><p>${says.stayAbout}</p>`
  ).markup
  document.getElementById('main')?.prepend(box)
}

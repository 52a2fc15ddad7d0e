// What stands in the way of an app in this browser, and saying so: browsers inside other apps (Zalo, Facebook …) have storage of their own that
// vanishes, often no camera and no installation. Officers open links there: they are led out before the first question.
import { html } from '../view/html.ts'
import type { Words } from '../words/vi.ts'

const inside: readonly (readonly [RegExp, string])[] = [
  [/\bZalo\b/i, 'Zalo'],
  [/\bFB(?:AN|AV|_IAB)\b/, 'Facebook'],
  [/\bMessenger\b/i, 'Messenger'],
  [/\bInstagram\b/i, 'Instagram'],
  [/\bLine\//i, 'Line'],
  [/; wv\)/, 'WebView'],
]

/** The app in whose browser we are, by what it says of itself; undefined in a browser of its own. */
export function insideOf(agent: string): string | undefined {
  return inside.find(([pattern]) => pattern.test(agent))?.[1]
}

/** The same page in Chrome, as Android opens it; on other systems the address itself. */
export function chromeLink(address: string, agent: string): string {
  if (!/Android/.test(agent)) return address
  const { host, pathname, search, protocol } = new URL(address)
  return `intent://${host}${pathname}${search}#Intent;scheme=${protocol.slice(0, -1)};package=com.android.chrome;end`
}

/** Says above the page what will not work here. True where the app must not take over: the plain page does its work. */
export function hindrance(words: Words): boolean {
  const { phone } = words
  const app = insideOf(navigator.userAgent)
  if (app !== undefined) {
    banner(html`<p><strong>${phone.inApp(app)}</strong></p><p class="buttons"><a class="button" href="${chromeLink(location.href, navigator.userAgent)}">${phone.openChrome}</a></p><p>${phone.stayAbout}</p>`.markup)
    return true
  }
  if (typeof indexedDB === 'undefined' || typeof crypto.subtle === 'undefined') {
    banner(html`<p>${phone.noStore}</p>`.markup)
    return true
  }
  return false
}

/** A word above everything else on the page. */
export function banner(markup: string): void {
  const box = document.createElement('div')
  box.className = 'news'
  box.setAttribute('role', 'status')
  box.innerHTML = markup
  document.getElementById('main')?.prepend(box)
}

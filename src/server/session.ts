// How a person's browser stays known: a cookie that holds the token of their link, and one for the language. Only pages look at it; the API
// takes bearer tokens alone, so that no other site can make a browser act through it.
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Visit } from './env.ts'

/** Pages are Vietnamese until the reader says otherwise: many phones here are sold speaking English. */
export type Language = 'vi' | 'en'

const days90 = 90 * 86_400
const days2 = 2 * 86_400

/** The token that this browser holds, if any. */
export function sessionToken(visit: Visit): string | undefined {
  return isHttps(visit) ? getCookie(visit, 'phieu', 'host') : getCookie(visit, 'phieu')
}

/** Keeps the token in the browser: out of reach of scripts, not sent along from other sites, on https bound to this host. */
export function startSession(visit: Visit, token: string, seconds: number = days90): void {
  setCookie(visit, 'phieu', token, { ...common(visit), httpOnly: true, maxAge: seconds })
}

/** The browser forgets the token. The token itself lives on: it may be used on another device. */
export function endSession(visit: Visit): void {
  deleteCookie(visit, 'phieu', common(visit))
}

/** What this browser holds between the right password and the second factor. */
export function halfwaySecret(visit: Visit): string | undefined {
  const found = isHttps(visit) ? getCookie(visit, 'phieu-step', 'host') : getCookie(visit, 'phieu-step')
  return found !== undefined && /^[\w-]{22}$/.test(found) ? found : undefined
}

export function startHalfway(visit: Visit, secret: string, seconds: number): void {
  setCookie(visit, 'phieu-step', secret, { ...common(visit), httpOnly: true, maxAge: seconds })
}

export function endHalfway(visit: Visit): void {
  deleteCookie(visit, 'phieu-step', common(visit))
}

/** What this browser fills in public forms under, without having signed in; it opens its own drafts and nothing else. */
export function guestSecret(visit: Visit): string | undefined {
  const found = isHttps(visit) ? getCookie(visit, 'phieu-guest', 'host') : getCookie(visit, 'phieu-guest')
  return found !== undefined && /^[\w-]{22}$/.test(found) ? found : undefined
}

/** Gives this browser such a secret; for as long as a stranger's draft is kept. */
export function startGuest(visit: Visit, secret: string): void {
  setCookie(visit, 'phieu-guest', secret, { ...common(visit), httpOnly: true, maxAge: days2 })
}

/** Under which names somebody came in here before (known_browser.ts). */
export function knownHere(visit: Visit): readonly string[] {
  const found = isHttps(visit) ? getCookie(visit, 'phieu-known', 'host') : getCookie(visit, 'phieu-known')
  return found === undefined ? [] : found.split('~')
}

export function keepKnown(visit: Visit, all: readonly string[], seconds: number): void {
  setCookie(visit, 'phieu-known', all.join('~'), { ...common(visit), httpOnly: true, maxAge: seconds })
}

/** The language chosen in this browser. */
export function languageOf(visit: Visit): Language {
  return getCookie(visit, 'phieu-language') === 'en' ? 'en' : 'vi'
}

/** Keeps the language; anything but a language that pages are written in is Vietnamese. */
export function chooseLanguage(visit: Visit, language: string): void {
  setCookie(visit, 'phieu-language', language === 'en' ? 'en' : 'vi', { path: '/', sameSite: 'Lax', httpOnly: true, secure: isHttps(visit), maxAge: 4 * days90 })
}

// A __Host- cookie must be Secure, and a browser drops a Secure cookie on plain http: a desk on http has the name without the prefix.
function common(visit: Visit): { path: '/'; sameSite: 'Lax'; secure: boolean; prefix?: 'host' } {
  return isHttps(visit) ? { path: '/', sameSite: 'Lax', secure: true, prefix: 'host' } : { path: '/', sameSite: 'Lax', secure: false }
}

function isHttps(visit: Visit): boolean {
  return new URL(visit.req.url).protocol === 'https:'
}

// The way in: a link from the office becomes an account on this phone. The phone makes the secret itself and tells the server only its hash, so that
// an answer that is lost on the way costs nothing: the same claim again is the same account.
import { html } from '../view/html.ts'
import type { run as Run } from './app.ts'
import { laterWordsOf } from './around.ts'
import { languageOf, wordsOf } from './language.ts'
import { beat } from './rhythm.ts'
import { newSecret, sha256Hex } from './digest.ts'
import type { Account } from './shapes.ts'
import type { Shelf } from './shelf.ts'
import { nowUses } from './who.ts'
import { member } from './wire.ts'

type Made = Omit<Account, 'secret' | 'pin' | 'ended'>

/** On /enrol/:code and /in/:token: the button makes an account here. Without this script it signs the browser in for the plain pages. */
export async function entrance(shelf: Shelf, run: typeof Run): Promise<void> {
  const [, way = '', given = ''] = location.pathname.split('/')
  const words = await wordsOf(languageOf())
  const { app: says } = laterWordsOf(languageOf())
  // Who answers for a unit works at a desk, on pages that need no app.
  const form = document.querySelector<HTMLFormElement>('main [data-in=officer] form')
  const button = form?.querySelector('button')
  if (form === null || button === null || button === undefined) return
  let isAsking = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (isAsking) return
    isAsking = true
    say(form, words.phone.preparing, false)
    enter(shelf, way, given)
      .then(async (account) => {
        if (typeof account === 'string') return say(form, account === 'used' ? says.claimUsed : says.claimOffline, true)
        // Pages without script are this officer's too. Where several share the phone they would be the wrong one's for some: then they are nobody's.
        await ((await shelf.accounts()).length === 1 ? ask('/in', posted(`token=${account.secret}`)) : ask('/out', posted()))
        nowUses(account.person)
        history.replaceState(null, '', '/')
        const app = await run(shelf, account)
        await navigator.storage?.persist?.().catch(() => false)
        await beat(app)
      })
      .finally(() => {
        isAsking = false
      })
  })
  document.documentElement.dataset.app = 'ready'
}

async function enter(shelf: Shelf, way: string, given: string): Promise<Account | 'used' | 'offline'> {
  if (way === 'in') {
    const answer = await ask('/api/phone', { headers: { authorization: `Bearer ${given}` } })
    if (answer === undefined) return 'offline'
    return kept(shelf, answer, given, (body) => member(body, 'me'))
  }
  // Kept before it is sent: the claim may arrive and its answer not.
  const key = `claim ${given}`
  const secret = (await shelf.setting<string>(key)) ?? newSecret()
  await shelf.keepSetting(key, secret)
  const answer = await ask(`/api/enrolments/${encodeURIComponent(given)}/claim`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token_hash: await sha256Hex(secret) }),
  })
  const made = answer === undefined ? 'offline' : await kept(shelf, answer, secret, (body) => body)
  // From now on the secret lies with the account, and goes with it.
  if (typeof made !== 'string') await shelf.keepSetting(key, undefined)
  return made
}

// Only our own answer says anything: a captive portal's page with 200 is no account, and with 403 no used link.
async function kept(shelf: Shelf, answer: Response, secret: string, of: (body: unknown) => unknown): Promise<Account | 'used' | 'offline'> {
  const body: unknown = await answer.json().catch(() => undefined)
  if (!answer.ok) return over.has(String(member(body, 'code'))) ? 'used' : 'offline'
  const made = of(body)
  return typeof member(made, 'person') === 'string' && typeof member(made, 'token') === 'string' ? keep(shelf, { ...(made as Made), secret }) : 'offline'
}

const over: ReadonlySet<string> = new Set(['enrolment_used', 'enrolment_expired', 'not_found', 'malformed', 'token_unknown', 'token_expired', 'token_revoked'])

// Enrolled again, an officer keeps the PIN and all that waits under the same person.
async function keep(shelf: Shelf, made: Made & { readonly secret: string }): Promise<Account> {
  const before = await shelf.account(made.person)
  const account: Account = { ...made, ...(before?.pin === undefined ? {} : { pin: before.pin }) }
  await shelf.keepAccount(account)
  return account
}

const posted = (body = ''): RequestInit => ({ method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, redirect: 'manual', body })

async function ask(path: string, init: RequestInit): Promise<Response | undefined> {
  try {
    return await fetch(path, init)
  } catch {
    return undefined // no network: the same again later
  }
}

function say(form: HTMLFormElement, text: string, isProblem: boolean): void {
  form.parentElement?.querySelector('[role=status]')?.remove()
  form.insertAdjacentHTML('beforebegin', html`<p role="status" class="${isProblem ? 'problem' : 'news'}">${text}</p>`.markup)
}

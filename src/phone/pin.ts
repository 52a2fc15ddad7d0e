// Who uses the phone now. A PIN keeps colleagues who share it out of each other's forms; it is no encryption, and is never sent anywhere.
import { html } from '../view/html.ts'
import type { Html } from '../view/html.ts'
import type { LaterWords } from '../words/later.vi.ts'
import { laterWordsOf } from './around.ts'
import { languageOf, wordsOf } from './language.ts'
import { withMore } from './rhythm.ts'
import type { Account } from './shapes.ts'
import type { Shelf } from './shelf.ts'
import { drain } from './sync.ts'

const rounds = 100_000
const triesKey = 'pin tries'

/** What is kept of a PIN. */
export async function pinOf(digits: string): Promise<NonNullable<Account['pin']>> {
  const salt = hex(crypto.getRandomValues(new Uint8Array(16)))
  return { salt, rounds, hash: await derived(digits, salt, rounds) }
}

/** Whether these digits are the PIN. */
export async function isPin(digits: string, pin: NonNullable<Account['pin']>): Promise<boolean> {
  return (await derived(digits, pin.salt, pin.rounds)) === pin.hash
}

/** Asks who is there, and for the PIN where there is one, until somebody is let in. */
export async function ask(shelf: Shelf, accounts: readonly Account[], chosen: Account | undefined): Promise<Account> {
  await wordsOf(languageOf())
  const { app: says } = laterWordsOf(languageOf())
  // What waits is sent whoever holds the phone, and whether or not they are let in.
  void drain(withMore(shelf)).catch(() => undefined)
  return new Promise((resolve) => {
    const show = (account: Account | undefined, problem = ''): void => {
      const main = document.getElementById('main')
      if (main === null) return
      main.innerHTML = (account === undefined ? people(accounts, says) : pinPage(account, problem, says)).markup
      document.documentElement.dataset.app = 'ready'
      main.querySelector('input')?.focus()
      main.querySelector('form')?.addEventListener('submit', (event) => {
        event.preventDefault()
        void tried(main.querySelector('input')?.value ?? '')
      })
      main.querySelectorAll<HTMLButtonElement>('button[data-person]').forEach((button) =>
        button.addEventListener('click', () => choose(accounts.find(({ person }) => person === button.dataset.person))),
      )
    }
    const choose = (account: Account | undefined): void => {
      if (account !== undefined && account.pin === undefined) resolve(account)
      else show((current = account))
    }
    let isTrying = false
    const tried = async (digits: string): Promise<void> => {
      // While one is being waited for, another one does not count: else the wait would be none.
      if (current?.pin === undefined || isTrying) return
      isTrying = true
      try {
        await oneTry(digits, current, current.pin)
      } finally {
        isTrying = false
      }
    }
    const oneTry = async (digits: string, who: Account, pin: NonNullable<Account['pin']>): Promise<void> => {
      // Counted on the shelf, so that opening the page again does not begin anew: 5 tries, then 30 s more with each.
      const tries = (await shelf.setting<number>(`${triesKey} ${who.person}`)) ?? 0
      if (tries >= 5) {
        const seconds = Math.min(300, (tries - 4) * 30)
        show(who, says.pinWait(String(seconds)))
        await new Promise((done) => setTimeout(done, seconds * 1000))
      }
      const isRight = await isPin(digits, pin)
      await shelf.keepSetting(`${triesKey} ${who.person}`, isRight ? 0 : tries + 1)
      if (isRight) resolve(who)
      else show(who, says.pinWrong)
    }
    let current = chosen
    choose(chosen)
    if (chosen === undefined) show(undefined)
  })
}

function people(accounts: readonly Account[], says: LaterWords['app']): Html {
  return html`<h1>${says.people}</h1><ul class="cards">${accounts.map(({ person, name }) => html`<li><button class="plain big" type="button" data-person="${person}">${says.use(name)}</button></li>`)}</ul>`
}

function pinPage({ name }: Account, problem: string, says: LaterWords['app']): Html {
  return html`<h1>${says.pinAsk(name)}</h1><form><div class="field${problem === '' ? '' : ' wrong'}"><label for="pin">${says.pin}</label>${problem !== '' && html`<p class="problem" id="pin-problem" role="alert">${problem}</p>`}<input type="password" id="pin" class="number" inputmode="numeric" maxlength="8" autocomplete="off"></div><div class="buttons"><button class="big">${says.open}</button></div></form><p class="about">${says.pinForgot}</p>`
}

async function derived(digits: string, salt: string, iterations: number): Promise<string> {
  const bytes = new TextEncoder()
  const key = await crypto.subtle.importKey('raw', bytes.encode(digits), 'PBKDF2', false, ['deriveBits'])
  return hex(new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: bytes.encode(salt), iterations }, key, 256)))
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

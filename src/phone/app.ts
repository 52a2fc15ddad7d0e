// The app as it stands in a window: who uses it, which page is open, and the handing of what a person does to that page.
// What a page shows is the pages' own; how things are kept and sent is the shelf's and sync's.
import { body, titleOf } from '../view/body.ts'
import { begin } from './begin.ts'
import { ShelfFull } from './database.ts'
import { fill } from './fill.ts'
import { chooseLanguage, languageOf, wordsOf } from './language.ts'
import type { App, Draw, Drawn } from './screen.ts'
import type { Account } from './shapes.ts'
import { forget } from './shared.ts'
import type { Shelf } from './shelf.ts'

/** Draws the app over the page that the server (or the service worker) sent, and lives from then on. */
export async function run(shelf: Shelf, whose: Account): Promise<App> {
  let account = whose
  let language = languageOf()
  let words = await wordsOf(language)
  let drawn: Drawn | undefined
  let here = ''
  let turn = 0

  const app: App = {
    shelf,
    get account() {
      return account
    },
    get words() {
      return words
    },
    get language() {
      return language
    },
    async go(path, replace = false) {
      await drawn?.leave?.()
      if (path !== location.pathname + location.search + location.hash) history[replace ? 'replaceState' : 'pushState'](null, '', path)
      await draw(true)
    },
    async learn() {
      words = { ...words, problem: (await later()).problemsIn(language) }
    },
    redraw: () => drawn?.heard?.() ?? draw(false),
    tell(text) {
      const place = document.getElementById('told')
      if (place !== null && place.textContent !== text) place.textContent = text
    },
  }

  const draw = async (isNew: boolean): Promise<void> => {
    const mine = ++turn
    const query = new URLSearchParams(location.search)
    const parts = location.pathname.split('/').slice(1).map(decoded)
    if (parts[0] !== 'fill') forget()
    // Roles, forms and places may be others since the last visit of the server.
    if (parts[0] !== 'fill') account = (await shelf.account(account.person)) ?? account
    const made = await pageOf(parts)(app, parts, query)
    // Somebody pressed on while this page was being made.
    if (mine !== turn) return
    if (typeof made === 'string') return app.go(made, true)
    drawn = made
    here = location.pathname + location.search + location.hash
    const shell = { words, language, title: made.title, main: made.main, here: location.pathname, app: true, hasProblems: made.hasProblems ?? false, person: { name: account.name, office: account.role !== 'officer' } }
    document.documentElement.lang = language
    document.title = titleOf(shell)
    const told = document.getElementById('told') ?? document.createElement('p')
    // On the same page what was said last still holds.
    if (isNew) told.textContent = ''
    const was = isNew ? '' : nameOf(document.activeElement)
    document.body.className = ''
    document.body.innerHTML = body(shell).markup
    told.id = 'told'
    told.setAttribute('role', 'status')
    document.body.append(told)
    document.documentElement.dataset.app = 'ready'
    if (isNew) arrive(made.focus ?? location.hash.slice(1))
    else if (was !== '') [...document.querySelectorAll<HTMLElement>('a,button')].find((one) => nameOf(one) === was)?.focus({ preventScroll: true })
    await made.shown?.()
  }

  const act = async (button: HTMLElement): Promise<void> => {
    const [what = '', about = ''] = ((button as HTMLButtonElement).value ?? '').split(/ (.*)/s)
    if (what === 'language') {
      const chosen = await wordsOf(about)
      await drawn?.leave?.()
      chooseLanguage(about)
      forget()
      language = about
      words = chosen
      return draw(false)
    }
    await drawn?.press?.(what, about, button)
  }
  // What goes wrong here is said, and what was typed stays where it stands: the shelf says when it could not take it.
  const safely = (work: Promise<void> | void): void => {
    Promise.resolve(work).catch((error: unknown) => {
      app.tell(error instanceof ShelfFull ? words.phone.full : words.phone.broken)
      if (!(error instanceof ShelfFull)) throw error
    })
  }

  document.addEventListener('submit', (event) => {
    event.preventDefault()
    const button = event.submitter
    if (button !== null) safely(act(button))
  })
  document.addEventListener('click', (event) => {
    const at = event.target as HTMLElement
    const button = at.closest<HTMLButtonElement>('button[type=button][name=".do"]')
    if (button !== null) return safely(act(button))
    const link = at.closest<HTMLAnchorElement>('a[href]')
    // A file that is shown (blob:) has our origin too.
    if (link === null || !link.protocol.startsWith('http') || event.defaultPrevented || event.metaKey || event.ctrlKey || link.target !== '' || link.origin !== location.origin || link.download !== '') return
    if (link.pathname + link.search === location.pathname + location.search && link.hash !== '') {
      event.preventDefault()
      return arrive(link.hash.slice(1))
    }
    if (!isOurs(link.pathname)) return
    event.preventDefault()
    safely(app.go(link.pathname + link.search + link.hash))
  })
  for (const type of ['input', 'change'] as const) {
    document.addEventListener(type, (event) => {
      const box = event.target as HTMLInputElement
      // A text box tells of every key; a choice and a box that was left tell once.
      const isChoice = box.type === 'radio' || box.type === 'checkbox' || box.type === 'file' || box.tagName === 'SELECT'
      if (type === 'input' && isChoice) return
      if (box.name !== '') safely(drawn?.input?.(box, type === 'change'))
    })
  }
  // The browser's own way back has moved already: what cannot be kept brings it here again.
  const moved = async (): Promise<void> => {
    try {
      await drawn?.leave?.()
    } catch (error) {
      history.pushState(null, '', here)
      throw error
    }
    await draw(true)
  }
  addEventListener('popstate', () => safely(moved()))
  addEventListener('pagehide', () => void drawn?.leave?.())
  await draw(true)
  return app
}

const later = async (): Promise<typeof import('./later.ts')> => import('./later.ts')

const pages: Readonly<Record<string, Draw>> = {
  '': async (app) => (await later()).home(app),
  forms: begin,
  fill: async (app, parts, query) => (parts[2] === 'check' || parts[2] === 'discard' ? (await later()).check(app, parts, query) : fill(app, parts, query)),
  sent: async (app, parts, query) => (await later()).sent(app, parts, query),
  phone: async (app, _, query) => (await import('./rarely.ts')).settings(app, query),
}

/** Whether the app draws this address itself. */
export function isOurs(path: string): boolean {
  return Object.prototype.hasOwnProperty.call(pages, path.split('/')[1] ?? '')
}

const pageOf = ([first = '']: readonly string[]): Draw => pages[isOurs(`/${first}`) ? first : ''] as Draw

// By what a link or button is known when a page is drawn anew under the hand that is on it.
const nameOf = (one: Element | null): string => one?.getAttribute('href') ?? one?.getAttribute('value') ?? ''

// Reading begins at what was asked for, else at the top.
function arrive(id: string): void {
  const asked = id === '' ? null : document.getElementById(decoded(id))
  const at = asked ?? document.querySelector<HTMLElement>('main h1')
  at?.focus()
  if (document.activeElement !== at) {
    // No box: a heading, a list of rows.
    at?.setAttribute('tabindex', '-1')
    at?.focus()
  }
  if (asked === null) window.scrollTo(0, 0)
  else asked.scrollIntoView({ block: 'center' })
}

// An address that somebody typed or cut short is an address of nothing, no reason to break.
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

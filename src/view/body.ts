// What stands around the middle of every page: who is there, the way home, the other language. The same on a page of the server's and in the app.
import type { Words } from '../words/words.ts'
import type { Html, Part } from './html.ts'
import { attribute, html } from './html.ts'

/** The app's script, and what it will ask for at once. */
export interface Script {
  readonly entry: string
  readonly preload: readonly string[]
}

export interface Shell {
  readonly words: Words
  readonly language: string
  readonly title: string
  readonly main: Part
  /** Who is signed in, and whether the office is open to them. */
  readonly person?: { readonly name: string; readonly office: boolean }
  /** Where the language switch comes back to. */
  readonly here: string
  /** The id of a form that must be kept when the language is switched: the switch becomes one of its buttons. */
  readonly keeping?: string
  readonly wide?: boolean
  /** Where scripts run, the page becomes the phone's app. */
  readonly script?: Script
  /** Further rules of style. */
  readonly style?: string
  /** Drawn by the phone's app: its buttons are the app's, not the server's. */
  readonly app?: boolean
  readonly hasProblems?: boolean
}

/** What stands in a page's title: wrong ones say so first, for those who hear it. */
export function titleOf({ words, title, hasProblems }: Shell): string {
  return `${hasProblems ? `${words.field.wrong} ` : ''}${title} – ${words.product}`
}

/** What stands in a page's body. */
export function body(shell: Shell): Html {
  const { words, person, app } = shell
  const who = person && (app ? html`<a class="who" href="/phone">${words.signedIn(person.name)}</a>` : html`<span class="who">${words.signedIn(person.name)}</span>`)
  return html`<a class="skip" href="#main">${words.skip}</a>
<div class="top"><header><a class="brand" href="/">${words.product}</a>${person?.office && html`<a href="/office">${words.office}</a>`}${who}</header></div>
<main id="main">${shell.main}</main>
<footer>${languageSwitch(shell)}${person && !app && html`<form method="post" action="/out"><button class="plain">${words.leave}</button></form>`}</footer>`
}

function languageSwitch(shell: Shell): Html {
  const { words, here, keeping, app } = shell
  const other = words.otherLanguage
  const name = html`<span lang="${other.code}">${other.name}</span>`
  if (app || keeping !== undefined) return html`<button class="plain" type="${app ? 'button' : 'submit'}"${attribute('form', keeping)} name=".do" value="language ${other.code}">${name}</button>`
  return html`<form method="post" action="/language"><input type="hidden" name="back" value="${here}"><button class="plain" name="language" value="${other.code}">${name}</button></form>`
}

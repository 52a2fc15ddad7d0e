// The shell of every page: language, title, stylesheet, who is signed in, the way home, the other language.
// What stands in the middle comes from the pages.
import type { Words } from '../words/words.ts'
import type { Html, Part } from './html.ts'
import { attribute, html } from './html.ts'
import { stylePath } from './style.ts'

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
  readonly hasProblems?: boolean
}

/** A whole page as text, `<!doctype html>` included. */
export function page(shell: Shell): string {
  const { words, person } = shell
  const title = `${shell.hasProblems ? `${words.field.wrong} ` : ''}${shell.title} – ${words.product}`
  return html`<!doctype html>
<html lang="${shell.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title><link rel="stylesheet" href="${stylePath}"><link rel="icon" href="data:,"></head>
<body${attribute('class', shell.wide ? 'wide' : undefined)}><a class="skip" href="#main">${words.skip}</a>
<div class="top"><header><a class="brand" href="/">${words.product}</a>${person?.office && html`<a href="/office">${words.office}</a>`}${person && html`<span class="who">${words.signedIn(person.name)}</span>`}</header></div>
<main id="main">${shell.main}</main>
<footer>${languageSwitch(shell)}${person && html`<form method="post" action="/out"><button class="plain">${words.leave}</button></form>`}</footer></body></html>
`.markup
}

function languageSwitch({ words, here, keeping }: Shell): Html {
  const other = words.otherLanguage
  const name = html`<span lang="${other.code}">${other.name}</span>`
  if (keeping !== undefined) return html`<button class="plain" form="${keeping}" name=".do" value="language ${other.code}">${name}</button>`
  return html`<form method="post" action="/language"><input type="hidden" name="back" value="${here}"><button class="plain" name="language" value="${other.code}">${name}</button></form>`
}

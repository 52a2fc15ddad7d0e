// The one draft that is open in this window, held while its screens follow each other: nothing is read twice, and no other window writes to it.
import { html } from '../view/html.ts'
import { openDraft } from './claim.ts'
import { openFilling } from './filling.ts'
import type { Open } from './filling.ts'
import type { App, Drawn } from './screen.ts'

let held: { readonly id: string; readonly person: string; readonly language: string; readonly at: Open; release(): void } | undefined

const claiming = {
  locks: navigator.locks,
  clock: { wait: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) },
  random: () => Math.random(),
}

/** The draft, open and held by this window; or a page that says why not. */
export async function openShared(app: App, id: string): Promise<Open | Drawn> {
  const { words, account, language } = app
  if (held?.id === id && held.person === account.person && held.language === language) return held.at
  forget()
  const opened = await openDraft(app.shelf, id, claiming)
  const isTheirs = opened?.draft.author === account.person
  const at = opened !== undefined && isTheirs && opened.isMine ? await openFilling(app, opened) : undefined
  if (opened === undefined || at === undefined) {
    opened?.release()
    const why = opened === undefined || !isTheirs ? words.phone.goneAbout : opened.isMine ? words.phone.noForm : words.phone.elsewhere
    const title = opened === undefined || !isTheirs ? words.phone.gone : opened.draft.label || words.product
    return { title, main: html`<h1>${title}</h1><p>${why}</p><p class="buttons"><a class="button" href="/">${words.home}</a></p>` }
  }
  held = { id, person: account.person, language, at, release: opened.release }
  return at
}

/** Lets go of the draft that is open. */
export function forget(): void {
  held?.release()
  held = undefined
}

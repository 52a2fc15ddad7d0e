// The one draft that is open in this window, held while its screens follow each other: nothing is read twice, and no other window writes to it.
import { html } from '../view/html.ts'
import { openDraft } from './claim.ts'
import { openFilling } from './filling.ts'
import type { Open } from './filling.ts'
import type { App, Drawn } from './screen.ts'

let held: { readonly id: string; readonly person: string; readonly language: string; readonly at: Open; release(): Promise<unknown> } | undefined
/** Until then the browser still counts it as open, and it could not be opened again. */
let released: Promise<unknown> = Promise.resolve()

const claiming = {
  locks: navigator.locks,
  clock: { wait: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) },
  random: () => Math.random(),
}

/** The draft, open and held by this window; or a page that says why not. */
export async function openShared(app: App, id: string): Promise<Open | Drawn> {
  const { account, language } = app
  if (held?.id === id && held.person === account.person && held.language === language) return held.at
  // Tapped twice, it is being opened already: this window must not find it open in another.
  const key = `${id} ${account.person} ${language}`
  if (opening?.key === key) return opening.done
  const mine = { key, done: openAnew(app, id) }
  opening = mine
  try {
    return await mine.done
  } finally {
    if (opening === mine) opening = undefined
  }
}

let opening: { readonly key: string; readonly done: Promise<Open | Drawn> } | undefined

async function openAnew(app: App, id: string): Promise<Open | Drawn> {
  const { words, account, language } = app
  forget()
  await released
  const opened = await openDraft(app.shelf, id, claiming)
  const isTheirs = opened?.draft.author === account.person
  const at = opened !== undefined && isTheirs && opened.isMine ? await openFilling(app, opened) : undefined
  if (opened === undefined || at === undefined) {
    await opened?.release()
    const why = opened === undefined || !isTheirs ? words.phone.goneAbout : opened.isMine ? words.phone.noForm : words.phone.elsewhere
    const title = opened === undefined || !isTheirs ? words.phone.gone : opened.draft.label || words.product
    return { title, main: html`<h1>${title}</h1><p>${why}</p><p class="buttons"><a class="button" href="/">${words.home}</a></p>` }
  }
  held = { id, person: account.person, language, at, release: opened.release }
  return at
}

/** Lets go of the draft that is open. */
export function forget(): void {
  if (held === undefined) return
  // Addresses of photos and sounds that were shown.
  for (const { file } of Object.values(held.at.pickers)) if (file !== undefined) URL.revokeObjectURL(file)
  released = held.release().catch(() => undefined)
  held = undefined
}

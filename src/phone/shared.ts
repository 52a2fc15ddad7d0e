// The one draft that is open in this window, held while its screens follow each other: nothing is read twice, and no other window writes to it.
import { openDraft } from './claim.ts'
import { openFilling } from './filling.ts'
import type { Open } from './filling.ts'
import type { App, Drawn } from './screen.ts'

/** Whose window: the draft, the person, the language. */
let held: { readonly key: string; readonly at: Open; release(): Promise<unknown> } | undefined
/** Until then the browser still counts it as open, and it could not be opened again. */
let released: Promise<unknown> = Promise.resolve()

const claiming = {
  locks: navigator.locks,
  clock: { wait: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) },
  random: () => Math.random(),
}

/** The draft, open and held by this window; or a page that says why not. */
export async function openShared(app: App, id: string): Promise<Open | Drawn> {
  const key = `${id} ${app.account.person} ${app.language}`
  if (held?.key === key) return held.at
  // Tapped twice, it is being opened already: this window must not find it open in another.
  if (opening?.key !== key) opening = { key, done: openAnew(app, id, key).finally(() => (opening = undefined)) }
  return opening.done
}

let opening: { readonly key: string; readonly done: Promise<Open | Drawn> } | undefined

async function openAnew(app: App, id: string, key: string): Promise<Open | Drawn> {
  forget()
  await released
  const opened = await openDraft(app.shelf, id, claiming)
  const isTheirs = opened?.draft.author === app.account.person
  const at = opened !== undefined && isTheirs && opened.isMine ? await openFilling(app, opened).catch(async (error: unknown) => {
    await opened.release()
    throw error
  }) : undefined
  if (opened === undefined || at === undefined) {
    await opened?.release()
    return (await import('./rarely.ts')).refused(app, isTheirs ? opened : undefined)
  }
  held = { key, at, release: opened.release }
  return at
}

/** Lets go of the draft that is open, and of the pictures that were shown of it. */
export function forget(): void {
  for (const { file } of Object.values(held?.at.pickers ?? {})) if (file !== undefined) URL.revokeObjectURL(file)
  released = held?.release().catch(() => undefined) ?? released
  held = undefined
}

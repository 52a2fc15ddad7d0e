// The buttons that a phone puts beside a question, and what they do: listen to it, take a photo, a position, a sound, scan a code. Those that need much
// code are loaded when they are first pressed; each works by itself, and without the hardware the box beside it is still there.
import { kinds } from '../form/kinds/index.ts'
import { idOf } from '../view/field.ts'
import { html } from '../view/html.ts'
import type { Html } from '../view/html.ts'
import { hooks } from './filling.ts'
import type { Open } from './filling.ts'
import type { App } from './screen.ts'

const tools: ReadonlySet<string> = new Set(['listen', 'locate', 'record', 'stop', 'file'])

/** Whether a pressed button is one of these. */
export function isTool(what: string): boolean {
  return tools.has(what) || what[0] === '+'
}

/** What is going on beside a question: a recording, a search for the position, what came of it. By draft and key, gone with the window. */
export const notes = new Map<string, string>()
export const noteKey = (at: Open, key: string): string => `${at.draft.id} ${key}`

/** The buttons of a question. */
export function toolsOf(app: App, at: Open, key: string): Html | undefined {
  const { phone } = app.words
  const question = at.filling.step(key)?.question
  const button = (what: string, text: string): Html => html`<button class="plain" type="button" name=".do" value="${what} ${key}">${text}</button>`
  const note = notes.get(noteKey(at, key))
  const own =
    question?.kind === 'geopoint' && 'geolocation' in navigator
      ? button('locate', phone.locate)
      : question?.kind === 'audio' && typeof MediaRecorder !== 'undefined'
        ? note === phone.stopRecord
          ? button('stop', phone.stopRecord)
          : button('record', phone.record)
        : hooks.buttons?.(app, at, key)
  // The browser's own button speaks the language that the phone was sold with.
  const file = question !== undefined && kinds[question.kind].isFile === true && html`<label class="button plain" for="${idOf(key)}">${question.kind === 'image' ? phone.takePhoto : phone.chooseFile}</label>`
  const heard = at.prompts.has(question?.name ?? '') ? button('listen', phone.listen) : undefined
  if (own === undefined && heard === undefined && file === false && note === undefined) return undefined
  return html`<div class="buttons">${heard}${file}${own}</div>${note !== undefined && note !== phone.stopRecord && html`<p class="about" role="status">${note}</p>`}`
}

/** Does what a button says; the answer is kept before this ends. `seen` draws what ends by itself later. */
export function use(app: App, at: Open, key: string, what: string, by: HTMLElement, seen: () => Promise<void>): Promise<void> {
  const chosen = (by as HTMLInputElement).files?.[0]
  const work = async (): Promise<void> => {
    if (what[0] === '+') return hooks.use?.(app, at, key, what, by)
    if (what === 'locate') return (await import('./later.ts')).locate(app, at, key)
    if (what === 'listen') return (await import('./later.ts')).listen(app, at, key)
    if (what === 'record' || what === 'stop') return (await import('./rarely.ts')).voice(app, at, key, what, seen)
    return (await import('./later.ts')).photo(app, at, key, chosen)
  }
  return underWay(work())
}

const works = new Set<Promise<void>>()
const ends = new Set<() => void>()

/** Something that ends in an answer; `end`, where it can be hurried, makes it end now with what it has. */
export function underWay(work: Promise<void>, end?: () => void): Promise<void> {
  works.add(work)
  if (end !== undefined) ends.add(end)
  const over = (): void => {
    works.delete(work)
    if (end !== undefined) ends.delete(end)
  }
  work.then(over, over)
  return work
}

/** Before a page is left: a photo that is being shrunk, a recording, a position become answers now; afterwards they would come to another page, or too late. */
export async function finishTools(): Promise<void> {
  while (works.size > 0) {
    ends.forEach((end) => end())
    await Promise.all(works)
  }
}

// file, image, audio: what is kept (seen or heard, where its address is known), with a tick that keeps it, and a box for choosing another.
// The box is named `.file.<key>`; whoever reads it keeps the file and gives the answer its name. The phone finds the field by `data-kind`.
import type { Words } from '../../words/words.ts'
import type { Html } from '../html.ts'
import { attribute, html } from '../html.ts'
import { choice, hinted, idOf, nameOf, single } from '../field.ts'
import type { KindView } from './kind.ts'

export function chosen(saysOf: (words: Words, language: string) => { readonly hint: string; readonly named: (name: string) => string }, accept: string, shown: (address: string, name: string) => Html): KindView {
  return {
    field(field) {
      const { key, question, words, picker } = field
      // What could not be taken stands in the boxes, but it is not kept.
      const name = field.filling.get(key)
      const [says, looks] = [saysOf(words, field.language), question.appearance ?? '']
      // Without `capture` a phone offers its camera and what it took before; the author may insist on a new one.
      const capture = looks.includes('new-front') ? 'user' : looks.includes('new') ? 'environment' : undefined
      return single(
        { ...field, hint: hinted(field, says.hint) },
        (tied) => html`${typeof name === 'string' && html`${picker.file !== undefined && shown(picker.file, name)}${choice('checkbox', nameOf(key), name, `${words.field.keepFile} ${says.named(name)}`, true, idOf(key, 'kept'))}`}<input type="file"${tied} accept="${accept}"${attribute('capture', capture)}>`,
        undefined,
        `.file.${key}`,
      )
    },
    reading: (answer, { words, language }) => saysOf(words, language).named(String(answer)),
  }
}

export const image = chosen(({ field }) => field.files.image, 'image/*', (address) => html`<img class="kept" src="${address}" alt="">`)
export const audio = chosen(({ field }) => field.files.audio, 'audio/*', (address, name) => html`<audio controls preload="none" src="${address}" aria-label="${name}"></audio>`)
export const file = chosen(({ field }) => field.files.file, 'application/pdf,image/*', (address, name) => html`<p><a href="${address}">${name}</a></p>`)

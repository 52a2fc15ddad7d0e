// file, image, audio: what is kept, with a tick that keeps it, and a box for choosing another. The box is named `.file.<key>`; whoever reads
// it keeps the file and gives the answer its name. The phone finds both by `data-kind` and puts its camera or recorder in place.
import type { Words } from '../../words/words.ts'
import { attribute, html } from '../html.ts'
import { boxOf, choice, idOf, nameOf, single } from '../field.ts'
import type { KindView } from './kind.ts'

function chosen(kind: keyof Words['field']['files'], accept: string): KindView {
  return {
    field(field) {
      const { key, question, words } = field
      const name = boxOf(field)
      const [says, looks] = [words.field.files[kind], question.appearance ?? '']
      // Without `capture` a phone offers its camera and what it took before; the author may insist on a new one.
      const capture = looks.includes('new-front') ? 'user' : looks.includes('new') ? 'environment' : undefined
      return single(
        { ...field, hint: `${field.hint} ${says.hint}`.trim() },
        (tied) => html`${name !== '' && choice('checkbox', nameOf(key), name, `${words.field.keepFile} ${says.named(name)}`, true, idOf(key, 'kept'))}<input type="file"${tied} accept="${accept}"${attribute('capture', capture)}>`,
        undefined,
        `.file.${key}`,
      )
    },
    reading: (answer, { words }) => words.field.files[kind].named(String(answer)),
  }
}

export const image = chosen('image', 'image/*')
export const audio = chosen('audio', 'audio/*')
export const file = chosen('file', 'application/pdf,image/*')

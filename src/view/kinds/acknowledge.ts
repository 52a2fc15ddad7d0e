// acknowledge: one tick. image: the name of the photo, until the phone app sends the photo itself.
import { html } from '../html.ts'
import { boxOf, choice, idOf, nameOf, several, single } from '../field.ts'
import type { KindView } from './kind.ts'

export const acknowledge: KindView = {
  field: (field) => several(field, choice('checkbox', nameOf(field.key), 'OK', field.words.field.acknowledge, boxOf(field) !== '', idOf(field.key))),
  reading: (_, { words }) => words.yes,
}

export const image: KindView = {
  field: (field) =>
    single({ ...field, hint: `${field.hint} ${field.words.field.image}`.trim() }, (tied) => html`<input type="text"${tied} value="${boxOf(field)}" autocomplete="off">`),
  reading: (answer, { words }) => words.field.imageNamed(String(answer)),
}

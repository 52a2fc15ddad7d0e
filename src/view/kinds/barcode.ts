// barcode: a text box for what stands under the bars; the phone puts a scanner beside it where it has one.
import { html } from '../html.ts'
import { boxOf, hinted, single } from '../field.ts'
import type { KindView } from './kind.ts'

export const barcode: KindView = {
  field: (field) =>
    single({ ...field, hint: hinted(field, field.words.field.barcode) }, (tied) => html`<input type="text"${tied} value="${boxOf(field)}" autocomplete="off" autocapitalize="off" spellcheck="false">`),
  reading: (answer) => String(answer),
}

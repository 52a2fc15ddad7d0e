// barcode: a text box for what stands under the bars; the phone puts a scanner beside it where it has one.
import { html } from '../html.ts'
import { boxOf, single } from '../field.ts'
import type { KindView } from './kind.ts'

export const barcode: KindView = {
  field: (field) =>
    single({ ...field, hint: `${field.hint} ${field.words.field.barcode}`.trim() }, (tied) => html`<input type="text"${tied} value="${boxOf(field)}" autocomplete="off" autocapitalize="off" spellcheck="false">`),
  reading: (answer) => String(answer),
}

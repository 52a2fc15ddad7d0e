// barcode: a text box for what stands under the bars; the phone puts a scanner beside it where it has one.
import { rarerWordsOf } from '../../words/rarer.ts'
import { html } from '../html.ts'
import { boxOf, hinted, single } from '../field.ts'
import type { KindView } from './kind.ts'

export const barcode: KindView = {
  field: (field) =>
    single({ ...field, hint: hinted(field, rarerWordsOf(field.language).barcode) }, (tied) => html`<input type="text"${tied} value="${boxOf(field)}" autocomplete="off" autocapitalize="off" spellcheck="false">`),
  reading: (answer) => String(answer),
}

// text: one line, or several where the author says multiline.
import { attribute, html } from '../html.ts'
import { boxOf, single } from '../field.ts'
import type { KindView } from './kind.ts'

export const text: KindView = {
  field: (field) =>
    single(field, (tied) =>
      field.question.appearance?.includes('multiline')
        ? html`<textarea${tied} rows="4" autocomplete="off">
${boxOf(field)}</textarea>`
        : html`<input type="text"${tied} value="${boxOf(field)}" autocomplete="off"${attribute('inputmode', field.question.appearance?.includes('numbers') ? 'numeric' : undefined)}>`,
    ),
  reading: (answer) => String(answer),
}

// text of as many lines as the author says (parameter `rows`).
import { boxOf, single } from '../field.ts'
import { html } from '../html.ts'
import type { KindView } from './kind.ts'

/** The view of texts, over the one that all others have. */
export function lines(usual: KindView): KindView {
  return {
    ...usual,
    field(field) {
      const rows = Number(field.question.parameters?.rows ?? 1)
      return rows === 1
        ? usual.field(field)
        : single(field, (tied) => html`<textarea${tied} rows="${rows}" autocomplete="off">
${boxOf(field)}</textarea>`)
    },
  }
}

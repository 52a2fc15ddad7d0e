// range: a short scale is a list of radios, a long one a number box with its bounds in the hint.
import { bounds } from '../../form/kinds/range.ts'
import { writeNumber } from '../../form/number.ts'
import { html } from '../html.ts'
import { boxOf, choice, idOf, nameOf, several } from '../field.ts'
import type { KindView } from './kind.ts'
import { decimal } from './number.ts'

export const range: KindView = {
  field(field) {
    const { start, end, step } = bounds(field.question)
    const steps = Math.floor((end - start) / step + 1e-9)
    const from = writeNumber(start, field.language)
    const to = writeNumber(end, field.language)
    if (steps > 11) return decimal.field({ ...field, hint: `${field.hint} (${from} – ${to})`.trim() })
    const scale = Array.from({ length: steps + 1 }, (_, i) => writeNumber(Math.round((start + i * step) * 1e9) / 1e9, field.language))
    return several(
      field,
      html`<div>${scale.map((value, i) => choice('radio', nameOf(field.key), value, value, boxOf(field) === value, i === 0 ? idOf(field.key) : undefined))}</div>`,
      { isRadio: true },
    )
  },
  reading: (answer, { language }) => (typeof answer === 'number' ? writeNumber(answer, language) : String(answer)),
}

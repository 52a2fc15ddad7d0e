// A date of which only the month or the year is asked: fewer boxes, and nothing read that nobody said.
import { coarseness } from '../../form/kinds/coarse.ts'
import { several } from '../field.ts'
import { boxes } from './date.ts'
import { views } from './index.ts'
import type { KindView, Reader } from './kind.ts'

const monthIn = (answer: unknown, reader: Reader): string => views.month.reading(String(answer ?? '').slice(0, 7), reader) ?? ''

/** The view of dates, over the one that all others have. */
export function coarse(usual: KindView): KindView {
  return {
    field(field) {
      const { question, filling, words, language } = field
      const asked = coarseness(question)
      if (asked === undefined) return usual.field(field)
      return asked === 'year' ? several(field, boxes(field, ['year'])) : several(field, boxes(field, ['month', 'year']), { echo: monthIn(filling.get(field.key), { question, form: filling.form, world: filling.world, words, language }) })
    },
    reading(answer, reader) {
      const asked = coarseness(reader.question)
      return asked === undefined ? usual.reading(answer, reader) : asked === 'year' ? String(answer).slice(0, 4) : monthIn(answer, reader)
    },
  }
}

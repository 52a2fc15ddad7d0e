// dateTime: the boxes of a day and those of a time, and both read back in words.
import { rarerWordsOf } from '../../words/rarer.ts'
import { several } from '../field.ts'
import { boxes, instantView, writeInstant } from './date.ts'
import type { KindView } from './kind.ts'

export const dateTime: KindView = {
  field(field) {
    const answer = field.filling.get(field.key)
    return several(field, boxes(field, ['day', 'month', 'year', 'hour', 'minute'], { ...field.words.field, ...rarerWordsOf(field.language) }), { echo: typeof answer === 'string' ? writeInstant(answer, field.language) : '' })
  },
  reading: instantView.reading,
}

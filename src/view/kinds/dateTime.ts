// dateTime: the boxes of a day and those of a time, and both read back in words.
import { rarerWordsOf } from '../../words/rarer.ts'
import { several } from '../field.ts'
import { boxes, instantView, writeInstant } from './date.ts'
import type { KindView } from './kind.ts'

export const dateTime: KindView = {
  field(field) {
    const { day, month, year } = field.words.field
    const { hour, minute } = rarerWordsOf(field.language)
    const answer = field.filling.get(field.key)
    const all = [
      { part: 'day', label: day, most: 2 }, { part: 'month', label: month, most: 2 }, { part: 'year', label: year, most: 4 },
      { part: 'hour', label: hour, most: 2 }, { part: 'minute', label: minute, most: 2 },
    ]
    return several(field, boxes(field, all), { echo: typeof answer === 'string' ? writeInstant(answer, field.language) : '' })
  },
  reading: instantView.reading,
}

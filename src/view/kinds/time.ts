// time: two boxes, hour and minute.
import { rarerWordsOf } from '../../words/rarer.ts'
import { several } from '../field.ts'
import { boxes } from './date.ts'
import type { KindView } from './kind.ts'

export const time: KindView = {
  field: (field) =>
    several(
      field,
      boxes(field, [
        { part: 'hour', label: rarerWordsOf(field.language).hour, most: 2 },
        { part: 'minute', label: rarerWordsOf(field.language).minute, most: 2 },
      ]),
    ),
  reading: (answer) => String(answer),
}

// time: two boxes, hour and minute.
import { rarerWordsOf } from '../../words/rarer.ts'
import { several } from '../field.ts'
import { boxes } from './date.ts'
import type { KindView } from './kind.ts'

export const time: KindView = {
  field: (field) => several(field, boxes(field, ['hour', 'minute'], rarerWordsOf(field.language))),
  reading: (answer) => String(answer),
}

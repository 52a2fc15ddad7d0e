// time: two boxes, hour and minute.
import { several } from '../field.ts'
import { boxes } from './date.ts'
import type { KindView } from './kind.ts'

export const time: KindView = {
  field: (field) =>
    several(
      field,
      boxes(field, [
        { part: 'hour', label: field.words.field.hour, most: 2 },
        { part: 'minute', label: field.words.field.minute, most: 2 },
      ]),
    ),
  reading: (answer) => String(answer),
}

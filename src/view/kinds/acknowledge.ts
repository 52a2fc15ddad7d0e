// acknowledge: one tick.
import { rarerWordsOf } from '../../words/rarer.ts'
import { boxOf, choice, idOf, nameOf, several } from '../field.ts'
import type { KindView } from './kind.ts'

export const acknowledge: KindView = {
  field: (field) => several(field, choice('checkbox', nameOf(field.key), 'OK', rarerWordsOf(field.language).acknowledge, boxOf(field) !== '', idOf(field.key))),
  reading: (_, { words }) => words.yes,
}

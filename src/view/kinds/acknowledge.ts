// acknowledge: one tick.
import { boxOf, choice, idOf, nameOf, several } from '../field.ts'
import type { KindView } from './kind.ts'

export const acknowledge: KindView = {
  field: (field) => several(field, choice('checkbox', nameOf(field.key), 'OK', field.words.field.acknowledge, boxOf(field) !== '', idOf(field.key))),
  reading: (_, { words }) => words.yes,
}

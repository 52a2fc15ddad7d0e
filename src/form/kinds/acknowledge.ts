// acknowledge: a tick that something was read or said; expressions see OK, as in XForms.
import type { Kind } from './kind.ts'
import { box } from './text.ts'

export const acknowledge: Kind = {
  name: 'acknowledge',
  isAsked: true,
  holds: 'true',
  parts: [''],
  judge: (answer) => (answer === true ? undefined : { code: 'not_acknowledged' }),
  read: (typed) => (box(typed) === '' ? { empty: true } : { answer: true }),
  write: () => ({ '': 'OK' }),
  value: () => 'OK',
}

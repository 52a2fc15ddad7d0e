// decimal: a number with a fraction, read in the way of the language.
import { writeNumber } from '../number.ts'
import { judgeNumber, readBox } from './integer.ts'
import type { Kind } from './kind.ts'

export const decimal: Kind = {
  name: 'decimal',
  isAsked: true,
  holds: 'number',
  parts: [''],
  judge: judgeNumber,
  read: (typed, _, language) => readBox(typed, language, judgeNumber),
  write: (answer, _, language) => ({ '': writeNumber(Number(answer), language) }),
  value: (answer) => answer as number,
}

// month: of a year, kept as YYYY-MM.
import type { Kind } from './kind.ts'
import { box } from './text.ts'

const valid = /^[1-9]\d{3}-(0[1-9]|1[0-2])$/

export const month: Kind = {
  name: 'month',
  isAsked: true,
  holds: 'text',
  parts: ['month', 'year'],
  judge: (answer) => (typeof answer === 'string' && valid.test(answer) ? undefined : { code: 'not_month' }),
  read(typed) {
    const number = box(typed, 'month').trim()
    const year = box(typed, 'year').trim()
    if (number === '' && year === '') return { empty: true }
    const answer = `${year}-${number.padStart(2, '0')}`
    return valid.test(answer) ? { answer } : { slip: { code: 'not_month' } }
  },
  write(answer) {
    const [year = '', number = ''] = String(answer).split('-')
    return { month: String(Number(number)), year }
  },
  value: (answer) => String(answer),
}

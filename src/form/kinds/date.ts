// date: a day, typed in three boxes; kept as YYYY-MM-DD. No time, no zone.
import { isDay, readDay } from '../date.ts'
import type { Kind } from './kind.ts'
import { box, shown } from './text.ts'

export const date: Kind = {
  name: 'date',
  isAsked: true,
  holds: 'text',
  parts: ['day', 'month', 'year'],
  judge: (answer) => (typeof answer === 'string' && isDay(answer) ? undefined : { code: 'not_date', facts: { typed: shown(answer) } }),
  read(typed) {
    const parts = ['day', 'month', 'year'].map((part) => box(typed, part).trim())
    if (parts.every((part) => part === '')) return { empty: true }
    if (parts.some((part) => part === '')) return { slip: { code: 'date_incomplete' } }
    const [day = '', month = '', year = ''] = parts
    const answer = readDay(day, month, year)
    return answer === undefined ? { slip: { code: 'not_date', facts: { typed: parts.join('/') } } } : { answer }
  },
  write(answer) {
    const [year = '', month = '', day = ''] = String(answer).split('-')
    return { day: String(Number(day)), month: String(Number(month)), year }
  },
  value: (answer) => String(answer),
}

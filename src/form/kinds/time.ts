// time: of day, 24 hours, kept as HH:MM.
import type { Kind } from './kind.ts'
import { box } from './text.ts'

const valid = /^([01]\d|2[0-3]):[0-5]\d$/

export const time: Kind = {
  name: 'time',
  isAsked: true,
  holds: 'text',
  parts: ['hour', 'minute'],
  judge: (answer) => (typeof answer === 'string' && valid.test(answer) ? undefined : { code: 'not_time' }),
  read(typed) {
    const hour = box(typed, 'hour').trim()
    const minute = box(typed, 'minute').trim()
    if (hour === '' && minute === '') return { empty: true }
    const answer = `${hour.padStart(2, '0')}:${(minute === '' ? '0' : minute).padStart(2, '0')}`
    return hour !== '' && valid.test(answer) ? { answer } : { slip: { code: 'not_time' } }
  },
  write(answer) {
    const [hour = '', minute = ''] = String(answer).split(':')
    return { hour, minute }
  },
  value: (answer) => String(answer),
}

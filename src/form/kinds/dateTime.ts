// dateTime: a day and the time of day, typed in five boxes; kept as ODK keeps it, with the offset from UTC. The boxes are Vietnam's clock, which has one zone.
import { date } from './date.ts'
import type { Kind } from './kind.ts'
import { shown } from './text.ts'
import { time } from './time.ts'

const valid = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

export const dateTime: Kind = {
  name: 'dateTime',
  isAsked: true,
  holds: 'text',
  parts: ['day', 'month', 'year', 'hour', 'minute'],
  judge(answer, question, around) {
    const [, day, clock] = (typeof answer === 'string' ? valid.exec(answer) : null) ?? []
    return day === undefined ? { code: 'not_date', facts: { typed: shown(answer) } } : (date.judge(day, question, around) ?? time.judge(clock, question, around))
  },
  read(typed, question, language) {
    const [day, clock] = [date.read(typed, question, language), time.read(typed, question, language)]
    if ('empty' in day && 'empty' in clock) return day
    if ('slip' in day) return day
    if ('empty' in day) return { slip: { code: 'date_incomplete' } }
    return 'answer' in clock ? { answer: `${String(day.answer)}T${String(clock.answer)}:00.000+07:00` } : { slip: { code: 'not_time' } }
  },
  write(answer, question, language) {
    const [, day = '', clock = ''] = valid.exec(String(answer)) ?? []
    return { ...date.write(day, question, language), ...time.write(clock, question, language) }
  },
  value: (answer) => String(answer),
}

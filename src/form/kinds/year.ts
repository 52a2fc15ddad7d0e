// year: four digits; people know the year.
import type { Kind } from './kind.ts'
import { box } from './text.ts'

const isYear = (answer: unknown): boolean => typeof answer === 'number' && Number.isInteger(answer) && answer >= 1000 && answer <= 9999

export const year: Kind = {
  name: 'year',
  isAsked: true,
  holds: 'number',
  parts: [''],
  judge: (answer) => (isYear(answer) ? undefined : { code: 'not_year' }),
  read(typed) {
    const written = box(typed).trim()
    if (written === '') return { empty: true }
    return /^\d{4}$/.test(written) && isYear(Number(written)) ? { answer: Number(written) } : { slip: { code: 'not_year' } }
  },
  write: (answer) => ({ '': String(answer) }), // no grouping: 1985, not 1.985
  value: (answer) => answer as number,
}

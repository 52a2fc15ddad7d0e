// phone: a Vietnamese mobile number, ten digits; +84, spaces, dots and dashes are read. The prefix lists of operators disagree, so only
// the first two digits are looked at.
import type { Kind } from './kind.ts'
import { box } from './text.ts'

const valid = /^0[35789]\d{8}$/

export const phone: Kind = {
  name: 'phone',
  isAsked: true,
  holds: 'text',
  parts: [''],
  judge: (answer) => (typeof answer === 'string' && valid.test(answer) ? undefined : { code: 'not_phone' }),
  read(typed) {
    const written = box(typed).replace(/[\s.\u00a0()-]/g, '')
    if (written === '') return { empty: true }
    const answer = written.replace(/^(\+84|0084)0?/, '0')
    return valid.test(answer) ? { answer } : { slip: { code: 'not_phone' } }
  },
  write: (answer) => ({ '': String(answer).replace(/^(\d{4})(\d{3})(\d{3})$/, '$1 $2 $3') }),
  value: (answer) => String(answer),
}

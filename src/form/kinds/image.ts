// image: the name of a picture file; the picture itself travels apart.
import type { Kind } from './kind.ts'
import { box } from './text.ts'

const valid = /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} ._()-]{0,119}\.(jpe?g|png|webp)$/iu

export const image: Kind = {
  name: 'image',
  isAsked: true,
  holds: 'text',
  parts: [''],
  parameters: { 'max-pixels': (value) => (/^[1-9]\d*$/.test(value) ? undefined : 'number') },
  judge: (answer) => (typeof answer === 'string' && valid.test(answer) && !answer.includes('..') ? undefined : { code: 'not_file_name' }),
  read(typed) {
    const name = box(typed).trim().normalize('NFC')
    if (name === '') return { empty: true }
    return valid.test(name) && !name.includes('..') ? { answer: name } : { slip: { code: 'not_file_name' } }
  },
  write: (answer) => ({ '': String(answer) }),
  value: (answer) => String(answer),
}

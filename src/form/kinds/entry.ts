// entry: one line of a register, by its id.
import type { Kind } from './kind.ts'
import { box, shown } from './text.ts'

export const entry: Kind = {
  name: 'entry',
  isAsked: true,
  holds: 'text',
  parts: [''],
  judge(answer, question, { world }) {
    if (typeof answer !== 'string' || answer.length > 120) return { code: 'not_entry', facts: { value: '' } }
    return world.entry(question.register ?? '', answer) === undefined ? { code: 'not_entry', facts: { value: shown(answer) } } : undefined
  },
  read(typed) {
    const id = box(typed)
    return id === '' ? { empty: true } : { answer: id }
  },
  write: (answer) => ({ '': String(answer) }),
  value: (answer) => String(answer),
}

// select_multiple: some choices of a list, by their names; expressions see them separated by spaces, as in XForms.
import type { Kind } from './kind.ts'
import { judgeChoice } from './select_one.ts'

export const selectMultiple: Kind = {
  name: 'select_multiple',
  isAsked: true,
  holds: 'choices',
  parts: [''],
  judge(answer, _, around) {
    if (!Array.isArray(answer) || answer.some((name) => typeof name !== 'string') || new Set(answer).size !== answer.length) {
      return { code: 'not_choice', facts: { value: '' } }
    }
    for (const name of answer as string[]) {
      const slip = judgeChoice(name, around.listed, around)
      if (slip !== undefined) return slip
    }
    return undefined
  },
  read(typed) {
    const value = typed[''] ?? []
    const names = (typeof value === 'string' ? [value] : [...value]).filter((name) => name !== '')
    return names.length === 0 ? { empty: true } : { answer: [...new Set(names)] }
  },
  write: (answer) => ({ '': answer as readonly string[] }),
  value: (answer) => (answer as readonly string[]).join(' '),
}

// select_one: one choice of a list, by its name.
import type { Kind, Slip, Surroundings } from './kind.ts'
import { box, shown } from './text.ts'

/** Whether a choice is offered now. One that the list has but the filter hides is told apart from one that is nowhere. */
export function judgeChoice(name: string, listed: readonly string[] | undefined, around: Surroundings): Slip | undefined {
  if (around.offered !== undefined && around.offered.includes(name)) return undefined
  const code = listed?.includes(name) === true ? 'choice_filtered' : 'not_choice'
  return { code, facts: { value: shown(name) } }
}

export const selectOne: Kind = {
  name: 'select_one',
  isAsked: true,
  holds: 'text',
  parts: [''],
  judge: (answer, _, around) => (typeof answer === 'string' ? judgeChoice(answer, around.listed, around) : { code: 'not_choice', facts: { value: '' } }),
  read(typed) {
    const name = box(typed)
    return name === '' ? { empty: true } : { answer: name }
  },
  write: (answer) => ({ '': String(answer) }),
  value: (answer) => String(answer),
}

// What a reader may not see of a person, taken out of what he is shown. What is personal is form/personal.ts's.
// Officers see their own records whole, reviewers those of their unit; viewers and admins see no personal answer unless they were given that right too.
import type { Answer, Answers, Form } from '../form/form.ts'
import { personalNames } from '../form/personal.ts'
import type { Actor } from '../record/submission.ts'

/** Whether personal answers are kept from this reader. */
export function isMasked({ role, personal }: Pick<Actor, 'role' | 'personal'>): boolean {
  return (role === 'viewer' || role === 'admin') && !personal
}

/** Answers without the personal ones, and the names that were left out. */
export function withoutPersonal(form: Form, answers: Answers): { readonly answers: Answers; readonly masked: readonly string[] } {
  const names = personalNames(form)
  const masked = new Set<string>()
  const strip = (from: Answers): Answers =>
    Object.fromEntries(
      Object.entries(from).flatMap(([name, answer]): [string, Answer][] => {
        if (names.has(name)) {
          masked.add(name)
          return []
        }
        return [[name, isRows(answer) ? answer.map(strip) : answer]]
      }),
    )
  return { answers: strip(answers), masked: [...masked] }
}

function isRows(answer: Answer): answer is readonly Answers[] {
  return Array.isArray(answer) && answer.every((row) => typeof row === 'object')
}

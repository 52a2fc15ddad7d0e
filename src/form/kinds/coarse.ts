// A date of which only the month or the year is asked (appearance `month-year`, `year`): its first day is kept, as elsewhere. Few forms ask that, so it
// travels with the rarer kinds (more.ts puts it over date.ts).
import { appearing } from '../appearances.ts'
import type { Question } from '../form.ts'
import { kinds } from './index.ts'
import type { Kind, Read } from './kind.ts'

/** What is asked of a date; undefined: the day. */
export function coarseness(question: Pick<Question, 'appearance'>): 'month' | 'year' | undefined {
  const words = appearing(question)
  return words.includes('month-year') ? 'month' : words.includes('year') ? 'year' : undefined
}

/** How such a date is read from its boxes; another as before. */
export function asRead({ read }: Kind): Pick<Kind, 'read'> {
  const first = (found: Read, rest: string): Read => ('answer' in found ? { answer: `${found.answer}${rest}` } : found)
  return {
    read(typed, question, language) {
      const asked = coarseness(question)
      if (asked === 'month') return first(kinds.month.read(typed, question, language), '-01')
      return asked === 'year' ? first(kinds.year.read({ '': typed.year ?? '' }, question, language), '-01-01') : read(typed, question, language)
    },
  }
}

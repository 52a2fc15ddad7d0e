// A problem as a sentence, out of words that are handed in: so a phone loads one language and no more. Which language there is, is words.ts's.
import { writeDate } from '../form/date.ts'
import { writeNumber } from '../form/number.ts'
import type { Problem } from '../form/problem.ts'
import type { Facts, Sentence } from './problems.vi.ts'
import type { Words } from './vi.ts'

/**
 * `says` (the author's message) wins; it is written in the reader's language, else in the form's. A code that the words do not know
 * (a newer server's) is told as itself.
 */
export function say({ code, says, facts }: Problem, words: Words, language: string): string {
  const own = says?.[language] ?? says?.vi ?? Object.values(says ?? {})[0]
  if (own !== undefined && own !== '') return own
  const sentences: Readonly<Record<string, Sentence>> | undefined = words.problem
  return sentences?.[code]?.(written(facts, words, language)) ?? code
}

const isDay = /^\d{4}-\d\d-\d\d$/

/**
 * Facts travel as data (1.5, '2026-11-04', 'village'); a sentence needs them as this reader writes them.
 * A fact that an older server did not send is a blank, never the word "undefined".
 */
export function written(facts: Problem['facts'], words: Words, language: string): Facts {
  const shown: Record<string, string> = {}
  for (const [name, fact] of Object.entries(facts ?? {})) {
    if (typeof fact === 'number') shown[name] = name === 'line' ? String(fact) : writeNumber(fact, language)
    else if (isDay.test(fact)) shown[name] = writeDate(fact, language)
    else if (name === 'level') shown[name] = words.field.level[fact] ?? fact
    else shown[name] = fact
  }
  return new Proxy(shown, { get: (all, name) => all[String(name)] ?? '' })
}

// Picks the language and says a problem or a flag in it: the author's own words first, else the sentence of the code.
// The sentences stand in one file a language; no rule of the forms is known here.
import { writeDate } from '../form/date.ts'
import { writeNumber } from '../form/number.ts'
import type { Problem } from '../form/problem.ts'
import type { Flag } from '../record/submission.ts'
import { en } from './en.ts'
import type { Facts, Words } from './vi.ts'
import { vi } from './vi.ts'

export type { Words } from './vi.ts'

const languages: Readonly<Record<string, Words>> = { vi, en }

/** The words of a language; of a language that has none, Vietnamese. */
export function wordsOf(language: string): Words {
  return languages[language.split('-')[0] ?? ''] ?? vi
}

/** The languages in which pages are written, the first is the default. */
export const spoken = ['vi', 'en'] as const

/** One problem as a sentence. `says` (the author's message) wins; it is written in the reader's language, else in the form's. */
export function sayProblem(problem: Problem, language: string): string {
  const own = problem.says?.[language] ?? problem.says?.vi ?? Object.values(problem.says ?? {})[0]
  if (own !== undefined && own !== '') return own
  return wordsOf(language).problem[problem.code](written(problem.facts, language))
}

/** One flag as a sentence. */
export function sayFlag(flag: Flag, language: string): string {
  return wordsOf(language).flag[flag.code](written(flag.facts, language))
}

const isDay = /^\d{4}-\d\d-\d\d$/

// Facts travel as data (1.5, '2026-11-04', 'village'); a sentence needs them as this reader writes them.
// A fact that an older server did not send is a blank, never the word "undefined".
function written(facts: Problem['facts'], language: string): Facts {
  const words = wordsOf(language)
  const shown: Record<string, string> = {}
  for (const [name, fact] of Object.entries(facts ?? {})) {
    if (typeof fact === 'number') shown[name] = name === 'line' ? String(fact) : writeNumber(fact, language)
    else if (isDay.test(fact)) shown[name] = writeDate(fact, language)
    else if (name === 'level') shown[name] = words.field.level[fact] ?? fact
    else shown[name] = fact
  }
  return new Proxy(shown, { get: (all, name) => all[String(name)] ?? '' })
}

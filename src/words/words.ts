// Which words there are for a language. The sentences stand in one file a language; no rule of the forms is known here.
// What the office and authors read besides is desk.ts's.
import type { Problem } from '../form/problem.ts'
import { en } from './en.ts'
import { problemsEn } from './problems.en.ts'
import { problemsVi } from './problems.vi.ts'
import { say } from './say.ts'
import type { Words } from './vi.ts'
import { vi } from './vi.ts'

export type { Words } from './vi.ts'

const whole = { vi: { ...vi, problem: problemsVi }, en: { ...en, problem: problemsEn } }
const languages: Readonly<Record<string, Words>> = whole

/** The words of a language; of a language that has none, Vietnamese. */
export function wordsOf(language: string): Words {
  return languages[language.split('-')[0] ?? ''] ?? whole.vi
}

/** The languages in which pages are written, the first is the default. */
export const spoken = ['vi', 'en'] as const

/** One problem of an answer as a sentence. */
export function sayProblem(problem: Problem, language: string): string {
  return say(problem, wordsOf(language), language)
}

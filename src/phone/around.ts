// The words that are read around filling, and those for what is wrong, in the language of this window (language.ts has loaded it).
import type { LaterWords } from '../words/later.vi.ts'
import { laterVi } from '../words/later.vi.ts'
import type { Problems } from '../words/problems.vi.ts'
import { problemsVi } from '../words/problems.vi.ts'
import { english } from './language.ts'

/** The words of a language. */
export function laterWordsOf(language: string): LaterWords {
  return language === 'en' && english !== undefined ? english.laterEn : laterVi
}

/** The sentences of what is wrong with answers. */
export function problemsIn(language: string): Problems {
  return language === 'en' && english !== undefined ? english.problemsEn : problemsVi
}

// Which words around filling there are for a language.
import { laterEn } from './later.en.ts'
import type { LaterWords } from './later.vi.ts'
import { laterVi } from './later.vi.ts'

/** The words of a language; of a language that has none, Vietnamese. */
export function laterWordsOf(language: string): LaterWords {
  return language.split('-')[0] === 'en' ? laterEn : laterVi
}

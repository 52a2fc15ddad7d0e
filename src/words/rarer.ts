// Which words there are for the rarer kinds.
import { rarerEn } from './rarer.en.ts'
import { rarerVi } from './rarer.vi.ts'
import type { RarerWords } from './rarer.vi.ts'

/** The words of a language; of one that has none, Vietnamese. */
export function rarerWordsOf(language: string): RarerWords {
  return language.startsWith('en') ? rarerEn : rarerVi
}

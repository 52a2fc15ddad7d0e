// Which words around filling there are for a language.
import { laterEn } from './later.en.ts'
import type { LaterWords } from './later.vi.ts'
import { laterVi } from './later.vi.ts'
import { problemsEn } from './problems.en.ts'
import { problemsVi } from './problems.vi.ts'
import type { Problems } from './problems.vi.ts'

/** The words of a language; of a language that has none, Vietnamese. */
export function laterWordsOf(language: string): LaterWords {
  return language.split('-')[0] === 'en' ? laterEn : laterVi
}

/** The sentences of what is wrong with answers. */
export function problemsIn(language: string): Problems {
  return language.split('-')[0] === 'en' ? problemsEn : problemsVi
}

// The words of the author's desk in the browser: what who fills reads, and what authors read. What the office alone reads is not among them (desk.ts): it
// would travel for nothing.
import { authorEn } from './author.en.ts'
import type { AuthorWords } from './author.vi.ts'
import { authorVi } from './author.vi.ts'
import { en } from './en.ts'
import { laterEn } from './later.en.ts'
import type { LaterWords } from './later.vi.ts'
import { laterVi } from './later.vi.ts'
import { problemsEn } from './problems.en.ts'
import { problemsVi } from './problems.vi.ts'
import type { Problems } from './problems.vi.ts'
import { slipsEn } from './slips.en.ts'
import type { SlipWords } from './slips.vi.ts'
import { slipsVi } from './slips.vi.ts'
import { sourceEn } from './source.en.ts'
import type { SourceProblems } from './source.vi.ts'
import { sourceVi } from './source.vi.ts'
import { versionsEn } from './versions.en.ts'
import type { VersionWords } from './versions.vi.ts'
import { versionsVi } from './versions.vi.ts'
import type { Words } from './vi.ts'
import { vi } from './vi.ts'
import { spoken } from './words.ts'

export type WritingWords = Words & { readonly problem: Problems } & LaterWords & VersionWords & { readonly author: AuthorWords; readonly side: SlipWords['side'] }

const all = (words: Words, problems: Problems, slips: SlipWords, later: LaterWords, source: SourceProblems, versions: VersionWords, author: AuthorWords): WritingWords => ({
  ...words, ...later, ...versions, author, side: slips.side, problem: { ...problems, ...slips.problem, ...source },
})
const languages: Readonly<Record<string, WritingWords>> = { vi: all(vi, problemsVi, slipsVi, laterVi, sourceVi, versionsVi, authorVi), en: all(en, problemsEn, slipsEn, laterEn, sourceEn, versionsEn, authorEn) }

/** The words of a language; of a language that has none, those of the first that is spoken. */
export function writingWordsOf(language: string): WritingWords {
  return (languages[language.split('-')[0] ?? ''] ?? languages[spoken[0]]) as WritingWords
}

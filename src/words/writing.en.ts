// The words of the author's desk in English, in one piece: only who reads English, or looks at a form in it, fetches them.
import { authorEn } from './author.en.ts'
import { en } from './en.ts'
import { laterEn } from './later.en.ts'
import { problemsEn } from './problems.en.ts'
import { slipsEn } from './slips.en.ts'
import { sourceEn } from './source.en.ts'
import { versionsEn } from './versions.en.ts'
import type { WritingWords } from './writing.vi.ts'

export const writingEn: WritingWords = {
  ...en, ...laterEn, ...versionsEn, author: authorEn, side: slipsEn.side, problem: { ...problemsEn, ...slipsEn.problem, ...sourceEn },
}

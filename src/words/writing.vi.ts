// The words of the author's desk in the browser, in Vietnamese: what who fills reads, and what authors read. What the office alone reads is not among them
// (desk.ts): it would travel for nothing. The shape that the other languages follow.
import type { AuthorWords } from './author.vi.ts'
import { authorVi } from './author.vi.ts'
import type { LaterWords } from './later.vi.ts'
import { laterVi } from './later.vi.ts'
import { problemsVi } from './problems.vi.ts'
import type { Problems } from './problems.vi.ts'
import type { SlipWords } from './slips.vi.ts'
import { slipsVi } from './slips.vi.ts'
import { sourceVi } from './source.vi.ts'
import type { VersionWords } from './versions.vi.ts'
import { versionsVi } from './versions.vi.ts'
import type { Words } from './vi.ts'
import { vi } from './vi.ts'

export type WritingWords = Words & { readonly problem: Problems } & LaterWords & VersionWords & { readonly author: AuthorWords; readonly side: SlipWords['side'] }

export const writingVi: WritingWords = {
  ...vi, ...laterVi, ...versionsVi, author: authorVi, side: slipsVi.side, problem: { ...problemsVi, ...slipsVi.problem, ...sourceVi },
}

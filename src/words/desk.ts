// The words of a desk: everything that who fills reads, and beside it what only the office and authors of forms read. Never travels to a phone.
import type { Difference } from '../form/difference.ts'
import type { Problem } from '../form/problem.ts'
import type { Flag } from '../record/submission.ts'
import type { UnitFault } from '../record/deed.ts'
import { accountsEn } from './accounts.en.ts'
import type { AccountWords } from './accounts.vi.ts'
import { accountsVi } from './accounts.vi.ts'
import { adminEn } from './admin.en.ts'
import type { AdminWords } from './admin.vi.ts'
import { adminVi } from './admin.vi.ts'
import { auditEn } from './audit.en.ts'
import type { AuditWords } from './audit.vi.ts'
import { auditVi } from './audit.vi.ts'
import { authorEn } from './author.en.ts'
import type { AuthorWords } from './author.vi.ts'
import { authorVi } from './author.vi.ts'
import { boardsEn } from './boards.en.ts'
import type { BoardWordsMore } from './boards.vi.ts'
import { boardsVi } from './boards.vi.ts'
import { broughtEn } from './brought.en.ts'
import type { BroughtWords } from './brought.vi.ts'
import { broughtVi } from './brought.vi.ts'
import { deskEn } from './desk.en.ts'
import { deskVi } from './desk.vi.ts'
import type { OwnDeskWords } from './desk.vi.ts'
import { en } from './en.ts'
import { eraseEn } from './erase.en.ts'
import type { EraseWords } from './erase.vi.ts'
import { eraseVi } from './erase.vi.ts'
import { keepEn } from './keep.en.ts'
import type { KeepWords } from './keep.vi.ts'
import { keepVi } from './keep.vi.ts'
import { laterEn } from './later.en.ts'
import type { LaterWords } from './later.vi.ts'
import { laterVi } from './later.vi.ts'
import { problemsEn } from './problems.en.ts'
import { problemsVi } from './problems.vi.ts'
import type { Problems } from './problems.vi.ts'
import { qualityEn } from './quality.en.ts'
import type { QualityWords } from './quality.vi.ts'
import { qualityVi } from './quality.vi.ts'
import { reviewEn } from './review.en.ts'
import type { ReviewWords } from './review.vi.ts'
import { reviewVi } from './review.vi.ts'
import { say, written } from './say.ts'
import { seeEn } from './see.en.ts'
import type { SeeWords } from './see.vi.ts'
import { seeVi } from './see.vi.ts'
import { slipsEn } from './slips.en.ts'
import type { SlipWords } from './slips.vi.ts'
import { slipsVi } from './slips.vi.ts'
import { sourceEn } from './source.en.ts'
import { sourceVi } from './source.vi.ts'
import { takeEn } from './take.en.ts'
import type { TakeWords } from './take.vi.ts'
import { takeVi } from './take.vi.ts'
import { versionsEn } from './versions.en.ts'
import type { VersionWords } from './versions.vi.ts'
import { versionsVi } from './versions.vi.ts'
import type { Words } from './vi.ts'
import { vi } from './vi.ts'
import { spoken } from './words.ts'

// A line an area, so that whoever adds one touches no other's.
export type DeskWords = Words & { readonly problem: Problems } & LaterWords & OwnDeskWords & VersionWords
  & SeeWords
  & QualityWords
  & ReviewWords
  & BoardWordsMore
  & { readonly author: AuthorWords }
  & { readonly take: TakeWords }
  & { readonly brought: BroughtWords }
  & { readonly admin: AdminWords }
  & { readonly accounts: AccountWords }
  & { readonly audit: AuditWords }
  & { readonly erase: EraseWords }
  & { readonly keep: KeepWords }
  & { readonly side: SlipWords['side'] }

const languages: Readonly<Record<string, DeskWords>> = {
  vi: {
    ...vi, ...laterVi, ...deskVi, ...versionsVi,
    ...seeVi,
    ...qualityVi,
    ...reviewVi,
    ...boardsVi,
    author: authorVi,
    take: takeVi,
    brought: broughtVi,
    admin: adminVi,
    accounts: accountsVi,
    audit: auditVi,
    erase: eraseVi,
    keep: keepVi,
    side: slipsVi.side,
    problem: { ...problemsVi, ...slipsVi.problem, ...sourceVi, ...boardsVi.problem, ...eraseVi.problem },
  },
  en: {
    ...en, ...laterEn, ...deskEn, ...versionsEn,
    ...seeEn,
    ...qualityEn,
    ...reviewEn,
    ...boardsEn,
    author: authorEn,
    take: takeEn,
    brought: broughtEn,
    admin: adminEn,
    accounts: accountsEn,
    audit: auditEn,
    erase: eraseEn,
    keep: keepEn,
    side: slipsEn.side,
    problem: { ...problemsEn, ...slipsEn.problem, ...sourceEn, ...boardsEn.problem, ...eraseEn.problem },
  },
}

/** The words of a language; of a language that has none, those of the first that is spoken. */
export function deskWordsOf(language: string): DeskWords {
  return (languages[language.split('-')[0] ?? ''] ?? languages[spoken[0]]) as DeskWords
}

/** Any problem as a sentence: an answer's or a form's. */
export function sayProblem(problem: Problem, language: string): string {
  return say(problem, deskWordsOf(language), language)
}

/** What is wrong with units or a deed on them, as a sentence. */
export function sayUnitFault({ code, facts = {} }: UnitFault, language: string): string {
  const words = deskWordsOf(language)
  const level = (text: string | number | undefined): string | number => (text === undefined ? '' : (words.field.level[text] ?? text))
  return words.admin.fault[code]({ ...facts, level: level(facts.level), is: level(facts.is) })
}

/** One flag as a sentence. */
export function sayFlag(flag: Flag, language: string): string {
  const words = deskWordsOf(language)
  return words.flag[flag.code](written(flag.facts, words, language))
}

/** What a new version changes, as a sentence; what that means is `difference.drafts`, `answers` and `tallies` of the words. */
export function sayDifference({ code, at, facts }: Difference, language: string): string {
  const words = deskWordsOf(language)
  return words.difference.code[code](written({ ...facts, at }, words, language))
}

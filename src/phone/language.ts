// The language chosen on this phone, not the one that it was sold with, and its words.
import type { Words } from '../words/vi.ts'
import { vi } from '../words/vi.ts'

const languageKey = 'phieu-language'

/** What was chosen here, else what the server's page speaks. */
export function languageOf(): string {
  return (localStorage.getItem(languageKey) ?? document.documentElement.lang) === 'en' ? 'en' : 'vi'
}

export function chooseLanguage(language: string): void {
  localStorage.setItem(languageKey, language)
}

/** The words of a language; Vietnamese is always at hand. */
export async function wordsOf(language: string): Promise<Words> {
  return language === 'en' ? (await import('../words/en.ts')).en : vi
}

// The language chosen on this phone, not the one that it was sold with, and its words. Vietnamese is always at hand.
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

/** English, once it was asked for. */
export let english: typeof import('./english.ts') | undefined

/** The words of a language. */
export async function wordsOf(language: string): Promise<Words> {
  if (language !== 'en') return vi
  english ??= await import('./english.ts')
  return english.en
}

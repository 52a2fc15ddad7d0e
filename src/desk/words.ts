// Which words the desk speaks. Vietnamese is always here; English travels only to who reads it, or looks at a form in it.
import type { WritingWords } from '../words/writing.vi.ts'
import { writingVi } from '../words/writing.vi.ts'

let english: WritingWords | undefined
const isEnglish = (language: string): boolean => language.split('-')[0] === 'en'

/** The words of a language that has been fetched; of any other those in Vietnamese. */
export function writingWordsOf(language: string): WritingWords {
  return (isEnglish(language) ? english : undefined) ?? writingVi
}

/** Fetches the words of a language, where they are not here. On a line that breaks, those that are here go on. */
export async function fetchWritingWords(language: string): Promise<void> {
  if (isEnglish(language)) english ??= await import('../words/writing.en.ts').then(({ writingEn }) => writingEn, () => undefined)
}

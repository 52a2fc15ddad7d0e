// Words in all languages: the own one in the form, the others in their files. What another language lacks is left out of its file, where the compiler
// and the author's desk see the gap; what the own one lacks is filled with another's and counted.
import { Page } from './page.ts'
import type { Cell, Languages, Place, Tellers } from './table.ts'

type Words = ReadonlyMap<string, Cell>

export class Wording {
  private readonly languages: Languages
  private readonly titles = new Map<string, Page>()
  /** language → section → name → key → words, as a translation file has them. */
  private readonly sections = new Map<string, Map<string, Map<string, Map<string, { text: string; place: Place }>>>>()
  private missing: { count: number; place: Place } | undefined

  constructor(languages: Languages) {
    this.languages = languages
  }

  /** The head of a language's file. */
  file(language: string): Page {
    const page = this.titles.get(language) ?? new Page()
    this.titles.set(language, page)
    return page
  }

  /** Writes the own words under `key` and keeps the others. Without any words nothing is written. `under` is the key in the translation. */
  put(page: Page, depth: number, name: string, key: string, words: Words, change: (text: string) => string, under = key, section = 'survey'): void {
    if (words.size === 0) return
    const byCode = this.byCode(words)
    const own = byCode.get(this.languages.own) ?? ([...words.values()][0] as Cell)
    if (!byCode.has(this.languages.own)) this.miss(own.place)
    page.pair(depth, key, change(own.text), own.place)
    for (const language of this.languages.codes.slice(1)) {
      const cell = byCode.get(language)
      if (cell !== undefined) this.keep(language, section, name, under, change(cell.text), cell.place)
    }
  }

  /** The same words for all who have none of their own: [language → text]. */
  same(page: Page, depth: number, name: string, textIn: (language: string) => string, place: Place): void {
    page.pair(depth, 'label', textIn(this.languages.own), place)
    for (const language of this.languages.codes.slice(1)) this.keep(language, 'survey', name, 'label', textIn(language), place)
  }

  /** A choice's words: own and others. */
  choice(page: Page, depth: number, list: string, name: string, words: Words, fallback: Cell): void {
    const byCode = this.byCode(words)
    const own = byCode.get(this.languages.own) ?? [...words.values()][0] ?? fallback
    if (words.size > 0 && !byCode.has(this.languages.own)) this.miss(own.place)
    page.pair(depth, 'label', own.text, own.place)
    for (const language of this.languages.codes.slice(1)) {
      const cell = byCode.get(language)
      if (cell !== undefined) this.keep(language, 'choices', list, name, cell.text, cell.place)
    }
  }

  /** How many words the own language lacks, and where the first is. */
  tellMissing(tell: Tellers): void {
    const { own, codes } = this.languages
    if (this.missing !== undefined) tell.warning('translation_filled', this.missing.place, { language: own, count: this.missing.count, own: codes[1] ?? own })
  }

  /** The translation files, each with where its lines come from. */
  files(): readonly (readonly [string, Page])[] {
    return this.languages.codes.slice(1).map((language) => {
      const page = this.file(language)
      for (const [section, names] of this.sections.get(language) ?? []) {
        page.line(0, `${section}:`)
        for (const [name, keys] of names) {
          page.line(1, `${JSON.stringify(name)}:`.replace(/^"([A-Za-z_]\w*)":$/, '$1:'))
          const checks = [...keys].filter(([key]) => section === 'survey' && /^check(_2)?$/.test(key))
          for (const [key, { text, place }] of keys) if (!checks.some(([check]) => check === key)) page.pair(2, key, text, place)
          if (checks.length > 0) page.line(2, 'check:', checks[0]?.[1].place)
          for (const [, { text, place }] of checks) page.line(3, `- ${JSON.stringify(text)}`, place)
        }
      }
      return [`${language}.yaml`, page] as const
    })
  }

  private byCode(words: Words): ReadonlyMap<string, Cell> {
    const found = new Map<string, Cell>()
    // A column that names its language goes before one that does not.
    for (const [written, cell] of words) if (written !== '') found.set(this.languages.codeOf(written), cell)
    const plain = words.get('')
    if (plain !== undefined && !found.has(this.languages.own)) found.set(this.languages.own, plain)
    return found
  }

  private miss(place: Place): void {
    if (this.missing === undefined) this.missing = { count: 1, place }
    else this.missing.count++
  }

  private keep(language: string, section: string, name: string, key: string, text: string, place: Place): void {
    const sections = this.sections.get(language) ?? new Map<string, Map<string, Map<string, { text: string; place: Place }>>>()
    this.sections.set(language, sections)
    const names = sections.get(section) ?? new Map<string, Map<string, { text: string; place: Place }>>()
    sections.set(section, names)
    const keys = names.get(name) ?? new Map<string, { text: string; place: Place }>()
    names.set(name, keys)
    keys.set(key, { text, place })
  }
}

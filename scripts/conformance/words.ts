// The words of an XForm in all its languages: itext by id, labels and messages, with what they mention. Its names for languages are free text;
// ours are tags, so each that is none gets one that is kept for private use (qaa, qab …).
import type { Element } from '@xmldom/xmldom'
import { childOf, childrenOf } from './xform.ts'
import type { XForm } from './xform.ts'

export class Words {
  /** The form's names for its languages → ours; the author's first. Without any: English. */
  readonly languages: ReadonlyMap<string, string>
  private readonly texts = new Map<string, Map<string, Element>>()

  constructor(form: XForm) {
    const isFirst = (translation: Element): boolean => translation.getAttribute('default') !== null && translation.getAttribute('default') !== 'false()'
    const sorted = [...form.translations].sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)))
    const named = sorted.map((translation) => translation.getAttribute('lang') ?? '')
    this.languages = new Map((named.length === 0 ? [''] : named).map((name, i) => [name, /^[a-z]{2,3}$/.test(name) ? name : name === '' ? 'en' : `qa${'abcdefghijklmnopqrst'.charAt(i)}`]))
    for (const translation of sorted) {
      for (const text of childrenOf(translation)) {
        const values = childrenOf(text).filter((value) => value.localName === 'value')
        const plain = values.find((value) => value.getAttribute('form') === null) ?? values.find((value) => value.getAttribute('form') === 'long')
        if (plain === undefined) continue
        const id = text.getAttribute('id') ?? ''
        const all = this.texts.get(id) ?? new Map<string, Element>()
        all.set(this.languages.get(translation.getAttribute('lang') ?? '') ?? '', plain)
        this.texts.set(id, all)
      }
    }
  }

  get codes(): readonly string[] {
    return [...this.languages.values()]
  }

  same(text: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.codes.map((code) => [code, text]))
  }

  has(id: string): boolean {
    return this.texts.has(id)
  }

  /** A text by its id; what a language lacks is said in the first that has it. */
  of(id: string, mention: (value: string) => string = () => ''): Readonly<Record<string, string>> {
    const found = this.texts.get(id)
    const first = found === undefined ? undefined : [...found.values()][0]
    return Object.fromEntries(this.codes.map((code) => [code, said(found?.get(code) ?? first, mention)]))
  }

  /** What a label, hint or value says: by reference or in its own words. undefined when it says nothing. */
  in(element: Element | undefined, mention: (value: string) => string): Readonly<Record<string, string>> | undefined {
    if (element === undefined) return undefined
    const reference = /^jr:itext\(\s*['"](.*)['"]\s*\)$/.exec((element.getAttribute('ref') ?? '').trim())?.[1]
    const all = reference === undefined ? this.same(said(element, mention)) : this.of(reference, mention)
    return Object.values(all).some((text) => text.trim() !== '') ? all : undefined
  }
}

function said(element: Element | undefined, mention: (value: string) => string): string {
  if (element === undefined) return ''
  return [...element.childNodes]
    .map((node) => (node.nodeType === 1 && (node as Element).localName === 'output' ? `\${${mention((node as Element).getAttribute('value') ?? (node as Element).getAttribute('ref') ?? '')}}` : (node.textContent ?? '')))
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
}

export const labelOf = (control: Element | undefined): Element | undefined => (control === undefined ? undefined : childOf(control, 'label'))

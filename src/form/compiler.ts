// What every part of compiling shares: the problems found so far, ways to take a value out of the source, and expressions with their places.
import { nearest } from '../expression/nearest.ts'
import { parse } from '../expression/parse.ts'
import type { Tree } from '../expression/tree.ts'
import type { Text } from './form.ts'
import { habitOf, keyHere } from './habits.ts'
import type { Problem, ProblemCode } from './problem.ts'
import { within } from './source.ts'
import type { Scalar, Spot, Table, Value } from './source.ts'

export class Compiler {
  readonly problems: Problem[] = []
  /** What an author should know, and may publish all the same. */
  readonly warnings: Problem[] = []
  readonly language: string
  /** Translations read beside the form, by language. */
  readonly translations: ReadonlyMap<string, Table>
  /** Nodes of translations that were used: the others translate nothing. */
  readonly used = new Set<Spot>()
  /** `${name}` in texts, to be checked where it stands when all names are known. */
  readonly mentions: { readonly tree: Tree; readonly scalar: Scalar; readonly at: string }[] = []
  /** Every expression that was parsed, for what can be settled only when all names are known. */
  readonly trees: Tree[] = []
  private readonly regexFault: ((pattern: string, flags: string) => string | undefined) | undefined

  constructor(language: string, translations: ReadonlyMap<string, Table>, regexFault: ((pattern: string, flags: string) => string | undefined) | undefined) {
    this.language = language
    this.translations = translations
    this.regexFault = regexFault
  }

  tell(code: ProblemCode, spot: Spot, at?: string, facts?: Record<string, string | number>): void {
    const { file, line, column } = spot
    this.problems.push({ code, file, line, column, ...(at === undefined ? {} : { at }), ...(facts === undefined ? {} : { facts }) })
  }

  warn(code: ProblemCode, { file, line, column }: Spot, at: string, facts: Record<string, string | number>): void {
    this.warnings.push({ code, file, line, column, at, facts })
  }

  /** A name's nearest neighbour as a fact, when there is one. */
  hint(wrong: string, words: Iterable<string>): { suggestion?: string } {
    const suggestion = nearest(wrong, [...words])
    return suggestion === undefined ? {} : { suggestion }
  }

  /** Tells every key of a table that is not in `known`. */
  keys(table: Table, known: readonly string[], at?: string): void {
    for (const [key, { key: spot }] of table.entries) {
      if (known.includes(key)) continue
      const habit = habitOf(key)
      const here = keyHere(key, known)
      this.tell('source_unknown_key', spot, at, { key, ...(here !== undefined ? { suggestion: here } : habit !== undefined ? { habit } : this.hint(key, known)) })
    }
  }

  scalar(table: Table, key: string, at?: string): Scalar | undefined {
    const found = table.entries.get(key)
    if (found === undefined) return undefined
    if (found.value.is === 'text') return found.value
    this.tell('source_shape', found.value, at, { expected: 'text', received: found.value.is, key })
    return undefined
  }

  required(table: Table, key: string, at?: string): Scalar | undefined {
    // One that stands there under another name was told under that.
    const isThere = [...table.entries.keys()].some((one) => one === key || keyHere(one, [key]) !== undefined)
    if (!isThere) this.tell('source_shape', table, at, { expected: key, received: '', key })
    return this.scalar(table, key, at)
  }

  table(value: Value | undefined, at?: string, key?: string): Table | undefined {
    if (value === undefined || value.is === 'table') return value
    if (!(value.is === 'text' && value.text === '')) this.tell('source_shape', value, at, { expected: 'table', received: value.is, key: key ?? '' })
    return undefined
  }

  items(table: Table, key: string, at?: string): readonly Value[] {
    const found = table.entries.get(key)?.value
    if (found === undefined || (found.is === 'text' && found.text === '')) return []
    if (found.is === 'list') return found.items
    this.tell('source_shape', found, at, { expected: 'list', received: found.is, key })
    return []
  }

  /** An expression, or undefined with its faults told where they stand in the file. */
  expression(scalar: Scalar | undefined, at?: string, columns = false): Tree | undefined {
    if (scalar === undefined) return undefined
    const parsed = parse(scalar.text, { columns, ...(this.regexFault === undefined ? {} : { regexFault: this.regexFault }) })
    if ('tree' in parsed) {
      for (const name of parsed.through) this.mentions.push({ tree: ['$', name], scalar, at: at ?? '' })
      this.trees.push(parsed.tree)
      return parsed.tree
    }
    for (const fault of parsed.faults) this.tell(fault.code, within(scalar, fault.column), at, { ...fault.facts })
    return undefined
  }

  /** An expression that XLSForm also lets be a bare text (default): words without quotes are told as that, once. */
  initial(scalar: Scalar | undefined, at?: string): Tree | undefined {
    const text = scalar?.text.trim() ?? ''
    const isBare = /^[\p{L}\p{M}][\p{L}\p{M}\p{N}\s_.,!?-]*$/u.test(text) && !('tree' in parse(text))
    if (scalar === undefined || !isBare) return this.expression(scalar, at)
    this.tell('expression_unexpected', scalar, at, { found: text, expected: 'text', suggestion: `'${text}'` })
    return undefined
  }

  /** yes, no or an expression (required, read_only). */
  condition(scalar: Scalar | undefined, at?: string): Tree | undefined {
    if (scalar === undefined || /^(no|false|false\(\))$/i.test(scalar.text.trim())) return undefined
    if (/^(yes|true|true\(\))$/i.test(scalar.text.trim())) return ['()', 'true']
    if (/^(có|x|v|✓|bắt buộc)$/iu.test(scalar.text.trim())) {
      this.tell('expression_unexpected', scalar, at, { found: scalar.text, expected: 'yes, no', suggestion: 'yes' })
      return undefined
    }
    return this.expression(scalar, at)
  }

  /**
   * A text in all languages: the author's in the form, the others from the translation files under `path`.
   * `path` is where a translator looks for it: ['survey', 'head_name', 'label'].
   * A gap is remarked and no more: whoever reads that language sees the author's words there, and the form need not wait for its translator.
   */
  text(scalar: Scalar | undefined, path: readonly string[], at?: string): Text | undefined {
    if (scalar === undefined) return undefined
    if (scalar.text.trim() === '') {
      this.tell('label_missing', scalar, at, { language: this.language })
      return undefined
    }
    // Only a question's own texts are read in a filling; the others stand in lists, where there is nothing to refer to.
    const parts = (one: Scalar): Text[string] => (path[0] === 'survey' ? this.parts(one, at) : this.plain(one, at))
    const all: Record<string, Text[string]> = { [this.language]: parts(scalar) }
    for (const [language, root] of this.translations) {
      const found = this.translated(root, path)
      if (found === undefined || found.text.trim() === '') this.warn('translation_missing', scalar, at ?? '', { language, own: this.language, path: path.join('.'), text: scalar.text.slice(0, 300) })
      else all[language] = parts(found)
    }
    return all
  }

  private translated(root: Table, path: readonly string[]): Scalar | undefined {
    let here: Value = root
    for (const [i, name] of path.entries()) {
      let next: Value | undefined
      if (here.is === 'table') next = here.entries.get(name)?.value
      else if (here.is === 'list') next = here.items[Number(name)]
      // `head_name: Name` is short for `head_name: { label: Name }`.
      if (next === undefined && here.is === 'text' && i === path.length - 1 && name === 'label') next = here
      if (next === undefined) return undefined
      here = next
      this.used.add(here)
    }
    return here.is === 'text' ? here : undefined
  }

  private plain(scalar: Scalar, at?: string): string {
    const found = scalar.text.indexOf('${')
    if (found >= 0) this.tell('source_shape', within(scalar, found + 1), at, { expected: 'text', received: '${' })
    return scalar.text
  }

  // "Xin chào ${name}" becomes its parts; an expression in a text is a bare reference.
  private parts(scalar: Scalar, at?: string): Text[string] {
    if (!scalar.text.includes('${')) return scalar.text
    const parts: (string | readonly [Tree])[] = []
    let end = 0
    for (const found of scalar.text.matchAll(/\$\{([^}]*)\}/g)) {
      parts.push(scalar.text.slice(end, found.index))
      const parsed = parse(found[0])
      if ('tree' in parsed) {
        parts.push([parsed.tree])
        // Told where the reference stands in the text, not in the expression that it makes.
        this.mentions.push({ tree: parsed.tree, scalar, at: at ?? '' })
      } else for (const fault of parsed.faults) this.tell(fault.code, within(scalar, (found.index ?? 0) + fault.column), at, { ...fault.facts })
      end = (found.index ?? 0) + found[0].length
    }
    parts.push(scalar.text.slice(end))
    return parts.filter((part) => part !== '')
  }
}

/** Names that would collide with what every record has, or with what JavaScript objects have. */
export const reserved = new Set([
  'id', 'form', 'version', 'answers', 'instance', 'root', 'item', 'current', 'meta',
  'constructor', 'prototype', '__proto__', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString',
].map((name) => name.toLowerCase()))

/**
 * Words that stand in addresses where a form's id stands, too (/office/queue beside /office/<form>): a form called so would be reached by nobody.
 * A test holds them against all addresses that there are.
 */
export const addressWords: ReadonlySet<string> = new Set([
  'audit', 'boards', 'boundaries', 'cost', 'devices', 'forms', 'frame', 'map', 'me', 'new', 'people', 'quality', 'queue', 'report', 'rescue', 'submissions', 'targets', 'units', 'upload', 'webhooks',
])

export const isName = (name: string): boolean => /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name)

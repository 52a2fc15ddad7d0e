// Text → tokens, one at a time, each with its column. What they mean together is parse.ts's affair.
import type { Fault } from './tree.ts'

export interface Token {
  readonly kind: 'number' | 'text' | 'reference' | 'name' | 'sign' | 'end'
  readonly text: string
  /** From 1. */
  readonly column: number
  /** Where the next one may begin, from 0. */
  readonly end: number
}

/** Broken grammar: parsing goes no further. Never leaves parse(). */
export class Broken extends Error {
  readonly fault: Fault
  constructor(fault: Fault) {
    super(fault.code)
    this.fault = fault
  }
}

/** The token at or after `from`; of kind 'end' when there is none. Throws Broken when a text or a `${` is not closed. */
export function tokenAt(text: string, from: number): Token {
  const start = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0)
  const rest = text.slice(start)
  const token = (kind: Token['kind'], length: number): Token => ({ kind, text: rest.slice(0, length), column: start + 1, end: start + length })
  const until = (kind: Token['kind'], opened: string, closes: string): Token => {
    const end = rest.indexOf(closes, opened.length)
    if (end < 0) throw new Broken({ code: 'expression_unclosed', column: start + 1, facts: { opened } })
    return token(kind, end + 1)
  }
  if (rest === '') return token('end', 0)
  if (rest.startsWith("'") || rest.startsWith('"')) return until('text', rest.charAt(0), rest.charAt(0))
  if (rest.startsWith('${')) return until('reference', '${', '}')
  for (const [kind, pattern] of patterns) {
    const found = pattern.exec(rest)
    if (found !== null) return token(kind, found[0].length)
  }
  return token('sign', 1)
}

// Names are XPath's (with - but, unlike there, without a dot, which is a column), Vietnamese letters included so that a slip is told whole.
// $km and {km} are no signs of the language; taken whole, they can be answered with what was meant.
const patterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['number', /^(\d+(\.\d*)?|\.\d+)/],
  ['name', /^[A-Za-z_\u00c0-\u024f\u1ea0-\u1ef9][\w\u00c0-\u024f\u0300-\u036f\u1ea0-\u1ef9-]*(?::[A-Za-z_][\w-]*)?/],
  ['sign', /^(\$\w+(\.\w+)?|\{[\w.]+\}|===|==|&&|\|\||<>|<=|>=|!=|\.\.|\/\/|::|.)/u],
]

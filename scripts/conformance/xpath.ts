// XPath 1.0 as XForms write it, read into a tree: paths keep their steps and predicates, everything else its shape. What a path means is
// expressions-of-a-form's concern (xform.ts); other people's text is refused with what was seen, never guessed at.

export type XPath =
  | { readonly is: 'text' | 'number'; readonly text: string }
  | { readonly is: 'operation'; readonly operator: string; readonly left: XPath; readonly right: XPath }
  | { readonly is: 'negative'; readonly of: XPath }
  | { readonly is: 'brackets'; readonly of: XPath }
  | { readonly is: 'call'; readonly name: string; readonly given: readonly XPath[] }
  | Path

export interface Path {
  readonly is: 'path'
  /** Where it starts: the document, the node at hand, or what a function gives (current(), instance('x')). */
  readonly from: 'root' | 'here' | { readonly call: string; readonly given: readonly XPath[] }
  readonly steps: readonly Step[]
}

export interface Step {
  /** '..', '.', '@attribute' or a child's name, with its prefix. */
  readonly name: string
  readonly where: readonly XPath[]
}

/** What the language has no words for: a case that needs it is left out, with this as its reason. */
export class Unsupported extends Error {}

const power: Readonly<Record<string, number>> = {
  or: 1, and: 2, '=': 3, '!=': 3, '<': 4, '<=': 4, '>': 4, '>=': 4, '+': 5, '-': 5, '*': 6, div: 6, mod: 6, '|': 7,
}
const token = /\s*(?:("[^"]*"|'[^']*')|(\d+(?:\.\d*)?|\.\d+)|(\/\/|\.\.|!=|<=|>=|::|[()[\],/.@=<>+\-*|$])|([\p{L}_][\p{L}\p{N}_.-]*(?::[\p{L}_][\p{L}\p{N}_.-]*)?))/uy

export function readXPath(text: string): XPath {
  const reader = new Reader(text)
  return reader.whole()
}

class Reader {
  private readonly tokens: string[] = []
  private at = 0

  constructor(text: string) {
    token.lastIndex = 0
    let end = 0
    while (end < text.trimEnd().length) {
      const found = token.exec(text)
      if (found === null) throw new Unsupported(`what is no XPath: ${text.slice(end, end + 20)}`)
      this.tokens.push(found[1] ?? found[2] ?? found[3] ?? (found[4] as string))
      end = token.lastIndex
    }
  }

  whole(): XPath {
    const tree = this.expression(0)
    if (this.at < this.tokens.length) throw new Unsupported(`an axis or wildcard: ${this.tokens.slice(this.at).join(' ')}`)
    return tree
  }

  private get next(): string {
    return this.tokens[this.at] ?? ''
  }

  private expression(least: number): XPath {
    let left = this.operand()
    for (;;) {
      // `0or`: an operator's name needs no space before a digit, nor behind one.
      const binds = power[this.next]
      if (binds === undefined || binds <= least) return left
      const operator = this.next
      this.at++
      left = { is: 'operation', operator, left, right: this.expression(binds) }
    }
  }

  private operand(): XPath {
    const first = this.next
    if (first === '-') {
      this.at++
      return { is: 'negative', of: this.operand() }
    }
    if (first === '(') {
      this.at++
      const of = this.expression(0)
      this.take(')')
      if (this.next === '/' || this.next === '[') throw new Unsupported('a path that begins with brackets')
      return { is: 'brackets', of }
    }
    if (/^["']/.test(first)) {
      this.at++
      return { is: 'text', text: first }
    }
    if (/^\.?\d/.test(first)) {
      this.at++
      return { is: 'number', text: first }
    }
    if (isName(first) && this.tokens[this.at + 1] === '(') {
      this.at += 2
      const given: XPath[] = []
      while (this.next !== ')') {
        given.push(this.expression(0))
        if (this.next !== ',') break
        this.at++
      }
      this.take(')')
      if (this.next !== '/' && first !== 'current' && first !== 'instance') return { is: 'call', name: first, given }
      return { is: 'path', from: { call: first, given }, steps: this.steps(this.next === '/') }
    }
    if (first === '/') return { is: 'path', from: 'root', steps: this.steps(true) }
    if (first === '.' || first === '..' || first === '@' || isName(first)) return { is: 'path', from: 'here', steps: this.steps(false) }
    throw new Unsupported(`an axis or wildcard: ${first === '' ? 'an end' : first}`)
  }

  private steps(isSlash: boolean): Step[] {
    const steps: Step[] = []
    if (!isSlash && (this.next === '' || !(isName(this.next) || ['.', '..', '@'].includes(this.next)))) return steps
    for (let go = isSlash; ; go = true) {
      if (go) this.take('/')
      let name = this.next
      this.at++
      if (name === '@') {
        name = `@${this.next}`
        this.at++
      } else if (name !== '.' && name !== '..' && !isName(name)) throw new Unsupported(`a path with ${name === '' ? 'nothing' : name}`)
      if (this.next === '::') throw new Unsupported(`the axis ${name}`)
      const where: XPath[] = []
      while (this.next === '[') {
        this.at++
        where.push(this.expression(0))
        this.take(']')
      }
      steps.push({ name, where })
      if (this.next !== '/') return steps
    }
  }

  private take(sign: string): void {
    if (this.next !== sign) throw new Unsupported(`a path or axis: ${this.next === '' ? 'an end' : this.next} instead of ${sign}`)
    this.at++
  }
}

const isName = (text: string): boolean => /^[\p{L}_]/u.test(text)

// Text → tree, or what is wrong and at which column. XLSForm's dialect of XPath 1.0. Runs when a form is published; never ships to the phone.
import { functions } from './functions.ts'
import { nearest } from './nearest.ts'
import type { Fault, Operator, Tree } from './tree.ts'

export const limits = { length: 4_000, depth: 64 } as const

export interface Options {
  /** Bare names are columns of a row (choice_filter); inside [ ] they always are. */
  readonly columns?: boolean
  /** Says why a pattern may not be used, or undefined when it may. The default only asks whether it compiles. */
  readonly regexFault?: (pattern: string) => string | undefined
}

export type Parsed = { readonly tree: Tree } | { readonly faults: readonly Fault[] }

interface Token {
  readonly kind: 'number' | 'text' | 'reference' | 'name' | 'sign' | 'end'
  readonly text: string
  readonly column: number
  readonly end: number
}

const power: Readonly<Record<string, number>> = {
  or: 1, and: 2, '=': 3, '!=': 3, '<': 4, '<=': 4, '>': 4, '>=': 4, '+': 5, '-': 5, '*': 6, div: 6, mod: 6,
}
const name = /^[A-Za-z_\u00c0-\u1eff][\w\u00c0-\u1eff-]*(?::[A-Za-z_][\w-]*)?/

// Other languages' spellings of what this one has.
const elsewhere: Readonly<Record<string, string>> = { '==': '=', '===': '=', '&&': 'and', '||': 'or', '!': 'not(…)', '<>': '!=', '≤': '<=', '≥': '>=', '/': 'div', '%': 'mod', '×': '*' }

class Broken extends Error {
  readonly fault: Fault
  constructor(fault: Fault) {
    super(fault.code)
    this.fault = fault
  }
}

/** Parses one expression. Unknown functions, wrong numbers of arguments and bad patterns are all told; of broken grammar the first. */
export function parse(text: string, options: Options = {}): Parsed {
  if (text.trim() === '') return { faults: [{ code: 'expression_empty', column: 1, facts: {} }] }
  if (text.length > limits.length) {
    return { faults: [{ code: 'expression_too_long', column: limits.length + 1, facts: { limit: limits.length, length: text.length } }] }
  }
  const parser = new Parser(text, options)
  try {
    const tree = parser.whole()
    return parser.faults.length === 0 ? { tree } : { faults: parser.faults }
  } catch (error) {
    if (error instanceof Broken) return { faults: [...parser.faults, error.fault] }
    throw error
  }
}

class Parser {
  readonly faults: Fault[] = []
  private readonly text: string
  private readonly options: Options
  private at: Token
  private depth = 0
  private inside = 0 // predicates open: bare names are columns

  constructor(text: string, options: Options) {
    this.text = text
    this.options = options
    this.at = { kind: 'end', text: '', column: 1, end: 0 }
  }

  whole(): Tree {
    this.next()
    const tree = this.expression(0)
    if (this.at.kind !== 'end') this.unexpected(this.at.text === ')' || this.at.text === ']' ? undefined : 'operator')
    return tree
  }

  private expression(least: number): Tree {
    if (++this.depth > limits.depth) throw new Broken({ code: 'expression_too_deep', column: this.at.column, facts: { limit: limits.depth } })
    let left = this.term()
    for (;;) {
      const binds = this.at.kind === 'name' || this.at.kind === 'sign' ? power[this.at.text] : undefined
      if (binds === undefined || binds <= least) break
      const operator = this.at.text as Operator
      this.next()
      left = [operator, left, this.expression(binds)]
    }
    this.depth--
    return left
  }

  private term(): Tree {
    const token = this.at
    switch (token.kind) {
      case 'number':
        this.next()
        return Number(token.text)
      case 'text':
        this.next()
        return token.text.slice(1, -1)
      case 'reference':
        return this.reference(token)
      case 'name':
        return this.named(token)
      case 'end':
        return this.unexpected('value')
      case 'sign':
        break
    }
    if (token.text === '(') {
      this.next()
      const tree = this.expression(0)
      this.close(')', token)
      return tree
    }
    if (token.text === '-') {
      this.next()
      if (++this.depth > limits.depth) throw new Broken({ code: 'expression_too_deep', column: token.column, facts: { limit: limits.depth } })
      const tree = this.term()
      this.depth--
      return typeof tree === 'number' ? -tree : ['neg', tree]
    }
    if (token.text === '.' || token.text === '..') {
      this.next()
      return [token.text]
    }
    return this.unexpected('value')
  }

  private reference(token: Token): Tree {
    this.next()
    const inner = token.text.slice(2, -1)
    const [main = '', column] = inner.trim().split('.')
    if (!/^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)?$/.test(inner.trim())) {
      throw new Broken({ code: 'expression_unexpected', column: token.column, facts: { found: token.text, expected: '${name}' } })
    }
    return column === undefined ? ['$', main] : ['$', main, column]
  }

  private named(token: Token): Tree {
    this.next()
    if (this.at.text === '(' && this.at.kind === 'sign') return this.call(token)
    if (this.inside > 0 || this.options.columns === true) return ['@', token.text]
    const facts: Record<string, string> = { found: token.text, expected: 'value', suggestion: /^[A-Za-z_][\w-]*$/.test(token.text) ? `\${${token.text}}` : '' }
    if (power[token.text] !== undefined) delete facts.suggestion
    throw new Broken({ code: 'expression_unexpected', column: token.column, facts })
  }

  private call(token: Token): Tree {
    const open = this.at
    this.next()
    const args: Tree[] = []
    const columns: number[] = []
    if (!(this.at.kind === 'sign' && this.at.text === ')')) {
      for (;;) {
        columns.push(this.at.column)
        args.push(this.expression(0))
        if (!(this.at.kind === 'sign' && this.at.text === ',')) break
        this.next()
      }
    }
    this.close(')', open)
    if (token.text === 'instance' && this.at.text === '/') return this.rows(token, args)
    this.judge(token, args, columns)
    return ['()', token.text, ...args]
  }

  // instance('list')/root/item[predicate]/column
  private rows(token: Token, args: readonly Tree[]): Tree {
    const [list] = args
    if (list === undefined || args.length !== 1) this.faults.push({ code: 'expression_arity', column: token.column, facts: { name: 'instance', given: args.length, least: 1, most: 1 } })
    this.step('root')
    this.step('item')
    let predicate: Tree | undefined
    if (this.at.text === '[') {
      const open = this.at
      this.next()
      this.inside++
      predicate = this.expression(0)
      this.inside--
      this.close(']', open)
    }
    this.sign('/')
    const column = this.at
    if (column.kind !== 'name') this.unexpected('column')
    this.next()
    return predicate === undefined ? ['[]', list ?? '', column.text] : ['[]', list ?? '', column.text, predicate]
  }

  private step(word: string): void {
    this.sign('/')
    if (this.at.kind !== 'name' || this.at.text !== word) this.unexpected(word)
    this.next()
  }

  private sign(text: string): void {
    if (this.at.kind !== 'sign' || this.at.text !== text) this.unexpected(text)
    this.next()
  }

  private judge(token: Token, args: readonly Tree[], columns: readonly number[]): void {
    const known = functions[token.text]
    if (known === undefined) {
      const suggestion = nearest(token.text, Object.keys(functions))
      const facts: Record<string, string> = { name: token.text }
      if (suggestion !== undefined) facts.suggestion = suggestion
      this.faults.push({ code: 'expression_unknown_function', column: token.column, facts })
      return
    }
    if (args.length < known.least || args.length > known.most) {
      this.faults.push({ code: 'expression_arity', column: token.column, facts: { name: token.text, given: args.length, least: known.least, most: known.most } })
    }
    if (token.text === 'regex' && args.length === 2) {
      const reason = typeof args[1] === 'string' ? this.pattern(args[1]) : 'literal'
      if (reason !== undefined) {
        this.faults.push({ code: 'expression_regex', column: columns[1] ?? token.column, facts: { pattern: String(args[1]), reason } })
      }
    }
  }

  private pattern(pattern: string): string | undefined {
    try {
      new RegExp(pattern, 'u')
    } catch {
      return 'compile'
    }
    if (/\(\?<[=!]/.test(pattern)) return 'look-behind' // the phones' oldest browsers do not have it
    return this.options.regexFault?.(pattern)
  }

  private close(sign: string, open: Token): void {
    if (this.at.kind === 'sign' && this.at.text === sign) return this.next()
    if (this.at.kind === 'end') throw new Broken({ code: 'expression_unclosed', column: open.column, facts: { opened: open.text } })
    this.unexpected(sign)
  }

  private unexpected(expected: string | undefined): never {
    const facts: Record<string, string> = { found: this.at.kind === 'end' ? '' : this.at.text }
    if (expected !== undefined) facts.expected = expected
    const suggestion = elsewhere[this.at.text]
    if (suggestion !== undefined) facts.suggestion = suggestion
    throw new Broken({ code: 'expression_unexpected', column: this.at.column, facts })
  }

  private next(): void {
    const from = this.at.end + (/^\s*/.exec(this.text.slice(this.at.end))?.[0].length ?? 0)
    const rest = this.text.slice(from)
    const take = (kind: Token['kind'], length: number): void => {
      this.at = { kind, text: rest.slice(0, length), column: from + 1, end: from + length }
    }
    if (rest === '') return take('end', 0)
    const number = /^(\d+(\.\d*)?|\.\d+)/.exec(rest)
    if (number !== null) return take('number', number[0].length)
    const quote = rest.charAt(0)
    if (quote === "'" || quote === '"') {
      const end = rest.indexOf(quote, 1)
      if (end < 0) throw new Broken({ code: 'expression_unclosed', column: from + 1, facts: { opened: quote } })
      return take('text', end + 1)
    }
    if (rest.startsWith('${')) {
      const end = rest.indexOf('}')
      if (end < 0) throw new Broken({ code: 'expression_unclosed', column: from + 1, facts: { opened: '${' } })
      return take('reference', end + 1)
    }
    const word = name.exec(rest)
    if (word !== null) return take('name', word[0].length)
    const sign = /^(===|==|&&|\|\||<>|<=|>=|!=|\.\.|.)/u.exec(rest)
    take('sign', sign?.[0].length ?? 1)
  }
}

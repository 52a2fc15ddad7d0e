// Text → tree, or what is wrong and at which column. XLSForm's dialect of XPath 1.0. Runs when a form is published; never ships to the phone.
// Paths are read in paths.ts.
import { nearest } from './nearest.ts'
import { Paths } from './paths.ts'
import type { Reader } from './paths.ts'
import { compiled, looksEndless } from './pattern.ts'
import { signatures } from './signatures.ts'
import { Broken, tokenAt } from './tokens.ts'
import type { Token } from './tokens.ts'
import type { Fault, Operator, Tree } from './tree.ts'

export const limits = { length: 4_000, depth: 64 } as const

export interface Options {
  /** Bare names are columns of a row (choice_filter); inside [ ] they always are. */
  readonly columns?: boolean
  /**
   * Says why a pattern may not be used ('hang' …), or undefined when it may. It is given the pattern as it will run: anchored, and with which
   * flags. Without it a pattern is refused when a repeated group has a repetition inside.
   */
  readonly regexFault?: (pattern: string, flags: string) => string | undefined
}

/** `through`: names that paths only lead through (groups), to be looked up like those that the tree refers to. */
export type Parsed = { readonly tree: Tree; readonly through: readonly string[] } | { readonly faults: readonly Fault[] }

const power: Readonly<Record<string, number>> = {
  __proto__: null as never, // or `constructor` would be an operator
  or: 1, and: 2, '=': 3, '!=': 3, '<': 4, '<=': 4, '>': 4, '>=': 4, '+': 5, '-': 5, '*': 6, div: 6, mod: 6,
}

// What people write who come from other languages, or from a word processor, and what it is here.
const elsewhere: Readonly<Record<string, string>> = {
  __proto__: null as never,
  '==': '=', '===': '=', '&&': 'and', '||': 'or', '!': 'not(…)', '<>': '!=', '≠': '!=', '≤': '<=', ';': ',', '≥': '>=', '/': 'div', '÷': 'div', '%': 'mod', '×': '*', '^': 'pow(…)',
  '−': '-', '–': '-', '“': '"', '”': '"', '‘': "'", '’': "'", '?': 'if(…)', và: 'and', hoặc: 'or', xor: 'or', '[': "instance('…')/root/item[…]",
}

/**
 * Parses one expression. All unknown functions, wrong numbers of arguments, bare names and bad patterns are told; of broken grammar the
 * first. Faults come in the order of their columns (from 1). Never throws.
 */
export function parse(text: string, options: Options = {}): Parsed {
  if (text.trim() === '') return { faults: [{ code: 'expression_empty', column: 1, facts: {} }] }
  if (text.length > limits.length) {
    return { faults: [{ code: 'expression_too_long', column: limits.length + 1, facts: { limit: limits.length, length: text.length } }] }
  }
  const parser = new Parser(text, options)
  try {
    const tree = parser.whole()
    return parser.faults.length === 0 ? { tree, through: parser.through } : { faults: inOrder(parser.faults) }
  } catch (error) {
    if (error instanceof Broken) return { faults: inOrder([...parser.faults, error.fault]) }
    throw error
  }
}

const inOrder = (faults: readonly Fault[]): Fault[] => [...faults].sort((a, b) => a.column - b.column)

class Parser implements Reader {
  readonly faults: Fault[] = []
  readonly through: string[] = []
  at: Token
  private readonly text: string
  private readonly options: Options
  private readonly paths: Paths
  private depth = 0
  /** Whether the parts of the predicates that are open are rows of a repeat or of a list, outermost first. */
  readonly inside: ('rows' | 'list')[] = []
  isPosition = false

  constructor(text: string, options: Options) {
    this.text = text
    this.options = options
    this.at = { kind: 'end', text: '', column: 1, end: 0 }
    this.paths = new Paths(this)
  }

  whole(): Tree {
    this.next()
    const tree = this.expression(0)
    if (this.at.kind !== 'end') this.unexpected(this.at.text === ')' || this.at.text === ']' ? undefined : 'operator')
    return tree
  }

  expression(least: number): Tree {
    if (++this.depth > limits.depth) throw new Broken({ code: 'expression_too_deep', column: this.at.column, facts: { limit: limits.depth } })
    let left = this.united()
    for (;;) {
      this.operatorFirst()
      const binds = this.at.kind === 'name' || this.at.kind === 'sign' ? power[this.at.text] : undefined
      if (binds === undefined || binds <= least) break
      const operator = this.at.text as Operator
      this.next()
      left = [operator, left, this.expression(binds)]
    }
    this.depth--
    return left
  }

  // `1or 2`, `7mod2`: where an operator is expected, its name needs no space before a digit (XPath 1.0 §3.7).
  private operatorFirst(): void {
    const found = this.at.kind === 'name' ? /^(or|and|div|mod)(?=\d)/.exec(this.at.text) : null
    if (found !== null) this.at = { ...this.at, text: found[0], end: this.at.column - 1 + found[0].length }
  }

  // a | b: all values of both, in the order written.
  private united(): Tree {
    const all: Tree[] = [this.term()]
    while (this.isSign('|')) {
      this.next()
      all.push(this.term())
    }
    return all.length === 1 ? (all[0] as Tree) : ['()', '|', ...all]
  }

  private term(): Tree {
    const token = this.at
    switch (token.kind) {
      case 'number':
        this.next()
        return Number(token.text)
      case 'text':
        this.next()
        return token.text.slice(1, -1).normalize('NFC') // as answers are
      case 'reference':
        return this.paths.after(this.reference(token), token)
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
      const tree = this.united()
      this.depth--
      return typeof tree === 'number' ? -tree : ['neg', tree]
    }
    if (['.', '..', '/', '//'].includes(token.text)) return this.paths.from(token)
    const meant = /^[${]([A-Za-z_][\w.-]*)\}?$/.exec(token.text)
    if (meant !== null) return this.tell(token, 'value', `\${${meant[1]}}`)
    return this.unexpected('value')
  }

  // A slip after which the rest can still be read.
  private tell(token: Token, expected: string, suggestion?: string): Tree {
    this.fault(token, expected, suggestion)
    this.next()
    return ''
  }

  fault({ column, text }: Pick<Token, 'column' | 'text'>, expected: string, suggestion?: string): Tree {
    this.faults.push({ code: 'expression_unexpected', column, facts: { found: text, expected, ...(suggestion === undefined ? {} : { suggestion }) } })
    return ''
  }

  private reference(token: Token): Tree {
    const inner = token.text.slice(2, -1).trim()
    const [, last] = /^last-saved#([A-Za-z_][\w-]*)$/.exec(inner) ?? []
    if (last !== undefined) {
      this.next()
      return ['()', '[before]', last]
    }
    if (!/^[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*)?$/.test(inner)) return this.tell(token, '${name}')
    const [main = '', column] = inner.split('.')
    this.next()
    return column === undefined ? ['$', main] : ['$', main, column]
  }

  private named(token: Token): Tree {
    const next = tokenAt(this.text, token.end)
    if (next.kind === 'sign' && next.text === '(') {
      this.next()
      return this.call(token)
    }
    const around = this.around
    if (next.kind === 'sign' && next.text === '::') return this.paths.from(token)
    if (power[token.text] !== undefined) return this.unexpected('value')
    if (around === 'rows') return this.paths.from(token)
    if (around === undefined) return this.tell(token, 'value', /^[A-Za-z_][\w-]*$/.test(token.text) ? `\${${token.text}}` : undefined)
    this.next()
    return ['@', token.text]
  }

  /** What a bare name is: a question of the row, a column of the row, or nothing. */
  get around(): 'rows' | 'list' | undefined {
    return this.inside[this.inside.length - 1] ?? (this.options.columns === true ? 'list' : undefined)
  }

  private call(token: Token): Tree {
    const open = this.at
    this.next()
    const args: Tree[] = []
    const spots: Token[] = []
    const before = this.isPosition
    this.isPosition = token.text === 'position'
    if (!this.isSign(')')) {
      for (;;) {
        spots.push(this.at)
        args.push(this.expression(0))
        if (!this.isSign(',')) break
        this.next()
      }
    }
    this.isPosition = before
    this.close(')', open)
    if (token.text === 'instance') {
      if (args.length !== 1) this.faults.push({ code: 'expression_arity', column: token.column, facts: { name: 'instance', given: args.length, least: 1, most: 1 } })
      return this.paths.rows(args[0] ?? '')
    }
    if (token.text === 'last' && this.inside.length === 0) this.fault(token, 'value')
    this.judge(token, args, spots)
    return token.text === 'current' ? this.paths.current(token) : token.text === 'position' ? this.paths.position(args) : ['()', token.text, ...args]
  }

  /** What stands between [ and ], where bare names are of rows of this sort. */
  predicate(rows: 'rows' | 'list'): Tree {
    const open = this.at
    this.next()
    const before = this.isPosition
    this.isPosition = false
    this.inside.push(rows)
    const tree = this.expression(0)
    this.inside.pop()
    this.isPosition = before
    this.close(']', open)
    return tree
  }

  /** Goes over a sign, or says that it is missing. */
  sign(text: string): void {
    if (!this.isSign(text)) this.unexpected(text)
    this.next()
  }

  isSign(text: string): boolean {
    return this.at.kind === 'sign' && this.at.text === text
  }

  private judge(token: Token, args: readonly Tree[], spots: readonly Token[]): void {
    const known = signatures[token.text]
    if (known === undefined) {
      const suggestion = nearest(token.text, [...Object.keys(signatures), 'instance'])
      this.faults.push({ code: 'expression_unknown_function', column: token.column, facts: { name: token.text, ...(suggestion === undefined ? {} : { suggestion }) } })
    } else if (args.length < known.least || args.length > known.most) {
      this.faults.push({ code: 'expression_arity', column: token.column, facts: { name: token.text, given: args.length, least: known.least, most: known.most } })
    } else if (token.text === 'regex') {
      const reason = typeof args[1] === 'string' ? this.pattern(args[1]) : 'literal'
      if (reason !== undefined) this.faults.push({ code: 'expression_regex', column: spots[1]?.column ?? 1, facts: { pattern: String(args[1]), reason } })
    } else {
      // Some arguments are not values but names; what else stands there would be silently empty.
      for (const [i, expected, fits] of shapes[token.text] ?? []) {
        const spot = spots[i]
        if (spot !== undefined && !fits(args[i] ?? '')) this.faults.push({ code: 'expression_unexpected', column: spot.column, facts: { found: spot.text, expected } })
      }
    }
  }

  private pattern(pattern: string): string | undefined {
    const runs = compiled(pattern)
    if (runs === undefined) return 'compile'
    if (/\(\?<[=!]/.test(pattern)) return 'look-behind' // the phones' oldest browsers do not have it
    if (this.options.regexFault !== undefined) return this.options.regexFault(runs.source, runs.flags)
    return looksEndless(pattern) ? 'hang' : undefined
  }

  private close(sign: string, open: Token): void {
    if (this.isSign(sign)) return this.next()
    if (this.at.kind === 'end') throw new Broken({ code: 'expression_unclosed', column: open.column, facts: { opened: open.text } })
    this.unexpected(sign)
  }

  unexpected(expected: string | undefined): never {
    const { kind, text, column, end } = this.at
    const facts: Record<string, string> = { found: kind === 'end' ? '' : text }
    if (expected !== undefined) facts.expected = expected
    const comma = text === ',' ? /(\d+),(\d+)$/.exec(this.text.slice(0, end + (/^\d*/.exec(this.text.slice(end))?.[0].length ?? 0))) : null
    const lower = text.toLowerCase()
    const suggestion = comma !== null ? `${comma[1]}.${comma[2]}` : (elsewhere[lower] ?? (kind === 'name' && power[lower] !== undefined && lower !== text ? lower : undefined))
    if (suggestion !== undefined) facts.suggestion = suggestion
    throw new Broken({ code: 'expression_unexpected', column, facts })
  }

  peek(): Token {
    return tokenAt(this.text, this.at.end)
  }

  next(): void {
    this.at = tokenAt(this.text, this.at.end)
  }
}

const isName = (tree: Tree): boolean => typeof tree === 'object' && tree[0] === '$' && tree.length === 2
const shapes: Readonly<Record<string, readonly (readonly [number, string, (tree: Tree) => boolean])[]>> = {
  position: [[0, '..', (tree) => typeof tree === 'object' && (tree[0] === '..' || isName(tree) || (tree[0] === '()' && ['current', '[around]'].includes(tree[1])))]],
  'indexed-repeat': [[0, '${name}', isName], [1, '${name}', isName]],
  'jr:choice-name': [[1, "'${name}'", (tree) => typeof tree === 'string' && /^\s*\$\{[A-Za-z_][\w-]*\}\s*$/.test(tree)]],
}

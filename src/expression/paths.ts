// Paths, for those who write them: /data/group/km, ../km, current()/../km, ${people}[${age} > 18]/name, instance('list')/root/item[…]/column. Names are
// unique in a form, so that the last one says which question is meant; conditions choose among rows. What is not a plain name or list becomes a call of a
// function that nobody can write ('[rows]', '[items]', '[nth]', '[around]', '[before]': more.ts).
import { references } from './references.ts'
import type { Token } from './tokens.ts'
import type { Tree } from './tree.ts'

/** What is read with: the parser, as far as paths need it. */
export interface Reader {
  readonly at: Token
  readonly around: 'rows' | 'list' | undefined
  readonly inside: readonly ('rows' | 'list')[]
  /** Right inside position(…): a path may end at a row. */
  readonly isPosition: boolean
  readonly through: string[]
  next(): void
  peek(): Token
  sign(text: string): void
  isSign(text: string): boolean
  expression(least: number): Tree
  predicate(rows: 'rows' | 'list'): Tree
  fault(token: Pick<Token, 'column' | 'text'>, expected: string, suggestion?: string): Tree
  unexpected(expected: string | undefined): never
}

interface Step {
  readonly name: string
  readonly where: readonly Tree[]
}

export class Paths {
  private readonly reader: Reader

  constructor(reader: Reader) {
    this.reader = reader
  }

  /** A path from its first token: `/`, `//`, `.`, `..`, a name. */
  from(token: Token): Tree {
    const { reader } = this
    const isRoot = token.text === '/' || token.text === '//'
    if (isRoot) reader.next()
    const { up, steps } = this.steps()
    if (isRoot) {
      // The first of several is the form's own element, however it is called.
      const own = steps.length > 1 && token.text === '/' ? steps.slice(1) : steps
      return own.length === 0 || up > 0 ? this.told(token, 'value') : this.way(own, false)
    }
    const around = reader.around
    if (steps.length > 0) {
      // Of a list's row only its columns can be reached.
      if (around === 'list') return up > 0 || steps.length > 1 || steps[0]?.where.length !== 0 ? this.told(token, 'column', 'current()/..') : ['@', steps[0].name]
      return this.way(steps, up > 1)
    }
    if (reader.inside.includes('rows')) return this.told(token, '${name}', up > 0 ? 'current()/..' : undefined)
    return up === 0 ? ['.'] : this.row(up, token)
  }

  /** What follows ${name}: nothing, conditions, or a way further in. */
  after(tree: Tree, token: Token): Tree {
    const { reader } = this
    const next = reader.peek()
    // ${a} / ${b} is no path, but a division as others write it.
    const isFurther = reader.isSign('/') && (next.kind === 'name' || next.text === '.')
    if (!reader.isSign('[') && !isFurther) return tree
    if (typeof tree !== 'object' || tree[0] !== '$' || tree.length !== 2) return this.told(token, '${name}')
    const where = isFurther ? [] : this.where()
    const rest: readonly Step[] = reader.isSign('/') ? this.further() : []
    return this.way([{ name: tree[1], where }, ...rest], true)
  }

  /** current(), and what follows: the same as from here, but inside conditions. */
  current(token: Token): Tree {
    const { reader } = this
    let tree: Tree = ['.']
    if (reader.isSign('/')) {
      reader.next()
      const { up, steps } = this.steps()
      tree = steps.length > 0 ? this.way(steps, up > 1) : up > 0 ? this.row(up, token) : ['.']
    }
    return reader.inside.includes('rows') ? ['()', 'current', tree] : tree
  }

  /** position() of what: of the row around, one further out, a repeat's; in a condition, the place among the rows. */
  position(args: readonly Tree[]): Tree {
    const [what] = args
    if (what === undefined) return this.reader.inside.length > 0 ? ['()', '[nth]'] : ['()', 'position']
    if (typeof what !== 'object') return ['()', 'position', what]
    if (what[0] === '()' && what[1] === 'current') return ['()', 'current', this.position([what[2] as Tree])]
    if (what[0] === '$') return ['()', '[around]', what]
    return what[0] === '()' ? what : ['()', 'position', what]
  }

  /** instance('list')/root/item[…]/column */
  rows(list: Tree): Tree {
    const { reader } = this
    for (const word of ['root', 'item']) {
      reader.sign('/')
      if (reader.at.kind !== 'name' || reader.at.text !== word) reader.unexpected(word)
      reader.next()
    }
    const where = this.where('list')
    let column = 'name'
    if (reader.isSign('/')) {
      reader.next()
      if (reader.at.kind !== 'name') reader.unexpected('column')
      column = reader.at.text
      reader.next()
    }
    if (where.some(isPlaced)) return ['()', '[items]', list, column, ...where.map(placed)]
    const [first, ...others] = where
    if (first === undefined) return ['[]', list, column]
    return ['[]', list, column, others.reduce((all, one): Tree => ['and', all, one], first)]
  }

  // From the first step inwards. What has conditions, or is entered from outside, may be a repeat: all its rows, or those that fit.
  private way(steps: readonly Step[], isOutside: boolean): Tree {
    const last = steps[steps.length - 1] as Step
    let tree: Tree = last.where.length === 0 ? ['$', last.name] : ['()', '[rows]', ['$', last.name], '', ...last.where.map(placed)]
    for (const { name, where } of steps.slice(0, -1).reverse()) {
      if (where.length > 0 || isOutside) tree = ['()', '[rows]', ['$', name], tree, ...where.map(placed)]
      else this.reader.through.push(name)
    }
    return tree
  }

  private row(up: number, token: Token): Tree {
    if (!this.reader.isPosition) return this.told(token, 'value', 'position(..)')
    return up === 1 ? ['..'] : ['()', '[around]', up]
  }

  private further(): readonly Step[] {
    this.reader.next()
    const { up, steps } = this.steps()
    return up > 0 || steps.length === 0 ? this.reader.unexpected('name') : steps
  }

  private steps(): { readonly up: number; readonly steps: readonly Step[] } {
    const { reader } = this
    const steps: Step[] = []
    let up = 0
    for (;;) {
      const name = this.step()
      if ((name === '..' && steps.length > 0) || up + steps.length > 64) reader.unexpected('name')
      if (name === '..') up++
      else if (name !== '.') steps.push({ name, where: this.where() })
      if (!reader.isSign('/')) return { up, steps }
      reader.next()
    }
  }

  // '.', '..' or a name, also as self::node(), parent::node(), child::name.
  private step(): string {
    const { reader } = this
    const { kind, text } = reader.at
    if (kind === 'sign' && (text === '.' || text === '..')) {
      reader.next()
      return text
    }
    if (kind !== 'name') return reader.unexpected('name')
    reader.next()
    if (!reader.isSign('::')) return text
    if (!['child', 'self', 'parent'].includes(text)) reader.unexpected('name')
    reader.next()
    if (text === 'child') return this.step()
    if (reader.at.text !== 'node') reader.unexpected('node()')
    reader.next()
    reader.sign('(')
    reader.sign(')')
    return text === 'self' ? '.' : '..'
  }

  private where(rows: 'rows' | 'list' = 'rows'): readonly Tree[] {
    const found: Tree[] = []
    while (this.reader.isSign('[')) found.push(this.reader.predicate(rows))
    return found
  }

  private told(token: Token, expected: string, suggestion?: string): Tree {
    return this.reader.fault(token, expected, suggestion)
  }
}

const numbers: ReadonlySet<string> = new Set(['+', '-', '*', 'div', 'mod', 'neg'])
const counts: ReadonlySet<string> = new Set(['[nth]', 'last', '[around]', 'position', 'count', 'sum', 'min', 'max', 'number', 'int', 'round', 'floor', 'ceiling', 'abs'])

// A number between [ and ] is a place: XPath 1.0 §3.3.
function placed(tree: Tree): Tree {
  return isNumber(tree) ? ['=', ['()', '[nth]'], tree] : tree
}

function isNumber(tree: Tree): boolean {
  if (typeof tree !== 'object') return typeof tree === 'number'
  if (tree[0] === '()') return tree[1] === 'current' ? isNumber(tree[2] as Tree) : counts.has(tree[1])
  return numbers.has(tree[0])
}

// Whether a condition asks for a row's place.
function isPlaced(tree: Tree): boolean {
  return isNumber(tree) || references(tree).calls.some((name) => name === '[nth]' || name === 'last')
}

// What an expression looks at: names, columns, lists, clock. For checking references and for knowing who depends on whom.
import type { Tree } from './tree.ts'

export interface References {
  readonly names: readonly { readonly name: string; readonly column?: string }[]
  /** Bare columns of the row at hand. */
  readonly columns: readonly string[]
  /** Lists named by a literal in instance() or pulldata(). */
  readonly lists: readonly string[]
  /** Functions called. */
  readonly calls: readonly string[]
  readonly self: boolean
  readonly instance: boolean // `..` or position(..)
}

// Without an argument they look at the answer at hand.
const ownAnswer: ReadonlySet<string> = new Set(['string', 'number', 'string-length', 'normalize-space'])

/** Walks a tree once, left to right. */
export function references(tree: Tree): References {
  const names: { name: string; column?: string }[] = []
  const columns: string[] = []
  const lists: string[] = []
  const calls: string[] = []
  let self = false
  let instance = false
  const stack: Tree[] = [tree]
  while (stack.length > 0) {
    const node = stack.pop() as Tree
    if (typeof node !== 'object') continue
    switch (node[0]) {
      case '$':
        names.push(node.length === 2 ? { name: node[1] } : { name: node[1], column: node[2] as string })
        break
      case '@':
        columns.push(node[1])
        break
      case '.':
        self = true
        break
      case '..':
        instance = true
        break
      case '()':
        calls.push(node[1])
        if ((node[1] === 'pulldata' || node[1] === '[items]') && typeof node[2] === 'string') lists.push(node[2])
        if (node[1] === '[around]') instance = true
        if (node[1] === 'once' || (node.length === 2 && ownAnswer.has(node[1]))) self = true
        if (node[1] === 'jr:choice-name' && typeof node[3] === 'string') names.push({ name: node[3].replace(/^\s*\$\{|\}\s*$/g, '') })
        for (let i = node.length - 1; i >= 2; i--) stack.push(node[i] as Tree)
        break
      case '[]':
        if (typeof node[1] === 'string') lists.push(node[1])
        if (node[3] !== undefined) stack.push(node[3])
        stack.push(node[1])
        break
      default:
        for (let i = node.length - 1; i >= 1; i--) stack.push(node[i] as Tree)
    }
  }
  return { names, columns, lists, calls, self, instance }
}

// A place or an entry in the middle of words is its code, unless its name is asked for: said to the author, with what to write. In a label `${village}` alone
// is the name already. Never a reason not to publish.
import type { Tree } from '../expression/tree.ts'
import type { Compiler } from './compiler.ts'
import type { Spot } from './source.ts'
import type { Names } from './survey.ts'

// Functions that hand on what they are given.
const through: ReadonlySet<string> = new Set(['concat', 'join', 'coalesce', 'if', 'once', 'string', 'normalize-space'])

/** Warns of each `${village}` (`bare`), `${village.name}` and `${village.id}` whose code would be read as words. */
export function warnCodes(compiler: Compiler, tree: Tree, spot: Spot, at: string, { byName }: Pick<Names, 'byName'>, bare = true): void {
  if (typeof tree !== 'object') return
  const [head, name, column] = tree as readonly [string, string, string?]
  if (head === '()' && through.has(name)) {
    for (const one of tree.slice(name === 'if' ? 3 : 2) as readonly Tree[]) warnCodes(compiler, one, spot, at, { byName }, bare)
  } else if (head === '$' && (column === undefined ? bare : column === 'name' || column === 'id')) {
    const kind = byName.get(name)?.question.kind
    // A register may have a column of that name.
    if (kind !== 'unit' && (kind !== 'entry' || column === 'name')) return
    compiler.warn('code_shown', spot, at, { found: `\${${name}${column === undefined ? '' : `.${column}`}}`, suggestion: `\${${name}.${kind === 'unit' ? 'full_name' : 'label'}}` })
  }
}

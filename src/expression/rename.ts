// The same expression with other names in it: of questions, and of the lists that it looks through. For whoever compares or copies forms;
// no phone needs it.
import type { Tree } from './tree.ts'

export interface Names {
  readonly question?: (name: string) => string
  /** Of instance('…') and pulldata('…'), where it is written out. */
  readonly list?: (name: string) => string
}

const same = (name: string): string => name

/** A tree whose names are put through `names`; everything else is as it was. */
export function renamed(tree: Tree, names: Names): Tree {
  const { question = same, list = same } = names
  const visit = (node: Tree): Tree => {
    if (typeof node !== 'object') return node
    switch (node[0]) {
      case '$':
        return node.length === 2 ? ['$', question(node[1])] : ['$', question(node[1]), node[2] as string]
      case '.':
      case '..':
      case '@':
        return node
      case '[]': {
        const from = typeof node[1] === 'string' ? list(node[1]) : visit(node[1])
        return node[3] === undefined ? ['[]', from, node[2]] : ['[]', from, node[2], visit(node[3])]
      }
      case '()': {
        const given = node.slice(2).map((one) => visit(one as Tree))
        if (node[1] === 'pulldata' && typeof node[2] === 'string') given[0] = list(node[2])
        // The question is named in a text: '${kind}' or 'kind'.
        if (node[1] === 'jr:choice-name' && typeof node[3] === 'string') given[1] = node[3].replace(/^(\s*\$\{)?([^}]*)/, (_, open: string | undefined, name: string) => (open ?? '') + question(name))
        return ['()', node[1], ...given]
      }
      case 'neg':
        return ['neg', visit(node[1])]
      default:
        return [node[0], visit(node[1]), visit(node[2])]
    }
  }
  return visit(tree)
}

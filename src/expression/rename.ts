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
        if ((node[1] === 'pulldata' || node[1] === '[items]') && typeof node[2] === 'string') given[0] = list(node[2])
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

/** Trees wherever they stand in a piece of a form (any JSON), with other names in them. */
export function renamedIn(value: unknown, names: Names): unknown {
  if (isTree(value)) return renamed(value, names)
  if (Array.isArray(value)) return value.map((one) => renamedIn(one, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renamedIn(one, names)]))
}

// How many parts each operator has, itself included: a list of names that begins with one of theirs is no tree.
const lengths: Readonly<Record<string, readonly [least: number, most: number]>> = { $: [2, 3], '.': [1, 1], '..': [1, 1], '@': [2, 2], neg: [2, 2], '()': [2, Infinity], '[]': [3, 4] }
const binary: ReadonlySet<string> = new Set(['or', 'and', '=', '!=', '<', '<=', '>', '>=', '+', '-', '*', 'div', 'mod'])

function isTree(value: unknown): value is Tree {
  if (!Array.isArray(value) || typeof value[0] !== 'string') return false
  const [least, most] = binary.has(value[0]) ? [3, 3] : Object.prototype.hasOwnProperty.call(lengths, value[0]) ? (lengths[value[0]] as readonly [number, number]) : [Infinity, 0]
  return value.length >= least && value.length <= most
}

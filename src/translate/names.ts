// Names that fit the form language, and references that follow them. XLSForm's may begin with _, hold - and ., and be used again in another group.
import { isName, reserved } from '../form/compiler.ts'
import type { Node } from './nodes.ts'
import type { Tellers } from './table.ts'

export interface Names {
  of(node: Node): string
  /** What `${written}` means where it stands: the question of that name that is nearest. As written when there is none. */
  refer(written: string, from: Node | undefined): string
  knows(written: string): boolean
}

/** A name in the form language: letters without marks, digits, _. */
export function fitted(written: string): string {
  const bare = written.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, (letter) => (letter === 'đ' ? 'd' : 'D'))
  const name = bare.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^[^A-Za-z]+/, '').slice(0, 60)
  return name === '' ? 'q' : isName(name) && !reserved.has(name.toLowerCase()) ? name : `${name}_`
}

/** Gives every question its own name. What has to change is told, once for each. */
export function nameAll(nodes: readonly Node[], tell: Tellers): Names {
  const names = new Map<Node, string>()
  const written = new Map<string, Node[]>()
  const all: Node[] = []
  const visit = (node: Node): void => {
    all.push(node)
    node.children.forEach(visit)
  }
  nodes.forEach(visit)
  const taken = new Set<string>()
  const isFree = (name: string): boolean => !taken.has(name.toLowerCase())
  // Who has a good name keeps it: only then come those that must give way.
  const waiting: Node[] = []
  for (const node of all) {
    if (node.name !== '') written.set(node.name, [...(written.get(node.name) ?? []), node])
    if (isName(node.name) && !reserved.has(node.name.toLowerCase()) && isFree(node.name)) {
      names.set(node, node.name)
      taken.add(node.name.toLowerCase())
    } else waiting.push(node)
  }
  for (const node of waiting) {
    const twin = written.get(node.name)?.find((one) => one !== node && one.parent === node.parent)
    // Twice in one group is a slip, not a matter of spelling.
    if (node.name !== '' && twin !== undefined && twin.place.row < node.place.row) tell.problem('name_twice', node.namePlace, { name: node.name, line: twin.place.row })
    const base = node.name === '' ? node.kind.replace(/\W/g, '') || 'q' : fitted(node.name)
    const parent = node.parent === undefined ? '' : `${names.get(node.parent) ?? ''}_`
    const tries = node.name === '' ? [] : [base, `${parent}${base}`.slice(0, 60)]
    let name = tries.find((one) => isName(one) && !reserved.has(one.toLowerCase()) && isFree(one))
    for (let i = node.name === '' ? 1 : 2; name === undefined; i++) if (isFree(`${base}_${i}`)) name = `${base}_${i}`
    names.set(node, name)
    taken.add(name.toLowerCase())
    if (node.name !== '' && twin === undefined) tell.warning('renamed', node.namePlace, { name: node.name, to: name })
  }
  const ancestors = (node: Node | undefined): Node[] => (node === undefined ? [] : [...ancestors(node.parent), node])
  return {
    of: (node) => names.get(node) ?? node.name,
    knows: (name) => written.has(name),
    refer(name, from) {
      const found = written.get(name) ?? []
      if (found.length <= 1) return found[0] === undefined ? name : (names.get(found[0]) ?? name)
      const around = ancestors(from)
      const near = (node: Node): number => ancestors(node).filter((one, i) => around[i] === one).length
      const best = found.reduce((a, b) => (near(b) > near(a) ? b : a))
      return names.get(best) ?? name
    },
  }
}

/** The references of an expression or a label, each under its new name. */
export function renamed(text: string, names: Names, from: Node | undefined): string {
  return text.replace(/\$\{\s*(last-saved#)?([^}.#]+?)\s*(\.[^}]*)?\}/g, (_, before: string | undefined, name: string, column: string | undefined) => {
    // A dot may be a column (our language) or part of a name (XLSForm's).
    const whole = column === undefined ? name : `${name}${column.trim()}`
    const asWhole = names.refer(whole, from)
    if (column !== undefined && asWhole !== whole) return `\${${before ?? ''}${asWhole}}`
    return `\${${before ?? ''}${names.refer(name, from)}${column?.trim() ?? ''}}`
  })
}

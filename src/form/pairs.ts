// indexed-repeat(${q}, ${inner}, m, ${outer}, n): authors bring its pairs in any order; they run from the outermost repeat inwards.
import type { Tree } from '../expression/tree.ts'
import type { Placed } from './survey.ts'

/** Puts the pairs of every indexed-repeat of a tree in order, in place: a tree that was just parsed is nobody's yet. */
export function orderPairs(tree: Tree, byName: ReadonlyMap<string, Placed>): void {
  if (typeof tree !== 'object') return
  const parts = tree as unknown as Tree[]
  for (const part of parts.slice(1)) orderPairs(part, byName)
  if (parts[0] !== '()' || parts[1] !== 'indexed-repeat' || parts.length < 7) return
  const depth = (repeat: Tree): number => {
    let deep = 0
    for (let at = typeof repeat === 'object' ? byName.get(repeat[1] as string) : undefined; at !== undefined; at = byName.get(at.parent ?? '')) deep++
    return deep
  }
  const pairs = Array.from({ length: (parts.length - 3) / 2 }, (_, i) => parts.slice(3 + i * 2, 5 + i * 2) as [Tree, Tree])
  parts.splice(3, pairs.length * 2, ...pairs.sort(([one], [other]) => depth(one) - depth(other)).flat())
}

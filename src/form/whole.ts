// What is added up is kept in whole numbers: an amount that may have a fraction is rounded before it is added, and the figure is then not what its author
// expects. Said to him, with what to write instead; never a reason not to publish.
import type { Tree } from '../expression/tree.ts'
import type { Names } from './survey.ts'

// Functions whose value has a fraction where one of their arguments has.
const through: ReadonlySet<string> = new Set(['sum', 'min', 'max', 'coalesce', 'if', 'once', 'abs', 'number'])
const deepest = 20

/** Whether a sum of it would lose something: a decimal as it was answered, a division. What is multiplied by ten or more is in a smaller unit already. */
export function mayHaveFraction(tree: Tree, names: Pick<Names, 'byName'>, depth = 0): boolean {
  if (typeof tree !== 'object') return typeof tree === 'number' && !Number.isInteger(tree)
  const [head, ...rest] = tree as readonly [string, ...Tree[]]
  const any = (trees: readonly Tree[]): boolean => trees.some((one) => mayHaveFraction(one, names, depth + 1))
  if (depth > deepest) return false
  if (head === '$') {
    if (rest.length > 1) return false
    const { kind, calculation } = names.byName.get(String(rest[0]))?.question ?? {}
    return kind === 'decimal' || (kind === 'calculate' && calculation !== undefined && mayHaveFraction(calculation, names, depth + 1))
  }
  if (head === '()') return through.has(String(rest[0])) && any(rest[0] === 'if' ? rest.slice(2) : rest.slice(1))
  if (head === '*') return any(rest) && !rest.some((one) => typeof one === 'number' && Math.abs(one) >= 10)
  return head === 'div' || ((head === '+' || head === '-' || head === 'neg') && any(rest))
}

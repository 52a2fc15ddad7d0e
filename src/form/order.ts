// The order in which calculations run, who must be looked at again when a name changes, and circles, which have no order.
import { references } from '../expression/references.ts'
import type { Tree } from '../expression/tree.ts'
import type { Compiler } from './compiler.ts'
import { placeOfName } from './place.ts'
import { expressionsOf } from './plan.ts'
import { rowsOf } from './rows.ts'
import type { Spot } from './source.ts'
import type { Placed } from './survey.ts'

// What decides a question's value or whether it is asked. Constraints, filters and texts may look at each other: they change nothing.
const deciding: readonly string[] = ['relevant', 'calculation', 'default', 'repeat_count']

/** What a question must be looked at again for: all it refers to, the group it stands in, and the record's day for units. */
function needs(placed: Placed, dayNames: readonly string[]): Needs {
  const { question } = placed
  const { trigger, calculation } = question
  // Hard needs decide the value or relevance and must run first; soft ones (constraint, check, texts) only want another look.
  const hard = new Set<string>()
  const soft = new Set<string>()
  // What a triggered calculation looks at should be there when it runs, but does not make it run: two may each look at the other.
  const wished = new Set(trigger === undefined || calculation === undefined ? [] : references(calculation).names.map(({ name }) => name))
  const hardTrees = [question.relevant, trigger === undefined ? calculation : undefined, question.default, question.repeat_count].filter((tree) => tree !== undefined)
  for (const tree of hardTrees) {
    // A default may look at the same question in another row, which is there before: what is put once needs no order among rows.
    const isEarlier = tree === question.default && references(tree).calls.some((call) => call === '[rows]' || call === 'indexed-repeat')
    for (const { name } of references(tree).names) if (!isEarlier || name !== question.name) hard.add(name)
  }
  for (const name of trigger ?? []) hard.add(name)
  for (const tree of expressionsOf(trigger === undefined ? question : { ...question, calculation: '' })) for (const { name } of references(tree).names) if (!hard.has(name)) soft.add(name)
  if (placed.parent !== undefined) hard.add(placed.parent)
  if (question.kind === 'unit') for (const name of dayNames) if (name !== question.name) soft.add(name)
  // Choices that are rows: what they show, keep and are chosen by.
  const shown = rowsOf(question.list)
  if (shown !== undefined) for (const name of [shown, String(question.parameters?.value ?? shown), ...columnsOf(question.choice_filter)]) soft.add(name)
  soft.delete(question.name)
  return { hard, soft, wished }
}

function columnsOf(tree: Tree | undefined): readonly string[] {
  if (typeof tree !== 'object') return []
  return tree[0] === '@' ? [tree[1]] : (tree.slice(1) as readonly Tree[]).flatMap(columnsOf)
}

interface Needs {
  readonly hard: ReadonlySet<string>
  readonly soft: ReadonlySet<string>
  readonly wished: ReadonlySet<string>
}

export interface Graph {
  readonly order: readonly string[]
  readonly dependents: Readonly<Record<string, readonly string[]>>
}

/** The order of calculation; a circle is told once, with its path. */
export function orderOf(compiler: Compiler, placed: readonly Placed[], dayNames: readonly string[]): Graph {
  const byName = new Map(placed.map((one) => [one.question.name, one]))
  const wants = new Map(placed.map((one) => [one.question.name, needs(one, dayNames)]))
  const dependents: Record<string, string[]> = {}
  for (const [name, { hard, soft }] of wants) {
    for (const other of [...hard, ...soft]) {
      if (!byName.has(other)) continue
      ;(dependents[other] ??= []).push(name)
    }
  }
  const order: string[] = []
  const state = new Map<string, 'open' | 'done'>()
  const path: string[] = []
  const visit = (name: string): void => {
    if (state.get(name) === 'done') return
    if (state.get(name) === 'open') {
      const circle = [...path.slice(path.indexOf(name)), name]
      if (circle.some((one, i) => i > 0 && wants.get(circle[i - 1] as string)?.hard.has(one) !== true)) return // by a wish: it has no order, and needs none
      compiler.tell('circle', placeOfCircle(circle, byName), name, { path: circle.join(' → ') })
      return
    }
    state.set(name, 'open')
    path.push(name)
    const { hard, wished } = wants.get(name) as Needs
    for (const other of [...hard, ...wished]) if (byName.has(other)) visit(other)
    path.pop()
    state.set(name, 'done')
    order.push(name)
  }
  for (const one of placed) visit(one.question.name)
  return { order, dependents }
}

// The first reference that leads round: a step from a question to the group around it has none of its own.
function placeOfCircle(circle: readonly string[], byName: ReadonlyMap<string, Placed>): Spot {
  for (const [i, name] of circle.slice(0, -1).entries()) {
    const next = circle[i + 1] as string
    for (const { key, tree, scalar } of byName.get(name)?.logic ?? []) {
      const found = deciding.includes(key) ? references(tree).names.find((one) => one.name === next) : undefined
      if (found !== undefined) return placeOfName(scalar, found.column === undefined ? next : `${next}.${found.column}`)
    }
  }
  return (byName.get(circle[0] as string) as Placed).spot
}

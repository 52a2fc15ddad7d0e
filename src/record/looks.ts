// Whether what a form counts rests on what is not in its answers; and whether an indicator looks at one of some names.
import { references } from '../expression/references.ts'
import type { Tree } from '../expression/tree.ts'
import type { Form, Indicator } from '../form/form.ts'
import { expressionsOf, planOf } from '../form/plan.ts'

/** Whether what a form counts depends on entries or lists as they were when it was filled: those move on, and cannot be asked again. */
export function looksIntoEntries(form: Form): boolean {
  const plan = planOf(form)
  const trees: Tree[] = [...plan.steps].flatMap(({ question }) => expressionsOf(question))
  for (const tree of [form.date, form.unit]) if (tree !== undefined) trees.push(tree)
  for (const { where, sum, average, about, date } of form.indicators.filter((indicator) => indicator.register === undefined)) {
    for (const tree of [where, sum, average, about, date]) if (tree !== undefined) trees.push(tree)
  }
  return trees.some((tree) => {
    const { names, lists } = references(tree)
    return names.some(({ name, column }) => column !== undefined && plan.byName.get(name)?.question.kind === 'entry') || lists.some((list) => form.lists[list] === undefined)
  })
}

/** Whether an indicator over a register looks at one of these columns. */
export function looksAt({ where, sum, average, about, date, by = [] }: Indicator, columns: ReadonlySet<string>): boolean {
  const trees = [where, sum, average, about, date].filter((tree) => tree !== undefined)
  return trees.some((tree) => references(tree).names.some(({ name }) => columns.has(name))) || by.some((group) => group.split('*').some((name) => columns.has(name)))
}

// Whether what a form counts rests on what is not in its answers.
import { references } from '../expression/references.ts'
import type { Tree } from '../expression/tree.ts'
import type { Form } from '../form/form.ts'
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

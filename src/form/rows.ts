// Choices that are rows of a repeat: `select_one ${tap}` offers what was answered to `tap`, row by row. Few forms ask that, so it travels with the rarer
// kinds (kinds/more.ts adds it to those that choose). A row's other answers are its columns, for choice_filter.
import { asText } from '../expression/values.ts'
import type { Filling } from './filling.ts'
import type { Choice } from './form.ts'
import type { State } from './states.ts'

/** The question whose rows are offered, from a list `${tap}`; undefined for any other list. */
export function rowsOf(list: string | undefined): string | undefined {
  return /^\$\{(\w+)\}$/.exec(list ?? '')?.[1]
}

/** What is offered now: a row in which nothing was answered is none, and what two rows say alike is one choice. */
export function choices({ form, states }: Filling, { step, instance }: State): readonly Choice[] {
  const shown = states.plan.byName.get(rowsOf(step.question.list) ?? '')
  const repeat = states.plan.byName.get(shown?.repeat ?? '')
  if (shown === undefined || repeat === undefined) return []
  const kept = String(step.question.parameters?.value ?? shown.question.name)
  const found = new Map<string, Choice>()
  for (const { relevant, rows } of states.statesNear(repeat, instance, true)) {
    if (!relevant) continue
    for (const row of rows) {
      const columns = Object.fromEntries([...row.states].map(([name, state]) => [name, asText(states.valueOf(state))]))
      const name = columns[kept] ?? ''
      if (name !== '' && !found.has(name)) found.set(name, { name, label: { [form.language]: columns[shown.question.name] ?? '' }, columns })
    }
  }
  return [...found.values()]
}

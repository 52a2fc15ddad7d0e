// What a form's expressions may want of the filler's last submission: only the questions that they name, as expressions see them.
import type { Row, Value } from '../expression/tree.ts'
import type { Answers, Form } from './form.ts'
import { kinds } from './kinds/index.ts'
import { planOf } from './plan.ts'
import { holds } from './states.ts'

/** Of answers of any shape: what does not fit is left out. */
export function lastOf(form: Form, answers: Answers): Row {
  const row: Record<string, Value> = {}
  for (const name of form.last ?? []) {
    const kind = planOf(form).byName.get(name)?.question.kind
    const answer = Object.prototype.hasOwnProperty.call(answers, name) ? answers[name] : undefined
    if (kind === undefined || answer === undefined) continue
    if (holds(kinds[kind].holds, answer) || (kind === 'calculate' && typeof answer === 'number')) row[name] = kinds[kind].value(answer)
  }
  return row
}

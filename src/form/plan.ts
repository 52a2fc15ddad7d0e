// What a filling works out about a form once: where each question stands, and who must be looked at when it changes.
import { references } from '../expression/references.ts'
import type { Form, Question } from './form.ts'

export interface Step {
  readonly question: Question
  /** Place in the order in which calculations run. */
  readonly order: number
  /** The repeat it stands in. */
  readonly repeat: string | undefined
  /** The group or repeat right above. */
  readonly parent: Step | undefined
  /** Steps to look at again when this one's value or relevance changes. */
  readonly dependents: Step[]
  /** Looks into other instances of its own repeat (indexed-repeat): a change in one concerns all. */
  readonly isWide: boolean
}

export interface Plan {
  /** In document order. */
  readonly steps: readonly Step[]
  readonly byName: ReadonlyMap<string, Step>
}

const plans = new WeakMap<Form, Plan>()

/** The plan of a form; worked out once for each form. */
export function planOf(form: Form): Plan {
  const known = plans.get(form)
  if (known !== undefined) return known
  const order = new Map(form.order.map((name, i) => [name, i]))
  const steps: Step[] = []
  const visit = (questions: readonly Question[], parent: Step | undefined, repeat: string | undefined): void => {
    for (const question of questions) {
      const calls = expressionsOf(question).flatMap((tree) => references(tree).calls)
      const step: Step = { question, order: order.get(question.name) ?? 0, repeat, parent, dependents: [], isWide: calls.includes('indexed-repeat') }
      steps.push(step)
      visit(question.questions ?? [], step, question.kind === 'repeat' ? question.name : repeat)
    }
  }
  visit(form.survey, undefined, undefined)
  const byName = new Map(steps.map((step) => [step.question.name, step]))
  for (const step of steps) {
    for (const name of form.dependents[step.question.name] ?? []) {
      const dependent = byName.get(name)
      if (dependent !== undefined) step.dependents.push(dependent)
    }
  }
  const plan = { steps, byName }
  plans.set(form, plan)
  return plan
}

/** All expressions of a question. */
export function expressionsOf(question: Question): readonly NonNullable<Question['relevant']>[] {
  const { relevant, required, constraint, calculation, default: initial, choice_filter, read_only, repeat_count, check } = question
  const texts = [question.label, question.hint, question.constraint_message, question.required_message, ...(check ?? []).map(({ message }) => message)]
  const inside = texts.flatMap((text) =>
    Object.values(text ?? {}).flatMap((parts) => (typeof parts === 'string' ? [] : parts.filter((part): part is readonly [typeof part[0] & object] => typeof part !== 'string').map(([tree]) => tree))),
  )
  return [relevant, required, constraint, calculation, initial, choice_filter, read_only, repeat_count, ...(check ?? []).map(({ expect }) => expect), ...inside].filter(
    (tree) => tree !== undefined,
  )
}

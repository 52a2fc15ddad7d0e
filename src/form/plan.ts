// What a filling works out about a form once: where each question stands, and who must be looked at when it changes.
import { references } from '../expression/references.ts'
import type { Form, Question } from './form.ts'
import { isLeftOut } from './short.ts'

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
  /** Steps whose calculation runs when this one's value changes. */
  readonly triggers: Step[]
  /** A repeat: those that look again when a row comes or goes, because they name it, or see its questions from outside or across rows. */
  readonly counting: Set<Step>
  /** Looks into other instances of its own repeat (indexed-repeat): a change in one concerns all. */
  readonly isWide: boolean
  /** Not asked in the short mode. */
  readonly isLeftOut: boolean
}

export interface Plan {
  /** In document order. */
  readonly steps: readonly Step[]
  readonly byName: ReadonlyMap<string, Step>
  /** In the order in which calculations run. */
  readonly ordered: readonly Step[]
  /** Those that stand in a repeat, or (undefined) outside all, in document order. */
  within(repeat: string | undefined): readonly Step[]
}

const plans = new WeakMap<Form, Plan>()

/** The plan of a form; worked out once for each form. */
export function planOf(form: Form): Plan {
  const known = plans.get(form)
  if (known !== undefined) return known
  const order = new Map(form.order.map((name, i) => [name, i]))
  const steps: Step[] = []
  const short = new Set(form.short)
  const visit = (questions: readonly Question[], parent: Step | undefined, repeat: string | undefined, isAround: boolean): void => {
    for (const question of questions) {
      const isWide = expressionsOf(question).some((tree) => references(tree).calls.some((name) => name === 'indexed-repeat' || name === '[rows]'))
      const isNamed = isAround || short.has(question.name)
      const step: Step = { question, order: order.get(question.name) ?? 0, repeat, parent, dependents: [], triggers: [], counting: new Set(), isWide, isLeftOut: isLeftOut(question, isNamed) }
      steps.push(step)
      visit(question.questions ?? [], step, question.kind === 'repeat' ? question.name : repeat, isNamed)
    }
  }
  visit(form.survey, undefined, undefined, false)
  const byName = new Map(steps.map((step) => [step.question.name, step]))
  for (const step of steps) {
    for (const name of form.dependents[step.question.name] ?? []) {
      const dependent = byName.get(name)
      if (dependent === undefined) continue
      step.dependents.push(dependent)
      if (dependent.question.trigger?.includes(step.question.name)) step.triggers.push(dependent)
      if (step.question.kind === 'repeat' && names(dependent.question, step.question.name)) step.counting.add(dependent)
      for (const around of repeatsAround(step)) if (dependent.isWide || !repeatsAround(dependent).includes(around)) around.counting.add(dependent)
    }
  }
  const groups = new Map<string | undefined, Step[]>()
  for (const step of steps) {
    const group = groups.get(step.repeat)
    if (group === undefined) groups.set(step.repeat, [step])
    else group.push(step)
  }
  const plan: Plan = { steps, byName, ordered: [...steps].sort((a, b) => a.order - b.order), within: (repeat) => groups.get(repeat) ?? [] }
  plans.set(form, plan)
  return plan
}

function repeatsAround({ parent }: Step): readonly Step[] {
  return parent === undefined ? [] : parent.question.kind === 'repeat' ? [parent, ...repeatsAround(parent)] : repeatsAround(parent)
}

const names = (question: Question, name: string): boolean => expressionsOf(question).some((tree) => references(tree).names.some((one) => one.name === name))

const logical = ['relevant', 'required', 'constraint', 'calculation', 'default', 'choice_filter', 'read_only', 'repeat_count', 'seed'] as const
const wordy = ['label', 'hint', 'constraint_message', 'required_message'] as const

/** All expressions of a question. */
export function expressionsOf(question: Question): readonly NonNullable<Question['relevant']>[] {
  const check = question.check ?? []
  const inside = [...wordy.map((key) => question[key]), ...check.map(({ message }) => message)].flatMap((text) =>
    Object.values(text ?? {}).flatMap((parts) => (typeof parts === 'string' ? [] : parts.flatMap((part) => (typeof part === 'string' ? [] : [part[0]])))),
  )
  return [...logical.map((key) => question[key]), ...check.map(({ expect }) => expect), ...inside].filter((tree) => tree !== undefined)
}

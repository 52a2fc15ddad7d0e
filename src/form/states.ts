// The answers of a filling where they lie: one state for each question, rows for each repeat. Takes in what comes from outside,
// believing nothing of its shape; what follows from an answer is filling.ts's.
import type { Value, Values } from '../expression/tree.ts'
import type { Answer, Form } from './form.ts'
import { kinds } from './kinds/index.ts'
import type { Slip, Surroundings } from './kinds/kind.ts'
import { planOf } from './plan.ts'
import type { Plan, Step } from './plan.ts'
import type { Problem } from './problem.ts'
import { isBlank } from './text.ts'
import type { World } from './world.ts'

/** The top, or one row of a repeat. */
export interface Instance {
  key: string // '' for the top, 'attend[2]' in a repeat
  readonly repeat: string | undefined
  index: number
  readonly states: Map<string, State>
}

/** A question as it stands in the top or in a row. */
export interface State {
  readonly step: Step
  readonly instance: Instance
  answer: Answer | undefined
  /** What came for a calculated question, to be compared. */
  given: Answer | undefined
  misfit: Slip | undefined
  relevant: boolean
  defaulted: boolean
  /** The short mode leaves it out: nothing was answered when it was opened. */
  isLeftOut: boolean
  /** The answer is what the calculation gave, not what a person did. */
  worked: boolean
}

/** Where all answers of one filling lie. */
export class States {
  readonly plan: Plan
  readonly top: Instance = { key: '', repeat: undefined, index: 0, states: new Map() }
  private readonly isShort: boolean
  /** Rows that a smaller repeat_count took away: a mistyped count must not cost what was typed in them. */
  readonly spare = new Map<string, Instance[]>()
  /** Answers to nothing in the form. */
  readonly strange: Problem[] = []
  private readonly instances = new Map<string, Instance[]>()

  constructor(form: Form, isShort: boolean) {
    this.plan = planOf(form)
    this.isShort = isShort
    for (const step of this.plan.within(undefined)) {
      this.put(step, this.top)
      if (step.question.kind !== 'repeat') continue
      this.instances.set(step.question.name, [])
      this.spare.set(step.question.name, [])
    }
  }

  /** Takes in answers of any shape; what does not fit is kept as a problem of its question. */
  load(answers: unknown, world: World, instance = this.top): void {
    if (!isTable(answers)) {
      this.strange.push({ code: 'not_rows', at: '' })
      return
    }
    for (const name of Object.keys(answers)) this.take(name, answers[name], world, instance)
  }

  private take(name: string, answer: unknown, world: World, instance: Instance): void {
    const key = instance.key === '' ? name : `${instance.key}.${name}`
    const state = instance.states.get(name)
    if (state === undefined || state.step.question.kind === 'group' || state.step.question.kind === 'note') {
      this.strange.push({ code: 'unknown_question', at: key.slice(0, 200), facts: { name: name.slice(0, 60) } })
      return
    }
    const { question } = state.step
    state.isLeftOut = false
    if (question.kind === 'repeat') {
      const slip = kinds.repeat.judge(answer, question, nowhere(world))
      if (slip === undefined) for (const row of answer as Record<string, unknown>[]) this.load(row, world, this.grow(name))
      else state.misfit = slip
    } else if (!holds(kinds[question.kind].holds, answer) && !(question.kind === 'calculate' && typeof answer === 'number')) {
      state.misfit = kinds[question.kind].judge(answer, question, nowhere(world)) ?? { code: 'not_text' }
    } else {
      state.answer = kept(answer as Answer)
      if (question.calculation !== undefined) state.given = state.answer
    }
  }

  /** One more row at the end: a new one, or one that was taken away. */
  grow(repeat: string, row: Instance = { key: '', repeat, index: 0, states: new Map() }): Instance {
    const rows = this.rows(repeat)
    if (row.states.size === 0) for (const step of this.plan.within(repeat)) this.put(step, row)
    rows.push(row)
    this.number(repeat)
    return row
  }

  /** Numbers the rows of a repeat, after one came or went. */
  number(repeat: string): void {
    this.rows(repeat).forEach((row, i) => {
      row.index = i + 1
      row.key = `${repeat}[${i + 1}]`
    })
  }

  /** The rows of a repeat. */
  rows(repeat: string): Instance[] {
    return this.instances.get(repeat) ?? []
  }

  /** A question's state as seen from a row (or the top). */
  stateIn(step: Step, instance: Instance): State {
    return (step.repeat === undefined ? this.top : instance).states.get(step.question.name) as State
  }

  /** All states of a question: one, or one a row. */
  statesOf(step: Step): readonly State[] {
    if (step.repeat === undefined) return [this.top.states.get(step.question.name) as State]
    return this.rows(step.repeat).map((row) => row.states.get(step.question.name) as State)
  }

  /** The row of a key like `attend[2]`. */
  instanceAt(key: string): Instance | undefined {
    const found = /^([^.[]+)\[(\d+)\]$/.exec(key)
    return found === null ? undefined : this.rows(found[1] as string)[Number(found[2]) - 1]
  }

  /** The state of a key like `head_name` or `attend[2].name`. */
  state(key: string): State | undefined {
    const dot = key.indexOf('].')
    if (dot < 0) return this.top.states.get(key)
    return this.instanceAt(key.slice(0, dot + 1))?.states.get(key.slice(dot + 2))
  }

  keyOf(state: State): string {
    const { key } = state.instance
    return key === '' ? state.step.question.name : `${key}.${state.step.question.name}`
  }

  /** All states in document order. */
  inOrder(): readonly State[] {
    const found: State[] = []
    for (const step of this.plan.steps) {
      if (step.repeat !== undefined) continue
      found.push(this.top.states.get(step.question.name) as State)
      if (step.question.kind === 'repeat') for (const row of this.rows(step.question.name)) found.push(...row.states.values())
    }
    return found
  }

  /** Nothing there that a reader could see. */
  isEmpty(state: State): boolean {
    const { answer } = state
    return answer === undefined || (typeof answer === 'string' && isBlank(answer)) || (Array.isArray(answer) && answer.length === 0)
  }

  /** An answer as expressions see it: empty when it is not relevant. */
  valueOf(state: State): Value {
    if (!state.relevant || state.answer === undefined || this.isEmpty(state)) return ''
    return kinds[state.step.question.kind].value(state.answer)
  }

  /** `${name}` as seen from a row: one value, all values of a repeat from outside, or one for each row. */
  see(name: string, from: Instance): Values {
    const step = this.plan.byName.get(name)
    if (step === undefined) return ''
    const isAsked = (repeat: string): boolean => this.top.states.get(repeat)?.relevant === true
    if (step.question.kind === 'repeat') return isAsked(name) ? this.rows(name).map((row) => row.index) : []
    if (step.repeat === undefined || step.repeat === from.repeat) return this.valueOf(this.stateIn(step, from))
    if (!isAsked(step.repeat)) return []
    return this.rows(step.repeat).map((row) => this.valueOf(row.states.get(name) as State))
  }

  private put(step: Step, instance: Instance): void {
    const state: State = { step, instance, answer: undefined, given: undefined, misfit: undefined, relevant: false, isLeftOut: this.isShort && step.isLeftOut, defaulted: false, worked: false }
    instance.states.set(step.question.name, state)
  }
}

/** An answer as it is kept: NFC, so that the same word typed on two phones is the same text. */
export function kept(answer: Answer | undefined): Answer | undefined {
  return typeof answer === 'string' ? answer.normalize('NFC') : answer
}

// A shape is judged before anything is known around it.
const nowhere = (world: World): Surroundings => ({ world, day: '', offered: undefined, listed: undefined })

function isTable(answers: unknown): answers is Readonly<Record<string, unknown>> {
  return typeof answers === 'object' && answers !== null && !Array.isArray(answers)
}

/** Whether an answer has the shape that a kind holds; a repeat's rows are looked at by their own. */
export function holds(wanted: string, answer: unknown): boolean {
  switch (wanted) {
    case 'text':
      return typeof answer === 'string'
    case 'number':
      return typeof answer === 'number' && isFinite(answer)
    case 'choices':
      return Array.isArray(answer) && answer.every((name) => typeof name === 'string')
    case 'true':
      return answer === true
    default:
      return false
  }
}

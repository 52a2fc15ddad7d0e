// The answers of a filling where they lie: one state for each question, rows for each repeat. Takes in what comes from outside,
// believing nothing of its shape; what follows from an answer is filling.ts's.
import type { Value, Values } from '../expression/tree.ts'
import type { Answer, Form } from './form.ts'
import { kinds } from './kinds/index.ts'
import type { Slip, Surroundings } from './kinds/kind.ts'
import { mostInstances, mostRows } from './kinds/repeat.ts'
import { planOf } from './plan.ts'
import type { Plan, Step } from './plan.ts'
import type { Problem } from './problem.ts'
import { isBlank } from './text.ts'
import type { World } from './world.ts'

/** The top, or one row of a repeat. */
export interface Instance {
  key: string // '' for the top, 'attend[2]' in a repeat, 'attend[2].child[1]' in a repeat inside it
  readonly repeat: string | undefined
  /** What the row stands in: the top, or a row of the repeat around. */
  readonly around: Instance | undefined
  index: number
  /** It came with the answers that the filling was opened with. */
  isGiven: boolean
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
  /** What triggers its calculation has changed. */
  isDue: boolean
  /** A repeat: its rows, and those that a smaller repeat_count took away: a mistyped count must not cost what was typed in them. */
  readonly rows: Instance[]
  readonly spare: Instance[]
}

// Of all that is no repeat.
const none: Instance[] = []

/** Where all answers of one filling lie. */
export class States {
  readonly plan: Plan
  readonly top: Instance
  private readonly isShort: boolean
  /** Answers to nothing in the form. */
  readonly strange: Problem[] = []
  /** Rows of all repeats that may still come. */
  private left = mostRows

  constructor(form: Form, isShort: boolean) {
    this.plan = planOf(form)
    this.isShort = isShort
    this.top = this.made(undefined, undefined)
  }

  /** Takes in answers of any shape; what does not fit is kept as a problem of its question. */
  load(answers: unknown, world: World, instance = this.top): void {
    instance.isGiven = true
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
      state.misfit = kinds.repeat.judge(answer, question, nowhere(world))
      if (state.misfit !== undefined) return
      const rows = answer as Record<string, unknown>[]
      if (rows.length > this.left) state.misfit = { code: 'repeat_too_many', facts: { limit: mostRows } }
      else for (const row of rows) this.load(row, world, this.grow(state))
    } else if (!holds(kinds[question.kind].holds, answer) && !(question.kind === 'calculate' && typeof answer === 'number')) {
      state.misfit = kinds[question.kind].judge(answer, question, nowhere(world)) ?? { code: 'not_text' }
    } else {
      state.answer = kept(answer as Answer)
      if (question.calculation !== undefined) state.given = state.answer
    }
  }

  /** How many rows a repeat may have: so many that no phone is slowed down, in all its repeats together. */
  room(state: State): number {
    return Math.min(mostInstances, state.rows.length + this.left)
  }

  /** One more row at the end: a new one, or one that was taken away. */
  grow(state: State, row = this.made(state.step.question.name, state.instance)): Instance {
    state.rows.push(row)
    this.left--
    this.number(state, state.rows.length - 1)
    return row
  }

  /** Takes rows out, and gives them. */
  cut(state: State, from: number, count: number): Instance[] {
    const gone = state.rows.splice(from, count)
    this.left += gone.length
    this.number(state, from)
    return gone
  }

  // Numbers the rows of a repeat, and of those inside it.
  private number(state: State, from = 0): void {
    for (let i = from; i < state.rows.length; i++) {
      const row = state.rows[i] as Instance
      row.index = i + 1
      row.key = `${this.keyOf(state)}[${row.index}]`
      for (const inner of row.states.values()) if (inner.rows.length > 0) this.number(inner)
    }
  }

  // The row of a repeat that a row is or stands in; the top.
  private own(repeat: string | undefined, from: Instance): Instance | undefined {
    let at: Instance | undefined = from
    while (at !== undefined && at.repeat !== repeat) at = at.around
    return at
  }

  /** A question's state as seen from a row (or the top) that is inside what the question stands in. */
  stateIn(step: Step, instance: Instance): State {
    return this.own(step.repeat, instance)?.states.get(step.question.name) as State
  }

  // The rows of a repeat as seen from a row: the one around it, else all those that stand in the nearest row around both.
  private near(repeat: string | undefined, from: Instance, isAsked = false): readonly Instance[] {
    const own = this.own(repeat, from)
    if (own !== undefined) return [own]
    const holder = this.plan.byName.get(repeat as string) as Step
    return this.statesNear(holder, from, isAsked).flatMap(({ relevant, rows }) => (relevant || !isAsked ? rows : none))
  }

  /** All states of a question as seen from a row: one, or one a row. */
  statesNear(step: Step, from: Instance, isAsked = false): readonly State[] {
    return this.near(step.repeat, from, isAsked).map((row) => row.states.get(step.question.name) as State)
  }

  /** All states of a question. */
  statesOf(step: Step): readonly State[] {
    return this.statesNear(step, this.top)
  }

  /** What a key names: a row like `attend[2]`, a question like `head_name` or `attend[2].name`. */
  find(key: string): { readonly instance: Instance; readonly step?: undefined } | State | undefined {
    let instance: Instance | undefined = this.top
    let state: State | undefined
    for (const part of key.split('.')) {
      const [, name = '', row]: readonly string[] = /^(\w+)(?:\[(\d+)\])?$/.exec(part) ?? []
      state = instance?.states.get(name)
      instance = state?.rows[Number(row) - 1]
      if (row !== undefined) state = undefined
    }
    return instance === undefined ? state : { instance }
  }

  /** The state of a key like `head_name` or `attend[2].name`. */
  state(key: string): State | undefined {
    const found = this.top.states.get(key) ?? this.find(key)
    return found?.step === undefined ? undefined : found
  }

  keyOf(state: State): string {
    const { key } = state.instance
    return key === '' ? state.step.question.name : `${key}.${state.step.question.name}`
  }

  /** All states in document order; or those of a row, with all inside it. */
  inOrder(instance = this.top, found: State[] = []): readonly State[] {
    for (const state of instance.states.values()) {
      found.push(state)
      for (const row of state.rows) this.inOrder(row, found)
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
    const isRepeat = step.question.kind === 'repeat'
    const own = isRepeat ? undefined : this.own(step.repeat, from)
    if (own !== undefined) return this.valueOf(own.states.get(name) as State)
    const states = this.statesNear(step, from, true)
    return isRepeat ? states.flatMap(({ relevant, rows }) => (relevant ? rows.map((row) => row.index) : [])) : states.map((state) => this.valueOf(state))
  }

  private made(repeat: string | undefined, around: Instance | undefined): Instance {
    const instance: Instance = { key: '', repeat, around, index: 0, isGiven: false, states: new Map() }
    for (const step of this.plan.within(repeat)) {
      const isRepeat = step.question.kind === 'repeat'
      instance.states.set(step.question.name, {
        step, instance, answer: undefined, given: undefined, misfit: undefined, relevant: false, isLeftOut: this.isShort && step.isLeftOut, defaulted: false,
        worked: false, isDue: false, rows: isRepeat ? [] : none, spare: isRepeat ? [] : none,
      })
    }
    return instance
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

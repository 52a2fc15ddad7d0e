// A form being answered: answers in, what changed out. An answer re-evaluates only what depends on it. The same on the phone and in the Worker.
import { evaluate, Stopped } from '../expression/evaluate.ts'
import type { Row, Tree, Value } from '../expression/tree.ts'
import { asBoolean, asNumber, asText } from '../expression/values.ts'
import { instant, isDay, localDay } from './date.ts'
import type { Answer, Answers, Choice, Form, Text } from './form.ts'
import { kinds } from './kinds/index.ts'
import type { Step } from './plan.ts'
import type { Problem } from './problem.ts'
import { scopeOf } from './scope.ts'
import type { Place } from './scope.ts'
import { kept, States } from './states.ts'
import type { Instance, State } from './states.ts'
import type { World } from './world.ts'

export interface Fired {
  readonly at: string
  /** Which of the question's checks, from 0. */
  readonly index: number
  readonly says: Readonly<Record<string, string>>
}

/**
 * Starts a filling; with `answers` (a draft, or a submission to be checked: nothing is believed of them, not even their shape) no
 * defaults are put. Never throws for what stands in them. `isShort`: only what the form's short mode asks (and what is answered already)
 * is relevant; it means something only in a form that has one.
 */
export function open(form: Form, world: World, answers?: Answers, isShort = false): Filling {
  return new Filling(form, world, answers, isShort && form.short !== undefined)
}

export class Filling {
  readonly form: Form
  readonly world: World
  /** Expressions run so far; a budget is kept on it by a test. */
  evaluations = 0
  /** Where the answers lie; for what else is worked out about them in this room. */
  readonly states: States
  /** What stands at the beginning triggers nothing. */
  private readonly isOpen: boolean = false

  constructor(form: Form, world: World, answers: Answers | undefined, isShort: boolean) {
    this.form = form
    this.world = world
    this.states = new States(form, isShort)
    if (answers !== undefined) this.states.load(answers, world)
    for (const step of this.states.plan.ordered) for (const state of this.states.statesOf(step)) this.settle(state, !state.instance.isGiven)
    this.isOpen = true
  }

  /** Gives an answer, or takes it back (undefined). Returns the keys of all that may look different now. */
  answer(key: string, answer: Answer | undefined): ReadonlySet<string> {
    const state = this.states.state(key)
    if (state === undefined) throw new Error(`no question ${key}`)
    const before = state.answer
    state.misfit = undefined
    state.answer = kept(answer)
    state.defaulted = true
    state.worked = false
    if (state.answer !== before) this.trigger(state)
    // A calculation that gives something has the last word.
    if (state.step.question.calculation !== undefined) this.settle(state, true)
    return this.spread([state])
  }

  /** One more row of a repeat (by its key, `attend` or `attend[2].child`); its key, `attend[3]`. */
  add(repeat: string): string {
    const state = this.states.state(repeat)
    if (state === undefined || this.room(repeat) <= 0) throw new Error(`${repeat} holds no more rows`)
    const made = this.states.grow(state)
    this.spread([], [...this.states.inOrder(made), ...this.watching(state)])
    return made.key
  }

  /** How many more rows a repeat takes. */
  room(repeat: string): number {
    const state = this.states.state(repeat)
    return state === undefined ? 0 : this.states.room(state) - state.rows.length
  }

  /** Takes a row away; those after it move up. */
  remove(key: string): ReadonlySet<string> {
    const [, repeat = '', index] = /^(.+)\[(\d+)\]$/.exec(key) ?? []
    const state = this.states.state(repeat)
    const at = Number(index) - 1
    if (state?.rows[at] === undefined) throw new Error(`no row ${key}`)
    this.states.cut(state, at, 1)
    // Later rows have another position, and other keys.
    const moved = state.rows.slice(at).flatMap((row) => this.states.inOrder(row))
    return this.spread([], [...moved, ...this.watching(state)])
  }

  /** How many rows a repeat has, by its key. */
  count(repeat: string): number {
    return this.states.state(repeat)?.rows.length ?? 0
  }

  /** Keys of all rows of a repeat that are asked, by its name: `attend[1]`, or `attend[1].child[1]` where it stands in another. */
  rows(repeat: string): readonly string[] {
    const step = this.states.plan.byName.get(repeat)
    return step === undefined ? [] : this.states.statesOf(step).flatMap(({ relevant, rows }) => (relevant ? rows.map(({ key }) => key) : []))
  }

  /** The answer or calculated value of a question, whether it is relevant or not. */
  get(key: string): Answer | undefined {
    return this.states.state(key)?.answer
  }

  has(key: string): boolean {
    return this.states.state(key) !== undefined
  }

  isRelevant(key: string): boolean {
    return this.states.state(key)?.relevant ?? false
  }

  isRequired(key: string): boolean {
    const state = this.states.state(key)
    return state?.step.question.required !== undefined && this.truth(state.step.question.required, state)
  }

  isReadOnly(key: string): boolean {
    const state = this.states.state(key)
    if (state === undefined) return false
    const { read_only, calculation, trigger, kind } = state.step.question
    if (read_only !== undefined && this.truth(read_only, state)) return true
    return kind !== 'calculate' && calculation !== undefined && trigger === undefined && this.run(calculation, state) !== ''
  }

  /** The choices a select offers now. */
  offered(key: string): readonly Choice[] {
    const state = this.states.state(key)
    if (state === undefined) return []
    const { list = '', kind, choice_filter } = state.step.question
    const all = this.form.lists[list] ?? kinds[kind].choices?.(this, state) ?? []
    const choices = choice_filter === undefined ? all : all.filter((choice) => this.truth(choice_filter, state, { ...choice.columns, name: choice.name }))
    return kinds[kind].mixed?.(this, state, choices) ?? choices
  }

  label(key: string, language: string): string {
    return this.text(this.states.state(key)?.step.question.label, key, language)
  }

  hint(key: string, language: string): string {
    return this.text(this.states.state(key)?.step.question.hint, key, language)
  }

  /** A text in a language, else in the form's own; `${name}` in it filled in. */
  text(text: Text | undefined, key: string | undefined, language: string): string {
    const parts = text?.[language] ?? text?.[this.form.language]
    if (parts === undefined || typeof parts === 'string') return parts ?? ''
    return parts.map((part) => (typeof part === 'string' ? part : asText(this.value(part[0], key)))).join('')
  }

  /** The record's day: by the form's `date`, else the day of the clock. */
  get day(): string {
    const today = localDay(this.world.clock.at, this.world.clock.zone)
    // Units that the date itself looks up are those of the clock's day: it cannot wait for itself.
    const day = this.form.date === undefined ? '' : asText(this.run(this.form.date, { instance: this.states.top }, undefined, () => today))
    return isDay(day) ? day : today
  }

  /** The record's unit. */
  get place(): string | undefined {
    const unit = this.form.unit === undefined ? '' : asText(this.run(this.form.unit, { instance: this.states.top }))
    return unit === '' ? undefined : unit
  }

  /** An expression of the form (a register's column, an indicator) at the top, in a row `attend[2]`, or at a question. */
  value(tree: Tree, key?: string): Value {
    return this.run(tree, (key === undefined ? undefined : this.states.find(key)) ?? { instance: this.states.top })
  }

  /** Everything that must be mended, in document order; or only what is wrong with these questions, which costs no more than they do. */
  problems(keys?: Iterable<string>): readonly Problem[] {
    const day = this.day
    const found = this.look(keys, (state) => this.judge(state, day) ?? [])
    return keys === undefined ? [...this.states.strange, ...found] : found
  }

  /** Soft checks that are not met: surprising, not wrong. Of all questions, or of these. */
  fired(keys?: Iterable<string>): readonly Fired[] {
    return this.look(keys, (state) => {
      if (this.states.isEmpty(state)) return []
      return (state.step.question.check ?? []).flatMap(({ expect, message }, index) =>
        this.truth(expect, state) ? [] : { at: this.states.keyOf(state), index, says: this.says(message, state) },
      )
    })
  }

  /** What is kept: relevant answers and calculated values, nothing empty. */
  seal(): Answers {
    return this.sealed(this.states.top)
  }

  /** Keys of all questions in document order, those in rows included. */
  keys(): readonly string[] {
    return this.states.inOrder().map((state) => this.states.keyOf(state))
  }

  /** What names a key's question and row. */
  step(key: string): Step | undefined {
    return this.states.state(key)?.step
  }

  // — inside —

  // Something of every relevant question, or of those with these keys.
  private look<T>(keys: Iterable<string> | undefined, at: (state: State) => T | readonly T[]): T[] {
    const states = keys === undefined ? this.states.inOrder() : [...keys].map((key) => this.states.state(key))
    return states.flatMap((state) => (state?.relevant === true ? at(state) : []))
  }

  // Who sees that a repeat has more or fewer rows. The rows themselves depend on whether the repeat is asked, not on how many there are.
  private watching({ step, instance }: State): readonly State[] {
    return [...step.counting].flatMap((one) => this.concerned(one, instance))
  }

  // The states of a step that look at something in a row.
  private concerned(step: Step, from: Instance): readonly State[] {
    return step.isWide ? this.states.statesOf(step) : this.states.statesNear(step, from)
  }

  // Its value is another: calculations that run only then are due.
  private trigger({ step, instance }: State): void {
    if (this.isOpen) for (const one of step.triggers) for (const state of this.concerned(one, instance)) state.isDue = true
  }

  // Works out relevance, then the default or the calculation. True when others may see a difference.
  private settle(state: State, mayDefault: boolean): boolean {
    const { question, parent } = state.step
    const [was, before] = [state.relevant, state.answer]
    const above = parent === undefined ? true : this.states.stateIn(parent, state.instance).relevant
    state.relevant = above && !state.isLeftOut && (question.relevant === undefined || this.truth(question.relevant, state))
    if (!state.relevant) return was
    if (question.default !== undefined && !state.defaulted && state.answer === undefined && state.misfit === undefined) {
      const value = this.run(question.default, state)
      // `${road.width_m}` before the road is chosen: nothing was put yet. In a draft what is empty was emptied.
      if (value !== '') state.defaulted = true
      if (mayDefault) state.answer = this.converted(value, state)
    }
    if (question.calculation !== undefined && (question.trigger === undefined || state.isDue)) {
      const value = this.run(question.calculation, state)
      // A calculation that gives nothing leaves a question that can be asked to the person, without what it gave before.
      if (value !== '' || state.worked || state.isDue || question.kind === 'calculate') state.answer = this.converted(value, state)
      state.worked = value !== ''
      state.isDue = false
    } else if (state.answer === undefined && (mayDefault || question.kind === 'today')) {
      state.answer = kinds[question.kind].notes?.(this.world)
    }
    if (question.kind === 'repeat' && question.repeat_count !== undefined) {
      this.resize(state, asNumber(this.run(question.repeat_count, state)))
    }
    if (before !== state.answer) this.trigger(state)
    return was !== state.relevant || before !== state.answer
  }

  // Whoever runs this settles the rows that come: what they look at may come after the repeat.
  private resize(state: State, wanted: number): void {
    const { rows, spare } = state
    const target = isFinite(wanted) ? Math.max(0, Math.min(this.states.room(state), Math.trunc(wanted))) : 0
    if (rows.length > target) spare.unshift(...this.states.cut(state, target, rows.length))
    while (rows.length < target) this.states.grow(state, spare.shift())
  }

  // Looks again at what depends on the changed ones (and at `also`), in the order of calculation.
  private spread(changed: readonly State[], also: Iterable<State> = []): ReadonlySet<string> {
    const seen = new Set<string>()
    const waiting: Set<State>[] = [] // by place in the order
    let next = Infinity
    const wait = (state: State): void => {
      const { order } = state.step
      ;(waiting[order] ??= new Set()).add(state)
      next = Math.min(next, order)
    }
    const concern = ({ step, instance }: State): void => {
      for (const one of step.dependents) this.concerned(one, instance).forEach(wait)
    }
    for (const state of changed) {
      seen.add(this.states.keyOf(state))
      concern(state)
    }
    for (const state of also) wait(state)
    while (next < waiting.length) {
      const now = waiting[next++]
      if (now === undefined) continue
      for (const state of now) {
        now.delete(state)
        const rows = state.rows.length
        const isDifferent = this.settle(state, true)
        seen.add(this.states.keyOf(state))
        if (isDifferent) concern(state)
        if (rows === state.rows.length) continue
        this.watching(state).forEach(wait)
        for (const row of state.rows.slice(rows)) this.states.inOrder(row).forEach(wait)
      }
    }
    return seen
  }

  private judge(state: State, day: string): Problem | undefined {
    const { question } = state.step
    const at = this.states.keyOf(state)
    if (state.misfit !== undefined) return { ...state.misfit, at }
    if (question.kind === 'group' || question.kind === 'note' || question.kind === 'repeat') return undefined
    if (this.states.isEmpty(state)) {
      if (!kinds[question.kind].isAsked || question.required === undefined || !this.truth(question.required, state)) return undefined
      return { code: 'required', at, ...(question.required_message === undefined ? {} : { says: this.says(question.required_message, state) }) }
    }
    const listed = question.list === undefined ? undefined : (this.form.lists[question.list] ?? []).map((choice) => choice.name)
    const offered = question.list === undefined ? undefined : this.offered(at).map((choice) => choice.name)
    const slip = kinds[question.kind].judge(state.answer, question, { world: this.world, day, offered, listed })
    if (slip !== undefined) return { ...slip, at }
    if (question.constraint === undefined || this.truth(question.constraint, state)) return undefined
    return { code: 'constraint', at, ...(question.constraint_message === undefined ? {} : { says: this.says(question.constraint_message, state) }) }
  }

  private says(text: Text, state: State): Record<string, string> {
    return Object.fromEntries(Object.keys(text).map((language) => [language, this.text(text, this.states.keyOf(state), language)]))
  }

  private converted(value: Value, state: State): Answer | undefined {
    const { kind } = state.step.question
    if (value === '') return undefined
    if (kind === 'calculate') return typeof value === 'boolean' ? asText(value) : value
    switch (kinds[kind].holds) {
      case 'number':
        return isFinite(asNumber(value)) ? asNumber(value) : undefined
      case 'choices':
        return asText(value).split(' ').filter((name) => name !== '')
      case 'true':
        return asBoolean(value) ? true : undefined
      default:
        return asText(value)
    }
  }

  private run(tree: Tree, place: Place, row?: Row, day = () => this.day): Value {
    if (typeof tree !== 'object') return tree
    this.evaluations++
    try {
      return evaluate(tree, scopeOf(this.states, this.form, this.world, day, place), row)
    } catch (error) {
      if (error instanceof Stopped) return '' // an expression that never ends has no value
      throw error
    }
  }

  private truth(tree: Tree, state: State, row?: Row): boolean {
    return asBoolean(this.run(tree, state, row))
  }

  private sealed(instance: Instance): Answers {
    const sealed: Record<string, Answer> = {}
    for (const [name, state] of instance.states) {
      const { kind } = state.step.question
      if (!state.relevant) continue
      if (kind === 'repeat') {
        if (state.rows.length > 0) sealed[name] = state.rows.map((row) => this.sealed(row))
      } else if (state.answer !== undefined && !this.states.isEmpty(state)) sealed[name] = state.answer
      else if (kind === 'end') sealed[name] = instant(this.world.clock.at, this.world.clock.zone)
    }
    return sealed
  }
}

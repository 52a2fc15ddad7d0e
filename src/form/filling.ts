// A form being answered: answers in, what changed out. An answer re-evaluates only what depends on it. The same on the phone and in the Worker.
import { evaluate, Stopped } from '../expression/evaluate.ts'
import type { Row, Scope, Tree, Value, Values } from '../expression/tree.ts'
import { asBoolean, asNumber, asText } from '../expression/values.ts'
import { instant, isDay, localDay } from './date.ts'
import type { Answer, Answers, Choice, Form, Text } from './form.ts'
import { kinds } from './kinds/index.ts'
import type { Slip } from './kinds/kind.ts'
import { mostInstances } from './kinds/repeat.ts'
import { planOf } from './plan.ts'
import type { Plan, Step } from './plan.ts'
import type { Problem } from './problem.ts'
import { choiceName, columnOf, mulberry, rowsOf } from './scope.ts'
import { isBlank } from './text.ts'
import type { World } from './world.ts'

export interface Fired {
  readonly at: string
  /** Which of the question's checks, from 0. */
  readonly index: number
  readonly says: Readonly<Record<string, string>>
}

interface Instance {
  key: string // '' for the top, 'attend[2]' in a repeat
  readonly repeat: string | undefined
  index: number
  readonly states: Map<string, State>
}

interface State {
  readonly step: Step
  readonly instance: Instance
  answer: Answer | undefined
  /** What came for a calculated question, to be compared. */
  given: Answer | undefined
  misfit: Slip | undefined
  relevant: boolean
  defaulted: boolean
  /** The answer is what the calculation gave, not what a person did. */
  worked: boolean
}

/**
 * Starts a filling; with `answers` (a draft, or a submission to be checked: nothing is believed of them, not even their shape) no
 * defaults are put. Never throws for what stands in them.
 */
export function open(form: Form, world: World, answers?: Answers): Filling {
  return new Filling(form, world, answers)
}

export class Filling {
  readonly form: Form
  readonly world: World
  /** Expressions run so far; a budget is kept on it by a test. */
  evaluations = 0
  private readonly plan: Plan
  private readonly top: Instance
  private readonly instances = new Map<string, Instance[]>()
  /** Rows that a smaller repeat_count took away: a mistyped count must not cost what was typed in them. */
  private readonly spare = new Map<string, Instance[]>()
  private readonly strange: Problem[] = []

  constructor(form: Form, world: World, answers?: Answers) {
    this.form = form
    this.world = world
    this.plan = planOf(form)
    this.top = { key: '', repeat: undefined, index: 0, states: new Map() }
    for (const step of this.plan.within(undefined)) {
      this.put(step, this.top)
      if (step.question.kind === 'repeat') {
        this.instances.set(step.question.name, [])
        this.spare.set(step.question.name, [])
      }
    }
    if (isTable(answers)) this.load(answers, this.top)
    else if (answers !== undefined) this.strange.push({ code: 'not_rows', at: '' })
    for (const step of this.plan.ordered) for (const state of this.statesOf(step)) this.settle(state, answers === undefined)
  }

  /** Gives an answer, or takes it back (undefined). Returns the keys of all that may look different now. */
  answer(key: string, answer: Answer | undefined): ReadonlySet<string> {
    const state = this.state(key)
    if (state === undefined) throw new Error(`no question ${key}`)
    state.misfit = undefined
    state.answer = kept(answer)
    state.defaulted = true
    state.worked = false
    // A calculation that gives something has the last word.
    if (state.step.question.calculation !== undefined) this.settle(state, true)
    return this.spread([state])
  }

  /** One more row of a repeat; its key, `attend[3]`. */
  add(repeat: string): string {
    const rows = this.rows(repeat)
    if (rows.length >= mostInstances) throw new Error(`${repeat} holds at most ${mostInstances}`)
    const made = this.grow(repeat)
    this.settleRow(made)
    this.spread([...made.states.values()], this.watching(repeat))
    return made.key
  }

  /** Takes a row away; those after it move up. */
  remove(key: string): ReadonlySet<string> {
    const found = /^(.+)\[(\d+)\]$/.exec(key)
    const rows = this.rows(found?.[1] ?? '')
    const at = Number(found?.[2]) - 1
    if (rows[at] === undefined) throw new Error(`no row ${key}`)
    rows.splice(at, 1)
    rows.forEach((row, i) => {
      row.index = i + 1
      row.key = `${row.repeat}[${i + 1}]`
    })
    // Later rows have another position, and other keys.
    const moved = rows.slice(at).flatMap((row) => [...row.states.values()])
    return this.spread([], [...moved, ...this.watching(found?.[1] as string)])
  }

  count(repeat: string): number {
    return this.rows(repeat).length
  }

  /** The answer or calculated value of a question, whether it is relevant or not. */
  get(key: string): Answer | undefined {
    return this.state(key)?.answer
  }

  has(key: string): boolean {
    return this.state(key) !== undefined
  }

  isRelevant(key: string): boolean {
    return this.state(key)?.relevant ?? false
  }

  isRequired(key: string): boolean {
    const state = this.state(key)
    return state?.step.question.required !== undefined && this.truth(state.step.question.required, state)
  }

  isReadOnly(key: string): boolean {
    const state = this.state(key)
    if (state === undefined) return false
    const { read_only, calculation, kind } = state.step.question
    if (read_only !== undefined && this.truth(read_only, state)) return true
    return kind !== 'calculate' && calculation !== undefined && this.run(calculation, state) !== ''
  }

  /** The choices a select offers now. */
  offered(key: string): readonly Choice[] {
    const state = this.state(key)
    const { list, choice_filter } = state?.step.question ?? {}
    const choices = this.form.lists[list ?? ''] ?? []
    if (state === undefined || choice_filter === undefined) return choices
    return choices.filter((choice) => this.truth(choice_filter, state, { ...choice.columns, name: choice.name }))
  }

  label(key: string, language: string): string {
    return this.text(this.state(key)?.step.question.label, key, language)
  }

  hint(key: string, language: string): string {
    return this.text(this.state(key)?.step.question.hint, key, language)
  }

  /** A text in a language, else in the form's own; `${name}` in it filled in. */
  text(text: Text | undefined, key: string | undefined, language: string): string {
    const parts = text?.[language] ?? text?.[this.form.language]
    if (parts === undefined || typeof parts === 'string') return parts ?? ''
    return parts.map((part) => (typeof part === 'string' ? part : asText(this.value(part[0], key)))).join('')
  }

  /** The record's day: by the form's `date`, else the day of the clock. */
  get day(): string {
    const day = this.form.date === undefined ? '' : asText(this.run(this.form.date, this.topState()))
    return isDay(day) ? day : localDay(this.world.clock.at, this.world.clock.zone)
  }

  /** The record's unit. */
  get place(): string | undefined {
    const unit = this.form.unit === undefined ? '' : asText(this.run(this.form.unit, this.topState()))
    return unit === '' ? undefined : unit
  }

  /** An expression of the form (a register's column, an indicator) at the top, in a row `attend[2]`, or at a question. */
  value(tree: Tree, key?: string): Value {
    const row = key === undefined ? undefined : this.instanceAt(key)
    return this.run(tree, key === undefined ? this.topState() : row !== undefined ? { instance: row } : (this.state(key) ?? this.topState()))
  }

  /** Everything that must be mended, in document order. */
  problems(): readonly Problem[] {
    const found: Problem[] = [...this.strange]
    const day = this.day
    for (const state of this.inOrder()) {
      if (!state.relevant) continue
      const problem = this.judge(state, day)
      if (problem !== undefined) found.push(problem)
    }
    return found
  }

  /** Soft checks that are not met: surprising, not wrong. */
  fired(): readonly Fired[] {
    const found: Fired[] = []
    for (const state of this.inOrder()) {
      const { check } = state.step.question
      if (check === undefined || !state.relevant || this.isEmpty(state)) continue
      check.forEach(({ expect, message }, index) => {
        if (!this.truth(expect, state)) found.push({ at: this.keyOf(state), index, says: this.says(message, state) })
      })
    }
    return found
  }

  /** What is kept: relevant answers and calculated values, nothing empty. */
  seal(): Answers {
    const sealed: Record<string, Answer> = {}
    for (const [name, state] of this.top.states) {
      if (!state.relevant) continue
      if (state.step.question.kind === 'repeat') {
        const rows = this.rows(name).map((row) => this.sealRow(row))
        if (rows.length > 0) sealed[name] = rows
      } else if (state.answer !== undefined && !this.isEmpty(state)) sealed[name] = state.answer
      else if (state.step.question.kind === 'end') sealed[name] = instant(this.world.clock.at, this.world.clock.zone)
    }
    return sealed
  }

  /** Answers given to questions that these answers do not lead to, and rows beyond their repeat_count. */
  hidden(): readonly string[] {
    const isHidden = ({ relevant, answer, misfit, step }: State): boolean =>
      !relevant && (answer !== undefined || misfit !== undefined) && step.question.calculation === undefined
    const rows = [...this.spare.values()].flat().map((row) => row.key)
    return [...this.inOrder().filter(isHidden).map((state) => this.keyOf(state)), ...rows]
  }

  /** Calculated values that came along and are not what the calculation gives here. */
  differences(): readonly { at: string; expected: string; received: string }[] {
    return this.inOrder().flatMap((state) => {
      if (state.given === undefined || state.step.question.calculation === undefined) return []
      const [expected, received] = [state.relevant ? state.answer : undefined, state.given]
      const near = typeof expected === 'number' && typeof received === 'number' && Math.abs(expected - received) <= 1e-9 * Math.max(1, Math.abs(expected))
      return near || expected === received ? [] : [{ at: this.keyOf(state), expected: String(expected ?? ''), received: String(received) }]
    })
  }

  /** Keys of all questions in document order, those in rows included. */
  keys(): readonly string[] {
    return this.inOrder().map((state) => this.keyOf(state))
  }

  /** What names a key's question and row. */
  step(key: string): Step | undefined {
    return this.state(key)?.step
  }

  // — inside —

  private put(step: Step, instance: Instance): void {
    const state: State = { step, instance, answer: undefined, given: undefined, misfit: undefined, relevant: false, defaulted: false, worked: false }
    instance.states.set(step.question.name, state)
  }

  private grow(repeat: string): Instance {
    const rows = this.rows(repeat)
    const made: Instance = { key: `${repeat}[${rows.length + 1}]`, repeat, index: rows.length + 1, states: new Map() }
    for (const step of this.plan.within(repeat)) this.put(step, made)
    rows.push(made)
    return made
  }

  private settleRow(row: Instance): void {
    for (const step of this.plan.ordered) if (step.repeat === row.repeat) this.settle(row.states.get(step.question.name) as State, true)
  }

  // Who sees that a repeat has more or fewer rows: all that name it, or look at its questions from outside or across rows.
  // The rows themselves depend on whether the repeat is asked, not on how many there are.
  private watching(repeat: string): readonly State[] {
    const across = this.plan.within(repeat).flatMap((step) => step.dependents).filter((step) => step.repeat !== repeat || step.isWide)
    return [...(this.plan.byName.get(repeat)?.counting ?? []), ...across].flatMap((step) => this.statesOf(step))
  }

  private load(answers: Readonly<Record<string, unknown>>, instance: Instance): void {
    for (const name of Object.keys(answers)) {
      const key = instance.key === '' ? name : `${instance.key}.${name}`
      const state = instance.states.get(name)
      if (state === undefined || state.step.question.kind === 'group' || state.step.question.kind === 'note') {
        this.strange.push({ code: 'unknown_question', at: key.slice(0, 200), facts: { name: name.slice(0, 60) } })
        continue
      }
      const answer = answers[name]
      const { question } = state.step
      if (question.kind === 'repeat') {
        const slip = kinds.repeat.judge(answer, question, { world: this.world, day: '', offered: undefined, listed: undefined })
        if (slip === undefined) for (const row of answer as Record<string, unknown>[]) this.load(row, this.grow(name))
        else state.misfit = slip
      } else if (!holds(kinds[question.kind].holds, answer) && !(question.kind === 'calculate' && typeof answer === 'number')) {
        const slip = kinds[question.kind].judge(answer, question, { world: this.world, day: '', offered: undefined, listed: undefined })
        state.misfit = slip ?? { code: 'not_text' }
      } else {
        state.answer = kept(answer as Answer)
        if (question.calculation !== undefined) state.given = state.answer
      }
    }
  }

  // Works out relevance, then the default or the calculation. True when others may see a difference.
  private settle(state: State, mayDefault: boolean): boolean {
    const { question, parent } = state.step
    const [was, before] = [state.relevant, state.answer]
    const above = parent === undefined ? true : this.stateIn(parent, state.instance).relevant
    state.relevant = above && (question.relevant === undefined || this.truth(question.relevant, state))
    if (!state.relevant) return was
    if (question.default !== undefined && !state.defaulted && state.answer === undefined && state.misfit === undefined) {
      const value = this.run(question.default, state)
      // `${road.width_m}` before the road is chosen: nothing was put yet. In a draft what is empty was emptied.
      if (value !== '') state.defaulted = true
      if (mayDefault) state.answer = this.converted(value, state)
    }
    if (question.calculation !== undefined) {
      const value = this.run(question.calculation, state)
      // A calculation that gives nothing leaves a question that can be asked to the person, without what it gave before.
      if (value !== '' || state.worked || question.kind === 'calculate') state.answer = this.converted(value, state)
      state.worked = value !== ''
    } else if (question.kind === 'today' && state.answer === undefined) {
      state.answer = localDay(this.world.clock.at, this.world.clock.zone)
    } else if (question.kind === 'start' && state.answer === undefined && mayDefault) {
      state.answer = instant(this.world.clock.at, this.world.clock.zone)
    } else if (question.kind === 'repeat' && question.repeat_count !== undefined) {
      this.resize(question.name, asNumber(this.run(question.repeat_count, state)))
    }
    return was !== state.relevant || before !== state.answer
  }

  private resize(repeat: string, wanted: number): void {
    const rows = this.rows(repeat)
    const spare = this.spare.get(repeat) as Instance[]
    const target = isFinite(wanted) ? Math.max(0, Math.min(mostInstances, Math.trunc(wanted))) : 0
    while (rows.length > target) spare.unshift(rows.pop() as Instance)
    while (rows.length < target) {
      const back = spare.shift()
      if (back !== undefined) rows.push(back)
      this.settleRow(back ?? this.grow(repeat))
    }
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
    const concern = (from: State, steps: readonly Step[]): void => {
      for (const step of steps) {
        const own = step.repeat !== undefined && step.repeat === from.instance.repeat && !step.isWide
        if (own) wait(this.stateIn(step, from.instance))
        else this.statesOf(step).forEach(wait)
      }
    }
    for (const state of changed) {
      seen.add(this.keyOf(state))
      concern(state, state.step.dependents)
    }
    for (const state of also) wait(state)
    while (next < waiting.length) {
      const now = waiting[next++] ?? new Set()
      for (const state of now) {
        now.delete(state)
        const { name } = state.step.question
        const rows = this.count(name)
        const isDifferent = this.settle(state, true)
        seen.add(this.keyOf(state))
        if (isDifferent) concern(state, state.step.dependents)
        if (rows === this.count(name)) continue
        this.watching(name).forEach(wait)
        for (const row of this.rows(name).slice(rows)) row.states.forEach((made) => seen.add(this.keyOf(made)))
      }
    }
    return seen
  }

  private judge(state: State, day: string): Problem | undefined {
    const { question } = state.step
    const at = this.keyOf(state)
    if (state.misfit !== undefined) return { ...state.misfit, at }
    if (question.kind === 'group' || question.kind === 'note') return undefined
    if (question.kind === 'repeat') return undefined
    if (this.isEmpty(state)) {
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
    return Object.fromEntries(Object.keys(text).map((language) => [language, this.text(text, this.keyOf(state), language)]))
  }

  private isEmpty(state: State): boolean {
    const { answer } = state
    return answer === undefined || (typeof answer === 'string' && isBlank(answer)) || (Array.isArray(answer) && answer.length === 0)
  }

  private converted(value: Value, state: State): Answer | undefined {
    const { kind } = state.step.question
    if (value === '') return undefined
    if (kind === 'calculate') return typeof value === 'boolean' ? asText(value) : typeof value === 'number' ? (isFinite(value) ? value : undefined) : value
    switch (kinds[kind].holds) {
      case 'number': {
        const number = asNumber(value)
        return isFinite(number) ? number : undefined
      }
      case 'choices':
        return asText(value).split(' ').filter((name) => name !== '')
      case 'true':
        return asBoolean(value) ? true : undefined
      default:
        return asText(value)
    }
  }

  private valueOf(state: State): Value {
    if (!state.relevant || state.answer === undefined || this.isEmpty(state)) return ''
    return kinds[state.step.question.kind].value(state.answer)
  }

  private run(tree: Tree, state: { readonly instance: Instance; readonly step?: Step } & Partial<State>, row?: Row): Value {
    if (typeof tree !== 'object') return tree
    this.evaluations++
    try {
      return evaluate(tree, this.scope(state), row)
    } catch (error) {
      if (error instanceof Stopped) return '' // an expression that never ends has no value
      throw error
    }
  }

  private truth(tree: Tree, state: State, row?: Row): boolean {
    return asBoolean(this.run(tree, state, row))
  }

  private scope(state: { readonly instance: Instance; readonly step?: Step } & Partial<State>): Scope {
    const { instance } = state
    const { world } = this
    let chance: (() => number) | undefined
    return {
      self: state.step === undefined ? '' : this.valueOf(state as State),
      position: instance.index,
      clock: world.clock,
      get: (name) => this.see(name, instance),
      column: (name, column) => {
        const seen = this.see(name, instance)
        const id = asText(Array.isArray(seen) ? ((seen as readonly Value[])[0] ?? '') : (seen as Value))
        return columnOf(world, this.plan.byName.get(name)?.question, id, column)
      },
      indexed: (name, repeat, index) => {
        const found = this.rows(repeat)[index - 1]?.states.get(name)
        return found === undefined ? '' : this.valueOf(found)
      },
      rows: (list) => rowsOf(this.form, world, list, this.day),
      choiceName: (name, value) => choiceName(this.form, this.plan.byName.get(name)?.question, world, value),
      random: () => {
        chance ??= mulberry(world.seed, `${instance.key}.${state.step?.question.name ?? ''}`)
        return chance()
      },
    }
  }

  private see(name: string, from: Instance): Values {
    const step = this.plan.byName.get(name)
    if (step === undefined) return ''
    const isAsked = (repeat: string): boolean => this.top.states.get(repeat)?.relevant === true
    if (step.question.kind === 'repeat') return isAsked(name) ? this.rows(name).map((row) => row.index) : []
    if (step.repeat === undefined || step.repeat === from.repeat) return this.valueOf(this.stateIn(step, from))
    if (!isAsked(step.repeat)) return []
    return this.rows(step.repeat).map((row) => this.valueOf(row.states.get(name) as State))
  }

  private sealRow(row: Instance): Answers {
    const sealed: Record<string, Answer> = {}
    for (const [name, state] of row.states) if (state.relevant && state.answer !== undefined && !this.isEmpty(state)) sealed[name] = state.answer
    return sealed
  }

  private rows(repeat: string): Instance[] {
    return this.instances.get(repeat) ?? []
  }

  private stateIn(step: Step, instance: Instance): State {
    return (step.repeat === undefined ? this.top : instance).states.get(step.question.name) as State
  }

  private statesOf(step: Step): readonly State[] {
    if (step.repeat === undefined) return [this.top.states.get(step.question.name) as State]
    return this.rows(step.repeat).map((row) => row.states.get(step.question.name) as State)
  }

  private topState(): { readonly instance: Instance } {
    return { instance: this.top }
  }

  private instanceAt(key: string): Instance | undefined {
    const found = /^([^.[]+)\[(\d+)\]$/.exec(key)
    return found === null ? undefined : this.rows(found[1] as string)[Number(found[2]) - 1]
  }

  private state(key: string): State | undefined {
    const dot = key.indexOf('].')
    if (dot < 0) return this.top.states.get(key)
    return this.instanceAt(key.slice(0, dot + 1))?.states.get(key.slice(dot + 2))
  }

  private keyOf(state: State): string {
    const { key } = state.instance
    return key === '' ? state.step.question.name : `${key}.${state.step.question.name}`
  }

  private inOrder(): readonly State[] {
    const found: State[] = []
    for (const step of this.plan.steps) {
      if (step.repeat !== undefined) continue
      found.push(this.top.states.get(step.question.name) as State)
      if (step.question.kind === 'repeat') for (const row of this.rows(step.question.name)) found.push(...row.states.values())
    }
    return found
  }
}

// NFC: the same word typed on two phones must be the same text.
function kept(answer: Answer | undefined): Answer | undefined {
  return typeof answer === 'string' ? answer.normalize('NFC') : answer
}

function isTable(answers: unknown): answers is Readonly<Record<string, unknown>> {
  return typeof answers === 'object' && answers !== null && !Array.isArray(answers)
}

function holds(wanted: string, answer: unknown): boolean {
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

// The contract of a kind of question: what its answer is, how a person's typing becomes one, and how it is seen by expressions.
// Its HTML is in view/kinds/, its registration in index.ts; a new kind is these three and its tests.
import type { Value } from '../../expression/tree.ts'
import type { Filling } from '../filling.ts'
import type { Answer, Choice, KindName, Question } from '../form.ts'
import type { FillingCode } from '../problem.ts'
import type { State } from '../states.ts'
import type { World } from '../world.ts'

/** What stands in a question's boxes, by part: '' is the main box; a date has day, month and year. Choices come as a list. */
export type Typed = Readonly<Record<string, string | readonly string[]>>

export interface Slip {
  readonly code: FillingCode
  readonly facts?: Readonly<Record<string, string | number>>
}

/** Typing read: an answer, nothing (empty boxes), or a slip. */
export type Read = { readonly answer: Answer } | { readonly empty: true } | { readonly slip: Slip }

/** Where an answer is judged: the world, the record's day, and the choices that the question offers now (after its filter). */
export interface Surroundings {
  readonly world: World
  readonly day: string
  readonly offered: readonly string[] | undefined
  /** All names of the list, offered or not. */
  readonly listed: readonly string[] | undefined
}

export interface Kind {
  readonly name: KindName
  /** A person can answer it. Notes, groups, calculations and metadata are not asked. */
  readonly isAsked: boolean
  /** Its answer names a file that travels apart. */
  readonly isFile?: true
  readonly holds: 'text' | 'number' | 'choices' | 'true' | 'rows' | 'nothing'
  /** What it offers where its list is none of the form's: rows.ts, with the rarer kinds. */
  readonly choices?: (filling: Filling, state: State) => readonly Choice[]
  /** What it offers in the order that the form wants: mixed.ts, with the rarer kinds. */
  readonly mixed?: (filling: Filling, state: State, choices: readonly Choice[]) => readonly Choice[]
  /** Names of the boxes; [''] for most. */
  readonly parts: readonly string[]
  /** Parameters an author may give, each with a check that returns what was expected when it is wrong. */
  readonly parameters?: Readonly<Record<string, (value: string) => string | undefined>>
  /** Judges a JSON answer by itself, before constraint and required. undefined = good. */
  judge(answer: unknown, question: Question, around: Surroundings): Slip | undefined
  /** Reads what was typed, in the way of the reader's language (vi: 1.500 and 2,5). */
  read(typed: Typed, question: Question, language: string): Read
  /** What stands in the boxes for an answer. */
  write(answer: Answer, question: Question, language: string): Typed
  /** What a phone notes down by itself when a filling is begun. */
  notes?(world: World): Answer | undefined
  /** The answer as expressions see it. */
  value(answer: Answer): Value
}

// The contract of a kind's HTML: a field to fill, and an answer to read. Label, hint, problem, input always stand in this order
// and are tied together. What the answer means is in form/kinds/; which fields stand on a page is in screen.ts.
import type { Answer, Form, Question } from '../../form/form.ts'
import type { Filling } from '../../form/filling.ts'
import type { Typed } from '../../form/kinds/kind.ts'
import type { Entry, World } from '../../form/world.ts'
import type { Words } from '../../words/words.ts'
import type { Html } from '../html.ts'

/** One question as it stands on a page now. */
export interface Field {
  readonly key: string
  readonly question: Question
  readonly filling: Filling
  readonly words: Words
  readonly language: string
  readonly label: string
  readonly hint: string
  /** What stands in the boxes: the typing that could not be read, else the answer written out. */
  readonly typed: Typed
  readonly isRequired: boolean
  /** Not there when the page was last shown. */
  readonly isNew: boolean
  readonly problem?: string
  /** Soft checks that are not met, and the reason given so far. */
  readonly doubts: readonly string[]
  readonly reason: string
  readonly picker: Picker
  /** What this device can do for the answer: take a photo, a position. Nothing on a page without script. */
  readonly tools?: Html | undefined
}

/** How far a person has come in choosing from something long. */
export interface Picker {
  /** unit: the units opened so far, from the top. */
  readonly path?: readonly string[]
  /** unit: only places under this one. */
  readonly under?: string
  /** entry: the name searched for, what was found, and whether there is more. */
  readonly search?: string
  readonly found?: readonly Entry[]
  readonly isCut?: boolean
  /** image, audio, file: where what is kept can be seen or heard. */
  readonly file?: string
}

/** What is needed to say an answer. */
export interface Reader {
  readonly question: Question
  readonly form: Form
  readonly world: Pick<World, 'unit' | 'entry'>
  readonly words: Words
  readonly language: string
}

export interface KindView {
  /** The whole field. Kinds that ask nothing give nothing. */
  field(field: Field): Html
  /** An answer as a person reads it; undefined where there is nothing to read. */
  reading(answer: Answer, reader: Reader): string | undefined
}

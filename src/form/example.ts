// An example written in a form: what is given, and what must come of it. Running it is record/example.ts.
import type { Answer, Answers } from './form.ts'

export interface Example {
  readonly name: string
  /** Where it stands, so that a failure can be shown there. */
  readonly file: string
  readonly line: number
  readonly at: string
  /** Filled in the short mode. */
  readonly short?: true
  readonly entries: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string | number>>>>>>
  readonly given: Answers
  readonly reasons: Readonly<Record<string, string>>
  readonly expect: {
    readonly visible?: readonly string[]
    readonly hidden?: readonly string[]
    readonly values?: Readonly<Record<string, Answer | ''>>
    readonly problems?: readonly { readonly at: string; readonly code: string }[]
    readonly checks?: readonly string[]
    readonly registers?: Readonly<Record<string, Readonly<Record<string, string | number>>>>
    readonly indicators?: Readonly<Record<string, number>>
  }
}

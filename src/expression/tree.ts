// The shape of a parsed expression, and of the world it is evaluated in. Plain JSON: a form carries its trees to the phone,
// which has no parser. Parsing is in parse.ts, running in evaluate.ts.

/** A literal stands for itself; everything else is a tuple headed by its operator. */
export type Tree = string | number | Node

export type Node =
  | readonly ['$', string] // ${name}
  | readonly ['$', string, string] // ${entry.column}
  | readonly ['.'] // the answer at hand
  | readonly ['..'] // the repeat instance around it; only inside position(..)
  | readonly ['@', string] // a column of the row at hand, only inside an instance() predicate or a choice_filter
  | readonly ['neg', Tree]
  | readonly [Operator, Tree, Tree]
  | readonly ['()', string, ...Tree[]] // function, arguments; names that nobody can write ('[rows]', '|' …) are what a path or union means: more.ts
  | readonly ['[]', Tree, string, Tree?] // instance(list)/root/item[predicate]/column

export type Operator = 'or' | 'and' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | 'div' | 'mod'

/** One value. Empty is '' (XPath 1.0 has no null); dates are 'YYYY-MM-DD', select_multiple is space separated. */
export type Value = string | number | boolean

/** What `${name}` can be: one value, or all values of a repeated question seen from outside its repeat. */
export type Values = Value | readonly Value[]

export type Row = Readonly<Record<string, Value>>

/** What an expression may see. Everything that is not a name comes from outside: the clock, randomness, lists. */
export interface Scope {
  /** The answer at hand (`.`). */
  readonly self: Value
  /** `${name}`: one value, all values seen from outside the repeat, or (for a repeat's own name) one value per instance. */
  get(name: string): Values
  /** `${name.column}`: a column of the register entry or unit chosen in `name`. */
  column(name: string, column: string): Value
  /** `position(..)`: 1 for the first instance, 0 outside a repeat. */
  readonly position: number
  /** Which row is, or is around, the n-th step up from the question, or is a repeat's by name: position(../..), position(${repeat}); 0 when none is. */
  around(up: number | string): number
  /** Rows of a repeat as seen from here, none when it is not asked. Each is entered when it is looked into. */
  instances(repeat: string): readonly (() => Scope)[]
  /** Rows of a choice list, unit level or register, for instance() and pulldata(). */
  rows(list: string): readonly Row[]
  /** jr:choice-name: the label of a choice of question `name`, in the language of the filling; the value itself when unknown. */
  choiceName(name: string, value: string): string
  /** `${last-saved#name}`: what these questions held in the filler's last submission of this form. */
  readonly before?: Row | undefined
  readonly clock: Clock
  /** A number in [0, 1); the same sequence for the same seed. */
  random(): number
}

/** Where a predicate is judged: one row among others, seen from where the expression stands. */
export interface Judged extends Scope {
  readonly outer: Scope
  readonly nth: number
  readonly last: number
}

/** Wall time as the filling knows it: milliseconds since 1970 UTC, and the zone's offset in minutes (Vietnam: 420). */
export interface Clock {
  readonly at: number
  readonly zone: number
}

/** What may go wrong while parsing; `column` counts from 1. */
export interface Fault {
  readonly code: FaultCode
  readonly column: number
  readonly facts: Readonly<Record<string, string | number>>
}

export type FaultCode =
  | 'expression_empty'
  | 'expression_too_long'
  | 'expression_too_deep'
  | 'expression_unexpected' // facts: found, expected?
  | 'expression_unclosed' // facts: opened
  | 'expression_unknown_function' // facts: name, suggestion?
  | 'expression_arity' // facts: name, given, least, most
  | 'expression_regex' // facts: pattern, reason: does not compile | may hang | must be a literal

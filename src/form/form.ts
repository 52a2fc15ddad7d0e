// A compiled form: immutable JSON, the same on the phone and in the Worker. Made by compile.ts, run by filling.ts.
import type { Tree } from '../expression/tree.ts'
import type { Keep } from './keep.ts'
import type { Review } from './review.ts'

/** Words a person reads, by BCP 47 language. A text with `${name}` inside is kept as parts. */
export type Text = Readonly<Record<string, string | readonly (string | readonly [Tree])[]>>

/** Kinds that every phone has. A form that was published uses them without asking for more: none may ever leave. */
export type CoreKind =
  | 'text' | 'integer' | 'decimal' | 'select_one' | 'select_multiple' | 'note' | 'calculate'
  | 'date' | 'year' | 'month' | 'geopoint' | 'phone' | 'area' | 'unit' | 'entry' | 'image' | 'audio' | 'file'
  | 'group' | 'repeat' | 'start' | 'end' | 'today'

/** Kinds that a phone fetches with the first form that uses one. */
export type RarerKind =
  | 'acknowledge' | 'time' | 'range' | 'barcode' | 'rank' | 'geotrace' | 'geoshape' | 'dateTime' | 'video' | 'hidden' | 'deviceid' | 'username' | 'email' | 'phonenumber'
  | 'start-geopoint' | 'background-geopoint' | 'background-audio' | 'audit'

export type KindName = CoreKind | RarerKind

/** One line of the survey. Children only of a group or repeat. */
export interface Question {
  readonly name: string
  readonly kind: KindName
  readonly label?: Text
  readonly hint?: Text
  readonly required?: Tree
  readonly required_message?: Text
  readonly relevant?: Tree
  readonly constraint?: Tree
  readonly constraint_message?: Text
  readonly check?: readonly { readonly expect: Tree; readonly message: Text }[]
  readonly calculation?: Tree
  /** The calculation runs only when the value of one of these changes. */
  readonly trigger?: readonly string[]
  readonly default?: Tree
  readonly choice_filter?: Tree
  readonly read_only?: Tree
  readonly appearance?: string
  /** select: its list. */
  readonly list?: string
  /** unit: the level asked for. */
  readonly level?: string
  /** entry: its register. */
  readonly register?: string
  readonly parameters?: Readonly<Record<string, string | number>>
  /** select, rank, where its choices are mixed (`randomize=true`): what decides their order. */
  readonly seed?: Tree
  readonly repeat_count?: Tree
  readonly personal?: 'basic' | 'sensitive'
  readonly purpose?: Text
  readonly questions?: readonly Question[]
}

export interface Choice {
  readonly name: string
  readonly label: Text
  /** Any further column, for choice_filter and instance(). */
  readonly columns?: Readonly<Record<string, string>>
}

/** Which register an answer creates or updates. Columns are expressions over the answers (in the repeat's scope when `repeat`). */
export interface RegisterRule {
  readonly register: string
  readonly repeat?: string
  /** The entry updated; without it, or when it is empty, an entry is created. */
  readonly entity_id?: Tree
  readonly create_if?: Tree
  readonly update_if?: Tree
  readonly label: Tree
  readonly unit: Tree
  readonly columns: Readonly<Record<string, { readonly value: Tree; readonly personal?: 'basic' | 'sensitive'; readonly holds: 'text' | 'number' }>>
  /** Two entries with alike labels may be the same thing twice, unless one of these columns tells them apart. */
  readonly alike?: readonly string[]
}

/** What answers (or a register's entries) add up to. Exactly one of count, sum, average, share, difference, distinct, median, min, max. */
export interface Indicator {
  readonly name: string
  readonly label: Text
  /** Over each row of this repeat, or each entry of this register; over submissions when neither is given. */
  readonly each?: string
  readonly register?: string
  readonly where?: Tree
  readonly count?: true
  readonly sum?: Tree // whole numbers of the smallest unit
  readonly average?: Tree // kept as a sum and a count
  readonly share?: { readonly of: string; readonly in: string | { readonly units: string } } // indicator ÷ indicator, or ÷ number of units of a level
  readonly difference?: { readonly of: string; readonly less: readonly string[] }
  readonly distinct?: 'unit' // lowest units in which at least one counts
  readonly median?: string // a register's column
  readonly min?: string
  readonly max?: string
  /** True where the amount is an estimate: figures that contain one are shown with ≈. */
  readonly about?: Tree
  readonly date?: Tree
  readonly period?: 'month' | 'day'
  /** Groupings: choice questions, entry questions or register columns. A pair 'a*b' is a cross-table. */
  readonly by?: readonly string[]
  readonly unit?: Text
  /** Shown value = kept value ÷ scale. */
  readonly scale?: number
  readonly public?: true
  readonly good?: { readonly at_least?: number; readonly at_most?: number }
}

export interface Form {
  readonly id: string
  readonly title: Text
  /** The author's language, and all that have a translation (the first is the author's). */
  readonly language: string
  readonly languages: readonly string[]
  /** XLSForm's: `pages theme-grid`. Kept for whoever reads the form elsewhere: a screen here is a group, whatever it says. */
  readonly style?: string
  readonly survey: readonly Question[]
  readonly lists: Readonly<Record<string, readonly Choice[]>>
  /** The record's date and unit: what units are valid on, and where and when it is counted. */
  readonly date?: Tree
  readonly unit?: Tree
  readonly instance_name?: Tree
  /** Anyone may fill it in without signing in: public.ts. */
  readonly public?: true
  /** What the office looks at before it is approved: review.ts. */
  readonly review?: Review
  /** How long what a record says of persons is kept once it was decided on: keep.ts. Absent: nobody says. */
  readonly keep?: Keep
  /** Names of what stays in the short mode: short.ts. */
  readonly short?: readonly string[]
  readonly migrate?: Migration
  /** Questions of which an expression wants what the filler's last submission said: `${last-saved#name}`. */
  readonly last?: readonly string[]
  /** Filling it takes a function or a kind beyond those that every phone has. */
  readonly more?: true
  /** Of these, some that take a library: digest() and its like. */
  readonly hashes?: true
  readonly registers: readonly RegisterRule[]
  readonly indicators: readonly Indicator[]
  /** Names in the order in which calculations may run, and who must be looked at again when a name changes. */
  readonly order: readonly string[]
  readonly dependents: Readonly<Record<string, readonly string[]>>
}

/** What any earlier version called what is here now: old name → name, and for a question, old choice → choice. */
export interface Migration {
  readonly renamed: Readonly<Record<string, string>>
  readonly choices: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** One answer as JSON: text, number, true (acknowledge), choices, or the rows of a repeat. */
export type Answer = string | number | true | readonly string[] | readonly Answers[]
export type Answers = { readonly [name: string]: Answer }

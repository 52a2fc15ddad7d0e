// How an author may call each function: how many arguments, and a line that says what it gives. What it does is in functions.ts and, where few forms
// call it, in more.ts: the phone runs functions, it never parses them.

export interface Signature {
  readonly least: number
  readonly most: number
  /** For authors: how it is written and what it gives. */
  readonly doc: string
}

const any = 64

/** Those that every phone has. A form that was published calls them without asking for more: none may ever leave. */
const core = {
  if: { least: 3, most: 3, doc: 'if(condition, then, else): only the branch taken is worked out' },
  coalesce: { least: 2, most: any, doc: 'coalesce(a, b, …): the first that is not empty' },
  once: { least: 1, most: 1, doc: 'once(x): the present answer when there is one, else x' },
  selected: { least: 2, most: 2, doc: "selected(${q}, 'choice'): whether the choice is among those chosen" },
  'selected-at': { least: 2, most: 2, doc: 'selected-at(${q}, n): the n-th choice chosen, from 0' },
  'count-selected': { least: 1, most: 1, doc: 'count-selected(${q}): how many are chosen' },
  count: { least: 1, most: 1, doc: 'count(${repeat}): how many instances; count(${q}): how many answers seen' },
  'count-non-empty': { least: 1, most: any, doc: 'count-non-empty(${q}): how many of these answers are not empty' },
  sum: { least: 1, most: any, doc: 'sum(${q}): the sum; empty answers are left out' },
  min: { least: 1, most: any, doc: 'min(a, b, …) or min(${q}): the least; empty ones are left out' },
  max: { least: 1, most: any, doc: 'max(a, b, …) or max(${q}): the greatest; empty ones are left out' },
  round: { least: 1, most: 2, doc: 'round(x) or round(x, digits): half away from zero; digits may be negative' },
  int: { least: 1, most: 1, doc: 'int(x): the whole part' },
  number: { least: 1, most: 1, doc: 'number(x): as a number; a date gives its days since 1970-01-01' },
  string: { least: 1, most: 1, doc: 'string(x): as text' },
  'string-length': { least: 0, most: 1, doc: 'string-length(x): letters as a reader counts code points; of the answer at hand without x' },
  substr: { least: 2, most: 3, doc: 'substr(x, start, end): from 0, end not included; negative counts from the end' },
  concat: { least: 0, most: any, doc: 'concat(a, b, …): one after the other' },
  join: { least: 2, most: any, doc: "join(', ', ${q}): all values with the first between them" },
  contains: { least: 2, most: 2, doc: 'contains(x, part)' },
  'starts-with': { least: 2, most: 2, doc: 'starts-with(x, part)' },
  'ends-with': { least: 2, most: 2, doc: 'ends-with(x, part)' },
  regex: { least: 2, most: 2, doc: "regex(x, 'pattern'): whether the whole of x fits the pattern, which is a text in quotes, checked at publishing" },
  boolean: { least: 1, most: 1, doc: 'boolean(x): false for 0, empty and false' },
  true: { least: 0, most: 0, doc: 'true()' },
  false: { least: 0, most: 0, doc: 'false()' },
  not: { least: 1, most: 1, doc: 'not(x)' },
  position: { least: 0, most: 1, doc: 'position(..): which instance of the repeat this is, from 1' },
  'indexed-repeat': { least: 3, most: 3, doc: 'indexed-repeat(${q}, ${repeat}, n): that answer in the n-th instance, from 1' },
  today: { least: 0, most: 0, doc: 'today(): the day by the clock of the filling' },
  now: { least: 0, most: 0, doc: 'now(): day and time with the offset from UTC' },
  date: { least: 1, most: 1, doc: 'date(x): days since 1970 or a date and time as a date' },
  'format-date': { least: 2, most: 2, doc: "format-date(x, '%d/%m/%Y'): %Y %y %m %n %b %d %e %a" },
  random: { least: 0, most: 0, doc: 'random(): from 0 up to 1; keep it with once(random())' },
  distance: { least: 1, most: any, doc: 'distance(${a}, ${b}) or distance(${points}): metres along these points' },
  'jr:choice-name': { least: 2, most: 2, doc: "jr:choice-name(${q}, '${q}'): the words of the choice, in the language of the filling" },
  pulldata: { least: 4, most: 4, doc: "pulldata('list', 'column', 'key column', key): that column of the first row whose key is equal" },
}

/** Those that a phone fetches with the first form that calls one. */
const rarer = {
  'decimal-date-time': { least: 1, most: 1, doc: 'decimal-date-time(x): days since 1970-01-01 UTC with the time as a fraction; without an offset x is in the zone of the filling' },
  abs: { least: 1, most: 1, doc: 'abs(x): without its sign' },
  pow: { least: 2, most: 2, doc: 'pow(x, y): x to the power of y' },
  uuid: { least: 0, most: 0, doc: 'uuid(): a new id; keep it with once(uuid())' },
}

export type CoreFunction = keyof typeof core
export type RarerFunction = keyof typeof rarer

/** By name; only these: `toString` is no function. */
export const signatures: Readonly<Record<string, Signature>> = Object.assign(Object.create(null), core, rarer)

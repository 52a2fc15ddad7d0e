// How an author may call each function: how many arguments, and a line that says what it gives. What it does is in functions.ts and, where few forms
// call it, in more.ts: the phone runs functions, it never parses them.

export interface Signature {
  readonly least: number
  readonly most: number
  /** What it gives, where that is always the same sort. */
  readonly gives?: 'number' | 'words'
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
  'count-selected': { least: 1, most: 1, gives: 'number', doc: 'count-selected(${q}): how many are chosen' },
  count: { least: 1, most: 1, gives: 'number', doc: 'count(${repeat}): how many instances; count(${q}): how many answers seen' },
  'count-non-empty': { least: 1, most: any, gives: 'number', doc: 'count-non-empty(${q}): how many of these answers are not empty' },
  sum: { least: 1, most: any, gives: 'number', doc: 'sum(${q}): the sum; empty answers are left out' },
  min: { least: 1, most: any, gives: 'number', doc: 'min(a, b, …) or min(${q}): the least; empty ones are left out' },
  max: { least: 1, most: any, gives: 'number', doc: 'max(a, b, …) or max(${q}): the greatest; empty ones are left out' },
  round: { least: 1, most: 2, gives: 'number', doc: 'round(x) or round(x, digits): half away from zero; digits may be negative' },
  int: { least: 1, most: 1, gives: 'number', doc: 'int(x): the whole part' },
  number: { least: 0, most: 1, gives: 'number', doc: 'number(x): as a number; a date gives its days since 1970-01-01' },
  string: { least: 0, most: 1, gives: 'words', doc: 'string(x): as text' },
  'string-length': { least: 0, most: 1, gives: 'number', doc: 'string-length(x): letters as a reader counts code points; of the answer at hand without x' },
  substr: { least: 2, most: 3, gives: 'words', doc: 'substr(x, start, end): from 0, end not included; negative counts from the end' },
  concat: { least: 0, most: any, gives: 'words', doc: 'concat(a, b, …): one after the other' },
  join: { least: 2, most: any, gives: 'words', doc: "join(', ', ${q}): all values with the first between them" },
  contains: { least: 2, most: 2, doc: 'contains(x, part)' },
  regex: { least: 2, most: 2, doc: "regex(x, 'pattern'): whether the whole of x fits the pattern, which is a text in quotes, checked at publishing" },
  boolean: { least: 1, most: 1, doc: 'boolean(x): false for 0, empty and false' },
  true: { least: 0, most: 0, doc: 'true()' },
  false: { least: 0, most: 0, doc: 'false()' },
  not: { least: 1, most: 1, doc: 'not(x)' },
  position: { least: 0, most: 1, gives: 'number', doc: 'position(..): which instance of the repeat this is, from 1' },
  'indexed-repeat': { least: 3, most: 7, doc: 'indexed-repeat(${q}, ${repeat}, n): that answer in the n-th instance, from 1; ${outer}, n, ${inner}, m for repeats in repeats' },
  today: { least: 0, most: 0, gives: 'words', doc: 'today(): the day by the clock of the filling' },
  now: { least: 0, most: 0, gives: 'words', doc: 'now(): day and time with the offset from UTC' },
  date: { least: 1, most: 1, gives: 'words', doc: 'date(x): days since 1970 or a date and time as a date' },
  'format-date': { least: 2, most: 2, gives: 'words', doc: "format-date(x, '%d/%m/%Y'): %Y %y %m %n %b %d %e %a" },
  random: { least: 0, most: 0, gives: 'number', doc: 'random(): from 0 up to 1; keep it with once(random())' },
  distance: { least: 1, most: any, gives: 'number', doc: 'distance(${a}, ${b}) or distance(${points}): metres along these points' },
  'jr:choice-name': { least: 2, most: 2, gives: 'words', doc: "jr:choice-name(${q}, '${q}'): the words of the choice, in the language of the filling" },
}

/** Those that a phone fetches with the first form that calls one. */
const rarer = {
  'starts-with': { least: 2, most: 2, doc: 'starts-with(x, part)' },
  'ends-with': { least: 2, most: 2, doc: 'ends-with(x, part)' },
  pulldata: { least: 4, most: 4, doc: "pulldata('list', 'column', 'key column', key): that column of the first row whose key is equal" },
  'substring-before': { least: 2, most: 2, gives: 'words', doc: "substring-before(x, '-'): what stands before the first of these; empty when it is not there" },
  'substring-after': { least: 2, most: 2, gives: 'words', doc: "substring-after(x, '-'): what stands after the first of these; empty when it is not there" },
  substring: { least: 2, most: 3, gives: 'words', doc: 'substring(x, first, count): as XPath counts, from 1; substr() counts from 0' },
  translate: { least: 3, most: 3, gives: 'words', doc: "translate(x, 'abc', 'ABC'): letters of the second by those of the third at their place, or none" },
  'normalize-space': { least: 0, most: 1, gives: 'words', doc: 'normalize-space(x): without spaces around, and one between words' },
  'boolean-from-string': { least: 1, most: 1, doc: "boolean-from-string(x): whether x is 'true' or '1'" },
  checklist: { least: 3, most: any, doc: 'checklist(least, most, a, b, …): whether so many of these are true; -1: no bound' },
  'weighted-checklist': { least: 4, most: any, doc: 'weighted-checklist(least, most, a, weight, b, weight, …): whether the weights of those that are true add up to that' },
  'jr:itext': { least: 1, most: 1, gives: 'words', doc: 'jr:itext(x): x; labels of lists are in the language of the filling already' },
  randomize: { least: 1, most: 2, doc: 'randomize(${q}) or randomize(${q}, seed): all values in another order; the same for the same seed' },
  uuid: { least: 0, most: 1, gives: 'words', doc: 'uuid(): a new id; uuid(8): so many letters and digits; keep it with once(uuid())' },
  current: { least: 0, most: 0, doc: 'current()/../q: inside a condition, as seen from where the expression stands' },
  last: { least: 0, most: 0, gives: 'number', doc: 'last(): inside a condition, how many rows there are' },
  'decimal-date-time': { least: 1, most: 1, gives: 'number', doc: 'decimal-date-time(x): days since 1970-01-01 UTC with the time as a fraction; without an offset x is in the zone of the filling' },
  'decimal-time': { least: 1, most: 1, gives: 'number', doc: 'decimal-time(x): the part of the day that is over at this time' },
  'date-time': { least: 1, most: 1, gives: 'words', doc: 'date-time(x): date and time with the offset from UTC; what has no time of day stays a date' },
  'format-date-time': { least: 2, most: 2, gives: 'words', doc: "format-date-time(x, '%d/%m/%Y %H:%M'): format-date's codes and %H %h %M %S %3" },
  'difference-in-months': { least: 2, most: 2, gives: 'number', doc: 'difference-in-months(from, to): whole months between two dates' },
  'add-date': { least: 2, most: 6, gives: 'words', doc: 'add-date(x, years, months, days, hours, minutes): that much later; the last day of a shorter month' },
  abs: { least: 1, most: 1, gives: 'number', doc: 'abs(x): without its sign' },
  floor: { least: 1, most: 1, gives: 'number', doc: 'floor(x): the whole number below' },
  ceiling: { least: 1, most: 1, gives: 'number', doc: 'ceiling(x): the whole number above' },
  pow: { least: 2, most: 2, gives: 'number', doc: 'pow(x, y): x to the power of y' },
  sqrt: { least: 1, most: 1, gives: 'number', doc: 'sqrt(x): the square root' },
  exp: { least: 1, most: 1, gives: 'number', doc: 'exp(x): e to the power of x' },
  exp10: { least: 1, most: 1, gives: 'number', doc: 'exp10(x): 10 to the power of x' },
  log: { least: 1, most: 1, gives: 'number', doc: 'log(x): the natural logarithm' },
  log10: { least: 1, most: 1, gives: 'number', doc: 'log10(x): the logarithm to base 10' },
  pi: { least: 0, most: 0, gives: 'number', doc: 'pi(): 3.14159…' },
  sin: { least: 1, most: 1, gives: 'number', doc: 'sin(x): of an angle in radians' },
  cos: { least: 1, most: 1, gives: 'number', doc: 'cos(x): of an angle in radians' },
  tan: { least: 1, most: 1, gives: 'number', doc: 'tan(x): of an angle in radians' },
  asin: { least: 1, most: 1, gives: 'number', doc: 'asin(x): the angle, in radians' },
  acos: { least: 1, most: 1, gives: 'number', doc: 'acos(x): the angle, in radians' },
  atan: { least: 1, most: 1, gives: 'number', doc: 'atan(x): the angle, in radians' },
  atan2: { least: 2, most: 2, gives: 'number', doc: 'atan2(y, x): the angle of the point, in radians' },
  area: { least: 1, most: any, gives: 'number', doc: 'area(${shape}): square metres inside these points' },
  geofence: { least: 2, most: 2, doc: 'geofence(${point}, ${shape}): whether the point lies inside' },
  intersects: { least: 1, most: any, doc: 'intersects(${trace}): whether the line crosses itself' },
}

/** Those that take a library. */
const hashing = {
  'base64-decode': { least: 1, most: 1, gives: 'words', doc: 'base64-decode(x): the text that was written in base64; empty when it was not' },
  digest: { least: 2, most: 3, gives: 'words', doc: "digest(x, 'SHA-256') or digest(x, 'SHA-256', 'hex'): MD5, SHA-1, SHA-256, SHA-384 or SHA-512 of x, in base64 or hex" },
  'extract-signed': { least: 2, most: 2, gives: 'words', doc: 'extract-signed(x, key): the text that was signed (Ed25519, base64: signature, then text), where the signature holds; else empty' },
}

export type CoreFunction = keyof typeof core
export type RarerFunction = keyof typeof rarer
export type HashingFunction = keyof typeof hashing

/** By name; only these: `toString` is no function. */
export const signatures: Readonly<Record<string, Signature>> = Object.assign(Object.create(null), core, rarer, hashing)

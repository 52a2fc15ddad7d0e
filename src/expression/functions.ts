// The functions an author may call: XPath 1.0's and ODK's (getodk.github.io/xforms-spec/#xpath-functions), one row each.
// Arguments come unevaluated, so that if() and coalesce() run only what they need. Choices between ODK's engines: docs/expressions.md.
import { dayIn, instant, writeDay } from './dates.ts'
import { compiled } from './pattern.ts'
import type { Scope, Tree, Value, Values } from './tree.ts'
import { asList, asNumber, asText, asTruth, cell, dayText, first } from './values.ts'

/** What a function is called with: the scope, and the means to work out its arguments within bounds. */
export interface At {
  readonly scope: Scope
  values(tree: Tree): Values
  /** Counts steps that are not nodes of the tree; throws Stopped when they are too many. */
  spend(steps: number): void
  /** Texts one after the other; throws Stopped when that gets too long. */
  joined(values: readonly Value[], between: string): string
}

export interface Function {
  readonly least: number
  readonly most: number
  /** For authors: how it is written and what it gives. */
  readonly doc: string
  run(args: readonly Tree[], at: At): Values
}

const any = 64

const one = (tree: Tree | undefined, at: At): Value => (tree === undefined ? '' : first(at.values(tree)))
const text = (args: readonly Tree[], i: number, at: At): string => asText(one(args[i], at))
const number = (args: readonly Tree[], i: number, at: At): number => asNumber(one(args[i], at))
const truth = (tree: Tree | undefined, at: At): boolean => tree !== undefined && asTruth(at.values(tree))
const all = (args: readonly Tree[], at: At): Value[] => args.flatMap((arg) => asList(at.values(arg)))
const filled = (args: readonly Tree[], at: At): number[] =>
  all(args, at)
    .filter((value) => value !== '')
    .map(asNumber)
const words = (value: string): string[] => value.split(/\s+/).filter((word) => word !== '')
const nameOf = (arg: Tree | undefined): string => (typeof arg === 'object' && arg[0] === '$' ? arg[1] : '')

// Half away from zero, as people round; the tiny nudge is for 1.005, which is kept as 1.00499….
function round(value: number, digits: number): number {
  const unit = 10 ** Math.min(300, Math.abs(digits))
  const scaled = digits < 0 ? Math.abs(value) / unit : Math.abs(value) * unit
  if (Number.isInteger(scaled) || !isFinite(scaled)) return value
  const whole = Math.floor(scaled + 0.5 + Math.min(0.01, scaled * Number.EPSILON * 2))
  return Math.sign(value) * (digits < 0 ? whole * unit : whole / unit)
}

const metres = 6_378_100

/** Great-circle metres between neighbours of a line of 'lat lon …' points. Haversine, as ODK. */
function length(points: readonly string[]): number {
  const rad = points.map((point) => words(point).slice(0, 2).map((part) => (Number(part) * Math.PI) / 180))
  let sum = 0
  for (let i = 1; i < rad.length; i++) {
    const [a = NaN, b = NaN] = rad[i - 1] ?? []
    const [c = NaN, d = NaN] = rad[i] ?? []
    const h = Math.sin((c - a) / 2) ** 2 + Math.cos(a) * Math.cos(c) * Math.sin((d - b) / 2) ** 2
    sum += 2 * metres * Math.asin(Math.min(1, Math.sqrt(h)))
  }
  return round(sum, 2)
}

export const functions: Readonly<Record<string, Function>> = {
  __proto__: null as never,
  if: {
    least: 3,
    most: 3,
    doc: 'if(condition, then, else): only the branch taken is worked out',
    run: ([condition, then, other], at) => at.values((truth(condition, at) ? then : other) ?? ''),
  },
  coalesce: {
    least: 2,
    most: any,
    doc: 'coalesce(a, b, …): the first that is not empty',
    run: (args, at) => {
      for (const arg of args) {
        const value = one(arg, at)
        if (asText(value) !== '') return value
      }
      return ''
    },
  },
  once: {
    least: 1,
    most: 1,
    doc: 'once(x): the present answer when there is one, else x',
    run: ([arg], at) => (at.scope.self !== '' ? at.scope.self : one(arg, at)),
  },
  selected: {
    least: 2,
    most: 2,
    doc: "selected(${q}, 'choice'): whether the choice is among those chosen",
    run: (args, at) => words(text(args, 0, at)).includes(text(args, 1, at).trim()),
  },
  'selected-at': {
    least: 2,
    most: 2,
    doc: 'selected-at(${q}, n): the n-th choice chosen, from 0',
    run: (args, at) => words(text(args, 0, at))[number(args, 1, at)] ?? '',
  },
  'count-selected': { least: 1, most: 1, doc: 'count-selected(${q}): how many are chosen', run: (args, at) => words(text(args, 0, at)).length },
  count: {
    least: 1,
    most: 1,
    doc: 'count(${repeat}): how many instances; count(${q}): how many answers seen',
    run: ([arg], at) => {
      const values = arg === undefined ? '' : at.values(arg)
      return Array.isArray(values) ? values.length : values === '' ? 0 : 1
    },
  },
  'count-non-empty': {
    least: 1,
    most: any,
    doc: 'count-non-empty(${q}): how many of these answers are not empty',
    run: (args, at) => all(args, at).filter((value) => value !== '').length,
  },
  sum: { least: 1, most: any, doc: 'sum(${q}): the sum; empty answers are left out', run: (args, at) => filled(args, at).reduce((sum, n) => sum + n, 0) },
  min: {
    least: 1,
    most: any,
    doc: 'min(a, b, …) or min(${q}): the least; empty ones are left out',
    run: (args, at) => {
      const values = filled(args, at)
      return values.length === 0 ? '' : values.reduce((a, b) => Math.min(a, b))
    },
  },
  max: {
    least: 1,
    most: any,
    doc: 'max(a, b, …) or max(${q}): the greatest; empty ones are left out',
    run: (args, at) => {
      const values = filled(args, at)
      return values.length === 0 ? '' : values.reduce((a, b) => Math.max(a, b))
    },
  },
  round: {
    least: 1,
    most: 2,
    doc: 'round(x) or round(x, digits): half away from zero; digits may be negative',
    run: (args, at) => round(number(args, 0, at), args.length === 2 ? Math.trunc(number(args, 1, at)) : 0),
  },
  int: { least: 1, most: 1, doc: 'int(x): the whole part', run: (args, at) => Math.trunc(number(args, 0, at)) },
  number: { least: 1, most: 1, doc: 'number(x): as a number; a date gives its days since 1970-01-01', run: (args, at) => number(args, 0, at) },
  string: { least: 1, most: 1, doc: 'string(x): as text', run: (args, at) => text(args, 0, at) },
  'string-length': {
    least: 0,
    most: 1,
    doc: 'string-length(x): letters as a reader counts code points; of the answer at hand without x',
    run: (args, at) => [...(args.length === 0 ? asText(at.scope.self) : text(args, 0, at))].length,
  },
  substr: {
    least: 2,
    most: 3,
    doc: 'substr(x, start, end): from 0, end not included; negative counts from the end',
    run: (args, at) => {
      const letters = [...text(args, 0, at)]
      return letters.slice(number(args, 1, at), args.length === 3 ? number(args, 2, at) : undefined).join('')
    },
  },
  concat: { least: 0, most: any, doc: 'concat(a, b, …): one after the other', run: (args, at) => at.joined(all(args, at), '') },
  join: {
    least: 2,
    most: any,
    doc: "join(', ', ${q}): all values with the first between them",
    run: (args, at) => at.joined(all(args.slice(1), at), text(args, 0, at)),
  },
  contains: { least: 2, most: 2, doc: 'contains(x, part)', run: (args, at) => text(args, 0, at).includes(text(args, 1, at)) },
  'starts-with': { least: 2, most: 2, doc: 'starts-with(x, part)', run: (args, at) => text(args, 0, at).startsWith(text(args, 1, at)) },
  'ends-with': { least: 2, most: 2, doc: 'ends-with(x, part)', run: (args, at) => text(args, 0, at).endsWith(text(args, 1, at)) },
  regex: {
    least: 2,
    most: 2,
    doc: "regex(x, 'pattern'): whether the whole of x fits the pattern, which is a text in quotes, checked at publishing",
    run: (args, at) => {
      const subject = text(args, 0, at)
      return subject.length <= 10_000 && compiled(text(args, 1, at))?.test(subject) === true
    },
  },
  boolean: { least: 1, most: 1, doc: 'boolean(x): false for 0, empty and false', run: ([arg], at) => truth(arg, at) },
  true: { least: 0, most: 0, doc: 'true()', run: () => true },
  false: { least: 0, most: 0, doc: 'false()', run: () => false },
  not: { least: 1, most: 1, doc: 'not(x)', run: ([arg], at) => !truth(arg, at) },
  position: { least: 0, most: 1, doc: 'position(..): which instance of the repeat this is, from 1', run: (_, at) => at.scope.position },
  'indexed-repeat': {
    least: 3,
    most: 3,
    doc: 'indexed-repeat(${q}, ${repeat}, n): that answer in the n-th instance, from 1',
    run: (args, at) => at.scope.indexed(nameOf(args[0]), nameOf(args[1]), number(args, 2, at)),
  },
  today: {
    least: 0,
    most: 0,
    doc: 'today(): the day by the clock of the filling',
    run: (_, at) => dayText(Math.floor((at.scope.clock.at + at.scope.clock.zone * 60_000) / 86_400_000)),
  },
  now: { least: 0, most: 0, doc: 'now(): day and time with the offset from UTC', run: (_, at) => instant(at.scope.clock) },
  date: {
    least: 1,
    most: 1,
    doc: 'date(x): days since 1970 or a date and time as a date',
    run: (args, at) => {
      const day = dayIn(one(args[0], at))
      return dayText(Math.floor(day))
    },
  },
  'format-date': {
    least: 2,
    most: 2,
    doc: "format-date(x, '%d/%m/%Y'): %Y %y %m %n %b %d %e %a",
    run: (args, at) => {
      const day = dayIn(one(args[0], at))
      return dayText(Math.floor(day)) === '' ? '' : writeDay(day, text(args, 1, at))
    },
  },
  'decimal-date-time': {
    least: 1,
    most: 1,
    doc: 'decimal-date-time(x): days since 1970-01-01 UTC with the time as a fraction; without an offset x is in the zone of the filling',
    run: (args, at) => {
      const value = one(args[0], at)
      const local = typeof value === 'string' && /^\d{4}-[\d-]+(T[\d:.]+)?$/.test(value)
      return asNumber(value) - (local ? at.scope.clock.zone / 1440 : 0)
    },
  },
  abs: { least: 1, most: 1, doc: 'abs(x): without its sign', run: (args, at) => Math.abs(number(args, 0, at)) },
  pow: { least: 2, most: 2, doc: 'pow(x, y): x to the power of y', run: (args, at) => number(args, 0, at) ** number(args, 1, at) },
  random: { least: 0, most: 0, doc: 'random(): from 0 up to 1; keep it with once(random())', run: (_, at) => at.scope.random() },
  uuid: {
    least: 0,
    most: 0,
    doc: 'uuid(): a new id; keep it with once(uuid())',
    run: (_, at) => {
      const hex = (n: number): string => Array.from({ length: n }, () => Math.floor(at.scope.random() * 16).toString(16)).join('')
      return `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'.charAt(Math.floor(at.scope.random() * 4))}${hex(3)}-${hex(12)}`
    },
  },
  distance: {
    least: 1,
    most: any,
    doc: 'distance(${a}, ${b}) or distance(${points}): metres along these points',
    run: (args, at) => {
      const points = all(args, at)
        .flatMap((value) => asText(value).split(';'))
        .filter((point) => point.trim() !== '')
      return points.length < 2 ? '' : length(points)
    },
  },
  'jr:choice-name': {
    least: 2,
    most: 2,
    doc: "jr:choice-name(${q}, '${q}'): the words of the choice, in the language of the filling",
    run: (args, at) => at.scope.choiceName(text(args, 1, at).replace(/^\s*\$\{|\}\s*$/g, ''), text(args, 0, at)),
  },
  pulldata: {
    least: 4,
    most: 4,
    doc: "pulldata('list', 'column', 'key column', key): that column of the first row whose key is equal",
    run: (args, at) => {
      const [wanted, keyColumn, key] = [text(args, 1, at), text(args, 2, at), text(args, 3, at)]
      for (const row of at.scope.rows(text(args, 0, at))) {
        at.spend(1)
        if (asText(cell(row, keyColumn)) === key) return cell(row, wanted)
      }
      return ''
    },
  },
}


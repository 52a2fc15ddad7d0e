// The functions that every phone has: those of XPath 1.0 and ODK (getodk.github.io/xforms-spec/#xpath-functions) that most forms call; the rarer
// ones are in more.ts. How they are called is in signatures.ts. Arguments come unevaluated, so that if() and coalesce() run only what they need.
// Choices between ODK's engines: docs/expressions.md.
import { dayIn, instant, writeDay } from './dates.ts'
import { compiled } from './pattern.ts'
import type { CoreFunction } from './signatures.ts'
import type { Row, Scope, Tree, Value, Values } from './tree.ts'
import { asList, asNumber, asText, asTruth, dayText, first } from './values.ts'

/** What a function is called with: the scope, and the means to work out its arguments within bounds. */
export interface At {
  readonly scope: Scope
  values(tree: Tree): Values
  /** The same evaluation, seen from another place, or with a row of a list at hand. */
  within(scope: Scope, row?: Row): At
  /** Counts steps that are not nodes of the tree; throws Stopped when they are too many. */
  spend(steps: number): void
  /** Texts one after the other; throws Stopped when that gets too long. */
  joined(values: readonly Value[], between: string): string
}

/** What a function does with its arguments, which come unevaluated. */
export type Run = (args: readonly Tree[], at: At) => Values

export const one = (tree: Tree | undefined, at: At): Value => (tree === undefined ? '' : first(at.values(tree)))
export const text = (args: readonly Tree[], i: number, at: At): string => asText(one(args[i], at))
export const number = (args: readonly Tree[], i: number, at: At): number => asNumber(one(args[i], at))
export const truth = (tree: Tree | undefined, at: At): boolean => tree !== undefined && asTruth(at.values(tree))
export const all = (args: readonly Tree[], at: At): Value[] => args.flatMap((arg) => asList(at.values(arg)))
const filled = (args: readonly Tree[], at: At): number[] =>
  all(args, at)
    .filter((value) => value !== '')
    .map(asNumber)
export const words = (value: string): string[] => value.split(/\s+/).filter((word) => word !== '')
/** The argument, or the answer at hand without one. */
export const own = (args: readonly Tree[], at: At): Value => (args.length === 0 ? at.scope.self : one(args[0], at))
export const nameOf = (arg: Tree | undefined): string => (typeof arg === 'object' && arg[0] === '$' ? arg[1] : '')

// Half away from zero, as people round; the tiny nudge is for 1.005, which is kept as 1.00499….
export function round(value: number, digits: number): number {
  const unit = 10 ** Math.min(300, Math.abs(digits))
  const scaled = digits < 0 ? Math.abs(value) / unit : Math.abs(value) * unit
  if (Number.isInteger(scaled) || !isFinite(scaled)) return value
  const whole = Math.floor(scaled + 0.5 + Math.min(0.01, scaled * Number.EPSILON * 2))
  return Math.sign(value) * (digits < 0 ? whole * unit : whole / unit)
}

/** The earth's, as ODK reckons with it. */
export const metres = 6_378_100

/** Latitude and longitude, in radians, of points 'lat lon …' that stand in texts, several of one text parted by ';'. */
export const pointsOf = (values: readonly Value[]): readonly (readonly number[])[] =>
  values.flatMap((value) => asText(value).split(';')).filter((point) => point.trim() !== '').map((point) => words(point).slice(0, 2).map((part) => (Number(part) * Math.PI) / 180))

/** Great-circle metres between neighbours of a line. Haversine, as ODK. */
export function length(points: readonly (readonly number[])[]): number {
  let sum = 0
  for (let i = 1; i < points.length; i++) {
    const [a = NaN, b = NaN] = points[i - 1] ?? []
    const [c = NaN, d = NaN] = points[i] ?? []
    const h = Math.sin((c - a) / 2) ** 2 + Math.cos(a) * Math.cos(c) * Math.sin((d - b) / 2) ** 2
    sum += 2 * metres * Math.asin(Math.min(1, Math.sqrt(h)))
  }
  return round(sum, 2)
}

/** By name; `more.ts` adds its own. */
export const functions: Readonly<Record<string, Run>> = {
  __proto__: null as never,
  if: ([condition, then, other], at) => at.values((truth(condition, at) ? then : other) ?? ''),
  coalesce: (args, at) => {
    for (const arg of args) {
      const value = one(arg, at)
      if (asText(value) !== '') return value
    }
    return ''
  },
  once: ([arg], at) => (at.scope.self !== '' ? at.scope.self : one(arg, at)),
  selected: (args, at) => words(text(args, 0, at)).includes(text(args, 1, at).trim()),
  'selected-at': (args, at) => words(text(args, 0, at))[number(args, 1, at)] ?? '',
  'count-selected': (args, at) => words(text(args, 0, at)).length,
  count: ([arg], at) => {
    const values = arg === undefined ? '' : at.values(arg)
    return Array.isArray(values) ? values.length : values === '' ? 0 : 1
  },
  'count-non-empty': (args, at) => all(args, at).filter((value) => value !== '').length,
  sum: (args, at) => filled(args, at).reduce((sum, n) => sum + n, 0),
  min: (args, at) => {
    const values = filled(args, at)
    return values.length === 0 ? '' : values.reduce((a, b) => Math.min(a, b))
  },
  max: (args, at) => {
    const values = filled(args, at)
    return values.length === 0 ? '' : values.reduce((a, b) => Math.max(a, b))
  },
  round: (args, at) => round(number(args, 0, at), args.length === 2 ? Math.trunc(number(args, 1, at)) : 0),
  int: (args, at) => Math.trunc(number(args, 0, at)),
  number: (args, at) => asNumber(own(args, at)),
  string: (args, at) => asText(own(args, at)),
  'string-length': (args, at) => [...asText(own(args, at))].length,
  substr: (args, at) => {
    const letters = [...text(args, 0, at)]
    return letters.slice(number(args, 1, at), args.length === 3 ? number(args, 2, at) : undefined).join('')
  },
  concat: (args, at) => at.joined(all(args, at), ''),
  join: (args, at) => at.joined(all(args.slice(1), at), text(args, 0, at)),
  contains: (args, at) => text(args, 0, at).includes(text(args, 1, at)),
  regex: (args, at) => {
    const subject = text(args, 0, at)
    return subject.length <= 10_000 && compiled(text(args, 1, at))?.test(subject) === true
  },
  boolean: ([arg], at) => truth(arg, at),
  true: () => true,
  false: () => false,
  not: ([arg], at) => !truth(arg, at),
  position: ([arg], at) => (arg === undefined ? at.scope.position : at.values(arg)),
  'indexed-repeat': ([name, ...args], at) => {
    let scope: Scope | undefined = at.scope
    for (let i = 0; i < args.length; i += 2) scope = scope?.instances(nameOf(args[i]))[number(args, i + 1, at) - 1]?.()
    return scope?.get(nameOf(name)) ?? ''
  },
  today: (_, at) => dayText(Math.floor((at.scope.clock.at + at.scope.clock.zone * 60_000) / 86_400_000)),
  now: (_, { scope: { clock } }) => instant(clock.at, clock.zone),
  date: (args, at) => {
    const day = dayIn(one(args[0], at))
    return dayText(Math.floor(day))
  },
  'format-date': (args, at) => {
    const day = dayIn(one(args[0], at))
    return dayText(Math.floor(day)) === '' ? '' : writeDay(day, text(args, 1, at))
  },
  random: (_, at) => at.scope.random(),
  distance: (args, at) => {
    const points = pointsOf(all(args, at))
    return points.length < 2 ? '' : length(points)
  },
  'jr:choice-name': (args, at) => at.scope.choiceName(text(args, 1, at).replace(/^\s*\$\{|\}\s*$/g, ''), text(args, 0, at)),
} satisfies Record<CoreFunction | '__proto__', Run>

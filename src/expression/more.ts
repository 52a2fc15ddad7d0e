// The functions that few forms call: XPath 1.0's and ODK's (getodk.github.io/xforms-spec/#xpath-functions), beside those of functions.ts; and what paths,
// conditions on rows and unions become (paths.ts), under names that nobody can write. Loading this file adds them. A phone fetches them with the first form
// that calls one (`Form.more`). Choices between ODK's engines: docs/expressions.md.
import { all, functions, nameOf, number, one, own, text } from './functions.ts'
import type { At, Run } from './functions.ts'
import { geography } from './geography.ts'
import type { RarerFunction } from './signatures.ts'
import { times } from './times.ts'
import type { Judged, Row, Scope, Tree, Value, Values } from './tree.ts'
import { asBoolean, asList, asNumber, asText, asTruth, cell, first } from './values.ts'

const judged = (at: At): Judged => at.scope as Judged
/** Where the expression stands that a condition belongs to. */
const outside = (at: At): Scope => judged(at).outer ?? at.scope

// What is left when each condition has chosen from what the one before it left, with the place of each among those: XPath 1.0 §2.4.
function chosen<T>(given: readonly T[], conditions: readonly Tree[], at: At, within: (one: T, nth: number, last: number) => At): readonly T[] {
  return conditions.reduce<readonly T[]>((left, condition) => {
    at.spend(left.length)
    return left.filter((one, i) => asTruth(within(one, i + 1, left.length).values(condition)))
  }, given)
}

// A scope as it is, but inside a condition.
const inside = (scope: Scope, at: At, nth: number, last: number): Judged => Object.assign(Object.create(scope) as Judged, { outer: outside(at), nth, last })

// Rows of a repeat (of what is none: the place itself), those that fit, and of each what is wanted; without a wish the row's own place.
function rows([repeat, wanted, ...conditions]: readonly Tree[], at: At): Values {
  const name = nameOf(repeat)
  const isRepeat = Array.isArray(at.scope.get(name))
  const scopes = isRepeat ? at.scope.instances(name).map((enter) => enter()) : [at.scope]
  at.spend(scopes.length)
  return chosen(scopes, conditions, at, (scope, nth, last) => at.within(inside(scope, at, nth, last))).flatMap((scope) => {
    if (wanted !== '') return asList(at.within(inside(scope, at, 0, 0)).values(wanted as Tree))
    return isRepeat ? [scope.position] : asList(scope.get(name))
  })
}

function items([list, column, ...conditions]: readonly Tree[], at: At): Values {
  const found: readonly Row[] = at.scope.rows(asText(first(at.values(list as Tree))))
  return chosen(found, conditions, at, (row, nth, last) => at.within(inside(at.scope, at, nth, last), row)).map((row) => cell(row, column as string))
}

// Park–Miller: the same numbers for the same seed on every engine. A text that is no number gives a seed by its letters; a part of one, as random() gives
// it, is no 0: all fillings would have one order.
function chance(seed: Value): () => number {
  const given = asNumber(seed)
  const whole = Math.abs(given) < 1 ? given * 2_147_483_647 : given
  let state = (isFinite(given) ? Math.trunc(whole) : [...asText(seed)].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 2_147_483_647, 7)) % 2_147_483_647
  if (state <= 0) state += 2_147_483_646
  return () => {
    state = (state * 16_807) % 2_147_483_647
    return (state - 1) / 2_147_483_646
  }
}

/** In another order: Fisher–Yates inside out, as ODK's specification of randomize() asks. By the seed; without one by `random`. */
export function shuffled<T>(given: readonly T[], seed: Value, random: () => number): readonly T[] {
  const next = seed === '' ? random : chance(seed)
  const mixed: T[] = []
  given.forEach((one, i) => {
    const j = Math.floor(next() * (i + 1))
    if (j !== i) mixed[i] = mixed[j] as T
    mixed[j] = one
  })
  return mixed
}

const hex = (at: At, n: number): string => Array.from({ length: n }, () => Math.floor(at.scope.random() * 16).toString(16)).join('')
const within = (args: readonly Tree[], at: At, count: number): boolean => {
  const [least, most] = [number(args, 0, at), number(args, 1, at)]
  return (least < 0 || count >= least) && (most < 0 || count <= most)
}
const plain = (run: (x: number) => number): Run => (args, at) => run(number(args, 0, at))
const trimmed = (value: string): string => value.trim().replace(/\s+/g, ' ')
// XPath 1.0 §4.2 rounds halves up.
const half = (value: number): number => Math.floor(value + 0.5)

export const rarer: Readonly<Record<string, Run>> = {
  '[rows]': rows,
  '[items]': items,
  '[nth]': (_, at) => judged(at).nth,
  '[around]': ([what], at) => at.scope.around(typeof what === 'number' ? what : nameOf(what)),
  '[before]': ([name], at) => cell(at.scope.before, String(name)),
  '|': (args, at) => all(args, at),
  last: (_, at) => judged(at).last,
  current: ([tree], at) => (tree === undefined ? outside(at).self : at.within(outside(at)).values(tree)),

  'starts-with': (args, at) => text(args, 0, at).startsWith(text(args, 1, at)),
  'ends-with': (args, at) => text(args, 0, at).endsWith(text(args, 1, at)),
  'substring-before': (args, at) => {
    const [whole, part] = [text(args, 0, at), text(args, 1, at)]
    return whole.slice(0, Math.max(0, whole.indexOf(part)))
  },
  'substring-after': (args, at) => {
    const [whole, part] = [text(args, 0, at), text(args, 1, at)]
    return whole.includes(part) ? whole.slice(whole.indexOf(part) + part.length) : ''
  },
  substring: (args, at) => {
    const from = half(number(args, 1, at))
    const to = args.length === 3 ? from + half(number(args, 2, at)) : Infinity
    return [...text(args, 0, at)].filter((_, i) => i + 1 >= from && i + 1 < to).join('')
  },
  translate: (args, at) => {
    const to = [...text(args, 2, at)]
    // Of a letter that is named twice the first counts.
    const letters = new Map([...text(args, 1, at)].map((letter, i) => [letter, to[i] ?? ''] as const).reverse())
    return [...text(args, 0, at)].map((letter) => letters.get(letter) ?? letter).join('')
  },
  'normalize-space': (args, at) => trimmed(asText(own(args, at))),
  pulldata: (args, at) => {
    const [wanted, keyColumn, key] = [text(args, 1, at), text(args, 2, at), text(args, 3, at)]
    for (const row of at.scope.rows(text(args, 0, at))) {
      at.spend(1)
      if (asText(cell(row, keyColumn)) === key) return cell(row, wanted)
    }
    return ''
  },
  'boolean-from-string': (args, at) => ['true', '1'].includes(text(args, 0, at)),
  checklist: (args, at) => within(args, at, all(args.slice(2), at).filter(asBoolean).length),
  'weighted-checklist': (args, at) => {
    let sum = 0
    for (let i = 2; i < args.length; i += 2) {
      const weights = all(args.slice(i + 1, i + 2), at)
      all(args.slice(i, i + 1), at).forEach((value, n) => (sum += asBoolean(value) ? asNumber(weights[n] ?? '') : 0))
    }
    return within(args, at, sum)
  },
  'jr:itext': (args, at) => text(args, 0, at),
  randomize: ([values, seed], at) => shuffled(all(values === undefined ? [] : [values], at), seed === undefined ? '' : one(seed, at), () => at.scope.random()),
  uuid: (args, at) => {
    if (args.length === 0) return `${hex(at, 8)}-${hex(at, 4)}-4${hex(at, 3)}-${'89ab'.charAt(Math.floor(at.scope.random() * 4))}${hex(at, 3)}-${hex(at, 12)}`
    return Array.from({ length: Math.min(256, Math.max(0, Math.trunc(number(args, 0, at)) || 0)) }, () => Math.floor(at.scope.random() * 36).toString(36)).join('')
  },

  abs: plain(Math.abs), floor: plain(Math.floor), ceiling: plain(Math.ceil), sqrt: plain(Math.sqrt), exp: plain(Math.exp), exp10: plain((x) => 10 ** x),
  log: plain(Math.log), log10: plain(Math.log10), sin: plain(Math.sin), cos: plain(Math.cos), tan: plain(Math.tan), asin: plain(Math.asin), acos: plain(Math.acos), atan: plain(Math.atan),
  atan2: (args, at) => Math.atan2(number(args, 0, at), number(args, 1, at)),
  pow: (args, at) => number(args, 0, at) ** number(args, 1, at),
  pi: () => Math.PI,
  ...times,
  ...geography,
} satisfies Record<RarerFunction | '[rows]' | '[items]' | '[nth]' | '[around]' | '[before]' | '|', Run>

Object.assign(functions, rarer)

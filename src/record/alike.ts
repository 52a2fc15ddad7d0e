// Entries of a register that may be one thing, or one person, written down twice: found among those handed in, with how likely and why. Nothing is
// merged here or anywhere; what a form says makes two alike is its register rule's `alike`.
import type { Value } from '../expression/tree.ts'
import { fold } from './fold.ts'

/** An entry as it is compared: where it lies, and what its columns of `alike` hold. */
export interface Candidate {
  readonly id: string
  readonly label: string
  readonly unit: string
  readonly columns: Readonly<Record<string, Value>>
}

/**
 * How two names are alike: the same; the same but for marks, one written with none; but for tones (or đ), both written with marks; but for a letter;
 * one with a word less.
 */
export type NameSign = 'same' | 'unmarked' | 'tones' | 'letter' | 'shorter'

/** What a column says of two entries: the same, one apart (a year by which calendar?), or nothing because one is empty. */
export interface Agreement {
  readonly column: string
  readonly is: 'same' | 'near' | 'unknown'
}

export interface Pair {
  readonly one: Candidate
  readonly other: Candidate
  readonly likely: 'likely' | 'possible'
  readonly name: NameSign
  readonly columns: readonly Agreement[]
  readonly isSamePlace: boolean
}

/** A name that more than this many share says little: then only those are compared that agree in a column as well. */
const mostTogether = 60

/**
 * All pairs that may be the same, the likely ones first. Compares only within the same sound of a whole name, and within the same last word, place and
 * column: linear in what is handed in, never each with each.
 */
export function alikeAmong(entries: readonly Candidate[], columns: readonly string[]): readonly Pair[] {
  const all = entries.map((entry): Spelt => ({ entry, ...spell(entry.label) })).filter(({ sound }) => sound !== '')
  const found = new Map<string, Pair>()
  for (const block of blocks(all, columns)) {
    for (const [i, one] of block.entries()) {
      for (const other of block.slice(i + 1)) {
        const [first, second] = one.entry.id < other.entry.id ? [one, other] : [other, one]
        const key = `${first.entry.id}\n${second.entry.id}`
        if (first.entry.id === second.entry.id || found.has(key)) continue
        const pair = compare(first, second, columns)
        if (pair !== undefined) found.set(key, pair)
      }
    }
  }
  const rank = ({ likely, name, one }: Pair): string => `${likely === 'likely' ? 0 : 1}${['same', 'unmarked', 'letter', 'tones', 'shorter'].indexOf(name)}${fold(one.label)} ${one.id}`
  return [...found.values()].map((pair) => [rank(pair), pair] as const).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair)
}

/** Whether two entries that are handed in may be the same, and why; undefined when nothing says so. */
export function alikeness(one: Candidate, other: Candidate, columns: readonly string[]): Pair | undefined {
  return compare({ entry: one, ...spell(one.label) }, { entry: other, ...spell(other.label) }, columns)
}

interface Spelling {
  /** As typed, small, in one normal form. */
  readonly words: readonly string[]
  /** Without marks, y as i, doubled letters once. */
  readonly sounds: readonly string[]
  readonly sound: string
}

type Spelt = Spelling & { readonly entry: Candidate }

function spell(label: string): Spelling {
  // An apostrophe inside a name (H'Mông, K'Brôi) is typed or left out; other signs part words.
  const words = label.normalize('NFC').toLowerCase().replace(/['’‘ʼ`´]/g, '').split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '')
  const sounds = words.map((word) => fold(word).replace(/y/g, 'i').replace(/(.)\1+/g, '$1'))
  return { words, sounds, sound: sounds.join('') }
}

function* blocks(all: readonly Spelt[], columns: readonly string[]): Iterable<readonly Spelt[]> {
  const known = ({ entry }: Spelt): string | undefined => {
    const values = columns.map((column) => entry.columns[column]).filter(isGiven)
    return values.length === 0 ? undefined : foldValue(values[0] as Value)
  }
  for (const block of grouped(all, ({ sound }) => sound)) {
    if (block.length <= mostTogether) yield block
    else yield* cut(grouped(block, known))
  }
  const nearby = grouped(all, (one) => {
    const value = known(one)
    return value === undefined ? undefined : `${one.sounds[one.sounds.length - 1] ?? ''}\n${one.entry.unit}\n${value}`
  })
  yield* cut(nearby)
}

// What even so is too much to compare each with each is compared as far as it goes.
const cut = (all: readonly (readonly Spelt[])[]): readonly (readonly Spelt[])[] => all.map((block) => block.slice(0, mostTogether))

function grouped(all: readonly Spelt[], by: (one: Spelt) => string | undefined): readonly (readonly Spelt[])[] {
  const groups = new Map<string, Spelt[]>()
  for (const one of all) {
    const key = by(one)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return [...groups.values()].filter(({ length }) => length > 1)
}

function compare(one: Spelt, other: Spelt, columns: readonly string[]): Pair | undefined {
  const name = signOf(one, other)
  if (name === undefined) return undefined
  const agreements: Agreement[] = []
  for (const column of columns) {
    const is = agreement(one.entry.columns[column], other.entry.columns[column])
    if (is === undefined) return undefined
    agreements.push({ column, is })
  }
  const isSamePlace = one.entry.unit === other.entry.unit
  const [isNear, isKnown] = [agreements.some(({ is }) => is === 'near'), agreements.some(({ is }) => is === 'same')]
  const likely = likelihood(name === 'same' || name === 'unmarked', { isNear, isKnown, isSamePlace, hasColumns: columns.length > 0 })
  return likely === undefined ? undefined : { one: one.entry, other: other.entry, likely, name, columns: agreements, isSamePlace }
}

function likelihood(
  isSure: boolean, { isNear, isKnown, isSamePlace, hasColumns }: { readonly isNear: boolean; readonly isKnown: boolean; readonly isSamePlace: boolean; readonly hasColumns: boolean },
): Pair['likely'] | undefined {
  // A year off by one, a name heard otherwise: only among neighbours.
  if (isNear) return isSure && isSamePlace ? 'possible' : undefined
  if (!isSure) return isKnown && isSamePlace ? 'possible' : undefined
  // The same name and year is likely wherever it lies: people move. The same name alone says something only within one place.
  if (isKnown) return 'likely'
  if (!isSamePlace) return undefined
  return hasColumns ? 'possible' : 'likely'
}

const isGiven = (value: Value | undefined): boolean => value !== undefined && value !== ''
const foldValue = (value: Value): string => fold(String(value))

// undefined: the column tells the two apart.
function agreement(one: Value | undefined, other: Value | undefined): Agreement['is'] | undefined {
  if (!isGiven(one) || !isGiven(other)) return 'unknown'
  if (foldValue(one as Value) === foldValue(other as Value)) return 'same'
  return typeof one === 'number' && typeof other === 'number' && Math.abs(one - other) <= 1 ? 'near' : undefined
}

// How two names are alike; undefined when they are different names. The last word is the given name: brothers and twins share all the others.
function signOf(one: Spelling, other: Spelling): NameSign | undefined {
  if (one.sound === '' || other.sound === '') return undefined
  if (one.sound === other.sound) return sameSound(one, other)
  const [given, last] = [one.sounds[one.sounds.length - 1] ?? '', other.sounds[other.sounds.length - 1] ?? '']
  if (given !== last || isOtherVowel(one, other)) return undefined
  const [short, long] = one.sounds.length < other.sounds.length ? [one.sounds, other.sounds] : [other.sounds, one.sounds]
  if (short.length < long.length) return short.length > 1 && short[0] === long[0] && isWithin(short, long) ? 'shorter' : undefined
  const apart = short.flatMap((word, i) => (word === long[i] ? [] : [[word, long[i] ?? ''] as const]))
  return apart.length === 1 && apart.every(([a, b]) => Math.min(a.length, b.length) >= 4 && isOneLetter(a, b)) ? 'letter' : undefined
}

function sameSound(one: Spelling, other: Spelling): NameSign | undefined {
  const [a, b] = [one.words.map(toneless), other.words.map(toneless)]
  // Where the tone's mark stands (hoà, hòa) is a habit, and so is the blank (Hờ Mí, HờMí).
  if (a.join('') === b.join('') && one.words.map(tones).join('') === other.words.map(tones).join('')) return 'same'
  if (!isMarked(one) || !isMarked(other)) return 'unmarked'
  if (isOtherVowel(one, other)) return undefined
  return fold(one.words.join('')) === fold(other.words.join('')) ? 'tones' : 'letter'
}

const toneMarks = /[\u0300\u0301\u0303\u0309\u0323]/g
/** Letters with their own marks, without the tone. */
const toneless = (word: string): string => word.normalize('NFD').replace(toneMarks, '').normalize('NFC')
const tones = (word: string): string => (word.normalize('NFD').match(toneMarks) ?? []).join('')
const isMarked = ({ words }: Spelling): boolean => words.some((word) => fold(word) !== word)

// Hùng and Hưng, Nam and Năm: two given names, where both people's names were written with their letters. Not so đ: who has no Vietnamese keyboard leaves it out first.
function isOtherVowel(one: Spelling, other: Spelling): boolean {
  const [a, b] = [one, other].map(({ words }) => toneless(words[words.length - 1] ?? '').replace(/đ/g, 'd')) as [string, string]
  return isMarked(one) && isMarked(other) && a !== b && fold(a) === fold(b)
}

function isWithin(short: readonly string[], long: readonly string[]): boolean {
  let at = 0
  for (const word of long) if (word === short[at]) at++
  return at === short.length
}

// One letter put in, left out, or another.
function isOneLetter(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  if (long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  return short.slice(short.length === long.length ? at + 1 : at) === long.slice(at + 1)
}

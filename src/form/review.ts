// What of a form's records people look at before it is approved, and whether it takes two levels of them. Without a word of it: everything, and one.
import type { Compiler } from './compiler.ts'
import type { Table } from './source.ts'

export interface Review {
  /** Of the records with nothing to look at, the share in percent that waits for a person, by lot; the others are approved when they come. Absent: all wait. */
  readonly hold?: number
  /** The level of units that approves first; what it approved waits for those above it. */
  readonly first?: string
}

export const reviewKeys = ['hold', 'first'] as const

/** `review: {hold: all | flagged | 10 %, first: commune}`. */
export function compileReview(compiler: Compiler, table: Table, levels: readonly string[]): Review | undefined {
  const own = compiler.table(table.entries.get('review')?.value, 'review', 'review')
  if (own === undefined) return undefined
  compiler.keys(own, reviewKeys, 'review')
  const [said, first] = [compiler.scalar(own, 'hold', 'review'), compiler.scalar(own, 'first', 'review')]
  const hold = said === undefined ? 'all' : holdOf(said.text)
  if (said !== undefined && hold === undefined) compiler.tell('source_shape', said, 'review', { expected: 'all, flagged, 1 % … 99 %', received: said.text, key: 'hold' })
  if (first !== undefined && !levels.includes(first.text)) compiler.tell('type_unknown', first, 'review', { type: first.text, ...compiler.hint(first.text, levels) })
  const made = { ...(typeof hold === 'number' ? { hold } : {}), ...(first === undefined ? {} : { first: first.text }) }
  return Object.keys(made).length === 0 ? undefined : made
}

function holdOf(text: string): number | 'all' | undefined {
  if (text === 'all') return 'all'
  if (text === 'flagged') return 0
  const share = Number(/^([1-9]\d?)\s?%$/.exec(text)?.[1] ?? NaN)
  return isNaN(share) ? undefined : share
}

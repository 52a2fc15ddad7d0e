// Which heaps of the office a record lies in, and what of the kept counts moves when it moves: a heap is counted as figures are, by the same sums and in
// the same batch, so that nobody has to look through records to know how many wait.
import { localDay } from '../form/date.ts'
import type { Difference, Head } from './decision.ts'
import type { State } from './submission.ts'

/** Records that wait for the same thing: by state, with an answer set aside, or with something to look at. */
export type Heap = State | 'conflict' | 'flagged'

/** What waits is counted by the day on which it came there: so that it is known how long the oldest waits. */
export const waiting: readonly Heap[] = ['received', 'endorsed', 'late']

const zone = 420

/** The name under which a form's heaps are counted among the sums: none that an indicator can have. */
export const heapsOf = (form: string): string => `${form}.?`
export const byHeap = 'heap'

/** Whether records of this form are anybody's to look at; what a trial's registers begin with (store/trials.ts) is not. */
export const isListed = (form: string): boolean => !form.endsWith('~')

/** The heaps of a record, each with the day since which it waits there, or ''. What was returned waits for its author meanwhile: once it is corrected its wait begins anew. */
export function heapsIn({ state, flags, conflicts, received_at, since }: Pick<Head, 'state' | 'conflicts' | 'received_at' | 'since'> & { readonly flags: readonly unknown[] }): readonly (readonly [heap: Heap, since: string])[] {
  return [
    [state, waiting.includes(state) ? localDay(since ?? received_at, zone) : ''],
    ...(flags.length > 0 && state === 'received' ? [['flagged', ''] as const] : []),
    ...(conflicts > 0 ? [['conflict', ''] as const] : []),
  ]
}

/** What the counts of heaps gain and lose where a record was `before` and is `after`. */
export function heapMoves(before: Head | undefined, after: Head): readonly Difference[] {
  if (!isListed(after.form)) return []
  const lines = (head: Head, amount: number): Difference[] =>
    heapsIn(head).map(([member, period]) => ({ indicator: heapsOf(head.form), view: 'received', dimension: byHeap, member, unit: head.unit, period, amount }))
  return [...(before === undefined ? [] : lines(before, -1)), ...lines(after, 1)]
}

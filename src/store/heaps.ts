// How much waits for the office: counts of heaps, kept among the sums (record/heap.ts). No record is read for them, however many wait.
import { byHeap, heapsOf } from '../record/heap.ts'
import type { Heap } from '../record/heap.ts'

export interface HeapCount {
  readonly form: string
  readonly heap: Heap
  readonly unit: string
  readonly count: number
  /** The day on which the oldest of them came; null for heaps where nothing waits. */
  readonly since: string | null
}

/**
 * What lies in each heap of these forms under the units (null: everywhere), as they are in an era (without one: in either), by unit. Walks tallies by primary key: what is read depends on forms, units
 * and the days on which something that still waits came, never on how many records there are.
 */
export async function countHeaps(db: D1Database, forms: readonly string[], under: readonly string[] | null, era?: 'then' | 'today'): Promise<readonly HeapCount[]> {
  const places = under === null ? '' : `with places (unit) as (select distinct w.unit from json_each(?2) u cross join unit_within w on (?3 is null or w.era = ?3) and w.era in ('then', 'today') and w.ancestor = u.value)`
  const { results } = await db
    .prepare(
      `${places}
       select substr(i.value, 1, length(i.value) - 2) as form, t.member as heap, t.unit, sum(t.amount) as count, min(nullif(t.period, '')) as since
       from json_each(?1) i ${under === null ? '' : 'cross join places p'} cross join tallies t
         on t.indicator = i.value and t.view = 'received' and t.dimension = '${byHeap}' ${under === null ? '' : 'and t.unit = p.unit'}
       where t.amount > 0 group by 1, 2, 3 order by 1, 2, 3`,
    )
    .bind(JSON.stringify(forms.map(heapsOf)), ...(under === null ? [] : [JSON.stringify(under), era ?? null]))
    .all<HeapCount>()
  return results
}

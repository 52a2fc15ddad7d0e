// Where records say that they lie: the newest of a form, each with its position as it was answered. For looking, not for counting.
import { mostLooked } from './behind.ts'
import { readList } from './looks.ts'
import type { Looking } from './looks.ts'

export interface PointLine {
  readonly seq: number
  readonly id: string
  readonly version: number
  readonly unit: string
  /** Which of the questions was answered, and how. */
  readonly name: string
  readonly answer: string
}

/**
 * Of the newest 2,000 submissions of a form under the units (null: everywhere) that count, those with an answer to one of these questions, the first of them that has one.
 * Walks submissions_form_unit, newest first in each unit; revisions by their unique index.
 */
export async function pointsOf(db: D1Database, form: string, questions: readonly string[], under: readonly string[] | null, looking?: Looking): Promise<{ readonly looked: number; readonly points: readonly PointLine[] }> {
  const list = db
    .prepare(
      `with scope (unit) as (
         select id from units where ?3 is null union select '' where ?3 is null
         union select w.unit from json_each(?3) u cross join unit_within w on w.era in ('then', 'today') and w.ancestor = u.value),
       looked (seq) as (
         select t.value from scope cross join json_each((
           select json_group_array(seq) from (
             select seq from submissions indexed by submissions_form_unit where form = ?1 and unit = scope.unit order by seq desc limit ?4))) t
         order by 1 desc limit ?4)
       select s.seq, s.id, s.version, s.unit, (
           select json_array(q.value, json_extract(r.body, '$.answers.' || q.value)) from json_each(?2) q where json_type(r.body, '$.answers.' || q.value) = 'text' order by q.key limit 1) as found
       from looked l cross join submissions s on s.seq = l.seq left join revisions r on r.submission = s.seq and r.revision = s.counts_received and s.counts_received > 0
       order by s.seq desc`,
    )
    .bind(form, JSON.stringify(questions), under === null ? null : JSON.stringify(under), mostLooked)
  const results = await readList<Omit<PointLine, 'name' | 'answer'> & { found: string | null }>(db, list, looking)
  return {
    looked: results.length,
    points: results.flatMap(({ found, ...line }) => {
      if (found === null) return []
      const [name, answer] = JSON.parse(found) as [string, string]
      return [{ ...line, name, answer }]
    }),
  }
}

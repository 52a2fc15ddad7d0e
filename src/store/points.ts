// Where records say that they lie: the newest of a form, each with its position as it was answered. For looking, not for counting.
import { mostLooked } from './behind.ts'
import { readList } from './looks.ts'
import type { Looking } from './looks.ts'

/** Where a form asks for positions, or comes by them. */
export interface Positions {
  /** Questions outside of rows, in the order in which they are tried: the first answered stands for the record. */
  readonly own: readonly string[]
  /** Questions in rows, with the outermost repeat: each row's is a point of its record. */
  readonly rows: readonly { readonly name: string; readonly repeat: string }[]
  /** Questions that choose an entry of a register, whose column holds a position: where the record says none itself. */
  readonly entries: readonly { readonly name: string; readonly register: string; readonly column: string }[]
}

export interface Position {
  /** The question, or of an entry its register and column. */
  readonly of: { readonly name: string } | { readonly register: string; readonly column: string }
  readonly answer: string
}

export interface PointLine {
  readonly seq: number
  readonly id: string
  readonly version: number
  readonly unit: string
  readonly positions: readonly Position[]
}

const mostRows = 50 // of one record

/**
 * Of the newest 2,000 submissions of a form under the units as they are today (null: everywhere) that count, those with a position.
 * Walks submissions_form_unit, newest first in each unit; revisions by their unique index; entries by their primary key.
 */
export async function pointsOf(db: D1Database, form: string, { own, rows, entries }: Positions, under: readonly string[] | null, looking?: Looking): Promise<{ readonly looked: number; readonly points: readonly PointLine[] }> {
  const list = db
    .prepare(
      `with scope (unit) as (
         select id from units where ?3 is null union select '' where ?3 is null
         union select w.unit from json_each(?3) u cross join unit_within w on w.era = 'today' and w.ancestor = u.value),
       looked (seq) as (
         select t.value from scope cross join json_each((
           select json_group_array(seq) from (
             select seq from submissions indexed by submissions_form_unit where form = ?1 and unit = scope.unit order by seq desc limit ?4))) t
         order by 1 desc limit ?4)
       select s.seq, s.id, s.version, s.unit, (
           select json_array(q.value, json_extract(r.body, '$.answers.' || q.value)) from json_each(?2) q where json_type(r.body, '$.answers.' || q.value) = 'text' order by q.key limit 1) as own, (
           select json_group_array(json(x.point)) from (
             select json_array(t.key, t.value) as point from json_each(?5) q cross join json_tree(r.body, '$.answers.' || (q.value ->> 'repeat')) t
             where t.key = q.value ->> 'name' and t.type = 'text' limit ${String(mostRows)}) x) as rows, (
           select json_array(q.value ->> 'register', q.value ->> 'column', e.received ->> ('$.columns.' || (q.value ->> 'column')))
           from json_each(?6) q cross join entries e on e.register = q.value ->> 'register' and e.id = json_extract(r.body, '$.answers.' || (q.value ->> 'name'))
           where e.received ->> ('$.columns.' || (q.value ->> 'column')) <> '' order by q.key limit 1) as entry
       from looked l cross join submissions s on s.seq = l.seq left join revisions r on r.submission = s.seq and r.revision = s.counts_received and s.counts_received > 0
       order by s.seq desc`,
    )
    .bind(form, JSON.stringify(own), under === null ? null : JSON.stringify(under), mostLooked, JSON.stringify(rows), JSON.stringify(entries))
  const results = await readList<Omit<PointLine, 'positions'> & { own: string | null; rows: string; entry: string | null }>(db, list, looking)
  return {
    looked: results.length,
    points: results.flatMap(({ own: first, rows: others, entry, ...line }) => {
      const said = [...(first === null ? [] : [JSON.parse(first) as [string, string]]), ...(JSON.parse(others) as [string, string][])].map(([name, answer]): Position => ({ of: { name }, answer }))
      const [register = '', column = '', answer = ''] = said.length > 0 || entry === null ? [] : (JSON.parse(entry) as [string, string, string])
      const positions = register === '' ? said : [{ of: { register, column }, answer }]
      return positions.length === 0 ? [] : [{ ...line, positions }]
    }),
  }
}

// A form's submissions on their way out: all of them, a stretch of receipt numbers at a time, each with the answers that stand.
import type { Answers } from '../form/form.ts'
import type { State } from '../record/submission.ts'

export interface ExportRow {
  readonly seq: number
  readonly id: string
  readonly version: number
  readonly revision: number
  readonly state: State
  readonly unit: string
  readonly day: string
  readonly received_at: number
  readonly answers: Answers
  /** Of what was kept, in characters. */
  readonly length: number
}

export interface ExportWish {
  readonly form: string
  /** Units to look under, in either era; null everywhere. */
  readonly under: readonly string[] | null
  readonly state?: State | 'conflict' | undefined
  /** Days. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Numbers between which a form's submissions lie: the first, and one past the last; the same twice where there are none. */
export async function exportRange(db: D1Database, form: string): Promise<readonly [number, number]> {
  // submissions_form: both ends of the index
  const row = await db
    .prepare('select (select min(seq) from submissions indexed by submissions_form where form = ?1) as first, (select max(seq) from submissions indexed by submissions_form where form = ?1) as last')
    .bind(form)
    .first<{ first: number | null; last: number | null }>()
  return row?.first === null || row?.first === undefined || row.last === null ? [0, 0] : [row.first, row.last + 1]
}

/**
 * Those numbered from `begin`, before `end`, in order, `most` of them: one walk of an index over form and number, or one a unit. The answers are those that
 * stand: a correction that was refused stands beside, what counts is the revision before it.
 */
export async function exportRows(db: D1Database, { form, under, state, from, to }: ExportWish, begin: number, end: number, most: number): Promise<readonly ExportRow[]> {
  const shown = 's.seq, s.id, r.revision, r.state, s.unit, s.day, s.received_at, r.body'
  const filters = `s.seq >= ?2 and s.seq < ?3 and (?4 is null or (case when ?4 = 'conflict' then s.conflicts > 0 else r.state = ?4 end))
    and (?5 is null or s.day >= ?5) and (?6 is null or s.day <= ?6)`
  const standing = `cross join revisions r on r.submission = s.seq
    and r.revision = (case when s.state = 'refused' and s.counts_received > 0 then s.counts_received else s.revision end)`
  const sql =
    under === null
      ? // submissions_form (with the row number behind it), revisions by their unique index
        `select ${shown} from submissions s indexed by submissions_form ${standing} where s.form = ?1 and ${filters} order by s.seq limit ?7`
      : // unit_within by its key, then submissions_form_unit once for each unit
        `with scope (unit) as (select distinct w.unit from json_each(?8) u cross join unit_within w on w.era in ('then', 'today') and w.ancestor = u.value)
         select ${shown} from scope cross join submissions s indexed by submissions_form_unit on s.form = ?1 and s.unit = scope.unit ${standing} where ${filters} order by s.seq limit ?7`
  const bound = [form, begin, end, state ?? null, from ?? null, to ?? null, most]
  const { results } = await db
    .prepare(sql)
    .bind(...bound, ...(under === null ? [] : [JSON.stringify(under)]))
    .all<Omit<ExportRow, 'answers' | 'version' | 'length'> & { body: string }>()
  return results.map(({ body, ...row }) => {
    const { version, answers } = JSON.parse(body) as { version: number; answers: Answers }
    return { ...row, version, answers, length: body.length }
  })
}

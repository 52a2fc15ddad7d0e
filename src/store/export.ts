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
  /** When its personal answers were taken out for good; null: they were not. */
  readonly erased: number | null
  readonly answers: Answers
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

/** One that is to be taken: all that is known of it but its answers. */
export interface ExportHead extends Omit<ExportRow, 'version' | 'answers'> {
  /** Where its answers lie, and how long they are in bytes. */
  readonly at: number
  readonly bytes: number
}

/**
 * Those numbered from `begin`, before `end`, in order: one walk of an index over form and number, or one a unit. The answers meant are those that
 * stand: a correction that was refused, rejected or came late stands beside, what counts is the revision before it. How long they are stands before
 * them: none is read here.
 */
export async function exportHeads(db: D1Database, { form, under, state, from, to }: ExportWish, begin: number, end: number): Promise<readonly ExportHead[]> {
  const shown = 's.seq, s.id, r.revision, r.state, s.unit, s.day, s.received_at, s.erased, r.rowid as at, octet_length(r.body) as bytes'
  const filters = `s.seq >= ?2 and s.seq < ?3 and (?4 is null or (case when ?4 = 'conflict' then s.conflicts > 0 else r.state = ?4 end))
    and (?5 is null or s.day >= ?5) and (?6 is null or s.day <= ?6)`
  const standing = `cross join revisions r on r.submission = s.seq
    and r.revision = (case when s.counts_received > 0 then s.counts_received else s.revision end)`
  const sql =
    under === null
      ? // submissions_form (with the row number behind it), revisions by their unique index
        `select ${shown} from submissions s indexed by submissions_form ${standing} where s.form = ?1 and ${filters} order by s.seq`
      : // unit_within by its key, then submissions_form_unit once for each unit
        `with scope (unit) as (select distinct w.unit from json_each(?7) u cross join unit_within w on w.era in ('then', 'today') and w.ancestor = u.value)
         select ${shown} from scope cross join submissions s indexed by submissions_form_unit on s.form = ?1 and s.unit = scope.unit ${standing} where ${filters} order by s.seq`
  const bound = [form, begin, end, state ?? null, from ?? null, to ?? null]
  const { results } = await db
    .prepare(sql)
    .bind(...bound, ...(under === null ? [] : [JSON.stringify(under)]))
    .all<ExportHead>()
  return results
}

/** The same with their answers, in order. */
export async function exportRows(db: D1Database, heads: readonly ExportHead[]): Promise<readonly ExportRow[]> {
  const { results } = await db
    // revisions by their row numbers
    .prepare('select r.rowid as at, r.body from json_each(?1) j cross join revisions r on r.rowid = j.value')
    .bind(JSON.stringify(heads.map(({ at }) => at)))
    .all<{ at: number; body: string }>()
  const bodies = new Map(results.map(({ at, body }) => [at, body]))
  return heads.flatMap(({ at, bytes: _, ...head }) => {
    const body = bodies.get(at)
    // A trial that was thrown away meanwhile.
    if (body === undefined) return []
    const { version, answers } = JSON.parse(body) as { version: number; answers: Answers }
    return [{ ...head, version, answers }]
  })
}

// What is being counted anew since a version was published: what is open, a stretch of records to count, and what came of it, written whole or not at all.
import type { Adds, Difference, InViews } from '../record/decision.ts'
import type { Submission } from '../record/submission.ts'
import { parsed, pieces } from './rows.ts'

/** Something to be counted anew: a form's submissions, or a register's entries, for these indicators ('form.name'). */
export interface Wanted {
  readonly of: 'form' | 'register'
  readonly name: string
  readonly indicators: readonly string[]
}

export interface Open extends Wanted {
  readonly after: string
  readonly until: number
  readonly changed: number
  readonly began_at: number
  readonly by: string
}

/** Opens them, in the batch that publishes. What was open already begins again, for the old and the new indicators together. */
export function openRecounts(db: D1Database, wanted: readonly Wanted[], by: string, at: number): readonly D1PreparedStatement[] {
  if (wanted.length === 0) return []
  const rows = wanted.map(({ of, name, indicators }) => [`${of} ${name}`, indicators])
  return [
    db
      .prepare(
        `insert into recounts (subject, indicators, after, until, changed, began_at, by)
         select value->>0, json(value->1), '', (select coalesce(max(seq), 0) from submissions), 0, ?2, ?3 from json_each(?1) where true
         on conflict (subject) do update set after = '', until = excluded.until, began_at = excluded.began_at, by = excluded.by, indicators =
           (select json_group_array(value) from (select value from json_each(recounts.indicators) union select value from json_each(excluded.indicators)))`,
      )
      .bind(JSON.stringify(rows), at, by),
  ]
}

/** All that is open, the oldest first. A handful of rows at most. */
export async function listRecounts(db: D1Database): Promise<readonly Open[]> {
  const { results } = await db.prepare('select subject, indicators, after, until, changed, began_at, by from recounts order by began_at, subject').all<{
    subject: string; indicators: string; after: string; until: number; changed: number; began_at: number; by: string
  }>()
  return results.map(({ subject, indicators, ...row }) => {
    const space = subject.indexOf(' ')
    return { ...row, of: subject.slice(0, space) as Open['of'], name: subject.slice(space + 1), indicators: parsed<readonly string[]>(indicators, []) }
  })
}

/** A record as it counts: the revision of each view, and what it adds. */
export interface CountedRecord {
  readonly seq: number
  readonly stamp: number
  readonly adds: InViews<Adds>
  readonly counts: InViews<Submission | undefined>
}

export interface Stretch {
  readonly records: readonly CountedRecord[]
  /** The number of forms and units when it was read. */
  readonly epoch: number
  /** Where the next one begins; undefined at the end. */
  readonly after: number | undefined
}

const atOnce = 4_000_000

/** Submissions of a form numbered after `after`, up to `until`, that count or counted: `most` of them, fewer where they are long. */
export async function readStretch(db: D1Database, form: string, after: number, until: number, most: number): Promise<Stretch> {
  // submissions_form (with the row number behind it); revisions: unique index
  const { results } = await db
    .prepare(
      `with numbered (seq) as (select seq from submissions indexed by submissions_form where form = ?1 and seq > ?2 and seq <= ?3 order by seq limit ?4),
       sized (seq, before) as (
         select n.seq, sum(coalesce(length(r.body), 0)) over (order by n.seq) - coalesce(length(r.body), 0)
         from numbered n cross join submissions s on s.seq = n.seq left join revisions r on r.submission = s.seq and r.revision = s.counts_received)
       select s.seq, s.stamp, s.adds_received, s.adds_approved, s.counts_received, s.counts_approved, r.body as received,
         case when s.counts_approved <> s.counts_received then a.body end as approved, (select count(*) from numbered) as looked,
         (select value from settings where key = 'epoch') as epoch
       from sized z cross join submissions s on s.seq = z.seq left join revisions r on r.submission = s.seq and r.revision = s.counts_received
         left join revisions a on a.submission = s.seq and a.revision = s.counts_approved
       where z.before < ?5 order by s.seq`,
    )
    .bind(form, after, until, most, atOnce)
    .all<{
      seq: number; stamp: number; adds_received: string | null; adds_approved: string | null; counts_received: number; counts_approved: number
      received: string | null; approved: string | null; looked: number; epoch: number
    }>()
  const last = results[results.length - 1]
  const isWhole = last === undefined || (results.length === last.looked && last.looked < most)
  const records = results.map((row): CountedRecord => {
    const received = parsed<Submission | undefined>(row.received, undefined)
    return {
      seq: row.seq,
      stamp: row.stamp,
      adds: { received: parsed<Adds>(row.adds_received, {}), approved: parsed<Adds>(row.adds_approved, {}) },
      counts: { received, approved: row.counts_approved === row.counts_received ? received : parsed<Submission | undefined>(row.approved, undefined) },
    }
  })
  return { records, epoch: last?.epoch ?? 0, after: isWhole ? undefined : last.seq }
}

/**
 * Writes what the records of a stretch add now, moves the sums by the difference, and the recount on to `next` (undefined: it is done), in one guarded batch.
 * 'moved': somebody wrote one of them, published, or counted this stretch meanwhile; nothing was written.
 */
export async function writeStretch(
  db: D1Database, open: Open, changed: readonly { readonly seq: number; readonly stamp: number; readonly adds: InViews<Adds> }[], tallies: readonly Difference[],
  { epoch, next, at }: { epoch: number; next: number | undefined; at: number },
): Promise<'written' | 'moved'> {
  const subject = `${open.of} ${open.name}`
  const text = (adds: Adds): string | null => (Object.keys(adds).length === 0 ? null : JSON.stringify(adds))
  const isChange = changed.length > 0
  try {
    await db.batch([
      // recounts: primary key; submissions: row number
      db
        .prepare(
          `insert into guards (holds) select 0
           where not exists (select 1 from recounts where subject = ?1 and after = ?2 and began_at = ?3)
             or (?5 <> '[]' and (select value from settings where key = 'epoch') <> ?4)
             or exists (select 1 from json_each(?5) g left join submissions s on s.seq = g.value->>0 where coalesce(s.stamp, 0) <> g.value->>1)`,
        )
        .bind(subject, open.after, open.began_at, epoch, JSON.stringify(changed.map(({ seq, stamp }) => [seq, stamp]))),
      // An insertion that always meets its row: the stamp stays, for nothing of it changed that a phone is told.
      ...(isChange ? pieces(changed.map(({ seq, adds }) => [seq, text(adds.received), text(adds.approved)])) : []).map((list) =>
        db
          .prepare(
            `insert into submissions (id, form, version, revision, state, unit, day, author, label, fold, conflicts, counts_received, counts_approved, adds_received, adds_approved, received_at, stamp)
             select s.id, s.form, s.version, s.revision, s.state, s.unit, s.day, s.author, s.label, s.fold, s.conflicts, s.counts_received, s.counts_approved,
               v.value->>1, v.value->>2, s.received_at, s.stamp
             from json_each(?) v cross join submissions s on s.seq = v.value->>0 where true
             on conflict (id) do update set adds_received = excluded.adds_received, adds_approved = excluded.adds_approved`,
          )
          .bind(list),
      ),
      // tallies: primary key
      ...(tallies.length > 0 ? pieces(tallies.map((row) => [row.indicator, row.view, row.dimension, row.unit, row.period, row.member, row.amount])) : []).map((list) =>
        db
          .prepare(
            `insert into tallies (indicator, view, dimension, unit, period, member, amount)
             select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6 from json_each(?) where true
             on conflict (indicator, view, dimension, unit, period, member) do update set amount = amount + excluded.amount`,
          )
          .bind(list),
      ),
      ...(isChange
        ? [
            // Whoever decides on one of these records at this moment begins again: what he read of its adds is no longer so.
            db.prepare(`update settings set value = value + 1 where key = 'epoch'`),
            db.prepare(`insert into audit (at, actor, action, subject, detail) values (?, ?, 'recounted', ?, ?)`).bind(at, open.by, open.name, String(changed.length)),
          ]
        : []),
      moved(db, open, next === undefined ? undefined : String(next), changed.length),
    ])
    return 'written'
  } catch (error) {
    if (String(error).includes('CHECK constraint failed: moved')) return 'moved'
    throw error
  }
}

/** Moves a recount on, or ends it. Counting the same stretch twice changes nothing, so this may be lost. */
export async function moveOn(db: D1Database, open: Open, next: string | undefined, changed: number): Promise<void> {
  await moved(db, open, next, changed).run()
}

function moved(db: D1Database, { of, name, after, began_at }: Open, next: string | undefined, changed: number): D1PreparedStatement {
  return next === undefined
    ? db.prepare('delete from recounts where subject = ? and after = ? and began_at = ?').bind(`${of} ${name}`, after, began_at)
    : db.prepare('update recounts set after = ?4, changed = changed + ?5 where subject = ?1 and after = ?2 and began_at = ?3').bind(`${of} ${name}`, after, began_at, next, changed)
}

export interface SumLine {
  readonly indicator: string
  readonly view: 'received' | 'approved'
  readonly dimension: string
  readonly unit: string
  readonly member: string
  readonly amount: number
}

/** Kept sums of these names ('form.name', with ~ or #) by unit and member, over all time. Walks tallies by (indicator, view). */
export async function sumsByUnit(db: D1Database, names: readonly string[]): Promise<readonly SumLine[]> {
  const { results } = await db
    .prepare(
      `select t.indicator, t.view, t.dimension, t.unit, t.member, sum(t.amount) as amount
       from json_each(?) i cross join tallies t on t.indicator = i.value and t.view in ('received', 'approved')
       group by 1, 2, 3, 4, 5 having sum(t.amount) <> 0`,
    )
    .bind(JSON.stringify(names))
    .all<SumLine>()
  return results
}

// How long forms keep what their records say of persons: which say it, how far the erasing is, which records are over their time. The erasing itself is erasures.ts's.
// All that are over are found by one index, the oldest first; a walk of a day looks at each once.
import type { Form } from '../form/form.ts'
import { readKeep, writeKeep } from '../form/keep.ts'
import type { Keep } from '../form/keep.ts'
import type { PersonalColumns } from '../form/personal.ts'
import { isTrial } from '../form/trial.ts'

export interface Term {
  readonly form: string
  readonly version: number
  readonly keep: Keep
  readonly day: string
  readonly after: readonly [settled_at: number, seq: number]
  readonly seen: number
  readonly erased: number
  readonly waits: number
  readonly ran_at: number | null
}

type Row = Omit<Term, 'keep' | 'after'> & { readonly keep: string; readonly after_at: number; readonly after_seq: number }

const termFrom = ({ keep, after_at, after_seq, ...row }: Row): Term => ({ ...row, keep: readKeep(keep) as Keep, after: [after_at, after_seq] })
const shown = 'form, version, keep, day, after_at, after_seq, seen, erased, waits, ran_at'

// Settled as it came, and not yet written down as that; and since when a record is settled, null where it is not.
const asItCame = (s: string): string => `(${s}.settled_at is null and ${s}.state in ('approved', 'refused') and ${s}.conflicts = 0 and ${s}.counts_received = ${s}.counts_approved)`
const since = (s: string): string => `coalesce(${s}.settled_at, case when ${asItCame(s)} then ${s}.received_at end)`

/** What a new version of a form says, in the batch that keeps it: another time is gone through anew. terms: primary key. */
export function saveTerm(db: D1Database, { id, keep }: Pick<Form, 'id' | 'keep'>, version: number): D1PreparedStatement[] {
  if (isTrial(id)) return []
  if (keep === undefined) return [db.prepare('delete from terms where form = ?').bind(id)]
  return [
    db
      .prepare(
        `insert into terms (form, version, keep, day, after_at, after_seq, seen, erased, waits) values (?1, ?2, ?3, '', 0, 0, 0, 0, 0)
         on conflict (form) do update set version = excluded.version, keep = excluded.keep, day = case when keep = excluded.keep then day else '' end,
           after_at = case when keep = excluded.keep then after_at else 0 end, after_seq = case when keep = excluded.keep then after_seq else 0 end`,
      )
      .bind(id, version, writeKeep(keep)),
  ]
}

/** The form whose turn it is: one that was not gone through today, the longest untouched first. A row a form that says how long. */
export async function nextTerm(db: D1Database, today: string): Promise<Term | undefined> {
  const row = await db.prepare(`select ${shown} from terms where day < ? order by ran_at, form limit 1`).bind(today).first<Row>()
  return row === null ? undefined : termFrom(row)
}

/** What a form says; with a record's number, since when that is settled, too (null: it is not). Primary keys. */
export async function termOf(db: D1Database, form: string, seq = 0): Promise<(Term & { readonly settled_at: number | null }) | undefined> {
  const row = await db.prepare(`select ${shown}, (select ${since('s')} from submissions s where s.seq = ?2) as settled_at from terms where form = ?1`).bind(form, seq).first<Row & { settled_at: number | null }>()
  return row === null ? undefined : { ...termFrom(row), settled_at: row.settled_at }
}

/**
 * Writes down of records that came before a moment which were settled as they came, a stretch in the order of their numbers, and how far that is. Whether there was anything to look at. Walks
 * submissions_form, each record once.
 */
export async function settleArrivals(db: D1Database, { form, version, seen }: Term, before: number, limit: number): Promise<boolean> {
  const { results } = await db.prepare('select seq, received_at from submissions indexed by submissions_form where form = ?1 and seq > ?2 order by seq limit ?3').bind(form, seen, limit).all<{ seq: number; received_at: number }>()
  // Numbers are given in the order of coming: behind the first that is too young, all are.
  const young = results.findIndex(({ received_at }) => received_at >= before)
  const old = young < 0 ? results : results.slice(0, young)
  const last = old[old.length - 1]
  if (last === undefined) return false
  await db.batch([
    db.prepare(`update submissions as s set settled_at = received_at where s.seq in (select value from json_each(?)) and ${asItCame('s')} and s.erased is null`).bind(JSON.stringify(old.map(({ seq }) => seq))),
    db.prepare('update terms set seen = ?3 where form = ?1 and version = ?2 and seen < ?3').bind(form, version, last.seq),
  ])
  return true
}

export interface Over {
  readonly id: string
  readonly seq: number
  readonly settled_at: number
}

/** Records of a form that were settled before a moment, the oldest first, from behind a place on. Walks submissions_settled. */
export async function listOver(db: D1Database, form: string, before: number, [at, seq]: Term['after'], limit: number): Promise<readonly Over[]> {
  const { results } = await db
    .prepare(
      `select id, seq, settled_at from submissions indexed by submissions_settled
       where form = ?1 and settled_at >= ?2 and settled_at < ?4 and erased is null and (settled_at > ?2 or seq > ?3) order by settled_at, seq limit ?5`,
    )
    .bind(form, at, seq, before, limit)
    .all<Over>()
  return results
}

/**
 * How many of a form are settled before a moment, and how many more before a later one: of each sort as many as `most` are looked at. `isMore`: not all were. Walks submissions_settled, and
 * submissions_form from where the walk of arrivals stands.
 */
export async function countOver(db: D1Database, form: string, before: number, later: number, most: number): Promise<{ readonly now: number; readonly soon: number; readonly isMore: boolean }> {
  const [settled, arrived] = (await db.batch([
    db
      .prepare(
        `select count(*) as n, coalesce(sum(settled_at < ?2), 0) as now, 0 as last from (
           select settled_at from submissions indexed by submissions_settled where form = ?1 and settled_at < ?3 and erased is null order by settled_at limit ?4)`,
      )
      .bind(form, before, later, most),
    db
      .prepare(
        `select count(*) as n, coalesce(sum(came and received_at < ?2), 0) as now, coalesce(sum(came and received_at < ?3), 0) as later, coalesce(max(received_at), 0) as last from (
           select s.received_at, ${asItCame('s')} and s.erased is null as came from submissions s indexed by submissions_form
           where s.form = ?1 and s.seq > coalesce((select seen from terms where form = ?1), 0) order by s.seq limit ?4)`,
      )
      .bind(form, before, later, most),
  ])) as [D1Result<{ n: number; now: number }>, D1Result<{ n: number; now: number; later: number; last: number }>]
  const [one, other] = [settled.results[0] ?? { n: 0, now: 0 }, arrived.results[0] ?? { n: 0, now: 0, later: 0, last: 0 }]
  return { now: one.now + other.now, soon: one.n - one.now + other.later - other.now, isMore: one.n >= most || (other.n >= most && other.last < later) }
}

// Something else needs it yet: a correction that is being written, or another record that speaks of the same entry as this one gave a name or something personal, and is not over
// its time itself. ?2 before, ?4 what is personal of registers. changes, drafts: primary key; submissions: row number.
const needed = `(exists (select 1 from drafts d where d.id = s.id and d.updated_at >= ?2)
  or exists (
    select 1 from json_each(s.touches) t cross join json_each(?4) p on p.value->>0 = t.value->>0
    cross join changes c on c.register = t.value->>0 and c.entry = t.value->>1 and c.submission = s.seq
    where (json_extract(c.received, p.value->>1) <> '' or json_extract(c.approved, p.value->>1) <> '')
      and exists (
        select 1 from changes o cross join submissions n on n.seq = o.submission
        where o.register = c.register and o.entry = c.entry and o.submission <> c.submission and (o.received is not null or o.approved is not null)
          and n.erased is null and coalesce(${since('n')} >= ?2, true))))`

const paths = (columns: PersonalColumns): string => JSON.stringify([...columns].flatMap(([register, names]) => [...names].map((name) => [register, name === 'label' ? '$.label' : `$.columns."${name}"`])))

/** Those of these records that may go now. submissions: unique index on id. */
export async function mayGo(db: D1Database, form: string, before: number, ids: readonly string[], columns: PersonalColumns): Promise<readonly string[]> {
  const { results } = await db
    .prepare(
      `select s.id from json_each(?3) i cross join submissions s on s.id = i.value
       where s.form = ?1 and ${since('s')} < ?2 and s.erased is null and not ${needed}`,
    )
    .bind(form, before, JSON.stringify(ids), paths(columns))
    .all<{ id: string }>()
  return results.map(({ id }) => id)
}

/** Stands first in the batch that erases them: what came, was begun or was published since they were looked at lets nothing of it be written. */
export function unlessNeeded(db: D1Database, { form, version }: Pick<Term, 'form' | 'version'>, before: number, ids: readonly string[], columns: PersonalColumns): D1PreparedStatement {
  return db
    .prepare(
      `insert into guards (holds) select 0 where not exists (select 1 from terms where form = ?1 and version = ?5)
         or exists (select 1 from json_each(?3) i cross join submissions s on s.id = i.value where s.form <> ?1 or coalesce(${since('s')} >= ?2, true) or s.erased is not null or ${needed})`,
    )
    .bind(form, before, JSON.stringify(ids), paths(columns), version)
}

export interface Step {
  readonly at: number
  readonly erased: number
  readonly waits: number
  /** Where the walk goes on, or the day that is done. */
  readonly to: { readonly after: Term['after'] } | { readonly day: string }
}

/**
 * How far a walk is now: set, not counted on, so that what is written twice is written once. The first stretch of a walk begins to count anew. A walk that ended and erased something leaves a line
 * in the audit. terms: primary key.
 */
export function moveTerm(db: D1Database, term: Term, { at, erased, waits, to, by }: Step & { readonly by: string }): D1PreparedStatement[] {
  const isFirst = term.after[0] === 0 && term.after[1] === 0
  const [all, left] = isFirst ? [erased, waits] : [term.erased + erased, term.waits + waits]
  const [day, after] = 'day' in to ? [to.day, [0, 0] as const] : [term.day, to.after]
  const stands = 'form = ?1 and version = ?2 and after_at = ?3 and after_seq = ?4'
  const here = [term.form, term.version, ...term.after]
  return [
    ...('day' in to && all > 0 ? [db.prepare(`insert into audit (at, actor, action, subject, detail) select ?5, ?6, 'term', form, ?7 from terms where ${stands}`).bind(...here, at, by, String(all))] : []),
    db.prepare(`update terms set erased = ?5, waits = ?6, day = ?7, after_at = ?8, after_seq = ?9, ran_at = ?10 where ${stands}`).bind(...here, all, left, day, ...after, at),
  ]
}

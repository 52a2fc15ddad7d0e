// Erasing: bodies without what they say of a person, written in the batch that marks the record; then, until nothing of it is left, the files and drafts that lie
// outside the record. A row tells who erased what on which ground, and how far it is: whatever dies in the middle is finished by the next who comes by.
import type { Writes } from '../record/decision.ts'
import type { Emptied, Ground } from '../record/erase.ts'
import type { State, Submission } from '../record/submission.ts'
import type { Flag } from '../record/submission.ts'
import type { Problem } from '../form/problem.ts'
import { dropDraftFiles } from './draft_files.ts'
import { dropMedia } from './media.ts'
import { listOrNull, parsed, pieces } from './rows.ts'
import { statements } from './settle.ts'

/** As much text as is taken in hand at once. */
const mostBytes = 3_000_000
/** A piece that was on its way while a record was erased is looked for once more after this. */
const later = 3_600_000

export interface FullRevision extends Emptied {
  readonly seq: number
  readonly revision: number
  readonly state: State
  /** The record's current one. */
  readonly standing: number
}

interface Row {
  readonly seq: number
  readonly revision: number
  readonly state: State
  readonly standing: number
  readonly body: string
  readonly problems: string | null
  readonly flags: string | null
}

/** Revisions of some records after a number of each, as far as a bounded lot of text goes, in order. `isWhole`: none is left behind them. Walks revisions by their unique index. */
export async function revisionsAfter(db: D1Database, records: readonly (readonly [seq: number, after: number])[]): Promise<{ readonly revisions: readonly FullRevision[]; readonly isWhole: boolean }> {
  const { results } = await db
    .prepare(
      `with sized (at, seq, revision, before, number) as (
         select r.rowid, r.submission, r.revision, sum(octet_length(r.body)) over w - octet_length(r.body), row_number() over w
         from json_each(?1) j cross join revisions r on r.submission = j.value->>0 and r.revision > j.value->>1 window w as (order by r.submission, r.revision))
       select z.seq, z.revision, r.state, s.revision as standing, r.body, r.problems, r.flags, (select count(*) from sized) as among
       from sized z cross join revisions r on r.rowid = z.at cross join submissions s on s.seq = z.seq where z.before < ?2 or z.number = 1 order by z.seq, z.revision`,
    )
    .bind(JSON.stringify(records), mostBytes)
    .all<Row & { among: number }>()
  return {
    isWhole: results.length === (results[0]?.among ?? 0),
    revisions: results.map(({ seq, revision, state, standing, body, problems, flags }) => ({
      seq, revision, state, standing, submission: JSON.parse(body) as Omit<Submission, 'sha256'>, problems: parsed<readonly Problem[]>(problems, []), flags: parsed<readonly Flag[]>(flags, []),
    })),
  }
}

/** A revision as it is kept from now on. */
export interface Emptying {
  readonly seq: number
  readonly revision: number
  readonly body: string
  readonly problems: readonly Problem[]
  readonly flags: readonly Flag[]
}

// An insertion that always meets its row: `update … from` would walk the whole table to find it. What a reviewer wrote may name somebody.
const empty = (db: D1Database, all: readonly Emptying[]): D1PreparedStatement[] =>
  (all.length === 0 ? [] : pieces(all.map(({ seq, revision, body, problems, flags }) => [seq, revision, body, listOrNull(problems), listOrNull(flags)]))).map((list) =>
    db
      .prepare(
        `insert into revisions (submission, revision, state, base, hash, author, received_at, body, problems, flags)
         select value->>0, value->>1, '', 0, '', '', 0, value->>2, value->>3, value->>4 from json_each(?) where true
         on conflict (submission, revision) do update set body = excluded.body, problems = excluded.problems, flags = excluded.flags, comment = case when comment is null then null else '' end`,
      )
      .bind(list),
  )

export interface Ordered {
  readonly at: number
  readonly by: string
  readonly ground: Ground
  readonly reason: string
  /** Records by number and id, each with how far its revisions are done by this very batch; undefined: all of them. */
  readonly records: readonly { readonly seq: number; readonly id: string; readonly emptied: number | undefined }[]
}

/** Writes it all in one batch, or nothing ('moved') where somebody wrote one of the records or entries meanwhile, or a guard of `first` says no. */
export async function writeErasing(db: D1Database, writes: Writes, bodies: readonly Emptying[], { at, by, ground, reason, records }: Ordered, first: readonly D1PreparedStatement[] = []): Promise<'written' | 'moved'> {
  const ids = JSON.stringify(records.map(({ id }) => id))
  try {
    await db.batch([
      ...first,
      ...statements(db, writes),
      ...empty(db, bodies),
      // submissions: unique index on id
      db.prepare('update submissions set erased = ?2 where id in (select value from json_each(?1))').bind(ids, at),
      db
        .prepare('insert into erasures (submission, at, by, ground, reason, emptied, due) select value->>0, ?2, ?3, ?4, ?5, value->>1, ?2 from json_each(?1)')
        .bind(JSON.stringify(records.map(({ seq, emptied }) => [seq, emptied ?? null])), at, by, ground, reason),
    ])
    return 'written'
  } catch (error) {
    if (String(error).includes('CHECK constraint failed: moved')) return 'moved'
    throw error
  }
}

export interface OpenErasure {
  readonly seq: number
  readonly id: string
  readonly form: string
  readonly at: number
  readonly due: number
  readonly emptied: number | null
}

/** What is not finished: of these records, or what is due by now. erasures: primary key, or erasures_due. */
export async function openErasures(db: D1Database, wanted: { readonly seqs: readonly number[] } | { readonly due: number; readonly limit: number }): Promise<readonly OpenErasure[]> {
  const shown = 'x.submission as seq, s.id, s.form, x.at, x.due, x.emptied'
  const statement =
    'seqs' in wanted
      ? db.prepare(`select ${shown} from json_each(?) j cross join erasures x on x.submission = j.value cross join submissions s on s.seq = x.submission where x.due is not null`).bind(JSON.stringify(wanted.seqs))
      : db.prepare(`select ${shown} from erasures x indexed by erasures_due cross join submissions s on s.seq = x.submission where x.due <= ? order by x.due limit ?`).bind(wanted.due, wanted.limit)
  return (await statement.all<OpenErasure>()).results
}

/** Empties revisions further on; a record that is marked gets no others. `emptied` undefined: all are. */
export async function goOnEmptying(db: D1Database, seq: number, bodies: readonly Emptying[], emptied: number | undefined): Promise<void> {
  await db.batch([...empty(db, bodies), db.prepare('update erasures set emptied = ?2 where submission = ?1').bind(seq, emptied ?? null)])
}

interface Stores {
  readonly DB: D1Database
  readonly MEDIA: R2Bucket
}

/**
 * Lets go of what lies outside records whose revisions are all done: drafts under their ids with their files, and files that no revision lists any more. A file that
 * another record has stays. Objects go before their rows: what dies between is found again. Once more later, then it is finished.
 */
export async function sweep({ DB, MEDIA }: Stores, all: readonly OpenErasure[], now: number): Promise<void> {
  if (all.length === 0) return
  const seqs = JSON.stringify(all.map(({ seq }) => seq))
  const ids = JSON.stringify(all.map(({ id }) => id))
  // media: primary key, media_content; revisions: unique index
  const { results } = await DB.prepare(
    `with unlisted (submission, name, sha256, parts) as (
       select m.submission, m.name, m.sha256, m.parts from json_each(?1) j cross join media m on m.submission = j.value where not exists (
         select 1 from revisions r cross join json_each(r.body, '$.media') l where r.submission = m.submission and l.value->>'name' = m.name and l.value->>'sha256' = m.sha256))
     select u.submission, u.name, u.sha256, u.parts, exists (
       select 1 from media o where o.sha256 = u.sha256 and not exists (select 1 from unlisted x where x.submission = o.submission and x.name = o.name and x.sha256 = o.sha256)) as shared
     from unlisted u`,
  )
    .bind(seqs)
    .all<{ submission: number; name: string; sha256: string; parts: string; shared: number }>()
  await dropMedia(
    MEDIA,
    [...new Set(results.flatMap(({ sha256, shared }) => (shared === 1 ? [] : [sha256])))],
    results.flatMap(({ parts }) => (JSON.parse(parts) as readonly [string, number][]).map(([key]) => key)),
  )
  for (const { id } of all) await dropDraftFiles(MEDIA, id)
  await DB.batch([
    // media, drafts, erasures: primary key
    DB.prepare('delete from media where (submission, name, sha256) in (select value->>0, value->>1, value->>2 from json_each(?))').bind(JSON.stringify(results.map(({ submission, name, sha256 }) => [submission, name, sha256]))),
    DB.prepare('delete from drafts where id in (select value from json_each(?))').bind(ids),
    DB.prepare('update erasures set due = case when due > at then null else ?2 end where submission in (select value from json_each(?1)) and due is not null').bind(seqs, now + later),
  ])
}

export interface Erasure {
  readonly at: number
  readonly by: string
  readonly ground: Ground
  readonly reason: string
  /** Not all of its revisions are done. */
  readonly isOpen: boolean
}

/** Who erased a record, and why. Primary key. */
export async function erasureOf(db: D1Database, seq: number): Promise<Erasure | undefined> {
  const row = await db.prepare('select at, by, ground, reason, emptied is not null as isOpen from erasures where submission = ?').bind(seq).first<Omit<Erasure, 'isOpen'> & { isOpen: number }>()
  return row === null ? undefined : { ...row, isOpen: row.isOpen === 1 }
}

export interface Sharing {
  readonly id: string
  readonly seq: number
  readonly form: string
  readonly unit: string
  readonly author: string
  readonly label: string
  readonly version: number
  readonly day: string
  readonly erased: number | null
}

/** Other records that say something of these entries, the earliest first, `limit` of them. Walks changes by their primary key. */
export async function sharing(db: D1Database, seq: number, entries: readonly (readonly [register: string, entry: string])[], limit: number): Promise<readonly Sharing[]> {
  const { results } = await db
    .prepare(
      `select distinct s.id, s.seq, s.form, s.unit, s.author, s.label, s.version, s.day, s.erased from json_each(?1) w cross join changes c on c.register = w.value->>0 and c.entry = w.value->>1
       cross join submissions s on s.seq = c.submission where s.seq <> ?2 order by s.seq limit ?3`,
    )
    .bind(JSON.stringify(entries), seq, limit)
    .all<Sharing>()
  return results
}

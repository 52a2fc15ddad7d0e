// Submissions: what is known of some of them, read at one moment; a decision, written in one batch or not at all; pages of them; one with its history.
import type { Problem } from '../form/problem.ts'
import type { Decision } from '../record/decision.ts'
import { fold } from '../record/fold.ts'
import { receiptOf } from '../record/receipt.ts'
import type { Flag, Outcome, State, Submission } from '../record/submission.ts'
import type { AuditLine } from './audit.ts'
import { lookAt, lookersOf, readList } from './looks.ts'
import type { Looked, Looker, Looking } from './looks.ts'
import type { Bearer } from './people.ts'
import { parsed, readCursor, writeCursor } from './rows.ts'
import { statements } from './settle.ts'
import { countedBatch } from './visits.ts'

export { readState } from './state.ts'

/**
 * Writes a decision: everything in one batch, or nothing ('moved') when what it rests on, the bearer's token too, no longer holds; the caller reads
 * and decides again. A decision that writes nothing does not go to the database. The outcomes come back with their receipts. `first` counts what
 * comes from strangers; throws TooOften.
 */
export async function write(db: D1Database, decision: Decision, bearer?: Bearer, first: readonly D1PreparedStatement[] = []): Promise<'moved' | { readonly outcomes: readonly Outcome[] }> {
  if (decision.writes.audit.length === 0) return { outcomes: decision.outcomes }
  try {
    const results = await countedBatch<{ id: string; seq: number }>(db, first, statements(db, decision.writes, bearer))
    const seqs = new Map(results.flatMap((result) => result.results).map((row) => [row.id, row.seq]))
    return {
      outcomes: decision.outcomes.map((outcome) => {
        const seq = outcome.receipt === '' && outcome.revision > 0 ? seqs.get(outcome.id) : undefined
        return seq === undefined ? outcome : { ...outcome, receipt: receiptOf(seq) }
      }),
    }
  } catch (error) {
    // The check on guards is named for this: nothing was written.
    if (String(error).includes('CHECK constraint failed: moved')) return 'moved'
    throw error
  }
}

export interface SubmissionLine {
  readonly seq: number
  readonly id: string
  readonly form: string
  readonly version: number
  readonly revision: number
  readonly state: State
  readonly unit: string
  readonly day: string
  readonly author: string
  readonly label: string
  readonly flags: readonly Flag[]
  readonly conflicts: number
  readonly received_at: number
  readonly receipt: string
}

export interface Page<T> {
  readonly rows: readonly T[]
  /** Where the next page begins; absent on the last. */
  readonly cursor?: string
}

/**
 * Submissions of a form, the newest first, a page at a time. `under`: those that lie under any of these units in either era, or in `era` (none when it
 * is empty); `state` 'conflict' finds those with an answer set aside; `q` is searched in labels, folded; from and to are days.
 * Without a form: those of one author. `looking`: who is shown their names, which is kept.
 */
export async function page(
  db: D1Database,
  wanted: {
    form?: string
    under?: readonly string[] | null
    era?: 'then' | 'today'
    state?: State
    from?: string
    to?: string
    q?: string
    author?: string
    cursor?: string
    limit: number
    looking?: Looking | undefined
  },
): Promise<Page<SubmissionLine>> {
  const before = Number(readCursor(wanted.cursor, 1)?.[0] ?? Number.MAX_SAFE_INTEGER)
  const filters = `seq < ?2
    and (?3 is null or (case when ?3 = 'conflict' then conflicts > 0 else state = ?3 end))
    and (?4 is null or day >= ?4) and (?5 is null or day <= ?5)
    and (?6 is null or instr(fold, ?6) > 0) and (?7 is null or author = ?7)`
  const shown = 'seq, id, form, version, revision, state, unit, day, author, label, flags, conflicts, received_at'
  const { form, under, author } = wanted
  // Newest first of each unit, no more than a page of each, then the newest of those: what is read depends on the units, not on all that was sent.
  const newestOf = `with scope (unit) as (select distinct w.unit from json_each(?9) u cross join unit_within w on w.era in ('then', 'today') and (?10 is null or w.era = ?10) and w.ancestor = u.value)
    select ${shown} from (
      select t.value as seq from scope cross join json_each((
        select json_group_array(seq) from (
          select seq from submissions indexed by submissions_form_unit
          where form = ?1 and unit = scope.unit and ${filters} order by seq desc limit ?8))) t
      order by 1 desc limit ?8
    ) n cross join submissions s using (seq) order by seq desc`
  const sql =
    form === undefined
      ? `select ${shown} from submissions indexed by submissions_author where author = ?7 and ?1 is null and ${filters} order by seq desc limit ?8`
      : under === undefined || under === null
        ? author === undefined
          ? `select ${shown} from submissions indexed by submissions_form where form = ?1 and ${filters} order by seq desc limit ?8`
          : `select ${shown} from submissions indexed by submissions_author where author = ?7 and form = ?1 and ${filters} order by seq desc limit ?8`
        : newestOf
  if (form === undefined && author === undefined) throw new Error('a page of submissions needs a form or an author')
  const bound = [
    form ?? null, before, wanted.state ?? null, wanted.from ?? null, wanted.to ?? null, wanted.q === undefined || fold(wanted.q) === '' ? null : fold(wanted.q),
    author ?? null, wanted.limit + 1,
  ]
  const statement = sql === newestOf ? db.prepare(sql).bind(...bound, JSON.stringify(under), wanted.era ?? null) : db.prepare(sql).bind(...bound)
  const results = await readList<Omit<SubmissionLine, 'flags' | 'receipt'> & { flags: string | null }>(db, statement, wanted.looking)
  const rows = results.slice(0, wanted.limit).map(({ flags, ...row }) => ({ ...row, flags: parsed<readonly Flag[]>(flags, []), receipt: receiptOf(row.seq) }))
  const last = rows[rows.length - 1]
  return results.length > wanted.limit && last !== undefined ? { rows, cursor: writeCursor([last.seq]) } : { rows }
}

export interface KeptRevision {
  readonly revision: number
  readonly state: State
  readonly base: number // 0: none
  readonly hash: string
  readonly author: string
  readonly device: string | undefined
  readonly received_at: number
  /** What was sent, without sha256. */
  readonly submission: Omit<Submission, 'sha256'>
  readonly problems: readonly Problem[]
  readonly flags: readonly Flag[]
  readonly review: { readonly by: string; readonly at: number; readonly comment: string; readonly question: string | undefined } | undefined
}

export interface OneSubmission extends SubmissionLine {
  /** Of the last write that touched it: what a review says it looked at. */
  readonly stamp: number
  /** When its personal answers were taken out for good; null: they were not. */
  readonly erased: number | null
  readonly revisions: readonly KeptRevision[]
  readonly audit: readonly AuditLine[]
  readonly touches: readonly (readonly [register: string, entry: string])[]
  /** Who looked at it, the latest first, this reader among them; for whoever leaves such a line himself. */
  readonly looked?: readonly Looked[]
}

/** For whom a submission is read: whoever wrote it, and where there is a scope whoever looks into it. What is not his is not read: looking for it costs what looking for nothing costs. */
export interface Reader {
  readonly author: string
  /** Under a unit, in either era, and of these forms; null: everywhere, all. Without: his own alone. */
  readonly scope?: { readonly under: string | null; readonly forms: readonly string[] | null } | undefined
  /** Whose look is kept, in the same batch. */
  readonly looker?: Looker | undefined
}

// ?2 author, ?3 whether there is a scope, ?4 its unit, ?5 its forms. unit_within: primary key.
const readable = `(?2 is null or s.author = ?2 or (?3 = 1
    and (?4 is null or exists (select 1 from unit_within w where w.era in ('then', 'today') and w.ancestor = ?4 and w.unit = s.unit))
    and (?5 is null or s.form in (select value from json_each(?5)))))`

/** One submission with all its revisions and what was done to it; by id, or by its number (a receipt's). Without a reader: whosever it is. */
export async function one(db: D1Database, key: string | number, reader?: Reader): Promise<OneSubmission | undefined> {
  const found = `${typeof key === 'number' ? 's.seq = ?1' : 's.id = ?1'} and ${readable}`
  const { author = null, scope, looker } = reader ?? {}
  const bound = [key, author, scope === undefined ? 0 : 1, scope?.under ?? null, scope?.forms === undefined || scope.forms === null ? null : JSON.stringify(scope.forms)]
  const results = await db.batch([
    // The look goes first: the reader is among those who looked.
    ...(looker === undefined ? [] : [lookAt(db, looker, found, bound)]),
    // submissions: unique index on id, or the row number; revisions: unique index; audit: index on subject
    db.prepare(
      `select seq, id, form, version, revision, state, unit, day, author, label, flags, conflicts, received_at, touches, stamp, erased${looker === undefined ? '' : `, ${lookersOf} as looked`} from submissions s where ${found}`,
    ).bind(...bound),
    db.prepare(
      `select r.revision, r.state, r.base, r.hash, r.author, r.device, r.received_at, r.body, r.problems, r.flags, r.reviewer, r.reviewed_at, r.comment, r.question
       from submissions s cross join revisions r on r.submission = s.seq where ${found} order by r.revision`,
    ).bind(...bound),
    db.prepare(`select a.seq, a.at, a.actor, a.action, a.subject, a.detail from submissions s cross join audit a on a.subject = s.id where ${found} order by a.seq`).bind(...bound),
  ])
  const [heads, revisions, audit] = results.slice(-3) as unknown as [
    D1Result<Omit<SubmissionLine, 'flags' | 'receipt'> & { flags: string | null; touches: string | null; stamp: number; erased: number | null; looked?: string }>,
    D1Result<RevisionRow>,
    D1Result<AuditLine>,
  ]
  const [first] = heads.results
  if (first === undefined) return undefined
  const { looked, ...head } = first
  return {
    ...head,
    flags: parsed<readonly Flag[]>(head.flags, []),
    receipt: receiptOf(head.seq),
    touches: parsed<readonly (readonly [string, string])[]>(head.touches, []),
    revisions: revisions.results.map((row) => ({
      revision: row.revision,
      state: row.state,
      base: row.base,
      hash: row.hash,
      author: row.author,
      device: row.device ?? undefined,
      received_at: row.received_at,
      submission: JSON.parse(row.body) as Omit<Submission, 'sha256'>,
      problems: parsed<readonly Problem[]>(row.problems, []),
      flags: parsed<readonly Flag[]>(row.flags, []),
      review:
        row.reviewer === null ? undefined : { by: row.reviewer, at: row.reviewed_at ?? 0, comment: row.comment ?? '', question: row.question ?? undefined },
    })),
    audit: audit.results,
    ...(looked === undefined ? {} : { looked: parsed<readonly Looked[]>(looked, []) }),
  }
}

/** Which submission has a receipt's number; undefined: none. Its row number. */
export async function idOfReceipt(db: D1Database, seq: number): Promise<string | undefined> {
  return (await db.prepare('select id from submissions where seq = ?').bind(seq).first<{ id: string }>())?.id
}

/** The answers of some revisions. Walks submissions by id, revisions by their unique index. */
export async function bodiesOf(db: D1Database, wanted: readonly (readonly [id: string, revision: number])[]): Promise<readonly { readonly id: string; readonly revision: number; readonly hash: string; readonly flags: readonly Flag[]; readonly body: Omit<Submission, 'sha256'> }[]> {
  const { results } = await db
    .prepare(
      `select s.id, r.revision, r.hash, r.flags, r.body from json_each(?) w
       cross join submissions s on s.id = w.value->>0 cross join revisions r on r.submission = s.seq and r.revision = w.value->>1`,
    )
    .bind(JSON.stringify(wanted))
    .all<{ id: string; revision: number; hash: string; flags: string | null; body: string }>()
  return results.map(({ flags, body, ...row }) => ({ ...row, flags: parsed<readonly Flag[]>(flags, []), body: JSON.parse(body) as Omit<Submission, 'sha256'> }))
}

interface RevisionRow {
  readonly revision: number
  readonly state: State
  readonly base: number
  readonly hash: string
  readonly author: string
  readonly device: string | null
  readonly received_at: number
  readonly body: string
  readonly problems: string | null
  readonly flags: string | null
  readonly reviewer: string | null
  readonly reviewed_at: number | null
  readonly comment: string | null
  readonly question: string | null
}

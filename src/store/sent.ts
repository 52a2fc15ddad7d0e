// What a person has sent, as it stands now, in the order of its last change: what a phone asks for to know what became of it.
import type { Answers } from '../form/form.ts'
import type { Problem } from '../form/problem.ts'
import { receiptOf } from '../record/receipt.ts'
import type { State } from '../record/submission.ts'
import { parsed, readCursor, writeCursor } from './rows.ts'
import type { Page } from './submissions.ts'

export interface SentLine {
  readonly id: string
  readonly form: string
  readonly version: number
  readonly revision: number
  readonly state: State
  readonly hash: string
  readonly receipt: string
  readonly label: string
  /** What the office said of the current revision; of the one that was returned, where a later one was put away. */
  readonly comment: string | null
  readonly question: string | null
  readonly problems: readonly Problem[]
  readonly media: readonly { readonly name: string; readonly bytes: number; readonly kept: boolean }[]
  readonly stamp: number
}

interface Row extends Omit<SentLine, 'problems' | 'media' | 'receipt'> {
  readonly seq: number
  readonly problems: string | null
  readonly media: string
}

/**
 * A person's submissions that changed after a number, a page at a time, the earliest change first. Walks submissions_author_stamp;
 * of each its current revision, the one that counts and its media by their keys.
 */
export async function sentSince(db: D1Database, author: string, wanted: { since: number; cursor?: string | undefined; limit: number }): Promise<Page<SentLine>> {
  const [stamp, seq] = (readCursor(wanted.cursor, 2) ?? [wanted.since, Number.MAX_SAFE_INTEGER]).map(Number)
  const { results } = await db
    .prepare(
      `select s.seq, s.id, s.form, s.version, s.revision, s.state, r.hash, s.label,
         case when s.state = 'returned' then c.comment when s.state not in ('received', 'endorsed') then r.comment end as comment, case when s.state = 'returned' then c.question end as question, s.stamp,
         case when s.state = 'refused' then r.problems end as problems,
         (select json_group_array(json_array(m.value->>'name', m.value->>'bytes', exists (
            select 1 from media f where f.submission = s.seq and f.name = m.value->>'name' and f.sha256 = m.value->>'sha256' and f.kept_at is not null)))
          from json_each(r.body, '$.media') m) as media
       from submissions s indexed by submissions_author_stamp cross join revisions r on r.submission = s.seq and r.revision = s.revision
         left join revisions c on c.submission = s.seq and c.revision = case r.state when 'returned' then s.revision else s.counts_received end
       where s.author = ?1 and (s.stamp, s.seq) > (?2, ?3) order by s.stamp, s.seq limit ?4`,
    )
    .bind(author, stamp, seq, wanted.limit + 1)
    .all<Row>()
  const rows = results.slice(0, wanted.limit).map(({ seq: number, problems, media, ...row }) => ({
    ...row,
    receipt: receiptOf(number),
    problems: parsed<readonly Problem[]>(problems, []),
    media: parsed<readonly [string, number, number][]>(media, []).map(([name, bytes, kept]) => ({ name, bytes, kept: kept === 1 })),
  }))
  const last = results[rows.length - 1]
  return results.length > wanted.limit && last !== undefined ? { rows, cursor: writeCursor([last.stamp, last.seq]) } : { rows }
}

/** The answers of a person's last submission of a form that stands; none where there is none. Walks submissions_author from its end: the latest is found first. */
export async function lastAnswers(db: D1Database, author: string, form: string): Promise<Answers> {
  const found = await db
    .prepare(
      `select r.body from submissions s cross join revisions r on r.submission = s.seq and r.revision = s.revision
       where s.author = ?1 and s.form = ?2 and s.state not in ('refused', 'withdrawn') order by s.seq desc limit 1`,
    )
    .bind(author, form)
    .first<{ body: string }>()
  return found === null ? {} : (JSON.parse(found.body) as { answers: Answers }).answers
}

// A form's newest records with their answers, as they are weighed against each other; record/unusual.ts looks at them.
import type { Weighed } from '../record/unusual.ts'
import type { Flag, State, Submission } from '../record/submission.ts'
import { newest } from './behind.ts'
import { readList } from './looks.ts'
import type { Looking } from './looks.ts'
import { parsed, readCursor, writeCursor } from './rows.ts'

/** As many records are weighed at once; older ones come with the cursor. */
export const mostWeighed = 500

export interface WeighedRow extends Weighed {
  readonly seq: number
  readonly version: number
  readonly label: string
  readonly state: State
}

/**
 * The newest under the units, the newest first, of those that count: the answers of the revision that does. Walks submissions_form_unit, newest first in
 * each unit, and revisions by their unique index.
 */
export async function weighed(db: D1Database, form: string, { under, cursor, looking }: { readonly under: readonly string[] | null; readonly cursor?: string | undefined; readonly looking?: Looking | undefined }): Promise<{ readonly rows: readonly WeighedRow[]; readonly cursor?: string }> {
  const before = Number(readCursor(cursor, 1)?.[0] ?? Number.MAX_SAFE_INTEGER)
  const list = db
    .prepare(
      `${newest}
       select s.seq, s.id, s.version, s.unit, s.day, s.author, s.label, s.state, r.flags, r.body
       from looked l cross join submissions s on s.seq = l.seq left join revisions r on r.submission = s.seq and r.revision = s.counts_received order by s.seq desc`,
    )
    .bind(form, before, mostWeighed, under === null ? null : JSON.stringify(under))
  const results = await readList<Omit<WeighedRow, 'flags' | 'answers' | 'isCorrection'> & { flags: string | null; body: string | null }>(db, list, looking)
  const rows = results.flatMap(({ body, flags, ...row }): readonly WeighedRow[] => {
    // What counts nowhere (refused, rejected, withdrawn) has been judged.
    if (body === null || row.state === 'rejected' || row.state === 'withdrawn') return []
    const { answers, base, started_at, finished_at } = JSON.parse(body) as Submission
    return [{ ...row, answers, flags: parsed<readonly Flag[]>(flags, []), isCorrection: base !== undefined, started_at, finished_at }]
  })
  const last = results[results.length - 1]
  return results.length === mostWeighed && last !== undefined ? { rows, cursor: writeCursor([last.seq]) } : { rows }
}

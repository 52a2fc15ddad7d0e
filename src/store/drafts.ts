// Fillings kept by the server for pages without script; one row a draft, overwritten at every step, dropped when sent.
// What a draft holds is the pages' business: here it is JSON.
import { pieces } from './rows.ts'
import { countedBatch } from './visits.ts'

export interface Draft {
  readonly id: string
  readonly form: string
  readonly version: number
  readonly author: string
  readonly answers: unknown
  readonly updated_at: number
}

/** Keeps a draft; somebody else's draft of the same id is left alone (false). `first` counts it. Walks the primary key. Throws TooOften. */
export async function saveDraft(db: D1Database, draft: Draft, first: readonly D1PreparedStatement[] = []): Promise<boolean> {
  const kept = db
    .prepare(
      `insert into drafts (id, form, version, author, answers, updated_at) values (?1, ?2, ?3, ?4, ?5, ?6)
       on conflict (id) do update set form = ?2, version = ?3, answers = ?5, updated_at = ?6 where author = ?4 returning id`,
    )
    .bind(draft.id, draft.form, draft.version, draft.author, JSON.stringify(draft.answers), draft.updated_at)
  const [result] = await countedBatch(db, first, [kept])
  return (result?.results ?? []).length > 0
}

/** Adds drafts that are not here yet, all of them in one statement; gives the ids of those that were added. Walks the primary key. */
export async function addDrafts(db: D1Database, drafts: readonly Draft[]): Promise<readonly string[]> {
  if (drafts.length === 0) return []
  const results = await db.batch<{ id: string }>(
    pieces(drafts.map(({ id, form, version, author, answers, updated_at }) => [id, form, version, author, JSON.stringify(answers), updated_at])).map((list) =>
      db
        .prepare(
          `insert into drafts (id, form, version, author, answers, updated_at)
           select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5 from json_each(?) where true on conflict (id) do nothing returning id`,
        )
        .bind(list),
    ),
  )
  return results.flatMap((result) => result.results.map(({ id }) => id))
}

/**
 * Lays the sealed text into a draft that has not changed since `updated_at`; gives the one that lies there, which is an earlier one
 * when the button was pressed twice: both presses then send the very same. undefined: the draft changed or is gone. Walks the primary key.
 */
export async function sealDraft(db: D1Database, draft: Pick<Draft, 'id' | 'author' | 'updated_at'>, sealed: string): Promise<string | undefined> {
  const row = await db
    .prepare(
      `update drafts set answers = json_set(answers, '$.sealed', coalesce(json_extract(answers, '$.sealed'), ?4))
       where id = ?1 and author = ?2 and updated_at = ?3 returning json_extract(answers, '$.sealed') as sealed`,
    )
    .bind(draft.id, draft.author, draft.updated_at, sealed)
    .first<{ sealed: string }>()
  return row?.sealed
}

/** An author's draft; another's is not there. */
export async function loadDraft(db: D1Database, id: string, author: string): Promise<Draft | undefined> {
  const row = await db
    .prepare('select id, form, version, author, answers, updated_at from drafts where id = ? and author = ?')
    .bind(id, author)
    .first<Draft & { answers: string }>()
  return row === null ? undefined : { ...row, answers: JSON.parse(row.answers) }
}

/** An author's draft is let go; what is not there stays not there. */
export async function dropDraft(db: D1Database, id: string, author: string): Promise<void> {
  await db.prepare('delete from drafts where id = ? and author = ?').bind(id, author).run()
}

/** An author's drafts, the latest first, each with the name its page gave it. Walks drafts_author. */
export async function draftsOf(db: D1Database, author: string, limit = 100): Promise<readonly (Omit<Draft, 'answers'> & { readonly label: string | null })[]> {
  const { results } = await db
    .prepare(`select id, form, version, author, json_extract(answers, '$.label') as label, updated_at from drafts where author = ? order by updated_at desc limit ?`)
    .bind(author, limit)
    .all<Omit<Draft, 'answers'> & { label: string | null }>()
  return results
}

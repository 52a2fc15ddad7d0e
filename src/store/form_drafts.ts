// Sources that are being written: one row a form, overwritten by whoever saw what is there, dropped when published.
// What stands in a source is the author's business: here it is texts by path.
import type { Files } from '../form/source.ts'

export interface FormDraftHead {
  readonly form: string
  readonly base: number
  readonly revision: number
  readonly title: string
  /** Who saved it last; '' for who has no name. */
  readonly by: string
  readonly at: number
}

export interface FormDraft extends FormDraftHead {
  readonly files: Files
}

/**
 * Keeps a source over the revision that its author saw (0: none was there); gives the new revision, or undefined when somebody else was
 * first, or what he saw is gone. Walks the primary key.
 */
export async function saveFormDraft(
  db: D1Database, draft: { form: string; base: number; revision: number; title: string; files: Files; by: string; at: number },
): Promise<number | undefined> {
  const row = await db
    .prepare(
      `insert into form_drafts (form, base, revision, title, files, by, at)
       select ?1, ?2, 1, ?4, ?5, ?6, ?7 where ?3 = 0 or exists (select 1 from form_drafts where form = ?1)
       on conflict (form) do update set base = ?2, revision = revision + 1, title = ?4, files = ?5, by = ?6, at = ?7 where revision = ?3
       returning revision`,
    )
    .bind(draft.form, draft.base, draft.revision, draft.title, JSON.stringify(draft.files), draft.by, draft.at)
    .first<{ revision: number }>()
  return row?.revision
}

/** The working copy of a form. Walks the primary key. */
export async function loadFormDraft(db: D1Database, form: string): Promise<FormDraft | undefined> {
  const row = await db
    .prepare(`select d.form, d.base, d.revision, d.title, d.files, coalesce(p.name, '') as by, d.at from form_drafts d left join people p on p.id = d.by where d.form = ?`)
    .bind(form)
    .first<FormDraftHead & { files: string }>()
  return row === null ? undefined : { ...row, files: JSON.parse(row.files) as Files }
}

/** The working copy of that revision goes; another stays. Walks the primary key. */
export async function dropFormDraft(db: D1Database, form: string, revision: number): Promise<void> {
  await db.prepare('delete from form_drafts where form = ? and revision = ?').bind(form, revision).run()
}

/** All working copies, by form, without their texts. Reads the table whole: as many rows as forms are being written. */
export async function listFormDrafts(db: D1Database): Promise<readonly FormDraftHead[]> {
  const { results } = await db
    .prepare(`select d.form, d.base, d.revision, d.title, coalesce(p.name, '') as by, d.at from form_drafts d left join people p on p.id = d.by order by d.form`)
    .all<FormDraftHead>()
  return results
}

// Questions read aloud: one recording for each form, language and question, through all its versions. Bytes in R2 by their content, the list in D1.

export interface Prompt {
  readonly question: string
  readonly sha256: string
  readonly bytes: number
  readonly type: string
}

interface Stores {
  readonly DB: D1Database
  readonly MEDIA: R2Bucket
}

/** The recordings of a form in a language, by question. Walks the primary key. */
export async function promptsOf({ DB }: Stores, form: string, language: string): Promise<readonly Prompt[]> {
  const { results } = await DB.prepare('select question, sha256, bytes, type from prompts where form = ? and language = ? order by question').bind(form, language).all<Prompt>()
  return results
}

/** Puts a recording in the place of an earlier one; the same again changes nothing (false). The bytes are there before the list names them. */
export async function keepPrompt(
  { DB, MEDIA }: Stores,
  at: { readonly form: string; readonly language: string },
  { question, sha256, bytes, type, body }: Prompt & { readonly body: Uint8Array },
  by: string,
  now: number,
): Promise<boolean> {
  await MEDIA.put(keyOf(sha256), body, { httpMetadata: { contentType: type } })
  const [, written] = await DB.batch([
    // What changes nothing leaves no line.
    DB
      .prepare(
        `insert into audit (at, actor, action, subject, detail) select ?1, ?2, 'prompt', ?3, ?4
         where not exists (select 1 from prompts where form = ?3 and language = ?5 and question = ?6 and sha256 = ?7)`,
      )
      .bind(now, by, at.form, `${at.language} ${question}`, at.language, question, sha256),
    DB
      .prepare(
        `insert into prompts (form, language, question, sha256, bytes, type, at, by) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         on conflict (form, language, question) do update set sha256 = ?4, bytes = ?5, type = ?6, at = ?7, by = ?8 where sha256 <> ?4`,
      )
      .bind(at.form, at.language, question, sha256, bytes, type, now, by),
  ])
  return (written?.meta.changes ?? 0) > 0
}

/** The bytes of a recording; undefined when they are not there. */
export async function openPrompt({ MEDIA }: Stores, sha256: string): Promise<R2ObjectBody | undefined> {
  return (await MEDIA.get(keyOf(sha256))) ?? undefined
}

const keyOf = (sha256: string): string => `prompt/${sha256}`

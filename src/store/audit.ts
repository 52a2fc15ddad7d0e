// What was done, by whom, when: one line for each change of state, none for what changed nothing.

export interface AuditLine {
  readonly seq: number
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly detail: string | null
}

/** Lines about one subject (a submission's id, a form's, a token's), the oldest first. Walks the index on subject. */
export async function auditOf(db: D1Database, subject: string, limit = 200): Promise<readonly AuditLine[]> {
  const { results } = await db
    .prepare('select seq, at, actor, action, subject, detail from audit where subject = ? order by seq limit ?')
    .bind(subject, limit)
    .all<AuditLine>()
  return results
}

/** A line of its own, for what is done outside a decision (a sign-in, an export). */
export async function note(db: D1Database, line: { at: number; actor: string; action: string; subject: string; detail?: string }): Promise<void> {
  await db
    .prepare('insert into audit (at, actor, action, subject, detail) values (?, ?, ?, ?, ?)')
    .bind(line.at, line.actor, line.action, line.subject, line.detail ?? null)
    .run()
}

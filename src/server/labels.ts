// Whether a record's label, which is made of its answers, may be shown to a reader: by the very version that made it, and by what any version says is personal.
import type { Actor } from '../record/submission.ts'
import { isLabelPersonal } from '../form/personal.ts'
import { hiddenIn, isMasked } from './masking.ts'

interface Labelled {
  readonly form: string
  readonly version: number
}

/** Tells of each of these records whether its label is kept from the reader. No trip for who sees everything. */
export async function hiddenLabels(db: D1Database, actor: Actor, rows: readonly Labelled[]): Promise<(row: Labelled) => boolean> {
  if (!isMasked(actor) || rows.length === 0) return () => false
  const hidden = await hiddenIn(db, rows.map(({ form }) => form))
  return ({ form, version }) => {
    const found = hidden.version(form, version)
    return found === undefined || isLabelPersonal(found, hidden.columns, hidden.names(form))
  }
}

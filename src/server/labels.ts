// Whether a record's label, which is made of its answers, may be shown to a reader: by the very version it was filled under.
import type { Actor } from '../record/submission.ts'
import { key, versions } from './catalogue.ts'
import { isLabelPersonal } from '../form/personal.ts'
import { columnsNow, isMasked } from './masking.ts'

interface Labelled {
  readonly form: string
  readonly version: number
}

/** Tells of each of these records whether its label is kept from the reader. No trip for who sees everything. */
export async function hiddenLabels(db: D1Database, actor: Actor, rows: readonly Labelled[]): Promise<(row: Labelled) => boolean> {
  if (!isMasked(actor)) return () => false
  const [forms, columns] = await Promise.all([versions(db, rows.map(({ form, version }) => ({ id: form, version }))), columnsNow(db)])
  return ({ form, version }) => {
    const found = forms.get(key({ id: form, version }))
    return found === undefined || isLabelPersonal(found, columns)
  }
}

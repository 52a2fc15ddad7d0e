// Who may read what was done, and what of it. All of it is an admin's of the whole; whoever answers for a place above the communes reads what was done to its records.
import { isUnbound } from './grants.ts'
import { isMasked } from './masking.ts'
import type { Actor } from '../record/submission.ts'
import { auditPage } from '../store/audit.ts'
import type { AuditWish, ToldLine } from '../store/audit.ts'
import type { Page } from '../store/submissions.ts'
import type { Places } from './world.ts'

/** A commune's reviewer works beside those whose lines these are. */
export function readsAudit({ role, unit }: Actor, places: Places): boolean {
  return role === 'admin' || (role === 'reviewer' && (unit === null || !places.isIn(unit, 'commune')))
}

/** Whether he reads every line, not only those about records that are his to see. */
export const readsAll = (actor: Actor): boolean => actor.role === 'admin' && isUnbound(actor)

/** A page of it, as far as it is the actor's. What is told of a record beside the action is not for masked readers. */
export async function auditFor(db: D1Database, actor: Actor, wish: Omit<AuditWish, 'scope' | 'limit'>): Promise<Page<ToldLine>> {
  const { rows, cursor } = await auditPage(db, { ...wish, limit: 50, scope: readsAll(actor) ? undefined : { under: actor.unit, forms: actor.forms } })
  const told = rows.map((line) => (line.record !== undefined && isMasked(actor) ? { ...line, detail: null } : line))
  return cursor === undefined ? { rows: told } : { rows: told, cursor }
}

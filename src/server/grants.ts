// What one person may give to another: nothing beyond what he has himself, and nothing more to himself. Without bounds only the admin that the deployment itself
// names: from him the first of everything comes. An admin of one place or of some forms sees and changes only who lies within.
import { isTrial } from '../form/trial.ts'
import type { Actor } from '../record/submission.ts'
import { accountOf } from '../store/accounts.ts'
import { listTokens } from '../store/people.ts'
import { Refusal } from './failure.ts'
import type { Places } from './world.ts'
import { placesNow } from './world.ts'

type Scope = Pick<Actor, 'role' | 'unit' | 'forms'>

/** Whether he may let others, who would not by their role, see personal answers. */
export const givesPersonal = ({ personal, token }: Actor): boolean => personal || token === 'deployment'

/** Errors: 403 where it is more than the actor has, or more than he has for himself. */
export async function mayGive(db: D1Database, actor: Actor, person: string, wish: Scope & { readonly personal?: boolean }): Promise<void> {
  // Officers and reviewers read names: whoever manages alone would give himself that.
  if (actor.person === person && ((wish.role !== actor.role && wish.role !== 'viewer') || (wish.personal === true && !actor.personal))) throw new Refusal(403, 'own_account')
  if (wish.personal === true && !givesPersonal(actor)) throw new Refusal(403, 'forbidden')
  if (!(await within(db, actor))(wish)) throw new Refusal(403, 'forbidden')
}

/** Errors: 404 where the person has something that reaches beyond the actor's own place or forms: then he is not his, which is the same as not there. */
export async function mayTouch(db: D1Database, actor: Actor, person: string, now: number): Promise<void> {
  if (isUnbound(actor)) return
  const [isMine, tokens, account] = await Promise.all([within(db, actor), listTokens(db, person), accountOf(db, person, now)])
  if (![...tokens.filter(({ revoked_at }) => revoked_at === null), ...(account === undefined ? [] : [account])].every(isMine)) throw new Refusal(404, 'not_found')
}

/** Whether something that was given lies within what the actor has. No trip for who has everything. */
export async function within(db: D1Database, actor: Actor): Promise<(scope: Pick<Actor, 'unit' | 'forms'>) => boolean> {
  if (isUnbound(actor)) return () => true
  const places = await placesNow(db)
  return ({ unit, forms }) => isUnder(actor, unit, places) && (actor.forms === null || (forms !== null && forms.every((form) => isTrial(form) || actor.forms?.includes(form) === true)))
}

const isUnbound = ({ unit, forms }: Actor): boolean => unit === null && forms === null

const isUnder = ({ unit: own }: Actor, unit: string | null, places: Places): boolean => own === null || (unit !== null && places.isUnder(unit, own))

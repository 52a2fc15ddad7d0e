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

/** Whether he may let others see people: those who would not by their role, and who looks at records for a place. From the deployment's admin the first of them comes. */
export const givesPersonal = ({ personal, token }: Actor): boolean => personal || token === 'deployment'

/**
 * Whether somebody reads people by it. An officer does not by his own: he has what he wrote, and of registers what his forms look into; whoever enrols him must be able to
 * without seeing any of it.
 */
export const readsPeople = ({ role, personal }: Pick<Scope, 'role'> & { readonly personal?: boolean }): boolean => role === 'reviewer' || personal === true

/** Errors: 403 where it is more than the actor has, or more than he has for himself. `had`: what of it the person has already, and keeps whoever gives it. */
export async function mayGive(db: D1Database, actor: Actor, person: string, wish: Scope & { readonly personal?: boolean }, had?: Scope): Promise<void> {
  // Officers and reviewers read names: whoever manages alone would give himself that.
  if (actor.person === person && ((wish.role !== actor.role && wish.role !== 'viewer') || (wish.personal === true && !actor.personal))) throw new Refusal(403, 'own_account')
  const keeps = had !== undefined && wish.personal !== true && wish.role === had.role && wish.unit === had.unit && JSON.stringify(wish.forms) === JSON.stringify(had.forms)
  // Else whoever manages alone would make somebody up, and read as him.
  if (readsPeople(wish) && !keeps && !givesPersonal(actor)) throw new Refusal(403, 'personal_not_yours')
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

/** Whether somebody's place and forms are all there are: what holds for everybody (forms, boards, the list of places, outlines) is changed by such an admin alone. */
export const isUnbound = ({ unit, forms }: Pick<Actor, 'unit' | 'forms'>): boolean => unit === null && forms === null

const isUnder = ({ unit: own }: Actor, unit: string | null, places: Places): boolean => own === null || (unit !== null && places.isUnder(unit, own))

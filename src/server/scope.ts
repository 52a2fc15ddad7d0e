// What part of the units a reader may see, and how a narrower wish fits into it. Scope comes from the actor, never from the request.
import type { Actor } from '../record/submission.ts'
import type { Reader } from '../store/submissions.ts'
import { lookerOf } from './looking.ts'
import type { Places } from './world.ts'

/**
 * The units to look under: null everywhere, [] nothing at all. A wish outside the actor's unit is nothing, not an error:
 * the answer does not tell whether something is there.
 */
export function underOf(actor: Actor, wish: string | undefined, places: Places): readonly string[] | null {
  if (wish === undefined) return actor.unit === null ? null : [actor.unit]
  if (!places.byId.has(wish)) return []
  return actor.unit === null || places.isUnder(wish, actor.unit) ? [wish] : []
}

/** For whom one record is read: officers read their own, everyone else what lies in his unit and forms, too; and whose look is kept. */
export function readerOf(actor: Actor, now: number): Reader {
  const { person, role, unit, forms } = actor
  return role === 'officer' ? { author: person } : { author: person, scope: { under: unit, forms }, looker: lookerOf(actor, now) }
}

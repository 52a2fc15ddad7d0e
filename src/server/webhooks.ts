// Who is told of what happens to records: made, stopped, ended by admins. Telling is deliver.ts's.
import type { Actor } from '../record/submission.ts'
import { mayUse } from '../record/may.ts'
import { listWebhooks, saveWebhook } from '../store/webhooks.ts'
import type { ListedWebhook, Sends } from '../store/webhooks.ts'
import { listForms } from '../store/forms.ts'
import { newWebhookSecret, somebody } from './deliver.ts'
import { amiss } from './outward.ts'
import type { Amiss } from './outward.ts'
import { isMasked } from './masking.ts'
import { underOf } from './scope.ts'
import type { Env } from './env.ts'
import { placesNow } from './world.ts'

export const events = ['new', 'edited', 'reviewed', 'withdrawn'] as const
export type Event = (typeof events)[number]
const actionsOf: Readonly<Record<Event, readonly string[]>> = { new: ['received'], edited: ['corrected', 'taken_in'], reviewed: ['approved', 'endorsed', 'returned', 'rejected', 'sent_back'], withdrawn: ['withdrawn'] }

export interface WantedWebhook {
  readonly name: string
  readonly url: string
  readonly forms: readonly string[]
  readonly events: readonly Event[]
  readonly sends: Sends
  readonly under?: string | undefined
}

/** What is wrong with one, all at once. */
export interface WebhookFault {
  readonly at: 'name' | 'url' | 'forms' | 'events' | 'sends' | 'under'
  readonly why: Amiss | 'empty' | 'unknown' | 'personal'
}

/** Makes one; its secret is told this once. */
export async function makeWebhook(env: Env, actor: Actor, wanted: WantedWebhook, now: number): Promise<{ readonly faults: readonly WebhookFault[] } | { readonly faults?: undefined; readonly id: string; readonly secret: string }> {
  const [places, forms] = await Promise.all([placesNow(env.DB), listForms(env.DB)])
  const under = underOf(actor, wanted.under, places)
  const url = amiss(wanted.url, env.PHIEU_WEBHOOKS_LOCAL === 'yes')
  const known = (id: string): boolean => mayUse(actor, id) && forms.some((form) => form.id === id)
  const faults: readonly WebhookFault[] = [
    ...(wanted.name.trim() === '' ? [{ at: 'name', why: 'empty' } as const] : []),
    ...(url === undefined ? [] : [{ at: 'url', why: url } as const]),
    ...(wanted.forms.length === 0 ? [{ at: 'forms', why: 'empty' } as const] : wanted.forms.every(known) ? [] : [{ at: 'forms', why: 'unknown' } as const]),
    ...(wanted.events.length === 0 ? [{ at: 'events', why: 'empty' } as const] : []),
    // Only who may see them may have them sent.
    ...(wanted.sends === 'all' && isMasked(actor) ? [{ at: 'sends', why: 'personal' } as const] : []),
    ...(under !== null && under.length === 0 ? [{ at: 'under', why: 'unknown' } as const] : []),
  ]
  if (faults.length > 0) return { faults }
  const [id, secret] = [crypto.randomUUID(), newWebhookSecret()]
  const actions = [...new Set(wanted.events)].flatMap((event) => actionsOf[event])
  await saveWebhook(env.DB, { id, name: wanted.name.trim(), url: new URL(wanted.url).href, secret, forms: [...new Set(wanted.forms)], actions, sends: wanted.sends, unit: under?.[0] ?? null, by: actor.person, created_at: now })
  somebody()
  return { id, secret }
}

/** Those that an admin may see: of his forms and within his unit. */
export async function webhooksOf(db: D1Database, actor: Actor): Promise<readonly ListedWebhook[]> {
  const [all, places] = await Promise.all([listWebhooks(db), placesNow(db)])
  return all.filter(({ unit, forms }) => forms.every((form) => mayUse(actor, form)) && (actor.unit === null || (unit !== null && places.isUnder(unit, actor.unit))))
}

/** One of those; undefined where there is none, or it is not his. */
export async function webhookOf(db: D1Database, actor: Actor, id: string): Promise<ListedWebhook | undefined> {
  return (await webhooksOf(db, actor)).find((hook) => hook.id === id)
}

/** What it is told of, as it was asked for. */
export function eventsOf({ actions }: Pick<ListedWebhook, 'actions'>): readonly Event[] {
  return events.filter((event) => actionsOf[event].every((action) => actions.includes(action)))
}

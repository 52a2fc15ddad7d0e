// Webhooks: other programs that are told of what happens to records.
import type { Call } from './route.ts'
import { Refusal } from '../failure.ts'
import { webhook, webhookDone, webhookMade, webhooks } from '../shapes.ts'
import { againWebhook, dropWebhook, stopWebhook } from '../../store/webhooks.ts'
import { eventsOf, makeWebhook, webhookOf, webhooksOf } from '../webhooks.ts'
import { json, route } from './route.ts'

const list = route({
  method: 'GET',
  path: '/api/webhooks',
  summary: 'Webhooks, how they stand and how much they still have to tell; never their secrets',
  roles: ['admin'],
  answers: { 200: { description: 'The newest first', schema: webhooks } },
  async handle({ db, actor }) {
    const all = await webhooksOf(db, actor)
    return json({ webhooks: all.map(({ actions, by: _, ...hook }) => ({ ...hook, events: eventsOf({ actions }) })) })
  },
})

const make = route({
  method: 'POST',
  path: '/api/webhooks',
  summary: 'Tells another program of what happens to records of these forms from now on; the secret that signs is shown this once',
  roles: ['admin'],
  json: webhook,
  answers: { 201: { description: 'Its id and its secret', schema: webhookMade }, 400: { description: 'Everything that is wrong with it: an address that may not be sent to, a form that is not yours' }, 403: { description: 'All answers are asked for, and you may not see the personal ones' } },
  async handle({ env, actor, body, now }) {
    const made = await makeWebhook(env, actor, body, now)
    if (made.faults === undefined) return json({ id: made.id, secret: made.secret }, 201)
    if (made.faults.some(({ why }) => why === 'personal')) throw new Refusal(403, 'forbidden')
    throw new Refusal(400, 'malformed', { problems: made.faults.map(({ at, why }) => ({ code: 'malformed', at: `/${at}`, facts: { expected: expected[why] ?? why, received: why } })) })
  },
})

/** What an address or a list should have been, by what is wrong with it. */
const expected: Readonly<Record<string, string>> = {
  url: 'an address', scheme: 'an https address', userinfo: 'an address without a name or password', port: 'port 443', address: 'a name instead of numbers', name: 'a name of the open internet',
  empty: 'something', unknown: 'what is there and yours',
}

const drop = route({
  method: 'DELETE',
  path: '/api/webhooks/:webhook',
  summary: 'Ends a webhook, with all that it still had to tell',
  roles: ['admin'],
  answers: { 204: { description: 'It is ended' }, 404: { description: 'Not there, or not yours' } },
  async handle({ db, actor, params, now }) {
    const hook = await webhookOf(db, actor, params.webhook ?? '')
    if (hook === undefined) throw new Refusal(404, 'not_found')
    await dropWebhook(db, hook.id, actor.person, now)
    return new Response(null, { status: 204 })
  },
})

const changes = { stop: (call: Changing) => stopWebhook(call.db, call.id, true, call.by, call.now), start: (call: Changing) => stopWebhook(call.db, call.id, false, call.by, call.now), again: (call: Changing) => againWebhook(call.db, call.id, call.by, call.now) } as const

interface Changing extends Pick<Call<unknown, unknown>, 'db' | 'now'> {
  readonly id: string
  readonly by: string
}

const change = (name: keyof typeof changes, summary: string) =>
  route({
    method: 'POST',
    path: `/api/webhooks/:webhook/${name}`,
    summary,
    roles: ['admin'],
    answers: { 200: { description: 'So it is now', schema: webhookDone }, 404: { description: 'Not there, or not yours' } },
    async handle({ db, actor, params, now }) {
      const hook = await webhookOf(db, actor, params.webhook ?? '')
      if (hook === undefined) throw new Refusal(404, 'not_found')
      await changes[name]({ db, now, id: hook.id, by: actor.person })
      return json({ id: hook.id })
    },
  })

export const webhookRoutes = [
  list, make, drop, change('stop', 'Stops a webhook; what happens meanwhile is told when it goes on'), change('start', 'Lets a stopped webhook go on from where it stopped'),
  change('again', 'Tries what was set aside once more'),
]

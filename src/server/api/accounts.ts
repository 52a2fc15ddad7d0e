// Accounts and their sessions, for admins: who signs in with a name and a password. Passwords, codes and secrets never travel here; a link is shown once.
import { listAccounts } from '../../store/accounts.ts'
import { endSession, sessionsOf } from '../../store/sessions.ts'
import { alterAccount, endAllOf, inviteAccount, inviteAgain, setAccountState, takeFactor } from '../accounts.ts'
import type { Invited } from '../accounts.ts'
import { Refusal } from '../failure.ts'
import { mayTouch, within } from '../grants.ts'
import { mayEnd } from '../roster.ts'
import { accountChange, accountShown, accountState, accountsShown, invitationWish, invited, newAccount, sessionsEnded, sessionsShown } from '../shapes.ts'
import { json, route } from './route.ts'

const list = route({
  method: 'GET',
  path: '/api/accounts',
  summary: 'Who signs in with a name and a password, and what it opens',
  roles: ['admin'],
  answers: { 200: { description: 'Accounts by name', schema: accountsShown } },
  async handle({ db, actor, now }) {
    const isMine = await within(db, actor)
    return json({ accounts: (await listAccounts(db, now)).filter(isMine) })
  },
})

const make = route({
  method: 'POST',
  path: '/api/accounts',
  summary: 'Makes an account for a person, and the link on which he chooses his password; it works once, within its minutes',
  roles: ['admin'],
  json: newAccount,
  answers: {
    201: { description: 'The link; its code is shown this once', schema: invited }, 403: { description: 'More than you have' }, 409: { description: 'The name is taken, or the person has an account' },
    422: { description: 'No such person or unit, or no such name can be' },
  },
  async handle({ db, actor, body, now, request }) {
    return json(shown(await inviteAccount(db, actor, body, new URL(request.url).origin, now)), 201)
  },
})

const change = route({
  method: 'PUT',
  path: '/api/accounts/:person',
  summary: 'Changes the name and scope of an account; its sessions have it at their next request',
  roles: ['admin'],
  json: accountChange,
  answers: {
    200: { description: 'The account', schema: accountShown }, 403: { description: 'It is your own, or more than you have' }, 404: { description: 'No such account' }, 409: { description: 'The name is taken' },
    422: { description: 'No such unit, or no such name can be' },
  },
  async handle({ db, actor, params, body, now }) {
    return json(await alterAccount(db, actor, params.person ?? '', body, now))
  },
})

const state = route({
  method: 'PUT',
  path: '/api/accounts/:person/state',
  summary: 'Shuts an account, which ends all of the person’s tokens and links, or opens it again',
  roles: ['admin'],
  json: accountState,
  answers: { 200: { description: 'The account', schema: accountShown }, 403: { description: 'It is your own' }, 404: { description: 'No such account' } },
  async handle({ db, actor, params, body, now }) {
    return json(await setAccountState(db, actor, params.person ?? '', body.state, now))
  },
})

const again = route({
  method: 'POST',
  path: '/api/accounts/:person/invitation',
  summary: 'Makes a link for another password; one that waited opens nothing any more',
  roles: ['admin'],
  json: invitationWish,
  answers: { 201: { description: 'The link; its code is shown this once', schema: invited }, 403: { description: 'It sees personal answers, and you do not' }, 404: { description: 'No such account, or it is shut' } },
  async handle({ db, actor, params, body, now, request }) {
    return json(shown(await inviteAgain(db, actor, params.person ?? '', body.minutes, new URL(request.url).origin, now)), 201)
  },
})

const factor = route({
  method: 'DELETE',
  path: '/api/accounts/:person/factor',
  summary: 'Takes the second factor of somebody who lost his phone, with its recovery codes',
  roles: ['admin'],
  answers: { 204: { description: 'It is gone' }, 403: { description: 'It is your own, or it sees personal answers and you do not' }, 404: { description: 'No such account, or it has none' } },
  async handle({ db, actor, params, now }) {
    await takeFactor(db, actor, params.person ?? '', now)
    return new Response(null, { status: 204 })
  },
})

const sessions = route({
  method: 'GET',
  path: '/api/accounts/:person/sessions',
  summary: 'Where a person is signed in now',
  roles: ['admin'],
  answers: { 200: { description: 'Sessions, the one seen last at the top', schema: sessionsShown } },
  async handle({ db, actor, params, now }) {
    await mayTouch(db, actor, params.person ?? '', now)
    return json({ sessions: await sessionsOf(db, params.person ?? '', now) })
  },
})

const endAll = route({
  method: 'DELETE',
  path: '/api/accounts/:person/sessions',
  summary: 'Ends all sessions of a person',
  roles: ['admin'],
  answers: { 200: { description: 'How many ended', schema: sessionsEnded }, 404: { description: 'No such account' } },
  async handle({ db, actor, params, now }) {
    return json({ ended: await endAllOf(db, actor, params.person ?? '', now) })
  },
})

const endOne = route({
  method: 'DELETE',
  path: '/api/sessions/:session',
  summary: 'Ends one session; its next request is answered as if nobody were signed in',
  roles: ['admin'],
  answers: { 204: { description: 'It is ended' }, 404: { description: 'No such session, or it had ended' } },
  async handle({ db, actor, params, now }) {
    if (!(await mayEnd(db, actor, params.session ?? '')) || !(await endSession(db, params.session ?? '', null, actor.person, now))) throw new Refusal(404, 'not_found')
    return new Response(null, { status: 204 })
  },
})

const shown = ({ expires_at, ...one }: Invited) => ({ ...one, expires_at: new Date(expires_at).toISOString() })

export const accountRoutes = [list, make, change, state, again, factor, sessions, endAll, endOne]

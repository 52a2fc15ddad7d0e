// People, their devices and the tokens that prove who acts. A token's secret is shown once and kept only as its hash.
import { listTokens, namesOf, revokeToken, saveDevice, savePerson, saveToken } from '../../store/people.ts'
import { newSecret, sha256Hex } from '../digest.ts'
import { Refusal } from '../failure.ts'
import { person, personMade, personScope, scopeSet, token, tokenMade, tokens, tokensQuery } from '../shapes.ts'
import { mayGive, mayTouch, within } from '../grants.ts'
import { giveScope, letLeave, mayEnd } from '../roster.ts'
import { placesNow } from '../world.ts'
import { json, route } from './route.ts'

const makePerson = route({
  method: 'POST',
  path: '/api/people',
  summary: 'Makes a person, or gives a known one another name',
  roles: ['admin'],
  json: person,
  answers: { 201: { description: 'The person', schema: personMade }, 404: { description: 'Not yours' } },
  async handle({ db, actor, body, now }) {
    const id = body.id ?? crypto.randomUUID()
    if (body.id !== undefined) await mayTouch(db, actor, id, now)
    await savePerson(db, { id, name: body.name, at: now, by: actor.person })
    return json({ id, name: body.name }, 201)
  },
})

const makeToken = route({
  method: 'POST',
  path: '/api/tokens',
  summary: 'Makes a token for a person, with its role, unit, forms and expiry; its secret is shown this once',
  roles: ['admin'],
  json: token,
  answers: { 201: { description: 'The secret and the link that signs a browser in', schema: tokenMade }, 403: { description: 'More than you have, or more for yourself' }, 404: { description: 'Not yours' }, 422: { description: 'No such person or unit' } },
  async handle({ db, actor, body, now, request }) {
    const names = await namesOf(db, [body.person])
    if (!Object.hasOwn(names, body.person)) throw new Refusal(422, 'person_unknown')
    if (body.unit !== null && !(await placesNow(db)).byId.has(body.unit)) throw new Refusal(422, 'unit_unknown')
    await mayTouch(db, actor, body.person, now)
    await mayGive(db, actor, body.person, body)
    const secret = newSecret()
    const id = crypto.randomUUID()
    const device = body.device === undefined ? null : (body.device.id ?? crypto.randomUUID())
    if (body.device !== undefined && device !== null) await saveDevice(db, { id: device, person: body.person, name: body.device.name, at: now })
    await saveToken(db, {
      id, hash: await sha256Hex(secret), person: body.person, device, role: body.role, unit: body.unit, forms: body.forms, personal: body.personal === true,
      expires_at: body.expires_at === undefined || body.expires_at === null ? null : Date.parse(body.expires_at), at: now, by: actor.person,
    })
    return json({ id, token: secret, link: `${new URL(request.url).origin}/in/${secret}` }, 201)
  },
})

const listAll = route({
  method: 'GET',
  path: '/api/tokens',
  summary: 'Tokens with their scope, never their secrets',
  roles: ['admin'],
  query: tokensQuery,
  answers: { 200: { description: 'Tokens by name', schema: tokens } },
  async handle({ db, actor, query }) {
    const isMine = await within(db, actor)
    return json({ tokens: (await listTokens(db, query.person)).filter(isMine) })
  },
})

const revoke = route({
  method: 'DELETE',
  path: '/api/tokens/:token',
  summary: 'Ends a token now; the next request with it is answered 401. A reviewer ends the phones of officers in his unit',
  roles: ['admin', 'reviewer'],
  answers: { 204: { description: 'It is ended' }, 404: { description: 'No such token, or it was ended before' } },
  async handle({ db, actor, params, now }) {
    if (!(await mayEnd(db, actor, params.token ?? '')) || !(await revokeToken(db, params.token ?? '', actor.person, now))) throw new Refusal(404, 'not_found')
    return new Response(null, { status: 204 })
  },
})

const scope = route({
  method: 'PUT',
  path: '/api/people/:person/scope',
  summary: 'Another role, place and forms for all that a person uses but sessions of an account; they hold at the next request',
  roles: ['admin'],
  json: personScope,
  answers: { 200: { description: 'How many tokens it holds for', schema: scopeSet }, 403: { description: 'One’s own, or more than you have' }, 404: { description: 'No such person' }, 422: { description: 'No such unit' } },
  async handle({ db, actor, params, body, now }) {
    return json({ tokens: await giveScope(db, actor, params.person ?? '', body, now) })
  },
})

const left = route({
  method: 'POST',
  path: '/api/people/:person/leave',
  summary: 'Ends everything of a person who leaves: phones, links, sessions, the account. Their records stay, under their name; twice is once',
  roles: ['admin'],
  answers: { 204: { description: 'All of it is ended' }, 403: { description: 'One’s own' }, 404: { description: 'No such person' } },
  async handle({ db, actor, params, now }) {
    await letLeave(db, actor, params.person ?? '', now)
    return new Response(null, { status: 204 })
  },
})

export const peopleRoutes = [makePerson, makeToken, listAll, revoke, scope, left]

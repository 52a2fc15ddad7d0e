// How a person comes onto a phone: the office makes a link that works once, the phone claims it with a secret of its own making.
import { Refusal } from '../failure.ts'
import { claimEnrolment, makeEnrolment } from '../enrolment.ts'
import { within } from '../grants.ts'
import { cancelEnrolment, waitingEnrolments } from '../../store/enrolments.ts'
import { claim, claimed, enrolment, enrolmentMade, enrolmentsWaiting } from '../shapes.ts'
import { json, route } from './route.ts'

const make = route({
  method: 'POST',
  path: '/api/enrolments',
  summary: 'Makes a link (and its QR) by which a person enrols one phone; it works once, within its minutes',
  roles: ['admin'],
  json: enrolment,
  answers: { 201: { description: 'The link; its code is shown this once', schema: enrolmentMade }, 403: { description: 'More than you have, or more for yourself' }, 404: { description: 'Not yours' }, 422: { description: 'No such person or unit' } },
  async handle({ db, actor, body, now, request }) {
    const { device, minutes, ...scope } = body
    const { code, link, qr, expires_at } = await makeEnrolment(db, actor, { ...scope, device: device.name, minutes }, new URL(request.url).origin, now)
    return json({ code, link, qr, expires_at: new Date(expires_at).toISOString() }, 201)
  },
})

const use = route({
  method: 'POST',
  path: '/api/enrolments/:code/claim',
  summary: 'Claims a link for a secret that the phone made, by its hash; the same hash again gives the same token',
  roles: [],
  json: claim,
  answers: {
    201: { description: 'The token; its secret is the phone’s own', schema: claimed },
    200: { description: 'It was claimed with this hash before', schema: claimed },
    404: { description: 'No such link' },
    410: { description: 'It was used by another, or its time is over' },
  },
  async handle({ db, params, body, now }) {
    const outcome = await claimEnrolment(db, params.code ?? '', body.token_hash, now)
    if ('fault' in outcome) throw new Refusal(outcome.fault === 'not_found' ? 404 : outcome.fault === 'malformed' ? 422 : 410, outcome.fault)
    const { isNew, ...token } = outcome
    return json(token, isNew ? 201 : 200)
  },
})

const waiting = route({
  method: 'GET',
  path: '/api/enrolments',
  summary: 'Links that were made and not used yet; never their codes',
  roles: ['admin'],
  answers: { 200: { description: 'Links', schema: enrolmentsWaiting } },
  async handle({ db, actor, now }) {
    const isMine = await within(db, actor)
    const found = (await waitingEnrolments(db, now)).filter(isMine)
    return json({ enrolments: found.map(({ hash, device, expires_at, ...one }) => ({ id: hash, ...one, device: { name: device }, expires_at: new Date(expires_at).toISOString() })) })
  },
})

const cancel = route({
  method: 'DELETE',
  path: '/api/enrolments/:enrolment',
  summary: 'Ends a link that was not used yet',
  roles: ['admin'],
  answers: { 204: { description: 'It opens nothing any more' }, 404: { description: 'No such link, or it was used or over already' } },
  async handle({ db, actor, params, now }) {
    if (!(await cancelEnrolment(db, params.enrolment ?? '', actor.person, now))) throw new Refusal(404, 'not_found')
    return new Response(null, { status: 204 })
  },
})

export const enrolmentRoutes = [make, waiting, cancel, use]

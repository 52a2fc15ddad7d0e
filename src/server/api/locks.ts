// Periods that are locked: told, locked, opened.
import { mayUse } from '../../record/may.ts'
import { namesOf } from '../../store/people.ts'
import { readState } from '../../store/submissions.ts'
import { latestForms } from '../catalogue.ts'
import { Refusal } from '../failure.ts'
import { locksFor, setPeriods } from '../periods.ts'
import { lockList, lockQuery, lockWish, locksSet } from '../shapes.ts'
import { placesOf } from '../world.ts'
import { json, route } from './route.ts'

const list = route({
  method: 'GET',
  path: '/api/locks',
  summary: 'The locked periods of a form that touch one’s unit; `from` and `to` are months',
  roles: ['admin', 'reviewer', 'viewer'],
  query: lockQuery,
  answers: { 200: { description: 'By month and unit; `unit` "" is everywhere', schema: lockList }, 404: { description: 'No such form of yours' } },
  async handle({ db, actor, query }) {
    const known = await readState(db, { ids: [], entries: [] })
    if (!known.forms.has(query.form) || !mayUse(actor, query.form)) throw new Refusal(404, 'not_found')
    const found = await locksFor(db, actor, query.form, query.from ?? '0000', query.to ?? '9999', await placesOf(db, known.units_revision))
    const names = await namesOf(db, [...new Set(found.map(({ by }) => by))])
    return json({ locks: found.map(({ by, ...one }) => ({ ...one, locked_by: names[by] ?? by })) })
  },
})

const set = route({
  method: 'POST',
  path: '/api/locks',
  summary: 'Locks a form’s month in some units, or opens it with a reason; again changes nothing',
  roles: ['reviewer'],
  json: lockWish,
  answers: {
    200: { description: 'How many units were locked or opened', schema: locksSet },
    403: { description: 'Not a reviewer who stands above' },
    404: { description: 'No such form, or a unit that does not lie below yours' },
    422: { description: 'Opened without a reason; a month to come' },
  },
  async handle({ db, actor, body, now }) {
    const known = await readState(db, { ids: [], entries: [] })
    const form = (await latestForms(db, known)).find(({ id }) => id === body.form)
    if (form === undefined || !mayUse(actor, body.form)) throw new Refusal(404, 'not_found')
    return json({ changed: await setPeriods(db, actor, body, form.review, await placesOf(db, known.units_revision), now) })
  },
})

export const lockRoutes = [list, set]

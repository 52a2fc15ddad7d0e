// Trials of forms: opened from a source, listed, thrown away. What a trial is stands in ../trials.ts.
import { triedBy } from '../../form/trial.ts'
import { listTrials } from '../../store/trials.ts'
import { Refusal } from '../failure.ts'
import { published, trialQuery, trials } from '../shapes.ts'
import { closeTrial, openTrial } from '../trials.ts'
import { answer, readSource, sourceTypes } from './forms.ts'
import { json, route } from './route.ts'

const list = route({
  method: 'GET',
  path: '/api/trials',
  summary: 'The forms that are being tried',
  roles: ['admin'],
  answers: { 200: { description: 'Trials by id', schema: trials } },
  async handle({ db }) {
    return json({ trials: (await listTrials(db)).map((trial) => ({ ...trial, form: triedBy(trial.id) })) })
  },
})

const open = route({
  method: 'POST',
  path: '/api/trials',
  summary: 'Opens a source for trying, apart from everything real; a newer source takes its place. `unit` puts the entries of its examples there',
  roles: ['admin'],
  unbound: true,
  query: trialQuery,
  types: sourceTypes,
  answers: {
    201: { description: 'It can be filled under the name that is told', schema: published },
    200: { description: 'The same source is being tried already', schema: published },
    422: { description: 'All problems of the form, or no such unit' },
  },
  async handle({ db, actor, query, request, now, language }) {
    const { files, ...source } = await readSource(db, request, query.id)
    return answer(await openTrial(db, actor, files, { unit: query.unit, now, ...source }), language)
  },
})

const close = route({
  method: 'DELETE',
  path: '/api/trials/:form',
  summary: 'Throws the trial of a form away, with all that was filled in it',
  roles: ['admin'],
  unbound: true,
  answers: { 204: { description: 'It is gone' }, 404: { description: 'That form is not being tried' } },
  async handle({ db, env, actor, params, now }) {
    if (!(await closeTrial(db, env.MEDIA, actor, triedBy(params.form ?? ''), now))) throw new Refusal(404, 'not_found')
    return new Response(null, { status: 204 })
  },
})

export const trialRoutes = [list, open, close]

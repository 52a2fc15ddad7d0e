// Questions read aloud: listed and heard by all who may use the form, recorded by the office.
import { promptsOf } from '../../store/prompts.ts'
import { limits, readBytes } from '../limits.ts'
import { hearPrompt, recordPrompt, spokenForm } from '../prompts.ts'
import { promptKept, prompts } from '../shapes.ts'
import { json, route } from './route.ts'

const types = ['audio/webm', 'audio/ogg', 'audio/mp4', 'application/octet-stream']

const list = route({
  method: 'GET',
  path: '/api/forms/:form/audio/:language',
  summary: 'The questions of a form that were read aloud in a language',
  roles: ['admin', 'reviewer', 'officer', 'viewer'],
  answers: { 200: { description: 'By question', schema: prompts }, 404: { description: 'No such form of yours, or not in that language' } },
  async handle({ env, actor, params }) {
    const { form = '', language = '' } = params
    await spokenForm(env, actor, form, language)
    return json({ prompts: (await promptsOf(env, form, language)).map(({ question, sha256, bytes }) => ({ question, sha256, bytes })) })
  },
})

const hear = route({
  method: 'GET',
  path: '/api/forms/:form/audio/:language/:question',
  summary: 'One question read aloud',
  roles: ['admin', 'reviewer', 'officer', 'viewer'],
  answers: { 200: { description: 'The sound' }, 404: { description: 'Not there, or not recorded' } },
  async handle({ env, actor, params, request }) {
    return hearPrompt(env, actor, { form: params.form ?? '', language: params.language ?? '', question: params.question ?? '' }, request)
  },
})

const put = route({
  method: 'PUT',
  path: '/api/forms/:form/audio/:language/:question',
  summary: 'Keeps a recording of a question, in the place of an earlier one',
  roles: ['admin', 'reviewer'],
  types,
  answers: {
    201: { description: 'It is kept', schema: promptKept },
    200: { description: 'It was here before', schema: promptKept },
    404: { description: 'No such form, language or question' },
    413: { description: 'Larger than a recording may be' },
    415: { description: 'It is no sound (WebM, Ogg or MP4)' },
  },
  async handle({ env, actor, params, request, now }) {
    const { bytes: body } = await readBytes(request, [...types, ''], limits.promptBytes)
    const { question, sha256, bytes, isNew } = await recordPrompt(env, actor, { form: params.form ?? '', language: params.language ?? '', question: params.question ?? '' }, body, now)
    return json({ question, sha256, bytes }, isNew ? 201 : 200)
  },
})

export const promptRoutes = [list, hear, put]

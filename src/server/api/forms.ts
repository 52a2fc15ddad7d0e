// Forms: which there are, one of them compiled, and publishing. What publishing means stands in ../publish.ts.
import { mayUse } from '../../record/may.ts'
import type { Form } from '../../form/form.ts'
import type { Files } from '../../form/source.ts'
import { listForms, listPublished, loadForms, loadSource, setFormState } from '../../store/forms.ts'
import { listRecounts } from '../../store/recounts.ts'
import type { Open } from '../../store/recounts.ts'
import type { Converted } from '../../translate/xlsform.ts'
import { sayDifference } from '../../words/desk.ts'
import { Refusal, told } from '../failure.ts'
import { readBytes } from '../limits.ts'
import { filesOfXlsx, filesOfYaml, filesOfZip, publish, publishAgain } from '../publish.ts'
import type { Published } from '../checked_source.ts'
import { advance } from '../recounts.ts'
import {
  formHeads, formSource, formState, formStated, formVersions, oneForm, publishAgain as again, published, publishQuery, recounts, sourceQuery, versionQuery,
} from '../shapes.ts'
import { json, route } from './route.ts'
import { unchanged } from '../unchanged.ts'

const list = route({
  method: 'GET',
  path: '/api/forms',
  summary: 'The forms that the token may use, each in its latest version',
  roles: ['admin', 'reviewer', 'officer', 'viewer'],
  answers: { 200: { description: 'Forms by id', schema: formHeads } },
  async handle({ db, actor }) {
    return json({ forms: (await listForms(db)).filter(({ id }) => mayUse(actor, id)) })
  },
})

const one = route({
  method: 'GET',
  path: '/api/forms/:form',
  summary: 'One compiled form, the latest version or another; `part=filling` without what nobody fills in',
  roles: ['admin', 'reviewer', 'officer', 'viewer'],
  query: versionQuery,
  answers: { 200: { description: 'The form', schema: oneForm }, 404: { description: 'No such form or version, or not yours' } },
  async handle({ db, actor, params, query, request }) {
    const id = params.form ?? ''
    const found = mayUse(actor, id) ? (await loadForms(db, [{ id, version: query.version ?? 'latest' }]))[0] : undefined
    if (found === undefined) throw new Refusal(404, 'not_found')
    const { version, state, published_at, hash, form, latest } = found
    const isPart = query.part === 'filling'
    const etag = `"${hash.slice(0, 16)}-${version}-${latest}-${state}${isPart ? '-filling' : ''}"`
    // A version that is named never changes: a phone asks for it once.
    const keeping = query.version === undefined || !isPart ? 'private, no-cache' : 'private, max-age=31536000, immutable'
    const headers = { etag, 'cache-control': keeping, vary: 'authorization' }
    const same = unchanged(request, headers)
    if (same !== undefined) return same
    return json({ id, version, state, title: form.title, published_at, hash, form: isPart ? fillingPart(form) : form }, 200, headers)
  },
})

// A phone counts nothing and shows no figures.
function fillingPart(form: Form): Form {
  return { ...form, indicators: [] }
}

const yaml = ['application/yaml', 'application/x-yaml', 'text/yaml']
const zip = ['application/zip', 'application/x-zip-compressed']
const workbooks = ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/vnd.ms-excel']

/** What a source may come as. */
export const sourceTypes = [...yaml, ...zip, ...workbooks]

const make = route({
  method: 'POST',
  path: '/api/forms',
  summary: 'Publishes a form: a lone form.yaml, the zip of its folder, or an XLSForm; `dry_run=1` only checks, and says what would change',
  roles: ['admin'],
  unbound: true,
  query: publishQuery,
  types: sourceTypes,
  answers: {
    201: { description: 'A new version', schema: published },
    200: { description: 'The same source as the latest version, or a dry run', schema: published },
    422: { description: 'All problems of the form, each with file, line and column, or with sheet, row and cell' },
  },
  async handle({ db, env, actor, query, request, now, language }) {
    const { files, ...source } = await readSource(db, request, query.id)
    return answer(await publish(db, actor, files, { dryRun: query.dry_run === '1', cursor: query.cursor, origin: query.origin, now, media: env.MEDIA, ...source }), language)
  },
})

/** The files of a source in a request's body, with the workbook that they were made of. `id`: the form's name where a workbook does not say it. */
export async function readSource(db: D1Database, request: Request, id = 'form'): Promise<{ readonly files: Files; readonly workbook?: Converted }> {
  const { type, bytes } = await readBytes(request, sourceTypes)
  if (!workbooks.includes(type)) return { files: zip.includes(type) ? filesOfZip(bytes) : filesOfYaml(bytes) }
  const workbook = await filesOfXlsx(db, bytes, id)
  return { files: workbook.files, workbook }
}

/** What came of a publish, or would, with the sentences of it. */
export function answer(done: Published, language: 'vi' | 'en'): Response {
  const differences = done.differences.map((difference) => ({ ...difference, title: sayDifference(difference, language) }))
  return json({ ...done, warnings: done.warnings.map((problem) => told(problem, language)), differences }, done.status === 'published' ? 201 : 200)
}

const versions = route({
  method: 'GET',
  path: '/api/forms/:form/versions',
  summary: 'All versions of a form, the latest first, and whether it is open',
  roles: ['admin'],
  answers: { 200: { description: 'Versions', schema: formVersions }, 404: { description: 'No such form' } },
  async handle({ db, params }) {
    const form = params.form ?? ''
    const found = await listPublished(db, form)
    if (found === undefined) throw new Refusal(404, 'not_found')
    return json({ form, ...found })
  },
})

const back = route({
  method: 'POST',
  path: '/api/forms/:form/versions',
  summary: 'Publishes the source of an earlier version again, as a new version; `dry_run=1` only says what would change',
  roles: ['admin'],
  unbound: true,
  query: publishQuery,
  json: again,
  answers: {
    201: { description: 'A new version', schema: published },
    200: { description: 'It is the latest version already, or a dry run', schema: published },
    404: { description: 'No such form or version' },
    422: { description: 'What is wrong with that source by now' },
  },
  async handle({ db, env, actor, params, query, body, now, language }) {
    return answer(await publishAgain(db, actor, params.form ?? '', body.version, { dryRun: query.dry_run === '1', cursor: query.cursor, now, media: env.MEDIA }), language)
  },
})

const source = route({
  method: 'GET',
  path: '/api/forms/:form/source',
  summary: 'The source of a form as it was published: its files; the latest version or another',
  roles: ['admin'],
  query: sourceQuery,
  answers: { 200: { description: 'Files by path', schema: formSource }, 404: { description: 'No such form or version' } },
  async handle({ db, params, query }) {
    const form = params.form ?? ''
    const version = query.version ?? (await listPublished(db, form))?.versions[0]?.version ?? 0
    const found = await loadSource(db, form, version)
    if (found === undefined) throw new Refusal(404, 'not_found')
    return json({ form, version, files: JSON.parse(found.source) as unknown })
  },
})

const state = route({
  method: 'PUT',
  path: '/api/forms/:form/state',
  summary: 'Closes a form, or opens it again; what was filled before it closed is still taken, and marked so',
  roles: ['admin'],
  unbound: true,
  json: formState,
  answers: { 200: { description: 'Its state now', schema: formStated }, 404: { description: 'No such form' } },
  async handle({ db, actor, params, body, now }) {
    const form = params.form ?? ''
    const changed = await setFormState(db, form, body.state, actor.person, now)
    if (changed === undefined) throw new Refusal(404, 'not_found')
    return json({ form, state: body.state, changed })
  },
})

const open = route({
  method: 'GET',
  path: '/api/recounts',
  summary: 'What is being counted anew since a version was published',
  roles: ['admin'],
  answers: { 200: { description: 'Nothing, where all figures are whole', schema: recounts } },
  async handle({ db }) {
    return json({ recounts: (await listRecounts(db)).map(shownOpen) })
  },
})

const goOn = route({
  method: 'POST',
  path: '/api/recounts',
  summary: 'Goes on counting anew, for one request; call it again until nothing is left',
  roles: ['admin'],
  answers: { 200: { description: 'What is left', schema: recounts } },
  async handle({ db, now }) {
    return json({ recounts: (await advance(db, now, { statements: 45 })).left.map(shownOpen) })
  },
})

const shownOpen = ({ of, name, indicators, began_at, changed }: Open): object => ({ of, name, indicators, began_at, changed })

export const formRoutes = [list, one, make, versions, back, source, state, open, goOn]

// Forms: which there are, one of them compiled, and publishing. What publishing means stands in ../publish.ts.
import type { Actor } from '../../record/submission.ts'
import type { Form } from '../../form/form.ts'
import { listForms, loadForms } from '../../store/forms.ts'
import { Refusal, told } from '../failure.ts'
import { readBytes } from '../limits.ts'
import { filesOfXlsx, filesOfYaml, filesOfZip, publish } from '../publish.ts'
import { formHeads, oneForm, publishQuery, published, versionQuery } from '../shapes.ts'
import { json, route } from './route.ts'
import { unchanged } from '../unchanged.ts'

const isTheirs = (actor: Actor, form: string): boolean => actor.forms === null || actor.forms.includes(form)

const list = route({
  method: 'GET',
  path: '/api/forms',
  summary: 'The forms that the token may use, each in its latest version',
  roles: ['admin', 'reviewer', 'officer', 'viewer'],
  answers: { 200: { description: 'Forms by id', schema: formHeads } },
  async handle({ db, actor }) {
    return json({ forms: (await listForms(db)).filter(({ id }) => isTheirs(actor, id)) })
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
    const found = isTheirs(actor, id) ? (await loadForms(db, [{ id, version: query.version ?? 'latest' }]))[0] : undefined
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
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const make = route({
  method: 'POST',
  path: '/api/forms',
  summary: 'Publishes a form: a lone form.yaml, the zip of its folder, or an XLSForm; `dry_run=1` only checks',
  roles: ['admin'],
  query: publishQuery,
  types: [...yaml, ...zip, xlsx],
  answers: {
    201: { description: 'A new version', schema: published },
    200: { description: 'The same source as the latest version, or a dry run', schema: published },
    422: { description: 'All problems of the form, each with file, line and column, or with sheet, row and cell' },
  },
  async handle({ db, actor, query, request, now, language }) {
    const { type, bytes } = await readBytes(request, [...yaml, ...zip, xlsx])
    const workbook = type === xlsx ? await filesOfXlsx(db, bytes, query.id ?? 'form') : undefined
    const files = workbook?.files ?? (zip.includes(type) ? filesOfZip(bytes) : filesOfYaml(bytes))
    const done = await publish(db, actor, files, { dryRun: query.dry_run === '1', now, ...(workbook === undefined ? {} : { workbook }) })
    return json({ ...done, warnings: done.warnings.map((problem) => told(problem, language)) }, done.status === 'published' ? 201 : 200)
  },
})

export const formRoutes = [list, one, make]

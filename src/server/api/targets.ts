// What indicators should reach: read by all who see figures, set by reviewers for the units below them and by admins. How far a figure is stands beside
// the figure itself (aggregates.ts).
import { isTargetPeriod } from '../../record/target.ts'
import type { Actor } from '../../record/submission.ts'
import { mayUse } from '../../record/may.ts'
import { historyOf, putTargets, remark, targetsOf } from '../../store/targets.ts'
import type { TargetKey } from '../../store/targets.ts'
import { latestForms } from '../catalogue.ts'
import { Refusal } from '../failure.ts'
import type { Slip } from '../failure.ts'
import { readState } from '../../store/submissions.ts'
import { underOf } from '../scope.ts'
import { readBytes } from '../limits.ts'
import { remarkKept, remarkWish, targetHistory, targetImport, targetImportQuery, targetKeyQuery, targetLines, targetQuery, targetSheetQuery, targetsPut, targetWishes } from '../shapes.ts'
import { compared, gridFile, putChanges, readTargetFile, sheetTypes, targetGrid } from '../target_file.ts'
import { placesOf } from '../world.ts'
import type { Places } from '../world.ts'
import { json, route } from './route.ts'

/** Whether an indicator and a unit are the actor's to see targets of, or (`isSetting`) to set them for. '' is all units together. */
export interface TargetScope {
  readonly places: Places
  readonly indicators: ReadonlySet<string>
  isUnit(unit: string): boolean
}

/** What an actor's targets may be about: his forms' indicators, the units under his. Who answers for everything answers for all together, too. */
export async function targetScope(db: D1Database, actor: Actor): Promise<TargetScope> {
  const known = await readState(db, { ids: [], entries: [] })
  const [places, forms] = await Promise.all([placesOf(db, known.units_revision), latestForms(db, known)])
  const theirs = forms.filter(({ id }) => mayUse(actor, id))
  const indicators = new Set(theirs.flatMap((form) => form.indicators.map(({ name }) => `${form.id}.${name}`)))
  const isUnit = (unit: string): boolean => (unit === '' ? actor.unit === null : places.byId.has(unit) && (actor.unit === null || places.isUnder(unit, actor.unit)))
  return { places, indicators, isUnit }
}

const list = route({
  method: 'GET',
  path: '/api/targets',
  summary: 'The targets that hold, each with the last word on why it is behind; `from` and `to` are years',
  roles: ['admin', 'reviewer', 'officer', 'viewer'],
  query: targetQuery,
  answers: { 200: { description: 'By indicator, period and unit', schema: targetLines } },
  async handle({ db, actor, query }) {
    const { places, indicators } = await targetScope(db, actor)
    const wanted = [...indicators].filter((name) => query.form === undefined || name.startsWith(`${query.form}.`))
    const found = await targetsOf(db, { indicators: wanted, from: query.from, to: query.to, under: underOf(actor, query.under, places) })
    return json({ targets: found.map(({ by: _, remark: said, ...line }) => ({ ...line, cause: said?.cause ?? null, remedy: said?.remedy ?? null })) })
  },
})

const history = route({
  method: 'GET',
  path: '/api/targets/history',
  summary: 'All that one target ever was, with who and when, and all that was said about it, the newest first',
  roles: ['admin', 'reviewer', 'viewer'],
  query: targetKeyQuery,
  answers: { 200: { description: 'Revisions and remarks', schema: targetHistory }, 404: { description: 'No such indicator or unit of yours' } },
  async handle({ db, actor, query }) {
    const scope = await targetScope(db, actor)
    if (!scope.indicators.has(query.indicator) || !scope.isUnit(query.unit)) throw new Refusal(404, 'not_found')
    return json(await historyOf(db, query))
  },
})

const put = route({
  method: 'PUT',
  path: '/api/targets',
  summary: 'Sets targets, each as a further revision; `value: null` takes one back, `base` sets it only if that revision still holds; the same again changes nothing',
  roles: ['admin', 'reviewer'],
  json: targetWishes,
  answers: { 200: { description: 'One outcome each, in order', schema: targetsPut }, 422: { description: 'No such indicator or unit, or one that is not yours; nothing was set' } },
  async handle({ db, actor, body, now }) {
    const problems = slipsOf(body, await targetScope(db, actor))
    if (problems.length > 0) throw new Refusal(422, 'malformed', { problems: problems.slice(0, 50) })
    return json({ targets: await putTargets(db, body, actor.person, now) })
  },
})

const say = route({
  method: 'POST',
  path: '/api/targets/remarks',
  summary: 'Says why a target is behind, and what will be done; the same words again change nothing',
  roles: ['admin', 'reviewer'],
  json: remarkWish,
  answers: { 200: { description: 'The same was said before', schema: remarkKept }, 201: { description: 'Kept', schema: remarkKept }, 404: { description: 'No such indicator or unit of yours' } },
  async handle({ db, actor, body, now }) {
    const scope = await targetScope(db, actor)
    if (!scope.indicators.has(body.indicator) || !scope.isUnit(body.unit)) throw new Refusal(404, 'not_found')
    const isNew = await remark(db, body, actor.person, now)
    return json({ changed: isNew }, isNew ? 201 : 200)
  },
})

// A place that is not theirs and one that is not there are the same slip.
export function slipsOf(wishes: readonly TargetKey[], { indicators, isUnit }: TargetScope): readonly Slip[] {
  const seen = new Set<string>()
  return wishes.flatMap(({ indicator, period, unit }, i): Slip[] => {
    const slip = (at: string, expected: string, received: string): Slip => ({ code: 'malformed', at: `/${i}/${at}`, facts: { expected, received } })
    const key = `${indicator}\n${period}\n${unit}`
    const isTwice = seen.has(key)
    seen.add(key)
    return [
      ...(indicators.has(indicator) ? [] : [slip('indicator', 'form.indicator', indicator)]),
      ...(isUnit(unit) ? [] : [slip('unit', 'a unit of yours', unit)]),
      ...(isTargetPeriod(period) ? [] : [slip('period', 'YYYY, YYYY-Qn or YYYY-MM', period)]),
      ...(isTwice ? [slip('', 'each target once', indicator)] : []),
    ]
  })
}

const table = route({
  method: 'GET',
  path: '/api/targets/table',
  summary: 'A form’s targets of one period as a sheet to be filled in and brought back: each indicator at each place of a level, with the revision that holds',
  roles: ['admin', 'reviewer', 'viewer'],
  query: targetSheetQuery,
  answers: { 200: { description: 'The sheet', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }, 404: { description: 'No such form of yours' } },
  async handle({ db, actor, query, language }) {
    const grid = await targetGrid(db, actor, { ...query, language })
    if (grid === undefined) throw new Refusal(404, 'not_found')
    return gridFile(grid, { name: `${query.form}-${query.period}`, format: query.format, language })
  },
})

const bring = route({
  method: 'POST',
  path: '/api/targets/import',
  summary: 'Sets targets from a sheet (CSV or XLSX), all or none; `dry_run=1` only says what would change; a line whose target was set anew since its revision moves nothing: 409',
  roles: ['admin', 'reviewer'],
  query: targetImportQuery,
  types: sheetTypes,
  answers: {
    200: { description: 'What changed, or would', schema: targetImport },
    409: { description: 'Somebody set one of them since the file was taken away; nothing was set' },
    422: { description: 'All that is wrong, each with sheet, row and cell; nothing was set' },
  },
  async handle({ db, actor, query, request, now, language }) {
    const { bytes } = await readBytes(request, sheetTypes)
    const { targets, problems } = await readTargetFile(db, actor, bytes, { form: query.form, language })
    if (problems.length > 0) throw new Refusal(422, 'malformed', { problems: problems.slice(0, 500) })
    const changes = await compared(db, targets)
    const shown = changes.map(({ isMoved, by: _, at: __, ...change }) => ({ ...change, moved: isMoved }))
    if (query.dry_run === '1') return json({ lines: targets.length, set: 0, changes: shown })
    const done = changes.some(({ isMoved }) => isMoved) ? 'moved' : await putChanges(db, changes, actor.person, now)
    if (done === 'moved') throw new Refusal(409, 'targets_moved')
    return json({ lines: targets.length, set: done.filter(({ status }) => status === 'set').length, changes: shown })
  },
})

export const targetRoutes = [list, history, put, say, table, bring]

// The unit register: read by everyone who fills, put in place by an admin. Units are never taken away: what was counted there stays.
import { faultsOf } from '../../record/deed.ts'
import type { KeptUnit, ListedUnit } from '../../store/units.ts'
import { listDeeds, saveUnits } from '../../store/units.ts'
import { Refusal } from '../failure.ts'
import type { Slip } from '../failure.ts'
import { limits } from '../limits.ts'
import { unitDeed, unitDeedDone, unitDeedQuery, unitDeeds, unitList, units, unitsQuery, unitsSaved } from '../shapes.ts'
import { doUnitDeed, weighDeed } from '../units.ts'
import { unchanged } from '../unchanged.ts'
import type { Places } from '../world.ts'
import { placesNow } from '../world.ts'
import { json, route } from './route.ts'

const list = route({
  method: 'GET',
  path: '/api/units',
  summary: 'Units with their levels, validity and successors; `under=mine` those of the token with all that they hang on, `since` what changed after a revision',
  roles: ['admin', 'reviewer', 'officer', 'viewer'],
  query: unitsQuery,
  answers: { 200: { description: 'The list and its revision; `whole`: what is not in it is no more', schema: unitList } },
  async handle({ db, actor, query, request }) {
    const places = await placesNow(db)
    const { revision, moved, all } = places
    const etag = `"units-${revision}"`
    const headers = { etag, 'cache-control': 'private, no-cache', vary: 'authorization' }
    const same = unchanged(request, headers)
    if (same !== undefined) return same
    const { since = 0 } = query
    // A unit that changed its place changed that of all below it, which did not change themselves: then the list is taken whole.
    const whole = since === 0 || since < moved || since > revision
    const mine = query.under === undefined || actor.unit === null ? all : around(places, actor.unit)
    const shown = whole ? mine : mine.filter(({ changed }) => changed > since)
    return json({ revision, whole, units: shown.map(({ changed: _, ...unit }) => unit) }, 200, headers)
  },
})

const put = route({
  method: 'PUT',
  path: '/api/units',
  summary: 'Puts units in place, known ones replaced by id; the same list again changes nothing',
  roles: ['admin'],
  unbound: true,
  json: units,
  limit: limits.listBytes,
  answers: { 200: { description: 'The revision that holds now', schema: unitsSaved }, 422: { description: 'Ids twice, parents and successors that are not there or of another level, circles, names and codes that are taken, times that do not fit' } },
  async handle({ db, actor, body, now }) {
    const places = await placesNow(db)
    const problems = [...slipsOf(body.units, new Set([...places.all.map(({ id }) => id), ...body.units.map(({ id }) => id)])), ...faultsOf(places.all, body.units)]
    if (problems.length > 0) throw new Refusal(422, 'units_invalid', { problems: problems.slice(0, 50) })
    return json(await saveUnits(db, body.units, now, actor.person))
  },
})

// What lies under a unit in either era, with everything that is needed to tell so: parents, and what places became.
function around({ all, byId, isUnder }: Places, unit: string): readonly ListedUnit[] {
  const waiting = all.filter(({ id }) => isUnder(id, unit)).map(({ id }) => id)
  const seen = new Set<string>()
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const found = byId.get(id)
    if (found === undefined || seen.has(id)) continue
    seen.add(id)
    waiting.push(...(found.parent === null ? [] : [found.parent]), ...found.successors, ...(found.extra_parents ?? []))
  }
  return all.filter(({ id }) => seen.has(id))
}

function slipsOf(given: readonly KeptUnit[], ids: ReadonlySet<string>): readonly Slip[] {
  const seen = new Set<string>()
  return given.flatMap((unit, i): Slip[] => {
    const slip = (at: string, expected: string, received: string): Slip => ({ code: 'malformed', at: `/units/${i}/${at}`, facts: { expected, received } })
    const slips: Slip[] = []
    if (seen.has(unit.id)) slips.push(slip('id', 'each id once', unit.id))
    seen.add(unit.id)
    for (const [at, id] of [['parent', unit.parent], ...unit.successors.map((id) => ['successors', id] as const)] as const) {
      if (id !== null && (!ids.has(id) || id === unit.id)) slips.push(slip(at, 'another unit of the list', id))
    }
    return slips
  })
}

const deeds = route({
  method: 'GET',
  path: '/api/units/deeds',
  summary: 'Single deeds that were done on the units, the newest first, each with its legal ground',
  roles: ['admin'],
  answers: { 200: { description: 'The last 500', schema: unitDeeds } },
  async handle({ db }) {
    return json({ deeds: await listDeeds(db, 500) })
  },
})

const act = route({
  method: 'POST',
  path: '/api/units/deeds',
  summary: 'Adds, renames, merges, divides or closes units from a day on, by a resolution; `dry_run=1` only says what it would change. The same id again changes nothing',
  roles: ['admin', 'reviewer'],
  query: unitDeedQuery,
  json: unitDeed,
  answers: {
    201: { description: 'It is done: what changed, and what hangs on the places', schema: unitDeedDone },
    200: { description: 'It was done before, or would change this (`dry_run`)', schema: unitDeedDone },
    403: { description: 'A reviewer adds villages in his own unit, and nothing else' },
    409: { description: 'Another deed has this id' },
    422: { description: 'All that is wrong with it' },
  },
  async handle({ db, actor, query, body, now }) {
    const { id, ground, move_people: people, deed } = body
    if (query.dry_run !== undefined) {
      const { revision, ...would } = await weighDeed(db, actor, deed, now)
      return json({ revision, changed: false, ...would })
    }
    const { revision, isNew, ...done } = await doUnitDeed(db, actor, { id, deed, ground, people }, now)
    return json({ revision, changed: isNew, ...done }, isNew ? 201 : 200)
  },
})

export const unitRoutes = [list, put, deeds, act]

// Outlines of units for the office's maps: put in place by an admin as GeoJSON, made small when they come. That a unit has one is nobody's secret.
import { dropBoundaries, listBoundaries } from '../../store/boundaries.ts'
import { takeOutlines } from '../boundaries.ts'
import { Refusal } from '../failure.ts'
import type { Slip } from '../failure.ts'
import { limits, readBytes, readJson, utf8 } from '../limits.ts'
import { boundariesPut, boundaryList } from '../shapes.ts'
import { json, route } from './route.ts'

const types = ['application/geo+json', 'application/json']

const expected = {
  not_collection: 'a FeatureCollection or a Feature', not_feature: 'a Feature', not_area: 'a Polygon or a MultiPolygon', ring_short: 'a ring of at least four positions', ring_open: 'a ring that ends where it begins',
  not_position: 'a position of two numbers, longitude first', not_degrees: 'degrees of WGS 84, longitude first', other_crs: 'WGS 84 (no crs, or CRS84)', too_many: 'at most 2,000 features of 300,000 positions together',
} as const

const put = route({
  method: 'PUT',
  path: '/api/boundaries',
  summary: 'Puts outlines of units in place, as GeoJSON (RFC 7946); those of the levels that occur in it are replaced whole. Each finds its unit by id, code or name',
  roles: ['admin'],
  unbound: true,
  types,
  answers: {
    200: { description: 'Which units have one now, and which features found none', schema: boundariesPut },
    422: { description: 'No GeoJSON of areas, each fault with its place; or no feature found a unit' },
  },
  async handle({ db, actor, request, now }) {
    const { bytes } = await readBytes(request, types, limits.listBytes)
    const { value } = readJson(utf8(bytes))
    const { matched, unmatched, faults } = await takeOutlines(db, actor, value, now)
    const slip = (at: string, facts: Slip['facts']): Slip => ({ code: 'malformed', at, ...(facts === undefined ? {} : { facts }) })
    if (faults.length > 0) throw new Refusal(422, 'malformed', { problems: faults.map(({ code, at }) => slip(at, { expected: expected[code], received: '' })) })
    if (matched.length === 0) throw new Refusal(422, 'malformed', { problems: unmatched.slice(0, 50).map(({ at, name }) => slip(at, { expected: 'the id, code or name of one unit', received: name })) })
    return json({ matched, unmatched })
  },
})

const list = route({
  method: 'GET',
  path: '/api/boundaries',
  summary: 'Which units have an outline, since when',
  roles: ['admin', 'reviewer', 'viewer', 'officer'],
  answers: { 200: { description: 'By unit', schema: boundaryList } },
  async handle({ db }) {
    return json({ boundaries: (await listBoundaries(db)).map(({ unit, at }) => ({ unit, at })) })
  },
})

const drop = route({
  method: 'DELETE',
  path: '/api/boundaries',
  summary: 'Takes all outlines away',
  roles: ['admin'],
  unbound: true,
  answers: { 204: { description: 'There are none' } },
  async handle({ db, actor, now }) {
    await dropBoundaries(db, actor.person, now)
    return new Response(null, { status: 204 })
  },
})

export const boundaryRoutes = [put, list, drop]

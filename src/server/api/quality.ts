// The quality of what came in, for programs: pairs that may be the same, what is unusual among a form's records, phones that stay away. The same that the
// office's pages show, with the same scope and the same masking.
import { sayUnlike } from '../../store/alike.ts'
import { hideCursor, showCursor } from '../cursor.ts'
import { Refusal } from '../failure.ts'
import { isMasked } from '../masking.ts'
import type { Pair } from '../../record/alike.ts'
import { alikeIn, groundsFor, pairIn, phonesIn, unusualIn } from '../quality.ts'
import { alikeFound, alikeQuery, phonesFound, unlikeSaid, unlikeWish, unusualFound, unusualQuery } from '../shapes.ts'
import { json, route } from './route.ts'

const alike = route({
  method: 'GET',
  path: '/api/quality/alike/:register',
  summary: 'Entries of a register that may be there twice, with how likely and why; counts alone for who may not see persons',
  roles: ['admin', 'reviewer', 'viewer'],
  query: alikeQuery,
  answers: { 200: { description: 'The likely ones first', schema: alikeFound }, 404: { description: 'No form of yours says what makes two of its entries alike' } },
  async handle({ db, actor, params, query, now }) {
    const found = await alikeIn(db, actor, await groundsFor(db, actor), params.register ?? '', query.under, now)
    if (found === undefined) throw new Refusal(404, 'not_found')
    const { looked, cut, counts, pairs, set_aside } = found
    const told = ({ one, other, likely, name, columns, isSamePlace }: Pair) => ({ one, other, likely, name, columns, same_place: isSamePlace })
    return json({
      register: params.register ?? '', looked, cut, counts, pairs: pairs?.slice(0, 200).map(told) ?? null, set_aside: set_aside?.slice(0, 200).map(({ said, ...pair }) => ({ ...told(pair), by: said.by, at: said.at })) ?? null,
    })
  },
})

const say = route({
  method: 'PUT',
  path: '/api/quality/unlike',
  summary: 'Says that two entries that look alike are two (`unlike`), or takes that back; the same again changes nothing',
  roles: ['reviewer'],
  json: unlikeWish,
  answers: { 200: { description: 'Whether that changed anything', schema: unlikeSaid }, 404: { description: 'No two entries of yours that look alike' } },
  async handle({ db, actor, body, now }) {
    const found = await pairIn(db, actor, await groundsFor(db, actor), body.register, body.one, body.other, now)
    if (found === undefined) throw new Refusal(404, 'not_found')
    const { one, other } = found.pair
    return json({ changed: await sayUnlike(db, { register: body.register, one: one.id, other: other.id, by: actor.person, at: now }, body.unlike) })
  },
})

const unusual = route({
  method: 'GET',
  path: '/api/quality/records/:form',
  summary: 'What is unusual among the newest records of a form: numbers, speed, answers that repeat, one spot for many, soft checks with their reasons',
  roles: ['admin', 'reviewer', 'viewer'],
  query: unusualQuery,
  answers: { 200: { description: 'Counts, and the records behind them; `cursor` leads to older ones', schema: unusualFound }, 404: { description: 'No such form of yours' } },
  async handle({ db, actor, params, query, now }) {
    const cursor = query.cursor === undefined ? undefined : showCursor(query.cursor)
    if (query.cursor !== undefined && cursor === undefined) throw new Refusal(400, 'query_invalid', { problems: [{ code: 'query_invalid', at: 'cursor', facts: { expected: 'as it was given' } }] })
    const found = await unusualIn(db, actor, await groundsFor(db, actor), params.form ?? '', { unit: query.under, cursor }, now)
    if (found === undefined) throw new Refusal(404, 'not_found')
    const { outliers, fast, repeated, spot, fired } = found
    const counts = { outliers: outliers.length, fast: fast.length, repeated: repeated.length, spot: spot.length, checks: fired.reduce((sum, { count }) => sum + count, 0) }
    const told = isMasked(actor)
      ? { outliers: null, fast: null, repeated: null, spot: null, checks: null }
      : {
          outliers: outliers.map(({ times, ...one }) => ({ ...one, times: times ?? null })), fast, repeated, spot,
          checks: fired.map((one) => ({ ...one, by: Object.fromEntries(one.by), in: Object.fromEntries(one.in), reasons: one.reasons.slice(0, 100) })),
        }
    return json({ form: found.form.id, looked: found.rows.size, counts, ...told, cursor: hideCursor(found.cursor) })
  },
})

const phones = route({
  method: 'GET',
  path: '/api/quality/phones',
  summary: 'Officers’ phones, those that need somebody first: records that they could not send, never used, not heard of; counts alone for viewers',
  roles: ['admin', 'reviewer', 'viewer'],
  answers: { 200: { description: 'Counts, phones, and links that ended unopened', schema: phonesFound } },
  async handle({ db, actor, now }) {
    const found = await phonesIn(db, actor, await groundsFor(db, actor), now)
    const of = (standing: string): number => found.phones.filter((phone) => phone.standing === standing).length
    const shown = actor.role !== 'viewer'
    return json({
      counts: { stuck: of('stuck'), never: of('never'), silent: of('silent'), well: of('well'), links: found.links.length },
      phones: !shown ? null : found.phones.map(({ token, person, name, device, unit, standing, days, unsent, waits, isCurrent, last_seen, told_at }) => ({
        token, person, name, device, unit, standing, silent_days: days, unsent, waits_days: waits ?? null, current: isCurrent ?? null, heard_at: Math.max(last_seen, told_at ?? 0),
      })),
      links: shown ? found.links : null,
    })
  },
})

export const qualityRoutes = [alike, say, unusual, phones]

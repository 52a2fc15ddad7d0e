// What became of a person's own submissions: for the phone that sent them, after its last visit.
import { sentSince } from '../../store/sent.ts'
import { readStamp } from '../../store/stamp.ts'
import { hideCursor, showCursor } from '../cursor.ts'
import { Refusal, told } from '../failure.ts'
import { sent, sentQuery } from '../shapes.ts'
import { signatureOf } from '../signature.ts'
import { json, route } from './route.ts'

export const sentRoute = route({
  method: 'GET',
  path: '/api/sent',
  summary: 'One’s own submissions that changed after a number (`since`, a `stamp` as it was given), the earliest change first',
  roles: ['officer', 'reviewer'],
  query: sentQuery,
  answers: { 200: { description: 'A page; `stamp` is the next `since` once all pages are read', schema: sent } },
  async handle({ db, env, actor, query, language }) {
    const cursor = query.cursor === undefined ? undefined : showCursor(query.cursor)
    if (query.cursor !== undefined && cursor === undefined) throw new Refusal(400, 'query_invalid', { problems: [{ code: 'query_invalid', at: 'cursor', facts: { expected: 'as it was given' } }] })
    // Read before the rows: what is written between is told again the next time, and never missed.
    const { stamp } = await readStamp(db)
    const { since = 0, limit = 200 } = query
    const found = await sentSince(db, actor.person, { since: since > stamp ? 0 : since, cursor, limit })
    const rows = await Promise.all(
      found.rows.map(async (row) => ({ ...row, signature: await signatureOf(env, row), problems: row.problems.map((problem) => told(problem, language)) })),
    )
    return json({ rows, stamp: rows.reduce((most, row) => Math.max(most, row.stamp), Math.min(since, stamp)), cursor: hideCursor(found.cursor) })
  },
})

// What was done and who looked, for programs: the same lines as on the office's page.
import { dayOf } from '../../form/date.ts'
import { receiptOf } from '../../record/receipt.ts'
import { zone } from '../../view/kept.ts'
import { auditFor, readsAudit } from '../audit.ts'
import { hideCursor, showCursor } from '../cursor.ts'
import { Refusal } from '../failure.ts'
import { auditLines, auditQuery } from '../shapes.ts'
import { placesNow } from '../world.ts'
import { json, route } from './route.ts'

const day_ms = 86_400_000
const beginOf = (day: string): number => dayOf(day) * day_ms - zone * 60_000

export const auditRoute = route({
  method: 'GET',
  path: '/api/audit',
  summary: 'What was done and who looked (`looked`), the newest first, 50 at a time; of a reviewer above the communes what concerns records of his unit. `who` without `action` leaves out records that came from him',
  roles: ['admin', 'reviewer'],
  query: auditQuery,
  answers: { 200: { description: 'A page; `cursor` is null on the last. It may hold fewer than 50 lines, or none, and yet a cursor', schema: auditLines }, 403: { description: 'A reviewer of a commune, or of a place in one' } },
  async handle({ db, actor, query }) {
    const places = await placesNow(db)
    if (!readsAudit(actor, places)) throw new Refusal(403, 'forbidden')
    const { who, action, subject, from, to } = query
    const cursor = query.cursor === undefined ? undefined : showCursor(query.cursor)
    if (query.cursor !== undefined && cursor === undefined) throw new Refusal(400, 'query_invalid', { problems: [{ code: 'query_invalid', at: 'cursor', facts: { expected: 'as it was given' } }] })
    const found = await auditFor(db, actor, { who, action, subject, from: from === undefined ? undefined : beginOf(from), to: to === undefined ? undefined : beginOf(to) + day_ms, cursor })
    const rows = found.rows.map(({ record, ...line }) => ({ ...line, record: record === undefined ? null : { receipt: receiptOf(record.number), form: record.form, unit: record.unit } }))
    return json({ rows, cursor: hideCursor(found.cursor) })
  },
})

// Registers: pages of entries within the reader's unit, for pickers, phones and other programs.
import { delta } from '../../store/departures.ts'
import { readState } from '../../store/submissions.ts'
import { latestForms } from '../catalogue.ts'
import { hideCursor, showCursor } from '../cursor.ts'
import { Refusal } from '../failure.ts'
import { lookingAt } from '../looking.ts'
import { columnsNow, isMasked } from '../masking.ts'
import { underOf } from '../scope.ts'
import { entries, entriesQuery } from '../shapes.ts'
import { placesOf, scannedRegisters } from '../world.ts'
import { json, route } from './route.ts'
import { mayUse } from '../../record/may.ts'

const list = route({
  method: 'GET',
  path: '/api/registers/:register',
  summary: 'Entries of a register by id; `since` gives what changed or left after a number, `q` searches labels without marks',
  roles: ['admin', 'reviewer', 'officer', 'viewer'],
  query: entriesQuery,
  answers: { 200: { description: 'A page; `cursor` is null on the last', schema: entries }, 404: { description: 'No form of yours has such a register' } },
  async handle({ db, actor, params, query, now }) {
    const register = params.register ?? ''
    const known = await readState(db, { ids: [], entries: [] })
    const [places, forms] = await Promise.all([placesOf(db, known.units_revision), latestForms(db, known)])
    const isTheirs = forms.some(
      (form) => mayUse(actor, form.id) && (form.registers.some((rule) => rule.register === register) || asksFor(form.survey, register) || scannedRegisters(form).includes(register)),
    )
    if (!isTheirs) throw new Refusal(404, 'not_found')
    const cursor = query.cursor === undefined ? undefined : showCursor(query.cursor)
    if (query.cursor !== undefined && cursor === undefined) throw new Refusal(400, 'query_invalid', { problems: [{ code: 'query_invalid', at: 'cursor', facts: { expected: 'as it was given' } }] })
    const { since, q, state, limit = 50 } = query
    const personal = isMasked(actor) ? ((await columnsNow(db)).get(register) ?? new Set<string>()) : new Set<string>()
    // A label that may not be read may not be searched either.
    if (q !== undefined && personal.has('label')) throw new Refusal(403, 'forbidden')
    const found = await delta(db, register, { under: underOf(actor, query.under, places), since, q, view: state ?? 'received', cursor, limit, looking: lookingAt(actor, `register:${register}`, now) })
    const rows = found.rows.map((row) => ({
      ...row,
      label: personal.has('label') ? null : row.label,
      columns: Object.fromEntries(Object.entries(row.columns).filter(([column]) => !personal.has(column))),
    }))
    return json({ register, rows, gone: found.gone, whole: found.isWhole, stamp: found.stamp, masked: [...personal], cursor: hideCursor(found.cursor) })
  },
})

interface Asking {
  readonly register?: string
  readonly questions?: readonly Asking[]
}

function asksFor(questions: readonly Asking[], register: string): boolean {
  return questions.some((question) => question.register === register || asksFor(question.questions ?? [], register))
}

export const registerRoutes = [list]

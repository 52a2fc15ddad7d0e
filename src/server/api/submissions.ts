// Submissions: sent, listed, read with their history, reviewed. Who may see which is decided by the record's unit and author.
import * as v from 'valibot'
import { maySee } from '../../record/receive.ts'
import { mayUse } from '../../record/may.ts'

import type { OneSubmission } from '../../store/submissions.ts'
import { one as readOne, page } from '../../store/submissions.ts'
import { erasureOf } from '../../store/erasures.ts'
import { hideCursor, showCursor } from '../cursor.ts'
import { Refusal, told } from '../failure.ts'
import { limits, readBytes, readJson, utf8 } from '../limits.ts'
import { isLabelPersonal } from '../../form/personal.ts'
import { lookingAt, seesLookers } from '../looking.ts'
import { hiddenLabels } from '../labels.ts'
import { hiddenIn, isMasked, withoutPersonal } from '../masking.ts'
import { isFileOf } from '../media.ts'
import type { Env } from '../env.ts'
import { eraseRecords } from '../erase.ts'
import { receiveAll } from '../receive.ts'
import type { Told } from '../receive.ts'
import { reviewMany, reviewOne } from '../review.ts'
import { readerOf, underOf } from '../scope.ts'
import { erased, erasure, lines, linesQuery, oneSubmission, outcome, review, reviewed, reviews, reviewsDone, submission, withdrawal, withdrawn } from '../shapes.ts'
import { signatureOf } from '../signature.ts'
import { withdrawOne } from '../withdraw.ts'
import { placesNow } from '../world.ts'
import { json, route } from './route.ts'

const send = route({
  method: 'POST',
  path: '/api/submissions',
  summary: 'Sends one sealed submission, or an array of up to 100; sending again changes nothing',
  roles: ['officer', 'reviewer'],
  asksToken: true,
  types: ['application/json'],
  described: v.union([submission, v.pipe(v.array(submission), v.maxLength(limits.submissions))]),
  answers: {
    201: { description: 'One: kept', schema: outcome },
    200: { description: 'One: it was kept before. An array: one outcome each, in order', schema: v.union([outcome, v.array(outcome)]) },
    409: { description: 'One: conflict; both are kept for the office', schema: outcome },
    422: { description: 'One: refused; kept aside with its problems, counted nowhere. Of a record whose personal answers were erased nothing is kept (`record_erased`)', schema: outcome },
    400: { description: 'One: malformed; nothing was kept' },
    413: { description: 'Too large, or more than 100' },
  },
  async handle({ db, env, actor, request, now, language }) {
    const { bytes } = await readBytes(request, ['application/json'])
    const { value, faults } = readJson(utf8(bytes))
    if (Array.isArray(value)) {
      if (value.length > limits.submissions) throw new Refusal(413, 'too_many')
      if (value.length === 0) throw new Refusal(400, 'malformed', { problems: [{ code: 'malformed', at: '', facts: { expected: 'a submission', received: 'none' } }] })
      const outcomes = await receiveAll(db, actor, value as readonly unknown[], now, faults)
      return json(await Promise.all(outcomes.map((one) => shown(env, one, language))))
    }
    const whole = faults.get('')
    const [alone] = await receiveAll(db, actor, [value], now, whole === undefined ? new Map() : new Map([['0', whole]]))
    if (alone === undefined) throw new Error('no outcome')
    if (alone.status === 'refused' && alone.revision === 0) throw refusalOf(alone)
    return json(await shown(env, alone, language), { kept: 201, had_it: 200, conflict: 409, refused: 422 }[alone.status])
  },
})

const list = route({
  method: 'GET',
  path: '/api/submissions',
  summary: 'Submissions, the newest first: officers their own, others those of their unit (with `form`)',
  roles: ['admin', 'reviewer', 'officer', 'viewer'],
  query: linesQuery,
  answers: { 200: { description: 'A page; `cursor` is null on the last', schema: lines } },
  async handle({ db, actor, query, now }) {
    const isOwn = actor.role === 'officer'
    if (!isOwn && query.form === undefined) throw new Refusal(400, 'query_invalid', { problems: [{ code: 'query_invalid', at: 'form', facts: { expected: 'the id of a form' } }] })
    if (query.form !== undefined && !mayUse(actor, query.form)) return json({ rows: [], cursor: null })
    const cursor = query.cursor === undefined ? undefined : showCursor(query.cursor)
    if (query.cursor !== undefined && cursor === undefined) throw new Refusal(400, 'query_invalid', { problems: [{ code: 'query_invalid', at: 'cursor', facts: { expected: 'as it was given' } }] })
    const places = await placesNow(db)
    const under = isOwn ? null : underOf(actor, query.under, places)
    const { form, state, from, to, q, limit = 50 } = query
    // Whoever may not see a name may not find it letter by letter either.
    if (q !== undefined && isMasked(actor)) throw new Refusal(403, 'forbidden')
    const found = await page(db, { form, under, state, from, to, q, cursor, limit, ...(isOwn ? { author: actor.person } : { looking: lookingAt(actor, `form:${form ?? ''}`, now) }) })
    // An officer's own records are few; a narrower place is picked from them here.
    const rows = isOwn && query.under !== undefined ? found.rows.filter(({ unit }) => places.isUnder(unit, query.under ?? '')) : found.rows
    const hides = await hiddenLabels(db, actor, rows)
    // What a flag tells may repeat what was typed.
    return json({ rows: rows.map((row) => ({ ...row, label: hides(row) ? null : row.label, flags: isMasked(actor) ? row.flags.map(({ code, at }) => ({ code, at })) : row.flags })), cursor: hideCursor(found.cursor) })
  },
})

const one = route({
  method: 'GET',
  path: '/api/submissions/:id',
  summary: 'One submission with all its revisions and what was done to it; personal answers are left out for viewers and admins',
  roles: ['admin', 'reviewer', 'officer', 'viewer'],
  answers: { 200: { description: 'The submission', schema: oneSubmission }, 404: { description: 'Not there, or not yours' } },
  async handle({ db, actor, params, language, now }) {
    const [found, places] = await Promise.all([readOne(db, params.id ?? '', readerOf(actor, now)), placesNow(db)])
    if (found === undefined || !maySee(actor, found, places.isUnder)) throw new Refusal(404, 'not_found')
    const shownTo = isMasked(actor) ? await maskedFor(db, found) : { ...found, masked: false }
    // An answer that someone else sent under the same id is set aside for the office, not for the officer; what the office itself put in its place stands.
    const revisions = shownTo.revisions.filter(({ author, revision }) => actor.role !== 'officer' || author === actor.person || revision === found.revision)
    const order = found.erased === null ? undefined : await erasureOf(db, found.seq)
    // A reason may name somebody.
    const erasedBy = order === undefined ? null : { at: order.at, by: order.by, ground: order.ground, reason: isMasked(actor) || actor.role === 'officer' ? null : order.reason }
    return json({ ...shownTo, erased: erasedBy, looked: seesLookers(actor, found, places) ? found.looked : undefined, revisions: revisions.map((one) => ({ ...one, problems: one.problems.map((problem) => told(problem, language)) })) })
  },
})

const judge = route({
  method: 'POST',
  path: '/api/submissions/:id/review',
  summary: 'Approves a submission, returns it with a question, or rejects it',
  roles: ['reviewer'],
  json: review,
  answers: {
    200: { description: 'The state that holds now', schema: reviewed },
    403: { description: 'Not a reviewer, or the reviewer wrote it' },
    404: { description: 'Not there, or outside the reviewer’s unit or forms' },
    409: { description: 'There is nothing to review in its present state' },
    422: { description: 'Returned or rejected without a comment' },
  },
  async handle({ db, actor, params, body, now }) {
    const { id, revision, state, changed, receipt } = await reviewOne(db, actor, { id: params.id ?? '', ...body }, now)
    return json({ id, revision, state, changed, receipt })
  },
})

const judgeMany = route({
  method: 'POST',
  path: '/api/reviews',
  summary: 'Decides on up to 100 submissions at once; what cannot be decided says its fault and does not stop the others',
  roles: ['reviewer'],
  json: reviews,
  answers: {
    200: { description: 'One outcome each, in order', schema: reviewsDone },
    403: { description: 'Not a reviewer' },
    422: { description: 'One is returned or rejected without a comment; nothing was decided' },
  },
  async handle({ db, actor, body, now }) {
    const outcomes = await reviewMany(db, actor, body, now)
    return json({ reviews: outcomes.map(({ id, fault, revision, state, changed, receipt }) => (fault === undefined ? { id, fault: null, revision, state, changed, receipt } : { id, fault, revision: 0, state: null, changed: false, receipt: '' })) })
  },
})

const takeBack = route({
  method: 'POST',
  path: '/api/submissions/:id/withdraw',
  summary: 'Takes one’s own submission back, before it is approved: it is kept and counts nowhere; again changes nothing',
  roles: ['officer', 'reviewer'],
  json: withdrawal,
  answers: {
    200: { description: 'It is withdrawn', schema: withdrawn },
    404: { description: 'Not there, or not yours' },
    409: { description: 'It is approved, or there is a newer revision than `base`' },
  },
  async handle({ db, actor, params, body, now }) {
    const id = params.id ?? ''
    const { status, revision, receipt } = await withdrawOne(db, actor, id, body.base, now)
    return json({ id, status, revision, receipt })
  },
})

const eraseThem = route({
  method: 'POST',
  path: '/api/submissions/:id/erase',
  summary: 'Takes what a submission (and those in `also`) says of a person out for good, in every revision, entry and file; the record stays, with all that it adds. Again changes nothing',
  roles: ['admin'],
  personal: true,
  json: erasure,
  answers: {
    200: { description: 'It is erased; `done` false: a large one is being worked off', schema: erased },
    403: { description: 'Not an admin with the right to personal answers' },
    404: { description: 'One of them is not there, or not yours' },
  },
  async handle({ env, actor, params, body, now }) {
    const { outcomes, done } = await eraseRecords(env, actor, { ids: [params.id ?? '', ...body.also], ground: body.ground, reason: body.reason }, now)
    return json({ erased: outcomes.map(({ id, status, receipt }) => ({ id, status, receipt })), done })
  },
})

async function shown(env: Env, one: Told, language: string): Promise<unknown> {
  return { ...one, signature: await signatureOf(env, one), problems: one.problems.map((problem) => told(problem, language)) }
}

function refusalOf({ problems }: Told): Refusal {
  const codes = new Set<string>(problems.map(({ code }) => code))
  if (codes.has('too_large')) return new Refusal(413, 'too_large', { problems })
  if (codes.has('hash_mismatch')) return new Refusal(400, 'hash_mismatch', { problems })
  if (codes.has('form_unknown')) return new Refusal(404, 'form_unknown', { problems })
  return new Refusal(400, 'malformed', { problems })
}

async function maskedFor(db: D1Database, found: OneSubmission): Promise<Omit<OneSubmission, 'label'> & { label: string | null; masked: boolean }> {
  const hidden = await hiddenIn(db, [found.form])
  const names = hidden.names(found.form)
  const head = hidden.version(found.form, found.version)
  const revisions = found.revisions.map((revision) => {
    const { submission, flags, problems } = revision
    const form = hidden.version(submission.form, submission.version)
    const { answers, masked } = form === undefined ? { answers: {}, masked: ['*'] } : withoutPersonal(names, submission.answers)
    const { last: _, ...context } = submission.context
    // Facts of a problem, a reason or a comment may repeat what was typed; so may the name of a file, and what the record before it said.
    const media = submission.media?.filter(({ name }) => form !== undefined && isFileOf(form, answers, name))
    return {
      ...revision,
      submission: { ...submission, answers, context, reasons: undefined, ...(media === undefined ? {} : { media }) },
      masked,
      flags: flags.map(({ code, at }) => ({ code, at })),
      problems: problems.map(({ code, at }) => ({ code, at })),
      review: revision.review === undefined ? undefined : { ...revision.review, comment: '' },
    }
  })
  return {
    ...found,
    revisions,
    masked: true,
    label: head === undefined || isLabelPersonal(head, hidden.columns, names) ? null : found.label,
    flags: found.flags.map(({ code, at }) => ({ code, at })),
    audit: found.audit.map((line) => ({ ...line, detail: null })),
  }
}

export const submissionRoutes = [send, list, one, judge, judgeMany, takeBack, eraseThem]

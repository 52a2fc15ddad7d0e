// Erasing what a record tells of a person: what goes, what stays, which other records say something of the same entries; then done. And how a record says that it was.
import { grounds } from '../../record/erase.ts'
import type { Ground } from '../../record/erase.ts'
import type { Form, Question } from '../../form/form.ts'
import { writeNumber } from '../../form/number.ts'
import { keptThrough, readKeep, writeKeep } from '../../form/keep.ts'
import { localDay, writeDate } from '../../form/date.ts'
import { byRule } from '../../record/hold.ts'
import { maySee } from '../../record/receive.ts'
import type { Actor } from '../../record/submission.ts'
import { erasureOf, sharing } from '../../store/erasures.ts'
import { namesOf } from '../../store/people.ts'
import { one, readState } from '../../store/submissions.ts'
import { termOf } from '../../store/terms.ts'
import type { OneSubmission } from '../../store/submissions.ts'
import { plain } from '../../view/begin.ts'
import { boxIn } from '../../view/boxes.ts'
import type { Html } from '../../view/html.ts'
import { attribute, html, nothing } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import type { DeskWords } from '../../words/desk.ts'
import { latestForms, versions, key } from '../catalogue.ts'
import type { Visit } from '../env.ts'
import { eraseRecords, mayErase, secretsOf } from '../erase.ts'
import { Refusal } from '../failure.ts'
import { isMasked } from '../masking.ts'
import { isFileOf } from '../media.ts'
import { readerOf } from '../scope.ts'
import { languageOf } from '../session.ts'
import { placesNow } from '../world.ts'
import { whenOf } from './home.ts'
import { notFound, respond, tell, wordsFor } from './respond.ts'
import { postedOf } from './visitor.ts'

/** As many others as are named on the page, and erased with it. */
const mostOthers = 20

/** GET /office/submissions/:id/erase. */
export async function askErase(visit: Visit, actor: Actor, now: number): Promise<Response> {
  return asked(visit, actor, now, {})
}

/** POST there. */
export async function eraseHere(visit: Visit, actor: Actor, now: number): Promise<Response> {
  if (!mayErase(actor)) return mayNot(visit, actor)
  const id = visit.req.param('id') ?? ''
  const posted = await postedOf(visit)
  const [ground, reason] = [boxIn(posted, 'ground'), boxIn(posted, 'reason').trim().slice(0, 2_000)]
  const also = (posted.get('also') ?? []).filter((other) => /^[0-9a-f-]{36}$/.test(other)).slice(0, mostOthers)
  const isGround = (text: string): text is Ground => (grounds as readonly string[]).includes(text)
  if (!isGround(ground) || reason === '') return asked(visit, actor, now, { ground, reason, also, wrong: isGround(ground) ? 'reason' : 'ground' })
  try {
    await eraseRecords(visit.env, actor, { ids: [id, ...also], ground, reason }, now)
  } catch (refusal) {
    // One of the others went away or is somebody else's: expected here. The record itself is asked for again, and then it is a 404.
    if (!(refusal instanceof Refusal && refusal.status === 404)) throw refusal
    return asked(visit, actor, now, { ground, reason, also: [], wrong: 'other' })
  }
  return visit.redirect(`/office/submissions/${encodeURIComponent(id)}`, 303)
}

interface Given {
  readonly ground?: string
  readonly reason?: string
  readonly also?: readonly string[]
  readonly wrong?: 'ground' | 'reason' | 'other'
}

async function asked(visit: Visit, actor: Actor, now: number, given: Given): Promise<Response> {
  if (!mayErase(actor)) return mayNot(visit, actor)
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const { erase: w } = words
  const [found, places] = await Promise.all([one(db, visit.req.param('id') ?? '', readerOf(actor, now)), placesNow(db)])
  if (found === undefined || !maySee(actor, found, places.isUnder)) return notFound(visit, actor)
  if (found.erased !== null) return visit.redirect(`/office/submissions/${found.id}`, 303)
  const known = await readState(db, { ids: [found.id], entries: [] })
  const secrets = await secretsOf(db, found.form, await latestForms(db, known))
  const form = secrets.form(found.version)
  const personal = [...known.entries.values()].filter(({ register, said }) => said.some((one) => one.submission === found.id) && (secrets.columns.get(register)?.size ?? 0) > 0)
  const listed = (await sharing(db, found.seq, personal.map(({ register, id }) => [register, id] as const), mostOthers + 1)).filter((other) => maySee(actor, other, places.isUnder))
  const others = listed.slice(0, mostOthers)
  const titles = await versions(db, others.map((other) => ({ id: other.form, version: other.version })))
  const asks = form === undefined ? [] : questionsOf(form).filter(({ name, label }) => secrets.names.has(name) && label !== undefined)
  const files = new Set(found.revisions.flatMap(({ submission }) => (submission.media ?? []).filter(({ name }) => !name.startsWith('thumb-') && !(form !== undefined && isFileOf(form, without(submission.answers, secrets.names), name))).map(({ sha256 }) => sha256)))
  const number = (count: number): string => writeNumber(count, language)
  const says = given.wrong === undefined ? undefined : { ground: w.groundMissing, reason: w.reasonMissing, other: w.otherMissing }[given.wrong]
  const name = found.label === '' ? found.receipt : found.label
  const main = html`<p class="step"><a href="/office/submissions/${found.id}">${w.of(name)}</a></p><h1>${w.title}</h1><p class="note">${w.about}</p>
<h2>${w.goes}</h2><ul><li>${asks.length === 0 ? w.noAnswers : w.answers(asks.map(({ label }) => plain(label ?? {}, language)).join(' · '))}</li><li>${w.revisions(number(found.revisions.length))}</li>${files.size > 0 && html`<li>${w.files(number(files.size))}</li>`}<li>${w.texts}</li>${personal.length > 0 && html`<li>${w.entries(number(personal.length))}</li>`}</ul>
<h2>${w.stays}</h2><ul>${w.standing.map((line) => html`<li>${line}</li>`)}</ul><p>${w.afterwards}</p>
<form method="post" action="/office/submissions/${found.id}/erase">${says !== undefined && html`<p class="problem" role="alert" id="erase-problem">${says}</p>`}
${others.length > 0 && html`<fieldset class="field"><legend>${w.others}</legend><p class="hint">${w.othersAbout}</p>${others.map((other) => {
    const called = `${plain(titles.get(key({ id: other.form, version: other.version }))?.title ?? {}, language)}: ${other.label === '' ? other.day : other.label}`
    return other.erased !== null ? html`<p>${called} (${w.otherErased})</p>` : html`<label class="choice"><input type="checkbox" name="also" value="${other.id}"${attribute('checked', given.also?.includes(other.id) === true)}><span>${called}</span></label>`
  })}${listed.length > mostOthers && html`<p class="hint">${w.more(number(mostOthers))}</p>`}</fieldset>`}
<fieldset class="field"${attribute('aria-describedby', given.wrong === 'ground' ? 'erase-problem' : undefined)}><legend>${w.ground}</legend>${grounds.map((ground) => html`<label class="choice"><input type="radio" name="ground" value="${ground}"${attribute('checked', given.ground === ground)}><span>${w.grounds[ground]}</span></label>`)}</fieldset>
<div class="field"><label for="reason">${w.reason}</label><p class="hint" id="reason-hint">${w.reasonHint}</p><textarea id="reason" name="reason" maxlength="2000" aria-describedby="reason-hint${given.wrong === 'reason' ? ' erase-problem' : ''}"${attribute('aria-invalid', given.wrong === 'reason' ? 'true' : undefined)}>${given.reason ?? ''}</textarea></div>
<p class="buttons"><button class="danger">${w.yes}</button><a class="button plain" href="/office/submissions/${found.id}">${w.no}</a></p></form>`
  return respond(visit, actor, { title: w.title, main, hasProblems: says !== undefined }, says === undefined ? 200 : 422)
}

function mayNot(visit: Visit, actor: Actor): Response | Promise<Response> {
  const { mayNot: says } = wordsFor(visit)
  return tell(visit, actor, says.forbidden, says.forbiddenAbout, 403)
}

/** That a record was erased, by whom, when and on which ground; for who may, the way there. */
export async function erasedNote(visit: Visit, actor: Actor, found: OneSubmission): Promise<Html> {
  const { erase: w } = wordsFor(visit)
  if (found.erased === null) return html`${await keptNote(visit, found)}${mayErase(actor) && html`<p><a href="/office/submissions/${found.id}/erase">${w.ask}</a></p>`}`
  const order = await erasureOf(visit.env.DB, found.seq)
  if (order === undefined) return nothing
  const names = await namesOf(visit.env.DB, [order.by])
  return html`<section class="note" id="erased"><h2>${order.ground === 'term' ? w.doneTerm : w.done}</h2><p>${w.by(order.by === byRule ? w.byRule : (names[order.by] ?? order.by), whenOf(order.at, languageOf(visit)), w.grounds[order.ground])}</p>${order.by === byRule ? byTheForm(order.reason, wordsFor(visit).keep) : !isMasked(actor) && html`<p>${w.because(order.reason)}</p>`}${order.isOpen && html`<p>${w.open}</p>`}</section>`
}

/** How long what a record says of persons is kept, where its form says so; for whoever may open the record. */
export async function keptNote(visit: Visit, { form, seq, erased }: Pick<OneSubmission, 'form' | 'seq' | 'erased'>): Promise<Html> {
  const term = erased === null ? await termOf(visit.env.DB, form, seq) : undefined
  if (term === undefined) return nothing
  const { keep } = wordsFor(visit)
  return html`<p class="about" id="kept">${term.settled_at === null ? keep.open(writeKeep(term.keep)) : keep.until(writeDate(keptThrough(localDay(term.settled_at, zone), term.keep), languageOf(visit)))}</p>`
}

// The rule as it stood when it was erased by it (server/terms.ts `reasonOf`).
function byTheForm(reason: string, { said }: DeskWords['keep']): Html {
  const [, text = '', version = ''] = /^keep: (.+), version (\d+)$/.exec(reason) ?? []
  const keep = readKeep(text)
  return keep === undefined ? nothing : html`<p>${said(writeKeep(keep), version)}</p>`
}

function questionsOf(form: Form): readonly Question[] {
  const all = (questions: readonly Question[]): readonly Question[] => questions.flatMap((question) => [question, ...all(question.questions ?? [])])
  return all(form.survey)
}

// What would be left of the answers: enough to know which files are still answered with.
function without(answers: OneSubmission['revisions'][number]['submission']['answers'], names: ReadonlySet<string>): typeof answers {
  return Object.fromEntries(Object.entries(answers).filter(([name]) => !names.has(name)))
}

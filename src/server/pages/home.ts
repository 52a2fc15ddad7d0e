// The officer's first page: what came back, what is being filled in, what can be started, what was sent. And the page before a new form.
import { instant } from '../../form/date.ts'
import type { Actor } from '../../record/submission.ts'
import { mayUse } from '../../record/may.ts'
import { draftsOf } from '../../store/drafts.ts'
import { listForms, loadForms } from '../../store/forms.ts'
import { one, page as submissionsPage } from '../../store/submissions.ts'
import type { SubmissionLine } from '../../store/submissions.ts'
import { beginMain, plain } from '../../view/begin.ts'
import { boxIn } from '../../view/boxes.ts'
import { html } from '../../view/html.ts'
import type { Html } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import { writeInstant } from '../../view/kinds/date.ts'
import type { Visit } from '../env.ts'
import type { DeskWords } from '../../words/desk.ts'
import { languageOf } from '../session.ts'
import { startDraft } from './draft.ts'
import { notFound, respond, tell, wordsFor } from './respond.ts'
import { isUuid, uuidv7 } from './uuid.ts'
import { postedOf } from './visitor.ts'

/** When something happened, as a person says it: "09:41, thứ Ba, 24/11/2026". */
export function whenOf(at: number, language: string): string {
  return writeInstant(instant(at, zone), language)
}

/** Who that is: a person by name; who came by the token of the installation is nobody that has one. */
export function nameOf(names: Readonly<Record<string, string>>, by: string, { audit }: DeskWords): string {
  return names[by] ?? (by === 'admin' ? audit.deployment : by)
}

export async function home(visit: Visit, actor: Actor): Promise<Response> {
  const [words, language, db] = [wordsFor(visit), languageOf(visit), visit.env.DB]
  const [forms, drafts, sent] = await Promise.all([listForms(db), draftsOf(db, actor.person, 30), submissionsPage(db, { author: actor.person, limit: 30 })])
  const titles = new Map(forms.map(({ id, title }) => [id, plain(title, language)]))
  const needsMending = sent.rows.filter(({ state }) => state === 'returned' || state === 'refused').slice(0, 10)
  const questions = await Promise.all(needsMending.map(async ({ id }) => (await one(db, id))?.revisions.find(({ state }) => state === 'returned')?.review?.comment))
  const mayFill = fills(actor)
  const startable = forms.filter(({ id, state }) => state === 'open' && mayUse(actor, id))
  const main = html`<h1>${words.start.title}</h1>
${needsMending.length > 0 && html`<section><h2>${words.start.returned}</h2><ul class="cards">${needsMending.map((line, i) => html`<li>${sentLine(line, titles, words, language)}${questions[i] !== undefined && questions[i] !== '' && html`<p class="doubt">${words.start.question(questions[i] ?? '')}</p>`}<form method="post" action="/submissions/${line.id}/correct"><button>${words.receipt.correct}</button></form></li>`)}</ul></section>`}
${drafts.length > 0 && html`<section><h2>${words.start.drafts}</h2><ul class="cards">${drafts.map(
    (draft) => html`<li><a class="whole" href="/drafts/${draft.id}">${words.start.goOn}: ${draft.label || words.start.unnamed}</a><p class="about">${titles.get(draft.form) ?? draft.form} – ${words.start.draftAt(whenOf(draft.updated_at, language))}</p></li>`,
  )}</ul></section>`}
${mayFill && html`<section><h2>${words.start.forms}</h2>${startable.length === 0 ? html`<p>${words.start.noForms}</p>` : html`<ul class="cards">${startable.map(({ id }) => html`<li><a class="whole" href="/forms/${id}">${titles.get(id) ?? id}</a></li>`)}</ul>`}</section>`}
<section><h2>${words.start.sent}</h2>${sent.rows.length === 0 ? html`<p>${words.start.noSent}</p>` : html`<ul class="cards">${sent.rows.map((line) => html`<li>${sentLine(line, titles, words, language)}</li>`)}</ul>`}</section>`
  return respond(visit, actor, { title: words.start.title, main: html`${main}${actor.session !== undefined && html`<p><a href="/office/me">${words.accounts.me.title}</a></p>`}` })
}

/** GET /forms/:form: what is about to be filled in. The id of the coming submission is chosen here, so that two presses start one. */
export async function beginning(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const [loaded] = await loadForms(visit.env.DB, [{ id: visit.req.param('form') ?? '', version: 'latest' }])
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  if (loaded === undefined || !mayStart(actor, loaded.id)) return notFound(visit, actor)
  if (loaded.state !== 'open') return tell(visit, actor, words.failure.closed, words.failure.closedAbout, 409)
  const title = plain(loaded.form.title, language)
  const start = html`<form method="post" action="/forms/${loaded.id}" id="begin"><input type="hidden" name="id" value="${uuidv7(now)}"><p class="buttons"><button class="big">${words.filling.start}</button></p></form>`
  const main = beginMain(loaded.form, words, language, start)
  return respond(visit, actor, { title: words.filling.startTitle(title), main })
}

export async function begin(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const posted = await postedOf(visit)
  const [loaded] = await loadForms(visit.env.DB, [{ id: visit.req.param('form') ?? '', version: 'latest' }])
  const { failure } = wordsFor(visit)
  if (loaded === undefined || !mayStart(actor, loaded.id)) return notFound(visit, actor)
  if (loaded.state !== 'open') return tell(visit, actor, failure.closed, failure.closedAbout, 409)
  const chosen = boxIn(posted, 'id')
  const id = isUuid(chosen) ? chosen : uuidv7(now)
  // The button of a page that lay open since before the form was sent: what was sent is shown, not started again.
  if ((await one(visit.env.DB, id, { author: actor.person })) !== undefined) return visit.redirect(`/receipts/${id}`, 303)
  await startDraft(visit, actor, { id, form: loaded.form, version: loaded.version }, now)
  return visit.redirect(`/drafts/${id}`, 303)
}

// As in the API: admins and viewers look, officers and reviewers write.
function fills(actor: Actor): boolean {
  return actor.role === 'officer' || actor.role === 'reviewer'
}

function mayStart(actor: Actor, form: string): boolean {
  return fills(actor) && mayUse(actor, form)
}

function sentLine(line: SubmissionLine, titles: ReadonlyMap<string, string>, words: ReturnType<typeof wordsFor>, language: string): Html {
  return html`<a class="whole" href="/receipts/${line.id}">${line.receipt}: ${line.label || titles.get(line.form) || line.form}</a><p><span class="sign is-${line.state}">${words.state[line.state]}</span> <span class="about">${titles.get(line.form) ?? line.form} – ${whenOf(line.received_at, language)}</span></p>`
}

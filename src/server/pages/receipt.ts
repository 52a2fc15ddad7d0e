// What an officer gets for a sent form: its number, to be read over the telephone, and its state. And the way to correct one that came back.
import type { Actor } from '../../record/submission.ts'
import { loadForms } from '../../store/forms.ts'
import { one } from '../../store/submissions.ts'
import { plain } from '../../view/begin.ts'
import { attribute, html } from '../../view/html.ts'
import { sayProblem } from '../../words/desk.ts'
import type { Visit } from '../env.ts'
import { languageOf } from '../session.ts'
import { signatureOf } from '../signature.ts'
import { startDraft } from './draft.ts'
import { keptNote } from './erase.ts'
import { filesOfRevision } from './files.ts'
import { waitingFor } from './attached.ts'
import { whenOf } from './home.ts'
import { notFound, respond, wordsFor } from './respond.ts'
import { isOpenToAuthor } from './withdraw.ts'

/** GET /receipts/:id, for whoever sent it. */
export async function receipt(visit: Visit, actor: Actor): Promise<Response> {
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const found = await one(visit.env.DB, visit.req.param('id') ?? '', { author: actor.person })
  if (found === undefined || found.author !== actor.person) return notFound(visit, actor)
  const [loaded] = await loadForms(visit.env.DB, [{ id: found.form, version: found.version }])
  const title = loaded === undefined ? found.form : plain(loaded.form.title, language)
  const last = found.revisions[found.revisions.length - 1]
  const current = found.revisions.find(({ revision }) => revision === found.revision)
  const isWrong = found.state === 'returned' || found.state === 'refused'
  const isOpen = isOpenToAuthor(found)
  const signature = current === undefined ? '' : await signatureOf(visit.env, { receipt: found.receipt, id: found.id, revision: found.revision, hash: current.hash })
  const says = found.state === 'refused' ? words.receipt.refused : last?.state === 'conflict' ? words.receipt.conflict : found.state === 'returned' ? words.receipt.returned : found.state === 'withdrawn' ? words.withdrawal.done : words.receipt.about
  const comment = found.state === 'returned' ? (current?.review?.comment ?? '') : ''
  const heading = found.state === 'refused' ? words.receipt.titleRefused : words.receipt.title
  const main = html`<h1>${heading}</h1>
<p>${words.receipt.number}:</p><p class="number-big">${found.receipt}</p>
<p>${says}</p>
${comment !== '' && html`<p class="doubt">${words.start.question(comment)}</p>`}
${found.erased !== null && html`<p class="note">${words.erase.told}</p>`}${await keptNote(visit, found)}
${found.state === 'refused' && html`<ul>${(current?.problems ?? []).map((problem) => html`<li class="problem">${sayProblem(problem, language)}</li>`)}</ul>`}
<dl class="answers"><div><dt>${words.receipt.form}</dt><dd>${title}</dd></div>${found.label !== '' && html`<div><dt>${words.figures.record}</dt><dd>${found.label}</dd></div>`}<div><dt>${words.receipt.state}</dt><dd><span class="sign is-${found.state}">${words.state[found.state]}</span></dd></div><div><dt>${words.receipt.when}</dt><dd>${whenOf(found.received_at, language)}</dd></div></dl>
${current !== undefined && (await waitingFor(visit, found, current))}
<p><a href="/r/${found.receipt}${signature !== '' && html`?s=${signature}`}">${words.proof.title}</a></p>
<div class="buttons">${isOpen && html`<form method="post" action="/submissions/${found.id}/correct"><button${attribute('class', isWrong ? undefined : 'plain')}>${words.receipt.correct}</button></form>`}<a class="button${isWrong ? ' plain' : ''}" href="/forms/${found.form}">${words.receipt.another}</a><a class="button plain" href="/">${words.home}</a></div>
${isOpen && html`<p><a href="/submissions/${found.id}/withdraw">${words.withdrawal.ask}</a></p>`}`
  return respond(visit, actor, { title: `${heading} ${found.receipt}`, main })
}

/** POST /submissions/:id/correct: what is not approved yet, came back or was refused becomes a draft of its next revision under its own version. */
export async function correct(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const found = await one(visit.env.DB, visit.req.param('id') ?? '', { author: actor.person })
  if (found === undefined || found.author !== actor.person) return notFound(visit, actor)
  if (!isOpenToAuthor(found)) return visit.redirect(`/receipts/${found.id}`, 303)
  const current = found.revisions.find(({ revision }) => revision === found.revision)
  const [loaded] = await loadForms(visit.env.DB, [{ id: found.form, version: found.version }])
  if (loaded === undefined || current === undefined) return notFound(visit, actor)
  await startDraft(visit, actor, { id: found.id, form: loaded.form, version: loaded.version, answers: current.submission.answers, files: filesOfRevision(current.submission), base: found.revision, ...(current.submission.context.last === undefined ? {} : { last: current.submission.context.last }) }, now)
  return visit.redirect(`/drafts/${found.id}`, 303)
}

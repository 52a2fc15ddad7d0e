// One record as a page that prints on A4: questions and answers as the form has them, its photos whole, where and by whom, and the receipt that anyone can check.
// What a reader may not see of it on the screen he does not see on paper.
import { writeDate } from '../../form/date.ts'
import type { Actor } from '../../record/submission.ts'
import { answers } from '../../view/answers.ts'
import { plain } from '../../view/begin.ts'
import { html } from '../../view/html.ts'
import type { Html } from '../../view/html.ts'
import { qr } from '../../view/qr.ts'
import { beside } from '../../view/worked.ts'
import type { Visit } from '../env.ts'
import { languageOf } from '../session.ts'
import { attachedTo } from './attached.ts'
import { whenOf } from './home.ts'
import { notFound, respond, wordsFor } from './respond.ts'
import { shownRecord } from './shown.ts'

/** GET /office/submissions/:id/print */
export async function print(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const shown = await shownRecord(visit, actor, now)
  if (shown === undefined) return notFound(visit, actor)
  const { found, current, places, form, filling, title, hides, masked, reading, name } = shown
  const { submission, review } = current
  const files = await attachedTo(visit, found, current, filling, `/office/submissions/${found.id}/media`, { onPaper: true })
  const { take: { printed }, figures } = words
  const proof = `${new URL(visit.req.url).origin}/r/${found.receipt}`
  const fact = (term: string, says: string): Html => html`<div><dt>${term}</dt><dd>${says}</dd></div>`
  const read = { filling, words: reading, language, unread: {}, problems: new Map(), reasons: hides ? {} : (submission.reasons ?? {}), masked, beside: files.beside }
  const main = html`<div class="paper"><p class="step buttons"><a href="/office/submissions/${found.id}">${printed.back}</a></p><p class="step">${plain(form.title, language)}</p><h1>${title}</h1>
<div class="answering"><div class="qr">${qr(proof)}</div><p>${words.receipt.number}: <strong>${found.receipt}</strong><br>${printed.check} ${proof}</p></div>
<dl class="answers">${fact(figures.state, words.state[found.state] ?? found.state)}${fact(figures.unit, places.byId.get(found.unit)?.full_name ?? figures.elsewhere)}${fact(figures.day, writeDate(found.day, language))}${fact(figures.author, name(found.author))}${fact(printed.received, whenOf(current.received_at, language))}${review !== undefined && fact(printed.reviewed, `${name(review.by)}, ${whenOf(review.at, language)}`)}</dl>
${found.erased !== null && html`<p class="note">${words.erase.done}: ${whenOf(found.erased, language)}</p>`}
${files.waiting}
${answers(read)}${beside(words.review.worked, read)}
<p class="about">${printed.at(whenOf(now, language), actor.name)}</p></div>`
  return respond(visit, actor, { title, main })
}

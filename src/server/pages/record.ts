// One record in the office: its answers as they are read, what to look at, its revisions, who did what, and the decision of a reviewer.
import { writeDate } from '../../form/date.ts'
import { open } from '../../form/filling.ts'
import type { Filling } from '../../form/filling.ts'
import { kinds } from '../../form/kinds/index.ts'
import { writeNumber } from '../../form/number.ts'
import { isOwn } from '../../record/review.ts'
import type { Actor, Flag } from '../../record/submission.ts'
import { loadForms } from '../../store/forms.ts'
import type { Looked } from '../../store/looks.ts'
import type { KeptRevision, OneSubmission } from '../../store/submissions.ts'
import { answers } from '../../view/answers.ts'
import { boxIn } from '../../view/boxes.ts'
import { differences, differing } from '../../view/differences.ts'
import { doubtsOf } from '../../view/doubts.ts'
import { html, nothing } from '../../view/html.ts'
import { plain } from '../../view/begin.ts'
import type { Html } from '../../view/html.ts'
import { beside } from '../../view/worked.ts'
import { sayFlag, sayProblem } from '../../words/desk.ts'
import type { DeskWords } from '../../words/desk.ts'
import { readsAudit } from '../audit.ts'
import type { Visit } from '../env.ts'
import { Refusal } from '../failure.ts'
import { needsComment, reviewOne } from '../review.ts'
import { languageOf } from '../session.ts'
import { makeWorld } from '../world.ts'
import { attachedTo } from './attached.ts'
import { erasedNote } from './erase.ts'
import { choosing, decisionOn, lockSentence, movesLate, openTo, ruled } from './decision.ts'
import { whenOf } from './home.ts'
import { keyList } from './keys.ts'
import { notFound, respond, wordsFor } from './respond.ts'
import { shownRecord } from './shown.ts'
import type { Shown } from './shown.ts'
import { postedOf } from './visitor.ts'

/** GET /office/submissions/:id. `?done` and `?wrong=…` come from a decision. */
export async function record(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const shown = await shownRecord(visit, actor, now)
  if (shown === undefined) return notFound(visit, actor)
  const { found, current, places, form, filling, title, hides, masked, reading, name, lookers } = shown
  const db = visit.env.DB
  const [lock, [{ form: latest } = { form }], files] = await Promise.all([
    lockSentence(db, found, places, words, language), loadForms(db, [{ id: found.form, version: 'latest' }]),
    attachedTo(visit, found, current, filling, `/office/submissions/${found.id}/media`),
  ])
  const { submission } = current
  const moves = lock === undefined ? undefined : await movesLate(db, actor, found, places, language, now)
  const wrong = visit.req.query('wrong')
  const asked = filling.keys().filter((one) => filling.isRelevant(one) && kinds[filling.step(one)?.question.kind ?? 'note'].isAsked)
  const says = (problem: (typeof current.problems)[number]): string => (hides ? '' : sayProblem(problem, language))
  const more = readsAudit(actor, places) && html`<p><a href="/office/audit?subject=${found.id}">${words.audit.ofRecord}</a></p>`
  const read = { filling, words: reading, language, unread: {}, problems: new Map(), reasons: hides ? {} : (submission.reasons ?? {}), masked, beside: files.beside }
  const main = html`<p class="step"><a href="/office/${found.form}">${plain(form.title, language)}</a> · <a href="/office/${found.form}/queue">${words.review.title}</a></p><h1>${title}</h1>
${visit.req.query('done') !== undefined && html`<p class="news" role="status">${words.review.done}</p>`}
<dl class="answers"><div><dt>${words.figures.state}</dt><dd><span class="sign is-${found.state}">${words.state[found.state]}</span>${ruled(found, words)}</dd></div><div><dt>${words.receipt.number}</dt><dd>${found.receipt}</dd></div><div><dt>${words.figures.unit}</dt><dd>${places.byId.get(found.unit)?.full_name ?? words.figures.elsewhere}</dd></div><div><dt>${words.figures.day}</dt><dd>${writeDate(found.day, language)}</dd></div><div><dt>${words.figures.author}</dt><dd>${name(found.author)}</dd></div></dl>
${await erasedNote(visit, actor, found)}
${files.waiting}<p class="step"><a href="/r/${found.receipt}">${words.proof.title}</a> · <a href="/office/submissions/${found.id}/print">${words.take.printed.title}</a></p>
${flagList([...current.flags, ...found.flags.filter(({ code }) => code === 'sent_back' || code === 'opened')], filling, language, words, hides)}
${current.problems.length > 0 && html`<h2>${words.review.problems}</h2><ul>${current.problems.map((problem) => html`<li class="problem">${problem.at !== undefined && filling.has(problem.at) && html`${filling.label(problem.at, language)}: `}${says(problem)}</li>`)}</ul>`}
${answers(read)}${beside(words.review.worked, read)}
${keyList(words, actor.role === 'reviewer' ? ['next', 'previous', 'approved', 'returned', 'rejected', 'queue'] : ['next', 'previous', 'queue'])}
${actor.role === 'reviewer' && decisionOn(found, openTo(found, actor, latest?.review, places.isIn, lock, words, moves), words, asked.map((one) => [one, filling.label(one, language)] as const), wrong)}
${await compared(shown, visit, actor)}
${history(found, name, words, language, hides)}
${lookers.length > 0 && lookedAt(lookers, name, words, language)}${more}`
  return respond(visit, actor, { title, main, hasProblems: wrong !== undefined })
}

/** POST /office/submissions/:id/review, through the one door for decisions. */
export async function decide(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const posted = await postedOf(visit)
  const id = visit.req.param('id') ?? ''
  const [state, comment, question] = [boxIn(posted, 'state'), boxIn(posted, 'comment').trim().slice(0, 2_000), boxIn(posted, 'question')]
  const back = (why: string): Response => visit.redirect(`/office/submissions/${encodeURIComponent(id)}?wrong=${why}#decide`, 303)
  if (state !== 'received' && state !== 'approved' && state !== 'returned' && state !== 'rejected') return back('state')
  const revision = /^[1-9]\d{0,3}$/.test(boxIn(posted, 'revision')) ? Number(boxIn(posted, 'revision')) : undefined
  const opens = state === 'received' && boxIn(posted, 'opens') === 'yes'
  if ((opens || needsComment({ state, revision })) && comment === '') return back('comment')
  try {
    await reviewOne(visit.env.DB, actor, { id, revision, opens, ...(/^\d{1,15}$/.test(boxIn(posted, 'seen')) ? { seen: Number(boxIn(posted, 'seen')) } : {}), state, comment, ...(/^[\w[\].]{1,160}$/.test(question) ? { question } : {}) }, now)
  } catch (refusal) {
    // A record that moved on is expected here; everything else goes to the one catch.
    const why = refusal instanceof Refusal ? expected[refusal.code] : undefined
    if (why === undefined) throw refusal
    return back(why)
  }
  return visit.redirect(`/office/submissions/${encodeURIComponent(id)}?done`, 303)
}

const expected: Readonly<Record<string, string>> = {
  review_impossible: 'moved', record_erased: 'moved', own_submission: 'moved', comment_missing: 'comment', period_locked: 'locked', not_endorsed: 'refused', both_levels: 'refused', decided_above: 'refused',
}

function flagList(flags: readonly Flag[], filling: ReturnType<typeof open>, language: string, words: DeskWords, hides: boolean): Html {
  if (flags.length === 0) return html``
  const doubts = doubtsOf(filling, words, language)
  return html`<section class="note"><h2>${words.review.flags}</h2><ul>${flags.map((flag) => {
    const about = flag.at !== undefined && filling.has(flag.at) ? `${filling.label(flag.at, language)}: ` : ''
    // What the form asked back (80 households for 70 places) stands in red, in the author's words, before the officer's reason.
    const asked = flag.code === 'check' && !hides ? (doubts.get(flag.at ?? '') ?? []) : []
    return html`<li>${about}${asked.map((says) => html`<strong class="bad">${says}</strong> `)}<span>${sayFlag(hides ? { code: flag.code } : flag, language)}</span></li>`
  })}</ul></section>`
}

// A revision beside another: what comes in conflict beside what holds, a correction beside what it corrects; any two by `?compare=2-3`.
async function compared({ found, form, filling: standing, seen, masked, reading }: Shown, visit: Visit, actor: Actor): Promise<Html> {
  const words = wordsFor(visit)
  const { review } = words
  const language = languageOf(visit)
  const asked = /^(\d{1,4})-(\d{1,4})$/.exec(visit.req.query('compare') ?? '')
  const of = (revision: number): KeptRevision | undefined => found.revisions.find((one) => one.revision === revision)
  const conflicts = found.revisions.filter(({ state }) => state === 'conflict').map(({ revision }) => [found.revision, revision] as const)
  const pairs: readonly (readonly [number, number])[] = asked !== null ? [[Number(asked[1]), Number(asked[2])]] : [[of(found.revision)?.base ?? 0, found.revision], ...conflicts]
  const sections = pairs.map(async ([first, second]) => {
    const [one, other] = [of(first), of(second)]
    if (one === undefined || other === undefined || one === other) return nothing
    const [before, after] = await Promise.all([one, other].map(async ({ submission }) => {
      if (submission === of(found.revision)?.submission) return standing
      const { at, zone, seed, last } = submission.context
      return open(form, seen(await makeWorld(visit.env.DB, { form, answers: submission.answers, clock: { at, zone }, seed, language, last, actor })), submission.answers)
    })) as [Filling, Filling]
    const called = [one, other].map(({ revision }) => review.revision(String(revision))) as [string, string]
    const title = other.state === 'conflict' ? review.inConflict(String(one.revision), String(other.revision)) : review.changed(String(one.revision), String(other.revision))
    const isSame = differing(before, after).length === 0
    return html`<section id="compare-${one.revision}-${other.revision}"><h2>${title}</h2>${isSame ? html`<p>${review.same}</p>` : differences({ before, after, called, title, question: review.asks, words: reading, language, masked })}${other.state === 'conflict' && actor.role === 'reviewer' && !isOwn(found, found.revisions, actor.person) && choosing(found, one.revision, other.revision, words)}</section>`
  })
  return html`${await Promise.all(sections)}`
}

// Comments may repeat what was typed: who may not see that does not see them.
function history(found: OneSubmission, name: Shown['name'], words: DeskWords, language: string, hides: boolean): Html {
  const { review, state } = words
  return html`<section><h2>${review.revisions}</h2><ul class="cards">${[...found.revisions].reverse().map(
    (one) => html`<li><strong>${review.revision(String(one.revision))}</strong> <span class="sign is-${one.state}">${state[one.state]}</span><p class="about">${name(one.author)}, ${whenOf(one.received_at, language)}</p>${one.base !== 0 && html`<p><a href="/office/submissions/${found.id}?compare=${one.base}-${one.revision}#compare-${one.base}-${one.revision}">${review.compare(String(one.base))}</a></p>`}${!hides && one.review !== undefined && one.review.comment !== '' && html`<p class="doubt">${name(one.review.by)}: ${one.review.comment}</p>`}</li>`,
  )}</ul></section>
<section><h2>${review.audit}</h2><ul>${found.audit.map((line) => html`<li>${whenOf(line.at, language)}: <strong>${name(line.actor)}</strong> – ${review.action[line.action] ?? line.action}</li>`)}</ul></section>`
}

// Whoever opened it or one of its files, and saw the answers: himself among them.
function lookedAt(lookers: readonly Looked[], name: Shown['name'], { audit }: DeskWords, language: string): Html {
  return html`<section id="looked"><h2>${audit.looked}</h2><p class="about">${audit.lookedAbout}</p><ul>${lookers.map(({ person, times, first_at, last_at }) => html`<li><strong>${name(person)}</strong>: ${audit.times(writeNumber(times, language), whenOf(first_at, language), whenOf(last_at, language))}</li>`)}</ul></section>`
}

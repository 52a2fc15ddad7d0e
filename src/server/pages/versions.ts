// A form's versions for its authors: which there are, whether it is open, what is still being counted anew; going on from an earlier one, and using one
// again after a look at what that means. Nothing is ever deleted. Admins only.
import { localDay } from '../../form/date.ts'
import { writeKeep } from '../../form/keep.ts'
import { writeNumber } from '../../form/number.ts'
import type { Actor } from '../../record/submission.ts'
import { listPublished, loadForms, setFormState } from '../../store/forms.ts'
import { listRecounts } from '../../store/recounts.ts'
import { plain } from '../../view/begin.ts'
import { boxIn } from '../../view/boxes.ts'
import { differenceList, figuresPanel, problemPanel } from '../../view/desk.ts'
import { html } from '../../view/html.ts'
import type { Html } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import type { DeskWords } from '../../words/desk.ts'
import { figuresOf, keepCopy, sourceOf, workingCopy } from '../author.ts'
import { deskFiles } from '../built.ts'
import type { Visit } from '../env.ts'
import { standingOf, writeDue } from '../terms.ts'
import { publishAgain } from '../publish.ts'
import { advance } from '../recounts.ts'
import { languageOf } from '../session.ts'
import { placesNow } from '../world.ts'
import { isList, published } from './desk.ts'
import { whenOf } from './home.ts'
import { notFound, respond, tell, wordsFor } from './respond.ts'
import { postedOf } from './visitor.ts'

/** GET /office/forms/:form. */
export async function versions(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const form = visit.req.param('form') ?? ''
  const [found, [loaded], recounts, term] = await Promise.all([listPublished(db, form), loadForms(db, [{ id: form, version: 'latest' }]), listRecounts(db), standingOf(db, form, now)])
  if (found === undefined || loaded === undefined) return notFound(visit, actor)
  const words = wordsFor(visit)
  const { author } = words
  const language = languageOf(visit)
  // Another form's figures are told beside that form.
  const open = recounts.flatMap(({ indicators }) => indicators).filter((name) => name.startsWith(`${form}.`))
  const title = plain(loaded.form.title, language)
  const action = `/office/forms/${form}`
  const main = html`<p class="step"><a href="/office/forms">${author.title}</a></p><h1>${author.versionsOf(title)}</h1><p>${author.versionsAbout}</p>
${visit.req.query('done') !== undefined && html`<p class="news" role="status">${author.done(String(loaded.version))}</p>`}
${open.length > 0 && html`<div class="news"><p>${author.recounting(open.join(', '))}</p><form method="post" action="${action}/recount"><button class="plain">${author.recountGoOn}</button></form></div>`}
<p class="buttons"><a class="button" href="${action}/edit">${author.edit}</a><a class="button plain" href="/office/${form}">${author.figures}</a></p>
<ul class="cards">${found.versions.map(({ version, published_at, name }) => html`<li><strong>${author.version(String(version))}</strong> ${version === loaded.version && html`<span class="sign is-approved">${author.current}</span>`}<p class="about">${author.publishedBy(name === '' ? (words.entrance.role.admin ?? '') : name, whenOf(published_at, language))}</p>${
    version < loaded.version && html`<form method="post" action="${action}/again" class="buttons"><input type="hidden" name="version" value="${version}"><button class="plain" name=".do" value="ask">${author.useAgain(String(version))}</button><button class="plain" name=".do" value="write">${author.writeFrom(String(version))}</button></form>`
  }</li>`)}</ul>
${keeping(term, words, language, now)}<section><h2>${author.stateOf(author.state[found.state] ?? '')}</h2><p>${author.closeAbout}</p><form method="post" action="${action}/state" class="buttons"><button class="plain" name="state" value="${found.state === 'open' ? 'closed' : 'open'}">${found.state === 'open' ? author.close : author.reopen}</button></form></section>`
  return respond(visit, actor, { title: author.versionsOf(title), main, wide: true })
}

// What the latest version says of how long what is personal is kept, how many records are due, and how far the erasing is.
function keeping(term: Awaited<ReturnType<typeof standingOf>>, { keep }: DeskWords, language: string, now: number): Html {
  if (term === undefined) return html`<section id="keep"><h2>${keep.title}</h2><p>${keep.none}</p></section>`
  const number = (count: number): string => writeNumber(count, language)
  const isGoing = term.day < localDay(now, zone) && term.after[0] > 0
  return html`<section id="keep"><h2>${keep.title}</h2><p>${keep.rule(writeKeep(term.keep))}</p><p>${keep.due(...writeDue(term.due, language))}</p>${
    term.ran_at === null ? html`<p>${keep.never}</p>` : html`<p>${keep.ran(whenOf(term.ran_at, language), number(term.erased))}${isGoing && ` ${keep.going}`}</p>${term.waits > 0 && html`<p>${keep.waits(number(term.waits))}</p>`}`
  }</section>
`
}

/** POST /office/forms/:form/again: asks about an earlier version, uses it again, or goes on writing from it. */
export async function again(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const form = visit.req.param('form') ?? ''
  const posted = await postedOf(visit)
  const version = Number(/^\d{1,9}$/.exec(boxIn(posted, 'version'))?.[0] ?? 0)
  const [source, copy] = await Promise.all([sourceOf(db, form, version), workingCopy(db, form)])
  if (source === undefined || copy === undefined) return notFound(visit, actor)
  const words = wordsFor(visit)
  const { author } = words
  if (boxIn(posted, '.do') === 'write') {
    const kept = copy.revision > 0 ? undefined : await keepCopy(db, actor, { form, base: copy.latest, revision: 0, files: source }, now)
    return kept === undefined ? tell(visit, actor, author.working, author.busyWriting, 409) : visit.redirect(`/office/forms/${form}/edit`, 303)
  }
  const isSure = boxIn(posted, '.do') === 'yes'
  const done = await published(publishAgain(db, actor, form, version, { dryRun: !isSure, now, media: visit.env.MEDIA, ...(isSure ? { over: Number(boxIn(posted, 'latest')) } : {}) }))
  const language = languageOf(visit)
  const back = html`<a class="button plain" href="/office/forms/${form}">${author.confirmNo}</a>`
  if (isList(done)) {
    const main = html`<h1>${author.useAgainAsk(String(version))}</h1><p class="problem" role="alert">${author.useAgainWrong}</p>${problemPanel(done, { words, language, files: source })}<p class="buttons">${back}</p>`
    return respond(visit, actor, { title: author.useAgainAsk(String(version)), main, hasProblems: true, desk: { style: deskFiles.style, script: undefined } }, 422)
  }
  if (isSure) return visit.redirect(`/office/forms/${form}?done`, 303)
  const loaded = await loadForms(db, [{ id: form, version }, { id: form, version: 'latest' }])
  const [old, latest] = [loaded.find((one) => one.version === version), loaded.find((one) => one.version === copy.latest)]
  const figures = done.preview === null || old === undefined ? undefined : figuresOf(done.preview, old.form, latest?.form, await placesNow(db), language)
  const main = html`<p class="step"><a href="/office/forms/${form}">${author.versions}</a></p><h1>${author.useAgainAsk(String(version))}</h1><p>${author.useAgainAbout(String(version), String(copy.latest + 1))}</p>
<section class="panel"><h2>${author.change}: ${writeNumber(done.differences.length, language)}</h2>${differenceList(done.differences, { words, language })}${figures !== undefined && figuresPanel(figures, { words, language })}</section>
<form method="post" action="/office/forms/${form}/again"><input type="hidden" name="version" value="${version}"><input type="hidden" name="latest" value="${copy.latest}"><div class="buttons"><button name=".do" value="yes">${author.useAgainYes}</button>${back}</div></form>`
  return respond(visit, actor, { title: author.useAgainAsk(String(version)), main, desk: { style: deskFiles.style, script: undefined } })
}

/** POST /office/forms/:form/state. Twice is once. */
export async function stateHere(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const form = visit.req.param('form') ?? ''
  const state = boxIn(await postedOf(visit), 'state')
  if (state !== 'open' && state !== 'closed') return visit.redirect(`/office/forms/${form}`, 303)
  const changed = await setFormState(visit.env.DB, form, state, actor.person, now)
  return changed === undefined ? notFound(visit, actor) : visit.redirect(`/office/forms/${form}`, 303)
}

/** POST /office/forms/:form/recount: goes on with what is being counted anew. */
export async function recountHere(visit: Visit, _: Actor, now: number): Promise<Response> {
  await advance(visit.env.DB, now, { statements: 40 })
  return visit.redirect(`/office/forms/${encodeURIComponent(visit.req.param('form') ?? '')}`, 303)
}

// The last steps of a draft: read it all once more, take a row or the whole draft away, send it.
import type { Actor } from '../../record/submission.ts'
import { dropDraftFiles } from '../../store/draft_files.ts'
import { dropDraft, loadDraft } from '../../store/drafts.ts'
import { one } from '../../store/submissions.ts'
import { boxIn } from '../../view/boxes.ts'
import { checkMain } from '../../view/check.ts'
import { problemsOf } from '../../view/doubts.ts'
import { html } from '../../view/html.ts'
import { withoutRow } from '../../view/kept.ts'
import { rowLabel } from '../../view/screen.ts'
import { isOpen, screensOf, whereIs } from '../../view/screens.ts'
import type { Visit } from '../env.ts'
import { receiveAll } from '../receive.ts'
import type { Told } from '../receive.ts'
import { languageOf } from '../session.ts'
import { countOf, minutesOf, orRefused, tooOften } from '../stranger.ts'
import { keepDraft, openDraft, seal } from './draft.ts'
import { handOver } from './files.ts'
import { repeatOf, rowOf } from '../../view/fill.ts'
import { addressOf, pathOf } from './fill.ts'
import { notFound, respond, tell, wordsFor } from './respond.ts'
import { whereOf } from './where.ts'
import { postedOf } from './visitor.ts'

/** GET /drafts/:id: where this draft is gone on with: the page that was sent last, or the first. */
export async function resume(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const id = visit.req.param('id') ?? ''
  const opened = await openDraft(visit, actor, id, now)
  if (opened === undefined) return sentOrNotFound(visit, actor, id)
  const open = screensOf(opened.form).filter((screen) => isOpen(screen, opened.filling))
  const first = open.find((screen) => screen.number === opened.kept.screen) ?? open[0]
  return visit.redirect(first === undefined ? `${whereOf(visit).draft(id)}/check` : pathOf(whereOf(visit).draft(id), first.number), 303)
}

/** GET /drafts/:id/check: all answers, all that is still wrong, the way to change each, the button that sends. */
export async function check(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const id = visit.req.param('id') ?? ''
  const opened = await openDraft(visit, actor, id, now)
  if (opened === undefined) return sentOrNotFound(visit, actor, id)
  const { filling, kept } = opened
  const base = whereOf(visit).draft(id)
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const problems = problemsOf(filling, kept, language)
  const main = html`${checkMain({
    filling, kept, words, language, problems, news: visit.req.query('moved') === undefined ? undefined : words.check.moved,
    address: (key) => addressOf(base, key, filling), screen: (number) => pathOf(base, number),
  })}
<div class="buttons">${problems.length === 0 && html`<form method="post" action="${base}/send"><button class="big">${words.check.send}</button></form>`}<a class="button plain" href="${base}/discard">${words.check.discard}</a></div>`
  return respond(visit, actor, { title: words.check.title, main, hasProblems: problems.length > 0 })
}

/** POST /drafts/:id/send: seal, receive, let the draft go, show the receipt. Pressed twice, it is the same. */
export async function send(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const id = visit.req.param('id') ?? ''
  const where = whereOf(visit)
  const opened = await openDraft(visit, actor, id, now)
  if (opened === undefined) return sentOrNotFound(visit, actor, id)
  // What was sealed before is sent as it was: between then and now only the answer to it was lost.
  if (opened.kept.sealed === undefined && problemsOf(opened.filling, opened.kept, languageOf(visit)).length > 0) return visit.redirect(`${where.draft(id)}/check#problems`, 303)
  const submission = await seal(visit, opened, now)
  if (submission === undefined) return visit.redirect(`${where.draft(id)}/check?moved`, 303)
  const first = await countOf(visit, actor.person, submission.form, 'sent', now)
  let outcomes: readonly Told[] = []
  const late = await tooOften(async () => (outcomes = await orRefused(now, () => receiveAll(visit.env.DB, actor, [submission], now, new Map(), first))))
  if (late !== undefined) {
    // Everything is in the draft: nothing is lost by waiting.
    visit.header('retry-after', late.headers['retry-after'] ?? '')
    const { public: says } = wordsFor(visit)
    return respond(visit, actor, { title: says.lateTitle, main: html`<h1>${says.lateTitle}</h1><p>${says.lateSending(minutesOf(late))}</p><p class="buttons"><a class="button" href="${where.draft(id)}/check">${wordsFor(visit).check.title}</a></p>` }, 429)
  }
  const [told] = outcomes
  if (told === undefined || told.revision === 0) {
    // Nothing was kept (too large for one row, or a form that is no longer theirs): the draft stays, with everything in it.
    const { failure, mayNot, check: says } = wordsFor(visit)
    const isLarge = told?.problems.some(({ code }) => code === 'too_large') === true
    return tell(visit, actor, says.problems, isLarge ? failure.tooLarge : mayNot.forbiddenAbout, isLarge ? 413 : 409)
  }
  await handOver(visit.env, id, submission, now)
  await dropDraft(visit.env.DB, id, actor.person)
  return visit.redirect(where.sent(id), 303)
}

/** GET /drafts/:id/remove/:row: is it meant? Without a script nobody else would ask. */
export async function askRemove(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const opened = await openDraft(visit, actor, visit.req.param('id') ?? '', now)
  const row = opened === undefined ? undefined : rowOf(visit.req.param('row') ?? '', opened.filling)
  if (opened === undefined || row === undefined) return notFound(visit, actor)
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const { filling, draft, form } = opened
  const question = filling.step(repeatOf(row))?.question
  const label = question === undefined ? row : rowLabel(row, question, { filling, words, language })
  const { screen, row: around } = whereIs(repeatOf(row), form)
  const back = pathOf(whereOf(visit).draft(draft.id), screen, around)
  const main = html`<h1>${words.check.removeTitle(label)}</h1><p>${words.check.removeAbout}</p>
<form method="post" action="${new URL(visit.req.url).pathname}"><input type="hidden" name=".removed" value="${String(opened.kept.removed ?? 0)}"><div class="buttons"><button class="danger">${words.check.removeYes}</button><a class="button plain" href="${back}">${words.check.removeNo}</a></div></form>`
  return respond(visit, actor, { title: words.check.removeTitle(label), main })
}

export async function remove(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const opened = await openDraft(visit, actor, visit.req.param('id') ?? '', now)
  if (opened === undefined) return notFound(visit, actor)
  const { filling, kept, draft, form } = opened
  const path = visit.req.param('row') ?? ''
  // Pressed twice, or after another row went: this number is somebody else by now.
  const isStale = boxIn(await postedOf(visit), '.removed') !== String(kept.removed ?? 0)
  const row = rowOf(path, filling)
  if (row !== undefined && !isStale) {
    filling.remove(row)
    const moved = { typed: withoutRow(kept.typed, row), reasons: withoutRow(kept.reasons, row), paths: withoutRow(kept.paths, row), searches: withoutRow(kept.searches, row) }
    await keepDraft(visit, draft, { ...kept, ...moved, removed: (kept.removed ?? 0) + 1 }, filling, now)
  }
  const { screen, row: around } = whereIs(path.replace(/\.\d+$/, '').replace(/\.(\d+)/g, '[$1]'), form)
  return visit.redirect(pathOf(whereOf(visit).draft(draft.id), screen, around), 303)
}

export async function askDiscard(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const opened = await openDraft(visit, actor, visit.req.param('id') ?? '', now)
  if (opened === undefined) return notFound(visit, actor)
  const { check: says } = wordsFor(visit)
  const base = whereOf(visit).draft(opened.draft.id)
  const main = html`<h1>${says.discardTitle}</h1><p>${says.discardAbout}</p><form method="post" action="${base}/discard"><div class="buttons"><button class="danger">${says.discardYes}</button><a class="button plain" href="${base}/check">${says.removeNo}</a></div></form>`
  return respond(visit, actor, { title: says.discardTitle, main })
}

export async function discard(visit: Visit, actor: Actor): Promise<Response> {
  const id = visit.req.param('id') ?? ''
  if ((await loadDraft(visit.env.DB, id, actor.person)) !== undefined) await dropDraftFiles(visit.env.MEDIA, id)
  await dropDraft(visit.env.DB, id, actor.person)
  return visit.redirect(whereOf(visit).start, 303)
}

// A draft that is gone was sent or thrown away: if it was sent, its receipt is what the person looks for.
async function sentOrNotFound(visit: Visit, actor: Actor, id: string): Promise<Response> {
  return (await one(visit.env.DB, id, { author: actor.person })) !== undefined ? visit.redirect(whereOf(visit).sent(id), 303) : notFound(visit, actor)
}

// A form tried on a phone before it is published: opened from what is being written, a link and a QR for whoever tries, thrown away whole. What a trial is
// stands in ../trials.ts. Admins only.
import { trialOf } from '../../form/trial.ts'
import type { Actor } from '../../record/submission.ts'
import { savePerson } from '../../store/people.ts'
import { listTrials } from '../../store/trials.ts'
import type { Posted } from '../../view/boxes.ts'
import { boxIn } from '../../view/boxes.ts'
import { problemPanel } from '../../view/desk.ts'
import { Html, attribute, html } from '../../view/html.ts'
import { workingCopy } from '../author.ts'
import { deskFiles } from '../built.ts'
import { makeEnrolment } from '../enrolment.ts'
import type { Visit } from '../env.ts'
import { languageOf } from '../session.ts'
import { closeTrial, openTrial } from '../trials.ts'
import { placesNow } from '../world.ts'
import { isList, published } from './desk.ts'
import { placesFor, severalPlaces } from './devices.ts'
import { whenOf } from './home.ts'
import { notFound, respond, wordsFor } from './respond.ts'
import { postedOf } from './visitor.ts'

const week = 10_080

/** GET /office/forms/:form/trial. */
export async function trial(visit: Visit, actor: Actor): Promise<Response> {
  return ask(visit, actor, new Map())
}

/** POST /office/forms/:form/trial: what is written now is what is tried; the link is shown this once. */
export async function openHere(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const form = visit.req.param('form') ?? ''
  const posted = await postedOf(visit)
  const copy = await workingCopy(db, form)
  if (copy === undefined) return notFound(visit, actor)
  const { author, devices } = wordsFor(visit)
  const name = boxIn(posted, 'name').trim().slice(0, 200)
  const places = await placesNow(db)
  const found = placesFor(boxIn(posted, 'unit').trim(), places)
  const unit = found[0]
  if (name === '') return ask(visit, actor, posted, { at: 'name', says: author.testerMissing })
  if (found.length !== 1 || unit === undefined) return ask(visit, actor, posted, { at: 'unit', says: found.length > 1 ? severalPlaces(found, places, devices) : devices.unitUnknown(boxIn(posted, 'unit')) })
  const done = await published(openTrial(db, actor, copy.files, { now, ...(unit === null ? {} : { unit }) }))
  if (isList(done)) {
    const main = html`<h1>${author.trial}</h1><p class="problem" role="alert">${author.trialWrong}</p>${problemPanel(done, { words: wordsFor(visit), language: languageOf(visit), files: copy.files })}<p class="buttons"><a class="button" href="/office/forms/${form}/edit">${author.edit}</a></p>`
    return respond(visit, actor, { title: author.trial, main, hasProblems: true, desk: { style: deskFiles.style, script: undefined } }, 422)
  }
  const person = crypto.randomUUID()
  await savePerson(db, { id: person, name, at: now, by: actor.person })
  const made = await makeEnrolment(db, actor, { person, role: 'officer', unit, forms: [trialOf(form)], device: author.trialDevice, minutes: week }, new URL(visit.req.url).origin, now)
  const main = html`<p class="step"><a href="/office/forms/${form}/trial">${author.trial}</a></p><h1>${author.trialLink(name)}</h1><p>${devices.madeAbout(whenOf(made.expires_at, languageOf(visit)))}</p>
<div class="qr">${new Html(made.qr)}</div><p><label for="link">${devices.link}</label><input type="text" id="link" readonly value="${made.link}"></p>
<p class="buttons"><a class="button" href="/office/forms/${form}/edit">${author.edit}</a><a class="button plain" href="/office/forms/${form}/trial">${author.trial}</a></p>`
  return respond(visit, actor, { title: author.trialLink(name), main })
}

/** POST /office/forms/:form/trial/close. Twice is once. */
export async function closeHere(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const form = visit.req.param('form') ?? ''
  await closeTrial(visit.env.DB, visit.env.MEDIA, actor, form, now)
  return visit.redirect(`/office/forms/${encodeURIComponent(form)}/trial`, 303)
}

async function ask(visit: Visit, actor: Actor, posted: Posted, wrong?: { readonly at: string; readonly says: string }): Promise<Response> {
  const db = visit.env.DB
  const form = visit.req.param('form') ?? ''
  const [copy, trials] = await Promise.all([workingCopy(db, form), listTrials(db)])
  if (copy === undefined) return notFound(visit, actor)
  const { author, devices } = wordsFor(visit)
  const open = trials.find(({ id }) => id === trialOf(form))
  const field = (at: string, label: string, hint: string): Html => {
    const isWrong = wrong?.at === at
    return html`<div class="field${isWrong && ' wrong'}"><label for="${at}">${label}</label><p class="hint" id="${at}-hint">${hint}</p>${isWrong && html`<p class="problem" id="${at}-problem">${wrong.says}</p>`}<input type="text" id="${at}" name="${at}" value="${boxIn(posted, at)}" maxlength="200" autocomplete="off" aria-describedby="${at}-hint${isWrong && ` ${at}-problem`}"${attribute('aria-invalid', isWrong ? 'true' : undefined)}></div>`
  }
  const main = html`<p class="step"><a href="/office/forms/${form}/edit">${author.deskTitle(copy.title || form)}</a></p><h1>${author.trial}</h1><p>${author.trialAbout}</p>
${open !== undefined && html`<section class="news"><h2>${author.trialOpen(whenOf(open.published_at, languageOf(visit)))}</h2><p class="buttons"><a class="button plain" href="/office/${open.id}">${author.trialFigures}</a></p><form method="post" action="/office/forms/${form}/trial/close"><button class="danger">${author.trialClose}</button></form></section>`}
<form method="post" action="/office/forms/${form}/trial">${field('name', author.tester, author.testerHint)}${field('unit', devices.unit, devices.unitHint)}<p class="buttons"><button>${author.trialDo}</button></p></form>`
  return respond(visit, actor, { title: author.trial, main, hasProblems: wrong !== undefined }, wrong === undefined ? 200 : 422)
}

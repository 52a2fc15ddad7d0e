// Who may come in, and on which phone: the list with a button that ends it, and the form that gives a person a link and a QR for a phone. Admins only.
import { localDay, writeDate } from '../../form/date.ts'
import type { Actor } from '../../record/submission.ts'
import { fold } from '../../record/fold.ts'
import { cancelEnrolment, waitingEnrolments } from '../../store/enrolments.ts'
import { listForms } from '../../store/forms.ts'
import { listPeople, listTokens, revokeToken, savePerson } from '../../store/people.ts'
import type { Token } from '../../store/people.ts'
import { plain } from '../../view/begin.ts'
import type { Posted } from '../../view/boxes.ts'
import { boxIn } from '../../view/boxes.ts'
import type { Part } from '../../view/html.ts'
import { Html, attribute, html } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import { sayRefusal } from '../../words/refusal.ts'
import type { Visit } from '../env.ts'
import { makeEnrolment } from '../enrolment.ts'
import { givesPersonal, mayGive, readsPeople, within } from '../grants.ts'
import { mayEnd } from '../roster.ts'
import { languageOf } from '../session.ts'
import type { Places } from '../world.ts'
import { placesNow } from '../world.ts'
import { whenOf } from './home.ts'
import { notFound, respond, tell, wordsFor } from './respond.ts'
import { isUuid } from './uuid.ts'
import { postedOf } from './visitor.ts'

const roles = ['officer', 'reviewer', 'viewer', 'admin'] as const
const mostPlaces = 30

/** GET /office/devices. */
export async function devices(visit: Visit, actor: Actor): Promise<Response> {
  return actor.role === 'admin' ? whole(visit, actor, new Map([['person', [visit.req.query('person') ?? '']]])) : forbidden(visit, actor)
}

/** POST /office/devices: a link for a phone. It is shown this once; the page is therefore the answer to the post. */
export async function enrolOther(visit: Visit, actor: Actor, now: number): Promise<Response> {
  if (actor.role !== 'admin') return forbidden(visit, actor)
  const posted = await postedOf(visit)
  const { devices: words } = wordsFor(visit)
  const box = (name: string): string => boxIn(posted, name).trim()
  const [places, forms] = await Promise.all([placesNow(visit.env.DB), listForms(visit.env.DB)])
  const found = placesFor(box('unit'), places)
  const [name, known] = [box('name').slice(0, 200), box('person')]
  const role = roles.find((one) => one === box('role'))
  const device = box('device').slice(0, 200)
  const chosen = (posted.get('forms') ?? []).filter((id) => forms.some((form) => form.id === id))
  const problems = [
    ...(known === '' && name === '' ? [{ at: 'name', says: words.nameMissing }] : []),
    ...(role === undefined ? [{ at: 'role', says: words.roleMissing }] : []),
    ...(device === '' ? [{ at: 'device', says: words.deviceMissing }] : []),
    ...(found.length === 0 ? [{ at: 'unit', says: words.unitUnknown(box('unit')) }] : found.length > 1 ? [{ at: 'unit', says: words.unitSeveral }] : []),
  ]
  const refusal = sayRefusal('personal_not_yours', languageOf(visit))
  if (role !== undefined && readsPeople({ role }) && !givesPersonal(actor)) problems.push({ at: 'role', says: `${refusal.title}. ${refusal.detail}` })
  if (problems.length > 0 || role === undefined) return whole(visit, actor, posted, problems, found.length > 1 ? found.slice(0, mostPlaces) : [])
  const person = isUuid(known) ? known : crypto.randomUUID()
  const given = { role, unit: found[0] ?? null, forms: chosen.length === 0 ? null : chosen }
  await mayGive(visit.env.DB, actor, person, given)
  if (person !== known) await savePerson(visit.env.DB, { id: person, name, at: now, by: actor.person })
  const minutes = box('days') === '1' ? 1_440 : 10_080
  const made = await makeEnrolment(visit.env.DB, actor, { ...given, person, device, minutes }, new URL(visit.req.url).origin, now)
  const main = html`<h1>${words.made}</h1><p>${words.madeAbout(whenOf(made.expires_at, languageOf(visit)))}</p>
<div class="qr">${new Html(made.qr)}</div><p><label for="link">${words.link}</label><input type="text" id="link" readonly value="${made.link}"></p>
<p class="buttons"><a class="button" href="/office/devices">${words.back}</a></p>`
  return respond(visit, actor, { title: words.made, main })
}

/** POST /office/devices/:token/revoke. Twice is once. */
export async function revokeHere(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const token = visit.req.param('token') ?? ''
  if (actor.role !== 'admin' && actor.role !== 'reviewer') return forbidden(visit, actor)
  // Not his and not there are the same.
  if (!(await mayEnd(visit.env.DB, actor, token))) return notFound(visit, actor)
  await revokeToken(visit.env.DB, token, actor.person, now)
  return visit.redirect(actor.role === 'admin' ? '/office/devices?done' : '/office/people?done', 303)
}

/** POST /office/devices/links/:enrolment/cancel: a link that was not used opens nothing any more. Twice is once. */
export async function cancelHere(visit: Visit, actor: Actor, now: number): Promise<Response> {
  if (actor.role !== 'admin') return forbidden(visit, actor)
  const done = await cancelEnrolment(visit.env.DB, visit.req.param('enrolment') ?? '', actor.person, now)
  return visit.redirect(`/office/devices${done ? '?cancelled' : ''}`, 303)
}

interface Problem {
  readonly at: string
  readonly says: string
}

async function whole(visit: Visit, actor: Actor, posted: Posted, problems: readonly Problem[] = [], several: readonly (string | null)[] = []): Promise<Response> {
  const db = visit.env.DB
  const { devices: words, entrance } = wordsFor(visit)
  const language = languageOf(visit)
  const [all, people, places, forms, waiting, isMine] = await Promise.all([listTokens(db), listPeople(db), placesNow(db), listForms(db), waitingEnrolments(db, Date.now()), within(db, actor)])
  const [tokens, links] = [all.filter(isMine), waiting.filter(isMine)]
  const placed = (unit: string | null): string => (unit === null ? words.everywhere : (places.byId.get(unit)?.full_name ?? unit))
  const wrong = (at: string): Problem | undefined => problems.find((one) => one.at === at)
  const field = (at: string, label: string, hint: string, inner: (tied: Html) => Part): Html => {
    const problem = wrong(at)
    const ids = [hint !== '' && `${at}-hint`, problem !== undefined && `${at}-problem`].filter((id) => id !== false).join(' ')
    return html`<div class="field"><label for="${at}">${label}</label>${hint !== '' && html`<p class="hint" id="${at}-hint">${hint}</p>`}${problem !== undefined && html`<p class="problem" id="${at}-problem">${problem.says}</p>`}${inner(html` id="${at}" name="${at}"${attribute('aria-describedby', ids === '' ? undefined : ids)}${attribute('aria-invalid', problem === undefined ? undefined : 'true')}`)}</div>`
  }
  const typed = (name: string): string => boxIn(posted, name)
  const option = (name: string, value: string, label: string): Html => html`<option value="${value}"${attribute('selected', typed(name) === value)}>${label}</option>`
  const unit =
    several.length > 0
      ? field('unit', words.unit, words.unitHint, (tied) => html`<select${tied}>${several.map((id) => html`<option value="${id ?? ''}">${placeAmong(id, places)}</option>`)}</select>`)
      : field('unit', words.unit, words.unitHint, (tied) => html`<input type="text"${tied} value="${typed('unit')}" autocomplete="off">`)
  const main = html`<h1>${words.title}</h1><p>${words.about}</p>
${visit.req.query('done') !== undefined && html`<p class="news" role="status">${words.done}</p>`}
${visit.req.query('cancelled') !== undefined && html`<p class="news" role="status">${words.cancelled}</p>`}
<section><h2>${words.enrol}</h2>${problems.length > 0 && html`<p class="problem" role="alert">${words.wrong}</p>`}<form method="post" action="/office/devices">
${people.length > 0 && field('person', words.person, '', (tied) => html`<select${tied}>${option('person', '', words.newPerson)}${people.map(({ id, name }) => option('person', id, name))}</select>`)}
${field('name', words.name, people.length > 0 ? words.nameHint : '', (tied) => html`<input type="text"${tied} value="${typed('name')}" maxlength="200" autocomplete="off">`)}
${field('role', words.role, '', (tied) => html`<select${tied}>${roles.map((role) => option('role', role, entrance.role[role] ?? role))}</select>`)}
${unit}
<fieldset class="field"><legend>${words.forms}</legend><p class="hint">${words.formsHint}</p>${forms.map(({ id, title }) => html`<label class="choice"><input type="checkbox" name="forms" value="${id}"${attribute('checked', posted.get('forms')?.includes(id) === true)}><span>${plain(title, language)}</span></label>`)}</fieldset>
${field('device', words.device, words.deviceHint, (tied) => html`<input type="text"${tied} value="${typed('device')}" maxlength="200" autocomplete="off">`)}
${field('days', words.days, '', (tied) => html`<select${tied}>${option('days', '7', words.week)}${option('days', '1', words.day)}</select>`)}
<p class="buttons"><button class="big">${words.make}</button></p></form></section>
${links.length > 0 && html`<section><h2>${words.waiting}</h2><p>${words.waitingAbout}</p><ul class="cards">${links.map((one) => html`<li><strong>${one.name}</strong> (${entrance.role[one.role] ?? one.role})<p class="about">${one.device} – ${placed(one.unit)} – ${words.until(whenOf(one.expires_at, language))}</p><form method="post" action="/office/devices/links/${one.hash}/cancel"><button class="plain">${words.cancel}<span class="away">: ${one.name}</span></button></form></li>`)}</ul></section>`}
<section><h2>${words.list}</h2><ul class="cards">${tokens.map((token) => html`<li><strong>${token.name}</strong> (${entrance.role[token.role] ?? token.role})<p class="about">${token.device_name ?? words.noDevice} – ${placed(token.unit)} – ${words.seen(writeDate(localDay(token.last_seen, zone), language))}</p>${stateOf(token, visit)}</li>`)}</ul></section>`
  return respond(visit, actor, { title: words.title, main, hasProblems: problems.length > 0 }, problems.length > 0 ? 422 : 200)
}

function stateOf(token: Token, visit: Visit): Html {
  const { devices: words } = wordsFor(visit)
  if (token.revoked_at !== null) return html`<p><span class="sign is-rejected">${words.revoked}</span></p>`
  if (token.expires_at !== null && token.expires_at <= Date.now()) return html`<p><span class="sign">${words.expired}</span></p>`
  return html`<form method="post" action="/office/devices/${token.id}/revoke"><button class="plain">${words.revoke}<span class="away">: ${token.name}</span></button></form>`
}

// What was typed as a unit: its id, or its name as people write it, with or without marks. Nothing typed is everywhere (null).
export function placesFor(typed: string, { all, byId }: Places): readonly (string | null)[] {
  if (typed === '') return [null]
  if (byId.has(typed)) return [typed]
  const wanted = fold(typed)
  const same = all.filter(({ name, full_name }) => fold(name) === wanted || fold(full_name) === wanted)
  const found = same.length > 0 ? same : all.filter(({ full_name }) => fold(full_name).includes(wanted))
  // A commune that was merged often left its name to the one of today: that one is meant. Who means the other writes its code.
  const going = found.filter(({ valid_to }) => valid_to === null)
  return (going.length > 0 ? going : found).map(({ id }) => id)
}

/** A place among others of the same name: with what it lies in. */
export function placeAmong(id: string | null, { byId }: Places): string {
  const found = byId.get(id ?? '')
  const around = byId.get(found?.parent ?? '')
  return found === undefined ? (id ?? '') : around === undefined ? found.full_name : `${found.full_name} (${around.full_name})`
}

/** What to say where a box of text has no room for a choice: the places with their codes, one of which is to be written. */
export function severalPlaces(found: readonly (string | null)[], places: Places, words: { readonly unitCodes: (list: string) => string }): string {
  return words.unitCodes(found.slice(0, mostPlaces).map((id) => `${placeAmong(id, places)}: ${id ?? ''}`).join('; '))
}

function forbidden(visit: Visit, actor: Actor): Response {
  const { mayNot } = wordsFor(visit)
  return tell(visit, actor, mayNot.forbidden, mayNot.forbiddenAbout, 403)
}

// The address of a public form as the office prints it: with its QR, and where wanted with a place that is filled in already.
import { mayUse } from '../../record/may.ts'
import type { Actor } from '../../record/submission.ts'
import { loadForms } from '../../store/forms.ts'
import { plain } from '../../view/begin.ts'
import { attribute, html } from '../../view/html.ts'
import { qr } from '../../view/qr.ts'
import type { Visit } from '../env.ts'
import { languageOf } from '../session.ts'
import { placesNow } from '../world.ts'
import { placeAmong, placesFor } from './devices.ts'
import { notFound, respond, wordsFor } from './respond.ts'

/** GET /office/:form/address. */
export async function address(visit: Visit, actor: Actor): Promise<Response> {
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const id = visit.req.param('form') ?? ''
  const [[loaded], places] = await Promise.all([loadForms(visit.env.DB, [{ id, version: 'latest' }]), placesNow(visit.env.DB)])
  if (loaded?.form.public !== true || !mayUse(actor, id)) return notFound(visit, actor)
  const typed = visit.req.query('unit')?.trim().slice(0, 200) ?? actor.unit ?? ''
  const found = placesFor(typed, places)
  const unit = found.length === 1 ? found[0] : undefined
  const link = `${new URL(visit.req.url).origin}/f/${id}${unit == null ? '' : `?unit=${encodeURIComponent(unit)}`}`
  const [problem, choices] = [found.length === 0 ? words.devices.unitUnknown(typed) : found.length > 1 ? words.devices.unitSeveral : undefined, found.length > 1 ? found.slice(0, 40) : []]
  const nameOf = (one: string | null): string => (one === null ? '' : (places.byId.get(one)?.full_name ?? one))
  const tied = html` id="unit" name="unit" aria-describedby="unit-hint${problem !== undefined && ' unit-problem'}"${attribute('aria-invalid', problem === undefined ? undefined : 'true')}`
  const box = choices.length > 0 ? html`<select${tied}>${choices.map((one) => html`<option value="${one ?? ''}">${placeAmong(one, places)}</option>`)}</select>` : html`<input type="text"${tied} value="${unit == null ? typed : nameOf(unit)}" autocomplete="off">`
  const main = html`<p class="step"><a href="/office/${id}">${words.figures.title}</a></p><h1>${plain(loaded.form.title, language)}</h1>
${unit != null && html`<p><strong>${nameOf(unit)}</strong></p>`}<p>${words.public.addressAbout}</p>
${problem === undefined && html`<p><a href="${link}">${link}</a></p><div class="qr">${qr(link)}</div>`}
<form method="get" action="/office/${id}/address"><div class="field"><label for="unit">${words.public.unit}</label><p class="hint" id="unit-hint">${words.devices.unitHint}</p>${problem !== undefined && html`<p class="problem" id="unit-problem">${problem}</p>`}${box}</div><p class="buttons"><button>${words.public.show}</button></p></form>`
  return respond(visit, actor, { title: words.public.address, main, hasProblems: problem !== undefined })
}

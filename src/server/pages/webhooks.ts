// Other programs that are told of what happens to records: how they stand, and the form that makes one. Admins only.
import type { Actor } from '../../record/submission.ts'
import { listForms } from '../../store/forms.ts'
import { againWebhook, dropWebhook, stopWebhook } from '../../store/webhooks.ts'
import type { ListedWebhook } from '../../store/webhooks.ts'
import { plain } from '../../view/begin.ts'
import type { Posted } from '../../view/boxes.ts'
import { boxIn } from '../../view/boxes.ts'
import type { Html, Part } from '../../view/html.ts'
import { attribute, html } from '../../view/html.ts'
import type { Visit } from '../env.ts'
import { isMasked } from '../masking.ts'
import { languageOf } from '../session.ts'
import { events, eventsOf, makeWebhook, webhookOf, webhooksOf } from '../webhooks.ts'
import type { WebhookFault } from '../webhooks.ts'
import { placesNow } from '../world.ts'
import { placesFor } from './devices.ts'
import { whenOf } from './home.ts'
import { notFound, respond, wordsFor } from './respond.ts'
import { postedOf } from './visitor.ts'

const sends = ['state', 'answers', 'all'] as const

/** GET /office/webhooks */
export async function webhooks(visit: Visit, actor: Actor): Promise<Response> {
  return whole(visit, actor, new Map())
}

/** POST /office/webhooks: the secret is shown this once; the page is therefore the answer to the post. */
export async function makeHere(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const posted = await postedOf(visit)
  const { take: { hooks: words } } = wordsFor(visit)
  const box = (name: string): string => boxIn(posted, name).trim()
  const found = placesFor(box('unit'), await placesNow(visit.env.DB))
  const wanted = {
    name: box('name').slice(0, 100), url: box('url').slice(0, 2_000), forms: (posted.get('forms') ?? []).slice(0, 100), events: events.filter((event) => posted.get('events')?.includes(event)), sends: sends.find((one) => one === box('sends')) ?? 'state',
    // What is meant by none or by several is nowhere.
    ...(found.length !== 1 ? { under: '?' } : found[0] === null || found[0] === undefined ? {} : { under: found[0] }),
  }
  const made = await makeWebhook(visit.env, actor, wanted, now)
  if (made.faults !== undefined) return whole(visit, actor, posted, made.faults)
  const main = html`<h1>${words.made}</h1><p>${words.madeAbout}</p><p><label for="secret">${words.secret}</label><input type="text" id="secret" readonly value="${made.secret}"></p>
<p class="buttons"><a class="button" href="/office/webhooks">${words.back}</a></p>`
  return respond(visit, actor, { title: words.made, main })
}

/** POST /office/webhooks/:webhook, with what is to be done to it. Twice is once. */
export async function changeHook(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const hook = await webhookOf(db, actor, visit.req.param('webhook') ?? '')
  if (hook === undefined) return notFound(visit, actor)
  const deed = boxIn(await postedOf(visit), 'do')
  if (deed === 'stop' || deed === 'start') await stopWebhook(db, hook.id, deed === 'stop', actor.person, now)
  else if (deed === 'again') await againWebhook(db, hook.id, actor.person, now)
  else if (deed === 'drop') await dropWebhook(db, hook.id, actor.person, now)
  return visit.redirect('/office/webhooks', 303)
}

async function whole(visit: Visit, actor: Actor, posted: Posted, faults: readonly WebhookFault[] = []): Promise<Response> {
  const db = visit.env.DB
  const { take: { hooks: words }, devices: { everywhere } } = wordsFor(visit)
  const language = languageOf(visit)
  const [all, forms, places] = await Promise.all([webhooksOf(db, actor), listForms(db), placesNow(db)])
  const mine = forms.filter(({ id }) => actor.forms === null || actor.forms.includes(id))
  const titles = new Map(forms.map(({ id, title }) => [id, plain(title, language)]))
  const typed = (name: string): string => boxIn(posted, name)
  const has = (name: string, value: string): boolean => posted.get(name)?.includes(value) === true
  const fault = (at: string): WebhookFault | undefined => faults.find((one) => one.at === at)
  const says = (at: string): Part => {
    const found = fault(at)
    return found !== undefined && html`<p class="problem" id="${at}-problem">${words.wrong[found.why]}</p>`
  }
  const tied = (at: string): Html => {
    const ids = [`${at}-hint`, ...(fault(at) === undefined ? [] : [`${at}-problem`])].join(' ')
    return html` id="${at}" name="${at}" aria-describedby="${ids}"${attribute('aria-invalid', fault(at) === undefined ? undefined : 'true')}`
  }
  const field = (at: 'name' | 'url', label: string, hint: string): Html =>
    html`<div class="field"><label for="${at}">${label}</label><p class="hint" id="${at}-hint">${hint}</p>${says(at)}<input type="text"${tied(at)} value="${typed(at)}" maxlength="2000" autocomplete="off"></div>`
  const unit = html`<div class="field"><label for="unit">${words.unit}</label><p class="hint" id="unit-hint">${words.unitHint}</p>${says('under')}<input type="text" id="unit" name="unit" aria-describedby="unit-hint" value="${typed('unit')}" autocomplete="off"></div>`
  const card = (hook: ListedWebhook): Html => html`<li><strong>${hook.name}</strong>${sign(hook)}<p class="about">${hook.url}</p>
<p class="about">${hook.forms.map((id) => titles.get(id) ?? id).join(', ')} – ${eventsOf(hook).map((event) => words.event[event]).join(', ')} – ${hook.unit === null ? everywhere : (places.byId.get(hook.unit)?.full_name ?? hook.unit)} – ${words.sendsShort[hook.sends]}</p>
<p>${words.counts(String(hook.waiting), String(hook.aside))} ${hook.last_at === null ? words.never : words.last(whenOf(hook.last_at, language), hook.last_status === null || hook.last_status === 0 ? words.noAnswer : String(hook.last_status))}</p>
<form method="post" action="/office/webhooks/${hook.id}"><p class="buttons">${hook.stopped_at === null ? deed('stop', hook) : deed('start', hook)}${hook.aside > 0 && deed('again', hook)}${deed('drop', hook)}</p></form></li>`
  const deed = (name: 'stop' | 'start' | 'again' | 'drop', { name: of }: ListedWebhook): Html => html`<button class="plain" name="do" value="${name}">${words.deed[name]}<span class="away">: ${of}</span></button>`
  const sign = ({ stopped }: ListedWebhook): Part => stopped !== null && html` <span class="sign is-rejected">${words.stopped[stopped]}</span>`
  const main = html`<h1>${words.title}</h1><p>${words.about}</p>
${all.length > 0 && html`<section><h2>${words.list}</h2><ul class="cards">${all.map(card)}</ul></section>`}
<section><h2>${words.make}</h2>${faults.length > 0 && html`<p class="problem" role="alert">${words.wrongSome}</p>`}<form method="post" action="/office/webhooks">
${field('name', words.name, words.nameHint)}
${field('url', words.url, words.urlHint)}
<fieldset class="field"><legend>${words.forms}</legend>${says('forms')}${mine.map(({ id }) => html`<label class="choice"><input type="checkbox" name="forms" value="${id}"${attribute('checked', has('forms', id))}><span>${titles.get(id)}</span></label>`)}</fieldset>
<fieldset class="field"><legend>${words.events}</legend>${says('events')}${events.map((event) => html`<label class="choice"><input type="checkbox" name="events" value="${event}"${attribute('checked', posted.size === 0 || has('events', event))}><span>${words.event[event]}</span></label>`)}</fieldset>
<fieldset class="field"><legend>${words.sends}</legend>${says('sends')}${sends.filter((one) => one !== 'all' || !isMasked(actor)).map((one) => html`<label class="choice"><input type="radio" name="sends" value="${one}"${attribute('checked', has('sends', one) || (!posted.has('sends') && one === 'state'))}><span>${words.sendsLong[one]}</span></label>`)}</fieldset>
${unit}
<p class="buttons"><button class="big">${words.makeIt}</button></p></form></section>`
  return respond(visit, actor, { title: words.title, main, hasProblems: faults.length > 0 }, faults.length > 0 ? 422 : 200)
}

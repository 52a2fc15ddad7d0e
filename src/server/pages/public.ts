// A public form, from its address (on a poster, as a QR) to the receipt. In between are the same pages of a draft as an officer's, under this address.
import { localDay } from '../../form/date.ts'
import type { Answers, Form, Question } from '../../form/form.ts'
import { isValidOn } from '../../form/kinds/unit.ts'
import type { Actor } from '../../record/submission.ts'
import { above } from '../../record/within.ts'
import { loadForms } from '../../store/forms.ts'
import type { LoadedForm } from '../../store/forms.ts'
import { loadDraft } from '../../store/drafts.ts'
import { one } from '../../store/submissions.ts'
import { plain } from '../../view/begin.ts'
import { boxIn } from '../../view/boxes.ts'
import { html } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import { chainOf } from '../../view/places.ts'
import { newCode } from '../digest.ts'
import type { App, Visit } from '../env.ts'
import { guestSecret, languageOf, startGuest } from '../session.ts'
import { signatureOf } from '../signature.ts'
import { strangerActor, strangerDays, sweepStrangers } from '../stranger.ts'
import { placesNow } from '../world.ts'
import type { Places } from '../world.ts'
import { startDraft } from './draft.ts'
import { whenOf } from './home.ts'
import { notFound, respond, tell, wordsFor } from './respond.ts'
import { isUuid, uuidv7 } from './uuid.ts'
import { guard, postedOf } from './visitor.ts'

type Handler = (visit: Visit, actor: Actor, now: number) => Promise<Response>

/** A page of a stranger's draft: whose browser has no secret, or another one, is told the same as where there is none. */
export function strangerPage(app: App, path: string, handle: Handler): void {
  app.get(path, (visit) => asStranger(visit, handle))
}

/** A post of such a page. */
export function strangerAction(app: App, path: string, handle: Handler): void {
  app.post(path, async (visit) => {
    guard(visit)
    return asStranger(visit, async (_, actor, now) => {
      // What is not for strangers any more takes nothing from them; what is only closed takes what was begun.
      if ((await publicForm(visit)) === undefined) return gone(visit)
      // A body with photos is read only for a draft that is there.
      const isLarge = (visit.req.header('content-type') ?? '').startsWith('multipart/')
      return isLarge && (await loadDraft(visit.env.DB, visit.req.param('id') ?? '', actor.person)) === undefined ? gone(visit) : handle(visit, actor, now)
    })
  })
}

/** GET /f/:form: what it asks, what becomes of it, the button. `?unit=` is put where the form asks for a place. */
export async function openPublic(visit: Visit): Promise<Response> {
  const loaded = await publicForm(visit)
  const [words, language, now] = [wordsFor(visit), languageOf(visit), Date.now()]
  if (loaded === undefined) return notFound(visit, undefined)
  const title = plain(loaded.form.title, language)
  if (loaded.state !== 'open') return tell(visit, undefined, words.failure.closed, words.public.closedAbout, 409)
  // The secret is given before the button: pressed twice, both presses are of the same browser.
  if (guestSecret(visit) === undefined) startGuest(visit, newCode())
  const unit = (await placesNow(visit.env.DB)).byId.get(visit.req.query('unit') ?? '')
  const main = html`<h1>${title}</h1>
${unit !== undefined && html`<p><strong>${unit.full_name}</strong></p>`}
<p>${words.public.about}</p><p>${words.public.who}</p>
<form method="post" action="/f/${loaded.id}"><input type="hidden" name="id" value="${uuidv7(now)}">${unit !== undefined && html`<input type="hidden" name="unit" value="${unit.id}">`}<p class="buttons"><button class="big">${words.public.start}</button></p></form>
<p><a href="/r">${words.public.check}</a></p>`
  return respond(visit, undefined, { title, main })
}

/** POST /f/:form: a draft under the id that the page chose. */
export async function beginPublic(visit: Visit): Promise<Response> {
  guard(visit)
  const [now, posted, loaded] = [Date.now(), await postedOf(visit), await publicForm(visit)]
  const { failure, public: says } = wordsFor(visit)
  if (loaded === undefined) return notFound(visit, undefined)
  if (loaded.state !== 'open') return tell(visit, undefined, failure.closed, says.closedAbout, 409)
  const kept = guestSecret(visit)
  const secret = kept ?? newCode()
  if (kept === undefined) startGuest(visit, secret)
  let id = isUuid(boxIn(posted, 'id')) ? boxIn(posted, 'id') : uuidv7(now)
  let actor = await strangerActor(secret, loaded.id, id)
  const sent = await one(visit.env.DB, id)
  if (sent?.author === actor.person) return visit.redirect(`/f/${loaded.id}/${id}/sent`, 303)
  if (sent !== undefined) {
    // Somebody else's record: what begins here is another.
    id = uuidv7(now)
    actor = await strangerActor(secret, loaded.id, id)
  }
  await sweepStrangers(visit.env, now)
  const preset = presetOf(loaded.form, await placesNow(visit.env.DB), boxIn(posted, 'unit'), localDay(now, zone))
  await startDraft(visit, actor, { id, form: loaded.form, version: loaded.version, ...preset }, now)
  return visit.redirect(`/f/${loaded.id}/${id}`, 303)
}

/** GET /f/:form/:id/sent: the number, for the browser that sent it; whoever has the number may ask for the state at /r. */
export async function sentPublic(visit: Visit, actor: Actor): Promise<Response> {
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const found = await one(visit.env.DB, visit.req.param('id') ?? '', { author: actor.person })
  if (found === undefined || found.author !== actor.person) return gone(visit)
  const current = found.revisions.find(({ revision }) => revision === found.revision)
  const signature = current === undefined ? '' : await signatureOf(visit.env, { receipt: found.receipt, id: found.id, revision: found.revision, hash: current.hash })
  const main = html`<h1>${found.state === 'refused' ? words.receipt.titleRefused : words.receipt.title}</h1>
<p>${words.receipt.number}:</p><p class="number-big">${found.receipt}</p>
${found.label !== '' && html`<p><strong>${found.label}</strong></p>`}
<p>${words.public.sent}</p>
<dl class="answers"><div><dt>${words.receipt.state}</dt><dd><span class="sign is-${found.state}">${words.state[found.state]}</span></dd></div><div><dt>${words.receipt.when}</dt><dd>${whenOf(found.received_at, language)}</dd></div></dl>
<p><a href="/r/${found.receipt}${signature !== '' && html`?s=${signature}`}">${words.proof.title}</a></p>
<p class="buttons"><a class="button plain" href="/f/${found.form}">${words.public.another}</a></p>`
  return respond(visit, actor, { title: `${words.receipt.title} ${found.receipt}`, main })
}

async function asStranger(visit: Visit, handle: Handler): Promise<Response> {
  const [secret, form, id] = [guestSecret(visit), visit.req.param('form') ?? '', visit.req.param('id') ?? '']
  if (secret === undefined || !isUuid(id)) return gone(visit)
  const answer = await handle(visit, await strangerActor(secret, form, id), Date.now())
  return answer.status === 404 ? gone(visit) : answer
}

// Sent long ago, let go, of another browser, or of one that keeps no cookie: the same to whoever asks.
function gone(visit: Visit): Response {
  const { public: says } = wordsFor(visit)
  const form = visit.req.param('form') ?? ''
  const main = html`<h1>${says.gone}</h1><p>${says.goneAbout(String(strangerDays))}</p><p class="buttons"><a class="button" href="/f/${encodeURIComponent(form)}">${says.start}</a></p>`
  return respond(visit, undefined, { title: says.gone, main }, 404)
}

// A form that does not say so itself is not there for strangers; neither is one whose latest version no longer says so.
async function publicForm(visit: Visit): Promise<LoadedForm | undefined> {
  const [loaded] = await loadForms(visit.env.DB, [{ id: visit.req.param('form') ?? '', version: 'latest' }])
  return loaded?.form.public === true ? loaded : undefined
}

// The place that the address named, for every question that asks for a place of its level or of one above it; lists of lower ones open there.
function presetOf(form: Form, { byId }: Places, id: string, day: string): { answers?: Answers; paths?: Readonly<Record<string, readonly string[]>> } {
  const unit = byId.get(id)
  if (unit === undefined) return {}
  // As it lies today: a village that was recorded under a commune since merged belongs to the one that followed.
  const around = [...above(unit, 'today', byId)].flatMap((one) => byId.get(one) ?? [])
  const path = [...new Set([...chainOf(unit, { unit: (one) => byId.get(one) }), ...around].map((one) => one.id))]
  const answers: Record<string, string> = {}
  const paths: Record<string, readonly string[]> = {}
  const visit = (questions: readonly Question[]): void => {
    for (const { name, kind, level, questions: inner = [] } of questions) {
      if (kind === 'group') visit(inner)
      if (kind !== 'unit') continue
      const found = around.find((one) => one.level === level && isValidOn(one, day))
      if (found !== undefined) answers[name] = found.id
      paths[name] = path
    }
  }
  visit(form.survey)
  return { answers, paths }
}

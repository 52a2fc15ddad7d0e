// The office reads a form's questions aloud: each with its text, what was recorded, and a box for a sound. A script (phone/record.ts) adds a
// button that records here; without it a recording made elsewhere is chosen.
import type { Actor } from '../../record/submission.ts'
import { mayUse } from '../../record/may.ts'
import { loadForms } from '../../store/forms.ts'
import { promptsOf } from '../../store/prompts.ts'
import { plain } from '../../view/begin.ts'
import type { Html } from '../../view/html.ts'
import { attribute, html } from '../../view/html.ts'
import type { Visit } from '../env.ts'
import { Refusal } from '../failure.ts'
import { hearPrompt, recordPrompt, spokenQuestions } from '../prompts.ts'
import { languageOf } from '../session.ts'
import { notFound, respond, tell, wordsFor } from './respond.ts'
import { filledOf } from './visitor.ts'

/** GET /office/:form/audio, in the form's own language, or `?language=`. `?done=` and `?wrong=` name a question. */
export async function prompts(visit: Visit, actor: Actor): Promise<Response> {
  const id = visit.req.param('form') ?? ''
  const [loaded] = mayUse(actor, id) ? await loadForms(visit.env.DB, [{ id, version: 'latest' }]) : []
  const language = visit.req.query('language') ?? loaded?.form.language ?? ''
  if (loaded === undefined || !loaded.form.languages.includes(language)) return notFound(visit, actor)
  const { prompt: words, figures } = wordsFor(visit)
  const { form } = loaded
  const here = new Map((await promptsOf(visit.env, id, language)).map((one) => [one.question, one]))
  const mayRecord = actor.role === 'admin' || actor.role === 'reviewer'
  const [done, wrong] = [visit.req.query('done'), visit.req.query('wrong')]
  // A language by its own name, so that who speaks it finds it.
  const nameOf = (code: string): string => new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code
  const line = (name: string, label: string): Html => {
    const address = `/office/${id}/audio/${language}/${name}`
    const kept = here.get(name)
    const heard = kept === undefined ? html`<p class="about">${words.none}</p>` : html`<audio controls preload="none" src="${address}?${kept.sha256.slice(0, 8)}" aria-label="${label}"></audio>`
    return html`<li id="${name}"><p><strong>${label}</strong></p>${done === name && html`<p class="news" role="status">${words.done}</p>`}${heard}${mayRecord && html`<form method="post" action="${address}" enctype="multipart/form-data" data-record><label for="sound-${name}">${kept === undefined ? words.choose : words.replace}<span class="away">: ${label}</span></label>${wrong === name && html`<p class="problem" role="alert" id="wrong-${name}">${words.wrong}</p>`}<input type="file" id="sound-${name}" name="sound" accept="audio/*"${attribute('aria-describedby', wrong === name ? `wrong-${name}` : undefined)}><p class="buttons"><button class="plain">${words.keep}</button></p></form>`}</li>`
  }
  const main = html`<p class="step"><a href="/office/${id}">${plain(form.title, languageOf(visit))}</a></p><h1>${words.title}</h1><p>${words.about}</p>
${form.languages.length > 1 && html`<nav aria-label="${words.language}"><p class="buttons">${form.languages.map((code) => (code === language ? html`<strong class="button plain" aria-current="page">${nameOf(code)}</strong>` : html`<a class="button plain" href="/office/${id}/audio?language=${code}">${nameOf(code)}</a>`))}</p></nav>`}
<ul class="cards" data-say-record="${words.record}" data-say-stop="${words.stop}" data-say-failed="${words.failed}">${spokenQuestions(form).map(({ name, label }) => line(name, plain(label ?? {}, language) || name))}</ul>
<p><a href="/office/${id}">${figures.title}</a></p>`
  return respond(visit, actor, { title: words.title, main, hasProblems: wrong !== undefined })
}

/** GET /office/:form/audio/:language/:question, for the players of the page. */
export async function prompt(visit: Visit, actor: Actor): Promise<Response> {
  return hearPrompt(visit.env, actor, placeOf(visit), visit.req.raw)
}

/** POST there. */
export async function keep(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const { mayNot } = wordsFor(visit)
  if (actor.role !== 'admin' && actor.role !== 'reviewer') return tell(visit, actor, mayNot.forbidden, mayNot.forbiddenAbout, 403)
  const at = placeOf(visit)
  const sound = (await filledOf(visit)).files.get('sound')
  const back = (what: string): Response => visit.redirect(`/office/${encodeURIComponent(at.form)}/audio?language=${encodeURIComponent(at.language)}&${what}=${encodeURIComponent(at.question)}#${encodeURIComponent(at.question)}`, 303)
  try {
    await recordPrompt(visit.env, actor, at, sound === undefined ? new Uint8Array() : new Uint8Array(await sound.arrayBuffer()), now)
  } catch (refusal) {
    // No sound was chosen, or too long a one: said beside its question. Everything else goes to the one catch.
    if (refusal instanceof Refusal && (refusal.status === 415 || refusal.status === 413)) return back('wrong')
    throw refusal
  }
  return back('done')
}

function placeOf(visit: Visit): { form: string; language: string; question: string } {
  return { form: visit.req.param('form') ?? '', language: visit.req.param('language') ?? '', question: visit.req.param('question') ?? '' }
}

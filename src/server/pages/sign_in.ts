// The pages on which somebody signs in: name and password, the code of the second factor, and setting one up where it is asked for. They need no script, and
// say to password managers and phones what each box is for.
import { boxIn } from '../../view/boxes.ts'
import type { Html, Part } from '../../view/html.ts'
import { Html as Markup, attribute, html } from '../../view/html.ts'
import { qr } from '../../view/qr.ts'
import type { Visit } from '../env.ts'
import { Refusal } from '../failure.ts'
import { orTooOften } from '../guessing.ts'
import { factorLink } from '../second_factor.ts'
import { giveCode, proposalOf, signIn, waitingHere } from '../sign_in.ts'
import type { Step } from '../sign_in.ts'
import { minutesOf } from '../stranger.ts'
import { respond, wordsFor } from './respond.ts'
import { guard, postedOf, visitor } from './visitor.ts'
import { isOwnAddress } from './where.ts'

/** GET /sign-in. */
export async function signingIn(visit: Visit): Promise<Response> {
  const over = visit.req.query('over') === undefined ? undefined : wordsFor(visit).accounts.signIn.over
  return drawn(visit, { next: nextOf(visit.req.query('next')), problem: over }, 200)
}

/** POST /sign-in. The cookie of a session that was here before is replaced; whoever had planted one has nothing of it. */
export async function signInHere(visit: Visit): Promise<Response> {
  guard(visit)
  const posted = await postedOf(visit)
  const { signIn: words } = wordsFor(visit).accounts
  const [name, password, next, own] = [boxIn(posted, 'name').trim(), boxIn(posted, 'password'), nextOf(boxIn(posted, 'next')), boxIn(posted, 'own') !== '']
  const missing = { ...(name === '' ? { name: words.nameMissing } : {}), ...(password === '' ? { password: words.passwordMissing } : {}) }
  if (Object.keys(missing).length > 0) return drawn(visit, { name, own, next, missing }, 422)
  const step = await orTooOften(() => signIn(visit, { name, password, own }, Date.now()))
  if (step instanceof Refusal) return wait(visit, step, (problem) => drawn(visit, { name, own, next, problem }, 429))
  return goOn(visit, step, next, () => drawn(visit, { name, own, next, problem: words.wrong }, 422))
}

/** On to where a step leads: inside, to the code, to setting one up; or the page again. */
export function goOn(visit: Visit, step: Step, next: string | undefined, wrong: () => Promise<Response> | Response): Promise<Response> | Response {
  if (step.at === 'wrong') return wrong()
  if (step.at === 'in') return visit.redirect(next ?? insideFor(step.role), 303)
  return visit.redirect(`/sign-in/${step.at}${next === undefined ? '' : `?next=${encodeURIComponent(next)}`}`, 303)
}

/** GET /sign-in/code: for who has shown his password. */
export async function codeAsked(visit: Visit): Promise<Response> {
  return askCode(visit, undefined, 200)
}

/** GET /sign-in/factor: for an admin who has none yet. */
export async function factorAsked(visit: Visit): Promise<Response> {
  return askFactor(visit, undefined, 200)
}

/** POST /sign-in/code and /sign-in/factor. */
export async function codeGiven(visit: Visit): Promise<Response> {
  guard(visit)
  const posted = await postedOf(visit)
  const { code: words } = wordsFor(visit).accounts
  const ask = visit.req.path === '/sign-in/factor' ? askFactor : askCode
  const next = nextOf(visit.req.query('next'))
  const typed = boxIn(posted, 'code').trim()
  if (typed === '') return ask(visit, words.missing, 422)
  const step = await orTooOften(() => giveCode(visit, typed, Date.now()))
  if (step instanceof Refusal) return wait(visit, step, (problem) => ask(visit, problem, 429))
  if (step.at === 'over') return visit.redirect('/sign-in?over', 303)
  if (step.at !== 'in') return ask(visit, step.at === 'used' ? words.used : words.wrong, 422)
  if (step.recovery === undefined) return visit.redirect(next ?? insideFor(step.role), 303)
  return codesShown(visit, step.recovery, next ?? insideFor(step.role))
}

/** The recovery codes, shown this once: the page is therefore the answer to the post. */
export function codesShown(visit: Visit, codes: readonly string[], next: string): Response {
  const { factor: words } = wordsFor(visit).accounts
  const main = html`<h1>${words.codes}</h1><p>${words.codesAbout}</p><ol>${codes.map((code) => html`<li><code>${code}</code></li>`)}</ol><p class="buttons"><a class="button" href="${next}">${words.goOn}</a></p>`
  return respond(visit, undefined, { title: words.codes, main })
}

/** How a second factor is set up: the QR code, the key for who cannot scan it, the box for the first code. */
export function settingUp(visit: Visit, secret: string, name: string, given: { readonly action: string; readonly about: string; readonly problem: string | undefined }): Html {
  const { product, accounts } = wordsFor(visit)
  const { factor: words } = accounts
  const link = factorLink(secret, name, product)
  return html`<h1>${words.title}</h1><p>${given.about}</p>
<ol><li><p>${words.install}</p></li>
<li><p>${words.scan}</p><div class="qr" role="img" aria-label="${words.picture}">${new Markup(qr(link).markup)}</div><p>${words.key}: <strong id="key">${(secret.match(/.{1,4}/g) ?? []).join(' ')}</strong></p><p><a href="${link}">${words.open}</a></p></li>
<li><form method="post" action="${given.action}">${box({ at: 'code', label: words.confirm, problem: given.problem, inner: (tied) => html`<input type="text"${tied} inputmode="numeric" autocomplete="one-time-code" maxlength="20" class="short">` })}<p class="buttons"><button class="big">${words.enter}</button></p></form></li></ol>`
}

/** A box with its label, its hint and what is wrong with it, tied together. */
export function box(given: { readonly at: string; readonly label: string; readonly hint?: string; readonly problem?: string | undefined; readonly inner: (tied: Html) => Part }): Html {
  const { at, label, hint = '', problem } = given
  const ids = [hint !== '' && `${at}-hint`, problem !== undefined && `${at}-problem`].filter((id) => id !== false).join(' ')
  return html`<div class="field"><label for="${at}">${label}</label>${hint !== '' && html`<p class="hint" id="${at}-hint">${hint}</p>`}${problem !== undefined && html`<p class="problem" id="${at}-problem">${problem}</p>`}${given.inner(html` id="${at}" name="${at}"${attribute('aria-describedby', ids === '' ? undefined : ids)}${attribute('aria-invalid', problem === undefined ? undefined : 'true')}`)}</div>`
}

/** The box for a password: managers of passwords fill it and offer to keep it, pasting works, and where scripts run a button shows what was typed. */
export function passwordBox(visit: Visit, tied: Html, autocomplete: 'current-password' | 'new-password'): Html {
  const { accounts } = wordsFor(visit)
  return html`<input type="password"${tied} autocomplete="${autocomplete}" maxlength="1000" data-show="${accounts.show}" data-hide="${accounts.hide}">`
}

/** Where somebody begins: who fills in at his own page, the others in the office. */
export const insideFor = (role: string): string => (role === 'officer' ? '/' : '/office')

/** An address of this site that somebody wanted before he signed in. */
export function nextOf(given: string | undefined): string | undefined {
  return given !== undefined && given.length <= 500 && isOwnAddress(given) && !given.startsWith('/sign-in') ? given : undefined
}

/** The page again, with when it may be tried. */
export async function wait(visit: Visit, refused: Refusal, draw: (problem: string) => Promise<Response> | Response): Promise<Response> {
  const answer = await draw(wordsFor(visit).accounts.signIn.tooOften(minutesOf(refused)))
  answer.headers.set('retry-after', refused.headers['retry-after'] ?? '60')
  return answer
}

interface Drawn {
  readonly name?: string
  readonly own?: boolean
  readonly next?: string | undefined
  readonly problem?: string | undefined
  readonly missing?: { readonly name?: string; readonly password?: string }
}

async function drawn(visit: Visit, { name = '', own = false, next, problem, missing = {} }: Drawn, status: 200 | 422 | 429): Promise<Response> {
  const { signIn: words } = wordsFor(visit).accounts
  const actor = await visitor(visit, Date.now())
  const main = html`<h1>${words.title}</h1><p>${words.about}</p>
${actor !== undefined && html`<p class="note">${words.here(actor.name)}</p>`}
${problem !== undefined && html`<p class="problem wrong" role="alert">${problem}</p>`}
<form method="post" action="/sign-in">${next !== undefined && html`<input type="hidden" name="next" value="${next}">`}
${box({ at: 'name', label: words.name, hint: words.nameHint, problem: missing.name, inner: (tied) => html`<input type="text"${tied} value="${name}" autocomplete="username" autocapitalize="none" autocorrect="off" spellcheck="false" maxlength="100">` })}
${box({ at: 'password', label: words.password, problem: missing.password, inner: (tied) => passwordBox(visit, tied, 'current-password') })}
<div class="field"><label class="choice"><input type="checkbox" name="own" value="yes" aria-describedby="own-hint"${attribute('checked', own)}><span>${words.own}</span></label><p class="hint" id="own-hint">${words.ownHint}</p></div>
<p class="buttons"><button class="big">${words.enter}</button></p></form><p class="hint">${words.forgot}</p>`
  return respond(visit, actor, { title: words.title, main, hasProblems: problem !== undefined || Object.keys(missing).length > 0 }, status)
}

async function askCode(visit: Visit, problem: string | undefined, status: 200 | 422 | 429): Promise<Response> {
  const found = await waitingHere(visit, Date.now())
  if (found === undefined) return visit.redirect('/sign-in?over', 303)
  const next = visit.req.query('next')
  if (found.factor === null) return visit.redirect(`/sign-in/factor${queryOf(next)}`, 303)
  const { code: words } = wordsFor(visit).accounts
  const main = html`<h1>${words.title}</h1><p>${words.about}</p><form method="post" action="/sign-in/code${queryOf(next)}">
${box({ at: 'code', label: words.code, hint: words.codeHint, problem, inner: (tied) => html`<input type="text"${tied} autocomplete="one-time-code" autocapitalize="none" autocorrect="off" spellcheck="false" maxlength="40">` })}
<p class="buttons"><button class="big">${words.enter}</button></p></form>`
  return respond(visit, undefined, { title: words.title, main, hasProblems: problem !== undefined }, status)
}

async function askFactor(visit: Visit, problem: string | undefined, status: 200 | 422 | 429): Promise<Response> {
  const found = await waitingHere(visit, Date.now())
  const secret = found === undefined || found.factor !== null ? undefined : await proposalOf(visit, found.person)
  if (found === undefined || secret === undefined) return visit.redirect((found?.factor ?? null) === null ? '/sign-in?over' : '/sign-in/code', 303)
  const { factor: words } = wordsFor(visit).accounts
  const main = settingUp(visit, secret, found.sign_in_name, { action: `/sign-in/factor${queryOf(visit.req.query('next'))}`, about: words.must, problem })
  return respond(visit, undefined, { title: words.title, main, hasProblems: problem !== undefined }, status)
}

const queryOf = (next: string | undefined): string => (nextOf(next) === undefined ? '' : `?next=${encodeURIComponent(next ?? '')}`)

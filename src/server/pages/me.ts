// One's own account: what it opens, where one is signed in and how that ends, another password, the second factor. Whoever came in by a link has no account
// and is told so.
import type { Actor } from '../../record/submission.ts'
import type { Account } from '../../store/accounts.ts'
import { accountOf, changePassword, held } from '../../store/accounts.ts'
import { factorsOf, proposing, removeFactor, replaceCodes } from '../../store/factors.ts'
import { listForms } from '../../store/forms.ts'
import type { Session } from '../../store/sessions.ts'
import { endSession, endSessions, sessionsOf } from '../../store/sessions.ts'
import { plain } from '../../view/begin.ts'
import { boxIn } from '../../view/boxes.ts'
import type { Html } from '../../view/html.ts'
import { html } from '../../view/html.ts'
import type { Visit } from '../env.ts'
import { Refusal } from '../failure.ts'
import { orTooOften } from '../guessing.ts'
import { faultOf, hashPassword } from '../password.ts'
import { newFactor, newRecoveryCodes, sealFactor } from '../second_factor.ts'
import { languageOf } from '../session.ts'
import { hashesOf, proposalOf, proves, setUp } from '../sign_in.ts'
import { signInName } from '../sign_in_name.ts'
import { placesNow } from '../world.ts'
import { whenOf } from './home.ts'
import { notFound, respond, wordsFor } from './respond.ts'
import { box, codesShown, passwordBox, settingUp, wait } from './sign_in.ts'
import { postedOf } from './visitor.ts'

const here = '/office/me'

/** GET /office/me. */
export async function me(visit: Visit, actor: Actor, now: number): Promise<Response> {
  return whole(visit, actor, now, {}, 200)
}

/** POST /office/me/sessions/:session/end: one of one's own. Twice is once. */
export async function endMine(visit: Visit, actor: Actor, now: number): Promise<Response> {
  await endSession(visit.env.DB, visit.req.param('session') ?? '', actor.person, actor.person, now)
  return visit.redirect(`${here}?done=ended`, 303)
}

/** POST /office/me/sessions/end: all but this one. */
export async function endMyOthers(visit: Visit, actor: Actor, now: number): Promise<Response> {
  await endSessions(visit.env.DB, actor.person, actor.person, now, actor.token)
  return visit.redirect(`${here}?done=endedOthers`, 303)
}

/** POST /office/me/password: who knows the present one chooses another. */
export async function changeMine(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const posted = await postedOf(visit)
  const account = await accountOf(visit.env.DB, actor.person, now)
  if (account === undefined) return notFound(visit, actor)
  const { me: words, invitation } = wordsFor(visit).accounts
  const password = boxIn(posted, 'next')
  const fault = faultOf(password, signInName(account.sign_in_name) ?? '')
  if (fault !== undefined) return whole(visit, actor, now, { next: invitation.fault[fault] }, 422)
  const lock = await orTooOften(() => proves(visit, actor.person, boxIn(posted, 'now'), now))
  if (lock instanceof Refusal) return wait(visit, lock, (problem) => whole(visit, actor, now, { now: problem }, 429))
  const isDone = lock?.password != null && (await changePassword(visit.env.DB, { person: actor.person, before: lock.password, password: await hashPassword(password), keep: actor.token, at: now }))
  return isDone ? visit.redirect(`${here}?done=changed`, 303) : whole(visit, actor, now, { now: words.wrong }, 422)
}

/** POST /office/me/factor: who knows his password begins to set one up, makes other recovery codes, or takes it away. */
export async function changeFactor(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const { DB } = visit.env
  const posted = await postedOf(visit)
  const { me: words } = wordsFor(visit).accounts
  const { person } = actor
  if ((await accountOf(DB, person, now)) === undefined) return notFound(visit, actor)
  const lock = await orTooOften(() => proves(visit, person, boxIn(posted, 'password'), now))
  if (lock instanceof Refusal) return wait(visit, lock, (problem) => whole(visit, actor, now, { password: problem }, 429))
  if (lock === undefined) return whole(visit, actor, now, { password: words.wrong }, 422)
  switch (boxIn(posted, '.do')) {
    case 'codes': {
      const codes = newRecoveryCodes()
      return (await replaceCodes(DB, person, await hashesOf(person, codes), now)) ? codesShown(visit, codes, here) : visit.redirect(here, 303)
    }
    case 'remove':
      if (lock.role === 'admin') return whole(visit, actor, now, { password: words.mustKeep }, 422)
      await removeFactor(DB, person, person, now)
      return visit.redirect(`${here}?done=removed`, 303)
    default:
      await held(DB, [proposing(DB, person, await sealFactor(visit.env, person, newFactor()))])
      return visit.redirect(`${here}/factor`, 303)
  }
}

/** GET /office/me/factor: the QR code of the one that is being set up. */
export async function myFactor(visit: Visit, actor: Actor, now: number): Promise<Response> {
  return factorPage(visit, actor, now, undefined, 200)
}

/** POST /office/me/factor/code: its first code. */
export async function myFirstCode(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const { code: words } = wordsFor(visit).accounts
  const typed = boxIn(await postedOf(visit), 'code').trim()
  if (typed === '') return factorPage(visit, actor, now, words.missing, 422)
  const done = await orTooOften(() => setUp(visit, actor.person, typed, now))
  if (done instanceof Refusal) return wait(visit, done, (problem) => factorPage(visit, actor, now, problem, 429))
  if (done === 'over') return visit.redirect(here, 303)
  return typeof done === 'string' ? factorPage(visit, actor, now, words[done], 422) : codesShown(visit, done, `${here}?done=factorSet`)
}

async function factorPage(visit: Visit, actor: Actor, now: number, problem: string | undefined, status: 200 | 422 | 429): Promise<Response> {
  const { factor: words } = wordsFor(visit).accounts
  const [secret, account] = [await proposalOf(visit, actor.person), await accountOf(visit.env.DB, actor.person, now)]
  if (secret === undefined || account === undefined) return visit.redirect(here, 303)
  const main = settingUp(visit, secret, account.sign_in_name, { action: `${here}/factor/code`, about: words.why, problem })
  return respond(visit, actor, { title: words.title, main, hasProblems: problem !== undefined }, status)
}

type Problems = Readonly<Partial<Record<'now' | 'next' | 'password', string>>>

async function whole(visit: Visit, actor: Actor, now: number, problems: Problems, status: 200 | 422 | 429): Promise<Response> {
  const { DB } = visit.env
  const { accounts } = wordsFor(visit)
  const { me: words } = accounts
  const account = await accountOf(DB, actor.person, now)
  if (account === undefined) return respond(visit, actor, { title: words.title, main: html`<h1>${words.title}</h1>${await scope(visit, actor, undefined)}<p>${words.none}</p>` })
  const [sessions, factors] = await Promise.all([sessionsOf(DB, actor.person, now), factorsOf(DB, actor.person)])
  const done = visit.req.query('done') ?? ''
  const news = (['ended', 'endedOthers', 'changed', 'removed', 'factorSet'] as const).find((one) => one === done)
  const main = html`<h1>${words.title}</h1>${news !== undefined && html`<p class="news" role="status">${words[news]}</p>`}
${await scope(visit, actor, account)}
<section><h2>${words.sessions}</h2><p>${words.sessionsAbout}</p><ul class="cards">${sessions.map((one) => sessionLine(visit, one, actor.token))}</ul>
${sessions.some(({ id }) => id !== actor.token) && html`<form method="post" action="${here}/sessions/end"><button class="plain">${words.endOthers}</button></form>`}</section>
<section><h2>${words.password}</h2><form method="post" action="${here}/password"><input type="text" name="name" value="${account.sign_in_name}" autocomplete="username" readonly hidden>
${box({ at: 'now', label: words.now, problem: problems.now, inner: (tied) => passwordBox(visit, tied, 'current-password') })}
${box({ at: 'next', label: words.next, hint: accounts.invitation.hint, problem: problems.next, inner: (tied) => passwordBox(visit, tied, 'new-password') })}
<p class="buttons"><button>${words.change}</button></p></form></section>
<section><h2>${words.factor}</h2><p>${account.has_factor ? words.has(String(factors?.left ?? 0)) : words.hasNot}</p><form method="post" action="${here}/factor">
${box({ at: 'password', label: words.now, hint: words.confirm, problem: problems.password, inner: (tied) => passwordBox(visit, tied, 'current-password') })}
<p class="buttons"><button name=".do" value="set">${account.has_factor ? words.replace : words.set}</button>${account.has_factor && html`<button class="plain" name=".do" value="codes">${words.codes}</button>`}${account.has_factor && account.role !== 'admin' && html`<button class="plain" name=".do" value="remove">${words.remove}</button>`}</p></form></section>`
  return respond(visit, actor, { title: words.title, main, hasProblems: Object.keys(problems).length > 0 }, status)
}

async function scope(visit: Visit, actor: Actor, account: Account | undefined): Promise<Html> {
  const { accounts, entrance } = wordsFor(visit)
  const { me: words } = accounts
  const [places, forms] = await Promise.all([placesNow(visit.env.DB), actor.forms === null ? [] : listForms(visit.env.DB)])
  const unit = actor.unit === null ? words.everywhere : (places.byId.get(actor.unit)?.full_name ?? actor.unit)
  const titles = new Map(forms.map(({ id, title }) => [id, plain(title, languageOf(visit))]))
  return html`<p><strong>${actor.name}</strong></p><dl class="answers">${account !== undefined && html`<div><dt>${words.name}</dt><dd>${account.sign_in_name}</dd></div>`}<div><dt>${words.role}</dt><dd>${entrance.role[actor.role] ?? actor.role}</dd></div><div><dt>${words.unit}</dt><dd>${unit}</dd></div><div><dt>${words.forms}</dt><dd>${actor.forms === null ? words.allForms : actor.forms.map((id) => titles.get(id) ?? id).join(', ')}</dd></div></dl>`
}

function sessionLine(visit: Visit, { id, agent, seen_from, created_at, last_seen, expires_at }: Session, own: string): Html {
  const { me: words } = wordsFor(visit).accounts
  const language = languageOf(visit)
  const about = [words.began(whenOf(created_at, language)), words.seen(whenOf(last_seen, language)), ...(seen_from === null ? [] : [words.from(seen_from)]), words.ends(whenOf(expires_at, language))]
  return html`<li><strong>${agent ?? words.unknownAgent}</strong>${id === own && html` <span class="sign">${words.this}</span>`}<p class="about">${about.join(' – ')}</p>${id !== own && html`<form method="post" action="${here}/sessions/${id}/end"><button class="plain">${words.end}<span class="away">: ${agent ?? words.unknownAgent}, ${words.began(whenOf(created_at, language))}</span></button></form>`}</li>`
}

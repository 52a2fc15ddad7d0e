// The page behind an admin's link: whose it is, the name he signs in with, and the box for the password of his choice. Looking at it uses nothing up.
import { boxIn } from '../../view/boxes.ts'
import { html } from '../../view/html.ts'
import type { Invitation } from '../../store/accounts.ts'
import { lookUpInvitation } from '../accounts.ts'
import type { Visit } from '../env.ts'
import { faultOf } from '../password.ts'
import { languageOf } from '../session.ts'
import { acceptInvitation } from '../sign_in.ts'
import { signInName } from '../sign_in_name.ts'
import { whenOf } from './home.ts'
import { respond, wordsFor } from './respond.ts'
import { box, goOn, passwordBox } from './sign_in.ts'
import { guard, postedOf } from './visitor.ts'

/** GET /invitation/:code. */
export async function invited(visit: Visit): Promise<Response> {
  const found = await lookUpInvitation(visit.env.DB, visit.req.param('code') ?? '', Date.now())
  return 'fault' in found ? useless(visit, found.fault) : drawn(visit, found, undefined, 200)
}

/** POST /invitation/:code: the password is kept, and whoever chose it goes on as after signing in. */
export async function choose(visit: Visit): Promise<Response> {
  guard(visit)
  const now = Date.now()
  const password = boxIn(await postedOf(visit), 'password')
  const found = await lookUpInvitation(visit.env.DB, visit.req.param('code') ?? '', now)
  if ('fault' in found) return useless(visit, found.fault)
  const fault = faultOf(password, signInName(found.sign_in_name) ?? '')
  if (fault !== undefined) return drawn(visit, found, wordsFor(visit).accounts.invitation.fault[fault], 422)
  return goOn(visit, await acceptInvitation(visit, found.hash, found, password, now), undefined, () => useless(visit, 'used'))
}

function drawn(visit: Visit, { name, role, sign_in_name, expires_at }: Invitation, problem: string | undefined, status: 200 | 422): Response {
  const { accounts, entrance } = wordsFor(visit)
  const { invitation: words } = accounts
  const main = html`<h1>${words.title}</h1><p><strong>${words.whose(name)}</strong> (${entrance.role[role] ?? role})</p><p>${words.about(whenOf(expires_at, languageOf(visit)))}</p>
<form method="post" action="/invitation/${visit.req.param('code') ?? ''}">
${box({ at: 'name', label: words.name, inner: (tied) => html`<input type="text"${tied} value="${sign_in_name}" autocomplete="username" readonly>` })}
${box({ at: 'password', label: words.password, hint: words.hint, problem, inner: (tied) => passwordBox(visit, tied, 'new-password') })}
<p class="buttons"><button class="big">${words.enter}</button></p></form>`
  return respond(visit, undefined, { title: words.title, main, hasProblems: problem !== undefined }, status)
}

function useless(visit: Visit, fault: 'not_found' | 'used' | 'expired'): Response {
  const { invitation: words, signIn } = wordsFor(visit).accounts
  const title = fault === 'not_found' ? words.wrong : words[fault]
  const main = html`<h1>${title}</h1><p>${words.another}</p><p class="buttons"><a class="button" href="/sign-in">${signIn.title}</a></p>`
  return respond(visit, undefined, { title, main }, fault === 'not_found' ? 404 : 410)
}

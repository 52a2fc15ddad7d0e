// The way in by a link that works once: first whose it is, then a button. Without script the page brings a secret along, which the button claims and this
// browser's cookie keeps: pressed again because no answer came, it is the same secret and the same way in;
// with it the phone's own page takes the code from the address and claims it for a secret of its own.
import { boxIn } from '../../view/boxes.ts'
import { html } from '../../view/html.ts'
import { newSecret, sha256Hex } from '../digest.ts'
import { claimEnrolment, lookUp } from '../enrolment.ts'
import type { Fault } from '../enrolment.ts'
import type { Visit } from '../env.ts'
import { startSession } from '../session.ts'
import { respond, tell, wordsFor } from './respond.ts'
import { guard, postedOf, visitor } from './visitor.ts'

/** GET /enrol/:code. Looking at it uses nothing up: chat programs open links to preview them. */
export async function enrolling(visit: Visit): Promise<Response> {
  const code = visit.req.param('code') ?? ''
  const found = await lookUp(visit.env.DB, code, Date.now())
  if ('fault' in found) return useless(visit, found.fault)
  const { entrance, enrol } = wordsFor(visit)
  const main = html`<div data-in="${found.role}"><h1>${entrance.title}</h1><p><strong>${entrance.whose(found.name)}</strong> (${entrance.role[found.role] ?? found.role})</p><p>${enrol.about(found.device)}</p><form method="post" action="/enrol/${code}"><input type="hidden" name="secret" value="${newSecret()}"><p class="buttons"><button class="big">${entrance.enter(found.name)}</button></p></form><p>${entrance.notMe}</p></div>`
  return respond(visit, undefined, { title: entrance.title, main })
}

/** POST /enrol/:code. Pressed twice on one page it is once, also where the first answer was lost on the way. */
export async function enrolHere(visit: Visit): Promise<Response> {
  guard(visit)
  const now = Date.now()
  const given = boxIn(await postedOf(visit), 'secret')
  const secret = /^phieu_[\w-]{43}$/.test(given) ? given : newSecret()
  const claimed = await claimEnrolment(visit.env.DB, visit.req.param('code') ?? '', await sha256Hex(secret), now)
  if (!('fault' in claimed)) {
    startSession(visit, secret)
    return visit.redirect(claimed.role === 'officer' ? '/' : '/office', 303)
  }
  // The link was used from another page of this browser: whoever is known here by now goes in.
  if (claimed.fault === 'enrolment_used' && (await visitor(visit, now)) !== undefined) return visit.redirect('/', 303)
  return useless(visit, claimed.fault)
}

function useless(visit: Visit, fault: Fault): Response {
  const { entrance, enrol } = wordsFor(visit)
  if (fault === 'not_found' || fault === 'malformed') return tell(visit, undefined, entrance.wrong, entrance.wrongAbout, 404)
  return tell(visit, undefined, fault === 'enrolment_used' ? enrol.used : enrol.expired, enrol.another, 410)
}

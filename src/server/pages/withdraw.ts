// Taking a sent form back, without script: asked once more, then done. Only before the office has approved it.
import type { Actor } from '../../record/submission.ts'
import { one } from '../../store/submissions.ts'
import type { OneSubmission } from '../../store/submissions.ts'
import { html } from '../../view/html.ts'
import type { Visit } from '../env.ts'
import { Refusal } from '../failure.ts'
import { withdrawOne } from '../withdraw.ts'
import { boxIn } from '../../view/boxes.ts'
import { notFound, respond, wordsFor } from './respond.ts'
import { postedOf } from './visitor.ts'

/** Whether its author may still correct it or take it back. */
export function isOpenToAuthor({ state, revisions, erased }: OneSubmission): boolean {
  return erased === null && (state === 'received' || state === 'returned' || state === 'refused') && !revisions.some((revision) => revision.state === 'approved')
}

/** GET /submissions/:id/withdraw. */
export async function askWithdraw(visit: Visit, actor: Actor): Promise<Response> {
  const found = await one(visit.env.DB, visit.req.param('id') ?? '', { author: actor.person })
  if (found === undefined || found.author !== actor.person) return notFound(visit, actor)
  if (!isOpenToAuthor(found)) return visit.redirect(`/receipts/${found.id}`, 303)
  const { withdrawal } = wordsFor(visit)
  const main = html`<h1>${withdrawal.title}</h1><p>${found.receipt}${found.label !== '' && html`: ${found.label}`}</p><p>${withdrawal.about}</p>
<form method="post" action="/submissions/${found.id}/withdraw"><input type="hidden" name="base" value="${found.revision}"><p class="buttons"><button>${withdrawal.yes}</button><a class="button plain" href="/receipts/${found.id}">${withdrawal.no}</a></p></form>`
  return respond(visit, actor, { title: withdrawal.title, main })
}

/** POST: of what moved on meanwhile the receipt tells. */
export async function withdrawHere(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const posted = await postedOf(visit)
  const id = visit.req.param('id') ?? ''
  const base = /^[1-9]\d{0,5}$/.exec(boxIn(posted, 'base'))?.[0]
  try {
    // Without the revision that was on the page it is not known what was meant.
    await withdrawOne(visit.env.DB, actor, id, base === undefined ? Number.MAX_SAFE_INTEGER : Number(base), now)
  } catch (refusal) {
    // Approved or corrected in another window: expected here; everything else goes to the one catch.
    if (!(refusal instanceof Refusal && refusal.status === 409)) throw refusal
  }
  return visit.redirect(`/receipts/${encodeURIComponent(id)}`, 303)
}

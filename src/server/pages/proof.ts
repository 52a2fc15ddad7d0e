// Anyone may check a receipt: is it kept, in which state, and did we sign it. No person and no answer stands here.
import { localDay, writeDate } from '../../form/date.ts'
import { readReceipt } from '../../record/receipt.ts'
import { loadForms } from '../../store/forms.ts'
import { provable } from '../../store/receipts.ts'
import { html } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import type { Visit } from '../env.ts'
import { languageOf } from '../session.ts'
import { isSignedBy } from '../signature.ts'
import { plain } from '../../view/begin.ts'
import { respond, wordsFor } from './respond.ts'

interface Proof {
  readonly receipt: string
  readonly form: string
  readonly title: string
  readonly received_on: string
  readonly state: string
  readonly revision: number
  /** Its first eight signs: enough to compare, too few to look for a text by. */
  readonly hash: string
  /** Whether the signature that was handed in is ours, and for which revision; null: none was. */
  readonly signed: { readonly ours: boolean; readonly revision: number | null } | null
}

/** GET /r: a box to type the number into. */
export async function asking(visit: Visit): Promise<Response> {
  const typed = visit.req.query('code')
  if (typed !== undefined && typed.trim() !== '') return visit.redirect(`/r/${encodeURIComponent(typed.trim().slice(0, 60))}`, 303)
  const { proof } = wordsFor(visit)
  return respond(visit, undefined, { title: proof.title, main: html`<h1>${proof.title}</h1><p>${proof.about}</p>${box(visit, '')}` })
}

/** GET /r/:code, for people and for programs (`Accept: application/json`). The number is understood as it is dictated. */
export async function proving(visit: Visit): Promise<Response> {
  const typed = (visit.req.param('code') ?? '').slice(0, 60)
  const seq = readReceipt(typed)
  const found = seq === undefined ? undefined : await proofOf(visit, seq)
  const accept = visit.req.header('accept') ?? ''
  if (accept.includes('application/json') && !accept.includes('text/html')) {
    return visit.json(found === undefined ? { kept: false, reason: seq === undefined ? 'misread' : 'unknown' } : { kept: true, ...found }, found === undefined ? 404 : 200)
  }
  const { proof, receipt, state, figures } = wordsFor(visit)
  if (found === undefined) {
    const main = html`<h1>${seq === undefined ? proof.misread : proof.unknown}</h1><p>${seq === undefined ? proof.misreadAbout : proof.unknownAbout}</p>${box(visit, typed)}`
    return respond(visit, undefined, { title: proof.title, main, hasProblems: true }, 404)
  }
  const { signed } = found
  const says = signed === null ? undefined : !signed.ours ? proof.forged : signed.revision === found.revision ? proof.genuine : proof.genuineEarlier(String(signed.revision))
  const main = html`<h1>${proof.kept}</h1><p class="number-big">${found.receipt}</p>
${says !== undefined && html`<p class="${signed?.ours ? 'news' : 'problem'}" role="status">${says}</p>`}
<dl class="answers"><div><dt>${receipt.form}</dt><dd>${found.title}</dd></div><div><dt>${proof.received}</dt><dd>${writeDate(found.received_on, languageOf(visit))}</dd></div><div><dt>${figures.state}</dt><dd>${state[found.state as keyof typeof state]}</dd></div><div><dt>${proof.revision}</dt><dd>${found.revision}</dd></div><div><dt>${proof.hash}</dt><dd><code>${found.hash}</code></dd></div></dl>
<p>${proof.noAnswers}</p>${box(visit, '')}`
  return respond(visit, undefined, { title: `${proof.title} ${found.receipt}`, main })
}

async function proofOf(visit: Visit, seq: number): Promise<Proof | undefined> {
  const found = await provable(visit.env.DB, seq)
  if (found === undefined) return undefined
  const [loaded] = await loadForms(visit.env.DB, [{ id: found.form, version: found.version }])
  const { id, form, receipt, state, revision, hashes, received_at } = found
  const given = visit.req.query('s')
  let signed: Proof['signed'] = null
  if (given !== undefined) {
    signed = { ours: false, revision: null }
    for (const [number, hash] of hashes) {
      if (await isSignedBy(visit.env, { receipt, id, revision: number, hash }, given)) signed = { ours: true, revision: number }
    }
  }
  return {
    receipt, form, title: loaded === undefined ? form : plain(loaded.form.title, languageOf(visit)), received_on: localDay(received_at, zone), state, revision,
    hash: (hashes.find(([number]) => number === revision)?.[1] ?? '').slice(0, 8), signed,
  }
}

function box(visit: Visit, typed: string): ReturnType<typeof html> {
  const { proof } = wordsFor(visit)
  return html`<form method="get" action="/r"><div class="field"><label for="code">${proof.number}</label><p class="hint" id="code-hint">${proof.numberHint}</p><input type="text" id="code" name="code" value="${typed}" inputmode="numeric" autocomplete="off" aria-describedby="code-hint"></div><p class="buttons"><button>${proof.look}</button></p></form>`
}

// What waits for the office: a form's records by heap (to review, with something to look at, in conflict, returned, with slips), how many lie in each place,
// and many decided at once. One record and its decision is record.ts's page; the deciding itself is server/review.ts's.
import { writeDate } from '../../form/date.ts'
import { writeNumber } from '../../form/number.ts'
import { receiptOf } from '../../record/receipt.ts'
import type { Actor } from '../../record/submission.ts'
import { mayUse } from '../../record/may.ts'
import type { Heap } from '../../record/heap.ts'
import { heapOf } from '../../store/behind.ts'
import type { HeapLine } from '../../store/behind.ts'
import { loadForms } from '../../store/forms.ts'
import { countHeaps } from '../../store/heaps.ts'
import { plain } from '../../view/begin.ts'
import { boxIn } from '../../view/boxes.ts'
import type { Html } from '../../view/html.ts'
import { attribute, html, nothing } from '../../view/html.ts'
import { hideCursor, showCursor } from '../cursor.ts'
import type { Visit } from '../env.ts'
import { hiddenLabels } from '../labels.ts'
import { lookingAt } from '../looking.ts'
import { needsComment, reviewMany } from '../review.ts'
import { underOf } from '../scope.ts'
import { languageOf } from '../session.ts'
import type { Places } from '../world.ts'
import { communeOf, placesNow } from '../world.ts'
import { keyList } from './keys.ts'
import { notFound, respond, tell, wordsFor } from './respond.ts'
import { isUuid } from './uuid.ts'
import { postedOf } from './visitor.ts'
import { mine } from './waiting.ts'

const perPage = 50

/** In the order in which the office works them off. */
const heaps = ['received', 'endorsed', 'flagged', 'conflict', 'late', 'returned', 'refused', 'approved', 'rejected'] as const satisfies readonly Heap[]

/** Where the page opens that was asked for no heap: the first of these in which something lies. */
const waits = ['received', 'endorsed', 'flagged', 'conflict', 'late', 'returned'] as const satisfies readonly Heap[]

// What more than one of is decided on at once.
const decided: ReadonlySet<string> = new Set(['received', 'endorsed', 'returned', 'approved', 'late'])
// Why something was not, where the reviewer can do something about it.
const explains: ReadonlySet<string> = new Set(['period_locked', 'not_endorsed', 'both_levels', 'above'])

/** GET /office/:form/queue?heap=&unit=&cursor=. `?done=` and `?left=` come from a decision. */
export async function queue(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const id = visit.req.param('form') ?? ''
  const [[loaded], places] = await Promise.all([loadForms(db, [{ id, version: 'latest' }]), placesNow(db)])
  if (loaded === undefined || !mayUse(actor, id)) return notFound(visit, actor)
  const unit = visit.req.query('unit') ?? ''
  const under = underOf(actor, unit === '' ? undefined : unit, places)
  const asked = heaps.find((one) => one === visit.req.query('heap'))
  const counting = countHeaps(db, [id], underOf(actor, undefined, places))
  const heap = asked ?? firstOf(await counting, mine(loaded.form, actor, places))
  const [found, counts] = await Promise.all([heapOf(db, id, { heap, under, cursor: showCursor(visit.req.query('cursor') ?? ''), limit: perPage, looking: lookingAt(actor, `form:${id}`, now) }), counting])
  const hides = await hiddenLabels(db, actor, found.rows)
  const { queue: q } = words
  const here = (more: Readonly<Record<string, string>>): string => `/office/${id}/queue?${new URLSearchParams({ heap, ...(unit === '' ? {} : { unit }), ...more }).toString()}`
  const of = (one: Heap): number => counts.reduce((sum, line) => sum + (line.heap === one ? line.count : 0), 0)
  const written = (count: number): string => writeNumber(count, language)
  const may = actor.role === 'reviewer'
  const row = (line: HeapLine): Html => {
    const label = hides(line) || line.label === '' ? receiptOf(line.seq) : line.label
    // Nobody decides on their own; what is refused or withdrawn is decided one by one, if at all.
    const canDecide = may && line.author !== actor.person && decided.has(line.state)
    return html`<tr>${may && html`<td>${canDecide && html`<input type="checkbox" name="id" value="${line.id}:${line.stamp}" aria-label="${q.choose(label)}"><input type="hidden" name="${line.flags === 0 && line.conflicts === 0 ? 'plain' : 'odd'}" value="${line.id}:${line.stamp}">`}</td>`}<th scope="row"><a href="/office/submissions/${line.id}">${label}</a></th><td><span class="sign is-${line.state}">${words.state[line.state]}</span>${line.flags > 0 && html` <span class="bad">${q.flags(written(line.flags))}</span>`}${line.conflicts > 0 && html` <span class="bad">${q.conflicts(written(line.conflicts))}</span>`}</td><td>${places.byId.get(line.unit)?.full_name ?? words.figures.elsewhere}</td><td>${writeDate(line.day, language)}</td></tr>`
  }
  const [done, left] = [countIn(visit, 'done'), countIn(visit, 'left')]
  const wrong = visit.req.query('wrong')
  const says = wrong === 'comment' ? words.review.commentMissing : wrong === 'state' ? words.review.stateMissing : wrong === 'none' ? q.noneChosen : undefined
  const next = found.cursor === undefined ? undefined : here({ cursor: hideCursor(found.cursor) ?? '' })
  const why = visit.req.query('why')
  const explained = why === 'period_locked' ? words.levels.locked : why === 'not_endorsed' ? words.levels.waitsBelow : why === 'both_levels' ? words.levels.sameAbove : why === 'above' ? words.levels.decidedAbove : ''
  // Heaps that only some forms have are shown where there is something in them, or might be.
  const shown = heaps.filter((one) => one === heap || of(one) > 0 || (one === 'endorsed' ? loaded.form.review?.first !== undefined : one !== 'late'))
  const taken = heap === 'late' ? words.levels.takeIn : heap === 'endorsed' ? words.levels.sendBack : undefined
  const option = (state: string, label: string): Html => html`<label class="choice"><input type="radio" name="state" value="${state}"><span>${label}</span></label>`
  const table = html`<div class="scroll" data-rows tabindex="0" role="region" aria-label="${words.figures.table(q.heaps[heap] ?? heap)}"><table><thead><tr>${may && html`<th scope="col"><span class="away">${q.chosen}</span></th>`}<th scope="col">${words.figures.record}</th><th scope="col">${words.figures.state}</th><th scope="col">${words.figures.unit}</th><th scope="col">${words.figures.day}</th></tr></thead><tbody>${found.rows.map(row)}</tbody></table></div>`
  const decide = html`<section id="decide"><h2>${q.decide}</h2>${says !== undefined && html`<p class="problem" role="alert" id="decide-problem">${says}</p>`}<label class="choice"><input type="checkbox" name="all" value="plain"><span>${q.allPlain}</span></label>
<fieldset class="field"${attribute('aria-describedby', says === undefined ? undefined : 'decide-problem')}><legend class="away">${q.decide}</legend>${heap !== 'late' && option('approved', words.review.approve)}${taken !== undefined && option('received', taken)}${option('returned', words.review.giveBack)}${option('rejected', words.review.reject)}</fieldset>
<div class="field"><label for="comment">${words.review.comment}</label><p class="hint" id="comment-hint">${words.review.commentHint}</p><textarea id="comment" name="comment" maxlength="2000" aria-describedby="comment-hint"></textarea></div><p class="buttons"><button>${q.decide}</button></p></section>`
  const main = html`<p class="step"><a href="/office/queue">${words.waiting.title}</a> · <a href="/office/${id}">${plain(loaded.form.title, language)}</a> · <a href="/office/${id}/periods">${words.period.title}</a></p><h1>${words.review.title}</h1>
${done !== undefined && html`<p class="news" role="status">${q.done(written(done))}${left !== undefined && left > 0 && html` ${q.left(written(left))} ${explained}`}</p>`}
<nav aria-label="${q.heapsTitle}"><p class="buttons">${shown.map((one) => html`<a class="button plain" href="/office/${id}/queue?heap=${one}"${attribute('aria-current', one === heap ? 'page' : undefined)}>${q.heaps[one]}: ${written(of(one))}</a>`)}</p></nav>
${byPlace(counts.filter((line) => line.heap === heap), places, id, heap, unit, q.places, words.figures.elsewhere, words.figures.all, language)}
${found.rows.length > 0 && keyList(words, may ? ['next', 'previous', 'select', 'approved', 'returned', 'rejected'] : ['next', 'previous'])}
${found.rows.length === 0 ? html`<p>${found.cursor === undefined ? q.nothing : q.nothingHere}</p>` : may ? html`<form method="post" action="${here({})}">${table}${decide}</form>` : table}
${next !== undefined && html`<p class="buttons"><a class="button plain" href="${next}">${words.figures.more}</a></p>`}`
  return respond(visit, actor, { title: `${words.review.title}: ${plain(loaded.form.title, language)}`, main, wide: true, hasProblems: says !== undefined })
}

// What waits for the reader himself before what waits for somebody else; where nothing does, the page says so of his own.
function firstOf(counts: readonly { readonly heap: Heap; readonly count: number }[], own: Heap): Heap {
  return [own, ...waits].find((one) => counts.some(({ heap, count }) => heap === one && count > 0)) ?? own
}

/** POST there: one decision for all that were chosen. */
export async function decideMany(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const words = wordsFor(visit)
  if (actor.role !== 'reviewer') return tell(visit, actor, words.mayNot.forbidden, words.mayNot.forbiddenAbout, 403)
  const posted = await postedOf(visit)
  const back = new URL(visit.req.url)
  back.hash = ''
  for (const name of ['done', 'left', 'wrong', 'why', 'cursor']) back.searchParams.delete(name)
  const to = (more: Readonly<Record<string, string>>, hash = ''): Response => {
    for (const [name, value] of Object.entries(more)) back.searchParams.set(name, value)
    return visit.redirect(`${back.pathname}${back.search}${hash}`, 303)
  }
  const chosen = [...new Set([...(posted.get('id') ?? []), ...(boxIn(posted, 'all') === 'plain' ? (posted.get('plain') ?? []) : [])])].flatMap((text): readonly { id: string; seen: number }[] => {
    // With the stamp that the page showed: what has moved since is not decided on unseen.
    const [id = '', stamp = ''] = text.split(':')
    return isUuid(id) && /^\d{1,15}$/.test(stamp) ? [{ id, seen: Number(stamp) }] : []
  }).slice(0, 100)
  const [state, comment] = [boxIn(posted, 'state'), boxIn(posted, 'comment').trim().slice(0, 2_000)]
  if (chosen.length === 0) return to({ wrong: 'none' }, '#decide')
  if (state !== 'received' && state !== 'approved' && state !== 'returned' && state !== 'rejected') return to({ wrong: 'state' }, '#decide')
  if (comment === '' && (needsComment({ state, revision: undefined }) || (state === 'received' && back.searchParams.get('heap') === 'endorsed'))) return to({ wrong: 'comment' }, '#decide')
  const outcomes = await reviewMany(visit.env.DB, actor, chosen.map((one) => ({ ...one, state, comment })), now)
  const done = outcomes.filter(({ fault }) => fault === undefined).length
  const fault = outcomes.find((one) => one.fault !== undefined && explains.has(one.fault))?.fault
  return to({ done: String(done), left: String(outcomes.length - done), ...(fault === undefined ? {} : { why: fault }) })
}

// How many lie in each place of the level right below what the reader answers for; each a link that shows only those.
function byPlace(
  counts: readonly { readonly unit: string; readonly count: number }[], places: Places, form: string, heap: string, chosen: string, label: string, elsewhere: string, all: string, language: string,
): Html {
  const sums = new Map<string, number>()
  for (const { unit, count } of counts) {
    const commune = communeOf(unit, places)
    sums.set(commune, (sums.get(commune) ?? 0) + count)
  }
  if (sums.size < 2) return nothing
  const name = (unit: string): string => places.byId.get(unit)?.full_name ?? elsewhere
  const lines = [...sums].sort(([one], [other]) => (name(one) < name(other) ? -1 : 1))
  return html`<details${attribute('open', chosen !== '')}><summary>${label}</summary><ul class="cards">${chosen !== '' && html`<li><a class="whole" href="/office/${form}/queue?heap=${heap}">${all}</a></li>`}${lines.map(([unit, count]) => html`<li>${unit === '' ? name(unit) : html`<a class="whole" href="/office/${form}/queue?heap=${heap}&amp;unit=${unit}"${attribute('aria-current', unit === chosen ? 'page' : undefined)}>${name(unit)}</a>`} ${writeNumber(count, language)}</li>`)}</ul></details>`
}

function countIn(visit: Visit, name: string): number | undefined {
  const text = visit.req.query(name) ?? ''
  return /^\d{1,3}$/.test(text) ? Number(text) : undefined
}

// A form's periods: which months are locked, place by place, by whom and since when; and locking and opening them, for who stands above.
import { localDay, writeMonth } from '../../form/date.ts'
import { writeNumber } from '../../form/number.ts'
import type { Heap } from '../../record/heap.ts'
import { mayUse } from '../../record/may.ts'
import { lockedIn } from '../../record/period.ts'
import type { Actor } from '../../record/submission.ts'
import { loadForms } from '../../store/forms.ts'
import { countHeaps } from '../../store/heaps.ts'
import { namesOf } from '../../store/people.ts'
import { plain } from '../../view/begin.ts'
import { boxIn } from '../../view/boxes.ts'
import type { Html } from '../../view/html.ts'
import { attribute, html } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import type { Visit } from '../env.ts'
import { isBelow, locksFor, locksPeriods, setPeriods } from '../periods.ts'
import { underOf } from '../scope.ts'
import { languageOf } from '../session.ts'
import { placesNow } from '../world.ts'
import type { Places } from '../world.ts'
import { whenOf } from './home.ts'
import { notFound, respond, tell, wordsFor } from './respond.ts'
import { postedOf } from './visitor.ts'

const monthsShown = 18
const mostPlaces = 400

/** GET /office/:form/periods?period=. `?done=` and `?wrong=` come from a post. */
export async function periods(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const { period: p, queue: q } = words
  const id = visit.req.param('form') ?? ''
  const [[loaded], places] = await Promise.all([loadForms(db, [{ id, version: 'latest' }]), placesNow(db)])
  if (loaded === undefined || !mayUse(actor, id)) return notFound(visit, actor)
  const months = monthsBefore(localDay(now, zone))
  const asked = visit.req.query('period') ?? ''
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(asked) && asked <= (months[0] ?? '') ? asked : (months[1] ?? '')
  const units = placesIn(month, actor, places)
  const [locks, counts] = await Promise.all([locksFor(db, actor, id, month, month, places), countHeaps(db, [id], underOf(actor, undefined, places))])
  const names = await namesOf(db, [...new Set(locks.map(({ by }) => by))])
  const locked = lockedIn(locks, places.isUnder)
  const may = locksPeriods(actor, id, loaded.form.review, places)
  const count = (unit: string, heaps: readonly Heap[]): number => counts.filter(({ heap, unit: at }) => heaps.includes(heap) && (unit === '' || (at !== '' && places.isUnder(at, unit)))).reduce((sum, one) => sum + one.count, 0)
  const [done, wrong] = [visit.req.query('done') ?? '', visit.req.query('wrong')]
  const says = wrong === 'none' ? p.noneChosen : wrong === 'reason' ? p.reasonMissing : undefined
  const cell = (unit: string, heaps: readonly [Heap, ...Heap[]]): Html => {
    const n = count(unit, heaps)
    return html`<td class="n">${n === 0 ? '–' : html`<a href="/office/${id}/queue?${new URLSearchParams({ heap: heaps.find((heap) => count(unit, [heap]) > 0) ?? heaps[0], ...(unit === '' ? {} : { unit }) }).toString()}">${writeNumber(n, language)}</a>`}</td>`
  }
  const rows = [...(actor.unit === null ? [''] : []), ...units.map((one) => one.id)]
  // By whom and when is said once: where the larger unit has a row of its own, there.
  const row = (unit: string): Html => {
    const lock = locked?.(id, unit, month)
    const name = unit === '' ? p.everywhere : (places.byId.get(unit)?.full_name ?? unit)
    // A lock on a larger unit is opened where it was set.
    const isOwn = lock === undefined || lock.unit === unit
    return html`<tr>${may && html`<td>${isOwn && isBelow(actor, unit, places) && html`<input type="checkbox" name="unit" value="${unit === '' ? '*' : unit}" aria-label="${p.choose(name)}">`}</td>`}<th scope="row">${name}</th><td>${lock === undefined ? p.open : html`<strong>${p.locked}</strong>${(lock.unit === unit || !rows.includes(lock.unit)) && html` ${p.lockedBy(names[lock.by] ?? lock.by, whenOf(lock.at, language))}`}${lock.unit !== unit && html` (${lock.unit === '' ? p.everywhere : (places.byId.get(lock.unit)?.full_name ?? lock.unit)})`}`}</td>${cell(unit, ['received', 'endorsed'])}${cell(unit, ['late'])}</tr>`
  }
  const table = html`<div class="scroll" tabindex="0" role="region" aria-label="${words.figures.table(p.title)}"><table><thead><tr>${may && html`<th scope="col"><span class="away">${q.chosen}</span></th>`}<th scope="col">${words.figures.place}</th><th scope="col">${writeMonth(month, language)}</th><th scope="col" class="n">${p.waiting}</th><th scope="col" class="n">${q.heaps.late}</th></tr></thead><tbody>${rows.map(row)}</tbody></table></div>`
  const main = html`<p class="step"><a href="/office/${id}">${plain(loaded.form.title, language)}</a> · <a href="/office/${id}/queue">${words.review.title}</a></p><h1>${p.title}</h1><p>${p.about}</p>
${done !== '' && html`<p class="news" role="status">${p.done(writeNumber(Number(done) || 0, language))}</p>`}
<form class="filters" method="get" action="/office/${id}/periods"><div><label for="period">${p.month}</label><select id="period" name="period">${[...new Set([month, ...months])].sort().reverse().map((one) => html`<option value="${one}"${attribute('selected', one === month)}>${writeMonth(one, language)}</option>`)}</select></div><button>${words.figures.show}</button></form>
${may ? html`<form method="post" action="/office/${id}/periods?period=${month}">${table}<section id="decide">${says !== undefined && html`<p class="problem" role="alert" id="decide-problem">${says}</p>`}<p class="buttons"><button name="do" value="lock">${p.lock}</button></p><div class="field"><label for="reason">${p.reason}</label><p class="hint" id="reason-hint">${p.reasonHint}</p><textarea id="reason" name="reason" maxlength="2000" aria-describedby="reason-hint${says === undefined ? '' : ' decide-problem'}"${attribute('aria-invalid', wrong === 'reason' ? 'true' : undefined)}></textarea></div><p class="buttons"><button class="plain" name="do" value="unlock">${p.unlock}</button></p></section></form>` : html`${table}<p class="about">${p.askAbove}</p>`}`
  return respond(visit, actor, { title: `${p.title}: ${plain(loaded.form.title, language)}`, main, wide: true, hasProblems: says !== undefined })
}

/** POST there: locks or opens what was chosen. */
export async function setHere(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const words = wordsFor(visit)
  if (actor.role !== 'reviewer') return tell(visit, actor, words.mayNot.forbidden, words.mayNot.forbiddenAbout, 403)
  const db = visit.env.DB
  const id = visit.req.param('form') ?? ''
  const [[loaded], places, posted] = await Promise.all([loadForms(db, [{ id, version: 'latest' }]), placesNow(db), postedOf(visit)])
  if (loaded === undefined || !mayUse(actor, id)) return notFound(visit, actor)
  const period = visit.req.query('period') ?? ''
  const back = (more: Readonly<Record<string, string>>, hash = ''): Response => visit.redirect(`/office/${id}/periods?${new URLSearchParams({ period, ...more }).toString()}${hash}`, 303)
  const units = (posted.get('unit') ?? []).map((unit) => (unit === '*' ? '' : unit)).slice(0, mostPlaces)
  const [what, reason] = [boxIn(posted, 'do'), boxIn(posted, 'reason').trim().slice(0, 2_000)]
  if (units.length === 0 || !/^\d{4}-(0[1-9]|1[0-2])$/.test(period) || (what !== 'lock' && what !== 'unlock')) return back({ wrong: 'none' }, '#decide')
  if (what === 'unlock' && reason === '') return back({ wrong: 'reason' }, '#decide')
  const changed = await setPeriods(db, actor, { form: id, period, units, locked: what === 'lock', reason }, loaded.form.review, places, now)
  return back({ done: String(changed) })
}

// This month and those before it, the latest first.
function monthsBefore(today: string): readonly string[] {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  return Array.from({ length: monthsShown }, (_, i) => {
    const at = year * 12 + month - 1 - i
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
  })
}

// The communes that there were in a month; for who answers for one of them, its villages.
function placesIn(month: string, actor: Actor, places: Places): Places['all'] {
  const level = actor.unit !== null && places.isIn(actor.unit, 'commune') ? 'village' : 'commune'
  const names = new Intl.Collator('vi')
  return places.all
    .filter((unit) => unit.level === level && (actor.unit === null || places.isUnder(unit.id, actor.unit)) && (unit.valid_from === null || unit.valid_from <= `${month}-31`) && (unit.valid_to === null || unit.valid_to >= `${month}-01`))
    .sort((one, other) => names.compare(one.name, other.name))
    .slice(0, mostPlaces)
}

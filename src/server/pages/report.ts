// A month's report as a page that prints on A4: what came of it against the plan, what waits, place by place, why something is behind, and where to sign.
import { localDay, writeDate } from '../../form/date.ts'
import { writeNumber } from '../../form/number.ts'
import type { Actor } from '../../record/submission.ts'
import { mayUse } from '../../record/may.ts'
import { loadForms } from '../../store/forms.ts'
import { plain } from '../../view/begin.ts'
import type { Html } from '../../view/html.ts'
import { attribute, html, nothing } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import type { DeskWords } from '../../words/desk.ts'
import type { Aggregate, Figure } from '../aggregate.ts'
import type { Visit } from '../env.ts'
import { lateAfter, reportOf } from '../report.ts'
import type { Report } from '../report.ts'
import { languageOf } from '../session.ts'
import { placesNow } from '../world.ts'
import { standingSign, written } from './figure.ts'
import { whenOf } from './home.ts'
import { notFound, respond, wordsFor } from './respond.ts'
import { inHeap } from './whole.ts'
import { monthOf } from './wish.ts'

/** So many figures stand beside each other on a sheet that is held upright. */
const besides = 4
/** So many places a choice may offer. */
const mostPlaces = 300

/** GET /office/:form/report?month=11/2026&unit= */
export async function report(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const id = visit.req.param('form') ?? ''
  const [[loaded], places] = await Promise.all([loadForms(db, [{ id, version: 'latest' }]), placesNow(db)])
  const unit = visit.req.query('unit') || undefined
  const isMine = (one: string): boolean => places.byId.has(one) && (actor.unit === null || places.isUnder(one, actor.unit))
  if (loaded === undefined || !mayUse(actor, id) || (unit !== undefined && !isMine(unit))) return notFound(visit, actor)
  const typed = (visit.req.query('month') ?? '').trim().slice(0, 20)
  const read = monthOf(typed)
  const today = localDay(now, zone)
  const month = read ?? today.slice(0, 7)
  const found = await reportOf(db, actor, { form: id, month, unit }, places, now)
  const { take: { report: says } } = words
  const place = unit ?? actor.unit
  const [title, where, called] = [plain(loaded.form.title, language), place === null ? says.everywhere : (places.byId.get(place)?.full_name ?? place), `${month.slice(5)}/${month.slice(0, 4)}`]
  // Of large trees those places that have others under them are enough to choose from.
  const parents = new Set(places.all.map(({ parent }) => parent))
  const mine = places.all.filter(({ id: one }) => isMine(one))
  const offered = (mine.length > mostPlaces ? mine.filter(({ id: one }) => parents.has(one)) : mine).slice(0, mostPlaces)
  const { lines, behind } = found
  const main = html`<div class="paper"><p class="step"><a href="/office/${id}">${title}</a></p><h1>${says.title(called)}</h1><p><strong>${where}</strong></p>
<form method="get" action="/office/${id}/report" class="filters" aria-label="${says.choose}"><div><label for="month">${says.month}</label><input type="text" id="month" name="month" inputmode="numeric" value="${read === null ? typed : called}"></div><div><label for="unit">${says.place}</label><select id="unit" name="unit"><option value="">${actor.unit === null ? says.everywhere : (places.byId.get(actor.unit)?.full_name ?? '')}</option>${offered.filter(({ id: one }) => one !== actor.unit).map(({ id: one, full_name }) => html`<option value="${one}"${attribute('selected', one === unit)}>${full_name}</option>`)}</select></div><button>${says.show}</button></form>
${read === null && html`<p class="problem" role="alert">${words.figures.badMonth(typed)}</p>`}
<p class="about">${words.asOf(whenOf(now, language))}${lines.some(({ month: figure, year }) => figure.about || year?.about === true) && ` · ${words.figures.about}`}</p>
${sentence(found, month.slice(0, 4), says, language)}
<section><h2>${says.figures}</h2>${figuresTable(found, month, today, words, language)}</section>
<section><h2>${says.records}</h2><p>${says.recordsAbout}</p>${recordsTable(found, words, language)}</section>
${found.places.length > 0 && html`<section><h2>${says.places(called)}</h2>${placesTables(found, words, language)}</section>`}
<section><h2>${says.why}</h2>${behind.length === 0 ? html`<p>${says.noneBehind}</p>` : html`<ul>${behind.map(({ of, unit: at, figure, remark }) => html`<li><strong>${plain(of.label, language)}</strong> – ${at === '' ? says.everywhere : (places.byId.get(at)?.full_name ?? at)}: ${written(figure, unitOf(of, language), language)} / ${written({ value: figure.target, about: false }, unitOf(of, language), language)} ${standingSign(figure.standing, words)}<br>${remark === undefined ? html`<span class="bad">${says.noCause}</span>` : html`${says.cause}: ${remark.cause}. ${says.remedy}: ${remark.remedy}.`}</li>`)}</ul>`}</section>
<div class="signs"><p><strong>${says.writer}</strong><br>${says.signHere}</p><p>${says.dated}<br><strong>${says.head}</strong><br>${says.signHere}</p></div></div>`
  return respond(visit, actor, { title: `${says.title(called)}: ${title}`, main, wide: true, hasProblems: read === null })
}

type Says = DeskWords['take']['report']

const unitOf = (one: Aggregate, language: string): string => plain(one.unit ?? {}, language)
const cell = (figure: Figure | undefined, one: Aggregate, language: string, behind: Html = nothing): Html => html`<td class="n">${written(figure, unitOf(one, language), language)}${behind}</td>`
const planned = (figure: Figure): Figure => ({ ...figure, value: figure.target, about: false })

// As it is read out at the meeting.
function sentence({ lines, heaps, late, behind }: Report, whole: string, says: Says, language: string): Html {
  const number = (count: number): string => writeNumber(count, language)
  const withPlan = lines.filter(({ year }) => year?.standing !== undefined && year.standing !== null)
  const good = withPlan.filter(({ year }) => year?.standing === 'exceeded' || year?.standing === 'met' || year?.standing === 'on_track')
  return html`<p class="note">${withPlan.length === 0 ? says.noPlan(whole) : says.plans(whole, number(withPlan.length), number(good.length), number(withPlan.length - good.length))} ${withPlan.length === 0 && behind.length > 0 && html`${says.partsBehind(number(behind.length))} `}${says.waits(number(inHeap(heaps, 'received')))} ${late > 0 && says.latePlaces(number(late), String(lateAfter))}</p>`
}

function figuresTable({ lines }: Report, month: string, today: string, words: DeskWords, language: string): Html {
  const { take: { report: says }, targets } = words
  const hasMonthly = lines.some(({ month: figure }) => figure.target !== null)
  return html`<div class="scroll" role="region" aria-label="${says.figures}" tabindex="0"><table><thead><tr><th scope="col">${says.indicator}</th><th scope="col" class="n">${says.inMonth}</th><th scope="col" class="n">${says.approved}</th>${hasMonthly && html`<th scope="col" class="n">${says.monthPlan}</th>`}<th scope="col" class="n">${month.slice(0, 4) < today.slice(0, 4) ? says.wholeYear(month.slice(0, 4)) : says.inYear(month.slice(0, 4))}</th><th scope="col" class="n">${targets.plan}</th><th scope="col">${says.standing}</th></tr></thead><tbody>${lines.map(({ of, month: figure, approved, year }) => html`<tr><th scope="row">${plain(of.label, language)}</th>${cell(figure, of, language)}${cell(approved, of, language)}${hasMonthly && cell(planned(figure), of, language, html`<br>${standingSign(figure.standing, words)}`)}${cell(year, of, language)}${cell(year === undefined ? undefined : planned(year), of, language)}<td>${standingSign(year?.standing, words)}</td></tr>`)}</tbody></table></div>`
}

function recordsTable({ heaps, since }: Report, words: DeskWords, language: string): Html {
  const { take: { report: says }, state } = words
  const always = ['received', 'returned', 'approved'] as const
  const others = (['endorsed', 'late', 'rejected', 'refused', 'withdrawn'] as const).filter((one) => inHeap(heaps, one) > 0)
  const all = inHeap(heaps)
  return html`<table class="few"><thead><tr><th scope="col">${says.state}</th><th scope="col" class="n">${says.count}</th></tr></thead><tbody>${[...always, ...others].map((one) => html`<tr><th scope="row">${state[one]}</th><td class="n">${writeNumber(inHeap(heaps, one), language)}</td></tr>`)}<tr class="total"><th scope="row">${says.all}</th><td class="n">${writeNumber(all, language)}</td></tr></tbody></table>${since !== undefined && html`<p>${says.oldest(writeDate(since, language))}</p>`}`
}

// A few figures at a time: a sheet is held upright.
function placesTables({ lines, places }: Report, words: DeskWords, language: string): Html {
  const { take: { report: says } } = words
  const some = Array.from({ length: Math.ceil(lines.length / besides) }, (_, i) => lines.slice(besides * i, besides * (i + 1)))
  return html`${some.map((part) => html`<div class="scroll" role="region" aria-label="${part.map(({ of }) => plain(of.label, language)).join(', ')}" tabindex="0"><table><thead><tr><th scope="col">${says.place}</th>${part.map(({ of }) => html`<th scope="col" class="n">${plain(of.label, language)}</th>`)}</tr></thead><tbody>${places.map(({ id, name }) => html`<tr><th scope="row">${name}</th>${part.map(({ of, places: figures }) => cell(figures.get(id), of, language))}</tr>`)}<tr class="total"><th scope="row">${says.all}</th>${part.map(({ of, month }) => cell(month, of, language))}</tr></tbody></table></div>`)}`
}

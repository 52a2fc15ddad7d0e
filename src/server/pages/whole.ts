// The office's first page: what stands where. What has a target first, red before green; then what waits, form by form. overview.ts reads it; from every
// figure one goes on to the form's page, and from there down to the rows.
import { writeNumber } from '../../form/number.ts'
import type { Heap } from '../../record/heap.ts'
import type { Actor } from '../../record/submission.ts'
import type { HeapCount } from '../../store/heaps.ts'
import { plain } from '../../view/begin.ts'
import { gauge, spark } from '../../view/chart.ts'
import type { Html } from '../../view/html.ts'
import { html, nothing } from '../../view/html.ts'
import type { DeskWords } from '../../words/desk.ts'
import type { Visit } from '../env.ts'
import type { Figure } from '../aggregate.ts'
import { isRed, overview } from '../overview.ts'
import type { Overview, PlaceFigure, Standpoint } from '../overview.ts'
import { languageOf } from '../session.ts'
import { against, standingSign, written } from './figure.ts'
import { linked, monthName, monthsOf, planOf, rowsOf } from './looked.ts'
import { whenOf } from './home.ts'
import { placesNow } from '../world.ts'
import { placesBehind } from './places_behind.ts'
import { notFound, respond, wordsFor } from './respond.ts'
import { periodName } from './targets.ts'

/** So many indicators are drawn whole, the worst first; every other is a line, folded under its count: an office may have a hundred targets, and a phone is small. */
const mostWhole = 6
/** So many of a card's places that are behind, the worst first; the others by how many of each standing there are. */
const mostPlaces = 3

/** GET /office?unit=: of all that is the reader's, or of one place in it. */
export async function whole(visit: Visit, reader: Actor, now: number): Promise<Response> {
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const unit = visit.req.query('unit') || undefined
  const places = unit === undefined ? undefined : await placesNow(visit.env.DB)
  const place = unit === undefined ? undefined : places?.byId.get(unit)
  if (unit !== undefined && (place === undefined || (reader.unit !== null && places?.isUnder(unit, reader.unit) !== true))) return notFound(visit, reader)
  const actor = unit === undefined ? reader : { ...reader, unit }
  const { standpoints, forms } = await overview(visit.env.DB, actor, now)
  const reds = standpoints.filter(({ total, places }) => isRed(total.standing) || places.some(({ figure }) => isRed(figure.standing)))
  const others = standpoints.filter((one) => !reds.includes(one))
  const { see } = words
  const wholly = new Set([...reds, ...others].slice(0, mostWhole))
  const listed = (some: readonly Standpoint[], more: (count: string) => string): Html => {
    const [shown, folded] = [some.filter((one) => wholly.has(one)), some.filter((one) => !wholly.has(one))]
    return html`${shown.length > 0 && html`<ul class="cards stands">${shown.map((one) => card(one, actor, forms, words, language))}</ul>`}${folded.length > 0 && html`<details class="more"><summary>${more(writeNumber(folded.length, language))}</summary><ul class="cards stands">${folded.map((one) => brief(one, actor, forms, words, language))}</ul></details>`}`
  }
  const own = standpoints.filter(({ total }) => total.target !== null)
  const main = html`${place !== undefined && html`<p class="step"><a href="/office">${words.office}</a></p>`}<h1>${place?.full_name ?? words.office}</h1>
<p class="about">${words.asOf(whenOf(now, language))}${standpoints.some(({ total, places }) => total.about || places.some(({ figure }) => figure.about)) && ` · ${words.figures.about}`}</p>
${place !== undefined && own.length > 0 && html`<p>${see.ownBehind(writeNumber(own.filter(({ total }) => isRed(total.standing)).length, language), writeNumber(own.length, language))}</p>`}
${standpoints.length === 0 && html`<p>${see.noTargets}</p>`}
${reds.length > 0 && html`<section><h2>${see.reds(writeNumber(reds.length, language))}</h2>${listed(reds, see.moreReds)}</section>`}
${others.length > 0 && html`<section><h2>${see.others}</h2>${listed(others, see.moreOthers)}</section>`}
${await placesBehind(visit.env.DB, standpoints, words, language)}
<section><h2>${see.waiting}</h2><p>${words.figures.choose}</p><ul class="cards stands">${[...forms].sort((one, other) => inHeap(other.heaps, 'received') - inHeap(one.heaps, 'received')).map(({ id, title, heaps }) => html`<li><a class="whole" href="/office/${id}">${plain(title, language)}</a>${counted(id, heaps, unit, words, language)}</li>`)}</ul></section>
${reader.role !== 'viewer' && html`<p class="buttons"><a class="button plain" href="/office/rescue">${words.rescue.title}</a></p>`}`
  return respond(visit, reader, { title: place === undefined ? words.office : `${words.office}: ${place.full_name}`, main, wide: true })
}

/** What a card and a line say alike: how a figure is written, and where it leads. */
function saying({ form, formTitle, indicator, period, places }: Standpoint, actor: Actor, forms: Overview['forms'], words: DeskWords, language: string) {
  const unit = indicator.share === undefined ? plain(indicator.unit ?? {}, language) : plain(indicator.unit ?? {}, language) || '%'
  const say = (figure: Pick<Figure, 'value' | 'about'>): string => written(figure, unit, language)
  const rows = (figure: Pick<Figure, 'value' | 'about'>, more: Readonly<Record<string, string>>): Html => linked(say(figure), rowsOf(form, { indicator: indicator.name, state: 'received', units: 'today', ...monthsOf(period), unit: actor.unit ?? '', back: 'units=today', ...more, figure: say(figure) }))
  return {
    unit, say, rows, label: plain(indicator.label, language), about: html`<p class="about">${plain(formTitle, language)} · ${periodName(period, words)}</p>`,
    isEmpty: forms.find((one) => one.id === form)?.heaps.length === 0, red: places.filter(({ figure }) => isRed(figure.standing)),
    plan: (of: string): string => planOf(form, { indicator: indicator.name, period, unit: of }), at: `/office/${form}?units=today#f-${indicator.name}`,
  }
}

/** How many places of each standing there are, as they come: the worst first. */
function counts(places: readonly PlaceFigure[], { targets }: DeskWords, language: string): string {
  const each = new Map<string, number>()
  for (const { figure: { standing } } of places) {
    const called = standing === null ? undefined : targets.standings[standing]
    if (called !== undefined) each.set(called, (each.get(called) ?? 0) + 1)
  }
  return [...each].map(([standing, count]) => `${standing.toLowerCase()}: ${writeNumber(count, language)}`).join(', ')
}

/** One of those that are not drawn whole. */
function brief(of: Standpoint, actor: Actor, forms: Overview['forms'], words: DeskWords, language: string): Html {
  const { see } = words
  const { total, places } = of
  const { label, about, at, isEmpty, plan, red, rows, say } = saying(of, actor, forms, words, language)
  const target = total.target === null ? nothing : html` / ${linked(say({ value: total.target, about: false }), plan(actor.unit ?? ''))} ${standingSign(total.standing, words)}`
  return html`<li><a class="whole" href="${at}">${label}</a>${about}<p>${isEmpty ? words.figures.none : html`<strong>${rows(total, {})}</strong>`}${target}</p>${red.length > 0 && html`<p class="bad">${see.redCounts(writeNumber(red.length, language), writeNumber(places.length, language), counts(red, words, language))}</p>`}</li>`
}

function card(of: Standpoint, actor: Actor, forms: Overview['forms'], words: DeskWords, language: string): Html {
  const { see } = words
  const { form, indicator, period, total, places, trend, recounting } = of
  const { unit, label, about, at, isEmpty, plan, red, rows, say } = saying(of, actor, forms, words, language)
  const id = `${form}-${indicator.name}-${period}`
  const shown = trend.filter(({ value }) => value !== null)
  const [first, last] = [shown[0], shown[shown.length - 1]]
  const moved = first === undefined || last === undefined || first === last ? undefined : see.trendAbout(monthName(first.month), say(first), monthName(last.month), say(last))
  return html`<li><h3 id="s-${id}"><a href="${at}">${label}</a></h3>${about}
${isEmpty ? html`<p class="about">${words.figures.none}</p>` : html`<p class="total-figure">${rows(total, {})}</p>`}
${recounting && html`<p class="about" role="status">${words.recounting}</p>`}
${against({ total }, words, language, unit, '', { plan: plan(actor.unit ?? '') })}
${total.target !== null && total.value !== null && gauge({ value: total.value, expected: total.expected_by_today, target: total.target, isBad: isRed(total.standing) }, { id: `g-${id}`, title: see.gauge(label), about: words.figures.chartSame })}
${moved !== undefined && html`<p class="trend">${spark(trend.map(({ value }) => value), { id: `t-${id}`, title: see.trend(label), about: moved })}<span>${[first, last].map((one, i) => one !== undefined && html`${i > 0 && '; '}${see.inMonth(monthName(one.month))}: ${rows(one, { from: one.month, to: one.month })}`)}</span></p>`}
${red.length > 0 ? html`<p>${see.redPlaces(writeNumber(red.length, language), writeNumber(places.length, language))}</p><ul class="reds">${red.slice(0, mostPlaces).map(({ unit: place, name, figure }) => html`<li>${name}: <strong>${rows(figure, { unit: place })}</strong> / ${linked(say({ value: figure.target, about: false }), plan(place))} ${standingSign(figure.standing, words)}</li>`)}</ul>${red.length > mostPlaces && html`<p><a href="${at}">${see.morePlaces(writeNumber(red.length - mostPlaces, language))} (${counts(red.slice(mostPlaces), words, language)})</a></p>`}` : places.length > 0 ? html`<p>${see.noRedPlaces(writeNumber(places.length, language))}</p>` : nothing}</li>`
}

/** How many lie in a heap; in all of them, where none is named: every record lies in that of its state. */
export function inHeap(counts: readonly HeapCount[], heap?: Heap): number {
  return counts.reduce((sum, one) => ((heap === undefined ? one.heap !== 'flagged' && one.heap !== 'conflict' : one.heap === heap) ? sum + one.count : sum), 0)
}

/** How much of a form there is, and what of it waits for somebody; each number leads to its heap. */
function counted(id: string, heaps: readonly HeapCount[], unit: string | undefined, words: DeskWords, language: string): Html {
  const all = inHeap(heaps)
  if (all === 0) return html`<p class="about">${words.figures.none}</p>`
  const at = unit === undefined ? '' : `unit=${encodeURIComponent(unit)}`
  const count = (label: string, heap: Heap, isAlways: boolean): Html => {
    const number = inHeap(heaps, heap)
    if (number === 0) return isAlways ? html` · ${label}: <strong>0</strong>` : nothing
    return html` · ${label}: <a href="/office/${id}/queue?heap=${heap}${at !== '' && `&${at}`}"><strong>${writeNumber(number, language)}</strong><span class="away"> ${label}</span></a>`
  }
  const { figures, queue } = words
  return html`<p>${figures.submissions}: <a href="/office/${id}/rows${at !== '' && `?${at}`}"><strong>${writeNumber(all, language)}</strong><span class="away"> ${figures.submissions}</span></a>${count(figures.waiting, 'received', true)}${count(figures.flagged, 'flagged', true)}${count(queue.heaps.endorsed ?? '', 'endorsed', false)}${count(queue.heaps.conflict ?? '', 'conflict', false)}${count(queue.heaps.late ?? '', 'late', false)}${count(queue.heaps.returned ?? '', 'returned', false)}</p>`
}

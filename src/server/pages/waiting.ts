// All that waits for a reviewer, over every form and place of his: how many, and how long the oldest has waited. Place by place, each unfolded by itself, so
// that a district is a few thumbs long on a phone; from each line into that heap (queue.ts).
// Kept counts only (store/heaps.ts): no record is read, however many wait.
import type { Form } from '../../form/form.ts'
import { dayOf, localDay, writeDate } from '../../form/date.ts'
import { writeNumber } from '../../form/number.ts'
import type { Heap } from '../../record/heap.ts'
import { mayUse } from '../../record/may.ts'
import type { Actor } from '../../record/submission.ts'
import { countHeaps } from '../../store/heaps.ts'
import { readState } from '../../store/submissions.ts'
import { plain } from '../../view/begin.ts'
import type { Html } from '../../view/html.ts'
import { attribute, html, nothing } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import { latestForms } from '../catalogue.ts'
import type { Visit } from '../env.ts'
import { underOf } from '../scope.ts'
import { languageOf } from '../session.ts'
import type { Places } from '../world.ts'
import { communeOf, placesOf } from '../world.ts'
import { whenOf } from './home.ts'
import { respond, wordsFor } from './respond.ts'

/** So many lines may stand open at once. */
const mostOpen = 12

/** What a line tells of, in the order in which the office works it off. */
const listed = ['received', 'endorsed', 'flagged', 'conflict', 'late', 'returned'] as const satisfies readonly Heap[]

interface Line {
  readonly form: string
  readonly place: string
  readonly counts: Partial<Record<Heap, number>>
  /** The day on which the oldest that waits came; '' where nothing waits. */
  readonly since: string
}

/** GET /office/queue?unit=&form=. */
export async function waiting(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const { waiting: w, queue: q } = words
  const known = await readState(db, { ids: [], entries: [] })
  const [all, places] = await Promise.all([latestForms(db, known), placesOf(db, known.units_revision)])
  const forms = all.filter(({ id }) => mayUse(actor, id))
  const heapsOfForms = new Map(forms.map((form) => [form.id, mine(form, actor, places)]))
  const ownOf = (form: string): Heap => heapsOfForms.get(form) ?? 'received'
  const titles = new Map(forms.map(({ id, title }) => [id, plain(title, language)]))
  const [unit, form] = [visit.req.query('unit') ?? '', visit.req.query('form') ?? '']
  const counts = await countHeaps(db, forms.map(({ id }) => id), underOf(actor, undefined, places))
  const name = (place: string): string => places.byId.get(place)?.full_name ?? words.figures.elsewhere
  const lines = new Map<string, Line>()
  for (const { form: of, heap, unit: at, count, since } of counts) {
    const place = communeOf(at, places)
    const key = `${of} ${place}`
    const had = lines.get(key) ?? { form: of, place, counts: {}, since: '' }
    const oldest = since === null || heap !== ownOf(of) ? had.since : had.since === '' || since < had.since ? since : had.since
    lines.set(key, { ...had, since: oldest, counts: { ...had.counts, [heap]: (had.counts[heap] ?? 0) + count } })
  }
  const open = [...lines.values()].filter(({ counts: of }) => listed.some((heap) => (of[heap] ?? 0) > 0))
  // Whoever has waited longest comes first; where nothing waits, by place.
  const sorted = open.sort((one, other) => (one.since || '~').localeCompare(other.since || '~') || name(one.place).localeCompare(name(other.place), 'vi') || one.form.localeCompare(other.form))
  const picked = sorted.filter((line) => (unit === '' || line.place === unit) && (form === '' || line.form === form))
  const number = (count: number): string => writeNumber(count, language)
  const yoursIn = (some: readonly Line[]): number => some.reduce((sum, { form: of, counts: all }) => sum + (all[ownOf(of)] ?? 0), 0)
  const totals = listed.flatMap((heap) => {
    const count = picked.reduce((sum, { counts: of }) => sum + (of[heap] ?? 0), 0)
    return count === 0 ? [] : [`${q.heaps[heap]}: ${number(count)}`]
  })
  const days = (since: string): string => w.days(number(Math.max(0, dayOf(localDay(now, zone)) - dayOf(since))))
  const to = (line: Line, heap: Heap): string => `/office/${line.form}/queue?${new URLSearchParams({ heap, ...(line.place === '' ? {} : { unit: line.place }) }).toString()}`
  // The whole of a card's first row leads to what waits for the reader; the rest of its heaps stand below.
  const card = (line: Line, called: string): Html => {
    const others = listed.filter((heap) => heap !== ownOf(line.form) && (line.counts[heap] ?? 0) > 0)
    const own = line.counts[ownOf(line.form)] ?? 0
    return html`<li><a class="whole" href="${to(line, ownOf(line.form))}">${called}: ${number(own)}</a>${(line.since !== '' || others.length > 0) && html`<p>${line.since !== '' && html`${w.longest}: <strong>${days(line.since)}</strong>`}${others.map((heap, i) => html`${(i > 0 || line.since !== '') && ' · '}<a href="${to(line, heap)}">${q.heaps[heap]}: ${number(line.counts[heap] ?? 0)}<span class="away">, ${called}</span></a>`)}</p>`}</li>`
  }
  const cards = (some: readonly Line[], called: (line: Line) => string): Html => html`<ul class="cards stands">${some.map((line) => card(line, called(line)))}</ul>`
  const byPlace = [...new Set(picked.map(({ place }) => place))].map((place) => [place, picked.filter((line) => line.place === place)] as const)
  const ofForm = (line: Line): string => titles.get(line.form) ?? line.form
  const folded = ([place, some]: (typeof byPlace)[number], i: number): Html => {
    const since = some.find((line) => line.since !== '')?.since
    return html`<details${attribute('open', i === 0 || picked.length <= mostOpen)}><summary><h2>${name(place)}: ${since === undefined ? w.noneHere : w.here(number(yoursIn(some)), days(since))}</h2></summary>${cards(some, ofForm)}</details>`
  }
  const oldest = picked.find(({ since }) => since !== '')
  // Of one form its places are the lines.
  const list = form !== '' ? cards(picked, ({ place }) => name(place)) : html`${byPlace.map(folded)}`
  const main = html`<p class="step"><a href="/office">${words.office}</a></p><h1>${w.title}</h1>
<p class="about">${words.asOf(whenOf(now, language))}</p>
${filter(open, titles, name, unit, form, visit)}
${picked.length === 0 ? html`<p>${w.nothing}</p>` : html`<p class="total-figure">${w.yours}: ${number(yoursIn(picked))}</p>
<p>${totals.join(' · ')}</p>
${oldest !== undefined && html`<p>${w.oldest} <a href="${to(oldest, ownOf(oldest.form))}">${ofForm(oldest)}, ${name(oldest.place)}</a>: ${w.since(writeDate(oldest.since, language))}, <strong>${days(oldest.since)}</strong></p>`}
${list}`}`
  return respond(visit, actor, { title: w.title, main, wide: true })
}

/** What waits for this reader: of a form with two levels, for who stands above, what the commune has approved. */
export function mine({ review }: Pick<Form, 'review'>, { unit }: Pick<Actor, 'unit'>, places: Places): Heap {
  return review?.first !== undefined && (unit === null || !places.isIn(unit, review.first)) ? 'endorsed' : 'received'
}

// Only one place, only one form: where there is more than one to choose from.
function filter(lines: readonly Line[], titles: ReadonlyMap<string, string>, name: (place: string) => string, unit: string, form: string, visit: Visit): Html {
  const { figures, waiting: w } = wordsFor(visit)
  const [units, forms] = [[...new Set([...lines.map(({ place }) => place), unit])].filter((place) => place !== ''), [...new Set([...lines.map((line) => line.form), form])].filter((one) => titles.has(one))]
  if (units.length < 2 && forms.length < 2) return nothing
  const select = (key: string, label: string, chosen: string, options: readonly (readonly [string, string])[]): Html =>
    html`<div><label for="${key}">${label}</label><select id="${key}" name="${key}"><option value="">${figures.all}</option>${options.map(([value, text]) => html`<option value="${value}"${attribute('selected', value === chosen)}>${text}</option>`)}</select></div>`
  const byName = (one: readonly [string, string], other: readonly [string, string]): number => one[1].localeCompare(other[1], 'vi')
  return html`<form class="filters" method="get" action="/office/queue">${select('unit', figures.place, unit, units.map((one) => [one, name(one)] as const).sort(byName))}${select('form', w.form, form, forms.map((one) => [one, titles.get(one) ?? one] as const).sort(byName))}<button>${figures.show}</button></form>`
}

// The office's map of a form: units shaded by an indicator where their outlines are known, and where the newest records lie. Positions that tell of a
// person are for those who may see persons: others see how many there are in each unit. The table beside the map has all that it shows.
import { writeNumber } from '../../form/number.ts'
import { isPoint } from '../../form/kinds/geopoint.ts'
import type { Form, Question } from '../../form/form.ts'
import { mayUse } from '../../record/may.ts'
import { receiptOf } from '../../record/receipt.ts'
import type { Actor } from '../../record/submission.ts'
import { loadBoundaries } from '../../store/boundaries.ts'
import { loadForms } from '../../store/forms.ts'
import { countHeaps } from '../../store/heaps.ts'
import { pointsOf } from '../../store/points.ts'
import type { PointLine, Positions } from '../../store/points.ts'
import { readState } from '../../store/submissions.ts'
import { plain } from '../../view/begin.ts'
import type { Html } from '../../view/html.ts'
import { attribute, html } from '../../view/html.ts'
import { classesOf, clustersOf, drawn, extentOf, frameOf, shadeOf } from '../../view/map.ts'
import type { Box, MapArea, MapPoint } from '../../view/map.ts'
import { aggregates } from '../aggregate.ts'
import type { FigureRow } from '../aggregate.ts'
import { latestForms } from '../catalogue.ts'
import type { Visit } from '../env.ts'
import { isUnbound } from '../grants.ts'
import { lookingAt } from '../looking.ts'
import { hiddenIn, isMasked } from '../masking.ts'
import { underOf } from '../scope.ts'
import { languageOf } from '../session.ts'
import { placesNow } from '../world.ts'
import { written } from './figure.ts'
import { whenOf } from './home.ts'
import { linked, rowsOf } from './looked.ts'
import { notFound, respond, wordsFor } from './respond.ts'
import { inHeap } from './whole.ts'
import { wishOf } from './wish.ts'

const mostAreas = 400

/** GET /office/:form/map?indicator=&level=&state=&box=. In today's units: outlines are those of today. */
export async function map(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const id = visit.req.param('form') ?? ''
  const [[loaded], places] = await Promise.all([loadForms(db, [{ id, version: 'latest' }]), placesNow(db)])
  if (loaded === undefined || !mayUse(actor, id)) return notFound(visit, actor)
  const { form } = loaded
  const wish = wishOf(visit)
  const mine = places.all.filter((unit) => unit.valid_to === null && (actor.unit === null || places.isUnderToday(unit.id, actor.unit)))
  const levels = [...new Set(mine.map(({ level }) => level))]
  const level = wish.level !== undefined && levels.includes(wish.level) ? wish.level : levels.includes('commune') ? 'commune' : (levels[0] ?? '')
  const shown = form.indicators.filter(({ median, min, max }) => median === undefined && min === undefined && max === undefined)
  const indicator = shown.find(({ name }) => name === visit.req.query('indicator')) ?? shown[0]
  const units = mine.filter((unit) => unit.level === level).slice(0, mostAreas)
  const under = underOf(actor, undefined, places)
  const asks = positionsOf(form, await latestForms(db, await readState(db, { ids: [], entries: [] })))
  const hasPositions = asks.own.length + asks.rows.length + asks.entries.length > 0
  const [outlines, figures, heaps, found] = await Promise.all([
    loadBoundaries(db, units.map((unit) => unit.id)),
    indicator === undefined || level === '' ? [] : aggregates(db, actor, { form: id, indicators: [indicator.name], by: [`unit:${level}`], units: 'today', state: wish.state }, now),
    countHeaps(db, [id], under, 'today'), hasPositions ? pointsOf(db, id, asks, under, lookingAt(actor, `form:${id}`, now)) : { looked: 0, points: [] },
  ])
  const seen = await mayBeSeen(db, actor, form, found.points)
  const points = seen.flatMap((line) => line.positions.flatMap(({ answer }): readonly MapPoint[] => {
    if (!isPoint(answer)) return []
    const [latitude = 0, longitude = 0] = answer.split(' ').map(Number)
    return [{ latitude, longitude, id: line.id, name: words.see.recordAt(receiptOf(line.seq)) }]
  }))
  const rows = new Map((figures[0]?.rows ?? []).map((row) => [row.unit ?? '', row]))
  const word = indicator === undefined ? '' : plain(indicator.unit ?? {}, language)
  const rings = new Map(outlines.map((one) => [one.unit, one.rings]))
  const figureOf = (unit: string): FigureRow | undefined => rows.get(unit)
  const areas = units.flatMap((unit): readonly MapArea[] => {
    const own = rings.get(unit.id)
    return own === undefined ? [] : [{ rings: own, name: unit.name, value: figureOf(unit.id)?.value ?? null, written: written(figureOf(unit.id), word, language) }]
  })
  const asked = boxIn(visit.req.query('box'))
  const extent = asked ?? extentOf(areas, points)
  const label = indicator === undefined ? '' : plain(indicator.label, language)
  const title = plain(form.title, language)
  const here = (more: Readonly<Record<string, string>>): string => `/office/${id}/map?${new URLSearchParams({ ...(indicator === undefined ? {} : { indicator: indicator.name }), level, state: wish.state, ...more }).toString()}`
  const isHidden = hasPositions && isMasked(actor) && seen.length < found.points.length
  const { see } = words
  const number = (count: number): string => writeNumber(count, language)
  const all = inHeap(heaps)
  const frame = extent === undefined ? undefined : frameOf(extent)
  const clusters = frame === undefined ? [] : clustersOf(points, frame)
  const [located, drawnRecords] = [points, clusters.flatMap((one) => one.points)].map((some) => new Set(some.map((point) => point.id)).size) as [number, number]
  const picture = frame === undefined ? undefined : drawn(areas, clusters, frame, {
    id: 'map', title: areas.length > 0 ? see.mapOf(label) : see.mapOfPoints, about: see.mapSame, number: (value) => writeNumber(value, language), together: (count) => see.together(number(count)), to: ({ id: submission }) => `/office/submissions/${submission}`,
    closer: (box) => here({ box: box.map((value) => value.toFixed(5)).join(',') }),
  })
  const table = units.map((unit) => ({ unit, figure: figureOf(unit.id), records: inHeap(heaps.filter((heap) => places.isUnderToday(heap.unit, unit.id))) }))
  const main = html`<p class="step"><a href="/office/${id}">${title}</a></p><h1>${see.map}</h1>
<form method="get" action="/office/${id}/map" class="filters" aria-label="${words.figures.filter}">${select('indicator', words.figures.indicator, shown.map(({ name, label: own }) => [name, plain(own, language)] as const), indicator?.name ?? '')}${select('level', words.figures.level, levels.map((one) => [one, words.figures.level_of(words.field.level[one] ?? one)] as const), level)}${select('state', words.figures.view, Object.entries(words.views), wish.state)}<button>${words.figures.show}</button></form>
<p class="about">${words.asOf(whenOf(now, language))}${(figures[0]?.rows ?? []).some(({ about }) => about) && ` · ${words.figures.about}`}</p>
${figures[0]?.recounting === true && html`<p class="about" role="status">${words.recounting}</p>`}
${picture ?? html`<p>${all === 0 ? words.figures.none : !hasPositions ? see.noPositions : see.noPoints}</p>`}
${areas.length > 0 && legend(areas, label, word, language, see.noFigure)}
${asked !== undefined && html`<p><a href="${here({})}">${see.wholeMap}</a></p>`}
${hasPositions && all > 0 && html`<p class="about">${isHidden ? see.hidden : found.looked < all ? see.newest(number(found.looked), number(all), number(located)) : see.allLooked(number(all), number(located))}${located > drawnRecords && ` ${see.outsideMap(number(located - drawnRecords))}`}</p>`}
${areas.length < units.length && html`<p class="about">${areas.length === 0 ? see.noOutlines : see.someOutlines(number(units.length - areas.length))}${actor.role === 'admin' && isUnbound(actor) && html` <a href="/office/boundaries">${see.boundaries}</a>`}</p>`}
<div class="scroll" tabindex="0" role="region" aria-label="${words.figures.table(label)}"><table><thead><tr><th scope="col">${words.figures.place}</th><th scope="col" class="n">${label}</th><th scope="col" class="n">${words.figures.submissions}</th></tr></thead><tbody>${table.map(
    ({ unit, figure, records }) => html`<tr><th scope="row">${unit.full_name}</th><td class="n">${records === 0 && (figure?.value ?? 0) === 0 ? see.noneHere : figure?.value === undefined || figure.value === null ? '–' : linked(written(figure, word, language), rowsOf(id, { indicator: indicator?.name ?? '', unit: unit.id, units: 'today', state: wish.state, figure: written(figure, word, language) }))}</td><td class="n">${records === 0 ? '0' : linked(number(records), rowsOf(id, { unit: unit.id, units: 'today' }))}</td></tr>`,
  )}</tbody></table></div>`
  return respond(visit, actor, { title: `${see.map}: ${title}`, main, wide: true })
}

function select(name: string, label: string, options: readonly (readonly [string, string])[], chosen: string): Html {
  return html`<div><label for="w-${name}">${label}</label><select id="w-${name}" name="${name}">${options.map(([value, text]) => html`<option value="${value}"${attribute('selected', value === chosen)}>${text}</option>`)}</select></div>`
}

function legend(areas: readonly MapArea[], label: string, word: string, language: string, none: string): Html {
  const { bounds } = classesOf(areas.map(({ value }) => value))
  const say = (value: number): string => written({ value, about: false }, word, language)
  const sign = (fill: string): Html => html`<svg class="key" viewBox="0 0 24 16" aria-hidden="true"><rect x=".5" y=".5" width="23" height="15" fill="${fill}" stroke="#14181f"></rect></svg>`
  return html`<p class="about">${label}:</p><ul class="legend">${bounds.map(([low, high], i) => html`<li>${sign(shadeOf(i, bounds.length))} ${low === high ? say(low) : `${say(low)} – ${say(high)}`}</li>`)}${areas.some(({ value }) => value === null) && html`<li>${sign('url(#map-none)')} ${none}</li>`}</ul>`
}

/** Where positions come from: the form's own questions, those in its rows, and the entries that it chooses, where a register holds one. */
function positionsOf(form: Form, all: readonly Form[]): Positions {
  const outside = (questions: readonly Question[]): readonly Question[] => questions.flatMap((one) => (one.kind === 'repeat' ? [one] : [one, ...outside(one.questions ?? [])]))
  const inside = (questions: readonly Question[]): readonly Question[] => questions.flatMap((one) => [one, ...inside(one.questions ?? [])])
  const [own, isAt] = [outside(form.survey), (one: Question) => one.kind === 'geopoint']
  return {
    own: own.filter(isAt).map(({ name }) => name),
    rows: own.flatMap((one) => (one.kind === 'repeat' ? inside(one.questions ?? []).filter(isAt).map(({ name }) => ({ name, repeat: one.name })) : [])),
    entries: own.flatMap(({ name, kind, register }) => (kind === 'entry' && register !== undefined ? columnsAt(register, all, (of) => inside(of.survey).filter(isAt)).map((column) => ({ name, register, column })) : [])),
  }
}

// The columns of a register into which some form writes a position as it was answered.
function columnsAt(register: string, all: readonly Form[], positions: (form: Form) => readonly Question[]): readonly string[] {
  return [...new Set(all.flatMap((form) => form.registers.flatMap((rule) => (rule.register !== register ? [] : Object.entries(rule.columns).flatMap(([column, { value }]) => (Array.isArray(value) && value[0] === '$' && positions(form).some(({ name }) => name === value[1]) ? [column] : []))))))]
}

// As in what is taken away: what is personal in any version, under any name, or begins as what an entry says of a person, is not for who may not see persons.
async function mayBeSeen(db: D1Database, actor: Actor, { id }: Form, points: readonly PointLine[]): Promise<readonly PointLine[]> {
  if (!isMasked(actor) || points.length === 0) return points
  const hidden = await hiddenIn(db, [id])
  return points.flatMap((line) => {
    const positions = hidden.version(id, line.version) === undefined ? [] : line.positions.filter(({ of }) => ('name' in of ? !hidden.names(id).has(of.name) : hidden.columns.get(of.register)?.has(of.column) !== true))
    return positions.length === 0 ? [] : [{ ...line, positions }]
  })
}

function boxIn(text: string | undefined): Box | undefined {
  const values = (text ?? '').split(',').map(Number)
  const [west = NaN, south = NaN, east = NaN, north = NaN] = values
  const isBox = values.length === 4 && values.every(Number.isFinite) && west < east && south < north && Math.abs(west) <= 180 && Math.abs(east) <= 180 && Math.abs(south) <= 90 && Math.abs(north) <= 90
  return isBox ? [west, south, east, north] : undefined
}

// What is unusual among a form's records: numbers, speed, answers that repeat, one spot for many, soft checks with what was written. Each line leads to its
// record. What is found is server/quality.ts's.
import { writeDate } from '../../form/date.ts'
import { writeNumber } from '../../form/number.ts'
import { planOf } from '../../form/plan.ts'
import { receiptOf } from '../../record/receipt.ts'
import { isStranger } from '../../record/stranger.ts'
import type { Actor } from '../../record/submission.ts'
import type { Fired, Outlier, Series } from '../../record/unusual.ts'
import { namesOf } from '../../store/people.ts'
import { plain } from '../../view/begin.ts'
import type { Html, Part } from '../../view/html.ts'
import { html, nothing } from '../../view/html.ts'
import { hideCursor, showCursor } from '../cursor.ts'
import type { Visit } from '../env.ts'
import { isMasked } from '../masking.ts'
import { groundsFor, unusualIn } from '../quality.ts'
import type { Unusual } from '../quality.ts'
import { languageOf } from '../session.ts'
import type { DeskWords } from '../../words/desk.ts'
import type { Places } from '../world.ts'
import { communeFor, communeForm } from './commune.ts'
import { whenOf } from './home.ts'
import { notFound, respond, wordsFor } from './respond.ts'

const mostReasons = 30

/** GET /office/:form/quality?unit=&cursor=. */
export async function unusual(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const { quality: { records: q, ...shared }, figures } = words
  const id = visit.req.param('form') ?? ''
  const grounds = await groundsFor(db, actor)
  const chosen = communeFor(actor, visit.req.query('unit'), grounds.places, now)
  const found = await unusualIn(db, actor, grounds, id, { unit: chosen.unit, cursor: showCursor(visit.req.query('cursor') ?? '') }, now)
  if (found === undefined) return notFound(visit, actor)
  const title = plain(found.form.title, language)
  const here = (more: Readonly<Record<string, string>>): string => `/office/${id}/quality?${new URLSearchParams({ ...(chosen.unit === undefined || chosen.communes.length === 0 ? {} : { unit: chosen.unit }), ...more }).toString()}`
  const told: Told = { found, names: isMasked(actor) ? {} : await namesIn(db, found), words, language, places: grounds.places }
  const next = hideCursor(found.cursor)
  const main = html`<p class="step"><a href="/office/quality">${shared.title}</a> · <a href="/office/${id}">${title}</a></p><h1>${shared.of(title)}</h1>
${communeForm(chosen, `/office/${id}/quality`, shared.everywhere, words)}
<p class="about">${words.asOf(whenOf(now, language))} · ${q.looked(writeNumber(found.rows.size, language))}</p>
${found.rows.size === 0 ? html`<p>${figures.none}</p>` : isMasked(actor) ? counts(told) : html`${numbers(told)}${fast(told)}${series(told, q.repeated, q.repeatedAbout, found.repeated, (one) => q.sameAnswers(writeNumber(one.ids.length, language), writeNumber(one.same, language)))}${series(told, q.spot, q.spotAbout, found.spot, (one) => q.onSpot(writeNumber(one.ids.length, language)))}${checks(told)}`}
${next !== null && html`<p class="buttons"><a class="button plain" href="${here({ cursor: next })}">${q.older}</a></p>`}`
  return respond(visit, actor, { title: shared.of(title), main, wide: true })
}

interface Told {
  readonly found: Unusual
  readonly names: Readonly<Record<string, string>>
  readonly words: DeskWords
  readonly language: string
  readonly places: Places
}

async function namesIn(db: D1Database, { rows }: Unusual): Promise<Readonly<Record<string, string>>> {
  return namesOf(db, [...new Set([...rows.values()].map(({ author }) => author).filter((author) => !isStranger(author)))])
}

// Who may not see persons: how much of each there is.
function counts({ found, words, language }: Told): Html {
  const { quality: { records: q, ...shared } } = words
  const lines: readonly (readonly [string, number])[] = [
    [q.outliers, found.outliers.length], [q.fast, found.fast.length], [q.repeated, found.repeated.length], [q.spot, found.spot.length], [q.checks, found.fired.reduce((sum, { count }) => sum + count, 0)],
  ]
  return html`<p>${shared.masked}</p><dl class="answers">${lines.map(([label, count]) => html`<div><dt>${label}</dt><dd>${writeNumber(count, language)}</dd></div>`)}</dl>`
}

function numbers(told: Told): Html {
  const { found, words, language } = told
  const { quality: { records: q } } = words
  const number = (value: number): string => writeNumber(Math.round(value * 100) / 100, language)
  const why = ({ times, usual, of }: Outlier): string => {
    const rounded = (ratio: number): string => number(ratio >= 10 ? Math.round(ratio) : Math.round(ratio * 10) / 10)
    const said = times === undefined ? q.far(number(usual)) : times > 1 ? q.more(rounded(times), number(usual)) : q.less(rounded(1 / times), number(usual))
    return `${said}; ${q.of(writeNumber(of, language))}`
  }
  return section(told, q.outliers, q.outliersAbout, found.outliers.length, [q.question, q.value, q.why], found.outliers.map((one) => ({
    id: one.id, cells: [labelOf(told, one.question), html`<strong>${writeNumber(one.value, language)}</strong>`, why(one)],
  })))
}

function fast(told: Told): Html {
  const { found, words, language } = told
  const { quality: { records: q, duration } } = words
  return section(told, q.fast, q.fastAbout, found.fast.length, [q.took, q.usually, q.answered], found.fast.map((one) => ({
    id: one.id, cells: [html`<strong>${duration(one.seconds)}</strong>`, duration(one.usual), writeNumber(one.answered, language)],
  })))
}

// A table of records, each with its link, officer and place before what is unusual.
function section({ found, names, words, language, places }: Told, title: string, about: string, count: number, heads: readonly string[], rows: readonly { readonly id: string; readonly cells: readonly Part[] }[]): Html {
  const { quality: { records: q }, figures } = words
  const line = ({ id, cells }: { readonly id: string; readonly cells: readonly Part[] }): Html => {
    const row = found.rows.get(id)
    if (row === undefined) return nothing
    return html`<tr><th scope="row"><a href="/office/submissions/${id}">${row.label || receiptOf(row.seq)}</a><br><span class="about">${places.byId.get(row.unit)?.full_name ?? figures.elsewhere}, ${writeDate(row.day, language)}</span></th>${cells.map((cell) => html`<td>${cell}</td>`)}<td>${authorOf(row.author, names, words)}</td></tr>`
  }
  return html`<section><h2>${title}: ${writeNumber(count, language)}</h2><p class="about">${about}</p>${count === 0 ? html`<p>${q.nothing}</p>` : html`<div class="scroll" tabindex="0" role="region" aria-label="${figures.table(title)}"><table><thead><tr><th scope="col">${q.record}</th>${heads.map((head) => html`<th scope="col">${head}</th>`)}<th scope="col">${q.author}</th></tr></thead><tbody>${rows.map(line)}</tbody></table></div>`}</section>`
}

function series({ found, names, words, language }: Told, title: string, about: string, all: readonly Series[], says: (one: Series) => string): Html {
  const { quality: { records: q } } = words
  return html`<section><h2>${title}: ${writeNumber(all.length, language)}</h2><p class="about">${about}</p>${all.length === 0 ? html`<p>${q.nothing}</p>` : html`<ul class="cards">${all.map((one) => html`<li><strong>${authorOf(one.author, names, words)}</strong>, ${writeDate(one.day, language)}: ${says(one)}<ul>${one.ids.map((id) => { const row = found.rows.get(id); return row === undefined ? nothing : html`<li><a href="/office/submissions/${id}">${row.label || receiptOf(row.seq)}</a></li>` })}</ul></li>`)}</ul>`}</section>`
}

function checks(told: Told): Html {
  const { found, names, words, language, places } = told
  const { quality: { records: q }, figures } = words
  const { byName } = planOf(found.form)
  const counted = (of: Fired['by'], name: (id: string) => string): string => [...of].sort(([, a], [, b]) => b - a).slice(0, 20).map(([id, count]) => `${name(id)} ${writeNumber(count, language)}`).join(' · ')
  const total = found.fired.reduce((sum, { count }) => sum + count, 0)
  const one = (check: Fired): Html => {
    const messages = (byName.get(check.question)?.question.check ?? []).map(({ message }) => plain(message, language))
    return html`<li><h3>${labelOf(told, check.question)}: ${q.times(writeNumber(check.count, language))}</h3>${messages.map((message) => html`<p class="doubt">${message}</p>`)}<p>${q.byAuthor}: ${counted(check.by, (author) => authorOf(author, names, words))}</p><p>${q.byPlace}: ${counted(check.in, (place) => places.byId.get(place)?.name ?? figures.elsewhere)}</p>
<details><summary>${q.reasons(writeNumber(Math.min(check.reasons.length, mostReasons), language))}</summary><ul>${check.reasons.slice(0, mostReasons).map(({ id, author, reason }) => html`<li><a href="/office/submissions/${id}">${reason || q.noReason}</a> <span class="about">${authorOf(author, names, words)}</span></li>`)}</ul></details></li>`
  }
  return html`<section><h2>${q.checks}: ${writeNumber(total, language)}</h2><p class="about">${q.checksAbout}</p>${total === 0 ? html`<p>${q.nothing}</p>` : html`<ul class="cards">${found.fired.map(one)}</ul>`}</section>`
}

const authorOf = (author: string, names: Readonly<Record<string, string>>, words: DeskWords): string => (isStranger(author) ? words.public.stranger : (names[author] ?? author))

function labelOf({ found, language }: Told, name: string): string {
  return plain(planOf(found.form).byName.get(name)?.question.label ?? {}, language) || name
}

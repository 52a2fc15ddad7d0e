// The rows behind a figure: the submissions, or a register's entries, that add to it, each a step from the record itself.
import { writeDate } from '../../form/date.ts'
import type { Form, Indicator } from '../../form/form.ts'
import type { Actor } from '../../record/submission.ts'
import { entriesBehind, submissionsBehind } from '../../store/behind.ts'
import type { BehindQuery } from '../../store/behind.ts'
import { listForms, loadForms } from '../../store/forms.ts'
import { page as submissionsPage } from '../../store/submissions.ts'
import { receiptOf } from '../../record/receipt.ts'
import { mayUse } from '../../record/may.ts'
import { plain } from '../../view/begin.ts'
import type { Html } from '../../view/html.ts'
import { html } from '../../view/html.ts'
import type { DeskWords } from '../../words/desk.ts'
import { hideCursor, showCursor } from '../cursor.ts'
import type { Visit } from '../env.ts'
import { hiddenLabels } from '../labels.ts'
import { personalColumns } from '../../form/personal.ts'
import { isMasked } from '../masking.ts'
import { underOf } from '../scope.ts'
import { languageOf } from '../session.ts'
import type { Places } from '../world.ts'
import { placesNow } from '../world.ts'
import { written } from './figure.ts'
import { notFound, respond, wordsFor } from './respond.ts'
import { wishOf } from './wish.ts'

const perPage = 50

interface Row {
  readonly id: string
  readonly label: string
  readonly unit: string
  readonly more: string
  readonly amount: string
}

/** GET /office/:form/rows?indicator=&unit=&from=&to=&state=&units=&cursor=. Without an indicator: all submissions of the form, which queue.ts shows. */
export async function behind(visit: Visit, actor: Actor): Promise<Response> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const id = visit.req.param('form') ?? ''
  const [[loaded], places] = await Promise.all([loadForms(db, [{ id, version: 'latest' }]), placesNow(db)])
  if (loaded === undefined || !mayUse(actor, id)) return notFound(visit, actor)
  const name = visit.req.query('indicator')
  const asked = name === undefined ? undefined : loaded.form.indicators.find((one) => one.name === name)
  if (name !== undefined && asked === undefined) return notFound(visit, actor)
  const wish = wishOf(visit)
  const unit = visit.req.query('unit')
  const cursor = showCursor(visit.req.query('cursor') ?? '')
  const under = underOf(actor, unit === '' ? undefined : unit, places)
  const query = { view: wish.state, era: wish.units, under, limit: perPage, ...(wish.from === undefined ? {} : { from: wish.from }), ...(wish.to === undefined ? {} : { to: wish.to }), ...(cursor === undefined ? {} : { cursor }) }
  const found = asked === undefined ? await all(visit, actor, id, query, places) : await adding(visit, actor, loaded.form, asked, query, places)

  const label = asked === undefined ? words.figures.allRows : plain(asked.label, language)
  const figure = visit.req.query('figure')
  const place = unit === undefined || unit === '' ? undefined : places.byId.get(unit)?.full_name
  const next = new URL(visit.req.url)
  if (found.cursor !== undefined) next.searchParams.set('cursor', hideCursor(found.cursor) ?? '')
  const main = html`<p class="step"><a href="/office/${id}">${plain(loaded.form.title, language)}</a></p><h1>${asked === undefined ? label : words.figures.rowsTitle(label)}</h1>
<p class="about">${[place, wish.typed.from && monthRange(wish.typed.from, wish.typed.to), words.figures.views[wish.state], figure === undefined ? undefined : words.figures.rowsOf(figure.slice(0, 60))].filter((part) => part !== undefined && part !== '').join(' · ')}</p>
${found.rows.length === 0 ? html`<p>${words.figures.noRows}</p>` : listed(found.rows, words, label)}
${found.cursor !== undefined && html`<p class="buttons"><a class="button plain" href="${next.pathname}${next.search}">${words.figures.more}</a></p>`}`
  return respond(visit, actor, { title: words.figures.rowsTitle(label), main, wide: true })
}

interface Found {
  readonly rows: readonly (Row & { readonly links: readonly string[] })[]
  readonly cursor?: string
}

type Query = Omit<BehindQuery, 'indicator'>

async function all(visit: Visit, actor: Actor, form: string, { under, from, to, cursor, limit }: Query, places: Places): Promise<Found> {
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const found = await submissionsPage(visit.env.DB, {
    form, under, limit, ...(from === undefined ? {} : { from: `${from}-01`.slice(0, 10) }), ...(to === undefined ? {} : { to: `${to}-31`.slice(0, 10) }), ...(cursor === undefined ? {} : { cursor }),
  })
  const hides = await hiddenLabels(visit.env.DB, actor, found.rows)
  const rows = found.rows.map((line) => ({
    id: line.id, links: [line.id], label: hides(line) || line.label === '' ? line.receipt : line.label, unit: placeName(line.unit, places, words), more: `${words.state[line.state]}, ${writeDate(line.day, language)}`, amount: '',
  }))
  return { rows, ...(found.cursor === undefined ? {} : { cursor: found.cursor }) }
}

async function adding(visit: Visit, actor: Actor, form: Form, asked: Indicator, query: Query, places: Places): Promise<Found> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const base = await baseOf(visit, form, asked)
  const unit = base.indicator.share === undefined && base.indicator.unit !== undefined ? plain(base.indicator.unit, language) : ''
  const amount = (value: number): string => written({ value: value / (base.indicator.scale ?? 1), about: false }, unit, language)
  const indicator = `${base.form.id}.${base.indicator.name}`
  if (base.indicator.register !== undefined) {
    const { register } = base.indicator
    const found = await entriesBehind(db, register, { ...query, indicator })
    const writers = isMasked(actor) ? await latestForms(visit) : []
    const hides = isMasked(actor) && personalColumns(writers, register).has('label')
    return { rows: found.rows.map((line) => ({ id: line.submissions[0] ?? '', links: line.submissions, label: hides ? words.field.masked : line.label, unit: placeName(line.unit, places, words), more: words.figures.entry, amount: amount(line.amount) })), ...(found.cursor === undefined ? {} : { cursor: found.cursor }) }
  }
  const found = await submissionsBehind(db, base.form.id, { ...query, indicator })
  const hides = await hiddenLabels(visit.env.DB, actor, found.rows)
  return {
    rows: found.rows.map((line) => ({
      id: line.id, links: [line.id], label: hides(line) || line.label === '' ? receiptOf(line.seq) : line.label, unit: placeName(line.unit, places, words), more: `${words.state[line.state]}, ${writeDate(line.day, language)}`, amount: amount(line.amount),
    })),
    ...(found.cursor === undefined ? {} : { cursor: found.cursor }),
  }
}

function listed(rows: Found['rows'], words: DeskWords, label: string): Html {
  const { figures } = words
  const hasAmounts = rows.some(({ amount }) => amount !== '')
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${figures.table(label)}"><table><thead><tr><th scope="col">${figures.record}</th><th scope="col">${figures.unit}</th><th scope="col">${figures.state}</th>${hasAmounts && html`<th scope="col" class="n">${figures.adds}</th>`}</tr></thead><tbody>${rows.map(
    (row) => html`<tr><th scope="row">${row.id === '' ? row.label : html`<a href="/office/submissions/${row.id}">${row.label}</a>`}${row.links.slice(1).map((link, i) => html` <a href="/office/submissions/${link}">(${String(i + 2)})</a>`)}</th><td>${row.unit}</td><td>${row.more}</td>${hasAmounts && html`<td class="n">${row.amount}</td>`}</tr>`,
  )}</tbody></table></div>`
}

// A share or a difference has no rows of its own: those of what stands first in it are shown.
async function baseOf(visit: Visit, form: Form, indicator: Indicator): Promise<{ form: Form; indicator: Indicator }> {
  let at = { form, indicator }
  for (let depth = 0; depth < 8; depth++) {
    const name = at.indicator.share?.of ?? at.indicator.difference?.of
    if (name === undefined) break
    const [other, inner] = name.includes('.') ? (name.split('.', 2) as [string, string]) : [at.form.id, name]
    const next = other === at.form.id ? at.form : (await loadForms(visit.env.DB, [{ id: other, version: 'latest' }]))[0]?.form
    const found = next?.indicators.find((one) => one.name === inner)
    if (next === undefined || found === undefined) break
    at = { form: next, indicator: found }
  }
  return at
}

async function latestForms(visit: Visit): Promise<readonly Form[]> {
  const heads = await listForms(visit.env.DB)
  return (await loadForms(visit.env.DB, heads.map(({ id }) => ({ id, version: 'latest' as const })))).map(({ form }) => form)
}

function placeName(unit: string, places: Places, words: DeskWords): string {
  return places.byId.get(unit)?.full_name ?? words.figures.elsewhere
}

function monthRange(from: string, to: string): string {
  return from === to ? from : `${from} – ${to}`
}

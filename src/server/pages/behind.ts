// The rows behind any figure: the submissions, or a register's entries, that add to it, each a step from the record itself; what a figure is worked out from
// (a share's two parts, a difference's) a step aside; and the way back to where the figure stood.
import { writeDate } from '../../form/date.ts'
import { writeNumber } from '../../form/number.ts'
import type { Form, Indicator } from '../../form/form.ts'
import type { Actor } from '../../record/submission.ts'
import { entriesBehind, submissionsBehind } from '../../store/behind.ts'
import type { BehindQuery } from '../../store/behind.ts'
import { loadForms } from '../../store/forms.ts'
import { page as submissionsPage } from '../../store/submissions.ts'
import { receiptOf } from '../../record/receipt.ts'
import { mayUse } from '../../record/may.ts'
import { plain } from '../../view/begin.ts'
import type { Html } from '../../view/html.ts'
import { html, nothing } from '../../view/html.ts'
import type { DeskWords } from '../../words/desk.ts'
import { hideCursor, showCursor } from '../cursor.ts'
import type { Visit } from '../env.ts'
import { entryNames } from '../entry_names.ts'
import { memberName } from '../grouping.ts'
import { hiddenLabels } from '../labels.ts'
import { lookingAt } from '../looking.ts'
import { columnsNow, isMasked } from '../masking.ts'
import { underOf } from '../scope.ts'
import { languageOf } from '../session.ts'
import type { Places } from '../world.ts'
import { placesNow } from '../world.ts'
import { written } from './figure.ts'
import { monthName } from './looked.ts'
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

/**
 * GET /office/:form/rows?indicator=&unit=&from=&to=&state=&units=&by=&member=&back=&cursor=. Without an indicator: all submissions of the form, which queue.ts shows.
 * `unit=~` with a level: what lies under none of that level; `by` without a member: what counts in none of its groups.
 */
export async function behind(visit: Visit, actor: Actor, now: number): Promise<Response> {
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
  const isAbove = unit === elsewhere
  const cursor = showCursor(visit.req.query('cursor') ?? '')
  const under = underOf(actor, unit === '' || isAbove ? undefined : unit, places)
  const query: Query = {
    view: wish.state, era: wish.units, under, limit: perPage, ...(wish.from === undefined ? {} : { from: wish.from }), ...(wish.to === undefined ? {} : { to: wish.to }), ...(cursor === undefined ? {} : { cursor }),
    ...(isAbove && wish.level !== undefined ? { above: wish.level } : {}),
  }
  const by = visit.req.query('by') ?? ''
  const group = by === '' ? undefined : { by, member: visit.req.query('member') ?? null }
  const found = asked === undefined ? await all(visit, actor, id, query, places, now) : await adding(visit, actor, loaded.form, asked, { ...query, ...(group === undefined ? {} : { group }) }, places, now)

  const label = asked === undefined ? words.figures.allRows : plain(asked.label, language)
  const figure = visit.req.query('figure')
  const place = isAbove ? words.figures.elsewhere : unit === undefined || unit === '' ? undefined : places.byId.get(unit)?.full_name
  const member = group === undefined ? undefined : group.member === null ? words.see.rest : plain(memberName(loaded.form, group.by, group.member, await entryNames(db, actor, loaded.form, [{ by: group.by, members: [group.member] }], words.field.masked)), language)
  const next = new URL(visit.req.url)
  if (found.cursor !== undefined) next.searchParams.set('cursor', hideCursor(found.cursor) ?? '')
  // Only as what stands behind the form's own address.
  const back = new URLSearchParams(visit.req.query('back') ?? '').toString()
  const main = html`<p class="step"><a href="/office/${id}${back !== '' && `?${back}`}${asked !== undefined && `#f-${asked.name}`}">${plain(loaded.form.title, language)}</a></p><h1>${asked === undefined ? label : words.figures.rowsTitle(label)}</h1>
<p class="about">${[place, member, wish.from === undefined ? undefined : monthRange(wish.from, wish.to), words.figures.views[wish.state], figure === undefined ? undefined : words.figures.rowsOf(figure.slice(0, 60))].filter((part) => part !== undefined && part !== '').join(' · ')}</p>
${asked !== undefined && (await parts(visit, actor, loaded.form, asked))}
${found.rows.length === 0 ? html`<p>${found.why ?? words.figures.noRows}</p>` : html`${found.of !== undefined && html`<p>${words.see.rowsOf(found.of)}</p>`}${listed(found.rows, words, label, found.added)}`}
${found.cursor !== undefined && html`<p class="buttons"><a class="button plain" href="${next.pathname}${next.search}">${words.figures.more}</a></p>`}`
  return respond(visit, actor, { title: words.figures.rowsTitle(label), main, wide: true })
}

/** What stands in an address for the units under none of a level. */
export const elsewhere = '~'

/** What a share or a difference is worked out from, each a way to its own rows at the same place and time. */
async function parts(visit: Visit, actor: Actor, form: Form, { share, difference }: Indicator): Promise<Html> {
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const named = share === undefined ? [difference?.of, ...(difference?.less ?? [])] : [share.of, typeof share.in === 'string' ? share.in : undefined]
  const units = share === undefined || typeof share.in === 'string' ? undefined : share.in.units
  const found = (await Promise.all(named.map(async (name) => (name === undefined ? undefined : await componentOf(visit, actor, form, name))))).filter((one) => one !== undefined)
  if (found.length === 0) return nothing
  const said = (i: number): string => (share !== undefined ? (i === 0 ? words.see.numerator : words.see.denominator) : i === 0 ? words.see.first : words.see.less)
  const line = ({ id, indicator }: (typeof found)[number], i: number): Html => {
    const to = new URL(visit.req.url)
    for (const gone of ['cursor', 'figure', 'back']) to.searchParams.delete(gone)
    to.searchParams.set('indicator', indicator.name)
    return html`<li>${said(i)}: <a href="/office/${id}/rows${to.search}">${plain(indicator.label, language)}</a></li>`
  }
  return html`<p>${share === undefined ? words.see.workedOut : words.see.shared}</p><ul>${found.map(line)}${units !== undefined && html`<li>${words.see.denominator}: ${words.see.unitsOf(words.field.level[units] ?? units)}</li>`}</ul><p>${words.see.shownFirst(plain(found[0]?.indicator.label ?? {}, language))}</p>`
}

async function componentOf(visit: Visit, actor: Actor, form: Form, name: string): Promise<{ readonly id: string; readonly indicator: Indicator } | undefined> {
  const [id, inner] = name.includes('.') ? (name.split('.', 2) as [string, string]) : [form.id, name]
  const other = id === form.id ? form : mayUse(actor, id) ? (await loadForms(visit.env.DB, [{ id, version: 'latest' }]))[0]?.form : undefined
  const indicator = other?.indicators.find((one) => one.name === inner)
  return indicator === undefined ? undefined : { id, indicator }
}

interface Found {
  readonly rows: readonly (Row & { readonly links: readonly string[] })[]
  readonly cursor?: string
  /** What the rows here add up to, where that is the whole figure. */
  readonly added?: string
  /** Of how many an average is. */
  readonly of?: string
  /** Why there is nothing to list, where that is not because nothing was sent. */
  readonly why?: string
}

type Query = Omit<BehindQuery, 'indicator' | 'isAverage' | 'isEstimated'>

async function all(visit: Visit, actor: Actor, form: string, { under, from, to, cursor, limit }: Query, places: Places, now: number): Promise<Found> {
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const found = await submissionsPage(visit.env.DB, {
    form, under, limit, looking: lookingAt(actor, `form:${form}`, now), ...(from === undefined ? {} : { from: `${from}-01`.slice(0, 10) }), ...(to === undefined ? {} : { to: `${to}-31`.slice(0, 10) }), ...(cursor === undefined ? {} : { cursor }),
  })
  const hides = await hiddenLabels(visit.env.DB, actor, found.rows)
  const rows = found.rows.map((line) => ({
    id: line.id, links: [line.id], label: hides(line) || line.label === '' ? line.receipt : line.label, unit: placeName(line.unit, places, words), more: `${words.state[line.state]}, ${writeDate(line.day, language)}`, amount: '',
  }))
  return { rows, ...(found.cursor === undefined ? {} : { cursor: found.cursor }) }
}

async function adding(visit: Visit, actor: Actor, form: Form, asked: Indicator, query: Query, places: Places, now: number): Promise<Found> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const base = await baseOf(visit, actor, form, asked)
  if (base === undefined) return { rows: [], why: words.see.otherForm }
  const column = base.indicator.median ?? base.indicator.min ?? base.indicator.max
  if (column !== undefined) return { rows: [], why: words.see.readFrom(column) }
  const unit = base.indicator.share === undefined && base.indicator.unit !== undefined ? plain(base.indicator.unit, language) : ''
  const amount = (value: number, about: number): string => written({ value: value / (base.indicator.scale ?? 1), about: about !== 0 }, unit, language)
  const indicator = `${base.form.id}.${base.indicator.name}`
  // What is not counted in these groups (a stock) stands whole beside each of them.
  const { group, ...rest } = query
  const isGrouped = group !== undefined && (base.indicator.by ?? []).includes(group.by)
  const wanted = { ...rest, ...(isGrouped ? { group } : {}), isAverage: base.indicator.average !== undefined, isEstimated: base.indicator.about !== undefined, indicator }
  const summed = (lines: readonly { readonly amount: number; readonly count: number; readonly about: number }[], more: string | undefined): Pick<Found, 'added' | 'of'> => {
    if (more !== undefined || query.cursor !== undefined) return {}
    const total = lines.reduce((sum, line) => sum + line.amount, 0)
    const count = lines.reduce((sum, line) => sum + line.count, 0)
    return { added: amount(total, lines.reduce((sum, line) => sum + line.about, 0)), ...(base.indicator.average === undefined ? {} : { of: writeNumber(count, language) }) }
  }
  if (base.indicator.register !== undefined) {
    const { register } = base.indicator
    const found = await entriesBehind(db, register, { ...wanted, looking: lookingAt(actor, `register:${register}`, now) })
    const hides = isMasked(actor) && (await columnsNow(db)).get(register)?.has('label') === true
    return { rows: found.rows.map((line) => ({ id: line.submissions[0] ?? '', links: line.submissions, label: hides ? words.field.masked : line.label, unit: placeName(line.unit, places, words), more: words.figures.entry, amount: amount(line.amount, line.about) })), ...summed(found.rows, found.cursor), ...(found.cursor === undefined ? {} : { cursor: found.cursor }) }
  }
  const found = await submissionsBehind(db, base.form.id, { ...wanted, looking: lookingAt(actor, `form:${base.form.id}`, now) })
  const hides = await hiddenLabels(visit.env.DB, actor, found.rows)
  return {
    rows: found.rows.map((line) => ({
      id: line.id, links: [line.id], label: hides(line) || line.label === '' ? receiptOf(line.seq) : line.label, unit: placeName(line.unit, places, words), more: `${words.state[line.state]}, ${writeDate(line.day, language)}`, amount: amount(line.amount, line.about),
    })),
    ...summed(found.rows, found.cursor),
    ...(found.cursor === undefined ? {} : { cursor: found.cursor }),
  }
}

function listed(rows: Found['rows'], words: DeskWords, label: string, added?: string): Html {
  const { figures } = words
  const hasAmounts = rows.some(({ amount }) => amount !== '')
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${figures.table(label)}"><table><thead><tr><th scope="col">${figures.record}</th><th scope="col">${figures.unit}</th><th scope="col">${figures.state}</th>${hasAmounts && html`<th scope="col" class="n">${figures.adds}</th>`}</tr></thead><tbody>${rows.map(
    (row) => html`<tr><th scope="row">${row.id === '' ? row.label : html`<a href="/office/submissions/${row.id}">${row.label}</a>`}${row.links.slice(1).map((link, i) => html` <a href="/office/submissions/${link}">(${String(i + 2)})</a>`)}</th><td>${row.unit}</td><td>${row.more}</td>${hasAmounts && html`<td class="n">${row.amount}</td>`}</tr>`,
  )}${added !== undefined && html`<tr class="total"><th scope="row">${figures.total}</th><td></td><td></td><td class="n">${added}</td></tr>`}</tbody></table></div>`
}

// A share or a difference has no rows of its own: those of what stands first in it are shown.
// undefined: they are of a form that is not the reader's.
async function baseOf(visit: Visit, actor: Actor, form: Form, indicator: Indicator): Promise<{ form: Form; indicator: Indicator } | undefined> {
  let at = { form, indicator }
  for (let depth = 0; depth < 8; depth++) {
    const name = at.indicator.share?.of ?? at.indicator.difference?.of
    if (name === undefined) break
    const [other, inner] = name.includes('.') ? (name.split('.', 2) as [string, string]) : [at.form.id, name]
    if (!mayUse(actor, other)) return undefined
    const next = other === at.form.id ? at.form : (await loadForms(visit.env.DB, [{ id: other, version: 'latest' }]))[0]?.form
    const found = next?.indicators.find((one) => one.name === inner)
    if (next === undefined || found === undefined) break
    at = { form: next, indicator: found }
  }
  return at
}

function placeName(unit: string, places: Places, words: DeskWords): string {
  return places.byId.get(unit)?.full_name ?? words.figures.elsewhere
}

function monthRange(from: string, to: string | undefined): string {
  return from === to ? monthName(from) : `${monthName(from)} – ${to === undefined ? '…' : monthName(to)}`
}

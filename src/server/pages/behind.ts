// The rows behind any figure: the submissions, or a register's entries, that add to it, each a step from the record itself; what a figure is worked out from
// a step aside (worked_out.ts); and the way back to where the figure stood.
import { writeDate } from '../../form/date.ts'
import { writeNumber } from '../../form/number.ts'
import type { Form, Indicator } from '../../form/form.ts'
import type { Actor } from '../../record/submission.ts'
import { entriesBehind, submissionsBehind } from '../../store/behind.ts'
import type { BehindQuery, Groups } from '../../store/behind.ts'
import { page as entriesPage } from '../../store/entries.ts'
import { loadForms } from '../../store/forms.ts'
import { countHeaps } from '../../store/heaps.ts'
import { page as submissionsPage } from '../../store/submissions.ts'
import { receiptOf } from '../../record/receipt.ts'
import { mayUse } from '../../record/may.ts'
import { plain } from '../../view/begin.ts'
import type { Html } from '../../view/html.ts'
import { html } from '../../view/html.ts'
import type { DeskWords } from '../../words/desk.ts'
import { hideCursor, showCursor } from '../cursor.ts'
import type { Visit } from '../env.ts'
import { entryNames } from '../entry_names.ts'
import { memberName } from '../grouping.ts'
import { hiddenLabels } from '../labels.ts'
import { lookingAt } from '../looking.ts'
import { columnsNow, hidesAmounts, isMasked } from '../masking.ts'
import { underOf } from '../scope.ts'
import { languageOf } from '../session.ts'
import type { Places } from '../world.ts'
import { placesNow } from '../world.ts'
import { written } from './figure.ts'
import { monthName } from './looked.ts'
import { notFound, respond, wordsFor } from './respond.ts'
import { inHeap } from './whole.ts'
import { wishOf } from './wish.ts'
import { workedOut } from './worked_out.ts'

const perPage = 50

interface Row {
  readonly id: string
  readonly label: string
  readonly unit: string
  readonly more: string
  readonly amount: string
}

/**
 * GET /office/:form/rows?indicator=&unit=&from=&to=&state=&units=&by=&member=&down=&across=&except=&any=&back=&cursor=. Without an indicator: all submissions of
 * the form. `unit=~` with a level: what lies under none of that level; `by` alone: what counts in none of its groups; with `any`: in any of them; with `down` or
 * `across`: in a row or a column of a cross-table; with `except`: but for these.
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
  const group = groupsIn(visit)
  const place = isAbove ? words.figures.elsewhere : unit === undefined || unit === '' ? undefined : places.byId.get(unit)?.full_name
  const found = asked === undefined ? await all(visit, actor, id, { ...query, isWithin: place !== undefined && visit.req.query('units') !== undefined }, places, now) : await adding(visit, actor, loaded.form, asked, { ...query, ...(group === undefined ? {} : { group }) }, places, now)

  const label = asked === undefined ? words.figures.allRows : plain(asked.label, language)
  const figure = visit.req.query('figure')
  const member = group === undefined ? undefined : await groupsName(visit, actor, loaded.form, group)
  const next = new URL(visit.req.url)
  if (found.cursor !== undefined) next.searchParams.set('cursor', hideCursor(found.cursor) ?? '')
  // Only as what stands behind the form's own address.
  const back = new URLSearchParams(visit.req.query('back') ?? '').toString()
  const main = html`<p class="step"><a href="/office/${id}${back !== '' && `?${back}`}${asked !== undefined && `#f-${asked.name}`}">${plain(loaded.form.title, language)}</a></p><h1>${asked === undefined ? label : words.figures.rowsTitle(label)}</h1>
<p class="about">${[place, member, wish.from === undefined ? undefined : monthRange(wish.from, wish.to), asked === undefined ? undefined : words.views[wish.state], figure === undefined ? undefined : words.figures.rowsOf(figure.slice(0, 60))].filter((part) => part !== undefined && part !== '').join(' · ')}</p>
${asked !== undefined && (await workedOut(visit, actor, loaded.form, asked, { wish, unit: isAbove || unit === '' ? undefined : unit, above: query.above, group }, now))}
${found.rows.length === 0 ? html`<p>${found.why ?? words.figures.noRows}</p>` : html`${found.said !== undefined && html`<p>${found.said}</p>`}${listed(found.rows, words, label, found.added)}`}
${found.cursor !== undefined && html`<p class="buttons"><a class="button plain" href="${next.pathname}${next.search}">${words.figures.more}</a></p>`}`
  return respond(visit, actor, { title: words.figures.rowsTitle(label), main, wide: true })
}

/** What stands in an address for the units under none of a level. */
export const elsewhere = '~'

const mostExcept = 40

function groupsIn(visit: Visit): { readonly by: string; readonly of: Groups } | undefined {
  const [by, member, down, across, except] = ['by', 'member', 'down', 'across', 'except'].map((name) => visit.req.query(name) || undefined)
  if (by === undefined) return undefined
  if (member !== undefined) return { by, of: { member } }
  if (down === undefined && across === undefined && except === undefined && visit.req.query('any') === undefined) return { by, of: 'none' }
  return { by, of: { ...(down === undefined ? {} : { down }), ...(across === undefined ? {} : { across }), ...(except === undefined ? {} : { except: except.split(',').slice(0, mostExcept) }) } }
}

/** What the groups are called whose rows these are. */
async function groupsName(visit: Visit, actor: Actor, form: Form, { by, of }: { readonly by: string; readonly of: Groups }): Promise<string> {
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  if (of === 'none') return words.see.rest
  const [first = '', second = ''] = by.split('*')
  const named: readonly (readonly [string, string | undefined])[] = 'member' in of ? [[by, of.member]] : [[first, of.down], [second, of.across]]
  const names = await Promise.all(named.map(async ([group, member]) => (member === undefined ? '' : plain(memberName(form, group, member, await entryNames(visit.env.DB, actor, form, [{ by: group, members: [member] }], words.field.masked)), language))))
  return [...names, 'member' in of || of.except === undefined ? '' : words.see.othersHere].filter((name) => name !== '').join(' × ')
}

interface Found {
  readonly rows: readonly (Row & { readonly links: readonly string[] })[]
  readonly cursor?: string
  /** What the rows here add up to, where that is the whole figure. */
  readonly added?: string
  /** How the figure comes from them where they do not add up to it: an average, a middle; or how many there are. */
  readonly said?: string
  /** Why there is nothing to list, where that is not because nothing was sent. */
  readonly why?: string
}

type Query = Omit<BehindQuery, 'indicator' | 'isAverage' | 'isEstimated'>

// Whatever state they are in. `isWithin`: in a place as it is in one era; a reader's own is in both.
async function all(visit: Visit, actor: Actor, form: string, { under, from, to, cursor, limit, era, isWithin }: Query & { readonly isWithin: boolean }, places: Places, now: number): Promise<Found> {
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const within = isWithin ? { era } : {}
  const counts = from === undefined && to === undefined ? await countHeaps(visit.env.DB, [form], under, within.era) : []
  const found = await submissionsPage(visit.env.DB, {
    form, under, limit, ...within, looking: lookingAt(actor, `form:${form}`, now), ...(from === undefined ? {} : { from: `${from}-01`.slice(0, 10) }), ...(to === undefined ? {} : { to: `${to}-31`.slice(0, 10) }), ...(cursor === undefined ? {} : { cursor }),
  })
  const hides = await hiddenLabels(visit.env.DB, actor, found.rows)
  const rows = found.rows.map((line) => ({
    id: line.id, links: [line.id], label: hides(line) || line.label === '' ? line.receipt : line.label, unit: placeName(line.unit, places, words), more: `${words.state[line.state]}, ${writeDate(line.day, language)}`, amount: '',
  }))
  return { rows, ...(counts.length === 0 ? {} : { said: words.see.countOf(writeNumber(inHeap(counts), language)) }), ...(found.cursor === undefined ? {} : { cursor: found.cursor }) }
}

async function adding(visit: Visit, actor: Actor, form: Form, asked: Indicator, query: Query, places: Places, now: number): Promise<Found> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const base = await baseOf(visit, actor, form, asked)
  if (base === undefined) return { rows: [], why: words.see.otherForm }
  const column = base.indicator.median ?? base.indicator.min ?? base.indicator.max
  if (column !== undefined) return valued(visit, actor, base.indicator, column, query, places, now)
  const unit = base.indicator.share === undefined && base.indicator.unit !== undefined ? plain(base.indicator.unit, language) : ''
  const amount = (value: number, about: number): string => written({ value: value / (base.indicator.scale ?? 1), about: about !== 0 }, unit, language)
  const indicator = `${base.form.id}.${base.indicator.name}`
  // What is not counted in these groups (a stock) stands whole beside each of them.
  const { group, ...rest } = query
  if (await hidesAmounts(db, actor, base.form, base.indicator, group === undefined ? [] : [group.by])) return { rows: [], why: words.see.personal }
  const isGrouped = group !== undefined && (base.indicator.by ?? []).includes(group.by)
  const wanted = { ...rest, ...(isGrouped ? { group } : {}), isAverage: base.indicator.average !== undefined, isEstimated: base.indicator.about !== undefined, indicator }
  const summed = (lines: readonly { readonly amount: number; readonly count: number; readonly about: number }[], more: string | undefined): Pick<Found, 'added' | 'said'> => {
    if (more !== undefined || query.cursor !== undefined) return {}
    const total = lines.reduce((sum, line) => sum + line.amount, 0)
    const count = lines.reduce((sum, line) => sum + line.count, 0)
    return { added: amount(total, lines.reduce((sum, line) => sum + line.about, 0)), ...(base.indicator.average === undefined ? {} : { said: words.see.rowsOf(writeNumber(count, language)) }) }
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

// What is read from a column (a median, the least, the most): the entries that have a value there, each with it where the reader may see it.
async function valued(visit: Visit, actor: Actor, { register = '', unit, scale = 1 }: Indicator, column: string, { view, under, cursor, limit }: Query, places: Places, now: number): Promise<Found> {
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const found = await entriesPage(visit.env.DB, register, { view, under, limit, looking: lookingAt(actor, `register:${register}`, now), ...(cursor === undefined ? {} : { cursor }) })
  const hidden = isMasked(actor) ? (await columnsNow(visit.env.DB)).get(register) : undefined
  const rows = found.rows.flatMap(({ label, unit: at, columns }) => {
    const typed = columns[column]
    const value = typed === undefined || typed === '' ? NaN : Number(typed)
    const amount = hidden?.has(column) === true ? words.field.masked : written({ value: value / scale, about: false }, unit === undefined ? '' : plain(unit, language), language)
    return Number.isFinite(value) ? [{ id: '', links: [], label: hidden?.has('label') === true ? words.field.masked : label, unit: placeName(at, places, words), more: words.figures.entry, amount }] : []
  })
  return { rows, why: words.see.readFrom(column), said: words.see.readFrom(column), ...(found.cursor === undefined ? {} : { cursor: found.cursor }) }
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

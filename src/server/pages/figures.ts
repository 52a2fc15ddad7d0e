// The office's page of a form: what it adds up to, by place and month, as a chart and as the table that is the truth, down to the rows.
// Every figure is a few kept sums; no submission is read.
import { localDay } from '../../form/date.ts'
import type { Form } from '../../form/form.ts'
import type { Actor } from '../../record/submission.ts'
import { mayUse } from '../../record/may.ts'
import { loadForms } from '../../store/forms.ts'
import { countHeaps } from '../../store/heaps.ts'
import { bars, line } from '../../view/chart.ts'
import type { Mark } from '../../view/chart.ts'
import { plain } from '../../view/begin.ts'
import type { Html } from '../../view/html.ts'
import { attribute, html, nothing } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import type { DeskWords } from '../../words/desk.ts'
import { aggregatesBy } from '../aggregate.ts'
import type { Aggregate, Figure } from '../aggregate.ts'
import type { Visit } from '../env.ts'
import { languageOf } from '../session.ts'
import { underOf } from '../scope.ts'
import { placesNow } from '../world.ts'
import { against, written } from './figure.ts'
import { whenOf } from './home.ts'
import { notFound, respond, wordsFor } from './respond.ts'
import { wishOf } from './wish.ts'
import type { OfficeWish } from './wish.ts'

/** GET /office/:form. */
export async function figures(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const id = visit.req.param('form') ?? ''
  const [[loaded], places] = await Promise.all([loadForms(db, [{ id, version: 'latest' }]), placesNow(db)])
  if (loaded === undefined || !mayUse(actor, id)) return notFound(visit, actor)
  const { form } = loaded
  const wish = wishOf(visit)
  const levels = [...new Set(places.all.map((unit) => unit.level))]
  const level = wish.level !== undefined && levels.includes(wish.level) ? wish.level : levels.includes('commune') ? 'commune' : (levels[0] ?? '')
  const groups = [...new Set(form.indicators.flatMap(({ by = [] }) => by))].filter((group) => !group.includes('*'))
  const group = groups.includes(wish.group) ? wish.group : ''
  const asked = { form: id, state: wish.state, units: wish.units, ...(wish.from === undefined ? {} : { from: wish.from }), ...(wish.to === undefined ? {} : { to: wish.to }) }
  const byPlace = level === '' ? [] : [`unit:${level}`]
  const groupings = [[], byPlace, [...byPlace, 'month'], ['month'], ...(group === '' ? [] : [[group]])]
  // What grows is held against its plan only in the plan's own period: when all time is looked at, against this year's.
  const year = localDay(now, zone).slice(0, 4)
  const isAll = wish.from === undefined && wish.to === undefined
  const [[whole = [], placed = [], monthly = [], months = [], grouped = []], [yearly = []], heaps] = await Promise.all([
    aggregatesBy(db, actor, asked, groupings, now), isAll ? aggregatesBy(db, actor, { ...asked, from: year, to: year }, [[]], now) : [],
    countHeaps(db, [id], underOf(actor, undefined, places)),
  ])
  const of = (all: readonly Aggregate[], name: string): Aggregate | undefined => all.find((one) => one.indicator === name)
  const title = plain(form.title, language)
  const context: Context = { id, words, language, wish, form, group, isEmpty: heaps.length === 0 }
  const main = html`<p class="step">${words.figures.title}</p><h1>${title}</h1>
${filter(context, level, levels, groups)}
${wish.misread.map((typed) => html`<p class="problem" role="alert">${words.figures.badMonth(typed)}</p>`)}
<p class="about">${words.asOf(whenOf(now, language))}${whole.some((one) => one.total.about) && ` · ${words.figures.about}`}</p>
<div class="figures">${whole.map((one) => figure(context, { whole: one, placed: of(placed, one.indicator), monthly: of(monthly, one.indicator), overall: of(months, one.indicator), grouped: of(grouped, one.indicator), planned: isAll ? { of: of(yearly, one.indicator), year } : { of: one, year: '' } }))}</div>
<p class="buttons"><a class="button plain" href="/office/${form.id}/queue">${words.review.title}</a><a class="button plain" href="${rowsAddress(context, {})}">${words.figures.allRows}</a><a class="button plain" href="/office/${form.id}/targets">${words.targets.title}</a><a class="button plain" href="/office/${form.id}/audio">${words.prompt.title}</a>${form.public === true && html`<a class="button plain" href="/office/${form.id}/address">${words.public.address}</a>`}</p>
<section><h2>${words.taken.title}</h2><p>${words.taken.about}</p><p class="buttons">${Object.entries({ csv: words.taken.csv, xlsx: words.take.xlsx, zip: words.taken.zip, geojson: words.taken.geojson }).map(([format, label]) => html`<a class="button plain" href="/office/${form.id}/export?format=${format}" download>${label}</a>`)}</p><p class="about">${words.take.xlsxLong}</p></section>`
  return respond(visit, actor, { title: `${words.figures.title}: ${title}`, main, wide: true, hasProblems: wish.misread.length > 0 })
}

interface Context {
  readonly id: string
  readonly words: DeskWords
  readonly language: string
  readonly wish: OfficeWish
  readonly form: Form
  readonly group: string
  /** Nothing was ever sent: then a nought is neither good nor bad. */
  readonly isEmpty: boolean
}

/** One indicator, looked at in all its ways. */
interface Looked {
  readonly whole: Aggregate
  readonly placed: Aggregate | undefined
  /** By place and month, and by month alone. */
  readonly monthly: Aggregate | undefined
  readonly overall: Aggregate | undefined
  readonly grouped: Aggregate | undefined
  /** The figure as it is held against its plan, and of which year where that is not what is looked at. */
  readonly planned: { readonly of: Aggregate | undefined; readonly year: string }
}

function figure(context: Context, looked: Looked): Html {
  const { words, language } = context
  const { whole, placed, monthly, grouped, planned } = looked
  const unit = whole.unit === null ? '' : plain(whole.unit, language)
  const label = plain(whole.label, language)
  const places = placed?.rows ?? []
  const months = [...new Set((monthly?.rows ?? []).map(({ period = '' }) => period))].sort()
  return html`<section class="figure" aria-labelledby="f-${whole.indicator}"><h2 id="f-${whole.indicator}">${label}</h2>
${context.isEmpty && (whole.total.value ?? 0) === 0 ? html`<p class="about">${words.figures.none}</p>` : html`<p class="total-figure">${written(whole.total, unit, language)} ${judged(whole, whole.total, words)}</p>`}
${whole.recounting && html`<p class="about" role="status">${words.recounting}</p>`}
${against(planned.of, words, language, unit, planned.year)}
${chart(context, looked, months, unit, label)}
${places.length === 0 ? nothing : table(context, looked, months, unit, label)}
${grouped !== undefined && grouped.rows.length > 0 && members(context, grouped, unit)}
<p><a href="${rowsAddress(context, { indicator: whole.indicator })}">${words.figures.rows}<span class="away">: ${label}</span></a></p></section>`
}

function chart(context: Context, { whole, placed, overall }: Looked, months: readonly string[], unit: string, label: string): Html {
  const { words, language } = context
  const mark = (name: string, figure: Figure): Mark => ({ label: name, value: figure.value ?? 0, written: written(figure, unit, language), isBad: goodness(whole, figure) === 'bad' })
  const say = { id: `chart-${whole.indicator}`, title: words.figures.chart(label), about: words.figures.chartSame }
  const places = (placed?.rows ?? []).filter(({ value }) => value !== null)
  if (places.length > 1) return bars(places.slice(0, 12).map((row) => mark(row.unit_name || words.figures.elsewhere, row)), say)
  // One place: what moves is time.
  const rows = (overall?.rows ?? []).filter(({ period = '', value }) => period !== '' && value !== null)
  return months.length > 1 && rows.length > 1 ? line(rows.slice(-24).map((row) => mark(monthName(row.period ?? ''), row)), say) : nothing
}

function table(context: Context, { whole, placed, monthly, overall }: Looked, months: readonly string[], unit: string, label: string): Html {
  const { words, language } = context
  const isStock = months.every((month) => month === '')
  const shown = isStock ? [] : months.slice(-12)
  const cell = (figure: Figure | undefined, place: string | undefined, period: string): Html => {
    const text = written(figure, unit, language)
    const isLink = figure?.value !== undefined && figure.value !== null
    return html`<td class="n">${isLink ? html`<a href="${rowsAddress(context, { indicator: whole.indicator, unit: place ?? '', period, figure: text })}">${text}</a>` : text}${figure === undefined || period !== '' ? nothing : html` ${judged(whole, figure, words)}`}</td>`
  }
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.figures.table(label)}"><table><thead><tr><th scope="col">${words.figures.place}</th><th scope="col" class="n">${isStock ? words.figures.now : words.figures.total}</th>${shown.map((month) => html`<th scope="col" class="n">${monthName(month)}</th>`)}</tr></thead><tbody>${(placed?.rows ?? []).map(
    (row) => html`<tr><th scope="row">${row.unit_name || words.figures.elsewhere}</th>${cell(row, row.unit, '')}${shown.map((month) => cell(monthly?.rows.find((one) => one.unit === row.unit && one.period === month), row.unit, month))}</tr>`,
  )}<tr class="total"><th scope="row">${words.figures.total}</th>${cell(whole.total, undefined, '')}${shown.map((month) => cell(overall?.rows.find((one) => one.period === month), undefined, month))}</tr></tbody></table></div>`
}

function members(context: Context, grouped: Aggregate, unit: string): Html {
  const { words, language, group, form } = context
  const name = groupName(form, group, language)
  return html`<h3>${words.figures.parts(name)}</h3><div class="scroll" tabindex="0" role="region" aria-label="${words.figures.table(plain(grouped.label, language))} – ${words.figures.parts(name)}"><table><tbody>${grouped.rows.map(
    (row) => html`<tr><th scope="row">${plain(row.member_name ?? {}, language) || row.member || words.figures.elsewhere}</th><td class="n">${written(row, unit, language)} ${judged(grouped, row, words)}</td></tr>`,
  )}</tbody></table></div>`
}

/** What good looks like, in a word and in a colour. */
function judged(of: Aggregate, figure: Figure, { figures: words }: DeskWords): Html {
  const found = goodness(of, figure)
  if (found === undefined) return nothing
  return found === 'good' ? html`<span class="good">${words.good}</span>` : html`<span class="bad">${of.good?.at_most !== undefined ? words.over : words.bad}</span>`
}

function goodness({ good }: Aggregate, { value }: Figure): 'good' | 'bad' | undefined {
  if (good === null || good === undefined || value === null) return undefined
  return (good.at_least !== undefined && value < good.at_least) || (good.at_most !== undefined && value > good.at_most) ? 'bad' : 'good'
}

function filter({ id, words, language, wish, form, group }: Context, level: string, levels: readonly string[], groups: readonly string[]): Html {
  const { figures: f } = words
  const select = (name: string, label: string, options: readonly (readonly [string, string])[], chosen: string): Html =>
    html`<div><label for="w-${name}">${label}</label><select id="w-${name}" name="${name}">${options.map(([value, text]) => html`<option value="${value}"${attribute('selected', value === chosen)}>${text}</option>`)}</select></div>`
  const month = (name: 'from' | 'to', label: string): Html =>
    html`<div><label for="w-${name}">${label} <span class="optional">(${f.monthExample})</span></label><input type="text" inputmode="numeric" id="w-${name}" name="${name}" value="${wish.typed[name]}" maxlength="10" autocomplete="off"></div>`
  const range = wish.from === undefined && wish.to === undefined ? '' : [wish.from, wish.to].map((one) => (one === undefined ? '…' : monthName(one))).join(' – ')
  const says = [f.views[wish.state], f.eras[wish.units], f.level_of(words.field.level[level] ?? level), range].filter((one) => one !== undefined && one !== '')
  return html`<details><summary>${f.filter}: ${says.join(' · ')}</summary><form method="get" action="/office/${id}" class="filters" aria-label="${f.filter}">${select('state', f.view, Object.entries(f.views), wish.state)}${select('units', f.era, Object.entries(f.eras), wish.units)}${select('level', f.level, levels.map((one) => [one, f.level_of(words.field.level[one] ?? one)] as const), level)}${groups.length > 0 && select('group', f.group, [['', f.noGroup] as const, ...groups.map((one) => [one, groupName(form, one, language)] as const)], group)}${month('from', f.from)}${month('to', f.to)}<button>${f.show}</button></form></details>`
}

function groupName(form: Form, group: string, language: string): string {
  const find = (questions: Form['survey']): string | undefined => {
    for (const question of questions) {
      const found = question.name === group ? plain(question.label ?? {}, language) : find(question.questions ?? [])
      if (found !== undefined && found !== '') return found
    }
    return undefined
  }
  return find(form.survey) ?? group
}

/** '2026-11' → '11/2026'. */
export function monthName(period: string): string {
  return /^\d{4}-\d{2}$/.test(period) ? `${period.slice(5)}/${period.slice(0, 4)}` : period
}

function rowsAddress({ id, wish }: Context, more: Readonly<Record<string, string>>): string {
  const period = more.period ?? ''
  const all: Record<string, string> = { state: wish.state, units: wish.units, from: period === '' ? (wish.from ?? '') : period, to: period === '' ? (wish.to ?? '') : period, ...more }
  delete all.period
  const query = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''))
  return `/office/${id}/rows?${query.toString()}`
}

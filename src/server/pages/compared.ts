// One indicator by place and by month: places beside each other, the best first, with what they are held against; each against its plan, the worst first;
// the months as a line, with the plan as a second one. The tables are the truth, the charts repeat them.
import type { Aggregate, Figure, FigureRow } from '../aggregate.ts'
import { badness, isRed } from '../overview.ts'
import { bars, line } from '../../view/chart.ts'
import type { Mark } from '../../view/chart.ts'
import type { Html } from '../../view/html.ts'
import { html, nothing } from '../../view/html.ts'
import { due, standingSign, written } from './figure.ts'
import { goodness, judged, linked, monthName, monthsOf, placed as placeIn, placeOf, planOf, rowsAddress, unitOf } from './looked.ts'
import type { Context, Looked } from './looked.ts'

const mostBars = 12
const mostMonths = 24
const mostColumns = 12

/** Best first: the most, or the least where less is better; places of which nothing can be said last. */
export function bestFirst(rows: readonly FigureRow[], { good }: Pick<Aggregate, 'good'>): readonly FigureRow[] {
  const isLower = good?.at_most !== undefined && good.at_least === undefined
  return [...rows].sort((one, other) => (one.value === null ? 1 : 0) - (other.value === null ? 1 : 0) || ((other.value ?? 0) - (one.value ?? 0)) * (isLower ? -1 : 1))
}

/** What places are compared with: a share or an average of all together; of what adds up, what each would have if all had the same. */
export function reference(whole: Aggregate, rows: readonly FigureRow[]): { readonly value: number; readonly isShared: boolean } | undefined {
  const there = rows.flatMap(({ value }) => (value === null ? [] : [value]))
  if (there.length < 2 || whole.total.value === null) return undefined
  const sum = there.reduce((all, value) => all + value, 0)
  const adds = Math.abs(sum - whole.total.value) < 1e-6 * Math.max(1, Math.abs(sum))
  return { value: adds ? sum / there.length : whole.total.value, isShared: adds }
}

/** Places beside each other. */
export function places(context: Context, { whole, placed, planned }: Looked, label: string): Html {
  const { words, language } = context
  const unit = unitOf(whole, language)
  const rows = bestFirst((placed?.rows ?? []).filter(({ value }) => value !== null), whole)
  if (rows.length < 2) return nothing
  // A plan is drawn beside a figure only where it is of the same time.
  const targets = new Map((planned.year === '' ? (placed?.rows ?? []) : []).map((row) => [row.unit, row.target]))
  const marks = rows.slice(0, mostBars).map((row): Mark => {
    const target = targets.get(row.unit) ?? undefined
    return { label: placeOf(row, context), value: row.value ?? 0, written: written(row, unit, language), isBad: goodness(whole, row) === 'bad' || isRed(row.standing), ...(target === undefined ? {} : { target }) }
  })
  const against = reference(whole, rows)
  const said = against === undefined ? undefined : { value: against.value, written: words.see.reference(against.isShared, written({ value: against.value, about: whole.total.about }, unit, language)) }
  return html`<h3>${words.see.compared}</h3>${bars(marks, { id: `chart-${whole.indicator}`, title: words.figures.chart(label), about: words.figures.chartSame }, said)}${said !== undefined && html`<p class="about">${said.written}</p>`}${rows.length > mostBars && html`<p class="about">${words.see.cutBars(String(mostBars))}</p>`}`
}

/** Each place against its plan, the worst first. */
export function plans(context: Context, { whole, placed, planned }: Looked, label: string): Html {
  const { words, language } = context
  const unit = unitOf(whole, language)
  const of = planned.year === '' ? placed : planned.placed
  const rows = (of?.rows ?? []).filter(({ target }) => target !== null)
  if (rows.length === 0) return nothing
  const sorted = [...rows].sort((one, other) => badness(other.standing) - badness(one.standing) || (one.value ?? 0) / (one.target || 1) - (other.value ?? 0) / (other.target || 1))
  const period = planned.year === '' ? periodIn(context.wish) : planned.year
  const time: Readonly<Record<string, string>> = planned.year === '' ? {} : monthsOf(planned.year)
  const { targets: t } = words
  const plan = (row: FigureRow): string | undefined => (period === undefined ? undefined : planOf(context.id, { indicator: whole.indicator, period, level: context.level, unit: row.unit ?? '' }))
  const reached = (row: FigureRow): Html | string => {
    if ((row.value ?? 0) === 0 && !context.hasSent(row.unit ?? '')) return words.see.noneHere
    const text = written(row, unit, language)
    return row.value === null ? text : html`<a href="${rowsAddress(context, { indicator: whole.indicator, ...placeIn(row.unit, context.level), figure: text, ...time })}">${text}</a>`
  }
  return html`<h3>${words.see.plans(planned.year === '' ? '' : t.year(planned.year))}</h3><div class="scroll" tabindex="0" role="region" aria-label="${words.figures.table(label)} – ${t.title}"><table><thead><tr><th scope="col">${words.figures.place}</th><th scope="col" class="n">${t.actual}</th><th scope="col" class="n">${t.plan}</th><th scope="col" class="n">${t.expected}</th><th scope="col">${t.standing}</th></tr></thead><tbody>${sorted.map(
    (row) => html`<tr><th scope="row">${placeOf(row, context)}</th><td class="n">${reached(row)}</td><td class="n">${linked(written({ value: row.target, about: false }, unit, language), plan(row))}</td><td class="n">${linked(due(row, unit, language), plan(row))}</td><td>${standingSign(row.standing, words)}</td></tr>`,
  )}</tbody></table></div>`
}

/** The period of a target that is looked at, where it is one. */
export function periodIn({ from, to }: Context['wish']): string | undefined {
  if (from === undefined || to === undefined) return undefined
  if (from === to) return from
  if (from.slice(0, 4) !== to.slice(0, 4)) return undefined
  const [first, last] = [Number(from.slice(5)), Number(to.slice(5))]
  return first === 1 && last === 12 ? from.slice(0, 4) : first % 3 === 1 && last === first + 2 ? `${from.slice(0, 4)}-Q${(last / 3).toFixed(0)}` : undefined
}

/** The months of all places together: what came in each; where a year's plan is of what adds up through it, how it grew beside how it should. */
export function trend(context: Context, { whole, overall, planned }: Looked, label: string): Html {
  const { words, language } = context
  const unit = unitOf(whole, language)
  const rows = (overall?.rows ?? []).filter(({ period = '', value }) => period !== '' && value !== null).slice(-mostMonths)
  if (rows.length < 2) return nothing
  const say = { id: `trend-${whole.indicator}`, title: words.see.trend(label), about: words.figures.chartSame }
  const mark = (row: FigureRow, value: number): Mark => ({ label: monthName(row.period ?? ''), value, written: written({ value, about: row.about }, unit, language), isBad: goodness(whole, row) === 'bad' })
  const monthly = line(rows.map((row) => mark(row, row.value ?? 0)), say, flat(context, planned.of?.total, unit))
  return html`<h3>${words.see.months}</h3>${monthly}${grown(context, { whole, planned }, rows, unit, label)}`
}

// What does not grow through its period has the same target in each month.
function flat({ words, language }: Context, of: Figure | undefined, unit: string): { values: readonly number[]; written: string } | undefined {
  if (of?.target === null || of === undefined || unit !== '%') return undefined
  return { values: Array.from({ length: mostMonths }, () => of.target ?? 0), written: `${words.targets.plan}: ${written({ value: of.target, about: false }, unit, language)}` }
}

function grown({ words, language }: Context, { whole, planned }: Pick<Looked, 'whole' | 'planned'>, rows: readonly FigureRow[], unit: string, label: string): Html {
  const { of, year } = planned
  if (of?.total.target === undefined || of.total.target === null || year === '') return nothing
  const own = rows.filter(({ period = '' }) => period.startsWith(year))
  const sum = own.reduce((all, { value }) => all + (value ?? 0), 0)
  // Only of what adds up through the year.
  if (own.length < 2 || Math.abs(sum - (of.total.value ?? NaN)) > 1e-6 * Math.max(1, Math.abs(sum))) return nothing
  const target = of.total.target
  let reached = 0
  const marks = own.map((row): Mark => {
    reached += row.value ?? 0
    return { label: monthName(row.period ?? ''), value: reached, written: written({ value: reached, about: of.total.about }, unit, language), isBad: false }
  })
  const aim = own.map(({ period = '' }) => (target * Number(period.slice(5))) / 12)
  return html`<h3>${words.see.grown(year)}</h3>${line(marks, { id: `grown-${whole.indicator}`, title: `${words.see.grown(year)}: ${label}`, about: words.figures.chartSame }, { values: aim, written: words.see.aim(written({ value: target, about: false }, unit, language)) })}`
}

/** Places × months, with their sums; each figure a way to its rows. */
export function table(context: Context, { whole, placed, monthly, overall }: Looked, months: readonly string[], label: string): Html {
  const { words, language, level } = context
  const unit = unitOf(whole, language)
  const isStock = months.every((month) => month === '')
  const shown = isStock ? [] : months.slice(-mostColumns)
  const cell = (figure: Figure | undefined, place: string | undefined, period: string): Html => {
    const text = written(figure, unit, language)
    if (figure !== undefined && (figure.value ?? 0) === 0 && place !== undefined && place !== '' && !context.hasSent(place)) return html`<td class="n">${period === '' ? words.see.noneHere : '–'}</td>`
    const isLink = figure?.value !== undefined && figure.value !== null
    return html`<td class="n">${isLink ? html`<a href="${rowsAddress(context, { indicator: whole.indicator, ...placeIn(place, level), period, figure: text })}">${text}</a>` : text}${figure === undefined || period !== '' ? nothing : html` ${judged(whole, figure, words)}`}</td>`
  }
  const rows = bestFirst(placed?.rows ?? [], whole)
  if (rows.length === 0) return nothing
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words.figures.table(label)}"><table><thead><tr><th scope="col">${words.figures.place}</th><th scope="col" class="n">${isStock ? words.figures.now : words.figures.total}</th>${shown.map((month) => html`<th scope="col" class="n">${monthName(month)}</th>`)}</tr></thead><tbody>${rows.map(
    (row) => html`<tr><th scope="row">${placeOf(row, context)}</th>${cell(row, row.unit, '')}${shown.map((month) => cell(monthly?.rows.find((one) => one.unit === row.unit && one.period === month), row.unit, month))}</tr>`,
  )}<tr class="total"><th scope="row">${words.figures.total}</th>${cell(whole.total, undefined, '')}${shown.map((month) => cell(overall?.rows.find((one) => one.period === month), undefined, month))}</tr></tbody></table></div>`
}

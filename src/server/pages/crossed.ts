// A cross-table of one indicator: places, months or one grouping down, a grouping across. Only what is kept so can be shown: a grouping of its own beside
// place and time, two groupings where the form declares them together ('kind*stage'). Its sums add up: what counts in no group stands in a column of its own.
import type { Form, Indicator } from '../../form/form.ts'
import { writeNumber } from '../../form/number.ts'
import { plain } from '../../view/begin.ts'
import type { Html } from '../../view/html.ts'
import { html, nothing } from '../../view/html.ts'
import type { Figure, FigureRow } from '../aggregate.ts'
import { memberName, ownGrouping } from '../grouping.ts'
import { written } from './figure.ts'
import { groupName, monthName, placed as placeIn, placeOf, rowsAddress, unitOf } from './looked.ts'
import type { Context, Looked } from './looked.ts'

/** One way to cross, as an address names it: 'unit*kind', 'month*kind', 'kind*stage'. */
export function ways(form: Form): readonly string[] {
  const groups = [...new Set(form.indicators.flatMap(({ by = [] }) => by))]
  return groups.flatMap((group) => (group.includes('*') ? [group] : [`unit*${group}`, `month*${group}`]))
}

/** How that is asked of the kept sums. */
export function groupingOf(way: string, level: string): readonly string[] {
  const [down = '', across = ''] = way.split('*', 2)
  return down === 'unit' ? [`unit:${level}`, ownGrouping(across)] : down === 'month' ? ['month', ownGrouping(across)] : [ownGrouping(way)]
}

export function wayName(form: Form, way: string, words: Context['words'], language: string): string {
  const [down = '', across = ''] = way.split('*', 2)
  return down === 'unit' || down === 'month' ? `${down === 'unit' ? words.figures.place : words.figures.period} × ${groupName(form, across, language)}` : groupName(form, way, language)
}

const mostColumns = 30
const mostRows = 400

/** What only adds: its parts are a whole. Of a share, an average, a number of different places they are none. */
export const isAdditive = ({ count, sum }: Indicator): boolean => count === true || sum !== undefined

export function crossTable(context: Context, { whole, placed, overall, across: acrossed, crossed }: Looked, way: string, label: string): Html {
  const { words, language, form, level, entries } = context
  const indicator = form.indicators.find(({ name }) => name === whole.indicator)
  // What is worked out of figures that are not counted in these groups has none of its own.
  const rows = (crossed?.rows ?? []).filter(({ member }) => member !== '')
  if (indicator === undefined || rows.length === 0) return nothing
  const unit = unitOf(whole, language)
  const [down = '', across = ''] = way.split('*', 2)
  const isPair = down !== 'unit' && down !== 'month'
  const rowOf = (row: FigureRow): string => (down === 'unit' ? (row.unit ?? '') : down === 'month' ? (row.period ?? '') : (row.member ?? '').split('*')[0] ?? '')
  const columnOf = (row: FigureRow): string => (isPair ? (row.member ?? '').split('*')[1] : row.member) ?? ''
  const cells = new Map(rows.map((row) => [`${rowOf(row)}\n${columnOf(row)}`, row]))
  const all = [...new Set(rows.map(columnOf))]
  const adds = isAdditive(indicator)
  // What stands in no group at all has its line, too: the last column adds up.
  const ungrouped = adds && !isPair ? ((down === 'unit' ? placed : overall)?.rows ?? []).filter(({ value }) => value !== null && value !== 0) : []
  const lines = [...new Map([...ungrouped, ...rows].map((row) => [rowOf(row), row])).entries()].sort(([one], [other]) => (one < other ? -1 : 1))
  const heads = lines.slice(0, mostRows)
  const name = (row: FigureRow, key: string): string => (down === 'unit' ? placeOf(row, context) : down === 'month' ? monthName(key) || words.figures.now : plain(memberName(form, down, key, entries), language))
  const at = (key: string): Readonly<Record<string, string>> => (down === 'unit' ? placeIn(key, level) : down === 'month' ? { period: key } : {})
  const toRows = (figure: Figure | undefined, more: Readonly<Record<string, string>>): Html | string => {
    const text = written(figure, unit, language)
    return figure === undefined || figure.value === null ? text : html`<a href="${rowsAddress(context, { indicator: whole.indicator, figure: text, ...more })}">${text}</a>`
  }
  const sumOf = (some: readonly (Figure | undefined)[]): Figure => ({ value: some.reduce((sum, one) => sum + (one?.value ?? 0), 0), about: some.some((one) => one?.about === true), target: null, expected_by_today: null, standing: null })
  // The whole of a row or of all: known by itself, except of two groupings, where it is what the cells add up to.
  const wholeOf = (key: string): Figure | undefined => (down === 'unit' ? placed?.rows.find((row) => row.unit === key) : down === 'month' ? overall?.rows.find((row) => row.period === key) : adds ? sumOf(all.map((column) => cells.get(`${key}\n${column}`))) : undefined)
  // Of places it is not what stands in them: one may lie in two of a level.
  const columnWhole = (column: string): Figure | undefined => (isPair ? (adds ? sumOf(lines.map(([key]) => cells.get(`${key}\n${column}`))) : undefined) : acrossed?.rows.find((row) => row.member === column))
  // Of very many groups (each road) the largest; the others together.
  const columns = all.length <= mostColumns ? all : [...all].sort((one, other) => (columnWhole(other)?.value ?? 0) - (columnWhole(one)?.value ?? 0)).slice(0, mostColumns)
  const others = all.filter((column) => !columns.includes(column))
  const hasOthers = others.length > 0 && adds
  const othersCell = (some: readonly (Figure | undefined)[], more: Readonly<Record<string, string>>): Html | false => hasOthers && html`<td class="n">${toRows(sumOf(some), { ...more, by: isPair ? way : across, except: columns.join(',') })}</td>`
  const rest = (total: Figure | undefined, some: readonly (Figure | undefined)[]): number => Math.round(((total?.value ?? 0) - (sumOf(some).value ?? 0)) * 1e6) / 1e6
  const rests = isPair || !adds ? new Map<string, number>() : new Map(heads.map(([key]) => [key, rest(wholeOf(key), all.map((column) => cells.get(`${key}\n${column}`)))]))
  const hasRest = [...rests.values()].some((value) => value > 0)
  const isMany = [...rests.values()].some((value) => value < 0)
  const allCells = [...cells.values()]
  const total = isPair && adds ? sumOf(allCells) : whole.total
  const outside = isPair && adds ? rest(whole.total, allCells) : 0
  const restCell = (value: number, of: Figure | undefined, more: Readonly<Record<string, string>>): Html =>
    html`<td class="n">${value === 0 ? '0' : toRows({ value, about: of?.about === true, target: null, expected_by_today: null, standing: null }, { ...more, by: across })}</td>`
  const restAll = hasRest ? rest(whole.total, all.map(columnWhole)) : 0
  return html`<h3>${words.see.cross(wayName(form, way, words, language))}</h3><div class="scroll" tabindex="0" role="region" aria-label="${words.figures.table(label)} – ${wayName(form, way, words, language)}"><table><thead><tr><th scope="col">${down === 'unit' ? words.figures.place : down === 'month' ? words.figures.period : groupName(form, down, language)}</th>${columns.map((column) => html`<th scope="col" class="n">${plain(memberName(form, across, column, entries), language)}</th>`)}${hasOthers && html`<th scope="col" class="n">${words.see.otherGroups(writeNumber(others.length, language))}</th>`}${hasRest && html`<th scope="col" class="n">${words.see.rest}</th>`}<th scope="col" class="n">${words.figures.total}</th></tr></thead><tbody>${heads.map(
    ([key, row]) => html`<tr><th scope="row">${name(row, key)}</th>${columns.map((column) => html`<td class="n">${toRows(cells.get(`${key}\n${column}`), { ...at(key), by: isPair ? way : across, member: isPair ? `${key}*${column}` : column })}</td>`)}${othersCell(others.map((column) => cells.get(`${key}\n${column}`)), isPair ? { down: key } : at(key))}${hasRest && restCell(rests.get(key) ?? 0, wholeOf(key), at(key))}<td class="n">${toRows(wholeOf(key), isPair ? { by: way, down: key } : at(key))}</td></tr>`,
  )}<tr class="total"><th scope="row">${words.figures.total}</th>${columns.map((column) => html`<td class="n">${toRows(columnWhole(column), isPair ? { by: way, across: column } : { by: across, member: column })}</td>`)}${othersCell(others.map(columnWhole), {})}${hasRest && restCell(restAll, whole.total, {})}<td class="n">${toRows(total, isPair ? { by: way, any: 'yes' } : {})}</td></tr></tbody></table></div>
${others.length > 0 && !adds && html`<p class="about">${words.see.cutGroups(writeNumber(columns.length, language), writeNumber(others.length, language))}</p>`}
${isMany && html`<p class="about">${words.see.many}</p>`}
${outside > 0 && html`<p class="about">${words.see.outside(written({ value: outside, about: false }, unit, language), written(whole.total, unit, language))} <a href="${rowsAddress(context, { indicator: whole.indicator, by: way, figure: written({ value: outside, about: false }, unit, language) })}">${words.figures.rows}<span class="away">: ${words.see.rest}</span></a></p>`}
${outside < 0 && html`<p class="about">${words.see.many}</p>`}`
}

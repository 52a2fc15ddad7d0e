// A released board as a page for the wall and for everyone's phone, and as a text to be read out. Everything on it is as it was released.
import { writeDate } from '../form/date.ts'
import type { Text } from '../form/form.ts'
import { writeNumber } from '../form/number.ts'
import { isShort, printedAt } from '../record/board.ts'
import type { BoardCell, BoardContent, BoardLine, BoardSection, EntryCell } from '../record/board.ts'
import type { Standing } from '../record/target.ts'
import { plain } from './begin.ts'
import type { Html } from './html.ts'
import { html, nothing } from './html.ts'

/** The words of a board, a part of the desk's. */
export interface BoardWords {
  readonly few: string
  readonly place: string
  readonly indicator: string
  readonly plan: string
  readonly actual: string
  readonly standing: string
  readonly forgotten: string
  readonly late: string
  readonly soFar: string
  readonly byPlace: (year: string) => string
  readonly actualOfPlan: string
  readonly more: (count: string) => string
  readonly moreForgotten: (count: string, forgotten: string) => string
  readonly nothing: string
  readonly asOf: (day: string) => string
  readonly released: (decision: string, day: string) => string
  readonly about: string
  readonly protection: string
  readonly exact: string
  readonly standings: Readonly<Record<string, string>>
  readonly speech: {
    readonly opening: (title: string, unit: string, day: string) => string
    readonly figure: (label: string, value: string) => string
    readonly target: (target: string, standing: string) => string
    readonly few: (label: string) => string
    readonly entry: (cells: string) => string
    readonly year: (year: string, actual: string, plan: string) => string
    readonly forgotten: string
    readonly late: string
    readonly closing: string
  }
}

export interface Shown {
  readonly content: BoardContent
  readonly language: string
  readonly words: BoardWords
  /** The decision that released it; undefined: only looked at, nobody sees it yet. */
  readonly decision?: { readonly text: string; readonly day: string }
}

/** The middle of a board's page. `beside` stands under the heading: the QR of the feedback form. */
export function boardMain({ content, language, words, decision }: Shown, beside: Html = nothing): Html {
  const hasProtected = content.sections.some((section) => section.is === 'figures' && section.lines.some(({ isProtected }) => isProtected))
  const hasAbout = content.sections.some((section) => section.is === 'figures' ? section.lines.some(({ cells }) => cells.some(({ isAbout }) => isAbout)) : section.rows.some(({ cells }) => cells.some((cell) => Array.isArray(cell) && cell[0] === 'figure' && cell[2] === true)))
  return html`<div class="${sizes[printedAt(content)]}"><p class="step">${content.unit_name}</p><h1>${plain(content.title, language)}</h1>
<p class="about">${words.asOf(writeDate(content.day, language))}${decision !== undefined && html` · ${words.released(decision.text, writeDate(decision.day, language))}`}</p>${beside}
${content.sections.map((section) => html`<section class="figure"><h2>${plain(section.title, language)}</h2>${section.is === 'figures' ? figures(section, language, words, plain(section.title, language)) : entries(section, language, words, plain(section.title, language))}</section>
`)}${hasAbout && html`<p class="about">${words.about}</p>`}${hasProtected && html`<p class="about">${words.protection}</p>`}</div>`
}

/** Letters on paper, by how many times as large they are: view/style.ts. */
const sizes = { 1: 'board', 1.25: 'board large', 1.5: 'board larger', 2: 'board largest' } as const

function figures({ years, lines, places }: Extract<BoardSection, { is: 'figures' }>, language: string, words: BoardWords, title: string): Html {
  const hasTargets = lines.some(({ cells }) => cells.some(({ target }) => target !== null))
  const cell = (line: BoardLine, one: BoardCell): Html => {
    const unit = unitOf(line, language)
    const target = one.target === null ? nothing : html`<br><span class="optional">${words.plan}: ${writeNumber(rounded(one.target, unit), language)}</span> ${sign(one.standing, words)}`
    return html`<td class="n"><strong>${valueOf(one, unit, language, words)}</strong>${target}</td>`
  }
  const beside = (line: BoardLine, one: BoardCell): Html => {
    const unit = unitOf(line, language)
    return html`<td class="n"><strong>${valueOf(one, unit, language, words)}</strong>${one.target !== null && ` / ${writeNumber(rounded(one.target, unit), language)}`}${one.standing !== null && isShort(one.standing) && html` <span class="bad">▼<span class="away"> ${words.standings[one.standing]}</span></span>`}</td>`
  }
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr><th scope="col">${words.indicator}</th>${years.map((year) => html`<th scope="col" class="n">${year === '' ? words.soFar : year}${hasTargets && years.length === 1 && html`<span class="away"> ${words.actual}</span>`}</th>`)}</tr></thead><tbody>${lines.map(
    (line) => html`<tr><th scope="row">${plain(line.label, language)}${unitOf(line, language) !== '' && html` <span class="optional">(${unitOf(line, language)})</span>`}${line.exact !== null && html`<br><span class="optional">${words.exact}: ${plain(line.exact, language)}</span>`}</th>${line.cells.map((one) => cell(line, one))}</tr>`,
  )}</tbody></table></div>${places !== undefined && html`<h3>${words.byPlace(places.year)}</h3><div class="scroll" tabindex="0" role="region" aria-label="${title}: ${words.byPlace(places.year)}"><table class="list"><thead><tr><th scope="col">${words.place}</th>${(places.rows[0]?.cells ?? []).map((_, i) => html`<th scope="col" class="n">${plain(lines[i]?.label ?? {}, language)}</th>`)}</tr></thead><tbody>${places.rows.map(
    ({ name, cells }) => html`<tr><th scope="row">${name}</th>${cells.map((one, i) => (lines[i] === undefined ? nothing : beside(lines[i], one)))}</tr>`,
  )}</tbody></table></div>`}`
}

function entries({ columns, rows, more, forgotten = 0 }: Extract<BoardSection, { is: 'entries' }>, language: string, words: BoardWords, title: string): Html {
  if (rows.length === 0) return html`<p>${words.nothing}</p>`
  const heads = columns.map((column): Html => {
    if (column === 'place') return html`<th scope="col">${words.place}</th>`
    if ('year' in column && typeof column.year === 'string') return html`<th scope="col" class="n">${column.year}</th>`
    if (!isFigure(column)) return html`<th scope="col">${plain(column as Text, language)}</th>`
    const unit = plain(column.unit ?? {}, language)
    return html`<th scope="col" class="n">${plain(column.label, language)}${unit !== '' && html` <span class="optional">(${unit})</span>`}</th>`
  })
  const hasYears = columns.some((column) => typeof column !== 'string' && 'year' in column && typeof column.year === 'string')
  const rules = [...new Set(columns.flatMap((column) => (isFigure(column) && column.exact !== null ? [plain(column.exact, language)] : [])))]
  const cell = (one: EntryCell): Html => (isAmount(one) ? html`<td class="n">${amount(one, language, words)}</td>` : html`<td>${said(one, language, words)}</td>`)
  return html`${hasYears && html`<p class="about">${words.actualOfPlan}</p>`}<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="list"><thead><tr>${heads}</tr></thead><tbody>${rows.map(
    ({ cells, isForgotten, isLate }) => html`<tr>${cells.map((one, i) => (i === 0 ? html`<th scope="row">${said(one, language, words)}${isForgotten && html` <span class="bad">${words.forgotten}</span>`}${isLate === true && html` <span class="bad">${words.late}</span>`}</th>` : cell(one)))}</tr>`,
  )}</tbody></table></div>${more > 0 && html`<p>${forgotten > 0 ? words.moreForgotten(writeNumber(more, language), writeNumber(forgotten, language)) : words.more(writeNumber(more, language))}</p>`}${rules.length > 0 && html`<p class="about">${words.exact}: ${rules.join('; ')}</p>`}`
}

type Head = Extract<BoardSection, { is: 'entries' }>['columns'][number]
const isFigure = (column: Head): column is { readonly label: Text; readonly unit: Text | null; readonly exact: Text | null } => typeof column !== 'string' && 'exact' in column && 'label' in column
const isAmount = (cell: EntryCell): boolean => typeof cell === 'number' || (Array.isArray(cell) && cell[0] !== 'forgotten')

// Result and plan of a year; a figure with its ≈.
function amount(cell: EntryCell, language: string, words: BoardWords): Html {
  if (typeof cell === 'number') return html`${writeNumber(cell, language)}`
  const value = (one: unknown): string => (typeof one === 'number' ? writeNumber(one, language) : one === null || one === '' ? '–' : String(one))
  if (Array.isArray(cell) && cell[0] === 'year') return html`<strong>${value(cell[2])}</strong> / ${value(cell[1])}`
  if (Array.isArray(cell) && cell[0] === 'figure') return html`${cell[1] === null ? '–' : `${cell[2] === true ? '≈ ' : ''}${value(cell[1])}`}`
  return html`${said(cell, language, words)}`
}

function sign(standing: Standing | null, words: BoardWords): Html {
  if (standing === null) return nothing
  return html`<span class="${standing === 'exceeded' || standing === 'met' || standing === 'on_track' ? 'good' : 'bad'}">${words.standings[standing]}</span>`
}

function valueOf({ value, isFew, isAbout }: BoardCell, unit: string, language: string, words: BoardWords): string {
  if (isFew) return words.few
  return value === null ? '–' : `${isAbout ? '≈ ' : ''}${writeNumber(rounded(value, unit), language)}`
}

const rounded = (value: number, unit: string): number => (unit === '%' ? Math.round(value * 10) / 10 : Math.round(value * 100) / 100)
const unitOf = ({ unit }: BoardLine, language: string): string => (unit === null ? '' : plain(unit, language))

function said(cell: EntryCell, language: string, words: BoardWords): string {
  if (typeof cell === 'number') return writeNumber(cell, language)
  if (Array.isArray(cell)) return cell[0] === 'forgotten' ? (words.standings.forgotten ?? '') : ''
  if (typeof cell !== 'string') return plain(cell as Text, language)
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(cell)
  return day === null ? (cell === '' ? '–' : cell) : `${Number(day[3])}/${Number(day[2])}/${day[1]}`
}

// An entry as it is heard: its columns by name where they are figures, plan and result of the newest year that has any.
function heard({ columns }: Extract<BoardSection, { is: 'entries' }>, cells: readonly EntryCell[], language: string, words: BoardWords): string {
  const value = (one: unknown): string => (typeof one === 'number' ? writeNumber(one, language) : String(one))
  const years = cells.flatMap((cell, i) => (Array.isArray(cell) && cell[0] === 'year' && cell[2] !== null ? [i] : []))
  const parts = cells.flatMap((cell, i): readonly string[] => {
    const head = columns[i]
    if (Array.isArray(cell) && cell[0] === 'year') {
      if (i !== years[years.length - 1] || head === undefined || head === 'place' || !('year' in head)) return []
      return [words.speech.year(String(head.year), value(cell[2]), cell[1] === null ? '' : value(cell[1]))]
    }
    if (Array.isArray(cell) && cell[0] === 'figure') {
      if (cell[1] === null || cell[1] === 0 || head === undefined || !isFigure(head)) return []
      const unit = plain(head.unit ?? {}, language)
      return [`${plain(head.label, language)} ${cell[2] === true ? (language.startsWith('en') ? 'about ' : 'khoảng ') : ''}${value(cell[1])}${unit === '' ? '' : ` ${unit}`}`]
    }
    const text = said(cell, language, words)
    return text === '–' || text === '' ? [] : [text]
  })
  return parts.join(', ')
}

/** One cell in one line, as the office reads what changed. */
export function cellText(cell: EntryCell, language: string, words: BoardWords): string {
  const value = (one: unknown): string => (typeof one === 'number' ? writeNumber(one, language) : one === null ? '–' : String(one))
  if (Array.isArray(cell) && cell[0] === 'year') return `${value(cell[2])}/${value(cell[1])}`
  if (Array.isArray(cell) && cell[0] === 'figure') return `${cell[2] === true ? '≈ ' : ''}${value(cell[1])}`
  return said(cell, language, words)
}

/** One figure in one line, with what it is held against. */
export function figureText(cell: BoardCell | undefined, unit: Text | null, language: string, words: BoardWords): string {
  if (cell === undefined) return '–'
  const own = unit === null ? '' : plain(unit, language)
  return `${valueOf(cell, own, language, words)}${cell.target === null ? '' : ` (${words.plan} ${writeNumber(rounded(cell.target, own), language)}${cell.standing === null ? '' : `, ${words.standings[cell.standing] ?? ''}`})`}`
}

/** The board as sentences for the loudspeaker: the newest year, what is behind and what was forgotten. */
export function speech({ content, language, words }: Shown): readonly string[] {
  const { speech: s } = words
  const lines = content.sections.flatMap((section): readonly string[] => {
    const title = `${plain(section.title, language)}.`
    if (section.is === 'entries') {
      return [title, ...(section.rows.length === 0 ? [words.nothing] : section.rows.map(({ cells, isForgotten, isLate }) => `${s.entry(heard(section, cells, language, words))}${isForgotten ? ` ${s.forgotten}` : ''}${isLate === true ? ` ${s.late}` : ''}`)), ...(section.more > 0 ? [words.more(writeNumber(section.more, language))] : [])]
    }
    return [title, ...section.lines.flatMap((line) => {
      const cell = line.cells[line.cells.length - 1]
      if (cell === undefined || (cell.value === null && !cell.isFew && cell.target === null)) return []
      const unit = unitOf(line, language)
      const number = (value: number): string => `${writeNumber(rounded(value, unit), language)}${unit === '' ? '' : ` ${unit === '%' ? (language.startsWith('en') ? 'percent' : 'phần trăm') : unit}`}`
      const label = plain(line.label, language)
      const value = cell.isFew ? s.few(label) : cell.value === null ? '' : s.figure(label, `${cell.isAbout ? (language.startsWith('en') ? 'about ' : 'khoảng ') : ''}${number(cell.value)}`)
      return [[value, cell.target === null ? '' : s.target(number(cell.target), cell.standing === null ? '' : (words.standings[cell.standing] ?? '').toLowerCase())].filter((part) => part !== '').join(' ')]
    })]
  })
  return [s.opening(plain(content.title, language), content.unit_name, writeDate(content.day, language)), ...lines, s.closing]
}

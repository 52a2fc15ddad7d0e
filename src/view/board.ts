// A released board as a page for the wall and for everyone's phone, and as a text to be read out. Everything on it is as it was released.
import { writeDate } from '../form/date.ts'
import type { Text } from '../form/form.ts'
import { writeNumber } from '../form/number.ts'
import type { BoardCell, BoardContent, BoardLine, BoardSection } from '../record/board.ts'
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
  readonly more: (count: string) => string
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
    readonly forgotten: string
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
  const hasAbout = content.sections.some((section) => section.is === 'figures' && section.lines.some(({ cells }) => cells.some(({ isAbout }) => isAbout)))
  return html`<div class="board"><p class="step">${content.unit_name}</p><h1>${plain(content.title, language)}</h1>
<p class="about">${words.asOf(writeDate(content.day, language))}${decision !== undefined && html` · ${words.released(decision.text, writeDate(decision.day, language))}`}</p>${beside}
${content.sections.map((section) => html`<section class="figure"><h2>${plain(section.title, language)}</h2>${section.is === 'figures' ? figures(section, language, words, plain(section.title, language)) : entries(section, language, words, plain(section.title, language))}</section>
`)}${hasAbout && html`<p class="about">${words.about}</p>`}${hasProtected && html`<p class="about">${words.protection}</p>`}</div>`
}

function figures({ years, lines }: Extract<BoardSection, { is: 'figures' }>, language: string, words: BoardWords, title: string): Html {
  const hasTargets = lines.some(({ cells }) => cells.some(({ target }) => target !== null))
  const cell = (line: BoardLine, one: BoardCell): Html => {
    const unit = unitOf(line, language)
    const target = one.target === null ? nothing : html`<br><span class="optional">${words.plan}: ${writeNumber(rounded(one.target, unit), language)}</span> ${sign(one.standing, words)}`
    return html`<td class="n"><strong>${valueOf(one, unit, language, words)}</strong>${target}</td>`
  }
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr><th scope="col">${words.indicator}</th>${years.map((year) => html`<th scope="col" class="n">${year}${hasTargets && years.length === 1 && html`<span class="away"> ${words.actual}</span>`}</th>`)}</tr></thead><tbody>${lines.map(
    (line) => html`<tr><th scope="row">${plain(line.label, language)}${unitOf(line, language) !== '' && html` <span class="optional">(${unitOf(line, language)})</span>`}${line.exact !== null && html`<br><span class="optional">${words.exact}: ${plain(line.exact, language)}</span>`}</th>${line.cells.map((one) => cell(line, one))}</tr>`,
  )}</tbody></table></div>`
}

function entries({ columns, rows, more }: Extract<BoardSection, { is: 'entries' }>, language: string, words: BoardWords, title: string): Html {
  if (rows.length === 0) return html`<p>${words.nothing}</p>`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>${columns.map((label) => html`<th scope="col">${plain(label, language)}</th>`)}</tr></thead><tbody>${rows.map(
    ({ cells, isForgotten }) => html`<tr>${cells.map((cell, i) => (i === 0 ? html`<th scope="row">${said(cell, language)}${isForgotten && html` <span class="bad">${words.forgotten}</span>`}</th>` : html`<td>${said(cell, language)}</td>`))}</tr>`,
  )}</tbody></table></div>${more > 0 && html`<p>${words.more(writeNumber(more, language))}</p>`}`
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

function said(cell: string | number | Text, language: string): string {
  if (typeof cell === 'number') return writeNumber(cell, language)
  if (typeof cell !== 'string') return plain(cell, language)
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(cell)
  return day === null ? (cell === '' ? '–' : cell) : `${Number(day[3])}/${Number(day[2])}/${day[1]}`
}

/** The board as sentences for the loudspeaker: the newest year, what is behind and what was forgotten. */
export function speech({ content, language, words }: Shown): readonly string[] {
  const { speech: s } = words
  const lines = content.sections.flatMap((section): readonly string[] => {
    const title = `${plain(section.title, language)}.`
    if (section.is === 'entries') {
      return [title, ...(section.rows.length === 0 ? [words.nothing] : section.rows.map(({ cells, isForgotten }) => `${s.entry(cells.map((cell) => said(cell, language)).filter((one) => one !== '–').join(', '))}${isForgotten ? ` ${s.forgotten}` : ''}`))]
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

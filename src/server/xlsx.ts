// A workbook as text, a row at a time: what Excel, LibreOffice and their like need and no more. Texts are texts, whatever they begin with: nothing in it is ever a
// formula, and digits that are no number keep their zeros. What is too long for a cell is cut and says so.

/** What a cell holds; `Day` and `Moment` are shown as such and can be counted with. */
export type Cell = string | number | null | Day | Moment

export class Day {
  /** Days since 1970-01-01. */
  readonly days: number
  constructor(days: number) {
    this.days = days
  }
}

/** A time on the clock on the wall: milliseconds since 1970 as if that clock were UTC's. */
export class Moment {
  readonly at: number
  constructor(at: number) {
    this.at = at
  }
}

/** A sheet has no more rows than this (Excel's). */
export const mostRows = 1_048_576
/** A cell no more characters than this. */
const mostCharacters = 32_767
// Excel's day 0 is 1899-12-30, for all days after February 1900; before that its calendar has a day that never was.
const epoch = 25_569
const firstDay = 61

/** 'A', 'B' … 'AA' of a column counted from 0. */
export function letters(column: number): string {
  return (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))
}

// Of styles.xml's cell formats, by their place.
const styles = { head: 1, day: 2, moment: 3, text: 4 } as const

/** One row, counted from 1. */
export function rowXml(row: number, cells: readonly Cell[], columns: readonly string[], isHead = false): string {
  let inner = ''
  for (let i = 0; i < cells.length; i++) {
    const value = cells[i]
    if (value === null || value === undefined || value === '') continue
    const at = `${columns[i]}${row}`
    if (typeof value === 'string') inner += textCell(at, value, isHead ? styles.head : styles.text)
    else if (typeof value === 'number') inner += Math.abs(value) < 1e15 && Number.isFinite(value) ? `<c r="${at}"><v>${value}</v></c>` : textCell(at, String(value), styles.text)
    else {
      const serial = epoch + (value instanceof Day ? value.days : Math.round(value.at / 1_000) / 86_400)
      if (serial >= firstDay) inner += `<c r="${at}" s="${value instanceof Day ? styles.day : styles.moment}"><v>${serial}</v></c>`
      else inner += textCell(at, new Date(86_400_000 * (serial - epoch)).toISOString().slice(0, value instanceof Day ? 10 : 19), styles.text)
    }
  }
  return `<row r="${row}">${inner}</row>`
}

function textCell(at: string, value: string, style: number): string {
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xml(value.length > mostCharacters ? `${value.slice(0, mostCharacters - 1)}…` : value)}</t></is></c>`
}

// What XML cannot hold is written as Excel writes it, _x0001_, and what looks like that so that it is read as it was. Half a character is the sign for an unknown one.
function xml(text: string): string {
  const plain = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_/.test(text)
    ? text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_').replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    : text
  const whole = plain.isWellFormed() ? plain : plain.toWellFormed()
  return /[&<>"]/.test(whole) ? whole.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;') : whole
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A sheet up to its first row; the first row stays where it is when the others move. */
export function sheetHead(head: readonly string[]): string {
  const widths = head.map((label, i) => `<col min="${i + 1}" max="${i + 1}" width="${Math.min(Math.max(label.length + 2, 12), 40)}" customWidth="1"/>`)
  return `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>${widths.length === 0 ? '' : `<cols>${widths.join('')}</cols>`}<sheetData>`
}

export const sheetEnd = '</sheetData></worksheet>'
export const sheetPath = (number: number): string => `xl/worksheets/sheet${number}.xml`

/** Names that sheets may have: 31 characters at most, none of the forbidden ones, each once however it is written. */
export function sheetNames(wanted: readonly string[]): readonly string[] {
  const used = new Set<string>()
  return wanted.map((name) => {
    const base = name.toWellFormed().replace(/[\u0000-\u001f[\]:*?/\\]/g, ' ').replace(/\s+/g, ' ').replace(/^[' ]+|[' ]+$/g, '') || '–'
    for (let n = 1; ; n++) {
      const suffix = n === 1 ? '' : ` (${n})`
      const own = cut(base, 31 - suffix.length) + suffix
      if (used.has(own.toLowerCase()) || own.toLowerCase() === 'history') continue
      used.add(own.toLowerCase())
      return own
    }
  })
}

const cut = (text: string, most: number): string => text.slice(0, most).replace(/[\ud800-\udbff]$/, '').trimEnd()

/** The files around the sheets. */
export function around(names: readonly string[]): readonly (readonly [path: string, text: string])[] {
  const each = (write: (number: number, name: string) => string): string => names.map((name, i) => write(i + 1, name)).join('')
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  return [
    ['xl/styles.xml', stylesXml],
    ['xl/workbook.xml', `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${each((n, name) => `<sheet name="${xml(name)}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', rels(`${each((n) => `<Relationship Id="rId${n}" Type="${relations}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${names.length + 1}" Type="${relations}/styles" Target="styles.xml"/>`)],
    ['_rels/.rels', rels(`<Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/>`)],
    ['[Content_Types].xml', `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${each((n) => `<Override PartName="/${sheetPath(n)}" ContentType="${type}.worksheet+xml"/>`)}</Types>`],
  ]
}

const rels = (inner: string): string => `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`

// numFmt 49 is "text": a cell that is edited stays one.
const stylesXml = `${declaration}<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

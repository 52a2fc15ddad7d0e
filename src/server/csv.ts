// CSV as it leaves us: RFC 4180, a byte order mark so that Excel reads Vietnamese, nothing that a spreadsheet would run.

export const byteOrderMark = '\ufeff'

/** Digits that are no number: a telephone's, a code's. A spreadsheet would take away the first 0 and the last of many; told that it is a text it does not. */
export class Digits {
  readonly text: string
  constructor(text: string) {
    this.text = text.replace(/\D/g, '')
  }
}

/** A number as the reader's spreadsheet writes it. One below zero is no formula. */
export class Written {
  readonly text: string
  constructor(value: number, language: string) {
    this.text = language.startsWith('en') ? String(value) : String(value).replace('.', ',')
  }
}

/** One line with its end. */
export function csvLine(values: readonly (string | number | null | Digits | Written)[]): string {
  return `${values.map(field).join(',')}\r\n`
}

// A text that begins like a formula would be run by a spreadsheet: it gets an apostrophe before it (OWASP, CSV injection). So does what would begin a cell where the
// comma is for decimals: there a spreadsheet cuts at semicolons, quoted or not. A list of lines with dashes is none: what runs calls something or names a cell of elsewhere.
const begins = /^[=+\-@\t\r\n＝＋－＠]/
const within = /([;\t\r\n][ \u00a0]*"?)(?=[=+\-@＝＋－＠][^;\t\r\n]*[(（|!])/g

function field(value: string | number | null | Digits | Written): string {
  if (value instanceof Written) return value.text.includes(',') ? `"${value.text}"` : value.text
  if (value instanceof Digits) return `"=""${value.text}"""`
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const inert = `${begins.test(value) ? "'" : ''}${value.replace(within, "$1'")}`
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

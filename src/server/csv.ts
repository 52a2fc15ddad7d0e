// CSV as it leaves us: RFC 4180, a byte order mark so that Excel reads Vietnamese, nothing that a spreadsheet would run.

export const byteOrderMark = '\ufeff'

/** One line with its end. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map(field).join(',')}\r\n`
}

// A text that begins like a formula would be run by a spreadsheet: it gets an apostrophe before it (OWASP, CSV injection).
function field(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const inert = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

// Workbooks made in the test, sheet by sheet, as someone would type them.
import { writeXlsx } from 'hucre/xlsx'
import { compile } from '../../src/form/compile.ts'
import type { Compiled, Known } from '../../src/form/compile.ts'
import type { Problem } from '../../src/form/problem.ts'
import { fromXlsform } from '../../src/translate/xlsform.ts'
import type { Converted, Wanted } from '../../src/translate/xlsform.ts'

type Value = string | number | boolean | Date | null
/** Sheets by name; a sheet is its rows, or one text with | between cells and a line for each row. */
export type Sheets = Readonly<Record<string, string | readonly (readonly Value[])[]>>

export async function book(sheets: Sheets): Promise<Uint8Array> {
  return writeXlsx({ sheets: Object.entries(sheets).map(([name, rows]) => ({ name, rows: typeof rows === 'string' ? typed(rows) : rows.map((row) => [...row]) })) })
}

const typed = (text: string): Value[][] =>
  text.trim().split('\n').map((line) => line.split('|').map((cell) => cell.trim()).map((cell) => (cell === '' ? null : cell)))

export const known: Known = { levels: ['province', 'commune', 'village'], registers: { trees: { height: 'number' } }, indicators: [] }

export interface Tried {
  readonly converted: Converted
  readonly compiled: Compiled
  /** Of the conversion and the compiler, each where it stands in the workbook: `survey!C3 code`. */
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
}

/** Converts and compiles, as publishing does. */
export async function tried(sheets: Sheets | Uint8Array, wanted: Wanted = {}): Promise<Tried> {
  const converted = await fromXlsform(sheets instanceof Uint8Array ? sheets : await book(sheets), wanted)
  const compiled = compile(converted.files, known, { regexFault: () => undefined })
  const all = [...converted.problems, ...(compiled.ok || converted.files['form.yaml'] === undefined ? [] : compiled.problems.flatMap((problem) => converted.located(problem) ?? []))]
  return { converted, compiled, problems: all.map(short), warnings: converted.warnings.map(short) }
}

const short = ({ sheet, cell, code, file, line }: Problem): string => (sheet === undefined ? `${file ?? ''}${line === undefined ? '' : `:${line}`} ${code}`.trim() : `${sheet}!${cell} ${code}`)

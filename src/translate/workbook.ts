// A spreadsheet's bytes as sheets of text: what stands in which cell, nothing more. What the sheets mean is xlsform.ts's concern.
// A workbook is a zip, and a small one may unfold to gigabytes: it is unfolded once by us, counted, and only then read.
import { unzipSync, zipSync } from 'fflate'
import { readXls, readXlsx } from 'hucre/xlsx'

export interface Sheet {
  readonly name: string
  /** Rows and cells from 0; what is empty is ''. */
  readonly rows: readonly (readonly string[])[]
}

/** The same with numbers as they are kept in their cells. */
export interface Cells {
  readonly name: string
  readonly rows: readonly (readonly (string | number)[])[]
  /** The cells ('row,column', from 0) that are written as percent: 1.5 in one is 150 %. */
  readonly percents: ReadonlySet<string>
}

export type Unreadable = 'xls' | 'not_xlsx' | 'password' | 'too_large'

/**
 * What a Worker of 128 MB can read beside what else it does: 350,000 cells took 50 MB while they were read (measured in Node). The old format has no zip around it, but
 * may name cells far apart: what it may come to is bounded by what it weighs.
 */
export const limits = { unfolded: 12_000_000, cells: 400_000, rows: 20_000, xls: 400_000 } as const

/** Which parts of the package hold cells: pictures, charts and macros are never unfolded. */
const wanted = /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/(workbook\.xml|sharedStrings\.xml|styles\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml))$/i

/** All sheets whose name is asked for, and the names of all; or why it cannot be read. Never throws for what a file may hold. */
export async function readWorkbook(
  bytes: Uint8Array, isWanted: (name: string) => boolean,
): Promise<{ readonly sheets: readonly Sheet[]; readonly names: readonly string[] } | { readonly unreadable: Unreadable }> {
  const found = await readRaw(bytes, isWanted)
  return 'unreadable' in found ? found : { names: found.names, sheets: found.sheets.map(({ name, rows }) => ({ name, rows: rows.map((row) => row.map(textOf)) })) }
}

/** All sheets, with numbers as numbers: 1.5 in a cell is one and a half in every language, "1.5" as a text is not. */
export async function readCells(bytes: Uint8Array): Promise<{ readonly sheets: readonly Cells[] } | { readonly unreadable: Unreadable }> {
  const found = await readRaw(bytes, () => true, true)
  return 'unreadable' in found ? found : { sheets: found.sheets.map(({ name, rows, cells }) => ({ name, percents: percentsIn(cells), rows: rows.map((row) => row.map((value) => (typeof value === 'number' && Number.isFinite(value) ? value : textOf(value)))) })) }
}

interface Raw {
  readonly names: readonly string[]
  readonly sheets: readonly { readonly name: string; readonly rows: readonly (readonly unknown[])[]; readonly cells?: Formats | undefined }[]
}

type Formats = ReadonlyMap<string, { readonly style?: { readonly numFmt?: string | undefined } | undefined }>

// A percent sign in a format that is not a quoted or escaped letter of it.
function percentsIn(cells: Formats | undefined): ReadonlySet<string> {
  return new Set([...(cells ?? [])].flatMap(([at, { style }]) => ((style?.numFmt ?? '').replace(/"[^"]*"|\\./g, '').includes('%') ? [at] : [])))
}

async function readRaw(bytes: Uint8Array, isWanted: (name: string) => boolean, readStyles = false): Promise<Raw | { readonly unreadable: Unreadable }> {
  // An OLE2 file: the format of before 2007, or a workbook behind a password.
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0) return isEncrypted(bytes) ? { unreadable: 'password' } : readOld(bytes, isWanted, readStyles)
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return { unreadable: 'not_xlsx' }
  try {
    const parts = unfold(bytes)
    if (parts === undefined) return { unreadable: 'too_large' }
    if (!Object.keys(parts).some((name) => name.toLowerCase() === 'xl/workbook.xml')) return { unreadable: 'not_xlsx' }
    const names: string[] = []
    const book = await readXlsx(zipSync(parts, { level: 0 }), {
      sheets: ({ name }) => {
        names.push(name)
        return isWanted(name)
      },
      range: `A1:IV${limits.rows}`,
      maxRows: limits.rows,
      readStyles,
    })
    return { sheets: book.sheets, names }
  } catch {
    // Two libraries say by exceptions of many classes that the bytes are no workbook: the sender's slip, not our bug.
    return { unreadable: 'not_xlsx' }
  }
}

async function readOld(bytes: Uint8Array, isWanted: (name: string) => boolean, readStyles: boolean): ReturnType<typeof readRaw> {
  if (bytes.length > limits.xls) return { unreadable: 'too_large' }
  try {
    const { sheets } = await readXls(bytes, { readStyles })
    return {
      names: sheets.map(({ name }) => name),
      sheets: sheets.filter(({ name }) => isWanted(name)).map(({ name, rows, cells }) => ({ name, rows: Array.from(rows.slice(0, limits.rows), (row) => row ?? []), cells })),
    }
  } catch {
    return { unreadable: 'xls' }
  }
}

function unfold(bytes: Uint8Array): Record<string, Uint8Array> | undefined {
  let total = 0
  let isTooLarge = false
  const parts = unzipSync(bytes, {
    filter({ name, originalSize }) {
      if (!wanted.test(name)) return false
      total += originalSize
      if (total > limits.unfolded) isTooLarge = true
      return !isTooLarge
    },
  })
  // What it declared may have been a lie: what came out is counted too.
  const unfolded = Object.values(parts).reduce((sum, part) => sum + part.length, 0)
  return isTooLarge || unfolded > limits.unfolded || cellsIn(parts) > limits.cells ? undefined : parts
}

// How many cells the sheets have, before anything is made of them: '<c' and what may follow a name.
function cellsIn(parts: Readonly<Record<string, Uint8Array>>): number {
  let count = 0
  for (const [name, bytes] of Object.entries(parts)) {
    if (!/worksheets/i.test(name)) continue
    for (let i = bytes.indexOf(0x3c); i >= 0; i = bytes.indexOf(0x3c, i + 1)) {
      const after = bytes[i + 2] ?? 0
      if (bytes[i + 1] === 0x63 && (after <= 0x20 || after === 0x3e || after === 0x2f)) count++
    }
  }
  return count
}

// The directory of an OLE2 file names its streams in UTF-16; the encrypted ones are called EncryptedPackage.
function isEncrypted(bytes: Uint8Array): boolean {
  const name = [...'EncryptedPackage'].flatMap((letter) => [letter.charCodeAt(0), 0])
  return bytes.some((_, i) => bytes[i] === name[0] && name.every((byte, j) => bytes[i + j] === byte))
}

// What a person sees in the cell. Excel makes TRUE of true and a date of 2026-11-24 behind the author's back: both are taken back.
function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value.replace(/\u00a0/g, ' ').replace(/\r\n?/g, '\n').normalize('NFC').trim()
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : ''
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (value instanceof Date) return dateText(value)
  if (typeof value === 'object' && 'text' in value) return textOf(value.text)
  return ''
}

function dateText(value: Date): string {
  if (Number.isNaN(value.getTime())) return ''
  const [day = '', time = ''] = value.toISOString().slice(0, 19).split('T')
  if (value.getTime() < Date.UTC(1900, 0, 1)) return time // a time of day alone
  return time === '00:00:00' ? day : `${day}T${time}`
}

/** The letters of a column, as a spreadsheet shows them: 0 is A, 26 is AA. */
export function letters(column: number): string {
  return (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))
}

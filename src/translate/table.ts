// One sheet as rows of named cells, each with its place; the head of the sheet is read here: which column is what, in which language.
import { nearest } from '../expression/nearest.ts'
import type { Problem, SourceCode, WorkbookCode } from '../form/problem.ts'
import { letters } from './workbook.ts'
import type { Sheet } from './workbook.ts'
import { columns, languageCodes, told, worded } from './xlsform_words.ts'
import type { SheetName } from './xlsform_words.ts'

/** Where something stands in a workbook: rows from 1, as a spreadsheet counts. */
export interface Place {
  readonly sheet: string
  readonly row: number
  readonly cell: string
  readonly header?: string
}

export interface Cell {
  readonly text: string
  readonly place: Place
}

export interface Row {
  readonly place: Place
  /** The cell of a column; undefined when it is empty or the sheet has no such column. */
  get(column: string): Cell | undefined
  /** The words of a column by language: '' is the column without one. */
  words(column: string): ReadonlyMap<string, Cell>
  /** Columns that XLSForm does not name: of a choice, what a filter looks at. */
  readonly others: ReadonlyMap<string, Cell>
}

export interface Table {
  readonly name: string
  readonly rows: readonly Row[]
  /** Languages named in the head, as they are written there, in order; '' for a column without one. */
  readonly languages: readonly string[]
  has(column: string): boolean
}

export type Tell = (code: SourceCode | WorkbookCode, place: Place, facts?: Record<string, string | number>) => void

export interface Tellers {
  readonly problem: Tell
  readonly warning: Tell
}

export function problemAt(code: SourceCode | WorkbookCode, place: Place, facts: Record<string, string | number> = {}): Problem {
  return { code, ...place, ...(Object.keys(facts).length === 0 ? {} : { facts }) }
}

interface Head {
  readonly column: string
  readonly language: string
  readonly header: string
}

/** Reads one sheet. `kind` says which of XLSForm's sheets it is, however it was spelt. */
export function readTable({ name, rows }: Sheet, kind: SheetName, tell: Tellers): Table {
  const first = rows.findIndex((row) => row.some((cell) => cell !== ''))
  const heads = first < 0 ? [] : (rows[first] ?? []).map((header) => headOf(header, kind))
  const placeOf = (row: number, column: number): Place => {
    const header = heads[column]?.header
    return { sheet: name, row: row + 1, cell: `${letters(column)}${row + 1}`, ...(header === undefined || header === '' ? {} : { header }) }
  }
  judgeHeads(heads, kind, first, placeOf, tell, rows)
  const found: Row[] = []
  for (let i = first + 1; first >= 0 && i < rows.length; i++) {
    const cells = rows[i] ?? []
    if (cells.every((cell) => cell === '')) continue
    const single = new Map<string, Cell>()
    const words = new Map<string, Map<string, Cell>>()
    const others = new Map<string, Cell>()
    cells.forEach((text, c) => {
      const head = heads[c]
      if (text === '' || head === undefined || head.header === '') return
      const cell: Cell = { text, place: placeOf(i, c) }
      if (head.column === '') others.set(head.header, cell)
      else if (worded.has(head.column)) {
        const all = words.get(head.column) ?? new Map<string, Cell>()
        words.set(head.column, all)
        if (!all.has(head.language)) all.set(head.language, cell)
      } else if (!single.has(head.column)) single.set(head.column, cell)
    })
    found.push({ place: { sheet: name, row: i + 1, cell: `A${i + 1}` }, get: (column) => single.get(column) ?? words.get(column)?.get(''), words: (column) => words.get(column) ?? new Map(), others })
  }
  const languages = [...new Set(heads.filter(({ column }) => worded.has(column)).map(({ language }) => language))]
  return { name, rows: found, languages, has: (column) => heads.some((head) => head.column === column) }
}

// `label::Tiếng Việt (vi)`, `label:English`, `media::image::English`, `Label`, `constraint message`.
function headOf(header: string, kind: SheetName): Head {
  const known = columns[kind]
  const spelt = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, '_')
  const whole = known[spelt(header)]
  if (whole !== undefined) return { column: whole, language: '', header }
  for (const separator of ['::', ':']) {
    const parts = header.split(separator).map((part) => part.trim())
    for (let taken = parts.length - 1; taken > 0; taken--) {
      const column = known[spelt(parts.slice(0, taken).join(separator))]
      if (column !== undefined && (worded.has(column) || column.startsWith('='))) return { column, language: parts.slice(taken).join(separator), header }
    }
    const [family = ''] = parts
    // What goes into the XForm as it is; the form that we keep is no XForm.
    if (parts.length > 1 && ['bind', 'body', 'control', 'instance', 'media', 'intent'].includes(family.toLowerCase())) return { column: family.toLowerCase() === 'intent' ? '=intent' : '=bind', language: '', header }
  }
  return { column: '', language: '', header }
}

function judgeHeads(heads: readonly Head[], kind: SheetName, row: number, placeOf: (row: number, column: number) => Place, tell: Tellers, rows: readonly (readonly string[])[]): void {
  const seen = new Map<string, number>()
  heads.forEach(({ column, language, header }, c) => {
    if (header === '') return
    const isFilled = rows.some((cells, i) => i > row && (cells[c] ?? '') !== '')
    if (column === '') {
      // A comment column is everyone's right; one letter from a known word is a slip.
      const suggestion = nearest(header.trim().toLowerCase().replace(/\s+/g, '_').split(':')[0] ?? '', Object.keys(columns[kind]))
      if (isFilled && suggestion !== undefined && kind !== 'choices' && kind !== 'external_choices') tell.warning('column_unknown', placeOf(row, c), { column: header, suggestion })
      return
    }
    const what = column.replace(/^=/, '')
    if (isFilled && told.has(what)) tell.warning('not_taken', placeOf(row, c), { what: header })
    const key = `${column}::${language}`
    if (seen.has(key) && !column.startsWith('=')) tell.problem('column_twice', placeOf(row, c), { column: header, cell: `${letters(seen.get(key) ?? 0)}${row + 1}` })
    seen.set(key, c)
  })
}

export interface Languages {
  /** The form's own. */
  readonly own: string
  /** All codes, the form's own first. */
  readonly codes: readonly string[]
  /** A language as the head writes it, or its code → its code. */
  codeOf(written: string): string
}

/** Which languages a form has: the own one is the default of the settings, or the column without a language, or the first. */
export function languagesOf(tables: readonly Table[], wanted: Cell | undefined, sample: string, tell: Tellers): Languages {
  const written = [...new Set(tables.flatMap(({ languages }) => languages))]
  const named = written.filter((name) => name !== '')
  const known = new Map<string, string>()
  const place = (): Place => wanted?.place ?? { sheet: tables[0]?.name ?? 'survey', row: 1, cell: 'A1' }
  for (const name of [...(wanted === undefined || wanted.text.toLowerCase() === 'default' ? [] : [wanted.text]), ...named]) {
    if (known.has(name)) continue
    const code = codeOf(name)
    if (code !== undefined) {
      known.set(name, code)
      continue
    }
    // BCP 47 keeps qaa to qtz for private use.
    const free = `qa${String.fromCharCode(97 + [...known.values()].filter((one) => one.startsWith('qa')).length)}`
    known.set(name, free)
    tell.warning('language_assumed', place(), { name, language: free })
  }
  let own: string | undefined = wanted === undefined ? undefined : known.get(wanted.text)
  if (own === undefined && written.includes('')) {
    own = guess(sample)
    // Where the only language that is named is the same, it was said.
    const isSaid = wanted === undefined && named.length > 0 && named.every((name) => known.get(name) === own)
    if (!isSaid && (named.length > 0 || wanted === undefined)) tell.warning('language_assumed', place(), { name: '', language: own })
  }
  own ??= known.get(named[0] ?? '') ?? guess(sample)
  known.set('', own)
  const codes = [...new Set([own, ...named.map((name) => known.get(name) ?? own)])]
  return { own, codes, codeOf: (name) => known.get(name) ?? (codes.includes(name) ? name : own) }
}

function codeOf(name: string): string | undefined {
  const inBrackets = /\(([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\)\s*$/.exec(name)?.[1]
  const code = inBrackets ?? (/^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/.test(name.trim()) ? name.trim() : undefined)
  if (code !== undefined && inBrackets === undefined && languageCodes[name.trim().toLowerCase()] !== undefined) return languageCodes[name.trim().toLowerCase()]
  if (code !== undefined) return code.replace(/_/g, '-').replace(/^[A-Za-z]+/, (primary) => primary.toLowerCase())
  return languageCodes[name.replace(/\(.*\)/, '').trim().toLowerCase()]
}

// Letters that only Vietnamese has.
function guess(sample: string): string {
  return /[ơưăđĂĐƠƯ\u1ea0-\u1ef9]/.test(sample) ? 'vi' : 'en'
}

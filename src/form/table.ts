// A file of choices beside form.yaml: CSV, or GeoJSON of points, lines and areas. Read into the same shape as a list written in YAML, so that one compiler
// judges both; a row is told at its line.
import type { Compiler } from './compiler.ts'
import { isName, reserved } from './compiler.ts'
import type { List, Scalar, Table, Value } from './source.ts'

/** Which columns hold what is kept and what is read (XLSForm's parameters `value` and `label`). */
export interface Columns {
  readonly value: string
  readonly label: string
}

/** Whether a file of a form's folder holds choices; the name of the list it makes. */
export function tableName(file: string): string | undefined {
  return /^([A-Za-z][\w-]{0,63})\.(?:csv|geojson)$/.exec(file)?.[1]
}

/** The rows of a file as a list of choices: `name`, `label`, and each column whose name an expression can say. Slips of its shape are told. */
export function readTable(compiler: Compiler, file: string, text: string, columns: Partial<Columns>): List {
  const spot = (line: number) => ({ file, line, column: 1 })
  const rows = file.endsWith('.csv') ? csvRows(text) : geoRows(compiler, file, text)
  const usual = file.endsWith('.csv') ? { value: 'name', label: 'label' } : { value: 'id', label: 'title' }
  const { value = usual.value, label = usual.label } = columns
  const known = new Set(rows.flatMap(({ cells }) => [...cells.keys()]))
  if (rows.length > 0) for (const column of [value, label]) if (!known.has(column)) compiler.tell('source_shape', spot(1), file, { expected: column, received: [...known].join(', ').slice(0, 200), key: column })
  const items = rows.map(({ line, cells }): Value => {
    const scalar = (one: string): Scalar => ({ is: 'text', text: one.normalize('NFC'), raw: undefined, ...spot(line) })
    const entries: [string, { key: ReturnType<typeof spot>; value: Value }][] = [
      ['name', { key: spot(line), value: scalar(cells.get(value) ?? '') }],
      ['label', { key: spot(line), value: scalar((cells.get(label) ?? '').trim() || (cells.get(value) ?? '')) }],
    ]
    for (const [column, cell] of cells) {
      if (column !== 'name' && column !== 'label' && isName(column) && !reserved.has(column.toLowerCase())) entries.push([column, { key: spot(line), value: scalar(cell) }])
    }
    const table: Table = { is: 'table', entries: new Map(entries), ...spot(line) }
    return table
  })
  return { is: 'list', items, ...spot(1) }
}

interface Line {
  readonly line: number
  readonly cells: ReadonlyMap<string, string>
}

function csvRows(text: string): readonly Line[] {
  const [head, ...rest] = csvRecords(text, ',').filter(({ cells }) => cells.some((one) => one !== ''))
  const names = (head?.cells ?? []).map((name) => name.trim())
  return rest.map((row) => ({ line: row.line, cells: new Map(names.map((name, i) => [name, row.cells[i] ?? ''] as const)) }))
}

/** All rows of a CSV as a spreadsheet counts them, empty ones too. What was made harmless for a spreadsheet (a text that begins like a formula) is taken back. */
export function csvCells(text: string, separator: string): readonly (readonly string[])[] {
  return csvRecords(text, separator).map(({ cells }) => cells.map((cell) => cell.normalize('NFC').replace(/^'(?=[=+\-@])/, '').trim()))
}

// RFC 4180, with a byte order mark or without.
function csvRecords(text: string, separator: string): readonly { readonly line: number; readonly cells: readonly string[] }[] {
  const rows: { line: number; cells: string[] }[] = []
  let cells: string[] = []
  let [line, begun] = [1, 1]
  for (const found of text.replace(/^\ufeff/, '').matchAll(new RegExp(`("(?:[^"]|"")*"|[^${separator}\\r\\n]*)(${separator}|\\r\\n|\\r|\\n|$)`, 'g'))) {
    const [whole, cell = '', end = ''] = found
    if (whole === '' && cells.length === 0) break
    cells.push(cell.startsWith('"') ? cell.slice(1, -1).replace(/""/g, '"') : cell)
    line += (whole.match(/\r\n|\r|\n/g) ?? []).length
    if (end === separator) continue
    rows.push({ line: begun, cells })
    ;[cells, begun] = [[], line]
    if (end === '') break
  }
  return rows
}

// A feature's properties are its columns; where it lies is `geometry`, written as the kinds geopoint and geotrace keep it.
function geoRows(compiler: Compiler, file: string, text: string): readonly Line[] {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch {
    compiler.tell('source_shape', { file, line: 1, column: 1 }, file, { expected: 'GeoJSON', received: text.slice(0, 20) })
    return []
  }
  const features = own(read, 'features')
  if (!Array.isArray(features)) {
    compiler.tell('source_shape', { file, line: 1, column: 1 }, file, { expected: 'FeatureCollection', received: String(own(read, 'type') ?? '') })
    return []
  }
  return features.map((feature: unknown) => {
    const cells = new Map<string, string>()
    const properties = own(feature, 'properties')
    if (typeof properties === 'object' && properties !== null) for (const [key, value] of Object.entries(properties)) if (['string', 'number', 'boolean'].includes(typeof value)) cells.set(key, String(value))
    const id = own(feature, 'id')
    if (typeof id === 'string' || typeof id === 'number') cells.set('id', String(id))
    const points = pointsOf(own(own(feature, 'geometry'), 'coordinates'))
    if (points.length > 0) cells.set('geometry', points.join(';'))
    return { line: 1, cells }
  })
}

function pointsOf(coordinates: unknown): readonly string[] {
  if (!Array.isArray(coordinates)) return []
  const [longitude, latitude] = coordinates as readonly unknown[]
  return typeof longitude === 'number' && typeof latitude === 'number' ? [`${latitude} ${longitude} 0 0`] : coordinates.flatMap(pointsOf)
}

function own(of: unknown, key: string): unknown {
  return typeof of === 'object' && of !== null && Object.prototype.hasOwnProperty.call(of, key) ? (of as Record<string, unknown>)[key] : undefined
}

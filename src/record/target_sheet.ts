// A sheet of targets as people write one: which row holds the heads, which indicator, place and period a line means, what number stands there. All that is
// wrong at once, each with its cell. Whether anything changes by it is the server's; how a file becomes cells, the translators'.
import { readNumber, writeNumber } from '../form/number.ts'
import type { Problem } from '../form/problem.ts'
import { nearest } from '../expression/nearest.ts'
import { fold } from './fold.ts'
import { daysOf, isTargetPeriod } from './target.ts'

export interface SheetCells {
  readonly name: string
  readonly rows: readonly (readonly (string | number)[])[]
  /** The cells ('row,column', from 0) that a spreadsheet writes as percent. */
  readonly percents?: ReadonlySet<string>
}

/** What the lines may mean: only what is the reader's own. */
export interface SheetKnown {
  /** `form.name`, with what it is called in each language; a name alone or a label means one of `form` before all others. */
  readonly indicators: readonly { readonly name: string; readonly labels: readonly string[]; readonly isShare: boolean }[]
  readonly form: string
  readonly units: readonly { readonly id: string; readonly code: string | null; readonly name: string; readonly full_name: string; readonly valid_from: string | null; readonly valid_to: string | null }[]
  /** What "all together" is called; none where that is not theirs. */
  readonly all: readonly string[]
  /** In which numbers are written. */
  readonly language: string
}

export interface SheetTarget {
  readonly indicator: string
  readonly period: string
  readonly unit: string
  /** null: the box is empty. */
  readonly value: number | null
  /** The revision that the file was taken away with; undefined: it does not say. */
  readonly base: number | undefined
  readonly sheet: string
  readonly cell: string
}

/** Lines beyond are a mistake, or another kind of file. */
export const mostLines = 5_000
/** Whoever has so many things wrong brought another kind of file: it is read no further. */
export const mostWrong = 1_000
/** So often it is guessed what was meant: each guess looks through every place. */
const mostGuessed = 20

const headOf: Readonly<Record<string, keyof Heads>> = Object.fromEntries(([
  ['code', ['ma chi tieu', 'indicator id', 'indicator code']], ['label', ['chi tieu', 'ten chi tieu', 'noi dung', 'indicator', 'target name']],
  ['unit', ['ma noi', 'ma don vi', 'ma xa', 'ma thon', 'unit id', 'unit code', 'place id']], ['place', ['noi', 'don vi', 'xa', 'thon', 'dia phuong', 'dia ban', 'ten don vi', 'unit', 'place']],
  ['period', ['ky', 'nam', 'quy', 'thang', 'thoi gian', 'period', 'year', 'quarter', 'month']], ['value', ['ke hoach', 'giao', 'so giao', 'chi tieu giao', 'plan', 'target', 'value']],
  ['base', ['lan sua', 'revision']],
] as const).flatMap(([head, names]) => names.map((name) => [name, head] as const)))

interface Heads {
  readonly code: number
  readonly label: number
  readonly unit: number
  readonly place: number
  readonly period: number
  readonly value: number
  readonly base: number
}

/** '2026', 'năm 2026', 'Q3/2026', 'quý III/2026', 'quý 3 năm 2026', '7/2026', 'tháng 7 năm 2026', 'T7/2026', '2026-07' and what a spreadsheet makes of those; undefined: none. */
export function readPeriod(typed: string | number): string | undefined {
  const text = fold(String(typed)).replace(/\s*([/.-])\s*/g, '$1')
  const year = /^(?:nam |year )?(\d{4})(?:\.0+)?$/.exec(text)?.[1]
  const quarter = /^(?:quy |quy|q|quarter )\s*([1-4]|iv|i{1,3})(?:[/.-]| nam | )(\d{4})$/.exec(text) ?? swapped(/^(\d{4})[/.-]?q([1-4])$/.exec(text))
  const month = /^(?:thang |thang|t|m|month )?\s*(\d{1,2})(?:[/.-]| nam )(\d{4})$/.exec(text) ?? swapped(/^(\d{4})[/.-](\d{1,2})(?:[/.-]0?1)?$/.exec(text))
  const found = year ?? (quarter !== null ? `${quarter[2]}-Q${roman[quarter[1] ?? ''] ?? quarter[1]}` : month !== null ? `${month[2]}-${(month[1] ?? '').padStart(2, '0')}` : '')
  return isTargetPeriod(found) ? found : undefined
}

const roman: Readonly<Record<string, string>> = { i: '1', ii: '2', iii: '3', iv: '4' }
const swapped = (found: RegExpExecArray | null): readonly string[] | null => (found === null ? null : ['', found[2] ?? '', found[1] ?? ''])

/** The letters of a column as a spreadsheet shows them, and the row from 1. */
export const cellName = (row: number, column: number): string => `${lettersOf(column)}${row + 1}`
const lettersOf = (column: number): string => (column >= 26 ? lettersOf(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26))

const deepestHead = 20

/** All targets that the sheets hold, or all that is wrong with them. A sheet without the heads is looked past where another has them. */
export function readTargetSheets(sheets: readonly SheetCells[], known: SheetKnown): { readonly targets: readonly SheetTarget[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const targets: SheetTarget[] = []
  const find = finderOf(known)
  const headed = sheets.map((sheet) => ({ sheet, ...headsOf(sheet) }))
  if (headed.every(({ heads }) => heads === undefined)) {
    const isEmpty = sheets.every(({ rows }) => rows.every((row) => row.every((cell) => cell === '')))
    return { targets, problems: [isEmpty ? { code: 'target_empty' } : { code: 'target_heads', sheet: sheets[0]?.name ?? '', row: 1, facts: { missing: missing(headed[0]?.best ?? {}) } }] }
  }
  const seen = new Map<string, string>()
  for (const { sheet, heads, row: head, periods } of headed) {
    if (heads === undefined) continue
    for (const [i, line] of sheet.rows.entries()) {
      if (problems.length >= mostWrong || targets.length > mostLines) break
      if (i <= head || line.every((cell) => cell === '')) continue
      const at = (column: number | undefined): string | number => (column === undefined ? '' : (line[column] ?? ''))
      const tell = (code: Problem['code'], column: number, facts: Problem['facts']): void => {
        problems.push({ code, sheet: sheet.name, row: i + 1, cell: cellName(i, column), header: String(sheet.rows[head]?.[column] ?? ''), ...(facts === undefined ? {} : { facts }) })
      }
      const boxes = heads.value !== undefined && (periods.length === 0 || at(heads.period) !== '') ? [{ column: heads.value, period: undefined }] : periods
      // A line without any number that says no revision either is a heading among the lines, or not filled in yet.
      if (boxes.every(({ column }) => at(column) === '') && at(heads.base) === '') continue
      const [one, other] = [pick(at(heads.code), heads.code, at(heads.label), heads.label), pick(at(heads.unit), heads.unit, at(heads.place), heads.place)]
      const indicator = find.indicator(one.typed)
      if (typeof indicator !== 'string') tell(indicator.found.length === 0 ? 'target_none' : 'target_several', one.column, { typed: one.typed, what: 'indicator', ...said(indicator) })
      // A revision is of one number; a line with several says none.
      const revision = boxes[0]?.period === undefined ? readBase(at(heads.base)) : undefined
      if (revision === 'wrong') tell('target_revision', heads.base ?? 0, { typed: String(at(heads.base)) })
      for (const box of boxes) {
        const period = box.period ?? readPeriod(at(heads.period))
        if (period === undefined) tell('target_period', heads.period ?? 0, { typed: String(at(heads.period)) })
        const unit = find.unit(other.typed, period)
        if (typeof unit !== 'string') {
          if (box === boxes[0]) tell(unit.found.length === 0 ? 'target_none' : 'target_several', other.column, { typed: other.typed, what: 'unit', ...said(unit) })
        }
        const isShare = typeof indicator === 'string' && find.isShare(indicator)
        const isPercent = isShare && typeof at(box.column) === 'number' && sheet.percents?.has(`${i},${box.column}`) === true
        const value = readValue(at(box.column), known.language, isShare, isPercent)
        if ('slip' in value) tell(value.slip.code, box.column, value.slip.facts)
        else if (!isPercent && typeof at(box.column) === 'number' && value.value !== null && value.value > 0 && value.value <= 1 && isShare) {
          tell('target_percent', box.column, { typed: writeNumber(value.value, known.language), whole: writeNumber(Number((value.value * 100).toPrecision(12)), known.language) })
        }
        if (period === undefined || typeof unit !== 'string' || typeof indicator !== 'string' || 'slip' in value || revision === 'wrong') continue
        if (value.value === null && revision === undefined) continue
        const [key, cell] = [`${indicator}\n${period}\n${unit}`, cellName(i, box.column)]
        const first = seen.get(key)
        if (first !== undefined) tell('target_twice', box.column, { cell: first })
        else {
          seen.set(key, sheets.length > 1 ? `${sheet.name} ${cell}` : cell)
          targets.push({ indicator, period, unit, value: value.value, base: revision, sheet: sheet.name, cell })
        }
      }
    }
  }
  if (targets.length > mostLines) problems.push({ code: 'target_too_many', facts: { limit: mostLines } })
  else if (targets.length === 0 && problems.length === 0) problems.push({ code: 'target_empty' })
  return { targets, problems }
}

// Of two columns that may say it, the first that does.
function pick(one: string | number, column: number | undefined, other: string | number, beside: number | undefined): { readonly typed: string; readonly column: number } {
  return one !== '' || beside === undefined ? { typed: String(one), column: column ?? beside ?? 0 } : { typed: String(other), column: beside }
}

function readBase(cell: string | number): number | undefined | 'wrong' {
  if (cell === '') return undefined
  return /^\d{1,9}$/.test(String(cell)) ? Number(cell) : 'wrong'
}

// Of a share `50 %` is 50, and what a spreadsheet keeps as 0.5 and writes as percent, too.
function readValue(cell: string | number, language: string, isShare: boolean, isPercent: boolean): { readonly value: number | null } | { readonly slip: { readonly code: Problem['code']; readonly facts?: Problem['facts'] } } {
  if (typeof cell === 'number') return Math.abs(cell) > most ? { slip: { code: 'number_too_large', facts: { limit: most } } } : { value: Number((isPercent ? cell * 100 : cell).toPrecision(isPercent ? 12 : 15)) }
  if (cell.trim() === '' || /^[-–—]$/.test(cell.trim())) return { value: null }
  const read = readNumber(isShare ? cell.replace(/\s*%\s*$/, '') : cell, language)
  return 'slip' in read ? { slip: read.slip as { code: Problem['code'] } } : Math.abs(read.value) > most ? { slip: { code: 'number_too_large', facts: { limit: most } } } : read
}

const most = 1e12

// The first row that names what is meant, where, when and how much; periods may stand as heads themselves.
function headsOf({ rows }: SheetCells): { readonly heads: Partial<Heads> | undefined; readonly row: number; readonly periods: readonly { readonly column: number; readonly period: string }[]; readonly best: Partial<Heads> } {
  let best: Partial<Heads> = {}
  for (const [row, cells] of rows.slice(0, deepestHead).entries()) {
    const heads: Partial<Record<keyof Heads, number>> = {}
    const periods: { column: number; period: string }[] = []
    for (const [column, cell] of cells.entries()) {
      const head = headOf[fold(String(cell)).replace(/\s*\(.*\)$/, '')]
      const period = head === undefined ? readPeriod(typeof cell === 'number' ? cell : fold(cell).replace(/^(?:ke hoach|kh|plan) /, '')) : undefined
      if (head !== undefined) heads[head] ??= column
      else if (period !== undefined) periods.push({ column, period })
    }
    if (missing(heads, periods.length > 0) === '') return { heads, row, periods, best: heads }
    if (Object.keys(heads).length > Object.keys(best).length) best = heads
  }
  return { heads: undefined, row: -1, periods: [], best }
}

function missing(heads: Partial<Heads>, hasPeriods = false): string {
  return [
    heads.code === undefined && heads.label === undefined && 'indicator', heads.unit === undefined && heads.place === undefined && 'unit',
    heads.period === undefined && !hasPeriods && 'period', heads.value === undefined && !hasPeriods && 'value',
  ].filter((one) => one !== false).join(', ')
}

interface NotOne {
  readonly found: readonly string[]
  readonly suggestion?: string | undefined
}

const said = ({ found, suggestion }: NotOne): Record<string, string> => ({ ...(found.length > 0 ? { found: found.slice(0, 4).join(', ') } : {}), ...(suggestion === undefined ? {} : { suggestion }) })

interface Finder {
  indicator(typed: string): string | NotOne
  unit(typed: string, period: string | undefined): string | NotOne
  isShare(name: string): boolean
}

function finderOf({ indicators, form, units, all }: SheetKnown): Finder {
  const group = <T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> => {
    const made = new Map<string, T[]>()
    for (const [key, value] of pairs) made.set(key, [...(made.get(key) ?? []), value])
    return made
  }
  const unique = (found: readonly string[]): readonly string[] => [...new Set(found)]
  let guessed = 0
  const guess = (text: string, among: ReadonlyMap<string, unknown>): string | undefined => (guessed++ < mostGuessed ? nearest(text, [...among.keys()]) : undefined)
  const byLabel = group(indicators.flatMap(({ name, labels }) => [...labels.map(fold), fold(name), fold(name.slice(name.indexOf('.') + 1))].map((key) => [key, name] as const)))
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const byName = group(units.flatMap((unit) => [...new Set([fold(unit.full_name), fold(unit.name), ...(unit.code === null ? [] : [bare(unit.code)])])].map((key) => [key, unit] as const)))
  const together = new Set([...all.map(fold), ...(all.length > 0 ? ['*'] : [])])
  const shares = new Set(indicators.filter(({ isShare }) => isShare).map(({ name }) => name))
  return {
    isShare: (name) => shares.has(name),
    indicator(typed) {
      const text = fold(typed)
      const found = unique(byLabel.get(text) ?? [])
      const own = found.filter((name) => name.startsWith(`${form}.`))
      const [only, ...more] = own.length > 0 ? own : found
      if (only !== undefined && more.length === 0) return only
      const suggestion = found.length > 0 ? undefined : guess(text, byLabel)
      return { found, suggestion: indicators.find(({ labels, name }) => suggestion !== undefined && [...labels, name].some((one) => fold(one) === suggestion))?.labels[0] ?? suggestion }
    },
    unit(typed, period) {
      if (byId.has(typed.trim())) return typed.trim()
      const text = fold(typed)
      if (together.has(text)) return ''
      const named = byName.get(text) ?? byName.get(bare(text)) ?? []
      // One name, several places over the years: the one that was there in that period.
      const { first, last } = period === undefined ? { first: '', last: '9999' } : daysOf(period)
      const there = named.filter(({ valid_from, valid_to }) => (valid_from ?? '') <= last && (valid_to ?? '9999') >= first)
      const [only, ...more] = there.length > 0 ? there : named
      if (only !== undefined && more.length === 0) return only.id
      const suggestion = named.length > 0 ? undefined : guess(text, byName)
      return { found: named.map(({ id, full_name }) => `${full_name} (${id})`), suggestion: units.find(({ full_name, name }) => suggestion !== undefined && [full_name, name].some((one) => fold(one) === suggestion))?.full_name }
    },
  }
}

// A spreadsheet takes the first zeros away from a code.
const bare = (code: string): string => code.trim().replace(/^0+(?=\d)/, '')

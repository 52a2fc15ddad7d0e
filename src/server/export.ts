// A form's submissions taken away: CSV with one line a submission, a zip or a workbook with a table more for each repeat, GeoJSON of where they lie. What is in
// them is what the reader may see on the pages; they are written while they are read, so that their length is no matter.
import { dayOf, instant, isDay, localDay } from '../form/date.ts'
import type { Answer, Answers, Form, Question } from '../form/form.ts'
import { isPoint } from '../form/kinds/geopoint.ts'
import { pointsOf } from '../form/kinds/trace.ts'
import { kinds } from '../form/kinds/index.ts'
import { receiptOf } from '../record/receipt.ts'
import type { Actor } from '../record/submission.ts'
import { mayUse } from '../record/may.ts'
import { note } from '../store/audit.ts'
import { exportHeads, exportRange, exportRows } from '../store/export.ts'
import type { ExportHead, ExportRow, ExportWish } from '../store/export.ts'
import { listFormVersions, loadForms } from '../store/forms.ts'
import { plain } from '../view/begin.ts'
import type { DeskWords } from '../words/desk.ts'
import { deskWordsOf } from '../words/desk.ts'
import { byteOrderMark, csvLine, Digits } from './csv.ts'
import { Refusal } from './failure.ts'
import { personalInAny } from '../form/personal.ts'
import { columnsNow, isMasked } from './masking.ts'
import { underOf } from './scope.ts'
import { placesNow } from './world.ts'
import type { Places } from './world.ts'
import { around, Day, letters, Moment, mostRows, rowXml, sheetEnd, sheetHead, sheetNames, sheetPath } from './xlsx.ts'
import type { Cell } from './xlsx.ts'
import { Packing } from './zip.ts'
import type { PackedFile } from './zip.ts'

export type Format = 'csv' | 'xlsx' | 'zip' | 'geojson'

export interface Wish extends Omit<ExportWish, 'under'> {
  readonly under?: string | undefined
  readonly format: Format
  /** Names and codes as the form has them, for programs; or labels, for people. */
  readonly header: 'name' | 'label'
  readonly language: 'vi' | 'en'
  /** Where this office is: beside labels a file stands as the address at which it is opened. */
  readonly origin: string
}

interface Column {
  readonly name: string
  readonly question: Question
}

/** A repeat's table; `path` leads to its rows, through the repeats around it. */
interface Repeat {
  readonly name: string
  readonly path: readonly string[]
  readonly columns: readonly Column[]
}

/** What is written, worked out before the first line: it does not change while the rows come. */
interface Plan {
  readonly wish: Wish
  readonly words: DeskWords
  readonly places: Places
  /** The form's, in the reader's language. */
  readonly title: string
  readonly columns: readonly Column[]
  readonly repeats: readonly Repeat[]
  /** How many submissions were written so far. */
  readonly taken: { rows: number }
  /** The name of a choice of a question in the reader's language. */
  choice(question: string, value: string): string
  rows(): AsyncGenerator<readonly ExportRow[]>
}

/**
 * Of the answers so many are in hand at once, and so many bytes of them. Measured: 10,000 at a time left 1.8 GB of text behind before it was swept up, because what
 * is that large is only swept up with everything else; at this size nothing gathers, and it is faster. 100,000 short ones are 60 queries, a million of 1 kB
 * 600 of the 1,000 that one request has on the paid plan; what the free one allows to compute ends long before its 50.
 */
const most = { rows: 2_500, bytes: 2_000_000 }
/** So many receipt numbers are looked through by one query; what is known of them but their answers is small. */
const stretchOf = (numbers: number): number => Math.max(10_000, Math.ceil(numbers / 300))
/** The first are fewer, so that something is there at once. */
const firstOnes = 500
/** Vietnam's clock, in minutes east of UTC. */
const zone = 420

const types: Readonly<Record<Format, string>> = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', zip: 'application/zip', geojson: 'application/geo+json; charset=utf-8' }

/** The file, being written as it is read. Errors: 404 where there is no such form or it is not this reader's. What breaks in the middle breaks the answer: a short file would look whole. */
export async function exportOf(db: D1Database, actor: Actor, wish: Wish, now: number): Promise<Response> {
  const plan = await planOf(db, actor, wish)
  // Who took what away is written before the first line leaves, and again with how much it was: also when it broke off.
  const line = (action: 'export' | 'exported' | 'export_broken', detail: string): Promise<void> => note(db, { at: now, actor: actor.person, action, subject: wish.form, detail })
  await line('export', `${wish.format}${isMasked(actor) ? ', without personal answers' : ''}`)
  const parts = { csv: csvOf, xlsx: bookOf, zip: zipOf, geojson: geoOf }[wish.format](plan)
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await parts.next()
      if (done !== true) return controller.enqueue(value)
      await line('exported', `${wish.format}, ${plan.taken.rows} rows`)
      controller.close()
    },
    async cancel() {
      await parts.return(undefined)
      await line('export_broken', `${wish.format}, ${plan.taken.rows} rows`)
    },
  })
  const headers = { 'content-type': types[wish.format], 'content-disposition': `attachment; filename="${wish.form}.${wish.format}"`, 'cache-control': 'private, no-store', vary: 'authorization, cookie' }
  return new Response(body, { headers })
}

async function planOf(db: D1Database, actor: Actor, wish: Wish): Promise<Plan> {
  const versions = mayUse(actor, wish.form) ? await listFormVersions(db, wish.form) : []
  // The newest first: its order and its labels, and behind them what only older ones asked.
  const forms = (await loadForms(db, versions.map((version) => ({ id: wish.form, version })))).map(({ form, version }) => ({ form, version })).sort((a, b) => b.version - a.version).map(({ form }) => form)
  if (forms.length === 0) throw new Refusal(404, 'not_found')
  const places = await placesNow(db)
  const hidden = isMasked(actor) ? personalInAny(forms, await columnsNow(db)) : new Set<string>()
  const columns = new Map<string, Column>()
  const repeats = new Map<string, { readonly path: readonly string[]; readonly columns: Map<string, Column> }>()
  for (const form of forms) collect(form, hidden, columns, repeats)
  const choices = new Map<string, string>()
  for (const form of [...forms].reverse()) {
    for (const question of everyQuestion(form.survey)) {
      for (const { name, label } of form.lists[question.list ?? ''] ?? []) choices.set(`${question.name} ${name}`, plain(label, wish.language) || name)
    }
  }
  const under = underOf(actor, wish.under, places)
  // Read once: what comes while the file is written is not in any of its tables.
  const [first, end] = await exportRange(db, wish.form)
  const taken = { rows: 0 }
  return {
    wish, places, taken, title: plain(forms[0]?.title ?? {}, wish.language) || wish.form, words: deskWordsOf(wish.language), columns: [...columns.values()],
    repeats: [...repeats].map(([name, { path, columns: inner }]) => ({ name, path, columns: [...inner.values()] })),
    choice: (question, value) => choices.get(`${question} ${value}`) ?? value,
    async *rows() {
      const stretch = stretchOf(end - first)
      for (let begin = first, until = first + firstOnes; begin < end; begin = until, until += stretch) {
        const heads = await exportHeads(db, { ...wish, under }, begin, Math.min(until, end))
        for (let at = 0; at < heads.length; ) {
          const page = pageAt(heads, at)
          at += page.length
          const rows = await exportRows(db, page)
          taken.rows += rows.length
          yield rows
        }
      }
    },
  }
}

// As many as may be in hand at once; one at least.
function pageAt(heads: readonly ExportHead[], begin: number): readonly ExportHead[] {
  let [end, bytes] = [begin, 0]
  while (end < heads.length && end - begin < most.rows && (end === begin || bytes + (heads[end]?.bytes ?? 0) <= most.bytes)) bytes += heads[end++]?.bytes ?? 0
  return heads.slice(begin, end)
}

function collect({ survey }: Form, hidden: ReadonlySet<string>, columns: Map<string, Column>, repeats: Map<string, { readonly path: readonly string[]; readonly columns: Map<string, Column> }>): void {
  const visit = (questions: readonly Question[], into: Map<string, Column>, around: readonly string[]): void => {
    for (const question of questions) {
      const { name, kind } = question
      if (hidden.has(name)) continue
      if (kind === 'group') visit(question.questions ?? [], into, around)
      else if (kind === 'repeat') {
        if (!into.has(name)) into.set(name, { name, question })
        const inner = repeats.get(name) ?? { path: [...around, name], columns: new Map<string, Column>() }
        repeats.set(name, inner)
        visit(question.questions ?? [], inner.columns, inner.path)
      } else if (kinds[kind].holds !== 'nothing' && !into.has(name)) into.set(name, { name, question })
    }
  }
  visit(survey, columns, [])
}

const everyQuestion = (questions: readonly Question[]): readonly Question[] => questions.flatMap((question) => [question, ...everyQuestion(question.questions ?? [])])

const text = new TextEncoder()

type Value = string | number | null

/** What one table of a file is: the form's, or a repeat's. */
interface Table {
  /** '' for the form's own. */
  readonly name: string
  readonly label: string
  readonly head: readonly Head[]
  rows(row: ExportRow): readonly (readonly Value[])[]
}

interface Head {
  readonly shown: string
  readonly name: string
  readonly label: string
  readonly kind: Question['kind'] | undefined
}

function tablesOf(plan: Plan): readonly Table[] {
  const { wish, columns, repeats } = plan
  const known = fixed(plan)
  // A table of a repeat's rows begins with whose they are.
  const whose = known.filter((_, i) => [0, 1, 3].includes(i))
  const headsOf = (all: readonly Known[], inner: readonly Column[], rows: readonly string[] = []): readonly Head[] => [
    ...all, ...rows.map((name) => ({ shown: name, name, label: name, kind: undefined })),
    ...inner.map((column) => ({ shown: headerOf(plan, column), name: column.name, label: labelOf(plan, column), kind: column.question.kind })),
  ]
  const cells = (inner: readonly Column[], answers: Answers, row: ExportRow): readonly Value[] => inner.map((column) => cell(plan, column, answers[column.name], row))
  return [
    { name: '', label: wish.header === 'label' ? plan.title : wish.form, head: headsOf(known, columns), rows: (row) => [[...known.map(({ read }) => read(row)), ...cells(columns, row.answers, row)]] },
    ...repeats.map(({ name, path, columns: inner }): Table => {
      const column = columns.find((one) => one.name === name) ?? repeats.flatMap((one) => one.columns).find((one) => one.name === name)
      return {
        name, label: column === undefined ? name : headerOf(plan, column), head: headsOf(whose, inner, [...path.slice(0, -1).map((outer) => `row_${outer}`), 'row']),
        rows: (row) => rowsAt(row.answers, path).map(({ at, answers }) => [...whose.map(({ read }) => read(row)), ...at, ...cells(inner, answers, row)]),
      }
    }),
  ]
}

// A spreadsheet that opens what people read would take the first 0 of a telephone for nothing; programs get it as it is.
const csvRow = ({ wish }: Plan, values: readonly Value[]): string =>
  csvLine(wish.header === 'label' ? values.map((value) => (typeof value === 'string' && /^(?:0\d+|\d{12,})$/.test(value) ? new Digits(value) : value)) : values)
const csvHead = (table: Table): string => byteOrderMark + csvLine(table.head.map(({ shown }) => shown))

async function* csvOf(plan: Plan): AsyncGenerator<Uint8Array> {
  const [table] = tablesOf(plan)
  if (table === undefined) return
  yield text.encode(csvHead(table))
  for await (const rows of plan.rows()) if (rows.length > 0) yield text.encode(rows.flatMap((row) => table.rows(row).map((values) => csvRow(plan, values))).join(''))
}

/** How tables become files of a zip. */
interface Shape {
  path(table: Table, set: number): string
  open(table: Table): string
  lines(table: Table, rows: readonly (readonly Value[])[], from: number): string
  readonly close: string
  /** What a table may have of rows, its head among them. */
  readonly mostRows: number
}

/** What may wait, compressed, until the file before it is finished; and how large a file may become unpacked: beyond either all of them go on in a further one. */
const mostWaiting = 16_000_000
const mostUnpacked = 1_000_000_000

// All tables in one walk, so that they are of one moment.
async function* packed(plan: Plan, packing: Packing, tables: readonly Table[], shape: Shape): AsyncGenerator<Uint8Array> {
  let files: { readonly table: Table; readonly file: PackedFile; rows: number }[] = []
  const begin = async (set: number): Promise<void> => {
    files = tables.map((table) => ({ table, file: packing.file(shape.path(table, set)), rows: 1 }))
    for (const { table, file } of files) await file.write(shape.open(table))
  }
  async function* finish(): AsyncGenerator<Uint8Array> {
    for (const { file } of files) {
      await file.write(shape.close)
      await file.finish()
      yield* packing.take()
    }
  }
  let set = 1
  await begin(set)
  yield* packing.take()
  for await (const rows of plan.rows()) {
    const made = files.map(({ table }) => rows.flatMap((row) => table.rows(row)))
    if (packing.waiting > mostWaiting || files.some(({ file, rows: before }, i) => file.size > mostUnpacked || before + (made[i]?.length ?? 0) > shape.mostRows)) {
      yield* finish()
      await begin(++set)
    }
    for (const [i, one] of files.entries()) {
      const own = made[i] ?? []
      if (own.length > 0) await one.file.write(shape.lines(one.table, own, one.rows + 1))
      one.rows += own.length
    }
    yield* packing.take()
  }
  yield* finish()
}

async function* zipOf(plan: Plan): AsyncGenerator<Uint8Array> {
  const packing = new Packing()
  yield* packed(plan, packing, tablesOf(plan), {
    path: ({ name }, set) => `${plan.wish.form}${name === '' ? '' : `.${name}`}${set === 1 ? '' : `.${set}`}.csv`,
    open: csvHead,
    lines: (_, rows) => rows.map((values) => csvRow(plan, values)).join(''),
    close: '',
    mostRows: Infinity,
  })
  packing.end()
  yield* packing.take()
}

// The last sheet says what the columns are called, in the form and for people, whichever of both stands above them.
async function* bookOf(plan: Plan): AsyncGenerator<Uint8Array> {
  const packing = new Packing()
  const tables = tablesOf(plan)
  const names = new Map(tables.map((table) => [table, table.head.map((_, i) => letters(i))]))
  const sheets: string[] = []
  yield* packed(plan, packing, tables, {
    path: ({ label }) => sheetPath(sheets.push(label)),
    open: (table) => sheetHead(table.head.map(({ shown }) => shown)) + rowXml(1, table.head.map(({ shown }) => shown), names.get(table) ?? [], true),
    lines: (table, rows, from) => rows.map((values, i) => rowXml(from + i, values.map((value, at) => typed(value, table.head[at]?.kind)), names.get(table) ?? [])).join(''),
    close: sheetEnd,
    mostRows,
  })
  const { sheet, column, name, label } = plan.words.take.columns
  const about = packing.file(sheetPath(sheets.push(plan.words.take.columns.title)))
  const lines: readonly (readonly Cell[])[] = tables.flatMap((table, i) => table.head.map((head, at) => [sheetNames(sheets)[i] ?? '', letters(at), head.name, head.label]))
  const head = [sheet, column, name, label]
  const four = head.map((_, i) => letters(i))
  await about.write(sheetHead(head) + rowXml(1, head, four, true) + lines.map((cells, i) => rowXml(i + 2, cells, four)).join('') + sheetEnd)
  await about.finish()
  for (const [path, inner] of around(sheetNames(sheets))) {
    const file = packing.file(path)
    await file.write(inner)
    await file.finish()
  }
  packing.end()
  yield* packing.take()
}

const moments: ReadonlySet<Question['kind'] | undefined> = new Set<Question['kind'] | undefined>(['dateTime', 'start', 'end'])

// What was refused may be no day: then it is the text that it is.
function typed(value: Value, kind: Question['kind'] | undefined): Cell {
  if (typeof value !== 'string') return value
  if ((kind === 'date' || kind === 'today') && isDay(value)) return new Day(dayOf(value))
  if (!moments.has(kind) || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value)) return value
  const at = Date.parse(value)
  return Number.isNaN(at) ? value : new Moment(at + zone * 60_000)
}

// RFC 7946: longitude first. The first position in a submission that this reader may see says where it lies.
async function* geoOf(plan: Plan): AsyncGenerator<Uint8Array> {
  const positions = plan.columns.filter(({ question }) => question.kind in shapes)
  yield text.encode('{"type":"FeatureCollection","features":[')
  let isFirst = true
  for await (const rows of positions.length === 0 ? [] : plan.rows()) {
    const features = rows.flatMap((row) => {
      const found = positions.map(({ name, question }) => ({ at: name, geometry: geometryOf(question, row.answers[name]) })).find(({ geometry }) => geometry !== undefined)
      if (found === undefined) return []
      const { at, geometry } = found
      const properties = Object.fromEntries([...fixed(plan).map(({ shown, read }) => [shown, read(row)]), ...plan.columns.filter(({ name }) => name !== at).map((column) => [headerOf(plan, column), cell(plan, column, row.answers[column.name], row)])])
      return [JSON.stringify({ type: 'Feature', id: row.id, geometry, properties })]
    })
    if (features.length === 0) continue
    yield text.encode((isFirst ? '' : ',') + features.join(','))
    isFirst = false
  }
  yield text.encode(']}\n')
}

const shapes: Readonly<Partial<Record<Question['kind'], 'Point' | 'LineString' | 'Polygon'>>> = { geopoint: 'Point', geotrace: 'LineString', geoshape: 'Polygon', 'start-geopoint': 'Point', 'background-geopoint': 'Point' }

// Of what a refused record says, anything may be no place.
function geometryOf({ kind }: Question, answer: unknown): unknown {
  const points = pointsOf(answer)
  const type = shapes[kind]
  if (points.length === 0 || !points.every(isPoint) || (type !== 'Point' && points.length < 2)) return undefined
  const coordinates = points.map((point) => {
    const [latitude = 0, longitude = 0, altitude = 0] = point.split(' ').map(Number)
    return [longitude, latitude, ...(altitude === 0 ? [] : [altitude])]
  })
  return { type, coordinates: type === 'Point' ? coordinates[0] : type === 'Polygon' ? [coordinates] : coordinates }
}

interface Known extends Head {
  read(row: ExportRow): string | number
}

// What is known of every submission, whatever its form asks.
function fixed({ wish, words, places }: Plan): readonly Known[] {
  const isNamed = wish.header === 'label'
  const { taken } = words
  // No question's name begins so.
  const known = (name: keyof typeof taken, read: Known['read'], kind?: Question['kind']): Known => ({ shown: isNamed ? taken[name] : `_${name}`, name: `_${name}`, label: taken[name], kind, read })
  return [
    known('receipt', ({ seq }) => receiptOf(seq)),
    known('id', ({ id }) => id),
    known('version', ({ version }) => version),
    known('revision', ({ revision }) => revision),
    known('state', ({ state }) => (isNamed ? (words.state[state] ?? state) : state)),
    known('day', ({ day }) => day, 'date'),
    known('received_at', ({ received_at }) => instant(received_at, zone), 'dateTime'),
    known('unit_id', ({ unit }) => unit),
    known('unit', ({ unit }) => places.byId.get(unit)?.full_name ?? ''),
    // Where personal answers are missing because they were erased, it is said so.
    known('erased', ({ erased }) => (erased === null ? '' : localDay(erased, zone)), 'date'),
  ]
}

const labelOf = ({ wish }: Plan, { name, question: { label } }: Column): string => (label === undefined ? '' : plain(label, wish.language)) || name

// Two questions may be labelled alike, or like what stands before them: then the name tells them apart.
function headerOf(plan: Plan, column: Column): string {
  const { wish, columns, repeats } = plan
  const { name } = column
  if (wish.header === 'name') return name
  const own = labelOf(plan, column)
  const table = [columns, ...repeats.map((repeat) => repeat.columns)].find((all) => all.some((one) => one.name === name)) ?? []
  return table.some((one) => one.name !== name && labelOf(plan, one) === own) || fixed(plan).some(({ shown }) => shown === own) ? `${own} (${name})` : own
}

// What was refused was kept as it came: anything may stand where an answer is looked for.
function cell({ wish, places, choice }: Plan, { name, question }: Column, answer: Answer | null | undefined, { id, revision }: ExportRow): string | number | null {
  if (question.kind === 'repeat' || instances(answer).length > 0) return answer === undefined ? null : instances(answer).length
  if (typeof answer === 'number') return answer
  if (answer === true) return 'OK'
  const isNamed = wish.header === 'label'
  if (Array.isArray(answer)) return answer.map((value) => (isNamed ? choice(name, String(value)) : String(value))).join(isNamed ? '; ' : ' ')
  if (typeof answer !== 'string') return null
  if (!isNamed) return answer
  // Who opens it there is asked again whether he may see it.
  if (kinds[question.kind].isFile === true) return `${wish.origin}/office/submissions/${id}/media/${encodeURIComponent(answer)}?revision=${revision}`
  return question.kind === 'unit' ? (places.byId.get(answer)?.full_name ?? answer) : choice(name, answer)
}

// The rows at the end of a path, each with the numbers of the rows that it stands in, from the outermost, and its own.
function rowsAt(answers: Answers, [name, ...rest]: readonly string[]): readonly { readonly at: readonly number[]; readonly answers: Answers }[] {
  if (name === undefined) return [{ at: [], answers }]
  return instances(answers[name]).flatMap((row, i) => rowsAt(row, rest).map(({ at, answers: inner }) => ({ at: [i + 1, ...at], answers: inner })))
}

function instances(answer: Answer | null | undefined): readonly Answers[] {
  return Array.isArray(answer) ? (answer as readonly unknown[]).filter((row): row is Answers => typeof row === 'object' && row !== null && !Array.isArray(row)) : []
}

// A form's submissions taken away: CSV with one line a submission, a zip with a table more for each repeat, GeoJSON of where they lie. What is in them is
// what the reader may see on the pages; they are written while they are read, so that their length is no matter.
import { Zip, ZipDeflate } from 'fflate'
import { instant } from '../form/date.ts'
import type { Answer, Answers, Form, Question } from '../form/form.ts'
import { kinds } from '../form/kinds/index.ts'
import { receiptOf } from '../record/receipt.ts'
import type { Actor } from '../record/submission.ts'
import { exportRange, exportRows } from '../store/export.ts'
import type { ExportRow, ExportWish } from '../store/export.ts'
import { listFormVersions, loadForms } from '../store/forms.ts'
import { plain } from '../view/begin.ts'
import type { DeskWords } from '../words/desk.ts'
import { deskWordsOf } from '../words/desk.ts'
import { byteOrderMark, csvLine } from './csv.ts'
import { Refusal } from './failure.ts'
import { isMasked, personalNames } from './masking.ts'
import { underOf } from './scope.ts'
import { placesNow } from './world.ts'
import type { Places } from './world.ts'

export type Format = 'csv' | 'zip' | 'geojson'

export interface Wish extends Omit<ExportWish, 'under'> {
  readonly under?: string | undefined
  readonly format: Format
  /** Names and codes as the form has them, for programs; or labels, for people. */
  readonly header: 'name' | 'label'
  readonly language: 'vi' | 'en'
}

interface Column {
  readonly name: string
  readonly question: Question
}

/** What is written, worked out before the first line: it does not change while the rows come. */
interface Plan {
  readonly wish: Wish
  readonly words: DeskWords
  readonly places: Places
  readonly columns: readonly Column[]
  readonly repeats: readonly { readonly name: string; readonly columns: readonly Column[] }[]
  /** The name of a choice of a question in the reader's language. */
  choice(question: string, value: string): string
  rows(): AsyncGenerator<readonly ExportRow[]>
}

/**
 * So many receipt numbers are read at a time: a bounded piece of memory, whatever lies in them; and, up to 300,000 numbers, no more stretches than the queries
 * that the smallest plan gives one request.
 */
const stretchOf = (numbers: number): number => Math.min(Math.max(Math.ceil(numbers / 30), 2_000), 10_000)
/** Vietnam's clock, in minutes east of UTC. */
const zone = 420

const types: Readonly<Record<Format, string>> = { csv: 'text/csv; charset=utf-8', zip: 'application/zip', geojson: 'application/geo+json; charset=utf-8' }

/** The file, being written as it is read. Errors: 404 where there is no such form or it is not this reader's. What breaks in the middle breaks the answer: a short file would look whole. */
export async function exportOf(db: D1Database, actor: Actor, wish: Wish): Promise<Response> {
  const plan = await planOf(db, actor, wish)
  const parts = { csv: csvOf, zip: zipOf, geojson: geoOf }[wish.format](plan)
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await parts.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await parts.return(undefined)
    },
  })
  const headers = { 'content-type': types[wish.format], 'content-disposition': `attachment; filename="${wish.form}.${wish.format}"`, 'cache-control': 'private, no-store', vary: 'authorization, cookie' }
  return new Response(body, { headers })
}

async function planOf(db: D1Database, actor: Actor, wish: Wish): Promise<Plan> {
  const isTheirs = actor.forms === null || actor.forms.includes(wish.form)
  const versions = isTheirs ? await listFormVersions(db, wish.form) : []
  // The newest first: its order and its labels, and behind them what only older ones asked.
  const forms = (await loadForms(db, versions.map((version) => ({ id: wish.form, version })))).map(({ form, version }) => ({ form, version })).sort((a, b) => b.version - a.version).map(({ form }) => form)
  if (forms.length === 0) throw new Refusal(404, 'not_found')
  const places = await placesNow(db)
  const hidden = new Set(isMasked(actor) ? forms.flatMap((form) => [...personalNames(form)]) : [])
  const columns = new Map<string, Column>()
  const repeats = new Map<string, Map<string, Column>>()
  for (const form of forms) collect(form, hidden, columns, repeats)
  const choices = new Map<string, string>()
  for (const form of [...forms].reverse()) {
    for (const question of everyQuestion(form.survey)) {
      for (const { name, label } of form.lists[question.list ?? ''] ?? []) choices.set(`${question.name} ${name}`, plain(label, wish.language) || name)
    }
  }
  const under = underOf(actor, wish.under, places)
  return {
    wish, places, words: deskWordsOf(wish.language), columns: [...columns.values()],
    repeats: [...repeats].map(([name, inner]) => ({ name, columns: [...inner.values()] })),
    choice: (question, value) => choices.get(`${question} ${value}`) ?? value,
    async *rows() {
      const [first, end] = await exportRange(db, wish.form)
      const stretch = stretchOf(end - first)
      for (let begin = first; begin < end; begin += stretch) yield await exportRows(db, { ...wish, under }, begin, Math.min(begin + stretch, end))
    },
  }
}

function collect({ survey }: Form, hidden: ReadonlySet<string>, columns: Map<string, Column>, repeats: Map<string, Map<string, Column>>): void {
  const visit = (questions: readonly Question[], into: Map<string, Column>): void => {
    for (const question of questions) {
      const { name, kind } = question
      if (hidden.has(name)) continue
      if (kind === 'group') visit(question.questions ?? [], into)
      else if (kind === 'repeat') {
        if (!into.has(name)) into.set(name, { name, question })
        const inner = repeats.get(name) ?? new Map<string, Column>()
        repeats.set(name, inner)
        visit(question.questions ?? [], inner)
      } else if (kinds[kind].holds !== 'nothing' && !into.has(name)) into.set(name, { name, question })
    }
  }
  visit(survey, columns)
}

const everyQuestion = (questions: readonly Question[]): readonly Question[] => questions.flatMap((question) => [question, ...everyQuestion(question.questions ?? [])])

const text = new TextEncoder()

async function* csvOf(plan: Plan): AsyncGenerator<Uint8Array> {
  yield text.encode(byteOrderMark + csvLine([...fixed(plan).map(([name]) => name), ...plan.columns.map((column) => headerOf(plan, column))]))
  for await (const rows of plan.rows()) if (rows.length > 0) yield text.encode(rows.map((row) => csvLine([...fixed(plan).map(([, read]) => read(row)), ...cells(plan, plan.columns, row.answers)])).join(''))
}

async function* repeatOf(plan: Plan, { name, columns }: Plan['repeats'][number]): AsyncGenerator<Uint8Array> {
  const [receipt, id] = fixed(plan)
  yield text.encode(byteOrderMark + csvLine([receipt?.[0] ?? '', id?.[0] ?? '', 'row', ...columns.map((column) => headerOf(plan, column))]))
  for await (const rows of plan.rows()) {
    const lines = rows.flatMap((row) => instances(row.answers[name]).map((instance, i) => csvLine([receipt?.[1](row) ?? '', id?.[1](row) ?? '', i + 1, ...cells(plan, columns, instance)])))
    if (lines.length > 0) yield text.encode(lines.join(''))
  }
}

// One table after the other, each a walk of its own through the rows: a zip holds one file at a time.
async function* zipOf(plan: Plan): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error
    made.push(chunk)
  })
  const { form } = plan.wish
  const tables: readonly (readonly [string, AsyncGenerator<Uint8Array>])[] = [[`${form}.csv`, csvOf(plan)], ...plan.repeats.map((repeat) => [`${form}.${repeat.name}.csv`, repeatOf(plan, repeat)] as const)]
  for (const [name, lines] of tables) {
    const file = new ZipDeflate(name, { level: 6 })
    zip.add(file)
    for await (const chunk of lines) {
      file.push(chunk)
      yield* made.splice(0)
    }
    file.push(new Uint8Array(), true)
  }
  zip.end()
  yield* made.splice(0)
}

// RFC 7946: longitude first. The form's first position that this reader may see says where a submission lies.
async function* geoOf(plan: Plan): AsyncGenerator<Uint8Array> {
  const at = plan.columns.find(({ question }) => question.kind === 'geopoint')?.name
  yield text.encode('{"type":"FeatureCollection","features":[')
  let isFirst = true
  for await (const rows of at === undefined ? [] : plan.rows()) {
    const features = rows.flatMap((row) => {
      const [latitude, longitude, altitude] = String(row.answers[at ?? ''] ?? '').split(' ').map(Number)
      if (latitude === undefined || longitude === undefined || !Number.isFinite(latitude + longitude)) return []
      const properties = Object.fromEntries([...fixed(plan).map(([name, read]) => [name, read(row)]), ...plan.columns.filter(({ name }) => name !== at).map((column) => [headerOf(plan, column), cell(plan, column, row.answers[column.name])])])
      return [JSON.stringify({ type: 'Feature', id: row.id, geometry: { type: 'Point', coordinates: [longitude, latitude, ...(altitude === undefined || altitude === 0 ? [] : [altitude])] }, properties })]
    })
    if (features.length === 0) continue
    yield text.encode((isFirst ? '' : ',') + features.join(','))
    isFirst = false
  }
  yield text.encode(']}\n')
}

// What is known of every submission, whatever its form asks.
function fixed({ wish, words, places }: Plan): readonly (readonly [string, (row: ExportRow) => string | number])[] {
  const isNamed = wish.header === 'label'
  const { taken } = words
  const named = (name: keyof typeof taken): string => (isNamed ? taken[name] : name)
  return [
    [named('receipt'), ({ seq }) => receiptOf(seq)],
    [named('id'), ({ id }) => id],
    [named('version'), ({ version }) => version],
    [named('revision'), ({ revision }) => revision],
    [named('state'), ({ state }) => (isNamed ? (words.state[state] ?? state) : state)],
    [named('day'), ({ day }) => day],
    [named('received_at'), ({ received_at }) => instant(received_at, zone)],
    [named('unit_id'), ({ unit }) => unit],
    [named('unit'), ({ unit }) => places.byId.get(unit)?.full_name ?? ''],
  ]
}

function headerOf({ wish }: Plan, { name, question }: Column): string {
  return (wish.header === 'label' && question.label !== undefined && plain(question.label, wish.language)) || name
}

function cells(plan: Plan, columns: readonly Column[], answers: Answers): readonly (string | number | null)[] {
  return columns.map((column) => cell(plan, column, answers[column.name]))
}

function cell({ wish, places, choice }: Plan, { name, question }: Column, answer: Answer | undefined): string | number | null {
  if (answer === undefined) return null
  if (question.kind === 'repeat') return instances(answer).length
  if (typeof answer === 'number') return answer
  if (answer === true) return 'OK'
  const isNamed = wish.header === 'label'
  if (typeof answer !== 'string') return (answer as readonly string[]).map((value) => (isNamed ? choice(name, value) : value)).join(isNamed ? '; ' : ' ')
  if (!isNamed) return answer
  return question.kind === 'unit' ? (places.byId.get(answer)?.full_name ?? answer) : choice(name, answer)
}

function instances(answer: Answer | undefined): readonly Answers[] {
  return Array.isArray(answer) && answer.every((row) => typeof row === 'object') ? (answer as readonly Answers[]) : []
}

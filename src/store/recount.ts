// Counts everything again from the answers and compares with the kept sums, a page at a time; mends them where asked, if nothing moved meanwhile.
import { carried, countingForm } from '../form/counting.ts'
import { open } from '../form/filling.ts'
import type { Form } from '../form/form.ts'
import type { Entry, Unit } from '../form/world.ts'
import type { Adds, EntryChange, Projection, View } from '../record/decision.ts'
import { looksIntoEntries } from '../record/looks.ts'
import { addsOf, amountsOf, countAnswers, countEntry, isSame, replay } from '../record/recount.ts'
import type { Amounts } from '../record/recount.ts'
import { entriesOf } from '../record/register.ts'
import { byHeap, heapsIn, heapsOf, isListed } from '../record/heap.ts'
import type { State, Submission } from '../record/submission.ts'
import { registerIndicators } from '../record/tally.ts'
import { worldOfContext } from '../record/world.ts'
import { named } from './entries.ts'
import { listForms, loadForms } from './forms.ts'
import { parsed, pieces } from './rows.ts'

export interface Recounted {
  readonly submissions: number
  readonly entries: number
  /** Revisions whose count rests on entries that have moved on since, or on answers that were erased: what was counted when they came is believed. */
  readonly believed: number
  readonly differences: readonly CountDifference[]
  /** Something was written meanwhile: what differs may be only that. */
  readonly isBusy: boolean
  readonly isMended: boolean
}

export interface CountDifference {
  readonly where: 'submission' | 'entry' | 'tally'
  readonly what: string
  readonly view: View
  readonly kept: string
  readonly counted: string
}

interface Lists {
  readonly units: ReadonlyMap<string, Unit>
  isUnder(unit: string, ancestor: string): boolean
}
type Mend = readonly [table: 'submissions' | 'entries', view: View, key: string, id: string, adds: string | null]

const pageSize = 100
const mostTold = 1_000
const views: readonly View[] = ['received', 'approved']

/**
 * Recounts. `lists` are today's units. With `repair`, rows and sums that differ are set to what was counted, in one guarded batch;
 * not when anything was written while counting. Reads the whole database, so never on a page's path.
 */
export async function recount(db: D1Database, lists: Lists, { repair = false }: { repair?: boolean } = {}): Promise<Recounted> {
  const stamp = async (): Promise<number> => (await db.prepare('select max(seq) as seq from audit').first<{ seq: number | null }>())?.seq ?? 0
  const began = await stamp()
  const totals: Record<View, Amounts> = { received: new Map(), approved: new Map() }
  const differences: CountDifference[] = []
  const mends: Mend[] = []
  const tell = (difference: CountDifference): void => {
    if (differences.length < mostTold) differences.push(difference)
  }
  const submissions = await countSubmissions(db, lists, totals, tell, mends)
  const entries = await countEntries(db, totals, tell, mends)
  const sums = await compareTallies(db, totals, tell)
  const isBusy = (await stamp()) !== began
  const isMended = repair && !isBusy && differences.length > 0 && (await mend(db, began, mends, sums))
  return { submissions: submissions.count, entries, believed: submissions.believed, differences, isBusy, isMended }
}

interface SubmissionRow {
  readonly seq: number
  readonly id: string
  readonly form: string
  readonly unit: string
  readonly state: State
  readonly flags: string | null
  readonly conflicts: number
  readonly received_at: number
  readonly since: number | null
  readonly adds_received: string | null
  readonly adds_approved: string | null
  readonly erased: number | null
  readonly body_received: string | null
  readonly body_approved: string | null
}

async function countSubmissions(db: D1Database, lists: Lists, totals: Record<View, Amounts>, tell: (difference: CountDifference) => void, mends: Mend[]): Promise<{ count: number; believed: number }> {
  const forms = new Map<string, Form>()
  // All records count by the latest version, whichever they were filled under.
  const latest = new Map((await loadForms(db, (await listForms(db)).map(({ id }) => ({ id, version: 'latest' as const })))).map(({ id, version, form }) => [id, { version, form }]))
  let [count, believed, after] = [0, 0, 0]
  for (;;) {
    // submissions: row number; revisions: unique index
    const { results } = await db
      .prepare(
        `select s.seq, s.id, s.form, s.unit, s.state, s.flags, s.conflicts, s.received_at, s.since, s.adds_received, s.adds_approved, s.erased, r.body as body_received, a.body as body_approved
         from submissions s left join revisions r on r.submission = s.seq and r.revision = s.counts_received
         left join revisions a on a.submission = s.seq and a.revision = s.counts_approved
         where s.seq > ? order by s.seq limit ?`,
      )
      .bind(after, pageSize)
      .all<SubmissionRow>()
    if (results.length === 0) return { count, believed }
    after = results[results.length - 1]?.seq ?? after
    count += results.length
    const bodies = results.flatMap((row) => [row.body_received, row.body_approved].flatMap((body) => (body === null ? [] : [JSON.parse(body) as Submission])))
    const wanted = new Map(bodies.filter((body) => !forms.has(`${body.form} ${body.version}`)).map((body) => [`${body.form} ${body.version}`, { id: body.form, version: body.version }]))
    if (wanted.size > 0) for (const { id, version, form } of await loadForms(db, [...wanted.values()])) forms.set(`${id} ${version}`, form)
    const formOf = (body: Submission): Form => {
      const form = forms.get(`${body.form} ${body.version}`)
      if (form === undefined) throw new Error(`submission ${body.id} is of form ${body.form} ${body.version}, which is not there`)
      return form
    }
    const near = new Map((await named(db, bodies.flatMap((body) => entriesOf(formOf(body), body.answers, body.id)))).map((entry): [string, Entry] => [`${entry.register}/${entry.id}`, entry]))
    for (const row of results) {
      for (const [heap, since] of isListed(row.form) ? heapsIn({ ...row, since: row.since ?? undefined, flags: parsed<readonly unknown[]>(row.flags, []) }) : []) {
        addTo(totals.received, new Map([[[heapsOf(row.form), byHeap, row.unit, since, heap].join('\t'), 1]]))
      }
      for (const view of views) {
        const body = view === 'received' ? row.body_received : row.body_approved
        const kept = amountsOf(parsed<Adds>(view === 'received' ? row.adds_received : row.adds_approved, {}))
        let counted: Amounts = new Map()
        if (body !== null) {
          const submission = JSON.parse(body) as Submission
          const form = formOf(submission)
          const world = worldOfContext({ ...lists, entry: (register, id) => near.get(`${register}/${id}`), entries: () => [] }, submission.context, form.language)
          const sealed = open(form, world, submission.answers)
          const now = latest.get(submission.form)
          const isEarlier = now !== undefined && now.version !== submission.version
          counted = isEarlier ? countAnswers(open(countingForm(now.form, form), world, carried(now.form, sealed.seal())), sealed) : countAnswers(sealed)
          // Of erased answers nobody can ask again what they came to.
          if (!isSame(kept, counted) && (row.erased !== null || looksIntoEntries(form) || (isEarlier && looksIntoEntries(now.form)))) {
            believed++
            counted = kept
          }
        }
        addTo(totals[view], counted)
        if (isSame(kept, counted)) continue
        tell({ where: 'submission', what: row.id, view, kept: written(kept), counted: written(counted) })
        mends.push(['submissions', view, '', row.id, addsText(counted)])
      }
    }
  }
}

interface EntryRow {
  readonly register: string
  readonly id: string
  readonly erased: string | null
  readonly received: string | null
  readonly approved: string | null
  readonly adds_received: string | null
  readonly adds_approved: string | null
}

async function countEntries(db: D1Database, totals: Record<View, Amounts>, tell: (difference: CountDifference) => void, mends: Mend[]): Promise<number> {
  const latest = await loadForms(db, (await listForms(db)).map(({ id }) => ({ id, version: 'latest' as const })))
  const indicators = registerIndicators(latest.map(({ form }) => form))
  let count = 0
  let after: readonly [string, string] = ['', '']
  for (;;) {
    // entries: primary key
    const { results } = await db
      .prepare(
        `select register, id, erased, received, approved, adds_received, adds_approved from entries where (register, id) > (?, ?) order by register, id limit ?`,
      )
      .bind(...after, pageSize)
      .all<EntryRow>()
    if (results.length === 0) return count
    count += results.length
    // changes: primary key; submissions: row number
    const { results: said } = await db
      .prepare(
        `select c.register, c.entry, c.received, c.approved from json_each(?) w
         cross join changes c on c.register = w.value->>0 and c.entry = w.value->>1 cross join submissions s on s.seq = c.submission order by s.id`,
      )
      .bind(JSON.stringify(results.map(({ register, id }) => [register, id])))
      .all<{ register: string; entry: string; received: string | null; approved: string | null }>()
    for (const row of results) {
      after = [row.register, row.id]
      for (const view of views) {
        const changes = said.filter((one) => one.register === row.register && one.entry === row.id).flatMap((one) => (one[view] === null ? [] : [JSON.parse(one[view]) as EntryChange]))
        const entry = replay(changes)
        const kept = parsed<Projection | null>(row[view], null)
        if (sorted(entry) !== sorted(kept)) tell({ where: 'entry', what: `${row.register}/${row.id}`, view, kept: sorted(kept), counted: sorted(entry) })
        const had = amountsOf(parsed<Adds>(row[`adds_${view}`], {}))
        const counted = entry === null ? new Map<string, number>() : countEntry(row.register, row.id, entry, indicators.get(row.register) ?? [], { erased: parsed<readonly string[]>(row.erased, []), kept: had })
        addTo(totals[view], counted)
        if (isSame(had, counted)) continue
        tell({ where: 'entry', what: `${row.register}/${row.id}`, view, kept: written(had), counted: written(counted) })
        mends.push(['entries', view, row.register, row.id, addsText(counted)])
      }
    }
  }
}

interface TallyRow {
  readonly indicator: string
  readonly view: View
  readonly dimension: string
  readonly unit: string
  readonly period: string
  readonly member: string
  readonly amount: number
}

async function compareTallies(db: D1Database, totals: Record<View, Amounts>, tell: (difference: CountDifference) => void): Promise<readonly (readonly (string | number)[])[]> {
  const sums: (string | number)[][] = []
  const differ = (key: string, view: View, kept: number, counted: number): void => {
    tell({ where: 'tally', what: key.replace(/\t/g, ' '), view, kept: String(kept), counted: String(counted) })
    const [indicator = '', dimension = '', unit = '', period = '', member = ''] = key.split('\t')
    sums.push([indicator, view, dimension, unit, period, member, counted])
  }
  const left: Record<View, Amounts> = { received: new Map(totals.received), approved: new Map(totals.approved) }
  let after: readonly string[] = ['', '', '', '', '', '']
  for (;;) {
    // tallies: primary key
    const { results } = await db
      .prepare(
        `select indicator, view, dimension, unit, period, member, amount from tallies
         where (indicator, view, dimension, unit, period, member) > (?, ?, ?, ?, ?, ?) order by indicator, view, dimension, unit, period, member limit 2000`,
      )
      .bind(...after)
      .all<TallyRow>()
    for (const row of results) {
      const key = [row.indicator, row.dimension, row.unit, row.period, row.member].join('\t')
      const counted = left[row.view].get(key) ?? 0
      left[row.view].delete(key)
      if (counted !== row.amount) differ(key, row.view, row.amount, counted)
      after = [row.indicator, row.view, row.dimension, row.unit, row.period, row.member]
    }
    if (results.length === 0) break
  }
  for (const view of views) for (const [key, counted] of left[view]) if (counted !== 0) differ(key, view, 0, counted)
  return sums
}

async function mend(db: D1Database, began: number, mends: readonly Mend[], sums: readonly (readonly (string | number)[])[]): Promise<boolean> {
  const fix = (table: Mend[0], view: View): D1PreparedStatement[] =>
    pieces(mends.filter((one) => one[0] === table && one[1] === view).map((one) => one.slice(2))).map((list) =>
      db
        .prepare(
          table === 'submissions'
            ? `update submissions set adds_${view} = v.value->>2 from json_each(?) v where submissions.id = v.value->>1`
            : `update entries set adds_${view} = v.value->>2 from json_each(?) v where entries.register = v.value->>0 and entries.id = v.value->>1`,
        )
        .bind(list),
    )
  try {
    await db.batch([
      db.prepare('insert into guards (holds) select 0 where (select max(seq) from audit) <> ?').bind(began),
      // Who has read the sums that are mended here decides anew.
      db.prepare(`update settings set value = value + 1 where key = 'epoch'`),
      ...views.flatMap((view) => [...fix('submissions', view), ...fix('entries', view)]),
      ...pieces(sums).map((list) =>
        db
          .prepare(
            `insert into tallies (indicator, view, dimension, unit, period, member, amount)
             select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6 from json_each(?) where true
             on conflict (indicator, view, dimension, unit, period, member) do update set amount = excluded.amount`,
          )
          .bind(list),
      ),
    ])
    return true
  } catch (error) {
    if (String(error).includes('CHECK constraint failed: moved')) return false
    throw error
  }
}

function addTo(totals: Amounts, amounts: Amounts): void {
  for (const [key, amount] of amounts) totals.set(key, (totals.get(key) ?? 0) + amount)
}

function addsText(amounts: Amounts): string | null {
  return amounts.size === 0 ? null : JSON.stringify(addsOf(amounts))
}

function written(amounts: Amounts): string {
  return [...amounts].map(([key, amount]) => `${key.replace(/\t/g, ' ')}: ${amount}`).sort().join('; ').slice(0, 2_000)
}

function sorted(entry: Projection | null): string {
  return entry === null ? '' : JSON.stringify([entry.day, entry.label, entry.unit, Object.entries(entry.columns).sort()])
}

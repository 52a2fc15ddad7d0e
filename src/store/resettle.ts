// When a form's indicators over a register change, what its entries add must change too, though nobody touches them: a page at a time.
import type { Adds, Difference, EntryRow, Projection, View } from '../record/decision.ts'
import { differences, merged } from '../record/tally.ts'
import type { RegisterIndicator } from '../record/tally.ts'
import { addsLess } from '../record/withheld.ts'
import { parsed } from './rows.ts'
import { statements } from './settle.ts'

interface Row {
  readonly id: string
  readonly unit: string
  readonly label: string
  readonly fold: string
  readonly revision: number
  readonly received: string | null
  readonly approved: string | null
  readonly adds_received: string | null
  readonly adds_approved: string | null
  readonly erased: string | null
  readonly stamp: number
  readonly epoch: number
}

const views: readonly View[] = ['received', 'approved']

/**
 * Counts the entries of a register after `after` (begin with '') by these indicators (of the latest version of every form), `limit` of them,
 * and settles what differs in one guarded batch. Gives where to go on, or undefined at the end; 'moved': somebody wrote meanwhile, try again.
 */
export async function resettle(
  db: D1Database,
  register: string,
  indicators: readonly RegisterIndicator[],
  { after, limit, by, at, epoch: known }: { after: string; limit: number; by: string; at: number; epoch?: number },
): Promise<{ readonly after: string | undefined; readonly changed: number } | 'moved'> {
  const { rows, epoch, last } = await countEntriesAnew(db, register, indicators, after, limit)
  // `epoch`: that of the indicators. Another one is of forms that came since, and these indicators are not theirs.
  if (known !== undefined && rows.length > 0 && epoch !== known) return 'moved'
  const different = rows.filter(({ moves }) => moves.length > 0)
  if (different.length === 0) return { after: last, changed: 0 }
  try {
    await db.batch(
      statements(db, {
        guard: { epoch, submissions: [], entries: different.map(({ made, stamp }) => [register, made.id, stamp] as const) },
        heads: [],
        revisions: [],
        states: [],
        said: [],
        entries: different.map(({ made }) => made),
        tallies: merged(different.flatMap(({ moves }) => moves)),
        audit: [{ at, actor: by, action: 'resettled', subject: register, detail: String(different.length) }],
      }),
    )
    return { after: last, changed: different.length }
  } catch (error) {
    if (String(error).includes('CHECK constraint failed: moved')) return 'moved'
    throw error
  }
}

/** What entries would add by these indicators, and the difference to what they add now; nothing is written. `last`: where to go on, undefined at the end. */
export async function countEntriesAnew(
  db: D1Database, register: string, indicators: readonly RegisterIndicator[], after: string, limit: number,
): Promise<{ readonly rows: readonly { readonly made: EntryRow; readonly stamp: number; readonly moves: readonly Difference[] }[]; readonly epoch: number; readonly last: string | undefined }> {
  // entries: primary key
  const { results } = await db
    .prepare(
      `select id, unit, label, fold, revision, received, approved, adds_received, adds_approved, erased, stamp, (select value from settings where key = 'epoch') as epoch
       from entries where register = ? and id > ? order by id limit ?`,
    )
    .bind(register, after, limit)
    .all<Row>()
  const rows = results.map((row) => {
    const inView = <T>(make: (view: View) => T): Record<View, T> => ({ received: make('received'), approved: make('approved') })
    const shown = inView((view) => parsed<Projection | null>(row[view], null))
    const had = inView((view) => parsed<Adds>(row[`adds_${view}`], {}))
    const erased = parsed<readonly string[] | undefined>(row.erased, undefined)
    const adds = inView((view) => {
      const entry = shown[view]
      return entry === null ? {} : addsLess(register, row.id, entry, indicators, view, { shown, adds: had, erased })
    })
    const { id, unit, label, fold, revision } = row
    const made: EntryRow = { register, id, unit, label, fold, revision, ...shown, adds, erased }
    return { made, stamp: row.stamp, moves: views.flatMap((view) => differences(had[view], adds[view], view)) }
  })
  return { rows, epoch: results[0]?.epoch ?? 0, last: results.length < limit ? undefined : results[results.length - 1]?.id }
}

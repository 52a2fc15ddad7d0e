// Entries of registers as kept in each view: pages of them, the ones a filling names, and their columns for figures that do not add.
import type { Row } from '../expression/tree.ts'
import type { Entry } from '../form/world.ts'
import type { Projection, View } from '../record/decision.ts'
import { fold } from '../record/fold.ts'
import { readList } from './looks.ts'
import type { Looking } from './looks.ts'
import { readCursor, writeCursor } from './rows.ts'
import type { Page } from './submissions.ts'

export interface KeptEntry extends Entry {
  /** Number of the last change: what a later `since` begins after. */
  readonly changed: number
}

interface EntryRow {
  readonly id: string
  readonly revision: number
  readonly shown: string
  readonly stamp: number
}

/**
 * Entries of a register by id, a page at a time. `under`: lying under any of these units in either era; `since`: changed after that number;
 * `q`: in the label, folded; `ids`: these ones only. `view` decides which state is shown (received).
 */
export async function page(
  db: D1Database,
  register: string,
  wanted: { under?: readonly string[] | null; since?: number; q?: string; cursor?: string; limit: number; ids?: readonly string[]; view?: View; looking?: Looking | undefined },
): Promise<Page<KeptEntry>> {
  const after = String(readCursor(wanted.cursor, 1)?.[0] ?? '')
  const column = wanted.view === 'approved' ? 'approved' : 'received'
  const q = wanted.q === undefined || fold(wanted.q) === '' ? null : fold(wanted.q)
  const shown = `e.id, e.revision, e.${column} as shown, e.stamp`
  // One whose name was taken out for good is in no list (record/withheld.ts `isListed`).
  const filters = `e.${column} is not null and (e.erased is null or e.${column} ->> '$.label' <> '' or not exists (select 1 from json_each(e.erased) where value = 'label')) and e.id > ?2 and (?3 is null or e.stamp > ?3) and (?4 is null or instr(e.fold, ?4) > 0)`
  const { under, ids } = wanted
  const scope = `(select w.unit from json_each(?6) u cross join unit_within w on w.era in ('then', 'today') and w.ancestor = u.value)`
  const bound = [register, after, wanted.since ?? null, q, wanted.limit + 1]
  const scoped = under === undefined || under === null ? [] : [JSON.stringify(under)]
  const inScope = scoped.length === 0 ? '' : `and e.unit in ${scope}`
  const statement =
    ids !== undefined
      ? // entries: primary key, for each id
        db
          .prepare(
            `select ${shown} from json_each(?7) i cross join entries e on e.register = ?1 and e.id = i.value where ${filters} ${inScope}
             order by e.id limit ?5`,
          )
          .bind(...bound, scoped[0] ?? null, JSON.stringify(ids))
      : scoped.length > 0
        ? // entries_unit (register, unit, stamp): the units asked for, in each what has changed
          db
            .prepare(
              `select ${shown} from (select distinct w.unit from json_each(?6) u cross join unit_within w on w.era in ('then', 'today') and w.ancestor = u.value) p
               cross join entries e indexed by entries_unit on e.register = ?1 and e.unit = p.unit and e.stamp > coalesce(?3, -1)
               where ${filters} order by e.id limit ?5`,
            )
            .bind(...bound, ...scoped)
        : // entries: primary key (register, id)
          db.prepare(`select ${shown} from entries e where e.register = ?1 and ${filters} order by e.id limit ?5`).bind(...bound)
  const results = await readList<EntryRow>(db, statement, wanted.looking)
  const rows = results.slice(0, wanted.limit).map(entryOf)
  const last = rows[rows.length - 1]
  return results.length > wanted.limit && last !== undefined ? { rows, cursor: writeCursor([last.id]) } : { rows }
}

/** The entries that a filling names, as they were received; ids of several registers at once, one trip. Walks the primary key. */
export async function named(
  db: D1Database,
  wanted: readonly { register: string; id: string }[],
): Promise<readonly (KeptEntry & { readonly register: string })[]> {
  if (wanted.length === 0) return []
  const { results } = await db
    .prepare(
      `select e.register, e.id, e.revision, e.received as shown, e.stamp
       from json_each(?) w cross join entries e on e.register = w.value->>0 and e.id = w.value->>1 where e.received is not null`,
    )
    .bind(JSON.stringify(wanted.map(({ register, id }) => [register, id])))
    .all<EntryRow & { register: string }>()
  return results.map((row) => ({ register: row.register, ...entryOf(row) }))
}

/**
 * One column of the entries under some units, for median, min, max and distinct values: bounded by `limit`, and says whether that cut.
 * Walks entries_unit, or the primary key where no unit is named.
 */
export async function column(
  db: D1Database,
  { register, name, view, under, limit }: { register: string; name: string; view: View; under: readonly string[] | null; limit: number },
): Promise<{ values: readonly (string | number)[]; cut: boolean }> {
  const path = `$.columns.${JSON.stringify(name)}`
  const value = `e.${view === 'approved' ? 'approved' : 'received'} ->> ?2`
  const statement =
    under === null
      ? db.prepare(`select ${value} as value from entries e where e.register = ?1 and ${value} is not null limit ?3`).bind(register, path, limit + 1)
      : db
          .prepare(
            `select ${value} as value
             from (select distinct w.unit from json_each(?4) u cross join unit_within w on w.era in ('then', 'today') and w.ancestor = u.value) p
             cross join entries e indexed by entries_unit on e.register = ?1 and e.unit = p.unit where ${value} is not null limit ?3`,
          )
          .bind(register, path, limit + 1, JSON.stringify(under))
  const { results } = await statement.all<{ value: string | number }>()
  return { values: results.slice(0, limit).map((row) => row.value), cut: results.length > limit }
}

function entryOf(row: EntryRow): KeptEntry {
  const { label, unit, columns } = JSON.parse(row.shown) as Projection
  return { id: row.id, label, unit, revision: row.revision, columns: columns satisfies Row, changed: row.stamp }
}

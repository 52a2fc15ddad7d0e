// A register's list as a difference: what changed since a reader's last visit, what left, and from where the next one begins.
import type { View } from '../record/decision.ts'
import { page } from './entries.ts'
import type { KeptEntry } from './entries.ts'
import type { Looking } from './looks.ts'
import { parsed, readCursor, writeCursor } from './rows.ts'
import type { Page } from './submissions.ts'

interface Since {
  /** Number of the last write of all when the first page was asked for: what a later `since` begins after. */
  readonly stamp: number
  /** Entries that were received in these units then and are not now; told with the first page. */
  readonly gone: readonly string[]
  /** There is no difference to tell: what is not in the list is no more. */
  readonly isWhole: boolean
}

/** More is not a difference any more. */
const mostGone = 5_000

/**
 * A page of a register's entries (entries.ts `page`) that changed after `since`, with what left. The list is whole without a `since`, when it is later
 * than anything written here (a backup was put in place), and when who lies under whom changed after it. The stamp is read before the rows
 * and travels in the cursor: what changes while pages are turned is told again the next time, and never missed.
 */
export async function delta(
  db: D1Database,
  register: string,
  wanted: { under: readonly string[] | null; since: number | undefined; q: string | undefined; view: View; cursor: string | undefined; limit: number; looking?: Looking | undefined },
): Promise<Page<KeptEntry> & Since> {
  const turned = readCursor(wanted.cursor, 3)
  const since = turned === undefined ? await departed(db, register, wanted.under, wanted.since) : { stamp: Number(turned[1]), gone: [], isWhole: turned[2] === 1 }
  const { rows, cursor } = await page(db, register, {
    ...wanted, since: since.isWhole ? undefined : wanted.since, cursor: turned === undefined ? undefined : writeCursor(turned.slice(0, 1)),
  })
  const after = readCursor(cursor, 1)
  return { ...since, rows, ...(after === undefined ? {} : { cursor: writeCursor([...after, since.stamp, since.isWhole ? 1 : 0]) }) }
}

// Walks departures and entries by primary key.
async function departed(db: D1Database, register: string, under: readonly string[] | null, since: number | undefined): Promise<Since> {
  const [settings, found] = (await db.batch([
    db.prepare(`select coalesce((select max(seq) from audit), 0) as stamp, (select value from settings where key = 'scope_stamp') as moved`),
    db
      .prepare(
        `with scope (unit) as (
           select id from units where ?2 is null union select '' where ?2 is null
           union select w.unit from json_each(?2) u cross join unit_within w on w.era in ('then', 'today') and w.ancestor = u.value)
         select json_group_array(entry) as entries from (
           select distinct d.entry from scope cross join departures d on d.register = ?1 and d.unit = scope.unit and d.stamp > ?3
           where not exists (select 1 from entries e where e.register = ?1 and e.id = d.entry and e.received is not null and e.unit in scope
             and (e.erased is null or e.received ->> '$.label' <> '' or not exists (select 1 from json_each(e.erased) where value = 'label'))) limit ?4)`,
      )
      .bind(register, under === null ? null : JSON.stringify(under), since ?? Number.MAX_SAFE_INTEGER, mostGone + 1),
  ])) as [D1Result<{ stamp: number; moved: number }>, D1Result<{ entries: string }>]
  const { stamp = 0, moved = 0 } = settings.results[0] ?? {}
  const gone = parsed<readonly string[]>(found.results[0]?.entries ?? null, [])
  const isWhole = since === undefined || since > stamp || since < moved || gone.length > mostGone
  return { stamp, gone: isWhole ? [] : gone, isWhole }
}

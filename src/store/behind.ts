// The rows behind a figure: which submissions, or which entries of a register, add to an indicator, and how much. For looking, not for counting.
import type { View } from '../record/decision.ts'
import type { Heap } from '../record/heap.ts'
import type { State } from '../record/submission.ts'
import { about, countOf } from '../record/tally.ts'
import { readList } from './looks.ts'
import type { Looking } from './looks.ts'
import { readCursor, writeCursor } from './rows.ts'
import type { Page } from './submissions.ts'

export interface BehindQuery {
  /** `form.name`. */
  readonly indicator: string
  /** Only what counts in these groups of a declared grouping. */
  readonly group?: { readonly by: string; readonly of: Groups }
  /** Whether what a row adds may hold an estimate: then it is asked for. */
  readonly isEstimated?: boolean
  /** An average has rows that add nothing and are yet one of those it is of. */
  readonly isAverage?: boolean
  /** Only what lies under no unit of this level: what a table by that level counts above it. */
  readonly above?: string
  readonly view: View
  /** Only under any of these units; null: everywhere. */
  readonly under: readonly string[] | null
  readonly era: 'then' | 'today'
  /** 'YYYY-MM' or 'YYYY-MM-DD', inclusive. Stocks have no period and always count. */
  readonly from?: string
  readonly to?: string
  readonly cursor?: string
  readonly limit: number
  /** Who is shown the names of the rows, which is kept. */
  readonly looking?: Looking | undefined
}

/**
 * Which groups of a grouping: one of them; 'none', what counts but in no group; or several: all, or of a cross-table 'a*b' all of one row or column, but these.
 * Whoever counts in several of them counts as often, as in the table's own sums.
 */
export type Groups = 'none' | { readonly member: string } | { readonly down?: string; readonly across?: string; readonly except?: readonly string[] }

export interface BehindLine {
  readonly seq: number
  readonly id: string
  readonly form: string
  readonly version: number
  readonly unit: string
  readonly day: string
  readonly label: string
  readonly state: State
  readonly author: string
  readonly amount: number
  /** How many of what an average is of. */
  readonly count: number
  /** Not 0: there is an estimate in it. */
  readonly about: number
}

export interface BehindEntry {
  readonly id: string
  readonly unit: string
  readonly label: string
  readonly amount: number
  readonly count: number
  readonly about: number
  /** The submissions that touched it, the latest first. */
  readonly submissions: readonly string[]
}

// What one page of it may look through: a figure of a busy unit is read in several pages instead of in one long breath.
export const mostLooked = 2_000

// ?5: the units. In era and null as the tallies have them. ?11: a level that none of them lies under.
const scope = `around (unit) as (
    select id from units where ?5 is null union select '' where ?5 is null
    union select w.unit from json_each(?5) u cross join unit_within w on w.era = ?6 and w.ancestor = u.value
  ),
  scope (unit) as (
    select o.unit from around o where ?11 = '' or not exists (select 1 from unit_within g where g.era = ?6 and g.unit = o.unit and g.level = ?11)
  )`

// What stands behind a measure's name in the keys of `adds`: nothing for the whole, ' kind=road' for a group (record/tally.ts).
// ?9 is one such tail, added; ?10 and ?12 how the tails of several begin and end, but for those that end as one of ?13; what begins as ?14 is taken off.
const isAdded = (tail: string): string =>
  `(${tail} = ?9 or (?10 <> '' and substr(${tail}, 1, length(?10)) = ?10 and (?12 = '' or substr(${tail}, -length(?12)) = ?12) and not exists (select 1 from json_each(?13) x where substr(${tail}, -length(x.value)) = x.value)))`

// ?7, ?8: from and to. What the measure ?1, or what is kept beside it under a sign, adds in these periods.
const sum = (adds: string, sign: string): string => {
  const tail = `substr(m.key, length(?1) + ${String(1 + sign.length)})`
  return `coalesce((
    select sum(case when ${isAdded(tail)} then m.value else -m.value end) from json_each(${adds}) slot cross join json_each(slot.value) m
    where substr(m.key, 1, length(?1) + ${String(sign.length)}) = ?1 || '${sign}' and (${isAdded(tail)} or (?14 <> '' and substr(${tail}, 1, length(?14)) = ?14)) and (substr(slot.key, 1, 1) = ' ' or
      (substr(?7, 1, instr(slot.key, ' ') - 1) <= substr(slot.key, 1, instr(slot.key, ' ') - 1)
       and substr(slot.key, 1, min(length(?8), instr(slot.key, ' ') - 1)) <= ?8))), 0)`
}

// ?15, ?16: whether it is an average, whether there may be an estimate in it.
const amount = (adds: string): string => `${sum(adds, '')} as amount, case ?15 when 0 then 0 else ${sum(adds, countOf)} end as count, case ?16 when 0 then 0 else ${sum(adds, about)} end as about`

/** Submissions of a form that add to one of its indicators, the newest first. Walks submissions_form_unit, newest first in each unit, 2,000 rows at most. */
export async function submissionsBehind(db: D1Database, form: string, query: BehindQuery): Promise<Page<BehindLine>> {
  const before = Number(readCursor(query.cursor, 1)?.[0] ?? Number.MAX_SAFE_INTEGER)
  const adds = query.view === 'approved' ? 'adds_approved' : 'adds_received'
  const list = db
    .prepare(
      `with ${scope},
       looked (seq) as (
         select t.value from scope cross join json_each((
           select json_group_array(seq) from (
             select seq from submissions indexed by submissions_form_unit where form = ?2 and unit = scope.unit and seq < ?3 order by seq desc limit ?4))) t
         order by 1 desc limit ?4)
       select s.seq, s.id, s.form, s.version, s.unit, s.day, s.label, s.state, s.author, ${amount(`s.${adds}`)}
       from looked l cross join submissions s on s.seq = l.seq order by s.seq desc`,
    )
    .bind(...bounds(query, form, before))
  const results = await readList<BehindLine>(db, list, query.looking)
  const adding = results.filter(isAdding)
  const rows = adding.slice(0, query.limit)
  const last = adding.length > query.limit ? rows[rows.length - 1] : results.length === mostLooked ? results[results.length - 1] : undefined
  return last === undefined ? { rows } : { rows, cursor: writeCursor([last.seq]) }
}

// Of form ?1 before ?2, the newest ?3 under the units ?4 (null: everywhere). Walks submissions_form_unit, newest first in each unit.
export const newest = `with scope (unit) as (
    select id from units where ?4 is null union select '' where ?4 is null
    union select w.unit from json_each(?4) u cross join unit_within w on w.era in ('then', 'today') and w.ancestor = u.value),
  looked (seq) as (
    select t.value from scope cross join json_each((
      select json_group_array(seq) from (
        select seq from submissions indexed by submissions_form_unit where form = ?1 and unit = scope.unit and seq < ?2 order by seq desc limit ?3))) t
    order by 1 desc limit ?3)`

export interface HeapLine extends Omit<BehindLine, 'amount' | 'count' | 'about'> {
  readonly flags: number
  readonly conflicts: number
  readonly stamp: number
}

/** Submissions of a form in a heap, the newest first; all without. Walks submissions_form_unit, newest first in each unit, 2,000 rows at most: the rest comes with the cursor. */
export async function heapOf(
  db: D1Database, form: string,
  { heap, under, cursor, limit, looking }: { readonly heap: Heap | undefined; readonly under: readonly string[] | null; readonly cursor?: string | undefined; readonly limit: number; readonly looking?: Looking | undefined },
): Promise<Page<HeapLine>> {
  const before = Number(readCursor(cursor, 1)?.[0] ?? Number.MAX_SAFE_INTEGER)
  const list = db
    .prepare(
      `${newest}
       select s.seq, s.id, s.form, s.version, s.unit, s.day, s.label, s.state, s.author, s.conflicts, s.stamp, coalesce(json_array_length(s.flags), 0) as flags,
         case ?5 when '' then 1 when 'conflict' then s.conflicts > 0 when 'flagged' then s.flags is not null and s.state = 'received' else s.state = ?5 end as fits
       from looked l cross join submissions s on s.seq = l.seq order by s.seq desc`,
    )
    .bind(form, before, mostLooked, under === null ? null : JSON.stringify(under), heap ?? '')
  const results = await readList<HeapLine & { fits: number }>(db, list, looking)
  const fitting = results.filter(({ fits }) => fits === 1)
  const rows = fitting.slice(0, limit)
  const last = fitting.length > limit ? rows[rows.length - 1] : results.length === mostLooked ? results[results.length - 1] : undefined
  return last === undefined ? { rows } : { rows, cursor: writeCursor([last.seq]) }
}

/** Entries of a register that add to an indicator over it, by id. Walks entries_unit; who touched them by the primary key of changes. */
export async function entriesBehind(db: D1Database, register: string, query: BehindQuery): Promise<Page<BehindEntry>> {
  const after = String(readCursor(query.cursor, 1)?.[0] ?? '')
  const adds = query.view === 'approved' ? 'adds_approved' : 'adds_received'
  const list = db
    .prepare(
      `with ${scope},
       looked (id) as (
         select e.id from scope cross join entries e indexed by entries_unit on e.register = ?2 and e.unit = scope.unit and e.id > ?3 order by e.id limit ?4)
       select e.id, e.unit, e.label, ${amount(`e.${adds}`)},
         (select json_group_array(id) from (
           select s.id from changes c cross join submissions s on s.seq = c.submission where c.register = ?2 and c.entry = e.id order by s.seq desc limit 20)) as submissions
       from looked l cross join entries e on e.register = ?2 and e.id = l.id order by e.id`,
    )
    .bind(...bounds(query, register, after))
  const results = await readList<Omit<BehindEntry, 'submissions'> & { submissions: string }>(db, list, query.looking)
  const adding = results.filter(isAdding)
  const rows = adding.slice(0, query.limit).map((row) => ({ ...row, submissions: JSON.parse(row.submissions) as string[] }))
  const last = adding.length > query.limit ? rows[rows.length - 1] : results.length === mostLooked ? results[results.length - 1] : undefined
  return last === undefined ? { rows } : { rows, cursor: writeCursor([last.id]) }
}

const isAdding = ({ amount: added, count }: { readonly amount: number; readonly count: number }): boolean => added !== 0 || count !== 0

// The values of ?1 to ?16.
function bounds({ indicator, group, isAverage, isEstimated, above, under, era, from, to }: BehindQuery, of: string, at: number | string): readonly (string | number | null)[] {
  const by = group === undefined ? '' : ` ${group.by}=`
  const some = group === undefined || group.of === 'none' || 'member' in group.of ? undefined : group.of
  const one = some !== undefined ? null : group === undefined || group.of === 'none' ? '' : 'member' in group.of ? `${by}${group.of.member}` : ''
  // Of 'a*b' the second name stands last, of 'a' the only one.
  const ending = group?.by.includes('*') === true ? '*' : '='
  return [
    indicator, of, at, mostLooked, under === null ? null : JSON.stringify(under), era, from ?? '', to ?? '9999',
    one, some === undefined ? '' : some.down === undefined ? by : `${by}${some.down}*`, above ?? '', some?.across === undefined ? '' : `*${some.across}`,
    JSON.stringify((some?.except ?? []).map((name) => `${ending}${name}`)), group?.of === 'none' ? by : '', isAverage === true ? 1 : 0, isEstimated === true ? 1 : 0,
  ]
}

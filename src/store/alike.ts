// Entries that are compared with each other, what was said of pairs that look alike, and the records that an entry comes from. Finding the pairs is
// record/alike.ts's.
import type { Candidate } from '../record/alike.ts'
import type { Projection } from '../record/decision.ts'
import type { State } from '../record/submission.ts'
import { readList } from './looks.ts'
import type { Looking } from './looks.ts'

/** As many entries as are read to be compared: a commune of five thousand households. */
export const mostCompared = 5_000

/** A register's entries under some units, unit by unit, as they were received; whether there are more. Walks entries_unit (register, unit). */
export async function candidates(db: D1Database, register: string, columns: readonly string[], under: readonly string[] | null, looking?: Looking): Promise<{ readonly entries: readonly Candidate[]; readonly cut: boolean }> {
  const list = db
    .prepare(
      `with scope (unit) as (
         select id from units where ?2 is null union select '' where ?2 is null
         union select w.unit from json_each(?2) u cross join unit_within w on w.era in ('then', 'today') and w.ancestor = u.value)
       select e.id, e.received from scope cross join entries e indexed by entries_unit on e.register = ?1 and e.unit = scope.unit where e.received is not null limit ?3`,
    )
    .bind(register, under === null ? null : JSON.stringify(under), mostCompared + 1)
  const results = await readList<{ id: string; received: string }>(db, list, looking)
  return { entries: results.slice(0, mostCompared).map((row) => candidate(row, columns)), cut: results.length > mostCompared }
}

/** Some entries of a register, as they are compared. Walks the primary key. */
export async function candidatesNamed(db: D1Database, register: string, columns: readonly string[], ids: readonly string[], looking?: Looking): Promise<readonly Candidate[]> {
  const list = db
    .prepare('select e.id, e.received from json_each(?2) i cross join entries e on e.register = ?1 and e.id = i.value where e.received is not null')
    .bind(register, JSON.stringify(ids))
  const results = await readList<{ id: string; received: string }>(db, list, looking)
  return results.map((row) => candidate(row, columns))
}

function candidate({ id, received }: { id: string; received: string }, wanted: readonly string[]): Candidate {
  const { label, unit, columns } = JSON.parse(received) as Projection
  return { id, label, unit, columns: Object.fromEntries(wanted.flatMap((column) => (columns[column] === undefined ? [] : [[column, columns[column]]]))) }
}

/** A pair of which somebody said that it is two. */
export interface Unlike {
  readonly one: string
  readonly other: string
  readonly by: string
  readonly at: number
}

/** What was said of these pairs. Walks the primary key. */
export async function unlikes(db: D1Database, register: string, pairs: readonly (readonly [one: string, other: string])[]): Promise<readonly Unlike[]> {
  if (pairs.length === 0) return []
  const { results } = await db
    .prepare('select u.one, u.other, u.by, u.at from json_each(?2) p cross join unlike u on u.register = ?1 and u.one = p.value->>0 and u.other = p.value->>1')
    .bind(register, JSON.stringify(pairs))
    .all<Unlike>()
  return results
}

/** Keeps that a pair is two, or takes that back, with its line in the audit; false when it was so already. Walks the primary key. */
export async function sayUnlike(db: D1Database, { register, one, other, by, at }: Unlike & { readonly register: string }, isUnlike: boolean): Promise<boolean> {
  const subject = `${register} ${one} ${other}`
  // The line first: it looks whether the row will change.
  const held = 'exists (select 1 from unlike where register = ?4 and one = ?5 and other = ?6)'
  const [noted] = await db.batch([
    db
      .prepare(`insert into audit (at, actor, action, subject) select ?1, ?2, '${isUnlike ? 'unlike' : 'unlike_taken_back'}', ?3 where ${isUnlike ? 'not ' : ''}${held}`)
      .bind(at, by, subject, register, one, other),
    isUnlike
      ? db.prepare('insert into unlike (register, one, other, by, at) values (?, ?, ?, ?, ?) on conflict (register, one, other) do nothing').bind(register, one, other, by, at)
      : db.prepare('delete from unlike where register = ? and one = ? and other = ?').bind(register, one, other),
  ])
  return (noted?.meta.changes ?? 0) > 0
}

/** A record that says something of an entry. */
export interface Source {
  readonly entry: string
  readonly id: string
  readonly form: string
  readonly version: number
  readonly unit: string
  readonly day: string
  readonly state: State
  readonly author: string
  readonly received_at: number
}

/** The records that made these entries what they are, the first first, twenty of each. Walks the primary key of changes. */
export async function sourcesOf(db: D1Database, register: string, ids: readonly string[]): Promise<readonly Source[]> {
  const { results } = await db
    .prepare(
      `select i.value as entry, s.id, s.form, s.version, s.unit, s.day, s.state, s.author, s.received_at from json_each(?2) i
       cross join json_each((select json_group_array(submission) from (select submission from changes where register = ?1 and entry = i.value order by submission limit 20))) c
       cross join submissions s on s.seq = c.value order by s.seq`,
    )
    .bind(register, JSON.stringify(ids))
    .all<Source>()
  return results
}

// Who looked at what tells of persons: a record with its files, a list with names. One line for a reader, a subject and an hour, which the table itself holds to. It is
// written in the batch of the very read: one trip for both, and nothing is shown of which no line says who saw it. What is in a record or a list stands nowhere in it.

/** Whose looks are kept, and when he looks. */
export interface Looker {
  readonly person: string
  readonly at: number
}

/** He looks at a list: of a form's records, of a register's entries. */
export interface Looking extends Looker {
  readonly list: `form:${string}` | `register:${string}`
}

/** How often one reader looked at a record: in how many hours. */
export interface Looked {
  readonly person: string
  readonly times: number
  readonly first_at: number
  readonly last_at: number
}

const hour_ms = 3_600_000
const into = 'insert into looks (subject, person, hour, at)'
const once = 'on conflict (subject, hour, person) do nothing'

/** The line of a look at one record as a statement of the batch that reads it; `found` says which (of `submissions s`), with what is bound to it. None for its author. */
export function lookAt(db: D1Database, { person, at }: Looker, found: string, bound: readonly unknown[]): D1PreparedStatement {
  const next = bound.length + 1
  return db
    .prepare(`${into} select s.id, ?${next}, ?${next + 1}, ?${next + 2} from submissions s where ${found} and s.author <> ?${next} ${once}`)
    .bind(...bound, person, Math.floor(at / hour_ms), at)
}

/** Reads a list, and writes with it who does; without a looker it only reads. */
export async function readList<T>(db: D1Database, list: D1PreparedStatement, looking: Looking | undefined): Promise<readonly T[]> {
  if (looking === undefined) return (await list.all<T>()).results
  const { person, at, list: subject } = looking
  const [, read] = await db.batch<T>([db.prepare(`${into} values (?, ?, ?, ?) ${once}`).bind(subject, person, Math.floor(at / hour_ms), at), list])
  return read?.results ?? []
}

/** As many readers of one record are told, those who looked last. */
export const mostLookers = 50

/** Who looked at a record (`submissions s`) as JSON, the latest first: a column of the query that finds it. Walks the unique index on (subject, hour, person). */
export const lookersOf = `(select json_group_array(json_object('person', person, 'times', times, 'first_at', first_at, 'last_at', last_at)) from (
    select person, count(*) as times, min(at) as first_at, max(at) as last_at from looks where subject = s.id group by person order by last_at desc limit ${mostLookers}))`

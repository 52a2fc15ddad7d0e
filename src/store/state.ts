// What is known of some submissions and of the entries they touch, read at one moment in one round trip.
import type { Problem } from '../form/problem.ts'
import type { Adds, EntryChange, Head, KnownEntry, KnownState, Projection, RevisionHead, Said, Touch } from '../record/decision.ts'
import type { Flag, State } from '../record/submission.ts'
import { stillGives } from './people.ts'
import type { Bearer } from './people.ts'
import { parsed, pieces } from './rows.ts'

/**
 * All that a decision on these submissions rests on: heads and revisions of the ids, the entries asked for (record/register.ts `entriesOf`)
 * and those the submissions touched before, with everything said of them, the heads of all forms, and the numbers of forms and units.
 * `proven`: whether the bearer's token is valid at this moment; true where none is asked about.
 */
export async function readState(
  db: D1Database,
  wanted: { readonly ids: readonly string[]; readonly entries: readonly { readonly register: string; readonly id: string }[]; readonly bearer?: Bearer | undefined },
): Promise<KnownState & { readonly proven: boolean }> {
  const ids = JSON.stringify([...new Set(wanted.ids)])
  // One list in all ordinary cases; what the submissions touched before is asked with the first.
  const lists = pieces(wanted.entries.map(({ register, id }) => [register, id])).map((list, i) => [i === 0 ? ids : '[]', list] as const)
  const touched = `with wanted (register, id) as (
      select value->>0, value->>1 from json_each(?2)
      union
      select t.value->>0, t.value->>1 from json_each(?1) i cross join submissions s on s.id = i.value cross join json_each(s.touches) t
    )`
  const results = await db.batch([
    // settings: a handful of rows; tokens: primary key
    db
      .prepare(`select key, value from settings union all select 'token', 1 from tokens where id = ?1 and ${stillGives('?2', '?3')}`)
      .bind(wanted.bearer?.token ?? '', wanted.bearer?.now ?? 0, wanted.bearer?.scope ?? ''),
    db.prepare('select id, version, state, published_at from forms'), // one row a form
    // submissions: unique index on id
    db
      .prepare(
        `select s.id, s.seq, s.form, s.version, s.unit, s.day, s.label, s.author, s.state, s.revision, s.counts_received, s.counts_approved,
           s.adds_received, s.adds_approved, s.touches, s.flags, s.conflicts, s.received_at, s.since, s.stamp, s.erased
         from json_each(?) i cross join submissions s on s.id = i.value`,
      )
      .bind(ids),
    // revisions: unique index on (submission, revision)
    db
      .prepare(
        `select s.id, r.revision, r.state, r.base, r.hash, r.author, coalesce(r.reviewer, '') as reviewer, case when r.state = 'refused' then r.problems end as problems
         from json_each(?) i cross join submissions s on s.id = i.value cross join revisions r on r.submission = s.seq order by r.submission, r.revision`,
      )
      .bind(ids),
    // entries: primary key
    ...lists.map((list) =>
      db
        .prepare(
          `${touched}
           select w.register, w.id, e.revision, e.received, e.approved, e.adds_received, e.adds_approved, e.erased, coalesce(e.stamp, 0) as stamp
           from wanted w left join entries e on e.register = w.register and e.id = w.id`,
        )
        .bind(...list),
    ),
    // changes: primary key (register, entry); submissions: row number
    ...lists.map((list) =>
      db
        .prepare(
          `${touched}
           select c.register, c.entry, s.id as submission, c.received, c.approved
           from wanted w cross join changes c on c.register = w.register and c.entry = w.id cross join submissions s on s.seq = c.submission`,
        )
        .bind(...list),
    ),
  ])
  const rows = results.map((result) => result.results)
  const [settings, forms, heads, revisions] = rows as [
    { key: string; value: number }[],
    { id: string; version: number; state: 'open' | 'closed'; published_at: number }[],
    HeadRow[],
    RevisionRow[],
  ]
  const found = rows.slice(4, 4 + lists.length).flat() as EntryRow[]
  // An entry that two lists ask for is said the same of twice: once is enough.
  const said = [...new Map((rows.slice(4 + lists.length).flat() as SaidRow[]).map((row) => [`${row.register}/${row.entry}/${row.submission}`, row])).values()]
  const setting = (key: string): number => settings.find((row) => row.key === key)?.value ?? 0
  const saidOf = grouped(said, (row) => `${row.register}/${row.entry}`, saidFrom)
  return {
    proven: wanted.bearer === undefined || setting('token') === 1,
    epoch: setting('epoch'),
    units_revision: setting('units_revision'),
    locks_revision: setting('locks_revision'),
    forms: new Map(forms.map(({ id, ...form }) => [id, form])),
    heads: new Map(heads.map((row) => [row.id, headFrom(row)])),
    revisions: grouped(revisions, (row) => row.id, revisionFrom),
    entries: new Map(found.map((row) => [`${row.register}/${row.id}`, entryFrom(row, saidOf.get(`${row.register}/${row.id}`) ?? [])])),
  }
}

interface HeadRow {
  readonly id: string
  readonly seq: number
  readonly form: string
  readonly version: number
  readonly unit: string
  readonly day: string
  readonly label: string
  readonly author: string
  readonly state: State
  readonly revision: number
  readonly counts_received: number
  readonly counts_approved: number
  readonly adds_received: string | null
  readonly adds_approved: string | null
  readonly touches: string | null
  readonly flags: string | null
  readonly conflicts: number
  readonly received_at: number
  readonly since: number | null
  readonly stamp: number
  readonly erased: number | null
}

interface RevisionRow {
  readonly id: string
  readonly revision: number
  readonly state: State
  readonly base: number
  readonly hash: string
  readonly author: string
  readonly reviewer: string
  readonly problems: string | null
}

interface EntryRow {
  readonly register: string
  readonly id: string
  readonly revision: number | null
  readonly received: string | null
  readonly approved: string | null
  readonly adds_received: string | null
  readonly adds_approved: string | null
  readonly erased: string | null
  readonly stamp: number
}

interface SaidRow {
  readonly register: string
  readonly entry: string
  readonly submission: string
  readonly received: string | null
  readonly approved: string | null
}

function headFrom(row: HeadRow): Head {
  const { counts_received, counts_approved, adds_received, adds_approved, touches, flags, erased, since, ...rest } = row
  return {
    ...rest,
    erased: erased !== null,
    since: since ?? undefined,
    counts: { received: counts_received, approved: counts_approved },
    adds: { received: parsed<Adds>(adds_received, {}), approved: parsed<Adds>(adds_approved, {}) },
    touches: parsed<readonly Touch[]>(touches, []),
    flags: parsed<readonly Flag[]>(flags, []),
  }
}

function revisionFrom({ revision, state, base, hash, author, reviewer, problems }: RevisionRow): RevisionHead {
  return { revision, state, base, hash, author, reviewer, problems: parsed<readonly Problem[]>(problems, []) }
}

function entryFrom(row: EntryRow, said: readonly Said[]): KnownEntry {
  return {
    register: row.register,
    id: row.id,
    revision: row.revision ?? 0,
    received: parsed<Projection | null>(row.received, null),
    approved: parsed<Projection | null>(row.approved, null),
    adds: { received: parsed<Adds>(row.adds_received, {}), approved: parsed<Adds>(row.adds_approved, {}) },
    said,
    erased: parsed<readonly string[] | undefined>(row.erased, undefined),
    stamp: row.stamp,
  }
}

function saidFrom({ submission, received, approved }: SaidRow): Said {
  return { submission, received: parsed<EntryChange | null>(received, null), approved: parsed<EntryChange | null>(approved, null) }
}

function grouped<Row, Made>(rows: readonly Row[], key: (row: Row) => string, make: (row: Row) => Made): ReadonlyMap<string, readonly Made[]> {
  const groups = new Map<string, Made[]>()
  for (const row of rows) {
    const group = groups.get(key(row)) ?? []
    group.push(make(row))
    groups.set(key(row), group)
  }
  return groups
}

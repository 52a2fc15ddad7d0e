// A decision as statements: one for each table that it writes, the same number for one submission and for a hundred; rows travel as JSON lists.
import type { Adds, Writes } from '../record/decision.ts'
import { fold } from '../record/fold.ts'
import { byHeap } from '../record/heap.ts'
import { isSettled } from '../record/term.ts'
import { stillGives } from './people.ts'
import type { Bearer } from './people.ts'
import { listOrNull, pieces } from './rows.ts'

const entriesMoved = (list: string): string =>
  `exists (select 1 from json_each(${list}) g left join entries e on e.register = g.value->>0 and e.id = g.value->>1 where coalesce(e.stamp, 0) <> g.value->>2)`

/**
 * The guard, then every table a decision writes. To be run as one batch: it fails whole ("moved") when what was decided on no longer holds,
 * or when the bearer's token has ended or gives something else. Kept submissions answer with their number.
 */
export function statements(db: D1Database, writes: Writes, bearer?: Bearer): D1PreparedStatement[] {
  const each = (rows: readonly unknown[], sql: string): D1PreparedStatement[] => (rows.length === 0 ? [] : pieces(rows).map((list) => db.prepare(sql).bind(list)))
  const [entries = '[]', ...more] = pieces(writes.guard.entries)
  return [
    // submissions: unique index on id; entries and tokens: primary key
    db
      .prepare(
        `insert into guards (holds) select 0
         where (select value from settings where key = 'epoch') <> ?1
           or exists (select 1 from json_each(?2) g left join submissions s on s.id = g.value->>0 where coalesce(s.stamp, 0) <> g.value->>1)
           or ${entriesMoved('?3')}
           or (?4 is not null and not exists (select 1 from tokens where id = ?4 and ${stillGives('?5', '?6')}))`,
      )
      .bind(writes.guard.epoch, JSON.stringify(writes.guard.submissions), entries, bearer?.token ?? null, bearer?.now ?? 0, bearer?.scope ?? ''),
    ...more.map((list) => db.prepare(`insert into guards (holds) select 0 where ${entriesMoved('?')}`).bind(list)),
    // The audit comes first: its number is everybody's stamp.
    ...each(
      writes.audit.map((row) => [row.at, row.actor, row.action, row.subject, row.detail]),
      'insert into audit (at, actor, action, subject, detail) select value->>0, value->>1, value->>2, value->>3, value->>4 from json_each(?)',
    ),
    // submissions: unique index on id
    ...each(
      writes.heads.map((row) => [
        row.id, row.form, row.version, row.revision, row.state, row.unit, row.day, row.author, row.label, fold(row.label), listOrNull(row.flags), row.conflicts,
        row.counts.received, row.counts.approved, addsOrNull(row.adds.received), addsOrNull(row.adds.approved), listOrNull(row.touches), row.received_at, row.since ?? null,
        // What is settled as it comes is found by when it came, so that its coming pays for no row of an index (terms.ts `settleArrivals`).
        isSettled(row) && row.seq !== 0 ? (writes.audit[0]?.at ?? null) : null,
      ]),
      `insert into submissions (id, form, version, revision, state, unit, day, author, label, fold, flags, conflicts, counts_received, counts_approved,
         adds_received, adds_approved, touches, received_at, since, settled_at, stamp)
       select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9, value->>10, value->>11,
         value->>12, value->>13, value->>14, value->>15, value->>16, value->>17, value->>18, value->>19, (select max(seq) from audit)
       from json_each(?) where true
       on conflict (id) do update set version = excluded.version, revision = excluded.revision, state = excluded.state, unit = excluded.unit,
         day = excluded.day, label = excluded.label, fold = excluded.fold, flags = excluded.flags, conflicts = excluded.conflicts,
         counts_received = excluded.counts_received, counts_approved = excluded.counts_approved,
         adds_received = excluded.adds_received, adds_approved = excluded.adds_approved, touches = excluded.touches, since = excluded.since, settled_at = excluded.settled_at, stamp = excluded.stamp
       returning id, seq`,
    ),
    // submissions: unique index on id
    ...each(
      writes.revisions.map((row) => [
        row.submission, row.revision, row.state, row.base, row.hash, row.author, row.device, row.received_at, row.body, listOrNull(row.problems), listOrNull(row.flags),
        row.reviewer === '' ? null : row.reviewer, row.reviewed_at ?? null,
      ]),
      `insert into revisions (submission, revision, state, base, hash, author, device, received_at, body, problems, flags, reviewer, reviewed_at)
       select s.seq, v.value->>1, v.value->>2, v.value->>3, v.value->>4, v.value->>5, v.value->>6, v.value->>7, v.value->>8, v.value->>9, v.value->>10, v.value->>11, v.value->>12
       from json_each(?) v cross join submissions s on s.id = v.value->>0`,
    ),
    // revisions: unique index on (submission, revision)
    ...each(
      writes.states.map(({ submission, revision, state, review, found }) => [
        submission, revision, state, review?.by ?? null, review?.at ?? null, review?.comment ?? null, review?.question ?? null,
        ...(found === undefined ? [] : [JSON.stringify(found.problems), JSON.stringify(found.flags)]),
      ]),
      // Written as an insertion that always meets its row: `update … from` would walk the whole table to find it.
      `insert into revisions (submission, revision, state, base, hash, author, received_at, body, reviewer, reviewed_at, comment, question, problems, flags)
       select s.seq, v.value->>1, v.value->>2, 0, '', '', 0, '', v.value->>3, v.value->>4, v.value->>5, v.value->>6, v.value->>7, v.value->>8
       from json_each(?) v cross join submissions s on s.id = v.value->>0 where true
       on conflict (submission, revision) do update set state = excluded.state,
         problems = coalesce(excluded.problems, problems), flags = coalesce(excluded.flags, flags),
         comment = case when excluded.reviewer is null then comment else excluded.comment end,
         question = case when excluded.reviewer is null then question else excluded.question end,
         reviewer = coalesce(excluded.reviewer, reviewer), reviewed_at = coalesce(excluded.reviewed_at, reviewed_at)`,
    ),
    // changes: primary key
    ...each(
      writes.said.map((row) => [row.register, row.entry, row.submission, jsonOrNull(row.received), jsonOrNull(row.approved)]),
      `insert into changes (register, entry, submission, received, approved)
       select v.value->>0, v.value->>1, s.seq, v.value->>3, v.value->>4 from json_each(?) v cross join submissions s on s.id = v.value->>2 where true
       on conflict (register, entry, submission) do update set received = excluded.received, approved = excluded.approved`,
    ),
    // entries: primary key
    ...each(
      writes.entries.map((row) => [
        row.register, row.id, row.unit, row.label, row.fold, row.revision, jsonOrNull(row.received), jsonOrNull(row.approved),
        addsOrNull(row.adds.received), addsOrNull(row.adds.approved), listOrNull(row.erased ?? []),
      ]),
      `insert into entries (register, id, unit, label, fold, revision, received, approved, adds_received, adds_approved, erased, stamp)
       select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9, value->>10, (select max(seq) from audit)
       from json_each(?) where true
       on conflict (register, id) do update set unit = excluded.unit, label = excluded.label, fold = excluded.fold, revision = excluded.revision,
         received = excluded.received, approved = excluded.approved, adds_received = excluded.adds_received, adds_approved = excluded.adds_approved,
         erased = excluded.erased, stamp = excluded.stamp`,
    ),
    // departures: primary key. Only what moved or vanished has a row.
    ...each(
      writes.entries.flatMap(({ register, left, id }) => (left === undefined ? [] : [[register, left, id]])),
      'insert into departures (register, unit, stamp, entry) select value->>0, value->>1, (select max(seq) from audit), value->>2 from json_each(?)',
    ),
    // tallies: primary key
    ...each(
      writes.tallies.map((row) => [row.indicator, row.view, row.dimension, row.unit, row.period, row.member, row.amount]),
      `insert into tallies (indicator, view, dimension, unit, period, member, amount)
       select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6 from json_each(?) where true
       on conflict (indicator, view, dimension, unit, period, member) do update set amount = amount + excluded.amount`,
    ),
    // tallies: primary key. A day's heap that is worked off leaves no row: whoever asks for the oldest reads what waits, not every day there was.
    ...each(
      writes.tallies.filter(({ dimension, amount }) => dimension === byHeap && amount < 0).map((row) => [row.indicator, row.view, row.dimension, row.unit, row.period, row.member]),
      `delete from tallies where amount = 0 and (indicator, view, dimension, unit, period, member) in (
         select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5 from json_each(?))`,
    ),
  ]
}

function jsonOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value)
}

function addsOrNull(adds: Adds): string | null {
  return Object.keys(adds).length === 0 ? null : JSON.stringify(adds)
}

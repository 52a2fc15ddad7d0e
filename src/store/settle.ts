// A decision as statements: one for each table, the same number for one submission and for a hundred; rows travel as JSON lists.
import type { Adds, Decision } from '../record/decision.ts'
import { listOrNull, pieces } from './rows.ts'

/** The guard, then every table a decision writes. To be run as one batch: it fails whole ("moved") when what was decided on no longer holds. */
export function statements(db: D1Database, decision: Decision): D1PreparedStatement[] {
  const each = (rows: readonly unknown[], sql: string): D1PreparedStatement[] => pieces(rows).map((list) => db.prepare(sql).bind(list))
  return [
    // submissions: unique index on id; entries: primary key
    db
      .prepare(
        `insert into guards (holds) select 0
         where (select value from settings where key = 'epoch') <> ?1
           or exists (select 1 from json_each(?2) g left join submissions s on s.id = g.value->>0 where coalesce(s.stamp, 0) <> g.value->>1)
           or exists (select 1 from json_each(?3) g left join entries e on e.register = g.value->>0 and e.id = g.value->>1
                      where coalesce(e.stamp, 0) <> g.value->>2)`,
      )
      .bind(decision.guard.epoch, JSON.stringify(decision.guard.submissions), JSON.stringify(decision.guard.entries)),
    // The audit comes first: its number is everybody's stamp.
    ...each(
      decision.audit.map((row) => [row.at, row.actor, row.action, row.subject, row.detail ?? null]),
      'insert into audit (at, actor, action, subject, detail) select value->>0, value->>1, value->>2, value->>3, value->>4 from json_each(?)',
    ),
    ...each(
      decision.heads.map((row) => [
        row.id, row.form, row.version, row.revision, row.state, row.unit, row.day, row.author, row.label, row.fold, listOrNull(row.flags), row.conflicts,
        addsOrNull(row.adds.received), addsOrNull(row.adds.approved), listOrNull(row.touches), row.received_at,
      ]),
      `insert into submissions (id, form, version, revision, state, unit, day, author, label, fold, flags, conflicts, adds_received, adds_approved,
         touches, received_at, stamp)
       select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9, value->>10, value->>11,
         value->>12, value->>13, value->>14, value->>15, (select max(seq) from audit)
       from json_each(?) where true
       on conflict (id) do update set version = excluded.version, revision = excluded.revision, state = excluded.state, unit = excluded.unit,
         day = excluded.day, label = excluded.label, fold = excluded.fold, flags = excluded.flags, conflicts = excluded.conflicts,
         adds_received = excluded.adds_received, adds_approved = excluded.adds_approved, touches = excluded.touches, stamp = excluded.stamp`,
    ),
    ...each(
      decision.revisions.map((row) => [
        row.id, row.revision, row.state, row.base ?? null, row.hash, row.author, row.device, row.received_at, row.body, listOrNull(row.problems),
        listOrNull(row.flags),
      ]),
      `insert into revisions (submission, revision, state, base, hash, author, device, received_at, body, problems, flags)
       select s.seq, v.value->>1, v.value->>2, v.value->>3, v.value->>4, v.value->>5, v.value->>6, v.value->>7, v.value->>8, v.value->>9, v.value->>10
       from json_each(?) v cross join submissions s on s.id = v.value->>0`,
    ),
    ...each(
      decision.states.map((row) => [
        row.id, row.revision, row.state, row.review?.by ?? null, row.review?.at ?? null, row.review?.comment ?? null, row.review?.question ?? null,
      ]),
      `update revisions set state = v.value->>2,
         reviewer = coalesce(v.value->>3, reviewer), reviewed_at = coalesce(v.value->>4, reviewed_at),
         comment = case when v.value->>3 is null then comment else v.value->>5 end,
         question = case when v.value->>3 is null then question else v.value->>6 end
       from json_each(?) v cross join submissions s
       where s.id = v.value->>0 and revisions.submission = s.seq and revisions.revision = v.value->>1`,
    ),
    ...each(
      decision.changes.map((row) => [
        row.register, row.entry, row.id, row.received === null ? null : JSON.stringify(row.received), row.approved === null ? null : JSON.stringify(row.approved),
      ]),
      `insert into changes (register, entry, submission, received, approved)
       select v.value->>0, v.value->>1, s.seq, v.value->>3, v.value->>4 from json_each(?) v cross join submissions s on s.id = v.value->>2 where true
       on conflict (register, entry, submission) do update set received = excluded.received, approved = excluded.approved`,
    ),
    ...each(
      decision.entries.map((row) => [
        row.register, row.id, row.unit, row.label, row.fold, row.revision, row.received === null ? null : JSON.stringify(row.received),
        row.approved === null ? null : JSON.stringify(row.approved), addsOrNull(row.adds.received), addsOrNull(row.adds.approved),
      ]),
      `insert into entries (register, id, unit, label, fold, revision, received, approved, adds_received, adds_approved, stamp)
       select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9, (select max(seq) from audit)
       from json_each(?) where true
       on conflict (register, id) do update set unit = excluded.unit, label = excluded.label, fold = excluded.fold, revision = excluded.revision,
         received = excluded.received, approved = excluded.approved, adds_received = excluded.adds_received, adds_approved = excluded.adds_approved,
         stamp = excluded.stamp`,
    ),
    ...each(
      decision.tallies.map((row) => [row.indicator, row.view, row.dimension, row.unit, row.period, row.member, row.amount]),
      `insert into tallies (indicator, view, dimension, unit, period, member, amount)
       select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6 from json_each(?) where true
       on conflict (indicator, view, dimension, unit, period, member) do update set amount = amount + excluded.amount`,
    ),
  ]
}

function addsOrNull(adds: Adds | null): string | null {
  return adds === null ? null : JSON.stringify(adds)
}

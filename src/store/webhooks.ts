// Who is told of what happens to records, and what is still to be told. An event is the audit's line that was written with the record: nothing more is written while a
// record is kept. Each webhook follows the audit with a cursor; what concerns it becomes a delivery, and goes when it was taken.
import type { Answers } from '../form/form.ts'
import { line } from './accounts.ts'

export type Sends = 'state' | 'answers' | 'all'

export interface Webhook {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly forms: readonly string[]
  readonly actions: readonly string[]
  readonly sends: Sends
  readonly unit: string | null
  readonly by: string
  readonly created_at: number
  readonly failures: number
  readonly last_at: number | null
  readonly last_status: number | null
  readonly last_good: number | null
  readonly stopped_at: number | null
  readonly stopped: 'hand' | 'gone' | 'silent' | null
}

/** With how much it still has to tell. */
export interface ListedWebhook extends Webhook {
  readonly waiting: number
  readonly aside: number
}

export interface Owed {
  readonly id: string
  readonly url: string
  readonly secret: string
  readonly sends: Sends
  readonly failures: number
  /** Whether whoever made it may still see personal answers. */
  readonly personal: boolean
}

/** What is to be delivered now. */
export interface Due {
  readonly hook: string
  readonly seq: number
  readonly tries: number
  readonly created_at: number
  readonly action: string
  readonly submission: string
  readonly revision: number
  /** What the form's own rule made of it as it came. */
  readonly ruled: 'approved' | 'endorsed' | null
  /** The record, where it is still there. */
  readonly record: { readonly number: number; readonly form: string; readonly version: number; readonly unit: string; readonly day: string; readonly answers: Answers } | undefined
}

const shown = 'id, name, url, forms, actions, sends, unit, by, created_at, failures, last_at, last_status, last_good, stopped_at, stopped'
type Row = Omit<Webhook, 'forms' | 'actions'> & { forms: string; actions: string }
const read = <T extends Row>(row: T): Omit<T, 'forms' | 'actions'> & Webhook => ({ ...row, forms: JSON.parse(row.forms) as string[], actions: JSON.parse(row.actions) as string[] })

/** It tells of what happens from now on. */
export async function saveWebhook(db: D1Database, hook: Pick<Webhook, 'id' | 'name' | 'url' | 'forms' | 'actions' | 'sends' | 'unit' | 'by' | 'created_at'> & { readonly secret: string }): Promise<void> {
  await db.batch([
    line(db, hook.created_at, hook.by, 'webhook_made', hook.id, hook.sends),
    db
      .prepare(
        `insert into webhooks (id, name, url, secret, forms, actions, sends, unit, by, created_at, cursor, failures, rest_until)
         select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (select max(seq) from audit), 0, 0`,
      )
      .bind(hook.id, hook.name, hook.url, hook.secret, JSON.stringify(hook.forms), JSON.stringify(hook.actions), hook.sends, hook.unit, hook.by, hook.created_at),
  ])
}

/** All of them, the newest first. They are few; deliveries by deliveries_due. */
export async function listWebhooks(db: D1Database): Promise<readonly ListedWebhook[]> {
  const { results } = await db
    .prepare(
      `select ${shown}, (select count(*) from deliveries d where d.hook = w.id and d.state = 'waiting') as waiting, (select count(*) from deliveries d where d.hook = w.id and d.state = 'aside') as aside
       from webhooks w order by created_at desc`,
    )
    .all<Row & { waiting: number; aside: number }>()
  return results.map(read)
}

/** Ends one with all that it still had to tell. */
export async function dropWebhook(db: D1Database, id: string, by: string, at: number): Promise<void> {
  // webhooks and deliveries: primary key
  await db.batch([line(db, at, by, 'webhook_dropped', id), db.prepare('delete from deliveries where hook = ?').bind(id), db.prepare('delete from webhooks where id = ?').bind(id)])
}

/** Stops one, or lets it go on from where it stopped. Primary key. */
export async function stopWebhook(db: D1Database, id: string, isStopped: boolean, by: string, at: number): Promise<void> {
  await db.batch([
    line(db, at, by, isStopped ? 'webhook_stopped' : 'webhook_started', id),
    db
      .prepare("update webhooks set stopped_at = ?2, stopped = ?3, failures = case when ?2 is null then 0 else failures end, rest_until = 0 where id = ?1 and (stopped_at is null) = (?2 is not null)")
      .bind(id, isStopped ? at : null, isStopped ? 'hand' : null),
  ])
}

/** What was set aside is tried again, from the beginning. deliveries_due. */
export async function againWebhook(db: D1Database, id: string, by: string, at: number): Promise<void> {
  await db.batch([
    line(db, at, by, 'webhook_again', id),
    db.prepare("update deliveries set state = 'waiting', tries = 0, due = ?2 where hook = ?1 and state = 'aside'").bind(id, at),
  ])
}

const looked = 500

// Whether what somebody has still holds all that a webhook w tells of.
const reaches = (scope: string): string =>
  `(${scope}.unit is null or exists (select 1 from unit_within g where g.era in ('then', 'today') and g.ancestor = ${scope}.unit and g.unit = w.unit))
     and (${scope}.forms is null or not exists (select 1 from json_each(w.forms) f where f.value not in (select value from json_each(${scope}.forms))))`

/**
 * Follows the audit a stretch further for each webhook that is not stopped: what it asked for, and each erasing, for it may hold copies. Says which have something to deliver now. `more`: the audit goes on beyond the stretch.
 * webhooks: few; audit by its numbers; submissions by the unique index on id; unit_within and deliveries by their keys.
 */
export async function follow(db: D1Database, now: number): Promise<{ readonly any: boolean; readonly more: boolean; readonly owed: readonly Owed[] }> {
  const { results } = await db
    .prepare('select cursor, (select max(seq) from audit) as last from webhooks where stopped_at is null')
    .all<{ cursor: number; last: number }>()
  const isBehind = results.some(({ cursor, last }) => cursor < last)
  if (isBehind) {
    await db.batch([
      db
        .prepare(
          `insert into deliveries (hook, seq, submission, state, tries, due)
           select w.id, a.seq, a.subject, 'waiting', 0, ?1 from webhooks w cross join audit a on a.seq > w.cursor and a.seq <= w.cursor + ${looked} cross join submissions s on s.id = a.subject
           where w.stopped_at is null and (a.action = 'erased' or a.action in (select value from json_each(w.actions))) and s.form in (select value from json_each(w.forms))
             and (w.unit is null or exists (select 1 from unit_within u where u.era in ('then', 'today') and u.ancestor = w.unit and u.unit = s.unit))
           on conflict do nothing`,
        )
        .bind(now),
      db.prepare(`update webhooks set cursor = min(cursor + ${looked}, (select max(seq) from audit)) where stopped_at is null`),
    ])
  }
  const owed = await db
    .prepare(
      `select id, url, secret, sends, failures,
         (exists (select 1 from accounts c where c.person = w.by and c.personal = 1 and c.disabled_at is null and ${reaches('c')})
           or exists (select 1 from tokens t where t.person = w.by and t.personal = 1 and t.session is null and t.revoked_at is null and (t.expires_at is null or t.expires_at > ?1) and ${reaches('t')})) as personal
       from webhooks w where stopped_at is null and rest_until <= ?1 and exists (select 1 from deliveries d where d.hook = w.id and d.state = 'waiting' and d.due <= ?1)
       order by coalesce(w.last_at, 0), w.id`,
    )
    .bind(now)
    .all<Omit<Owed, 'personal'> & { personal: number }>()
  return { any: results.length > 0, more: results.some(({ cursor, last }) => cursor + looked < last), owed: owed.results.map((one) => ({ ...one, personal: one.personal === 1 })) }
}

/**
 * Takes some of a webhook's deliveries in hand until `lease`, so that nobody else sends them meanwhile: of each record the earliest that was not taken yet.
 * deliveries_due, deliveries_record, audit by its number, submissions and revisions by their unique indexes.
 */
export async function claim(db: D1Database, hook: string, now: number, lease: number, most: number): Promise<readonly Due[]> {
  const { results: claimed } = await db
    .prepare(
      `update deliveries set due = ?3 where hook = ?1 and seq in (
         select d.seq from deliveries d indexed by deliveries_due where d.hook = ?1 and d.state = 'waiting' and d.due <= ?2
           and not exists (select 1 from deliveries e indexed by deliveries_record where e.hook = ?1 and e.submission = d.submission and e.seq < d.seq and e.state = 'waiting')
         order by d.due limit ?4)
       returning seq`,
    )
    .bind(hook, now, lease, most)
    .all<{ seq: number }>()
  if (claimed.length === 0) return []
  const { results } = await db
    .prepare(
      `select d.hook, d.seq, d.tries, d.submission, a.at as created_at, a.action, cast(substr(a.detail, 10) as integer) as revision,
         case when a.detail like '%, approved by the form’s rule' then 'approved' when a.detail like '%, endorsed by the form’s rule' then 'endorsed' end as ruled, s.seq as number, s.form, s.unit, s.day, r.body
       from json_each(?2) j cross join deliveries d on d.hook = ?1 and d.seq = j.value cross join audit a on a.seq = d.seq left join submissions s on s.id = d.submission
         left join revisions r on r.submission = s.seq and r.revision = cast(substr(a.detail, 10) as integer)
       order by d.seq`,
    )
    .bind(hook, JSON.stringify(claimed.map(({ seq }) => seq)))
    .all<Omit<Due, 'record'> & { number: number | null; form: string; unit: string; day: string; body: string | null }>()
  return results.map(({ number, form, unit, day, body, ...due }) => {
    // An erasing is of the record, not of a revision.
    if (number !== null && due.action === 'erased') return { ...due, record: { number, form, version: 0, unit, day, answers: {} } }
    if (number === null || body === null) return { ...due, record: undefined }
    const { version, answers } = JSON.parse(body) as { version: number; answers: Answers }
    return { ...due, record: { number, form, version, unit, day, answers } }
  })
}

/** What became of one that was sent. `retry` null: set aside. */
export interface Settled {
  readonly seq: number
  readonly isTaken: boolean
  readonly status: number
  readonly retry: number | null
}

/** Notes it, and how the webhook stands. deliveries and webhooks: primary key. */
export async function settle(db: D1Database, hook: string, all: readonly Settled[], now: number, stands: { readonly failures: number; readonly rest: number; readonly stop?: 'gone' | 'silent' | undefined }): Promise<void> {
  const last = all[all.length - 1]
  await db.batch([
    db.prepare('delete from deliveries where hook = ?1 and seq in (select value from json_each(?2))').bind(hook, JSON.stringify(all.filter(({ isTaken }) => isTaken).map(({ seq }) => seq))),
    ...all.filter(({ isTaken }) => !isTaken).map(({ seq, status, retry }) =>
      db.prepare("update deliveries set tries = tries + 1, status = ?3, state = case when ?4 is null then 'aside' else 'waiting' end, due = coalesce(?4, due) where hook = ?1 and seq = ?2").bind(hook, seq, status, retry),
    ),
    db
      .prepare(
        `update webhooks set failures = ?2, rest_until = ?3, last_at = ?4, last_status = ?5, last_good = case when ?6 then ?4 else last_good end,
           stopped_at = case when ?7 is null then stopped_at else ?4 end, stopped = coalesce(?7, stopped) where id = ?1`,
      )
      .bind(hook, stands.failures, stands.rest, now, last?.status ?? 0, all.some(({ isTaken }) => isTaken) ? 1 : 0, stands.stop ?? null),
  ])
}

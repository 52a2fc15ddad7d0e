// What was done, by whom, when: one line for each change of state, none for what changed nothing; and beside it who looked (looks.ts). Here it is read, a page at a time.
import type { AuditAction } from '../record/audit.ts'
import { readCursor, writeCursor } from './rows.ts'
import type { Page } from './submissions.ts'

export interface AuditLine {
  readonly seq: number
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly detail: string | null
}

/** Lines about one subject (a unit), the newest first, as many as are asked for. All of them are auditPage's, page by page. Walks the index on subject. */
export async function auditOf(db: D1Database, subject: string, limit: number): Promise<readonly AuditLine[]> {
  const { results } = await db
    .prepare('select seq, at, actor, action, subject, detail from audit where subject = ? order by seq desc limit ?')
    .bind(subject, limit)
    .all<AuditLine>()
  return results
}

/** A line of its own, for what is done outside a decision (a sign-in, an export). */
export async function note(db: D1Database, line: { at: number; actor: string; action: AuditAction; subject: string; detail?: string }): Promise<void> {
  await db
    .prepare('insert into audit (at, actor, action, subject, detail) values (?, ?, ?, ?, ?)')
    .bind(line.at, line.actor, line.action, line.subject, line.detail ?? null)
    .run()
}

export interface AuditWish {
  /** Without an action: what he did, but for records that came from him. */
  readonly who?: string | undefined
  readonly action?: string | undefined
  readonly subject?: string | undefined
  /** From this moment on, and before that. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** Only lines about records under a unit (null: everywhere) and of forms (null: all but trials). Without: all lines. */
  readonly scope?: { readonly under: string | null; readonly forms: readonly string[] | null } | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** A line, with the record that it is about where there is one. */
export interface ToldLine extends Omit<AuditLine, 'seq'> {
  readonly record: { readonly number: number; readonly form: string; readonly unit: string } | undefined
}

/** As many lines one page looks through where not all that it passes are shown: the rest comes with the cursor. */
export const mostWalked = 1_000

/** What is left out of the index on actor, and of the one on action: word for word as 0016_audit.sql has it. */
const arrivals = `action not in ('received', 'refused', 'corrected', 'conflict', 'late')`
const seldom = `action not in ('received', 'refused', 'corrected', 'conflict', 'late', 'approved', 'endorsed', 'returned', 'rejected', 'withdrawn')`
const isArrival = (action: string): boolean => arrivals.includes(`'${action}'`)
const isSeldom = (action: string): boolean => !seldom.includes(`'${action}'`)

// Lines are written in the order of their numbers, their times almost so: a request may be a moment older than the batch before it.
const disorder = 120_000

// The first number of a table whose line is of a time or later, found by halving: some forty rows are read, however long the table.
const firstAt = (table: 'audit' | 'looks', time: string): string => {
  const isBefore = `(select at from ${table} where seq >= (lo + hi) / 2 order by seq limit 1) < ${time}`
  return `(with recursive halves (lo, hi) as (select 0, (select coalesce(max(seq), 0) + 1 from ${table})
      union all select case when ${isBefore} then (lo + hi) / 2 else lo end, case when ${isBefore} then hi else (lo + hi) / 2 end from halves where hi - lo > 1)
    select hi from halves where hi - lo <= 1)`
}

// ?1 number before, ?2 from, ?3 to, ?4 who, ?5 action, ?6 subject, ?7 whether there is a scope, ?8 its unit, ?9 its forms, ?10 lines to walk, ?11 to show, ?12 hour before.
const within = (table: 'audit' | 'looks'): string => `seq < min(?1, case when ?3 is null then ?1 else ${firstAt(table, `?3 + ${disorder}`)} end)
  and seq >= case when ?2 is null then 0 else ${firstAt(table, `?2 - ${disorder}`)} end`
const fits = `(?2 is null or at >= ?2) and (?3 is null or at < ?3) and (?4 is null or actor = ?4) and (?5 is null or action = ?5) and (?6 is null or subject = ?6)
  and (?7 = 0 or exists (select 1 from submissions s where s.id = subject
    and (?8 is null or exists (select 1 from unit_within w where w.era in ('then', 'today') and w.ancestor = ?8 and w.unit = s.unit))
    and (case when ?9 is null then instr(s.form, '~') = 0 else s.form in (select value from json_each(?9)) end)))`
// submissions: unique index on id; unit_within: primary key
const shown = (walk: string): string => `with walked as materialized (${walk})
  select w.walked, w.last, w.last_hour, w.last_at, f.seq, f.hour, f.at, f.actor, f.action, f.subject, f.detail, s.seq as number, s.form, s.unit
  from (select count(*) as walked, min(hour * 1000000000000 + seq), seq as last, hour as last_hour, at as last_at from walked) w
    left join (select * from walked where ?12 is not null and ${fits} order by hour desc, seq desc limit ?11) f on true
    left join submissions s on s.id = f.subject
  order by f.hour desc, f.seq desc`

interface Row extends AuditLine {
  readonly walked: number
  readonly last: number | null
  readonly last_hour: number
  readonly last_at: number
  readonly hour: number
  readonly number: number | null
  readonly form: string
  readonly unit: string
}

type Place = readonly [hour: number, seq: number]
const beginning: Place = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]
const over: Place = [0, 0]

/**
 * What was done and who looked, the newest first. Walks audit by its number, audit_subject, audit_actor (partial: no arrivals) or audit_seldom (partial: of seldom actions), and looks by its
 * number, looks_person or its unique index; 1,000 lines of each at most where some of them are passed over.
 */
export async function auditPage(db: D1Database, wish: AuditWish): Promise<Page<ToldLine>> {
  const { who, action, subject, from, to, scope, limit } = wish
  const [lookHour, lookSeq, deedSeq] = (readCursor(wish.cursor, 3) ?? [...beginning, beginning[1]]).map(Number) as [number, number, number]
  const isPicked = [from, to, scope].some((one) => one !== undefined)
  const bound = (hour: number, before: number, walk: number): readonly unknown[] => [
    before, from ?? null, to ?? null, who ?? null, action ?? null, subject ?? null, scope === undefined ? 0 : 1, scope?.under ?? null, scope?.forms == null ? null : JSON.stringify(scope.forms),
    walk, limit + 1, hour,
  ]
  const byActor = who !== undefined && (action === undefined || !isArrival(action))
  // Each with whether it passes lines that are not shown.
  const [way, key, passes] =
    subject !== undefined ? ['indexed by audit_subject', 'subject = ?6', who !== undefined || action !== undefined]
    : byActor ? ['indexed by audit_actor', `actor = ?4 and ${arrivals}`, action !== undefined]
    : action !== undefined && isSeldom(action) ? ['indexed by audit_seldom', `action = ?5 and ${seldom}`, false]
    : ['not indexed', 'true', action !== undefined]
  const walk = { deeds: isPicked || passes ? mostWalked : limit + 1, looks: isPicked || (subject !== undefined && who !== undefined) ? mostWalked : limit + 1 }
  const deeds = shown(`select seq, 0 as hour, at, actor, action, subject, detail from audit ${way} where ${key} and ${within('audit')} order by seq desc limit ?10`)
  // Of one subject they lie by the hour, which is the order in which they were written but for a moment.
  const [lookWay, lookKey, order] =
    subject !== undefined ? ['indexed by sqlite_autoindex_looks_1', 'subject = ?6 and hour <= ?12 and (hour < ?12 or seq < ?1)', 'hour desc, seq desc']
    : who !== undefined ? ['indexed by looks_person', `person = ?4 and ${within('looks')}`, 'seq desc']
    : ['not indexed', within('looks'), 'seq desc']
  const looks = shown(`select seq, ${subject === undefined ? '0 as hour' : 'hour'}, at, person as actor, 'looked' as action, subject, null as detail from looks ${lookWay} where ${lookKey} order by ${order} limit ?10`)
  const results = await db.batch<Row>([
    ...(action === 'looked' || deedSeq === 0 ? [] : [db.prepare(deeds).bind(...bound(0, deedSeq, walk.deeds))]),
    ...((action !== undefined && action !== 'looked') || lookSeq === 0 ? [] : [db.prepare(looks).bind(...bound(lookHour, lookSeq, walk.looks))]),
  ])
  const hasDeeds = action !== 'looked' && deedSeq !== 0
  return merged(hasDeeds ? results[0]?.results : undefined, results[hasDeeds ? 1 : 0]?.results, { deeds: [0, deedSeq], looks: [lookHour, lookSeq] }, walk, limit)
}

// Two walks as one list by time. Where one of them stopped before it found enough, nothing older than where it stopped is shown yet.
function merged(deeds: readonly Row[] | undefined, looks: readonly Row[] | undefined, before: Record<'deeds' | 'looks', Place>, most: Record<'deeds' | 'looks', number>, limit: number): Page<ToldLine> {
  const walk = (rows: readonly Row[] | undefined, place: Place, mostWalk: number) => {
    const found = (rows ?? []).filter(({ seq }) => seq !== null)
    const end = rows?.[0]
    const isCut = end !== undefined && end.last !== null && end.walked >= mostWalk && found.length <= limit
    return { found, place, stopped: isCut ? { at: end.last_at, place: [end.last_hour, end.last ?? 0] as Place } : undefined }
  }
  const walks = [walk(deeds, before.deeds, most.deeds), walk(looks, before.looks, most.looks)] as const
  const floor = Math.max(...walks.map(({ stopped }) => stopped?.at ?? -Infinity))
  const all = walks.flatMap(({ found }, of) => found.filter(({ at }) => at >= floor).map((row) => ({ of, row })))
  const taken = all.sort((one, other) => other.row.at - one.row.at).slice(0, limit)
  const next = walks.map(({ found, place, stopped }, of): Place => {
    const mine = taken.filter((one) => one.of === of).length
    if (mine === found.length) return stopped?.place ?? over
    const last = found[mine - 1]
    return last === undefined ? place : [last.hour, last.seq]
  }) as [Place, Place]
  const rows = taken.map(({ row: { at, actor, action, subject, detail, number, form, unit } }) => ({ at, actor, action, subject, detail, record: number === null ? undefined : { number, form, unit } }))
  return next.every((place) => place[1] === 0) ? { rows } : { rows, cursor: writeCursor([next[1][0], next[1][1], next[0][1]]) }
}

/** How those are called that lines are about: people by their ids, and by the ids of their tokens. Walks the primary keys. */
export async function subjectsNamed(db: D1Database, ids: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const { results } = await db
    .prepare(
      `select j.value as id, coalesce(p.name, (select o.name from tokens t cross join people o on o.id = t.person where t.id = j.value)) as name
       from json_each(?) j left join people p on p.id = j.value`,
    )
    .bind(JSON.stringify(ids))
    .all<{ id: string; name: string | null }>()
  return Object.fromEntries(results.flatMap(({ id, name }) => (name === null ? [] : [[id, name]])))
}

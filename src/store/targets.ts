// Targets and what is said about them: revisions that are only added to. What a target means for a figure is record/target.ts's.
import type { View } from '../record/decision.ts'

export interface TargetKey {
  /** form.name */
  readonly indicator: string
  /** 'YYYY', 'YYYY-Qn', 'YYYY-MM' */
  readonly period: string
  /** '' for all units together */
  readonly unit: string
}

export interface Target extends TargetKey {
  readonly revision: number
  /** As shown; null: taken back. */
  readonly value: number | null
  readonly by: string
  readonly at: number
}

export interface Remark extends TargetKey {
  readonly revision: number
  readonly cause: string
  readonly remedy: string
  readonly by: string
  readonly at: number
}

/** What somebody wants a target to be; with `base` only if that is still the revision which holds (0: none yet). */
export interface TargetWish extends TargetKey {
  readonly value: number | null
  readonly base?: number | undefined
}

export interface TargetOutcome {
  readonly status: 'set' | 'had_it' | 'conflict'
  /** What holds now; revision 0: nothing. */
  readonly revision: number
  readonly value: number | null
}

export interface HeldTarget {
  readonly revision: number
  readonly value: number | null
  /** What it was in the revision that was asked about; null too where there is none. */
  readonly at_base: number | null
  /** Who set what holds, and when. */
  readonly by: string | null
  readonly at: number | null
}

/** What holds of some targets, and what each was in its `base`, in order. Each look-up walks the primary key. */
export async function heldTargets(db: D1Database, keys: readonly (TargetKey & { readonly base?: number | undefined })[]): Promise<readonly HeldTarget[]> {
  const { results } = await db
    .prepare(
      `select coalesce(t.revision, 0) as revision, t.value, b.value as at_base, t.by, t.at
       from json_each(?1) w
       left join targets t on t.indicator = w.value->>0 and t.period = w.value->>1 and t.unit = w.value->>2
         and t.revision = (select max(o.revision) from targets o where o.indicator = w.value->>0 and o.period = w.value->>1 and o.unit = w.value->>2)
       left join targets b on b.indicator = w.value->>0 and b.period = w.value->>1 and b.unit = w.value->>2 and b.revision = w.value->>3
       order by w.key`,
    )
    .bind(JSON.stringify(keys.map(({ indicator, period, unit, base }) => [indicator, period, unit, base ?? 0])))
    .all<HeldTarget>()
  return results
}

/** All of them, or none ('moved') when any is not any more what its base says. */
export async function putTogether(db: D1Database, wishes: readonly TargetWish[], by: string, at: number): Promise<readonly TargetOutcome[] | 'moved'> {
  try {
    return await putTargets(db, wishes, by, at, true)
  } catch (error) {
    if (!String(error).includes('CHECK constraint failed: moved')) throw error
    return 'moved'
  }
}

/**
 * Puts targets in place, each as a revision of its own; a value that holds already writes nothing, one whose base has moved neither
 * (`isTogether`: then the batch fails whole, "moved"). One batch, one outcome each, in order. Keys are unique (the caller sees to it).
 * Each look-up walks the primary key.
 */
export async function putTargets(db: D1Database, wishes: readonly TargetWish[], by: string, at: number, isTogether = false): Promise<readonly TargetOutcome[]> {
  const list = JSON.stringify(wishes.map(({ indicator, period, unit, value, base }) => [indicator, period, unit, value, base ?? null]))
  const held = (column: 'revision' | 'value'): string =>
    `(select t.${column} from targets t where t.indicator = w.value->>0 and t.period = w.value->>1 and t.unit = w.value->>2 order by t.revision desc limit 1)`
  const wanted = `from json_each(?1) w where ${held('value')} is not w.value->>3 and (w.value->>4 is null or w.value->>4 = coalesce(${held('revision')}, 0))`
  const guard = db
    .prepare(`insert into guards (holds) select 0 where exists (select 1 from json_each(?1) w where ${held('value')} is not w.value->>3 and w.value->>4 <> coalesce(${held('revision')}, 0))`)
    .bind(list)
  const done = (await db.batch([
    ...(isTogether ? [guard] : []),
    db
      .prepare(`insert into audit (at, actor, action, subject, detail) select ?2, ?3, 'target', w.value->>0, json_array(w.value->>1, w.value->>2, w.value->>3) ${wanted}`)
      .bind(list, at, by),
    db
      .prepare(
        `insert into targets (indicator, period, unit, revision, value, by, at)
         select w.value->>0, w.value->>1, w.value->>2, coalesce(${held('revision')}, 0) + 1, w.value->>3, ?2, ?3 ${wanted} returning indicator, period, unit`,
      )
      .bind(list, by, at),
    db.prepare(`select ${held('revision')} as revision, ${held('value')} as value from json_each(?1) w order by w.key`).bind(list),
  ])) as D1Result[]
  const [set, now] = done.slice(-2) as [D1Result<TargetKey>, D1Result<{ revision: number | null; value: number | null }>]
  const written = new Set(set.results.map(keyOf))
  return wishes.map((wish, i): TargetOutcome => {
    const { revision, value } = now.results[i] ?? { revision: null, value: null }
    return { status: written.has(keyOf(wish)) ? 'set' : value === wish.value ? 'had_it' : 'conflict', revision: revision ?? 0, value }
  })
}

export interface TargetQuery {
  readonly indicators: readonly string[]
  /** First and last period, as text: '2026' to '2026' holds the year, its quarters and its months. Everything without. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Only units that lie under any of these, in either era; null: every unit, and '' for all together. */
  readonly under: readonly string[] | null
}

const scoped = `and (?4 is null or exists (select 1 from json_each(?4) u cross join unit_within w on w.era in ('then', 'today') and w.ancestor = u.value and w.unit = t.unit))`
const bound = ({ indicators, from, to, under }: TargetQuery): (string | null)[] => [JSON.stringify(indicators), from?.slice(0, 4) ?? '0000', to?.slice(0, 4) ?? '9999', under === null ? null : JSON.stringify(under)]

/** The targets that hold, and the last remark on each. Walks the primary keys: indicator, then the periods asked for. */
export async function targetsOf(db: D1Database, query: TargetQuery): Promise<readonly (Target & { readonly remark: Remark | undefined })[]> {
  const latest = (table: string): string =>
    `select t.* from json_each(?1) i cross join ${table} t on t.indicator = i.value and t.period >= ?2 and t.period < ?3 || '~'
     where t.revision = (select max(o.revision) from ${table} o where o.indicator = t.indicator and o.period = t.period and o.unit = t.unit) ${scoped}`
  const [targets, remarks] = (await db.batch([
    db.prepare(`${latest('targets')} and t.value is not null order by t.indicator, t.period, t.unit`).bind(...bound(query)),
    db.prepare(latest('remarks')).bind(...bound(query)),
  ])) as [D1Result<Target>, D1Result<Remark>]
  const said = new Map(remarks.results.map((remark) => [keyOf(remark), remark]))
  return targets.results.map((target) => ({ ...target, remark: said.get(keyOf(target)) }))
}

/** All that one target ever was, and all that was said about it, the newest first. */
export async function historyOf(db: D1Database, { indicator, period, unit }: TargetKey): Promise<{ readonly targets: readonly Target[]; readonly remarks: readonly Remark[] }> {
  const all = (table: string): D1PreparedStatement => db.prepare(`select * from ${table} where indicator = ? and period = ? and unit = ? order by revision desc limit 200`).bind(indicator, period, unit)
  const [targets, remarks] = (await db.batch([all('targets'), all('remarks')])) as [D1Result<Target>, D1Result<Remark>]
  return { targets: targets.results, remarks: remarks.results }
}

/** Keeps what somebody says about a target; the same words again write nothing (false). */
export async function remark(db: D1Database, { indicator, period, unit, cause, remedy }: TargetKey & { readonly cause: string; readonly remedy: string }, by: string, at: number): Promise<boolean> {
  const isNew = `where not exists (select 1 from remarks r where r.indicator = ?1 and r.period = ?2 and r.unit = ?3 and r.cause = ?4 and r.remedy = ?5
    and r.revision = (select max(o.revision) from remarks o where o.indicator = ?1 and o.period = ?2 and o.unit = ?3))`
  const [, written] = await db.batch([
    db.prepare(`insert into audit (at, actor, action, subject, detail) select ?7, ?6, 'remark', ?1, json_array(?2, ?3) ${isNew}`).bind(indicator, period, unit, cause, remedy, by, at),
    db
      .prepare(
        `insert into remarks (indicator, period, unit, revision, cause, remedy, by, at)
         select ?1, ?2, ?3, coalesce((select max(revision) from remarks where indicator = ?1 and period = ?2 and unit = ?3), 0) + 1, ?4, ?5, ?6, ?7 ${isNew}`,
      )
      .bind(indicator, period, unit, cause, remedy, by, at),
  ])
  return (written?.meta.changes ?? 0) > 0
}

/**
 * The last period with anything counted, by indicator and unit (of a level, or all together under ''). Kept sums only: tallies by primary key for each
 * indicator and unit asked for.
 */
export async function lastCounted(
  db: D1Database,
  { indicators, view, era, under, level }: { indicators: readonly string[]; view: View; era: 'then' | 'today'; under: readonly string[] | null; level?: string | undefined },
): Promise<readonly { readonly indicator: string; readonly unit: string; readonly period: string }[]> {
  const { results } = await db
    .prepare(
      `with places (unit) as (
         select id from units where ?3 is null union select '' where ?3 is null
         union select w.unit from json_each(?3) u cross join unit_within w on w.era = ?4 and w.ancestor = u.value
       )
       select t.indicator, coalesce(g.ancestor, '') as unit, max(t.period) as period
       from json_each(?1) i cross join places p cross join tallies t on t.indicator = i.value and t.view = ?2 and t.dimension = '' and t.unit = p.unit
       left join unit_within g on ?5 <> '' and g.era = ?4 and g.unit = t.unit and g.level = ?5
       where t.amount <> 0 and t.period <> '' group by 1, 2`,
    )
    .bind(JSON.stringify(indicators), view, under === null ? null : JSON.stringify(under), era, level ?? '')
    .all<{ indicator: string; unit: string; period: string }>()
  return results
}

const keyOf = ({ indicator, period, unit }: TargetKey): string => `${indicator}\n${period}\n${unit}`

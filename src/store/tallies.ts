// The kept sums, read: never a submission, never an entry. What is read depends on the units and periods asked for.
import type { View } from '../record/decision.ts'

export interface TallyQuery {
  /** `form.name`, with '~' or '#' behind it for the estimated part or the count of an average. */
  readonly indicators: readonly string[]
  readonly view: View
  /** Group by the unit of this level around each; without it one sum over all. */
  readonly level?: string
  /** Group by this much time; without it one sum over all. */
  readonly by?: 'day' | 'month' | 'quarter' | 'year'
  /** A grouping declared by the indicator; without it the total. */
  readonly dimension?: string
  /** Only what lies under any of these; null: everywhere. */
  readonly under: readonly string[] | null
  /** 'YYYY-MM-DD', 'YYYY-MM' or 'YYYY', inclusive; a month that the day falls in counts whole. Stocks have no period and always count. */
  readonly from?: string
  readonly to?: string
  /** As counted then, or in today's units. */
  readonly era: 'then' | 'today'
}

export interface TallyLine {
  readonly indicator: string
  /** '' for all, and for what was counted above the level asked for. */
  readonly unit: string
  readonly period: string
  readonly member: string
  readonly amount: number
}

// tallies by primary key: for each indicator and unit, the stock and a range of periods. unit_within by primary key, then by unit_within_unit.
const counted = `places (unit) as (
    select id from units where ?4 is null union select '' where ?4 is null
    union select w.unit from json_each(?4) u cross join unit_within w on w.era = ?5 and w.ancestor = u.value
  ),
  counted (indicator, unit, period, member, amount) as (
    select t.indicator, t.unit, t.period, t.member, t.amount
    from json_each(?1) i cross join places p cross join tallies t
      on t.indicator = i.value and t.view = ?2 and t.dimension = ?3 and t.unit = p.unit and t.period >= substr(?6, 1, 4) and t.period < substr(?7, 1, 4) || '~'
    where substr(?6, 1, length(t.period)) <= t.period and substr(t.period, 1, length(?7)) <= ?7 and t.amount <> 0
    union all
    select t.indicator, t.unit, t.period, t.member, t.amount
    from json_each(?1) i cross join places p cross join tallies t
      on t.indicator = i.value and t.view = ?2 and t.dimension = ?3 and t.unit = p.unit and t.period = ''
    where t.amount <> 0
  )`

const buckets: Readonly<Record<string, string>> = {
  '': `''`,
  day: 'period',
  month: 'substr(period, 1, 7)',
  quarter: `case period when '' then '' else substr(period, 1, 4) || '-Q' || ((substr(period, 6, 2) + 2) / 3) end`,
  year: 'substr(period, 1, 4)',
}

/** Sums of indicators by unit, period and member. */
export async function read(db: D1Database, query: TallyQuery): Promise<readonly TallyLine[]> {
  const { results } = await db
    .prepare(
      `with ${counted}
       select n.indicator, ${placed(query)} as unit, ${buckets[query.by ?? ''] as string} as period, n.member, sum(n.amount) as amount
       from counted n ${around(query)} group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    )
    .bind(...bound(query))
    .all<TallyLine>()
  return results
}

/** In how many lowest units there is anything at all, by unit, period and member: what `distinct: unit` shows. */
export async function countDistinct(db: D1Database, query: TallyQuery): Promise<readonly TallyLine[]> {
  const { results } = await db
    .prepare(
      `with ${counted},
       lowest (indicator, unit, lowest, period, member, amount) as (
         select n.indicator, ${placed(query)}, n.unit, ${buckets[query.by ?? ''] as string}, n.member, sum(n.amount)
         from counted n ${around(query)} group by 1, 2, 3, 4, 5
       )
       select indicator, unit, period, member, count(*) as amount from lowest where amount > 0 group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    )
    .bind(...bound(query))
    .all<TallyLine>()
  return results
}

function placed(query: TallyQuery): string {
  return query.level === undefined ? `''` : `coalesce(g.ancestor, '')`
}

function around(query: TallyQuery): string {
  return query.level === undefined ? '' : 'left join unit_within g on g.era = ?5 and g.unit = n.unit and g.level = ?8'
}

function bound(query: TallyQuery): (string | null)[] {
  const { indicators, view, dimension, under, era, from, to, level } = query
  const values = [JSON.stringify(indicators), view, dimension ?? '', under === null ? null : JSON.stringify(under), era, from ?? '0000', to ?? '9999']
  return level === undefined ? values : [...values, level]
}

// What the service used, as it was measured, and what that costs. Pure: the numbers come from the store, prices from prices.ts.
import { dollars_a_million, dong_per_dollar } from './prices.ts'
import type { Limit } from './prices.ts'

export interface Used {
  readonly requests: number
  readonly submissions: number
  readonly rows_read: number
  readonly rows_written: number
  readonly queries: number
  readonly file_reads: number
  readonly file_writes: number
  readonly file_bytes: number
  readonly database_bytes: number
}

export interface Day extends Used {
  readonly day: string
  readonly what: 'receive' | 'look'
}

export const nothingUsed: Used = { requests: 0, submissions: 0, rows_read: 0, rows_written: 0, queries: 0, file_reads: 0, file_writes: 0, file_bytes: 0, database_bytes: 0 }

/** All of them together; of the database's size the last that was told. */
export function total(days: readonly Day[]): Used {
  const sum = (what: keyof Used): number => days.reduce((all, day) => all + day[what], 0)
  const last = [...days].sort((one, other) => (one.day < other.day ? -1 : 1)).reduce((size, { database_bytes }) => (database_bytes > 0 ? database_bytes : size), 0)
  return {
    requests: sum('requests'), submissions: sum('submissions'), rows_read: sum('rows_read'), rows_written: sum('rows_written'), queries: sum('queries'), file_reads: sum('file_reads'), file_writes: sum('file_writes'),
    file_bytes: sum('file_bytes'), database_bytes: last,
  }
}

/** Beyond what a plan includes, in dollars. Processor time is not among it: nobody tells a Worker what it used. */
export function dollars(used: Used): number {
  return (['requests', 'rows_read', 'rows_written', 'file_writes', 'file_reads'] as const).reduce((all, what) => all + (used[what] * dollars_a_million[what]) / 1_000_000, 0)
}

export interface PerThousand {
  readonly dollars: number
  readonly dong: number
  readonly rows_read: number
  readonly rows_written: number
  readonly requests: number
}

/** What a thousand records took to receive: of measured days only what 'receive' used; undefined while there is too little to say so. */
export function perThousand(days: readonly Day[], least = 20): PerThousand | undefined {
  const used = total(days.filter(({ what }) => what === 'receive'))
  if (used.submissions < least) return undefined
  const of = (amount: number): number => (amount * 1_000) / used.submissions
  const price = of(dollars(used))
  return { dollars: price, dong: price * dong_per_dollar, rows_read: of(used.rows_read), rows_written: of(used.rows_written), requests: of(used.requests) }
}

export interface Reached extends Limit {
  readonly used: number
  /** Of the limit: 0.5 is half of it. */
  readonly share: number
  readonly sign: 'low' | 'half' | 'near' | 'over'
}

/** How far each limit is reached: today's of those over a day, this month's, or what lies there now. `today`: 'YYYY-MM-DD'. */
export function reached(limits: readonly Limit[], days: readonly Day[], today: string): readonly Reached[] {
  const [whole, month, day] = [total(days), total(days.filter((one) => one.day.slice(0, 7) === today.slice(0, 7))), total(days.filter((one) => one.day === today))]
  return limits.map((limit) => {
    const used = (limit.over === 'day' ? day : limit.over === 'month' ? month : whole)[limit.what]
    const share = used / limit.most
    return { ...limit, used, share, sign: share >= 1 ? 'over' : share >= 0.8 ? 'near' : share >= 0.5 ? 'half' : 'low' }
  })
}

/** A size in the unit in which it is a number that one reads: of three digits, none of them behind noughts. */
export function readable(bytes: number): { readonly of: 'B' | 'kB' | 'MB' | 'GB'; readonly number: number } {
  const power = bytes < 999.5 ? 0 : bytes < 999_500 ? 1 : bytes < 999_500_000 ? 2 : 3
  return { of: (['B', 'kB', 'MB', 'GB'] as const)[power], number: Number((bytes / 1_000 ** power).toPrecision(3)) }
}

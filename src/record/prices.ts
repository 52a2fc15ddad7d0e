// What Cloudflare gives and takes for what this Worker uses: limits of the free plan, what the paid plan includes, prices beyond. The one place for these numbers.
// They change: whoever looks them up again puts the new day here.

/** The month of these numbers; those of D1 are of the provider's page of April 2026. */
export const taken_in = '2026-11'
/** Round, for an idea of the size: whoever needs it exact puts the bank's rate here. */
export const dong_per_dollar = 26_000

export const plan_dollars_a_month = 5

/** In dollars for a million, beyond what is included. */
export const dollars_a_million = { requests: 0.3, rows_read: 0.001, rows_written: 1, file_writes: 4.5, file_reads: 0.36 } as const

export interface Limit {
  readonly what: 'requests' | 'rows_read' | 'rows_written' | 'file_writes' | 'file_reads' | 'database_bytes' | 'file_bytes'
  /** Counted over a day, over a month, or what lies there now. */
  readonly over: 'day' | 'month' | 'now'
  readonly most: number
}

/** Beyond it requests are turned away until the day is over (UTC), or nothing more can be written. */
export const free: readonly Limit[] = [
  { what: 'requests', over: 'day', most: 100_000 },
  { what: 'rows_read', over: 'day', most: 5_000_000 },
  { what: 'rows_written', over: 'day', most: 100_000 },
  { what: 'database_bytes', over: 'now', most: 500_000_000 },
  { what: 'file_writes', over: 'month', most: 1_000_000 },
  { what: 'file_reads', over: 'month', most: 10_000_000 },
  { what: 'file_bytes', over: 'now', most: 10_000_000_000 },
]

/** Included in the paid plan; beyond it the prices hold. The size of one database cannot be raised. */
export const paid: readonly Limit[] = [
  { what: 'requests', over: 'month', most: 10_000_000 },
  { what: 'rows_read', over: 'month', most: 25_000_000_000 },
  { what: 'rows_written', over: 'month', most: 50_000_000 },
  { what: 'database_bytes', over: 'now', most: 10_000_000_000 },
  { what: 'file_writes', over: 'month', most: 1_000_000 },
  { what: 'file_reads', over: 'month', most: 10_000_000 },
  { what: 'file_bytes', over: 'now', most: 10_000_000_000 },
]

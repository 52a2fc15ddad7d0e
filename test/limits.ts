// What production enforces and local D1 does not: a door around a database that throws where Cloudflare would.
// Limits: developers.cloudflare.com/d1/platform/limits (read 2026-11): 50 queries an invocation on the free plan, 100 bound
// parameters, 100 kB a statement, 2 MB a value or row, LIKE patterns of 50 bytes; PBKDF2 at most 100,000 rounds (workerd#1346).

export const limits = { queries: 50, parameters: 100, statementBytes: 100_000, valueBytes: 2_000_000, columns: 100, pbkdf2Rounds: 100_000 } as const

export interface Counted {
  readonly db: D1Database
  /** Statements run (each of a batch counts), round trips, and the rows D1 says it read and wrote. */
  readonly seen: { statements: number; trips: number; rowsRead: number; rowsWritten: number }
  reset(): void
}

export class OverLimit extends Error {}

/** The same database, counted and held to production's limits (of queries the free plan's, or so many). One `Counted` stands for one invocation until `reset`. */
export function limited(db: D1Database, queries: number = limits.queries): Counted {
  const seen = { statements: 0, trips: 0, rowsRead: 0, rowsWritten: 0 }
  const inner = new WeakMap<object, D1PreparedStatement>()

  const count = (statements: number): void => {
    seen.statements += statements
    seen.trips++
    if (seen.statements > queries) throw new OverLimit(`${seen.statements} queries in one invocation (limit ${queries})`)
  }
  const note = <T extends { meta: D1Meta }>(result: T): T => {
    seen.rowsRead += result.meta.rows_read ?? 0
    seen.rowsWritten += result.meta.rows_written ?? 0
    return result
  }
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const door = {
      bind(...values: unknown[]) {
        if (values.length > limits.parameters) throw new OverLimit(`${values.length} bound parameters (limit ${limits.parameters})`)
        let row = 0
        for (const value of values) {
          const bytes = typeof value === 'string' ? new TextEncoder().encode(value).length : value instanceof ArrayBuffer ? value.byteLength : 8
          if (bytes > limits.valueBytes) throw new OverLimit(`a value of ${bytes} bytes (limit ${limits.valueBytes})`)
          row += bytes
        }
        if (row > limits.valueBytes * 2) throw new OverLimit(`${row} bytes bound to one statement`)
        return wrap(statement.bind(...values))
      },
      async first(column?: string) {
        count(1)
        const { results } = note(await statement.all<Record<string, unknown>>())
        const row = results[0]
        if (row === undefined) return null
        return column === undefined ? row : (row[column] ?? null)
      },
      async run() {
        count(1)
        return note(await statement.run())
      },
      async all() {
        count(1)
        return note(await statement.all())
      },
      async raw(options?: { columnNames?: false }) {
        count(1)
        return statement.raw(options)
      },
    } as unknown as D1PreparedStatement
    inner.set(door, statement)
    return door
  }
  const guarded = {
    prepare(sql: string) {
      if (new TextEncoder().encode(sql).length > limits.statementBytes) throw new OverLimit('a statement over 100 kB')
      return wrap(db.prepare(sql))
    },
    async batch(statements: D1PreparedStatement[]) {
      count(statements.length)
      const results = await db.batch(statements.map((door) => inner.get(door) ?? door))
      for (const result of results) note(result)
      return results
    },
    exec(sql: string) {
      count(1)
      return db.exec(sql)
    },
    withSession: () => guarded,
  } as unknown as D1Database
  return {
    db: guarded,
    seen,
    reset() {
      Object.assign(seen, { statements: 0, trips: 0, rowsRead: 0, rowsWritten: 0 })
    },
  }
}

/** Makes WebCrypto refuse what production refuses; returns the way back. */
export function limitCrypto(): () => void {
  const subtle = crypto.subtle as unknown as { deriveBits: (...given: unknown[]) => Promise<ArrayBuffer> }
  const own = subtle.deriveBits
  subtle.deriveBits = function (...given: unknown[]) {
    const [algorithm] = given as [{ name?: string; iterations?: number }]
    if (algorithm.name === 'PBKDF2' && (algorithm.iterations ?? 0) > limits.pbkdf2Rounds) throw new OverLimit(`PBKDF2 with ${algorithm.iterations} rounds`)
    return own.apply(crypto.subtle, given)
  }
  return () => {
    subtle.deriveBits = own
  }
}

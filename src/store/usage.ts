// What the service used, kept day by day; and what is known of the installation: migrations, phones on another build, the last copy that somebody noted.
import type { Day } from '../record/usage.ts'

/** Adds what an isolate counted. A row a day and sort. Walks the primary key. */
export async function addUsage(db: D1Database, days: readonly Day[]): Promise<void> {
  await db
    .prepare(
      `insert into usage (day, what, requests, submissions, rows_read, rows_written, queries, file_reads, file_writes, file_bytes, database_bytes)
       select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9, value->>10 from json_each(?) where true
       on conflict (day, what) do update set requests = requests + excluded.requests, submissions = submissions + excluded.submissions, rows_read = rows_read + excluded.rows_read,
         rows_written = rows_written + excluded.rows_written, queries = queries + excluded.queries, file_reads = file_reads + excluded.file_reads, file_writes = file_writes + excluded.file_writes,
         file_bytes = file_bytes + excluded.file_bytes, database_bytes = max(excluded.database_bytes, case excluded.database_bytes when 0 then database_bytes else 0 end)`,
    )
    .bind(
      JSON.stringify(
        days.map((one) => [one.day, one.what, one.requests, one.submissions, one.rows_read, one.rows_written, one.queries, one.file_reads, one.file_writes, one.file_bytes, one.database_bytes]),
      ),
    )
    .run()
}

/** The days from one on, the oldest first: two rows a day. Walks the primary key. */
export async function readUsage(db: D1Database, from: string): Promise<readonly Day[]> {
  const { results } = await db
    .prepare('select day, what, requests, submissions, rows_read, rows_written, queries, file_reads, file_writes, file_bytes, database_bytes from usage where day >= ? order by day, what')
    .bind(from)
    .all<Day>()
  return results
}

export interface Installation {
  /** The last one, and how many. undefined: whoever made the tables kept no list. */
  readonly migrations: { readonly last: string; readonly count: number } | undefined
  /** Phones that told their build, and how many of them have another one than this. */
  readonly phones: { readonly told: number; readonly other: number }
  /** When somebody last noted a copy, 0: never. */
  readonly copied_at: number
}

/** Reads the list of migrations, a row a phone, and one line of the audit (audit_subject). */
export async function installation(db: D1Database, build: string): Promise<Installation> {
  const [listed, phones, copy] = (await db.batch([
    db.prepare(`select count(*) as there from sqlite_master where type = 'table' and name = 'd1_migrations'`),
    db.prepare('select count(*) as told, coalesce(sum(build <> ?), 0) as other from tokens where device is not null and revoked_at is null and build is not null').bind(build),
    db.prepare(`select coalesce(max(at), 0) as at from audit where subject = 'installation' and action = 'copied'`),
  ])) as [D1Result<{ there: number }>, D1Result<{ told: number; other: number }>, D1Result<{ at: number }>]
  const list = listed.results[0]?.there === 1 ? await db.prepare('select max(name) as last, count(*) as count from d1_migrations').first<{ last: string; count: number }>() : null
  return { migrations: list ?? undefined, phones: phones.results[0] ?? { told: 0, other: 0 }, copied_at: copy.results[0]?.at ?? 0 }
}

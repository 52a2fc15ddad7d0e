// How far this database has come, and whether it is one that was put in place from a backup.

export interface Stamp {
  /** The highest number written so far. One that is lower than a phone has seen: something was lost here. */
  readonly stamp: number
  /** How often a backup was put in place. */
  readonly restored: number
}

/** Both numbers, by their keys. */
export async function readStamp(db: D1Database): Promise<Stamp> {
  const row = await db
    .prepare(`select coalesce((select max(seq) from audit), 0) as stamp, coalesce((select value from settings where key = 'restored'), 0) as restored`)
    .first<Stamp>()
  return row ?? { stamp: 0, restored: 0 }
}

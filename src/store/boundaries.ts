// Outlines of units as they are drawn: one row a unit, put in place level by level, never looked into by a query.

export interface Boundary {
  readonly unit: string
  /** Rings as record/outline.ts has them. */
  readonly rings: readonly (readonly number[])[]
}

export interface BoundaryHead {
  readonly unit: string
  readonly at: number
  readonly by: string
}

/** Puts the outlines of some levels in place of those that were there; one batch with its audit line. */
export async function putBoundaries(db: D1Database, boundaries: readonly Boundary[], levels: readonly string[], by: string, at: number): Promise<void> {
  // units and boundaries: primary keys
  await db.batch([
    db.prepare(`insert into audit (at, actor, action, subject, detail) values (?, ?, 'boundaries', ?, ?)`).bind(at, by, levels.join(' '), String(boundaries.length)),
    db.prepare('delete from boundaries where unit in (select b.unit from boundaries b cross join units u on u.id = b.unit where u.level in (select value from json_each(?)))').bind(JSON.stringify(levels)),
    db
      .prepare(`insert into boundaries (unit, shape, at, by) select value->>0, value->>1, ?2, ?3 from json_each(?1)`)
      .bind(JSON.stringify(boundaries.map(({ unit, rings }) => [unit, JSON.stringify(rings)])), at, by),
  ])
}

/** Takes all of them away; whether there were any. */
export async function dropBoundaries(db: D1Database, by: string, at: number): Promise<boolean> {
  const [, gone] = await db.batch([
    db.prepare(`insert into audit (at, actor, action, subject, detail) select ?, ?, 'boundaries', '', '0' where exists (select 1 from boundaries)`).bind(at, by),
    db.prepare('delete from boundaries'),
  ])
  return (gone?.meta.changes ?? 0) > 0
}

/** Which units have one. Walks the table, which has a row for a unit at most. */
export async function listBoundaries(db: D1Database): Promise<readonly BoundaryHead[]> {
  const { results } = await db.prepare('select unit, at, by from boundaries order by unit').all<BoundaryHead>()
  return results
}

/** Those of these units. Primary key. */
export async function loadBoundaries(db: D1Database, units: readonly string[]): Promise<readonly Boundary[]> {
  const { results } = await db
    .prepare('select b.unit, b.shape from json_each(?) u cross join boundaries b on b.unit = u.value')
    .bind(JSON.stringify(units))
    .all<{ unit: string; shape: string }>()
  return results.map(({ unit, shape }) => ({ unit, rings: JSON.parse(shape) as number[][] }))
}

// Units: the admin tree as it was and as it is, and who lies under whom in each. Small enough to be read whole.
import type { Unit } from '../form/world.ts'
import { fold } from '../record/fold.ts'
import { within } from '../record/within.ts'
import { listOrNull, parsed, pieces } from './rows.ts'

export type KeptUnit = Unit & { readonly extra_parents?: readonly string[] }

/** A unit, and the revision of the list in which it last changed. */
export type ListedUnit = KeptUnit & { readonly changed: number }

interface UnitRow {
  readonly id: string
  readonly level: string
  readonly name: string
  readonly full_name: string
  readonly code: string | null
  readonly parent: string | null
  readonly valid_from: string | null
  readonly valid_to: string | null
  readonly successors: string
  readonly extra_parents: string | null
  readonly changed: number
}

const mostTries = 5

/**
 * Puts units in place, known ones replaced by id, none taken away (what was counted there stays), and works out anew who lies
 * under whom; only what differs is written. A list that changes nothing keeps its number. Returns the number that holds now.
 */
export async function saveUnits(db: D1Database, units: readonly KeptUnit[], at: number, by: string): Promise<{ revision: number; changed: boolean }> {
  for (let tries = 0; tries < mostTries; tries++) {
    const known = await loadUnits(db)
    const before = new Map(known.units.map((unit) => [unit.id, JSON.stringify(write(unit))]))
    const different = units.filter((unit) => before.get(unit.id) !== JSON.stringify(write(unit)))
    if (different.length === 0) return { revision: known.revision, changed: false }
    const merged = new Map<string, KeptUnit>(known.units.map((unit) => [unit.id, unit]))
    for (const unit of different) merged.set(unit.id, unit)
    const [was, is] = [rowsOf(known.units), rowsOf([...merged.values()])]
    const added = [...is].flatMap(([key, row]) => (was.has(key) ? [] : [row]))
    const gone = [...was].flatMap(([key, row]) => (is.has(key) ? [] : [row]))
    try {
      await db.batch([
        db.prepare(`insert into guards (holds) select 0 where (select value from settings where key = 'units_revision') <> ?`).bind(known.revision),
        // units: primary key
        ...pieces(different.map(write)).map((list) =>
          db
            .prepare(
              `insert into units (id, level, name, full_name, fold, code, parent, valid_from, valid_to, successors, extra_parents, changed)
               select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9, value->>10, ?2
               from json_each(?1) where true
               on conflict (id) do update set changed = excluded.changed, level = excluded.level, name = excluded.name, full_name = excluded.full_name, fold = excluded.fold,
                 code = excluded.code, parent = excluded.parent, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
                 successors = excluded.successors, extra_parents = excluded.extra_parents`,
            )
            .bind(list, known.revision + 1),
        ),
        // unit_within: primary key
        ...pieces(gone).map((list) =>
          db.prepare('delete from unit_within where (era, ancestor, unit) in (select value->>0, value->>1, value->>2 from json_each(?))').bind(list),
        ),
        ...pieces(added).map((list) =>
          db.prepare('insert into unit_within (era, ancestor, unit, level) select value->>0, value->>1, value->>2, value->>3 from json_each(?)').bind(list),
        ),
        db.prepare(`update settings set value = value + 1 where key in ('epoch', 'units_revision')`),
        db.prepare(`insert into audit (at, actor, action, subject, detail) values (?, ?, 'units', 'units', ?)`).bind(at, by, String(different.length)),
        // Who is under whom is another thing now: what a reader may see changed without any entry or unit of it being touched.
        ...(added.length + gone.length === 0
          ? []
          : [db.prepare(`update settings set value = case key when 'units_moved' then ?1 else (select max(seq) from audit) end where key in ('units_moved', 'scope_stamp')`).bind(known.revision + 1)]),
      ])
      return { revision: known.revision + 1, changed: true }
    } catch (error) {
      // Another list came first: its units are the known ones now.
      if (!String(error).includes('CHECK constraint failed: moved')) throw error
    }
  }
  throw new Error('unit lists were saved too often at once')
}

function rowsOf(units: readonly KeptUnit[]): ReadonlyMap<string, readonly string[]> {
  return new Map(within(units).map(({ era, ancestor, unit, level }) => [`${era} ${ancestor} ${unit} ${level}`, [era, ancestor, unit, level]]))
}

/**
 * All units, the number of the list, and the one in which it last changed who lies under whom (a reader who knows less takes the list whole).
 * Reads the table whole: it is the list.
 */
export async function loadUnits(db: D1Database): Promise<{ revision: number; moved: number; units: readonly ListedUnit[] }> {
  const [settings, units] = (await db.batch([
    db.prepare(`select key, value from settings where key in ('units_revision', 'units_moved')`),
    db.prepare('select id, level, name, full_name, code, parent, valid_from, valid_to, successors, extra_parents, changed from units'),
  ])) as [D1Result<{ key: string; value: number }>, D1Result<UnitRow>]
  const setting = (name: string): number => settings.results.find(({ key }) => key === name)?.value ?? 0
  return { revision: setting('units_revision'), moved: setting('units_moved'), units: units.results.map(read) }
}

/** How many units of a level lie under each of `under` (null: everywhere) and are valid on a day: denominators. Walks unit_within by primary key. */
export async function countUnits(
  db: D1Database,
  { level, under, era, day, by }: { level: string; under: readonly string[] | null; era: 'then' | 'today'; day: string; by?: string },
): Promise<readonly { unit: string; count: number }[]> {
  const { results } = await db
    .prepare(
      `with chosen (id) as (
         select id from units where ?2 is null
         union select w.unit from json_each(?2) u cross join unit_within w on w.era = ?3 and w.ancestor = u.value
       )
       select coalesce(g.ancestor, '') as unit, count(distinct u.id) as count
       from chosen h cross join units u on u.id = h.id
       left join unit_within g on g.era = ?3 and g.unit = u.id and g.level = ?5
       where u.level = ?1 and (u.valid_from is null or u.valid_from <= ?4) and (u.valid_to is null or u.valid_to >= ?4)
       group by 1 order by 1`,
    )
    .bind(level, under === null ? null : JSON.stringify(under), era, day, by ?? '')
    .all<{ unit: string; count: number }>()
  return results
}

function write(unit: KeptUnit): readonly (string | null)[] {
  return [
    unit.id, unit.level, unit.name, unit.full_name, fold(`${unit.name} ${unit.full_name}`), unit.code, unit.parent, unit.valid_from, unit.valid_to,
    JSON.stringify(unit.successors), listOrNull(unit.extra_parents ?? []),
  ]
}

function read(row: UnitRow): ListedUnit {
  const extra = parsed<readonly string[]>(row.extra_parents, [])
  return {
    id: row.id, level: row.level, name: row.name, full_name: row.full_name, code: row.code, parent: row.parent, valid_from: row.valid_from, valid_to: row.valid_to,
    successors: parsed<readonly string[]>(row.successors, []), changed: row.changed, ...(extra.length === 0 ? {} : { extra_parents: extra }),
  }
}

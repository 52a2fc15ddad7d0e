// Units: the admin tree as it was and as it is, and who lies under whom in each. Small enough to be read whole.
import type { Change, Deed, FormerName, KeptUnit } from '../record/deed.ts'
import { fold } from '../record/fold.ts'
import { within } from '../record/within.ts'
import { listOrNull, parsed, pieces } from './rows.ts'

export type { KeptUnit } from '../record/deed.ts'

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
  readonly former: string | null
  readonly changed: number
}

const mostTries = 5

/**
 * Puts units in place, known ones replaced by id, none taken away (what was counted there stays), and works out anew who lies
 * under whom; only what differs is written. A list that changes nothing keeps its number. Returns the number that holds now.
 */
export async function saveUnits(db: D1Database, given: readonly KeptUnit[], at: number, by: string): Promise<{ revision: number; changed: boolean }> {
  for (let tries = 0; tries < mostTries; tries++) {
    const known = await loadUnits(db)
    // Names that a place had are not unsaid by whoever does not know of them.
    const former = new Map(known.units.map((unit) => [unit.id, unit.former]))
    const units = given.map((unit) => (unit.former === undefined && former.get(unit.id) !== undefined ? { ...unit, former: former.get(unit.id) } : unit) as KeptUnit)
    const before = new Map(known.units.map((unit) => [unit.id, JSON.stringify(write(unit))]))
    const different = units.filter((unit) => before.get(unit.id) !== JSON.stringify(write(unit)))
    if (different.length === 0) return { revision: known.revision, changed: false }
    const revision = await putInPlace(db, known, different, [
      db.prepare(`insert into audit (at, actor, action, subject, detail) values (?, ?, 'units', 'units', ?)`).bind(at, by, String(different.length)),
    ])
    if (revision !== 'moved') return { revision, changed: true }
  }
  throw new Error('unit lists were saved too often at once')
}

/** A deed that was done: what it was, by which resolution, which list came of it. */
export interface KeptDeed {
  readonly id: string
  readonly kind: Deed['kind']
  readonly deed: Deed
  readonly ground: string
  readonly revision: number
  readonly at: number
  readonly by: string
}

/**
 * Does a deed on the list as it is, in one guarded batch: units, who lies under whom, people and phones of places that ended (where `people`), its ground, an audit
 * line for each place. `work` says what changes, or what is wrong: then nothing is written. The same id again changes nothing; `other`: it was another deed's.
 */
export async function doDeed<Wrong>(
  db: D1Database,
  given: { readonly id: string; readonly deed: Deed; readonly ground: string; readonly people: boolean; readonly at: number; readonly by: string },
  work: (units: readonly KeptUnit[]) => Change | Wrong,
): Promise<{ readonly is: 'done' | 'had_it' | 'other'; readonly revision: number } | { readonly is: 'wrong'; readonly wrong: Wrong }> {
  const { id, ground, at, by } = given
  const deed = JSON.stringify(given.deed)
  for (let tries = 0; tries < mostTries; tries++) {
    const had = await db.prepare('select deed, ground, revision from unit_deeds where id = ?').bind(id).first<{ deed: string; ground: string; revision: number }>() // primary key
    if (had !== null) return { is: had.deed === deed && had.ground === ground ? 'had_it' : 'other', revision: had.revision }
    const known = await loadUnits(db)
    const worked = work(known.units)
    if (!isChange(worked)) return { is: 'wrong', wrong: worked }
    const { units, moved } = worked
    const revision = await putInPlace(db, known, units, [
      db.prepare('insert into unit_deeds (id, kind, deed, ground, revision, at, by) values (?, ?, ?, ?, ?, ?, ?)').bind(id, given.deed.kind, deed, ground, known.revision + 1, at, by),
      ...pieces(units.map((unit) => unit.id)).map((list) =>
        db.prepare(`insert into audit (at, actor, action, subject, detail) select ?2, ?3, 'unit_' || ?4, value, ?5 from json_each(?1)`).bind(list, at, by, given.deed.kind, ground),
      ),
      ...(given.people && moved.length > 0 ? peopleMoved(db, moved, at, by) : []),
    ])
    if (revision !== 'moved') return { is: 'done', revision }
  }
  throw new Error('unit lists were saved too often at once')
}

const isChange = (worked: unknown): worked is Change => typeof worked === 'object' && worked !== null && 'moved' in worked

// Whoever belonged to a place that ended belongs to what succeeded it. tokens_unit; enrolments that wait are few.
function peopleMoved(db: D1Database, moved: Change['moved'], at: number, by: string): readonly D1PreparedStatement[] {
  const list = JSON.stringify(moved)
  const to = (column: string): string => `(select m.value->>1 from json_each(?1) m where m.value->>0 = ${column})`
  const among = '(select value->>0 from json_each(?1))'
  return [
    db
      .prepare(`insert into audit (at, actor, action, subject, detail) select ?2, ?3, 'scope', id, ${to('unit')} from tokens indexed by tokens_unit where unit in ${among} and revoked_at is null`)
      .bind(list, at, by),
    db.prepare(`update tokens indexed by tokens_unit set unit = ${to('unit')} where unit in ${among} and revoked_at is null`).bind(list),
    db.prepare(`update accounts set unit = ${to('unit')} where unit in ${among}`).bind(list), // a row a person
    db.prepare(`update enrolments indexed by enrolments_waiting set unit = ${to('unit')} where token is null and expires_at > ?2 and unit in ${among}`).bind(list, at),
  ]
}

// One guarded batch over the list of a number: 'moved' when another list came first. Gives the number of the new one.
async function putInPlace(
  db: D1Database, known: { readonly revision: number; readonly units: readonly KeptUnit[] }, different: readonly KeptUnit[], more: readonly D1PreparedStatement[],
): Promise<number | 'moved'> {
  const merged = new Map<string, KeptUnit>(known.units.map((unit) => [unit.id, unit]))
  for (const unit of different) merged.set(unit.id, unit)
  const [was, is] = [rowsOf(known.units), rowsOf([...merged.values()])]
  const added = [...is].flatMap(([key, row]) => (was.has(key) ? [] : [row]))
  const gone = [...was].flatMap(([key, row]) => (is.has(key) ? [] : [row]))
  const next = known.revision + 1
  try {
    await db.batch([
      db.prepare(`insert into guards (holds) select 0 where (select value from settings where key = 'units_revision') <> ?`).bind(known.revision),
      // units: primary key
      ...pieces(different.map(write)).map((list) =>
        db
          .prepare(
            `insert into units (id, level, name, full_name, fold, code, parent, valid_from, valid_to, successors, extra_parents, former, changed)
             select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9, value->>10, value->>11, ?2
             from json_each(?1) where true
             on conflict (id) do update set changed = excluded.changed, level = excluded.level, name = excluded.name, full_name = excluded.full_name, fold = excluded.fold,
               code = excluded.code, parent = excluded.parent, valid_from = excluded.valid_from, valid_to = excluded.valid_to,
               successors = excluded.successors, extra_parents = excluded.extra_parents, former = excluded.former`,
          )
          .bind(list, next),
      ),
      // unit_within: primary key
      ...pieces(gone).map((list) =>
        db.prepare('delete from unit_within where (era, ancestor, unit) in (select value->>0, value->>1, value->>2 from json_each(?))').bind(list),
      ),
      ...pieces(added).map((list) =>
        db.prepare('insert into unit_within (era, ancestor, unit, level) select value->>0, value->>1, value->>2, value->>3 from json_each(?)').bind(list),
      ),
      db.prepare(`update settings set value = value + 1 where key in ('epoch', 'units_revision')`),
      ...more,
      // Who is under whom is another thing now: what a reader may see changed without any entry or unit of it being touched.
      ...(added.length + gone.length === 0
        ? []
        : [db.prepare(`update settings set value = case key when 'units_moved' then ?1 else (select max(seq) from audit) end where key in ('units_moved', 'scope_stamp')`).bind(next)]),
    ])
    return next
  } catch (error) {
    // Another list came first (its units are the known ones now), or the same deed did.
    if (/CHECK constraint failed: moved|UNIQUE constraint failed: unit_deeds/.test(String(error))) return 'moved'
    throw error
  }
}

/** Whether a deed of this id was done. Walks the primary key. */
export async function isDeed(db: D1Database, id: string): Promise<boolean> {
  return (await db.prepare('select 1 as there from unit_deeds where id = ?').bind(id).first()) !== null
}

/** Deeds that were done, the newest first. Walks unit_deeds_at. */
export async function listDeeds(db: D1Database, limit: number): Promise<readonly KeptDeed[]> {
  const { results } = await db
    .prepare('select id, kind, deed, ground, revision, at, by from unit_deeds indexed by unit_deeds_at order by at desc limit ?')
    .bind(limit)
    .all<Omit<KeptDeed, 'deed'> & { deed: string }>()
  return results.map((row) => ({ ...row, deed: JSON.parse(row.deed) as Deed }))
}

/** What hangs on places: records and entries (counted to a bound), targets, people and phones; and which of these indicators have sums there. */
export interface Weight {
  readonly unit: string
  readonly records: number
  readonly entries: number
  readonly targets: number
  readonly people: number
  readonly phones: number
}

/** No page counts further: beyond it "more than" is said. */
export const mostWeighed = 10_000

export async function weigh(db: D1Database, units: readonly string[], registers: readonly string[], indicators: readonly string[]): Promise<{ readonly weights: readonly Weight[]; readonly indicators: readonly string[] }> {
  const list = JSON.stringify(units)
  const [weights, counted] = (await db.batch([
    // submissions_form_unit, entries_unit, targets_unit, tokens_unit, each for one place and up to the bound
    db
      .prepare(
        `select u.value as unit,
           (select count(*) from (select 1 from forms f cross join submissions s indexed by submissions_form_unit on s.form = f.id and s.unit = u.value limit ?3)) as records,
           (select count(*) from (select 1 from json_each(?2) r cross join entries e indexed by entries_unit on e.register = r.value and e.unit = u.value where e.received is not null limit ?3)) as entries,
           (select count(*) from (select distinct indicator, period from targets indexed by targets_unit where unit = u.value limit ?3)) as targets,
           (select count(distinct person) from tokens indexed by tokens_unit where unit = u.value and revoked_at is null) as people,
           (select count(*) from tokens indexed by tokens_unit where unit = u.value and revoked_at is null and device is not null) as phones
         from json_each(?1) u`,
      )
      .bind(list, JSON.stringify(registers), mostWeighed + 1),
    // tallies: primary key up to the unit, for each indicator and place
    db
      .prepare(
        `select i.value as name from json_each(?2) i where exists (
           select 1 from json_each(?1) u cross join tallies t on t.indicator = i.value and t.view = 'received' and t.dimension = '' and t.unit = u.value where t.amount <> 0)`,
      )
      .bind(list, JSON.stringify(indicators)),
  ])) as [D1Result<Weight>, D1Result<{ name: string }>]
  return { weights: weights.results, indicators: counted.results.map(({ name }) => name) }
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
    db.prepare('select id, level, name, full_name, code, parent, valid_from, valid_to, successors, extra_parents, former, changed from units'),
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
    .bind(level, under === null ? null : JSON.stringify(under), era, day, by ?? null)
    .all<{ unit: string; count: number }>()
  return results
}

function write(unit: KeptUnit): readonly (string | null)[] {
  return [
    unit.id, unit.level, unit.name, unit.full_name, foldOf(unit), unit.code, unit.parent, unit.valid_from, unit.valid_to,
    JSON.stringify(unit.successors), listOrNull(unit.extra_parents ?? []), listOrNull(unit.former ?? []),
  ]
}

// A place is found by the names that it had, too.
const foldOf = ({ name, full_name, former = [] }: KeptUnit): string => fold([name, full_name, ...former.map((one) => one.name)].join(' '))

function read(row: UnitRow): ListedUnit {
  const extra = parsed<readonly string[]>(row.extra_parents, [])
  const former = parsed<readonly FormerName[]>(row.former, [])
  return {
    id: row.id, level: row.level, name: row.name, full_name: row.full_name, code: row.code, parent: row.parent, valid_from: row.valid_from, valid_to: row.valid_to,
    successors: parsed<readonly string[]>(row.successors, []), changed: row.changed, ...(extra.length === 0 ? {} : { extra_parents: extra }), ...(former.length === 0 ? {} : { former }),
  }
}

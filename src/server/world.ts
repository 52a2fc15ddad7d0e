// The world that a form is filled and checked in, from what the store holds: units (kept by an isolate as long as their revision stands) and entries.
import { references } from '../expression/references.ts'
import type { Clock, Row } from '../expression/tree.ts'
import type { Answers, Form } from '../form/form.ts'
import { expressionsOf, planOf } from '../form/plan.ts'
import type { Entry, Unit, World } from '../form/world.ts'
import type { KnownEntry, KnownState } from '../record/decision.ts'
import { sortKey } from '../record/fold.ts'
import { entriesOf } from '../record/register.ts'
import { isStranger } from '../record/stranger.ts'
import type { Actor } from '../record/submission.ts'
import { latest, underIn, within } from '../record/within.ts'
import { page } from '../store/entries.ts'
import { readState } from '../store/submissions.ts'
import { loadUnits } from '../store/units.ts'
import type { ListedUnit } from '../store/units.ts'

/** The unit list of one revision, ready to be asked. */
export interface Places {
  readonly revision: number
  /** The revision in which it last changed who lies under whom. */
  readonly moved: number
  readonly all: readonly ListedUnit[]
  readonly byId: ReadonlyMap<string, ListedUnit>
  /** Whether a unit lies under another, or is it, in either era. */
  isUnder(unit: string, ancestor: string): boolean
  /** The same, as places are today: what was merged or moved lies where it lies now. */
  isUnderToday(unit: string, ancestor: string): boolean
  /** Whether a unit is one of a level, or lies in one. */
  isIn(unit: string, level: string): boolean
  /** Whether a unit may lie in two of a level (a commune made of parts of two districts that were): what they add up to is then more than there is. */
  overlap(level: string): boolean
  /** Units of a level valid on a day, under another, by name as Vietnamese sorts it. */
  of(level: string, day: string, under?: string): readonly Unit[]
}

const mostScanned = 5_000
const kept = new Map<number, Places>() // by revision: a list of that number never changes

/** The unit list of a revision; read only when this isolate does not hold it. */
export async function placesOf(db: D1Database, revision: number): Promise<Places> {
  const found = kept.get(revision)
  if (found !== undefined) return found
  const loaded = await loadUnits(db)
  const made = places(loaded)
  kept.clear()
  kept.set(made.revision, made)
  return made
}

/** The unit list as it is now: one small read, and the list itself where it is new. */
export async function placesNow(db: D1Database): Promise<Places> {
  return placesOf(db, (await readState(db, { ids: [], entries: [] })).units_revision)
}

/** The unit list that this isolate holds, of whatever revision: for what no change of it is waited for. Read where there is none. */
export async function placesAtHand(db: D1Database): Promise<Places> {
  return [...kept.values()][0] ?? placesNow(db)
}

/**
 * The world for one filling, one round trip when the unit list is at hand: the entries that the answers name, and of registers that the
 * form looks through whole (instance, pulldata) those in the actor's unit, 5,000 at most.
 */
export async function makeWorld(
  db: D1Database,
  given: { form: Form; answers?: Answers; clock: Clock; seed: number; language: string; last?: Row | undefined; actor: Actor },
): Promise<World> {
  const { form, answers = {}, actor } = given
  const [known, scanned] = await Promise.all([
    readState(db, { ids: [], entries: entriesOf(form, answers, '') }),
    scannedEntries(db, [form], actor),
  ])
  const units = await placesOf(db, known.units_revision)
  // What a stranger is called stands for his browser and this draft only: it tells nothing that would be worth keeping among the answers.
  return worldOf(units, (register, id) => knownEntry(known, register, id), scanned, { ...given, who: isStranger(actor.person) ? undefined : actor })
}

/** A world over what was already read. */
export function worldOf(
  units: Places,
  entry: World['entry'],
  scanned: ReadonlyMap<string, readonly Entry[]>,
  { clock, seed, language, last, who }: { readonly clock: Clock; readonly seed: number; readonly language: string; readonly last?: Row | undefined; readonly who?: World['who'] },
): World {
  return {
    clock,
    seed,
    language,
    last,
    who,
    unit: (id) => units.byId.get(id),
    units: (level, day, under) => units.of(level, day, under),
    entry: (register, id) => entry(register, id) ?? scanned.get(register)?.find((one) => one.id === id),
    entries: (register) => scanned.get(register) ?? [],
  }
}

/** An entry as it was received. */
export function knownEntry(known: KnownState, register: string, id: string): Entry | undefined {
  const found = known.entries.get(`${register}/${id}`)
  return found === undefined ? undefined : entryOf(found)
}

/** The registers that forms look through whole, read within the actor's unit. No trip when there is none. */
export async function scannedEntries(db: D1Database, forms: readonly Form[], actor: Pick<Actor, 'unit'>): Promise<ReadonlyMap<string, readonly Entry[]>> {
  const registers = new Set(forms.flatMap(scannedRegisters))
  const under = actor.unit === null ? null : [actor.unit]
  const read = [...registers].map(async (register) => [register, (await page(db, register, { under, limit: mostScanned })).rows] as const)
  return new Map(await Promise.all(read))
}

function entryOf({ id, revision, received }: KnownEntry): Entry | undefined {
  return received === null ? undefined : { id, label: received.label, unit: received.unit, revision, columns: received.columns }
}

const scans = new WeakMap<Form, readonly string[]>()

/** Lists of instance('…') and pulldata('…') that are not the form's own: registers, and levels of units (no register has their name). */
export function scannedRegisters(form: Form): readonly string[] {
  const had = scans.get(form)
  if (had !== undefined) return had
  const lists = planOf(form).steps.flatMap(({ question }) => expressionsOf(question).flatMap((tree) => references(tree).lists))
  const found = [...new Set(lists)].filter((list) => !Object.hasOwn(form.lists, list))
  scans.set(form, found)
  return found
}

/** The commune around a place as it is today, what it became part of included; the place itself where there is none, '' where it is unknown. */
export function communeOf(unit: string, { byId }: Pick<Places, 'byId'>): string {
  const here = byId.get(unit)
  for (let at = here && latest(here, byId), steps = 0; at !== undefined && steps < 8; steps++) {
    if (at.level === 'commune') return at.id
    const parent = at.parent === null ? undefined : byId.get(at.parent)
    at = parent && latest(parent, byId)
  }
  return here === undefined ? '' : unit
}

// The unit of a level that a unit is, or lies in, as it was recorded.
function around(unit: string, level: string, byId: Places['byId']): string | undefined {
  for (let at = byId.get(unit), steps = 0; at !== undefined && steps < 8; steps++) {
    if (at.level === level) return at.id
    at = at.parent === null ? undefined : byId.get(at.parent)
  }
  return undefined
}

function places({ revision, moved, units }: Awaited<ReturnType<typeof loadUnits>>): Places {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const rows = within(units)
  const isUnder = underIn(rows)
  const isUnderToday = underIn(rows.filter(({ era }) => era === 'today'))
  const seen = new Set<string>()
  const overlapping = new Set(rows.flatMap(({ era, unit, level }) => (level !== '' && seen.size === seen.add(`${era} ${unit} ${level}`).size ? [level] : [])))
  const sorted = [...units].map((unit) => [sortKey(unit.name), unit] as const).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
  const levels = new Map<string, Unit[]>()
  for (const [, unit] of sorted) levels.set(unit.level, [...(levels.get(unit.level) ?? []), unit])
  return {
    revision,
    moved,
    all: units,
    byId,
    isUnder,
    isUnderToday,
    isIn: (unit, level) => around(unit, level, byId) !== undefined,
    overlap: (level) => overlapping.has(level),
    of: (level, day, under) =>
      (levels.get(level) ?? []).filter(
        (unit) =>
          (unit.valid_from === null || unit.valid_from <= day) && (unit.valid_to === null || unit.valid_to >= day) && (under === undefined || isUnder(unit.id, under)),
      ),
  }
}

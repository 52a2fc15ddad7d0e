// Outlines come in: read and made small (record/outline.ts), each found its unit by id, code or name, and kept. What finds none is said and left out.
import type { Actor } from '../record/submission.ts'
import { fold } from '../record/fold.ts'
import { mostKept, pointsOf, readOutlines, simplified } from '../record/outline.ts'
import type { Outline, OutlineFault, Ring } from '../record/outline.ts'
import { putBoundaries } from '../store/boundaries.ts'
import type { Places } from './world.ts'
import { placesNow } from './world.ts'

export interface Matched {
  readonly unit: string
  readonly name: string
  readonly points: number
}

export interface Unmatched {
  readonly at: string
  /** What the file calls it. */
  readonly name: string
  /** Nothing of that name; several; or another outline of the same unit came before. */
  readonly why: 'unknown' | 'several' | 'twice'
}

export interface PutOutlines {
  readonly matched: readonly Matched[]
  readonly unmatched: readonly Unmatched[]
  readonly faults: readonly OutlineFault[]
}

/** Takes GeoJSON in. With faults, or where no outline finds its unit, nothing is written. The outlines of the levels that occur in it are replaced whole. */
export async function takeOutlines(db: D1Database, actor: Actor, value: unknown, now: number): Promise<PutOutlines> {
  const { outlines, faults } = readOutlines(value)
  if (faults.length > 0) return { matched: [], unmatched: [], faults }
  const places = await placesNow(db)
  const found = new Map<string, readonly Ring[]>()
  const unmatched: Unmatched[] = []
  const finder = finderOf(places)
  for (const outline of outlines) {
    const units = finder(outline)
    const [unit] = units
    const why = unit === undefined ? 'unknown' : units.length > 1 ? 'several' : found.has(unit) ? 'twice' : undefined
    if (why !== undefined || unit === undefined) unmatched.push({ at: outline.at, name: outline.names.find((name) => /\p{L}{2}/u.test(name)) ?? outline.names[0] ?? '', why: why ?? 'unknown' })
    else found.set(unit, outline.rings)
  }
  const units = [...found.keys()]
  const small = simplified([...found.values()], mostKept)
  const levels = [...new Set(units.map((unit) => places.byId.get(unit)?.level ?? ''))]
  const kept = units.map((unit, i) => ({ unit, rings: small[i] ?? [] })).filter(({ rings }) => rings.length > 0)
  if (kept.length > 0) await putBoundaries(db, kept, levels, actor.person, now)
  return { matched: kept.map(({ unit, rings }) => ({ unit, name: places.byId.get(unit)?.full_name ?? unit, points: pointsOf(rings) })), unmatched, faults: [] }
}

// By id; by code among the units of today, for codes were given anew to others; by the full name, then the short one, without marks. The first that says anything counts.
function finderOf({ all, byId }: Places): (outline: Outline) => readonly string[] {
  const today = all.filter(({ valid_to }) => valid_to === null)
  const by = (of: (unit: (typeof today)[number]) => string | null): ReadonlyMap<string, readonly string[]> => {
    const made = new Map<string, readonly string[]>()
    for (const unit of today) {
      const key = of(unit)
      if (key !== null && key !== '') made.set(key, [...(made.get(key) ?? []), unit.id])
    }
    return made
  }
  const [codes, full, short] = [by(({ code }) => code), by(({ full_name }) => fold(full_name)), by(({ name }) => fold(name))]
  return ({ names }) => {
    const id = names.find((name) => byId.has(name))
    if (id !== undefined) return [id]
    for (const [map, read] of [[codes, (name: string) => name], [full, fold], [short, fold]] as const) {
      const units = [...new Set(names.flatMap((name) => map.get(read(name)) ?? []))]
      if (units.length > 0) return units
    }
    return []
  }
}

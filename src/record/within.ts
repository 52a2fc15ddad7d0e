// Who lies under whom, in both eras: as recorded then, and through successors as it is today. Worked out once, kept by the store.
import type { Unit } from '../form/world.ts'

export interface Within {
  readonly era: 'then' | 'today'
  readonly ancestor: string
  readonly unit: string
  /** The ancestor's; '' where it is no place of that era. */
  readonly level: string
}

type Placed = Unit & { readonly extra_parents?: readonly string[] }

/**
 * Every (ancestor, unit) of each era, a unit under itself included. 'then' follows the recorded parents; 'today' goes from every
 * place on the way to what succeeded it. An ancestor kept for comparison only (an abolished district) counts in both.
 */
export function within(units: readonly Placed[]): readonly Within[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const rows: Within[] = []
  for (const unit of units) {
    for (const era of ['then', 'today'] as const) {
      for (const id of above(unit, era, byId)) {
        const ancestor = byId.get(id)
        // What became another place is found when asked for by itself; among the places of today it is that other one.
        const isGone = era === 'today' && id === unit.id && successor(unit, byId) !== undefined
        if (ancestor !== undefined) rows.push({ era, ancestor: id, unit: unit.id, level: isGone ? '' : ancestor.level })
      }
    }
  }
  return rows
}

/** Answers whether a unit lies under another (or is it) in either era. */
export function underIn(rows: readonly Within[]): (unit: string, ancestor: string) => boolean {
  const pairs = new Set(rows.map((row) => `${row.unit} ${row.ancestor}`))
  return (unit, ancestor) => unit === ancestor || pairs.has(`${unit} ${ancestor}`)
}

/** All places on the way up from a unit, itself included. */
export function above(unit: Placed, era: 'then' | 'today', byId: ReadonlyMap<string, Placed>): ReadonlySet<string> {
  const seen = new Set<string>()
  const waiting = [unit.id]
  let steps = 0
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (++steps > 1000) break // a circle of successors
    const here = byId.get(id)
    if (seen.has(id) || here === undefined) continue
    const next = era === 'today' ? successor(here, byId) : undefined
    // Today a place that was merged away is its successor; it stays itself only as the unit asked about.
    if (next === undefined || id === unit.id) seen.add(id)
    if (next !== undefined) waiting.push(next)
    else if (here.parent !== null) waiting.push(here.parent)
    waiting.push(...(here.extra_parents ?? []))
  }
  return seen
}

/** What a place is today: itself, or what it became part of. */
export function latest<One extends Placed>(unit: One, byId: ReadonlyMap<string, One>): One {
  let at = unit
  for (let steps = 0; steps < 50; steps++) {
    const next = successor(at, byId)
    if (next === undefined) break
    at = byId.get(next) ?? at
  }
  return at
}

// A place that was divided among several cannot be counted in any one of them: it stays where it was.
function successor(unit: Placed, byId: ReadonlyMap<string, Placed>): string | undefined {
  const known = unit.successors.filter((id) => byId.has(id))
  return known.length === 1 ? known[0] : undefined
}

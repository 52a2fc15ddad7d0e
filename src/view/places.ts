// How a long list of places is opened level by level: pure steps over the unit tree, for the unit field and for whoever reads its boxes.
import type { Unit, World } from '../form/world.ts'

/** One level to choose at: the places there, and the one opened. */
export interface Opening {
  readonly level: string
  readonly choices: readonly Unit[]
  readonly opened: string | undefined
}

export interface Places {
  /** Levels to open first, from the top; empty where the list is short enough to be shown at once. */
  readonly openings: readonly Opening[]
  /** The places that may be chosen now; undefined until enough is opened. */
  readonly choices: readonly Unit[] | undefined
}

/** The longest list of places shown without opening levels. */
const longestList = 40

/**
 * Which places can be chosen: units of `level` valid on `day` under `under`. `path` holds the units opened so far in any order;
 * what does not fit (another day, another parent) is left aside. A level with one place opens by itself.
 */
export function places(world: World, level: string, day: string, under: string | undefined, path: readonly string[]): Places {
  const all = world.units(level, day, under)
  if (all.length <= longestList) return { openings: [], choices: all }
  const chains = all.map((unit) => chainOf(unit, world, under))
  const openings: Opening[] = []
  let left = chains
  for (let depth = 0; ; depth++) {
    const nodes = new Map(left.map((chain) => [chain[depth]?.id ?? '', chain[depth]] as const))
    const ends = left.some((chain) => chain.length <= depth + 1)
    if (ends) return { openings, choices: left.map((chain) => chain[chain.length - 1]).filter((unit) => unit !== undefined) }
    const choices = [...nodes.values()].filter((unit) => unit !== undefined)
    if (choices.length > 1) {
      const opened = choices.find((unit) => path.includes(unit.id))
      openings.push({ level: choices[0]?.level ?? '', choices, opened: opened?.id })
      if (opened === undefined) return { openings, choices: undefined }
      left = left.filter((chain) => chain[depth]?.id === opened.id)
    }
  }
}

/** The units from the top (below `under`) down to this one, as people look for it today: what became part of one other place is opened as that one. */
export function chainOf(unit: Unit, world: Pick<World, 'unit'>, under?: string): readonly Unit[] {
  const chain: Unit[] = [unit]
  let at = world.unit(unit.parent ?? '')
  // A tree that runs in a circle must not hang a page: no jurisdiction has more than a dozen levels.
  for (let left = 11; at && at.id !== under && left; left--) {
    const [next = '', other] = at.successors
    const became: Unit | undefined = other ? undefined : world.unit(next)
    if (!became) chain.unshift(at)
    at = became ?? world.unit(at.parent ?? '')
  }
  return chain
}

// Deeds on the tree of units: who may do which, what one would change, and doing it. What changes is record/deed.ts's, the batch the store's.
import { localDay } from '../form/date.ts'
import { change, moves } from '../record/deed.ts'
import type { Change, Deed, KeptUnit, Move, UnitFault } from '../record/deed.ts'
import type { Actor } from '../record/submission.ts'
import { doDeed, loadUnits, weigh } from '../store/units.ts'
import type { Weight } from '../store/units.ts'
import { latestForms } from './catalogue.ts'
import { Refusal } from './failure.ts'
import { readState } from '../store/submissions.ts'
import { zone } from '../view/kept.ts'
import { placesNow } from './world.ts'
import type { Places } from './world.ts'

export interface Weighed {
  readonly revision: number
  /** As they would be: new ones, and those that change. */
  readonly units: readonly KeptUnit[]
  readonly moves: Readonly<Record<'then' | 'today', readonly Move[]>>
  readonly weights: readonly Weight[]
  /** Of which there are sums in those places, 'form.name'. */
  readonly indicators: readonly string[]
}

/** What a deed would change, and what hangs on the places it touches. Errors: 403 not this actor's, 422 everything that is wrong. */
export async function weighDeed(db: D1Database, actor: Actor, deed: Deed, now: number): Promise<Weighed> {
  const places = await placesNow(db)
  mayDo(actor, deed, places)
  const worked = change(places.all, deed, localDay(now, zone))
  if ('faults' in worked) throw wrong(worked.faults)
  const known = await readState(db, { ids: [], entries: [] })
  return { revision: places.revision, ...(await weighted(db, places.all, worked, known)) }
}

/** Does it. The same id again says what was done, and changes nothing. Errors: as above, and 409 when the id is another deed's. */
export async function doUnitDeed(
  db: D1Database, actor: Actor, given: { readonly id: string; readonly deed: Deed; readonly ground: string; readonly people: boolean }, now: number,
): Promise<Weighed & { readonly isNew: boolean }> {
  mayDo(actor, given.deed, await placesNow(db))
  let before: readonly KeptUnit[] = []
  let worked: Change = { units: [], moved: [] }
  const done = await doDeed<readonly UnitFault[]>(db, { ...given, at: now, by: actor.person }, (units) => {
    const result = change(units, given.deed, localDay(now, zone))
    if ('faults' in result) return result.faults
    before = units
    worked = result
    return result
  })
  if (done.is === 'wrong') throw wrong(done.wrong)
  if (done.is === 'other') throw new Refusal(409, 'deed_other')
  const isNew = done.is === 'done'
  const known = await readState(db, { ids: [], entries: [] })
  return { revision: done.revision, isNew, ...(await weighted(db, isNew ? before : (await loadUnits(db)).units, worked, known)) }
}

async function weighted(db: D1Database, before: readonly KeptUnit[], { units }: Change, known: Parameters<typeof latestForms>[1]): Promise<Omit<Weighed, 'revision'>> {
  const forms = await latestForms(db, known)
  const had = new Set(before.map(({ id }) => id))
  const touched = units.filter(({ id }) => had.has(id)).map(({ id }) => id)
  const registers = [...new Set(forms.flatMap((form) => form.registers.map(({ register }) => register)))]
  const names = forms.flatMap((form) => form.indicators.map(({ name }) => `${form.id}.${name}`))
  const { weights, indicators } = touched.length === 0 ? { weights: [], indicators: [] } : await weigh(db, touched.slice(0, 200), registers, names)
  return { units, moves: moves(before, units), weights, indicators }
}

/**
 * An admin does any deed among the places below his own: with another's place he would get what is counted and told there. A commune's reviewer adds what lies in his commune, at the level that such places have; where he may not, he is not told what is there.
 * Errors: 403.
 */
function mayDo(actor: Actor, deed: Deed, { byId, all, isUnder }: Places): void {
  if (actor.role === 'admin') {
    const { unit: own } = actor
    const isMine = (id: string, isItself: boolean): boolean => own === null || (byId.has(id) && isUnder(id, own) && (isItself || id !== own))
    const goals = deed.kind === 'merge' ? [deed.into] : deed.kind === 'split' ? deed.into : []
    const named = deed.kind === 'add' ? [] : [...(deed.kind === 'merge' ? deed.units : [deed.unit]), ...goals.flatMap((goal) => ('unit' in goal ? [goal.unit] : []))]
    if (!named.every((id) => isMine(id, false)) || (deed.kind === 'add' && own !== null && !isMine(deed.parent ?? '', true))) throw new Refusal(403, 'forbidden')
    return
  }
  const parent = deed.kind === 'add' && deed.parent !== null ? byId.get(deed.parent) : undefined
  const isInside = parent !== undefined && (actor.unit === null || isUnder(parent.id, actor.unit))
  // Villages lie in communes here; a reviewer of a province founds no commune.
  const isLowest = deed.kind === 'add' && lowestLevel(all) === deed.level && parent !== undefined && holdsLowest(parent, all, byId)
  if (!isInside || !isLowest) throw new Refusal(403, 'forbidden')
}

/** Whether places of the lowest level lie right in those of this one's. */
export function holdsLowest({ level }: KeptUnit, all: readonly KeptUnit[], byId: ReadonlyMap<string, KeptUnit>): boolean {
  const lowest = lowestLevel(all)
  return all.some((one) => one.level === lowest && byId.get(one.parent ?? '')?.level === level)
}

/** The level of places in which no other lies. */
export function lowestLevel(units: readonly KeptUnit[]): string | undefined {
  const levelOf = new Map(units.map(({ id, level }) => [id, level]))
  const holding = new Set(units.map(({ parent }) => (parent === null ? undefined : levelOf.get(parent))))
  return units.find(({ level }) => !holding.has(level))?.level
}

const wrong = (faults: readonly UnitFault[]): Refusal => new Refusal(422, 'units_invalid', { problems: faults.slice(0, 50) })

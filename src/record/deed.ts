// Single deeds on the tree of units, as a resolution orders them: a place is added, renamed, merged, divided or closed from a day on. Pure: the whole
// list goes in, what changes of it comes out, or everything that is wrong. Ids never change hands and no place is taken away, so nothing that was
// counted "then" can move; "today" goes from a place to what succeeded it (within.ts).
import { dayNumber, dayText } from '../expression/values.ts'
import { isDay } from '../form/date.ts'
import type { Unit } from '../form/world.ts'
import { fold } from './fold.ts'
import { within } from './within.ts'

/** A unit as it is kept. `former`: the names that it had before, each up to and with a day; the oldest first. */
export type KeptUnit = Unit & { readonly extra_parents?: readonly string[]; readonly former?: readonly FormerName[] }

export interface FormerName {
  readonly name: string
  readonly full_name: string
  readonly until: string
}

/** A place that a deed leads to: one that is there, or a new one. */
export type Goal = { readonly unit: string } | { readonly name: string; readonly full_name?: string | undefined; readonly code?: string | null | undefined }

export type Deed =
  | { readonly kind: 'add'; readonly level: string; readonly parent: string | null; readonly name: string; readonly full_name?: string | undefined; readonly code?: string | null | undefined; readonly from: string | null }
  | { readonly kind: 'rename'; readonly unit: string; readonly name: string; readonly full_name?: string | undefined; readonly from: string }
  | { readonly kind: 'merge'; readonly units: readonly string[]; readonly into: Goal; readonly from: string; readonly carry: boolean }
  | { readonly kind: 'split'; readonly unit: string; readonly into: readonly Goal[]; readonly from: string }
  | { readonly kind: 'close'; readonly unit: string; readonly from: string }

export type UnitFaultCode =
  | 'unit_missing' // no such unit
  | 'unit_twice'
  | 'unit_ended' // not there on that day, or its end is said already; facts: unit
  | 'unit_level' // of another level than it must be; facts: level, is
  | 'unit_name_taken' // facts: name, unit
  | 'unit_name_same'
  | 'unit_name_missing'
  | 'unit_code_taken' // facts: code, unit
  | 'unit_period' // ends before it begins; facts: from, to
  | 'unit_overlap' // it and what succeeds it are there at once, or neither is; facts: unit
  | 'unit_cycle'
  | 'unit_inhabited' // other places still lie in it; facts: count
  | 'unit_few' // facts: least
  | 'unit_parents' // places of several parents become a new one: under which?
  | 'day_wrong' // no day
  | 'day_ahead' // a new name holds from today at the latest

export interface UnitFault {
  readonly code: UnitFaultCode
  /** The part of the deed or of the list. */
  readonly at: string
  readonly facts?: Readonly<Record<string, string | number>>
}

/** What a deed makes of the list: the units that are new or other than before, and where people of places that ended belong now. */
export interface Change {
  readonly units: readonly KeptUnit[]
  readonly moved: readonly (readonly [from: string, to: string])[]
}

/** The day before. */
export function dayBefore(day: string): string {
  return dayText(dayNumber(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))) - 1)
}

const there = ({ valid_from, valid_to }: Unit, day: string): boolean => (valid_from === null || valid_from <= day) && (valid_to === null || valid_to >= day)
const overlap = (one: Unit, other: Unit): boolean => (one.valid_from ?? '') <= (other.valid_to ?? '9999') && (other.valid_from ?? '') <= (one.valid_to ?? '9999')
const plain = (text: string): string => text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim()

/** The name of a unit on a day. */
export function nameOn(unit: KeptUnit, day: string): Pick<FormerName, 'name' | 'full_name'> {
  return unit.former?.find(({ until }) => day <= until) ?? unit
}

/** Works a deed out over the list as it is. `today`: the day on which it is done. */
export function change(units: readonly KeptUnit[], deed: Deed, today: string): Change | { readonly faults: readonly UnitFault[] } {
  const faults: UnitFault[] = []
  const fault = (code: UnitFaultCode, at: string, facts?: UnitFault['facts']): void => void faults.push({ code, at, ...(facts === undefined ? {} : { facts }) })
  const list = new List(units)
  if (deed.from !== null && !isDay(deed.from)) return { faults: [...faults, { code: 'day_wrong', at: 'from' }] }
  // A unit that is there when the deed takes hold, was there before, and of which no end is said yet.
  const standing = (id: string, at: string): KeptUnit | undefined => {
    const found = list.byId.get(id)
    if (found === undefined) fault('unit_missing', at)
    else if (found.valid_to !== null || (deed.from !== null && found.valid_from !== null && found.valid_from >= deed.from)) fault('unit_ended', at, { unit: found.full_name })
    return found
  }
  const named = (name: string, at: string): string => {
    const text = name.normalize('NFC').replace(/\s+/g, ' ').trim()
    if (text === '') fault('unit_name_missing', at)
    return text
  }
  const done = (result: Change): ReturnType<typeof change> => {
    faults.push(...taken(list, result.units, result.units.filter(({ id }) => !list.carried.has(id)), deed.kind === 'merge' || deed.kind === 'split' ? 'into' : 'name'))
    return faults.length > 0 ? { faults } : result
  }
  const fresh = (goal: Exclude<Goal, { unit: string }>, level: string, parent: string | null, at: string): KeptUnit => {
    const name = named(goal.name, at)
    return {
      id: list.newId(level, name, deed.from), level, name, full_name: goal.full_name?.normalize('NFC').trim() || list.called(level, name), code: goal.code?.trim() || null, parent, valid_from: deed.from, valid_to: null, successors: [],
    }
  }
  if (deed.kind === 'add') {
    const parent = deed.parent === null ? undefined : list.byId.get(deed.parent)
    if (deed.parent !== null && parent === undefined) fault('unit_missing', 'parent')
    if (parent !== undefined && !there(parent, deed.from === null || deed.from < today ? today : deed.from)) fault('unit_ended', 'parent', { unit: parent.full_name })
    if (parent !== undefined && parent.level === deed.level) fault('unit_level', 'level', { level: deed.level, is: parent.level })
    return done({ units: [fresh(deed, deed.level, deed.parent, 'name')], moved: [] })
  }
  const until = dayBefore(deed.from)
  if (deed.kind === 'rename') {
    const unit = list.byId.get(deed.unit)
    const name = named(deed.name, 'name')
    if (deed.from > today) fault('day_ahead', 'from')
    if (unit === undefined) fault('unit_missing', 'unit')
    else {
      if (!there(unit, deed.from) || (unit.valid_from ?? '') === deed.from) fault('unit_ended', 'unit', { unit: unit.full_name })
      const last = (unit.former ?? []).reduce((latest, one) => (one.until > latest ? one.until : latest), '')
      if (last >= until) fault('unit_period', 'from', { from: deed.from, to: last })
      const full_name = deed.full_name?.normalize('NFC').trim() || (unit.full_name.endsWith(unit.name) ? unit.full_name.slice(0, -unit.name.length) + name : name)
      if (name === unit.name && full_name === unit.full_name) fault('unit_name_same', 'name')
      return done({ units: [{ ...unit, name, full_name, former: [...(unit.former ?? []), { name: unit.name, full_name: unit.full_name, until }] }], moved: [] })
    }
    return { faults }
  }
  if (deed.kind === 'close') {
    const unit = standing(deed.unit, 'unit')
    const inside = unit === undefined ? [] : list.inside(unit.id, deed.from)
    if (inside.length > 0) fault('unit_inhabited', 'unit', { count: inside.length })
    return unit === undefined || faults.length > 0 ? { faults } : { units: [{ ...unit, valid_to: until, successors: [] }], moved: [] }
  }
  if (deed.kind === 'split') {
    const unit = standing(deed.unit, 'unit')
    if (deed.into.length < 2) fault('unit_few', 'into', { least: 2 })
    const inside = unit === undefined ? [] : list.inside(unit.id, deed.from)
    if (inside.length > 0) fault('unit_inhabited', 'unit', { count: inside.length })
    const goals = unit === undefined ? [] : deed.into.map((goal, i) => reached(goal, unit.level, list.parentOf(unit)?.id ?? null, `into/${i}`))
    if (unit === undefined || goals.some((goal) => goal === undefined)) return { faults }
    const into = goals.filter((goal) => goal !== undefined)
    if (new Set(into.map(({ id }) => id)).size < into.length || into.some(({ id }) => id === unit.id)) fault('unit_twice', 'into')
    return done({ units: [{ ...unit, valid_to: until, successors: into.map(({ id }) => id) }, ...into.filter(({ id }) => !list.byId.has(id))], moved: [] })
  }
  const goalId = 'unit' in deed.into ? deed.into.unit : undefined
  if (new Set(deed.units).size < deed.units.length) fault('unit_twice', 'units')
  // Whoever names the place that stays among those that are merged means the same.
  const ids = [...new Set(deed.units)].filter((id) => id !== goalId)
  if (ids.length < (goalId === undefined ? 2 : 1)) fault('unit_few', 'units', { least: goalId === undefined ? 2 : 1 })
  const merged = ids.map((id) => standing(id, 'units')).filter((unit) => unit !== undefined)
  const [first] = merged
  if (first === undefined) return { faults }
  for (const { level, full_name } of merged) if (level !== first.level) fault('unit_level', 'units', { level: first.level, is: level, unit: full_name })
  const parents = new Set(merged.map((unit) => list.parentOf(unit)?.id ?? null))
  if (goalId === undefined && parents.size > 1) fault('unit_parents', 'units')
  const into = reached(deed.into, first.level, [...parents][0] ?? null, 'into')
  if (into === undefined || faults.length > 0) return { faults }
  const moved: [string, string][] = []
  const changed: KeptUnit[] = goalId === undefined ? [into] : []
  const end = (unit: KeptUnit, successor: string): void => {
    changed.push({ ...unit, valid_to: until, successors: [successor] })
    moved.push([unit.id, successor])
    if (!deed.carry) return
    // Villages go on under the new commune as places of their own, so that what is recorded from that day on is counted there "then" too.
    for (const village of list.inside(unit.id, deed.from)) {
      if (village.valid_to !== null || (village.valid_from ?? '') >= deed.from) continue
      const { extra_parents: _, former: __, ...same } = village
      const next: KeptUnit = { ...same, id: list.newId(village.level, village.name, deed.from), parent: successor, valid_from: deed.from, valid_to: null, successors: [] }
      list.carried.add(next.id)
      changed.push(next)
      end(village, next.id)
    }
  }
  for (const unit of merged) end(unit, into.id)
  return done({ units: changed, moved })

  function reached(goal: Goal, level: string, parent: string | null, at: string): KeptUnit | undefined {
    if (!('unit' in goal)) return fresh(goal, level, parent, at)
    const found = list.byId.get(goal.unit)
    if (found === undefined) fault('unit_missing', at)
    else if (!there(found, deed.from as string) || found.valid_to !== null) fault('unit_ended', at, { unit: found.full_name })
    else if (found.level !== level) fault('unit_level', at, { level, is: found.level, unit: found.full_name })
    return found
  }
}

// The list as deeds look at it. Ids that were given while one is worked out are not given again.
class List {
  readonly byId: ReadonlyMap<string, KeptUnit>
  readonly carried = new Set<string>()
  private readonly given = new Set<string>()
  readonly all: readonly KeptUnit[]

  constructor(all: readonly KeptUnit[]) {
    this.all = all
    this.byId = new Map(all.map((unit) => [unit.id, unit]))
  }

  /** What it lies in as places are today. */
  parentOf(unit: Unit): KeptUnit | undefined {
    let found = unit.parent === null ? undefined : this.byId.get(unit.parent)
    for (let steps = 0; found !== undefined && found.successors.length === 1 && steps < 50; steps++) found = this.byId.get(found.successors[0] ?? '') ?? undefined
    return found
  }

  /** What lies right in it on a day. */
  inside(id: string, day: string): readonly KeptUnit[] {
    return this.all.filter((unit) => unit.parent === id && there(unit, day))
  }

  /** An id of our own: level, name and day, so that a person can read it; official codes go to other places. */
  newId(level: string, name: string, from: string | null): string {
    const stem = [level.slice(0, 20), fold(name).replace(/[^a-z0-9]+/g, '-').slice(0, 36).replace(/^-|-$/g, '') || 'x', ...(from === null ? [] : [from.replace(/-/g, '')])].join('.')
    for (let n = 1; ; n++) {
      const id = n === 1 ? stem : `${stem}-${n}`
      if (this.byId.has(id) || this.given.has(id)) continue
      this.given.add(id)
      return id
    }
  }

  /** 'Nậm Ai' → 'Thôn Nậm Ai', as other places of that level are called. */
  called(level: string, name: string): string {
    const counts = new Map<string, number>()
    for (const unit of this.all) {
      if (unit.level !== level || !unit.full_name.endsWith(unit.name)) continue
      const before = unit.full_name.slice(0, -unit.name.length)
      counts.set(before, (counts.get(before) ?? 0) + 1)
    }
    const [most = ''] = [...counts].sort(([, one], [, other]) => other - one)[0] ?? []
    return plain(name).startsWith(plain(most)) ? name : most + name
  }
}

// Names and codes that somebody else has at the same time: names among what lies in the same place today, codes of the same level anywhere.
function taken(list: List, changed: readonly KeptUnit[], looked: readonly KeptUnit[], at: string): readonly UnitFault[] {
  const after = new List([...list.all.filter(({ id }) => !changed.some((unit) => unit.id === id)), ...changed])
  return looked.flatMap((unit): readonly UnitFault[] => {
    const isNew = !list.byId.has(unit.id)
    const before = list.byId.get(unit.id)
    const home = after.parentOf(unit)?.id
    const rivals = after.all.filter((other) => other.id !== unit.id && other.level === unit.level && overlap(other, unit))
    const sameName = (isNew || before?.name !== unit.name) && rivals.find((other) => plain(other.name) === plain(unit.name) && after.parentOf(other)?.id === home)
    const sameCode = isNew && unit.code !== null && rivals.find((other) => other.code === unit.code)
    return [
      ...(sameName ? [{ code: 'unit_name_taken', at, facts: { name: unit.name, unit: sameName.full_name } } as const] : []),
      ...(sameCode ? [{ code: 'unit_code_taken', at: at === 'name' ? 'code' : at, facts: { code: unit.code ?? '', unit: sameCode.full_name } } as const] : []),
    ]
  })
}

/** All that is wrong with units that are put in place whole, beside those that are there. `at`: '/units/<number of the given one>/…'. */
export function faultsOf(known: readonly KeptUnit[], given: readonly KeptUnit[]): readonly UnitFault[] {
  const byId = new Map([...known, ...given].map((unit) => [unit.id, unit]))
  const siblings = new Map<string, KeptUnit[]>()
  const coded = new Map<string, KeptUnit[]>()
  const put = (map: Map<string, KeptUnit[]>, key: string, unit: KeptUnit): void => {
    const found = map.get(key)
    if (found === undefined) map.set(key, [unit])
    else found.push(unit)
  }
  for (const unit of byId.values()) {
    put(siblings, `${unit.parent ?? ''} ${unit.level} ${plain(unit.name)}`, unit)
    if (unit.code !== null) put(coded, `${unit.level} ${unit.code}`, unit)
  }
  return given.flatMap((unit, i): readonly UnitFault[] => {
    const faults: UnitFault[] = []
    const fault = (code: UnitFaultCode, at: string, facts?: UnitFault['facts']): void => void faults.push({ code, at: `/units/${i}/${at}`, ...(facts === undefined ? {} : { facts }) })
    if ((unit.valid_from ?? '') > (unit.valid_to ?? '9999')) fault('unit_period', 'valid_to', { from: unit.valid_from ?? '', to: unit.valid_to ?? '' })
    if (circles(unit.id, (id) => [byId.get(id)?.parent ?? null])) fault('unit_cycle', 'parent')
    if (circles(unit.id, (id) => byId.get(id)?.successors ?? [])) fault('unit_cycle', 'successors')
    for (const id of unit.successors) {
      const next = byId.get(id)
      if (next === undefined || id === unit.id) continue
      if (next.level !== unit.level) fault('unit_level', 'successors', { level: unit.level, is: next.level })
      if (unit.valid_to === null || (next.valid_to !== null && next.valid_to <= unit.valid_to)) fault('unit_overlap', 'successors', { unit: next.full_name })
    }
    const rival = (all: readonly KeptUnit[] | undefined): KeptUnit | undefined => all?.find((other) => other.id !== unit.id && overlap(other, unit))
    const sameName = rival(siblings.get(`${unit.parent ?? ''} ${unit.level} ${plain(unit.name)}`))
    const sameCode = unit.code === null ? undefined : rival(coded.get(`${unit.level} ${unit.code}`))
    if (sameName !== undefined) fault('unit_name_taken', 'name', { name: unit.name, unit: sameName.id })
    if (sameCode !== undefined) fault('unit_code_taken', 'code', { code: unit.code ?? '', unit: sameCode.id })
    return faults
  })
}

function circles(start: string, next: (id: string) => readonly (string | null)[]): boolean {
  const seen = new Set<string>()
  const waiting = [start]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const one of next(id)) {
      if (one === start) return true
      if (one === null || seen.has(one)) continue
      seen.add(one)
      waiting.push(one)
    }
  }
  return false
}

/** A place that was there before, and where its figures were and are counted. */
export interface Move {
  readonly unit: string
  readonly left: readonly string[]
  readonly joined: readonly string[]
}

/** What a change moves of figures that are there: in each era, the places whose sums are counted in another place than before. 'then' is always empty. */
export function moves(before: readonly KeptUnit[], changed: readonly KeptUnit[]): Readonly<Record<'then' | 'today', readonly Move[]>> {
  const after = new Map(before.map((unit) => [unit.id, unit]))
  for (const unit of changed) after.set(unit.id, unit)
  const was = placed(before)
  const is = placed([...after.values()])
  const found: Record<'then' | 'today', Move[]> = { then: [], today: [] }
  for (const { id } of before) {
    for (const era of ['then', 'today'] as const) {
      const [one, other] = [was.get(`${era} ${id}`) ?? new Set<string>(), is.get(`${era} ${id}`) ?? new Set<string>()]
      const left = [...one].filter((place) => !other.has(place))
      const joined = [...other].filter((place) => !one.has(place))
      if (left.length + joined.length > 0) found[era].push({ unit: id, left, joined })
    }
  }
  return found
}

function placed(units: readonly KeptUnit[]): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>()
  for (const { era, ancestor, unit } of within(units)) {
    const key = `${era} ${unit}`
    const own = all.get(key) ?? new Set<string>()
    own.add(ancestor)
    all.set(key, own)
  }
  return all
}

// Outlines of units: GeoJSON (RFC 7946) read with everything that is wrong with it, and made small enough to be drawn inside a page. Where two units share
// a border it is made small once for both, so that no gap opens between them. Which outline is which unit's is decided elsewhere.

/** In hundred-thousandths of a degree (about a metre): x, y, x, y …; closed, its last point being its first. */
export type Ring = readonly number[]

export interface Outline {
  /** Where it stands in the file. */
  readonly at: string
  /** What may name its unit: the feature's id and the texts and numbers of its properties. */
  readonly names: readonly string[]
  readonly rings: readonly Ring[]
}

export type OutlineFaultCode = 'not_collection' | 'not_feature' | 'not_area' | 'ring_short' | 'ring_open' | 'not_position' | 'not_degrees' | 'other_crs' | 'too_many'
export interface OutlineFault {
  readonly code: OutlineFaultCode
  readonly at: string
}

export const mostOutlines = 2_000
export const mostPositions = 300_000
/** Of all outlines together, after they are made small. */
export const mostKept = 6_000
const mostFaults = 50
const unit = 100_000

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads a FeatureCollection, or one Feature. With faults nothing of it is to be used; at most fifty are told. */
export function readOutlines(value: unknown): { readonly outlines: readonly Outline[]; readonly faults: readonly OutlineFault[] } {
  const faults: OutlineFault[] = []
  const fault = (code: OutlineFaultCode, at: string): undefined => {
    if (faults.length < mostFaults) faults.push({ code, at })
    return undefined
  }
  let positions = 0
  const ringOf = (ring: unknown, at: string): Ring | undefined => {
    if (!Array.isArray(ring) || ring.length < 4) return fault('ring_short', at)
    positions += ring.length
    if (positions > mostPositions) return undefined
    const made: number[] = []
    for (const [i, position] of ring.entries()) {
      const [x, y] = Array.isArray(position) ? (position as unknown[]) : []
      if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y)) return fault('not_position', `${at}/${i}`)
      if (Math.abs(x) > 180 || Math.abs(y) > 90) return fault('not_degrees', `${at}/${i}`)
      made.push(Math.round(x * unit), Math.round(y * unit))
    }
    const end = made.length
    return made[0] === made[end - 2] && made[1] === made[end - 1] ? made : fault('ring_open', at)
  }
  const polygon = (rings: unknown, at: string): readonly Ring[] =>
    Array.isArray(rings) && rings.length > 0 ? rings.map((ring, i) => ringOf(ring, `${at}/${i}`)).filter((ring) => ring !== undefined) : (fault('ring_short', at), [])
  const outlineOf = (feature: unknown, at: string): Outline | undefined => {
    if (!isObject(feature) || feature.type !== 'Feature') return fault('not_feature', at)
    const { geometry, properties, id } = feature
    const coordinates = isObject(geometry) ? geometry.coordinates : undefined
    const parts = isObject(geometry) && geometry.type === 'Polygon' ? [[coordinates, ''] as const] : isObject(geometry) && geometry.type === 'MultiPolygon' && Array.isArray(coordinates) ? coordinates.map((part, i) => [part as unknown, `/${i}`] as const) : undefined
    if (parts === undefined || parts.length === 0) return fault('not_area', `${at}/geometry`)
    const named = [id, ...(isObject(properties) ? Object.values(properties) : [])].flatMap((name) => (typeof name === 'string' || typeof name === 'number' ? [String(name).trim()] : []))
    return { at, names: [...new Set(named.filter((name) => name !== '' && name.length <= 200))].slice(0, 60), rings: parts.flatMap(([part, more]) => polygon(part, `${at}/geometry/coordinates${more}`)) }
  }
  if (!isObject(value) || (value.type !== 'FeatureCollection' && value.type !== 'Feature') || (value.type === 'FeatureCollection' && !Array.isArray(value.features))) return { outlines: [], faults: [{ code: 'not_collection', at: '/' }] }
  // What came before RFC 7946 could name another system; only one that means the same is taken.
  if (value.crs !== undefined && value.crs !== null && !/CRS84|EPSG:+4326/.test(JSON.stringify(value.crs))) fault('other_crs', '/crs')
  const features = value.type === 'Feature' ? [value] : (value.features as readonly unknown[])
  if (features.length > mostOutlines) fault('too_many', '/features')
  const outlines = features.slice(0, mostOutlines).map((feature, i) => outlineOf(feature, value.type === 'Feature' ? '' : `/features/${i}`)).filter((one) => one !== undefined)
  if (positions > mostPositions) fault('too_many', '/features')
  return { outlines: faults.length > 0 ? [] : outlines, faults }
}

/** How many points rings have, the one that closes each not counted twice. */
export const pointsOf = (rings: readonly Ring[]): number => rings.reduce((sum, ring) => sum + ring.length / 2 - 1, 0)

/**
 * All outlines with at most `most` points together: the least telling go first (Douglas–Peucker). Rings are cut where borders part; what runs between
 * two such places is one line, whichever outlines it belongs to and in whichever direction, and is made small once. A ring cannot be less than three points:
 * where there are more rings than that leaves room for (a coast with its islands), the smallest are left out, of no outline the largest.
 */
export function simplified(outlines: readonly (readonly Ring[])[], most = mostKept): readonly (readonly Ring[])[] {
  const rings = largest(outlines.map((all) => all.map(withoutRepeats).filter((ring) => ring.length >= 8)), Math.floor(most / 6))
  const joints = jointsOf(rings.flat())
  const lines = new Map<string, Line>()
  const cut = rings.map((all) => all.map((ring) => linesOf(ring, joints, lines)))
  // Each ring stays an area: of its lines at least so many points as make it one.
  for (const ring of cut.flat()) {
    const own = new Set(ring.map(({ line }) => line))
    const ends = own.size === 1 && isClosed((ring[0] as Use).line) ? 1 : ring.length
    let missing = 3 - ends
    for (const line of [...own].sort((one, other) => other.points.length - one.points.length)) {
      if (missing <= 0) break
      const inner = Math.min(missing, line.points.length / 2 - 2)
      line.least = Math.max(line.least, inner)
      missing -= inner
    }
  }
  const all = [...lines.values()].flatMap((line) => line.weights.flatMap((weight, i) => (i === 0 || i === line.weights.length - 1 ? [] : Array.from({ length: line.uses }, () => weight))))
  const room = Math.max(0, most - cut.flat().reduce((sum, ring) => sum + ring.length, 0))
  const limit = all.length <= room ? -1 : ([...all].sort((one, other) => other - one)[room] ?? 0)
  const kept = new Map([...lines.values()].map((line) => [line, thinned(line, limit)]))
  return cut.map((own) => own.map((ring) => joined(ring, kept)))
}

function largest(outlines: readonly (readonly Ring[])[], most: number): readonly (readonly Ring[])[] {
  if (outlines.reduce((sum, all) => sum + all.length, 0) <= most) return outlines
  const ordered = outlines.map((all) => all.map((ring) => [ring, areaOf(ring)] as const).sort(([, one], [, other]) => other - one))
  const others = ordered.flatMap((all) => all.slice(1)).sort(([, one], [, other]) => other - one)
  const kept = new Set([...ordered.flatMap((all) => all.slice(0, 1)), ...others.slice(0, Math.max(0, most - outlines.length))].map(([ring]) => ring))
  return outlines.map((all) => all.filter((ring) => kept.has(ring)))
}

// Twice the area.
function areaOf(ring: Ring): number {
  let sum = 0
  for (let i = 0; i + 3 < ring.length; i += 2) sum += (ring[i] as number) * (ring[i + 3] as number) - (ring[i + 2] as number) * (ring[i + 1] as number)
  return Math.abs(sum)
}

interface Line {
  readonly points: readonly number[]
  /** Of each point, how far it may be off before it is missed; the ends always stay. */
  readonly weights: readonly number[]
  uses: number
  /** How many points between its ends have to stay. */
  least: number
}
interface Use {
  readonly line: Line
  readonly isTurned: boolean
}

function withoutRepeats(ring: Ring): Ring {
  const made: number[] = []
  for (let i = 0; i < ring.length; i += 2) if (ring[i] !== made[made.length - 2] || ring[i + 1] !== made[made.length - 1]) made.push(ring[i] as number, ring[i + 1] as number)
  return made
}

const keyAt = (ring: Ring, i: number): string => `${ring[i]},${ring[i + 1]}`

// Where borders part or meet: points with more than two neighbours over all rings, and where a ring touches itself.
function jointsOf(rings: readonly Ring[]): ReadonlySet<string> {
  const around = new Map<string, Set<string>>()
  for (const ring of rings) {
    const count = ring.length - 2
    for (let i = 0; i < count; i += 2) {
      const own = around.get(keyAt(ring, i)) ?? new Set<string>()
      own.add(keyAt(ring, (i + count - 2) % count)).add(keyAt(ring, (i + 2) % count))
      around.set(keyAt(ring, i), own)
    }
  }
  return new Set([...around].filter(([, own]) => own.size > 2).map(([key]) => key))
}

function linesOf(ring: Ring, joints: ReadonlySet<string>, lines: Map<string, Line>): readonly Use[] {
  const count = ring.length / 2 - 1
  const at = Array.from({ length: count }, (_, i) => i).filter((i) => joints.has(keyAt(ring, i * 2)))
  // A ring that meets no other begins at its least point, so that it is the same line wherever it was begun.
  const first = at[0] ?? leastOf(ring, count)
  const cuts = at.length === 0 ? [first] : at
  return cuts.map((from, i) => {
    const to = (cuts[i + 1] ?? first + count) as number
    const points: number[] = []
    for (let k = from; k <= to; k++) points.push(ring[(k % count) * 2] as number, ring[(k % count) * 2 + 1] as number)
    return use(points, lines)
  })
}

function leastOf(ring: Ring, count: number): number {
  let least = 0
  for (let i = 1; i < count; i++) {
    const [x, y, lx, ly] = [ring[i * 2] as number, ring[i * 2 + 1] as number, ring[least * 2] as number, ring[least * 2 + 1] as number]
    if (x < lx || (x === lx && y < ly)) least = i
  }
  return least
}

function use(points: readonly number[], lines: Map<string, Line>): Use {
  const turned: number[] = []
  for (let i = points.length - 2; i >= 0; i -= 2) turned.push(points[i] as number, points[i + 1] as number)
  const [key, other] = [points.join(), turned.join()]
  const isTurned = other < key
  const found = lines.get(isTurned ? other : key)
  if (found !== undefined) {
    found.uses++
    return { line: found, isTurned }
  }
  const own = isTurned ? turned : points
  const line: Line = { points: own, weights: weightsOf(own), uses: 1, least: 0 }
  lines.set(isTurned ? other : key, line)
  return { line, isTurned }
}

const isClosed = ({ points }: Line): boolean => points[0] === points[points.length - 2] && points[1] === points[points.length - 1]

/** What real borders need is a few times the logarithm of their points; beyond it a stretch is cut in its middle, so that no file makes this go over all of them for each. */
const deepest = 60

// Douglas–Peucker as weights: a point never outweighs the one at which its stretch was cut, so that one limit gives the same as cutting anew.
function weightsOf(points: readonly number[]): readonly number[] {
  const count = points.length / 2
  const weights = new Array<number>(count).fill(0)
  const open: [number, number, number, number][] = [[0, count - 1, Infinity, 0]]
  for (let stretch = open.pop(); stretch !== undefined; stretch = open.pop()) {
    const [from, to, above, deep] = stretch
    let [far, most] = [-1, -1]
    if (deep > deepest && to - from > 1) [far, most] = [(from + to) >> 1, distance(points, (from + to) >> 1, from, to)]
    else for (let i = from + 1; i < to; i++) {
      const off = distance(points, i, from, to)
      if (off > most) [far, most] = [i, off]
    }
    if (far < 0) continue
    const weight = Math.min(most, above)
    weights[far] = weight
    open.push([from, far, weight, deep + 1], [far, to, weight, deep + 1])
  }
  return weights
}

// How far a point lies from a stretch, squared; where the stretch ends where it began, from that point. East and north are taken alike: only what looks the same is dropped.
function distance(points: readonly number[], i: number, from: number, to: number): number {
  const [x, y] = [points[i * 2] as number, points[i * 2 + 1] as number]
  const [ax, ay, bx, by] = [points[from * 2] as number, points[from * 2 + 1] as number, points[to * 2] as number, points[to * 2 + 1] as number]
  const [dx, dy] = [bx - ax, by - ay]
  const along = dx === 0 && dy === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)))
  return (x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2
}

function thinned({ points, weights, least }: Line, limit: number): readonly number[] {
  const order = weights.map((weight, i) => [weight, i] as const).slice(1, -1).sort(([one], [other]) => other - one)
  const must = new Set(order.slice(0, least).map(([, i]) => i))
  return points.filter((_, at) => {
    const i = at >> 1
    return i === 0 || i === weights.length - 1 || must.has(i) || (weights[i] as number) > limit
  })
}

function joined(ring: readonly Use[], kept: ReadonlyMap<Line, readonly number[]>): Ring {
  const made: number[] = []
  for (const { line, isTurned } of ring) {
    const points = kept.get(line) ?? []
    const end = points.length
    for (let i = made.length === 0 ? 0 : 2; i < end; i += 2) {
      const at = isTurned ? end - 2 - i : i
      made.push(points[at] as number, points[at + 1] as number)
    }
  }
  return made
}

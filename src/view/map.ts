// A map as SVG written by hand: outlines shaded by a figure, places of records drawn together where they lie close, degrees and a scale where nothing else
// says where one is. No tile, no script. The table beside it is the truth: a shade is a class, its number is written.
import type { Html } from './html.ts'
import { html } from './html.ts'

export interface MapArea {
  /** In hundred-thousandths of a degree. */
  readonly rings: readonly (readonly number[])[]
  readonly name: string
  readonly value: number | null
  readonly written: string
}

export interface MapPoint {
  readonly longitude: number
  readonly latitude: number
  readonly id: string
  readonly name: string
}

/** West, south, east, north, in degrees. */
export type Box = readonly [number, number, number, number]

export interface MapWords {
  readonly id: string
  readonly title: string
  readonly about: string
  /** How many records lie together. */
  readonly together: (count: number) => string
  readonly number: (value: number) => string
  /** Where one record is, and where a closer look at a box is. */
  readonly to: (point: MapPoint) => string
  readonly closer: (box: Box) => string
}

const width = 360
const [least, most] = [150, 460]
const cell = 30
const unit = 100_000
/** Light to dark, so that a grey print and any eye tell them apart; what is written in an area stands in a white rim. */
export const shades = ['#eef6f0', '#c3e0cd', '#8fc3a4', '#559e76', '#1c6b45'] as const

interface Frame {
  readonly box: Box
  readonly height: number
  x(longitude: number): number
  y(latitude: number): number
  /** Kilometres of one unit of the drawing. */
  readonly kilometres: number
}

const kilometresOfDegree = 111.32

/** The window that shows a box whole. */
export function frameOf([west, south, east, north]: Box): Frame {
  const middle = (south + north) / 2
  const shrink = Math.max(0.1, Math.cos((middle * Math.PI) / 180))
  const [wide, high] = [Math.max((east - west) * shrink, 0.004), Math.max(north - south, 0.004)]
  const height = Math.round(Math.max(least, Math.min(most, (high / wide) * width)))
  const scale = Math.min((width - 16) / wide, (height - 16) / high)
  const [centre, half] = [(west + east) / 2, [width / 2, height / 2] as const]
  return {
    box: [centre - half[0] / scale / shrink, middle - half[1] / scale, centre + half[0] / scale / shrink, middle + half[1] / scale],
    height,
    x: (longitude) => half[0] + (longitude - centre) * shrink * scale,
    y: (latitude) => half[1] - (latitude - middle) * scale,
    kilometres: kilometresOfDegree / scale,
  }
}

/** What holds all areas; without any, all points but the few that lie far from all others. */
export function extentOf(areas: readonly MapArea[], points: readonly MapPoint[]): Box | undefined {
  const all = areas.flatMap(({ rings }) => rings.flat())
  if (all.length > 0) {
    const [xs, ys] = [all.filter((_, i) => i % 2 === 0), all.filter((_, i) => i % 2 === 1)]
    return [minimum(xs) / unit, minimum(ys) / unit, -minimum(xs.map((x) => -x)) / unit, -minimum(ys.map((y) => -y)) / unit]
  }
  if (points.length === 0) return undefined
  const near = (values: readonly number[]): readonly number[] => {
    const sorted = [...values].sort((one, other) => one - other)
    const middle = sorted[sorted.length >> 1] as number
    const off = sorted.map((value) => Math.abs(value - middle)).sort((one, other) => one - other)
    const far = Math.max(0.02, (off[Math.floor(off.length * 0.9)] as number) * 4)
    return sorted.filter((value) => Math.abs(value - middle) <= far)
  }
  const [xs, ys] = [near(points.map((point) => point.longitude)), near(points.map((point) => point.latitude))]
  return [xs[0] as number, ys[0] as number, xs[xs.length - 1] as number, ys[ys.length - 1] as number]
}

const minimum = (values: readonly number[]): number => values.reduce((one, other) => Math.min(one, other), Infinity)

/** Up to five classes of equal width over what there is; of one value one class; of small whole numbers none that begins or ends between two of them. `classOf` gives a shade's number, undefined for no figure. */
export function classesOf(values: readonly (number | null)[]): { readonly bounds: readonly (readonly [number, number])[]; classOf(value: number | null): number | undefined } {
  const there = values.filter((value) => value !== null)
  if (there.length === 0) return { bounds: [], classOf: () => undefined }
  const [low, high] = [Math.min(...there), Math.max(...there)]
  const count = low === high ? 1 : Math.min(shades.length, new Set(there).size)
  if (high - low < 100 && there.every(Number.isInteger)) {
    const wide = Math.ceil((high - low + 1) / count)
    return {
      bounds: Array.from({ length: Math.ceil((high - low + 1) / wide) }, (_, i) => [low + i * wide, Math.min(high, low + (i + 1) * wide - 1)] as const),
      classOf: (value) => (value === null ? undefined : Math.floor((value - low) / wide)),
    }
  }
  const step = (high - low) / count
  return {
    bounds: Array.from({ length: count }, (_, i) => [low + i * step, i === count - 1 ? high : low + (i + 1) * step] as const),
    classOf: (value) => (value === null ? undefined : step === 0 ? 0 : Math.min(count - 1, Math.floor((value - low) / step + 1e-9))),
  }
}

/** The shade of a class of so many: few classes lie far apart. */
export const shadeOf = (one: number, count: number): string => shades[count < 2 ? 2 : Math.round((one * (shades.length - 1)) / (count - 1))] ?? shades[0]

export interface Cluster {
  readonly x: number
  readonly y: number
  readonly points: readonly MapPoint[]
}

/** Points that would be drawn over one another, together: one for each square of the drawing. What lies outside is left out. */
export function clustersOf(points: readonly MapPoint[], frame: Frame): readonly Cluster[] {
  const squares = new Map<string, { x: number; y: number; points: MapPoint[] }>()
  for (const point of points) {
    const [x, y] = [frame.x(point.longitude), frame.y(point.latitude)]
    if (x < 0 || y < 0 || x > width || y > frame.height) continue
    const key = `${Math.floor(x / cell)} ${Math.floor(y / cell)}`
    const own = squares.get(key) ?? { x: 0, y: 0, points: [] }
    squares.set(key, { x: own.x + x, y: own.y + y, points: [...own.points, point] })
  }
  return [...squares.values()].map(({ x, y, points: own }) => ({ x: x / own.length, y: y / own.length, points: own }))
}

const mostNames = 40
/** A small map with more areas says only their numbers. */
const mostSmallNames = 12

/** The whole drawing. `size`: a small one has room for fewer names, and draws no finer than it is seen. */
export function drawn(areas: readonly MapArea[], clusters: readonly Cluster[], frame: Frame, words: MapWords, size: 'whole' | 'small' = 'whole'): Html {
  const { id, title, about } = words
  const { bounds, classOf } = classesOf(areas.map(({ value }) => value))
  const fill = (value: number | null): string => {
    const one = classOf(value)
    return one === undefined ? `url(#${id}-none)` : shadeOf(one, bounds.length)
  }
  const path = ({ rings }: MapArea): string => rings.map((ring) => `M${drawnRing(ring, frame, size === 'small' ? 2 : 0)}Z`).join('')
  return html`<svg class="${size === 'small' ? 'map small' : 'map'}" viewBox="0 0 ${width} ${frame.height}" role="group" aria-labelledby="${id}-title ${id}-about"><title id="${id}-title">${title}</title><desc id="${id}-about">${about}</desc><defs><pattern id="${id}-none" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#fff"></rect><path d="M0 6L6 0" stroke="#6b7280" stroke-width="1"></path></pattern></defs>${
    areas.length === 0 ? graticule(frame, words) : html`<rect width="${width}" height="${frame.height}" fill="#fff"></rect>`
  }${areas.map((area) => html`<path d="${path(area)}" fill="${fill(area.value)}" fill-rule="evenodd" stroke="#14181f" stroke-width=".8" stroke-linejoin="round"><title>${area.name}: ${area.written}</title></path>`)}${size === 'whole' && scale(frame, words)}${clusters.map((cluster) => mark(cluster, words))}${areas.length <= mostNames && areas.map((area) => named(area, frame, size === 'small' && areas.length > mostSmallNames))}</svg>`
}

// `least`: points closer than that to the one before are left out.
function drawnRing(ring: readonly number[], frame: Frame, least: number): string {
  const made: string[] = []
  let [lastX, lastY] = [-Infinity, -Infinity]
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const [x, y] = [frame.x((ring[i] as number) / unit), frame.y((ring[i + 1] as number) / unit)]
    if (Math.abs(x - lastX) + Math.abs(y - lastY) < least) continue
    made.push(`${round(x)} ${round(y)}`)
    ;[lastX, lastY] = [x, y]
  }
  return made.join('L')
}

// Over the points, which are there to be clicked all the same: a number that a point covers is not read.
function named(area: MapArea, frame: Frame, isBare: boolean): Html {
  const [x, y] = centreOf(area)
  if (isBare) return html`<text class="label" x="${round(frame.x(x))}" y="${round(frame.y(y) + 3)}"><tspan class="value" x="${round(frame.x(x))}">${area.written}</tspan></text>`
  return html`<text class="label" x="${round(frame.x(x))}" y="${round(frame.y(y))}"><tspan x="${round(frame.x(x))}">${area.name}</tspan><tspan class="value" x="${round(frame.x(x))}" dy="1.2em">${area.written}</tspan></text>`
}

/** The middle of an area's largest part. */
export function centreOf({ rings }: Pick<MapArea, 'rings'>): readonly [number, number] {
  let [best, at]: [number, readonly [number, number]] = [-1, [0, 0]]
  for (const ring of rings) {
    let [area, x, y] = [0, 0, 0]
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const [ax, ay, bx, by] = [ring[i] as number, ring[i + 1] as number, ring[i + 2] as number, ring[i + 3] as number]
      const cross = ax * by - bx * ay
      area += cross
      x += (ax + bx) * cross
      y += (ay + by) * cross
    }
    if (Math.abs(area) > best) [best, at] = [Math.abs(area), area === 0 ? [(ring[0] ?? 0) / unit, (ring[1] ?? 0) / unit] : [x / (3 * area) / unit, y / (3 * area) / unit]]
  }
  return at
}

function mark({ x, y, points }: Cluster, words: MapWords): Html {
  const [first] = points
  if (first === undefined) return html``
  const records = new Set(points.map((point) => point.id)).size
  // Several places of one record lead to it.
  if (records === 1) return html`<a href="${words.to(first)}" aria-label="${first.name}"><circle cx="${round(x)}" cy="${round(y)}" r="12" fill="transparent"></circle><circle class="point" cx="${round(x)}" cy="${round(y)}" r="4.5"></circle></a>`
  const span = (values: readonly number[], atLeast: number): readonly [number, number] => {
    const [low, high] = [Math.min(...values), Math.max(...values)]
    const more = Math.max((high - low) * 0.1, atLeast)
    return [low - more, high + more]
  }
  const [west, east] = span(points.map((point) => point.longitude), 0.0005)
  const [south, north] = span(points.map((point) => point.latitude), 0.0005)
  const radius = Math.min(14, 9 + Math.log2(records))
  return html`<a href="${words.closer([west, south, east, north])}" aria-label="${words.together(records)}"><circle class="point" cx="${round(x)}" cy="${round(y)}" r="${round(Math.max(12, radius))}"></circle><text class="count" x="${round(x)}" y="${round(y + 4)}">${String(records)}</text></a>`
}

// Lines of whole steps of a degree, three or so each way.
function graticule(frame: Frame, words: MapWords): Html {
  const [west, south, east, north] = frame.box
  const step = niceBelow(Math.max(east - west, north - south) / 3)
  const lines = (from: number, to: number): readonly number[] => Array.from({ length: Math.max(0, Math.floor(to / step) - Math.ceil(from / step) + 1) }, (_, i) => (Math.ceil(from / step) + i) * step).slice(0, 12)
  return html`<rect width="${width}" height="${frame.height}" fill="#fff" stroke="#c3c9d1"></rect>${lines(west, east).map((at) => html`<path class="degree" d="M${round(frame.x(at))} 0V${frame.height}"></path><text class="degrees" x="${round(frame.x(at) + 2)}" y="10">${words.number(tidy(at))}°</text>`)}${lines(south, north).map(
    (at) => html`<path class="degree" d="M0 ${round(frame.y(at))}H${width}"></path><text class="degrees" x="2" y="${round(frame.y(at) - 2)}">${words.number(tidy(at))}°</text>`,
  )}`
}

function scale(frame: Frame, words: MapWords): Html {
  const kilometres = niceBelow(frame.kilometres * 110)
  const long = kilometres / frame.kilometres
  const y = frame.height - 8
  return html`<path class="scale" d="M${round(width - 10 - long)} ${y - 4}v4h${round(long)}v-4"></path><text class="degrees" x="${round(width - 10 - long)}" y="${y - 6}">${kilometres < 1 ? `${words.number(tidy(kilometres * 1000))} m` : `${words.number(tidy(kilometres))} km`}</text>`
}

/** The largest of 1, 2, 5 times a power of ten that is not above. */
export function niceBelow(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return (value / power >= 5 ? 5 : value / power >= 2 ? 2 : 1) * power
}

const tidy = (value: number): number => Number(value.toFixed(5))
const round = (value: number): string => String(Math.round(value * 10) / 10)

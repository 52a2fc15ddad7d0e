// Points, lines and areas, among the rarer functions. distance() is in functions.ts. On a sphere, as ODK.
import { all, metres, pointsOf, round } from './functions.ts'
import type { Run } from './functions.ts'

type Point = readonly number[]

const isSame = ([a, b]: Point, [c, d]: Point): boolean => a === c && b === d

/** Square metres inside a border. Chamberlain and Duquette, Some Algorithms for Polygons on a Sphere (JPL 2007). */
export function areaOf(points: readonly Point[]): number {
  const sum = points.reduce((all, [a = NaN, b = NaN], i) => {
    const [c = NaN, d = NaN] = points[(i + 1) % points.length] as Point
    return all + (d - b) * (2 + Math.sin(a) + Math.sin(c))
  }, 0)
  return round(Math.abs((sum * metres * metres) / 2), 2)
}

// How often a line eastwards from the point crosses the border: an odd number of times from inside.
function isInside([lat = NaN, lon = NaN]: Point, border: readonly Point[]): boolean {
  return border.reduce((is, [a = NaN, b = NaN], i) => {
    const [c = NaN, d = NaN] = border[(i + 1) % border.length] as Point
    return a > lat !== c > lat && lon < b + ((lat - a) / (c - a)) * (d - b) ? !is : is
  }, false)
}

// On which side of a line from a to b the third lies: 0 on it.
const side = ([a = 0, b = 0]: Point, [c = 0, d = 0]: Point, [e = 0, f = 0]: Point): number => Math.sign((c - a) * (f - b) - (d - b) * (e - a))
const isBetween = ([a = 0, b = 0]: Point, [c = 0, d = 0]: Point, [e = 0, f = 0]: Point): boolean => e >= Math.min(a, c) && e <= Math.max(a, c) && f >= Math.min(b, d) && f <= Math.max(b, d)

function isCrossing(a: Point, b: Point, c: Point, d: Point): boolean {
  const sides = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)]
  if (sides[0] !== sides[1] && sides[2] !== sides[3]) return true
  return (sides[0] === 0 && isBetween(a, b, c)) || (sides[1] === 0 && isBetween(a, b, d)) || (sides[2] === 0 && isBetween(c, d, a)) || (sides[3] === 0 && isBetween(c, d, b))
}

export const geography = {
  area: (args, at) => {
    const points = pointsOf(all(args, at))
    return points.length === 0 ? '' : points.length < 3 ? 0 : areaOf(points)
  },
  geofence: ([point, shape], at) => {
    const [one] = pointsOf(point === undefined ? [] : all([point], at))
    return one !== undefined && isInside(one, pointsOf(shape === undefined ? [] : all([shape], at)))
  },
  intersects: (args, at) => {
    const points = pointsOf(all(args, at)).filter((point, i, all) => i === 0 || !isSame(point, all[i - 1] as Point))
    const isClosed = points.length > 1 && isSame(points[0] as Point, points[points.length - 1] as Point)
    at.spend(Math.ceil((points.length * points.length) / 50))
    const lines = points.slice(1).map((to, i) => [points[i] as Point, to] as const)
    // Neighbours meet at the point between them.
    return lines.some(([a, b], i) => lines.some(([c, d], j) => j > i + 1 && !(isClosed && i === 0 && j === lines.length - 1) && isCrossing(a, b, c, d)))
  },
} satisfies Record<string, Run>

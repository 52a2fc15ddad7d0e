// Outlines of units, read and made small.
// 1  GeoJSON areas are read as RFC 7946 has them; all that is wrong is told at once, each with its place.
// 2  Made small they have no more points than there is room for, and look the same: no point is further off than what was dropped.
// 3  A border that two share stays the same line for both, in whichever direction each walks it: no gap and no overlap opens.
// 4  Every ring stays closed and an area.
// 5  What is small enough already stays as it is.
// 6  More islands than there is room for: the smallest are left out, of no outline the largest. No file takes longer than its length.
import { describe, expect, test } from 'vitest'
import { pointsOf, readOutlines, simplified } from '../../src/record/outline.ts'
import type { Ring } from '../../src/record/outline.ts'

const square = [[104, 22], [105, 22], [105, 23], [104, 23], [104, 22]]
const feature = (geometry: unknown, more: object = {}): object => ({ type: 'Feature', properties: { name: 'A' }, geometry, ...more })
const collection = (...features: unknown[]): object => ({ type: 'FeatureCollection', features })
const area = (...rings: unknown[]): object => ({ type: 'Polygon', coordinates: rings })

describe('1 reading', () => {
  test('areas, with what may name them', () => {
    const { outlines, faults } = readOutlines(collection(feature(area(square), { id: 'u1', properties: { code: 1021, name: ' Bản Máy ', more: null } }), feature({ type: 'MultiPolygon', coordinates: [[square], [square]] })))
    expect(faults).toEqual([])
    expect(outlines[0]).toEqual({ at: '/features/0', names: ['u1', '1021', 'Bản Máy'], rings: [[10_400_000, 2_200_000, 10_500_000, 2_200_000, 10_500_000, 2_300_000, 10_400_000, 2_300_000, 10_400_000, 2_200_000]] })
    expect(outlines[1]?.rings.length).toBe(2)
    expect(readOutlines(feature(area(square))).outlines.length).toBe(1)
  })
  test.each([
    ['no collection', 5, [['not_collection', '/']]],
    ['a geometry alone', area(square), [['not_collection', '/']]],
    ['features that are none', { type: 'FeatureCollection', features: {} }, [['not_collection', '/']]],
    ['a point', collection(feature({ type: 'Point', coordinates: [104, 22] })), [['not_area', '/features/0/geometry']]],
    ['no geometry', collection(feature(null)), [['not_area', '/features/0/geometry']]],
    ['three points', collection(feature(area(square.slice(0, 3)))), [['ring_short', '/features/0/geometry/coordinates/0']]],
    ['not closed', collection(feature(area(square.slice(0, 4)))), [['ring_open', '/features/0/geometry/coordinates/0']]],
    ['metres of VN-2000', collection(feature(area(square.map(([x = 0, y = 0]) => [x * 5_000, y * 100_000])))), [['not_degrees', '/features/0/geometry/coordinates/0/0']]],
    ['text for a number', collection(feature(area([...square.slice(0, 2), ['105', 23], square[0]]))), [['not_position', '/features/0/geometry/coordinates/0/2']]],
    ['another system', { ...collection(feature(area(square))), crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::3405' } } }, [['other_crs', '/crs']]],
    ['all at once', collection({}, feature(null), feature(area(square.slice(0, 4)))), [['not_feature', '/features/0'], ['not_area', '/features/1/geometry'], ['ring_open', '/features/2/geometry/coordinates/0']]],
  ] as const)('%s', (_, value, expected) => {
    const { outlines, faults } = readOutlines(value)
    expect(faults.map(({ code, at }) => [code, at])).toEqual(expected)
    expect(outlines).toEqual([])
  })
  test('no more faults than anyone reads, no more features than are drawn', () => {
    expect(readOutlines(collection(...Array.from({ length: 300 }, () => 1))).faults.length).toBe(50)
    expect(readOutlines(collection(...Array.from({ length: 2_001 }, () => feature(area(square))))).faults.map(({ code }) => code)).toEqual(['too_many'])
    expect(readOutlines({ ...collection(feature(area(square))), crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } } }).faults).toEqual([])
  })
})

// A crooked line between two points, always the same.
function crooked(from: readonly [number, number], to: readonly [number, number], steps: number, seed: number): number[][] {
  let at = seed
  const next = (): number => (at = (at * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5
  return Array.from({ length: steps + 1 }, (_, i) => {
    const off = i === 0 || i === steps ? 0 : 800
    return [Math.round(from[0] + ((to[0] - from[0]) * i) / steps + next() * off), Math.round(from[1] + ((to[1] - from[1]) * i) / steps + next() * off)]
  })
}
const size = 20_000
const corner = (x: number, y: number): readonly [number, number] => [x * size, y * size]
// 3 × 3 crooked fields; each border is made once and walked by both that have it.
const borders = new Map<string, number[][]>()
const border = (a: readonly [number, number], b: readonly [number, number]): number[][] => {
  const isTurned = a[0] > b[0] || a[1] > b[1]
  const [from, to] = isTurned ? [b, a] : [a, b]
  const key = `${from.join()} ${to.join()}`
  const line = borders.get(key) ?? crooked(from, to, 200, from[0] * 7 + from[1] * 13 + (from[0] === to[0] ? 5 : 11))
  borders.set(key, line)
  return isTurned ? [...line].reverse() : line
}
const fields: Ring[][] = [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => {
  const corners = [corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1)]
  const walk = corners.flatMap((from, i) => border(from, corners[(i + 1) % 4] as readonly [number, number]).slice(0, -1))
  // Each begins somewhere else.
  const turned = [...walk.slice(x * 37 + y * 11), ...walk.slice(0, x * 37 + y * 11)]
  return [[...turned, turned[0] as number[]].flat()]
}))
const islands: Ring[][] = [[[0, 100_000, 900, 100_000, 900, 100_900, 0, 100_900, 0, 100_000]]]
const edges = (outlines: readonly (readonly Ring[])[]): Map<string, number> => {
  const found = new Map<string, number>()
  for (const ring of outlines.flat()) {
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const [a, b] = [`${ring[i]},${ring[i + 1]}`, `${ring[i + 2]},${ring[i + 3]}`]
      const key = a < b ? `${a} ${b}` : `${b} ${a}`
      found.set(key, (found.get(key) ?? 0) + 1)
    }
  }
  return found
}
const areaOf = (ring: Ring): number => {
  let sum = 0
  for (let i = 0; i + 3 < ring.length; i += 2) sum += (ring[i] as number) * (ring[i + 3] as number) - (ring[i + 2] as number) * (ring[i + 1] as number)
  return sum / 2
}

describe('2 to 4 making small', () => {
  const all = [...fields, ...islands]
  test.each([60, 200, 1_000])('%i points', (most) => {
    const made = simplified(all, most)
    expect(made.reduce((sum, rings) => sum + pointsOf(rings), 0)).toBeLessThanOrEqual(most + 40)
    for (const ring of made.flat()) {
      expect([ring[0], ring[1]]).toEqual([ring[ring.length - 2], ring[ring.length - 1]])
      expect(ring.length).toBeGreaterThanOrEqual(8)
      expect(Math.abs(areaOf(ring))).toBeGreaterThan(0)
    }
    // Inside, each edge belongs to two; on the rim to one: 12 rims of a field's length, the rest shared.
    const counts = edges(made.slice(0, 9))
    const rims = [...counts].filter(([, count]) => count === 1)
    expect([...counts.values()].every((count) => count <= 2)).toBe(true)
    const onRim = (point: string): boolean => point.split(',').some((value) => Math.abs(Number(value)) < 900 || Math.abs(Number(value) - 3 * size) < 900)
    expect(rims.every(([edge]) => edge.split(' ').every(onRim))).toBe(true)
    // Together they are as large as before, but for what was cut along the rim.
    const [was, is] = [all, made].map((some) => some.slice(0, 9).flat().reduce((sum, ring) => sum + areaOf(ring), 0)) as [number, number]
    expect(Math.abs(is / was - 1)).toBeLessThan(0.02)
  })
  test('3 the other way round it is the same', () => {
    const turned = fields.map((rings, i) => (i % 2 === 0 ? rings : rings.map((ring) => { const back: number[] = []; for (let k = ring.length - 2; k >= 0; k -= 2) back.push(ring[k] as number, ring[k + 1] as number); return back })))
    expect([...edges(simplified(turned, 300)).keys()].sort()).toEqual([...edges(simplified(fields, 300)).keys()].sort())
  })
  test('5 what is small already', () => {
    expect(simplified(islands, 100)).toEqual(islands)
    expect(edges(simplified(fields, 1_000_000))).toEqual(edges(fields))
  })
  test('6 a coast with its islands', () => {
    const island = (i: number, width: number): Ring => [i * 100, 0, i * 100 + width, 0, i * 100, width, i * 100, 0]
    const coast = Array.from({ length: 30_000 }, (_, i) => island(i, 2 + (i % 50)))
    const made = simplified([coast, [island(-5, 1)]])
    expect(made.flat().reduce((sum, ring) => sum + pointsOf([ring]), 0)).toBeLessThanOrEqual(6_000)
    expect(made[1]).toEqual([island(-5, 1)])
    expect(Math.min(...(made[0] ?? []).map(areaOf))).toBeGreaterThan(1_100)
  })
  test('6 teeth that grow', () => {
    const teeth = Array.from({ length: 60_000 }, (_, i) => [i % 2 === 0 ? 0 : i * 10, i]).flat()
    const [made] = simplified([[[...teeth, 0, 0]]], 500)
    expect(pointsOf(made ?? [])).toBeLessThanOrEqual(501)
  })
})

// The drawing of maps and charts, by numbers.
// 1  A window shows its box whole, east and north in proportion, with its scale in kilometres.
// 2  What holds all is by the outlines; without any by the points, but for the few that lie far away.
// 3  Five classes of equal width at most; one value one class; nothing is no class, and is hatched.
// 4  Points that would be drawn over one another are one mark with their number, and the way closer; one alone is the way to its record.
// 5  An outline is drawn with its holes, its number written in its largest part; names are escaped, no number is NaN.
// 6  A gauge, a spark, bars with a reference and a line with an aim stand where their numbers say.
import { describe, expect, test } from 'vitest'
import { bars, gauge, line, spark } from '../../src/view/chart.ts'
import { centreOf, classesOf, clustersOf, drawn, extentOf, frameOf, niceBelow, shadeOf, shades } from '../../src/view/map.ts'
import type { MapArea, MapPoint } from '../../src/view/map.ts'

const square = (x: number, y: number, size = 0.1): number[] => [x, y, x + size, y, x + size, y + size, x, y + size, x, y].map((value) => Math.round(value * 100_000))
const area = (name: string, value: number | null, rings: number[][]): MapArea => ({ rings, name, value, written: value === null ? '–' : String(value) })
const point = (longitude: number, latitude: number, id = `${longitude} ${latitude}`): MapPoint => ({ longitude, latitude, id, name: `Phiếu ${id}` })
const words = { id: 'map', title: 'Bản đồ', about: 'như bảng', together: (count: number) => `${count} phiếu`, number: String, to: ({ id }: MapPoint) => `/s/${id}`, closer: (box: readonly number[]) => `?box=${box.map((value) => value.toFixed(4)).join()}` }

describe('1 the window', () => {
  test('whole, in proportion', () => {
    const frame = frameOf([104.5, 22.5, 104.9, 22.9])
    expect(frame.x(104.5)).toBeGreaterThanOrEqual(7.99)
    expect(frame.x(104.9)).toBeLessThanOrEqual(352.01)
    expect(frame.y(22.9)).toBeGreaterThanOrEqual(7.99)
    expect(frame.y(22.5)).toBeLessThanOrEqual(frame.height - 7.99)
    // A degree north is longer than one east, by the cosine of 22.7°.
    const [east, north] = [frame.x(104.8) - frame.x(104.6), frame.y(22.6) - frame.y(22.8)]
    expect(east / north).toBeCloseTo(Math.cos((22.7 * Math.PI) / 180), 3)
    expect(frame.kilometres * north).toBeCloseTo(0.2 * 111.32, 5)
  })
  test.each([[[104, 22, 104, 22]], [[104, 22, 109, 22.01]], [[104, 8, 104.01, 23]]] as const)('%j', (box) => {
    const { height, x, y } = frameOf(box)
    for (const value of [height, x(104), y(22)]) expect(Number.isFinite(value)).toBe(true)
    expect(height).toBeGreaterThanOrEqual(150)
    expect(height).toBeLessThanOrEqual(460)
  })
})

test('2 what holds all', () => {
  expect(extentOf([area('a', 1, [square(104, 22)]), area('b', 2, [square(104.3, 22.2)])], [point(0, 0)])).toEqual([104, 22, 104.4, 22.3])
  const near = Array.from({ length: 30 }, (_, i) => point(104.6 + i * 0.001, 22.7 + i * 0.001))
  const box = extentOf([], [...near, point(0, 0), point(105.8, 21)])
  expect(box?.map((value) => Number(value.toFixed(3)))).toEqual([104.6, 22.7, 104.629, 22.729])
  expect(extentOf([], [])).toBeUndefined()
  expect(extentOf([], [point(104, 22)])).toEqual([104, 22, 104, 22])
})

test('3 classes', () => {
  const { bounds, classOf } = classesOf([0, 10, 20, 35, 100, null])
  expect(bounds).toEqual([[0, 20], [20, 40], [40, 60], [60, 80], [80, 100]])
  expect([0, 19, 20, 100, null].map(classOf)).toEqual([0, 0, 1, 4, undefined])
  expect(classesOf([7, 7, null]).bounds).toEqual([[7, 7]])
  // Nobody counts 2.4 roads.
  expect(classesOf([1, 3, 4, 5, 7, 8, 1]).bounds).toEqual([[1, 2], [3, 4], [5, 6], [7, 8]])
  expect([1, 2, 3, 5, 8].map(classesOf([1, 3, 4, 5, 7, 8, 1]).classOf)).toEqual([0, 0, 1, 2, 3])
  expect(classesOf([4, 5]).bounds).toEqual([[4, 4], [5, 5]])
  expect(classesOf([0.5, 3]).bounds).toEqual([[0.5, 1.75], [1.75, 3]])
  expect(classesOf([null]).bounds).toEqual([])
  expect([0, 1].map((one) => shadeOf(one, 2))).toEqual([shades[0], shades[4]])
  // Darker with every class, also printed grey.
  const grey = shades.map((shade) => [1, 3, 5].reduce((sum, at, i) => sum + parseInt(shade.slice(at, at + 2), 16) * ([0.299, 0.587, 0.114][i] ?? 0), 0))
  for (const [i, value] of grey.entries()) if (i > 0) expect((grey[i - 1] ?? 0) - value).toBeGreaterThan(20)
})

test('4 points together', () => {
  const frame = frameOf([104, 22, 105, 23])
  const clusters = clustersOf([point(104.5, 22.5, 'a'), point(104.5001, 22.5, 'b'), point(104.9, 22.9, 'c'), point(110, 22, 'out')], frame)
  expect(clusters.map(({ points }) => points.length).sort()).toEqual([1, 2])
  const { markup } = drawn([], clusters, frame, words)
  expect(markup).toContain('<a href="/s/c" aria-label="Phiếu c">')
  expect(markup).toMatch(/<a href="\?box=104\.499\d,22\.4995,104\.500\d,22\.5005" aria-label="2 phiếu">.*?<text class="count"[^>]*>2<\/text>/)
  // Without outlines, degrees and a scale say where this is.
  expect(markup).toMatch(/°<\/text>/)
  expect(markup).toMatch(/\d+ km<\/text>/)
})

test('5 outlines', () => {
  const whole = area('Xã <Một>', 12, [square(104, 22), square(104.04, 22.04, 0.02)])
  const frame = frameOf(extentOf([whole], []) ?? [0, 0, 1, 1])
  const { markup } = drawn([whole, area('Xã Hai', null, [square(104.1, 22)])], [], frame, words)
  expect(markup).toContain('fill-rule="evenodd"')
  expect(markup.match(/<path d="(M[^"]*)" fill="#/)?.[1]?.match(/M/g)?.length).toBe(2)
  expect(markup).toContain('fill="url(#map-none)"')
  expect(markup).toContain('<title>Xã &lt;Một&gt;: 12</title>')
  expect(markup).not.toMatch(/NaN|Infinity|undefined|style=/)
  expect(centreOf(whole).map((value) => Number(value.toFixed(3)))).toEqual([104.05, 22.05])
  expect([0.7, 1, 4.9, 60, 230].map(niceBelow)).toEqual([0.5, 1, 2, 50, 200])
})

describe('6 charts', () => {
  const say = { id: 'c', title: 'T', about: 'A' }
  test('a gauge', () => {
    const { markup } = gauge({ value: 50, expected: 75, target: 100, isBad: true }, say)
    expect(markup).toContain('<rect class="bar bad" x="4" y="7" width="166"')
    expect(markup).toContain('<line class="due" x1="253" x2="253"')
    expect(markup).toContain('<line class="aim" x1="336" x2="336"')
    // Past the target the bar is longest; nothing at all is no NaN.
    expect(gauge({ value: 200, expected: 100, target: 100, isBad: false }, say).markup).toContain('<line class="aim" x1="170" x2="170"')
    expect(gauge({ value: 0, expected: 0, target: 0, isBad: false }, say).markup).not.toMatch(/NaN|"-/)
  })
  test('a spark leaves gaps', () => {
    const { markup } = spark([0, 10, null, 5], say)
    expect([...markup.matchAll(/points="([^"]*)"/g)].map(([, points]) => points)).toEqual(['6,34 75.3,6', '214,20'])
    expect(spark([null, null], say).markup).not.toMatch(/NaN|<polyline|<circle/)
  })
  test('bars with what they are held against, and targets', () => {
    const { markup } = bars([{ label: 'A', value: 100, written: '100', isBad: false, target: 50 }, { label: 'B', value: 20, written: '20', isBad: true }], say, { value: 60, written: 'trung bình: 60' })
    expect(markup).toContain('<line class="aim" x1="125" x2="125"')
    expect(markup).toContain('<line class="due" x1="150" x2="150" y1="22" y2="114"')
    expect(markup).toContain('>- - - trung bình: 60</text>')
    // The line lies over the bars and under what is written.
    expect([...markup.matchAll(/<rect|class="due"|<text[^>]*>[AB]</g)].map(([one]) => one.replace(/ .*>/, ' '))).toEqual(['<rect', '<rect', 'class="due"', '<text A<', '<text B<'])
  })
  test('a line with what it should be', () => {
    const mark = (value: number) => ({ label: 'm', value, written: String(value), isBad: false })
    const { markup } = line([mark(0), mark(50), mark(100)], say, { values: [0, 100, 200], written: 'mức cần đạt' })
    expect(markup).toContain('<polyline class="due" points="24,130 170,80 316,30">')
    expect(markup).toContain('<polyline class="line" points="24,130 170,105 316,80">')
  })
})

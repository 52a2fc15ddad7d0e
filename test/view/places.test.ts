// Choosing from many places, level by level.
// 1  A short list is shown at once, without levels.
// 2  A long one is opened from the top; a level with one place opens by itself.
// 3  Only what is valid on the day and under the officer's unit is ever offered.
// 4  An opened place that does not fit is left aside.
// 5  A tree in a circle ends.
// 6  A village of a commune that was merged is looked for in the one that followed, not in a district that is no more; of one that was divided it stays where it was recorded.
import { describe, expect, test } from 'vitest'
import type { Unit, World } from '../../src/form/world.ts'
import { chainOf, places } from '../../src/view/places.ts'

const unit = (id: string, level: string, parent: string | null, valid_to: string | null = null): Unit => ({ id, level, name: id, full_name: id, code: null, parent, valid_from: null, valid_to, successors: [] })
const all: Unit[] = [unit('p', 'province', null)]
for (let c = 1; c <= 4; c++) {
  all.push(unit(`c${c}`, 'commune', 'p'))
  for (let v = 1; v <= 15; v++) all.push(unit(`c${c}v${v}`, 'village', `c${c}`, v === 15 ? '2025-06-30' : null))
}
const under = (one: Unit, above: string): boolean => one.id === above || (one.parent !== null && under(all.find(({ id }) => id === one.parent) as Unit, above))
const world: Pick<World, 'unit' | 'units'> = {
  unit: (id) => all.find((one) => one.id === id),
  units: (level, day, above) => all.filter((one) => one.level === level && (one.valid_to === null || day <= one.valid_to) && (above === undefined || under(one, above))),
}
const now = '2026-11-24'
const see = (level: string, scope: string | undefined, path: readonly string[], day = now): { levels: readonly (readonly [string, string | undefined])[]; choices: number | undefined } => {
  const { openings, choices } = places(world as World, level, day, scope, path)
  return { levels: openings.map(({ level: at, opened }) => [at, opened] as const), choices: choices?.length }
}

describe('places', () => {
  test.each([
    ['1 villages of one commune', 'village', 'c1', [], { levels: [], choices: 14 }],
    ['1 communes', 'commune', undefined, [], { levels: [], choices: 4 }],
    ['2 all villages: the province opens by itself', 'village', undefined, [], { levels: [['commune', undefined]], choices: undefined }],
    ['2 a commune opened', 'village', undefined, ['c2'], { levels: [['commune', 'c2']], choices: 14 }],
    ['3 under the province of the officer', 'village', 'p', ['c2'], { levels: [['commune', 'c2']], choices: 14 }],
    ['4 a place of nowhere', 'village', undefined, ['x', 'c9'], { levels: [['commune', undefined]], choices: undefined }],
    ['4 the last one of two wins nothing', 'village', undefined, ['p', 'c3v1', 'c3'], { levels: [['commune', 'c3']], choices: 14 }],
  ] as const)('%s', (_, level, scope, path, expected) => {
    expect(see(level, scope, path)).toEqual(expected)
  })

  test('3 a village of then is offered on a day of then only', () => {
    expect(see('village', 'c1', [], '2025-06-01').choices).toBe(15)
    expect(see('village', 'c1', []).choices).toBe(14)
  })

  test('6 what was merged is opened as what it became', () => {
    const tree = [
      { ...unit('old', 'commune', 'gone'), successors: ['older'] }, { ...unit('older', 'commune', 'gone'), successors: ['new'] }, unit('gone', 'district', 'p'), unit('new', 'commune', 'p'), unit('p', 'province', null),
      { ...unit('parted', 'commune', 'gone'), successors: ['new', 'other'] }, { ...unit('far', 'commune', 'p'), successors: ['not known here'] },
    ]
    const chain = (parent: string, scope?: string): readonly string[] => chainOf(unit('v', 'village', parent), { unit: (id) => tree.find((one) => one.id === id) }, scope).map(({ id }) => id)
    expect(chain('old')).toEqual(['p', 'new', 'v'])
    expect(chain('old', 'new')).toEqual(['v'])
    expect(chain('old', 'old')).toEqual(['v'])
    expect(chain('parted')).toEqual(['p', 'gone', 'parted', 'v'])
    expect(chain('far')).toEqual(['p', 'far', 'v'])
  })

  test('5 a circle ends', () => {
    const one = unit('a', 'village', 'b')
    const other = unit('b', 'commune', 'a')
    expect(chainOf(one, { unit: (id) => (id === 'a' ? one : other) }).length).toBeLessThanOrEqual(12)
    const merged = { ...other, successors: ['b'] }
    expect(chainOf(one, { unit: (id) => (id === 'a' ? one : merged) }).length).toBeLessThanOrEqual(12)
  })
})

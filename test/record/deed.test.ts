// Deeds on the tree of units.
// 1  Each makes exactly what it says, and nothing that was counted "then" moves.
// 2  "Today" goes to what succeeded: merged, with the villages in it; a divided place stays where it was.
// 3  Everything that is wrong is told at once.
// 4  A name that a place had is the name on the days on which it had it.
// 5  Units put in place whole are held to the same: circles, levels, times, names, codes.
import { describe, expect, test } from 'vitest'
import { shippedUnits } from '../../scripts/shipped.ts'
import { change, dayBefore, faultsOf, moves, nameOn } from '../../src/record/deed.ts'
import type { Change, Deed, KeptUnit } from '../../src/record/deed.ts'

const unit = (id: string, level: string, parent: string | null, more: Partial<KeptUnit> = {}): KeptUnit => ({
  id, level, name: id.toUpperCase(), full_name: `${level === 'village' ? 'Thôn' : 'Xã'} ${id.toUpperCase()}`, code: null, parent, valid_from: null, valid_to: null, successors: [], ...more,
})
const units: readonly KeptUnit[] = [
  unit('p', 'province', null), unit('north', 'commune', 'p', { code: '01' }), unit('south', 'commune', 'p', { code: '02' }), unit('gone', 'commune', 'p', { valid_to: '2020-01-01', successors: ['north'] }),
  unit('n1', 'village', 'north'), unit('n2', 'village', 'north'), unit('s1', 'village', 'south'), unit('s2', 'village', 'south', { valid_from: '2026-09-01' }), unit('g1', 'village', 'gone'),
]
const today = '2026-11-24'
const done = (deed: Deed): Change => {
  const made = change(units, deed, today)
  if ('faults' in made) throw new Error(JSON.stringify(made.faults))
  return made
}
const short = ({ id, name, parent, valid_from, valid_to, successors }: KeptUnit) => [id, name, parent, valid_from, valid_to, successors.join(' ')]

describe('1 2 deeds', () => {
  const merge: Deed = { kind: 'merge', units: ['n1', 'n2'], into: { name: 'Nậm Ai' }, from: '2026-08-01', carry: true }
  test.each<[string, Deed, readonly (readonly (string | null)[])[], readonly string[]]>([
    ['a village more', { kind: 'add', level: 'village', parent: 'north', name: ' Đản  Ván ', from: '2026-08-01' }, [['village.dan-van.20260801', 'Đản Ván', 'north', '2026-08-01', null, '']], []],
    ['one that was always there', { kind: 'add', level: 'village', parent: 'north', name: 'N3', from: null }, [['village.n3', 'N3', 'north', null, null, '']], []],
    ['another name', { kind: 'rename', unit: 'n1', name: 'Mới', from: '2026-08-01' }, [['n1', 'Mới', 'north', null, null, '']], []],
    ['two into a new one', merge, [['village.nam-ai.20260801', 'Nậm Ai', 'north', '2026-08-01', null, ''], ['n1', 'N1', 'north', null, '2026-07-31', 'village.nam-ai.20260801'], ['n2', 'N2', 'north', null, '2026-07-31', 'village.nam-ai.20260801']], ['n1 -> village.nam-ai.20260801', 'n2 -> village.nam-ai.20260801']],
    ['one into one that stays', { ...merge, units: ['n1'], into: { unit: 'n2' } }, [['n1', 'N1', 'north', null, '2026-07-31', 'n2']], ['n1 -> n2']],
    ['the one that stays named among them', { ...merge, units: ['n1', 'n2'], into: { unit: 'n2' } }, [['n1', 'N1', 'north', null, '2026-07-31', 'n2']], ['n1 -> n2']],
    ['the old village of a commune that is gone', { ...merge, units: ['g1', 'n1'], into: { unit: 'n2' } }, [['g1', 'G1', 'gone', null, '2026-07-31', 'n2'], ['n1', 'N1', 'north', null, '2026-07-31', 'n2']], ['g1 -> n2', 'n1 -> n2']],
    ['a commune with its villages', { ...merge, units: ['south'], into: { unit: 'north' } }, [['south', 'SOUTH', 'p', null, '2026-07-31', 'north'], ['village.s1.20260801', 'S1', 'north', '2026-08-01', null, ''], ['s1', 'S1', 'south', null, '2026-07-31', 'village.s1.20260801']], ['south -> north', 's1 -> village.s1.20260801']],
    ['a commune, its villages as they are', { ...merge, units: ['south'], into: { unit: 'north' }, carry: false }, [['south', 'SOUTH', 'p', null, '2026-07-31', 'north']], ['south -> north']],
    ['one divided', { kind: 'split', unit: 'n1', into: [{ name: 'N1 trên' }, { name: 'N1 dưới' }], from: '2026-08-01' }, [['n1', 'N1', 'north', null, '2026-07-31', 'village.n1-tren.20260801 village.n1-duoi.20260801'], ['village.n1-tren.20260801', 'N1 trên', 'north', '2026-08-01', null, ''], ['village.n1-duoi.20260801', 'N1 dưới', 'north', '2026-08-01', null, '']], []],
    ['one closed', { kind: 'close', unit: 'n1', from: '2026-08-01' }, [['n1', 'N1', 'north', null, '2026-07-31', '']], []],
  ])('%s', (_, deed, expected, moved) => {
    const made = done(deed)
    expect(made.units.map(short)).toEqual(expected)
    expect(made.moved.map(([one, other]) => `${one} -> ${other}`)).toEqual(moved)
    expect(moves(units, made.units).then).toEqual([])
    expect(faultsOf(units, made.units)).toEqual([])
  })
  test('a new place is called as its like are', () => {
    expect(done({ kind: 'add', level: 'village', parent: 'north', name: 'Nà Hồ', from: null }).units[0]?.full_name).toBe('Thôn Nà Hồ')
    expect(done({ kind: 'rename', unit: 'n1', name: 'Nà Hồ', from: today }).units[0]?.full_name).toBe('Thôn Nà Hồ')
  })
  test('what moves today', () => {
    expect(moves(units, done(merge).units).today).toEqual(['n1', 'n2'].map((id) => ({ unit: id, left: [], joined: ['village.nam-ai.20260801'] })))
    const communes = moves(units, done({ ...merge, units: ['south'], into: { unit: 'north' } }).units).today
    expect(communes.map(({ unit: id, left, joined }) => [id, left.join(), [...joined].sort().join()])).toEqual([['south', '', 'north'], ['s1', 'south', 'north,village.s1.20260801'], ['s2', 'south', 'north']])
    for (const deed of [{ kind: 'add', level: 'village', parent: 'north', name: 'X', from: null }, { kind: 'rename', unit: 'n1', name: 'X', from: today }, { kind: 'close', unit: 'n1', from: today }] as const) {
      expect(moves(units, done(deed).units).today).toEqual([])
    }
  })
  test('ids are not given twice', () => {
    const again: Deed = { kind: 'add', level: 'village', parent: 'south', name: 'N3', from: null }
    const first = done({ ...again, parent: 'north' })
    const second = change([...units, ...first.units], again, today)
    expect('units' in second && second.units[0]?.id).toBe('village.n3-2')
  })
})

test.each<[string, Deed, readonly string[]]>([
  ['a name that is there', { kind: 'add', level: 'village', parent: 'north', name: ' n1 ', from: null }, ['unit_name_taken name']],
  ['also in a commune that is gone into it', { kind: 'add', level: 'village', parent: 'north', name: 'g1', from: null }, ['unit_name_taken name']],
  ['not that of another commune', { kind: 'add', level: 'village', parent: 'north', name: 's1', from: null }, []],
  ['nowhere, no name, a code that is taken', { kind: 'add', level: 'commune', parent: 'x', name: ' ', code: '01', from: null }, ['unit_missing parent', 'unit_name_missing name', 'unit_code_taken code']],
  ['a village in a village', { kind: 'add', level: 'village', parent: 'n1', name: 'x', from: null }, ['unit_level level']],
  ['in a commune that is gone', { kind: 'add', level: 'village', parent: 'gone', name: 'x', from: '2026-01-01' }, ['unit_ended parent']],
  ['no day', { kind: 'close', unit: 'n1', from: '2026-02-30' }, ['day_wrong from']],
  ['a name before it holds, and the one it has', { kind: 'rename', unit: 'n1', name: 'N1', from: '2026-12-01' }, ['day_ahead from', 'unit_name_same name']],
  ['a name that the neighbour has', { kind: 'rename', unit: 'n1', name: 'N2', from: '2026-08-01' }, ['unit_name_taken name']],
  ['one alone, twice, not there', { kind: 'merge', units: ['n1', 'n1', 'x'], into: { name: 'X' }, from: '2026-08-01', carry: true }, ['unit_twice units', 'unit_missing units']],
  ['too few', { kind: 'merge', units: ['n1'], into: { name: 'X' }, from: '2026-08-01', carry: true }, ['unit_few units']],
  ['into itself', { kind: 'merge', units: ['n1'], into: { unit: 'n1' }, from: '2026-08-01', carry: true }, ['unit_few units']],
  ['of several levels', { kind: 'merge', units: ['n1', 'south'], into: { unit: 'n2' }, from: '2026-08-01', carry: true }, ['unit_level units']],
  ['into another level', { kind: 'merge', units: ['n1'], into: { unit: 'south' }, from: '2026-08-01', carry: true }, ['unit_level into']],
  ['of two communes, into a new one', { kind: 'merge', units: ['n1', 's1'], into: { name: 'X' }, from: '2026-08-01', carry: true }, ['unit_parents units']],
  ['one that is gone, one that comes later', { kind: 'merge', units: ['gone', 's2'], into: { unit: 'south' }, from: '2026-08-01', carry: true }, ['unit_ended units', 'unit_ended units', 'unit_level units']],
  ['a commune that is lived in', { kind: 'close', unit: 'north', from: '2026-08-01' }, ['unit_inhabited unit']],
  ['divided into one, and lived in', { kind: 'split', unit: 'north', into: [{ name: 'X' }], from: '2026-08-01' }, ['unit_few into', 'unit_inhabited unit']],
  ['divided into itself', { kind: 'split', unit: 'n1', into: [{ unit: 'n1' }, { unit: 'n2' }], from: '2026-08-01' }, ['unit_twice into']],
])('3 %s', (_, deed, expected) => {
  const made = change(units, deed, today)
  expect('faults' in made ? made.faults.map(({ code, at }) => `${code} ${at}`) : []).toEqual(expected)
})

test('4 names by their days', () => {
  const once = done({ kind: 'rename', unit: 'n1', name: 'Hai', from: '2020-01-01' }).units
  const twice = change([...units.filter(({ id }) => id !== 'n1'), ...once], { kind: 'rename', unit: 'n1', name: 'Ba', from: '2026-08-01' }, today)
  const [named] = 'units' in twice ? twice.units : []
  expect(['2011-01-01', '2019-12-31', '2020-01-01', '2026-07-31', '2026-08-01', today].map((day) => named && nameOn(named, day).name)).toEqual(['N1', 'N1', 'Hai', 'Hai', 'Ba', 'Ba'])
  const earlier = change([...units.filter(({ id }) => id !== 'n1'), ...once], { kind: 'rename', unit: 'n1', name: 'Ba', from: '2019-06-01' }, today)
  expect('faults' in earlier && earlier.faults.map(({ code }) => code)).toEqual(['unit_period'])
  expect(dayBefore('2024-03-01')).toBe('2024-02-29')
})

describe('5 lists', () => {
  test('the shipped register has nothing wrong', () => {
    expect(faultsOf([], shippedUnits())).toEqual([])
  })
  test.each<[string, Partial<KeptUnit>, readonly string[]]>([
    ['ends before it begins', { valid_from: '2026-02-01', valid_to: '2026-01-01' }, ['unit_period valid_to']],
    ['a successor of another level', { valid_to: '2026-01-01', successors: ['south'] }, ['unit_level successors']],
    ['there with what succeeds it', { successors: ['n2'] }, ['unit_overlap successors']],
    ['succeeded by what ended before', { level: 'commune', valid_to: '2026-01-01', successors: ['gone'] }, ['unit_overlap successors']],
    ['in what lies in it', { parent: 'n1' }, ['unit_cycle parent']],
    ['a name and a code that are taken', { name: 'n2', level: 'commune', parent: 'p', code: '02' }, ['unit_code_taken code']],
    ['the name of a neighbour', { name: 'n2' }, ['unit_name_taken name']],
    ['the same name, later', { name: 'n2', valid_from: '2027-01-01' }, ['unit_name_taken name']],
    ['all at once', { parent: 'n1', name: 'N2', valid_from: '2026-02-01', valid_to: '2026-01-01', successors: ['south'] }, ['unit_period valid_to', 'unit_cycle parent', 'unit_level successors']],
  ])('%s', (_, more, expected) => {
    expect(faultsOf(units, [unit('n1', 'village', 'north', more)]).map(({ code, at }) => `${code} ${at.split('/').at(-1)}`)).toEqual(expected)
  })
  test('circles of parents and of successors', () => {
    const round = [unit('a', 'village', 'b', { valid_to: '2020-01-01', successors: ['b'] }), unit('b', 'village', 'a', { valid_to: '2020-01-01', successors: ['a'] })]
    expect(faultsOf(units, round).filter(({ code }) => code === 'unit_cycle').map(({ at }) => at)).toEqual(['/units/0/parent', '/units/0/successors', '/units/1/parent', '/units/1/successors'])
  })
})

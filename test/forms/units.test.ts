// The shipped unit register: facts of the area with their dates, none invented.
// 1  39 units and 12 villages, each id once; parents and successors are there; nothing ends before it begins.
// 2  25 communes in 2011, 24 from 2020, 8 from 1 July 2025, by the district they lay in.
// 3  Official codes were given to other places: neither code nor name is the key.
// 4  What was counted in an old commune stands under its successor today, whole, through as many changes as there were.
import { expect, test } from 'vitest'
import { shippedUnits } from '../../scripts/shipped.ts'
import { isValidOn } from '../../src/form/kinds/unit.ts'
import { underIn, within } from '../../src/record/within.ts'

const units = shippedUnits()
const byId = new Map(units.map((unit) => [unit.id, unit]))
const district = 'vn.pre2025.d032'
const isUnder = underIn(within(units))

test('1 all there, each once', () => {
  expect(units.filter(({ level }) => level !== 'village')).toHaveLength(39)
  expect(units.filter(({ level }) => level === 'village')).toHaveLength(12)
  expect(byId.size).toBe(units.length)
  for (const { id, parent, successors, valid_from, valid_to } of units) {
    for (const other of [...(parent === null ? [] : [parent]), ...successors]) expect(byId.has(other), `${id} → ${other}`).toBe(true)
    expect((valid_from ?? '') <= (valid_to ?? '9999'), id).toBe(true)
  }
  expect(units.filter(({ id, name }) => /invented|giả định/.test(id + name))).toEqual([])
})

test.each([
  ['2011-04-27', 25],
  ['2019-12-31', 25],
  ['2020-01-01', 24],
  ['2025-06-30', 24],
])('2 communes of the district on %s: %i', (day, count) => {
  expect(units.filter((unit) => unit.level === 'commune' && unit.parent === district && isValidOn(unit, day))).toHaveLength(count)
})

test('2 communes today', () => {
  expect(units.filter((unit) => unit.level === 'commune' && isValidOn(unit, '2025-07-01')).map(({ name }) => name).sort()).toEqual(
    ['Bản Máy', 'Hoàng Su Phì', 'Hồ Thầu', 'Nậm Dịch', 'Pờ Ly Ngài', 'Thàng Tín', 'Thông Nguyên', 'Tân Tiến'].sort(),
  )
  expect(units.some((unit) => unit.level === 'district' && isValidOn(unit, '2025-07-01'))).toBe(false)
})

test.each([
  ['01021', 'Vinh Quang', 'Hoàng Su Phì'],
  ['01033', 'Pố Lồ', 'Thàng Tín'],
  ['01084', 'Nam Sơn', 'Hồ Thầu'],
])('3 the code %s was %s and is %s', (code, was, is) => {
  const own = units.filter((unit) => unit.code === code)
  expect(own.find((unit) => isValidOn(unit, '2011-04-27'))?.name).toBe(was)
  expect(own.find((unit) => isValidOn(unit, '2026-11-24'))?.name).toBe(is)
})

test.each([
  ['vn.pre2025.01045', 'vn.2025.01021', 'Đản Ván → Hoàng Su Phì'],
  ['vn.pre2025.01084', 'vn.2025.01084', 'Nam Sơn → Hồ Thầu'],
  ['vn.pre2025.01027', 'vn.2025.01033', 'old Thàng Tín → Thàng Tín'],
  ['vn.pre2025.01078', 'vn.2025.01075', 'Bản Péo → Nậm Dịch → Nậm Dịch'],
  ['vn.pre2025.01222', 'vn.2025.01090', 'Xuân Minh → Thông Nguyên'],
  ['vn.v.01045.thuong-i', 'vn.2025.01021', 'a village of Đản Ván → Hoàng Su Phì'],
  ['vn.v.01045.thuong-i', 'vn.pre2025.01045', 'a village of Đản Ván, as it was'],
])('4 %s under %s (%s)', (unit, ancestor) => {
  expect(isUnder(unit, ancestor)).toBe(true)
})

test('4 and nowhere else', () => {
  expect(isUnder('vn.pre2025.01084', 'vn.2025.01021')).toBe(false)
  expect(isUnder('vn.pre2025.01021', 'vn.2025.01033')).toBe(false)
})

// Locked periods: what a lock holds, and what is opened for one record alone.
// 1  A lock holds its form's month in its unit and all below, '' everywhere.
// 2  Opened for a record is where it stands: its form, its place, its month. What it would move elsewhere stays locked.
import { expect, test } from 'vitest'
import { lockAmong, lockedIn, openedFor } from '../../src/record/period.ts'

const lock = (form: string, unit: string, period: string) => ({ form, unit, period, by: 'above', at: 1 })
const isUnder = (unit: string, ancestor: string): boolean => unit === ancestor || (ancestor === 'north' && ['n1', 'n2'].includes(unit))
const locks = [lock('visit', 'north', '2026-09'), lock('visit', 'north', '2026-10'), lock('build', '', '2026-09')]
const locked = lockedIn(locks, isUnder)
const holds = (of: typeof locked, form: string, unit: string, period: string): boolean => of?.(form, unit, period) !== undefined

test.each([
  ['visit', 'n1', '2026-09', true], ['visit', 'north', '2026-09', true], ['visit', 's1', '2026-09', false], ['visit', 'n1', '2026-08', false], ['visit', '', '2026-09', false], ['build', 's1', '2026-09', true], ['build', '', '2026-09', true],
])('1 %s %s %s: %s', (form, unit, period, expected) => {
  expect(holds(locked, form, unit, period)).toBe(expected)
  expect(lockAmong([{ indicator: `${form}.n`, view: 'received', dimension: '', unit, period: `${period}-07`, member: '', amount: 1 }], locked as never) !== undefined).toBe(expected)
})

test.each([
  ['where it stands', 'visit', 'n1', '2026-09', false], ['another place', 'visit', 'n2', '2026-09', true], ['above it', 'visit', 'north', '2026-09', true], ['another month', 'visit', 'n1', '2026-10', true], ['another form', 'build', 'n1', '2026-09', true],
  ['what nobody locked', 'visit', 's1', '2026-09', false],
])('2 %s', (_, form, unit, period, expected) => {
  expect(holds(openedFor({ form: 'visit', unit: 'n1', day: '2026-09-14' }, locked), form, unit, period)).toBe(expected)
})
test('2 where nothing is locked', () => {
  expect(openedFor({ form: 'visit', unit: 'n1', day: '2026-09-14' }, undefined)).toBeUndefined()
})

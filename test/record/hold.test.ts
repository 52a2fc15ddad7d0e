// What waits for a person, where it lies, and what a lock holds: the rules alone; through the doors they are tried in test/worker/review.test.ts.
// 1  Held by the form's rule. 2  The heaps of a record, and what moves between them. 3  A lock holds its form, month and units, and sums of months, not stocks.
import { describe, expect, test } from 'vitest'
import type { Head } from '../../src/record/decision.ts'
import { heapMoves, heapsIn } from '../../src/record/heap.ts'
import { byRule, isHeld } from '../../src/record/hold.ts'
import type { Held } from '../../src/record/hold.ts'
import { countsSomewhere, lockAmong, lockedIn, lockOn } from '../../src/record/period.ts'

const plain: Held = { author: 'an', flags: 0, conflicts: 0, before: [], lot: 0.5 }
describe('1 held', () => {
  test.each<[string, Parameters<typeof isHeld>[0], Partial<Held>, boolean]>([
    ['no rule', undefined, {}, true],
    ['a rule about levels only', { first: 'commune' }, {}, true],
    ['nothing to look at', { hold: 0 }, {}, false],
    ['a flag', { hold: 0 }, { flags: 1 }, true],
    ['a conflict', { hold: 0 }, { conflicts: 1 }, true],
    ['a stranger', { hold: 0 }, { author: '~0123' }, true],
    ['decided on by a person before', { hold: 0 }, { before: [{ reviewer: 'binh' }] }, true],
    ['decided on by the rule before', { hold: 0 }, { before: [{ reviewer: byRule }, { reviewer: '' }] }, false],
    ['within the share', { hold: 10 }, { lot: 0.0999 }, true],
    ['at its edge', { hold: 10 }, { lot: 0.1 }, false],
    ['the lowest lot, where none is held', { hold: 0 }, { lot: 0 }, false],
    ['no lot drawn', { hold: 10 }, { lot: undefined }, true],
  ])('%s', (_, rule, more, held) => expect(isHeld(rule, { ...plain, ...more })).toBe(held))
})

const head: Head = {
  id: 's', seq: 1, form: 'road', version: 1, unit: 'n1', day: '2026-11-24', label: '', author: 'an', state: 'received', revision: 1, counts: { received: 1, approved: 0 },
  adds: { received: {}, approved: {} }, touches: [], flags: [], conflicts: 0, received_at: Date.UTC(2026, 10, 23, 17, 30), stamp: 1,
}
describe('2 heaps', () => {
  test.each<[string, Partial<Head>, string[]]>([
    ['it waits since its day in Vietnam', {}, ['received 2026-11-24']],
    ['with something to look at, and in conflict', { flags: [{ code: 'check' }], conflicts: 2 }, ['received 2026-11-24', 'flagged ', 'conflict ']],
    ['above', { state: 'endorsed', flags: [{ code: 'check' }] }, ['endorsed 2026-11-24']],
    ['late', { state: 'late' }, ['late 2026-11-24']],
    ['late again after it was returned: since then', { state: 'late', since: Date.UTC(2026, 10, 29, 17) }, ['late 2026-11-30']],
    ['done with', { state: 'approved', conflicts: 1 }, ['approved ', 'conflict ']],
  ])('%s', (_, more, heaps) => expect(heapsIn({ ...head, ...more }).map((one) => one.join(' '))).toEqual(heaps))
  test('what moves', () => {
    const moves = heapMoves(head, { ...head, state: 'approved', unit: 'n2' }).map(({ indicator, unit, member, period, amount }) => `${indicator} ${unit} ${member} ${period} ${amount}`)
    expect(moves).toEqual(['road.? n1 received 2026-11-24 -1', 'road.? n2 approved  1'])
    expect(heapMoves(undefined, { ...head, form: 'road~trial~' })).toEqual([])
  })
})

const isUnder = (unit: string, ancestor: string): boolean => unit === ancestor || (unit === 'n1' && ancestor === 'north')
const lock = { form: 'road', unit: 'north', period: '2026-11', by: 'up', at: 1 }
const move = (indicator: string, unit: string, period: string) => ({ indicator, view: 'received' as const, dimension: '', member: '', unit, period, amount: 1 })
describe('3 locks', () => {
  test('none', () => expect(lockedIn([], isUnder)).toBeUndefined())
  const locked = lockedIn([lock, { ...lock, form: 'work', unit: '' }], isUnder) as NonNullable<ReturnType<typeof lockedIn>>
  test.each<[string, string, string, boolean]>([
    ['road', 'n1', '2026-11', true], ['road', 'north', '2026-11', true], ['road', 's1', '2026-11', false], ['road', '', '2026-11', false], ['road', 'n1', '2026-10', false], ['other', 'n1', '2026-11', false],
    ['work', 's1', '2026-11', true], ['work', '', '2026-11', true],
  ])('%s in %j, %s: %s', (form, unit, period, is) => expect(locked(form, unit, period) !== undefined).toBe(is))
  test('where a record stands', () => {
    expect(lockOn(head, locked)).toEqual(lock)
    expect(lockOn({ ...head, day: '2026-12-01' }, locked)).toBeUndefined()
    expect([countsSomewhere(head), countsSomewhere({ counts: { received: 0, approved: 0 } })]).toEqual([true, false])
  })
  test.each<[string, string, string, string, boolean]>([
    ['a month', 'road.metres', 'n1', '2026-11', true], ['a day of it', 'road.metres~', 'n1', '2026-11-24', true], ['a stock', 'road.stock', 'n1', '', false], ['another form', 'pledge.metres', 'n1', '2026-11', false], ['another place', 'road.metres', 's1', '2026-11', false],
  ])('a sum of %s', (_, indicator, unit, period, is) => expect(lockAmong([move('other.x', 'n1', '2026-11'), move(indicator, unit, period)], locked) !== undefined).toBe(is))
})

// Decided on before anything is read.
// 1  Only what is new by itself is supposed: no correction, no entry that another submission makes, no form that is gone.
// 2  A decision on it is the one that reading would have given, were it so; its guard names each id and entry as not there, and the epoch.
import { describe, expect, test } from 'vitest'
import { supposed } from '../../src/record/supposed.ts'
import { Working } from '../../src/record/working.ts'

const ground = { epoch: 7, units_revision: 3, locks_revision: 0, forms: new Map([['f', { version: 1, state: 'open' as const, published_at: 0 }]]) }

describe('1 what may be supposed', () => {
  test.each([
    ['a first revision without entries', [{ id: 'a' }], [], true],
    ['a correction', [{ id: 'a', base: 1 }], [], false],
    ['one of several is a correction', [{ id: 'a' }, { id: 'b', base: 2 }], [], false],
    ['the entry that it makes', [{ id: 'a' }], ['a'], true],
    ['entries of further rules and of rows', [{ id: 'a' }], ['a~2', 'a.1', 'a~2.12'], true],
    ['an entry made by another of the array', [{ id: 'a' }, { id: 'b' }], ['b', 'a'], true],
    ['an entry made by somebody else', [{ id: 'a' }], ['a', 'b'], false],
    ['a form that is gone', [{ id: 'a', form: 'f~trial' }], [], false],
    ['an entry with a name that begins like its own', [{ id: 'a' }], ['ab'], false],
  ] as const)('%s', (_, submissions, entries, may) => {
    expect(supposed(ground, submissions.map((one) => ({ form: 'f', ...one })), entries.map((id) => ({ register: 'r', id }))) !== undefined).toBe(may)
  })
})

test('2 nothing is there, and the guard says so of all', () => {
  const known = supposed(ground, [{ id: 'a', form: 'f' }], [{ register: 'r', id: 'a' }, { register: 'r', id: 'a.1' }])
  if (known === undefined) throw new Error('not supposed')
  expect(known).toMatchObject(ground)
  const working = new Working(known, new Map())
  expect([working.head('a'), working.revisions('a'), working.lookedUp('r', 'a'), working.entry('r', 'a')]).toEqual([undefined, [], 'absent', undefined])
  // a.1 was only looked at.
  working.say('r', 'a', { submission: 'a', received: null, approved: null })
  working.say('r', 'z', { submission: 'a', received: null, approved: null })
  expect(working.writes().guard).toEqual({ epoch: 7, submissions: [], entries: [['r', 'a', 0], ['r', 'a.1', 0], ['r', 'z', 0]] })
})

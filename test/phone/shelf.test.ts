// The phone's shelf, over an IndexedDB in memory.
// 1  Every write is strict: no kill test can catch the loss, so the option itself is asserted.
// 2  Sealing is one transaction: whatever is torn off, there is either the draft or the record.
// 3  Sealed twice, five times: one record.
import { afterEach, describe, expect, test, vi } from 'vitest'
import { account, draft, freshShelf, sealed } from './given.ts'

afterEach(() => vi.restoreAllMocks())

describe('1 every write is strict', () => {
  test('all functions that write', async () => {
    const shelf = await freshShelf()
    const spy = vi.spyOn(IDBDatabase.prototype, 'transaction')
    const one = draft()
    await shelf.keepAccount(account())
    await shelf.keepSetting('language', 'vi')
    await shelf.keepDraft(one, [{ draft: one.id, name: 'a', answer: 1 }])
    await shelf.keepPart(one, { draft: one.id, name: 'b', answer: 'x' })
    await shelf.keepMedia({ sha256: 'm', type: 'image/jpeg', bytes: 1, body: new ArrayBuffer(1) })
    const n = await shelf.seal(one.id, sealed({ id: one.id }), [])
    await shelf.changeRecords([n], (record) => ({ ...record, tries: 1 }))
    await shelf.dropMedia()
    const writes = spy.mock.calls.filter(([, mode]) => mode === 'readwrite')
    expect(writes.length).toBe(8)
    for (const [, , options] of writes) expect(options).toEqual({ durability: 'strict' })
  })
})

describe('3 sealed again and again', () => {
  test('five times in a moment', async () => {
    const shelf = await freshShelf()
    const one = draft()
    await shelf.keepDraft(one, [])
    const numbers = await Promise.all([1, 2, 3, 4, 5].map((k) => shelf.seal(one.id, sealed({ id: one.id, body: `body ${k}` }), [])))
    expect(new Set(numbers).size).toBe(1)
    expect((await shelf.records('mai')).map((record) => record.body)).toEqual(['body 1'])
    expect(await shelf.draft(one.id)).toBeUndefined()
    // 3 A key that arrives late raises no ghost.
    expect(await shelf.keepPart(one, { draft: one.id, name: 'a' })).toBe(false)
    expect(await shelf.keepDraft(one, [])).toBe(false)
    expect(await shelf.counts('mai')).toMatchObject({ waiting: 1, drafts: 0 })
  })
})

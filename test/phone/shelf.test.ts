// The phone's shelf, over an IndexedDB in memory.
// 1  Every write is strict: no kill test can catch the loss, so the option itself is asserted.
// 2  Sealing is one transaction: whatever is torn off, there is either the draft or the record. So is reopening.
// 3  Sealed twice, five times: one record. What comes late raises no ghost.
// 4  A full phone is said as such, costs nothing that was kept, and makes room of what the server has.
// 5  A connection that was lost is opened again; a newer app's database is not in the way.
// 6  A shelf that the browser threw away is noticed, once, and until it was said.
// 7  Files: with the answer that names them, or not at all; dropped when nothing names them.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ShelfFull } from '../../src/phone/database.ts'
import { openShelf } from '../../src/phone/shelf.ts'
import { whole } from '../../src/phone/whole.ts'
import type { Whole } from '../../src/phone/whole.ts'
import type { Draft, Part, ShelfEntry } from '../../src/phone/shapes.ts'
import { account, draft, freshShelf, id, sealed } from './given.ts'

afterEach(() => vi.restoreAllMocks())

const entry = (own: string): ShelfEntry => ({ person: 'mai', register: 'households', id: own, label: 'Hộ', fold: 'ho', unit: 'v1', revision: 1, columns: {}, local: own })
const part = (one: Draft, name: string, answer: number): Part => ({ draft: one.id, name, answer })
const photo = (sha256: string, bytes = 10) => ({ sha256, type: 'image/jpeg', bytes, body: new ArrayBuffer(bytes) })

describe('1 every write is strict', () => {
  const writes: Record<string, (shelf: Whole, one: Draft) => Promise<unknown>> = {
    keepAccount: (shelf) => shelf.keepAccount(account()),
    dropAccount: (shelf) => shelf.dropAccount('nobody'),
    keepSetting: (shelf) => shelf.keepSetting('language', 'vi'),
    keepForm: (shelf) => shelf.keepForm({ id: 'trial', version: 1, hash: 'h', form: {} as never }),
    keepUnits: (shelf) => shelf.keepUnits({ person: 'mai', scope: '', revision: 1, units: [] }),
    keepPage: (shelf) => shelf.keepPage({ person: 'mai', register: 'r', scope: '', from: 0, next: 0, stamp: 1 }, { rows: [], gone: [] }),
    keepParts: (shelf, one) => shelf.keepParts(one, [part(one, 'a', 1)]),
    keepDraft: (shelf, one) => shelf.keepDraft(one, [part(one, 'a', 1)]),
    dropDraft: (shelf, one) => shelf.dropDraft(one.id),
    keepMedia: (shelf) => shelf.keepMedia(photo('m')),
    dropMedia: (shelf) => shelf.dropMedia(),
    seal: (shelf, one) => shelf.seal(one.id, sealed({ id: one.id }), []),
    reopen: (shelf, one) => shelf.reopen(1, one, []),
    changeRecords: (shelf) => shelf.changeRecords([1], (record) => record),
    dropRecords: (shelf) => shelf.dropRecords([1]),
  }
  const readers = ['database', 'counted', 'close', 'lost', 'keepCanary', 'accounts', 'account', 'setting', 'form', 'forms', 'units', 'list', 'listed', 'entries', 'drafts', 'draft', 'media', 'records', 'record', 'recordsOf', 'due', 'counts', 'unsentBytes']

  test('no function of the shelf is left out', async () => {
    expect(Object.keys(await freshShelf()).filter((name) => name !== 'called').sort()).toEqual([...Object.keys(writes), ...readers].sort())
  })

  test.each(Object.keys(writes))('%s', async (name) => {
    const shelf = await freshShelf()
    const one = draft()
    await shelf.keepDraft(one, [])
    const spy = vi.spyOn(IDBDatabase.prototype, 'transaction')
    await writes[name]?.(shelf, one)
    const writing = spy.mock.calls.filter(([, mode]) => mode === 'readwrite')
    expect(writing).toHaveLength(1)
    expect(writing[0]?.[2]).toEqual({ durability: 'strict' })
  })
})

function end(tx: IDBTransaction): void {
  try {
    tx.abort()
  } catch {
    // Ended already.
  }
}

// As Chrome says that there is no room: the transaction is aborted with that error, whatever its requests say.
function fill(tx: IDBTransaction): void {
  queueMicrotask(() => {
    Object.defineProperty(tx, 'error', { value: new DOMException('no room', 'QuotaExceededError'), configurable: true })
    end(tx)
  })
}

// The so-manyth request to the database breaks off its transaction, as a killed tab does.
function breakAt(at: number): { count(): number } {
  let seen = 0
  for (const name of ['put', 'add', 'delete', 'get', 'getAll', 'getKey', 'getAllKeys'] as const) {
    for (const kind of [IDBObjectStore, IDBIndex]) {
      const target = kind.prototype as unknown as Record<string, (...args: unknown[]) => unknown>
      const original = target[name]
      if (original === undefined) continue
      vi.spyOn(target, name).mockImplementation(function (this: { transaction?: IDBTransaction; objectStore?: IDBObjectStore }, ...args: unknown[]) {
        const result = original.apply(this, args)
        const tx = this.transaction ?? this.objectStore?.transaction
        // From then on for good: what is tried again is killed again.
        if (seen++ >= at) queueMicrotask(() => tx !== undefined && end(tx))
        return result
      })
    }
  }
  return { count: () => seen }
}

describe('2 one transaction', () => {
  const standing = async (shelf: Whole, own: string) => ({
    draft: (await shelf.draft(own))?.parts.map(({ name, answer }) => [name, answer]),
    records: (await shelf.recordsOf(own)).map(({ body }) => body),
    entries: (await shelf.entries('mai', 'households')).map((one) => one.id),
    counts: await shelf.counts('mai'),
  })

  test.each(['seal', 'reopen', 'keepDraft', 'keepParts'])('%s: all of it, or nothing', async (what) => {
    let torn = 0
    for (let at = 0; at < 40; at++) {
      const shelf = await freshShelf()
      const one = draft()
      const parts = [part(one, 'a', 1), part(one, 'b', 2)]
      await shelf.keepDraft(one, parts)
      const n = what === 'reopen' ? await shelf.seal(one.id, sealed({ id: one.id }), [entry(one.id)]) : 0
      const does = {
        seal: () => shelf.seal(one.id, sealed({ id: one.id }), [entry(one.id)]),
        reopen: () => shelf.reopen(n, one, parts),
        keepDraft: () => shelf.keepDraft({ ...one, screen: 2 }, [part(one, 'a', 7)]),
        keepParts: () => shelf.keepParts({ ...one, screen: 2 }, [part(one, 'c', 3)], [photo('p')]),
      }[what]!
      const before = await standing(shelf, one.id)
      const breaking = breakAt(at)
      const error = await does().then(() => undefined, (thrown: unknown) => thrown)
      const isOver = breaking.count() <= at
      vi.restoreAllMocks()
      if (isOver || error === undefined) break
      torn++
      expect(await standing(shelf, one.id)).toEqual(before)
      // Tried again, it is done.
      await does()
      expect(await standing(shelf, one.id)).not.toEqual(before)
    }
    expect(torn).toBeGreaterThan(2)
  })
})

describe('3 again and again', () => {
  test('sealed five times in a moment', async () => {
    const shelf = await freshShelf()
    const one = draft()
    await shelf.keepDraft(one, [])
    const numbers = await Promise.all([1, 2, 3, 4, 5].map((k) => shelf.seal(one.id, sealed({ id: one.id, body: `body ${k}` }), [])))
    expect(new Set(numbers).size).toBe(1)
    expect((await shelf.records('mai')).map((record) => record.body)).toEqual(['body 1'])
    expect(await shelf.draft(one.id)).toBeUndefined()
    expect(await shelf.keepParts(one, [{ draft: one.id, name: 'a' }])).toBe(false)
    expect(await shelf.keepDraft(one, [])).toBe(false)
    expect(await shelf.counts('mai')).toMatchObject({ waiting: 1, drafts: 0 })
  })

  test('a dropped draft does not come back by a late key', async () => {
    const shelf = await freshShelf()
    const one = draft()
    await shelf.keepDraft(one, [part(one, 'a', 1)])
    await shelf.dropDraft(one.id)
    expect(await shelf.keepParts(one, [part(one, 'a', 2)])).toBe(false)
    expect(await shelf.drafts('mai')).toEqual([])
  })

  test('one part touches no other, and answers to one draft none of another’s', async () => {
    const shelf = await freshShelf()
    const [one, other] = [draft(), draft({ author: 'sau' })]
    for (const each of [one, other]) await shelf.keepDraft(each, [part(each, 'a', 1), part(each, 'b', 2)])
    await shelf.keepParts(one, [part(one, 'a', 9)])
    expect((await shelf.draft(one.id))?.parts.map(({ answer }) => answer)).toEqual([9, 2])
    expect((await shelf.draft(other.id))?.parts.map(({ answer }) => answer)).toEqual([1, 2])
    expect((await shelf.drafts('mai')).map((each) => each.id)).toEqual([one.id])
  })

  test('a record whose bytes may have left is not opened again; what was changed meanwhile is seen', async () => {
    const shelf = await freshShelf()
    const one = draft()
    const n = await shelf.seal(undefined, sealed({ id: one.id }), [])
    await shelf.changeRecords([n], (record) => ({ ...record, tries: record.tries + 1 }))
    expect(await shelf.reopen(n, one, [])).toBe(false)
    await Promise.all([1, 2, 3].map(() => shelf.changeRecords([n, 99], (record) => ({ ...record, tries: record.tries + 1 }))))
    expect(await shelf.record(n)).toMatchObject({ tries: 4 })
  })
})

describe('4 full', () => {
  // The store says that it is full at every put that is larger than this.
  function limit(letters: number): void {
    const { put, add } = IDBObjectStore.prototype
    for (const [name, original] of [['put', put], ['add', add]] as const) {
      vi.spyOn(IDBObjectStore.prototype, name).mockImplementation(function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
        const size = (value as { bytes?: number }).bytes ?? JSON.stringify(value).length
        const request = key === undefined ? original.call(this, value) : original.call(this, value, key)
        if (size > letters) fill(this.transaction)
        return request
      })
    }
  }

  test('a photo does not fit: said, and the text is still kept', async () => {
    const shelf = await freshShelf()
    const one = draft()
    await shelf.keepDraft(one, [part(one, 'a', 1)])
    limit(5_000)
    await expect(shelf.keepParts({ ...one, media: { 'p.jpg': { sha256: 'p' } } }, [part(one, 'photo', 1)], [photo('p', 200_000)])).rejects.toBeInstanceOf(ShelfFull)
    expect(await shelf.keepParts(one, [part(one, 'b', 2)])).toBe(true)
    const found = await shelf.draft(one.id)
    expect(found?.parts.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(found?.draft.media).toEqual({})
    expect(await shelf.media('p')).toBeUndefined()
  })

  test('nothing at all fits', async () => {
    const shelf = await freshShelf()
    const one = draft()
    const { put } = IDBObjectStore.prototype
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value: unknown) {
      const request = put.call(this, value)
      fill(this.transaction)
      return request
    })
    await expect(shelf.keepDraft(one, [])).rejects.toBeInstanceOf(ShelfFull)
    vi.restoreAllMocks()
    expect(await shelf.drafts('mai')).toEqual([])
  })

  test('photos that the server has make room', async () => {
    const shelf = await freshShelf()
    const file = { name: 'a.jpg', sha256: 'old', bytes: 200_000, type: 'image/jpeg', isThumbnail: false, sent: 200_000, isKept: true }
    await shelf.keepMedia(photo('old', 200_000))
    await shelf.keepMedia(photo('unsent', 200_000))
    await shelf.seal(undefined, sealed({ state: 'kept', revision: 1, media: [file, { ...file, name: 'b.jpg', sha256: 'unsent', sent: 0, isKept: false }] }), [])
    const one = draft()
    await shelf.keepDraft(one, [])
    const { put } = IDBObjectStore.prototype
    let isFull = true
    const { delete: remove } = IDBObjectStore.prototype
    vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (this: IDBObjectStore, key) {
      if (this.name === 'media') isFull = false
      return remove.call(this, key)
    })
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value: unknown) {
      const request = put.call(this, value)
      if (isFull) fill(this.transaction)
      return request
    })
    expect(await shelf.keepParts(one, [part(one, 'a', 1)], [photo('new', 200_000)])).toBe(true)
    expect([await shelf.media('old'), (await shelf.media('unsent'))?.bytes, (await shelf.draft(one.id))?.parts.length]).toEqual([undefined, 200_000, 1])
  })

  test.each(['UnknownError', 'TimeoutError', 'DataError', 'ConstraintError'])('%s at any write is thrown, and costs nothing', async (name) => {
    const shelf = await freshShelf()
    const one = draft()
    await shelf.keepDraft(one, [part(one, 'a', 1)])
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('broken', name)
    })
    await expect(shelf.keepParts(one, [part(one, 'a', 2)])).rejects.toMatchObject({ name })
    await expect(shelf.seal(one.id, sealed({ id: one.id }), [entry(one.id)])).rejects.toMatchObject({ name })
    vi.restoreAllMocks()
    expect((await shelf.draft(one.id))?.parts).toMatchObject([{ answer: 1 }])
    expect(await shelf.records('mai')).toEqual([])
  })
})

describe('5 the connection', () => {
  test('closed by the browser: the next write opens it again', async () => {
    const shelf = await freshShelf()
    const one = draft()
    await shelf.keepDraft(one, [])
    await shelf.close()
    expect(await shelf.keepParts(one, [part(one, 'a', 1)])).toBe(true)
    await shelf.close()
    expect((await shelf.draft(one.id))?.parts).toHaveLength(1)
  })

  test('torn off once in the middle of a write: written the second time', async () => {
    const shelf = await freshShelf()
    const one = draft()
    let left = 1
    const { put } = IDBObjectStore.prototype
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value: unknown) {
      const request = put.call(this, value)
      const { transaction } = this
      if (left-- > 0) queueMicrotask(() => end(transaction))
      return request
    })
    expect(await shelf.keepDraft(one, [part(one, 'a', 1)])).toBe(true)
    expect((await shelf.draft(one.id))?.parts).toHaveLength(1)
  })

  test('another tab brings a newer database: it is let through, and what is here goes on', async () => {
    const shelf = await freshShelf()
    const one = draft()
    await shelf.keepDraft(one, [])
    const newer = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(shelf.called, 2)
      request.onupgradeneeded = () => request.result.createObjectStore('new things')
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    expect(await shelf.keepParts(one, [part(one, 'a', 1)])).toBe(true)
    newer.close()
    const again = whole(await openShelf(shelf.called))
    expect((await again.draft(one.id))?.parts).toHaveLength(1)
  })
})

describe('6 a shelf thrown away', () => {
  let beside: Map<string, string>
  beforeEach(() => {
    beside = new Map()
    ;(globalThis as { localStorage?: unknown }).localStorage = { getItem: (key: string) => beside.get(key) ?? null, setItem: (key: string, value: string) => void beside.set(key, value) }
  })
  afterEach(() => {
    delete (globalThis as { localStorage?: unknown }).localStorage
  })
  const throwAway = (name: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name)
      request.onsuccess = () => resolve()
      request.onerror = () => reject(request.error)
    })

  test('is noticed, with how much was unsent, until it was said', async () => {
    const name = `thrown ${id()}`
    const shelf = whole(await openShelf(name))
    expect(shelf.lost()).toBeUndefined()
    const one = draft()
    await shelf.keepDraft(one, [])
    await shelf.seal(undefined, sealed(), [])
    await shelf.seal(undefined, sealed({ state: 'kept', revision: 1 }), [])
    await shelf.keepCanary(1_700_000_000_000)
    expect(JSON.parse(beside.get('phieu') ?? '')).toMatchObject({ records: 3, unsent: 2, lastSync: 1_700_000_000_000 })
    await shelf.close()
    expect((await openShelf(name)).lost()).toBeUndefined()
    await throwAway(name)
    const empty = whole(await openShelf(name))
    expect(empty.lost()).toEqual({ unsent: 2, lastSync: 1_700_000_000_000 })
    // The tab dies before anybody read it.
    await empty.close()
    const again = whole(await openShelf(name))
    expect(again.lost()).toEqual({ unsent: 2, lastSync: 1_700_000_000_000 })
    await again.keepSetting('lost', undefined)
    await again.close()
    expect((await openShelf(name)).lost()).toBeUndefined()
  })

  test('a store beside it that is full or forbidden is in nobody’s way', async () => {
    ;(globalThis as { localStorage?: unknown }).localStorage = {
      getItem: () => {
        throw new DOMException('denied', 'SecurityError')
      },
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError')
      },
    }
    const shelf = whole(await openShelf(`denied ${id()}`))
    expect(await shelf.keepDraft(draft(), [])).toBe(true)
  })
})

describe('7 files', () => {
  test('dropped when no draft and no record names them', async () => {
    const shelf = await freshShelf()
    for (const own of ['drafted', 'thumb', 'sealed', 'sent', 'nobody']) await shelf.keepMedia(photo(own))
    const one = draft({ media: { 'a.jpg': { sha256: 'drafted', thumbnail: 'thumb' } } })
    await shelf.keepDraft(one, [])
    const file = { name: 'a.jpg', sha256: 'sealed', bytes: 10, type: 'image/jpeg', isThumbnail: false, sent: 0, isKept: false }
    await shelf.seal(undefined, sealed({ media: [file, { ...file, name: 'b.jpg', sha256: 'sent', isKept: true }] }), [])
    expect(await shelf.dropMedia()).toBe(1)
    expect(await shelf.dropMedia(true)).toBe(1)
    expect(await Promise.all(['drafted', 'thumb', 'sealed', 'sent', 'nobody'].map(async (own) => (await shelf.media(own)) !== undefined))).toEqual([true, true, true, false, false])
  })
})

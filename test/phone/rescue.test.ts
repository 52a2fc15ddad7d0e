// The rescue file, and one draft in two tabs.
// 1  All that is unsent is in it, drafts and photos included, each record with its author's mark; nothing that the server has.
// 2  A file that was cut short, or changed, is known as such.
// 3  What does not fit goes into a further file.
// 4  One tab writes a draft; a second one only looks, with locks or without, until the first lets go or dies.
import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openDraft } from '../../src/phone/claim.ts'
import { macOf } from '../../src/phone/digest.ts'
import { handIn, readRescue, writeRescue } from '../../src/phone/rescue.ts'
import type { Whole } from '../../src/phone/whole.ts'
import { account, draft, freshShelf, id, sealed } from './given.ts'
import { json } from './server.ts'

const now = Date.UTC(2026, 10, 24, 5)
const sha = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

async function photo(shelf: Whole, seed: number, bytes = 5_000): Promise<string> {
  const body = Uint8Array.from({ length: bytes }, (_, i) => (i * seed) % 256)
  await shelf.keepMedia({ sha256: sha(body), type: 'image/jpeg', bytes, body: body.buffer })
  return sha(body)
}

async function filled(): Promise<{ shelf: Whole; photos: string[] }> {
  const shelf = await freshShelf()
  const photos = [await photo(shelf, 3), await photo(shelf, 5), await photo(shelf, 7), await photo(shelf, 11)]
  const file = (name: string, at: number, isKept = false) => ({ name, sha256: photos[at]!, bytes: 5_000, type: 'image/jpeg', isThumbnail: false, sent: 0, isKept })
  await shelf.seal(undefined, sealed({ media: [file('a.jpg', 0)], mac: await macOf('phieu_mai', 'h') }), [])
  await shelf.seal(undefined, sealed({ state: 'kept', revision: 1, media: [file('b.jpg', 1), file('c.jpg', 2, true)] }), [])
  await shelf.seal(undefined, sealed({ state: 'kept', revision: 1 }), [])
  await shelf.seal(undefined, sealed({ author: 'sau' }), [])
  await shelf.seal(undefined, sealed({ state: 'refused', revision: 0 }), [])
  const one = draft({ media: { 'd.jpg': { sha256: photos[3]! } } })
  await shelf.keepDraft(one, [{ draft: one.id, name: 'head', answer: 'Đàm Thị Ước' }])
  return { shelf, photos }
}

const linesOf = async (file: Blob): Promise<Record<string, any>[]> => (await file.text()).trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, any>)

describe('1 all that is unsent', () => {
  test('records, drafts, photos', async () => {
    const { shelf, photos } = await filled()
    const [made, ...more] = await writeRescue(shelf, [account({ name: 'Lò Thị Đào' })], now)
    expect(more).toEqual([])
    expect(made?.name).toBe('phieu-2026-11-24-lo-thi-dao.txt')
    const lines = await linesOf(made!.file)
    expect(lines[0]).toEqual({ phieu: 1, made_at: '2026-11-24T05:00:00.000Z', device: 'd1', records: 3, drafts: 1, media: 3 })
    expect(lines.filter((line) => 'record' in line).map(({ record }) => [record.state, 'n' in record, 'due' in record])).toEqual([['waiting', false, false], ['kept', false, false], ['refused', false, false]])
    expect(lines.find((line) => 'draft' in line)?.parts).toEqual([expect.objectContaining({ name: 'head', answer: 'Đàm Thị Ước' })])
    const media = lines.filter((line) => 'media' in line && !('phieu' in line)).map((line) => line.media)
    expect(media.map(({ sha256 }) => sha256).sort()).toEqual([photos[0], photos[1], photos[3]].sort())
    for (const { sha256, body, bytes } of media) expect([sha(Buffer.from(body, 'base64')), bytes]).toEqual([sha256, 5_000])
    expect(await readRescue(made!.file)).toEqual({ records: 3, drafts: 1, media: 3 })
  })

  test('the author’s mark is what the server can work out from the hash of the secret', async () => {
    const key = sha('phieu_mai')
    expect(await macOf('phieu_mai', 'abc')).toBe(createHmac('sha256', key).update('abc').digest('hex'))
  })
})

describe('2 cut or changed', () => {
  test('at every length, and with one letter changed', async () => {
    const { shelf } = await filled()
    const [made] = await writeRescue(shelf, [account()], now)
    const text = await made!.file.text()
    for (const length of [0, 1, 50, text.length - 200, text.length - 30, text.length - 3]) expect(await readRescue(new Blob([text.slice(0, length)]))).toBeUndefined()
    expect(await readRescue(new Blob([text.replace('Đàm', 'Đam')]))).toBeUndefined()
    expect(await readRescue(new Blob([text.trimEnd()]))).toBeDefined()
    expect(await readRescue(new Blob(['<html>']))).toBeUndefined()
  })

  test('handed in: only our own answer counts', async () => {
    const { shelf } = await filled()
    const [made] = await writeRescue(shelf, [account()], now)
    const answers = [new Response('<html>', { headers: { 'content-type': 'text/html' } }), json(200, { kept: 2 })]
    const given = { shelf, clock: { now: () => 0, wait: async () => undefined }, random: () => 0, send: async () => answers.shift() ?? Response.error() }
    expect(await handIn(given, account(), made!.file)).toBeUndefined()
    expect(await handIn(given, account(), made!.file)).toEqual({ kept: 2 })
  })
})

test('3 photos in further files, each whole by itself', async () => {
  const { shelf } = await filled()
  const made = await writeRescue(shelf, [account()], now, 10_000)
  expect(made.map(({ name }) => name.slice(17))).toEqual(['lo-thi-mai.txt', 'lo-thi-mai-2.txt', 'lo-thi-mai-3.txt'])
  expect(await Promise.all(made.map(({ file }) => readRescue(file)))).toEqual([{ records: 3, drafts: 1, media: 1 }, { records: 0, drafts: 0, media: 1 }, { records: 0, drafts: 0, media: 1 }])
  const lines = (await Promise.all(made.map(({ file }) => linesOf(file)))).flat()
  expect(lines.filter((line) => 'media' in line && !('phieu' in line))).toHaveLength(3)
})

describe('4 one draft in two tabs', () => {
  const patient = () => {
    let wake: (() => void)[] = []
    return {
      clock: { wait: () => new Promise<void>((resolve) => wake.push(resolve)) },
      random: Math.random,
      async tick(): Promise<void> {
        const now = wake
        wake = []
        now.forEach((resolve) => resolve())
        await new Promise((resolve) => setTimeout(resolve, 15))
      },
    }
  }

  test('with locks', async () => {
    const shelf = await freshShelf()
    const one = draft()
    await shelf.keepDraft(one, [])
    const { locks } = navigator as unknown as { locks?: LockManager }
    if (locks === undefined) return
    const given = { ...patient(), locks }
    const first = await openDraft(shelf, one.id, given)
    const second = await openDraft(shelf, one.id, given)
    expect([first?.isMine, second?.isMine]).toEqual([true, false])
    first?.release()
    await new Promise((resolve) => setTimeout(resolve, 20))
    const third = await openDraft(shelf, one.id, given)
    expect(third?.isMine).toBe(true)
    third?.release()
    expect(await openDraft(shelf, id(), given)).toBeUndefined()
  })

  test('without locks: a heart that beats, one that was let go, one that stopped', async () => {
    const shelf = await freshShelf()
    const one = draft()
    await shelf.keepDraft(one, [])
    const [tabA, tabB] = [patient(), patient()]
    const first = await openDraft(shelf, one.id, tabA)
    expect(first?.isMine).toBe(true)
    await tabA.tick()
    const asking = openDraft(shelf, one.id, tabB)
    await new Promise((resolve) => setTimeout(resolve, 15))
    await tabA.tick()
    await tabB.tick()
    expect((await asking)?.isMine).toBe(false)
    // Tab A was killed: its heart stands still.
    const again = openDraft(shelf, one.id, tabB)
    await new Promise((resolve) => setTimeout(resolve, 15))
    await tabB.tick()
    expect((await again)?.isMine).toBe(true)
  })
})

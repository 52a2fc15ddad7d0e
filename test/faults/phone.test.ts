// What happens to the phone itself, and to the server behind its back.
// 1  F13: a clock in 1970, in 2099, or set back three years in the middle of a queue changes nothing of order, waits and keeping; the record says `clock`.
// 2  F5: 20 photos over a slow line, the browser killed after each of them and in the middle of each: all are there with their hash, for at most 1.15
//    times the bytes.
// 3  F18 as phones see it: the server is put back to an earlier state while phones go on; they offer what they have, and everything that was ever
//    acknowledged is there exactly once, files too.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { between, chance } from './chance.ts'
import { communes, workAnswers } from './district.ts'
import { firstVisit, newPhone, sendAll } from './phone.ts'
import type { Phone, Wanted } from './phone.ts'
import { photo } from './photos.ts'
import { openProxy } from './proxy.ts'
import type { Proxy } from './proxy.ts'
import { nothing, reckon, tell } from './reckoning.ts'
import { startServer } from './server.ts'
import type { RealServer } from './server.ts'

let server: RealServer
let proxy: Proxy
const unit = communes[0] as string
const day_ms = 86_400_000

beforeEach(async () => {
  server = await startServer()
  proxy = await openProxy(() => server.url, 7)
})
afterEach(async () => {
  await proxy?.close()
  await server?.stop()
})

async function enrolled(name: string, more: Partial<Wanted> = {}): Promise<Phone> {
  const phone = await newPhone(server.enrol, { name, unit, line: proxy.url, seed: 7, pace: 20, ...more })
  await firstVisit(phone)
  return phone
}

async function expectRight(...phones: readonly Phone[]): Promise<void> {
  const reckoning = await reckon(server, phones)
  expect(tell(reckoning)).toBe(nothing)
  expect(reckoning.acknowledged).toBe(reckoning.made)
}

test('1 F13 clocks', async () => {
  const real = Date.now()
  const set: readonly [string, (isLate: boolean) => number, boolean][] = [
    ['right', () => 0, false],
    ['1970', () => 3 * day_ms - real, true],
    ['2099', () => Date.UTC(2099, 5, 1) - real, true],
    ['set back three years', (isLate) => (isLate ? -3 * 365 * day_ms : 0), true],
  ]
  const phones: Phone[] = []
  const waits: (readonly number[])[] = []
  const flags: Record<string, readonly boolean[]> = {}
  for (const [which, off, isWrong] of set) {
    let isLate = false
    let most = 0
    const phone = await enrolled('clock', {
      now: () => Date.now() + off(isLate),
      // Ten waits, and then no more.
      wait: () => (++most <= 12 ? Promise.resolve() : new Promise(() => undefined)),
    })
    phones.push(phone)
    const draw = chance('clock', which)
    for (let i = 0; i < 12; i++) {
      isLate = i >= 6
      await phone.fill(workAnswers(draw, unit, i))
    }
    const ids = (await phone.records()).map(({ id }) => id)
    // No network: the waits grow by their number.
    proxy.mode = 'off'
    phone.begin()
    while (phone.waits.length < 13) await new Promise((resolve) => setTimeout(resolve, 5))
    waits.push(phone.waits.slice(0, 12).map((ms) => ms / 1_000))
    expect(phone.acknowledged.size).toBe(0)
    proxy.mode = 'open'
    await phone.crash()
    await sendAll(phone)
    // In the order of sealing, whatever the clock said.
    const { rows } = await server.found()
    const own = rows.filter(({ id }) => ids.includes(id)).sort((one, other) => one.seq - other.seq)
    expect(own.map(({ id }) => id)).toEqual(ids)
    flags[which] = own.map((row) => row.flags.includes('clock'))
    expect(flags[which], which).toEqual(ids.map((_, i) => isWrong && (which !== 'set back three years' || i >= 6)))
    // Kept for as long as the server's days say, and the account goes on.
    await phone.drain()
    expect((await phone.records()).map(({ id, state }) => [id, state])).toEqual(ids.map((id) => [id, 'kept']))
    expect((await phone.account()).ended).toBeUndefined()
  }
  const bounds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
  for (const own of waits) own.forEach((seconds, i) => expect(seconds >= (bounds[i] as number) / 2 && seconds <= (bounds[i] as number), `wait ${i}: ${seconds}`).toBe(true))
  await expectRight(...phones)
})

test('2 F5 photos and crashes', async () => {
  // 4 kB a second and 800 ms a request, two hundred times as fast; and so is the phone's clock.
  const began = Date.now()
  const phone = await enrolled('photos', { now: () => began + (Date.now() - began) * 200, pace: 200 })
  const draw = chance('photos')
  const photos = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`p${i + 1}.jpg`, photo(i, 150_000)]))
  const id = await phone.fill({ village: `${unit}.v1`, title: 'Hai mươi ảnh giả định', side: Object.keys(photos).map((view) => ({ view })) }, { form: 'album', photos })
  const payload = 20 * 150_000
  const before = proxy.counts.bytes
  proxy.throttle = { up: 800_000, latency_ms: 4 }
  const crashes = { between: 0, within: 0 }
  const begun = new Set<string>()
  const kill = (when: keyof typeof crashes): void => {
    crashes[when]++
    void phone.crash()
  }
  // k = 0 when the text is there, then when a photo is whole there: before the phone hears of it.
  proxy.onAnswer = ({ method }, status) => {
    if (crashes.between === 0 || (method === 'PUT' && status === 201)) kill('between')
  }
  // And once while a piece of each is on its way.
  proxy.onRequest = ({ method, path }) => {
    if (method !== 'PUT' || begun.has(path)) return
    begun.add(path)
    setTimeout(() => kill('within'), between(draw, 20, 200))
  }
  phone.begin()
  for (let checks = 0; checks < 3_000 && !(phone.acknowledged.size === 1 && (await phone.isDone())); checks++) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await phone.isDone()).toBe(true)
  const sent = proxy.counts.bytes - before
  console.log(`F5: killed ${crashes.between} times between photos and ${crashes.within} times within one; ${sent} bytes sent for ${payload}: ${(sent / payload).toFixed(3)}`)
  expect(crashes).toEqual({ between: 21, within: 20 })
  const { secret } = await phone.account()
  for (const [name, bytes] of Object.entries(photos)) {
    const answer = await fetch(`${server.url}/api/submissions/${id}/media/${name}`, { headers: { authorization: `Bearer ${secret}` } })
    expect(Buffer.from(await answer.arrayBuffer()).equals(Buffer.from(bytes)), name).toBe(true)
  }
  expect(sent / payload).toBeLessThanOrEqual(1.15)
  await expectRight(phone)
  phone.off()
})

describe('3 a server put back to an earlier state', () => {
  const album = async (phone: Phone, seed: number): Promise<string> =>
    phone.fill({ village: `${unit}.v2`, title: `Ảnh giả định ${seed}`, side: [{ view: 'a.jpg' }] }, { form: 'album', photos: { 'a.jpg': photo(seed, 50_000) } })

  test.each([['said to be restored', true], ['with nothing said, seen by its lower stamp', false]] as const)('%s', async (_, restored) => {
    const phones = await Promise.all(['một', 'hai', 'ba', 'bốn'].map((name) => enrolled(name)))
    const draws = phones.map(({ name }) => chance('restored', name))
    const round = async (many: number): Promise<void> => {
      for (let i = 0; i < many; i++) for (const phone of phones) await phone.act()
      await Promise.all(phones.map((phone) => sendAll(phone)))
    }
    await round(8)
    for (const [i, phone] of phones.entries()) await album(phone, i)
    await Promise.all(phones.map((phone) => sendAll(phone)))
    const putBack = await server.copy()

    await round(12)
    for (const [i, phone] of phones.entries()) await album(phone, 10 + i)
    await Promise.all(phones.map((phone) => sendAll(phone)))
    // Some have things on their way when it happens.
    for (const [i, phone] of phones.entries()) if (i % 2 === 0) await phone.fill(workAnswers(draws[i] as never, unit, 100 + i))
    const rows = (await server.found()).rows.length
    const before = phones.reduce((sum, phone) => sum + phone.acknowledged.size, 0)

    await putBack(restored)
    expect((await server.found()).rows.length).toBeLessThan(rows)
    expect(tell(await reckon(server, phones))).not.toBe(nothing) // else nothing was forgotten
    // One visit each is enough to notice; the order in which they come differs.
    for (const phone of restored ? [...phones].reverse() : phones) await phone.drain()
    await Promise.all(phones.map((phone) => sendAll(phone)))
    expect(phones.reduce((sum, phone) => sum + phone.acknowledged.size, 0)).toBeGreaterThan(before)
    await expectRight(...phones)

    await round(3)
    await expectRight(...phones)
  })

  test('in the middle of a storm', async () => {
    const phones = await Promise.all(['năm', 'sáu', 'bảy'].map((name) => enrolled(name)))
    for (const phone of phones) phone.begin()
    for (let i = 0; i < 10; i++) for (const phone of phones) await phone.act()
    const putBack = await server.copy()
    proxy.plan = { lost: 0.1, dropped: 0.15, twice: 0.1, late: 0.1 }
    const going = (async () => {
      for (let i = 0; i < 60; i++) for (const phone of phones) {
        await phone.act()
        if (i % 20 === 7) await phone.crash()
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    })()
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    await putBack(true)
    await going
    proxy.plan = {}
    for (const phone of phones) await phone.crash()
    for (let tries = 0; tries < 400; tries++) {
      for (const phone of phones) phone.wake()
      await new Promise((resolve) => setTimeout(resolve, 25))
      if ((await Promise.all(phones.map((phone) => phone.isDone()))).every(Boolean)) break
    }
    // The last word is theirs: what they were told before they knew of the restoring is offered again.
    await Promise.all(phones.map((phone) => phone.drain()))
    await expectRight(...phones)
    for (const phone of phones) phone.off()
  })
})

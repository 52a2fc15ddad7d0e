// Lines as they are in the mountains, one fault at a time.
// 1  F3: a POST that the browser sends again by itself arrives twice and is kept once.
// 2  F4: given up 0 to 10 ms after its last byte, it is there or not, and once in the end.
// 3  F14: captive portals, empty answers, pages, half answers, garbage, other people's answers: none counts as an acknowledgement, of a text or of a
//    file; no token is thought to have ended, nothing on the phone is lost; afterwards everything arrives, once.
// 4  F23: hundreds of switches between on and off: the outbox reaches 0, with at most one request a record and stretch of network; a browser that says
//    it is online all the time asks less and less often.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserLine } from './browser-line.ts'
import { between, chance } from './chance.ts'
import { communes, workAnswers } from './district.ts'
import { photo } from './photos.ts'
import { firstVisit, newPhone, sendAll } from './phone.ts'
import type { Phone, Wanted } from './phone.ts'
import { openProxy } from './proxy.ts'
import type { Mode, Proxy } from './proxy.ts'
import { nothing, reckon, tell } from './reckoning.ts'
import { startServer } from './server.ts'
import type { RealServer } from './server.ts'
import { simulated } from './simulated.ts'

let server: RealServer
let proxy: Proxy
const unit = communes[0] as string

beforeAll(async () => {
  server = await startServer()
  proxy = await openProxy(() => server.url, 7)
})
afterAll(async () => {
  await proxy?.close()
  await server?.stop()
})

async function enrolled(name: string, more: Partial<Wanted> = {}): Promise<Phone> {
  const phone = await newPhone(server.enrol, { name, unit, line: proxy.url, seed: 7, pace: 20, ...more })
  await firstVisit(phone)
  return phone
}

async function fillMany(phone: Phone, count: number): Promise<void> {
  const draw = chance('fill', phone.name)
  for (let i = 0; i < count; i++) await phone.fill(workAnswers(draw, unit, i))
}

async function expectRight(...phones: readonly Phone[]): Promise<void> {
  const reckoning = await reckon(server, phones, { others: true })
  expect(tell(reckoning)).toBe(nothing)
  expect(reckoning.acknowledged).toBe(reckoning.made)
}

test('1 F3 a browser that sends again', async () => {
  const lines = ['a', 'b', 'c'].map((name) => browserLine(() => proxy.url, name))
  const phones = await Promise.all(lines.map((line, i) => enrolled(`resending ${i}`, { send: line.send })))
  const bodies = new Map<string, number>()
  proxy.onRequest = ({ method, body }) => {
    if (method === 'POST') bodies.set(body.toString(), (bodies.get(body.toString()) ?? 0) + 1)
  }
  proxy.plan = { hungUp: 0.4 }
  for (let round = 0; round < 40; round++) {
    await Promise.all(phones.map(async (phone) => {
      await fillMany(phone, 1)
      await phone.drain()
    }))
  }
  await Promise.all(phones.map((phone) => sendAll(phone)))
  proxy.plan = {}
  proxy.onRequest = () => undefined
  const resent = lines.reduce((sum, line) => sum + line.resent, 0)
  console.log(`F3: ${bodies.size} bodies, ${[...bodies.values()].filter((times) => times > 1).length} of them more than once, ${resent} requests sent again by the line itself`)
  expect(resent).toBeGreaterThan(10)
  expect([...bodies.values()].filter((times) => times > 1).length).toBeGreaterThan(10)
  await expectRight(...phones)
  lines.forEach((line) => line.close())
})

test('2 F4 given up as soon as it was sent', async () => {
  // Straight to the Worker: it is the Worker that is left alone.
  const lines = ['d', 'e', 'f'].map((name) => browserLine(() => server.url, name, { draw: chance('abort', name), share: 0.5 }))
  const phones = await Promise.all(lines.map((line, i) => enrolled(`giving up ${i}`, { send: line.send })))
  for (let round = 0; round < 15; round++) {
    await Promise.all(phones.map(async (phone) => {
      await fillMany(phone, 2)
      await phone.drain()
    }))
  }
  await Promise.all(phones.map((phone) => sendAll(phone)))
  const aborted = lines.reduce((sum, line) => sum + line.aborted, 0)
  console.log(`F4: ${aborted} requests given up`)
  expect(aborted).toBeGreaterThan(20)
  await expectRight(...phones)
  lines.forEach((line) => line.close())
})

describe('3 F14 answers that are none', () => {
  const modes: readonly Mode[] = ['off', 'portal', 'portal page', 'portal 401', 'empty', 'ok', 'echo', 'stale', 'gateway', 'truncated', 'broken gzip', 'as a page']
  test.each(modes)('%s', async (mode) => {
    // What a cache on the way may have: an answer to as many records of somebody else.
    const other = await enrolled(`before ${mode}`)
    await fillMany(other, 3)
    await sendAll(other)

    const phone = await enrolled(`behind ${mode}`)
    await fillMany(phone, 2)
    await phone.fill({ village: `${unit}.v1`, title: 'Ảnh giả định', side: [{ view: 'a.jpg' }] }, { form: 'album', photos: { 'a.jpg': photo(7, 40_000) } })
    proxy.mode = mode
    for (let visits = 0; visits < 3; visits++) expect(await phone.drain()).toMatchObject({ isWell: false, left: 3 })
    expect(phone.acknowledged.size).toBe(0)
    expect((await phone.records()).map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting'])
    expect((await phone.account()).ended).toBeUndefined()

    // The texts arrive, and then the line is bad again: no file is let go.
    proxy.mode = 'open'
    proxy.onAnswer = ({ path, method }) => {
      if (path === '/api/submissions' && method === 'POST') proxy.mode = mode
    }
    for (let visits = 0; visits < 3; visits++) await phone.drain()
    proxy.onAnswer = () => undefined
    expect(phone.acknowledged.size).toBe(3)
    expect((await phone.records()).flatMap(({ media }) => media.map(({ isKept }) => isKept))).toEqual([false])
    expect((await phone.account()).ended).toBeUndefined()

    proxy.mode = 'open'
    await sendAll(phone)
    expect((await phone.records()).flatMap(({ media }) => media.map(({ isKept }) => isKept))).toEqual([true])
    await expectRight(phone)
  })
})

describe('4 F23 flapping', () => {
  test.each([['honest', true], ['always online', false]] as const)('a browser that is %s', async (_, isHonest) => {
    const time = simulated(Date.now())
    const draw = chance('flapping', isHonest ? 1 : 2)
    let stretch = 0 // even: off, odd: on
    let asking = 0
    const byStretch = new Map<number, number>()
    const times = new Map<string, number>()
    const isOn = (): boolean => stretch % 2 === 1
    const send: typeof fetch = async (input, init) => {
      const mine = stretch
      byStretch.set(mine, (byStretch.get(mine) ?? 0) + 1)
      if (isOn() && typeof init?.body === 'string' && String(input).endsWith('/api/submissions')) {
        for (const { id } of JSON.parse(init.body) as { id: string }[]) times.set(`${mine} ${id}`, (times.get(`${mine} ${id}`) ?? 0) + 1)
      }
      // A bad line: it takes a while each way, and what is under way when it breaks is gone.
      const way = async (): Promise<void> => {
        await time.wait(between(draw, 200, 2_500))
        if (!isOn() || stretch !== mine) throw new TypeError('Failed to fetch')
      }
      if (!isOn()) {
        await time.wait(20)
        throw new TypeError('Failed to fetch')
      }
      await way()
      asking++
      let response: Response
      try {
        const answer = await fetch(server.url + String(input), init)
        response = new Response(await answer.arrayBuffer(), answer)
      } finally {
        asking--
      }
      await way()
      return response
    }
    // Enrolled and with its lists before, over a good line.
    let isReady = false
    const phone = await enrolled(`flapping ${isHonest}`, {
      send: (input, init) => (isReady ? send(input, init) : fetch(server.url + String(input), init)), now: time.now, wait: time.wait, online: () => !isReady || !isHonest || isOn(),
    })
    isReady = true
    phone.begin()
    const isAtWork = (): boolean => asking > 0 || phone.isAtWork()
    const switches = 300
    let [filled, offSeconds] = [0, new Map<number, number>()]
    const sealedIn = new Map<number, number>()
    for (; stretch < switches; stretch++) {
      const length = between(draw, 2_000, 60_000)
      if (isOn()) phone.wake() // the event `online`
      else offSeconds.set(stretch, length / 1_000)
      const end = time.now() + length
      if (draw() < 0.3) {
        await time.run(time.now() + length / 2, isAtWork)
        await phone.fill(workAnswers(draw, unit, filled++))
        sealedIn.set(stretch, 1)
      }
      await time.run(end, isAtWork)
    }
    stretch = switches + 1
    phone.wake()
    for (let minutes = 0; minutes < 60 && !(await phone.isDone()); minutes++) await time.run(time.now() + 60_000, isAtWork)
    expect(await phone.isDone()).toBe(true)
    const most = Math.max(...times.values())
    const off = [...offSeconds].map(([at, seconds]) => ({ seconds, asked: byStretch.get(at) ?? 0, most: (Math.ceil(Math.log2(seconds + 1)) + 2) * (1 + (sealedIn.get(at) ?? 0)) }))
    console.log(`F23: ${switches} switches, ${filled} records, at most ${most} request a record and stretch; ${[...byStretch.values()].reduce((a, b) => a + b, 0)} requests, ${off.reduce((sum, { asked }) => sum + asked, 0)} of them while off`)
    expect(most).toBe(1)
    expect(off.filter(({ asked, most: bound }) => asked > (isHonest ? 0 : bound))).toEqual([])
    await expectRight(phone)
    phone.off()
  })
})

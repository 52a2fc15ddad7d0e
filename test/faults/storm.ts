// F1: many phones fill and send through a line that loses, drops, doubles, delays and cuts, while the server is killed again and again and phones are
// killed too; then the line is mended, everything is drained, and reckoned up.
import { between, chance } from './chance.ts'
import { communes } from './district.ts'
import { firstVisit, newPhone } from './phone.ts'
import type { Phone } from './phone.ts'
import { openProxy, storm } from './proxy.ts'
import type { Counts, Plan } from './proxy.ts'
import { reckon } from './reckoning.ts'
import type { Reckoning } from './reckoning.ts'
import type { Server } from './server.ts'

export interface StormWanted {
  readonly server: Server
  readonly seed: number
  readonly phones: number
  /** Acts of all officers together: records, corrections, withdrawals. */
  readonly submissions: number
  /** Times that the server is killed, at least while anything is sent. */
  readonly kills: number
  /** A kill each so often, ± 40 %. */
  readonly every_ms: number
  readonly plan?: Plan
  /** New records only: for servers that know no corrections. */
  readonly isPlain?: boolean
  /** How long officers take between two records, at most. */
  readonly pause_ms?: number
  /** Gives up after this long. */
  readonly patience_ms?: number
  readonly log?: (line: string) => void
}

export interface Stormed {
  readonly seed: number
  readonly counts: Counts
  readonly kills: number
  readonly crashes: number
  readonly seconds: number
  /** How long the server took to come back, in ms, sorted. */
  readonly back_ms: readonly number[]
  readonly reckoning: Reckoning
  /** All phones got everything across in time. */
  readonly isQuiet: boolean
}

const pace = 20

export async function runStorm(wanted: StormWanted): Promise<Stormed> {
  const { server, seed, phones: count, submissions, kills, every_ms, plan = storm, pause_ms = 300, isPlain = false, patience_ms = 600_000, log = () => undefined } = wanted
  const began = Date.now()
  const proxy = await openProxy(() => server.url, seed, plan)
  const phones: Phone[] = []
  const back_ms: number[] = []
  let isOver = false
  let killed = 0
  try {
    await inTens(count, async (i) => {
      const phone = await newPhone(server.enrol, { name: `phone-${i + 1}`, unit: communes[i % communes.length] as string, line: proxy.url, seed, pace })
      await firstVisit(phone)
      phones[i] = phone
    })
    log(`${count} phones enrolled after ${since(began)} s`)
    for (const phone of phones) phone.begin()

    const reaper = (async () => {
      const draw = chance('reaper', seed)
      while (!isOver && killed < kills) {
        await wait(between(draw, 0.6 * every_ms, 1.4 * every_ms))
        if (isOver) return
        killed++
        const dead = Date.now()
        await server.kill()
        back_ms.push(Date.now() - dead)
        if (killed % 5 === 0) log(`killed ${killed} times after ${since(began)} s; ${sum(phones, (phone) => phone.acknowledged.size)} acknowledged`)
      }
    })()
    // Heard of where it is awaited.
    reaper.catch(() => undefined)
    await Promise.all(
      phones.map(async (phone, i) => {
        const draw = chance('officer', seed, i)
        const share = Math.floor(submissions / count) + (i < submissions % count ? 1 : 0)
        for (let done = 0; done < share; done++) {
          await wait(draw() * pause_ms)
          // The browser is killed in the middle of whatever it does: the officer does it again if it was not there.
          if (draw() < 0.01) {
            const interrupted = phone.act(isPlain)
            await wait(draw() * 20)
            await phone.crash()
            void interrupted
          } else await phone.act(isPlain)
        }
        await phone.finish()
      }),
    )
    log(`${submissions} acts done after ${since(began)} s`)
    await reaper
    proxy.plan = {}
    const isQuiet = await quiet(phones, began + patience_ms)
    isOver = true
    log(`all quiet after ${since(began)} s`)
    for (const phone of phones) await phone.crash()
    const reckoning = await reckon(server, phones)
    return { seed, counts: proxy.counts, kills: killed, crashes: sum(phones, (phone) => phone.crashes) - count, seconds: since(began), back_ms: back_ms.sort((a, b) => a - b), reckoning, isQuiet }
  } finally {
    isOver = true
    for (const phone of phones) phone?.off()
    await proxy.close()
  }
}

async function quiet(phones: readonly Phone[], until: number): Promise<boolean> {
  for (const phone of phones) {
    while (!(await phone.isDone())) {
      if (Date.now() > until) return false
      phone.wake()
      await wait(50)
    }
  }
  return true
}

async function inTens(count: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(Array.from({ length: Math.min(10, count) }, async () => {
    for (let i = next++; i < count; i = next++) await work(i)
  }))
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const since = (began: number): number => Math.round((Date.now() - began) / 100) / 10
const sum = (phones: readonly Phone[], of: (phone: Phone) => number): number => phones.reduce((total, phone) => total + (phone === undefined ? 0 : of(phone)), 0)

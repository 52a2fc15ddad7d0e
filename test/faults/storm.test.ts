// Everything acknowledged is there exactly once, and nothing is lost: a port of the storm that `npm run faults` runs at full size.
// 1  F1: phones fill, correct and withdraw through a line that loses, drops, doubles, delays and cuts, while server and phones are killed; then what was
//    acknowledged is there exactly once with its hash, nothing else is there, sums are those of a recount and of the phones, the audit has a line a change.
// 2  F2: three servers that are wrong fail this very harness, each by its own fault; the right one of the same shape passes it.
import { afterEach, describe, expect, test } from 'vitest'
import { nothing, tell } from './reckoning.ts'
import { startServer } from './server.ts'
import type { Server } from './server.ts'
import { runStorm } from './storm.ts'
import { startSmall } from './wrong/start.ts'
import type { DesignName } from './wrong/designs.ts'

let server: Server | undefined
afterEach(async () => {
  await server?.stop()
  server = undefined
})

test.each([7, 11, 2026])('1 F1 the Worker, seed %i', async (seed) => {
  server = await startServer()
  const { counts, kills, crashes, reckoning, isQuiet, seconds } = await runStorm({ server, seed, phones: 11, submissions: 660, kills: 4, every_ms: 800, pause_ms: 250, log: (line) => console.log(line) })
  console.log(`seed ${seed}: ${seconds} s, ${JSON.stringify(counts)}, ${kills} kills, ${crashes} crashes, ${reckoning.acknowledged} acknowledged of ${reckoning.made}`)
  expect(tell(reckoning)).toBe(nothing)
  expect(isQuiet).toBe(true)
  // Otherwise nothing was tried.
  expect(reckoning.acknowledged).toBe(reckoning.made)
  expect(reckoning.made).toBeGreaterThan(600)
  expect(reckoning.withdrawn).toBeGreaterThan(0)
  expect(kills).toBeGreaterThanOrEqual(4)
  for (const what of ['lost', 'dropped', 'twice', 'late', 'cut'] as const) expect(counts[what], what).toBeGreaterThan(10)
}, 120_000)

describe('2 F2 the harness has teeth', () => {
  test.each<[DesignName, readonly string[]]>([
    ['right', []],
    ['check first', ['twice']],
    ['counter apart', ['sums']],
    ['answer first', ['missing']],
  ])('%s', async (design, faults) => {
    server = await startSmall(design)
    const { reckoning, isQuiet, seconds, kills } = await runStorm({ server, seed: 7, phones: 10, submissions: 400, kills: 8, every_ms: 700, pause_ms: 300, isPlain: true })
    console.log(`${design}: ${seconds} s, ${kills} kills\n${tell(reckoning, 1)}`)
    expect(isQuiet).toBe(true)
    expect(reckoning.made).toBeGreaterThan(360)
    expect(reckoning.isRight).toBe(faults.length === 0)
    for (const fault of faults) expect(reckoning[fault as 'twice'].length, fault).toBeGreaterThan(0)
    if (design !== 'answer first') expect(reckoning.missing).toEqual([])
    if (design !== 'check first') expect(reckoning.twice).toEqual([])
    expect(reckoning.unknown).toEqual([])
    // What was acknowledged and is not there is nowhere: the phone believed it.
    expect(reckoning.lost.length).toBe(reckoning.missing.length)
  }, 60_000)
})

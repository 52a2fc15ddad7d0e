// `npm run faults -- --phones 50 --submissions 10000 --seed 7 --kills 30`: the storm of test/faults at the size that is asked for. Says what was tried and
// what came of it; ends with 1 on any violation.
import { parseArgs } from 'node:util'
import { tell } from '../test/faults/reckoning.ts'
import { startServer } from '../test/faults/server.ts'
import { runStorm } from '../test/faults/storm.ts'

const { values } = parseArgs({
  options: {
    phones: { type: 'string', default: '50' },
    submissions: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '7' },
    kills: { type: 'string', default: '30' },
    every: { type: 'string', default: '5' },
    pause: { type: 'string', default: '0' },
  },
})
const [phones, submissions, seed, kills, every, given] = [values.phones, values.submissions, values.seed, values.kills, values.every, values.pause].map(Number) as [number, number, number, number, number, number]
// The officers are as slow as it takes for all kills to fall into their work.
const pause_ms = given > 0 ? given : (2 * kills * (every + 2) * 1_000 * phones) / submissions

const server = await startServer()
try {
  const { counts, kills: killed, crashes, seconds, back_ms, reckoning, isQuiet } = await runStorm({
    server, seed, phones, submissions, kills, every_ms: every * 1_000, pause_ms, patience_ms: 1_500_000, log: (line) => console.log(line),
  })
  const { made, acknowledged, withdrawn, rows, isRight } = reckoning
  const share = (n: number): string => `${n} (${Math.round((1_000 * n) / counts.requests) / 10} %)`
  console.log(`
seed ${seed}, ${phones} phones, ${submissions} acts of officers, ${seconds} s
requests ${counts.requests}; lost ${share(counts.lost)}, answers dropped ${share(counts.dropped)}, duplicates ${share(counts.twice)}, late ${share(counts.late)}, cut ${share(counts.cut)}, silent ${share(counts.silent)}, given up ${share(counts.abandoned)}
server killed ${killed} times (back after ${back_ms[0]} to ${back_ms[back_ms.length - 1]} ms, median ${back_ms[Math.floor(back_ms.length / 2)]}); phones killed ${crashes} times
revisions made ${made}, acknowledged ${acknowledged}, withdrawals ${withdrawn}, in the database ${rows}
${tell(reckoning)}
sums = recount: ${reckoning.sums.length === 0 ? 'yes' : 'NO'}; ${isQuiet ? 'everything drained' : 'NOT everything drained'}`)
  if (!isRight || !isQuiet) process.exitCode = 1
  console.log(process.exitCode === 1 ? 'VIOLATED' : 'all kept, once')
} finally {
  await server.stop()
}

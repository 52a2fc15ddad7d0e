// `npm run faults:browser -- --only F5`: what happens to a phone, in a real browser, at the size that a night has time for: 20 photos on a line of 4 kB/s with
// a kill after each, 200 kills right after "kept", a crash at every step of sealing. `--size 1` is what the tests run. Without `--only`: all of them.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { size: { type: 'string', default: '2' }, only: { type: 'string', default: '' } } })
const { status } = spawnSync(
  process.execPath,
  [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'journeys', '--testTimeout', '7200000', 'test/journeys/client-faults.test.ts', ...(values.only === '' ? [] : ['-t', values.only])],
  { stdio: 'inherit', env: { ...process.env, FAULTS_SIZE: values.size } },
)
process.exit(status ?? 1)

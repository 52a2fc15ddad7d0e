// `npm run deploy:dry`: what `wrangler deploy` would upload, without an account; fails when it would not build, or is larger than test/size.test.ts allows.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { writePhone } from './phone.ts'

await writePhone()
const run = spawnSync(process.execPath, [join('node_modules', 'wrangler', 'bin', 'wrangler.js'), 'deploy', '--dry-run', '--outdir', 'dist'], {
  encoding: 'utf8',
  env: { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false' },
})
process.stdout.write(run.stdout)
process.stderr.write(run.stderr)
if (run.status !== 0) process.exit(run.status ?? 1)
const size = /gzip: ([\d.]+) KiB/.exec(run.stdout)?.[1]
if (size === undefined || Number(size) > 1536) {
  console.error(`the Worker is ${size} KiB gzipped: over 1.5 MiB, half of what the smallest plan was ever said to take`)
  process.exit(1)
}

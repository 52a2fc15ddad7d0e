// `npm run walks`: what takes a browser longer than a test may: every page of docs/access.md looked at by axe on a phone, a wide screen and as paper; every figure
// of the office followed to its rows. `npm run walks -- behind` runs one of them.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const { status } = spawnSync(process.execPath, [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'walks', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, PHIEU_WALKS: 'yes', CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
})
process.exit(status ?? 1)

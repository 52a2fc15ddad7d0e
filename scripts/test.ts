// `npm test`: types, then every test, the browser's too. Arguments go to vitest: `npm test -- --project pure`.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const given = process.argv.slice(2)
if (given.length === 0) step([join('scripts', 'types.ts')])
step([join('node_modules', 'vitest', 'vitest.mjs'), 'run', ...given])

function step(args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false' } })
  if (status !== 0) process.exit(status ?? 1)
}

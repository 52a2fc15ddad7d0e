#!/usr/bin/env node
// The command `phieu`: what it does stands in src/cli. Run by hand as `npm run phieu -- check forms/road_pledge`.
import { run } from '../src/cli/index.ts'

// Whoever reads what is said may have had enough of it (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
// The end is left to Node, so that a pipe gets all that was written.
process.exitCode = await run(process.argv.slice(2), process.env, { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) })

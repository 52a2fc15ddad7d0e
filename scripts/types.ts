// `npm run types`: the compiler holds the walls. The pure rooms are compiled without DOM and Worker types, the phone with
// what browsers of 2021 know, the rest with its own.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { writePhone } from './phone.ts'

// The Worker's code names the phone's files by what the build wrote.
await writePhone()
const tsc = join('node_modules', 'typescript', 'bin', 'tsc')
for (const project of ['tsconfig.pure.json', 'tsconfig.json', 'tsconfig.phone.json', 'tsconfig.node.json', 'tsconfig.phone-test.json', 'tsconfig.faults.json']) {
  const { status } = spawnSync(process.execPath, [tsc, '-p', project], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
console.log('types: all rooms compile behind their walls')

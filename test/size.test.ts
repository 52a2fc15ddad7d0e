// Budgets of bytes; counts of rows are in test/worker/budget.test.ts, counts of evaluations in test/form/filling.test.ts.
// 1  The engine that will run on phones (filling, kinds, evaluate) is at most 12 kB brotli.
// 2  The Worker is at most 1 MiB gzipped.
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { bundle } from '../scripts/serve.ts'

test('1 the engine', async () => {
  const { outputFiles } = await build({ entryPoints: ['src/form/filling.ts'], bundle: true, minify: true, write: false, format: 'esm', target: 'chrome90' })
  const bytes = brotliCompressSync(outputFiles[0]?.contents ?? new Uint8Array()).length
  expect(bytes).toBeGreaterThan(3_000)
  expect(bytes).toBeLessThanOrEqual(12_000)
}, 60_000)

test('2 the Worker', async () => {
  expect(gzipSync(await bundle()).length).toBeLessThanOrEqual(1_048_576)
}, 60_000)

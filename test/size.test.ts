// Budgets of bytes; counts of rows are in test/worker/budget.test.ts, counts of evaluations in test/form/filling.test.ts.
// 1  The engine that will run on phones (filling, kinds, evaluate) is at most 12 kB brotli.
// 2  The Worker is at most 1 MiB gzipped.
// 3  Drawing and reading back a form's questions, beside the engine, is at most 7 kB brotli, whatever draws them.
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

test('3 the fields', async () => {
  const [engine, both] = await Promise.all([['form/filling'], ['form/filling', 'view/answers', 'view/screen', 'view/screens', 'view/field', 'view/html', 'view/kinds/index']].map(async (files) => {
    const contents = files.map((file) => `export * from './src/${file}.ts'`).join('\n')
    const { outputFiles } = await build({ stdin: { contents, resolveDir: '.' }, bundle: true, minify: true, write: false, format: 'esm', target: 'chrome90' })
    return brotliCompressSync(outputFiles[0]?.contents ?? new Uint8Array()).length
  }))
  expect((both ?? 0) - (engine ?? 0)).toBeLessThanOrEqual(7_000)
}, 60_000)

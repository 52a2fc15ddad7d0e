// Budgets of bytes; counts of rows are in test/worker/budget.test.ts, counts of evaluations in test/form/filling.test.ts.
// 1  The engine that will run on phones (filling, kinds, evaluate) is at most 12 kB brotli.
// 2  The Worker is at most 1.5 MiB gzipped: half of what the smallest plan was ever said to take. 0.7 of it is the checker of regex patterns, unpacked only by a form that has some.
// 3  Drawing and reading back a form's questions, beside the engine, is at most 7 kB brotli, whatever draws them.
// 4  All script before the first answer is at most 30 kB brotli: the app and what it imports before it runs.
// 5  All script of an officer's day, from the way in to the last correction, rescue and service worker included, is at most 60 kB brotli; only who
//    reads English fetches those words too.
// 6  The first visit to a form makes at most 6 requests before its first question can be answered: page, style, scripts (lists are on the phone by then).
// 7  Everything for offline with all shipped forms is at most 200 kB brotli, without recordings.
// 8  What reaches the phone calls nothing that is newer than Chrome 90.
// 9  Functions and kinds that few forms use are one piece of at most 11.5 kB brotli (the sheet to sign on and the rarer looks are 2 of it), and what takes a library another of at most 9 kB; no form of ours asks
//    for them, and they are not fetched with the rest: only so 5 may leave them out.
// 10 The author's desk, which no phone loads, is at most 115 kB brotli: the compiler, every kind, look and function (digests alone 7), YAML, and what to write instead of each
//    habit of XLSForm (2). English is a piece of at most 15 kB beside it, fetched by who reads it.
// 11 The keys of the office's queue are at most 1.5 kB brotli.
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { buildPhone } from '../scripts/phone.ts'
import { bundle } from '../scripts/serve.ts'
import { compileAll } from '../scripts/shipped.ts'
import { style } from '../src/view/style.ts'

test('1 the engine', async () => {
  const { outputFiles } = await build({ entryPoints: ['src/form/filling.ts'], bundle: true, minify: true, write: false, format: 'esm', target: 'chrome90' })
  const bytes = brotliCompressSync(outputFiles[0]?.contents ?? new Uint8Array()).length
  expect(bytes).toBeGreaterThan(3_000)
  expect(bytes).toBeLessThanOrEqual(12_000)
}, 60_000)

test('2 the Worker', async () => {
  expect(gzipSync(await bundle()).length).toBeLessThanOrEqual(1_572_864)
}, 60_000)

test('3 the fields', async () => {
  const [engine, both] = await Promise.all([['form/filling'], ['form/filling', 'view/answers', 'view/screen', 'view/screens', 'view/field', 'view/html', 'view/kinds/index']].map(async (files) => {
    const contents = files.map((file) => `export * from './src/${file}.ts'`).join('\n')
    const { outputFiles } = await build({ stdin: { contents, resolveDir: '.' }, bundle: true, minify: true, write: false, format: 'esm', target: 'chrome90' })
    return brotliCompressSync(outputFiles[0]?.contents ?? new Uint8Array()).length
  }))
  expect((both ?? 0) - (engine ?? 0)).toBeLessThanOrEqual(7_000)
}, 60_000)

const built = buildPhone()
const weigh = (text: string): number => brotliCompressSync(text).length
const script = async (wanted: (path: string) => boolean): Promise<number> =>
  Object.entries((await built).files).reduce((sum, [path, { type, text }]) => (type.startsWith('text/javascript') && wanted(path) ? sum + weigh(text ?? '') : sum), 0)

test('4 before the first answer', async () => {
  const { entry, preload } = await built
  const bytes = await script((path) => path === entry || preload.includes(path))
  expect(bytes).toBeGreaterThan(20_000)
  expect(bytes).toBeLessThanOrEqual(30_000)
}, 60_000)

test('5 an officer’s day', async () => {
  const bytes = await script((path) => !/^\/(?:desk\/|phone\/(?:english|record|more|hashes)\.)/.test(path))
  expect(bytes).toBeGreaterThan(40_000)
  expect(bytes).toBeLessThanOrEqual(60_000)
}, 60_000)

test('6 requests before the first question', async () => {
  const { entry, preload } = await built
  // The page, the stylesheet, and then what the page names.
  expect(2 + new Set([entry, ...preload]).size).toBeLessThanOrEqual(6)
}, 60_000)

test('7 all of it, offline', async () => {
  const { files } = await built
  const app = Object.entries(files).reduce((sum, [path, { text, base64 }]) => path.startsWith('/desk/') ? sum : sum + (base64 === undefined ? weigh(text ?? '') : Buffer.from(base64, 'base64').length), 0)
  const forms = compileAll().reduce((sum, { compiled }) => (compiled.ok ? sum + weigh(JSON.stringify({ ...compiled.form, indicators: [] })) : sum), 0)
  expect(forms).toBeGreaterThan(10_000)
  expect(app + weigh(style) + forms).toBeLessThanOrEqual(200_000)
}, 60_000)

test('10 the author’s desk', async () => {
  const isEnglish = (path: string): boolean => path.startsWith('/desk/writing.en.')
  const bytes = await script((path) => path.startsWith('/desk/') && !isEnglish(path))
  expect(bytes).toBeGreaterThan(50_000)
  expect(bytes).toBeLessThanOrEqual(115_000)
  const english = await script(isEnglish)
  expect(english).toBeGreaterThan(5_000)
  expect(english).toBeLessThanOrEqual(15_000)
  const { text = '' } = (await built).files['/sw.js'] ?? {}
  expect(text).not.toContain('/desk/')
}, 60_000)

describe('8 nothing newer than Chrome 90', () => {
  test.each([
    '.at(', 'structuredClone', 'Object.hasOwn(', '.findLast(', '.findLastIndex(', 'randomUUID', 'AbortSignal.timeout', '.toSorted(', '.toReversed(', '.with(', 'Array.fromAsync', 'Promise.withResolvers', '.isWellFormed(', 'Error.cause',
    'static{', 'Object.groupBy', 'showPicker(',
  ])('%s', async (call) => {
    const found = Object.entries((await built).files).filter(([path, { text }]) => path.endsWith('.js') && !path.includes('/record.') && !path.startsWith('/desk/') && calls(text ?? '', call))
    expect(found.map(([path]) => path)).toEqual([])
  })
})

test('9 what few forms use', async () => {
  const { files } = await built
  const bytes = await script((path) => path.startsWith('/phone/more.'))
  expect(bytes).toBeGreaterThan(500)
  expect(bytes).toBeLessThanOrEqual(11_500)
  const library = await script((path) => path.startsWith('/phone/hashes.'))
  expect(library).toBeGreaterThan(3_000)
  expect(library).toBeLessThanOrEqual(9_000)
  const shell = /\["\/phone\/keep[^\]]*\]/.exec(files['/sw.js']?.text ?? '')?.[0] ?? ''
  expect(shell).toContain('/phone/app.')
  expect(shell).not.toMatch(/\/phone\/(?:more|hashes)\./)
  expect(compileAll().flatMap(({ compiled }) => (compiled.ok && compiled.form.more === true ? [compiled.form.id] : []))).toEqual([])
}, 60_000)

// `...at(` spreads what a function of that short name gives; a method stands behind a name or a bracket.
function calls(text: string, call: string): boolean {
  const pattern = call.replace(/[.()[\]{}]/g, '\\$&')
  return new RegExp(call.startsWith('.') ? `[\\w\\])]${pattern}` : pattern).test(text)
}

test('11 the keys of the queue', async () => {
  const bytes = await script((path) => path.startsWith('/desk/keys.'))
  expect(bytes).toBeGreaterThan(500)
  expect(bytes).toBeLessThanOrEqual(1_500)
}, 60_000)

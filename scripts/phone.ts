// The phone's files, built: the app in pieces (what the first answer needs, and what can come later), its service worker, its icons. Written to
// dist/phone.json, which the Worker carries inside itself: one thing to deploy, the same on a desk. Run before whatever bundles the Worker.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import type { Metafile } from 'esbuild'
import { minify } from 'terser'
import { stylePath } from '../src/view/style.ts'
import { root } from './root.ts'

export interface PhoneFiles {
  /** What a page loads, and what that will ask for at once. */
  readonly entry: string
  readonly preload: readonly string[]
  /** By address: text, or bytes as base64. */
  readonly files: Readonly<Record<string, { readonly type: string; readonly text?: string; readonly base64?: string }>>
}

// Chrome has `?.` since 80; the bundler would write it out as 2 % more bytes only because up to 90 a call in such a chain with a spread argument
// that is not the last one throws (crbug.com/42201552). Nobody here writes that: test/house.test.ts.
const common = {
  bundle: true, minify: true, write: false, target: 'chrome90', supported: { 'optional-chain': true }, absWorkingDir: root, logLevel: 'error', legalComments: 'none', charset: 'utf8',
} as const

/** Builds everything; `version` makes another service worker of the same source (tests of updates). */
export async function buildPhone(version = ''): Promise<PhoneFiles> {
  const named = { format: 'esm', outdir: '/phone', entryNames: '[name].[hash]', chunkNames: '[name].[hash]' } as const
  const app = await build({ ...common, ...named, entryPoints: { app: 'src/phone/index.ts' }, splitting: true, metafile: true })
  const desk = await build({ ...common, ...named, entryPoints: { record: 'src/phone/record.ts' } })
  const files: Record<string, { type: string; text?: string; base64?: string }> = {}
  const outputs = [...app.outputFiles, ...desk.outputFiles].map(({ path, text }) => ({ name: basename(path), text }))
  // Where pieces share only types the bundler leaves an empty piece between them: not worth a request.
  const empty = outputs.filter(({ text }) => text.trim() === '').map(({ name }) => name)
  for (const { name, text } of outputs) {
    if (!empty.includes(name)) files[`/phone/${name}`] = { type: 'text/javascript; charset=utf-8', text: await smaller(empty.reduce((all, one) => all.split(`import"./${one}";`).join(''), text), true) }
  }
  for (const name of readdirSync(join(root, 'src/phone/icons'))) {
    files[`/phone/${name}`] = { type: name.endsWith('.svg') ? 'image/svg+xml' : 'image/png', base64: readFileSync(join(root, 'src/phone/icons', name)).toString('base64') }
  }
  const entry = Object.keys(files).find((path) => path.startsWith('/phone/app.')) ?? ''
  const shell = [...Object.keys(files).filter((path) => !path.startsWith('/phone/record.')), stylePath]
  const hash = createHash('sha256').update(JSON.stringify([shell, version])).digest('hex').slice(0, 12)
  const worker = await build({
    ...common, entryPoints: ['src/phone/service-worker.ts'], format: 'iife', define: { SHELL: JSON.stringify(shell), VERSION: JSON.stringify(hash) },
  })
  files['/sw.js'] = { type: 'text/javascript; charset=utf-8', text: await smaller(worker.outputFiles[0]?.text ?? '', false) }
  return { entry, preload: staticImports(app.metafile, entry), files }
}

// The bundler's minifier is quick and looks at each statement once; this one looks again at what the first look left, which is 3 % fewer bytes on the line.
async function smaller(text: string, isModule: boolean): Promise<string> {
  const { code } = await minify(text, { module: isModule, ecma: 2020, compress: { passes: 2 }, format: { comments: false } })
  return code ?? text
}

/** Builds and writes dist/phone.json. */
export async function writePhone(version = ''): Promise<PhoneFiles> {
  const built = await buildPhone(version)
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(join(root, 'dist/phone.json'), JSON.stringify(built))
  return built
}

// What the entry imports before it runs, so that the browser asks for all of it at once instead of one after the other.
function staticImports(metafile: Metafile, entry: string): readonly string[] {
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [`/phone/${basename(path)}`, output]))
  const found = new Set<string>()
  const visit = (path: string): void => {
    for (const { path: other, kind } of outputs.get(path)?.imports ?? []) {
      const name = `/phone/${basename(other)}`
      if (kind !== 'import-statement' || found.has(name) || (outputs.get(name)?.bytes ?? 0) < 2) continue
      found.add(name)
      visit(name)
    }
  }
  visit(entry)
  return [...found]
}

if (process.argv[1] === import.meta.filename) {
  const { files } = await writePhone()
  console.log(`phone: ${Object.keys(files).length} files in dist/phone.json`)
}

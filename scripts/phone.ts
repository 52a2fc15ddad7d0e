// The phone's files, built: the app in pieces (what the first answer needs, and what can come later), its service worker, its icons. Written to
// dist/phone.json, which the Worker carries inside itself: one thing to deploy, the same on a desk. Run before whatever bundles the Worker.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { build } from 'esbuild'
import type { Metafile, Plugin } from 'esbuild'
import { minify } from 'terser'
import { stylePath } from '../src/view/style.ts'
import { root } from './root.ts'

interface BuiltFile {
  readonly type: string
  readonly hash: string
  readonly text?: string
  readonly base64?: string
}

export interface PhoneFiles {
  /** The mark by which a phone says which app it runs. */
  readonly build: string
  /** What a page loads, and what that will ask for at once. */
  readonly entry: string
  readonly preload: readonly string[]
  /** By address: text, or bytes as base64; `hash` of either. */
  readonly files: Readonly<Record<string, BuiltFile>>
}

// Chrome has `?.` since 80; the bundler would write it out as 2 % more bytes only because up to 90 a call in such a chain with a spread argument
// that is not the last one throws (crbug.com/42201552). Nobody here writes that: test/house.test.ts.
const common = {
  bundle: true, minify: true, write: false, target: 'chrome90', supported: { 'optional-chain': true }, absWorkingDir: root, logLevel: 'error', legalComments: 'none', charset: 'utf8',
} as const

/**
 * What windows and the service worker both need, each once on the line: a piece that is a module's script to one (`import`) and a plain script to the other
 * (`importScripts`; service workers of Chrome 90 know no modules). What such a piece exports stands on `self` under its name. In the order in which they load.
 */
const shared = {
  phieuKeep: ['database', 'shelf'],
  phieuSend: ['digest', 'files', 'given', 'ledger', 'outbox', 'stock', 'turn', 'whole', 'wire'],
} as const
type Shared = keyof typeof shared

/** Builds everything; `version` makes another service worker of the same source (tests of updates). */
export async function buildPhone(version = ''): Promise<PhoneFiles> {
  const files: Record<string, BuiltFile> = {}
  const script = async (path: string, text: string, isModule: boolean): Promise<string> => {
    const less = await smaller(text, isModule)
    files[path] = { type: 'text/javascript; charset=utf-8', hash: hashOf(less), text: less }
    return path
  }
  const paths: Partial<Record<Shared, string>> = {}
  for (const piece of Object.keys(shared) as Shared[]) {
    const exported = await Promise.all(shared[piece].map(async (name) => ({ name, all: await exportsOf(name) })))
    const contents = [...exported.map(({ name, all }) => `import {${all.join()}} from './src/phone/${name}.ts'`), `self.${piece} = {${exported.flatMap(({ all }) => all).join()}}`].join('\n')
    const { outputFiles } = await build({ ...common, stdin: { contents, resolveDir: root }, format: 'iife', plugins: [sharing(piece)] })
    const text = outputFiles[0]?.text ?? ''
    paths[piece] = await script(`/phone/${piece === 'phieuKeep' ? 'keep' : 'send'}.${hashOf(text)}.js`, text, false)
  }
  const named = { format: 'esm', outdir: '/phone', entryNames: '[name].[hash]', chunkNames: '[name].[hash]' } as const
  const built = (mark: string) => build({ ...common, ...named, entryPoints: { app: 'src/phone/index.ts' }, splitting: true, metafile: true, external: ['/phone/*'], plugins: [sharing(undefined, paths)], define: { BUILD: JSON.stringify(mark) } })
  // What a phone says it runs: a mark of all that it is made of, so it is made twice.
  const mark = hashOf((await built('')).outputFiles.map(({ text }) => text).join(version)).slice(0, 8)
  const app = await built(mark)
  const desk = await build({ ...common, ...named, entryPoints: { record: 'src/phone/record.ts' } })
  // The author's desk: no phone's business, so under an address of its own.
  const author = await build({ ...common, ...named, outdir: '/desk', entryPoints: { desk: 'src/desk/index.ts' }, splitting: true })
  const beside = await build({ ...common, ...named, outdir: '/desk', entryPoints: { password: 'src/desk/password.ts', keys: 'src/desk/keys.ts', style: 'src/desk/style.css' } })
  for (const { path, text } of [...author.outputFiles, ...beside.outputFiles]) {
    const at = `/desk/${basename(path)}`
    if (at.endsWith('.css')) files[at] = { type: 'text/css; charset=utf-8', hash: hashOf(text), text }
    else await script(at, text, true)
  }
  const outputs = [...app.outputFiles, ...desk.outputFiles].map(({ path, text }) => ({ name: basename(path), text }))
  // An entry that only names the piece which everything shares is not worth a request: that piece is the entry, under its name. Nor are the empty pieces
  // that the bundler leaves where pieces share only types.
  const first = outputs.find(({ name }) => name.startsWith('app.'))
  const main = /^import"\.\/([^"]+)";\s*$/.exec(first?.text ?? '')?.[1]
  const idle = outputs.filter((one) => one.text.trim() === '' || (main !== undefined && one === first)).map(({ name }) => name)
  const renamed = main?.replace('chunk.', 'app.')
  const entry = `/phone/${renamed ?? first?.name ?? ''}`
  for (const { name, text } of outputs) {
    const less = idle.reduce((all, one) => all.split(`import"./${one}";`).join(''), text)
    if (!idle.includes(name)) await script(name === main ? entry : `/phone/${name}`, main === undefined ? less : less.split(`"./${main}"`).join(`"./${renamed}"`), true)
  }
  for (const name of readdirSync(join(root, 'src/phone/icons'))) {
    const base64 = readFileSync(join(root, 'src/phone/icons', name)).toString('base64')
    files[`/phone/${name}`] = { type: name.endsWith('.svg') ? 'image/svg+xml' : 'image/png', hash: hashOf(base64), base64 }
  }
  const more = onlyThrough(app.metafile, 'more')
  const shell = [...Object.keys(files).filter((path) => !/^\/(?:desk\/|phone\/record\.)/.test(path) && !more.includes(path)), stylePath]
  const hash = hashOf(JSON.stringify([shell, more, version]))
  const worker = await build({
    ...common, entryPoints: ['src/phone/service-worker.ts'], format: 'iife', define: { SHELL: JSON.stringify(shell), MORE: JSON.stringify(more), VERSION: JSON.stringify(hash), BUILD: JSON.stringify(mark) }, plugins: [sharing()],
    banner: { js: `importScripts(${Object.values(paths).map((path) => JSON.stringify(path)).join()});` },
  })
  await script('/sw.js', worker.outputFiles[0]?.text ?? '', false)
  return { build: mark, entry, preload: staticImports(app.metafile, `/phone/${main ?? first?.name ?? ''}`), files }
}

// The pieces that are loaded only with a form that needs one of that name: phones without such a form never fetch them.
function onlyThrough({ outputs }: Metafile, name: string): readonly string[] {
  const pathOf = (path: string): string => `/phone/${basename(path)}`
  const start = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === 'src/phone/index.ts')?.[0] ?? ''
  const found = new Set<string>()
  const visit = (path: string): void => {
    if (found.has(path) || basename(path).startsWith(`${name}.`)) return
    found.add(path)
    for (const { path: other } of outputs[path]?.imports ?? []) if (outputs[other] !== undefined) visit(other)
  }
  visit(start)
  return Object.keys(outputs).filter((path) => !found.has(path) && (outputs[path]?.bytes ?? 0) > 1).map(pathOf)
}

// Imports of a shared piece's files, from outside of it, become what the piece has put on `self`.
function sharing(own?: Shared, paths: Partial<Record<Shared, string>> = {}): Plugin {
  return {
    name: 'shared pieces',
    setup(at) {
      at.onResolve({ filter: /^\.\/\w+\.ts$/ }, ({ path, importer }) => {
        const name = path.slice(2, -3)
        const piece = pieceOf(name)
        return piece === undefined || piece === own || dirname(importer) !== join(root, 'src/phone') ? undefined : { path: name, namespace: 'shared' }
      })
      at.onLoad({ filter: /.*/, namespace: 'shared' }, async ({ path: name }) => {
        const piece = pieceOf(name) ?? ''
        const from = paths[piece as Shared]
        return { contents: `${from === undefined ? '' : `import '${from}';`}export const {${(await exportsOf(name)).join()}} = self.${piece}`, loader: 'js' }
      })
    },
  }
}

function pieceOf(name: string): Shared | undefined {
  return (Object.keys(shared) as Shared[]).find((piece) => (shared[piece] as readonly string[]).includes(name))
}

async function exportsOf(name: string): Promise<readonly string[]> {
  const { metafile } = await build({ entryPoints: [`src/phone/${name}.ts`], format: 'esm', outdir: '/phone', write: false, metafile: true, absWorkingDir: root, logLevel: 'error' })
  return Object.values(metafile.outputs)[0]?.exports ?? []
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12)

// The bundler's minifier is quick and looks at each statement once; this one looks again at what the first look left, which is 3 % fewer bytes on the line.
async function smaller(text: string, isModule: boolean): Promise<string> {
  const { code } = await minify(text, { module: isModule, ecma: 2020, compress: { passes: 2, pure_getters: true, keep_fargs: false }, format: { comments: false } })
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
    for (const { path: other, kind, external } of outputs.get(path)?.imports ?? []) {
      const name = `/phone/${basename(other)}`
      if (kind !== 'import-statement' || found.has(name) || (external !== true && (outputs.get(name)?.bytes ?? 0) < 2)) continue
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

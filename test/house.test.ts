// The plan of docs/house.md, held.
// 1  Imports go down only: a room imports from itself and from the rooms below it that the plan names.
// 2  The pure rooms take clock, chance, network and storage from outside.
// 3  SQL stands in store/ only.
// 4  The phone's share of the expression room has no parser.
// 5  Every file opens with a line that says what it is.
// 6  A number or date is never typed into the browser's own widget.
// 7  What reaches phones spreads no argument but the last in an optional call: Chrome up to 90 throws (crbug.com/42201552).
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const src = resolve('src')

const mayImport: Record<string, readonly string[]> = {
  expression: [],
  form: ['expression'],
  record: ['expression', 'form'],
  words: ['expression', 'form', 'record'],
  view: ['expression', 'form', 'record', 'words'],
  translate: ['expression', 'form', 'record'],
  store: ['expression', 'form', 'record'],
  phone: ['expression', 'form', 'record', 'words', 'view'],
  desk: ['expression', 'form', 'record', 'words', 'view', 'phone'],
  server: ['expression', 'form', 'record', 'words', 'view', 'translate', 'store'],
  cli: ['expression', 'form', 'record', 'words', 'translate'],
}
const pure = ['expression', 'form', 'record', 'words', 'view', 'translate']

interface Source {
  readonly path: string
  readonly room: string
  readonly text: string
  readonly imports: readonly string[]
}

function walk(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? walk(path) : [path]
  })
}

const sources: readonly Source[] = walk(src)
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(path, 'utf8')
    const imports = [...text.matchAll(/^(?:import|export)\b[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|import\('([^']+)'\)/gm)].map(
      (found) => found[1] ?? found[2] ?? found[3] ?? '',
    )
    return { path: relative(src, path), room: relative(src, path).split('/')[0] ?? '', text, imports }
  })

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1')

test('1 the plan knows every room, and there are sources to hold it to', () => {
  expect(sources.length).toBeGreaterThan(30)
  expect([...new Set(sources.map((source) => source.room))].filter((room) => !(room in mayImport))).toEqual([])
})

describe('1 imports go down only', () => {
  const edges = sources.flatMap((source) =>
    source.imports
      // What the build wrote (dist/phone.json) is no room.
      .filter((name) => name.startsWith('.') && !name.endsWith('.json'))
      .map((name) => ({ from: source.path, room: source.room, to: relative(src, resolve(src, dirname(source.path), name)) })),
  )
  test.each(Object.keys(mayImport))('%s', (room) => {
    const climbing = edges.filter((edge) => {
      if (edge.room !== room) return false
      const target = edge.to.split('/')[0] ?? ''
      return target !== room && !(mayImport[room] ?? []).includes(target)
    })
    expect(climbing.map((edge) => `${edge.from} → ${edge.to}`)).toEqual([])
  })
})

describe('2 the pure rooms take everything from outside', () => {
  const forbidden = [/\bDate\.now\b/, /\bnew Date\(\s*\)/, /\bMath\.random\b/, /\bfetch\(/, /\bcrypto\./, /\bdocument\b\./, /\blocalStorage\b/, /\bconsole\./, /\bsetTimeout\b/, /\bprocess\./]
  test.each(pure)('%s', (room) => {
    const found = sources
      .filter((source) => source.room === room)
      .flatMap((source) => forbidden.filter((pattern) => pattern.test(withoutComments(source.text))).map((pattern) => `${source.path}: ${pattern}`))
    expect(found).toEqual([])
  })
})

test('3 SQL stands in store/ only', () => {
  const sql = /\b(select\s+[\w*,.\s()]+\s+from\s+\w+|insert\s+(or\s+\w+\s+)?into\s+\w+|update\s+\w+\s+set\b|delete\s+from\s+\w+|\.prepare\()/i
  expect(sources.filter((source) => source.room !== 'store' && sql.test(withoutComments(source.text))).map((source) => source.path)).toEqual([])
})

test('4 evaluating and filling import no parser, no YAML, no schema library', () => {
  const seen = new Set<string>()
  const foreign = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    const source = sources.find((one) => one.path === path)
    if (source === undefined) throw new Error(`no source ${path}`)
    const values = [...source.text.matchAll(/^(?:import|export)\s+(?!type\b)[^'"]*?from\s+'([^']+)'/gm)].map((found) => found[1] ?? '')
    for (const name of values) {
      if (name.startsWith('.')) visit(relative(src, resolve(src, dirname(path), name)))
      else foreign.add(name)
    }
  }
  visit('form/filling.ts')
  expect([...foreign]).toEqual([])
  expect([...seen].filter((path) => /parse\.ts$|compile|source\.ts$/.test(path))).toEqual([])
})

test('5 every file opens with what it is', () => {
  expect(sources.filter((source) => !source.text.startsWith('//') && !source.text.startsWith('/*')).map((source) => source.path)).toEqual([])
})

test('6 numbers and dates are text boxes', () => {
  const found = sources.filter((source) => /type=["'\\]*(number|date|time|month|datetime-local)\b/.test(withoutComments(source.text)))
  expect(found.map((source) => source.path)).toEqual([])
})

describe('7 no spread before the last argument of an optional call', () => {
  // From `?.` through names and brackets to a call that holds `...` and then a comma.
  const broken = /\?\.[\w$.\[\]'"?]*\([^()]*\.\.\.[^(),]*(\([^()]*\)[^(),]*)*,/
  test.each([
    ['f?.(...a, 1)', true],
    ['o?.f(1, ...a, ...b)', true],
    ['o?.p.f(...g(a), 1)', true],
    ['f?.(...a)', false],
    ['f(...a, 1)', false],
    ['[...(a?.b ?? []), 1]', false],
  ])('%s', (text, expected) => {
    expect(broken.test(text)).toBe(expected)
  })
  test('in nothing that a phone gets', () => {
    const files = sources.filter(({ room }) => ['expression', 'form', 'record', 'words', 'view', 'phone'].includes(room)).map(({ path, text }) => [path, text] as const)
    const libraries = ['idb/build/index.js', 'lean-qr/nano.mjs', 'lean-qr/extras/svg.mjs', '@noble/hashes/legacy.js', '@noble/hashes/sha2.js', '@noble/hashes/_md.js', '@noble/hashes/_u64.js', '@noble/hashes/utils.js', '@noble/ed25519/index.js'].map((path) => [path, readFileSync(join('node_modules', path), 'utf8')] as const)
    expect([...files, ...libraries].filter(([, text]) => broken.test(withoutComments(text))).map(([path]) => path)).toEqual([])
  })
})

// docs/operating.md is followed by somebody who cannot ask: what it names is there, what it tells to type does what it says.
// 1  Every secret and binding of src/server/env.ts is named.
// 2  Every variable that scripts/start.ts reads from the environment is named, and no other.
// 3  Every `npm run …`, file and folder that it names exists; the names in its wrangler commands are those of wrangler.toml.
// 4  Its SQL runs on the tables of src/store/migrations; after turning back twice, `restored` is a number that no phone has seen.
// 5  Every route that it names exists.
// 6  The figures of limits and budgets are those that the code and its tests hold.
// 7  The way that it makes the two secrets in gives secrets that the Worker takes.
// 8  The README leads to it; its links lead somewhere; it says at its top what nobody has tried.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { receiptKey, signatureOf } from '../src/server/signature.ts'
import { limits } from '../src/server/limits.ts'
import type { Env } from '../src/server/env.ts'

const read = (path: string): string => readFileSync(path, 'utf8')
const page = read('docs/operating.md')
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((found) => found[1] ?? '')
/** What stands in code: between backticks, and in blocks. */
const code = [...all(page, /```\w*\n([\s\S]*?)```/g), ...all(page.replace(/```[\s\S]*?```/g, ''), /`([^`\n]+)`/g)]
const missing = (names: readonly string[], text = page): string[] => names.filter((name) => !text.includes(name))

test('1 secrets and bindings', () => {
  const env = /interface Env \{([\s\S]*?)\n\}/.exec(read('src/server/env.ts'))?.[1] ?? ''
  const names = all(env, /readonly (\w+)\??:/g)
  expect(names.length).toBeGreaterThan(3)
  expect(missing(names.map((name) => `\`${name}\``))).toEqual([])
})

test('2 the environment', () => {
  const names = [...new Set(all(read('scripts/start.ts'), /process\.env\.(\w+)/g))]
  expect(names.length).toBeGreaterThan(3)
  expect(all(page, /^\| `([A-Z_]+)` \|/gm).sort()).toEqual(names.sort())
})

test('3 commands and files', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const commands = [...all(page, /npm run ([\w:]+)/g), ...all(page, /npm (start|test)\b/g)]
  expect(commands.length).toBeGreaterThan(4)
  expect(commands.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])

  const paths = code.flatMap((text) => all(text, /(?:^|[\s'"(])(?:\.\/)?((?:scripts|src|test|forms|docs)\/[\w./-]*)/g))
  expect(paths.length).toBeGreaterThan(5)
  expect(paths.filter((path) => !existsSync(path))).toEqual([])

  const settings = read('wrangler.toml')
  const named = (key: string): string => new RegExp(`^${key} = "([^"]+)"`, 'm').exec(settings)?.[1] ?? ''
  const databases = all(page, /wrangler d1 (?:create|execute|export|migrations apply|time-travel \w+) ([\w-]+)/g)
  expect(new Set(databases)).toEqual(new Set([named('database_name'), `${named('database_name')}-again`]))
  expect(new Set(all(page, /wrangler r2 bucket (?:create|lifecycle \w+) ([\w-]+)/g))).toEqual(new Set([named('bucket_name')]))
  expect(missing([settings.match(/wrangler d1 create [^`]+/)?.[0] ?? '?'])).toEqual([])
  // What the API's page says of the same thing is the same.
  expect(missing([/wrangler r2 bucket lifecycle add [^`]+/.exec(read('docs/api.md'))?.[0] ?? '?'])).toEqual([])
  // The names that the one script uses.
  const links = read('scripts/links.ts')
  expect(all(page, /const \{ ([\w, ]+) \} = await import\('\.\/scripts\/links\.ts'\)/g).flatMap((names) => names.split(', ')).filter((name) => !links.includes(`export async function ${name}(`))).toEqual([])
})

test('4 SQL', () => {
  const statements = all(page, /"((?:select|update|insert|delete) [^"]+)"/g)
  expect(statements.length).toBeGreaterThan(4)
  const fresh = (): DatabaseSync => {
    const db = new DatabaseSync(':memory:')
    for (const name of readdirSync('src/store/migrations').sort()) db.exec(read(join('src/store/migrations', name)))
    return db
  }
  const db = fresh()
  for (const sql of statements) expect(() => db.prepare(sql).all(), sql).not.toThrow()

  const turn = statements.filter((sql) => sql.includes("'restored'"))
  expect(turn.length).toBeGreaterThan(2)
  expect(new Set(turn).size).toBe(1) // in each of the ways
  const restored = (at: DatabaseSync): number => Number((at.prepare(`select value from settings where key = 'restored'`).get() as { value: number }).value)
  const one = fresh()
  expect(restored(one)).toBe(0)
  one.exec(turn[0] ?? '')
  const first = restored(one)
  one.exec(turn[0] ?? '')
  expect(restored(one)).toBeGreaterThan(first)
  // Turned back to the beginning once more, some time later: as if the clock of that day were another.
  const later = fresh()
  later.exec((turn[0] ?? '').replace('unixepoch()', `unixepoch('now', '+1 minute')`))
  expect(restored(later)).toBeGreaterThan(first)
  expect(Number.isSafeInteger(restored(later))).toBe(true)

  // Ended links, revoked and enrolled: words that the code writes.
  const store = [...readdirSync('src/store').filter((name) => name.endsWith('.ts')).map((name) => join('src/store', name)), 'src/server/officer.ts', 'src/server/export.ts'].map(read).join('\n')
  expect(all(page, /action in \(([^)]+)\)/g).flatMap((list) => list.split(', ')).filter((action) => !store.includes(action))).toEqual([])
})

test('5 routes', () => {
  const files = (folder: string): string[] => readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? files(join(folder, name)) : [join(folder, name)]))
  const sources = files('src/server').map(read)
  const known = [
    ...sources.flatMap((text) => all(text, /path: '(\/[^']+)'/g)),
    ...sources.flatMap((text) => all(text, /app\.(?:get|post|put|delete)\('(\/[^']*)'/g)),
    ...sources.flatMap((text) => all(text, /(?:page|action)\(app, '(\/[^']*)'/g)),
    ...all(read('scripts/phone.ts'), /script\('(\/sw\.js)'/g),
  ]
  expect(known.length).toBeGreaterThan(60)
  const shape = (route: string): string => route.replace(/\/(?::\w+(?:\{[^}]*\})?|<[^>]+>|…)/g, '/*').replace(/[?#].*$/, '')
  const shapes = new Set(known.map(shape))
  const begins = (route: string): boolean => [...shapes].some((one) => one.startsWith(route))
  const named = code.flatMap((text) => all(text, /(?:^|[\s"]|\$PHIEU|phieu\.example\.vn)(?:(?:GET|POST|PUT|DELETE) )?(\/[a-z][^\s"`,]*)/g)).filter((route) => !route.startsWith('/cdn-cgi/') && !route.startsWith('/dev/null'))
  expect(named.length).toBeGreaterThan(15)
  expect([...new Set(named)].filter((route) => (route.endsWith('/') ? !begins(shape(route)) : !shapes.has(shape(route))))).toEqual([])
  // A method that is named with it is the one it has.
  const methods = new Set(sources.flatMap((text) => [...text.matchAll(/method: '(\w+)',\s+path: '(\/[^']+)'/g)].map(([, method, path]) => `${method} ${shape(path ?? '')}`)))
  const asked = code.flatMap((text) => [...text.matchAll(/\b(GET|POST|PUT|DELETE) (\/[^\s`]+)/g)].map(([, method, path]) => `${method} ${shape(path ?? '')}`))
  expect(asked.length).toBeGreaterThan(5)
  expect(asked.filter((one) => !methods.has(one))).toEqual([])
})

test('6 figures', () => {
  const figure = (number: number): string => number.toLocaleString('en')
  expect(missing([limits.pageBytes, limits.rescueBytes, limits.mediaBytes].map(figure))).toEqual([])
  expect(limits.canonicalBytes).toBe(90_000)
  expect(limits.submissions).toBe(100)
  const budget = read('test/worker/budget.test.ts')
  expect(missing(['at most 10 rows of its own, 4 for each entry it touches, 25 sums', 'At most 3 kB of D1 for 1.5 kB of answers', '10 + 4 + 25', '10 + 4 + 2 * 25', 'statements).toBeLessThanOrEqual(40)'], budget)).toEqual([])
  const rows = 10 + 4 + 25
  expect(missing([`**${rows} rows**`, `and ${2 * rows} with its approval`])).toEqual([])
  const said = (pattern: RegExp): number => Number((pattern.exec(page)?.[1] ?? '').replaceAll(',', ''))
  expect(Math.abs(said(/\*\*([\d,]+) submissions a day\*\*/) - 100_000 / rows)).toBeLessThan(100)
  expect(Math.abs(said(/\*\*([\d,]+) that are also approved/) - 100_000 / rows / 2)).toBeLessThan(50)
  expect(Math.abs(said(/500 MB are about ([\d,]+) records/) - 500e6 / 3_000)).toBeLessThan(10_000)
  expect(missing(['rows: 2_500, bytes: 2_000_000', 'Math.max(10_000, '], read('src/server/export.ts'))).toEqual([])
  expect(read('src/server/api/phone.ts')).toContain('const keep_days = 30')
})

test('7 secrets as they are made there', async () => {
  const [token = '', key = ''] = all(page, /^ *node -p "(.+)"$/gm).map((script) => execFileSync(process.execPath, ['-p', script], { encoding: 'utf8' }))
  expect(token.trim()).toMatch(/^[\w-]{20,200}$/)
  const env = { PHIEU_RECEIPT_KEY: key } as Env
  expect(await receiptKey(env)).toMatchObject({ kty: 'OKP', crv: 'Ed25519' })
  expect(await signatureOf(env, { receipt: '1-95', id: 'x', revision: 1, hash: 'y' })).toMatch(/^[\w-]{86}$/)
  expect(read('src/server/identity.ts')).toContain('{20,200}')
})

test('8 found, and honest', () => {
  expect(read('README.md')).toContain('](docs/operating.md)')
  for (const link of all(page, /\]\(([^)#]+)\)/g)) if (!/^https?:/.test(link)) expect(existsSync(join(dirname('docs/operating.md'), link)), link).toBe(true)
  expect(page.slice(0, 600)).toContain('Not tried on a real account yet')
})

// The docs are part of the change: whatever is there, is written down.
// 1  Every function and operator stands in docs/expressions.md.
// 2  Every kind of question stands in docs/form-language.md.
// 3  Every key that an author may write stands there too.
// 4  Every problem code and flag has its sentence in both languages, and its line in docs/api.md.
// 5  Every route stands in docs/api.md.
// 6  Every room stands in docs/house.md; the README's commands are there.
// 7  The form in docs/form-language.md compiles as it stands there, with its translation, and its example comes out.
// 8  docs/cli.md says of every command what its help says.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compile } from '../src/form/compile.ts'
import { runExample } from '../src/record/example.ts'
import { levels } from '../scripts/shipped.ts'
import { functions } from '../src/expression/functions.ts'
import { kinds } from '../src/form/kinds/index.ts'

const doc = (name: string): string => readFileSync(join('docs', name), 'utf8')
const source = (name: string): string => readFileSync(join('src', name), 'utf8')
const missing = (names: readonly string[], text: string): string[] => names.filter((name) => !text.includes(name))

/** The members of a union type of string literals, out of its source. */
function union(file: string, type: string): string[] {
  const text = source(file)
  const from = text.indexOf(`type ${type} =`)
  expect(from).toBeGreaterThan(0)
  const end = text.indexOf('\n\n', from)
  return [...text.slice(from, end < 0 ? undefined : end).matchAll(/^\s+\| '([a-z_]+)'/gm)].map((found) => found[1] ?? '')
}

test('1 functions and operators', () => {
  const page = doc('expressions.md')
  // Names that nobody can write are what a path means.
  expect(Object.keys(functions).filter((name) => /^\w/.test(name) && !page.includes(`| \`${name}(`))).toEqual([])
  expect(missing(['`or`', '`and`', '`=`', '`!=`', '`<`', '`<=`', '`+`', '`-`', '`*`', '`div`', '`mod`', '`..`'], page)).toEqual([])
})

test('2 kinds', () => {
  expect(Object.keys(kinds).filter((kind) => !doc('form-language.md').includes(`| \`${kind}`))).toEqual([])
})

test('3 keys', () => {
  const keys = [...source('form/survey.ts').matchAll(/const known = \[([\s\S]*?)\]/g)].flatMap((found) => [...(found[1] ?? '').matchAll(/'(\w+)'/g)].map((key) => key[1] ?? ''))
  expect(keys.length).toBeGreaterThan(15)
  expect(missing(keys, doc('form-language.md'))).toEqual([])
})

test('4 problem codes and flags', () => {
  const codes = [...union('form/problem.ts', 'SourceCode'), ...union('form/problem.ts', 'WorkbookCode'), ...union('form/problem.ts', 'FillingCode'), ...union('expression/tree.ts', 'FaultCode'), ...union('record/submission.ts', 'FlagCode')]
  expect(codes.length).toBeGreaterThan(70)
  for (const language of ['vi', 'en']) expect(codes.filter((code) => !new RegExp(`\\b${code}\\b`).test(source(`words/${language}.ts`) + source(`words/problems.${language}.ts`) + source(`words/desk.${language}.ts`) + source(`words/source.${language}.ts`) + source(`words/slips.${language}.ts`)))).toEqual([])
  expect(codes.filter((code) => !doc('api.md').includes(`\`${code}\``))).toEqual([])
})

test('5 routes', () => {
  const files = (folder: string): string[] => readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? files(join(folder, name)) : [join(folder, name)]))
  const routes = files('src/server').flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/path: '(\/[^']+)'|\.(?:get|post|put|delete)\(\s*'(\/api[^']*|\/healthz)'/g)].map((found) => found[1] ?? found[2] ?? ''))
  expect(routes.length).toBeGreaterThan(8)
  expect(missing([...new Set(routes)].filter((route) => route.startsWith('/api') || route === '/healthz'), doc('api.md'))).toEqual([])
})

test('6 rooms and commands', () => {
  const rooms = readdirSync('src').filter((name) => readdirSync(join('src', name)).length > 0)
  expect(missing(rooms, doc('house.md'))).toEqual([])
  const readme = readFileSync('README.md', 'utf8')
  expect(missing(['npm install && npm start', 'npm install && npm test', 'docs/house.md', 'docs/form-language.md', 'docs/api.md'], readme)).toEqual([])
  for (const found of readme.matchAll(/\]\(([^)#]+)\)/g)) if (!/^https?:/.test(found[1] ?? '')) expect(existsSync(found[1] ?? ''), found[1]).toBe(true)
})

test('7 the form that teaches the language', () => {
  const [form = '', english = ''] = [...doc('form-language.md').matchAll(/```yaml\n([\s\S]*?)```/g)].map((found) => found[1] ?? '')
  const compiled = compile({ 'form.yaml': form, 'en.yaml': english }, { levels, registers: {}, indicators: [] })
  expect(compiled.ok ? [] : compiled.problems).toEqual([])
  if (compiled.ok) for (const example of compiled.examples) expect(runExample(compiled.form, example)).toEqual([])
})

test('8 the command line', async () => {
  const { commandNames, run } = await import('../src/cli/index.ts')
  const said = async (...argv: readonly string[]): Promise<string> => {
    let out = ''
    expect(await run([...argv, '--language', 'en'], {}, { out: (text) => (out += text), err: (text) => (out += text) })).toBe(0)
    return out
  }
  const page = doc('cli.md')
  expect(page).toContain(await said('--help'))
  for (const name of commandNames) expect(page, name).toContain(await said(name, '--help'))
})

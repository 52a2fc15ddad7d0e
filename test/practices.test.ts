// docs/practices.md says what does each of the 41 practices: it names only what is there.
// 1  Each number from 1 to 41 stands in the table once, in order, with all four columns filled.
// 2  Every form, question, choice, indicator, register and column named there is in the compiled shipped forms; nothing in backticks is written in any other way.
// 3  Every route named there is one of the Worker's, with its method.
// 4  The README leads there.
// 5  What is not there would be told.
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compileAll } from '../scripts/shipped.ts'
import type { Form, Question } from '../src/form/form.ts'

const page = readFileSync('docs/practices.md', 'utf8')
const named = [...new Set([...page.matchAll(/`([^`\n]+)`/g)].map((found) => found[1] ?? ''))]
const rows = [...page.matchAll(/^\| (\d+) \|(.*)\|$/gm)].map((found) => ({ number: Number(found[1]), cells: (found[2] ?? '').split('|').map((cell) => cell.trim()) }))

const forms = new Map(compileAll().flatMap(({ compiled }) => (compiled.ok ? [[compiled.form.id, compiled.form] as const] : [])))
const questionsOf = (questions: readonly Question[]): readonly Question[] => questions.flatMap((question) => [question, ...questionsOf(question.questions ?? [])])
const files = (folder: string): string[] => readdirSync(folder).flatMap((name) => (statSync(join(folder, name)).isDirectory() ? files(join(folder, name)) : [join(folder, name)]))

/** `GET /office/:form` and so on: the API's as objects, the pages' as calls. */
const routes = new Set(
  files('src/server').flatMap((file) => {
    const text = readFileSync(file, 'utf8')
    return [
      ...[...text.matchAll(/method: '(GET|POST|PUT|DELETE)',\s+path: '(\/[^']*)'/g)].map((found) => `${found[1]} ${found[2]}`),
      ...[...text.matchAll(/\b(page|action)\(app, '(\/[^']*)'/g)].map((found) => `${found[1] === 'page' ? 'GET' : 'POST'} ${found[2]}`),
      ...[...text.matchAll(/\bapp\.(get|post)\('(\/[^']*)'/g)].map((found) => `${(found[1] ?? '').toUpperCase()} ${found[2]}`),
    ].map((route) => route.replace(/\{[^}]*\}/g, ''))
  }),
)

/** What is wrong with a name as the page writes it; undefined when it is there. */
function fault(name: string): string | undefined {
  if (/^[A-Z]+ \//.test(name)) return routes.has(name) ? undefined : 'no such route'
  const found = /^([a-z]\w*)(?:([:./])(\w+)(?:([=.])(\w+))?)?$/.exec(name)
  if (found === null) return 'no such notation'
  const [, id = '', sign = '', inner = '', innerSign = '', last = ''] = found
  const form = forms.get(id)
  if (form === undefined) return 'no such form'
  return sign === '' ? undefined : sign === ':' ? questionFault(form, inner, innerSign, last) : sign === '.' ? indicatorFault(form, inner, innerSign) : registerFault(form, inner, innerSign, last)
}

function questionFault(form: Form, name: string, sign: string, choice: string): string | undefined {
  const question = questionsOf(form.survey).find((one) => one.name === name)
  if (question === undefined) return 'no such question'
  if (sign === '') return undefined
  return sign === '=' && (form.lists[question.list ?? ''] ?? []).some((one) => one.name === choice) ? undefined : 'no such choice'
}

function indicatorFault(form: Form, name: string, sign: string): string | undefined {
  return sign === '' && form.indicators.some((one) => one.name === name) ? undefined : 'no such indicator'
}

function registerFault(form: Form, name: string, sign: string, column: string): string | undefined {
  const rules = form.registers.filter((one) => one.register === name)
  if (rules.length === 0) return 'no such register'
  return sign === '' || (sign === '.' && rules.some(({ columns }) => column in columns)) ? undefined : 'no such column'
}

test('1 the numbers', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 41 }, (_, i) => i + 1))
  expect(rows.filter(({ cells }) => cells.length !== 3 || cells.includes('')).map(({ number }) => number)).toEqual([])
})

test('2 the names', () => {
  expect(named.length).toBeGreaterThan(150)
  const wrong = named.filter((name) => !/^[A-Z]+ \//.test(name)).flatMap((name) => (fault(name) === undefined ? [] : [`${name}: ${fault(name)}`]))
  expect(wrong).toEqual([])
})

test('3 the routes', () => {
  expect(routes.size).toBeGreaterThan(40)
  const written = named.filter((name) => /^[A-Z]+ \//.test(name))
  expect(written.length).toBeGreaterThan(5)
  expect(written.filter((route) => fault(route) !== undefined)).toEqual([])
})

test('4 the README leads there', () => {
  expect(readFileSync('README.md', 'utf8')).toContain('(docs/practices.md)')
})

describe('5 what is not there would be told', () => {
  test.each([
    ['boards', 'no such form'],
    ['target_board.board', 'no such indicator'],
    ['target_board.targets=met', 'no such indicator'],
    ['target_board:board', 'no such question'],
    ['target_board:state_calc=lost', 'no such choice'],
    ['target_board:name=met', 'no such choice'],
    ['target_board/site', 'no such register'],
    ['target_board/target.map', 'no such column'],
    ['GET /boards/:unit', 'no such route'],
    ['PUT /office/:form', 'no such route'],
    ['npm run check', 'no such notation'],
  ])('5 %s', (name, said) => {
    expect(fault(name)).toBe(said)
  })
})

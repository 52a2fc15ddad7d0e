// Choices that stand in another order for each filling: randomize=true.
// 1  With a seed they stand as on every engine: Park–Miller, Fisher–Yates inside out, after the filter, as the specification of randomize() has it.
// 2  The seed may be an answer: another answer is another order, and whoever draws learns of it.
// 3  Without a seed each filling has an order of its own, the same every time that it is opened, whoever opens it, and in each row another.
// 4  So for lists of the form, of a file and of rows; for one choice, several, and ranks.
// 5  What was chosen stays, and is judged, sealed and counted as if nothing were mixed.
// 6  A form that mixes takes more than every phone has; one that was published before this meant anything is not mixed.
// 7  A seed without mixing is told, and so is one that names nobody.
import { describe, expect, test } from 'vitest'
import '../more.ts'
import { compile } from '../../src/form/compile.ts'
import { open } from '../../src/form/filling.ts'
import type { Filling } from '../../src/form/filling.ts'
import type { Answers, Form } from '../../src/form/form.ts'
import type { World } from '../../src/form/world.ts'

const world = (seed: number): World => ({ clock: { at: 0, zone: 420 }, seed, language: 'vi', unit: () => undefined, units: () => [], entry: () => undefined, entries: () => [] })
const compiled = (survey: readonly string[]) =>
  compile(
    {
      'form.yaml': `id: f\ntitle: F\nlanguage: vi\nsurvey:\n${survey.map((one) => `  - { ${one} }\n`).join('')}choices:\n  six: [${[...'ABCDEF'].map((name, i) => `{ name: ${name}, label: ${name}, half: ${i < 3 ? 'one' : 'two'} }`).join(', ')}]\n`,
      'crops.csv': 'name,label\nngo,Ngô\nlua,Lúa\nche,Chè\nmia,Mía\n',
    },
    { levels: [], registers: {}, indicators: [] },
  )
const form = (...survey: readonly string[]): Form => {
  const made = compiled(survey)
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  return made.form
}
const order = (filling: Filling, key = 'q'): string => filling.offered(key).map(({ name }) => name).join('')
const ask = (parameters: string, type = 'select_one six'): string => `type: ${type}, name: q, label: Q, parameters: ${parameters}`

// What other engines make of these six by randomize(), as written down in the conversation about its specification.
describe('1 with a seed', () => {
  test.each([['42', 'AFCBDE'], ['-42', 'EDAFBC'], ['1', 'BFEACD'], ['11111111', 'ACDBFE'], ['42.9', 'AFCBDE']])('%s → %s', (seed, expected) => {
    for (const filling of [1, 2].map((own) => open(form(ask(`{ randomize: true, seed: ${seed} }`)), world(own)))) expect(order(filling)).toBe(expected)
  })
  test('as XLSForm writes it in a cell', () => {
    expect(order(open(form(ask('randomize=true seed=42')), world(1)))).toBe('AFCBDE')
  })
  test('what the filter leaves is mixed, not what it came from', () => {
    expect(order(open(form(`${ask('randomize=true seed=-42')}, choice_filter: "half = 'two'"`), world(1)))).toBe('EFD')
  })
  test('randomize=false is the order of the list', () => {
    expect(order(open(form(ask('randomize=false')), world(1)))).toBe('ABCDEF')
  })
})

describe('2 the seed is an answer', () => {
  const asked = form('type: integer, name: n, label: N', ask('"randomize=true seed=${n}"'))
  test('another answer is another order', () => {
    const filling = open(asked, world(1))
    expect([...filling.answer('n', 42)]).toContain('q')
    expect(order(filling)).toBe('AFCBDE')
    filling.answer('n', 1)
    expect(order(filling)).toBe('BFEACD')
  })
  test('while it is empty, the filling’s own', () => {
    expect(order(open(asked, world(1)))).toBe(order(open(form('type: integer, name: n, label: N', ask('randomize=true')), world(1))))
  })
  test('a part of one, as random() gives it, is no 0', () => {
    const drawn = form('type: calculate, name: n, calculation: once(random())', ask('"randomize=true seed=${n}"'))
    expect(new Set(Array.from({ length: 20 }, (_, i) => order(open(drawn, world(i + 1))))).size).toBeGreaterThan(10)
  })
  test('an expression, where there is room for one', () => {
    expect(order(open(form('type: integer, name: n, label: N', ask('{ randomize: true, seed: "${n} + 40" }')), world(1), { n: 2 }))).toBe('AFCBDE')
  })
})

describe('3 without a seed', () => {
  const asked = form(ask('randomize=true'))
  test('each filling its own, the same every time', () => {
    const orders = Array.from({ length: 30 }, (_, i) => [open(asked, world(i + 1)), open(asked, world(i + 1), { q: 'B' })].map((filling) => order(filling)))
    expect(orders.every(([one, again]) => one === again)).toBe(true)
    expect(new Set(orders.map(([one]) => one)).size).toBeGreaterThan(20)
    expect(orders.every(([one = '']) => [...one].sort().join('') === 'ABCDEF')).toBe(true)
  })
  test('each row its own', () => {
    const filling = open(form(`type: repeat, name: row, label: R, questions: [{ ${ask('randomize=true')} }]`), world(3), { row: [{}, {}, {}, {}] })
    expect(new Set([1, 2, 3, 4].map((n) => order(filling, `row[${n}].q`))).size).toBeGreaterThan(1)
  })
  test('every choice comes first about as often', () => {
    const first = new Map<string, number>()
    for (let i = 1; i <= 600; i++) first.set(order(open(asked, world(i)))[0] ?? '', (first.get(order(open(asked, world(i)))[0] ?? '') ?? 0) + 1)
    for (const name of 'ABCDEF') expect(first.get(name)).toBeGreaterThan(60)
  })
})

describe('4 every list', () => {
  const rows = 'type: repeat, name: person, label: P, questions: [{ type: text, name: who, label: W }]'
  test.each<[string, readonly string[], Answers]>([
    ['several of a list', [ask('randomize=true seed=42', 'select_multiple six')], {}],
    ['ranks', [ask('randomize=true seed=42', 'rank six')], {}],
    ['rows', [rows, ask('randomize=true seed=42', '"select_one ${who}"')], { person: [...'ABCDEF'].map((who) => ({ who })) }],
  ])('%s', (_, survey, answers) => {
    expect(order(open(form(...survey), world(1), answers))).toBe('AFCBDE')
  })
  test('a file', () => {
    const orders = [1, 2, 3, 4, 5, 6].map((seed) => open(form(ask(`randomize=true seed=${seed}`, 'select_one_from_file crops.csv')), world(1)).offered('q').map(({ name }) => name))
    expect(orders.every((names) => [...names].sort().join() === 'che,lua,mia,ngo')).toBe(true)
    expect(new Set(orders.map((names) => names.join())).size).toBeGreaterThan(2)
  })
})

test('5 what was chosen', () => {
  const filling = open(form(ask('randomize=true', 'select_multiple six')), world(9), { q: ['A', 'F'] })
  expect([filling.problems(), filling.seal()]).toEqual([[], { q: ['A', 'F'] }])
})

describe('6 with which forms it comes', () => {
  test('more', () => {
    expect([form(ask('randomize=true')).more, form(ask('randomize=false')).more, form('type: select_one six, name: q, label: Q').more]).toEqual([true, undefined, undefined])
  })
  test('published before', () => {
    const { more, ...before } = form(ask('randomize=true seed=42'))
    expect([more, order(open(before, world(1)))]).toEqual([true, 'ABCDEF'])
  })
})

describe('7 told', () => {
  test('a seed of nothing', () => {
    const made = compiled([ask('seed=7')])
    expect(made.ok && made.warnings.map(({ code, facts }) => [code, facts?.parameter])).toEqual([['parameter_idle', 'seed']])
  })
  test('of nobody, where it stands', () => {
    const made = compiled([ask('"randomize=true seed=${nobody}"')])
    expect(made.ok ? [] : made.problems.map(({ code, line, at }) => [code, line, at])).toEqual([['reference_unknown', 5, 'q']])
  })
})

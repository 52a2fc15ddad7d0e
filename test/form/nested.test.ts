// Repeats inside repeats, and calculations that run only when something changes.
// 1  Keys lead through the rows: `house[2].child[1].age`; rows come, go and are numbered anew with all inside them.
// 2  A name is seen from where one stands: a row's own, else all rows in the nearest row around both.
// 3  What looks at rows looks again when they come, go or change, and nobody else does.
// 4  repeat_count inside a repeat; what it looks at may stand after it.
// 5  Defaults in new rows, wherever they stand.
// 6  Answers of any shape are taken, sealed, carried to a new version, kept and taken away in rows of rows.
// 7  However it came about, a filling is what opening its answers anew gives (random operations, seed printed).
// 8  trigger: the calculation runs when the value of a named question changes, and at no other time.
// 9  Short mode, indicators and registers over rows in rows.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import { differences } from '../../src/form/arrived.ts'
import { open } from '../../src/form/filling.ts'
import type { Filling } from '../../src/form/filling.ts'
import type { Answers } from '../../src/form/form.ts'
import { migrate } from '../../src/form/migrate.ts'
import { countAnswers } from '../../src/record/recount.ts'
import { changes, entriesOf } from '../../src/record/register.ts'
import { adds } from '../../src/record/tally.ts'
import { allAnswers, withAnswer, withoutRow } from '../../src/view/kept.ts'
import { form, q, world } from './stage.ts'

const village = (more = '', rest = '') => form(`
  - { type: integer, name: rate, label: R, default: '2' }
  - type: repeat
    name: house
    label: H
    questions:
      - { type: text, name: head, label: Head }
      - type: repeat
        name: child
        label: C
        questions:
          - { type: integer, name: age, label: Age }
          - { type: text, name: whose, label: Whose, calculation: "concat(\${head}, '/', position(..))" }
          - { type: calculate, name: weight, calculation: "\${age} * \${rate}" }
      - { type: repeat, name: cow, label: Cow, questions: [{ type: text, name: tag, label: T }, { type: calculate, name: children, calculation: 'count(\${child})' }] }
      - { type: calculate, name: ages, calculation: 'sum(\${age})' }
  - { type: calculate, name: all_ages, calculation: 'sum(\${age})' }
  - { type: calculate, name: all_children, calculation: 'count(\${child})' }
  - { type: calculate, name: oldest_house, calculation: 'max(\${ages})' }
${more}`, rest)

const two = (): Filling => {
  const filling = open(village(), world)
  for (const head of ['An', 'Bình']) filling.answer(`${filling.add('house')}.head`, head)
  for (const [house, age] of [[1, 3], [1, 5], [2, 7]] as const) filling.answer(`${filling.add(`house[${house}].child`)}.age`, age)
  return filling
}

describe('1 keys and rows', () => {
  test('1 rows in rows have keys of their own', () => {
    const filling = open(village(), world)
    expect(filling.add('house')).toBe('house[1]')
    expect(filling.add('house[1].child')).toBe('house[1].child[1]')
    expect(filling.add('house[1].child')).toBe('house[1].child[2]')
    expect(filling.count('house[1].child')).toBe(2)
    expect(filling.rows('child')).toEqual(['house[1].child[1]', 'house[1].child[2]'])
    expect(filling.keys()).toEqual([
      'rate', 'house', 'house[1].head', 'house[1].child', ...[1, 2].flatMap((n) => ['age', 'whose', 'weight'].map((name) => `house[1].child[${n}].${name}`)), 'house[1].cow', 'house[1].ages',
      'all_ages', 'all_children', 'oldest_house',
    ])
  })
  test('1 the row before goes: those after it, and all inside, move up', () => {
    const filling = two()
    filling.remove('house[1]')
    expect(filling.seal()).toEqual({ rate: 2, house: [{ head: 'Bình', child: [{ age: 7, whose: 'Bình/1', weight: 14 }], ages: 7 }], all_ages: 7, all_children: 1, oldest_house: 7 })
    expect(filling.get('house[1].child[1].age')).toBe(7)
    filling.remove('house[1].child[1]')
    expect(filling.seal()).toEqual({ rate: 2, house: [{ head: 'Bình', ages: 0 }], all_ages: 0, all_children: 0, oldest_house: 0 })
  })
  test.each(['house[3].head', 'house[1].child[9].age', 'child[1].age', 'house.head', 'rate.x', 'house[1]', '', '.', 'house[1]x.head', 'a.'.repeat(50_000)])('1 nothing stands at %.20s', (key) => {
    expect(two().has(key)).toBe(false)
    expect(() => two().answer(key, 1)).toThrow()
  })
  test('1 rows are not without end: 500 in a repeat, 5,000 in all', () => {
    const filling = open(village(), world, { house: Array.from({ length: 500 }, (_, i) => ({ child: Array.from({ length: i < 9 ? 490 : 0 }, () => ({})) })) })
    expect([filling.count('house'), filling.rows('child').length, filling.room('house'), filling.room('house[1].child'), filling.room('house[499].child')]).toEqual([500, 4410, 0, 10, 90])
    const full = open(village(), world, { house: Array.from({ length: 11 }, () => ({ child: Array.from({ length: 490 }, () => ({})) })) })
    expect(full.problems().map(({ code, at }) => [code, at])).toEqual([['repeat_too_many', 'house[11].child']])
  })
})

describe('2 what a name is, from where one stands', () => {
  test('2 a row sees itself, the row around, and what stands inside it', () => {
    const filling = two()
    expect(filling.get('house[1].child[2].whose')).toBe('An/2')
    expect([filling.get('house[1].ages'), filling.get('house[2].ages'), filling.get('all_ages'), filling.get('oldest_house')]).toEqual([8, 7, 15, 8])
    filling.add('house[1].cow')
    filling.add('house[2].cow')
    expect([filling.get('house[1].cow[1].children'), filling.get('house[2].cow[1].children')]).toEqual([2, 1])
    filling.remove('house[1].child[1]')
    expect([filling.get('house[1].cow[1].children'), filling.get('house[2].cow[1].children'), filling.get('house[1].child[1].whose')]).toEqual([1, 1, 'An/1'])
  })
})

describe('3 only who looks', () => {
  test('3 an answer deep inside', () => {
    const filling = two()
    expect([...filling.answer('house[1].child[1].age', 4)].sort()).toEqual(['all_ages', 'house[1].ages', 'house[1].child[1].age', 'house[1].child[1].weight', 'oldest_house'])
    expect([...filling.answer('house[2].head', 'Chi')].sort()).toEqual(['house[2].child[1].whose', 'house[2].head'])
    expect([...filling.answer('rate', 3)].sort()).toEqual(['house[1].child[1].weight', 'house[1].child[2].weight', 'house[2].child[1].weight', 'rate'])
  })
})

test('4 a count inside, which looks at what comes after it', () => {
  const f = form(`
  - type: repeat
    name: house
    label: H
    repeat_count: "\${houses}"
    questions:
      - { type: repeat, name: child, label: C, repeat_count: "\${children}", questions: [{ type: text, name: who, label: W, default: "concat(\${place}, position(..))" }] }
      - { type: integer, name: children, label: N, default: "\${usual}" }
  - { type: integer, name: houses, label: N, default: '2' }
  - { type: integer, name: usual, label: N, default: '1' }
  - { type: text, name: place, label: P, default: "'bản '" }`)
  const filling = open(f, world)
  expect(filling.seal()).toEqual({ houses: 2, usual: 1, place: 'bản ', house: [1, 2].map(() => ({ children: 1, child: [{ who: 'bản 1' }] })) })
  filling.answer('house[2].children', 3)
  expect(filling.rows('child')).toEqual(['house[1].child[1]', 'house[2].child[1]', 'house[2].child[2]', 'house[2].child[3]'])
  filling.answer('house[2].child[2].who', 'Vừ')
  filling.answer('houses', 1)
  filling.answer('houses', 2)
  expect(filling.get('house[2].child[2].who')).toBe('Vừ')
  expect(open(f, world, filling.seal()).seal()).toEqual(filling.seal())
})

test('5 defaults in new rows, once; what a person cleared stays clear', () => {
  const f = form(`  - { type: repeat, name: a, label: A, questions: [{ type: date, name: seen, label: S, default: today() }, { type: repeat, name: b, label: B, questions: [{ type: text, name: of, label: O, default: "\${seen}" }] }] }`)
  const filling = open(f, world)
  filling.add('a')
  filling.add('a[1].b')
  expect(filling.seal()).toEqual({ a: [{ seen: '2026-11-24', b: [{ of: '2026-11-24' }] }] })
  filling.answer('a[1].seen', '2026-11-01')
  filling.answer('a[1].b[1].of', undefined)
  filling.add('a[1].b')
  expect(filling.seal()).toEqual({ a: [{ seen: '2026-11-01', b: [{}, { of: '2026-11-01' }] }] })
})

describe('6 answers in rows of rows', () => {
  const answers: Answers = { rate: 2, house: [{ head: 'An', child: [{ age: 3 }, { age: 5 }] }, { head: 'Bình' }] }
  test('6 taken, sealed, kept', () => {
    const filling = open(village(), world, answers)
    expect(filling.problems()).toEqual([])
    expect(allAnswers(filling)).toEqual(filling.seal())
    expect(differences(open(village(), world, { ...filling.seal(), all_ages: 99 })).map(({ at }) => at)).toEqual(['all_ages'])
    expect(withAnswer(answers, 'house[1].child[2].whose', 'An/2')).toEqual({ rate: 2, house: [{ head: 'An', child: [{ age: 3 }, { age: 5, whose: 'An/2' }] }, { head: 'Bình' }] })
    expect(withoutRow({ 'house[1].child[1].age': 1, 'house[1].child[2].age': 2, 'house[2].child[1].age': 3, 'house[1].head': 4, rate: 5 }, 'house[1].child[1]')).toEqual({ 'house[1].child[1].age': 2, 'house[2].child[1].age': 3, 'house[1].head': 4, rate: 5 })
    expect(withoutRow({ 'house[1].child[1].age': 1, 'house[12].child[2].age': 2, 'house[2].head': 3 }, 'house[1]')).toEqual({ 'house[11].child[2].age': 2, 'house[1].head': 3 })
  })
  test.each<[string, Answers, [string, string][]]>([
    ['rows that are none', { house: [{ child: 'x' }] } as unknown as Answers, [['not_rows', 'house[1].child']]],
    ['nothing of that name', { house: [{ child: [{ agee: 3 }] }] }, [['unknown_question', 'house[1].child[1].agee']]],
    ['not whole', { house: [{ child: [{ age: 3 }, { age: 2.5 }] }] }, [['not_whole', 'house[1].child[2].age']]],
    ['in the row around', { house: [{ age: 3 }] }, [['unknown_question', 'house[1].age']]],
  ])('6 %s', (_, given, expected) => {
    expect(open(village(), world, given).problems().map(({ code, at }) => [code, at])).toEqual(expected)
  })
  test('6 carried to a version that renames, and drops, inside', () => {
    const source = (name: string, list: string): string => `id: f\ntitle: F\nlanguage: vi\nmigrate: { renamed: { age: ${name} } }\nsurvey:\n  - { type: repeat, name: a, label: A, questions: [{ type: repeat, name: b, label: B, questions: [{ type: integer, name: ${name}, label: N }${list}] }] }\n`
    const compiled = compile({ 'form.yaml': source('years', '') }, { levels: [], registers: {}, indicators: [] })
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
    expect(migrate(compiled.form, { a: [{ b: [{ age: 3, gone: 'x' }, { age: 4 }] }] })).toEqual({ answers: { a: [{ b: [{ years: 3 }, { years: 4 }] }] }, left: { a: [{ b: [{ gone: 'x' }, {}] }] } })
    const moved = compile({ 'form.yaml': 'id: f\ntitle: F\nlanguage: vi\nsurvey:\n  - { type: repeat, name: a, label: A, questions: [{ type: integer, name: years, label: N }, { type: repeat, name: b, label: B, questions: [{ type: text, name: t, label: T }] }] }\n' }, { levels: [], registers: {}, indicators: [], previous: compiled.form })
    expect(moved.ok ? [] : moved.problems.map(({ code, at }) => [code, at])).toEqual([['change_type', 'years']])
  })
})

test('7 opened anew, it is the same', () => {
  const operation = fc.record({ what: fc.constantFrom('house', 'child', 'cow', 'age', 'head', 'rate', 'drop', 'dropChild'), n: fc.nat(4), m: fc.nat(4) })
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 40 }), (operations) => {
      const filling = open(village(), world)
      for (const { what, n, m } of operations) {
        const [house, child] = [`house[${n}]`, `house[${n}].child[${m}]`]
        if (what === 'house') filling.add('house')
        else if (what === 'rate') filling.answer('rate', n)
        else if (what === 'drop' ? filling.has(`${house}.head`) : what === 'dropChild' && filling.has(`${child}.age`)) filling.remove(what === 'drop' ? house : child)
        else if ((what === 'child' || what === 'cow') && filling.has(`${house}.${what}`)) filling.add(`${house}.${what}`)
        else if (what === 'head' && filling.has(`${house}.head`)) filling.answer(`${house}.head`, m === 0 ? undefined : `N${m}`)
        else if (what === 'age' && filling.has(`${child}.age`)) filling.answer(`${child}.age`, m === 0 ? undefined : m * 10 + n)
      }
      const anew = open(village(), world, allAnswers(filling))
      expect(anew.seal()).toEqual(filling.seal())
      expect(anew.problems()).toEqual(filling.problems())
    }),
    { numRuns: 200 },
  )
})

describe('8 trigger', () => {
  const f = form([
    q('text', 'place'), q('integer', 'a'), q('integer', 'b'), q('integer', 'by_default', "default: '1'"),
    '  - { type: calculate, name: stamp, calculation: "concat(${b}, \'@\', now())", trigger: "${a}" }',
    '  - { type: text, name: copy, label: C, calculation: "${place}", trigger: "${a}, ${b}" }',
    '  - { type: text, name: emptied, label: E, trigger: "${a}" }',
    '  - { type: calculate, name: follows, calculation: "concat(${stamp}, \'!\')" }',
    '  - { type: calculate, name: twice, calculation: "concat(${twice_of}, \'x\')", trigger: "${follows}" }',
    '  - { type: calculate, name: twice_of, calculation: "${twice}", trigger: "${b}" }',
    '  - { type: calculate, name: never, calculation: "1", trigger: "${by_default}" }',
    '  - { type: repeat, name: r, label: R, questions: [{ type: integer, name: n, label: N }, { type: calculate, name: m, calculation: "${n} + ${a}", trigger: "${n}" }] }',
  ].join('\n'))
  test('8 at the beginning nothing runs, and nothing by what it looks at', () => {
    const filling = open(f, world)
    filling.answer('place', 'Đản Ván')
    expect(filling.seal()).toEqual({ by_default: 1, place: 'Đản Ván', follows: '!' })
  })
  test('8 when the value changes, not when the same is said again; each of several', () => {
    const filling = open(f, world)
    filling.answer('place', 'Đản Ván')
    filling.answer('b', 1)
    expect([filling.get('stamp'), filling.get('copy')]).toEqual([undefined, 'Đản Ván'])
    filling.answer('a', 1)
    expect([filling.get('stamp'), filling.get('follows')]).toEqual(['1@2026-11-24T12:00:00.000+07:00', '1@2026-11-24T12:00:00.000+07:00!'])
    filling.answer('b', 2)
    filling.answer('a', 1)
    expect(filling.get('stamp')).toBe('1@2026-11-24T12:00:00.000+07:00')
    filling.answer('a', 2)
    expect(filling.get('stamp')).toBe('2@2026-11-24T12:00:00.000+07:00')
  })
  test('8 by a calculation that changes; two that look at each other', () => {
    const filling = open(f, world)
    filling.answer('a', 1)
    expect(filling.get('twice')).toBe('x')
    filling.answer('b', 1)
    filling.answer('a', 2)
    expect([filling.get('twice'), filling.get('twice_of')]).toEqual(['xx', 'x'])
  })
  test('8 what a person types over it stands, until the next time; without a calculation it is emptied', () => {
    const filling = open(f, world)
    filling.answer('place', 'Đản Ván')
    filling.answer('a', 1)
    expect(filling.isReadOnly('copy')).toBe(false)
    filling.answer('copy', 'khác')
    filling.answer('emptied', 'chữ')
    filling.answer('place', 'Nậm Dịch')
    expect([filling.get('copy'), filling.get('emptied')]).toEqual(['khác', 'chữ'])
    filling.answer('a', 2)
    expect([filling.get('copy'), filling.get('emptied')]).toEqual(['Nậm Dịch', undefined])
  })
  test('8 in its own row only', () => {
    const filling = open(f, world)
    filling.add('r')
    filling.add('r')
    filling.answer('a', 5)
    filling.answer('r[2].n', 1)
    expect(filling.seal().r).toEqual([{}, { n: 1, m: 6 }])
  })
  test('8 what it gave stays when the draft is opened again, and is believed by whoever receives it', () => {
    const filling = open(f, world)
    filling.answer('place', 'Đản Ván')
    filling.answer('a', 1)
    const later = open(f, { ...world, clock: { at: 0, zone: 0 } }, filling.seal())
    expect(later.seal()).toEqual(filling.seal())
    expect(differences(later)).toEqual([])
  })
  test.each<[string, string, string]>([
    ['a name that is not there', 'trigger: "${nowhere}", calculation: "1"', 'reference_unknown'],
    ['no name', 'trigger: place, calculation: "1"', 'source_shape'],
    ['an expression', 'trigger: "${a} + 1", calculation: "1"', 'source_shape'],
  ])('8 %s is told', (_, more, code) => {
    const compiled = compile({ 'form.yaml': `id: f\ntitle: F\nlanguage: vi\nsurvey:\n${q('integer', 'a')}\n${q('text', 'b', more)}\n` }, { levels: [], registers: {}, indicators: [] })
    expect(compiled.ok ? [] : compiled.problems.map((problem) => problem.code)).toEqual([code])
  })
})

describe('9 what else goes over rows', () => {
  const rest = `indicators:
  - { name: children, label: C, each: child, count: yes }
  - { name: ages_of, label: A, each: child, sum: "\${age}", where: "\${head} = 'An'" }
registers:
  - { register: young, repeat: child, label: "\${whose}", unit: "''", columns: { years: "\${age}" } }`
  test('9 indicators, counted by both ways', () => {
    const filling = open(village('', rest), world, two().seal())
    expect(adds(filling)).toEqual({ '2026-11 ': { 'f.children': 3, 'f.ages_of': 8 } })
    expect([...countAnswers(filling).values()].sort()).toEqual([3, 8])
  })
  test('9 registers: an entry a row, each with an id of its own', () => {
    const filling = open(village('', rest), world, two().seal())
    const made = changes(filling, 's', 0)
    expect(made.map(({ entry, label, columns }) => [entry, label, columns.years])).toEqual([['s.1.1', 'An/1', 3], ['s.1.2', 'An/2', 5], ['s.2.1', 'Bình/1', 7]])
    expect(entriesOf(filling.form, filling.seal(), 's').map(({ id }) => id)).toEqual(['s.1.1', 's.1.2', 's.2.1'])
  })
  test('9 the short mode leaves out what need not be asked, at any depth', () => {
    const f = form(`  - { type: repeat, name: a, label: A, questions: [{ type: text, name: x, label: X, required: yes }, { type: repeat, name: b, label: B, questions: [{ type: text, name: y, label: Y }] }, { type: repeat, name: c, label: C, questions: [{ type: text, name: z, label: Z, required: yes }] }] }`, 'short: [x]')
    const filling = open(f, world, undefined, true)
    filling.add('a')
    expect(['a[1].x', 'a[1].b', 'a[1].c'].map((key) => filling.isRelevant(key))).toEqual([true, false, true])
  })
})

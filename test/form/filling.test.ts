// 1  Relevance: inherited, the answer kept while hidden, seen as empty by others, left out when sealed.
// 2  Required and constraints are asked only of what is relevant; a constraint only of what is not empty.
// 3  Calculations follow what they depend on; a calculation that gives nothing leaves the question to the person.
// 4  Defaults are put once, when a question is first relevant; never over what was answered or cleared.
// 5  Repeats: rows come and go; sums see all rows, a row sees itself.
// 6  Soft checks are told apart from problems.
// 7  Nothing is believed of answers that come from outside.
// 8  An answer looks again only at what depends on it.
// 9  Chance and clock are handed in: the same seed gives the same filling.
// 10 However it came about, a filling is what opening its answers anew gives (random operations, seed printed).
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differences, hidden } from '../../src/form/arrived.ts'
import type { Filling } from '../../src/form/filling.ts'
import { open } from '../../src/form/filling.ts'
import type { Answers, Form } from '../../src/form/form.ts'
import { form, q, world } from './stage.ts'
import { hub, thousand } from './thousand.ts'

describe('1 relevance', () => {
  const f = form([q('text', 'a'), `  - type: group\n    name: g\n    label: G\n    relevant: \${a} = 'yes'\n    questions:\n    ${q('text', 'b', 'required: yes')}\n    ${q('text', 'c', "relevant: \"${b} = 'x'\"")}`, q('text', 'd', "relevant: \"${b} = 'x'\"")].join('\n'))
  test('1 kept while hidden, empty to others, not sealed', () => {
    const filling = open(f, world)
    filling.answer('a', 'yes')
    filling.answer('b', 'x')
    filling.answer('c', 'deep')
    filling.answer('d', 'far')
    expect(filling.seal()).toEqual({ a: 'yes', b: 'x', c: 'deep', d: 'far' })
    const changed = filling.answer('a', 'no')
    expect([...changed].sort()).toEqual(['a', 'b', 'c', 'd', 'g'])
    expect(filling.seal()).toEqual({ a: 'no' })
    expect(filling.get('c')).toBe('deep')
    filling.answer('a', 'yes')
    expect(filling.seal()).toEqual({ a: 'yes', b: 'x', c: 'deep', d: 'far' })
  })
})

describe('2 required and constraints', () => {
  const f = form([q('integer', 'n', 'required: yes, constraint: . > 0, constraint_message: Lớn hơn 0'), q('text', 't', 'required: "${n} > 5"'), q('text', 'u', 'relevant: "${n} > 9", required: yes')].join('\n'))
  test.each<[Answers, string[]]>([
    [{}, ['n:required']], [{ n: 0 }, ['n:constraint']], [{ n: 3 }, []], [{ n: 6 }, ['t:required']], [{ n: 6, t: 'x' }, []], [{ n: 6, t: ' \u200b' }, ['t:required']], [{ n: 10, t: 'x' }, ['u:required']], [{ n: 2.5 }, ['n:not_whole']],
  ])('2 %j → %j', (answers, expected) => {
    expect(open(f, world, answers).problems().map(({ at, code }) => `${at}:${code}`)).toEqual(expected)
  })
  test('2 only of these questions, when they are named; it costs what they cost', () => {
    const filling = open(f, world, { n: 10 })
    const before = filling.evaluations
    expect(filling.problems(['t', 'u', 'nowhere']).map(({ at }) => at)).toEqual(['t', 'u'])
    expect(filling.evaluations - before).toBe(2)
    expect(open(f, world, { n: 1 }).problems(['u'])).toEqual([])
  })
  test('2 the author’s words come along', () => {
    expect(open(f, world, { n: -1 }).problems()[0]?.says).toEqual({ vi: 'Lớn hơn 0' })
  })
})

describe('3 calculations', () => {
  const f = form([q('decimal', 'from_km'), q('decimal', 'to_km'), q('decimal', 'length_km', 'calculation: "${to_km} - ${from_km}", constraint: . > 0, constraint_message: m'), '  - { type: calculate, name: metres, calculation: "${length_km} * 1000" }'].join('\n'))
  test('3 follows, and leaves the question to the person when it gives nothing', () => {
    const filling = open(f, world)
    filling.answer('length_km', 0.2)
    expect(filling.seal()).toEqual({ length_km: 0.2, metres: 200 })
    filling.answer('from_km', 1)
    filling.answer('to_km', 1.5)
    expect(filling.seal()).toEqual({ from_km: 1, to_km: 1.5, length_km: 0.5, metres: 500 })
    expect(filling.isReadOnly('length_km')).toBe(true)
    filling.answer('to_km', 0.5)
    expect(filling.problems().map(({ at, code }) => [at, code])).toEqual([['length_km', 'constraint']])
  })
  test('3 what it gave goes with what it was made of', () => {
    const filling = open(f, world, { from_km: 1, to_km: 2, length_km: 9 })
    expect(filling.get('length_km')).toBe(1)
    filling.answer('length_km', 5)
    expect(filling.get('length_km')).toBe(1)
    filling.answer('to_km', undefined)
    expect(filling.seal()).toEqual({ from_km: 1 })
  })
  test('3 a calculation that came along and is another is told', () => {
    expect(differences(open(f, world, { length_km: 2, metres: 2000 }))).toEqual([])
    expect(differences(open(f, world, { length_km: 2, metres: 1999 }))).toEqual([{ at: 'metres', expected: '2000', received: '1999' }])
  })
})

describe('4 defaults', () => {
  const f = form([q('entry road', 'road'), q('decimal', 'width', "relevant: \"${road} != ''\", default: '${road.width}'"), q('date', 'day', 'default: today()')].join('\n'))
  test('4 once, when first relevant; a cleared one stays cleared', () => {
    const filling = open(f, world)
    expect(filling.seal()).toEqual({ day: '2026-11-24' })
    filling.answer('road', 'r1')
    expect(filling.get('width')).toBe(2.5)
    filling.answer('width', undefined)
    filling.answer('road', undefined)
    filling.answer('road', 'r1')
    expect(filling.seal()).toEqual({ road: 'r1', day: '2026-11-24' })
  })
  test('4 one that has nothing to give yet is still owed', () => {
    const filling = open(form([q('entry road', 'road'), q('decimal', 'width', "default: '${road.width}'")].join('\n')), world)
    filling.answer('road', 'r1')
    expect(filling.seal()).toEqual({ road: 'r1', width: 2.5 })
  })
  test('4 a new row begins with what the row before says, and goes its own way from there', () => {
    const filling = open(form(`  - type: repeat\n    name: visit\n    label: V\n    questions:\n    ${q('text', 'tap', 'default: "indexed-repeat(${tap}, ${visit}, position(..) - 1)"')}`), world)
    filling.add('visit')
    filling.answer('visit[1].tap', 'by the school')
    filling.add('visit')
    filling.answer('visit[1].tap', 'by the road')
    filling.add('visit')
    expect(filling.seal()).toEqual({ visit: [{ tap: 'by the road' }, { tap: 'by the school' }, { tap: 'by the school' }] })
  })
  test('4 what was emptied in a draft stays so', () => {
    const filling = open(form([q('integer', 'n'), q('integer', 'm', 'default: 1 + 1, relevant: "${n} != 5"')].join('\n')), world, { n: 1 })
    filling.answer('n', 2)
    expect(filling.seal()).toEqual({ n: 2 })
  })
  test('4 what comes from a draft gets none', () => {
    expect(open(f, world, { road: 'r1' }).seal()).toEqual({ road: 'r1' })
  })
})

describe('5 repeats', () => {
  const f = form([`  - type: repeat\n    name: member\n    label: M\n    questions:\n    ${q('integer', 'age')}\n      - { type: calculate, name: nth, calculation: position(..) }\n    ${q('text', 'school', 'relevant: "${age} < 16", required: yes')}`, '  - { type: calculate, name: people, calculation: "count(${member})" }', '  - { type: calculate, name: total, calculation: "sum(${age})" }', "  - { type: calculate, name: second, calculation: \"indexed-repeat(${age}, ${member}, 2)\" }"].join('\n'))
  test('5 rows come and go', () => {
    const filling = open(f, world)
    expect([filling.add('member'), filling.add('member'), filling.add('member')]).toEqual(['member[1]', 'member[2]', 'member[3]'])
    filling.answer('member[1].age', 40)
    filling.answer('member[2].age', 12)
    filling.answer('member[3].age', 9)
    expect(filling.seal()).toEqual({ member: [{ age: 40, nth: 1 }, { age: 12, nth: 2 }, { age: 9, nth: 3 }], people: 3, total: 61, second: 12 })
    expect(filling.problems().map(({ at }) => at)).toEqual(['member[2].school', 'member[3].school'])
    filling.remove('member[1]')
    expect(filling.seal()).toEqual({ member: [{ age: 12, nth: 1 }, { age: 9, nth: 2 }], people: 2, total: 21, second: 9 })
    expect(filling.keys().filter((key) => key.endsWith('age'))).toEqual(['member[1].age', 'member[2].age'])
  })
  test('5 repeat_count makes the rows', () => {
    const counted = open(form([q('integer', 'n'), `  - type: repeat\n    name: r\n    label: R\n    repeat_count: \${n}\n    questions:\n    ${q('text', 'x')}`].join('\n')), world)
    counted.answer('n', 3)
    expect(counted.count('r')).toBe(3)
    counted.answer('r[3].x', 'kept')
    counted.answer('n', 1)
    expect([counted.count('r'), counted.seal(), hidden(counted)]).toEqual([1, { n: 1, r: [{}] }, ['r[2]', 'r[3]']])
    counted.answer('n', 3)
    expect(counted.get('r[3].x')).toBe('kept')
  })
  test('5 rows beyond the count are not taken', () => {
    const counted = form([q('integer', 'n'), `  - type: repeat\n    name: r\n    label: R\n    repeat_count: \${n}\n    questions:\n    ${q('text', 'x')}`, '  - { type: calculate, name: all, calculation: "join(\',\', ${x})" }'].join('\n'))
    const filling = open(counted, world, { n: 1, r: [{ x: 'a' }, { x: 'b' }] })
    expect([filling.seal(), hidden(filling)]).toEqual([{ n: 1, r: [{ x: 'a' }], all: 'a' }, ['r[2]']])
    filling.answer('n', 2)
    expect(filling.seal()).toEqual({ n: 2, r: [{ x: 'a' }, { x: 'b' }], all: 'a,b' })
  })
  test('5 rows that are not asked for are not seen', () => {
    const hiding = form([q('text', 'a'), `  - type: repeat\n    name: r\n    label: R\n    relevant: \${a} = ''\n    questions:\n    ${q('integer', 'x')}`, '  - { type: calculate, name: seen, calculation: "count(${x}) + count(${r})" }'].join('\n'))
    const filling = open(hiding, world, { r: [{ x: 1 }, { x: 2 }] })
    expect(filling.get('seen')).toBe(4)
    filling.answer('a', 'no')
    expect(filling.seal()).toEqual({ a: 'no', seen: 0 })
  })
  test('5 a new row looks again at whoever sees all rows, not at the others', () => {
    const filling = open(f, world)
    for (let i = 0; i < 100; i++) filling.add('member')
    const before = filling.evaluations
    filling.add('member')
    expect(filling.evaluations - before).toBeLessThan(12)
  })
})

describe('6 soft checks and choices', () => {
  const f = form([q('select_one group', 'group'), q('select_one kind', 'kind', 'choice_filter: "group = ${group}"'), q('integer', 'days', 'check: [{ expect: . <= 200, message: Hơn 200 công? }]')].join('\n'))
  test('6 fired, not a problem', () => {
    const filling = open(f, world, { days: 300 })
    expect(filling.problems()).toEqual([])
    expect(filling.fired()).toEqual([{ at: 'days', index: 0, says: { vi: 'Hơn 200 công?' } }])
    expect([filling.fired(['days']).length, filling.fired(['kind']).length]).toEqual([1, 0])
  })
  test('6 a choice that the filter hides is told as such', () => {
    const filling = open(f, world, { group: 'x', kind: 'b' })
    expect(filling.offered('kind').map(({ name }) => name)).toEqual(['a'])
    expect(filling.problems()).toEqual([{ code: 'choice_filtered', at: 'kind', facts: { value: 'b' } }])
  })
})

describe('7 nothing is believed', () => {
  const f = form([q('text', 't'), q('integer', 'n'), q('select_multiple kind', 'm'), q('acknowledge', 'k'), q('unit village', 'v'), `  - type: repeat\n    name: r\n    label: R\n    questions:\n    ${q('text', 'x')}`].join('\n'))
  test.each<[unknown, string]>([
    [{ t: 5 }, 't:not_text'], [{ t: { a: 1 } }, 't:not_text'], [{ t: 'a\u0000b' }, 't:text_control'], [{ t: '\ud800' }, 't:text_control'], [{ t: 'ă'.repeat(10_001) }, 't:text_too_long'], [{ n: '12' }, 'n:not_number'], [{ n: NaN }, 'n:not_number'], [{ n: 1e300 }, 'n:number_too_large'],
    [{ m: 'a' }, 'm:not_choice'], [{ m: ['a', 'a'] }, 'm:not_choice'], [{ m: ['z'] }, 'm:not_choice'], [{ k: 'true' }, 'k:not_acknowledged'], [{ k: false }, 'k:not_acknowledged'], [{ v: 'nowhere' }, 'v:not_unit'], [{ v: 'c1' }, 'v:unit_level'], [{ v: 'v2' }, 'v:unit_not_valid'],
    [{ r: 'x' }, 'r:not_rows'], [{ r: [1] }, 'r:not_rows'], [{ r: [{ y: 1 }] }, 'r[1].y:unknown_question'], [{ toString: 'x' }, 'toString:unknown_question'], [{ hasOwnProperty: 1 }, 'hasOwnProperty:unknown_question'], [JSON.parse('{"__proto__": {"t": 1}}'), '__proto__:unknown_question'], [{ nope: 1 }, 'nope:unknown_question'],
  ])('7 %j → %s', (answers, expected) => {
    const filling = open(f, world, answers as Answers)
    expect(filling.problems().map(({ at, code }) => `${at}:${code}`)).toEqual([expected])
  })
  test('7 whatever JSON it is (seed printed on failure)', () => {
    const names = ['t', 'n', 'm', 'k', 'v', 'r', 'x', '__proto__', 'toString', 'constructor', 'day_of_record']
    const anything = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, fc.string(), fc.double(), fc.boolean(), fc.constant(null), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), tie('value'), { maxKeys: 4 })),
    })).value
    fc.assert(
      fc.property(anything, (answers) => {
        const filling = open(f, world, JSON.parse(JSON.stringify(answers ?? null)) as Answers)
        filling.problems()
        filling.fired()
        differences(filling)
        hidden(filling)
        expect(Object.keys(filling.seal()).every((name) => filling.has(name))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
  function dated(): Form {
    return form([q('date', 'day_of_record'), q('unit village', 'v')].join('\n'), 'date: ${day_of_record}')
  }
  test('7 a unit is judged by the record’s day', () => {
    expect(open(dated(), world, { day_of_record: '2020-01-01', v: 'v2' }).problems()).toEqual([])
    expect(open(dated(), world, { day_of_record: '2025-07-01', v: 'v2' }).problems()[0]).toMatchObject({ code: 'unit_not_valid' })
    expect(open(dated(), world, { day_of_record: '2020-01-01' }).day).toBe('2020-01-01')
  })
  test('7 a date that looks up units does not wait for itself', () => {
    const looking = form([q('date', 'd'), q('unit village', 'v')].join('\n'), "date: \"instance('village')/root/item[name = ${v}]/label\"")
    expect(open(looking, world, { v: 'v1' }).day).toBe('2026-11-24')
  })
  test('7 answers to what is not relevant are named', () => {
    const hiding = form([q('text', 'a'), q('text', 'b', "relevant: \"${a} = 'x'\"")].join('\n'))
    expect(hidden(open(hiding, world, { b: 'y' }))).toEqual(['b'])
  })
})

describe('8 only what depends on it', () => {
  const large = thousand()
  const run = (filling: Filling, key: string, answer: number): number => {
    const before = filling.evaluations
    filling.answer(key, answer)
    return filling.evaluations - before
  }
  test('8 a thousand questions: opening runs each expression once', () => {
    expect(open(large, world).evaluations).toBe(300 + 200 + 10)
  })
  test.each([
    ['n_1', 5, 1 + 200, 'what it leads to, and the chain that begins with it'],
    ['n_2', 5, 1, 'what it leads to'],
    ['t_2', 5, 0, 'nothing'],
    [hub, 4, 10 + 10, 'ten calculations and ten that may be asked; labels are only read when they are shown'],
  ])('8 %s = %i runs %i', (key, answer, expected) => {
    const filling = open(large, world)
    expect(run(filling, key, answer)).toBe(expected)
    expect(run(filling, key, answer + 1)).toBe(expected)
  })
  test('8 the end of the chain', () => {
    const filling = open(large, world)
    filling.answer('n_1', 1)
    expect(filling.get('c_200')).toBe(201)
  })
  test('8 it says what may look different: the thirty around the hub and the hub', () => {
    expect(open(large, world).answer(hub, 4).size).toBe(31)
  })
})

describe('9 chance and clock', () => {
  const f = form(['  - { type: calculate, name: id_row, calculation: once(uuid()) }', '  - { type: calculate, name: dice, calculation: int(random() * 6) }', q('text', 'x'), '  - { type: today, name: day }'].join('\n'))
  test('9 the same seed, the same filling; another seed, another', () => {
    const [one, two, other] = [open(f, world).seal(), open(f, world).seal(), open(f, { ...world, seed: 8 }).seal()]
    expect(one).toEqual(two)
    expect(one.id_row).not.toBe(other.id_row)
    expect(one.day).toBe('2026-11-24')
    expect(differences(open(f, world, one))).toEqual([])
  })
})

describe('10 opened anew', () => {
  const f = form(
    [
      q('integer', 'n'), q('select_one group', 'g', 'relevant: "${n} > 2"'), q('select_one kind', 'k', 'choice_filter: "group = ${g}", required: "${n} > 4"'), '  - { type: calculate, name: double, calculation: "${n} * 2" }',
      q('integer', 'm', 'calculation: "if(${n} > 5, ${double} + ${total}, \'\')"'),
      `  - type: repeat\n    name: r\n    label: R\n    relevant: \${n} != 3\n    questions:\n    ${q('integer', 'x', 'constraint: ". < ${n} * 3"')}\n      - { type: calculate, name: nth, calculation: "position(..) * 10 + \${x}" }\n    ${q('text', 'y', 'relevant: "${x} > 1"')}\n      - { type: calculate, name: before, calculation: "indexed-repeat(\${x}, \${r}, position(..) - 1)" }`,
      '  - { type: calculate, name: total, calculation: "sum(${x})" }', '  - { type: calculate, name: rows, calculation: "count(${r})" }', '  - { type: calculate, name: words, calculation: "join(\' \', ${y})" }', q('text', 'last', 'relevant: "${words} != \'\' or ${rows} > 2"'),
    ].join('\n'),
  )
  const small = fc.option(fc.integer({ min: 0, max: 7 }), { nil: undefined })
  const operation = fc.oneof(
    fc.record({ at: fc.constant('n'), answer: small }), fc.record({ at: fc.constant('m'), answer: small }), fc.record({ at: fc.constant('g'), answer: fc.constantFrom('x', 'y', undefined) }), fc.record({ at: fc.constant('k'), answer: fc.constantFrom('a', 'b', undefined) }), fc.record({ at: fc.constant('last'), answer: fc.constantFrom('z', undefined) }),
    fc.record({ at: fc.constant('x'), row: fc.nat(4), answer: small }), fc.record({ at: fc.constant('y'), row: fc.nat(4), answer: fc.constantFrom('q', ' ', undefined) }), fc.record({ at: fc.constant('add') }), fc.record({ at: fc.constant('remove'), row: fc.nat(4) }),
  ) as fc.Arbitrary<{ at: string; row?: number; answer?: string | number }>
  test('10 the same in answers, relevance and problems', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 30 }), (operations) => {
        const filling = open(f, world, { n: 1, r: [{ x: 1 }, { x: 2 }, { x: 3 }] })
        for (const { at, row, answer } of operations) {
          if (at === 'add') filling.add('r')
          else if (at === 'remove') {
            if ((row ?? 0) < filling.count('r')) filling.remove(`r[${(row ?? 0) + 1}]`)
          } else if (row === undefined) filling.answer(at, answer)
          else if (row < filling.count('r')) filling.answer(`r[${row + 1}].${at}`, answer)
        }
        const all: Record<string, unknown> = { r: Array.from({ length: filling.count('r') }, () => ({})) }
        for (const key of filling.keys()) {
          const found = /^r\[(\d+)\]\.(.+)$/.exec(key)
          const answer = filling.get(key)
          if (answer === undefined) continue
          if (found === null) all[key] = answer
          else (all.r as Record<string, unknown>[])[Number(found[1]) - 1]![found[2]!] = answer
        }
        const again = open(f, world, all as Answers)
        expect(again.seal()).toEqual(filling.seal())
        expect(again.keys().filter((key) => again.isRelevant(key))).toEqual(filling.keys().filter((key) => filling.isRelevant(key)))
        expect(again.problems()).toEqual(filling.problems())
        expect(hidden(again)).toEqual(hidden(filling))
      }),
      { numRuns: 1000 },
    )
  })
})

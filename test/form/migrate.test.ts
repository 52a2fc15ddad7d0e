// What an earlier version called it.
// 1  Both ends of a rename exist as said: the new name is here, the old one was there and is free; of choices the same.
// 2  A renamed question is held to what it held before; a new version says only what it changes, what was said before is carried on.
// 3  Answers follow: names, names in rows, choices of one question and of a list.
// 4  Nothing is lost: what has no place any more comes back beside, under the name it had.
// 5  Answers of this version stay as they are, and carrying twice is carrying once.
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import type { Answers, Form } from '../../src/form/form.ts'
import { follow, migrate, renamedKey } from '../../src/form/migrate.ts'
import type { Problem } from '../../src/form/problem.ts'
import { q } from './stage.ts'

const head = 'id: f\ntitle: F\nlanguage: vi\n'
const lists = 'choices:\n  kind: [{ name: earth, label: Đất }, { name: concrete, label: Bê tông }]\n  mood: [{ name: good, label: Tốt }, { name: bad, label: Xấu }]\n'
const rows = (inner: string): string => `  - type: repeat\n    name: member\n    label: M\n    questions:\n${inner.replace(/^/gm, '    ')}`

function compiled(survey: string, rest: string, previous?: Form): ReturnType<typeof compile> {
  return compile({ 'form.yaml': `${head}${rest}survey:\n${survey}\n${rest.includes('choices:\n') ? '' : lists}` }, { levels: [], registers: {}, indicators: [], ...(previous === undefined ? {} : { previous }) })
}
function version(survey: string, rest = '', previous?: Form): Form {
  const made = compiled(survey, rest, previous)
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  return made.form
}
const told = (survey: string, rest: string, previous?: Form): string[] => {
  const made = compiled(survey, rest, previous)
  return made.ok ? [] : made.problems.map(({ code, line, facts }: Problem) => `${code} ${line} ${facts?.name ?? ''}${facts?.suggestion === undefined ? '' : ` (${facts.suggestion})`}`)
}

const first = version([q('text', 'head'), q('integer', 'age'), q('select_one kind', 'surface'), q('select_multiple kind', 'wanted'), rows([q('text', 'name'), q('select_one mood', 'mood')].join('\n'))].join('\n'))
const second = [q('text', 'head_name'), q('integer', 'age'), q('select_one kind', 'surface'), q('select_multiple kind', 'wanted'), rows([q('text', 'full_name'), q('select_one mood', 'mood')].join('\n'))].join('\n')
const paved = lists.replace('concrete', 'paved')

describe('1 both ends', () => {
  test.each<[string, string, string[]]>([
    ['as said', 'migrate: { renamed: { head: head_name, name: full_name } }\n', []],
    ['to nothing', 'migrate: { renamed: { head: head_nam } }\n', ['reference_unknown 4 head_nam (head_name)']],
    ['from nothing', 'migrate: { renamed: { heat: head_name } }\n', ['migrate_unknown 4 heat (head)']],
    ['the other way round', 'migrate: { renamed: { head_name: head } }\n', ['migrate_turned 4 head_name']],
    ['a choice the other way round', `migrate: { choices: { surface: { paved: concrete } } }\n${paved}`, ['migrate_turned 4 paved']],
    ['from what is still there', 'migrate: { renamed: { age: head_name } }\n', ['migrate_taken 4 age']],
    ['a choice, as said', `migrate: { choices: { kind: { concrete: paved } } }\n${paved}`, []],
    ['a choice of one question', `migrate: { choices: { surface: { concrete: paved }, wanted: { concrete: earth } } }\n${paved}`, []],
    ['a choice to nothing', `migrate: { choices: { kind: { concrete: pavd } } }\n${paved}`, ['choice_unknown 4 pavd (paved)', 'choice_unknown 4 pavd (paved)']],
    ['a choice from nothing', `migrate: { choices: { surface: { stone: paved } } }\n${paved}`, ['migrate_unknown 4 stone']],
    ['a choice that is still there', `migrate: { choices: { surface: { earth: paved } } }\n${paved}`, ['migrate_taken 4 earth']],
    ['a list that is not', 'migrate: { choices: { surfaces: { a: b } } }\n', ['list_unknown 4  (surface)']],
    ['anything else', 'migrate: { rename: { a: b } }\n', ['source_unknown_key 4  (renamed)']],
    ['no map', 'migrate: { renamed: [head] }\n', ['source_shape 4 ']],
    ['no name', 'migrate: { renamed: { head: [head_name] } }\n', ['source_shape 4 ']],
  ])('1 %s', (_, rest, expected) => {
    // One slip in a list that two questions ask is told once.
    expect(told(second, rest, first)).toEqual([...new Set(expected)])
  })
  test('1 where nothing is known of the version before, the new end is looked at', () => {
    expect(told(second, 'migrate: { renamed: { head: head_name } }\n')).toEqual([])
    expect(told(second, 'migrate: { renamed: { head: head_nam } }\n')).toHaveLength(1)
  })
})

describe('2 versions', () => {
  test('2 a renamed question holds what it held', () => {
    expect(told(second.replace('integer, name: age', 'text, name: years'), 'migrate: { renamed: { age: years } }\n', first)).toEqual(['change_type 7 '])
    expect(told(q('text', 'label'), 'migrate: { renamed: { name: label } }\n', first)).toEqual(['change_type 6 '])
  })
  const two = version(second, `migrate: { renamed: { head: head_name }, choices: { kind: { concrete: paved } } }\n${paved}`, first)
  const third = second.replaceAll('head_name', 'owner').replaceAll('surface', 'cover')
  const asphalt = lists.replace('concrete', 'asphalt')
  test('2 what was said before is carried on', () => {
    const three = version(third, `migrate: { renamed: { head_name: owner, surface: cover }, choices: { cover: { paved: asphalt } } }\n${asphalt}`, two)
    expect(three.migrate).toEqual({ renamed: { head: 'owner', head_name: 'owner', surface: 'cover' }, choices: { cover: { concrete: 'asphalt', paved: 'asphalt' } } })
    expect(migrate(three, { head: 'Giàng', surface: 'concrete' }).answers).toEqual({ owner: 'Giàng', cover: 'asphalt' })
  })
  test('2 the same source again is the same form', () => {
    const rest = `migrate: { renamed: { head: head_name }, choices: { kind: { concrete: paved } } }\n${paved}`
    expect(version(second, rest, two)).toEqual(two)
  })
  test('2 an old name may not come back for something else', () => {
    expect(told(`${second}\n${q('text', 'head')}`, paved, two)).toEqual(['migrate_taken 18 head'])
  })
  test('2 but a rename may be taken back', () => {
    const back = version(second.replace('head_name', 'head'), `migrate: { renamed: { head_name: head } }\n${paved}`, two)
    expect([migrate(back, { head: 'a' }).answers, migrate(back, { head_name: 'a' }).answers]).toEqual([{ head: 'a' }, { head: 'a' }])
  })
  const start = [q('text', 'head'), q('integer', 'age'), q('select_one kind', 'surface')].join('\n')
  const v1 = version(start)
  test('2 an earlier source published again takes back what the versions between called otherwise', () => {
    const v2 = version(start.replaceAll('head', 'owner'), `migrate: { renamed: { head: owner }, choices: { kind: { concrete: paved } } }\n${paved}`, v1)
    const v3 = version(start.replaceAll('head', 'holder'), `migrate: { renamed: { owner: holder } }\n${paved}`, v2)
    const again = version(start, '', v3)
    for (const name of ['head', 'owner', 'holder']) expect(migrate(again, { [name]: 'a', surface: 'paved' })).toEqual({ answers: { head: 'a', surface: 'concrete' }, left: {} })
    // And forward again.
    const forward = version(start.replaceAll('head', 'owner'), `migrate: { renamed: { head: owner }, choices: { kind: { concrete: paved } } }\n${paved}`, again)
    for (const name of ['head', 'owner', 'holder']) expect(migrate(forward, { [name]: 'a', surface: 'concrete' })).toEqual({ answers: { owner: 'a', surface: 'paved' }, left: {} })
  })
  test('2 also when the question was gone in between', () => {
    const v2 = version(start.replaceAll('head', 'owner'), 'migrate: { renamed: { head: owner } }\n', v1)
    const v3 = version(q('integer', 'age'), '', v2)
    expect(migrate(v3, { head: 'a', owner: 'b' })).toEqual({ answers: {}, left: { head: 'a', owner: 'b' } })
    const again = version(start, '', v3)
    expect([migrate(again, { head: 'a' }).answers, migrate(again, { owner: 'a' }).answers]).toEqual([{ head: 'a' }, { head: 'a' }])
  })
})

describe('3, 4 answers', () => {
  const now = version(second, `migrate: { renamed: { head: head_name, name: full_name }, choices: { kind: { concrete: paved } } }\n${paved}`, first)
  test.each<[string, Answers, Answers, Answers]>([
    ['3 names', { head: 'Giàng', age: 40 }, { head_name: 'Giàng', age: 40 }, {}],
    ['3 names in rows', { member: [{ name: 'Mị', mood: 'good' }, {}] }, { member: [{ full_name: 'Mị', mood: 'good' }, {}] }, {}],
    ['3 a choice', { surface: 'concrete' }, { surface: 'paved' }, {}],
    ['3 choices, each once', { wanted: ['concrete', 'earth', 'paved'] }, { wanted: ['paved', 'earth'] }, {}],
    ['4 a question that is gone', { telephone: '0912', age: 4 }, { age: 4 }, { telephone: '0912' }],
    ['4 a choice that is gone', { surface: 'stone' }, {}, { surface: 'stone' }],
    ['4 some of the choices', { wanted: ['concrete', 'stone'] }, { wanted: ['paved'] }, { wanted: ['stone'] }],
    ['4 what is gone from rows', { member: [{ name: 'Mị' }, { name: 'Pá', tribe: 'x', mood: 'sad' }] }, { member: [{ full_name: 'Mị' }, { full_name: 'Pá' }] }, { member: [{}, { tribe: 'x', mood: 'sad' }] }],
    ['4 another shape', { age: 'forty', member: 'x' }, {}, { age: 'forty', member: 'x' }],
    ['4 both names at once', { head: 'cũ', head_name: 'mới' }, { head_name: 'mới' }, { head: 'cũ' }],
    ['4 names of JavaScript', { surface: 'constructor', toString: 'x' } as Answers, {}, { surface: 'constructor', toString: 'x' } as Answers],
  ])('%s', (_, answers, carried, left) => {
    const found = migrate(now, answers)
    expect(found).toEqual({ answers: carried, left })
    // 5
    expect(migrate(now, found.answers)).toEqual({ answers: carried, left: {} })
  })
  test.each([
    ['head', 'head_name'],
    ['member[2].name', 'member[2].full_name'],
    ['member[12]', 'member[12]'],
    ['age', 'age'],
  ])('3 the key %s is %s now', (old, key) => {
    expect(renamedKey(now, old)).toBe(key)
  })
  test('3, 4 a whole draft follows: typing and reasons too', () => {
    const typed = { age: { '': 'bốn mươi' }, 'member[1].name': { '': 'Mị' }, old_day: { day: '31', month: '2', year: '' } }
    const reasons = { head: 'họ xin giấu', gone: 'không rõ', silent: '' }
    expect(follow(now, { answers: { head: 'Giàng', member: [{}], telephone: '0912' }, typed, reasons })).toEqual({
      answers: { head_name: 'Giàng', member: [{}] },
      typed: { age: { '': 'bốn mươi' }, 'member[1].full_name': { '': 'Mị' } },
      reasons: { head_name: 'họ xin giấu' },
      left: { telephone: '0912', old_day: '31 2', gone: 'không rõ' },
    })
  })
  test('5 a form that says nothing changes nothing', () => {
    const answers: Answers = { head: 'a', age: 3, surface: 'earth', wanted: ['earth', 'concrete'], member: [{ name: 'b' }] }
    expect(migrate(first, answers)).toEqual({ answers, left: {} })
  })
})

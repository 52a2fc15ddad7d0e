// 1  All problems come at once, in the order of files and lines, each with its place and what was probably meant.
// 2  What a translation file lacks is remarked and stands in the author's words; what it says beside the form is told; shared lists in their own files.
// 3  Kinds that do not fit where they are used are told; what may be meant is left alone.
// 4  A new version may not change what a question holds, nor whether it stands in a repeat.
// 5  A public figure is not grouped by what is personal, does not add it up, does not pick by what is sensitive.
// 6  Limits hold, whatever the file looks like; nothing throws.
// 7  The compiled form is plain JSON: names in the order of calculation, texts in parts, spellings of XLSForm settled.
// 8  A form says that filling it takes more than every phone has where a rarer function or kind stands, wherever that is, and only then.
// 9  A public form shows and changes no entry of a register, and asks nothing sensitive; it may create entries.
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import type { Known } from '../../src/form/compile.ts'
import type { Form } from '../../src/form/form.ts'
import type { Problem } from '../../src/form/problem.ts'
import { gathered } from '../../src/form/translations.ts'

const known: Known = { levels: ['commune', 'village'], registers: { road: { length_km: 'number', surface: 'text' } }, indicators: ['roads.km'] }
const head = 'id: f\ntitle: F\nlanguage: vi\n'
const place = ({ code, file, line, column }: Problem): string => `${code} ${file} ${line}:${column}`

function problemsOf(files: Record<string, string>, with_: Known = known): readonly Problem[] {
  const compiled = compile(files, with_)
  return compiled.ok ? [] : compiled.problems
}
const told = (survey: string, rest = ''): string[] => problemsOf({ 'form.yaml': `${head}survey:\n${survey}\n${rest}` }).map(({ code }) => code)
function formOf(survey: string, rest = '', files: Record<string, string> = {}): Form {
  const compiled = compile({ 'form.yaml': `${head}survey:\n${survey}\n${rest}`, ...files }, known)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.form
}

test('1 a reason of an example is for a question', () => {
  const told = problemsOf({ 'form.yaml': `${head}survey:\n  - type: integer\n    name: km\n    label: Km\nexamples:\n  - name: xa\n    given: { km: 8 }\n    reasons: { km: Xa, 8 km }\n` })
  expect(told.map((problem) => [place(problem), problem.facts?.name])).toEqual([['reference_unknown form.yaml 11:24', '8 km']])
})

test('1 figures without places: remarked, with the question that asks one', () => {
  const remarks = (survey: string, rest: string): unknown => compile({ 'form.yaml': `${head}survey: [${survey}]\n${rest}` }, known).warnings.map((one) => [place(one), one.facts?.name])
  const [asked, text] = ['{ type: unit village, name: noi, label: N }', '{ type: text, name: a, label: A }']
  const [counted, kept] = ['indicators: [{ name: i, label: I, count: yes }]', 'indicators: [{ name: i, label: I, count: yes, register: road }]']
  expect(remarks(asked, counted)).toEqual([['place_missing form.yaml 2:8', 'noi']])
  expect(remarks(text, counted)).toEqual([['place_missing form.yaml 2:8', '']])
  expect([remarks(asked, `${counted}\nunit: "\${noi}"`), remarks(text, kept), remarks(asked, '')]).toEqual([[], [], []])
})
test('1 an example that expects something of a question that is not there', () => {
  const told = problemsOf({ 'form.yaml': `${head}survey:\n  - { type: integer, name: km, label: Km }\n  - type: repeat\n    name: tap\n    label: T\n    questions: [{ type: text, name: state, label: S }]\nexamples:\n  - name: xa\n    given: { km: 8 }\n    expect:\n      values: { km: 8, "tap[1].state": "", "tap[2]": "", kms: 8 }\n` })
  expect(told.map((one) => [place(one), one.facts])).toEqual([['reference_unknown form.yaml 14:58', { name: 'kms', suggestion: 'km' }]])
})

describe('1 all at once', () => {
  const source = `${head}survey:
  - type: txet
    name: one
    label: Một
  - type: integer
    name: two
    label: Hai
    requierd: yes
    relevant: \${tow} > 1
  - type: text
    name: two
    label: ""
choices:
  kind:
    - name: a
      label: A
    - name: a
      label: B
`
  test('1 each with its place', () => {
    expect(problemsOf({ 'form.yaml': source }).map(place)).toEqual([
      'type_unknown form.yaml 5:11', 'source_unknown_key form.yaml 11:5', 'reference_unknown form.yaml 12:15', 'name_twice form.yaml 14:11', 'label_missing form.yaml 15:12', 'choice_twice form.yaml 20:13',
    ])
  })
  test('1 with what was probably meant', () => {
    expect(problemsOf({ 'form.yaml': source }).map(({ facts }) => facts?.suggestion).filter(Boolean)).toEqual(['text', 'required', 'two'])
  })
  test.each<[string, Record<string, string>, string[]]>([
    ['no form.yaml', { 'en.yaml': 'title: F' }, ['source_missing form.yaml 1:1']],
    ['an empty form.yaml', { 'form.yaml': '' }, ['source_shape form.yaml 1:1']],
    ['a list for a form', { 'form.yaml': '- a\n' }, ['source_shape form.yaml 1:1']],
    ['broken syntax', { 'form.yaml': `${head}survey: [\n` }, ['yaml_syntax form.yaml 5:1']],
    ['no survey', { 'form.yaml': head }, ['source_shape form.yaml 1:1']],
    ['a form name in capitals', { 'form.yaml': `id: Form\ntitle: F\nlanguage: vi\nsurvey: [{ type: text, name: a, label: A }]` }, ['name_invalid form.yaml 1:5']],
    ['a language that is none', { 'form.yaml': `id: f\ntitle: F\nlanguage: vi_VN@x\nsurvey: [{ type: text, name: a, label: A }]` }, ['language_invalid form.yaml 3:11']],
    ['a file that is no language', { 'form.yaml': `${head}survey: [{ type: text, name: a, label: A }]`, 'notes 2.yaml': 'a: b' }, ['language_invalid notes 2.yaml 1:1']],
    ['a file for its own language', { 'form.yaml': `${head}survey: [{ type: text, name: a, label: A }]`, 'vi.yaml': 'title: F\nsurvey: { a: A }' }, ['language_invalid vi.yaml 1:1']],
  ])('1 %s', (_, files, expected) => {
    expect(problemsOf(files).map(place)).toEqual(expected)
  })
})

describe('1 told once, not at every mention', () => {
  test.each<[string, string, string, string]>([
    ['a question whose kind is misspelt', `survey:
  - { type: txet, name: a, label: A }
  - { type: note, name: b, label: "B \${a}", relevant: "\${a} = 'x'" }
indicators:
  - { name: i, label: I, count: yes, by: [a], where: "\${a} != ''" }`, 'survey: { a: A, b: B }\nindicators: { i: I }', 'type_unknown form.yaml 5:13'],
    ['a column that cannot be read', `survey:
  - { type: unit village, name: v, label: V }
registers:
  - { register: place, label: "'x'", unit: "\${v}", columns: { size: "1 +" } }
indicators:
  - { name: i, label: I, register: place, sum: "\${size}", by: [size] }
  - { name: m, label: M, register: place, max: size }`, 'survey: { v: V }\nindicators: { i: I, m: M }', 'expression_unexpected form.yaml 7:73'],
    ['a register without a unit', `survey:
  - { type: unit village, name: v, label: V }
  - { type: entry place, name: e, label: E }
registers:
  - { register: place, label: "'x'" }
indicators:
  - { name: i, label: I, register: place, count: yes }`, 'survey: { v: V, e: E }\nindicators: { i: I }', 'source_shape form.yaml 8:5'],
    ['an indicator without a measure', `survey:
  - { type: text, name: a, label: A }
indicators:
  - { name: i, label: I, unit: cái }
  - { name: j, label: J, difference: { of: i, less: [i] } }`, 'survey: { a: A }\nindicators: { i: { label: I, unit: pieces }, j: J }', 'indicator_invalid form.yaml 7:5'],
    ['a list that is empty', `survey:
  - { type: select_one kind, name: a, label: A }
  - { type: text, name: b, label: B, relevant: "\${a} = 'x'" }
choices: { kind: [] }`, 'survey: { a: A, b: B }', 'list_empty form.yaml 7:18'],
  ])('1 %s', (_, source, english, expected) => {
    expect(problemsOf({ 'form.yaml': `id: f\ntitle: F\nlanguage: vi\n${source}`, 'en.yaml': `title: F\n${english}` }).map(place)).toEqual([expected])
  })
  test('1 a shared list that only a calculation looks into is there', () => {
    const files = { 'form.yaml': `${head}survey: [{ type: unit village, name: v, label: V }]\ninstance_name: "instance('shared')/root/item[name = 'x']/label"`, 'lists/choices.yaml': 'shared: [{ name: x, label: X }]' }
    expect(compile(files, known)).toMatchObject({ ok: true, form: { lists: { shared: [{ name: 'x' }] } } })
  })
})

describe('2 translations', () => {
  const main = `${head}survey:
  - type: select_one kind
    name: kind
    label: Loại
    hint: Chọn một
    check:
      - expect: . = 'a'
        message: Đúng không?
  - type: select_one shared
    name: other
    label: Khác
choices:
  kind: [{ name: a, label: A }]
`
  const lists = { 'lists/choices.yaml': 'shared: [{ name: x, label: X }]\nunused: [{ name: y, label: Y }]\n', 'lists/en.yaml': 'shared: { x: X in English }\n' }
  const good = 'title: F\nsurvey:\n  kind: { label: Kind, hint: Choose one, check: [Right?] }\n  other: Other\nchoices:\n  kind: { a: A }\n'
  test('2 all there', () => {
    const compiled = compile({ 'form.yaml': main, 'en.yaml': good, ...lists }, known)
    expect(compiled).toMatchObject({ ok: true, form: { languages: ['vi', 'en'], lists: { shared: [{ name: 'x', label: { vi: 'X', en: 'X in English' } }] } } })
    expect(compiled.ok && Object.keys(compiled.form.lists).sort()).toEqual(['kind', 'shared'])
  })
  test.each<[string, string, string, string]>([
    ['no title', 'title: F\n', '', 'form.yaml 2:8'],
    ['no label', 'label: Kind, ', '', 'form.yaml 7:12'],
    ['no hint', ', hint: Choose one', '', 'form.yaml 8:11'],
    ['no word for a check', 'check: [Right?]', 'check: []', 'form.yaml 11:18'],
    ['no word for a choice', 'kind: { a: A }', 'kind: {}', 'form.yaml 16:28'],
  ])('2 %s: remarked where it stands, and the form compiles', (_, was, is, expected) => {
    const compiled = compile({ 'form.yaml': main, 'en.yaml': good.replace(was, is), ...lists }, known)
    expect([compiled.ok, compiled.warnings.map(place)]).toEqual([true, [`translation_missing ${expected}`]])
  })
  test('2 a language that was only begun: its readers see the author’s words, and the list of remarks has one line for it', () => {
    const compiled = compile({ 'form.yaml': main, 'en.yaml': 'survey: { kind: Kind }\n', ...lists }, known)
    if (!compiled.ok) throw new Error('it does not compile')
    expect([compiled.form.languages, compiled.form.title, compiled.form.survey.map(({ label }) => label)]).toEqual([['vi', 'en'], { vi: 'F' }, [{ vi: 'Loại', en: 'Kind' }, { vi: 'Khác' }]])
    expect(gathered(compiled.warnings).map(({ code, line, facts }) => [code, line, facts])).toEqual([['translation_filled', 2, { language: 'en', own: 'vi', count: 5 }]])
  })
  test.each<[string, string, string, string]>([
    ['one check too many', '[Right?]', '[Right?, Sure?]', 'translation_unknown en.yaml 3:58'],
    ['a choice that is not there', '{ a: A }', '{ a: A, b: B }', 'translation_unknown en.yaml 6:17'],
    ['a question that is not there', '  other: Other\n', '  other: Other\n  ohter: Other\n', 'translation_unknown en.yaml 5:3'],
    ['logic where only words belong', 'hint: Choose one', 'hint: Choose one, relevant: 1', 'translation_unknown en.yaml 3:42'],
    ['a reference in vain', 'label: Kind', 'label: "Kind ${nobody}"', 'reference_unknown en.yaml 3:24'],
  ])('2 %s', (_, was, is, expected) => {
    expect(problemsOf({ 'form.yaml': main, 'en.yaml': good.replace(was, is), ...lists }).map(place)).toEqual([expected])
  })
  test('2 shared lists are told in their own files', () => {
    expect(compile({ 'form.yaml': main, 'en.yaml': good, ...lists, 'lists/en.yaml': '' }, known).warnings.map(place)).toEqual(['translation_missing lists/choices.yaml 1:28'])
    expect(problemsOf({ 'form.yaml': main, 'en.yaml': good, ...lists, 'lists/en.yaml': 'unused: { z: Z }\nshraed: {}\n' }).map(place)).toEqual([
      'translation_unknown lists/en.yaml 1:11', 'translation_unknown lists/en.yaml 2:1',
    ])
  })
  test('2 more languages than anyone reads', () => {
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`a${String.fromCharCode(97 + i)}.yaml`, 'title: F\nsurvey: { a: A }']))
    expect(problemsOf({ 'form.yaml': `${head}survey: [{ type: text, name: a, label: A }]`, ...files }).map(({ code }) => code)).toEqual(['languages_too_many'])
  })
})

describe('3 kinds', () => {
  const survey = `  - { type: text, name: t, label: T }
  - { type: integer, name: n, label: N }
  - { type: select_one kind, name: k, label: K }
  - { type: select_one score, name: s, label: S }
  - { type: select_multiple kind, name: m, label: M }
  - { type: date, name: d, label: D }
  - { type: entry road, name: r, label: R }
  - { type: unit village, name: v, label: V }
  - { type: acknowledge, name: a, label: A }`
  const choices = 'choices:\n  kind: [{ name: a, label: A }]\n  score: [{ name: 1, label: I }, { name: 2, label: II }]\n'
  test.each<[string, string | undefined]>([
    ["${k} = 'a'", undefined], ["${k} = ''", undefined], ["'a' = ${k}", undefined], ["selected(${m}, 'a')", undefined], ['${s} > 1', undefined], ['${s} = 2', undefined], ['sum(${s}) > 1', undefined],
    ["${n} = ''", undefined], ["${n} = '5'", undefined], ['${d} < today()', undefined], ["${d} > '2026-01-01'", undefined], ['${d} - today() > 3', undefined], ['${n} + ${d} > 1', undefined], ['number(${t}) + 1 > 2', undefined],
    ['${r.length_km} > 1', undefined], ["${r.surface} = 'x'", undefined], ["${v.parent} = 'c1'", undefined], ["instance('road')/root/item[surface = 'x']/length_km > 1", undefined], ["instance('village')/root/item[parent = 'c']/name = 'x'", undefined], ["${a} = 'OK'", undefined],
    ["${k} = 'b'", 'choice_unknown'], ["'b' != ${k}", 'choice_unknown'], ["selected(${m}, 'b')", 'choice_unknown'], ['${s} = 3', 'choice_unknown'], ['${t} + 1 > 2', 'type_mismatch'], ['2 * ${k} > 2', 'type_mismatch'], ['${m} > 1', 'type_mismatch'], ['sum(${t}) > 1', 'type_mismatch'], ['max(${n}, ${t}) > 1', 'type_mismatch'],
    ["${n} = 'two'", 'type_mismatch'], ["${d} > '2026-02-30'", 'type_mismatch'], ['${v} > 1', 'type_mismatch'], ['${r.width} > 1', 'reference_column'], ["${v.population} > '1'", 'reference_column'], ['${t.length} > 1', 'reference_not_entry'], ["instance('road')/root/item/width > 1", 'reference_column'], ["instance('roda')/root/item/surface = 'x'", 'list_unknown'], ['. > 1', 'reference_self'], ['position(..) > 1', 'reference_out_of_repeat'],
  ])('3 %s: %s', (expression, code) => {
    expect(told(`${survey}\n  - { type: text, name: q, label: Q, relevant: ${JSON.stringify(expression)} }`, choices)).toEqual(code === undefined ? [] : [code])
  })
  test('3 a default may look at its own question in another row, not at itself; a calculation may do neither', () => {
    const row = (rest: string): string[] => told(`  - { type: repeat, name: r, label: R, questions: [{ type: text, name: q, label: Q, ${rest} }] }`)
    expect(row('default: "indexed-repeat(${q}, ${r}, position(..) - 1)"')).toEqual([])
    expect(row('default: "${r}[1]/q"')).toEqual([])
    expect(row('default: "${q}"')).toEqual(['circle'])
    expect(row('calculation: "${r}[1]/q"')).toEqual(['circle'])
  })
  test('3 two that ask each other to be filled are no circle; two that are shown by each other are', () => {
    expect(told('  - { type: text, name: a, label: A, required: "${b} = \'\'" }\n  - { type: text, name: b, label: B, required: "${a} = \'\'" }')).toEqual([])
    const circle = problemsOf({ 'form.yaml': `${head}survey:\n  - { type: text, name: a, label: A, relevant: "1 = 1 or \${c} = ''" }\n  - { type: text, name: b, label: B, relevant: "\${a} = ''" }\n  - { type: text, name: c, label: C, relevant: "\${b} = ''" }` })
    expect(circle.map(place)).toEqual(['circle form.yaml 5:58'])
    expect(circle[0]?.facts).toEqual({ path: 'a → c → b → a' })
  })
})

describe('4 a new version', () => {
  const before = formOf('  - { type: integer, name: n, label: N }\n  - { type: select_one kind, name: k, label: K }\n  - { type: repeat, name: r, label: R, questions: [{ type: text, name: t, label: T }] }', 'choices: { kind: [{ name: a, label: A }] }')
  const rows = '\n  - { type: repeat, name: r, label: R, questions: [{ type: text, name: x, label: X }, { type: text, name: t, label: T }] }'
  test.each<[string, string, string[]]>([
    ['the same', `  - { type: integer, name: n, label: M }${rows}`, []],
    ['a number of another sort', `  - { type: decimal, name: n, label: N }${rows}`, []],
    ['a choice becomes words', `  - { type: text, name: k, label: K }${rows}`, []],
    ['a number becomes words', `  - { type: text, name: n, label: N }${rows}`, ['change_type form.yaml 5:13']],
    ['a choice becomes choices', `  - { type: select_multiple kind, name: k, label: K }${rows}`, ['change_type form.yaml 5:13']],
    ['out of its rows', '  - { type: text, name: t, label: T }', ['change_type form.yaml 5:13']],
    ['rows become a group', '  - { type: text, name: z, label: Z }\n  - { type: group, name: r, label: R, questions: [{ type: text, name: y, label: Y }] }', ['change_type form.yaml 6:13']],
  ])('4 %s', (_, survey, expected) => {
    expect(problemsOf({ 'form.yaml': `${head}survey:\n${survey}\nchoices: { kind: [{ name: a, label: A }] }` }, { ...known, previous: before }).map(place)).toEqual(expected)
  })
})

describe('5 public figures', () => {
  const survey = `  - { type: integer, name: age, label: Tuổi, personal: basic }
  - { type: select_one kind, name: sex, label: Giới tính, personal: basic }
  - { type: select_one kind, name: faith, label: Tôn giáo, personal: sensitive, purpose: Thống kê }
  - { type: integer, name: days, label: Công }
  - { type: unit village, name: v, label: Thôn }`
  const rest = 'choices: { kind: [{ name: a, label: A }] }\nregisters:\n  - { register: person, label: "\'x\'", unit: "${v}", columns: { born: "2026 - ${age}", days: "${days}" } }\nindicators:\n'
  test.each<[string, string | undefined]>([
    ['count: yes, by: [sex]', 'indicator_public_personal'], ['count: yes, by: [v, "v*faith"]', 'indicator_public_personal'], ['sum: "${age}"', 'indicator_public_personal'], ['average: "${age}"', 'indicator_public_personal'], ['count: yes, where: "${faith} = \'a\'"', 'indicator_public_personal'], ['register: person, max: born', 'indicator_public_personal'], ['register: person, count: yes, by: [born]', 'indicator_public_personal'],
    ['sum: "${days}"', undefined], ['count: yes, where: "${sex} = \'a\'"', undefined], ['count: yes, by: [v]', undefined], ['register: person, sum: "${days}"', undefined],
  ])('5 %s', (measure, code) => {
    expect(told(survey, `${rest}  - { name: i, label: I, ${measure}, public: yes }`)).toEqual(code === undefined ? [] : [code])
    // What shows a person's own words or numbers is refused in any figure (personal.test.ts); the rest only in public ones.
    const isAlways = /max: born|by: \[born\]/.test(measure)
    expect(told(survey, `${rest}  - { name: i, label: I, ${measure} }`)).toEqual(isAlways && code !== undefined ? [code] : [])
  })
  test('5 a choice with a * in its name is counted by itself, and in no cross-table', () => {
    const counted = (by: string): readonly string[] => told(survey, `choices: { kind: [{ name: a, label: A }, { name: 'a*b', label: AB }] }\nindicators:\n  - { name: i, label: I, count: yes, by: [${by}] }`)
    expect([counted('sex'), counted('v'), counted('"v*sex"'), counted('"sex*v"')]).toEqual([[], [], ['choice_invalid'], ['choice_invalid']])
  })
})

describe('6 limits', () => {
  const questions = (count: number): string => Array.from({ length: count }, (_, i) => `  - { type: text, name: q${i}, label: Q }`).join('\n')
  test.each<[string, Record<string, string>, string]>([
    ['5,000 questions', { 'form.yaml': `${head}survey:\n${questions(5000)}` }, 'questions_too_many'],
    ['50,000 choices', { 'form.yaml': `${head}survey: [{ type: select_one k, name: a, label: A }]\nchoices: { k: [${'{name: a},'.repeat(50_000)}] }` }, 'choices_too_many'],
    ['a file without end', { 'form.yaml': 'a'.repeat(2_000_000) }, 'source_too_large'],
    ['100,000 brackets', { 'form.yaml': `id: ${'['.repeat(100_000)}` }, 'yaml_syntax'],
    ['lists in lists', { 'form.yaml': '- '.repeat(100_000) }, 'yaml_syntax'],
    ['aliases of aliases', { 'form.yaml': `${head}survey: [{ type: text, name: a, label: A }]\ntitle2: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]` }, 'source_shape'],
    ['a very long expression', { 'form.yaml': `${head}survey: [{ type: text, name: a, label: A, relevant: "${'1+'.repeat(500_00)}1" }]` }, 'expression_too_long'],
    ['10,000 brackets in one', { 'form.yaml': `${head}survey: [{ type: text, name: a, label: A, relevant: "${'('.repeat(3_000)}1" }]` }, 'expression_too_deep'],
  ])('6 %s', (_, files, code) => {
    const found = problemsOf(files)
    expect(found.map((problem) => problem.code)).toContain(code)
    expect(found.length).toBeLessThanOrEqual(20)
  })
  test('6 as many as are allowed', () => {
    expect(told(questions(2000))).toEqual([])
  })
  test.each(['__proto__', 'constructor', 'toString', 'id', 'ID', 'answers'])('6 the name %s is not free', (name) => {
    expect(told(`  - { type: text, name: ${name}, label: A }`)).toEqual(['name_reserved'])
  })
  test.each(['queue', 'boundaries', 'new', 'answers'])('6 a form cannot be called %s, a question %s', (name) => {
    expect(problemsOf({ 'form.yaml': `id: ${name}\ntitle: T\nlanguage: vi\nsurvey: [{ type: text, name: a, label: A }]` })).toMatchObject([{ code: 'name_reserved', line: 1, facts: { name } }])
    if (name !== 'answers') expect(told(`  - { type: text, name: ${name}, label: A }`)).toEqual([])
  })
  test.each(['hộ_nghèo', "a'b", '1a', 'a b', 'a-b', 'a'.repeat(65), ''])('6 the name %j is no name', (name) => {
    expect(told(`  - { type: text, name: ${JSON.stringify(name)}, label: A }`)).toEqual(['name_invalid'])
  })
})

describe('7 the form', () => {
  test.each([['${r}, 1, ${s}, 2'], ['${s}, 2, ${r}, 1']])('7 the pairs of indexed-repeat run from the outermost repeat inwards: %s', (pairs) => {
    const compiled = compile({ 'form.yaml': `${head}survey:
  - { type: repeat, name: r, label: R, questions: [{ type: repeat, name: s, label: S, questions: [{ type: text, name: q, label: Q }] }] }
  - { type: calculate, name: c, calculation: "concat('-', indexed-repeat(\${q}, ${pairs}))" }` }, known)
    expect(compiled.ok && compiled.form.survey[1]?.calculation).toEqual(['()', 'concat', '-', ['()', 'indexed-repeat', ['$', 'q'], ['$', 'r'], 1, ['$', 's'], 2]])
  })
  test('7 XLSForm’s style is kept', () => {
    const compiled = compile({ 'form.yaml': `${head}style: pages theme-grid\nsurvey: [{ type: text, name: a, label: A }]` }, known)
    expect(compiled.ok && compiled.form.style).toBe('pages theme-grid')
  })
  test('7 calculations stand after what they need, wherever they are written', () => {
    const { order, dependents } = formOf('  - { type: calculate, name: c, calculation: "${b} + 1" }\n  - { type: calculate, name: b, calculation: "${a} + 1" }\n  - { type: integer, name: a, label: A, constraint: ". < ${z}" }\n  - { type: integer, name: z, label: Z }')
    expect(order).toEqual(['a', 'b', 'c', 'z'])
    expect(dependents).toEqual({ a: ['b'], b: ['c'], z: ['a'] })
  })
  test('7 what a register column holds, circles or not', () => {
    const rest = 'registers:\n  - { register: x, label: "\'x\'", unit: "${v}", columns: { a: "${n}", b: "${twice}", c: "if(${n} > 1, ${n}, \'\')", d: "concat(${n}, \'m\')", e: "${r.length_km}", f: "${r.surface}", g: "${v}", h: "sqrt(${n})", i: "${s}[1]/m", j: "${s}[1]/w", k: "count(${s}[m > 1])", l: "translate(${n}, \'1\', \'2\')", m: "indexed-repeat(${m}, ${s}, 2)" } }'
    const survey = '  - { type: integer, name: n, label: N }\n  - { type: unit village, name: v, label: V }\n  - { type: entry road, name: r, label: R }\n  - { type: repeat, name: s, label: S, questions: [{ type: integer, name: m, label: M }, { type: text, name: w, label: W }] }\n'
    const { registers } = formOf(`${survey}  - { type: calculate, name: twice, calculation: "\${n} * 2" }`, rest)
    expect(Object.entries(registers[0]?.columns ?? {}).map(([name, { holds }]) => `${name} ${holds}`)).toEqual(['a number', 'b number', 'c number', 'd text', 'e number', 'f text', 'g text', 'h number', 'i number', 'j text', 'k number', 'l text', 'm number'])
    expect(told(`${survey}  - { type: calculate, name: twice, calculation: "\${again}" }\n  - { type: calculate, name: again, calculation: "\${twice}" }`, rest)).toEqual(['circle'])
  })
  test('7 words with a reference in them', () => {
    expect(formOf('  - { type: text, name: a, label: A }\n  - { type: note, name: b, label: "Xin chào ${a}!" }').survey[1]?.label).toEqual({ vi: ['Xin chào ', [['$', 'a']], '!'] })
    expect(told('  - { type: text, name: a, label: A }', 'choices: { k: [{ name: x, label: "X ${a}" }] }')).toEqual(['source_shape'])
  })
  test.each<[string, object]>([
    ['string', { kind: 'text' }], ['int', { kind: 'integer' }], ['select_one k', { kind: 'select_one', list: 'k' }], ['select1 k', { kind: 'select_one', list: 'k' }], ['unit village', { kind: 'unit', level: 'village' }], ['entry road', { kind: 'entry', register: 'road' }],
  ])('7 type: %s', (type, expected) => {
    expect(formOf(`  - { type: ${type}, name: a, label: A }`, 'choices: { k: [{ name: x, label: X }] }').survey[0]).toMatchObject(expected)
  })
  test.each<[string, unknown]>([['yes', ['()', 'true']], ['no', undefined], ['"${a} = 1"', ['=', ['$', 'a'], 1]]])('7 required: %s', (required, tree) => {
    expect(formOf(`  - { type: integer, name: a, label: A }\n  - { type: text, name: b, label: B, required: ${required} }`).survey[1]?.required).toEqual(tree)
  })
  test('7 it is JSON, and nothing of an object’s own is taken for a list', () => {
    const form = formOf('  - { type: select_one k, name: a, label: A }', 'choices: { k: [{ name: x, label: X, region: r }] }')
    expect(JSON.parse(JSON.stringify(form))).toEqual({ ...form, lists: { ...form.lists } })
    expect(form.lists.k).toEqual([{ name: 'x', label: { vi: 'X' }, columns: { region: 'r' } }])
  })
})

describe('8 more than every phone has', () => {
  const plain = '  - { type: decimal, name: n, label: N, constraint: "round(., 1) > 0" }\n  - { type: unit village, name: v, label: V }'
  test.each<[string, string, string, true | undefined]>([
    ['nothing of it', plain, '', undefined],
    ['only in an indicator, which no phone works out', plain, 'indicators: [{ name: i, label: I, sum: "abs(${n})" }]', undefined],
    ['a rarer kind', `${plain}\n  - { type: range, name: r, label: R }`, '', true],
    ['a rarer kind in a group', `${plain}\n  - { type: group, name: g, label: G, questions: [{ type: barcode, name: b, label: B }] }`, '', true],
    ['a rarer function in a calculation', `${plain}\n  - { type: calculate, name: c, calculation: "1 + abs(\${n})" }`, '', true],
    ['in a soft check', `${plain}\n  - { type: decimal, name: c, label: C, check: [{ expect: "abs(.) < 9", message: M }] }`, '', true],
    ['in the one-line name', plain, 'instance_name: "abs(${n})"', true],
    ['in what a register keeps', plain, 'registers: [{ register: x, label: "\'x\'", unit: "${v}", columns: { a: "abs(${n})" } }]', true],
  ])('8 %s', (_, survey, rest, expected) => {
    expect(formOf(survey, rest).more).toBe(expected)
    expect(formOf(survey, rest).hashes).toBeUndefined()
  })
  test('8 what takes a library is said, too', () => {
    const { more, hashes } = formOf(`${plain}\n  - { type: calculate, name: c, calculation: "digest(\${n}, 'SHA-256')" }`)
    expect([more, hashes]).toEqual([true, true])
  })
})

describe('9 public forms', () => {
  const text = '  - { type: text, name: a, label: A }'
  test.each<[string, string, string, string[]]>([
    ['yes', text, 'public: yes', []],
    ['no', text, 'public: no', []],
    ['another word', text, 'public: open', ['source_shape']],
    ['an entry to choose', '  - { type: entry road, name: a, label: A }', 'public: yes', ['public_register']],
    ['an entry in rows', '  - { type: repeat, name: r, label: R, questions: [{ type: entry road, name: a, label: A }] }', 'public: yes', ['public_register']],
    ['a register looked through', `${text}\n  - { type: calculate, name: b, calculation: "count(instance('road')/root/item[surface = 'a']/surface)" }`, 'public: yes', ['public_register']],
    ['a level of units looked through', `${text}\n  - { type: calculate, name: b, calculation: "count(instance('village')/root/item[name = 'a']/name)" }`, 'public: yes', []],
    ['something sensitive, with a purpose', '  - { type: text, name: a, label: A, personal: sensitive, purpose: Để biết }', 'public: yes', ['public_sensitive']],
    ['something basic', '  - { type: text, name: a, label: A, personal: basic }', 'public: yes', []],
    ['an entry created', text, "public: yes\nregisters: [{ register: road, label: '${a}', unit: '${a}', columns: { surface: '${a}' } }]", []],
    ['an entry changed', text, "public: yes\nregisters: [{ register: road, entity_id: '${a}', label: '${a}', unit: '${a}', columns: { surface: '${a}' } }]", ['public_register']],
  ])('9 %s', (_, survey, rest, expected) => {
    expect(told(survey, rest)).toEqual(expected)
    if (rest !== 'public: no') expect(told(survey, rest.replace('public: yes', 'public: no').replace('public: open', ''))).toEqual([])
  })
  test('9 the form says so', () => {
    expect([formOf(text, 'public: yes').public, formOf(text, 'public: no').public]).toEqual([true, undefined])
  })
})

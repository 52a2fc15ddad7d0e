// What a new version changes, and what that means for drafts, answers and figures.
// 1  Every change is told once, by its code, where it is, with what it was and is; the same source differs in nothing.
// 2  A rename is a rename: nothing that merely follows it is told as changed.
// 3  What stands elsewhere is told, and not all that it passed.
// 4  For each: what becomes of drafts, of answers, of figures.
// 5  Missing translations are told as a translator looks for them.
// 6  Figures are counted anew where what they count is different, and only there.
// 7  Every code has its sentence in both languages, and each meaning its word.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import { touched } from '../../src/form/counting.ts'
import { differenceOf, translationsMissing } from '../../src/form/difference.ts'
import type { Difference } from '../../src/form/difference.ts'
import type { Form } from '../../src/form/form.ts'
import { deskWordsOf, sayDifference } from '../../src/words/desk.ts'

const source = `
id: f
title: Đường
language: vi
date: \${day}
unit: \${village}
survey:
  - { type: unit village, name: village, label: Thôn }
  - { type: date, name: day, label: Ngày }
  - { type: text, name: head, label: Chủ hộ, hint: Họ và tên }
  - { type: integer, name: km, label: "Dài của \${head}", required: yes, constraint: . > 0, relevant: "\${head} != ''" }
  - { type: select_one surface, name: surface, label: Mặt }
  - type: group
    name: more
    label: Thêm
    questions:
      - { type: integer, name: hands, label: Người, default: 1 }
      - { type: calculate, name: work, calculation: "\${km} * \${hands}" }
choices:
  surface: [{ name: soil, label: Đất }, { name: stone, label: Đá }, { name: concrete, label: Bê tông }]
registers:
  - { register: roads, label: "\${head}", unit: "\${village}", columns: { km: "\${km}" } }
indicators:
  - { name: all, label: Số đường, count: yes, by: [surface] }
  - { name: long, label: Dài, sum: "\${km}", where: "\${head} != ''", unit: km, scale: 10 }
  - { name: working, label: Công, sum: "\${work}" }
  - { name: stock, label: Trong sổ, count: yes, register: roads }
  - { name: mean, label: Bình quân, share: { of: long, in: all } }
`
const english = `
title: Roads
survey: { village: Village, day: Day, head: { label: Head, hint: Full name }, km: "Length of \${head}", surface: Surface, more: More, hands: Hands }
choices: { surface: { soil: Soil, stone: Stone, concrete: Concrete } }
indicators: { all: Roads, long: { label: Length, unit: km }, working: Work, stock: In the register, mean: Mean }
`
function version(text: string, previous?: Form, en?: string): Form {
  const made = compile({ 'form.yaml': text, ...(en === undefined ? {} : { 'en.yaml': en }) }, { levels: ['commune', 'village'], registers: {}, indicators: [], ...(previous === undefined ? {} : { previous }) })
  if (!made.ok) throw new Error(JSON.stringify(made.problems, null, 1))
  return made.form
}
const one = version(source)
const spoken = version(source, undefined, english)
const edited = (...pairs: readonly (readonly [string, string])[]): string =>
  pairs.reduce((text, [from, to]) => {
    expect(text, from).toContain(from)
    return text.replaceAll(from, to)
  }, source)
const told = (found: readonly Difference[]): string[] => found.map(({ code, at, facts }) => `${code} ${at}${facts === undefined ? '' : ` ${Object.values(facts).join(' → ')}`}`)

describe('1 what is told', () => {
  test('1 nothing of the same', () => {
    expect(differenceOf(one, one)).toEqual([])
    expect(differenceOf(one, version(source, one))).toEqual([])
  })
  test.each<[string, (readonly [string, string])[], string[]]>([
    ['a title', [['title: Đường', 'title: Đường thôn']], ['title_changed  Đường → Đường thôn']],
    ['open to anyone', [['language: vi\n', 'language: vi\npublic: yes\n']], ['form_public  yes']],
    ['what waits for a person', [['language: vi\n', 'language: vi\nreview: { hold: 10 % }\n']], ['review_hold  10']],
    ['only what is odd waits', [['language: vi\n', 'language: vi\nreview: { hold: flagged }\n']], ['review_hold  0']],
    ['who approves first', [['language: vi\n', 'language: vi\nreview: { hold: all, first: commune }\n']], ['review_first  commune']],
    ['how long it is kept', [['language: vi\n', 'language: vi\nkeep: 18 months\n']], ['form_keep   → 18 months']],
    ['where a record counts', [['unit: ${village}\nsurvey', 'unit: "\'\'"\nsurvey']], ['record_changed  unit']],
    ['a label', [['label: Người', 'label: Số người']], ['question_relabelled hands Người → Số người']],
    ['a label with a name in it', [['Dài của', 'Chiều dài của']], ['question_relabelled km Dài của ${head} → Chiều dài của ${head}']],
    ['a hint', [['Họ và tên', 'Tên']], ['question_reworded head hint']],
    ['a rule', [['constraint: . > 0', 'constraint: . > 1']], ['constraint_changed km']],
    ['no longer required', [[', required: yes', '']], ['required_changed km']],
    ['when it is asked', [["relevant: \"${head} != ''\"", 'relevant: "1 = 1"']], ['relevant_changed km']],
    ['a default', [['default: 1', 'default: 2']], ['default_changed hands']],
    ['a soft check', [['label: Người,', 'label: Người, check: [{ expect: . < 9, message: Nhiều quá }],']], ['check_changed hands']],
    ['how a sum is worked out', [['${km} * ${hands}', '${km} * 2']], ['calculation_changed work', 'indicator_changed working calculation']],
    ['a kind that holds the same', [['type: integer, name: hands', 'type: decimal, name: hands']], ['kind_changed hands integer → decimal']],
    ['a setting', [['label: Người,', 'label: Người, appearance: w1,']], ['setting_changed hands appearance']],
    ['personal', [['label: Chủ hộ,', 'label: Chủ hộ, personal: basic,']], ['personal_changed head  → basic']],
    ['a new question', [['choices:', '  - { type: text, name: remark, label: Ghi chú }\nchoices:']], ['question_added remark text']],
    ['a question gone', [['      - { type: integer, name: hands, label: Người, default: 1 }\n', ''], ['${km} * ${hands}', '${km}']], ['calculation_changed work', 'question_removed hands integer', 'indicator_changed working calculation']],
    ['a question by another name, and nobody said so', [['name: hands, label: Người', 'name: people, label: Số người'], ['* ${hands}', '* ${people}']], ['question_added people integer', 'calculation_changed work', 'question_removed hands integer → people', 'indicator_changed working calculation']],
    ['a choice more', [['label: Đá }', 'label: Đá }, { name: sand, label: Cát }']], ['choice_added surface sand']],
    ['a choice less', [[', { name: stone, label: Đá }', '']], ['choice_removed surface stone']],
    ['a choice by another word', [['label: Đá }', 'label: Sỏi }']], ['choice_relabelled surface stone → Đá → Sỏi']],
    ['a column more', [['{ km: "${km}" }', '{ km: "${km}", surface: "${surface}" }']], ['column_added roads surface']],
    ['a column of something else', [['{ km: "${km}" }', '{ km: "${km} * 2" }']], ['column_changed roads km']],
    ['a column less', [['{ km: "${km}" }', '{ length: "${km}" }']], ['column_added roads length', 'column_removed roads km']],
    ['which entry', [['label: "${head}"', 'label: "${surface}"']], ['register_changed roads label']],
    ['an indicator more', [['indicators:', 'indicators:\n  - { name: some, label: Có, count: yes }']], ['indicator_added some']],
    ['an indicator less', [['  - { name: working, label: Công, sum: "${work}" }\n', '']], ['indicator_removed working']],
    ['what it counts', [['sum: "${km}", where', 'sum: "${km} * 1000", where']], ['indicator_changed long sum']],
    ['how it is grouped, and shown', [['count: yes, by: [surface]', 'count: yes'], ['scale: 10', 'scale: 100']], ['indicator_changed all by', 'indicator_shown long scale']],
    ['to everybody', [['by: [surface] }', 'by: [surface], public: yes }']], ['indicator_public all yes']],
  ])('1 %s', (_, pairs, expected) => {
    expect(told(differenceOf(one, version(edited(...pairs), one)))).toEqual(expected)
  })
  test('1 languages and their words', () => {
    expect(told(differenceOf(one, spoken))).toEqual(['language_added  en'])
    expect(told(differenceOf(spoken, one))).toEqual(['language_removed  en'])
    const other = english.replace('Village', 'Hamlet').replace('Stone', 'Rock').replace('Full name', 'Name').replace('label: Length', 'label: Metres')
    expect(told(differenceOf(spoken, version(source, spoken, other)))).toEqual(['translation_changed village en', 'translation_changed head en', 'translation_changed surface en', 'translation_changed long en'])
  })
})

test('2 a rename brings everything that names it along', () => {
  const renamedForm = version(edited(['name: head,', 'name: owner,'], ['${head}', '${owner}'], ['survey:\n', 'migrate: { renamed: { head: owner }, choices: { surface: { stone: gravel } } }\nsurvey:\n'], ['name: stone', 'name: gravel']), one)
  const found = differenceOf(one, renamedForm)
  expect(told(found)).toEqual(['question_renamed owner head', 'choice_renamed surface stone → gravel', 'indicator_changed all calculation'])
  expect(found.map(({ drafts, answers, tallies }) => [drafts, answers, tallies])).toEqual([['follow', 'kept', 'same'], ['follow', 'kept', 'again'], ['same', 'same', 'again']])
  expect(touched(one, renamedForm)).toEqual({ indicators: ['all'], registers: [] })
})

test('3 what was moved', () => {
  const line = '  - { type: select_one surface, name: surface, label: Mặt }\n'
  expect(told(differenceOf(one, version(edited([line, ''], ['survey:\n', `survey:\n${line}`]), one)))).toEqual(['question_moved surface  → '])
  expect(told(differenceOf(one, version(edited([line, ''], ['    questions:\n', `    questions:\n    ${line}`]), one)))).toEqual(['question_moved surface  → more'])
})

describe('4 what it means', () => {
  const means = (...pairs: (readonly [string, string])[]): string[] => differenceOf(one, version(edited(...pairs), one)).map(({ code, drafts, answers, tallies }) => `${code}: ${drafts}, ${answers}, ${tallies}`)
  test.each<[string, (readonly [string, string])[], string[]]>([
    ['a new question is asked of drafts', [['choices:', '  - { type: text, name: remark, label: Ghi chú }\nchoices:']], ['question_added: asked, same, same']],
    ['what is gone is shown beside them, and kept', [[', { name: stone, label: Đá }', '']], ['choice_removed: beside, kept, same']],
    ['a rule looks again at drafts, never at records', [['constraint: . > 0', 'constraint: . > 1']], ['constraint_changed: again, same, same']],
    ['a new figure is counted backwards, one that is derived not at all', [['indicators:', 'indicators:\n  - { name: some, label: Có, count: yes }\n  - { name: rest, label: Còn, difference: { of: all, less: [some] } }']], ['indicator_added: same, same, backwards', 'indicator_added: same, same, anew']],
    ['a figure gone', [['  - { name: working, label: Công, sum: "${work}" }\n', '']], ['indicator_removed: same, same, gone']],
    ['a column is of what comes', [['{ km: "${km}" }', '{ km: "${km}", surface: "${surface}" }']], ['column_added: same, same, onward']],
    ['how a figure is shown changes no sum', [['scale: 10', 'scale: 100']], ['indicator_shown: same, same, same']],
  ])('4 %s', (_, pairs, expected) => expect(means(...pairs)).toEqual(expected))
})

test('5 missing translations', () => {
  expect(translationsMissing(spoken)).toEqual({})
  expect(translationsMissing(one, ['vi', 'en']).en).toEqual([
    'title', 'survey.village.label', 'survey.day.label', 'survey.head.label', 'survey.head.hint', 'survey.km.label', 'survey.surface.label', 'survey.more.label', 'survey.hands.label',
    'choices.surface.soil', 'choices.surface.stone', 'choices.surface.concrete', 'indicators.all.label', 'indicators.long.label', 'indicators.long.unit', 'indicators.working.label',
    'indicators.stock.label', 'indicators.mean.label',
  ])
  expect(translationsMissing(one, ['vi', 'en']).vi).toBeUndefined()
})

describe('6 counted anew', () => {
  test.each<[string, (readonly [string, string])[], { indicators: string[]; registers: string[] }]>([
    ['nothing for words and rules', [['label: Người', 'label: Số người'], ['constraint: . > 0', 'constraint: . > 1'], ['scale: 10', 'scale: 100'], ["relevant: \"${head} != ''\"", 'relevant: "1 = 1"']], { indicators: [], registers: [] }],
    ['what it counts', [['sum: "${km}", where', 'sum: "${km} * 1000", where']], { indicators: ['long'], registers: [] }],
    ['what it is worked out from', [['${km} * ${hands}', '${km} * 2']], { indicators: ['working'], registers: [] }],
    ['one that is new and one that is gone', [['name: working,', 'name: effort,']], { indicators: ['working', 'effort'], registers: [] }],
    ['of a register', [['count: yes, register: roads', 'count: yes, where: "${km} > 1", register: roads']], { indicators: [], registers: ['roads'] }],
    ['nothing for one that is derived', [['share: { of: long, in: all }', 'share: { of: working, in: all }']], { indicators: [], registers: [] }],
  ])('6 %s', (_, pairs, expected) => expect(touched(one, version(edited(...pairs), one))).toEqual(expected))
})

describe('7 sentences', () => {
  const text = readFileSync('src/form/difference.ts', 'utf8')
  const codes = [...text.slice(text.indexOf('type DifferenceCode'), text.indexOf('/** same: nothing')).matchAll(/\| '(\w+)'(?: \/\/(.*))?/g)].map(([, code = '', comment = '']) => {
    const names = (/facts: ([\w, ]+)/.exec(comment)?.[1] ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '')
    return { code: code as Difference['code'], facts: Object.fromEntries(names.map((name) => [name, `‹${name}›`])) }
  })
  test('7 as many as there are', () => {
    expect(codes.length).toBeGreaterThan(35)
    expect(codes.length).toBe(Object.keys(deskWordsOf('vi').difference.code).length)
  })
  test.each(codes)('7 $code', ({ code, facts }) => {
    for (const language of ['vi', 'en']) {
      const said = sayDifference({ code, at: '‹at›', facts, drafts: 'same', answers: 'same', tallies: 'same' }, language)
      expect(said.length).toBeGreaterThan(8)
      expect(said).not.toMatch(/undefined|null|\[object/)
      for (const fact of Object.values(facts)) if (fact !== '‹key›' && fact !== '‹keys›' && fact !== '‹kind›' && fact !== '‹is›' && fact !== '‹was›') expect(said).toContain(fact)
    }
  })
})

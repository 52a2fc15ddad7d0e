// What hands that know XLSForm write in a form, and what they are told.
// 1  Each habit is told at its line, once, with what to write instead: in Vietnamese and in English.
// 2  What is told to be written instead is taken.
// 3  The guide lists it: a row of "Coming from XLSForm" in docs/form-language.md, or of the table of kinds.
// 4  YAML's own slips are told by what stands on the line, not by the reader's codes; what one slip draws after it is not told.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Known } from '../../src/form/compile.ts'
import { compile } from '../../src/form/compile.ts'
import type { Problem } from '../../src/form/problem.ts'
import { sayProblem } from '../../src/words/desk.ts'

const survey = `id: canal
title: Kênh mương
language: vi
date: \${day}
unit: \${place}
survey:
  - type: unit village
    name: place
    label: Ở đâu?
  - type: date
    name: day
    label: Ngày nào?
  - type: select_one cause
    name: why
    label: Vì sao?
  - type: repeat
    name: stretch
    label: Đoạn hỏng
    questions:
      - type: decimal
        name: long_m
        label: Dài bao nhiêu mét?
  - type: calculate
    name: total
    calculation: sum(\${long_m})
  - type: text
    name: other
    label: Ghi rõ
    relevant: selected(\${why}, 'khac')
choices:
  cause:
    - name: lu
      label: Lũ
    - name: khac
      label: Khác
indicators:
  - name: records
    label: Số phiếu
    count: yes
  - name: metres
    label: Số mét
    sum: round(\${total})
    by: [why]
`
const known: Known = { levels: ['province', 'commune', 'village'], registers: {}, indicators: [] }
const guide = readFileSync('docs/form-language.md', 'utf8')
const problemsOf = (text: string): readonly Problem[] => {
  const compiled = compile({ 'form.yaml': text }, known)
  return compiled.ok ? [] : compiled.problems
}
const put = (find: string, instead: string): string => {
  expect(survey).toContain(find)
  return survey.replace(find, () => instead)
}

test('2 the form itself has no slip', () => {
  expect(problemsOf(survey)).toEqual([])
})

// the habit, what it stands for, what is said (vi, en), and what to write instead
const habits: readonly (readonly [string, string, string, string, string, string])[] = [
  ['relevance', 'relevant: sel', 'relevance: sel', 'Có phải là “relevant” không?', 'Did you mean “relevant”?', 'relevant: sel'],
  ['form_title', 'title: K', 'form_title: K', 'Có phải là “title” không?', 'Did you mean “title”?', 'title: K'],
  ['calculate as a key', 'calculation: sum', 'calculate: sum', 'Có phải là “calculation” không?', 'Did you mean “calculation”?', 'calculation: sum'],
  ['readonly', '    label: Ghi rõ', '    label: Ghi rõ\n    readonly: yes', 'Có phải là “read_only” không?', 'Did you mean “read_only”?', '    label: Ghi rõ\n    read_only: yes'],
  ['constraint message with a space', '    label: Ghi rõ', '    label: Ghi rõ\n    constraint message: Sai', 'Có phải là “constraint_message” không?', 'Did you mean “constraint_message”?', '    label: Ghi rõ\n    constraint_message: Sai'],
  ['label::English (en)', '    label: Ghi rõ', '    label: Ghi rõ\n    label::English (en): Which', 'Mỗi ngôn ngữ khác là một tệp riêng', 'Each other language is a file of its own', '    label: Ghi rõ'],
  ['version', 'language: vi', 'language: vi\nversion: 3', 'Số bản do máy đặt', 'The version is numbered', 'language: vi'],
  ['begin_repeat', 'type: repeat', 'type: begin_repeat', 'Hãy viết “type: repeat” và đặt các câu bên trong thụt vào dưới dòng “questions:”', 'Write “type: repeat” and put what is inside, indented, under a line “questions:”', 'type: repeat'],
  ['begin group', 'type: repeat', 'type: begin group', 'Hãy viết “type: group”', 'Write “type: group”', 'type: group'],
  ['end_repeat', '  - type: calculate', '  - type: end_repeat\n  - type: calculate', 'hết ở chỗ hết thụt', 'ends where the indentation ends', '  - type: calculate'],
  ['select one, apart', 'select_one cause', 'select one cause', 'Có phải là “select_one cause” không?', 'Did you mean “select_one cause”?', 'select_one cause'],
  ['or_other', 'select_one cause', 'select_one cause or_other', 'không có or_other. Hãy thêm vào danh sách một lựa chọn', 'no or_other here. Add a choice to the list', 'select_one cause'],
  ['a select without its list', 'select_one cause', 'select_one', 'phải là tên một danh sách', 'stands the name of a list', 'select_one cause'],
  ['number', 'type: decimal', 'type: number', 'Có phải là “integer” không?', 'Did you mean “integer”?', 'type: integer'],
  ['a unit without its level', 'unit village', 'unit', 'Sau unit phải là tên một cấp: province, commune, village', 'After unit stands the name of a level: province, commune, village', 'unit village'],
  ['a level in Vietnamese', 'unit village', 'unit thon', 'Sau unit phải là tên một cấp', 'After unit stands the name of a level', 'unit village'],
  ['choice_filter of a unit', '    label: Ở đâu?', '    label: Ở đâu?\n    choice_filter: commune = 1', 'một câu unit tự cho chọn từ cấp trên xuống', 'one unit question lets choose from the level above down', '    label: Ở đâu?'],
  ['curled quotes', "'khac'", '‘khac’', "Hãy dùng dấu nháy thẳng: '…'", "Use straight quotes: '…'", "'khac'"],
  ['no quotes', "'khac'", 'khac', "đặt trong dấu nháy thẳng: 'khac'", "straight quotes: 'khac'", "'khac'"],
  ['AND', "selected(${why}, 'khac')", "${total} > 1 AND ${total} < 9", 'Hãy viết and.', 'Write and.', "${total} > 1 and ${total} < 9"],
  ['==', "selected(${why}, 'khac')", "${why} == 'khac'", 'Hãy viết =.', 'Write =.', "${why} = 'khac'"],
  ['≥', "selected(${why}, 'khac')", '${total} ≥ 5', 'Hãy viết >=.', 'Write >=.', '${total} >= 5'],
  ['a decimal comma', "selected(${why}, 'khac')", '${total} > 0,5', 'Hãy viết 0.5.', 'Write 0.5.', '${total} > 0.5'],
  ['a name without its braces', 'sum(${long_m})', 'sum(long_m)', 'thì viết ${long_m}', 'write ${long_m}', 'sum(${long_m})'],
  ['; between the parts of a function', 'sum(${long_m})', 'if(1 = 1; 2; 3)', 'Hãy viết ,.', 'Write ,.', 'if(1 = 1, 2, 3)'],
  ['a division', 'round(${total})', 'round(${total} / 1000)', 'Hãy viết div.', 'Write div.', 'round(${total} div 1000)'],
  ['a default without quotes', '    label: Ghi rõ', '    label: Ghi rõ\n    default: Chưa rõ', "Hãy viết 'Chưa rõ'.", "Write 'Chưa rõ'.", "    label: Ghi rõ\n    default: \"'Chưa rõ'\""],
  ['a default choice', '    label: Vì sao?', '    label: Vì sao?\n    default: lu', "Hãy viết 'lu'.", "Write 'lu'.", "    label: Vì sao?\n    default: \"'lu'\""],
  ['required: có', '    label: Ghi rõ', '    label: Ghi rõ\n    required: có', 'Hãy viết yes.', 'Write yes.', '    label: Ghi rõ\n    required: yes'],
  ['by month', 'by: [why]', 'by: [month]', 'đã chia sẵn theo nơi và theo tháng', 'by place and by month as it is', 'by: [why]'],
  ['by without a list', 'by: [why]', 'by: why', 'Hãy viết by: [tên_câu]', 'Write by: [question]', 'by: [why]'],
  ['no measure', '    sum: round(${total})\n', '', 'phải có đúng một cách tính', 'exactly one measure', '    sum: 1\n'],
  ['no label', '    label: Ghi rõ\n', '', 'Hãy thêm dòng “label: …”', 'Add a line “label: …”', '    label: Ghi rõ\n'],
  ['no title', 'title: Kênh mương\n', '', 'Thiếu tên của biểu mẫu. Hãy thêm ở đầu tệp dòng “title: …”', 'Add a line “title: …”', 'title: Kênh mương\n'],
  ['no name', '    name: other\n', '', 'Câu này thiếu name', 'This question has no name', '    name: other\n'],
  ['a key twice', '    label: Ghi rõ', '    label: Ghi rõ\n    label: Rõ', 'Mục “label” đã có ở dòng', 'The key “label” is already there on line', '    label: Ghi rõ'],
  ['check as one line', '        label: Dài', '        check: . <= 5\n        label: Dài', 'check là một danh sách', 'check is a list', '        check: [{ expect: . <= 5, message: Đúng không? }]\n        label: Dài'],
  ['the rows of the choices sheet', "choices:\n  cause:\n    - name: lu\n      label: Lũ\n    - name: khac\n      label: Khác", 'choices:\n  - list_name: cause\n    name: lu\n    label: Lũ', 'choices ghi từng danh sách dưới tên của nó', 'choices holds each list under its own name', "choices:\n  cause: [{ name: lu, label: Lũ }, { name: khac, label: Khác }]"],
  ['the date of a text', 'date: ${day}', 'date: ${other}', '“other” là text, nhưng ở đây cần date', '“other” is text, but date', 'date: ${day}'],
  ['the unit of a text', 'unit: ${place}\n', 'unit: ${other}\n', '“other” là text, nhưng ở đây cần unit', '“other” is text, but unit', 'unit: ${place}\n'],
]

describe('1 2 habits', () => {
  test.each(habits)('%s', (_, find, wrong, vi, en, right) => {
    const found = problemsOf(put(find, wrong))
    expect(found.map((one) => sayProblem(one, 'vi')).join('\n')).toContain(vi)
    expect(found.map((one) => sayProblem(one, 'en')).join('\n')).toContain(en)
    expect(found, JSON.stringify(found)).toHaveLength(1)
    expect(problemsOf(put(find, right))).toEqual([])
  })
})

test('3 the guide has a row for what a sheet has and a form has not', () => {
  const rows = guide.split('## Coming from XLSForm')[1]?.split('\n## ')[0] ?? ''
  for (const word of ['begin_group', 'end_group', 'or_other', 'relevance', 'calculate', 'label::English (en)', 'list_name', 'version', 'default', 'choice_filter', 'randomize', 'minimal', 'required', 'check']) expect(rows, word).toContain(word)
})

test('3 the guide names the levels that a form may ask, and a unit’s columns', () => {
  for (const level of known.levels) expect(guide).toContain(`\`unit ${level}\``)
})

// what stands on the line, what is said of it
const slips: readonly (readonly [string, string, string, string])[] = [
  ['a tab', '\tname: other', 'Đầu dòng này có dấu Tab', 'begins with a tab'],
  ['a colon in a text', '    name: other: one', 'dấu hai chấm và dấu cách', 'a colon and a space'],
  ['no space after the colon', '    name:other', 'phải có một dấu cách', 'followed by a space'],
  ['a quote that ends too early', '    name: "ot" her', 'dấu nháy còn chữ', 'after the text in quotes'],
  ['a sign of YAML’s', '    name: [ot] her', 'YAML dùng vào việc khác', 'YAML uses for something else'],
  ['an indent too few', '   name: other', 'thụt sai', 'indented wrongly'],
]

describe('4 slips of YAML', () => {
  test.each(slips)('%s', (_, line, vi, en) => {
    const found = problemsOf(put('    name: other', line))
    expect(found.map(({ code }) => code)).toEqual(['yaml_syntax'])
    expect(sayProblem(found[0] as Problem, 'vi')).toContain(vi)
    expect(sayProblem(found[0] as Problem, 'en')).toContain(en)
  })

  test('a spreadsheet pasted in', () => {
    const [found] = problemsOf('type\tname\tlabel\ntext\tten\tTên kênh\n')
    expect(sayProblem(found as Problem, 'vi')).toContain('hãy đưa tệp Excel lên ở trang Biểu mẫu')
  })
})

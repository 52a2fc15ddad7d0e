// An XLSForm becomes a form.
// 1  Every kind, under every spelling, in groups and repeats as they are begun and ended.
// 2  Languages: from heads and settings; what another lacks is a gap, what the own one lacks is filled; each told once.
// 3  Logic means what it meant: yes and no, names, paths, defaults, quotes of a word processor.
// 4  Choices with their columns, or_other, external choices, lists in files.
// 5  Settings and entities; what XLSForm lacks stands in columns and sheets of ours.
// 6  Every slip at once, with sheet, row and cell, in the reader's language.
// 7  What is not taken is said with its place, and the rest is taken.
// 8  A file that is no workbook, or a hostile one, is a problem and never more.
// 9  What the office looks at stands in two columns of the settings; a percentage of the spreadsheet is one.
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { Form, Question } from '../../src/form/form.ts'
import { gathered } from '../../src/form/translations.ts'
import { fromXlsform } from '../../src/translate/xlsform.ts'
import { sayProblem } from '../../src/words/desk.ts'
import { book, tried } from './book.ts'
import type { Sheets, Tried } from './book.ts'

const settings = 'form_title | form_id | default_language\nNước thôn | village_water | Tiếng Việt (vi)'

async function form(sheets: Sheets): Promise<Form> {
  const { compiled, problems } = await tried(sheets)
  expect(problems).toEqual([])
  if (!compiled.ok) throw new Error('it has no problems and is no form')
  return compiled.form
}

const all = (questions: readonly Question[]): Question[] => questions.flatMap((one) => [one, ...all(one.questions ?? [])])

async function one(type: string, more: Readonly<Record<string, string>> = {}, before = ''): Promise<Question> {
  const heads = ['type', 'name', 'label', ...Object.keys(more)]
  const { survey } = await form({
    settings,
    survey: `${heads.join('|')}\n${before === '' ? '' : `${before}\n`}${[type, 'q', 'Câu hỏi', ...Object.values(more)].join('|')}`,
    choices: 'list_name|name|label\nl|a|A\nl|b|B',
  })
  return survey[survey.length - 1] as Question
}

describe('1 kinds', () => {
  test.each([
    ['text', 'text'], ['string', 'text'], ['add text prompt', 'text'], ['q string', 'text'], ['int', 'integer'], ['Integer', 'integer'], ['percentage', 'integer'], ['add decimal prompt', 'decimal'], ['gps', 'geopoint'],
    ['location', 'geopoint'], ['photo', 'image'], ['trigger', 'acknowledge'], ['select_one l', 'select_one'], ['select one from l', 'select_one'], ['select1 l', 'select_one'],
    ['select all that apply from l', 'select_multiple'], ['select  multiple  l', 'select_multiple'], ['add select multiple prompt using l', 'select_multiple'], ['barcode', 'barcode'], ['range', 'range'], ['note', 'note'], ['date', 'date'],
    ['time', 'time'], ['datetime', 'dateTime'], ['rank l', 'rank'], ['geotrace', 'geotrace'], ['video', 'video'], ['file', 'file'], ['audio', 'audio'], ['unit village', 'unit'], ['entry trees', 'entry'], ['area', 'area'], ['phone', 'phone'],
  ])('%s', async (type, kind) => {
    expect((await one(type)).kind).toBe(kind)
  })
  test('groups and repeats, however they are spelt, one in the other', async () => {
    const { survey } = await form({
      settings,
      survey: `type|name|label|appearance|jr:count
begin group|house|Hộ|field-list|
text|head|Chủ hộ||
begin_repeat|member|Thành viên||
text|member_name|Tên||
end_repeat|||
end group|||
begin repeat|tap|Vòi||3
begin group|place|Chỗ||
text|where|Ở đâu||
end group|||
end repeat|||`,
    })
    expect(all(survey).map(({ name, kind }) => `${kind} ${name}`)).toEqual(['group house', 'text head', 'repeat member', 'text member_name', 'repeat tap', 'group place', 'text where'])
    expect([survey[0]?.appearance, survey[1]?.repeat_count]).toEqual(['field-list', 3])
  })
  test('a disabled row, a row of remarks and an empty one are passed over', async () => {
    const { survey } = await form({ settings, survey: 'type|name|label|disabled\ntext|a|A|\ntext|b|B|yes\n#text|c|C|\n|||\ntext|d|D|no' })
    expect(survey.map(({ name }) => name)).toEqual(['a', 'd'])
  })
  test('a note that shows a calculation is a text that nobody writes', async () => {
    const { survey } = await form({ settings, survey: 'type|name|label|calculation\ninteger|a|A|\nnote|b|B|${a} * 2' })
    expect(survey[1]).toMatchObject({ kind: 'text', read_only: ['()', 'true'], calculation: ['*', ['$', 'a'], 2] })
  })
  test('parameters and appearance go along', async () => {
    expect(await one('range', { parameters: 'start=0; end = 20 , step=5', appearance: 'vertical' })).toMatchObject({ parameters: { start: 0, end: 20, step: 5 }, appearance: 'vertical' })
  })
})

describe('2 languages', () => {
  test('the default language is the form’s own; the others are files', async () => {
    const { converted } = await tried({
      settings,
      survey: 'type|name|label::Tiếng Việt (vi)|label::English (en)|hint::English (en)|hint::Tiếng Việt (vi)\nselect_one l|a|Thôn|Village|Which one|Thôn nào',
      choices: 'list_name|name|label::Tiếng Việt (vi)|label::English (en)\nl|x|Có|Yes',
    })
    expect(converted.files['form.yaml']).toContain('label: Thôn')
    expect(converted.files['en.yaml']).toBe('survey:\n  a:\n    label: Village\n    hint: Which one\nchoices:\n  l:\n    x: Yes\nindicators:\n  records:\n    label: Records\n    unit: records\n')
    expect(converted.warnings).toEqual([])
  })
  test.each([
    ['label::English (en)', 'en'], ['label:English', 'en'], ['label::Tiếng Việt', 'vi'], ['Label :: French (fr)', 'fr'], ['caption::sw', 'sw'], ['label::Português (pt-BR)', 'pt-BR'], ['label::Hmong', 'hmn'],
  ])('%s is %s', async (head, language) => {
    const { compiled } = await tried({ survey: `type|name|${head}\ntext|a|A` })
    expect(compiled.ok && compiled.form.language).toBe(language)
  })
  test.each([['Bạn tên là gì? Đường', 'vi'], ['What is your name', 'en']])('without a name, by its letters: %s', async (label, language) => {
    const { compiled, warnings } = await tried({ survey: `type|name|label\ntext|a|${label}` })
    expect([compiled.ok && compiled.form.language, warnings]).toEqual([language, ['survey!A1 language_assumed']])
  })
  test('one language is named, and other columns name none: nothing is assumed', async () => {
    const { compiled, warnings } = await tried({ survey: 'type|name|label::Tiếng Việt (vi)|constraint|constraint_message\ninteger|a|Mấy đoạn?|. > 0|Phải từ một đoạn' })
    expect([compiled.ok && compiled.form.languages, warnings]).toEqual([['vi'], []])
  })
  test('a language that nobody knows gets a code of its own, and is told', async () => {
    const { compiled, warnings } = await tried({ survey: 'type|name|label::Klingon|label::English (en)\ntext|a|A|B' })
    expect([compiled.ok && compiled.form.languages, warnings]).toEqual([['qaa', 'en'], ['survey!A1 language_assumed']])
  })
  test('what another language lacks is left to its translator: a gap, told once where it begins', async () => {
    const { compiled, converted } = await tried({ settings, survey: 'type|name|label::Tiếng Việt (vi)|label::English (en)\ntext|a|Một|One\ntext|b|Hai|\ntext|c|Ba|' })
    expect(compiled.ok && [compiled.form.languages, compiled.form.survey[1]?.label]).toEqual([['vi', 'en'], { vi: 'Hai' }])
    expect(converted.warnings).toEqual([])
    expect(gathered(compiled.warnings.filter(({ code }) => code === 'translation_missing')).map((one) => converted.located(one))).toEqual([
      expect.objectContaining({ code: 'translation_filled', sheet: 'settings', facts: { language: 'en', own: 'vi', count: 3 } }),
    ])
  })
  test('what the own language lacks is another’s, counted once', async () => {
    const { compiled, converted } = await tried({ settings, survey: 'type|name|label::Tiếng Việt (vi)|label::English (en)\ntext|a|Một|One\ntext|b||Two\ntext|c||Three' })
    expect(compiled.ok && compiled.form.survey[1]?.label).toEqual({ vi: 'Two', en: 'Two' })
    expect(converted.warnings).toEqual([expect.objectContaining({ code: 'translation_filled', sheet: 'survey', row: 3, cell: 'D3', facts: { language: 'vi', own: 'en', count: 2 } })])
  })
})

test('5 where no sheet says what is counted, records are; a sheet with its head alone says: nothing', async () => {
  const survey = 'type|name|label::Tiếng Việt (vi)|label::English (en)\ntext|a|Một|One'
  expect((await form({ settings, survey })).indicators).toEqual([{ name: 'records', label: { vi: 'Số phiếu', en: 'Records' }, count: true, unit: { vi: 'phiếu', en: 'records' } }])
  expect((await form({ settings, survey, indicators: 'name|label' })).indicators).toEqual([])
})

describe('3 logic', () => {
  const logic = async (column: string, text: string, type = 'text'): Promise<unknown> => ((await one(type, { [column]: text }, 'integer|n|Số')) as unknown as Record<string, unknown>)[column]
  test.each([
    ['required', 'yes', ['()', 'true']], ['required', 'TRUE', ['()', 'true']], ['required', 'no', undefined], ['required', '${n} > 2', ['>', ['$', 'n'], 2]], ['relevant', 'yes', ['()', 'true']],
    ['relevant', '${ n }>=2', ['>=', ['$', 'n'], 2]], ['relevant', '../n = 2', ['=', ['$', 'n'], 2]], ['relevant', '/data/n = 2', ['=', ['$', 'n'], 2]], ['relevant', "concat(‘a’, “b”) != ''", ['!=', ['()', 'concat', 'a', 'b'], '']],
    ['relevant', "concat(${n}, '../n') = ''", ['=', ['()', 'concat', ['$', 'n'], '../n'], '']], ['default', 'n/a', 'n/a'], ['default', 'today()', ['()', 'today']], ['default', '5', '5'], ['default', "it's", "it's"], ['default', '“a”', '“a”'], ['constraint', 'string-length(.) < 5', ['<', ['()', 'string-length', ['.']], 5]],
  ])('%s: %s', async (column, text, tree) => {
    expect(await logic(column, text)).toEqual(tree)
  })
  test.each([['integer', '5', 5], ['date', '2026-11-24', '2026-11-24'], ['select_multiple l', 'a b', 'a b'], ['integer', '${n} + 1', ['+', ['$', 'n'], 1]]])('a default of %s: %s', async (type, text, tree) => {
    expect(await logic('default', text, type)).toEqual(tree)
  })
  test('names that do not fit are made to, and references follow; a name used again in another group too', async () => {
    const { compiled, warnings } = await tried({
      settings,
      survey: `type|name|label|relevant
text|first-name|A|
text|_age|B|\${first-name} = 'x'
text|id|C|\${_age} = ''
begin group|g1|G|
text|note_text|D|
text|e|E|\${note_text} = 'in g1'
end group|||
begin group|g2|H|
text|note_text|I|
text|f|J \${note_text}|\${note_text} = 'in g2'
end group|||`,
    })
    expect(compiled.ok && all(compiled.form.survey).map(({ name, relevant }) => [name, relevant])).toEqual([
      ['first_name', undefined], ['age', ['=', ['$', 'first_name'], 'x']], ['id_', ['=', ['$', 'age'], '']], ['g1', undefined], ['note_text', undefined],
      ['e', ['=', ['$', 'note_text'], 'in g1']], ['g2', undefined], ['g2_note_text', undefined], ['f', ['=', ['$', 'g2_note_text'], 'in g2']],
    ])
    expect(compiled.ok && all(compiled.form.survey)[8]?.label).toEqual({ vi: ['J ', [['$', 'g2_note_text']]] })
    expect(warnings).toEqual(['survey!B2 renamed', 'survey!B3 renamed', 'survey!B4 renamed', 'survey!B10 renamed'])
  })
})

test('a form_id that is a word of our addresses is fitted, and said', async () => {
  const { compiled, warnings } = await tried({ settings: settings.replace('village_water', 'Queue'), survey: 'type|name|label\ntext|a|A' })
  expect([compiled.ok && compiled.form.id, warnings]).toEqual(['queue_form', ['settings!B2 renamed']])
})

describe('4 choices', () => {
  test('columns for a filter, whatever they are called', async () => {
    const { lists, survey } = await form({
      settings,
      survey: 'type|name|label|choice_filter\nselect_one commune|c|Xã|\nselect_one village|v|Thôn|commune-id=${c} and name != \'commune-id\'',
      choices: 'list name|name|label|commune-id\ncommune|c1|Xã một|\nvillage|v1|Thôn một|c1\nvillage|v2|Thôn hai|',
    })
    expect(lists.village).toEqual([{ name: 'v1', label: { vi: 'Thôn một' }, columns: { commune_id: 'c1' } }, { name: 'v2', label: { vi: 'Thôn hai' }, columns: { commune_id: '' } }])
    expect(survey[1]?.choice_filter).toEqual(['and', ['=', ['@', 'commune_id'], ['$', 'c']], ['!=', ['@', 'name'], 'commune-id']])
  })
  test('or_other speaks each language of the form', async () => {
    const { lists, survey } = await form({ settings, survey: 'type|name|label::Tiếng Việt (vi)|label::English (en)\nselect_one l or_other|a|A|B', choices: 'list_name|name|label::Tiếng Việt (vi)|label::English (en)\nl|x|X|Y' })
    expect([lists.l?.[1]?.label, survey[1]?.label]).toEqual([{ vi: 'Khác', en: 'Other' }, { vi: 'Khác: ghi rõ', en: 'Specify other' }])
  })
  test('or_other adds a choice and a question, also behind a filter', async () => {
    const { lists, survey } = await form({ settings, survey: "type|name|label|choice_filter\nselect_one l or_other|a|A|name != 'x'", choices: 'list_name|name|label\nl|x|X' })
    expect(lists.l).toEqual([{ name: 'x', label: { vi: 'X' } }, { name: 'other', label: { vi: 'Khác' } }])
    expect(survey.map(({ name, relevant, choice_filter: filter }) => [name, relevant ?? filter])).toEqual([
      ['a', ['or', ['!=', ['@', 'name'], 'x'], ['=', ['@', 'name'], 'other']]], ['a_other', ['=', ['$', 'a'], 'other']],
    ])
  })
  test('numbers and dates that a spreadsheet made of what was typed', async () => {
    const { lists } = await form({ settings, survey: 'type|name|label\nselect_one l|a|A', choices: [['list_name', 'name', 'label'], ['l', 1, 'Một'], ['l', true, 'Đúng'], ['l', new Date('2026-11-24T00:00:00Z'), 2.5]] })
    expect(lists.l?.map(({ name, label }) => [name, label.vi])).toEqual([['1', 'Một'], ['true', 'Đúng'], ['2026-11-24', '2.5']])
  })
  test('choices may be the rows of a repeat', async () => {
    const { survey } = await form({ settings, survey: 'type|name|label\nbegin repeat|r|R\ntext|a-b|A\nend repeat||\nselect_one ${a-b}|b|B' })
    expect(JSON.stringify(survey[1])).toContain('a_b')
  })
  test('external choices are choices; a list in a file is one of the workbook or a register', async () => {
    const { survey } = await form({
      settings,
      survey: 'type|name|label|choice_filter\nselect_one_external e|a|A|k = 1\nselect_one_from_file l.csv|b|B|\nselect_one_from_file saplings.csv|c|C|\nunit village|u|U|',
      choices: 'list_name|name|label\nl|x|X', external_choices: 'list_name|name|label|k\ne|y|Y|1', entities: 'list_name|label\nsaplings|${a}',
    })
    expect(survey.map(({ kind, list, register }) => [kind, list ?? register])).toEqual([['select_one', 'e'], ['select_one', 'l'], ['entry', 'saplings'], ['unit', undefined]])
    expect((await tried({ settings, survey: 'type|name|label\nselect_one_from_file towns.csv|b|B\ntext|c|${b}' })).problems).toEqual(['survey!A2 file_list_missing'])
    expect((await tried({ settings, survey: 'type|name|label\nselect_one_from_file trees.csv|b|B' }, { registers: ['trees'] })).problems).toEqual([])
  })
})

describe('5 settings, entities, and what is ours', () => {
  test('title, id, name of a record; the file’s name where there is no id', async () => {
    const { id, title, instance_name: name } = await form({ settings: 'form_title|form_id|instance_name|default_language\nNước|Village Water!|concat(${a}, 1)|vi', survey: 'type|name|label\ntext|a|A' })
    expect([id, title, name]).toEqual(['village_water_', { vi: 'Nước' }, ['()', 'concat', ['$', 'a'], 1]])
    const { compiled } = await tried({ survey: 'type|name|label\ntext|a|A' }, { fallbackId: 'from-file' })
    expect(compiled.ok && [compiled.form.id, compiled.form.title]).toEqual(['from_file', { en: 'from-file' }])
  })
  test('entities keep what save_to names, in the repeat around it', async () => {
    const { registers } = await form({
      settings,
      survey: 'type|name|label|save_to\nunit village|where|Ở đâu|\nbegin repeat|tree|Cây|\ntext|sort|Loài|kind\ninteger|h|Cao|height\nend repeat|||',
      entities: 'dataset|label|create_if\nsaplings|${sort}|${h} > 1',
    })
    expect(registers).toEqual([
      { register: 'saplings', repeat: 'tree', create_if: ['>', ['$', 'h'], 1], label: ['$', 'sort'], unit: ['$', 'where'], columns: { kind: { value: ['$', 'sort'], holds: 'text' }, height: { value: ['$', 'h'], holds: 'number' } } },
    ])
  })
  test('what is to be saved in a register that is not declared is a slip, not lost', async () => {
    const found = await tried({ settings, survey: 'type|name|label|save_to\nunit village|u|U|\ntext|a|A|other#x\nbegin group|g|G|y\ntext|b|B|z\nend group|||', entities: 'list_name|label\ntrees|${a}' })
    expect(found.problems).toEqual(['survey!D3 register_unknown', 'survey!D4 source_unknown_key'])
  })
  test('soft checks, personal data, indicators, the record’s day and place', async () => {
    const made = await form({
      settings: 'form_title|form_id|default_language|date|unit|keep\nNước|water|vi|${seen}|${where}|2 years',
      survey: 'type|name|label|check|check_message|personal\nunit village|where|Ở đâu|||\ndate|seen|Ngày|||\ninteger|n|Số|. < 100|Nhiều quá, đúng không?|\ntext|who|Ai|||basic',
      indicators: 'name|label|sum|by|unit|public\nwells|Số giếng|${n}|where|giếng|yes',
    })
    expect(made.survey[2]?.check).toEqual([{ expect: ['<', ['.'], 100], message: { vi: 'Nhiều quá, đúng không?' } }])
    expect([made.date, made.unit, made.survey[3]?.personal, made.keep]).toEqual([['$', 'seen'], ['$', 'where'], 'basic', { months: 24 }])
    expect(made.indicators).toEqual([expect.objectContaining({ name: 'wells', sum: ['$', 'n'], by: ['where'], unit: { vi: 'giếng' }, public: true })])
  })
})

describe('9 what the office looks at', () => {
  const with_ = (hold: string, first: string) => ({ settings: `form_title|form_id|default_language|review_hold|review_first\nNước|water|vi|${hold}|${first}`, survey: 'type|name|label\ntext|a|A' })
  test.each([['20 %', 'commune', { hold: 20, first: 'commune' }], ['0.2', '', { hold: 20 }], ['flagged', '', { hold: 0 }], ['', 'commune', { first: 'commune' }], ['all', '', undefined], ['', '', undefined]])('%s, %s', async (hold, first, expected) => {
    expect((await form(with_(hold, first))).review).toEqual(expected)
  })
  test('what is none is told at its cell', async () => expect((await tried(with_('few', 'county'))).problems).toEqual(['settings!D2 source_shape', 'settings!E2 type_unknown']))
})

describe('6 slips', () => {
  const slips = 'type|name|label|relevant|constraint\ntext|a|A|${b} = 1|foo(1)\ntxet|b|B||\ntext||C||\n|d|D||\nbegin group|g|G||\ntext|a|A2||\nend repeat||||\nselect_one nolist|s|S||\nbegin repeat|r|R||'
  test('all at once, each at its cell; what only follows from one is not told', async () => {
    const { problems } = await tried({ settings, survey: slips })
    expect([...problems].sort()).toEqual(
      [
        'survey!A3 type_unknown', 'survey!A4 cell_missing', 'survey!B5 cell_missing', 'survey!A8 group_mixed', 'survey!A10 group_unclosed', 'survey!E2 expression_unknown_function', 'survey!A9 list_unknown',
      ].sort(),
    )
  })
  test('sheet, row and the head of the column stand beside it, and it is said in Vietnamese and English', async () => {
    const converted = await fromXlsform(await book({ settings, survey: slips }))
    const [slip] = converted.problems.filter(({ code }) => code === 'type_unknown')
    expect(slip).toMatchObject({ sheet: 'survey', row: 3, cell: 'A3', header: 'type', facts: { type: 'txet', suggestion: 'text' } })
    expect([sayProblem(slip as never, 'vi'), sayProblem(slip as never, 'en')]).toEqual(['Không có loại câu hỏi “txet”. Có phải là “text” không?', 'There is no question type “txet”. Did you mean “text”?'])
  })
  test('a name twice in one group names the row of the first', async () => {
    const { problems, converted } = await tried({ settings, survey: 'type|name|label\ntext|a|A\ntext|b|B\ntext|a|C' })
    expect(problems).toEqual(['survey!B4 name_twice'])
    expect(converted.problems[0]?.facts).toEqual({ name: 'a', line: 2 })
  })
  test.each([
    ['a misspelt sheet', { surveys: 'type|name|label\ntext|a|A', settings }, ['sheet_missing'], []],
    ['a misspelt column', { settings, survey: 'type|name|label|relevent\ntext|a|A|1 = 1' }, [], ['survey!D1 column_unknown']],
    ['a sheet that is nearly choices', { settings, survey: 'type|name|label\ntext|a|A', choice: 'x|y\n1|2' }, [], ['choice!A1 sheet_unknown']],
    ['no column for names', { settings, survey: 'type|nmae|label\ntext|a|A' }, ['survey!A1 column_missing'], ['survey!B1 column_unknown']],
    ['a column twice', { settings, survey: 'type|name|label|label\ntext|a|A|B' }, ['survey!D1 column_twice'], []],
    ['an end without a beginning', { settings, survey: 'type|name|label\ntext|a|A\nend group||' }, ['survey!A3 group_unopened'], []],
    ['a choice without a name', { settings, survey: 'type|name|label\nselect_one l|a|A', choices: 'list_name|name|label\nl|x|X\nl||Y' }, ['choices!A3 cell_missing'], []],
  ] as const)('%s', async (_, sheets, problems, warnings) => {
    const found: Tried = await tried(sheets)
    expect([found.problems, found.warnings]).toEqual([problems, warnings])
  })
})

describe('7 what is not taken', () => {
  test.each([
    ['pictures beside a question', 'type|name|label|media::image\ntext|a|A|a.png', ['survey!D1 not_taken']],
    ['what goes into an XForm', 'type|name|label|bind::esri:fieldType\ntext|a|A|x', ['survey!D1 not_taken']],
    ['a parameter', 'type|name|label|parameters\ntext|a|A|rows=3', ['survey!D2 not_taken']],
    ['a phone’s card number', 'type|name|label\nsimserial|sim|\ntext|a|A', ['survey!A2 not_taken']],
    ['required on a group', 'type|name|label|required\nbegin group|g|G|yes\ntext|a|A|\nend group|||', ['survey!D2 not_taken']],
    ['a question without words', 'type|name|label\ntext|house_no|', ['survey!A2 label_filled']],
  ])('%s', async (_, survey, warnings) => {
    const found = await tried({ settings, survey })
    expect([found.problems, found.warnings]).toEqual([[], warnings])
  })
  test('a setting that would change what the form does', async () => {
    const found = await tried({ settings: 'form_title|form_id|default_language|public_key|style\nA|a|vi|MIIB|pages', survey: 'type|name|label\ntext|a|A' })
    expect([found.problems, found.warnings]).toEqual([[], ['settings!D1 not_taken']])
  })
  test('entities of nowhere', async () => {
    const found = await tried({ settings, survey: 'type|name|label|save_to\ntext|a|A|x', entities: 'list_name|label\ntrees|${a}' })
    expect([found.problems, found.warnings]).toEqual([[], ['entities!A2 register_unit_missing']])
  })
  test('what was left out and is looked at is there, and empty', async () => {
    const found = await tried({ settings, survey: 'type|name|label|calculation\nsimserial|sim||\ncalculate|b||concat(${sim}, 1)' })
    expect([found.problems, found.warnings]).toEqual([[], ['survey!A2 not_taken']])
  })
})

describe('8 files', () => {
  const ole = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Array<number>(600).fill(0)])
  const locked = new Uint8Array([...ole, ...[...'EncryptedPackage'].flatMap((letter) => [letter.charCodeAt(0), 0])])
  test.each([
    ['nothing', new Uint8Array(), 'not_xlsx'],
    ['a text', new TextEncoder().encode('type,name\ntext,a'), 'not_xlsx'],
    ['the old Excel, empty', ole, 'xls'],
    ['the old Excel, huge', new Uint8Array([...ole, ...new Array<number>(400_000).fill(0)]), 'too_large'],
    ['a password', locked, 'password'],
    ['a zip of something else', zipSync({ 'a.txt': new Uint8Array([1]) }), 'not_xlsx'],
    ['a broken zip', new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]), 'not_xlsx'],
    ['more cells than are made out of it', zipSync({ 'xl/workbook.xml': new Uint8Array(1), 'xl/worksheets/sheet1.xml': new TextEncoder().encode('<c r="A1"/>'.repeat(400_001)) }), 'too_large'],
    ['a bomb', zipSync({ 'xl/workbook.xml': new Uint8Array(1), 'xl/worksheets/sheet1.xml': new Uint8Array(40_000_000) }), 'too_large'],
    ['broken inside', zipSync({ '[Content_Types].xml': new TextEncoder().encode('<'), 'xl/workbook.xml': new TextEncoder().encode('<<<') }), 'not_xlsx'],
  ])('%s', async (_, bytes, reason) => {
    const { files, problems } = await fromXlsform(bytes)
    expect([files, problems]).toEqual([{}, [{ code: 'workbook_unreadable', facts: { reason } }]])
  })
  test('whatever stands in a cell stays text', async () => {
    const { compiled, problems } = await tried({ settings, survey: [['type', 'name', 'label'], ['text', 'a', '- x: "y" # {z} \'q\'\nzwei\u2028drei \\n & <b>'], ['text', 'b', '=1+1'], ['text', 'c', '*a']] })
    expect(problems).toEqual([])
    expect(compiled.ok && compiled.form.survey.map(({ label }) => label?.vi)).toEqual(['- x: "y" # {z} \'q\'\nzwei\u2028drei \\n & <b>', '=1+1', '*a'])
  })
})

// A source goes out as an XLSForm and comes back.
// 1  Every shipped form comes back without a problem or a warning, and asks, checks, keeps and counts as before; only what its registers work out has
//    become calculations of its own.
// 2  What ODK's tools read: types, columns and sheets of theirs; ours stand where they pass them over.
// 3  What has no place is named.
import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import type { Form, Question } from '../../src/form/form.ts'
import { compile } from '../../src/form/compile.ts'
import { fromXlsform } from '../../src/translate/xlsform.ts'
import { toXlsform } from '../../src/translate/xlsform_out.ts'
import { compileAll } from '../../scripts/shipped.ts'

const shipped = compileAll()

async function back(id: string): Promise<{ was: Form; is: Form; left: readonly string[] }> {
  const { files, known, compiled } = shipped.find((one) => one.id === id) as (typeof shipped)[number]
  const { sheets, left } = toXlsform(files)
  const bytes = await writeXlsx({ sheets: sheets.map(({ name, rows }) => ({ name, rows: rows.map((row) => row.map((cell) => (cell === '' ? null : cell))) })) })
  const converted = await fromXlsform(bytes, { registers: Object.keys(known.registers) })
  const again = compile(converted.files, known, { regexFault: () => undefined })
  const problems = [...converted.problems, ...(again.ok ? [] : again.problems.flatMap((problem) => converted.located(problem) ?? [])), ...converted.warnings]
  expect(problems).toEqual([])
  if (!compiled.ok || !again.ok) throw new Error('not compiled')
  return { was: compiled.form, is: again.form, left }
}

describe('1 there and back', () => {
  test.each(shipped.map(({ id }) => id))('%s', async (id) => {
    const { was, is, left } = await back(id)
    const worked = new Set(was.registers.flatMap(({ register, columns }) => Object.keys(columns).map((column) => `${register}_${column}`)))
    // The words of a calculation nobody reads.
    const asked = (questions: readonly Question[], isBack: boolean): readonly object[] =>
      questions.filter(({ name, kind }) => !(isBack && kind === 'calculate' && worked.has(name))).map(({ label, questions: inner, check, ...one }) => ({
        ...one, ...(one.kind === 'calculate' ? {} : { label }), ...(check === undefined ? {} : { check: check.slice(0, 2) }), ...(inner === undefined ? {} : { questions: asked(inner, isBack) }),
      }))
    expect(asked(is.survey, true)).toEqual(asked(was.survey, false))
    for (const key of ['id', 'title', 'languages', 'date', 'unit', 'instance_name', 'short', 'public', 'review', 'keep', 'indicators'] as const) expect(is[key], key).toEqual(was[key])
    for (const [list, choices] of Object.entries(was.lists)) expect(is.lists[list], list).toEqual(choices)
    const rules = ({ registers }: Form): readonly unknown[] => registers.map(({ columns, ...logic }) => ({ ...logic, columns: Object.keys(columns).sort() }))
    expect(rules(is)).toEqual(rules(was))
    expect(left.filter((key) => !['examples', 'check', 'migrate'].includes(key))).toEqual([])
  })
})

const small = `id: small
title: Nhỏ
language: vi
unit: \${where}
survey:
  - { type: unit village, name: where, label: Thôn, required: yes }
  - { type: year, name: since, label: Từ năm, default: "'2020'" }
  - type: repeat
    name: tree
    label: Cây
    questions:
      - { type: text, name: sort, label: Loài }
choices:
  unused: [{ name: a, label: A, weight: 1 }]
registers:
  - { register: trees, repeat: tree, label: "\${sort}", unit: "\${where}", columns: { sort: "\${sort}", rank: position(..) } }
examples:
  - { name: không, given: { where: n1 } }
`

test('2 what ODK reads', () => {
  const { sheets } = toXlsform({ 'form.yaml': small, 'en.yaml': 'title: Small\nsurvey: { where: Which village, tree: { label: Trees } }\n' })
  expect(Object.fromEntries(sheets.map(({ name, rows }) => [name, rows]))).toEqual({
    survey: [
      ['type', 'name', 'label::vi (vi)', 'label::en (en)', 'required', 'calculation', 'default', 'save_to', 'phieu_type'],
      ['select_one_from_file village.csv', 'where', 'Thôn', 'Which village', 'yes', '', '', '', 'unit village'],
      ['integer', 'since', 'Từ năm', '', '', '', '2020', '', 'year'],
      ['begin repeat', 'tree', 'Cây', 'Trees', '', '', '', '', ''],
      ['text', 'sort', 'Loài', '', '', '', '', 'trees#sort', ''],
      ['calculate', 'trees_rank', '', '', '', 'position(..)', '', 'trees#rank', ''],
      ['end repeat', '', '', '', '', '', '', '', ''],
    ],
    choices: [['list_name', 'name', 'label::vi (vi)', 'weight'], ['unused', 'a', 'A', '1']],
    settings: [['form_title', 'form_title::en (en)', 'form_id', 'default_language', 'unit'], ['Nhỏ', 'Small', 'small', 'vi (vi)', '${where}']],
    entities: [['list_name', 'label', 'repeat', 'unit'], ['trees', '${sort}', '${tree}', '${where}']],
    indicators: [['name']],
  })
})

test('3 what has no place', () => {
  expect(toXlsform({ 'form.yaml': small }).left).toEqual(['examples'])
})

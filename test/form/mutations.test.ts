// A program breaks the shipped forms, one slip at a time, and the compiler must name each: code, file, line and column, and nothing else.
// 1  The shipped forms are without problems, and translated throughout.
// 2  Every slip put into a form is told where it was made («), and nothing else is told.
// 3  Every piece of real logic that is broken is told where it was broken, and nothing else.
// 4  Slips in a translation are told in the translation.
// 5  Together there are at least 120 of them, over every shipped form.
import { describe, expect, test } from 'vitest'
import { compileAll, regexFault } from '../../scripts/shipped.ts'
import type { Shipped } from '../../scripts/shipped.ts'
import { compile } from '../../src/form/compile.ts'
import type { Problem } from '../../src/form/problem.ts'

const shipped = compileAll()

/** What is put right behind a line; « stands where the problem must be told and is taken out. */
type Slip = readonly [what: string, code: string, behind: string, put: string]

const q = (rest: string): string => `  - type: text\n    name: zz_q\n    label: Q\n${rest}`
const i = (rest: string): string => `  - name: zz_i\n    label: I\n    ${rest}\n`
const choice = '  - type: select_one yes_no\n    name: zz_c\n    label: C\n'
const slips: readonly Slip[] = [
  ['a kind that is not there', 'type_unknown', 'survey:', '  - type: «txet\n    name: zz_q\n    label: Q\n'],
  ['an argument too many', 'type_unknown', 'survey:', '  - type: «text yes_no\n    name: zz_q\n    label: Q\n'],
  ['a list that is not there', 'list_unknown', 'survey:', '  - type: «select_one no_such_list\n    name: zz_q\n    label: Q\n'],
  ['a level that is not there', 'type_unknown', 'survey:', '  - type: «unit hamlet\n    name: zz_q\n    label: Q\n'],
  ['a register that is not there', 'register_unknown', 'survey:', '  - type: «entry no_such_register\n    name: zz_q\n    label: Q\n'],
  ['a name with a space', 'name_invalid', 'survey:', '  - type: text\n    name: «zz q\n    label: Q\n'],
  ['a name with marks', 'name_invalid', 'survey:', '  - type: text\n    name: «hộ\n    label: Q\n'],
  ['a name that begins with a digit', 'name_invalid', 'survey:', '  - type: text\n    name: «1a\n    label: Q\n'],
  ['a reserved name', 'name_reserved', 'survey:', '  - type: text\n    name: «constructor\n    label: Q\n'],
  ['names that differ in case only', 'name_twice', 'survey:', `${q('')}  - type: text\n    name: «ZZ_Q\n    label: Q\n`],
  ['no name', 'source_shape', 'survey:', '  - «type: text\n    label: Q\n'],
  ['no type', 'source_shape', 'survey:', '  - «name: zz_q\n    label: Q\n'],
  ['no label', 'label_missing', 'survey:', '  - «type: text\n    name: zz_q\n'],
  ['an empty label', 'label_missing', 'survey:', '  - type: text\n    name: zz_q\n    label: «""\n'],
  ['a misspelt key', 'source_unknown_key', 'survey:', q('    «requierd: yes\n')],
  ['a list where a text belongs', 'source_shape', 'survey:', q('    hint: «[a, b]\n')],
  ['a key twice', 'name_twice', 'survey:', q('    hint: a\n    «hint: b\n')],
  ['a reference to nothing', 'reference_unknown', 'survey:', q('    relevant: 1 = 1 and «${no_such} = 1\n')],
  ['a reference to nothing, in quotes', 'reference_unknown', 'survey:', q('    relevant: "1 = 1 and «${no_such} = 1"\n')],
  ['a reference to nothing, in a label', 'reference_unknown', 'survey:', '  - type: text\n    name: zz_q\n    label: Xin chào «${no_such}\n'],
  ['a column of what is no entry', 'reference_not_entry', 'survey:', `${q('')}  - type: text\n    name: zz_r\n    label: R\n    relevant: «\${zz_q.x} = 1\n`],
  ['an answer at hand where there is none', 'reference_self', 'survey:', q("    relevant: «. = 'a'\n")],
  ['a position outside a repeat', 'reference_out_of_repeat', 'survey:', q('    relevant: 1 < «position(..)\n')],
  ['a bracket not closed', 'expression_unclosed', 'survey:', q('    relevant: 1 and «(1\n')],
  ['a text not closed', 'expression_unclosed', 'survey:', q("    relevant: 1 = «'a\n")],
  ['a function that is not there', 'expression_unknown_function', 'survey:', q('    relevant: 1 and «sellected(1, 2)\n')],
  ['too few arguments', 'expression_arity', 'survey:', q('    relevant: 1 and «if(1)\n')],
  ['another language’s operator', 'expression_unexpected', 'survey:', q('    relevant: 1 «== 1\n')],
  ['a name without braces', 'expression_unexpected', 'survey:', q('    relevant: «km = 1\n')],
  ['a pattern that hangs', 'expression_regex', 'survey:', q("    constraint: regex(., «'^(a+)+$')\n    constraint_message: M\n")],
  ['a pattern that does not compile', 'expression_regex', 'survey:', q("    constraint: regex(., «'(')\n    constraint_message: M\n")],
  ['a choice that the list does not have', 'choice_unknown', 'survey:', "  - type: select_one yes_no\n    name: zz_c\n    label: C\n  - type: text\n    name: zz_q\n    label: Q\n    relevant: ${zz_c} = «'yse'\n"],
  ['arithmetic on a text', 'type_mismatch', 'survey:', `${q('')}  - type: text\n    name: zz_r\n    label: R\n    relevant: «\${zz_q} + 1 > 2\n`],
  ['a number compared with words', 'type_mismatch', 'survey:', "  - type: integer\n    name: zz_n\n    label: N\n  - type: text\n    name: zz_q\n    label: Q\n    relevant: ${zz_n} = «'many'\n"],
  ['a choice that the list does not have, in double quotes', 'choice_unknown', 'survey:', `${choice}${q('    relevant: selected(${zz_c}, «"yse")\n')}`],
  ['the second of two alike', 'choice_unknown', 'survey:', `${choice}  - type: text\n    name: zz_q\n    label: Q\n  - type: text\n    name: zz_r\n    label: R\n    relevant: \${zz_q} = 'maybe' and \${zz_c} = «'maybe'\n`],
  ['a day that is none', 'type_mismatch', 'survey:', "  - type: date\n    name: zz_d\n    label: D\n    constraint: . >= «'2026-02-30'\n"],
  ['the sum of a text', 'type_mismatch', 'survey:', `${q('')}  - type: calculate\n    name: zz_s\n    calculation: sum(«\${zz_q})\n`],
  ['a slip behind a doubled quote', 'reference_unknown', 'survey:', q("    relevant: '''a'' = ''b'' or «${no_such} = 1'\n")],
  ['a slip behind an escape', 'reference_unknown', 'survey:', q('    relevant: "\'\\u00e0\' = \'\\"\' or «${no_such} = 1"\n')],
  ['a slip in a text of several lines', 'reference_unknown', 'survey:', q('    relevant: «|\n      1 = 1\n      and ${no_such} = 1\n')],
  ['a column that the list does not have', 'reference_column', 'survey:', `${choice}${q("    relevant: instance('yes_no')/root/item[name = 'label']/«lable = ''\n")}`],
  ['a column that the condition looks for', 'reference_column', 'survey:', `${choice}${q("    relevant: instance('yes_no')/root/item[«nmae = 'nmae']/label = ''\n")}`],
  ['a column that pulldata looks for', 'reference_column', 'survey:', `${choice}${q("    relevant: pulldata('yes_no', 'label', «'code', 1) = ''\n")}`],
  ['a list that only objects have', 'list_unknown', 'survey:', '  - type: «select_one constructor\n    name: zz_q\n    label: Q\n'],
  ['a register that only objects have', 'register_unknown', 'survey:', '  - type: «entry toString\n    name: zz_q\n    label: Q\n'],
  ['a filter where there is no list', 'source_unknown_key', 'survey:', q("    «choice_filter: name = 'a'\n")],
  ['a constraint on a note', 'source_unknown_key', 'survey:', '  - type: note\n    name: zz_q\n    label: Q\n    «constraint: 1 = 1\n'],
  ['a picture beside the question', 'media_invalid', 'survey:', q('    image: «javascript:alert(1)\n')],
  ['a character that cannot be kept', 'text_control', 'survey:', '  - type: text\n    name: zz_q\n    label: «"a\\0b"\n'],
  ['an alias', 'source_shape', 'survey:', q('    hint: &h a\n    appearance: «*h\n')],
  ['a step of nothing', 'parameter_invalid', 'survey:', '  - type: range\n    name: zz_q\n    label: Q\n    «parameters: { step: 0 }\n'],
  ['a parameter in a cell', 'parameter_unknown', 'survey:', '  - type: range\n    name: zz_q\n    label: Q\n    parameters: start=0 «stpe=2\n'],
  ['a group that waits for what it holds', 'circle', 'survey:', '  - type: group\n    name: zz_g\n    label: G\n    relevant: 1 = 1 and «${zz_q} = 1\n    questions:\n      - { type: integer, name: zz_q, label: Q }\n'],
  ['a calculation of itself', 'circle', 'survey:', '  - type: calculate\n    name: zz_q\n    calculation: 1 + «${zz_q}\n'],
  ['a circle', 'circle', 'survey:', '  - type: calculate\n    name: zz_a\n    calculation: «${zz_b}\n  - type: calculate\n    name: zz_b\n    calculation: ${zz_a}\n'],
  ['a parameter that is not there', 'parameter_unknown', 'survey:', '  - type: range\n    name: zz_q\n    label: Q\n    parameters: { «stpe: 2 }\n'],
  ['a parameter that is no number', 'parameter_invalid', 'survey:', '  - type: range\n    name: zz_q\n    label: Q\n    parameters: { «start: x }\n'],
  ['sensitive without a purpose', 'personal_purpose_missing', 'survey:', q('    personal: «sensitive\n')],
  ['a class of personal data that is not there', 'source_shape', 'survey:', q('    personal: «secret\n')],
  ['a calculation without one', 'source_shape', 'survey:', '  - «type: calculate\n    name: zz_q\n'],
  ['a filter by a column that the list does not have', 'reference_column', 'survey:', "  - type: select_one yes_no\n    name: zz_q\n    label: Q\n    choice_filter: «region = 'a'\n"],
  ['an unknown list in instance()', 'list_unknown', 'survey:', q("    relevant: count(instance(«'no_such_list')/root/item/label) > 0\n")],
  ['an indicator without a measure', 'indicator_invalid', 'indicators:', '  - «name: zz_i\n    label: I\n'],
  ['an indicator of two measures', 'indicator_invalid', 'indicators:', '  - «name: zz_i\n    label: I\n    count: yes\n    sum: 1\n'],
  ['an indicator by nothing', 'reference_unknown', 'indicators:', '  - name: zz_i\n    label: I\n    count: yes\n    by: [«no_such]\n'],
  ['an indicator over rows of nothing', 'reference_unknown', 'indicators:', '  - name: zz_i\n    label: I\n    count: yes\n    each: «no_such\n'],
  ['a share of nothing', 'indicator_unknown', 'indicators:', '  - name: zz_i\n    label: I\n    share: { of: «no_such, in: { units: village } }\n'],
  ['a share of units of no level', 'type_unknown', 'indicators:', `${i('count: yes')}  - name: zz_j\n    label: J\n    share: { of: zz_i, in: { units: «hamlet } }\n`],
  ['a share of itself', 'circle', 'indicators:', i('share: { of: «zz_i, in: { units: village } }')],
  ['indicators that rest on each other', 'circle', 'indicators:', `${i('difference: { of: zz_j, less: [zz_j] }')}  - name: zz_j\n    label: J\n    share: { of: «zz_i, in: { units: village } }\n`],
  ['a difference of nothing', 'indicator_invalid', 'indicators:', `${i('difference: «{ of: zz_j }')}  - name: zz_j\n    label: J\n    count: yes\n`],
  ['a sum of words', 'type_mismatch', 'indicators:', i("sum: «concat('a', 'b')")],
  ['a median without a register', 'indicator_invalid', 'indicators:', i('median: «length_m')],
  ['a count of what', 'source_shape', 'indicators:', i('count: «all')],
  ['a period that is not kept', 'source_shape', 'indicators:', i('count: yes\n    period: «week')],
  ['a scale that divides by nothing', 'parameter_invalid', 'indicators:', i('count: yes\n    scale: «0')],
  ['a bound that is no number', 'parameter_invalid', 'indicators:', i('count: yes\n    good: { at_least: «many }')],
  ['an indicator twice', 'name_twice', 'indicators:', `${i('count: yes')}  - name: «ZZ_I\n    label: I\n    count: yes\n`],
  ['a misspelt key of an indicator', 'source_unknown_key', 'indicators:', i('count: yes\n    «publik: yes')],
  ['an indicator over no register', 'register_unknown', 'indicators:', '  - name: zz_i\n    label: I\n    count: yes\n    register: «no_such\n'],
  ['an indicator where nothing', 'reference_unknown', 'indicators:', '  - name: zz_i\n    label: I\n    count: yes\n    where: «${no_such} = 1\n'],
  ['an indicator without a label', 'label_missing', 'indicators:', '  - «name: zz_i\n    count: yes\n'],
  ['a register column from nothing', 'reference_unknown', 'registers:', "  - register: zz\n    label: «${no_such}\n    unit: \"'x'\"\n"],
  ['a register rule over rows of nothing', 'reference_unknown', 'registers:', "  - register: zz\n    repeat: «no_such\n    label: \"'x'\"\n    unit: \"'x'\"\n"],
  ['a column by a reserved name', 'name_reserved', 'registers:', "  - register: zz\n    label: \"'x'\"\n    unit: \"'x'\"\n    columns: { «label: 1 }\n"],
  ['a register rule without a unit', 'source_shape', 'registers:', "  - «register: zz\n    label: \"'x'\"\n"],
  ['an example that answers nothing', 'reference_unknown', 'examples:', '  - name: zz\n    given: { «no_such: 1 }\n'],
  ['a misspelt key of an example', 'source_unknown_key', 'examples:', '  - name: zz\n    «givne: { }\n'],
]

const shown = ({ code, file, line, column }: Problem): string => `${code} ${file} ${line}:${column}`
const place = (text: string, at: number): string => `${text.slice(0, at).split('\n').length}:${at - text.lastIndexOf('\n', at - 1)}`

/** The problems of a form with one file changed; without its translations unless they are what is changed. */
function problemsOf(form: Shipped, file: string, text: string): readonly string[] {
  const files = file === 'form.yaml' ? Object.fromEntries(Object.entries(form.files).filter(([path]) => path.startsWith('lists/') || path === 'form.yaml')) : form.files
  const compiled = compile({ ...files, [file]: text }, form.known, { regexFault })
  return [...(compiled.ok ? [] : compiled.problems), ...gapsIn(compiled.warnings)].map(shown)
}
const gapsIn = (warnings: readonly Problem[]): readonly Problem[] => warnings.filter(({ code }) => code === 'translation_missing')

test('1 the shipped forms are without problems, and translated throughout', () => {
  expect(shipped.flatMap(({ id, compiled }) => [...(compiled.ok ? [] : compiled.problems), ...gapsIn(compiled.warnings)].map((problem) => `${id}: ${shown(problem)}`))).toEqual([])
})

const inserted = shipped.flatMap((form) => slips.map(([what, code, behind, put]) => ({ form, what, code, behind, put })))

describe('2 slips put in', () => {
  test.each(inserted.map((one) => [one.form.id, one.what, one] as const))('2 %s: %s', (_, __, { form, code, behind, put }) => {
    // What a public form must not do besides would be told too, rightly.
    const text = (form.files['form.yaml'] ?? '').replace('\npublic: yes\n', '\npublic: no\n')
    const at = text.indexOf(`\n${behind}\n`) + behind.length + 2
    const changed = text.slice(0, at) + put.replace('«', '') + text.slice(at)
    expect(problemsOf(form, 'form.yaml', changed)).toEqual([`${code} form.yaml ${place(changed, at + put.indexOf('«'))}`])
  })
})

// Real logic: [what, which scalars, how it is broken, the part that is then told, its code].
const breaks: readonly (readonly [string, RegExp, (was: string) => string, string, string])[] = [
  ['a reference broken', /^ +(?:relevant|constraint): ([^"\n]*\$\{\w+\}[^\n]*)$/gm, (was) => was.replace(/\$\{\w+\}/, '${no_such}'), '${no_such}', 'reference_unknown'],
  ['a bracket lost', /^ +(?:relevant|constraint): ([^"\n]+)$/gm, (was) => `(${was}`, '(', 'expression_unclosed'],
  ['a function misspelt', /^ +(?:relevant|constraint|sum): ([^"\n]*(?<![\w-])(?:selected|round|today|string-length|not)\([^\n]*)$/gm, (was) => was.replace(/(?<![\w-])(?:selected|round|today|string-length|not)\(/, 'zzzzzzzz('), 'zzzzzzzz', 'expression_unknown_function'],
  ['a choice misspelt', /^ +relevant: ([^"\n]*\$\{\w+\} = '\w+'[^\n]*)$/gm, (was) => was.replace(/= '\w+'/, "= 'zzz'"), "'zzz'", 'choice_unknown'],
]

const broken = shipped.flatMap((form) => {
  const text = form.files['form.yaml'] ?? ''
  return breaks.flatMap(([what, find, mend, part, code]) =>
    [...text.matchAll(find)].slice(0, 4).map((found) => {
      const was = found[1] ?? ''
      const start = (found.index ?? 0) + found[0].length - was.length
      const is = mend(was)
      const changed = text.slice(0, start) + is + text.slice(start + was.length)
      return { form, what, changed, expected: `${code} form.yaml ${place(changed, start + is.indexOf(part))}` }
    }),
  )
})

describe('3 real logic broken', () => {
  test.each(broken.map((one, i) => [one.form.id, one.what, i, one] as const))('3 %s: %s (%i)', (_, __, ___, { form, changed, expected }) => {
    expect(problemsOf(form, 'form.yaml', changed)).toEqual([expected])
  })
})

const translations: readonly (readonly [string, RegExp, string, string])[] = [
  ['a key that translates nothing', /^survey:\n/m, '  «zz_nothing: { label: Nothing }\n', 'translation_unknown'],
  ['a part that the question does not have', /^survey:\n {2}\w+:\n/m, '    «hnit: Something\n', 'translation_unknown'],
  ['an indicator that is not there', /^indicators:\n/m, '  «zz_nothing: { label: Nothing }\n', 'translation_unknown'],
  ['a section that is not there', /^(?=survey:)/m, '«surveys: {}\n', 'translation_unknown'],
]

describe('4 translations', () => {
  const cases = shipped.flatMap((form) => translations.map((one) => [form.id, one[0], form, one] as const))
  test.each(cases)('4 %s: %s', (_, __, form, [, find, put, code]) => {
    const text = form.files['en.yaml'] ?? ''
    const found = find.exec(text)
    const at = (found?.index ?? 0) + (found?.[0].length ?? 0)
    const changed = text.slice(0, at) + put.replace('«', '') + text.slice(at)
    expect(problemsOf(form, 'en.yaml', changed)).toEqual([`${code} en.yaml ${place(changed, at + put.indexOf('«'))}`])
  })
  test.each(shipped.map((form) => [form.id, form] as const))('4 %s: a label left untranslated is told where the text stands', (_, form) => {
    const text = form.files['en.yaml'] ?? ''
    const found = /^ {2}(\w+):\n {4}label: .+\n/m.exec(text)
    const changed = text.replace(found?.[0] ?? '', `  ${found?.[1]}:\n`)
    const main = form.files['form.yaml'] ?? ''
    const at = main.indexOf(`name: ${found?.[1]}\n`)
    const label = main.indexOf('label: ', at) + 'label: '.length
    expect(problemsOf(form, 'en.yaml', changed)).toContain(`translation_missing form.yaml ${place(main, label)}`)
  })
})

test('5 there are enough of them', () => {
  expect(inserted.length + broken.length).toBeGreaterThanOrEqual(120)
  expect(new Set(inserted.map(({ form }) => form.id)).size).toBe(shipped.length)
})

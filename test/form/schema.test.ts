// form.yaml as JSON Schema, for editors.
// 1  Every shipped form, and the one that teaches the language, is valid.
// 2  What the compiler refuses by its shape, the schema refuses: each wrong line by itself.
// 3  What the compiler takes, the schema takes: each kind with the word that it needs, each measure.
// 4  Every key says what it is for.
// 5  The same of board.yaml: the shipped ones and the one of its page are valid, wrong shapes are not.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Validator } from '@cfworker/json-schema'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { boardIds, formIds } from '../../scripts/sources.ts'
import { boardSchema } from '../../src/form/board_schema.ts'
import { compile } from '../../src/form/compile.ts'
import { kinds } from '../../src/form/kinds/index.ts'
import { formSchema } from '../../src/form/schema.ts'
import { withArgument } from '../../src/form/survey.ts'

const validator = new Validator(formSchema() as ConstructorParameters<typeof Validator>[0], '2020-12', false)
// As another reader of YAML sees it: 12 a number, true a truth.
const slips = (text: string): string[] => validator.validate(parse(text)).errors.map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`)

describe('1 what is published is valid', () => {
  test.each(formIds())('%s', (id) => {
    expect(slips(readFileSync(join('forms', id, 'form.yaml'), 'utf8'))).toEqual([])
  })
  test('docs/form-language.md', () => {
    const text = /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/form-language.md', 'utf8'))?.[1] ?? ''
    expect(slips(text)).toEqual([])
  })
})

describe('5 board.yaml', () => {
  const boards = new Validator(boardSchema() as ConstructorParameters<typeof Validator>[0], '2020-12', false)
  const wrong = (text: string): number => boards.validate(parse(text)).errors.length
  const one = 'id: wall\ntitle: B\nlanguage: vi\nlevel: commune\nsections:\n  - name: a\n    title: A\n'
  test.each(boardIds())('%s', (id) => {
    expect(wrong(readFileSync(join('forms/boards', id, 'board.yaml'), 'utf8'))).toBe(0)
  })
  test('docs/boards.md', () => {
    expect(wrong(/```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/boards.md', 'utf8'))?.[1] ?? '')).toBe(0)
  })
  test.each([
    ['no section', 'id: wall\ntitle: B\nlevel: commune\n'], ['a key that there is not', `${one}    figures: [a.b]\n    colour: red\n`], ['no figures and no register', one], ['both', `${one}    figures: [a.b]\n    register: r\n    columns: [{ column: label, label: L }]\n`],
    ['no indicator', `${one}    figures: [nothing]\n`], ['years without end', `${one}    figures: [a.b]\n    years: 99\n`], ['a column without a heading', `${one}    register: r\n    columns: [{ column: label }]\n`], ['closed without a day', `${one}    register: r\n    columns: [{ column: label, label: L }]\n    closed: { column: s, values: [done] }\n`],
  ])('refused: %s', (_, text) => {
    expect(wrong(text)).toBeGreaterThan(0)
  })
  test('taken: what stands on it in all ways', () => {
    expect(wrong(`${one}    figures: [a.b, { indicator: a.c, label: L, exact: Luật }]\n    years: 3\n    total: yes\n`)).toBe(0)
    expect(wrong(`${one}    register: r\n    columns: [{ column: label, label: L }, { figure: a.b }, { years: { from: f, plan: [p], actual: [q] } }]\n    only: { s: [x] }\n    due: d\n`)).toBe(0)
  })
})

const base = (line: string, at: 'form' | 'question' | 'more'): string => `id: trial
title: Thử
language: vi
${at === 'form' ? line : ''}
survey:
  - type: integer
    name: people
    label: Mấy người?
${at === 'question' ? line : ''}
${at === 'more' ? line : ''}
`
const refused = (text: string): boolean => {
  const compiled = compile({ 'form.yaml': text }, { levels: ['village'], registers: {}, indicators: [] })
  return !compiled.ok
}

describe('2 a wrong line', () => {
  test.each([
    ['form', 'titel: x'],
    ['form', 'short: people'],
    ['form', 'migrate: { renamd: { a: people } }'],
    ['form', 'keep: forever'],
    ['form', 'keep: 0 days'],
    ['form', 'keep: { days: 90 }'],
    ['question', '    keep: 90 days'],
    ['question', '    lable: x'],
    ['question', '    requird: yes'],
    ['question', '    questions: [{ type: text, name: x, label: x }]'],
    ['question', '    repeat_count: 3'],
    ['question', '    personal: some'],
    ['question', '    personal: sensitive'],
    ['question', '    parameters: { start: 1 }'],
    ['question', '    check: [{ expect: . > 1 }]'],
    ['question', '    check: [{ expct: . > 1, message: x }]'],
    ['more', '  - type: teext\n    name: other\n    label: x'],
    ['more', '  - type: select_one\n    name: other\n    label: x'],
    ['more', '  - type: text\n    name: 1other\n    label: x'],
    ['more', '  - type: text\n    label: x'],
    ['more', '  - type: range\n    name: other\n    label: x\n    parameters: { stert: 1 }'],
    ['more', 'choices: { yn: [{ label: x }] }'],
    ['more', 'registers: [{ register: house, label: "1", unit: "1", colums: {} }]'],
    ['more', 'indicators: [{ name: all, label: x }]'],
    ['more', 'indicators: [{ name: all, label: x, count: yes, sum: "1" }]'],
    ['more', 'indicators: [{ name: all, label: x, count: maybe }]'],
    ['more', 'indicators: [{ name: all, label: x, count: yes, period: week }]'],
    ['more', 'indicators: [{ name: all, label: x, count: yes, good: { atleast: 1 } }]'],
    ['more', 'indicators: [{ name: all, label: x, share: { of: all } }]'],
    ['more', 'examples: [{ name: x, gven: {} }]'],
    ['more', 'examples: [{ name: x, expect: { visble: [people] } }]'],
  ] as const)('%s: %s', (at, line) => {
    const text = base(line, at)
    expect(refused(text)).toBe(true)
    expect(slips(text)).not.toEqual([])
  })
})

describe('3 what is right', () => {
  test.each(['keep: 90 days', 'keep: 1 year', 'keep: 18 months'])('%s', (line) => {
    expect(slips(base(line, 'form'))).toEqual([])
  })
  const argument = { list: 'yn', level: 'village', register: 'house' }
  const word = (kind: string): string => (withArgument[kind] === undefined ? kind : `${kind} ${argument[withArgument[kind]]}`)
  test.each(Object.keys(kinds))('kind %s', (kind) => {
    const rest = kind === 'calculate' ? 'calculation: 1 + 1' : kind === 'group' || kind === 'repeat' ? 'questions: [{ type: text, name: inner, label: x }]' : ''
    expect(slips(base(`  - type: ${word(kind)}\n    name: other\n    label: x\n    ${rest}`, 'more'))).toEqual([])
  })
  test.each([
    'count: yes', 'sum: ${people}', 'average: ${people}', 'share: { of: a, in: b }', 'share: { of: a, in: { units: village } }', 'difference: { of: a, less: [b] }', 'distinct: unit',
    'median: rooms', 'min: rooms', 'max: rooms',
  ])('measure %s', (measure) => {
    expect(slips(base(`indicators: [{ name: all, label: x, by: [people], scale: 1000, good: { at_least: 90 }, ${measure.replace('${people}', '"${people}"')} }]`, 'more'))).toEqual([])
  })
  test.each(['    required: yes', '    required: "${people} > 1"', '    parameters: ""', '    personal: sensitive\n    purpose: x', '    check: [{ expect: . > 1, message: x }]', '    label: 12'])('%s', (line) => {
    expect(slips(base(line, 'question').replace(/ {4}label: Mấy người\?\n(?= {4}label)/, ''))).toEqual([])
  })
})

test.each(['select_one_from_file villages.csv', 'select_multiple_from_file places.geojson', 'select_one ${part}'])('3 %s', (type) => {
  const question = (text: string): object => ({ id: 'x', title: 'X', language: 'vi', survey: [{ type: text, name: 'one', label: 'Một' }] })
  expect(validator.validate(question(type)).valid).toBe(true)
  expect(validator.validate(question(type.split(' ')[0] ?? '')).valid).toBe(false)
})

test('4 every key says what it is for', () => {
  const silent: string[] = []
  const visit = (schema: unknown, path: string): void => {
    if (typeof schema !== 'object' || schema === null) return
    const { properties = {}, $defs = {} } = schema as { properties?: Record<string, { description?: string }>; $defs?: Record<string, unknown> }
    for (const [key, one] of Object.entries(properties)) if (one.description === undefined && !path.endsWith('good')) silent.push(`${path}.${key}`)
    for (const [key, one] of [...Object.entries(properties), ...Object.entries($defs)]) visit(one, `${path}.${key}`)
  }
  visit(formSchema(), '')
  visit(boardSchema(), '')
  expect(silent).toEqual([])
})

// Appearances and parameters that change nothing here are told, and hinder nothing.
// 1  A remark for each: unknown ones with the nearest, those of other tools or kinds, parameters that are kept; with file, line and column.
// 2  What changes something is told nothing of, and does change what is drawn.
// 3  Beside problems, both are told; remarks alone leave the form whole, and it is the same form.
// 4  The tables of docs/form-language.md are the code's.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import '../more.ts'
import { appearances, idleParameters } from '../../src/form/appearance.ts'
import { compile } from '../../src/form/compile.ts'
import { open } from '../../src/form/filling.ts'
import { worldOf } from '../../src/record/world.ts'
import { fields } from '../../src/view/screen.ts'
import type { Showing } from '../../src/view/screen.ts'
import { vi } from '../../src/words/vi.ts'

const source = (question: string): string => `id: looks\ntitle: Cách hiện\nlanguage: vi\nsurvey:\n  - ${question}\nchoices:\n  kind: [{ name: a, label: A }, { name: b, label: B }]\n`
const compiled = (question: string) => compile({ 'form.yaml': source(question) }, { levels: [], registers: {}, indicators: [] })
const told = (question: string): string[] => {
  const made = compiled(question)
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  return made.warnings.map(({ code, facts = {} }) => [code, ...Object.values(facts)].join(' '))
}

describe('1 remarks', () => {
  test.each([
    ['type: text, name: a, label: A, appearance: multilines', ['appearance_unknown multilines multiline']],
    ['type: text, name: a, label: A, appearance: nonsense', ['appearance_unknown nonsense']],
    ['type: text, name: a, label: A, appearance: multiline w2 nonsense', ['appearance_idle w2 text', 'appearance_unknown nonsense']],
    ['type: integer, name: a, label: A, appearance: numbers', ['appearance_idle numbers integer']],
    ['type: integer, name: a, label: A, appearance: thousands-sep', ['appearance_idle thousands-sep integer']],
    ['type: select_one kind, name: a, label: A, appearance: minimal columns-3', ['appearance_idle minimal select_one', 'appearance_idle columns-3 select_one']],
    ['type: text, name: a, label: A, appearance: "ex:org.other.app(x=1)"', ['appearance_idle ex:org.other.app(x=1) text']],
    ['type: image, name: a, label: A, appearance: draw', ['appearance_idle draw image']],
    ['type: select_one kind, name: a, label: A, parameters: { seed: 7 }', ['parameter_idle seed select_one']],
    ['type: select_one kind, name: a, label: A, parameters: { randomize: true, seed: 7 }', []],
    ['type: text, name: a, label: A, parameters: rows=4', ['parameter_idle rows text']],
  ] as const)('%s', (question, expected) => {
    expect(told(`{ ${question} }`)).toEqual(expected)
  })
  test('where it stands', () => {
    const made = compiled('{ type: text, name: a, label: A, appearance: nonsense }')
    expect(made.warnings[0]).toMatchObject({ file: 'form.yaml', line: 5, column: 50, at: 'a' })
  })
})

const drawn = (question: string): string => {
  const made = compiled(question)
  if (!made.ok) throw new Error(JSON.stringify(made.problems))
  const world = worldOf({ units: new Map(), isUnder: () => false, entry: () => undefined, entries: () => [] }, { clock: { at: 1_795_518_032_413, zone: 420 }, seed: 1, language: 'vi' })
  const showing = { filling: open(made.form, world, {}), words: vi, language: 'vi', typed: {}, pickers: { a: {} }, reasons: {}, problems: new Map(), doubts: new Map(), fresh: new Set<string>() }
  return fields(made.form.survey, '', showing as unknown as Showing).markup
}

describe('2 what means something', () => {
  test.each(Object.entries(appearances).flatMap(([kind, words]) => words.map((word) => [kind, word] as const)))('%s %s', (kind, word) => {
    expect(told(`{ type: ${kind}, name: a, label: A, appearance: ${word} }`)).toEqual([])
    expect(drawn(`{ type: ${kind}, name: a, label: A, appearance: ${word} }`)).not.toBe(drawn(`{ type: ${kind}, name: a, label: A }`))
  })
  test.each(['minimal', 'likert', 'columns'])('and %s does not', (word) => {
    expect(drawn(`{ type: select_one kind, name: a, label: A, appearance: ${word} }`)).toBe(drawn('{ type: select_one kind, name: a, label: A }'))
  })
})

test('3 beside problems, and alone', () => {
  const broken = compiled('{ type: text, name: a, label: A, appearance: nonsense, relevant: "${b} = 1" }')
  expect([broken.ok, broken.warnings.length, broken.ok ? [] : broken.problems.map(({ code }) => code)]).toEqual([false, 1, ['reference_unknown']])
  const whole = compiled('{ type: text, name: a, label: A, appearance: nonsense }')
  expect(whole.ok && whole.form.survey[0]?.appearance).toBe('nonsense')
})

describe('4 the page', () => {
  const page = readFileSync('docs/form-language.md', 'utf8')
  const table = (head: string): readonly string[][] => {
    const lines = page.slice(page.indexOf(head)).split('\n').slice(2)
    return lines.slice(0, lines.findIndex((line) => !line.startsWith('|'))).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()))
  }
  const names = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? '')
  const gathered = (rows: readonly (readonly [string, readonly string[]])[]): Record<string, string[]> => {
    const found: Record<string, string[]> = {}
    for (const [kind, words] of rows) if (words.length > 0) found[kind] = [...(found[kind] ?? []), ...words].sort()
    return found
  }
  const own = (of: Readonly<Partial<Record<string, readonly string[]>>>): Record<string, string[]> => Object.fromEntries(Object.entries(of).map(([kind, words = []]) => [kind, [...words].sort()]))
  test('appearances', () => {
    expect(gathered(table('| kind | appearance | what it does |').flatMap(([kinds, words]) => names(kinds).map((kind) => [kind, names(words)] as const)))).toEqual(own(appearances))
  })
  test('parameters that change nothing', () => {
    expect(gathered(table('| kind | parameters | kept, and change nothing here |').flatMap(([kinds, , words]) => names(kinds).map((kind) => [kind, names(words)] as const)))).toEqual(own(idleParameters))
  })
})

// How questions look, and which of an author's wishes for it change nothing here: these are told, and hinder nothing.
// 1  A remark for each, with its reason: unknown ones with the nearest, those of other tools or kinds, parameters that are kept; with file, line and column.
// 2  What changes something is told nothing of, and does change what is drawn or what a phone offers; what is so anyway is told nothing of.
// 3  Beside problems, both are told; remarks alone leave the form whole, and it is the same form.
// 4  The tables of docs/form-language.md are the code's.
// 5  A form that looks as few do says that it takes more than every phone has; others do not.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import '../more.ts'
import { anyway, appearances } from '../../src/form/appearances.ts'
import { idle, idleParameters } from '../../src/form/idle.ts'
import { compile } from '../../src/form/compile.ts'
import { open } from '../../src/form/filling.ts'
import { worldOf } from '../../src/record/world.ts'
import { fields } from '../../src/view/screen.ts'
import type { Showing } from '../../src/view/screen.ts'
import { vi } from '../../src/words/vi.ts'

const source = (question: string): string => `id: looks\ntitle: Cách hiện\nlanguage: vi\nsurvey:\n  - ${question}\nchoices:\n  kind: [{ name: a, label: A }, { name: b, label: B }]\n  long: [${Array.from({ length: 30 }, (_, i) => `{ name: c${i}, label: Thôn ${i} }`).join(', ')}]\n`
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
    ['type: text, name: a, label: A, appearance: multiline w2 nonsense', ['appearance_idle w2 text grid', 'appearance_unknown nonsense']],
    ['type: integer, name: a, label: A, appearance: numbers', ['appearance_idle numbers integer kind']],
    ['type: integer, name: a, label: A, appearance: counter', ['appearance_idle counter integer other']],
    ['type: integer, name: a, label: A, appearance: columns-3', ['appearance_idle columns-3 integer kind']],
    ['type: select_one kind, name: a, label: A, appearance: likert columms-3 minimall', ['appearance_idle likert select_one table', 'appearance_unknown columms-3 columns-n', 'appearance_unknown minimall minimal']],
    ['type: integer, name: a, label: A, appearance: countr', ['appearance_unknown countr counter']],
    ['type: date, name: a, label: A, appearance: islamic', ['appearance_idle islamic date calendar']],
    ['type: geopoint, name: a, label: A, appearance: placement-map', ['appearance_idle placement-map geopoint map']],
    ['type: text, name: a, label: A, appearance: "ex:org.other.app(x=1)"', ['appearance_idle ex text app']],
    ['type: image, name: a, label: A, appearance: annotate', ['appearance_idle annotate image other']],
    ['type: select_one kind, name: a, label: A, parameters: { seed: 7 }', ['parameter_idle seed select_one']],
    ['type: select_one kind, name: a, label: A, parameters: { randomize: true, seed: 7 }', []],
    ['type: range, name: a, label: A, parameters: start=0 end=5 tick_interval=1', ['parameter_idle tick_interval range']],
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

const asks = (kind: string): string => (kind.startsWith('select') ? `${kind} long` : kind)
// On a phone only: a button beside the field, or what a thumb's choice does.
const byHand = ['signature', 'draw']

describe('2 what means something', () => {
  test.each(Object.entries(appearances).flatMap(([kind, words]) => words.map((word) => [kind, word] as const)))('%s %s', (kind, word) => {
    const question = `{ type: ${asks(kind)}, name: a, label: A, appearance: ${word.replace('-n', '-3')} }`
    expect(told(question)).toEqual([])
    expect(drawn(question)).not.toBe(drawn(`{ type: ${asks(kind)}, name: a, label: A }`))
    if (byHand.includes(word)) expect(drawn(question)).toContain('ra giấy')
  })
  test.each([2, 5, 12])('text of %s rows', (rows) => {
    const question = `{ type: text, name: a, label: A, parameters: rows=${rows} }`
    expect([told(question), drawn(question).includes(`<textarea id="q-a" name="a" aria-describedby="q-a-problem" rows="${rows}"`)]).toEqual([[], true])
  })
  test.each(Object.entries(anyway).flatMap(([kind, words]) => words.map((word) => [kind, word] as const)))('%s %s is so anyway', (kind, word) => {
    const question = (more: string): string => `{ type: ${kind}, name: a, label: A${kind === 'group' ? ', questions: [{ type: text, name: b, label: B }]' : ''}${more} }`
    expect([told(question(`, appearance: ${word}`)), drawn(question(`, appearance: ${word}`))]).toEqual([[], drawn(question(''))])
  })
  test.each(['likert', 'no-buttons', 'w4'])('and %s does not', (word) => {
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
  test('what is left out', () => {
    const rows = table('| what | why |').flatMap(([words]) => names(words))
    const all = Object.values(idle).flatMap((words) => words.split(' '))
    expect(rows.filter((word) => !all.includes(word.replace(/:…$/, '')) && !/^w\d+$/.test(word))).toEqual([])
  })
})

describe('5 more than every phone has', () => {
  const more = (question: string): true | undefined => {
    const made = compiled(question)
    return made.ok ? made.form.more : undefined
  }
  test.each(['select_one kind|columns-2', 'select_one kind|quick', 'select_multiple long|Search', 'date|month-year', 'image|signature'])('%s', (asked) => {
    const [type, word] = asked.split('|')
    expect(more(`{ type: ${type}, name: a, label: A, appearance: ${word} }`)).toBe(true)
  })
  test.each(['text|multiline', 'image|new-front', 'select_one kind|likert', 'date|no-calendar', 'integer|minimal'])('not %s', (asked) => {
    const [type, word] = asked.split('|')
    expect(more(`{ type: ${type}, name: a, label: A, appearance: ${word} }`)).toBe(undefined)
  })
})

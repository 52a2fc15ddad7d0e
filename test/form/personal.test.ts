// Figures show sums, never somebody's own words or numbers.
// 1  No indicator groups by a personal answer that is not a choice, nor shows the extremes of one.
// 2  Counting and adding up over personal answers stays possible where the figure is not public.
// 3  Personal is also what is made of it: calculated, begun with, chosen among rows, read from an entry; and what a text would say of it is left out of the text.
import { expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import { isLabelPersonal, personalNames, personalRegisters, withoutPersonalTexts } from '../../src/form/personal.ts'

const codes = (indicator: string): string[] => {
  const form = `
id: f
title: F
language: vi
survey:
  - { type: text, name: who, label: W, personal: basic }
  - { type: integer, name: income, label: I, personal: basic }
  - { type: select_one sex, name: sex, label: S, personal: basic }
choices: { sex: [{ name: m, label: M }, { name: f, label: F }] }
registers:
  - { register: people, label: "\${who}", unit: "'x'", columns: { who: "\${who}", income: "\${income}" } }
indicators:
  - { name: i, label: I, ${indicator} }
`
  const compiled = compile({ 'form.yaml': form }, { levels: [], registers: {}, indicators: [] })
  return compiled.ok ? [] : compiled.problems.map(({ code }) => code)
}

test.each([['register: people, count: yes, by: [who]'], ['register: people, max: income'], ['register: people, min: income'], ['register: people, median: income']])('1 %s', (indicator) => {
  expect(codes(indicator)).toEqual(['indicator_public_personal'])
})
test.each([['count: yes, by: [sex]'], ['sum: "${income}"'], ['count: yes, where: "${income} > 5"']])('2 %s', (indicator) => {
  expect(codes(indicator)).toEqual([])
})
test('2 but not in public', () => {
  expect(codes('sum: "${income}", public: yes')).toEqual(['indicator_public_personal'])
})

const made = (text: string) => {
  const compiled = compile({ 'form.yaml': text }, { levels: ['village'], registers: { house: { head: 'text', roof: 'text' } }, indicators: [] })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.form
}
const writer = made(`
id: writer
title: W
language: vi
survey: [{ type: text, name: head, label: H, personal: basic }, { type: text, name: roof, label: R }]
registers: [{ register: house, label: "\${head}", unit: "'x'", columns: { head: "\${head}", roof: "\${roof}" } }]
`)
const reader = made(`
id: reader
title: R
language: vi
instance_name: "concat(\${roof_there}, \${head_there})"
survey:
  - { type: text, name: who, label: W, personal: basic }
  - { type: calculate, name: twice, calculation: "concat(\${who}, \${who})" }
  - { type: text, name: begun, label: B, default: "concat('ông ', \${who})" }
  - { type: entry house, name: house, label: "Nhà nào của \${who}?", hint: "Không phải \${begun}" }
  - { type: calculate, name: head_there, calculation: "\${house.head}" }
  - { type: calculate, name: roof_there, calculation: "\${house.roof}" }
  - { type: text, name: also, label: "Mái \${house.roof} của \${house.head}", check: [{ expect: "\${also} != ''", message: "\${who} nói gì?" }] }
  - { type: calculate, name: pulled, calculation: "pulldata('house', 'head', 'roof', 'x')" }
  - { type: calculate, name: pulled_roof, calculation: "pulldata('house', 'roof', 'head', 'x')" }
  - { type: repeat, name: people, label: P, questions: [{ type: text, name: called, label: C, personal: basic }, { type: integer, name: age, label: A }] }
  - { type: "select_one \${called}", name: eldest, label: E }
`)
const columns = personalRegisters([writer, reader])

test('3 what is made of it', () => {
  expect([...(columns.get('house') ?? [])].sort()).toEqual(['head', 'label'])
  expect([...personalNames(reader, columns)].sort()).toEqual(['begun', 'called', 'eldest', 'head_there', 'pulled', 'pulled_roof', 'twice', 'who'])
  expect([isLabelPersonal(reader), isLabelPersonal(reader, columns)]).toEqual([false, true])
})
test('3 what texts would say of it', () => {
  const plain = withoutPersonalTexts(reader, personalNames(reader, columns), columns)
  const of = (name: string) => plain.survey.find((question) => question.name === name)
  expect(of('house')).toMatchObject({ label: { vi: ['Nhà nào của ', '…', '?'] }, hint: { vi: ['Không phải ', '…'] } })
  expect(of('also')?.label?.vi).toEqual(['Mái ', [['$', 'house', 'roof']], ' của ', '…'])
  expect(of('also')?.check?.[0]?.message.vi).toEqual(['…', ' nói gì?'])
  // What it asks and works out is the same form.
  expect(plain.survey.map(({ calculation, relevant, constraint }) => [calculation, relevant, constraint])).toEqual(reader.survey.map(({ calculation, relevant, constraint }) => [calculation, relevant, constraint]))
})

test('3 what is worked out only where it fits says that it fits', () => {
  const form = made(`
id: told
title: T
language: vi
survey:
  - { type: text, name: who, label: W, personal: basic }
  - { type: calculate, name: is_x, relevant: "\${who} = 'x'", calculation: "'yes'" }
  - { type: group, name: theirs, label: G, relevant: "\${who} = 'x'", questions: [{ type: calculate, name: inside, calculation: "1" }, { type: text, name: asked, label: A }] }
  - { type: calculate, name: after, relevant: "\${is_x} = 'yes'", calculation: "2" }
  - { type: calculate, name: nobodys, relevant: "\${asked} = 'y'", calculation: "3" }
  - { type: repeat, name: rows, label: R, repeat_count: "string-length(\${who})", questions: [{ type: calculate, name: row, calculation: "1" }] }
`)
  expect([...personalNames(form)].sort()).toEqual(['after', 'inside', 'is_x', 'rows', 'who'])
})

test.each<[string, boolean]>([
  ["jr:choice-name(${house}, '${house}')", true], ["jr:choice-name(${kind}, '${kind}')", false],
  ["count(instance('house')/root/item[head = 'x'])", true], ["instance('house')/root/item[contains(head, 'x')]/roof", true], ["instance('house')/root/item[position() = 1]/head", true], ["count(instance('house')/root/item[roof = 'x' and label = 'y'])", true],
  ["count(instance('house')/root/item[roof = 'x'])", false], ["instance('house')/root/item[position() = 1]/roof", false], ["instance('house')/root/item[name = ${house}]/roof", false],
  ["instance(concat('hou', 'se'))/root/item[name = ${house}]/head", true], ["instance(${kind})/root/item[name = ${house}]/roof", false],
  ["pulldata('house', 'roof', 'head', 'x')", true], ["pulldata('house', 'roof', 'name', ${house})", false], ["pulldata('house', ${kind}, 'name', ${house})", true], ["pulldata(${kind}, 'head', 'name', ${house})", true],
  ["count(${people}[called = 'x'])", true], ["count(${people}[age > 5])", false],
])('3 %s: %s', (calculation, isTheirs) => {
  const form = made(`
id: asks
title: A
language: vi
survey:
  - { type: entry house, name: house, label: H }
  - { type: select_one kind, name: kind, label: K }
  - { type: repeat, name: people, label: P, questions: [{ type: text, name: called, label: C, personal: basic }, { type: integer, name: age, label: A }] }
  - { type: calculate, name: worked_out, calculation: "${calculation}" }
choices: { kind: [{ name: a, label: A }] }
`)
  expect(personalNames(form, columns).has('worked_out')).toBe(isTheirs)
})

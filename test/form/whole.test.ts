// What is added up is kept in whole numbers.
// 1  An amount that may have a fraction is remarked where it stands, with what to write instead; nothing else is.
// 2  What the remark says to write is remarked no more.
import { expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'

function remarks(measure: string): readonly (readonly [number | undefined, unknown])[] {
  const compiled = compile({ 'form.yaml': `id: f
title: F
language: vi
survey:
  - { type: decimal, name: km, label: K }
  - { type: integer, name: hands, label: H }
  - { type: calculate, name: half, calculation: "\${hands} div 2" }
  - { type: calculate, name: both, calculation: "\${hands} + 1" }
  - { type: repeat, name: tap, label: T, questions: [{ type: decimal, name: litres, label: L }] }
indicators:
  - { name: i, label: I, ${measure} }
` }, { levels: [], registers: {}, indicators: [] })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.warnings.filter(({ code }) => code === 'amount_rounded').map(({ line, facts }) => [line, `${facts?.key}: ${facts?.suggestion}`])
}

test.each([
  ['a decimal', 'sum: "${km}"', 'sum: round(${km} * 10)'],
  ['a decimal in each row', 'each: tap, average: "${litres}"', 'average: round(${litres} * 10)'],
  ['a decimal made double', 'sum: "${km} * 2"', 'sum: round((${km} * 2) * 10)'],
  ['all rows of one', 'sum: "sum(${litres})"', 'sum: round((sum(${litres})) * 10)'],
  ['one of two', "sum: \"if(${hands} > 1, ${km}, 0)\"", 'sum: round((if(${hands} > 1, ${km}, 0)) * 10)'],
  ['a division', 'average: "${hands} div 2"', 'average: round((${hands} div 2) * 10)'],
  ['a division somewhere else', 'sum: "${half}"', 'sum: round(${half} * 10)'],
])('1, 2 %s', (_, measure, instead) => {
  expect(remarks(measure)).toEqual([[11, instead]])
  expect(remarks(`${measure.startsWith('each') ? 'each: tap, ' : ''}${instead.replace(/: (.*)$/, ': "$1"')}, scale: 10`)).toEqual([])
})
test.each(['sum: "${hands}"', 'sum: "${both}"', 'sum: "${km} * 1000"', 'sum: "round(${km})"', 'sum: "int(${km})"', 'sum: "count(${tap})"', "sum: \"if(${km} > 1, 1, 0)\"", 'count: yes', 'count: yes, where: "${km} > 0.5"'])('1 not of %s', (measure) => {
  expect(remarks(measure)).toEqual([])
})

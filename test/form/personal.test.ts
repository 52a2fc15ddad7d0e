// Figures show sums, never somebody's own words or numbers.
// 1  No indicator groups by a personal answer that is not a choice, nor shows the extremes of one.
// 2  Counting and adding up over personal answers stays possible where the figure is not public.
import { expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'

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

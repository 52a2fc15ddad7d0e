// A code where words are read.
// 1  A place or an entry in a record's or an entry's name is remarked, with what gives its name; as part of logic it is not.
// 2  In a label the bare name is the name already; its code is remarked there, too.
import { expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'

function remarks({ instance = "'x'", label = 'L', entry = "'x'" }: { readonly instance?: string; readonly label?: string; readonly entry?: string }): readonly string[] {
  const compiled = compile({ 'form.yaml': `id: f
title: F
language: vi
instance_name: "${instance}"
survey:
  - { type: unit village, name: noi, label: N }
  - { type: entry spring, name: mo, label: M }
  - { type: text, name: ten, label: "${label}" }
registers:
  - { register: visit, label: "${entry}", unit: "\${noi}" }
` }, { levels: ['village'], registers: { spring: { depth: 'number' } }, indicators: [] })
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.warnings.map(({ code, line, facts }) => `${code} ${line} ${facts?.found} ${facts?.suggestion}`)
}

test.each([
  ['a place', '${noi}', '${noi} ${noi.full_name}'],
  ['its name, which is its code', "concat(${noi.name}, ' ', ${ten})", '${noi.name} ${noi.full_name}'],
  ['one of two', "if(${ten} = '', ${noi.id}, ${ten})", '${noi.id} ${noi.full_name}'],
  ['an entry', 'coalesce(${ten}, ${mo})', '${mo} ${mo.label}'],
])('1 %s', (_, instance, told) => {
  expect(remarks({ instance })).toEqual([`code_shown 4 ${told}`])
  expect(remarks({ entry: instance })).toEqual([`code_shown 10 ${told}`])
})
test.each(["concat(${noi.full_name}, ${mo.label}, ${mo.depth})", "if(${noi} = 'n1', ${ten}, '')", '${ten}', '${noi.code}'])('1 not of %s', (instance) => {
  expect(remarks({ instance })).toEqual([])
})
test('2 in a label', () => {
  expect(remarks({ label: 'Ở ${noi}, mó ${mo}' })).toEqual([])
  expect(remarks({ label: 'Ở ${noi.name}' })).toEqual(['code_shown 8 ${noi.name} ${noi.full_name}'])
})

// ${last-saved#name}: what a question held in the last submission of whoever fills in.
// 1  It stands in defaults, calculations and texts; without such a submission it is empty.
// 2  Only what a form names is kept, as expressions see it; nothing is believed of its shape.
// 3  Never a personal answer, nor one in rows; a name that is not there is told where it stands.
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import { open } from '../../src/form/filling.ts'
import type { Answers } from '../../src/form/form.ts'
import { lastOf } from '../../src/form/last.ts'
import { form, q, world } from './stage.ts'

const f = form([
  q('select_multiple kind', 'kinds_seen'), q('integer', 'reading', 'label: "Số (lần trước: ${last-saved#reading})"').replace('label: reading, ', ''), q('text', 'by', 'default: "${last-saved#by}"'),
  '  - { type: calculate, name: used, calculation: "${reading} - ${last-saved#reading}" }', '  - { type: calculate, name: had, calculation: "selected(${last-saved#kinds_seen}, \'b\')" }', q('text', 'other'),
].join('\n'))

describe('1 what the last one said', () => {
  test('1 in a default, a calculation and a text', () => {
    const last = lastOf(f, { reading: 120, by: 'Sùng A Páo', kinds_seen: ['a', 'b'], other: 'x' })
    expect(last).toEqual({ reading: 120, by: 'Sùng A Páo', kinds_seen: 'a b' })
    const filling = open(f, { ...world, last })
    expect([filling.get('by'), filling.get('had'), filling.label('reading', 'vi')]).toEqual(['Sùng A Páo', 'true', 'Số (lần trước: 120)'])
    filling.answer('reading', 150)
    expect(filling.get('used')).toBe(30)
  })
  test('1 empty where there was none', () => {
    const filling = open(f, world)
    filling.answer('reading', 150)
    expect([filling.get('by'), filling.get('used'), filling.label('reading', 'vi')]).toEqual([undefined, undefined, 'Số (lần trước: )'])
  })
  test('1 the form says which, and that it takes more', () => {
    expect([f.last, f.more]).toEqual([['reading', 'by', 'kinds_seen'].sort((a, b) => (f.last ?? []).indexOf(a) - (f.last ?? []).indexOf(b)), true])
    expect(form(q('text', 'a')).last).toBeUndefined()
  })
})

test.each<[Answers]>([[{ reading: '120' }], [{ reading: [{}] }], [{ kinds_seen: 'a' }], [{ by: 3 }], [{}]] as unknown as [Answers][])('2 of %j nothing is taken', (answers) => {
  expect(lastOf(f, answers)).toEqual({})
})

test.each<[string, string, string]>([
  ['a personal answer', `${q('text', 'a', 'personal: basic')}\n${q('text', 'b', 'default: "${last-saved#a}"')}`, 'last_saved_personal'],
  ['one in a personal group', `  - { type: group, name: g, label: G, personal: sensitive, purpose: P, questions: [{ type: text, name: a, label: A }] }\n${q('text', 'b', 'default: "${last-saved#a}"')}`, 'last_saved_personal'],
  ['one in rows', `  - { type: repeat, name: r, label: R, questions: [{ type: text, name: a, label: A }] }\n${q('text', 'b', 'default: "${last-saved#a}"')}`, 'type_mismatch'],
  ['a name that is not there', q('text', 'b', 'default: "${last-saved#bb}"'), 'reference_unknown'],
])('3 %s is told', (_, survey, code) => {
  const compiled = compile({ 'form.yaml': `id: f\ntitle: F\nlanguage: vi\nsurvey:\n${survey}\n` }, { levels: [], registers: {}, indicators: [] })
  expect(compiled.ok ? [] : compiled.problems.map((problem) => problem.code)).toEqual([code])
})

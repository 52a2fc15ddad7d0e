// Two fillings side by side.
// 1  Only what differs, in document order, rows that one side alone has included; each answer as its kind says it.
// 2  What is not asked any more is not said; what the reader may not see is masked, and still seen to differ.
import { expect, test } from 'vitest'
import { open } from '../../src/form/filling.ts'
import type { Answers } from '../../src/form/form.ts'
import { differences, differing } from '../../src/view/differences.ts'
import { wordsOf } from '../../src/words/words.ts'
import { form, q, world } from '../form/stage.ts'

const survey = form([
  q('text', 'name'), q('integer', 'count'), q('date', 'seen'), q('select_one kind', 'kind'), q('text', 'why', 'relevant: "${count} > 5"'),
  '  - { type: repeat, name: part, label: Phần, questions: [{ type: integer, name: size, label: Cỡ }] }',
].join('\n'))
const side = (answers: Answers) => open(survey, world, answers)
const shown = (before: Answers, after: Answers, masked: readonly string[] = []): string =>
  differences({ before: side(before), after: side(after), called: ['Bản 1', 'Bản 2'], title: 'Sửa gì', question: 'Câu', words: wordsOf('vi'), language: 'vi', masked: new Set(masked) }).markup

test('1 what differs', () => {
  const before = { name: 'A', count: 1500, part: [{ size: 1 }, { size: 2 }] }
  const after = { name: 'A', count: 2500, seen: '2026-11-04', part: [{ size: 1 }, { size: 3 }, { size: 4 }] }
  expect(differing(side(before), side(before))).toEqual([])
  expect(differing(side(before), side(after))).toEqual(['count', 'seen', 'part[2].size', 'part[3].size'])
  const markup = shown(before, after)
  for (const text of ['1.500', '2.500', 'thứ Tư, 4/11/2026', 'Phần 2: Cỡ', 'Phần 3: Cỡ', 'Bản 1', 'Bản 2']) expect(markup).toContain(text)
  expect(markup).not.toContain('>A<')
  expect(shown({ name: '' }, { name: '<b>' })).toContain('&lt;b&gt;')
})

test('2 what is not asked, and what is hidden', () => {
  expect(differing(side({ count: 9, why: 'nhiều' }), side({ count: 3, why: 'nhiều' }))).toEqual(['count', 'why'])
  const markup = shown({ name: 'Lò Văn Ví' }, { name: 'Lò Văn Dụ' }, ['name'])
  expect(markup).not.toMatch(/Ví|Dụ/)
  expect(markup.match(/đã che/g)).toHaveLength(2)
})

// Drafts carried over as text.
// 1  A draft's type becomes the form language's; what it has no kind for is left out, with a remark.
// 2  Scalars survive YAML: quoted where they must be, plain where they may.
// 3  The skeleton keeps order, hints and what is required; rows stand in their repeat, under names that are unique in the form.
// 4  Lists grow by what is missing only.
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { listTexts, listsIn, scalar, skeleton, typeOf } from '../../scripts/convert-forms.ts'
import type { Field } from '../../scripts/convert-forms.ts'

const field = (more: Partial<Field>): Field => ({ name: 'a', type: 'text', arg: null, vi: 'Một', en: 'One', hint: '', req: false, choices: null, ...more })

test.each([
  [{ type: 'int' }, 'integer'],
  [{ type: 'one', choices: 'sex' }, 'select_one sex'],
  [{ type: 'many', choices: 'risk' }, 'select_multiple risk'],
  [{ type: 'unit', arg: 'commune' }, 'unit commune'],
  [{ type: 'ref', arg: 'road' }, 'entry road'],
  [{ type: 'gps' }, 'geopoint'],
  [{ type: 'audio' }, 'audio'],
  [{ type: 'video' }, undefined],
  [{ type: 'many', arg: 'unit' }, undefined],
])('1 %o', (more, expected) => {
  expect(typeOf(field(more))).toBe(expected)
})

test.each(['Tên', 'Ví dụ: Thượng I', '- gạch', 'a # b', 'Đúng không?', '"gần 3 km" là ước chừng', '', '[a]', 'hết:', 'yes', ' '])('2 %s', (text) => {
  expect(parse(`key: ${scalar(text)}`, { schema: 'failsafe' })).toEqual({ key: text })
})

test('3 skeleton', () => {
  const { form, en } = skeleton({
    slug: 'lop',
    title: { vi: 'Lớp', en: 'Class' },
    fields: [field({ name: 'unit', req: true, hint: 'Chọn: xã' }), field({ name: 'voice', type: 'video' }), field({ name: 'attend', type: 'repeat' }), field({ name: 'attend.unit', en: 'Unit' })],
  })
  expect(parse(form, { schema: 'failsafe' })).toEqual({
    id: 'lop',
    title: 'Lớp',
    language: 'vi',
    survey: [
      { type: 'text', name: 'unit', label: 'Một', hint: 'Chọn: xã', required: 'yes' },
      { type: 'repeat', name: 'attend', label: 'Một', questions: [{ type: 'text', name: 'attend_unit', label: 'Một' }] },
    ],
  })
  expect(form).toContain('# voice: no kind for "video"')
  expect(parse(en, { schema: 'failsafe' })).toMatchObject({ survey: { unit: { label: 'One' }, attend_unit: { label: 'Unit' } } })
})

test('4 lists', () => {
  const { vi, en } = listTexts({ sex: [{ value: 'male', vi: 'Nam', en: 'Male' }], more: [] }, ['sex'])
  expect(parse(vi, { schema: 'failsafe' })).toEqual({ sex: [{ name: 'male', label: 'Nam' }] })
  expect(parse(en, { schema: 'failsafe' })).toEqual({ sex: { male: 'Male' } })
  expect(listsIn(`# words\n${vi}yes_no:\n  - name: yes\n`)).toEqual(['sex', 'yes_no'])
})

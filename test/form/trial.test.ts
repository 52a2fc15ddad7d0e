// A form as it is tried.
// 1  Every register in it is the trial's own: asked, written, counted over, grouped by, looked through. Choice lists and levels of units stay.
// 2  Nothing of it is public; its title says what it is, in each language.
// 3  What it asks and how it counts is the same.
import { expect, test } from 'vitest'
import { compile } from '../../src/form/compile.ts'
import { asTrial, isTrial, trialOf, trialRegister, triedBy } from '../../src/form/trial.ts'

const source = `
id: f
title: Đường
language: vi
survey:
  - { type: unit village, name: village, label: Thôn }
  - { type: entry road, name: one, label: Đường nào? }
  - type: repeat
    name: row
    label: Dòng
    questions:
      - { type: entry house, name: other, label: Nhà nào? }
  - { type: select_one kind, name: kind, label: "Loại của \${one}" }
  - { type: calculate, name: known, calculation: "count(instance('road')/root/item[width > 2]/width) + count(instance('kind')/root/item/name) + count(instance('village')/root/item/name)" }
  - { type: calculate, name: found, calculation: "pulldata('house', 'people', 'id', \${one})" }
choices:
  kind: [{ name: a, label: A }]
registers:
  - { register: road, entity_id: "\${one}", label: "\${kind}", unit: "\${village}", columns: { width: 3 } }
indicators:
  - { name: all, label: Số, count: yes, public: yes }
  - { name: wide, label: Rộng, count: yes, register: road, where: "\${width} > 2", by: [road, 'road*width'] }
`
const made = compile({ 'form.yaml': source, 'en.yaml': 'title: Roads\nsurvey: { village: V, one: O, row: R, other: O, kind: "Kind of \${one}" }\nchoices: { kind: { a: A } }\nindicators: { all: A, wide: W }\n' }, {
  levels: ['village'], registers: { road: { width: 'number' }, house: { people: 'number' } }, indicators: [],
})
if (!made.ok) throw new Error(JSON.stringify(made.problems, null, 1))
const { form } = made
const trial = asTrial({ ...form, public: true }, new Set(['village']), (language) => (language === 'vi' ? 'THỬ' : 'TRIAL'))

test('1 its own registers, and nothing else renamed', () => {
  const text = JSON.stringify(trial)
  expect([...new Set(text.match(/[a-z]+~[a-z]+/g))].sort()).toEqual(['f~trial', 'house~f', 'road~f'])
  expect(text).not.toMatch(/"(road|house)"/)
  expect(trial.indicators[1]).toMatchObject({ register: 'road~f', by: ['road~f', 'road~f*width'] })
  expect(text).toContain('"kind"')
  expect(text).toContain('["[]","village"')
})

test('2 nothing public, and marked', () => {
  expect(JSON.stringify(trial)).not.toContain('public')
  expect(trial.title).toEqual({ vi: 'THỬ: Đường', en: 'TRIAL: Roads' })
})

test('3 named back, the same form', () => {
  const back = JSON.parse(JSON.stringify(trial).replaceAll('f~trial', 'f').replaceAll('~f', '')) as object
  const { title: _, indicators, public: ___, ...rest } = form
  expect(back).toMatchObject(JSON.parse(JSON.stringify(rest)) as object)
  expect((back as typeof form).indicators).toEqual(indicators.map(({ public: __, ...one }) => JSON.parse(JSON.stringify(one)) as object))
  expect([trialOf('f'), triedBy('f~trial'), triedBy('f'), trialRegister('road', 'f')]).toEqual(['f~trial', 'f', 'f', 'road~f'])
  expect([isTrial('f'), isTrial('f~trial'), isTrial('road~f')]).toEqual([false, true, true])
})

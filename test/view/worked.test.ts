// Values with a label that stand on no screen, as the office reads them.
// 1  A labelled calculation between groups is read with the record; one without a label, or one that a screen shows, is not told a second time.
// 2  What the reader may not see is masked; where there is nothing there is no part.
import { expect, test } from 'vitest'
import { open } from '../../src/form/filling.ts'
import { answers } from '../../src/view/answers.ts'
import type { Reading } from '../../src/view/answers.ts'
import { beside } from '../../src/view/worked.ts'
import { deskWordsOf } from '../../src/words/desk.ts'
import { form, q, world } from '../form/stage.ts'

const group = `  - type: group\n    name: g\n    label: G\n    questions:\n    ${q('integer', 'a').trim()}\n`
const reading = (survey: string, masked: readonly string[] = []): Reading => ({
  filling: open(form(survey), world, { a: 3 }), words: deskWordsOf('vi'), language: 'vi', unread: {}, problems: new Map(), reasons: {}, masked: new Set(masked),
})
const between = `${group}  - { type: calculate, name: twice, label: Gấp đôi, calculation: "\${a} * 2" }\n  - { type: calculate, name: own, calculation: "\${a} * 5" }\n`

test('1 read once, and nowhere else', () => {
  const read = reading(between)
  expect(answers(read).markup).not.toContain('Gấp đôi')
  const { markup } = beside('Kèm', read)
  expect(markup).toContain('<h2>Kèm</h2>')
  expect(markup).toContain('<dt>Gấp đôi</dt><dd>6</dd>')
  expect(markup.match(/<dt>/g)).toHaveLength(1)
  const shown = reading(`${q('integer', 'a')}\n  - { type: calculate, name: twice, label: Gấp đôi, calculation: "\${a} * 2" }\n`)
  expect(answers(shown).markup).toContain('Gấp đôi')
  expect(beside('Kèm', shown).markup).toBe('')
})

test('2 masked, and nothing for nothing', () => {
  const { markup } = beside('Kèm', reading(between, ['twice']))
  expect(markup).toContain(deskWordsOf('vi').field.masked)
  expect(markup).not.toContain('<dd>6</dd>')
  expect(beside('Kèm', reading(group)).markup).toBe('')
})

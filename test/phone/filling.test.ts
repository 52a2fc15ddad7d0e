// A draft that is opened on the phone: what of it lies on the shelf, and comes back.
// 1  What was frozen by once() is what it was, when the draft is opened another day.
// 2  What could not be read in one language is read in the other, and kept as an answer; where it cannot be read there either it stays as it was typed.
// 3  On a full phone a draft still opens, with everything that was typed; it is kept with the next write that finds room.
import { expect, test } from 'vitest'
import type { Form } from '../../src/form/form.ts'
import { answer, begin, keep, openFilling } from '../../src/phone/filling.ts'
import type { Open } from '../../src/phone/filling.ts'
import { ShelfFull } from '../../src/phone/database.ts'
import type { App } from '../../src/phone/screen.ts'
import type { Whole } from '../../src/phone/whole.ts'
import { vi } from '../../src/words/vi.ts'
import { form, q } from '../form/stage.ts'
import { account, freshShelf } from './given.ts'

const survey = [q('integer', 'people'), '  - { type: calculate, name: first, calculation: "once(${people})" }', q('date', 'seen', 'calculation: "once(today())"'), q('decimal', 'km'), q('text', 'note')].join('\n')

function appOf(shelf: Whole, language: string): App {
  const idle = async (): Promise<void> => undefined
  return { shelf, account: account(), words: vi, language, learn: idle, go: idle, redraw: idle, tell: () => undefined }
}

async function started(what: Form = form(survey)): Promise<{ shelf: Whole; id: string; at: Open }> {
  const shelf = await freshShelf()
  await shelf.keepForm({ id: what.id, version: 1, hash: 'h', form: what })
  const draft = await begin(appOf(shelf, 'vi'), what.id)
  return { shelf, id: draft?.id ?? '', at: await opened(shelf, draft?.id ?? '') }
}

async function opened(shelf: Whole, id: string, language = 'vi'): Promise<Open> {
  const found = await shelf.draft(id)
  return (await openFilling(appOf(shelf, language), found as NonNullable<typeof found>)) as Open
}

async function type(shelf: Whole, at: Open, key: string, text: string, language = 'vi'): Promise<void> {
  const changed = answer(at, key, { '': text }, language)
  await keep(appOf(shelf, language), at, [key, ...changed])
}

test('1 what was frozen', async () => {
  const { shelf, id, at } = await started()
  await type(shelf, at, 'people', '1')
  await type(shelf, at, 'people', '2')
  expect([at.filling.get('people'), at.filling.get('first')]).toEqual([2, 1])
  const again = await opened(shelf, id)
  expect([again.filling.get('people'), again.filling.get('first'), again.filling.get('seen')]).toEqual([2, 1, at.filling.get('seen')])
  expect((await shelf.draft(id))?.parts.map(({ name, answer: value }) => [name, value]).sort()).toEqual([['first', 1], ['people', 2], ['seen', at.filling.get('seen')]])
})

test.each([
  ['1.5', 1.5, undefined],
  ['một', undefined, { '': 'một' }],
])('2 typed "%s" in Vietnamese, opened in English', async (text, value, typed) => {
  const { shelf, id, at } = await started()
  await type(shelf, at, 'km', text)
  expect([at.filling.get('km'), at.typed.km]).toEqual([undefined, { '': text }])
  const other = await opened(shelf, id, 'en')
  expect([other.filling.get('km'), other.typed.km]).toEqual([value, typed])
  expect((await shelf.draft(id))?.parts.find(({ name }) => name === 'km')).toEqual({ draft: id, name: 'km', ...(value === undefined ? {} : { answer: value }), ...(typed === undefined ? {} : { typed: { km: typed } }) })
})

test('3 a full phone', async () => {
  const { shelf, id, at } = await started()
  await type(shelf, at, 'km', '1.5')
  await type(shelf, at, 'note', 'còn đây')
  const full = { ...shelf, keepParts: () => Promise.reject(new ShelfFull('full')) } as Whole
  const other = await opened(full, id, 'en')
  expect([other.filling.get('km'), other.filling.get('note')]).toEqual([1.5, 'còn đây'])
  expect([...other.unkept]).toContain('km')
  await expect(type(full, other, 'note', 'thêm', 'en')).rejects.toBeInstanceOf(ShelfFull)
  expect([...other.unkept].sort()).toEqual(['km', 'note'])
  // There is room again.
  await keep(appOf(shelf, 'en'), other, new Set(other.unkept))
  expect(new Map((await shelf.draft(id))?.parts.map(({ name, answer: value }) => [name, value]))).toEqual(new Map<string, unknown>([['km', 1.5], ['note', 'thêm'], ['seen', at.filling.get('seen')]]))
})

// One way of spelling, the one of the state's own papers (Ủy ban nhân dân): where oa, oe or uy end a syllable its mark stands on the first of the two.
// 1  So it is in every word of ours, in the forms and in what is written about them. Examples of both spellings stand in quotes of code.
// 2  What the search below finds, and what it leaves.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const elsewhere = /(?:(?:o[àáảãạèéẻẽẹ])|(?<!q)u[ỳýỷỹỵ])(?!\p{L})/iu

const under = (folder: string, sort: RegExp): readonly string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => sort.test(name)).map((name) => join(folder, name))
const files = [...under('src/words', /\.ts$/), ...under('src/cli', /\.ts$/), ...under('forms', /\.(?:yaml|csv)$/), ...under('docs', /\.md$/), 'README.md', 'README.vi.md']

test('1 everywhere', () => {
  expect(files.length).toBeGreaterThan(60)
  const found = files.flatMap((file) => readFileSync(file, 'utf8').normalize('NFC').split('\n').flatMap((line, i) => (elsewhere.test(line.replace(/`[^`]*`/g, '')) ? [`${file}:${i + 1} ${line.trim().slice(0, 100)}`] : [])))
  expect(found).toEqual([])
})

test.each([['xoá', true], ['Khoá kỳ', true], ['Uỷ ban', true], ['thuý', true], ['hoè', true], ['xóa', false], ['Ủy ban', false], ['quý', false], ['khoảng', false], ['hoạch', false], ['Hoàng', false], ['chuyển', false]])('2 %s', (word, isFound) => {
  expect(elsewhere.test(word)).toBe(isFound)
})

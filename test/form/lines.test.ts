// Two texts side by side.
// 1  What is gone, what is new, what is the same, with the numbers of the lines in both.
// 2  Whatever the texts: the lines that are not new make the one before, those that are not gone the one after.
// 3  Only what differs is shown, with what stands around it.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareLines, differing } from '../../src/form/lines.ts'

const short = (before: string, after: string): string[] => compareLines(before, after).map(({ is, text }) => `${is === 'same' ? ' ' : is === 'gone' ? '-' : '+'}${text}`)

test.each([
  ['', '', []],
  ['a\n', 'a\n', [' a']],
  ['a\nb\nc\n', 'a\nx\nc\n', [' a', '-b', '+x', ' c']],
  ['a\nc\n', 'a\nb\nc\n', [' a', '+b', ' c']],
  ['', 'a\n', ['+a']],
  ['a\nb\n', '', ['-a', '-b']],
])('1 %j → %j', (before, after, expected) => {
  expect(short(before, after)).toEqual(expected)
})

test('1 numbers', () => {
  expect(compareLines('a\nb\nc', 'b\nc\nd').map(({ before, after }) => [before, after])).toEqual([[1, undefined], [2, 1], [3, 2], [undefined, 3]])
})

test('2 any texts', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.map((line) => `${line}\n`).join(''))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = compareLines(before, after)
      const joined = (left: string): string => lines.filter(({ is }) => is !== left).map((line) => `${line.text}\n`).join('')
      expect([joined('new'), joined('gone')]).toEqual([before, after])
      expect(lines.flatMap((line) => line.before ?? [])).toEqual(lines.filter(({ is }) => is !== 'new').map((_, i) => i + 1))
      expect(lines.flatMap((line) => line.after ?? [])).toEqual(lines.filter(({ is }) => is !== 'gone').map((_, i) => i + 1))
    }),
  )
})

test('2 texts with nothing in common and very long ones', () => {
  const long = (word: string): string => Array.from({ length: 3000 }, (_, i) => `${word} ${i}\n`).join('')
  expect(compareLines(long('a'), long('b')).filter(({ is }) => is === 'new')).toHaveLength(3000)
})

test('3 what differs', () => {
  const lines = compareLines('1\n2\n3\n4\n5\n6\n7\n8\n9\n', '1\n2\n3\nx\n5\n6\n7\n8\ny\n')
  expect(differing(lines, 1).map((line) => (line === undefined ? '…' : line.text))).toEqual(['3', '4', 'x', '5', '…', '8', '9', 'y'])
  expect(differing(compareLines('a', 'a'))).toEqual([])
})

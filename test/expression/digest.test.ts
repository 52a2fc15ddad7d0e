// 1  digest() gives what the standards' own implementation gives, for texts of every length around the ends of a block, in hex and base64.
// 2  A way or encoding that does not exist gives nothing; a text that would take too long is stopped.
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { evaluate, Stopped } from '../../src/expression/evaluate.ts'
import '../../src/expression/hashing.ts'
import { parse } from '../../src/expression/parse.ts'
import type { Scope, Value } from '../../src/expression/tree.ts'

const of = (x: string, call: string): Value => {
  const parsed = parse(call)
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults))
  return evaluate(parsed.tree, { get: () => x } as unknown as Scope)
}

describe.each([['MD5', 'md5'], ['SHA-1', 'sha1'], ['SHA-256', 'sha256'], ['SHA-384', 'sha384'], ['SHA-512', 'sha512']])('1 %s', (way, name) => {
  test.each([0, 1, 3, 55, 56, 57, 63, 64, 65, 111, 112, 113, 119, 120, 127, 128, 129, 700])('1 %d letters', (length) => {
    const text = 'bản 🧛 é-'.repeat(90).slice(0, length).replace(/[\ud800-\udfff]$/, '')
    const expected = createHash(name).update(text, 'utf8')
    expect(of(text, `digest(\${x}, '${way}', 'hex')`)).toBe(expected.copy().digest('hex'))
    expect(of(text, `digest(\${x}, '${way}')`)).toBe(expected.digest('base64'))
  })
})

test.each<[string, string]>([
  ["digest(${x}, 'SHA-3', 'hex')", ''],
  ["digest(${x}, 'SHA-1', 'octal')", ''],
  ["digest(${x}, 'constructor')", ''],
  ["digest(${x}, 'sha-1', 'HEX')", 'a9993e364706816aba3e25717850c26c9cd0d89d'],
])('2 %s', (call, expected) => {
  expect(of('abc', call)).toBe(expected)
})
test('2 a text that is too long', () => {
  expect(() => of('a'.repeat(100_001), "digest(${x}, 'SHA-512')")).toThrow(Stopped)
})

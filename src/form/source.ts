// A source's files read into one tree that knows where everything stands. Shapes of text only: what it means is compile.ts's concern.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Node as YamlNode } from 'yaml'
import type { Problem } from './problem.ts'

/** Paths → text: `form.yaml`, `en.yaml`, `lists/choices.yaml`, `lists/en.yaml`. */
export type Files = Readonly<Record<string, string>>

export const limits = { bytes: 512_000, questions: 2_000, choices: 10_000, languages: 20 } as const

/** A value in a file and where it begins (line and column from 1). */
export interface Spot {
  readonly file: string
  readonly line: number
  readonly column: number
}

export type Value = Scalar | List | Table

export interface Scalar extends Spot {
  readonly is: 'text'
  readonly text: string
  /** Column offset to the first character of the text itself (1 when it is quoted); undefined when it runs over several lines. */
  readonly inset: number | undefined
}

export interface List extends Spot {
  readonly is: 'list'
  readonly items: readonly Value[]
}

export interface Table extends Spot {
  readonly is: 'table'
  readonly entries: ReadonlyMap<string, { readonly key: Spot; readonly value: Value }>
}

/** Reads one YAML file with the failsafe schema: every scalar is text, so nothing turns into a number or a boolean behind the author's back. */
export function readYaml(file: string, text: string): { readonly value?: Value; readonly problems: readonly Problem[] } {
  if (text.length > limits.bytes) return { problems: [{ code: 'source_too_large', file, line: 1, column: 1, facts: { limit: limits.bytes } }] }
  const lines = new LineCounter()
  const tree = parseDocument(text, { schema: 'failsafe', lineCounter: lines, uniqueKeys: false, merge: false, prettyErrors: false })
  const problems: Problem[] = tree.errors.map((error) => {
    const { line, col } = lines.linePos(error.pos[0])
    return { code: 'yaml_syntax', file, line, column: col, facts: { reason: error.code } }
  })
  if (problems.length > 0) return { problems }
  const value = convert(tree.contents as YamlNode | null, file, lines, problems, 0)
  return value === undefined ? { problems } : { value, problems }
}

function convert(node: YamlNode | null, file: string, lines: LineCounter, problems: Problem[], depth: number): Value | undefined {
  if (node === null) return { is: 'text', text: '', inset: 0, file, line: 1, column: 1 }
  const { line, col } = lines.linePos(node.range?.[0] ?? 0)
  const spot = { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  // An alias can make a small file huge; a form has no use for one.
  if (isAlias(node) || depth > 20) {
    problems.push({ code: 'source_shape', ...spot, facts: { expected: 'text', received: isAlias(node) ? '*' : 'depth' } })
    return undefined
  }
  if (isScalar(node)) {
    const text = typeof node.value === 'string' ? node.value : ''
    const quoted = node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE'
    const isOneLine = node.type !== 'BLOCK_FOLDED' && node.type !== 'BLOCK_LITERAL' && !text.includes('\n')
    return { is: 'text', text: text.normalize('NFC'), inset: isOneLine ? (quoted ? 1 : 0) : undefined, ...spot }
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item as YamlNode | null, file, lines, problems, depth + 1))
    return { is: 'list', items: items.filter((item) => item !== undefined), ...spot }
  }
  if (isMap(node)) {
    const entries = new Map<string, { key: Spot; value: Value }>()
    for (const pair of node.items) {
      const key = pair.key as YamlNode | null
      const at = lines.linePos(key?.range?.[0] ?? 0)
      const place = { file, line: at.line, column: at.col }
      if (!isScalar(key) || typeof key.value !== 'string') {
        problems.push({ code: 'source_shape', ...place, facts: { expected: 'key', received: 'value' } })
        continue
      }
      const known = entries.get(key.value)
      if (known !== undefined) {
        problems.push({ code: 'name_twice', ...place, at: key.value, facts: { name: key.value, line: known.key.line } })
        continue
      }
      const own = pair.value as YamlNode | null
      const value: Value | undefined = own === null ? { is: 'text', text: '', inset: 0, ...place } : convert(own, file, lines, problems, depth + 1)
      if (value !== undefined) entries.set(key.value, { key: place, value })
    }
    return { is: 'table', entries, ...spot }
  }
  return undefined
}

/** Where a character of a scalar stands in its file; the scalar's own place when that cannot be told. */
export function within(scalar: Scalar, column: number): Spot {
  if (scalar.inset === undefined) return { file: scalar.file, line: scalar.line, column: scalar.column }
  return { file: scalar.file, line: scalar.line, column: scalar.column + scalar.inset + column - 1 }
}

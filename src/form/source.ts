// A source's files read into one tree that knows where everything stands. Shapes of text only: what it means is compile.ts's concern.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Node as YamlNode, YAMLMap } from 'yaml'
import type { Problem } from './problem.ts'
import { isUnkeepable } from './text.ts'

/** Paths → text: `form.yaml`, `en.yaml`, `lists/choices.yaml`, `lists/en.yaml`. */
export type Files = Readonly<Record<string, string>>

export const limits = { characters: 1_000_000, questions: 2_000, choices: 10_000, languages: 20 } as const

/** The problem of a source that stands under one form's name and calls itself another. */
export function foreignId(files: Files, form: string): Problem | undefined {
  const lines = (files['form.yaml'] ?? '').split('\n')
  const at = lines.findIndex((line) => /^id\s*:/.test(line))
  const name = (lines[at] ?? '').replace(/^id\s*:\s*|\s*(#.*)?$/g, '').replace(/^(["'])(.*)\1$/, '$2')
  return at < 0 || name === form ? undefined : { code: 'id_changed', file: 'form.yaml', line: at + 1, column: 1, at: 'id', facts: { name, was: form } }
}

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
  /** As it stands in the file, with its quotes; undefined when it runs over several lines. */
  readonly raw: string | undefined
}

export interface List extends Spot {
  readonly is: 'list'
  readonly items: readonly Value[]
}

export interface Table extends Spot {
  readonly is: 'table'
  readonly entries: ReadonlyMap<string, { readonly key: Spot; readonly value: Value }>
}

interface Reading {
  readonly file: string
  readonly text: string
  readonly lines: LineCounter
  readonly problems: Problem[]
}

/** Reads one YAML file with the failsafe schema: every scalar is text, so nothing turns into a number or a boolean behind the author's back. */
export function readYaml(file: string, text: string): { readonly value?: Value; readonly problems: readonly Problem[] } {
  if (text.length > limits.characters) return { problems: [{ code: 'source_too_large', file, line: 1, column: 1, facts: { limit: limits.characters } }] }
  const lines = new LineCounter()
  const tree = parseDocument(text, { schema: 'failsafe', lineCounter: lines, uniqueKeys: false, merge: false, prettyErrors: false })
  const problems: Problem[] = syntaxSlips(file, text, tree.errors, lines)
  if (problems.length > 0) return { problems }
  const value = convert(tree.contents as YamlNode | null, { file, text, lines, problems }, undefined, 0)
  return value === undefined ? { problems } : { value, problems }
}

// One slip draws others after it, up to thousands of brackets: of a run of lines only the first is told, and of a tab nothing but the tab.
function syntaxSlips(file: string, text: string, errors: readonly { readonly code: string; readonly pos: readonly number[] }[], lines: LineCounter): Problem[] {
  const rows = text.split('\n')
  const found = errors.slice(0, 200).map(({ code, pos }) => {
    const { line, col } = lines.linePos(pos[0] ?? 0)
    return { line: Math.max(line, 1), column: Math.max(col, 1), reason: code, slip: slipOf(rows[line - 1] ?? '', code) }
  })
  const tabs = found.filter(({ slip }) => slip === 'tab')
  let last = -1
  return (tabs.length > 0 ? tabs : found).flatMap(({ line, column, reason, slip }) => {
    const isDrawn = line === last || (line === last + 1 && slip === 'indent')
    last = line
    return isDrawn ? [] : [{ code: 'yaml_syntax' as const, file, line, column, facts: { reason, slip } }]
  }).slice(0, 20)
}

// What hands that do not know YAML do, seen on the line itself: its own codes name what a reader of YAML expected.
function slipOf(row: string, code: string): 'tab' | 'space' | 'colon' | 'quote' | 'sign' | 'indent' {
  if (/^ *\t/.test(row)) return 'tab'
  if (/^\s*(- )?[a-z_]+:[^\s:]/i.test(row)) return 'space'
  const value = /^\s*(?:- )?[\w ]+:\s+(.*)$/.exec(row)?.[1] ?? ''
  if (/^["']/.test(value)) return 'quote'
  if (/^[[{*&!%@`>|]/.test(value)) return 'sign'
  return code !== 'BAD_INDENT' && /:(\s|$)/.test(value) ? 'colon' : 'indent'
}

function convert(node: YamlNode | null, at: Reading, empty: Spot | undefined, depth: number): Value | undefined {
  if (node === null) return { is: 'text', text: '', raw: '', ...(empty ?? { file: at.file, line: 1, column: 1 }) }
  const spot = spotOf(node, at)
  // An alias can make a small file huge; a form has no use for one.
  if (isAlias(node) || depth > 20) {
    at.problems.push({ code: 'source_shape', ...spot, facts: { expected: 'text', received: isAlias(node) ? '*' : 'depth' } })
    return undefined
  }
  if (isScalar(node)) {
    const text = typeof node.value === 'string' ? node.value : ''
    if (isUnkeepable(text)) at.problems.push({ code: 'text_control', ...spot })
    const raw = at.text.slice(node.range?.[0] ?? 0, node.range?.[1] ?? 0)
    return { is: 'text', text: text.normalize('NFC'), raw: raw.includes('\n') ? undefined : raw, ...spot }
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item as YamlNode | null, at, spot, depth + 1))
    return { is: 'list', items: items.filter((item) => item !== undefined), ...spot }
  }
  return isMap(node) ? table(node, at, spot, depth) : undefined
}

function table(node: YAMLMap, at: Reading, spot: Spot, depth: number): Table {
  const entries = new Map<string, { key: Spot; value: Value }>()
  for (const pair of node.items) {
    const key = pair.key as YamlNode | null
    const place = key === null ? spot : spotOf(key, at)
    if (!isScalar(key) || typeof key.value !== 'string') {
      at.problems.push({ code: 'source_shape', ...place, facts: { expected: 'key', received: 'value' } })
      continue
    }
    const known = entries.get(key.value)
    if (known !== undefined) {
      at.problems.push({ code: 'name_twice', ...place, at: key.value, facts: { name: key.value, line: known.key.line, key: key.value } })
      continue
    }
    const value = convert(pair.value as YamlNode | null, at, place, depth + 1)
    if (value !== undefined) entries.set(key.value, { key: place, value })
  }
  return { is: 'table', entries, ...spot }
}

function spotOf(node: YamlNode, { file, lines }: Reading): Spot {
  const { line, col } = lines.linePos(node.range?.[0] ?? 0)
  return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
}

/** Where a character of a scalar (from 1) stands in its file; the scalar's own place when it runs over several lines. */
export function within({ file, line, column: start, raw }: Scalar, column: number): Spot {
  if (raw === undefined) return { file, line, column: start }
  const quote = raw.charAt(0)
  if (quote !== "'" && quote !== '"') return { file, line, column: start + column - 1 }
  let at = 1
  for (let i = 1; i < column && at < raw.length; i++) at += escaped(raw, at, quote)
  return { file, line, column: start + at }
}

// How many characters in the file make one of the text: '' in single quotes, \" and \u00e0 in double ones.
function escaped(raw: string, at: number, quote: string): number {
  if (quote === "'") return raw.startsWith("''", at) ? 2 : 1
  if (raw.charAt(at) !== '\\') return 1
  return ({ x: 4, u: 6, U: 10 } as Readonly<Record<string, number>>)[raw.charAt(at + 1)] ?? 2
}

// Pieces of a source for authors to begin with: a small form that works, a question of each kind, an indicator, a register, an example. Each is put
// where it belongs in the text that is there, with a name that is still free. The words in them are handed in.
import type { Answers, KindName } from './form.ts'
import { kinds } from './kinds/index.ts'
import { readYaml } from './source.ts'
import type { Table, Value } from './source.ts'
import { withArgument } from './survey.ts'

/** Words that stand in what is put in, in the author's language. */
export interface SampleWords {
  /** How new names begin: cau → cau_1. */
  readonly stem: string
  readonly question: string
  readonly group: string
  readonly row: string
  readonly note: string
  readonly choices: readonly [string, string]
  readonly indicator: string
  readonly example: string
  readonly notNegative: string
  readonly place: string
  readonly day: string
}

/** What names may point at outside of the form. */
export interface Outside {
  readonly levels: readonly string[]
  readonly registers: readonly string[]
}

/** A source with something put in: the new text, and the lines (from 1) that are new, to be shown. */
export interface Put {
  readonly text: string
  readonly line: number
  readonly lines: number
}

/** Kinds that can be put in: one that needs a register, only where there is one. */
export function offered({ levels, registers }: Outside): readonly KindName[] {
  return (Object.keys(kinds) as KindName[]).filter((kind) => (withArgument[kind] === 'register' ? registers.length > 0 : withArgument[kind] !== 'level' || levels.length > 0))
}

/** A question of a kind, behind the question on `line` (from 1) or at the end of the survey; its choices, where it has some. */
export function putQuestion(text: string, line: number, kind: KindName, words: SampleWords, outside: Outside): Put {
  const names = namesIn(text)
  const name = freeName(words.stem, names)
  const list = freeName(`${words.stem}_ds`, names)
  const at = placeOfQuestion(text.split('\n'), line)
  const question = questionLines(kind, name, list, words, outside, names).map((one) => ' '.repeat(at.indent) + one)
  const put = insert(at.lines, at.after, question)
  if (withArgument[kind] !== 'list') return put
  const [yes, no] = words.choices
  // Behind the survey in every form: the lines of the question stay where they are.
  return { ...put, text: putInSection(put.text, 'choices', [`${list}:`, `  - name: a`, `    label: ${yes}`, `  - name: b`, `    label: ${no}`]).text }
}

/** An indicator that counts the records. */
export function putIndicator(text: string, words: SampleWords): Put {
  return putInSection(text, 'indicators', [`- name: ${freeName('chi_tieu', namesIn(text))}`, `  label: ${words.indicator}`, '  count: yes'])
}

/** A register that each record adds an entry to, called by the first text question and placed by the first unit question. */
export function putRegister(text: string, words: SampleWords): Put {
  const { label, place } = firsts(text)
  return putInSection(text, 'registers', [
    `- register: ${freeName('so', namesIn(text))}`, `  label: ${label === undefined ? `"'${words.row}'"` : `\${${label}}`}`, `  unit: ${place === undefined ? `"''"` : `\${${place}}`}`, '  columns: {}',
  ])
}

/** An example: these answers, and what comes of them. */
export function putExample(text: string, words: SampleWords, example: { readonly at: string; readonly entries: object; readonly given: Answers; readonly expect: object }): Put {
  const lines = [`- name: ${words.example}`, `  at: ${example.at}`]
  if (Object.keys(example.entries).length > 0) lines.push(`  entries: ${flow(example.entries)}`)
  lines.push(`  given: ${flow(example.given)}`, `  expect: ${flow(example.expect)}`)
  return putInSection(text, 'examples', lines)
}

/** A small form that works: who, where and when, one question, one indicator, one example. `level` is where its records lie; `language` that of its words. */
export function template({ id, title, level, language, words }: { readonly id: string; readonly title: string; readonly level: string; readonly language: string; readonly words: SampleWords }): string {
  return `id: ${id}
title: ${quoted(title)}
language: ${language}
date: \${ngay}
unit: \${noi}

survey:
  - type: unit ${level}
    name: noi
    label: ${words.place}
    required: yes
  - type: date
    name: ngay
    label: ${words.day}
    required: yes
    default: today()
  - type: integer
    name: ${words.stem}_1
    label: ${words.question}
    constraint: . >= 0
    constraint_message: ${words.notNegative}

indicators:
  - name: so_phieu
    label: ${words.indicator}
    count: yes
    by: [noi]

examples:
  - name: ${words.example}
    given: { noi: noi.thu, ngay: 2026-11-24, ${words.stem}_1: 3 }
    expect: { values: { ${words.stem}_1: 3 }, indicators: { so_phieu: 1 } }
`
}

/** A form's own text under another id and title. */
export function renamed(text: string, id: string, title: string): string {
  return text.replace(/^id:.*$/m, `id: ${id}`).replace(/^title:.*$/m, `title: ${quoted(title)}`)
}

/** A text as YAML, in quotes where it would mean something else without. */
export function quoted(text: string): string {
  return text !== '' && /^[\p{L}\p{N}][^:#{}[\],&*!|>'"%@`\n]*$/u.test(text) && text === text.trim() ? text : JSON.stringify(text)
}

function questionLines(kind: KindName, name: string, list: string, words: SampleWords, { levels, registers }: Outside, names: ReadonlySet<string>): readonly string[] {
  const argument = { list, level: levels[levels.length - 1] ?? '', register: registers[0] ?? '' }
  const wants = withArgument[kind]
  const head = [`- type: ${wants === undefined ? kind : `${kind} ${argument[wants]}`}`, `  name: ${name}`]
  const label = (text: string): string => `  label: ${text}`
  const inner = freeName(words.stem, new Set([...names, name]))
  if (kind === 'group' || kind === 'repeat') {
    return [...head, label(kind === 'group' ? words.group : words.row), '  questions:', '    - type: text', `      name: ${inner}`, `      label: ${words.question}`]
  }
  if (kind === 'calculate') return [...head, '  calculation: 1 + 1']
  if (!kinds[kind].isAsked && kind !== 'note') return head
  const more: Partial<Record<KindName, readonly string[]>> = {
    integer: ['  constraint: . >= 0', `  constraint_message: ${words.notNegative}`],
    decimal: ['  constraint: . >= 0', `  constraint_message: ${words.notNegative}`],
    range: ['  parameters: { start: 0, end: 10, step: 1 }'],
    date: ['  default: today()'],
    image: ['  parameters: { max-pixels: 1600 }'],
  }
  return [...head, label(kind === 'note' ? words.note : words.question), ...(more[kind] ?? [])]
}

// Behind which line (from 0; that many lines stay before it) a question goes, and how far in.
function placeOfQuestion(given: readonly string[], line: number): { readonly lines: readonly string[]; readonly after: number; readonly indent: number } {
  const block = blockOf(given, 'survey')
  if (block === undefined) {
    const lines = [...given.slice(0, endOf(given, 0, given.length)), '', 'survey:']
    return { lines, after: lines.length, indent: 2 }
  }
  const { from, to } = block
  const item = /^(\s*)-\s+(?:\{\s*)?(?:type|name|label)\s*:/
  const indentOf = (text: string): number => item.exec(text)?.[1]?.length ?? 2
  for (let at = line - 1; at > from && at < to; at--) {
    if (!item.test(given[at] ?? '')) continue
    const indent = indentOf(given[at] ?? '')
    let end = at + 1
    while (end < to && ((given[end] ?? '').trim() === '' || (given[end] ?? '').search(/\S/) > indent)) end++
    return { lines: given, after: endOf(given, at, end), indent }
  }
  return { lines: given, after: endOf(given, from, to), indent: indentOf(given.slice(from + 1, to).find((one) => item.test(one)) ?? '') }
}

const order = ['survey', 'choices', 'registers', 'indicators', 'examples']

// At the end of a top-level key's lines; where the key is not there yet, before what comes after it.
function putInSection(text: string, key: string, lines: readonly string[]): Put {
  const given = text.split('\n')
  const block = blockOf(given, key)
  const inside = lines.map((one) => `  ${one}`)
  if (block !== undefined) {
    const after = endOf(given, block.from, block.to)
    // `choices: {}` and `indicators: []` hold nothing yet.
    const first = (given[block.from] ?? '').replace(/:\s*(?:\[\s*\]|\{\s*\})\s*$/, ':')
    return insert([...given.slice(0, block.from), first, ...given.slice(block.from + 1)], after, inside)
  }
  const next = order.slice(order.indexOf(key) + 1).map((one) => blockOf(given, one)?.from).find((from) => from !== undefined)
  const after = endOf(given, 0, next ?? given.length)
  const made = insert(given, after, ['', `${key}:`, ...inside])
  return { ...made, line: made.line + 1, lines: made.lines - 1 }
}

// The lines of a top-level key: from its own to before the next one.
function blockOf(lines: readonly string[], key: string): { readonly from: number; readonly to: number } | undefined {
  const from = lines.findIndex((one) => new RegExp(`^${key}\\s*:`).test(one))
  if (from < 0) return undefined
  const next = lines.findIndex((one, i) => i > from && /^[^\s#-]/.test(one))
  return { from, to: next < 0 ? lines.length : next }
}

// After the last line that holds something.
function endOf(lines: readonly string[], from: number, to: number): number {
  let end = to
  while (end > from + 1 && /^\s*(#.*)?$/.test(lines[end - 1] ?? '')) end--
  return end
}

function insert(lines: readonly string[], after: number, made: readonly string[]): Put {
  const rest = lines.slice(after)
  return { text: [...lines.slice(0, after), ...made, ...(rest.length === 0 ? [''] : rest)].join('\n'), line: after + 1, lines: made.length }
}

function namesIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/[A-Za-z]\w*/g)].map(([name]) => name.toLowerCase()))
}

function freeName(stem: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) if (!taken.has(`${stem}_${n}`)) return `${stem}_${n}`
}

function firsts(text: string): { readonly label?: string; readonly place?: string } {
  const { value } = readYaml('form.yaml', text)
  const survey = value?.is === 'table' ? value.entries.get('survey')?.value : undefined
  const word = (table: Table, key: string): string => {
    const found = table.entries.get(key)?.value
    return found?.is === 'text' ? found.text : ''
  }
  // A row has no one name and place.
  const all = (items: readonly Value[]): readonly Table[] =>
    items.flatMap((item) => {
      if (item.is !== 'table') return []
      const inner = item.entries.get('questions')?.value
      return [item, ...(inner?.is === 'list' && word(item, 'type') === 'group' ? all(inner.items) : [])]
    })
  const tables = survey?.is === 'list' ? all(survey.items) : []
  const first = (type: string): string | undefined => tables.filter((table) => word(table, 'type').split(' ')[0] === type).map((table) => word(table, 'name'))[0]
  const [label, place] = [first('text'), first('unit')]
  return { ...(label === undefined ? {} : { label }), ...(place === undefined ? {} : { place }) }
}

// One line of YAML in the form of JSON, with texts that need no quotes left bare.
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, one]) => `${/^[\w.-]+$/.test(key) ? key : JSON.stringify(key)}: ${flow(one)}`)
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`
  }
  return typeof value === 'string' ? quoted(value) : String(value)
}

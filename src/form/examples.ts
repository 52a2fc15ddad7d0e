// Reads the examples written in a form. Scalars become answers by the kind of their question: numbers with a point, as in JSON.
import type { Compiler } from './compiler.ts'
import type { Example } from './example.ts'
import type { Answer, Answers, Question } from './form.ts'
import { kinds } from './kinds/index.ts'
import type { Table, Value } from './source.ts'
import type { Placed } from './survey.ts'

/** What an example may say, and what it may expect. */
export const exampleKeys = ['name', 'at', 'short', 'entries', 'given', 'reasons', 'expect'] as const
export const expectKeys = ['visible', 'hidden', 'values', 'problems', 'checks', 'registers', 'indicators'] as const

/** All examples of a form; slips in their shape are told. */
export function readExamples(compiler: Compiler, items: readonly Value[], byName: ReadonlyMap<string, Placed>, declared: ReadonlySet<string>): readonly Example[] {
  return items.flatMap((item) => {
    const table = compiler.table(item, undefined, 'examples')
    if (table === undefined) return []
    const name = compiler.required(table, 'name')?.text ?? ''
    compiler.keys(table, exampleKeys, name)
    const expect = compiler.table(table.entries.get('expect')?.value, name, 'expect')
    if (expect !== undefined) compiler.keys(expect, expectKeys, name)
    const given = compiler.table(table.entries.get('given')?.value, name, 'given')
    const part = (key: string): Value | undefined => expect?.entries.get(key)?.value
    return [
      {
        name,
        file: table.file,
        line: table.line,
        at: compiler.scalar(table, 'at', name)?.text ?? '2026-11-24',
        ...(compiler.condition(compiler.scalar(table, 'short', name), name) === undefined ? {} : { short: true as const }),
        entries: entriesOf(table.entries.get('entries')?.value),
        given: given === undefined ? {} : answersOf(compiler, given, { byName, declared }, name),
        reasons: reasonsOf(compiler, table.entries.get('reasons')?.value, { byName, declared }, name),
        expect: {
          ...(part('visible') === undefined ? {} : { visible: wordsOf(part('visible')) }),
          ...(part('hidden') === undefined ? {} : { hidden: wordsOf(part('hidden')) }),
          ...(part('values') === undefined ? {} : { values: valuesOf(compiler, part('values'), { byName, declared }, name) }),
          problems: problemsOf(part('problems')),
          ...(part('checks') === undefined ? {} : { checks: wordsOf(part('checks')) }),
          ...(part('registers') === undefined ? {} : { registers: registersOf(part('registers')) }),
          ...(part('indicators') === undefined ? {} : { indicators: numbersOf(part('indicators')) }),
        },
      },
    ]
  })
}

// A broken question is told once, not again at each answer to it.
interface Asked {
  readonly byName: ReadonlyMap<string, Placed>
  readonly declared: ReadonlySet<string>
}

function answersOf(compiler: Compiler, table: Table, asked: Asked, example: string): Answers {
  const { byName, declared } = asked
  const answers: Record<string, Answer> = {}
  for (const [name, { key, value }] of table.entries) {
    const question = byName.get(name)?.question
    if (question === undefined) {
      if (!declared.has(name)) compiler.tell('reference_unknown', key, example, { name, ...compiler.hint(name, byName.keys()) })
      continue
    }
    if (question.kind === 'repeat' && value.is === 'list') {
      answers[name] = value.items.flatMap((row) => (row.is === 'table' ? [answersOf(compiler, row, asked, example)] : []))
    } else answers[name] = answerOf(question, value)
  }
  return answers
}

function answerOf(question: Question | undefined, value: Value): Answer {
  if (value.is === 'list') return value.items.flatMap((item) => (item.is === 'text' ? [item.text] : []))
  const text = value.is === 'text' ? value.text : ''
  const holds = question === undefined ? 'text' : kinds[question.kind].holds
  if (holds === 'true') return true
  if (holds === 'choices') return text === '' ? [] : text.split(/\s+/)
  const isNumber = /^-?\d+(\.\d+)?$/.test(text)
  return isNumber && (holds === 'number' || (question?.kind === 'calculate' && !/^0\d/.test(text))) ? Number(text) : text
}

// `{ a: x, y km }` without quotes is two keys: the second would be a reason for nothing.
function reasonsOf(compiler: Compiler, value: Value | undefined, { byName, declared }: Asked, example: string): Record<string, string> {
  for (const [key, { key: spot }] of value?.is === 'table' ? value.entries : []) {
    const name = key.replace(/^.*\]\./, '')
    if (!declared.has(name)) compiler.tell('reference_unknown', spot, example, { name, ...compiler.hint(name, byName.keys()) })
  }
  return textsOf(value)
}

function valuesOf(compiler: Compiler, value: Value | undefined, { byName, declared }: Asked, example: string): Record<string, Answer | ''> {
  const values: Record<string, Answer | ''> = {}
  for (const [key, { key: spot, value: one }] of value?.is === 'table' ? value.entries : []) {
    // houses[2].head, and houses[2] for how often one was asked.
    const name = key.replace(/^.*\]\./, '').replace(/\[\d+\]$/, '')
    if (!declared.has(name)) compiler.tell('reference_unknown', spot, example, { name, ...compiler.hint(name, byName.keys()) })
    values[key] = answerOf(byName.get(name)?.question, one)
  }
  return values
}

function problemsOf(value: Value | undefined): { at: string; code: string }[] {
  if (value?.is !== 'list') return []
  return value.items.map((item) => {
    const texts = textsOf(item)
    return { at: texts.at ?? '', code: texts.code ?? '' }
  })
}

function wordsOf(value: Value | undefined): string[] {
  return value?.is === 'list' ? value.items.flatMap((item) => (item.is === 'text' ? [item.text] : [])) : []
}

function textsOf(value: Value | undefined): Record<string, string> {
  const texts: Record<string, string> = {}
  if (value?.is === 'table') for (const [key, { value: one }] of value.entries) if (one.is === 'text') texts[key] = one.text
  return texts
}

const scalar = (text: string): string | number => (/^-?\d+(\.\d+)?$/.test(text) && !/^-?0\d/.test(text) ? Number(text) : text)

function numbersOf(value: Value | undefined): Record<string, number> {
  return Object.fromEntries(Object.entries(textsOf(value)).map(([key, text]) => [key, Number(text)]))
}

function registersOf(value: Value | undefined): Record<string, Record<string, string | number>> {
  const found: Record<string, Record<string, string | number>> = {}
  if (value?.is === 'table') {
    for (const [register, { value: columns }] of value.entries) {
      found[register] = Object.fromEntries(Object.entries(textsOf(columns)).map(([key, text]) => [key, scalar(text)]))
    }
  }
  return found
}

function entriesOf(value: Value | undefined): Record<string, Record<string, Record<string, string | number>>> {
  const found: Record<string, Record<string, Record<string, string | number>>> = {}
  if (value?.is === 'table') for (const [register, { value: entries }] of value.entries) found[register] = registersOf(entries)
  return found
}

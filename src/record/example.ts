// Runs an example that stands in a form: answers given as a person would, and whether what was expected came of it.
import { asText } from '../expression/values.ts'
import type { Example } from '../form/example.ts'
import { open } from '../form/filling.ts'
import type { Filling } from '../form/filling.ts'
import type { Answer, Answers, Form } from '../form/form.ts'
import { planOf } from '../form/plan.ts'
import type { Problem } from '../form/problem.ts'
import type { Entry, Unit, World } from '../form/world.ts'
import type { EntryChange, Projection } from './decision.ts'
import { changes, project } from './register.ts'
import { adds, entryAdds, readMeasure, registerIndicators } from './tally.ts'

/** What an example may lean on outside its form. Without `units` every unit named in it exists, at the level it is asked for. */
export interface ExampleSurroundings {
  readonly units?: ReadonlyMap<string, Unit>
  /** The other forms whose indicators look at the registers that this one changes. */
  readonly forms?: readonly Form[]
}

/** What comes of an example's answers. */
export interface Outcome {
  readonly filling: Filling
  /** The entries that it creates or updates, as they are afterwards. */
  readonly entries: readonly After[]
  /** Amounts by 'form.name' and 'form.name[member]', over all units and periods. */
  readonly amounts: ReadonlyMap<string, number>
}

/** Fills the form in as the example says. */
export function outcomeOf(form: Form, example: Example, around: ExampleSurroundings = {}): Outcome {
  const filling = fill(form, example, worldOf(form, example, around))
  const entries = entriesAfter(filling, example)
  return { filling, entries, amounts: amountsOf(form, filling, entries, around.forms ?? []) }
}

/** What differs from what the example expects: one `example_failed` each, at the example's line. */
export function runExample(form: Form, example: Example, around: ExampleSurroundings = {}): readonly Problem[] {
  const { expect } = example
  const { filling, entries, amounts } = outcomeOf(form, example, around)
  const found: Problem[] = []
  const compare = (what: string, expected: string, received: string): void => {
    if (expected === received) return
    found.push({
      code: 'example_failed',
      file: example.file,
      line: example.line,
      column: 1,
      at: example.name,
      facts: { example: example.name, expected: `${what}: ${expected}`.slice(0, 300), received: `${what}: ${received}`.slice(0, 300) },
    })
  }
  const shown = (name: string): string => (keysOf(filling, name).some((key) => filling.isRelevant(key)) ? 'visible' : 'hidden')
  for (const name of expect.visible ?? []) compare(name, 'visible', shown(name))
  for (const name of expect.hidden ?? []) compare(name, 'hidden', shown(name))
  for (const [key, value] of Object.entries(expect.values ?? {})) compare(key, written(value), filling.isRelevant(key) ? written(filling.get(key) ?? '') : '')
  const listed = (problems: readonly { readonly at?: string; readonly code: string }[]): string => problems.map(({ at = '', code }) => `${at} ${code}`).sort().join(', ')
  compare('problems', listed(expect.problems ?? []), listed(filling.problems()))
  if (expect.checks !== undefined) compare('checks', [...expect.checks].sort().join(', '), [...new Set(filling.fired().map(({ at }) => at))].sort().join(', '))
  for (const [register, columns] of Object.entries(expect.registers ?? {})) {
    const own = entries.filter((entry) => entry.register === register)
    const row = (entry: (typeof own)[number]): string => Object.keys(columns).map((column) => `${column} ${written(columnOf(entry.now, column))}`).join(', ')
    const expected = Object.entries(columns).map(([column, value]) => `${column} ${written(value)}`).join(', ')
    // Where several entries are touched, one that is as expected is enough.
    compare(register, expected, own.map(row).find((text) => text === expected) ?? (own[0] === undefined ? '' : row(own[0])))
  }
  if (expect.indicators !== undefined) {
    for (const [name, amount] of Object.entries(expect.indicators)) compare(name, String(amount), String(amounts.get(name.includes('.') ? name : `${form.id}.${name}`) ?? 0))
  }
  return found
}

function fill(form: Form, example: Example, world: World): Filling {
  const filling = open(form, world, undefined, example.short)
  const give = (answers: Answers, at: string): void => {
    for (const [name, answer] of Object.entries(answers)) {
      const key = at + name
      if (planOf(form).byName.get(name)?.question.kind !== 'repeat') filling.answer(key, answer)
      else {
        ;(answer as readonly Answers[]).forEach((row, i) => {
          while (filling.count(key) <= i) filling.add(key)
          give(row, `${key}[${i + 1}].`)
        })
      }
    }
  }
  give(example.given, '')
  return filling
}

function worldOf(form: Form, example: Example, around: ExampleSurroundings): World {
  const { units } = around
  const asked = units === undefined ? invented(form, example) : undefined
  const entry = (register: string, id: string): Entry | undefined => {
    const given = example.entries[register]
    if (given === undefined || !Object.prototype.hasOwnProperty.call(given, id)) return undefined
    const { label = id, unit = '', ...columns } = given[id] as Readonly<Record<string, string | number>>
    return { id, label: String(label), unit: String(unit), revision: 1, columns }
  }
  return {
    clock: { at: Date.parse(example.at.length > 10 ? example.at : `${example.at}T05:00:00Z`), zone: 420 }, // noon in Vietnam
    seed: 1,
    language: form.language,
    unit: (id) => units?.get(id) ?? asked?.(id),
    units: (level, day) =>
      [...(units?.values() ?? [])].filter((unit) => unit.level === level && (unit.valid_from ?? '') <= day && (unit.valid_to === null || day <= unit.valid_to)),
    entry,
    entries: (register) => Object.keys(example.entries[register] ?? {}).flatMap((id) => entry(register, id) ?? []),
  }
}

// Units as the example needs them: at the level of the question that they answer, or where an entry lies.
function invented(form: Form, example: Example): (id: string) => Unit | undefined {
  const levels = new Map<string, string>()
  for (const rows of Object.values(example.entries)) for (const { unit } of Object.values(rows)) if (unit !== undefined) levels.set(String(unit), '')
  const visit = (answers: Answers): void => {
    for (const [name, answer] of Object.entries(answers)) {
      const question = planOf(form).byName.get(name)?.question
      if (question?.kind === 'unit' && typeof answer === 'string') levels.set(answer, question.level ?? '')
      if (question?.kind === 'repeat') (answer as readonly Answers[]).forEach(visit)
    }
  }
  visit(example.given)
  return (id) => {
    const level = levels.get(id)
    return level === undefined ? undefined : { id, level, name: id, full_name: id, code: null, parent: null, valid_from: null, valid_to: null, successors: [] }
  }
}

export interface After {
  readonly register: string
  readonly id: string
  readonly now: Projection
}

function entriesAfter(filling: Filling, example: Example): readonly After[] {
  return changes(filling, 'example', filling.world.clock.at).flatMap((change) => {
    const before = filling.world.entry(change.register, change.entry)
    const first: EntryChange | undefined =
      before === undefined ? undefined : { creates: true, day: '', at: 0, label: before.label, unit: before.unit, columns: before.columns }
    const now = project(first === undefined ? [change] : [first, change])
    return now === null ? [] : [{ register: change.register, id: change.entry === 'example' ? example.name : change.entry, now }]
  })
}

function columnOf(entry: Projection, column: string): string | number {
  const value = column === 'label' ? entry.label : column === 'unit' ? entry.unit : (entry.columns[column] ?? '')
  return typeof value === 'boolean' ? asText(value) : value
}

// Amounts by 'form.name' and 'form.name[member]', over all units and periods.
function amountsOf(form: Form, filling: Filling, entries: readonly After[], others: readonly Form[]): ReadonlyMap<string, number> {
  const indicators = registerIndicators([form, ...others.filter((other) => other.id !== form.id)])
  const amounts = new Map<string, number>()
  for (const made of [adds(filling), ...entries.map(({ register, id, now }) => entryAdds(register, id, now, indicators.get(register) ?? []))]) {
    for (const measures of Object.values(made)) {
      for (const [measure, amount] of Object.entries(measures)) {
        const { indicator, dimension, member } = readMeasure(measure)
        const key = dimension === '' ? indicator : `${indicator}[${member}]`
        amounts.set(key, (amounts.get(key) ?? 0) + amount)
      }
    }
  }
  return amounts
}

// Keys of a question: in a repeat, of each row.
function keysOf(filling: Filling, name: string): readonly string[] {
  const repeat = planOf(filling.form).byName.get(name)?.repeat
  return repeat === undefined ? [name] : filling.rows(repeat).map((row) => `${row}.${name}`)
}

function written(value: Answer | ''): string {
  if (typeof value === 'number') return String(Math.round(value * 1e9) / 1e9)
  return Array.isArray(value) ? [...(value as readonly string[])].sort().join(' ') : String(value)
}

// What a filling's expressions see: its answers, and of the world columns of what was chosen, rows of lists, names of choices, chance by seed.
import type { Row, Scope, Value } from '../expression/tree.ts'
import { asText, first } from '../expression/values.ts'
import type { Form, Question } from './form.ts'
import type { Instance, State, States } from './states.ts'
import type { Entry, Unit, World } from './world.ts'

/** Where an expression runs: in a row or the top, and at which question (whose answer is `.`). */
export type Place = State | { readonly instance: Instance; readonly step?: undefined }

/** The scope of an expression at a place. `day` is the record's. */
export function scopeOf(states: States, form: Form, world: World, day: () => string, place: Place): Scope {
  const { instance, step } = place
  const questionOf = (name: string): Question | undefined => states.plan.byName.get(name)?.question
  let chance: (() => number) | undefined
  return {
    self: step === undefined ? '' : states.valueOf(place as State),
    position: instance.index,
    clock: world.clock,
    before: world.last,
    get: (name) => states.see(name, instance),
    column: (name, column) => columnOf(world, questionOf(name), asText(first(states.see(name, instance))), column),
    around: (up) => around(states, place, up),
    instances: (repeat) => {
      const step = states.plan.byName.get(repeat)
      const holders = step === undefined ? [] : states.statesNear(step, instance, true)
      // Of a group in rows: these rows.
      return holders.flatMap(({ relevant, rows, instance: own, step: { question } }) => (question.kind !== 'repeat' ? own : relevant ? rows : [])).map((row) => () => scopeOf(states, form, world, day, { instance: row }))
    },
    rows: (list) => rowsOf(form, world, list, day()),
    choiceName: (name, value) => choiceName(form, questionOf(name), world, value),
    random: () => {
      // By seed and place: the Worker draws what the phone drew.
      chance ??= mulberry(world.seed, `${instance.key}.${step?.question.name ?? ''}`)
      return chance()
    },
  }
}

// The row that is, or is around, the n-th step up, or the repeat's of that name. A row itself is its first step.
function around({ plan }: States, { instance, step }: Place, up: number | string): number {
  let at = step === undefined ? plan.byName.get(instance.repeat ?? '') : step.parent
  if (typeof up === 'number') {
    for (let n = 1; n < up; n++) at = at?.parent
    while (at !== undefined && at.question.kind !== 'repeat') at = at.parent
  }
  const repeat = typeof up === 'string' ? up : at?.question.name
  let row: Instance | undefined = instance
  while (row !== undefined && row.repeat !== repeat) row = row.around
  return row?.index ?? 0
}

const rowOfEntry = (entry: Entry): Row => ({ ...entry.columns, id: entry.id, name: entry.id, label: entry.label, unit: entry.unit })
const rowOfUnit = (unit: Unit): Row => ({
  id: unit.id, name: unit.id, label: unit.name, full_name: unit.full_name, code: unit.code ?? '', level: unit.level, parent: unit.parent ?? '',
})

// `${question.column}` of the entry, unit or choice whose id was answered; '' when there is none.
function columnOf(world: World, question: Question | undefined, id: string, column: string): Value {
  if (question === undefined || id === '') return ''
  if (question.kind === 'unit') {
    const unit = world.unit(id)
    return unit === undefined ? '' : (rowOfUnit(unit)[column] ?? '')
  }
  const entry = question.kind === 'entry' ? world.entry(question.register ?? '', id) : undefined
  return entry === undefined ? '' : (rowOfEntry(entry)[column] ?? '')
}

// Rows of a choice list, a register or a unit level, by name.
function rowsOf(form: Form, world: World, list: string, day: string): readonly Row[] {
  // The name may be worked out from an answer: 'constructor' is no list.
  const choices = Object.prototype.hasOwnProperty.call(form.lists, list) ? form.lists[list] : undefined
  if (choices !== undefined) return choices.map((choice) => ({ ...choice.columns, name: choice.name, label: textOf(form, choice.label, world.language) }))
  const entries = world.entries(list)
  return entries.length > 0 ? entries.map(rowOfEntry) : world.units(list, day).map(rowOfUnit)
}

// The words of a choice, entry or unit.
function choiceName(form: Form, question: Question | undefined, world: World, value: string): string {
  if (question?.kind === 'unit') return world.unit(value)?.name ?? value
  if (question?.kind === 'entry') return world.entry(question.register ?? '', value)?.label ?? value
  const choice = form.lists[question?.list ?? '']?.find(({ name }) => name === value)
  return choice === undefined ? value : textOf(form, choice.label, world.language)
}

function textOf(form: Form, text: Choice['label'], language: string): string {
  const own = text[language] ?? text[form.language]
  return typeof own === 'string' ? own : ''
}
type Choice = Form['lists'][string][number]

// A sequence in [0, 1) that is the same for the same seed and place: mulberry32 over an FNV-1a hash. Not for secrets.
function mulberry(seed: number, place: string): () => number {
  let state = (seed ^ 0x811c9dc5) >>> 0
  for (let i = 0; i < place.length; i++) state = Math.imul(state ^ place.charCodeAt(i), 0x01000193) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

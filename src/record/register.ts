// What a filling creates or changes in registers, and what an entry is once all its changes are laid over each other.
import type { Tree, Value } from '../expression/tree.ts'
import { references } from '../expression/references.ts'
import { asBoolean, asText } from '../expression/values.ts'
import type { Filling } from '../form/filling.ts'
import type { Answers, Form, RegisterRule } from '../form/form.ts'
import { planOf } from '../form/plan.ts'
import type { EntryChange, Projection } from './decision.ts'
import { labelOf } from './label.ts'

export interface Change extends EntryChange {
  readonly register: string
  readonly entry: string
}

/** The changes that these answers make, one for each entry. `at` is the phone's clock when the submission was first sealed. */
export function changes(filling: Filling, submission: string, at: number): Change[] {
  const found = new Map<string, Change>()
  filling.form.registers.forEach((rule, n) => {
    for (const row of rule.repeat === undefined ? [undefined] : filling.rows(rule.repeat)) {
      const change = changeOf(filling, rule, row, at)
      if (change === undefined) continue
      const entry = change.entry === '' ? createdId(filling.form, submission, n, row?.match(/\d+(?=\])/g)?.join('.')) : change.entry
      const key = `${rule.register}/${entry}`
      const earlier = found.get(key)
      // Two rows about one entry: the later over the earlier, as if they had come one after the other.
      const laid = earlier === undefined ? undefined : project([{ ...earlier, creates: true }, change])
      found.set(key, { ...change, ...laid, entry, creates: change.creates || earlier?.creates === true })
    }
  })
  return [...found.values()]
}

/** The id of the entry that rule `n` creates: the submission's own; further rules for the same register and rows of a repeat (`2`, `2.1` inside another) are numbered. */
export function createdId(form: Form, submission: string, n: number, row: string | undefined): string {
  const before = form.registers.slice(0, n).filter((rule) => rule.register === form.registers[n]?.register).length
  return `${submission}${before === 0 ? '' : `~${before + 1}`}${row === undefined ? '' : `.${row}`}`
}

/** What an entry is: created first, then later changes over earlier ones, column by column. null while no submission that counts has created it. */
export function project(all: readonly EntryChange[]): Projection | null {
  if (!all.some((change) => change.creates)) return null
  const sorted = [...all].sort((a, b) => Number(b.creates) - Number(a.creates) || (a.day < b.day ? -1 : a.day > b.day ? 1 : a.at - b.at))
  let now: Projection = { day: '', label: '', unit: '', columns: {} }
  for (const { day, label, unit, columns } of sorted) {
    now = {
      day: day > now.day ? day : now.day,
      label: label === '' ? now.label : label,
      unit: unit === '' ? now.unit : unit,
      columns: { ...now.columns, ...columns },
    }
  }
  return now
}

/** Ids of entries that a submission names or would change, by register: what must be read before it is decided on. */
export function entriesOf(form: Form, answers: Answers, submission: string): readonly { register: string; id: string }[] {
  const found = new Map<string, { register: string; id: string }>()
  const add = (register: string, id: unknown): void => {
    if (typeof id === 'string' && id !== '' && id.length <= 120) found.set(`${register}/${id}`, { register, id })
  }
  const given = (name: string): unknown[] => {
    const step = planOf(form).byName.get(name)
    if (step === undefined) return []
    return rowsIn(form, answers, step.repeat).map(({ row }) => own(row, name))
  }
  for (const { question } of planOf(form).steps) if (question.kind === 'entry') for (const id of given(question.name)) add(question.register ?? '', id)
  form.registers.forEach((rule, n) => {
    // The id is worked out by an expression: whatever it looks at may be it.
    if (rule.entity_id !== undefined) for (const { name } of references(rule.entity_id).names) for (const id of given(name)) add(rule.register, id)
    if (rule.repeat === undefined) add(rule.register, createdId(form, submission, n, undefined))
    else for (const { at } of rowsIn(form, answers, rule.repeat)) add(rule.register, createdId(form, submission, n, at))
  })
  return [...found.values()]
}

function own(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null && Object.prototype.hasOwnProperty.call(of, name) ? (of as Record<string, unknown>)[name] : undefined
}

/** The rows of a repeat in answers of any shape, wherever they stand; the answers themselves for none. `at`: their numbers, from the outermost. */
export function rowsIn(form: Form, answers: unknown, repeat: string | undefined): readonly { readonly row: unknown; readonly at: string }[] {
  if (repeat === undefined) return [{ row: answers, at: '' }]
  return rowsIn(form, answers, planOf(form).byName.get(repeat)?.repeat).flatMap(({ row, at }) => {
    const rows = own(row, repeat)
    return (Array.isArray(rows) ? rows : []).map((inner: unknown, i) => ({ row: inner, at: `${at}${at === '' ? '' : '.'}${i + 1}` }))
  })
}

function changeOf(filling: Filling, rule: RegisterRule, key: string | undefined, at: number): Change | undefined {
  const value = (tree: Tree): Value => filling.value(tree, key)
  const entry = rule.entity_id === undefined ? '' : asText(value(rule.entity_id))
  const condition = entry === '' ? rule.create_if : rule.update_if
  if (condition !== undefined && !asBoolean(value(condition))) return undefined
  const columns: Record<string, Value> = {}
  for (const [column, { value: tree }] of Object.entries(rule.columns)) {
    const given = value(tree)
    // "An update keeps the old value of a column whose new value is empty or not relevant" (docs/form-language.md).
    if (given !== '') columns[column] = typeof given === 'number' ? given : asText(given)
  }
  const unit = asText(value(rule.unit))
  return {
    register: rule.register,
    entry,
    creates: entry === '',
    day: filling.day,
    at,
    label: labelOf(asText(value(rule.label))),
    unit: filling.world.unit(unit) === undefined ? '' : unit,
    columns,
  }
}

// What a filling creates or changes in registers, and what an entry is once all its changes are laid over each other.
import type { Row, Value } from '../expression/tree.ts'
import { asBoolean, asText } from '../expression/values.ts'
import type { Filling } from '../form/filling.ts'

/** What one submission says of one entry. */
export interface EntryData {
  readonly label: string
  readonly unit: string
  readonly columns: Row
}

export interface EntryChange {
  readonly register: string
  readonly entry: string
  readonly data: EntryData
}

/** The changes that these answers make. An entry created has the submission's id, in a repeat with the row's number: `<id>.2`. */
export function changesOf(filling: Filling, submission: string): EntryChange[] {
  const found: EntryChange[] = []
  for (const rule of filling.form.registers) {
    const rows = rule.repeat === undefined ? [undefined] : Array.from({ length: filling.isRelevant(rule.repeat) ? filling.count(rule.repeat) : 0 }, (_, i) => i + 1)
    for (const row of rows) {
      const key = row === undefined ? undefined : `${rule.repeat}[${row}]`
      const value = (tree: Parameters<Filling['value']>[0]): Value => filling.value(tree, key)
      const id = rule.entity_id === undefined ? '' : asText(value(rule.entity_id))
      const condition = id === '' ? rule.create_if : rule.update_if
      if (condition !== undefined && !asBoolean(value(condition))) continue
      const columns: Record<string, Value> = {}
      for (const [column, { value: tree, holds }] of Object.entries(rule.columns)) {
        const given = value(tree)
        if (given === '') continue // an update says nothing of what it leaves empty
        columns[column] = holds === 'number' || typeof given === 'number' ? given : asText(given)
      }
      const data = { label: asText(value(rule.label)).slice(0, 200), unit: asText(value(rule.unit)), columns }
      found.push({ register: rule.register, entry: id === '' ? (row === undefined ? submission : `${submission}.${row}`) : id, data })
    }
  }
  return found
}

/** A change with its place in time: by the record's day, then by the clock at sealing, then by id. */
export interface Laid {
  readonly day: string
  readonly at: number
  readonly submission: string
  readonly data: EntryData
}

/** What an entry is: later changes over earlier ones, column by column. undefined when no change counts. */
export function project(changes: readonly Laid[]): EntryData | undefined {
  const sorted = [...changes].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.at - b.at || (a.submission < b.submission ? -1 : 1)))
  let now: EntryData | undefined
  for (const { data } of sorted) {
    now = {
      label: data.label === '' ? (now?.label ?? '') : data.label,
      unit: data.unit === '' ? (now?.unit ?? '') : data.unit,
      columns: { ...now?.columns, ...data.columns },
    }
  }
  return now
}

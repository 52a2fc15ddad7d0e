// How figures are asked to be grouped: by a level of units, by time, by one grouping that the form declares; and what the groups are called.
import type { Form, Indicator, Text } from '../form/form.ts'
import { nameOn } from '../record/deed.ts'
import { daysOf } from '../record/target.ts'
import { Refusal } from './failure.ts'
import type { Cell } from './sums.ts'
import type { Places } from './world.ts'

/** Before a grouping's name, which may be `year` as well. */
const own = 'group:'
const periods = ['day', 'month', 'quarter', 'year'] as const

export interface Grouping {
  readonly level?: string
  readonly period?: (typeof periods)[number]
  readonly dimension?: string
}

/** Reads `unit:<level>`, a length of time, a grouping, which `group:<name>` says even of one that is called like a time; one of each at most. Errors: 400 with what there is. */
export function readGrouping(by: readonly string[], places: Places): Grouping {
  let grouping: Grouping = {}
  for (const part of by) {
    const period = periods.find((one) => one === part)
    const level = part.startsWith('unit:') ? part.slice(5) : undefined
    if (level !== undefined && !places.all.some((unit) => unit.level === level)) throw badGrouping(part, [...new Set(places.all.map((unit) => `unit:${unit.level}`))].join(', '))
    const added: Grouping = level !== undefined ? { level } : period !== undefined ? { period } : { dimension: part.startsWith(own) ? part.slice(own.length) : part }
    if (Object.keys(added).some((name) => name in grouping)) throw badGrouping(part, 'one of each')
    grouping = { ...grouping, ...added }
  }
  return grouping
}

/** Whether an indicator can be shown so. What is read instead of kept (median, min, max) has one figure for the units asked for. */
export function isGroupable(indicator: Indicator, grouping: Grouping): boolean {
  const { median, min, max, by = [], share, difference } = indicator
  if (median !== undefined || min !== undefined || max !== undefined) return Object.keys(grouping).length === 0
  return grouping.dimension === undefined || by.includes(grouping.dimension) || share !== undefined || difference !== undefined
}

/** A grouping of the form, whatever it is called, as it is asked for. */
export const ownGrouping = (name: string): string => `${own}${name}`

export function badGrouping(received: string, expected: string): Refusal {
  return new Refusal(400, 'query_invalid', { problems: [{ code: 'query_invalid', at: 'by', facts: { expected: expected === '' ? 'no grouping' : expected, received } }] })
}

/** What a cell's unit, period and member are called. As counted then, a place has the name of that time. */
export function namesOf({ unit, period, member }: Cell, { level, period: time, dimension }: Grouping, form: Form, places: Places, era: 'then' | 'today'): {
  readonly unit?: string
  readonly unit_name?: string
  readonly period?: string
  readonly member?: string
  readonly member_name?: Text
} {
  return {
    ...(level === undefined ? {} : { unit, unit_name: placeName(places, unit, era === 'then' ? period : '') }),
    ...(time === undefined ? {} : { period }),
    ...(dimension === undefined ? {} : { member, member_name: memberName(form, dimension, member) }),
  }
}

// Of a longer time, the name at its end.
function placeName({ byId }: Places, unit: string, period: string): string {
  const found = byId.get(unit)
  return found === undefined ? '' : period === '' ? found.full_name : nameOn(found, period.length === 10 ? period : daysOf(period).last).full_name
}

/** What a member is called; of a cross-table 'a*b' it is 'one*other'. `entries`: what entries are called (entry_names.ts). */
export function memberName(form: Form, dimension: string, member: string, entries: ReadonlyMap<string, string> = new Map()): Text {
  const names = dimension.split('*')
  // Of one grouping a member is a name whole, whatever signs stand in it.
  const parts = names.length === 1 ? [member] : member.split('*')
  const labels = names.map((name, i) => choiceLabel(form, name, parts[i] ?? '', entries))
  if (labels.length === 1) return labels[0] ?? {}
  return Object.fromEntries(form.languages.map((language) => [language, labels.map((label, i) => label[language] ?? label[form.language] ?? parts[i] ?? '').join(' × ')]))
}

function choiceLabel(form: Form, name: string, value: string, entries: ReadonlyMap<string, string>): Text {
  const list = listOf(form.survey, name)
  return (list === undefined ? undefined : form.lists[list]?.find((choice) => choice.name === value)?.label) ?? { [form.language]: entries.get(`${name}\t${value}`) ?? value }
}

interface Listed {
  readonly name: string
  readonly list?: string
  readonly questions?: readonly Listed[]
}

function listOf(questions: readonly Listed[], name: string): string | undefined {
  for (const question of questions) {
    const found = question.name === name ? question.list : listOf(question.questions ?? [], name)
    if (found !== undefined) return found
  }
  return undefined
}

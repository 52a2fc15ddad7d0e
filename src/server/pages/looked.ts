// What the pages of a form's figures share: what is looked at and how, a month's and a grouping's name, what good looks like, and the way down to the rows.
import type { Form } from '../../form/form.ts'
import { daysOf } from '../../record/target.ts'
import { plain } from '../../view/begin.ts'
import type { Html } from '../../view/html.ts'
import { html, nothing } from '../../view/html.ts'
import type { DeskWords } from '../../words/desk.ts'
import type { Aggregate, Figure, FigureRow } from '../aggregate.ts'
import type { OfficeWish } from './wish.ts'

export interface Context {
  readonly id: string
  readonly words: DeskWords
  readonly language: string
  readonly wish: OfficeWish
  readonly form: Form
  readonly level: string
  readonly group: string
  /** The reader's own place, '' for who sees all: whose target is that of everything here. */
  readonly own: string
  /** Nothing was ever sent: then a nought is neither good nor bad. */
  readonly isEmpty: boolean
  /** Whether anything was ever sent from a unit or within it: elsewhere a nought is no figure. */
  readonly hasSent: (unit: string) => boolean
  /** The page's own query, to come back to. */
  readonly here: string
  /** What entries are called that figures are grouped by (entry_names.ts). */
  readonly entries: ReadonlyMap<string, string>
}

/** One indicator, looked at in all its ways. */
export interface Looked {
  readonly whole: Aggregate
  readonly placed: Aggregate | undefined
  /** By place and month, and by month alone. */
  readonly monthly: Aggregate | undefined
  readonly overall: Aggregate | undefined
  readonly grouped: Aggregate | undefined
  /** Crossed as was chosen, and by what stands across alone. */
  readonly crossed: Aggregate | undefined
  readonly across: Aggregate | undefined
  /** The figure as it is held against its plan, whole and by place, and of which year where that is not what is looked at. */
  readonly planned: { readonly of: Aggregate | undefined; readonly placed: Aggregate | undefined; readonly year: string }
}

export const unitOf = ({ unit }: Aggregate, language: string): string => (unit === null ? '' : plain(unit, language))

/** '2026-11' → '11/2026'. */
export function monthName(period: string): string {
  return /^\d{4}-\d{2}$/.test(period) ? `${period.slice(5)}/${period.slice(0, 4)}` : period
}

/** What a declared grouping is called: its question; of a cross-table 'a*b' both. */
export function groupName(form: Form, group: string, language: string): string {
  const find = (questions: Form['survey'], name: string): string | undefined => {
    for (const question of questions) {
      const found = question.name === name ? plain(question.label ?? {}, language) : find(question.questions ?? [], name)
      if (found !== undefined && found !== '') return found
    }
    return undefined
  }
  return group.split('*').map((name) => find(form.survey, name) ?? name).join(' × ')
}

/** What a row of places is called. */
export const placeOf = (row: FigureRow, { words }: Context): string => row.unit_name || words.figures.elsewhere

/** What good looks like, in a word and in a colour. */
export function judged(of: Aggregate, figure: Figure, { figures: words }: DeskWords): Html {
  const found = goodness(of, figure)
  if (found === undefined) return nothing
  return found === 'good' ? html`<span class="good">${words.good}</span>` : html`<span class="bad">${of.good?.at_most !== undefined ? words.over : words.bad}</span>`
}

export function goodness({ good }: Aggregate, { value }: Figure): 'good' | 'bad' | undefined {
  if (good === null || good === undefined || value === null) return undefined
  return (good.at_least !== undefined && value < good.at_least) || (good.at_most !== undefined && value > good.at_most) ? 'bad' : 'good'
}

/** A figure as the way to what makes it: its rows, or its plan. What is not there leads nowhere. */
export function linked(text: string, to: string | undefined): Html {
  return to === undefined || text === '–' ? html`${text}` : html`<a href="${to}">${text}</a>`
}

/** Where the rows behind a figure of any form are. */
export function rowsOf(form: string, query: Readonly<Record<string, string>>): string {
  return `/office/${form}/rows?${new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString()}`
}

/** Where a target is with what is expected by now, what it was before and why it is behind. `unit: ''`: of all places together. */
export function planOf(form: string, query: { readonly indicator: string; readonly period: string; readonly unit: string; readonly level?: string }): string {
  return `/office/${form}/targets/one?${new URLSearchParams(query).toString()}`
}

/** The months in which a target's period begins and ends, as rows are asked for. */
export function monthsOf(period: string): { readonly from: string; readonly to: string } {
  const { first, last } = daysOf(period)
  return { from: first.slice(0, 7), to: last.slice(0, 7) }
}

/** Where the rows behind a figure are: with a `period` of that time alone, else of all that is looked at. `unit: ''` in a table of places is what lies under none of them. */
export function rowsAddress({ id, wish, here }: Context, more: Readonly<Record<string, string>>): string {
  const period = more.period ?? ''
  const all: Record<string, string> = { state: wish.state, units: wish.units, from: period === '' ? (wish.from ?? '') : period, to: period === '' ? (wish.to ?? '') : period, back: here, ...more }
  delete all.period
  return rowsOf(id, all)
}

/** The part of such an address that names a place of a table. */
export function placed(unit: string | undefined, level: string): Readonly<Record<string, string>> {
  return unit === undefined ? {} : unit === '' ? { unit: '~', level } : { unit }
}

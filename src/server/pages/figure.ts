// One figure in the office's words: how it is written everywhere, and how far it is against its plan.
import { writeNumber } from '../../form/number.ts'
import type { Standing } from '../../record/target.ts'
import type { Html } from '../../view/html.ts'
import { html, nothing } from '../../view/html.ts'
import type { DeskWords } from '../../words/desk.ts'
import type { Aggregate, Figure } from '../aggregate.ts'
import { linked } from './looked.ts'

/** A figure as it is written everywhere in the office: ≈ when an estimate is inside, its unit behind it. */
export function written(figure: Pick<Figure, 'value' | 'about'> | undefined, unit: string, language: string): string {
  if (figure === undefined || figure.value === null) return '–'
  const digits = unit === '%' ? 1 : 2
  const value = Math.round(figure.value * 10 ** digits) / 10 ** digits
  return `${figure.about ? '≈ ' : ''}${writeNumber(value, language)}${unit === '' ? '' : `\u00a0${unit}`}`
}

/**
 * A figure's target, what of it is expected by now, and how far it is, in a line; nothing where there is no target. With a `year` the figure itself
 * is said too: what stands above the line is then of another time. `to`: where the plan is, and the rows of the figure.
 */
export function against(of: Pick<Aggregate, 'total'> | undefined, words: DeskWords, language: string, unit: string, year = '', to: { readonly plan?: string | undefined; readonly rows?: string } = {}): Html {
  if (of === undefined || of.total.target === null) return nothing
  const { target, expected_by_today } = of.total
  const reached = year === '' ? nothing : html` · ${words.targets.actual}: <strong>${linked(written(of.total, unit, language), to.rows)}</strong>`
  const soFar = expected_by_today === target ? nothing : html` · ${words.targets.expected}: <strong>${linked(due(of.total, unit, language), to.plan)}</strong>`
  return html`<p>${words.targets.plan}${year !== '' && ` ${words.targets.year(year)}`}: <strong>${linked(written({ value: target, about: false }, unit, language), to.plan)}</strong>${reached}${soFar} ${standingSign(of.total.standing, words)}</p>`
}

/** How far it is, in a word and in a colour. */
export function standingSign(standing: Standing | null | undefined, { targets: words }: DeskWords): Html {
  if (standing === null || standing === undefined) return nothing
  return html`<span class="${standing === 'exceeded' || standing === 'met' || standing === 'on_track' ? 'good' : 'bad'}">${words.standings[standing]}</span>`
}

/** What is expected by now. Of what is counted in whole numbers nobody expects a part. */
export function due(figure: Figure | undefined, unit: string, language: string): string {
  const { expected_by_today = null, target = null, value = null } = figure ?? {}
  const isWhole = unit !== '%' && Number.isInteger(target) && Number.isInteger(value ?? 0)
  return written({ value: expected_by_today !== null && isWhole ? Math.round(expected_by_today) : expected_by_today, about: false }, unit, language)
}

// One figure in the office's words: how it is written everywhere, and how far it is against its plan.
import { writeNumber } from '../../form/number.ts'
import type { Standing } from '../../record/target.ts'
import type { Html } from '../../view/html.ts'
import { html, nothing } from '../../view/html.ts'
import type { DeskWords } from '../../words/desk.ts'
import type { Aggregate, Figure } from '../aggregate.ts'

/** A figure as it is written everywhere in the office: ≈ when an estimate is inside, its unit behind it. */
export function written(figure: Pick<Figure, 'value' | 'about'> | undefined, unit: string, language: string): string {
  if (figure === undefined || figure.value === null) return '–'
  const digits = unit === '%' ? 1 : 2
  const value = Math.round(figure.value * 10 ** digits) / 10 ** digits
  return `${figure.about ? '≈ ' : ''}${writeNumber(value, language)}${unit === '' ? '' : `\u00a0${unit}`}`
}

/**
 * A figure's target, what of it is expected by now, and how far it is, in a line; nothing where there is no target. With a `year` the figure itself
 * is said too: what stands above the line is then of another time.
 */
export function against(of: Aggregate | undefined, words: DeskWords, language: string, unit: string, year = ''): Html {
  if (of === undefined || of.total.target === null) return nothing
  const { target, expected_by_today } = of.total
  const value = (one: number | null): string => written({ value: one, about: false }, unit, language)
  const reached = year === '' ? nothing : html` · ${words.targets.actual}: <strong>${written(of.total, unit, language)}</strong>`
  const due = expected_by_today === target ? nothing : html` · ${words.targets.expected}: <strong>${value(expected_by_today)}</strong>`
  return html`<p>${words.targets.plan}${year !== '' && ` ${words.targets.year(year)}`}: <strong>${value(target)}</strong>${reached}${due} ${standingSign(of.total.standing, words)}</p>`
}

/** How far it is, in a word and in a colour. */
export function standingSign(standing: Standing | null | undefined, { targets: words }: DeskWords): Html {
  if (standing === null || standing === undefined) return nothing
  return html`<span class="${standing === 'exceeded' || standing === 'met' || standing === 'on_track' ? 'good' : 'bad'}">${words.standings[standing]}</span>`
}

// What a figure is worked out from: a share's two parts, a difference's, the units it is divided by; each with what it comes to at the very place, time and
// group that is looked at, and the way to its own rows there.
import { localDay } from '../../form/date.ts'
import { writeNumber } from '../../form/number.ts'
import type { Form, Indicator } from '../../form/form.ts'
import { mayUse } from '../../record/may.ts'
import type { Actor } from '../../record/submission.ts'
import type { Groups } from '../../store/behind.ts'
import { loadForms } from '../../store/forms.ts'
import { countUnits } from '../../store/units.ts'
import { plain } from '../../view/begin.ts'
import type { Html } from '../../view/html.ts'
import { html, nothing } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import { aggregates, lastDay } from '../aggregate.ts'
import type { Figure } from '../aggregate.ts'
import type { Visit } from '../env.ts'
import { ownGrouping } from '../grouping.ts'
import { underOf } from '../scope.ts'
import { languageOf } from '../session.ts'
import { placesNow } from '../world.ts'
import { written } from './figure.ts'
import { wordsFor } from './respond.ts'
import type { OfficeWish } from './wish.ts'

/** Where and when the rows are looked at. */
export interface At {
  readonly wish: OfficeWish
  readonly unit: string | undefined
  /** A level under none of whose units they lie. */
  readonly above: string | undefined
  readonly group: { readonly by: string; readonly of: Groups } | undefined
}

interface Part {
  readonly form: Form
  readonly indicator: Indicator
}

/** Nothing for what is counted or read by itself. */
export async function workedOut(visit: Visit, actor: Actor, form: Form, { share, difference }: Indicator, at: At, now: number): Promise<Html> {
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const named = share === undefined ? [difference?.of, ...(difference?.less ?? [])] : [share.of, typeof share.in === 'string' ? share.in : undefined]
  const level = share === undefined || typeof share.in === 'string' ? undefined : share.in.units
  const found = (await Promise.all(named.map(async (name) => (name === undefined ? undefined : await partOf(visit, actor, form, name))))).filter((one) => one !== undefined)
  if (found.length === 0) return nothing
  const figures = await Promise.all(found.map((part) => figureOf(visit.env.DB, actor, part, at, now)))
  const said = (i: number): string => (share !== undefined ? (i === 0 ? words.see.numerator : words.see.denominator) : i === 0 ? words.see.first : words.see.less)
  const line = ({ form: of, indicator }: Part, i: number): Html => {
    const to = new URL(visit.req.url)
    for (const gone of ['cursor', 'figure', 'back']) to.searchParams.delete(gone)
    const text = written(figures[i], unitOf(indicator, language), language)
    to.searchParams.set('indicator', indicator.name)
    to.searchParams.set('figure', text)
    return html`<li>${said(i)}: <a href="/office/${of.id}/rows${to.search}">${plain(indicator.label, language)}</a>: <strong>${text}</strong></li>`
  }
  const units = level === undefined ? nothing : html`<li>${words.see.denominator}: <a href="/office/units${at.unit !== undefined && `?unit=${encodeURIComponent(at.unit)}`}">${words.see.unitsOf(words.field.level[level] ?? level)}</a>: <strong>${writeNumber(await unitsIn(visit, actor, level, at, now), language)}</strong></li>`
  return html`<p>${share === undefined ? words.see.workedOut : words.see.shared}</p><ul>${found.map(line)}${units}</ul><p>${words.see.shownFirst(plain(found[0]?.indicator.label ?? {}, language))}</p>`
}

const unitOf = ({ unit, share }: Indicator, language: string): string => (unit === undefined ? (share === undefined ? '' : '%') : plain(unit, language))

async function partOf(visit: Visit, actor: Actor, form: Form, name: string): Promise<Part | undefined> {
  const [id, inner] = name.includes('.') ? (name.split('.', 2) as [string, string]) : [form.id, name]
  const other = id === form.id ? form : mayUse(actor, id) ? (await loadForms(visit.env.DB, [{ id, version: 'latest' }]))[0]?.form : undefined
  const indicator = other?.indicators.find((one) => one.name === inner)
  return other === undefined || indicator === undefined ? undefined : { form: other, indicator }
}

// What is not counted in these groups (a stock) stands whole beside each of them.
async function figureOf(db: D1Database, actor: Actor, { form, indicator }: Part, { wish, unit, above, group }: At, now: number): Promise<Figure | undefined> {
  const member = group === undefined || group.of === 'none' || !('member' in group.of) ? undefined : group.of.member
  const isGrouped = member !== undefined && ((indicator.by ?? []).includes(group?.by ?? '') || indicator.share !== undefined || indicator.difference !== undefined)
  const by = [...(above === undefined ? [] : [`unit:${above}`]), ...(isGrouped ? [ownGrouping(group?.by ?? '')] : [])]
  const [found] = await aggregates(db, actor, {
    form: form.id, indicators: [indicator.name], by, state: wish.state, units: wish.units, ...(unit === undefined ? {} : { under: unit }), ...(wish.from === undefined ? {} : { from: wish.from }), ...(wish.to === undefined ? {} : { to: wish.to }),
  }, now)
  if (by.length === 0) return found?.total
  return found?.rows.find((row) => (above === undefined || row.unit === '') && (!isGrouped || row.member === member)) ?? { ...nothingThere, value: indicator.count === true || indicator.sum !== undefined || indicator.distinct !== undefined ? 0 : null }
}

const nothingThere: Figure = { value: null, about: false, target: null, expected_by_today: null, standing: null }

async function unitsIn(visit: Visit, actor: Actor, level: string, { wish, unit, above }: At, now: number): Promise<number> {
  const under = underOf(actor, unit, await placesNow(visit.env.DB))
  const counts = await countUnits(visit.env.DB, { level, under, era: wish.units, day: lastDay(wish.to) ?? localDay(now, zone), ...(above === undefined ? {} : { by: above }) })
  return (above === undefined ? counts : counts.filter((one) => one.unit === '')).reduce((sum, { count }) => sum + count, 0)
}

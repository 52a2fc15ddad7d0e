// The office's page of a form: what it adds up to, by place and month, as charts and as the tables that are the truth, down to the rows. Every figure is a
// few kept sums; no submission is read. Places and months are compared.ts's, cross-tables crossed.ts's.
import { localDay } from '../../form/date.ts'
import type { Actor } from '../../record/submission.ts'
import { mayUse } from '../../record/may.ts'
import { loadForms } from '../../store/forms.ts'
import { countHeaps } from '../../store/heaps.ts'
import { plain } from '../../view/begin.ts'
import type { Html } from '../../view/html.ts'
import { attribute, html } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import { aggregatesBy } from '../aggregate.ts'
import type { Aggregate } from '../aggregate.ts'
import type { Visit } from '../env.ts'
import { languageOf } from '../session.ts'
import { entryNames } from '../entry_names.ts'
import { memberName, ownGrouping } from '../grouping.ts'
import { underOf } from '../scope.ts'
import { placesNow } from '../world.ts'
import { periodIn, places as comparedPlaces, plans, table, trend } from './compared.ts'
import { crossTable, groupingOf, wayName, ways } from './crossed.ts'
import { against, written } from './figure.ts'
import { whenOf } from './home.ts'
import { groupName, judged, linked, monthName, monthsOf, planOf, rowsAddress, unitOf } from './looked.ts'
import type { Context, Looked } from './looked.ts'
import { notFound, respond, wordsFor } from './respond.ts'
import { wishOf } from './wish.ts'

/** GET /office/:form. */
export async function figures(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const id = visit.req.param('form') ?? ''
  const [[loaded], places] = await Promise.all([loadForms(db, [{ id, version: 'latest' }]), placesNow(db)])
  if (loaded === undefined || !mayUse(actor, id)) return notFound(visit, actor)
  const { form } = loaded
  const wish = wishOf(visit)
  const levels = [...new Set(places.all.map((unit) => unit.level))]
  const level = wish.level !== undefined && levels.includes(wish.level) ? wish.level : levels.includes('commune') ? 'commune' : (levels[0] ?? '')
  const groups = [...new Set(form.indicators.flatMap(({ by = [] }) => by))].filter((group) => !group.includes('*'))
  const group = groups.includes(wish.group) ? wish.group : ''
  const way = ways(form).includes(wish.cross) && (level !== '' || !wish.cross.startsWith('unit*')) ? wish.cross : ''
  const across = /^(?:unit|month)\*/.test(way) ? way.slice(way.indexOf('*') + 1) : ''
  const asked = { form: id, state: wish.state, units: wish.units, ...(wish.from === undefined ? {} : { from: wish.from }), ...(wish.to === undefined ? {} : { to: wish.to }) }
  const byPlace = level === '' ? [] : [`unit:${level}`]
  const named: Readonly<Record<string, readonly string[] | undefined>> = {
    placed: level === '' ? undefined : byPlace, monthly: level === '' ? undefined : [...byPlace, 'month'], overall: ['month'], grouped: group === '' ? undefined : [ownGrouping(group)],
    crossed: way === '' ? undefined : groupingOf(way, level), across: across === '' || across === group ? undefined : [ownGrouping(across)],
  }
  const parts = Object.entries(named).filter((part): part is [string, readonly string[]] => part[1] !== undefined)
  // What grows is held against its plan only in the plan's own period: when all time is looked at, against this year's.
  const year = localDay(now, zone).slice(0, 4)
  const isAll = wish.from === undefined && wish.to === undefined
  const [[whole = [], ...others], [yearly = [], yearlyPlaced = []], heaps] = await Promise.all([
    aggregatesBy(db, actor, asked, [[], ...parts.map(([, grouping]) => grouping)], now), isAll ? aggregatesBy(db, actor, { ...asked, from: year, to: year, targeted: true }, level === '' ? [[]] : [[], byPlace], now) : [],
    countHeaps(db, [id], underOf(actor, undefined, places)),
  ])
  const of = (all: readonly Aggregate[] | undefined, name: string): Aggregate | undefined => all?.find((one) => one.indicator === name)
  const part = (which: string, name: string): Aggregate | undefined => of(others[parts.findIndex(([one]) => one === which)], name)
  const members = (grouping: string | undefined): readonly string[] => [...new Set(others[parts.findIndex(([one]) => one === grouping)]?.flatMap(({ rows }) => rows.flatMap(({ member = '' }) => (member === '' ? [] : [member]))))]
  const entries = await entryNames(db, actor, form, [{ by: group, members: members('grouped') }, { by: across || way, members: members('crossed') }], words.field.masked)
  const title = plain(form.title, language)
  const sent = [...new Set(heaps.map((one) => one.unit))]
  const context: Context = {
    id, words, language, wish, form, level, group, own: actor.unit ?? '', isEmpty: heaps.length === 0, hasSent: (unit) => sent.some((one) => places.isUnder(one, unit)), here: new URL(visit.req.url).searchParams.toString(), entries,
  }
  const looked = (one: Aggregate): Looked => {
    const name = one.indicator
    const grouped = part('grouped', name)
    return {
      whole: one, placed: part('placed', name), monthly: part('monthly', name), overall: part('overall', name), grouped, crossed: part('crossed', name), across: across === group ? grouped : part('across', name),
      planned: isAll ? { of: of(yearly, name), placed: of(yearlyPlaced, name), year } : { of: one, placed: part('placed', name), year: '' },
    }
  }
  const main = html`<p class="step">${words.figures.title}</p><h1>${title}</h1>
${filter(context, levels, groups, way)}
${wish.misread.map((typed) => html`<p class="problem" role="alert">${words.figures.badMonth(typed)}</p>`)}
<p class="about">${words.asOf(whenOf(now, language))}${whole.some((one) => one.total.about) && ` · ${words.figures.about}`}</p>
${form.indicators.length === 0 && html`<p>${words.figures.noIndicators}${actor.role === 'admin' && html` <a href="/office/forms/${form.id}/edit">${words.figures.addIndicator}</a>`}</p>`}<div class="figures">${whole.map((one) => figure(context, looked(one), way))}</div>
<p class="buttons"><a class="button plain" href="/office/${form.id}/queue">${words.review.title}</a><a class="button plain" href="${rowsAddress(context, {})}">${words.figures.allRows}</a><a class="button plain" href="/office/${form.id}/map">${words.see.map}</a><a class="button plain" href="/office/${form.id}/targets">${words.targets.title}</a><a class="button plain" href="/office/${form.id}/report">${words.take.report.link}</a><a class="button plain" href="/office/${form.id}/audio">${words.prompt.title}</a>${form.public === true && html`<a class="button plain" href="/office/${form.id}/address">${words.public.address}</a>`}</p>
<section><h2>${words.taken.title}</h2><p>${words.taken.about}</p><p class="buttons">${Object.entries({ csv: words.taken.csv, xlsx: words.take.xlsx, zip: words.taken.zip, geojson: words.taken.geojson }).map(([format, label]) => html`<a class="button plain" href="/office/${form.id}/export?format=${format}" download>${label}</a>`)}</p><p class="about">${words.take.xlsxLong}</p></section>`
  return respond(visit, actor, { title: `${words.figures.title}: ${title}`, main, wide: true, hasProblems: wish.misread.length > 0 })
}

function figure(context: Context, looked: Looked, way: string): Html {
  const { words, language } = context
  const { whole, monthly, grouped, planned } = looked
  const unit = unitOf(whole, language)
  const label = plain(whole.label, language)
  const text = written(whole.total, unit, language)
  const period = planned.year === '' ? periodIn(context.wish) : planned.year
  const to = {
    plan: period === undefined ? undefined : planOf(context.id, { indicator: whole.indicator, period, unit: context.own, level: context.level }),
    rows: rowsAddress(context, { indicator: whole.indicator, figure: written(planned.of?.total, unit, language), ...(planned.year === '' ? {} : monthsOf(planned.year)) }),
  }
  const months = [...new Set((monthly?.rows ?? []).map(({ period = '' }) => period))].sort()
  return html`<section class="figure" aria-labelledby="f-${whole.indicator}"><h2 id="f-${whole.indicator}">${label}</h2>
${context.isEmpty && (whole.total.value ?? 0) === 0 ? html`<p class="about">${words.figures.none}</p>` : html`<p class="total-figure">${linked(text, rowsAddress(context, { indicator: whole.indicator, figure: text }))} ${judged(whole, whole.total, words)}</p>`}
${whole.recounting && html`<p class="about" role="status">${words.recounting}</p>`}
${against(planned.of, words, language, unit, planned.year, to)}
${plans(context, looked, label)}
${comparedPlaces(context, looked, label)}
${trend(context, looked, label)}
${table(context, looked, months, label)}
${grouped !== undefined && grouped.rows.length > 0 && members(context, grouped, unit)}
${crossTable(context, looked, way, label)}
<p><a href="${rowsAddress(context, { indicator: whole.indicator })}">${words.figures.rows}<span class="away">: ${label}</span></a></p></section>`
}

function members(context: Context, grouped: Aggregate, unit: string): Html {
  const { words, language, group, form, entries } = context
  const name = groupName(form, group, language)
  return html`<h3>${words.figures.parts(name)}</h3><div class="scroll" tabindex="0" role="region" aria-label="${words.figures.table(plain(grouped.label, language))} – ${words.figures.parts(name)}"><table><tbody>${grouped.rows.map((row) => {
    const text = written(row, unit, language)
    const shown = row.value === null ? text : html`<a href="${rowsAddress(context, { indicator: grouped.indicator, by: group, member: row.member ?? '', figure: text })}">${text}</a>`
    return html`<tr><th scope="row">${plain(memberName(form, group, row.member ?? '', entries), language) || words.figures.elsewhere}</th><td class="n">${shown} ${judged(grouped, row, words)}</td></tr>`
  })}</tbody></table></div>`
}

function filter({ id, words, language, wish, form, group, level }: Context, levels: readonly string[], groups: readonly string[], way: string): Html {
  const { figures: f } = words
  const select = (name: string, label: string, options: readonly (readonly [string, string])[], chosen: string): Html =>
    html`<div><label for="w-${name}">${label}</label><select id="w-${name}" name="${name}">${options.map(([value, text]) => html`<option value="${value}"${attribute('selected', value === chosen)}>${text}</option>`)}</select></div>`
  const month = (name: 'from' | 'to', label: string): Html =>
    html`<div><label for="w-${name}">${label} <span class="optional">(${f.monthExample})</span></label><input type="text" inputmode="numeric" id="w-${name}" name="${name}" value="${wish.typed[name]}" maxlength="10" autocomplete="off"></div>`
  const crossings = ways(form)
  const range = wish.from === undefined && wish.to === undefined ? '' : [wish.from, wish.to].map((one) => (one === undefined ? '…' : monthName(one))).join(' – ')
  const says = [words.views[wish.state], f.eras[wish.units], f.level_of(words.field.level[level] ?? level), range].filter((one) => one !== undefined && one !== '')
  return html`<details><summary>${f.filter}: ${says.join(' · ')}</summary><form method="get" action="/office/${id}" class="filters" aria-label="${f.filter}">${select('state', f.view, Object.entries(words.views), wish.state)}${select('units', f.era, Object.entries(f.eras), wish.units)}${select('level', f.level, levels.map((one) => [one, f.level_of(words.field.level[one] ?? one)] as const), level)}${groups.length > 0 && select('group', f.group, [['', f.noGroup] as const, ...groups.map((one) => [one, groupName(form, one, language)] as const)], group)}${crossings.length > 0 && html`${select('cross', words.see.crossing, [['', f.noGroup] as const, ...crossings.map((one) => [one, wayName(form, one, words, language)] as const)], way)}`}${month('from', f.from)}${month('to', f.to)}<button>${f.show}</button>${crossings.length > 0 && html`<p class="hint">${words.see.crossingHint}</p>`}</form></details>`
}

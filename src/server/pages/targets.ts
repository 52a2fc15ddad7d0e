// The office's plan: what an indicator should reach in a period, place by place, typed beside what is there, what is expected by today and how far it is.
// And behind each target what it was before, why it is behind and what will be done. How far is how far is record/target.ts's.
import type { Form } from '../../form/form.ts'
import { localDay } from '../../form/date.ts'
import { readNumber, writeNumber } from '../../form/number.ts'
import type { Actor } from '../../record/submission.ts'
import { asksWhy, daysOf } from '../../record/target.ts'
import { readPeriod } from '../../record/target_sheet.ts'
import { mayUse } from '../../record/may.ts'
import { loadForms } from '../../store/forms.ts'
import { namesOf } from '../../store/people.ts'
import { historyOf, putTargets, remark, targetsOf } from '../../store/targets.ts'
import type { TargetWish } from '../../store/targets.ts'
import { plain } from '../../view/begin.ts'
import type { Posted } from '../../view/boxes.ts'
import { boxIn } from '../../view/boxes.ts'
import type { Html } from '../../view/html.ts'
import { attribute, html, nothing } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import type { DeskWords } from '../../words/desk.ts'
import { aggregates } from '../aggregate.ts'
import type { TargetScope } from '../api/targets.ts'
import { targetScope } from '../api/targets.ts'
import type { Visit } from '../env.ts'
import { languageOf } from '../session.ts'
import { countable } from '../target_file.ts'
import { against, due, standingSign, written } from './figure.ts'
import { nameOf, whenOf } from './home.ts'
import { linked, monthsOf, rowsOf } from './looked.ts'
import { takeTargets } from './target_file.ts'
import { notFound, respond, tell, wordsFor } from './respond.ts'
import { postedOf } from './visitor.ts'

const mostPlaces = 400

// Whether a place is no more.
function isGone({ valid_to }: { readonly valid_to: string | null }, now: number): boolean {
  return (valid_to ?? '9999') < localDay(now, zone)
}

/** What the page is about, read from its address: an indicator of the form that can be counted, a period, a level of places. */
interface Wish {
  readonly form: Form
  readonly indicator: Form['indicators'][number]
  /** form.name */
  readonly name: string
  readonly period: string
  /** As typed, when it was no period. */
  readonly misread: string
  readonly level: string
  readonly levels: readonly string[]
  readonly scope: TargetScope
}

/** GET /office/:form/targets. */
export async function targets(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const wish = await wishFor(visit, actor, now)
  return wish === undefined ? notFound(visit, actor) : whole(visit, actor, wish, now, new Map())
}

/** POST there: all boxes that were changed, or none. */
export async function setTargets(visit: Visit, actor: Actor, now: number): Promise<Response> {
  if (!maySet(actor)) return forbidden(visit, actor)
  const wish = await wishFor(visit, actor, now)
  if (wish === undefined) return notFound(visit, actor)
  const posted = await postedOf(visit)
  const language = languageOf(visit)
  const wrong = new Map<string, string>()
  const { targets: words } = wordsFor(visit)
  const wishes = [...posted.keys()].flatMap((box): readonly TargetWish[] => {
    const unit = /^value\.(.*)$/.exec(box)?.[1]
    if (unit === undefined || !wish.scope.isUnit(unit)) return []
    const [typed, shown, base] = [boxIn(posted, box).trim(), boxIn(posted, `shown.${unit}`), Number(boxIn(posted, `base.${unit}`))]
    // A box that stands as it was shown says nothing: another may have changed the target since.
    if (typed === shown) return []
    const read = typed === '' ? { value: null } : readNumber(typed, language)
    if ('slip' in read) wrong.set(unit, words.notNumber(typed))
    return 'slip' in read ? [] : [{ indicator: wish.name, period: wish.period, unit, value: read.value, base: Number.isSafeInteger(base) ? base : 0 }]
  })
  if (wrong.size > 0) return whole(visit, actor, wish, now, posted, wrong)
  const outcomes = await putTargets(visit.env.DB, wishes, actor.person, now)
  const moved = wishes.filter((_, i) => outcomes[i]?.status === 'conflict')
  if (moved.length === 0) return visit.redirect(addressOf(wish, { done: String(outcomes.filter(({ status }) => status === 'set').length) }), 303)
  // Another set these since the page was drawn: both numbers stand there, and whoever looks decides.
  return whole(visit, actor, wish, now, posted, new Map(moved.map((one) => {
    const value = outcomes[wishes.indexOf(one)]?.value ?? null
    return [one.unit, words.moved(value === null ? '–' : writeNumber(value, language))]
  })))
}

async function whole(visit: Visit, actor: Actor, wish: Wish, now: number, posted: Posted, wrong: ReadonlyMap<string, string> = new Map()): Promise<Response> {
  const db = visit.env.DB
  const words = wordsFor(visit)
  const language = languageOf(visit)
  const { form, indicator, name, period, level, scope } = wish
  const under = actor.unit === null ? null : [actor.unit]
  const { first, last } = daysOf(period)
  const months = monthsOf(period)
  const window = { form: form.id, indicators: [indicator.name], ...months }
  const [[overall], [placed], found] = await Promise.all([
    aggregates(db, actor, { ...window, units: 'today' }, now), aggregates(db, actor, { ...window, units: 'today', by: [`unit:${level}`] }, now), targetsOf(db, { indicators: [name], from: period, to: period, under }),
  ])
  const held = new Map(found.filter((one) => one.period === period).map((one) => [one.unit, one]))
  const isThere = ({ valid_from, valid_to }: { valid_from: string | null; valid_to: string | null }): boolean => (valid_from ?? '') <= last && (valid_to ?? '9999') >= first
  const units = scope.places.all.filter((unit) => unit.level === level && scope.isUnit(unit.id) && (isThere(unit) || held.has(unit.id)))
  // A place that is there today has what lies in it today, as wherever its plan is looked at; one that is gone, what was counted in it then.
  const shownUnits = units.slice(0, mostPlaces)
  const gone = new Set(shownUnits.filter((unit) => isGone(unit, now)).map(({ id }) => id))
  const [placedThen] = gone.size > 0 ? await aggregates(db, actor, { ...window, by: [`unit:${level}`] }, now) : []
  const [figures, figuresThen] = [placed, placedThen].map((one) => new Map((one?.rows ?? []).map((row) => [row.unit ?? '', row])))
  const rows = [
    ...(actor.unit === null ? [{ id: '', label: words.targets.all, figure: overall?.total }] : units.some(({ id }) => id === actor.unit) ? [] : [{ id: actor.unit, label: scope.places.byId.get(actor.unit)?.full_name ?? '', figure: overall?.total }]),
    ...shownUnits.map((unit) => ({ id: unit.id, label: unit.full_name, figure: (gone.has(unit.id) ? figuresThen : figures)?.get(unit.id) ?? (unit.id === actor.unit ? overall?.total : undefined) })),
  ]
  const unit = plain(indicator.unit ?? {}, language)
  const title = plain(indicator.label, language)
  const may = maySet(actor)
  const row = ({ id, label, figure }: (typeof rows)[number]): Html => {
    const target = held.get(id)
    const shown = target?.value === undefined || target.value === null ? '' : writeNumber(target.value, language)
    const problem = wrong.get(id)
    const typed = posted.has(`value.${id}`) ? boxIn(posted, `value.${id}`) : shown
    const key = id === '' ? 'all' : id
    const box = html`${problem !== undefined && html`<p class="problem" id="p-${key}">${problem}</p>`}<input type="text" inputmode="decimal" class="number" id="v-${key}" name="value.${id}" value="${typed}" maxlength="30" autocomplete="off" aria-label="${words.targets.boxFor(label)}"${attribute('aria-describedby', problem === undefined ? undefined : `p-${key}`)}${attribute('aria-invalid', problem === undefined ? undefined : 'true')}><input type="hidden" name="shown.${id}" value="${shown}"><input type="hidden" name="base.${id}" value="${target?.revision ?? 0}">`
    const why = target === undefined ? nothing : html`<a href="${oneAddress(wish, id)}">${target.remark === undefined ? (figure?.standing !== undefined && figure.standing !== null && asksWhy(figure.standing) ? words.targets.sayWhy : words.targets.history) : words.targets.said}<span class="away">: ${label}</span></a>`
    return html`<tr><th scope="row">${label}</th><td class="n">${may ? box : linked(shown === '' ? '–' : `${shown}${unit === '' ? '' : `\u00a0${unit}`}`, oneAddress(wish, id))}</td><td class="n">${linked(written(figure, unit, language), rowsOf(form.id, { indicator: indicator.name, state: 'received', units: gone.has(id) ? 'then' : 'today', ...months, unit: id, figure: written(figure, unit, language) }))}</td><td class="n">${linked(due(figure, unit, language), oneAddress(wish, id))}</td><td class="told">${standingSign(figure?.standing, words)} ${why}</td></tr>`
  }
  const done = visit.req.query('done')
  const main = html`<p class="step"><a href="/office/${form.id}">${plain(form.title, language)}</a></p><h1>${words.targets.title}</h1><p>${words.targets.about}</p>
${done !== undefined && /^\d{1,4}$/.test(done) && html`<p class="news" role="status">${done === '0' ? words.targets.nothingChanged : words.targets.done(done)}</p>`}
${chooser(wish, words, language)}
${wish.misread !== '' && html`<p class="problem" role="alert">${words.targets.badPeriod(wish.misread)}</p>`}
<h2>${title}${unit !== '' && html` (${unit})`} – ${periodName(period, words)}</h2>
${wrong.size > 0 && html`<p class="problem" role="alert">${words.targets.wrong}</p>`}
<form method="post" action="${addressOf(wish)}"><div class="scroll" tabindex="0" role="region" aria-label="${words.figures.table(title)}"><table><thead><tr><th scope="col">${words.figures.place}</th><th scope="col" class="n">${words.targets.plan}</th><th scope="col" class="n">${words.targets.actual}</th><th scope="col" class="n">${words.targets.expected}</th><th scope="col">${words.targets.standing}</th></tr></thead><tbody>${rows.map(row)}</tbody></table></div>
${units.length > mostPlaces && html`<p class="problem">${words.targets.cut(writeNumber(mostPlaces, language))}</p>`}
<p class="about">${words.asOf(whenOf(now, language))}</p>${may && html`<p class="buttons"><button>${words.targets.save}</button></p>`}</form>${takeTargets(form.id, { period, level }, words, may)}`
  return respond(visit, actor, { title: `${words.targets.title}: ${title}`, main, wide: true, hasProblems: wrong.size > 0 || wish.misread !== '' }, wrong.size > 0 ? 422 : 200)
}

/** GET /office/:form/targets/one: one target, what it was, and what was said. */
export async function oneTarget(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const wish = await wishFor(visit, actor, now)
  const unit = visit.req.query('unit') ?? ''
  return wish === undefined || !wish.scope.isUnit(unit) ? notFound(visit, actor) : one(visit, actor, wish, unit, now)
}

/** POST there: why it is behind and what will be done. */
export async function sayWhy(visit: Visit, actor: Actor, now: number): Promise<Response> {
  if (!maySet(actor)) return forbidden(visit, actor)
  const wish = await wishFor(visit, actor, now)
  const unit = visit.req.query('unit') ?? ''
  if (wish === undefined || !wish.scope.isUnit(unit)) return notFound(visit, actor)
  const posted = await postedOf(visit)
  const [cause, remedy] = [boxIn(posted, 'cause').trim().slice(0, 2_000), boxIn(posted, 'remedy').trim().slice(0, 2_000)]
  if (cause === '' || remedy === '') return one(visit, actor, wish, unit, now, { cause, remedy })
  await remark(visit.env.DB, { indicator: wish.name, period: wish.period, unit, cause, remedy }, actor.person, now)
  return visit.redirect(oneAddress(wish, unit), 303)
}

async function one(visit: Visit, actor: Actor, wish: Wish, unit: string, now: number, typed?: { cause: string; remedy: string }): Promise<Response> {
  const words = wordsFor(visit)
  const { targets: t } = words
  const language = languageOf(visit)
  const { form, indicator, name, period, scope } = wish
  const months = monthsOf(period)
  const { targets: set, remarks } = await historyOf(visit.env.DB, { indicator: name, period, unit })
  const place = scope.places.byId.get(unit)
  const units = place !== undefined && isGone(place, now) ? 'then' : 'today'
  const [looked] = await aggregates(visit.env.DB, actor, { form: form.id, units, indicators: [indicator.name], ...months, ...(unit === '' ? {} : { under: unit }) }, now)
  const names = await namesOf(visit.env.DB, [...new Set([...set, ...remarks].map(({ by }) => by))])
  const label = unit === '' ? t.all : (place?.full_name ?? unit)
  const word = plain(indicator.unit ?? {}, language)
  const reached = written(looked?.total, word, language)
  const who = (by: string, at: number): string => `${nameOf(names, by, words)} – ${whenOf(at, language)}`
  const latest = remarks[0]
  const box = (at: 'cause' | 'remedy'): Html => {
    const isMissing = typed !== undefined && typed[at] === ''
    return html`<div class="field"><label for="${at}">${t[at]}</label>${isMissing && html`<p class="problem" id="${at}-problem">${t.missing}</p>`}<textarea id="${at}" name="${at}" maxlength="2000"${attribute('aria-describedby', isMissing ? `${at}-problem` : undefined)}${attribute('aria-invalid', isMissing ? 'true' : undefined)}>${typed?.[at] ?? latest?.[at] ?? ''}</textarea></div>`
  }
  const main = html`<p class="step"><a href="${addressOf(wish)}">${t.title}</a></p><h1>${plain(indicator.label, language)}</h1><p>${label} – ${periodName(period, words)}</p>
<p class="total-figure">${linked(reached, rowsOf(form.id, { indicator: indicator.name, state: 'received', units, ...months, unit, figure: reached }))}</p>${against(looked, words, language, word)}
${maySet(actor) && html`<form method="post" action="${oneAddress(wish, unit)}">${typed !== undefined && html`<p class="problem" role="alert">${t.wrong}</p>`}${box('cause')}${box('remedy')}<p class="buttons"><button>${t.keep}</button></p></form>`}
${remarks.length > 0 && html`<section><h2>${t.saidTitle}</h2><ul class="cards">${remarks.map(({ cause, remedy, by, at }) => html`<li><p><strong>${t.cause}:</strong> ${cause}</p><p><strong>${t.remedy}:</strong> ${remedy}</p><p class="about">${who(by, at)}</p></li>`)}</ul></section>`}
<section><h2>${t.historyTitle}</h2>${set.length === 0 ? html`<p>${t.none}</p>` : html`<ul class="cards">${set.map(({ value, by, at }) => html`<li><strong>${value === null ? t.takenBack : written({ value, about: false }, word, language)}</strong><p class="about">${who(by, at)}</p></li>`)}</ul>`}</section>`
  return respond(visit, actor, { title: `${t.title}: ${label}`, main, hasProblems: typed !== undefined }, typed !== undefined ? 422 : 200)
}

function chooser({ form, indicator, period, misread, level, levels }: Wish, words: DeskWords, language: string): Html {
  const select = (name: string, label: string, options: readonly (readonly [string, string])[], chosen: string): Html =>
    html`<div><label for="w-${name}">${label}</label><select id="w-${name}" name="${name}">${options.map(([value, text]) => html`<option value="${value}"${attribute('selected', value === chosen)}>${text}</option>`)}</select></div>`
  const one = (name: string): string => words.figures.level_of(words.field.level[name] ?? name)
  return html`<form method="get" action="/office/${form.id}/targets" class="filters" aria-label="${words.figures.filter}">${select('indicator', words.figures.indicator, countable(form).map(({ name, label }) => [name, plain(label, language)] as const), indicator.name)}<div><label for="w-period">${words.targets.period} <span class="optional">(${words.targets.periodExample})</span></label><input type="text" id="w-period" name="period" value="${misread === '' ? typedPeriod(period) : misread}" maxlength="20" autocomplete="off"></div>${select('level', words.figures.level, levels.map((name) => [name, one(name)] as const), level)}<button>${words.figures.show}</button></form>`
}

async function wishFor(visit: Visit, actor: Actor, now: number): Promise<Wish | undefined> {
  const id = visit.req.param('form') ?? ''
  const [[loaded], scope] = await Promise.all([loadForms(visit.env.DB, [{ id, version: 'latest' }]), targetScope(visit.env.DB, actor)])
  const form = loaded?.form
  const all = form === undefined || !mayUse(actor, id) ? [] : countable(form)
  const indicator = all.find(({ name }) => name === visit.req.query('indicator')) ?? (visit.req.query('indicator') === undefined ? all[0] : undefined)
  if (form === undefined || indicator === undefined) return undefined
  const typed = (visit.req.query('period') ?? '').trim().slice(0, 20)
  const read = readPeriod(typed)
  const levels = [...new Set(scope.places.all.filter(({ id: unit }) => scope.isUnit(unit)).map((unit) => unit.level))]
  const asked = visit.req.query('level') ?? ''
  return {
    form, indicator, name: `${form.id}.${indicator.name}`, period: read ?? localDay(now, zone).slice(0, 4), misread: typed !== '' && read === undefined ? typed : '', scope, levels,
    level: levels.includes(asked) ? asked : levels.includes('commune') ? 'commune' : (levels[0] ?? ''),
  }
}

function typedPeriod(period: string): string {
  if (period.length === 4) return period
  return period.includes('Q') ? `Q${period.slice(6)}/${period.slice(0, 4)}` : `${period.slice(5)}/${period.slice(0, 4)}`
}

/** A period in words. */
export function periodName(period: string, { targets: words }: DeskWords): string {
  if (period.length === 4) return words.year(period)
  return period.includes('Q') ? words.quarter(period.slice(6), period.slice(0, 4)) : words.month(period.slice(5), period.slice(0, 4))
}

function addressOf({ form, indicator, period, level }: Wish, more: Readonly<Record<string, string>> = {}): string {
  return `/office/${form.id}/targets?${new URLSearchParams({ indicator: indicator.name, period, level, ...more }).toString()}`
}

function oneAddress({ form, indicator, period, level }: Wish, unit: string): string {
  return `/office/${form.id}/targets/one?${new URLSearchParams({ indicator: indicator.name, period, level, unit }).toString()}`
}

const maySet = (actor: Actor): boolean => actor.role === 'admin' || actor.role === 'reviewer'

function forbidden(visit: Visit, actor: Actor): Response {
  const { mayNot } = wordsFor(visit)
  return tell(visit, actor, mayNot.forbidden, mayNot.forbiddenAbout, 403)
}

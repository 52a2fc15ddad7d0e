// What the service uses and costs, from what was measured, against the limits of its plans; and the state of the installation. Admins only.
import { localDay, writeMonth } from '../../form/date.ts'
import { writeNumber } from '../../form/number.ts'
import { dollars, perThousand, reached, readable, total } from '../../record/usage.ts'
import type { Day, Reached } from '../../record/usage.ts'
import { free, paid, plan_dollars_a_month, taken_in } from '../../record/prices.ts'
import type { Actor } from '../../record/submission.ts'
import { note } from '../../store/audit.ts'
import { listRecounts } from '../../store/recounts.ts'
import { readState } from '../../store/submissions.ts'
import { installation, readUsage } from '../../store/usage.ts'
import type { Html } from '../../view/html.ts'
import { html } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import { build } from '../built.ts'
import { latestForms } from '../catalogue.ts'
import type { Visit } from '../env.ts'
import { hasFactorKey } from '../second_factor.ts'
import { languageOf } from '../session.ts'
import { titlesOf } from './audit.ts'
import { whenOf } from './home.ts'
import { respond, wordsFor } from './respond.ts'
import manifest from '../../../package.json' with { type: 'json' }

const day_ms = 86_400_000

/** GET /office/cost. */
export async function cost(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const { admin: { cost: c }, audit } = wordsFor(visit)
  const language = languageOf(visit)
  const today = localDay(now, zone)
  const [days, recounts, state] = await Promise.all([readUsage(db, localDay(now - 366 * day_ms, zone)), listRecounts(db), installation(db, build)])
  const titles = recounts.length === 0 ? undefined : titlesOf(await latestForms(db, await readState(db, { ids: [], entries: [] })), [], language)
  const number = (value: number): string => writeNumber(Math.round(value), language)
  const money = (value: number): string => writeNumber(Number(value.toPrecision(2)), language)
  const thousand = perThousand(days)
  const signOf = (sign: Reached['sign']): string => (sign === 'low' ? '' : c.signs[sign])
  const bytes = (value: number): string => {
    const { of, number: short } = readable(value)
    return c.sizes[of](writeNumber(short, language))
  }
  const amount = ({ what }: Pick<Reached, 'what'>, value: number): string => (what.endsWith('bytes') ? bytes(value) : number(value))
  const limits = (title: string, all: readonly Reached[]): Html => table(title, [c.what, c.over, c.used, c.most, c.share], 2, all.map((one) => html`<tr><th scope="row">${c.names[one.what]}</th><td>${c.overs[one.over]}</td><td class="n">${amount(one, one.used)}</td><td class="n">${amount(one, one.most)}</td><td class="n">${one.share > 0 && one.share < 0.01 ? '<1 %' : `${number(one.share * 100)} %`}${one.sign !== 'low' && html` <span class="${one.sign === 'half' ? 'doubt' : 'bad'}">${signOf(one.sign)}</span>`}</td></tr>`))
  const used = (title: string, rows: readonly (readonly [string, readonly Day[]])[]): Html => table(title, [c.when, c.names.requests, c.submissions, c.names.rows_read, c.names.rows_written, c.names.file_writes, c.written], 1, rows.map(([name, some]) => {
    const sum = total(some)
    return html`<tr><th scope="row">${name}</th><td class="n">${number(sum.requests)}</td><td class="n">${number(sum.submissions)}</td><td class="n">${number(sum.rows_read)}</td><td class="n">${number(sum.rows_written)}</td><td class="n">${number(sum.file_writes)}</td><td class="n">${bytes(sum.file_bytes)}</td></tr>`
  }))
  const by = (key: (day: Day) => string): readonly (readonly [string, readonly Day[]])[] => {
    const groups = new Map<string, Day[]>()
    for (const day of days) groups.set(key(day), [...(groups.get(key(day)) ?? []), day])
    return [...groups].sort(([one], [other]) => (one < other ? 1 : -1))
  }
  const onFree = reached(free, days, today)
  const onPaid = reached(paid, days, today)
  const warnings = [...onFree.map((one) => [c.plans.free, one] as const), ...onPaid.map((one) => [c.plans.paid, one] as const)].filter(([, { sign }]) => sign !== 'low')
  const month = days.filter(({ day }) => day.slice(0, 7) === today.slice(0, 7))
  const missing = [...(visit.env.PHIEU_RECEIPT_KEY === undefined ? [c.noReceiptKey] : []), ...(visit.env.PHIEU_ADDRESS_HEADER === undefined ? [c.noAddressHeader] : []), ...(hasFactorKey(visit.env) ? [] : [c.noFactorKey])]
  const facts: readonly (readonly [string, string])[] = [
    [c.version, `${manifest.version} (${build})`], [c.migrations, state.migrations === undefined ? c.unknown : c.migrationsAre(number(state.migrations.count), state.migrations.last)],
    [c.recounts, recounts.length === 0 ? c.noRecounts : c.recountsAre(number(recounts.length), recounts.map(({ of, name }) => audit.named[of](titles?.[of].get(name) ?? name)).join(', '))],
    [c.phones, c.phonesAre(number(state.phones.other), number(state.phones.told))], [c.copy, state.copied_at === 0 ? c.noCopy : whenOf(state.copied_at, language)], [c.secrets, missing.length === 0 ? c.noneMissing : missing.join(' ')],
  ]
  const main = html`<h1>${c.title}</h1><p class="about">${c.asOf(whenOf(now, language))}</p>
${warnings.length > 0 && html`<div class="summary" role="status"><h2>${c.warnings}</h2><ul>${warnings.map(([plan, one]) => html`<li>${plan}: ${c.names[one.what]}, ${c.overs[one.over]}: ${number(one.share * 100)} % – ${signOf(one.sign)}</li>`)}</ul></div>`}
<section><h2>${c.thousandTitle}</h2>${thousand === undefined ? html`<p>${c.tooFew}</p>` : html`<p class="total-figure">${c.thousand(money(thousand.dong), money(thousand.dollars))}</p><p>${c.thousandOf(number(thousand.rows_written), number(thousand.rows_read), number(thousand.requests))}</p>`}<p class="about">${c.thousandAbout}</p><p>${c.monthCosts(writeMonth(today.slice(0, 7), language), money(dollars(total(month))), number(plan_dollars_a_month))}</p></section>
<section><h2>${c.limits}</h2><p class="about">${c.taken(writeMonth(taken_in, language))}</p>${limits(c.plans.free, onFree)}${limits(c.plans.paid, onPaid)}</section>
<section><h2>${c.usedTitle}</h2><p class="about">${c.lost}</p>${days.length === 0 ? html`<p>${c.nothing}</p>` : html`${used(c.byMonth, by(({ day }) => day.slice(0, 7)).slice(0, 12).map(([name, some]) => [writeMonth(name, language), some] as const))}<details><summary>${c.byDay}</summary>${used(c.byDay, by(({ day }) => day).slice(0, 31).map(([name, some]) => [name.split('-').reverse().join('/'), some] as const))}</details>`}</section>
<section><h2>${c.state}</h2>${visit.req.query('noted') !== undefined && html`<p class="news" role="status">${c.noted}</p>`}<dl class="answers">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl><form method="post" action="/office/cost/copied"><p class="hint" id="copied-hint">${c.copyHint}</p><p class="buttons"><button class="plain" aria-describedby="copied-hint">${c.noteCopy}</button></p></form></section>`
  return respond(visit, actor, { title: c.title, main, wide: true })
}

/** POST /office/cost/copied: somebody made a copy today and says so; nothing here can see it. */
export async function copied(visit: Visit, actor: Actor, now: number): Promise<Response> {
  await note(visit.env.DB, { at: now, actor: actor.person, action: 'copied', subject: 'installation' })
  return visit.redirect('/office/cost?noted', 303)
}

// `texts`: how many of the first columns are words; what follows are numbers.
function table(title: string, heads: readonly string[], texts: number, rows: readonly Html[]): Html {
  return html`<h3>${title}</h3><div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>${heads.map((head, i) => html`<th scope="col"${i >= texts && html` class="n"`}>${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`
}

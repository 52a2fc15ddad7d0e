// Entries that may be there twice: the pairs of a commune with how likely and why, two of them side by side with the records that they come from, and
// the decision that they are two. Nothing is merged; who finds that they are one goes to the record and returns or rejects it.
import { writeDate } from '../../form/date.ts'
import { writeNumber } from '../../form/number.ts'
import type { Value } from '../../expression/tree.ts'
import type { Candidate, Pair } from '../../record/alike.ts'
import { maySee } from '../../record/receive.ts'
import type { Actor } from '../../record/submission.ts'
import { mostCompared, sayUnlike } from '../../store/alike.ts'
import type { Unlike } from '../../store/alike.ts'
import { namesOf } from '../../store/people.ts'
import { plain } from '../../view/begin.ts'
import { boxIn } from '../../view/boxes.ts'
import type { Html } from '../../view/html.ts'
import { html, nothing } from '../../view/html.ts'
import type { DeskWords } from '../../words/desk.ts'
import type { Visit } from '../env.ts'
import { alikeIn, alikeRegisters, groundsFor, pairIn } from '../quality.ts'
import type { AlikeColumn, AlikeRegister } from '../quality.ts'
import { languageOf } from '../session.ts'
import type { Places } from '../world.ts'
import { communeFor, communeForm, everywhere } from './commune.ts'
import { whenOf } from './home.ts'
import { notFound, respond, tell, wordsFor } from './respond.ts'
import { postedOf } from './visitor.ts'

const mostShown = 50

/** GET /office/quality/alike/:register?unit=. */
export async function alike(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const { quality: { alike: q, ...shared } } = words
  const register = visit.req.param('register') ?? ''
  const grounds = await groundsFor(db, actor)
  const rule = alikeRegisters(grounds).find((one) => one.register === register)
  if (rule === undefined) return notFound(visit, actor)
  const chosen = communeFor(actor, visit.req.query('unit'), grounds.places, now)
  const isAll = chosen.communes.length > 0 && visit.req.query('unit') === everywhere
  const isOpen = isAll || chosen.unit !== undefined || chosen.communes.length === 0
  const found = isOpen ? await alikeIn(db, actor, grounds, register, chosen.unit, now) : undefined
  const count = (number: number): string => writeNumber(number, language)
  const list = found === undefined ? nothing : html`<p class="about">${words.asOf(whenOf(now, language))} · ${q.looked(count(found.looked))}${found.cut && html` ${q.cut}`}</p>
<dl class="answers">${(['likely', 'possible', 'unlike'] as const).map((kind) => html`<div><dt>${q.counts[kind]}</dt><dd>${count(found.counts[kind])}</dd></div>`)}</dl>
${found.pairs === undefined ? html`<p>${shared.masked}</p>` : found.pairs.length === 0 ? html`<p>${q.nothing}</p>` : html`<ul class="cards">${found.pairs.slice(0, mostShown).map((pair) => card(pair, rule, words, language, grounds.places))}</ul>${found.pairs.length > mostShown && html`<p>${q.more(count(found.pairs.length - mostShown))}</p>`}`}
${found.set_aside !== undefined && found.set_aside.length > 0 && await aside(db, found.set_aside, rule, words, language)}`
  const main = html`<p class="step"><a href="/office/quality">${shared.title}</a></p><h1>${q.title}: ${plain(rule.title, language)}</h1><p>${q.about}</p>
${visit.req.query('done') !== undefined && html`<p class="news" role="status">${q.done}</p>`}
${communeForm(chosen, `/office/quality/alike/${register}`, words.field.choose, words, { label: q.everywhere(count(mostCompared)), isChosen: isAll })}${isOpen ? list : html`<p>${shared.chooseUnit}</p>`}`
  return respond(visit, actor, { title: `${q.title}: ${plain(rule.title, language)}`, main, wide: true })
}

const addressOf = ({ register }: AlikeRegister, { one, other }: Pair): string => `/office/quality/pair?${new URLSearchParams({ register, one: one.id, other: other.id }).toString()}`

function card(pair: Pair, rule: AlikeRegister, words: DeskWords, language: string, places: Places): Html {
  const { quality: { alike: q } } = words
  const entry = ({ label, unit, columns }: Candidate): Html => html`<p><strong>${label}</strong> <span class="about">${[places.byId.get(unit)?.full_name ?? words.figures.elsewhere, ...rule.columns.map((column) => shown(column, columns[column.name], language)).filter((text) => text !== '')].join(' · ')}</span></p>`
  return html`<li>${entry(pair.one)}${entry(pair.other)}<p><span class="${pair.likely === 'likely' ? 'bad' : 'doubt'}">${q.likely[pair.likely]}</span>: ${why(pair, rule, words, language)}</p><p class="buttons"><a class="button plain" href="${addressOf(rule, pair)}">${q.compare}<span class="away">: ${pair.one.label}, ${pair.other.label}</span></a></p></li>`
}

/** Why two entries may be the same, in one line. */
function why(pair: Pair, rule: AlikeRegister, { quality: { alike: q } }: DeskWords, language: string): string {
  const columns = pair.columns.map(({ column, is }) => q.column[is](small(titleOf(rule.columns.find(({ name }) => name === column), column, language))))
  return [q.name[pair.name], ...columns, pair.isSamePlace ? q.samePlace : q.otherPlace].join('; ')
}

const small = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1)
const titleOf = (column: AlikeColumn | undefined, name: string, language: string): string => plain(column?.question?.label ?? {}, language) || name

// A column's value as its question would say it: a choice by its label, a year without the dots of thousands.
function shown({ form, question }: AlikeColumn, value: Value | undefined, language: string): string {
  if (value === undefined || value === '') return ''
  if (typeof value === 'number') return question?.kind === 'year' ? String(value) : writeNumber(value, language)
  const choice = question?.list === undefined ? undefined : form.lists[question.list]?.find(({ name }) => name === value)
  return choice === undefined ? String(value) : plain(choice.label, language)
}

async function aside(db: D1Database, pairs: readonly (Pair & { readonly said: Unlike })[], rule: AlikeRegister, { quality: { alike: q } }: DeskWords, language: string): Promise<Html> {
  const shownNow = pairs.slice(0, mostShown)
  const names = await namesOf(db, [...new Set(shownNow.map(({ said }) => said.by))])
  return html`<details><summary>${q.aside(writeNumber(pairs.length, language))}</summary><ul class="cards">${shownNow.map((pair) => html`<li><a class="whole" href="${addressOf(rule, pair)}">${pair.one.label} · ${pair.other.label}</a><p class="about">${q.said(names[pair.said.by] ?? pair.said.by, whenOf(pair.said.at, language))}</p></li>`)}</ul></details>`
}

/** GET /office/quality/pair?register=&one=&other=. */
export async function pair(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const { quality: { alike: q }, figures, state } = words
  const wish = (name: string): string => (visit.req.query(name) ?? '').slice(0, 200)
  const grounds = await groundsFor(db, actor)
  const found = await pairIn(db, actor, grounds, wish('register'), wish('one'), wish('other'), now)
  if (found === undefined) return notFound(visit, actor)
  const { rule, said } = found
  const both = [found.pair.one, found.pair.other]
  const sources = found.sources.filter((source) => maySee(actor, source, grounds.places.isUnder))
  const names = await namesOf(db, [...new Set([...sources.map(({ author }) => author), ...(said === undefined ? [] : [said.by])])])
  const line = (title: string, cells: (entry: Candidate) => Html | string): Html => html`<tr><th scope="row">${title}</th>${both.map((entry) => html`<td>${cells(entry)}</td>`)}</tr>`
  const records = (entry: Candidate): Html => html`${sources.filter((source) => source.entry === entry.id).map((source) => html`<p><a href="/office/submissions/${source.id}"><span class="away">${q.open}: </span>${writeDate(source.day, language)}</a><br><span class="sign is-${source.state}">${state[source.state]}</span> <span class="about">${names[source.author] ?? source.author}</span></p>`)}`
  const table = html`<div class="scroll" tabindex="0" role="region" aria-label="${figures.table(q.pair)}"><table><thead><tr><th scope="col">${q.field}</th><th scope="col">${q.entry('1')}</th><th scope="col">${q.entry('2')}</th></tr></thead><tbody>${line(q.label, ({ label }) => label)}${line(q.place, ({ unit }) => grounds.places.byId.get(unit)?.full_name ?? figures.elsewhere)}${rule.columns.map((column) => line(titleOf(column, column.name, language), ({ columns }) => shown(column, columns[column.name], language) || q.empty))}${line(q.records, records)}</tbody></table></div>`
  const unit = communeOfPair(found.pair, grounds.places, actor, now)
  const decision = actor.role !== 'reviewer' ? nothing : html`<section><h2>${q.same}</h2><p>${q.sameAbout}</p></section>
<form method="post" action="${addressOf(rule, found.pair)}"><input type="hidden" name="unlike" value="${said === undefined ? 'yes' : 'no'}">${said === undefined ? html`<h2>${q.unlike}</h2><p>${q.unlikeAbout}</p><p class="buttons"><button>${q.unlike}</button></p>` : html`<p class="buttons"><button class="plain">${q.takeBack}</button></p>`}</form>`
  const main = html`<p class="step"><a href="/office/quality/alike/${rule.register}${unit === undefined ? '' : `?unit=${unit}`}">${q.back}</a></p><h1>${q.pair}</h1><p><span class="${found.pair.likely === 'likely' ? 'bad' : 'doubt'}">${q.likely[found.pair.likely]}</span>: ${why(found.pair, rule, words, language)}</p>
${said !== undefined && html`<p class="note">${q.said(names[said.by] ?? said.by, whenOf(said.at, language))}</p>`}${table}${decision}`
  return respond(visit, actor, { title: q.pair, main, wide: true })
}

/** POST there: the two are two, or this is to be looked at again. Reviewers only; twice is once. */
export async function decidePair(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const { mayNot } = wordsFor(visit)
  if (actor.role !== 'reviewer') return tell(visit, actor, mayNot.forbidden, mayNot.forbiddenAbout, 403)
  const wish = (name: string): string => (visit.req.query(name) ?? '').slice(0, 200)
  const isUnlike = boxIn(await postedOf(visit), 'unlike') !== 'no'
  const grounds = await groundsFor(db, actor)
  const found = await pairIn(db, actor, grounds, wish('register'), wish('one'), wish('other'), now)
  if (found === undefined) return notFound(visit, actor)
  const { pair: both, rule } = found
  await sayUnlike(db, { register: rule.register, one: both.one.id, other: both.other.id, by: actor.person, at: now }, isUnlike)
  if (!isUnlike) return visit.redirect(addressOf(rule, both), 303)
  const unit = communeOfPair(both, grounds.places, actor, now)
  return visit.redirect(`/office/quality/alike/${rule.register}?${unit === undefined ? '' : `unit=${unit}&`}done`, 303)
}

// The commune whose list holds a pair, where the reader chooses among several.
function communeOfPair({ one }: Pair, places: Places, actor: Actor, now: number): string | undefined {
  return communeFor(actor, undefined, places, now).communes.find(({ id }) => places.isUnder(one.unit, id))?.id
}

// The quality of what came in, as the office begins with it: phones, registers that may hold something twice, forms; and the page of phones. What is
// found is server/quality.ts's.
import { writeNumber } from '../../form/number.ts'
import type { Actor } from '../../record/submission.ts'
import { plain } from '../../view/begin.ts'
import type { Html } from '../../view/html.ts'
import { html } from '../../view/html.ts'
import type { DeskWords } from '../../words/desk.ts'
import type { Visit } from '../env.ts'
import { alikeRegisters, groundsFor, phonesIn } from '../quality.ts'
import type { AlikeRegister, PhoneSeen, PhonesFound } from '../quality.ts'
import { languageOf } from '../session.ts'
import type { Places } from '../world.ts'
import { whenOf } from './home.ts'
import { respond, wordsFor } from './respond.ts'

/** GET /office/quality. */
export async function quality(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const { quality: q } = words
  const grounds = await groundsFor(db, actor)
  const found = await phonesIn(db, actor, grounds, now)
  const registers = alikeRegisters(grounds)
  const main = html`<h1>${q.title}</h1><p>${q.about}</p><p class="about">${words.asOf(whenOf(now, language))}</p>
<section><h2>${q.phones.title}</h2><p>${q.phones.about}</p>${counted(found, words, language)}${actor.role !== 'viewer' && html`<p class="buttons"><a class="button" href="/office/quality/phones">${q.phones.see}</a></p>`}</section>
<section><h2>${q.alike.title}</h2><p>${q.alike.about}</p>${registers.length === 0 ? html`<p>${q.alike.none}</p>` : html`<ul class="cards">${registers.map((one) => html`<li><a class="whole" href="/office/quality/alike/${one.register}">${calledOf(one, registers, language)}</a></li>`)}</ul>`}</section>
<section><h2>${q.records.title}</h2><p>${q.records.about}</p><ul class="cards">${grounds.forms.map(({ id, title }) => html`<li><a class="whole" href="/office/${id}/quality">${plain(title, language)}</a></li>`)}</ul></section>`
  return respond(visit, actor, { title: q.title, main, wide: true })
}

// By its form; where that keeps another register too, also by what its rows are.
function calledOf({ title, part }: AlikeRegister, all: readonly AlikeRegister[], language: string): string {
  const called = plain(title, language)
  return part === undefined || all.filter((one) => plain(one.title, language) === called).length < 2 ? called : `${called} – ${plain(part, language)}`
}

/** So many phones stand on the page: those that need somebody come first. */
const mostPhones = 300

/** GET /office/quality/phones. A viewer is told counts alone. */
export async function phonesPage(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const db = visit.env.DB
  const [words, language] = [wordsFor(visit), languageOf(visit)]
  const { quality: q, figures } = words
  const grounds = await groundsFor(db, actor)
  const found = await phonesIn(db, actor, grounds, now)
  const seesNames = actor.role !== 'viewer'
  const { phones, links } = found
  const table = html`<div class="scroll" tabindex="0" role="region" aria-label="${figures.table(q.phones.title)}"><table><thead><tr><th scope="col">${q.phones.person}</th><th scope="col">${q.phones.state}</th><th scope="col">${q.phones.unsent}</th><th scope="col">${q.phones.seen}</th><th scope="col">${q.phones.unit}</th><th scope="col">${q.phones.device}</th></tr></thead><tbody>${phones.slice(0, mostPhones).map((phone) => row(phone, words, language, grounds.places))}</tbody></table></div>${phones.length > mostPhones && html`<p>${q.phones.more(writeNumber(phones.length - mostPhones, language))}</p>`}`
  const main = html`<p class="step"><a href="/office/quality">${q.title}</a></p><h1>${q.phones.title}</h1><p>${q.phones.about}</p><p class="about">${words.asOf(whenOf(now, language))}</p>
${counted(found, words, language)}
${!seesNames ? html`<p>${q.masked}</p>` : phones.length === 0 ? html`<p>${q.phones.none}</p>` : html`${phones.some(({ standing }) => standing !== 'well') && html`<p class="note">${q.phones.advice}</p>`}${table}`}
${seesNames && links.length > 0 && html`<section><h2>${q.phones.links}</h2><p>${q.phones.linksAbout}</p><ul class="cards">${links.map((link) => html`<li><strong>${link.name}</strong><p class="about">${link.device} – ${placed(link.unit, words, grounds.places)} – ${q.phones.ended(whenOf(link.expires_at, language))}</p></li>`)}</ul></section>`}`
  return respond(visit, actor, { title: q.phones.title, main, wide: true })
}

/** How many of the phones stand how, as lines. */
function counted({ phones, links }: PhonesFound, { quality: { phones: words } }: DeskWords, language: string): Html {
  const of = (test: (phone: PhoneSeen) => boolean): number => phones.filter(test).length
  const lines: readonly (readonly [string, number])[] = [
    [words.counts.stuck, of(({ standing }) => standing === 'stuck')], [words.counts.never, of(({ standing }) => standing === 'never')],
    [words.counts.silent, of(({ standing }) => standing === 'silent')], [words.counts.silent7, of(({ standing, days }) => standing === 'silent' && days >= 7)],
    [words.counts.silent14, of(({ standing, days }) => standing === 'silent' && days >= 14)], [words.counts.links, links.length],
  ]
  return html`<dl class="answers">${lines.map(([label, count]) => html`<div><dt>${label}</dt><dd>${count > 0 ? html`<span class="bad">${writeNumber(count, language)}</span>` : '0'}</dd></div>`)}</dl>`
}

function row(phone: PhoneSeen, words: DeskWords, language: string, places: Places): Html {
  const { quality: { phones: q } } = words
  const { standing, days, waits, unsent, isCurrent } = phone
  const number = (count: number): string => writeNumber(count, language)
  const told = unsent === null ? q.unknown : unsent === 0 ? q.all : waits === undefined ? q.some(number(unsent)) : q.waits(number(unsent), number(waits))
  const seen = standing === 'never' ? q.never : days === 0 ? q.today : q.daysAgo(number(days))
  return html`<tr><th scope="row">${phone.name}</th><td><span class="${standing === 'well' ? 'good' : 'bad'}">${q.standing[standing]}</span>${isCurrent === false && html`<br>${q.old}`}</td><td>${told}</td><td>${seen}</td><td>${placed(phone.unit, words, places)}</td><td>${phone.device}</td></tr>`
}

const placed = (unit: string | null, { quality }: DeskWords, places: Places): string => (unit === null ? quality.phones.everywhere : (places.byId.get(unit)?.full_name ?? unit))

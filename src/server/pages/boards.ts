// Boards: what everyone sees of a unit (the newest release, without script, and as a text to be read out), and the office's page that looks at today's
// content and releases it by a named decision. What stands on a board is server/boards.ts's, how it is drawn view/board.ts's.
import { localDay, readDay, writeDate } from '../../form/date.ts'
import { writeNumber } from '../../form/number.ts'
import type { BoardContent } from '../../record/board.ts'
import { newsOf } from '../../record/board_news.ts'
import type { News } from '../../record/board_news.ts'
import type { Actor } from '../../record/submission.ts'
import { boardsSeen, latestRelease, listBoards, recall, releasesOf } from '../../store/boards.ts'
import type { KeptBoard, PastRelease } from '../../store/boards.ts'
import { namesOf } from '../../store/people.ts'
import { plain } from '../../view/begin.ts'
import { boardMain, cellText, figureText, speech } from '../../view/board.ts'
import { boxIn } from '../../view/boxes.ts'
import type { Posted } from '../../view/boxes.ts'
import type { Html } from '../../view/html.ts'
import { attribute, html, nothing } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import { qr } from '../../view/qr.ts'
import { page } from '../../view/page.ts'
import { boardContent, boardsOf, releaseBoard, seenOf } from '../boards.ts'
import type { Visit } from '../env.ts'
import { languageOf } from '../session.ts'
import { placesNow } from '../world.ts'
import type { Places } from '../world.ts'
import { nameOf, whenOf } from './home.ts'
import { notFound, respond, tell, wordsFor } from './respond.ts'
import { postedOf } from './visitor.ts'

const mostUnits = 400

/** GET /board/:unit and /board/:unit/:board. Anyone; what was never released is not there. */
export async function publicBoard(visit: Visit): Promise<Response> {
  const [unit, board] = [visit.req.param('unit') ?? '', visit.req.param('board')]
  const found = await latestRelease(visit.env.DB, unit, board)
  if (found === undefined) return notFound(visit, undefined)
  const words = wordsFor(visit)
  const language = languageOf(visit)
  const others = (await boardsSeen(visit.env.DB, unit)).filter((one) => one.board !== found.board)
  const also = others.length === 0 ? nothing : html`<nav class="buttons" aria-label="${words.board.boards}">${others.map((one) => html`<a class="button plain" href="/board/${unit}/${one.board}">${plain(one.title, language)}</a>`)}</nav>`
  const main = html`${boardMain({ content: found.content, language, words: words.board, decision: { text: found.decision, day: found.decided_on } }, answering(visit, found.content, words))}<p class="buttons"><a class="button plain" href="/board/${unit}/${found.board}/text">${words.board.read}</a></p>${also}`
  const text = page({ words, language, title: `${plain(found.content.title, language)} – ${found.content.unit_name}`, main, here: new URL(visit.req.url).pathname, wide: true })
  return new Response(text, { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'public, max-age=60', vary: 'cookie' } })
}

// Where who reads the board says what they think of it; a code for the paper on the wall, and the address for who reads it on a phone.
function answering(visit: Visit, { feedback, unit }: BoardContent, { board }: ReturnType<typeof wordsFor>): Html {
  if (feedback === undefined) return nothing
  const address = `${new URL(visit.req.url).origin}/f/${feedback}?unit=${encodeURIComponent(unit)}`
  return html`<div class="answering"><div class="qr">${qr(address)}</div><div><p>${board.answer}</p><p class="buttons"><a class="button plain" href="${address}">${board.answerHere}</a></p></div></div>`
}

/** GET /board/:unit/:board/text: what the loudspeaker says. */
export async function publicSpeech(visit: Visit): Promise<Response> {
  const found = await latestRelease(visit.env.DB, visit.req.param('unit') ?? '', visit.req.param('board'))
  if (found === undefined) return notFound(visit, undefined)
  const text = speech({ content: found.content, language: languageOf(visit), words: wordsFor(visit).board }).join('\n')
  return new Response(`${text}\n`, { headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=60', vary: 'cookie' } })
}

/** GET /office/boards: each board, and each unit of the reader's that has it. */
export async function boards(visit: Visit, actor: Actor): Promise<Response> {
  const words = wordsFor(visit)
  const language = languageOf(visit)
  const [all, places] = await Promise.all([listBoards(visit.env.DB), placesNow(visit.env.DB)])
  const today = localDay(Date.now(), zone)
  const main = html`<p class="step"><a href="/office">${words.office}</a></p><h1>${words.board.title}</h1><p>${words.board.officeAbout}</p>
${all.length === 0 ? html`<p>${words.board.none}</p>` : all.map(({ id, board, level }) => {
    const units = theirs(actor, level, places, today)
    return html`<section><h2>${plain(board.title, language)}</h2><ul class="cards">${units.map((unit) => html`<li><a class="whole" href="/office/boards/${id}?unit=${unit.id}">${unit.full_name}</a></li>`)}</ul></section>`
  })}`
  return respond(visit, actor, { title: words.board.title, main, wide: true })
}

/** GET /office/boards/:board?unit=: today's content as it would be released, and the releases so far. */
export async function lookAtBoard(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const found = await find(visit, actor)
  return found === undefined ? notFound(visit, actor) : preview(visit, actor, found, now, new Map(), [])
}

/** POST there: released by a decision. */
export async function releaseIt(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const words = wordsFor(visit)
  if (!mayRelease(actor)) return tell(visit, actor, words.mayNot.forbidden, words.mayNot.forbiddenAbout, 403)
  const found = await find(visit, actor)
  if (found === undefined) return notFound(visit, actor)
  const posted = await postedOf(visit)
  const decision = boxIn(posted, 'decision').trim().slice(0, 200)
  const day = readDay(boxIn(posted, 'day').trim(), boxIn(posted, 'month').trim(), boxIn(posted, 'year').trim())
  const wrong = [...(decision === '' ? ['decision'] : []), ...(day === undefined || day > localDay(now, zone) ? ['day'] : [])]
  if (wrong.length > 0 || day === undefined) return preview(visit, actor, found, now, posted, wrong)
  const done = await releaseBoard(visit.env.DB, actor, { ...found, decision, decided_on: day, seen: boxIn(posted, 'seen') }, now)
  if (done === 'moved') return preview(visit, actor, found, now, posted, ['moved'])
  return visit.redirect(`/office/boards/${found.board.id}?unit=${encodeURIComponent(found.unit)}&done=${done.isNew ? '1' : '0'}`, 303)
}

/** POST /office/boards/:board/recall: the release that everyone sees is taken back, with the reason; what was released before it is seen again, if anything was. */
export async function recallIt(visit: Visit, actor: Actor, now: number): Promise<Response> {
  const words = wordsFor(visit)
  if (!mayRelease(actor)) return tell(visit, actor, words.mayNot.forbidden, words.mayNot.forbiddenAbout, 403)
  const found = await find(visit, actor)
  if (found === undefined) return notFound(visit, actor)
  const posted = await postedOf(visit)
  const reason = boxIn(posted, 'reason').trim().slice(0, 1_000)
  if (reason === '') return preview(visit, actor, found, now, posted, ['reason'])
  const number = Number(/^\d{1,9}$/.exec(boxIn(posted, 'number'))?.[0] ?? 0)
  const isDone = await recall(visit.env.DB, { board: found.board.id, unit: found.unit, number, reason, by: actor.person, at: now })
  return visit.redirect(`/office/boards/${found.board.id}?unit=${encodeURIComponent(found.unit)}&done=${isDone ? 'back' : 'gone'}`, 303)
}

const mayRelease = (actor: Actor): boolean => actor.role === 'reviewer' || actor.role === 'admin'

interface Found {
  readonly board: KeptBoard
  readonly unit: string
}

async function find(visit: Visit, actor: Actor): Promise<Found | undefined> {
  const [places, unit] = [await placesNow(visit.env.DB), visit.req.query('unit') ?? '']
  // A board is of all forms together: who has only some of them has no board.
  if (actor.forms !== null || !places.byId.has(unit) || (actor.unit !== null && !places.isUnder(unit, actor.unit))) return undefined
  const board = (await boardsOf(visit.env.DB, unit, places)).find(({ id }) => id === visit.req.param('board'))
  return board === undefined ? undefined : { board, unit }
}

async function preview(visit: Visit, actor: Actor, { board, unit }: Found, now: number, posted: Posted, wrong: readonly string[]): Promise<Response> {
  const words = wordsFor(visit)
  const language = languageOf(visit)
  const { board: b } = words
  const [{ content, isWhole }, releases, last] = await Promise.all([boardContent(visit.env.DB, board, unit, now), releasesOf(visit.env.DB, board.id, unit), latestRelease(visit.env.DB, unit, board.id)])
  const names = await namesOf(visit.env.DB, [...new Set(releases.flatMap(({ by, recall: back }) => [by, ...(back === null ? [] : [back.by])]))])
  const done = visit.req.query('done')
  const { release: r } = words
  const news = last === undefined ? undefined : newsOf(last.content, content)
  const said: Readonly<Record<string, string>> = { '1': b.done, '0': b.before, back: r.recalled, gone: r.notStanding }
  const main = html`<p class="step"><a href="/office/boards">${b.title}</a></p>
${done !== undefined && said[done] !== undefined && html`<p class="news" role="status">${said[done]}</p>`}
<p class="note">${b.preview}</p>${!isWhole && html`<p class="problem" role="alert">${words.recounting}</p>`}
${news !== undefined && last !== undefined && html`<section class="figure"><h2>${r.news(writeDate(last.content.day, language))}</h2>${news.length === 0 ? html`<p>${r.noNews}</p>` : newsTable(news, language, words)}</section>`}
${boardMain({ content, language, words: b })}
${mayRelease(actor) && form(board.id, unit, await seenOf(content), posted, wrong, words, now)}
<section><h2>${b.releases}</h2>${last !== undefined && html`<p class="step"><a href="/board/${unit}/${board.id}">${b.see}</a> · <a href="/board/${unit}/${board.id}/text">${b.read}</a></p>`}${releases.length === 0 ? html`<p>${b.never}</p>` : html`<ul class="cards">${releases.map((one) => past(one, one.number === last?.number, names, language, words))}</ul>`}</section>
${mayRelease(actor) && last !== undefined && recalling(board.id, unit, last.number, posted, wrong, words)}`
  return respond(visit, actor, { title: `${b.title}: ${content.unit_name}`, main, wide: true, hasProblems: wrong.length > 0 }, wrong.includes('moved') ? 409 : wrong.length > 0 ? 422 : 200)
}

const mostNews = 100

function newsTable(news: readonly News[], language: string, { board: b, release: r }: ReturnType<typeof wordsFor>): Html {
  const cells = (all: readonly Parameters<typeof cellText>[0][]): string => all.map((cell) => cellText(cell, language, b)).filter((text) => text !== '' && text !== '–').join(' · ')
  const row = (one: News): Html => {
    if (one.is === 'figure') return html`<tr><th scope="row">${plain(one.label, language)} <span class="optional">${one.year === '' ? b.soFar : one.year}</span></th><td>${figureText(one.was, one.unit, language, b)}</td><td><strong>${figureText(one.now, one.unit, language, b)}</strong></td></tr>`
    const name = html`<th scope="row">${cellText(one.entry, language, b)}</th>`
    if (one.is === 'changed') return html`<tr>${name}<td>${cells(one.was)}</td><td><strong>${cells(one.now)}</strong></td></tr>`
    return html`<tr>${name}<td>${one.is === 'went' ? r.there : '–'}</td><td><strong>${one.is === 'came' ? r.came : r.went}</strong></td></tr>`
  }
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${r.newsTable}"><table><thead><tr><th scope="col">${b.indicator}</th><th scope="col">${r.was}</th><th scope="col">${r.now}</th></tr></thead><tbody>${news.slice(0, mostNews).map(row)}</tbody></table></div>${news.length > mostNews && html`<p>${b.more(writeNumber(news.length - mostNews, language))}</p>`}`
}

function past({ decision, decided_on: day, by, at, recall: back }: PastRelease, isSeen: boolean, names: Readonly<Record<string, string>>, language: string, words: ReturnType<typeof wordsFor>): Html {
  const { board: b, release: r } = words
  return html`<li><strong>${b.released(decision, writeDate(day, language))}</strong>${isSeen && html` <span class="sign is-approved">${r.seen}</span>`}${back !== null && html` <span class="sign is-rejected">${r.back}</span>`}<p class="about">${nameOf(names, by, words)}, ${whenOf(at, language)}</p>${back !== null && html`<p>${r.why}: ${back.reason}</p><p class="about">${nameOf(names, back.by, words)}, ${whenOf(back.at, language)}</p>`}</li>`
}

function recalling(board: string, unit: string, number: number, posted: Posted, wrong: readonly string[], { release: r }: ReturnType<typeof wordsFor>): Html {
  const isWrong = wrong.includes('reason')
  return html`<section><h2>${r.takeBack}</h2><p>${r.takeBackAbout}</p><form method="post" action="/office/boards/${board}/recall?unit=${unit}"><input type="hidden" name="number" value="${number}">
<div class="field${isWrong && ' wrong'}"><label for="reason">${r.reason}</label>${isWrong && html`<p class="problem" id="reason-problem" role="alert">${r.reasonMissing}</p>`}<textarea id="reason" name="reason" maxlength="1000"${attribute('aria-describedby', isWrong ? 'reason-problem' : undefined)}${attribute('aria-invalid', isWrong ? 'true' : undefined)}>${boxIn(posted, 'reason')}</textarea></div><p class="buttons"><button class="danger">${r.takeBack}</button></p></form></section>`
}

function form(board: string, unit: string, seen: string, posted: Posted, wrong: readonly string[], { board: b, field }: ReturnType<typeof wordsFor>, now: number): Html {
  const today = localDay(now, zone)
  const [year = '', month = '', day = ''] = today.split('-')
  const says = (name: string, text: string): Html => (wrong.includes(name) ? html`<p class="problem" id="${name}-problem" role="alert">${text}</p>` : nothing)
  const box = (name: string, label: string, value: string): Html =>
    html`<div><label for="r-${name}">${label}</label><input type="text" inputmode="numeric" id="r-${name}" name="${name}" value="${posted.has(name) ? boxIn(posted, name) : value}" maxlength="4" autocomplete="off"></div>`
  return html`<section id="release"><h2>${b.release}</h2><p>${b.releaseAbout}</p>${says('moved', b.moved)}<form method="post" action="/office/boards/${board}?unit=${unit}"><input type="hidden" name="seen" value="${seen}">
<div class="field"><label for="decision">${b.decision}</label><p class="hint" id="decision-hint">${b.decisionHint}</p>${says('decision', b.decisionMissing)}<input type="text" id="decision" name="decision" value="${boxIn(posted, 'decision')}" maxlength="200" autocomplete="off" aria-describedby="decision-hint"${attribute('aria-invalid', wrong.includes('decision') ? 'true' : undefined)}></div>
<fieldset class="field"><legend>${b.decidedOn}</legend>${says('day', b.dayWrong)}<div class="boxes">${box('day', field.day, String(Number(day)))}${box('month', field.month, String(Number(month)))}${box('year', field.year, year)}</div></fieldset>
<p class="buttons"><button>${b.release}</button></p></form></section>`
}

// The units of a board that a reader answers for, those above it too, as they are today.
function theirs(actor: Actor, level: string, places: Places, today: string): readonly { readonly id: string; readonly full_name: string }[] {
  const isNow = ({ valid_from, valid_to }: { valid_from: string | null; valid_to: string | null }): boolean => (valid_from ?? '') <= today && (valid_to ?? '9999') >= today
  const own = places.all.filter((unit) => isNow(unit) && (actor.unit === null || places.isUnder(unit.id, actor.unit)))
  const above = own.filter((unit) => unit.level !== level && own.some((one) => one.level === level && places.isUnder(one.id, unit.id)))
  return [...above, ...own.filter((unit) => unit.level === level)].slice(0, mostUnits)
}

// Boards: what everyone sees of a unit (the newest release, without script, and as a text to be read out), and the office's page that looks at today's
// content and releases it by a named decision. What stands on a board is server/boards.ts's, how it is drawn view/board.ts's.
import { localDay, readDay, writeDate } from '../../form/date.ts'
import type { BoardContent } from '../../record/board.ts'
import type { Actor } from '../../record/submission.ts'
import { latestRelease, listBoards, releasesOf } from '../../store/boards.ts'
import type { KeptBoard } from '../../store/boards.ts'
import { namesOf } from '../../store/people.ts'
import { plain } from '../../view/begin.ts'
import { boardMain, speech } from '../../view/board.ts'
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
import { whenOf } from './home.ts'
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
  const main = html`${boardMain({ content: found.content, language, words: words.board, decision: { text: found.decision, day: found.decided_on } }, answering(visit, found.content, words))}<p class="buttons"><a class="button plain" href="/board/${unit}/${found.board}/text">${words.board.read}</a></p>`
  const text = page({ words, language, title: `${plain(found.content.title, language)} – ${found.content.unit_name}`, main, here: new URL(visit.req.url).pathname, wide: true })
  return new Response(text, { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'public, max-age=60', vary: 'cookie' } })
}

// Where who reads the board says what they think of it; a code for the paper on the wall, and the address for who reads it on a phone.
function answering(visit: Visit, { feedback, unit }: BoardContent, { board }: ReturnType<typeof wordsFor>): Html {
  if (feedback === undefined) return nothing
  const address = `${new URL(visit.req.url).origin}/f/${feedback}?unit=${encodeURIComponent(unit)}`
  return html`<div class="answering"><div class="qr">${qr(address)}</div><p><a href="${address}">${board.answer}</a></p></div>`
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
  if (actor.role !== 'reviewer' && actor.role !== 'admin') return tell(visit, actor, words.mayNot.forbidden, words.mayNot.forbiddenAbout, 403)
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
  const [{ content, isWhole }, releases] = await Promise.all([boardContent(visit.env.DB, board, unit, now), releasesOf(visit.env.DB, board.id, unit)])
  const names = await namesOf(visit.env.DB, [...new Set(releases.map(({ by }) => by))])
  const done = visit.req.query('done')
  const main = html`<p class="step"><a href="/office/boards">${b.title}</a></p>
${done === '1' && html`<p class="news" role="status">${b.done}</p>`}${done === '0' && html`<p class="news" role="status">${b.before}</p>`}
<p class="note">${b.preview}</p>${!isWhole && html`<p class="problem" role="alert">${words.recounting}</p>`}
${boardMain({ content, language, words: b })}
${(actor.role === 'reviewer' || actor.role === 'admin') && form(board.id, unit, await seenOf(content), posted, wrong, words, now)}
<section><h2>${b.releases}</h2>${releases.length === 0 ? html`<p>${b.never}</p>` : html`<p><a href="/board/${unit}/${board.id}">${b.see}</a> · <a href="/board/${unit}/${board.id}/text">${b.read}</a></p><ul class="cards">${releases.map((one) => html`<li><strong>${b.released(one.decision, writeDate(one.decided_on, language))}</strong><p class="about">${names[one.by] ?? one.by}, ${whenOf(one.at, language)}</p></li>`)}</ul>`}</section>`
  return respond(visit, actor, { title: `${b.title}: ${content.unit_name}`, main, wide: true, hasProblems: wrong.length > 0 }, wrong.includes('moved') ? 409 : wrong.length > 0 ? 422 : 200)
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

// What a reviewer may decide on a record, as boxes: by its state, his level and whether its period is locked. What a decision does is record/review.ts's.
import { writeMonth } from '../../form/date.ts'
import type { Review } from '../../form/review.ts'
import { byRule } from '../../record/hold.ts'
import { lockedIn, lockOn } from '../../record/period.ts'
import type { Lock } from '../../record/period.ts'
import { isOwn } from '../../record/review.ts'
import { isStranger } from '../../record/stranger.ts'
import type { Actor } from '../../record/submission.ts'
import { locksOf } from '../../store/locks.ts'
import { loadForms } from '../../store/forms.ts'
import { namesOf } from '../../store/people.ts'
import type { OneSubmission } from '../../store/submissions.ts'
import { plain } from '../../view/begin.ts'
import type { Html } from '../../view/html.ts'
import { attribute, html, nothing } from '../../view/html.ts'
import type { DeskWords } from '../../words/desk.ts'
import { movesOf } from '../review.ts'
import type { Places } from '../world.ts'
import { written } from './figure.ts'
import { whenOf } from './home.ts'

const mostMoves = 30

type Choice = 'received' | 'approved' | 'returned' | 'rejected'

/** What there is to decide on a record, and what is said of it first. */
export interface Open {
  readonly choices: readonly Choice[]
  readonly notes: readonly string[]
  /** Another than the usual word for a choice. */
  readonly called: Partial<Record<Choice, string>>
  /** What moves where its locked period is opened for it alone; then to take it in means that. */
  readonly moves?: readonly Moved[]
}

/** A kept sum that a decision moves. */
export interface Moved {
  readonly label: string
  readonly place: string
  /** '' of a stock, which belongs to no month. */
  readonly month: string
  readonly amount: string
}

/** `review`: the form's rule, by its latest version. `moves`: what moves where who asks may open the locked period of what came late (`movesLate`). */
export function openTo(found: Pick<OneSubmission, 'flags' | 'erased' | 'state' | 'unit' | 'author' | 'revisions' | 'revision'>, actor: Actor, review: Review | undefined, isIn: Places['isIn'], lock: string | undefined, words: DeskWords, moves?: readonly Moved[]): Open {
  const { levels: l, review: r } = words
  const none = (note?: string): Open => ({ choices: [], notes: note === undefined ? [] : [note], called: {} })
  if (['rejected', 'refused', 'superseded', 'withdrawn'].includes(found.state)) return none()
  if (isOwn(found, found.revisions, actor.person)) return none(r.own)
  // What was erased cannot be mended, nor looked at as if it came now.
  const back: readonly Choice[] = isStranger(found.author) || found.erased !== null ? ['rejected'] : ['returned', 'rejected']
  if (found.state === 'late' && lock !== undefined && moves !== undefined) return { choices: ['received', ...back], notes: [l.opens], called: { received: l.openOne }, moves }
  if (found.state === 'late') return { choices: lock === undefined && found.erased === null ? ['received', ...back] : back, notes: [l.late, ...(lock === undefined ? [] : [lock])], called: { received: l.takeIn } }
  const isOpened = found.flags.some(({ code }) => code === 'opened')
  if (lock !== undefined && !isOpened) return none(lock)
  const first = review?.first
  const isTwice = first !== undefined && isIn(found.unit, first)
  const isBelow = isTwice && actor.unit !== null && isIn(actor.unit, first)
  if (!isTwice) return { choices: ['approved', ...back], notes: found.state === 'approved' ? [r.approvedAlready] : [], called: {} }
  if (isBelow) {
    if (found.state === 'approved') return none(l.decidedAbove)
    return found.state === 'endorsed' ? { choices: back, notes: [l.waitsAbove], called: {} } : { choices: ['approved', ...back], notes: [], called: { approved: l.endorse } }
  }
  if (found.state !== 'endorsed') return { choices: back, notes: [found.state === 'approved' ? r.approvedAlready : l.waitsBelow], called: {} }
  const isMine = found.revisions.find(({ revision }) => revision === found.revision)?.review?.by === actor.person
  return { choices: isMine ? ['received', ...back] : ['approved', 'received', ...back], notes: isMine ? [l.sameAbove] : [], called: { received: l.sendBack } }
}

/** The lock on where a record stands, as a sentence; undefined where it is open. */
export async function lockSentence(db: D1Database, found: Pick<OneSubmission, 'form' | 'unit' | 'day'>, places: Places, words: DeskWords, language: string): Promise<string | undefined> {
  const lock = await lockOf(db, found, places)
  if (lock === undefined) return undefined
  const names = await namesOf(db, [lock.by])
  return words.levels.lockedBy(writeMonth(lock.period, language), names[lock.by] ?? lock.by, whenOf(lock.at, language))
}

/**
 * What taking in what came late would move in the kept sums, its period opened for it alone, as it is read; undefined where that is not to be done, or not his.
 */
export async function movesLate(db: D1Database, actor: Actor, found: Pick<OneSubmission, 'id' | 'state' | 'stamp' | 'erased'>, places: Places, language: string, now: number): Promise<readonly Moved[] | undefined> {
  if (found.state !== 'late' || found.erased !== null) return undefined
  const moves = await movesOf(db, actor, { id: found.id, state: 'received', seen: found.stamp, opens: true, comment: '…' }, now)
  if (moves === undefined) return undefined
  // A kept sum of its own: no count of heaps, no part of an estimate or an average, no group.
  const sums = moves.filter(({ indicator, view, dimension }) => view === 'received' && dimension === '' && /^\w+\.\w+$/.test(indicator))
  const forms = await loadForms(db, [...new Set(sums.map(({ indicator }) => indicator.slice(0, indicator.indexOf('.'))))].map((id) => ({ id, version: 'latest' as const })))
  return sums.slice(0, mostMoves).flatMap(({ indicator: name, unit, period, amount }): Moved[] => {
    const [id = '', own = ''] = name.split('.')
    const indicator = forms.find((one) => one.id === id)?.form.indicators.find((one) => one.name === own)
    // What an average is made of is no figure by itself.
    if (indicator === undefined || indicator.average !== undefined) return []
    const number = written({ value: Math.abs(amount) / (indicator.scale ?? 1), about: indicator.about !== undefined }, plain(indicator.unit ?? {}, language), language)
    return [{ label: plain(indicator.label, language), place: places.byId.get(unit)?.full_name ?? unit, month: period === '' ? '' : writeMonth(period.slice(0, 7), language), amount: `${amount < 0 ? '−' : '+'}${number}` }]
  })
}

async function lockOf(db: D1Database, found: Pick<OneSubmission, 'form' | 'unit' | 'day'>, places: Places): Promise<Lock | undefined> {
  const month = found.day.slice(0, 7)
  const locked = lockedIn(await locksOf(db, found.form, month, month), places.isUnder)
  return locked === undefined ? undefined : lockOn(found, locked)
}

/** The section where a record is decided on. */
export function decisionOn(found: OneSubmission, { choices, notes, called, moves }: Open, words: DeskWords, questions: readonly (readonly [string, string])[], wrong: string | undefined): Html {
  const { review, receipt, levels } = words
  const says = { comment: review.commentMissing, moved: review.noSuch, state: review.stateMissing, locked: levels.locked, refused: levels.refused }[wrong ?? '']
  const told = html`${says !== undefined && html`<p class="problem" id="decide-problem" role="alert">${says}</p>`}`
  if (choices.length === 0) return html`${told}${notes.map((note) => html`<p class="note">${note}</p>`)}`
  const named: Readonly<Record<Choice, string>> = { received: '', approved: review.approve, returned: review.giveBack, rejected: review.reject }
  return html`<section id="decide"><h2>${review.decide}</h2>${notes.map((note) => html`<p class="note">${note}</p>`)}${found.state === 'returned' && html`<p>${receipt.returned}</p>`}${moves !== undefined && (moves.length === 0 ? html`<p>${levels.movesNothing}</p>` : html`<p>${levels.moves}</p><ul id="moves">${moves.map(({ label, place, month, amount }) => html`<li>${label}, ${place}${month !== '' && html`, ${month}`}: <strong>${amount}</strong></li>`)}</ul>`)}
<form method="post" action="/office/submissions/${found.id}/review"><input type="hidden" name="seen" value="${found.stamp}">${moves !== undefined && html`<input type="hidden" name="opens" value="yes">`}${told}
<fieldset class="field"${attribute('aria-describedby', says === undefined ? undefined : 'decide-problem')}><legend class="away">${review.decide}</legend>${choices.map((choice) => html`<label class="choice"><input type="radio" name="state" value="${choice}"><span>${called[choice] ?? named[choice]}</span></label>`)}</fieldset>
<div class="field"><label for="comment">${review.comment}</label><p class="hint" id="comment-hint">${review.commentHint}</p><textarea id="comment" name="comment" maxlength="2000" aria-describedby="comment-hint"${attribute('aria-invalid', wrong === 'comment' ? 'true' : undefined)}></textarea></div>
${choices.includes('returned') && html`<div class="field"><label for="question">${review.question}</label><select id="question" name="question"><option value="">${review.wholeRecord}</option>${questions.map(([one, label]) => html`<option value="${one}">${label}</option>`)}</select></div>`}
<p class="buttons"><button>${review.decide}</button></p></form></section>`
}

/** Two that disagree: which of them counts. Neither is thrown away. */
export function choosing(found: Pick<OneSubmission, 'id' | 'stamp'>, here: number, other: number, { levels }: DeskWords): Html {
  const button = (state: string, label: string, plain: boolean): Html =>
    html`<form method="post" action="/office/submissions/${found.id}/review"><input type="hidden" name="seen" value="${found.stamp}"><input type="hidden" name="revision" value="${other}"><button name="state" value="${state}"${attribute('class', plain ? 'plain' : undefined)}>${label}</button></form>`
  return html`<div class="buttons">${button('rejected', levels.keepThis(String(here)), true)}${button('received', levels.takeThat(String(other)), true)}</div>`
}

/** By whom, where nobody looked. */
export const ruled = (found: OneSubmission, { levels }: DeskWords): Html =>
  (found.state === 'approved' || found.state === 'endorsed') && found.revisions.find(({ revision }) => revision === found.revision)?.review?.by === byRule ? html` <span class="about">${levels.byRule}</span>` : nothing

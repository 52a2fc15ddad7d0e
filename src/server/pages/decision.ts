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
import { namesOf } from '../../store/people.ts'
import type { OneSubmission } from '../../store/submissions.ts'
import type { Html } from '../../view/html.ts'
import { attribute, html, nothing } from '../../view/html.ts'
import type { DeskWords } from '../../words/desk.ts'
import type { Places } from '../world.ts'
import { whenOf } from './home.ts'

type Choice = 'received' | 'approved' | 'returned' | 'rejected'

/** What there is to decide on a record, and what is said of it first. */
export interface Open {
  readonly choices: readonly Choice[]
  readonly notes: readonly string[]
  /** Another than the usual word for a choice. */
  readonly called: Partial<Record<Choice, string>>
}

/** `review`: the form's rule, by its latest version. */
export function openTo(found: Pick<OneSubmission, 'erased' | 'state' | 'unit' | 'author' | 'revisions' | 'revision'>, actor: Actor, review: Review | undefined, isIn: Places['isIn'], lock: string | undefined, words: DeskWords): Open {
  const { levels: l, review: r } = words
  const none = (note?: string): Open => ({ choices: [], notes: note === undefined ? [] : [note], called: {} })
  if (['rejected', 'refused', 'superseded', 'withdrawn'].includes(found.state)) return none()
  if (isOwn(found, found.revisions, actor.person)) return none(r.own)
  // What was erased cannot be mended, nor looked at as if it came now.
  const back: readonly Choice[] = isStranger(found.author) || found.erased !== null ? ['rejected'] : ['returned', 'rejected']
  if (found.state === 'late') return { choices: lock === undefined && found.erased === null ? ['received', ...back] : back, notes: [l.late, ...(lock === undefined ? [] : [lock])], called: { received: l.takeIn } }
  if (lock !== undefined) return none(lock)
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

async function lockOf(db: D1Database, found: Pick<OneSubmission, 'form' | 'unit' | 'day'>, places: Places): Promise<Lock | undefined> {
  const month = found.day.slice(0, 7)
  const locked = lockedIn(await locksOf(db, found.form, month, month), places.isUnder)
  return locked === undefined ? undefined : lockOn(found, locked)
}

/** The section where a record is decided on. */
export function decisionOn(found: OneSubmission, { choices, notes, called }: Open, words: DeskWords, questions: readonly (readonly [string, string])[], wrong: string | undefined): Html {
  const { review, receipt, levels } = words
  const says = { comment: review.commentMissing, moved: review.noSuch, state: review.stateMissing, locked: levels.locked, refused: levels.refused }[wrong ?? '']
  const told = html`${says !== undefined && html`<p class="problem" id="decide-problem" role="alert">${says}</p>`}`
  if (choices.length === 0) return html`${told}${notes.map((note) => html`<p class="note">${note}</p>`)}`
  const named: Readonly<Record<Choice, string>> = { received: '', approved: review.approve, returned: review.giveBack, rejected: review.reject }
  return html`<section id="decide"><h2>${review.decide}</h2>${notes.map((note) => html`<p class="note">${note}</p>`)}${found.state === 'returned' && html`<p>${receipt.returned}</p>`}
<form method="post" action="/office/submissions/${found.id}/review"><input type="hidden" name="seen" value="${found.stamp}">${told}
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

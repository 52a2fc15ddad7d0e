// The middle of a page on which a draft is filled in: heading, problems, the questions of one screen or row, the buttons. Drawn by the server for
// pages without script and by the phone; who reads the buttons, and where addresses lead, is theirs to say.
import type { Filling } from '../form/filling.ts'
import type { Form, Question } from '../form/form.ts'
import { writeNumber } from '../form/number.ts'
import type { Problem } from '../form/problem.ts'
import { say } from '../words/say.ts'
import { idOf } from './field.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import { fields, rowLabel } from './screen.ts'
import type { Showing } from './screen.ts'
import { screensOf, whereIs } from './screens.ts'
import type { Screen } from './screens.ts'
import { summary } from './summary.ts'
import { titleOf } from './title.ts'

/** Where in a draft somebody is: a screen, or one row of a repeat on it. */
export interface Place {
  readonly screen: Screen
  /** 'attend[2]', or 'attend[2].child[1]', on a row's own page. */
  readonly row: string | undefined
  readonly questions: readonly Question[]
  /** '' or the row's 'attend[2].'. */
  readonly prefix: string
}

export interface FillPage {
  readonly place: Place
  readonly showing: Showing
  /** Keys of the questions that stand on the page now (screens.ts `visibleKeys`), and those of them that are asked. */
  readonly keys: readonly string[]
  readonly asked: readonly string[]
  /** All that is wrong here and is to be said now. */
  readonly problems: readonly Problem[]
  /** What only a page without script needs: words above the questions, where the form is sent, boxes that a reader does not see. */
  readonly plain?: { readonly notes: Html; readonly sending: Html; readonly boxes: Html }
  /** The address of a problem's field on another page. */
  address(key: string): string
}

/** The place of a screen, or of a row on it; undefined when there is none of that name. */
export function placeOf(form: Form, filling: Filling, screen: Screen | undefined, row: string | undefined): Place | undefined {
  if (screen === undefined) return undefined
  if (row === undefined) return { screen, row, questions: screen.questions, prefix: '' }
  const question = filling.step(repeatOf(row))?.question
  if (question === undefined || whereIs(row, form).screen !== screen.number) return undefined
  return { screen, row, questions: question.questions ?? [], prefix: `${row}.` }
}

/** 'attend[2]' → 'attend', 'attend[2].child[1]' → 'attend[2].child'. */
export function repeatOf(row: string): string {
  return row.slice(0, row.lastIndexOf('['))
}

/** A row as a piece of an address: 'attend[2].child[1]' → 'attend.2.child.1'. */
export function rowPath(row: string): string {
  return row.replace(/\[(\d+)\]/g, '.$1')
}

/** And back; undefined when there is no such row. */
export function rowOf(path: string, filling: Filling): string | undefined {
  const row = path.replace(/\.(\d+)/g, '[$1]')
  const found = filling.states.find(row)
  return found !== undefined && found.step === undefined ? row : undefined
}

/** Whether a key belongs to a place. A screen also answers for the rows of its repeats; a row's page only for itself. */
export function isOn(key: string | undefined, place: Place, visible: readonly string[]): boolean {
  if (key === undefined) return false
  if (visible.includes(key)) return true
  if (!key.startsWith(place.prefix)) return false
  const name = key.slice(place.prefix.length).replace(/\[.*/, '')
  const holds = (questions: readonly Question[]): boolean => questions.some((question) => question.name === name || (question.kind === 'group' && holds(question.questions ?? [])))
  return holds(place.questions)
}

/** The page's middle. */
export function fillMain(page: FillPage): Html {
  const { place, showing, keys, problems, plain } = page
  const { words, language } = showing
  const isEmpty = keys.length === 0 && !place.questions.some((question) => question.kind === 'repeat' || question.kind === 'group')
  return html`${heading(place, showing)}
${summary(words.filling.problems(writeNumber(problems.length, language)), words.filling.problemsAbout, problems.map((problem) => lineOf(problem, page)))}
${plain?.notes}<form${plain?.sending} id="fill" novalidate><button class="away" name=".do" value="next" tabindex="-1" aria-hidden="true">${words.next}</button>${plain?.boxes}
${isEmpty && html`<p>${words.filling.nothingHere}</p>`}${fields(place.questions, place.prefix, showing)}
<div class="buttons"><button class="big" name=".do" value="next">${place.row === undefined ? words.next : words.filling.rowKeep}</button>${problems.length > 0 && html`<button class="plain" name=".do" value="later">${place.row === undefined ? words.later : words.filling.rowLater}</button>`}<button class="plain" name=".do" value="back">${words.back}</button></div></form>`
}

function heading(place: Place, showing: Showing): Html {
  const { filling, words, language } = showing
  const { form } = filling
  const title = titleOf(place.screen, showing)
  // A row in a row is told with the one around it.
  const rows = [...(place.row ?? '').matchAll(/\]/g)].map(({ index }, i) => {
    const one = (place.row ?? '').slice(0, index + 1)
    return `${i > 0 ? ` – ${filling.label(repeatOf(one), language)}: ` : ''}${rowLabel(one, filling.step(repeatOf(one))?.question, showing)}`
  })
  const hint = place.screen.group === undefined || place.row !== undefined || place.screen.group.kind === 'repeat' ? '' : filling.hint(place.screen.group.name, language)
  const count = screensOf(form).length
  return html`<p class="step">${filling.text(form.title, undefined, language)} · ${words.filling.part(String(place.screen.number), String(count))}</p><progress max="${count}" value="${place.screen.number}" aria-hidden="true"></progress><h1>${title}${rows.length > 0 && `: ${rows.join('')}`}</h1>${hint !== '' && html`<p class="hint">${hint}</p>`}`
}

function lineOf(problem: Problem, { place, showing, address }: FillPage): { href: string; label: string; says: string } {
  const { filling, words, language } = showing
  const key = problem.at ?? ''
  const isHere = whereIs(key, filling.form).row === place.row
  return { href: isHere ? `#${idOf(key, problem.code === 'check' ? 'reason' : '')}` : address(key), label: filling.label(key, language), says: say(problem, words, language) }
}

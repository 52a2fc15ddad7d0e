// Boxes of the office's own forms: label, hint, what is wrong and the box, always in that order and tied together. Questions of forms are view/field.ts's.
import { readDay } from '../../form/date.ts'
import type { Posted } from '../../view/boxes.ts'
import { boxIn } from '../../view/boxes.ts'
import type { Part } from '../../view/html.ts'
import { Html, attribute, html } from '../../view/html.ts'
import type { DeskWords } from '../../words/desk.ts'

/** What is wrong, by box: its sentences. */
export type Wrong = ReadonlyMap<string, readonly string[]>

const says = (at: string, wrong: Wrong): Html | false => {
  const all = wrong.get(at) ?? []
  return all.length > 0 && html`<p class="problem" id="${at}-problem">${all.join(' ')}</p>`
}

/** The attributes that tie a box to its hint and its problem. */
function tied(at: string, hint: string, wrong: Wrong): Html {
  const isWrong = wrong.has(at)
  const ids = [hint !== '' && `${at}-hint`, isWrong && `${at}-problem`].filter((id) => id !== false).join(' ')
  return html` id="${at}" name="${at}"${attribute('aria-describedby', ids === '' ? undefined : ids)}${attribute('aria-invalid', isWrong ? 'true' : undefined)}`
}

/** One box under its label. `inner` takes the attributes. */
export function labelled(at: string, label: string, hint: string, wrong: Wrong, inner: (tied: Html) => Part): Html {
  return html`<div class="field${wrong.has(at) && ' wrong'}"><label for="${at}">${label}</label>${hint !== '' && html`<p class="hint" id="${at}-hint">${hint}</p>`}${says(at, wrong)}${inner(tied(at, hint, wrong))}</div>`
}

/** A line of text. */
export function line(at: string, label: string, hint: string, wrong: Wrong, value: string, most = 200): Html {
  return labelled(at, label, hint, wrong, (attributes) => html`<input type="text"${attributes} value="${value}" maxlength="${most}" autocomplete="off">`)
}

/** One of several: values with their labels. */
export function choice(at: string, label: string, hint: string, wrong: Wrong, options: readonly (readonly [string, string])[], chosen: string): Html {
  return labelled(at, label, hint, wrong, (attributes) => html`<select${attributes}>${options.map(([value, text]) => html`<option value="${value}"${attribute('selected', value === chosen)}>${text}</option>`)}</select>`)
}

/** Boxes to tick under one heading. */
export function ticks(at: string, label: string, hint: string, wrong: Wrong, options: readonly (readonly [string, string])[], chosen: readonly string[]): Html {
  return html`<fieldset class="field${wrong.has(at) && ' wrong'}"><legend>${label}</legend>${hint !== '' && html`<p class="hint">${hint}</p>`}${says(at, wrong)}${options.map(([value, text]) => html`<label class="choice"><input type="checkbox" name="${at}" value="${value}"${attribute('checked', chosen.includes(value))}><span>${text}</span></label>`)}</fieldset>`
}

/** A day in three boxes: `at`.day, .month, .year. */
export function dayBoxes(at: string, label: string, hint: string, wrong: Wrong, posted: Posted, words: DeskWords): Html {
  const { field } = words
  const box = (part: string, name: string): Html => html`<div><label for="${at}-${part}">${name}</label><input type="text" inputmode="numeric" id="${at}-${part}" name="${at}.${part}" value="${boxIn(posted, `${at}.${part}`)}" maxlength="4" autocomplete="off"${attribute('aria-invalid', wrong.has(at) ? 'true' : undefined)}></div>`
  return html`<fieldset class="field${wrong.has(at) && ' wrong'}"><legend>${label}</legend>${hint !== '' && html`<p class="hint">${hint}</p>`}${says(at, wrong)}<div class="boxes">${box('day', field.day)}${box('month', field.month)}${box('year', field.year)}</div></fieldset>`
}

/** The day in such boxes: 'YYYY-MM-DD', null where all are empty, undefined where there is no such day. */
export function dayOf(posted: Posted, at: string): string | null | undefined {
  const [day = '', month = '', year = ''] = ['day', 'month', 'year'].map((part) => boxIn(posted, `${at}.${part}`).trim())
  return day === '' && month === '' && year === '' ? null : readDay(day, month, year)
}

/** All boxes of a post again, out of sight. */
export function again(posted: Posted, but: readonly string[] = []): Html {
  return html`${[...posted].flatMap(([name, values]) => (but.includes(name) ? [] : values.map((value) => html`<input type="hidden" name="${name}" value="${value}">`)))}`
}

// date, month: boxes in the order in which they are said, and the day read back in words. Never the browser's own date box:
// on an English phone it shows the month first.
import { isDay, writeDate, writeMonth } from '../../form/date.ts'
import type { Html } from '../html.ts'
import { html } from '../html.ts'
import { boxOf, idOf, invalid, nameOf, several } from '../field.ts'
import type { Field, KindView } from './kind.ts'

type Part = 'day' | 'month' | 'year' | 'hour' | 'minute'

/** Parts of a day or a time, a box for each. */
export function boxes(field: Field, parts: readonly Part[], labels: Readonly<Partial<Record<Part, string>>> = field.words.field): Html {
  return html`<div class="boxes">${parts.map((part, i) => {
    const id = i === 0 ? idOf(field.key) : idOf(field.key, part)
    return html`<div><label for="${id}">${labels[part]}</label><input type="text" inputmode="numeric" id="${id}" name="${nameOf(field.key, part)}" value="${boxOf(field, part)}" maxlength="${part === 'year' ? 4 : 2}" autocomplete="off"${invalid(field)}></div>`
  })}</div>`
}

function echo(field: Field, write: (answer: string, language: string) => string): string {
  const answer = field.filling.get(field.key)
  return typeof answer === 'string' && answer !== '' ? write(answer, field.language) : ''
}

const day = (text: string, language: string): string => (isDay(text) ? writeDate(text, language) : text)
const month = (text: string, language: string): string => (/^\d{4}-\d{2}$/.test(text) ? writeMonth(text, language) : text)

export const date: KindView = {
  field: (field) => several(field, boxes(field, ['day', 'month', 'year']), { echo: echo(field, day) }),
  reading: (answer, { language }) => day(String(answer), language),
}

export const monthView: KindView = {
  field: (field) => several(field, boxes(field, ['month', 'year']), { echo: echo(field, month) }),
  reading: (answer, { language }) => month(String(answer), language),
}

/** An instant with its offset, as a person says it: "09:41, thứ Ba, 24/11/2026". */
export function writeInstant(instant: string, language: string): string {
  return isDay(instant.slice(0, 10)) ? `${instant.slice(11, 16)}, ${writeDate(instant.slice(0, 10), language)}` : instant
}

/** start, end: an instant, by the clock of the phone that noted it. */
export const instantView: KindView = {
  field: () => html``,
  reading: (answer, { language }) => writeInstant(String(answer), language),
}

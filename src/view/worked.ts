// What a record holds beside the screens: values with a label that are worked out or noted between the groups, where nobody is asked and so no screen is made.
// For the office; who fills in sees what the form shows on its screens.
import { kinds } from '../form/kinds/index.ts'
import { linesOf } from './answers.ts'
import type { Reading } from './answers.ts'
import type { Html } from './html.ts'
import { html, nothing } from './html.ts'
import { screensOf } from './screens.ts'

/** Such values as a part of their own under `title`; nothing where there are none. */
export function beside(title: string, reading: Reading): Html {
  const { form } = reading.filling
  const drawn = new Set(screensOf(form).flatMap(({ questions }) => questions))
  const rest = form.survey.filter((one) => one.kind !== 'group' && one.kind !== 'repeat' && !kinds[one.kind].isAsked && !drawn.has(one))
  const lines = linesOf(rest, '', reading)
  return lines.markup === '' ? nothing : html`<section><h2>${title}</h2>${lines}</section>`
}

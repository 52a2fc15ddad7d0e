// select_one and select_multiple: radios or ticks while the list fits a screen; a longer select_one is a select.
import type { Choice } from '../../form/form.ts'
import { attribute, html } from '../html.ts'
import { boxOf, choice, idOf, nameOf, several, single } from '../field.ts'
import type { Field, KindView, Reader } from './kind.ts'

/** The longest list shown whole as radios. */
const longestRadios = 12

export const selectOne: KindView = {
  field(field) {
    const offered = field.filling.offered(field.key)
    const chosen = boxOf(field)
    if (offered.length > longestRadios) {
      return single(
        field,
        (tied) => html`<select${tied}><option value="">${field.words.field.choose}</option>${offered.map((one) => html`<option value="${one.name}"${attribute('selected', one.name === chosen)}>${labelOf(one, field)}</option>`)}</select>`,
      )
    }
    const radios = offered.map((one, i) => choice('radio', nameOf(field.key), one.name, labelOf(one, field), one.name === chosen, i === 0 ? idOf(field.key) : undefined))
    // A radio once chosen cannot be taken back without a script; where an answer may be left out there must be a way to.
    const none = !field.isRequired && chosen !== '' && choice('radio', nameOf(field.key), '', field.words.field.noAnswer, false)
    return several(field, [...radios, none], { isRadio: true })
  },
  reading: (answer, reader) => labelled(String(answer), reader),
}

export const selectMultiple: KindView = {
  field(field) {
    const value = field.typed['']
    const chosen = typeof value === 'string' ? [value] : (value ?? [])
    const offered = field.filling.offered(field.key)
    return several(
      field,
      offered.map((one, i) => choice('checkbox', nameOf(field.key), one.name, labelOf(one, field), chosen.includes(one.name), i === 0 ? idOf(field.key) : undefined)),
    )
  },
  reading: (answer, reader) => (Array.isArray(answer) ? answer.map((name) => labelled(String(name), reader)).join(', ') : String(answer)),
}

export function labelOf(one: Choice, field: Field): string {
  return field.filling.text(one.label, field.key, field.language) || one.name
}

export function labelled(name: string, { form, question, language }: Reader): string {
  const label = form.lists[question.list ?? '']?.find((one) => one.name === name)?.label
  const text = label?.[language] ?? label?.[form.language]
  return typeof text === 'string' ? text : name
}

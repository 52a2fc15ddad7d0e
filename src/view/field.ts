// The frame around every input: label, hint, problem, doubt, input, echo, in this order, tied by ids. The input itself comes from a kind.
import type { Field } from './kinds/kind.ts'
import type { Html, Part } from './html.ts'
import { attribute, html, nothing } from './html.ts'

/** The id of the first box of a question; where links to it lead. Keys hold letters, digits, _ and [n]. */
export function idOf(key: string, part = ''): string {
  return `q-${key.replace(/[[\].]+/g, '-')}${part === '' ? '' : `-${part}`}`
}

/** The name of a box in the HTML form. */
export function nameOf(key: string, part = ''): string {
  return part === '' ? key : `${key}.${part}`
}

/** What stands in a box, as one text. */
export function boxOf(field: Field, part = ''): string {
  const value = field.typed[part]
  return typeof value === 'string' ? value : (value?.[0] ?? '')
}

/** A field with one input. `input` is given the attributes that tie it to label, hint and problem. */
export function single(field: Field, input: (tied: Html) => Html, echo?: string): Html {
  const id = idOf(field.key)
  return html`<div class="${frameClass(field)}">${marker(field)}<label for="${id}">${field.label}${optional(field)}</label>${above(field)}${input(tie(field, id, ''))}${echoed(field, echo)}${doubt(field)}</div>
`
}

/** A field of several inputs: the question is the legend. `role` is for a list of radios, which may be invalid as a whole. */
export function several(field: Field, inputs: Part, { echo, isRadio = false }: { echo?: string | undefined; isRadio?: boolean } = {}): Html {
  const invalid = isRadio && field.problem !== undefined
  return html`<fieldset class="${frameClass(field)}"${attribute('role', isRadio ? 'radiogroup' : undefined)}${attribute('aria-describedby', describedBy(field))}${attribute('aria-invalid', invalid ? 'true' : undefined)}><legend>${marker(field)}${field.label}${optional(field)}</legend>${above(field)}${inputs}${echoed(field, echo)}${doubt(field)}</fieldset>
`
}

/** id, name, description and validity of one box. Boxes of a group are described by their fieldset. */
export function tie(field: Field, id: string, part: string): Html {
  const described = part === '' ? describedBy(field) : undefined
  return html` id="${id}" name="${nameOf(field.key, part)}"${attribute('aria-describedby', described)}${attribute('aria-invalid', field.problem === undefined ? undefined : 'true')}`
}

/** One choice of a list: the input inside its label, so that the whole line can be tapped. */
export function choice(type: 'radio' | 'checkbox', name: string, value: string, label: string, isChosen: boolean, id?: string): Html {
  return html`<label class="choice"><input type="${type}" name="${name}" value="${value}"${attribute('id', id)}${attribute('checked', isChosen)}><span>${label}</span></label>`
}

/** A question whose answer is worked out or may not be changed: shown, not asked. */
export function shown(field: Field, text: string): Html {
  return html`<div class="field"><p><strong>${field.label}</strong></p>${field.hint !== '' && html`<p class="hint">${field.hint}</p>`}<p class="echo">${text}</p></div>
`
}

function frameClass(field: Field): string {
  return `field${field.problem !== undefined ? ' wrong' : field.doubts.length > 0 ? ' unsure' : ''}`
}

function marker(field: Field): Html {
  return field.isNew ? html`<span class="new">${field.words.field.isNew}</span> ` : nothing
}

function optional(field: Field): Html {
  return field.isRequired ? nothing : html` <span class="optional">${field.words.optional}</span>`
}

function above(field: Field): Html {
  const id = idOf(field.key)
  return html`${field.hint !== '' && html`<p class="hint" id="${id}-hint">${field.hint}</p>`}${field.problem !== undefined && html`<p class="problem" id="${id}-problem"><span class="away">${field.words.field.wrong} </span>${field.problem}</p>`}`
}

function echoed(field: Field, echo: string | undefined): Html {
  return echo === undefined || echo === '' ? nothing : html`<p class="echo" id="${idOf(field.key)}-echo">${field.words.field.equals(echo)}</p>`
}

// A doubt is asked about once the answer is there: below the input, with the box for the reason right after it.
function doubt(field: Field): Html {
  if (field.doubts.length === 0) return nothing
  const id = idOf(field.key, 'reason')
  return html`<div class="inner">${field.doubts.map((says) => html`<p class="doubt"><span>${field.words.field.doubt}</span> ${says}</p>`)}<label for="${id}">${field.words.field.reason}</label><input type="text" id="${id}" name=".reason.${field.key}" value="${field.reason}" maxlength="500"></div>`
}

function describedBy(field: Field): string | undefined {
  const id = idOf(field.key)
  const ids = [field.hint !== '' && `${id}-hint`, field.problem !== undefined && `${id}-problem`].filter((one) => one !== false)
  return ids.length === 0 ? undefined : ids.join(' ')
}

// The frame around every input: label, hint, problem, input, echo, doubt, in this order, tied by ids. The input itself comes from a kind.
import type { Field } from './kinds/kind.ts'
import type { Html, Part } from './html.ts'
import { attribute, html } from './html.ts'

/**
 * The parts of a field that may say something else while a person types in it. Each is an element with an id of its own,
 * `idOf(key, part)`, that is there from the beginning even when it is empty: whoever draws a field again while its input has the
 * focus puts their content (and the frame's class) in place, and leaves the input alone. `found` is the list under a search box.
 */
export const liveParts = ['label', 'hint', 'problem', 'echo', 'doubts', 'found'] as const

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

/** A field with one input. `input` is given the attributes that tie it to label, hint and problem. `echo` is '' while there is nothing to echo. */
export function single(field: Field, input: (tied: Html) => Html, echo?: string, name = nameOf(field.key)): Html {
  const id = idOf(field.key)
  const tied = html` id="${id}" name="${name}"${describedBy(field)}${invalid(field)}`
  return html`<div${frame(field)}><label for="${id}"${part(field, 'label')}>${label(field)}</label>${above(field)}${input(tied)}${field.tools}${below(field, echo)}</div>
`
}

/** A field of several inputs: the question is the legend. `isRadio`: a list of radios, which may be invalid as a whole. */
export function several(field: Field, inputs: Part, { echo, isRadio = false }: { echo?: string | undefined; isRadio?: boolean } = {}): Html {
  return html`<fieldset${frame(field)}${attribute('role', isRadio ? 'radiogroup' : undefined)}${describedBy(field)}${isRadio && invalid(field)}><legend${part(field, 'label')}>${label(field)}</legend>${above(field)}${inputs}${field.tools}${below(field, echo)}</fieldset>
`
}

/** The author's hint, and after it what one does without a device's help. */
export function hinted({ hint, tools }: Field, more: string): string {
  if (tools !== undefined) return hint
  return hint === '' || /[.?!…:]$/.test(hint) ? `${hint} ${more}`.trim() : `${hint}. ${more}`
}

/** The mark of a box whose answer must be mended. */
export function invalid(field: Field): Html {
  return attribute('aria-invalid', field.problem === undefined ? undefined : 'true')
}

/** One choice of a list: the input inside its label, so that the whole line can be tapped. */
export function choice(type: 'radio' | 'checkbox', name: string, value: string, label: string, isChosen: boolean, id?: string): Html {
  return html`<label class="choice"><input type="${type}" name="${name}" value="${value}"${attribute('id', id)}${attribute('checked', isChosen)}><span>${label}</span></label>`
}

/** A question whose answer is worked out or may not be changed: shown, not asked. */
export function shown(field: Field, text: string): Html {
  return html`<div${frame(field)}><p><strong>${field.label}</strong></p>${field.hint !== '' && html`<p class="hint">${field.hint}</p>`}<p class="echo">${text}</p></div>
`
}

/** Class and names of a field's outer element. */
export function frame({ key, question, problem, doubts }: Field): Html {
  return html` class="field${problem !== undefined ? ' wrong' : doubts.length > 0 ? ' unsure' : ''}" data-key="${key}" data-kind="${question.kind}"`
}

/** The id of a part that may change while a person types. */
export function part({ key }: Field, name: (typeof liveParts)[number]): Html {
  return html` id="${idOf(key, name)}"`
}

function label({ label, isNew, isRequired, words }: Field): Html {
  return html`${isNew && html`<span class="new">${words.field.isNew}</span> `}${label}${!isRequired && html` <span class="optional">${words.optional}</span>`}`
}

function above(field: Field): Html {
  const { hint, problem, words } = field
  return html`${hint !== '' && html`<p class="hint"${part(field, 'hint')}>${hint}</p>`}<p class="problem"${part(field, 'problem')}>${problem !== undefined && html`<span class="away">${words.field.wrong} </span>${problem}`}</p>`
}

// A doubt is asked about once the answer is there: below the input, with the box for the reason right after it.
function below(field: Field, echo: string | undefined): Html {
  const { key, question, doubts, reason, words } = field
  const id = idOf(key, 'reason')
  return html`${echo !== undefined && html`<p class="echo"${part(field, 'echo')}>${echo !== '' && words.field.equals(echo)}</p>`}${question.check !== undefined && html`<div class="inner"${part(field, 'doubts')}>${doubts.length > 0 && html`${doubts.map((says) => html`<p class="doubt"><span>${words.field.doubt}</span> ${says}</p>`)}<label for="${id}">${words.field.reason}</label><input type="text" id="${id}" name=".reason.${key}" value="${reason}" maxlength="500">`}</div>`}`
}

function describedBy({ key, hint }: Field): Html {
  return html` aria-describedby="${hint !== '' && `${idOf(key, 'hint')} `}${idOf(key, 'problem')}"`
}

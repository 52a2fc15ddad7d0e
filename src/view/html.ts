// HTML as text that cannot be unsafe by accident: a tagged template that escapes everything which is not already Html.
// It builds strings only; what is shown is the business of the views.

/** Markup that was built here and needs no further escaping. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
}

/** What a template may hold. false, undefined and '' show nothing, so that `${isNew && html`…`}` reads well. */
export type Part = Html | string | number | false | undefined | readonly Part[]

/** `html`<p>${text}</p>`` escapes text in content and in quoted attributes. Attributes must be quoted in the template. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let markup = strings[0] ?? ''
  parts.forEach((part, i) => {
    markup += shown(part) + (strings[i + 1] ?? '')
  })
  return new Html(markup)
}

/** An attribute, or nothing when its value is undefined or false: `${attribute('checked', isChosen)}`. */
export function attribute(name: string, value: string | number | boolean | undefined): Html {
  if (value === undefined || value === false) return nothing
  return new Html(value === true ? ` ${name}` : ` ${name}="${escape(String(value))}"`)
}

export const nothing = new Html('')

/** Text for content or for a double-quoted attribute. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function shown(part: Part): string {
  if (part instanceof Html) return part.markup
  if (part === false || part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escape(String(part))
  return part.map(shown).join('')
}

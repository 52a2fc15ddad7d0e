// All problems of a page at once, at its top, each a link to its place.
import type { Html } from './html.ts'
import { html, nothing } from './html.ts'

export interface SummaryLine {
  readonly href: string
  readonly label: string
  readonly says: string
}

/** Nothing when there is nothing wrong. The id is where a page that was sent comes back to. */
export function summary(title: string, about: string, lines: readonly SummaryLine[]): Html {
  if (lines.length === 0) return nothing
  return html`<section class="summary" id="problems" tabindex="-1" aria-labelledby="problems-title"><h2 id="problems-title">${title}</h2><p>${about}</p><ul>${lines.map(
    ({ href, label, says }) => html`<li><a href="${href}">${label === '' ? says : html`<strong>${label}</strong>: ${says}`}</a></li>`,
  )}</ul></section>
`
}

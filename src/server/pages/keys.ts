// The keys of the queue and of a record, as its script (desk/keys.ts) takes them: told on the page where scripts run, and switched off there.
import type { Html } from '../../view/html.ts'
import { html } from '../../view/html.ts'
import type { DeskWords } from '../../words/desk.ts'

const does = ['next', 'previous', 'select', 'approved', 'returned', 'rejected', 'queue'] as const

/** `here`: those that mean something on this page. */
export function keyList({ keys }: DeskWords, here: readonly (typeof does)[number][]): Html {
  const shown = does.filter((one) => here.includes(one))
  return html`<details data-keys="${JSON.stringify(Object.fromEntries(shown.map((one) => [keys.key[one], one])))}" hidden><summary>${keys.title}</summary><label class="choice"><input type="checkbox" checked><span>${keys.use}</span></label><ul>${shown.map((one) => html`<li><strong>${keys.key[one].toUpperCase()}</strong> ${keys.does[one]}</li>`)}</ul><p class="about">${keys.about}</p></details>`
}

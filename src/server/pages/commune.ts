// Which commune a page of the office looks at: the reader's own, or the one he chooses among his.
import { localDay } from '../../form/date.ts'
import type { Actor } from '../../record/submission.ts'
import type { Html } from '../../view/html.ts'
import { attribute, html, nothing } from '../../view/html.ts'
import { zone } from '../../view/kept.ts'
import type { DeskWords } from '../../words/desk.ts'
import type { Unit } from '../../form/world.ts'
import type { Places } from '../world.ts'

export interface Chosen {
  /** undefined: all that the reader may see. */
  readonly unit: string | undefined
  /** The communes that he may choose among; none where there is no choice. */
  readonly communes: readonly Unit[]
}

/** By `?unit=`; of somebody who has one commune alone, that one. A wish outside of what is his is none. */
export function communeFor(actor: Actor, wish: string | undefined, places: Places, now: number): Chosen {
  const communes = places.of('commune', localDay(now, zone), actor.unit ?? undefined)
  const [only] = communes
  if (communes.length <= 1) return { unit: only?.id, communes: [] }
  return { unit: communes.find(({ id }) => id === wish)?.id, communes }
}

/** What `?unit=` says for all communes at once, where a page must be told so. */
export const everywhere = '*'

/** The choice as a form, nothing where there is none. `none`: what no commune is called; `all`: what all of them at once are, where that is a choice of its own. */
export function communeForm({ unit, communes }: Chosen, action: string, none: string, { quality }: DeskWords, all?: { readonly label: string; readonly isChosen: boolean }): Html {
  if (communes.length === 0) return nothing
  return html`<form method="get" action="${action}" class="filters"><div><label for="w-unit">${quality.unit}</label><select id="w-unit" name="unit"><option value="">${none}</option>${all !== undefined && html`<option value="${everywhere}"${attribute('selected', all.isChosen)}>${all.label}</option>`}${communes.map(
    ({ id, name }) => html`<option value="${id}"${attribute('selected', id === unit)}>${name}</option>`,
  )}</select></div><button>${quality.show}</button></form>`
}

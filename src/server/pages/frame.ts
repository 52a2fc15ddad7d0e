// The office's frame: one way around all its pages. A new place of the office is a line in `places`; what stands on it is its page's.
import type { Actor } from '../../record/submission.ts'
import type { Html } from '../../view/html.ts'
import { attribute, html } from '../../view/html.ts'
import type { DeskWords } from '../../words/desk.ts'
import { isUnbound } from '../grants.ts'

interface Place {
  readonly to: string
  readonly name: keyof DeskWords['frame']['places']
  /** Who sees it: nobody is shown a way that ends at "you may not". */
  readonly roles: readonly Actor['role'][]
  /** Of reviewers only who stands above the communes. */
  readonly isAbove?: true
  /** Of these only whose place and forms are all there are. */
  readonly unbound?: true
  /** The addresses that belong to it; the first place that holds an address is where the reader is. */
  readonly holds: RegExp
}

const all: readonly Actor['role'][] = ['viewer', 'reviewer', 'admin']

/** In the order in which they stand. The overview comes first and holds what no other does. */
const places: readonly Place[] = [
  { to: '/office', name: 'whole', roles: all, holds: /^\/office(?:$|\/)/ },
  { to: '/office/queue', name: 'queue', roles: all, holds: /^\/office\/(?:queue|[^/]+\/(?:queue|periods)|submissions\/.*)$/ },
  { to: '/office/boards', name: 'boards', roles: all, holds: /^\/office\/boards(?:$|\/)/ },
  { to: '/office/quality', name: 'quality', roles: all, holds: /^\/office\/(?:quality(?:$|\/)|[^/]+\/quality$)/ },
  { to: '/office/forms', name: 'forms', roles: ['admin'], unbound: true, holds: /^\/office\/forms(?:$|\/)/ },
  { to: '/office/units', name: 'units', roles: all, holds: /^\/office\/units(?:$|\/)/ },
  { to: '/office/webhooks', name: 'webhooks', roles: ['admin'], holds: /^\/office\/webhooks(?:$|\/)/ },
  { to: '/office/audit', name: 'audit', roles: ['reviewer', 'admin'], isAbove: true, holds: /^\/office\/audit$/ },
  { to: '/office/cost', name: 'cost', roles: ['admin'], holds: /^\/office\/cost(?:$|\/)/ },
  { to: '/office/people', name: 'devices', roles: ['reviewer', 'admin'], holds: /^\/office\/(?:people|devices)(?:$|\/)/ },
  { to: '/office/rescue', name: 'rescue', roles: ['reviewer', 'admin'], holds: /^\/office\/rescue(?:$|\/)/ },
  { to: '/office/me', name: 'me', roles: all, holds: /^\/office\/me(?:$|\/)/ },
]

/** The navigation of a page of the office at this path; undefined for who has no office, and everywhere else. */
export function frame(path: string, actor: Pick<Actor, 'role' | 'unit' | 'forms'> & { readonly isAbove: boolean }, { frame: words }: DeskWords): Html | undefined {
  const mine = places.filter(
    ({ roles, isAbove = false, unbound = false }) => roles.includes(actor.role) && (!isAbove || actor.role === 'admin' || actor.isAbove) && (!unbound || isUnbound(actor)),
  )
  const [first, ...others] = mine
  if (first === undefined || !first.holds.test(path)) return undefined
  const here = others.find(({ holds }) => holds.test(path)) ?? first
  // Under an address of its own a place is the page; deeper, the reader is somewhere within it.
  const current = path === here.to ? 'page' : 'true'
  const list = html`<ul>${mine.map((place) => html`<li><a href="${place.to}"${attribute('aria-current', place === here ? current : undefined)}>${words.places[place.name]}</a></li>`)}</ul>`
  // Twice, for a narrow screen folded away; the stylesheet shows one of them.
  return html`<nav aria-label="${words.title}"><details><summary>${words.menu}: ${words.places[here.name]}</summary>${list}</details>${list}</nav>`
}

// What every visitor's page does first: who is it, does the post come from our own page, what stands in its boxes.
import type { Actor } from '../../record/submission.ts'
import type { Posted } from '../../view/boxes.ts'
import type { App, Visit } from '../env.ts'
import { Refusal } from '../failure.ts'
import { networkOf } from '../guessing.ts'
import { actorOf, isSameOrigin } from '../identity.ts'
import { limits, readBytes, utf8 } from '../limits.ts'
import { sessionToken } from '../session.ts'
import { placesAtHand } from '../world.ts'
import { anonymous } from './respond.ts'

/** Who holds this browser's cookie. */
export async function visitor(visit: Visit, now: number): Promise<Actor | undefined> {
  const token = sessionToken(visit)
  return token === undefined ? undefined : actorOf(token, visit.env, now, networkOf(visit))
}

/** The boxes of a post. Errors: 413, 415 and 400 as for every body. */
export async function postedOf(visit: Visit): Promise<Posted> {
  const { bytes } = await readBytes(visit.req.raw, ['application/x-www-form-urlencoded'])
  const posted = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(utf8(bytes))) add(posted, name, value)
  return posted
}

// One box may come a hundred thousand times, from anybody: what is there is not copied for each.
function add(posted: Map<string, string[]>, name: string, value: string): void {
  const found = posted.get(name)
  if (found === undefined) posted.set(name, [value])
  else found.push(value)
}

/** A posted page with the files that were chosen on it, by the names of their boxes. */
export interface Filled {
  readonly posted: Posted
  readonly files: ReadonlyMap<string, File>
}

/** The boxes of a page on which files may be chosen. Without any it comes as every other page. Errors: as there. */
export async function filledOf(visit: Visit): Promise<Filled> {
  const header = visit.req.header('content-type') ?? ''
  if (!/^multipart\/form-data\b/i.test(header)) return { posted: await postedOf(visit), files: new Map() }
  const { bytes } = await readBytes(visit.req.raw, ['multipart/form-data'], limits.pageBytes)
  const posted = new Map<string, string[]>()
  const files = new Map<string, File>()
  const parts = await new Response(bytes, { headers: { 'content-type': header } }).formData().catch(() => {
    throw new Refusal(400, 'malformed')
  })
  for (const [name, value] of parts) {
    if (typeof value === 'string') add(posted, name, value)
    else if (value.size > 0) files.set(name, value)
  }
  return { posted, files }
}

type Handler = (visit: Visit, actor: Actor, now: number) => Promise<Response>

/** A page for people with a session; others are told how to get in. */
export function page(app: App, path: string, handle: Handler): void {
  app.get(path, (visit) => known(visit, handle))
}

/** A post of a page: from our own pages only, because the cookie travels by itself. Errors: 403. */
export function action(app: App, path: string, handle: Handler): void {
  app.post(path, async (visit) => {
    guard(visit)
    return known(visit, handle)
  })
}

/** Refuses a post that another site made this browser send. A proxy may change the host: then the browser's own word (Sec-Fetch-Site) counts. */
export function guard(visit: Visit): void {
  if (!isSameOrigin(visit.req.raw) && visit.req.header('sec-fetch-site') !== 'same-origin') throw new Refusal(403, 'cross_site')
}

async function known(visit: Visit, handle: Handler): Promise<Response> {
  const now = Date.now()
  const actor = await visitor(visit, now)
  if (actor === undefined) return anonymous(visit)
  // The frame of his pages has a place more.
  if (actor.role === 'reviewer' && visit.req.path.startsWith('/office')) visit.set('isAbove', actor.unit === null || !(await placesAtHand(visit.env.DB)).isIn(actor.unit, 'commune'))
  return handle(visit, actor, now)
}

// What every visitor's page does first: who is it, does the post come from our own page, what stands in its boxes.
import type { Actor } from '../../record/submission.ts'
import type { Posted } from '../../view/boxes.ts'
import type { App, Visit } from '../env.ts'
import { Refusal } from '../failure.ts'
import { actorOf, isSameOrigin } from '../identity.ts'
import { readBytes, utf8 } from '../limits.ts'
import { sessionToken } from '../session.ts'
import { anonymous } from './respond.ts'

/** Who holds this browser's cookie. */
export async function visitor(visit: Visit, now: number): Promise<Actor | undefined> {
  const token = sessionToken(visit)
  return token === undefined ? undefined : actorOf(token, visit.env, now)
}

/** The boxes of a post. Errors: 413, 415 and 400 as for every body. */
export async function postedOf(visit: Visit): Promise<Posted> {
  const { bytes } = await readBytes(visit.req.raw, ['application/x-www-form-urlencoded'])
  const posted = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(utf8(bytes))) posted.set(name, [...(posted.get(name) ?? []), value])
  return posted
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
  return actor === undefined ? anonymous(visit) : handle(visit, actor, now)
}

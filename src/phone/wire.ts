// One request to our server, and what may be concluded from what comes back: only our own JSON says anything. A captive portal's page, an
// empty 204, half an answer, a gateway's 502 say nothing at all: what was sent may have arrived or not.
import type { Form } from '../form/form.ts'
import type { Account } from './shapes.ts'
import type { Whole } from './whole.ts'

/** What sending is done with; all of it is handed in. */
export interface Given {
  readonly shelf: Whole
  readonly send: typeof fetch
  readonly clock: { now(): number; wait(ms: number): Promise<void> }
  random(): number
  readonly locks?: LockManager | undefined
  online?(): boolean
  /** Fetches what a form takes that few use, and keeps it; false where that could not be. Not given where it is always there. */
  more?(form: Form): Promise<boolean>
}

export type Reply =
  | { readonly is: 'ours'; readonly status: number; readonly body: unknown }
  /** The account's token is no longer taken. */
  | { readonly is: 'ended' }
  | { readonly is: 'unknown' }

/** Asks as an account. A token that the server says has ended is marked so, and is not used again. */
export async function ask(given: Given, account: Account, path: string, init: RequestInit = {}): Promise<Reply> {
  const reply = await answerTo(given, path, {
    ...init,
    headers: { ...(init.headers as Record<string, string> | undefined), accept: 'application/json', authorization: `Bearer ${account.secret}` },
  })
  if (reply.is !== 'ours' || reply.status !== 401) return reply
  const code = member(reply.body, 'code')
  if (code !== 'token_revoked' && code !== 'token_expired' && code !== 'token_unknown') return { is: 'unknown' }
  const now = await given.shelf.account(account.person)
  // Enrolled again meanwhile: it was the old token that ended.
  if (now?.secret === account.secret) await given.shelf.keepAccount({ ...now, ended: code })
  return { is: 'ended' }
}

/** A member of an answer whose shape is not known. */
export function member(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined
}

/** Gives a request up after a while: a radio that died must not hold the sender for ever. Slow answers are answers: the while is long. */
export function patient(send: typeof fetch, wait_ms = 240_000): typeof fetch {
  return async (input, init) => {
    const control = new AbortController()
    const timer = setTimeout(() => control.abort(), wait_ms)
    try {
      const response = await send(input, { ...init, signal: control.signal })
      // The body may stop coming, too.
      return new Response(response.status === 204 || response.status === 304 ? null : await response.arrayBuffer(), response)
    } finally {
      clearTimeout(timer)
    }
  }
}

async function answerTo({ send }: Given, path: string, init: RequestInit): Promise<Reply> {
  try {
    const response = await send(path, { ...init, redirect: 'error', credentials: 'omit', cache: 'no-store' })
    const type = response.headers.get('content-type') ?? ''
    if (response.redirected || !/^application\/(problem\+)?json\b/.test(type)) return { is: 'unknown' }
    const body: unknown = JSON.parse(await response.text())
    // Our own 5xx: it may have been done, or not.
    return typeof body !== 'object' || body === null || response.status >= 500 ? { is: 'unknown' } : { is: 'ours', status: response.status, body }
  } catch {
    return { is: 'unknown' }
  }
}

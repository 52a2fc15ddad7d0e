// Tells other programs what happened to records: after an answer that changed something, and every minute. At least once; what belongs to one record in order; each under
// an id that stays the same however often it is sent. Signed as Standard Webhooks says (standardwebhooks.com). What is not taken is tried again after growing waits.
import { hiddenIn, withoutPersonal } from './masking.ts'
import type { Answers } from '../form/form.ts'
import { receiptOf } from '../record/receipt.ts'
import { claim, follow, settle } from '../store/webhooks.ts'
import type { Due, Owed, Settled } from '../store/webhooks.ts'
import type { Env, Visit } from './env.ts'
import { amiss } from './outward.ts'

const minute = 60_000
/** From the first try that failed to the last: 45 hours. Then it is set aside for somebody to look at. */
export const waits: readonly number[] = [10_000, minute, 5 * minute, 30 * minute, 120 * minute, 360 * minute, 720 * minute, 1_440 * minute]
/** Whoever did not answer for so long, while something was set aside, is not told any more. */
const silent = 3 * 1_440 * minute
/** So long the other side has to answer, and so long what was taken in hand is nobody else's. */
const patience = 10_000
const lease = 60_000
const together = 5

/**
 * What a run may ask of the database and of others beside it: the platform counts each such call and ends what goes beyond (50 a run on the free plan, 1,000 on the paid one, which
 * PHIEU_CALLS says). Half of it where a request has had its own before.
 */
export const mostCalls = 40
const perFollowing = 4
const perRound = 5
const perLook = 4

/** The calls that are left of a run's, taken before they are made. */
class Calls {
  private left: number
  constructor(most: number) {
    this.left = most
  }
  /** Whether there were so many left; then they are not any more. */
  take(calls: number): boolean {
    if (calls > this.left) return false
    this.left -= calls
    return true
  }
  /** As many as there are, at most. */
  upTo(most: number): number {
    const taken = Math.max(0, Math.min(most, this.left))
    this.left -= taken
    return taken
  }
  back(calls: number): void {
    this.left += calls
  }
}

/** What of the answers of a round is personal. */
type Hidden = Awaited<ReturnType<typeof hiddenIn>>

/** What an action of the audit is called outside. */
export const types: Readonly<Record<string, string>> = {
  received: 'record.new', corrected: 'record.edited', taken_in: 'record.edited', approved: 'record.approved', endorsed: 'record.endorsed', sent_back: 'record.sent_back', returned: 'record.returned', rejected: 'record.rejected', withdrawn: 'record.withdrawn',
  erased: 'record.erased',
}
/** The state that an action makes, where it is not called so. What a form's own rule decided is said with the arrival. */
const states: Readonly<Record<string, string>> = { corrected: 'received', taken_in: 'received', sent_back: 'received' }

/** When this isolate last saw that nobody is to be told. */
let nobodyAt = 0
const nobodyFor = 30_000

/** From now on somebody is to be told. */
export function somebody(): void {
  nobodyAt = 0
}

/** After an answer that may have changed something; on a platform that lets go of us with the answer, nothing happens before the next minute. */
export async function deliverAfter(visit: Visit, next: () => Promise<void>): Promise<void> {
  await next()
  if (visit.req.method === 'GET' || visit.req.method === 'HEAD' || visit.res.status >= 400 || Date.now() - nobodyAt < nobodyFor) return
  const { env } = visit
  try {
    visit.executionCtx.waitUntil(deliver(env, Date.now(), 15_000, 0.5).catch(() => {})) // what is not told now is told by the minute's round, whose failures are written
  } catch {
    // Called without a platform around it.
  }
}

/** Tells what is to be told by now, for so many milliseconds and with so much of a run's calls at most; what is left comes with the next run, who waited longest first. */
export async function deliver(env: Env, now: number, most = 25_000, share = 1): Promise<void> {
  const calls = new Calls(Math.floor((/^\d{1,5}$/.test(env.PHIEU_CALLS ?? '') ? Number(env.PHIEU_CALLS) : mostCalls) * share))
  const began = Date.now()
  const isOver = (): boolean => Date.now() - began > most
  for (let more = true; more && !isOver() && calls.take(perFollowing); ) {
    const found = await follow(env.DB, now + Date.now() - began)
    if (!found.any) nobodyAt = Date.now()
    await Promise.all(found.owed.map((hook) => tellAll(env, hook, () => now + Date.now() - began, isOver, calls)))
    more = found.more
  }
}

// Each round takes one delivery of each of some records. Whoever failed last is tried with one before he is told the rest.
async function tellAll(env: Env, hook: Owed, clock: () => number, isOver: () => boolean, calls: Calls): Promise<void> {
  for (let failures = hook.failures; !isOver(); ) {
    const masks = hook.sends === 'answers' || (hook.sends === 'all' && !hook.personal)
    if (!calls.take(perRound + (masks ? perLook : 0))) return
    const most = calls.upTo(failures > 0 ? 1 : together)
    const all = most === 0 ? [] : await claim(env.DB, hook.id, clock(), clock() + lease, most)
    calls.back(most - all.length)
    if (all.length === 0) return
    // What is personal in any version, under any name, is so in all.
    const hidden = masks ? await hiddenIn(env.DB, all.flatMap(({ record }) => record?.form ?? [])) : undefined
    const statuses = await Promise.all(all.map((due) => (due.record === undefined ? 200 : tell(env, hook, due, due.record, clock(), hidden))))
    const isGood = (status: number): boolean => status >= 200 && status < 300
    failures = statuses.every(isGood) ? 0 : failures + 1
    const now = clock()
    const settled = all.map(({ seq, tries }, i): Settled => {
      const [status = 0, wait] = [statuses[i], waits[tries]]
      return { seq, isTaken: isGood(status), status, retry: wait === undefined ? null : now + wait }
    })
    const isSilent = settled.some(({ isTaken, retry }) => !isTaken && retry === null) && !statuses.some(isGood) && all.some(({ created_at }) => now - created_at > silent)
    const stop = statuses.includes(410) ? 'gone' : isSilent ? 'silent' : undefined
    await settle(env.DB, hook.id, settled, now, { failures, rest: failures === 0 ? 0 : now + Math.min(waits[failures - 1] ?? Infinity, 10 * minute), stop })
    if (failures > 0 || stop !== undefined) return
  }
}

// The status that came; 0 where none did.
async function tell(env: Env, hook: Owed, due: Due, record: NonNullable<Due['record']>, now: number, hidden: Hidden | undefined): Promise<number> {
  if (amiss(hook.url, env.PHIEU_WEBHOOKS_LOCAL === 'yes') !== undefined) return 0
  const { number, form, version, unit, day } = record
  const body = JSON.stringify({
    type: types[due.action] ?? `record.${due.action}`,
    timestamp: new Date(due.created_at).toISOString(),
    data: {
      sequence: due.seq, id: due.submission, receipt: receiptOf(number), form,
      // Which record's copies are to be let go of, and nothing of what it says.
      ...(due.action === 'erased' ? {} : {
        version, revision: due.revision, state: due.ruled ?? states[due.action] ?? due.action, unit, day,
        ...(hook.sends === 'state' ? {} : { answers: hidden === undefined ? record.answers : impersonal(hidden, record) }),
      }),
    },
  })
  const id = `evt_${due.seq}_${hook.id}`
  const timestamp = String(Math.floor(now / 1_000))
  try {
    const answer = await fetch(hook.url, {
      method: 'POST',
      redirect: 'manual', // where a redirect leads nobody looked at
      signal: AbortSignal.timeout(patience),
      headers: { 'content-type': 'application/json', 'user-agent': 'Phieu-Webhooks/1', 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': await signatureOf(hook.secret, `${id}.${timestamp}.${body}`) },
      body,
    })
    await answer.body?.cancel()
    return answer.status
  } catch {
    return 0 // no such name, refused, too slow: all the same to who waits
  }
}

function impersonal(hidden: Hidden, { form, version, answers }: { readonly form: string; readonly version: number; readonly answers: Answers }): Answers {
  return hidden.version(form, version) === undefined ? {} : withoutPersonal(hidden.names(form), answers).answers
}

/** A new secret, 256 random bits, as Standard Webhooks writes it. */
export function newWebhookSecret(): string {
  return `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`
}

/** `v1,` and the HMAC-SHA-256 of a text under such a secret. */
export async function signatureOf(secret: string, text: string): Promise<string> {
  const bytes = Uint8Array.from(atob(secret.replace(/^whsec_/, '')), (character) => character.charCodeAt(0))
  const own = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign('HMAC', own, new TextEncoder().encode(text)))))}`
}

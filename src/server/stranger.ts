// Who fills a public form without signing in: known only by a secret in the browser's cookie, which ends after a day or two, and for each draft by another
// name made of it. And how much may come from one address and to one form within an hour: generous enough for a village meeting on one Wi-Fi.
import { isStranger, strangerName } from '../record/stranger.ts'
import type { Actor } from '../record/submission.ts'
import { dropDraftFiles } from '../store/draft_files.ts'
import { countedBatch, counting, saltOf, sweep, TooOften } from '../store/visits.ts'
import type { Count } from '../store/visits.ts'
import { hmacSha256Hex, newCode, sha256Hex } from './digest.ts'
import type { Env, Visit } from './env.ts'
import { Refusal } from './failure.ts'

const hour_ms = 3_600_000
const day_ms = 24 * hour_ms
/** How long a stranger's draft lies untouched before it is let go. */
export const strangerDays = 2

type What = Exclude<Count['what'], 'sign_in' | 'code'>

/** What may come within an hour: pages sent, megabytes of photos and voices, whole submissions. */
export const hourly: Readonly<Record<What, { readonly address: number; readonly form: number }>> = {
  steps: { address: 1_500, form: 10_000 },
  megabytes: { address: 400, form: 1_500 },
  sent: { address: 200, form: 1_500 },
}

/** The actor of one draft of a public form: it may fill in that form and nothing else. */
export async function strangerActor(secret: string, form: string, id: string): Promise<Actor> {
  return { person: strangerName(await sha256Hex(`${secret} ${form} ${id}`)), name: '', role: 'officer', unit: null, forms: [form], personal: false, token: '', device: null }
}

/** The statement that counts what a stranger brings, to go before the writes of his batch; none for people who are signed in. */
export async function countOf(visit: Visit, author: string, form: string, what: What, now: number, count = 1): Promise<readonly D1PreparedStatement[]> {
  if (!isStranger(author)) return []
  const address = addressOf(visit)
  const hour = Math.floor(now / hour_ms)
  const one = { hour, form, what, count }
  const whole: Count = { ...one, who: '', most: hourly[what].form }
  const own = address === undefined ? [] : [{ ...one, who: await hashOf(visit.env.DB, address, now), most: hourly[what].address }]
  return [counting(visit.env.DB, [whole, ...own])]
}

/** Counts before something that no batch of the database holds: bytes on their way to R2. Errors: 429. */
export async function countNow(visit: Visit, author: string, form: string, what: What, now: number, count: number): Promise<void> {
  const first = await countOf(visit, author, form, what, now, count)
  if (first.length > 0) await orRefused(now, () => countedBatch(visit.env.DB, first, []))
}

/** Does it, or refuses with 429 and the time until the next hour begins. */
export async function orRefused<Done>(now: number, run: () => Promise<Done>): Promise<Done> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof TooOften)) throw error
    throw new Refusal(429, 'too_often', { headers: { 'retry-after': String(Math.ceil((hour_ms - (now % hour_ms)) / 1000)) } })
  }
}

/** Does it; what was refused because too much came within the hour is given back, to be answered where the answers are at hand. */
export async function tooOften(run: () => Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await run()
    return undefined
  } catch (error) {
    if (error instanceof Refusal && error.code === 'too_often') return error
    throw error
  }
}

/** In how many minutes it may be tried again. */
export function minutesOf({ headers }: Refusal): string {
  return String(Math.max(1, Math.ceil(Number(headers['retry-after'] ?? 60) / 60)))
}

/** Lets go of what strangers left behind: counts, salts, drafts with their files. A few at a time, whenever somebody begins. */
export async function sweepStrangers({ DB, MEDIA }: Env, now: number): Promise<void> {
  const dropped = await sweep(DB, { hour: Math.floor(now / hour_ms) - 1, day: Math.floor(now / day_ms), at: now - strangerDays * day_ms })
  for (const id of dropped) await dropDraftFiles(MEDIA, id)
}

// The header is believed only because whoever deployed this says who sets it: Cloudflare always does; a proxy of one's own must overwrite what came.
// The last address of a list is the one that the nearest proxy saw.
export function addressOf(visit: Visit): string | undefined {
  const header = visit.env.PHIEU_ADDRESS_HEADER
  const found = header === undefined || header === '' ? undefined : visit.req.header(header)?.split(',').pop()?.trim()
  return found === undefined || found === '' || found.length > 64 ? undefined : found
}

const salts = new Map<number, string>() // by day; an isolate asks once

/** What an address is counted under today. */
export async function hashOf(db: D1Database, address: string, now: number): Promise<string> {
  const day = Math.floor(now / day_ms)
  let salt = salts.get(day)
  if (salt === undefined) {
    salt = await saltOf(db, day, newCode())
    salts.clear()
    salts.set(day, salt)
  }
  return addressHash(address, salt)
}

/** What an address is counted under; of IPv6, its network of a household or a phone (/64). */
export async function addressHash(address: string, salt: string): Promise<string> {
  return (await hmacSha256Hex(salt, address.includes(':') ? network(address.toLowerCase()) : address)).slice(0, 32)
}

// `::` stands for as many zeros as are missing.
function network(address: string): string {
  const [head = '', tail] = address.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
  return [...before, ...zeros, ...after].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, '')).join(':')
}

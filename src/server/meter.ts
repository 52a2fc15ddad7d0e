// Counts what each request takes from D1 and R2, by what they say themselves in their answers, without a trip of its own: an isolate adds it up and hands it to the
// store at most once a minute, after an answer has gone out. What an isolate counted in its last minute is lost with it; processor time is told to nobody.
import { localDay } from '../form/date.ts'
import { nothingUsed } from '../record/usage.ts'
import type { Day, Used } from '../record/usage.ts'
import { meteredBucket, meteredDatabase } from '../store/metered.ts'
import type { FileOperation } from '../store/metered.ts'
import { addUsage } from '../store/usage.ts'
import { zone } from '../view/kept.ts'
import type { Env } from './env.ts'

type What = Day['what']
type Counter = { -readonly [what in keyof Used]: number }

const minute_ms = 60_000

/** What one isolate counts. */
export class Meter {
  private readonly counted = new Map<string, Counter>() // '2026-11-30 look'
  private readonly metered = new WeakMap<Env, Record<What, Env>>()
  private handed_at = 0
  private isHanding = false
  private today: string

  constructor(now: number) {
    this.today = localDay(now, zone)
  }

  /** The same bindings, counting. For `receive` those of records that come in. */
  of(env: Env, request: Request, now: number): Env {
    this.today = localDay(now, zone)
    const what = isReceiving(request) ? 'receive' : 'look'
    this.counter(what).requests++
    const made = this.metered.get(env) ?? { receive: this.wrap(env, 'receive'), look: this.wrap(env, 'look') }
    this.metered.set(env, made)
    return made[what]
  }

  /** Hands over what was counted, where the last time was a minute ago. What could not be handed over stays counted. */
  async handOver(env: Env, now: number): Promise<void> {
    if (this.isHanding || now - this.handed_at < minute_ms) return
    this.isHanding = true
    this.handed_at = now
    try {
      const taken = [...this.counted].map(([key, counter]) => [key, { ...counter }] as const)
      await addUsage(env.DB, taken.map(([key, counter]) => ({ day: key.slice(0, 10), what: key.slice(11) as What, ...counter })))
      for (const [key, counter] of taken) this.subtract(key, counter)
    } finally {
      this.isHanding = false
    }
  }

  private subtract(key: string, taken: Used): void {
    const counter = this.counted.get(key)
    if (counter === undefined) return
    for (const what of Object.keys(taken) as (keyof Used)[]) if (what !== 'database_bytes') counter[what] -= taken[what]
    if (!key.startsWith(this.today)) this.counted.delete(key)
  }

  private counter(what: What): Counter {
    const key = `${this.today} ${what}`
    const found = this.counted.get(key) ?? { ...nothingUsed }
    this.counted.set(key, found)
    return found
  }

  private wrap(env: Env, what: What): Env {
    const tell = (result: D1Result): void => {
      const counter = this.counter(what)
      counter.queries++
      counter.rows_read += result.meta.rows_read
      counter.rows_written += result.meta.rows_written
      if (result.meta.size_after > 0) counter.database_bytes = result.meta.size_after
    }
    const tellFile = ({ is, bytes }: FileOperation): void => {
      const counter = this.counter(what)
      counter[is === 'read' ? 'file_reads' : 'file_writes']++
      counter.file_bytes += bytes
    }
    const DB = meteredDatabase(env.DB, tell)
    tellers.set(DB, (count) => void (this.counter(what).submissions += count))
    return { ...env, DB, MEDIA: meteredBucket(env.MEDIA, tellFile) }
  }
}

const isReceiving = ({ method, url }: Request): boolean => method !== 'GET' && method !== 'HEAD' && /\/(?:api\/(?:submissions|rescue)(?:$|[/?])(?!.*\/(?:review|withdraw))|drafts\/[^/]+\/send$|f\/[^/]+\/[^/]+\/send$|office\/rescue$)/.test(url)

const tellers = new WeakMap<D1Database, (count: number) => void>()

/** Says how many records a request kept as new, to whoever counts them. */
export function tellKept(db: D1Database, count: number): void {
  tellers.get(db)?.(count)
}

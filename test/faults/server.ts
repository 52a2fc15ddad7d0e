// The server that a fault run is held against: the Worker in workerd with its own D1 and R2, killed and put back at will, and what stands in its database
// read straight from there. The small servers of wrong/ answer to the same shape.
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle, newReceiptKey, serve } from '../../scripts/serve.ts'
import { receiptOf } from '../../src/record/receipt.ts'
import { underIn, within } from '../../src/record/within.ts'
import { recount } from '../../src/store/recount.ts'
import { sources, units } from './district.ts'

/** A revision as it stands in the database. */
export interface Row {
  readonly id: string
  readonly revision: number
  readonly hash: string
  readonly state: string
  readonly author: string
  readonly receipt: string
  /** Codes of its flags. */
  readonly flags: readonly string[]
  /** The order in which records came first. */
  readonly seq: number
}

export interface Found {
  readonly rows: readonly Row[]
  /** Lines of the audit about each submission; undefined where a server keeps none. */
  readonly notes: ReadonlyMap<string, number> | undefined
  /** Where kept sums differ from a recount, in words. */
  readonly differences: readonly string[]
  /** The sums as the API tells them. */
  readonly totals: { readonly works: number; readonly days: number }
  /** Files that are there whole: id, name, hash. */
  readonly files: ReadonlySet<string>
}

/** Makes a person with a link for one phone, and gives its code. */
export type Enrol = (name: string, unit: string) => Promise<string>

export interface Server {
  /** '' while it is down. */
  readonly url: string
  readonly enrol: Enrol
  /** Dies at once, and comes up again on the same data. */
  kill(): Promise<void>
  found(): Promise<Found>
  stop(): Promise<void>
}

export interface RealServer extends Server {
  readonly db: D1Database
  /** Asks as the office. */
  office(method: string, path: string, body?: unknown): Promise<Response>
  /** Sets the data as they are now aside; called, what was given puts them back in place. */
  copy(): Promise<(restored: boolean) => Promise<void>>
}

const adminToken = 'phieu_faults-admin-token-0000000000000000000000000'

let bundled: Promise<string> | undefined

export async function startServer(): Promise<RealServer> {
  const data = mkdtempSync(join(tmpdir(), 'phieu-faults-'))
  const given = { port: 0, data, adminToken, receiptKey: newReceiptKey(), worker: await (bundled ??= bundle()) }
  let running = await serve(given)
  let url = running.url
  const office = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': typeof body === 'string' ? 'application/yaml' : 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  const done = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await office(method, path, body)
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  await done('PUT', '/api/units', { units })
  for (const source of Object.values(sources)) await done('POST', '/api/forms', source)
  const reviewer = await done<{ id: string }>('POST', '/api/people', { name: 'Hoàng Thị Mẫu' })
  const { token } = await done<{ token: string }>('POST', '/api/tokens', { person: reviewer.id, role: 'reviewer', unit: null, forms: null })
  const total = async (indicator: string): Promise<number> => {
    const answer = await fetch(`${url}/api/aggregates/work/${indicator}`, { headers: { authorization: `Bearer ${token}` } })
    return ((await answer.json()) as { total: { value: number | null } }).total.value ?? 0
  }
  // On a busy machine workerd sometimes does not come up; whoever runs a server would do the same.
  const start = async (tries = 3): Promise<void> => {
    try {
      running = await serve(given)
    } catch (error) {
      console.warn(`the server did not come up: ${String(error)}`)
      if (tries === 1) throw error
      return start(tries - 1)
    }
    url = running.url
  }
  return {
    get url() {
      return url
    },
    get db() {
      return running.db
    },
    office,
    async enrol(name, unit) {
      const { id } = await done<{ id: string }>('POST', '/api/people', { name })
      return (await done<{ code: string }>('POST', '/api/enrolments', { person: id, role: 'officer', unit, forms: null, device: { name: `Máy của ${name}` } })).code
    },
    async kill() {
      url = ''
      await running.kill()
      await start()
    },
    async copy() {
      url = ''
      await running.stop()
      const copy = mkdtempSync(join(tmpdir(), 'phieu-copy-'))
      cpSync(data, copy, { recursive: true })
      await start()
      return async (restored) => {
        url = ''
        await running.stop()
        rmSync(data, { recursive: true, force: true })
        cpSync(copy, data, { recursive: true })
        rmSync(copy, { recursive: true, force: true })
        running = await serve(given)
        // What docs/api.md tells whoever puts a backup in place; before the first phone can ask.
        if (restored) await running.db.prepare(`update settings set value = value + 1 where key = 'restored'`).run()
        url = running.url
      }
    },
    async found() {
      const { db } = running
      const rows: Row[] = []
      for (let after = 0; ; ) {
        const { results } = await db
          .prepare(
            `select r.rowid as place, s.seq, s.id, r.revision, r.hash, r.state, s.author, r.flags from revisions r join submissions s on s.seq = r.submission where r.rowid > ? order by r.rowid limit 2000`,
          )
          .bind(after)
          .all<Omit<Row, 'receipt' | 'flags'> & { place: number; flags: string | null }>()
        for (const { place, flags, ...row } of results) {
          rows.push({ ...row, receipt: receiptOf(row.seq), flags: (JSON.parse(flags ?? '[]') as { code: string }[]).map(({ code }) => code) })
          after = place
        }
        if (results.length === 0) break
      }
      const notes = new Map<string, number>()
      for (let after = ''; ; ) {
        const { results } = await db.prepare('select subject, count(*) as n from audit where subject > ? group by subject order by subject limit 2000').bind(after).all<{ subject: string; n: number }>()
        for (const { subject, n } of results) notes.set((after = subject), n)
        if (results.length === 0) break
      }
      const { differences, submissions, isBusy } = await recount(db, { units: new Map(units.map((unit) => [unit.id, unit])), isUnder: underIn(within(units)) })
      const { results: files } = await db
        .prepare('select s.id, m.name, m.sha256 from media m join submissions s on s.seq = m.submission where m.kept_at is not null')
        .all<{ id: string; name: string; sha256: string }>()
      const ids = new Set(rows.map(({ id }) => id))
      return {
        rows,
        notes,
        differences: [
          ...differences.map(({ where, what, view, kept, counted }) => `${where} ${what} (${view}): kept ${kept}, counted ${counted}`),
          ...(isBusy ? ['something was written while it was counted'] : []),
          ...(submissions === ids.size ? [] : [`${submissions} submissions recounted, ${ids.size} are there`]),
        ],
        totals: { works: await total('works'), days: await total('days') },
        files: new Set(files.map(({ id, name, sha256 }) => `${id} ${name} ${sha256}`)),
      }
    },
    async stop() {
      await running.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

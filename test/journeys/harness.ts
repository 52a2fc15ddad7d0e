// A whole Phiếu for one journey: the Worker in workerd over HTTP, its own empty database, the shipped forms, people with links, a browser.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { inject } from 'vitest'
import { launch } from '../../scripts/browser.ts'
import { enrol, publishBoards, publishShipped, putUnits } from '../../scripts/links.ts'
import { newReceiptKey, serve } from '../../scripts/serve.ts'

export const adminToken = 'phieu_journeys-admin-token-0000000000000000000000'

export interface Journey {
  readonly url: string
  readonly db: D1Database
  readonly data: string
  /** An officer of commune Hoàng Su Phì (2025), and the same as a link. */
  readonly officerToken: string
  readonly officerLink: string
  readonly reviewerToken: string
  readonly reviewerLink: string
  readonly adminLink: string
  /** Calls the API as somebody; JSON in, the Response out. */
  api(method: string, path: string, token?: string, body?: unknown): Promise<Response>
  enrol(person: { name: string; role: string; unit: string | null; forms?: readonly string[] | null }): Promise<string>
  /** The one browser of this journey, started when first asked for. */
  browser(): Promise<Browser>
  /** workerd dies at once, as in a power cut, and comes up again on the same data; as another version of ours where its bundle is given. */
  crash(worker?: string): Promise<void>
  stop(): Promise<void>
}

/** Starts everything; `forms: false` leaves the database without forms and units; `worker`: the Worker as it is bundled, which a test is given. */
export async function start({ forms = true, worker: bundled = inject('worker') }: { forms?: boolean; worker?: string } = {}): Promise<Journey> {
  const data = mkdtempSync(join(tmpdir(), 'phieu-journey-'))
  const receiptKey = newReceiptKey()
  let running = await serve({ port: 0, data, adminToken, receiptKey, worker: bundled })
  const desk = () => ({ url: running.url, adminToken })
  let officerToken = ''
  let reviewerToken = ''
  if (forms) {
    await putUnits(desk())
    await publishShipped(desk())
    await publishBoards(desk())
    officerToken = await enrol(desk(), { name: 'Lý Văn Thử', role: 'officer', unit: 'vn.2025.01021' })
    reviewerToken = await enrol(desk(), { name: 'Hoàng Thị Mẫu', role: 'reviewer', unit: null })
  }
  let browser: Browser | undefined
  return {
    get url() {
      return running.url
    },
    get db() {
      return running.db
    },
    data,
    officerToken,
    get officerLink() {
      return `${running.url}/in/${officerToken}`
    },
    reviewerToken,
    get reviewerLink() {
      return `${running.url}/in/${reviewerToken}`
    },
    get adminLink() {
      return `${running.url}/in/${adminToken}`
    },
    api(method, path, token, body) {
      const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
      if (body !== undefined) headers['content-type'] = 'application/json'
      return fetch(running.url + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) })
    },
    enrol: (person) => enrol(desk(), person),
    async browser() {
      browser ??= await launch()
      return browser
    },
    async crash(worker) {
      await running.kill()
      running = await serve({ port: 0, data, adminToken, receiptKey, worker: worker ?? bundled })
    },
    async stop() {
      await browser?.close()
      await running.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

// `npm start`: the Worker in workerd with a local database that survives restarts, the shipped forms, and links to begin with.
// PORT, PHIEU_DATA (folder), PHIEU_ADMIN_TOKEN, PHIEU_RECEIPT_KEY, PHIEU_FACTOR_KEY, PHIEU_ADDRESS_HEADER and PHIEU_WEBHOOKS_LOCAL are set from outside where wanted.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join, relative, resolve } from 'node:path'
import { greeting, hindrances, preparing } from './greeting.ts'
import { enrol, phoneLink, publishBoards, publishShipped, putUnits } from './links.ts'
import type { Desk } from './links.ts'
import { newReceiptKey, root, serve } from './serve.ts'

const data = resolve(process.env.PHIEU_DATA ?? join(root, '.phieu'))
const port = Number(process.env.PORT ?? 8787)
if (!Number.isInteger(port) || port < 0 || port > 65535) stop(hindrances.port(process.env.PORT ?? ''))

const host = process.env.HOST ?? '127.0.0.1'
if (!/^[\w-]{20,200}$/.test(process.env.PHIEU_ADMIN_TOKEN ?? 'a'.repeat(20))) stop(hindrances.token)

console.log(preparing)
mkdirSync(data, { recursive: true })
const adminToken = process.env.PHIEU_ADMIN_TOKEN ?? kept('admin-token', () => `phieu_${randomBytes(32).toString('base64url')}`)
const receiptKey = process.env.PHIEU_RECEIPT_KEY ?? kept('receipt-key', newReceiptKey)
const factorKey = process.env.PHIEU_FACTOR_KEY ?? kept('factor-key', () => randomBytes(32).toString('base64url'))

const running = await serve({ port, data, adminToken, receiptKey, factorKey, addressHeader: process.env.PHIEU_ADDRESS_HEADER, webhooksLocal: process.env.PHIEU_WEBHOOKS_LOCAL === 'yes', host, ...(process.stderr.isTTY ? {} : { log: (line: string) => void process.stderr.write(`${line}\n`) }) }).catch((error: unknown) => {
  if (String(error).includes('ERR_ADDRESS_IN_USE') || String(error).includes('in use')) stop(hindrances.taken(port))
  if (String(error).includes('already running')) stop(hindrances.running(/\((.*)\)/.exec((error as Error).message)?.[1] ?? data))
  throw error
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void running.stop().then(() => process.exit(0))
  })
}

const desk: Desk = { url: running.url, adminToken }
await putUnits(desk)
const forms = await publishShipped(desk)
await publishBoards(desk)
const links = await people(desk)
const phone = await linkOfPhone(desk, links.officer)

console.log(greeting({
  url: running.url, data, forms, phone, ...links, admin: adminToken, isOpen: host !== '127.0.0.1' && host !== 'localhost',
  adminAsTyped: process.env.PHIEU_ADMIN_TOKEN === undefined ? `$(cat ${join(data.startsWith(root) ? relative(root, data) : data, 'admin-token')})` : '$PHIEU_ADMIN_TOKEN',
}))

/** One invented officer and one reviewer of the first day; the same links on every start. */
async function people(at: Desk): Promise<{ officer: string; reviewer: string }> {
  const file = join(data, 'links.json')
  if (existsSync(file)) {
    const links = JSON.parse(readFileSync(file, 'utf8')) as { officer: string; reviewer: string }
    const known = await Promise.all(
      [links.officer, links.reviewer].map(async (token) => (await fetch(`${at.url}/api/me`, { headers: { authorization: `Bearer ${token}` } })).ok),
    )
    if (known.every(Boolean)) return links
  }
  const links = {
    officer: await enrol(at, { name: 'Cán bộ thử nghiệm', role: 'officer', unit: 'vn.2025.01021' }),
    reviewer: await enrol(at, { name: 'Văn phòng thử nghiệm', role: 'reviewer', unit: null }),
  }
  writeFileSync(file, JSON.stringify(links))
  chmodSync(file, 0o600) // whoever reads these links is that person
  return links
}

/** The link for a phone: the one of the last start while it still opens, so that starting often does not fill the list of phones that wait. */
async function linkOfPhone(at: Desk, officer: string): Promise<string> {
  const file = join(data, 'phone-link')
  // Its end is at the same place whatever the port is today.
  const path = existsSync(file) ? new URL(readFileSync(file, 'utf8').trim()).pathname : undefined
  if (path !== undefined && (await fetch(at.url + path)).ok) return at.url + path
  const link = await phoneLink(at, officer, 'Máy thử nghiệm')
  writeFileSync(file, link)
  chmodSync(file, 0o600)
  return link
}

function kept(name: string, make: () => string): string {
  const file = join(data, name)
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  const made = make()
  writeFileSync(file, made)
  chmodSync(file, 0o600)
  return made
}

function stop(why: string): never {
  console.error(why)
  process.exit(1)
}

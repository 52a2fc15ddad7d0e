// `npm start`: the Worker in workerd with a local database that survives restarts, the shipped forms, and links to begin with.
// PORT, PHIEU_DATA (folder), PHIEU_ADMIN_TOKEN, PHIEU_RECEIPT_KEY, PHIEU_FACTOR_KEY, PHIEU_ADDRESS_HEADER and PHIEU_WEBHOOKS_LOCAL are set from outside where wanted.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { enrol, phoneLink, publishBoards, publishShipped, putUnits } from './links.ts'
import type { Desk } from './links.ts'
import { newReceiptKey, root, serve } from './serve.ts'

const data = resolve(process.env.PHIEU_DATA ?? join(root, '.phieu'))
const port = Number(process.env.PORT ?? 8787)
if (!Number.isInteger(port) || port < 0 || port > 65535) stop(`PORT is "${process.env.PORT}": a number from 0 to 65535 is needed.`)

mkdirSync(data, { recursive: true })
const adminToken = process.env.PHIEU_ADMIN_TOKEN ?? kept('admin-token', () => `phieu_${randomBytes(32).toString('base64url')}`)
const receiptKey = process.env.PHIEU_RECEIPT_KEY ?? kept('receipt-key', newReceiptKey)
const factorKey = process.env.PHIEU_FACTOR_KEY ?? kept('factor-key', () => randomBytes(32).toString('base64url'))

const running = await serve({ port, data, adminToken, receiptKey, factorKey, addressHeader: process.env.PHIEU_ADDRESS_HEADER, webhooksLocal: process.env.PHIEU_WEBHOOKS_LOCAL === 'yes', host: process.env.HOST ?? '127.0.0.1', ...(process.stderr.isTTY ? {} : { log: (line: string) => void process.stderr.write(`${line}\n`) }) }).catch((error: unknown) => {
  if (String(error).includes('ERR_ADDRESS_IN_USE') || String(error).includes('in use')) stop(`Port ${port} is taken. Another one: PORT=8788 npm start`)
  if (String(error).includes('already running')) stop(`Phiếu is ${(error as Error).message}. Stop that one first, or take another folder: PHIEU_DATA=…`)
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
const phone = await phoneLink(desk, links.officer, 'Máy thử nghiệm')

console.log(`
Phiếu is running at ${running.url}   (data: ${data}; stop with Ctrl+C, what is kept stays)

  Forms        ${forms.map(({ form, version, stays }) => `${form} v${version}${stays === true ? ' (an author’s, kept)' : ''}`).join(', ')}
  Officer      ${running.url}/in/${links.officer}
  On a phone   ${phone}   (works once, within 7 days: the app, kept offline)
  Office       ${running.url}/in/${links.reviewer}   (reviews and sees the totals)
  Admin        ${running.url}/in/${adminToken}

What to try first
  1. Open the officer's link (on a phone-sized window), choose "Khảo sát hộ vùng nguy cơ sạt lở", fill it and send it: note the receipt number.
  2. Open the office's link in another browser, go to /office: the figure has moved; follow it down to the record, approve it.
  3. Open the admin's link, go to /office/forms: a form written and tried on a phone in the browser; /office/boards: what is shown to everyone, under a decision.
  4. PHIEU_SERVER=${running.url} PHIEU_TOKEN=… npm run phieu -- demo     an invented year of the district, for pages that have something to show.
  5. curl -H "Authorization: Bearer ${adminToken.slice(0, 12)}…" ${running.url}/api/forms     the API; its description is at /api/openapi.json
`)

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

// The rescue file: everything unsent of this phone as plain text, one JSON object a line, drafts and photos included. It leaves by whatever way there is,
// and any colleague or the office hands it in: each record carries its author's mark, and twice is once.
import { fold } from '../record/fold.ts'
import { sha256Hex } from './digest.ts'
import type { Account, Kept } from './shapes.ts'
import { isReopenable } from './ledger.ts'
import type { Whole } from './whole.ts'
import { ask } from './wire.ts'
import type { Given } from './wire.ts'

/** The server takes 32 MB; photos that do not fit go into a further file. */
const mostLetters = 30_000_000

/** The files that hold all that is unsent of these officers; usually one. Their names say whose and when. */
export async function writeRescue(shelf: Whole, accounts: readonly Account[], now: number, limit = mostLetters): Promise<readonly { readonly name: string; readonly file: Blob }[]> {
  const lines: string[] = []
  const shas = new Set<string>()
  for (const { person } of accounts) {
    for (const record of (await shelf.records(person)).filter(isUnsent)) {
      const { n: _, due: __, ...sealed } = record as Kept & { due?: number }
      lines.push(JSON.stringify({ record: sealed }))
      for (const file of record.media) if (!file.isKept) shas.add(file.sha256)
    }
    for (const { id } of await shelf.drafts(person)) {
      const found = await shelf.draft(id)
      if (found === undefined) continue
      lines.push(JSON.stringify(found))
      for (const { sha256, thumbnail } of Object.values(found.draft.media)) [sha256, thumbnail].forEach((one) => one !== undefined && shas.add(one))
    }
  }
  const files = [lines]
  let letters = lines.reduce((sum, line) => sum + line.length, 0)
  for (const sha256 of shas) {
    const found = await shelf.media(sha256)
    if (found === undefined) continue
    const { type, bytes, body } = found
    const line = JSON.stringify({ media: { sha256, type, bytes, body: base64(body) } })
    if (letters + line.length > limit && files[files.length - 1]?.length !== 0) {
      files.push([])
      letters = 0
    }
    files[files.length - 1]?.push(line)
    letters += line.length
  }
  const made_at = new Date(now).toISOString()
  const whose = fold(accounts.map(({ name }) => name).join(' ')).replace(/[^a-z0-9]+/g, '-').slice(0, 60)
  return Promise.all(
    files.map(async (own, i) => {
      const head = JSON.stringify({ phieu: 1, made_at, device: accounts[0]?.device ?? '', records: count(own, 'record'), drafts: count(own, 'draft'), media: count(own, 'media') })
      const text = [head, ...own].map((line) => `${line}\n`)
      const sha256 = await sha256Hex(await new Blob(text).arrayBuffer())
      const end = `${JSON.stringify({ end: true, lines: text.length, sha256 })}\n`
      return { name: `phieu-${made_at.slice(0, 10)}-${whose}${i === 0 ? '' : `-${i + 1}`}.txt`, file: new Blob([...text, end], { type: 'text/plain' }) }
    }),
  )
}

/** What a rescue file says of itself, or undefined when it is none or was cut short on its way. */
export async function readRescue(file: Blob): Promise<{ readonly records: number; readonly drafts: number; readonly media: number } | undefined> {
  const bytes = await file.arrayBuffer()
  const view = new Uint8Array(bytes)
  // The last line: a line break before it, and nothing but perhaps one behind it.
  const end = view.lastIndexOf(10, view[view.length - 1] === 10 ? view.length - 2 : view.length - 1) + 1
  const text = (from: number, to: number): unknown => JSON.parse(new TextDecoder().decode(view.subarray(from, to)))
  try {
    const last = text(end, view.length) as { end?: unknown; sha256?: unknown }
    const first = text(0, view.indexOf(10)) as { phieu?: unknown; records: number; drafts: number; media: number }
    if (first.phieu !== 1 || last.end !== true || last.sha256 !== (await sha256Hex(bytes.slice(0, end)))) return undefined
    return { records: first.records, drafts: first.drafts, media: first.media }
  } catch {
    return undefined
  }
}

/** Hands a file in, one's own or a colleague's. Gives what the server made of it, or undefined when it may or may not have arrived: the file is handed in again. */
export async function handIn(given: Given, account: Account, file: Blob): Promise<unknown> {
  const reply = await ask(given, account, '/api/rescue', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: file })
  return reply.is === 'ours' && reply.status === 200 ? reply.body : undefined
}

const count = (lines: readonly string[], what: string): number => lines.filter((line) => line.startsWith(`{"${what}"`)).length

// Also what the server would not have (nothing of it is there), and what it has without all its files.
function isUnsent(record: Kept): boolean {
  return record.state === 'waiting' || isReopenable(record) || (record.revision > 0 && record.state !== 'withdrawn' && record.media.some(({ isKept, sent }) => !isKept && sent >= 0))
}

function base64(body: ArrayBuffer): string {
  const bytes = new Uint8Array(body)
  let binary = ''
  // In pieces: so many arguments do not fit into one call.
  for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192))
  return btoa(binary)
}

// The photos and recordings of kept records on their way: thumbnails of all before the first big one, each in pieces, going on where the server says
// that it stands. On a bad line the pieces are small, so that little is sent twice.
import { sha256Hex } from './digest.ts'
import type { Account, Kept, SealedMedia } from './shapes.ts'
import { ask, member } from './wire.ts'
import type { Given } from './wire.ts'
import type { Went } from './outbox.ts'

const [smallest, first, largest] = [4_096, 16_384, 262_144]
/** A piece that took less than this was small for the line. */
const quick_ms = 1_500

const pieces = new WeakMap<Given, number>()

/** Sends what is still here only of the files of an account's kept records. */
export async function sendFiles(given: Given, account: Account): Promise<Went> {
  let piece = pieces.get(given) ?? first
  let isOdd = false
  for (const wantsThumbnails of [true, false]) {
    for (const n of await given.shelf.due(account.person, 2)) {
      const record = await given.shelf.record(n)
      for (const file of record?.media ?? []) {
        if (record === undefined || file.isKept || file.sent < 0 || file.isThumbnail !== wantsThumbnails) continue
        const went = await sendFile(given, account, record, file, piece)
        if (went === 'odd') isOdd = true
        else if (typeof went !== 'number') {
          pieces.set(given, Math.max(Math.floor((pieces.get(given) ?? piece) / 2), smallest))
          return went
        } else pieces.set(given, (piece = went))
      }
    }
  }
  return isOdd ? 'odd' : 'well'
}

// Gives the size of pieces that fits the line by now.
async function sendFile(given: Given, account: Account, record: Kept, file: SealedMedia, start: number): Promise<number | Went> {
  const { shelf, clock } = given
  const note = (change: Partial<SealedMedia>): Promise<unknown> =>
    shelf.changeRecords([record.n], (now) => ({ ...now, media: now.media.map((one) => (one.name === file.name && one.sha256 === file.sha256 ? { ...one, ...change } : one)) }))
  const found = await shelf.media(file.sha256)
  if (found === undefined || (file.sent === 0 && (await sha256Hex(found.body)) !== file.sha256)) {
    await note({ sent: -1, problem: 'lost' })
    return start
  }
  let piece = start
  let { sent } = file
  for (let same = 0; same < 3; ) {
    // All of it came and was not what was sealed, or was not put together yet: its end once more.
    const from = Math.min(sent, file.bytes - 1)
    const end = Math.min(from + piece, file.bytes)
    const began = clock.now()
    const reply = await ask(given, account, `/api/submissions/${record.id}/media/${encodeURIComponent(file.name)}?sha256=${file.sha256}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream', 'content-range': `bytes ${from}-${end - 1}/${file.bytes}` },
      body: found.body.slice(from, end),
    })
    if (reply.is !== 'ours') return reply.is
    const { status, body } = reply
    const received = member(body, 'received')
    if ((status === 200 || status === 201) && member(body, 'name') === file.name && member(body, 'sha256') === file.sha256) {
      await note({ isKept: true, sent: file.bytes })
      return piece
    }
    // 404: another revision without this file stands there. 413, 415: it will never be taken.
    if (status === 404 || status === 413 || status === 415) {
      await note({ sent: -1, problem: String(member(body, 'code')) })
      return piece
    }
    if (typeof received !== 'number' || ![202, 409, 422].includes(status) || received < 0 || received > file.bytes) return 'unknown'
    same = received > sent ? 0 : same + 1
    sent = received
    await note({ sent })
    if (status === 202 && clock.now() - began < quick_ms) piece = Math.min(piece * 2, largest)
  }
  // It does not get on: another file may.
  return 'odd'
}

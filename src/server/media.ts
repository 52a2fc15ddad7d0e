// Files of submissions on their way in and out: which file is meant and whose it is, where a piece belongs, when it is whole and right.
// A piece may come twice, too early, or from two phones at once; what is there already is said, so that the sender goes on from there.
import { kinds } from '../form/kinds/index.ts'
import type { Answers, Form } from '../form/form.ts'
import { planOf } from '../form/plan.ts'
import { maySee } from '../record/receive.ts'
import { rowsIn } from '../record/register.ts'
import type { Actor } from '../record/submission.ts'
import { appendPiece, beginMedia, isThere, keepMedia, mediaOf, openMedia, startAgain, wholeMedia } from '../store/media.ts'
import type { Media } from '../store/media.ts'
import { one } from '../store/submissions.ts'
import type { KeptRevision } from '../store/submissions.ts'
import { key, versions } from './catalogue.ts'
import { bytesSha256Hex } from './digest.ts'
import type { Env } from './env.ts'
import { Refusal } from './failure.ts'
import { limits } from './limits.ts'
import { hiddenIn, isMasked } from './masking.ts'
import { hasMetadata } from './picture.ts'
import { readerOf } from './scope.ts'
import { fittingType, sortByName, tellingBytes } from './sort.ts'
import { unchanged } from './unchanged.ts'
import { placesNow } from './world.ts'

export interface Taken {
  readonly name: string
  readonly received: number
  readonly of: number
  /** Once it is whole. */
  readonly sha256?: string
  readonly isNew: boolean
}

/** Where a piece lies in its file; undefined: only asked how far it is. */
export interface Piece {
  readonly from: number
  readonly bytes: Uint8Array
}

const mostTries = 20

/**
 * Takes a piece of a file, or says how far it is. `total` is the length that the sender names. Errors: 404 when no revision of the sender's lists and
 * answers this file; 409 when the piece begins beyond what is there, or the length is another than was sealed; 413; 415 when the bytes
 * are not what the name says; 422 when the whole has another hash (it then begins again).
 */
export async function takePiece(env: Env, actor: Actor, wanted: { id: string; name: string; sha256?: string | undefined; total: number | undefined; piece: Piece | undefined }, now: number): Promise<Taken> {
  const { name, piece } = wanted
  const found = await one(env.DB, wanted.id)
  const listed = found === undefined ? undefined : await listedFor(env.DB, found.revisions.filter(({ author }) => author === actor.person), name, wanted.sha256)
  if (found === undefined || listed === undefined) throw new Refusal(404, 'not_found')
  const { sha256, bytes: of } = listed
  if (of > limits.mediaBytes) throw new Refusal(413, 'too_large', { problems: [{ code: 'too_large', at: name, facts: { expected: `≤ ${limits.mediaBytes} bytes`, received: of } }] })
  for (let tries = 0; tries < mostTries; tries++) {
    const media = await beginMedia(env, { submission: found.seq, name, sha256, bytes: of })
    const told = { name, received: media.received, of, isNew: false }
    if (media.isKept && (await isThere(env, sha256))) return { ...told, sha256 }
    if (media.isKept) {
      await startAgain(env, media)
      continue
    }
    if (wanted.total !== undefined && wanted.total !== of) throw new Refusal(409, 'media_total', { more: { received: media.received, of } })
    if (media.received === of) {
      const done = await finish(env, media, now)
      if (done === 'moved') continue
      return { ...told, sha256, isNew: true }
    }
    if (piece === undefined) return told
    if (piece.from > media.received) throw new Refusal(409, 'media_gap', { more: { received: media.received, of } })
    const rest = piece.bytes.subarray(media.received - piece.from)
    if (rest.byteLength === 0) return told
    if (media.received === 0 && rest.byteLength >= tellingBytes) fitting(name, rest)
    const added = await appendPiece(env, media, rest)
    if (added === 'moved') continue
    if (added.received < of) return { ...told, received: added.received }
    if ((await finish(env, added, now)) === 'moved') continue
    return { ...told, received: of, sha256, isNew: true }
  }
  throw new Refusal(503, 'busy', { headers: { 'retry-after': '2' } })
}

/** A file of a submission for whoever may see the answer that names it; undefined also while it has not come. */
export async function showMedia(env: Env, actor: Actor, wanted: { id: string; name: string; revision?: number | undefined }, request: Request, now: number): Promise<Response | undefined> {
  const found = await one(env.DB, wanted.id, readerOf(actor, now))
  if (found === undefined) return undefined
  const isOwn = found.author === actor.person
  if (!isOwn && !maySee(actor, found, (await placesNow(env.DB)).isUnder)) return undefined
  const revisions = found.revisions.filter(({ author, revision }) => (wanted.revision ?? found.revision) === revision && (actor.role !== 'officer' || author === actor.person))
  const listed = await listedFor(env.DB, revisions, wanted.name, undefined, isMasked(actor) ? (await hiddenIn(env.DB, [found.form])).names(found.form) : undefined)
  const media = listed === undefined ? undefined : (await mediaOf(env.DB, found.seq)).find(({ name, sha256 }) => name === wanted.name && sha256 === listed.sha256)
  return media === undefined || !media.isKept ? undefined : fileResponse(env, media, request)
}

/** Whether a name is the answer to a question that asks for a file, or the thumbnail of such a picture. */
export function isFileOf(form: Form, answers: Answers, name: string): boolean {
  return isName(name) && answeredBy(form, answers, name) !== undefined
}

const thumb = 'thumb-'

// What no column keeps whole (NUL) and what is a path elsewhere is no name of a file, whatever a refused record says.
const isName = (name: string): boolean => /^[^\p{C}/\\]{1,200}$/u.test(name)

type Listed = NonNullable<KeptRevision['submission']['media']>[number]

// The file of that name in the latest of these revisions that lists it and has it as an answer. Of two with one name in one list, each is found by its hash.
async function listedFor(db: D1Database, revisions: readonly KeptRevision[], name: string, sha256?: string, hidden?: ReadonlySet<string>): Promise<Listed | undefined> {
  if (!isName(name)) return undefined
  for (const { submission } of [...revisions].reverse()) {
    const listed = (submission.media ?? []).find((one) => one.name === name && (sha256 === undefined || one.sha256 === sha256))
    if (listed === undefined) continue
    const version = { id: submission.form, version: submission.version }
    const form = (await versions(db, [version])).get(key(version))
    const answered = form === undefined ? undefined : answeredBy(form, submission.answers, name)
    if (form !== undefined && answered !== undefined && hidden?.has(answered) !== true) return listed
  }
  return undefined
}

// The question whose answer is this file, or the picture that this is the thumbnail of.
function answeredBy(form: Form, answers: Answers, name: string): string | undefined {
  for (const { question, repeat } of planOf(form).steps) {
    if (kinds[question.kind].isFile !== true) continue
    for (const { row } of rowsIn(form, answers, repeat)) {
      const answer = typeof row === 'object' && row !== null && Object.hasOwn(row, question.name) ? (row as Answers)[question.name] : undefined
      if (typeof answer === 'string' && (answer === name || (sortByName(answer) === 'picture' && name === thumb + answer))) return question.name
    }
  }
  return undefined
}

// The last piece has come: is it what was sealed, and is it what its name says? Then it is kept for good.
async function finish(env: Env, media: Media, now: number): Promise<'kept' | 'moved'> {
  const bytes = await wholeMedia(env, media)
  if (bytes === undefined) return 'moved'
  const hash = await bytesSha256Hex(bytes)
  if (hash !== media.sha256) {
    await startAgain(env, media)
    throw new Refusal(422, 'hash_mismatch', { problems: [{ code: 'hash_mismatch', at: media.name.slice(0, 200), facts: { expected: media.sha256, received: hash } }], more: { received: 0, of: media.bytes } })
  }
  try {
    const type = fitting(media.name, bytes)
    return (await keepMedia(env, media, { bytes, type, at: now, hasMetadata: hasMetadata(bytes, type) })) ? 'kept' : 'moved'
  } catch (refusal) {
    await startAgain(env, media)
    throw refusal
  }
}

function fitting(name: string, bytes: Uint8Array): string {
  const type = fittingType(name, bytes)
  if (type === undefined) throw new Refusal(415, 'media_unfit', { more: { received: 0 } })
  return type
}

async function fileResponse(env: Env, media: Media, request: Request): Promise<Response | undefined> {
  const { sha256, type, bytes, name } = media
  const isDocument = type === 'application/pdf'
  const headers = {
    'content-type': type ?? 'application/octet-stream',
    // Whatever a file holds, it runs nothing here: no script, no frame, an origin of its own.
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'content-disposition': `${isDocument ? 'attachment' : 'inline'}; filename="file"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`,
    'cache-control': 'private, max-age=86400',
    vary: 'authorization, cookie',
    etag: `"${sha256}"`,
    'accept-ranges': 'bytes',
  }
  const same = unchanged(request, headers)
  if (same !== undefined) return same
  const range = rangeOf(request.headers.get('range'), bytes)
  if (range === 'beyond') return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${bytes}` } })
  const object = await openMedia(env, sha256, range)
  if (object === undefined) return undefined
  if (range === undefined) return new Response(object.body, { headers: { ...headers, 'content-length': String(bytes) } })
  const { offset, length } = range
  return new Response(object.body, { status: 206, headers: { ...headers, 'content-length': String(length), 'content-range': `bytes ${offset}-${offset + length - 1}/${bytes}` } })
}

// One stretch is answered; several, or what makes no sense, get the whole (RFC 9110 §14.2 allows to ignore them).
function rangeOf(header: string | null, bytes: number): { offset: number; length: number } | 'beyond' | undefined {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (from === '' && to === '') return undefined
  if (from === '') return Number(to) === 0 ? 'beyond' : { offset: Math.max(0, bytes - Number(to)), length: Math.min(bytes, Number(to)) }
  const offset = Number(from)
  const last = to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1)
  if (offset >= bytes) return 'beyond'
  return last < offset ? undefined : { offset, length: last - offset + 1 }
}

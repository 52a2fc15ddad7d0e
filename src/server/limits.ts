// What may come in: how large, in which encoding, how deep. Everything is counted while it is read; nothing here knows what it means.
import { Refusal } from './failure.ts'
import type { Slip } from './failure.ts'

export const limits = {
  /** Most bodies. Counted while streaming, so that a missing or false Content-Length changes nothing. */
  bodyBytes: 1_048_576,
  /** Lists that an admin puts in place whole (units). */
  listBytes: 8_388_608,
  /** What a zip may unfold to, all files together. */
  unzippedBytes: 4_194_304,
  /** A form's source as one value of D1, which takes 2 MB. */
  sourceBytes: 1_800_000,
  /** One photo, voice or document. */
  mediaBytes: 10_485_760,
  /** A page of the plain pages with the files chosen on it. */
  pageBytes: 34_000_000,
  /** A rescue file, photos included. */
  rescueBytes: 33_554_432,
  /** A question read aloud. */
  promptBytes: 2_097_152,
  depth: 64,
  submissions: 100,
  /** A row of D1 must stay importable from a dump, whose statements end at 100 kB. */
  canonicalBytes: 90_000,
  page: 200,
  /** Lists that a phone takes along. */
  longPage: 1_000,
} as const

// A body comes once; whoever has to look at a request anew, because who sent it may do something else by now, finds it here.
const bodies = new WeakMap<Request, Uint8Array>()

/**
 * The bytes of a body. `types` are the content types taken there. Errors: 415 for another type or a Content-Encoding,
 * 413 as soon as one byte too many has come.
 */
export async function readBytes(request: Request, types: readonly string[], limit: number = limits.bodyBytes): Promise<{ type: string; bytes: Uint8Array }> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (!types.includes(type)) throw new Refusal(415, 'media_type', { headers: { accept: types.join(', ') } })
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? ''
  if (encoding !== '' && encoding !== 'identity') throw new Refusal(415, 'content_encoding', { headers: { 'accept-encoding': 'identity' } })
  const told = Number(request.headers.get('content-length') ?? NaN)
  if (told > limit) throw tooLarge(limit)
  // HTTP ends a body where its length was told, so that it may be taken in one piece.
  const bytes = bodies.get(request) ?? (told <= limit ? new Uint8Array(await request.arrayBuffer().catch(brokenOff)) : await counted(request.body, limit))
  if (bytes.byteLength > limit) throw tooLarge(limit)
  bodies.set(request, bytes)
  return { type, bytes }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/** Bytes as text; anything that is not UTF-8 is refused instead of silently replaced. */
export function utf8(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes)
  } catch {
    throw new Refusal(400, 'not_utf8')
  }
}

export interface Json {
  readonly value: unknown
  /** Faults inside otherwise good JSON, each under the element of the outermost array (or '' for the whole) that holds it. */
  readonly faults: ReadonlyMap<string, readonly Slip[]>
}

/**
 * JSON that means one thing only (RFC 7493): no key twice, none that could reach a prototype, no number that JavaScript would round
 * to Infinity, no half of a character. Those are reported by element, so that one bad item does not sink the others;
 * bad syntax and too much depth refuse the whole.
 */
export function readJson(text: string): Json {
  const faults = scan(text)
  try {
    return { value: JSON.parse(text) as unknown, faults }
  } catch {
    throw new Refusal(400, 'json_syntax')
  }
}

async function counted(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Uint8Array> {
  if (body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read().catch(brokenOff)
    if (done) break
    length += value.byteLength
    if (length > limit) {
      await reader.cancel()
      throw tooLarge(limit)
    }
    chunks.push(value)
  }
  const all = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.byteLength
  }
  return all
}

// The runtime throws when the connection ends, or the chunks make no sense, before the body is whole: the sender's network, not our bug.
function brokenOff(): never {
  throw new Refusal(400, 'body_broken')
}

function tooLarge(limit: number): Refusal {
  return new Refusal(413, 'too_large', { problems: [{ code: 'too_large', at: '', facts: { expected: `≤ ${limit} bytes` } }] })
}

const mostFaults = 50
const dangerous: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])
const token = /"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|[{}[\],:]/g

interface Level {
  readonly keys: Set<string> | undefined // undefined: an array
  index: number
  key: string
  expectsKey: boolean
}

// Runs over the tokens without building anything, so depth is refused before a parser recurses. Syntax is JSON.parse's business.
function scan(text: string): ReadonlyMap<string, readonly Slip[]> {
  const faults = new Map<string, Slip[]>()
  const levels: Level[] = []
  const report = (received: string, expected: string): void => {
    const outer = levels[0]
    const element = outer !== undefined && outer.keys === undefined ? String(outer.index) : ''
    const found = faults.get(element) ?? []
    if (found.length >= mostFaults) return // nobody is told more, and nothing costs more than its length
    const at = levels.map((level) => `/${level.keys === undefined ? level.index : level.key.slice(0, 80)}`).join('')
    found.push({ code: 'malformed', at, facts: { expected, received } })
    faults.set(element, found)
  }
  token.lastIndex = 0
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const found = match[0]
    const level = levels[levels.length - 1]
    if (found === '{' || found === '[') {
      if (levels.length >= limits.depth) throw new Refusal(400, 'too_deep')
      levels.push({ keys: found === '{' ? new Set() : undefined, index: 0, key: '', expectsKey: found === '{' })
    } else if (found === '}' || found === ']') {
      levels.pop()
    } else if (found === ',' && level !== undefined) {
      level.index++
      level.expectsKey = level.keys !== undefined
    } else if (found.startsWith('"')) {
      const value = unescaped(found)
      if (level?.expectsKey === true && level.keys !== undefined) {
        level.expectsKey = false
        level.key = value
        if (level.keys.has(value)) report('the same key twice', 'each key once')
        if (dangerous.has(value)) report(value, 'another key')
        level.keys.add(value)
      }
      if (!value.isWellFormed()) report('half of a character', 'well-formed text')
    } else if (!(found === ',' || found === ':') && !Number.isFinite(Number(found))) {
      report(found.slice(0, 20), 'a finite number')
    }
  }
  return faults
}

function unescaped(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  try {
    return JSON.parse(quoted) as string
  } catch {
    return '' // JSON.parse of the whole will say so
  }
}

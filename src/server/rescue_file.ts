// A rescue file as it came: one JSON object a line, from a phone that could not send for itself. Read line by line, because of the photos in it;
// a line that cannot be read is told and does not sink the others. What may be done with it is rescue.ts's.
import * as v from 'valibot'
import type { RefusalCode } from '../words/refusal.ts'
import { bytesSha256Hex } from './digest.ts'
import { Refusal } from './failure.ts'
import { readJson, utf8 } from './limits.ts'
import { rescuedDraft, rescuedMedia, rescuedRecord } from './shapes.ts'

export interface LineProblem {
  readonly line: number
  readonly code: RefusalCode
}

export type Rescued<T> = { readonly line: number } & T

export interface RescueFile {
  readonly records: readonly Rescued<v.InferOutput<typeof rescuedRecord>['record']>[]
  readonly drafts: readonly Rescued<v.InferOutput<typeof rescuedDraft>>[]
  readonly problems: readonly LineProblem[]
  /** The bytes of a file in it, if they have this hash. */
  media(sha256: string): Promise<{ readonly bytes: Uint8Array; readonly type: string } | undefined>
}

const most = { records: 1_000, drafts: 100 } as const

/** Reads it. Errors: 400 when it is none. */
export async function readRescueFile(bytes: Uint8Array): Promise<RescueFile> {
  const records: RescueFile['records'][number][] = []
  const drafts: RescueFile['drafts'][number][] = []
  const media = new Map<string, Stretch>()
  const problems: LineProblem[] = []
  let end: { readonly value: Readonly<Record<string, unknown>>; readonly before: number } | undefined
  let line = 0
  for (const stretch of linesOf(bytes)) {
    line++
    const value = objectIn(bytes, stretch)
    const tell = (code: RefusalCode): unknown => problems.push({ line, code })
    if (line === 1) {
      if (value === undefined || value.phieu !== 1) throw new Refusal(400, 'rescue_none')
    } else if (value === undefined) tell('json_syntax')
    else if ('end' in value) end = { value, before: stretch[0] }
    else if ('media' in value) {
      const found = v.safeParse(rescuedMedia, value)
      if (found.success) media.set(found.output.media.sha256, stretch)
      else tell('malformed')
    } else if ('record' in value) {
      const found = v.safeParse(rescuedRecord, value)
      if (!found.success) tell('malformed')
      else if (records.length >= most.records) tell('too_many')
      else records.push({ line, ...found.output.record })
    } else if ('draft' in value) {
      const found = v.safeParse(rescuedDraft, value)
      if (!found.success) tell('malformed')
      else if (drafts.length >= most.drafts) tell('too_many')
      else drafts.push({ line, ...found.output })
    } else tell('malformed')
  }
  if (line === 0) throw new Refusal(400, 'rescue_none')
  // What is whole is taken all the same: every record has its own hash.
  if (end === undefined || (await bytesSha256Hex(bytes.subarray(0, end.before))) !== end.value.sha256) problems.push({ line, code: 'rescue_torn' })
  return {
    records, drafts, problems,
    async media(sha256) {
      const stretch = media.get(sha256)
      const found = stretch === undefined ? undefined : v.parse(rescuedMedia, objectIn(bytes, stretch)).media
      const body = found === undefined ? undefined : unbased(found.body)
      return found === undefined || body === undefined || (await bytesSha256Hex(body)) !== sha256 ? undefined : { bytes: body, type: found.type }
    },
  }
}

type Stretch = readonly [from: number, to: number]

// Lines that hold anything, without their ends; mail programs may have made them CR LF.
function* linesOf(bytes: Uint8Array): Generator<Stretch> {
  for (let from = 0; from < bytes.byteLength; ) {
    const found = bytes.indexOf(0x0a, from)
    const next = found < 0 ? bytes.byteLength : found
    const to = next > from && bytes[next - 1] === 0x0d ? next - 1 : next
    if (to > from) yield [from, to]
    from = next + 1
  }
}

function objectIn(bytes: Uint8Array, [from, to]: Stretch): Readonly<Record<string, unknown>> | undefined {
  try {
    const { value, faults } = readJson(utf8(bytes.subarray(from, to)))
    return typeof value === 'object' && value !== null && !Array.isArray(value) && faults.size === 0 ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch (refusal) {
    // No JSON, no UTF-8, too deep: this line's fault, told with its number. Everything else goes to the one catch.
    if (refusal instanceof Refusal) return undefined
    throw refusal
  }
}

function unbased(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  } catch {
    return undefined // changed on the way
  }
}

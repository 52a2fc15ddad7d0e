// A submission's photos, voices and files: sent in pieces that may come twice, read by whoever may see the answer.
import { Refusal } from '../failure.ts'
import { limits, readBytes } from '../limits.ts'
import { showMedia, takePiece } from '../media.ts'
import { mediaQuery, mediaTaken, revisionQuery } from '../shapes.ts'
import { json, route } from './route.ts'

const types = ['application/octet-stream', 'image/jpeg', 'image/png', 'image/webp', 'audio/webm', 'audio/ogg', 'audio/mp4', 'application/pdf']

const put = route({
  method: 'PUT',
  path: '/api/submissions/:id/media/:name',
  summary: 'Sends a file that one’s submission lists, whole or a piece (`Content-Range: bytes a-b/total`); `bytes */total` without a body asks how far it is',
  roles: ['officer', 'reviewer'],
  query: mediaQuery,
  types,
  answers: {
    201: { description: 'It is whole, and what was sealed', schema: mediaTaken },
    202: { description: 'So much is here; go on from there', schema: mediaTaken },
    200: { description: 'It was here before', schema: mediaTaken },
    400: { description: 'The range is none, or does not fit the body' },
    404: { description: 'No submission of yours lists and answers this file' },
    409: { description: 'The piece begins beyond `received`, or the total is another than was sealed' },
    413: { description: 'Larger than a file may be' },
    415: { description: 'The bytes are not what the name says' },
    422: { description: 'The whole has another hash: `received` is 0 again' },
  },
  async handle({ env, actor, params, query, request, now }) {
    const range = rangeOf(request.headers.get('content-range'))
    // A browser names no type for bare bytes.
    const { bytes } = request.body === null ? { bytes: new Uint8Array() } : await readBytes(request, [...types, ''], limits.mediaBytes)
    if (range?.from !== undefined && range.to - range.from + 1 !== bytes.byteLength) throw badRange(`a body of ${range.to - range.from + 1} bytes`, bytes.byteLength)
    if (range !== undefined && range.from === undefined && bytes.byteLength > 0) throw badRange('no body', bytes.byteLength)
    const piece = range !== undefined && range.from === undefined ? undefined : { from: range?.from ?? 0, bytes }
    const { isNew, ...taken } = await takePiece(env, actor, { id: params.id ?? '', name: params.name ?? '', sha256: query.sha256, total: range?.total ?? bytes.byteLength, piece }, now)
    return json(taken, isNew ? 201 : taken.sha256 === undefined ? 202 : 200)
  },
})

const get = route({
  method: 'GET',
  path: '/api/submissions/:id/media/:name',
  summary: 'A file of a submission, of its current revision or another; one `Range` is answered',
  roles: ['admin', 'reviewer', 'officer', 'viewer'],
  query: revisionQuery,
  answers: { 200: { description: 'The bytes, with the type that they have' }, 206: { description: 'The stretch asked for' }, 404: { description: 'Not there, not come yet, or not yours to see' } },
  async handle({ env, actor, params, query, request, now }) {
    const answer = await showMedia(env, actor, { id: params.id ?? '', name: params.name ?? '', revision: query.revision }, request, now)
    if (answer === undefined) throw new Refusal(404, 'not_found')
    return answer
  },
})

interface Range {
  readonly total: number
  readonly from?: number
  readonly to: number
}

// RFC 9110 §14.4; the total must be known, and a stretch must not end beyond it.
function rangeOf(header: string | null): Range | undefined {
  if (header === null) return undefined
  const [, stretch = '', first = '', last = '', total = ''] = /^bytes (\*|(\d{1,15})-(\d{1,15}))\/(\d{1,15})$/.exec(header.trim()) ?? []
  const [from, to, of] = [Number(first), Number(last), Number(total)]
  if (total === '' || of === 0 || (stretch !== '*' && (from > to || to >= of))) throw badRange('bytes a-b/total, or bytes */total', header.slice(0, 80))
  return stretch === '*' ? { total: of, to: 0 } : { total: of, from, to }
}

function badRange(expected: string, received: string | number): Refusal {
  return new Refusal(400, 'malformed', { problems: [{ code: 'malformed', at: 'content-range', facts: { expected, received } }] })
}

export const mediaRoutes = [put, get]

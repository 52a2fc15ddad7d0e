// Text goes out compressed: on a desk or an own server nobody else would do it, and the phones here pay by the kilobyte.
import type { Visit } from './env.ts'

const texts = /^(?:text\/|application\/(?:json|problem\+json|manifest\+json)|image\/svg)/

/** What is shorter fits into the packet that goes out anyway. */
export const fewBytes = 600
const small = new WeakSet<Response>()

/** An answer that is not worth compressing. */
export function asItIs(answer: Response): Response {
  small.add(answer)
  return answer
}

/** Names the encoding that the browser understands; the runtime does the work when it sends. */
export async function compress(visit: Visit, next: () => Promise<void>): Promise<void> {
  await next()
  if (small.has(visit.res)) return
  const { headers } = visit.res
  // Cloudflare (and its like on a desk) asks the Worker for both, whatever the browser understands, and says apart what that is.
  const { clientAcceptEncoding } = (visit.req.raw.cf ?? {}) as { readonly clientAcceptEncoding?: string }
  const accepted = clientAcceptEncoding ?? visit.req.header('accept-encoding') ?? ''
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : undefined
  if (visit.res.body === null || headers.has('content-encoding') || !texts.test(headers.get('content-type') ?? '')) return
  headers.append('vary', 'accept-encoding')
  if (encoding === undefined) return
  headers.set('content-encoding', encoding)
  headers.delete('content-length')
}

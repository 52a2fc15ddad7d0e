// A phone's line as browsers have it: kept-alive connections, and a POST sent again by itself when a connection that was used before closes before a word
// of the answer (RFC 9110 §9.2.2 forbids it, Chromium does it). And one that gives up as soon as the last byte is out.
import { Agent, request as ask } from 'node:http'
import { between } from './chance.ts'
import type { Chance } from './chance.ts'

export interface Line {
  readonly send: typeof fetch
  /** Requests that went out again without anybody having asked for it. */
  resent: number
  /** Requests given up. */
  aborted: number
  close(): void
}

/** Sends to `base`; what of the requests that carry a body is given up 0 to 10 ms after its last byte is drawn from `aborts`. */
export function browserLine(base: () => string, name: string, aborts?: { readonly draw: Chance; readonly share: number }): Line {
  const agent = new Agent({ keepAlive: true, maxSockets: 2 })
  const once = (url: URL, init: RequestInit, body: Buffer): Promise<Response | 'again'> =>
    new Promise((resolve, reject) => {
      const isGivenUp = aborts !== undefined && body.length > 0 && aborts.draw() < aborts.share
      const request = ask(url, { agent, method: init.method ?? 'GET', headers: { ...(init.headers as Record<string, string>), 'x-phone': encodeURIComponent(name), ...(body.length > 0 ? { 'content-length': body.length } : {}) } })
      let isAnswered = false
      request.on('response', (response) => {
        isAnswered = true
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('error', reject)
        response.on('end', () => {
          const headers = new Headers()
          for (const [key, value] of Object.entries(response.headers)) headers.set(key, String(value))
          const status = response.statusCode ?? 0
          resolve(new Response([204, 304].includes(status) ? null : Buffer.concat(pieces), { status, headers }))
        })
      })
      request.on('error', (error: NodeJS.ErrnoException) => {
        if (request.reusedSocket && !isAnswered && !isGivenUp && (error.code === 'ECONNRESET' || error.code === 'EPIPE')) resolve('again')
        else reject(new TypeError('Failed to fetch', { cause: error }))
      })
      init.signal?.addEventListener('abort', () => request.destroy(new Error('aborted')))
      request.end(body, () => {
        if (!isGivenUp) return
        line.aborted++
        setTimeout(() => request.destroy(new Error('given up')), between(aborts.draw, 0, 10))
      })
    })
  const line: Line = {
    resent: 0,
    aborted: 0,
    async send(input, init = {}) {
      const body = typeof init.body === 'string' ? Buffer.from(init.body) : init.body instanceof ArrayBuffer ? Buffer.from(init.body) : Buffer.alloc(0)
      for (let tries = 0; tries < 3; tries++) {
        const answer = await once(new URL(String(input), base()), init, body)
        if (answer !== 'again') return answer
        line.resent++
      }
      throw new TypeError('Failed to fetch')
    },
    close: () => agent.destroy(),
  }
  return line
}

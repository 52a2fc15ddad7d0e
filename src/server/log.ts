// What is written of each request: one line of JSON with the pattern of its address, never the address itself, and nothing that came with it.
// What is written of a bug: where in our code it happened. Its message only where the runtime or the database made it, without what it quotes.
import { routePath } from 'hono/route'
import type { Visit } from './env.ts'

export type Write = (line: string) => void

/** Gives every request a number, said in `X-Request-Id`, and writes its line when it is answered. */
export function logged(write: Write) {
  return async (visit: Visit, next: () => Promise<void>): Promise<void> => {
    const began = Date.now()
    const number = crypto.randomUUID().slice(0, 8)
    visit.set('request', number)
    await next()
    const refused = visit.get('refused')
    visit.res.headers.set('x-request-id', number)
    write(
      JSON.stringify({
        time: new Date(began).toISOString(), request: number, method: visit.req.method.replace(/[^A-Z]/g, '').slice(0, 10), route: routeOf(visit), status: visit.res.status, ms: Date.now() - began,
        ...(refused === undefined ? {} : { code: refused }),
      }),
    )
  }
}

/** The line of a bug, under the number of its request. */
export function bugLine(number: string, error: unknown): string {
  const { name, message, stack } = error instanceof Error ? error : { name: typeof error, message: '', stack: '' }
  // A stack begins with the message, which may repeat what a person wrote, over several lines.
  const frames = (stack ?? '').replace(message, '').split('\n').filter((line) => /^\s+at /.test(line)).map((line) => line.trim().slice(0, 200)).slice(0, 20)
  return JSON.stringify({ time: new Date().toISOString(), request: number, bug: nameOf(name), message: sayable(name, message), at: frames })
}

// The last that ran; what is for every address is no route.
function routeOf(visit: Visit): string {
  const path = routePath(visit)
  return path === '*' || path === '/*' ? '(none)' : path
}

// A message of another sort may repeat what a person wrote: JSON.parse does, and so may any library.
function sayable(name: string, message: string): string {
  if (!message.startsWith('D1_') && !['TypeError', 'RangeError', 'ReferenceError'].includes(name)) return ''
  return message.replace(/(["'`“‘])[^]*?(?:["'`”’]|$)/g, '…').replace(/\d+/g, '#').replace(/[^\x20-\x7e…]/g, '?').slice(0, 200)
}

const nameOf = (name: string): string => (/^[A-Za-z]{1,40}$/.test(name) ? name : 'Error')

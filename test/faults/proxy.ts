// The line between phones and server: a real HTTP proxy that loses, drops, doubles, delays and cuts what goes through it, or answers like a captive
// portal, and counts everything. Loopback only; it holds a bounded number of requests, and ends by itself when it is forgotten.
import { Agent, createServer, request as ask } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { between, chance } from './chance.ts'
import type { Chance } from './chance.ts'

/** How often what happens to a request: shares of 1. */
export interface Plan {
  /** It never reaches the server. */
  readonly lost?: number
  /** The server does what was asked, and its answer goes nowhere. */
  readonly dropped?: number
  /** The same bytes reach the server twice, at once or a little later. */
  readonly twice?: number
  /** It arrives 50 to 850 ms later: so things are reordered. */
  readonly late?: number
  /** It breaks off in the middle of its body. */
  readonly cut?: number
  /** Nothing comes back, and the line stays open. */
  readonly silent?: number
  /** A kept-alive connection is closed once the body was read, while the server works on: what makes browsers send a POST again. */
  readonly hungUp?: number
}

/** The storm of the fault runs. */
export const storm: Plan = { lost: 0.05, dropped: 0.12, twice: 0.1, late: 0.15, cut: 0.05, silent: 0.003 }

/** What stands in the way as a whole. */
export type Mode =
  | 'open'
  | 'off' // no network
  | 'portal' // sent on to a page for signing in
  | 'portal page' // that page itself, 200
  | 'portal 401' // a portal that speaks JSON
  | 'empty' // 204 for everything
  | 'ok' // 200 {"ok":true}
  | 'echo' // what was sent, as JSON
  | 'stale' // what was answered to somebody else before
  | 'gateway' // 502 with a page
  // In these the server gets it, and does it:
  | 'truncated' // half of the answer
  | 'broken gzip' // said to be compressed, and is not
  | 'as a page' // the right answer, called HTML

export interface Counts {
  requests: number
  lost: number
  dropped: number
  twice: number
  late: number
  cut: number
  silent: number
  hungUp: number
  /** Given up by the phone. */
  abandoned: number
  /** Answered by the mode, not by the server. */
  faked: number
  /** Requests that the server got whole. */
  arrived: number
  /** Bytes of bodies that came from the phones, broken ones too. */
  bytes: number
}

export interface Passing {
  readonly method: string
  readonly path: string
  readonly body: Buffer
}

export interface Proxy {
  readonly url: string
  readonly counts: Counts
  plan: Plan
  mode: Mode
  /** Bytes a second towards the server, and how long everything takes before it goes; undefined: as fast as it goes. */
  throttle: { readonly up: number; readonly latency_ms: number } | undefined
  /** Told of each request before anything happens to it, and of each answer of the server before it goes back. */
  onRequest: (request: Passing) => void
  onAnswer: (request: Passing, status: number) => void
  close(): Promise<void>
}

const mostAtOnce = 1_000
const mostBytes = 16 * 1024 * 1024
const longestLife_ms = 1_800_000

const page = '<!doctype html><title>WiFi</title><h1>Đăng nhập WiFi</h1>'
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref())

/** Opens the line to a server, whose address may change. Faults are drawn from the seed, for each phone (header x-phone) by itself. */
export async function openProxy(server: () => string, seed: string | number, plan: Plan = {}): Promise<Proxy> {
  const counts: Counts = { requests: 0, lost: 0, dropped: 0, twice: 0, late: 0, cut: 0, silent: 0, hungUp: 0, abandoned: 0, faked: 0, arrived: 0, bytes: 0 }
  const draws = new Map<string, Chance>()
  const sockets = new Set<Socket>()
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  let stale: Answer | undefined
  let atOnce = 0

  const drawFor = (phone: string): Chance => {
    const known = draws.get(phone) ?? chance('proxy', seed, phone)
    draws.set(phone, known)
    return known
  }

  const forward = async (request: IncomingMessage, body: Buffer, upTo = body.length): Promise<Answer> => {
    const base = server()
    if (base === '') throw new Error('no server')
    const answer = await passOn(agent, base, request, body, upTo)
    counts.arrived++
    return answer
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { socket } = request
    counts.requests++
    let isOver = false
    response.on('close', () => {
      if (!response.writableFinished && !isOver) counts.abandoned++
      isOver = true
    })
    const end = (): void => {
      isOver = true
      socket.destroy()
    }
    const draw = drawFor(String(request.headers['x-phone'] ?? ''))
    const happens = (share = 0): boolean => draw() < share
    // All is drawn at once, so that what becomes of one request does not change what is drawn for the next.
    const { plan: now } = proxy
    const fate = { lost: happens(now.lost), dropped: happens(now.dropped), cut: happens(now.cut), twice: happens(now.twice), late: happens(now.late), silent: happens(now.silent), hungUp: happens(now.hungUp) }
    const [delay, again, at] = [between(draw, 50, 850), between(draw, 0, 300), draw()]
    if (proxy.mode === 'off') return end()
    const body = await read(request, counts, proxy.throttle)
    if (body === undefined) return
    const passing: Passing = { method: request.method ?? 'GET', path: request.url ?? '/', body }
    proxy.onRequest(passing)
    const reply = ({ status, headers, body: told }: Answer): void => {
      if (isOver || response.destroyed) return
      response.writeHead(status, headers)
      response.end(told)
    }
    if (proxy.mode !== 'open') {
      const faked = await fake(proxy.mode, passing, () => forward(request, body), stale)
      counts.faked++
      return faked === undefined ? end() : reply(faked)
    }
    if (fate.late) {
      counts.late++
      await wait(delay)
    }
    if (fate.lost) {
      counts.lost++
      return end()
    }
    if (fate.silent) {
      counts.silent++
      return // the phone gives up, one day
    }
    if (fate.cut && body.length > 1) {
      counts.cut++
      await forward(request, body, Math.floor(1 + at * (body.length - 1))).catch(() => undefined)
      return end()
    }
    if (fate.twice) {
      counts.twice++
      const second = wait(again).then(() => forward(request, body))
      second.catch(() => undefined)
      // Sometimes it is the copy that is heard.
      if (at < 0.3) {
        await forward(request, body).catch(() => undefined)
        return second.then(reply, end)
      }
    }
    if (fate.hungUp) {
      counts.hungUp++
      const working = forward(request, body).catch(() => undefined)
      if (at < 0.5) await working
      return end()
    }
    let answer: Answer
    try {
      answer = await forward(request, body)
    } catch {
      // The server is gone: some gateways say so in a page of theirs, others just hang up.
      return at < 0.5 ? end() : reply(pageOf(502))
    }
    if (fate.dropped) {
      counts.dropped++
      return end()
    }
    proxy.onAnswer(passing, answer.status)
    if (passing.method === 'POST') stale = answer
    reply(answer)
  }

  const http = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 }, (request, response) => {
    if (atOnce >= mostAtOnce) return void response.writeHead(503).end()
    atOnce++
    serve(request, response)
      .catch(() => request.socket.destroy())
      .finally(() => atOnce--)
  })
  http.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
  })
  const proxy: Proxy = {
    url: '',
    counts,
    plan,
    mode: 'open',
    throttle: undefined,
    onRequest: () => undefined,
    onAnswer: () => undefined,
    async close() {
      clearTimeout(life)
      const closed = new Promise<void>((resolve) => http.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      agent.destroy()
      await closed
    },
  }
  const life = setTimeout(() => void proxy.close(), longestLife_ms).unref()
  await new Promise<void>((resolve, reject) => http.once('error', reject).listen(0, '127.0.0.1', resolve))
  return Object.assign(proxy, { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` })
}

interface Answer {
  readonly status: number
  readonly headers: Record<string, string | string[]>
  readonly body: Buffer
}

// As the line lets it through: slowly where it is throttled. Nothing where the phone gave up in between.
async function read(request: IncomingMessage, counts: Counts, throttle: Proxy['throttle']): Promise<Buffer | undefined> {
  const pieces: Buffer[] = []
  let bytes = 0
  if (throttle !== undefined) await wait(throttle.latency_ms)
  try {
    for await (const piece of request as AsyncIterable<Buffer>) {
      // In mouthfuls, so that what a phone gives up in the middle is not counted as gone through.
      for (let at = 0; at < piece.length; at += 4_096) {
        const mouthful = piece.subarray(at, at + 4_096)
        if (throttle !== undefined) await wait((mouthful.length / throttle.up) * 1_000)
        if (request.socket.destroyed) return undefined
        counts.bytes += mouthful.length
      }
      bytes += piece.length
      if (bytes > mostBytes) throw new Error('too much for this line')
      pieces.push(piece)
    }
  } catch {
    return undefined
  }
  return request.complete ? Buffer.concat(pieces) : undefined
}

function passOn(agent: Agent, base: string, request: IncomingMessage, body: Buffer, upTo: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // The host stays: a form's POST is taken only from the address that its page came from.
    const { connection: _, 'x-phone': __, 'transfer-encoding': ___, ...headers } = request.headers
    const length = body.length > 0 || request.method !== 'GET' ? { 'content-length': String(body.length) } : {}
    const onward = ask(String(new URL(request.url ?? '/', base)), { method: request.method ?? 'GET', agent, headers: { ...headers, ...length } }, (answer) => {
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece))
      answer.on('error', reject)
      answer.on('end', () => {
        const { connection: ____, 'transfer-encoding': _____, 'keep-alive': ______, ...told } = answer.headers
        const whole = Buffer.concat(pieces)
        resolve({ status: answer.statusCode ?? 0, headers: { ...(told as Answer['headers']), ...(whole.length > 0 ? { 'content-length': String(whole.length) } : {}) }, body: whole })
      })
    })
    onward.on('error', reject)
    if (upTo === body.length) return void onward.end(body)
    onward.write(body.subarray(0, upTo), () => setTimeout(() => onward.destroy(new Error('cut')), 5))
  })
}

const jsonOf = (status: number, body: string | Buffer): Answer => ({ status, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) })
const pageOf = (status: number, more: Record<string, string> = {}): Answer => ({ status, headers: { 'content-type': 'text/html; charset=utf-8', ...more }, body: Buffer.from(page) })

async function fake(mode: Mode, { body }: Passing, forward: () => Promise<Answer>, stale: Answer | undefined): Promise<Answer | undefined> {
  switch (mode) {
    case 'portal':
      return pageOf(302, { location: '/portal/login?next=phieu' })
    case 'portal page':
      return pageOf(200)
    case 'portal 401':
      return jsonOf(401, '{"error":"login_required","code":"not_signed_in"}')
    case 'empty':
      return { status: 204, headers: {}, body: Buffer.alloc(0) }
    case 'ok':
      return jsonOf(200, '{"ok":true}')
    case 'echo':
      return jsonOf(200, body.length > 0 && body[0] === 0x5b ? body : '{}')
    case 'stale':
      return stale ?? jsonOf(200, '[]')
    case 'gateway':
      return pageOf(502)
    default:
  }
  const answer = await forward().catch(() => undefined)
  if (answer === undefined) return undefined
  const { status, headers } = answer
  if (mode === 'as a page') return { ...answer, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } }
  const half = answer.body.subarray(0, Math.floor(answer.body.length / 2))
  if (mode === 'truncated') return { status, headers: { ...headers, 'content-length': String(half.length) }, body: half }
  const garbage = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), half])
  return { status, headers: { ...headers, 'content-encoding': 'gzip', 'content-length': String(garbage.length) }, body: garbage }
}
